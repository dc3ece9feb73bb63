/* Sorts up to 128 keys of 64 bits in AVX-512 registers, for order_vector.c. The keys are a matrix, a
 * register a row: a network sorts its columns, all at once, then 2, 4 and 8 columns merge bitonically.
 * Key i of the result is row i % rows of column i / rows; transposed it is in order. */
#ifndef HPC_ORDER_NETWORK_H
#define HPC_ORDER_NETWORK_H

#include <immintrin.h>
#include <stdint.h>

#define VECTOR __attribute__((target("avx512f,popcnt")))
#define VECTOR_INLINE VECTOR static inline __attribute__((always_inline))

enum { WIDTH = 8, NETWORK = 128 };

/* Batcher's odd-even merge sort of 8 and of 16 keys. */
/* clang-format off */
#define NETWORK_8(X)                                                                               \
    X(0, 1) X(2, 3) X(4, 5) X(6, 7) X(0, 2) X(1, 3) X(4, 6) X(5, 7) X(1, 2) X(5, 6)                \
    X(0, 4) X(1, 5) X(2, 6) X(3, 7) X(2, 4) X(3, 5) X(1, 2) X(3, 4) X(5, 6)
#define NETWORK_16(X)                                                                              \
    X(0, 1) X(2, 3) X(4, 5) X(6, 7) X(8, 9) X(10, 11) X(12, 13) X(14, 15)                          \
    X(0, 2) X(1, 3) X(4, 6) X(5, 7) X(8, 10) X(9, 11) X(12, 14) X(13, 15)                          \
    X(1, 2) X(5, 6) X(9, 10) X(13, 14) X(0, 4) X(1, 5) X(2, 6) X(3, 7)                             \
    X(8, 12) X(9, 13) X(10, 14) X(11, 15) X(2, 4) X(3, 5) X(10, 12) X(11, 13)                      \
    X(1, 2) X(3, 4) X(5, 6) X(9, 10) X(11, 12) X(13, 14)                                           \
    X(0, 8) X(1, 9) X(2, 10) X(3, 11) X(4, 12) X(5, 13) X(6, 14) X(7, 15)                          \
    X(4, 8) X(5, 9) X(6, 10) X(7, 11) X(2, 4) X(3, 5) X(6, 8) X(7, 9) X(10, 12) X(11, 13)          \
    X(1, 2) X(3, 4) X(5, 6) X(7, 8) X(9, 10) X(11, 12) X(13, 14)
/* clang-format on */

VECTOR_INLINE void order_pair(__m512i *low, __m512i *high)
{
    __m512i a = *low, b = *high;
    *low = _mm512_min_epu64(a, b);
    *high = _mm512_max_epu64(a, b);
}

/* The less of each lane and its partner, but the greater in the lanes of `high`. */
VECTOR_INLINE __m512i order_lanes(__m512i v, __m512i partners, __mmask8 high)
{
    return _mm512_mask_max_epu64(_mm512_min_epu64(v, partners), high, v, partners);
}

/* Every row with itself, permuted: keys that lie whole columns apart. */
VECTOR_INLINE void order_columns(__m512i *v, int rows, __m512i partner, __mmask8 high)
{
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++)
        v[i] = order_lanes(v[i], _mm512_permutexvar_epi64(partner, v[i]), high);
}

/* The first step of a merge: key i meets key i of the other half, counted from its end. */
VECTOR_INLINE void order_mirrored(__m512i *v, int rows, __m512i partner, __mmask8 high)
{
#pragma GCC unroll 8
    for (int i = 0; i < rows / 2; i++) {
        __m512i a = _mm512_permutexvar_epi64(partner, v[i]);
        __m512i b = _mm512_permutexvar_epi64(partner, v[rows - 1 - i]);
        v[i] = order_lanes(v[i], b, high);
        v[rows - 1 - i] = order_lanes(v[rows - 1 - i], a, high);
    }
}

/* The last steps of a merge: keys of one column. */
VECTOR_INLINE void order_rows(__m512i *v, int rows)
{
#pragma GCC unroll 8
    for (int i = 0; i < 8 && rows == 16; i++)
        order_pair(&v[i], &v[i + 8]);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++)
        if (!(i & 4))
            order_pair(&v[i], &v[i + 4]);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++)
        if (!(i & 2))
            order_pair(&v[i], &v[i + 2]);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++)
        if (!(i & 1))
            order_pair(&v[i], &v[i + 1]);
}

