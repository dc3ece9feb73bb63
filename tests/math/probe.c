/* usage: math_probe FUNCTION f32|f64 COUNT [SEED]
 *
 * The largest error of a row of the table of elementary functions, in units in the last place, and
 * where it is: one line, "FUNCTION TYPE ERROR X [Y]". Arguments are drawn from all bit patterns, from
 * ranges where the function has its body, and near numbers that matter to it. Candidates are found
 * with glibc's long double functions and settled by MPFR. Wrong special values (NaN, infinities,
 * signs of zeros, overflow too early or too late) are printed and fail. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mpfr.h>

#include "compiler/backend/math_table.h"

typedef long double wide;
typedef wide (*wide1)(wide);
typedef wide (*wide2)(wide, wide);
typedef int (*exact1)(mpfr_t, const mpfr_t, mpfr_rnd_t);
typedef int (*exact2)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);

static int hypot_of(mpfr_t r, const mpfr_t x, const mpfr_t y, mpfr_rnd_t rnd)
{
    return mpfr_hypot(r, x, y, rnd);
}

/* X(name, range of the body: from, to) */
#define ONE(X)                                                                                     \
    X(exp, exp, -760, 720)                                                                         \
    X(exp2, exp2, -1080, 1030)                                                                     \
    X(expm1, expm1, -45, 720)                                                                      \
    X(log, log, 0, 4)                                                                              \
    X(log2, log2, 0, 4)                                                                            \
    X(log10, log10, 0, 4)                                                                          \
    X(log1p, log1p, -1, 4)                                                                         \
    X(sin, sin, -100, 100)                                                                         \
    X(cos, cos, -100, 100)                                                                         \
    X(tan, tan, -100, 100)                                                                         \
    X(asin, asin, -1, 1)                                                                           \
    X(acos, acos, -1, 1)                                                                           \
    X(atan, atan, -6, 6)                                                                           \
    X(sinh, sinh, -720, 720)                                                                       \
    X(cosh, cosh, -720, 720)                                                                       \
    X(tanh, tanh, -25, 25)                                                                         \
    X(asinh, asinh, -10, 10)                                                                       \
    X(acosh, acosh, 1, 10)                                                                         \
    X(atanh, atanh, -1, 1)                                                                         \
    X(cbrt, cbrt, -10, 10)                                                                         \
    X(erf, erf, -7, 7)                                                                             \
    X(erfc, erfc, -7, 28)
#define TWO(X)                                                                                     \
    X(pow, mpfr_pow)                                                                               \
    X(atan2, mpfr_atan2)                                                                           \
    X(hypot, hypot_of)

typedef struct row {
    const char *name;
    wide1 one;
    wide2 two;
    exact1 exact_one;
    exact2 exact_two;
    double from, to;
} row;

static const row rows[] = {
#define X(name, exact, from, to) {#name, name##l, NULL, mpfr_##exact, NULL, from, to},
    ONE(X)
#undef X
#define X(name, exact) {#name, NULL, name##l, NULL, exact, -20, 20},
        TWO(X)
#undef X
};

typedef struct probe {
    const row *row;
    int width; /* MATH_F32 or MATH_F64 */
    math_symbol fn;
    double worst, worst_x, worst_y;
    int wrong;
    mpfr_t x, y, r, got;
} probe;

static uint64_t random_state = 88172645463325252u;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13, random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * UINT64_C(0x2545F4914F6CDD1D);
}

static double call(const probe *p, double x, double y)
{
    if (p->width == MATH_F64)
        return p->row->two ? ((double (*)(double, double))p->fn)(x, y)
                           : ((double (*)(double))p->fn)(x);
    return (double)(p->row->two ? ((float (*)(float, float))p->fn)((float)x, (float)y)
                                : ((float (*)(float))p->fn)((float)x));
}

/* The exponent of a unit in the last place of a value. */
static int unit_of(const probe *p, wide value)
{
    int exponent = 0, digits = p->width == MATH_F64 ? DBL_MANT_DIG : FLT_MANT_DIG;
    int least = p->width == MATH_F64 ? -1074 : -149;
    if (value != 0)
        frexpl(value, &exponent);
    return exponent - digits < least ? least : exponent - digits;
}

