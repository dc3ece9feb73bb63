/* Takes an array, gives the Fourier transforms of its lines along one axis, cut or padded with zeros
 * to n points. A line is loaded into a row of contiguous points, transformed there by pocketfft
 * (fft_plan.h), and stored; along the last axis the row is the result's own.
 *
 * Plans hold the roots of unity of a length and cost as much as a transform, so that a context keeps
 * the last ones. */
#include "fft.h"

#include <string.h>

#include "fft_plan.h"

hpc_code rtf_fft(hpc_frame *frame, hpc_word *words);

/* ---- Plans --------------------------------------------------------------------------------------- */

/* A plan in use is in no slot; slots change by exchange alone, so that threads of a context never
 * wait for each other. */
static hpc_fft_plan *take_plan(hpc_runtime *r, hpc_fft_kind kind)
{
    for (int i = 0; i < HPC_FFT_PLANS; i++) {
        hpc_fft_plan *plan = atomic_exchange(&r->fft_plans[i], NULL);
        if (!plan)
            continue;
        hpc_fft_kind have = hpc_fft_plan_kind(plan);
        if (have.n == kind.n && have.real == kind.real && have.single == kind.single)
            return plan;
        void *none = NULL;
        if (!atomic_compare_exchange_strong(&r->fft_plans[i], &none, plan))
            hpc_fft_plan_free(plan);
    }
    return hpc_fft_plan_new(kind);
}

/* Into a free slot, or in place of an old plan. */
static void keep_plan(hpc_runtime *r, hpc_fft_plan *plan)
{
    for (int i = 0; i < HPC_FFT_PLANS; i++) {
        void *none = NULL;
        if (atomic_compare_exchange_strong(&r->fft_plans[i], &none, plan))
            return;
    }
    size_t slot = hpc_fft_plan_kind(plan).n % HPC_FFT_PLANS;
    hpc_fft_plan_free(atomic_exchange(&r->fft_plans[slot], plan));
}

void hpc_fft_drain(hpc_runtime *runtime)
{
    for (int i = 0; i < HPC_FFT_PLANS; i++)
        hpc_fft_plan_free(atomic_exchange(&runtime->fft_plans[i], NULL));
}

/* ---- Lines --------------------------------------------------------------------------------------- */

/* What is transformed into what. A real spectrum has n / 2 + 1 points. */
enum { FORWARD, BACKWARD, REAL_FORWARD, REAL_BACKWARD };

enum {
    LANES_AT_MOST = 1 << 15 /* points of lines that are transformed several at once */
};

typedef struct transform {
    hpc_fft_plan *plan;
    int way;
    int64_t n, points, size; /* points of the result, and the bytes of one */
    double factor;
    bool real_input, single;
} transform;

/* A line in a row of numbers, `lanes` apart: complex points; real points from the second number on
 * (the transform then finds its place); a real spectrum in pocketfft's order. And back: the line of
 * the result. */
#define DEFINE_SPECTRUM(type)                                                                      \
    static void load_spectrum_##type(const transform *t, type *parts, int lanes, const char *in,   \
                                     int64_t step, int64_t given)                                  \
    {                                                                                              \
        for (int64_t i = 0; i < given; i++) {                                                      \
            const type *x = (const type *)(const void *)(in + i * step);                           \
            parts[(i ? 2 * i - 1 : 0) * lanes] = x[0];                                             \
            if (i && 2 * i < t->n)                                                                 \
                parts[2 * i * lanes] = x[1];                                                       \
        }                                                                                          \
    }

DEFINE_SPECTRUM(float)
DEFINE_SPECTRUM(double)

