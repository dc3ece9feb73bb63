/* Loops: `for` over anything that has a length and elements, `while`, and their edges.
 *
 * The names a body assigns are carried in variables. The body is elaborated with the types the
 * names have before the loop; when an edge brings a wider type, everything since the mark is
 * rewound and elaborated with that type. Types only widen, so this ends. */
#include "elab_scope.h"
#include "sequence.h"

enum { MAX_ROUNDS = 16, UNROLL_MOST = 64 };

/* What a loop is made of; parts may be called once a round. */
typedef struct loop_spec {
    span where;
    const ast_names *assigned;
    const ast_block *orelse;
    /* Emits the control node and everything inside; calls loop_body in its region. */
    void (*emit)(elab *e, struct loop_spec *spec);
    void (*body)(elab *e, struct loop_spec *spec);
    bool runs_once;           /* the body runs at least once */
    bool peeled;              /* its first turn was elaborated apart */
    bool straight;            /* exactly once: what edges bring does not flow back to the head */
    uint32_t broke;           /* out: variable that a break set, plus 1 (straight loops) */
    bool endless;             /* only a break leaves it */
    bool test_binds;          /* of a WHILE: its test has := */
    air_id start, stop, step; /* of a FOR */
    val index;
    const ast_block *block; /* the body's text, or NULL */
    const ast_stmt *stmt;
    val iterable;
    elab_element element;
    void *user;
} loop_spec;

static void enter(elab *e, air_region *region)
{
    e->b.region = region;
    air_new_epoch(&e->b);
}

static void run_loop(elab *e, loop_spec *spec);
static void peel(elab *e, loop_spec *spec);
static uint32_t short_range(elab *e, const loop_spec *spec);
static void unroll_range(elab *e, loop_spec *spec, uint32_t turns);
static void unroll(elab *e, loop_spec *spec, const ast_block *body);

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
        if (scope_declares_global(l->scope, assigned->items[i]))
            continue; /* its cell carries it */
        uint32_t slot = scope_slot(e, l->scope, assigned->items[i]);
        if (l->scope->names.items[slot].shared)
            continue;
        binding *b = &l->scope->names.items[slot];
        carried c = {.slot = slot, .bound = straight || b->state != UNBOUND};
        c.type = c.bound && !straight ? b->v.ty : NULL;
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
        count++;
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

static void else_part(elab *e, void *user)
{
    elab_block(e, ((loop_spec *)user)->orelse);
}

static void nothing(elab *e, void *user)
{
    (void)e, (void)user;
}

static void after_loop(elab *e, loop *l, loop_spec *spec, int diagnostics)
{
    report_unbound(e, l, diagnostics);
    spec->broke = l->breaks ? l->broke : 0;
    carry_out(e, l, true, spec->runs_once);
    e->scope->loop = l->outer;
    e->scope->reachable = !spec->endless || l->breaks;
    if (!spec->orelse || !spec->orelse->len)
        return;
    if (!l->breaks) {
        if (e->scope->reachable)
            elab_block(e, spec->orelse);
        return;
    }
    air_id broke = air_get(&e->b, l->broke - 1);
    elab_branch(e, broke, nothing, else_part, spec, spec->where);
}

static bool has_union(const ty *type)
{
    bool has = type->kind == TY_UNION;
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
    run_loop(e, &rest);
}

