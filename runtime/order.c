/* Sorting, searching and counting on views: lanes and flattened copies go through the loops of
 * order_loops.c. */
#include "order.h"

#include <string.h>

#include "cast.h"
#include "order_parts.h"
#include "order_search.h"

/* ---- Lanes ---------------------------------------------------------------------------------- */

/* Step to the next lane along `skip`, in C order; `at` is its first element. */
static bool next_lane(const hpc_view *a, int skip, int64_t *index, char **at)
{
    for (int axis = a->rank - 1; axis >= 0; axis--) {
        if (axis == skip)
            continue;
        bool wraps = ++index[axis] == a->shape[axis];
        *at += a->strides[axis] * (wraps ? 1 - a->shape[axis] : 1);
        if (!wraps)
            return true;
        index[axis] = 0;
    }
    return false;
}

static hpc_code fail_axis(hpc_frame *frame, const hpc_view *a, int axis)
{
    return hpc_fail(frame, HPC_AXIS_ERROR, "axis %d is out of bounds for array of dimension %d",
                    axis, a->rank);
}

/* A C-ordered copy of rank 1. */
static hpc_code flat_copy(hpc_frame *frame, hpc_view *out, const hpc_view *a)
{
    hpc_code code = hpc_view_copy(frame, out, a);
    if (code != HPC_OK)
        return code;
    out->shape[0] = hpc_view_size(a);
    out->strides[0] = hpc_dtype_size((hpc_dtype)a->dtype);
    out->rank = 1;
    return HPC_OK;
}

/* ---- sort and argsort ----------------------------------------------------------------------- */

enum { MAX_SELECTED = 4 }; /* more ranks than these: all are sorted */

/* Sort contiguous elements as far as the ranks [first, end) need; `spare` holds lane_room bytes. */
static void sort_lane(hpc_dtype dtype, char *lane, char *spare, int64_t n, int64_t first,
                      int64_t end)
{
    bool all = first <= 0 && end >= n, few = !all && end - first <= MAX_SELECTED;
    if (few && hpc_vector_select_elements(dtype, lane, n, first, end))
        return;
    if (!few && hpc_vector_sort_elements(dtype, lane, n))
        return;
    if (hpc_radix_fits(dtype, n)) {
        if (few && hpc_radix_select(dtype, lane, n, first, end, spare))
            return;
        if (hpc_radix_sort(dtype, lane, n, spare))
            return;
    }
    hpc_order_loops_of[dtype].sort(lane, spare, n);
}

static size_t lane_room(hpc_dtype dtype, int64_t n)
{
    return hpc_radix_fits(dtype, n) ? hpc_radix_room(n) : (size_t)n * (size_t)hpc_dtype_size(dtype);
}

hpc_code hpc_sort(hpc_frame *frame, const hpc_view *a, int axis)
{
    return hpc_select(frame, a, axis, 0, INT64_MAX);
}

hpc_code hpc_select(hpc_frame *frame, const hpc_view *a, int axis, int64_t first, int64_t end)
{
    if (axis < 0 || axis >= a->rank)
        return fail_axis(frame, a, axis);
    if (a->flags & HPC_VIEW_READONLY)
        return hpc_fail(frame, HPC_VALUE_ERROR, "sort array is read-only");
    hpc_dtype dtype = (hpc_dtype)a->dtype;
    int64_t n = a->shape[axis], size = hpc_dtype_size(dtype), index[HPC_MAX_RANK] = {0};
    if (n < 2 || hpc_view_size(a) == 0)
        return HPC_OK;
    bool direct = a->strides[axis] == size;
    size_t room = lane_room(dtype, n), bytes = room + (direct ? 0 : (size_t)(n * size));
    char *spare = hpc_heap_alloc(frame->runtime->heap, bytes), *lane = spare + room;
    if (!spare)
        return hpc_fail_memory(frame, bytes);
    hpc_cast_fn *copy = hpc_cast_loop(dtype, dtype);
    char *at = a->data;
    do {
        if (direct) {
            sort_lane(dtype, at, spare, n, first, end);
            continue;
        }
        copy(lane, size, at, a->strides[axis], n);
        sort_lane(dtype, lane, spare, n, first, end);
        copy(at, a->strides[axis], lane, size, n);
    } while (next_lane(a, axis, index, &at));
    hpc_heap_free(frame->runtime->heap, spare);
    return HPC_OK;
}

