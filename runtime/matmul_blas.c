/* Takes one matrix product of floats or complex numbers, has BLAS compute it: DOT for two vectors,
 * GEMV where one operand is a vector, SYRK for a matrix times its own transpose, else GEMM. Operands
 * that BLAS cannot read as they lie are copied to scratch memory first. */
#include "matmul.h"

#include <limits.h>

#include "matrix.h"

/* An operand as BLAS takes it: rows (or columns, when `turned`) are contiguous, `step` apart. */
typedef struct operand {
    const char *data;
    bool turned;
    int step;
} operand;

/* ---- Operands ---------------------------------------------------------------------------------- */

static bool fits(int64_t stride, int size, int64_t length, int *step)
{
    int64_t least = length > 1 ? length : 1;
    if (stride % size != 0 || stride / size < least || stride / size > INT_MAX)
        return false;
    *step = (int)(stride / size);
    return true;
}

static bool as_it_lies(const hpc_matrix *m, int size, operand *o)
{
    o->data = m->data;
    /* A stride that is never taken may be anything. */
    int64_t row = m->rows == 1 ? m->columns * size : m->row;
    int64_t column = m->columns == 1 ? m->rows * size : m->column;
    o->turned = false;
    if ((m->column == size || m->columns == 1) && fits(row, size, m->columns, &o->step))
        return true;
    o->turned = true;
    return (m->row == size || m->rows == 1) && fits(column, size, m->rows, &o->step);
}

static hpc_code reserve(hpc_frame *frame, hpc_scratch *s, int which, int64_t size)
{
    if (s->size[which] >= size)
        return HPC_OK;
    hpc_heap_free(frame->runtime->heap, s->block[which]);
    s->size[which] = 0;
    s->block[which] = hpc_heap_alloc(frame->runtime->heap, (size_t)size);
    if (!s->block[which])
        return hpc_fail_memory(frame, (size_t)size);
    s->size[which] = size;
    return HPC_OK;
}

void hpc_scratch_free(hpc_frame *frame, hpc_scratch *s)
{
    for (int i = 0; i < 2; i++)
        hpc_heap_free(frame->runtime->heap, s->block[i]);
}

static hpc_code prepare(hpc_frame *frame, hpc_scratch *s, int which, hpc_matrix m, int size,
                        operand *o)
{
    if (as_it_lies(&m, size, o))
        return HPC_OK;
    hpc_code code = reserve(frame, s, which, m.rows * m.columns * size);
    if (code != HPC_OK)
        return code;
    hpc_matrix copy = {s->block[which], m.rows, m.columns, m.columns * size, size};
    hpc_matrix_copy(&copy, &m, size);
    *o = (operand){copy.data, false, (int)m.columns};
    return HPC_OK;
}

/* ---- Calls ------------------------------------------------------------------------------------- */

/* Sizes of a product that fit BLAS's int. */
typedef struct job {
    const hpc_blas *blas;
    int n, k, m;
    operand a, b;
    void *out;
} job;

static CBLAS_TRANSPOSE turn(bool turned)
{
    return turned ? CblasTrans : CblasNoTrans;
}

/* One macro for real and one for complex types: the latter take their factors by address. */
#define DEFINE_CALLS(p, type, one, zero)                                                           \
    static void p##gemm(const job *j)                                                              \
    {                                                                                              \
        j->blas->cblas_##p##gemm(CblasRowMajor, turn(j->a.turned), turn(j->b.turned), j->n, j->m,  \
                                 j->k, one, (const type *)(const void *)j->a.data, j->a.step,      \
                                 (const type *)(const void *)j->b.data, j->b.step, zero,           \
                                 (type *)j->out, j->m);                                            \
    }                                                                                              \
    /* matrix (rows, columns) or its transpose, times x */                                         \
    static void p##gemv(const job *j, const operand *matrix, bool turned, int rows, int columns,   \
                        const void *x, int step)                                                   \
    {                                                                                              \
        bool other = matrix->turned;                                                               \
        j->blas->cblas_##p##gemv(CblasRowMajor, turn(turned != other), other ? columns : rows,     \
                                 other ? rows : columns, one,                                      \
                                 (const type *)(const void *)matrix->data, matrix->step,           \
                                 (const type *)x, step, zero, (type *)j->out, 1);                  \
    }                                                                                              \
    static void p##syrk(const job *j)                                                              \
    {                                                                                              \
        type *out = j->out;                                                                        \
        j->blas->cblas_##p##syrk(CblasRowMajor, CblasUpper, turn(j->a.turned), j->n, j->k, one,    \
                                 (const type *)(const void *)j->a.data, j->a.step, zero, out,      \
                                 j->n);                                                            \
        for (int r = 1; r < j->n; r++)                                                             \
            for (int c = 0; c < r; c++)                                                            \
                out[(int64_t)r * j->n + c] = out[(int64_t)c * j->n + r];                           \
    }

