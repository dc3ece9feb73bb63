/* Boolean masks: the elements where a mask holds, one after the other, and back.
 *
 * A mask of rank r stands for the first r axes of an array; what it selects are the blocks of the
 * other axes. Masks are walked in C order. */
#include <string.h>

#include "mask_vector.h"
#include "table.h"

enum { SPARSE = 8 }; /* masks that hold for fewer than one of so many */

/* The blocks of one array and those of the other, in step with the mask. */
typedef struct mask_walk {
    const hpc_view *mask;
    const hpc_view *full;   /* the array whose first axes are the mask's */
    const hpc_view *packed; /* the blocks where the mask holds */
    bool expand;            /* to the full array instead of from it */
    bool by_runs;           /* both are elements of one memory */
    int64_t block;          /* bytes, where blocks lie in one piece in both; 0: they do not */
    char *at, *end;         /* in the packed array */
} mask_walk;

static bool lies_in_one_piece(const hpc_view *view, int first, int64_t *bytes)
{
    *bytes = hpc_dtype_size((hpc_dtype)view->dtype);
    for (int axis = view->rank - 1; axis >= first; axis--) {
        if (view->shape[axis] != 1 && view->strides[axis] != *bytes)
            return false;
        *bytes *= view->shape[axis];
    }
    return true;
}

static void copy_block(const mask_walk *w, char *full, char *packed, int axis)
{
    int other = axis - w->mask->rank + 1; /* of the packed array */
    if (axis == w->full->rank) {
        size_t size = (size_t)hpc_dtype_size((hpc_dtype)w->full->dtype);
        memcpy(w->expand ? full : packed, w->expand ? packed : full, size);
        return;
    }
    for (int64_t i = 0; i < w->full->shape[axis]; i++)
        copy_block(w, full + i * w->full->strides[axis], packed + i * w->packed->strides[other],
                   axis + 1);
}

