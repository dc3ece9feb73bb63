/* Loops: the names that a body assigns, the rounds until their types hold, and `while`.
 *
 * The names a body assigns are carried in variables. The body is elaborated with the types the
 * names have before the loop; when an edge brings a wider type, everything since the mark is
 * rewound and elaborated with that type. Types only widen, so this ends. */
#include "generators.h"
#include "sequence.h"

enum { MAX_ROUNDS = 16 };

void loop_enter(elab *e, air_region *region)
{
    e->b.region = region;
    air_new_epoch(&e->b);
}

static void peel(elab *e, loop_spec *spec);

/* ---- Edges ---------------------------------------------------------------------------------- */

static const ty *flag_type(elab *e)
{
    return ty_basic(e->types, TY_BOOL);
}

static void set_flag(elab *e, const carried *c, const binding *b, bool initial)
{
    if (!c->flag || (b->state == UNBOUND && !b->deleted && !initial))
        return; /* unbound since the head: as bound as it was there */
    air_id is_bound = b->state == MAYBE_BOUND && b->flag
                          ? air_get(&e->b, b->flag - 1)
                          : air_const_int(&e->b, HPC_BOOL, b->state != UNBOUND);
    air_set(&e->b, c->flag - 1, is_bound);
}

/* The types of two turns do not join: from now on the name stands for nothing at the head. */
static void part(loop *l, carried *c, const ty *before, const ty *after)
{
    c->conflict[0] = before;
    c->conflict[1] = after;
    c->type = NULL;
    l->apart = l->retry = true;
}

/* One name at an edge: its value goes into the variables, or the type at the head widens. */
static void carry(elab *e, loop *l, carried *c, span where)
{
    binding *b = &l->scope->names.items[c->slot];
    if (b->state == MAYBE_BOUND && !c->bound && !b->read_unbound) {
        b->read_unbound = true; /* what an earlier turn bound is kept: the head has it */
        b->read_where = (span){0};
    }
    set_flag(e, c, b, false);
    c->poisoned = c->poisoned || (b->state != UNBOUND && val_bad(b->v));
    if (b->state == UNBOUND && b->conflict[0] && !c->conflict[0])
        part(l, c, b->conflict[0], b->conflict[1]);
    if (b->state == UNBOUND || val_bad(b->v) || c->conflict[0])
        return;
    const ty *type = c->type ? elab_join(e, c->type, b->v.ty) : b->v.ty;
    if (!type) {
        part(l, c, c->type, b->v.ty);
        return;
    }
    if (type != c->type) {
        c->type = type;
        l->retry = true;
    }
    if (!c->has_vars || l->retry)
        return;
    vars_set(e, c->var, c->type, &b->v, where);
}

void loop_edge(elab *e, span where, bool is_break)
{
    loop *l = e->scope->loop;
    for (uint32_t i = 0; i < l->carried.len; i++)
        carry(e, l, &l->carried.items[i], where);
    if (!is_break)
        return;
    l->breaks = true;
    if (l->broke)
        air_set(&e->b, l->broke - 1, air_const_int(&e->b, HPC_BOOL, 1));
}

/* Before the loop: variables hold what the names stand for. */
static void carry_in(elab *e, loop *l, bool straight, span where)
{
    for (uint32_t i = 0; i < l->carried.len; i++) {
        carried *c = &l->carried.items[i];
        binding *b = &l->scope->names.items[c->slot];
        bool flagged = b->state != BOUND;
        c->flag = flagged ? vars_new(e, b->name, flag_type(e)) + 1 : 0;
        set_flag(e, c, b, true);
        c->has_vars = c->type != NULL;
        if (!c->type)
            continue;
        c->var = vars_new(e, b->name, c->type);
        if (b->state != UNBOUND && !straight)
            vars_set(e, c->var, c->type, &b->v, where);
    }
}

/* At the head (and after the loop): names stand for the variables. */
static void carry_out(elab *e, loop *l, bool after, bool runs_once)
{
    for (uint32_t i = 0; i < l->carried.len; i++) {
        carried *c = &l->carried.items[i];
        binding *b = &l->scope->names.items[c->slot];
        b->stored = 0;
        bool head_unbound = !c->bound && !after && !b->read_unbound;
        if (after && c->poisoned && !c->has_vars) {
            b->state = BOUND;
            b->v = val_never(e);
            continue;
        }
        b->conflict[0] = c->conflict[0];
        b->conflict[1] = c->conflict[1];
        if (!c->has_vars || head_unbound) {
            b->state = UNBOUND;
            continue;
        }
        b->v = vars_get(e, c->var, c->type);
        bool surely = !c->flag || (after && runs_once && !l->breaks && b->state == BOUND);
        b->state = surely ? BOUND : MAYBE_BOUND;
        b->flag = surely ? 0 : c->flag;
    }
}

