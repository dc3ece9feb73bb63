/* The functions behind MATH1 and MATH2: one row for each (function, f32 or f64).
 *
 * Every backend calls these, so that the bits agree. Where a row has vector symbols they are the
 * same algorithm on 128, 256 and 512 bits and give the bits of the scalar one in every lane; where
 * it has none (NULL) the scalar function is called for each lane. The vector symbols take and
 * return vectors as the x86-64 System V ABI passes them, and need AVX2 and FMA (128 and 256 bits)
 * or AVX-512F. Symbols are given by name and by address: they need not be found by dlsym. */
#ifndef HPC_MATH_TABLE_H
#define HPC_MATH_TABLE_H

#include "../loop/lir.h"

typedef void (*math_symbol)(void); /* cast to the function's type before it is called */

enum { MATH_F32, MATH_F64, MATH_WIDTHS = 3 };

typedef struct math_row {
    const char *name; /* of the scalar function: T f(T) or T f(T, T) */
    math_symbol fn;
    math_symbol fma_fn;                    /* the same made for processors with FMA, or NULL */
    const char *vector_names[MATH_WIDTHS]; /* 128, 256, 512 bits: 2, 4, 8 f64 or 4, 8, 16 f32 */
    math_symbol vector_fns[MATH_WIDTHS];
} math_row;

/* How many of the lanes one vector function does, where vectors of up to `limit` bits pass; 1: none does. */
unsigned math_lanes(lir_math fn, lir_elem elem, unsigned lanes, unsigned limit);
/* The scalar function for this processor. */
math_symbol math_scalar(const math_row *row);

extern const math_row math_rows[LIR_MATH_COUNT][2]; /* [lir_math][MATH_F32 or MATH_F64] */

#endif
