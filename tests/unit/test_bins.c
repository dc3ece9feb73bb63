/* Bins of equal width: edges and their neighbours, what is outside, errors, failing allocations. The long
 * comparison with NumPy is tests/numpy/bins_oracle.py. */
#include "rt_fixture.h"

#include <math.h>

#include "runtime/bins.h"

static hpc_view vector(double *data, int64_t n)
{
    return (hpc_view){
        .data = (char *)data, .dtype = HPC_F64, .rank = 1, .shape = {n}, .strides = {8}};
}

static void expect(hpc_view *got, const int64_t *want, int64_t n)
{
    assert_int_equal(got->shape[0], n);
    assert_memory_equal(got->data, want, (size_t)n * sizeof *want);
    hpc_view_release(got);
}

static void edges_decide(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double edges[4] = {0.1, 0.4, 0.7, 1.0};
    double x[12] = {0.1,
                    nextafter(0.1, 0),
                    nextafter(0.4, 0),
                    0.4,
                    0.7,
                    nextafter(0.7, 0),
                    1.0,
                    nextafter(1.0, 2),
                    NAN,
                    INFINITY,
                    -INFINITY,
                    0.5};
    hpc_view e = vector(edges, 4), a = vector(x, 12), out;
    hpc_even_bins bins = {&e, 0.9, false};
    assert_int_equal(hpc_even_places(&f.frame, &out, &a, &bins), HPC_OK);
    expect(&out, (int64_t[]){0, 3, 0, 1, 2, 1, 2, 3, 3, 3, 3, 1}, 12);
    assert_int_equal(hpc_even_counts(&f.frame, &out, &a, &bins), HPC_OK);
    expect(&out, (int64_t[]){2, 3, 2}, 3);
    a.shape[0] = 0;
    assert_int_equal(hpc_even_counts(&f.frame, &out, &a, &bins), HPC_OK);
    expect(&out, (int64_t[]){0, 0, 0}, 3);
    edges[2] = 0.4;
    assert_int_equal(hpc_even_counts(&f.frame, &out, &a, &bins), HPC_VALUE_ERROR);
    a.rank = 2;
    assert_int_equal(hpc_even_counts(&f.frame, &out, &a, &bins), HPC_TYPE_ERROR);
    assert_int_equal(f.heap.live, 0);
}

/* A range of few numbers: NumPy's own steps. */
static void narrow_ranges(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double edges[4] = {1.0, 1 + 0x1p-52, 1 + 0x2p-52, 1 + 0x3p-52};
    hpc_view e = vector(edges, 4), out;
    assert_int_equal(hpc_even_places(&f.frame, &out, &e, &(hpc_even_bins){&e, 0x3p-52, false}),
                     HPC_OK);
    expect(&out, (int64_t[]){0, 1, 2, 2}, 4);
    /* An infinite element has no place in a range that is infinitely wide. */
    double wide[3] = {-INFINITY, 0, INFINITY};
    hpc_view w = vector(wide, 3);
    assert_int_equal(hpc_even_counts(&f.frame, &out, &w, &(hpc_even_bins){&w, INFINITY, false}),
                     HPC_INDEX_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code count_something(fixture *f)
{
    double edges[3] = {0, 1, 2}, x[20] = {0.5, 1.5};
    hpc_view e = vector(edges, 3), a = vector(x, 20), out;
    hpc_even_bins bins = {&e, 2, false};
    hpc_code code = hpc_even_counts(&f->frame, &out, &a, &bins);
    if (code != HPC_OK)
        return code;
    hpc_view_release(&out);
    code = hpc_even_places(&f->frame, &out, &a, &bins);
    if (code == HPC_OK)
        hpc_view_release(&out);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, count_something) >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_decide),
        cmocka_unit_test(narrow_ranges),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
