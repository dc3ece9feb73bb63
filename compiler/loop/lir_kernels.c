/* Kernels of loop IR: one small loop for each operation and element type, made by macros, and the
 * tables that find them. What each computes is said in lir.h. */
#include "lir_kernels.h"
#include "lir_lanes.h"

#include <math.h>

/* X(element, memory type, unsigned type that wraps, signed type, bits) */
#define INTS(X)                                                                                    \
    X(I8, k_i8, uint32_t, int32_t, 8)                                                              \
    X(I16, k_i16, uint32_t, int32_t, 16)                                                           \
    X(I32, k_i32, uint32_t, int32_t, 32)                                                           \
    X(I64, k_i64, uint64_t, int64_t, 64)                                                           \
    X(U8, k_u8, uint32_t, int32_t, 8)                                                              \
    X(U16, k_u16, uint32_t, int32_t, 16)                                                           \
    X(U32, k_u32, uint32_t, int32_t, 32)                                                           \
    X(U64, k_u64, uint64_t, int64_t, 64)

/* X(element, memory type, type computed in, read, write) */
#define FLOATS(X)                                                                                  \
    X(F16, k_f16, float, lir_half_to_float, lir_float_to_half)                                     \
    X(F32, k_f32, float, , )                                                                       \
    X(F64, k_f64, double, , )

/* ---- Half precision -------------------------------------------------------------------------- */

float lir_half_to_float(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31;
    uint32_t fraction = half & 0x3FF, bits;
    if (exponent == 31) {
        bits = sign | 0x7F800000 | fraction << 13;
    } else if (exponent) {
        bits = sign | (exponent + 112) << 23 | fraction << 13;
    } else {
        /* A denormal half is fraction * 2^-24, exactly a float. */
        float value = (float)fraction * 0x1p-24f;
        memcpy(&bits, &value, sizeof bits);
        bits |= sign;
    }
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

/* Rounds sign/exponent/fraction to half, to nearest even. fraction has `width` bits below the
 * leading one, exponent is unbiased; for finite values that are not zero. */
static uint16_t round_to_half(uint16_t sign, int exponent, uint64_t fraction, int width)
{
    if (exponent > 15)
        return sign | 0x7C00;
    if (exponent < -25)
        return sign;
    uint64_t significand = fraction | UINT64_C(1) << width;
    int shift = width - 10;
    uint32_t biased = (uint32_t)(exponent + 15);
    if (exponent < -14) { /* denormal: the leading one becomes explicit */
        shift += -14 - exponent;
        biased = 0;
    } else {
        significand &= ~(UINT64_C(1) << width);
    }
    uint64_t kept = significand >> shift, rest = significand & ((UINT64_C(1) << shift) - 1);
    uint64_t tie = UINT64_C(1) << (shift - 1);
    uint32_t result = biased << 10 | (uint32_t)kept;
    if (rest > tie || (rest == tie && (kept & 1)))
        result++; /* a carry goes into the exponent, as it should */
    return (uint16_t)(sign | result);
}

uint16_t lir_float_to_half(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    uint32_t exponent = bits >> 23 & 255, fraction = bits & 0x7FFFFF;
    if (exponent == 255)
        return (uint16_t)(sign | 0x7C00 | (fraction ? 0x200 | fraction >> 13 : 0));
    return exponent < 102 ? sign : round_to_half(sign, (int)exponent - 127, fraction, 23);
}

uint16_t lir_double_to_half(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 48 & 0x8000);
    int exponent = (int)(bits >> 52 & 2047);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    if (exponent == 2047)
        return (uint16_t)(sign | 0x7C00 | (fraction ? 0x200 | fraction >> 42 : 0));
    return exponent < 998 ? sign : round_to_half(sign, exponent - 1023, fraction, 52);
}

/* ---- Makers of kernels ----------------------------------------------------------------------- */

#define SIGNATURE(name)                                                                            \
    static void name(void *restrict out, const void *pa, const void *pb, const void *pc,           \
                     unsigned lanes)

#define KERNEL1(name, R, T, expression)                                                            \
    SIGNATURE(name)                                                                                \
    {                                                                                              \
        R *r = out;                                                                                \
        const T *a = pa;                                                                           \
        (void)pb, (void)pc;                                                                        \
        for (unsigned i = 0; i < lanes; i++) {                                                     \
            T x = a[i];                                                                            \
            r[i] = (R)(expression);                                                                \
        }                                                                                          \
    }

