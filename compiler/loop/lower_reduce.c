/* Reductions: which way each goes, with NumPy's bits.
 *
 * Trailing axes of C-ordered elements are runs (lower_fold.c). Over leading axes, and over one in the
 * middle, row after row is added to the result. A few elements are unrolled into the loops that use the sum. Everything else
 * goes to the runtime's hpc_reduce, which knows NumPy's order for any layout. */
#include "lower_reduce.h"

#include "../../runtime/reduce.h"

/* ---- Shapes ---------------------------------------------------------------------------------- */

typedef struct shape {
    unsigned rank;
    uint32_t axes;
    bool full, trailing, leading;
    unsigned nreduced;
} shape;

static shape shape_of(const lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    unsigned rank = lw_air(l, n->args[0])->type.rank, count = 0;
    uint32_t axes = (uint32_t)n->imm & ((1u << rank) - 1u);
    for (unsigned i = 0; i < rank; i++)
        count += axes >> i & 1;
    uint32_t low = (1u << count) - 1u, high = low << (rank - count);
    return (shape){rank, axes, count == rank, axes == high, axes == low, count};
}

/* Where result element `index` lies in the source: its entries for the kept axes. */
static void source_index(lower *l, const shape *s, bool keepdims, const lw_index *index,
                         lw_index *at)
{
    unsigned r = 0;
    for (unsigned i = 0; i < s->rank; i++) {
        bool reduced = s->axes >> i & 1;
        lw_index_const(l, &at[i], 0);
        if (!reduced)
            at[i] = index[r];
        if (!reduced || keepdims)
            r++;
    }
}

static bool one_axis(const shape *s, unsigned *axis)
{
    if (s->nreduced != 1)
        return false;
    for (unsigned i = 0; i < s->rank; i++)
        if (s->axes >> i & 1)
            *axis = i;
    return true;
}

static bool any_order(const lw_fold *f)
{
    return !f->pairwise && !f->ordered;
}

/* Reduced elements of one result, where all extents are constant; else 0. */
static int64_t constant_count(const lower *l, air_id source, const shape *s)
{
    int64_t count = 1, n;
    for (unsigned i = 0; i < s->rank; i++)
        if (s->axes >> i & 1) {
            if (!air_is_const(l->af, lw_air(l, source)->shape[i], &n) || n < 1 || n > SMALL)
                return 0;
            count *= n;
        }
    return count <= SMALL ? count : 0;
}

static bool is_c_order(const lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    const lw_desc *d = l->nodes[id].desc;
    return ((d ? d->facts : n->type.facts) & AIR_C_ORDER) != 0;
}

/* A reduction of a few elements, of known order: below 8, one axis is summed in order whatever the
 * layout; trailing axes of C-ordered elements are one run. */
bool lw_reduce_is_small(lower *l, air_id id)
{
    shape s = shape_of(l, id);
    lw_fold f = lw_fold_of(l, id);
    air_id source = lw_air(l, id)->args[0];
    int64_t count = constant_count(l, source, &s);
    if (count == 0 || lw_air(l, source)->type.dtype != lw_air(l, id)->type.dtype)
        return false;
    if (any_order(&f) || (s.nreduced == 1 && count < (lw_complex(f.dtype) ? 4 : 8)))
        return true;
    return s.trailing && (is_c_order(l, source) || s.rank == 1);
}

/* Can consumers evaluate the reduction for one element in their own loops? */
bool lw_reduce_can_inline(lower *l, air_id id)
{
    shape s = shape_of(l, id);
    lw_fold f = lw_fold_of(l, id);
    air_id source = lw_air(l, id)->args[0];
    unsigned axis = 0;
    if (lw_reduce_is_small(l, id))
        return true;
    if (!one_axis(&s, &axis) || lw_air(l, source)->type.dtype != lw_air(l, id)->type.dtype ||
        f.fn == AIR_MIN || f.fn == AIR_MAX)
        return false;
    return any_order(&f) || (s.trailing && is_c_order(l, source));
}

/* ---- Inside of another nest ------------------------------------------------------------------ */

/* Index of the i-th of the reduced elements, in C order. */
static void place_term(lower *l, air_id source, const shape *s, lw_index *at, int64_t i)
{
    for (unsigned axis = s->rank; axis-- > 0;) {
        if (!(s->axes >> axis & 1))
            continue;
        int64_t n = 1;
        air_is_const(l->af, lw_air(l, source)->shape[axis], &n);
        lw_index_const(l, &at[axis], i % n);
        i /= n;
    }
}

