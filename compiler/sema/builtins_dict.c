/* Methods of dicts and sets, and the functions that make them. */
#include "../../runtime/hash.h"
#include "../../runtime/table.h"
#include "box.h"
#include "hashed.h"
#include "ops.h"
#include "sequence.h"

static val rt_none(elab *e, int row, const air_id *args, uint32_t count)
{
    air_rt(&e->b, row, args, count, NULL, 0);
    return val_none(e);
}

/* ---- Making ---------------------------------------------------------------------------------- */

/* dict(), dict(mapping), dict(pairs), each with keywords. */
static val py_dict(elab *e, const bi_call *call)
{
    const val *from = &call->args[0], *keywords = &call->args[1];
    val dict = val_absent(from) ? hashed_empty(e, TY_DICT, call->where)
                                : hashed_dict_of(e, from, call->where);
    for (uint32_t i = 0; i < keywords->count && !val_bad(dict); i++) {
        const val *pair = keywords->items[i].items;
        hashed_setitem(e, &dict, &pair[0], &pair[1], call->where);
    }
    return dict;
}

static val py_set(elab *e, const bi_call *call)
{
    return val_absent(&call->args[0]) ? hashed_empty(e, TY_SET, call->where)
                                      : hashed_set_of(e, &call->args[0], call->where);
}

/* ---- Dicts ----------------------------------------------------------------------------------- */

typedef struct found {
    const val *dict;
    air_id position;
    const val *otherwise;
    bool removes;
    span where;
} found;

static val found_value(elab *e, void *user)
{
    const found *f = user;
    val v = hashed_value_at(e, f->dict, f->position, f->where);
    air_id args[2] = {f->dict->node, f->position};
    if (f->removes && !val_bad(v))
        air_rt(&e->b, HPC_RT_hash_remove_at, args, 2, NULL, 0);
    return v;
}

static val not_found(elab *e, void *user)
{
    const found *f = user;
    return elab_named_value(e, *f->otherwise);
}

/* The value under a key, or another. */
static val value_or(elab *e, const bi_call *call, const val *otherwise, bool removes)
{
    found f = {&call->args[0], 0, otherwise, removes, call->where};
    if (!(f.position = hashed_find(e, f.dict, &call->args[1], false, call->where)))
        return val_never(e);
    if (!hashed_value_type(e, f.dict->ty)) /* nothing was stored */
        return elab_named_value(e, *otherwise);
    air_id is_there = op_test(e, AIR_GE, f.position, op_int(e, 0));
    return elab_choose(e, is_there, found_value, not_found, &f, call->where);
}

static val dict_get(elab *e, const bi_call *call)
{
    return value_or(e, call, &call->args[2], false);
}

static val dict_pop(elab *e, const bi_call *call)
{
    if (!val_absent(&call->args[2]))
        return value_or(e, call, &call->args[2], true);
    found f = {.dict = &call->args[0], .removes = true, .where = call->where};
    f.position = hashed_find(e, f.dict, &call->args[1], true, call->where);
    return f.position ? found_value(e, &f) : val_never(e);
}

typedef struct fresh_item {
    const val *dict, *key;
    val value;
    span where;
} fresh_item;

static void put_fresh(elab *e, void *user)
{
    const fresh_item *f = user;
    hashed_setitem(e, f->dict, f->key, &f->value, f->where);
}

static void nothing(elab *e, void *user)
{
    (void)e, (void)user;
}

static val dict_setdefault(elab *e, const bi_call *call)
{
    fresh_item f = {&call->args[0], &call->args[1], elab_named_value(e, call->args[2]),
                    call->where};
    air_id position = hashed_find(e, f.dict, f.key, false, call->where);
    if (!position || val_bad(f.value))
        return val_never(e);
    air_id missing = op_test(e, AIR_LT, position, op_int(e, 0));
    elab_branch(e, missing, put_fresh, nothing, &f, call->where);
    return hashed_getitem(e, f.dict, f.key, call->where);
}

static val dict_popitem(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id at = air_rt(&e->b, HPC_RT_hash_last, &self->node, 1, &i64, 1),
           args[2] = {self->node, at};
    val pair[2];
    pair[0] = hashed_key_at(e, self, at, call->where);
    pair[1] = hashed_value_at(e, self, op_map2(e, AIR_ADD, HPC_I64, at, op_int(e, 1)), call->where);
    air_rt(&e->b, HPC_RT_hash_remove_at, args, 2, NULL, 0);
    return val_tuple(e, pair, 2);
}

