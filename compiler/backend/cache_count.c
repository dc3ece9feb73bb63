/* The disk cache's counts, and its limit.
 *
 * The bytes of all entries are kept in a file, under a lock, so that a process needs to look at all
 * of the folder only when the limit is passed; a fifth of the entries goes then, those that were not
 * used for the longest. A process that is killed may leave the number wrong: it is counted anew from
 * time to time. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cache_impl.h"

enum { FOLDERS = 256, ABANDONED_AFTER_S = 3600, RECOUNT_EVERY = 1024 };

static const char magic[8] = "hpccnt1";

typedef struct counts {
    char magic[8];
    int64_t bytes, hits, misses;
} counts;

/* ---- The folder's entries --------------------------------------------------------------------- */

typedef struct item {
    char path[CACHE_NAME + 2];
    struct timespec used;
    int64_t size;
} item;

typedef struct list {
    hpc_heap *heap;
    item *items;
    size_t len, cap;
    int64_t bytes;
} list;

static bool push(list *l, item it)
{
    if (l->len == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 256;
        item *items = hpc_heap_realloc(l->heap, l->items, cap * sizeof *items);
        if (!items)
            return false;
        l->items = items;
        l->cap = cap;
    }
    l->items[l->len++] = it;
    l->bytes += it.size;
    return true;
}

/* A file that some process began to write and did not end. */
static bool is_abandoned(const char *name, const struct stat *status)
{
    return strncmp(name, "new.", 4) == 0 && time(NULL) - status->st_mtim.tv_sec > ABANDONED_AFTER_S;
}

static bool list_file(list *l, int folder, const char *prefix, const char *name)
{
    struct stat status;
    item it;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return true;
    if (is_abandoned(name, &status))
        unlinkat(folder, name, 0);
    if (strlen(name) != CACHE_NAME - 2)
        return true;
    snprintf(it.path, sizeof it.path, "%.2s/%.*s", prefix, CACHE_NAME - 2, name);
    it.used = status.st_atim;
    it.size = status.st_size;
    return push(l, it);
}

static bool list_folder(list *l, int root, uint8_t index)
{
    char name[8];
    snprintf(name, sizeof name, "%02x", (unsigned)index);
    int file = openat(root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *folder = file >= 0 ? fdopendir(file) : NULL;
    if (!folder) {
        if (file >= 0)
            close(file);
        return file < 0; /* there is none: nothing to list */
    }
    bool good = true;
    for (const struct dirent *d; good && (d = readdir(folder)) != NULL;)
        if (d->d_name[0] != '.')
            good = list_file(l, dirfd(folder), name, d->d_name);
    closedir(folder);
    return good;
}

/* False when there is no memory for all of them. */
static bool list_all(cache *c, list *l)
{
    *l = (list){.heap = c->heap};
    bool good = true;
    for (int i = 0; i < FOLDERS && good; i++)
        good = list_folder(l, c->root, (uint8_t)i);
    return good;
}

static int by_use(const void *a, const void *b)
{
    const struct timespec *x = &((const item *)a)->used, *y = &((const item *)b)->used;
    if (x->tv_sec != y->tv_sec)
        return x->tv_sec < y->tv_sec ? -1 : 1;
    return (x->tv_nsec > y->tv_nsec) - (x->tv_nsec < y->tv_nsec);
}

/* Removes what is too much; the bytes that stay. */
static int64_t remove_oldest(cache *c)
{
    list l;
    bool complete = list_all(c, &l);
    if (l.bytes > c->limit && complete) {
        qsort(l.items, l.len, sizeof *l.items, by_use);
        for (size_t i = 0; i < l.len && l.bytes > c->limit - c->limit / 5; i++)
            if (unlinkat(c->root, l.items[i].path, 0) == 0 || errno == ENOENT)
                l.bytes -= l.items[i].size;
    }
    hpc_heap_free(c->heap, l.items);
    return l.bytes;
}

void cache_measure(cache *c, int64_t *entries, int64_t *bytes)
{
    list l;
    list_all(c, &l);
    *entries = (int64_t)l.len;
    *bytes = l.bytes;
    hpc_heap_free(c->heap, l.items);
}

/* ---- The file of counts ----------------------------------------------------------------------- */

/* Without waiting for long: the counts are not worth it. */
static bool lock(int file)
{
    enum { TRIES = 5 };
    const struct timespec pause = {.tv_nsec = 1000000};
    for (int i = 0; i < TRIES; i++) {
        if (flock(file, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        nanosleep(&pause, NULL);
    }
    return false;
}

static bool read_counts(int file, counts *n)
{
    if (pread(file, n, sizeof *n, 0) == sizeof *n && memcmp(n->magic, magic, sizeof magic) == 0)
        return true;
    *n = (counts){0};
    memcpy(n->magic, magic, sizeof magic);
    return false;
}

/* The file is locked. */
static void update(cache *c, int file)
{
    counts n;
    bool known = read_counts(file, &n);
    int64_t looked_up = n.hits + n.misses, now = looked_up + c->hits + c->misses;
    n.bytes += c->added_bytes;
    n.hits += c->hits;
    n.misses += c->misses;
    if (!known || n.bytes > c->limit || looked_up / RECOUNT_EVERY != now / RECOUNT_EVERY)
        n.bytes = remove_oldest(c);
    if (pwrite(file, &n, sizeof n, 0) != sizeof n)
        (void)ftruncate(file, 0); /* it will be counted anew */
}

void cache_write_down(cache *c)
{
    if (c->root < 0 || !(c->hits || c->misses || c->added))
        return;
    int file = openat(c->root, "counts", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0 && lock(file)) {
        update(c, file);
        c->hits = c->misses = c->added_bytes = c->added = 0;
    }
    if (file >= 0)
        close(file);
}

void cache_read_counts(cache *c, cache_report *report)
{
    counts n = {0};
    int file = openat(c->root, "counts", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file >= 0) {
        read_counts(file, &n);
        close(file);
    }
    report->hits = n.hits + c->hits;
    report->misses = n.misses + c->misses;
}
