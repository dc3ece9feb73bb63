/* Takes two arrays, gives their matrix product. Integers and bools in one pass of array IR, in order:
 *   [n, k] @ [k, m]  ->  reduce add over axis 2 of map mul([n, 1, k], [m, k])
 * floats, complex numbers and stacks by the runtime (runtime/linalg.c). */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "ops.h"

static val too_few(elab *e, unsigned operand, span where)
{
    return elab_error(
        e, where, "ValueError",
        "matmul: Input operand %u does not have enough dimensions (has 0, gufunc core "
        "with signature (n?,k),(k,m?)->(n?,m?) requires 1)",
        operand);
}

/* The extents that are summed over must be equal. */
static void check_core(elab *e, air_id a, air_id b)
{
    uint32_t rank_a = air_at(e->b.fun, a)->type.rank, rank_b = air_at(e->b.fun, b)->type.rank;
    air_id k = air_dim(&e->b, a, rank_a - 1);
    air_id other = air_dim(&e->b, b, rank_b >= 2 ? rank_b - 2 : 0);
    if (k != other)
        air_check(&e->b, op_test(e, AIR_EQ, k, other), HPC_CHECK_CORE_DIMENSION,
                  (air_id[]){other, k}, 2);
}

/* Products of rank at most 2 by MAP and REDUCE: a as [n, 1, k] or [k], b as [m, k] or [k]. */
static air_id by_reduction(elab *e, air_id a, air_id b, hpc_dtype dtype)
{
    uint32_t rank_a = air_at(e->b.fun, a)->type.rank, rank_b = air_at(e->b.fun, b)->type.rank;
    air_fn mul = dtype == HPC_BOOL ? AIR_AND : AIR_MUL, add = dtype == HPC_BOOL ? AIR_OR : AIR_ADD;
    if (rank_b == 2) {
        b = air_transpose(&e->b, b, (const uint8_t[]){1, 0});
        if (rank_a == 2)
            a = air_newaxis(&e->b, a, 1);
    }
    air_id products = op_map2(e, mul, dtype, a, b);
    uint32_t rank = air_at(e->b.fun, products)->type.rank;
    return air_reduce(&e->b, add, products, UINT32_C(1) << (rank - 1), false);
}

/* Extents of the stacks broadcast; each operand's last one or two axes are the matrix's. */
static air_id by_runtime(elab *e, air_id a, air_id b, hpc_dtype dtype)
{
    uint32_t rank_a = air_at(e->b.fun, a)->type.rank, rank_b = air_at(e->b.fun, b)->type.rank;
    uint32_t stack_a = rank_a > 2 ? rank_a - 2 : 0, stack_b = rank_b > 2 ? rank_b - 2 : 0;
    uint32_t rank = stack_a > stack_b ? stack_a : stack_b;
    rank += (rank_a >= 2) + (rank_b >= 2);
    air_type result = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank,
                       AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    air_id made = air_rt(&e->b, HPC_RT_matmul, (air_id[]){a, b}, 2, &result, 1);
    return rank ? made : air_elem(&e->b, made, NULL);
}

val op_matmul(elab *e, val a, val b, span where)
{
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    elab_at(e, where);
    val args[2] = {op_arraylike(e, &a, where), op_arraylike(e, &b, where)};
    const ty *types[2];
    for (unsigned i = 0; i < 2; i++) {
        if (val_bad(args[i]))
            return args[i];
        if (!ty_is_arraylike(args[i].ty))
            return op_unsupported(e, AST_MATMUL, &a, &b, where);
        if (val_rank(&args[i]) == 0)
            return too_few(e, i, where);
        types[i] = args[i].ty;
    }
    hpc_dtype dtype = pr_result(types, 2, e->mode);
    air_id x = air_cast(&e->b, dtype, args[0].node), y = air_cast(&e->b, dtype, args[1].node);
    check_core(e, x, y);
    bool whole = hpc_dtype_kind(dtype) != 'f' && hpc_dtype_kind(dtype) != 'c';
    bool flat = val_rank(&args[0]) <= 2 && val_rank(&args[1]) <= 2;
    return val_array(e, whole && flat ? by_reduction(e, x, y, dtype) : by_runtime(e, x, y, dtype));
}
