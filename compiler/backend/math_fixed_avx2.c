/* Mended elementary functions of vectors of 128 and 256 bits: see math_fixed.h. CMakeLists.txt
 * compiles this file with AVX2 and FMA. */
#if defined(__AVX2__) && __has_include(<sleef.h>)
#include <immintrin.h>

#include "math_fixed.h"

typedef float v4f __attribute__((vector_size(16)));
typedef float v8f __attribute__((vector_size(32)));
typedef double v2d __attribute__((vector_size(16)));
typedef double v4d __attribute__((vector_size(32)));

#define ANY_4f(m) _mm_movemask_ps((__m128)(m))
#define ANY_8f(m) _mm256_movemask_ps((__m256)(m))
#define ANY_2d(m) _mm_movemask_pd((__m128d)(m))
#define ANY_4d(m) _mm256_movemask_pd((__m256d)(m))

#define MENDED(fn)                                                                                 \
    MENDED_VECTOR(fn, float, f, 4, ANY_4f, Sleef_finz_##fn##f4_u10avx2128)                         \
    MENDED_VECTOR(fn, float, f, 8, ANY_8f, Sleef_finz_##fn##f8_u10avx2)                            \
    MENDED_VECTOR(fn, double, d, 2, ANY_2d, Sleef_finz_##fn##d2_u10avx2128)                        \
    MENDED_VECTOR(fn, double, d, 4, ANY_4d, Sleef_finz_##fn##d4_u10avx2)

MENDED_FNS(MENDED)

#else
typedef int math_fixed_unused; /* a file must not be empty */
#endif
