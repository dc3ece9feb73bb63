/* `for`: a counted loop whose body is given the element of each turn; over a few items of unlike
 * types each turn is elaborated apart. */
#include "generators.h"
#include "ops.h"

enum { UNROLL_MOST = 64 };

/* ---- Counted loops --------------------------------------------------------------------------- */

/* The list may have lost items, or got some: the turn looks whether there is one for it. The names
 * stay what they are at the head. */
static void end_without_item(elab *e, const loop_spec *spec, air_id index)
{
    air_id alive = iter_alive(e, &spec->iterable, index), none = alive ? op_not(e, alive) : 0;
    if (!none)
        return;
    air_region *outer = e->b.region;
    air_id branch = air_raw(&e->b, AIR_OP_IF, (air_type){.kind = AIR_VOID}, &none, 1, 0);
    air_region *body = air_region_new(&e->b), *other = air_region_new(&e->b);
    air_at(e->b.fun, branch)->body = body;
    air_at(e->b.fun, branch)->other = other;
    loop_enter(e, body);
    air_raw(&e->b, AIR_OP_BREAK, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    loop_enter(e, outer);
}

static void emit_for(elab *e, loop_spec *spec)
{
    elab_at(e, spec->where);
    bool looks = spec->bound && !spec->straight;
    air_id bounds[] = {spec->start, looks ? spec->bound : spec->stop, spec->step};
    air_id node = air_raw(&e->b, AIR_OP_FOR, (air_type){.kind = AIR_VOID}, bounds, 3, 0);
    air_region *region = air_region_new(&e->b);
    air_at(e->b.fun, node)->body = region;
    air_at(e->b.fun, node)->flags =
        spec->iterable.is_prange && !spec->straight ? AIR_FOR_PRANGE : 0;
    loop_enter(e, region);
    air_id index = air_raw(&e->b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    if (!spec->straight)
        loop_head(e);
    if (looks)
        end_without_item(e, spec, index);
    spec->index = val_of(e, ty_basic(e->types, TY_INT), index);
    loop_body(e, spec);
}

/* True where a call may change a list that the program holds: not one of Python's own functions, or
 * of a module. */
static bool may_change(elab *e, const ast_expr *callee)
{
    const ast_expr *name = callee->kind == AST_ATTRIBUTE ? callee->attribute.value : callee;
    if (name->kind != AST_NAME)
        return true;
    for (scope *s = e->scope; s; s = s->lexical) {
        const binding *b = scope_find(s, name->name);
        if (b && b->state != UNBOUND)
            return b->v.ty->kind != TY_BUILTIN && b->v.ty->kind != TY_MODULE;
    }
    return callee->kind == AST_ATTRIBUTE || !bi_find(name->name);
}

typedef struct change {
    elab *e;
    bool found;
} change;

static bool changing_expr(void *user, ast_expr *x)
{
    change *c = user;
    c->found = c->found || x->kind == AST_YIELD || x->kind == AST_YIELD_FROM ||
               (x->kind == AST_CALL && may_change(c->e, x->call.callee));
    return true;
}

static bool changing_stmt(void *user, ast_stmt *s)
{
    change *c = user;
    bool slice = s->kind == AST_ASSIGN;
    for (uint32_t i = 0; slice && i < s->assign.targets.len; i++) {
        const ast_expr *t = s->assign.targets.items[i];
        c->found = c->found || (t->kind == AST_SUBSCRIPT && t->subscript.index->kind == AST_SLICE);
    }
    c->found = c->found || s->kind == AST_AUG_ASSIGN || s->kind == AST_DELETE;
    return true;
}

/* A body that calls, deletes or assigns to slices may change the list that is gone through. */
static bool body_may_change(elab *e, const ast_block *body)
{
    change c = {e, false};
    ast_visitor visitor = {.user = &c, .expr = changing_expr, .stmt = changing_stmt};
    if (body)
        ast_walk_block(&visitor, body);
    return c.found;
}

static bool text_may_change(elab *e, const ast_expr *text)
{
    change c = {e, false};
    ast_visitor v = {.user = &c, .expr = changing_expr};
    ast_walk_expr(&v, (ast_expr *)text);
    return c.found;
}

static void iterate_body(elab *e, loop_spec *spec)
{
    val element = spec->index;
    const val *it = &spec->iterable;
    int64_t step;
    bool direct = it->ty->kind == TY_RANGE && val_const_int(&it->items[2], &step);
    if (!direct)
        element = iter_element(e, it, spec->index.node, spec->where);
    if (!val_bad(element))
        spec->element(e, element, spec->user);
}

/* ---- Turns one by one ------------------------------------------------------------------------ */

/* Tuples of unlike items (and short ones that hold no numbers) are unrolled. */
static bool needs_unrolling(const val *it)
{
    if (it->ty->kind == TY_ITER) {
        for (uint32_t i = 0; i < it->count; i++)
            if (needs_unrolling(&it->items[i]))
                return true;
        return false;
    }
    if (it->ty->kind != TY_TUPLE && !it->is_literal_list)
        return false;
    if (it->count > UNROLL_MOST)
        return false;
    for (uint32_t i = 0; i < it->count; i++)
        if (!ty_is_number(it->items[i].ty) || it->items[i].ty != it->items[0].ty)
            return true;
    return false;
}

uint32_t for_short(elab *e, const loop_spec *spec)
{
    bool display = spec->iterable.ty &&
                   (spec->iterable.ty->kind == TY_TUPLE || spec->iterable.is_literal_list);
    if (display && spec->emit == emit_for && !spec->straight)
        return spec->iterable.count <= UNROLL_MOST ? spec->iterable.count : 0;
    int64_t start, stop, step, turns;
    bool known =
        spec->emit == emit_for && !spec->straight && spec->iterable.ty &&
        spec->iterable.ty->kind == TY_RANGE && air_is_const(e->b.fun, spec->start, &start) &&
        air_is_const(e->b.fun, spec->stop, &stop) && air_is_const(e->b.fun, spec->step, &step);
    if (!known)
        return 0;
    turns = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
    return turns > 0 && turns <= UNROLL_MOST ? (uint32_t)turns : 0;
}

/* The element at a constant position. */
static val static_element(elab *e, const val *it, uint32_t at, span where)
{
    if (it->ty->kind == TY_TUPLE || it->is_literal_list)
        return it->items[at];
    if (it->ty->kind == TY_ITER && strcmp(it->ty->name, "zip") == 0) {
        val *items = ARENA_ARRAY(e->arena, val, it->count);
        for (uint32_t i = 0; i < it->count; i++)
            items[i] = static_element(e, &it->items[i], at, where);
        return val_tuple(e, items, it->count);
    }
    if (it->ty->kind == TY_ITER && strcmp(it->ty->name, "enumerate") == 0) {
        val pair[2];
        val offset = val_int(e, at);
        pair[0] = op_binary(e, AST_ADD, it->items[1], offset, where);
        pair[1] = static_element(e, &it->items[0], at, where);
        return val_tuple(e, pair, 2);
    }
    if (it->ty->kind == TY_ITER && strcmp(it->ty->name, "map") == 0) {
        val *args = ARENA_ARRAY(e->arena, val, it->count);
        for (uint32_t i = 1; i < it->count; i++)
            args[i - 1] = static_element(e, &it->items[i], at, where);
        return iter_mapped(e, it, args, where);
    }
    if (it->ty->kind == TY_ITER && strcmp(it->ty->name, "filter") == 0)
        return static_element(e, &it->items[0], at, where);
    if (it->ty->kind == TY_ITER)
        return static_element(e, &it->items[0], it->items[0].count - 1 - at, where);
    return iter_element(e, it, op_int(e, at), where);
}

/* With break or continue an unrolled loop is a chain of loops of one turn, so that these have a
 * target; the turns after a break are skipped by its flag. */
typedef struct unrolled {
    loop_spec *spec;
    uint32_t at, count;
} unrolled;

/* The body with the element of the turn; what it makes is made by this turn only. */
static void turn_of(elab *e, const unrolled *u)
{
    uint64_t around = e->turns;
    e->turns = (around + u->at + 1) * UINT64_C(0x9E3779B97F4A7C15);
    val element = static_element(e, &u->spec->iterable, u->at, u->spec->where);
    if (!val_bad(element))
        u->spec->element(e, element, u->spec->user);
    e->turns = around;
}

static void unrolled_turn(elab *e, loop_spec *turn)
{
    turn_of(e, turn->user);
}

typedef struct once_use {
    elab_part body;
    void *user;
} once_use;

static void once_body(elab *e, loop_spec *spec)
{
    const once_use *u = spec->user;
    u->body(e, u->user);
}

uint32_t loop_once(elab *e, span where, const ast_names *assigned, elab_part body, void *user)
{
    once_use u = {body, user};
    loop_spec once = {.where = where,
                      .assigned = assigned,
                      .emit = emit_for,
                      .body = once_body,
                      .runs_once = true,
                      .straight = true,
                      .start = op_int(e, 0),
                      .user = &u};
    once.stop = once.step = op_int(e, 1);
    loop_run(e, &once);
    return once.broke;
}

static void unrolled_rest(elab *e, void *user)
{
    unrolled *u = user;
    if (u->at == u->count) {
        if (u->spec->orelse)
            elab_block(e, u->spec->orelse);
        return;
    }
    loop_spec turn = {.where = u->spec->where,
                      .assigned = u->spec->assigned,
                      .emit = emit_for,
                      .body = unrolled_turn,
                      .runs_once = true,
                      .straight = true,
                      .user = u};
    turn.start = op_int(e, 0);
    turn.stop = turn.step = op_int(e, 1);
    loop_run(e, &turn);
    u->at++;
    if (!e->scope->reachable)
        return;
    if (turn.broke)
        elab_branch(e, air_get(&e->b, turn.broke - 1), loop_nothing, unrolled_rest, u,
                    u->spec->where);
    else
        unrolled_rest(e, u);
}

static bool jump_stmt(void *user, ast_stmt *s)
{
    bool *jumps = user;
    ast_visitor visitor = {.user = user, .stmt = jump_stmt};
    if (s->kind == AST_BREAK || s->kind == AST_CONTINUE)
        *jumps = true;
    if (s->kind == AST_FOR) /* what its else jumps out of is the loop around */
        ast_walk_block(&visitor, &s->for_.orelse);
    if (s->kind == AST_WHILE)
        ast_walk_block(&visitor, &s->while_.orelse);
    return s->kind != AST_FOR && s->kind != AST_WHILE && s->kind != AST_FUNCTION;
}

/* jumps: a turn may end the loop. */
static void unroll(elab *e, loop_spec *spec, const ast_block *body, bool jumps)
{
    air_id length;
    int64_t count;
    if (!iter_length(e, &spec->iterable, spec->where, &length))
        return;
    if (!air_is_const(e->b.fun, length, &count)) {
        elab_unsupported(e, spec->where, "a loop over items of unlike types beside an array");
        return;
    }
    unrolled u = {spec, 0, (uint32_t)count};
    ast_visitor visitor = {.user = &jumps, .stmt = jump_stmt};
    if (body)
        ast_walk_block(&visitor, body);
    if (jumps) {
        unrolled_rest(e, &u);
        return;
    }
    for (; u.at < u.count && e->scope->reachable; u.at++)
        turn_of(e, &u);
    if (spec->orelse && e->scope->reachable)
        elab_block(e, spec->orelse);
}

/* Stdlib's loops over the axes of an array, for k in range(a.ndim), and over short tuples are
 * unrolled: k is a constant, so that axes and tuples of extents are known when compiling. */
static bool is_loop_of_axes(elab *e, const val *it)
{
    if (it->ty->kind == TY_ITER) {
        for (uint32_t i = 0; i < it->count; i++)
            if (!ty_is_number(it->items[i].ty) && !is_loop_of_axes(e, &it->items[i]))
                return false;
        return true;
    }
    const scope *s = e->scope;
    const func *f = s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
    air_id length;
    int64_t count;
    if (!f || !f->is_stdlib)
        return false;
    if (it->ty->kind == TY_TUPLE || it->is_literal_list)
        return it->count <= HPC_MAX_RANK;
    if (it->ty->kind != TY_RANGE)
        return false;
    for (uint32_t i = 0; i < 3; i++)
        if (!it->items[i].is_const)
            return false;
    return iter_length(e, it, (span){0}, &length) && air_is_const(e->b.fun, length, &count) &&
           count <= HPC_MAX_RANK;
}

static void iterate_generator(elab *e, loop_spec *spec, bool jumps)
{
    ast_visitor visitor = {.user = &jumps, .stmt = jump_stmt};
    if (spec->block)
        ast_walk_block(&visitor, spec->block);
    generator_iterate(e, &spec->iterable, spec->where, spec->element, spec->assigned, spec->orelse,
                      jumps, spec->user);
}

/* `block` (or NULL) is the body's text, looked at for break and continue; `text` (or NULL) that of a
 * comprehension; jumps: the body calls loop_edge for a break. */
static void elab_iterate_block(elab *e, val iterable, span where, elab_element body,
                               const ast_names *assigned, const ast_block *orelse,
                               const ast_block *block, const ast_expr *text, bool jumps, void *user)
{
    iterable = iter_of_object(e, iterable, where);
    if (val_bad(iterable))
        return;
    loop_spec spec = {.where = where,
                      .assigned = assigned,
                      .orelse = orelse,
                      .emit = emit_for,
                      .body = iterate_body,
                      .iterable = iterable,
                      .element = body,
                      .user = user,
                      .block = block};
    if (is_generator(&iterable)) {
        iterate_generator(e, &spec, jumps);
        return;
    }
    if (needs_unrolling(&iterable) || is_loop_of_axes(e, &iterable)) {
        unroll(e, &spec, block, jumps);
        return;
    }
    int64_t step = 1, first = 0, last = 0;
    elab_at(e, where);
    spec.iterable = iterable = iter_begin(e, iterable, where);
    spec.has_end = iter_has_end(&iterable);
    spec.step = op_int(e, 1);
    spec.start = op_int(e, 0);
    if (iterable.ty->kind == TY_RANGE && val_const_int(&iterable.items[2], &step)) {
        spec.start = val_node(e, &iterable.items[0]);
        spec.stop = val_node(e, &iterable.items[1]);
        spec.step = op_int(e, step);
    } else if (!iter_length(e, &iterable, where, &spec.stop)) {
        return;
    }
    if (body_may_change(e, block) || text_may_change(e, text))
        spec.bound = iter_bound(e, &spec.iterable, where);
    bool known =
        air_is_const(e->b.fun, spec.start, &first) && air_is_const(e->b.fun, spec.stop, &last);
    spec.runs_once = known && (step < 0 ? first > last : first < last);
    if (known && !spec.runs_once) { /* no turn ever */
        if (orelse)
            elab_block(e, orelse);
        return;
    }
    loop_run(e, &spec);
}

/* The turns over a short range, each with its own number. */
static void unroll_range(elab *e, loop_spec *spec, uint32_t turns)
{
    int64_t start = 0, step = 1;
    val *items = ARENA_ARRAY(e->arena, val, turns);
    air_is_const(e->b.fun, spec->start, &start);
    air_is_const(e->b.fun, spec->step, &step);
    for (uint32_t i = 0; i < turns; i++)
        items[i] = val_int(e, start + (int64_t)i * step);
    spec->iterable = val_tuple(e, items, turns);
    unroll(e, spec, spec->block, false);
}

void for_unroll_short(elab *e, loop_spec *spec, uint32_t turns)
{
    if (spec->iterable.ty->kind == TY_RANGE)
        unroll_range(e, spec, turns);
    else
        unroll(e, spec, spec->block, false);
}

void elab_iterate(elab *e, val iterable, span where, elab_element body, const ast_names *assigned,
                  const ast_block *orelse, void *user)
{
    elab_iterate_block(e, iterable, where, body, assigned, orelse, NULL, NULL, false, user);
}

void elab_iterate_comprehension(elab *e, val iterable, span where, elab_element body,
                                const ast_names *assigned, const ast_expr *text, bool jumps,
                                void *user)
{
    elab_iterate_block(e, iterable, where, body, assigned, NULL, NULL, text, jumps, user);
}

static void for_element(elab *e, val element, void *user)
{
    const ast_stmt *s = user;
    elab_assign(e, s->for_.target, element);
    elab_block(e, &s->for_.body);
}

void elab_for(elab *e, const ast_stmt *s)
{
    const ast_expr *text = s->for_.iterable;
    val iterable = ast_is_generator(text) ? generator_of_expr(e, text) : elab_expr(e, text);
    if (val_bad(iterable))
        return;
    ast_names names = loop_assigned(e, &s->for_.body, s->for_.target);
    elab_iterate_block(e, iterable, s->for_.iterable->where, for_element, &names, &s->for_.orelse,
                       &s->for_.body, NULL, false, (void *)s);
}
