/* The failures that compiled code can report: one row each.
 *
 * Compiled code passes a row's enumerator and up to four 64-bit values to hpc_check_failed; the
 * row's text names them in order, as %lld (a number) or %s (the address of a constant,
 * NUL-terminated text). To add a failure, add a row. */
#ifndef HPC_CHECKS_H
#define HPC_CHECKS_H

#include "rt.h"

/* X(enumerator, hpc_code without its prefix, text) */
/* clang-format off */
#define HPC_CHECKS(X)                                                                              \
    X(INDEX, INDEX_ERROR, "index %lld is out of bounds for axis %lld with size %lld")              \
    X(TOO_MANY_INDICES, INDEX_ERROR,                                                               \
      "too many indices for array: array is %lld-dimensional, but %lld were indexed")              \
    X(BOOL_INDEX, INDEX_ERROR,                                                                     \
      "boolean index did not match indexed array along axis %lld; size of axis is %lld but size "  \
      "of corresponding boolean axis is %lld")                                                     \
    X(SUM_OF_NO_ARRAYS, NOT_IMPLEMENTED_ERROR,                                                     \
      "sum() of no arrays, which would be the start instead of an array, is not supported")        \
    X(LIST_INDEX, INDEX_ERROR, "list index out of range")                                          \
    X(LIST_ASSIGN_INDEX, INDEX_ERROR, "list assignment index out of range")                        \
    X(TUPLE_INDEX, INDEX_ERROR, "tuple index out of range")                                        \
    X(STRING_INDEX, INDEX_ERROR, "string index out of range")                                      \
    X(RANGE_INDEX, INDEX_ERROR, "range object index out of range")                                 \
    X(POP_EMPTY, INDEX_ERROR, "pop from empty list")                                               \
    X(POP_INDEX, INDEX_ERROR, "pop index out of range")                                            \
    X(PY_INT_DIVISION, ZERO_DIVISION_ERROR, "integer division or modulo by zero")                  \
    X(PY_INT_MODULO, ZERO_DIVISION_ERROR, "integer modulo by zero")                                \
    X(PY_TRUE_DIVISION, ZERO_DIVISION_ERROR, "division by zero")                                   \
    X(PY_FLOAT_DIVISION, ZERO_DIVISION_ERROR, "float division by zero")                            \
    X(PY_FLOAT_FLOOR_DIVISION, ZERO_DIVISION_ERROR, "float floor division by zero")                \
    X(PY_FLOAT_MODULO, ZERO_DIVISION_ERROR, "float modulo")                                        \
    X(PY_FLOAT_DIVMOD, ZERO_DIVISION_ERROR, "float divmod()")                                      \
    X(PY_COMPLEX_DIVISION, ZERO_DIVISION_ERROR, "complex division by zero")                        \
    X(PY_ZERO_POWER, ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power")              \
    X(PY_COMPLEX_ZERO_POWER, ZERO_DIVISION_ERROR, "0.0 to a negative or complex power")            \
    X(PY_FLOAT_POWER_RANGE, OVERFLOW_ERROR, "(34, 'Numerical result out of range')")               \
    X(PY_INT_NEGATIVE_POWER, VALUE_ERROR,                                                          \
      "a negative exponent gives a float: write float(x) ** n")                                    \
    X(PY_COMPLEX_POWER, VALUE_ERROR,                                                               \
      "a negative number to a fractional power is complex: write complex(x) ** y")                 \
    X(INT_OVERFLOW, OVERFLOW_ERROR, "integer result does not fit 64 bits")                         \
    X(INT_RANGE, OVERFLOW_ERROR, "Python integer %lld out of bounds for %s")                       \
    X(FLOAT_NAN_TO_INT, VALUE_ERROR, "cannot convert float NaN to integer")                        \
    X(FLOAT_INF_TO_INT, OVERFLOW_ERROR, "cannot convert float infinity to integer")                \
    X(NEGATIVE_SHIFT, VALUE_ERROR, "negative shift count")                                         \
    X(NEGATIVE_POWER, VALUE_ERROR, "Integers to negative integer powers are not allowed.")         \
    X(MATH_DOMAIN, VALUE_ERROR, "math domain error")                                               \
    X(MATH_RANGE, OVERFLOW_ERROR, "math range error")                                              \
    X(FACTORIAL_NEGATIVE, VALUE_ERROR, "factorial() not defined for negative values")              \
    X(ISQRT_NEGATIVE, VALUE_ERROR, "isqrt() argument must be nonnegative")                         \
    X(BROADCAST, VALUE_ERROR, "operands could not be broadcast together with shapes")              \
    X(BROADCAST_1D, VALUE_ERROR,                                                                   \
      "operands could not be broadcast together with shapes (%lld,) (%lld,) ")                     \
    X(BROADCAST_2D, VALUE_ERROR,                                                                   \
      "operands could not be broadcast together with shapes (%lld,%lld) (%lld,%lld) ")             \
    X(INDEX_BROADCAST, INDEX_ERROR,                                                                \
      "shape mismatch: indexing arrays could not be broadcast together with shapes")               \
    X(INDEX_BROADCAST_1D, INDEX_ERROR,                                                             \
      "shape mismatch: indexing arrays could not be broadcast together with shapes (%lld,) "       \
      "(%lld,) ")                                                                                  \
    X(INDEX_BROADCAST_2D, INDEX_ERROR,                                                             \
      "shape mismatch: indexing arrays could not be broadcast together with shapes (%lld,%lld) "   \
      "(%lld,%lld) ")                                                                              \
    X(BROADCAST_ASSIGN, VALUE_ERROR, "could not broadcast input array into the shape assigned to") \
    X(BROADCAST_ASSIGN_1D, VALUE_ERROR,                                                            \
      "could not broadcast input array from shape (%lld,) into shape (%lld,)")                     \
    X(INHOMOGENEOUS, VALUE_ERROR, "all input arrays must have the same shape")                     \
    X(CONCATENATE, VALUE_ERROR,                                                                    \
      "all the input array dimensions except for the concatenation axis must match exactly, but "  \
      "along dimension %lld, the array at index 0 has size %lld and the array at index %lld has "  \
      "size %lld")                                                                                 \
    X(EINSUM_COLLAPSE, VALUE_ERROR,                                                                \
      "dimensions of an einsum operand for a collapsing index don't match (%lld != %lld)")         \
    X(BROADCAST_OUTPUT, VALUE_ERROR, "non-broadcastable output operand")                           \
    X(NEGATIVE_DIMENSIONS, VALUE_ERROR, "negative dimensions are not allowed")                     \
    X(RESHAPE, VALUE_ERROR, "cannot reshape array of size %lld into the shape asked for")          \
    X(SQUEEZE, VALUE_ERROR,                                                                        \
      "cannot select an axis to squeeze out which has size not equal to one")                      \
    X(CORE_DIMENSION, VALUE_ERROR,                                                                 \
      "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "     \
      "(n?,k),(k,m?)->(n?,m?) (size %lld is different from %lld)")                                 \
    X(ZERO_SIZE_REDUCTION, VALUE_ERROR,                                                            \
      "zero-size array to reduction operation %s which has no identity")                           \
    X(ZERO_SIZE_FOLD, VALUE_ERROR,                                                                 \
      "zero-size array to reduction operation which has no identity")                              \
    X(ZERO_SIZE_MAXIMUM, VALUE_ERROR,                                                              \
      "zero-size array to reduction operation maximum which has no identity")                      \
    X(ZERO_SIZE_MINIMUM, VALUE_ERROR,                                                              \
      "zero-size array to reduction operation minimum which has no identity")                      \
    X(ARGMAX_EMPTY, VALUE_ERROR, "attempt to get argmax of an empty sequence")                     \
    X(ARGMIN_EMPTY, VALUE_ERROR, "attempt to get argmin of an empty sequence")                     \
    X(KTH, VALUE_ERROR, "kth(=%lld) out of bounds (%lld)")                                         \
    X(MIN_EMPTY, VALUE_ERROR, "min() arg is an empty sequence")                                    \
    X(MAX_EMPTY, VALUE_ERROR, "max() arg is an empty sequence")                                    \
    X(TRUTH_AMBIGUOUS, VALUE_ERROR,                                                                \
      "The truth value of an array with more than one element is ambiguous. Use a.any() or "       \
      "a.all()")                                                                                   \
    X(TRUTH_EMPTY, VALUE_ERROR,                                                                    \
      "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an "     \
      "array is not empty.")                                                                       \
    X(NOT_SIZE_ONE, VALUE_ERROR, "can only convert an array of size 1 to a Python scalar")         \
    X(READ_ONLY, VALUE_ERROR, "assignment destination is read-only")                               \
    X(UNPACK_TOO_MANY, VALUE_ERROR, "too many values to unpack (expected %lld)")                   \
    X(UNPACK_TOO_FEW, VALUE_ERROR, "not enough values to unpack (expected %lld, got %lld)")        \
    X(UNPACK_AT_LEAST, VALUE_ERROR,                                                                \
      "not enough values to unpack (expected at least %lld, got %lld)")                            \
    X(NOT_IN_LIST, VALUE_ERROR, "%lld is not in list")                                             \
    X(NOT_IN_LIST_REMOVE, VALUE_ERROR, "list.remove(x): x not in list")                            \
    X(RANGE_STEP_ZERO, VALUE_ERROR, "range() arg 3 must not be zero")                              \
    X(SLICE_STEP_ZERO, VALUE_ERROR, "slice step cannot be zero")                                   \
    X(LINSPACE_COUNT, VALUE_ERROR, "Number of samples, %lld, must be non-negative.")               \
    X(AXIS, AXIS_ERROR, "axis %lld is out of bounds for array of dimension %lld")                  \
    X(NONE_TYPE, TYPE_ERROR, "%s")                                                                 \
    X(NONE_ATTRIBUTE, ATTRIBUTE_ERROR, "'NoneType' object has no attribute '%s'")                  \
    X(ATTRIBUTE, ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'")                             \
    X(UNBOUND_LOCAL, UNBOUND_LOCAL_ERROR,                                                          \
      "cannot access local variable '%s' where it is not associated with a value")                 \
    X(UNBOUND_GLOBAL, NAME_ERROR, "name '%s' is not defined")                                      \
    X(STOP_ITERATION, STOP_ITERATION, "")                                                          \
    X(ASSERTION, ASSERTION_ERROR, "")                                                              \
    X(ASSERTION_TEXT, ASSERTION_ERROR, "%s")                                                       \
    X(RECURSION, RECURSION_ERROR, "maximum recursion depth exceeded")                              \
    X(OUT_OF_MEMORY, MEMORY_ERROR, "out of memory")                                                \
    X(LEAVE, RUNTIME_ERROR, "") /* not a failure: a jump out of a try with a finally */            \
    X(TIME_LIMIT, TIMEOUT_ERROR, "time limit exceeded")                                            \
    X(INTERRUPTED, KEYBOARD_INTERRUPT, "")
/* clang-format on */

typedef enum hpc_check {
#define X(name, code, text) HPC_CHECK_##name,
    HPC_CHECKS(X)
#undef X
        HPC_CHECK_COUNT
} hpc_check;

hpc_code hpc_check_code(int check);      /* the class that a check raises */
const char *hpc_check_format(int check); /* its text, as in the table */
/* Fill frame->error from a row of the table; loc is the source location id, values what the text
 * names (NULL when it names none). Returns the row's code; a check out of range is a RuntimeError. */
hpc_code hpc_check_failed(hpc_frame *frame, int check, int loc, const int64_t values[4]);

/* NumPy's whole message for operands of any rank: "operands could not be broadcast together with
 * shapes (2,3) (4,) ". Returns HPC_VALUE_ERROR. */
hpc_code hpc_fail_broadcast(hpc_frame *frame, const hpc_view *const *operands, int count);
/* "could not broadcast input array from shape (4,) into shape (2,3)". */
hpc_code hpc_fail_broadcast_assign(hpc_frame *frame, const hpc_view *dst, const hpc_view *src);

#endif
