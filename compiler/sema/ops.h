/* Operators: what their files share, and what elab_call needs of them.
 *   ops.c           which rule applies: unary, binary, in-place operators
 *   ops_compare.c   comparisons, `in`, `is`, truth
 *   ops_python.c    Python's numbers: checked, CPython's errors
 *   ops_numba.c     scalars under Numba's decorators
 *   ops_array.c     NumPy's scalars and arrays: ufuncs, casts, assignment
 *   ops_complex.c   elementary functions of complex numbers
 *   ops_sequence.c  strings, tuples and lists
 *   elab_union.c    values of several possible types */
#ifndef HPC_OPS_H
#define HPC_OPS_H

#include "elab_scope.h"

/* The ufunc that an operator stands for. */
typedef struct op_ufunc_row {
    air_fn fn;
    const char *name; /* "floor_divide" */
} op_ufunc_row;
extern const op_ufunc_row op_ufuncs[AST_BINARY_OP_COUNT]; /* MATMUL's row is not used */
extern const op_ufunc_row op_compare_ufuncs[AST_GE + 1];

/* A union operand: `each` is elaborated for every alternative, under a branch on the tag; the
 * results join. v must be a union. */
typedef val (*elab_each)(elab *e, val v, void *user);
val elab_distribute(elab *e, val v, elab_each each, void *user, span where);
/* An array of one of several dtypes, told by the tag (np.linalg.eig), or an element of it: calls,
 * attributes and subscripts are elaborated for each. */
bool union_of_arrays(const val *v);
/* The union of two types that are arrays or such unions; NULL where they are not, or too many. */
const ty *union_join_arrays(elab *e, const ty *a, const ty *b);
/* True where an argument (or a method's self) is such an array: *result is the call for each. */
bool union_spread_call(elab *e, const val *callee, const call_args *args, span where, val *result);
val union_attribute(elab *e, val object, const char *name, span where);
val union_getitem(elab *e, val object, val index, span where);

/* A type as Python's messages name it: "int", "numpy.float64", "NoneType". */
const char *op_type_name(elab *e, const ty *t);
val op_unsupported(elab *e, ast_binary_op op, const val *a, const val *b, span where);

/* Shorthand for building scalars. */
static inline air_id op_map1(elab *e, air_fn fn, hpc_dtype dtype, air_id x)
{
    return air_map1(&e->b, fn, dtype, x);
}
static inline air_id op_map2(elab *e, air_fn fn, hpc_dtype dtype, air_id x, air_id y)
{
    return air_map2(&e->b, fn, dtype, x, y);
}
static inline air_id op_int(elab *e, int64_t value)
{
    return air_const_int(&e->b, HPC_I64, value);
}
static inline air_id op_float(elab *e, double value)
{
    return air_const_float(&e->b, HPC_F64, value);
}
static inline air_id op_test(elab *e, air_fn fn, air_id x, air_id y)
{
    return air_map2(&e->b, fn, HPC_BOOL, x, y);
}
static inline air_id op_not(elab *e, air_id x)
{
    return air_map1(&e->b, AIR_NOT, HPC_BOOL, x);
}
static inline air_id op_and(elab *e, air_id x, air_id y)
{
    return op_test(e, AIR_AND, x, y);
}
static inline air_id op_or(elab *e, air_id x, air_id y)
{
    return op_test(e, AIR_OR, x, y);
}

/* What y fn' x must be for x fn y: comparisons the other way round. */
air_fn op_mirrored(air_fn fn);

/* Python's int of a uint64. Ours ends at 64 bits with a sign: OverflowError beyond. */
air_id op_int_of_u64(elab *e, air_id x);
/* Both operands are Python's numbers. */
val op_python_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where);
val op_python_unary(elab *e, ast_unary_op op, const val *v, span where);
air_id op_python_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where);
/* Numbers under Numba's decorators. A result that Python has a type for has that type. */
val op_numba_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where);
val op_numba_unary(elab *e, ast_unary_op op, const val *v, span where);
val op_numba_result(elab *e, air_id node);

/* Powers of arrays and NumPy scalars, by ** or by np.power: the checks and short cuts of either. */
val op_power(elab *e, const val *a, const val *b, bool by_operator, span where);
/* x < y ... for an int64 and a uint64 node of any rank: exact. */
air_id op_mixed_compare(elab *e, air_fn fn, air_id x, air_id y);
/* A number or array as an operand of MAP: 0-d arrays become their element. */
air_id op_operand(elab *e, const val *v, hpc_dtype dtype, span where);
/* A list or tuple beside an array becomes an array; other values stay. */
val op_arraylike(elab *e, const val *v, span where);
/* The value that `fn` gives is stored in dst, broadcast and cast as a ufunc's out= is. */
val op_ufunc_into(elab *e, air_fn fn, const char *name, const val *args, uint32_t count, val dst,
                  const val *mask, span where);

/* An elementary function of a complex node, and x ** y, by nodes on their parts; 0: array IR's own
 * function does it. */
air_id op_complex_function(elab *e, air_fn fn, air_id z);
air_id op_complex_power(elab *e, air_id x, air_id y);

/* Each axis of a value must have the target's extent or 1, else the check of the row fails. A value of
 * more axes than the target is the caller's to refuse. */
void op_check_axes(elab *e, air_id value, air_id target, int row);

/* A computed value stored in dst as a ufunc's out= is: cast same_kind, broadcast, masked. */
val op_store_result(elab *e, const char *name, val made, val dst, const val *mask, span where);
/* An array of the dtype with the broadcast shape of the nodes, contents unset. */
val op_empty_like(elab *e, hpc_dtype dtype, const air_id *nodes, uint32_t count);

/* True where the row is a ufunc that is one function of array IR. */
bool op_ufunc_of_row(const bi_row *row, air_fn *fn);
/* True where the row is a ufunc of one, of two arguments and one result. */
bool op_is_ufunc1(const bi_row *row);
bool op_is_ufunc2(const bi_row *row);

bool op_is_sequence(const val *v); /* str, tuple, list */
val op_sequence_binary(elab *e, ast_binary_op op, const val *a, const val *b, span where);
val op_sequence_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where);
val op_contains(elab *e, const val *item, const val *container, span where);
/* An i64 node: 0 where the list or text at run time is empty. */
air_id op_object_length(elab *e, const val *v, span where);

#endif
