/* Takes a function, gives a plan for each loop that the program wants to be parallel: what its files say
 * of variables, arrays and effects, or why it stays as it is. Of loops inside of each other the
 * outermost one that can be is parallel. */
#include "air_passes.h"
#include "parallel.h"
#include "parallel_fold.h"

bool parallel_refuse(parallel *p, int32_t first, const char *what, int32_t second, const char *with)
{
    bool array = p->plan->accesses.len > 0; /* names come first */
    parallel_conflict c = {parallel_at(p, p->plan->loop)->loc, first, second, what, with, array};
    bool known = !p->conflicts;
    for (uint32_t i = 0; !known && i < p->conflicts->len; i++)
        known = p->conflicts->items[i].first == first && p->conflicts->items[i].second == second;
    if (!known)
        vec_push(p->arena, p->conflicts, c);
    return parallel_stay(p, what);
}

bool parallel_stay(parallel *p, const char *why)
{
    p->plan->serial = why;
    return false;
}

static void find_loops(parallel *p, const air_region *r, uint32_t depth)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = parallel_at(p, r->items[i]);
        bool loop = n->op == AIR_OP_FOR;
        if (loop) {
            p->owner[n->body->items[0]] = r->items[i];
            p->deep[n->body->items[0]] = depth;
        }
        find_loops(p, n->other, depth + 1);
        find_loops(p, n->body, depth + 1);
    }
}

/* Sums of floats in bins are added up in order, arrays in another order than C are not split. */
static bool one_node(const parallel *p, air_id root)
{
    for (uint32_t i = 0; i < p->plan->accesses.len; i++)
        if (p->plan->accesses.items[i].root == root &&
            air_root(p->fun, p->plan->accesses.items[i].array) != root)
            return false;
    return !p->inside[root];
}

static bool arrays_split(parallel *p)
{
    for (uint32_t i = 0; i < p->plan->arrays.len; i++) {
        const parallel_array *a = &p->plan->arrays.items[i];
        const air_node *n = parallel_at(p, a->root);
        bool inexact = fold_is_inexact((parallel_fold)a->fold, (hpc_dtype)n->type.dtype);
        bool other_order = n->type.facts & AIR_F_ORDER && !(n->type.facts & AIR_C_ORDER);
        if ((inexact && !a->whole) || other_order || !one_node(p, a->root) ||
            a->fold == FOLD_FMIN || a->fold == FOLD_FMAX)
            return parallel_stay(p, inexact && !a->whole
                                        ? "floats are added to the elements of an array in "
                                          "the order of the iterations"
                                        : "all iterations change an array in another "
                                          "order than C");
    }
    return true;
}

/* Nothing else may share memory with an array that is split. */
static bool arrays_alone(parallel *p)
{
    for (uint32_t i = 0; i < p->plan->apart.len; i++)
        for (uint32_t k = 0; k < p->plan->arrays.len; k++)
            if (p->plan->apart.items[i] == p->plan->arrays.items[k].root)
                return parallel_stay(p, "an array that all iterations change may overlap another");
    return true;
}

static void plan_loop(parallel *p, air_id loop)
{
    enum { MOST_TESTS = 24 };
    const air_node *n = parallel_at(p, loop);
    *p->plan = (parallel_plan){.loop = loop};
    memset(p->inside, 0, p->fun->nodes.len);
    air_mark_nested(p->fun, n->body, p->inside, true);
    p->affine = (affine_loop){.fun = p->fun,
                              .inside = p->inside,
                              .owner = p->owner,
                              .deep = p->deep,
                              .index = n->body->items[0]};
    p->plan->ok = parallel_effects(p) && parallel_scalars(p) && parallel_memory(p) &&
                  arrays_split(p) && arrays_alone(p);
    if (p->plan->ok && p->plan->tests.len + p->plan->apart.len / 2 > MOST_TESTS)
        p->plan->ok = parallel_stay(p, "too much would have to be tested before it");
}

typedef VEC(parallel_plan) plan_list;

static void plan_region(parallel *p, const air_region *r, plan_list *plans)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = parallel_at(p, r->items[i]);
        bool done = false;
        if (n->op == AIR_OP_FOR && n->flags & AIR_FOR_PRANGE) {
            parallel_plan plan;
            p->plan = &plan;
            plan_loop(p, r->items[i]);
            vec_push(p->arena, plans, plan);
            done = plan.ok;
        }
        if (!done) {
            plan_region(p, n->body, plans);
            plan_region(p, n->other, plans);
        }
    }
}

parallel_plan *parallel_plans(arena *a, const air_module *m, const air_fun *f,
                              parallel_conflicts *conflicts, bool watches, uint32_t *count)
{
    parallel p = {.arena = a,
                  .module = m,
                  .fun = f,
                  .alias = air_alias_new(a, m, f),
                  .inside = ARENA_ARRAY(a, bool, f->nodes.len),
                  .owner = ARENA_ARRAY(a, air_id, f->nodes.len),
                  .deep = ARENA_ARRAY(a, uint32_t, f->nodes.len),
                  .summaries = ARENA_ARRAY(a, uint8_t, m->funs.len),
                  .conflicts = conflicts,
                  .watches = watches};
    plan_list plans = {0};
    find_loops(&p, f->body, 0);
    plan_region(&p, f->body, &plans);
    *count = plans.len;
    return plans.items;
}

/* ---- All functions --------------------------------------------------------------------------- */

bool parallel_wanted(const air_fun *f)
{
    for (air_id id = 1; id < f->nodes.len; id++)
        if (air_at(f, id)->op == AIR_OP_FOR && air_at(f, id)->flags & AIR_FOR_PRANGE)
            return true;
    return false;
}

void parallel_prepare(arena *a, air_module *m, air_fun *f)
{
    air_pass_simplify(a, m, f);
    air_pass_ranges(a, m, f);
    air_pass_hoist(a, m, f);
}

void air_parallel_check(arena *a, air_module *m, parallel_conflicts *conflicts)
{
    for (uint32_t i = 0; i < m->funs.len; i++) {
        air_fun *f = m->funs.items[i];
        uint32_t count;
        if (!parallel_wanted(f))
            continue;
        parallel_prepare(a, m, f);
        parallel_plans(a, m, f, conflicts, false, &count);
    }
}
