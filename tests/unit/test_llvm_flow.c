/* LLVM against the reference interpreter: control flow, failures and their clean-up, calls, runtime
 * functions, the public side of the backend. */
#include "backend_checks.h"

#include "runtime/checks.h"
#include "runtime/table.h"

/* ---- Running --------------------------------------------------------------------------------- */

typedef struct outcome {
    hpc_code code;
    hpc_word results[4];
    hpc_error error;
} outcome;

static outcome run(bench *b, int e, uint32_t fn, const hpc_word *params)
{
    outcome o = {.code = HPC_OK};
    hpc_frame frame = bench_frame(b);
    o.code = engine(e)->call(b->code[e], fn, &frame, params, o.results);
    o.error = frame.error;
    return o;
}

/* Calls function fn with up to four integers on all engines; all must agree. */
static outcome agree(bench *b, uint32_t fn, int64_t p0, int64_t p1, int64_t p2, int64_t p3)
{
    hpc_word params[4] = {{.i = p0}, {.i = p1}, {.i = p2}, {.i = p3}};
    outcome expected = run(b, 0, fn, params);
    for (int e = 1; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        outcome got = run(b, e, fn, params);
        assert_int_equal(got.code, expected.code);
        if (got.code == HPC_OK)
            assert_memory_equal(got.results, expected.results, sizeof got.results);
        assert_int_equal(got.error.code, expected.error.code);
        assert_int_equal(got.error.check, expected.error.check);
        assert_int_equal(got.error.loc, expected.error.loc);
        assert_memory_equal(got.error.values, expected.error.values, sizeof got.error.values);
        if (expected.code != HPC_RECURSION_ERROR) {
            assert_int_equal(got.error.trace_len, expected.error.trace_len);
            assert_memory_equal(got.error.trace, expected.error.trace, sizeof got.error.trace);
        }
        assert_string_equal(got.error.text, expected.error.text);
    }
    return expected;
}

static void check_integer(bench *b, int64_t p0, int64_t p1, int64_t expected)
{
    outcome o = agree(b, 0, p0, p1, 0, 0);
    assert_int_equal(o.code, HPC_OK);
    assert_int_equal(o.results[0].i, expected);
}

/* ---- Loops ----------------------------------------------------------------------------------- */

static void test_for_steps(void **state)
{
    static const int64_t steps[] = {1, -1, 2, 3, -3, 8, 1000, INT64_MAX, INT64_MIN};
    bench *b = *state;
    for (unsigned k = 0; k < sizeof steps / sizeof steps[0]; k++) {
        char text[400];
        snprintf(text, sizeof text,
                 "fn f.0(a.1: i64, b.2: i64) -> (n.3: i64, sum.4: i64) {\n"
                 "  for i.5: i64 = a.1 to b.2 step %lld {\n"
                 "    set n.3 = add.i64(n.3, 1)\n"
                 "    set sum.4 = add.i64(mul.i64(sum.4, 3), i.5)\n"
                 "  }\n}\n",
                 (long long)steps[k]);
        bench_read(b, text);
        bench_compile(b);
        static const int64_t ends[] = {0, 1, -1, 7, 8, 9, 100, -100};
        for (unsigned i = 0; i < 64; i++)
            agree(b, 0, ends[i / 8], ends[i % 8], 0, 0);
        if (steps[k] > 1) /* the counter would pass the largest integer */
            agree(b, 0, INT64_MAX - 20, INT64_MAX, 0, 0);
        if (steps[k] < -1)
            agree(b, 0, INT64_MIN + 20, INT64_MIN, 0, 0);
        bench_end(b);
    }
}

static void test_break_continue_return(void **state)
{
    bench *b = *state;
    bench_read(b, "fn f.0(n.1: i64, stop.2: i64) -> (s.3: i64) {\n"
                  "  for i.4: i64 = 0 to n.1 step 1 {\n"
                  "    if eq.i64(rem.i64(i.4, 3), 0) {\n"
                  "      continue\n"
                  "    }\n"
                  "    for j.5: i64 = i.4 to 0 step -2 {\n"
                  "      if gt.i64(j.5, 50) {\n"
                  "        break\n"
                  "      } else {\n"
                  "        set s.3 = add.i64(s.3, j.5)\n"
                  "      }\n"
                  "    }\n"
                  "    if gt.i64(s.3, stop.2) {\n"
                  "      set s.3 = neg.i64(s.3)\n"
                  "      return\n"
                  "    }\n"
                  "  }\n"
                  "  set s.3 = add.i64(s.3, 1)\n"
                  "}\n");
    bench_compile(b);
    for (int64_t n = 0; n < 60; n++)
        for (int64_t stop = 10; stop < 20000; stop *= 7)
            agree(b, 0, n, stop, 0, 0);
    bench_end(b);
}

