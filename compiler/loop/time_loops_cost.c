/* Does a time loop gain by blocks of rows in registers, and by how many vectors at once? Takes what
 * time_loops.c found, estimates cycles of a vector of rows for one step:
 *
 *   work      what its operations keep the processor busy for
 *   memory    what its rows' way through memory takes beside that, which blocks save
 *   latency   from the rows of one step to those of the next, which vectors in flight hide
 *
 * Where operations take most of the time (elementary functions, long integer arithmetic) the loop as it
 * was is as fast, and its vectors are independent of each other. */
#include "time_loops.h"

/* Half cycles. */
typedef struct op_cost {
    unsigned work, latency;
} op_cost;

typedef struct costs {
    time_loop *z;
    unsigned work, memory, latency; /* half cycles */
    bool has_math;
    unsigned mask;            /* when the condition around the statement is known */
    uint32_t *stamps, *memo;  /* by expression: what is shared is computed once */
    uint32_t nexprs, stamp;   /* of the statement at hand */
    uint32_t touched, stored; /* places of the row loop at hand, by bit */
} costs;

static bool is_power_of_two(const time_loop *z, lir_expr_id id)
{
    uint64_t bits;
    return lir_is_const(z->f, id, &bits) && bits && (bits & (bits - 1)) == 0;
}

static op_cost cost_of(const time_loop *z, const lir_expr *e)
{
    bool floating = lir_elem_is_float((lir_elem)e->type.elem);
    switch ((lir_op)e->op) {
    case LIR_DIV:
    case LIR_REM:
        if (floating)
            return e->op == LIR_DIV ? (op_cost){8, 28} : (op_cost){80, 160};
        return is_power_of_two(z, e->args[1]) ? (op_cost){2, 6} : (op_cost){40, 60};
    case LIR_SQRT: return (op_cost){14, 40};
    case LIR_MATH1:
    case LIR_MATH2: return (op_cost){40, 160};
    case LIR_SELECT: return (op_cost){1, 4};
    case LIR_CVT: return (op_cost){2, 10};
    case LIR_MUL: return floating ? (op_cost){1, 8} : (op_cost){3, 10};
    case LIR_CONST:
    case LIR_VAR:
    case LIR_LOAD:
    case LIR_BITCAST: return (op_cost){0, 0};
    default:
        return lir_op_rule((lir_op)e->op) == 'C' || floating ? (op_cost){1, 8} : (op_cost){1, 2};
    }
}

static unsigned later(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* When its value is there, counted from the begin of the step. */
static unsigned ready(costs *c, lir_expr_id id)
{
    time_loop *z = c->z;
    const lir_expr e = *tl_expr(z, id);
    if (!tl_varies(z, id))
        return 0;
    if (e.op == LIR_VAR)
        return tl_var_at(z, e.var)->ready;
    if (e.op == LIR_LOAD) {
        const tl_place *p = tl_place_of(z, e.args[0], e.args[1], (lir_elem)e.type.elem);
        c->touched |= UINT32_C(1) << (p - z->places.items);
        return p->ready;
    }
    if (id < c->nexprs && c->stamps[id] == c->stamp)
        return c->memo[id];
    unsigned last = 0;
    op_cost cost = cost_of(z, &e);
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        last = later(last, ready(c, e.args[i]));
    c->work += cost.work;
    c->has_math |= e.op == LIR_MATH1 || e.op == LIR_MATH2;
    if (id < c->nexprs) {
        c->stamps[id] = c->stamp;
        c->memo[id] = last + cost.latency;
    }
    return last + cost.latency;
}

static unsigned ready_under_mask(costs *c, lir_expr_id value, lir_expr_id mask, unsigned before)
{
    unsigned at = ready(c, value), known = mask ? later(c->mask, ready(c, mask)) : c->mask;
    return known ? later(later(at, known), before) + 4 : at;
}

static void cost_block(costs *c, const lir_block *block);

static void cost_unrolled(costs *c, const lir_stmt *s)
{
    int64_t from, to;
    if (!tl_unrolls(c->z, s, &from, &to))
        return;
    for (int64_t i = from; i < to; i++) {
        tl_var_at(c->z, s->var)->def = lir_const_int(c->z->m, c->z->f, LIR_I64, i);
        tl_var_at(c->z, s->var)->varies = false;
        cost_block(c, &s->body);
    }
}

static void cost_stmt(costs *c, const lir_stmt *s)
{
    time_loop *z = c->z;
    unsigned mask = c->mask;
    c->stamp++;
    if (s->kind == LIR_S_LET) {
        tl_var *v = tl_var_at(z, s->var);
        v->def = s->a;
        v->varies = tl_varies(z, s->a);
        v->ready = ready(c, s->a);
    } else if (s->kind == LIR_S_SET) {
        tl_var *v = tl_var_at(z, s->var);
        v->ready = ready_under_mask(c, s->a, 0, v->ready);
    } else if (s->kind == LIR_S_STORE) {
        tl_place *p = tl_place_of(z, s->a, s->b, (lir_elem)tl_expr(z, s->c)->type.elem);
        p->ready = ready_under_mask(c, s->c, s->d, p->ready);
        c->stored |= UINT32_C(1) << (p - z->places.items);
        c->latency = later(c->latency, p->ready);
    } else if (s->kind == LIR_S_FOR) {
        cost_unrolled(c, s);
    } else if (s->kind == LIR_S_IF) {
        bool decided = tl_is_decided(z, s->a); /* then the other side is not looked at */
        c->mask = decided ? mask : later(mask, ready(c, s->a));
        cost_block(c, &s->body);
        if (!decided)
            cost_block(c, &s->other);
        c->mask = mask;
    }
}

static void cost_block(costs *c, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = c->z->f->stmts.items[block->items[i]];
        cost_stmt(c, &s);
    }
}

