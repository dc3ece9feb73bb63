/* Where the elements of a mask are true, in C order: what np.nonzero and boolean indexes need. Masks are
 * arrays of bools; rows without gaps are looked at eight elements at a time. */
#include <string.h>

#include "rt.h"
#include "table.h"

/* ---- Rows ------------------------------------------------------------------------------------ */

static uint64_t eight(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* The top bit of each byte that is not zero: a view of other bytes as bools may hold any. */
static uint64_t marks(uint64_t bytes)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    return (((bytes & low) + low) | bytes) & ~low;
}

static int64_t count_row(const char *at, int64_t stride, int64_t n)
{
    int64_t count = 0, i = 0;
    for (; stride == 1 && i + 8 <= n; i += 8)
        count += __builtin_popcountll(marks(eight(at + i)));
    for (; i < n; i++)
        count += at[i * stride] != 0;
    return count;
}

/* The places of the row's true elements to `out`, which has room for `total` and no more; how many. No
 * branch on what is found: each place is written, and stays where it counts. */
static int64_t find_in_row(const char *at, int64_t stride, int64_t n, int64_t *out, int64_t total)
{
    int64_t count = 0, i = 0;
    for (; stride == 1 && i + 8 <= n && total - count >= 8; i += 8) {
        if (!eight(at + i))
            continue;
        for (int64_t k = i; k < i + 8; k++) {
            out[count] = k;
            count += at[k] != 0;
        }
    }
    for (; i < n && count < total; i++) {
        out[count] = i;
        count += at[i * stride] != 0;
    }
    return count;
}

/* ---- All rows -------------------------------------------------------------------------------- */

typedef struct finder {
    const hpc_view *mask;
    int axis;       /* whose places are wanted; -1: those of all axes, a row of the table each */
    int64_t *out;   /* NULL: they are counted */
    int64_t *place; /* of a row's elements, for the table */
    int64_t count, total;
    int64_t at[HPC_MAX_RANK];
} finder;

static void add_rows_of_table(finder *f, int64_t found)
{
    int last = f->mask->rank - 1;
    for (int64_t i = 0; i < found; i++) {
        int64_t *row = f->out + (f->count + i) * f->mask->rank;
        for (int k = 0; k < last; k++)
            row[k] = f->at[k];
        row[last] = f->place[i];
    }
}

static void visit_row(finder *f, const char *data)
{
    int last = f->mask->rank - 1;
    int64_t stride = f->mask->strides[last], n = f->mask->shape[last], room = f->total - f->count;
    int64_t found;
    if (!f->out || (f->axis >= 0 && f->axis < last))
        found = count_row(data, stride, n);
    else if (f->axis == last)
        found = find_in_row(data, stride, n, f->out + f->count, room);
    else
        found = find_in_row(data, stride, n, f->place, room < n ? room : n);
    if (f->out && f->axis < 0)
        add_rows_of_table(f, found);
    for (int64_t i = 0; f->out && f->axis >= 0 && f->axis < last && i < found; i++)
        f->out[f->count + i] = f->at[f->axis];
    f->count += found;
}

static void visit(finder *f, const char *data, int axis)
{
    if (axis == f->mask->rank - 1) {
        visit_row(f, data);
        return;
    }
    for (int64_t i = 0; i < f->mask->shape[axis]; i++) {
        f->at[axis] = i;
        visit(f, data + i * f->mask->strides[axis], axis + 1);
    }
}

static hpc_code find_all(hpc_frame *frame, hpc_view *out, const hpc_view *mask, int axis)
{
    finder counted = {.mask = mask};
    visit(&counted, mask->data, 0);
    int64_t shape[2] = {counted.count, mask->rank};
    hpc_code code = hpc_view_new(frame, out, HPC_I64, axis < 0 ? 2 : 1, shape);
    if (code != HPC_OK || !counted.count)
        return code;
    finder f = {.mask = mask, .axis = axis, .total = counted.count};
    f.out = (int64_t *)(void *)out->data;
    if (axis < 0) {
        size_t bytes = (size_t)mask->shape[mask->rank - 1] * sizeof *f.place;
        f.place = hpc_heap_alloc(frame->runtime->heap, bytes);
        if (!f.place) {
            hpc_view_release(out);
            return hpc_fail_memory(frame, bytes);
        }
    }
    visit(&f, mask->data, 0);
    hpc_heap_free(frame->runtime->heap, f.place);
    return HPC_OK;
}

/* out view; mask, axis. */
hpc_code rtf_nonzero_axis(hpc_frame *frame, hpc_word *words)
{
    return find_all(frame, words[0].p, words[1].p, (int)words[2].i);
}

/* out view; mask of rank 2 or more. */
hpc_code rtf_nonzero_table(hpc_frame *frame, hpc_word *words)
{
    return find_all(frame, words[0].p, words[1].p, -1);
}
