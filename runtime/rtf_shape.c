/* Runtime functions about where arrays lie in memory. */
#include <stdlib.h>

#include "rt.h"
#include "table.h"

static int compare_addresses(const void *a, const void *b)
{
    uintptr_t x = *(const uintptr_t *)a, y = *(const uintptr_t *)b;
    return (x > y) - (x < y);
}

/* The address of every element, in C order. */
static void addresses(const hpc_view *view, int axis, uintptr_t at, uintptr_t **out)
{
    if (axis == view->rank) {
        *(*out)++ = at;
        return;
    }
    for (int64_t i = 0; i < view->shape[axis]; i++)
        addresses(view, axis + 1, at + (uintptr_t)(i * view->strides[axis]), out);
}

/* Whether a byte of the element at `at` is one of the sorted elements, `size` bytes each. */
static bool touches(const uintptr_t *sorted, int64_t count, uintptr_t at, int64_t at_size,
                    int64_t size)
{
    int64_t low = 0, high = count; /* the first element that ends after `at` */
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (sorted[middle] + (uintptr_t)size <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && sorted[low] < at + (uintptr_t)at_size;
}

/* two arrays; out 1 where they have a byte of an element in common. */
hpc_code rtf_view_shares(hpc_frame *frame, hpc_word *words)
{
    const hpc_view *a = words[0].p, *b = words[1].p;
    words[2].i = 0;
    if (!hpc_view_overlaps(a, b))
        return HPC_OK;
    if (hpc_view_c_contiguous(a) && hpc_view_c_contiguous(b)) {
        words[2].i = 1;
        return HPC_OK;
    }
    int64_t n = hpc_view_size(a), m = hpc_view_size(b);
    size_t room = (size_t)(n + m) * sizeof(uintptr_t);
    uintptr_t *first = hpc_heap_alloc(frame->runtime->heap, room);
    if (!first)
        return hpc_fail_memory(frame, room);
    uintptr_t *second = first + n, *at = first;
    addresses(a, 0, (uintptr_t)a->data, &at);
    addresses(b, 0, (uintptr_t)b->data, &at);
    qsort(first, (size_t)n, sizeof *first, compare_addresses);
    int64_t size = hpc_dtype_size((hpc_dtype)a->dtype), other = hpc_dtype_size((hpc_dtype)b->dtype);
    for (int64_t i = 0; i < m && !words[2].i; i++)
        words[2].i = touches(first, n, second[i], other, size);
    hpc_heap_free(frame->runtime->heap, first);
    return HPC_OK;
}

/* out view; array, offset, two axes: a view of the diagonal, its axis last. */
hpc_code rtf_view_diagonal(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p;
    int64_t offset = words[2].i;
    int first = (int)words[3].i, second = (int)words[4].i, rank = 0;
    int64_t rows = a->shape[first] + (offset < 0 ? offset : 0);
    int64_t columns = a->shape[second] - (offset > 0 ? offset : 0);
    int64_t length = rows < columns ? rows : columns;
    *out = *a;
    hpc_view_retain(out);
    for (int i = 0; i < a->rank; i++) {
        if (i == first || i == second)
            continue;
        out->shape[rank] = a->shape[i];
        out->strides[rank++] = a->strides[i];
    }
    out->shape[rank] = length > 0 ? length : 0;
    out->strides[rank++] = a->strides[first] + a->strides[second];
    out->rank = (int16_t)rank;
    if (words[5].i)
        out->flags |= HPC_VIEW_READONLY;
    if (length > 0)
        out->data += offset > 0 ? offset * a->strides[second] : -offset * a->strides[first];
    return HPC_OK;
}
