/* np.loadtxt: the file is read whole, cut into lines and cells, and each cell is parsed into a
 * growing block of elements.
 *
 * Example: "1 2 # x\n\n3 4\n" gives [[1, 2], [3, 4]]. */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "cast.h"
#include "files.h"
#include "number_parse.h"
#include "textio.h"

typedef struct cell {
    const char *start, *end;
} cell;

typedef struct reader {
    hpc_frame *frame;
    hpc_heap *heap;
    const hpc_loadtxt_options *options;
    char *text; /* the file, with a NUL after it */
    int64_t length;
    cell *cells; /* of the current line */
    int64_t cell_count, cell_capacity;
    char *data; /* elements so far */
    int64_t count, capacity, item;
    int64_t rows, columns; /* columns is -1 before the first row */
} reader;

/* ---- The file ------------------------------------------------------------------------------- */

static hpc_code grow(reader *in, void **block, int64_t *capacity, int64_t needed, int64_t item)
{
    int64_t next = *capacity * 2 > needed ? *capacity * 2 : needed, bytes;
    if (needed <= *capacity)
        return HPC_OK;
    if (__builtin_mul_overflow(next, item, &bytes))
        return hpc_fail_memory(in->frame, SIZE_MAX);
    void *moved = hpc_heap_realloc(in->heap, *block, (size_t)bytes);
    if (!moved)
        return hpc_fail_memory(in->frame, (size_t)bytes);
    *block = moved;
    *capacity = next;
    return HPC_OK;
}

static hpc_code slurp(reader *in, const char *path)
{
    FILE *file;
    int64_t size, capacity = 0;
    hpc_code code = hpc_file_open(in->frame, path, &file, &size);
    if (code == HPC_FILE_NOT_FOUND_ERROR)
        return hpc_fail(in->frame, code, "%s not found.", path);
    if (code != HPC_OK)
        return code;
    for (bool more = true; code == HPC_OK && more;) {
        int64_t room = in->length == 0 && size > 0 ? size + 2 : in->length + 65536;
        code = grow(in, (void **)&in->text, &capacity, room, 1);
        if (code != HPC_OK)
            break;
        size_t asked = (size_t)(capacity - in->length - 1);
        size_t got = fread(in->text + in->length, 1, asked, file);
        in->length += (int64_t)got;
        in->text[in->length] = '\0';
        more = got == asked;
    }
    if (code == HPC_OK && ferror(file))
        code = hpc_fail_errno(in->frame, errno ? errno : EIO, path);
    fclose(file);
    return code;
}

