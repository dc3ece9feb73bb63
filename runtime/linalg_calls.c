/* LAPACK's routines in one form for all four types (linalg.h). Fortran takes every argument by
 * address, and the lengths of texts at the end. */
#include "linalg.h"

static int at_least_one(int n)
{
    return n > 1 ? n : 1;
}

/* ---- The same for every type ---------------------------------------------------------------------- */

#define DEFINE_COMMON(p, type, form_q)                                                             \
    static int p##_solve(const hpc_blas *l, int n, int m, void *a, int *pivots, void *b)           \
    {                                                                                              \
        int info = 0, step = at_least_one(n);                                                      \
        l->p##gesv_(&n, &m, a, &step, pivots, b, &step, &info);                                    \
        return info;                                                                               \
    }                                                                                              \
    static int p##_lu(const hpc_blas *l, int n, void *a, int *pivots)                              \
    {                                                                                              \
        int info = 0, step = at_least_one(n);                                                      \
        l->p##getrf_(&n, &n, a, &step, pivots, &info);                                             \
        return info;                                                                               \
    }                                                                                              \
    static int p##_cholesky(const hpc_blas *l, char triangle, int n, void *a)                      \
    {                                                                                              \
        int info = 0, step = at_least_one(n);                                                      \
        l->p##potrf_(&triangle, &n, a, &step, &info, 1);                                           \
        return info;                                                                               \
    }                                                                                              \
    static int p##_qr(const hpc_blas *l, int rows, int columns, void *a, void *tau, la_work *w)    \
    {                                                                                              \
        int info = 0, step = at_least_one(rows);                                                   \
        l->p##geqrf_(&rows, &columns, a, &step, tau, w->work, &w->room, &info);                    \
        return info;                                                                               \
    }                                                                                              \
    static int p##_q(const hpc_blas *l, int rows, int kept, int k, void *a, const void *tau,       \
                     la_work *w)                                                                   \
    {                                                                                              \
        int info = 0, step = at_least_one(rows);                                                   \
        l->form_q(&rows, &kept, &k, a, &step, tau, w->work, &w->room, &info);                      \
        return info;                                                                               \
    }

DEFINE_COMMON(s, float, sorgqr_)
DEFINE_COMMON(d, double, dorgqr_)
DEFINE_COMMON(c, hpc_c64, cungqr_)
DEFINE_COMMON(z, hpc_c128, zungqr_)

/* ---- Real types ---------------------------------------------------------------------------------- */

/* dgeev gives a pair of conjugates as the real and imaginary parts of its first. */
#define DEFINE_REAL(p, type, pair)                                                                 \
    static int p##_svd(const hpc_blas *l, char job, int rows, int columns, void *a, void *s,       \
                       void *u, void *vt, la_work *w)                                              \
    {                                                                                              \
        int info = 0, few = rows < columns ? rows : columns;                                       \
        int a_step = at_least_one(rows), vt_step = at_least_one(job == 'S' ? few : columns);       \
        l->p##gesdd_(&job, &rows, &columns, a, &a_step, s, u, &a_step, vt, &vt_step, w->work,      \
                     &w->room, w->ints, &info, 1);                                                 \
        return info;                                                                               \
    }                                                                                              \
    static int p##_eigh(const hpc_blas *l, char job, char triangle, int n, void *a, void *values,  \
                        la_work *w)                                                                \
    {                                                                                              \
        int info = 0, step = at_least_one(n);                                                      \
        l->p##syevd_(&job, &triangle, &n, a, &step, values, w->work, &w->room, w->ints,            \
                     &w->ints_room, &info, 1, 1);                                                  \
        return info;                                                                               \
    }                                                                                              \
    static void p##_spread(int n, const type *parts, const type *imaginary, pair *out)             \
    {                                                                                              \
        for (int64_t j = 0; j < n; j++) {                                                          \
            const type *re = parts + j * n;                                                        \
            bool second = imaginary[j] != 0 && j + 1 < n;                                          \
            for (int64_t i = 0; i < n; i++) {                                                      \
                out[j * n + i] = (pair){re[i], second ? re[n + i] : 0};                            \
                if (second)                                                                        \
                    out[(j + 1) * n + i] = (pair){re[i], -re[n + i]};                              \
            }                                                                                      \
            j += second;                                                                           \
        }                                                                                          \
    }                                                                                              \
    static int p##_eig(const hpc_blas *l, int n, void *a, void *values, void *vectors, la_work *w) \
    {                                                                                              \
        int info = 0, step = at_least_one(n), one = 1;                                             \
        char none = 'N', job = vectors ? 'V' : 'N';                                                \
        type *re = w->reals, *im = re ? re + n : NULL, *parts = re ? im + n : NULL;                \
        pair *out = values;                                                                        \
        l->p##geev_(&none, &job, &n, a, &step, re, im, NULL, &one, parts, &step, w->work,          \
                    &w->room, &info, 1, 1);                                                        \
        if (w->room < 0 || info)                                                                   \
            return info;                                                                           \
        for (int i = 0; i < n; i++)                                                                \
            out[i] = (pair){re[i], im[i]};                                                         \
        if (vectors)                                                                               \
            p##_spread(n, parts, im, vectors);                                                     \
        return 0;                                                                                  \
    }                                                                                              \
    static int p##_least_squares(const hpc_blas *l, int rows, int columns, int m, void *a,         \
                                 void *b, void *s, double limit, int *rank, la_work *w)            \
    {                                                                                              \
        int info = 0, a_step = at_least_one(rows);                                                 \
        int b_step = at_least_one(rows > columns ? rows : columns);                                \
        type least = (type)limit;                                                                  \
        l->p##gelsd_(&rows, &columns, &m, a, &a_step, b, &b_step, s, &least, rank, w->work,        \
                     &w->room, w->ints, &info);                                                    \
        return info;                                                                               \
    }

