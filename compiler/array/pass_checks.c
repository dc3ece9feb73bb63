/* checks. Needs: a function after ranges. Keeps: what it computes, and what fails first. Drops:
 * nothing; moves checks of indexes out of loops over arrays where the loop's bounds decide them.
 *
 *   for (0, %n, 1) {                          if (0 < %n) { index 0 (-1, %m) }
 *     store (%v, ...)                         for (0, %n, 1) {
 *     %k = index 0 (-1, %m)          ->         store (%v, ...)
 *     setelem (%u, %k, ...)                     setelem (%u, %m - 1, ...)
 *
 * A check that does not change is done in the first turn or never; one of the loop's own index fails
 * first where the index passes the extent. What the loop stored before is not seen by anything where
 * no handler is (docs/ir.md, "try"), so that only calls, output and other failures stay before it. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

typedef struct checks {
    arena *arena;
    air_fun *fun;
    bool *inside; /* by node: in the loop at hand */
    VEC(air_id) moved;
} checks;

static const air_node *at(const checks *c, air_id id)
{
    return air_at(c->fun, id);
}

/* ---- Which checks ---------------------------------------------------------------------------- */

static bool is_outer(const checks *c, air_id id)
{
    return id >= c->fun->nodes.len || !c->inside[id];
}

/* Neither fails nor is seen from outside, but for what it stores. */
static bool is_quiet(const air_node *n)
{
    switch (n->op) {
    case AIR_OP_MAP: return !air_fn_checked((air_fn)n->fn);
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
    case AIR_OP_SET:
    case AIR_OP_GET: return true;
    case AIR_OP_INDEX:
    case AIR_OP_INDEXES:
    case AIR_OP_BDIM:
    case AIR_OP_CHECK: return false;
    default: return air_op_class((air_op)n->op) == 'p' || air_op_class((air_op)n->op) == 'r';
    }
}

static bool works_on_arrays(const checks *c, const air_region *r)
{
    for (uint32_t i = 0; i < r->len; i++)
        if (at(c, r->items[i])->op == AIR_OP_STORE)
            return true;
    return false;
}

static bool all_outer(const checks *c, const air_node *n)
{
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!is_outer(c, n->args[i]))
            return false;
    return true;
}

/* The check of the loop's own index, from a constant that is not negative on. */
static bool is_own_index(const checks *c, const air_node *loop, const air_node *n)
{
    int64_t from, step;
    return n->op == AIR_OP_INDEX && n->args[0] == loop->body->items[0] && is_outer(c, n->args[1]) &&
           air_is_const(c->fun, loop->args[0], &from) && from >= 0 &&
           air_is_const(c->fun, loop->args[2], &step) && step == 1;
}

static bool is_fixed(const checks *c, const air_node *n)
{
    return (n->op == AIR_OP_INDEX || n->op == AIR_OP_CHECK) && all_outer(c, n);
}

/* Those of the first turn, up to what must come before them; those of the loop's index, too, if
 * nothing else can end the loop. */
static void collect(checks *c, const air_node *loop)
{
    const air_region *body = loop->body;
    bool quiet = true;
    for (uint32_t i = 0; i < body->len; i++) {
        const air_node *n = at(c, body->items[i]);
        quiet &= is_quiet(n) || is_fixed(c, n) || is_own_index(c, loop, n);
    }
    c->moved.len = 0;
    for (uint32_t i = 0; i < body->len; i++) {
        const air_node *n = at(c, body->items[i]);
        if (is_fixed(c, n) || (quiet && is_own_index(c, loop, n)))
            vec_push(c->arena, &c->moved, body->items[i]);
        else if (!is_quiet(n))
            return;
    }
}

/* ---- Moving ---------------------------------------------------------------------------------- */

