/* The disk cache: bytes by key, kept for later processes.
 *
 * A folder of files, one an entry, named by the key. Any number of processes may use it at once:
 * an entry appears whole, by renaming, and is never changed; what is read is checked against a hash
 * of its contents, and a file that fails is removed. Least recently used entries go where the
 * folder outgrows its limit. Nothing that fails here fails a program: a cache that can't be used
 * finds nothing and keeps nothing. One thread at a time. */
#ifndef HPC_CACHE_H
#define HPC_CACHE_H

#include "../../runtime/rt.h"
#include "../support/blake2b.h"

typedef struct cache cache;

typedef struct cache_key {
    unsigned char bytes[BLAKE2B_SIZE];
} cache_key;

typedef struct cache_report {
    const char *folder;  /* NULL: no place is known */
    const char *problem; /* why it can't be used; NULL: it can */
    int64_t entries, bytes, limit;
    int64_t hits, misses; /* of all processes so far */
} cache_report;

/* A cache in a folder ("": $XDG_CACHE_HOME/hpc, else ~/.cache/hpc) of at most `limit` bytes (0: the
 * default). The folder is made, readable for its owner alone, at the first use. NULL where there is
 * no memory. */
cache *cache_new(hpc_heap *heap, const char *folder, int64_t limit);
/* Also writes down what was found and kept. NULL is fine. */
void cache_free(cache *c);
/* The entry's bytes, 64-byte aligned, for hpc_heap_free; NULL where there are none. */
void *cache_get(cache *c, const cache_key *key, size_t *size);
void cache_put(cache *c, const cache_key *key, const void *bytes, size_t size);
/* Forgets an entry whose bytes turned out to be of no use. */
void cache_drop(cache *c, const cache_key *key);
/* Looks at the folder; texts belong to the cache. */
void cache_describe(cache *c, cache_report *report);

/* What tells this build of the compiler from any other: *size bytes, or NULL where the linker was
 * not asked for a build id. */
const void *build_id(size_t *size);

#endif
