/* Arenas: all memory of one compilation, freed at once.
 *
 * An allocation that fails does not return: it jumps to the recovery point that the owner of the
 * compilation set (docs/ir.md, "Failure inside the compiler"). Code between the recovery point and
 * an allocation must therefore own nothing outside the arena, or register it with
 * arena_defer, whose callbacks run when the arena is freed. */
#ifndef HPC_ARENA_H
#define HPC_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../runtime/rt.h"

typedef struct arena arena;

/* A new arena whose blocks come from heap; NULL when that fails. */
arena *arena_new(hpc_heap *heap);
/* Runs deferred callbacks (last first) and frees every block. NULL is fine. */
void arena_free(arena *a);
/* Where a failing allocation continues (longjmp with value 1). The buffer is borrowed; arena_new's
 * caller sets it before the first allocation: if (setjmp(*arena_recovery(a))) { ...failed... } */
jmp_buf *arena_recovery(arena *a);
/* Zeroed memory, 16-byte aligned. Never NULL. */
void *arena_alloc(arena *a, size_t size);
char *arena_strndup(arena *a, const char *text, size_t length);
char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Run callback(user) when the arena is freed. */
void arena_defer(arena *a, void (*callback)(void *user), void *user);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (size_t)(count)))

/* Growable arrays inside an arena: struct { T *items; uint32_t len, cap; }.
 * vec_push evaluates its arguments once and yields the index of the new element. */
#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        uint32_t len, cap;                                                                         \
    }
#define vec_push(a, v, item)                                                                       \
    (vec_reserve_((a), (void **)&(v)->items, &(v)->len, &(v)->cap, sizeof *(v)->items),            \
     (v)->items[(v)->len] = (item), (v)->len++)

void vec_reserve_(arena *a, void **items, const uint32_t *len, uint32_t *cap, size_t item_size);

#endif
