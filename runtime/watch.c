/* Takes the elements that iterations of a loop read and write, one after the other; finds two iterations
 * of which one writes what the other reads or writes.
 *
 * For each element (its address) the table keeps the first iteration that wrote it and two that read it:
 * whichever iteration comes later, one of the two is another one. Iterations run in order here, so
 * every pair is seen. */
#include <inttypes.h>
#include <string.h>

#include "rt.h"

hpc_code rtf_watch_new(hpc_frame *frame, hpc_word *words);
hpc_code rtf_watch(hpc_frame *frame, hpc_word *words);

typedef struct visit {
    int64_t iteration;
    const hpc_str *place; /* a constant of the program, which lives longer; NULL: none */
} visit;

typedef struct element {
    const char *address; /* NULL: free */
    visit write, read, other;
} element;

typedef struct watch {
    hpc_object head;
    int64_t count, capacity; /* capacity: a power of two */
    element *table;
} watch;

static void destroy(hpc_object *object)
{
    watch *w = (watch *)(void *)object;
    hpc_heap_free(object->heap, w->table);
    hpc_heap_free(object->heap, w);
}

hpc_code rtf_watch_new(hpc_frame *frame, hpc_word *words)
{
    watch *w = hpc_heap_zalloc(frame->runtime->heap, sizeof *w);
    words[0].p = w;
    if (!w)
        return hpc_fail_memory(frame, sizeof *w);
    atomic_init(&w->head.refs, 1);
    w->head.heap = frame->runtime->heap;
    w->head.destroy = destroy;
    w->head.type_name = "object";
    return HPC_OK;
}

/* Where the address is, or belongs. */
static element *find(const watch *w, const char *address)
{
    uint64_t hash = (uint64_t)(uintptr_t)address * UINT64_C(0x9E3779B97F4A7C15);
    uint64_t at = (hash >> 20) & (uint64_t)(w->capacity - 1);
    while (w->table[at].address && w->table[at].address != address)
        at = (at + 1) & (uint64_t)(w->capacity - 1);
    return &w->table[at];
}

static hpc_code grow(hpc_frame *frame, watch *w)
{
    watch old = *w;
    w->capacity = old.capacity ? 2 * old.capacity : 1024;
    size_t size = (size_t)w->capacity * sizeof *w->table;
    w->table = hpc_heap_zalloc(w->head.heap, size);
    if (!w->table) {
        w->table = old.table;
        w->capacity = old.capacity;
        return hpc_fail_memory(frame, size);
    }
    for (int64_t i = 0; i < old.capacity; i++)
        if (old.table[i].address)
            *find(w, old.table[i].address) = old.table[i];
    hpc_heap_free(w->head.heap, old.table);
    return HPC_OK;
}

static hpc_code meets(hpc_frame *frame, const visit *now, bool writes, const visit *earlier,
                      bool wrote)
{
    const char *what = writes && wrote ? "both write"
                       : writes        ? "write and read"
                                       : "read and write";
    return hpc_fail(frame, HPC_RUNTIME_ERROR,
                    "the iterations for %" PRId64 " and %" PRId64
                    " of prange %s one element: the other place is %s",
                    now->iteration, earlier->iteration, what, earlier->place->text);
}

static bool is_other(const visit *earlier, const visit *now)
{
    return earlier->place && earlier->iteration != now->iteration;
}

static hpc_code note(hpc_frame *frame, watch *w, const char *address, const visit *now, bool writes)
{
    hpc_code code = 2 * w->count >= w->capacity ? grow(frame, w) : HPC_OK;
    if (code != HPC_OK)
        return code;
    element *e = find(w, address);
    w->count += !e->address;
    e->address = address;
    if (is_other(&e->write, now))
        return meets(frame, now, writes, &e->write, true);
    if (writes && is_other(&e->read, now))
        return meets(frame, now, true, &e->read, false);
    if (writes && is_other(&e->other, now))
        return meets(frame, now, true, &e->other, false);
    if (writes)
        e->write = *now;
    else if (!e->read.place)
        e->read = *now;
    else if (is_other(&e->read, now))
        e->other = *now;
    return HPC_OK;
}

hpc_code rtf_watch(hpc_frame *frame, hpc_word *words)
{
    watch *w = words[0].p;
    const hpc_view *v = words[1].p;
    visit now = {words[3].i, words[2].p};
    int64_t at[HPC_MAX_RANK] = {0}, left = hpc_view_size(v);
    const char *address = v->data;
    while (left-- > 0) {
        hpc_code code = note(frame, w, address, &now, words[4].i != 0);
        if (code != HPC_OK)
            return code;
        for (int r = v->rank - 1; r >= 0; r--) {
            address += v->strides[r];
            if (++at[r] < v->shape[r])
                break;
            address -= at[r] * v->strides[r];
            at[r] = 0;
        }
    }
    return HPC_OK;
}
