/* Python's math module: functions of one real scalar, with CPython's errors. A constant argument is
 * computed when compiling by the C library, as CPython does. Under Numba's decorators there are no
 * errors (NaN and infinities come out) and float32 stays float32. */
#include <math.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "ops.h"

/* ---- Arguments ------------------------------------------------------------------------------- */

/* Of several types of number, all of them real. */
static bool is_real_union(const ty *t)
{
    for (uint32_t i = 0; t->kind == TY_UNION && i < t->count; i++)
        if (!ty_is_number(t->items[i]) || hpc_dtype_kind(ty_dtype_of(t->items[i])) == 'c')
            return false;
    return t->kind == TY_UNION;
}

/* 0 after an error. */
static air_id real_arg(elab *e, const val *v, hpc_dtype dtype, span where)
{
    if (v->ty->kind == TY_ARRAY && v->ty->rank > 0) {
        elab_error(e, where, "TypeError",
                   "only 0-dimensional arrays can be converted to Python scalars");
        return 0;
    }
    if (is_real_union(v->ty))
        return val_cast_node(e, v, dtype, where);
    if (!ty_is_arraylike(v->ty) || hpc_dtype_kind(ty_dtype_of(v->ty)) == 'c') {
        elab_error(e, where, "TypeError", "must be real number, not %s", op_type_name(e, v->ty));
        return 0;
    }
    return op_operand(e, v, dtype, where);
}

static air_id int_arg(elab *e, const val *v, span where)
{
    if (v->ty->kind == TY_FLOAT) {
        elab_error(e, where, "TypeError", "'float' object cannot be interpreted as an integer");
        return 0;
    }
    return val_index_node(e, v, where, "the argument");
}

static val float_val(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_FLOAT), node);
}

static val int_val(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_INT), node);
}

static bool const_float(elab *e, air_id id, double *value)
{
    const air_node *n = air_at(e->b.fun, id);
    if (n->op != AIR_OP_CONST || n->type.dtype != HPC_F64)
        return false;
    memcpy(value, &n->imm, sizeof *value);
    return true;
}

/* The dtype that the function is computed in. */
static hpc_dtype math_dtype(elab *e, const val *v)
{
    bool narrow = e->mode == PR_NUMBA && ty_is_arraylike(v->ty) && ty_dtype_of(v->ty) == HPC_F32;
    return narrow ? HPC_F32 : HPC_F64;
}

typedef struct again {
    const bi_call *call;
    uint32_t at;
} again;

static val with_alternative(elab *e, val v, void *user)
{
    const again *a = user;
    bi_call call = *a->call;
    val *args = ARENA_ARRAY(e->arena, val, call.count);
    memcpy(args, call.args, call.count * sizeof *args);
    args[a->at] = v;
    call.args = args;
    return call.row->handler(e, &call);
}

/* True where an argument is a union: *result is then the call for each alternative. */
static bool spread(elab *e, const bi_call *call, val *result)
{
    for (uint32_t i = 0; i < call->count; i++) {
        if (call->args[i].ty->kind != TY_UNION)
            continue;
        again a = {call, i};
        *result = elab_distribute(e, call->args[i], with_alternative, &a, call->where);
        return true;
    }
    return false;
}

/* ---- Functions of one argument --------------------------------------------------------------- */

/* What CPython reports: NaN from a number; an infinity from a finite number, at a pole or because
 * the result is too large. */
enum { DOMAIN = 1, POLE = 2, RANGE = 4 };

typedef struct math1 {
    air_fn fn;
    int errors;
    double (*host)(double);
} math1;

/* clang-format off */
enum {
    M_ACOS, M_ACOSH, M_ASIN, M_ASINH, M_ATAN, M_ATANH, M_CBRT, M_COS, M_COSH, M_ERF, M_ERFC, M_EXP,
    M_EXP2, M_EXPM1, M_FABS, M_GAMMA, M_LGAMMA, M_LOG, M_LOG10, M_LOG1P, M_LOG2, M_SIN, M_SINH,
    M_SQRT, M_TAN, M_TANH
};
/* clang-format on */

