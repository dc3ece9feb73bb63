/* Takes arrays, gives matrix products. Each element of a product is summed over k in order, in the
 * dtype of the operands (float16 in float32, as NumPy does).
 *
 * Loops run i, k, j: the innermost one adds a multiple of a row of b to a row of the result. */
#include <string.h>

#include "cast.h"
#include "rt.h"

hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words);

/* One matrix of a stack: sizes, and strides in bytes. The result is C-ordered. */
typedef struct product {
    int64_t n, k, m;
    const char *a, *b;
    char *out;
    int64_t a_row, a_col, b_row, b_col;
} product;

#define DEFINE_PRODUCT(name, type, sum)                                                            \
    static void name(const product *p)                                                             \
    {                                                                                              \
        for (int64_t i = 0; i < p->n; i++) {                                                       \
            type *out = (type *)(void *)p->out + i * p->m;                                         \
            memset(out, 0, (size_t)p->m * sizeof *out);                                            \
            for (int64_t k = 0; k < p->k; k++) {                                                   \
                const type x = *(const type *)(const void *)(p->a + i * p->a_row + k * p->a_col);  \
                const char *row = p->b + k * p->b_row;                                             \
                for (int64_t j = 0; j < p->m; j++) {                                               \
                    const type y = *(const type *)(const void *)(row + j * p->b_col);              \
                    out[j] = sum;                                                                  \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }

/* Unsigned types wrap; the bits are those of the signed products. */
DEFINE_PRODUCT(product_bool, uint8_t, (uint8_t)(out[j] | (x & y)))
DEFINE_PRODUCT(product_8, uint8_t, (uint8_t)(out[j] + x * y))
DEFINE_PRODUCT(product_16, uint16_t, (uint16_t)(out[j] + (uint32_t)x * y))
DEFINE_PRODUCT(product_32, uint32_t, out[j] + x * y)
DEFINE_PRODUCT(product_64, uint64_t, out[j] + x * y)
DEFINE_PRODUCT(product_f32, float, out[j] + x * y)
DEFINE_PRODUCT(product_f64, double, out[j] + x * y)

typedef struct c64 {
    float re, im;
} c64;

typedef struct c128 {
    double re, im;
} c128;

#define COMPLEX_SUM(type)                                                                          \
    ((type){out[j].re + (x.re * y.re - x.im * y.im), out[j].im + (x.re * y.im + x.im * y.re)})
DEFINE_PRODUCT(product_c64, c64, COMPLEX_SUM(c64))
DEFINE_PRODUCT(product_c128, c128, COMPLEX_SUM(c128))

static float half_at(const char *at)
{
    uint16_t bits;
    memcpy(&bits, at, sizeof bits);
    return hpc_half_to_float(bits);
}

static void product_f16(const product *p)
{
    uint16_t *out = (uint16_t *)(void *)p->out;
    for (int64_t i = 0; i < p->n; i++) {
        for (int64_t j = 0; j < p->m; j++) {
            float sum = 0;
            for (int64_t k = 0; k < p->k; k++)
                sum += half_at(p->a + i * p->a_row + k * p->a_col) *
                       half_at(p->b + k * p->b_row + j * p->b_col);
            out[i * p->m + j] = hpc_float_to_half(sum);
        }
    }
}

static void (*const products[HPC_DTYPE_COUNT])(const product *p) = {
    [HPC_BOOL] = product_bool, [HPC_I8] = product_8,      [HPC_U8] = product_8,
    [HPC_I16] = product_16,    [HPC_U16] = product_16,    [HPC_I32] = product_32,
    [HPC_U32] = product_32,    [HPC_I64] = product_64,    [HPC_U64] = product_64,
    [HPC_F16] = product_f16,   [HPC_F32] = product_f32,   [HPC_F64] = product_f64,
    [HPC_C64] = product_c64,   [HPC_C128] = product_c128,
};

/* ---- Stacks ---------------------------------------------------------------------------------- */

typedef struct stack {
    int rank;
    int64_t shape[HPC_MAX_RANK];
    int64_t a[HPC_MAX_RANK], b[HPC_MAX_RANK]; /* strides; 0 where an operand is broadcast */
} stack;

static int stack_rank(const hpc_view *v)
{
    return v->rank > 2 ? v->rank - 2 : 0;
}

static bool broadcast_stacks(const hpc_view *a, const hpc_view *b, stack *s)
{
    int ra = stack_rank(a), rb = stack_rank(b);
    s->rank = ra > rb ? ra : rb;
    for (int r = 0; r < s->rank; r++) {
        int ia = r - (s->rank - ra), ib = r - (s->rank - rb);
        int64_t na = ia < 0 ? 1 : a->shape[ia], nb = ib < 0 ? 1 : b->shape[ib];
        if (na != nb && na != 1 && nb != 1)
            return false;
        s->shape[r] = na == 1 ? nb : na;
        s->a[r] = na == 1 ? 0 : a->strides[ia];
        s->b[r] = nb == 1 ? 0 : b->strides[ib];
    }
    return true;
}

static void multiply_stack(const stack *s, int axis, product p, int64_t out_step, hpc_dtype dtype)
{
    if (axis == s->rank) {
        products[dtype](&p);
        return;
    }
    for (int r = axis + 1; r < s->rank; r++)
        out_step *= s->shape[r];
    for (int64_t i = 0; i < s->shape[axis]; i++) {
        product at = p;
        at.a += i * s->a[axis];
        at.b += i * s->b[axis];
        at.out += i * out_step;
        multiply_stack(s, axis + 1, at, p.n * p.m * hpc_dtype_size(dtype), dtype);
    }
}

hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p, *b = words[2].p;
    stack s;
    int64_t shape[HPC_MAX_RANK];
    bool row = a->rank >= 2, column = b->rank >= 2;
    product p = {.k = a->shape[a->rank - 1], .n = 1, .m = 1, .a = a->data, .b = b->data};
    p.a_col = a->strides[a->rank - 1];
    p.b_row = b->strides[column ? b->rank - 2 : 0];
    if (row) {
        p.n = a->shape[a->rank - 2];
        p.a_row = a->strides[a->rank - 2];
    }
    if (column) {
        p.m = b->shape[b->rank - 1];
        p.b_col = b->strides[b->rank - 1];
    }
    int64_t other = b->shape[column ? b->rank - 2 : 0];
    if (other != p.k)
        return hpc_fail(
            frame, HPC_VALUE_ERROR,
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with "
            "gufunc signature (n?,k),(k,m?)->(n?,m?) (size %lld is different from %lld)",
            (long long)other, (long long)p.k);
    if (!broadcast_stacks(a, b, &s))
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "operands could not be broadcast together with remapped shapes");
    int rank = s.rank;
    memcpy(shape, s.shape, (size_t)rank * sizeof *shape);
    if (row)
        shape[rank++] = p.n;
    if (column)
        shape[rank++] = p.m;
    hpc_code code = hpc_view_new(frame, out, (hpc_dtype)a->dtype, rank, shape);
    if (code != HPC_OK)
        return code;
    p.out = out->data;
    multiply_stack(&s, 0, p, p.n * p.m * hpc_dtype_size((hpc_dtype)a->dtype), (hpc_dtype)a->dtype);
    return HPC_OK;
}
