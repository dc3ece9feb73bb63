/* Takes a list, tuple, string or range and an index or slice, gives the item or part: when compiling
 * where the items are known, by the runtime otherwise. */
#include "sequence.h"
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "collections.h"
#include "hashed.h"
#include "ops.h"
#include "optional.h"

/* ---- Items of lists -------------------------------------------------------------------------- */

/* A list's arrays come from anywhere: nothing is known of their order. */
static const ty *without_facts(elab *e, const ty *type)
{
    if (type->kind == TY_ARRAY)
        return ty_array(e->types, type->dtype, type->rank, 0, 0);
    if (type->kind != TY_TUPLE)
        return type;
    const ty **items = ARENA_ARRAY(e->arena, const ty *, type->count + 1);
    for (uint32_t i = 0; i < type->count; i++)
        items[i] = without_facts(e, type->items[i]);
    return ty_tuple_like(e->types, type, items);
}

const ty *seq_item_type(elab *e, const ty *list)
{
    const ty *item = ty_item(e->types, list);
    return item ? without_facts(e, item) : NULL;
}

uint64_t seq_origin(const elab *e, span where)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t key = (uintptr_t)e->program->current ^ e->turns;
    const source *src = e->src;
    for (int32_t parent = e->inline_parent;; parent = e->locs.items[parent].parent) {
        key = (key ^ (uintptr_t)src) * factor;
        key = (key ^ where.begin) * factor;
        key = (key ^ where.end) * factor;
        if (!parent)
            return key ^ key >> 29;
        src = e->locs.items[parent].src;
        where = e->locs.items[parent].where;
    }
}

val seq_empty(elab *e, ty_kind kind, span where)
{
    return (val){.ty = ty_open(e->types, kind, seq_origin(e, where)), .is_literal_list = true};
}

static val number_item(elab *e, const air_id args[3], const ty *type)
{
    hpc_dtype dtype = ty_dtype_of(type);
    const air_type i64 = air_scalar_type(HPC_I64), f64 = air_scalar_type(HPC_F64);
    switch (hpc_dtype_kind(dtype)) {
    case 'f':
        return val_of(
            e, type,
            air_cast(&e->b, dtype, air_rt(&e->b, HPC_RT_list_get_float, args, 3, &f64, 1)));
    case 'c': {
        const air_type two[2] = {f64, f64};
        air_id both = air_rt(&e->b, HPC_RT_list_get_complex, args, 3, two, 2);
        air_id re = air_proj(&e->b, both, 0), im = air_proj(&e->b, both, 1);
        air_id whole = air_map2(&e->b, AIR_COMPLEX, HPC_C128, re, im);
        return val_of(e, type, air_cast(&e->b, dtype, whole));
    }
    default:
        return val_of(e, type,
                      air_cast(&e->b, dtype, air_rt(&e->b, HPC_RT_list_get_int, args, 3, &i64, 1)));
    }
}

/* The item's type at run time as the union's tag, and the item as each alternative would hold it:
 * only the one that the tag tells is ever used. */
static val union_item(elab *e, const air_id args[3], const ty *type)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id kind = air_rt(&e->b, HPC_RT_list_item_kind, args, 3, &i64, 1);
    val v = {.ty = type, .count = type->count + 1};
    v.items = ARENA_ARRAY(e->arena, val, v.count);
    air_id tag = op_int(e, 0);
    for (uint32_t i = 0; i < type->count; i++) {
        air_id code = op_int(e, box_item_kind(type->items[i]));
        air_id is_it = op_test(e, AIR_EQ, kind, code);
        tag = air_map3(&e->b, AIR_SELECT, HPC_I64, is_it, op_int(e, i), tag);
        val one = number_item(e, args, type->items[i]);
        v.items[1 + i] = (val){.ty = type, .node = one.node};
    }
    v.items[0] = (val){.ty = type, .node = tag};
    return v;
}

static val tuple_item(elab *e, air_id tuple, const ty *type, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, type->count + 1);
    for (uint32_t i = 0; i < type->count; i++)
        items[i] = seq_item(e, tuple, type->items[i], op_int(e, i), HPC_CHECK_TUPLE_INDEX, where);
    return val_tuple_like(e, type, items);
}

