/* Where extremes lie: ARG, NumPy's argmin and argmax.
 *
 * Elements that lie side by side along the axis are folded in blocks, as a minimum is, and the block
 * that holds the first extreme is searched for it: no lane carries an index.
 *
 *   for b by 512: m = min of x[b : b + 512]; if m < best: best = m, where = b
 *   from where on: the first element equal to best
 *
 * Elements that are computed from what only one of the two axes decides (distances to centres), or
 * that lie side by side along another axis, are taken with that axis as lanes: each lane carries the
 * best value and its index. */
#include "../../runtime/reduce.h"
#include "lower_reduce.h"

enum { BLOCK = 512, IN_FLIGHT = 2, SCAN_LANES = 64 };

typedef struct arg_job {
    air_id id, source;
    unsigned rank, axis;
    hpc_dtype dtype; /* of the elements */
    lw_fold fold;
    lir_expr_id count;
    unsigned lanes; /* of the run along the axis; 1: lanes, if any, are another axis */
    const lw_desc *dest;
    lw_cell result;
} arg_job;

/* ---- Comparing ------------------------------------------------------------------------------- */

static lir_expr_id is_nan(lower *l, lir_expr_id x)
{
    return lw_op(l, LIR_NE, x, x);
}

/* Does x come before what was best so far? The first NaN beats every number. */
static lir_expr_id beats(const arg_job *job, lir_expr_id x, lir_expr_id best)
{
    lower *l = job->fold.l;
    lir_expr_id better = lw_op(l, job->fold.fn == AIR_MIN ? LIR_LT : LIR_GT, x, best);
    if (hpc_dtype_kind(job->dtype) != 'f')
        return better;
    lir_expr_id number = lw_op(l, LIR_EQ, best, best);
    return lw_op(l, LIR_OR, better, lw_op(l, LIR_AND, is_nan(l, x), number));
}

static lir_expr_id is_extreme(const arg_job *job, lir_expr_id x, lir_expr_id best)
{
    lower *l = job->fold.l;
    lir_expr_id same = lw_op(l, LIR_EQ, x, best);
    if (hpc_dtype_kind(job->dtype) != 'f')
        return same;
    return lw_op(l, LIR_OR, same, lw_op(l, LIR_AND, is_nan(l, x), is_nan(l, best)));
}

/* ---- One result ------------------------------------------------------------------------------ */

static lir_var_id i64_var(lower *l, const char *name, unsigned lanes)
{
    return lir_var_new(l->m, l->f, name, lir_vector(LIR_I64, lanes));
}

/* The place of the element in the source; the axis is the innermost loop. */
static void element_index(lw_kernel *k, const arg_job *job, const lw_index *index, lw_index *at)
{
    lower *l = k->l;
    bool keepdims = lw_air(l, job->id)->keepdims;
    for (unsigned s = 0, r = 0; s < job->rank; s++) {
        if (s == job->axis)
            lw_index_const(l, &at[s], 0);
        else
            at[s] = index[r];
        r += s != job->axis || keepdims;
    }
}

static lir_expr_id innermost(lw_kernel *k, const arg_job *job, lw_index *at)
{
    lw_index_loop(k->l, &at[job->axis], k->nlevels - 1);
    return lw_eval(k, job->source, at).re;
}

/* The start of the first block that holds the extreme; `best` is set to the extreme. */
static lir_expr_id best_block(lw_kernel *k, const arg_job *job, lw_index *at, lw_cell best)
{
    lower *l = k->l;
    lir_var_id where = i64_var(l, "where", 1);
    lw_cell_set(l, best, lw_identity(&job->fold));
    lw_set(l, where, lw_i64(l, 0));
    lw_loop_open(k, "b", lw_i64(l, 0), job->count, BLOCK, 1);
    lir_expr_id from = k->level[k->nlevels - 1].iv;
    lir_expr_id n = lw_op(l, LIR_MIN, lw_op(l, LIR_SUB, job->count, from), lw_i64(l, BLOCK));
    lw_strip r = {k, job->source, at, job->axis, job->rank, (int)k->nlevels - 1, job->lanes, false};
    lw_fold fold = job->fold;
    lir_expr_id x = lw_let(l, "least", lw_fold_run(&r, &fold, lw_let(l, "n", n)).re);
    lir_expr_id better = lw_let(l, "better", beats(job, x, lw_get(l, best.re)));
    lw_set(l, where, lw_select(l, better, from, lw_get(l, where)));
    lw_set(l, best.re, lw_select(l, better, x, lw_get(l, best.re)));
    lw_loop_close(k);
    return lw_snapshot(l, lw_get(l, where));
}

