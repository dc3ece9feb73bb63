/* Draws of NumPy's Generator beyond the normal and exponential ones: Marsaglia and Tsang's gamma, and what is
 * made of it; Poisson by multiplication and by Hörmann's PTRS. */
#include <math.h>

#include "random_bits.h"

static double gamma_below_one(hpc_rng *rng, double shape)
{
    for (;;) {
        double u = hpc_bits_double(rng), v = hpc_bits_standard_exponential(rng);
        if (u <= 1.0 - shape) {
            double x = pow(u, 1. / shape);
            if (x <= v)
                return x;
        } else {
            double y = -log((1 - u) / shape), x = pow(1.0 - shape + shape * y, 1. / shape);
            if (x <= v + y)
                return x;
        }
    }
}

double hpc_bits_standard_gamma(hpc_rng *rng, double shape)
{
    if (shape == 1.0)
        return hpc_bits_standard_exponential(rng);
    if (shape == 0.0)
        return 0.0;
    if (shape < 1.0)
        return gamma_below_one(rng, shape);
    double b = shape - 1. / 3., c = 1. / sqrt(9 * b);
    for (;;) {
        double x, v;
        do {
            x = hpc_bits_standard_normal(rng);
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
        double u = hpc_bits_double(rng);
        if (u < 1.0 - 0.0331 * (x * x) * (x * x))
            return b * v;
        if (log(u) < 0.5 * x * x + b * (1. - v + log(v)))
            return b * v;
    }
}

/* The logarithm of gamma(x), x > 0, by Stirling's series above 7 as NumPy computes it. */
static double log_gamma(double x)
{
    static const double a[10] = {8.333333333333333e-02, -2.777777777777778e-03,
                                 7.936507936507937e-04, -5.952380952380952e-04,
                                 8.417508417508418e-04, -1.917526917526918e-03,
                                 6.410256410256410e-03, -2.955065359477124e-02,
                                 1.796443723688307e-01, -1.39243221690590e+00};
    if (x == 1.0 || x == 2.0)
        return 0.0;
    int64_t n = x < 7.0 ? (int64_t)(7 - x) : 0;
    double x0 = x + (double)n, x2 = (1.0 / x0) * (1.0 / x0), sum = a[9];
    for (int k = 8; k >= 0; k--) {
        sum *= x2;
        sum += a[k];
    }
    double result = sum / x0 + 0.5 * 1.8378770664093453 + (x0 - 0.5) * log(x0) - x0;
    for (int64_t k = 1; x < 7.0 && k <= n; k++) {
        result -= log(x0 - 1.0);
        x0 -= 1.0;
    }
    return result;
}

static double poisson_by_products(hpc_rng *rng, double lam)
{
    double least = exp(-lam), product = 1.0, x = 0;
    for (;;) {
        product *= hpc_bits_double(rng);
        if (product <= least)
            return x;
        x++;
    }
}

double hpc_bits_poisson(hpc_rng *rng, double lam)
{
    if (lam == 0)
        return 0;
    if (lam < 10)
        return poisson_by_products(rng, lam);
    double root = sqrt(lam), log_lam = log(lam), b = 0.931 + 2.53 * root;
    double a = -0.059 + 0.02483 * b, inverse = 1.1239 + 1.1328 / (b - 3.4),
           vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = hpc_bits_double(rng) - 0.5, v = hpc_bits_double(rng), us = 0.5 - fabs(u);
        double k = floor((2 * a / us + b) * u + lam + 0.43);
        if (us >= 0.07 && v <= vr)
            return k;
        if (k < 0 || (us < 0.013 && v > us))
            continue;
        if (log(v) + log(inverse) - log(a / (us * us) + b) <= -lam + k * log_lam - log_gamma(k + 1))
            return k;
    }
}

double hpc_bits_standard_t(hpc_rng *rng, double df)
{
    double normal = hpc_bits_standard_normal(rng), gamma = hpc_bits_standard_gamma(rng, df / 2);
    return sqrt(df / 2) * normal / sqrt(gamma);
}

double hpc_bits_weibull(hpc_rng *rng, double a)
{
    return a == 0.0 ? 0.0 : pow(hpc_bits_standard_exponential(rng), 1. / a);
}
