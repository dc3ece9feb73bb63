/* What open() gives: a file that is read or written through the C library. Texts are UTF-8; reading them turns
 * the ends of lines of all systems into "\n", as Python does. What is read as bytes is a string, too, whose
 * type the compiler keeps apart. */
#include <errno.h>
#include <string.h>

#include "buffer.h"
#include "files.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(file_open);
DECLARE(file_read);
DECLARE(file_line);
DECLARE(file_write);
DECLARE(file_close);
DECLARE(file_flush);
DECLARE(bytes_length);
DECLARE(array_from_bytes);
#undef DECLARE

typedef struct open_file {
    hpc_object head;
    FILE *file; /* NULL: closed */
    bool reads, writes, binary;
} open_file;

static void destroy_file(hpc_object *object)
{
    open_file *f = (open_file *)object;
    if (f->file)
        fclose(f->file);
    hpc_heap_free(object->heap, object);
}

/* "r", "w", "a" or "x" with "t" or "b", in any order. */
static bool read_mode(const char *mode, open_file *f, char c_mode[4])
{
    char how = 0;
    for (; *mode; mode++) {
        if (strchr("rwax", *mode) && !how)
            how = *mode;
        else if (*mode == 'b')
            f->binary = true;
        else if (*mode != 't')
            return false;
    }
    f->reads = how == 'r';
    f->writes = how && !f->reads;
    c_mode[0] = how == 'x' ? 'w' : how;
    c_mode[1] = how == 'x' ? 'x' : 'e';
    c_mode[2] = c_mode[3] = '\0';
    return how != 0;
}

/* path, mode: the file */
hpc_code rtf_file_open(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *path = words[0].p, *mode = words[1].p;
    char c_mode[4];
    open_file made = {0};
    if (!read_mode(mode->text, &made, c_mode))
        return hpc_fail(frame, HPC_VALUE_ERROR, "invalid mode: '%s'", mode->text);
    hpc_code code = hpc_file_stream(frame, path->text, c_mode, &made.file);
    if (code != HPC_OK)
        return code;
    open_file *f = hpc_heap_zalloc(frame->runtime->heap, sizeof *f);
    if (!f) {
        fclose(made.file);
        return hpc_fail_memory(frame, sizeof *f);
    }
    *f = made;
    atomic_init(&f->head.refs, 1);
    f->head.heap = frame->runtime->heap;
    f->head.destroy = destroy_file;
    f->head.type_name = "file";
    words[2].p = f;
    return HPC_OK;
}

static hpc_code usable(hpc_frame *frame, const open_file *f, bool to_read)
{
    if (!f->file)
        return hpc_fail(frame, HPC_VALUE_ERROR, "I/O operation on closed file.");
    if (to_read ? !f->reads : !f->writes)
        return hpc_fail(frame, HPC_OS_ERROR, to_read ? "not readable" : "not writable");
    return HPC_OK;
}

/* ---- Reading ---------------------------------------------------------------------------------- */

/* The next byte, ends of lines made one; EOF. */
static int next_byte(const open_file *f)
{
    int c = getc(f->file);
    if (f->binary || c != '\r')
        return c;
    int after = getc(f->file);
    if (after != '\n' && after != EOF)
        ungetc(after, f->file);
    return '\n';
}

/* True where the bytes are UTF-8: no overlong forms, no surrogates. */
static bool is_utf8(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        unsigned c = *at++, more = c < 0x80   ? 0
                                   : c < 0xc2 ? 9
                                   : c < 0xe0 ? 1
                                   : c < 0xf0 ? 2
                                   : c < 0xf5 ? 3
                                              : 9;
        if (more > (size_t)(end - at))
            return false;
        if (more && ((c == 0xe0 && *at < 0xa0) || (c == 0xed && *at > 0x9f) ||
                     (c == 0xf0 && *at < 0x90) || (c == 0xf4 && *at > 0x8f)))
            return false;
        for (; more; more--)
            if ((*at++ & 0xc0) != 0x80)
                return false;
    }
    return true;
}

