/* Matrix products of the runtime and the opening of BLAS: every type and size class against a plain
 * loop, operands of any strides, missing libraries, failing allocations. */
#include "rt_fixture.h"

#include <math.h>
#include <stdlib.h>

#include "runtime/blas.h"
#include "runtime/cast.h"
#include "runtime/matmul.h"
#include "runtime/matrix.h"

hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words);
hpc_code rtf_matmul_into(hpc_frame *frame, hpc_word *words);
hpc_code rtf_einsum(hpc_frame *frame, hpc_word *words);

/* ---- Opening ------------------------------------------------------------------------------------ */

static void test_missing_library(void **state)
{
    (void)state;
    char why[HPC_BLAS_MESSAGE];
    hpc_blas table;
    const char *const none[] = {NULL};
    const char *const absent[] = {"libhpc-has-no-such.so.0", NULL};
    const char *const unfit[] = {"libhpc-has-no-such.so.0", "libm.so.6", NULL};
    const char *const half[] = {"libm.so.6 libhpc-has-no-such.so.0", NULL};
    assert_false(hpc_blas_open(none, &table, why));
    assert_string_equal(why, "no library is named");
    assert_false(hpc_blas_open(absent, &table, why));
    assert_non_null(strstr(why, "libhpc-has-no-such.so.0"));
    assert_false(hpc_blas_open(unfit, &table, why));
    assert_string_equal(why, "there is no cblas_sgemm in it");
    assert_false(hpc_blas_open(half, &table, why));
    assert_non_null(strstr(why, "libhpc-has-no-such.so.0"));
}

static void test_later_library(void **state)
{
    (void)state;
    char why[HPC_BLAS_MESSAGE];
    hpc_blas table;
    const char *const names[] = {"libm.so.6", "libopenblas.so.0", "libblas.so.3 liblapack.so.3",
                                 NULL};
    if (!hpc_blas_get())
        skip();
    assert_true(hpc_blas_open(names, &table, why));
    const double x[] = {1, 2, 3};
    assert_true(table.cblas_ddot(3, x, 1, x, 1) == 14);
    assert_string_equal(hpc_blas_missing(), "");
}

/* ---- Products ----------------------------------------------------------------------------------- */

/* A matrix with room around it, small whole numbers inside: every sum is exact in every type. */
static hpc_view matrix(fixture *f, hpc_dtype dtype, int64_t rows, int64_t columns, int layout)
{
    bool turned = layout & 1, spread = layout & 2, backwards = layout & 4;
    int64_t step = spread ? 2 : 1;
    int64_t shape[2] = {(turned ? columns : rows) * step, (turned ? rows : columns) * step};
    hpc_view v;
    assert_int_equal(hpc_view_new(&f->frame, &v, dtype, 2, shape), HPC_OK);
    int64_t size = hpc_dtype_size(dtype), count = shape[0] * shape[1];
    for (int64_t i = 0; i < count; i++) {
        hpc_value value = {.kind = HPC_PYINT, .i = (i * 7 + i / 5) % 3};
        hpc_element_store(v.data + i * size, dtype, &value);
    }
    int64_t outer = v.strides[0] * step, inner = size * step;
    v.shape[0] = rows;
    v.shape[1] = columns;
    v.strides[0] = turned ? inner : outer;
    v.strides[1] = turned ? outer : inner;
    if (backwards) {
        v.data += (rows - 1) * v.strides[0];
        v.strides[0] = -v.strides[0];
    }
    return v;
}

static double real_at(const hpc_view *v, int64_t i, int64_t j)
{
    hpc_value x =
        hpc_element_load(v->data + i * v->strides[0] + j * v->strides[1], (hpc_dtype)v->dtype);
    char kind = hpc_dtype_kind((hpc_dtype)v->dtype);
    return kind == 'f' ? x.f : kind == 'c' ? x.c[0] : (double)x.i;
}

static void check_product(const hpc_view *out, const hpc_view *a, const hpc_view *b)
{
    for (int64_t i = 0; i < out->shape[0]; i++) {
        for (int64_t j = 0; j < out->shape[1]; j++) {
            double sum = 0;
            for (int64_t k = 0; k < a->shape[1]; k++)
                sum += real_at(a, i, k) * real_at(b, k, j);
            if (out->dtype == HPC_BOOL)
                sum = sum != 0;
            if (out->dtype == HPC_I8)
                sum = (int8_t)(int64_t)sum;
            if (out->dtype == HPC_U8)
                sum = (uint8_t)(int64_t)sum;
            if (real_at(out, i, j) != sum)
                fail_msg("dtype %d: [%d, %d] is %g, not %g", out->dtype, (int)i, (int)j,
                         real_at(out, i, j), sum);
        }
    }
}