#define DEFINE_LINE(type)                                                                           \
    static void load_##type(const transform *t, type *parts, int lanes, const char *in,             \
                            int64_t step, int64_t given)                                            \
    {                                                                                               \
        if (t->way == REAL_FORWARD)                                                                 \
            for (int64_t i = 0; i < given; i++)                                                     \
                parts[(1 + i) * lanes] = *(const type *)(const void *)(in + i * step);              \
        else if (t->way == REAL_BACKWARD)                                                           \
            load_spectrum_##type(t, parts, lanes, in, step, given);                                 \
        else                                                                                        \
            for (int64_t i = 0; i < given; i++) {                                                   \
                const type *x = (const type *)(const void *)(in + i * step);                        \
                parts[2 * i * lanes] = x[0];                                                        \
                parts[(2 * i + 1) * lanes] = t->real_input ? 0 : x[1];                              \
            }                                                                                       \
    }                                                                                               \
    static void store_##type(const transform *t, char *out, int64_t step, const type *parts,        \
                             int lanes)                                                             \
    {                                                                                               \
        if (t->way == REAL_BACKWARD)                                                                \
            for (int64_t i = 0; i < t->points; i++)                                                 \
                *(type *)(void *)(out + i * step) = parts[i * lanes];                               \
        else                                                                                        \
            for (int64_t i = 0; i < t->points; i++) {                                               \
                type *x = (type *)(void *)(out + i * step);                                         \
                x[0] = parts[2 * i * lanes];                                                        \
                x[1] = parts[(2 * i + 1) * lanes];                                                  \
            }                                                                                       \
    }                                                                                               \
    /* The first number of a real transform is its real part; the parts that are 0 are not made. */ \
    static void complete_##type(const transform *t, void *row, int lanes)                           \
    {                                                                                               \
        type *parts = row;                                                                          \
        for (int k = 0; k < lanes; k++) {                                                           \
            parts[k] = parts[lanes + k];                                                            \
            parts[lanes + k] = 0;                                                                   \
            if (t->n % 2 == 0)                                                                      \
                parts[(t->n + 1) * lanes + k] = 0;                                                  \
        }                                                                                           \
    }

DEFINE_LINE(float)
DEFINE_LINE(double)

static int64_t number_size(const transform *t)
{
    return t->single ? (int64_t)sizeof(float) : (int64_t)sizeof(double);
}

/* One lane of a row; `row` points to its first number. Rows that a line does not fill were zeroed. */
static void load(const transform *t, void *row, int lanes, const hpc_view *a, const char *in,
                 int axis, int64_t given)
{
    if (t->single)
        load_float(t, row, lanes, in, a->strides[axis], given);
    else
        load_double(t, row, lanes, in, a->strides[axis], given);
}

static void store(const transform *t, char *out, int64_t step, const void *row, int lanes)
{
    if (t->single)
        store_float(t, out, step, row, lanes);
    else
        store_double(t, out, step, row, lanes);
}

static bool run(const transform *t, void *row, int lanes)
{
    bool forward = t->way == FORWARD || t->way == REAL_FORWARD;
    char *first = (char *)row + (t->way == REAL_FORWARD ? lanes * number_size(t) : 0);
    bool done = lanes == 1 ? hpc_fft_run(t->plan, first, t->factor, forward)
                           : hpc_fft_run_lanes(t->plan, first, t->factor, forward);
    if (t->way == REAL_FORWARD)
        (t->single ? complete_float : complete_double)(t, row, lanes);
    return done;
}

/* How many points of a line are read; fewer than `*wanted` are filled up with zeros. */
static int64_t given_points(const transform *t, const hpc_view *a, int axis, int64_t *wanted)
{
    *wanted = t->way == REAL_BACKWARD ? t->n / 2 + 1 : t->n;
    return a->shape[axis] < *wanted ? a->shape[axis] : *wanted;
}

/* Where the i-th line of a view starts; lines are numbered in C order of the other axes. */
static char *line_start(const hpc_view *v, int axis, int64_t i)
{
    char *at = v->data;
    for (int r = v->rank - 1; r >= 0; r--) {
        if (r == axis)
            continue;
        at += i % v->shape[r] * v->strides[r];
        i /= v->shape[r];
    }
    return at;
}

/* `lanes` lines from the i-th on, by way of the row. */
static bool transform_lines(const transform *t, const hpc_view *out, const hpc_view *a, int axis,
                            int64_t i, int lanes, char *row)
{
    int64_t wanted, given = given_points(t, a, axis, &wanted);
    if (given < wanted)
        memset(row, 0, (size_t)(t->points * t->size * lanes));
    for (int k = 0; k < lanes; k++)
        load(t, row + k * number_size(t), lanes, a, line_start(a, axis, i + k), axis, given);
    if (!run(t, row, lanes))
        return false;
    for (int k = 0; k < lanes; k++)
        store(t, line_start(out, axis, i + k), out->strides[axis], row + k * number_size(t), lanes);
    return true;
}