typedef struct maybe_item {
    air_id object, index;
    const ty *item;
    int check;
    span where;
} maybe_item;

static val item_there(elab *e, void *user)
{
    const maybe_item *m = user;
    return seq_item(e, m->object, m->item, m->index, m->check, m->where);
}

static val item_none(elab *e, void *user)
{
    (void)user;
    return val_none(e);
}

static val optional_item(elab *e, const air_id args[3], const ty *type, int check, span where)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id kind = air_rt(&e->b, HPC_RT_list_item_kind, args, 3, &i64, 1);
    maybe_item m = {args[0], args[1], type->items[0], check, where};
    air_id there = op_test(e, AIR_NE, kind, op_int(e, HPC_NONE));
    val v = elab_choose(e, there, item_there, item_none, &m, where);
    return val_bad(v) ? v : val_coerce(e, v, type, where);
}

val seq_item(elab *e, air_id object, const ty *item, air_id index, int check, span where)
{
    air_id args[3] = {object, index, op_int(e, check)};
    switch (item->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_COMPLEX:
    case TY_SCALAR:
        args[2] = op_int(e, check | box_item_kind(item) << 16);
        return number_item(e, args, item);
    case TY_UNION: return union_item(e, args, item);
    case TY_ARRAY: {
        air_type result = {AIR_ARRAY, (uint8_t)item->dtype, item->rank, 0};
        return val_array(e, air_rt(&e->b, HPC_RT_list_get_array, args, 3, &result, 1));
    }
    case TY_NONE: {
        const air_type i64 = air_scalar_type(HPC_I64);
        air_rt(&e->b, HPC_RT_list_position, args, 3, &i64, 1);
        return val_none(e);
    }
    case TY_OPTIONAL: return optional_item(e, args, item, check, where);
    case TY_TUPLE: return tuple_item(e, box_rt(e, HPC_RT_list_get_object, args, 3), item, where);
    case TY_STR:
    case TY_LIST:
    case TY_DICT:
    case TY_SET:
    case TY_RECORD:
    case TY_OBJECT: return val_of(e, item, box_rt(e, HPC_RT_list_get_object, args, 3));
    case TY_BOXED: return (val){.ty = item, .node = box_rt(e, HPC_RT_list_get_boxed, args, 3)};
    default:
        return elab_unsupported(
            e, where,
            arena_printf(e->arena, "an item of type %s in a list", ty_name(e->arena, item)));
    }
}

static val list_item(elab *e, const val *list, air_id index, span where)
{
    const ty *item = seq_item_type(e, list->ty);
    if (item)
        return seq_item(e, elab_object(e, list, where), item, index, HPC_CHECK_LIST_INDEX, where);
    air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), HPC_CHECK_LIST_INDEX, NULL, 0);
    return val_never(e); /* the list is empty, or a later turn of a loop learns its items' type */
}

bool seq_accept(elab *e, const val *list, const val *value, const char *what, span where)
{
    const ty *given = without_facts(e, value->ty), *item;
    if (val_bad(*value))
        return false;
    if (list->ty->ref) {
        bool numba = e->mode == PR_NUMBA;
        if (ty_learn(e->types, list->ty, given, !numba, e->loops != NULL))
            return true;
        item = seq_item_type(e, list->ty);
    } else {
        item = seq_item_type(e, list->ty);
        if (item && (item->kind == TY_BOXED || ty_join(e->types, item, given, false) == item ||
                     (item->kind == TY_UNION && elab_join(e, item, given) == item)))
            return true;
    }
    elab_error(e, where, "TypeError", "%s: the %s holds %s, the value is %s", what,
               op_type_name(e, list->ty), item ? ty_name(e->arena, item) : "nothing",
               ty_name(e->arena, given));
    return false;
}

/* ---- Indexes --------------------------------------------------------------------------------- */

