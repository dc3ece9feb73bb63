/* Takes dicts and sets, gives their items, what operators make of them, and loops over them. A dict is
 * a row of key, value, key, value at run time (runtime/hash.h): its items are read as a list's. */
#include "hashed.h"
#include "../../runtime/checks.h"
#include "../../runtime/hash.h"
#include "../../runtime/table.h"
#include "box.h"
#include "collections.h"
#include "ops.h"
#include "sequence.h"

static air_id rt_int(elab *e, int row, const air_id *args, uint32_t count)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    return air_rt(&e->b, row, args, count, &i64, 1);
}

/* ---- Types ----------------------------------------------------------------------------------- */

const ty *hashed_key_type(elab *e, const ty *t)
{
    const ty *item = seq_item_type(e, t);
    return item && t->kind == TY_DICT ? item->items[0] : item;
}

const ty *hashed_value_type(elab *e, const ty *t)
{
    const ty *item = seq_item_type(e, t);
    return item ? item->items[1] : NULL;
}

/* None, and values of unlike types where that is what a dict holds, are boxed. */
static const ty *held_as(elab *e, const ty *known, const ty *given)
{
    if (known && known->kind == TY_BOXED)
        return known;
    bool joins = !known || elab_join(e, known, given);
    return joins ? given : ty_basic(e->types, TY_BOXED);
}

static bool can_be_key(const ty *t)
{
    if (t->kind == TY_TUPLE)
        for (uint32_t i = 0; i < t->count; i++)
            if (!can_be_key(t->items[i]))
                return false;
    if (is_run_tuple(t))
        return !t->count || can_be_key(t->items[0]);
    return ty_is_number(t) || t->kind == TY_STR || t->kind == TY_TUPLE || t->kind == TY_UNION ||
           t->kind == TY_BOXED || t->kind == TY_NONE || t->kind == TY_NEVER ||
           (t->kind == TY_OPTIONAL && can_be_key(t->items[0]));
}

static bool check_key(elab *e, const ty *t, span where)
{
    if (can_be_key(t))
        return true;
    if (t->kind == TY_LIST || is_hashed(t) || t->kind == TY_ARRAY || t->kind == TY_TUPLE)
        elab_error(e, where, "TypeError", "unhashable type: '%s'", op_type_name(e, t));
    else
        elab_unsupported(e, where,
                         arena_printf(e->arena, "a key of type %s", ty_name(e->arena, t)));
    return false;
}

bool hashed_accept(elab *e, const val *object, const val *key, const val *value, const char *what,
                   span where)
{
    const ty *held[2];
    if (val_bad(*key) || (value && val_bad(*value)) || !check_key(e, key->ty, where))
        return false;
    held[0] = held_as(e, hashed_key_type(e, object->ty), key->ty);
    if (!value) {
        val one = {.ty = held[0]};
        return seq_accept(e, object, &one, what, where);
    }
    held[1] = held_as(e, hashed_value_type(e, object->ty), value->ty);
    val pair = {.ty = ty_tuple(e->types, held, 2)};
    return seq_accept(e, object, &pair, what, where);
}

/* A key that the program writes out. */
static bool is_name(const val *key)
{
    return key->is_const && key->ty->kind == TY_STR && strlen(key->text) == key->length;
}

/* ---- Displays -------------------------------------------------------------------------------- */

val hashed_empty(elab *e, ty_kind kind, span where)
{
    air_id args[3] = {elab_pack(e, NULL, 0, where), op_int(e, 0),
                      op_int(e, kind == TY_DICT ? 2 : 1)};
    return val_of(e, ty_open(e->types, kind, seq_origin(e, where)),
                  box_rt(e, HPC_RT_hash_new, args, 3));
}

