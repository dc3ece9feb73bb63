/* Elements where a mask holds, by AVX-512: a vector at a time is compressed into its lower lanes, or
 * expanded from them. */
#include "mask_vector.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WORDS __attribute__((target("avx512f,avx512bw,avx512vl,popcnt")))
#define BYTES __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt")))

/* The mask of some lanes from their bytes, any but 0 being true. */
#define MASK_8(at) _mm_test_epi8_mask(_mm_loadl_epi64(at), _mm_loadl_epi64(at))
#define MASK_16(at) _mm_test_epi8_mask(_mm_loadu_si128(at), _mm_loadu_si128(at))
#define MASK_32(at) _mm256_test_epi8_mask(_mm256_loadu_si256(at), _mm256_loadu_si256(at))
#define MASK_64(at) _mm512_test_epi8_mask(_mm512_loadu_si512(at), _mm512_loadu_si512(at))

/* Whole vectors are written where they fit before the end, and read where they lie before it. */
#define LOOPS(size, lanes, features, vector_mask, bytes)                                           \
    features static int64_t pack_##size(hpc_masked *m, int64_t n)                                  \
    {                                                                                              \
        int64_t i = 0;                                                                             \
        for (; i + (lanes) <= n && m->end - m->packed >= 64; i += (lanes)) {                       \
            uint64_t found = MASK_##lanes((const void *)(m->mask + i));                            \
            __m512i v = _mm512_loadu_si512(m->full + i * (size));                                  \
            v = _mm512_maskz_compress_##bytes((vector_mask)found, v);                              \
            _mm512_storeu_si512(m->packed, v);                                                     \
            m->packed += __builtin_popcountll(found) * (size);                                     \
        }                                                                                          \
        return i;                                                                                  \
    }                                                                                              \
    features static int64_t unpack_##size(hpc_masked *m, int64_t n)                                \
    {                                                                                              \
        int64_t i = 0;                                                                             \
        for (; i + (lanes) <= n && m->end - m->packed >= 64; i += (lanes)) {                       \
            uint64_t found = MASK_##lanes((const void *)(m->mask + i));                            \
            __m512i v = _mm512_loadu_si512(m->packed);                                             \
            v = _mm512_maskz_expand_##bytes((vector_mask)found, v);                                \
            _mm512_mask_storeu_##bytes(m->full + i * (size), (vector_mask)found, v);               \
            m->packed += __builtin_popcountll(found) * (size);                                     \
        }                                                                                          \
        return i;                                                                                  \
    }

LOOPS(8, 8, WORDS, __mmask8, epi64)
LOOPS(4, 16, WORDS, __mmask16, epi32)
LOOPS(2, 32, BYTES, __mmask32, epi16)
LOOPS(1, 64, BYTES, __mmask64, epi8)

static bool has_words(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

static bool has_bytes(void)
{
    return has_words() && __builtin_cpu_supports("avx512vbmi2");
}

int64_t hpc_mask_vectors(hpc_masked *m, int64_t size, int64_t n, bool expand)
{
    switch (size) {
    case 1: return !has_bytes() ? 0 : expand ? unpack_1(m, n) : pack_1(m, n);
    case 2: return !has_bytes() ? 0 : expand ? unpack_2(m, n) : pack_2(m, n);
    case 4: return !has_words() ? 0 : expand ? unpack_4(m, n) : pack_4(m, n);
    case 8: return !has_words() ? 0 : expand ? unpack_8(m, n) : pack_8(m, n);
    default: return 0;
    }
}

#else

int64_t hpc_mask_vectors(hpc_masked *m, int64_t size, int64_t n, bool expand)
{
    (void)m, (void)size, (void)n, (void)expand;
    return 0;
}

#endif
