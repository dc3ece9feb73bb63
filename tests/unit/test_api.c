/* The public interface (compiler/hpc.h): values in and out, failures, limits, threads, and what a
 * failed allocation leaves behind. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "context.h"

static const char *const backends[] = {"interp", "llvm"};

static hpc_context *new_context(const char *backend)
{
    hpc_options options = {.backend = backend, .verify = true};
    hpc_context *c = hpc_context_new(&options);
    assert_non_null(c);
    return c;
}

static void must(hpc_context *c, hpc_status status)
{
    if (status != HPC_SUCCESS)
        print_error("%s", hpc_message(c));
    assert_int_equal(status, HPC_SUCCESS);
}

/* ---- eval ------------------------------------------------------------------------------------ */

static hpc_result *eval(hpc_context *c, const char *text)
{
    hpc_result *r = NULL;
    must(c, hpc_eval(c, text, NULL, 0, &r));
    assert_non_null(r);
    return r;
}

static void test_eval_scalars(void **state)
{
    (void)state;
    for (int b = 0; b < 2; b++) {
        hpc_context *c = new_context(backends[b]);
        double z[2];
        hpc_result *r = eval(c, "6 * 7");
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_INT);
        assert_int_equal(hpc_result_int(r), 42);
        assert_true(hpc_result_double(r) == 42.0);
        hpc_result_free(r);
        r = eval(c, "sqrt(2.0)");
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_SCALAR);
        assert_int_equal(hpc_result_type(r), HPC_FLOAT64);
        assert_true(hpc_result_double(r) == 1.4142135623730951);
        hpc_result_free(r);
        r = eval(c, "(1 + 2j) * 2");
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_COMPLEX);
        hpc_result_complex(r, z);
        assert_true(z[0] == 2 && z[1] == 4);
        hpc_result_free(r);
        r = eval(c, "'a' + 'b'");
        assert_string_equal(hpc_result_text(r), "ab");
        hpc_result_free(r);
        r = eval(c, "None");
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_NONE);
        hpc_result_free(r);
        hpc_context_free(c);
    }
}

static void test_eval_sequences(void **state)
{
    (void)state;
    for (int b = 0; b < 2; b++) {
        hpc_context *c = new_context(backends[b]);
        hpc_result *r = eval(c, "(1, (2.5, 'x'), arange(3), [4, 5])");
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_TUPLE);
        assert_int_equal(hpc_result_count(r), 4);
        assert_int_equal(hpc_result_int(hpc_result_item(r, 0)), 1);
        const hpc_result *inner = hpc_result_item(r, 1);
        assert_true(hpc_result_double(hpc_result_item(inner, 0)) == 2.5);
        assert_string_equal(hpc_result_text(hpc_result_item(inner, 1)), "x");
        const hpc_result *array = hpc_result_item(r, 2);
        assert_int_equal(hpc_result_kind_of(array), HPC_RESULT_ARRAY);
        assert_int_equal(((int64_t *)hpc_result_data(array))[2], 2);
        const hpc_result *list = hpc_result_item(r, 3);
        assert_int_equal(hpc_result_kind_of(list), HPC_RESULT_LIST);
        assert_int_equal(hpc_result_count(list), 2);
        assert_int_equal(hpc_result_int(hpc_result_item(list, 1)), 5);
        assert_null(hpc_result_item(r, 4));
        hpc_result_free(r);
        hpc_context_free(c);
    }
}

static void test_eval_arrays(void **state)
{
    (void)state;
    double data[6] = {0, 1, 2, 3, 4, 5};
    int64_t shape[2] = {2, 3}, strides[2] = {8, 16};
    for (int b = 0; b < 2; b++) {
        hpc_context *c = new_context(backends[b]);
        hpc_arg args[] = {hpc_arg_array("x", HPC_FLOAT64, 2, shape, NULL, data),
                          hpc_arg_array("f", HPC_FLOAT64, 2, shape, strides, data),
                          hpc_arg_float("k", 10)};
        hpc_result *r = NULL;
        must(c, hpc_eval(c, "x * k + f", args, 3, &r));
        assert_int_equal(hpc_result_rank(r), 2);
        assert_int_equal(hpc_result_shape(r)[1], 3);
        assert_true(((double *)hpc_result_data(r))[1] == 10 + 2);
        hpc_result_free(r);
        must(c, hpc_eval(c, "x[1]", args, 3, &r)); /* a view of the host's memory */
        assert_ptr_equal(hpc_result_data(r), data + 3);
        hpc_result_free(r);
        assert_true(hpc_memory_peak(c) >= hpc_memory_used(c));
        hpc_context_free(c);
    }
}