/* ---- Rounds ---------------------------------------------------------------------------------- */

/* The scope of the names that a loop binds: a comprehension's own names are bound in each turn, what
 * its := binds belongs to the scope around it. */
static scope *binding_scope(scope *s)
{
    while (s->is_comprehension)
        s = s->lexical;
    return s;
}

static void collect_carried(elab *e, loop *l, const ast_names *assigned, bool straight)
{
    for (uint32_t i = 0; assigned && i < assigned->len; i++) {
        if (scope_declares_global(l->scope, assigned->items[i]) ||
            scope_declares_nonlocal(l->scope, assigned->items[i]))
            continue; /* its cell carries it */
        uint32_t slot = scope_slot(e, l->scope, assigned->items[i]);
        if (l->scope->names.items[slot].shared)
            continue;
        binding *b = &l->scope->names.items[slot];
        carried c = {.slot = slot, .bound = straight || b->state != UNBOUND};
        c.type = c.bound && !straight ? b->v.ty : NULL;
        if (!c.bound) { /* a loop that does not run leaves what has no one type */
            c.conflict[0] = b->conflict[0];
            c.conflict[1] = b->conflict[1];
        }
        b->read_unbound = false;
        vec_push(e->arena, &l->carried, c);
    }
}

static void restore(scope *s, const env *before)
{
    for (uint32_t i = 0; i < s->names.len; i++) {
        binding *b = &s->names.items[i];
        bool read_unbound = b->read_unbound;
        binding now = *b;
        if (i < before->len)
            *b = before->items[i];
        else
            *b = (binding){.name = b->name, .v = b->v};
        b->read_unbound = read_unbound;
        b->read_where = now.read_where;
        binding_keep_cells(b, &now);
    }
}

/* After a loop of a comprehension its targets are gone; the hidden list stays, of the type learnt. */
static void drop_targets(scope *s, const env *before)
{
    for (uint32_t i = 0; i < s->names.len; i++) {
        binding *b = &s->names.items[i];
        if (b->name[0] == '.')
            continue;
        if (i < before->len)
            *b = before->items[i];
        else
            b->state = UNBOUND;
    }
}

/* What a loop that may not run stored in cells does not count after it. */
static void forget_stored(scope *s, const env *before)
{
    for (uint32_t i = 0; i < s->names.len; i++)
        if (i >= before->len || s->names.items[i].stored != before->items[i].stored)
            s->names.items[i].stored = 0;
}

/* Names read at the head before the first turn bound them: they need a type there. */
static bool reads_unbound(loop *l)
{
    bool again = false;
    for (uint32_t i = 0; i < l->carried.len; i++) {
        carried *c = &l->carried.items[i];
        binding *b = &l->scope->names.items[c->slot];
        if (!c->bound && b->read_unbound && !c->was_read && c->type) {
            c->was_read = true;
            again = true;
        }
    }
    return again;
}

static bool loops_may_bind(const scope *at, const scope *s, uint32_t slot)
{
    for (const loop *l = at->loop; l; l = l->outer)
        for (uint32_t i = 0; l->scope == s && i < l->carried.len; i++)
            if (l->carried.items[i].slot == slot && !l->carried.items[i].bound)
                return true;
    return false;
}

int loops_around(const elab *e)
{
    int count = 0;
    for (const loop *l = e->loops; l; l = l->around)
        count += !l->once;
    return count;
}

bool loop_wants_constant(elab *e, span where, const char *what)
{
    loop *l = e->loops;
    while (l && !l->is_short)
        l = l->around;
    if (!l)
        return false;
    l->apart = true;
    l->wish = what;
    l->wish_where = where;
    return true;
}

bool loop_may_bind(const scope *at, const scope *s, uint32_t slot)
{
    while (at != s && at->is_comprehension) {
        if (loops_may_bind(at, s, slot))
            return true;
        at = at->lexical;
    }
    return loops_may_bind(s, s, slot);
}

static bool outer_may_bind(const loop *l, uint32_t slot)
{
    for (const loop *o = l->outer; o; o = o->outer)
        for (uint32_t i = 0; o->scope == l->scope && i < o->carried.len; i++)
            if (o->carried.items[i].slot == slot && !o->carried.items[i].bound)
                return true;
    return false;
}

/* Names that were read at the head and that no turn binds: `t += 1` where nothing was t before. What
 * such a turn would bind is poisoned by the reading, so only an error that was told excuses it. */
