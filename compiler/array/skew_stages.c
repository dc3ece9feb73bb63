/* Takes the body of a loop, gives its stages: what each writes and what it reads of what stages write;
 * see pass_skew.c. */
#include "skew.h"

/* ---- Nodes ----------------------------------------------------------------------------------- */

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

static bool same_extent(const skew *z, air_id x, air_id y)
{
    int64_t a, b;
    return x == y || (air_is_const(z->fun, x, &a) && air_is_const(z->fun, y, &b) && a == b);
}

static skew_sum sum_of(const skew *z, air_id id)
{
    skew_sum s = {id, 0};
    int64_t c = 0;
    while (s.base && !air_is_const(z->fun, s.base, &c)) {
        const air_node *n = skew_at(z, s.base);
        if (n->op != AIR_OP_MAP || n->fn != AIR_ADD || !air_is_const(z->fun, n->args[1], &c))
            return s;
        s.base = n->args[0];
        s.offset += c;
    }
    return (skew_sum){0, s.offset + (s.base ? c : 0)};
}

/* ---- Arrays ---------------------------------------------------------------------------------- */

static int find_root(const skew *z, air_id root)
{
    for (uint32_t i = 0; i < z->p->nroots; i++)
        if (z->p->roots[i] == root)
            return (int)i;
    return -1;
}

static bool is_written(const skew *z, air_id root)
{
    int known = find_root(z, root);
    return known >= 0 && (uint32_t)known < z->p->nwritten;
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

/* Where an array, or an element of it, lies along the axis of its root's rows: the result's axis that
 * goes along it, -1 where none does, and the row it starts at. False where that is no fixed row. */
static bool find_row(const skew *z, air_id x, const air_id *indexes, int *along, skew_sum *row)
{
    const air_node *n = skew_at(z, x);
    int axis = z->p->axis[find_root(z, air_root(z->fun, x))];
    *along = indexes ? -1 : axis;
    *row = (skew_sum){0, 0};
    if (axis < 0 || (indexes && n->op == AIR_OP_VIEW) || n->op == AIR_OP_RESHAPE)
        return false;
    if (indexes) {
        *row = sum_of(z, indexes[axis]);
        return outer(z, indexes[axis]);
    }
    if (n->op != AIR_OP_VIEW)
        return true;
    if (skew_at(z, n->args[0])->op == AIR_OP_RESHAPE)
        return false;
    *along = -1;
    for (uint32_t r = 0; r < n->type.rank; r++)
        if (n->view->axis[r] == axis)
            *along = (int)r;
    *row = sum_of(z, n->view->start[axis]);
    return *along < 0 || (!((n->view->broadcast | n->view->maybe_broadcast) >> *along & 1) &&
                          !n->view->step[axis]);
}

/* Places of the stage are counted from the same extent. */
static bool place_stage(skew_stage *s, air_id first)
{
    bool fits = !s->placed || s->first == first;
    s->placed = true;
    s->first = first;
    return fits;
}

/* ---- What a stage reads ---------------------------------------------------------------------- */

static bool add_read(skew *z, skew_stage *s, air_id root, skew_sum row)
{
    if (!place_stage(s, row.base) || s->nreads == SKEW_MAX_READS)
        return false;
    s->reads[s->nreads++] = (skew_read){root, row.offset};
    (void)z;
    return true;
}

/* A column reads its own array: rows below are not written yet, those above must be others. */
static bool meet_own_line(const skew *z, const skew_stage *s, air_id x, int64_t row)
{
    return row >= s->written || air_views_disjoint(z->fun, x, s->target);
}

/* Rows of the array that the stage itself writes. */
static bool meet_own_rows(skew *z, skew_stage *s, air_id x, int64_t row)
{
    if (z->read_by[x] && z->read_by[x] != s->store)
        s->far = true;
    else
        z->read_by[x] = s->store;
    int64_t rows = 0, columns = 0;
    bool near = air_reads_near_row(z->fun, s->target, x, &rows, &columns) || x == s->target;
    if (s->written - row > s->back)
        s->back = s->written - row;
    if (row < s->written) {
        s->ring = true;
        s->left = -columns > s->left ? -columns : s->left;
        s->right = columns > s->right ? columns : s->right;
    }
    s->far |= (row <= s->written || z->p->rank == 1) && !near;
    if (row == s->written && x != s->target)
        s->ring |= !air_reads_near(z->fun, skew_at(z, s->store), x);
    return true;
}

/* Rows of what is written here or in another stage. */
static bool meet_rows(skew *z, skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x), *t = skew_at(z, s->target);
    air_id root = air_root(z->fun, x);
    int along;
    skew_sum row;
    if (!find_row(z, x, NULL, &along, &row))
        return false;
    if (s->kind == SKEW_ONE)
        return along < 0 && add_read(z, s, root, row);
    if (along != 0 || n->type.rank != t->type.rank || !same_extent(z, n->shape[0], t->shape[0]) ||
        !add_read(z, s, root, row))
        return false;
    if (root != s->root)
        return true;
    return s->kind == SKEW_LINE ? meet_own_line(z, s, x, row.offset)
                                : meet_own_rows(z, s, x, row.offset);
}

