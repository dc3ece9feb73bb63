/* Arenas over a context's heap: a chain of blocks, each at least BLOCK bytes. */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>

enum { BLOCK = 64 * 1024, ALIGN = 16 };

typedef struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ALIGN) char bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*callback)(void *user);
    void *user;
} deferred;

struct arena {
    hpc_heap *heap;
    block *blocks;
    deferred *defers;
    jmp_buf recovery;
};

arena *arena_new(hpc_heap *heap)
{
    arena *a = hpc_heap_zalloc(heap, sizeof *a);
    if (a)
        a->heap = heap;
    return a;
}

void arena_free(arena *a)
{
    if (!a)
        return;
    for (deferred *d = a->defers; d; d = d->next)
        d->callback(d->user);
    for (block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        hpc_heap_free(a->heap, b);
    }
    hpc_heap_free(a->heap, a);
}

jmp_buf *arena_recovery(arena *a)
{
    return &a->recovery;
}

static block *add_block(arena *a, size_t size)
{
    size_t room = size > BLOCK ? size : BLOCK;
    if (room > SIZE_MAX - sizeof(block))
        longjmp(a->recovery, 1);
    block *b = hpc_heap_alloc(a->heap, sizeof *b + room);
    if (!b)
        longjmp(a->recovery, 1);
    b->next = a->blocks;
    b->used = 0;
    b->size = room;
    a->blocks = b;
    return b;
}

void *arena_alloc(arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGN)
        longjmp(a->recovery, 1);
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    block *b = a->blocks;
    if (!b || b->size - b->used < size)
        b = add_block(a, size);
    void *memory = b->bytes + b->used;
    b->used += size;
    return memset(memory, 0, size);
}

char *arena_strndup(arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return arena_strndup(a, "", 0);
    char *text = arena_alloc(a, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void arena_defer(arena *a, void (*callback)(void *user), void *user)
{
    deferred *d = ARENA_NEW(a, deferred);
    d->next = a->defers;
    d->callback = callback;
    d->user = user;
    a->defers = d;
}

void vec_reserve_(arena *a, void **items, const uint32_t *len, uint32_t *cap, size_t item_size)
{
    if (*len < *cap)
        return;
    uint32_t grown = *cap ? *cap * 2 : 8;
    if (grown <= *cap)
        longjmp(a->recovery, 1);
    void *memory = arena_alloc(a, (size_t)grown * item_size);
    if (*len)
        memcpy(memory, *items, (size_t)*len * item_size);
    *items = memory;
    *cap = grown;
}
