/* Zip archives as NumPy uses them. Reading goes by the central directory; a member is taken into
 * memory and read as a .npy file. Writing makes each member in memory, for its checksum comes first. */
#include "npz.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#include "files.h"

enum {
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    END_SIZE = 22,
    STORED = 0,
    DEFLATED = 8,
    VERSION = 20,
    DATE_1980 = 0x21,
    UTF8_NAME = 0x800
};
#define LOCAL_MARK UINT32_C(0x04034b50)
#define CENTRAL_MARK UINT32_C(0x02014b50)
#define END_MARK UINT32_C(0x06054b50)
#define ZIP_MOST INT64_C(0xfffffffe)

static uint32_t get(const unsigned char *at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint32_t)at[i] << (8 * i);
    return value;
}

static char *put(char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (char)(value >> (8 * i) & 0xff);
    return at + bytes;
}

static hpc_code broken(hpc_frame *frame)
{
    return hpc_fail(frame, HPC_VALUE_ERROR, "File is not a zip file, or it is damaged");
}

/* ---- Reading ---------------------------------------------------------------------------------- */

typedef struct archive {
    FILE *file;
    int64_t size;
    unsigned char *directory; /* the central directory */
    size_t directory_size;
} archive;

typedef struct member {
    const char *name; /* with ".npy"; not NUL-terminated */
    size_t name_length;
    uint32_t method, crc;
    int64_t packed, size, offset;
} member;

static bool read_at(FILE *file, int64_t offset, void *out, size_t bytes)
{
    return fseek(file, (long)offset, SEEK_SET) == 0 && fread(out, 1, bytes, file) == bytes;
}

/* The directory's place is said in the last bytes of the file, before a comment. */
static hpc_code read_directory(hpc_frame *frame, archive *a)
{
    enum { TAIL = END_SIZE + 0xffff };
    size_t tail = a->size < TAIL ? (size_t)a->size : TAIL;
    unsigned char *bytes = hpc_heap_alloc(frame->runtime->heap, tail + 1);
    if (!bytes)
        return hpc_fail_memory(frame, tail);
    bool found = false;
    int64_t offset = 0, size = 0;
    if (read_at(a->file, a->size - (int64_t)tail, bytes, tail))
        for (size_t i = tail; i >= END_SIZE && !found; i--) {
            const unsigned char *at = bytes + i - END_SIZE;
            found = get(at, 4) == END_MARK;
            size = get(at + 12, 4);
            offset = get(at + 16, 4);
        }
    hpc_heap_free(frame->runtime->heap, bytes);
    if (!found || offset + size > a->size)
        return broken(frame);
    a->directory = hpc_heap_alloc(frame->runtime->heap, (size_t)size + 1);
    if (!a->directory)
        return hpc_fail_memory(frame, (size_t)size);
    a->directory_size = (size_t)size;
    return read_at(a->file, offset, a->directory, (size_t)size) ? HPC_OK : broken(frame);
}

static hpc_code archive_open(hpc_frame *frame, const char *path, archive *a)
{
    *a = (archive){0};
    hpc_code code = hpc_file_open(frame, path, &a->file, &a->size);
    if (code != HPC_OK)
        return code;
    return a->size < END_SIZE ? broken(frame) : read_directory(frame, a);
}

static void archive_close(hpc_frame *frame, archive *a)
{
    hpc_heap_free(frame->runtime->heap, a->directory);
    if (a->file)
        fclose(a->file);
}

/* Sizes that do not fit 32 bits are in an extra field. */
static void read_zip64(const unsigned char *extra, size_t length, member *m)
{
    for (size_t at = 0; at + 4 <= length;) {
        size_t n = get(extra + at + 2, 2), next = at + 4;
        int64_t *wide[] = {&m->size, &m->packed, &m->offset};
        for (int i = 0; get(extra + at, 2) == 1 && i < 3; i++)
            if (*wide[i] == UINT32_MAX && next + 8 <= at + 4 + n && next + 8 <= length) {
                *wide[i] =
                    (int64_t)(get(extra + next, 4) | (uint64_t)get(extra + next + 4, 4) << 32);
                next += 8;
            }
        at += 4 + n;
    }
}

