/* Takes a function and complex nodes, gives nodes on their real and imaginary parts: array IR has
 * complex arithmetic, but elementary functions of reals only.
 *   exp(x + iy)  ->  exp(x) cos(y) + i exp(x) sin(y)
 * Branch cuts are C's and NumPy's (continuous from the side that the sign of zero names). */
#include <math.h>

#include "ops.h"

typedef struct parts {
    air_id re, im;
} parts;

/* The dtype of the parts rides along: shorthand for nodes of it. */
typedef struct on {
    elab *e;
    hpc_dtype part;
} on;

static air_id f1(const on *o, air_fn fn, air_id x)
{
    return op_map1(o->e, fn, o->part, x);
}

static air_id f2(const on *o, air_fn fn, air_id x, air_id y)
{
    return op_map2(o->e, fn, o->part, x, y);
}

static air_id mul(const on *o, air_id x, air_id y)
{
    return f2(o, AIR_MUL, x, y);
}

static air_id add(const on *o, air_id x, air_id y)
{
    return f2(o, AIR_ADD, x, y);
}

static air_id real(const on *o, double value)
{
    return air_const_float(&o->e->b, o->part, value);
}

static air_id choose(const on *o, air_id condition, air_id yes, air_id no)
{
    return air_map3(&o->e->b, AIR_SELECT, o->part, condition, yes, no);
}

static air_id test(const on *o, air_fn fn, air_id x, double value)
{
    return op_test(o->e, fn, x, real(o, value));
}

static air_id is_finite(const on *o, air_id x)
{
    return op_map1(o->e, AIR_ISFINITE, HPC_BOOL, x);
}

static air_id is_infinite(const on *o, air_id x)
{
    return op_map1(o->e, AIR_ISINF, HPC_BOOL, x);
}

static parts scale(const on *o, parts z, double factor)
{
    return (parts){mul(o, z.re, real(o, factor)), mul(o, z.im, real(o, factor))};
}

/* ---- Exponentials and logarithms ------------------------------------------------------------- */

/* A real number stays real, also where exp overflows. No angle turns 0, and the angle of an infinite
 * number is unknown. */
static parts exp_of(const on *o, parts z)
{
    air_id size = f1(o, AIR_EXP, z.re), flat = test(o, AIR_EQ, z.im, 0), zero = real(o, 0);
    parts turned = {mul(o, size, f1(o, AIR_COS, z.im)), mul(o, size, f1(o, AIR_SIN, z.im))};
    air_id turn = op_not(o->e, is_finite(o, z.im)), end = is_infinite(o, z.re);
    air_id lost = op_and(o->e, turn, end), none = test(o, AIR_LT, z.re, 0);
    air_id im = f2(o, AIR_COPYSIGN, zero, z.im);
    turned.re = choose(o, lost, size, turned.re);
    turned.im = choose(o, lost, choose(o, none, im, real(o, __builtin_nan(""))), turned.im);
    return (parts){choose(o, flat, size, turned.re), choose(o, flat, z.im, turned.im)};
}

/* exp(z) - 1 without cancellation: the real part is expm1(x) cos(y) - 2 sin(y/2)**2. */
static parts expm1_of(const on *o, parts z)
{
    air_id half = f1(o, AIR_SIN, mul(o, z.im, real(o, 0.5)));
    air_id less = mul(o, real(o, 2), mul(o, half, half));
    air_id re = mul(o, f1(o, AIR_EXPM1, z.re), f1(o, AIR_COS, z.im));
    return (parts){f2(o, AIR_SUB, re, less), mul(o, f1(o, AIR_EXP, z.re), f1(o, AIR_SIN, z.im))};
}

/* log|z|. Near 1 from |z|**2 - 1 = (a - 1)(a + 1) + b**2 with a the larger part: where log z is small,
 * a is near 1 and a - 1 exact. */
static air_id log_size(const on *o, parts z)
{
    air_id size = f2(o, AIR_HYPOT, z.re, z.im), one = real(o, 1);
    air_id x = f1(o, AIR_ABS, z.re), y = f1(o, AIR_ABS, z.im);
    air_id a = f2(o, AIR_MAX, x, y), b = f2(o, AIR_MIN, x, y);
    air_id more = mul(o, f2(o, AIR_SUB, a, one), add(o, a, one));
    air_id near = mul(o, real(o, 0.5), f1(o, AIR_LOG1P, add(o, more, mul(o, b, b))));
    air_id is_near = test(o, AIR_LT, f1(o, AIR_ABS, f2(o, AIR_SUB, size, one)), 0.25);
    return choose(o, is_near, near, f1(o, AIR_LOG, size));
}

