/* The order of a reduction, as NumPy's buffered iterator has it (since 2.3): axes that every
 * operand steps through evenly are joined; then inner axes are gathered into one kernel call as
 * long as the estimated cost, (1 + operands to buffer) / elements per call, does not rise. A call
 * never goes past the axis where the result's stride turns from 0 or to 0. */
#include <string.h>

#include "reduce_parts.h"

/* Can axis j lie inside axis i as one axis for this operand? */
static bool joins(const hpc_reduce_plan *plan, int op, int inner, int outer)
{
    int64_t a = plan->strides[op][inner], b = plan->strides[op][outer];
    return (plan->shape[inner] == 1 && a == 0) || (plan->shape[outer] == 1 && b == 0) ||
           a * plan->shape[inner] == b;
}

static void coalesce(hpc_reduce_plan *plan)
{
    int last = 0;
    for (int axis = 1; axis < plan->rank; axis++) {
        bool all = true;
        for (int op = 0; op < plan->operands; op++)
            all = all && joins(plan, op, last, axis);
        if (!all)
            last++;
        plan->shape[last] = all ? plan->shape[last] * plan->shape[axis] : plan->shape[axis];
        for (int op = 0; op < plan->operands; op++)
            if (!all || plan->strides[op][last] == 0)
                plan->strides[op][last] = plan->strides[op][axis];
    }
    plan->rank = last + 1;
}

typedef struct search {
    int cost;                  /* 1 + operands that need a buffer so far */
    int even[REDUCE_OPERANDS]; /* axes that the operand steps through with one stride */
    bool casts[REDUCE_OPERANDS];
    int turn; /* axis where the result's stride turns; 0 is not met */
} search;

/* Take note of what including `axis` asks of each operand. */
static void include_axis(const hpc_reduce_plan *plan, search *search, int axis, bool reduces)
{
    for (int op = 0; op < plan->operands; op++) {
        int64_t inner = plan->strides[op][axis - 1], here = plan->strides[op][axis];
        if (search->even[op] == axis) {
            if (inner * plan->shape[axis - 1] == here) {
                search->even[op]++;
                continue;
            }
            if (!search->casts[op])
                search->cost++;
        }
        if (op == REDUCE_OUT && reduces && (inner == 0 || here == 0))
            search->turn = axis;
    }
}

/* Must some operand be copied to a buffer once axes [0, best] are one call? */
static bool needs_buffer(const hpc_reduce_plan *plan, const search *search, int best, bool turns)
{
    for (int op = 0; op < plan->operands; op++) {
        bool stays = plan->strides[op][search->turn] == 0 && search->even[op] <= best;
        bool steps = search->even[op] == best && !search->casts[op];
        bool folds = turns && (op == REDUCE_OUT || steps || stays);
        if (search->casts[op] || search->even[op] + folds <= best)
            return true;
    }
    return false;
}

void hpc_reduce_plan_finish(hpc_reduce_plan *plan, bool reduces, bool casts)
{
    coalesce(plan);
    search search = {.cost = 1 + casts, .even = {1, 1, 1}, .casts = {false, casts, false}};
    int64_t size = plan->shape[0], best_size = size, best_core = 1;
    int best = 0, best_cost = search.cost;
    for (int axis = 1; axis < plan->rank && search.turn == 0; axis++) {
        if (size >= HPC_REDUCE_BUFFER && search.cost > 1)
            break;
        include_axis(plan, &search, axis, reduces);
        int64_t core = size;
        size *= plan->shape[axis];
        bool limited = search.cost > 1 && size > HPC_REDUCE_BUFFER;
        double reach = limited ? HPC_REDUCE_BUFFER : (double)size;
        if (search.cost * (double)best_size <= best_cost * reach) {
            best_cost = search.cost;
            best_core = core;
            best_size = size;
            best = axis;
        }
    }
    bool turns = search.turn != 0 && best == search.turn;
    if (needs_buffer(plan, &search, best, turns) && best_size > HPC_REDUCE_BUFFER)
        best_size = best_core * (HPC_REDUCE_BUFFER / best_core);
    plan->outer = best;
    plan->core = best_core;
    plan->call_outer = turns ? 1 : best_size / best_core;
}
