/* Which implementation stands behind each elementary function.
 *
 * OWN: stdlib/elementary (docs/ir.md, "Elementary functions").
 * SLEEF's finz family gives the same bits for scalar and vector code. It is used where it keeps
 * 1 ULP (erfc: 1.25) and C99's special values. Measured against quad precision, glibc 2.36, SLEEF 3.5.1, in ULP:
 *
 *   sinh, cosh, asinh, acosh   SLEEF overflows early: mended (math_fixed.c)
 *   log1p                      SLEEF overflows from 1e307, drops denormals: mended
 *   pow                        SLEEF overflows just below the largest double, 0.58: glibc (0.50)
 *   gamma, lgamma              SLEEF f64 (0.79, 0.68; glibc 4.7, 2.0); f32 through f64, since
 *                              SLEEF's f32 form fails near poles and for large values
 *   nextafter, ldexp           exact: glibc
 */
#define _DEFAULT_SOURCE /* lgamma_r */
#include "math_table.h"

#include <math.h>

#define SYMBOL(fn) ((math_symbol)(fn))
/* clang-format off */
#define SCALAR(fn) {#fn, SYMBOL(fn), NULL, {0}, {0}}
/* clang-format on */
#define ROW(s, fma, s128, s256, s512)                                                              \
    {                                                                                              \
#s, SYMBOL(s), fma, {#s128, #s256, #s512 },                                                \
        {                                                                                          \
            SYMBOL(s128), SYMBOL(s256), SYMBOL(s512)                                               \
        }                                                                                          \
    }
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
OWN_DECLARE(cos, ONE)
OWN_DECLARE(sin, ONE)
OWN_DECLARE(log, ONE)

#if defined(__x86_64__) && __has_include(<sleef.h>)
/* Declared here and not through sleef.h, which hides the vector forms unless this file is compiled
 * for AVX-512; only the addresses of those are taken. */
/* clang-format off */
#define DECLARE(fn, accuracy, ARGS)                                                                \
    extern float Sleef_finz_##fn##f1_##accuracy##purecfma(ARGS(float));                     \
    extern double Sleef_finz_##fn##d1_##accuracy##purecfma(ARGS(double));                   \
    extern void Sleef_finz_##fn##f4_##accuracy##avx2128(void);                                     \
    extern void Sleef_finz_##fn##f8_##accuracy##avx2(void);                                        \
    extern void Sleef_finz_##fn##f16_##accuracy##avx512f(void);                                    \
    extern void Sleef_finz_##fn##d2_##accuracy##avx2128(void);                                     \
    extern void Sleef_finz_##fn##d4_##accuracy##avx2(void);                                        \
    extern void Sleef_finz_##fn##d8_##accuracy##avx512f(void);
