/* The disk cache: where it is, and its entries.
 *
 *   FOLDER/counts          bytes, hits and misses so far (cache_count.c)
 *   FOLDER/ab/cdef...      the entry of key abcdef...: a header and the bytes
 *   FOLDER/ab/new.NUMBER   an entry that is being written
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cache_impl.h"

enum { MAX_ENTRY = 1 << 28, WRITE_DOWN_EVERY = 64, TOUCH_AFTER_S = 3600 };

static const int64_t default_limit = INT64_C(256) << 20;

typedef struct entry_head {
    char magic[8];
    uint64_t size;
    cache_key key;
    unsigned char check[BLAKE2B_SIZE]; /* of size, key and bytes */
} entry_head;

static const char magic[8] = "hpcobj1";

/* ---- The folder ------------------------------------------------------------------------------- */

static char *join(hpc_heap *heap, const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *text = hpc_heap_alloc(heap, size);
    if (text)
        snprintf(text, size, "%s%s", a, b);
    return text;
}

/* As the XDG base directory specification says: relative paths don't count. */
static char *default_folder(hpc_heap *heap)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (xdg && xdg[0] == '/')
        return join(heap, xdg, "/hpc");
    return home && home[0] == '/' ? join(heap, home, "/.cache/hpc") : NULL;
}

cache *cache_new(hpc_heap *heap, const char *folder, int64_t limit)
{
    cache *c = hpc_heap_zalloc(heap, sizeof *c);
    if (!c)
        return NULL;
    c->heap = heap;
    c->root = -1;
    c->limit = limit > 0 ? limit : default_limit;
    c->folder = folder[0] ? join(heap, folder, "") : default_folder(heap);
    return c;
}

void cache_free(cache *c)
{
    if (!c)
        return;
    cache_write_down(c);
    if (c->root >= 0)
        close(c->root);
    hpc_heap_free(c->heap, c->folder);
    hpc_heap_free(c->heap, c);
}

/* Makes the folder and those above it. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

/* Code that others can write is not run. */
static const char *problem_of(int root)
{
    struct stat status;
    if (fstat(root, &status) != 0)
        return "the folder can't be read";
    if (status.st_uid != geteuid())
        return "the folder is another user's";
    return status.st_mode & (S_IWGRP | S_IWOTH) ? "others may write to the folder" : NULL;
}

static bool open_root(cache *c)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    if (c->tried)
        return c->root >= 0;
    c->tried = true;
    if (!c->folder) {
        c->problem = "no folder is known: HOME is not set";
        return false;
    }
    c->root = open(c->folder, flags);
    if (c->root < 0 && errno == ENOENT) {
        make_folders(c->folder);
        c->root = open(c->folder, flags);
    }
    size_t size;
    if (c->root < 0)
        c->problem = "the folder can't be made or opened";
    else if (!build_id(&size))
        c->problem = "this program was linked without a build id";
    else
        c->problem = problem_of(c->root);
    if (c->problem && c->root >= 0) {
        close(c->root);
        c->root = -1;
    }
    return c->root >= 0;
}

/* ---- Entries ---------------------------------------------------------------------------------- */

/* "ab/cdef..." */
static void path_of(char path[CACHE_NAME + 2], const cache_key *key)
{
    static const char digits[] = "0123456789abcdef";
    char *at = path;
    for (int i = 0; i < BLAKE2B_SIZE; i++) {
        *at++ = digits[key->bytes[i] >> 4];
        *at++ = digits[key->bytes[i] & 15];
        if (i == 0)
            *at++ = '/';
    }
    *at = '\0';
}

static void check_of(const entry_head *head, const void *bytes, unsigned char check[BLAKE2B_SIZE])
{
    blake2b h;
    blake2b_begin(&h);
    blake2b_add(&h, &head->size, sizeof head->size);
    blake2b_add(&h, &head->key, sizeof head->key);
    blake2b_add(&h, bytes, head->size);
    blake2b_end(&h, check);
}

