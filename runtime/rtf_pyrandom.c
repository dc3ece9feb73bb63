/* The random numbers of Python's own module: MT19937 seeded as it seeds, and its algorithms, so that the
 * streams are CPython's (3.11) to the bit where the C library's log, exp, sin and cos are. */
#include <math.h>

#include "random_bits.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(pyrandom_global);
DECLARE(pyrandom_new);
DECLARE(pyrandom_seed);
DECLARE(pyrandom_bits);
DECLARE(pyrandom_below);
DECLARE(pyrandom_draw);
#undef DECLARE

/* ---- Generators ------------------------------------------------------------------------------- */

hpc_code rtf_pyrandom_new(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = NULL;
    hpc_code code = hpc_rng_new_mt_os(frame, &rng);
    words[0].p = rng;
    return code;
}

hpc_code rtf_pyrandom_global(hpc_frame *frame, hpc_word *words)
{
    hpc_rng **slot = &frame->runtime->python_random;
    hpc_code code = *slot ? HPC_OK : hpc_rng_new_mt_os(frame, slot);
    words[0].p = *slot;
    hpc_object_retain(words[0].p);
    return code;
}

/* random.seed(n): the 32-bit digits of abs(n). */
hpc_code rtf_pyrandom_seed(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    int64_t n = words[1].i;
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
    uint32_t digits[2] = {(uint32_t)size, (uint32_t)(size >> 32)};
    hpc_bits_seed_mt_words(words[0].p, digits, digits[1] ? 2 : 1);
    return HPC_OK;
}

/* ---- Integers --------------------------------------------------------------------------------- */

static uint64_t draw_bits(hpc_rng *rng, unsigned count)
{
    if (count == 0)
        return 0;
    uint64_t low = hpc_mt_next(rng);
    if (count <= 32)
        return low >> (32 - count);
    return low | (uint64_t)(hpc_mt_next(rng) >> (64 - count)) << 32;
}

hpc_code rtf_pyrandom_bits(hpc_frame *frame, hpc_word *words)
{
    int64_t count = words[1].i;
    if (count < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "number of bits must be non-negative");
    if (count > 63)
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "more than 63 random bits are no 64-bit int");
    words[2].i = (int64_t)draw_bits(words[0].p, (unsigned)count);
    return HPC_OK;
}

/* An int below n > 0: bits are drawn until they are. */
hpc_code rtf_pyrandom_below(hpc_frame *frame, hpc_word *words)
{
    uint64_t n = (uint64_t)words[1].i, drawn;
    if (words[1].i <= 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "empty range for randrange()");
    unsigned count = 64 - (unsigned)__builtin_clzll(n);
    do
        drawn = draw_bits(words[0].p, count);
    while (drawn >= n);
    words[2].i = (int64_t)drawn;
    return HPC_OK;
}

/* ---- Distributions ---------------------------------------------------------------------------- */

static const double two_pi = 6.283185307179586;

static double gauss(hpc_rng *rng)
{
    if (rng->has_gauss) {
        rng->has_gauss = false;
        return rng->gauss;
    }
    double angle = hpc_bits_double(rng) * two_pi;
    double radius = sqrt(-2.0 * log(1.0 - hpc_bits_double(rng)));
    rng->gauss = sin(angle) * radius;
    rng->has_gauss = true;
    return cos(angle) * radius;
}

/* Kinderman and Monahan's ratio of uniforms. */
static double normal(hpc_rng *rng)
{
    const double factor = 4 * exp(-0.5) / sqrt(2.0);
    for (;;) {
        double u1 = hpc_bits_double(rng), u2 = 1.0 - hpc_bits_double(rng);
        double z = factor * (u1 - 0.5) / u2, zz = z * z / 4.0;
        if (zz <= -log(u2))
            return z;
    }
}

/* Cheng's algorithm for alpha above 1. */
static double gamma_above_one(hpc_rng *rng, double alpha)
{
    const double magic = 1.0 + log(4.5);
    double inverse = sqrt(2.0 * alpha - 1.0), b = alpha - log(4.0), c = alpha + inverse;
    for (;;) {
        double u1 = hpc_bits_double(rng);
        if (!(1e-7 < u1 && u1 < 0.9999999))
            continue;
        double u2 = 1.0 - hpc_bits_double(rng), v = log(u1 / (1.0 - u1)) / inverse;
        double x = alpha * exp(v), z = u1 * u1 * u2, r = b + c * v - x;
        if (r + magic - 4.5 * z >= 0.0 || r >= log(z))
            return x;
    }
}

/* Kennedy and Gentle's GS for alpha below 1. */
static double gamma_below_one(hpc_rng *rng, double alpha)
{
    const double e = 2.718281828459045;
    for (;;) {
        double u = hpc_bits_double(rng), b = (e + alpha) / e, p = b * u;
        double x = p <= 1.0 ? pow(p, 1.0 / alpha) : -log((b - p) / alpha);
        double u1 = hpc_bits_double(rng);
        if (p > 1.0 ? u1 <= pow(x, alpha - 1.0) : u1 <= exp(-x))
            return x;
    }
}

static double gamma_of(hpc_rng *rng, double alpha, double beta)
{
    if (alpha > 1.0)
        return gamma_above_one(rng, alpha) * beta;
    if (alpha == 1.0)
        return -log(1.0 - hpc_bits_double(rng)) * beta;
    return gamma_below_one(rng, alpha) * beta;
}

/* Fisher's algorithm. */
static double von_mises(hpc_rng *rng, double mu, double kappa)
{
    if (kappa <= 1e-6)
        return two_pi * hpc_bits_double(rng);
    double s = 0.5 / kappa, r = s + sqrt(1.0 + s * s), z;
    for (;;) {
        z = cos(3.141592653589793 * hpc_bits_double(rng));
        double d = z / (r + z), u2 = hpc_bits_double(rng);
        if (u2 < 1.0 - d * d || u2 <= (1.0 - d) * exp(d))
            break;
    }
    double q = 1.0 / r, f = (q + z) / (1.0 + q * z);
    double theta = hpc_bits_double(rng) > 0.5 ? mu + acos(f) : mu - acos(f);
    double rest = fmod(theta, two_pi);
    return rest < 0 ? rest + two_pi : rest;
}

enum {
    PY_RANDOM,
    PY_GAUSS,
    PY_NORMAL,
    PY_EXPONENTIAL,
    PY_GAMMA,
    PY_VON_MISES,
    PY_PARETO,
    PY_WEIBULL
};

/* generator, kind (as stdlib/random.hpc counts them), a, b: one number. */
hpc_code rtf_pyrandom_draw(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = words[0].p;
    double a = words[2].f, b = words[3].f, x = 0;
    (void)frame;
    switch (words[1].i) {
    case PY_RANDOM: x = hpc_bits_double(rng); break;
    case PY_GAUSS: x = a + gauss(rng) * b; break;
    case PY_NORMAL: x = a + normal(rng) * b; break;
    case PY_EXPONENTIAL: x = -log(1.0 - hpc_bits_double(rng)) / a; break;
    case PY_GAMMA: x = gamma_of(rng, a, b); break;
    case PY_VON_MISES: x = von_mises(rng, a, b); break;
    case PY_PARETO: x = pow(1.0 - hpc_bits_double(rng), -1.0 / a); break;
    case PY_WEIBULL: x = a * pow(-log(1.0 - hpc_bits_double(rng)), 1.0 / b); break;
    default: break;
    }
    words[4].f = x;
    return HPC_OK;
}
