/* CBLAS and LAPACK, opened when the first product or factorisation wants them: OpenBLAS linked in
 * would cost 7 to 12 ms at every process start. LAPACK is called by its Fortran interface, as NumPy
 * does: matrices are copied to column order anyway, and LAPACKE is a library more. */
#ifndef HPC_BLAS_H
#define HPC_BLAS_H

#include "rt.h"

typedef struct hpc_c64 {
    float re, im;
} hpc_c64;

typedef struct hpc_c128 {
    double re, im;
} hpc_c128;

#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float hpc_c64
#define lapack_complex_double hpc_c128
#include <cblas.h>
#include <lapack.h>

/* Every function that is called, by the name of its symbol. Of LAPACK's: linear systems, LU,
 * Cholesky, QR, singular values, eigenvalues, least squares. */
/* clang-format off */
#define HPC_BLAS_TYPES(X, name) X(s##name) X(d##name) X(c##name) X(z##name)
#define HPC_BLAS_SYMBOLS(X)                                                                        \
    X(cblas_sgemm) X(cblas_dgemm) X(cblas_cgemm) X(cblas_zgemm)                                    \
    X(cblas_sgemv) X(cblas_dgemv) X(cblas_cgemv) X(cblas_zgemv)                                    \
    X(cblas_ssyrk) X(cblas_dsyrk) X(cblas_csyrk) X(cblas_zsyrk)                                    \
    X(cblas_sdot) X(cblas_ddot) X(cblas_cdotu_sub) X(cblas_zdotu_sub)                              \
    HPC_BLAS_TYPES(X, gesv_) HPC_BLAS_TYPES(X, getrf_) HPC_BLAS_TYPES(X, potrf_)                   \
    HPC_BLAS_TYPES(X, geqrf_) HPC_BLAS_TYPES(X, gesdd_) HPC_BLAS_TYPES(X, geev_)                   \
    HPC_BLAS_TYPES(X, gelsd_)                                                                      \
    X(sorgqr_) X(dorgqr_) X(cungqr_) X(zungqr_)                                                    \
    X(ssyevd_) X(dsyevd_) X(cheevd_) X(zheevd_)
/* clang-format on */

typedef struct hpc_blas {
#define X(name) __typeof__(name) *name;
    HPC_BLAS_SYMBOLS(X)
#undef X
} hpc_blas;

enum { HPC_BLAS_MESSAGE = 256 };

/* Opens the first of the libraries that has every symbol (the list ends with NULL; a name may be two,
 * "libblas.so.3 liblapack.so.3"), one thread a call. False with the reason in `why` where there is
 * none. Libraries stay open until the process ends. */
bool hpc_blas_open(const char *const *names, hpc_blas *out, char why[HPC_BLAS_MESSAGE]);

/* The process's table, opened at the first call (thread-safe); never written to afterwards. NULL
 * where there is no library; hpc_blas_missing then says why. */
const hpc_blas *hpc_blas_get(void);
const char *hpc_blas_missing(void);

/* RuntimeError with the reason that there is no library. */
hpc_code hpc_blas_fail(hpc_frame *frame, const char *why);
/* hpc_blas_get for what cannot do without. */
hpc_code hpc_blas_need(hpc_frame *frame, const hpc_blas **out);

#endif
