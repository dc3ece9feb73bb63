/* Takes and gives views: making, counting, comparing and assigning strided arrays.
 *
 * An assignment dst[...] = src is a cast loop over the innermost axis inside a walk of the others.
 * Axes are first brought into the order of dst's strides and merged where both sides allow it, so
 * that contiguous and transposed pairs become few long loops. */
#include <stdio.h>
#include <string.h>

#include "cast.h"
#include "checks.h"

/* ---- Facts ---------------------------------------------------------------------------------- */

int64_t hpc_view_size(const hpc_view *view)
{
    int64_t size = 1;
    for (int i = 0; i < view->rank; i++) {
        size *= view->shape[i];
    }
    return view->data == NULL && view->rank == 0 ? 0 : size;
}

static int64_t item_size(const hpc_view *view)
{
    return hpc_dtype_size((hpc_dtype)view->dtype);
}

/* As NumPy has it: axes of extent 1 have any stride, and an empty array is contiguous. */
static bool contiguous_from(const hpc_view *view, int first, int step)
{
    int64_t stride = item_size(view);
    for (int i = 0; i < view->rank; i++) {
        if (view->shape[i] == 0) {
            return true;
        }
    }
    for (int n = 0, i = first; n < view->rank; n++, i += step) {
        if (view->shape[i] != 1 && view->strides[i] != stride) {
            return false;
        }
        stride *= view->shape[i];
    }
    return true;
}

bool hpc_view_c_contiguous(const hpc_view *view)
{
    return contiguous_from(view, view->rank - 1, -1);
}

bool hpc_view_f_contiguous(const hpc_view *view)
{
    return contiguous_from(view, 0, 1);
}

/* The bytes [*begin, *end) that the elements span; the view is not empty. */
static void byte_bounds(const hpc_view *view, uintptr_t *begin, uintptr_t *end)
{
    *begin = (uintptr_t)view->data;
    *end = *begin + (uintptr_t)item_size(view);
    for (int i = 0; i < view->rank; i++) {
        int64_t reach = (view->shape[i] - 1) * view->strides[i];
        *(reach < 0 ? begin : end) += (uintptr_t)reach;
    }
}

bool hpc_view_overlaps(const hpc_view *a, const hpc_view *b)
{
    uintptr_t a_begin, a_end, b_begin, b_end;
    if (hpc_view_size(a) == 0 || hpc_view_size(b) == 0) {
        return false;
    }
    byte_bounds(a, &a_begin, &a_end);
    byte_bounds(b, &b_begin, &b_end);
    return a_begin < b_end && b_begin < a_end;
}

/* ---- Making and counting -------------------------------------------------------------------- */

static hpc_code fail_too_big(hpc_frame *frame)
{
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum "
                    "possible size.");
}

/* "(2,3)" as NumPy's messages have it: no blanks; "(3,)" for one axis. */
static void shape_text(char *text, size_t capacity, int rank, const int64_t *shape)
{
    size_t length = (size_t)snprintf(text, capacity, "(");
    for (int i = 0; i < rank && length < capacity; i++) {
        length += (size_t)snprintf(text + length, capacity - length, "%lld%s", (long long)shape[i],
                                   rank == 1 || i + 1 < rank ? "," : "");
    }
    if (length < capacity) {
        snprintf(text + length, capacity - length, ")");
    }
}

/* NumPy's words: the size in the largest binary unit, with three significant digits. */
static hpc_code fail_allocation(hpc_frame *frame, hpc_dtype dtype, int rank, const int64_t *shape,
                                int64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    char shape_part[400];
    char size_part[40];
    double amount = (double)bytes;
    int unit = 0;
    while (amount >= 1024 && unit < 6) {
        amount /= 1024;
        unit++;
    }
    shape_text(shape_part, sizeof shape_part, rank, shape);
    snprintf(size_part, sizeof size_part, "%.*f",
             unit == 0        ? 0
             : amount < 9.995 ? 2
             : amount < 99.95 ? 1
                              : 0,
             amount);
    /* The exception's text writes the shape as a tuple, with blanks. */
    char tuple_part[sizeof shape_part * 2];
    size_t out = 0;
    for (const char *at = shape_part; *at != '\0'; at++) {
        tuple_part[out++] = *at;
        if (*at == ',' && at[1] != ')') {
            tuple_part[out++] = ' ';
        }
    }
    tuple_part[out] = '\0';
    return hpc_fail(frame, HPC_MEMORY_ERROR,
                    "Unable to allocate %s %s for an array with shape %.300s and data type %s",
                    size_part, units[unit], tuple_part, hpc_dtype_name(dtype));
}

static void free_own_storage(hpc_storage *storage)
{
    hpc_heap_free(storage->heap, storage);
}