static void test_while(void **state)
{
    bench *b = *state;
    bench_read(b, "fn collatz.0(n.1: i64) -> (steps.2: i64) {\n"
                  "  var x.3: i64\n"
                  "  set x.3 = n.1\n"
                  "  while {\n"
                  "    set steps.2 = add.i64(steps.2, 1)\n"
                  "    if gt.i64(steps.2, 1000) {\n"
                  "      break\n"
                  "    }\n"
                  "  } test ne.i64(x.3, 1) {\n"
                  "    if eq.i64(and.i64(x.3, 1), 0) {\n"
                  "      set x.3 = shr.i64(x.3, 1)\n"
                  "      continue\n"
                  "    }\n"
                  "    set x.3 = add.i64(mul.i64(x.3, 3), 1)\n"
                  "  }\n"
                  "}\n");
    bench_compile(b);
    check_integer(b, 27, 0, 112);
    check_integer(b, 1, 0, 1);
    check_integer(b, 0, 0, 1001);
    bench_end(b);
}

static void test_swap(void **state)
{
    bench *b = *state;
    /* A statement sees the variables as they were before it. */
    bench_read(b, "fn fibonacci.0(n.1: i64) -> (a.2: i64) {\n"
                  "  var b.3: i64\n"
                  "  var t.4: i64\n"
                  "  set b.3 = 1\n"
                  "  for i.5: i64 = 0 to n.1 step 1 {\n"
                  "    set t.4 = add.i64(a.2, b.3)\n"
                  "    set a.2 = b.3\n"
                  "    set b.3 = t.4\n"
                  "  }\n"
                  "}\n");
    bench_compile(b);
    check_integer(b, 10, 0, 55);
    check_integer(b, 90, 0, INT64_C(2880067194370816120));
    bench_end(b);
}

/* ---- Failures -------------------------------------------------------------------------------- */

static void test_check_and_cleanup(void **state)
{
    bench *b = *state;
    /* Function 0 calls 1, which fails for i >= 5; both count what their cleanup saw in p. */
    bench_read(b, "fn outer.0(n.1: i64, p.2: ptr) -> (s.3: i64) {\n"
                  "  var r.4: i64\n"
                  "  for i.5: i64 = 0 to n.1 step 1 {\n"
                  "    call inner.1(i.5, p.2) -> (r.4) @77\n"
                  "    set s.3 = add.i64(s.3, r.4)\n"
                  "  }\n"
                  "} cleanup {\n"
                  "  store (p.2, 0) = add.i64(load.i64(p.2, 0), 1000)\n"
                  "}\n"
                  "fn inner.1(i.1: i64, p.2: ptr) -> (r.3: i64) {\n"
                  "  check lt.i64(i.1, 5) else INDEX(i.1, 3, 5) @12\n"
                  "  set r.3 = mul.i64(i.1, i.1)\n"
                  "} cleanup {\n"
                  "  store (p.2, 0) = add.i64(load.i64(p.2, 0), 1)\n"
                  "}\n");
    bench_compile(b);
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        int64_t count = 0;
        hpc_word params[2] = {{.i = 8}, {.p = &count}};
        outcome o = run(b, e, 0, params);
        assert_int_equal(o.code, HPC_INDEX_ERROR);
        assert_string_equal(o.error.text, "index 5 is out of bounds for axis 3 with size 5");
        assert_int_equal(o.error.loc, 12);
        assert_int_equal(o.error.trace_len, 1);
        assert_int_equal(o.error.trace[0], 77);
        assert_int_equal(count, 1006);
        params[0].i = 4;
        o = run(b, e, 0, params);
        assert_int_equal(o.code, HPC_OK);
        assert_int_equal(o.results[0].i, 14);
        assert_int_equal(count, 2010);
    }
    bench_end(b);
}

static void test_failing_cleanup(void **state)
{
    bench *b = *state;
    bench_read(b, "fn f.0(a.1: i64, b.2: i64, c.3: i64) -> (r.4: i64) {\n"
                  "  check eq.i64(a.1, 0) else INDEX(a.1, 0, 1) @1\n"
                  "  set r.4 = 9\n"
                  "} cleanup {\n"
                  "  if ne.i64(b.2, 0) {\n"
                  "    rt raise(3, 0:ptr) -> () @2\n"
                  "  }\n"
                  "  if ne.i64(c.3, 0) {\n"
                  "    rt raise(4, 0:ptr) -> () @3\n"
                  "  }\n"
                  "}\n");
    bench_compile(b);
    for (int64_t i = 0; i < 8; i++)
        agree(b, 0, i & 1, i & 2, i & 4, 0);
    bench_end(b);
}

