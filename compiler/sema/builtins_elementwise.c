/* Functions beside the ufuncs that work as operators do: where, clip, round, matmul. */
#include <math.h>

#include "../../runtime/checks.h"
#include "ops.h"

/* ---- where ----------------------------------------------------------------------------------- */

/* x and y in their common dtype; a Python int that does not fit wraps, as NumPy's does here. */
static air_id choice_operand(elab *e, const val *v, hpc_dtype dtype, span where)
{
    if (v->ty->kind == TY_INT)
        return air_cast(&e->b, dtype, val_node(e, v));
    return op_operand(e, v, dtype, where);
}

static val numpy_where(elab *e, const bi_call *call)
{
    val args[3];
    for (int i = 0; i < 3; i++) {
        if (i && val_absent(&call->args[i]))
            continue;
        args[i] = op_arraylike(e, &call->args[i], call->spans[i]);
        if (val_bad(args[i]))
            return args[i];
        if (!ty_is_arraylike(args[i].ty))
            return elab_unsupported(e, call->spans[i], "where of this value");
    }
    bool no_x = val_absent(&call->args[1]), no_y = val_absent(&call->args[2]);
    if (no_x && no_y)
        return elab_call_named(e, "numpy.nonzero", args, 1, call->where);
    if (no_x || no_y)
        return elab_error(e, call->where, "ValueError",
                          "either both or neither of x and y should be given");
    elab_at(e, call->where);
    hpc_dtype dtype = pr_result((const ty *[]){args[1].ty, args[2].ty}, 2, e->mode);
    air_id condition = op_operand(e, &args[0], HPC_BOOL, call->spans[0]);
    air_id x = choice_operand(e, &args[1], dtype, call->spans[1]);
    air_id y = choice_operand(e, &args[2], dtype, call->spans[2]);
    air_id made = air_map3(&e->b, AIR_SELECT, dtype, condition, x, y);
    bool scalar = air_at(e->b.fun, made)->type.kind == AIR_SCALAR;
    if (scalar && call->row->data && e->mode != PR_NUMBA)
        made = air_fill(&e->b, made, 0, NULL); /* NumPy's where gives arrays, of rank 0 too */
    return val_array(e, made);
}

/* ---- clip ------------------------------------------------------------------------------------ */

/* A Python int as a bound of an integer array: one that lies outside of the dtype on the harmless
 * side bounds nothing. */
static val integer_bound(elab *e, const val *array, const val *bound, bool upper)
{
    hpc_dtype dtype = ty_dtype_of(array->ty);
    char kind = hpc_dtype_kind(dtype);
    if (bound->ty->kind != TY_INT || (kind != 'i' && kind != 'u') || dtype == HPC_I64)
        return *bound;
    int bits = (int)(8 * hpc_dtype_size(dtype));
    int64_t high = bits == 64 ? INT64_MAX : (INT64_C(1) << (bits - (kind == 'i'))) - 1;
    int64_t low = kind == 'u' ? 0 : -high - 1;
    air_id limit = air_const_int(&e->b, HPC_I64, upper ? high : low);
    air_id node = val_node(e, bound);
    air_fn keep = upper ? AIR_LT : AIR_GT;
    air_id nearer =
        air_map3(&e->b, AIR_SELECT, HPC_I64, op_test(e, keep, node, limit), node, limit);
    return val_int_node(e, nearer);
}