static double exact_error(probe *p, double x, double y, double got)
{
    mpfr_set_d(p->x, x, MPFR_RNDN);
    if (p->row->two) {
        mpfr_set_d(p->y, y, MPFR_RNDN);
        p->row->exact_two(p->r, p->x, p->y, MPFR_RNDN);
    } else {
        p->row->exact_one(p->r, p->x, MPFR_RNDN);
    }
    int unit = unit_of(p, mpfr_get_ld(p->r, MPFR_RNDN));
    mpfr_set_d(p->got, got, MPFR_RNDN);
    mpfr_sub(p->r, p->r, p->got, MPFR_RNDN);
    mpfr_mul_2si(p->r, p->r, -unit, MPFR_RNDN);
    return fabs(mpfr_get_d(p->r, MPFR_RNDN));
}

static void report(probe *p, double x, double y, double got, double wanted)
{
    if (p->wrong++ < 10)
        printf("%s %s(%a%s%a) = %a, not %a\n", p->row->name, p->width == MATH_F64 ? "f64" : "f32",
               x, p->row->two ? ", " : " | ", p->row->two ? y : x, got, wanted);
}

static void check(probe *p, double x, double y)
{
    if (p->width == MATH_F32) {
        x = (double)(float)x;
        y = (double)(float)y;
    }
    double got = call(p, x, y);
    wide wanted = p->row->two ? p->row->two(x, y) : p->row->one(x);
    double rounded = p->width == MATH_F64 ? (double)wanted : (double)(float)wanted;
    if (isnan(got) || isnan(rounded) || isinf(got) || isinf(rounded)) {
        bool both = isnan(got) && isnan(rounded);
        if (both || got == rounded)
            return;
        /* On the edge of overflow one unit decides. */
        double largest = p->width == MATH_F64 ? DBL_MAX : (double)FLT_MAX;
        bool edge =
            fabs(got) >= largest && fabs(rounded) >= largest && got * rounded > 0 &&
            fabsl(wanted) < (wide)largest * (1 + (p->width == MATH_F64 ? 0x1p-52L : 0x1p-23L));
        if (!edge)
            report(p, x, y, got, rounded);
        return;
    }
    if (got == 0 && rounded == 0) {
        if (signbit(got) != signbit(rounded))
            report(p, x, y, got, rounded);
        return;
    }
    double error = (double)fabsl(ldexpl((wide)got - wanted, -unit_of(p, wanted)));
    if (error <= p->worst)
        return;
    error = exact_error(p, x, y, got);
    if (error > p->worst) {
        p->worst = error;
        p->worst_x = x;
        p->worst_y = y;
    }
}

static double any_bits(const probe *p)
{
    uint64_t bits = next_random();
    uint32_t few = (uint32_t)bits;
    double value;
    float narrow;
    memcpy(&value, &bits, 8);
    memcpy(&narrow, &few, 4);
    return p->width == MATH_F64 ? value : (double)narrow;
}

static double in_range(double from, double to)
{
    return from + (to - from) * ((double)(next_random() >> 11) * 0x1p-53);
}

/* A number near a simple one: where branches and cancellation are. */
static double near_something(const probe *p)
{
    static const double places[] = {1,      -1,   0.5,    -0.5,  2,      0.70710678, 1.41421356,
                                    0.375,  1.25, 2.4375, 0.25,  0.6875, 1.1875,     0.84375,
                                    709.78, -708, -745.1, 88.72, 0.3465, 1.0397,     -0.3466};
    double place = next_random() & 1 ? places[next_random() % (sizeof places / sizeof *places)]
                                     : (double)(int)(next_random() % 2000) * 0.78539816339744831;
    int digits = (int)(next_random() % (p->width == MATH_F64 ? 52 : 23));
    return place * (1 + ldexp(in_range(-1, 1), -digits));
}

