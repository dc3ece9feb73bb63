/* Compiled code from object files: loading, calling, releasing. Takes what a backend compiled, gives
 * functions. */
#include "native.h"

#include "../../runtime/fpenv.h"
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

bool native_keep_cold(be_code *code, const be_backend *backend, arena *a, const lir_module *m,
                      const be_options *options)
{
    if (options->part || !cold_is_needed(m))
        return true;
    code->cold = cold_new(code->heap, backend, a, m, options);
    return code->cold != NULL;
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