static parts log_of(const on *o, parts z)
{
    return (parts){log_size(o, z), f2(o, AIR_ATAN2, z.im, z.re)};
}

/* NumPy's formula, which does not mind the cancellation of small z. */
static parts log1p_of(const on *o, parts z)
{
    air_id re = add(o, z.re, real(o, 1));
    return (parts){f1(o, AIR_LOG, f2(o, AIR_HYPOT, re, z.im)), f2(o, AIR_ATAN2, z.im, re)};
}

/* ---- Square root ----------------------------------------------------------------------------- */

/* t = sqrt((|x| + |z|) / 2) is the part that does not cancel; y / (2 t) is the other. */
static parts sqrt_of(const on *o, parts z)
{
    air_id sum = add(o, f1(o, AIR_ABS, z.re), f2(o, AIR_HYPOT, z.re, z.im));
    air_id t = f1(o, AIR_SQRT, mul(o, sum, real(o, 0.5)));
    air_id other = f2(o, AIR_DIV, z.im, mul(o, t, real(o, 2)));
    other = choose(o, test(o, AIR_EQ, t, 0), z.im, other);
    air_id right = test(o, AIR_GE, z.re, 0), up = is_infinite(o, z.im);
    air_id re = choose(o, right, t, f1(o, AIR_ABS, other));
    air_id im = choose(o, right, other, f2(o, AIR_COPYSIGN, t, z.im));
    return (parts){choose(o, up, f1(o, AIR_ABS, z.im), re), choose(o, up, z.im, im)};
}

/* ---- Circular and hyperbolic functions ------------------------------------------------------- */

/* A product of a function of x and one of y, x and y the parts of a number: `exact` where one of them is
 * zero (even where the other factor is infinite or NaN), `far` where x is infinite and y not finite. */
static air_id guarded(const on *o, parts z, air_id product, air_id zero, air_id exact, air_id far)
{
    air_id end = op_and(o->e, is_infinite(o, z.re), op_not(o->e, is_finite(o, z.im)));
    return choose(o, zero, exact, choose(o, end, far, product));
}

static parts sinh_of(const on *o, parts z)
{
    air_id s = f1(o, AIR_SINH, z.re), c = f1(o, AIR_COSH, z.re), nan = real(o, __builtin_nan(""));
    air_id re = mul(o, s, f1(o, AIR_COS, z.im)), im = mul(o, c, f1(o, AIR_SIN, z.im));
    air_id none = op_and(o->e, test(o, AIR_EQ, z.re, 0), op_not(o->e, is_finite(o, z.im)));
    return (parts){guarded(o, z, re, none, z.re, c),
                   guarded(o, z, im, test(o, AIR_EQ, z.im, 0), z.im, nan)};
}

static parts cosh_of(const on *o, parts z)
{
    air_id s = f1(o, AIR_SINH, z.re), c = f1(o, AIR_COSH, z.re), nan = real(o, __builtin_nan(""));
    air_id re = mul(o, c, f1(o, AIR_COS, z.im)), im = mul(o, s, f1(o, AIR_SIN, z.im));
    air_id lost = op_and(o->e, test(o, AIR_EQ, z.re, 0), op_not(o->e, is_finite(o, z.im)));
    air_id flat = op_or(o->e, lost, test(o, AIR_EQ, z.im, 0));
    air_id sign =
        f2(o, AIR_COPYSIGN, z.im,
           mul(o, f2(o, AIR_COPYSIGN, real(o, 1), z.re), f2(o, AIR_COPYSIGN, real(o, 1), z.im)));
    air_id none = f2(o, AIR_COPYSIGN, real(o, 0), sign);
    none = choose(o, is_finite(o, z.im), none, real(o, 0));
    return (parts){guarded(o, z, re, test(o, AIR_EQ, z.im, 0), c, c),
                   guarded(o, z, im, flat, none, nan)};
}

