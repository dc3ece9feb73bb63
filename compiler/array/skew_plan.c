/* Takes a loop, gives its stages and how far each runs behind the others; see pass_skew.c. */
#include "skew.h"

/* ---- Stages ---------------------------------------------------------------------------------- */

/* Is the node there before the loop? */
static bool outer(const skew *z, air_id id)
{
    return !id || skew_at(z, id)->home != z->p->body;
}

static bool all_outer(const skew *z, const air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!outer(z, ids[i]))
            return false;
    return true;
}

/* Can a view of this array be made before the loop? */
static bool is_memory(const skew *z, air_id x)
{
    const air_node *n = skew_at(z, x);
    if (!all_outer(z, n->shape, n->type.rank))
        return false;
    if (n->op != AIR_OP_VIEW)
        return outer(z, x);
    return all_outer(z, n->view->start, HPC_MAX_RANK) &&
           all_outer(z, n->view->step, HPC_MAX_RANK) && is_memory(z, n->args[0]);
}

static int find_root(const skew *z, air_id root)
{
    for (uint32_t i = 0; i < z->p->nroots; i++)
        if (z->p->roots[i] == root)
            return (int)i;
    return -1;
}

static bool add_root(skew *z, air_id root, int axis)
{
    int known = find_root(z, root);
    if (known >= 0)
        return (uint32_t)known >= z->p->nwritten || z->p->axis[known] == axis;
    if (z->p->nroots == SKEW_MAX_ROOTS)
        return false;
    z->p->roots[z->p->nroots] = root;
    z->p->axis[z->p->nroots++] = axis;
    return true;
}

/* Rows of what is written here or in another stage. */
static bool meet_rows(skew *z, skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x), *t = skew_at(z, skew_at(z, s->store)->args[0]);
    skew_read r = {.root = air_root(z->fun, x)};
    int axis = 0;
    if (n->type.rank != t->type.rank || n->shape[0] != t->shape[0] ||
        !air_first_axis(z->fun, x, &axis, &r.row) || axis != z->p->axis[find_root(z, r.root)] ||
        s->nreads == SKEW_MAX_READS)
        return false;
    s->reads[s->nreads++] = r;
    if (r.root != s->root)
        return true;
    if (z->read_by[x] && z->read_by[x] != s->store)
        s->far = true;
    else
        z->read_by[x] = s->store;
    int64_t rows = 0, columns = 0;
    bool near = air_reads_near_row(z->fun, skew_at(z, s->store)->args[0], x, &rows, &columns);
    if (s->written - r.row > s->back)
        s->back = s->written - r.row;
    if (r.row < s->written) {
        s->ring = true;
        s->left = -columns > s->left ? -columns : s->left;
        s->right = columns > s->right ? columns : s->right;
    }
    near |= x == skew_at(z, s->store)->args[0];
    s->far |= (r.row <= s->written || t->type.rank == 1) && !near;
    if (r.row < s->written)
        return true;
    if (r.row == s->written && x != skew_at(z, s->store)->args[0])
        s->ring |= !air_reads_near(z->fun, skew_at(z, s->store), x);
    return true;
}

/* Instead of new rows old ones may be kept, as they are overwritten: that is one loop instead of two.
 * Their columns outside of what is written are copied one by one. */
static bool keep_old_rows(const skew *z, skew_stage *s)
{
    const air_node *t = skew_at(z, skew_at(z, s->store)->args[0]);
    bool can = !s->far && t->op == AIR_OP_VIEW && s->nreads < SKEW_MAX_READS &&
               hpc_dtype_kind((hpc_dtype)t->type.dtype) != 'c';
    if (t->type.rank == 1 && (s->far || s->ring) && !can)
        return false;
    if (!s->back || t->type.rank > 2 || !can)
        return true;
    s->saved = s->back;
    s->back = 0;
    s->ring = false;
    s->reads[s->nreads++] = (skew_read){s->root, s->written};
    return true;
}

