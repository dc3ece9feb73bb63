/* Sorting, searching, counting: small cases, errors, failing allocations. The long comparison with
 * NumPy is tests/numpy/order_oracle.py. */
#include "rt_fixture.h"

#include <math.h>
#include <stdlib.h>

#include "runtime/interp.h"
#include "runtime/order.h"

static hpc_view vector(double *data, int64_t n)
{
    return (hpc_view){
        .data = (char *)data, .dtype = HPC_F64, .rank = 1, .shape = {n}, .strides = {8}};
}

static hpc_view integers(int64_t *data, int64_t n)
{
    hpc_view view = vector((double *)data, n);
    view.dtype = HPC_I64;
    return view;
}

#define EXPECT_INTEGERS(view, ...)                                                                 \
    do {                                                                                           \
        const int64_t want[] = {__VA_ARGS__};                                                      \
        assert_int_equal(hpc_view_size(&(view)) * 8, sizeof want);                                 \
        assert_memory_equal((view).data, want, sizeof want);                                       \
        hpc_view_release(&(view));                                                                 \
    } while (0)

static void sorts_are_stable_and_put_nan_last(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double x[6] = {3, NAN, 1, 0.0, -0.0, 1};
    hpc_view view = vector(x, 6), order;
    assert_int_equal(hpc_argsort(&f.frame, &order, &view, 0), HPC_OK);
    EXPECT_INTEGERS(order, 3, 4, 2, 5, 0, 1);
    view.data += 40; /* backwards */
    view.strides[0] = -8;
    assert_int_equal(hpc_sort(&f.frame, &view, 0), HPC_OK);
    assert_true(isnan(x[0]) && x[1] == 3 && x[2] == 1 && x[3] == 1);
    assert_true(signbit(x[5]) && !signbit(x[4])); /* equal zeros keep their order */
    view.flags = HPC_VIEW_READONLY;
    assert_int_equal(hpc_sort(&f.frame, &view, 0), HPC_VALUE_ERROR);
    assert_int_equal(hpc_sort(&f.frame, &view, 1), HPC_AXIS_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static void search_unique_and_count(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    int64_t sorted[4] = {1, 3, 3, 5}, keys[4] = {3, 0, 9, 1};
    hpc_view a = integers(sorted, 4), b = integers(keys, 4), out, index, inverse, counts;
    assert_int_equal(hpc_searchsorted(&f.frame, &out, &a, &b, false), HPC_OK);
    EXPECT_INTEGERS(out, 1, 0, 4, 0);
    assert_int_equal(hpc_searchsorted(&f.frame, &out, &a, &b, true), HPC_OK);
    EXPECT_INTEGERS(out, 3, 0, 4, 1);
    assert_int_equal(hpc_unique(&f.frame, &out, &index, &inverse, &counts, &a), HPC_OK);
    EXPECT_INTEGERS(out, 1, 3, 5);
    EXPECT_INTEGERS(index, 0, 1, 3);
    EXPECT_INTEGERS(inverse, 0, 1, 1, 2);
    EXPECT_INTEGERS(counts, 1, 2, 1);
    assert_int_equal(hpc_bincount(&f.frame, &out, &a, NULL, 7), HPC_OK);
    EXPECT_INTEGERS(out, 0, 1, 0, 2, 0, 1, 0);
    keys[1] = -1;
    assert_int_equal(hpc_bincount(&f.frame, &out, &b, NULL, 0), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "'list' argument must have no negative elements");
    assert_int_equal(f.heap.live, 0);
}

/* With points in order, and not, where NumPy's guesses show. */
static void interpolates(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double points[4] = {0, 1, 1, 2}, values[4] = {1, -0.0, 4, INFINITY};
    double x[6] = {-1, 0.5, 1, 2, 3, NAN}, want[5] = {-7, 0.5, 4, INFINITY, 9};
    hpc_view at = vector(x, 6), p = vector(points, 4), v = vector(values, 4), out;
    assert_int_equal(hpc_interp(&f.frame, &out, &at, &p, &v, -7, 9), HPC_OK);
    assert_memory_equal(out.data, want, sizeof want);
    assert_true(isnan(((double *)(void *)out.data)[5]));
    hpc_view_release(&out);
    points[0] = 5;
    at.shape[0] = 3;
    assert_int_equal(hpc_interp(&f.frame, &out, &at, &p, &v, -7, 9), HPC_OK);
    hpc_view_release(&out);
    v.shape[0] = 3;
    assert_int_equal(hpc_interp(&f.frame, &out, &at, &p, &v, -7, 9), HPC_VALUE_ERROR);
    p.shape[0] = 0;
    assert_int_equal(hpc_interp(&f.frame, &out, &at, &p, &v, -7, 9), HPC_VALUE_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code interpolate_something(fixture *f)
{
    double points[3] = {0, 1, 2}, x[20] = {0}; /* sorted: no table of buckets, which may fail */
    hpc_view at = vector(x, 10), p = vector(points, 3), out;
    at.strides[0] = 16;
    hpc_code code = hpc_interp(&f->frame, &out, &at, &p, &p, 0, 0);
    if (code == HPC_OK)
        hpc_view_release(&out);
    return code;
}

static hpc_code order_something(fixture *f)
{
    int64_t x[40];
    for (int i = 0; i < 40; i++)
        x[i] = i * 7 % 10;
    hpc_view view = integers(x, 20), values, index, inverse, counts;
    view.strides[0] = 16;
    hpc_code code = hpc_sort(&f->frame, &view, 0);
    if (code == HPC_OK)
        code = hpc_unique(&f->frame, &values, &index, &inverse, &counts, &view);
    if (code != HPC_OK)
        return code;
    hpc_view_release(&values);
    hpc_view_release(&index);
    hpc_view_release(&inverse);
    hpc_view_release(&counts);
    code = hpc_searchsorted(&f->frame, &values, &view, &view, false);
    if (code == HPC_OK) {
        hpc_view_release(&values);
        code = hpc_bincount(&f->frame, &values, &view, NULL, 3);
    }
    if (code == HPC_OK)
        hpc_view_release(&values);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, order_something) >= 10);
    assert_true(fixture_fail_each(&f, interpolate_something) >= 3);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Numbers of one of several kinds: random, few distinct ones, falling, close together and far apart. */
static void fill(double *x, int64_t n, int kind)
{
    uint64_t state = (uint64_t)(n * 8 + kind) + 1;
    for (int64_t i = 0; i < n; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double random = (double)(int64_t)state;
        double close = 1.0 + (double)(state >> 50) * 0x1p-52;
        x[i] = kind == 0   ? random
               : kind == 1 ? (double)(state >> 61) - 3.5
               : kind == 2 ? (double)(n - i)
               : i % 500   ? close
                           : random;
    }
}

static void order_one(fixture *f, int64_t n, int kind)
{
    double *x = malloc((size_t)n * 2 * sizeof *x), *expected = x + n;
    hpc_view view = vector(x, n), order;
    fill(x, n, kind);
    memcpy(expected, x, (size_t)n * sizeof *x);
    qsort(expected, (size_t)n, sizeof *expected, by_value);
    assert_int_equal(hpc_argsort(&f->frame, &order, &view, 0), HPC_OK);
    const int64_t *places = (const int64_t *)(void *)order.data;
    for (int64_t i = 0; i < n; i++) {
        assert_true(x[places[i]] == expected[i]);
        assert_true(i == 0 || expected[i - 1] < expected[i] || places[i - 1] < places[i]);
    }
    hpc_view_release(&order);
    assert_int_equal(hpc_sort(&f->frame, &view, 0), HPC_OK);
    assert_memory_equal(x, expected, (size_t)n * sizeof *x);
    free(x);
}

static void orders_every_length(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    for (int kind = 0; kind < 4; kind++) {
        for (int64_t n = 1; n < 300; n++)
            order_one(&f, n, kind);
        for (int64_t n = 1000; n < 100000; n = n * 3 / 2 + 1)
            order_one(&f, n, kind);
    }
    assert_int_equal(f.heap.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_are_stable_and_put_nan_last), cmocka_unit_test(orders_every_length),
        cmocka_unit_test(search_unique_and_count),           cmocka_unit_test(interpolates),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