/* The order of each lane of `a` into the C-ordered `out`. */
static hpc_code argsort_lanes(hpc_frame *frame, const hpc_view *out, const hpc_view *a, int axis)
{
    hpc_dtype dtype = (hpc_dtype)a->dtype;
    int64_t n = a->shape[axis], size = hpc_dtype_size(dtype);
    int64_t index[HPC_MAX_RANK] = {0}, out_index[HPC_MAX_RANK] = {0};
    bool radix = hpc_radix_fits(dtype, n);
    size_t room = radix ? hpc_radix_room(n) : (size_t)n * sizeof(int64_t);
    size_t bytes = (size_t)n * (sizeof(int64_t) + (size_t)size) + room;
    int64_t *order = hpc_heap_alloc(frame->runtime->heap, bytes);
    if (!order)
        return hpc_fail_memory(frame, bytes);
    char *spare = (char *)(order + n), *lane = spare + room, *at = a->data, *to = out->data;
    do {
        hpc_cast_loop(dtype, dtype)(lane, size, at, a->strides[axis], n);
        for (int64_t i = 0; !radix && i < n; i++)
            order[i] = i;
        if (radix)
            hpc_radix_argsort(dtype, lane, order, n, spare);
        else
            hpc_order_loops_of[dtype].argsort(lane, order, (int64_t *)spare, n);
        for (int64_t i = 0; i < n; i++)
            *(int64_t *)(to + i * out->strides[axis]) = order[i];
        next_lane(out, axis, out_index, &to);
    } while (next_lane(a, axis, index, &at));
    hpc_heap_free(frame->runtime->heap, order);
    return HPC_OK;
}

hpc_code hpc_argsort(hpc_frame *frame, hpc_view *out, const hpc_view *a, int axis)
{
    hpc_view flat;
    if (axis >= a->rank && a->rank > 0)
        return fail_axis(frame, a, axis);
    if (axis < 0 || a->rank == 0) {
        hpc_code code = flat_copy(frame, &flat, a);
        if (code == HPC_OK) {
            code = hpc_argsort(frame, out, &flat, 0);
            hpc_view_release(&flat);
        }
        return code;
    }
    hpc_code code = hpc_view_new(frame, out, HPC_I64, a->rank, a->shape);
    if (code != HPC_OK || hpc_view_size(a) == 0)
        return code;
    code = argsort_lanes(frame, out, a, axis);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

/* ---- searchsorted --------------------------------------------------------------------------- */

hpc_code hpc_view_flat(hpc_frame *frame, hpc_view *out, const hpc_view *a)
{
    int64_t size = hpc_dtype_size((hpc_dtype)a->dtype);
    if (a->rank != 1 || (a->shape[0] > 1 && a->strides[0] != size) ||
        (uintptr_t)a->data % (uintptr_t)(size < 8 ? size : 8))
        return flat_copy(frame, out, a);
    *out = *a;
    hpc_view_retain(out);
    return HPC_OK;
}

hpc_code hpc_searchsorted(hpc_frame *frame, hpc_view *out, const hpc_view *sorted,
                          const hpc_view *values, bool right)
{
    if (sorted->rank != 1)
        return hpc_fail(frame, HPC_VALUE_ERROR, "object too deep for desired array");
    if (sorted->dtype != values->dtype)
        return hpc_fail(frame, HPC_TYPE_ERROR, "searchsorted needs operands of one dtype");
    hpc_view flat = {0}, keys = {0};
    hpc_code code = hpc_view_flat(frame, &flat, sorted);
    if (code == HPC_OK)
        code = hpc_view_flat(frame, &keys, values);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, HPC_I64, values->rank, values->shape);
    if (code == HPC_OK) {
        hpc_search s;
        hpc_search_begin(&s, frame->runtime->heap, (hpc_dtype)values->dtype, flat.data,
                         flat.shape[0], keys.data, keys.shape[0], right);
        s.run(&s, keys.data, keys.shape[0], (int64_t *)(void *)out->data);
        hpc_search_end(&s, frame->runtime->heap);
    }
    hpc_view_release(&flat);
    hpc_view_release(&keys);
    return code;
}

/* ---- unique --------------------------------------------------------------------------------- */

typedef struct unique {
    const char *sorted;   /* the elements in order */
    const int64_t *order; /* their places; NULL: not asked for */
    int64_t n, distinct, size;
    const hpc_order_loops *loops;
} unique;

static bool starts_run(const unique *in, int64_t i)
{
    const char *at = in->sorted + i * in->size;
    return i == 0 || in->loops->differ(at - in->size, at);
}

static void fill_unique(const unique *in, char *values, int64_t *index, int64_t *inverse,
                        int64_t *counts)
{
    int64_t run = -1;
    for (int64_t i = 0; i < in->n; i++) {
        if (starts_run(in, i)) {
            run++;
            memcpy(values + run * in->size, in->sorted + i * in->size, (size_t)in->size);
            if (index)
                index[run] = in->order[i];
            if (counts)
                counts[run] = 0;
        }
        if (inverse)
            inverse[in->order[i]] = run;
        if (counts)
            counts[run]++;
    }
}

static int64_t *elements_of(const hpc_view *view)
{
    return view ? (int64_t *)view->data : NULL;
}