static bool meet_memory(skew *z, skew_stage *s, air_id x)
{
    air_id root = air_root(z->fun, x);
    if (!is_memory(z, x))
        return false;
    return is_written(z, root) ? meet_rows(z, s, x) : add_root(z, root, -1);
}

static bool reads_as_stored(const skew *z, const skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    for (uint32_t i = 0; i < n->nargs; i++)
        if (skew_at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, x, s->store, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static bool is_part(const skew *z, const skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    if ((n->op != AIR_OP_MAP && n->op != AIR_OP_COPY) || n->home != z->p->body ||
        air_fn_checked((air_fn)n->fn) || !all_outer(z, n->shape, n->type.rank) ||
        !reads_as_stored(z, s, x))
        return false;
    return s->kind == SKEW_ONE || (air_has_rows(z->fun, x) &&
                                   same_extent(z, n->shape[0], skew_at(z, s->target)->shape[0]));
}

static bool meet(skew *z, skew_stage *s, air_id x);

static bool meet_all(skew *z, skew_stage *s, air_id x)
{
    for (uint32_t i = 0; i < skew_at(z, x)->nargs; i++)
        if (!meet(z, s, skew_at(z, x)->args[i]))
            return false;
    return true;
}

static bool need_step(skew *z, air_id x)
{
    for (uint32_t i = 0; i < z->p->timed.len; i++)
        if (z->p->timed.items[i] == x)
            return true;
    vec_push(z->arena, &z->p->timed, x);
    return true;
}

/* A number that depends on an element of what is written, for a stage that is at one place. */
static bool meet_element(skew *z, skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    int along;
    skew_sum row;
    if (s->kind != SKEW_ONE || (n->op == AIR_OP_MAP && air_fn_checked((air_fn)n->fn)))
        return false;
    if (n->op == AIR_OP_MAP)
        return meet_all(z, s, x);
    if (n->op != AIR_OP_ELEM || !reads_as_stored(z, s, x) ||
        !all_outer(z, n->args + 1, n->nargs - 1))
        return false;
    air_id root = air_root(z->fun, n->args[0]);
    if (!is_written(z, root))
        return is_memory(z, n->args[0]) && add_root(z, root, -1);
    return find_row(z, n->args[0], n->args + 1, &along, &row) && add_read(z, s, root, row);
}

static bool meet_scalar(skew *z, skew_stage *s, air_id x)
{
    if (outer(z, x))
        return true;
    return z->steps[x] ? need_step(z, x) : meet_element(z, s, x);
}

static bool meet(skew *z, skew_stage *s, air_id x)
{
    const air_node *n = skew_at(z, x);
    if (n->type.kind != AIR_ARRAY)
        return meet_scalar(z, s, x);
    if (n->home == z->p->body)
        z->met[x]++;
    if (z->owner[x])
        return z->owner[x] == s->store;
    if (!is_part(z, s, x))
        return meet_memory(z, s, x);
    z->owner[x] = s->store;
    return meet_all(z, s, x);
}

/* Instead of new rows old ones may be kept, as they are overwritten: that is one loop instead of two.
 * Their columns outside of what is written are copied one by one. */
static bool keep_old_rows(const skew *z, skew_stage *s)
{
    const air_node *t = skew_at(z, s->target);
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

/* ---- What a stage writes --------------------------------------------------------------------- */

static bool is_stage(const air_node *n)
{
    return n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM;
}

static uint32_t rank_of_rows(const skew *z)
{
    uint32_t rank = 0;
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        const air_node *n = skew_at(z, z->p->body->items[i]);
        uint32_t own = n->op == AIR_OP_STORE ? skew_at(z, n->args[0])->type.rank : 0;
        rank = own > rank ? own : rank;
    }
    return rank;
}

static bool is_narrow(const skew *z, const air_node *t)
{
    int64_t columns = 0;
    return air_is_const(z->fun, t->shape[t->type.rank - 1], &columns) &&
           columns <= (t->type.rank == 1 ? SKEW_BLOCK : SKEW_SHORT);
}

/* Rows of an array: they decide along which axis places are counted. */
static bool open_rows(skew *z, skew_stage *s)
{
    const air_node *t = skew_at(z, s->target);
    int axis = t->op == AIR_OP_VIEW ? t->view->axis[0] : 0;
    bool reversed = t->type.facts & AIR_F_ORDER && !(t->type.facts & AIR_C_ORDER);
    s->kind = SKEW_ROWS;
    return !reversed && axis >= 0 && add_root(z, s->root, axis);
}

/* An array that only this stage touches, at places that may depend on the step. */
static bool open_aside(skew *z, skew_stage *s)
{
    s->kind = SKEW_ONE;
    s->aside = true;
    return z->p->nroots < SKEW_MAX_ROOTS && find_root(z, s->root) < 0 && add_root(z, s->root, -1);
}

static bool open_part(skew *z, skew_stage *s)
{
    const air_node *n = skew_at(z, s->store);
    const air_id *indexes = n->op == AIR_OP_SETELEM ? n->args + 1 : NULL;
    int along;
    skew_sum row;
    if (find_root(z, s->root) < 0 || z->p->axis[find_root(z, s->root)] < 0)
        return open_aside(z, s);
    if (!find_row(z, s->target, indexes, &along, &row) || along > 0 ||
        (indexes && !all_outer(z, indexes, n->nargs - 2)) || !place_stage(s, row.base))
        return false;
    if (s->kind != SKEW_ROWS || along < 0)
        s->kind = along < 0 ? SKEW_ONE : SKEW_LINE;
    s->written = row.offset;
    return true;
}

static bool values_fit(const skew *z, const skew_stage *s)
{
    const air_node *t = skew_at(z, s->target), *v = skew_at(z, s->value);
    if (v->type.kind != AIR_ARRAY || s->kind == SKEW_ONE)
        return v->type.kind == AIR_SCALAR || v->type.kind == AIR_ARRAY;
    return v->type.rank == t->type.rank && same_extent(z, v->shape[0], t->shape[0]);
}

/* Views of memory; where a stage is aside, what selects its place may be of the step. */
static bool is_target(skew *z, const skew_stage *s)
{
    const air_node *n = skew_at(z, s->target), *store = skew_at(z, s->store);
    if (!s->aside)
        return is_memory(z, s->target);
    if (n->op != AIR_OP_VIEW) {
        for (uint32_t i = 1; store->op == AIR_OP_SETELEM && i + 1 < store->nargs; i++)
            if (!outer(z, store->args[i]) &&
                !(z->steps[store->args[i]] && need_step(z, store->args[i])))
                return false;
        return outer(z, s->target);
    }
    for (uint32_t i = 0; i < HPC_MAX_RANK; i++)
        if (!outer(z, n->view->start[i]) &&
            !(z->steps[n->view->start[i]] && need_step(z, n->view->start[i])))
            return false;
    return outer(z, n->args[0]) && all_outer(z, n->view->step, HPC_MAX_RANK) &&
           all_outer(z, n->shape, n->type.rank);
}

static bool open_stage(skew *z, air_id id)
{
    const air_node *n = skew_at(z, id);
    skew_stage *s = &z->p->stages[z->p->nstages];
    if (z->p->nstages == SKEW_MAX_STAGES || (n->op == AIR_OP_STORE && n->nargs != 2))
        return false;
    *s = (skew_stage){.store = id, .target = n->args[0], .value = n->args[n->nargs - 1]};
    s->root = air_root(z->fun, s->target);
    s->kind = SKEW_ONE;
    z->p->nstages++;
    bool rows = n->op == AIR_OP_STORE && skew_at(z, s->target)->type.rank == z->p->rank;
    return !rows || open_rows(z, s);
}

/* ---- Scalars of the step --------------------------------------------------------------------- */

static bool all_of_step(const skew *z, const air_node *n)
{
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!outer(z, n->args[i]) && !z->steps[n->args[i]])
            return false;
    return true;
}

static bool is_of_step(skew *z, const air_node *n)
{
    if (n->type.kind != AIR_SCALAR)
        return false;
    switch (n->op) {
    case AIR_OP_INDVAR:
    case AIR_OP_GET: return true;
    case AIR_OP_MAP: return !air_fn_checked((air_fn)n->fn) && all_of_step(z, n);
    case AIR_OP_ELEM:
        return outer(z, n->args[0]) && !is_written(z, air_root(z->fun, n->args[0])) &&
               all_of_step(z, n) && add_root(z, air_root(z->fun, n->args[0]), -1);
    default: return false;
    }
}

static void find_scalars(skew *z)
{
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        air_id id = z->p->body->items[i];
        z->steps[id] = is_of_step(z, skew_at(z, id));
    }
}