static const math1 functions[] = {
    [M_ACOS] = {AIR_ACOS, DOMAIN, acos},
    [M_ACOSH] = {AIR_ACOSH, DOMAIN, acosh},
    [M_ASIN] = {AIR_ASIN, DOMAIN, asin},
    [M_ASINH] = {AIR_ASINH, 0, asinh},
    [M_ATAN] = {AIR_ATAN, 0, atan},
    [M_ATANH] = {AIR_ATANH, DOMAIN | POLE, atanh},
    [M_CBRT] = {AIR_CBRT, 0, cbrt},
    [M_COS] = {AIR_COS, DOMAIN, cos},
    [M_COSH] = {AIR_COSH, RANGE, cosh},
    [M_ERF] = {AIR_ERF, 0, erf},
    [M_ERFC] = {AIR_ERFC, 0, erfc},
    [M_EXP] = {AIR_EXP, RANGE, exp},
    [M_EXP2] = {AIR_EXP2, RANGE, exp2},
    [M_EXPM1] = {AIR_EXPM1, RANGE, expm1},
    [M_FABS] = {AIR_ABS, 0, fabs},
    [M_GAMMA] = {AIR_GAMMA, DOMAIN | RANGE, tgamma},
    [M_LGAMMA] = {AIR_LGAMMA, RANGE, lgamma},
    [M_LOG] = {AIR_LOG, DOMAIN | POLE, log},
    [M_LOG10] = {AIR_LOG10, DOMAIN | POLE, log10},
    [M_LOG1P] = {AIR_LOG1P, DOMAIN | POLE, log1p},
    [M_LOG2] = {AIR_LOG2, DOMAIN | POLE, log2},
    [M_SIN] = {AIR_SIN, DOMAIN, sin},
    [M_SINH] = {AIR_SINH, RANGE, sinh},
    [M_SQRT] = {AIR_SQRT, DOMAIN, sqrt},
    [M_TAN] = {AIR_TAN, DOMAIN, tan},
    [M_TANH] = {AIR_TANH, 0, tanh},
};

static void fails_where(elab *e, air_id condition, int row)
{
    air_check(&e->b, op_not(e, condition), row, NULL, 0);
}

static void check_result(elab *e, air_id x, air_id result, int errors)
{
    if (errors & DOMAIN) {
        air_id number = op_test(e, AIR_EQ, x, x);
        fails_where(e, op_and(e, number, op_map1(e, AIR_ISNAN, HPC_BOOL, result)),
                    HPC_CHECK_MATH_DOMAIN);
    }
    if (errors & (POLE | RANGE)) {
        air_id finite = op_map1(e, AIR_ISFINITE, HPC_BOOL, x);
        fails_where(e, op_and(e, finite, op_map1(e, AIR_ISINF, HPC_BOOL, result)),
                    errors & POLE ? HPC_CHECK_MATH_DOMAIN : HPC_CHECK_MATH_RANGE);
    }
}

/* Gamma has poles at 0, -1, -2, ... */
static void check_gamma(elab *e, air_id x)
{
    air_id whole = op_test(e, AIR_EQ, op_map1(e, AIR_FLOOR, HPC_F64, x), x);
    air_id pole = op_and(e, op_test(e, AIR_LE, x, op_float(e, 0)), whole);
    pole = op_and(e, pole, op_map1(e, AIR_ISFINITE, HPC_BOOL, x));
    fails_where(e, pole, HPC_CHECK_MATH_DOMAIN);
}

static val math1_of(elab *e, int which, const val *v, span where)
{
    const math1 *f = &functions[which];
    hpc_dtype dtype = math_dtype(e, v);
    air_id x = real_arg(e, v, dtype, where);
    double known;
    if (!x)
        return val_never(e);
    if (const_float(e, x, &known)) {
        double value = f->host(known);
        if (isfinite(value))
            return val_float(e, value);
    }
    if (e->mode == PR_NUMPY && (which == M_GAMMA || which == M_LGAMMA))
        check_gamma(e, x);
    air_id result = op_map1(e, f->fn, dtype, x);
    if (e->mode == PR_NUMBA)
        return op_numba_result(e, result);
    check_result(e, x, result, f->errors);
    return float_val(e, result);
}

static val math_1(elab *e, const bi_call *call)
{
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    return math1_of(e, call->row->data, &call->args[0], call->spans[0]);
}

/* log(x) or log(x) / log(base) */
static val math_log(elab *e, const bi_call *call)
{
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    val top = math1_of(e, M_LOG, &call->args[0], call->spans[0]);
    if (val_absent(&call->args[1]) || val_bad(top))
        return top;
    val bottom = math1_of(e, M_LOG, &call->args[1], call->spans[1]);
    return op_binary(e, AST_DIV, top, bottom, call->where);
}

