/* Lowering, end to end: array IR in its text form, lowered, verified and run on every backend,
 * against plain C; sums against the bits of NumPy 2.4.6. Every test ends with an empty heap. */
#include "lir_fixture.h"

#include <math.h>

#include "compiler/loop/lower.h"

/* ---- Running --------------------------------------------------------------------------------- */

typedef struct program {
    lir_fixture *f;
    const be_backend *backend;
    be_session *session;
    be_code *code;
    const char *text; /* of the loop IR */
} program;

static program program_new(lir_fixture *f, const be_backend *backend, const char *source,
                           const lower_options *options)
{
    const char *error = NULL;
    program p = {.f = f, .backend = backend};
    air_module *am = air_read(f->a, source, &error);
    if (!am)
        fail_msg("not array IR: %s", error);
    error = air_verify(f->a, am);
    if (error)
        fail_msg("bad array IR: %s", error);
    lir_module *m = lower_module(f->a, am, options, &error);
    if (!m)
        fail_msg("not lowered: %s", error);
    p.text = lir_print(f->a, m);
    error = lir_verify(f->a, m);
    if (error)
        fail_msg("bad loop IR: %s\n%s", error, p.text);
    be_options be = {.tier = BE_TIER_VECTOR};
    p.session = backend->open(&f->heap, &error);
    assert_non_null(p.session);
    p.code = backend->compile(p.session, m, &be, &error);
    if (!p.code)
        fail_msg("not compiled: %s", error);
    return p;
}

static void program_free(program *p)
{
    p->backend->release(p->session, p->code);
    p->backend->close(p->session);
}

static hpc_code run(program *p, hpc_word *in, hpc_word *out)
{
    memset(&p->f->frame.error, 0, sizeof p->f->frame.error);
    return p->backend->call(p->code, 0, &p->f->frame, in, out);
}

typedef void check_fn(lir_fixture *f, program *p, void *user);

/* The check on every backend, at the width of each level, in scalar loops and at 256 lanes; LLVM splits
 * what is wider than this machine's vectors. */
static void everywhere_with(void **state, const char *source, check_fn *check, void *user)
{
    const lower_options widths[] = {{.target = target_level_named("x86-64")},
                                    {.target = target_level_named("x86-64-v3")},
                                    {.target = target_level_named("x86-64-v4")},
                                    {.target = target_level_named("armv8-a")},
                                    {.no_vectors = true},
                                    {.lanes = 256}};
    const be_backend *backends[] = {&be_interp, be_find("llvm")};
    for (unsigned b = 0; b < 2; b++)
        for (unsigned w = 0; w < sizeof widths / sizeof *widths; w++) {
            if (!backends[b] || (b == 1 && widths[w].lanes))
                continue;
            program p = program_new(*state, backends[b], source, &widths[w]);
            check(*state, &p, user);
            program_free(&p);
        }
}

static void everywhere(void **state, const char *source, check_fn *check)
{
    everywhere_with(state, source, check, NULL);
}

static unsigned count(const char *text, const char *word)
{
    unsigned n = 0;
    for (const char *at = text; (at = strstr(at, word)); at++)
        n++;
    return n;
}

static hpc_view vector(void *data, hpc_dtype dtype, int64_t n)
{
    int64_t size = hpc_dtype_size(dtype);
    return (hpc_view){
        .data = data, .dtype = (int32_t)dtype, .rank = 1, .shape = {n}, .strides = {size}};
}

static hpc_view matrix(void *data, hpc_dtype dtype, int64_t n, int64_t m)
{
    int64_t size = hpc_dtype_size(dtype);
    return (hpc_view){.data = data,
                      .dtype = (int32_t)dtype,
                      .rank = 2,
                      .shape = {n, m},
                      .strides = {m * size, size}};
}

static double at(const hpc_view *v, int64_t i, int64_t j)
{
    double x;
    memcpy(&x, v->data + i * v->strides[0] + (v->rank > 1 ? j * v->strides[1] : 0), sizeof x);
    return x;
}

static void fill(double *x, int64_t n, double scale)
{
    for (int64_t i = 0; i < n; i++)
        x[i] = (double)((i * 37) % 101 - 50) / scale;
}

/* ---- Elementwise ----------------------------------------------------------------------------- */

