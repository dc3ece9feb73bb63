/* What the files of the reductions share: the plan of an iteration and the kernels. */
#ifndef HPC_REDUCE_PARTS_H
#define HPC_REDUCE_PARTS_H

#include "reduce.h"

enum { HPC_REDUCE_BUFFER = 8192 }; /* NumPy's default buffer, in elements */
enum { REDUCE_OUT, REDUCE_IN, REDUCE_MASK, REDUCE_OPERANDS };

/* The order in which a reduction visits its elements: axes innermost first, coalesced where every
 * operand's strides allow it. Calls of the kernel cover the elements of axes [0, outer) and
 * `call_outer` steps of axis `outer`. */
typedef struct hpc_reduce_plan {
    int rank, operands;
    int64_t shape[HPC_MAX_RANK];
    int64_t strides[REDUCE_OPERANDS][HPC_MAX_RANK];
    int outer;          /* the last axis that a call reaches into */
    int64_t core;       /* elements in axes [0, outer) */
    int64_t call_outer; /* steps of axis `outer` in one call, at least 1 */
} hpc_reduce_plan;

/* From axes as sorted by hpc_axis_order to a plan. `reduces` says that some reduced axis is longer
 * than 1, `casts` that the input must be converted. */
void hpc_reduce_plan_finish(hpc_reduce_plan *plan, bool reduces, bool casts);

/* Fold n elements of `in` into out[0] (out_step 0) or into out[i] (elementwise). */
typedef void hpc_fold_fn(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n);
/* NULL where the pair has no meaning. ops: SUM, PROD, MIN, MAX, ANY, ALL. */
hpc_fold_fn *hpc_fold_kernel(hpc_reduce_op op, hpc_dtype dtype);

hpc_code hpc_arg_reduce(hpc_frame *frame, hpc_view *out, const hpc_view *in, hpc_reduce_op op,
                        uint32_t axes, bool keepdims);

#endif
