/* Shuffles, permutations and choices of a generator, in NumPy's order of draws. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "random_bits.h"

/* ---- Shuffle and permutation ---------------------------------------------------------------- */

static void swap_bytes(char *a, char *b, int64_t size)
{
    if (size == 8) {
        uint64_t kept = *(uint64_t *)a;
        *(uint64_t *)a = *(uint64_t *)b;
        *(uint64_t *)b = kept;
        return;
    }
    char held[16];
    memcpy(held, a, (size_t)size);
    memcpy(a, b, (size_t)size);
    memcpy(b, held, (size_t)size);
}

/* Swap rows i and j of x along axis 0. */
static void swap_rows(const hpc_view *x, int64_t i, int64_t j)
{
    int64_t index[HPC_MAX_RANK] = {0}, size = hpc_dtype_size((hpc_dtype)x->dtype), left = 1;
    for (int axis = 1; axis < x->rank; axis++)
        left *= x->shape[axis];
    char *a = x->data + i * x->strides[0], *b = x->data + j * x->strides[0];
    if (x->rank == 1) {
        swap_bytes(a, b, size);
        return;
    }
    for (; left > 0; left--) {
        swap_bytes(a, b, size);
        for (int axis = x->rank - 1; axis > 0; axis--) {
            a += x->strides[axis];
            b += x->strides[axis];
            if (++index[axis] < x->shape[axis])
                break;
            index[axis] = 0;
            a -= x->strides[axis] * x->shape[axis];
            b -= x->strides[axis] * x->shape[axis];
        }
    }
}

hpc_code hpc_rng_shuffle(hpc_frame *frame, hpc_rng *rng, const hpc_view *x)
{
    if (x->rank == 0)
        return hpc_fail(frame, HPC_TYPE_ERROR, "len() of unsized object");
    if (x->flags & HPC_VIEW_READONLY)
        return hpc_fail(frame, HPC_VALUE_ERROR, "array is read-only");
    if (hpc_view_size(x) == 0)
        return HPC_OK;
    for (int64_t i = x->shape[0] - 1; i > 0; i--) {
        int64_t j = (int64_t)hpc_bits_masked(rng, (uint64_t)i);
        if (i != j)
            swap_rows(x, i, j);
    }
    return HPC_OK;
}

/* Swap each of data[first..n) from the end with one before it or itself. */
static void shuffle_indexes(hpc_rng *rng, int64_t *data, int64_t n, int64_t first)
{
    for (int64_t i = n - 1; i >= first; i--) {
        int64_t j = (int64_t)hpc_bits_below(rng, (uint64_t)i), held = data[j];
        data[j] = data[i];
        data[i] = held;
    }
}

static hpc_code new_arange(hpc_frame *frame, hpc_view *out, int64_t n)
{
    n = n < 0 ? 0 : n;
    hpc_code code = hpc_view_new(frame, out, HPC_I64, 1, &n);
    if (code == HPC_OK)
        for (int64_t i = 0; i < n; i++)
            ((int64_t *)out->data)[i] = i;
    return code;
}

hpc_code hpc_rng_permutation(hpc_frame *frame, hpc_rng *rng, int64_t n, hpc_view *out)
{
    hpc_code code = new_arange(frame, out, n);
    return code == HPC_OK ? hpc_rng_shuffle(frame, rng, out) : code;
}

hpc_code hpc_rng_permuted(hpc_frame *frame, hpc_rng *rng, const hpc_view *x, hpc_view *out)
{
    if (x->rank == 0)
        return hpc_fail(frame, HPC_AXIS_ERROR, "axis 0 is out of bounds for array of dimension 0");
    hpc_code code = hpc_view_copy(frame, out, x);
    if (code != HPC_OK)
        return code;
    /* NumPy draws for every row even where rows hold nothing; the swaps are the same. */
    for (int64_t i = out->shape[0] - 1; i > 0; i--) {
        int64_t j = (int64_t)hpc_bits_masked(rng, (uint64_t)i);
        if (i != j)
            swap_rows(out, i, j);
    }
    return HPC_OK;
}

