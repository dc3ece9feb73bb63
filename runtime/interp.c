/* np.interp of float64: the piece of each argument by order_search.h, NumPy's formula on it.
 *
 * What a piece needs lies side by side in memory. Everything NumPy tests for each argument (beyond the
 * ends, NaN, a NaN of the formula) is one test here. */
#include "interp.h"

#include "order_search.h"

enum { BLOCK = 512, LINEAR = 4, NEAR = 8 };

typedef struct piece {
    double x, y, slope;
} piece;

typedef struct table {
    const double *x, *y;
    int64_t n;
    double left, right;
    piece *pieces; /* NULL: computed for each argument */
} table;

static double slope_of(const table *t, int64_t j)
{
    return (t->y[j + 1] - t->y[j]) / (t->x[j + 1] - t->x[j]);
}

/* On piece j, or -1 below all, n above all: in NumPy's order of tests. */
static double value_at(const table *t, double x, int64_t j)
{
    if (x != x)
        return x;
    if (j < 0)
        return t->left;
    if (j >= t->n)
        return t->right;
    if (j == t->n - 1 || t->x[j] == x)
        return t->y[j];
    double slope = slope_of(t, j), y = slope * (x - t->x[j]) + t->y[j];
    if (y != y) {
        y = slope * (x - t->x[j + 1]) + t->y[j + 1];
        if (y != y && t->y[j] == t->y[j + 1])
            y = t->y[j];
    }
    return y;
}

/* From the number of points that are not above x. */
static double value_below(const table *t, double x, int64_t count)
{
    return value_at(t, x, count == t->n && x > t->x[t->n - 1] ? count : count - 1);
}

static void fill_block(const table *t, const double *x, const int64_t *counts, int64_t n, double *y)
{
    for (int64_t i = 0; i < n; i++) {
        int64_t j = counts[i] - 1;
        if ((uint64_t)j >= (uint64_t)(t->n - 1)) { /* an end, or NaN */
            y[i] = value_below(t, x[i], counts[i]);
            continue;
        }
        const piece *p = &t->pieces[j];
        double value = p->slope * (x[i] - p->x) + p->y;
        value = p->x == x[i] ? p->y : value; /* -0.0 stays */
        y[i] = value == value ? value : value_at(t, x[i], j);
    }
}

/* ---- Points that are not sorted ------------------------------------------------------------------ */

/* Where NumPy finds x, from the piece of the argument before it: what it is shows where points are not
 * sorted. */