/* Bytes of the UTF-8 character at `at`, or 0 where there is none. */
static int utf8_length(const unsigned char *at, int64_t left)
{
    int length = at[0] < 0x80                     ? 1
                 : at[0] >= 0xc2 && at[0] <= 0xdf ? 2
                 : at[0] >= 0xe0 && at[0] <= 0xef ? 3
                 : at[0] >= 0xf0 && at[0] <= 0xf4 ? 4
                                                  : 0;
    if (length == 0 || length > left)
        return 0;
    for (int i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool outside = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
                   (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f);
    return outside ? 0 : length;
}

static hpc_code check_utf8(const reader *in)
{
    const unsigned char *text = (const unsigned char *)in->text;
    for (int64_t i = 0; i < in->length;) {
        int length = text[i] < 0x80 ? 1 : utf8_length(text + i, in->length - i);
        if (length == 0)
            return hpc_fail(in->frame, HPC_VALUE_ERROR,
                            "'utf-8' codec can't decode byte 0x%02x in position %lld", text[i],
                            (long long)i);
        i += length;
    }
    return HPC_OK;
}

/* ---- Cells ---------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

static hpc_code add_cell(reader *in, const char *start, const char *end)
{
    hpc_code code =
        grow(in, (void **)&in->cells, &in->cell_capacity, in->cell_count + 1, sizeof *in->cells);
    if (code == HPC_OK)
        in->cells[in->cell_count++] = (cell){start, end};
    return code;
}

static hpc_code split_line(reader *in, const char *at, const char *end)
{
    hpc_code code = HPC_OK;
    const char *delimiter = in->options->delimiter;
    in->cell_count = 0;
    if (delimiter) {
        while (code == HPC_OK) {
            const char *stop = at < end ? memchr(at, *delimiter, (size_t)(end - at)) : NULL;
            code = add_cell(in, at, stop ? stop : end);
            if (!stop)
                break;
            at = stop + 1;
        }
        return code;
    }
    while (code == HPC_OK) {
        while (at < end && is_space(*at))
            at++;
        if (at == end)
            break;
        const char *start = at;
        while (at < end && !is_space(*at))
            at++;
        code = add_cell(in, start, at);
    }
    return code;
}

/* ---- Rows ----------------------------------------------------------------------------------- */

static hpc_code fail_cell(const reader *in, const cell *cell, int64_t column)
{
    int64_t length = cell->end - cell->start;
    int shown = length > 200 ? 200 : (int)length;
    char safe[201];
    for (int i = 0; i < shown; i++)
        safe[i] = (unsigned char)cell->start[i] < ' ' ? '?' : cell->start[i];
    return hpc_fail(in->frame, HPC_VALUE_ERROR,
                    "could not convert string '%.*s' to %s at row %lld, column %lld.", shown, safe,
                    hpc_dtype_name(in->options->dtype), (long long)in->rows, (long long)column + 1);
}

static hpc_code parse_cell(reader *in, int64_t column)
{
    static const char nan[] = "nan";
    const cell *cell = &in->cells[column];
    char *to = in->data + in->count * in->item, held = *cell->end;
    /* End the number for strtod: what follows it may be a digit of a strange delimiter. */
    *(char *)cell->end = '\0';
    bool parsed = hpc_parse_element(to, in->options->dtype, cell->start, cell->end);
    *(char *)cell->end = held;
    if (!parsed && in->options->missing && strchr("fc", hpc_dtype_kind(in->options->dtype)))
        parsed = hpc_parse_element(to, in->options->dtype, nan, nan + 3);
    in->count += parsed;
    return parsed ? HPC_OK : fail_cell(in, cell, column);
}

/* Which cell is wanted k-th: -1 where there is none. */
static int64_t wanted_cell(const reader *in, int64_t k)
{
    if (in->options->usecols_count < 0)
        return k;
    int64_t column = in->options->usecols[k];
    column += column < 0 ? in->cell_count : 0;
    return column >= 0 && column < in->cell_count ? column : -1;
}

static hpc_code add_row(reader *in)
{
    bool all = in->options->usecols_count < 0;
    if (in->columns < 0)
        in->columns = all ? in->cell_count : in->options->usecols_count;
    if (all && in->cell_count != in->columns)
        return hpc_fail(in->frame, HPC_VALUE_ERROR,
                        "the number of columns changed from %lld to %lld at row %lld; use "
                        "`usecols` to select a subset and avoid this error",
                        (long long)in->columns, (long long)in->cell_count, (long long)in->rows + 1);
    hpc_code code = grow(in, (void **)&in->data, &in->capacity, in->count + in->columns, in->item);
    for (int64_t k = 0; code == HPC_OK && k < in->columns; k++) {
        int64_t column = wanted_cell(in, k);
        if (column < 0)
            return hpc_fail(in->frame, HPC_VALUE_ERROR,
                            "invalid column index %lld at row %lld with %lld columns",
                            (long long)in->options->usecols[k], (long long)in->rows + 1,
                            (long long)in->cell_count);
        code = parse_cell(in, column);
    }
    in->rows++;
    return code;
}

/* The end of the line that begins at `at`; *next is where the following one begins. */
static const char *line_end(const char *at, const char *end, const char **next)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    *next = at < end ? at + 1 + (at[0] == '\r' && at[1] == '\n') : end;
    return at;
}

