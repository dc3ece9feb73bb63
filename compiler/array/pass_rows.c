/* rows. Needs: a function after simplify. Keeps: what it computes, and every order of summation.
 * Drops: passes over memory. Where rows are reduced and the results meet the same rows again, one
 * loop over the rows does all of it while a row is in the nearest cache.
 *
 *   %2 = reduce add 2 (%x) keepdims             %4 = empty
 *   %3 = map div (%x, %2)               ->      for (0, %n, 1) {
 *   return (%3)                                   %i = indvar
 *                                                 %5 = view (%x) axes [1] start [%i, _]
 *                                                 %6 = reduce add 1 (%5)
 *                                                 %7 = map div (%5, %6)
 *                                                 store (view (%4) axes [1] start [%i, _], %7)
 *                                               }
 *
 * A group ends in a sink: an array that becomes a buffer, or a store. It holds what only the sink's
 * row i needs for row i and nothing else uses. Intermediate arrays shrink to one row. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"
#include "air_row.h"
#include "fuse.h"

enum {
    MAX_MEMBERS = 256, /* of a group: all of them are collected for every sink */
    MAX_STEPS = 32     /* from a sink to the nearest reduction that it is made of */
};

typedef struct rows {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    air_fusion fusion;
    air_id *group;  /* by node: the sink that it is computed for; 0 none */
    uint8_t *steps; /* by node: to the nearest reduction that it is made of; at most MAX_STEPS */
    VEC(air_id) order;
    VEC(air_id) members; /* of the group at hand */
    VEC(air_id) pending; /* of them: to be looked at again */
    air_id *use_first;   /* uses of node i: use_by[use_first[i]] ... */
    air_id *use_by;
    air_id sink;    /* the one that is built at hand */
    uint32_t count; /* of nodes before the pass */
} rows;

static const air_node *at(const rows *z, air_id id)
{
    return air_at(z->fun, id);
}

/* ---- Uses ------------------------------------------------------------------------------------ */

static void walk(rows *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        vec_push(z->arena, &z->order, r->items[i]);
        walk(z, at(z, r->items[i])->other);
        walk(z, at(z, r->items[i])->body);
    }
}

