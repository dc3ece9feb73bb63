/* The runtime functions of compiled code on arrays and objects (rows of table.h): unpack the words
 * and call the runtime. Also here: allocation that reuses a slot's storage, and reshape. */
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "reduce.h"
#include "table.h"
#include "text.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(view_new);
DECLARE(view_new_like);
DECLARE(view_new_as);
DECLARE(view_release);
DECLARE(view_retain);
DECLARE(view_copy);
DECLARE(view_assign);
DECLARE(view_reshape);
DECLARE(view_overlaps);
DECLARE(view_apart);
DECLARE(view_renew);
DECLARE(view_keep);
DECLARE(view_swap);
DECLARE(object_retain);
DECLARE(object_release);
DECLARE(reduce);
DECLARE(raise);
DECLARE(print);
#undef DECLARE

/* ---- Allocation ------------------------------------------------------------------------------ */

hpc_code rtf_view_new(hpc_frame *frame, hpc_word *words)
{
    return hpc_view_new(frame, words[0].p, (hpc_dtype)words[1].i, (int)words[2].i, words[3].p);
}

hpc_code rtf_view_new_like(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    hpc_code code = hpc_view_new(frame, out, (hpc_dtype)words[1].i, (int)words[2].i, words[3].p);
    if (code == HPC_OK && hpc_view_size(out) > 0)
        hpc_result_layout(out->rank, out->shape, (int)words[4].i, words[5].p,
                          hpc_dtype_size((hpc_dtype)out->dtype), out->strides);
    return code;
}

hpc_code rtf_view_new_as(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    const hpc_view *in = words[2].p;
    hpc_code code = hpc_view_new(frame, out, (hpc_dtype)words[1].i, in->rank, in->shape);
    if (code == HPC_OK && hpc_view_size(out) > 0 && !hpc_view_c_contiguous(in))
        hpc_copy_layout(in, hpc_dtype_size((hpc_dtype)out->dtype), out->strides);
    return code;
}

static void f_strides(hpc_view *view)
{
    int64_t stride = hpc_dtype_size((hpc_dtype)view->dtype);
    for (int i = 0; i < view->rank; i++) {
        view->strides[i] = stride;
        stride *= view->shape[i] != 0 ? view->shape[i] : 1;
    }
}

static void c_strides(hpc_view *view)
{
    int64_t stride = hpc_dtype_size((hpc_dtype)view->dtype);
    for (int i = view->rank - 1; i >= 0; i--) {
        view->strides[i] = stride;
        stride *= view->shape[i] != 0 ? view->shape[i] : 1;
    }
}

/* The slot's storage serves again when nothing else counts it, it is our own, and it has exactly
 * the size that is asked for. */
static bool reuse(hpc_view *slot, hpc_dtype dtype, int rank, const int64_t *shape)
{
    hpc_storage *storage = slot->storage;
    if (storage == NULL || storage->heap == NULL ||
        atomic_load_explicit(&storage->refs, memory_order_acquire) != 1 || rank > HPC_MAX_RANK)
        return false;
    int64_t bytes = hpc_dtype_size(dtype);
    for (int i = 0; i < rank; i++)
        if (shape[i] <= 0 || __builtin_mul_overflow(bytes, shape[i], &bytes))
            return false;
    if (bytes != storage->size || (uintptr_t)storage->data % HPC_ALIGNMENT != 0)
        return false;
    slot->data = storage->data;
    slot->dtype = (int32_t)dtype;
    slot->rank = (int16_t)rank;
    slot->flags = 0;
    for (int i = 0; i < rank; i++)
        slot->shape[i] = shape[i];
    return true;
}

hpc_code rtf_view_renew(hpc_frame *frame, hpc_word *words)
{
    hpc_view *slot = words[0].p;
    hpc_dtype dtype = (hpc_dtype)words[1].i;
    int rank = (int)words[2].i;
    const int64_t *shape = words[3].p;
    if (!reuse(slot, dtype, rank, shape)) {
        hpc_view_release(slot);
        hpc_code code = hpc_view_new(frame, slot, dtype, rank, shape);
        if (code != HPC_OK) {
            memset(slot, 0, sizeof *slot);
            return code;
        }
    }
    if (hpc_view_size(slot) == 0)
        return HPC_OK; /* NumPy's strides of an empty array are zero */
    if (words[4].i == 1)
        f_strides(slot);
    else
        c_strides(slot);
    return HPC_OK;
}

/* ---- Counting -------------------------------------------------------------------------------- */

hpc_code rtf_view_release(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_view_release(words[0].p);
    return HPC_OK;
}

hpc_code rtf_view_retain(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_view_retain(words[0].p);
    return HPC_OK;
}

hpc_code rtf_view_keep(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_view *to = words[0].p, value = *(const hpc_view *)words[1].p;
    hpc_view_retain(&value);
    hpc_view_release(to);
    *to = value;
    return HPC_OK;
}

hpc_code rtf_view_swap(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_view *a = words[0].p, *b = words[1].p, value = *a;
    *a = *b;
    *b = value;
    return HPC_OK;
}

hpc_code rtf_object_retain(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_object_retain(words[0].p);
    return HPC_OK;
}

hpc_code rtf_object_release(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_object_release(words[0].p);
    return HPC_OK;
}

/* ---- Contents -------------------------------------------------------------------------------- */

