/* Elaboration: what types it infers for small programs, which instances it makes, and the array IR
 * that comes out before any pass. */
#include "syntax_fixture.h"

#include "compiler/array/air.h"
#include "compiler/sema/elaborate.h"

typedef struct elaborated {
    front f;
    program_chunk chunk;
    const char *types; /* a line for each instance and name */
    const char *air;
} elaborated;

/* The module's text as one chunk; it must be without errors. */
static void elaborate(elaborated *x, const char *text)
{
    uint32_t next = 0;
    front_parse(&x->f, text);
    assert_non_null(x->f.m);
    program *p = program_new(x->f.a, x->f.names, x->f.d);
    x->chunk = program_module(p, x->f.m, &next, NULL, false);
    if (!x->chunk.air)
        fail_msg("%s", diag_render(x->f.d, x->f.a));
    assert_null(air_verify(x->f.a, x->chunk.air));
    x->types = program_types_text(p);
    x->air = air_print(x->f.a, x->chunk.air);
}

/* How often the text occurs in what was printed. */
static int count(const char *text, const char *part)
{
    int found = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        found++;
    return found;
}

static void expect(const char *text, const char *part, int times)
{
    if (count(text, part) != times)
        fail_msg("%d times \"%s\" instead of %d in:\n%s", count(text, part), part, times, text);
}

static void test_types_of_parameters_and_results(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "import numpy as np\n"
                  "def f(a, k):\n"
                  "    s = 0.5\n"
                  "    for i in range(k):\n"
                  "        s += a[i]\n"
                  "    return s, a * k\n"
                  "r = f(np.arange(5, dtype=np.float32), 3)\n");
    expect(x.types, "def f(a: float32[:], k: int) -> tuple(", 1);
    expect(x.types, ", float32[:])\n", 2); /* the result and r */
    front_close(&x.f);
}

static void test_one_chain_of_maps(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "import numpy as np\n"
                  "x = np.zeros(9)\n"
                  "y = x * 2 + 1\n");
    expect(x.air, "map mul", 1);
    expect(x.air, "map add", 1);
    expect(x.air, "for (", 0);
    expect(x.types, "y: float64[:]\n", 1);
    front_close(&x.f);
}

static void test_constants_fold(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "n = 3 * 4 + 1\n"
                  "if n > 12:\n"
                  "    m = n // 2\n"
                  "else:\n"
                  "    m = undefined_name\n"
                  "t = (n, m, 'a' + 'b')[1:]\n");
    expect(x.air, "map", 0);
    expect(x.air, "if (", 0);
    expect(x.types, "t: tuple(int, str)\n", 1);
    front_close(&x.f);
}

static void test_peeled_loop_has_one_type(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "import numpy as np\n"
                  "def total(a):\n"
                  "    s = 0\n"
                  "    for v in a:\n"
                  "        s += v\n"
                  "    return s\n"
                  "r = total(np.ones(3, dtype=np.float32))\n");
    expect(x.types, "-> float32\n", 1); /* the extent is known: the loop has turns */
    elaborated y;
    elaborate(&y, "import numpy as np\n"
                  "def total(a):\n"
                  "    s = 0\n"
                  "    for v in a:\n"
                  "        s += v\n"
                  "    return s\n"
                  "b = np.ones(7)\n"
                  "r = total(b[b > 2])\n");
    expect(y.types, "-> union(int, float64)\n", 1);
    expect(y.air, "for (", 2); /* the first turn apart, the others with a float64 */
    front_close(&x.f);
    front_close(&y.f);
}

static void test_recursion_settles(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "def power(x, n):\n"
                  "    if n == 0:\n"
                  "        return 1\n"
                  "    h = power(x, n // 2)\n"
                  "    if n % 2:\n"
                  "        return h * h * x\n"
                  "    return h * h\n"
                  "a = power(2, 10)\n"
                  "b = power(1.5, 10)\n");
    expect(x.types, "def power(x: int, n: int) -> int\n", 1);
    expect(x.types, "def power(x: float, n: int) -> union(int, float)\n", 1);
    front_close(&x.f);
}

static const char loop_function[] = "import numpy as np\n"
                                    "k = len('a') + 0.5\n"
                                    "def f(a):\n"
                                    "    s = 0.0\n"
                                    "    for i in range(len(a)):\n"
                                    "        s += a[i] * k\n"
                                    "    return s\n";

static void elaborate_calls(elaborated *x, const char *calls)
{
    char text[1024];
    snprintf(text, sizeof text, "%s%s", loop_function, calls);
    elaborate(x, text);
}

static void test_same_types_share_an_instance(void **state)
{
    (void)state;
    elaborated x;
    elaborate_calls(&x, "f(np.ones(8))\nf(np.zeros(9))\n");
    expect(x.types, "def f(", 1);
    front_close(&x.f);
}

static void test_other_types_make_another(void **state)
{
    (void)state;
    elaborated x;
    elaborate_calls(&x, "f(np.ones(8))\nf(np.ones(8, dtype=np.int8))\nf([1, 2])\n");
    expect(x.types, "def f(", 3);
    front_close(&x.f);
}

static void test_changed_global_makes_another(void **state)
{
    (void)state;
    elaborated x;
    elaborate_calls(&x, "f(np.ones(8))\nk = 2\nf(np.ones(8))\nk = 1.5\nf(np.ones(8))\n");
    expect(x.types, "def f(", 2); /* 1.5 again: the first one */
    front_close(&x.f);
}

static void test_captured_variables_are_part_of_the_key(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "def outer(n):\n"
                  "    x = n\n"
                  "    def inner(m):\n"
                  "        for i in range(m):\n"
                  "            if i * x > 3:\n"
                  "                return i\n"
                  "        return -1\n"
                  "    a = inner(n) + inner(n)\n"
                  "    x = n * 0.5\n"
                  "    return a + inner(n)\n"
                  "for k in range(70):\n"
                  "    outer(k)\n");
    expect(x.air, "fun inner", 2); /* x is an int, then a float */
    front_close(&x.f);
}

static void test_short_functions_are_inlined(void **state)
{
    (void)state;
    elaborated x;
    elaborate(&x, "import numpy as np\n"
                  "def double(v):\n"
                  "    return v * 2\n"
                  "y = double(np.ones(5)) + double(1)\n");
    expect(x.types, "def double(", 0);
    expect(x.air, "fun ", 1);
    front_close(&x.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_of_parameters_and_results),
        cmocka_unit_test(test_one_chain_of_maps),
        cmocka_unit_test(test_constants_fold),
        cmocka_unit_test(test_peeled_loop_has_one_type),
        cmocka_unit_test(test_recursion_settles),
        cmocka_unit_test(test_same_types_share_an_instance),
        cmocka_unit_test(test_other_types_make_another),
        cmocka_unit_test(test_changed_global_makes_another),
        cmocka_unit_test(test_captured_variables_are_part_of_the_key),
        cmocka_unit_test(test_short_functions_are_inlined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
