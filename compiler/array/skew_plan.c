/* Takes a loop, gives how far each of its stages runs behind the others; see pass_skew.c. */
#include "skew.h"

/* ---- Order ----------------------------------------------------------------------------------- */

/* The end of a stage's rows, where it is an extent plus a constant: max(n - c, 0) is n - c wherever there
 * are rows. */
static skew_sum end_of(const skew *z, const skew_stage *s)
{
    air_id rows = skew_at(z, s->target)->shape[0];
    int64_t zero = 1, c = 0;
    const air_node *n = skew_at(z, rows);
    if (n->op == AIR_OP_MAP && n->fn == AIR_MAX && air_is_const(z->fun, n->args[1], &zero) && !zero)
        rows = n->args[0];
    n = skew_at(z, rows);
    if (air_is_const(z->fun, rows, &c))
        return (skew_sum){0, c};
    if (n->op == AIR_OP_MAP && n->fn == AIR_ADD && air_is_const(z->fun, n->args[1], &c))
        return (skew_sum){n->args[0], c};
    return (skew_sum){rows, 0};
}

/* Has stage s no row `distance` places after the one place of stage `one`? */
static bool has_none(const skew *z, const skew_stage *one, const skew_stage *s, int64_t distance)
{
    if (s->kind == SKEW_ONE)
        return one->first == s->first && distance != 0;
    skew_sum end = end_of(z, s);
    return (one->first == s->first && distance < 0) ||
           (!s->first && one->first == end.base && distance >= end.offset);
}

/* Do places of a and b exist, the former `distance` after the latter? */
static bool exist(const skew *z, const skew_stage *a, const skew_stage *b, int64_t distance)
{
    if (a->kind == SKEW_ONE)
        return !has_none(z, a, b, -distance);
    return b->kind != SKEW_ONE || !has_none(z, b, a, distance);
}

/* How far must stage b be behind stage a, which comes before it, at least? */
static bool delay(const skew *z, const skew_stage *a, const skew_stage *b, int64_t *least)
{
    bool any = false;
    int64_t need[2 * SKEW_MAX_READS + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->nreads; i++)
        if (b->reads[i].root == a->root && /* reads what a wrote */
            exist(z, a, b, b->reads[i].row - a->written))
            need[n++] = a->back + b->reads[i].row - a->written;
    for (uint32_t i = 0; i < a->nreads; i++)
        if (a->reads[i].root == b->root && /* writes what a read */
            exist(z, a, b, b->written - a->reads[i].row))
            need[n++] = b->written - a->reads[i].row - b->back;
    if (a->root == b->root && exist(z, a, b, b->written - a->written))
        need[n++] = a->back + b->written - a->written - b->back;
    for (uint32_t i = 0; i < n; i++) {
        *least = any && *least > need[i] ? *least : need[i];
        any = true;
    }
    return any;
}

/* Blocks of rank 1 move by whole cache lines. */
static int64_t whole(const skew *z, int64_t distance)
{
    return z->p->rank > 1 || distance <= 0
               ? distance
               : (distance + SKEW_STRIDE - 1) / SKEW_STRIDE * SKEW_STRIDE;
}

static bool schedule(skew *z)
{
    int64_t least = 0;
    skew_plan *p = z->p;
    for (uint32_t b = 0; b < p->nstages; b++)
        for (uint32_t a = 0; a < b; a++)
            if (delay(z, &p->stages[a], &p->stages[b], &least) &&
                p->stages[a].shift + whole(z, least) > p->stages[b].shift)
                p->stages[b].shift = p->stages[a].shift + whole(z, least);
    p->lag = 0;
    for (uint32_t a = 0; a < p->nstages; a++)
        for (uint32_t b = 0; b < p->nstages; b++) {
            if (!delay(z, &p->stages[a], &p->stages[b], &least))
                continue;
            least = whole(z, p->stages[a].shift + least - p->stages[b].shift);
            p->lag = least > p->lag ? least : p->lag;
        }
    int64_t most = z->p->rank == 1 ? SKEW_MAX_LAG * SKEW_STRIDE / 4 : SKEW_MAX_LAG;
    bool near = p->lag <= most;
    for (uint32_t a = 0; a < p->nstages; a++)
        near &= p->stages[a].back <= SKEW_MAX_BACK && p->stages[a].saved <= AIR_SWEEP_REACH &&
                p->stages[a].shift <= most;
    return near;
}

/* Pairs of arrays that may overlap: the run can tell for those that come from outside. */
static bool find_tests(skew *z)
{
    z->p->ntests = 0;
    for (uint32_t i = 0; i < z->p->nwritten; i++)
        for (uint32_t k = i + 1; k < z->p->nroots; k++) {
            air_id a = z->p->roots[i], b = z->p->roots[k];
            if (!air_may_alias(z->alias, a, b))
                continue;
            if (skew_at(z, a)->op != AIR_OP_PARAM || skew_at(z, b)->op != AIR_OP_PARAM)
                return false;
            z->p->test[z->p->ntests][0] = a;
            z->p->test[z->p->ntests++][1] = b;
        }
    return true;
}

/* Nothing is gained where there are few steps. */
static bool has_few_steps(const skew *z, const air_node *loop)
{
    enum { FEW = 2 };
    int64_t from, to;
    return air_is_const(z->fun, loop->args[0], &from) && air_is_const(z->fun, loop->args[1], &to) &&
           to - from <= FEW;
}

bool skew_find_plan(skew *z, const air_node *loop)
{
    int64_t step;
    z->p->body = loop->body;
    return !(loop->flags & AIR_FOR_PARALLEL) && air_is_const(z->fun, loop->args[2], &step) &&
           step == 1 && !has_few_steps(z, loop) && skew_find_stages(z) && schedule(z) &&
           find_tests(z);
}
