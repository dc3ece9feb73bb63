/* What the files of the disk cache share: cache.c (entries), cache_count.c (the file of counts, and
 * what goes when there is too much). */
#ifndef HPC_CACHE_IMPL_H
#define HPC_CACHE_IMPL_H

#include "cache.h"

enum { CACHE_NAME = 2 * BLAKE2B_SIZE };

struct cache {
    hpc_heap *heap;
    char *folder; /* NULL: no place is known */
    const char *problem;
    int root; /* the folder, open; -1: not yet, or it can't be */
    bool tried;
    int64_t limit;
    /* Not yet written down. */
    int64_t hits, misses, added_bytes, added;
};

/* Adds what happened since to the counts, and removes entries where they passed the limit. */
void cache_write_down(cache *c);
void cache_read_counts(cache *c, cache_report *report);
/* Counts entries and bytes. */
void cache_measure(cache *c, int64_t *entries, int64_t *bytes);

#endif