hpc_code rtf_view_copy(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p, fresh = {0};
    const hpc_view *in = words[1].p;
    bool c_order = words[2].i == 0 || (words[2].i == 2 && !hpc_view_f_contiguous(in));
    if (c_order)
        return hpc_view_copy(frame, out, in);
    hpc_word as[] = {{.p = &fresh}, {.i = in->dtype}, words[1]};
    hpc_code code = rtf_view_new_as(frame, as);
    if (code == HPC_OK)
        code = hpc_view_assign(frame, &fresh, in);
    *out = fresh;
    return code;
}

hpc_code rtf_view_assign(hpc_frame *frame, hpc_word *words)
{
    return hpc_view_assign(frame, words[0].p, words[1].p);
}

hpc_code rtf_view_overlaps(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[2].i = hpc_view_overlaps(words[0].p, words[1].p);
    return HPC_OK;
}

hpc_code rtf_view_apart(hpc_frame *frame, hpc_word *words)
{
    hpc_view *slot = words[0].p;
    words[3].i = hpc_view_overlaps(words[1].p, words[2].p);
    if (!words[3].i)
        return HPC_OK;
    hpc_view_release(slot);
    return hpc_view_copy(frame, slot, words[1].p);
}

/* ---- Reshape --------------------------------------------------------------------------------- */

/* The axes of an array that are longer than 1. */
typedef struct axes {
    int rank;
    int64_t shape[HPC_MAX_RANK], strides[HPC_MAX_RANK];
} axes;

static axes long_axes(const hpc_view *view)
{
    axes a = {0};
    for (int i = 0; i < view->rank; i++)
        if (view->shape[i] != 1) {
            a.shape[a.rank] = view->shape[i];
            a.strides[a.rank++] = view->strides[i];
        }
    return a;
}

/* Can old axes [from, to) be walked as one? */
static bool is_one_run(const axes *old, int from, int to)
{
    for (int i = from; i + 1 < to; i++)
        if (old->strides[i] != old->shape[i + 1] * old->strides[i + 1])
            return false;
    return true;
}

/* Fill view->strides (its shape is set) so that it walks the same elements in C order; false where
 * no strides do. Old and new axes are matched in the smallest groups of equal size. */
static bool strides_without_copy(hpc_view *view, const axes *old)
{
    int from = 0, new_from = 0;
    while (new_from < view->rank && from < old->rank) {
        int to = from + 1, new_to = new_from + 1;
        int64_t size = old->shape[from], new_size = view->shape[new_from];
        while (size != new_size) {
            if (new_size < size)
                new_size *= view->shape[new_to++];
            else
                size *= old->shape[to++];
        }
        if (!is_one_run(old, from, to))
            return false;
        int64_t stride = old->strides[to - 1];
        for (int i = new_to - 1; i >= new_from; i--) {
            view->strides[i] = stride;
            stride *= view->shape[i];
        }
        from = to;
        new_from = new_to;
    }
    int64_t stride =
        new_from > 0 ? view->strides[new_from - 1] : hpc_dtype_size((hpc_dtype)view->dtype);
    for (; new_from < view->rank; new_from++) /* axes of extent 1 at the end */
        view->strides[new_from] = stride;
    return true;
}

static hpc_code fail_reshape(hpc_frame *frame, int64_t size, int rank, const int64_t *shape)
{
    char text[400];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < rank && used < sizeof text - 24; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%lld%s", (long long)shape[i],
                                 rank == 1 || i + 1 < rank ? "," : "");
    return hpc_fail(frame, HPC_VALUE_ERROR, "cannot reshape array of size %lld into shape (%s)",
                    (long long)size, text);
}

hpc_code rtf_view_reshape(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p, copy = {0};
    const hpc_view *in = words[1].p;
    int rank = (int)words[2].i;
    const int64_t *shape = words[3].p;
    int64_t size = hpc_view_size(in), want = 1;
    for (int i = 0; i < rank; i++)
        if (shape[i] < 0 || __builtin_mul_overflow(want, shape[i], &want))
            want = -1;
    if (want != size || rank > HPC_MAX_RANK)
        return fail_reshape(frame, size, rank, shape);
    hpc_view view = *in;
    view.rank = (int16_t)rank;
    memcpy(view.shape, shape, (size_t)rank * sizeof *shape);
    axes old = long_axes(in);
    if (size == 0) {
        c_strides(&view);
    } else if ((words[4].i && !hpc_view_c_contiguous(in)) || !strides_without_copy(&view, &old)) {
        hpc_code code = hpc_view_copy(frame, &copy, in);
        if (code != HPC_OK)
            return code;
        view.storage = copy.storage;
        view.data = copy.data;
        view.flags = 0;
        c_strides(&view);
        *out = view;
        return HPC_OK;
    }
    hpc_view_retain(&view);
    *out = view;
    return HPC_OK;
}

/* ---- The rest -------------------------------------------------------------------------------- */

hpc_code rtf_reduce(hpc_frame *frame, hpc_word *words)
{
    return hpc_reduce(frame, words[0].p, words[1].p, (int)words[2].i, (uint32_t)words[3].i,
                      words[4].i != 0, (int)words[5].i, NULL, NULL);
}

hpc_code rtf_raise(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *message = words[1].p;
    if (words[0].i <= HPC_OK || words[0].i >= HPC_CODE_COUNT)
        return hpc_fail(frame, HPC_RUNTIME_ERROR, "raise of an unknown class");
    return hpc_fail(frame, (hpc_code)words[0].i, "%s", message != NULL ? message->text : "");
}

hpc_code rtf_print(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *sep = words[2].p, *end = words[3].p;
    return hpc_print(frame, words[0].p, words[1].i, sep != NULL ? sep->text : NULL,
                     end != NULL ? end->text : NULL);
}
