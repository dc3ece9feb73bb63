/* np.load and np.save. A view that is Fortran-contiguous and not C-contiguous is written column by
 * column, any other in C order, as NumPy does. */
#include "npy.h"

#include <errno.h>
#include <string.h>

#include "files.h"

/* ---- Reading -------------------------------------------------------------------------------- */

hpc_code hpc_npy_peek(hpc_frame *frame, const char *path, hpc_npy_info *out)
{
    FILE *file;
    int64_t size;
    hpc_code code = hpc_file_open(frame, path, &file, &size);
    if (code != HPC_OK)
        return code;
    code = hpc_npy_read_header(frame, file, out);
    fclose(file);
    return code;
}

static void swap_elements(char *data, int64_t bytes, int64_t width)
{
    for (char *at = data; at < data + bytes; at += width)
        for (int64_t i = 0; i < width / 2; i++) {
            char held = at[i];
            at[i] = at[width - 1 - i];
            at[width - 1 - i] = held;
        }
}

/* Any byte but 0 is True; within the program True is 1. */
static void mend_bools(char *data, int64_t bytes)
{
    for (int64_t i = 0; i < bytes; i++)
        data[i] = data[i] != 0;
}

static hpc_code fail_short(hpc_frame *frame, const hpc_npy_info *info, int64_t elements)
{
    char shape[256] = "";
    size_t used = 0;
    for (int axis = 0; axis < info->rank && used < sizeof shape - 24; axis++)
        used += (size_t)snprintf(shape + used, sizeof shape - used,
                                 info->rank == 1 ? "%lld,"
                                 : axis          ? ",%lld"
                                                 : "%lld",
                                 (long long)info->shape[axis]);
    return hpc_fail(frame, HPC_VALUE_ERROR, "cannot reshape array of size %lld into shape (%s)",
                    (long long)elements, shape);
}

static hpc_code read_data(hpc_frame *frame, FILE *file, const hpc_npy_info *info, hpc_view *out)
{
    int64_t item = hpc_dtype_size(info->dtype), bytes = item * hpc_view_size(out);
    size_t got = bytes ? fread(out->data, 1, (size_t)bytes, file) : 0;
    if ((int64_t)got != bytes)
        return fail_short(frame, info, (int64_t)got / item);
    if (info->swapped)
        swap_elements(out->data, bytes, hpc_dtype_kind(info->dtype) == 'c' ? item / 2 : item);
    if (info->dtype == HPC_BOOL)
        mend_bools(out->data, bytes);
    for (int axis = 0; info->fortran && axis < info->rank; axis++) {
        out->strides[axis] = item;
        item *= info->shape[axis] ? info->shape[axis] : 1;
    }
    return HPC_OK;
}

hpc_code hpc_npy_load_file(hpc_frame *frame, FILE *file, int64_t size, hpc_view *out)
{
    hpc_npy_info info;
    hpc_code code = hpc_npy_read_header(frame, file, &info);
    if (code != HPC_OK)
        return code;
    int64_t elements = 1, item = hpc_dtype_size(info.dtype);
    for (int axis = 0; axis < info.rank; axis++)
        elements *= info.shape[axis];
    if (size < 0 && elements > 0)
        return hpc_fail(frame, HPC_OS_ERROR, "np.load reads regular files only");
    if (elements > 0 && (size - info.offset) / item < elements)
        return fail_short(frame, &info, (size - info.offset) / item);
    code = hpc_view_new(frame, out, info.dtype, info.rank, info.shape);
    if (code != HPC_OK)
        return code;
    code = read_data(frame, file, &info, out);
    if (code != HPC_OK)
        hpc_view_release(out);
    return code;
}

hpc_code hpc_npy_load(hpc_frame *frame, hpc_view *out, const char *path)
{
    FILE *file;
    int64_t size;
    hpc_code code = hpc_file_open(frame, path, &file, &size);
    if (code != HPC_OK)
        return code;
    code = hpc_npy_load_file(frame, file, size, out);
    fclose(file);
    return code;
}

/* ---- Writing -------------------------------------------------------------------------------- */

enum { HEADER_ROOM = 1024, GROWTH_DIGITS = 21, HEADER_ALIGNMENT = 64 };

/* The whole header with magic and padding. NumPy leaves room for the first extent (the last in
 * Fortran order) to grow to 21 digits in place. Returns the length. */