static hpc_code new_vector(hpc_frame *frame, hpc_view *out, hpc_dtype dtype, int64_t n)
{
    return out ? hpc_view_new(frame, out, dtype, 1, &n) : HPC_OK;
}

static void release_all(hpc_view *a, hpc_view *b, hpc_view *c, hpc_view *d)
{
    hpc_view *const all[] = {a, b, c, d};
    for (int i = 0; i < 4; i++)
        if (all[i])
            hpc_view_release(all[i]);
}

/* The values alone. */
static hpc_code only_values(hpc_frame *frame, hpc_view *values, const hpc_view *sorted)
{
    hpc_dtype dtype = (hpc_dtype)sorted->dtype;
    int64_t n = sorted->shape[0];
    int64_t count = n ? hpc_order_loops_of[dtype].distinct(sorted->data, n) : 0;
    hpc_code code = hpc_view_new(frame, values, dtype, 1, &count);
    if (code == HPC_OK)
        memcpy(values->data, sorted->data, (size_t)(count * hpc_dtype_size(dtype)));
    return code;
}

/* The elements of `a` in order, and their places where these are asked for. */
static hpc_code sorted_elements(hpc_frame *frame, hpc_view *sorted, hpc_view *order,
                                const hpc_view *a)
{
    hpc_view flat = {0};
    int64_t size = hpc_dtype_size((hpc_dtype)a->dtype);
    hpc_code code = flat_copy(frame, &flat, a);
    if (code != HPC_OK)
        return code;
    if (!order) {
        *sorted = flat;
        return hpc_sort(frame, sorted, 0);
    }
    code = hpc_argsort(frame, order, &flat, 0);
    if (code == HPC_OK)
        code = hpc_view_new(frame, sorted, (hpc_dtype)a->dtype, 1, flat.shape);
    const int64_t *places = (const int64_t *)(void *)order->data;
    for (int64_t i = 0; code == HPC_OK && i < flat.shape[0]; i++)
        memcpy(sorted->data + i * size, flat.data + places[i] * size, (size_t)size);
    hpc_view_release(&flat);
    return code;
}

hpc_code hpc_unique(hpc_frame *frame, hpc_view *values, hpc_view *index, hpc_view *inverse,
                    hpc_view *counts, const hpc_view *a)
{
    hpc_view *const outs[] = {values, index, inverse, counts};
    for (int i = 0; i < 4; i++)
        if (outs[i])
            memset(outs[i], 0, sizeof *outs[i]);
    hpc_view sorted = {0}, order = {0};
    hpc_dtype dtype = (hpc_dtype)a->dtype;
    hpc_code code = sorted_elements(frame, &sorted, index || inverse ? &order : NULL, a);
    if (code == HPC_OK && !index && !inverse && !counts) {
        code = only_values(frame, values, &sorted);
        hpc_view_release(&sorted);
        return code;
    }
    unique in = {sorted.data, (const int64_t *)order.data, hpc_view_size(a),
                 0,           hpc_dtype_size(dtype),       &hpc_order_loops_of[dtype]};
    for (int64_t i = 0; code == HPC_OK && i < in.n; i++)
        in.distinct += starts_run(&in, i);
    if (code == HPC_OK)
        code = new_vector(frame, values, dtype, in.distinct);
    if (code == HPC_OK)
        code = new_vector(frame, index, HPC_I64, in.distinct);
    if (code == HPC_OK && inverse)
        code = hpc_view_new(frame, inverse, HPC_I64, a->rank, a->shape);
    if (code == HPC_OK)
        code = new_vector(frame, counts, HPC_I64, in.distinct);
    if (code == HPC_OK)
        fill_unique(&in, values->data, elements_of(index), elements_of(inverse),
                    elements_of(counts));
    else
        release_all(values, index, inverse, counts);
    hpc_view_release(&sorted);
    hpc_view_release(&order);
    return code;
}

/* ---- bincount ------------------------------------------------------------------------------- */

static hpc_code check_bincount(hpc_frame *frame, const hpc_view *x, const hpc_view *weights,
                               int64_t minlength)
{
    char kind = hpc_dtype_kind((hpc_dtype)x->dtype);
    if (kind == 'f' || kind == 'c' || x->dtype == HPC_U64)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "Cannot cast array data from dtype('%s') to dtype('int64') according to "
                        "the rule 'safe'",
                        hpc_dtype_name((hpc_dtype)x->dtype));
    if (x->rank > 1 || (weights && weights->rank > 1))
        return hpc_fail(frame, HPC_VALUE_ERROR, "object too deep for desired array");
    if (x->rank == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "object of too small depth for desired array");
    if (minlength < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "'minlength' must not be negative");
    if (weights && weights->dtype != HPC_F64)
        return hpc_fail(frame, HPC_TYPE_ERROR, "the weights must be float64");
    if (weights && (weights->rank != 1 || weights->shape[0] != x->shape[0]))
        return hpc_fail(frame, HPC_VALUE_ERROR, "The weights and list don't have the same length.");
    return HPC_OK;
}

