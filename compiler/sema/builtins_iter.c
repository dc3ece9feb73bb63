/* map and filter, and what the iterators of several files share. */
#include "classes.h"
#include "generators.h"
#include "hashed.h"
#include "ops.h"
#include "sequence.h"

val iter_new(elab *e, const char *name, const val *items, uint32_t count)
{
    val v = {.ty = ty_named(e->types, TY_ITER, intern_text(e->names, name)), .count = count};
    v.items = ARENA_ARRAY(e->arena, val, count + 1);
    if (count)
        memcpy(v.items, items, count * sizeof *items);
    v.use = ARENA_NEW(e->arena, iter_use);
    *v.use = (iter_use){.loops = loops_around(e)};
    return v;
}

val iter_handed(elab *e, val v)
{
    if (v.ty->kind != TY_ITER || !v.use)
        return v;
    v.use = ARENA_NEW(e->arena, iter_use);
    *v.use = (iter_use){.loops = loops_around(e)};
    return v;
}

bool iter_can(elab *e, const val *v, span where)
{
    switch (v->ty->kind) {
    case TY_ARRAY:
    case TY_LIST:
    case TY_TUPLE:
    case TY_RANGE:
    case TY_STR:
    case TY_DICT:
    case TY_SET:
    case TY_ITER: return true;
    case TY_OBJECT:
        if (strcmp(v->ty->name, "TextIOWrapper") == 0)
            return true;
        elab_error(e, where, "TypeError", "'%s' object is not iterable", op_type_name(e, v->ty));
        return false;
    case TY_NEVER: return false;
    case TY_RECORD:
        if (class_find(record_of(v->ty)->class, "__iter__"))
            return true;
        elab_error(e, where, "TypeError", "'%s' object is not iterable", op_type_name(e, v->ty));
        return false;
    case TY_PARTS:
        if (bi_find(arena_printf(e->arena, "%s.__len__", v->ty->name)))
            return true;
        /* fall through */
    default:
        elab_error(e, where, "TypeError", "'%s' object is not iterable", op_type_name(e, v->ty));
        return false;
    }
}

static bool is_callable(const ty *t)
{
    return t->kind == TY_FUNC || t->kind == TY_BUILTIN || t->kind == TY_METHOD ||
           t->kind == TY_CLASS || t->kind == TY_DTYPE;
}

static val not_callable(elab *e, const val *v, span where)
{
    return elab_error(e, where, "TypeError", "'%s' object is not callable", op_type_name(e, v->ty));
}

/* The function is called with an element at a time, as a loop asks for them. */
static val py_map(elab *e, const bi_call *call)
{
    const val *function = &call->args[0], *iterables = &call->args[1];
    val *items = ARENA_ARRAY(e->arena, val, iterables->count + 1);
    if (!is_callable(function->ty))
        return not_callable(e, function, call->where);
    if (iterables->count == 0)
        return elab_error(e, call->where, "TypeError", "map() must have at least two arguments.");
    items[0] = *function;
    for (uint32_t i = 0; i < iterables->count; i++) {
        items[i + 1] = iterables->items[i];
        if (!iter_can(e, &items[i + 1], call->where))
            return val_never(e);
    }
    val made;
    return generator_among(e, "map", items, iterables->count + 1, call->where, &made)
               ? made
               : iter_new(e, "map", items, iterables->count + 1);
}

/* ---- filter ---------------------------------------------------------------------------------- */

typedef struct filtering {
    const val *function;
    val list;
    span where;
} filtering;

typedef struct kept {
    const filtering *f;
    val element;
} kept;

static void keep(elab *e, void *user)
{
    const kept *k = user;
    seq_append(e, &k->f->list, &k->element, k->f->where);
}

static void drop(elab *e, void *user)
{
    (void)e, (void)user;
}

static void filter_element(elab *e, val element, void *user)
{
    const filtering *f = user;
    val test = element;
    if (!val_is_none(f->function)) {
        call_args args = {.args = &element, .spans = &f->where, .count = 1};
        test = elab_call(e, *f->function, &args, f->where);
    }
    air_id truth = val_bad(test) ? 0 : elab_truth(e, &test, f->where);
    kept k = {f, element};
    bool known;
    if (!truth)
        return;
    if (!val_const_bool(&test, &known))
        elab_branch(e, truth, keep, drop, &k, f->where);
    else if (known)
        keep(e, &k);
}

