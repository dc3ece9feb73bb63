/* Generators as iterators, and loops over them (generators.h). */
#include "generators.h"

#include "classes.h"
#include "ops.h"

val generator_new(elab *e, func *f, const val *bound, span where)
{
    (void)where;
    uint32_t count = f->params->len + 1;
    val *items = ARENA_ARRAY(e->arena, val, count);
    items[0] = func_val(e, f);
    for (uint32_t i = 1; i < count; i++)
        items[i] = elab_named_value(e, bound[i - 1]);
    return iter_new(e, ITER_GENERATOR, items, count);
}

val generator_of_expr(elab *e, const ast_expr *x)
{
    const ast_expr *first = x->comprehension.fors.items[0].iterable;
    val iterable = elab_named_value(e, elab_expr(e, first));
    if (val_bad(iterable) || !iter_can(e, &iterable, first->where))
        return val_never(e);
    func *f = func_generator(e, x);
    return f ? generator_new(e, f, &iterable, x->where) : val_never(e);
}

/* ---- The loop --------------------------------------------------------------------------------- */

typedef struct place {
    scope *scope;
    const source *src;
    pr_mode mode;
    bool fastmath;
    int32_t inline_parent;
    struct yielding *yielding;
} place;

static place place_of(const elab *e)
{
    return (place){e->scope, e->src, e->mode, e->fastmath, e->inline_parent, e->yielding};
}

static void go(elab *e, const place *p)
{
    e->scope = p->scope;
    e->src = p->src;
    e->mode = p->mode;
    e->fastmath = p->fastmath;
    e->inline_parent = p->inline_parent;
    e->yielding = p->yielding;
}

static void add_names(elab *e, ast_names *to, const ast_names *from)
{
    for (uint32_t i = 0; from && i < from->len; i++)
        if (!ast_names_has(to, from->items[i]))
            vec_push(e->arena, to, from->items[i]);
}

void generator_assigned(elab *e, const ast_block *block, ast_names *names)
{
    const yielding *y = e->yielding;
    if (!y || !generator_yields(block))
        return;
    add_names(e, names, y->assigned);
    if (y->jumps && !ast_names_has(names, y->stopped))
        vec_push(e->arena, names, y->stopped);
}

typedef struct body_use {
    const generator_copy *copy;
    const val *it;
} body_use;

static void run_body(elab *e, void *user)
{
    const body_use *u = user;
    const func *f = u->it->items[0].ty->ref;
    for (uint32_t i = 0; i < f->params->len; i++)
        scope_bind(e, e->scope, u->copy->params[i], iter_handed(e, u->it->items[i + 1]));
    elab_block(e, &u->copy->body);
}

static void run_else(elab *e, void *user)
{
    elab_block(e, user);
}

/* What follows the loop unless it broke off. */
static void after(elab *e, const yielding *y, const val *stopped, const ast_block *orelse)
{
    bool known;
    if (!orelse || !orelse->len || !e->scope->reachable)
        return;
    if (!val_const_bool(stopped, &known))
        elab_branch(e, val_node(e, stopped), loop_nothing, run_else, (void *)(uintptr_t)orelse,
                    y->where);
    else if (!known)
        elab_block(e, orelse);
}

static scope *scope_of_names(scope *s)
{
    while (s->is_comprehension)
        s = s->lexical;
    return s;
}

/* The loop is done: its names stand for nothing. */
static void unbind(elab *e, const generator_copy *copy, scope *s)
{
    for (uint32_t i = 0; i < copy->names.len; i++) {
        binding *b = scope_find(s, copy->names.items[i]);
        if (b)
            *b = binding_unbound(e, b);
    }
}

static bool goes_through_itself(elab *e, const func *f, span where)
{
    for (const yielding *y = e->yielding; y; y = y->outer)
        if (y->fn == f) {
            elab_unsupported(e, where, "a generator that goes through another one of itself");
            return true;
        }
    return false;
}

void generator_iterate(elab *e, const val *it, span where, elab_element body,
                       const ast_names *assigned, const ast_block *orelse, bool jumps, void *user)
{
    func *f = (func *)(uintptr_t)it->items[0].ty->ref;
    const generator_copy *copy =
        goes_through_itself(e, f, where) ? NULL : generator_copy_of(e, f, e->generators);
    if (!copy)
        return;
    place here = place_of(e);
    yielding y = {e->yielding, f,    e->scope, e->src, e->mode,       e->fastmath, e->inline_parent,
                  where,       body, assigned, jumps,  copy->stopped, user};
    ast_names names = {0};
    add_names(e, &names, &copy->names);
    add_names(e, &names, assigned);
    body_use use = {copy, it};
    int diagnostics = diag_count(e->diags);
    e->inline_parent = elab_loc_new(e, where);
    e->src = f->src;
    e->mode = f->mode;
    e->scope = scope_of_names(e->scope);
    e->yielding = &y;
    e->generators++;
    scope_bind(e, e->scope, copy->stopped, val_bool(e, false));
    scope_bind(e, e->scope, copy->returned, val_bool(e, false));
    loop_once(e, where, &names, run_body, &use);
    scope *names_of = e->scope;
    e->generators--;
    go(e, &here);
    binding *b = scope_find(names_of, copy->stopped);
    val stopped = b && b->state == BOUND ? b->v : val_bool(e, false);
    unbind(e, copy, names_of);
    if (diag_count(e->diags) > diagnostics)
        elab_note(e, where, "in this loop over %s()", f->name);
    after(e, &y, &stopped, orelse);
}

