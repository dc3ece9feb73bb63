/* Peak memory of functions whose temporaries are arrays of one size: as many of them live at once as the
 * program needs at its worst place, not as many as it makes. Counted by the context's allocations, of
 * which everything but these arrays is small. A reshape that may be a view keeps what it is of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hpc.h"

enum { BYTES = 16 << 20, OTHERS = BYTES / 2 }; /* of an array; of the compiler and all else */

typedef struct row {
    const char *name, *body;
    int buffers; /* beside the parameter */
} row;

/* The runtime's cumsum gives an array and needs no other memory; what it gets is an array, too. Where
 * branches meet, what the last name holds lives until all of the branch is done. */
static const row rows[] = {
    {"one after the other",
     "    a = np.cumsum(x)\n"
     "    b = np.cumsum(a[::-1] + 1)\n"
     "    c = np.cumsum(b[::-1] * 2)\n"
     "    d = np.cumsum(c[::-1] - 3)\n"
     "    e = np.cumsum(d[::-1] + 4)\n"
     "    f = np.cumsum(e[::-1] * 5)\n"
     "    return f[-1]\n",
     2},
    {"loop nests",
     "    a = np.sqrt(x)\n"
     "    b = a[::-1] + a\n"
     "    c = np.sqrt(b)\n"
     "    d = c[::-1] + c\n"
     "    e = np.sqrt(d)\n"
     "    f = e[::-1] + e\n"
     "    return f[0] + f[::-1].sum()\n",
     2},
    {"in a loop",
     "    total = 0.0\n"
     "    for k in range(3):\n"
     "        a = np.cumsum(x)\n"
     "        b = np.cumsum(a[::-1] + k)\n"
     "        c = np.cumsum(b[::-1] * 2)\n"
     "        d = np.cumsum(c[::-1] - 3)\n"
     "        e = np.cumsum(d[::-1] + 4)\n"
     "        f = np.cumsum(e[::-1] * 5)\n"
     "        total += f[-1]\n"
     "    return total\n",
     2},
    {"loop nests in a loop",
     "    total = 0.0\n"
     "    for k in range(3):\n"
     "        a = np.sqrt(x + k)\n"
     "        b = a[::-1] + a\n"
     "        c = np.sqrt(b)\n"
     "        d = c[::-1] + c\n"
     "        e = np.sqrt(d)\n"
     "        f = e[::-1] + e\n"
     "        total += f[0] + f[::-1].sum()\n"
     "    return total\n",
     2},
    {"names of branches",
     "    if x[0] > 2:\n        a = np.cumsum(x)\n    else:\n        a = np.cumsum(-x)\n"
     "    if x[1] > 2:\n        b = np.cumsum(a[::-1])\n    else:\n        b = np.cumsum(a[::-1] * "
     "2)\n"
     "    if x[2] > 2:\n        c = np.cumsum(b[::-1])\n    else:\n        c = np.cumsum(b[::-1] * "
     "2)\n"
     "    if x[3] > 2:\n        d = np.cumsum(c[::-1])\n    else:\n        d = np.cumsum(c[::-1] * "
     "2)\n"
     "    return d[-1]\n",
     3},
    {"names of branches in a loop",
     "    total = 0.0\n"
     "    for k in range(4):\n"
     "        if k > 2:\n            a = np.cumsum(x)\n        else:\n            a = "
     "np.cumsum(-x)\n"
     "        if k > 1:\n            b = np.cumsum(a[::-1])\n        else:\n            b = "
     "np.cumsum(a * 2)\n"
     "        if k > 0:\n            c = np.cumsum(b[::-1])\n        else:\n            c = "
     "np.cumsum(b * 2)\n"
     "        total += c[-1]\n"
     "    return total\n",
     3},
    {"a name that a turn leaves to the next one",
     "    total = 0.0\n"
     "    a = x\n"
     "    for k in range(4):\n"
     "        if k == 1:\n            a = np.cumsum(x)\n"
     "        total += np.cumsum(a[::-1] + k)[-1]\n"
     "    return total + a[3]\n",
     3},
    {"names that loops change",
     "    a = np.cumsum(x)\n"
     "    for k in range(3):\n        a = np.cumsum(a[::-1] + k)\n"
     "    b = np.cumsum(a[::-1] + 1)\n"
     "    for k in range(3):\n        b = np.cumsum(b[::-1] + k)\n"
     "    c = np.cumsum(b[::-1] + 1)\n"
     "    for k in range(3):\n        c = np.cumsum(c[::-1] + k)\n"
     "    return c[-1]\n",
     3},
    {"reshaped",
     "    a = np.cumsum(x[::-1] + 1).reshape(2, -1)\n"
     "    b = np.cumsum(a.T.reshape(-1) + 1).reshape(2, -1)\n"
     "    c = np.cumsum(b.T.reshape(-1) + 1).reshape(2, -1)\n"
     "    return c[-1, -1]\n",
     3},
};

static bool discard(void *user, const char *text, size_t length)
{
    (void)user, (void)text, (void)length;
    return true;
}

static bool fits(const row *r, const char *backend)
{
    char text[4096];
    int length = snprintf(text, sizeof text,
                          "import numpy as np\ndef f(x):\n%sprint(f(np.ones(%d)) < 1e300)\n",
                          r->body, BYTES / 8);
    hpc_options options = {.backend = backend, .write = discard};
    hpc_context *c = hpc_context_new(&options);
    assert_non_null(c);
    hpc_status status = hpc_run(c, "peak.py", text, (size_t)length);
    if (status != HPC_SUCCESS)
        print_error("%s\n", hpc_message(c));
    assert_int_equal(status, HPC_SUCCESS);
    int64_t peak = hpc_memory_peak(c);
    hpc_context_free(c);
    bool good = peak <= (int64_t)BYTES * (r->buffers + 1) + OTHERS;
    if (!good)
        print_error("%s (%s): %.2f arrays beside the parameter, not %d\n", r->name, backend,
                    (double)peak / BYTES - 1, r->buffers);
    return good;
}

static void test_rows(void **state)
{
    (void)state;
    bool all = true;
    const char *backends[] = {"llvm", "interp"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < 2; k++)
            all &= fits(&rows[i], backends[k]);
    assert_true(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