/* Up to `most` characters (-1: all), to the end of the line where `line` says so. */
static hpc_code take(hpc_frame *frame, const open_file *f, int64_t most, bool line, hpc_str **out)
{
    hpc_buffer text = {.heap = frame->runtime->heap};
    hpc_code code = usable(frame, f, true);
    int c = 0;
    while (code == HPC_OK && most != 0 && (c = next_byte(f)) != EOF) {
        char byte = (char)c;
        hpc_buffer_add(&text, &byte, 1);
        if (line && c == '\n')
            break;
        int following = most > 0 && !f->binary ? getc(f->file) : EOF;
        if (following != EOF)
            ungetc(following, f->file);
        bool whole = f->binary || following == EOF || (following & 0xc0) != 0x80;
        most -= most > 0 && whole;
    }
    if (code == HPC_OK && ferror(f->file))
        code = hpc_fail(frame, HPC_OS_ERROR, "cannot read the file");
    if (code == HPC_OK)
        code = hpc_buffer_status(frame, &text);
    if (code == HPC_OK && !f->binary && !is_utf8(text.text, text.length))
        code = hpc_fail(frame, HPC_VALUE_ERROR, "'utf-8' codec can't decode the file");
    if (code == HPC_OK)
        code = hpc_str_new(frame, out, text.text ? text.text : "", text.length);
    hpc_buffer_free(&text);
    return code;
}

/* file, number of characters or -1: a text */
hpc_code rtf_file_read(hpc_frame *frame, hpc_word *words)
{
    hpc_str *made = NULL;
    hpc_code code = take(frame, words[0].p, words[1].i < 0 ? -1 : words[1].i, false, &made);
    words[2].p = made;
    return code;
}

/* file: the next line with its end, or "" */
hpc_code rtf_file_line(hpc_frame *frame, hpc_word *words)
{
    hpc_str *made = NULL;
    hpc_code code = take(frame, words[0].p, -1, true, &made);
    words[1].p = made;
    return code;
}

/* ---- Writing ---------------------------------------------------------------------------------- */

hpc_code rtf_file_write(hpc_frame *frame, hpc_word *words)
{
    open_file *f = words[0].p;
    const hpc_str *text = words[1].p;
    hpc_code code = usable(frame, f, false);
    if (code == HPC_OK &&
        fwrite(text->text, 1, (size_t)text->length, f->file) < (size_t)text->length)
        code = hpc_fail(frame, HPC_OS_ERROR, "[Errno %d] %s", errno, strerror(errno));
    return code;
}

hpc_code rtf_file_flush(hpc_frame *frame, hpc_word *words)
{
    open_file *f = words[0].p;
    if (!f->file)
        return hpc_fail(frame, HPC_VALUE_ERROR, "I/O operation on closed file.");
    if (f->writes && fflush(f->file) != 0)
        return hpc_fail(frame, HPC_OS_ERROR, "[Errno %d] %s", errno, strerror(errno));
    return HPC_OK;
}

hpc_code rtf_file_close(hpc_frame *frame, hpc_word *words)
{
    open_file *f = words[0].p;
    FILE *file = f->file;
    f->file = NULL;
    if (file && fclose(file) != 0)
        return hpc_fail(frame, HPC_OS_ERROR, "[Errno %d] %s", errno, strerror(errno));
    return HPC_OK;
}

hpc_code rtf_bytes_length(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[1].i = ((const hpc_str *)words[0].p)->length;
    return HPC_OK;
}

/* ---- Arrays ----------------------------------------------------------------------------------- */

/* bytes, dtype, count or -1, offset: np.frombuffer; the array cannot be written. */
hpc_code rtf_array_from_bytes(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *bytes = words[1].p;
    hpc_dtype dtype = (hpc_dtype)words[2].i;
    int64_t item = hpc_dtype_size(dtype), count = words[3].i, offset = words[4].i;
    if (offset < 0 || offset > bytes->length || (offset == bytes->length && bytes->length))
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "offset must be non-negative and no greater than buffer length (%lld)",
                        (long long)bytes->length);
    int64_t there = bytes->length - offset;
    if (count < 0 && there % item)
        return hpc_fail(frame, HPC_VALUE_ERROR, "buffer size must be a multiple of element size");
    if (count < 0)
        count = there / item;
    if (count > there / item)
        return hpc_fail(frame, HPC_VALUE_ERROR, "buffer is smaller than requested size");
    hpc_view *out = words[0].p;
    hpc_code code = hpc_view_new(frame, out, dtype, 1, &count);
    if (code != HPC_OK)
        return code;
    if (count)
        memcpy(out->data, bytes->text + offset, (size_t)(count * item));
    for (int64_t i = 0; dtype == HPC_BOOL && i < count; i++)
        out->data[i] = out->data[i] != 0;
    out->flags |= HPC_VIEW_READONLY;
    return HPC_OK;
}