static val clip(elab *e, const bi_call *call)
{
    const val *low = &call->args[1], *high = &call->args[2];
    if (!val_absent(&call->args[4]))
        low = &call->args[4];
    if (!val_absent(&call->args[5]))
        high = &call->args[5];
    bool method = call->row->flags & BI_METHOD;
    if (!method && val_absent(low) != val_absent(high) && val_absent(&call->args[4]) &&
        val_absent(&call->args[5]))
        return elab_error(e, call->where, "TypeError",
                          "clip() missing 1 required positional argument: '%s'",
                          val_absent(low) ? "a_min" : "a_max");
    val x = op_arraylike(e, &call->args[0], call->spans[0]);
    const val *out = &call->args[3];
    bool has_low = !val_absent(low) && !val_is_none(low);
    bool has_high = !val_absent(high) && !val_is_none(high);
    if (val_bad(x))
        return x;
    if (!ty_is_arraylike(x.ty))
        return op_ufunc(e, AIR_POS, "clip", &x, 1, call->where);
    elab_at(e, call->where);
    val lower = has_low ? op_arraylike(e, low, call->where) : val_none(e);
    val upper = has_high ? op_arraylike(e, high, call->where) : val_none(e);
    if (val_bad(lower) || val_bad(upper))
        return val_never(e);
    /* one loop for all three, as NumPy's ufunc has */
    if (has_low && has_high && ty_is_arraylike(lower.ty) && ty_is_arraylike(upper.ty)) {
        hpc_dtype dtype = pr_result((const ty *[]){x.ty, lower.ty, upper.ty}, 3, e->mode);
        if (dtype != ty_dtype_of(x.ty))
            x = op_astype(e, x, dtype, call->where);
        else if (ty_is_python_number(x.ty))
            x = val_array(e, val_node(e, &x));
    }
    val result = x;
    if (has_low)
        result = op_ufunc(e, AIR_MAX, "clip", (val[]){result, integer_bound(e, &x, &lower, false)},
                          2, call->where);
    if (has_high && !val_bad(result))
        result = op_ufunc(e, AIR_MIN, "clip", (val[]){result, integer_bound(e, &x, &upper, true)},
                          2, call->where);
    if (!has_low && !has_high)
        result = op_astype(e, x, ty_dtype_of(x.ty), call->where);
    if (val_is_none(out))
        return result;
    return op_store_result(e, "clip", result, *out, NULL, call->where);
}

/* ---- round ----------------------------------------------------------------------------------- */

static val scale(elab *e, air_fn fn, const val *x, double factor, span where)
{
    return op_ufunc(e, fn, fn == AIR_MUL ? "multiply" : "divide", (val[]){*x, val_float(e, factor)},
                    2, where);
}

/* NumPy multiplies by 10**decimals, rounds to whole numbers, and divides. */
static val round_real(elab *e, const val *x, int64_t decimals, span where)
{
    if (decimals == 0)
        return op_ufunc(e, AIR_RINT, "rint", x, 1, where);
    double factor = pow(10, (double)(decimals < 0 ? -decimals : decimals));
    air_fn before = decimals > 0 ? AIR_MUL : AIR_DIV, after = decimals > 0 ? AIR_DIV : AIR_MUL;
    val v = scale(e, before, x, factor, where);
    if (!val_bad(v))
        v = op_ufunc(e, AIR_RINT, "rint", &v, 1, where);
    return val_bad(v) ? v : scale(e, after, &v, factor, where);
}

static val round_complex(elab *e, const val *x, int64_t decimals, span where)
{
    hpc_dtype dtype = ty_dtype_of(x->ty);
    hpc_dtype part = dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    air_id node = op_operand(e, x, dtype, where), parts[2];
    static const air_fn take[] = {AIR_REAL, AIR_IMAG};
    for (int i = 0; i < 2; i++) {
        val v = val_array(e, op_map1(e, take[i], part, node));
        v = round_real(e, &v, decimals, where);
        if (val_bad(v))
            return v;
        parts[i] = val_node(e, &v);
    }
    return val_array(e, op_map2(e, AIR_COMPLEX, dtype, parts[0], parts[1]));
}