/* A list of what passes: a loop asks for positions, which a filter does not have. */
static val py_filter(elab *e, const bi_call *call)
{
    filtering f = {.function = &call->args[0], .where = call->where};
    if (!val_is_none(f.function) && !is_callable(f.function->ty))
        return not_callable(e, f.function, call->where);
    if (!iter_can(e, &call->args[1], call->where))
        return val_never(e);
    val made;
    if (generator_among(e, "filter", call->args, 2, call->where, &made))
        return made;
    f.list = elab_named_value(e, seq_empty(e, TY_LIST, call->where));
    elab_iterate(e, call->args[1], call->where, filter_element, NULL, NULL, &f);
    return iter_new(e, "filter", &f.list, 1);
}

/* What a loop goes through once; next() of it is not there. */
static val py_iter(elab *e, const bi_call *call)
{
    val source = elab_named_value(e, iter_of_object(e, call->args[0], call->where));
    if (val_bad(source) || !iter_can(e, &source, call->where))
        return val_never(e);
    return source.ty->kind == TY_ITER ? source : iter_new(e, "filter", &source, 1);
}

/* What itertools made, as something that can be gone through. */
static val as_iterator(elab *e, const bi_call *call)
{
    val list = elab_named_value(e, call->args[0]);
    return val_bad(list) ? list : iter_new(e, "filter", &list, 1);
}

static val is_lazy(elab *e, const bi_call *call)
{
    if (call->args[0].ty->kind == TY_ITER && call->args[0].use)
        call->args[0].use->src = NULL; /* being asked is no use */
    return val_bool(e, is_generator(&call->args[0]));
}

/* The items at the position of each of the iterables. */
static val items_at(elab *e, const bi_call *call)
{
    const val *iterables = &call->args[0];
    val *items = ARENA_ARRAY(e->arena, val, iterables->count + 1);
    air_id at = val_node(e, &call->args[1]);
    for (uint32_t i = 0; i < iterables->count; i++) {
        items[i] = iter_element(e, &iterables->items[i], at, call->where);
        if (val_bad(items[i]))
            return items[i];
    }
    return val_tuple(e, items, iterables->count);
}

/* zip(*rows) of a list. Columns of tuples with items of several types are tuples of their own types; then
 * a list without rows, whose zip has no columns, cannot be told from one with rows: ValueError. */
static val columns(elab *e, const bi_call *call)
{
    const val *rows = &call->args[0];
    const ty *row = ty_item(e->types, rows->ty);
    bool mixed = row && row->kind == TY_TUPLE;
    for (uint32_t i = 0; mixed && i < row->count && ty_is_number(row->items[i]); i++)
        if (row->items[i] == row->items[0] && i + 1 == row->count)
            mixed = false;
    if (!mixed)
        return elab_call_named(e, "itertools._transposed", rows, 1, call->where);
    val *made = ARENA_ARRAY(e->arena, val, row->count + 1);
    for (uint32_t i = 0; i < row->count; i++) {
        val args[2] = {*rows, val_int(e, i)};
        uint64_t around = e->turns;
        e->turns =
            (around + i + 1) * UINT64_C(0x9E3779B97F4A7C15); /* each makes lists of its own */
        made[i] = elab_call_named(e, "itertools._column", args, 2, call->where);
        e->turns = around;
        if (val_bad(made[i]))
            return made[i];
    }
    val all = val_tuple(e, made, row->count);
    return iter_new(e, "filter", &all, 1);
}

static val py_next(elab *e, const bi_call *call)
{
    if (!is_generator(&call->args[0]) &&
        !(call->args[0].ty->kind == TY_ITER && iter_can(e, &call->args[0], call->where))) {
        if (val_bad(call->args[0]))
            return call->args[0];
        return elab_error(e, call->where, "TypeError", "'%s' object is not an iterator",
                          op_type_name(e, call->args[0].ty));
    }
    bool fallback = !val_absent(&call->args[1]);
    return elab_call_named(e, fallback ? "itertools._first_or" : "itertools._first", call->args,
                           fallback ? 2 : 1, call->where);
}

static const bi_row rows[] = {
    {"itertools._lazy", "iterable, /", is_lazy, 0, 0, "bool; whether it is a generator"},
    {"itertools._items_at", "iterables, at, /", items_at, 0, 0,
     "tuple; the item at the position of each"},
    {"itertools._columns", "rows, /", columns, 0, 0, "iterator; zip(*rows)"},
    {"next", "iterator, default=..., /", py_next, 0, 0,
     "the first item of an iterator that nothing else goes through; StopIteration"},
    {"itertools._iterator", "list, /", as_iterator, 0, 0, "iterator; the items of a list"},
    {"iter", "iterable, /", py_iter, 0, 0, "iterator; the items, once: for loops, not for next()"},
    {"map", "function, /, *iterables", py_map, 0, 0,
     "iterator; the function's results for the items at one position, up to the shortest"},
    {"filter", "function, iterable, /", py_filter, 0, 0,
     "iterator; the items for which the function (None: the item) is true"},
};

BI_TABLE(bi_iter, rows);