#define KERNEL2(name, R, T, expression)                                                            \
    SIGNATURE(name)                                                                                \
    {                                                                                              \
        R *r = out;                                                                                \
        const T *a = pa, *b = pb;                                                                  \
        (void)pc;                                                                                  \
        for (unsigned i = 0; i < lanes; i++) {                                                     \
            T x = a[i], y = b[i];                                                                  \
            r[i] = (R)(expression);                                                                \
        }                                                                                          \
    }

#define KERNEL3(name, R, T, expression)                                                            \
    SIGNATURE(name)                                                                                \
    {                                                                                              \
        R *r = out;                                                                                \
        const T *a = pa, *b = pb, *c = pc;                                                         \
        for (unsigned i = 0; i < lanes; i++) {                                                     \
            T x = a[i], y = b[i], z = c[i];                                                        \
            r[i] = (R)(expression);                                                                \
        }                                                                                          \
    }

#define KERNEL_SELECT(name, T)                                                                     \
    SIGNATURE(name)                                                                                \
    {                                                                                              \
        T *r = out;                                                                                \
        const k_i1 *a = pa;                                                                        \
        const T *b = pb, *c = pc;                                                                  \
        for (unsigned i = 0; i < lanes; i++)                                                       \
            r[i] = a[i] ? b[i] : c[i];                                                             \
    }

/* ---- Integers -------------------------------------------------------------------------------- */

/* Signed elements divide by -1 as negation, which wraps; the divisor 0 gives 0. */
#define SIGNED_DIV(U) (y == 0 ? 0 : y == (k_i8)-1 ? (U)0 - (U)x : (U)(x / y))
#define SIGNED_REM(U) (y == 0 || y == (k_i8)-1 ? 0 : (U)(x % y))

