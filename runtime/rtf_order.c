/* Runtime functions that sort, search, count and join arrays: what order.h gives, as words. */
#include "bins.h"
#include "cast.h"
#include "interp.h"
#include "order.h"
#include "table.h"

hpc_code rtf_view_copy(hpc_frame *frame, hpc_word *words); /* rtf_array.c */

/* ---- Sorting and searching -------------------------------------------------------------------- */

static hpc_code flattened(hpc_frame *frame, hpc_view *out, const hpc_view *a)
{
    hpc_code code = hpc_view_copy(frame, out, a);
    if (code != HPC_OK)
        return code;
    out->shape[0] = hpc_view_size(a);
    out->strides[0] = hpc_dtype_size((hpc_dtype)a->dtype);
    out->rank = 1;
    return HPC_OK;
}

/* out view; array, axis. */
hpc_code rtf_sorted(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *a = words[1].p;
    int axis = (int)words[2].i;
    hpc_word copy[] = {words[0], words[1], {.i = 1}};
    hpc_code code = axis < 0 ? flattened(frame, out, a) : rtf_view_copy(frame, copy);
    if (code != HPC_OK)
        return code;
    code = hpc_sort(frame, out, axis < 0 ? 0 : axis);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

/* out view; array, axis, first, end. */
hpc_code rtf_selected(hpc_frame *frame, hpc_word *words)
{
    hpc_word copy[] = {words[0], words[1], {.i = 1}};
    hpc_code code = rtf_view_copy(frame, copy);
    if (code == HPC_OK)
        code = hpc_select(frame, words[0].p, (int)words[2].i, words[3].i, words[4].i);
    if (code != HPC_OK)
        hpc_view_release(words[0].p);
    return code;
}

/* array, axis. */
hpc_code rtf_sort_in_place(hpc_frame *frame, hpc_word *words)
{
    return hpc_sort(frame, words[0].p, (int)words[1].i);
}

/* out view; array, axis. */
hpc_code rtf_argsort(hpc_frame *frame, hpc_word *words)
{
    return hpc_argsort(frame, words[0].p, words[1].p, (int)words[2].i);
}

/* out view; sorted, values, right. */
hpc_code rtf_searchsorted(hpc_frame *frame, hpc_word *words)
{
    return hpc_searchsorted(frame, words[0].p, words[1].p, words[2].p, words[3].i != 0);
}

/* out views: values, index, inverse, counts; array, wanted (bits 0 to 2: index, inverse, counts). */
hpc_code rtf_unique(hpc_frame *frame, hpc_word *words)
{
    int64_t wanted = words[5].i;
    return hpc_unique(frame, words[0].p, wanted & 1 ? words[1].p : NULL,
                      wanted & 2 ? words[2].p : NULL, wanted & 4 ? words[3].p : NULL, words[4].p);
}

/* out view; x, weights, has weights, minlength. */
hpc_code rtf_bincount(hpc_frame *frame, hpc_word *words)
{
    return hpc_bincount(frame, words[0].p, words[1].p, words[3].i ? words[2].p : NULL, words[4].i);
}

/* out view; array, edges, width, wide, places. */
hpc_code rtf_even_bins(hpc_frame *frame, hpc_word *words)
{
    hpc_even_bins bins = {words[2].p, words[3].f, words[4].i != 0};
    return words[5].i ? hpc_even_places(frame, words[0].p, words[1].p, &bins)
                      : hpc_even_counts(frame, words[0].p, words[1].p, &bins);
}

/* out view; x, xp, fp, left, right. */
hpc_code rtf_interp(hpc_frame *frame, hpc_word *words)
{
    return hpc_interp(frame, words[0].p, words[1].p, words[2].p, words[3].p, words[4].f,
                      words[5].f);
}

/* ---- Joining the arrays of a list -------------------------------------------------------------- */

/* The item with the axes that joining gives it: at `axis` a new one, or axes of extent 1 around. */
static hpc_view part_of(const hpc_view *item, int rank, int axis, bool stacks)
{
    hpc_view part = *item;
    if (part.rank == rank)
        return part;
    part.rank = (int16_t)rank;
    for (int i = 0, from = 0; i < rank; i++) {
        bool is_new = stacks ? i == axis : i < rank - item->rank;
        part.shape[i] = is_new ? 1 : item->shape[from];
        part.strides[i] = is_new ? 0 : item->strides[from];
        from += !is_new;
    }
    return part;
}

static hpc_code fail_mismatch(hpc_frame *frame, bool stacks, int i, int64_t first, int64_t item,
                              int64_t extent)
{
    if (stacks)
        return hpc_fail(frame, HPC_VALUE_ERROR, "all input arrays must have the same shape");
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "all the input array dimensions except for the concatenation axis must match "
                    "exactly, but along dimension %d, the array at index 0 has size %lld and the "
                    "array at index %lld has size %lld",
                    i, (long long)first, (long long)item, (long long)extent);
}

/* The extents of the whole. */
static hpc_code joined_shape(hpc_frame *frame, const hpc_seq *list, int rank, int axis, bool stacks,
                             int64_t *shape)
{
    if (list->length == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        stacks ? "need at least one array to stack"
                               : "need at least one array to concatenate");
    for (int64_t k = 0; k < list->length; k++) {
        const hpc_value *item = &list->items[k];
        if (item->kind != HPC_ARRAY)
            return hpc_fail(frame, HPC_TYPE_ERROR, "a list of arrays is expected");
        hpc_view part = part_of(item->view, rank, axis, stacks);
        for (int i = 0; i < rank; i++) {
            if (k == 0)
                shape[i] = part.shape[i];
            else if (i == axis)
                shape[i] += part.shape[i];
            else if (shape[i] != part.shape[i])
                return fail_mismatch(frame, stacks, i, shape[i], k, part.shape[i]);
        }
    }
    return HPC_OK;
}

/* out view; list, dtype, rank, axis, stacks (each item is one step along a new axis). */
hpc_code rtf_list_join(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_seq *list = words[1].p;
    int rank = (int)words[3].i, axis = (int)words[4].i;
    bool stacks = words[5].i != 0;
    int64_t shape[HPC_MAX_RANK] = {0};
    hpc_code code = joined_shape(frame, list, rank, axis, stacks, shape);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, (hpc_dtype)words[2].i, rank, shape);
    if (code != HPC_OK)
        return code;
    hpc_view place = *out;
    for (int64_t k = 0; k < list->length && code == HPC_OK; k++) {
        hpc_view part = part_of(list->items[k].view, rank, axis, stacks);
        place.shape[axis] = part.shape[axis];
        code = hpc_view_assign(frame, &place, &part);
        place.data += place.strides[axis] * part.shape[axis];
    }
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}
