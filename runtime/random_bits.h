/* The two bit sources inside a generator, for random.c and its parts only. */
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

uint32_t hpc_bits_next32(hpc_rng *rng);
uint64_t hpc_bits_next64(hpc_rng *rng);
double hpc_bits_double(hpc_rng *rng); /* 53 bits in [0, 1) */
float hpc_bits_float(hpc_rng *rng);   /* 24 bits in [0, 1) */
/* Uniform in [0, max] by the generator's own rule: Lemire's multiplication or masked rejection. */
uint64_t hpc_bits_below(hpc_rng *rng, uint64_t max);
/* The same by masked rejection for both, which is what shuffles use. */
uint64_t hpc_bits_masked(hpc_rng *rng, uint64_t max);

double hpc_bits_standard_normal(hpc_rng *rng);
double hpc_bits_standard_exponential(hpc_rng *rng);
float hpc_bits_standard_normal_float(hpc_rng *rng);
float hpc_bits_standard_exponential_float(hpc_rng *rng);

#endif
