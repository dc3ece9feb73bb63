/* Quicksort of the 64-bit keys of order_radix.c by AVX-512: partitions by compressing, the last
 * 64 keys by a bitonic network (the method of B. Bramas, "A Novel Hybrid Quicksort Algorithm Vectorized
 * using AVX-512 on Intel Skylake", 2017). Equal keys are equal elements, so that no order
 * among them shows. Also finds the key of one rank alone. */
#include "order_parts.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTOR __attribute__((target("avx512f,popcnt")))

enum { WIDTH = 8, AT_ONCE = 4, NETWORK = 64, SAMPLES = 9 };

/* ---- Up to 64 keys --------------------------------------------------------------------------- */

/* One step of a bitonic network: element i meets i ^ distance; it goes up where !(i & block). */
VECTOR static inline __attribute__((always_inline)) void exchange(__m512i *v, unsigned count,
                                                                  unsigned block, unsigned distance)
{
    const __m512i lanes = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    if (distance >= WIDTH) {
        unsigned apart = distance / WIDTH;
        for (unsigned i = 0; i < count; i++) {
            if (i & apart)
                continue;
            __m512i low = _mm512_min_epu64(v[i], v[i + apart]);
            __m512i high = _mm512_max_epu64(v[i], v[i + apart]);
            bool up = !(i * WIDTH & block);
            v[i] = up ? low : high;
            v[i + apart] = up ? high : low;
        }
        return;
    }
    __m512i partner = _mm512_xor_epi64(lanes, _mm512_set1_epi64((long long)distance));
    __mmask8 second = _mm512_test_epi64_mask(lanes, _mm512_set1_epi64((long long)distance));
    for (unsigned i = 0; i < count; i++) {
        __m512i place = _mm512_add_epi64(lanes, _mm512_set1_epi64((long long)(i * WIDTH)));
        __mmask8 down = _mm512_test_epi64_mask(place, _mm512_set1_epi64((long long)block));
        __m512i other = _mm512_permutexvar_epi64(partner, v[i]);
        __m512i low = _mm512_min_epu64(v[i], other), high = _mm512_max_epu64(v[i], other);
        v[i] = _mm512_mask_blend_epi64((__mmask8)(second ^ down), low, high);
    }
}

VECTOR static void sort_few(uint64_t *keys, int64_t n)
{
    __m512i v[NETWORK / WIDTH];
    unsigned count = 1;
    while ((int64_t)count * WIDTH < n)
        count *= 2;
    for (unsigned i = 0; i < count; i++) {
        int64_t left = n - (int64_t)(i * WIDTH);
        __mmask8 mask = (__mmask8)(left >= WIDTH ? 0xff : left > 0 ? (1 << left) - 1 : 0);
        v[i] = _mm512_mask_loadu_epi64(_mm512_set1_epi64(-1), mask, keys + i * WIDTH);
    }
    for (unsigned block = 2; block <= count * WIDTH; block *= 2)
        for (unsigned distance = block / 2; distance; distance /= 2)
            exchange(v, count, block, distance);
    for (unsigned i = 0; i < count; i++) {
        int64_t left = n - (int64_t)(i * WIDTH);
        __mmask8 mask = (__mmask8)(left >= WIDTH ? 0xff : left > 0 ? (1 << left) - 1 : 0);
        _mm512_mask_storeu_epi64(keys + i * WIDTH, mask, v[i]);
    }
}

/* ---- Partition ------------------------------------------------------------------------------- */

typedef struct ends {
    uint64_t *left, *right; /* where the next keys of each side go: from left up, below right */
    uint64_t pivot;
} ends;

/* Compressed in a register first: compressing stores are slow on some CPUs. */
VECTOR static inline __attribute__((always_inline)) void put(ends *e, __m512i keys, __mmask8 mask)
{
    __mmask8 above =
        _mm512_mask_cmpgt_epu64_mask(mask, keys, _mm512_set1_epi64((long long)e->pivot));
    __mmask8 below = (__mmask8)(mask & ~above);
    unsigned count_below = (unsigned)__builtin_popcount(below);
    unsigned count_above = (unsigned)__builtin_popcount(above);
    _mm512_mask_storeu_epi64(e->left, (__mmask8)((1u << count_below) - 1u),
                             _mm512_maskz_compress_epi64(below, keys));
    e->left += count_below;
    e->right -= count_above;
    _mm512_mask_storeu_epi64(e->right, (__mmask8)((1u << count_above) - 1u),
                             _mm512_maskz_compress_epi64(above, keys));
}

