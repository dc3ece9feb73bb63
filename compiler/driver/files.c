/* Reading sources, writing results: files of the command itself. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../runtime/files.h"
#include "../../runtime/npy.h"
#include "driver.h"
#include "syntax/syntax.h"

/* ---- Reading -------------------------------------------------------------------------------- */

/* All of an open file, as far as a source may be long; the parser refuses what is longer. */
static char *read_all(session *s, FILE *file, size_t *length)
{
    size_t used = 0, room = 16 * 1024, got;
    char *text = arena_alloc(s->arena, room);
    while ((got = fread(text + used, 1, room - 1 - used, file)) > 0) {
        used += got;
        if (used > SYNTAX_MAX_FILE)
            break;
        if (used == room - 1) {
            char *grown = arena_alloc(s->arena, 4 * room);
            memcpy(grown, text, used);
            text = grown;
            room *= 4;
        }
    }
    *length = used;
    text[used] = '\0';
    return text;
}

char *file_read(session *s, const char *path, size_t *length)
{
    FILE *file = stdin;
    int64_t size;
    if (strcmp(path, "-") != 0) {
        hpc_code code = hpc_file_open(&s->frame, path, &file, &size);
        if (code != HPC_OK) {
            session_fail(s, code);
            return NULL;
        }
    }
    errno = 0;
    char *text = read_all(s, file, length);
    bool failed = ferror(file) != 0;
    int number = errno;
    if (file != stdin)
        fclose(file);
    if (!failed)
        return text;
    session_fail(s, hpc_fail_errno(&s->frame, number ? number : EIO, path));
    return NULL;
}

/* ---- Writing -------------------------------------------------------------------------------- */

bool file_write(session *s, const char *path, const char *text)
{
    hpc_file_writer writer;
    hpc_code code = hpc_file_begin(&s->frame, &writer, path);
    if (code == HPC_OK) {
        fputs(text, writer.file);
        code = hpc_file_commit(&s->frame, &writer);
    }
    if (code != HPC_OK)
        session_fail(s, code);
    return code == HPC_OK;
}

bool file_remove(session *s, const char *path)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return true;
    session_fail(s, hpc_fail_errno(&s->frame, errno, path));
    return false;
}

bool folder_make(session *s, const char *path)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return true;
    int number = errno;
    if (number == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    session_fail(s, hpc_fail_errno(&s->frame, number == EEXIST ? ENOTDIR : number, path));
    return false;
}

/* ---- Results -------------------------------------------------------------------------------- */

static void put_number(const hpc_value *v, char *to)
{
    hpc_dtype dtype = (hpc_dtype)v->dtype;
    hpc_view to_view = {.data = to, .dtype = v->dtype};
    double parts[2] = {v->c[0], v->c[1]};
    double f = v->f;
    int64_t i = v->i;
    switch (hpc_dtype_kind(dtype)) {
    case 'f':
        if (dtype == HPC_F64)
            memcpy(to, &f, 8);
        else if (dtype == HPC_F32)
            memcpy(to, &(float){(float)f}, 4);
        else {
            hpc_view from = {.data = (char *)&f, .dtype = HPC_F64};
            hpc_view_assign(&(hpc_frame){0}, &to_view, &from); /* exact: it was a float16 */
        }
        break;
    case 'c':
        if (dtype == HPC_C128)
            memcpy(to, parts, 16);
        else
            memcpy(to, (float[]){(float)parts[0], (float)parts[1]}, 8);
        break;
    default: memcpy(to, &i, (size_t)hpc_dtype_size(dtype)); /* little-endian, as all our targets */
    }
}

/* A list as NumPy would make an array of it: the shape of the nesting; numbers of one dtype. */
static bool list_shape(const hpc_result *r, hpc_view *view)
{
    hpc_result_kind kind = hpc_result_kind_of(r);
    while (kind == HPC_RESULT_LIST && view->rank < HPC_MAX_RANK) {
        view->shape[view->rank++] = hpc_result_count(r);
        if (hpc_result_count(r) == 0) {
            view->dtype = HPC_F64;
            return true;
        }
        r = hpc_result_item(r, 0);
        kind = hpc_result_kind_of(r);
    }
    view->dtype = r->value.dtype;
    return kind >= HPC_RESULT_BOOL && kind <= HPC_RESULT_SCALAR;
}

static bool list_fill(const hpc_result *r, const hpc_view *view, int axis, char **to)
{
    if (axis == view->rank) {
        hpc_result_kind kind = hpc_result_kind_of(r);
        if (kind < HPC_RESULT_BOOL || kind > HPC_RESULT_SCALAR || r->value.dtype != view->dtype)
            return false;
        put_number(&r->value, *to);
        *to += hpc_dtype_size((hpc_dtype)view->dtype);
        return true;
    }
    if (hpc_result_kind_of(r) != HPC_RESULT_LIST || hpc_result_count(r) != view->shape[axis])
        return false;
    for (int64_t i = 0; i < view->shape[axis]; i++)
        if (!list_fill(hpc_result_item(r, i), view, axis + 1, to))
            return false;
    return true;
}

static bool save_list(session *s, const char *path, const hpc_result *r)
{
    hpc_view form = {0}, view;
    if (!list_shape(r, &form)) {
        session_error("TypeError: this result cannot be written as .npy");
        return false;
    }
    hpc_code code = hpc_view_new(&s->frame, &view, (hpc_dtype)form.dtype, form.rank, form.shape);
    if (code == HPC_OK) {
        char *to = view.data;
        if (!list_fill(r, &view, 0, &to))
            code = hpc_fail(&s->frame, HPC_VALUE_ERROR, "the list is not an array of numbers");
        else
            code = hpc_npy_save(&s->frame, path, &view);
        hpc_view_release(&view);
    }
    if (code != HPC_OK)
        session_fail(s, code);
    return code == HPC_OK;
}

bool file_save_result(session *s, const char *prefix, const hpc_result *r)
{
    const char *path = arena_printf(s->arena, "%s.npy", prefix);
    hpc_code code;
    switch (hpc_result_kind_of(r)) {
    case HPC_RESULT_NONE: return true;
    case HPC_RESULT_TUPLE:
        for (int64_t i = 0; i < hpc_result_count(r); i++)
            if (!file_save_result(s, arena_printf(s->arena, "%s.%lld", prefix, (long long)i),
                                  hpc_result_item(r, i)))
                return false;
        return true;
    case HPC_RESULT_ARRAY:
        code = hpc_npy_save(&s->frame, path, &r->array);
        if (code != HPC_OK)
            session_fail(s, code);
        return code == HPC_OK;
    default: return save_list(s, path, r);
    }
}
