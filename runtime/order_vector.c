/* Quicksort of the 64-bit keys of order_radix.c by AVX-512: partitions by one permutation of each
 * vector, the last 128 keys by networks (the methods of B. Bramas, "A Novel Hybrid Quicksort Algorithm
 * Vectorized using AVX-512 on Intel Skylake", 2017, and of J. Wassenberg and others, "Vectorized and
 * performance-portable Quicksort", 2022). Equal keys are equal elements, so that no order among them
 * shows. Also finds the key of one rank alone. */
#include "order_parts.h"

#if defined(__x86_64__)
#include "order_network.h"

enum { MANY = 8, FEW = 4, LONG = 1024, VERY_LONG = 16384 };

VECTOR static void order_few(uint64_t *keys, int64_t n)
{
    if (n <= 64)
        order_64(keys, n);
    else
        order_128(keys, n);
}

/* ---- Partition ------------------------------------------------------------------------------- */

/* lanes_of[m]: a byte for each place of a vector, which lane goes there when the lanes of m are above
 * the pivot: first the others, then these. */
#define LANE(m, i, rest, above)                                                                    \
    (((rest) << (((m) >> (i)&1) == (above) ? 8 : 0)) |                                             \
     (((m) >> (i)&1) == (above) ? UINT64_C(i) : 0))
#define LANES_4_7(m, above)                                                                        \
    LANE(m, 4, LANE(m, 5, LANE(m, 6, LANE(m, 7, UINT64_C(0), above), above), above), above)
#define LANES_0_7(m, above)                                                                        \
    LANE(m, 0, LANE(m, 1, LANE(m, 2, LANE(m, 3, LANES_4_7(m, above), above), above), above), above)
#define LANES(m) (LANES_0_7(m, 0) | LANES_0_7(m, 1) << ((8 * __builtin_popcount(~(m)&0xff)) & 63))
#define LANES_8(m)                                                                                 \
    LANES(m), LANES(m + 1), LANES(m + 2), LANES(m + 3), LANES(m + 4), LANES(m + 5), LANES(m + 6),  \
        LANES(m + 7)
#define LANES_64(m)                                                                                \
    LANES_8(m), LANES_8(m + 8), LANES_8(m + 16), LANES_8(m + 24), LANES_8(m + 32),                 \
        LANES_8(m + 40), LANES_8(m + 48), LANES_8(m + 56)
static const uint64_t lanes_of[256] = {LANES_64(0), LANES_64(64), LANES_64(128), LANES_64(192)};

typedef struct ends {
    uint64_t *left, *right; /* where the next keys of each side go: from left up, below right */
    __m512i pivot;
} ends;

/* Keys of a whole vector: it is written to both sides, where there is room for all of it. */
VECTOR_INLINE void put(ends *e, __m512i keys)
{
    unsigned above = _mm512_cmpgt_epu64_mask(keys, e->pivot);
    int64_t count = __builtin_popcount(above);
    __m512i lanes = _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *)&lanes_of[above]));
    __m512i sorted = _mm512_permutexvar_epi64(lanes, keys);
    _mm512_storeu_si512(e->left, sorted);
    _mm512_storeu_si512(e->right - WIDTH, sorted);
    e->left += WIDTH - count;
    e->right -= count;
}

/* The keys of some lanes, where there is room for no others. */
VECTOR_INLINE void put_some(ends *e, __m512i keys, __mmask8 mask)
{
    __mmask8 above = _mm512_mask_cmpgt_epu64_mask(mask, keys, e->pivot);
    __mmask8 below = (__mmask8)(mask & ~above);
    _mm512_mask_compressstoreu_epi64(e->left, below, keys);
    e->left += __builtin_popcount(below);
    e->right -= __builtin_popcount(above);
    _mm512_mask_compressstoreu_epi64(e->right, above, keys);
}

/* Reads `count` vectors from the side where there is less room to write, and puts their keys. Which
 * side it is cannot be predicted, so that several vectors are read at once. */
VECTOR_INLINE void put_next(ends *e, uint64_t **from, uint64_t **to, int count)
{
    __m512i next[MANY];
    uint64_t *source = *from;
    if (*from - e->left <= e->right - *to)
        *from += count * WIDTH;
    else
        source = *to -= count * WIDTH;
#pragma GCC unroll 8
    for (int i = 0; i < count; i++)
        next[i] = _mm512_loadu_si512(source + i * WIDTH);
#pragma GCC unroll 8
    for (int i = 0; i < count; i++)
        put(e, next[i]);
}

