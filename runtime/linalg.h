/* What the files of numpy.linalg share: LAPACK's routines by dtype, stacks of matrices, memory.
 *   linalg_calls.c  one form of each routine for all four types
 *   linalg_stack.c  the matrices of a stack, copies in column order
 *   linalg_small.c  solve, inv, det, cholesky of real matrices of up to 4 x 4, without LAPACK
 *   linalg_square.c solve, inv, det, cholesky, eigenvalues
 *   linalg_any.c    qr, singular values, least squares */
#ifndef HPC_LINALG_H
#define HPC_LINALG_H

#include "blas.h"
#include "matrix.h"

/* ---- Routines ---------------------------------------------------------------------------------
 * Matrices are in column order with columns right after each other. Each returns LAPACK's info: 0,
 * or > 0 where the numbers themselves do not allow it. `work` of `room` elements; with room -1 the
 * routine only stores the best room as its first element. Complex types also need `reals` and
 * eigenvalues of symmetric matrices whole numbers; what a type does not need is ignored. */
typedef struct la_work {
    void *work;
    int room;
    void *reals;
    int reals_room;
    int *ints;
    int ints_room;
} la_work;

typedef struct la_routines {
    int (*solve)(const hpc_blas *l, int n, int m, void *a, int *pivots, void *b);
    int (*lu)(const hpc_blas *l, int n, void *a, int *pivots);
    int (*cholesky)(const hpc_blas *l, char triangle, int n, void *a);
    int (*qr)(const hpc_blas *l, int rows, int columns, void *a, void *tau, la_work *w);
    /* The first `kept` columns of Q from the reflections of the first k columns of a. */
    int (*q)(const hpc_blas *l, int rows, int kept, int k, void *a, const void *tau, la_work *w);
    /* job: 'A' all of u and vt, 'S' the first ones, 'N' none. */
    int (*svd)(const hpc_blas *l, char job, int rows, int columns, void *a, void *s, void *u,
               void *vt, la_work *w);
    int (*eigh)(const hpc_blas *l, char job, char triangle, int n, void *a, void *values,
                la_work *w);
    /* values: n complex numbers of the type's precision; vectors (or NULL): n columns of them. For
     * real types `reals` holds n * (n + 2) numbers. */
    int (*eig)(const hpc_blas *l, int n, void *a, void *values, void *vectors, la_work *w);
    int (*least_squares)(const hpc_blas *l, int rows, int columns, int m, void *a, void *b, void *s,
                         double limit, int *rank, la_work *w);
} la_routines;

extern const la_routines la_of_dtype[HPC_DTYPE_COUNT]; /* of F32, F64, C64, C128 */

/* ---- A call ------------------------------------------------------------------------------------
 * What one runtime function works with. Memory is freed by la_end. */
enum { LA_BLOCKS = 12 };

typedef struct la_call {
    hpc_frame *frame;
    const hpc_blas *blas;
    const la_routines *routines;
    hpc_dtype dtype, real;
    int size, real_size; /* bytes of an element */
    void *blocks[LA_BLOCKS];
    int used;
} la_call;

/* Opens LAPACK for arrays of a's dtype. RuntimeError where there is none. */
hpc_code la_begin(la_call *c, hpc_frame *frame, const hpc_view *a);
/* Frees the memory. After a failure (`code`) also releases the `count` results. */
hpc_code la_end(la_call *c, hpc_code code, hpc_view *const *results, int count);

/* count * size bytes (both >= 0), unset, in *out; never NULL. MemoryError. */
hpc_code la_take(la_call *c, int64_t count, int64_t size, void *out);
/* What a routine stores when it is asked for the best room: a number of its type, real part first. */
typedef union la_room {
    float f;
    double d;
    hpc_c128 z;
} la_room;

int la_room_of(const la_call *c, const la_room *best);
/* The work memory of the best room. */
hpc_code la_take_work(la_call *c, la_work *w, const la_room *best);

/* An extent as LAPACK's int; ValueError beyond. */
hpc_code la_extent(hpc_frame *frame, int64_t extent, int *out);

/* ---- Stacks ------------------------------------------------------------------------------------ */

/* The broadcast of the leading axes of up to two arrays of matrices. */
typedef struct la_stack {
    int rank;
    int64_t shape[HPC_MAX_RANK];
    int64_t count; /* of matrices */
} la_stack;

hpc_code la_stack_of(hpc_frame *frame, const hpc_view *a, const hpc_view *b_or_null, la_stack *s);
/* The matrix of v that belongs to the i-th of the stack. */
hpc_matrix la_matrix(const hpc_view *v, const la_stack *s, int64_t i);
/* A fresh array of the stack's axes and `core` (0 to 2) further ones, in C order. */
hpc_code la_new(la_call *c, hpc_view *out, hpc_dtype dtype, const la_stack *s, int core,
                int64_t rows, int64_t columns);
/* The i-th matrix (or vector, as one row) of an array that la_new made. */
hpc_matrix la_result(const hpc_view *v, const la_stack *s, int64_t i);
/* A matrix of `rows` by `columns` in column order at data. */
hpc_matrix la_columns(void *data, int64_t rows, int64_t columns, int size);
void la_identity(la_call *c, const hpc_matrix *m);

/* ---- Small matrices (linalg_small.c) -------------------------------------------------------------- */
enum { LA_SMALL = 4 };

/* Real, square, and at most LA_SMALL wide. */
bool la_is_small(const hpc_view *a);
/* As the functions of runtime/table.h; b NULL: the identity; quiet: NaN where a matrix is singular. */
hpc_code la_small_solve(hpc_frame *frame, hpc_view *out, const hpc_view *a, const hpc_view *b,
                        bool quiet);
hpc_code la_small_det(hpc_frame *frame, hpc_view *sign, hpc_view *log, const hpc_view *a);
hpc_code la_small_cholesky(hpc_frame *frame, hpc_view *out, const hpc_view *a); /* the lower one */

hpc_code la_fail(hpc_frame *frame, const char *message); /* LinAlgError */

#endif
