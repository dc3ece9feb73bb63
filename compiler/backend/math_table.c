/* Which implementation stands behind each elementary function.
 *
 * OWN: stdlib/elementary (docs/ir.md, "Elementary functions"). The others:
 *
 *   gamma, lgamma      CPython's method (math_gamma.c); f32 through f64
 */
#include "math_table.h"

#include <math.h>

#include "math_gamma.h"

#define SYMBOL(fn) ((math_symbol)(fn))
/* clang-format off */
#define SCALAR(fn) {#fn, SYMBOL(fn), NULL, {0}, {0}}
#define ROW(s, fma, s128, s256, s512)                                                              \
    {                                                                                              \
        #s, SYMBOL(s), fma, {#s128, #s256, #s512}, {SYMBOL(s128), SYMBOL(s256), SYMBOL(s512)}      \
    }
/* clang-format on */
#define ONE(T) T
#define TWO(T) T, T

/* Own functions: stdlib/elementary, made C by the build (math_own.h). */
#if defined(__x86_64__)
#define OWN_DECLARE(fn, ARGS)                                                                      \
    extern float hpc_##fn##_f32x1(ARGS(float));                                                    \
    extern double hpc_##fn##_f64x1(ARGS(double));                                                  \
    extern float hpc_##fn##_f32x1_fma(ARGS(float));                                                \
    extern double hpc_##fn##_f64x1_fma(ARGS(double));                                              \
    extern void hpc_##fn##_f32x4(void);                                                            \
    extern void hpc_##fn##_f32x8(void);                                                            \
    extern void hpc_##fn##_f32x16(void);                                                           \
    extern void hpc_##fn##_f64x2(void);                                                            \
    extern void hpc_##fn##_f64x4(void);                                                            \
    extern void hpc_##fn##_f64x8(void);
/* clang-format off */
#define OWN(fn)                                                                                    \
    {                                                                                              \
        ROW(hpc_##fn##_f32x1, SYMBOL(hpc_##fn##_f32x1_fma), hpc_##fn##_f32x4,                      \
            hpc_##fn##_f32x8, hpc_##fn##_f32x16),                                                  \
        ROW(hpc_##fn##_f64x1, SYMBOL(hpc_##fn##_f64x1_fma), hpc_##fn##_f64x2,                      \
            hpc_##fn##_f64x4, hpc_##fn##_f64x8)                                                    \
    }
/* clang-format on */
#else
#define OWN_DECLARE(fn, ARGS)                                                                      \
    extern float hpc_##fn##_f32x1(ARGS(float));                                                    \
    extern double hpc_##fn##_f64x1(ARGS(double));
#define OWN(fn)                                                                                    \
    {                                                                                              \
        SCALAR(hpc_##fn##_f32x1), SCALAR(hpc_##fn##_f64x1)                                         \
    }
#endif
OWN_DECLARE(exp, ONE)
OWN_DECLARE(erfc, ONE)
OWN_DECLARE(erf, ONE)
OWN_DECLARE(hypot, TWO)
OWN_DECLARE(atan2, TWO)
OWN_DECLARE(pow, TWO)
OWN_DECLARE(cbrt, ONE)
OWN_DECLARE(atanh, ONE)
OWN_DECLARE(acosh, ONE)
OWN_DECLARE(asinh, ONE)
OWN_DECLARE(tanh, ONE)
OWN_DECLARE(cosh, ONE)
OWN_DECLARE(sinh, ONE)
OWN_DECLARE(atan, ONE)
OWN_DECLARE(acos, ONE)
OWN_DECLARE(asin, ONE)
OWN_DECLARE(tan, ONE)
OWN_DECLARE(log1p, ONE)
OWN_DECLARE(log10, ONE)
OWN_DECLARE(log2, ONE)
OWN_DECLARE(expm1, ONE)
OWN_DECLARE(exp2, ONE)
OWN_DECLARE(cos, ONE)
OWN_DECLARE(sin, ONE)
OWN_DECLARE(log, ONE)

OWN_DECLARE(nextafter, TWO)
OWN_DECLARE(ldexp, TWO)

unsigned math_lanes(lir_math fn, lir_elem elem, unsigned lanes, unsigned limit)
{
    const math_row *row = &math_rows[fn][elem == LIR_F64 ? MATH_F64 : MATH_F32];
    unsigned size = 8 * lir_elem_size(elem);
    for (int i = MATH_WIDTHS - 1; i >= 0; i--) {
        unsigned bits = 128u << i;
        if (row->vector_fns[i] && bits <= limit && bits <= size * lanes)
            return bits / size;
    }
    return 1;
}

math_symbol math_scalar(const math_row *row)
{
#if defined(__x86_64__)
    if (row->fma_fn && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return row->fma_fn;
#endif
    return row->fn;
}

const math_row math_rows[LIR_MATH_COUNT][2] = {
    [LIR_EXP_FN] = OWN(exp),
    [LIR_EXP2_FN] = OWN(exp2),
    [LIR_EXPM1_FN] = OWN(expm1),
    [LIR_LOG_FN] = OWN(log),
    [LIR_LOG2_FN] = OWN(log2),
    [LIR_LOG10_FN] = OWN(log10),
    [LIR_LOG1P_FN] = OWN(log1p),
    [LIR_SIN_FN] = OWN(sin),
    [LIR_COS_FN] = OWN(cos),
    [LIR_TAN_FN] = OWN(tan),
    [LIR_ASIN_FN] = OWN(asin),
    [LIR_ACOS_FN] = OWN(acos),
    [LIR_ATAN_FN] = OWN(atan),
    [LIR_SINH_FN] = OWN(sinh),
    [LIR_COSH_FN] = OWN(cosh),
    [LIR_TANH_FN] = OWN(tanh),
    [LIR_ASINH_FN] = OWN(asinh),
    [LIR_ACOSH_FN] = OWN(acosh),
    [LIR_ATANH_FN] = OWN(atanh),
    [LIR_CBRT_FN] = OWN(cbrt),
    [LIR_ERF_FN] = OWN(erf),
    [LIR_ERFC_FN] = OWN(erfc),
    [LIR_GAMMA_FN] = {SCALAR(math_gammaf), SCALAR(math_gamma)},
    [LIR_LGAMMA_FN] = {SCALAR(math_lgammaf), SCALAR(math_lgamma)},
    [LIR_POW_FN] = OWN(pow),
    [LIR_ATAN2_FN] = OWN(atan2),
    [LIR_HYPOT_FN] = OWN(hypot),
    [LIR_NEXTAFTER_FN] = OWN(nextafter),
    [LIR_LDEXP_FN] = OWN(ldexp),
};
