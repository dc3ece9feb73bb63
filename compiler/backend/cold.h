/* Functions of loop IR that are compiled when they are first called. */
#ifndef HPC_COLD_H
#define HPC_COLD_H

#include "backend.h"

typedef struct cold_code cold_code;

/* Has the module functions that hardly ever run? */
bool cold_is_needed(const lir_module *m);
/* Keeps what is needed of a module that the backend compiled with these options, which outlive it as the
 * heap does; the arena is for work. NULL when memory is short. */
cold_code *cold_new(hpc_heap *heap, const be_backend *backend, arena *a, const lir_module *m,
                    const be_options *options);
void cold_free(cold_code *c); /* NULL is fine */
/* Calls function `index`, which is general. Any thread. */
hpc_code cold_call(cold_code *c, uint32_t index, hpc_frame *frame, const hpc_word *params,
                   hpc_word *results);

#endif
