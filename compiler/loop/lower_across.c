/* Reductions of computed elements along an axis that the lanes do not go along.
 *
 *   (d * w[:, :, newaxis]).sum(axis=1)      for i by 8 lanes: for j: acc0 += d0 * w; acc1 += d1 * w
 *   of (n, n, 2), d = p[newaxis] - p[:, newaxis]
 *
 * Every lane folds its own elements in order, which is NumPy's order along all but the last axis, and
 * no order for extremes. What depends on the lanes alone is computed once; a short last axis is done
 * at once, one accumulator for each column. */
#include "lower_reduce.h"

typedef struct across {
    air_id id, source;
    unsigned rank, axis; /* of the source: along which it is reduced */
    lw_fold fold;
    lir_expr_id count;
    const lw_desc *dest;
} across;

/* ---- What varies along what ------------------------------------------------------------------ */

/* The axis of operand `arg` that axis `axis` of the node comes from; -1: it does not vary with it. */
static int operand_axis(lower *l, const air_node *n, uint32_t arg, int axis)
{
    const air_node *x = lw_air(l, n->args[arg]);
    if (axis < 0 || x->type.kind != AIR_ARRAY)
        return -1;
    if (n->op == AIR_OP_VIEW)
        return n->view->broadcast >> axis & 1 ? -1 : n->view->axis[axis];
    if (n->op != AIR_OP_REDUCE) {
        int own = axis - ((int)n->type.rank - x->type.rank);
        return own < 0 || air_is_one(l->af, x->shape[own]) ? -1 : own;
    }
    for (int a = 0, r = 0; a < x->type.rank; a++) {
        bool gone = n->imm >> a & 1;
        if (!gone && r == axis)
            return a;
        r += !gone || n->keepdims;
    }
    return -1;
}

bool lw_varies_along_both(lower *l, air_id id, int x, int y)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY || x < 0 || y < 0)
        return false;
    if (l->nodes[id].desc)
        return !air_is_one(l->af, n->shape[x]) && !air_is_one(l->af, n->shape[y]);
    switch ((air_op)n->op) {
    case AIR_OP_FILL:
    case AIR_OP_COORD: return false;
    case AIR_OP_MAP:
    case AIR_OP_COPY:
    case AIR_OP_VIEW:
    case AIR_OP_REDUCE:
        for (uint32_t i = 0; i < n->nargs; i++)
            if (lw_varies_along_both(l, n->args[i], operand_axis(l, n, i, x),
                                     operand_axis(l, n, i, y)))
                return true;
        return false;
    default: return true;
    }
}

/* ---- The nest -------------------------------------------------------------------------------- */

/* A short last axis that is not reduced: its extent, else 1. */
static unsigned columns_of(const lower *l, air_id source, unsigned axis)
{
    const air_node *x = lw_air(l, source);
    int64_t extent;
    if (axis + 1 == x->type.rank || !air_is_const(l->af, x->shape[x->type.rank - 1], &extent) ||
        extent < 2 || extent > LW_MAX_GROUP)
        return 1;
    return (unsigned)extent;
}

/* The axis of the lanes: the last one that is neither reduced nor a short one; -1 none. */
static int lane_axis(const lower *l, air_id source, unsigned axis)
{
    int last = lw_air(l, source)->type.rank - 1;
    if (columns_of(l, source, axis) > 1)
        last--;
    if (last == (int)axis)
        last--;
    return last;
}