static val index_error(elab *e, const val *object, const val *index, span where)
{
    const char *name = op_type_name(e, object->ty);
    return elab_error(e, where, "TypeError", "%s indices must be integers%s, not %s", name,
                      object->ty->kind == TY_STR ? "" : " or slices", op_type_name(e, index->ty));
}

/* The index as an i64 node; 0 after an error. */
static air_id index_node(elab *e, const val *object, const val *index, span where)
{
    if (val_bad(*index))
        return 0;
    val there = optional_operand(e, *index,
                                 arena_printf(e->arena,
                                              "%s indices must be integers or slices, not NoneType",
                                              op_type_name(e, object->ty)),
                                 where);
    index = &there;
    hpc_dtype dtype =
        ty_is_arraylike(index->ty) && val_rank(index) == 0 ? ty_dtype_of(index->ty) : HPC_F64;
    char kind = hpc_dtype_kind(dtype);
    if (kind != 'i' && kind != 'u' && index->ty->kind != TY_BOOL && !union_of_integers(index)) {
        index_error(e, object, index, where);
        return 0;
    }
    return val_index_node(e, index, where, "an index");
}

static int range_check(const val *object)
{
    return object->ty->kind == TY_TUPLE ? HPC_CHECK_TUPLE_INDEX
           : object->ty->kind == TY_STR ? HPC_CHECK_STRING_INDEX
                                        : HPC_CHECK_LIST_INDEX;
}

/* An index out of the known range is the run's failure: it may never be reached. */
static val out_of_range(elab *e, int check)
{
    air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), check, NULL, 0);
    return val_never(e);
}

/* index wrapped and checked against length. */
static air_id wrapped(elab *e, air_id index, air_id length, int check)
{
    air_id negative = op_test(e, AIR_LT, index, op_int(e, 0));
    air_id from_end = op_map2(e, AIR_ADD, HPC_I64, index, length);
    air_id at = air_map3(&e->b, AIR_SELECT, HPC_I64, negative, from_end, index);
    air_id inside = op_and(e, op_test(e, AIR_GE, at, op_int(e, 0)), op_test(e, AIR_LT, at, length));
    air_check(&e->b, inside, check, NULL, 0);
    return at;
}

typedef struct pick {
    const val *items;
    uint32_t at, count;
    air_id index;
    span where;
} pick;

static val pick_from(elab *e, pick *p);

static val pick_this(elab *e, void *user)
{
    (void)e;
    const pick *p = user;
    return p->items[p->at];
}

static val pick_rest(elab *e, void *user)
{
    pick rest = *(pick *)user;
    rest.at++;
    return pick_from(e, &rest);
}

static val pick_from(elab *e, pick *p)
{
    if (p->at + 1 == p->count)
        return p->items[p->at];
    return elab_choose(e, op_test(e, AIR_EQ, p->index, op_int(e, p->at)), pick_this, pick_rest, p,
                       p->where);
}

/* The number at a run-time position of numbers of one type. */
static val from_literal(elab *e, const val *items, uint32_t count, air_id at)
{
    hpc_dtype dtype = ty_dtype_of(items[0].ty);
    air_id *nodes = ARENA_ARRAY(e->arena, air_id, count);
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = val_node(e, &items[i]);
    air_id extent = op_int(e, count);
    air_id table = air_raw(&e->b, AIR_OP_LITERAL,
                           (air_type){AIR_ARRAY, (uint8_t)dtype, 1, AIR_C_ORDER | AIR_UNIT_LAST},
                           nodes, count, 0);
    air_node *n = air_at(e->b.fun, table);
    n->shape = ARENA_ARRAY(e->arena, air_id, 1);
    n->shape[0] = extent;
    return val_of(e, items[0].ty, air_elem(&e->b, table, &at));
}

