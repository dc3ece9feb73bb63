/* The table of algebraic rules: both sides of each are evaluated, operation by operation with the
 * kernels of loop IR, over special values of every element and random bits; without fastmath they
 * must agree in every bit. And that expressions are rewritten where a rule fits, and only there. */
#include <math.h>
#include <stdlib.h>

#include "../../compiler/loop/lir_kernels.h"
#include "../../compiler/loop/lir_rules.h"
#include "../../runtime/fpenv.h"
#include "lir_fixture.h"

enum { VALUES = 40, LETTERS = 4 };

static const lir_elem elems[] = {LIR_I1,  LIR_I8,  LIR_I16, LIR_I32, LIR_I64, LIR_U8,
                                 LIR_U16, LIR_U32, LIR_U64, LIR_F16, LIR_F32, LIR_F64};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 11 ^ *state << 23;
}

/* Zeros, ones, extremes, denormals, infinities, quiet NaNs of both signs, then random bits. */
static unsigned special_values(lir_elem elem, uint64_t *out)
{
    static const double numbers[] = {0.0,  -0.0, 1.0, -1.0, 0.5,      -2.5,     3.0,
                                     7e-8, -6e4, 1e9, 1e38, INFINITY, -INFINITY};
    unsigned count = 0;
    uint64_t state = elem + 1;
    if (lir_elem_is_float(elem)) {
        for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++)
            out[count++] = lir_float_bits(elem, numbers[i]);
        uint64_t quiet = elem == LIR_F64   ? UINT64_C(0x7ff8000000000001)
                         : elem == LIR_F32 ? 0x7fc00001
                                           : 0x7e01;
        out[count++] = quiet;
        out[count++] = quiet | (lir_elem_mask(elem) ^ lir_elem_mask(elem) >> 1);
        out[count++] = 1; /* the least denormal */
    } else {
        const uint64_t mask = lir_elem_mask(elem);
        const uint64_t bits[] = {0, 1, 2, 3, mask, mask - 1, mask >> 1, (mask >> 1) + 1};
        for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
            out[count++] = bits[i] & mask;
    }
    while (count < VALUES) {
        uint64_t bits = next_random(&state) & lir_elem_mask(elem);
        if (elem == LIR_F64 || elem == LIR_F32 || elem == LIR_F16)
            bits = lir_float_bits(elem, (double)(int64_t)(next_random(&state) % 4096) / 32 - 64);
        out[count++] = bits;
    }
    return count;
}

static double to_double(lir_elem elem, uint64_t bits)
{
    double d;
    float f;
    if (elem == LIR_F16)
        return lir_half_to_float((uint16_t)bits);
    memcpy(&d, &bits, sizeof d);
    memcpy(&f, &bits, sizeof f);
    return elem == LIR_F32 ? f : d;
}

static double function_of(lir_math fn, double x, double y)
{
    switch (fn) {
    case LIR_EXP_FN: return exp(x);
    case LIR_EXP2_FN: return exp2(x);
    case LIR_EXPM1_FN: return expm1(x);
    case LIR_LOG_FN: return log(x);
    case LIR_LOG2_FN: return log2(x);
    case LIR_LOG1P_FN: return log1p(x);
    case LIR_SIN_FN: return sin(x);
    case LIR_COS_FN: return cos(x);
    case LIR_TAN_FN: return tan(x);
    case LIR_POW_FN: return pow(x, y);
    default: fail_msg("no function %u", (unsigned)fn); return 0;
    }
}

