/* Square roots by multiplications and additions (compiler/loop/time_loops_build.c, "Roots") have the
 * instruction's bits: for random numbers, the hardest cases, and blocks with lanes that they are not
 * for. HPC_TEST_ROOTS=N tries N million random numbers. */
#include "lir_fixture.h"

#include <math.h>

#include "compiler/loop/lir_passes.h"

enum { ROWS = 1 << 16, FEW = 1 << 12 };

static const char text[] = "fn roots.0(x.1: ptr, y.2: ptr, n.3: i64) -> () {\n"
                           "  let x.4: ptr = load.ptr(x.1, 0)\n"
                           "  let y.5: ptr = load.ptr(y.2, 0)\n"
                           "  for t.6: i64 = 0 to 5 step 1 {\n"
                           "    for i.7: i64 = 0 to n.3 step 1 {\n"
                           "      let x.8: f64 = load.f64(x.4, mul.i64(i.7, 8))\n"
                           "      store (y.5, mul.i64(i.7, 8)) = sqrt.f64(add.f64(x.8, mul.f64(\n"
                           "        load.f64(y.5, mul.i64(i.7, 8)), 0.0)))\n"
                           "    }\n"
                           "  }\n"
                           "}\n";

typedef struct roots {
    lir_fixture *f;
    const be_backend *backend;
    be_session *session;
    be_code *code;
    double *x, *y;
} roots;

static roots start(lir_fixture *f, const be_backend *backend)
{
    roots r = {.f = f, .backend = backend};
    const target_divider slow = {"", 200, 200};
    const lir_pass_options options = {.vector_bytes = 64, .divider = &slow};
    const char *error = NULL;
    lir_module *m = lir_must_read(f, "roots", text);
    assert_true(lir_run_pass(m, "time_loops", &options));
    assert_null(lir_verify(f->a, m));
    assert_non_null(strstr(lir_print(f->a, m), "rsqrte"));
    r.session = backend->open(&f->heap, &error);
    assert_non_null(r.session);
    r.code = backend->compile(r.session, m, &(be_options){.tier = BE_TIER_VECTOR}, &error);
    if (!r.code)
        fail_msg("%s", error);
    r.x = calloc(ROWS, sizeof *r.x);
    r.y = calloc(ROWS, sizeof *r.y);
    assert_true(r.x && r.y);
    return r;
}