VECTOR_INLINE void order_merge(__m512i *v, int rows)
{
    const __m512i by_1 = _mm512_set_epi64(6, 7, 4, 5, 2, 3, 0, 1);
    const __m512i by_2 = _mm512_set_epi64(5, 4, 7, 6, 1, 0, 3, 2);
    const __m512i of_4 = _mm512_set_epi64(4, 5, 6, 7, 0, 1, 2, 3);
    const __m512i of_8 = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    order_mirrored(v, rows, by_1, 0xaa);
    order_rows(v, rows);
    order_mirrored(v, rows, of_4, 0xcc);
    order_columns(v, rows, by_1, 0xaa);
    order_rows(v, rows);
    order_mirrored(v, rows, of_8, 0xf0);
    order_columns(v, rows, by_2, 0xcc);
    order_columns(v, rows, by_1, 0xaa);
    order_rows(v, rows);
}

VECTOR_INLINE void order_transpose(__m512i *v)
{
    const __m512i low = _mm512_set_epi64(13, 12, 5, 4, 9, 8, 1, 0);
    const __m512i high = _mm512_set_epi64(15, 14, 7, 6, 11, 10, 3, 2);
    __m512i pairs[8], fours[8];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        pairs[2 * i] = _mm512_unpacklo_epi64(v[2 * i], v[2 * i + 1]);
        pairs[2 * i + 1] = _mm512_unpackhi_epi64(v[2 * i], v[2 * i + 1]);
    }
    /* Rows 0 to 3 and 4 to 7 of two columns in a register: c and c + 4. */
#pragma GCC unroll 2
    for (int i = 0; i < 2; i++) {
#pragma GCC unroll 2
        for (int j = 0; j < 2; j++) {
            __m512i a = pairs[4 * i + j], b = pairs[4 * i + j + 2];
            fours[4 * i + j] = _mm512_permutex2var_epi64(a, low, b);
            fours[4 * i + j + 2] = _mm512_permutex2var_epi64(a, high, b);
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        v[i] = _mm512_shuffle_i64x2(fours[i], fours[i + 4], 0x44);
        v[i + 4] = _mm512_shuffle_i64x2(fours[i], fours[i + 4], 0xee);
    }
}

/* The lanes of the vector at i that n keys have. */
VECTOR_INLINE __mmask8 order_left(int64_t n, int64_t i)
{
    return (__mmask8)(n - i >= WIDTH ? 0xff : n > i ? (1 << (n - i)) - 1 : 0);
}

VECTOR_INLINE void order_load(__m512i *v, int rows, const uint64_t *keys, int64_t n)
{
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++)
        v[i] = _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), order_left(n, i * WIDTH),
                                       keys + i * WIDTH);
}

VECTOR static void order_64(uint64_t *keys, int64_t n)
{
    __m512i v[8];
    order_load(v, 8, keys, n);
#define X(a, b) order_pair(&v[a], &v[b]);
    NETWORK_8(X)
#undef X
    order_merge(v, 8);
    order_transpose(v);
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++)
        _mm512_mask_storeu_epi64(keys + i * WIDTH, order_left(n, i * WIDTH), v[i]);
}

VECTOR static void order_128(uint64_t *keys, int64_t n)
{
    __m512i v[16];
    order_load(v, 16, keys, n);
#define X(a, b) order_pair(&v[a], &v[b]);
    NETWORK_16(X)
#undef X
    order_merge(v, 16);
    order_transpose(v);
    order_transpose(v + 8);
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++) {
        int64_t at = 2 * i * WIDTH;
        _mm512_mask_storeu_epi64(keys + at, order_left(n, at), v[i]);
        _mm512_mask_storeu_epi64(keys + at + WIDTH, order_left(n, at + WIDTH), v[i + 8]);
    }
}

/* The median of 8 numbers, the upper one: they are sorted in one register. */
VECTOR static uint64_t order_median(__m512i v)
{
    const __m512i by_1 = _mm512_set_epi64(6, 7, 4, 5, 2, 3, 0, 1);
    const __m512i by_2 = _mm512_set_epi64(5, 4, 7, 6, 1, 0, 3, 2);
    const __m512i of_4 = _mm512_set_epi64(4, 5, 6, 7, 0, 1, 2, 3);
    const __m512i of_8 = _mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    order_columns(&v, 1, by_1, 0xaa);
    order_columns(&v, 1, of_4, 0xcc);
    order_columns(&v, 1, by_1, 0xaa);
    order_columns(&v, 1, of_8, 0xf0);
    order_columns(&v, 1, by_2, 0xcc);
    order_columns(&v, 1, by_1, 0xaa);
    uint64_t lanes[WIDTH];
    _mm512_storeu_si512(lanes, v);
    return lanes[WIDTH / 2];
}

#endif
