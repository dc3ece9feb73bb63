/* The table of elementary functions: special values against C99 (which NumPy follows), accuracy
 * against long double, vector forms against the scalar ones, bit for bit. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/backend/math_table.h"

typedef long double (*wide1)(long double);
typedef long double (*wide2)(long double, long double);

static long double gamma_of(long double x)
{
    return tgammal(x);
}

static long double lgamma_of(long double x)
{
    int sign;
    return lgammal_r(x, &sign);
}

static long double nextafter_of(long double x, long double y)
{
    return (long double)nextafter((double)x, (double)y);
}

static long double ldexp_of(long double x, long double y)
{
    return isnan(y) ? y : ldexpl(x, (int)(y > 99999 ? 99999 : y < -99999 ? -99999 : y));
}

/* The function with more bits, by lir_math; glibc's long double. */
static const wide1 wide_one[LIR_MATH_COUNT] = {
    [LIR_EXP_FN] = expl,     [LIR_EXP2_FN] = exp2l,     [LIR_EXPM1_FN] = expm1l,
    [LIR_LOG_FN] = logl,     [LIR_LOG2_FN] = log2l,     [LIR_LOG10_FN] = log10l,
    [LIR_LOG1P_FN] = log1pl, [LIR_SIN_FN] = sinl,       [LIR_COS_FN] = cosl,
    [LIR_TAN_FN] = tanl,     [LIR_ASIN_FN] = asinl,     [LIR_ACOS_FN] = acosl,
    [LIR_ATAN_FN] = atanl,   [LIR_SINH_FN] = sinhl,     [LIR_COSH_FN] = coshl,
    [LIR_TANH_FN] = tanhl,   [LIR_ASINH_FN] = asinhl,   [LIR_ACOSH_FN] = acoshl,
    [LIR_ATANH_FN] = atanhl, [LIR_CBRT_FN] = cbrtl,     [LIR_ERF_FN] = erfl,
    [LIR_ERFC_FN] = erfcl,   [LIR_GAMMA_FN] = gamma_of, [LIR_LGAMMA_FN] = lgamma_of,
};
static const wide2 wide_two[LIR_MATH_COUNT] = {
    [LIR_POW_FN] = powl,       [LIR_ATAN2_FN] = atan2l,
    [LIR_HYPOT_FN] = hypotl,   [LIR_NEXTAFTER_FN] = nextafter_of,
    [LIR_LDEXP_FN] = ldexp_of,
};

static double call_symbol(math_symbol f, lir_math fn, int width, double x, double y)
{
    bool two = lir_math_arity(fn) == 2;
    if (width == MATH_F64)
        return two ? ((double (*)(double, double))f)(x, y) : ((double (*)(double))f)(x);
    return (double)(two ? ((float (*)(float, float))f)((float)x, (float)y)
                        : ((float (*)(float))f)((float)x));
}

/* The scalar function of this processor, which must be the one made without FMA, too. */
static double call(lir_math fn, int width, double x, double y)
{
    double value = call_symbol(math_scalar(&math_rows[fn][width]), fn, width, x, y);
    double plain = call_symbol(math_rows[fn][width].fn, fn, width, x, y);
    if (memcmp(&value, &plain, 8) && !(isnan(value) && isnan(plain)))
        fail_msg("%s(%a, %a) = %a with FMA instructions, %a without", lir_math_name(fn), x, y,
                 value, plain);
    return value;
}

/* x rounded to the row's type, and then the right result. */
static long double right(lir_math fn, int width, double x, double y)
{
    if (fn == LIR_NEXTAFTER_FN && width == MATH_F32)
        return (long double)nextafterf((float)x, (float)y);
    return lir_math_arity(fn) == 2 ? wide_two[fn]((long double)x, (long double)y)
                                   : wide_one[fn]((long double)x);
}

