/* The meaning of the pure operations of loop IR, lane by lane.
 *
 * A kernel takes arrays of lanes (i1 is a byte 0 or 1, f16 its bits, ptr its address) and fills
 * an array that overlaps none of them. The constant folder and the reference interpreter share
 * them, so that folding cannot change a result. */
#ifndef HPC_LIR_KERNELS_H
#define HPC_LIR_KERNELS_H

#include "lir.h"

typedef void (*lir_kernel)(void *restrict out, const void *a, const void *b, const void *c,
                           unsigned lanes);

/* The kernel of an operation whose arguments are of one element type (the result is that type, or
 * i1 for comparisons and ADDO, SUBO, MULO), and of SELECT (a is the condition; elem that of b and
 * c). NULL when the operation has no kernel or is not defined for elem.
 * Integer division by zero gives 0 and the smallest integer by -1 wraps: nothing traps. */
lir_kernel lir_kernel_of(lir_op op, lir_elem elem);

/* CVT. NULL for pointers. Float to integer gives what NumPy gives on x86-64:
 *   to i8 i16 u8 u16 i32: the 32-bit conversion (out of range and NaN: -2^31), then the low bits
 *   to i64: the 64-bit conversion (out of range and NaN: -2^63)
 *   to u32: the low 32 bits of the 64-bit conversion
 *   to u64: below 2^63 (and NaN) the 64-bit conversion, else that of x - 2^63 with the top bit
 *           flipped (so +inf and everything from 2^64 give 0)
 * NumPy's own vector path for u32 differs from its scalar path outside the range [0, 2^32), by
 * position in the array; the scalar path is the rule here.
 * To f16: one rounding, to nearest even, from f32, f64 and integers. */
lir_kernel lir_kernel_cvt(lir_elem from, lir_elem to);

float lir_half_to_float(uint16_t half);
uint16_t lir_float_to_half(float value);
uint16_t lir_double_to_half(double value);

#endif