/* Reads `count` vectors from the side where there is less room to write, and puts their keys. Which side
 * it is cannot be predicted, so that several vectors are read at once. */
VECTOR static inline __attribute__((always_inline)) void put_next(ends *e, uint64_t **from,
                                                                  uint64_t **to, int count)
{
    __m512i next[AT_ONCE];
    uint64_t *source = *from;
    if (*from - e->left <= e->right - *to)
        *from += count * WIDTH;
    else
        source = *to -= count * WIDTH;
#pragma GCC unroll 4
    for (int i = 0; i < count; i++)
        next[i] = _mm512_loadu_si512(source + i * WIDTH);
#pragma GCC unroll 4
    for (int i = 0; i < count; i++)
        put(e, next[i], 0xff);
}

/* Moves the keys above the pivot behind the others; the number of the others. At least as many keys as
 * wait in registers, from both ends, so that there is always room to write. */
VECTOR static int64_t partition(uint64_t *keys, int64_t n, uint64_t pivot)
{
    ends e = {keys, keys + n, pivot};
    uint64_t *from = keys + AT_ONCE * WIDTH, *to = keys + n - AT_ONCE * WIDTH;
    __m512i first[AT_ONCE], last[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        first[i] = _mm512_loadu_si512(keys + i * WIDTH);
        last[i] = _mm512_loadu_si512(to + i * WIDTH);
    }
    while (to - from >= AT_ONCE * WIDTH)
        put_next(&e, &from, &to, AT_ONCE);
    while (to - from >= WIDTH)
        put_next(&e, &from, &to, 1);
    __mmask8 rest = (__mmask8)((1 << (to - from)) - 1);
    __m512i middle = _mm512_maskz_loadu_epi64(rest, from);
    put(&e, middle, rest);
    for (int i = 0; i < AT_ONCE; i++) {
        put(&e, first[i], 0xff);
        put(&e, last[i], 0xff);
    }
    return e.left - keys;
}

static uint64_t choose_pivot(const uint64_t *keys, int64_t n)
{
    uint64_t sample[SAMPLES];
    for (int64_t i = 0; i < SAMPLES; i++)
        sample[i] = keys[n / SAMPLES * i + n / (2 * SAMPLES)];
    sort_few(sample, SAMPLES);
    return sample[SAMPLES / 2];
}

/* The keys up to the pivot, of which there is one; where none is above it those below it, and the
 * rest are all the pivot. `settled`: how many of the upper side are in their places. */
static int64_t split(uint64_t *keys, int64_t n, int64_t *settled)
{
    uint64_t pivot = choose_pivot(keys, n);
    int64_t lower = partition(keys, n, pivot);
    *settled = 0;
    if (lower < n)
        return lower;
    lower = pivot ? partition(keys, n, pivot - 1) : 0;
    *settled = n - lower;
    return lower;
}

/* False: too many uneven splits. */
static bool sort_range(uint64_t *keys, int64_t n, int depth)
{
    while (n > NETWORK) {
        if (depth-- == 0)
            return false;
        int64_t settled, lower = split(keys, n, &settled);
        int64_t upper = n - lower - settled;
        if (lower < upper) { /* the longer side in this loop */
            if (!sort_range(keys, lower, depth))
                return false;
            keys += lower;
            n = upper;
        } else {
            if (!sort_range(keys + lower, upper, depth))
                return false;
            n = lower;
        }
    }
    if (n > 1)
        sort_few(keys, n);
    return true;
}

static int depth_limit(int64_t n)
{
    return 3 * (64 - __builtin_clzll((unsigned long long)n));
}

bool hpc_vector_sort(uint64_t *keys, int64_t n)
{
    return n < 2 || (__builtin_cpu_supports("avx512f") && sort_range(keys, n, depth_limit(n)));
}

bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t rank)
{
    int depth = depth_limit(n);
    if (!__builtin_cpu_supports("avx512f"))
        return false;
    while (n > NETWORK) {
        if (depth-- == 0)
            return false;
        int64_t settled, lower = split(keys, n, &settled);
        if (rank >= lower && settled)
            return true;
        if (rank >= lower) {
            keys += lower;
            rank -= lower;
            n -= lower;
        } else {
            n = lower;
        }
    }
    sort_few(keys, n);
    return true;
}

#else

bool hpc_vector_sort(uint64_t *keys, int64_t n)
{
    (void)keys;
    return n < 2;
}

bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t rank)
{
    (void)keys;
    (void)rank;
    return n < 2;
}

#endif