/* Lines of the last axis, one by one: the row is the result's own. */
static bool transform_in_place(const transform *t, const hpc_view *out, const hpc_view *a,
                               int64_t from, int64_t lines)
{
    int axis = a->rank - 1;
    int64_t wanted, given = given_points(t, a, axis, &wanted);
    for (int64_t i = from; i < lines; i++) {
        char *row = line_start(out, axis, i);
        if (given < wanted)
            memset(row, 0, (size_t)(t->points * t->size));
        load(t, row, 1, a, line_start(a, axis, i), axis, given);
        if (!run(t, row, 1))
            return false;
    }
    return true;
}

static hpc_code transform_by_rows(hpc_frame *frame, const transform *t, const hpc_view *out,
                                  const hpc_view *a, int axis, int64_t lines, int lanes)
{
    int64_t size = t->points * t->size * lanes;
    char *row = hpc_heap_alloc(frame->runtime->heap, (size_t)size);
    bool done = true;
    int64_t i = 0;
    if (!row)
        return hpc_fail_memory(frame, (size_t)size);
    for (; done && i + lanes <= lines; i += lanes)
        done = transform_lines(t, out, a, axis, i, lanes, row);
    if (axis == a->rank - 1)
        done = done && transform_in_place(t, out, a, i, lines);
    else
        for (; done && i < lines; i++)
            done = transform_lines(t, out, a, axis, i, 1, row);
    hpc_heap_free(frame->runtime->heap, row);
    return done ? HPC_OK : hpc_fail_memory(frame, (size_t)(t->n * 16));
}

/* ---- The function -------------------------------------------------------------------------------- */

static hpc_dtype result_dtype(const transform *t)
{
    if (t->way == REAL_BACKWARD)
        return t->single ? HPC_F32 : HPC_F64;
    return t->single ? HPC_C64 : HPC_C128;
}

static hpc_code transform_all(hpc_frame *frame, const transform *t, const hpc_view *out,
                              const hpc_view *a, int axis)
{
    int64_t size = hpc_view_size(out);
    int64_t lines = size ? size / t->points : 0;
    int lanes = hpc_fft_lanes(t->plan);
    if (t->n > LANES_AT_MOST || lines < lanes)
        lanes = 1;
    if (axis == a->rank - 1 && lanes == 1)
        return transform_in_place(t, out, a, 0, lines)
                   ? HPC_OK
                   : hpc_fail_memory(frame, (size_t)(t->n * 16));
    return transform_by_rows(frame, t, out, a, axis, lines, lanes);
}

/* array (float or complex, in single or double precision), axis, n, way, factor. */
hpc_code rtf_fft(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p;
    int axis = (int)words[2].i;
    transform t = {.n = words[3].i, .way = (int)words[4].i, .factor = words[5].f};
    int64_t shape[HPC_MAX_RANK];
    if (t.n < 1)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "Invalid number of FFT data points (%lld) specified.", (long long)t.n);
    t.points = t.way == REAL_FORWARD ? t.n / 2 + 1 : t.n;
    t.real_input = hpc_dtype_kind((hpc_dtype)a->dtype) == 'f';
    t.single = a->dtype == HPC_F32 || a->dtype == HPC_C64;
    t.size = hpc_dtype_size(result_dtype(&t));
    memcpy(shape, a->shape, (size_t)a->rank * sizeof *shape);
    shape[axis] = t.points;
    hpc_code code = hpc_view_new(frame, out, result_dtype(&t), a->rank, shape);
    if (code != HPC_OK)
        return code;
    t.plan =
        take_plan(frame->runtime, (hpc_fft_kind){(size_t)t.n, t.way >= REAL_FORWARD, t.single});
    code = t.plan ? transform_all(frame, &t, out, a, axis)
                  : hpc_fail_memory(frame, (size_t)(t.n * 16));
    if (t.plan)
        keep_plan(frame->runtime, t.plan);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}
