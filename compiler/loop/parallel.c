/* Takes loops whose iterations are independent (FOR ... parallel), gives each a function of its own
 * that does a part of the range, and a FORK that has threads run it.
 *
 *   for i = 0 to n step 8 parallel vector { ... x ... }
 *     ->  fork f.3 from 0 to n step 8 cost 12 (x)
 *         fn f.3(from, to, x) { for i = from to to step 8 vector { ... x ... } }
 *
 * Of loops inside of each other the outermost is taken; where it has few iterations and one inside is
 * parallel, too, that one, for each of its turns. What the body reads becomes parameters; vectors are
 * computed again. What it sets must be its own, as stack memory is that nothing else uses. A loop for
 * which that does not hold stays as it is, which is right, too: parallel says what may be done. */
#include "../../runtime/parallel.h"
#include "../../runtime/table.h"
#include "lir_passes.h"
#include "outline.h"

enum {
    FEW_TURNS = 32, /* of a loop with a parallel one inside */
    UNKNOWN_TURNS = 16,
    CALL_COST = 1000, /* tenths of nanoseconds, as all costs */
    RT_COST = 500,
    DEEPEST = 16
};

typedef struct forker {
    outliner o;
    const lir_pass_options *options;
    lir_expr_id *defs;   /* by variable: what its LET assigns */
    bool *shared;        /* by variable: its ALLOCA is */
    int64_t *stack;      /* by variable: bytes of its ALLOCA, plus 1; 0: it is none */
    lir_stmt_id loop;    /* at hand */
    lir_stmt fork;       /* being made */
    lir_var_id from, to; /* parameters of the worker */
    uint32_t stamp;      /* of walks over expressions */
} forker;

static const lir_stmt *stmt_of(const forker *p, lir_stmt_id id)
{
    return &p->o.f->stmts.items[id];
}

static const lir_expr *expr_of(const forker *p, lir_expr_id id)
{
    return &p->o.f->exprs.items[id];
}

/* ---- What threads may do ---------------------------------------------------------------------- */

/* Functions of the runtime that touch nothing but what they are given, counts of references and the
 * heap, both of which are atomic. */
static bool any_thread(int64_t function)
{
    switch (function) {
    case HPC_RT_view_new:
    case HPC_RT_view_new_like:
    case HPC_RT_view_new_as:
    case HPC_RT_view_release:
    case HPC_RT_view_retain:
    case HPC_RT_view_copy:
    case HPC_RT_view_assign:
    case HPC_RT_view_reshape:
    case HPC_RT_view_overlaps:
    case HPC_RT_view_apart:
    case HPC_RT_view_renew:
    case HPC_RT_view_keep:
    case HPC_RT_view_swap:
    case HPC_RT_reduce:
    case HPC_RT_raise:
    case HPC_RT_complex_function:
    case HPC_RT_complex_power:
    case HPC_RT_py_complex_power:
    case HPC_RT_int_true_divide:
    case HPC_RT_int_power: return true;
    default: return false;
    }
}

static bool may_run(const forker *p, const lir_fn *f, const lir_block *block, int depth);

/* Also of functions that are called: what they do, and that they end. */
static bool callee_may_run(const forker *p, const lir_stmt *s, int depth)
{
    const lir_fn *callee = p->o.m->fns.items[s->imm];
    return depth < DEEPEST && !callee->once && may_run(p, callee, &callee->body, depth + 1) &&
           may_run(p, callee, &callee->cleanup, depth + 1);
}

static bool may_run(const forker *p, const lir_fn *f, const lir_block *block, int depth)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &f->stmts.items[block->items[i]];
        bool good = (s->kind != LIR_S_RT || any_thread(s->imm)) &&
                    (s->kind != LIR_S_CALL || callee_may_run(p, s, depth));
        if (!good || !may_run(p, f, &s->body, depth) || !may_run(p, f, &s->other, depth))
            return false;
    }
    return true;
}

/* No jump goes out of the loop, and no handler is inside of it. */
static bool stays_inside(const forker *p, const lir_block *block, bool inner)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(p, block->items[i]);
        bool loop = inner || s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        if (s->kind == LIR_S_RETURN || s->kind == LIR_S_TRY || (!inner && s->kind == LIR_S_BREAK) ||
            !stays_inside(p, &s->body, loop) || !stays_inside(p, &s->other, loop))
            return false;
    }
    return true;
}