static int64_t guess_piece(const table *t, double x, int64_t guess)
{
    const double *p = t->x;
    int64_t n = t->n, low = 0, high = n;
    if (x > p[n - 1])
        return n;
    if (x < p[0])
        return -1;
    if (n <= LINEAR) {
        int64_t i = 1;
        while (i < n && x >= p[i])
            i++;
        return i - 1;
    }
    guess = guess > n - 3 ? n - 3 : guess;
    guess = guess < 1 ? 1 : guess;
    if (x < p[guess]) {
        if (!(x < p[guess - 1]))
            return guess - 1;
        high = guess - 1;
        if (guess > NEAR && x >= p[guess - NEAR])
            low = guess - NEAR;
    } else {
        if (x < p[guess + 1])
            return guess;
        if (x < p[guess + 2])
            return guess + 1;
        low = guess + 2;
        if (guess < n - NEAR - 1 && x < p[guess + NEAR])
            high = guess + NEAR;
    }
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x >= p[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

static void fill_unsorted(const table *t, const double *x, int64_t n, double *y)
{
    int64_t j = 0;
    for (int64_t i = 0; i < n; i++) {
        if (x[i] == x[i])
            j = guess_piece(t, x[i], j);
        y[i] = value_at(t, x[i], j);
    }
}

/* ---- All ------------------------------------------------------------------------------------------ */

static bool rises(const double *x, int64_t n)
{
    for (int64_t i = 1; i < n; i++)
        if (!(x[i - 1] <= x[i]))
            return false;
    return x[0] == x[0];
}

static void fill_one(const table *t, const double *x, int64_t n, double *y)
{
    for (int64_t i = 0; i < n; i++)
        y[i] = x[i] < t->x[0] ? t->left : x[i] > t->x[0] ? t->right : t->y[0];
}

static hpc_code make_pieces(hpc_frame *frame, table *t)
{
    size_t room = (size_t)t->n * sizeof *t->pieces;
    t->pieces = hpc_heap_alloc(frame->runtime->heap, room);
    if (!t->pieces)
        return hpc_fail_memory(frame, room);
    for (int64_t j = 0; j < t->n - 1; j++)
        t->pieces[j] = (piece){t->x[j], t->y[j], slope_of(t, j)};
    return HPC_OK;
}

/* The points rise: pieces are searched. */
static hpc_code fill_rising(hpc_frame *frame, table *t, const double *x, int64_t n, double *y)
{
    int64_t counts[BLOCK];
    hpc_heap *heap = frame->runtime->heap;
    hpc_code code = make_pieces(frame, t);
    if (code != HPC_OK)
        return code;
    hpc_search s;
    hpc_search_begin(&s, heap, HPC_F64, (const char *)t->x, t->n, (const char *)x, n, true);
    for (int64_t done = 0; done < n; done += BLOCK) {
        int64_t count = n - done < BLOCK ? n - done : BLOCK;
        s.run(&s, (const char *)(x + done), count, counts);
        fill_block(t, x + done, counts, count, y + done);
    }
    hpc_search_end(&s, heap);
    hpc_heap_free(heap, t->pieces);
    return HPC_OK;
}

static hpc_code fill(hpc_frame *frame, table *t, const double *x, int64_t n, double *y)
{
    if (t->n == 1)
        fill_one(t, x, n, y);
    else if (t->n > n || !rises(t->x, t->n)) /* few: NumPy's own way is the shortest */
        fill_unsorted(t, x, n, y);
    else
        return fill_rising(frame, t, x, n, y);
    return HPC_OK;
}

static hpc_code check(hpc_frame *frame, const hpc_view *x, const hpc_view *xp, const hpc_view *fp)
{
    if (x->dtype != HPC_F64 || xp->dtype != HPC_F64 || fp->dtype != HPC_F64)
        return hpc_fail(frame, HPC_TYPE_ERROR, "interp needs float64");
    if (xp->rank != 1 || fp->rank != 1)
        return hpc_fail(frame, HPC_VALUE_ERROR, "object too deep for desired array");
    if (xp->shape[0] == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "array of sample points is empty");
    if (xp->shape[0] != fp->shape[0])
        return hpc_fail(frame, HPC_VALUE_ERROR, "fp and xp are not of the same length.");
    return HPC_OK;
}

hpc_code hpc_interp(hpc_frame *frame, hpc_view *out, const hpc_view *x, const hpc_view *xp,
                    const hpc_view *fp, double left, double right)
{
    hpc_view at = {0}, points = {0}, values = {0};
    hpc_code code = check(frame, x, xp, fp);
    if (code == HPC_OK)
        code = hpc_view_flat(frame, &at, x);
    if (code == HPC_OK)
        code = hpc_view_flat(frame, &points, xp);
    if (code == HPC_OK)
        code = hpc_view_flat(frame, &values, fp);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, HPC_F64, x->rank, x->shape);
    if (code == HPC_OK) {
        table t = {(const double *)(void *)points.data,
                   (const double *)(void *)values.data,
                   points.shape[0],
                   left,
                   right,
                   NULL};
        code = fill(frame, &t, (const double *)(void *)at.data, at.shape[0],
                    (double *)(void *)out->data);
        if (code != HPC_OK)
            hpc_view_release(out);
    }
    hpc_view_release(&at);
    hpc_view_release(&points);
    hpc_view_release(&values);
    return code;
}
