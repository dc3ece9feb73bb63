/* Takes Python's numbers (bool, int, float, complex), gives CPython's results: an int that does not
 * fit 64 bits, a division by zero, a power of zero stop the program as CPython's exceptions do.
 * What is known when compiling folds (array IR folds scalars), so `n // 2` of a constant is one. */
#include <math.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "ops.h"

static val python_val(elab *e, ty_kind kind, air_id node)
{
    return val_of(e, ty_basic(e->types, kind), node);
}

static air_id as(elab *e, const val *v, hpc_dtype dtype)
{
    return air_cast(&e->b, dtype, val_node(e, v));
}

static void check(elab *e, air_id holds, int row)
{
    air_check(&e->b, holds, row, NULL, 0);
}

/* ---- Integers -------------------------------------------------------------------------------- */

static val int_val(elab *e, air_fn fn, air_id x, air_id y)
{
    return python_val(e, TY_INT, op_map2(e, fn, HPC_I64, x, y));
}

air_id op_int_of_u64(elab *e, air_id x)
{
    air_id signed_x = air_cast(&e->b, HPC_I64, x);
    check(e, op_test(e, AIR_GE, signed_x, op_int(e, 0)), HPC_CHECK_INT_OVERFLOW);
    return signed_x;
}

static air_id int_floordiv(elab *e, air_id x, air_id y)
{
    check(e, op_test(e, AIR_NE, y, op_int(e, 0)), HPC_CHECK_PY_INT_DIVISION);
    air_id lowest = op_test(e, AIR_NE, x, op_int(e, INT64_MIN));
    check(e, op_or(e, lowest, op_test(e, AIR_NE, y, op_int(e, -1))), HPC_CHECK_INT_OVERFLOW);
    return op_map2(e, AIR_FLOORDIV, HPC_I64, x, y);
}

static air_id int_mod(elab *e, air_id x, air_id y)
{
    check(e, op_test(e, AIR_NE, y, op_int(e, 0)), HPC_CHECK_PY_INT_MODULO);
    return op_map2(e, AIR_MOD, HPC_I64, x, y);
}

/* x << n, which must come back by >> n. */
static air_id int_shift_left(elab *e, air_id x, air_id n)
{
    check(e, op_test(e, AIR_GE, n, op_int(e, 0)), HPC_CHECK_NEGATIVE_SHIFT);
    air_id shifted = op_map2(e, AIR_SHL, HPC_I64, x, n);
    air_id back = op_map2(e, AIR_SHR, HPC_I64, shifted, n);
    check(e, op_test(e, AIR_EQ, back, x), HPC_CHECK_INT_OVERFLOW);
    return shifted;
}

static air_id int_shift_right(elab *e, air_id x, air_id n)
{
    check(e, op_test(e, AIR_GE, n, op_int(e, 0)), HPC_CHECK_NEGATIVE_SHIFT);
    return op_map2(e, AIR_SHR, HPC_I64, x, n);
}

/* ---- True division of integers --------------------------------------------------------------- */

enum { EXACT_BITS = 53 };

/* True where the node's value is known to be a float64 without rounding. */
static bool fits_double(elab *e, air_id id)
{
    const int64_t limit = INT64_C(1) << EXACT_BITS;
    int64_t value;
    if (air_is_const(e->b.fun, id, &value))
        return value >= -limit && value <= limit;
    const air_node *n = air_at(e->b.fun, id);
    if (n->op == AIR_OP_DIM)
        return true; /* extents stay far below */
    return n->op == AIR_OP_MAP && n->fn == AIR_CAST &&
           hpc_dtype_size((hpc_dtype)air_at(e->b.fun, n->args[0])->type.dtype) <= 4;
}

typedef struct division {
    air_id x, y;
} division;

static air_id quotient(elab *e, const division *d)
{
    return op_map2(e, AIR_DIV, HPC_F64, air_cast(&e->b, HPC_F64, d->x),
                   air_cast(&e->b, HPC_F64, d->y));
}

static val divide_doubles(elab *e, void *user)
{
    return python_val(e, TY_FLOAT, quotient(e, user));
}

static val divide_exactly(elab *e, void *user)
{
    const division *d = user;
    air_type result = air_scalar_type(HPC_F64);
    air_id made = air_rt(&e->b, HPC_RT_int_true_divide, (air_id[]){d->x, d->y}, 2, &result, 1);
    return python_val(e, TY_FLOAT, made);
}

