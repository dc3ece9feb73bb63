/* The public side of the libgccjit backend: texts, processors, failures, threads. That it gives the bits of
 * the others, test_llvm.c, test_llvm_flow.c and test_lir_random.c check. */
#include "backend_checks.h"

#include "compiler/backend/gcc_api.h"

static void need_library(const bench *b)
{
    if (!b->gcc)
        skip();
}

static void test_text(void **state)
{
    bench *b = *state;
    need_library(b);
    bench_read(b, fib_text);
    be_options options = {.tier = BE_TIER_SCALAR};
    const char *assembly = be_gcc.text(b->gcc, b->module, &options, "asm", b->arena);
    const char *built = be_gcc.text(b->gcc, b->module, &options, "gimple", b->arena);
    assert_non_null(assembly);
    assert_non_null(strstr(assembly, "entry_0"));
    assert_non_null(built);
    assert_non_null(strstr(built, "entry_0"));
    assert_null(be_gcc.text(b->gcc, b->module, &options, "llvm", b->arena));
    arena_free(b->arena);
}

static void test_other_processor(void **state)
{
    bench *b = *state;
    need_library(b);
    check_other_processor(b, &be_gcc, b->gcc);
}

static void test_unknown_processor(void **state)
{
    bench *b = *state;
    need_library(b);
    check_unknown_processor(b, &be_gcc, b->gcc);
}

static void test_allocation_failures(void **state)
{
    bench *b = *state;
    need_library(b);
    check_allocation_failures(b, &be_gcc, b->gcc);
}

/* Though GCC compiles one module at a time. */
static void test_threads(void **state)
{
    need_library(*state);
    check_threads(&be_gcc);
}

/* Where the library is missing opening says what it is that is missing. */
static void test_missing(void **state)
{
    bench *b = *state;
    const char *error = NULL, *missing = gj_missing();
    be_session *session = be_gcc.open(&b->heap, &error);
    assert_true((session != NULL) == (missing == NULL));
    if (missing)
        assert_non_null(strstr(error, "install"));
    be_gcc.close(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_other_processor),
        cmocka_unit_test(test_unknown_processor),
        cmocka_unit_test(test_allocation_failures),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
