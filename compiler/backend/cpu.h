/* The processor that code is made for, as a user names it: "native", a level of loop/target.h, or one
 * of LLVM's names. */
#ifndef HPC_CPU_H
#define HPC_CPU_H

#include "../loop/target.h"

typedef struct cpu {
    const target_level *level;
    char *name, *features; /* as LLVM's code generator takes them, owned */
    char lacks[32];        /* a feature that this machine lacks; "": its code runs here */
} cpu;

/* NULL asks for "native". NULL, or what failed: a constant text. */
const char *cpu_open(cpu *c, const char *asked);
void cpu_close(cpu *c);
/* The known name that is most like this one, or NULL. */
const char *cpu_suggest(const char *name);

#endif