/* x + 2**53 as an unsigned number: at most 2**54 where x fits. */
static air_id biased(elab *e, air_id x)
{
    air_id sum = op_map2(e, AIR_ADD, HPC_I64, x, op_int(e, INT64_C(1) << EXACT_BITS));
    return air_cast(&e->b, HPC_U64, sum);
}

/* CPython divides integers exactly and rounds once; so do floats where both are exact. */
static val int_divide(elab *e, air_id x, air_id y, span where)
{
    check(e, op_test(e, AIR_NE, y, op_int(e, 0)), HPC_CHECK_PY_TRUE_DIVISION);
    division d = {x, y};
    bool fx = fits_double(e, x), fy = fits_double(e, y);
    if (fx && fy)
        return divide_doubles(e, &d);
    air_id both = fx ? biased(e, y) : biased(e, x);
    if (!fx && !fy)
        both = op_map2(e, AIR_OR, HPC_U64, both, biased(e, y));
    air_id limit = air_const_int(&e->b, HPC_U64, INT64_C(1) << (EXACT_BITS + 1));
    return elab_choose(e, op_test(e, AIR_LE, both, limit), divide_doubles, divide_exactly, &d,
                       where);
}

/* ---- Powers ---------------------------------------------------------------------------------- */

/* x ** n by squaring, n >= 0: no power on the way is larger than the result. */
static air_id repeated(elab *e, air_id x, int64_t n)
{
    air_id result = 0;
    for (; n > 0; n >>= 1) {
        if (n & 1)
            result = result ? op_map2(e, AIR_MUL_CHECKED, HPC_I64, result, x) : x;
        if (n > 1)
            x = op_map2(e, AIR_MUL_CHECKED, HPC_I64, x, x);
    }
    return result ? result : op_int(e, 1);
}

static val int_power(elab *e, air_id x, air_id n)
{
    int64_t exponent;
    if (air_is_const(e->b.fun, n, &exponent) && exponent >= 0)
        return python_val(e, TY_INT, repeated(e, x, exponent));
    check(e, op_test(e, AIR_GE, n, op_int(e, 0)), HPC_CHECK_PY_INT_NEGATIVE_POWER);
    air_type result = air_scalar_type(HPC_I64);
    return python_val(e, TY_INT, air_rt(&e->b, HPC_RT_int_power, (air_id[]){x, n}, 2, &result, 1));
}

static bool const_float(elab *e, air_id id, double *value)
{
    const air_node *n = air_at(e->b.fun, id);
    if (n->op != AIR_OP_CONST)
        return false;
    memcpy(value, &n->imm, sizeof *value);
    return true;
}

/* The two exceptions of float ** float before it is computed. */
static void check_power(elab *e, air_id x, air_id y)
{
    air_id zero = op_float(e, 0);
    double base = 0, exponent = 0;
    bool known_base = const_float(e, x, &base), known = const_float(e, y, &exponent);
    if (known_base && base > 0)
        return;
    if (!known || exponent < 0) {
        air_id fails = op_and(e, op_test(e, AIR_EQ, x, zero), op_test(e, AIR_LT, y, zero));
        check(e, op_not(e, fails), HPC_CHECK_PY_ZERO_POWER);
    }
    if (known && exponent == floor(exponent))
        return;
    air_id negative = op_test(e, AIR_LT, x, zero);
    air_id finite =
        op_and(e, op_map1(e, AIR_ISFINITE, HPC_BOOL, x), op_map1(e, AIR_ISFINITE, HPC_BOOL, y));
    air_id fraction = op_test(e, AIR_NE, y, op_map1(e, AIR_FLOOR, HPC_F64, y));
    air_id fails = op_and(e, op_and(e, negative, finite), fraction);
    check(e, op_not(e, fails), HPC_CHECK_PY_COMPLEX_POWER);
}

/* Exponents for which one correctly rounded operation is the power. */
static air_id short_power(elab *e, air_id x, air_id y)
{
    double n;
    if (!const_float(e, y, &n))
        return 0;
    if (n == 2)
        return op_map2(e, AIR_MUL, HPC_F64, x, x);
    if (n == 1)
        return x;
    if (n == -1)
        return op_map2(e, AIR_DIV, HPC_F64, op_float(e, 1), x);
    if (n == 0.5) /* of -0.0 it is 0.0, of -inf it is inf */
        return op_map1(e, AIR_SQRT, HPC_F64, op_map1(e, AIR_ABS, HPC_F64, x));
    return 0;
}

