/* One matrix product, shared by matmul.c (which cuts stacks into products and chooses who computes
 * them) and matmul_loops.c (our own loops). */
#ifndef HPC_MATMUL_H
#define HPC_MATMUL_H

#include "blas.h"

/* out (n, m) = a (n, k) times b (k, m). Strides are in bytes, of any sign; out is C-ordered and
 * overlaps neither operand. */
typedef struct hpc_product {
    int64_t n, k, m;
    const char *a, *b;
    char *out;
    int64_t a_row, a_col, b_row, b_col;
} hpc_product;

typedef void hpc_product_fn(const hpc_product *p);

/* Our own loops, by dtype: every sum runs over k in order, wraps for integers, is an `or` for bool
 * and a float32 for float16, as NumPy's. */
extern hpc_product_fn *const hpc_product_loops[HPC_DTYPE_COUNT];

/* Copies of operands that BLAS cannot read as they lie, used again by the next product of a stack.
 * Starts zeroed. */
typedef struct hpc_scratch {
    void *block[2];
    int64_t size[2];
} hpc_scratch;

void hpc_scratch_free(hpc_frame *frame, hpc_scratch *s);

/* Whether BLAS has the product's type and sizes (none of them 0). */
bool hpc_product_has_blas(hpc_dtype dtype, const hpc_product *p);
/* MemoryError where an operand has to be copied and cannot be. */
hpc_code hpc_product_blas(hpc_frame *frame, const hpc_blas *blas, hpc_scratch *s, hpc_dtype dtype,
                          const hpc_product *p);

/* `count` products whose operands lie a_step and b_step bytes apart, one product in each vector lane
 * (linalg_small.c), with the bits of the loops. False: not for these. */
bool hpc_product_lanes(hpc_dtype dtype, const hpc_product *p, int64_t count, int64_t a_step,
                       int64_t b_step);

#endif