static const hpc_c64 c_one = {1, 0}, c_zero = {0, 0};
static const hpc_c128 z_one = {1, 0}, z_zero = {0, 0};

DEFINE_CALLS(s, float, 1.0f, 0.0f)
DEFINE_CALLS(d, double, 1.0, 0.0)
DEFINE_CALLS(c, hpc_c64, &c_one, &c_zero)
DEFINE_CALLS(z, hpc_c128, &z_one, &z_zero)

static void sdot(const job *j, int a, int b)
{
    *(float *)j->out = j->blas->cblas_sdot(j->k, (const float *)(const void *)j->a.data, a,
                                           (const float *)(const void *)j->b.data, b);
}

static void ddot(const job *j, int a, int b)
{
    *(double *)j->out = j->blas->cblas_ddot(j->k, (const double *)(const void *)j->a.data, a,
                                            (const double *)(const void *)j->b.data, b);
}

static void cdot(const job *j, int a, int b)
{
    j->blas->cblas_cdotu_sub(j->k, j->a.data, a, j->b.data, b, j->out);
}

static void zdot(const job *j, int a, int b)
{
    j->blas->cblas_zdotu_sub(j->k, j->a.data, a, j->b.data, b, j->out);
}

static const struct calls {
    void (*gemm)(const job *j);
    void (*gemv)(const job *j, const operand *matrix, bool turned, int rows, int columns,
                 const void *x, int step);
    void (*syrk)(const job *j);
    void (*dot)(const job *j, int a, int b);
} calls[HPC_DTYPE_COUNT] = {
    [HPC_F32] = {sgemm, sgemv, ssyrk, sdot},
    [HPC_F64] = {dgemm, dgemv, dsyrk, ddot},
    [HPC_C64] = {cgemm, cgemv, csyrk, cdot},
    [HPC_C128] = {zgemm, zgemv, zsyrk, zdot},
};

/* ---- The choice ---------------------------------------------------------------------------------- */

/* The step of a vector: a as one row, b as one column. */
static int row_step(const operand *a)
{
    return a->turned ? a->step : 1;
}

static int column_step(const operand *b)
{
    return b->turned ? 1 : b->step;
}

static bool is_own_transpose(const hpc_product *p)
{
    return p->a == p->b && p->n == p->m && p->a_row == p->b_col && p->a_col == p->b_row;
}

bool hpc_product_has_blas(hpc_dtype dtype, const hpc_product *p)
{
    return calls[dtype].gemm && p->n && p->k && p->m && p->n <= INT_MAX && p->k <= INT_MAX &&
           p->m <= INT_MAX;
}

hpc_code hpc_product_blas(hpc_frame *frame, const hpc_blas *blas, hpc_scratch *s, hpc_dtype dtype,
                          const hpc_product *p)
{
    int size = (int)hpc_dtype_size(dtype);
    job j = {.blas = blas, .n = (int)p->n, .k = (int)p->k, .m = (int)p->m, .out = p->out};
    hpc_matrix a = {(char *)p->a, p->n, p->k, p->a_row, p->a_col};
    hpc_matrix b = {(char *)p->b, p->k, p->m, p->b_row, p->b_col};
    hpc_code code = prepare(frame, s, 0, a, size, &j.a);
    if (code == HPC_OK)
        code = prepare(frame, s, 1, b, size, &j.b);
    if (code != HPC_OK)
        return code;
    const struct calls *call = &calls[dtype];
    if (j.n == 1 && j.m == 1)
        call->dot(&j, row_step(&j.a), column_step(&j.b));
    else if (j.m == 1)
        call->gemv(&j, &j.a, false, j.n, j.k, j.b.data, column_step(&j.b));
    else if (j.n == 1)
        call->gemv(&j, &j.b, true, j.k, j.m, j.a.data, row_step(&j.a));
    else if (is_own_transpose(p))
        call->syrk(&j);
    else
        call->gemm(&j);
    return HPC_OK;
}
