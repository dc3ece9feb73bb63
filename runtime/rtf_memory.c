/* The bytes of arrays: views as another dtype and with other strides, files of bare elements, numbers
 * in a text. Functions of the table. */
#include <ctype.h>
#include <string.h>

#include "buffer.h"
#include "cast.h"
#include "files.h"
#include "number_parse.h"
#include "table.h"
#include "text.h"

/* ---- Views ------------------------------------------------------------------------------------ */

/* The last axis in elements of the other size; HPC_OK, or ValueError in NumPy's words. */
static hpc_code resize_last(hpc_frame *frame, hpc_view *v, int64_t from, int64_t to)
{
    if (v->rank == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "Changing the dtype of a 0d array is only supported if the itemsize is "
                        "unchanged");
    int last = v->rank - 1;
    if (v->shape[last] != 1 && hpc_view_size(v) > 0 && v->strides[last] != from)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "To change to a dtype of a different size, the last axis must be "
                        "contiguous");
    int64_t bytes = v->shape[last] * from;
    if (bytes % to != 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "When changing to a larger dtype, its size must be a divisor of the total "
                        "size in bytes of the last axis of the array.");
    v->shape[last] = bytes / to;
    v->strides[last] = to;
    return HPC_OK;
}

/* out view; array, dtype. The same storage: writes go through. */
hpc_code rtf_view_as(hpc_frame *frame, hpc_word *words)
{
    hpc_view v = *(const hpc_view *)words[1].p;
    hpc_dtype dtype = (hpc_dtype)words[2].i;
    int64_t from = hpc_dtype_size((hpc_dtype)v.dtype), to = hpc_dtype_size(dtype);
    int64_t alignment = hpc_dtype_kind(dtype) == 'c' ? to / 2 : to;
    hpc_code code = from == to ? HPC_OK : resize_last(frame, &v, from, to);
    bool aligned = (uintptr_t)v.data % (uintptr_t)alignment == 0;
    for (int axis = 0; axis < v.rank; axis++)
        aligned = aligned && (v.shape[axis] < 2 || v.strides[axis] % alignment == 0);
    if (code == HPC_OK && !aligned && hpc_view_size(&v) > 0)
        code = hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                        "a view whose elements do not lie at multiples of their size");
    if (code != HPC_OK)
        return code;
    v.dtype = dtype;
    hpc_view_retain(&v);
    *(hpc_view *)words[0].p = v;
    return HPC_OK;
}

/* out view; array, extents and byte strides (int64 arrays), read-only. Every element must lie in the
 * storage of the array. */
hpc_code rtf_view_strided(hpc_frame *frame, hpc_word *words)
{
    hpc_view v = *(const hpc_view *)words[1].p;
    const hpc_view *shape = words[2].p, *strides = words[3].p;
    int64_t size = hpc_dtype_size((hpc_dtype)v.dtype), low = 0, high = 0;
    bool empty = false;
    v.rank = (int16_t)shape->shape[0];
    for (int axis = 0; axis < v.rank; axis++) {
        int64_t extent = ((const int64_t *)(const void *)shape->data)[axis];
        int64_t stride = ((const int64_t *)(const void *)strides->data)[axis], reach;
        if (extent < 0)
            return hpc_fail(frame, HPC_VALUE_ERROR, "negative dimensions are not allowed");
        if (stride % size != 0)
            return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                            "a stride that is no multiple of the item size");
        v.shape[axis] = extent;
        v.strides[axis] = stride;
        empty = empty || extent == 0;
        if (extent > 1 &&
            (__builtin_mul_overflow(extent - 1, stride, &reach) ||
             __builtin_add_overflow(reach < 0 ? low : high, reach, reach < 0 ? &low : &high)))
            return hpc_fail(frame, HPC_VALUE_ERROR, "array is too big");
    }
    const hpc_storage *s = v.storage;
    int64_t at = s ? v.data - s->data : 0;
    if (!empty && (!s || at + low < 0 || at + high + size > s->size))
        return hpc_fail(frame, HPC_VALUE_ERROR, "the strides reach memory outside of the array's");
    v.flags |= words[4].i ? HPC_VIEW_READONLY : 0;
    hpc_view_retain(&v);
    *(hpc_view *)words[0].p = v;
    return HPC_OK;
}

/* ---- Files ------------------------------------------------------------------------------------ */

static hpc_code write_text(hpc_frame *frame, FILE *file, const hpc_view *view, const char *sep)
{
    hpc_buffer text;
    hpc_buffer_init(&text, frame->runtime->heap);
    int64_t size = hpc_view_size(view), item = hpc_dtype_size((hpc_dtype)view->dtype);
    for (int64_t i = 0; i < size; i++) {
        hpc_value value = hpc_element_load(view->data + i * item, (hpc_dtype)view->dtype);
        if (i)
            hpc_buffer_puts(&text, sep);
        hpc_text_str(&text, &value, NULL);
    }
    hpc_code code = hpc_buffer_status(frame, &text);
    if (code == HPC_OK && text.length)
        fwrite(text.text, 1, text.length, file);
    hpc_buffer_free(&text);
    return code;
}

