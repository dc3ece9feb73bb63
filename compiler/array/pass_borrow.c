/* borrow. Needs: a function after simplify. Keeps: what it computes. Drops: copies of arrays that
 * are only read, before the array that was copied changes.
 *
 *   %2 = copy (%u)                               %3 = view (%u) [1:]
 *   %3 = view (%2) [1:]                          %4 = view (%u) [:-1]
 *   %4 = view (%2) [:-1]                 ->      %5 = map sub (%3, %4)
 *   %5 = map sub (%3, %4)                        store (view (%u) [1:], %5)
 *   store (view (%u) [1:], %5)
 *
 * A store reads all of its right side before it writes, so that `un = u.copy()` before it says
 * nothing more. A copy may have another memory order than its source: what is computed from it must
 * end in stores, where the order cannot be seen. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

typedef struct use {
    air_id by;
    uint32_t arg;
} use;

typedef struct borrow {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    uint32_t *first; /* by node: where its uses begin in `uses` */
    use *uses;
    uint8_t *stored; /* by node: 1 its value ends in stores alone, 2 it does not */
    bool *drops;     /* by node: copies that are not needed, */
    bool *views;     /* and views of them */
} borrow;

static const air_node *at(const borrow *z, air_id id)
{
    return air_at(z->fun, id);
}

static void count_uses(borrow *z, const air_region *r, bool fill)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        for (uint32_t k = 0; k < n->nargs && n->op != AIR_OP_DIM; k++) {
            if (fill)
                z->uses[--z->first[n->args[k]]] = (use){r->items[i], k};
            else
                z->first[n->args[k]]++;
        }
        count_uses(z, n->body, fill);
        count_uses(z, n->other, fill);
    }
}

static void list_uses(borrow *z)
{
    uint32_t count = z->fun->nodes.len, sum = 0;
    z->first = ARENA_ARRAY(z->arena, uint32_t, count + 1);
    count_uses(z, z->fun->body, false);
    for (uint32_t i = 0; i <= count; i++)
        z->first[i] = sum += z->first[i];
    z->uses = ARENA_ARRAY(z->arena, use, sum + 1);
    count_uses(z, z->fun->body, true);
}

static bool is_stored_value(const borrow *z, use u)
{
    return at(z, u.by)->op == AIR_OP_STORE && u.arg == 1;
}

/* Does what is computed from the elementwise value end in stores alone? */
static bool ends_in_stores(borrow *z, air_id map)
{
    if (z->stored[map])
        return z->stored[map] == 1;
    bool ends = true;
    for (uint32_t i = z->first[map]; i < z->first[map + 1] && ends; i++) {
        const use u = z->uses[i];
        ends = is_stored_value(z, u) || (at(z, u.by)->op == AIR_OP_MAP && ends_in_stores(z, u.by));
    }
    z->stored[map] = ends ? 1 : 2;
    return ends;
}

/* Are all uses of x, the copy or a view of it, reads that the original would serve as well? */
static bool only_reads(borrow *z, air_id copy, air_id x)
{
    air_id source = air_root(z->fun, at(z, copy)->args[0]);
    for (uint32_t i = z->first[x]; i < z->first[x + 1]; i++) {
        const use u = z->uses[i];
        const air_node *n = at(z, u.by);
        if (n->op == AIR_OP_VIEW) {
            if (!only_reads(z, copy, u.by))
                return false;
            continue;
        }
        bool ends = is_stored_value(z, u) || (n->op == AIR_OP_MAP && ends_in_stores(z, u.by));
        if (!ends || air_may_write_between(z->alias, copy, u.by, source))
            return false;
    }
    return true;
}

static void mark_views(borrow *z, air_id x)
{
    for (uint32_t i = z->first[x]; i < z->first[x + 1]; i++) {
        air_id by = z->uses[i].by;
        if (at(z, by)->op != AIR_OP_VIEW)
            continue;
        z->views[by] = true;
        mark_views(z, by);
    }
}

static void find(borrow *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(z, id);
        find(z, n->body);
        find(z, n->other);
        if (n->op != AIR_OP_COPY || air_is_touched(z->alias, id))
            continue;
        air_id root = air_root(z->fun, n->args[0]);
        bool memory = air_is_touched(z->alias, root) && at(z, n->args[0])->op != AIR_OP_RESHAPE;
        z->drops[id] = memory && only_reads(z, id, id);
        if (z->drops[id])
            mark_views(z, id);
    }
}

static air_visit visit(air_rewriter *w, air_id id)
{
    const borrow *z = w->user;
    if (id < w->old_count && z->views[id]) /* what was known of the copy's order goes with it */
        air_at(z->fun, id)->type.facts = 0;
    if (id >= w->old_count || !z->drops[id])
        return AIR_KEEP;
    w->map[id] = at(z, id)->args[0];
    return AIR_DROP;
}

void air_pass_borrow(arena *a, air_module *m, air_fun *f)
{
    borrow z = {.arena = a, .fun = f};
    bool copies = false;
    for (air_id id = 1; id < f->nodes.len; id++)
        copies |= air_at(f, id)->op == AIR_OP_COPY;
    if (!copies)
        return;
    z.alias = air_alias_new(a, m, f);
    z.stored = ARENA_ARRAY(a, uint8_t, f->nodes.len);
    z.drops = ARENA_ARRAY(a, bool, f->nodes.len);
    z.views = ARENA_ARRAY(a, bool, f->nodes.len);
    list_uses(&z);
    find(&z, f->body);
    air_rewriter w = {.user = &z, .visit = visit};
    air_rewrite(m, f, &w);
}
