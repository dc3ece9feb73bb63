/* np.histogram's bins of equal width, without a division or a look at the edges for most elements.
 *
 * NumPy finds bin g(x) = (x - low) / width * bins, rounded at each step, and mends it by one where the
 * edges say so. That is the bin with edges[k] <= x < edges[k + 1] if g is off by less than one bin at
 * every edge, since g never falls where x rises. Here the guess is h(x) = (x - middle) * scale, middle
 * being that of the first bin, which never falls either: where h is k - 1/2 +- slack at edge k, every x
 * with h(x) beyond k - 1/2 + slack lies above that edge. So h alone decides unless it is as near to a
 * half as it is at some edge. Both errors are measured at the edges of each call, not estimated; where
 * they are too large (a range of a few neighbouring numbers), NumPy's steps are taken one by one. */
#include "bins.h"

#include <math.h>
#include <string.h>

#include "cast.h"
#include "order_parts.h"

enum { BLOCK = 512, TABLES = 4, FEW_BINS = 2048, MOST_BINS = 1 << 30 };

/* Added to a small number, it leaves the nearest whole number in the lowest bits. */
#define MAGIC 0x1.8p52
#define MAGIC_BITS INT64_C(0x4338000000000000)

typedef struct search search;

/* Bins by the guess, -1 where it does not decide, of the elements that fill vectors. Returns how many these
 * are, negative where some are not decided. */
typedef int64_t guess_fn(const search *s, const double *x, int64_t n, int32_t *at);

struct search {
    const double *edges;
    int64_t bins;
    hpc_dtype kind; /* of the edges */
    double width, middle, scale, slack;
    bool wide, proved;
    guess_fn *guess; /* NULL: each element is looked up */
};

/* ---- The guess ------------------------------------------------------------------------------ */

