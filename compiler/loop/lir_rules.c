/* Takes an expression that is about to be made, gives a simpler one by a table of rules; see
 * lir_rules.h. Rules without RULE_FAST keep every bit, NaNs' signs included: tests/unit/test_rules.c
 * evaluates both sides over special values of every element. That is why -x * -y, x - -y and x * -1.0
 * are left alone for floats, and fma(x, 1, y): another one of two NaNs would come out. What the code
 * generator does by its flags under fastmath is not here: fused multiply-add, the order of sums,
 * division by a constant. */
#include "lir_rules.h"

#include "lir_fold.h"

#define X TERM_X
#define Y TERM_Y
#define Z TERM_Z
#define C TERM_C
#define FN(name) (TERM_MATH + LIR_##name##_FN)
#define INT (RULE_SIGNED | RULE_UNSIGNED)
#define BITS (INT | RULE_BOOL)
#define FLOAT RULE_FLOAT
#define FAST (RULE_FLOAT | RULE_FAST)
#define ALL (BITS | FLOAT)
/* clang-format off */
#define ROUNDED(outer)                                                                             \
    {FLOAT, {outer, LIR_FLOOR, X}, {LIR_FLOOR, X}}, {FLOAT, {outer, LIR_CEIL, X}, {LIR_CEIL, X}},  \
    {FLOAT, {outer, LIR_TRUNC, X}, {LIR_TRUNC, X}}, {FLOAT, {outer, LIR_RINT, X}, {LIR_RINT, X}}
/* op(x, op(x, y)), in any order, is op(x, y) */
#define REPEATED(domain, op)                                                                       \
    {domain, {op, X, op, X, Y}, {op, X, Y}}, {domain, {op, Y, op, X, Y}, {op, X, Y}},              \
    {domain, {op, op, X, Y, X}, {op, X, Y}}, {domain, {op, op, X, Y, Y}, {op, X, Y}}
/* op(x, dual(x, y)) is x */
#define ABSORBED(domain, op, dual)                                                                 \
    {domain, {op, X, dual, X, Y}, {X}}, {domain, {op, X, dual, Y, X}, {X}},                        \
    {domain, {op, dual, X, Y, X}, {X}}, {domain, {op, dual, X, Y, Y}, {Y}}

static const lir_rule of_neg[] = {
    {INT | FLOAT, {LIR_NEG, LIR_NEG, X}, {X}},
    {INT, {LIR_NEG, LIR_SUB, X, Y}, {LIR_SUB, Y, X}},
};

static const lir_rule of_abs[] = {
    {RULE_SIGNED | FLOAT, {LIR_ABS, LIR_ABS, X}, {LIR_ABS, X}},
    {RULE_SIGNED | FLOAT, {LIR_ABS, LIR_NEG, X}, {LIR_ABS, X}},
    {FLOAT, {LIR_ABS, LIR_COPYSIGN, X, Y}, {LIR_ABS, X}},
};

static const lir_rule of_sub[] = {
    {INT, {LIR_SUB, X, LIR_NEG, Y}, {LIR_ADD, X, Y}},
    {INT, {LIR_SUB, LIR_ADD, X, Y, Y}, {X}},
    {INT, {LIR_SUB, LIR_ADD, X, Y, X}, {Y}},
    {INT, {LIR_SUB, X, LIR_SUB, X, Y}, {Y}},
    {FAST, {LIR_SUB, X, X}, {TERM_ZERO}},
    {FAST, {LIR_SUB, X, LIR_NEG, Y}, {LIR_ADD, X, Y}},
    {FAST, {LIR_SUB, LIR_MUL, X, Y, LIR_MUL, X, Z}, {LIR_MUL, X, LIR_SUB, Y, Z}},
};

static const lir_rule of_add[] = {
    {INT, {LIR_ADD, X, LIR_NEG, Y}, {LIR_SUB, X, Y}},
    {INT, {LIR_ADD, LIR_NEG, X, Y}, {LIR_SUB, Y, X}},
    {INT, {LIR_ADD, LIR_SUB, X, Y, Y}, {X}},
    {INT, {LIR_ADD, Y, LIR_SUB, X, Y}, {X}},
    {INT, {LIR_ADD, LIR_MUL, X, Y, LIR_MUL, X, Z}, {LIR_MUL, X, LIR_ADD, Y, Z}},
    {FAST, {LIR_ADD, X, LIR_NEG, Y}, {LIR_SUB, X, Y}},
    {FAST, {LIR_ADD, LIR_MUL, X, Y, LIR_MUL, X, Z}, {LIR_MUL, X, LIR_ADD, Y, Z}},
};