/* ---- Failures -------------------------------------------------------------------------------- */

static void test_failures(void **state)
{
    (void)state;
    hpc_context *c = new_context(NULL);
    hpc_result *r = (hpc_result *)c;
    assert_string_equal(hpc_message(c), "");
    assert_int_equal(hpc_eval(c, "1 +", NULL, 0, &r), HPC_COMPILE_ERROR);
    assert_null(r);
    assert_non_null(strstr(hpc_message(c), "SyntaxError"));
    assert_int_equal(hpc_eval(c, "foo", NULL, 0, &r), HPC_COMPILE_ERROR);
    assert_non_null(strstr(hpc_message(c), "name 'foo' is not defined"));
    assert_int_equal(hpc_eval(c, "1 // 0", NULL, 0, &r), HPC_RUN_ERROR);
    assert_non_null(strstr(hpc_message(c), "ZeroDivisionError"));
    assert_int_equal(hpc_eval(c, NULL, NULL, 0, &r), HPC_BAD_ARGUMENT);
    assert_int_equal(hpc_eval(NULL, "1", NULL, 0, &r), HPC_BAD_ARGUMENT);
    assert_int_equal(hpc_eval(c, "1", NULL, 3, &r), HPC_BAD_ARGUMENT);
    assert_int_equal(hpc_run(c, "f.py", NULL, 0), HPC_BAD_ARGUMENT);
    hpc_arg bad = hpc_arg_array("x", HPC_FLOAT64, 99, NULL, NULL, NULL);
    assert_int_equal(hpc_eval(c, "x", &bad, 1, &r), HPC_BAD_ARGUMENT);
    bad = hpc_arg_int(NULL, 1);
    assert_int_equal(hpc_eval(c, "x", &bad, 1, &r), HPC_BAD_ARGUMENT);
    r = eval(c, "1 + 1"); /* the context still works */
    hpc_result_free(r);
    hpc_result_free(NULL);
    hpc_context_free(c);
    hpc_context_free(NULL);
}

static void test_bad_options_and_arrays(void **state)
{
    (void)state;
    hpc_result *r = NULL;
    hpc_context *c = new_context("gpu");
    assert_int_equal(hpc_eval(c, "1", NULL, 0, &r), HPC_BAD_ARGUMENT);
    assert_int_equal(hpc_run(c, "f.py", "1\n", 2), HPC_BAD_ARGUMENT);
    assert_non_null(strstr(hpc_message(c), "the backends are"));
    hpc_context_free(c);
    c = new_context(NULL);
    int64_t none = 0, some = 3;
    hpc_arg x = hpc_arg_array("x", HPC_FLOAT64, 1, &some, NULL, NULL);
    assert_int_equal(hpc_eval(c, "x", &x, 1, &r), HPC_BAD_ARGUMENT);
    assert_non_null(strstr(hpc_message(c), "the array has no data"));
    x.shape = &none;
    must(c, hpc_eval(c, "x", &x, 1, &r));
    assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_ARRAY);
    assert_int_equal(hpc_result_shape(r)[0], 0);
    hpc_result_free(r);
    hpc_context_free(c);
}

/* What has no form in C is told from None. */
static void test_other_results(void **state)
{
    (void)state;
    hpc_context *c = new_context(NULL);
    const char *const others[] = {"sin", "range(3)", "float64", "lambda: 1", "slice(1, 2)"};
    for (int i = 0; i < 5; i++) {
        hpc_result *r = eval(c, others[i]);
        assert_int_equal(hpc_result_kind_of(r), HPC_RESULT_OTHER);
        hpc_result_free(r);
    }
    hpc_context_free(c);
}

static void test_files_need_permission(void **state)
{
    (void)state;
    hpc_context *c = new_context(NULL);
    const char text[] = "import numpy as np\nnp.save('/tmp/hpc-must-not-exist.npy', np.zeros(3))\n";
    assert_int_equal(hpc_run(c, "f.py", text, strlen(text)), HPC_RUN_ERROR);
    assert_non_null(strstr(hpc_message(c), "PermissionError"));
    hpc_context_free(c);
}

