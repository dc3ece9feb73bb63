/* Every reason that remarks know has a program here that is told it: a reason that no program gets
 * is one that nobody can have checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backend/llvm_internal.h"
#include "context.h"
#include "support/remark.h"

typedef struct row {
    remark_code code;
    const char *params, *body; /* of f; "" and a module of its own where params is NULL */
} row;

#define MATRIX "a: 'float64[:,:]'"
#define C_MATRIX "a: 'float64[:, ::1]'"
#define FEW " * 1.5 + a * 2.5 + a * 3.5 + a * 4.5 + a * 5.5 + a * 6.5 + a * 7.5 + a * 8.5 + a"
#define TERMS FEW FEW FEW
#define VECTOR "a: 'float64[:]'"
#define TURN "t = 0.0\n        for k in range(5):\n            t = t / 2 + a[i]\n        a[i] = t"
#define PRANGE(turn)                                                                               \
    "from numba import njit, prange\n@njit(parallel=True)\ndef g(a, b):\n    s = 0.0\n"            \
    "    for i in prange(len(a)):\n        " turn "\n    return s\n"                               \
    "g(np.zeros(9), np.zeros(9))\n"

static const row rows[] = {
    {REMARK_NEST_BUFFER, VECTOR, "return a + 1"},
    {REMARK_NEST_SMALL, "x: float", "return np.array([x, 2 * x])"},
    {REMARK_NEST_STORE, VECTOR, "a[1:] = 2"},
    {REMARK_NEST_SCATTER, VECTOR ", i: 'int64[:]'", "a[i] = 2"},
    {REMARK_NEST_REDUCE, VECTOR, "return a.sum()"},
    {REMARK_NEST_PLACES, VECTOR, "return a.argmin()"},
    {REMARK_NEST_PACK, VECTOR, "return a[a > 0]"},
    {REMARK_NEST_UNPACK, VECTOR ", b: 'float64[:]'", "a[a > 0] = b"},
    {REMARK_EMPTY, "n: int", "r = np.empty(n)\n    r[1:] = 1\n    return r"},
    {REMARK_LOOP, VECTOR, "for i in range(3):\n        a[i] = i"},
    {REMARK_CALL, "n: int", "return f(n - 1) if n else 0"},
    {REMARK_RUNTIME, VECTOR, "return np.sort(a)"},
    {REMARK_BLAS, MATRIX, "return a @ a"},
    {REMARK_PRODUCT, NULL,
     "from numba import njit\n@njit(fastmath=True)\ndef g(a):\n"
     "    return (a[:, :, None] * a[None, :, :]).sum(axis=1)\nm = g(np.ones((9, 9)))\n"},
    {REMARK_PRODUCT_SMALL, "", "return (np.ones((8, 8, 1)) * np.ones((1, 8, 8))).sum(axis=1)"},
    {REMARK_PRODUCT_STRICT, C_MATRIX, "return (a[:, :, None] * a[None, :, :]).sum(axis=1)"},
    {REMARK_FUSED, VECTOR, "return a * 2 + 1"},
    {REMARK_JOINED, VECTOR, "return a.sum(), a.min()"},
    {REMARK_RECOMPUTED, VECTOR, "d = a - 1\n    return (d * d)[1:], np.sqrt(d)"},
    {REMARK_ROWS, C_MATRIX, "return a / a.sum(axis=1, keepdims=True)"},
    {REMARK_RING, MATRIX, "a[1:-1, 1:-1] = a[:-2, 1:-1] + a[2:, 1:-1]"},
    {REMARK_BANDS, VECTOR, "for t in range(9):\n        a[1:-1] += a[2:]\n        a[0] = t"},
    {REMARK_RENEWED, VECTOR, "for t in range(9):\n        a = a * 2 + t\n    return a"},
    {REMARK_MASKED, VECTOR, "m = a > 0\n    a[m] = np.sqrt(a[m])"},
    {REMARK_FORWARDED, VECTOR, "b = a * 2\n    b /= 3\n    return b.sum()"},
    {REMARK_BUFFER_RETURNED, VECTOR, "return a + 1"},
    {REMARK_BUFFER_VARIABLE, VECTOR,
     "for i in range(3):\n        a = a[::-1].copy()\n        print(i)\n    return a"},
    {REMARK_BUFFER_GLOBAL, NULL,
     "g = np.ones(200000) * np.arange(200000)\ndef h():\n    return g\n"},
    {REMARK_BUFFER_FIELD, VECTOR, "r = R(a * 2)\n    h(r)\n    return r.x"},
    {REMARK_BUFFER_ARGUMENT, VECTOR, "return h(a + 1)"},
    {REMARK_BUFFER_RUNTIME, VECTOR, "return np.sort(a + 1)"},
    {REMARK_BUFFER_BOXED, VECTOR, "print(a + 1)"},
    {REMARK_BUFFER_GATHERED, VECTOR ", i: 'int64[:]'", "return (a + 1)[i]"},
    {REMARK_BUFFER_STORED, VECTOR,
     "b = a * 2\n    for i in range(3):\n        b[i] = 1\n    return b.sum()"},
    {REMARK_BUFFER_RESHAPED, VECTOR, "return (a + 1).reshape(2, -1)"},
    {REMARK_BUFFER_TWICE, VECTOR, "b = np.exp(a)\n    return b.sum(), b * 2"},
    {REMARK_BUFFER_SHIFTED, VECTOR, "b = np.exp(a)\n    return b[1:] - b[:-1]"},
    {REMARK_BUFFER_REPEATED, VECTOR ", c: 'float64[:,:]'", "return np.exp(a) + c"},
    {REMARK_BUFFER_REDUCTION, MATRIX, "return a.sum(axis=0) + 1"},
    {REMARK_BUFFER_PLACES, MATRIX, "return a.argmin(axis=0) + 1"},
    {REMARK_BUFFER_PACKED, VECTOR, "return a[a > 0] + 1"},
    {REMARK_BUFFER_PARTS, "n: int",
     "b = np.sqrt(np.zeros((n, 2)) + n)\n    b[:, 0] *= 3\n    return b[::-1].sum(axis=0)"},
    {REMARK_BUFFER_REGION, VECTOR ", o: 'float64[:]'",
     "b = np.exp(a)\n    for i in range(3):\n        o[:] = b * i"},
    {REMARK_BUFFER_WRITTEN, VECTOR, "b = np.exp(a)\n    a[0] = 1\n    return b + 1"},
    {REMARK_BUFFER_AHEAD, VECTOR, "a[1:] = np.exp(a[:-1]) + a[1:][::-1]"},
    {REMARK_BUFFER_CHECKED, VECTOR ", i: 'int64[:, ::1]'", "return a[i].mean(axis=1)"},
    {REMARK_BUFFER_DEPTH, VECTOR, "return a" TERMS TERMS TERMS TERMS TERMS TERMS},
    {REMARK_BUFFER_LAYOUT, MATRIX, "return (a.T * 2).prod()"},
    {REMARK_VECTOR, VECTOR, "return a + 1"},
    {REMARK_FLAT, C_MATRIX, "return np.exp(a)"},
    {REMARK_UNROLLED, VECTOR, "return np.zeros((len(a), 2)) + a[:, None]"},
    {REMARK_UNIT_STRIDES, VECTOR, "return a + 1"},
    {REMARK_STREAMED, VECTOR, "return a + 1"},
    {REMARK_LAST_VECTOR, VECTOR, "return np.exp(a)"},
#if defined(__x86_64__) /* with AVX2 */
    {REMARK_TAIL_MASKED, "a: 'uint8[:]'", "return a + a"},
#endif
    {REMARK_SCALAR_SHORT, "x: complex", "return np.array([1j, 2, 3]) * x"},
    {REMARK_SCALAR_FUNCTION, "a: 'complex128[:]'", "return np.arctanh(a)"},
    {REMARK_SCALAR_INDEXES, "a: 'uint8[:]', i: 'int64[:]'", "return a[i] + 1"},
    {REMARK_SCALAR_FOLD, MATRIX, "return a.copy().sum(axis=1) + 1"},
    {REMARK_SCALAR_OVERFLOW, NULL,
     "fun f (i64[:]) -> (i64[:]) {\n"
     "  %1 = param 0 : i64[%2]\n  %2 = dim 0 (%1) : i64\n"
     "  %3 = map add_checked (%1, %1) : i64[%2]\n  return (%3)\n}\n"},
    {REMARK_SCALAR_ORDER, VECTOR, "return a.prod()"},
    {REMARK_FOLD_CAST, NULL,
     "fun f (f32[:]) -> (f64) {\n"
     "  %1 = param 0 : f32[%2]\n  %2 = dim 0 (%1) : i64\n"
     "  %3 = reduce add 1 (%1) : f64\n  return (%3)\n}\n"},
    {REMARK_FOLD_BITS, NULL,
     "fun f (i64[:]) -> (i64) {\n"
     "  %1 = param 0 : i64[%2]\n  %2 = dim 0 (%1) : i64\n"
     "  %3 = reduce and 1 (%1) : i64\n  return (%3)\n}\n"},
    {REMARK_FOLD_LAYOUT, MATRIX, "return a.sum()"},
    {REMARK_FOLD_ORDER, MATRIX, "return a.prod()"},
    {REMARK_THREADS, VECTOR, "a *= 0.5"},
    {REMARK_BLOCKS, VECTOR ", n: int", "for t in range(n):\n        a *= 0.5"},
    {REMARK_BLOCKS, VECTOR ", b: 'float64[:]', n: int", "for t in range(n):\n        a += 0.5 * b"},
    {REMARK_LOOP_SUMS, VECTOR,
     "n = 0\n    for i in range(len(a)):\n        if a[i] > 0.5:\n            n += 1\n    return "
     "n"},
    {REMARK_LOOP_LANES, VECTOR ", m: 'float64[:, :]'",
     "for i in range(len(a)):\n        for k in range(len(a)):\n            a[i] -= m[k, i]"},
    {REMARK_LOOP_VECTOR, VECTOR ", n: int", "for i in range(n):\n        a[i] = a[i] * 2"},
    {REMARK_LOOP_LIGHT, VECTOR ", k: 'int64[:]'",
     "b = np.exp(a)\n    a[:] = b[1:] - b[:-1]\n    for i in k:\n        a[i] = 1"},
    {REMARK_LOOP_UNROLLED, VECTOR, "for i in range(3):\n        a[i] = i"},
    {REMARK_LOOP_DEPENDENCE, VECTOR ", n: int",
     "for i in range(1, n):\n        a[i] = a[i - 1] * 2"},
    {REMARK_LOOP_POLL, VECTOR ", n: int", "for i in range(n):\n        a[i] = h(a[i])"},
    {REMARK_LOOP_BOUNDS, "a: 'int64[:]', h: 'int64[:]', n: int",
     "for i in range(n):\n        h[a[i] & 15] += np.int64(1)"},
    {REMARK_LOOP_CARRIED, VECTOR ", n: int",
     "x = 0.5\n    for i in range(n):\n        x = 3.5 * x * (1 - x)\n        a[i] = x"},
    {REMARK_LOOP_FLOATS, VECTOR ", n: int",
     "t = 0.0\n    for i in range(n):\n        t += a[i]\n    return t"},
    {REMARK_LOOP_EXITS, VECTOR ", n: int",
     "for i in range(n):\n        if a[i] > 3:\n            return i\n    return n"},
    {REMARK_OVERLAP, VECTOR ", b: 'float64[:]'", "a[1:] = b[:-1]"},
    {REMARK_HOISTED, VECTOR ", n: int", "for i in range(len(a)):\n        a[i] = np.sqrt(n * 3.0)"},
    {REMARK_CHECKS_DROPPED, VECTOR, "for i in range(len(a)):\n        a[i] = 1"},
    {REMARK_CHECKS_BEFORE, VECTOR ", n: int", "for i in range(n):\n        a[i] = 1"},
    {REMARK_CHECKS_INSIDE, VECTOR ", i: 'int64[:]'",
     "for k in range(len(i)):\n        a[i[k]] = 1"},
    {REMARK_GENERAL, VECTOR ", b: 'float64[:]'",
     "c = np.sqrt(a * b) + a\n    a[:] = c * b\n    return c.sum()"},
    {REMARK_PARALLEL, NULL, PRANGE("a[i] = i")},
    {REMARK_PARALLEL_WHERE, NULL, PRANGE("a[i] = b[i]")},
    {REMARK_PARALLEL_FOLD, NULL, PRANGE("s += a[i]")},
    {REMARK_PARALLEL_PRIVATE, NULL, PRANGE(TURN)},
    {REMARK_PARALLEL_LAST, NULL, PRANGE("s = a[i]")},
    {REMARK_SERIAL, NULL, PRANGE("print(i)")},
    {REMARK_ONCE, NULL, "x = 1\n"},
};