static const lir_rule of_mul[] = {
    {INT, {LIR_MUL, LIR_NEG, X, LIR_NEG, Y}, {LIR_MUL, X, Y}},
    {FAST, {LIR_MUL, X, TERM_MINUS_ONE}, {LIR_NEG, X}},
    {FAST, {LIR_MUL, LIR_DIV, X, Y, Y}, {X}},
    {FAST, {LIR_MUL, LIR_SQRT, X, LIR_SQRT, X}, {X}},
    {FAST, {LIR_MUL, LIR_SQRT, X, LIR_SQRT, Y}, {LIR_SQRT, LIR_MUL, X, Y}},
    {FAST, {LIR_MUL, FN(EXP), X, FN(EXP), Y}, {FN(EXP), LIR_ADD, X, Y}},
};

static const lir_rule of_not[] = {
    {BITS, {LIR_NOT, LIR_NOT, X}, {X}},
};

static const lir_rule of_and[] = {
    {BITS, {LIR_AND, X, LIR_NOT, X}, {TERM_ZERO}},
    REPEATED(BITS, LIR_AND),
    ABSORBED(BITS, LIR_AND, LIR_OR),
};

static const lir_rule of_or[] = {
    {BITS, {LIR_OR, X, LIR_NOT, X}, {TERM_ONES}},
    REPEATED(BITS, LIR_OR),
    ABSORBED(BITS, LIR_OR, LIR_AND),
};

static const lir_rule of_xor[] = {
    {BITS, {LIR_XOR, X, LIR_XOR, X, Y}, {Y}},
    {BITS, {LIR_XOR, LIR_XOR, X, Y, Y}, {X}},
    {BITS, {LIR_XOR, LIR_XOR, X, Y, X}, {Y}},
};

static const lir_rule of_min[] = {
    REPEATED(INT, LIR_MIN),
    ABSORBED(INT, LIR_MIN, LIR_MAX),
};

static const lir_rule of_max[] = {
    REPEATED(INT, LIR_MAX),
    ABSORBED(INT, LIR_MAX, LIR_MIN),
};

static const lir_rule of_select[] = {
    {ALL, {LIR_SELECT, LIR_NOT, C, X, Y}, {LIR_SELECT, C, Y, X}},
    {ALL, {LIR_SELECT, C, LIR_SELECT, C, X, Y, Z}, {LIR_SELECT, C, X, Z}},
    {ALL, {LIR_SELECT, C, X, LIR_SELECT, C, Y, Z}, {LIR_SELECT, C, X, Z}},
    {RULE_BOOL, {LIR_SELECT, C, TERM_ZERO, TERM_ONES}, {LIR_NOT, C}},
};

static const lir_rule of_floor[] = {
    ROUNDED(LIR_FLOOR),
};

static const lir_rule of_ceil[] = {
    ROUNDED(LIR_CEIL),
};

static const lir_rule of_trunc[] = {
    ROUNDED(LIR_TRUNC),
};

static const lir_rule of_rint[] = {
    ROUNDED(LIR_RINT),
};

static const lir_rule of_copysign[] = {
    {FLOAT, {LIR_COPYSIGN, X, X}, {X}},
    {FLOAT, {LIR_COPYSIGN, LIR_COPYSIGN, X, Y, Z}, {LIR_COPYSIGN, X, Z}},
    {FLOAT, {LIR_COPYSIGN, X, LIR_COPYSIGN, Y, Z}, {LIR_COPYSIGN, X, Z}},
    {FLOAT, {LIR_COPYSIGN, LIR_NEG, X, Y}, {LIR_COPYSIGN, X, Y}},
    {FLOAT, {LIR_COPYSIGN, LIR_ABS, X, Y}, {LIR_COPYSIGN, X, Y}},
};