/* Loads and stores of a row loop; rows that are not neighbours are shuffled or go one by one. */
static void cost_memory(costs *c)
{
    enum { LOAD = 1, STORE = 2, SHUFFLE = 4 };
    for (uint32_t i = 0; i < c->z->places.len; i++) {
        const tl_place *p = &c->z->places.items[i];
        uint64_t stride, bit = UINT64_C(1) << i;
        bool known = lir_is_const(c->z->f, c->z->families.items[p->family].stride, &stride);
        bool unit = known && (stride == lir_elem_size(p->elem) || stride == 0);
        unsigned ways = ((c->touched & bit) != 0) + ((c->stored & bit) != 0);
        c->memory += (c->touched & bit ? LOAD : 0) + (c->stored & bit ? STORE : 0);
        c->memory += unit ? 0 : ways * SHUFFLE;
    }
    c->touched = c->stored = 0;
}

/* What roots by multiplications make of it: the divider works beside the rest. */
static unsigned work_of_roots(const time_loop *z, unsigned work)
{
    enum { STEPS = 12, DIVISION = 8, ROOT = 14, LATENCY = 120 };
    unsigned divider = z->fastmath ? 0 : z->divisions * DIVISION;
    unsigned others = work - z->divisions * DIVISION - z->roots * ROOT + z->roots * STEPS;
    return divider > others ? divider : others;
}

bool tl_gains(time_loop *z, bool refines, unsigned *in_flight)
{
    enum { TEMPORARIES = 8, ROOT_LATENCY = 60 };
    if (z->costs_room < z->f->exprs.len) { /* kept from loop to loop */
        z->costs_room = 2 * z->f->exprs.len;
        z->cost_stamps = ARENA_ARRAY(z->a, uint32_t, z->costs_room);
        z->cost_memo = ARENA_ARRAY(z->a, uint32_t, z->costs_room);
    }
    costs c = {.z = z, .nexprs = z->costs_room, .stamp = z->cost_stamp};
    c.stamps = z->cost_stamps;
    c.memo = z->cost_memo;
    for (uint32_t i = 0; i < z->steps.len; i++) {
        lir_stmt s = z->f->stmts.items[z->steps.items[i]];
        if (s.kind != LIR_S_FOR)
            continue;
        cost_block(&c, &s.body);
        cost_memory(&c);
    }
    z->cost_stamp = c.stamp;
    unsigned work = later(refines ? work_of_roots(z, c.work) : c.work, 1);
    unsigned latency = c.latency + (refines ? ROOT_LATENCY : 0);
    unsigned registers = z->vector_bytes == 64 ? 32 : 16, count = 2;
    while (count < TL_MAX_IN_FLIGHT && count * work < latency && !c.has_math)
        count *= 2;
    while (count > 1 && count * z->places.len + TEMPORARIES > registers)
        count /= 2;
    unsigned step = later(work, latency / count);
    *in_flight = count;
    return 4 * (c.work + c.memory) >= 5 * step;
}