static void test_limits(void **state)
{
    (void)state;
    hpc_options options = {.memory_limit = 64 << 20, .time_limit = 0.2};
    hpc_context *c = hpc_context_new(&options);
    hpc_result *r = NULL;
    assert_int_equal(hpc_eval(c, "ones(10**8)", NULL, 0, &r), HPC_NO_MEMORY);
    assert_non_null(strstr(hpc_message(c), "MemoryError"));
    const char loop[] = "i = 0\nwhile i >= 0:\n    i = (i + 1) % 1000\n";
    for (int round = 0; round < 2; round++) {
        assert_int_equal(hpc_run(c, "f.py", loop, strlen(loop)), HPC_RUN_ERROR);
        assert_non_null(strstr(hpc_message(c), "TimeoutError"));
    }
    must(c, hpc_eval(c, "1 + 1", NULL, 0, &r));
    hpc_result_free(r);
    hpc_context_free(c);
}

static void *interrupt_soon(void *context)
{
    for (int i = 0; i < 40; i++) { /* the first may come before the call */
        usleep(50000);
        hpc_interrupt(context);
    }
    return NULL;
}

static void test_interrupt(void **state)
{
    (void)state;
    hpc_context *c = new_context(NULL);
    pthread_t thread;
    const char loop[] = "i = 0\nwhile i >= 0:\n    i = (i + 1) % 1000\n";
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, c), 0);
    assert_int_equal(hpc_run(c, "f.py", loop, strlen(loop)), HPC_RUN_ERROR);
    assert_non_null(strstr(hpc_message(c), "KeyboardInterrupt"));
    pthread_join(thread, NULL);
    hpc_context_free(c);
}

/* ---- Modules --------------------------------------------------------------------------------- */

typedef struct output {
    char text[256];
    size_t length;
    bool broken;
} output;

static bool collect(void *user, const char *text, size_t length)
{
    output *o = user;
    if (o->broken || o->length + length >= sizeof o->text)
        return false;
    memcpy(o->text + o->length, text, length);
    o->length += length;
    o->text[o->length] = '\0';
    return true;
}

static void test_run_prints_to_the_host(void **state)
{
    (void)state;
    const char *argv[] = {"prog", "a"};
    output out = {{0}, 0, false};
    hpc_options options = {.write = collect, .write_user = &out, .argc = 2, .argv = argv};
    hpc_context *c = hpc_context_new(&options);
    const char text[] = "import sys\nprint(1, sys.argv, __name__)\n";
    must(c, hpc_run(c, "f.py", text, strlen(text)));
    assert_string_equal(out.text, "1 ['prog', 'a'] __main__\n");
    out.broken = true;
    assert_int_equal(hpc_run(c, "f.py", text, strlen(text)), HPC_RUN_ERROR);
    assert_non_null(strstr(hpc_message(c), "OSError"));
    hpc_context_free(c);
}

static const char module_text[] = "import numpy as np\n"
                                  "K = 3\n"
                                  "T = np.arange(4.0)\n"
                                  "def scaled(a, n=2):\n"
                                  "    return a * n + K\n"
                                  "def reduced(a, axis, how):\n"
                                  "    if how == 'sum':\n"
                                  "        return a.sum(axis=axis)\n"
                                  "    return a.mean(axis=axis)\n"
                                  "def table(i):\n"
                                  "    return T[i] + G[i]\n"
                                  "def fill(a):\n"
                                  "    a[:] = T\n"
                                  "def never(n):\n"
                                  "    raise ValueError('no')\n";

static hpc_program *load(hpc_context *c, const hpc_arg *globals, int count)
{
    hpc_program *p = NULL;
    must(c, hpc_load(c, "m.py", module_text, strlen(module_text), globals, count, &p));
    return p;
}

static double call_number(hpc_context *c, hpc_program *p, const char *name, const hpc_arg *args,
                          int count)
{
    hpc_result *r = NULL;
    must(c, hpc_call(p, name, args, count, &r));
    double number = hpc_result_double(r);
    hpc_result_free(r);
    return number;
}