/* ---- yield ------------------------------------------------------------------------------------ */

typedef struct handed {
    const yielding *y;
    val element;
} handed;

static void hand_over(elab *e, void *user)
{
    const handed *h = user;
    h->y->body(e, h->element, h->y->user);
}

/* The loop's body broke off: so does all of the generator. */
static void stop(elab *e, void *user)
{
    const yielding *y = user;
    scope_bind(e, e->scope, y->stopped, val_bool(e, true));
    loop_edge(e, y->where, true);
    air_raw(&e->b, AIR_OP_BREAK, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    e->scope->reachable = false;
}

val generator_yield(elab *e, const ast_expr *x)
{
    yielding *y = e->yielding;
    if (!y)
        return elab_unsupported(e, x->where, "yield here");
    handed h = {y, x->operand ? elab_named_value(e, elab_expr(e, x->operand)) : val_none(e)};
    if (val_bad(h.element))
        return h.element;
    place inside = place_of(e);
    place outside = {y->scope, y->src, y->mode, y->fastmath, y->inline_parent, y->outer};
    uint64_t turns = e->turns;
    uint32_t broke = 0;
    go(e, &outside);
    e->turns = (turns + x->where.begin + 1) * UINT64_C(0x9E3779B97F4A7C15);
    elab_at(e, y->where);
    if (y->jumps)
        broke = loop_once(e, y->where, y->assigned, hand_over, &h);
    else
        hand_over(e, &h);
    e->turns = turns;
    go(e, &inside);
    if (broke && e->scope->reachable)
        elab_branch(e, air_get(&e->b, broke - 1), stop, loop_nothing, y, x->where);
    return val_none(e);
}

/* ---- Beside other iterables -------------------------------------------------------------------- */

static val shortest(elab *e, const val *items, uint32_t count, span where)
{
    val least = val_int(e, INT64_MAX);
    for (uint32_t i = 0; i < count; i++) {
        air_id one;
        if (!iter_length(e, &items[i], where, &one))
            return val_never(e);
        least = val_int_node(e, op_map2(e, AIR_MIN, HPC_I64, val_node(e, &least), one));
    }
    return least;
}

/* itertools._zip(before, generator, after, their lengths): a list of lists by position each. */
static val zipped(elab *e, const val *items, uint32_t count, uint32_t at, span where)
{
    val *all = ARENA_ARRAY(e->arena, val, count);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = items[i];
        if (i != at && is_generator(&items[i]))
            return elab_unsupported(e, where, "going through two generators side by side");
        all[i] = i == at ? items[i] : iter_begin(e, items[i], where);
        if (val_bad(all[i]))
            return all[i];
        if (iter_has_end(&all[i]))
            return elab_unsupported(e, where,
                                    "a dict or set beside a generator (make a list of it)");
    }
    val args[5] = {val_tuple(e, all, at), all[at], val_tuple(e, all + at + 1, count - at - 1)};
    args[3] = shortest(e, all, at, where);
    args[4] = shortest(e, all + at + 1, count - at - 1, where);
    if (val_bad(args[3]) || val_bad(args[4]))
        return val_never(e);
    return elab_call_named(e, "itertools._zip", args, 5, where);
}

/* A file, or an object whose __iter__ is a generator, is gone through as one. */
static val as_generator(elab *e, const val *v, span where)
{
    const record *r = record_of(v->ty);
    const class_member *m = r ? class_find(r->class, "__iter__") : NULL;
    const func *f = m && m->v.ty->kind == TY_FUNC ? m->v.ty->ref : NULL;
    return v->ty->kind == TY_OBJECT || (f && f->is_generator) ? iter_of_object(e, *v, where) : *v;
}

bool generator_among(elab *e, const char *name, const val *given, uint32_t count, span where,
                     val *made)
{
    uint32_t first = strcmp(name, "map") == 0 || strcmp(name, "filter") == 0, at = first;
    val *items = ARENA_ARRAY(e->arena, val, count + 1);
    for (uint32_t i = 0; i < count; i++)
        items[i] = as_generator(e, &given[i], where);
    while (at < count && !is_generator(&items[at]))
        at++;
    if (at == count)
        return false;
    if (strcmp(name, "zip") == 0) {
        *made = zipped(e, items, count, at, where);
        return true;
    }
    if (first && count > 2) { /* map(f, a, b): for each tuple of zip(a, b) */
        val args[2] = {items[0], zipped(e, items + 1, count - 1, at - 1, where)};
        *made =
            val_bad(args[1]) ? args[1] : elab_call_named(e, "itertools.starmap", args, 2, where);
        return true;
    }
    *made = elab_call_named(e, arena_printf(e->arena, "itertools._%s", name), items, count, where);
    return true;
}
