/* LAPACK's functions of the runtime: each allocation failing once, for every function and type. What
 * they compute is compared with NumPy by tests/lang/numpy/lapack*.py. */
#include "rt_fixture.h"

#include "runtime/cast.h"
#include "runtime/linalg.h"
#include "runtime/table.h"

enum { N = 5 };

/* A stack of two symmetric positive definite matrices. */
static hpc_code new_matrices(fixture *f, hpc_view *v, hpc_dtype dtype)
{
    const int64_t shape[] = {2, N, N};
    int64_t size = hpc_dtype_size(dtype);
    hpc_code code = hpc_view_new(&f->frame, v, dtype, 3, shape);
    for (int i = 0; code == HPC_OK && i < 2 * N * N; i++) {
        int row = i / N % N, column = i % N;
        double x = row == column ? 4 + row : 1.0 / (1 + row + column);
        hpc_value value = {.kind = HPC_PYFLOAT, .f = x};
        hpc_element_store(v->data + i * size, dtype, &value);
    }
    return code;
}

typedef struct call {
    int rt;
    int64_t flag;
} call;

static const call calls[] = {
    {HPC_RT_linalg_inv, 0},      {HPC_RT_linalg_det, 0},      {HPC_RT_linalg_cholesky, 0},
    {HPC_RT_linalg_cholesky, 1}, {HPC_RT_linalg_qr, 0},       {HPC_RT_linalg_qr, 1},
    {HPC_RT_linalg_qr, 2},       {HPC_RT_linalg_qr, 3},       {HPC_RT_linalg_svd, 0},
    {HPC_RT_linalg_svd, 1},      {HPC_RT_linalg_svdvals, 0},  {HPC_RT_linalg_eigh, 0},
    {HPC_RT_linalg_eigh, 1},     {HPC_RT_linalg_eigvalsh, 0}, {HPC_RT_linalg_eig, 0},
    {HPC_RT_linalg_eigvals, 0},
};

enum { CALLS = sizeof calls / sizeof *calls };

static hpc_code one_call(fixture *f, const call *c, hpc_dtype dtype)
{
    const hpc_rt_row *row = &hpc_rt_rows[c->rt];
    hpc_view results[3] = {{0}}, a = {0};
    hpc_word words[8];
    size_t count = 0, arrays = strlen(row->arrays);
    hpc_code code = new_matrices(f, &a, dtype);
    for (; count < arrays; count++)
        words[count].p = &results[count];
    words[count++].p = &a;
    words[count].i = c->flag;
    if (code == HPC_OK)
        code = row->fn(&f->frame, words);
    for (size_t i = 0; code == HPC_OK && i < arrays; i++)
        hpc_view_release(&results[i]);
    hpc_view_release(&a);
    return code;
}

static hpc_code every_call(fixture *f)
{
    for (int i = 0; i < CALLS; i++) {
        for (int dtype = HPC_F32; dtype <= HPC_C128; dtype++) {
            hpc_code code = one_call(f, &calls[i], (hpc_dtype)dtype);
            if (code != HPC_OK)
                return code;
        }
    }
    return HPC_OK;
}

static hpc_code two_operands(fixture *f)
{
    for (int dtype = HPC_F32; dtype <= HPC_C128; dtype++) {
        hpc_view a = {0}, b = {0}, results[3] = {{0}};
        hpc_code code = new_matrices(f, &a, (hpc_dtype)dtype);
        if (code == HPC_OK)
            code = new_matrices(f, &b, (hpc_dtype)dtype);
        hpc_word solve[] = {{.p = &results[0]}, {.p = &a}, {.p = &b}};
        if (code == HPC_OK)
            code = hpc_rt_rows[HPC_RT_linalg_solve].fn(&f->frame, solve);
        hpc_view_release(&results[0]);
        hpc_view flat = a;
        flat.rank = 2;
        flat.shape[0] = N;
        flat.strides[0] = a.strides[1];
        flat.strides[1] = a.strides[2];
        hpc_word least[] = {{.p = &results[0]},
                            {.p = &results[1]},
                            {.p = &results[2]},
                            {.p = &flat},
                            {.p = &flat},
                            {.f = 1e-10},
                            {.i = 0}};
        if (code == HPC_OK)
            code = hpc_rt_rows[HPC_RT_linalg_lstsq].fn(&f->frame, least);
        for (int i = 0; i < 3; i++)
            hpc_view_release(&results[i]);
        hpc_view_release(&a);
        hpc_view_release(&b);
        if (code != HPC_OK)
            return code;
        assert_int_equal(least[6].i, N);
    }
    return HPC_OK;
}

static hpc_code real_or_whole(fixture *f, double imaginary)
{
    hpc_view w = {0}, x = {0}, results[2] = {{0}};
    hpc_word words[] = {{.p = &results[0]}, {.p = &results[1]}, {.p = &w}, {.p = &x}, {.i = 7}};
    hpc_code code = new_matrices(f, &w, HPC_C128);
    if (code == HPC_OK)
        code = new_matrices(f, &x, HPC_C64);
    if (code == HPC_OK) {
        ((hpc_c128 *)(void *)w.data)[3].im = imaginary;
        code = hpc_rt_rows[HPC_RT_linalg_real].fn(&f->frame, words);
    }
    if (code == HPC_OK) {
        assert_int_equal(words[4].i, imaginary != 0);
        assert_int_equal(hpc_view_size(&results[words[4].i]), 2 * N * N);
        hpc_view_release(&results[0]);
        hpc_view_release(&results[1]);
    }
    hpc_view_release(&w);
    hpc_view_release(&x);
    return code;
}

static hpc_code real(fixture *f)
{
    return real_or_whole(f, 0);
}

static hpc_code whole(fixture *f)
{
    return real_or_whole(f, 1);
}

static void test_allocations(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    if (!hpc_blas_get())
        skip();
    assert_true(fixture_fail_each(&f, every_call) > CALLS * 4 * 4);
    assert_true(fixture_fail_each(&f, two_operands) > 4 * 10);
    assert_true(fixture_fail_each(&f, real) >= 4);
    assert_true(fixture_fail_each(&f, whole) >= 3);
}

/* Without the library a function says what is missing, and why. */
static void test_missing(void **state)
{
    (void)state;
    const char *const names[] = {"libhpc-has-no-such.so.0", NULL};
    char why[HPC_BLAS_MESSAGE];
    fixture f;
    hpc_blas table;
    fixture_init(&f);
    assert_false(hpc_blas_open(names, &table, why));
    assert_int_equal(hpc_blas_fail(&f.frame, why), HPC_RUNTIME_ERROR);
    assert_non_null(strstr(f.frame.error.text, "libopenblas0"));
    assert_non_null(strstr(f.frame.error.text, "libhpc-has-no-such.so.0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_allocations),
                                       cmocka_unit_test(test_missing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
