/* Takes matrices of any shape of one of LAPACK's types, gives their QR factors, singular values and
 * vectors, and least-squares solutions. */
#include <string.h>

#include "linalg.h"

hpc_code rtf_linalg_qr(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_svd(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_svdvals(hpc_frame *frame, hpc_word *words);
hpc_code rtf_linalg_lstsq(hpc_frame *frame, hpc_word *words);

typedef struct shaped {
    la_call c;
    la_stack s;
    int rows, columns, few;
} shaped;

static hpc_code begin_shaped(shaped *m, hpc_frame *frame, const hpc_view *a)
{
    hpc_code code = la_begin(&m->c, frame, a);
    if (code == HPC_OK)
        code = la_stack_of(frame, a, NULL, &m->s);
    if (code == HPC_OK)
        code = la_extent(frame, a->shape[a->rank - 2], &m->rows);
    if (code == HPC_OK)
        code = la_extent(frame, a->shape[a->rank - 1], &m->columns);
    m->few = m->rows < m->columns ? m->rows : m->columns;
    return code;
}

/* ---- QR -------------------------------------------------------------------------------------------- */

enum { REDUCED, COMPLETE, ONLY_R, RAW };

typedef struct qr {
    shaped m;
    int mode, kept; /* columns of Q */
    void *a, *tau, *q;
    la_work r_work, q_work;
} qr;

static hpc_code prepare_qr(qr *q)
{
    const la_call *c = &q->m.c;
    la_room best;
    hpc_code code = la_take(&q->m.c, (int64_t)q->m.rows * q->m.columns, c->size, &q->a);
    if (code == HPC_OK)
        code = la_take(&q->m.c, q->m.few, c->size, &q->tau);
    if (code == HPC_OK && q->mode <= COMPLETE)
        code = la_take(&q->m.c, (int64_t)q->m.rows * q->kept, c->size, &q->q);
    if (code != HPC_OK || !q->m.few)
        return code;
    q->r_work = (la_work){.work = &best, .room = -1};
    c->routines->qr(c->blas, q->m.rows, q->m.columns, q->a, q->tau, &q->r_work);
    code = la_take_work(&q->m.c, &q->r_work, &best);
    if (code != HPC_OK || !q->q)
        return code;
    q->q_work = (la_work){.work = &best, .room = -1};
    c->routines->q(c->blas, q->m.rows, q->kept, q->m.few, q->q, q->tau, &q->q_work);
    return la_take_work(&q->m.c, &q->q_work, &best);
}

/* Q (or, raw, the reflections as rows) and R (raw: tau). */
static hpc_code new_qr_results(qr *q, hpc_view *first, hpc_view *second)
{
    la_call *c = &q->m.c;
    const la_stack *s = &q->m.s;
    hpc_code code;
    if (q->mode == RAW) {
        code = la_new(c, first, c->dtype, s, 2, q->m.columns, q->m.rows);
        return code == HPC_OK ? la_new(c, second, c->dtype, s, 1, 0, q->m.few) : code;
    }
    code = la_new(c, first, c->dtype, s, 2, q->mode == ONLY_R ? 0 : q->m.rows, q->kept);
    return code == HPC_OK ? la_new(c, second, c->dtype, s, 2, q->kept, q->m.columns) : code;
}

static void factor(qr *q, const hpc_view *a, int64_t i)
{
    const la_call *c = &q->m.c;
    hpc_matrix from = la_matrix(a, &q->m.s, i);
    hpc_matrix work = la_columns(q->a, q->m.rows, q->m.columns, c->size);
    hpc_matrix_copy(&work, &from, c->size);
    if (q->m.few)
        c->routines->qr(c->blas, q->m.rows, q->m.columns, q->a, q->tau, &q->r_work);
}

static void give_raw(const qr *q, const hpc_view *first, const hpc_view *second, int64_t i)
{
    hpc_matrix to = la_result(first, &q->m.s, i);
    /* The columns of the result of LAPACK are the rows of what is given. */
    memcpy(to.data, q->a, (size_t)to.rows * (size_t)to.row);
    memcpy(la_result(second, &q->m.s, i).data, q->tau, (size_t)q->m.few * (size_t)q->m.c.size);
}

static void give_q(qr *q, const hpc_view *first, int64_t i)
{
    la_call *c = &q->m.c;
    hpc_matrix made = la_columns(q->q, q->m.rows, q->kept, c->size);
    hpc_matrix to = la_result(first, &q->m.s, i);
    if (q->m.few) {
        memcpy(q->q, q->a, (size_t)q->m.rows * (size_t)q->m.few * (size_t)c->size);
        c->routines->q(c->blas, q->m.rows, q->kept, q->m.few, q->q, q->tau, &q->q_work);
    } else {
        la_identity(c, &made);
    }
    hpc_matrix_copy(&to, &made, c->size);
}

/* The upper triangle of what LAPACK left. */
static void give_r(const qr *q, const hpc_view *second, int64_t i)
{
    hpc_matrix to = la_result(second, &q->m.s, i);
    hpc_matrix work = la_columns(q->a, q->m.rows, q->m.columns, q->m.c.size);
    work.rows = to.rows;
    hpc_matrix_copy(&to, &work, q->m.c.size);
    for (int64_t r = 1; r < to.rows; r++) {
        int64_t below = r < to.columns ? r : to.columns;
        memset(to.data + r * to.row, 0, (size_t)below * (size_t)to.column);
    }
}

hpc_code rtf_linalg_qr(hpc_frame *frame, hpc_word *words)
{
    hpc_view *results[] = {words[0].p, words[1].p};
    const hpc_view *a = words[2].p;
    qr q = {.mode = (int)words[3].i};
    hpc_code code = begin_shaped(&q.m, frame, a);
    q.kept = q.mode == COMPLETE ? q.m.rows : q.m.few;
    if (code == HPC_OK)
        code = prepare_qr(&q);
    if (code == HPC_OK)
        code = new_qr_results(&q, results[0], results[1]);
    for (int64_t i = 0; code == HPC_OK && i < q.m.s.count; i++) {
        factor(&q, a, i);
        if (q.mode == RAW) {
            give_raw(&q, results[0], results[1], i);
            continue;
        }
        if (q.mode != ONLY_R)
            give_q(&q, results[0], i);
        give_r(&q, results[1], i);
    }
    return la_end(&q.m.c, code, results, 2);
}

/* ---- Singular values ------------------------------------------------------------------------------- */

typedef struct svd {
    shaped m;
    char job;
    int u_columns, vt_rows;
    void *a, *s, *u, *vt;
    la_work w;
} svd;

/* What zgesdd wants for its real numbers (LAPACK's documentation of 3.7, the largest case). */
static int64_t svd_reals(const svd *d)
{
    int64_t few = d->m.few, many = d->m.rows > d->m.columns ? d->m.rows : d->m.columns;
    int64_t wide = 5 * few * few + 5 * few, tall = 2 * many * few + 2 * few * few + few;
    return d->job == 'N' ? 7 * few : wide > tall ? wide : tall;
}

static hpc_code prepare_svd(svd *d)
{
    la_call *c = &d->m.c;
    la_room best;
    hpc_code code = la_take(c, (int64_t)d->m.rows * d->m.columns, c->size, &d->a);
    if (code == HPC_OK)
        code = la_take(c, d->m.few, c->real_size, &d->s);
    if (code == HPC_OK)
        code = la_take(c, (int64_t)d->m.rows * d->u_columns, c->size, &d->u);
    if (code == HPC_OK)
        code = la_take(c, (int64_t)d->vt_rows * d->m.columns, c->size, &d->vt);
    if (code == HPC_OK)
        code = la_take(c, 8 * (int64_t)d->m.few, sizeof(int), &d->w.ints);
    if (code == HPC_OK && c->dtype != c->real)
        code = la_take(c, svd_reals(d), c->real_size, &d->w.reals);
    if (code != HPC_OK || !d->m.few)
        return code;
    d->w.work = &best;
    d->w.room = -1;
    c->routines->svd(c->blas, d->job, d->m.rows, d->m.columns, d->a, d->s, d->u, d->vt, &d->w);
    return la_take_work(c, &d->w, &best);
}

static bool decompose(svd *d, const hpc_view *a, int64_t i)
{
    la_call *c = &d->m.c;
    hpc_matrix from = la_matrix(a, &d->m.s, i);
    hpc_matrix work = la_columns(d->a, d->m.rows, d->m.columns, c->size);
    hpc_matrix_copy(&work, &from, c->size);
    if (d->m.few)
        return c->routines->svd(c->blas, d->job, d->m.rows, d->m.columns, d->a, d->s, d->u, d->vt,
                                &d->w) == 0;
    hpc_matrix u = la_columns(d->u, d->m.rows, d->u_columns, c->size);
    hpc_matrix vt = la_columns(d->vt, d->vt_rows, d->m.columns, c->size);
    la_identity(c, &u);
    la_identity(c, &vt);
    return true;
}

static hpc_code svd_all(svd *d, const hpc_view *a, hpc_view *u, hpc_view *s, hpc_view *vt)
{
    la_call *c = &d->m.c;
    hpc_code code = prepare_svd(d);
    if (code == HPC_OK)
        code = la_new(c, s, c->real, &d->m.s, 1, 0, d->m.few);
    if (code == HPC_OK && u)
        code = la_new(c, u, c->dtype, &d->m.s, 2, d->m.rows, d->u_columns);
    if (code == HPC_OK && u)
        code = la_new(c, vt, c->dtype, &d->m.s, 2, d->vt_rows, d->m.columns);
    for (int64_t i = 0; code == HPC_OK && i < d->m.s.count; i++) {
        if (!decompose(d, a, i))
            return la_fail(c->frame, "SVD did not converge");
        memcpy(la_result(s, &d->m.s, i).data, d->s, (size_t)d->m.few * (size_t)c->real_size);
        if (!u)
            continue;
        hpc_matrix from = la_columns(d->u, d->m.rows, d->u_columns, c->size);
        hpc_matrix to = la_result(u, &d->m.s, i);
        hpc_matrix_copy(&to, &from, c->size);
        from = la_columns(d->vt, d->vt_rows, d->m.columns, c->size);
        to = la_result(vt, &d->m.s, i);
        hpc_matrix_copy(&to, &from, c->size);
    }
    return code;
}

/* u, s, vt; array, 1 for full matrices. */
hpc_code rtf_linalg_svd(hpc_frame *frame, hpc_word *words)
{
    hpc_view *results[] = {words[0].p, words[1].p, words[2].p};
    const hpc_view *a = words[3].p;
    svd d = {.job = words[4].i ? 'A' : 'S'};
    hpc_code code = begin_shaped(&d.m, frame, a);
    d.u_columns = words[4].i ? d.m.rows : d.m.few;
    d.vt_rows = words[4].i ? d.m.columns : d.m.few;
    if (code == HPC_OK)
        code = svd_all(&d, a, results[0], results[1], results[2]);
    return la_end(&d.m.c, code, results, 3);
}

hpc_code rtf_linalg_svdvals(hpc_frame *frame, hpc_word *words)
{
    hpc_view *s = words[0].p;
    const hpc_view *a = words[1].p;
    svd d = {.job = 'N'};
    hpc_code code = begin_shaped(&d.m, frame, a);
    if (code == HPC_OK)
        code = svd_all(&d, a, NULL, s, NULL);
    return la_end(&d.m.c, code, &s, 1);
}

/* ---- Least squares --------------------------------------------------------------------------------- */

typedef struct least {
    shaped m;
    int count; /* right sides; LAPACK wants one at least */
    int tall;  /* rows of `b`: what LAPACK reads and writes */
    void *a, *b, *s;
    int rank;
    la_work w;
} least;

static hpc_code prepare_least(least *q)
{
    la_call *c = &q->m.c;
    la_room best, best_real;
    int best_int = 1;
    hpc_code code = la_take(c, (int64_t)q->m.rows * q->m.columns, c->size, &q->a);
    if (code == HPC_OK)
        code = la_take(c, (int64_t)q->tall * q->count, c->size, &q->b);
    if (code == HPC_OK)
        code = la_take(c, q->m.few, c->real_size, &q->s);
    if (code != HPC_OK || !q->m.few)
        return code;
    q->w = (la_work){.work = &best, .room = -1, .reals = &best_real, .ints = &best_int};
    c->routines->least_squares(c->blas, q->m.rows, q->m.columns, q->count, q->a, q->b, q->s, 0,
                               &q->rank, &q->w);
    code = la_take_work(c, &q->w, &best);
    if (code == HPC_OK)
        code = la_take(c, best_int, sizeof(int), &q->w.ints);
    if (code != HPC_OK || c->dtype == c->real)
        return code;
    q->w.reals_room = la_room_of(c, &best_real);
    return la_take(c, q->w.reals_room, c->real_size, &q->w.reals);
}

/* The sum of squares of what LAPACK left below the solution: the residual. */
#define DEFINE_SQUARES(name, type)                                                                 \
    static void name(const void *at, int64_t parts, char *out)                                     \
    {                                                                                              \
        type sum = 0;                                                                              \
        for (int64_t i = 0; i < parts; i++)                                                        \
            sum += ((const type *)at)[i] * ((const type *)at)[i];                                  \
        *(type *)(void *)out = sum;                                                                \
    }

DEFINE_SQUARES(squares_f32, float)
DEFINE_SQUARES(squares_f64, double)

static void give_residuals(const least *q, const hpc_view *out)
{
    const la_call *c = &q->m.c;
    int64_t left = q->m.rows - q->m.columns, parts = left * (c->size / c->real_size);
    for (int64_t j = 0; j < out->shape[0]; j++) {
        const char *at = (const char *)q->b + (j * q->tall + q->m.columns) * c->size;
        char *to = out->data + j * c->real_size;
        (c->real == HPC_F32 ? squares_f32 : squares_f64)(at, parts, to);
    }
}

static hpc_code solve_least(least *q, const hpc_view *a, const hpc_view *b, double limit)
{
    la_call *c = &q->m.c;
    hpc_matrix left = la_columns(q->a, q->m.rows, q->m.columns, c->size);
    hpc_matrix right = la_columns(q->b, q->tall, q->count, c->size);
    hpc_matrix from = la_matrix(a, &q->m.s, 0);
    hpc_matrix_copy(&left, &from, c->size);
    from = la_matrix(b, &q->m.s, 0);
    memset(q->b, 0, (size_t)q->tall * (size_t)q->count * (size_t)c->size);
    right.rows = q->m.rows;
    right.columns = from.columns;
    hpc_matrix_copy(&right, &from, c->size);
    if (!q->m.few)
        return HPC_OK;
    if (c->routines->least_squares(c->blas, q->m.rows, q->m.columns, q->count, q->a, q->b, q->s,
                                   limit, &q->rank, &q->w) != 0)
        return la_fail(c->frame, "SVD did not converge in Linear Least Squares");
    return HPC_OK;
}

/* x, residuals, s, rank; a and b of rank 2 with equal rows, the limit below which singular values
 * count as 0. */
hpc_code rtf_linalg_lstsq(hpc_frame *frame, hpc_word *words)
{
    hpc_view *results[] = {words[0].p, words[1].p, words[2].p};
    const hpc_view *a = words[3].p, *b = words[4].p;
    least q = {.rank = 0};
    hpc_code code = begin_shaped(&q.m, frame, a);
    if (code == HPC_OK)
        code = la_extent(frame, b->shape[1], &q.count);
    int64_t given = b->shape[1];
    q.count += q.count == 0;
    q.tall = q.m.rows > q.m.columns ? q.m.rows : q.m.columns;
    if (code == HPC_OK)
        code = prepare_least(&q);
    if (code == HPC_OK)
        code = solve_least(&q, a, b, words[5].f);
    bool has_residuals = q.rank == q.m.columns && q.m.rows > q.m.columns;
    if (code == HPC_OK)
        code = la_new(&q.m.c, results[0], q.m.c.dtype, &q.m.s, 2, q.m.columns, given);
    if (code == HPC_OK)
        code = la_new(&q.m.c, results[1], q.m.c.real, &q.m.s, 1, 0, has_residuals ? given : 0);
    if (code == HPC_OK)
        code = la_new(&q.m.c, results[2], q.m.c.real, &q.m.s, 1, 0, q.m.few);
    if (code == HPC_OK) {
        hpc_matrix to = la_result(results[0], &q.m.s, 0);
        hpc_matrix from = la_columns(q.b, q.tall, q.count, q.m.c.size);
        hpc_matrix_copy(&to, &from, q.m.c.size);
        memcpy(results[2]->data, q.s, (size_t)q.m.few * (size_t)q.m.c.real_size);
        if (has_residuals)
            give_residuals(&q, results[1]);
    }
    words[6].i = q.rank;
    return la_end(&q.m.c, code, results, 3);
}