/* Elaboration has gone as far as it can: the runtime builds the object of all items at once. */
static val made_of(elab *e, const ty *type, const val *items, uint32_t count, int how, span where)
{
    air_id args[3] = {elab_pack(e, items, count, where), op_int(e, count), op_int(e, how)};
    return args[0] ? val_of(e, type, box_rt(e, HPC_RT_hash_new, args, 3)) : val_never(e);
}

val hashed_dict(elab *e, const val *keys, const val *values, uint32_t count, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, 2 * count + 1);
    val object = {.ty = ty_open(e->types, TY_DICT, seq_origin(e, where))};
    for (uint32_t i = 0; i < count; i++) {
        items[2 * i] = keys[i];
        items[2 * i + 1] = elab_named_value(e, values[i]);
        if (!hashed_accept(e, &object, &keys[i], &items[2 * i + 1], "dict", where))
            return val_never(e);
        if (is_name(&keys[i]))
            ty_set_field(e->types, object.ty, keys[i].text,
                         ty_closed(e->types, items[2 * i + 1].ty));
    }
    return made_of(e, object.ty, items, 2 * count, 2, where);
}

val hashed_set(elab *e, const val *items, uint32_t count, bool constants, span where)
{
    val object = {.ty = ty_open(e->types, TY_SET, seq_origin(e, where))};
    for (uint32_t i = 0; i < count; i++)
        if (!hashed_accept(e, &object, &items[i], NULL, "set", where))
            return val_never(e);
    return made_of(e, object.ty, items, count, constants && count > 2 ? 3 : 1, where);
}

/* ---- Finding --------------------------------------------------------------------------------- */

/* Numbers and strings go to the runtime without a box. */
typedef enum key_form { KEY_BOXED, KEY_INT, KEY_FLOAT, KEY_TEXT } key_form;

static key_form form_of(const ty *t)
{
    if (t->kind == TY_STR)
        return KEY_TEXT;
    if (!ty_is_number(t) || ty_dtype_of(t) == HPC_U64)
        return KEY_BOXED;
    char kind = hpc_dtype_kind(ty_dtype_of(t));
    return kind == 'c' ? KEY_BOXED : kind == 'f' ? KEY_FLOAT : KEY_INT;
}

static air_id plain_node(elab *e, const val *v, key_form form)
{
    air_id node = val_node(e, v);
    return form == KEY_TEXT ? node : air_cast(&e->b, form == KEY_INT ? HPC_I64 : HPC_F64, node);
}

air_id hashed_place(elab *e, const val *object, const val *key, span where)
{
    static const int rows[] = {0, HPC_RT_hash_place_int, HPC_RT_hash_place_float,
                               HPC_RT_hash_place_text};
    key_form form = form_of(key->ty);
    if (form == KEY_BOXED)
        return 0;
    elab_at(e, where);
    air_id args[3] = {object->node, plain_node(e, key, form), 0};
    if (form != KEY_TEXT)
        args[2] = op_int(e, box_item_kind(key->ty));
    return rt_int(e, rows[form], args, form == KEY_TEXT ? 2 : 3);
}

air_id hashed_find(elab *e, const val *object, const val *key, bool must, span where)
{
    static const int rows[] = {0, HPC_RT_hash_find_int, HPC_RT_hash_find_float,
                               HPC_RT_hash_find_text};
    if (val_bad(*key) || !check_key(e, key->ty, where))
        return 0;
    key_form form = form_of(key->ty);
    if (form != KEY_BOXED) {
        air_id plain[3] = {object->node, plain_node(e, key, form), op_int(e, must)};
        return rt_int(e, rows[form], plain, 3);
    }
    air_id args[3] = {object->node, elab_pack(e, key, 1, where), op_int(e, must)};
    return args[1] ? rt_int(e, HPC_RT_hash_find, args, 3) : 0;
}

static val item_at(elab *e, const val *object, const ty *type, air_id position, span where)
{
    if (!type) { /* nothing was stored: finding has failed, or a later turn of a loop tells */
        air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), HPC_CHECK_LIST_INDEX, NULL, 0);
        return val_never(e);
    }
    return seq_item(e, object->node, type, position, HPC_CHECK_LIST_INDEX, where);
}

