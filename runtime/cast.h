/* Casts between the element types, with NumPy's results on x86 where C leaves them undefined. */
#ifndef HPC_CAST_H
#define HPC_CAST_H

#include <string.h>

#include "rt.h"

/* Convert n elements; dst and src are addresses of the first, the steps are bytes. dst and src may
 * be unaligned, and must not overlap. */
typedef void hpc_cast_fn(char *dst, int64_t dst_step, const char *src, int64_t src_step, int64_t n);

/* The loop for a pair of types; never NULL. Complex to real takes the real part; to bool is != 0
 * (a complex number is false when both parts are 0). */
hpc_cast_fn *hpc_cast_loop(hpc_dtype to, hpc_dtype from);

/* Read an element as a NumPy scalar value (HPC_SCALAR), and write one back. The value's own dtype
 * may differ from the element's: it is cast. Python numbers (HPC_PYINT, ...) are stored, too. */
hpc_value hpc_element_load(const char *element, hpc_dtype dtype);
void hpc_element_store(char *element, hpc_dtype dtype, const hpc_value *value);

/* IEEE half precision, rounding to nearest even; NaN payloads keep their leading bits. */
float hpc_half_to_float(uint16_t half);
uint16_t hpc_float_to_half(float value);
uint16_t hpc_double_to_half(double value);

/* cvttsd2si: out of range and NaN give the most negative number. */
static inline int32_t hpc_f64_to_i32(double x)
{
    return x > -2147483649.0 && x < 2147483648.0 ? (int32_t)x : INT32_MIN;
}

static inline int64_t hpc_f64_to_i64(double x)
{
    return x >= -0x1p63 && x < 0x1p63 ? (int64_t)x : INT64_MIN;
}

/* What compilers emit for x86: 32 bits through the 64-bit conversion, 64 bits in two halves. NumPy's
 * vector loops give other results for float -> uint32 out of range, which depend on the position
 * in the array; this is the result of its scalar conversion. */
static inline uint32_t hpc_f64_to_u32(double x)
{
    return (uint32_t)hpc_f64_to_i64(x);
}

static inline uint64_t hpc_f64_to_u64(double x)
{
    return x >= 0x1p63 ? (uint64_t)hpc_f64_to_i64(x - 0x1p63) ^ (UINT64_C(1) << 63)
                       : (uint64_t)hpc_f64_to_i64(x);
}

#endif