static void test_calls(void **state)
{
    (void)state;
    int64_t four = 4, shape[2] = {2, 2};
    for (int b = 0; b < 2; b++) {
        hpc_context *c = new_context(backends[b]);
        double g[4] = {10, 20, 30, 40}, a[4] = {0};
        hpc_arg global = hpc_arg_array("G", HPC_FLOAT64, 1, &four, NULL, g);
        hpc_program *p = load(c, &global, 1);
        hpc_arg i = hpc_arg_int("i", 2), x = hpc_arg_float("a", 1.5);
        for (int round = 0; round < 2; round++) {
            assert_true(call_number(c, p, "table", &i, 1) == 32);
            assert_true(call_number(c, p, "scaled", &x, 1) == 6);
        }
        g[2] = 0; /* the host's memory, not a copy */
        assert_true(call_number(c, p, "table", &i, 1) == 2);
        hpc_arg array = hpc_arg_array("a", HPC_FLOAT64, 1, &four, NULL, a);
        must(c, hpc_call(p, "fill", &array, 1, NULL));
        assert_true(a[3] == 3);
        hpc_arg args[] = {hpc_arg_array("a", HPC_FLOAT64, 2, shape, NULL, a),
                          hpc_arg_int("axis", 1),
                          {.name = "how", .kind = HPC_ARG_STRING, .text = "sum"}};
        hpc_result *r = NULL;
        for (int axis = 0; axis < 2; axis++) { /* a constant of the specialisation */
            args[1].i = axis;
            must(c, hpc_call(p, "reduced", args, 3, &r));
            assert_true(((double *)hpc_result_data(r))[1] == (axis ? 5 : 4));
            hpc_result_free(r);
        }
        args[2].text = "mean";
        must(c, hpc_call(p, "reduced", args, 3, &r));
        assert_true(((double *)hpc_result_data(r))[1] == 2.5);
        hpc_result_free(r);
        hpc_program_free(p);
        hpc_context_free(c);
    }
}

/* A service that calls one function for years. */
static void test_calls_keep_no_memory(void **state)
{
    (void)state;
    hpc_context *c = hpc_context_new(NULL);
    hpc_program *p = NULL;
    const char *text = "def f(a, s, name):\n    return a[1:] if len(name) == s else a * s\n";
    must(c, hpc_load(c, "f.py", text, strlen(text), NULL, 0, &p));
    double data[3] = {1, 2, 3};
    int64_t three = 3, used = 0;
    for (int i = 0; i < 1000; i++) {
        hpc_result *r = NULL;
        hpc_arg args[] = {hpc_arg_array("a", HPC_FLOAT64, 1, &three, NULL, data),
                          hpc_arg_int("s", i % 2 ? 3 : 4),
                          {.name = "name", .kind = HPC_ARG_STRING, .text = "abc"}};
        must(c, hpc_call(p, "f", args, 3, &r));
        assert_int_equal(hpc_result_shape(r)[0], i % 2 ? 2 : 3);
        assert_true(*(double *)hpc_result_data(r) == (i % 2 ? 2.0 : 4.0));
        hpc_result_free(r);
        if (i == 11)
            used = hpc_memory_used(c);
    }
    assert_int_equal(hpc_memory_used(c), used);
    hpc_program_free(p);
    hpc_context_free(c);
}

/* The result of a call may be as large as its function says. */
static void test_many_words(void **state)
{
    (void)state;
    hpc_context *c = hpc_context_new(NULL);
    hpc_program *p = NULL;
    char text[8192];
    size_t used = (size_t)snprintf(text, sizeof text, "def f(x, a):\n    return (a, ");
    for (int i = 0; i < 100; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "x + %d, %s", i,
                                 i % 10 ? "" : "a * x, ");
    snprintf(text + used, sizeof text - used, ")\n");
    must(c, hpc_load(c, "f.py", text, strlen(text), NULL, 0, &p));
    double data[2] = {1, 2};
    int64_t two = 2;
    hpc_arg args[] = {hpc_arg_float("x", 0.5),
                      hpc_arg_array("a", HPC_FLOAT64, 1, &two, NULL, data)};
    hpc_result *r = NULL;
    must(c, hpc_call(p, "f", args, 2, &r));
    assert_int_equal(hpc_result_count(r), 111);
    assert_true(hpc_result_double(hpc_result_item(r, 110)) == 99.5);
    assert_true(((double *)hpc_result_data(hpc_result_item(r, 101)))[1] == 1.0);
    hpc_result_free(r);
    hpc_program_free(p);
    hpc_context_free(c);
}

