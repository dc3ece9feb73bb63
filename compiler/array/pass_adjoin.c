/* adjoin. Needs: a function after simplify. Keeps: what it computes and in what order it fails.
 * Drops: nothing; moves reductions of whole arrays of one shape next to the first of them, so that
 * lowering folds them in one pass over memory.
 *
 *   %1 = reduce add 1 (%v)              %1 = reduce add 1 (%v)
 *   %2 = map div (%1, %n)       ->      %3 = reduce min 1 (%v)
 *   %3 = reduce min 1 (%v)              %2 = map div (%1, %n)
 */
#include "air_alias.h"
#include "air_internal.h"
#include "air_passes.h"

enum { MAX_CONE = 32, MAX_LEADERS = 8 /* that a reduction is tried with: the newest */ };

typedef struct adjoin {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    air_id *leader; /* by node: the reduction that it moves next to; 0: it stays */
    VEC(air_id) cone;
} adjoin;

static const air_node *at(const adjoin *z, air_id id)
{
    return air_at(z->fun, id);
}

static bool is_whole(const adjoin *z, air_id id)
{
    const air_node *n = at(z, id);
    return n->op == AIR_OP_REDUCE && n->type.kind == AIR_SCALAR;
}

static bool same_shape(const adjoin *z, air_id x, air_id y)
{
    const air_node *a = at(z, at(z, x)->args[0]), *b = at(z, at(z, y)->args[0]);
    return a->type.rank == b->type.rank &&
           memcmp(a->shape, b->shape, a->type.rank * sizeof *a->shape) == 0;
}

/* Could the node be computed right before `leader` instead of at its place? */
static bool can_move(const adjoin *z, air_id id, air_id leader)
{
    const air_node *n = at(z, id);
    switch (n->op) {
    case AIR_OP_MAP:
        if (air_fn_checked((air_fn)n->fn))
            return false;
        break;
    case AIR_OP_VIEW:
    case AIR_OP_COPY:
    case AIR_OP_FILL:
    case AIR_OP_COORD:
    case AIR_OP_REDUCE: break;
    default: return false;
    }
    if (air_is_fresh(z->fun, id) && n->op != AIR_OP_VIEW && n->type.kind == AIR_ARRAY &&
        air_is_touched(z->alias, id))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, leader, id, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static bool reach(adjoin *z, air_id id, air_id leader);

static bool reach_all(adjoin *z, const air_id *ids, uint32_t count, air_id leader)
{
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] && !reach(z, ids[i], leader))
            return false;
    return true;
}

/* Collects what must move along: the nodes between the leader and this one that it is made of. */
static bool reach(adjoin *z, air_id id, air_id leader)
{
    const air_node *n = at(z, id), *first = at(z, leader);
    if (n->home != first->home || air_place(z->alias, id) < air_place(z->alias, leader) ||
        (z->leader[id] == leader && !is_whole(z, id)))
        return true; /* of an enclosing region, or before the leader */
    for (uint32_t i = 0; i < z->cone.len; i++)
        if (z->cone.items[i] == id)
            return true;
    bool inner = z->cone.len > 0;
    if (id == leader || z->leader[id] || z->cone.len == MAX_CONE ||
        (inner && n->op == AIR_OP_REDUCE) || !can_move(z, id, leader))
        return false;
    vec_push(z->arena, &z->cone, id);
    if (n->type.kind == AIR_ARRAY && !reach_all(z, n->shape, n->type.rank, leader))
        return false;
    if (n->op == AIR_OP_VIEW && (!reach_all(z, n->view->start, HPC_MAX_RANK, leader) ||
                                 !reach_all(z, n->view->step, HPC_MAX_RANK, leader)))
        return false;
    return reach_all(z, n->args, n->nargs, leader);
}

static bool join(adjoin *z, air_id id, air_id leader)
{
    const air_node *n = at(z, id);
    bool may_fail = n->fn == AIR_MIN || n->fn == AIR_MAX;
    z->cone.len = 0;
    if (!same_shape(z, id, leader) || (may_fail && air_effects_between(z->alias, leader, id)) ||
        !reach(z, id, leader))
        return false;
    for (uint32_t i = 0; i < z->cone.len; i++)
        z->leader[z->cone.items[i]] = leader;
    return true;
}

/* Before each leader what its followers are made of, after it the followers. */
static void rebuild(adjoin *z, air_region *r)
{
    air_id *items = r->items;
    uint32_t count = r->len;
    r->items = NULL;
    r->len = r->cap = 0;
    for (uint32_t i = 0; i < count; i++) {
        air_id id = items[i];
        if (z->leader[id])
            continue;
        for (uint32_t k = i + 1; is_whole(z, id) && k < count; k++)
            if (z->leader[items[k]] == id && !is_whole(z, items[k]))
                vec_push(z->arena, r, items[k]);
        vec_push(z->arena, r, id);
        for (uint32_t k = i + 1; is_whole(z, id) && k < count; k++)
            if (z->leader[items[k]] == id && is_whole(z, items[k]))
                vec_push(z->arena, r, items[k]);
    }
}

static void meet_region(adjoin *z, air_region *r)
{
    VEC(air_id) leaders = {0};
    bool moved = false;
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        meet_region(z, at(z, id)->body);
        meet_region(z, at(z, id)->other);
        if (!is_whole(z, id))
            continue;
        bool joined = false;
        uint32_t first = leaders.len > MAX_LEADERS ? leaders.len - MAX_LEADERS : 0;
        for (uint32_t k = first; k < leaders.len && !joined; k++)
            joined = join(z, id, leaders.items[k]);
        if (!joined)
            vec_push(z->arena, &leaders, id);
        moved |= joined;
    }
    if (moved)
        rebuild(z, r);
}

void air_pass_adjoin(arena *a, air_module *m, air_fun *f)
{
    uint32_t reductions = 0;
    for (air_id id = 1; id < f->nodes.len; id++)
        reductions += air_at(f, id)->op == AIR_OP_REDUCE && air_at(f, id)->type.kind == AIR_SCALAR;
    if (reductions < 2)
        return;
    adjoin z = {.arena = m->arena, .fun = f, .alias = air_alias_new(a, m, f)};
    z.leader = ARENA_ARRAY(a, air_id, f->nodes.len);
    meet_region(&z, f->body);
}