/* The storage and its elements in one block: the head takes one alignment unit. */
static hpc_storage *storage_new(hpc_heap *heap, int64_t bytes)
{
    enum { HEAD = HPC_ALIGNMENT };
    _Static_assert(sizeof(hpc_storage) <= HEAD, "the head fits before the elements");
    char *block = hpc_heap_alloc(heap, (size_t)bytes + HEAD);
    if (block == NULL) {
        return NULL;
    }
    hpc_storage *storage = (hpc_storage *)(void *)block;
    memset(storage, 0, sizeof *storage);
    atomic_init(&storage->refs, 1);
    storage->heap = heap;
    storage->data = block + HEAD;
    storage->size = bytes;
    storage->release = free_own_storage;
    return storage;
}

hpc_code hpc_view_new(hpc_frame *frame, hpc_view *out, hpc_dtype dtype, int rank,
                      const int64_t *shape)
{
    memset(out, 0, sizeof *out);
    if (rank < 0 || rank > HPC_MAX_RANK) {
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "maximum supported dimension for an ndarray is currently %d, found %d",
                        HPC_MAX_RANK, rank);
    }
    /* NumPy's limit counts the extents that are not zero, even where another one is. */
    int64_t bytes = hpc_dtype_size(dtype);
    bool empty = false;
    for (int i = 0; i < rank; i++) {
        if (shape[i] < 0) {
            return hpc_fail(frame, HPC_VALUE_ERROR, "negative dimensions are not allowed");
        }
        empty |= shape[i] == 0;
        if (shape[i] != 0 && __builtin_mul_overflow(bytes, shape[i], &bytes)) {
            return fail_too_big(frame);
        }
    }
    hpc_storage *storage = storage_new(frame->runtime->heap, empty ? 0 : bytes);
    if (storage == NULL) {
        return fail_allocation(frame, dtype, rank, shape, bytes);
    }
    out->storage = storage;
    out->data = storage->data;
    out->dtype = (int32_t)dtype;
    out->rank = (int16_t)rank;
    int64_t stride = empty ? 0 : hpc_dtype_size(dtype); /* NumPy's strides of an empty array */
    for (int i = rank - 1; i >= 0; i--) {
        out->shape[i] = shape[i];
        out->strides[i] = stride;
        stride *= shape[i];
    }
    return HPC_OK;
}

void hpc_view_retain(const hpc_view *view)
{
    if (view->storage != NULL) {
        atomic_fetch_add_explicit(&view->storage->refs, 1, memory_order_relaxed);
    }
}

void hpc_view_release(hpc_view *view)
{
    hpc_storage *storage = view->storage;
    memset(view, 0, sizeof *view);
    if (storage != NULL &&
        atomic_fetch_sub_explicit(&storage->refs, 1, memory_order_acq_rel) == 1) {
        storage->release(storage);
    }
}

/* ---- Assignment ----------------------------------------------------------------------------- */

/* The axes that dst and src are walked along together, outermost first. */
typedef struct walk {
    int rank;
    int64_t shape[HPC_MAX_RANK], dst[HPC_MAX_RANK], src[HPC_MAX_RANK];
} walk;

static int64_t magnitude(int64_t stride)
{
    return stride < 0 ? -stride : stride;
}

/* Axes of extent 1 go; the rest is sorted by dst's strides, largest first (stable). */
static void walk_sort(walk *w)
{
    int kept = 0;
    for (int i = 0; i < w->rank; i++) {
        if (w->shape[i] == 1) {
            continue;
        }
        int64_t extent = w->shape[i], dst = w->dst[i], src = w->src[i];
        int at = kept++;
        for (; at > 0 && magnitude(w->dst[at - 1]) < magnitude(dst); at--) {
            w->shape[at] = w->shape[at - 1];
            w->dst[at] = w->dst[at - 1];
            w->src[at] = w->src[at - 1];
        }
        w->shape[at] = extent;
        w->dst[at] = dst;
        w->src[at] = src;
    }
    w->rank = kept;
}

/* Merge each axis into the one outside of it where both sides step on without a gap. */
static void walk_merge(walk *w)
{
    int last = 0;
    for (int i = 1; i < w->rank; i++) {
        if (w->dst[last] == w->dst[i] * w->shape[i] && w->src[last] == w->src[i] * w->shape[i]) {
            w->shape[last] *= w->shape[i];
        } else {
            w->shape[++last] = w->shape[i];
        }
        w->dst[last] = w->dst[i];
        w->src[last] = w->src[i];
    }
    w->rank = w->rank > 0 ? last + 1 : 0;
}

