/* Normal and exponential draws from a bit source: the ziggurat of NumPy's Generator, and the polar
 * and inversion methods of the legacy RandomState. */
#include <math.h>

#include "random_bits.h"
#include "ziggurat.h"

static const double NORMAL_EDGE = 3.6541528853610087963519472518;
static const double NORMAL_EDGE_INVERSE = 0.27366123732975827203338247596;
static const double EXPONENTIAL_EDGE = 7.6971174701310497140446280481;

/* Beyond the last strip: Marsaglia's tail method. `negative` is a bit of the rejected draw. */
static double normal_tail(hpc_rng *rng, bool negative)
{
    for (;;) {
        double x = -NORMAL_EDGE_INVERSE * log1p(-hpc_bits_double(rng));
        double y = -log1p(-hpc_bits_double(rng));
        if (y + y > x * x)
            return negative ? -(NORMAL_EDGE + x) : NORMAL_EDGE + x;
    }
}

static double ziggurat_normal(hpc_rng *rng)
{
    for (;;) {
        uint64_t bits = hpc_bits_next64(rng);
        unsigned strip = bits & 0xff;
        uint64_t magnitude = bits >> 9 & 0x000fffffffffffff;
        double x = (double)magnitude * hpc_zig_nor_w[strip];
        if (bits & 0x100)
            x = -x;
        if (magnitude < hpc_zig_nor_k[strip])
            return x;
        if (strip == 0)
            return normal_tail(rng, magnitude >> 8 & 1);
        double above = hpc_zig_nor_f[strip - 1] - hpc_zig_nor_f[strip];
        if (above * hpc_bits_double(rng) + hpc_zig_nor_f[strip] < exp(-0.5 * x * x))
            return x;
    }
}

static float normal_tail_float(hpc_rng *rng, bool negative)
{
    const float edge = (float)NORMAL_EDGE, inverse = (float)NORMAL_EDGE_INVERSE;
    for (;;) {
        float x = -inverse * log1pf(-hpc_bits_float(rng));
        float y = -log1pf(-hpc_bits_float(rng));
        if (y + y > x * x)
            return negative ? -(edge + x) : edge + x;
    }
}

float hpc_bits_standard_normal_float(hpc_rng *rng)
{
    for (;;) {
        uint32_t bits = hpc_bits_next32(rng);
        unsigned strip = bits & 0xff;
        uint32_t magnitude = bits >> 9 & 0x007fffff;
        float x = (float)magnitude * hpc_zig_nor_wf[strip];
        if (bits & 0x100)
            x = -x;
        if (magnitude < hpc_zig_nor_kf[strip])
            return x;
        if (strip == 0)
            return normal_tail_float(rng, magnitude >> 8 & 1);
        float above = hpc_zig_nor_ff[strip - 1] - hpc_zig_nor_ff[strip];
        if (above * hpc_bits_float(rng) + hpc_zig_nor_ff[strip] < exp(-0.5 * x * x))
            return x;
    }
}

static double ziggurat_exponential(hpc_rng *rng)
{
    for (;;) {
        uint64_t bits = hpc_bits_next64(rng) >> 3;
        unsigned strip = bits & 0xff;
        bits >>= 8;
        double x = (double)bits * hpc_zig_exp_w[strip];
        if (bits < hpc_zig_exp_k[strip])
            return x;
        if (strip == 0)
            return EXPONENTIAL_EDGE - log1p(-hpc_bits_double(rng));
        double above = hpc_zig_exp_f[strip - 1] - hpc_zig_exp_f[strip];
        if (above * hpc_bits_double(rng) + hpc_zig_exp_f[strip] < exp(-x))
            return x;
    }
}

float hpc_bits_standard_exponential_float(hpc_rng *rng)
{
    for (;;) {
        uint32_t bits = hpc_bits_next32(rng) >> 1;
        unsigned strip = bits & 0xff;
        bits >>= 8;
        float x = (float)bits * hpc_zig_exp_wf[strip];
        if (bits < hpc_zig_exp_kf[strip])
            return x;
        if (strip == 0)
            return (float)EXPONENTIAL_EDGE - log1pf(-hpc_bits_float(rng));
        float above = hpc_zig_exp_ff[strip - 1] - hpc_zig_exp_ff[strip];
        if (above * hpc_bits_float(rng) + hpc_zig_exp_ff[strip] < expf(-x))
            return x;
    }
}

/* Marsaglia's polar method makes two values; the first is kept for the next call. */
static double polar_normal(hpc_rng *rng)
{
    if (rng->has_gauss) {
        rng->has_gauss = false;
        return rng->gauss;
    }
    double x, y, square;
    do {
        x = 2.0 * hpc_bits_double(rng) - 1.0;
        y = 2.0 * hpc_bits_double(rng) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double factor = sqrt(-2.0 * log(square) / square);
    rng->gauss = factor * x;
    rng->has_gauss = true;
    return factor * y;
}

double hpc_bits_standard_normal(hpc_rng *rng)
{
    return rng->legacy ? polar_normal(rng) : ziggurat_normal(rng);
}

double hpc_bits_standard_exponential(hpc_rng *rng)
{
    return rng->legacy ? -log(1.0 - hpc_bits_double(rng)) : ziggurat_exponential(rng);
}