/* The member at *at of the directory; *at goes to the next. False at the end or where it is damaged. */
static bool next_member(const archive *a, size_t *at, member *m)
{
    const unsigned char *e = a->directory + *at;
    if (*at + CENTRAL_SIZE > a->directory_size || get(e, 4) != CENTRAL_MARK)
        return false;
    size_t name = get(e + 28, 2), extra = get(e + 30, 2), comment = get(e + 32, 2);
    if (*at + CENTRAL_SIZE + name + extra + comment > a->directory_size)
        return false;
    *m = (member){.name = (const char *)e + CENTRAL_SIZE,
                  .name_length = name,
                  .method = get(e + 10, 2),
                  .crc = get(e + 16, 4),
                  .packed = get(e + 20, 4),
                  .size = get(e + 24, 4),
                  .offset = get(e + 42, 4)};
    read_zip64(e + CENTRAL_SIZE + name, extra, m);
    *at += CENTRAL_SIZE + name + extra + comment;
    return true;
}

static size_t plain_length(const member *m)
{
    bool npy = m->name_length >= 4 && memcmp(m->name + m->name_length - 4, ".npy", 4) == 0;
    return m->name_length - (npy ? 4 : 0);
}

static hpc_code find_member(hpc_frame *frame, const archive *a, const char *name, member *m)
{
    size_t at = 0, length = strlen(name);
    while (next_member(a, &at, m)) {
        bool whole = m->name_length == length && memcmp(m->name, name, length) == 0;
        bool plain = plain_length(m) == length && memcmp(m->name, name, length) == 0;
        if (whole || plain)
            return HPC_OK;
    }
    return hpc_fail(frame, HPC_KEY_ERROR, "'%s is not a file in the archive'", name);
}

static bool inflate_all(const unsigned char *packed, const member *m, unsigned char *out)
{
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)packed, .next_out = out};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return false;
    int64_t in = m->packed, left = m->size;
    int status = Z_OK;
    while (status == Z_OK) {
        enum { STEP = 1 << 30 };
        z.avail_in = in > STEP ? STEP : (unsigned)in;
        z.avail_out = left > STEP ? STEP : (unsigned)left;
        unsigned given_in = z.avail_in, given_out = z.avail_out;
        status = inflate(&z, Z_NO_FLUSH);
        in -= given_in - z.avail_in;
        left -= given_out - z.avail_out;
    }
    inflateEnd(&z);
    return status == Z_STREAM_END && left == 0;
}

/* zlib counts in 32 bits. */
static uint32_t checksum(const unsigned char *data, int64_t size)
{
    uLong crc = crc32(0, NULL, 0);
    for (int64_t at = 0; at < size;) {
        int64_t n = size - at > (1 << 30) ? 1 << 30 : size - at;
        crc = crc32(crc, data + at, (unsigned)n);
        at += n;
    }
    return (uint32_t)crc;
}

/* The bytes of a member, on the heap. */
static hpc_code member_bytes(hpc_frame *frame, const archive *a, const member *m,
                             unsigned char **out)
{
    unsigned char head[LOCAL_SIZE];
    hpc_heap *heap = frame->runtime->heap;
    if (m->offset > a->size - LOCAL_SIZE || !read_at(a->file, m->offset, head, LOCAL_SIZE) ||
        get(head, 4) != LOCAL_MARK)
        return broken(frame);
    int64_t start = m->offset + LOCAL_SIZE + get(head + 26, 2) + get(head + 28, 2);
    if (m->packed > a->size - start || (m->method != STORED && m->method != DEFLATED) ||
        (m->method == STORED && m->packed != m->size))
        return broken(frame);
    unsigned char *packed = hpc_heap_alloc(heap, (size_t)m->packed + 1);
    if (!packed)
        return hpc_fail_memory(frame, (size_t)m->packed);
    bool good = read_at(a->file, start, packed, (size_t)m->packed);
    *out = packed;
    if (good && m->method == DEFLATED) {
        *out = hpc_heap_alloc(heap, (size_t)m->size + 1);
        good = *out && inflate_all(packed, m, *out);
        hpc_heap_free(heap, packed);
        if (!*out)
            return hpc_fail_memory(frame, (size_t)m->size);
    }
    if (good && checksum(*out, m->size) == m->crc)
        return HPC_OK;
    hpc_heap_free(heap, *out);
    *out = NULL;
    return broken(frame);
}

