/* Takes deques, Counters and defaultdicts, gives their items and what their methods do. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "classes.h"
#include "collections.h"
#include "elab_loop.h"
#include "ops.h"
#include "sequence.h"

enum { LEFT = 1, MOST_FACTORIES = 200 };

const char *collection_name(const ty *t)
{
    if (t->kind == TY_LIST)
        return is_run_tuple(t) ? "tuple" : "deque";
    return t->rank == TY_COUNTER ? "Counter" : "defaultdict";
}

bool collection_has_no_text(const ty *t)
{
    return t->kind == TY_DICT && t->ends;
}

const bi_row *collection_method(elab *e, const ty *t, const char *name)
{
    static const char *const of_lists[] = {"count", "index", "remove", "reverse", NULL};
    static const char *const of_tuples[] = {"count", "index", NULL};
    static const char *const of_dicts[] = {"get",     "keys",  "values",     "items", "pop",
                                           "popitem", "clear", "setdefault", NULL};
    const char *class = collection_name(t);
    const bi_row *own = bi_find(arena_printf(e->arena, "%s.%s", class, name));
    const char *const *shared = is_run_tuple(t)      ? of_tuples
                                : t->kind == TY_LIST ? of_lists
                                                     : of_dicts;
    if (!own && strcmp(name, "update") == 0 && t->rank != TY_COUNTER)
        return bi_find("dict.update");
    for (; !own && *shared; shared++)
        if (strcmp(*shared, name) == 0)
            own = bi_find(
                arena_printf(e->arena, "%s.%s", t->kind == TY_LIST ? "list" : "dict", name));
    return own;
}

val collection_of_tuple(elab *e, const val *v, span where)
{
    if (v->ty->kind != TY_TUPLE)
        return *v;
    val list = seq_list_of(e, v, where);
    return val_bad(list) ? list : elab_call_named(e, "tuple", &list, 1, where);
}

/* ---- deque ------------------------------------------------------------------------------------ */

/* A list of the items, whose type the deque then holds; 0 after an error. */
static air_id items_for(elab *e, const val *deque, const val *iterable, span where)
{
    val list = elab_named_value(e, seq_list_of(e, iterable, where));
    if (val_bad(list))
        return 0;
    val item = {.ty = seq_item_type(e, list.ty)};
    if (item.ty && !seq_accept(e, deque, &item, "extend", where))
        return 0;
    return list.node;
}

static val deque_new(elab *e, const bi_call *call)
{
    val made = {.ty = ty_open_class(e->types, TY_LIST, TY_DEQUE, 0, seq_origin(e, call->where))};
    val empty = seq_empty(e, TY_LIST, call->where);
    air_id args[2] = {0, op_int(e, 0)};
    args[0] =
        items_for(e, &made, val_absent(&call->args[0]) ? &empty : &call->args[0], call->where);
    if (!args[0])
        return val_never(e);
    if (!val_is_none(&call->args[1])) {
        air_id most = val_index_node(e, &call->args[1], call->where, "maxlen");
        if (!most)
            return val_never(e);
        args[1] = op_map2(e, AIR_ADD, HPC_I64, most, op_int(e, 1));
    }
    return val_of(e, made.ty, box_rt(e, HPC_RT_deque_new, args, 2));
}

static val rt_none(elab *e, int row, const air_id *args, uint32_t count)
{
    air_rt(&e->b, row, args, count, NULL, 0);
    return val_none(e);
}

static val deque_append(elab *e, const bi_call *call)
{
    val item = elab_named_value(e, call->args[1]);
    if (!seq_accept(e, &call->args[0], &item, "append", call->where))
        return val_never(e);
    air_id args[3] = {call->args[0].node, elab_pack(e, &item, 1, call->where),
                      op_int(e, call->row->data)};
    return args[1] ? rt_none(e, HPC_RT_deque_push, args, 3) : val_never(e);
}

static val deque_extend(elab *e, const bi_call *call)
{
    air_id args[3] = {call->args[0].node, items_for(e, &call->args[0], &call->args[1], call->where),
                      op_int(e, call->row->data)};
    return args[1] ? rt_none(e, HPC_RT_deque_extend, args, 3) : val_never(e);
}

static val deque_pop(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    const ty *type = seq_item_type(e, self->ty);
    air_rt(&e->b, HPC_RT_deque_check, &self->node, 1, NULL, 0);
    if (!type) { /* nothing was stored, or a later turn of a loop tells */
        air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), HPC_CHECK_LIST_INDEX, NULL, 0);
        return val_never(e);
    }
    val v = seq_item(e, self->node, type, op_int(e, call->row->data == LEFT ? 0 : -1),
                     HPC_CHECK_LIST_INDEX, call->where);
    air_id args[2] = {self->node, op_int(e, call->row->data)};
    air_rt(&e->b, HPC_RT_deque_drop, args, 2, NULL, 0);
    return v;
}

static val deque_rotate(elab *e, const bi_call *call)
{
    air_id args[2] = {call->args[0].node,
                      val_index_node(e, &call->args[1], call->where, "the steps of a rotation")};
    return args[1] ? rt_none(e, HPC_RT_deque_rotate, args, 2) : val_never(e);
}

static val deque_clear(elab *e, const bi_call *call)
{
    return rt_none(e, HPC_RT_deque_clear, &call->args[0].node, 1);
}

/* ---- Dicts with a class ------------------------------------------------------------------------- */