static const char triad[] = "fun f (f64[:], f64[:]) -> (f64[:]{CW}) {\n"
                            "  %1 = param 0 : f64[%2]\n"
                            "  %2 = dim 0 (%1) : i64\n"
                            "  %3 = param 1 : f64[%4]\n"
                            "  %4 = dim 0 (%3) : i64\n"
                            "  %5 = bdim BROADCAST (%2, %4) : i64\n"
                            "  %6 = map mul (f64(2), %1) : f64[%2]{CW}\n"
                            "  %7 = map mul (f64(3), %3) : f64[%4]{CW}\n"
                            "  %8 = map add (%6, %7) : f64[%5]{CW}\n"
                            "  return (%8)\n"
                            "}\n";

static void check_triad(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[300], y[1200];
    fill(x, 300, 7);
    fill(y, 1200, 3);
    /* One kernel, no temporary: a test, and then one vector and two scalar loops at most. */
    assert_in_range(count(p->text, " for "), 1, 3);
    assert_int_equal(count(p->text, "rt view_renew"), 1);
    for (int64_t n = 0; n < 300; n = n < 20 ? n + 1 : n + 93)
        for (int stride = -16; stride <= 16; stride += 8) {
            hpc_view a = vector(x, HPC_F64, n), b = vector(y + 600, HPC_F64, n), out = {0};
            b.strides[0] = stride;
            hpc_word in[3] = {{.p = &a}, {.p = &b}, {.p = &out}};
            assert_int_equal(run(p, in, NULL), HPC_OK);
            assert_int_equal(out.shape[0], n);
            for (int64_t i = 0; i < n; i++)
                assert_true(at(&out, i, 0) == 2 * x[i] + 3 * at(&b, i, 0));
            hpc_view_release(&out);
        }
}

static void test_triad(void **state)
{
    everywhere(state, triad, check_triad);
}

static void check_broadcast(lir_fixture *f, program *p, void *user)
{
    (void)user;
    double x[40], y[40];
    fill(x, 40, 7);
    fill(y, 40, 3);
    const int64_t lengths[][3] = {{1, 33, 33}, {33, 1, 33}, {1, 1, 1}, {0, 1, 0}, {1, 0, 0}};
    for (unsigned i = 0; i < 5; i++) {
        hpc_view a = vector(x, HPC_F64, lengths[i][0]), b = vector(y, HPC_F64, lengths[i][1]);
        hpc_view out = {0};
        hpc_word in[3] = {{.p = &a}, {.p = &b}, {.p = &out}};
        assert_int_equal(run(p, in, NULL), HPC_OK);
        assert_int_equal(out.shape[0], lengths[i][2]);
        for (int64_t k = 0; k < out.shape[0]; k++)
            assert_true(at(&out, k, 0) ==
                        2 * x[lengths[i][0] == 1 ? 0 : k] + 3 * y[lengths[i][1] == 1 ? 0 : k]);
        hpc_view_release(&out);
    }
    int64_t live = f->heap.live;
    hpc_view a = vector(x, HPC_F64, 3), b = vector(y, HPC_F64, 4), out = {0};
    hpc_word in[3] = {{.p = &a}, {.p = &b}, {.p = &out}};
    assert_int_equal(run(p, in, NULL), HPC_VALUE_ERROR);
    assert_null(out.storage);
    assert_int_equal(f->heap.live, live);
}

static void test_broadcast(void **state)
{
    everywhere(state, triad, check_broadcast);
}

static const char orders[] = "fun f (f64[:, :], f64[:, :]) -> (f64[:, :]) {\n"
                             "  %1 = param 0 : f64[%2, %3]\n"
                             "  %2 = dim 0 (%1) : i64\n"
                             "  %3 = dim 1 (%1) : i64\n"
                             "  %4 = param 1 : f64[%2, %3]\n"
                             "  %5 = map sub (%1, %4) : f64[%2, %3]\n"
                             "  return (%5)\n"
                             "}\n";

/* The result has NumPy's K order: Fortran's where both operands have it. */
static void check_orders(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[35], y[35];
    fill(x, 35, 7);
    fill(y, 35, 3);
    for (int k = 0; k < 4; k++) {
        hpc_view a = matrix(x, HPC_F64, 5, 7), b = matrix(y, HPC_F64, 5, 7), out = {0};
        if (k & 1)
            a.strides[0] = 8, a.strides[1] = 40;
        if (k & 2)
            b.strides[0] = 8, b.strides[1] = 40;
        hpc_word in[3] = {{.p = &a}, {.p = &b}, {.p = &out}};
        assert_int_equal(run(p, in, NULL), HPC_OK);
        assert_int_equal(out.strides[0], k == 3 ? 8 : 56);
        for (int64_t i = 0; i < 5; i++)
            for (int64_t j = 0; j < 7; j++)
                assert_true(at(&out, i, j) == at(&a, i, j) - at(&b, i, j));
        hpc_view_release(&out);
    }
}