#define SLEEF(fn, accuracy)                                                                        \
    {                                                                                              \
        ROW(Sleef_finz_##fn##f1_##accuracy##purecfma, NULL,                                        \
                  Sleef_finz_##fn##f4_##accuracy##avx2128, Sleef_finz_##fn##f8_##accuracy##avx2,   \
                  Sleef_finz_##fn##f16_##accuracy##avx512f),                                       \
            ROW(Sleef_finz_##fn##d1_##accuracy##purecfma, NULL,                                    \
                      Sleef_finz_##fn##d2_##accuracy##avx2128,                                     \
                      Sleef_finz_##fn##d4_##accuracy##avx2,                                        \
                      Sleef_finz_##fn##d8_##accuracy##avx512f)                                     \
    }
/* clang-format on */
#define MENDED_DECLARE(fn)                                                                         \
    extern float hpc_math_##fn##_f1(float);                                                        \
    extern double hpc_math_##fn##_d1(double);                                                      \
    extern void hpc_math_##fn##_f4(void);                                                          \
    extern void hpc_math_##fn##_f8(void);                                                          \
    extern void hpc_math_##fn##_f16(void);                                                         \
    extern void hpc_math_##fn##_d2(void);                                                          \
    extern void hpc_math_##fn##_d4(void);                                                          \
    extern void hpc_math_##fn##_d8(void);
#define MENDED(fn)                                                                                 \
    {                                                                                              \
        ROW(hpc_math_##fn##_f1, NULL, hpc_math_##fn##_f4, hpc_math_##fn##_f8,                      \
            hpc_math_##fn##_f16),                                                                  \
            ROW(hpc_math_##fn##_d1, NULL, hpc_math_##fn##_d2, hpc_math_##fn##_d4,                  \
                hpc_math_##fn##_d8)                                                                \
    }
MENDED_DECLARE(sinh)
MENDED_DECLARE(cosh)
MENDED_DECLARE(asinh)
MENDED_DECLARE(acosh)
MENDED_DECLARE(log1p)
DECLARE(exp2, u10, ONE)
DECLARE(expm1, u10, ONE)
DECLARE(log2, u10, ONE)
DECLARE(log10, u10, ONE)
DECLARE(tan, u10, ONE)
DECLARE(asin, u10, ONE)
DECLARE(acos, u10, ONE)
DECLARE(atan, u10, ONE)
DECLARE(tanh, u10, ONE)
DECLARE(atanh, u10, ONE)
DECLARE(cbrt, u10, ONE)
DECLARE(erf, u10, ONE)
DECLARE(erfc, u15, ONE)
DECLARE(atan2, u10, TWO)
DECLARE(hypot, u05, TWO)
extern double Sleef_finz_tgammad1_u10purecfma(double);
extern double Sleef_finz_lgammad1_u10purecfma(double);
#define GAMMA Sleef_finz_tgammad1_u10purecfma
#define LGAMMA Sleef_finz_lgammad1_u10purecfma
#else
/* Without SLEEF: glibc's, for scalar and vector code alike. */
/* clang-format off */
#define SLEEF(fn, accuracy) {SCALAR(fn##f), SCALAR(fn)}
#define MENDED(fn) {SCALAR(fn##f), SCALAR(fn)}
/* clang-format on */
#define GAMMA tgamma
static double lgamma_of(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}
#define LGAMMA lgamma_of
#endif

/* Between the poles at negative integers the sign alternates, also where the value underflows. */
static double math_gamma(double x)
{
    double y = GAMMA(x);
    return y == 0 && x < 0 && fmod(floor(x), 2) != 0 ? -0.0 : y;
}

static float math_gammaf(float x)
{
    return (float)math_gamma(x);
}

static double math_lgamma(double x)
{
    return LGAMMA(x);
}

static float math_lgammaf(float x)
{
    return (float)LGAMMA(x);
}

/* The exponent comes as a float; past the range of a double's exponents all counts are alike. */
static double math_ldexp(double x, double e)
{
    if (isnan(e))
        return e;
    return ldexp(x, (int)(e > 5000 ? 5000 : e < -5000 ? -5000 : e));
}

static float math_ldexpf(float x, float e)
{
    if (isnan(e))
        return e;
    return ldexpf(x, (int)(e > 5000 ? 5000 : e < -5000 ? -5000 : e));
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
    [LIR_EXP2_FN] = SLEEF(exp2, u10),
    [LIR_EXPM1_FN] = SLEEF(expm1, u10),
    [LIR_LOG_FN] = OWN(log),
    [LIR_LOG2_FN] = SLEEF(log2, u10),
    [LIR_LOG10_FN] = SLEEF(log10, u10),
    [LIR_LOG1P_FN] = MENDED(log1p),
    [LIR_SIN_FN] = OWN(sin),
    [LIR_COS_FN] = OWN(cos),
    [LIR_TAN_FN] = SLEEF(tan, u10),
    [LIR_ASIN_FN] = SLEEF(asin, u10),
    [LIR_ACOS_FN] = SLEEF(acos, u10),
    [LIR_ATAN_FN] = SLEEF(atan, u10),
    [LIR_SINH_FN] = MENDED(sinh),
    [LIR_COSH_FN] = MENDED(cosh),
    [LIR_TANH_FN] = SLEEF(tanh, u10),
    [LIR_ASINH_FN] = MENDED(asinh),
    [LIR_ACOSH_FN] = MENDED(acosh),
    [LIR_ATANH_FN] = SLEEF(atanh, u10),
    [LIR_CBRT_FN] = SLEEF(cbrt, u10),
    [LIR_ERF_FN] = SLEEF(erf, u10),
    [LIR_ERFC_FN] = SLEEF(erfc, u15),
    [LIR_GAMMA_FN] = {SCALAR(math_gammaf), SCALAR(math_gamma)},
    [LIR_LGAMMA_FN] = {SCALAR(math_lgammaf), SCALAR(math_lgamma)},
    [LIR_POW_FN] = {SCALAR(powf), SCALAR(pow)},
    [LIR_ATAN2_FN] = SLEEF(atan2, u10),
    [LIR_HYPOT_FN] = SLEEF(hypot, u05),
    [LIR_NEXTAFTER_FN] = {SCALAR(nextafterf), SCALAR(nextafter)},
    [LIR_LDEXP_FN] = {SCALAR(math_ldexpf), SCALAR(math_ldexp)},
};