/* What is below the range, above it or NaN has other bits than those of a bin. */
#define GUESS(name, lanes, features)                                                               \
    typedef double name##_f64 __attribute__((vector_size(8 * lanes)));                             \
    typedef int64_t name##_i64 __attribute__((vector_size(8 * lanes)));                            \
    typedef int32_t name##_i32 __attribute__((vector_size(4 * lanes)));                            \
    typedef uint64_t name##_u64 __attribute__((vector_size(8 * lanes)));                           \
    features static int64_t name(const search *s, const double *x, int64_t n, int32_t *at)         \
    {                                                                                              \
        name##_f64 zero = {0}, middle = zero + s->middle, scale = zero + s->scale;                 \
        name##_f64 magic = zero + MAGIC, most = zero + (0.5 - s->slack);                           \
        name##_i64 bits = {0}, bins = bits + s->bins, sign = bits + INT64_MAX;                     \
        name##_i32 unsure = {0};                                                                   \
        bits += MAGIC_BITS;                                                                        \
        int64_t i = 0;                                                                             \
        for (; i + lanes <= n; i += lanes) {                                                       \
            name##_f64 value;                                                                      \
            memcpy(&value, x + i, sizeof value);                                                   \
            name##_f64 h = (value - middle) * scale, nearest = h + magic;                          \
            name##_f64 rest = (name##_f64)((name##_i64)(h - (nearest - magic)) & sign);            \
            name##_i64 place = (name##_i64)((name##_u64)nearest - (name##_u64)bits);               \
            place |= ~((name##_i64)(rest < most) & (place < bins) & (place > -1));                 \
            name##_i32 low = __builtin_convertvector(place, name##_i32);                           \
            unsure |= low;                                                                         \
            memcpy(at + i, &low, sizeof low);                                                      \
        }                                                                                          \
        int32_t any = 0;                                                                           \
        for (int k = 0; k < lanes; k++)                                                            \
            any |= unsure[k];                                                                      \
        return any < 0 ? -i : i;                                                                   \
    }

#if defined(__x86_64__)
GUESS(guess_avx2, 4, __attribute__((target("avx2"))))
GUESS(guess_avx512, 8, __attribute__((target("avx512f,avx512dq,avx512vl"))))
#else
GUESS(guess_any, 2, )
#endif

static guess_fn *choose_guess(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return guess_avx512;
    return __builtin_cpu_supports("avx2") ? guess_avx2 : NULL;
#else
    return guess_any;
#endif
}

/* ---- One element at a time -------------------------------------------------------------------- */

static double rounded(hpc_dtype kind, double x)
{
    if (kind == HPC_F16)
        return hpc_half_to_float(hpc_double_to_half(x));
    return kind == HPC_F32 ? (double)(float)x : x;
}

/* NumPy's steps. A result of two floats rounds as in their own type: float64 has more than twice the
 * bits. */
static double numpy_guess(const search *s, double x)
{
    hpc_dtype kind = s->wide ? HPC_F64 : s->kind;
    double part = rounded(kind, rounded(s->kind, x - s->edges[0]) / s->width);
    return rounded(kind, part * rounded(kind, (double)s->bins));
}

/* Selects where the compiler may: elements branch at random. */
static int64_t mended(const search *s, double x, int64_t k)
{
    k -= k == s->bins;
    k -= x < s->edges[k];
    return k + ((k != s->bins - 1) & (x >= s->edges[k + 1]));
}

static int32_t proved_place(const search *s, double x)
{
    double h = (x - s->middle) * s->scale, top = (double)s->bins;
    h = h > 0 ? h : 0;
    h = h < top ? h : top;
    int64_t outside = -(int64_t) !((x >= s->edges[0]) & (x <= s->edges[s->bins]));
    int64_t k = mended(s, x, (int64_t)(h + 0.5));
    return (int32_t)(k ^ ((k ^ s->bins) & outside));
}

/* By NumPy's steps: the bin, the number of bins outside of the range, -1 where there is none. */
static int64_t numpy_place(const search *s, double x)
{
    if (!(x >= s->edges[0] && x <= s->edges[s->bins]))
        return s->bins;
    double f = numpy_guess(s, x);
    return f < (double)(s->bins + 1) ? mended(s, x, (int64_t)f) : -1;
}

static int64_t place_of(const search *s, double x)
{
    return s->proved ? proved_place(s, x) : numpy_place(s, x);
}

static hpc_code fail_place(hpc_frame *frame, const search *s, double x)
{
    return hpc_fail(frame, HPC_INDEX_ERROR, "index %lld is out of bounds for axis 0 with size %lld",
                    (long long)hpc_f64_to_i64(numpy_guess(s, x)), (long long)(s->bins + 1));
}

/* Listed first, so that no branch depends on an element: values that are edges come at random. */
static void place_undecided(const search *s, const double *x, int64_t n, int32_t *at)
{
    int32_t list[BLOCK];
    int64_t count = 0;
    for (int32_t i = 0; i < n; i++) {
        list[count] = i;
        count += at[i] < 0;
    }
    for (int64_t j = 0; j < count; j++)
        at[list[j]] = proved_place(s, x[list[j]]);
}

static void place_proved(const search *s, const double *x, int64_t n, int32_t *at)
{
    int64_t whole = s->guess ? s->guess(s, x, n, at) : 0;
    if (whole < 0)
        place_undecided(s, x, whole = -whole, at);
    for (int64_t i = whole; i < n; i++)
        at[i] = proved_place(s, x[i]);
}

static hpc_code place_block(hpc_frame *frame, const search *s, const double *x, int64_t n,
                            int32_t *at)
{
    if (s->proved) {
        place_proved(s, x, n, at);
        return HPC_OK;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t place = numpy_place(s, x[i]);
        if (place < 0)
            return fail_place(frame, s, x[i]);
        at[i] = (int32_t)place;
    }
    return HPC_OK;
}

/* ---- All elements ------------------------------------------------------------------------------ */

static bool measure(search *s)
{
    double low = s->edges[0], width = s->edges[s->bins] - low;
    s->scale = (double)s->bins / width;
    s->middle = low + 0.5 / s->scale;
    s->slack = 0;
    bool near = s->scale > 0 && s->scale < HUGE_VAL;
    for (int64_t k = 0; k <= s->bins && near; k++) {
        double edge = s->edges[k], error = fabs((edge - s->middle) * s->scale - ((double)k - 0.5));
        near = error < 0.125 && fabs(numpy_guess(s, edge) - (double)k) < 1;
        /* Twice the error: 1/2 - slack is rounded, too. */
        s->slack = 2 * error > s->slack ? 2 * error : s->slack;
    }
    return near;
}

/* The caller frees the edges, after an error too. */
static hpc_code begin(hpc_frame *frame, search *s, const hpc_even_bins *bins)
{
    const hpc_view *edges = bins->edges;
    int64_t n = edges->shape[0];
    if (n < 2 || n > MOST_BINS)
        return hpc_fail(frame, HPC_VALUE_ERROR, "a number of bins from 1 to 2**30 is expected");
    double *copy = hpc_heap_alloc(frame->runtime->heap, (size_t)n * sizeof *copy);
    if (!copy)
        return hpc_fail_memory(frame, (size_t)n * sizeof *copy);
    hpc_cast_loop(HPC_F64, (hpc_dtype)edges->dtype)((char *)copy, sizeof *copy, edges->data,
                                                    edges->strides[0], n);
    *s = (search){.edges = copy,
                  .bins = n - 1,
                  .kind = (hpc_dtype)edges->dtype,
                  .width = bins->width,
                  .wide = bins->wide,
                  .guess = choose_guess()};
    for (int64_t k = 0; k < s->bins; k++)
        if (copy[k] >= copy[k + 1])
            return hpc_fail(frame, HPC_VALUE_ERROR,
                            "Too many bins for data range. Cannot create %lld finite-sized bins.",
                            (long long)s->bins);
    s->proved = measure(s);
    return HPC_OK;
}

/* Where places go: counted into tables in turn, lest a count wait for the one before, or kept. */
typedef struct sink {
    int64_t *tables, slots,
        count; /* NULL where they are kept; a table has a slot for the outside */
    int64_t *places;
} sink;

static void take(sink *to, const int32_t *at, int64_t n)
{
    if (to->places) {
        for (int64_t i = 0; i < n; i++)
            to->places[i] = at[i];
        to->places += n;
        return;
    }
    int64_t i = 0, step = to->count == TABLES ? to->slots : 0, *first = to->tables;
    int64_t *second = first + step, *third = second + step, *fourth = third + step;
    for (; i + 4 <= n; i += 4) {
        first[at[i]]++;
        second[at[i + 1]]++;
        third[at[i + 2]]++;
        fourth[at[i + 3]]++;
    }
    for (; i < n; i++)
        first[at[i]]++;
}

static hpc_code run(hpc_frame *frame, const search *s, const hpc_view *a, sink *to)
{
    double buffer[BLOCK];
    int32_t at[BLOCK];
    int64_t n = a->shape[0], stride = a->strides[0];
    bool direct = a->dtype == HPC_F64 && stride == 8 && (uintptr_t)a->data % 8 == 0;
    hpc_cast_fn *copy = hpc_cast_loop(HPC_F64, (hpc_dtype)a->dtype);
    hpc_code code = HPC_OK;
    for (int64_t done = 0; done < n && code == HPC_OK; done += BLOCK) {
        int64_t count = n - done < BLOCK ? n - done : BLOCK;
        const char *from = a->data + done * stride;
        if (!direct)
            copy((char *)buffer, sizeof *buffer, from, stride, count);
        code =
            place_block(frame, s, direct ? (const double *)(const void *)from : buffer, count, at);
        if (code == HPC_OK)
            take(to, at, count);
    }
    return code;
}

/* Every value of a byte is placed once. */
static hpc_code run_bytes(hpc_frame *frame, const search *s, const hpc_view *a, int64_t *counts)
{
    int64_t of_value[256];
    hpc_count_bytes(of_value, a);
    for (int value = 0; value < 256; value++) {
        double x = a->dtype == HPC_I8 && value > 127 ? value - 256 : value;
        int64_t place = of_value[value] ? place_of(s, x) : s->bins;
        if (place < 0)
            return fail_place(frame, s, x);
        counts[place] += of_value[value];
    }
    return HPC_OK;
}

static hpc_code count_into(hpc_frame *frame, const search *s, const hpc_view *a, int64_t *out)
{
    bool bytes = hpc_dtype_size((hpc_dtype)a->dtype) == 1;
    sink to = {.slots = s->bins + 1, .count = !bytes && s->bins <= FEW_BINS ? TABLES : 1};
    size_t room = (size_t)(to.slots * to.count) * sizeof *to.tables;
    to.tables = hpc_heap_alloc(frame->runtime->heap, room);
    if (!to.tables)
        return hpc_fail_memory(frame, room);
    memset(to.tables, 0, room);
    hpc_code code = bytes ? run_bytes(frame, s, a, to.tables) : run(frame, s, a, &to);
    for (int64_t k = 0; k < s->bins; k++) {
        out[k] = 0;
        for (int64_t table = 0; table < to.count; table++)
            out[k] += to.tables[table * to.slots + k];
    }
    hpc_heap_free(frame->runtime->heap, to.tables);
    return code;
}

static hpc_code check_elements(hpc_frame *frame, const hpc_view *a)
{
    if (a->rank != 1 || hpc_dtype_kind((hpc_dtype)a->dtype) == 'c')
        return hpc_fail(frame, HPC_TYPE_ERROR, "a vector of real numbers is expected");
    return HPC_OK;
}

hpc_code hpc_even_counts(hpc_frame *frame, hpc_view *out, const hpc_view *a,
                         const hpc_even_bins *bins)
{
    search s = {0};
    hpc_code code = check_elements(frame, a);
    if (code == HPC_OK)
        code = begin(frame, &s, bins);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, HPC_I64, 1, &s.bins);
    if (code == HPC_OK) {
        code = count_into(frame, &s, a, (int64_t *)(void *)out->data);
        if (code != HPC_OK)
            hpc_view_release(out);
    }
    hpc_heap_free(frame->runtime->heap, (void *)(uintptr_t)s.edges);
    return code;
}

hpc_code hpc_even_places(hpc_frame *frame, hpc_view *out, const hpc_view *a,
                         const hpc_even_bins *bins)
{
    search s = {0};
    hpc_code code = check_elements(frame, a);
    if (code == HPC_OK)
        code = begin(frame, &s, bins);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, HPC_I64, 1, a->shape);
    if (code == HPC_OK) {
        sink to = {.places = (int64_t *)(void *)out->data};
        code = run(frame, &s, a, &to);
        if (code != HPC_OK)
            hpc_view_release(out);
    }
    hpc_heap_free(frame->runtime->heap, (void *)(uintptr_t)s.edges);
    return code;
}