static val scaled(elab *e, const bi_call *call)
{
    const double pi = 3.14159265358979323846;
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    double factor = call->row->data ? 180.0 / pi : pi / 180.0;
    return x ? float_val(e, op_map2(e, AIR_MUL, HPC_F64, x, op_float(e, factor))) : val_never(e);
}

static val classify(elab *e, const bi_call *call)
{
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    return x ? val_bool_node(e, op_map1(e, (air_fn)call->row->data, HPC_BOOL, x)) : val_never(e);
}

static val ulp(elab *e, const bi_call *call)
{
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    if (!x)
        return val_never(e);
    air_id size = op_map1(e, AIR_ABS, HPC_F64, x), infinity = op_float(e, INFINITY);
    air_id up = op_map2(e, AIR_NEXTAFTER, HPC_F64, size, infinity);
    air_id step = op_map2(e, AIR_SUB, HPC_F64, up, size);
    air_id down = op_map2(e, AIR_NEXTAFTER, HPC_F64, size, op_float(e, 0));
    air_id below = op_map2(e, AIR_SUB, HPC_F64, size, down); /* of the largest float */
    air_id last = op_map1(e, AIR_ISINF, HPC_BOOL, up);
    step = air_map3(&e->b, AIR_SELECT, HPC_F64, last, below, step);
    air_id special = op_not(e, op_map1(e, AIR_ISFINITE, HPC_BOOL, size));
    return float_val(e, air_map3(&e->b, AIR_SELECT, HPC_F64, special, size, step));
}

/* ---- To integers ----------------------------------------------------------------------------- */

/* floor, ceil, trunc: an int from a float, an int itself. */
static val to_int(elab *e, const bi_call *call)
{
    val result;
    if (spread(e, call, &result))
        return result;
    elab_at(e, call->where);
    const val *v = &call->args[0];
    char kind = ty_is_arraylike(v->ty) ? hpc_dtype_kind(ty_dtype_of(v->ty)) : 'f';
    if (kind != 'f' && kind != 'c' && val_rank(v) == 0)
        return int_val(e, op_operand(e, v, HPC_I64, call->spans[0]));
    air_id x = real_arg(e, v, HPC_F64, call->spans[0]);
    if (!x)
        return val_never(e);
    air_id whole = op_map1(e, (air_fn)call->row->data, HPC_F64, x);
    if (e->mode == PR_NUMPY) {
        fails_where(e, op_map1(e, AIR_ISNAN, HPC_BOOL, x), HPC_CHECK_FLOAT_NAN_TO_INT);
        fails_where(e, op_map1(e, AIR_ISINF, HPC_BOOL, x), HPC_CHECK_FLOAT_INF_TO_INT);
        const double limit = 9223372036854775808.0;
        air_id fits = op_and(e, op_test(e, AIR_GE, whole, op_float(e, -limit)),
                             op_test(e, AIR_LT, whole, op_float(e, limit)));
        air_check(&e->b, fits, HPC_CHECK_INT_OVERFLOW, NULL, 0);
    }
    return int_val(e, air_cast(&e->b, HPC_I64, whole));
}

static val isqrt(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id n = int_arg(e, &call->args[0], call->spans[0]);
    if (!n)
        return val_never(e);
    air_check(&e->b, op_test(e, AIR_GE, n, op_int(e, 0)), HPC_CHECK_ISQRT_NEGATIVE, NULL, 0);
    air_id root = op_map1(e, AIR_SQRT, HPC_F64, air_cast(&e->b, HPC_F64, n));
    air_id r = air_cast(&e->b, HPC_U64, root), target = air_cast(&e->b, HPC_U64, n);
    air_id one = air_const_int(&e->b, HPC_U64, 1);
    /* the float root is off by one at most */
    air_id high = op_test(e, AIR_GT, op_map2(e, AIR_MUL, HPC_U64, r, r), target);
    r = air_map3(&e->b, AIR_SELECT, HPC_U64, high, op_map2(e, AIR_SUB, HPC_U64, r, one), r);
    air_id next = op_map2(e, AIR_ADD, HPC_U64, r, one);
    air_id low = op_test(e, AIR_LE, op_map2(e, AIR_MUL, HPC_U64, next, next), target);
    r = air_map3(&e->b, AIR_SELECT, HPC_U64, low, next, r);
    return int_val(e, air_cast(&e->b, HPC_I64, r));
}