static void test_orders(void **state)
{
    everywhere(state, orders, check_orders);
}

/* The distance of every pair of points: newaxis, a sum over the last axis, one kernel. */
static const char distance[] = "fun f (f64[:, :]{C}) -> (f64[:, :]{CW}) {\n"
                               "  %1 = param 0 : f64[%2, 2]{C}\n"
                               "  %2 = dim 0 (%1) : i64\n"
                               "  %3 = view (%1) axes [0, new, 1] : f64[%2, 1, 2]\n"
                               "  %4 = view (%1) axes [new, 0, 1] : f64[1, %2, 2]\n"
                               "  %5 = map sub (%3, %4) : f64[%2, %2, 2]{CW}\n"
                               "  %6 = map mul (%5, %5) : f64[%2, %2, 2]{CW}\n"
                               "  %7 = reduce add 4 (%6) : f64[%2, %2]{CW}\n"
                               "  %8 = map sqrt (%7) : f64[%2, %2]{CW}\n"
                               "  return (%8)\n"
                               "}\n";

static void check_distance(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[46];
    fill(x, 46, 7);
    assert_int_equal(count(p->text, "rt view_renew"), 1);
    hpc_view a = matrix(x, HPC_F64, 23, 2), out = {0};
    hpc_word in[2] = {{.p = &a}, {.p = &out}};
    assert_int_equal(run(p, in, NULL), HPC_OK);
    for (int64_t i = 0; i < 23; i++)
        for (int64_t j = 0; j < 23; j++) {
            double dx = x[2 * i] - x[2 * j], dy = x[2 * i + 1] - x[2 * j + 1];
            assert_true(at(&out, i, j) == sqrt(dx * dx + dy * dy));
        }
    hpc_view_release(&out);
}

static void test_distance(void **state)
{
    everywhere(state, distance, check_distance);
}

/* ---- Stores ---------------------------------------------------------------------------------- */

/* a[1:] = a[:-1] + a[1:], and a[...] = 2 * b where the two may be the same memory. */
static const char shifted[] = "fun f (f64[:]) -> () {\n"
                              "  %1 = param 0 : f64[%2]\n"
                              "  %2 = dim 0 (%1) : i64\n"
                              "  %3 = map sub (%2, 1) : i64\n"
                              "  %4 = view (%1) axes [0] start [1] : f64[%3]\n"
                              "  %5 = view (%1) axes [0] : f64[%3]\n"
                              "  %6 = map add (%5, %4) : f64[%3]{CW}\n"
                              "  store (%4, %6)\n"
                              "  return ()\n"
                              "}\n";

static void check_shifted(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[50], old[50];
    fill(x, 50, 7);
    memcpy(old, x, sizeof x);
    hpc_view a = vector(x, HPC_F64, 50);
    hpc_word in[1] = {{.p = &a}};
    assert_int_equal(run(p, in, NULL), HPC_OK);
    for (int i = 1; i < 50; i++)
        assert_true(x[i] == old[i - 1] + old[i]);
}

static const char assigned[] = "fun f (f64[:], f64[:]) -> () {\n"
                               "  %1 = param 0 : f64[%2]\n"
                               "  %2 = dim 0 (%1) : i64\n"
                               "  %3 = param 1 : f64[%2]\n"
                               "  %4 = map mul (%3, f64(2)) : f64[%2]{CW}\n"
                               "  store (%1, %4)\n"
                               "  return ()\n"
                               "}\n";

