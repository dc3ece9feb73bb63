/* Takes strings, tuples and lists, gives concatenation, repetition, comparison and membership:
 * when compiling for constants, tuples and literal lists, by the runtime otherwise. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "classes.h"
#include "elab_loop.h"
#include "hashed.h"
#include "ops.h"
#include "optional.h"
#include "sequence.h"
#include "text_format.h"

bool op_is_sequence(const val *v)
{
    return v->ty->kind == TY_STR || v->ty->kind == TY_TUPLE || v->ty->kind == TY_LIST;
}

static const air_type object_type = {.kind = AIR_OBJECT};

/* ---- Concatenation --------------------------------------------------------------------------- */

static val literal_list(elab *e, val *items, uint32_t count)
{
    return seq_display(e, items, count);
}

static val *joined_items(elab *e, const val *a, const val *b)
{
    val *items = ARENA_ARRAY(e->arena, val, a->count + b->count);
    if (a->count)
        memcpy(items, a->items, a->count * sizeof *items);
    if (b->count)
        memcpy(items + a->count, b->items, b->count * sizeof *items);
    return items;
}

static val concat_texts(elab *e, const val *a, const val *b, span where)
{
    if (!a->is_const || !b->is_const)
        return elab_join_texts(e, (val[]){*a, *b}, 2, where);
    size_t length = (size_t)a->length + b->length;
    char *text = arena_alloc(e->arena, length + 1);
    memcpy(text, a->text, a->length);
    memcpy(text + a->length, b->text, b->length);
    return val_str(e, text, length);
}

static val concat_lists(elab *e, const val *a, const val *b, span where)
{
    if (a->is_literal_list && b->is_literal_list)
        return literal_list(e, joined_items(e, a, b), a->count + b->count);
    const ty *type = ty_join(e->types, a->ty, b->ty, e->mode == PR_NUMBA);
    if (!type)
        return elab_error(e, where, "TypeError",
                          "lists of unlike items cannot be joined: %s and %s",
                          ty_name(e->arena, a->ty), ty_name(e->arena, b->ty));
    air_id lists[2] = {elab_object(e, a, where), elab_object(e, b, where)};
    return val_of(e, type, air_rt(&e->b, HPC_RT_list_concat, lists, 2, &object_type, 1));
}

static val concat(elab *e, const val *a, const val *b, span where)
{
    if (a->ty->kind != b->ty->kind)
        return elab_error(e, where, "TypeError", "can only concatenate %s (not \"%s\") to %s",
                          op_type_name(e, a->ty), op_type_name(e, b->ty), op_type_name(e, a->ty));
    switch (a->ty->kind) {
    case TY_STR: return concat_texts(e, a, b, where);
    case TY_TUPLE: return val_tuple(e, joined_items(e, a, b), a->count + b->count);
    default: return concat_lists(e, a, b, where);
    }
}

/* ---- Repetition ------------------------------------------------------------------------------ */

enum { MOST_ITEMS = 4096 };

static val repeat_text(elab *e, const val *text, const val *count, span where)
{
    int64_t n;
    if (text->is_const && val_const_int(count, &n) && n * text->length <= MOST_ITEMS) {
        size_t length = n > 0 ? (size_t)n * text->length : 0;
        char *all = arena_alloc(e->arena, length + 1);
        for (size_t at = 0; at < length; at += text->length)
            memcpy(all + at, text->text, text->length);
        return val_str(e, all, length);
    }
    air_id args[2] = {val_node(e, text), val_index_node(e, count, where, "a repetition count")};
    return val_of(e, text->ty, air_rt(&e->b, HPC_RT_text_repeat, args, 2, &object_type, 1));
}

static val repeat_items(elab *e, const val *seq, const val *count, span where)
{
    int64_t n;
    bool known = val_const_int(count, &n);
    if (seq->ty->kind == TY_TUPLE && !known)
        return elab_need_constant(e, count, where, "the repetition count of a tuple");
    bool small =
        known && (n <= 0 || n * seq->count <= (seq->ty->kind == TY_TUPLE ? MOST_ITEMS : 64));
    if ((seq->ty->kind == TY_TUPLE || seq->is_literal_list) && small) {
        uint32_t total = n > 0 ? (uint32_t)n * seq->count : 0;
        val *items = ARENA_ARRAY(e->arena, val, total + 1);
        for (uint32_t i = 0; i < total; i++) /* [[]] * 2 holds one list twice */
            items[i] = i < seq->count
                           ? total > seq->count ? elab_named_value(e, seq->items[i]) : seq->items[i]
                           : items[i - seq->count];
        return seq->ty->kind == TY_TUPLE
                   ? val_tuple(e, items, total)
                   : (val){.ty = seq->ty, .is_literal_list = true, .items = items, .count = total};
    }
    if (seq->ty->kind == TY_TUPLE)
        return elab_unsupported(e, where, "a tuple of this many items");
    air_id args[2] = {elab_object(e, seq, where),
                      val_index_node(e, count, where, "a repetition count")};
    return val_of(e, seq->ty, air_rt(&e->b, HPC_RT_list_repeat, args, 2, &object_type, 1));
}

