/* Reductions of a view over any axes: checks, the fresh result, the plan (reduce_plan.c), and the
 * calls of the kernels (reduce_loops.c) in NumPy's order.
 *
 * Example: the sum over axis 1 of a C-ordered (2, 3) calls the kernel twice with 3 elements; over
 * axis 0 it adds row after row elementwise. */
#include "reduce.h"

#include <stdlib.h>
#include <string.h>

#include "cast.h"
#include "layout.h"
#include "reduce_parts.h"

static const char *const op_names[HPC_REDUCE_OP_COUNT] = {"add",     "multiply",   "minimum",
                                                          "maximum", "logical_or", "logical_and",
                                                          "add",     "argmin",     "argmax"};

hpc_dtype hpc_reduce_dtype(hpc_reduce_op op, hpc_dtype in)
{
    char kind = hpc_dtype_kind(in);
    switch (op) {
    case HPC_REDUCE_SUM:
    case HPC_REDUCE_PROD: return kind == 'b' || kind == 'i' ? HPC_I64 : kind == 'u' ? HPC_U64 : in;
    case HPC_REDUCE_ANY:
    case HPC_REDUCE_ALL: return HPC_BOOL;
    case HPC_REDUCE_MEAN: return kind == 'f' || kind == 'c' ? in : HPC_F64;
    case HPC_REDUCE_ARGMIN:
    case HPC_REDUCE_ARGMAX: return HPC_I64;
    default: return in;
    }
}

/* ---- One reduction under way ---------------------------------------------------------------- */

typedef struct fold {
    hpc_reduce_plan plan;
    hpc_fold_fn *kernel;
    hpc_cast_fn *cast; /* input to the kernel's type */
    bool casts;
    int64_t in_size, size; /* bytes of an element before and after the cast */
    char *buffer;          /* HPC_REDUCE_BUFFER elements of `size`, then as many mask bytes */
} fold;

typedef struct cursor {
    char *at[REDUCE_OPERANDS];
} cursor;

static char *mask_buffer(const fold *fold)
{
    return fold->buffer + HPC_REDUCE_BUFFER * fold->size;
}

/* The kernel on n elements, or on each run of them that the mask lets through. */
static void apply(const fold *fold, cursor at, int64_t out_step, int64_t in_step, int64_t mask_step,
                  int64_t n)
{
    if (fold->plan.operands <= REDUCE_MASK) {
        fold->kernel(at.at[REDUCE_OUT], out_step, at.at[REDUCE_IN], in_step, n);
        return;
    }
    const char *mask = at.at[REDUCE_MASK];
    for (int64_t i = 0; i < n;) {
        while (i < n && !mask[i * mask_step])
            i++;
        int64_t start = i;
        while (i < n && mask[i * mask_step])
            i++;
        if (i > start)
            fold->kernel(at.at[REDUCE_OUT] + start * out_step, out_step,
                         at.at[REDUCE_IN] + start * in_step, in_step, i - start);
    }
}

/* Go to the next row of axis 0 within axes [1, top]; `chunk` is the extent of axis `top`. */
static bool next_row(const hpc_reduce_plan *plan, int64_t *index, int top, int64_t chunk,
                     cursor *at)
{
    for (int axis = 1; axis <= top; axis++) {
        int64_t extent = axis == top ? chunk : plan->shape[axis];
        bool wraps = ++index[axis] == extent;
        for (int op = 0; op < plan->operands; op++)
            at->at[op] += plan->strides[op][axis] * (wraps ? 1 - extent : 1);
        if (!wraps)
            return true;
        index[axis] = 0;
    }
    return false;
}

/* One row elementwise; the grouping does not show in the result. */
static void fold_row(const fold *fold, cursor at, int64_t n)
{
    const hpc_reduce_plan *plan = &fold->plan;
    int64_t in_step = plan->strides[REDUCE_IN][0], out_step = plan->strides[REDUCE_OUT][0];
    int64_t mask_step = plan->operands > REDUCE_MASK ? plan->strides[REDUCE_MASK][0] : 0;
    while (fold->casts && n > 0) {
        int64_t part = n < HPC_REDUCE_BUFFER ? n : HPC_REDUCE_BUFFER;
        fold->cast(fold->buffer, fold->size, at.at[REDUCE_IN], in_step, part);
        cursor cast_at = at;
        cast_at.at[REDUCE_IN] = fold->buffer;
        apply(fold, cast_at, out_step, fold->size, mask_step, part);
        for (int op = 0; op < plan->operands; op++)
            at.at[op] += plan->strides[op][0] * part;
        n -= part;
    }
    if (n > 0)
        apply(fold, at, out_step, in_step, mask_step, n);
}