static void test_poll(void **state)
{
    bench *b = *state;
    bench_read(b, "fn f.0(n.1: i64) -> (r.2: i64) {\n"
                  "  for i.3: i64 = 0 to n.1 step 1 {\n"
                  "    poll @5\n"
                  "    set r.2 = add.i64(r.2, 1)\n"
                  "  }\n"
                  "}\n");
    bench_compile(b);
    static const int32_t codes[] = {HPC_OK, HPC_TIMEOUT_ERROR, HPC_KEYBOARD_INTERRUPT,
                                    HPC_RUNTIME_ERROR};
    for (int i = 0; i < 4; i++) {
        b->poll = codes[i];
        assert_int_equal(agree(b, 0, 10, 0, 0, 0).code, codes[i]);
    }
    b->poll = 0;
    for (int e = 0; e < ENGINES; e++) { /* a host that never stops anything */
        if (!b->code[e])
            continue;
        hpc_frame frame = bench_frame(b);
        hpc_word params[1] = {{.i = 10}}, results[1];
        frame.poll = NULL;
        assert_int_equal(engine(e)->call(b->code[e], 0, &frame, params, results), HPC_OK);
        assert_int_equal(results[0].i, 10);
    }
    bench_end(b);
}

/* ---- Calls ----------------------------------------------------------------------------------- */

static void test_recursion(void **state)
{
    bench *b = *state;
    bench_read(b, fib_text);
    bench_compile(b);
    check_integer(b, 20, 0, 6765);
    check_integer(b, -5, 0, -5);
    outcome o = agree(b, 0, INT64_C(1) << 40, 0, 0, 0);
    assert_int_equal(o.code, HPC_RECURSION_ERROR);
    bench_end(b);
}

static void test_mutual_recursion(void **state)
{
    bench *b = *state;
    bench_read(b, "fn even.0(n.1: i64) -> (r.2: i1) in_cycle {\n"
                  "  if eq.i64(n.1, 0) {\n"
                  "    set r.2 = true\n"
                  "  } else {\n"
                  "    call odd.1(sub.i64(n.1, 1)) -> (r.2) @3\n"
                  "  }\n"
                  "}\n"
                  "fn odd.1(n.1: i64) -> (r.2: i1) in_cycle {\n"
                  "  if ne.i64(n.1, 0) {\n"
                  "    call even.0(sub.i64(n.1, 1)) -> (r.2) @4\n"
                  "  }\n"
                  "}\n");
    bench_compile(b);
    check_integer(b, 10, 0, 1);
    check_integer(b, 11, 0, 0);
    assert_int_equal(agree(b, 0, INT64_C(1) << 40, 0, 0, 0).code, HPC_RECURSION_ERROR);
    bench_end(b);
}

/* Every scalar type in and out, between functions and through words. */
static void test_words(void **state)
{
    bench *b = *state;
    bench_begin(b);
    for (int k = 0; k < 2; k++) {
        lir_fn *f = lir_fn_new(b->module, k ? "identity" : "caller");
        lir_stmt_id call = k ? 0 : lir_stmt_new(b->module, f, &f->body, LIR_S_CALL);
        for (int elem = 0; elem < LIR_ELEM_COUNT; elem++) {
            lir_type type = lir_scalar((lir_elem)elem);
            lir_var_id p = lir_param(b->module, f, "p", type);
            lir_var_id r = lir_var_new(b->module, f, "r", type);
            vec_push(b->arena, &f->results, r);
            lir_expr_id value = lir_get(b->module, f, p);
            if (k) {
                lir_stmt *s = lir_stmt_at(f, lir_stmt_new(b->module, f, &f->body, LIR_S_SET));
                s->var = r;
                s->a = value;
                continue;
            }
            lir_stmt *s = lir_stmt_at(f, call);
            s->imm = 1;
            vec_push(b->arena, &s->args, value);
            vec_push(b->arena, &s->outs, r);
        }
    }
    bench_compile(b);
    hpc_word params[LIR_ELEM_COUNT];
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++) {
        params[elem].i = -3; /* wraps where the type is unsigned or short */
        if (lir_elem_is_float((lir_elem)elem))
            params[elem].f = 1.0 / 3;
    }
    hpc_word results[ENGINES][LIR_ELEM_COUNT];
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        assert_int_equal(bench_call(b, e, 0, params, results[e]), HPC_OK);
        assert_memory_equal(results[e], results[0], sizeof results[0]);
    }
    assert_int_equal(results[1][LIR_I8].i, -3);
    assert_int_equal(results[1][LIR_U16].i, 65533);
    assert_true(results[1][LIR_F32].f == (double)(1.0f / 3));
    bench_end(b);
}