/* Kahan's formula; beyond |x| = 22 the real part is 1 in float64. */
static parts tanh_of(const on *o, parts z)
{
    air_id t = f1(o, AIR_TAN, z.im), s = f1(o, AIR_SINH, z.re), one = real(o, 1);
    air_id beta = add(o, one, mul(o, t, t)), square = mul(o, s, s);
    air_id rho = f1(o, AIR_SQRT, add(o, one, square));
    air_id denominator = add(o, one, mul(o, beta, square));
    parts near = {f2(o, AIR_DIV, mul(o, mul(o, beta, rho), s), denominator),
                  f2(o, AIR_DIV, t, denominator)};
    air_id size = f1(o, AIR_ABS, z.re);
    air_id small = f1(o, AIR_EXP, mul(o, size, real(o, -2)));
    air_id turn = mul(o, f1(o, AIR_SIN, z.im), f1(o, AIR_COS, z.im));
    parts far = {f2(o, AIR_COPYSIGN, one, z.re), mul(o, mul(o, real(o, 4), turn), small)};
    air_id is_far = test(o, AIR_GE, size, 22), end = is_infinite(o, z.re);
    air_id signed_zero = f2(o, AIR_COPYSIGN, real(o, 0), turn), zero = real(o, 0);
    far.im = choose(o, end, choose(o, is_finite(o, z.im), signed_zero, zero), far.im);
    far.re = choose(o, op_or(o->e, end, is_finite(o, z.im)), far.re, z.im);
    far.re = choose(o, op_and(o->e, op_not(o->e, end), is_infinite(o, z.im)),
                    real(o, __builtin_nan("")), far.re);
    parts w = {choose(o, is_far, far.re, near.re), choose(o, is_far, far.im, near.im)};
    return (parts){choose(o, test(o, AIR_EQ, z.re, 0), z.re, w.re),
                   choose(o, test(o, AIR_EQ, z.im, 0), z.im, w.im)};
}

/* f(z) = -i g(i z) for sin with sinh and tan with tanh; cos(z) = cosh(i z). */
static parts times_i(const on *o, parts z)
{
    return (parts){f1(o, AIR_NEG, z.im), z.re};
}

static parts over_i(const on *o, parts z)
{
    return (parts){z.im, f1(o, AIR_NEG, z.re)};
}

/* False: not a function of this file. */
static bool function_of(const on *o, air_fn fn, parts z, parts *result)
{
    const double ln2 = 0.69314718055994530942, log2_e = 1.44269504088896340736;
    const double log10_e = 0.43429448190325182765;
    switch (fn) {
    case AIR_EXP: *result = exp_of(o, z); break;
    case AIR_EXP2: *result = exp_of(o, scale(o, z, ln2)); break;
    case AIR_EXPM1: *result = expm1_of(o, z); break;
    case AIR_LOG: *result = log_of(o, z); break;
    case AIR_LOG2: *result = scale(o, log_of(o, z), log2_e); break;
    case AIR_LOG10: *result = scale(o, log_of(o, z), log10_e); break;
    case AIR_LOG1P: *result = log1p_of(o, z); break;
    case AIR_SQRT: *result = sqrt_of(o, z); break;
    case AIR_SINH: *result = sinh_of(o, z); break;
    case AIR_COSH: *result = cosh_of(o, z); break;
    case AIR_TANH: *result = tanh_of(o, z); break;
    case AIR_SIN: *result = over_i(o, sinh_of(o, times_i(o, z))); break;
    case AIR_COS: *result = cosh_of(o, times_i(o, z)); break;
    case AIR_TAN: *result = over_i(o, tanh_of(o, times_i(o, z))); break;
    default: return false;
    }
    return true;
}

static parts split(const on *o, air_id z)
{
    return (parts){f1(o, AIR_REAL, z), f1(o, AIR_IMAG, z)};
}

static air_id join(const on *o, hpc_dtype dtype, parts z)
{
    return op_map2(o->e, AIR_COMPLEX, dtype, z.re, z.im);
}

static on on_parts(elab *e, air_id z)
{
    return (on){e, air_at(e->b.fun, z)->type.dtype == HPC_C64 ? HPC_F32 : HPC_F64};
}

air_id op_complex_function(elab *e, air_fn fn, air_id z)
{
    on o = on_parts(e, z);
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, z)->type.dtype;
    parts result;
    if (!function_of(&o, fn, split(&o, z), &result))
        return 0;
    return join(&o, dtype, result);
}