/* A negative number to a fractional power is complex: known only for constants. */
static val fold_complex_power(elab *e, double base, double exponent)
{
    double length = pow(-base, exponent), angle = atan2(0.0, base) * exponent;
    air_id node = air_const_complex(&e->b, HPC_C128, length * cos(angle), length * sin(angle));
    return python_val(e, TY_COMPLEX, node);
}

static val float_power(elab *e, air_id x, air_id y)
{
    double base, exponent;
    if (const_float(e, x, &base) && const_float(e, y, &exponent)) {
        double power = pow(base, exponent);
        if (isfinite(power))
            return val_float(e, power);
        if (isfinite(base) && base < 0 && isfinite(exponent) && exponent != floor(exponent))
            return fold_complex_power(e, base, exponent);
    }
    check_power(e, x, y);
    air_id power = short_power(e, x, y);
    if (!power)
        power = op_map2(e, AIR_POW, HPC_F64, x, y);
    air_id finite =
        op_and(e, op_map1(e, AIR_ISFINITE, HPC_BOOL, x), op_map1(e, AIR_ISFINITE, HPC_BOOL, y));
    air_id fails = op_and(e, op_map1(e, AIR_ISINF, HPC_BOOL, power), finite);
    check(e, op_not(e, fails), HPC_CHECK_PY_FLOAT_POWER_RANGE);
    return python_val(e, TY_FLOAT, power);
}

/* ---- Complex numbers ------------------------------------------------------------------------- */

typedef struct parts {
    air_id re, im;
} parts;

static parts split(elab *e, air_id x)
{
    return (parts){op_map1(e, AIR_REAL, HPC_F64, x), op_map1(e, AIR_IMAG, HPC_F64, x)};
}

static val join(elab *e, air_id re, air_id im)
{
    return python_val(e, TY_COMPLEX, op_map2(e, AIR_COMPLEX, HPC_C128, re, im));
}

static air_id f64(elab *e, air_fn fn, air_id x, air_id y)
{
    return op_map2(e, fn, HPC_F64, x, y);
}

static air_id either(elab *e, air_id which, air_id x, air_id y)
{
    return air_map3(&e->b, AIR_SELECT, HPC_F64, which, x, y);
}

/* By the ratio of b's smaller part to its larger one, as CPython divides. NumPy multiplies by a
 * reciprocal, which rounds otherwise. */
static val complex_divide(elab *e, air_id x, air_id y)
{
    parts a = split(e, x), b = split(e, y);
    air_id wide =
        op_test(e, AIR_GE, op_map1(e, AIR_ABS, HPC_F64, b.re), op_map1(e, AIR_ABS, HPC_F64, b.im));
    air_id large = either(e, wide, b.re, b.im), small = either(e, wide, b.im, b.re);
    air_id ratio = f64(e, AIR_DIV, small, large);
    air_id denominator = f64(e, AIR_ADD, large, f64(e, AIR_MUL, small, ratio));
    air_id re = f64(e, AIR_ADD, either(e, wide, a.re, a.im),
                    f64(e, AIR_MUL, either(e, wide, a.im, a.re), ratio));
    air_id im = either(e, wide, f64(e, AIR_SUB, a.im, f64(e, AIR_MUL, a.re, ratio)),
                       f64(e, AIR_SUB, f64(e, AIR_MUL, a.im, ratio), a.re));
    return join(e, f64(e, AIR_DIV, re, denominator), f64(e, AIR_DIV, im, denominator));
}

/* A constant whole exponent from 1 to 100. */
static bool small_exponent(elab *e, air_id y, int *n)
{
    const air_node *node = air_at(e->b.fun, y);
    double re, im;
    if (node->op != AIR_OP_CONST)
        return false;
    memcpy(&re, &node->imm, sizeof re);
    memcpy(&im, &node->imm2, sizeof im);
    if (im != 0 || re != floor(re) || re < 1 || re > 100)
        return false;
    *n = (int)re;
    return true;
}

/* CPython multiplies from 1 on: signs of zeros depend on that. */
static air_id by_squaring(elab *e, air_id x, int n)
{
    air_id result = air_const_complex(&e->b, HPC_C128, 1, 0);
    for (int left = n; left; left >>= 1) {
        if (left & 1)
            result = op_map2(e, AIR_MUL, HPC_C128, result, x);
        if (left > 1)
            x = op_map2(e, AIR_MUL, HPC_C128, x, x);
    }
    return result;
}

