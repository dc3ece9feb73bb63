/* Loads an object file (ELF of this architecture, as code generators write it for
 * position-independent code) into memory of this process. A linker of its own, since LLVM's takes longer to start than most kernels take
 * to compile, and code from the disk cache needs nothing else of LLVM. */
#ifndef HPC_OBJECT_LOAD_H
#define HPC_OBJECT_LOAD_H

#include "../../runtime/rt.h"

/* The memory of a loaded object: code, which can't be written, and data, which can't be either. */
typedef struct object_code {
    void *memory;
    size_t size;
} object_code;

/* The address of a name that the object refers to, or NULL. */
typedef const void *(*object_resolve)(const char *name);

/* Loads the object and sets entries[i] to the address of its global function NAME_i, for every i
 * below count (what has no such function stays NULL). NULL, or what failed: a constant text. The
 * bytes are checked, whatever they are: nothing outside of them is read. */
const char *object_load(hpc_heap *heap, const void *bytes, size_t size, object_resolve resolve,
                        void **entries, uint32_t count, object_code *code);
void object_unload(object_code *code);

#endif