/* Does the operand go through axes [0, top] with one step? */
static bool is_even(const hpc_reduce_plan *plan, int op, int top)
{
    for (int axis = 1; axis <= top; axis++)
        if (plan->strides[op][axis - 1] * plan->shape[axis - 1] != plan->strides[op][axis])
            return false;
    return true;
}

/* A call that folds all its elements into one result: gather what is not evenly spaced. */
static void fold_call(const fold *fold, cursor at, int top, int64_t chunk, int64_t n)
{
    const hpc_reduce_plan *plan = &fold->plan;
    bool masked = plan->operands > REDUCE_MASK;
    bool gather_in = fold->casts || !is_even(plan, REDUCE_IN, top);
    bool gather_mask = masked && !is_even(plan, REDUCE_MASK, top);
    int64_t in_step = plan->strides[REDUCE_IN][0], row = top == 0 ? chunk : plan->shape[0];
    int64_t mask_step = masked ? plan->strides[REDUCE_MASK][0] : 0;
    cursor from = at;
    if (gather_in || gather_mask) {
        int64_t index[HPC_MAX_RANK] = {0};
        int64_t done = 0;
        do {
            if (gather_in)
                fold->cast(fold->buffer + done * fold->size, fold->size, at.at[REDUCE_IN], in_step,
                           row);
            for (int64_t i = 0; gather_mask && i < row; i++)
                mask_buffer(fold)[done + i] = at.at[REDUCE_MASK][i * mask_step];
            done += row;
        } while (next_row(plan, index, top, chunk, &at));
    }
    if (gather_in) {
        from.at[REDUCE_IN] = fold->buffer;
        in_step = fold->size;
    }
    if (gather_mask) {
        from.at[REDUCE_MASK] = mask_buffer(fold);
        mask_step = 1;
    }
    apply(fold, from, 0, in_step, mask_step, n);
}

/* One kernel call of NumPy's: the core axes and `chunk` steps of the outer axis. */
static void run_call(const fold *fold, cursor at, int64_t chunk)
{
    const hpc_reduce_plan *plan = &fold->plan;
    int top = plan->outer;
    if (top > 0 && chunk == 1) { /* the outer axis does not matter */
        top--;
        chunk = plan->shape[top];
    }
    if (plan->strides[REDUCE_OUT][0] == 0) {
        int64_t n = chunk;
        for (int axis = 0; axis < top; axis++)
            n *= plan->shape[axis];
        fold_call(fold, at, top, chunk, n);
        return;
    }
    int64_t index[HPC_MAX_RANK] = {0};
    do
        fold_row(fold, at, top == 0 ? chunk : plan->shape[0]);
    while (next_row(plan, index, top, chunk, &at));
}

static void run_plan(const fold *fold, cursor at)
{
    const hpc_reduce_plan *plan = &fold->plan;
    int64_t index[HPC_MAX_RANK] = {0};
    int axis;
    do {
        int64_t extent = plan->shape[plan->outer];
        cursor inner = at;
        for (int64_t i = 0; i < extent; i += plan->call_outer) {
            int64_t left = extent - i;
            run_call(fold, inner, left < plan->call_outer ? left : plan->call_outer);
            for (int op = 0; op < plan->operands; op++)
                inner.at[op] += plan->strides[op][plan->outer] * plan->call_outer;
        }
        for (axis = plan->outer + 1; axis < plan->rank; axis++) {
            bool wraps = ++index[axis] == plan->shape[axis];
            for (int op = 0; op < plan->operands; op++)
                at.at[op] += plan->strides[op][axis] * (wraps ? 1 - plan->shape[axis] : 1);
            if (!wraps)
                break;
            index[axis] = 0;
        }
    } while (axis < plan->rank);
}

/* ---- The result and its first values -------------------------------------------------------- */

typedef struct request {
    const hpc_view *in, *where;
    hpc_reduce_op op;
    uint32_t axes;
    bool keepdims;
    hpc_dtype dtype; /* of the kernel and the result */
    const hpc_value *initial;
    int64_t in_strides[HPC_MAX_RANK], mask_strides[HPC_MAX_RANK], out_strides[HPC_MAX_RANK];
    int order[HPC_MAX_RANK];
} request;

static bool reduced(const request *ask, int axis)
{
    return ask->axes >> axis & 1;
}

/* Make the result: axes in the order of the iteration, so that it looks like the input. Fills
 * out_strides by the input's axes, 0 along reduced ones. */
