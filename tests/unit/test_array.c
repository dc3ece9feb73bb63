/* Views: making, facts, overlap, assignment with broadcasting, casting and overlapping sides. */
#include "rt_fixture.h"

#include <math.h>

#include "runtime/cast.h"
#include "runtime/checks.h"

static hpc_view make(fixture *f, hpc_dtype dtype, int rank, const int64_t *shape)
{
    hpc_view view;
    assert_int_equal(hpc_view_new(&f->frame, &view, dtype, rank, shape), HPC_OK);
    return view;
}

/* int64 0, 1, 2, ... */
static hpc_view counting(fixture *f, int64_t n)
{
    hpc_view view = make(f, HPC_I64, 1, &n);
    for (int64_t i = 0; i < n; i++) {
        ((int64_t *)(void *)view.data)[i] = i;
    }
    return view;
}

static hpc_view slice(const hpc_view *view, int64_t start, int64_t count, int64_t step)
{
    hpc_view part = *view;
    part.data += start * view->strides[0];
    part.shape[0] = count;
    part.strides[0] *= step;
    return part;
}

static void new_arrays_are_c_ordered(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view = make(&f, HPC_F32, 3, (int64_t[]){2, 3, 4});
    assert_int_equal(hpc_view_size(&view), 24);
    assert_int_equal(view.strides[0], 48);
    assert_int_equal(view.strides[2], 4);
    assert_int_equal((uintptr_t)view.data % HPC_ALIGNMENT, 0);
    assert_true(hpc_view_c_contiguous(&view));
    assert_false(hpc_view_f_contiguous(&view));
    hpc_view_retain(&view);
    hpc_view other = view;
    hpc_view_release(&view);
    assert_null(view.storage);
    assert_true(f.heap.live > 0);
    hpc_view_release(&other);
    hpc_view_release(&other); /* the empty view owns nothing */
    assert_int_equal(f.heap.live, 0);
    assert_int_equal(hpc_view_size(&other), 0);
    hpc_view empty = make(&f, HPC_F64, 3, (int64_t[]){3, 0, 4});
    assert_int_equal(empty.strides[0], 0);
    assert_int_equal(empty.strides[2], 0);
    assert_true(hpc_view_c_contiguous(&empty) && hpc_view_f_contiguous(&empty));
    hpc_view_release(&empty);
}