static void peeled_turns(elab *e, void *user)
{
    loop_spec turn = *(loop_spec *)user;
    turn.stop = air_map2(&e->b, AIR_ADD, HPC_I64, turn.start, turn.step);
    turn.straight = turn.runs_once = true;
    turn.orelse = NULL;
    run_loop(e, &turn);
    if (!e->scope->reachable)
        return;
    if (turn.broke)
        elab_branch(e, air_get(&e->b, turn.broke - 1), nothing, peeled_rest, user, turn.where);
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

static void run_loop(elab *e, loop_spec *spec)
{
    loop l = {.outer = e->scope->loop, .scope = binding_scope(e->scope)};
    collect_carried(e, &l, spec->assigned, spec->straight);
    env before = env_copy(e, &e->scope->names), around = env_copy(e, &l.scope->names);
    air_mark mark = air_mark_here(&e->b);
    int diagnostics = diag_count(e->diags);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        l.retry = l.breaks = false;
        e->scope->loop = &l;
        if (spec->straight || (spec->orelse && spec->orelse->len)) {
            l.broke = vars_new(e, "broke", flag_type(e)) + 1;
            air_set(&e->b, l.broke - 1, air_const_int(&e->b, HPC_BOOL, 0));
        }
        carry_in(e, &l, spec->straight, spec->where);
        air_region *outer = e->b.region;
        l.around = e->loops;
        l.wish = NULL;
        l.is_short = short_range(e, spec) != 0;
        e->loops = &l;
        spec->emit(e, spec);
        e->loops = l.around;
        enter(e, outer);
        uint32_t turns = l.apart ? short_range(e, spec) : 0;
        if (l.wish && !turns)
            elab_error(e, l.wish_where, "TypeError", "%s must be known when compiling", l.wish);
        if (turns) {
            mark.funs = e->air->funs.len;
            air_rewind(&e->b, mark);
            diag_truncate(e->diags, diagnostics);
            restore(e->scope, &before);
            restore(l.scope, &around);
            e->scope->loop = l.outer;
            if (spec->iterable.ty->kind == TY_RANGE)
                unroll_range(e, spec, turns);
            else
                unroll(e, spec, spec->block);
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

/* The body in its region, with the names at their head values, and the edge back. */
static void loop_body(elab *e, loop_spec *spec)
{
    spec->body(e, spec);
    if (e->scope->reachable)
        loop_edge(e, spec->where, false);
    e->scope->reachable = true;
}

/* ---- for ------------------------------------------------------------------------------------ */

static void emit_for(elab *e, loop_spec *spec)
{
    elab_at(e, spec->where);
    air_id bounds[] = {spec->start, spec->stop, spec->step};
    air_id node = air_raw(&e->b, AIR_OP_FOR, (air_type){.kind = AIR_VOID}, bounds, 3, 0);
    air_region *region = air_region_new(&e->b);
    air_at(e->b.fun, node)->body = region;
    enter(e, region);
    air_id index = air_raw(&e->b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    if (!spec->straight)
        carry_out(e, e->scope->loop, false, false);
    spec->index = val_of(e, ty_basic(e->types, TY_INT), index);
    loop_body(e, spec);
}

static air_id i64_const(elab *e, int64_t value)
{
    return air_const_int(&e->b, HPC_I64, value);
}

/* An iterable as a length and a way to get an element by position. */
static bool iter_length(elab *e, const val *it, span where, air_id *length);
static val iter_element(elab *e, const val *it, air_id at, span where);

static air_id wrap_op(elab *e, air_fn fn, air_id a, air_id b)
{
    return air_map2(&e->b, fn, HPC_I64, a, b);
}

/* max(0, ceil((stop - start) / step)); a run-time step is checked not to be zero. */
static air_id range_length(elab *e, const val *range)
{
    air_id start = val_node(e, &range->items[0]), stop = val_node(e, &range->items[1]);
    air_id step = val_node(e, &range->items[2]), zero = i64_const(e, 0);
    air_id up = air_map2(&e->b, AIR_GT, HPC_BOOL, step, zero);
    air_id round = air_map3(&e->b, AIR_SELECT, HPC_I64, up, i64_const(e, -1), i64_const(e, 1));
    air_id distance =
        wrap_op(e, AIR_ADD, wrap_op(e, AIR_SUB, stop, start), wrap_op(e, AIR_ADD, step, round));
    air_id length = wrap_op(e, AIR_FLOORDIV, distance, step);
    return wrap_op(e, AIR_MAX, length, zero);
}

static bool zip_length(elab *e, const val *it, span where, air_id *length)
{
    *length = 0;
    for (uint32_t i = 0; i < it->count; i++) {
        air_id one;
        if (!iter_length(e, &it->items[i], where, &one))
            return false;
        *length = *length ? wrap_op(e, AIR_MIN, *length, one) : one;
    }
    if (!*length)
        *length = i64_const(e, 0);
    return true;
}

static bool iter_length(elab *e, const val *it, span where, air_id *length)
{
    switch (it->ty->kind) {
    case TY_RANGE: *length = range_length(e, it); return true;
    case TY_ARRAY:
        if (it->ty->rank == 0) {
            elab_error(e, where, "TypeError", "iteration over a 0-d array");
            return false;
        }
        *length = val_extent(e, it, 0);
        return true;
    case TY_LIST:
        if (!it->is_literal_list) {
            val n = elab_call_named(e, "len", it, 1, where);
            *length = val_bad(n) ? 0 : val_node(e, &n);
            return *length != 0;
        }
        /* fall through */
    case TY_TUPLE: *length = i64_const(e, it->count); return true;
    case TY_STR: *length = seq_length(e, it, where); return *length != 0;
    case TY_ITER: /* enumerate: the iterable and the start; zip; reversed: the iterable */
        if (strcmp(it->ty->name, "zip") == 0)
            return zip_length(e, it, where, length);
        return iter_length(e, &it->items[0], where, length);
    default:
        elab_error(e, where, "TypeError", "'%s' object is not iterable", ty_name(e->arena, it->ty));
        return false;
    }
}

static val iter_array(elab *e, const val *it, air_id at)
{
    uint32_t rank = it->ty->rank;
    if (rank == 1) {
        air_id element = air_elem(&e->b, it->node, &at);
        return val_array(e, element);
    }
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    view.start[0] = at;
    for (uint32_t i = 1; i < rank; i++) {
        view.axis[i - 1] = (int8_t)i;
        shape[i - 1] = val_extent(e, it, i);
    }
    return val_array(e, air_view_new(&e->b, it->node, &view, rank - 1, shape));
}

/* An element of a tuple or literal list of numbers of one type, by a run-time position. */
static val iter_tuple(elab *e, const val *it, air_id at, span where)
{
    air_id nodes[UNROLL_MOST];
    hpc_dtype dtype = it->count ? ty_dtype_of(it->items[0].ty) : HPC_I64;
    for (uint32_t i = 0; i < it->count && i < UNROLL_MOST; i++)
        nodes[i] = val_cast_node(e, &it->items[i], dtype, where);
    air_id extent = i64_const(e, it->count);
    air_id table = air_raw(&e->b, AIR_OP_LITERAL,
                           (air_type){AIR_ARRAY, (uint8_t)dtype, 1, AIR_C_ORDER | AIR_UNIT_LAST},
                           nodes, it->count, 0);
    air_node *n = air_at(e->b.fun, table);
    n->shape = ARENA_ARRAY(e->arena, air_id, 1);
    n->shape[0] = extent;
    return val_of(e, it->items[0].ty, air_elem(&e->b, table, &at));
}

static val iter_zip(elab *e, const val *it, air_id at, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, it->count);
    for (uint32_t i = 0; i < it->count; i++)
        items[i] = iter_element(e, &it->items[i], at, where);
    return val_tuple(e, items, it->count);
}

static val iter_iter(elab *e, const val *it, air_id at, span where)
{
    if (strcmp(it->ty->name, "zip") == 0)
        return iter_zip(e, it, at, where);
    if (strcmp(it->ty->name, "enumerate") == 0) {
        val pair[2];
        pair[0] = val_int_node(e, wrap_op(e, AIR_ADD, at, val_node(e, &it->items[1])));
        pair[1] = iter_element(e, &it->items[0], at, where);
        return val_tuple(e, pair, 2);
    }
    air_id length;
    if (!iter_length(e, &it->items[0], where, &length))
        return val_never(e);
    air_id last = wrap_op(e, AIR_SUB, length, i64_const(e, 1));
    return iter_element(e, &it->items[0], wrap_op(e, AIR_SUB, last, at), where);
}

static val iter_element(elab *e, const val *it, air_id at, span where)
{
    switch (it->ty->kind) {
    case TY_RANGE: {
        air_id offset = wrap_op(e, AIR_MUL, at, val_node(e, &it->items[2]));
        return val_int_node(e, wrap_op(e, AIR_ADD, val_node(e, &it->items[0]), offset));
    }
    case TY_ARRAY: return iter_array(e, it, at);
    case TY_STR: return op_getitem(e, *it, val_int_node(e, at), where);
    case TY_ITER: return iter_iter(e, it, at, where);
    case TY_LIST:
        if (!it->is_literal_list)
            return op_getitem(e, *it, val_int_node(e, at), where);
        /* fall through */
    default: return iter_tuple(e, it, at, where);
    }
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

/* The number of turns of a loop over a range that is known and short, else 0: where the types of
 * the turns differ (a tuple that grows), each turn is elaborated with its own. */
static uint32_t short_range(elab *e, const loop_spec *spec)
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
    if (it->ty->kind == TY_ITER)
        return static_element(e, &it->items[0], it->items[0].count - 1 - at, where);
    return iter_element(e, it, i64_const(e, at), where);
}

/* With break or continue an unrolled loop is a chain of loops of one turn, so that these have a
 * target; the turns after a break are skipped by its flag. */
typedef struct unrolled {
    loop_spec *spec;
    uint32_t at, count;
} unrolled;

static void unrolled_turn(elab *e, loop_spec *turn)
{
    unrolled *u = turn->user;
    val element = static_element(e, &u->spec->iterable, u->at, u->spec->where);
    if (!val_bad(element))
        u->spec->element(e, element, u->spec->user);
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
    turn.start = i64_const(e, 0);
    turn.stop = turn.step = i64_const(e, 1);
    run_loop(e, &turn);
    u->at++;
    if (!e->scope->reachable)
        return;
    if (turn.broke)
        elab_branch(e, air_get(&e->b, turn.broke - 1), nothing, unrolled_rest, u, u->spec->where);
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

static void unroll(elab *e, loop_spec *spec, const ast_block *body)
{
    air_id length;
    int64_t count;
    bool jumps = false;
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
    for (; u.at < u.count && e->scope->reachable; u.at++) {
        val element = static_element(e, &spec->iterable, u.at, spec->where);
        if (!val_bad(element))
            spec->element(e, element, spec->user);
    }
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

/* `block` (or NULL) is the body's text, looked at for break and continue. */
static void elab_iterate_block(elab *e, val iterable, span where, elab_element body,
                               const ast_names *assigned, const ast_block *orelse,
                               const ast_block *block, void *user)
{
    loop_spec spec = {.where = where,
                      .assigned = assigned,
                      .orelse = orelse,
                      .emit = emit_for,
                      .body = iterate_body,
                      .iterable = iterable,
                      .element = body,
                      .user = user,
                      .block = block};
    if (needs_unrolling(&iterable) || is_loop_of_axes(e, &iterable)) {
        unroll(e, &spec, block);
        return;
    }
    int64_t step = 1, first = 0, last = 0;
    elab_at(e, where);
    spec.step = i64_const(e, 1);
    spec.start = i64_const(e, 0);
    if (iterable.ty->kind == TY_RANGE && val_const_int(&iterable.items[2], &step)) {
        spec.start = val_node(e, &iterable.items[0]);
        spec.stop = val_node(e, &iterable.items[1]);
        spec.step = i64_const(e, step);
    } else if (!iter_length(e, &iterable, where, &spec.stop)) {
        return;
    }
    bool known =
        air_is_const(e->b.fun, spec.start, &first) && air_is_const(e->b.fun, spec.stop, &last);
    spec.runs_once = known && (step < 0 ? first > last : first < last);
    if (known && !spec.runs_once) { /* no turn ever */
        if (orelse)
            elab_block(e, orelse);
        return;
    }
    run_loop(e, &spec);
}

static void unroll_range(elab *e, loop_spec *spec, uint32_t turns)
{
    int64_t start = 0, step = 1;
    val *items = ARENA_ARRAY(e->arena, val, turns);
    air_is_const(e->b.fun, spec->start, &start);
    air_is_const(e->b.fun, spec->step, &step);
    for (uint32_t i = 0; i < turns; i++)
        items[i] = val_int(e, start + (int64_t)i * step);
    spec->iterable = val_tuple(e, items, turns);
    unroll(e, spec, spec->block);
}

void elab_iterate(elab *e, val iterable, span where, elab_element body, const ast_names *assigned,
                  const ast_block *orelse, void *user)
{
    elab_iterate_block(e, iterable, where, body, assigned, orelse, NULL, user);
}

static void for_element(elab *e, val element, void *user)
{
    const ast_stmt *s = user;
    elab_assign(e, s->for_.target, element);
    elab_block(e, &s->for_.body);
}

/* Names that the loop binds: those of its body and its target. */
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

static ast_names assigned_names(elab *e, const ast_block *body, const ast_expr *target)
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
    return names;
}

void elab_for(elab *e, const ast_stmt *s)
{
    val iterable = elab_expr(e, s->for_.iterable);
    if (val_bad(iterable))
        return;
    ast_names names = assigned_names(e, &s->for_.body, s->for_.target);
    elab_iterate_block(e, iterable, s->for_.iterable->where, for_element, &names, &s->for_.orelse,
                       &s->for_.body, (void *)s);
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
    enter(e, head);
    carry_out(e, e->scope->loop, false, false);
    val test = elab_expr(e, spec->stmt->while_.test);
    bool known;
    spec->endless = val_const_bool(&test, &known) && known;
    if (spec->test_binds)
        loop_edge(e, spec->where, false);
    air_id truth = val_bad(test) ? 0 : elab_truth(e, &test, spec->stmt->while_.test->where);
    if (!truth)
        truth = air_const_int(&e->b, HPC_BOOL, 1);
    air_raw(&e->b, AIR_OP_COND, (air_type){.kind = AIR_VOID}, &truth, 1, 0);
    enter(e, body);
    carry_out(e, e->scope->loop, false, false);
    loop_body(e, spec);
}

void elab_while(elab *e, const ast_stmt *s)
{
    ast_names names = assigned_names(e, &s->while_.body, NULL), bound = {0};
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
    run_loop(e, &spec);
}