static val repeat(elab *e, const val *seq, const val *count, span where)
{
    char kind = ty_is_number(count->ty) ? hpc_dtype_kind(ty_dtype_of(count->ty)) : 'f';
    if (kind != 'b' && kind != 'i' && kind != 'u')
        return elab_error(e, where, "TypeError", "can't multiply sequence by non-int of type '%s'",
                          op_type_name(e, count->ty));
    return seq->ty->kind == TY_STR ? repeat_text(e, seq, count, where)
                                   : repeat_items(e, seq, count, where);
}

val op_sequence_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    if (op == AST_ADD && op_is_sequence(a))
        return concat(e, a, b, where);
    if (op == AST_MUL)
        return op_is_sequence(a) ? repeat(e, a, b, where) : repeat(e, b, a, where);
    if (op == AST_MOD && a->ty->kind == TY_STR)
        return text_percent(e, a, b, where);
    return op_unsupported(e, op, a, b, where);
}

/* ---- Comparison ------------------------------------------------------------------------------ */

static bool ordered_as(ast_compare_op op, int order)
{
    switch (op) {
    case AST_EQ: return order == 0;
    case AST_NE: return order != 0;
    case AST_LT: return order < 0;
    case AST_LE: return order <= 0;
    case AST_GT: return order > 0;
    default: return order >= 0;
    }
}

/* Code points order as bytes of UTF-8 do. */
static int text_order(const val *a, const val *b)
{
    uint32_t shared = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shared);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static val compare_texts(elab *e, ast_compare_op op, const val *a, const val *b)
{
    if (a->is_const && b->is_const)
        return val_bool(e, ordered_as(op, text_order(a, b)));
    air_type result = air_scalar_type(HPC_I64);
    air_id texts[2] = {val_node(e, a), val_node(e, b)};
    air_id order = air_rt(&e->b, HPC_RT_text_compare, texts, 2, &result, 1);
    return val_bool_node(e, op_test(e, op_compare_ufuncs[op].fn, order, op_int(e, 0)));
}

static air_id item_test(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    val v = op_compare(e, op, *a, *b, where);
    return elab_truth(e, &v, where);
}

/* All items equal, in order. */
static air_id items_equal(elab *e, const val *a, const val *b, span where)
{
    if (a->count != b->count)
        return air_const_int(&e->b, HPC_BOOL, 0);
    air_id all = air_const_int(&e->b, HPC_BOOL, 1);
    for (uint32_t i = 0; i < a->count; i++)
        all = op_and(e, all, item_test(e, AST_EQ, &a->items[i], &b->items[i], where));
    return all;
}

/* The first unequal items decide; if there are none, the lengths do. */
static air_id items_order(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    uint32_t shared = a->count < b->count ? a->count : b->count;
    int lengths = (a->count > b->count) - (a->count < b->count);
    air_id result = air_const_int(&e->b, HPC_BOOL, ordered_as(op, lengths));
    ast_compare_op strict = op == AST_LE ? AST_LT : op == AST_GE ? AST_GT : op;
    for (uint32_t i = shared; i-- > 0;) {
        air_id equal = item_test(e, AST_EQ, &a->items[i], &b->items[i], where);
        air_id before = item_test(e, strict, &a->items[i], &b->items[i], where);
        result = op_or(e, op_and(e, op_not(e, equal), before), op_and(e, equal, result));
    }
    return result;
}

static val compare_items(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    if (op != AST_EQ && op != AST_NE)
        return val_bool_node(e, items_order(e, op, a, b, where));
    air_id equal = items_equal(e, a, b, where);
    return val_bool_node(e, op == AST_EQ ? equal : op_not(e, equal));
}

/* As the runtime's list_order takes it. */
static int order_code(ast_compare_op op)
{
    switch (op) {
    case AST_LT: return 0;
    case AST_LE: return 1;
    case AST_GT: return 2;
    default: return 3;
    }
}

static val compare_lists(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    air_type result = air_scalar_type(HPC_I64);
    air_id lists[2] = {elab_object(e, a, where), elab_object(e, b, where)};
    if (op != AST_EQ && op != AST_NE) {
        air_id args[3] = {lists[0], lists[1], op_int(e, order_code(op))};
        air_id holds = air_rt(&e->b, HPC_RT_list_order, args, 3, &result, 1);
        return val_bool_node(e, op_test(e, AIR_NE, holds, op_int(e, 0)));
    }
    air_id same = air_rt(&e->b, HPC_RT_list_equal, lists, 2, &result, 1);
    return val_bool_node(e, op_test(e, op_compare_ufuncs[op].fn, same, op_int(e, 1)));
}

val op_sequence_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    if (a->ty->kind == TY_STR)
        return compare_texts(e, op, a, b);
    bool known = a->ty->kind == TY_TUPLE || (a->is_literal_list && b->is_literal_list);
    if (!known && (op == AST_EQ || op == AST_NE) &&
        (ty_holds_record(e, a->ty) || ty_holds_record(e, b->ty))) {
        val equal = elab_call_named(e, "list._equal", (val[]){*a, *b}, 2, where);
        return op == AST_EQ || val_bad(equal) ? equal : op_unary(e, AST_NOT, equal, where);
    }
    return known ? compare_items(e, op, a, b, where) : compare_lists(e, op, a, b, where);
}