static double ulps(int width, double got, long double wanted)
{
    int digits = width == MATH_F64 ? DBL_MANT_DIG : FLT_MANT_DIG;
    int least = width == MATH_F64 ? -1074 : -149, exponent = 0;
    if (wanted != 0)
        frexpl(wanted, &exponent);
    exponent = exponent - digits < least ? least : exponent - digits;
    return (double)(fabsl((long double)got - wanted) / ldexpl(1, exponent));
}

/* NaN for NaN, infinity for overflow, the sign of zero, and a few units in the last place. */
static void check_value(lir_math fn, int width, double x, double y, double limit)
{
    if (fn == LIR_LDEXP_FN)
        y = trunc(y);
    if (width == MATH_F32) {
        x = (double)(float)x;
        y = (double)(float)y;
    }
    double got = call(fn, width, x, y);
    long double wanted = right(fn, width, x, y);
    double rounded = width == MATH_F64 ? (double)wanted : (double)(float)wanted;
    bool good;
    if (isnan(wanted) || isinf(rounded))
        good = isnan(wanted) ? isnan(got) : got == rounded;
    else if (rounded == 0 && got == 0)
        good = signbit(got) == signbit(rounded);
    else
        good = ulps(width, got, wanted) <= limit ||
               (fn == LIR_LGAMMA_FN && fabsl((long double)got - wanted) <= 1e-14L);
    if (!good)
        fail_msg("%s %s(%a, %a) = %a, not %a", width == MATH_F64 ? "f64" : "f32", lir_math_name(fn),
                 x, y, got, rounded);
}

/* clang-format off */
static const double specials[] = {
    0.0, 1, 2, 0.5, 3, 1.5, INFINITY, NAN, 0x1p-1074, DBL_MIN, 1e-310, 1e-300, 1e-45, 1e-40,
    1e-38, 1e-20, 1e-8, 1e-3, 0.1, 0.9999999999999999, 1.0000000000000002, 5, 7, 10, 19, 20, 26.5,
    27.5, 40, 88.7, 88.73, 89.4, 103.9, 104.1, 127.9, 128, 149.5, 171.6, 171.7, 708.4, 709.7,
    709.79, 710, 710.4, 711, 745.1, 745.2, 1023.9, 1024, 1074, 1076, 1e5, 1e10, 1e15, 1e17, 1e19,
    1e22, 1e30, 1e37, 3.4e38, 1e160, 1e300, DBL_MAX, 3.141592653589793, 1.5707963267948966, 170.5,
    4503599627370497.5,
};
/* clang-format on */
enum { SPECIALS = sizeof specials / sizeof *specials };

/* Measured limits are 1 ULP but for CPython's functions; near zeros, lgamma's error is absolute. */
static double limit_of(lir_math fn)
{
    switch (fn) {
    case LIR_GAMMA_FN:
    case LIR_LGAMMA_FN: return 12;
    default: return 1.01;
    }
}

static void special_values_are_c99s(void **state)
{
    (void)state;
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        for (int width = 0; width < 2; width++)
            for (int k = 0; k < 2 * SPECIALS; k++)
                for (int n = 0; n < 2 * SPECIALS; n++) {
                    if (lir_math_arity((lir_math)fn) == 1 && n)
                        break;
                    double x = k & 1 ? -specials[k / 2] : specials[k / 2];
                    double y = n & 1 ? -specials[n / 2] : specials[n / 2];
                    check_value((lir_math)fn, width, x, y, limit_of((lir_math)fn));
                }
}

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

/* Any double, or one of moderate size. */
static double random_double(void)
{
    uint64_t random = next_random();
    double value;
    if (random & 1)
        return (double)(int64_t)next_random() * ldexp(1, -54 - (int)(random >> 8 & 31));
    random = next_random();
    memcpy(&value, &random, sizeof value);
    return value;
}

static void random_values_are_close(void **state)
{
    (void)state;
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        for (int width = 0; width < 2; width++)
            for (int k = 0; k < 5000; k++)
                check_value((lir_math)fn, width, random_double(), random_double(),
                            limit_of((lir_math)fn));
}

