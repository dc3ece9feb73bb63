/* Loop IR: construction and folding, text, verification. */
#include "lir_fixture.h"

#include <math.h>

#include "compiler/loop/lir_number.h"
#include "compiler/loop/lir_passes.h"

typedef struct builder {
    lir_module *m;
    lir_fn *f;
    lir_expr_id x, y, fx, p; /* parameters: i64, i64, f64, ptr */
} builder;

static builder start(lir_fixture *f)
{
    builder b = {.m = lir_module_new(f->a)};
    b.f = lir_fn_new(b.m, "f");
    b.x = lir_get(b.m, b.f, lir_param(b.m, b.f, "x", lir_scalar(LIR_I64)));
    b.y = lir_get(b.m, b.f, lir_param(b.m, b.f, "y", lir_scalar(LIR_I64)));
    b.fx = lir_get(b.m, b.f, lir_param(b.m, b.f, "fx", lir_scalar(LIR_F64)));
    b.p = lir_get(b.m, b.f, lir_param(b.m, b.f, "p", lir_scalar(LIR_PTR)));
    return b;
}

static lir_expr_id op2(builder *b, lir_op op, lir_expr_id x, lir_expr_id y)
{
    return lir_op2(b->m, b->f, op, x, y);
}

static lir_expr_id op1(builder *b, lir_op op, lir_expr_id x)
{
    return lir_op1(b->m, b->f, op, x);
}

static lir_expr_id i64(builder *b, int64_t value)
{
    return lir_const_int(b->m, b->f, LIR_I64, value);
}

static lir_expr_id f64(builder *b, double value)
{
    return lir_const_float(b->m, b->f, LIR_F64, value);
}

static void equal_expressions_are_shared(void **state)
{
    builder b = start(*state);
    assert_int_equal(op2(&b, LIR_ADD, b.x, b.y), op2(&b, LIR_ADD, b.x, b.y));
    assert_int_not_equal(op2(&b, LIR_ADD, b.x, b.y), op2(&b, LIR_ADD, b.y, b.x));
    lir_type type = lir_scalar(LIR_I64);
    assert_int_not_equal(lir_load(b.m, b.f, type, b.p, b.x), lir_load(b.m, b.f, type, b.p, b.x));
    for (int k = 0; k < 1000; k++)
        assert_int_equal(i64(&b, k), i64(&b, k));
}

static void constants_fold(void **state)
{
    builder b = start(*state);
    assert_int_equal(op2(&b, LIR_ADD, i64(&b, 40), i64(&b, 2)), i64(&b, 42));
    assert_int_equal(op2(&b, LIR_DIV, f64(&b, 1), f64(&b, 3)), f64(&b, 1.0 / 3.0));
    assert_int_equal(op2(&b, LIR_LT, i64(&b, 1), i64(&b, 2)), lir_const_int(b.m, b.f, LIR_I1, 1));
    assert_int_equal(lir_cvt(b.m, b.f, LIR_I8, i64(&b, 300)), lir_const_int(b.m, b.f, LIR_I8, 44));
    lir_expr_id division = op2(&b, LIR_DIV, i64(&b, 1), i64(&b, 0));
    assert_int_equal(b.f->exprs.items[division].op, LIR_DIV);
    lir_expr_id lanes = lir_splat(b.m, b.f, i64(&b, 5), 8);
    assert_int_equal(op2(&b, LIR_MUL, lanes, lanes),
                     lir_const_bits(b.m, b.f, lir_vector(LIR_I64, 8), 25));
}