static val numpy_round(elab *e, const bi_call *call)
{
    int64_t decimals;
    val x = op_arraylike(e, &call->args[0], call->spans[0]);
    if (val_bad(x))
        return x;
    if (!ty_is_arraylike(x.ty))
        return op_ufunc(e, AIR_RINT, "rint", &x, 1, call->where);
    if (!val_const_int(&call->args[1], &decimals))
        return elab_need_constant(e, &call->args[1], call->spans[1], "decimals");
    elab_at(e, call->where);
    hpc_dtype dtype = ty_dtype_of(x.ty);
    char kind = hpc_dtype_kind(dtype);
    val result;
    if (kind == 'c') {
        result = round_complex(e, &x, decimals, call->where);
    } else if (kind == 'b' && decimals != 0) {
        return elab_error(
            e, call->where, "UFuncTypeError",
            "Cannot cast ufunc '%s' output from dtype('float64') to dtype('bool') with "
            "casting rule 'same_kind'",
            decimals > 0 ? "multiply" : "divide");
    } else if (kind == 'f' || kind == 'b') {
        result = round_real(e, &x, decimals, call->where);
    } else if (decimals >= 0) {
        result = op_ufunc(e, AIR_POS, "positive", &x, 1, call->where);
    } else {
        result = round_real(e, &x, decimals, call->where);
        result = op_astype(e, result, dtype, call->where);
    }
    if (val_is_none(&call->args[2]))
        return result;
    return op_store_result(e, "round", result, call->args[2], NULL, call->where);
}

/* ---- matmul ---------------------------------------------------------------------------------- */

static val numpy_matmul(elab *e, const bi_call *call)
{
    if (val_is_none(&call->args[2]))
        return op_matmul(e, call->args[0], call->args[1], call->where);
    if (call->args[2].ty->kind != TY_ARRAY)
        return elab_error(e, call->spans[2], "TypeError", "return arrays must be of ArrayType");
    return op_matmul_into(e, call->args[0], call->args[1], call->args[2], call->where);
}

#define ROUND "a, decimals=0, out=None"
#define CLIP "a, a_min=..., a_max=..., out=None, *, min=..., max=..."

/* x * y + z, rounded once. */
static val numpy_fma(elab *e, const bi_call *call)
{
    air_id nodes[3];
    const ty *types[3] = {call->args[0].ty, call->args[1].ty, call->args[2].ty};
    hpc_dtype dtype = pr_result(types, 3, e->mode);
    for (int i = 0; i < 3; i++)
        nodes[i] = op_operand(e, &call->args[i], dtype, call->spans[i]);
    elab_at(e, call->where);
    return val_array(e, air_map3(&e->b, AIR_FMA, dtype, nodes[0], nodes[1], nodes[2]));
}

static const bi_row rows[] = {
    {"numpy.matmul", "x1, x2, /, out=None", numpy_matmul, 0, 0,
     "x1 @ x2: matrix product, stacks broadcast; ValueError where the inner extents differ"},
    {"numpy._fma", "x, y, z, /", numpy_fma, 0, 0, "x * y + z for stdlib, of floats, rounded once"},
    {"numpy._where", "condition, x, y, /", numpy_where, 0, 0,
     "where for stdlib: scalars give a scalar, as ufuncs do"},
    {"numpy.where", "condition, x=..., y=..., /", numpy_where, 1, 0,
     "x where condition holds, y elsewhere, broadcast; with one argument nonzero(condition)"},
    {"numpy.clip", CLIP, clip, 0, 0, "values limited to [a_min, a_max]; None is no limit"},
    {"ndarray.clip", "self, min=..., max=..., out=None, *, _low=..., _high=...", clip, 0, BI_METHOD,
     "numpy.clip"},
    {"numpy.round", ROUND, numpy_round, 0, 0,
     "to `decimals` places, ties to even; integers stay unless decimals < 0"},
    {"numpy.around", ROUND, numpy_round, 0, 0, "the same as round"},
    {"ndarray.round", "self, decimals=0, out=None", numpy_round, 0, BI_METHOD, "numpy.round"},
};

BI_TABLE(bi_elementwise, rows);
