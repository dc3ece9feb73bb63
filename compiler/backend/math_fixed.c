/* SLEEF's functions with the arguments mended for which it overflows early or loses denormals:
 *
 *   sinh, cosh   |x| > 700 (f32: 88)            glibc's function there
 *   asinh        |x| > 2^500 (f32: 2^60)        glibc's; |x| < 2^-60 (f32: 2^-30): x itself
 *   acosh        x > 2^500 (f32: 2^60)          glibc's
 *   log1p        x > 2^1000 (f32: 2^120)        glibc's; |x| < 2^-60 (f32: 2^-30): x itself
 *
 * The scalar and the vector forms choose lane by lane in the same way, so that their bits agree;
 * f32 takes glibc's f64 function, rounded. They are rows of math_table.c. */
#if defined(__x86_64__) && __has_include(<sleef.h>)
#include <immintrin.h>
#include <math.h>

typedef float v4f __attribute__((vector_size(16)));
typedef float v8f __attribute__((vector_size(32)));
typedef float v16f __attribute__((vector_size(64)));
typedef double v2d __attribute__((vector_size(16)));
typedef double v4d __attribute__((vector_size(32)));
typedef double v8d __attribute__((vector_size(64)));

/* Conditions for scalars and vectors alike, hence | and & and no fabs. */
#define BEYOND(x, limit) (((x) > (limit)) | ((x) < -(limit)))
#define WITHIN(x, limit) (((x) < (limit)) & ((x) > -(limit)))
#define RARE_sinh_d(x) BEYOND(x, 700.0)
#define RARE_cosh_d(x) BEYOND(x, 700.0)
#define RARE_asinh_d(x) (BEYOND(x, 0x1p500) | WITHIN(x, 0x1p-60))
#define RARE_acosh_d(x) ((x) > 0x1p500)
#define RARE_log1p_d(x) (((x) > 0x1p1000) | WITHIN(x, 0x1p-60))
#define RARE_sinh_f(x) BEYOND(x, 88.0f)
#define RARE_cosh_f(x) BEYOND(x, 88.0f)
#define RARE_asinh_f(x) (BEYOND(x, 0x1p60f) | WITHIN(x, 0x1p-30f))
#define RARE_acosh_f(x) ((x) > 0x1p60f)
#define RARE_log1p_f(x) (((x) > 0x1p120f) | WITHIN(x, 0x1p-30f))

/* Small arguments of asinh and log1p are their own value; glibc's functions know that. */
#define MENDED_SCALAR(fn, T, S, sleef)                                                             \
    extern T sleef(T);                                                                             \
    T hpc_math_##fn##_##S##1(T x);                                                                 \
    T hpc_math_##fn##_##S##1(T x)                                                                  \
    {                                                                                              \
        return RARE_##fn##_##S(x) ? (T)fn((double)x) : sleef(x);                                   \
    }

/* any(mask): is a lane of the comparison set? */
#define MENDED_VECTOR(fn, T, S, lanes, features, any, sleef)                                       \
    __attribute__((target(features))) extern v##lanes##S sleef(v##lanes##S);                       \
    __attribute__((target(features))) v##lanes##S hpc_math_##fn##_##S##lanes(v##lanes##S x);       \
    __attribute__((target(features))) v##lanes##S hpc_math_##fn##_##S##lanes(v##lanes##S x)        \
    {                                                                                              \
        v##lanes##S y = sleef(x);                                                                  \
        __typeof__(x > x) rare = RARE_##fn##_##S(x);                                               \
        if (any(rare))                                                                             \
            for (int l = 0; l < lanes; l++)                                                        \
                if (rare[l])                                                                       \
                    y[l] = (T)fn((double)x[l]);                                                    \
        return y;                                                                                  \
    }

#define ANY_4f(m) _mm_movemask_ps((__m128)(m))
#define ANY_8f(m) _mm256_movemask_ps((__m256)(m))
#define ANY_16f(m) _mm512_test_epi32_mask((__m512i)(m), (__m512i)(m))
#define ANY_2d(m) _mm_movemask_pd((__m128d)(m))
#define ANY_4d(m) _mm256_movemask_pd((__m256d)(m))
#define ANY_8d(m) _mm512_test_epi64_mask((__m512i)(m), (__m512i)(m))

#define MENDED(fn)                                                                                 \
    MENDED_SCALAR(fn, float, f, Sleef_finz_##fn##f1_u10purecfma)                                   \
    MENDED_SCALAR(fn, double, d, Sleef_finz_##fn##d1_u10purecfma)                                  \
    MENDED_VECTOR(fn, float, f, 4, "avx2,fma", ANY_4f, Sleef_finz_##fn##f4_u10avx2128)             \
    MENDED_VECTOR(fn, float, f, 8, "avx2,fma", ANY_8f, Sleef_finz_##fn##f8_u10avx2)                \
    MENDED_VECTOR(fn, float, f, 16, "avx512f", ANY_16f, Sleef_finz_##fn##f16_u10avx512f)           \
    MENDED_VECTOR(fn, double, d, 2, "avx2,fma", ANY_2d, Sleef_finz_##fn##d2_u10avx2128)            \
    MENDED_VECTOR(fn, double, d, 4, "avx2,fma", ANY_4d, Sleef_finz_##fn##d4_u10avx2)               \
    MENDED_VECTOR(fn, double, d, 8, "avx512f", ANY_8d, Sleef_finz_##fn##d8_u10avx512f)

MENDED(sinh)
MENDED(cosh)
MENDED(asinh)
MENDED(acosh)
MENDED(log1p)

#else
typedef int math_fixed_unused; /* a file must not be empty */
#endif