DEFINE_REAL(s, float, hpc_c64)
DEFINE_REAL(d, double, hpc_c128)

/* ---- Complex types ------------------------------------------------------------------------------- */

#define DEFINE_COMPLEX(p, type, real)                                                              \
    static int p##_svd(const hpc_blas *l, char job, int rows, int columns, void *a, void *s,       \
                       void *u, void *vt, la_work *w)                                              \
    {                                                                                              \
        int info = 0, few = rows < columns ? rows : columns;                                       \
        int a_step = at_least_one(rows), vt_step = at_least_one(job == 'S' ? few : columns);       \
        l->p##gesdd_(&job, &rows, &columns, a, &a_step, s, u, &a_step, vt, &vt_step, w->work,      \
                     &w->room, w->reals, w->ints, &info, 1);                                       \
        return info;                                                                               \
    }                                                                                              \
    static int p##_eigh(const hpc_blas *l, char job, char triangle, int n, void *a, void *values,  \
                        la_work *w)                                                                \
    {                                                                                              \
        int info = 0, step = at_least_one(n);                                                      \
        l->p##heevd_(&job, &triangle, &n, a, &step, values, w->work, &w->room, w->reals,           \
                     &w->reals_room, w->ints, &w->ints_room, &info, 1, 1);                         \
        return info;                                                                               \
    }                                                                                              \
    static int p##_eig(const hpc_blas *l, int n, void *a, void *values, void *vectors, la_work *w) \
    {                                                                                              \
        int info = 0, step = at_least_one(n), one = 1;                                             \
        char none = 'N', job = vectors ? 'V' : 'N';                                                \
        l->p##geev_(&none, &job, &n, a, &step, values, NULL, &one, vectors, &step, w->work,        \
                    &w->room, w->reals, &info, 1, 1);                                              \
        return info;                                                                               \
    }                                                                                              \
    static int p##_least_squares(const hpc_blas *l, int rows, int columns, int m, void *a,         \
                                 void *b, void *s, double limit, int *rank, la_work *w)            \
    {                                                                                              \
        int info = 0, a_step = at_least_one(rows);                                                 \
        int b_step = at_least_one(rows > columns ? rows : columns);                                \
        real least = (real)limit;                                                                  \
        l->p##gelsd_(&rows, &columns, &m, a, &a_step, b, &b_step, s, &least, rank, w->work,        \
                     &w->room, w->reals, w->ints, &info);                                          \
        return info;                                                                               \
    }

DEFINE_COMPLEX(c, hpc_c64, float)
DEFINE_COMPLEX(z, hpc_c128, double)

#define ROUTINES(p)                                                                                \
    {                                                                                              \
        p##_solve, p##_lu, p##_cholesky, p##_qr, p##_q, p##_svd, p##_eigh, p##_eig,                \
            p##_least_squares                                                                      \
    }

const la_routines la_of_dtype[HPC_DTYPE_COUNT] = {
    [HPC_F32] = ROUTINES(s),
    [HPC_F64] = ROUTINES(d),
    [HPC_C64] = ROUTINES(c),
    [HPC_C128] = ROUTINES(z),
};
