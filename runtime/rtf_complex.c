/* Elementary functions of complex numbers, as NumPy computes them: by the C library, and a few from
 * those. complex64 values go through the float functions. */
#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "complex_functions.h"
#include "table.h"

hpc_code rtf_complex_function(hpc_frame *frame, hpc_word *words);
hpc_code rtf_complex_power(hpc_frame *frame, hpc_word *words);
hpc_code rtf_py_complex_power(hpc_frame *frame, hpc_word *words);

typedef struct pair {
    double re, im;
} pair;

static double _Complex wide(pair x)
{
    union {
        double part[2];
        double _Complex z;
    } u = {{x.re, x.im}}; /* x.re + x.im * I would lose signs and infinities */
    return u.z;
}

static float _Complex narrow(pair x)
{
    union {
        float part[2];
        float _Complex z;
    } u = {{(float)x.re, (float)x.im}};
    return u.z;
}

static pair of_wide(double _Complex z)
{
    return (pair){creal(z), cimag(z)};
}

static pair of_narrow(float _Complex z)
{
    return (pair){crealf(z), cimagf(z)};
}

static pair expm1_wide(pair x)
{
    double a = sin(x.im / 2);
    return (pair){expm1(x.re) * cos(x.im) - 2 * a * a, exp(x.re) * sin(x.im)};
}

static pair expm1_narrow(pair x)
{
    float re = (float)x.re, im = (float)x.im, a = sinf(im / 2);
    return (pair){expm1f(re) * cosf(im) - 2 * a * a, expf(re) * sinf(im)};
}

static pair log1p_wide(pair x)
{
    return (pair){log(hypot(x.re + 1, x.im)), atan2(x.im, x.re + 1)};
}

static pair log1p_narrow(pair x)
{
    float re = (float)x.re + 1, im = (float)x.im;
    return (pair){logf(hypotf(re, im)), atan2f(im, re)};
}

static pair scaled(pair x, double by, bool single)
{
    if (single)
        return (pair){(float)x.re * (float)by, (float)x.im * (float)by};
    return (pair){x.re * by, x.im * by};
}

