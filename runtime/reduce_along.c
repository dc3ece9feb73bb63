/* What goes along one axis element by element: argmin, argmax, cumsum, cumprod. */
#include <math.h>
#include <string.h>

#include "cast.h"
#include "layout.h"
#include "reduce_parts.h"

/* ---- argmin and argmax ---------------------------------------------------------------------- */

typedef int64_t arg_fn(const char *in, int64_t step, int64_t n, bool greatest);

/* The first extreme; the first NaN is one. What is held so far is chosen without a branch: in short
 * lanes no prediction would be right. */
#define ARG_LOOP(type, load, is_nan, beats)                                                        \
    for (int64_t i = 0; i < n; i++) {                                                              \
        type x = load(in + i * step);                                                              \
        if (is_nan(x))                                                                             \
            return i;                                                                              \
        bool better = x beats held;                                                                \
        held = better ? x : held;                                                                  \
        best = better ? i : best;                                                                  \
    }

#define ARG(name, type, load, is_nan)                                                              \
    static int64_t arg_##name(const char *in, int64_t step, int64_t n, bool greatest)              \
    {                                                                                              \
        int64_t best = 0;                                                                          \
        type held = load(in);                                                                      \
        if (greatest)                                                                              \
            ARG_LOOP(type, load, is_nan, >)                                                        \
        else                                                                                       \
            ARG_LOOP(type, load, is_nan, <)                                                        \
        return best;                                                                               \
    }