static val dict_of_class(elab *e, uint32_t class, bool nameless, const char *text, span where)
{
    val dict = hashed_empty(e, TY_DICT, where), name = val_str(e, text, strlen(text));
    dict.ty = ty_open_class(e->types, TY_DICT, class, nameless, seq_origin(e, where));
    air_id args[2] = {dict.node, val_node(e, &name)};
    air_rt(&e->b, HPC_RT_hash_name, args, 2, NULL, 0);
    return dict;
}

typedef struct lookup {
    const val *dict, *key;
    air_id position;
    span where;
} lookup;

static val value_there(elab *e, void *user)
{
    const lookup *l = user;
    return hashed_value_at(e, l->dict, l->position, l->where);
}

static val value_made(elab *e, void *user)
{
    const lookup *l = user;
    if (l->dict->ty->rank == TY_COUNTER)
        return val_int(e, 0);
    call_args none = {0};
    val factory = e->program->factories.items[l->dict->ty->rank - TY_DEFAULT];
    val v = elab_named_value(e, elab_call(e, factory, &none, l->where));
    if (!val_bad(v))
        hashed_setitem(e, l->dict, l->key, &v, l->where);
    return v;
}

val collection_getitem(elab *e, const val *dict, const val *key, span where)
{
    lookup l = {dict, key, hashed_find(e, dict, key, false, where), where};
    if (!l.position)
        return val_never(e);
    air_id missing = op_test(e, AIR_LT, l.position, op_int(e, 0));
    if (!hashed_value_type(e, dict->ty) && dict->ty->rank == TY_COUNTER)
        return val_int(e, 0); /* nothing was stored */
    return elab_choose(e, missing, value_made, value_there, &l, where);
}

/* ---- defaultdict ---------------------------------------------------------------------------------- */

static bool makes_values(const val *v)
{
    return v->ty->kind == TY_FUNC || v->ty->kind == TY_BUILTIN || v->ty->kind == TY_DTYPE ||
           class_of(v);
}

/* The number of the factory among those of the program; MOST_FACTORIES: there is no more room. */
static uint32_t factory_number(elab *e, const val *factory)
{
    uint32_t count = e->program->factories.len;
    for (uint32_t i = 0; i < count; i++)
        if (e->program->factories.items[i].ty == factory->ty)
            return i;
    if (count < MOST_FACTORIES)
        vec_push(e->arena, &e->program->factories, *factory);
    return count;
}

static val default_new(elab *e, const bi_call *call)
{
    const val *factory = &call->args[0], *from = &call->args[1];
    if (!makes_values(factory))
        return elab_unsupported(e, call->where, "a defaultdict without a function of the program");
    uint32_t number = factory_number(e, factory);
    if (number >= MOST_FACTORIES)
        return elab_unsupported(e, call->where, "so many kinds of defaultdicts");
    const char *name = type_val_name(e, factory);
    const char *text =
        arena_printf(e->arena, "defaultdict(<class '%s'>, ", name ? name : "function");
    val dict = dict_of_class(e, TY_DEFAULT + number, !name, text, call->where);
    if (!val_absent(from) && !hashed_update(e, &dict, from, call->where))
        return val_never(e);
    return dict;
}

/* ---- Counter -------------------------------------------------------------------------------------- */

typedef struct counting {
    val counter;
    span where;
} counting;

static void count_element(elab *e, val element, void *user)
{
    const counting *c = user;
    val one = val_int(e, 1);
    if (!val_bad(element))
        hashed_augitem(e, AST_ADD, &c->counter, &element, &one, c->where);
}

static val counter_new(elab *e, const bi_call *call)
{
    const val *from = &call->args[0];
    counting c = {dict_of_class(e, TY_COUNTER, false, "Counter(", call->where), call->where};
    if (val_absent(from))
        return c.counter;
    if (from->ty->kind == TY_DICT)
        return hashed_update(e, &c.counter, from, call->where) ? c.counter : val_never(e);
    if (!iter_can(e, from, call->where))
        return val_never(e);
    elab_iterate(e, *from, call->where, count_element, NULL, NULL, &c);
    return c.counter;
}

static const bi_row rows[] = {
    {"collections.deque", "iterable=..., maxlen=None", deque_new, 0, 0,
     "deque; items that both ends give and take in constant time"},
    {"deque.append", "self, x, /", deque_append, 0, BI_METHOD, "none; adds at the right end"},
    {"deque.appendleft", "self, x, /", deque_append, LEFT, BI_METHOD, "none; at the left end"},
    {"deque.extend", "self, iterable, /", deque_extend, 0, BI_METHOD, "none; adds all"},
    {"deque.extendleft", "self, iterable, /", deque_extend, LEFT, BI_METHOD,
     "none; adds all at the left end, one after the other"},
    {"deque.pop", "self, /", deque_pop, 0, BI_METHOD, "the item that was taken; IndexError"},
    {"deque.popleft", "self, /", deque_pop, LEFT, BI_METHOD, "the same at the left end"},
    {"deque.rotate", "self, n=1, /", deque_rotate, 0, BI_METHOD,
     "none; n items go from the right end to the left one"},
    {"deque.clear", "self, /", deque_clear, 0, BI_METHOD, "none; no item is left"},
    {"collections.defaultdict", "default_factory=None, mapping=..., /", default_new, 0, 0,
     "dict; d[key] of a missing key calls the function and keeps what it gives"},
    {"collections.Counter", "iterable=..., /", counter_new, 0, 0,
     "dict of counts; c[key] of a missing key is 0"},
};

BI_TABLE(bi_collections, rows);