static void check_assigned(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    for (int shift = -9; shift <= 9; shift++)
        for (int step = -8; step <= 8; step += 16) {
            double x[100], old[100];
            fill(x, 100, 7);
            memcpy(old, x, sizeof x);
            int first = step > 0 ? 20 + shift : 59 + shift;
            hpc_view a = vector(x + 20, HPC_F64, 40), b = vector(x + first, HPC_F64, 40);
            b.strides[0] = step;
            hpc_word in[2] = {{.p = &a}, {.p = &b}};
            assert_int_equal(run(p, in, NULL), HPC_OK);
            for (int i = 0; i < 40; i++)
                assert_true(x[20 + i] == 2 * old[first + i * step / 8]);
        }
    double x[4] = {0};
    hpc_view a = vector(x, HPC_F64, 4);
    a.flags = HPC_VIEW_READONLY;
    hpc_word in[2] = {{.p = &a}, {.p = &a}};
    assert_int_equal(run(p, in, NULL), HPC_VALUE_ERROR);
    assert_string_equal(f->frame.error.text, "assignment destination is read-only");
}

static void test_overlap(void **state)
{
    everywhere(state, shifted, check_shifted);
    everywhere(state, assigned, check_assigned);
}

/* Columns of the same row are read and written: the array-style simulator's step. */
static const char rotate[] = "fun f (f64[:, :]{C}) -> () {\n"
                             "  %1 = param 0 : f64[%2, 2]{C}\n"
                             "  %2 = dim 0 (%1) : i64\n"
                             "  %3 = table \"01000000000000000000000000000000\" : i64[2]{C}\n"
                             "  %4 = gather (%1, %3) index [_, 0] first 1 rank 1 : f64[%2, 2]{W}\n"
                             "  %5 = map mul (%1, %1) : f64[%2, 2]{CW}\n"
                             "  %6 = reduce add 2 (%5) : f64[%2]{CW}\n"
                             "  %7 = map sqrt (%6) : f64[%2]{CW}\n"
                             "  %8 = view (%7) axes [0, new] : f64[%2, 1]\n"
                             "  %9 = map div (%4, %8) : f64[%2, 2]{W}\n"
                             "  %10 = map add (%1, %9) : f64[%2, 2]{CW}\n"
                             "  store (%1, %10)\n"
                             "  return ()\n"
                             "}\n";

static void check_rotate(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[62], old[62];
    fill(x, 62, 7.5);
    memcpy(old, x, sizeof x);
    hpc_view a = matrix(x, HPC_F64, 31, 2);
    hpc_word in[1] = {{.p = &a}};
    assert_int_equal(run(p, in, NULL), HPC_OK);
    for (int i = 0; i < 31; i++) {
        double u = old[2 * i], v = old[2 * i + 1], norm = sqrt(u * u + v * v);
        assert_true(x[2 * i] == u + v / norm && x[2 * i + 1] == v + u / norm);
    }
    assert_int_equal(count(p->text, "rt view_renew"), 0); /* nothing is allocated */
}

static void test_rows(void **state)
{
    everywhere(state, rotate, check_rotate);
}

static const char scatter[] = "fun f (f64[:], i64[:], f64[:]) -> () {\n"
                              "  %1 = param 0 : f64[%2]\n"
                              "  %2 = dim 0 (%1) : i64\n"
                              "  %3 = param 1 : i64[%4]\n"
                              "  %4 = dim 0 (%3) : i64\n"
                              "  %5 = param 2 : f64[%4]\n"
                              "  %6 = indexes 0 (%3, %2) : i64[%4]{CW}\n"
                              "  scatter (%1, %5, %6) index [0] first 0 rank 1\n"
                              "  return ()\n"
                              "}\n";

/* The last of equal indexes stays; nothing is written when an index is out of bounds. */
static void check_scatter(lir_fixture *f, program *p, void *user)
{
    (void)user;
    double x[5] = {0, 1, 2, 3, 4}, y[4] = {10, 20, 30, 40};
    int64_t good[4] = {1, -1, 1, 0}, bad[4] = {1, -1, 5, 0};
    hpc_view a = vector(x, HPC_F64, 5), i = vector(bad, HPC_I64, 4), v = vector(y, HPC_F64, 4);
    hpc_word in[3] = {{.p = &a}, {.p = &i}, {.p = &v}};
    int64_t live = f->heap.live;
    assert_int_equal(run(p, in, NULL), HPC_INDEX_ERROR);
    assert_string_equal(f->frame.error.text, "index 5 is out of bounds for axis 0 with size 5");
    assert_int_equal(f->heap.live, live);
    assert_true(x[1] == 1 && x[4] == 4);
    i = vector(good, HPC_I64, 4);
    assert_int_equal(run(p, in, NULL), HPC_OK);
    assert_true(x[0] == 40 && x[1] == 30 && x[2] == 2 && x[3] == 3 && x[4] == 20);
}