/* ---- Choice --------------------------------------------------------------------------------- */

static double weight_at(const hpc_view *p, int64_t i)
{
    return *(const double *)(p->data + i * p->strides[0]);
}

static hpc_code check_weights(hpc_frame *frame, const hpc_rng *rng, const hpc_view *p, int64_t n)
{
    bool legacy = rng->legacy;
    if (p->rank != 1 || p->dtype != HPC_F64)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        legacy ? "'p' must be 1-dimensional" : "p must be 1-dimensional");
    if (p->shape[0] != n)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        legacy ? "'a' and 'p' must have same size" : "a and p must have same size");
    /* Kahan's summation, as NumPy checks it. */
    double sum = n > 0 ? weight_at(p, 0) : 0.0, carry = 0.0;
    bool negative = n > 0 && sum < 0;
    for (int64_t i = 1; i < n; i++) {
        double y = weight_at(p, i) - carry, t = sum + y;
        carry = t - sum - y;
        sum = t;
        negative |= weight_at(p, i) < 0;
    }
    if (isnan(sum))
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        legacy ? "probabilities contain NaN" : "Probabilities contain NaN");
    if (negative)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        legacy ? "probabilities are not non-negative"
                               : "Probabilities are not non-negative");
    if (fabs(sum - 1.0) > 0x1p-26)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        legacy ? "probabilities do not sum to 1"
                               : "Probabilities do not sum to 1. See Notes section of docstring "
                                 "for more information.");
    return HPC_OK;
}

static void make_cdf(const double *p, double *cdf, int64_t n)
{
    double sum = 0.0;
    for (int64_t i = 0; i < n; i++)
        cdf[i] = sum = i ? sum + p[i] : p[i];
    for (int64_t i = 0; i < n; i++)
        cdf[i] /= sum;
}