/* ---- Stack memory ----------------------------------------------------------------------------- */

/* The stack memory that a pointer is into; 0: none that is known. */
static lir_var_id stack_root(const forker *p, lir_var_id var)
{
    for (int depth = 0; depth < DEEPEST && !p->stack[var]; depth++) {
        const lir_expr *e = p->defs[var] ? expr_of(p, p->defs[var]) : NULL;
        while (e && e->op == LIR_PADD)
            e = expr_of(p, e->args[0]);
        if (!e || e->op != LIR_VAR)
            return 0;
        var = e->var;
    }
    return p->stack[var] ? var : 0;
}

/* Does an expression do anything but load from the memory that the variable points to? */
static bool leaks(forker *p, lir_expr_id id, lir_var_id var, bool address)
{
    if (!id)
        return false;
    const lir_expr *e = expr_of(p, id);
    if (e->op == LIR_VAR)
        return e->var == var && !address;
    bool loads = e->op == LIR_LOAD || e->op == LIR_MLOAD || e->op == LIR_GATHER;
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++)
        if (leaks(p, e->args[i], var, i == 0 && (loads || (address && e->op == LIR_PADD))))
            return true;
    return false;
}

static bool only_loads(forker *p, const lir_block *block, lir_var_id var)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(p, block->items[i]);
        const lir_expr_id own[] = {s->a, s->b, s->c, s->d};
        for (unsigned k = 0; k < 4; k++)
            if (leaks(p, own[k], var, false))
                return false;
        for (uint32_t k = 0; k < s->args.len; k++)
            if (leaks(p, s->args.items[k], var, false))
                return false;
        if (!only_loads(p, &s->body, var) || !only_loads(p, &s->other, var))
            return false;
    }
    return true;
}

/* Nothing outside of the loop uses the memory but the cleanup, which releases what is in it. */
static bool is_scratch(const forker *p, lir_var_id var)
{
    const occurrence *v = &p->o.vars[var];
    return p->stack[var] && !p->shared[var] && v->first > p->o.first[p->loop] &&
           v->last_in_body <= p->o.last[p->loop];
}

static void make_scratch(forker *p, lir_var_id var)
{
    outliner *o = &p->o;
    o->renamed[var] = outline_new_var(o, var);
    lir_stmt_id made = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_ALLOCA);
    lir_stmt_at(o->g, made)->var = o->renamed[var];
    lir_stmt_at(o->g, made)->imm = p->stack[var] - 1;
}

/* ---- Variables -------------------------------------------------------------------------------- */

/* Words hold floats as f64, which would make quiet NaNs of signalling ones: those go as bits. */
static lir_elem carried_as(lir_elem elem)
{
    return elem == LIR_F32 ? LIR_U32 : elem == LIR_F16 ? LIR_U16 : elem;
}

static bool add_param(forker *p, lir_var_id var)
{
    outliner *o = &p->o;
    lir_var outer = o->f->vars.items[var];
    lir_type type = lir_scalar(carried_as((lir_elem)outer.type.elem));
    if (p->fork.args.len == HPC_FORK_WORDS)
        return false;
    lir_expr_id arg = lir_get(o->m, o->f, var);
    o->renamed[var] = lir_param(o->m, o->g, outer.name, type);
    if (type.elem != outer.type.elem) {
        arg = lir_make(o->m, o->f, LIR_BITCAST, type, 0, arg, 0, 0, 0);
        lir_expr_id bits = lir_get(o->m, o->g, o->renamed[var]);
        o->renamed[var] = outline_new_var(o, var);
        lir_expr_id value = lir_make(o->m, o->g, LIR_BITCAST, outer.type, 0, bits, 0, 0, 0);
        lir_stmt_id made = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_LET);
        lir_stmt_at(o->g, made)->var = o->renamed[var];
        lir_stmt_at(o->g, made)->a = value;
    }
    vec_push(o->a, &p->fork.args, arg);
    return true;
}

static bool capture(forker *p, lir_var_id var, int depth);

/* May the expression be computed in the worker as well? Its variables are made known there. */
static bool captures(forker *p, lir_expr_id id, int depth)
{
    lir_expr e = *expr_of(p, id);
    if (e.op == LIR_LOAD || e.op == LIR_MLOAD || e.op == LIR_GATHER)
        return false;
    if (e.op == LIR_VAR) {
        bool fixed = p->defs[e.var] || p->o.f->vars.items[e.var].is_param;
        return fixed && capture(p, e.var, depth + 1);
    }
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++)
        if (e.args[i] && !captures(p, e.args[i], depth))
            return false;
    return true;
}

