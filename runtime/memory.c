/* Takes and gives memory: 64-byte aligned blocks whose sizes are counted against a heap's limit.
 *
 * A block is a slice of a malloc'd one: [raw ... header][block ...]; the header, just before the
 * block, keeps the size asked for and the raw address. zalloc goes through calloc, so that fresh
 * pages of the system are not touched twice. */
#define _DEFAULT_SOURCE /* madvise */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "rt.h"

typedef struct header {
    size_t size; /* as asked for */
    void *raw;   /* what malloc gave */
} header;

enum {
    HEADER_SPACE = sizeof(header) + HPC_ALIGNMENT,
    HUGE_FROM =
        4 << 20 /* blocks from here on are worth huge pages: faults cost more than they do */
};

static header *header_of(void *block)
{
    return (header *)block - 1;
}

/* Counts down heap->fail_at; true when this allocation is the one to fail. */
static bool injected_failure(hpc_heap *heap)
{
    int64_t left = atomic_load_explicit(&heap->fail_at, memory_order_relaxed);
    while (left > 0) {
        if (atomic_compare_exchange_weak(&heap->fail_at, &left, left - 1)) {
            return left == 1;
        }
    }
    return false;
}

/* Counts size bytes as live; false, with nothing counted, when that would pass the limit. */
static bool charge(hpc_heap *heap, size_t size)
{
    if (size > INT64_MAX / 2) {
        return false;
    }
    int64_t live = atomic_load_explicit(&heap->live, memory_order_relaxed);
    int64_t next;
    do {
        next = live + (int64_t)size;
        if (next < live || (heap->limit > 0 && next > heap->limit)) {
            return false;
        }
    } while (!atomic_compare_exchange_weak(&heap->live, &live, next));
    int64_t peak = atomic_load_explicit(&heap->peak, memory_order_relaxed);
    while (next > peak && !atomic_compare_exchange_weak(&heap->peak, &peak, next)) {
    }
    return true;
}

static void advise_huge(char *block, size_t size)
{
    const uintptr_t page = 4096;
    uintptr_t begin = ((uintptr_t)block + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)block + size) & ~(page - 1);
    if (size >= HUGE_FROM && end > begin) {
        (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE); /* a hint: may fail */
    }
}

static void *allocate(hpc_heap *heap, size_t size, bool zeroed)
{
    if (injected_failure(heap) || !charge(heap, size)) {
        return NULL;
    }
    char *raw = zeroed ? calloc(1, size + HEADER_SPACE) : malloc(size + HEADER_SPACE);
    if (raw == NULL) {
        atomic_fetch_sub(&heap->live, (int64_t)size);
        return NULL;
    }
    uintptr_t first = (uintptr_t)raw + sizeof(header);
    char *block = raw + sizeof(header) + (-first & (HPC_ALIGNMENT - 1));
    *header_of(block) = (header){.size = size, .raw = raw};
    advise_huge(block, size);
    return block;
}

void *hpc_heap_alloc(hpc_heap *heap, size_t size)
{
    return allocate(heap, size, false);
}

void *hpc_heap_zalloc(hpc_heap *heap, size_t size)
{
    return allocate(heap, size, true);
}

void *hpc_heap_realloc(hpc_heap *heap, void *old, size_t size)
{
    void *block = allocate(heap, size, false);
    if (block != NULL && old != NULL) {
        size_t kept = header_of(old)->size;
        memcpy(block, old, kept < size ? kept : size);
        hpc_heap_free(heap, old);
    }
    return block;
}

void hpc_heap_free(hpc_heap *heap, void *block)
{
    if (block != NULL) {
        atomic_fetch_sub(&heap->live, (int64_t)header_of(block)->size);
        free(header_of(block)->raw);
    }
}