/* Moves `found` on by `lanes` while none of these elements is the extreme. */
static void search(lw_kernel *k, const arg_job *job, lw_index *at, lir_expr_id best,
                   lir_var_id found, lir_expr_id to, unsigned lanes)
{
    lower *l = k->l;
    lw_block outer;
    lw_loop_open(k, "j", lw_snapshot(l, lw_get(l, found)), to, lanes, lanes);
    lir_expr_id hit = is_extreme(job, lw_splat(l, innermost(k, job, at), lanes), best);
    lw_open_stmt(l, LIR_S_IF, lw_any_lane(l, hit), &outer);
    lw_stmt(l, LIR_S_BREAK);
    l->cur = outer;
    lw_set(l, found, lw_op(l, LIR_ADD, k->level[k->nlevels - 1].iv, lw_i64(l, lanes)));
    lw_loop_close(k);
}

static lir_expr_id along_run(lw_kernel *k, const arg_job *job, lw_index *at)
{
    lower *l = k->l;
    lw_cell best = lw_cell_new(l, job->dtype, 1);
    lir_expr_id from = best_block(k, job, at, best), value = lw_snapshot(l, lw_get(l, best.re));
    lir_expr_id end = lw_op(l, LIR_MIN, lw_op(l, LIR_ADD, from, lw_i64(l, BLOCK)), job->count);
    lir_var_id found = i64_var(l, "found", 1);
    lw_set(l, found, from);
    unsigned lanes = job->lanes < SCAN_LANES ? job->lanes : SCAN_LANES;
    end = lw_let(l, "end", end);
    for (; lanes >= 8; lanes = lanes > 8 ? 8 : 1) { /* fewer and fewer at once */
        lir_expr_id left = lw_op(l, LIR_SUB, end, lw_snapshot(l, lw_get(l, found)));
        left = lw_op(l, LIR_AND, left, lw_i64(l, -(int64_t)lanes));
        left = lw_op(l, LIR_ADD, lw_snapshot(l, lw_get(l, found)), left);
        search(k, job, at, value, found, lw_let(l, "whole", left), lanes);
    }
    search(k, job, at, value, found, end, 1);
    return lw_snapshot(l, lw_get(l, found));
}

/* Every lane, or the one result, goes along the axis by itself. */
static lir_expr_id along_axis(lw_kernel *k, const arg_job *job, lw_index *at)
{
    lower *l = k->l;
    lw_cell best = lw_cell_new(l, job->dtype, k->lanes);
    lir_var_id where = i64_var(l, "where", k->lanes);
    lw_cell_set(l, best, (lw_value){lw_splat(l, lw_identity(&job->fold).re, k->lanes), 0, -1});
    lw_set(l, where, lw_splat(l, lw_i64(l, 0), k->lanes));
    lw_loop_open(k, "j", lw_i64(l, 0), job->count, 1, 1);
    lir_expr_id x = lw_let(l, "x", lw_splat(l, innermost(k, job, at), k->lanes));
    lir_expr_id better = lw_let(l, "better", beats(job, x, lw_get(l, best.re)));
    lir_expr_id j = lw_splat(l, k->level[k->nlevels - 1].iv, k->lanes);
    lw_set(l, where, lw_select(l, better, j, lw_get(l, where)));
    lw_set(l, best.re, lw_select(l, better, x, lw_get(l, best.re)));
    lw_loop_close(k);
    return lw_snapshot(l, lw_get(l, where));
}

static void one_place(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    const arg_job *job = nest->user;
    lw_index at[HPC_MAX_RANK];
    element_index(k, job, index[0], at);
    lir_expr_id place = job->lanes > 1 ? along_run(k, job, at) : along_axis(k, job, at);
    lw_value v = {place, 0, (int)k->nlevels - 1};
    if (job->dest)
        lw_leaf_store(k, job->dest, index[0], v, 0);
    else
        lw_cell_set(k->l, job->result, v);
}

/* ---- Choice ---------------------------------------------------------------------------------- */