/* Vectors are no parameters. */
static bool compute_again(forker *p, lir_var_id var, int depth)
{
    outliner *o = &p->o;
    lir_expr_id def = p->defs[var];
    if (!def || depth > DEEPEST || !captures(p, def, depth))
        return false;
    lir_expr_id value = outline_expr(o, def);
    o->renamed[var] = outline_new_var(o, var);
    lir_stmt_id made = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_LET);
    lir_stmt_at(o->g, made)->var = o->renamed[var];
    lir_stmt_at(o->g, made)->a = value;
    return true;
}

/* Gives a variable from outside of the loop its name in the worker. */
static bool capture(forker *p, lir_var_id var, int depth)
{
    outliner *o = &p->o;
    if (o->renamed[var])
        return true;
    if (!o->vars[var].listed)
        vec_push(o->a, &o->used, var);
    o->vars[var].listed = true;
    if (p->o.f->vars.items[var].type.lanes != 1)
        return compute_again(p, var, depth);
    lir_var_id root = stack_root(p, var);
    if (root && !p->shared[root] && !only_loads(p, &stmt_of(p, p->loop)->body, var))
        return false;
    return add_param(p, var);
}

/* ALLOCAs come first in a body. */
static void make_all_scratch(forker *p)
{
    for (uint32_t i = 0; i < p->o.used.len; i++)
        if (is_scratch(p, p->o.used.items[i]))
            make_scratch(p, p->o.used.items[i]);
}

/* It occurs in the loop alone: that its iterations are independent says that none sees what an earlier
 * one has set. */
static bool is_private(const forker *p, lir_var_id var)
{
    const occurrence *v = &p->o.vars[var];
    return v->set && v->first > p->o.first[p->loop] && v->last <= p->o.last[p->loop];
}

/* False: a variable can't go over. */
static bool pass_variables(forker *p)
{
    outliner *o = &p->o;
    const lir_block body = stmt_of(p, p->loop)->body;
    lir_var_id counter = stmt_of(p, p->loop)->var;
    o->vars[counter].fixed = true;
    o->renamed[counter] = outline_new_var(o, counter);
    make_all_scratch(p);
    for (uint32_t i = 0; i < o->used.len; i++) {
        lir_var_id var = o->used.items[i];
        if (o->renamed[var])
            continue;
        if (outline_is_local(o, p->loop, &body, var) || is_private(p, var))
            o->renamed[var] = outline_new_var(o, var);
        else if (o->vars[var].set || !capture(p, var, 0))
            return false;
    }
    return true;
}

/* ---- Costs ------------------------------------------------------------------------------------ */

static int64_t op_cost(const lir_expr *e)
{
    int64_t lanes = e->type.lanes, bytes = lanes * lir_elem_size((lir_elem)e->type.elem);
    switch (e->op) {
    case LIR_CONST:
    case LIR_VAR:
    case LIR_SYMBOL:
    case LIR_FRAME:
    case LIR_IOTA: return 0;
    case LIR_LOAD:
    case LIR_MLOAD: return 1 + bytes / 8; /* from a cache further away */
    case LIR_GATHER: return 5 * lanes;
    case LIR_DIV:
    case LIR_REM:
    case LIR_SQRT: return 10 + bytes / 2;
    case LIR_MATH1:
    case LIR_MATH2: return 50 + 10 * lanes;
    default: return 2 + bytes / 64;
    }
}

static int64_t expr_cost(forker *p, lir_expr_id id)
{
    if (!id || p->o.seen[id] == p->o.place)
        return 0;
    p->o.seen[id] = p->o.place;
    int64_t cost = op_cost(expr_of(p, id));
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++)
        cost += expr_cost(p, expr_of(p, id)->args[i]);
    return cost;
}