bool lw_can_reduce_across(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    air_id source = n->args[0];
    const air_node *x = lw_air(l, source);
    lw_fold f = lw_fold_of(l, id);
    uint32_t axes = (uint32_t)n->imm;
    if (n->type.kind != AIR_ARRAY || l->nodes[source].desc || !axes || axes & (axes - 1) ||
        x->type.dtype != n->type.dtype || f.dtype == HPC_F16 || lw_complex(f.dtype))
        return false;
    unsigned axis = (unsigned)__builtin_ctz(axes), columns = columns_of(l, source, axis);
    int lanes = lane_axis(l, source, axis);
    bool last = axis + 1u == x->type.rank;
    if (lanes < 0 || (f.pairwise && (last || columns == 1 || !(x->type.facts & AIR_C_ORDER))) ||
        (!last && columns == 1)) /* rows after rows, with the lanes along them */
        return false;
    return lw_can_vectorise(l, source, columns > 1) && !lw_has_checks(l, source) &&
           !lw_varies_along_both(l, source, lanes, (int)axis);
}

/* Where result element `index` lies in the source; the reduced axis is the innermost loop. */
static void source_index(lw_kernel *k, const across *job, const lw_index *index, lw_index *at)
{
    bool keepdims = lw_air(k->l, job->id)->keepdims;
    for (unsigned s = 0, r = 0; s < job->rank; s++) {
        if (s == job->axis)
            lw_index_loop(k->l, &at[s], k->nlevels - 1);
        else
            at[s] = index[r];
        r += s != job->axis || keepdims;
    }
}

static void fold_lanes(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    lower *l = k->l;
    const across *job = nest->user;
    lw_cell acc[LW_MAX_GROUP];
    lw_value start =
        job->fold.fn == AIR_ADD ? lw_fold_constant(&job->fold, 0) : lw_identity(&job->fold);
    start.re = lw_splat(l, start.re, k->lanes);
    for (unsigned g = 0; g < nest->group; g++) {
        acc[g] = lw_cell_new(l, job->fold.dtype, k->lanes);
        lw_cell_set(l, acc[g], start);
    }
    lw_loop_open(k, "j", lw_i64(l, 0), job->count, 1, 1);
    for (unsigned g = 0; g < nest->group; g++) {
        lw_index at[HPC_MAX_RANK];
        source_index(k, job, index[g], at);
        lw_value x = lw_eval(k, job->source, at);
        x.re = lw_splat(l, x.re, k->lanes);
        lw_cell_set(l, acc[g], lw_combine(&job->fold, lw_cell_get(l, acc[g]), x));
    }
    lw_loop_close(k);
    lw_value values[LW_MAX_GROUP];
    for (unsigned g = 0; g < nest->group; g++) {
        values[g] = lw_cell_read(l, acc[g]);
        values[g].level = (int)k->nlevels - 1;
    }
    if (nest->group > 1 && k->lanes > 1 &&
        lw_group_store(k, job->dest, index[0], nest->group, values))
        return;
    for (unsigned g = 0; g < nest->group; g++)
        lw_leaf_store(k, job->dest, index[g], values[g], 0);
}

void lw_reduce_across(lower *l, air_id id, const lw_desc *dest, lir_expr_id count)
{
    const air_node *n = lw_air(l, id);
    across job = {.id = id,
                  .source = n->args[0],
                  .rank = lw_air(l, n->args[0])->type.rank,
                  .axis = (unsigned)__builtin_ctz((uint32_t)n->imm),
                  .fold = lw_fold_of(l, id),
                  .count = count,
                  .dest = dest};
    lw_nest nest = {.body = fold_lanes, .user = &job, .unrolled = -1, .group = 1};
    unsigned columns = columns_of(l, job.source, job.axis), axes = dest->rank;
    if (columns > 1) {
        nest.unrolled = (int)--axes;
        nest.group = columns;
    }
    memcpy(nest.extent, dest->extent, sizeof nest.extent);
    for (unsigned i = 0; i < axes; i++)
        if (!(n->keepdims && i == job.axis))
            nest.axis[nest.naxes++] = (uint8_t)i;
    nest.lanes = lw_lanes_for(l, job.source, job.fold.dtype);
    nest.independent = l->options->threads && nest.naxes;
    if (nest.independent)
        lw_remark(l, REMARK_THREADS, NULL, NULL);
    lw_nest_run(l, &nest);
}