static val dict_update(elab *e, const bi_call *call)
{
    const val *self = &call->args[0], *keywords = &call->args[2];
    if (!val_absent(&call->args[1]) && !hashed_update(e, self, &call->args[1], call->where))
        return val_never(e);
    for (uint32_t i = 0; i < keywords->count; i++) {
        const val *pair = keywords->items[i].items;
        hashed_setitem(e, self, &pair[0], &pair[1], call->where);
    }
    return val_none(e);
}

/* keys, values, items. */
static val dict_view(elab *e, const bi_call *call)
{
    static const char *const names[] = {"dict_keys", "dict_values", "dict_items"};
    val v = {.ty = ty_named(e->types, TY_ITER, names[call->row->data]), .count = 1};
    v.items = ARENA_NEW(e->arena, val);
    v.items[0] = call->args[0];
    return v;
}

static val hash_clear(elab *e, const bi_call *call)
{
    return rt_none(e, HPC_RT_hash_clear, &call->args[0].node, 1);
}

static val hash_copy(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    if (self->ty->kind == TY_DICT)
        return hashed_dict_of(e, self, call->where);
    return hashed_set_of(e, self, call->where);
}

/* ---- Sets ------------------------------------------------------------------------------------ */

static val set_add(elab *e, const bi_call *call)
{
    const val *self = &call->args[0], *key = &call->args[1];
    if (!hashed_accept(e, self, key, NULL, "add", call->where))
        return val_never(e);
    if (hashed_place(e, self, key, call->where))
        return val_none(e);
    air_id args[2] = {self->node, elab_pack(e, key, 1, call->where)};
    return args[1] ? rt_none(e, HPC_RT_hash_add, args, 2) : val_never(e);
}

/* remove: KeyError; discard. */
static val set_remove(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    air_id args[2] = {self->node,
                      hashed_find(e, self, &call->args[1], call->row->data != 0, call->where)};
    return args[1] ? rt_none(e, HPC_RT_hash_remove_at, args, 2) : val_never(e);
}

static val set_pop(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id args[2] = {self->node, 0};
    args[1] = air_rt(&e->b, HPC_RT_hash_last, &self->node, 1, &i64, 1);
    val key = hashed_key_at(e, self, args[1], call->where);
    air_rt(&e->b, HPC_RT_hash_remove_at, args, 2, NULL, 0);
    return key;
}

static bool adds(int op)
{
    return op == HPC_SET_UNION || op == HPC_SET_SYMMETRIC;
}

/* s.union(a, b), ...: a fresh set. */
static val set_operation(elab *e, const bi_call *call)
{
    const val *others = &call->args[1];
    val set = hashed_set_of(e, &call->args[0], call->where);
    for (uint32_t i = 0; i < others->count && !val_bad(set); i++) {
        const val *from = i || call->row->data == HPC_SET_UNION ? &set : &call->args[0];
        air_id args[3] = {
            from->node,
            hashed_operand(e, &others->items[i], &set, adds(call->row->data), call->where),
            op_int(e, call->row->data)};
        set = args[1] ? val_of(e, set.ty, box_rt(e, HPC_RT_set_operation, args, 3)) : val_never(e);
    }
    return set;
}

/* s.update(a, b), ...: the set itself. */
static val set_update(elab *e, const bi_call *call)
{
    const val *self = &call->args[0], *others = &call->args[1];
    for (uint32_t i = 0; i < others->count; i++) {
        air_id args[3] = {
            self->node,
            hashed_operand(e, &others->items[i], self, adds(call->row->data), call->where),
            op_int(e, call->row->data)};
        if (!args[1])
            return val_never(e);
        air_rt(&e->b, HPC_RT_set_update, args, 3, NULL, 0);
    }
    return val_none(e);
}

static val set_within(elab *e, const bi_call *call)
{
    val other = hashed_set_of(e, &call->args[1], call->where);
    if (val_bad(other))
        return other;
    bool super = call->row->data;
    return hashed_compare(e, super ? AST_GE : AST_LE, &call->args[0], &other, call->where);
}

static val set_disjoint(elab *e, const bi_call *call)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    const val *self = &call->args[0];
    air_id args[2] = {self->node, hashed_operand(e, &call->args[1], self, false, call->where)};
    if (!args[1])
        return val_never(e);
    air_id none = air_rt(&e->b, HPC_RT_set_disjoint, args, 2, &i64, 1);
    return val_bool_node(e, op_test(e, AIR_NE, none, op_int(e, 0)));
}

/* ---- hash ------------------------------------------------------------------------------------ */