static void test_call_failures(void **state)
{
    (void)state;
    hpc_context *c = new_context(NULL);
    hpc_arg global = hpc_arg_int("G", 1), n = hpc_arg_int("n", 1), a = hpc_arg_int("a", 1);
    hpc_program *p = load(c, &global, 1);
    hpc_result *r = NULL;
    for (int round = 0; round < 2; round++) {
        assert_int_equal(hpc_call(p, "nothing", NULL, 0, &r), HPC_BAD_ARGUMENT);
        assert_int_equal(hpc_call(p, "scaled", NULL, 0, &r), HPC_COMPILE_ERROR);
        assert_non_null(strstr(hpc_message(c), "missing 1 required"));
        assert_int_equal(hpc_call(p, "fill", &a, 1, &r), HPC_COMPILE_ERROR);
        assert_int_equal(hpc_call(p, "never", &n, 1, &r), HPC_RUN_ERROR);
        assert_non_null(strstr(hpc_message(c), "ValueError: no"));
    }
    assert_true(call_number(c, p, "scaled", &a, 1) == 5);
    hpc_program_free(p);
    assert_int_equal(hpc_load(c, "m.py", "x = (", 5, NULL, 0, &p), HPC_COMPILE_ERROR);
    assert_null(p);
    hpc_context_free(c);
}

/* ---- Threads --------------------------------------------------------------------------------- */

static void *evaluate_often(void *context)
{
    int64_t n = 1000;
    double *data = calloc((size_t)n, sizeof *data);
    intptr_t wrong = data == NULL;
    for (int i = 0; i < 8 && data; i++) {
        data[5] = i;
        hpc_arg x = hpc_arg_array("x", HPC_FLOAT64, 1, &n, NULL, data);
        hpc_result *r = NULL;
        if (hpc_eval(context, "sum(x * 2 + 1)", &x, 1, &r) != HPC_SUCCESS ||
            hpc_result_double(r) != 1000 + 2 * i)
            wrong++;
        hpc_result_free(r);
        if (hpc_eval(context, "x[n]", (hpc_arg[]){x, hpc_arg_int("n", 1000)}, 2, &r) !=
            HPC_RUN_ERROR)
            wrong++;
    }
    free(data);
    return (void *)wrong;
}

static void in_two_threads(hpc_context *first, hpc_context *second)
{
    pthread_t a, b;
    void *wrong_a, *wrong_b;
    assert_int_equal(pthread_create(&a, NULL, evaluate_often, first), 0);
    assert_int_equal(pthread_create(&b, NULL, evaluate_often, second), 0);
    pthread_join(a, &wrong_a);
    pthread_join(b, &wrong_b);
    assert_null(wrong_a);
    assert_null(wrong_b);
}

static void test_threads(void **state)
{
    (void)state;
    hpc_context *first = new_context(NULL), *second = new_context(NULL);
    in_two_threads(first, second);
    in_two_threads(first, first);
    hpc_context_free(first);
    hpc_context_free(second);
}

/* ---- Allocations that fail ------------------------------------------------------------------- */

static bool swallow(void *user, const char *text, size_t length)
{
    (void)user, (void)text, (void)length;
    return true;
}

static const char *const programs[] = {
    "print(1 + 1)\n",
    "import numpy as np\na = np.arange(10.0)\nprint((a * 2 + 1).sum(), a[::2])\n",
    ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nx = [f(3), 2]\nx.append(4)\n"
     "print(x, f'{x[0]:>5}')\n"), /* one text: clang asks */
    "import numpy as np\ndef g(a):\n    return a[a > 2], np.sort(a)\nprint(g(np.arange(5)))\n",
    "import numpy as np\na = np.zeros((3, 4))\na[1] += 2\nprint(np.linspace(0, 1, 5), a.T @ a)\n",
};

/* What the context holds between calls, without its last message. */
static int64_t settled_use(hpc_context *c)
{
    return hpc_memory_used(c) - (c->message ? (int64_t)strlen(c->message) + 1 : 0);
}

/* Make the k-th allocation fail, for every k that a run reaches: each such run says so, and
 * nothing of it stays. */
static void fail_each(const char *backend, const char *text, bool fresh)
{
    hpc_options options = {.backend = backend, .verify = true, .write = swallow};
    hpc_context *c = hpc_context_new(&options);
    must(c, hpc_run(c, "f.py", text, strlen(text)));
    int64_t before = settled_use(c);
    bool reached = true;
    for (int64_t k = 1; reached; k++) {
        if (fresh) {
            hpc_context_free(c);
            c = hpc_context_new(&options);
        }
        c->heap.fail_at = k;
        hpc_status status = hpc_run(c, "f.py", text, strlen(text));
        reached = c->heap.fail_at == 0;
        c->heap.fail_at = 0;
        if (reached && status != HPC_NO_MEMORY)
            print_error("allocation %d of %s: status %d: %s", (int)k, text, status, hpc_message(c));
        assert_int_equal(status, reached ? HPC_NO_MEMORY : HPC_SUCCESS);
        if (reached)
            assert_non_null(strstr(hpc_message(c), "MemoryError"));
        if (!fresh)
            assert_int_equal(settled_use(c), before);
    }
    hpc_context_free(c);
}

