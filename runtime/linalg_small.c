/* Takes stacks of real matrices of up to 4 x 4, gives solutions, inverses, determinants and Cholesky
 * factors, several matrices side by side in vector lanes (linalg_lanes.h). stdlib/numpy/linalg.hpc does
 * the same arithmetic on scalars where extents are known when compiling: one program gives one result,
 * whatever was known. docs/linear-algebra.md says which arithmetic and why. */
#include <float.h>
#include <math.h>

#include "linalg.h"
#include "matmul.h"

hpc_code rtf_linalg_log(hpc_frame *frame, hpc_word *words);

enum { LANES_MOST = 8 };

/* Of `count` matrices; lanes beyond repeat the last one. */
typedef struct small_work {
    int n, count, k; /* k: of products */
    int64_t m;       /* right sides; b NULL: the identity's columns */
    int64_t a_row, a_column, b_row, b_column;
    const char *a[LANES_MOST], *b[LANES_MOST];
    char *out[LANES_MOST], *sign[LANES_MOST];
} small_work;

/* Returns a bit for each matrix that is singular, or not positive definite. */
typedef unsigned small_fn(const small_work *w);

typedef struct small_kernels {
    int lanes;
    small_fn *solve, *det, *cholesky, *product;
} small_kernels;

#define PASTE(x, y) x##_##y
#define WITH(x, y) PASTE(x, y)
#define NAME(x) WITH(x, SUFFIX)

#define REAL double
#define INTEGER int64_t
#define MOST INT64_MAX
#define FMA fma
#define ROOT sqrt
#define LOG log
#define LEAST DBL_MIN
#if defined(__x86_64__)
#define LANES 4
#define SUFFIX f64_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "linalg_lanes.h"
#undef LANES
#undef SUFFIX
#undef TARGET
#define LANES 8
#define SUFFIX f64_avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl,fma")))
#include "linalg_lanes.h"
#undef LANES
#undef SUFFIX
#undef TARGET
#endif
#define LANES 2
#define SUFFIX f64_any
#define TARGET
#include "linalg_lanes.h"
#undef LANES
#undef SUFFIX
#undef TARGET
#undef REAL
#undef INTEGER
#undef MOST
#undef FMA
#undef ROOT
#undef LOG
#undef LEAST

#define REAL float
#define INTEGER int32_t
#define MOST INT32_MAX
#define FMA fmaf
#define ROOT sqrtf
#define LOG logf
#define LEAST FLT_MIN
#if defined(__x86_64__)
#define LANES 8
#define SUFFIX f32_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "linalg_lanes.h"
#undef LANES
#undef SUFFIX
#undef TARGET
#endif
#define LANES 4
#define SUFFIX f32_any
#define TARGET
#include "linalg_lanes.h"

#define KERNELS(lanes, suffix)                                                                     \
    {                                                                                              \
        lanes, PASTE(solve, suffix), PASTE(det, suffix), PASTE(cholesky, suffix),                  \
            PASTE(product, suffix)                                                                 \
    }

static small_kernels kernels_of(hpc_dtype dtype)
{
#if defined(__x86_64__)
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (dtype == HPC_F32 && avx2)
        return (small_kernels)KERNELS(8, f32_avx2);
    if (dtype == HPC_F64 && avx512)
        return (small_kernels)KERNELS(8, f64_avx512);
    if (dtype == HPC_F64 && avx2)
        return (small_kernels)KERNELS(4, f64_avx2);
#endif
    if (dtype == HPC_F32)
        return (small_kernels)KERNELS(4, f32_any);
    return (small_kernels)KERNELS(2, f64_any);
}

bool la_is_small(const hpc_view *a)
{
    int64_t n = a->shape[a->rank - 1];
    return (a->dtype == HPC_F32 || a->dtype == HPC_F64) && n >= 1 && n <= LA_SMALL &&
           a->shape[a->rank - 2] == n;
}

/* ---- Stacks -------------------------------------------------------------------------------------- */

typedef struct small_call {
    hpc_frame *frame;
    la_stack s;
    small_work w;
    small_fn *run;
    int lanes;
    const hpc_view *a, *b, *out, *sign;
    const char *failure; /* NULL: none; what fails is NaN */
} small_call;

static char *at(const hpc_view *v, const la_stack *s, int64_t i)
{
    if (s->rank == 1 && v->rank == 3)
        return v->data + (v->shape[0] == 1 ? 0 : i * v->strides[0]);
    return la_matrix(v, s, i).data;
}

static void fill_nan(const small_call *c, char *out)
{
    for (int64_t k = 0; k < c->w.n * c->w.m; k++)
        if (c->a->dtype == HPC_F32)
            ((float *)(void *)out)[k] = NAN;
        else
            ((double *)(void *)out)[k] = NAN;
}