static void bad_shapes_are_refused(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view;
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_F64, 1, (int64_t[]){-1}), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "negative dimensions are not allowed");
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_F64, 2, (int64_t[]){INT64_MAX, 4}),
                     HPC_VALUE_ERROR);
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_F64, 2, (int64_t[]){INT64_MAX, 0}),
                     HPC_VALUE_ERROR); /* as NumPy: zero extents do not count */
    f.heap.limit = 1 << 20;
    assert_int_equal(
        hpc_view_new(&f.frame, &view, HPC_F64, 2, (int64_t[]){INT64_C(1) << 40, 1 << 10}),
        HPC_MEMORY_ERROR);
    assert_string_equal(f.frame.error.text,
                        "Unable to allocate 8.00 PiB for an array with shape (1099511627776, 1024) "
                        "and data type float64");
    assert_int_equal(
        hpc_view_new(&f.frame, &view, HPC_F64, HPC_MAX_RANK + 1, (int64_t[HPC_MAX_RANK + 1]){0}),
        HPC_VALUE_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static void overlap_is_by_bounds(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view all = counting(&f, 10);
    hpc_view low = slice(&all, 0, 5, 1);
    hpc_view high = slice(&all, 5, 5, 1);
    hpc_view back = slice(&all, 9, 5, -1);
    hpc_view none = slice(&all, 3, 0, 1);
    assert_false(hpc_view_overlaps(&low, &high));
    assert_true(hpc_view_overlaps(&back, &high));
    assert_false(hpc_view_overlaps(&back, &low));
    assert_false(hpc_view_overlaps(&none, &all));
    assert_true(hpc_view_overlaps(&all, &low));
    hpc_view_release(&all);
}

static void overlapping_sides_are_copied_first(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view all = counting(&f, 6);
    hpc_view left = slice(&all, 0, 5, 1);
    hpc_view right = slice(&all, 1, 5, 1);
    assert_int_equal(hpc_view_assign(&f.frame, &right, &left), HPC_OK);
    assert_memory_equal(all.data, ((int64_t[]){0, 0, 1, 2, 3, 4}), 48);
    hpc_view back = slice(&all, 5, 6, -1);
    assert_int_equal(hpc_view_assign(&f.frame, &all, &back), HPC_OK);
    assert_memory_equal(all.data, ((int64_t[]){4, 3, 2, 1, 0, 0}), 48);
    assert_int_equal(hpc_view_assign(&f.frame, &all, &all), HPC_OK);
    assert_memory_equal(all.data, ((int64_t[]){4, 3, 2, 1, 0, 0}), 48);
    hpc_view_release(&all);
    assert_int_equal(f.heap.live, 0);
}

static void assignment_broadcasts_and_casts(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view dst = make(&f, HPC_I8, 2, (int64_t[]){2, 3});
    hpc_view src = make(&f, HPC_F64, 1, (int64_t[]){3});
    double values[] = {1.9, -1.9, 300.0};
    memcpy(src.data, values, sizeof values);
    assert_int_equal(hpc_view_assign(&f.frame, &dst, &src), HPC_OK);
    assert_memory_equal(dst.data, ((int8_t[]){1, -1, 44, 1, -1, 44}), 6);
    hpc_view wrong = make(&f, HPC_F64, 1, (int64_t[]){4});
    assert_int_equal(hpc_view_assign(&f.frame, &dst, &wrong), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text,
                        "could not broadcast input array from shape (4,) into shape (2,3)");
    assert_int_equal(hpc_fail_broadcast(&f.frame, (const hpc_view *[]){&dst, &wrong}, 2),
                     HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text,
                        "operands could not be broadcast together with shapes (2,3) (4,) ");
    dst.flags = HPC_VIEW_READONLY;
    assert_int_equal(hpc_view_assign(&f.frame, &dst, &src), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "assignment destination is read-only");
    hpc_view_release(&dst);
    hpc_view_release(&src);
    hpc_view_release(&wrong);
    assert_int_equal(f.heap.live, 0);
}

static void floats_become_integers_as_on_x86(void **state)
{
    (void)state;
    assert_int_equal(hpc_f64_to_i64(NAN), INT64_MIN);
    assert_int_equal(hpc_f64_to_i64(0x1p63), INT64_MIN);
    assert_int_equal(hpc_f64_to_i64(-0x1p63), INT64_MIN);
    assert_int_equal(hpc_f64_to_i32(2147483647.9), 2147483647);
    assert_int_equal(hpc_f64_to_i32(2147483648.0), INT32_MIN);
    assert_int_equal(hpc_f64_to_i32(-2147483648.9), INT32_MIN);
    assert_true(hpc_f64_to_u64(-1.5) == UINT64_MAX);
    assert_true(hpc_f64_to_u64(0x1p63 + 6144) == (UINT64_C(1) << 63) + 6144);
    assert_true(hpc_f64_to_u64(0x1p64) == 0);
    assert_true(hpc_f64_to_u64(NAN) == UINT64_C(1) << 63);
    assert_true(hpc_f64_to_u32(4294967303.0) == 7);
}

static void halves_round_to_even(void **state)
{
    (void)state;
    static const struct {
        double value;
        uint16_t half;
    } cases[] = {{65519.99, 0x7BFF}, {65520.0, 0x7C00}, {0x1p-25, 0},       {0x1.0001p-25, 1},
                 {0x1.8p-24, 2},     {1e-8, 0},         {2049, 0x6800},     {2051, 0x6802},
                 {-0.0, 0x8000},     {1.0, 0x3C00},     {-INFINITY, 0xFC00}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(hpc_double_to_half(cases[i].value), cases[i].half);
    }
    for (uint32_t bits = 0; bits < 0x10000;
         bits++) { /* every half survives the way there and back */
        float value = hpc_half_to_float((uint16_t)bits);
        assert_int_equal(hpc_float_to_half(value), bits);
        if (!isnan(value)) {
            assert_int_equal(hpc_double_to_half(value), bits);
        }
    }
}

static void elements_load_and_store(void **state)
{
    (void)state;
    char element[16];
    hpc_value big = {.kind = HPC_SCALAR, .dtype = HPC_U64, .i = -1};
    hpc_element_store(element, HPC_F64, &big);
    assert_true(hpc_element_load(element, HPC_F64).f == 0x1p64);
    hpc_value number = {.kind = HPC_PYCOMPLEX, .c = {1.5, -2}};
    hpc_element_store(element, HPC_C64, &number);
    hpc_value back = hpc_element_load(element, HPC_C64);
    assert_true(back.c[0] == 1.5 && back.c[1] == -2);
    hpc_element_store(element, HPC_F16, &number);
    assert_true(hpc_element_load(element, HPC_F16).f == 1.5);
    hpc_value odd = {.kind = HPC_PYINT, .i = (INT64_C(1) << 53) + 1}; /* by way of double */
    hpc_element_store(element, HPC_F32, &odd);
    assert_true(hpc_element_load(element, HPC_F32).f == 0x1p53);
}

static hpc_code reverse_in_place(fixture *f)
{
    hpc_view all, back;
    hpc_code code = hpc_view_new(&f->frame, &all, HPC_I64, 1, (int64_t[]){8});
    if (code == HPC_OK) {
        memset(all.data, 0, 64);
        back = slice(&all, 7, 8, -1);
        code = hpc_view_assign(&f->frame, &all, &back);
        hpc_view_release(&all);
    }
    return code;
}

static void failed_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_int_equal(fixture_fail_each(&f, reverse_in_place), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_arrays_are_c_ordered),
        cmocka_unit_test(bad_shapes_are_refused),
        cmocka_unit_test(overlap_is_by_bounds),
        cmocka_unit_test(overlapping_sides_are_copied_first),
        cmocka_unit_test(assignment_broadcasts_and_casts),
        cmocka_unit_test(floats_become_integers_as_on_x86),
        cmocka_unit_test(halves_round_to_even),
        cmocka_unit_test(elements_load_and_store),
        cmocka_unit_test(failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests_name("array", tests, NULL, NULL);
}
