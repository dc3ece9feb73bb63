/* Takes and gives memory: 64-byte aligned blocks whose sizes are counted against a heap's limit.
 *
 * A block is a slice of a malloc'd one: [raw ... header][block ...]; the header, just before the
 * block, keeps the size asked for and the raw address. zalloc goes through calloc, so that fresh
 * pages of the system are not touched twice.
 *
 * Fresh pages cost more than the arithmetic that fills them. So a heap that keeps hands large freed
 * blocks to its next allocations; the system may take their pages back meanwhile, and what is live
 * and what is kept never add up to more than the peak of what was live and a megabyte, so that a small
 * allocation at the peak does not cost all that is kept. */
#define _DEFAULT_SOURCE /* madvise */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "rt.h"

typedef struct header {
    size_t size;     /* as asked for */
    size_t capacity; /* of the block */
    void *raw;       /* what malloc gave */
} header;

enum {
    HEADER_SPACE = sizeof(header) + HPC_ALIGNMENT,
    HUGE_FROM =
        4 << 20, /* blocks from here on are worth huge pages: faults cost more than they do */
    KEEP_FROM = 1 << 16, /* below, malloc keeps what is freed */
    SLACK = 1 << 20 /* a kept block may be larger than what is asked for by this, or a quarter */
};

static const int64_t most_kept = INT64_C(256) << 20;

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

static void advise(char *block, size_t size, int advice)
{
    const uintptr_t page = 4096;
    uintptr_t begin = ((uintptr_t)block + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)block + size) & ~(page - 1);
    if (size >= HUGE_FROM && end > begin) {
        (void)madvise((void *)begin, end - begin, advice); /* a hint: may fail */
    }
}

/* ---- Kept blocks ----------------------------------------------------------------------------- */

static void release(void *block)
{
    free(header_of(block)->raw);
}

/* False where it must be freed: no room. */
static bool put(hpc_heap *heap, void *block)
{
    int64_t size = (int64_t)header_of(block)->capacity;
    if (atomic_fetch_add(&heap->spare_bytes, size) + size <= most_kept) {
        for (int i = 0; i < HPC_SPARES; i++) {
            void *none = NULL;
            if (atomic_compare_exchange_strong(&heap->spares[i], &none, block)) {
                return true;
            }
        }
    }
    atomic_fetch_sub(&heap->spare_bytes, size);
    return false;
}

static bool keep(hpc_heap *heap, void *block)
{
    size_t size = header_of(block)->capacity;
    if (!heap->keeps || size < KEEP_FROM || size > (size_t)most_kept) {
        return false;
    }
    advise(block, size, MADV_FREE);
    return put(heap, block);
}

static void *take(hpc_heap *heap, int i)
{
    void *block = atomic_exchange(&heap->spares[i], NULL);
    if (block != NULL) {
        atomic_fetch_sub(&heap->spare_bytes, (int64_t)header_of(block)->capacity);
    }
    return block;
}

/* A kept block of about this size, or NULL. */
static void *reuse(hpc_heap *heap, size_t size)
{
    size_t slack = size / 4 < SLACK ? size / 4 : SLACK;
    for (int i = 0; size >= KEEP_FROM && i < HPC_SPARES; i++) {
        void *block = take(heap, i);
        if (block == NULL) {
            continue;
        }
        size_t capacity = header_of(block)->capacity;
        if (capacity >= size && capacity - size <= slack) {
            return block;
        }
        if (!put(heap, block)) {
            release(block);
        }
    }
    return NULL;
}

void hpc_heap_drain(hpc_heap *heap)
{
    for (int i = 0; i < HPC_SPARES; i++) {
        void *block = take(heap, i);
        if (block != NULL) {
            release(block);
        }
    }
}

/* Before a fresh allocation, which is counted as live already. */
static void make_room(hpc_heap *heap)
{
    int64_t kept = atomic_load_explicit(&heap->spare_bytes, memory_order_relaxed);
    if (kept != 0 && atomic_load(&heap->live) + kept > atomic_load(&heap->peak) + SLACK) {
        hpc_heap_drain(heap);
    }
}

/* ---- Allocation ------------------------------------------------------------------------------ */

static void *fresh(hpc_heap *heap, size_t size, bool zeroed)
{
    make_room(heap);
    char *raw = zeroed ? calloc(1, size + HEADER_SPACE) : malloc(size + HEADER_SPACE);
    if (raw == NULL && atomic_load(&heap->spare_bytes) != 0) {
        hpc_heap_drain(heap);
        raw = zeroed ? calloc(1, size + HEADER_SPACE) : malloc(size + HEADER_SPACE);
    }
    if (raw == NULL) {
        return NULL;
    }
    uintptr_t first = (uintptr_t)raw + sizeof(header);
    char *block = raw + sizeof(header) + (-first & (HPC_ALIGNMENT - 1));
    *header_of(block) = (header){.size = size, .capacity = size, .raw = raw};
    advise(block, size, MADV_HUGEPAGE);
    return block;
}

static void *allocate(hpc_heap *heap, size_t size, bool zeroed)
{
    if (injected_failure(heap) || !charge(heap, size)) {
        return NULL;
    }
    void *block = reuse(heap, size);
    if (block != NULL) {
        header_of(block)->size = size;
        return zeroed ? memset(block, 0, size) : block;
    }
    block = fresh(heap, size, zeroed);
    if (block == NULL) {
        atomic_fetch_sub(&heap->live, (int64_t)size);
    }
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
        if (!keep(heap, block)) {
            release(block);
        }
    }
}
