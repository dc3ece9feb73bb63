/* Fourier transforms of the runtime: the plans that a context keeps, and failing allocations. What
 * they compute is compared with NumPy by tests/lang/numpy/fft.py. */
#include "rt_fixture.h"

#include <math.h>

#include "runtime/fft.h"
#include "runtime/fft_plan.h"

hpc_code rtf_fft(hpc_frame *frame, hpc_word *words);

static hpc_code transform(fixture *f, hpc_view *out, hpc_view *a, int axis, int64_t n, int way)
{
    hpc_word words[] = {{.p = out}, {.p = a}, {.i = axis}, {.i = n}, {.i = way}, {.f = 1}};
    return rtf_fft(&f->frame, words);
}

static hpc_view ones(fixture *f, hpc_dtype dtype, int64_t rows, int64_t columns)
{
    const int64_t shape[] = {rows, columns};
    hpc_view v;
    assert_int_equal(hpc_view_new(&f->frame, &v, dtype, 2, shape), HPC_OK);
    for (int64_t i = 0; i < rows * columns; i++)
        ((double *)(void *)v.data)[i] = 1;
    return v;
}

static int kept(fixture *f)
{
    int count = 0;
    for (int i = 0; i < HPC_FFT_PLANS; i++)
        count += f->runtime.fft_plans[i] != NULL;
    return count;
}

/* More lengths than the context keeps plans for; each is right whether its plan is new or not. */
static void test_plans(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    for (int round = 0; round < 2; round++) {
        for (int64_t n = 1; n < 40; n++) {
            hpc_view a = ones(&f, HPC_F64, 1, n), out = {0};
            assert_int_equal(transform(&f, &out, &a, 1, n, 0), HPC_OK);
            const double *x = (const double *)(const void *)out.data;
            assert_true(fabs(x[0] - (double)n) < 1e-12 && x[1] == 0);
            for (int64_t i = 2; i < 2 * n; i++)
                assert_true(fabs(x[i]) < 1e-12);
            hpc_view_release(&out);
            hpc_view_release(&a);
        }
    }
    assert_int_equal(kept(&f), HPC_FFT_PLANS);
    hpc_fft_drain(&f.runtime);
    assert_int_equal(kept(&f), 0);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code along_rows(fixture *f)
{
    const int64_t shape[] = {6, 10};
    hpc_view a = {0}, out = {0};
    hpc_code code = hpc_view_new(&f->frame, &a, HPC_C128, 2, shape);
    if (code == HPC_OK) {
        memset(a.data, 0, 6 * 10 * 16);
        code = transform(f, &out, &a, 0, 7, 1);
    }
    hpc_view_release(&out);
    hpc_view_release(&a);
    return code;
}

static void test_allocations(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, along_rows) >= 3);
    hpc_fft_drain(&f.runtime);
}

static void test_no_points(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view a = ones(&f, HPC_F64, 2, 3), out = {0};
    assert_int_equal(transform(&f, &out, &a, 1, 0, 0), HPC_VALUE_ERROR);
    assert_int_equal(transform(&f, &out, &a, 1, -1, 3), HPC_VALUE_ERROR);
    hpc_view_release(&a);
    assert_int_equal(f.heap.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_allocations),
        cmocka_unit_test(test_no_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