static void test_products(void **state)
{
    (void)state;
    static const int64_t sizes[][3] = {{1, 1, 1},   {2, 3, 4},   {1, 90, 1},  {1, 70, 80},
                                       {80, 70, 1}, {9, 10, 11}, {67, 65, 70}};
    fixture f;
    fixture_init(&f);
    for (int dtype = 0; dtype < HPC_DTYPE_COUNT; dtype++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            for (int layout = 0; layout < 8; layout++) {
                hpc_view a = matrix(&f, (hpc_dtype)dtype, sizes[s][0], sizes[s][1], layout);
                hpc_view b = matrix(&f, (hpc_dtype)dtype, sizes[s][1], sizes[s][2], 7 & ~layout);
                hpc_view out = {0};
                hpc_word words[] = {{.p = &out}, {.p = &a}, {.p = &b}};
                assert_int_equal(rtf_matmul(&f.frame, words), HPC_OK);
                check_product(&out, &a, &b);
                memset(out.data, 1, (size_t)(hpc_view_size(&out) * hpc_dtype_size(dtype)));
                assert_int_equal(rtf_matmul_into(&f.frame, words), HPC_OK);
                check_product(&out, &a, &b);
                hpc_product p = {sizes[s][0],  sizes[s][1], sizes[s][2],  a.data,
                                 b.data,       out.data,    a.strides[0], a.strides[1],
                                 b.strides[0], b.strides[1]};
                hpc_product_loops[dtype](&p);
                check_product(&out, &a, &b);
                hpc_view_release(&out);
                hpc_view_release(&a);
                hpc_view_release(&b);
            }
        }
    }
    assert_int_equal(f.heap.live, 0);
}

/* a times its transpose is one triangle, mirrored. */
static void test_own_transpose(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    for (int dtype = HPC_F32; dtype <= HPC_C128; dtype++) {
        hpc_view a = matrix(&f, (hpc_dtype)dtype, 20, 30, 0), out = {0};
        hpc_view b = a;
        b.shape[0] = 30;
        b.shape[1] = 20;
        b.strides[0] = a.strides[1];
        b.strides[1] = a.strides[0];
        hpc_word words[] = {{.p = &out}, {.p = &a}, {.p = &b}};
        assert_int_equal(rtf_matmul(&f.frame, words), HPC_OK);
        check_product(&out, &a, &b);
        hpc_view_release(&out);
        hpc_view_release(&a);
    }
}

static hpc_code multiply_spread(fixture *f)
{
    hpc_view a = {0}, b = {0}, out = {0};
    int64_t shape[2] = {40, 40};
    hpc_code code = hpc_view_new(&f->frame, &a, HPC_F64, 2, shape);
    if (code == HPC_OK)
        code = hpc_view_new(&f->frame, &b, HPC_F64, 2, shape);
    if (code == HPC_OK) {
        memset(a.data, 0, 40 * 40 * 8);
        memset(b.data, 0, 40 * 40 * 8);
        a.shape[0] = a.shape[1] = b.shape[0] = b.shape[1] = 20;
        a.strides[1] = b.strides[1] = 16;
        hpc_word words[] = {{.p = &out}, {.p = &a}, {.p = &b}};
        code = rtf_matmul(&f->frame, words);
    }
    hpc_view_release(&a);
    hpc_view_release(&b);
    hpc_view_release(&out);
    return code;
}

static void test_allocations(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, multiply_spread) >= (hpc_blas_get() ? 5 : 3));
}

/* Three operands, one of them spread: sums, products and copies of the runtime's einsum. */
static hpc_code contract_three(fixture *f)
{
    hpc_view a = {0}, out = {0};
    hpc_str *labels = NULL;
    const int64_t shape[2] = {12, 24};
    hpc_code code = hpc_str_new(&f->frame, &labels, "01,12,23->03", 12);
    if (code == HPC_OK)
        code = hpc_view_new(&f->frame, &a, HPC_F64, 2, shape);
    if (code == HPC_OK) {
        memset(a.data, 0, 12 * 24 * 8);
        a.shape[1] = 12;
        a.strides[1] = 16;
        hpc_value one = {.kind = HPC_ARRAY, .view = &a}, pack[] = {one, one, one};
        hpc_word words[] = {{.p = &out}, {.p = pack}, {.i = 3}, {.p = labels}, {.i = HPC_F64}};
        code = rtf_einsum(&f->frame, words);
    }
    hpc_object_release((hpc_object *)labels);
    hpc_view_release(&a);
    hpc_view_release(&out);
    return code;
}

static void test_einsum(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, contract_three) >= 3);
}

static void test_matrix_copy(void **state)
{
    (void)state;
    static const int sizes[] = {1, 2, 4, 8, 16};
    unsigned char from[16 * 40 * 35], to[16 * 40 * 35];
    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (unsigned char)(i * 31 + i / 256);
    for (int s = 0; s < 5; s++) {
        int size = sizes[s];
        hpc_matrix in = {(char *)from, 40, 35, 35 * size, size};
        hpc_matrix out = {(char *)to, 40, 35, size, 40 * size};
        hpc_matrix_copy(&out, &in, size);
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 35; j++)
                assert_memory_equal(to + (j * 40 + i) * size, from + (i * 35 + j) * size, size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_library), cmocka_unit_test(test_later_library),
        cmocka_unit_test(test_products),        cmocka_unit_test(test_own_transpose),
        cmocka_unit_test(test_allocations),     cmocka_unit_test(test_matrix_copy),
        cmocka_unit_test(test_einsum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
