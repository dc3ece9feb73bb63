/* The ends of vector loops, of work enough that masks pay (`w`): for every number of elements up to a few vectors, arrays that begin where a
 * page begins, or end where one ends, beside pages that no one may touch. Every processor level that
 * this machine can run gives the interpreter's bits, and leaves what lies around the arrays alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "compiler/hpc.h"

enum { MAX_ARGS = 4, MAX_ELEMENTS = 70 };

/* An argument: times * n + plus rows of `columns` elements (0: an array of rank 1). */
typedef struct spec {
    const char *name;
    hpc_type type;
    int times, plus, columns;
} spec;

typedef struct row {
    const char *function;
    spec args[MAX_ARGS];
} row;

static const char program[] = "import numpy as np\n"
                              "def w(x):\n"
                              "    y = np.maximum(np.minimum(x * x, 99), x - x * 3)\n"
                              "    return np.maximum(np.minimum(y * x, 77), y - x * 5)\n"
                              "def triad(a, b, o):\n"
                              "    o[:] = a * b + a\n"
                              "def invert(a, b, o):\n"
                              "    o[:] = a & ~b\n"
                              "def evens(a, o):\n"
                              "    o[:] = w(a[::2])\n"
                              "def thirds(a, o):\n"
                              "    o[:] = w(a[::3])\n"
                              "def sixths(a, o):\n"
                              "    o[:] = w(a[::6] + a[3::6])\n"
                              "def backwards(a, o):\n"
                              "    o[:] = w(a[::-1] + a)\n"
                              "def near(a, o):\n"
                              "    o[:] = w(a[:-2] + a[1:-1] * 2 + a[2:])\n"
                              "def near_in_place(a, b):\n"
                              "    a[1:-1] = w(a[1:-1] + b * (a[2:] - a[:-2]))\n"
                              "def pairs(p, o):\n"
                              "    o[:] = w(p[:, 0] * p[:, 0] + p[:, 1])\n"
                              "def triples(p, o):\n"
                              "    o[:] = w(p[:, 0] * p[:, 1] + p[:, 2])\n"
                              "def fours(p, o):\n"
                              "    p[:, :] = w(p * o[:, np.newaxis])\n"
                              "    o[:] = w(p[:, 0] - p[:, 3])\n"
                              "def swapped(p, b):\n"
                              "    p += w(p[:, [1, 0]] * b[:, np.newaxis])\n"
                              "def complexes(z, v, o):\n"
                              "    z *= (v + 1) / (v - 100) + 1 / (v + 3)\n"
                              "    o[:] = w(z.real - v.imag)\n"
                              "def masked(a, b, m):\n"
                              "    a[m] += w(b[m])\n"
                              "    b[~m] = 3\n"
                              "def masked_complex(a, b, m):\n"
                              "    a[m] += b[m] / (b[m] + 50) * 2\n"
                              "    b[~m] = 3\n"
                              "def chosen(a, b, m, o):\n"
                              "    o[:] = np.where(m, w(a), b)\n"
                              "    m[:] = w(a) > b\n"
                              "def mixed(x, a, o):\n"
                              "    o[:] = w(x * a)\n"
                              "    a[:] = w(x + 1)\n"
                              "def scaled(a, b, o):\n"
                              "    o[:] = np.exp(a * 0.01) + b\n"
                              "def rows(p, q):\n"
                              "    q[:, :] = w(p[:, ::-1] * 2 + p[0])\n"
                              "def columns(p, q):\n"
                              "    q[:, :] = w(p[:, :1] + p)\n";

#define EACH(name, type)                                                                           \
    {                                                                                              \
        name, type, 1, 0, 0                                                                        \
    }
#define TRIAD(type)                                                                                \
    {                                                                                              \
        "triad",                                                                                   \
        {                                                                                          \
            EACH("a", type), EACH("b", type), EACH("o", type)                                      \
        }                                                                                          \
    }