static void test_each_allocation_fails(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        fail_each("interp", programs[i], true);
        fail_each("interp", programs[i], false);
        fail_each("llvm", programs[i], false);
    }
    fail_each("llvm", programs[1], true);
}

static void test_allocations_of_calls_fail(void **state)
{
    (void)state;
    int64_t two = 2;
    double data[2] = {1, 2};
    hpc_arg args[] = {hpc_arg_array("a", HPC_FLOAT64, 1, &two, NULL, data),
                      {.name = "s", .kind = HPC_ARG_STRING, .text = "text"}};
    const char *text = "(a + 1, [2, 3], s, (a.sum(), ['x']))";
    for (int b = 0; b < 2; b++) {
        hpc_context *c = new_context(backends[b]);
        hpc_result *r = NULL;
        must(c, hpc_eval(c, text, args, 2, &r));
        hpc_result_free(r);
        int64_t before = settled_use(c);
        bool reached = true;
        for (int64_t k = 1; reached; k++) {
            c->heap.fail_at = k;
            hpc_status status = hpc_eval(c, text, args, 2, &r);
            reached = c->heap.fail_at == 0;
            c->heap.fail_at = 0;
            assert_int_equal(status, reached ? HPC_NO_MEMORY : HPC_SUCCESS);
            assert_int_equal(r == NULL, reached);
            hpc_result_free(r);
            assert_int_equal(settled_use(c), before);
        }
        hpc_context_free(c);
    }
}

/* Target and threads of parallel loops: the same results for any number, clear errors for others. */
static void test_parallel_loops(void **state)
{
    (void)state;
    static double data[100000];
    static const int64_t shape[] = {100000};
    for (int i = 0; i < 100000; i++)
        data[i] = (i * 7919 % 10007) / 7.0;
    hpc_arg x = hpc_arg_array("x", HPC_FLOAT64, 1, shape, NULL, data);
    double expected = 0;
    for (int threads = 1; threads <= 5; threads++) {
        hpc_options options = {.target = "omp", .threads = threads, .parallel_from = 1};
        hpc_context *c = hpc_context_new(&options);
        hpc_result *r = NULL;
        assert_non_null(c);
        assert_int_equal(hpc_eval(c, "sum(x * x + 1)", &x, 1, &r), HPC_SUCCESS);
        expected = threads == 1 ? hpc_result_double(r) : expected;
        assert_true(hpc_result_double(r) == expected);
        hpc_result_free(r);
        assert_int_equal(hpc_set_threads(c, 10000), HPC_BAD_ARGUMENT);
        assert_non_null(strstr(hpc_message(c), "from 1 to 256"));
        assert_int_equal(hpc_set_threads(c, -1), HPC_BAD_ARGUMENT);
        assert_int_equal(hpc_set_threads(c, 0), HPC_SUCCESS);
        assert_int_equal(hpc_set_threads(c, 7 - threads), HPC_SUCCESS);
        assert_int_equal(hpc_eval(c, "sum(x * x + 1)", &x, 1, &r), HPC_SUCCESS);
        assert_true(hpc_result_double(r) == expected);
        hpc_result_free(r);
        hpc_context_free(c);
    }
    const hpc_options wrong[] = {{.target = "tpu"}, {.target = "omp", .threads = 10000}};
    for (int i = 0; i < 2; i++) {
        hpc_context *c = hpc_context_new(&wrong[i]);
        hpc_result *r = NULL;
        assert_int_equal(hpc_eval(c, "1", NULL, 0, &r), HPC_BAD_ARGUMENT);
        assert_true(strlen(hpc_message(c)) > 0);
        hpc_context_free(c);
    }
    assert_int_equal(hpc_set_threads(NULL, 1), HPC_BAD_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eval_scalars),
        cmocka_unit_test(test_eval_sequences),
        cmocka_unit_test(test_eval_arrays),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_bad_options_and_arrays),
        cmocka_unit_test(test_other_results),
        cmocka_unit_test(test_files_need_permission),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_interrupt),
        cmocka_unit_test(test_run_prints_to_the_host),
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_calls_keep_no_memory),
        cmocka_unit_test(test_many_words),
        cmocka_unit_test(test_call_failures),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_parallel_loops),
        cmocka_unit_test(test_each_allocation_fails),
        cmocka_unit_test(test_allocations_of_calls_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