static lw_value small_reduce(lw_kernel *k, air_id id, lw_index *at, const shape *s)
{
    lower *l = k->l;
    lw_fold f = lw_fold_of(l, id);
    air_id source = lw_air(l, id)->args[0];
    if (f.pairwise && f.work == HPC_F16)
        f.work = HPC_F32;
    int64_t n = constant_count(l, source, s);
    lw_value terms[SMALL];
    int level = -1;
    for (int64_t i = 0; i < n; i++) {
        place_term(l, source, s, at, i);
        terms[i] = lw_eval(k, source, at);
        level = terms[i].level > level ? terms[i].level : level;
        terms[i] = lw_cast(l, f.work, f.dtype, terms[i]);
    }
    lw_value v = lw_sum_terms(&f, terms, (unsigned)n);
    v.level = level;
    v = lw_fold_finish(&f, v);
    if (l->nodes[id].uses > 1 || k->keep_all || level + 1 < (int)k->nlevels) {
        v.re = lw_let_at(k, level, "sum", v.re);
        v.im = v.im ? lw_let_at(k, level, "sum", v.im) : 0;
    }
    return v;
}

lw_value lw_reduce_inline(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    shape s = shape_of(l, id);
    lw_fold f = lw_fold_of(l, id);
    lw_index at[HPC_MAX_RANK];
    unsigned axis = 0;
    if (k->flat_as)
        lw_fail(l, "internal: a reduction in a flat loop");
    source_index(l, &s, n->keepdims, index, at);
    if (lw_reduce_is_small(l, id))
        return small_reduce(k, id, at, &s);
    if (!one_axis(&s, &axis) || k->lanes > 1)
        lw_fail(l, "internal: this reduction cannot be inlined");
    lw_strip r = {k, n->args[0], at, axis, s.rank, -1, 1, false};
    if (axis + 1 == s.rank && !f.ordered && !lw_obstacle_but_checks(l, n->args[0]) &&
        lw_checks_in_lanes(l, n->args[0], f.dtype))
        r.lanes = lw_lanes_for(l, n->args[0], f.dtype);
    return lw_fold_run(&r, &f, lw_extent(l, n->args[0], axis));
}

/* ---- Whole reductions ------------------------------------------------------------------------ */

typedef struct reduce_job reduce_job;
struct reduce_job {
    air_id id, source;
    shape s;
    lw_fold f;
    const lw_desc *dest; /* NULL: a scalar */
    lir_expr_id count;   /* reduced elements */
    bool flat;           /* the source is read by one flat index */
    unsigned axis;       /* the source's axis along which the run goes (not flat) */
    lw_cell result;
    unsigned count_others; /* scalars that are folded in the same loops */
    const reduce_job *others;
};

static void store_result(lw_kernel *k, const reduce_job *job, const lw_index *index, lw_value v)
{
    if (job->dest)
        lw_leaf_store(k, job->dest, index, v, 0);
    else
        lw_cell_set(k->l, job->result, v);
}

/* Several vectors in flight: the latency of the operation is longer than its interval. */
static unsigned wide_lanes(lower *l, air_id source, hpc_dtype dtype)
{
    unsigned lanes = lw_lanes_for(l, source, dtype);
    if (!lw_checks_in_lanes(l, source, dtype))
        return 1;
    if (lanes == 1 || l->options->lanes || lw_has_checks(l, source))
        return lanes;
    return lanes * 4 < LIR_MAX_LANES ? lanes * 4 : LIR_MAX_LANES;
}

/* One result element: fold its run. */
static void run_per_result(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    lower *l = k->l;
    const reduce_job *job = nest->user;
    lw_index at[HPC_MAX_RANK];
    lw_fold f = job->f;
    source_index(l, &job->s, lw_air(l, job->id)->keepdims, index[0], at);
    lw_strip r = {k,  job->source, at,   job->flat ? 0 : job->axis, job->flat ? 1 : job->s.rank,
                  -1, 1,           false};
    r.parts = l->options->threads && !job->dest && !f.ordered;
    air_id obstacle = lw_obstacle_but_checks(l, job->source);
    if (f.ordered)
        lw_remark_fold(l, REMARK_SCALAR_ORDER, job->id);
    else if (obstacle)
        lw_remark_scalar(l, obstacle);
    else
        r.lanes = wide_lanes(l, job->source, f.dtype);
    if (!job->count_others) {
        store_result(k, job, index[0], lw_fold_run(&r, &f, job->count));
        return;
    }
    lw_fold folds[LW_MAX_FOLDS] = {f};
    air_id sources[LW_MAX_FOLDS] = {job->source};
    lw_value values[LW_MAX_FOLDS];
    for (unsigned i = 0; i < job->count_others; i++) {
        const reduce_job *other = &job->others[i];
        unsigned lanes = wide_lanes(l, other->source, other->f.dtype);
        r.lanes = lanes < r.lanes ? lanes : r.lanes;
        folds[i + 1] = other->f;
        sources[i + 1] = other->source;
    }
    lw_fold_runs(&r, folds, sources, job->count_others + 1, job->count, values);
    store_result(k, job, index[0], values[0]);
    for (unsigned i = 0; i < job->count_others; i++)
        store_result(k, &job->others[i], index[0], values[i + 1]);
}