/* `step`, `sign_step`: bytes from one result to the next. */
static hpc_code run_all(small_call *c, int64_t step, int64_t sign_step)
{
    small_work *w = &c->w;
    for (int64_t i = 0; i < c->s.count; i += c->lanes) {
        w->count = c->s.count - i < c->lanes ? (int)(c->s.count - i) : c->lanes;
        for (int l = 0; l < c->lanes; l++) {
            int64_t k = l < w->count ? i + l : c->s.count - 1;
            w->a[l] = at(c->a, &c->s, k);
            w->b[l] = c->b ? at(c->b, &c->s, k) : NULL;
            w->out[l] = c->out->data + k * step;
            w->sign[l] = c->sign ? c->sign->data + k * sign_step : NULL;
        }
        unsigned failed = c->run(w);
        if (failed && c->failure)
            return la_fail(c->frame, c->failure);
        for (int l = 0; failed && !c->sign && l < w->count; l++)
            if (failed >> l & 1)
                fill_nan(c, w->out[l]);
    }
    return HPC_OK;
}

/* Everything but what is run; the stack's shape is that of a and b. */
static hpc_code begin(small_call *c, hpc_frame *frame, const hpc_view *a, const hpc_view *b)
{
    *c = (small_call){.frame = frame, .a = a, .b = b};
    c->w.n = (int)a->shape[a->rank - 1];
    c->w.m = b ? b->shape[b->rank - 1] : c->w.n;
    c->w.a_row = a->strides[a->rank - 2];
    c->w.a_column = a->strides[a->rank - 1];
    c->w.b_row = b ? b->strides[b->rank - 2] : 0;
    c->w.b_column = b ? b->strides[b->rank - 1] : 0;
    return la_stack_of(frame, a, b, &c->s);
}

static hpc_code result(small_call *c, hpc_view *out, int core, int64_t rows, int64_t columns)
{
    la_call made = {.frame = c->frame};
    return la_new(&made, out, (hpc_dtype)c->a->dtype, &c->s, core, rows, columns);
}

/* One matrix for each of the stack, of n rows and w.m columns. */
static hpc_code run_matrices(small_call *c, hpc_view *out, small_fn *run, int lanes,
                             const char *failure)
{
    hpc_code code = result(c, out, 2, c->w.n, c->w.m);
    if (code != HPC_OK || c->w.m == 0)
        return code;
    c->run = run;
    c->lanes = lanes;
    c->out = out;
    c->failure = failure;
    code = run_all(c, c->w.n * c->w.m * hpc_dtype_size((hpc_dtype)c->a->dtype), 0);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

hpc_code la_small_solve(hpc_frame *frame, hpc_view *out, const hpc_view *a, const hpc_view *b,
                        bool quiet)
{
    small_call c;
    small_kernels kernels = kernels_of((hpc_dtype)a->dtype);
    hpc_code code = begin(&c, frame, a, b);
    if (code != HPC_OK)
        return code;
    return run_matrices(&c, out, kernels.solve, kernels.lanes, quiet ? NULL : "Singular matrix");
}

hpc_code la_small_det(hpc_frame *frame, hpc_view *sign, hpc_view *log, const hpc_view *a)
{
    small_call c;
    small_kernels kernels = kernels_of((hpc_dtype)a->dtype);
    int64_t size = hpc_dtype_size((hpc_dtype)a->dtype);
    hpc_code code = begin(&c, frame, a, NULL);
    if (code == HPC_OK)
        code = result(&c, sign, 0, 0, 0);
    if (code != HPC_OK)
        return code;
    code = result(&c, log, 0, 0, 0);
    if (code != HPC_OK) {
        hpc_view_release(sign);
        return code;
    }
    c.run = kernels.det;
    c.lanes = kernels.lanes;
    c.out = log;
    c.sign = sign;
    return run_all(&c, size, size);
}

hpc_code la_small_cholesky(hpc_frame *frame, hpc_view *out, const hpc_view *a)
{
    small_call c;
    small_kernels kernels = kernels_of((hpc_dtype)a->dtype);
    hpc_code code = begin(&c, frame, a, NULL);
    if (code != HPC_OK)
        return code;
    return run_matrices(&c, out, kernels.cholesky, kernels.lanes,
                        "Matrix is not positive definite");
}

hpc_code rtf_linalg_log(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[2].f = words[1].i ? (double)logf((float)words[0].f) : log(words[0].f);
    return HPC_OK;
}

bool hpc_product_lanes(hpc_dtype dtype, const hpc_product *p, int64_t count, int64_t a_step,
                       int64_t b_step)
{
    if ((dtype != HPC_F32 && dtype != HPC_F64) || p->n > LA_SMALL || p->k > LA_SMALL ||
        p->m > LA_SMALL || count < 4)
        return false;
    const small_kernels kernels = kernels_of(dtype);
    const int64_t step = p->n * p->m * hpc_dtype_size(dtype);
    small_work w = {.n = (int)p->n,
                    .k = (int)p->k,
                    .m = p->m,
                    .a_row = p->a_row,
                    .a_column = p->a_col,
                    .b_row = p->b_row,
                    .b_column = p->b_col};
    for (int64_t i = 0; i < count; i += kernels.lanes) {
        w.count = count - i < kernels.lanes ? (int)(count - i) : kernels.lanes;
        for (int l = 0; l < kernels.lanes; l++) {
            int64_t k = l < w.count ? i + l : count - 1;
            w.a[l] = p->a + k * a_step;
            w.b[l] = p->b + k * b_step;
            w.out[l] = p->out + k * step;
        }
        kernels.product(&w);
    }
    return true;
}