static hpc_code new_result(hpc_frame *frame, request *ask, hpc_view *out)
{
    int64_t shape[HPC_MAX_RANK], strides[HPC_MAX_RANK];
    int place[HPC_MAX_RANK], rank = 0;
    for (int axis = 0; axis < ask->in->rank; axis++) {
        place[axis] = !reduced(ask, axis) || ask->keepdims ? rank++ : -1;
        if (place[axis] >= 0)
            shape[place[axis]] = reduced(ask, axis) ? 1 : ask->in->shape[axis];
    }
    hpc_code code = hpc_view_new(frame, out, ask->dtype, rank, shape);
    if (code != HPC_OK)
        return code;
    int64_t step = hpc_dtype_size(ask->dtype);
    for (int i = 0; i < ask->in->rank; i++) {
        int axis = ask->order[i];
        if (place[axis] < 0)
            continue;
        strides[place[axis]] = step;
        step *= shape[place[axis]];
    }
    for (int axis = 0; axis < ask->in->rank; axis++)
        ask->out_strides[axis] =
            reduced(ask, axis) || ask->in->shape[axis] == 1 ? 0 : strides[place[axis]];
    memcpy(out->strides, strides, (size_t)rank * sizeof *strides);
    return HPC_OK;
}

static bool has_identity(hpc_reduce_op op)
{
    return op != HPC_REDUCE_MIN && op != HPC_REDUCE_MAX;
}

/* Every element of the fresh result becomes the initial value. */
static void fill_initial(const request *ask, const hpc_view *out)
{
    int64_t size = hpc_dtype_size(ask->dtype), count = hpc_view_size(out);
    char element[16] = {0};
    if (ask->initial) {
        hpc_element_store(element, ask->dtype, ask->initial);
    } else {
        bool one = ask->op == HPC_REDUCE_PROD || ask->op == HPC_REDUCE_ALL;
        hpc_value identity = {.kind = HPC_PYINT, .i = one};
        hpc_element_store(element, ask->dtype, &identity);
    }
    for (int64_t i = 0; i < count; i++)
        memcpy(out->data + i * size, element, (size_t)size);
}

/* Without an identity: start from the first element along the reduced axes. */
static hpc_code copy_first(hpc_frame *frame, const request *ask, const hpc_view *out)
{
    hpc_view first = *ask->in;
    first.rank = 0;
    for (int axis = 0; axis < ask->in->rank; axis++) {
        if (reduced(ask, axis) && ask->in->shape[axis] == 0)
            return hpc_fail(frame, HPC_VALUE_ERROR,
                            "zero-size array to reduction operation %s which has no identity",
                            op_names[ask->op]);
        if (reduced(ask, axis) && !ask->keepdims)
            continue;
        first.shape[first.rank] = reduced(ask, axis) ? 1 : ask->in->shape[axis];
        first.strides[first.rank++] = ask->in->strides[axis];
    }
    return hpc_view_assign(frame, out, &first);
}

static hpc_code first_values(hpc_frame *frame, const request *ask, const hpc_view *out)
{
    if (ask->initial || has_identity(ask->op)) {
        fill_initial(ask, out);
        return HPC_OK;
    }
    if (ask->where)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "reduction operation '%s' does not have an identity, so to use a where "
                        "mask one has to specify 'initial'",
                        op_names[ask->op]);
    return copy_first(frame, ask, out);
}

/* ---- Putting it together -------------------------------------------------------------------- */

static hpc_code check_where(hpc_frame *frame, const request *ask)
{
    const hpc_view *where = ask->where;
    if (where->dtype != HPC_BOOL)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "Cannot cast array data from dtype('%s') to dtype('bool') according to "
                        "the rule 'safe'",
                        hpc_dtype_name((hpc_dtype)where->dtype));
    bool fits = where->rank <= ask->in->rank;
    for (int axis = 0; fits && axis < where->rank; axis++) {
        int64_t extent = where->shape[axis];
        fits = extent == 1 || extent == ask->in->shape[ask->in->rank - where->rank + axis];
    }
    return fits ? HPC_OK
                : hpc_fail(frame, HPC_VALUE_ERROR,
                           "the where mask could not be broadcast to the shape of the array");
}

/* The iteration's axes, sorted by the input's and the mask's strides. */
static void sort_axes(request *ask)
{
    const int64_t *each[2] = {ask->in_strides, ask->mask_strides};
    hpc_broadcast_strides(ask->in, ask->in->rank, ask->in_strides);
    if (ask->where)
        hpc_broadcast_strides(ask->where, ask->in->rank, ask->mask_strides);
    hpc_axis_order(ask->in->rank, ask->where ? 2 : 1, each, ask->order);
}