/* The most common case, the histogram of a picture: counts of each byte. Neighbours are often equal,
 * so four tables take turns, lest each count wait for the one before. */
void hpc_count_bytes(int64_t counts[256], const hpc_view *x)
{
    int64_t tables[4][256] = {0}, n = x->shape[0], stride = x->strides[0], i = 0;
    const uint8_t *at = (const uint8_t *)x->data;
    for (; i + 4 <= n; i += 4, at += 4 * stride) {
        tables[0][at[0]]++;
        tables[1][at[stride]]++;
        tables[2][at[2 * stride]]++;
        tables[3][at[3 * stride]]++;
    }
    for (; i < n; i++, at += stride)
        tables[0][*at]++;
    for (i = 0; i < 256; i++)
        counts[i] = tables[0][i] + tables[1][i] + tables[2][i] + tables[3][i];
}

static hpc_code bincount_bytes(hpc_frame *frame, hpc_view *out, const hpc_view *x,
                               int64_t minlength)
{
    int64_t counts[256], bins = 256;
    hpc_count_bytes(counts, x);
    while (bins > 0 && !counts[bins - 1])
        bins--;
    int64_t length = bins > minlength ? bins : minlength;
    hpc_code code = hpc_view_new(frame, out, HPC_I64, 1, &length);
    if (code == HPC_OK) {
        memset(out->data, 0, (size_t)length * 8);
        memcpy(out->data, counts, (size_t)bins * 8);
    }
    return code;
}

/* The greatest of the elements, -1 where there are none; ValueError for a negative one. */
/* A negative number is a large one without its sign: one comparison a number finds both. */
static hpc_code greatest_bin(hpc_frame *frame, const int64_t *x, int64_t n, int64_t *greatest)
{
    uint64_t even = 0, odd = 0;
    for (int64_t i = 0; i < n; i += 2) {
        uint64_t first = (uint64_t)x[i], second = (uint64_t)x[i + 1 < n ? i + 1 : i];
        even = first > even ? first : even;
        odd = second > odd ? second : odd;
    }
    *greatest = n ? (int64_t)(even > odd ? even : odd) : -1;
    if (n && *greatest < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "'list' argument must have no negative elements");
    return *greatest == INT64_MAX ? hpc_fail_memory(frame, SIZE_MAX) : HPC_OK;
}

static void count_bins(const hpc_view *bins, const int64_t *x, int64_t n, const hpc_view *weights)
{
    int64_t *counts = (int64_t *)(void *)bins->data;
    double *sums = (double *)(void *)bins->data;
    memset(bins->data, 0, (size_t)bins->shape[0] * 8);
    for (int64_t i = 0; weights && i < n; i++)
        sums[x[i]] += *(const double *)(const void *)(weights->data + i * weights->strides[0]);
    for (int64_t i = 0; !weights && i < n; i++)
        counts[x[i]]++;
}

static hpc_code bincount_wide(hpc_frame *frame, hpc_view *out, const int64_t *x, int64_t n,
                              const hpc_view *weights, int64_t minlength)
{
    int64_t greatest;
    hpc_code code = greatest_bin(frame, x, n, &greatest);
    if (code != HPC_OK)
        return code;
    int64_t bins = greatest + 1 > minlength ? greatest + 1 : minlength;
    code = hpc_view_new(frame, out, weights ? HPC_F64 : HPC_I64, 1, &bins);
    if (code == HPC_OK)
        count_bins(out, x, n, weights);
    return code;
}

hpc_code hpc_bincount(hpc_frame *frame, hpc_view *out, const hpc_view *x, const hpc_view *weights,
                      int64_t minlength)
{
    hpc_code code = check_bincount(frame, x, weights, minlength);
    if (code != HPC_OK)
        return code;
    int64_t n = x->shape[0];
    if (!weights && (x->dtype == HPC_U8 || x->dtype == HPC_BOOL))
        return bincount_bytes(frame, out, x, minlength);
    if (x->dtype == HPC_I64 && (x->strides[0] == 8 || n <= 1))
        return bincount_wide(frame, out, (const int64_t *)x->data, n, weights, minlength);
    hpc_view wide = {0};
    code = hpc_view_new(frame, &wide, HPC_I64, 1, x->shape);
    if (code == HPC_OK)
        code = hpc_view_assign(frame, &wide, x);
    if (code == HPC_OK)
        code = bincount_wide(frame, out, (const int64_t *)wide.data, n, weights, minlength);
    hpc_view_release(&wide);
    return code;
}