static air_id call_ii(elab *e, int row, air_id x, air_id y)
{
    air_type result = air_scalar_type(HPC_I64);
    return air_rt(&e->b, row, (air_id[]){x, y}, 2, &result, 1);
}

static int64_t const_gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static air_id gcd_of(elab *e, air_id x, air_id y)
{
    int64_t a, b;
    if (air_is_const(e->b.fun, x, &a) && air_is_const(e->b.fun, y, &b) && a > INT64_MIN &&
        b > INT64_MIN)
        return op_int(e, const_gcd(a, b));
    return call_ii(e, HPC_RT_math_gcd, x, y);
}

static val gcd(elab *e, const bi_call *call)
{
    const val *all = &call->args[0];
    elab_at(e, call->where);
    air_id result = op_int(e, 0);
    for (uint32_t i = 0; i < all->count; i++) {
        air_id x = int_arg(e, &all->items[i], call->where);
        if (!x)
            return val_never(e);
        result = gcd_of(e, result, x);
    }
    return int_val(e, result);
}

/* |a / gcd(a, b) * b|; 0 where one is 0 */
static val lcm(elab *e, const bi_call *call)
{
    const val *all = &call->args[0];
    elab_at(e, call->where);
    air_id result = op_int(e, 1), one = op_int(e, 1);
    for (uint32_t i = 0; i < all->count; i++) {
        air_id x = int_arg(e, &all->items[i], call->where);
        if (!x)
            return val_never(e);
        air_id d = gcd_of(e, result, x);
        air_id none = op_test(e, AIR_EQ, d, op_int(e, 0));
        d = air_map3(&e->b, AIR_SELECT, HPC_I64, none, one, d);
        air_id part = op_map2(e, AIR_FLOORDIV, HPC_I64, result, d);
        result = op_map2(e, AIR_MUL_CHECKED, HPC_I64, part, x);
        result = op_map1(e, AIR_ABS, HPC_I64, result);
    }
    return int_val(e, result);
}

static val factorial(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id n = int_arg(e, &call->args[0], call->spans[0]);
    int64_t known, product = 1;
    if (!n)
        return val_never(e);
    if (air_is_const(e->b.fun, n, &known) && known >= 0 && known <= 20) {
        for (int64_t i = 2; i <= known; i++)
            product *= i;
        return val_int(e, product);
    }
    air_type result = air_scalar_type(HPC_I64);
    return int_val(e, air_rt(&e->b, HPC_RT_math_factorial, &n, 1, &result, 1));
}

/* comb, and perm, whose k is n when it is left out */
static val counted(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id n = int_arg(e, &call->args[0], call->spans[0]);
    if (!n)
        return val_never(e);
    air_id k = val_is_none(&call->args[1]) ? n : int_arg(e, &call->args[1], call->spans[1]);
    return k ? int_val(e, call_ii(e, call->row->data, n, k)) : val_never(e);
}

/* ---- Functions of two arguments -------------------------------------------------------------- */

static bool two_args(elab *e, const bi_call *call, air_id *x, air_id *y)
{
    elab_at(e, call->where);
    *x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    *y = *x ? real_arg(e, &call->args[1], HPC_F64, call->spans[1]) : 0;
    return *y != 0;
}

/* Under Numba two float32 give a float32, with no errors. */
static bool narrow_pair(elab *e, air_fn fn, const val *x, const val *y, val *result)
{
    bool narrow = math_dtype(e, x) == HPC_F32 && math_dtype(e, y) == HPC_F32;
    if (narrow)
        *result = op_numba_result(e, op_map2(e, fn, HPC_F32, val_node(e, x), val_node(e, y)));
    return narrow;
}

/* atan2, copysign, nextafter: no errors. */
static val math_2(elab *e, const bi_call *call)
{
    air_id x, y;
    val result;
    if (spread(e, call, &result) ||
        narrow_pair(e, (air_fn)call->row->data, &call->args[0], &call->args[1], &result))
        return result;
    if (!two_args(e, call, &x, &y))
        return val_never(e);
    return float_val(e, op_map2(e, (air_fn)call->row->data, HPC_F64, x, y));
}