static void test_scatter(void **state)
{
    everywhere(state, scatter, check_scatter);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

static const char sum1[] = "fun f (f64[:]) -> (f64) {\n"
                           "  %1 = param 0 : f64[%2]\n"
                           "  %2 = dim 0 (%1) : i64\n"
                           "  %3 = reduce add 1 (%1) : f64\n"
                           "  return (%3)\n"
                           "}\n";

static void check_sum1(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    static const struct {
        int64_t n;
        double forward, backward; /* np.sum(x), np.sum(x[::-1]) */
    } sums[] = {{0, 0, 0},
                {7, -0x1.6492492492492p+3, -0x1.6492492492493p+3},
                {8, -0x1.4492492492493p+3, -0x1.4492492492493p+3},
                {100, -0x1.ffffffffffff0p+0, -0x1.ffffffffffffcp+0},
                {129, -0x1.6492492492497p+2, -0x1.6492492492485p+2},
                {1000, 0x1.6db6db6db6e54p+0, 0x1.6db6db6db6df8p+0},
                {4097, -0x1.f6db6db6db67dp+2, -0x1.f6db6db6db718p+2}};
    double x[4097];
    fill(x, 4097, 7);
    for (unsigned i = 0; i < sizeof sums / sizeof *sums; i++) {
        int64_t n = sums[i].n;
        hpc_view a = vector(x, HPC_F64, n);
        hpc_word in[1] = {{.p = &a}}, out[1];
        assert_int_equal(run(p, in, out), HPC_OK);
        assert_true(out[0].f == sums[i].forward);
        a.data = (char *)(x + (n ? n - 1 : 0));
        a.strides[0] = -8;
        assert_int_equal(run(p, in, out), HPC_OK);
        assert_true(out[0].f == sums[i].backward);
    }
}

static const char sums2[] = "fun f (f64[:, :]{C}) -> (f64[:]{CW}, f64[:]{CW}, f64) {\n"
                            "  %1 = param 0 : f64[%2, %3]{C}\n"
                            "  %2 = dim 0 (%1) : i64\n"
                            "  %3 = dim 1 (%1) : i64\n"
                            "  %4 = reduce add 1 (%1) : f64[%3]{CW}\n"
                            "  %5 = reduce add 2 (%1) : f64[%2]{CW}\n"
                            "  %6 = reduce add 3 (%1) : f64\n"
                            "  return (%4, %5, %6)\n"
                            "}\n";

static void check_sums2(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    double x[300];
    fill(x, 300, 7);
    hpc_view a = matrix(x, HPC_F64, 20, 15), columns = {0}, rows = {0};
    hpc_word in[3] = {{.p = &a}, {.p = &columns}, {.p = &rows}}, out[1];
    assert_int_equal(run(p, in, out), HPC_OK);
    assert_true(at(&columns, 3, 0) == -0x1.bdb6db6db6db6p+5);
    assert_true(at(&rows, 3, 0) == 0x1.2492492492491p+2);
    assert_true(out[0].f == -0x1.2492492492486p+2);
    hpc_view_release(&columns);
    hpc_view_release(&rows);
    /* One column: NumPy takes it for a run, and sums pairwise. */
    a = matrix(x, HPC_F64, 100, 1);
    assert_int_equal(run(p, in, out), HPC_OK);
    assert_true(at(&columns, 0, 0) == -0x1.ffffffffffff0p+0);
    hpc_view_release(&columns);
    hpc_view_release(&rows);
}

static void test_sums(void **state)
{
    everywhere(state, sum1, check_sum1);
    everywhere(state, sums2, check_sums2);
}

static const char extremes[] = "fun f (i32[:]) -> (i32, i32, i32) {\n"
                               "  %1 = param 0 : i32[%2]\n"
                               "  %2 = dim 0 (%1) : i64\n"
                               "  %3 = reduce min 1 (%1) : i32\n"
                               "  %4 = reduce max 1 (%1) : i32\n"
                               "  %5 = reduce mul 1 (%1) : i32\n"
                               "  return (%3, %4, %5)\n"
                               "}\n";

static void check_extremes(lir_fixture *f, program *p, void *user)
{
    (void)user;
    int32_t x[77];
    uint32_t product = 1;
    for (int i = 0; i < 77; i++) {
        x[i] = (i * 37) % 101 * 2 - 49;
        product *= (uint32_t)x[i];
    }
    hpc_view a = vector(x, HPC_I32, 77);
    hpc_word in[1] = {{.p = &a}}, out[3];
    assert_int_equal(run(p, in, out), HPC_OK);
    assert_int_equal(out[0].i, -49);
    assert_int_equal(out[1].i, 151);
    assert_int_equal(out[2].i, (int32_t)product);
    a.shape[0] = 0;
    assert_int_equal(run(p, in, out), HPC_VALUE_ERROR);
    assert_string_equal(f->frame.error.text,
                        "zero-size array to reduction operation minimum which has no identity");
}

static void test_extremes(void **state)
{
    everywhere(state, extremes, check_extremes);
}

/* ---- Control flow and variables -------------------------------------------------------------- */

static const char factorial[] = "fun f (i64) -> (i64) recursive {\n"
                                "  %1 = param 0 : i64\n"
                                "  %2 = map le (%1, 1) : bool\n"
                                "  if (%2) {\n"
                                "    return (1)\n"
                                "  }\n"
                                "  %3 = map sub_checked (%1, 1) : i64\n"
                                "  %4 = call 0 (%3) : i64\n"
                                "  %5 = map mul_checked (%1, %4) : i64\n"
                                "  return (%5)\n"
                                "}\n";

static void check_factorial(lir_fixture *f, program *p, void *user)
{
    (void)f, (void)user;
    hpc_word in[1] = {{.i = 10}}, out[1];
    assert_int_equal(run(p, in, out), HPC_OK);
    assert_int_equal(out[0].i, 3628800);
    in[0].i = 21;
    assert_int_equal(run(p, in, out), HPC_OVERFLOW_ERROR);
}

static void test_factorial(void **state)
{
    everywhere(state, factorial, check_factorial);
}

/* x, y = y + 1, x: storages change places from round to round. */
static const char swap[] = "fun f (f64[:], i64) -> (f64[:]{CW}, f64[:]{CW})\n"
                           "  var x : f64[:]{CW}\n"
                           "  var y : f64[:]{CW} {\n"
                           "  %1 = param 0 : f64[%2]\n"
                           "  %2 = dim 0 (%1) : i64\n"
                           "  %3 = param 1 : i64\n"
                           "  %4 = map mul (%1, f64(2)) : f64[%2]{CW}\n"
                           "  %5 = map mul (%1, f64(3)) : f64[%2]{CW}\n"
                           "  set 1 (%4)\n"
                           "  set 2 (%5)\n"
                           "  for (0, %3, 1) {\n"
                           "    %6 = indvar : i64\n"
                           "    %7 = get 1 : f64[%8]{CW}\n"
                           "    %8 = dim 0 (%7) : i64\n"
                           "    %9 = get 2 : f64[%10]{CW}\n"
                           "    %10 = dim 0 (%9) : i64\n"
                           "    %11 = map add (%9, f64(1)) : f64[%10]{CW}\n"
                           "    set 1 (%11)\n"
                           "    set 2 (%7)\n"
                           "  }\n"
                           "  %12 = get 1 : f64[%13]{CW}\n"
                           "  %13 = dim 0 (%12) : i64\n"
                           "  %14 = get 2 : f64[%15]{CW}\n"
                           "  %15 = dim 0 (%14) : i64\n"
                           "  return (%12, %14)\n"
                           "}\n";

static void check_swap(lir_fixture *f, program *p, void *user)
{
    (void)user;
    double x[9];
    fill(x, 9, 7);
    for (int rounds = 0; rounds < 6; rounds++) {
        hpc_view a = vector(x, HPC_F64, 9), out[2] = {{0}};
        hpc_word in[4] = {{.p = &a}, {.i = rounds}, {.p = &out[0]}, {.p = &out[1]}};
        int64_t live = f->heap.live;
        assert_int_equal(run(p, in, NULL), HPC_OK);
        for (int i = 0; i < 9; i++) {
            double u = 2 * x[i], v = 3 * x[i];
            for (int k = 0; k < rounds; k++) {
                double w = v + 1;
                v = u;
                u = w;
            }
            assert_true(at(&out[0], i, 0) == u && at(&out[1], i, 0) == v);
        }
        hpc_view_release(&out[0]);
        hpc_view_release(&out[1]);
        assert_int_equal(f->heap.live, live);
    }
}

static void test_variables(void **state)
{
    everywhere(state, swap, check_swap);
}

/* a[i + 1] += 1 for i in range(from, to, step): the loop exists with and without its check. */
static const char counting[] = "fun f (f64[:], i64, i64) -> () {\n"
                               "  %%1 = param 0 : f64[%%2]\n"
                               "  %%2 = dim 0 (%%1) : i64\n"
                               "  %%3 = param 1 : i64\n"
                               "  %%4 = param 2 : i64\n"
                               "  for (%%3, %%4, %d) {\n"
                               "    %%5 = indvar : i64\n"
                               "    %%6 = map add_checked (%%5, 1) : i64\n"
                               "    %%7 = index 0 (%%6, %%2) : i64\n"
                               "    %%8 = elem (%%1, %%7) : f64\n"
                               "    %%9 = map add (%%8, f64(1)) : f64\n"
                               "    setelem (%%1, %%7, %%9)\n"
                               "  }\n"
                               "  return ()\n"
                               "}\n";

/* What Python does, up to the first failure; true when it fails. */
static bool count_elements(double *x, int64_t n, int64_t from, int64_t to, int64_t step)
{
    for (int64_t i = from; step > 0 ? i < to : i > to; i += step) {
        int64_t at = i + 1 < 0 ? i + 1 + n : i + 1;
        if (at < 0 || at >= n)
            return true;
        x[at] += 1;
    }
    return false;
}

static void check_counting(lir_fixture *f, program *p, void *user)
{
    (void)f;
    const int step = *(const int *)user;
    for (int64_t from = -9; from < 9; from++)
        for (int64_t to = -9; to < 9; to++) {
            double x[6] = {0}, y[6] = {0};
            hpc_view a = vector(x, HPC_F64, 6);
            hpc_word in[3] = {{.p = &a}, {.i = from}, {.i = to}};
            bool fails = count_elements(y, 6, from, to, step);
            assert_int_equal(run(p, in, NULL), fails ? HPC_INDEX_ERROR : HPC_OK);
            assert_memory_equal(x, y, sizeof x);
        }
}

static void test_counting(void **state)
{
    lir_fixture *f = *state;
    for (int step = -3; step <= 3; step++)
        if (step)
            everywhere_with(state, arena_printf(f->a, counting, step), check_counting, &step);
}

/* A buffer is lost when a later check fails; every allocation fails once. */
static const char failing[] = "fun f (f64[:], i64) -> (f64[:]{CW}, f64) {\n"
                              "  %1 = param 0 : f64[%2]\n"
                              "  %2 = dim 0 (%1) : i64\n"
                              "  %3 = map mul (%1, f64(3)) : f64[%2]{CW}\n"
                              "  setelem (%3, 0, f64(7))\n"
                              "  %4 = param 1 : i64\n"
                              "  %5 = index 0 (%4, %2) : i64\n"
                              "  %6 = elem (%3, %5) : f64\n"
                              "  return (%3, %6)\n"
                              "}\n";

static void check_failing(lir_fixture *f, program *p, void *user)
{
    (void)user;
    double x[9];
    fill(x, 9, 7);
    hpc_view a = vector(x, HPC_F64, 9), out = {0};
    hpc_word in[3] = {{.p = &a}, {.i = -10}, {.p = &out}}, result[1];
    int64_t live = f->heap.live;
    assert_int_equal(run(p, in, result), HPC_INDEX_ERROR);
    assert_string_equal(f->frame.error.text, "index -10 is out of bounds for axis 0 with size 9");
    assert_int_equal(f->heap.live, live);
    in[1].i = -9;
    f->heap.fail_at = 1;
    assert_int_equal(run(p, in, result), HPC_MEMORY_ERROR);
    f->heap.fail_at = 0;
    assert_int_equal(f->heap.live, live);
    assert_int_equal(run(p, in, result), HPC_OK);
    assert_true(result[0].f == 7 && at(&out, 1, 0) == 3 * x[1]);
    hpc_view_release(&out);
}

static void test_failure(void **state)
{
    everywhere(state, failing, check_failing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_triad, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_broadcast, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_orders, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_distance, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_overlap, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_rows, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_scatter, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_sums, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_extremes, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_factorial, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_variables, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_counting, lir_setup, lir_teardown),
        cmocka_unit_test_setup_teardown(test_failure, lir_setup, lir_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