static pair apply(int64_t fn, bool single, pair x)
{
    const double ln2 = 0.693147180559945309417232121458176568;
    const double log2e = 1.442695040888963407359924681001892137;
    const double log10e = 0.434294481903251827651128918916605082;
    switch (fn) {
#define X(name, function)                                                                          \
    case HPC_COMPLEX_##name:                                                                       \
        return single ? of_narrow(c##function##f(narrow(x))) : of_wide(c##function(wide(x)));
        HPC_COMPLEX_LIBRARY(X)
#undef X
    default: break;
    }
    switch (fn) {
    case HPC_COMPLEX_EXP2: return apply(HPC_COMPLEX_EXP, single, scaled(x, ln2, single));
    case HPC_COMPLEX_LOG2: return scaled(apply(HPC_COMPLEX_LOG, single, x), log2e, single);
    case HPC_COMPLEX_LOG10: return scaled(apply(HPC_COMPLEX_LOG, single, x), log10e, single);
    case HPC_COMPLEX_EXPM1: return single ? expm1_narrow(x) : expm1_wide(x);
    case HPC_COMPLEX_LOG1P: return single ? log1p_narrow(x) : log1p_wide(x);
    default: return x;
    }
}

hpc_code rtf_complex_function(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    pair r = apply(words[0].i, words[1].i != 0, (pair){words[2].f, words[3].f});
    words[4].f = r.re;
    words[5].f = r.im;
    return HPC_OK;
}

/* ---- Powers ---------------------------------------------------------------------------------- */

static pair product(pair x, pair y, bool single)
{
    if (single) {
        float xr = (float)x.re, xi = (float)x.im, yr = (float)y.re, yi = (float)y.im;
        return (pair){xr * yr - xi * yi, xr * yi + xi * yr};
    }
    return (pair){x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
}

/* Smith's division of 1 by x. */
static pair reciprocal(pair x, bool single)
{
    bool real = fabs(x.re) >= fabs(x.im);
    if (single) {
        float re = (float)x.re, im = (float)x.im, ratio = real ? im / re : re / im;
        float scale = 1 / (real ? re + im * ratio : im + re * ratio);
        return real ? (pair){scale, -ratio * scale} : (pair){ratio * scale, -scale};
    }
    double ratio = real ? x.im / x.re : x.re / x.im;
    double scale = 1 / (real ? x.re + x.im * ratio : x.im + x.re * ratio);
    return real ? (pair){scale, -ratio * scale} : (pair){ratio * scale, -scale};
}

/* Repeated squaring for small whole exponents, as NumPy has it. */
static pair whole_power(pair x, int n, bool single)
{
    pair power = x, result = {1, 0};
    int rest = n < 0 ? -n : n;
    if (n == 1)
        return x;
    if (n == 2)
        return product(x, x, single);
    if (n == 3)
        return product(x, product(x, x, single), single);
    for (;;) {
        if (rest & 1)
            result = product(result, power, single);
        rest >>= 1;
        if (rest == 0)
            break;
        power = product(power, power, single);
    }
    return n < 0 ? reciprocal(result, single) : result;
}

static pair power(pair x, pair y, bool single)
{
    if (y.re == 0 && y.im == 0)
        return (pair){1, 0};
    if (x.re == 0 && x.im == 0) {
        if (y.re > 0)
            return (pair){0, 0};
        return (pair){NAN, NAN};
    }
    if (y.im == 0 && y.re > -100 && y.re < 100 && y.re == (int)y.re)
        return whole_power(x, (int)y.re, single);
    return single ? of_narrow(cpowf(narrow(x), narrow(y))) : of_wide(cpow(wide(x), wide(y)));
}

hpc_code rtf_complex_power(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    pair x = {words[1].f, words[2].f}, y = {words[3].f, words[4].f};
    pair r = power(x, y, words[0].i != 0);
    words[5].f = r.re;
    words[6].f = r.im;
    return HPC_OK;
}

/* ---- Python's power -------------------------------------------------------------------------- */

static pair py_product(pair a, pair b)
{
    return (pair){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/* 1 / b, by the ratio of b's smaller part to its larger one. */
static pair py_reciprocal(pair b)
{
    if (fabs(b.re) >= fabs(b.im)) {
        double ratio = b.im / b.re, denominator = b.re + b.im * ratio;
        return (pair){(1 + 0 * ratio) / denominator, (0 - ratio) / denominator};
    }
    double ratio = b.re / b.im, denominator = b.re * ratio + b.im;
    return (pair){(ratio + 0) / denominator, (0 * ratio - 1) / denominator};
}

/* CPython multiplies for whole exponents up to 100, and goes through polar form for others. */
static pair py_power(pair x, pair y)
{
    if (y.im == 0 && y.re == floor(y.re) && fabs(y.re) <= 100) {
        int n = (int)y.re;
        pair result = {1, 0}, square = x;
        for (int left = abs(n); left; left >>= 1) {
            if (left & 1)
                result = py_product(result, square);
            square = py_product(square, square);
        }
        return n > 0 ? result : py_reciprocal(result);
    }
    if (x.re == 0 && x.im == 0)
        return (pair){0, 0};
    double magnitude = hypot(x.re, x.im), angle = atan2(x.im, x.re);
    double length = pow(magnitude, y.re), phase = angle * y.re;
    if (y.im != 0) {
        length *= exp(-angle * y.im);
        phase += y.im * log(magnitude);
    }
    return (pair){length * cos(phase), length * sin(phase)};
}

hpc_code rtf_py_complex_power(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    pair r = py_power((pair){words[0].f, words[1].f}, (pair){words[2].f, words[3].f});
    words[4].f = r.re;
    words[5].f = r.im;
    return HPC_OK;
}