static val math_fmod(elab *e, const bi_call *call)
{
    air_id x, y;
    val result;
    if (spread(e, call, &result))
        return result;
    if (!two_args(e, call, &x, &y))
        return val_never(e);
    air_id rest = op_map2(e, AIR_FMOD, HPC_F64, x, y);
    if (e->mode == PR_NUMBA)
        return float_val(e, rest);
    air_id numbers = op_and(e, op_test(e, AIR_EQ, x, x), op_test(e, AIR_EQ, y, y));
    fails_where(e, op_and(e, numbers, op_map1(e, AIR_ISNAN, HPC_BOOL, rest)),
                HPC_CHECK_MATH_DOMAIN);
    return float_val(e, rest);
}

static val math_pow(elab *e, const bi_call *call)
{
    air_id x, y;
    val result;
    double base, exponent;
    if (spread(e, call, &result) ||
        narrow_pair(e, AIR_POW, &call->args[0], &call->args[1], &result))
        return result;
    if (!two_args(e, call, &x, &y))
        return val_never(e);
    if (const_float(e, x, &base) && const_float(e, y, &exponent) && isfinite(pow(base, exponent)))
        return val_float(e, pow(base, exponent));
    air_id power = op_map2(e, AIR_POW, HPC_F64, x, y);
    if (e->mode == PR_NUMBA)
        return float_val(e, power);
    air_id numbers = op_and(e, op_test(e, AIR_EQ, x, x), op_test(e, AIR_EQ, y, y));
    air_id finite =
        op_and(e, op_map1(e, AIR_ISFINITE, HPC_BOOL, x), op_map1(e, AIR_ISFINITE, HPC_BOOL, y));
    air_id infinite = op_and(e, finite, op_map1(e, AIR_ISINF, HPC_BOOL, power));
    air_id zero = op_test(e, AIR_EQ, x, op_float(e, 0));
    fails_where(e, op_and(e, numbers, op_map1(e, AIR_ISNAN, HPC_BOOL, power)),
                HPC_CHECK_MATH_DOMAIN);
    fails_where(e, op_and(e, infinite, zero), HPC_CHECK_MATH_DOMAIN);
    fails_where(e, infinite, HPC_CHECK_MATH_RANGE);
    return float_val(e, power);
}

static val math_remainder(elab *e, const bi_call *call)
{
    air_id x, y;
    if (!two_args(e, call, &x, &y))
        return val_never(e);
    air_type result = air_scalar_type(HPC_F64);
    return float_val(e, air_rt(&e->b, HPC_RT_math_remainder, (air_id[]){x, y}, 2, &result, 1));
}

static val math_ldexp(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    air_id n = x ? int_arg(e, &call->args[1], call->spans[1]) : 0;
    if (!n)
        return val_never(e);
    air_id made = op_map2(e, AIR_LDEXP, HPC_F64, x, n);
    if (e->mode == PR_NUMPY)
        check_result(e, x, made, RANGE);
    return float_val(e, made);
}

static val hypot_of(elab *e, const bi_call *call)
{
    const val *all = &call->args[0];
    val narrow;
    elab_at(e, call->where);
    if (all->count == 2 && narrow_pair(e, AIR_HYPOT, &all->items[0], &all->items[1], &narrow))
        return narrow;
    air_id result = op_float(e, 0);
    for (uint32_t i = 0; i < all->count; i++) {
        air_id x = real_arg(e, &all->items[i], HPC_F64, call->where);
        if (!x)
            return val_never(e);
        result = i ? op_map2(e, AIR_HYPOT, HPC_F64, result, x) : op_map1(e, AIR_ABS, HPC_F64, x);
    }
    return float_val(e, result);
}

static val isclose(elab *e, const bi_call *call)
{
    air_id x, y;
    if (!two_args(e, call, &x, &y))
        return val_never(e);
    air_id relative = real_arg(e, &call->args[2], HPC_F64, call->spans[2]);
    air_id absolute = relative ? real_arg(e, &call->args[3], HPC_F64, call->spans[3]) : 0;
    if (!absolute)
        return val_never(e);
    air_id difference = op_map1(e, AIR_ABS, HPC_F64, op_map2(e, AIR_SUB, HPC_F64, y, x));
    const air_id ends[2] = {y, x};
    air_id near = op_test(e, AIR_LE, difference, absolute);
    for (int i = 0; i < 2; i++) {
        air_id size = op_map2(e, AIR_MUL, HPC_F64, relative, ends[i]);
        near = op_or(e, near, op_test(e, AIR_LE, difference, op_map1(e, AIR_ABS, HPC_F64, size)));
    }
    air_id infinite =
        op_or(e, op_map1(e, AIR_ISINF, HPC_BOOL, x), op_map1(e, AIR_ISINF, HPC_BOOL, y));
    near = op_and(e, near, op_not(e, infinite));
    return val_bool_node(e, op_or(e, op_test(e, AIR_EQ, x, y), near));
}