static lir_expr_id reduced_count(lower *l, const reduce_job *job)
{
    lir_expr_id n = 0;
    const lw_desc *d = l->nodes[job->source].desc;
    for (unsigned i = 0; i < job->s.rank; i++)
        if (job->s.axes >> i & 1) {
            lir_expr_id e = d ? d->extent[i] : lw_extent(l, job->source, i);
            n = n ? lw_op(l, LIR_MUL, n, e) : e;
        }
    return lw_let(l, "count", n ? n : lw_i64(l, 1));
}

/* Minimum and maximum of nothing fail. */
static void check_not_empty(lower *l, const reduce_job *job)
{
    air_fn fn = job->f.fn;
    if (fn != AIR_MIN && fn != AIR_MAX)
        return;
    lw_check(l, lw_op(l, LIR_NE, job->count, lw_i64(l, 0)),
             fn == AIR_MIN ? HPC_CHECK_ZERO_SIZE_MINIMUM : HPC_CHECK_ZERO_SIZE_MAXIMUM, NULL, 0);
}

static lw_desc *result_buffer(lower *l, air_id id)
{
    return lw_air(l, id)->type.kind == AIR_ARRAY ? lw_new_buffer_of(l, id) : NULL;
}

static void define_result(lower *l, reduce_job *job)
{
    if (job->dest)
        l->nodes[job->id].desc = (lw_desc *)job->dest;
    else
        l->nodes[job->id].value = lw_cell_read(l, job->result);
}

static int runtime_op(lower *l, air_fn fn)
{
    switch (fn) {
    case AIR_ADD: return HPC_REDUCE_SUM;
    case AIR_MUL: return HPC_REDUCE_PROD;
    case AIR_MIN: return HPC_REDUCE_MIN;
    case AIR_MAX: return HPC_REDUCE_MAX;
    case AIR_AND: return HPC_REDUCE_ALL;
    case AIR_OR: return HPC_REDUCE_ANY;
    default: lw_fail(l, "lowering does not have a reduction by %s", air_fn_name(fn));
    }
}

/* The runtime's reduction into a slot. */
static void call_reduce(lower *l, air_id id, lir_expr_id slot, lir_expr_id source)
{
    const air_node *n = lw_air(l, id);
    lw_release_slot(l, slot);
    lir_expr_id args[6] = {slot,
                           source,
                           lw_i64(l, runtime_op(l, (air_fn)n->fn)),
                           lw_i64(l, n->imm),
                           lw_i64(l, n->keepdims),
                           lw_i64(l, n->type.dtype)};
    lw_rt(l, HPC_RT_reduce, args, 6, 0);
}

/* The one element of a result, by the runtime: less code than a nest where it is the rare case. */
static lw_value element_by_runtime(lower *l, const reduce_job *job)
{
    lir_expr_id slot = lw_owning_slot(l, "reduce");
    call_reduce(l, job->id, slot, lw_view_ptr(l, job->source));
    lir_expr_id data = lw_load(l, LIR_PTR, slot, offsetof(hpc_view, data));
    lir_elem elem = lw_elem(job->f.dtype);
    lw_value v = {lw_let(l, "sum", lw_load(l, elem, data, 0)), 0, -1};
    if (lw_complex(job->f.dtype))
        v.im = lw_let(l, "sum", lw_load(l, elem, data, lir_elem_size(elem)));
    lw_release_slot(l, slot);
    return v;
}

static void slow_scalar(lower *l, lw_nest *nest)
{
    const reduce_job *job = nest->user;
    lw_cell_set(l, job->result, element_by_runtime(l, job));
    for (unsigned i = 0; i < job->count_others; i++)
        lw_cell_set(l, job->others[i].result, element_by_runtime(l, &job->others[i]));
}