val hashed_value_at(elab *e, const val *dict, air_id position, span where)
{
    return item_at(e, dict, hashed_value_type(e, dict->ty), position, where);
}

val hashed_key_at(elab *e, const val *object, air_id position, span where)
{
    return item_at(e, object, hashed_key_type(e, object->ty), position, where);
}

val hashed_getitem(elab *e, const val *dict, const val *key, span where)
{
    if (dict->ty->kind == TY_SET)
        return elab_error(e, where, "TypeError", "'set' object is not subscriptable");
    if (is_collection(dict->ty))
        return collection_getitem(e, dict, key, where);
    air_id position = hashed_find(e, dict, key, true, where);
    val v = position ? hashed_value_at(e, dict, position, where) : val_never(e);
    const ty *field =
        v.ty->kind == TY_BOXED && is_name(key) ? ty_get_field(dict->ty, key->text) : NULL;
    return field && elab_can_unbox(field) ? elab_unbox(e, v, field, where) : v;
}

static void store_at(elab *e, const val *dict, air_id position, const val *v, span where)
{
    key_form form = form_of(v->ty);
    air_id args[4] = {dict->node, position, 0, 0};
    if (form == KEY_INT || form == KEY_FLOAT) {
        args[2] = op_int(e, box_item_kind(v->ty));
        args[3] = plain_node(e, v, form);
        air_rt(&e->b, form == KEY_INT ? HPC_RT_hash_store_int : HPC_RT_hash_store_float, args, 4,
               NULL, 0);
    } else if ((args[2] = elab_pack(e, v, 1, where))) {
        air_rt(&e->b, HPC_RT_list_set, args, 3, NULL, 0);
    }
}

void hashed_setitem(elab *e, const val *dict, const val *key, const val *value, span where)
{
    val named = elab_named_value(e, *value);
    if (dict->ty->kind == TY_SET) {
        elab_error(e, where, "TypeError", "'set' object does not support item assignment");
        return;
    }
    if (!hashed_accept(e, dict, key, &named, "item assignment", where))
        return;
    if (is_name(key))
        ty_set_field(e->types, dict->ty, key->text, ty_closed(e->types, named.ty));
    air_id position = hashed_place(e, dict, key, where);
    if (position) {
        store_at(e, dict, position, &named, where);
        return;
    }
    air_id args[3] = {dict->node, elab_pack(e, key, 1, where), elab_pack(e, &named, 1, where)};
    if (args[1] && args[2])
        air_rt(&e->b, HPC_RT_hash_put, args, 3, NULL, 0);
}

void hashed_delitem(elab *e, const val *object, const val *key, span where)
{
    if (object->ty->kind == TY_SET) {
        elab_error(e, where, "TypeError", "'set' object doesn't support item deletion");
        return;
    }
    bool must = !is_collection(object->ty) || object->ty->rank != TY_COUNTER;
    air_id args[2] = {object->node, hashed_find(e, object, key, must, where)};
    if (args[1])
        air_rt(&e->b, HPC_RT_hash_remove_at, args, 2, NULL, 0);
}

/* d[k] op= v: the key is found once, unless computing the new value might move it. */
void hashed_augitem(elab *e, ast_binary_op op, const val *dict, const val *key, const val *value,
                    span where)
{
    const ty *held = hashed_value_type(e, dict->ty);
    bool stays = held && !is_collection(dict->ty) && ty_is_number(held) && ty_is_number(value->ty);
    air_id position = stays ? hashed_find(e, dict, key, true, where) : 0;
    val old =
        position ? hashed_value_at(e, dict, position, where) : hashed_getitem(e, dict, key, where);
    if (val_bad(old))
        return;
    val changed = op_inplace(e, op, old, *value, where);
    if (val_bad(changed))
        return;
    if (!position)
        hashed_setitem(e, dict, key, &changed, where);
    else if (hashed_accept(e, dict, key, &changed, "item assignment", where))
        store_at(e, dict, position, &changed, where);
}

