/* Files for compiled code: .npy, text tables and pictures: functions of the table. An array whose
 * type only the file tells comes as a boxed value. */
#include <string.h>

#include "image.h"
#include "npz.h"
#include "rtf_python.h"
#include "textio.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(npy_load);
DECLARE(npy_load_boxed);
DECLARE(npy_save);
DECLARE(npz_load);
DECLARE(npz_load_boxed);
DECLARE(npz_files);
DECLARE(npz_save);
DECLARE(image_read);
DECLARE(image_read_boxed);
DECLARE(image_write);
DECLARE(loadtxt);
DECLARE(loadtxt_boxed);
DECLARE(savetxt);
#undef DECLARE

/* CPython refuses a path that would be cut at a NUL. */
static hpc_code path_of(hpc_frame *frame, const hpc_str *s, const char **path)
{
    *path = s->text;
    return strlen(s->text) == (size_t)s->length
               ? HPC_OK
               : hpc_fail(frame, HPC_VALUE_ERROR, "embedded null byte");
}

typedef hpc_code (*reader)(hpc_frame *frame, hpc_view *out, const char *path);

/* What a file held when the program was compiled it must hold when the program runs. */
static hpc_code read_known(hpc_frame *frame, hpc_word *words, reader read)
{
    hpc_view *out = words[0].p;
    const char *path;
    hpc_code code = path_of(frame, words[1].p, &path);
    if (code == HPC_OK)
        code = read(frame, out, path);
    if (code != HPC_OK || (out->dtype == words[2].i && out->rank == words[3].i))
        return code;
    code = hpc_fail(frame, HPC_TYPE_ERROR,
                    "%s held an array of %s with %lld dimensions when this was compiled; now it "
                    "has %s and %d",
                    path, hpc_dtype_name((hpc_dtype)words[2].i), (long long)words[3].i,
                    hpc_dtype_name((hpc_dtype)out->dtype), (int)out->rank);
    hpc_view_release(out);
    return code;
}

/* The view goes into the box. */
static hpc_code give_box(hpc_frame *frame, hpc_code code, hpc_view *view, hpc_word *out)
{
    hpc_object *box = NULL;
    if (code == HPC_OK) {
        hpc_value value = {.kind = HPC_ARRAY, .view = view};
        code = hpc_box_new(frame, &box, &value);
    }
    hpc_view_release(view);
    out->p = box;
    return code;
}

static hpc_code read_boxed(hpc_frame *frame, hpc_word *words, reader read)
{
    hpc_view view = {0};
    const char *path;
    hpc_code code = path_of(frame, words[0].p, &path);
    if (code == HPC_OK)
        code = read(frame, &view, path);
    return give_box(frame, code, &view, &words[1]);
}

hpc_code rtf_npy_load(hpc_frame *frame, hpc_word *words)
{
    return read_known(frame, words, hpc_npy_load);
}

hpc_code rtf_npy_load_boxed(hpc_frame *frame, hpc_word *words)
{
    return read_boxed(frame, words, hpc_npy_load);
}

hpc_code rtf_npy_save(hpc_frame *frame, hpc_word *words)
{
    const char *path;
    hpc_code code = path_of(frame, words[0].p, &path);
    return code == HPC_OK ? hpc_npy_save(frame, path, words[1].p) : code;
}

/* ---- .npz ------------------------------------------------------------------------------------- */

static hpc_code load_named(hpc_frame *frame, hpc_view *out, hpc_word path, hpc_word name)
{
    const char *texts[2];
    hpc_code code = path_of(frame, path.p, &texts[0]);
    if (code == HPC_OK)
        code = path_of(frame, name.p, &texts[1]);
    return code == HPC_OK ? hpc_npz_load(frame, out, texts[0], texts[1]) : code;
}

hpc_code rtf_npz_load(hpc_frame *frame, hpc_word *words)
{
    hpc_view *out = words[0].p;
    hpc_code code = load_named(frame, out, words[1], words[2]);
    if (code != HPC_OK || (out->dtype == words[3].i && out->rank == words[4].i))
        return code;
    hpc_view_release(out);
    return hpc_fail(frame, HPC_TYPE_ERROR,
                    "the .npz file held an array of another type when this was compiled");
}

hpc_code rtf_npz_load_boxed(hpc_frame *frame, hpc_word *words)
{
    hpc_view view = {0};
    hpc_code code = load_named(frame, &view, words[0], words[1]);
    return give_box(frame, code, &view, &words[2]);
}

static hpc_code add_name(hpc_frame *frame, const char *name, size_t length, void *user)
{
    hpc_str *text = NULL;
    hpc_code code = hpc_str_new(frame, &text, name, length);
    if (code != HPC_OK)
        return code;
    hpc_value value = {.kind = HPC_STR, .object = &text->head};
    code = hpc_seq_append(frame, user, &value);
    hpc_object_release(&text->head);
    return code;
}

