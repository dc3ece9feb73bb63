/* Interned names: equal texts share one pointer for the life of the table. */
#ifndef HPC_INTERN_H
#define HPC_INTERN_H

#include "arena.h"

typedef struct intern intern;

intern *intern_new(arena *a);
const char *intern_name(intern *table, const char *text, size_t length);
const char *intern_text(intern *table, const char *text); /* NUL-terminated text */

#endif