static void make_plan(const request *ask, bool casts, hpc_reduce_plan *plan)
{
    bool reduces = false;
    plan->rank = ask->in->rank;
    plan->operands = ask->where ? 3 : 2;
    for (int i = 0; i < plan->rank; i++) {
        int axis = ask->order[i];
        plan->shape[i] = ask->in->shape[axis];
        plan->strides[REDUCE_OUT][i] = ask->out_strides[axis];
        plan->strides[REDUCE_IN][i] = ask->in_strides[axis];
        plan->strides[REDUCE_MASK][i] = ask->where ? ask->mask_strides[axis] : 0;
        reduces |= reduced(ask, axis) && plan->shape[i] != 1;
    }
    if (plan->rank == 0) {
        plan->rank = 1;
        plan->shape[0] = 1;
        for (int op = 0; op < plan->operands; op++)
            plan->strides[op][0] = 0;
    }
    hpc_reduce_plan_finish(plan, reduces, casts);
}

static hpc_code run_request(hpc_frame *frame, request *ask, const hpc_view *out)
{
    hpc_dtype from = (hpc_dtype)ask->in->dtype;
    fold fold = {.kernel = hpc_fold_kernel(ask->op, ask->dtype),
                 .cast = hpc_cast_loop(ask->dtype, from),
                 .casts = from != ask->dtype,
                 .in_size = hpc_dtype_size(from),
                 .size = hpc_dtype_size(ask->dtype)};
    make_plan(ask, fold.casts, &fold.plan);
    bool gathers = fold.casts;
    for (int op = REDUCE_IN; op < fold.plan.operands; op++)
        gathers = gathers || !is_even(&fold.plan, op, fold.plan.outer);
    if (gathers) {
        size_t bytes = (size_t)HPC_REDUCE_BUFFER * (size_t)(fold.size + 1);
        fold.buffer = hpc_heap_alloc(frame->runtime->heap, bytes);
        if (!fold.buffer)
            return hpc_fail_memory(frame, bytes);
    }
    run_plan(&fold, (cursor){{out->data, ask->in->data, ask->where ? ask->where->data : NULL}});
    hpc_heap_free(frame->runtime->heap, fold.buffer);
    return HPC_OK;
}