hpc_code rtf_npz_files(hpc_frame *frame, hpc_word *words)
{
    const char *path;
    hpc_seq *list = NULL;
    hpc_code code = path_of(frame, words[0].p, &path);
    if (code == HPC_OK)
        code = hpc_seq_new(frame, &list, 4);
    if (code == HPC_OK)
        code = hpc_npz_files(frame, path, add_name, list);
    if (code != HPC_OK && list) {
        hpc_object_release(&list->head);
        list = NULL;
    }
    words[1].p = list;
    return code;
}

hpc_code rtf_npz_save(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *values = words[1].p;
    int64_t count = words[2].i;
    const char *path;
    hpc_code code = path_of(frame, words[0].p, &path);
    if (code != HPC_OK)
        return code;
    size_t size = (size_t)(count + 1) * 2 * sizeof(void *);
    const void **lists = hpc_heap_alloc(frame->runtime->heap, size);
    if (!lists)
        return hpc_fail_memory(frame, size);
    for (int64_t i = 0; i < count; i++) {
        lists[i] = ((const hpc_str *)(const void *)values[2 * i].object)->text;
        lists[count + i] = values[2 * i + 1].view;
    }
    code = hpc_npz_save(frame, path, (const char *const *)lists,
                        (const hpc_view *const *)(lists + count), count, words[3].i != 0);
    hpc_heap_free(frame->runtime->heap, lists);
    return code;
}

hpc_code rtf_image_read(hpc_frame *frame, hpc_word *words)
{
    return read_known(frame, words, hpc_image_read);
}

hpc_code rtf_image_read_boxed(hpc_frame *frame, hpc_word *words)
{
    return read_boxed(frame, words, hpc_image_read);
}

hpc_code rtf_image_write(hpc_frame *frame, hpc_word *words)
{
    const char *path;
    hpc_code code = path_of(frame, words[0].p, &path);
    return code == HPC_OK ? hpc_image_write(frame, path, words[1].p) : code;
}

/* ---- Text tables ----------------------------------------------------------------------------- */

enum { HAS_DELIMITER = 1, HAS_COMMENTS = 2, UNPACK = 4, HAS_COLUMNS = 8, MISSING = 16 };

/* words: path, dtype, delimiter, comments, flags, skiprows, max_rows, ndmin, i64 columns. */
static hpc_code load_text(hpc_frame *frame, const hpc_word *words, hpc_view *out)
{
    const hpc_str *delimiter = words[2].p, *comments = words[3].p;
    int64_t flags = words[4].i;
    const hpc_view *columns = words[8].p;
    hpc_view plain = {0};
    const char *path;
    hpc_loadtxt_options options = HPC_LOADTXT_DEFAULTS;
    options.dtype = (hpc_dtype)words[1].i;
    options.delimiter = flags & HAS_DELIMITER ? delimiter->text : NULL;
    options.comments = flags & HAS_COMMENTS ? comments->text : NULL;
    options.unpack = (flags & UNPACK) != 0;
    options.missing = (flags & MISSING) != 0;
    options.skiprows = words[5].i;
    options.max_rows = words[6].i;
    options.ndmin = (int)words[7].i;
    hpc_code code = path_of(frame, words[0].p, &path);
    if (code == HPC_OK && (flags & HAS_COLUMNS)) {
        code = hpc_view_copy(frame, &plain, columns);
        options.usecols = (const int64_t *)(const void *)plain.data;
        options.usecols_count = (int)hpc_view_size(columns);
    }
    if (code == HPC_OK)
        code = hpc_loadtxt(frame, out, path, &options);
    hpc_view_release(&plain);
    return code;
}

hpc_code rtf_loadtxt(hpc_frame *frame, hpc_word *words)
{
    return load_text(frame, words + 1, words[0].p);
}

hpc_code rtf_loadtxt_boxed(hpc_frame *frame, hpc_word *words)
{
    hpc_view view = {0};
    hpc_code code = load_text(frame, words, &view);
    return give_box(frame, code, &view, &words[9]);
}

/* words: path, array, formats (a pack of strings), their count (0: the first is for all columns),
 * delimiter, newline, header, footer, comments. */
hpc_code rtf_savetxt(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *values = words[2].p;
    int64_t count = words[3].i, strings = count ? count : 1;
    const char *path;
    const char *text[5];
    hpc_code code = path_of(frame, words[0].p, &path);
    if (code != HPC_OK)
        return code;
    const char **formats = hpc_heap_alloc(frame->runtime->heap, (size_t)strings * sizeof *formats);
    if (!formats)
        return hpc_fail_memory(frame, (size_t)strings * sizeof *formats);
    for (int64_t i = 0; i < strings; i++)
        formats[i] = hpc_as_str(&values[i])->text;
    for (int i = 0; i < 5; i++)
        text[i] = ((const hpc_str *)words[4 + i].p)->text;
    hpc_savetxt_options options = {formats, (int)count, text[0], text[1],
                                   text[2], text[3],    text[4]};
    code = hpc_savetxt(frame, path, words[1].p, &options);
    hpc_heap_free(frame->runtime->heap, formats);
    return code;
}
