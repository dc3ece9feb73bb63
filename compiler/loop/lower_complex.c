/* The scalar functions on complex values: pairs of loop IR values.
 *
 * Arrays follow NumPy's vector loops (fused multiply-add in products, scaled absolute value),
 * scalars Python's and NumPy's scalar code (plain formulas, hypot): the bits differ there, too. */
#include "../../runtime/complex_functions.h"
#include "lower_impl.h"

static lir_expr_id e1(lower *l, lir_op op, lir_expr_id a)
{
    return lir_op1(l->m, l->f, op, a);
}

static lir_expr_id fma3(lower *l, lir_expr_id a, lir_expr_id b, lir_expr_id c)
{
    unsigned lanes = lw_type(l, a).lanes;
    lir_expr_id parts[3] = {a, b, c};
    for (int i = 0; i < 3; i++)
        if (lw_type(l, parts[i]).lanes > lanes)
            lanes = lw_type(l, parts[i]).lanes;
    for (int i = 0; i < 3; i++)
        parts[i] = lw_splat(l, parts[i], lanes);
    return lir_make(l->m, l->f, LIR_FMA, lw_type(l, parts[0]), 0, parts[0], parts[1], parts[2], 0);
}

static lw_value multiply(lower *l, bool scalar, lw_value x, lw_value y)
{
    lw_value r = {0};
    lir_expr_id ii = lw_op(l, LIR_MUL, x.im, y.im), ir = lw_op(l, LIR_MUL, x.im, y.re);
    if (scalar) {
        r.re = lw_op(l, LIR_SUB, lw_op(l, LIR_MUL, x.re, y.re), ii);
        r.im = lw_op(l, LIR_ADD, lw_op(l, LIR_MUL, x.re, y.im), ir);
    } else {
        r.re = fma3(l, x.re, y.re, e1(l, LIR_NEG, ii));
        r.im = fma3(l, x.re, y.im, ir);
    }
    return r;
}

/* Smith's division: the quotient of the smaller by the larger part of y scales both. */
static lw_value divide(lower *l, lw_value x, lw_value y)
{
    lir_expr_id ar = e1(l, LIR_ABS, y.re), ai = e1(l, LIR_ABS, y.im);
    lir_expr_id real = lw_op(l, LIR_GE, ar, ai), zero = lw_float(l, y.re, 0);
    lir_expr_id large = lw_select(l, real, y.re, y.im), small = lw_select(l, real, y.im, y.re);
    lir_expr_id ratio = lw_op(l, LIR_DIV, small, large);
    lir_expr_id scale = lw_op(l, LIR_DIV, lw_float(l, y.re, 1),
                              lw_op(l, LIR_ADD, large, lw_op(l, LIR_MUL, small, ratio)));
    lir_expr_id rr = lw_op(l, LIR_MUL, x.re, ratio), ir = lw_op(l, LIR_MUL, x.im, ratio);
    lw_value r = {0};
    r.re = lw_select(l, real, lw_op(l, LIR_ADD, x.re, ir), lw_op(l, LIR_ADD, rr, x.im));
    r.im = lw_select(l, real, lw_op(l, LIR_SUB, x.im, rr), lw_op(l, LIR_SUB, ir, x.re));
    r.re = lw_op(l, LIR_MUL, r.re, scale);
    r.im = lw_op(l, LIR_MUL, r.im, scale);
    lir_expr_id none = lw_op(l, LIR_AND, lw_op(l, LIR_EQ, ar, zero), lw_op(l, LIR_EQ, ai, zero));
    r.re = lw_select(l, none, lw_op(l, LIR_DIV, x.re, ar), r.re);
    r.im = lw_select(l, none, lw_op(l, LIR_DIV, x.im, ar), r.im);
    return r;
}

static lir_expr_id hypot_of(lower *l, lw_value x)
{
    return lir_make(l->m, l->f, LIR_MATH2, lw_type(l, x.re), LIR_HYPOT_FN, x.re, x.im, 0, 0);
}