/* Tables, one kernel or row a line. */
/* clang-format off */
#define INT_KERNELS(E, T, U, S, W)                                                                 \
    KERNEL2(add_##E, T, T, (U)x + (U)y)                                                            \
    KERNEL2(sub_##E, T, T, (U)x - (U)y)                                                            \
    KERNEL2(mul_##E, T, T, (U)x * (U)y)                                                            \
    KERNEL1(neg_##E, T, T, (U)0 - (U)x)                                                            \
    KERNEL2(and_##E, T, T, x & y)                                                                  \
    KERNEL2(or_##E, T, T, x | y)                                                                   \
    KERNEL2(xor_##E, T, T, x ^ y)                                                                  \
    KERNEL1(not_##E, T, T, ~x)                                                                     \
    KERNEL2(min_##E, T, T, x < y ? x : y)                                                          \
    KERNEL2(max_##E, T, T, x > y ? x : y)                                                          \
    /* A negative count is a huge unsigned one. */                                                 \
    KERNEL2(shl_##E, T, T, (uint64_t)y >= W ? 0 : (U)x << (y & (W - 1)))                           \
    KERNEL_SELECT(select_##E, T)
INTS(INT_KERNELS)

#define SIGNED_KERNELS(E, T, U, S, W)                                                              \
    KERNEL2(div_##E, T, T, SIGNED_DIV(U))                                                          \
    KERNEL2(rem_##E, T, T, SIGNED_REM(U))                                                          \
    KERNEL1(abs_##E, T, T, x < 0 ? (U)0 - (U)x : (U)x)                                             \
    KERNEL2(shr_##E, T, T, x >> ((uint64_t)y >= W ? W - 1 : (y & (W - 1))))                        \
    KERNEL2(addo_##E, k_i1, T, ({ T sum; __builtin_add_overflow(x, y, &sum); }))                   \
    KERNEL2(subo_##E, k_i1, T, ({ T sum; __builtin_sub_overflow(x, y, &sum); }))                   \
    KERNEL2(mulo_##E, k_i1, T, ({ T sum; __builtin_mul_overflow(x, y, &sum); }))
SIGNED_KERNELS(I8, k_i8, uint32_t, int32_t, 8)
SIGNED_KERNELS(I16, k_i16, uint32_t, int32_t, 16)
SIGNED_KERNELS(I32, k_i32, uint32_t, int32_t, 32)
SIGNED_KERNELS(I64, k_i64, uint64_t, int64_t, 64)

#define UNSIGNED_KERNELS(E, T, U, S, W)                                                            \
    KERNEL2(div_##E, T, T, y == 0 ? 0 : x / y)                                                     \
    KERNEL2(rem_##E, T, T, y == 0 ? 0 : x % y)                                                     \
    KERNEL1(abs_##E, T, T, x)                                                                      \
    KERNEL2(shr_##E, T, T, (uint64_t)y >= W ? 0 : x >> (y & (W - 1)))
UNSIGNED_KERNELS(U8, k_u8, uint32_t, int32_t, 8)
UNSIGNED_KERNELS(U16, k_u16, uint32_t, int32_t, 16)
UNSIGNED_KERNELS(U32, k_u32, uint32_t, int32_t, 32)
UNSIGNED_KERNELS(U64, k_u64, uint64_t, int64_t, 64)

KERNEL2(and_I1, k_i1, k_i1, x & y)
KERNEL2(or_I1, k_i1, k_i1, x | y)
KERNEL2(xor_I1, k_i1, k_i1, x ^ y)
KERNEL1(not_I1, k_i1, k_i1, x ^ 1)
KERNEL_SELECT(select_I1, k_i1)
KERNEL_SELECT(select_PTR, k_ptr)

/* ---- Floats ---------------------------------------------------------------------------------- */

/* C names of the f32 and f64 functions. */
#define fmod_float fmodf
#define fmod_double fmod
#define sqrt_float sqrtf
#define sqrt_double sqrt
#define floor_float floorf
#define floor_double floor
#define ceil_float ceilf
#define ceil_double ceil
#define trunc_float truncf
#define trunc_double trunc
#define rint_float rintf
#define rint_double rint

#define FLOAT_KERNELS(E, T, C, RD, WR)                                                             \
    KERNEL2(add_##E, T, T, WR(RD(x) + RD(y)))                                                      \
    KERNEL2(sub_##E, T, T, WR(RD(x) - RD(y)))                                                      \
    KERNEL2(mul_##E, T, T, WR(RD(x) * RD(y)))                                                      \
    KERNEL2(div_##E, T, T, WR(RD(x) / RD(y)))                                                      \
    KERNEL2(rem_##E, T, T, WR(fmod_##C(RD(x), RD(y))))                                             \
    KERNEL1(sqrt_##E, T, T, WR(sqrt_##C(RD(x))))                                                   \
    KERNEL1(rsqrte_##E, T, T, WR(1 / sqrt_##C(RD(x))))                                             \
    KERNEL1(floor_##E, T, T, WR(floor_##C(RD(x))))                                                 \
    KERNEL1(ceil_##E, T, T, WR(ceil_##C(RD(x))))                                                   \
    KERNEL1(trunc_##E, T, T, WR(trunc_##C(RD(x))))                                                 \
    KERNEL1(rint_##E, T, T, WR(rint_##C(RD(x))))                                                   \
    KERNEL_SELECT(select_##E, T)
FLOATS(FLOAT_KERNELS)

/* The product of two halves is exact in double, and so is its sum with a half wherever the sum's
 * rounding to half could depend on it: one rounding. */
KERNEL3(fma_F16, k_f16, k_f16,
        lir_double_to_half((double)lir_half_to_float(x) * lir_half_to_float(y) +
                           lir_half_to_float(z)))
KERNEL3(fma_F32, k_f32, k_f32, fmaf(x, y, z))
KERNEL3(fma_F64, k_f64, k_f64, fma(x, y, z))

/* Operations on the sign bit work on the bits, so that a NaN keeps its payload. */
#define SIGN_KERNELS(E, U, SIGN)                                                                   \
    KERNEL1(neg_##E, U, U, x ^ SIGN)                                                               \
    KERNEL1(abs_##E, U, U, x & ~SIGN)                                                              \
    KERNEL2(copysign_##E, U, U, (x & ~SIGN) | (y & SIGN))
SIGN_KERNELS(F16, k_u16, UINT16_C(0x8000))
SIGN_KERNELS(F32, k_u32, UINT32_C(0x80000000))
SIGN_KERNELS(F64, k_u64, UINT64_C(0x8000000000000000))

/* ---- Comparisons ----------------------------------------------------------------------------- */

#define COMPARE_KERNELS(E, T, RD)                                                                  \
    KERNEL2(eq_##E, k_i1, T, RD(x) == RD(y))                                                       \
    KERNEL2(ne_##E, k_i1, T, RD(x) != RD(y))                                                       \
    KERNEL2(lt_##E, k_i1, T, RD(x) < RD(y))                                                        \
    KERNEL2(le_##E, k_i1, T, RD(x) <= RD(y))                                                       \
    KERNEL2(gt_##E, k_i1, T, RD(x) > RD(y))                                                        \
    KERNEL2(ge_##E, k_i1, T, RD(x) >= RD(y))
#define INT_COMPARE(E, T, U, S, W) COMPARE_KERNELS(E, T, )
#define FLOAT_COMPARE(E, T, C, RD, WR) COMPARE_KERNELS(E, T, RD)
INTS(INT_COMPARE)
FLOATS(FLOAT_COMPARE)
COMPARE_KERNELS(I1, k_i1, )
COMPARE_KERNELS(PTR, k_ptr, )

/* ---- The table of operations ----------------------------------------------------------------- */

#define COMPARE_ROWS(E)                                                                            \
    [LIR_EQ][LIR_##E] = eq_##E, [LIR_NE][LIR_##E] = ne_##E, [LIR_LT][LIR_##E] = lt_##E,            \
    [LIR_LE][LIR_##E] = le_##E, [LIR_GT][LIR_##E] = gt_##E, [LIR_GE][LIR_##E] = ge_##E,
#define ARITHMETIC_ROWS(E)                                                                         \
    [LIR_ADD][LIR_##E] = add_##E, [LIR_SUB][LIR_##E] = sub_##E, [LIR_MUL][LIR_##E] = mul_##E,      \
    [LIR_DIV][LIR_##E] = div_##E, [LIR_REM][LIR_##E] = rem_##E, [LIR_NEG][LIR_##E] = neg_##E,      \
    [LIR_ABS][LIR_##E] = abs_##E, [LIR_SELECT][LIR_##E] = select_##E,
#define INT_ROWS(E, T, U, S, W)                                                                    \
    ARITHMETIC_ROWS(E)                                                                             \
    COMPARE_ROWS(E)                                                                                \
    [LIR_AND][LIR_##E] = and_##E, [LIR_OR][LIR_##E] = or_##E, [LIR_XOR][LIR_##E] = xor_##E,        \
    [LIR_NOT][LIR_##E] = not_##E, [LIR_SHL][LIR_##E] = shl_##E, [LIR_SHR][LIR_##E] = shr_##E,      \
    [LIR_MIN][LIR_##E] = min_##E, [LIR_MAX][LIR_##E] = max_##E,
#define OVERFLOW_ROWS(E)                                                                           \
    [LIR_ADDO][LIR_##E] = addo_##E, [LIR_SUBO][LIR_##E] = subo_##E, [LIR_MULO][LIR_##E] = mulo_##E,
#define FLOAT_ROWS(E, T, C, RD, WR)                                                                \
    ARITHMETIC_ROWS(E)                                                                             \
    COMPARE_ROWS(E)                                                                                \
    [LIR_SQRT][LIR_##E] = sqrt_##E, [LIR_RSQRTE][LIR_##E] = rsqrte_##E,                            \
    [LIR_FLOOR][LIR_##E] = floor_##E,                                                              \
    [LIR_CEIL][LIR_##E] = ceil_##E, [LIR_TRUNC][LIR_##E] = trunc_##E,                              \
    [LIR_RINT][LIR_##E] = rint_##E, [LIR_FMA][LIR_##E] = fma_##E,                                  \
    [LIR_COPYSIGN][LIR_##E] = copysign_##E,

static const lir_kernel kernels[LIR_OP_COUNT][LIR_ELEM_COUNT] = {
    INTS(INT_ROWS) FLOATS(FLOAT_ROWS)                                      /* numbers */
    OVERFLOW_ROWS(I8) OVERFLOW_ROWS(I16) OVERFLOW_ROWS(I32) OVERFLOW_ROWS(I64)
    COMPARE_ROWS(I1) COMPARE_ROWS(PTR)
    [LIR_AND][LIR_I1] = and_I1, [LIR_OR][LIR_I1] = or_I1, [LIR_XOR][LIR_I1] = xor_I1,
    [LIR_NOT][LIR_I1] = not_I1, [LIR_SELECT][LIR_I1] = select_I1,
    [LIR_MIN][LIR_I1] = and_I1, [LIR_MAX][LIR_I1] = or_I1,
    [LIR_SELECT][LIR_PTR] = select_PTR,
};
/* clang-format on */

lir_kernel lir_kernel_of(lir_op op, lir_elem elem)
{
    return (unsigned)op < LIR_OP_COUNT && (unsigned)elem < LIR_ELEM_COUNT ? kernels[op][elem] : 0;
}
