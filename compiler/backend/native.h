/* Compiled code as object files: what the backends that make them share. */
#ifndef HPC_NATIVE_H
#define HPC_NATIVE_H

#include "cache.h"
#include "cold.h"
#include "cpu.h"

/* Loads an object file with a function NAME_i, in the form of be_entry, for each function i that was not
 * skipped. NULL with *problem set (a constant text). */
be_code *native_load(hpc_heap *heap, const void *bytes, size_t size, uint32_t count,
                     const char **problem);
/* What an earlier process compiled under the key, or NULL. */
be_code *native_cached(hpc_heap *heap, cache *c, const cache_key *key, uint32_t count);
void native_release(be_code *code); /* NULL is fine */

/* Of everything that the object file depends on; `variant`: what the backend adds to it (a triple, a
 * library's version). */
cache_key native_key(const char *backend, const char *variant, const cpu *processor,
                     const lir_module *m, const be_options *options);

enum { NATIVE_ERROR = 512 };

/* be_backend.compile: runs `build` in an arena of its own, and keeps what code for the module's general
 * functions is made from. NULL with error, of NATIVE_ERROR bytes, set: by `build`, or here where memory
 * is short. */
typedef be_code *native_build(be_session *session, arena *a, const lir_module *m,
                              const be_options *options);
be_code *native_compile(const be_backend *backend, be_session *session, hpc_heap *heap, char *error,
                        native_build *build, const lir_module *m, const be_options *options);

/* be_backend.text: runs `make`, which translates in `work` and leaves the text in `a`, either of which may
 * fail at any allocation. */
typedef const char *native_make_text(be_session *session, arena *work, const lir_module *m,
                                     const be_options *options, const char *stage, arena *a);
const char *native_text(be_session *session, hpc_heap *heap, native_make_text *make,
                        const lir_module *m, const be_options *options, const char *stage,
                        arena *a);

/* be_backend.call */
hpc_code native_call(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                     hpc_word *results);
/* NULL where the function was skipped. */
be_entry native_entry(const be_code *code, uint32_t index);
/* What compiled code calls for a general function, in the form of be_entry; frame->code is the
 * be_code at hand. */
hpc_code be_call_cold(hpc_frame *frame, int32_t index, const hpc_word *params, hpc_word *results);

#endif