static uint64_t evaluate(lir_elem elem, const uint16_t **term, const uint64_t *letters)
{
    unsigned t = *(*term)++;
    uint64_t args[LIR_MAX_ARGS] = {0}, result = 0;
    if (t >= TERM_ZERO)
        return lir_term_bits(elem, t);
    if (t >= TERM_X)
        return t == TERM_C ? letters[3] & 1 : letters[t - TERM_X];
    for (unsigned i = 0; i < lir_term_arity(t); i++)
        args[i] = evaluate(elem, term, letters);
    if (t >= TERM_MATH)
        return lir_float_bits(elem, function_of((lir_math)(t - TERM_MATH), to_double(elem, args[0]),
                                                to_double(elem, args[1])));
    bool flips = t == LIR_NOT && elem != LIR_I1 && letters[LETTERS]; /* of a SELECT's condition */
    lir_kernel kernel = lir_kernel_of((lir_op)t, flips ? LIR_I1 : elem);
    assert_non_null(kernel);
    kernel(&result, &args[0], &args[1], &args[2], 1);
    return result;
}

static bool agrees(const lir_rule *r, lir_elem elem, uint64_t from, uint64_t to)
{
    double x = to_double(elem, from), y = to_double(elem, to);
    if (!(r->domain & RULE_FAST))
        return from == to;
    return isnan(x) || isinf(x) || fabs(x - y) <= 2e-5 * (1 + fabs(x));
}

static void check_at(const lir_rule *r, lir_elem elem, const uint64_t *letters)
{
    const uint16_t *from = r->from, *to = r->to;
    uint64_t a = evaluate(elem, &from, letters), b = evaluate(elem, &to, letters);
    if (!agrees(r, elem, a, b))
        fail_msg("rule %u %u %u %u of element %u: %llx and %llx for %llx %llx %llx", r->from[0],
                 r->from[1], r->from[2], r->from[3], elem, (unsigned long long)a,
                 (unsigned long long)b, (unsigned long long)letters[0],
                 (unsigned long long)letters[1], (unsigned long long)letters[2]);
}

/* Under fastmath: numbers of which all functions are defined and none is large. */
static void check_fast(const lir_rule *r, lir_elem elem)
{
    uint64_t state = 7;
    for (int n = 0; n < 500; n++) {
        uint64_t letters[LETTERS + 1] = {0};
        for (int i = 0; i < 3; i++)
            letters[i] = lir_float_bits(elem, 0.25 + (double)(next_random(&state) % 1024) / 1024);
        check_at(r, elem, letters);
    }
}

static void check_rule(const lir_rule *r, lir_elem elem)
{
    uint64_t values[VALUES];
    unsigned count = special_values(elem, values);
    if (r->domain & RULE_FAST) {
        check_fast(r, elem);
        return;
    }
    for (unsigned x = 0; x < count; x++)
        for (unsigned y = 0; y < count; y++)
            for (unsigned z = 0; z < count; z++) {
                uint64_t letters[] = {values[x], values[y], values[z], z, r->from[0] == LIR_SELECT};
                check_at(r, elem, letters);
            }
}

