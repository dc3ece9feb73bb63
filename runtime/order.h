/* Sorting, searching, counting: np.sort, argsort, searchsorted, unique, bincount.
 * NaNs come last; complex numbers compare by real part, then by imaginary part. Sorts are
 * stable. */
#ifndef HPC_ORDER_H
#define HPC_ORDER_H

#include "rt.h"

/* a.sort(axis): in place; axis in [0, rank). ValueError for a read-only view. */
hpc_code hpc_sort(hpc_frame *frame, const hpc_view *a, int axis);
/* Sorts as far as the ranks [first, end) along the axis are in their places; NaNs are last, as when
 * sorted. */
hpc_code hpc_select(hpc_frame *frame, const hpc_view *a, int axis, int64_t first, int64_t end);
/* np.argsort(a, axis, kind="stable"): a fresh C-ordered int64 array; axis < 0 takes the elements in
 * C order and gives rank 1. */
hpc_code hpc_argsort(hpc_frame *frame, hpc_view *out, const hpc_view *a, int axis);
/* np.searchsorted(sorted, values, side): sorted has rank 1 and the dtype of values. */
hpc_code hpc_searchsorted(hpc_frame *frame, hpc_view *out, const hpc_view *sorted,
                          const hpc_view *values, bool right);
/* The elements in C order as a contiguous, aligned vector: the view itself, counted once more, where it is
 * one; else a copy. */
hpc_code hpc_view_flat(hpc_frame *frame, hpc_view *out, const hpc_view *a);
/* np.unique(a): `values`, and where not NULL the index of the first of each, the index that gives
 * `a` back (of its shape), and how often each occurs. All NaNs are one. */
hpc_code hpc_unique(hpc_frame *frame, hpc_view *values, hpc_view *index, hpc_view *inverse,
                    hpc_view *counts, const hpc_view *a);
/* np.bincount(x, weights, minlength): int64 counts, or float64 sums of the weights (NULL for none,
 * else float64 and of rank 1). */
hpc_code hpc_bincount(hpc_frame *frame, hpc_view *out, const hpc_view *x, const hpc_view *weights,
                      int64_t minlength);

#endif