/* Lanes along the axis where elements lie side by side there, or where there is no other axis. */
static bool goes_along_axis(lower *l, const arg_job *job)
{
    if (job->rank == 1)
        return true;
    if (job->axis + 1 < job->rank)
        return false;
    return lw_varies_along_both(l, job->source, (int)job->rank - 2, (int)job->rank - 1);
}

static void by_runtime(lower *l, lir_expr_id slot, const arg_job *job, air_fn fn)
{
    const air_node *n = lw_air(l, job->id);
    lir_expr_id source = lw_view_ptr(l, job->source);
    lw_release_slot(l, slot);
    lir_expr_id args[6] = {slot,
                           source,
                           lw_i64(l, fn == AIR_MIN ? HPC_REDUCE_ARGMIN : HPC_REDUCE_ARGMAX),
                           lw_i64(l, INT64_C(1) << job->axis),
                           lw_i64(l, n->keepdims),
                           lw_i64(l, HPC_I64)};
    lw_rt(l, HPC_RT_reduce, args, 6, 0);
}

/* Elements of rank 1 that do not lie side by side. */
static void strided(lower *l, lw_nest *nest)
{
    const arg_job *job = nest->user;
    lir_expr_id slot = lw_owning_slot(l, "arg");
    by_runtime(l, slot, job, job->fold.fn);
    lir_expr_id data = lw_load(l, LIR_PTR, slot, offsetof(hpc_view, data));
    lw_set(l, job->result.re, lw_load(l, LIR_I64, data, 0));
    lw_release_slot(l, slot);
}

static void run(lower *l, arg_job *job)
{
    lw_nest nest = {.body = one_place, .user = job, .unrolled = -1, .group = 1, .lanes = 1};
    air_id obstacle = lw_obstacle(l, job->source, false);
    bool vector = !obstacle;
    nest.independent = l->options->threads && job->dest && job->dest->rank;
    nest.cost = lw_op(l, LIR_MUL, job->count, lw_i64(l, LW_FOLD_COST));
    lw_remark_scalar(l, obstacle);
    unsigned lanes = vector ? lw_lanes_for(l, job->source, HPC_I64) : 1;
    bool fixed = lanes == 1 || l->options->lanes;
    for (unsigned i = 0; job->dest && i < job->dest->rank; i++) {
        nest.extent[i] = job->dest->extent[i];
        nest.axis[nest.naxes++] = (uint8_t)i;
    }
    if (vector && goes_along_axis(l, job)) {
        lanes = lw_lanes_for(l, job->source, job->dtype);
        job->lanes = fixed || lanes * 4 > LIR_MAX_LANES ? lanes : lanes * 4;
        nest.done = true;
        nest.slow = job->dest || !l->nodes[job->source].desc ? NULL : strided;
        lw_nest_run_assuming(l, &nest);
        return;
    }
    nest.lanes = fixed ? lanes : lanes * IN_FLIGHT;
    lw_nest_run(l, &nest);
}

static void check_not_empty(lower *l, const arg_job *job)
{
    bool least = job->fold.fn == AIR_MIN;
    lw_check(l, lw_op(l, LIR_NE, job->count, lw_i64(l, 0)),
             least ? HPC_CHECK_ARGMIN_EMPTY : HPC_CHECK_ARGMAX_EMPTY, NULL, 0);
}

void lw_lower_arg(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id), *source = lw_air(l, n->args[0]);
    hpc_dtype dtype = (hpc_dtype)source->type.dtype;
    arg_job job = {.id = id,
                   .source = n->args[0],
                   .rank = source->type.rank,
                   .axis = (unsigned)n->imm,
                   .dtype = dtype,
                   .fold = {l, (air_fn)n->fn, dtype, dtype, false, false},
                   .lanes = 1};
    bool was_inlined = !l->nodes[job.source].desc;
    job.count = lw_extent(l, job.source, job.axis);
    check_not_empty(l, &job);
    if (lw_has_checks(l, job.source)) /* no check stands among lanes */
        l->nodes[job.source].desc = lw_memory(l, job.source);
    if (n->type.kind == AIR_ARRAY)
        job.dest = lw_new_buffer_of(l, id);
    else
        job.result = lw_cell_new(l, HPC_I64, 1);
    run(l, &job);
    if (job.dest)
        l->nodes[id].desc = (lw_desc *)job.dest;
    else
        l->nodes[id].value = lw_cell_read(l, job.result);
    if (was_inlined && l->nodes[job.source].inlined)
        l->nodes[job.source].desc = NULL;
}