/* Moves the keys above the pivot behind the others; the number of the others. As many vectors wait in
 * registers, from each end, as are read at once: so there is room for them on either side before each
 * is put, and in the end, when the sides meet, for two vectors or for exactly the last one. */
VECTOR_INLINE int64_t partition_by(uint64_t *keys, int64_t n, uint64_t pivot, int at_once)
{
    ends e = {keys, keys + n, _mm512_set1_epi64((long long)pivot)};
    uint64_t *from = keys + at_once * WIDTH, *to = keys + n - at_once * WIDTH;
    __m512i first[MANY], last[MANY];
    for (int i = 0; i < at_once; i++) {
        first[i] = _mm512_loadu_si512(keys + i * WIDTH);
        last[i] = _mm512_loadu_si512(to + i * WIDTH);
    }
    while (to - from >= at_once * WIDTH)
        put_next(&e, &from, &to, at_once);
    while (to - from >= WIDTH)
        put_next(&e, &from, &to, 1);
    __mmask8 rest = (__mmask8)((1 << (to - from)) - 1);
    put_some(&e, _mm512_maskz_loadu_epi64(rest, from), rest);
    for (int i = 0; i < at_once; i++) {
        put(&e, first[i]);
        put(&e, last[i]);
    }
    return e.left - keys;
}

VECTOR static int64_t partition_long(uint64_t *keys, int64_t n, uint64_t pivot)
{
    return partition_by(keys, n, pivot, MANY);
}

VECTOR static int64_t partition_short(uint64_t *keys, int64_t n, uint64_t pivot)
{
    return partition_by(keys, n, pivot, FEW);
}

static int64_t partition(uint64_t *keys, int64_t n, uint64_t pivot)
{
    return n < LONG ? partition_short(keys, n, pivot) : partition_long(keys, n, pivot);
}

/* ---- Pivots ---------------------------------------------------------------------------------- */

/* Eight keys, one of each eighth; `place` of 16 says where in it. */
VECTOR_INLINE __m512i sample(const uint64_t *keys, int64_t n, int place)
{
    int64_t step = n / WIDTH;
    uint64_t found[WIDTH];
#pragma GCC unroll 8
    for (int i = 0; i < WIDTH; i++)
        found[i] = keys[i * step + step * place / 16];
    return _mm512_loadu_si512(found);
}

VECTOR_INLINE __m512i median_of_3(__m512i a, __m512i b, __m512i c)
{
    __m512i low = _mm512_min_epu64(a, b), high = _mm512_max_epu64(a, b);
    return _mm512_max_epu64(low, _mm512_min_epu64(high, c));
}

VECTOR_INLINE __m512i sample_3(const uint64_t *keys, int64_t n, int place)
{
    return median_of_3(sample(keys, n, place), sample(keys, n, place + 2),
                       sample(keys, n, place + 4));
}

VECTOR static uint64_t choose_pivot(const uint64_t *keys, int64_t n)
{
    if (n < LONG)
        return order_median(sample(keys, n, 8));
    if (n < VERY_LONG)
        return order_median(sample_3(keys, n, 6));
    return order_median(
        median_of_3(sample_3(keys, n, 1), sample_3(keys, n, 6), sample_3(keys, n, 11)));
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
        order_few(keys, n);
    return true;
}

static int depth_limit(int64_t n)
{
    return 3 * (64 - __builtin_clzll((unsigned long long)n));
}

bool hpc_vector_sorts(void)
{
    return __builtin_cpu_supports("avx512f");
}

bool hpc_vector_sort(uint64_t *keys, int64_t n)
{
    return n < 2 || (hpc_vector_sorts() && sort_range(keys, n, depth_limit(n)));
}

/* ---- Keys in the place of elements of 64 bits ---------------------------------------------------- */

/* Where the sign is set, float64 goes down as its bits go up. */
VECTOR_INLINE __m512i key_of(__m512i bits, hpc_dtype dtype)
{
    const __m512i top = _mm512_set1_epi64(INT64_MIN);
    if (dtype == HPC_F64)
        return _mm512_xor_epi64(bits, _mm512_or_epi64(_mm512_srai_epi64(bits, 63), top));
    return dtype == HPC_I64 ? _mm512_xor_epi64(bits, top) : bits;
}