static void both_sides_agree(void **state)
{
    (void)state;
    unsigned rules = 0;
    fpenv saved = fpenv_enter();
    for (unsigned op = 0; op < LIR_OP_COUNT; op++) {
        lir_rule_set set = lir_rules_of((lir_op)op);
        for (unsigned i = 0; i < set.count; i++, rules++)
            for (unsigned e = 0; e < sizeof elems / sizeof *elems; e++) {
                bool fast_half = set.rules[i].domain & RULE_FAST && elems[e] == LIR_F16;
                if (set.rules[i].domain & lir_rule_domain(elems[e]) && !fast_half)
                    check_rule(&set.rules[i], elems[e]);
            }
    }
    fpenv_leave(saved);
    assert_true(rules > 100);
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static uint64_t converted(lir_elem from, lir_elem to, uint64_t bits)
{
    uint64_t result = 0;
    lir_kernel_cvt(from, to)(&result, &bits, NULL, NULL, 1);
    return result;
}

static void check_chain(lir_elem inner, lir_elem middle, lir_elem outer)
{
    uint64_t values[VALUES];
    unsigned count = special_values(inner, values);
    for (unsigned i = 0; i < count; i++) {
        uint64_t bits = inner == LIR_I1 ? values[i] & 1 : values[i];
        uint64_t by = converted(middle, outer, converted(inner, middle, bits));
        uint64_t at_once = inner == outer ? bits : converted(inner, outer, bits);
        if (by != at_once)
            fail_msg("from %u by %u to %u: %llx gives %llx, not %llx", inner, middle, outer,
                     (unsigned long long)bits, (unsigned long long)by, (unsigned long long)at_once);
    }
}

/* Compared before or after they are widened. */
static void check_order(lir_elem wide, lir_elem narrow)
{
    static const lir_op ops[] = {LIR_EQ, LIR_NE, LIR_LT, LIR_LE, LIR_GT, LIR_GE};
    uint64_t values[VALUES];
    unsigned count = special_values(narrow, values);
    for (unsigned x = 0; x < count; x++)
        for (unsigned y = 0; y < count; y++)
            for (unsigned k = 0; k < sizeof ops / sizeof *ops; k++) {
                uint64_t a = converted(narrow, wide, values[x]), before = 0, after = 0;
                uint64_t b = converted(narrow, wide, values[y]);
                lir_kernel_of(ops[k], narrow)(&before, &values[x], &values[y], NULL, 1);
                lir_kernel_of(ops[k], wide)(&after, &a, &b, NULL, 1);
                assert_int_equal(before, after);
            }
}

static void conversions_keep_bits(void **state)
{
    (void)state;
    unsigned chains = 0, count = sizeof elems / sizeof *elems;
    fpenv saved = fpenv_enter();
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < count; k++) {
            if (elems[i] != LIR_I1 && lir_elem_holds(elems[k], elems[i]))
                check_order(elems[k], elems[i]);
            for (unsigned n = 0; n < count; n++)
                if (lir_cvt_passes(elems[i], elems[k], elems[n])) {
                    check_chain(elems[i], elems[k], elems[n]);
                    chains++;
                }
        }
    fpenv_leave(saved);
    assert_true(chains > 600);
    assert_true(lir_cvt_passes(LIR_I32, LIR_F64, LIR_I32));
    assert_true(lir_cvt_passes(LIR_F32, LIR_F64, LIR_F32));
    assert_false(lir_cvt_passes(LIR_I64, LIR_F64, LIR_I64));
    assert_false(lir_cvt_passes(LIR_I32, LIR_F32, LIR_I32));
    assert_false(lir_cvt_passes(LIR_U32, LIR_F64, LIR_I32));
    assert_false(lir_cvt_passes(LIR_F64, LIR_F32, LIR_F64));
}

/* ---- Expressions ----------------------------------------------------------------------------- */

typedef struct maker {
    lir_module *m;
    lir_fn *f;
    lir_expr_id x, y;
} maker;

static maker start(lir_fixture *fixture, bool fastmath)
{
    maker k = {.m = lir_module_new(fixture->a)};
    k.f = lir_fn_new(k.m, "f");
    k.f->fastmath = fastmath;
    k.x = lir_get(k.m, k.f, lir_param(k.m, k.f, "x", lir_scalar(LIR_F64)));
    k.y = lir_get(k.m, k.f, lir_param(k.m, k.f, "y", lir_scalar(LIR_F64)));
    return k;
}

static lir_expr_id op1(maker *k, lir_op op, lir_expr_id x)
{
    return lir_op1(k->m, k->f, op, x);
}

static lir_expr_id op2(maker *k, lir_op op, lir_expr_id x, lir_expr_id y)
{
    return lir_op2(k->m, k->f, op, x, y);
}

static lir_expr_id math(maker *k, lir_math fn, lir_expr_id x, lir_expr_id y)
{
    return lir_make(k->m, k->f, y ? LIR_MATH2 : LIR_MATH1, lir_scalar(LIR_F64), fn, x, y, 0, 0);
}