static int64_t own_cost(forker *p, const lir_stmt *s)
{
    int64_t cost = s->kind == LIR_S_CALL ? CALL_COST : s->kind == LIR_S_RT ? RT_COST : 1;
    p->o.place++; /* a stamp: above those of all walks before */
    cost += expr_cost(p, s->a) + expr_cost(p, s->b) + expr_cost(p, s->d);
    if (s->kind == LIR_S_STORE || s->kind == LIR_S_SCATTER) {
        lir_type t = expr_of(p, s->c)->type;
        cost += t.lanes * (int64_t)lir_elem_size((lir_elem)t.elem) / 8;
    }
    cost += expr_cost(p, s->c);
    for (uint32_t i = 0; i < s->args.len && s->kind != LIR_S_CHECK; i++)
        cost += expr_cost(p, s->args.items[i]);
    return cost;
}

static lir_expr_id number(forker *p, int64_t value)
{
    return lir_const_int(p->o.m, p->o.f, LIR_I64, value);
}

static lir_expr_id op2(forker *p, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(p->o.m, p->o.f, op, a, b);
}

static lir_expr_id outside(forker *p, lir_expr_id id, const lir_block *counters, int depth);

static lir_expr_id middle(forker *p, lir_stmt_id loop, const lir_block *counters, int depth)
{
    lir_stmt s = *stmt_of(p, loop);
    if (loop != p->loop) {
        s.a = outside(p, s.a, counters, depth + 1);
        s.b = outside(p, s.b, counters, depth + 1);
    }
    return s.a && s.b ? op2(p, LIR_SHR, op2(p, LIR_ADD, s.a, s.b), number(p, 1)) : 0;
}

/* The expression's value, about, where the loop begins: loops inside are in the middle of their range.
 * 0: it can't be said. */
static lir_expr_id outside(forker *p, lir_expr_id id, const lir_block *counters, int depth)
{
    lir_expr e = *expr_of(p, id);
    if (depth > DEEPEST || e.op == LIR_LOAD || e.op == LIR_MLOAD || e.op == LIR_GATHER)
        return 0;
    if (e.op == LIR_VAR) {
        const occurrence *v = &p->o.vars[e.var];
        for (uint32_t i = 0; i < counters->len; i++)
            if (stmt_of(p, counters->items[i])->var == e.var)
                return middle(p, counters->items[i], counters, depth);
        if (v->listed && !v->set)
            return id;
        return p->defs[e.var] ? outside(p, p->defs[e.var], counters, depth + 1) : 0;
    }
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++) {
        if (!e.args[i])
            continue;
        e.args[i] = outside(p, e.args[i], counters, depth + 1);
        if (!e.args[i])
            return 0;
    }
    return lir_make(p->o.m, p->o.f, (lir_op)e.op, e.type, e.imm, e.args[0], e.args[1], e.args[2],
                    e.args[3]);
}

/* Turns of a FOR inside. */
static lir_expr_id turns(forker *p, const lir_stmt *s, const lir_block *counters)
{
    lir_expr_id a = outside(p, s->a, counters, 0), b = outside(p, s->b, counters, 0);
    int64_t step = s->imm > 0 ? s->imm : s->imm == INT64_MIN ? INT64_MAX : -s->imm;
    if (!a || !b || lir_elem_size((lir_elem)expr_of(p, a)->type.elem) != 8)
        return number(p, UNKNOWN_TURNS);
    lir_expr_id span = s->imm > 0 ? op2(p, LIR_SUB, b, a) : op2(p, LIR_SUB, a, b);
    span = op2(p, LIR_MAX, span, number(p, 0));
    return step == 1 ? span : op2(p, LIR_DIV, span, number(p, step));
}

static lir_expr_id block_cost(forker *p, const lir_block *block, lir_block *counters)
{
    int64_t fixed = 0;
    lir_expr_id varying = number(p, 0);
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = *stmt_of(p, block->items[i]);
        fixed += own_cost(p, &s);
        if (s.kind == LIR_S_FOR)
            vec_push(p->o.a, counters, block->items[i]);
        lir_expr_id known = s.kind == LIR_S_FOR && s.d ? outside(p, s.d, counters, 0) : 0;
        lir_expr_id inside = known ? known : block_cost(p, &s.body, counters);
        inside = op2(p, LIR_ADD, inside, block_cost(p, &s.other, counters));
        if (s.kind == LIR_S_FOR) {
            counters->len--;
            inside = op2(p, LIR_MUL, inside, turns(p, &s, counters));
        } else if (s.kind == LIR_S_WHILE) {
            inside = op2(p, LIR_MUL, inside, number(p, UNKNOWN_TURNS));
        }
        if (!(s.kind == LIR_S_IF && s.flags & LIR_IF_UNLIKELY))
            varying = op2(p, LIR_ADD, varying, inside);
    }
    return op2(p, LIR_ADD, varying, number(p, fixed));
}

