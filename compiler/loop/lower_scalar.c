/* The scalar functions of array IR on loop IR values: one element or a vector of them.
 *
 *   floordiv.i64(x, y)  ->  select(y == 0, 0, q - (rest and the signs differ))
 *
 * Used by scalar code and by kernels alike, so that both have the same bits. Float functions of
 * float16 that are more than one operation are computed in float32 and rounded once, as NumPy does.
 * Complex values: lower_complex.c. */
#include "lower_impl.h"

static lir_expr_id e1(lower *l, lir_op op, lir_expr_id a)
{
    return lir_op1(l->m, l->f, op, a);
}

static lir_expr_id cvt(lower *l, lir_elem to, lir_expr_id a)
{
    return lw_type(l, a).elem == to ? a : lir_cvt(l->m, l->f, to, a);
}

/* A constant of the type of `like`. */
static lir_expr_id integer(lower *l, lir_expr_id like, int64_t value)
{
    return lir_const_bits(l->m, l->f, lw_type(l, like), (uint64_t)value);
}

lir_expr_id lw_float(lower *l, lir_expr_id like, double value)
{
    lir_type type = lw_type(l, like);
    return lir_const_bits(l->m, l->f, type, lir_float_bits((lir_elem)type.elem, value));
}

lw_value lw_constant(lower *l, hpc_dtype dtype, int64_t re, int64_t im)
{
    lw_value v = {0, 0, -1};
    lir_type type = lir_scalar(lw_elem(dtype));
    v.re = lir_const_bits(l->m, l->f, type, (uint64_t)re & lir_elem_mask((lir_elem)type.elem));
    if (lw_complex(dtype))
        v.im = lir_const_bits(l->m, l->f, type, (uint64_t)im);
    return v;
}

/* ---- Division of integers -------------------------------------------------------------------- */

/* Divisors that would trap or overflow (0 and -1) become 1; the callers set their results. */
static lir_expr_id safe_divisor(lower *l, lir_expr_id y, lir_expr_id *is_zero,
                                lir_expr_id *is_minus)
{
    *is_zero = lw_op(l, LIR_EQ, y, integer(l, y, 0));
    lir_expr_id bad = *is_zero;
    *is_minus = 0;
    if (lir_elem_is_signed((lir_elem)lw_type(l, y).elem)) {
        *is_minus = lw_op(l, LIR_EQ, y, integer(l, y, -1));
        bad = lw_op(l, LIR_OR, bad, *is_minus);
    }
    return lw_select(l, bad, integer(l, y, 1), y);
}

/* True where a truncated division must be rounded down: rest != 0 and its sign is not y's. */
static lir_expr_id rounds_down(lower *l, lir_expr_id rest, lir_expr_id y)
{
    lir_expr_id zero = integer(l, y, 0);
    lir_expr_id differ = lw_op(l, LIR_LT, lw_op(l, LIR_XOR, rest, y), zero);
    return lw_op(l, LIR_AND, lw_op(l, LIR_NE, rest, zero), differ);
}

static lir_expr_id int_divide(lower *l, air_fn fn, lir_expr_id x, lir_expr_id y)
{
    lir_expr_id is_zero, is_minus, divisor = safe_divisor(l, y, &is_zero, &is_minus);
    bool is_signed = is_minus != 0;
    lir_expr_id zero = integer(l, x, 0), result;
    if (fn == AIR_FLOORDIV) {
        result = lw_op(l, LIR_DIV, x, divisor);
        if (is_signed) {
            lir_expr_id rest = lw_op(l, LIR_SUB, x, lw_op(l, LIR_MUL, result, divisor));
            lir_expr_id down = cvt(l, (lir_elem)lw_type(l, x).elem, rounds_down(l, rest, divisor));
            result = lw_op(l, LIR_SUB, result, down);
            result = lw_select(l, is_minus, lw_op(l, LIR_SUB, zero, x), result);
        }
    } else {
        result = lw_op(l, LIR_REM, x, divisor); /* by 1 where y is 0 or -1: 0, as NumPy's */
        if (is_signed && fn == AIR_MOD)
            result = lw_select(l, rounds_down(l, result, divisor),
                               lw_op(l, LIR_ADD, result, divisor), result);
    }
    return lw_select(l, is_zero, zero, result);
}