/* What the check gives where it holds. */
static air_id value_of(air_builder *b, const air_node *n)
{
    int64_t index;
    if (air_is_const(b->fun, n->args[0], &index))
        return index < 0 ? air_map2(b, AIR_ADD, HPC_I64, n->args[1], n->args[0]) : n->args[0];
    air_id below = air_map2(b, AIR_LT, HPC_BOOL, n->args[0], air_i64(b, 0));
    air_id from_end = air_map2(b, AIR_ADD, HPC_I64, n->args[0], n->args[1]);
    return air_map(b, AIR_SELECT, HPC_I64, (air_id[]){below, from_end, n->args[0]}, 3, 0, NULL);
}

static void check_before(air_rewriter *w, const air_node *loop, air_id id)
{
    checks *c = w->user;
    air_builder *b = &w->b;
    air_node n = *at(c, id);
    int32_t loc = b->loc;
    b->loc = n.loc;
    if (n.op == AIR_OP_CHECK) {
        air_check(b, n.args[0], (int)n.imm, n.args + 1, n.nargs - 1);
    } else if (n.args[0] ==
               loop->body->items[0]) { /* the first that is not in range, or the last */
        air_id last = air_map2(b, AIR_ADD, HPC_I64, loop->args[1], air_i64(b, -1));
        last = air_map2(b, AIR_MIN, HPC_I64, last, n.args[1]);
        air_index(b, air_map2(b, AIR_MAX, HPC_I64, last, loop->args[0]), n.args[1],
                  (uint32_t)n.imm);
    } else {
        air_index(b, n.args[0], n.args[1], (uint32_t)n.imm);
    }
    b->loc = loc;
}

static void move(air_rewriter *w, const air_node *loop)
{
    checks *c = w->user;
    air_builder *b = &w->b;
    air_id runs = air_map2(b, AIR_LT, HPC_BOOL, loop->args[0], loop->args[1]);
    air_region *around = b->region, *then = air_region_new(b);
    b->region = then;
    for (uint32_t i = 0; i < c->moved.len; i++) {
        air_map_operands(w, c->moved.items[i]);
        check_before(w, loop, c->moved.items[i]);
    }
    b->region = around;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &runs;
    n.nargs = 1;
    n.body = then;
    air_emit(b, &n, AIR_FRESH);
    for (uint32_t i = 0; i < c->moved.len; i++) {
        const air_node m = *at(c, c->moved.items[i]);
        bool own = m.op == AIR_OP_INDEX && m.args[0] == loop->body->items[0];
        if (m.op == AIR_OP_INDEX)
            w->map[c->moved.items[i]] = own ? m.args[0] : value_of(b, &m);
    }
}

static air_visit visit(air_rewriter *w, air_id id)
{
    checks *c = w->user;
    const air_node n = *at(c, id);
    if (n.op == AIR_OP_INDEX && id < w->old_count && w->map[id])
        return AIR_DROP;
    int64_t step;
    if (n.op != AIR_OP_FOR || n.flags & AIR_FOR_PARALLEL || !works_on_arrays(c, n.body) ||
        !air_is_const(c->fun, n.args[2], &step) || step < 1)
        return AIR_KEEP;
    air_mark_nested(c->fun, n.body, c->inside, true);
    collect(c, &n);
    if (c->moved.len)
        move(w, &n);
    air_mark_nested(c->fun, n.body, c->inside, false);
    return AIR_KEEP;
}

void air_pass_checks(arena *a, air_module *m, air_fun *f)
{
    checks c = {.arena = a, .fun = f};
    bool loops = false, fails = false;
    for (air_id id = 1; id < f->nodes.len; id++) {
        loops |= air_at(f, id)->op == AIR_OP_FOR;
        fails |= air_at(f, id)->op == AIR_OP_INDEX || air_at(f, id)->op == AIR_OP_CHECK;
    }
    if (f->once || f->general || !loops || !fails || air_any_try(m))
        return;
    c.inside = ARENA_ARRAY(a, bool, f->nodes.len);
    air_rewriter w = {.user = &c, .visit = visit};
    air_rewrite(m, f, &w);
}