static void report_unbound(elab *e, loop *l, int diagnostics)
{
    bool told = diag_count(e->diags) > diagnostics;
    for (uint32_t i = 0; i < l->carried.len; i++) {
        const carried *c = &l->carried.items[i];
        binding *b = &l->scope->names.items[c->slot];
        if (b->read_unbound && !c->type && outer_may_bind(l, c->slot))
            continue; /* the loop around reports it, or binds it in a turn before */
        if (b->read_unbound && b->read_where.line && !c->type && !c->conflict[0] &&
            !(c->poisoned && told))
            scope_unbound(e, l->scope, b->name, b->read_where);
        b->read_unbound = false;
    }
}

/* What follows the last turn, but no break. */
static void else_part(elab *e, void *user)
{
    const loop_spec *spec = user;
    if (spec->has_end)
        iter_end(e, &spec->iterable, spec->where);
    if (spec->orelse)
        elab_block(e, spec->orelse);
}

void loop_nothing(elab *e, void *user)
{
    (void)e, (void)user;
}

static bool has_else(const loop_spec *spec)
{
    return spec->has_end || (spec->orelse && spec->orelse->len);
}

static void after_loop(elab *e, loop *l, loop_spec *spec, int diagnostics)
{
    report_unbound(e, l, diagnostics);
    spec->broke = l->breaks ? l->broke : 0;
    carry_out(e, l, true, spec->runs_once);
    e->scope->loop = l->outer;
    e->scope->reachable = !spec->endless || l->breaks;
    if (!has_else(spec))
        return;
    if (!l->breaks) {
        if (e->scope->reachable)
            else_part(e, spec);
        return;
    }
    air_id broke = air_get(&e->b, l->broke - 1);
    elab_branch(e, broke, loop_nothing, else_part, spec, spec->where);
}

static bool has_union(const ty *type)
{
    bool has = type->kind == TY_UNION || type->kind == TY_OPTIONAL;
    for (uint32_t i = 0; type->kind == TY_TUPLE && i < type->count; i++)
        has = has || has_union(type->items[i]);
    return has;
}

/* s = 0; for v in a: s += v: the first turn makes s a float64. Elaborated apart, that turn leaves
 * one type to the others, instead of a tag that every turn looks at. */
static bool wants_peeling(const loop *l, const loop_spec *spec)
{
    if (!spec->start || spec->peeled || spec->straight)
        return false;
    for (uint32_t i = 0; i < l->carried.len; i++)
        if (l->carried.items[i].type && has_union(l->carried.items[i].type))
            return true;
    return false;
}

static void peeled_rest(elab *e, void *user)
{
    loop_spec rest = *(loop_spec *)user;
    rest.start = air_map2(&e->b, AIR_ADD, HPC_I64, rest.start, rest.step);
    rest.peeled = true;
    rest.runs_once = false;
    loop_run(e, &rest);
}

static void peeled_turns(elab *e, void *user)
{
    loop_spec turn = *(loop_spec *)user;
    turn.stop = air_map2(&e->b, AIR_ADD, HPC_I64, turn.start, turn.step);
    turn.straight = turn.runs_once = true;
    turn.orelse = NULL;
    turn.has_end = false;
    loop_run(e, &turn);
    if (!e->scope->reachable)
        return;
    if (turn.broke)
        elab_branch(e, air_get(&e->b, turn.broke - 1), loop_nothing, peeled_rest, user, turn.where);
    else
        peeled_rest(e, user);
}

static void no_turns(elab *e, void *user)
{
    loop_spec *spec = user;
    if (spec->orelse)
        elab_block(e, spec->orelse);
}

static void peel(elab *e, loop_spec *spec)
{
    int64_t step = 1;
    if (spec->runs_once) {
        peeled_turns(e, spec);
        return;
    }
    air_is_const(e->b.fun, spec->step, &step);
    air_id runs = air_map2(&e->b, step < 0 ? AIR_GT : AIR_LT, HPC_BOOL, spec->start, spec->stop);
    elab_branch(e, runs, peeled_turns, no_turns, spec, spec->where);
}