/* The number of entries that are <= x: searchsorted(side="right"). */
static int64_t search_right(const double *cdf, int64_t n, double x)
{
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (cdf[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One round of weighted choice without replacement: draw for the places still free and keep the
 * first of equal ones. `seen` marks what was chosen. Returns the new number of chosen. */
static int64_t choose_round(hpc_rng *rng, double *p, double *cdf, uint8_t *seen, int64_t n,
                            int64_t *chosen, int64_t done, int64_t size)
{
    for (int64_t i = 0; i < done; i++)
        p[chosen[i]] = 0.0;
    make_cdf(p, cdf, n);
    int64_t next = done;
    memset(seen, 0, (size_t)n + 1);
    for (int64_t i = done; i < size; i++) {
        int64_t pick = search_right(cdf, n, hpc_bits_double(rng));
        if (!seen[pick])
            chosen[next++] = pick;
        seen[pick] = 1;
    }
    return next;
}

static hpc_code choose_weighted(hpc_frame *frame, hpc_rng *rng, int64_t n, bool replace,
                                const hpc_view *weights, int64_t *chosen, int64_t size)
{
    hpc_heap *heap = frame->runtime->heap;
    size_t bytes = (size_t)n * (2 * sizeof(double) + 1) + 1;
    double *p = hpc_heap_alloc(heap, bytes);
    if (!p)
        return hpc_fail_memory(frame, bytes);
    double *cdf = p + n;
    int64_t positive = 0;
    for (int64_t i = 0; i < n; i++) {
        p[i] = weight_at(weights, i);
        positive += p[i] > 0;
    }
    hpc_code code = HPC_OK;
    if (replace) {
        make_cdf(p, cdf, n);
        for (int64_t i = 0; i < size; i++)
            chosen[i] = search_right(cdf, n, hpc_bits_double(rng));
    } else if (positive < size) {
        code = hpc_fail(frame, HPC_VALUE_ERROR, "Fewer non-zero entries in p than size");
    } else {
        for (int64_t done = 0; done < size;)
            done = choose_round(rng, p, cdf, (uint8_t *)(cdf + n), n, chosen, done, size);
    }
    hpc_heap_free(heap, p);
    return code;
}

/* Floyd's algorithm with an open-addressing set; -1 marks free slots. */
static hpc_code choose_floyd(hpc_frame *frame, hpc_rng *rng, int64_t n, bool shuffle,
                             int64_t *chosen, int64_t size)
{
    uint64_t mask = (uint64_t)(1.2 * (double)size);
    mask = mask ? UINT64_MAX >> __builtin_clzll(mask) : 0;
    size_t bytes = (size_t)(mask + 1) * sizeof(uint64_t);
    uint64_t *set = hpc_heap_alloc(frame->runtime->heap, bytes);
    if (!set)
        return hpc_fail_memory(frame, bytes);
    memset(set, 0xff, bytes);
    for (int64_t j = n - size; j < n; j++) {
        uint64_t value = hpc_bits_below(rng, (uint64_t)j), slot = value & mask;
        while (set[slot] != UINT64_MAX && set[slot] != value)
            slot = (slot + 1) & mask;
        if (set[slot] != UINT64_MAX) {
            value = (uint64_t)j;
            slot = value & mask;
            while (set[slot] != UINT64_MAX)
                slot = (slot + 1) & mask;
        }
        set[slot] = value;
        chosen[j - n + size] = (int64_t)value;
    }
    hpc_heap_free(frame->runtime->heap, set);
    if (shuffle)
        shuffle_indexes(rng, chosen, size, 1);
    return HPC_OK;
}

/* Shuffle a whole range and keep `size` of it: the end for Generator, the start for RandomState. */
static hpc_code choose_by_shuffle(hpc_frame *frame, hpc_rng *rng, int64_t n, int64_t *chosen,
                                  int64_t size)
{
    hpc_view all;
    hpc_code code = new_arange(frame, &all, n);
    if (code != HPC_OK)
        return code;
    int64_t first = rng->legacy || n - size < 1 ? 1 : n - size;
    shuffle_indexes(rng, (int64_t *)all.data, n, first);
    if (size > 0)
        memcpy(chosen, (int64_t *)all.data + (rng->legacy ? 0 : n - size),
               (size_t)size * sizeof *chosen);
    hpc_view_release(&all);
    return HPC_OK;
}

static hpc_code choose_plain(hpc_frame *frame, hpc_rng *rng, int64_t n, bool replace, bool shuffle,
                             int64_t *chosen, int64_t size)
{
    if (replace) {
        for (int64_t i = 0; i < size; i++)
            chosen[i] = (int64_t)hpc_bits_below(rng, (uint64_t)n - 1);
        return HPC_OK;
    }
    if (rng->legacy || (n > 10000 && size > n / (shuffle ? 50 : 20)))
        return choose_by_shuffle(frame, rng, n, chosen, size);
    return choose_floyd(frame, rng, n, shuffle, chosen, size);
}

hpc_code hpc_rng_choice(hpc_frame *frame, hpc_rng *rng, int64_t n, bool replace, const hpc_view *p,
                        bool shuffle, const hpc_view *out)
{
    int64_t size = hpc_view_size(out);
    if (out->dtype != HPC_I64 || !hpc_view_c_contiguous(out))
        return hpc_fail(frame, HPC_TYPE_ERROR, "choice fills a contiguous int64 array");
    if (n <= 0 && size > 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s",
                        rng->legacy ? "a must be greater than 0 unless no samples are taken"
                                    : "a must be a positive integer unless no samples are taken");
    hpc_code code = p ? check_weights(frame, rng, p, n) : HPC_OK;
    if (code != HPC_OK)
        return code;
    if (!replace && size > n)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "Cannot take a larger sample than population when %s",
                        rng->legacy ? "'replace=False'" : "replace is False");
    int64_t *chosen = (int64_t *)out->data;
    return p ? choose_weighted(frame, rng, n, replace, p, chosen, size)
             : choose_plain(frame, rng, n, replace, shuffle, chosen, size);
}