/* Items known when compiling, the position perhaps not. */
static val known_item(elab *e, const val *object, air_id index, span where)
{
    enum { MOST_CHOICES = 32 };
    int64_t at;
    if (air_is_const(e->b.fun, index, &at)) {
        at += at < 0 ? object->count : 0;
        return at < 0 || at >= object->count ? out_of_range(e, range_check(object))
                                             : object->items[at];
    }
    if (object->count == 0)
        return out_of_range(e, range_check(object));
    bool alike = ty_is_number(object->items[0].ty);
    for (uint32_t i = 1; i < object->count; i++)
        alike = alike && object->items[i].ty == object->items[0].ty;
    air_id position = wrapped(e, index, op_int(e, object->count), range_check(object));
    if (alike)
        return from_literal(e, object->items, object->count, position);
    if (object->count > MOST_CHOICES)
        return elab_unsupported(e, where,
                                "an index that is known only at run time into this many "
                                "items of several types");
    pick p = {object->items, 0, object->count, position, where};
    return pick_from(e, &p);
}

static val range_item(elab *e, const val *range, air_id index, span where)
{
    air_id length = seq_length(e, range, where);
    air_id at = wrapped(e, index, length, HPC_CHECK_RANGE_INDEX);
    air_id offset = op_map2(e, AIR_MUL, HPC_I64, at, val_node(e, &range->items[2]));
    return val_int_node(e, op_map2(e, AIR_ADD, HPC_I64, val_node(e, &range->items[0]), offset));
}

static bool is_ascii(const val *text)
{
    for (uint32_t i = 0; i < text->length; i++)
        if ((unsigned char)text->text[i] >= 0x80)
            return false;
    return true;
}

static val text_item(elab *e, const val *text, air_id index)
{
    int64_t at;
    if (text->is_const && is_ascii(text) && air_is_const(e->b.fun, index, &at)) {
        at += at < 0 ? text->length : 0;
        return at < 0 || at >= text->length ? out_of_range(e, HPC_CHECK_STRING_INDEX)
                                            : val_str(e, text->text + at, 1);
    }
    air_id args[2] = {val_node(e, text), index};
    return val_of(e, text->ty, box_rt(e, HPC_RT_text_get, args, 2));
}

/* ---- Slices ---------------------------------------------------------------------------------- */

/* start, stop, step and which of them are given, as the runtime's slice rows take them. */
static bool slice_words(elab *e, const val *object, const val *slice, air_id words[4], span where)
{
    int64_t given = 0, step = 1;
    for (int i = 0; i < 3; i++) {
        if (val_is_none(&slice->items[i])) {
            words[i] = op_int(e, i == 2);
            continue;
        }
        if (!(words[i] = index_node(e, object, &slice->items[i], where)))
            return false;
        given |= INT64_C(1) << i;
    }
    if (air_is_const(e->b.fun, words[2], &step) && step == 0) {
        elab_error(e, where, "ValueError", "slice step cannot be zero");
        return false;
    }
    words[3] = op_int(e, given & 3);
    return true;
}

typedef struct known_slice {
    int64_t start, step;
    uint32_t count;
} known_slice;

static int64_t limit(int64_t x, int64_t low, int64_t high)
{
    return x < low ? low : x > high ? high : x;
}

/* The same arithmetic as the runtime's, for bounds known when compiling. */
static bool slice_known(elab *e, const air_id words[4], int64_t length, known_slice *out)
{
    int64_t w[4];
    for (int i = 0; i < 4; i++)
        if (!air_is_const(e->b.fun, words[i], &w[i]))
            return false;
    int64_t step = w[2], low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
    int64_t start = step < 0 ? high : low, stop = step < 0 ? low : high;
    if (w[3] & 1)
        start = limit(w[0] < 0 ? w[0] + length : w[0], low, high);
    if (w[3] & 2)
        stop = limit(w[1] < 0 ? w[1] + length : w[1], low, high);
    out->start = start;
    out->step = step;
    out->count = 0;
    for (int64_t at = start; step > 0 ? at < stop : at > stop; at += step) {
        out->count++;
        if (step > length || step < -length)
            break;
    }
    return true;
}

static val known_items(elab *e, const val *object, const known_slice *s)
{
    val *items = ARENA_ARRAY(e->arena, val, s->count + 1);
    for (uint32_t i = 0; i < s->count; i++)
        items[i] = object->items[s->start + i * s->step];
    if (object->ty->kind == TY_TUPLE)
        return val_tuple(e, items, s->count);
    return (val){.ty = object->ty, .is_literal_list = true, .items = items, .count = s->count};
}

