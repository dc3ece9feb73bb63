/* Promotion: which dtype an operation computes in and gives. One table for NumPy's rules (NEP 50)
 * and Numba's (under its decorators). */
#ifndef HPC_PROMOTE_H
#define HPC_PROMOTE_H

#include "ty.h"

typedef enum pr_mode { PR_NUMPY, PR_NUMBA } pr_mode;

/* np.promote_types. */
hpc_dtype pr_promote(hpc_dtype a, hpc_dtype b);
/* np.result_type over values of these types: Python numbers are weak. In Numba's mode integers
 * narrower than 64 bits widen to 64 (scalars only) and nothing is weak. */
hpc_dtype pr_result(const ty *const *types, uint32_t count, pr_mode mode);
/* np.can_cast(from, to, casting): casting is 'n'o, 'e'quiv, 's'afe, same_'k'ind, 'u'nsafe. */
bool pr_can_cast(hpc_dtype from, hpc_dtype to, char casting);
/* True where the Python int fits the dtype (OverflowError otherwise: "Python integer 300 out of
 * bounds for uint8"). */
bool pr_int_fits(int64_t value, hpc_dtype dtype);

/* The loop that NumPy's ufunc picks: all operands are cast to `in` (per operand for shifts, ldexp)
 * and the result has dtype `out`. False: no loop (TypeError: ufunc 'add' not supported ...). */
typedef struct pr_loop {
    hpc_dtype in[3];
    hpc_dtype out;
} pr_loop;
bool pr_ufunc(air_fn fn, const ty *const *types, uint32_t count, pr_mode mode, pr_loop *loop);

#endif