static void walk_run(const walk *w, hpc_cast_fn *loop, char *dst, const char *src)
{
    if (w->rank == 0) {
        loop(dst, 0, src, 0, 1);
        return;
    }
    int inner = w->rank - 1;
    int64_t index[HPC_MAX_RANK] = {0};
    for (;;) {
        loop(dst, w->dst[inner], src, w->src[inner], w->shape[inner]);
        int axis = inner - 1;
        for (; axis >= 0; axis--) {
            dst += w->dst[axis];
            src += w->src[axis];
            if (++index[axis] < w->shape[axis]) {
                break;
            }
            dst -= w->dst[axis] * w->shape[axis];
            src -= w->src[axis] * w->shape[axis];
            index[axis] = 0;
        }
        if (axis < 0) {
            return;
        }
    }
}

/* Line src up with dst by broadcasting; extra leading axes of src must have extent 1. */
static bool walk_init(walk *w, const hpc_view *dst, const hpc_view *src)
{
    int extra = src->rank - dst->rank;
    for (int i = 0; i < extra; i++) {
        if (src->shape[i] != 1) {
            return false;
        }
    }
    w->rank = dst->rank;
    for (int i = 0; i < dst->rank; i++) {
        int from = i + extra;
        int64_t extent = from >= 0 ? src->shape[from] : 1;
        if (extent != 1 && extent != dst->shape[i]) {
            return false;
        }
        w->shape[i] = dst->shape[i];
        w->dst[i] = dst->strides[i];
        w->src[i] = extent == 1 ? 0 : src->strides[from];
    }
    return true;
}

/* NumPy's message leaves out the axes of extent 1 that src has before those of dst. */
hpc_code hpc_fail_broadcast_assign(hpc_frame *frame, const hpc_view *dst, const hpc_view *src)
{
    char from[200], into[200];
    int skip = 0;
    while (src->rank - skip > dst->rank && src->shape[skip] == 1) {
        skip++;
    }
    shape_text(from, sizeof from, src->rank - skip, src->shape + skip);
    shape_text(into, sizeof into, dst->rank, dst->shape);
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "could not broadcast input array from shape %s into shape %s", from, into);
}

hpc_code hpc_fail_broadcast(hpc_frame *frame, const hpc_view *const *operands, int count)
{
    char shapes[sizeof frame->error.text];
    size_t length = 0;
    shapes[0] = '\0';
    for (int i = 0; i < count && length + 2 < sizeof shapes; i++) {
        shape_text(shapes + length, sizeof shapes - length - 1, operands[i]->rank,
                   operands[i]->shape);
        length = strlen(shapes);
        shapes[length++] = ' ';
        shapes[length] = '\0';
    }
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "operands could not be broadcast together with shapes %s", shapes);
}

/* Bytes shared, and not simply each element with itself. */
static bool needs_copy(const hpc_view *dst, const hpc_view *src, const walk *w)
{
    if (!hpc_view_overlaps(dst, src)) {
        return false;
    }
    bool same = dst->data == src->data && dst->dtype == src->dtype;
    for (int i = 0; i < w->rank; i++) {
        same = same && (w->shape[i] == 1 || w->dst[i] == w->src[i]);
    }
    return !same;
}

hpc_code hpc_view_assign(hpc_frame *frame, const hpc_view *dst, const hpc_view *src)
{
    walk w;
    if (dst->flags & HPC_VIEW_READONLY) {
        return hpc_fail(frame, HPC_VALUE_ERROR, "assignment destination is read-only");
    }
    if (!walk_init(&w, dst, src)) {
        return hpc_fail_broadcast_assign(frame, dst, src);
    }
    if (hpc_view_size(dst) == 0 || (dst->data == src->data && !needs_copy(dst, src, &w))) {
        return HPC_OK; /* nothing to do, or each element to itself */
    }
    hpc_view copy = {0};
    if (needs_copy(dst, src, &w)) {
        hpc_code code = hpc_view_copy(frame, &copy, src);
        if (code != HPC_OK) {
            return code;
        }
        src = &copy;
        walk_init(&w, dst, src);
    }
    walk_sort(&w);
    walk_merge(&w);
    walk_run(&w, hpc_cast_loop((hpc_dtype)dst->dtype, (hpc_dtype)src->dtype), dst->data, src->data);
    hpc_view_release(&copy);
    return HPC_OK;
}

hpc_code hpc_view_copy(hpc_frame *frame, hpc_view *out, const hpc_view *src)
{
    hpc_view fresh;
    hpc_code code = hpc_view_new(frame, &fresh, (hpc_dtype)src->dtype, src->rank, src->shape);
    if (code == HPC_OK) {
        code = hpc_view_assign(frame, &fresh, src);
    }
    *out = fresh;
    return code;
}
