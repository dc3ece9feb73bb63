/* Folding of loop IR expressions at construction: operations on constants (by the kernels that
 * the interpreter runs, so that the bits agree) and identities that hold for every value.
 *
 *   add.i64(x, 0) -> x     mul.f64(x, 1.0) -> x     add.i64(add.i64(x, 3), 4) -> add.i64(x, 7)
 *
 * x + 0.0 stays (it turns -0.0 into 0.0), as does 0.0 * x (NaN, infinities). Constants move to the
 * right of commutative integer operations, where the other rules look for them. */
#include "lir_fold.h"

#include "../../runtime/fpenv.h"
#include "lir_kernels.h"
#include "lir_rules.h"

typedef struct folder {
    lir_module *m;
    lir_fn *f;
    const lir_expr *e;
    bool is_const[LIR_MAX_ARGS];
    uint64_t bits[LIR_MAX_ARGS]; /* of the constant arguments */
} folder;

uint64_t lir_float_bits(lir_elem elem, double value)
{
    uint64_t bits = 0;
    if (elem == LIR_F16)
        return lir_double_to_half(value);
    if (elem == LIR_F32) {
        fpenv saved = fpenv_enter();
        volatile float rounded = (float)value; /* inside the environment */
        fpenv_leave(saved);
        float narrow = rounded;
        memcpy(&bits, &narrow, sizeof narrow);
    } else {
        memcpy(&bits, &value, sizeof value);
    }
    return bits;
}

static lir_expr_id make2(const folder *o, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_make(o->m, o->f, op, o->e->type, 0, a, b, 0, 0);
}

static lir_expr_id constant(const folder *o, uint64_t bits)
{
    return lir_const_bits(o->m, o->f, o->e->type, bits);
}

static const lir_expr *expr_at(const folder *o, lir_expr_id id)
{
    return &o->f->exprs.items[id];
}

/* ---- Operations on constants ----------------------------------------------------------------- */

static bool divides_by_zero(const folder *o, lir_elem elem)
{
    return (o->e->op == LIR_DIV || o->e->op == LIR_REM) && lir_elem_is_int(elem) && o->bits[1] == 0;
}

static lir_expr_id fold_constants(const folder *o)
{
    const lir_expr *e = o->e;
    unsigned arity = lir_op_arity((lir_op)e->op);
    if (!arity)
        return 0;
    for (unsigned i = 0; i < arity; i++)
        if (!o->is_const[i])
            return 0;
    lir_elem from = (lir_elem)expr_at(o, e->args[e->op == LIR_SELECT])->type.elem;
    if (divides_by_zero(o, from))
        return 0;
    lir_kernel kernel = e->op == LIR_CVT ? lir_kernel_cvt(from, (lir_elem)e->type.elem)
                                         : lir_kernel_of((lir_op)e->op, from);
    if (!kernel)
        return 0;
    uint64_t result = 0;
    fpenv saved = fpenv_enter();
    kernel(&result, &o->bits[0], &o->bits[1], &o->bits[2], 1);
    fpenv_leave(saved);
    return constant(o, result);
}

/* ---- Identities ------------------------------------------------------------------------------ */

static bool commutes(uint8_t op)
{
    return op == LIR_ADD || op == LIR_MUL || op == LIR_AND || op == LIR_OR || op == LIR_XOR ||
           op == LIR_MIN || op == LIR_MAX;
}

/* op(op(x, c1), c2) -> op(x, op(c1, c2)) for associative integer operations. */
static lir_expr_id reassociate(const folder *o)
{
    lir_op op = (lir_op)o->e->op;
    uint64_t ignored;
    const lir_expr *inner = expr_at(o, o->e->args[0]);
    if (inner->op != op || !o->is_const[1] || !lir_is_const(o->f, inner->args[1], &ignored))
        return 0;
    lir_expr_id x = inner->args[0], c1 = inner->args[1];
    return make2(o, op, x, make2(o, op, c1, o->e->args[1]));
}