void loop_run(elab *e, loop_spec *spec)
{
    loop l = {.outer = e->scope->loop, .scope = binding_scope(e->scope), .once = spec->straight};
    collect_carried(e, &l, spec->assigned, spec->straight);
    env before = env_copy(e, &e->scope->names), around = env_copy(e, &l.scope->names);
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    int diagnostics = diag_count(e->diags);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        l.retry = l.breaks = false;
        e->scope->loop = &l;
        if (spec->straight || has_else(spec)) {
            l.broke = vars_new(e, "broke", flag_type(e)) + 1;
            air_set(&e->b, l.broke - 1, air_const_int(&e->b, HPC_BOOL, 0));
        }
        carry_in(e, &l, spec->straight, spec->where);
        air_region *outer = e->b.region;
        l.around = e->loops;
        l.wish = NULL;
        l.is_short = for_short(e, spec) != 0;
        e->loops = &l;
        uint32_t learnt = ty_learnt(e->types);
        spec->emit(e, spec);
        l.retry = l.retry || ty_learnt(e->types) != learnt;
        e->loops = l.around;
        loop_enter(e, outer);
        uint32_t turns = l.apart ? for_short(e, spec) : 0;
        if (l.wish && !turns)
            elab_error(e, l.wish_where, "TypeError", "%s must be known when compiling", l.wish);
        if (turns) {
            mark.funs = e->air->funs.len;
            air_rewind(&e->b, mark);
            ty_rewind(e->types, types);
            diag_truncate(e->diags, diagnostics);
            restore(e->scope, &before);
            restore(l.scope, &around);
            e->scope->loop = l.outer;
            for_unroll_short(e, spec, turns);
            return;
        }
        if (!l.retry && !reads_unbound(&l)) {
            if (!spec->runs_once)
                forget_stored(l.scope, &around);
            if (e->scope->is_comprehension)
                drop_targets(e->scope, &before);
            after_loop(e, &l, spec, diagnostics);
            return;
        }
        mark.funs = e->air->funs.len; /* instances made meanwhile stay good */
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        diag_truncate(e->diags, diagnostics);
        restore(e->scope, &before);
        restore(l.scope, &around);
        if (wants_peeling(&l, spec)) {
            e->scope->loop = l.outer;
            peel(e, spec);
            return;
        }
    }
    e->scope->loop = l.outer;
    elab_error(e, spec->where, "TypeError", "the types in this loop do not settle");
}

void loop_body(elab *e, loop_spec *spec)
{
    spec->body(e, spec);
    if (e->scope->reachable)
        loop_edge(e, spec->where, false);
    e->scope->reachable = true;
}

void loop_head(elab *e)
{
    carry_out(e, e->scope->loop, false, false);
}

static bool walrus_expr(void *user, ast_expr *x)
{
    struct {
        elab *e;
        ast_names *names;
    } *found = user;
    if (x->kind == AST_WALRUS)
        ast_target_names(found->e->arena, x->walrus.target, found->names);
    return x->kind != AST_LAMBDA;
}

void elab_walrus_names(elab *e, const ast_expr *x, ast_names *names)
{
    struct {
        elab *e;
        ast_names *names;
    } found = {e, names};
    ast_visitor visitor = {.user = &found, .expr = walrus_expr};
    ast_walk_expr(&visitor, (ast_expr *)(uintptr_t)x);
}

ast_names loop_assigned(elab *e, const ast_block *body, const ast_expr *target)
{
    ast_scope used = ast_scope_of_block(e->arena, body);
    ast_names names = used.bound;
    if (target) {
        ast_names targets = {0};
        ast_target_names(e->arena, target, &targets);
        for (uint32_t i = 0; i < targets.len; i++)
            if (!ast_names_has(&names, targets.items[i]))
                vec_push(e->arena, &names, targets.items[i]);
    }
    generator_assigned(e, body, &names);
    return names;
}

/* ---- while ---------------------------------------------------------------------------------- */

static void while_body(elab *e, loop_spec *spec)
{
    elab_block(e, &spec->stmt->while_.body);
}

static void emit_while(elab *e, loop_spec *spec)
{
    elab_at(e, spec->where);
    air_id node = air_raw(&e->b, AIR_OP_WHILE, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    air_region *head = air_region_new(&e->b), *body = air_region_new(&e->b);
    air_at(e->b.fun, node)->other = head;
    air_at(e->b.fun, node)->body = body;
    loop_enter(e, head);
    loop_head(e);
    val test = elab_test(e, spec->stmt->while_.test);
    bool known;
    spec->endless = val_const_bool(&test, &known) && known;
    if (spec->test_binds)
        loop_edge(e, spec->where, false);
    air_id truth = val_bad(test) ? 0 : elab_truth(e, &test, spec->stmt->while_.test->where);
    if (!truth)
        truth = air_const_int(&e->b, HPC_BOOL, 1);
    air_raw(&e->b, AIR_OP_COND, (air_type){.kind = AIR_VOID}, &truth, 1, 0);
    loop_enter(e, body);
    loop_head(e);
    loop_body(e, spec);
}

void elab_while(elab *e, const ast_stmt *s)
{
    ast_names names = loop_assigned(e, &s->while_.body, NULL), bound = {0};
    elab_walrus_names(e, s->while_.test, &bound);
    for (uint32_t i = 0; i < bound.len; i++)
        if (!ast_names_has(&names, bound.items[i]))
            vec_push(e->arena, &names, bound.items[i]);
    loop_spec spec = {.where = s->while_.test->where,
                      .assigned = &names,
                      .orelse = &s->while_.orelse,
                      .emit = emit_while,
                      .body = while_body,
                      .stmt = s,
                      .test_binds = bound.len > 0};
    loop_run(e, &spec);
}