/* path, a C-ordered array, separator: ndarray.tofile; an empty separator writes the bare bytes. */
hpc_code rtf_array_to_file(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *path = words[0].p, *sep = words[2].p;
    const hpc_view *view = words[1].p;
    hpc_file_writer writer;
    hpc_code code = hpc_file_begin(frame, &writer, path->text);
    if (code != HPC_OK)
        return code;
    size_t item = (size_t)hpc_dtype_size((hpc_dtype)view->dtype);
    int64_t size = hpc_view_size(view);
    if (sep->length)
        code = write_text(frame, writer.file, view, sep->text);
    else if (size > 0)
        fwrite(view->data, item, (size_t)size, writer.file);
    if (code == HPC_OK)
        return hpc_file_commit(frame, &writer);
    hpc_file_abandon(frame, &writer);
    return code;
}

/* The numbers of a text between separators: white space, or one character with white space around. It
 * ends, as NumPy's does, at what is no number. */
static hpc_code parse_numbers(hpc_frame *frame, hpc_view *out, const char *text, hpc_dtype dtype,
                              int64_t count, const char *sep)
{
    char mark = 0;
    for (const char *s = sep; *s; s++) {
        if (isspace((unsigned char)*s))
            continue;
        if (mark)
            return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR, "a separator of several characters");
        mark = *s;
    }
    hpc_buffer items;
    hpc_buffer_init(&items, frame->runtime->heap);
    size_t size = (size_t)hpc_dtype_size(dtype);
    int64_t found = 0;
    while (count < 0 || found < count) {
        char element[16] = {0};
        while (isspace((unsigned char)*text))
            text++;
        const char *end = text;
        while (*end && *end != mark && (mark || !isspace((unsigned char)*end)))
            end++;
        if (end == text || !hpc_parse_element(element, dtype, text, end))
            break;
        hpc_buffer_add(&items, element, size);
        found++;
        text = end;
        if (mark && *text++ != mark)
            break;
    }
    hpc_code code = hpc_buffer_status(frame, &items);
    if (code == HPC_OK)
        code = hpc_view_new(frame, out, dtype, 1, &found);
    if (code == HPC_OK && found)
        memcpy(out->data, items.text, items.length);
    hpc_buffer_free(&items);
    return code;
}

/* text, dtype, count or -1, separator: np.fromstring */
hpc_code rtf_array_from_text(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *text = words[1].p, *sep = words[4].p;
    return parse_numbers(frame, words[0].p, text->text, (hpc_dtype)words[2].i, words[3].i,
                         sep->text);
}

static hpc_code read_items(hpc_frame *frame, hpc_view *out, FILE *file, int64_t size,
                           hpc_dtype dtype, int64_t count, int64_t offset)
{
    int64_t item = hpc_dtype_size(dtype);
    int64_t there = size > offset ? (size - offset) / item : 0;
    if (count < 0 || count > there)
        count = there;
    hpc_code code = hpc_view_new(frame, out, dtype, 1, &count);
    if (code != HPC_OK || count == 0)
        return code;
    if (fseek(file, (long)offset, SEEK_SET) == 0 &&
        fread(out->data, (size_t)item, (size_t)count, file) == (size_t)count) {
        for (int64_t i = 0; dtype == HPC_BOOL && i < count; i++)
            out->data[i] = out->data[i] != 0; /* a byte that is no bool would act as several */
        return HPC_OK;
    }
    hpc_view_release(out);
    return hpc_fail(frame, HPC_OS_ERROR, "cannot read the file");
}

static hpc_code read_text(hpc_frame *frame, hpc_view *out, FILE *file, int64_t size,
                          hpc_dtype dtype, int64_t count, const char *sep)
{
    char *text = hpc_heap_alloc(frame->runtime->heap, (size_t)size + 1);
    if (!text)
        return hpc_fail_memory(frame, (size_t)size + 1);
    size_t got = fread(text, 1, (size_t)size, file);
    text[got] = '\0';
    hpc_code code = parse_numbers(frame, out, text, dtype, count, sep);
    hpc_heap_free(frame->runtime->heap, text);
    return code;
}

/* path, dtype, count or -1, offset, separator: np.fromfile */
hpc_code rtf_array_from_file(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *path = words[1].p, *sep = words[5].p;
    FILE *file;
    int64_t size;
    if (words[4].i < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "offset must be a non-negative integer");
    hpc_code code = hpc_file_open(frame, path->text, &file, &size);
    if (code != HPC_OK)
        return code;
    if (size < 0)
        code = hpc_fail(frame, HPC_OS_ERROR, "np.fromfile reads regular files only");
    else if (sep->length)
        code =
            read_text(frame, words[0].p, file, size, (hpc_dtype)words[2].i, words[3].i, sep->text);
    else
        code = read_items(frame, words[0].p, file, size, (hpc_dtype)words[2].i, words[3].i,
                          words[4].i);
    fclose(file);
    return code;
}