air_id hashed_length(elab *e, const val *object)
{
    return rt_int(e, HPC_RT_hash_length, &object->node, 1);
}

val hashed_contains(elab *e, const val *key, const val *object, span where)
{
    air_id position = hashed_find(e, object, key, false, where);
    return position ? val_bool_node(e, op_test(e, AIR_GE, position, op_int(e, 0))) : val_never(e);
}

/* ---- Views ----------------------------------------------------------------------------------- */

static const char *const view_names[] = {"dict_keys", "dict_values", "dict_items"};

int dict_view_part(const val *view)
{
    for (int i = 0; i < 3; i++)
        if (view->ty->kind == TY_ITER && strcmp(view->ty->name, view_names[i]) == 0)
            return i;
    return -1;
}

bool is_dict_view(const val *v)
{
    return dict_view_part(v) >= 0;
}

val hashed_list(elab *e, const val *object, int what)
{
    const ty *item = seq_item_type(e, object->ty);
    if (item && object->ty->kind == TY_DICT && what < 2)
        item = item->items[what];
    air_id args[2] = {object->node, op_int(e, what)};
    air_id list = box_rt(e, HPC_RT_hash_list, args, 2);
    if (item)
        return val_of(e, ty_list(e->types, item), list);
    span where = e->locs.items[e->b.loc].where;
    return val_of(e, ty_open(e->types, TY_LIST, seq_origin(e, where)), list);
}

/* ---- Making of iterables --------------------------------------------------------------------- */

static val as_list(elab *e, const val *iterable, span where)
{
    return seq_list_of(e, iterable, where);
}

val hashed_set_of(elab *e, const val *iterable, span where)
{
    val source = *iterable;
    if (val_bad(source))
        return source;
    if (!is_hashed(source.ty))
        source = as_list(e, iterable, where);
    if (val_bad(source))
        return source;
    const ty *item =
        is_hashed(source.ty) ? hashed_key_type(e, source.ty) : seq_item_type(e, source.ty);
    val made = {.ty = ty_open(e->types, TY_SET, seq_origin(e, where))};
    val key = {.ty = item};
    air_id pack = elab_pack(e, &source, 1, where);
    if (!pack || (item && !hashed_accept(e, &made, &key, NULL, "set", where)))
        return val_never(e);
    return val_of(e, made.ty, box_rt(e, HPC_RT_set_of, &pack, 1));
}

typedef struct pairs {
    val dict;
    span where;
} pairs;

static void put_pair(elab *e, val element, void *user)
{
    const pairs *p = user;
    val parts[2];
    if (val_bad(element))
        return;
    if (element.ty->kind == TY_TUPLE && element.count == 2) {
        hashed_setitem(e, &p->dict, &element.items[0], &element.items[1], p->where);
        return;
    }
    if (element.ty->kind != TY_LIST || element.is_literal_list) {
        elab_error(e, p->where, "TypeError",
                   "cannot convert dictionary update sequence element to a sequence of length 2");
        return;
    }
    for (int i = 0; i < 2; i++)
        parts[i] = op_getitem(e, element, val_int(e, i), p->where);
    if (!val_bad(parts[0]) && !val_bad(parts[1]))
        hashed_setitem(e, &p->dict, &parts[0], &parts[1], p->where);
}

bool hashed_update(elab *e, const val *dict, const val *other, span where)
{
    if (val_bad(*other))
        return false;
    if (other->ty->kind != TY_DICT) {
        pairs p = {*dict, where};
        elab_iterate(e, *other, where, put_pair, NULL, NULL, &p);
        return true;
    }
    const ty *item = seq_item_type(e, other->ty);
    val key = {.ty = item ? item->items[0] : NULL}, value = {.ty = item ? item->items[1] : NULL};
    if (item && !hashed_accept(e, dict, &key, &value, "update", where))
        return false;
    air_id args[2] = {dict->node, other->node};
    air_rt(&e->b, HPC_RT_hash_update, args, 2, NULL, 0);
    return true;
}