static void rules_keep_bits(void **state)
{
    maker k = start(*state, false);
    assert_int_equal(op1(&k, LIR_NEG, op1(&k, LIR_NEG, k.x)), k.x);
    assert_int_equal(op1(&k, LIR_ABS, op1(&k, LIR_NEG, k.x)), op1(&k, LIR_ABS, k.x));
    lir_expr_id floor = op1(&k, LIR_FLOOR, k.x);
    assert_int_equal(op1(&k, LIR_RINT, floor), floor);
    lir_expr_id less = op2(&k, LIR_LT, k.x, k.y);
    assert_int_equal(lir_select(k.m, k.f, op1(&k, LIR_NOT, less), k.x, k.y),
                     lir_select(k.m, k.f, less, k.y, k.x));
    const lir_expr_id kept[] = {
        op2(&k, LIR_SUB, k.x, op1(&k, LIR_NEG, k.y)),
        op2(&k, LIR_MUL, math(&k, LIR_EXP_FN, k.x, 0), math(&k, LIR_EXP_FN, k.y, 0)),
        op2(&k, LIR_SUB, k.x, k.x),
    };
    const uint8_t ops[] = {LIR_SUB, LIR_MUL, LIR_SUB};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_int_equal(k.f->exprs.items[kept[i]].op, ops[i]);
}

static void fastmath_goes_further(void **state)
{
    maker k = start(*state, true);
    lir_expr_id half = lir_const_float(k.m, k.f, LIR_F64, 0.5);
    lir_expr_id product =
        op2(&k, LIR_MUL, math(&k, LIR_EXP_FN, k.x, 0), math(&k, LIR_EXP_FN, k.y, 0));
    assert_int_equal(product, math(&k, LIR_EXP_FN, op2(&k, LIR_ADD, k.x, k.y), 0));
    assert_int_equal(math(&k, LIR_POW_FN, k.x, half), op1(&k, LIR_SQRT, k.x));
    assert_int_equal(math(&k, LIR_LOG_FN, math(&k, LIR_EXP_FN, k.x, 0), 0), k.x);
    k.f->exact = true; /* a step of an elementary function */
    assert_int_equal(k.f->exprs.items[op2(&k, LIR_SUB, k.x, k.x)].op, LIR_SUB);
}

static void conversions_are_left_out(void **state)
{
    maker k = start(*state, false);
    lir_expr_id i = lir_get(k.m, k.f, lir_param(k.m, k.f, "i", lir_scalar(LIR_I32)));
    lir_expr_id j = lir_get(k.m, k.f, lir_param(k.m, k.f, "j", lir_scalar(LIR_I32)));
    lir_expr_id wide = lir_cvt(k.m, k.f, LIR_F64, i);
    assert_int_equal(lir_cvt(k.m, k.f, LIR_I32, wide), i);
    assert_int_equal(lir_cvt(k.m, k.f, LIR_F32, wide), lir_cvt(k.m, k.f, LIR_F32, i));
    lir_expr_id less = op2(&k, LIR_LT, i, j);
    assert_int_equal(op2(&k, LIR_LT, wide, lir_cvt(k.m, k.f, LIR_F64, j)), less);
    lir_expr_id seven = lir_const_int(k.m, k.f, LIR_I32, 7);
    assert_int_equal(op2(&k, LIR_GE, wide, lir_const_float(k.m, k.f, LIR_F64, 7)),
                     op2(&k, LIR_GE, i, seven));
    lir_expr_id half = op2(&k, LIR_GE, wide, lir_const_float(k.m, k.f, LIR_F64, 7.5));
    assert_int_equal(k.f->exprs.items[half].args[0], wide);
    lir_expr_id rounded = lir_cvt(k.m, k.f, LIR_F64, lir_cvt(k.m, k.f, LIR_F32, k.x));
    assert_int_equal(k.f->exprs.items[rounded].op, LIR_CVT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_sides_agree),
        cmocka_unit_test(conversions_keep_bits),
        cmocka_unit_test_setup_teardown(conversions_are_left_out, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(rules_keep_bits, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(fastmath_goes_further, lir_setup, lir_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