/* ---- Vector forms ---------------------------------------------------------------------------- */

#if defined(__x86_64__)
typedef double v128 __attribute__((vector_size(16)));
typedef double v256 __attribute__((vector_size(32)));
typedef double v512 __attribute__((vector_size(64)));

/* f32 vectors travel in the same registers: the bytes are all that counts. */
#define CALLER(V, features)                                                                        \
    __attribute__((target(features))) static void call_##V(                                        \
        math_symbol fn, bool two, const void *x, const void *y, void *out)                         \
    {                                                                                              \
        V a, b, r;                                                                                 \
        memcpy(&a, x, sizeof a);                                                                   \
        memcpy(&b, y, sizeof b);                                                                   \
        r = two ? ((V(*)(V, V))fn)(a, b) : ((V(*)(V))fn)(a);                                       \
        memcpy(out, &r, sizeof r);                                                                 \
    }
CALLER(v128, "avx2,fma")
CALLER(v256, "avx2,fma")
CALLER(v512, "avx512f")

static void call_vector(int form, math_symbol fn, bool two, const void *x, const void *y, void *out)
{
    if (form == 0)
        call_v128(fn, two, x, y, out);
    else if (form == 1)
        call_v256(fn, two, x, y, out);
    else
        call_v512(fn, two, x, y, out);
}

static void check_vector(lir_math fn, int width, int form)
{
    const math_row *row = &math_rows[fn][width];
    char x[64], y[64], out[64];
    int size = width == MATH_F64 ? 8 : 4, lanes = (16 << form) / size;
    for (int l = 0; l < lanes; l++) {
        double a = next_random() & 4 ? random_double() : specials[next_random() % SPECIALS];
        double b = next_random() & 4 ? random_double() : -specials[next_random() % SPECIALS];
        float fa = (float)a, fb = (float)b;
        memcpy(x + l * size, size == 8 ? (void *)&a : (void *)&fa, (size_t)size);
        memcpy(y + l * size, size == 8 ? (void *)&b : (void *)&fb, (size_t)size);
    }
    call_vector(form, row->vector_fns[form], lir_math_arity(fn) == 2, x, y, out);
    for (int l = 0; l < lanes; l++) {
        double a, b, got;
        float fa, fb, fgot;
        memcpy(&a, x + (size == 8 ? l * 8 : 0), 8), memcpy(&b, y + (size == 8 ? l * 8 : 0), 8);
        memcpy(&got, out + (size == 8 ? l * 8 : 0), 8);
        memcpy(&fa, x + l * size, 4), memcpy(&fb, y + l * size, 4);
        memcpy(&fgot, out + l * size, 4);
        double given = size == 8 ? got : (double)fgot;
        double wanted = size == 8 ? call(fn, width, a, b) : call(fn, width, (double)fa, (double)fb);
        if (memcmp(&given, &wanted, 8) && !(isnan(given) && isnan(wanted)))
            fail_msg("%s(%a, %a): %a, the scalar %a", row->vector_names[form],
                     size == 8 ? a : (double)fa, size == 8 ? b : (double)fb, given, wanted);
    }
}

static void vectors_give_the_scalar_bits(void **state)
{
    (void)state;
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool runs[MATH_WIDTHS] = {avx2, avx2, __builtin_cpu_supports("avx512f")};
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        for (int width = 0; width < 2; width++)
            for (int form = 0; form < MATH_WIDTHS; form++)
                for (int k = 0; k < 3000; k++)
                    if (runs[form] && math_rows[fn][width].vector_fns[form])
                        check_vector((lir_math)fn, width, form);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(special_values_are_c99s),
        cmocka_unit_test(random_values_are_close),
#if defined(__x86_64__)
        cmocka_unit_test(vectors_give_the_scalar_bits),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