static const lir_rule of_div[] = {
    {FAST, {LIR_DIV, LIR_DIV, X, Y, Z}, {LIR_DIV, X, LIR_MUL, Y, Z}},
    {FAST, {LIR_DIV, X, LIR_DIV, Y, Z}, {LIR_DIV, LIR_MUL, X, Z, Y}},
    {FAST, {LIR_DIV, LIR_MUL, X, Y, Y}, {X}},
    {FAST, {LIR_DIV, LIR_SQRT, X, LIR_SQRT, Y}, {LIR_SQRT, LIR_DIV, X, Y}},
    {FAST, {LIR_DIV, X, LIR_SQRT, X}, {LIR_SQRT, X}},
    {FAST, {LIR_DIV, FN(EXP), X, FN(EXP), Y}, {FN(EXP), LIR_SUB, X, Y}},
    {FAST, {LIR_DIV, X, FN(EXP), Y}, {LIR_MUL, X, FN(EXP), LIR_NEG, Y}},
    {FAST, {LIR_DIV, FN(SIN), X, FN(COS), X}, {FN(TAN), X}},
};

static const lir_rule of_sqrt[] = {
    {FAST, {LIR_SQRT, LIR_MUL, X, X}, {LIR_ABS, X}},
};

static const lir_rule of_math1[] = {
    {FAST, {FN(LOG), FN(EXP), X}, {X}},
    {FAST, {FN(EXP), FN(LOG), X}, {X}},
    {FAST, {FN(LOG2), FN(EXP2), X}, {X}},
    {FAST, {FN(EXP2), FN(LOG2), X}, {X}},
    {FAST, {FN(LOG1P), FN(EXPM1), X}, {X}},
    {FAST, {FN(EXPM1), FN(LOG1P), X}, {X}},
    {FAST, {FN(LOG), LIR_SQRT, X}, {LIR_MUL, TERM_HALF, FN(LOG), X}},
};

static const lir_rule of_math2[] = {
    {FAST, {FN(POW), FN(EXP), X, Y}, {FN(EXP), LIR_MUL, X, Y}},
    {FAST, {FN(POW), X, TERM_HALF}, {LIR_SQRT, X}},
    {FAST, {FN(POW), X, TERM_MINUS_HALF}, {LIR_DIV, TERM_ONE, LIR_SQRT, X}},
    {FAST, {FN(POW), X, TERM_THREE_HALVES}, {LIR_MUL, X, LIR_SQRT, X}},
    {FAST, {FN(POW), X, TERM_TWO}, {LIR_MUL, X, X}},
    {FAST, {FN(POW), X, TERM_THREE}, {LIR_MUL, LIR_MUL, X, X, X}},
    {FAST, {FN(POW), X, TERM_FOUR}, {LIR_MUL, LIR_MUL, X, X, LIR_MUL, X, X}},
    {FAST, {FN(POW), X, TERM_MINUS_ONE}, {LIR_DIV, TERM_ONE, X}},
    {FAST, {FN(POW), X, TERM_MINUS_TWO}, {LIR_DIV, TERM_ONE, LIR_MUL, X, X}},
};

#define SET(rules) {rules, sizeof rules / sizeof *rules}
static const lir_rule_set sets[LIR_OP_COUNT] = {
    [LIR_NEG] = SET(of_neg),
    [LIR_ABS] = SET(of_abs),
    [LIR_SUB] = SET(of_sub),
    [LIR_ADD] = SET(of_add),
    [LIR_MUL] = SET(of_mul),
    [LIR_NOT] = SET(of_not),
    [LIR_AND] = SET(of_and),
    [LIR_OR] = SET(of_or),
    [LIR_XOR] = SET(of_xor),
    [LIR_MIN] = SET(of_min),
    [LIR_MAX] = SET(of_max),
    [LIR_SELECT] = SET(of_select),
    [LIR_FLOOR] = SET(of_floor),
    [LIR_CEIL] = SET(of_ceil),
    [LIR_TRUNC] = SET(of_trunc),
    [LIR_RINT] = SET(of_rint),
    [LIR_COPYSIGN] = SET(of_copysign),
    [LIR_DIV] = SET(of_div),
    [LIR_SQRT] = SET(of_sqrt),
    [LIR_MATH1] = SET(of_math1),
    [LIR_MATH2] = SET(of_math2),
};
/* clang-format on */

#undef X
#undef Y
#undef Z
#undef C

lir_rule_set lir_rules_of(lir_op root)
{
    return sets[root];
}

/* ---- Terms ----------------------------------------------------------------------------------- */

unsigned lir_rule_domain(lir_elem elem)
{
    if (elem == LIR_I1)
        return RULE_BOOL;
    if (lir_elem_is_float(elem))
        return RULE_FLOAT;
    if (!lir_elem_is_int(elem))
        return 0;
    return lir_elem_is_signed(elem) ? RULE_SIGNED : RULE_UNSIGNED;
}