/* ---- Division of floats: npy_divmod ---------------------------------------------------------- */

static lir_expr_id less_zero(lower *l, lir_expr_id x)
{
    return lw_op(l, LIR_LT, x, lw_float(l, x, 0));
}

/* |x| - q |y| of the quotient q rounded down. Below 2^23 (2^52) quotients, rounded, reach the next whole
 * number at most: then the difference, which fma has exactly, is negative, and |y| leads back. */
static lir_expr_id rest_of_quotient(lower *l, lir_expr_id x, lir_expr_id y, lir_expr_id ratio)
{
    lir_type type = lw_type(l, x);
    lir_expr_id away = e1(l, LIR_NEG, e1(l, LIR_TRUNC, ratio));
    lir_expr_id rest = lw_let(l, "rest", lir_make(l->m, l->f, LIR_FMA, type, 0, away, y, x, 0));
    rest = lw_select(l, less_zero(l, rest), lw_op(l, LIR_ADD, rest, y), rest);
    return lw_select(l, lw_op(l, LIR_LT, x, y), x, rest); /* y may be infinite */
}

/* C's fmod, which is exact. Among lanes a division, and the function itself where quotients are large or
 * none. */
static lir_expr_id float_remainder(lower *l, lir_expr_id x, lir_expr_id y)
{
    unsigned lanes = lw_type(l, lw_type(l, x).lanes > 1 ? x : y).lanes;
    const target_level *target = l->options->target;
    if (lanes == 1 || lw_type(l, x).elem == LIR_F16 || !target || !target->fma)
        return lw_op(l, LIR_REM, x, y);
    x = lw_splat(l, x, lanes);
    y = lw_splat(l, y, lanes);
    lir_type type = lw_type(l, x);
    lir_expr_id size = lw_let(l, "size", e1(l, LIR_ABS, x)),
                by = lw_let(l, "by", e1(l, LIR_ABS, y));
    lir_expr_id ratio = lw_let(l, "ratio", lw_op(l, LIR_DIV, size, by));
    lir_expr_id limit = lw_float(l, x, type.elem == LIR_F64 ? 0x1p52 : 0x1p23);
    lir_expr_id near = lw_let(l, "near", lw_op(l, LIR_LT, ratio, limit));
    lir_var_id result = lir_var_new(l->m, l->f, "remainder", type);
    lw_set(l, result, lw_op(l, LIR_COPYSIGN, rest_of_quotient(l, size, by, ratio), x));
    lw_block outer;
    lw_open_stmt(l, LIR_S_IF, lw_any_lane(l, e1(l, LIR_NOT, near)), &outer);
    lw_set(l, result, lw_select(l, near, lw_get(l, result), lw_op(l, LIR_REM, x, y)));
    l->cur = outer;
    return lw_snapshot(l, lw_get(l, result));
}

static lir_expr_id float_divide(lower *l, air_fn fn, lir_expr_id x, lir_expr_id y)
{
    lir_expr_id rest = float_remainder(l, x, y);
    if (fn == AIR_FMOD)
        return rest;
    lir_expr_id zero = lw_float(l, x, 0);
    lir_expr_id y_is_zero = lw_op(l, LIR_EQ, y, zero);
    lir_expr_id has_rest = lw_op(l, LIR_NE, rest, zero);
    lir_expr_id differ = lw_op(l, LIR_XOR, less_zero(l, y), less_zero(l, rest));
    lir_expr_id adjust = lw_op(l, LIR_AND, has_rest, differ);
    if (fn == AIR_MOD) {
        lir_expr_id moved = lw_select(l, adjust, lw_op(l, LIR_ADD, rest, y), rest);
        lir_expr_id exact = lw_op(l, LIR_COPYSIGN, zero, y);
        moved = lw_select(l, has_rest, moved, exact);
        return lw_select(l, y_is_zero, rest, moved);
    }
    lir_expr_id one = lw_float(l, x, 1);
    lir_expr_id q = lw_op(l, LIR_DIV, lw_op(l, LIR_SUB, x, rest), y);
    q = lw_select(l, adjust, lw_op(l, LIR_SUB, q, one), q);
    lir_expr_id down = e1(l, LIR_FLOOR, q);
    lir_expr_id far = lw_op(l, LIR_GT, lw_op(l, LIR_SUB, q, down), lw_float(l, x, 0.5));
    down = lw_select(l, far, lw_op(l, LIR_ADD, down, one), down);
    lir_expr_id ratio = lw_op(l, LIR_DIV, x, y);
    lir_expr_id is_zero = lw_op(l, LIR_EQ, q, zero);
    down = lw_select(l, is_zero, lw_op(l, LIR_COPYSIGN, zero, ratio), down);
    return lw_select(l, y_is_zero, ratio, down);
}

