/* The public side of the libgccjit backend: texts, processors, failures, threads. That it gives the bits of
 * the others, test_llvm.c, test_llvm_flow.c and test_lir_random.c check. */
#include "backend_checks.h"

#include "compiler/backend/gcc_api.h"
#include "compiler/loop/target.h"

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

/* Code for the least processor of the architecture gives the same bits. */
static void test_other_processor(void **state)
{
    bench *b = *state;
    need_library(b);
    be_options options = {.tier = BE_TIER_VECTOR,
                          .cpu = target_level_of(TARGET_HOST_ARCH, "")->name};
    const char *error;
    bench_read(b, "fn f.0(p.1: ptr, o.2: ptr) -> () {\n"
                  "  let x.3: f64x8 = load.f64x8(p.1, 0)\n"
                  "  store (o.2, 0) = fma.f64x8(x.3, x.3, exp.f64x8(x.3))\n"
                  "  store (o.2, 64) = rem.f64x8(floor.f64x8(x.3), rint.f64x8(x.3))\n"
                  "  store (o.2, 128) = cvt.f16x8(x.3)\n"
                  "}\n");
    be_code *old = be_gcc.compile(b->gcc, b->module, &options, &error);
    options.cpu = NULL;
    be_code *host = be_gcc.compile(b->gcc, b->module, &options, &error);
    assert_non_null(old);
    assert_non_null(host);
    double x[8] = {0.1, -2.5, 3.75, 1e-5, 700.0, -700.0, 0.5, 1.0 / 3}, out[2][24] = {{0}};
    for (int i = 0; i < 2; i++) {
        hpc_frame frame = bench_frame(b);
        hpc_word params[2] = {{.p = x}, {.p = out[i]}};
        assert_int_equal(be_gcc.call(i ? host : old, 0, &frame, params, NULL), HPC_OK);
    }
    assert_memory_equal(out[0], out[1], sizeof out[0]);
    be_gcc.release(b->gcc, old);
    be_gcc.release(b->gcc, host);
    arena_free(b->arena);
}

static void test_unknown_processor(void **state)
{
    bench *b = *state;
    need_library(b);
    be_options options = {.tier = BE_TIER_VECTOR, .cpu = "no-such-cpu"};
    const char *error = NULL;
    bench_read(b, fib_text);
    assert_null(be_gcc.compile(b->gcc, b->module, &options, &error));
    assert_string_equal(error, "no such processor");
    arena_free(b->arena);
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