uint64_t lir_term_bits(lir_elem elem, unsigned term)
{
    static const double values[] = {0, -0.0, 1, 2, 3, 4, 0.5, 1.5, -0.5, -1, -2};
    if (term == TERM_ONES)
        return lir_elem_mask(elem);
    double value = values[term - TERM_ZERO];
    if (lir_elem_is_float(elem))
        return lir_float_bits(elem, value);
    return (uint64_t)(int64_t)value & lir_elem_mask(elem);
}

unsigned lir_term_arity(unsigned term)
{
    if (term >= TERM_X)
        return 0;
    return term >= TERM_MATH ? lir_math_arity((lir_math)(term - TERM_MATH))
                             : lir_op_arity((lir_op)term);
}

static unsigned term_of(const lir_expr *e)
{
    bool math = e->op == LIR_MATH1 || e->op == LIR_MATH2;
    return math ? TERM_MATH + (unsigned)e->imm : e->op;
}

/* ---- Matching -------------------------------------------------------------------------------- */

typedef struct match {
    lir_module *m;
    lir_fn *f;
    lir_type type; /* of the expression, and of all that the rule makes */
    bool fast;
    lir_expr_id bound[4]; /* X, Y, Z, C */
} match;

static const uint16_t *match_term(match *k, const uint16_t *term, lir_expr_id id);

/* The terms after those of e's operands; NULL where they do not fit. */
static const uint16_t *match_args(match *k, const uint16_t *term, const lir_expr *e)
{
    unsigned arity = lir_op_arity((lir_op)e->op);
    for (unsigned i = 0; i < arity && term; i++)
        term = match_term(k, term, e->args[i]);
    return term;
}

static const uint16_t *match_term(match *k, const uint16_t *term, lir_expr_id id)
{
    const lir_expr *e = &k->f->exprs.items[id];
    if (*term >= TERM_ZERO) {
        bool equal = e->op == LIR_CONST && e->imm == lir_term_bits((lir_elem)e->type.elem, *term);
        return equal ? term + 1 : NULL;
    }
    if (*term >= TERM_X) {
        lir_expr_id *bound = &k->bound[*term - TERM_X];
        if (*bound && *bound != id)
            return NULL;
        *bound = id;
        return term + 1;
    }
    if (term_of(e) != *term || (k->fast && e->exact))
        return NULL;
    return match_args(k, term + 1, e);
}

static lir_expr_id make_term(match *k, const uint16_t **term)
{
    unsigned t = *(*term)++;
    if (t >= TERM_ZERO)
        return lir_const_bits(k->m, k->f, k->type, lir_term_bits((lir_elem)k->type.elem, t));
    if (t >= TERM_X)
        return k->bound[t - TERM_X];
    lir_expr_id args[LIR_MAX_ARGS] = {0};
    unsigned arity = lir_term_arity(t);
    for (unsigned i = 0; i < arity; i++)
        args[i] = make_term(k, term);
    bool math = t >= TERM_MATH;
    lir_op op = !math ? (lir_op)t : arity == 1 ? LIR_MATH1 : LIR_MATH2;
    return lir_make(k->m, k->f, op, k->type, math ? t - TERM_MATH : 0, args[0], args[1], args[2],
                    args[3]);
}

/* ---- Conversions ----------------------------------------------------------------------------- */

/* Rules of two or three elements, over which tests/unit/test_rules.c goes. */

/* What an element can hold: values of so many bits beside the sign. */
static unsigned digits_of(lir_elem elem)
{
    switch (elem) {
    case LIR_I1: return 1;
    case LIR_F16: return 11;
    case LIR_F32: return 24;
    case LIR_F64: return 53;
    default: return 8 * lir_elem_size(elem) - lir_elem_is_signed(elem);
    }
}

bool lir_elem_holds(lir_elem wide, lir_elem narrow)
{
    if (wide == LIR_PTR || narrow == LIR_PTR || digits_of(wide) < digits_of(narrow))
        return false;
    if (lir_elem_is_float(wide))
        return true; /* an exponent of f16 reaches 15 bits, of which it has 11 */
    return !lir_elem_is_float(narrow) && (lir_elem_is_signed(wide) || !lir_elem_is_signed(narrow));
}

/* Floats become integers of up to 32 bits by way of i32, where u32 does not fit. */
static bool wraps_late(lir_elem inner, lir_elem middle, lir_elem outer)
{
    return lir_elem_is_float(middle) && inner == LIR_U32 && lir_elem_is_int(outer) &&
           lir_elem_size(outer) <= 4 && outer != LIR_U32;
}