static double draw(const probe *p)
{
    switch (next_random() & 7) {
    case 0: return any_bits(p);
    case 1: return near_something(p);
    case 2: { /* all magnitudes below those of the body */
        double value = in_range(p->row->from, p->row->to);
        return ldexp(value, -(int)(next_random() % 60));
    }
    case 3: return in_range(-1e7, 1e7) * (next_random() & 1 ? 1 : 1e-4);
    default: return in_range(p->row->from, p->row->to);
    }
}

static void check_pair(probe *p)
{
    double x = draw(p), y = draw(p);
    if (p->row->exact_two == mpfr_pow && next_random() & 7)
        x = fabs(x);
    if (p->row->exact_two == mpfr_pow && next_random() & 1) { /* any exponent of the result */
        double log = log2(fabs(x));
        y = in_range(-1080, 1030) * (p->width == MATH_F64 ? 1 : 0.13) / log;
    }
    if (p->row->exact_two != mpfr_pow && next_random() & 1) /* of like size */
        y = x * ldexp(in_range(-1, 1), (int)(next_random() % 60) - 30);
    check(p, x, y);
}

static void check_specials(probe *p)
{
    static const double values[] = {
        0.0,
        1,
        2,
        0.5,
        3,
        1.5,
        INFINITY,
        NAN,
        0x1p-1074,
        DBL_MIN,
        1e-310,
        1e-300,
        1e-45,
        1e-40,
        1e-38,
        1e-20,
        1e-8,
        1e-3,
        0.1,
        0.9999999999999999,
        1.0000000000000002,
        5,
        7,
        10,
        19,
        20,
        26.5,
        27.5,
        40,
        88.7,
        88.73,
        89.4,
        103.9,
        104.1,
        127.9,
        128,
        149.5,
        171.6,
        171.7,
        708.4,
        709.7,
        709.79,
        710,
        710.4,
        711,
        745.1,
        745.2,
        1023.9,
        1024,
        1074,
        1076,
        1e5,
        1e10,
        1e15,
        1e17,
        1e19,
        1e22,
        1e30,
        1e37,
        3.4e38,
        1e160,
        1e300,
        DBL_MAX,
        3.141592653589793,
        1.5707963267948966,
        170.5,
        4503599627370497.5,
        9007199254740991,
        9007199254740992,
        4503599627370495.5,
        709.782712893384,
        5.319372648326541e+255,
        6381956970095103e34,
    };
    enum { COUNT = sizeof values / sizeof *values };
    for (int k = 0; k < 2 * COUNT; k++)
        for (int n = 0; n < (p->row->two ? 2 * COUNT : 1); n++)
            check(p, k & 1 ? -values[k / 2] : values[k / 2],
                  n & 1 ? -values[n / 2] : values[n / 2]);
}

int main(int argc, char **argv)
{
    probe p = {0};
    if (argc < 4)
        return fprintf(stderr, "usage: math_probe FUNCTION f32|f64 COUNT [SEED]\n"), 2;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, argv[1]) == 0)
            p.row = &rows[i];
    p.width = strcmp(argv[2], "f64") == 0 ? MATH_F64 : MATH_F32;
    for (int fn = 0; fn < LIR_MATH_COUNT && p.row; fn++)
        if (strcmp(lir_math_name((lir_math)fn), argv[1]) == 0)
            p.fn = math_rows[fn][p.width].fn;
    if (!p.fn)
        return fprintf(stderr, "math_probe: no function %s\n", argv[1]), 2;
    if (argc > 4)
        random_state ^= strtoull(argv[4], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15);
    mpfr_inits2(200, p.x, p.y, p.r, p.got, (mpfr_ptr)0);
    long count = strtol(argv[3], NULL, 10);
    check_specials(&p);
    for (long i = 0; i < count; i++) {
        if (p.row->two)
            check_pair(&p);
        else
            check(&p, draw(&p), 0);
    }
    printf("%s %s %.4f %a", argv[1], argv[2], p.worst, p.worst_x);
    if (p.row->two)
        printf(" %a", p.worst_y);
    printf("\n");
    mpfr_clears(p.x, p.y, p.r, p.got, (mpfr_ptr)0);
    return p.wrong != 0;
}
