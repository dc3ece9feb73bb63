/* Takes stacks of square matrices of one of LAPACK's types, gives solutions, inverses, determinants,
 * Cholesky factors and eigenvalues. Types and ranks are checked when compiling, shapes by
 * stdlib/numpy/linalg.hpc. */
#include <math.h>
#include <string.h>

#include "linalg.h"

hpc_code rtf_linalg_solve(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_inv(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_det(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_cholesky(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_eigh(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_eigvalsh(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_eig(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_eigvals(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_real(hpc_frame *frame, hpc_word *words);

/* ---- Systems ------------------------------------------------------------------------------------- */

typedef struct linear {
    la_call c;
    la_stack s;
    int n, m;
    void *left, *right;
    int *pivots;
} linear;

static hpc_code take_system(linear *l, const hpc_view *a, int64_t m)
{
    hpc_code code = la_extent(l->c.frame, a->shape[a->rank - 1], &l->n);
    if (code == HPC_OK)
        code = la_extent(l->c.frame, m, &l->m);
    if (code == HPC_OK)
        code = la_take(&l->c, (int64_t)l->n * l->n, l->c.size, &l->left);
    if (code == HPC_OK)
        code = la_take(&l->c, (int64_t)l->n * l->m, l->c.size, &l->right);
    return code == HPC_OK ? la_take(&l->c, l->n, sizeof(int), &l->pivots) : code;
}

/* The solution of the i-th system in l->right; b NULL stands for the identity. */
static int solve_one(linear *l, const hpc_view *a, const hpc_view *b, int64_t i)
{
    hpc_matrix left = la_columns(l->left, l->n, l->n, l->c.size);
    hpc_matrix right = la_columns(l->right, l->n, l->m, l->c.size);
    hpc_matrix from = la_matrix(a, &l->s, i);
    hpc_matrix_copy(&left, &from, l->c.size);
    if (b) {
        from = la_matrix(b, &l->s, i);
        hpc_matrix_copy(&right, &from, l->c.size);
    } else {
        la_identity(&l->c, &right);
    }
    return l->n && l->m ? l->c.routines->solve(l->c.blas, l->n, l->m, l->left, l->pivots, l->right)
                        : 0;
}

static void fill_nan(const la_call *c, const hpc_matrix *m)
{
    int64_t parts = m->rows * m->columns * (c->size / c->real_size);
    for (int64_t i = 0; i < parts; i++) {
        if (c->real == HPC_F32)
            ((float *)(void *)m->data)[i] = NAN;
        else
            ((double *)(void *)m->data)[i] = NAN;
    }
}

/* `quiet`: a singular matrix has solutions of NaN, where it would be an error. */
static hpc_code solve_all(linear *l, hpc_view *out, const hpc_view *a, const hpc_view *b,
                          bool quiet)
{
    hpc_code code = take_system(l, a, b ? b->shape[b->rank - 1] : a->shape[a->rank - 1]);
    if (code == HPC_OK)
        code = la_new(&l->c, out, l->c.dtype, &l->s, 2, l->n, l->m);
    for (int64_t i = 0; code == HPC_OK && i < l->s.count; i++) {
        hpc_matrix to = la_result(out, &l->s, i),
                   from = la_columns(l->right, l->n, l->m, l->c.size);
        bool singular = solve_one(l, a, b, i) != 0;
        if (singular && !quiet)
            code = la_fail(l->c.frame, "Singular matrix");
        else if (singular)
            fill_nan(&l->c, &to);
        else
            hpc_matrix_copy(&to, &from, l->c.size);
    }
    return la_end(&l->c, code, &out, 1);
}

hpc_code rtf_linalg_solve(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p, *b = words[2].p;
    linear l;
    int64_t n = a->shape[a->rank - 1], rows = b->shape[b->rank - 2];
    if (rows != n)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "solve: Input operand 1 has a mismatch in its core dimension 0, with "
                        "gufunc signature (m,m),(m,n)->(m,n) (size %lld is different from %lld)",
                        (long long)rows, (long long)n);
    if (la_is_small(a))
        return la_small_solve(frame, out, a, b, false);
    hpc_code code = la_begin(&l.c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, b, &l.s);
    return code == HPC_OK ? solve_all(&l, out, a, b, false) : code;
}

hpc_code rtf_linalg_inv(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p;
    linear l;
    if (la_is_small(a))
        return la_small_solve(frame, out, a, NULL, words[2].i != 0);
    hpc_code code = la_begin(&l.c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, NULL, &l.s);
    return code == HPC_OK ? solve_all(&l, out, a, NULL, words[2].i != 0) : code;
}

/* ---- Determinants -------------------------------------------------------------------------------- */

/* Sign and logarithm of the size of a determinant, in double precision or the type's own, as NumPy:
 * the diagonal's elements one after the other. */
#define DEFINE_DET_REAL(name, type, log)                                                           \
    static void name(const void *lu, int n, bool odd, char *sign, char *size)                      \
    {                                                                                              \
        type s = odd ? -1 : 1, sum = 0;                                                            \
        for (int64_t i = 0; i < n; i++) {                                                          \
            type x = ((const type *)lu)[i * n + i];                                                \
            if (x < 0) {                                                                           \
                s = -s;                                                                            \
                x = -x;                                                                            \
            }                                                                                      \
            sum += log(x);                                                                         \
        }                                                                                          \
        *(type *)(void *)sign = s;                                                                 \
        *(type *)(void *)size = sum;                                                               \
    }

#define DEFINE_DET_COMPLEX(name, pair, type, log, hypot)                                           \
    static void name(const void *lu, int n, bool odd, char *sign, char *size)                      \
    {                                                                                              \
        pair s = {odd ? -1 : 1, 0};                                                                \
        type sum = 0;                                                                              \
        for (int64_t i = 0; i < n; i++) {                                                          \
            pair x = ((const pair *)lu)[i * n + i];                                                \
            type length = hypot(x.re, x.im);                                                       \
            x = (pair){x.re / length, x.im / length};                                              \
            s = (pair){s.re * x.re - s.im * x.im, s.re * x.im + s.im * x.re};                      \
            sum += log(length);                                                                    \
        }                                                                                          \
        *(pair *)(void *)sign = s;                                                                 \
        *(type *)(void *)size = sum;                                                               \
    }

DEFINE_DET_REAL(det_s, float, logf)
DEFINE_DET_REAL(det_d, double, log)
DEFINE_DET_COMPLEX(det_c, hpc_c64, float, logf, hypotf)
DEFINE_DET_COMPLEX(det_z, hpc_c128, double, log, hypot)

static void (*const dets[HPC_DTYPE_COUNT])(const void *lu, int n, bool odd, char *sign,
                                           char *size) = {
    [HPC_F32] = det_s,
    [HPC_F64] = det_d,
    [HPC_C64] = det_c,
    [HPC_C128] = det_z,
};

static void singular_det(const la_call *c, char *sign, char *size)
{
    memset(sign, 0, (size_t)c->size);
    if (c->real == HPC_F32)
        *(float *)(void *)size = -INFINITY;
    else
        *(double *)(void *)size = -INFINITY;
}

static void det_one(linear *l, const hpc_view *a, int64_t i, char *sign, char *size)
{
    hpc_matrix left = la_columns(l->left, l->n, l->n, l->c.size), from = la_matrix(a, &l->s, i);
    bool odd = false;
    hpc_matrix_copy(&left, &from, l->c.size);
    if (l->n && l->c.routines->lu(l->c.blas, l->n, l->left, l->pivots) != 0) {
        singular_det(&l->c, sign, size);
        return;
    }
    for (int k = 0; k < l->n; k++)
        odd ^= l->pivots[k] != k + 1;
    dets[l->c.dtype](l->left, l->n, odd, sign, size);
}

hpc_code rtf_linalg_det(hpc_frame *frame, hpc_word *words)
{
    hpc_view *results[] = {words[0].p, words[1].p};
    const hpc_view *a = words[2].p;
    linear l;
    if (la_is_small(a))
        return la_small_det(frame, results[0], results[1], a);
    hpc_code code = la_begin(&l.c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, NULL, &l.s);
    if (code == HPC_OK)
        code = take_system(&l, a, 0);
    if (code == HPC_OK)
        code = la_new(&l.c, results[0], l.c.dtype, &l.s, 0, 0, 0);
    if (code == HPC_OK)
        code = la_new(&l.c, results[1], l.c.real, &l.s, 0, 0, 0);
    for (int64_t i = 0; code == HPC_OK && i < l.s.count; i++)
        det_one(&l, a, i, results[0]->data + i * l.c.size, results[1]->data + i * l.c.real_size);
    return la_end(&l.c, code, results, 2);
}

/* ---- Cholesky ------------------------------------------------------------------------------------ */

/* The other triangle becomes zero. */
static void clear_triangle(const la_call *c, const hpc_matrix *m, bool upper)
{
    for (int64_t i = 0; i < m->rows; i++)
        for (int64_t j = upper ? 0 : i + 1; j < (upper ? i : m->columns); j++)
            memset(m->data + i * m->row + j * m->column, 0, (size_t)c->size);
}

hpc_code rtf_linalg_cholesky(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p;
    bool upper = words[2].i != 0;
    linear l;
    if (la_is_small(a) && !upper)
        return la_small_cholesky(frame, out, a);
    hpc_code code = la_begin(&l.c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, NULL, &l.s);
    if (code == HPC_OK)
        code = take_system(&l, a, 0);
    if (code == HPC_OK)
        code = la_new(&l.c, out, l.c.dtype, &l.s, 2, l.n, l.n);
    for (int64_t i = 0; code == HPC_OK && i < l.s.count; i++) {
        hpc_matrix left = la_columns(l.left, l.n, l.n, l.c.size), from = la_matrix(a, &l.s, i);
        hpc_matrix to = la_result(out, &l.s, i);
        hpc_matrix_copy(&left, &from, l.c.size);
        if (l.n && l.c.routines->cholesky(l.c.blas, upper ? 'U' : 'L', l.n, l.left) != 0) {
            code = la_fail(frame, "Matrix is not positive definite");
            break;
        }
        clear_triangle(&l.c, &left, upper);
        hpc_matrix_copy(&to, &left, l.c.size);
    }
    return la_end(&l.c, code, &out, 1);
}

/* ---- Eigenvalues ----------------------------------------------------------------------------------- */

typedef struct eigen {
    la_call c;
    la_stack s;
    int n;
    void *a, *values, *vectors;
    la_work w;
} eigen;

/* Asks for the best room, and takes it. */
static hpc_code prepare_eigh(eigen *e, char job)
{
    la_room best, best_real;
    int best_int = 1;
    int64_t n = e->n;
    hpc_code code = la_take(&e->c, n * n, e->c.size, &e->a);
    if (code == HPC_OK)
        code = la_take(&e->c, n, e->c.real_size, &e->values);
    if (code != HPC_OK || !n)
        return code;
    e->w = (la_work){&best, -1, &best_real, -1, &best_int, -1};
    e->c.routines->eigh(e->c.blas, job, 'L', e->n, e->a, e->values, &e->w);
    code = la_take_work(&e->c, &e->w, &best);
    e->w.ints_room = best_int;
    if (code == HPC_OK)
        code = la_take(&e->c, best_int, sizeof(int), &e->w.ints);
    if (code != HPC_OK || e->c.dtype == e->c.real)
        return code;
    e->w.reals_room = la_room_of(&e->c, &best_real);
    return la_take(&e->c, e->w.reals_room, e->c.real_size, &e->w.reals);
}

static hpc_code begin_eigen(eigen *e, hpc_frame *frame, const hpc_view *a)
{
    hpc_code code = la_begin(&e->c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, NULL, &e->s);
    return code == HPC_OK ? la_extent(frame, a->shape[a->rank - 1], &e->n) : code;
}

/* vectors NULL: values alone. */
static hpc_code eigh_all(hpc_frame *frame, hpc_view *values, hpc_view *vectors, const hpc_view *a,
                         bool upper)
{
    eigen e = {.n = 0};
    hpc_view *results[] = {values, vectors};
    char job = vectors ? 'V' : 'N';
    hpc_code code = begin_eigen(&e, frame, a);
    if (code == HPC_OK)
        code = prepare_eigh(&e, job);
    if (code == HPC_OK)
        code = la_new(&e.c, values, e.c.real, &e.s, 1, 0, e.n);
    if (code == HPC_OK && vectors)
        code = la_new(&e.c, vectors, e.c.dtype, &e.s, 2, e.n, e.n);
    for (int64_t i = 0; code == HPC_OK && e.n && i < e.s.count; i++) {
        hpc_matrix from = la_matrix(a, &e.s, i), work = la_columns(e.a, e.n, e.n, e.c.size);
        hpc_matrix_copy(&work, &from, e.c.size);
        if (e.c.routines->eigh(e.c.blas, job, upper ? 'U' : 'L', e.n, e.a, e.values, &e.w) != 0) {
            code = la_fail(frame, "Eigenvalues did not converge");
            break;
        }
        memcpy(la_result(values, &e.s, i).data, e.values, (size_t)e.n * (size_t)e.c.real_size);
        if (vectors) {
            hpc_matrix to = la_result(vectors, &e.s, i);
            hpc_matrix_copy(&to, &work, e.c.size);
        }
    }
    return la_end(&e.c, code, results, vectors ? 2 : 1);
}

hpc_code rtf_linalg_eigh(hpc_frame *frame, hpc_word *words)
{
    return eigh_all(frame, words[0].p, words[1].p, words[2].p, words[3].i != 0);
}

hpc_code rtf_linalg_eigvalsh(hpc_frame *frame, hpc_word *words)
{
    return eigh_all(frame, words[0].p, NULL, words[1].p, words[2].i != 0);
}

static hpc_code prepare_eig(eigen *e, bool vectors)
{
    la_room best;
    int64_t n = e->n, pair = 2 * e->c.real_size;
    hpc_code code = la_take(&e->c, n * n, e->c.size, &e->a);
    if (code == HPC_OK)
        code = la_take(&e->c, n, pair, &e->values);
    if (code == HPC_OK && vectors)
        code = la_take(&e->c, n * n, pair, &e->vectors);
    if (code == HPC_OK)
        code = la_take(&e->c, n * (n + 2), e->c.real_size, &e->w.reals);
    if (code != HPC_OK || !n)
        return code;
    e->w.work = &best;
    e->w.room = -1;
    e->c.routines->eig(e->c.blas, e->n, e->a, e->values, e->vectors, &e->w);
    return la_take_work(&e->c, &e->w, &best);
}

static bool all_finite(const eigen *e)
{
    int64_t parts = (int64_t)e->n * e->n * (e->c.size / e->c.real_size);
    for (int64_t i = 0; i < parts; i++)
        if (!(e->c.real == HPC_F32 ? isfinite(((const float *)e->a)[i])
                                   : isfinite(((const double *)e->a)[i])))
            return false;
    return true;
}

static hpc_code eig_one(eigen *e, const hpc_view *a, int64_t i)
{
    hpc_matrix from = la_matrix(a, &e->s, i), work = la_columns(e->a, e->n, e->n, e->c.size);
    hpc_matrix_copy(&work, &from, e->c.size);
    if (!all_finite(e))
        return la_fail(e->c.frame, "Array must not contain infs or NaNs");
    if (e->c.routines->eig(e->c.blas, e->n, e->a, e->values, e->vectors, &e->w) != 0)
        return la_fail(e->c.frame, "Eigenvalues did not converge");
    return HPC_OK;
}

/* Results are complex; vectors NULL: values alone. */
static hpc_code eig_all(hpc_frame *frame, hpc_view *values, hpc_view *vectors, const hpc_view *a)
{
    eigen e = {.n = 0};
    hpc_view *results[] = {values, vectors};
    hpc_code code = begin_eigen(&e, frame, a);
    hpc_dtype pair = e.c.real == HPC_F32 ? HPC_C64 : HPC_C128;
    int size = 2 * e.c.real_size;
    if (code == HPC_OK)
        code = prepare_eig(&e, vectors != NULL);
    if (code == HPC_OK)
        code = la_new(&e.c, values, pair, &e.s, 1, 0, e.n);
    if (code == HPC_OK && vectors)
        code = la_new(&e.c, vectors, pair, &e.s, 2, e.n, e.n);
    for (int64_t i = 0; code == HPC_OK && e.n && i < e.s.count; i++) {
        code = eig_one(&e, a, i);
        if (code != HPC_OK)
            break;
        memcpy(la_result(values, &e.s, i).data, e.values, (size_t)e.n * (size_t)size);
        if (vectors) {
            hpc_matrix to = la_result(vectors, &e.s, i);
            hpc_matrix found = la_columns(e.vectors, e.n, e.n, size);
            hpc_matrix_copy(&to, &found, size);
        }
    }
    return la_end(&e.c, code, results, vectors ? 2 : 1);
}

hpc_code rtf_linalg_eig(hpc_frame *frame, hpc_word *words)
{
    return eig_all(frame, words[0].p, words[1].p, words[2].p);
}

hpc_code rtf_linalg_eigvals(hpc_frame *frame, hpc_word *words)
{
    return eig_all(frame, words[0].p, NULL, words[1].p);
}

/* ---- Real or complex ------------------------------------------------------------------------------- */

static bool has_imaginary(const hpc_view *w)
{
    int64_t count = hpc_view_size(w);
    for (int64_t i = 0; i < count; i++)
        if (w->dtype == HPC_C64 ? ((const hpc_c64 *)(const void *)w->data)[i].im != 0
                                : ((const hpc_c128 *)(const void *)w->data)[i].im != 0)
            return true;
    return false;
}

/* NumPy's result is a view of the real parts; nobody else has the array, so that a copy is as good. */
static hpc_code real_parts(hpc_frame *frame, const hpc_view *x, hpc_view *out)
{
    hpc_dtype real = x->dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    hpc_view parts = *x;
    parts.dtype = real;
    hpc_code code = hpc_view_new(frame, out, real, x->rank, x->shape);
    return code == HPC_OK ? hpc_view_assign(frame, out, &parts) : code;
}

/* The result that the tag does not name has no elements. */
static hpc_code new_empty(hpc_frame *frame, const hpc_view *x, hpc_dtype dtype, hpc_view *out)
{
    const int64_t shape[HPC_MAX_RANK] = {0};
    return hpc_view_new(frame, out, dtype, x->rank, shape);
}

hpc_code rtf_linalg_real(hpc_frame *frame, hpc_word *words)
{
    hpc_view *real = words[0].p, *whole = words[1].p;
    const hpc_view *w = words[2].p, *x = words[3].p;
    words[4].i = has_imaginary(w);
    hpc_code code;
    if (words[4].i) {
        code = new_empty(frame, x, x->dtype == HPC_C64 ? HPC_F32 : HPC_F64, real);
        *whole = *x;
        hpc_view_retain(whole);
    } else {
        code = new_empty(frame, x, (hpc_dtype)x->dtype, whole);
        if (code == HPC_OK)
            code = real_parts(frame, x, real);
    }
    if (code != HPC_OK) {
        hpc_view_release(real);
        hpc_view_release(whole);
    }
    return code;
}