static bool is_part(const skew *z, const skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    if ((n->op != AIR_OP_MAP && n->op != AIR_OP_COPY) || n->home != z->p->body ||
        air_fn_checked((air_fn)n->fn) || !air_has_rows(z->fun, x) ||
        n->shape[0] != skew_at(z, skew_at(z, s->store)->args[0])->shape[0] ||
        !all_outer(z, n->shape, n->type.rank))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (skew_at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, x, s->store, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static bool meet(skew *z, skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    if (n->type.kind != AIR_ARRAY)
        return outer(z, x);
    if (n->home == z->p->body)
        z->met[x]++;
    if (z->owner[x])
        return z->owner[x] == s->store;
    if (!is_part(z, s, x)) {
        int known = find_root(z, air_root(z->fun, x));
        if (!is_memory(z, x))
            return false;
        if (known >= 0 && (uint32_t)known < z->p->nwritten)
            return meet_rows(z, s, x);
        return add_root(z, air_root(z->fun, x), -1);
    }
    z->owner[x] = s->store;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!meet(z, s, skew_at(z, x)->args[i]))
            return false;
    return true;
}

static bool open_stage(skew *z, air_id id)
{
    const air_node *n = skew_at(z, id), *t = skew_at(z, n->args[0]),
                   *value = skew_at(z, n->args[1]);
    skew_stage s = {.store = id, .root = air_root(z->fun, n->args[0])};
    int64_t columns = 0;
    int axis = 0;
    bool reversed = t->type.facts & AIR_F_ORDER && !(t->type.facts & AIR_C_ORDER);
    if (n->nargs != 2 || z->p->nstages == SKEW_MAX_STAGES || t->type.rank < 1 || reversed ||
        (z->p->nstages && skew_rank(z) != t->type.rank) || value->type.kind != AIR_ARRAY ||
        value->type.rank != t->type.rank || value->shape[0] != t->shape[0] ||
        !is_memory(z, n->args[0]) || !air_first_axis(z->fun, n->args[0], &axis, &s.written) ||
        !add_root(z, s.root, axis) ||
        (air_is_const(z->fun, t->shape[t->type.rank - 1], &columns) &&
         columns <= (t->type.rank == 1 ? SKEW_BLOCK : SKEW_SHORT)))
        return false;
    z->p->nwritten = z->p->nroots;
    z->p->stages[z->p->nstages++] = s;
    return true;
}

/* Nothing but stores, and what they alone are computed from. */
static bool all_explained(const skew *z)
{
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        air_id id = z->p->body->items[i];
        const air_node *n = skew_at(z, id);
        bool silent = n->op == AIR_OP_VIEW || (n->op == AIR_OP_MAP && n->type.kind == AIR_SCALAR &&
                                               !air_fn_checked((air_fn)n->fn));
        if (n->op == AIR_OP_STORE || silent || (n->op == AIR_OP_INDVAR && !z->uses[id]))
            continue;
        if (!z->owner[id] || z->met[id] != z->uses[id])
            return false;
    }
    return true;
}

/* ---- Order ----------------------------------------------------------------------------------- */

/* How far must stage b be behind stage a, which comes before it, at least? */
static bool delay(const skew_stage *a, const skew_stage *b, int64_t *least)
{
    bool any = false;
    int64_t need[2 * SKEW_MAX_READS + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->nreads; i++)
        if (b->reads[i].root == a->root) /* reads what a wrote */
            need[n++] = a->back + b->reads[i].row - a->written;
    for (uint32_t i = 0; i < a->nreads; i++)
        if (a->reads[i].root == b->root) /* writes what a read */
            need[n++] = b->written - a->reads[i].row - b->back;
    if (a->root == b->root)
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
    return skew_rank(z) > 1 || distance <= 0
               ? distance
               : (distance + SKEW_STRIDE - 1) / SKEW_STRIDE * SKEW_STRIDE;
}

static bool schedule(skew *z)
{
    int64_t least = 0;
    skew_plan *p = z->p;
    for (uint32_t b = 0; b < p->nstages; b++)
        for (uint32_t a = 0; a < b; a++)
            if (delay(&p->stages[a], &p->stages[b], &least) &&
                p->stages[a].shift + whole(z, least) > p->stages[b].shift)
                p->stages[b].shift = p->stages[a].shift + whole(z, least);
    p->lag = 0;
    for (uint32_t a = 0; a < p->nstages; a++)
        for (uint32_t b = 0; b < p->nstages; b++) {
            if (!delay(&p->stages[a], &p->stages[b], &least))
                continue;
            least = whole(z, p->stages[a].shift + least - p->stages[b].shift);
            p->lag = least > p->lag ? least : p->lag;
        }
    int64_t most = skew_rank(z) == 1 ? SKEW_MAX_LAG * SKEW_STRIDE / 4 : SKEW_MAX_LAG;
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

bool skew_find_plan(skew *z, const air_node *n)
{
    int64_t step;
    z->p->body = n->body;
    if (n->flags & AIR_FOR_PARALLEL || !air_is_const(z->fun, n->args[2], &step) || step != 1)
        return false;
    for (uint32_t i = 0; i < n->body->len; i++)
        if (skew_at(z, n->body->items[i])->op == AIR_OP_STORE && !open_stage(z, n->body->items[i]))
            return false;
    bool reads = false;
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        if (!meet(z, &z->p->stages[i], skew_at(z, z->p->stages[i].store)->args[1]))
            return false;
        reads |= z->p->stages[i].nreads > 0;
        if (!keep_old_rows(z, &z->p->stages[i]))
            return false;
    }
    return reads && all_explained(z) && schedule(z) && find_tests(z);
}
