/* Reductions: NumPy's order shows in the bits, result strides, errors, failing allocations. The
 * long comparison with NumPy is tests/numpy/reduce_oracle.py. */
#include "rt_fixture.h"

#include <math.h>

#include "runtime/layout.h"
#include "runtime/reduce.h"

/* A C-ordered float64 view over borrowed numbers. */
static hpc_view table(double *data, int64_t rows, int64_t columns)
{
    return (hpc_view){.data = (char *)data,
                      .dtype = HPC_F64,
                      .rank = 2,
                      .shape = {rows, columns},
                      .strides = {columns * 8, 8}};
}

static hpc_view reduce(fixture *f, const hpc_view *in, hpc_reduce_op op, uint32_t axes)
{
    hpc_view out;
    assert_int_equal(
        hpc_reduce(&f->frame, &out, in, op, axes, false, HPC_DTYPE_DEFAULT, NULL, NULL), HPC_OK);
    return out;
}

static double reduce_all(fixture *f, const hpc_view *in, hpc_reduce_op op)
{
    hpc_view out = reduce(f, in, op, UINT32_MAX);
    assert_int_equal(out.rank, 0);
    double value = *(double *)(void *)out.data;
    hpc_view_release(&out);
    return value;
}

/* Ten numbers: eight accumulators, combined as a tree, and two in order. */
static void sums_are_pairwise(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double x[10] = {0.1, 1e16, -1e16, 0.2, 0.3, 3.0, 1e15, -1e15, 0.7, 0.9};
    hpc_view in = table(x, 1, 10);
    double tree = ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
    assert_true(reduce_all(&f, &in, HPC_REDUCE_SUM) == tree + x[8] + x[9]);
    double rows[14];
    for (int i = 0; i < 14; i++)
        rows[i] = i == 3 ? 1e17 : i * 0.1;
    in = table(rows, 7, 2);
    hpc_view out = reduce(&f, &in, HPC_REDUCE_SUM, 1); /* row after row */
    double column = 0.0;
    for (int i = 0; i < 7; i++)
        column += rows[2 * i + 1];
    assert_true(((double *)(void *)out.data)[1] == column);
    hpc_view_release(&out);
    assert_int_equal(f.heap.live, 0);
}

static void small_facts(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double x[6] = {3, -1, NAN, 4, 5, 9};
    hpc_view in = table(x, 2, 3);
    assert_true(isnan(reduce_all(&f, &in, HPC_REDUCE_MAX)));
    hpc_view out = reduce(&f, &in, HPC_REDUCE_ARGMAX, 2);
    assert_memory_equal(out.data, ((int64_t[]){2, 2}), 16);
    hpc_view_release(&out);
    out = reduce(&f, &in, HPC_REDUCE_MEAN, 2);
    assert_true(((double *)(void *)out.data)[1] == 6.0);
    hpc_view_release(&out);
    out = reduce(&f, &in, HPC_REDUCE_ALL, UINT32_MAX);
    assert_int_equal(out.dtype, HPC_BOOL);
    assert_int_equal(out.data[0], 1);
    hpc_view_release(&out);
    assert_int_equal(hpc_accumulate(&f.frame, &out, &in, HPC_REDUCE_SUM, 1, HPC_DTYPE_DEFAULT),
                     HPC_OK);
    assert_true(((double *)(void *)out.data)[5] == 18.0);
    hpc_view_release(&out);
    assert_int_equal(hpc_reduce_dtype(HPC_REDUCE_SUM, HPC_U8), HPC_U64);
    assert_int_equal(hpc_reduce_dtype(HPC_REDUCE_MEAN, HPC_BOOL), HPC_F64);
}

/* A Fortran-ordered input gives a Fortran-ordered result. */
static void results_keep_the_order(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double x[24] = {0};
    hpc_view in = {
        .data = (char *)x, .dtype = HPC_F64, .rank = 3, .shape = {2, 3, 4}, .strides = {8, 16, 48}};
    hpc_view out = reduce(&f, &in, HPC_REDUCE_SUM, 2);
    assert_int_equal(out.strides[0], 8);
    assert_int_equal(out.strides[1], 16);
    hpc_view_release(&out);
    const hpc_view *ops[] = {&in};
    int64_t strides[3];
    hpc_result_layout(3, in.shape, 1, ops, 4, strides);
    assert_memory_equal(strides, ((int64_t[]){4, 8, 24}), 24);
}

static void errors_are_numpys(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    double x[1] = {0};
    hpc_view empty = table(x, 0, 3), out;
    assert_int_equal(hpc_reduce(&f.frame, &out, &empty, HPC_REDUCE_MAX, 1, false, -1, NULL, NULL),
                     HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "zero-size array to reduction operation maximum which "
                                            "has no identity");
    assert_int_equal(
        hpc_reduce(&f.frame, &out, &empty, HPC_REDUCE_ARGMIN, 1, false, -1, NULL, NULL),
        HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "attempt to get argmin of an empty sequence");
    assert_int_equal(hpc_accumulate(&f.frame, &out, &empty, HPC_REDUCE_SUM, 2, -1), HPC_AXIS_ERROR);
    assert_int_equal(f.heap.live, 0);
    assert_true(reduce_all(&f, &empty, HPC_REDUCE_SUM) == 0.0);
    assert_true(reduce_all(&f, &empty, HPC_REDUCE_PROD) == 1.0);
}

static hpc_code reduce_many_ways(fixture *f)
{
    static const int ops[] = {HPC_REDUCE_SUM, HPC_REDUCE_MAX, HPC_REDUCE_MEAN, HPC_REDUCE_ARGMAX};
    float x[24] = {0};
    bool mask[4] = {true, false, true, true};
    hpc_value start = {.kind = HPC_PYFLOAT, .f = 1.0};
    hpc_view in = {
        .data = (char *)x, .dtype = HPC_F32, .rank = 2, .shape = {6, 4}, .strides = {4, 24}};
    hpc_view where = {
        .data = (char *)mask, .dtype = HPC_BOOL, .rank = 1, .shape = {4}, .strides = {1}};
    hpc_code code = HPC_OK;
    for (int i = 0; code == HPC_OK && i < 4; i++) {
        hpc_view out = {0};
        bool masked = ops[i] != HPC_REDUCE_ARGMAX;
        code = hpc_reduce(&f->frame, &out, &in, ops[i], UINT32_MAX, true,
                          masked ? HPC_F64 : HPC_DTYPE_DEFAULT, masked ? &where : NULL, &start);
        hpc_view_release(&out);
    }
    hpc_view out = {0};
    if (code == HPC_OK)
        code = hpc_accumulate(&f->frame, &out, &in, HPC_REDUCE_PROD, -1, HPC_C128);
    hpc_view_release(&out);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, reduce_many_ways) >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_pairwise),
        cmocka_unit_test(small_facts),
        cmocka_unit_test(results_keep_the_order),
        cmocka_unit_test(errors_are_numpys),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