/* Of an iteration, where the loop begins. */
static lir_expr_id cost_of(forker *p)
{
    lir_block body = stmt_of(p, p->loop)->body, counters = {0};
    if (stmt_of(p, p->loop)->d)
        return stmt_of(p, p->loop)->d;
    vec_push(p->o.a, &counters, p->loop);
    return block_cost(p, &body, &counters);
}

/* ---- The worker ------------------------------------------------------------------------------- */

/* The statements of the cleanup that release scratch memory of the worker's. */
static void copy_cleanup(forker *p)
{
    outliner *o = &p->o;
    for (uint32_t i = 0; i < o->f->cleanup.len; i++) {
        lir_block one = {&o->f->cleanup.items[i], 1, 1};
        bool own = true, some = false;
        uint32_t before = o->used.len;
        outline_survey(o, &one);
        for (uint32_t k = before; k < o->used.len; k++) /* not of the loop's */
            own = false;
        const lir_stmt *s = stmt_of(p, one.items[0]);
        const lir_stmt *first =
            s->kind == LIR_S_IF && s->body.len == 1 ? stmt_of(p, s->body.items[0]) : s;
        if (own && first->kind == LIR_S_RT && first->args.len == 1 &&
            expr_of(p, first->args.items[0])->op == LIR_VAR)
            some = is_scratch(p, expr_of(p, first->args.items[0])->var);
        if (!some)
            continue;
        lir_block copy = outline_block(o, &one);
        vec_push(o->a, &o->g->cleanup, copy.items[0]);
    }
}

/* The loop over a part. */
static void copy_loop(forker *p)
{
    outliner *o = &p->o;
    const lir_stmt s = *stmt_of(p, p->loop);
    lir_stmt c = {.kind = LIR_S_FOR, .loc = s.loc, .imm = s.imm, .var = o->renamed[s.var]};
    c.flags = s.flags;
    c.body = outline_block(o, &s.body);
    c.a = lir_get(o->m, o->g, p->from);
    c.b = lir_get(o->m, o->g, p->to);
    lir_stmt_id made = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_FOR);
    *lir_stmt_at(o->g, made) = c;
    for (uint32_t i = 1; i < o->g->stmts.len; i++)
        if (o->g->stmts.items[i].kind == LIR_S_FOR)
            o->g->stmts.items[i].flags &= (uint8_t)~LIR_FOR_PARALLEL;
}

/* False: the loop must stay as it is. */
static bool make_worker(forker *p)
{
    outliner *o = &p->o;
    const lir_stmt s = *stmt_of(p, p->loop);
    lir_type type = o->f->vars.items[s.var].type;
    if (type.elem != LIR_I64 || s.imm < 1 || !stays_inside(p, &s.body, false) ||
        !may_run(p, o->f, &s.body, 0))
        return false;
    o->g = lir_fn_new(o->m, o->f->name);
    o->g->fastmath = o->f->fastmath;
    o->g->general = o->f->general;
    o->g->once = o->f->once;
    p->from = lir_param(o->m, o->g, "from", type);
    p->to = lir_param(o->m, o->g, "to", type);
    outline_survey(o, &s.body);
    if (!pass_variables(p)) {
        o->m->fns.len--;
        return false;
    }
    copy_loop(p);
    copy_cleanup(p);
    return true;
}

/* The FORK that does what the loop does; 0: none can. */
static lir_stmt_id make_fork(forker *p, lir_stmt_id loop)
{
    outliner *o = &p->o;
    p->loop = loop;
    p->fork = (lir_stmt){.kind = LIR_S_FORK, .loc = stmt_of(p, loop)->loc};
    lir_stmt_id made = 0;
    if (make_worker(p)) {
        const lir_stmt s = *stmt_of(p, loop);
        p->fork.imm = o->g->index;
        p->fork.a = s.a;
        p->fork.b = s.b;
        p->fork.c = number(p, s.imm);
        p->fork.d = cost_of(p);
        lir_block nowhere = {0};
        made = lir_stmt_new(o->m, o->f, &nowhere, LIR_S_FORK);
        *lir_stmt_at(o->f, made) = p->fork;
    }
    o->vars[stmt_of(p, loop)->var].fixed = false;
    o->renamed[stmt_of(p, loop)->var] = 0;
    outline_forget(o);
    return made;
}