static bool is_whole(lir_elem elem)
{
    return lir_elem_is_int(elem) && elem != LIR_I1;
}

bool lir_cvt_passes(lir_elem inner, lir_elem middle, lir_elem outer)
{
    if (is_whole(inner) && is_whole(middle) && is_whole(outer) &&
        lir_elem_size(outer) <= lir_elem_size(middle))
        return true; /* the low bits of the low bits */
    return lir_elem_holds(middle, inner) && !wraps_late(inner, middle, outer);
}

/* Indexes and extents, which other passes know as they are. */
static bool is_address(lir_elem middle, lir_elem outer)
{
    return lir_elem_is_int(middle) && lir_elem_is_int(outer) && lir_elem_size(outer) == 8;
}

static lir_expr_id of_cvt(lir_module *m, lir_fn *f, const lir_expr *e)
{
    const lir_expr *by = &f->exprs.items[e->args[0]];
    if (by->op != LIR_CVT)
        return 0;
    lir_elem inner = (lir_elem)f->exprs.items[by->args[0]].type.elem;
    lir_elem middle = (lir_elem)by->type.elem, outer = (lir_elem)e->type.elem;
    if (!lir_cvt_passes(inner, middle, outer) || is_address(middle, outer))
        return 0;
    return lir_cvt(m, f, outer, by->args[0]);
}

static bool compares(uint8_t op)
{
    return op == LIR_EQ || op == LIR_NE || op == LIR_LT || op == LIR_LE || op == LIR_GT ||
           op == LIR_GE;
}

/* The constant as one of `elem`, where it has the same value; 0. */
static lir_expr_id narrowed(lir_module *m, lir_fn *f, lir_elem elem, lir_expr_id constant)
{
    const lir_expr *c = &f->exprs.items[constant];
    if (c->op != LIR_CONST)
        return 0;
    uint64_t bits = (uint64_t)c->imm;
    lir_elem wide = (lir_elem)c->type.elem;
    lir_expr_id made = lir_cvt(m, f, elem, constant);
    lir_expr_id back = lir_cvt(m, f, wide, made);
    const lir_expr *again = &f->exprs.items[back];
    return again->op == LIR_CONST && (uint64_t)again->imm == bits ? made : 0;
}

/* Values that were widened, or one and a constant, compare as they did before. */
static lir_expr_id of_compare(lir_module *m, lir_fn *f, const lir_expr *e)
{
    lir_expr a = f->exprs.items[e->args[0]], b = f->exprs.items[e->args[1]];
    lir_elem wide = (lir_elem)a.type.elem;
    const lir_expr *by = a.op == LIR_CVT ? &a : &b;
    lir_elem narrow = by->op == LIR_CVT ? (lir_elem)f->exprs.items[by->args[0]].type.elem : wide;
    if (narrow == wide || narrow == LIR_I1 || narrow == LIR_F16 || !lir_elem_holds(wide, narrow))
        return 0;
    lir_expr_id args[2];
    const lir_expr *both[] = {&a, &b};
    for (unsigned i = 0; i < 2; i++) {
        if (both[i]->op == LIR_CVT && f->exprs.items[both[i]->args[0]].type.elem == narrow)
            args[i] = both[i]->args[0];
        else if (lir_elem_is_float(wide))
            args[i] = narrowed(m, f, narrow, e->args[i]);
        else
            return 0;
        if (!args[i])
            return 0;
    }
    return lir_op2(m, f, (lir_op)e->op, args[0], args[1]);
}

lir_expr_id lir_apply_rules(lir_module *m, lir_fn *f, const lir_expr *e)
{
    if (e->op == LIR_CVT)
        return of_cvt(m, f, e);
    if (compares(e->op))
        return of_compare(m, f, e);
    unsigned domain = lir_rule_domain((lir_elem)e->type.elem), term = term_of(e);
    bool fast = f->fastmath && !e->exact && e->type.elem != LIR_F16;
    lir_rule_set set = sets[e->op];
    for (unsigned i = 0; i < set.count; i++) {
        const lir_rule *r = &set.rules[i];
        if (r->from[0] != term || !(r->domain & domain) || (r->domain & RULE_FAST && !fast))
            continue;
        match k = {m, f, e->type, r->domain & RULE_FAST, {0}};
        const uint16_t *to = r->to;
        if (match_args(&k, r->from + 1, e))
            return make_term(&k, &to);
    }
    return 0;
}
