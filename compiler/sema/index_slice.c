/* Slices: start:stop:step over an extent, as Python clamps them.
 *
 * a[1:-1] over n  ->  start min(1, n), length max(0, n - 1 - start)
 */
#include "../../runtime/checks.h"
#include "index.h"

static air_id number(elab *e, int64_t value)
{
    return air_const_int(&e->b, HPC_I64, value);
}

static air_id op(elab *e, air_fn fn, air_id a, air_id b)
{
    return air_map2(&e->b, fn, HPC_I64, a, b);
}

static air_id is_negative(elab *e, air_id a)
{
    return air_map2(&e->b, AIR_LT, HPC_BOOL, a, number(e, 0));
}

static air_id choose(elab *e, air_id condition, air_id a, air_id b)
{
    return air_map3(&e->b, AIR_SELECT, HPC_I64, condition, a, b);
}

/* A bound counted from the end when negative, then clamped to [low, high]. */
static air_id bound(elab *e, air_id given, air_id extent, air_id low, air_id high)
{
    int64_t value;
    air_id at;
    if (air_is_const(e->b.fun, given, &value))
        at = value < 0 ? op(e, AIR_ADD, extent, given) : given;
    else
        at = choose(e, is_negative(e, given), op(e, AIR_ADD, given, extent), given);
    bool above = air_is_const(e->b.fun, given, &value) && value < 0;
    bool at_least = air_is_const(e->b.fun, given, &value) && value >= 0;
    int64_t low_value;
    if (!(at_least && air_is_const(e->b.fun, low, &low_value) && low_value <= 0))
        at = op(e, AIR_MAX, at, low);
    return above ? at : op(e, AIR_MIN, at, high);
}

typedef struct slice_parts {
    air_id start, stop; /* 0: not given */
    air_id extent;
} slice_parts;

static index_slice forward(elab *e, const slice_parts *p, air_id step)
{
    air_id zero = number(e, 0);
    int64_t one;
    air_id start = p->start ? bound(e, p->start, p->extent, zero, p->extent) : zero;
    air_id stop = p->stop ? bound(e, p->stop, p->extent, zero, p->extent) : p->extent;
    air_id length = op(e, AIR_SUB, stop, start);
    bool unit = air_is_const(e->b.fun, step, &one) && one == 1;
    if (!unit) {
        air_id round = op(e, AIR_SUB, step, number(e, 1));
        length = op(e, AIR_FLOORDIV, op(e, AIR_ADD, length, round), step);
    }
    bool whole = !p->start && !p->stop;
    return (index_slice){start, step, whole ? length : op(e, AIR_MAX, length, zero)};
}

static index_slice backward(elab *e, const slice_parts *p, air_id step)
{
    air_id minus = number(e, -1);
    air_id last = op(e, AIR_SUB, p->extent, number(e, 1));
    air_id start = p->start ? bound(e, p->start, p->extent, minus, last) : last;
    air_id stop = p->stop ? bound(e, p->stop, p->extent, minus, last) : minus;
    air_id count = air_map1(&e->b, AIR_NEG, HPC_I64, step);
    air_id distance =
        op(e, AIR_ADD, op(e, AIR_SUB, start, stop), op(e, AIR_SUB, count, number(e, 1)));
    air_id length = op(e, AIR_FLOORDIV, distance, count);
    bool whole = !p->start && !p->stop;
    return (index_slice){start, step, whole ? length : op(e, AIR_MAX, length, number(e, 0))};
}

bool index_slice_of(elab *e, const val parts[3], air_id extent, span where, index_slice *out)
{
    air_id nodes[3];
    int64_t step;
    for (int i = 0; i < 3; i++) {
        nodes[i] = 0;
        if (val_is_none(&parts[i]))
            continue;
        nodes[i] = val_index_node(e, &parts[i], where, "a slice index");
        if (!nodes[i])
            return false;
    }
    slice_parts p = {nodes[0], nodes[1], extent};
    air_id by = nodes[2] ? nodes[2] : number(e, 1);
    if (air_is_const(e->b.fun, by, &step)) {
        if (step == 0) {
            elab_error(e, where, "ValueError", "slice step cannot be zero");
            return false;
        }
        *out = step > 0 ? forward(e, &p, by) : backward(e, &p, by);
        return true;
    }
    air_id not_zero = air_map2(&e->b, AIR_NE, HPC_BOOL, by, number(e, 0));
    air_check(&e->b, not_zero, HPC_CHECK_SLICE_STEP_ZERO, NULL, 0);
    air_id down = is_negative(e, by);
    index_slice a = forward(e, &p, by), b = backward(e, &p, by);
    *out =
        (index_slice){choose(e, down, b.start, a.start), by, choose(e, down, b.length, a.length)};
    return true;
}