/* ---- The walk --------------------------------------------------------------------------------- */

static bool has_parallel(const forker *p, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(p, block->items[i]);
        if ((s->kind == LIR_S_FOR && s->flags & LIR_FOR_PARALLEL) || has_parallel(p, &s->body) ||
            has_parallel(p, &s->other))
            return true;
    }
    return false;
}

/* Are there enough turns for threads? -1: the run must say, by *many. */
static int is_long(forker *p, lir_stmt_id loop, lir_expr_id *many)
{
    const lir_stmt s = *stmt_of(p, loop);
    uint64_t known;
    *many = op2(p, LIR_GE, op2(p, LIR_SUB, s.b, s.a), number(p, FEW_TURNS * s.imm));
    return lir_is_const(p->o.f, *many, &known) ? known != 0 : -1;
}

static void walk(forker *p, const lir_block *block);

static lir_block clear_loop(forker *p, lir_stmt_id loop)
{
    lir_block one = {0};
    vec_push(p->o.a, &one, loop);
    outline_clear(&p->o, &one);
    return one;
}

/* if (many turns) { fork } else { the loop, with what is parallel inside of it } */
static lir_stmt_id make_choice(forker *p, lir_stmt_id loop, lir_stmt_id fork, lir_expr_id many)
{
    lir_block nowhere = {0}, with_fork = {0}, with_loop = {0};
    vec_push(p->o.a, &with_fork, fork);
    vec_push(p->o.a, &with_loop, loop);
    lir_stmt_id choice = lir_stmt_new(p->o.m, p->o.f, &nowhere, LIR_S_IF);
    lir_stmt *s = lir_stmt_at(p->o.f, choice);
    s->a = many;
    s->loc = stmt_of(p, loop)->loc;
    s->body = with_fork;
    s->other = with_loop;
    return choice;
}

/* What stands in the place of the loop. */
static lir_stmt_id fork_loop(forker *p, lir_stmt_id loop)
{
    lir_expr_id many = 0;
    bool nested = has_parallel(p, &stmt_of(p, loop)->body);
    int enough = nested ? is_long(p, loop, &many) : 1;
    lir_stmt_id fork = enough ? make_fork(p, loop) : 0;
    lir_block body = stmt_of(p, loop)->body;
    if (!fork || enough < 0)
        walk(p, &body);
    if (!fork)
        return loop;
    if (enough < 0)
        return make_choice(p, loop, fork, many);
    clear_loop(p, loop);
    return fork;
}

static void walk(forker *p, const lir_block *block)
{
    lir_stmt_id *items = block->items; /* the list stays where it is, unlike what holds it */
    for (uint32_t i = 0, len = block->len; i < len; i++) {
        lir_stmt s = *stmt_of(p, items[i]);
        if (s.kind == LIR_S_FOR && s.flags & LIR_FOR_PARALLEL) {
            items[i] = fork_loop(p, items[i]);
            continue;
        }
        walk(p, &s.body);
        walk(p, &s.other);
    }
}

static void find_definitions(forker *p)
{
    const lir_fn *f = p->o.f;
    p->defs = ARENA_ARRAY(p->o.a, lir_expr_id, f->vars.len);
    p->shared = ARENA_ARRAY(p->o.a, bool, f->vars.len);
    p->stack = ARENA_ARRAY(p->o.a, int64_t, f->vars.len);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        if (s->kind == LIR_S_LET)
            p->defs[s->var] = s->a;
        else if (s->kind == LIR_S_ALLOCA)
            p->stack[s->var] = s->imm + 1;
        if (s->kind == LIR_S_ALLOCA)
            p->shared[s->var] = s->flags & LIR_ALLOCA_SHARED;
    }
}

void lir_pass_parallel(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    forker p = {.options = options};
    bool any = false;
    for (uint32_t i = 1; i < f->stmts.len; i++)
        any |= f->stmts.items[i].kind == LIR_S_FOR && f->stmts.items[i].flags & LIR_FOR_PARALLEL;
    if (!options->threads || !any)
        return;
    outline_open(&p.o, m, f);
    find_definitions(&p);
    walk(&p, &f->body);
}
