/* Takes arrays, gives matrix products: cuts stacks into products of two matrices and chooses who
 * computes each, by type and extents alone: BLAS for floats and complex numbers, our own loops for
 * other types, for products so small that a call would cost more, and where there is no BLAS.
 *
 *   (5, 4, 3) @ (3, 2) -> one product (20, 3) @ (3, 2), as the stack lies in one piece */
#include "matmul.h"

#include <string.h>

hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words);
hpc_code rtf_matmul_into(hpc_frame *frame, hpc_word *words);

/* Up to so many multiplications our own loops are as fast as a call of BLAS (measured). */
enum { FEW = 200 };

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

/* Every matrix of a times the same b: rows that lie evenly are rows of one matrix. */
static void join_rows(stack *s, hpc_product *p)
{
    while (s->rank && s->b[s->rank - 1] == 0 && s->shape[s->rank - 1] > 1 &&
           (p->n == 1 || s->a[s->rank - 1] == p->n * p->a_row)) {
        s->rank--;
        if (p->n == 1)
            p->a_row = s->a[s->rank];
        p->n *= s->shape[s->rank];
    }
}

typedef struct work {
    hpc_frame *frame;
    const hpc_blas *blas; /* NULL: our own loops */
    hpc_scratch scratch;
    hpc_dtype dtype;
} work;

static hpc_code multiply(work *w, const hpc_product *p)
{
    if (w->blas)
        return hpc_product_blas(w->frame, w->blas, &w->scratch, w->dtype, p);
    hpc_product_loops[w->dtype](p);
    return HPC_OK;
}

static hpc_code multiply_stack(work *w, const stack *s, int axis, const hpc_product *p)
{
    if (axis == s->rank)
        return multiply(w, p);
    if (axis + 1 == s->rank && !w->blas &&
        hpc_product_lanes(w->dtype, p, s->shape[axis], s->a[axis], s->b[axis]))
        return HPC_OK;
    int64_t step = p->n * p->m * hpc_dtype_size(w->dtype);
    for (int r = axis + 1; r < s->rank; r++)
        step *= s->shape[r];
    for (int64_t i = 0; i < s->shape[axis]; i++) {
        hpc_product at = *p;
        at.a += i * s->a[axis];
        at.b += i * s->b[axis];
        at.out += i * step;
        hpc_code code = multiply_stack(w, s, axis + 1, &at);
        if (code != HPC_OK)
            return code;
    }
    return HPC_OK;
}

static bool is_few(const hpc_product *p)
{
    return p->n <= FEW && p->k <= FEW && p->m <= FEW && p->n * p->k * p->m <= FEW;
}

static hpc_code multiply_all(hpc_frame *frame, hpc_dtype dtype, stack *s, hpc_product *p)
{
    work w = {.frame = frame, .dtype = dtype};
    join_rows(s, p);
    if (hpc_product_has_blas(dtype, p) && !is_few(p))
        w.blas = hpc_blas_get();
    hpc_code code = multiply_stack(&w, s, 0, p);
    hpc_scratch_free(frame, &w.scratch);
    return code;
}

/* ---- Arguments ----------------------------------------------------------------------------------- */

static hpc_product product_of(const hpc_view *a, const hpc_view *b)
{
    bool row = a->rank >= 2, column = b->rank >= 2;
    hpc_product p = {.k = a->shape[a->rank - 1], .n = 1, .m = 1, .a = a->data, .b = b->data};
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
    return p;
}

static hpc_code prepare(hpc_frame *frame, const hpc_view *a, const hpc_view *b, stack *s,
                        hpc_product *p)
{
    *p = product_of(a, b);
    int64_t other = b->shape[b->rank >= 2 ? b->rank - 2 : 0];
    if (other != p->k)
        return hpc_fail(
            frame, HPC_VALUE_ERROR,
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with "
            "gufunc signature (n?,k),(k,m?)->(n?,m?) (size %lld is different from %lld)",
            (long long)other, (long long)p->k);
    if (!broadcast_stacks(a, b, s))
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "operands could not be broadcast together with remapped shapes");
    return HPC_OK;
}

static int result_shape(const hpc_view *a, const hpc_view *b, const stack *s, const hpc_product *p,
                        int64_t shape[HPC_MAX_RANK])
{
    int rank = s->rank;
    memcpy(shape, s->shape, (size_t)rank * sizeof *shape);
    if (a->rank >= 2)
        shape[rank++] = p->n;
    if (b->rank >= 2)
        shape[rank++] = p->m;
    return rank;
}

hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p, *b = words[2].p;
    int64_t shape[HPC_MAX_RANK];
    stack s;
    hpc_product p;
    hpc_code code = prepare(frame, a, b, &s, &p);
    if (code != HPC_OK)
        return code;
    int rank = result_shape(a, b, &s, &p, shape);
    code = hpc_view_new(frame, out, (hpc_dtype)a->dtype, rank, shape);
    if (code != HPC_OK)
        return code;
    p.out = out->data;
    code = multiply_all(frame, (hpc_dtype)a->dtype, &s, &p);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

/* out's last axes are the product's; those of the stack may be broadcast. */
static hpc_code check_out(hpc_frame *frame, const hpc_view *out, const hpc_product *p)
{
    const int64_t want[2] = {p->n, p->m};
    for (int i = 0; i < 2; i++)
        if (out->shape[out->rank - 2 + i] != want[i])
            return hpc_fail(
                frame, HPC_VALUE_ERROR,
                "matmul: Output operand 0 has a mismatch in its core dimension %d, with gufunc "
                "signature (n?,k),(k,m?)->(n?,m?) (size %lld is different from %lld)",
                i, (long long)out->shape[out->rank - 2 + i], (long long)want[i]);
    return HPC_OK;
}

static bool has_shape(const hpc_view *v, int rank, const int64_t *shape)
{
    return v->rank == rank && memcmp(v->shape, shape, (size_t)rank * sizeof *shape) == 0;
}

/* The product of matrices straight into out where it may be written at once; else by way of a fresh
 * array. */
hpc_code rtf_matmul_into(hpc_frame *frame, hpc_word *words)
{
    const hpc_view *out = words[0].p, *a = words[1].p, *b = words[2].p;
    int64_t shape[HPC_MAX_RANK];
    if (out->flags & HPC_VIEW_READONLY)
        return hpc_fail(frame, HPC_VALUE_ERROR, "output array is read-only");
    stack s;
    hpc_product p;
    hpc_code code = prepare(frame, a, b, &s, &p);
    if (code == HPC_OK)
        code = check_out(frame, out, &p);
    if (code != HPC_OK)
        return code;
    int rank = result_shape(a, b, &s, &p, shape);
    if (has_shape(out, rank, shape) && out->dtype == a->dtype && hpc_view_c_contiguous(out) &&
        !hpc_view_overlaps(out, a) && !hpc_view_overlaps(out, b)) {
        p.out = out->data;
        return multiply_all(frame, (hpc_dtype)a->dtype, &s, &p);
    }
    hpc_view made = {0};
    hpc_word inner[] = {{.p = &made}, words[1], words[2]};
    code = rtf_matmul(frame, inner);
    if (code == HPC_OK)
        code = hpc_view_assign(frame, out, &made);
    hpc_view_release(&made);
    return code;
}