/* ---- Two results; sums ----------------------------------------------------------------------- */

static val modf_of(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    if (!x)
        return val_never(e);
    air_id whole = op_map1(e, AIR_TRUNC, HPC_F64, x);
    air_id rest = op_map2(e, AIR_SUB, HPC_F64, x, whole);
    rest = air_map3(&e->b, AIR_SELECT, HPC_F64, op_map1(e, AIR_ISINF, HPC_BOOL, x), op_float(e, 0),
                    rest);
    rest = op_map2(e, AIR_COPYSIGN, HPC_F64, rest, x);
    return val_tuple(e, (val[]){float_val(e, rest), float_val(e, whole)}, 2);
}

static val frexp_of(elab *e, const bi_call *call)
{
    elab_at(e, call->where);
    air_id x = real_arg(e, &call->args[0], HPC_F64, call->spans[0]);
    if (!x)
        return val_never(e);
    air_type results[2] = {air_scalar_type(HPC_F64), air_scalar_type(HPC_I64)};
    air_id made = air_rt(&e->b, HPC_RT_math_frexp, &x, 1, results, 2);
    val parts[2] = {float_val(e, air_proj(&e->b, made, 0)), int_val(e, air_proj(&e->b, made, 1))};
    return val_tuple(e, parts, 2);
}

static val fsum(elab *e, const bi_call *call)
{
    val all = elab_asarray(e, &call->args[0], HPC_F64, call->spans[0]);
    if (val_bad(all))
        return all;
    if (val_rank(&all) != 1)
        return elab_error(e, call->where, "TypeError", "fsum() takes a sequence of numbers");
    elab_at(e, call->where);
    air_id array = air_cast(&e->b, HPC_F64, all.node);
    air_type result = air_scalar_type(HPC_F64);
    return float_val(e, air_rt(&e->b, HPC_RT_math_fsum, &array, 1, &result, 1));
}

/* The product of a tuple or list whose items are known, by the rules of `*`. */
static val math_prod(elab *e, const bi_call *call)
{
    const val *all = &call->args[0];
    if (all->ty->kind != TY_TUPLE && !all->is_literal_list)
        return elab_unsupported(e, call->spans[0], "math.prod of this value");
    val product = call->args[1];
    for (uint32_t i = 0; i < all->count && !val_bad(product); i++)
        product = op_binary(e, AST_MUL, product, all->items[i], call->where);
    return product;
}

