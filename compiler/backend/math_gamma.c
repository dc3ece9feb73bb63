/* gamma and lgamma of scalars, as CPython's math module computes them, to the bit where libm's exp,
 * log, pow, sin and cos are those of its CPython.
 *
 * Lanczos's approximation (1964) with g = 6.0247 and a sum of 13 terms, in Pugh's (2004) form: with y
 * = x + g - 1/2, gamma(x) = S(x) y^(x - 1/2) e^-y, where S is a quotient of polynomials of degree 12;
 * what rounding took from y is put back to first order. Negative numbers by reflection. */
#include "math_gamma.h"

#include <math.h>

#define PI 3.141592653589793238462643383279502884197
#define LOG_PI 1.144729885849400174143427351353058711647
#define G 6.024680040776729583740234375
#define G_LESS_HALF 5.524680040776729583740234375

/* of x^0 to x^12; the bottom is x (x + 1) ... (x + 11) */
static const double lanczos_top[] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
static const double lanczos_bottom[] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0,
};
enum { TERMS = sizeof lanczos_top / sizeof *lanczos_top };

/* From the end that counts most: the highest powers of 1/x where x is large. */
static double lanczos_sum(double x)
{
    double top = 0, bottom = 0;
    if (x < 5.0) {
        for (int i = TERMS - 1; i >= 0; i--) {
            top = top * x + lanczos_top[i];
            bottom = bottom * x + lanczos_bottom[i];
        }
    } else {
        for (int i = 0; i < TERMS; i++) {
            top = top / x + lanczos_top[i];
            bottom = bottom / x + lanczos_bottom[i];
        }
    }
    return top / bottom;
}

/* sin(pi x) of a finite number. */
static double sin_pi(double x)
{
    double y = fmod(fabs(x), 2.0), r;
    switch ((int)round(2.0 * y)) {
    case 0: r = sin(PI * y); break;
    case 1: r = cos(PI * (y - 0.5)); break;
    case 2: r = sin(PI * (1.0 - y)); break;
    case 3: r = -cos(PI * (y - 1.5)); break;
    default: r = sin(PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * r;
}

/* gamma(n) of 1 to 23, whose factorials doubles hold exactly. */
static double factorial_less_one(int n)
{
    double product = 1;
    for (int i = 2; i < n; i++)
        product *= i;
    return product;
}

/* y^e, which may overflow: in two steps that do not. */
static double times_power(double r, double y, double e, double a, bool divide)
{
    double power = pow(y, a < 140.0 ? e : e / 2);
    for (int i = 0; i < (a < 140.0 ? 1 : 2); i++)
        r = divide ? r / power : r * power;
    return r;
}

static double gamma_of(double x)
{
    double a = fabs(x), y = a + G_LESS_HALF;
    double lost = a > G_LESS_HALF ? (y - a) - G_LESS_HALF : (y - G_LESS_HALF) - a;
    double more = lost * G / y;
    double r = x < 0 ? -PI / sin_pi(a) / a * exp(y) / lanczos_sum(a) : lanczos_sum(a) / exp(y);
    r = x < 0 ? r - more * r : r + more * r;
    return times_power(r, y, a - 0.5, a, x < 0);
}

double math_gamma(double x)
{
    if (isnan(x) || x == INFINITY)
        return x;
    if (x == 0)
        return copysign(INFINITY, x);
    if (x == floor(x) && x < 0) /* -inf, too */
        return NAN;
    if (x == floor(x) && x <= 23)
        return factorial_less_one((int)x);
    if (fabs(x) < 1e-20)
        return 1.0 / x;
    if (fabs(x) > 200.0)
        return x < 0 ? 0.0 / sin_pi(x) : INFINITY;
    return gamma_of(x);
}

double math_lgamma(double x)
{
    if (isnan(x))
        return x;
    if (isinf(x))
        return INFINITY;
    if (x == floor(x) && x <= 2.0)
        return x <= 0 ? INFINITY : 0.0;
    double a = fabs(x);
    if (a < 1e-20)
        return -log(a);
    double r = log(lanczos_sum(a)) - G;
    r += (a - 0.5) * (log(a + G - 0.5) - 1);
    return x < 0 ? LOG_PI - log(fabs(sin_pi(a))) - log(a) - r : r;
}

float math_gammaf(float x)
{
    return (float)math_gamma((double)x);
}

float math_lgammaf(float x)
{
    return (float)math_lgamma((double)x);
}