/* The larger part times sqrt(1 + ratio squared); infinities first, then NaN. */
static lir_expr_id absolute(lower *l, lw_value x)
{
    lir_expr_id p = e1(l, LIR_ABS, x.re), q = e1(l, LIR_ABS, x.im);
    lir_expr_id first = lw_op(l, LIR_GT, p, q);
    lir_expr_id large = lw_select(l, first, p, q), small = lw_select(l, first, q, p);
    lir_expr_id zero = lw_float(l, p, 0), inf = lw_float(l, p, (double)__builtin_inff());
    lir_expr_id ratio = lw_op(l, LIR_DIV, small, large);
    lir_expr_id none = lw_op(l, LIR_EQ, lw_op(l, LIR_ADD, p, q), zero); /* no NaN either */
    ratio = lw_select(l, none, zero, ratio);
    lir_expr_id root = e1(l, LIR_SQRT, fma3(l, ratio, ratio, lw_float(l, p, 1)));
    lir_expr_id value = lw_op(l, LIR_MUL, large, root);
    lir_expr_id infinite = lw_op(l, LIR_OR, lw_op(l, LIR_EQ, p, inf), lw_op(l, LIR_EQ, q, inf));
    return lw_select(l, infinite, inf, value);
}

/* Lexicographic, false where a part is NaN that decides. */
static lir_expr_id compare(lower *l, air_fn fn, lw_value x, lw_value y)
{
    lir_expr_id same = lw_op(l, LIR_EQ, x.re, y.re);
    if (fn == AIR_EQ)
        return lw_op(l, LIR_AND, same, lw_op(l, LIR_EQ, x.im, y.im));
    if (fn == AIR_NE)
        return lw_op(l, LIR_OR, lw_op(l, LIR_NE, x.re, y.re), lw_op(l, LIR_NE, x.im, y.im));
    lir_op strict = fn == AIR_LT || fn == AIR_LE ? LIR_LT : LIR_GT;
    lir_op last = fn == AIR_LT ? LIR_LT : fn == AIR_LE ? LIR_LE : fn == AIR_GT ? LIR_GT : LIR_GE;
    lir_expr_id numbers =
        lw_op(l, LIR_AND, lw_op(l, LIR_EQ, x.im, x.im), lw_op(l, LIR_EQ, y.im, y.im));
    lir_expr_id before = lw_op(l, LIR_AND, lw_op(l, strict, x.re, y.re), numbers);
    return lw_op(l, LIR_OR, before, lw_op(l, LIR_AND, same, lw_op(l, last, x.im, y.im)));
}

static lw_value both(lower *l, lir_op op, lw_value x)
{
    return (lw_value){e1(l, op, x.re), e1(l, op, x.im), -1};
}

static lir_expr_id has_nan(lower *l, lw_value x)
{
    return lw_op(l, LIR_OR, lw_op(l, LIR_NE, x.re, x.re), lw_op(l, LIR_NE, x.im, x.im));
}

static lir_expr_id classify(lower *l, air_fn fn, lw_value x)
{
    lir_expr_id inf = lw_float(l, x.re, (double)__builtin_inff());
    lir_op op = fn == AIR_ISINF ? LIR_EQ : LIR_LT;
    if (fn == AIR_ISNAN)
        return has_nan(l, x);
    return lw_op(l, fn == AIR_ISINF ? LIR_OR : LIR_AND, lw_op(l, op, e1(l, LIR_ABS, x.re), inf),
                 lw_op(l, op, e1(l, LIR_ABS, x.im), inf));
}

static lir_expr_id is_infinite(lower *l, lir_expr_id x)
{
    return lw_op(l, LIR_EQ, e1(l, LIR_ABS, x), lw_float(l, x, (double)__builtin_inff()));
}