static void integer_identities_fold(void **state)
{
    builder b = start(*state);
    assert_int_equal(op2(&b, LIR_ADD, b.x, i64(&b, 0)), b.x);
    assert_int_equal(op2(&b, LIR_ADD, i64(&b, 0), b.x), b.x);
    assert_int_equal(op2(&b, LIR_MUL, b.x, i64(&b, 1)), b.x);
    assert_int_equal(op2(&b, LIR_MUL, i64(&b, 0), b.x), i64(&b, 0));
    assert_int_equal(op2(&b, LIR_SUB, b.x, b.x), i64(&b, 0));
    assert_int_equal(op2(&b, LIR_AND, b.x, i64(&b, -1)), b.x);
    lir_expr_id sum = op2(&b, LIR_SUB, op2(&b, LIR_ADD, b.x, i64(&b, 5)), i64(&b, 2));
    assert_int_equal(sum, op2(&b, LIR_ADD, b.x, i64(&b, 3)));
    assert_int_equal(op1(&b, LIR_NOT, op2(&b, LIR_LT, b.x, b.y)), op2(&b, LIR_GE, b.x, b.y));
    assert_int_equal(lir_select(b.m, b.f, op2(&b, LIR_EQ, b.x, b.x), b.x, b.y), b.x);
    lir_expr_id vector = lir_splat(b.m, b.f, b.x, 4);
    assert_int_equal(lir_make(b.m, b.f, LIR_EXTRACT, lir_scalar(LIR_I64), 2, vector, 0, 0, 0), b.x);
}

static void float_identities_keep_bits(void **state)
{
    builder b = start(*state);
    assert_int_equal(op2(&b, LIR_MUL, b.fx, f64(&b, 1)), b.fx);
    assert_int_equal(op2(&b, LIR_ADD, b.fx, f64(&b, -0.0)), b.fx);
    assert_int_equal(op2(&b, LIR_SUB, b.fx, f64(&b, 0.0)), b.fx);
    const lir_expr_id kept[] = {op2(&b, LIR_ADD, b.fx, f64(&b, 0.0)),
                                op2(&b, LIR_MUL, b.fx, f64(&b, 0.0)), op2(&b, LIR_SUB, b.fx, b.fx),
                                op2(&b, LIR_EQ, b.fx, b.fx)};
    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
        assert_int_equal(lir_op_arity((lir_op)b.f->exprs.items[kept[k]].op), 2);
    lir_expr_id less = op1(&b, LIR_NOT, op2(&b, LIR_LT, b.fx, f64(&b, 1)));
    assert_int_equal(b.f->exprs.items[less].op, LIR_NOT); /* NaN: not the same as >= */
}

static void a_block_inside_a_statement_grows(void **state)
{
    builder b = start(*state);
    lir_stmt_id loop = lir_stmt_new(b.m, b.f, &b.f->body, LIR_S_WHILE);
    lir_stmt_at(b.f, loop)->a = lir_const_int(b.m, b.f, LIR_I1, 1);
    for (int k = 0; k < 100; k++)
        lir_stmt_new(b.m, b.f, &lir_stmt_at(b.f, loop)->body, LIR_S_BREAK);
    assert_int_equal(lir_stmt_at(b.f, loop)->body.len, 100);
    assert_int_equal(b.f->body.len, 1);
    assert_null(lir_verify(((lir_fixture *)*state)->a, b.m));
}

static void number_round_trips(lir_elem elem, uint64_t bits)
{
    char text[LIR_NUMBER_MAX];
    uint64_t back = ~bits;
    lir_number_print(text, elem, bits);
    const char *end = lir_number_read(text, elem, &back);
    if (!end || *end || back != bits)
        fail_msg("%s %llx prints as %s", lir_elem_name(elem), (unsigned long long)bits, text);
}

static void numbers_round_trip(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++) {
        uint64_t mask = lir_elem_mask((lir_elem)elem);
        for (int k = 0; k < 64; k++) { /* single bits, runs of bits */
            number_round_trips((lir_elem)elem, UINT64_C(1) << k & mask);
            number_round_trips((lir_elem)elem, UINT64_MAX << k & mask);
            number_round_trips((lir_elem)elem, UINT64_MAX >> k & mask);
        }
        for (int k = 0; k < 20000; k++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            number_round_trips((lir_elem)elem, random & mask);
            if (lir_elem_is_float((lir_elem)elem)) {
                double decimal = (double)(int64_t)(random >> 40) / 1000 - 1000;
                number_round_trips((lir_elem)elem, lir_float_bits((lir_elem)elem, decimal));
            }
        }
    }
    for (uint64_t half = 0; half < 65536; half++)
        number_round_trips(LIR_F16, half);
    char text[LIR_NUMBER_MAX];
    lir_number_print(text, LIR_F64, lir_float_bits(LIR_F64, 0.1));
    assert_string_equal(text, "0.1");
    lir_number_print(text, LIR_F32, lir_float_bits(LIR_F32, (double)-2.5f));
    assert_string_equal(text, "-2.5");
}