static val constant(elab *e, const bi_call *call)
{
    static const double values[] = {3.14159265358979323846, 2.71828182845904523536,
                                    6.28318530717958647692, INFINITY, NAN};
    return val_float(e, values[call->row->data]);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* clang-format off */
#define F1(name, which, doc) {"math." name, "x, /", math_1, which, 0, doc}
/* clang-format on */

static const bi_row rows[] = {
    F1("acos", M_ACOS, "inverse cosine; ValueError outside of [-1, 1]"),
    F1("acosh", M_ACOSH, "inverse hyperbolic cosine; ValueError below 1"),
    F1("asin", M_ASIN, "inverse sine; ValueError outside of [-1, 1]"),
    F1("asinh", M_ASINH, "inverse hyperbolic sine"),
    F1("atan", M_ATAN, "inverse tangent"),
    F1("atanh", M_ATANH, "inverse hyperbolic tangent; ValueError outside of (-1, 1)"),
    F1("cbrt", M_CBRT, "cube root"),
    F1("cos", M_COS, "cosine; ValueError for infinities"),
    F1("cosh", M_COSH, "hyperbolic cosine; OverflowError"),
    F1("erf", M_ERF, "error function"),
    F1("erfc", M_ERFC, "1 - erf(x), exact for large x"),
    F1("exp", M_EXP, "e ** x; OverflowError"),
    F1("exp2", M_EXP2, "2 ** x; OverflowError"),
    F1("expm1", M_EXPM1, "e ** x - 1, exact near 0; OverflowError"),
    F1("fabs", M_FABS, "magnitude as a float"),
    F1("gamma", M_GAMMA, "gamma function; ValueError at 0, -1, ...; OverflowError"),
    F1("lgamma", M_LGAMMA, "log of |gamma(x)|; ValueError at 0, -1, ...; OverflowError"),
    {"math.log", "x, base=..., /", math_log, 0, 0, "natural or base-`base` logarithm; ValueError"},
    F1("log10", M_LOG10, "logarithm to the base 10; ValueError for x <= 0"),
    F1("log1p", M_LOG1P, "log(1 + x), exact near 0; ValueError for x <= -1"),
    F1("log2", M_LOG2, "logarithm to the base 2; ValueError for x <= 0"),
    F1("sin", M_SIN, "sine; ValueError for infinities"),
    F1("sinh", M_SINH, "hyperbolic sine; OverflowError"),
    F1("sqrt", M_SQRT, "square root; ValueError below 0"),
    F1("tan", M_TAN, "tangent; ValueError for infinities"),
    F1("tanh", M_TANH, "hyperbolic tangent"),
    {"math.degrees", "x, /", scaled, 1, 0, "radians to degrees"},
    {"math.radians", "x, /", scaled, 0, 0, "degrees to radians"},
    {"math.isnan", "x, /", classify, AIR_ISNAN, 0, "bool"},
    {"math.isinf", "x, /", classify, AIR_ISINF, 0, "bool"},
    {"math.isfinite", "x, /", classify, AIR_ISFINITE, 0, "bool"},
    {"math.ulp", "x, /", ulp, 0, 0, "value of the last bit of x"},
    {"math.floor", "x, /", to_int, AIR_FLOOR, 0, "largest int <= x; ValueError, OverflowError"},
    {"math.ceil", "x, /", to_int, AIR_CEIL, 0, "smallest int >= x; ValueError, OverflowError"},
    {"math.trunc", "x, /", to_int, AIR_TRUNC, 0, "int towards zero; ValueError, OverflowError"},
    {"math.isqrt", "n, /", isqrt, 0, 0, "int: floor of the square root; ValueError below 0"},
    {"math.gcd", "*integers", gcd, 0, 0, "greatest common divisor; 0 of none"},
    {"math.lcm", "*integers", lcm, 0, 0, "least common multiple; 1 of none; OverflowError"},
    {"math.factorial", "n, /", factorial, 0, 0, "int; ValueError below 0; OverflowError above 20"},
    {"math.comb", "n, k, /", counted, HPC_RT_math_comb, 0, "n choose k; OverflowError"},
    {"math.perm", "n, k=None, /", counted, HPC_RT_math_perm, 0, "n! / (n - k)!; OverflowError"},
    {"math.atan2", "y, x, /", math_2, AIR_ATAN2, 0, "angle of the point (x, y)"},
    {"math.copysign", "x, y, /", math_2, AIR_COPYSIGN, 0, "x with the sign of y"},
    {"math.nextafter", "x, y, /", math_2, AIR_NEXTAFTER, 0, "the float next to x towards y"},
    {"math.fmod", "x, y, /", math_fmod, 0, 0, "C's remainder; ValueError"},
    {"math.pow", "x, y, /", math_pow, 0, 0, "x ** y as floats; ValueError, OverflowError"},
    {"math.remainder", "x, y, /", math_remainder, 0, 0, "IEEE 754 remainder; ValueError"},
    {"math.ldexp", "x, i, /", math_ldexp, 0, 0, "x * 2 ** i; OverflowError"},
    {"math.hypot", "*coordinates", hypot_of, 0, 0, "Euclidean length"},
    {"math.isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", isclose, 0, 0, "bool"},
    {"math.modf", "x, /", modf_of, 0, 0, "(fractional part, whole part)"},
    {"math.frexp", "x, /", frexp_of, 0, 0, "(mantissa, exponent)"},
    {"math.fsum", "seq, /", fsum, 0, 0, "sum rounded once"},
    {"math.prod", "iterable, /, *, start=1", math_prod, 0, 0, "product of a tuple or literal list"},
    {"math.pi", "", constant, 0, BI_CONSTANT, "3.14159..."},
    {"math.e", "", constant, 1, BI_CONSTANT, "2.71828..."},
    {"math.tau", "", constant, 2, BI_CONSTANT, "2 pi"},
    {"math.inf", "", constant, 3, BI_CONSTANT, "infinity"},
    {"math.nan", "", constant, 4, BI_CONSTANT, "not a number"},
};

BI_TABLE(bi_math, rows);