static val known_text(elab *e, const val *text, const known_slice *s)
{
    char *part = arena_alloc(e->arena, s->count + 1);
    for (uint32_t i = 0; i < s->count; i++)
        part[i] = text->text[s->start + i * s->step];
    return val_str(e, part, s->count);
}

static val get_slice(elab *e, const val *object, const val *slice, span where)
{
    air_id words[5];
    known_slice s;
    if (object->ty->kind == TY_RANGE)
        return elab_unsupported(e, where, "a slice of a range");
    if (!slice_words(e, object, slice, words + 1, where))
        return val_never(e);
    bool items_known = object->ty->kind == TY_TUPLE || object->is_literal_list;
    if (items_known && slice_known(e, words + 1, object->count, &s))
        return known_items(e, object, &s);
    if (object->ty->kind == TY_TUPLE)
        return elab_error(e, where, "TypeError",
                          "the slice of a tuple must be known when compiling");
    if (object->ty->kind == TY_STR && object->is_const && is_ascii(object) &&
        slice_known(e, words + 1, object->length, &s))
        return known_text(e, object, &s);
    words[0] = elab_object(e, object, where);
    int row = object->ty->kind == TY_STR ? HPC_RT_text_slice : HPC_RT_list_slice;
    return val_of(e, object->ty, box_rt(e, row, words, 5));
}

/* ---- Subscripts ------------------------------------------------------------------------------ */

/* Told as an error. */
static bool slices_deque(elab *e, const val *object, const val *index, span where)
{
    bool slice = index->ty->kind == TY_SLICE && is_collection(object->ty);
    if (slice && is_run_tuple(object->ty))
        elab_unsupported(e, where, "a slice of a tuple whose length only the run knows");
    else if (slice)
        elab_error(e, where, "TypeError", "sequence index must be integer, not 'slice'");
    return slice;
}

val seq_getitem(elab *e, val object, val index, span where)
{
    if (val_bad(object) || val_bad(index))
        return val_never(e);
    if (slices_deque(e, &object, &index, where))
        return val_never(e);
    if (index.ty->kind == TY_SLICE)
        return get_slice(e, &object, &index, where);
    air_id at = index_node(e, &object, &index, where);
    if (!at)
        return val_never(e);
    switch (object.ty->kind) {
    case TY_TUPLE: return known_item(e, &object, at, where);
    case TY_LIST:
        return object.is_literal_list ? known_item(e, &object, at, where)
                                      : list_item(e, &object, at, where);
    case TY_STR: return text_item(e, &object, at);
    case TY_RANGE: return range_item(e, &object, at, where);
    default:
        return elab_error(e, where, "TypeError", "'%s' object is not subscriptable",
                          op_type_name(e, object.ty));
    }
}

static bool is_mutable(elab *e, const val *object, const char *does, span where)
{
    if (object->ty->kind == TY_LIST && !is_run_tuple(object->ty))
        return true;
    if (!val_bad(*object))
        elab_error(e, where, "TypeError", "'%s' object does not support item %s",
                   op_type_name(e, object->ty), does);
    return false;
}

static void set_slice(elab *e, const val *list, const val *slice, const val *value, span where)
{
    air_id words[6];
    val items = value->ty->kind == TY_LIST ? *value : seq_list_of(e, value, where);
    if (val_bad(items) || !slice_words(e, list, slice, words + 1, where))
        return;
    const ty *item = seq_item_type(e, items.ty);
    val one = {.ty = item};
    if (item && !seq_accept(e, list, &one, "assignment to a slice", where))
        return;
    words[0] = list->node;
    words[5] = elab_object(e, &items, where);
    air_rt(&e->b, HPC_RT_list_set_slice, words, 6, NULL, 0);
}