static hpc_code read_lines(reader *in)
{
    const char *at = in->text, *end = in->text + in->length, *next;
    const char *comments = in->options->comments;
    size_t comment_length = comments ? strlen(comments) : 0;
    hpc_code code = HPC_OK;
    for (int64_t line = 0; code == HPC_OK && at < end; line++, at = next) {
        const char *stop = line_end(at, end, &next);
        if (in->options->max_rows >= 0 && in->rows >= in->options->max_rows)
            break;
        if (line < in->options->skiprows)
            continue;
        if (comment_length > 0) {
            const char *comment = memmem(at, (size_t)(stop - at), comments, comment_length);
            stop = comment ? comment : stop;
        }
        if (stop == at)
            continue;
        code = split_line(in, at, stop);
        if (code == HPC_OK && in->cell_count > 0)
            code = add_row(in);
    }
    return code;
}

/* ---- The result ----------------------------------------------------------------------------- */

/* (rows, columns) squeezed, raised and transposed as ndmin and unpack ask. */
static void shape_result(hpc_view *out, int ndmin, bool unpack)
{
    int64_t shape[2] = {out->shape[0], out->shape[1]};
    int64_t strides[2] = {out->strides[0], out->strides[1]};
    if (ndmin < 2) {
        out->rank = 0;
        for (int axis = 0; axis < 2; axis++)
            if (shape[axis] != 1) {
                out->shape[out->rank] = shape[axis];
                out->strides[out->rank++] = strides[axis];
            }
        if (out->rank < ndmin) {
            out->shape[0] = 1;
            out->strides[0] = strides[1];
            out->rank = 1;
        }
    }
    if (unpack && out->rank == 2) {
        out->shape[0] = shape[1];
        out->shape[1] = shape[0];
        out->strides[0] = strides[1];
        out->strides[1] = strides[0];
    }
}

static hpc_code read_array(reader *in, const char *path, hpc_view *out)
{
    hpc_code code = slurp(in, path);
    if (code == HPC_OK)
        code = check_utf8(in);
    if (code == HPC_OK)
        code = read_lines(in);
    if (code != HPC_OK)
        return code;
    if (in->columns < 0)
        in->columns = in->options->usecols_count >= 0 ? in->options->usecols_count : 1;
    int64_t shape[2] = {in->rows, in->columns};
    code = hpc_view_new(in->frame, out, in->options->dtype, 2, shape);
    if (code != HPC_OK)
        return code;
    if (in->count > 0)
        memcpy(out->data, in->data, (size_t)(in->count * in->item));
    shape_result(out, in->options->ndmin, in->options->unpack);
    return HPC_OK;
}

static hpc_code check_options(hpc_frame *frame, const char *path,
                              const hpc_loadtxt_options *options)
{
    const char *dot = strrchr(path, '.');
    if (dot && (!strcmp(dot, ".gz") || !strcmp(dot, ".bz2") || !strcmp(dot, ".xz")))
        return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                        "compressed text files are not supported");
    if (options->ndmin < 0 || options->ndmin > 2)
        return hpc_fail(frame, HPC_VALUE_ERROR, "Illegal value of ndmin keyword: %d",
                        options->ndmin);
    if (options->delimiter && strlen(options->delimiter) != 1)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "Text reading control character must be a single unicode character or "
                        "None; but got: '%s'",
                        options->delimiter);
    return HPC_OK;
}

hpc_code hpc_loadtxt(hpc_frame *frame, hpc_view *out, const char *path,
                     const hpc_loadtxt_options *options)
{
    hpc_code code = check_options(frame, path, options);
    if (code != HPC_OK)
        return code;
    /* strtod reads the decimal point of the thread's locale. */
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return hpc_fail_memory(frame, 0);
    locale_t before = uselocale(plain);
    reader in = {.frame = frame,
                 .heap = frame->runtime->heap,
                 .options = options,
                 .columns = -1,
                 .item = hpc_dtype_size(options->dtype)};
    code = read_array(&in, path, out);
    uselocale(before);
    freelocale(plain);
    hpc_heap_free(in.heap, in.text);
    hpc_heap_free(in.heap, in.cells);
    hpc_heap_free(in.heap, in.data);
    return code;
}