/* The same for an array of results. */
static void slow_array(lower *l, lw_nest *nest)
{
    const reduce_job *job = nest->user;
    lir_expr_id slot = lw_owning_slot(l, "reduce");
    call_reduce(l, job->id, slot, lw_view_ptr(l, job->source));
    lir_expr_id args[2] = {lw_desc_view(l, (lw_desc *)job->dest), slot};
    lw_rt(l, HPC_RT_view_assign, args, 2, 0);
    lw_release_slot(l, slot);
}

static bool all_in_memory(const lower *l, const reduce_job *job)
{
    bool all = l->nodes[job->source].desc != NULL;
    for (unsigned i = 0; i < job->count_others; i++)
        all &= l->nodes[job->others[i].source].desc != NULL;
    return all;
}

static void reduce_runs(lower *l, reduce_job *job)
{
    lw_nest nest = {.body = run_per_result, .user = job, .unrolled = -1, .group = 1};
    nest.flat = job->flat;
    nest.lanes = 1;
    nest.done = !job->f.ordered && !lw_obstacle_but_checks(l, job->source);
    nest.independent = l->options->threads && job->dest && job->dest->rank;
    nest.cost = lw_op(l, LIR_MUL, job->count, lw_i64(l, LW_FOLD_COST));
    if (nest.independent || (l->options->threads && !job->f.ordered))
        lw_remark(l, REMARK_THREADS, NULL, NULL);
    if (job->dest) {
        memcpy(nest.extent, job->dest->extent, sizeof nest.extent);
        for (unsigned i = 0; i < job->dest->rank; i++)
            nest.axis[nest.naxes++] = (uint8_t)i;
    } else {
        job->result = lw_cell_new(l, job->f.dtype, 1);
    }
    if (all_in_memory(l, job))
        nest.slow = job->dest ? slow_array : slow_scalar;
    lw_nest_run_assuming(l, &nest);
}

/* ---- Leading axes, or one in the middle: row after row into the result ------------------------ */

static void add_row(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    lower *l = k->l;
    const reduce_job *job = nest->user;
    bool keepdims = lw_air(l, job->id)->keepdims;
    lw_index out[HPC_MAX_RANK];
    unsigned r = 0;
    for (unsigned i = 0; i < job->s.rank; i++) {
        bool reduced = job->s.axes >> i & 1;
        if (reduced && keepdims)
            lw_index_const(l, &out[r++], 0);
        else if (!reduced)
            out[r++] = index[0][i];
    }
    lw_value sum = lw_leaf_load(k, job->dest, out);
    lw_index at[HPC_MAX_RANK];
    memcpy(at, index[0], sizeof at);
    for (unsigned row = 0; row < (nest->rows ? nest->rows : 1); row++) {
        at[0].c = lw_i64(l, row);
        sum = lw_combine(&job->f, sum, lw_eval(k, job->source, at));
    }
    lw_leaf_store(k, job->dest, out, sum, 0);
}

static void fill_with(lower *l, const lw_desc *dest, lw_value v);

static void rows(lower *l, reduce_job *job)
{
    lw_fold start = job->f;
    fill_with(l, job->dest,
              job->f.fn == AIR_ADD ? lw_fold_constant(&start, 0) : lw_identity(&start));
    lw_nest nest = {.body = add_row, .user = job, .unrolled = -1, .group = 1};
    for (unsigned i = 0; i < job->s.rank; i++) {
        nest.extent[i] = lw_extent(l, job->source, i);
        nest.axis[nest.naxes++] = (uint8_t)i;
    }
    air_id obstacle = lw_obstacle(l, job->source, false);
    nest.lanes = obstacle ? 1 : lw_lanes_for(l, job->source, job->f.dtype);
    lw_remark_scalar(l, obstacle);
    nest.independent = l->options->threads;
    nest.in_order = job->s.leading ? job->s.nreduced : job->s.rank;
    if (!job->s.leading) {
        lw_nest_run(l, &nest);
        return;
    }
    lir_expr_id n = nest.extent[0];
    nest.rows = ROWS;
    nest.extent[0] = lw_let(l, "fours", lw_op(l, LIR_AND, n, lw_i64(l, -ROWS)));
    lw_nest_run(l, &nest);
    nest.rows = 0;
    nest.first = nest.extent[0];
    nest.extent[0] = n;
    lw_nest_run(l, &nest);
}

