/* Takes a function, gives which integer variables can't overflow because they are only set to small
 * constants, to each other, or to each other plus a small constant, so many times at most.
 *
 *   set n (0)                       n <= 0 + 1 * (turns of the loop) <= the largest i64: the sum
 *   for (0, %m, 1) {                needs no check, whatever %m is
 *     %k = get n
 *     if (...) { set n (add_checked(%k, 1)) }
 *   }
 *
 * A variable's value is at most the largest constant plus what all additions that ran have added:
 * each runs as often as the loops around it turn. Turns of a `while` are not known. */
#include "counters.h"

#include <math.h>

enum { SMALL = 1 << 30 };

struct counters {
    const air_fun *fun;
    uint32_t *group;   /* by variable: another of its group; a root is its own */
    long double *most; /* by root: the largest value that a variable of the group can have */
    bool *unknown;     /* by root: something else is set */
    bool *counted;     /* by node: an addition that `most` includes */
};

static uint32_t root(const counters *c, uint32_t var)
{
    while (c->group[var] != var)
        var = c->group[var];
    return var;
}

static void join(counters *c, uint32_t x, uint32_t y)
{
    x = root(c, x);
    y = root(c, y);
    if (x == y)
        return;
    c->group[y] = x;
    c->most[x] += c->most[y]; /* constants count once for each: an upper bound all the same */
    c->unknown[x] |= c->unknown[y];
}

static bool is_small(const counters *c, air_id id, int64_t *value)
{
    return air_is_const(c->fun, id, value) && *value <= SMALL && *value >= -(int64_t)SMALL;
}

/* Get of a variable plus a constant that is not negative. */
static bool is_step(const counters *c, air_id id, int64_t *var, int64_t *step)
{
    const air_node *n = air_at(c->fun, id);
    if (n->op != AIR_OP_MAP || (n->fn != AIR_ADD_CHECKED && n->fn != AIR_ADD))
        return false;
    const air_node *x = air_at(c->fun, n->args[0]);
    *var = x->imm;
    return x->op == AIR_OP_GET && is_small(c, n->args[1], step) && *step >= 0;
}

/* A set that runs `times` times at most. */
static void note(counters *c, const air_node *set, long double times)
{
    uint32_t var = (uint32_t)set->imm;
    const air_node *value = air_at(c->fun, set->args[0]);
    int64_t number, from;
    if (value->type.kind != AIR_SCALAR || value->type.dtype != HPC_I64) {
        c->unknown[root(c, var)] = true;
    } else if (is_small(c, set->args[0], &number)) {
        c->most[root(c, var)] += number > 0 ? (long double)number : 0;
    } else if (value->op == AIR_OP_GET) {
        join(c, var, (uint32_t)value->imm);
    } else if (is_step(c, set->args[0], &from, &number)) {
        join(c, var, (uint32_t)from);
        c->most[root(c, var)] += (long double)number * times;
        c->counted[set->args[0]] = true;
    } else {
        c->unknown[root(c, var)] = true;
    }
}

static long double turns(const counters *c, const air_node *loop)
{
    int64_t from, end, step;
    if (loop->op != AIR_OP_FOR || !air_is_const(c->fun, loop->args[2], &step) || step == 0)
        return INFINITY;
    if (!air_is_const(c->fun, loop->args[0], &from))
        from = step > 0 ? INT64_MIN : INT64_MAX;
    if (!air_is_const(c->fun, loop->args[1], &end))
        end = step > 0 ? INT64_MAX : INT64_MIN;
    long double way =
        step > 0 ? (long double)end - (long double)from : (long double)from - (long double)end;
    return way > 0 ? ceill(way / fabsl((long double)step)) : 0;
}

static void walk(counters *c, const air_region *r, long double times)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(c->fun, r->items[i]);
        bool loop = n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE;
        long double inner = loop ? times * turns(c, n) : times;
        if (n->op == AIR_OP_SET)
            note(c, n, times);
        walk(c, n->other, inner);
        walk(c, n->body, inner);
    }
}

counters *counters_find(arena *a, const air_fun *f)
{
    counters *c = ARENA_NEW(a, counters);
    *c = (counters){.fun = f};
    c->group = ARENA_ARRAY(a, uint32_t, f->vars.len + 1);
    c->most = ARENA_ARRAY(a, long double, f->vars.len + 1);
    c->unknown = ARENA_ARRAY(a, bool, f->vars.len + 1);
    c->counted = ARENA_ARRAY(a, bool, f->nodes.len);
    for (uint32_t i = 0; i < f->vars.len; i++)
        c->group[i] = i;
    walk(c, f->body, 1);
    return c;
}

bool counters_fit(const counters *c, air_id id)
{
    int64_t var, step;
    if (!is_step(c, id, &var, &step))
        return false;
    uint32_t r = root(c, (uint32_t)var);
    long double sum = c->most[r] + (c->counted[id] ? 0 : (long double)step);
    return !c->unknown[r] && sum <= (long double)INT64_MAX;
}