/* ---- Powers ---------------------------------------------------------------------------------- */

/* Repeated squaring over all bits of the exponent; wraps as NumPy's does. A constant exponent is
 * unrolled to the squarings that it needs. */
static lir_expr_id int_power(lower *l, lir_expr_id x, lir_expr_id y)
{
    uint64_t n;
    if (lir_is_const(l->f, y, &n)) {
        lir_expr_id result = 0, square = x;
        for (; n; n >>= 1) {
            if (n & 1)
                result = result ? lw_op(l, LIR_MUL, result, square) : square;
            if (n > 1)
                square = lw_let(l, "square", lw_op(l, LIR_MUL, square, square));
        }
        return result ? result : integer(l, x, 1);
    }
    lir_type type = lw_type(l, x);
    if (lw_type(l, y).lanes > type.lanes)
        type.lanes = lw_type(l, y).lanes;
    lir_var_id result = lir_var_new(l->m, l->f, "power", type);
    lir_var_id square = lir_var_new(l->m, l->f, "square", type);
    lir_var_id rest = lir_var_new(l->m, l->f, "exponent", type);
    lir_var_id bit = lir_var_new(l->m, l->f, "bit", lir_scalar(LIR_I64));
    lw_set(l, result, lw_splat(l, lir_const_int(l->m, l->f, (lir_elem)type.elem, 1), type.lanes));
    lw_set(l, square, lw_splat(l, x, type.lanes));
    lw_set(l, rest, lw_splat(l, y, type.lanes));
    lir_stmt_id loop = lw_detached(l, LIR_S_FOR);
    lir_stmt *s = lir_stmt_at(l->f, loop);
    s->var = bit;
    s->imm = 1;
    lir_expr_id from = lw_i64(l, 0), to = lw_i64(l, lir_elem_size((lir_elem)type.elem) * 8);
    s = lir_stmt_at(l->f, loop);
    s->a = from;
    s->b = to;
    lw_attach(l, l->cur, loop);
    lw_block outer = l->cur;
    l->cur = (lw_block){loop, false};
    lir_expr_id r = lw_get(l, rest), sq = lw_get(l, square), one = integer(l, r, 1);
    lir_expr_id odd = lw_op(l, LIR_NE, lw_op(l, LIR_AND, r, one), integer(l, r, 0));
    lw_set(l, result,
           lw_select(l, odd, lw_op(l, LIR_MUL, lw_get(l, result), sq), lw_get(l, result)));
    lw_set(l, square, lw_op(l, LIR_MUL, sq, sq));
    lw_set(l, rest, lw_op(l, LIR_SHR, r, one));
    l->cur = outer;
    return lw_get(l, result);
}