/* NumPy 2: x / hypot(x), 0 for 0; the direction of an infinite part, NaN for two. */
static lw_value sign(lower *l, lw_value x)
{
    lir_expr_id size = hypot_of(l, x), zero = lw_float(l, x.re, 0), one = lw_float(l, x.re, 1);
    lir_expr_id none = lw_op(l, LIR_EQ, size, zero), inf = is_infinite(l, size);
    lir_expr_id inf_re = is_infinite(l, x.re), inf_im = is_infinite(l, x.im);
    lir_expr_id nan =
        lw_op(l, LIR_OR, lw_op(l, LIR_NE, size, size), lw_op(l, LIR_AND, inf_re, inf_im));
    lw_value r = {0};
    r.re = lw_select(l, none, zero, lw_op(l, LIR_DIV, x.re, size));
    r.im = lw_select(l, none, zero, lw_op(l, LIR_DIV, x.im, size));
    r.re = lw_select(l, inf, lw_select(l, inf_re, lw_op(l, LIR_COPYSIGN, one, x.re), zero), r.re);
    r.im = lw_select(l, inf, lw_select(l, inf_im, lw_op(l, LIR_COPYSIGN, one, x.im), zero), r.im);
    r.re = lw_select(l, nan, lw_float(l, x.re, (double)__builtin_nanf("")), r.re);
    r.im = lw_select(l, nan, lw_float(l, x.re, (double)__builtin_nanf("")), r.im);
    return r;
}

static lw_value choose(lower *l, lir_expr_id first, lw_value x, lw_value y)
{
    return (lw_value){lw_select(l, first, x.re, y.re), lw_select(l, first, x.im, y.im), -1};
}

static lw_value extremum(lower *l, air_fn fn, lw_value x, lw_value y)
{
    bool least = fn == AIR_MIN || fn == AIR_FMIN, spreads = fn == AIR_MIN || fn == AIR_MAX;
    lir_expr_id first = compare(l, least ? AIR_LE : AIR_GE, x, y);
    first = lw_op(l, LIR_OR, first, has_nan(l, spreads ? x : y));
    return choose(l, first, x, y);
}

/* ---- By the C library, one element at a time -------------------------------------------------- */

static int library_function(air_fn fn)
{
    static const uint8_t table[AIR_FN_COUNT] = {
#define X(name, c) [AIR_##name] = HPC_COMPLEX_##name + 1,
        HPC_COMPLEX_LIBRARY(X)
#undef X
            [AIR_EXP2] = HPC_COMPLEX_EXP2 + 1,
        [AIR_EXPM1] = HPC_COMPLEX_EXPM1 + 1, [AIR_LOG2] = HPC_COMPLEX_LOG2 + 1,
        [AIR_LOG10] = HPC_COMPLEX_LOG10 + 1, [AIR_LOG1P] = HPC_COMPLEX_LOG1P + 1};
    return table[fn] - 1;
}

bool lw_fn_scalar_only(air_fn fn, hpc_dtype dtype)
{
    return lw_complex(dtype) && library_function(fn) >= 0;
}

static lw_value by_runtime(lower *l, int row, const lir_expr_id *args, unsigned count, bool single)
{
    lir_elem elem = single ? LIR_F32 : LIR_F64;
    lir_var_id re = lir_var_new(l->m, l->f, "re", lir_scalar(LIR_F64));
    lir_var_id im = lir_var_new(l->m, l->f, "im", lir_scalar(LIR_F64));
    lw_rt(l, row, args, count, re);
    lir_block *here = lw_block_at(l, l->cur);
    vec_push(l->a, &lir_stmt_at(l->f, here->items[here->len - 1])->outs, im);
    lir_expr_id r = lw_get(l, re), i = lw_get(l, im);
    if (single) {
        r = lir_cvt(l->m, l->f, elem, r);
        i = lir_cvt(l->m, l->f, elem, i);
    }
    return (lw_value){lw_snapshot(l, r), lw_snapshot(l, i), -1};
}

