/* LLVM's assembler, for code generators that give assembly. */
#ifndef HPC_LLVM_ASSEMBLE_H
#define HPC_LLVM_ASSEMBLE_H

#include "../../runtime/rt.h"

typedef struct llvm_assembler llvm_assembler;

/* For a processor, as cpu.h names it. NULL when there is no memory, or no assembler for this machine. */
llvm_assembler *assembler_open(hpc_heap *heap, const char *cpu);
void assembler_close(llvm_assembler *as); /* NULL is fine */
/* The object file of a text, valid until the next call of anything here. NULL with *problem set. */
const void *assembler_run(llvm_assembler *as, const char *text, size_t length, size_t *size,
                          const char **problem);
void assembler_clear(llvm_assembler *as); /* frees the last result */

#endif
