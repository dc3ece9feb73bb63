/* Takes a fold, builds its parts; see parallel_fold.h. */
#include "parallel_fold.h"

#include <math.h>

static bool is_float(hpc_dtype dtype)
{
    return hpc_dtype_kind(dtype) == 'f' || hpc_dtype_kind(dtype) == 'c';
}

bool fold_is_inexact(parallel_fold fold, hpc_dtype dtype)
{
    return is_float(dtype) && (fold == FOLD_ADD || fold == FOLD_MUL);
}

static int64_t greatest_int(hpc_dtype dtype)
{
    unsigned bits = 8 * (unsigned)hpc_dtype_size(dtype);
    switch (hpc_dtype_kind(dtype)) {
    case 'b': return 1;
    case 'u': return bits == 64 ? -1 : (INT64_C(1) << bits) - 1; /* the bits of the largest */
    default: return INT64_MAX >> (64 - bits);
    }
}

static int64_t least_int(hpc_dtype dtype)
{
    return hpc_dtype_kind(dtype) == 'i' ? -greatest_int(dtype) - 1 : 0;
}

static air_id number(air_builder *b, hpc_dtype dtype, double real, int64_t integer)
{
    if (hpc_dtype_kind(dtype) == 'c')
        return air_const_complex(b, dtype, real, real);
    if (is_float(dtype))
        return air_const_float(b, dtype, real);
    return air_const_int(b, dtype, integer);
}

air_id fold_neutral(air_builder *b, parallel_fold fold, hpc_dtype dtype)
{
    switch (fold) {
    case FOLD_ADD: return number(b, dtype, -0.0, 0);
    case FOLD_MUL: return number(b, dtype, 1.0, 1);
    case FOLD_MIN:
    case FOLD_SELECT_MIN: return number(b, dtype, INFINITY, greatest_int(dtype));
    case FOLD_MAX:
    case FOLD_SELECT_MAX: return number(b, dtype, -INFINITY, least_int(dtype));
    case FOLD_FMIN: return number(b, dtype, NAN, greatest_int(dtype));
    case FOLD_FMAX: return number(b, dtype, NAN, least_int(dtype));
    case FOLD_AND:
        return number(b, dtype, 0.0,
                      hpc_dtype_kind(dtype) == 'u'   ? greatest_int(dtype)
                      : hpc_dtype_kind(dtype) == 'b' ? 1
                                                     : -1);
    default: return number(b, dtype, 0.0, 0);
    }
}

/* x comes first in the order of the turns: of equal numbers, and beside one that is not a number, it
 * stays. */
static air_id keep_or_take(air_builder *b, air_fn compare, air_id x, air_id y)
{
    air_id takes = air_map2(b, compare, HPC_BOOL, y, x);
    return air_map3(b, AIR_SELECT, (hpc_dtype)air_at(b->fun, x)->type.dtype, takes, y, x);
}

air_id fold_pair(air_builder *b, parallel_fold fold, air_id x, air_id y)
{
    static const air_fn functions[] = {
        [FOLD_ADD] = AIR_ADD, [FOLD_MUL] = AIR_MUL,   [FOLD_MIN] = AIR_MIN,
        [FOLD_MAX] = AIR_MAX, [FOLD_FMIN] = AIR_FMIN, [FOLD_FMAX] = AIR_FMAX,
        [FOLD_AND] = AIR_AND, [FOLD_OR] = AIR_OR,     [FOLD_XOR] = AIR_XOR};
    if (fold == FOLD_SELECT_MIN || fold == FOLD_SELECT_MAX)
        return keep_or_take(b, fold == FOLD_SELECT_MIN ? AIR_LT : AIR_GT, x, y);
    return air_map2(b, functions[fold], (hpc_dtype)air_at(b->fun, x)->type.dtype, x, y);
}