val hashed_dict_of(elab *e, const val *iterable, span where)
{
    val dict = hashed_empty(e, TY_DICT, where);
    return hashed_update(e, &dict, iterable, where) ? dict : val_never(e);
}

/* ---- Operators ------------------------------------------------------------------------------- */

air_id hashed_operand(elab *e, const val *v, const val *set, bool adds, span where)
{
    val source = is_hashed(v->ty) ? *v : as_list(e, v, where);
    if (val_bad(source))
        return 0;
    const ty *item =
        is_hashed(source.ty) ? hashed_key_type(e, source.ty) : seq_item_type(e, source.ty);
    val key = {.ty = item};
    if (item && !check_key(e, item, where))
        return 0;
    if (item && adds && !hashed_accept(e, set, &key, NULL, "set", where))
        return 0;
    return elab_pack(e, &source, 1, where);
}

static bool set_operator(ast_binary_op op, hpc_set_op *what)
{
    switch (op) {
    case AST_BITOR: *what = HPC_SET_UNION; return true;
    case AST_BITAND: *what = HPC_SET_INTERSECTION; return true;
    case AST_SUB: *what = HPC_SET_DIFFERENCE; return true;
    case AST_BITXOR: *what = HPC_SET_SYMMETRIC; return true;
    default: return false;
    }
}

/* The set of keys that a view stands for in an operation. */
static val set_side(elab *e, const val *v, span where)
{
    return is_dict_view(v) && dict_view_part(v) != 1 ? hashed_set_of(e, v, where) : *v;
}

val hashed_binary(elab *e, ast_binary_op op, const val *a, const val *b, bool into, span where)
{
    hpc_set_op what;
    if (a->ty->kind == TY_DICT && b->ty->kind == TY_DICT && op == AST_BITOR) {
        val dict = *a;
        if (!into)
            dict = hashed_dict_of(e, a, where);
        return !val_bad(dict) && hashed_update(e, &dict, b, where) ? dict : val_never(e);
    }
    val left = set_side(e, a, where), right = set_side(e, b, where);
    if (val_bad(left) || val_bad(right))
        return val_never(e);
    if (left.ty->kind != TY_SET || right.ty->kind != TY_SET || !set_operator(op, &what))
        return op_unsupported(e, op, a, b, where);
    bool adds = what == HPC_SET_UNION || what == HPC_SET_SYMMETRIC;
    val made = left;
    if (!into) {
        const ty *item = hashed_key_type(e, left.ty);
        val key = {.ty = item};
        made.ty = ty_open(e->types, TY_SET, seq_origin(e, where));
        if (item && !hashed_accept(e, &made, &key, NULL, "set", where))
            return val_never(e);
    }
    air_id args[3] = {left.node, hashed_operand(e, &right, &made, adds, where), op_int(e, what)};
    if (!args[1])
        return val_never(e);
    if (!into)
        return val_of(e, made.ty, box_rt(e, HPC_RT_set_operation, args, 3));
    air_rt(&e->b, HPC_RT_set_update, args, 3, NULL, 0);
    return left;
}

static air_id is_within(elab *e, air_id a, air_id b)
{
    air_id args[2] = {a, b};
    return op_test(e, AIR_NE, rt_int(e, HPC_RT_set_within, args, 2), op_int(e, 0));
}

