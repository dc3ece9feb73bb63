/* The functions of Python's math module that need a loop or a library call: functions of the table. */
#include <math.h>

#include "rt.h"

hpc_code rtf_math_gcd(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_factorial(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_comb(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_perm(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_frexp(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_remainder(hpc_frame *frame, hpc_word *words);
hpc_code rtf_math_fsum(hpc_frame *frame, hpc_word *words);

static hpc_code too_large(hpc_frame *frame)
{
    return hpc_fail(frame, HPC_OVERFLOW_ERROR, "integer result does not fit 64 bits");
}

static uint64_t magnitude(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

hpc_code rtf_math_gcd(hpc_frame *frame, hpc_word *words)
{
    uint64_t d = gcd(magnitude(words[0].i), magnitude(words[1].i));
    if (d > INT64_MAX)
        return too_large(frame);
    words[2].i = (int64_t)d;
    return HPC_OK;
}

hpc_code rtf_math_factorial(hpc_frame *frame, hpc_word *words)
{
    int64_t n = words[0].i, product = 1;
    if (n < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "factorial() not defined for negative values");
    if (n > 20)
        return too_large(frame);
    for (int64_t i = 2; i <= n; i++)
        product *= i;
    words[1].i = product;
    return HPC_OK;
}

static hpc_code check_counts(hpc_frame *frame, int64_t n, int64_t k)
{
    if (n < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "n must be a non-negative integer");
    if (k < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "k must be a non-negative integer");
    return HPC_OK;
}

hpc_code rtf_math_comb(hpc_frame *frame, hpc_word *words)
{
    int64_t n = words[0].i, k = words[1].i;
    hpc_code code = check_counts(frame, n, k);
    if (code != HPC_OK)
        return code;
    k = k <= n && k > n - k ? n - k : k;
    unsigned __int128 result = k > n ? 0 : 1;
    for (int64_t i = 1; i <= k && result; i++) {
        result = result * (uint64_t)(n - k + i) / (uint64_t)i; /* whole: i values in a row */
        if (result > INT64_MAX)
            return too_large(frame);
    }
    words[2].i = (int64_t)result;
    return HPC_OK;
}

hpc_code rtf_math_perm(hpc_frame *frame, hpc_word *words)
{
    int64_t n = words[0].i, k = words[1].i, result = 1;
    hpc_code code = check_counts(frame, n, k);
    if (code != HPC_OK)
        return code;
    if (k > n)
        result = 0;
    for (int64_t i = 0; i < k && result; i++)
        if (__builtin_mul_overflow(result, n - i, &result))
            return too_large(frame);
    words[2].i = result;
    return HPC_OK;
}

hpc_code rtf_math_frexp(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    int exponent = 0;
    words[1].f = frexp(words[0].f, &exponent);
    words[2].i = isfinite(words[0].f) ? exponent : 0;
    return HPC_OK;
}

hpc_code rtf_math_remainder(hpc_frame *frame, hpc_word *words)
{
    double x = words[0].f, y = words[1].f;
    double result = remainder(x, y);
    if (isnan(result) && !isnan(x) && !isnan(y))
        return hpc_fail(frame, HPC_VALUE_ERROR, "math domain error");
    words[2].f = result;
    return HPC_OK;
}

/* ---- fsum: Shewchuk's exact partial sums, as CPython keeps them -------------------------------- */

/* Partial sums do not overlap and grow in magnitude: at most 2098 bits in pieces of 53. */
enum { MOST_PARTIALS = 48 };

typedef struct exact_sum {
    double partials[MOST_PARTIALS];
    int count;
    double special; /* sum of the infinities and NaNs */
    bool has_special, opposite;
} exact_sum;

static bool exact_add(exact_sum *s, double x)
{
    int kept = 0;
    for (int i = 0; i < s->count; i++) {
        double y = s->partials[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0)
            s->partials[kept++] = low;
        x = high;
    }
    if (!isfinite(x) || kept == MOST_PARTIALS)
        return false;
    if (x != 0)
        s->partials[kept++] = x;
    s->count = kept;
    return true;
}

/* The partials from the largest down, rounded once (half to even across pieces). */
static double exact_value(const exact_sum *s)
{
    int n = s->count;
    if (n == 0)
        return 0;
    double high = s->partials[--n], low = 0;
    while (n > 0) {
        double x = high, y = s->partials[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    if (n > 0 && ((low < 0 && s->partials[n - 1] < 0) || (low > 0 && s->partials[n - 1] > 0))) {
        double twice = low * 2, rounded = high + twice;
        if (twice == rounded - high)
            high = rounded;
    }
    return high;
}

hpc_code rtf_math_fsum(hpc_frame *frame, hpc_word *words)
{
    const hpc_view *v = words[0].p;
    exact_sum s = {.count = 0};
    for (int64_t i = 0; i < v->shape[0]; i++) {
        double x = *(const double *)(const void *)(v->data + i * v->strides[0]);
        if (isfinite(x)) {
            if (!exact_add(&s, x))
                return hpc_fail(frame, HPC_OVERFLOW_ERROR, "intermediate overflow in fsum");
            continue;
        }
        s.opposite |= s.has_special && isinf(x) && isinf(s.special) && x != s.special;
        s.special = s.has_special ? s.special + x : x;
        s.has_special = true;
    }
    if (s.opposite)
        return hpc_fail(frame, HPC_VALUE_ERROR, "-inf + inf in fsum");
    words[1].f = s.has_special ? s.special : exact_value(&s);
    return HPC_OK;
}
