/* Random numbers: known draws of NumPy's generators, bad arguments, failing allocations. The long
 * comparison with NumPy is tests/numpy/random_oracle.py. */
#include "rt_fixture.h"

#include <math.h>

#include "runtime/random.h"

static hpc_view make(fixture *f, hpc_dtype dtype, int64_t n)
{
    hpc_view view;
    assert_int_equal(hpc_view_new(&f->frame, &view, dtype, 1, &n), HPC_OK);
    return view;
}

static hpc_rng *seeded(fixture *f, int64_t seed)
{
    hpc_rng *rng = NULL;
    assert_int_equal(hpc_rng_new(&f->frame, &rng, seed), HPC_OK);
    return rng;
}

static void expect_doubles(fixture *f, hpc_rng *rng, hpc_dist dist, int64_t n, const double *want)
{
    hpc_view view = make(f, HPC_F64, n);
    assert_int_equal(hpc_rng_fill(&f->frame, rng, dist, 0.0, 1.0, &view), HPC_OK);
    assert_memory_equal(view.data, want, (size_t)n * sizeof *want);
    hpc_view_release(&view);
}

static void expect_integers(fixture *f, hpc_rng *rng, hpc_dtype dtype, int low, int high,
                            const int8_t *want, int64_t n)
{
    hpc_view view = make(f, dtype, n);
    assert_int_equal(hpc_rng_integers(&f->frame, rng, low, high, false, false, &view), HPC_OK);
    for (int64_t i = 0; i < n; i++)
        assert_int_equal(dtype == HPC_I8 ? view.data[i] : ((int64_t *)(void *)view.data)[i],
                         want[i]);
    hpc_view_release(&view);
}

static void default_rng_gives_numpys_draws(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_rng *rng = seeded(&f, 42);
    expect_doubles(&f, rng, HPC_DIST_RANDOM, 3,
                   (double[]){0x1.8c43f79a2db24p-1, 0x1.c16959869e47ep-2, 0x1.b79a2584ddb42p-1});
    expect_doubles(&f, rng, HPC_DIST_STANDARD_NORMAL, 3,
                   (double[]){0x1.e191b2d157f36p-1, -0x1.f3770ac89d08fp+0, -0x1.4d5ba2db7ebc8p+0});
    expect_integers(&f, rng, HPC_I64, 0, 10, (int8_t[]){7, 7, 7, 7, 5, 1}, 6);
    expect_integers(&f, rng, HPC_I8, -5, 6, (int8_t[]){-1, 3, 5, 4, -4}, 5);
    hpc_view order;
    assert_int_equal(hpc_rng_permutation(&f.frame, rng, 6, &order), HPC_OK);
    assert_memory_equal(order.data, ((int64_t[]){5, 0, 2, 4, 3, 1}), 48);
    hpc_view_release(&order);
    expect_doubles(&f, rng, HPC_DIST_STANDARD_EXPONENTIAL, 1, (double[]){0x1.8c2e282a6bda8p-2});
    hpc_rng_release(rng);
    assert_int_equal(f.heap.live, 0);
}

static void legacy_state_gives_numpys_draws(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_rng *rng;
    assert_int_equal(hpc_rng_legacy_seed(&f.frame, 42), HPC_OK);
    assert_int_equal(hpc_rng_legacy(&f.frame, &rng), HPC_OK);
    expect_doubles(&f, rng, HPC_DIST_RANDOM, 2,
                   (double[]){0x1.7f8771e5f51ecp-2, 0x1.e6c4068bbd654p-1});
    expect_doubles(&f, rng, HPC_DIST_STANDARD_NORMAL, 3,
                   (double[]){0x1.4b9dd50245e68p-1, 0x1.85e548e01aa2bp+0, -0x1.df8bcdf57a640p-3});
    expect_integers(&f, rng, HPC_I64, 0, 10, (int8_t[]){7, 4, 3, 7, 7, 2}, 6);
    hpc_rng_legacy_free(&f.runtime);
    assert_int_equal(f.heap.live, 0);
}

static void unseeded_generators_differ(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_rng *a, *b, *legacy;
    assert_int_equal(hpc_rng_new_os(&f.frame, &a), HPC_OK);
    assert_int_equal(hpc_rng_new_os(&f.frame, &b), HPC_OK);
    assert_true(hpc_rng_draw(a, HPC_DIST_RANDOM, 0, 1) != hpc_rng_draw(b, HPC_DIST_RANDOM, 0, 1));
    assert_int_equal(hpc_rng_legacy(&f.frame, &legacy), HPC_OK);
    double x = hpc_rng_draw(legacy, HPC_DIST_UNIFORM, 2.0, 3.0);
    assert_true(x >= 2.0 && x < 3.0);
    hpc_rng_release(a);
    hpc_rng_release(b);
    hpc_rng_legacy_free(&f.runtime);
    assert_int_equal(f.heap.live, 0);
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_rng *rng;
    assert_int_equal(hpc_rng_new(&f.frame, &rng, -1), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "expected non-negative integer");
    assert_int_equal(hpc_rng_legacy_seed(&f.frame, (int64_t)1 << 32), HPC_VALUE_ERROR);
    rng = seeded(&f, 1);
    hpc_view floats = make(&f, HPC_F64, 3), bytes = make(&f, HPC_U8, 3);
    assert_int_equal(hpc_rng_integers(&f.frame, rng, 5, 5, false, false, &bytes), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "low >= high");
    assert_int_equal(hpc_rng_integers(&f.frame, rng, 0, 0, false, true, &bytes), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "high <= 0");
    assert_int_equal(hpc_rng_integers(&f.frame, rng, 0, 257, false, false, &bytes),
                     HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "high is out of bounds for uint8");
    assert_int_equal(hpc_rng_integers(&f.frame, rng, 0, 3, false, false, &floats), HPC_TYPE_ERROR);
    assert_int_equal(hpc_rng_fill(&f.frame, rng, HPC_DIST_NORMAL, 0, -1, &floats), HPC_VALUE_ERROR);
    assert_int_equal(hpc_rng_fill(&f.frame, rng, HPC_DIST_UNIFORM, 0, INFINITY, &floats),
                     HPC_OVERFLOW_ERROR);
    hpc_view_release(&floats);
    hpc_view_release(&bytes);
    hpc_rng_release(rng);
}

static hpc_code choose_something(fixture *f)
{
    hpc_rng *rng;
    hpc_view out, order = {0};
    double weights[3] = {0.5, 0.25, 0.25};
    hpc_view p = {
        .data = (char *)weights, .dtype = HPC_F64, .rank = 1, .shape = {3}, .strides = {8}};
    int64_t n = 3;
    hpc_code code = hpc_rng_new(&f->frame, &rng, 3);
    if (code != HPC_OK)
        return code;
    code = hpc_view_new(&f->frame, &out, HPC_I64, 1, &n);
    if (code == HPC_OK) {
        code = hpc_rng_choice(&f->frame, rng, 3, false, &p, true, &out);
        if (code == HPC_OK)
            code = hpc_rng_choice(&f->frame, rng, 90, false, NULL, true, &out);
        if (code == HPC_OK)
            code = hpc_rng_permuted(&f->frame, rng, &out, &order);
        hpc_view_release(&order);
        hpc_view_release(&out);
    }
    if (code == HPC_OK)
        code = hpc_rng_legacy_seed(&f->frame, 1);
    hpc_rng_legacy_free(&f->runtime);
    hpc_rng_release(rng);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, choose_something) >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_rng_gives_numpys_draws),
        cmocka_unit_test(legacy_state_gives_numpys_draws),
        cmocka_unit_test(unseeded_generators_differ),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