val hashed_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    air_id args[2] = {a->node, b->node};
    if (a->ty->kind != b->ty->kind && (op == AST_EQ || op == AST_NE))
        return val_bool(e, op == AST_NE);
    if (op == AST_EQ || op == AST_NE) {
        air_id same = rt_int(e, HPC_RT_hash_equal, args, 2);
        return val_bool_node(e, op_test(e, op_compare_ufuncs[op].fn, same, op_int(e, 1)));
    }
    if (a->ty->kind != TY_SET || b->ty->kind != TY_SET)
        return elab_error(e, where, "TypeError",
                          "'%s' not supported between instances of '%s' and '%s'",
                          ast_compare_op_text(op), op_type_name(e, a->ty), op_type_name(e, b->ty));
    bool less = op == AST_LT || op == AST_LE;
    air_id within = is_within(e, args[less ? 0 : 1], args[less ? 1 : 0]);
    if (op == AST_LE || op == AST_GE)
        return val_bool_node(e, within);
    air_id unlike = op_test(e, AIR_NE, hashed_length(e, a), hashed_length(e, b));
    return val_bool_node(e, op_and(e, within, unlike));
}

/* ---- Going through --------------------------------------------------------------------------- */

/* items: the object, the length at the start, then constants: the cursor's variable, the part. */
enum { IT_OBJECT, IT_LENGTH, IT_CURSOR, IT_PART, IT_COUNT };
static const char iterator_name[] = "dict iterator";

bool is_hashed_iterator(const val *v)
{
    return v->ty->kind == TY_ITER && strcmp(v->ty->name, iterator_name) == 0;
}

val hashed_iterator(elab *e, const val *v)
{
    bool view = is_dict_view(v);
    if (!view && !is_hashed(v->ty))
        return *v;
    val it = {.ty = ty_named(e->types, TY_ITER, iterator_name), .count = IT_COUNT};
    it.items = ARENA_ARRAY(e->arena, val, IT_COUNT);
    it.items[IT_OBJECT] = view ? v->items[0] : *v;
    it.items[IT_LENGTH] = val_int_node(e, hashed_length(e, &it.items[IT_OBJECT]));
    uint32_t cursor = air_var_new(&e->b, "cursor", air_scalar_type(HPC_I64));
    air_set(&e->b, cursor, op_int(e, 0));
    it.items[IT_CURSOR] = val_int(e, cursor);
    it.items[IT_PART] = val_int(e, view ? dict_view_part(v) : 0);
    return it;
}

air_id hashed_iterator_length(elab *e, const val *it)
{
    return val_node(e, &it->items[IT_LENGTH]);
}

static void iterator_args(elab *e, const val *it, air_id args[3])
{
    args[0] = it->items[IT_OBJECT].node;
    args[1] = air_get(&e->b, (uint32_t)it->items[IT_CURSOR].i);
    args[2] = val_node(e, &it->items[IT_LENGTH]);
}

val hashed_iterator_next(elab *e, const val *it, span where)
{
    const air_type two[2] = {air_scalar_type(HPC_I64), air_scalar_type(HPC_I64)};
    const val *object = &it->items[IT_OBJECT];
    air_id args[3];
    iterator_args(e, it, args);
    air_id both = air_rt(&e->b, HPC_RT_hash_next, args, 3, two, 2);
    air_id position = air_proj(&e->b, both, 0);
    air_set(&e->b, (uint32_t)it->items[IT_CURSOR].i, air_proj(&e->b, both, 1));
    if (!seq_item_type(e, object->ty)) /* no turn, or a later round knows */
        return val_never(e);
    if (it->items[IT_PART].i == 0)
        return hashed_key_at(e, object, position, where);
    val pair[2];
    air_id after = op_map2(e, AIR_ADD, HPC_I64, position, op_int(e, 1));
    pair[1] = hashed_value_at(e, object, after, where);
    if (it->items[IT_PART].i == 1)
        return pair[1];
    pair[0] = hashed_key_at(e, object, position, where);
    return val_tuple(e, pair, 2);
}

void hashed_iterator_end(elab *e, const val *it, span where)
{
    air_id args[3];
    elab_at(e, where);
    iterator_args(e, it, args);
    air_rt(&e->b, HPC_RT_hash_ended, args, 3, NULL, 0);
}
