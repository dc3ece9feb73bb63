/* The two bit sources inside a generator, and integers below a bound from either; for random.c and
 * its parts only. */
#ifndef HPC_RANDOM_BITS_H
#define HPC_RANDOM_BITS_H

#include "random.h"

__extension__ typedef unsigned __int128 hpc_u128;

enum { HPC_MT_WORDS = 624 };

struct hpc_rng {
    hpc_object head;
    bool legacy; /* MT19937 and RandomState's algorithms; else PCG64 and Generator's */
    bool has_half, has_gauss;
    uint32_t half; /* upper half of the last 64-bit draw that a 32-bit draw split */
    hpc_u128 state, increment;
    double gauss; /* second value of the last polar pair */
    int32_t position;
    uint32_t key[HPC_MT_WORDS];
};

/* np.random's state hangs off the runtime under this name. */
struct hpc_legacy_rng {
    hpc_rng rng;
};

void hpc_bits_seed_pcg64(hpc_rng *rng, const uint32_t *words, size_t count);
void hpc_bits_seed_mt(hpc_rng *rng, uint32_t seed);
void hpc_bits_seed_mt_words(hpc_rng *rng, const uint32_t *words, size_t count);

void hpc_bits_refill_mt(hpc_rng *rng); /* the next 624 words of MT19937 */

double hpc_bits_standard_normal(hpc_rng *rng);
double hpc_bits_standard_exponential(hpc_rng *rng);
double hpc_bits_standard_gamma(hpc_rng *rng, double shape);
double hpc_bits_standard_t(hpc_rng *rng, double df);
double hpc_bits_poisson(hpc_rng *rng, double lam);
double hpc_bits_weibull(hpc_rng *rng, double a);
float hpc_bits_standard_normal_float(hpc_rng *rng);
float hpc_bits_standard_exponential_float(hpc_rng *rng);

/* ---- Draws, inline for the loops that fill arrays -------------------------------------------- */

static inline void hpc_pcg64_step(hpc_rng *rng)
{
    const hpc_u128 multiplier =
        (hpc_u128)2549297995355413924u << 64 | (hpc_u128)4865540595714422341u;
    rng->state = rng->state * multiplier + rng->increment;
}

static inline uint64_t hpc_pcg64_next(hpc_rng *rng)
{
    hpc_pcg64_step(rng);
    uint64_t high = (uint64_t)(rng->state >> 64), mixed = high ^ (uint64_t)rng->state;
    unsigned turn = (unsigned)(high >> 58);
    return mixed >> turn | mixed << (-turn & 63);
}

static inline uint32_t hpc_mt_next(hpc_rng *rng)
{
    if (rng->position == HPC_MT_WORDS)
        hpc_bits_refill_mt(rng);
    uint32_t y = rng->key[rng->position++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ (y >> 18);
}

static inline uint32_t hpc_bits_next32(hpc_rng *rng)
{
    if (rng->legacy)
        return hpc_mt_next(rng);
    if (rng->has_half) {
        rng->has_half = false;
        return rng->half;
    }
    uint64_t next = hpc_pcg64_next(rng);
    rng->has_half = true;
    rng->half = (uint32_t)(next >> 32);
    return (uint32_t)next;
}

static inline uint64_t hpc_bits_next64(hpc_rng *rng)
{
    if (!rng->legacy)
        return hpc_pcg64_next(rng);
    uint64_t high = hpc_mt_next(rng);
    return high << 32 | hpc_mt_next(rng);
}

/* 53 bits in [0, 1). */
static inline double hpc_bits_double(hpc_rng *rng)
{
    if (!rng->legacy)
        return (double)(hpc_pcg64_next(rng) >> 11) * 0x1p-53;
    uint32_t a = hpc_mt_next(rng) >> 5, b = hpc_mt_next(rng) >> 6;
    return (a * 67108864.0 + b) / 9007199254740992.0;
}

/* 24 bits in [0, 1). */
static inline float hpc_bits_float(hpc_rng *rng)
{
    return (float)(hpc_bits_next32(rng) >> 8) * 0x1p-24f;
}

/* Uniform in [0, max] by masked rejection, which is what shuffles use. */
static inline uint64_t hpc_bits_masked(hpc_rng *rng, uint64_t max)
{
    if (max == 0)
        return 0;
    uint64_t mask = UINT64_MAX >> __builtin_clzll(max), value;
    do
        value = (max <= UINT32_MAX ? hpc_bits_next32(rng) : hpc_bits_next64(rng)) & mask;
    while (value > max);
    return value;
}

/* Lemire (2019): the high half of draw * (max + 1), rejecting the few low halves that would favour
 * some results. */
static inline uint64_t hpc_lemire32_below(hpc_rng *rng, uint32_t max)
{
    uint32_t range = max + 1;
    uint64_t product = (uint64_t)hpc_bits_next32(rng) * range;
    if ((uint32_t)product < range) {
        uint32_t threshold = (UINT32_MAX - max) % range;
        while ((uint32_t)product < threshold)
            product = (uint64_t)hpc_bits_next32(rng) * range;
    }
    return product >> 32;
}

static inline uint64_t hpc_lemire64_below(hpc_rng *rng, uint64_t max)
{
    uint64_t range = max + 1;
    hpc_u128 product = (hpc_u128)hpc_bits_next64(rng) * range;
    if ((uint64_t)product < range) {
        uint64_t threshold = (UINT64_MAX - max) % range;
        while ((uint64_t)product < threshold)
            product = (hpc_u128)hpc_bits_next64(rng) * range;
    }
    return (uint64_t)(product >> 64);
}

/* Uniform in [0, max] by the generator's own rule: Lemire's, or masked rejection for the legacy
 * one. */
static inline uint64_t hpc_bits_below(hpc_rng *rng, uint64_t max)
{
    if (max == 0)
        return 0;
    if (max == UINT32_MAX)
        return hpc_bits_next32(rng);
    if (max == UINT64_MAX)
        return hpc_bits_next64(rng);
    if (rng->legacy)
        return hpc_bits_masked(rng, max);
    return max < UINT32_MAX ? hpc_lemire32_below(rng, (uint32_t)max) : hpc_lemire64_below(rng, max);
}

#endif
