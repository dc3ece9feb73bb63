/* Compiled code from object files: loading, calling, releasing. Takes what a backend compiled, gives
 * functions. */
#include "native.h"

#include "../../runtime/fpenv.h"
#include "../loop/lir_digest.h"
#include "object_load.h"
#include "symbols.h"

struct be_code {
    hpc_heap *heap;
    object_code object;
    cold_code *cold; /* or NULL */
    uint32_t count;
    be_entry entries[]; /* NULL: skipped */
};

void native_release(be_code *code)
{
    if (!code)
        return;
    cold_free(code->cold);
    object_unload(&code->object);
    hpc_heap_free(code->heap, code);
}

be_code *native_load(hpc_heap *heap, const void *bytes, size_t size, uint32_t count,
                     const char **problem)
{
    be_code *code = hpc_heap_zalloc(heap, sizeof *code + count * sizeof code->entries[0]);
    void **entries = hpc_heap_alloc(heap, (count + 1) * sizeof *entries);
    *problem = "out of memory";
    if (code)
        code->heap = heap;
    if (code && entries)
        *problem = object_load(heap, bytes, size, be_resolve, entries, count, &code->object);
    for (uint32_t i = 0; i < count && !*problem; i++)
        memcpy(&code->entries[i], &entries[i], sizeof entries[i]);
    hpc_heap_free(heap, entries);
    if (!*problem) {
        code->count = count;
        return code;
    }
    native_release(code);
    return NULL;
}

be_code *native_cached(hpc_heap *heap, cache *c, const cache_key *key, uint32_t count)
{
    size_t size;
    const char *problem;
    void *bytes = cache_get(c, key, &size);
    if (!bytes)
        return NULL;
    be_code *code = native_load(heap, bytes, size, count, &problem);
    if (!code)
        cache_drop(c, key);
    hpc_heap_free(heap, bytes);
    return code;
}

static bool keep_cold(be_code *code, const be_backend *backend, arena *a, const lir_module *m,
                      const be_options *options)
{
    if (options->part || !cold_is_needed(m))
        return true;
    code->cold = cold_new(code->heap, backend, a, m, options);
    return code->cold != NULL;
}

/* ---- What be_backend's functions share -------------------------------------------------------- */

static void add_text(blake2b *h, const char *text)
{
    blake2b_add(h, text, strlen(text) + 1);
}

cache_key native_key(const char *backend, const char *variant, const cpu *processor,
                     const lir_module *m, const be_options *options)
{
    uint32_t numbers[] = {options->tier, options->fastmath, options->skip_once};
    cache_key key;
    blake2b h;
    size_t size;
    const void *id = build_id(&size);
    blake2b_begin(&h);
    add_text(&h, backend);
    blake2b_add(&h, &size, sizeof size);
    blake2b_add(&h, id, size);
    add_text(&h, variant);
    add_text(&h, processor->level->name);
    add_text(&h, processor->name);
    add_text(&h, processor->features);
    blake2b_add(&h, numbers, sizeof numbers);
    lir_digest(&h, m, options->skip_once);
    blake2b_end(&h, key.bytes);
    return key;
}

be_code *native_compile(const be_backend *backend, be_session *session, hpc_heap *heap, char *error,
                        native_build *build, const lir_module *m, const be_options *options)
{
    static const char out_of_memory[] = "out of memory";
    arena *a = arena_new(heap);
    memcpy(error, out_of_memory, sizeof out_of_memory);
    if (!a)
        return NULL;
    if (setjmp(*arena_recovery(a))) {
        memcpy(error, out_of_memory, sizeof out_of_memory);
        arena_free(a);
        return NULL;
    }
    be_code *code = build(session, a, m, options);
    if (code && !keep_cold(code, backend, a, m, options)) {
        native_release(code);
        code = NULL;
        memcpy(error, out_of_memory, sizeof out_of_memory);
    }
    arena_free(a);
    return code;
}

/* The arena that translates, owned by the caller's arena. */
static void free_work(void *work)
{
    arena_free(*(arena **)work);
}

const char *native_text(be_session *session, hpc_heap *heap, native_make_text *make,
                        const lir_module *m, const be_options *options, const char *stage, arena *a)
{
    arena **work = ARENA_NEW(a, arena *);
    arena_defer(a, free_work, work);
    *work = arena_new(heap);
    if (!*work)
        return NULL;
    const char *text = NULL;
    if (!setjmp(*arena_recovery(*work)))
        text = make(session, *work, m, options, stage, a);
    arena_free(*work);
    *work = NULL;
    return text;
}

hpc_code native_call(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                     hpc_word *results)
{
    if (index >= code->count || !code->entries[index])
        return hpc_fail(frame, HPC_RUNTIME_ERROR, "no function %u in this code", index);
    static const _Atomic int32_t never = 0;
    const _Atomic int32_t *poll = frame->poll;
    if (!poll)
        frame->poll = &never; /* compiled code reads it untested */
    void *outer = frame->code;
    frame->code = code;
    fpenv saved = fpenv_enter();
    hpc_code status = code->entries[index](frame, params, results);
    fpenv_leave(saved);
    frame->code = outer;
    frame->poll = poll;
    return status;
}

be_entry native_entry(const be_code *code, uint32_t index)
{
    return code->entries[index];
}

hpc_code be_call_cold(hpc_frame *frame, int32_t index, const hpc_word *params, hpc_word *results)
{
    be_code *code = frame->code;
    return cold_call(code->cold, (uint32_t)index, frame, params, results);
}