static void test_runtime_functions(void **state)
{
    bench *b = *state;
    /* Makes an array, fills it, sums it, releases it; negative extents fail in the runtime. */
    bench_read(b, "fn f.0(n.1: i64) -> (s.2: i64) {\n"
                  "  alloca view.3: ptr = 280\n"
                  "  alloca shape.4: ptr = 8\n"
                  "  store (shape.4, 0) = n.1\n"
                  "  rt view_new(view.3, 8, 1, shape.4) -> () @9\n"
                  "  for i.5: i64 = 0 to n.1 step 1 {\n"
                  "    store (load.ptr(view.3, 8), mul.i64(i.5, 8)) = mul.i64(i.5, i.5)\n"
                  "  }\n"
                  "  for i.6: i64 = 0 to n.1 step 1 {\n"
                  "    set s.2 = add.i64(s.2, load.i64(load.ptr(view.3, 8), mul.i64(i.6, 8)))\n"
                  "  }\n"
                  "} cleanup {\n"
                  "  rt view_release(view.3) -> ()\n"
                  "}\n");
    bench_compile(b);
    int64_t live = b->heap.live;
    check_integer(b, 10, 0, 285);
    check_integer(b, 0, 0, 0);
    outcome o = agree(b, 0, -1, 0, 0, 0);
    assert_int_equal(o.code, HPC_VALUE_ERROR);
    assert_int_equal(o.error.loc, 9);
    assert_int_equal(b->heap.live, live);
    bench_end(b);
}

static void test_data(void **state)
{
    bench *b = *state;
    bench_read(b, "data 0 = 0102030405060708\n"
                  "fn f.0(i.1: i64) -> (r.2: u8, o.3: i64) {\n"
                  "  let p.4: ptr = symbol[0]\n"
                  "  set r.2 = load.u8(p.4, i.1)\n"
                  "}\n");
    bench_compile(b);
    for (int64_t i = 0; i < 8; i++)
        check_integer(b, i, 0, i + 1);
    bench_end(b);
}

/* Under fastmath the bits are open, but a NaN is still seen. */
static void test_fastmath(void **state)
{
    bench *b = *state;
    bench_read(b, "fn f.0(x.1: f64, y.2: f64) -> (r.3: f64, nan.4: i1) fastmath {\n"
                  "  set r.3 = add.f64(mul.f64(x.1, y.2), div.f64(x.1, 3.0))\n"
                  "  set nan.4 = ne.f64(r.3, r.3)\n"
                  "}\n");
    bench_compile(b);
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        hpc_word params[2] = {{.f = 1.1}, {.f = 2.3}}, results[2];
        assert_int_equal(bench_call(b, e, 0, params, results), HPC_OK);
        assert_true(results[0].f > 2.8966666 && results[0].f < 2.8966667);
        assert_int_equal(results[1].i, 0);
        params[0].f = __builtin_nan("");
        assert_int_equal(bench_call(b, e, 0, params, results), HPC_OK);
        assert_int_equal(results[1].i, 1);
    }
    bench_end(b);
}

/* ---- The backend's public side --------------------------------------------------------------- */

static void test_text(void **state)
{
    bench *b = *state;
    bench_read(b, fib_text);
    be_options options = {.tier = BE_TIER_SCALAR};
    const char *ir = be_llvm.text(b->llvm, b->module, &options, "llvm", b->arena);
    const char *assembly = be_llvm.text(b->llvm, b->module, &options, "asm", b->arena);
    assert_non_null(ir);
    assert_non_null(strstr(ir, "define "));
    assert_non_null(assembly);
    assert_non_null(strstr(assembly, "ret"));
    assert_null(be_llvm.text(b->llvm, b->module, &options, "ptx", b->arena));
    arena_free(b->arena);
}

static void test_other_processor(void **state)
{
    bench *b = *state;
    check_other_processor(b, &be_llvm, b->llvm);
}

static void test_unknown_processor(void **state)
{
    bench *b = *state;
    check_unknown_processor(b, &be_llvm, b->llvm);
}

static void test_allocation_failures(void **state)
{
    bench *b = *state;
    check_allocation_failures(b, &be_llvm, b->llvm);
}

/* From the registration of targets on. */
static void test_threads(void **state)
{
    (void)state;
    check_threads(&be_llvm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_for_steps),
        cmocka_unit_test(test_break_continue_return),
        cmocka_unit_test(test_while),
        cmocka_unit_test(test_swap),
        cmocka_unit_test(test_check_and_cleanup),
        cmocka_unit_test(test_failing_cleanup),
        cmocka_unit_test(test_poll),
        cmocka_unit_test(test_recursion),
        cmocka_unit_test(test_mutual_recursion),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_runtime_functions),
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_fastmath),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_other_processor),
        cmocka_unit_test(test_unknown_processor),
        cmocka_unit_test(test_allocation_failures),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
