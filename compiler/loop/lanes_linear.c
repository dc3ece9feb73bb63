/* Linear forms of indexes: takes i64 expressions of the loop at hand, gives sums of atoms, their
 * extremes over all iterations, and expressions again.
 *
 *   add(mul(i, 2), sub(n, 1))   ->   -1 + 2 i + 1 n   ->   for i in 0 .. m - 1, at most: -3 + 2 m + n
 */
#include "lanes.h"

enum { MAX_FACTOR = 8 };
/* 8 atoms below 2^30 (lanes.c tests them), 8 times each: nothing wraps around. */
static const int64_t max_constant = INT64_C(1) << 30;

static const ln_linear no_linear = {.ok = false};

ln_linear ln_constant(int64_t value)
{
    bool fits = value < max_constant && value > -max_constant;
    return (ln_linear){.ok = fits, .constant = fits ? value : 0};
}

ln_linear ln_atom(lir_expr_id atom)
{
    return (ln_linear){.ok = true, .count = 1, .terms = {{atom, 1}}};
}

static bool add_term(ln_linear *x, lir_expr_id atom, int64_t by)
{
    for (unsigned i = 0; i < x->count; i++) {
        if (x->terms[i].atom != atom)
            continue;
        x->terms[i].by += by;
        if (x->terms[i].by == 0)
            x->terms[i] = x->terms[--x->count];
        return i >= x->count || (x->terms[i].by <= MAX_FACTOR && x->terms[i].by >= -MAX_FACTOR);
    }
    if (x->count == LN_MAX_TERMS || by > MAX_FACTOR || by < -MAX_FACTOR)
        return false;
    x->terms[x->count++] = (ln_term){atom, by};
    return true;
}

ln_linear ln_sum(ln_linear x, ln_linear y, int64_t scale)
{
    if (!x.ok || !y.ok || scale > MAX_FACTOR || scale < -MAX_FACTOR)
        return no_linear;
    x.constant += scale * y.constant;
    if (x.constant >= max_constant || x.constant <= -max_constant)
        return no_linear;
    for (unsigned i = 0; i < y.count; i++)
        if (!add_term(&x, y.terms[i].atom, scale * y.terms[i].by))
            return no_linear;
    return x;
}

int64_t ln_factor(const ln_linear *x, lir_expr_id atom)
{
    for (unsigned i = 0; i < x->count; i++)
        if (x->terms[i].atom == atom)
            return x->terms[i].by;
    return 0;
}

ln_linear ln_replace(ln_linear x, lir_expr_id atom, const ln_linear *by)
{
    int64_t factor = x.ok ? ln_factor(&x, atom) : 0;
    if (factor == 0)
        return x;
    return ln_sum(ln_sum(x, ln_atom(atom), -factor), *by, factor);
}

/* ---- From expressions, and back -------------------------------------------------------------- */

bool ln_is_fixed(lanes *z, lir_expr_id id)
{
    const lir_expr *e = ln_at(z, id);
    if (e->op == LIR_LOAD || e->op == LIR_MLOAD || e->op == LIR_GATHER)
        return false;
    if (e->op == LIR_VAR)
        return ln_var_at(z, e->var)->kind == LN_OUTSIDE;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (!ln_is_fixed(z, e->args[i]))
            return false;
    return true;
}

/* select(x < 0, x + n, x): an index that counts from the end where it is negative. */
bool ln_is_wrapped(const lanes *z, lir_expr_id id, lir_expr_id *plain)
{
    const lir_expr *e = ln_at(z, id);
    uint64_t zero;
    if (e->op != LIR_SELECT)
        return false;
    const lir_expr *cond = ln_at(z, e->args[0]);
    *plain = e->args[2];
    return cond->op == LIR_LT && cond->args[0] == e->args[2] &&
           lir_is_const(z->f, cond->args[1], &zero) && zero == 0;
}

static ln_linear of_variable(lanes *z, lir_expr_id id)
{
    const ln_var *v = ln_var_at(z, ln_at(z, id)->var);
    if (v->kind == LN_LET)
        return ln_of(z, v->def);
    return v->kind == LN_SET ? no_linear : ln_atom(id);
}

static ln_linear of_product(lanes *z, const lir_expr *e)
{
    uint64_t by;
    if (!lir_is_const(z->f, e->args[1], &by) || (int64_t)by > MAX_FACTOR ||
        (int64_t)by < -MAX_FACTOR)
        return no_linear;
    return ln_sum(ln_constant(0), ln_of(z, e->args[0]), (int64_t)by);
}

ln_linear ln_of(lanes *z, lir_expr_id id)
{
    const lir_expr e = *ln_at(z, id);
    ln_linear x = no_linear;
    lir_expr_id plain;
    if (e.type.elem != LIR_I64 || e.type.lanes != 1)
        return x;
    if (e.op == LIR_CONST)
        return ln_constant((int64_t)e.imm);
    if (e.op == LIR_VAR)
        return of_variable(z, id);
    if (e.op == LIR_ADD || e.op == LIR_SUB)
        x = ln_sum(ln_of(z, e.args[0]), ln_of(z, e.args[1]), e.op == LIR_ADD ? 1 : -1);
    else if (e.op == LIR_MUL)
        x = of_product(z, &e);
    if (!x.ok && ln_is_fixed(z, id))
        return ln_atom(id);
    if (!x.ok && ln_is_wrapped(z, id, &plain)) {
        x = ln_of(z, plain);
        ln_linear least = ln_extreme(z, x, false);
        if (!least.ok)
            return no_linear;
        ln_need(z, lir_op2(z->m, z->f, LIR_GE, ln_expr(z, &least),
                           lir_const_int(z->m, z->f, LIR_I64, 0)));
    }
    return x;
}

/* What stands before the loop and is in a condition must be small enough. */
static void need_small(lanes *z, lir_expr_id atom)
{
    lir_expr_id limit = lir_const_int(z->m, z->f, LIR_I64, max_constant);
    lir_expr_id below = lir_const_int(z->m, z->f, LIR_I64, -max_constant);
    ln_need(z, lir_op2(z->m, z->f, LIR_LT, atom, limit));
    ln_need(z, lir_op2(z->m, z->f, LIR_GT, atom, below));
}

lir_expr_id ln_expr(lanes *z, const ln_linear *x)
{
    lir_expr_id sum = 0;
    for (unsigned i = 0; i < x->count; i++) {
        if (!z->building)
            need_small(z, x->terms[i].atom);
        lir_expr_id by = lir_const_int(z->m, z->f, LIR_I64, x->terms[i].by);
        lir_expr_id term = lir_op2(z->m, z->f, LIR_MUL, x->terms[i].atom, by);
        sum = sum ? lir_op2(z->m, z->f, LIR_ADD, sum, term) : term;
    }
    lir_expr_id constant = lir_const_int(z->m, z->f, LIR_I64, x->constant);
    return sum ? lir_op2(z->m, z->f, LIR_ADD, sum, constant) : constant;
}

/* Loops inside come later in the list: their bounds may name those before. */
ln_linear ln_extreme(const lanes *z, ln_linear x, bool largest)
{
    for (uint32_t i = z->nloops; i-- > 0 && x.ok;) {
        const ln_loop *loop = &z->loops[i];
        bool last = (ln_factor(&x, loop->atom) > 0) == largest;
        x = ln_replace(x, loop->atom, last ? &loop->last : &loop->low);
    }
    return x;
}