static lir_expr_id widened(lower *l, lir_expr_id x)
{
    if (lw_type(l, x).lanes > 1)
        lw_fail(l, "internal: a complex function among vector lanes");
    return lw_type(l, x).elem == LIR_F64 ? x : lir_cvt(l->m, l->f, LIR_F64, x);
}

static lw_value library(lower *l, lw_fn_use use, lw_value x)
{
    bool single = use.from == HPC_C64;
    lir_expr_id args[4] = {lw_i64(l, library_function(use.fn)), lw_i64(l, single), widened(l, x.re),
                           widened(l, x.im)};
    return by_runtime(l, HPC_RT_complex_function, args, 4, single);
}

/* The exponents that need no call. */
bool lw_complex_power_is_simple(const lower *l, lir_expr_id re, lir_expr_id im)
{
    uint64_t r, i;
    if (!lir_is_const(l->f, re, &r) || !lir_is_const(l->f, im, &i) || i != 0)
        return false;
    lir_elem elem = (lir_elem)lw_type(l, re).elem;
    return r == lir_float_bits(elem, 1) || r == lir_float_bits(elem, 2);
}

static lw_value power(lower *l, lw_fn_use use, lw_value x, lw_value y)
{
    uint64_t r = 0;
    if (lw_complex_power_is_simple(l, y.re, y.im)) {
        lir_is_const(l->f, y.re, &r);
        bool one = r == lir_float_bits((lir_elem)lw_type(l, y.re).elem, 1);
        return one ? x : multiply(l, use.scalar, x, x);
    }
    bool single = use.from == HPC_C64;
    lir_expr_id args[5] = {lw_i64(l, single), widened(l, x.re), widened(l, x.im), widened(l, y.re),
                           widened(l, y.im)};
    return by_runtime(l, HPC_RT_complex_power, args, 5, single);
}

lw_value lw_apply_complex(lower *l, lw_fn_use use, const lw_value *a)
{
    lw_value r = {0, 0, -1};
    switch (use.fn) {
    case AIR_ADD:
    case AIR_SUB: {
        lir_op op = use.fn == AIR_ADD ? LIR_ADD : LIR_SUB;
        return (lw_value){lw_op(l, op, a[0].re, a[1].re), lw_op(l, op, a[0].im, a[1].im), -1};
    }
    case AIR_MUL: return multiply(l, use.scalar, a[0], a[1]);
    case AIR_DIV: return divide(l, a[0], a[1]);
    case AIR_NEG: return both(l, LIR_NEG, a[0]);
    case AIR_POS: return a[0];
    case AIR_RINT: return both(l, LIR_RINT, a[0]);
    case AIR_POW: return power(l, use, a[0], a[1]);
    case AIR_SIGN: return sign(l, a[0]);
    case AIR_MIN:
    case AIR_MAX:
    case AIR_FMIN:
    case AIR_FMAX: return extremum(l, use.fn, a[0], a[1]);
    case AIR_SELECT: return choose(l, a[0].re, a[1], a[2]);
    case AIR_CONJ: return (lw_value){a[0].re, e1(l, LIR_NEG, a[0].im), -1};
    case AIR_COMPLEX: return (lw_value){a[0].re, a[1].re, -1};
    case AIR_REAL: r.re = a[0].re; return r;
    case AIR_IMAG: r.re = a[0].im; return r;
    case AIR_ABS: r.re = use.scalar ? hypot_of(l, a[0]) : absolute(l, a[0]); return r;
    case AIR_ISNAN:
    case AIR_ISINF:
    case AIR_ISFINITE: r.re = classify(l, use.fn, a[0]); return r;
    case AIR_EQ:
    case AIR_NE:
    case AIR_LT:
    case AIR_LE:
    case AIR_GT:
    case AIR_GE: r.re = compare(l, use.fn, a[0], a[1]); return r;
    default: break;
    }
    if (library_function(use.fn) >= 0)
        return library(l, use, a[0]);
    lw_fail(l, "lowering does not have %s of complex numbers", air_fn_name(use.fn));
}
