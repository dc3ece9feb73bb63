/* Sets of interned names that remember the order of insertion. Internal to syntax/. */
#ifndef HPC_NAMESET_H
#define HPC_NAMESET_H

#include "ast.h"

typedef struct nameset {
    ast_names names;
    const char **slots; /* open addressing by pointer; NULL while there are few names */
    uint32_t capacity;  /* a power of two, at least twice the number of names */
} nameset;

bool nameset_has(const nameset *set, const char *name);
void nameset_add(arena *a, nameset *set, const char *name);

#endif