/* NumPy takes the short way for a scalar exponent of 2, 0.5, -1, 0 or 1. */
static lir_expr_id float_power(lower *l, lir_expr_id x, lir_expr_id y)
{
    uint64_t bits;
    if (lir_is_const(l->f, y, &bits)) {
        lir_elem elem = (lir_elem)lw_type(l, y).elem;
        if (bits == lir_float_bits(elem, 2))
            return lw_op(l, LIR_MUL, x, x);
        if (bits == lir_float_bits(elem, 1))
            return x;
        if (bits == lir_float_bits(elem, 0.5))
            return e1(l, LIR_SQRT, x);
        if (bits == lir_float_bits(elem, -1))
            return lw_op(l, LIR_DIV, lw_float(l, x, 1), x);
        if (bits == lir_float_bits(elem, 0))
            return lw_float(l, x, 1);
    }
    unsigned lanes =
        lw_type(l, x).lanes > lw_type(l, y).lanes ? lw_type(l, x).lanes : lw_type(l, y).lanes;
    x = lw_splat(l, x, lanes);
    y = lw_splat(l, y, lanes);
    return lir_make(l->m, l->f, LIR_MATH2, lw_type(l, x), LIR_POW_FN, x, y, 0, 0);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static lir_expr_id is_nan(lower *l, lir_expr_id x)
{
    return lw_op(l, LIR_NE, x, x);
}

/* NaN spreads (MIN, MAX) or is ignored (FMIN, FMAX); of two zeros the second, as x86's minpd. */
static lir_expr_id extremum(lower *l, air_fn fn, lir_expr_id x, lir_expr_id y)
{
    bool least = fn == AIR_MIN || fn == AIR_FMIN;
    lir_elem elem = (lir_elem)lw_type(l, x).elem;
    if (!lir_elem_is_float(elem)) {
        if (elem == LIR_I1)
            return lw_op(l, least ? LIR_AND : LIR_OR, x, y);
        return lw_op(l, least ? LIR_MIN : LIR_MAX, x, y);
    }
    lir_expr_id first = lw_op(l, least ? LIR_LT : LIR_GT, x, y);
    bool spreads = fn == AIR_MIN || fn == AIR_MAX;
    first = lw_op(l, LIR_OR, first, is_nan(l, spreads ? x : y));
    return lw_select(l, first, x, y);
}

static lir_expr_id sign(lower *l, lir_expr_id x)
{
    lir_type type = lw_type(l, x);
    lir_expr_id zero, one, minus;
    if (lir_elem_is_float((lir_elem)type.elem)) {
        zero = lw_float(l, x, 0);
        one = lw_float(l, x, 1);
        minus = lw_float(l, x, -1);
        lir_expr_id other = lw_select(l, lw_op(l, LIR_EQ, x, zero), zero, x);
        other = lw_select(l, lw_op(l, LIR_LT, x, zero), minus, other);
        return lw_select(l, lw_op(l, LIR_GT, x, zero), one, other);
    }
    zero = integer(l, x, 0);
    one = integer(l, x, 1);
    lir_expr_id other = zero;
    if (lir_elem_is_signed((lir_elem)type.elem))
        other = lw_select(l, lw_op(l, LIR_LT, x, zero), integer(l, x, -1), zero);
    return lw_select(l, lw_op(l, LIR_GT, x, zero), one, other);
}

/* ---- Casts ----------------------------------------------------------------------------------- */

lw_value lw_cast(lower *l, hpc_dtype to, hpc_dtype from, lw_value x)
{
    lw_value r = x;
    if (to == from)
        return x;
    if (lw_complex(from) && to == HPC_BOOL) {
        lir_expr_id zero = lw_float(l, x.re, 0);
        r.re = lw_op(l, LIR_OR, lw_op(l, LIR_NE, x.re, zero), lw_op(l, LIR_NE, x.im, zero));
    } else {
        r.re = cvt(l, lw_elem(to), x.re);
    }
    r.im = 0;
    if (lw_complex(to))
        r.im = lw_complex(from) ? cvt(l, lw_elem(to), x.im) : lw_float(l, r.re, 0);
    return r;
}

/* ---- Dispatch -------------------------------------------------------------------------------- */

/* The loop IR operation with the same meaning for every real dtype, or LIR_CONST. */
static lir_op direct_op(air_fn fn)
{
    switch (fn) {
    case AIR_ADD: return LIR_ADD;
    case AIR_SUB: return LIR_SUB;
    case AIR_MUL: return LIR_MUL;
    case AIR_NEG: return LIR_NEG;
    case AIR_ABS: return LIR_ABS;
    case AIR_DIV: return LIR_DIV;
    case AIR_AND: return LIR_AND;
    case AIR_OR: return LIR_OR;
    case AIR_XOR: return LIR_XOR;
    case AIR_INVERT: return LIR_NOT;
    case AIR_NOT: return LIR_NOT;
    case AIR_SHL: return LIR_SHL;
    case AIR_SHR: return LIR_SHR;
    case AIR_EQ: return LIR_EQ;
    case AIR_NE: return LIR_NE;
    case AIR_LT: return LIR_LT;
    case AIR_LE: return LIR_LE;
    case AIR_GT: return LIR_GT;
    case AIR_GE: return LIR_GE;
    case AIR_SQRT: return LIR_SQRT;
    case AIR_FMA: return LIR_FMA;
    case AIR_FLOOR: return LIR_FLOOR;
    case AIR_CEIL: return LIR_CEIL;
    case AIR_TRUNC: return LIR_TRUNC;
    case AIR_RINT: return LIR_RINT;
    case AIR_COPYSIGN: return LIR_COPYSIGN;
    default: return LIR_CONST;
    }
}

static int math_fn(air_fn fn)
{
    static const int16_t table[AIR_FN_COUNT] = {
#define X(name, text, args) [AIR_##name] = LIR_##name##_FN + 1,
        LIR_MATH(X)
#undef X
    };
    return table[fn] - 1;
}

/* Arithmetic of NumPy's bool: + is or, * is and. */
static lir_op bool_op(air_fn fn)
{
    switch (fn) {
    case AIR_ADD: return LIR_OR;
    case AIR_MUL: return LIR_AND;
    case AIR_SUB: return LIR_XOR;
    default: return direct_op(fn);
    }
}

static lir_expr_id direct(lower *l, lir_op op, const lir_expr_id *x)
{
    unsigned arity = lir_op_arity(op), lanes = 1;
    lir_expr_id a[3] = {0};
    for (unsigned i = 0; i < arity; i++)
        if (lw_type(l, x[i]).lanes > lanes)
            lanes = lw_type(l, x[i]).lanes;
    for (unsigned i = 0; i < arity; i++)
        a[i] = lw_splat(l, x[i], lanes);
    lir_type type = lw_type(l, a[0]);
    if (lir_op_rule(op) == 'C')
        type.elem = LIR_I1;
    return lir_make(l->m, l->f, op, type, 0, a[0], a[1], a[2], 0);
}

static lir_expr_id math(lower *l, int fn, unsigned arity, const lir_expr_id *x)
{
    unsigned lanes = lw_type(l, x[0]).lanes;
    if (arity > 1 && lw_type(l, x[1]).lanes > lanes)
        lanes = lw_type(l, x[1]).lanes;
    lir_expr_id a = lw_splat(l, x[0], lanes), b = arity > 1 ? lw_splat(l, x[1], lanes) : 0;
    return lir_make(l->m, l->f, arity > 1 ? LIR_MATH2 : LIR_MATH1, lw_type(l, a), (uint64_t)fn, a,
                    b, 0, 0);
}

static lir_expr_id bits_of(lower *l, lir_expr_id x)
{
    lir_type type = lw_type(l, x);
    unsigned size = lir_elem_size((lir_elem)type.elem);
    type.elem = size == 2 ? LIR_I16 : size == 4 ? LIR_I32 : LIR_I64;
    return lir_make(l->m, l->f, LIR_BITCAST, type, 0, x, 0, 0, 0);
}

static lir_expr_id classify(lower *l, air_fn fn, lir_expr_id x)
{
    lir_type type = lw_type(l, x);
    if (!lir_elem_is_float((lir_elem)type.elem)) {
        type.elem = LIR_I1;
        return lir_const_bits(l->m, l->f, type, fn == AIR_ISFINITE);
    }
    lir_expr_id inf = lw_float(l, x, (double)__builtin_inff());
    switch (fn) {
    case AIR_ISNAN: return is_nan(l, x);
    case AIR_ISINF: return lw_op(l, LIR_EQ, e1(l, LIR_ABS, x), inf);
    case AIR_ISFINITE: return lw_op(l, LIR_LT, e1(l, LIR_ABS, x), inf);
    default: {
        lir_expr_id bits = bits_of(l, x);
        return lw_op(l, LIR_LT, bits, integer(l, bits, 0));
    }
    }
}

static lir_expr_id ldexp_of(lower *l, lir_expr_id x, lir_expr_id n)
{
    lir_expr_id lim = integer(l, n, 5000), low = integer(l, n, -5000);
    n = lw_op(l, LIR_MAX, lw_op(l, LIR_MIN, n, lim), low);
    lir_expr_id args[2] = {x, cvt(l, (lir_elem)lw_type(l, x).elem, n)};
    return math(l, LIR_LDEXP_FN, 2, args);
}

static bool is_float16_composite(air_fn fn)
{
    return fn == AIR_FLOORDIV || fn == AIR_MOD || fn == AIR_FMOD || fn == AIR_POW ||
           math_fn(fn) >= 0;
}

static lir_expr_id checked(lower *l, air_fn fn, const lir_expr_id *x)
{
    lir_op op = fn == AIR_ADD_CHECKED ? LIR_ADD : fn == AIR_MUL_CHECKED ? LIR_MUL : LIR_SUB;
    lir_op over = fn == AIR_ADD_CHECKED ? LIR_ADDO : fn == AIR_MUL_CHECKED ? LIR_MULO : LIR_SUBO;
    lir_expr_id a = fn == AIR_NEG_CHECKED ? integer(l, x[0], 0) : x[0];
    lir_expr_id b = fn == AIR_NEG_CHECKED ? x[0] : x[1];
    lir_expr_id bad = lw_op(l, over, a, b);
    lw_check(l, e1(l, LIR_NOT, bad), HPC_CHECK_INT_OVERFLOW, NULL, 0);
    return lw_op(l, op, a, b);
}

static lir_expr_id apply_real(lower *l, lw_fn_use use, const lir_expr_id *x)
{
    air_fn fn = use.fn;
    lir_elem elem = lw_elem(use.from);
    bool is_float = lir_elem_is_float(elem);
    switch (fn) {
    case AIR_ADD_CHECKED:
    case AIR_SUB_CHECKED:
    case AIR_MUL_CHECKED:
    case AIR_NEG_CHECKED: return checked(l, fn, x);
    case AIR_FLOORDIV:
    case AIR_MOD:
    case AIR_FMOD:
        return is_float ? float_divide(l, fn, x[0], x[1]) : int_divide(l, fn, x[0], x[1]);
    case AIR_POW: return is_float ? float_power(l, x[0], x[1]) : int_power(l, x[0], x[1]);
    case AIR_MIN:
    case AIR_MAX:
    case AIR_FMIN:
    case AIR_FMAX: return extremum(l, fn, x[0], x[1]);
    case AIR_POS:
    case AIR_REAL:
    case AIR_CONJ: return x[0];
    case AIR_IMAG: return is_float ? lw_float(l, x[0], 0) : integer(l, x[0], 0);
    case AIR_SIGN: return sign(l, x[0]);
    case AIR_SELECT: return lw_select(l, x[0], x[1], x[2]);
    case AIR_BITCAST: {
        lir_type type = lir_vector(lw_elem(use.to), lw_type(l, x[0]).lanes);
        return lir_make(l->m, l->f, LIR_BITCAST, type, 0, x[0], 0, 0, 0);
    }
    case AIR_ISNAN:
    case AIR_ISINF:
    case AIR_ISFINITE:
    case AIR_SIGNBIT: return classify(l, fn, x[0]);
    case AIR_LDEXP: return ldexp_of(l, x[0], x[1]);
    case AIR_ABS:
        if (elem == LIR_I1 || (!is_float && !lir_elem_is_signed(elem)))
            return x[0];
        break;
    default: break;
    }
    if (math_fn(fn) >= 0)
        return math(l, math_fn(fn), lir_math_arity((lir_math)math_fn(fn)), x);
    lir_op op = elem == LIR_I1 ? bool_op(fn) : direct_op(fn);
    if (op == LIR_CONST)
        lw_fail(l, "lowering does not have %s", air_fn_name(fn));
    return direct(l, op, x);
}

lw_value lw_apply(lower *l, lw_fn_use use, const lw_value *args)
{
    unsigned arity = air_fn_arity(use.fn);
    int level = -1;
    for (unsigned i = 0; i < arity; i++)
        if (args[i].level > level)
            level = args[i].level;
    lw_value r;
    if (use.fn == AIR_CAST) {
        r = lw_cast(l, use.to, use.from, args[0]);
    } else if (lw_complex(use.from) || lw_complex(use.to)) {
        r = lw_apply_complex(l, use, args);
    } else {
        lir_expr_id x[3] = {0};
        bool widen = use.from == HPC_F16 && is_float16_composite(use.fn);
        for (unsigned i = 0; i < arity; i++)
            x[i] = widen && lw_type(l, args[i].re).elem == LIR_F16 ? cvt(l, LIR_F32, args[i].re)
                                                                   : args[i].re;
        if (widen)
            use.from = HPC_F32;
        r = (lw_value){apply_real(l, use, x), 0, -1};
        if (widen)
            r.re = cvt(l, lw_elem(use.to), r.re);
    }
    r.level = level;
    return r;
}
