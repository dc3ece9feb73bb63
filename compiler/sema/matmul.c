/* Takes two arrays, gives their matrix product. Products of a few known extents, and of two vectors,
 * are array IR, which fuses and unrolls:
 *   [3, 2] @ [2, 2]  ->  reduce add over axis 2 of map mul([3, 1, 2], [2, 2])
 * (a call of BLAS costs more than the product of two short vectors, and long ones wait for memory).
 * All others are computed by the runtime (runtime/matmul.c). */
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

/* At most so many multiplications are unrolled. */
enum { FEW = 64 };

/* The product of all extents, at most FEW; false where one is not known. */
static bool few_elements(elab *e, air_id a, int64_t *count)
{
    uint32_t rank = air_at(e->b.fun, a)->type.rank;
    *count = 1;
    for (uint32_t i = 0; i < rank; i++) {
        int64_t extent;
        if (!air_is_const(e->b.fun, air_dim(&e->b, a, i), &extent) || extent < 1 || extent > FEW)
            return false;
        *count *= extent;
    }
    return *count <= FEW;
}

static bool is_few(elab *e, air_id a, air_id b)
{
    int64_t count_a, count_b, k = 1;
    uint32_t rank_a = air_at(e->b.fun, a)->type.rank, rank_b = air_at(e->b.fun, b)->type.rank;
    if (rank_a > 2 || rank_b > 2 || !few_elements(e, a, &count_a) || !few_elements(e, b, &count_b))
        return false;
    air_is_const(e->b.fun, air_dim(&e->b, a, rank_a - 1), &k);
    return count_a * count_b / k <= FEW;
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
    air_id k = air_dim(&e->b, a, rank_a - 1);
    if (rank_a == 1 && rank_b == 1 && k != air_dim(&e->b, b, 0)) /* checked: none is broadcast */
        b = air_view_new(&e->b, b, &(air_view){.axis = {0}}, 1, &k);
    air_id products = op_map2(e, mul, dtype, a, b);
    uint32_t rank = air_at(e->b.fun, products)->type.rank;
    air_id made = air_reduce(&e->b, add, products, UINT32_C(1) << (rank - 1), false);
    bool c_order = rank < 3 || air_at(e->b.fun, made)->type.facts & AIR_C_ORDER;
    return c_order ? made : air_copy(&e->b, made); /* NumPy's is, whatever the operands' order */
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

/* The operands as arrays of the result's dtype, their inner extents checked; false after an error. */
static bool operands(elab *e, const val *a, const val *b, span where, air_id *x, air_id *y,
                     hpc_dtype *dtype)
{
    elab_at(e, where);
    val args[2] = {op_arraylike(e, a, where), op_arraylike(e, b, where)};
    const ty *types[2];
    for (unsigned i = 0; i < 2; i++) {
        if (val_bad(args[i]))
            return false;
        if (!ty_is_arraylike(args[i].ty))
            return op_unsupported(e, AST_MATMUL, a, b, where), false;
        if (val_rank(&args[i]) == 0)
            return too_few(e, i, where), false;
        types[i] = args[i].ty;
    }
    *dtype = pr_result(types, 2, e->mode);
    *x = air_cast(&e->b, *dtype, args[0].node);
    *y = air_cast(&e->b, *dtype, args[1].node);
    check_core(e, *x, *y);
    return true;
}

val op_matmul(elab *e, val a, val b, span where)
{
    air_id x, y;
    hpc_dtype dtype;
    if (val_bad(a) || val_bad(b) || !operands(e, &a, &b, where, &x, &y, &dtype))
        return val_never(e);
    bool vectors = air_at(e->b.fun, x)->type.rank == 1 && air_at(e->b.fun, y)->type.rank == 1;
    bool inlined = dtype != HPC_F16 && (vectors || is_few(e, x, y));
    return val_array(e, inlined ? by_reduction(e, x, y, dtype) : by_runtime(e, x, y, dtype));
}

val op_matmul_into(elab *e, val a, val b, val dst, span where)
{
    air_id x, y;
    hpc_dtype dtype;
    if (val_bad(a) || val_bad(b) || !operands(e, &a, &b, where, &x, &y, &dtype))
        return val_never(e);
    uint32_t rank_x = air_at(e->b.fun, x)->type.rank, rank_y = air_at(e->b.fun, y)->type.rank;
    uint32_t rank = rank_x > rank_y ? rank_x : rank_y;
    rank -= (rank_x == 1) + (rank_y == 1);
    if (dst.ty->dtype != dtype || dst.ty->rank != rank || rank_x == 1 || rank_y == 1)
        return op_store_result(e, "matmul", op_matmul(e, a, b, where), dst, NULL, where);
    air_check_writable(&e->b, dst.node);
    air_id args[] = {dst.node, x, y};
    air_rt(&e->b, HPC_RT_matmul_into, args, 3, NULL, 0);
    return dst;
}
