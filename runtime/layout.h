/* Axis orders as NumPy's iterator chooses them (order 'K'): what decides the strides of a fresh
 * result, and the order in which a reduction visits its elements. */
#ifndef HPC_LAYOUT_H
#define HPC_LAYOUT_H

#include "rt.h"

enum { HPC_LAYOUT_OPS = 32 };

/* Byte strides of operand `op` when it is broadcast to `rank` dimensions of `shape`: 0 along axes
 * that it lacks or where its extent is 1. */
void hpc_broadcast_strides(const hpc_view *op, int rank, int64_t *strides);

/* Fill order[0..rank) with axis numbers, innermost first, given the operands' strides (each an
 * array of `rank`). Broadcast and length-1 axes must have stride 0. */
void hpc_axis_order(int rank, int n, const int64_t *const *strides, int *order);

/* Strides of a fresh elementwise result of `shape` over n operands (at most HPC_LAYOUT_OPS count;
 * those of lower rank are broadcast). */
void hpc_result_layout(int rank, const int64_t *shape, int n, const hpc_view *const *ops,
                       int64_t itemsize, int64_t *strides);

/* Strides of a fresh copy of `in` (a.copy(order='K'), astype): unlike in an elementwise result, an
 * axis that is broadcast counts as the innermost. */
void hpc_copy_layout(const hpc_view *in, int64_t itemsize, int64_t *strides);

#endif