static const char prelude[] = "import numpy as np\n"
                              "class R:\n"
                              "    def __init__(self, x):\n"
                              "        self.x = x\n"
                              "def h(x):\n"
                              "    s = 0\n"
                              "    for i in range(3):\n"
                              "        s += i\n"
                              "    return x\n";

/* Does the collector of this module have the code? */
static bool explain(hpc_context *c, hpc_program *p, air_module *m, remark_code code)
{
    const char *error;
    m->remarks = ARENA_NEW(p->arena, remarks);
    m->remarks->arena = p->arena;
    error = pipeline_array(&c->pipeline, p->arena, m);
    lir_module *lir = error ? NULL : pipeline_lower(&c->pipeline, p->arena, m, &error);
    if (lir)
        error = pipeline_loop_remarks(&c->pipeline, p->arena, lir, m->remarks);
    if (error)
        print_error("%s: %s\n", remark_name(code), error);
    for (uint32_t i = 0; i < m->remarks->items.len; i++) {
        const remark *r = &m->remarks->items.items[i];
        const char *text = remark_text(p->arena, r, "line 1");
        assert_null(strchr(text, '{'));
        if (r->code == code)
            return true;
    }
    return false;
}

static bool is_provoked(const row *r)
{
    const hpc_options options = {.target = r->code == REMARK_THREADS ? "omp" : "cpu"};
    hpc_context *c = hpc_context_new(&options);
    hpc_program *p = c ? context_program(c) : NULL;
    bool found = false;
    if (setjmp(*arena_recovery(p->arena)))
        fail();
    const char *text =
        r->params ? arena_printf(p->arena, "%sdef f(%s):\n    %s\n", prelude, r->params, r->body)
                  : arena_printf(p->arena, "%s%s", prelude, r->body);
    if (!r->params && strncmp(r->body, "fun ", 4) == 0) {
        const char *error;
        air_module *air = air_read(p->arena, r->body, &error);
        if (!air)
            fail_msg("%s", error);
        found = explain(c, p, air, r->code);
        hpc_program_free(p);
        hpc_context_free(c);
        return found;
    }
    const ast_module *m = context_parse(p, "f.py", text, strlen(text));
    uint32_t next = 0, count = 0;
    program_chunk chunk = {0};
    if (m)
        chunk = program_module(p->program, m, &next, p->cells, true);
    if (chunk.air && r->params) {
        const ty **types = program_annotated(p->program, "f", &count);
        program_arg args[4] = {0};
        assert_non_null(types);
        for (uint32_t i = 0; i < count; i++)
            args[i] = (program_arg){.name = program_params(p->program, "f")->items[i].name,
                                    .type = types[i]};
        chunk = program_call(p->program, "f", args, count);
    }
    if (chunk.air)
        found = explain(c, p, chunk.air, r->code);
    else
        print_error("%s:\n%s", remark_name(r->code), diag_render(p->diags, p->arena));
    hpc_program_free(p);
    hpc_context_free(c);
    return found;
}