static bool read_all(int file, void *bytes, size_t size)
{
    for (char *at = bytes; size;) {
        ssize_t got = read(file, at, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_all(int file, const void *bytes, size_t size)
{
    for (const char *at = bytes; size;) {
        ssize_t put = write(file, at, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        size -= (size_t)put;
    }
    return true;
}

/* Says that it was used. Not each time: that would write to the disk at every hit. */
static void touch(int file, const struct stat *status)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_OMIT}};
    if (time(NULL) - status->st_atim.tv_sec > TOUCH_AFTER_S)
        (void)futimens(file, times); /* a hint: it may fail */
}

/* The bytes of an open entry, or NULL with *damaged set where it isn't what was written. */
static void *read_entry(cache *c, int file, const cache_key *key, size_t *size, bool *damaged)
{
    struct stat status;
    entry_head head;
    unsigned char check[BLAKE2B_SIZE];
    *damaged = false;
    if (fstat(file, &status) != 0)
        return NULL;
    *damaged = true;
    if (!S_ISREG(status.st_mode) || status.st_size < (off_t)sizeof head ||
        status.st_size > MAX_ENTRY || !read_all(file, &head, sizeof head) ||
        memcmp(head.magic, magic, sizeof magic) != 0 ||
        head.size != (uint64_t)status.st_size - sizeof head ||
        memcmp(&head.key, key, sizeof *key) != 0)
        return NULL;
    void *bytes = hpc_heap_alloc(c->heap, head.size + 1);
    *damaged = bytes != NULL;
    if (!bytes)
        return NULL;
    if (read_all(file, bytes, head.size)) {
        check_of(&head, bytes, check);
        *damaged = memcmp(check, head.check, sizeof check) != 0;
    }
    if (*damaged) {
        hpc_heap_free(c->heap, bytes);
        return NULL;
    }
    touch(file, &status);
    *size = head.size;
    return bytes;
}

void *cache_get(cache *c, const cache_key *key, size_t *size)
{
    char path[CACHE_NAME + 2];
    if (!open_root(c))
        return NULL;
    path_of(path, key);
    int file = openat(c->root, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool damaged = false;
    void *bytes = file >= 0 ? read_entry(c, file, key, size, &damaged) : NULL;
    if (file >= 0)
        close(file);
    if (damaged)
        cache_drop(c, key);
    if (bytes)
        c->hits++;
    else
        c->misses++;
    return bytes;
}

void cache_drop(cache *c, const cache_key *key)
{
    char path[CACHE_NAME + 2];
    path_of(path, key);
    if (c->root >= 0)
        unlinkat(c->root, path, 0);
}

/* A new file beside the entry's path; -1 on failure. */
static int make_temporary(cache *c, const char *path, char *name, size_t room)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number)
        return -1;
    snprintf(name, room, "%.2s/new.%016llx", path, (unsigned long long)number);
    int file = openat(c->root, name, flags, 0600);
    if (file >= 0 || errno != ENOENT)
        return file;
    char folder[3] = {path[0], path[1], '\0'};
    mkdirat(c->root, folder, 0700);
    return openat(c->root, name, flags, 0600);
}

void cache_put(cache *c, const cache_key *key, const void *bytes, size_t size)
{
    char path[CACHE_NAME + 2], name[64];
    entry_head head = {.size = size, .key = *key};
    if (!open_root(c) || size > MAX_ENTRY - sizeof head || (int64_t)(size + sizeof head) > c->limit)
        return;
    path_of(path, key);
    memcpy(head.magic, magic, sizeof magic);
    check_of(&head, bytes, head.check);
    int file = make_temporary(c, path, name, sizeof name);
    if (file < 0)
        return;
    bool written = write_all(file, &head, sizeof head) && write_all(file, bytes, size);
    if (close(file) != 0 || !written || renameat(c->root, name, c->root, path) != 0) {
        unlinkat(c->root, name, 0);
        return;
    }
    c->added_bytes += (int64_t)(size + sizeof head);
    if (++c->added % WRITE_DOWN_EVERY == 0)
        cache_write_down(c);
}

void cache_describe(cache *c, cache_report *report)
{
    *report = (cache_report){.folder = c->folder, .limit = c->limit};
    if (open_root(c)) {
        cache_read_counts(c, report);
        cache_measure(c, &report->entries, &report->bytes);
    }
    report->problem = c->problem;
}