static bool has_fixed_hash(const ty *t)
{
    if (t->kind != TY_TUPLE)
        return ty_is_number(t) || t->kind == TY_UNION;
    for (uint32_t i = 0; i < t->count; i++)
        if (!has_fixed_hash(t->items[i]))
            return false;
    return true;
}

static val py_hash(elab *e, const bi_call *call)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    const val *v = &call->args[0];
    if (!has_fixed_hash(v->ty))
        return elab_unsupported(e, call->where,
                                "hash() of what is no number (it is another in each run)");
    air_id pack = elab_pack(e, v, 1, call->where);
    return pack ? val_int_node(e, air_rt(&e->b, HPC_RT_hash_of, &pack, 1, &i64, 1)) : val_never(e);
}

static const bi_row rows[] = {
    {"dict", "iterable=..., /, **keywords", py_dict, 0, 0,
     "dict; of a dict's or pairs' keys and values, then of the keywords"},
    {"set", "iterable=..., /", py_set, 0, 0, "set; the different items of an iterable"},
    {"hash", "object, /", py_hash, 0, 0, "int; the hash of a number or a tuple of numbers"},
    {"dict.get", "self, key, default=None, /", dict_get, 0, BI_METHOD,
     "value; under the key, or the default"},
    {"dict.setdefault", "self, key, default=None, /", dict_setdefault, 0, BI_METHOD,
     "value; under the key, which gets the default where it has none"},
    {"dict.pop", "self, key, default=..., /", dict_pop, 0, BI_METHOD,
     "value; takes the key away; the default, or KeyError"},
    {"dict.popitem", "self, /", dict_popitem, 0, BI_METHOD,
     "tuple; takes the last key and value away; KeyError"},
    {"dict.update", "self, other=..., /, **keywords", dict_update, 0, BI_METHOD,
     "none; the keys and values of a dict or of pairs, then of the keywords"},
    {"dict.keys", "self, /", dict_view, 0, BI_METHOD, "view; the keys, in the order of insertion"},
    {"dict.values", "self, /", dict_view, 1, BI_METHOD, "view; the values"},
    {"dict.items", "self, /", dict_view, 2, BI_METHOD, "view; tuples of key and value"},
    {"dict.clear", "self, /", hash_clear, 0, BI_METHOD, "none; no key is left"},
    {"dict.copy", "self, /", hash_copy, 0, BI_METHOD, "dict; of the same keys and values"},
    {"set.add", "self, item, /", set_add, 0, BI_METHOD, "none; the item is in the set"},
    {"set.remove", "self, item, /", set_remove, 1, BI_METHOD,
     "none; takes the item away; KeyError"},
    {"set.discard", "self, item, /", set_remove, 0, BI_METHOD,
     "none; takes the item away if it is there"},
    {"set.pop", "self, /", set_pop, 0, BI_METHOD, "item; takes one away; KeyError"},
    {"set.clear", "self, /", hash_clear, 0, BI_METHOD, "none; no item is left"},
    {"set.copy", "self, /", hash_copy, 0, BI_METHOD, "set; of the same items"},
    {"set.union", "self, /, *others", set_operation, HPC_SET_UNION, BI_METHOD,
     "set; the items of all"},
    {"set.intersection", "self, /, *others", set_operation, HPC_SET_INTERSECTION, BI_METHOD,
     "set; the items that all have"},
    {"set.difference", "self, /, *others", set_operation, HPC_SET_DIFFERENCE, BI_METHOD,
     "set; the items that no other has"},
    {"set.symmetric_difference", "self, /, *others", set_operation, HPC_SET_SYMMETRIC, BI_METHOD,
     "set; the items that one of the two has"},
    {"set.update", "self, /, *others", set_update, HPC_SET_UNION, BI_METHOD,
     "none; the items of the others, too"},
    {"set.intersection_update", "self, /, *others", set_update, HPC_SET_INTERSECTION, BI_METHOD,
     "none; only the items that all others have"},
    {"set.difference_update", "self, /, *others", set_update, HPC_SET_DIFFERENCE, BI_METHOD,
     "none; without the items of the others"},
    {"set.symmetric_difference_update", "self, /, *others", set_update, HPC_SET_SYMMETRIC,
     BI_METHOD, "none; the items that one of the two has"},
    {"set.issubset", "self, other, /", set_within, 0, BI_METHOD, "bool; the other has all items"},
    {"set.issuperset", "self, other, /", set_within, 1, BI_METHOD,
     "bool; all items of the other are here"},
    {"set.isdisjoint", "self, other, /", set_disjoint, 0, BI_METHOD, "bool; no item is in both"},
};

BI_TABLE(bi_dict, rows);