static size_t make_header(char *to, const hpc_view *view, bool fortran)
{
    char extent[24];
    size_t used = 10, growth = 0;
    used += (size_t)snprintf(to + used, HEADER_ROOM - used,
                             "{'descr': '%s', 'fortran_order': %s, 'shape': (",
                             hpc_dtype_npy((hpc_dtype)view->dtype), fortran ? "True" : "False");
    for (int axis = 0; axis < view->rank; axis++) {
        size_t digits =
            (size_t)snprintf(extent, sizeof extent, "%lld", (long long)view->shape[axis]);
        if (axis == (fortran ? view->rank - 1 : 0))
            growth = GROWTH_DIGITS - digits;
        used += (size_t)snprintf(to + used, HEADER_ROOM - used, axis ? ", %s" : "%s", extent);
    }
    used += (size_t)snprintf(to + used, HEADER_ROOM - used, view->rank == 1 ? ",), }" : "), }");
    memset(to + used, ' ', growth);
    used += growth;
    size_t padding = HEADER_ALIGNMENT - (used + 1) % HEADER_ALIGNMENT;
    memset(to + used, ' ', padding);
    used += padding;
    to[used++] = '\n';
    memcpy(to, "\x93NUMPY\1", 8);
    to[8] = (char)((used - 10) & 0xff);
    to[9] = (char)((used - 10) >> 8);
    return used;
}

/* The elements in C order, from a view that need not be contiguous; fwrite keeps errors. */
static void write_elements(FILE *file, const hpc_view *view)
{
    size_t item = (size_t)hpc_dtype_size((hpc_dtype)view->dtype);
    int64_t index[HPC_MAX_RANK] = {0}, left = hpc_view_size(view);
    if (hpc_view_c_contiguous(view)) {
        if (left > 0)
            fwrite(view->data, item, (size_t)left, file);
        return;
    }
    for (const char *at = view->data; left > 0; left--) {
        if (fwrite(at, item, 1, file) != 1)
            return;
        for (int axis = view->rank - 1; axis >= 0; axis--) {
            at += view->strides[axis];
            if (++index[axis] < view->shape[axis])
                break;
            at -= view->strides[axis] * view->shape[axis];
            index[axis] = 0;
        }
    }
}

/* The header, and the view whose C order is the file's: axes reversed where that is Fortran order. */
static size_t plan(const hpc_view *view, char *header, hpc_view *ordered)
{
    bool fortran = hpc_view_f_contiguous(view) && !hpc_view_c_contiguous(view);
    *ordered = *view;
    for (int axis = 0; fortran && axis < view->rank; axis++) {
        ordered->shape[axis] = view->shape[view->rank - 1 - axis];
        ordered->strides[axis] = view->strides[view->rank - 1 - axis];
    }
    return make_header(header, view, fortran);
}

hpc_code hpc_npy_encode(hpc_frame *frame, const hpc_view *view, char **out, int64_t *size)
{
    char header[HEADER_ROOM];
    hpc_view ordered;
    size_t used = plan(view, header, &ordered);
    int64_t bytes = hpc_view_size(view) * hpc_dtype_size((hpc_dtype)view->dtype);
    *size = (int64_t)used + bytes;
    *out = hpc_heap_alloc(frame->runtime->heap, (size_t)*size + 1);
    if (!*out)
        return hpc_fail_memory(frame, (size_t)*size);
    FILE *file = fmemopen(*out, (size_t)*size + 1, "wb");
    if (file) {
        fwrite(header, 1, used, file);
        write_elements(file, &ordered);
        if (fclose(file) == 0)
            return HPC_OK;
    }
    hpc_heap_free(frame->runtime->heap, *out);
    *out = NULL;
    return hpc_fail_memory(frame, (size_t)*size);
}

static hpc_code save_to(hpc_frame *frame, const char *path, const hpc_view *view)
{
    hpc_view ordered;
    char header[HEADER_ROOM];
    size_t used = plan(view, header, &ordered);
    hpc_file_writer writer;
    hpc_code code = hpc_file_begin(frame, &writer, path);
    if (code != HPC_OK)
        return code;
    fwrite(header, 1, used, writer.file);
    write_elements(writer.file, &ordered);
    return hpc_file_commit(frame, &writer);
}

hpc_code hpc_npy_save(hpc_frame *frame, const char *path, const hpc_view *view)
{
    size_t length = strlen(path);
    if (length >= 4 && strcmp(path + length - 4, ".npy") == 0)
        return save_to(frame, path, view);
    char *named = hpc_heap_alloc(frame->runtime->heap, length + 5);
    if (!named)
        return hpc_fail_memory(frame, length + 5);
    memcpy(named, path, length);
    memcpy(named + length, ".npy", 5);
    hpc_code code = save_to(frame, named, view);
    hpc_heap_free(frame->runtime->heap, named);
    return code;
}
