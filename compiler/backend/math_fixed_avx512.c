/* Mended elementary functions of vectors of 512 bits: see math_fixed.h. CMakeLists.txt compiles
 * this file with AVX-512. */
#if defined(__AVX512F__) && __has_include(<sleef.h>)
#include <immintrin.h>

#include "math_fixed.h"

typedef float v16f __attribute__((vector_size(64)));
typedef double v8d __attribute__((vector_size(64)));

#define ANY_16f(m) _mm512_test_epi32_mask((__m512i)(m), (__m512i)(m))
#define ANY_8d(m) _mm512_test_epi64_mask((__m512i)(m), (__m512i)(m))

#define MENDED(fn)                                                                                 \
    MENDED_VECTOR(fn, float, f, 16, ANY_16f, Sleef_finz_##fn##f16_u10avx512f)                      \
    MENDED_VECTOR(fn, double, d, 8, ANY_8d, Sleef_finz_##fn##d8_u10avx512f)

MENDED_FNS(MENDED)

#else
typedef int math_fixed_unused; /* a file must not be empty */
#endif