void seq_setitem(elab *e, val object, val index, val value, span where)
{
    if (val_bad(value) || val_bad(index) || !is_mutable(e, &object, "assignment", where))
        return;
    if (object.is_literal_list)
        object = val_of(e, object.ty, elab_object(e, &object, where));
    if (slices_deque(e, &object, &index, where))
        return;
    if (index.ty->kind == TY_SLICE) {
        set_slice(e, &object, &index, &value, where);
        return;
    }
    air_id args[3] = {object.node, index_node(e, &object, &index, where), 0};
    if (!args[1])
        return;
    if (!seq_item_type(e,
                       object.ty)) { /* empty, or a later turn of a loop learns its items' type */
        out_of_range(e, HPC_CHECK_LIST_ASSIGN_INDEX);
        return;
    }
    if (!seq_accept(e, &object, &value, "item assignment", where))
        return;
    if ((args[2] = elab_pack(e, &value, 1, where)))
        air_rt(&e->b, HPC_RT_list_set, args, 3, NULL, 0);
}

void seq_delitem(elab *e, val object, val index, span where)
{
    air_id words[5];
    if (!val_bad(index) && is_hashed(object.ty)) {
        hashed_delitem(e, &object, &index, where);
        return;
    }
    if (val_bad(index) || !is_mutable(e, &object, "deletion", where))
        return;
    if (slices_deque(e, &object, &index, where))
        return;
    words[0] = elab_object(e, &object, where);
    if (index.ty->kind == TY_SLICE) {
        if (slice_words(e, &object, &index, words + 1, where))
            air_rt(&e->b, HPC_RT_list_delete_slice, words, 5, NULL, 0);
        return;
    }
    if ((words[1] = index_node(e, &object, &index, where)))
        air_rt(&e->b, HPC_RT_list_delete, words, 2, NULL, 0);
}

/* ---- Lengths and lists of items -------------------------------------------------------------- */

static air_id unsigned_difference(elab *e, air_id from, air_id take)
{
    return op_map2(e, AIR_SUB, HPC_U64, air_cast(&e->b, HPC_U64, from),
                   air_cast(&e->b, HPC_U64, take));
}

/* The distance may take 64 bits without a sign. */
static air_id range_length_by(elab *e, air_id start, air_id stop, air_id step)
{
    air_builder *b = &e->b;
    air_id one = air_const_int(b, HPC_U64, 1), rises = op_test(e, AIR_GT, step, op_int(e, 0));
    air_id low = air_map3(b, AIR_SELECT, HPC_I64, rises, start, stop);
    air_id high = air_map3(b, AIR_SELECT, HPC_I64, rises, stop, start);
    air_id down = unsigned_difference(e, op_int(e, 0), step);
    air_id by = air_map3(b, AIR_SELECT, HPC_U64, rises, air_cast(b, HPC_U64, step), down);
    air_id last = op_map2(e, AIR_SUB, HPC_U64, unsigned_difference(e, high, low), one);
    air_id turns = op_map2(e, AIR_ADD, HPC_U64, op_map2(e, AIR_FLOORDIV, HPC_U64, last, by), one);
    turns = op_map2(e, AIR_MIN, HPC_U64, turns, air_const_int(b, HPC_U64, INT64_MAX));
    return air_map3(b, AIR_SELECT, HPC_I64, op_test(e, AIR_LT, low, high),
                    air_cast(b, HPC_I64, turns), op_int(e, 0));
}

/* max(0, ceil((stop - start) / step)) */
static air_id range_length(elab *e, const val *range)
{
    air_id start = val_node(e, &range->items[0]), stop = val_node(e, &range->items[1]);
    air_id step = val_node(e, &range->items[2]);
    int64_t by;
    if (!val_const_int(&range->items[2], &by) || by != 1)
        return range_length_by(e, start, stop, step);
    air_id turns = op_map2(e, AIR_SUB, HPC_I64, stop, start);
    return op_map2(e, AIR_MAX, HPC_I64, turns, op_int(e, 0));
}