/* Integer (and i1) operations with a constant c on the right. */
static lir_expr_id fold_int_const(const folder *o, uint64_t c)
{
    lir_expr_id x = o->e->args[0];
    uint64_t ones = lir_elem_mask((lir_elem)o->e->type.elem);
    switch (o->e->op) {
    case LIR_ADD:
    case LIR_SUB:
    case LIR_SHL:
    case LIR_SHR: return c == 0 ? x : 0;
    case LIR_XOR: return c == 0 ? x : 0;
    case LIR_OR: return c == 0 ? x : c == ones ? constant(o, ones) : 0;
    case LIR_AND: return c == ones ? x : c == 0 ? constant(o, 0) : 0;
    case LIR_MUL: return c == 1 ? x : c == 0 ? constant(o, 0) : 0;
    case LIR_DIV: return c == 1 ? x : 0;
    case LIR_REM: return c == 1 ? constant(o, 0) : 0;
    default: return 0;
    }
}

static lir_expr_id fold_int2(const folder *o)
{
    const lir_expr *e = o->e;
    lir_expr_id x = e->args[0], y = e->args[1];
    if (commutes(e->op) && o->is_const[0] && !o->is_const[1])
        return make2(o, (lir_op)e->op, y, x);
    if (o->is_const[1]) {
        lir_expr_id folded = fold_int_const(o, o->bits[1]);
        if (!folded && commutes(e->op))
            folded = reassociate(o);
        /* x - c -> x + (-c): one form for sums with a constant. */
        if (!folded && e->op == LIR_SUB)
            folded = make2(o, LIR_ADD, x, constant(o, -o->bits[1]));
        return folded;
    }
    if (x != y)
        return 0;
    switch (e->op) {
    case LIR_SUB:
    case LIR_XOR: return constant(o, 0);
    case LIR_AND:
    case LIR_OR:
    case LIR_MIN:
    case LIR_MAX: return x;
    default: return 0;
    }
}

/* x * 1.0, x / 1.0, x - 0.0 and x + -0.0 are x, for every x. */
static lir_expr_id fold_float2(const folder *o)
{
    const lir_expr *e = o->e;
    lir_elem elem = (lir_elem)e->type.elem;
    uint64_t one = lir_float_bits(elem, 1.0), minus_zero = lir_float_bits(elem, -0.0);
    bool c0 = o->is_const[0], c1 = o->is_const[1];
    switch (e->op) {
    case LIR_MUL:
        return c1 && o->bits[1] == one ? e->args[0] : c0 && o->bits[0] == one ? e->args[1] : 0;
    case LIR_DIV: return c1 && o->bits[1] == one ? e->args[0] : 0;
    case LIR_SUB: return c1 && o->bits[1] == 0 ? e->args[0] : 0;
    case LIR_ADD:
        return c1 && o->bits[1] == minus_zero   ? e->args[0]
               : c0 && o->bits[0] == minus_zero ? e->args[1]
                                                : 0;
    default: return 0;
    }
}

static lir_expr_id fold_compare(const folder *o)
{
    const lir_expr *e = o->e;
    if (e->args[0] != e->args[1] || lir_elem_is_float((lir_elem)expr_at(o, e->args[0])->type.elem))
        return 0;
    switch (e->op) {
    case LIR_EQ:
    case LIR_LE:
    case LIR_GE: return constant(o, 1);
    case LIR_NE:
    case LIR_LT:
    case LIR_GT: return constant(o, 0);
    default: return 0;
    }
}

/* not(not(x)) -> x, and the comparison of a negated one: not(eq(a, b)) -> ne(a, b), but for floats
 * only eq and ne are each other's negation. */
static lir_expr_id fold_not(const folder *o)
{
    static const uint8_t negated[LIR_OP_COUNT] = {
        [LIR_EQ] = LIR_NE, [LIR_NE] = LIR_EQ, [LIR_LT] = LIR_GE,
        [LIR_LE] = LIR_GT, [LIR_GT] = LIR_LE, [LIR_GE] = LIR_LT,
    };
    const lir_expr *inner = expr_at(o, o->e->args[0]);
    if (inner->op == LIR_NOT)
        return inner->args[0];
    uint8_t op = negated[inner->op];
    if (!op)
        return 0;
    bool is_float = lir_elem_is_float((lir_elem)expr_at(o, inner->args[0])->type.elem);
    if (is_float && inner->op != LIR_EQ && inner->op != LIR_NE)
        return 0;
    return make2(o, (lir_op)op, inner->args[0], inner->args[1]);
}

static lir_expr_id fold_select(const folder *o)
{
    const lir_expr *e = o->e;
    if (o->is_const[0])
        return e->args[o->bits[0] ? 1 : 2];
    if (e->args[1] == e->args[2])
        return e->args[1];
    /* select(c, true, false) -> c */
    if (e->type.elem == LIR_I1 && o->is_const[1] && o->is_const[2] && o->bits[1] && !o->bits[2])
        return e->args[0];
    return 0;
}