/* A float sum whose rows have one element is a run for NumPy, and pairwise. */
static void reduce_rows(lower *l, reduce_job *job)
{
    if (!job->f.pairwise) {
        rows(l, job);
        return;
    }
    unsigned last = job->s.nreduced - 1u; /* reduced axis */
    if (!job->s.leading)
        one_axis(&job->s, &last);
    lir_expr_id width = 0;
    for (unsigned i = last + 1; i < job->s.rank; i++) {
        lir_expr_id e = lw_extent(l, job->source, i);
        width = width ? lw_op(l, LIR_MUL, width, e) : e;
    }
    lw_block outer;
    lir_stmt_id branch = lw_open_stmt(l, LIR_S_IF, lw_op(l, LIR_EQ, width, lw_i64(l, 1)), &outer);
    if (l->nodes[job->source].desc && job->s.leading) { /* the result has one element */
        lw_value v = element_by_runtime(l, job);
        lw_store(l, job->dest->data, 0, v.re);
        if (v.im)
            lw_store(l, job->dest->data, hpc_dtype_size(job->f.dtype) / 2, v.im);
    } else {
        job->axis = last;
        reduce_runs(l, job);
    }
    l->cur = (lw_block){branch, true};
    rows(l, job);
    l->cur = outer;
}

static void fill_body(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    const lw_desc *const *dest = nest->user;
    lw_leaf_store(k, *dest, index[0], (lw_value){nest->value, nest->value_im, -1}, 0);
}

static void fill_with(lower *l, const lw_desc *dest, lw_value v)
{
    lw_nest nest = {.body = fill_body, .user = &dest, .unrolled = -1, .group = 1};
    nest.value = v.re;
    nest.value_im = v.im;
    memcpy(nest.extent, dest->extent, sizeof nest.extent);
    for (unsigned i = 0; i < dest->rank; i++)
        nest.axis[nest.naxes++] = (uint8_t)i;
    nest.lanes = l->options->no_vectors ? 1 : 8;
    lw_nest_run(l, &nest);
}

/* ---- The runtime's way ----------------------------------------------------------------------- */

static void reduce_by_runtime(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id source = lw_view_ptr(l, n->args[0]);
    lir_expr_id slot = lw_owning_slot(l, "reduce");
    call_reduce(l, id, slot, source);
    lw_desc *d = lw_desc_of_view(l, slot, n->type, n->shape);
    l->nodes[id].slot = slot;
    if (n->type.kind == AIR_ARRAY) {
        l->nodes[id].desc = d;
        return;
    }
    lir_elem elem = lw_elem((hpc_dtype)n->type.dtype);
    lw_value v = {lw_let(l, "sum", lw_load(l, elem, d->data, 0)), 0, -1};
    if (lw_complex((hpc_dtype)n->type.dtype))
        v.im = lw_let(l, "sum", lw_load(l, elem, d->data, lir_elem_size(elem)));
    l->nodes[id].value = v;
    lw_release_slot(l, slot);
}

/* ---- Choice ---------------------------------------------------------------------------------- */

/* The source as one run of C-ordered elements: a tree that can be flattened, or memory. */
static void make_flat(lower *l, reduce_job *job)
{
    job->flat = true;
    if (!lw_can_flatten(l, job->source, job->source))
        l->nodes[job->source].desc = lw_memory(l, job->source);
}

/* Several trailing axes of C-ordered memory: the last one's index goes on over all of them. */
static void make_run(lower *l, reduce_job *job)
{
    job->axis = job->s.rank - 1u;
    if (job->s.nreduced > 1)
        l->nodes[job->source].desc = lw_memory(l, job->source);
}

typedef enum way { BY_RUNTIME, BY_RUNS, BY_ROWS, BY_LANES } way;

/* Why a reduction is left to the runtime. */
static void remark_runtime(lower *l, const reduce_job *job)
{
    const air_node *n = lw_air(l, job->id), *x = lw_air(l, job->source);
    if ((n->fn == AIR_AND || n->fn == AIR_OR) && x->type.dtype != HPC_BOOL)
        lw_remark(l, REMARK_FOLD_BITS, NULL, NULL);
    else if (x->type.dtype != n->type.dtype)
        lw_remark(l, REMARK_FOLD_CAST, NULL, NULL);
    else if (job->f.ordered)
        lw_remark_fold(l, REMARK_FOLD_ORDER, job->id);
    else
        lw_remark(l, REMARK_FOLD_LAYOUT, NULL, NULL);
}

