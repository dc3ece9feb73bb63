/* Runtime functions that make arrays of other things: lists, parts of complex numbers. */
#include "cast.h"
#include "reduce.h"
#include "table.h"

#include <stdlib.h>

/* ---- Parts of complex numbers ----------------------------------------------------------------- */

/* out view; complex array, 0 (real) or 1 (imaginary). The same storage: writes go through. */
hpc_code rtf_part_view(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    (void)frame;
    *out = *(const hpc_view *)words[1].p;
    out->dtype = out->dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    out->data += words[2].i * hpc_dtype_size((hpc_dtype)out->dtype);
    hpc_view_retain(out);
    return HPC_OK;
}

/* order='K': the axes by descending strides. 'A': as they are, or reversed. */
hpc_code rtf_view_in_order(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *in = words[1].p;
    bool reversed = !hpc_view_c_contiguous(in) && hpc_view_f_contiguous(in);
    (void)frame;
    *out = *in;
    for (int i = 0; i < in->rank; i++) {
        int at = i, from = words[2].i && reversed ? in->rank - 1 - i : i;
        int64_t extent = in->shape[from], stride = in->strides[from];
        while (!words[2].i && at > 0 && llabs(out->strides[at - 1]) < llabs(stride)) {
            out->shape[at] = out->shape[at - 1];
            out->strides[at] = out->strides[at - 1];
            at--;
        }
        out->shape[at] = extent;
        out->strides[at] = stride;
    }
    hpc_view_retain(out);
    return HPC_OK;
}

hpc_code rtf_view_readonly(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    (void)frame;
    *out = *(const hpc_view *)words[1].p;
    out->flags |= HPC_VIEW_READONLY;
    hpc_view_retain(out);
    return HPC_OK;
}

hpc_code rtf_view_writeable(hpc_frame *frame, hpc_word *words)
{
    const hpc_view *view = words[0].p;
    (void)frame;
    words[1].i = !(view->flags & HPC_VIEW_READONLY);
    return HPC_OK;
}

/* ---- Reductions with everything they can be told ----------------------------------------------- */

hpc_code rtf_reduce_more(hpc_frame *frame, hpc_word *words)
{
    return hpc_reduce(frame, words[0].p, words[1].p, (int)words[2].i, (uint32_t)words[3].i,
                      words[4].i != 0, (int)words[5].i, words[6].i ? words[7].p : NULL,
                      words[8].i ? words[9].p : NULL);
}

hpc_code rtf_scan(hpc_frame *frame, hpc_word *words)
{
    return hpc_accumulate(frame, words[0].p, words[1].p, (int)words[2].i, (int)words[3].i,
                          (int)words[4].i);
}

/* ---- Lists ----------------------------------------------------------------------------------- */

static hpc_code inhomogeneous(hpc_frame *frame)
{
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "setting an array element with a sequence. The requested array has an "
                    "inhomogeneous shape");
}

/* The extents of a nested list, from its first items. */
static void list_shape(const hpc_value *value, int rank, int64_t *shape)
{
    for (int i = 0; i < rank; i++) {
        shape[i] = 0;
        if (value && (value->kind == HPC_LIST || value->kind == HPC_TUPLE)) {
            const hpc_seq *seq = (const hpc_seq *)value->object;
            shape[i] = seq->length;
            value = seq->length ? &seq->items[0] : NULL;
        } else if (value && value->kind == HPC_ARRAY) {
            for (int k = i; k < rank; k++)
                shape[k] = k - i < value->view->rank ? value->view->shape[k - i] : 0;
            return;
        }
    }
}

static hpc_code fill(hpc_frame *frame, const hpc_value *value, const hpc_view *part)
{
    if (value->kind == HPC_ARRAY) {
        bool same = value->view->rank == part->rank;
        for (int i = 0; same && i < part->rank; i++)
            same = value->view->shape[i] == part->shape[i];
        return same ? hpc_view_assign(frame, part, value->view) : inhomogeneous(frame);
    }
    if (value->kind != HPC_LIST && value->kind != HPC_TUPLE) {
        if (part->rank)
            return inhomogeneous(frame);
        hpc_element_store(part->data, (hpc_dtype)part->dtype, value);
        return HPC_OK;
    }
    const hpc_seq *seq = (const hpc_seq *)value->object;
    if (part->rank == 0 || seq->length != part->shape[0])
        return inhomogeneous(frame);
    hpc_view item = *part;
    item.rank--;
    for (int i = 0; i < item.rank; i++) {
        item.shape[i] = part->shape[i + 1];
        item.strides[i] = part->strides[i + 1];
    }
    for (int64_t i = 0; i < seq->length; i++, item.data += part->strides[0]) {
        hpc_code code = fill(frame, &seq->items[i], &item);
        if (code != HPC_OK)
            return code;
    }
    return HPC_OK;
}

/* out view; list, dtype, rank. */
hpc_code rtf_list_array(hpc_frame *frame, hpc_word *words)
{
    hpc_value list = {.kind = HPC_LIST, .object = words[1].p};
    int64_t shape[HPC_MAX_RANK];
    int rank = (int)words[3].i;
    list_shape(&list, rank, shape);
    hpc_code code = hpc_view_new(frame, words[0].p, (hpc_dtype)words[2].i, rank, shape);
    if (code != HPC_OK)
        return code;
    code = fill(frame, &list, words[0].p);
    if (code != HPC_OK)
        hpc_view_release(words[0].p);
    return code;
}