#define NEVER(x) ((void)(x), false)
#define PLAIN(name, type, is_nan)                                                                  \
    static type load_##name(const char *at)                                                        \
    {                                                                                              \
        return *(const type *)at;                                                                  \
    }                                                                                              \
    ARG(name, type, load_##name, is_nan)
PLAIN(i8, int8_t, NEVER)
PLAIN(u8, uint8_t, NEVER)
PLAIN(i16, int16_t, NEVER)
PLAIN(u16, uint16_t, NEVER)
PLAIN(i32, int32_t, NEVER)
PLAIN(u32, uint32_t, NEVER)
PLAIN(i64, int64_t, NEVER)
PLAIN(u64, uint64_t, NEVER)
PLAIN(f32, float, isnan)
PLAIN(f64, double, isnan)

static float load_half(const char *at)
{
    return hpc_half_to_float(*(const uint16_t *)at);
}
ARG(f16, float, load_half, isnan)

/* Complex numbers compare by real part, then by imaginary part. */
#define ARG_COMPLEX(name, type)                                                                    \
    static int64_t arg_##name(const char *in, int64_t step, int64_t n, bool greatest)              \
    {                                                                                              \
        int64_t best = 0;                                                                          \
        for (int64_t i = 0; i < n; i++) {                                                          \
            const type *x = (const type *)(in + i * step);                                         \
            const type *held = (const type *)(in + best * step);                                   \
            if (isnan(x[0]) || isnan(x[1]))                                                        \
                return i;                                                                          \
            bool less = x[0] < held[0] || (x[0] == held[0] && x[1] < held[1]);                     \
            bool more = x[0] > held[0] || (x[0] == held[0] && x[1] > held[1]);                     \
            if (greatest ? more : less)                                                            \
                best = i;                                                                          \
        }                                                                                          \
        return best;                                                                               \
    }
ARG_COMPLEX(c64, float)
ARG_COMPLEX(c128, double)

static arg_fn *const arg_kernels[HPC_DTYPE_COUNT] = {arg_u8,  arg_i8,  arg_u8,  arg_i16, arg_u16,
                                                     arg_i32, arg_u32, arg_i64, arg_u64, arg_f16,
                                                     arg_f32, arg_f64, arg_c64, arg_c128};

/* Step `index` through every axis but `skip`, in C order; `at` follows with each view's strides. */
static bool next_lane(const hpc_view *a, int skip, int64_t *index, char **at, const int64_t *steps,
                      char **at_other, const int64_t *other_steps)
{
    for (int axis = a->rank - 1; axis >= 0; axis--) {
        if (axis == skip)
            continue;
        bool wraps = ++index[axis] == a->shape[axis];
        int64_t by = wraps ? 1 - a->shape[axis] : 1;
        *at += by * steps[axis];
        *at_other += by * other_steps[axis];
        if (!wraps)
            return true;
        index[axis] = 0;
    }
    return false;
}

static hpc_code fail_empty(hpc_frame *frame, hpc_reduce_op op)
{
    return hpc_fail(frame, HPC_VALUE_ERROR, "attempt to get %s of an empty sequence",
                    op == HPC_REDUCE_ARGMAX ? "argmax" : "argmin");
}

static hpc_code arg_along(hpc_frame *frame, hpc_view *out, const hpc_view *in, hpc_reduce_op op,
                          int along, bool keepdims)
{
    int64_t shape[HPC_MAX_RANK], steps[HPC_MAX_RANK] = {0}, index[HPC_MAX_RANK] = {0};
    int rank = 0;
    if (in->shape[along] == 0)
        return fail_empty(frame, op);
    for (int axis = 0; axis < in->rank; axis++)
        if (axis != along || keepdims)
            shape[rank++] = axis == along ? 1 : in->shape[axis];
    hpc_code code = hpc_view_new(frame, out, HPC_I64, rank, shape);
    if (code != HPC_OK || hpc_view_size(out) == 0)
        return code;
    for (int axis = 0, place = 0; axis < in->rank; axis++)
        if (axis != along || keepdims)
            steps[axis] = out->strides[place++];
    char *from = in->data, *to = out->data;
    do
        *(int64_t *)to = arg_kernels[in->dtype](from, in->strides[along], in->shape[along],
                                                op == HPC_REDUCE_ARGMAX);
    while (next_lane(in, along, index, &from, in->strides, &to, steps));
    return HPC_OK;
}

/* The elements in C order as a view of rank 1: the view itself where it is contiguous. */
static hpc_code flatten(hpc_frame *frame, hpc_view *out, const hpc_view *in)
{
    int64_t size = hpc_view_size(in);
    if (hpc_view_c_contiguous(in)) {
        *out = *in;
        hpc_view_retain(out);
    } else {
        hpc_code code = hpc_view_copy(frame, out, in);
        if (code != HPC_OK)
            return code;
    }
    out->rank = 1;
    out->shape[0] = size;
    out->strides[0] = hpc_dtype_size((hpc_dtype)in->dtype);
    return HPC_OK;
}

hpc_code hpc_arg_reduce(hpc_frame *frame, hpc_view *out, const hpc_view *in, hpc_reduce_op op,
                        uint32_t axes, bool keepdims)
{
    if (in->rank > 0 && (axes & (axes - 1)) == 0 && axes != 0)
        return arg_along(frame, out, in, op, __builtin_ctz(axes), keepdims);
    if (axes != (1u << in->rank) - 1)
        return hpc_fail(frame, HPC_TYPE_ERROR, "argmin and argmax take one axis or none");
    if (hpc_view_size(in) == 0)
        return fail_empty(frame, op);
    int64_t shape[HPC_MAX_RANK];
    for (int axis = 0; axis < in->rank; axis++)
        shape[axis] = 1;
    hpc_view flat;
    hpc_code code = flatten(frame, &flat, in);
    if (code != HPC_OK)
        return code;
    code = hpc_view_new(frame, out, HPC_I64, keepdims ? in->rank : 0, shape);
    if (code == HPC_OK)
        *(int64_t *)out->data = arg_kernels[in->dtype](flat.data, flat.strides[0], flat.shape[0],
                                                       op == HPC_REDUCE_ARGMAX);
    hpc_view_release(&flat);
    return code;
}

/* ---- cumsum and cumprod --------------------------------------------------------------------- */

/* out[i] = in[0] op ... op in[i], the value so far in a register; out and in may be the same. */
typedef void scan_fn(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n);

#define SCAN(NAME, TYPE, OP)                                                                       \
    static void NAME(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n)      \
    {                                                                                              \
        TYPE so_far = *(const TYPE *)(const void *)in;                                             \
        *(TYPE *)(void *)out = so_far;                                                             \
        for (int64_t i = 1; i < n; i++) {                                                          \
            in += in_step;                                                                         \
            out += out_step;                                                                       \
            so_far = (TYPE)(so_far OP * (const TYPE *)(const void *)in);                           \
            *(TYPE *)(void *)out = so_far;                                                         \
        }                                                                                          \
    }
/* Integers wrap: they are unsigned here. */
SCAN(sum_f64, double, +)
SCAN(sum_f32, float, +)
SCAN(sum_64, uint64_t, +)
SCAN(sum_32, uint32_t, +)
SCAN(prod_f64, double, *)
SCAN(prod_f32, float, *)
SCAN(prod_64, uint64_t, *)
SCAN(prod_32, uint32_t, *)

/* NULL: by the kernel that folds pairs. */
static scan_fn *scan_kernel(hpc_reduce_op op, hpc_dtype dtype)
{
    bool sum = op == HPC_REDUCE_SUM;
    if (!sum && op != HPC_REDUCE_PROD)
        return NULL;
    switch (dtype) {
    case HPC_F64: return sum ? sum_f64 : prod_f64;
    case HPC_F32: return sum ? sum_f32 : prod_f32;
    case HPC_I64:
    case HPC_U64: return sum ? sum_64 : prod_64;
    case HPC_I32:
    case HPC_U32: return sum ? sum_32 : prod_32;
    default: return NULL;
    }
}

/* Along an axis whose neighbours lie far apart: one row after the other, elementwise. The other axis
 * of the rows, or -1. */
static int row_axis(const hpc_view *out, int along)
{
    int best = -1;
    for (int axis = 0; axis < out->rank; axis++)
        if (axis != along && out->shape[axis] > 1 && out->strides[axis] < out->strides[along] &&
            (best < 0 || out->strides[axis] < out->strides[best]))
            best = axis;
    return best;
}

/* The lanes of `out` hold the cast input; fold each element into the next one. */
static void accumulate_lanes(const hpc_view *out, int along, hpc_fold_fn *kernel, scan_fn *scan)
{
    int64_t index[HPC_MAX_RANK] = {0}, none[HPC_MAX_RANK] = {0};
    int64_t n = out->shape[along], step = out->strides[along];
    int row = row_axis(out, along);
    hpc_view lanes = *out;
    char *at = out->data, *unused = NULL;
    if (row >= 0)
        lanes.shape[row] = 1;
    do {
        if (row >= 0)
            for (int64_t i = 1; i < n; i++)
                kernel(at + i * step, out->strides[row], at + (i - 1) * step, out->strides[row],
                       out->shape[row]);
        else if (scan)
            scan(at, step, at, step, n);
        else if (n > 1) /* what it reads was written one step before */
            kernel(at + step, step, at, step, n - 1);
    } while (next_lane(&lanes, along, index, &at, out->strides, &unused, none));
}

/* Rank 1 without a cast: one pass from the input to the output. */
static bool scan_at_once(const hpc_view *out, const hpc_view *in, scan_fn *scan)
{
    if (!scan || in->rank != 1 || in->dtype != out->dtype)
        return false;
    scan(out->data, out->strides[0], in->data, in->strides[0], in->shape[0]);
    return true;
}

hpc_code hpc_accumulate(hpc_frame *frame, hpc_view *out, const hpc_view *in, int op, int axis,
                        int dtype_or_default)
{
    if (axis < 0 || in->rank == 0) {
        hpc_view flat;
        hpc_code code = flatten(frame, &flat, in);
        if (code == HPC_OK) {
            code = hpc_accumulate(frame, out, &flat, op, 0, dtype_or_default);
            hpc_view_release(&flat);
        }
        return code;
    }
    if (axis >= in->rank)
        return hpc_fail(frame, HPC_AXIS_ERROR, "axis %d is out of bounds for array of dimension %d",
                        axis, in->rank);
    hpc_dtype dtype = dtype_or_default >= 0
                          ? (hpc_dtype)dtype_or_default
                          : hpc_reduce_dtype((hpc_reduce_op)op, (hpc_dtype)in->dtype);
    hpc_code code = hpc_view_new(frame, out, dtype, in->rank, in->shape);
    if (code != HPC_OK)
        return code;
    if (hpc_view_size(out) == 0)
        return HPC_OK;
    hpc_result_layout(in->rank, in->shape, 1, &in, hpc_dtype_size(dtype), out->strides);
    scan_fn *scan = scan_kernel((hpc_reduce_op)op, dtype);
    if (scan_at_once(out, in, scan))
        return HPC_OK;
    code = hpc_view_assign(frame, out, in);
    if (code == HPC_OK)
        accumulate_lanes(out, axis, hpc_fold_kernel((hpc_reduce_op)op, dtype), scan);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}
