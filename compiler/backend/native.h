/* Compiled code as object files: what the backends that make them share. */
#ifndef HPC_NATIVE_H
#define HPC_NATIVE_H

#include "cache.h"
#include "cold.h"

/* Loads an object file with a function NAME_i, in the form of be_entry, for each function i that was not
 * skipped. NULL with *problem set (a constant text). */
be_code *native_load(hpc_heap *heap, const void *bytes, size_t size, uint32_t count,
                     const char **problem);
/* What an earlier process compiled under the key, or NULL. */
be_code *native_cached(hpc_heap *heap, cache *c, const cache_key *key, uint32_t count);
void native_release(be_code *code); /* NULL is fine */

/* With what code for the module's general functions is made from, where it has any; the backend is
 * asked for it. False when memory is short. */
bool native_keep_cold(be_code *code, const be_backend *backend, arena *a, const lir_module *m,
                      const be_options *options);

/* be_backend.call */
hpc_code native_call(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                     hpc_word *results);
/* NULL where the function was skipped. */
be_entry native_entry(const be_code *code, uint32_t index);
/* What compiled code calls for a general function, in the form of be_entry; frame->code is the
 * be_code at hand. */
hpc_code be_call_cold(hpc_frame *frame, int32_t index, const hpc_word *params, hpc_word *results);

#endif
