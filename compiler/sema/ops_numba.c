/* Takes scalars of a function under a Numba decorator, gives what Numba's operators give: 64-bit
 * integers that wrap, floats by pr_ufunc, and ZeroDivisionError (error_model='python'). */
#include "../../runtime/checks.h"
#include "ops.h"

val op_numba_result(elab *e, air_id node)
{
    static const struct {
        hpc_dtype dtype;
        ty_kind kind;
    } python[] = {
        {HPC_BOOL, TY_BOOL}, {HPC_I64, TY_INT}, {HPC_F64, TY_FLOAT}, {HPC_C128, TY_COMPLEX}};
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, node)->type.dtype;
    for (size_t i = 0; i < sizeof python / sizeof *python; i++)
        if (python[i].dtype == dtype)
            return val_of(e, ty_basic(e->types, python[i].kind), node);
    return val_of(e, ty_scalar(e->types, dtype), node);
}

static void check_divisor(elab *e, ast_binary_op op, air_id divisor, hpc_dtype dtype)
{
    if (op != AST_DIV && op != AST_FLOORDIV && op != AST_MOD)
        return;
    air_id zero = air_cast(&e->b, dtype, op_int(e, 0));
    air_check(&e->b, op_test(e, AIR_NE, divisor, zero), HPC_CHECK_PY_TRUE_DIVISION, NULL, 0);
}

/* int ** int by Numba: multiplication that wraps; 1 / x ** n, cut to an integer, for n < 0. */
static val int_power(elab *e, air_id x, air_id n, hpc_dtype dtype)
{
    if (hpc_dtype_kind(dtype) == 'u')
        return op_numba_result(e, op_map2(e, AIR_POW, dtype, x, n));
    air_id zero = op_int(e, 0);
    air_id negative = op_test(e, AIR_LT, n, zero);
    air_id size = op_map1(e, AIR_ABS, HPC_I64, n);
    air_id power = op_map2(e, AIR_POW, HPC_I64, x, size);
    air_id pole = op_and(e, negative, op_test(e, AIR_EQ, x, zero));
    air_check(&e->b, op_not(e, pole), HPC_CHECK_PY_TRUE_DIVISION, NULL, 0);
    int64_t sign;
    if (air_is_const(e->b.fun, negative, &sign) && !sign)
        return op_numba_result(e, power);
    air_id inverse = op_map2(e, AIR_DIV, HPC_F64, op_float(e, 1), air_cast(&e->b, HPC_F64, power));
    inverse = air_cast(&e->b, HPC_I64, inverse);
    return op_numba_result(e, air_map3(&e->b, AIR_SELECT, HPC_I64, negative, inverse, power));
}

val op_numba_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    const op_ufunc_row *row = &op_ufuncs[op];
    pr_loop loop;
    if (op == AST_MATMUL || !pr_ufunc(row->fn, (const ty *[]){a->ty, b->ty}, 2, e->mode, &loop))
        return op_unsupported(e, op, a, b, where);
    air_id x = air_cast(&e->b, loop.in[0], val_node(e, a));
    air_id y = air_cast(&e->b, loop.in[1], val_node(e, b));
    check_divisor(e, op, y, loop.in[1]);
    char kind = hpc_dtype_kind(loop.in[0]);
    if (op == AST_POW && (kind == 'i' || kind == 'u'))
        return int_power(e, x, y, loop.in[0]);
    if (op == AST_POW && kind == 'c')
        return op_numba_result(e, op_complex_power(e, x, y));
    return op_numba_result(e, op_map2(e, row->fn, loop.out, x, y));
}

val op_numba_unary(elab *e, ast_unary_op op, const val *v, span where)
{
    static const air_fn fns[] = {
        [AST_POS] = AIR_POS, [AST_NEG] = AIR_NEG, [AST_INVERT] = AIR_INVERT};
    pr_loop loop;
    if (!pr_ufunc(fns[op], &v->ty, 1, e->mode, &loop))
        return elab_error(e, where, "TypeError", "bad operand type for unary %s: '%s'",
                          ast_unary_op_text(op), op_type_name(e, v->ty));
    hpc_dtype from = ty_dtype_of(v->ty);
    if (op != AST_POS && hpc_dtype_kind(from) == 'u') { /* at its own width, then extended */
        air_id narrow = op_map1(e, fns[op], from, val_node(e, v));
        return op_numba_result(e, air_cast(&e->b, loop.out, narrow));
    }
    air_id x = air_cast(&e->b, loop.in[0], val_node(e, v));
    return op_numba_result(e, op == AST_POS ? x : op_map1(e, fns[op], loop.out, x));
}