static void list_uses(rows *z)
{
    uint32_t count = z->fun->nodes.len;
    z->use_first = ARENA_ARRAY(z->arena, air_id, count + 2);
    for (uint32_t i = 0; i < z->order.len; i++) {
        const air_node *n = at(z, z->order.items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            z->use_first[n->args[k] + 2]++;
    }
    for (uint32_t i = 2; i < count + 2; i++)
        z->use_first[i] += z->use_first[i - 1];
    z->use_by = ARENA_ARRAY(z->arena, air_id, z->use_first[count + 1] + 1);
    for (uint32_t i = 0; i < z->order.len; i++) {
        const air_node *n = at(z, z->order.items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            z->use_by[z->use_first[n->args[k] + 1]++] = z->order.items[i];
    }
}

/* ---- Groups ---------------------------------------------------------------------------------- */

static const air_node *shape_of_sink(const rows *z, air_id sink)
{
    const air_node *n = at(z, sink);
    return n->op == AIR_OP_STORE ? at(z, n->args[0]) : n;
}

/* Costs nothing to compute again: other uses do not matter. */
static bool is_source(const air_node *n)
{
    return n->op == AIR_OP_FILL || n->op == AIR_OP_COORD;
}

static bool may_fail(const air_node *n)
{
    return n->op == AIR_OP_REDUCE && (n->fn == AIR_MIN || n->fn == AIR_MAX);
}

/* Could the node be computed at the sink's place, row by row? */
static bool eligible(const rows *z, air_id id, air_id sink)
{
    const air_node *n = at(z, id), *s = shape_of_sink(z, sink);
    if (z->group[id] || n->home != at(z, sink)->home || !air_has_rows(z->fun, id) ||
        n->shape[0] != s->shape[0] || !air_is_fresh(z->fun, air_root(z->fun, id)) ||
        z->fusion.decision[id] == AIR_UNUSED)
        return false;
    if (n->op == AIR_OP_VIEW)
        return z->group[n->args[0]] == sink;
    if (air_may_write_between(z->alias, id, sink, id) ||
        (may_fail(n) && air_effects_between(z->alias, id, sink)))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, id, sink, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static void collect(rows *z, air_id id, air_id sink)
{
    const air_node *n = at(z, id);
    if (n->type.kind != AIR_ARRAY)
        return;
    if (n->op == AIR_OP_VIEW)
        collect(z, n->args[0], sink);
    if (z->members.len == MAX_MEMBERS || !eligible(z, id, sink))
        return;
    z->group[id] = sink;
    vec_push(z->arena, &z->members, id);
    for (uint32_t i = 0; i < n->nargs && n->op != AIR_OP_VIEW; i++)
        collect(z, n->args[i], sink);
}

/* Used by what is not in the group; `before`: at a place before the sink's, or where the array itself
 * must have been made by another kind of node. */
static bool used_elsewhere(const rows *z, air_id id, air_id sink, bool before)
{
    const air_node *n = at(z, id);
    bool gives = (n->op == AIR_OP_MAP || n->op == AIR_OP_REDUCE) && n->type.facts & AIR_C_ORDER;
    for (uint32_t i = z->use_first[id]; i < z->use_first[id + 1]; i++) {
        air_id by = z->use_by[i];
        if (by != sink && z->group[by] != sink && z->fusion.decision[by] != AIR_UNUSED &&
            (!before || !gives || air_place(z->alias, by) < air_place(z->alias, sink)))
            return true;
    }
    return false;
}

/* Used before the loop by something else, or a view of what does not go along. */
static bool must_stay(const rows *z, air_id id, air_id sink)
{
    const air_node *n = at(z, id);
    bool cut = n->op == AIR_OP_VIEW && z->group[n->args[0]] != sink;
    return cut || (!is_source(n) && used_elsewhere(z, id, sink, true));
}

/* What something else uses before the loop stays whole; then so does what it is made of, and views
 * of it: they are looked at again. */
static void drop_shared(rows *z, air_id sink)
{
    z->pending.len = 0;
    for (uint32_t i = 0; i < z->members.len; i++)
        vec_push(z->arena, &z->pending, z->members.items[i]);
    while (z->pending.len) {
        air_id id = z->pending.items[--z->pending.len];
        if (z->group[id] != sink || !must_stay(z, id, sink))
            continue;
        z->group[id] = 0;
        for (uint32_t i = 0; i < at(z, id)->nargs; i++)
            vec_push(z->arena, &z->pending, at(z, id)->args[i]);
        for (uint32_t i = z->use_first[id]; i < z->use_first[id + 1]; i++)
            if (at(z, z->use_by[i])->op == AIR_OP_VIEW)
                vec_push(z->arena, &z->pending, z->use_by[i]);
    }
}

static void forget(rows *z)
{
    for (uint32_t i = 0; i < z->members.len; i++)
        z->group[z->members.items[i]] = 0;
}

/* A store must not change what later rows read. */
static bool store_is_safe(const rows *z, air_id sink)
{
    const air_node *s = at(z, sink);
    if (s->op != AIR_OP_STORE)
        return true;
    air_id target = air_root(z->fun, s->args[0]);
    for (uint32_t i = 0; i <= z->members.len; i++) {
        air_id id = i < z->members.len ? z->members.items[i] : sink;
        const air_node *n = at(z, id);
        if (id != sink && z->group[id] != sink)
            continue;
        for (uint32_t k = id == sink; k < n->nargs; k++) {
            air_id x = n->args[k];
            if (at(z, x)->type.kind == AIR_ARRAY && z->group[x] != sink && x != s->args[0] &&
                air_may_alias(z->alias, air_root(z->fun, x), target))
                return false;
        }
    }
    return true;
}

/* A few elements are reduced where they are used. */
static bool is_pass(const rows *z, air_id id)
{
    const air_node *n = at(z, id);
    int64_t size = 1, extent;
    if (n->op != AIR_OP_REDUCE)
        return false;
    const air_node *x = at(z, n->args[0]);
    for (uint32_t s = 0; s < x->type.rank; s++)
        if (n->imm >> s & 1)
            size = air_is_const(z->fun, x->shape[s], &extent) && extent <= 16 ? size * extent : 17;
    return size > 16;
}

/* Does the loop save a pass over rows? A reduction that is followed by another one, or by the rows
 * again. */
static bool pays(const rows *z, air_id sink)
{
    uint32_t passes = 0;
    for (uint32_t i = 0; i < z->members.len; i++)
        passes += z->group[z->members.items[i]] == sink && is_pass(z, z->members.items[i]);
    return passes > 1 || (passes && shape_of_sink(z, sink)->type.rank > 1);
}

static void count_steps(rows *z)
{
    z->steps = ARENA_ARRAY(z->arena, uint8_t, z->fun->nodes.len);
    for (uint32_t i = 0; i < z->order.len; i++) {
        air_id id = z->order.items[i];
        const air_node *n = at(z, id);
        uint8_t least = is_pass(z, id) ? 0 : MAX_STEPS;
        for (uint32_t k = 0; k < n->nargs; k++)
            if (n->args[k] && z->steps[n->args[k]] < least)
                least = (uint8_t)(z->steps[n->args[k]] + 1);
        z->steps[id] = least;
    }
}

static bool is_sink(const rows *z, air_id id)
{
    const air_node *n = at(z, id);
    if (n->op == AIR_OP_STORE) {
        const air_node *to = at(z, n->args[0]), *value = at(z, n->args[1]);
        return n->nargs == 2 && value->type.kind == AIR_ARRAY && to->type.rank >= 1 &&
               value->type.rank == to->type.rank && value->shape[0] == to->shape[0] &&
               !air_is_one(z->fun, to->shape[0]);
    }
    return n->op == AIR_OP_MAP && n->type.kind == AIR_ARRAY && n->type.rank >= 1 && !z->group[id] &&
           z->fusion.decision[id] == AIR_BUFFER && n->type.facts & AIR_C_ORDER &&
           air_has_rows(z->fun, id) && !air_is_one(z->fun, n->shape[0]);
}

static void find_groups(rows *z)
{
    for (uint32_t i = z->order.len; i-- > 0;) {
        air_id sink = z->order.items[i];
        const air_node *n = at(z, sink);
        if (z->steps[sink] == MAX_STEPS || !is_sink(z, sink))
            continue;
        z->members.len = 0;
        for (uint32_t k = n->op == AIR_OP_STORE; k < n->nargs; k++)
            collect(z, n->args[k], sink);
        drop_shared(z, sink);
        if (pays(z, sink) && store_is_safe(z, sink))
            z->group[sink] = sink;
        else
            forget(z);
    }
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Rebuilt views are new nodes: they are where their source is. */
static bool inside(void *user, air_id id)
{
    const rows *z = user;
    if (at(z, id)->op == AIR_OP_VIEW)
        return air_has_rows(z->fun, id) && inside(user, at(z, id)->args[0]);
    return id < z->count && z->group[id] == z->sink;
}

static void store_row(air_builder *b, air_id to, air_id index, air_id row)
{
    if (air_at(b->fun, to)->type.rank == 1)
        air_setelem(b, to, &index, row);
    else
        air_store(b, air_row_of_memory(b, to, index), row, 0);
}

static air_id empty_like(air_builder *b, air_id array)
{
    const air_node *n = air_at(b->fun, array);
    air_node made = air_blank(AIR_OP_EMPTY, n->type);
    made.shape = n->shape;
    return air_emit(b, &made, AIR_FRESH);
}

/* Rows of the arrays that are used after the loop, too. */
static void give_others(air_rewriter *w, air_rows *r, const air_id *to)
{
    for (air_id id = 1; id < w->old_count; id++)
        if (to[id])
            store_row(&w->b, to[id], r->index, air_row(r, id));
}

static air_id *make_others(air_rewriter *w, air_id sink)
{
    rows *z = w->user;
    air_id *to = ARENA_ARRAY(z->arena, air_id, w->old_count);
    for (air_id id = 1; id < w->old_count; id++)
        if (id != sink && z->group[id] == sink && !w->map[id] && !is_source(at(z, id)) &&
            at(z, id)->op != AIR_OP_VIEW && used_elsewhere(z, id, sink, false))
            to[id] = empty_like(&w->b, id);
    return to;
}

static void build(air_rewriter *w, air_id sink)
{
    rows *z = w->user;
    air_builder *b = &w->b;
    const air_node n = *at(z, sink);
    bool stores = n.op == AIR_OP_STORE;
    remark_add(b->module->remarks, REMARK_ROWS, z->fun->index, 0, n.loc, NULL, NULL);
    air_id to = stores ? n.args[0] : empty_like(b, sink), *others = make_others(w, sink);
    air_region *outer = b->region, *body = air_region_new(b);
    air_id count = at(z, to)->shape[0];
    b->region = body;
    air_id index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    air_rows r = {.b = b, .arena = z->arena, .index = index, .inside = inside, .user = z};
    z->sink = sink;
    give_others(w, &r, others);
    store_row(b, to, index, air_row(&r, stores ? n.args[1] : sink));
    b->region = outer;
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){air_i64(b, 0), count, air_i64(b, 1)};
    loop.nargs = 3;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
    if (!stores)
        w->map[sink] = to;
    for (air_id id = 1; id < w->old_count; id++)
        if (others[id])
            w->map[id] = others[id];
}

static air_visit visit(air_rewriter *w, air_id id)
{
    rows *z = w->user;
    if (id >= w->old_count || z->group[id] != id)
        return AIR_KEEP;
    build(w, id);
    return AIR_DROP;
}

void air_pass_rows(arena *a, air_module *m, air_fun *f)
{
    if (f->once || f->general)
        return;
    rows z = {.arena = a, .fun = f, .count = f->nodes.len};
    bool reduces = false;
    walk(&z, f->body);
    for (uint32_t i = 0; i < z.order.len && !reduces; i++)
        reduces = at(&z, z.order.items[i])->op == AIR_OP_REDUCE &&
                  at(&z, z.order.items[i])->type.kind == AIR_ARRAY;
    if (!reduces)
        return;
    z.alias = air_alias_new(a, m, f);
    z.fusion = air_fuse(a, m, f);
    z.group = ARENA_ARRAY(a, air_id, f->nodes.len);
    list_uses(&z);
    count_steps(&z);
    find_groups(&z);
    air_rewriter w = {.user = &z, .visit = visit};
    air_rewrite(m, f, &w);
}