/* ---- All of them ----------------------------------------------------------------------------- */

static bool is_silent(const skew *z, air_id id)
{
    const air_node *n = skew_at(z, id);
    switch (n->op) {
    case AIR_OP_VIEW:
    case AIR_OP_ELEM:
    case AIR_OP_STORE:
    case AIR_OP_SETELEM: return true;
    case AIR_OP_MAP: return n->type.kind == AIR_SCALAR && !air_fn_checked((air_fn)n->fn);
    case AIR_OP_SET: return skew_at(z, n->args[0])->type.kind == AIR_SCALAR && all_of_step(z, n);
    default: return z->steps[id];
    }
}

/* Nothing but stores, and what they alone are computed from. */
static bool all_explained(const skew *z)
{
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        air_id id = z->p->body->items[i];
        if (!is_silent(z, id) && (!z->owner[id] || z->met[id] != z->uses[id]))
            return false;
    }
    return true;
}

static bool open_stages(skew *z)
{
    bool rows = false;
    z->p->rank = rank_of_rows(z);
    for (uint32_t i = 0; i < z->p->body->len; i++)
        if (is_stage(skew_at(z, z->p->body->items[i])) && !open_stage(z, z->p->body->items[i]))
            return false;
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        skew_stage *s = &z->p->stages[i];
        if (!open_part(z, s))
            return false;
        rows |= s->kind == SKEW_ROWS && !is_narrow(z, skew_at(z, s->target));
    }
    z->p->nwritten = z->p->nroots;
    return rows;
}

bool skew_find_stages(skew *z)
{
    bool reads = false;
    if (!open_stages(z))
        return false;
    find_scalars(z);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        skew_stage *s = &z->p->stages[i];
        if (!is_target(z, s) || !values_fit(z, s) || !meet(z, s, s->value))
            return false;
        reads |= s->nreads > 0;
        if (s->kind == SKEW_ROWS && !keep_old_rows(z, s))
            return false;
    }
    return reads && all_explained(z);
}