#define NUMBERS(type)                                                                              \
    TRIAD(type), {"evens", {{"a", type, 2, -1, 0}, EACH("o", type)}},                              \
        {"thirds", {{"a", type, 3, -2, 0}, EACH("o", type)}},                                      \
        {"sixths", {{"a", type, 6, -2, 0}, EACH("o", type)}},                                      \
        {"backwards", {EACH("a", type), EACH("o", type)}},                                         \
        {"near", {{"a", type, 1, 2, 0}, EACH("o", type)}},                                         \
        {"pairs", {{"p", type, 1, 0, 2}, EACH("o", type)}},                                        \
        {"triples", {{"p", type, 1, 0, 3}, EACH("o", type)}},                                      \
        {"fours", {{"p", type, 1, 0, 4}, EACH("o", type)}},                                        \
        {"swapped", {{"p", type, 1, 0, 2}, EACH("b", type)}},                                      \
        {"masked", {EACH("a", type), EACH("b", type), EACH("m", HPC_BOOL8)}},                      \
        {"chosen", {EACH("a", type), EACH("b", type), EACH("m", HPC_BOOL8), EACH("o", type)}},     \
        {"rows", {{"p", type, 0, 3, -1}, {"q", type, 0, 3, -1}}},                                  \
    {                                                                                              \
        "columns",                                                                                 \
        {                                                                                          \
            {"p", type, 0, 3, -1},                                                                 \
            {                                                                                      \
                "q", type, 0, 3, -1                                                                \
            }                                                                                      \
        }                                                                                          \
    }
#define FLOATS(type)                                                                               \
    {"near_in_place", {{"a", type, 1, 2, 0}, EACH("b", type)}},                                    \
    {                                                                                              \
        "scaled",                                                                                  \
        {                                                                                          \
            EACH("a", type), EACH("b", type), EACH("o", type)                                      \
        }                                                                                          \
    }

static const row table[] = {
    NUMBERS(HPC_FLOAT64),
    NUMBERS(HPC_FLOAT32),
    NUMBERS(HPC_INT16),
    FLOATS(HPC_FLOAT64),
    FLOATS(HPC_FLOAT32),
    TRIAD(HPC_FLOAT16),
    TRIAD(HPC_INT64),
    TRIAD(HPC_INT32),
    TRIAD(HPC_INT8),
    TRIAD(HPC_UINT8),
    {"invert", {EACH("a", HPC_BOOL8), EACH("b", HPC_BOOL8), EACH("o", HPC_BOOL8)}},
    {"complexes", {EACH("z", HPC_COMPLEX128), EACH("v", HPC_COMPLEX128), EACH("o", HPC_FLOAT64)}},
    {"complexes", {EACH("z", HPC_COMPLEX64), EACH("v", HPC_COMPLEX64), EACH("o", HPC_FLOAT32)}},
    {"masked_complex",
     {EACH("a", HPC_COMPLEX128), EACH("b", HPC_COMPLEX128), EACH("m", HPC_BOOL8)}},
    {"mixed", {EACH("x", HPC_FLOAT32), EACH("a", HPC_FLOAT64), EACH("o", HPC_FLOAT64)}},
    {"mixed", {EACH("x", HPC_INT8), EACH("a", HPC_FLOAT32), EACH("o", HPC_FLOAT64)}},
};

/* ---- Memory ---------------------------------------------------------------------------------- */

/* Pages that may be used between two that may not. */
typedef struct guarded {
    char *pages;
    size_t size; /* of those that may be used */
} guarded;

static guarded guarded_new(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    guarded g = {.size = (size + page - 1) / page * page};
    char *all = mmap(NULL, g.size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(all != MAP_FAILED);
    g.pages = all + page;
    assert_int_equal(mprotect(g.pages, g.size, PROT_READ | PROT_WRITE), 0);
    return g;
}

static void guarded_free(guarded g)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    assert_int_equal(munmap(g.pages - page, g.size + 2 * page), 0);
}

static int size_of(hpc_type type)
{
    switch (type) {
    case HPC_BOOL8:
    case HPC_INT8:
    case HPC_UINT8: return 1;
    case HPC_INT16:
    case HPC_FLOAT16: return 2;
    case HPC_INT32:
    case HPC_FLOAT32: return 4;
    case HPC_COMPLEX128: return 16;
    default: return 8;
    }
}

static void fill(guarded g, hpc_type type, uint32_t seed)
{
    for (size_t at = 0; at < g.size; at += (size_t)size_of(type)) {
        char *to = g.pages + at;
        seed = seed * 1664525u + 1013904223u;
        int k = (int)(seed >> 24) % 41 - 20;
        double d[2] = {k * 0.25, 3 - k};
        float f[2] = {(float)d[0], (float)d[1]};
        int64_t i = k;
        if (type == HPC_BOOL8)
            *to = (char)(k & 1);
        else if (type == HPC_FLOAT64 || type == HPC_COMPLEX128)
            memcpy(to, d, (size_t)size_of(type));
        else if (type == HPC_FLOAT32 || type == HPC_COMPLEX64)
            memcpy(to, f, (size_t)size_of(type));
        else if (type == HPC_FLOAT16)
            memcpy(to, (uint16_t[]){(uint16_t)(0x3800 + k * 16)}, 2);
        else
            memcpy(to, &i, (size_t)size_of(type));
    }
}