/* ---- Membership ------------------------------------------------------------------------------ */

static val text_contains(elab *e, const val *item, const val *text, span where)
{
    if (item->ty->kind != TY_STR)
        return elab_error(e, where, "TypeError",
                          "'in <string>' requires string as left operand, not %s",
                          op_type_name(e, item->ty));
    if (item->is_const && text->is_const)
        return val_bool(e, strstr(text->text, item->text) != NULL);
    air_type result = air_scalar_type(HPC_I64);
    air_id args[2] = {val_node(e, text), val_node(e, item)};
    air_id found = air_rt(&e->b, HPC_RT_text_contains, args, 2, &result, 1);
    return val_bool_node(e, op_test(e, AIR_NE, found, op_int(e, 0)));
}

static val any_item(elab *e, const val *item, const val *container, span where)
{
    air_id found = air_const_int(&e->b, HPC_BOOL, 0);
    for (uint32_t i = 0; i < container->count; i++)
        found = op_or(e, found, item_test(e, AST_EQ, item, &container->items[i], where));
    return val_bool_node(e, found);
}

/* A whole number of range(start, stop, step). */
static val range_contains(elab *e, const val *item, const val *range, span where)
{
    air_id x = val_index_node(e, item, where, "the left operand of `in range`");
    if (!x)
        return val_never(e);
    air_id start = val_node(e, &range->items[0]), stop = val_node(e, &range->items[1]);
    air_id step = val_node(e, &range->items[2]), zero = op_int(e, 0);
    air_id up = op_and(e, op_test(e, AIR_LE, start, x), op_test(e, AIR_LT, x, stop));
    air_id down = op_and(e, op_test(e, AIR_GE, start, x), op_test(e, AIR_GT, x, stop));
    air_id rises = op_test(e, AIR_GT, step, zero);
    air_id inside = op_or(e, op_and(e, rises, up), op_and(e, op_not(e, rises), down));
    air_id offset = op_map2(e, AIR_SUB, HPC_I64, x, start);
    air_id on_step = op_test(e, AIR_EQ, op_map2(e, AIR_MOD, HPC_I64, offset, step), zero);
    return val_bool_node(e, op_and(e, inside, on_step));
}

static val list_contains(elab *e, const val *item, const val *list, span where)
{
    air_type result = air_scalar_type(HPC_I64);
    if (ty_holds_record(e, list->ty))
        return elab_call_named(e, "list._has", (val[]){*list, *item}, 2, where);
    air_id args[2] = {elab_pack(e, item, 1, where), elab_object(e, list, where)};
    air_id found = air_rt(&e->b, HPC_RT_list_contains, args, 2, &result, 1);
    return val_bool_node(e, op_test(e, AIR_NE, found, op_int(e, 0)));
}

val op_contains(elab *e, const val *item, const val *container, span where)
{
    val there =
        optional_operand(e, *container, "argument of type 'NoneType' is not iterable", where);
    container = &there;
    val answer;
    if (record_method(e, container, "__contains__", item, 1, where, &answer))
        return val_bad(answer) ? answer : val_bool_node(e, elab_truth(e, &answer, where));
    there = iter_of_object(e, there, where);
    if (val_bad(there))
        return there;
    if (container->ty->kind == TY_TUPLE || container->is_literal_list)
        return any_item(e, item, container, where);
    switch (container->ty->kind) {
    case TY_STR: return text_contains(e, item, container, where);
    case TY_RANGE: return range_contains(e, item, container, where);
    case TY_LIST: return list_contains(e, item, container, where);
    case TY_DICT:
    case TY_SET: return hashed_contains(e, item, container, where);
    case TY_ITER: {
        if (dict_view_part(container) == 0)
            return hashed_contains(e, item, &container->items[0], where);
        val list = seq_list_of(e, container, where);
        return val_bad(list) ? list : op_contains(e, item, &list, where);
    }
    case TY_ARRAY: {
        val equal = op_compare(e, AST_EQ, *container, *item, where);
        if (val_bad(equal) || equal.ty->kind != TY_ARRAY)
            return equal;
        uint32_t all = (UINT32_C(1) << equal.ty->rank) - 1;
        return val_bool_node(e, air_reduce(&e->b, AIR_OR, equal.node, all, false));
    }
    default:
        return elab_error(e, where, "TypeError", "argument of type '%s' is not iterable",
                          op_type_name(e, container->ty));
    }
}

air_id op_object_length(elab *e, const val *v, span where)
{
    air_type result = air_scalar_type(HPC_I64);
    air_id object = v->ty->kind == TY_LIST ? elab_object(e, v, where) : val_node(e, v);
    int row = v->ty->kind == TY_LIST ? HPC_RT_list_length : HPC_RT_text_length;
    return air_rt(&e->b, row, &object, 1, &result, 1);
}