static val complex_power(elab *e, air_id x, air_id y)
{
    int n;
    if (small_exponent(e, y, &n))
        return python_val(e, TY_COMPLEX, by_squaring(e, x, n));
    air_id zero = air_const_complex(&e->b, HPC_C128, 0, 0);
    parts a = split(e, x), b = split(e, y);
    air_id bad = op_or(e, op_test(e, AIR_LT, b.re, op_float(e, 0)),
                       op_test(e, AIR_NE, b.im, op_float(e, 0)));
    bad = op_and(e, op_test(e, AIR_EQ, x, zero), bad);
    check(e, op_not(e, bad), HPC_CHECK_PY_COMPLEX_ZERO_POWER);
    const air_type types[2] = {air_scalar_type(HPC_F64), air_scalar_type(HPC_F64)};
    air_id args[4] = {a.re, a.im, b.re, b.im};
    air_id made = air_rt(&e->b, HPC_RT_py_complex_power, args, 4, types, 2);
    return join(e, air_proj(&e->b, made, 0), air_proj(&e->b, made, 1));
}

/* ---- By type --------------------------------------------------------------------------------- */

static val int_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    air_id x = as(e, a, HPC_I64), y = as(e, b, HPC_I64);
    bool bools = a->ty->kind == TY_BOOL && b->ty->kind == TY_BOOL;
    int64_t exponent;
    switch (op) {
    case AST_ADD: return int_val(e, AIR_ADD_CHECKED, x, y);
    case AST_SUB: return int_val(e, AIR_SUB_CHECKED, x, y);
    case AST_MUL: return int_val(e, AIR_MUL_CHECKED, x, y);
    case AST_DIV: return int_divide(e, x, y, where);
    case AST_FLOORDIV: return python_val(e, TY_INT, int_floordiv(e, x, y));
    case AST_MOD: return python_val(e, TY_INT, int_mod(e, x, y));
    case AST_LSHIFT: return python_val(e, TY_INT, int_shift_left(e, x, y));
    case AST_RSHIFT: return python_val(e, TY_INT, int_shift_right(e, x, y));
    case AST_POW:
        if (air_is_const(e->b.fun, y, &exponent) && exponent < 0)
            return float_power(e, as(e, a, HPC_F64), as(e, b, HPC_F64));
        return int_power(e, x, y);
    case AST_BITAND:
    case AST_BITOR:
    case AST_BITXOR:
        if (bools)
            return python_val(e, TY_BOOL,
                              op_test(e, op_ufuncs[op].fn, val_node(e, a), val_node(e, b)));
        return int_val(e, op_ufuncs[op].fn, x, y);
    default: return op_unsupported(e, op, a, b, where);
    }
}

static val float_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    air_id x = as(e, a, HPC_F64), y = as(e, b, HPC_F64);
    int row = op == AST_DIV        ? HPC_CHECK_PY_FLOAT_DIVISION
              : op == AST_FLOORDIV ? HPC_CHECK_PY_FLOAT_FLOOR_DIVISION
                                   : HPC_CHECK_PY_FLOAT_MODULO;
    switch (op) {
    case AST_DIV:
    case AST_FLOORDIV:
    case AST_MOD: check(e, op_test(e, AIR_NE, y, op_float(e, 0)), row); break;
    case AST_ADD:
    case AST_SUB:
    case AST_MUL: break;
    case AST_POW: return float_power(e, x, y);
    default: return op_unsupported(e, op, a, b, where);
    }
    return python_val(e, TY_FLOAT, op_map2(e, op_ufuncs[op].fn, HPC_F64, x, y));
}

static val complex_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    air_id x = as(e, a, HPC_C128), y = as(e, b, HPC_C128);
    air_id zero = air_const_complex(&e->b, HPC_C128, 0, 0);
    switch (op) {
    case AST_DIV:
        check(e, op_test(e, AIR_NE, y, zero), HPC_CHECK_PY_COMPLEX_DIVISION);
        return complex_divide(e, x, y);
    case AST_ADD:
    case AST_SUB:
    case AST_MUL: break;
    case AST_POW: return complex_power(e, x, y);
    default: return op_unsupported(e, op, a, b, where);
    }
    return python_val(e, TY_COMPLEX, op_map2(e, op_ufuncs[op].fn, HPC_C128, x, y));
}