VECTOR_INLINE __m512i bits_of(__m512i key, hpc_dtype dtype)
{
    const __m512i top = _mm512_set1_epi64(INT64_MIN);
    __m512i sign = _mm512_srai_epi64(key, 63);
    if (dtype == HPC_F64)
        return _mm512_xor_epi64(
            key, _mm512_or_epi64(_mm512_xor_epi64(sign, _mm512_set1_epi64(-1)), top));
    return dtype == HPC_I64 ? _mm512_xor_epi64(key, top) : key;
}

/* NaNs, and zeros with a sign: their keys would not give NumPy's order. */
VECTOR_INLINE __mmask8 special(__m512i bits)
{
    __m512d x = _mm512_castsi512_pd(bits);
    return _mm512_cmp_pd_mask(x, x, _CMP_UNORD_Q) |
           _mm512_cmpeq_epi64_mask(bits, _mm512_set1_epi64(INT64_MIN));
}

VECTOR static bool make_keys(uint64_t *data, int64_t n, hpc_dtype dtype)
{
    __mmask8 found = 0;
    for (int64_t i = 0; i < n; i += WIDTH) {
        __mmask8 lanes = order_left(n, i);
        __m512i bits = _mm512_maskz_loadu_epi64(lanes, data + i);
        found |= special(bits);
        _mm512_mask_storeu_epi64(data + i, lanes, key_of(bits, dtype));
    }
    return dtype != HPC_F64 || !found;
}

VECTOR static void take_keys(uint64_t *data, int64_t n, hpc_dtype dtype)
{
    for (int64_t i = 0; i < n; i += WIDTH) {
        __mmask8 lanes = order_left(n, i);
        __m512i key = _mm512_maskz_loadu_epi64(lanes, data + i);
        _mm512_mask_storeu_epi64(data + i, lanes, bits_of(key, dtype));
    }
}

/* ---- The key of one rank ----------------------------------------------------------------------- */

static bool select_rank(uint64_t *keys, int64_t n, int64_t rank)
{
    int depth = depth_limit(n);
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
    order_few(keys, n);
    return true;
}

bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t first, int64_t end)
{
    bool found = hpc_vector_sorts();
    for (int64_t rank = first; found && rank < end; rank++) {
        int64_t done = rank > first ? rank : 0; /* what is before the last rank is not greater */
        found = select_rank(keys + done, n - done, rank - done);
    }
    return found;
}

/* ---- Elements in their place ------------------------------------------------------------------- */

static bool are_keys(hpc_dtype dtype)
{
    return (dtype == HPC_F64 || dtype == HPC_I64 || dtype == HPC_U64) && hpc_vector_sorts();
}

bool hpc_vector_sort_elements(hpc_dtype dtype, char *elements, int64_t n)
{
    uint64_t *data = (uint64_t *)(void *)elements;
    if (!are_keys(dtype))
        return false;
    bool sorted = make_keys(data, n, dtype) && hpc_vector_sort(data, n);
    take_keys(data, n, dtype);
    return sorted;
}

bool hpc_vector_select_elements(hpc_dtype dtype, char *elements, int64_t n, int64_t first,
                                int64_t end)
{
    uint64_t *data = (uint64_t *)(void *)elements;
    if (!are_keys(dtype) || first < 0 || end > n)
        return false;
    bool found = make_keys(data, n, dtype) && hpc_vector_select(data, n, first, end);
    take_keys(data, n, dtype);
    return found;
}

#else

bool hpc_vector_sorts(void)
{
    return false;
}

bool hpc_vector_sort(uint64_t *keys, int64_t n)
{
    (void)keys;
    return n < 2;
}

bool hpc_vector_sort_elements(hpc_dtype dtype, char *elements, int64_t n)
{
    (void)dtype;
    (void)elements;
    return n < 2;
}

bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t first, int64_t end)
{
    (void)keys;
    (void)first;
    (void)end;
    return n < 2;
}

bool hpc_vector_select_elements(hpc_dtype dtype, char *elements, int64_t n, int64_t first,
                                int64_t end)
{
    (void)dtype;
    (void)elements;
    (void)first;
    (void)end;
    return n < 2;
}

#endif