static way choose(lower *l, const reduce_job *job)
{
    const air_node *n = lw_air(l, job->id), *source = lw_air(l, job->source);
    const shape *s = &job->s;
    bool c_order = s->rank <= 1 || is_c_order(l, job->source);
    bool bits = (n->fn == AIR_AND || n->fn == AIR_OR) && source->type.dtype != HPC_BOOL;
    if (!bits && lw_can_reduce_across(l, job->id))
        return BY_LANES;
    if (s->nreduced == 0 || source->type.dtype != n->type.dtype || bits || job->f.ordered)
        return s->rank == 1 && job->f.ordered ? BY_RUNS : BY_RUNTIME;
    if (s->trailing && (c_order || (any_order(&job->f) && s->nreduced == 1)))
        return BY_RUNS;
    if (s->leading && !s->full && any_order(&job->f))
        return BY_ROWS;
    if (!s->full && c_order && s->nreduced == 1)
        return BY_ROWS;
    return BY_RUNTIME;
}

static reduce_job job_of(lower *l, air_id id)
{
    return (reduce_job){
        .id = id, .source = lw_air(l, id)->args[0], .s = shape_of(l, id), .f = lw_fold_of(l, id)};
}

/* Can the scalar be folded along with others, in vector lanes? */
static bool can_join(lower *l, const reduce_job *job)
{
    bool flat = job->s.rank == 1 || lw_can_flatten(l, job->source, job->source);
    return job->s.full && lw_air(l, job->id)->type.kind == AIR_SCALAR && flat && !job->f.ordered &&
           job->f.dtype != HPC_F16 && !lw_complex(job->f.dtype) && choose(l, job) == BY_RUNS &&
           lw_can_vectorise(l, job->source, false) && !lw_has_checks(l, job->source);
}

/* The reductions right after this one, over the same shape: array/pass_adjoin.c puts them there. */
static unsigned following(lower *l, const reduce_job *job, reduce_job *others)
{
    const air_region *home = lw_air(l, job->id)->home;
    const air_node *x = lw_air(l, job->source);
    uint32_t at = 0;
    unsigned count = 0;
    if (!can_join(l, job))
        return 0;
    while (at < home->len && home->items[at] != job->id)
        at++;
    while (++at < home->len && count + 1 < LW_MAX_FOLDS) {
        const air_node *n = lw_air(l, home->items[at]);
        const air_node *y = n->op == AIR_OP_REDUCE ? lw_air(l, n->args[0]) : NULL;
        if (!y || y->type.rank != x->type.rank || l->nodes[home->items[at]].unused ||
            memcmp(x->shape, y->shape, x->type.rank * sizeof *x->shape) != 0)
            break;
        others[count] = job_of(l, home->items[at]);
        if (!can_join(l, &others[count]))
            break;
        lw_remark_joined(l, home->items[at]);
        others[count].count = job->count;
        check_not_empty(l, &others[count]);
        others[count++].result = lw_cell_new(l, (hpc_dtype)n->type.dtype, 1);
    }
    return count;
}

void lw_lower_reduce(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    reduce_job job = job_of(l, id), others[LW_MAX_FOLDS];
    if (l->nodes[id].done) /* with one before it */
        return;
    bool was_inlined = !l->nodes[job.source].desc;
    way way = choose(l, &job);
    if (way == BY_RUNTIME) {
        remark_runtime(l, &job);
        reduce_by_runtime(l, id);
        return;
    }
    job.count = reduced_count(l, &job);
    check_not_empty(l, &job);
    if (n->type.kind == AIR_ARRAY && lw_reduce_is_small(l, id)) {
        lw_compute_buffer(l, id);
        return;
    }
    if (job.s.full && job.s.rank > 1)
        make_flat(l, &job);
    else if (way != BY_LANES)
        make_run(l, &job);
    if (job.f.pairwise && lw_has_checks(l, job.source) && lw_obstacle_but_checks(l, job.source))
        l->nodes[job.source].desc = lw_memory(l, job.source);
    job.dest = result_buffer(l, id);
    job.count_others = way == BY_RUNS ? following(l, &job, others) : 0;
    job.others = others;
    if (way == BY_LANES)
        lw_reduce_across(l, id, job.dest, job.count);
    else if (way == BY_ROWS)
        reduce_rows(l, &job);
    else
        reduce_runs(l, &job);
    define_result(l, &job);
    for (unsigned i = 0; i < job.count_others; i++) {
        define_result(l, &others[i]);
        l->nodes[others[i].id].done = true;
    }
    if (was_inlined && l->nodes[job.source].inlined)
        l->nodes[job.source].desc = NULL;
}