val op_python_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    ty_kind kind = a->ty->kind > b->ty->kind ? a->ty->kind : b->ty->kind;
    switch (kind) {
    case TY_COMPLEX: return complex_binary(e, op, a, b, where);
    case TY_FLOAT: return float_binary(e, op, a, b, where);
    default: return int_binary(e, op, a, b, where);
    }
}

val op_python_unary(elab *e, ast_unary_op op, const val *v, span where)
{
    ty_kind kind = v->ty->kind == TY_BOOL ? TY_INT : v->ty->kind;
    hpc_dtype dtype = kind == TY_INT ? HPC_I64 : ty_dtype_of(v->ty);
    air_id x = as(e, v, dtype);
    if (op == AST_POS)
        return python_val(e, kind, x);
    if (op == AST_NEG) {
        air_fn fn = kind == TY_INT ? AIR_NEG_CHECKED : AIR_NEG;
        return python_val(e, kind, op_map1(e, fn, dtype, x));
    }
    if (kind == TY_INT)
        return python_val(e, kind, op_map1(e, AIR_INVERT, dtype, x));
    return elab_error(e, where, "TypeError", "bad operand type for unary ~: '%s'",
                      op_type_name(e, v->ty));
}

/* ---- Comparison ------------------------------------------------------------------------------ */

/* True where the node is a constant that comparing as floats cannot round to another. */
static bool small_const(elab *e, air_id id, bool is_int)
{
    const double limit = 9007199254740992.0; /* 2**53 */
    int64_t i;
    double f;
    if (is_int)
        return air_is_const(e->b.fun, id, &i) && i > -INT64_C(9007199254740992) &&
               i < INT64_C(9007199254740992);
    return const_float(e, id, &f) && fabs(f) < limit;
}

/* An int with a float, exactly. The int rounded to a float decides unless it equals the float;
 * then the float is whole and is compared as an int (2**63 is larger than every int). */
static air_id int_with_float(elab *e, air_fn fn, air_id i, air_id f)
{
    air_id rounded = air_cast(&e->b, HPC_F64, i);
    if (small_const(e, i, true) || small_const(e, f, false))
        return op_test(e, fn, rounded, f);
    air_id same = op_test(e, AIR_EQ, rounded, f);
    air_id whole = air_cast(&e->b, HPC_I64, f);
    air_id beyond = op_test(e, AIR_EQ, f, op_float(e, 9223372036854775808.0));
    air_fn strict = fn == AIR_LE ? AIR_LT : fn == AIR_GE ? AIR_GT : fn;
    air_id equal = op_and(e, same, op_test(e, AIR_EQ, whole, i));
    if (fn == AIR_EQ)
        return equal;
    if (fn == AIR_NE)
        return op_not(e, equal);
    air_id tie = op_test(e, strict, i, whole);
    tie = strict == AIR_LT ? op_or(e, tie, beyond) : op_and(e, tie, op_not(e, beyond));
    air_id result = op_or(e, op_test(e, strict, rounded, f), op_and(e, same, tie));
    return strict == fn ? result : op_or(e, result, equal);
}

air_id op_python_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    air_fn fn = op_compare_ufuncs[op].fn;
    ty_kind kind = a->ty->kind > b->ty->kind ? a->ty->kind : b->ty->kind;
    bool int_a = a->ty->kind <= TY_INT, int_b = b->ty->kind <= TY_INT;
    if (kind == TY_COMPLEX && op != AST_EQ && op != AST_NE) {
        elab_error(e, where, "TypeError", "'%s' not supported between instances of '%s' and '%s'",
                   ast_compare_op_text(op), op_type_name(e, a->ty), op_type_name(e, b->ty));
        return 0;
    }
    if (kind == TY_FLOAT && int_a != int_b)
        return int_a ? int_with_float(e, fn, as(e, a, HPC_I64), val_node(e, b))
                     : int_with_float(e, op_mirrored(fn), as(e, b, HPC_I64), val_node(e, a));
    hpc_dtype dtype = kind == TY_COMPLEX ? HPC_C128 : kind == TY_FLOAT ? HPC_F64 : HPC_I64;
    return op_test(e, fn, as(e, a, dtype), as(e, b, dtype));
}
