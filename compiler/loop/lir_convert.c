/* Kernels of CVT: a table over (from, to); the rules are in lir_kernels.h. */
#include "lir_kernels.h"
#include "lir_lanes.h"

/* Every f16 and f32 is a double with the same integer part, so these serve all three. */
static inline int32_t to_i32(double x)
{
    return x > -2147483649.0 && x < 2147483648.0 ? (int32_t)x : INT32_MIN;
}

static inline int64_t to_i64(double x)
{
    return x >= -0x1p63 && x < 0x1p63 ? (int64_t)x : INT64_MIN;
}

static inline uint64_t to_u64(double x)
{
    return x >= 0x1p63 ? (uint64_t)to_i64(x - 0x1p63) ^ UINT64_C(1) << 63 : (uint64_t)to_i64(x);
}

#define CVT(from, to, R, T, expression)                                                            \
    static void cvt_##from##_##to(void *restrict out, const void *pa, const void *pb,              \
                                  const void *pc, unsigned lanes)                                  \
    {                                                                                              \
        R *r = out;                                                                                \
        const T *a = pa;                                                                           \
        (void)pb, (void)pc;                                                                        \
        for (unsigned i = 0; i < lanes; i++) {                                                     \
            T x = a[i];                                                                            \
            r[i] = (R)(expression);                                                                \
        }                                                                                          \
    }

/* From integers and i1. To half through float: integers that float rounds are past half's range. */
#define FROM_INT(E, T)                                                                             \
    CVT(E, I1, k_i1, T, x != 0)                                                                    \
    CVT(E, I8, k_i8, T, x)                                                                         \
    CVT(E, I16, k_i16, T, x)                                                                       \
    CVT(E, I32, k_i32, T, x)                                                                       \
    CVT(E, I64, k_i64, T, x)                                                                       \
    CVT(E, U8, k_u8, T, x)                                                                         \
    CVT(E, U16, k_u16, T, x)                                                                       \
    CVT(E, U32, k_u32, T, x)                                                                       \
    CVT(E, U64, k_u64, T, x)                                                                       \
    CVT(E, F16, k_f16, T, lir_float_to_half((float)x))                                             \
    CVT(E, F32, k_f32, T, x)                                                                       \
    CVT(E, F64, k_f64, T, x)
FROM_INT(I1, k_i1)
FROM_INT(I8, k_i8)
FROM_INT(I16, k_i16)
FROM_INT(I32, k_i32)
FROM_INT(I64, k_i64)
FROM_INT(U8, k_u8)
FROM_INT(U16, k_u16)
FROM_INT(U32, k_u32)
FROM_INT(U64, k_u64)

#define FROM_FLOAT(E, T, RD, HALF)                                                                 \
    CVT(E, I1, k_i1, T, RD(x) != 0)                                                                \
    CVT(E, I8, k_i8, T, to_i32(RD(x)))                                                             \
    CVT(E, I16, k_i16, T, to_i32(RD(x)))                                                           \
    CVT(E, I32, k_i32, T, to_i32(RD(x)))                                                           \
    CVT(E, I64, k_i64, T, to_i64(RD(x)))                                                           \
    CVT(E, U8, k_u8, T, to_i32(RD(x)))                                                             \
    CVT(E, U16, k_u16, T, to_i32(RD(x)))                                                           \
    CVT(E, U32, k_u32, T, to_i64(RD(x)))                                                           \
    CVT(E, U64, k_u64, T, to_u64(RD(x)))                                                           \
    CVT(E, F16, k_f16, T, HALF(x))                                                                 \
    CVT(E, F32, k_f32, T, RD(x))                                                                   \
    CVT(E, F64, k_f64, T, RD(x))
FROM_FLOAT(F16, k_f16, lir_half_to_float, )
FROM_FLOAT(F32, k_f32, , lir_float_to_half)
FROM_FLOAT(F64, k_f64, , lir_double_to_half)

#define ROW(E)                                                                                     \
    [LIR_##E] = {                                                                                  \
        [LIR_I1] = cvt_##E##_I1,   [LIR_I8] = cvt_##E##_I8,   [LIR_I16] = cvt_##E##_I16,           \
        [LIR_I32] = cvt_##E##_I32, [LIR_I64] = cvt_##E##_I64, [LIR_U8] = cvt_##E##_U8,             \
        [LIR_U16] = cvt_##E##_U16, [LIR_U32] = cvt_##E##_U32, [LIR_U64] = cvt_##E##_U64,           \
        [LIR_F16] = cvt_##E##_F16, [LIR_F32] = cvt_##E##_F32, [LIR_F64] = cvt_##E##_F64,           \
    }

static const lir_kernel conversions[LIR_ELEM_COUNT][LIR_ELEM_COUNT] = {
    ROW(I1),  ROW(I8),  ROW(I16), ROW(I32), ROW(I64), ROW(U8),
    ROW(U16), ROW(U32), ROW(U64), ROW(F16), ROW(F32), ROW(F64),
};

lir_kernel lir_kernel_cvt(lir_elem from, lir_elem to)
{
    if ((unsigned)from >= LIR_ELEM_COUNT || (unsigned)to >= LIR_ELEM_COUNT)
        return 0;
    return conversions[from][to];
}