typedef hpc_code (*use_member)(hpc_frame *frame, FILE *file, int64_t size, void *user);

/* Reads a member as if it were a file. */
static hpc_code with_member(hpc_frame *frame, const char *path, const char *name, use_member use,
                            void *user)
{
    archive a;
    member m;
    unsigned char *bytes = NULL;
    hpc_code code = archive_open(frame, path, &a);
    if (code == HPC_OK)
        code = find_member(frame, &a, name, &m);
    if (code == HPC_OK)
        code = member_bytes(frame, &a, &m, &bytes);
    FILE *file = code == HPC_OK && m.size > 0 ? fmemopen(bytes, (size_t)m.size, "rb") : NULL;
    if (file) {
        code = use(frame, file, m.size, user);
        fclose(file);
    } else if (code == HPC_OK) {
        code = broken(frame);
    }
    hpc_heap_free(frame->runtime->heap, bytes);
    archive_close(frame, &a);
    return code;
}

static hpc_code load_member(hpc_frame *frame, FILE *file, int64_t size, void *user)
{
    return hpc_npy_load_file(frame, file, size, user);
}

hpc_code hpc_npz_load(hpc_frame *frame, hpc_view *out, const char *path, const char *name)
{
    return with_member(frame, path, name, load_member, out);
}

static hpc_code peek_member(hpc_frame *frame, FILE *file, int64_t size, void *user)
{
    (void)size;
    return hpc_npy_read_header(frame, file, user);
}

hpc_code hpc_npz_peek(hpc_frame *frame, const char *path, const char *name, hpc_npy_info *out)
{
    return with_member(frame, path, name, peek_member, out);
}

hpc_code hpc_npz_files(hpc_frame *frame, const char *path, hpc_npz_each each, void *user)
{
    archive a;
    member m;
    size_t at = 0;
    hpc_code code = archive_open(frame, path, &a);
    while (code == HPC_OK && next_member(&a, &at, &m))
        code = each(frame, m.name, plain_length(&m), user);
    archive_close(frame, &a);
    return code;
}

/* ---- Writing ---------------------------------------------------------------------------------- */

typedef struct zip_writer {
    FILE *file;
    int64_t offset;
    char *directory; /* entries so far */
    size_t directory_size, directory_room;
    bool compressed;
} zip_writer;

/* What local header and directory both say: version to sizes. */
static char *put_facts(char *at, const member *m)
{
    at = put(at, VERSION, 2);
    at = put(at, UTF8_NAME, 2);
    at = put(at, m->method, 2);
    at = put(at, 0, 2);
    at = put(at, DATE_1980, 2);
    at = put(at, m->crc, 4);
    at = put(at, (uint64_t)m->packed, 4);
    return put(at, (uint64_t)m->size, 4);
}

static hpc_code add_entry(hpc_frame *frame, zip_writer *w, const member *m)
{
    size_t size = CENTRAL_SIZE + m->name_length;
    if (w->directory_size + size > w->directory_room) {
        size_t room = 2 * (w->directory_size + size);
        char *grown = hpc_heap_realloc(frame->runtime->heap, w->directory, room);
        if (!grown)
            return hpc_fail_memory(frame, room);
        w->directory = grown;
        w->directory_room = room;
    }
    char *at = w->directory + w->directory_size;
    at = put(at, CENTRAL_MARK, 4);
    at = put(at, VERSION, 2);
    at = put_facts(at, m);
    at = put(at, m->name_length, 2);
    memset(at, 0, 12); /* extra, comment, disk, attributes */
    at = put(at + 12, (uint64_t)m->offset, 4);
    memcpy(at, m->name, m->name_length);
    w->directory_size += size;
    return HPC_OK;
}

/* Deflated bytes of `data` on the heap; NULL: MemoryError. */
static unsigned char *deflated(hpc_heap *heap, const unsigned char *data, member *m)
{
    z_stream z = {0};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return NULL;
    size_t room = deflateBound(&z, (uLong)m->size);
    unsigned char *out = hpc_heap_alloc(heap, room + 1);
    z.next_in = (unsigned char *)(uintptr_t)data;
    z.avail_in = (unsigned)m->size;
    z.next_out = out;
    z.avail_out = room > UINT32_MAX ? UINT32_MAX : (unsigned)room;
    bool good = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    m->packed = (int64_t)z.total_out;
    m->method = DEFLATED;
    deflateEnd(&z);
    if (good)
        return out;
    hpc_heap_free(heap, out);
    return NULL;
}

