/* Reductions of any strided view in exactly NumPy's own order, so that float results have NumPy's
 * bits for every memory layout. Results are fresh arrays with the strides NumPy gives them. */
#ifndef HPC_REDUCE_H
#define HPC_REDUCE_H

#include "rt.h"

typedef enum hpc_reduce_op {
    HPC_REDUCE_SUM,
    HPC_REDUCE_PROD,
    HPC_REDUCE_MIN,
    HPC_REDUCE_MAX,
    HPC_REDUCE_ANY,
    HPC_REDUCE_ALL,
    HPC_REDUCE_MEAN,
    HPC_REDUCE_ARGMIN, /* one axis, or all (the index into the C-ordered elements) */
    HPC_REDUCE_ARGMAX,
    HPC_REDUCE_OP_COUNT
} hpc_reduce_op;

enum { HPC_DTYPE_DEFAULT = -1 };

/* The dtype of the result where none is asked for. */
hpc_dtype hpc_reduce_dtype(hpc_reduce_op op, hpc_dtype in);

/* out = op(in) over the axes of the bit mask `axes` (bit k is axis k; axis=None is every bit of the
 * rank). `where` is a bool view that broadcasts to `in`, or NULL; `initial` is a value or NULL.
 * ValueError and the rest as NumPy's. *out is overwritten and owned by the caller. */
hpc_code hpc_reduce(hpc_frame *frame, hpc_view *out, const hpc_view *in, int op, uint32_t axes,
                    bool keepdims, int dtype_or_default, const hpc_view *where_or_null,
                    const hpc_value *initial_or_null);

/* out = cumsum(in) or cumprod(in) (op HPC_REDUCE_SUM or HPC_REDUCE_PROD) along one axis; axis < 0
 * runs over the elements in C order and gives rank 1. */
hpc_code hpc_accumulate(hpc_frame *frame, hpc_view *out, const hpc_view *in, int op, int axis,
                        int dtype_or_default);

#endif