air_id seq_length(elab *e, const val *v, span where)
{
    switch (v->ty->kind) {
    case TY_NEVER: return 0;
    case TY_TUPLE: return op_int(e, v->count);
    case TY_RANGE: return range_length(e, v);
    case TY_STR:
        if (v->is_const && is_ascii(v))
            return op_int(e, v->length);
        return op_object_length(e, v, where);
    case TY_LIST: return v->is_literal_list ? op_int(e, v->count) : op_object_length(e, v, where);
    case TY_DICT:
    case TY_SET: return hashed_length(e, v);
    case TY_ARRAY:
        if (v->ty->rank)
            return val_extent(e, v, 0);
        elab_error(e, where, "TypeError", "len() of unsized object");
        return 0;
    case TY_OBJECT:
    case TY_PARTS: {
        const bi_row *row = bi_find(arena_printf(e->arena, "%s.__len__", v->ty->name));
        val n = row ? elab_call_named(e, row->name, v, 1, where) : val_never(e);
        if (row)
            return val_bad(n) ? 0 : val_node(e, &n);
    }
        /* fall through */
    case TY_ITER:
        if (is_dict_view(v))
            return hashed_length(e, &v->items[0]);
        /* fall through */
    default:
        elab_error(e, where, "TypeError", "object of type '%s' has no len()",
                   op_type_name(e, v->ty));
        return 0;
    }
}

val seq_display(elab *e, val *items, uint32_t count)
{
    const ty *item = NULL;
    for (uint32_t i = 0; i < count && (i == 0 || item); i++)
        item = i ? elab_join(e, item, items[i].ty) : items[i].ty;
    if (count && !item)
        item = ty_basic(e->types, TY_BOXED);
    return (val){
        .ty = ty_list(e->types, item), .is_literal_list = true, .items = items, .count = count};
}

bool seq_append(elab *e, const val *list, const val *value, span where)
{
    val item = elab_named_value(e, *value);
    if (!seq_accept(e, list, &item, "append", where))
        return false;
    air_id args[2] = {list->node, elab_pack(e, &item, 1, where)};
    if (args[1])
        air_rt(&e->b, HPC_RT_list_append, args, 2, NULL, 0);
    return args[1] != 0;
}

typedef struct listing {
    val list;
    span where;
} listing;

static void append_element(elab *e, val element, void *user)
{
    const listing *l = user;
    if (!val_bad(element))
        seq_append(e, &l->list, &element, l->where);
}

/* The type of a list of a deque's items. */
static const ty *plain_list(elab *e, const ty *list, span where)
{
    if (!is_collection(list))
        return list;
    const ty *item = seq_item_type(e, list);
    return item ? ty_list(e->types, item) : ty_open(e->types, TY_LIST, seq_origin(e, where));
}

val seq_list_of(elab *e, const val *iterable, span where)
{
    if (val_bad(*iterable))
        return *iterable;
    if (iterable->ty->kind == TY_LIST) {
        air_id list = elab_object(e, iterable, where);
        return iterable->is_literal_list ? val_of(e, iterable->ty, list)
                                         : val_of(e, plain_list(e, iterable->ty, where),
                                                  box_rt(e, HPC_RT_list_copy, &list, 1));
    }
    if (is_hashed(iterable->ty))
        return hashed_list(e, iterable, 0);
    if (is_dict_view(iterable))
        return hashed_list(e, &iterable->items[0], dict_view_part(iterable));
    if (iterable->ty->kind == TY_STR) {
        air_id text = val_node(e, iterable);
        return val_of(e, ty_list(e->types, iterable->ty), box_rt(e, HPC_RT_text_chars, &text, 1));
    }
    listing l = {elab_named_value(e, seq_empty(e, TY_LIST, where)), where};
    elab_iterate(e, *iterable, where, append_element, NULL, NULL, &l);
    return l.list;
}

val seq_extend(elab *e, val list, const val *iterable, span where)
{
    if (list.is_literal_list)
        list = val_of(e, list.ty, elab_object(e, &list, where));
    val items = iterable->ty->kind == TY_LIST ? *iterable : seq_list_of(e, iterable, where);
    if (val_bad(items))
        return items;
    val one = {.ty = seq_item_type(e, items.ty)};
    if (one.ty && !seq_accept(e, &list, &one, "extend", where))
        return val_never(e);
    air_id args[2] = {list.node, elab_object(e, &items, where)};
    air_rt(&e->b, HPC_RT_list_extend, args, 2, NULL, 0);
    return list;
}