static bool same_type(lir_type x, lir_type y)
{
    return x.elem == y.elem && x.lanes == y.lanes;
}

/* ptr + c1 + c2 -> ptr + (c1 + c2); ptr + 0 -> ptr */
static lir_expr_id fold_padd(const folder *o)
{
    const lir_expr *e = o->e, *inner = expr_at(o, e->args[0]);
    if (!o->is_const[1])
        return 0;
    if (o->bits[1] == 0)
        return e->args[0];
    uint64_t ignored;
    if (inner->op != LIR_PADD || !lir_is_const(o->f, inner->args[1], &ignored))
        return 0;
    lir_expr_id ptr = inner->args[0];
    lir_expr_id sum = lir_op2(o->m, o->f, LIR_ADD, inner->args[1], e->args[1]);
    return make2(o, LIR_PADD, ptr, sum);
}

/* Operations that move lanes or bits. */
static lir_expr_id fold_lanes(const folder *o)
{
    const lir_expr *e = o->e, *a = expr_at(o, e->args[0]);
    switch (e->op) {
    case LIR_SPLAT:
        if (o->is_const[0])
            return constant(o, o->bits[0]);
        return same_type(a->type, e->type) ? e->args[0] : 0;
    case LIR_EXTRACT:
        if (o->is_const[0])
            return constant(o, o->bits[0]);
        if (a->op == LIR_SPLAT)
            return a->args[0];
        if (a->op == LIR_INSERT && a->imm == e->imm)
            return a->args[1];
        if (a->op == LIR_IOTA)
            return constant(o, e->imm);
        return a->type.lanes == 1 ? e->args[0] : 0;
    case LIR_INSERT: return e->type.lanes == 1 ? e->args[1] : 0;
    case LIR_ANY:
        if (o->is_const[0])
            return constant(o, o->bits[0]);
        return a->type.lanes == 1 ? e->args[0] : 0;
    case LIR_IOTA: return e->type.lanes == 1 ? constant(o, 0) : 0;
    default: return 0;
    }
}

static lir_expr_id fold_bitcast(const folder *o)
{
    const lir_expr *e = o->e, *a = expr_at(o, e->args[0]);
    if (same_type(a->type, e->type))
        return e->args[0];
    if (o->is_const[0] && a->type.lanes == e->type.lanes)
        return constant(o, o->bits[0]);
    return 0;
}

static lir_expr_id fold_by_op(const folder *o)
{
    const lir_expr *e = o->e;
    switch (e->op) {
    case LIR_ADD:
    case LIR_SUB:
    case LIR_MUL:
    case LIR_DIV:
    case LIR_REM: return lir_elem_is_float((lir_elem)e->type.elem) ? fold_float2(o) : fold_int2(o);
    case LIR_AND:
    case LIR_OR:
    case LIR_XOR:
    case LIR_SHL:
    case LIR_SHR:
    case LIR_MIN:
    case LIR_MAX: return fold_int2(o);
    case LIR_NOT: return e->type.elem == LIR_I1 ? fold_not(o) : 0;
    case LIR_EQ:
    case LIR_NE:
    case LIR_LT:
    case LIR_LE:
    case LIR_GT:
    case LIR_GE: return fold_compare(o);
    case LIR_SELECT: return fold_select(o);
    case LIR_CVT: return same_type(expr_at(o, e->args[0])->type, e->type) ? e->args[0] : 0;
    case LIR_PADD: return fold_padd(o);
    case LIR_BITCAST: return fold_bitcast(o);
    case LIR_SPLAT:
    case LIR_EXTRACT:
    case LIR_INSERT:
    case LIR_ANY:
    case LIR_IOTA: return fold_lanes(o);
    default: return 0;
    }
}

lir_expr_id lir_fold(lir_module *m, lir_fn *f, const lir_expr *e)
{
    folder o = {.m = m, .f = f, .e = e};
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        o.is_const[i] = lir_is_const(f, e->args[i], &o.bits[i]);
    lir_expr_id folded = fold_constants(&o);
    if (!folded)
        folded = fold_by_op(&o);
    return folded ? folded : lir_apply_rules(m, f, e);
}