/* Which of 8 bytes are not zero, the first as the lowest bit. */
static uint64_t true_bytes(const char *mask)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t bytes;
    memcpy(&bytes, mask, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    bytes = (((bytes & low) + low) | bytes) & ~low; /* the highest bit of each */
    return ((bytes >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

/* The same of 64 bytes. */
static uint64_t found_in(const char *mask)
{
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= true_bytes(mask + 8 * i) << 8 * i;
    return bits;
}

/* Short blocks without a branch on the mask: the block is always written, and the place moves where the
 * mask holds. The place never reaches the end, for then nothing more is selected. Longer blocks, and
 * those of a mask that hardly ever holds, are looked for by 64 bytes of the mask. */
#define PACK_EACH(SIZE)                                                                            \
    for (; i < count && at < w->end; i++) {                                                        \
        memcpy(at, full + i * stride, SIZE);                                                       \
        at += mask[i * mask_stride] ? (SIZE) : 0;                                                  \
    }                                                                                              \
    break
#define PACK_FOUND(SIZE)                                                                           \
    for (; mask_stride == 1 && i + 64 <= count; i += 64)                                           \
        for (uint64_t found = found_in(mask + i); found; found &= found - 1, at += (SIZE))         \
            memcpy(at, full + (i + __builtin_ctzll(found)) * stride, (size_t)(SIZE));              \
    for (; i < count; i++) {                                                                       \
        if (!mask[i * mask_stride])                                                                \
            continue;                                                                              \
        memcpy(at, full + i * stride, (size_t)(SIZE));                                             \
        at += (SIZE);                                                                              \
    }                                                                                              \
    break

#define UNPACK_EACH(SIZE)                                                                          \
    for (; i < count; i++)                                                                         \
        if (mask[i * mask_stride]) {                                                               \
            memcpy(full + i * stride, at, (size_t)(SIZE));                                         \
            at += (SIZE);                                                                          \
        }                                                                                          \
    break

/* As far as vectors go. */
static int64_t begin_row(mask_walk *w, const char *mask, char *full)
{
    int axis = w->mask->rank - 1;
    if (w->mask->strides[axis] != 1 || w->full->strides[axis] != w->block)
        return 0;
    hpc_masked m = {.full = full, .packed = w->at, .end = w->end, .mask = mask};
    int64_t done = hpc_mask_vectors(&m, w->block, w->mask->shape[axis], w->expand);
    w->at = m.packed;
    return done;
}

static void unpack_row(mask_walk *w, const char *mask, char *full)
{
    int axis = w->mask->rank - 1;
    int64_t i = begin_row(w, mask, full), count = w->mask->shape[axis];
    int64_t stride = w->full->strides[axis], mask_stride = w->mask->strides[axis];
    char *at = w->at;
    switch (w->block) {
    case 1: UNPACK_EACH(1);
    case 2: UNPACK_EACH(2);
    case 4: UNPACK_EACH(4);
    case 8: UNPACK_EACH(8);
    case 16: UNPACK_EACH(16);
    default: UNPACK_EACH(w->block);
    }
    w->at = at;
}

static void pack_row(mask_walk *w, const char *mask, char *full)
{
    int axis = w->mask->rank - 1;
    int64_t count = w->mask->shape[axis], mask_stride = w->mask->strides[axis];
    int64_t stride = w->full->strides[axis], left = (w->end - w->at) / w->block;
    bool sparse = left < count / SPARSE;
    int64_t i = sparse ? 0 : begin_row(w, mask, full);
    char *at = w->at;
    switch (sparse && w->block <= 16 ? -w->block : w->block) {
    case 1: PACK_EACH(1);
    case 2: PACK_EACH(2);
    case 4: PACK_EACH(4);
    case 8: PACK_EACH(8);
    case 16: PACK_EACH(16);
    case -8: PACK_FOUND(8);
    case 24: PACK_FOUND(24);
    case 32: PACK_FOUND(32);
    case 64: PACK_FOUND(64);
    default: PACK_FOUND(w->block);
    }
    w->at = at;
}

/* One run of elements that the mask has next to each other. */
static void move_run(char *to, int64_t stride, const char *from, int64_t from_stride, int64_t count,
                     size_t size)
{
    if (stride == (int64_t)size && from_stride == stride) {
        memmove(to, from, (size_t)count * size);
        return;
    }
    for (int64_t i = 0; i < count; i++)
        memmove(to + i * stride, from + i * from_stride, size);
}

/* A row of a mask over elements, and what is stored shares memory with them. NumPy makes no copy: runs
 * of true are moved one after the other, so that a later run may see what an earlier one stored. */
static void unpack_runs(mask_walk *w, const char *mask, char *full, int64_t count)
{
    size_t size = (size_t)hpc_dtype_size((hpc_dtype)w->full->dtype);
    int axis = w->mask->rank - 1;
    int64_t mask_stride = w->mask->strides[axis], stride = w->full->strides[axis];
    for (int64_t i = 0; i < count;) {
        int64_t first = i;
        while (i < count && mask[i * mask_stride])
            i++;
        if (i > first) {
            move_run(full + first * stride, stride, w->at, w->packed->strides[0], i - first, size);
            w->at += (i - first) * w->packed->strides[0];
        }
        while (i < count && !mask[i * mask_stride])
            i++;
    }
}

static void walk_row(mask_walk *w, const char *mask, char *full)
{
    int axis = w->mask->rank - 1;
    if (w->by_runs) {
        unpack_runs(w, mask, full, w->mask->shape[axis]);
        return;
    }
    if (w->block) {
        (w->expand ? unpack_row : pack_row)(w, mask, full);
        return;
    }
    for (int64_t i = 0; i < w->mask->shape[axis]; i++) {
        if (mask[i * w->mask->strides[axis]]) {
            copy_block(w, full + i * w->full->strides[axis], w->at, w->mask->rank);
            w->at += w->packed->strides[0];
        }
    }
}

static void walk_axis(mask_walk *w, const char *mask, char *full, int axis)
{
    if (axis == w->mask->rank - 1) {
        walk_row(w, mask, full);
        return;
    }
    for (int64_t i = 0; i < w->mask->shape[axis]; i++)
        walk_axis(w, mask + i * w->mask->strides[axis], full + i * w->full->strides[axis],
                  axis + 1);
}

static void walk(mask_walk *w)
{
    int64_t packed_bytes, block;
    bool packed = lies_in_one_piece(w->packed, 0, &packed_bytes);
    bool full = lies_in_one_piece(w->full, w->mask->rank, &block);
    if (hpc_view_size(w->packed) == 0 || hpc_view_size(w->mask) == 0)
        return;
    w->block = packed && full ? block : 0;
    w->at = w->packed->data;
    w->end = w->at + packed_bytes;
    walk_axis(w, w->mask->data, w->full->data, 0);
}

/* Destination (C order, as many blocks as the mask has true elements), source, mask. */
hpc_code rtf_mask_pack(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    mask_walk w = {.packed = words[0].p, .full = words[1].p, .mask = words[2].p};
    walk(&w);
    return HPC_OK;
}

/* The view, or a copy of it where it shares memory with what is written. */
static hpc_code apart(hpc_frame *frame, const hpc_view **view, const hpc_view *written,
                      hpc_view *copy)
{
    if (!hpc_view_overlaps(*view, written))
        return HPC_OK;
    hpc_code code = hpc_view_copy(frame, copy, *view);
    *view = copy;
    return code;
}

/* Makes one axis of two that lie behind each other in both, so that runs go on from row to row. */
static void merge_axes(hpc_view *full, hpc_view *mask)
{
    int rank = 0;
    for (int axis = 1; axis < full->rank; axis++) {
        int64_t n = full->shape[axis];
        bool merges = n == 1 || full->shape[rank] == 1 ||
                      (full->strides[rank] == n * full->strides[axis] &&
                       mask->strides[rank] == n * mask->strides[axis]);
        if (!merges)
            rank++;
        int64_t before = merges ? full->shape[rank] : 1;
        if (!merges || n != 1) {
            full->strides[rank] = full->strides[axis];
            mask->strides[rank] = mask->strides[axis];
        }
        full->shape[rank] = mask->shape[rank] = before * n;
    }
    full->rank = mask->rank = (int16_t)(rank + 1);
}

/* Destination, blocks, mask: the blocks in turn to where the mask holds. */
hpc_code rtf_mask_unpack(hpc_frame *frame, hpc_word *words)
{
    hpc_view blocks = {0}, mask = {0};
    mask_walk w = {.full = words[0].p, .packed = words[1].p, .mask = words[2].p, .expand = true};
    w.by_runs = w.full->rank == w.mask->rank && hpc_view_overlaps(w.packed, w.full);
    hpc_code code = w.by_runs ? HPC_OK : apart(frame, &w.packed, w.full, &blocks);
    if (code == HPC_OK)
        code = apart(frame, &w.mask, w.full, &mask);
    hpc_view full = *w.full, holds = *w.mask; /* borrowed */
    if (w.by_runs && full.rank > 1) {
        merge_axes(&full, &holds);
        w.full = &full;
        w.mask = &holds;
    }
    if (code == HPC_OK)
        walk(&w);
    hpc_view_release(&blocks);
    hpc_view_release(&mask);
    return code;
}