static void finish(roots *r)
{
    r->backend->release(r->session, r->code);
    r->backend->close(r->session);
    free(r->x);
    free(r->y);
}

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Each root once by the steps; the product with 0 makes the row depend on itself. */
static void compare(roots *r, int64_t rows)
{
    void *x = r->x, *y = r->y;
    const hpc_word params[] = {{.p = &x}, {.p = &y}, {.i = rows}};
    memset(r->y, 0, sizeof *r->y * (size_t)rows);
    assert_int_equal(r->backend->call(r->code, 0, &r->f->frame, params, NULL), HPC_OK);
    for (int64_t i = 0; i < rows; i++) {
        double wanted = r->x[i];
        for (int t = 0; t < 5; t++)
            wanted = sqrt(r->x[i] + (t ? wanted : 0) * 0.0);
        if (bits_of(wanted) != bits_of(r->y[i]) && !(isnan(wanted) && isnan(r->y[i])))
            fail_msg("sqrt(%a) is %a, not %a", r->x[i], r->y[i], wanted);
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Any fraction, exponents from -900 to 899. */
static double usual(uint64_t *state)
{
    uint64_t random = next_random(state);
    int exponent = (int)(next_random(state) % 1800) - 900;
    return ldexp(1 + (double)(random >> 12) * 0x1p-52, exponent);
}

static void random_numbers(void **state, const be_backend *backend, int64_t count, int64_t rows)
{
    roots r = start(*state, backend);
    uint64_t random = UINT64_C(0x9e3779b97f4a7c15);
    for (int64_t done = 0; done < count; done += rows) {
        for (int64_t i = 0; i < rows; i++)
            r.x[i] = usual(&random);
        compare(&r, rows);
    }
    finish(&r);
}

static void roots_of_random_numbers(void **state)
{
    const char *millions = getenv("HPC_TEST_ROOTS");
    random_numbers(state, &be_llvm, (millions ? atoll(millions) : 2) << 20, ROWS);
    random_numbers(state, &be_interp, FEW, FEW);
}

/* An odd x with x * x = c (mod 2^k), c = 1 (mod 8). */
static uint64_t root_modulo(uint64_t c, int k)
{
    uint64_t x = 1;
    for (int j = 3; j < k; j++)
        if ((x * x - c) >> j & 1)
            x += UINT64_C(1) << (j - 1);
    return x & ((UINT64_C(1) << k) - 1);
}

/* Numbers whose root is c / 2^56 or so of an ulp from the middle of two numbers: x = 2 m + 1 halves of
 * an ulp is the middle, and (x * x - c) / 4 a number of 53 bits. */
static int hard_cases(int64_t c, double *out)
{
    int count = 0;
    for (int k = 54; k <= 55; k++) {
        uint64_t some = root_modulo((uint64_t)c, k), half = UINT64_C(1) << (k - 1);
        const uint64_t all[4] = {some, 2 * half - some, some ^ half, (2 * half - some) ^ half};
        for (int i = 0; i < 4; i++) {
            unsigned __int128 square = (unsigned __int128)all[i] * all[i];
            if (all[i] >> 53 != 1)
                continue;
            square = (square - (unsigned __int128)(__int128)c) >> 2;
            uint64_t top = (uint64_t)(square >> (k - 2));
            if (top >> 52 == 1)
                out[count++] = (double)top * (k == 54 ? 0x1p-52 : 0x1p-51);
        }
    }
    return count;
}

static void hardest_numbers(void **state, const be_backend *backend)
{
    enum { HARDEST = 1 << 14 };
    roots r = start(*state, backend);
    int count = 0, found = 0;
    for (int64_t c = 1 - HARDEST; c <= HARDEST; c += 8) {
        found = hard_cases(c, r.x + count);
        for (int i = 0; i < found; i++, count++) /* other exponents, too */
            r.x[count] = ldexp(r.x[count], (int)(c >> 3) % 400 * 2);
        if (count > ROWS - 16) {
            compare(&r, count);
            count = 0;
        }
    }
    assert_true(found > 0);
    const double edges[] = {0x1.0000000000001p0,
                            0x1.fffffffffffffp1,
                            0x1.fffffffffffffp0,
                            1,
                            2,
                            4,
                            0x1p-900,
                            0x1.fffffffffffffp899,
                            0x1.0000000000001p-899,
                            0x1p899};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        r.x[count++] = edges[i];
    compare(&r, count);
    finish(&r);
}

static void roots_of_the_hardest_numbers(void **state)
{
    hardest_numbers(state, &be_llvm);
    hardest_numbers(state, &be_interp);
}

/* Blocks with one such lane, or with nothing else. */
static void roots_of_special_numbers(void **state)
{
    const double special[] = {0.0,       -0.0,      INFINITY, -INFINITY, NAN,        -1.0,
                              0x1p-1074, 0x1p-1022, 0x1p-901, 0x1p900,   0x1.fp1023, 0x1.8p-1030};
    const int kinds = sizeof special / sizeof *special;
    roots r = start(*state, &be_llvm);
    uint64_t random = 42;
    for (int i = 0; i < ROWS; i++)
        r.x[i] = i / 64 % 3 == 1  ? special[i % kinds]
                 : i % 256 == 130 ? special[i / 256 % kinds]
                                  : usual(&random);
    compare(&r, ROWS);
    for (int rows = 0; rows < 200; rows++)
        compare(&r, rows);
    finish(&r);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, lir_setup, lir_teardown)
    const struct CMUnitTest tests[] = {
        TEST(roots_of_random_numbers),
        TEST(roots_of_the_hardest_numbers),
        TEST(roots_of_special_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