static hpc_code reduce_plain(hpc_frame *frame, request *ask, hpc_view *out)
{
    hpc_code code = ask->where ? check_where(frame, ask) : HPC_OK;
    if (code != HPC_OK)
        return code;
    sort_axes(ask);
    code = new_result(frame, ask, out);
    if (code != HPC_OK)
        return code;
    code = first_values(frame, ask, out);
    if (code == HPC_OK && hpc_view_size(ask->in) > 0)
        code = run_request(frame, ask, out);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

/* ---- Mean ----------------------------------------------------------------------------------- */

/* NumPy divides by an int64: in double, or in complex double by Smith's method. */
static void divide_element(char *to, hpc_dtype to_dtype, const char *from, hpc_dtype dtype,
                           int64_t count)
{
    hpc_value sum = hpc_element_load(from, dtype);
    double n = (double)count;
    if (hpc_dtype_kind(dtype) == 'c') {
        double ratio = 0.0 / n, scale = 1.0 / (n + 0.0 * ratio), re = sum.c[0], im = sum.c[1];
        sum.c[0] = (re + im * ratio) * scale;
        sum.c[1] = (im - re * ratio) * scale;
        sum.dtype = HPC_C128;
        if (count == 0) {
            sum.c[0] = re / n;
            sum.c[1] = im / n;
        }
    } else {
        double x = sum.f;
        if (hpc_dtype_kind(dtype) != 'f')
            hpc_cast_loop(HPC_F64, dtype)((char *)&x, 8, from, 8, 1);
        sum = (hpc_value){.kind = HPC_SCALAR, .dtype = HPC_F64, .f = x / n};
    }
    if (dtype == to_dtype) {
        hpc_element_store(to, to_dtype, &sum);
        return;
    }
    char rounded[16]; /* a float16 mean is rounded to float32 first */
    hpc_element_store(rounded, dtype, &sum);
    hpc_cast_loop(to_dtype, dtype)(to, 16, rounded, 16, 1);
}

/* out = sums / counts; the two have one shape and layout. `counts` NULL takes `count`. */
static void divide_all(const hpc_view *out, const hpc_view *sums, const hpc_view *counts,
                       int64_t count)
{
    int64_t index[HPC_MAX_RANK] = {0}, left = hpc_view_size(sums);
    char *to = out->data, *from = sums->data, *n = counts ? counts->data : NULL;
    for (; left > 0; left--) {
        divide_element(to, (hpc_dtype)out->dtype, from, (hpc_dtype)sums->dtype,
                       n ? *(int64_t *)n : count);
        for (int axis = sums->rank - 1; axis >= 0; axis--) {
            bool wraps = ++index[axis] == sums->shape[axis];
            int64_t by = wraps ? 1 - sums->shape[axis] : 1;
            to += by * out->strides[axis];
            from += by * sums->strides[axis];
            if (n)
                n += by * counts->strides[axis];
            if (!wraps)
                break;
            index[axis] = 0;
        }
    }
}

/* How many elements of `where` are true along the axes, for each result. */
static hpc_code count_where(hpc_frame *frame, const request *ask, hpc_view *counts)
{
    hpc_view mask = *ask->where;
    hpc_broadcast_strides(ask->where, ask->in->rank, mask.strides);
    mask.rank = ask->in->rank;
    memcpy(mask.shape, ask->in->shape, sizeof mask.shape);
    request count = {.in = &mask,
                     .op = HPC_REDUCE_SUM,
                     .axes = ask->axes,
                     .keepdims = ask->keepdims,
                     .dtype = HPC_I64};
    return reduce_plain(frame, &count, counts);
}

/* An array like `model` of another type, with strides as astype makes them: C order where the
 * model has it, else by the model's strides, axes of length 1 included. */
static hpc_code new_like(hpc_frame *frame, hpc_view *out, const hpc_view *model, hpc_dtype dtype)
{
    hpc_code code = hpc_view_new(frame, out, dtype, model->rank, model->shape);
    if (code != HPC_OK || hpc_view_c_contiguous(model))
        return code;
    int order[HPC_MAX_RANK]; /* outermost first */
    bool fortran = hpc_view_f_contiguous(model);
    for (int axis = 0; axis < model->rank; axis++) {
        int place = axis;
        for (; place > 0; place--) {
            if (!fortran && model->strides[order[place - 1]] >= model->strides[axis])
                break;
            order[place] = order[place - 1];
        }
        order[place] = axis;
    }
    int64_t step = hpc_dtype_size(dtype);
    for (int i = model->rank - 1; i >= 0; i--) {
        out->strides[order[i]] = step;
        step *= model->shape[order[i]];
    }
    return code;
}

static hpc_code reduce_mean(hpc_frame *frame, request *ask, bool asked_dtype, hpc_view *out)
{
    hpc_dtype result = ask->dtype;
    hpc_view sums, counts = {0};
    int64_t count = 1;
    for (int axis = 0; axis < ask->in->rank; axis++)
        count *= reduced(ask, axis) ? ask->in->shape[axis] : 1;
    ask->op = HPC_REDUCE_SUM;
    ask->dtype = result == HPC_F16 && !asked_dtype ? HPC_F32 : result;
    hpc_code code = reduce_plain(frame, ask, &sums);
    if (code != HPC_OK)
        return code;
    if (ask->where)
        code = count_where(frame, ask, &counts);
    if (code == HPC_OK && ask->dtype != result)
        code = new_like(frame, out, &sums, result);
    else if (code == HPC_OK)
        *out = sums;
    if (code == HPC_OK)
        divide_all(out, &sums, ask->where ? &counts : NULL, count);
    if (code != HPC_OK || ask->dtype != result)
        hpc_view_release(&sums);
    hpc_view_release(&counts);
    return code;
}

hpc_code hpc_reduce(hpc_frame *frame, hpc_view *out, const hpc_view *in, int op, uint32_t axes,
                    bool keepdims, int dtype_or_default, const hpc_view *where_or_null,
                    const hpc_value *initial_or_null)
{
    bool asked = dtype_or_default >= 0 && op != HPC_REDUCE_ANY && op != HPC_REDUCE_ALL;
    request ask = {.in = in,
                   .where = where_or_null,
                   .op = (hpc_reduce_op)op,
                   .axes = axes & ((1u << in->rank) - 1),
                   .keepdims = keepdims,
                   .initial = initial_or_null};
    ask.dtype =
        asked ? (hpc_dtype)dtype_or_default : hpc_reduce_dtype(ask.op, (hpc_dtype)in->dtype);
    if (op == HPC_REDUCE_ARGMIN || op == HPC_REDUCE_ARGMAX)
        return hpc_arg_reduce(frame, out, in, ask.op, ask.axes, keepdims);
    if (op == HPC_REDUCE_MEAN)
        return reduce_mean(frame, &ask, asked, out);
    return reduce_plain(frame, &ask, out);
}