/* What LLVM may say of a loop: no program is sure to get these. */
static const struct {
    const char *name;
    remark_code code;
} names[] = {{"CantVectorizeLibcall", REMARK_LOOP_CALL},
             {"NoCFGForSelect", REMARK_LOOP_BRANCH},
             {"VectorizationNotBeneficial", REMARK_LOOP_COST},
             {"NewInSomeRelease", REMARK_LOOP_OTHER}};

static void test_names_of_llvm(void **state)
{
    (void)state;
    hpc_heap heap = {0};
    arena *a = arena_new(&heap);
    assert_non_null(a);
    if (setjmp(*arena_recovery(a)))
        fail();
    remarks r = {.arena = a};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lb_note_loop(&r, "CFGNotUnderstood", 0, 7, 1, 1);
        lb_note_loop(&r, names[i].name, 0, 7, 1, 1); /* says more */
        lb_note_loop(&r, "CFGNotUnderstood", 0, 7, 1, 1);
        assert_int_equal(r.items.len, 1);
        assert_int_equal(r.items.items[0].code, names[i].code);
        lb_note_loop(&r, "Vectorized", 0, 7, 8, 2); /* another version of the loop */
        lb_note_loop(&r, names[i].name, 0, 7, 1, 1);
        assert_int_equal(r.items.len, 1);
        assert_int_equal(r.items.items[0].code, REMARK_LOOP_VECTOR);
        r.items.len = 0;
    }
    arena_free(a);
}

static void test_every_reason(void **state)
{
    (void)state;
    bool seen[REMARK_COUNT] = {false}, all = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        seen[rows[i].code] = true;
        if (!is_provoked(&rows[i])) {
            print_error("%s is not noted of its program\n", remark_name(rows[i].code));
            all = false;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        seen[names[i].code] = true;
#if !defined(__x86_64__) /* no stores under masks */
    seen[REMARK_TAIL_MASKED] = true;
#endif
    for (int code = 0; code < REMARK_COUNT; code++)
        if (!seen[code]) {
            print_error("%s has no program\n", remark_name((remark_code)code));
            all = false;
        }
    assert_true(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_reason),
                                       cmocka_unit_test(test_names_of_llvm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
