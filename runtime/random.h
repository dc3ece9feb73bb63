/* Random numbers with NumPy's own streams, bit for bit: default_rng (SeedSequence and PCG64) and
 * the legacy RandomState (MT19937).
 *
 * Draws fill a view that the caller made, in C order of its indexes; a view of rank 0 takes one
 * draw. A generator is not locked: it belongs to one thread at a time. */
#ifndef HPC_RANDOM_H
#define HPC_RANDOM_H

#include "rt.h"

typedef struct hpc_rng hpc_rng; /* begins with an hpc_object */

/* np.random.default_rng(seed). `words` are the seed's 32-bit digits, least significant first, or
 * the elements of a seed array; an int seed below 0 is a ValueError. */
hpc_code hpc_rng_new(hpc_frame *frame, hpc_rng **out, int64_t seed);
hpc_code hpc_rng_new_words(hpc_frame *frame, hpc_rng **out, const uint32_t *words, size_t count);
/* np.random.default_rng(): seeded by the operating system. */
hpc_code hpc_rng_new_os(hpc_frame *frame, hpc_rng **out);
/* MT19937, seeded by the operating system. */
hpc_code hpc_rng_new_mt_os(hpc_frame *frame, hpc_rng **out);
void hpc_rng_release(hpc_rng *rng); /* NULL is fine */

/* The generator behind np.random.rand and its like; borrowed. Seeded by the operating system at
 * first use. hpc_rng_legacy_free belongs to the end of the runtime. */
hpc_code hpc_rng_legacy(hpc_frame *frame, hpc_rng **out);
void hpc_rng_legacy_free(hpc_runtime *runtime);
/* np.random.seed(int), np.random.seed(array), np.random.seed(). */
hpc_code hpc_rng_legacy_seed(hpc_frame *frame, int64_t seed);
hpc_code hpc_rng_legacy_seed_words(hpc_frame *frame, const uint32_t *words, size_t count);
hpc_code hpc_rng_legacy_seed_os(hpc_frame *frame);

typedef enum hpc_dist {
    HPC_DIST_RANDOM, /* [0, 1) */
    HPC_DIST_STANDARD_NORMAL,
    HPC_DIST_STANDARD_EXPONENTIAL,
    HPC_DIST_UNIFORM,     /* a low, b high */
    HPC_DIST_NORMAL,      /* a mean, b standard deviation */
    HPC_DIST_EXPONENTIAL, /* b scale */
    HPC_DIST_GAMMA,       /* of Generators only, as all that follow; a shape, b scale */
    HPC_DIST_CHISQUARE,   /* a degrees of freedom */
    HPC_DIST_STANDARD_T,  /* a degrees of freedom */
    HPC_DIST_LOGNORMAL,   /* a mean, b standard deviation of the logarithm */
    HPC_DIST_POISSON,     /* a the mean; a whole number */
    HPC_DIST_WEIBULL,     /* a shape */
    HPC_DIST_RAYLEIGH     /* a mode */
} hpc_dist;

/* Fill `out` (float64; the first three of default_rng also float32) with draws. ValueError and
 * OverflowError as NumPy's for bad parameters. */
hpc_code hpc_rng_fill(hpc_frame *frame, hpc_rng *rng, hpc_dist dist, double a, double b,
                      const hpc_view *out);
/* One draw of a checked distribution, for scalar code. */
double hpc_rng_draw(hpc_rng *rng, hpc_dist dist, double a, double b);
hpc_code hpc_rng_check(hpc_frame *frame, const hpc_rng *rng, hpc_dist dist, double a, double b);

/* rng.integers(low, high, endpoint=...) and np.random.randint(low, high) into any integer or bool
 * view. `no_low` says that only one bound was given (it only changes the message). */
__extension__ typedef __int128 hpc_wide;
hpc_code hpc_rng_integers(hpc_frame *frame, hpc_rng *rng, hpc_wide low, hpc_wide high,
                          bool endpoint, bool no_low, const hpc_view *out);

/* rng.shuffle(x) along axis 0, in place. */
hpc_code hpc_rng_shuffle(hpc_frame *frame, hpc_rng *rng, const hpc_view *x);
/* rng.permutation(n): a fresh int64 array. */
hpc_code hpc_rng_permutation(hpc_frame *frame, hpc_rng *rng, int64_t n, hpc_view *out);
/* rng.permutation(x): a fresh C-ordered array, shuffled along axis 0. */
hpc_code hpc_rng_permuted(hpc_frame *frame, hpc_rng *rng, const hpc_view *x, hpc_view *out);
/* rng.choice(n, size, replace, p, shuffle=...): the chosen indexes into the C-ordered int64 view
 * `out`; p is a float64 view of rank 1 or NULL. np.random.choice ignores `shuffle`. */
hpc_code hpc_rng_choice(hpc_frame *frame, hpc_rng *rng, int64_t n, bool replace, const hpc_view *p,
                        bool shuffle, const hpc_view *out);

#endif