static hpc_code write_bytes(hpc_frame *frame, zip_writer *w, const unsigned char *data, member *m)
{
    char head[LOCAL_SIZE];
    hpc_heap *heap = frame->runtime->heap;
    unsigned char *packed = NULL;
    m->crc = checksum(data, m->size);
    m->packed = m->size;
    m->offset = w->offset;
    if (w->compressed && !(packed = deflated(heap, data, m)))
        return hpc_fail_memory(frame, (size_t)m->size);
    char *at = put_facts(put(head, LOCAL_MARK, 4), m);
    put(put(at, m->name_length, 2), 0, 2);
    fwrite(head, 1, sizeof head, w->file);
    fwrite(m->name, 1, m->name_length, w->file);
    fwrite(packed ? packed : data, 1, (size_t)m->packed, w->file);
    hpc_heap_free(heap, packed);
    w->offset += LOCAL_SIZE + (int64_t)m->name_length + m->packed;
    return add_entry(frame, w, m);
}

static hpc_code write_member(hpc_frame *frame, zip_writer *w, const char *name,
                             const hpc_view *view)
{
    hpc_heap *heap = frame->runtime->heap;
    size_t length = strlen(name);
    char *file_name = hpc_heap_alloc(heap, length + 5);
    unsigned char *data = NULL;
    member m = {.name = file_name, .name_length = length + 4};
    hpc_code code = file_name ? hpc_npy_encode(frame, view, (char **)&data, &m.size)
                              : hpc_fail_memory(frame, length + 5);
    if (code == HPC_OK && (m.size >= ZIP_MOST || w->offset >= ZIP_MOST - m.size || length > 60000))
        code = hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR, "a .npz file of 4 GiB or more");
    if (code == HPC_OK) {
        memcpy(file_name, name, length);
        memcpy(file_name + length, ".npy", 5);
        code = write_bytes(frame, w, data, &m);
    }
    hpc_heap_free(heap, data);
    hpc_heap_free(heap, file_name);
    return code;
}

static void write_end(zip_writer *w, int64_t count)
{
    char end[END_SIZE], *at = put(end, END_MARK, 4);
    at = put(put(at, 0, 2), 0, 2);
    at = put(put(at, (uint64_t)count, 2), (uint64_t)count, 2);
    at = put(put(at, w->directory_size, 4), (uint64_t)w->offset, 4);
    put(at, 0, 2);
    if (w->directory_size)
        fwrite(w->directory, 1, w->directory_size, w->file);
    fwrite(end, 1, sizeof end, w->file);
}

static hpc_code save_to(hpc_frame *frame, const char *path, const char *const *names,
                        const hpc_view *const *views, int64_t count, bool compressed)
{
    hpc_file_writer writer;
    hpc_code code = hpc_file_begin(frame, &writer, path);
    if (code != HPC_OK)
        return code;
    zip_writer w = {.file = writer.file, .compressed = compressed};
    for (int64_t i = 0; i < count && code == HPC_OK; i++)
        code = write_member(frame, &w, names[i], views[i]);
    if (code == HPC_OK)
        write_end(&w, count);
    hpc_heap_free(frame->runtime->heap, w.directory);
    if (code == HPC_OK)
        return hpc_file_commit(frame, &writer);
    hpc_file_abandon(frame, &writer);
    return code;
}

hpc_code hpc_npz_save(hpc_frame *frame, const char *path, const char *const *names,
                      const hpc_view *const *views, int64_t count, bool compressed)
{
    size_t length = strlen(path);
    if (length >= 4 && strcmp(path + length - 4, ".npz") == 0)
        return save_to(frame, path, names, views, count, compressed);
    char *named = hpc_heap_alloc(frame->runtime->heap, length + 5);
    if (!named)
        return hpc_fail_memory(frame, length + 5);
    memcpy(named, path, length);
    memcpy(named + length, ".npz", 5);
    hpc_code code = save_to(frame, named, names, views, count, compressed);
    hpc_heap_free(frame->runtime->heap, named);
    return code;
}