static void prints_as_written(lir_fixture *f, const char *path, char *text)
{
    const char *printed = lir_print(f->a, lir_must_read(f, path, text));
    if (strcmp(printed, lir_after_header(text)))
        fail_msg("%s prints as\n%s", path, printed);
}

static void examples_round_trip(void **state)
{
    lir_each_file(*state, "tests/ir/loop", prints_as_written);
}

static void is_refused(lir_fixture *f, const char *path, char *text)
{
    const char *error = NULL, *wanted = strchr(text, ':') + 2;
    size_t length = strcspn(wanted, "\n");
    lir_module *m = lir_read(f->a, text, &error);
    if (!strncmp(text, "; verify:", 9)) {
        if (!m)
            fail_msg("%s can't be read: %s", path, error);
        error = lir_verify(f->a, m);
        lir_print(f->a, m); /* prints all the same */
    }
    if (!error)
        fail_msg("%s is accepted", path);
    size_t size = strlen(error);
    if (size < length || strncmp(error + size - length, wanted, length))
        fail_msg("%s: %s", path, error);
}

static void bad_examples_are_refused(void **state)
{
    lir_each_file(*state, "tests/ir/loop/bad", is_refused);
}

/* Cut anywhere, or with a character changed, the text gives an error or a module, never a crash. */
static void damaged(lir_fixture *f, const char *path, char *text)
{
    (void)path;
    size_t length = strlen(text);
    static const char changes[] = "\0)(9.$x";
    const char *error;
    for (size_t k = 0; k < length; k += 3) {
        char saved = text[k];
        for (size_t n = 0; n < sizeof changes - 1; n++) {
            text[k] = changes[n];
            lir_module *m = lir_read(f->a, text, &error);
            if (m && !lir_verify(f->a, m))
                lir_print(f->a, m);
        }
        text[k] = saved;
    }
}

static void damaged_text_is_survived(void **state)
{
    lir_each_file(*state, "tests/ir/loop", damaged);
}

/* `; pass: NAME`, perhaps `; divider: N N` (costs as in target.h), a module, a line ---, and the module as the pass leaves it for vectors of 64 bytes.
 * HPC_UPDATE_TESTS=1 rewrites what follows. */
static void pass_gives(lir_fixture *f, const char *path, char *text)
{
    char name[64];
    target_divider divider = {.cpu = ""};
    const char *costs = strstr(text, "; divider: ");
    if (costs)
        sscanf(costs, "; divider: %hhu %hhu", &divider.division, &divider.root);
    const lir_pass_options options = {
        .vector_bytes = 64, .masked_size = 1, .threads = true, .divider = costs ? &divider : NULL};
    assert_int_equal(sscanf(text, "; pass: %63s", name), 1);
    char *bar = strstr(text, "\n---\n");
    assert_non_null(bar);
    bar[1] = '\0';
    lir_module *m = lir_must_read(f, path, text);
    assert_true(lir_run_pass(m, name, &options));
    const char *error = lir_verify(f->a, m), *result = lir_print(f->a, m);
    if (error)
        fail_msg("%s: %s\n%s", path, error, result);
    if (getenv("HPC_UPDATE_TESTS")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_true(fprintf(file, "%s---\n%s", text, result) > 0);
        assert_int_equal(fclose(file), 0);
    } else if (strcmp(result, bar + 5) != 0) {
        fail_msg("%s: expected\n%s\ngot\n%s", path, bar + 5, result);
    }
}

static void passes_give_what_is_written(void **state)
{
    lir_each_file(*state, "tests/ir/loop/passes", pass_gives);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, lir_setup, lir_teardown)
    const struct CMUnitTest tests[] = {
        TEST(equal_expressions_are_shared),
        TEST(constants_fold),
        TEST(integer_identities_fold),
        TEST(float_identities_keep_bits),
        TEST(a_block_inside_a_statement_grows),
        TEST(numbers_round_trip),
        TEST(examples_round_trip),
        TEST(bad_examples_are_refused),
        TEST(damaged_text_is_survived),
        TEST(passes_give_what_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
