/* Checks the rules of loop IR: types by the op table, variables set before they are used, loops,
 * calls. The message names function, statement and expression, both as they print:
 *
 *   in fib.0: let x.3: i64 = add.i64(n.1, 1:i32): add: arguments differ in type */
#include "lir.h"

#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/checks.h"
#include "../../runtime/parallel.h"
#include "../../runtime/table.h"
#include "lir_text.h"

/* What assigns a variable; each has one role in its function. */
typedef enum role { ROLE_NONE, ROLE_PARAM, ROLE_LET, ROLE_FOR, ROLE_ALLOCA, ROLE_SET } role;

typedef struct verifier {
    arena *arena;
    const lir_module *m;
    const lir_fn *f;
    const lir_stmt *stmt;
    const char *error;
    uint8_t *roles;   /* by variable */
    bool *visible;    /* by variable: LET, FOR, ALLOCA variables that may be read here */
    uint32_t *stamps; /* by expression: the statement that it was last checked in */
    bool *typed;      /* by expression: its types are known to be right */
    bool *placed;     /* by statement: it is in a block */
    uint32_t stamp;
    int loops;
    bool in_cleanup;
} verifier;

static void fail(verifier *v, lir_expr_id at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void fail(verifier *v, lir_expr_id at, const char *format, ...)
{
    char message[160];
    va_list args;
    if (v->error)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    const char *stmt = "", *expr = "";
    if (v->stmt)
        stmt = arena_printf(v->arena,
                            " %s at location %d:", lir_stmt_name((lir_stmt_kind)v->stmt->kind),
                            v->stmt->loc);
    if (at)
        expr = arena_printf(v->arena, " expression %u, %s:", at,
                            lir_op_name((lir_op)v->f->exprs.items[at].op));
    v->error =
        arena_printf(v->arena, "in %s.%u:%s%s %s", v->f->name, v->f->index, stmt, expr, message);
}

/* ---- Types ----------------------------------------------------------------------------------- */

static bool same(lir_type a, lir_type b)
{
    return a.elem == b.elem && a.lanes == b.lanes;
}

static bool is(lir_type t, lir_elem elem, unsigned lanes)
{
    return t.elem == elem && t.lanes == lanes;
}

static bool valid(lir_type t)
{
    return t.elem < LIR_ELEM_COUNT && t.lanes >= 1 && t.lanes <= LIR_MAX_LANES &&
           (t.lanes & (t.lanes - 1)) == 0;
}

static lir_type type_of(const verifier *v, lir_expr_id id)
{
    return v->f->exprs.items[id].type;
}

static unsigned bits_of(lir_type t)
{
    return (t.elem == LIR_I1 ? 1 : lir_elem_size((lir_elem)t.elem) * 8) * t.lanes;
}

static bool is_float(lir_type t)
{
    return lir_elem_is_float((lir_elem)t.elem);
}

static bool is_int(lir_type t)
{
    return lir_elem_is_int((lir_elem)t.elem);
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static void check_same(verifier *v, lir_expr_id id, bool result_too)
{
    const lir_expr *e = &v->f->exprs.items[id];
    for (unsigned k = 1; k < lir_op_arity((lir_op)e->op); k++)
        if (!same(type_of(v, e->args[0]), type_of(v, e->args[k])))
            fail(v, id, "the arguments differ in type");
    if (result_too && !same(type_of(v, e->args[0]), e->type))
        fail(v, id, "the result's type is not that of the arguments");
}

/* Rules S, I, F and C of the op table. */
static void check_arithmetic(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    char rule = lir_op_rule((lir_op)e->op);
    lir_type t = type_of(v, e->args[0]);
    check_same(v, id, rule != 'C');
    if (rule == 'S' && !is_int(t) && !is_float(t))
        fail(v, id, "not defined for %s", lir_elem_name((lir_elem)t.elem));
    if (rule == 'F' && !is_float(t))
        fail(v, id, "defined for floats only");
    bool shift = e->op == LIR_SHL || e->op == LIR_SHR;
    if (rule == 'I' && !is_int(t) && (shift || t.elem != LIR_I1))
        fail(v, id, "not defined for %s", lir_elem_name((lir_elem)t.elem));
    if (rule != 'C')
        return;
    if (!is(e->type, LIR_I1, t.lanes))
        fail(v, id, "the result is not i1 of as many lanes");
    bool overflow = e->op == LIR_ADDO || e->op == LIR_SUBO || e->op == LIR_MULO;
    if (overflow && (!is_int(t) || !lir_elem_is_signed((lir_elem)t.elem)))
        fail(v, id, "defined for signed integers only");
}

static void check_math(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    if (e->imm >= LIR_MATH_COUNT || lir_math_arity((lir_math)e->imm) != lir_op_arity((lir_op)e->op))
        fail(v, id, "there is no such function of as many arguments");
    else
        check_arithmetic(v, id);
}

static void check_memory_read(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    unsigned lanes = e->op == LIR_GATHER ? e->type.lanes : 1;
    if (!is(type_of(v, e->args[0]), LIR_PTR, 1))
        fail(v, id, "the address is not a ptr");
    if (!is(type_of(v, e->args[1]), LIR_I64, lanes))
        fail(v, id, "the offset is not i64%s", lanes > 1 ? " of as many lanes" : "");
    if (e->op == LIR_MLOAD && !is(type_of(v, e->args[2]), LIR_I1, e->type.lanes))
        fail(v, id, "the mask is not i1 of as many lanes");
    if (e->op == LIR_MLOAD && !same(type_of(v, e->args[3]), e->type))
        fail(v, id, "the other value has another type");
}

static void check_shuffle(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    lir_type a = type_of(v, e->args[0]);
    check_same(v, id, false);
    if (e->imm >= v->f->shuffles.len) {
        fail(v, id, "there is no such list of lanes");
        return;
    }
    const lir_lane_list *list = &v->f->shuffles.items[e->imm];
    if (a.elem != e->type.elem || list->len != e->type.lanes)
        fail(v, id, "the result's type does not match arguments and list");
    for (uint32_t k = 0; k < list->len; k++)
        if (list->items[k] >= 2 * a.lanes)
            fail(v, id, "lane %u is out of range", list->items[k]);
}

static void check_lookup(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    unsigned size = lir_elem_size((lir_elem)e->type.elem);
    lir_type index = type_of(v, e->args[0]);
    if ((size != 4 && size != 8) || e->type.elem == LIR_PTR) {
        fail(v, id, "the elements are not numbers of 4 or 8 bytes");
        return;
    }
    if (!is_int(index) || bits_of(index) != 8 * size * e->type.lanes ||
        index.lanes != e->type.lanes)
        fail(v, id, "the index is not integers of that size");
    if (e->imm >= v->m->data.len) {
        fail(v, id, "there is no such data");
        return;
    }
    uint64_t bytes = v->m->data.items[e->imm].size, count = bytes / size;
    if (bytes % size || count < 2 || count > LIR_MAX_TABLE || (count & (count - 1)))
        fail(v, id, "the data is not a table of 2, 4, ... %d elements", LIR_MAX_TABLE);
}

static void check_lanes(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    lir_type a = type_of(v, e->args[0]);
    bool good = true;
    switch (e->op) {
    case LIR_SPLAT: good = is(a, (lir_elem)e->type.elem, 1); break;
    case LIR_IOTA: good = is_int(e->type); break;
    case LIR_EXTRACT: good = is(e->type, (lir_elem)a.elem, 1) && e->imm < a.lanes; break;
    case LIR_INSERT:
        good =
            same(a, e->type) && is(type_of(v, e->args[1]), (lir_elem)a.elem, 1) && e->imm < a.lanes;
        break;
    default: break;
    }
    if (!good)
        fail(v, id, "the types or the lane do not match");
}

static void check_choice(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    if (!is(type_of(v, e->args[0]), LIR_I1, e->type.lanes))
        fail(v, id, "the condition is not i1 of as many lanes");
    if (!same(type_of(v, e->args[1]), e->type) || !same(type_of(v, e->args[2]), e->type))
        fail(v, id, "the values differ in type from the result");
}

static void check_conversion(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    lir_type a = type_of(v, e->args[0]);
    if (e->op == LIR_BITCAST) {
        if (bits_of(a) != bits_of(e->type))
            fail(v, id, "the sizes differ");
    } else if (a.lanes != e->type.lanes || a.elem == LIR_PTR || e->type.elem == LIR_PTR) {
        fail(v, id, "not a conversion of numbers lane by lane");
    }
}

static void check_leaf(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    if (e->op == LIR_CONST && e->imm & ~lir_elem_mask((lir_elem)e->type.elem))
        fail(v, id, "the constant does not fit its type");
    if (e->op == LIR_VAR && (e->var == 0 || e->var >= v->f->vars.len))
        fail(v, id, "there is no such variable");
    else if (e->op == LIR_VAR && !same(v->f->vars.items[e->var].type, e->type))
        fail(v, id, "the variable has another type");
    if ((e->op == LIR_SYMBOL || e->op == LIR_FRAME) && !is(e->type, LIR_PTR, 1))
        fail(v, id, "the result is not a ptr");
    if (e->op == LIR_SYMBOL && e->imm >= v->m->data.len)
        fail(v, id, "there is no such data");
    if (e->op == LIR_IOTA)
        check_lanes(v, id);
}

/* The types of one expression, whose arguments are right. */
static void check_types(verifier *v, lir_expr_id id)
{
    const lir_expr *e = &v->f->exprs.items[id];
    if (!valid(e->type)) {
        fail(v, id, "the type is not an element and a power of two of lanes");
        return;
    }
    switch (e->op) {
    case LIR_CONST:
    case LIR_VAR:
    case LIR_SYMBOL:
    case LIR_FRAME:
    case LIR_IOTA: check_leaf(v, id); break;
    case LIR_SELECT: check_choice(v, id); break;
    case LIR_CVT:
    case LIR_BITCAST: check_conversion(v, id); break;
    case LIR_MATH1:
    case LIR_MATH2: check_math(v, id); break;
    case LIR_LOAD:
    case LIR_MLOAD:
    case LIR_GATHER: check_memory_read(v, id); break;
    case LIR_PADD:
        if (!is(type_of(v, e->args[0]), LIR_PTR, 1) || !is(type_of(v, e->args[1]), LIR_I64, 1) ||
            !is(e->type, LIR_PTR, 1))
            fail(v, id, "not ptr + i64");
        break;
    case LIR_SPLAT:
    case LIR_EXTRACT:
    case LIR_INSERT: check_lanes(v, id); break;
    case LIR_SHUFFLE: check_shuffle(v, id); break;
    case LIR_LOOKUP: check_lookup(v, id); break;
    case LIR_ANY:
        if (type_of(v, e->args[0]).elem != LIR_I1 || !is(e->type, LIR_I1, 1))
            fail(v, id, "not i1 of lanes to i1");
        break;
    default: check_arithmetic(v, id); break;
    }
}

static bool readable(const verifier *v, lir_var_id var)
{
    uint8_t role = v->roles[var];
    return (role != ROLE_LET && role != ROLE_FOR && role != ROLE_ALLOCA) || v->visible[var];
}

static void check_expr(verifier *v, lir_expr_id id)
{
    if (v->error)
        return;
    if (id == 0 || id >= v->f->exprs.len) {
        fail(v, 0, "an expression is missing");
        return;
    }
    if (v->stamps[id] == v->stamp)
        return;
    v->stamps[id] = v->stamp;
    const lir_expr *e = &v->f->exprs.items[id];
    if (e->op >= LIR_OP_COUNT) {
        fail(v, 0, "expression %u has no operation", id);
        return;
    }
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++) {
        if (e->args[k] >= id)
            fail(v, id, "an argument is made after its user");
        check_expr(v, e->args[k]);
    }
    if (v->error)
        return;
    if (!v->typed[id])
        check_types(v, id);
    v->typed[id] = true;
    if (!v->error && e->op == LIR_VAR && !readable(v, e->var))
        fail(v, id, "%s.%u is read where it is not set", v->f->vars.items[e->var].name, e->var);
}

/* Checks that an expression has the type; what says which one it is. */
static void want(verifier *v, lir_expr_id id, lir_type type, const char *what)
{
    check_expr(v, id);
    if (!v->error && !same(type_of(v, id), type))
        fail(v, id, "the %s is not %s x %u", what, lir_elem_name((lir_elem)type.elem), type.lanes);
}

/* ---- Variables ------------------------------------------------------------------------------- */

/* Gives a variable its role. LET, ALLOCA: the only assignment. */
static void assign(verifier *v, lir_var_id var, role as)
{
    if (var == 0 || var >= v->f->vars.len) {
        fail(v, 0, "there is no variable %u", var);
        return;
    }
    role has = (role)v->roles[var];
    bool again = as == ROLE_SET || as == ROLE_FOR;
    if (has != ROLE_NONE && (has != as || !again))
        fail(v, 0, "%s.%u is assigned elsewhere too", v->f->vars.items[var].name, var);
    v->roles[var] = (uint8_t)as;
}

static void collect_roles(verifier *v, const lir_block *block)
{
    for (uint32_t k = 0; k < block->len && !v->error; k++) {
        lir_stmt_id id = block->items[k];
        v->stmt = NULL;
        if (id == 0 || id >= v->f->stmts.len || v->placed[id]) {
            fail(v, 0, "a statement is missing or in two places");
            return;
        }
        v->placed[id] = true;
        const lir_stmt *s = v->stmt = &v->f->stmts.items[id];
        if (s->kind >= LIR_STMT_COUNT)
            fail(v, 0, "there is no such statement");
        else if (s->kind == LIR_S_LET || s->kind == LIR_S_ALLOCA)
            assign(v, s->var, s->kind == LIR_S_LET ? ROLE_LET : ROLE_ALLOCA);
        else if (s->kind == LIR_S_FOR || s->kind == LIR_S_SET)
            assign(v, s->var, s->kind == LIR_S_FOR ? ROLE_FOR : ROLE_SET);
        for (uint32_t n = 0; n < s->outs.len; n++)
            assign(v, s->outs.items[n], ROLE_SET);
        collect_roles(v, &s->other);
        collect_roles(v, &s->body);
    }
}

/* ---- Statements ------------------------------------------------------------------------------ */

static void check_block(verifier *v, const lir_block *block);
static void check_stmts(verifier *v, const lir_block *block);
static void leave_block(verifier *v, const lir_block *block);

static lir_type var_type(const verifier *v, lir_var_id var)
{
    return v->f->vars.items[var].type;
}

static void check_store(verifier *v, const lir_stmt *s)
{
    check_expr(v, s->c);
    if (v->error)
        return;
    unsigned lanes = type_of(v, s->c).lanes;
    want(v, s->a, lir_scalar(LIR_PTR), "address");
    want(v, s->b, lir_vector(LIR_I64, s->kind == LIR_S_SCATTER ? lanes : 1), "offset");
    if (s->d)
        want(v, s->d, lir_vector(LIR_I1, lanes), "mask");
}

static void check_for(verifier *v, const lir_stmt *s)
{
    lir_type type = var_type(v, s->var);
    if (type.lanes != 1 || !is_int(type) || !lir_elem_is_signed((lir_elem)type.elem))
        fail(v, 0, "the variable is not a signed integer");
    if (s->imm == 0)
        fail(v, 0, "the step is 0");
    want(v, s->a, type, "start");
    want(v, s->b, type, "end");
    if (s->d)
        want(v, s->d, lir_scalar(LIR_I64), "cost");
    if (v->error)
        return;
    if (v->visible[s->var])
        fail(v, 0, "the variable is that of an outer loop");
    v->visible[s->var] = true;
    v->loops++;
    check_block(v, &s->body);
    v->loops--;
    v->visible[s->var] = false;
}

/* What the head sets may be read in the condition and in the body. */
static void check_while(verifier *v, const lir_stmt *s)
{
    v->loops++;
    check_stmts(v, &s->other);
    v->stmt = s;
    v->stamp++;
    want(v, s->a, lir_scalar(LIR_I1), "condition");
    check_block(v, &s->body);
    leave_block(v, &s->other);
    v->loops--;
}

static void check_check(verifier *v, const lir_stmt *s)
{
    want(v, s->a, lir_scalar(LIR_I1), "condition");
    if (!lir_check_name(s->imm))
        fail(v, 0, "there is no check %lld", (long long)s->imm);
    if (s->args.len > 4)
        fail(v, 0, "more than four values");
    for (uint32_t k = 0; k < s->args.len; k++) {
        check_expr(v, s->args.items[k]);
        if (!v->error && type_of(v, s->args.items[k]).lanes != 1)
            fail(v, s->args.items[k], "a value is not a scalar");
    }
}

static void check_call(verifier *v, const lir_stmt *s)
{
    if ((uint64_t)s->imm >= v->m->fns.len) {
        fail(v, 0, "there is no function %lld", (long long)s->imm);
        return;
    }
    const lir_fn *callee = v->m->fns.items[s->imm];
    if (s->args.len != callee->params.len || s->outs.len != callee->results.len) {
        fail(v, 0, "%s.%u takes %u and gives %u values", callee->name, callee->index,
             callee->params.len, callee->results.len);
        return;
    }
    for (uint32_t k = 0; k < s->args.len; k++)
        want(v, s->args.items[k], callee->vars.items[callee->params.items[k]].type, "argument");
    for (uint32_t k = 0; k < s->outs.len && !v->error; k++)
        if (!same(var_type(v, s->outs.items[k]), callee->vars.items[callee->results.items[k]].type))
            fail(v, 0, "result %u has another type", k);
}

/* A worker takes the bounds of its part, then the arguments. */
static void check_fork(verifier *v, const lir_stmt *s)
{
    const lir_type i64 = lir_scalar(LIR_I64);
    want(v, s->a, i64, "start");
    want(v, s->b, i64, "end");
    want(v, s->c, i64, "step");
    want(v, s->d, i64, "cost");
    if ((uint64_t)s->imm >= v->m->fns.len) {
        fail(v, 0, "there is no function %lld", (long long)s->imm);
        return;
    }
    const lir_fn *worker = v->m->fns.items[s->imm];
    bool bounds = worker->params.len >= 2;
    for (uint32_t k = 0; k < 2 && bounds; k++)
        bounds = same(worker->vars.items[worker->params.items[k]].type, i64);
    if (!bounds || worker->params.len != s->args.len + 2 || worker->results.len) {
        fail(v, 0, "%s.%u does not take two bounds and %u values, or gives some", worker->name,
             worker->index, s->args.len);
        return;
    }
    if (s->args.len > HPC_FORK_WORDS)
        fail(v, 0, "more than %d values", HPC_FORK_WORDS);
    for (uint32_t k = 0; k < s->args.len; k++)
        want(v, s->args.items[k], worker->vars.items[worker->params.items[k + 2]].type, "argument");
}

/* i: an integer or i1; f: a float; any other letter: a pointer. */
static bool fits_word(lir_type t, char letter)
{
    if (t.lanes != 1)
        return false;
    if (letter == 'i')
        return is_int(t) || t.elem == LIR_I1;
    return letter == 'f' ? is_float(t) : t.elem == LIR_PTR;
}

static void check_rt(verifier *v, const lir_stmt *s)
{
    if ((uint64_t)s->imm >= HPC_RT_COUNT) {
        fail(v, 0, "there is no runtime function %lld", (long long)s->imm);
        return;
    }
    const hpc_rt_row *row = &hpc_rt_rows[s->imm];
    if (s->args.len != strlen(row->ins) || s->outs.len != strlen(row->outs)) {
        fail(v, 0, "%s takes %zu and gives %zu words", row->name, strlen(row->ins),
             strlen(row->outs));
        return;
    }
    for (uint32_t k = 0; k < s->args.len; k++) {
        check_expr(v, s->args.items[k]);
        if (!v->error && !fits_word(type_of(v, s->args.items[k]), row->ins[k]))
            fail(v, s->args.items[k], "argument %u of %s is not '%c'", k, row->name, row->ins[k]);
    }
    for (uint32_t k = 0; k < s->outs.len && !v->error; k++)
        if (!fits_word(var_type(v, s->outs.items[k]), row->outs[k]))
            fail(v, 0, "result %u of %s is not '%c'", k, row->name, row->outs[k]);
}

static void check_stmt(verifier *v, const lir_stmt *s)
{
    bool leaves = s->kind == LIR_S_RETURN || s->kind == LIR_S_CHECK || s->kind == LIR_S_CALL ||
                  s->kind == LIR_S_POLL || s->kind == LIR_S_TRY || s->kind == LIR_S_FORK;
    if (v->in_cleanup && leaves)
        fail(v, 0, "not allowed in a cleanup block");
    switch (s->kind) {
    case LIR_S_LET:
    case LIR_S_SET:
        want(v, s->a, var_type(v, s->var), "value");
        v->visible[s->var] = true;
        break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: check_store(v, s); break;
    case LIR_S_IF:
        want(v, s->a, lir_scalar(LIR_I1), "condition");
        check_block(v, &s->body);
        check_block(v, &s->other);
        break;
    case LIR_S_TRY:
        check_block(v, &s->body);
        check_block(v, &s->other);
        break;
    case LIR_S_FOR: check_for(v, s); break;
    case LIR_S_WHILE: check_while(v, s); break;
    case LIR_S_BREAK:
    case LIR_S_CONTINUE:
        if (v->loops == 0)
            fail(v, 0, "outside a loop");
        break;
    case LIR_S_CHECK: check_check(v, s); break;
    case LIR_S_CALL: check_call(v, s); break;
    case LIR_S_FORK: check_fork(v, s); break;
    case LIR_S_RT: check_rt(v, s); break;
    case LIR_S_ALLOCA: fail(v, 0, "not at the top of the function's body"); break;
    default: break;
    }
}

static void check_stmts(verifier *v, const lir_block *block)
{
    for (uint32_t k = 0; k < block->len && !v->error; k++) {
        v->stmt = &v->f->stmts.items[block->items[k]];
        v->stamp++;
        check_stmt(v, v->stmt);
    }
}

/* Variables that a LET of the block sets can't be read after it. */
static void leave_block(verifier *v, const lir_block *block)
{
    for (uint32_t k = 0; k < block->len; k++) {
        const lir_stmt *s = &v->f->stmts.items[block->items[k]];
        if (s->kind == LIR_S_LET)
            v->visible[s->var] = false;
    }
}

static void check_block(verifier *v, const lir_block *block)
{
    check_stmts(v, block);
    leave_block(v, block);
}

/* ---- Functions ------------------------------------------------------------------------------- */

static void check_signature(verifier *v)
{
    const lir_fn *f = v->f;
    for (uint32_t k = 0; k < f->params.len; k++)
        assign(v, f->params.items[k], ROLE_PARAM);
    for (lir_var_id var = 1; var < f->vars.len; var++) {
        if (!valid(f->vars.items[var].type))
            fail(v, 0, "the type of %s.%u is not an element and a power of two of lanes",
                 f->vars.items[var].name, var);
        if (f->vars.items[var].is_param != (v->roles[var] == ROLE_PARAM))
            fail(v, 0, "%s.%u is and is not a parameter", f->vars.items[var].name, var);
    }
    for (uint32_t k = 0; k < f->params.len && !v->error; k++)
        if (var_type(v, f->params.items[k]).lanes != 1)
            fail(v, 0, "a parameter is not a scalar");
    for (uint32_t k = 0; k < f->results.len && !v->error; k++) {
        lir_var_id var = f->results.items[k];
        if (var == 0 || var >= f->vars.len || var_type(v, var).lanes != 1)
            fail(v, 0, "a result is not a scalar variable");
    }
}

/* Results are read when the function ends, however it got there. */
static void check_results(verifier *v)
{
    for (uint32_t k = 0; k < v->f->results.len && !v->error; k++) {
        lir_var_id var = v->f->results.items[k];
        if (v->roles[var] == ROLE_LET || v->roles[var] == ROLE_FOR)
            fail(v, 0, "the result %s.%u is not set by SET, CALL or RT", v->f->vars.items[var].name,
                 var);
    }
}

/* The ALLOCAs at the top, which are visible everywhere; the rest of the body. */
static void check_body(verifier *v)
{
    lir_block rest = v->f->body;
    for (; rest.len && !v->error; rest.items++, rest.len--) {
        const lir_stmt *s = v->stmt = &v->f->stmts.items[rest.items[0]];
        if (s->kind != LIR_S_ALLOCA && s->kind != LIR_S_COMMENT)
            break;
        if (s->kind == LIR_S_COMMENT)
            continue;
        if (!is(var_type(v, s->var), LIR_PTR, 1) || s->imm < 0)
            fail(v, 0, "not a ptr to a number of bytes");
        v->visible[s->var] = true;
    }
    check_block(v, &rest);
}

static const char *verify_fn(arena *a, const lir_module *m, const lir_fn *f)
{
    verifier v = {.arena = a, .m = m, .f = f};
    v.roles = ARENA_ARRAY(a, uint8_t, f->vars.len + 1);
    v.visible = ARENA_ARRAY(a, bool, f->vars.len + 1);
    v.stamps = ARENA_ARRAY(a, uint32_t, f->exprs.len + 1);
    v.typed = ARENA_ARRAY(a, bool, f->exprs.len + 1);
    v.placed = ARENA_ARRAY(a, bool, f->stmts.len + 1);
    check_signature(&v);
    collect_roles(&v, &f->body);
    collect_roles(&v, &f->cleanup);
    v.stmt = NULL;
    if (!v.error)
        check_results(&v);
    if (!v.error)
        check_body(&v);
    v.in_cleanup = true;
    if (!v.error)
        check_block(&v, &f->cleanup);
    return v.error;
}

const char *lir_verify(arena *a, const lir_module *m)
{
    for (uint32_t k = 0; k < m->fns.len; k++) {
        const lir_fn *f = m->fns.items[k];
        if (f->index != k)
            return arena_printf(a, "function %s.%u is at place %u", f->name, f->index, k);
        const char *error = verify_fn(a, m, f);
        if (error)
            return error;
    }
    return NULL;
}