/* ---- Calls ----------------------------------------------------------------------------------- */

typedef struct version {
    hpc_context *context;
    hpc_program *program;
} version;

static version version_new(const char *backend, const char *cpu)
{
    hpc_options options = {.backend = backend, .cpu = cpu, .verify = true};
    version v = {.context = hpc_context_new(&options)};
    assert_non_null(v.context);
    hpc_status status =
        hpc_load(v.context, "tails.py", program, sizeof program - 1, NULL, 0, &v.program);
    if (status != HPC_SUCCESS)
        print_error("%s", hpc_message(v.context));
    assert_int_equal(status, HPC_SUCCESS);
    return v;
}

static void version_free(version v)
{
    hpc_program_free(v.program);
    hpc_context_free(v.context);
}

/* The function on arrays of n elements at one end of the pages, which are filled anew. False: the
 * version makes code that this machine can't run. */
static bool call(version v, const row *r, int n, bool at_end, const guarded *memory)
{
    hpc_arg args[MAX_ARGS];
    int64_t shapes[MAX_ARGS][2];
    int count = 0;
    for (; count < MAX_ARGS && r->args[count].name; count++) {
        const spec *s = &r->args[count];
        int rank = s->columns ? 2 : 1;
        int64_t *shape = shapes[count];
        shape[0] = (int64_t)s->times * n + s->plus;
        shape[1] = s->columns < 0 ? n : s->columns;
        size_t size = (size_t)(shape[0] * (rank == 2 ? shape[1] : 1)) * (size_t)size_of(s->type);
        fill(memory[count], s->type, (uint32_t)(count + 1));
        char *data = memory[count].pages + (at_end ? memory[count].size - size : 0);
        args[count] = hpc_arg_array(s->name, s->type, rank, shape, NULL, data);
    }
    hpc_result *result = NULL;
    hpc_status status = hpc_call(v.program, r->function, args, count, &result);
    hpc_result_free(result);
    if (status != HPC_SUCCESS && strstr(hpc_message(v.context), "this machine"))
        return false;
    if (status != HPC_SUCCESS)
        print_error("%s of %d: %s", r->function, n, hpc_message(v.context));
    assert_int_equal(status, HPC_SUCCESS);
    return true;
}

static void compare(version plain, const version *versions, const char *const *names, int count,
                    const row *r)
{
    guarded wanted[MAX_ARGS], got[MAX_ARGS];
    for (int i = 0; i < MAX_ARGS; i++) {
        wanted[i] = guarded_new((MAX_ELEMENTS + 4) * 64);
        got[i] = guarded_new((MAX_ELEMENTS + 4) * 64);
    }
    for (int n = 1; n <= MAX_ELEMENTS; n++)
        for (int end = 0; end < 2; end++) {
            assert_true(call(plain, r, n, end, wanted));
            for (int v = 0; v < count; v++) {
                bool runs = call(versions[v], r, n, end, got);
                for (int i = 0; runs && i < MAX_ARGS && r->args[i].name; i++)
                    if (memcmp(wanted[i].pages, got[i].pages, wanted[i].size) != 0)
                        fail_msg("%s: %s of %d elements, argument %d of type %d: other bytes",
                                 names[v], r->function, n, i, (int)r->args[i].type);
            }
        }
    for (int i = 0; i < MAX_ARGS; i++) {
        guarded_free(wanted[i]);
        guarded_free(got[i]);
    }
}

static void test_levels(void **state)
{
#if defined(__x86_64__)
    static const char *const levels[] = {"x86-64", "x86-64-v3", "x86-64-v4"};
#else
    static const char *const levels[] = {"native"};
#endif
    enum { COUNT = sizeof levels / sizeof *levels };
    version versions[COUNT], plain = version_new("interp", NULL);
    (void)state;
    for (int v = 0; v < COUNT; v++)
        versions[v] = version_new("llvm", levels[v]);
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        compare(plain, versions, levels, COUNT, &table[k]);
    for (int v = 0; v < COUNT; v++)
        version_free(versions[v]);
    version_free(plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_levels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
