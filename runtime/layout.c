/* Axis orders of NumPy's iterator. Axes go from C order, innermost first, by an insertion sort on
 * the magnitudes of the strides in which an operand that broadcasts along either axis has no say,
 * and where operands disagree C order wins.
 *
 * Example: one operand with strides (8, 24) gives the order 0, 1, and a result with (8, 24). */
#include "layout.h"

#include <stdlib.h>

void hpc_broadcast_strides(const hpc_view *op, int rank, int64_t *strides)
{
    int missing = rank - op->rank;
    for (int axis = 0; axis < rank; axis++) {
        int own = axis - missing;
        strides[axis] = own < 0 || op->shape[own] == 1 ? 0 : op->strides[own];
    }
}

typedef enum verdict { UNDECIDED, KEEP, SWAP } verdict;

/* Should `outer`, which lies outside `inner` now, come inside it? */
static verdict compare_axes(int n, const int64_t *const *strides, int inner, int outer)
{
    verdict verdict = UNDECIDED;
    for (int op = 0; op < n; op++) {
        int64_t a = strides[op][inner], b = strides[op][outer];
        if (a == 0 || b == 0)
            continue;
        if (llabs(a) <= llabs(b))
            return KEEP;
        verdict = SWAP;
    }
    return verdict;
}

void hpc_axis_order(int rank, int n, const int64_t *const *strides, int *order)
{
    for (int i = 0; i < rank; i++)
        order[i] = rank - 1 - i;
    for (int i = 1; i < rank; i++) {
        int place = i, moving = order[i];
        for (int j = i - 1; j >= 0; j--) {
            verdict verdict = compare_axes(n, strides, order[j], moving);
            if (verdict == SWAP)
                place = j;
            else if (verdict == KEEP)
                break;
        }
        for (int j = i; j > place; j--)
            order[j] = order[j - 1];
        order[place] = moving;
    }
}

void hpc_result_layout(int rank, const int64_t *shape, int n, const hpc_view *const *ops,
                       int64_t itemsize, int64_t *strides)
{
    int64_t own[HPC_LAYOUT_OPS][HPC_MAX_RANK];
    const int64_t *each[HPC_LAYOUT_OPS];
    int order[HPC_MAX_RANK];
    n = n > HPC_LAYOUT_OPS ? HPC_LAYOUT_OPS : n;
    for (int op = 0; op < n; op++) {
        hpc_broadcast_strides(ops[op], rank, own[op]);
        each[op] = own[op];
    }
    hpc_axis_order(rank, n, each, order);
    for (int i = 0; i < rank; i++) {
        strides[order[i]] = itemsize;
        itemsize *= shape[order[i]];
    }
}

void hpc_copy_layout(const hpc_view *in, int64_t itemsize, int64_t *strides)
{
    int order[HPC_MAX_RANK]; /* outermost first */
    for (int i = 0; i < in->rank; i++) {
        int place = i;
        for (; place > 0 && llabs(in->strides[order[place - 1]]) < llabs(in->strides[i]); place--)
            order[place] = order[place - 1];
        order[place] = i;
    }
    for (int i = in->rank - 1; i >= 0; i--) {
        strides[order[i]] = itemsize;
        itemsize *= in->shape[order[i]];
    }
}
