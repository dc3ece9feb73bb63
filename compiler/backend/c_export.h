/* A compiled function as a C file and its header: what other C code includes and links. */
#ifndef HPC_C_EXPORT_H
#define HPC_C_EXPORT_H

#include "../array/air.h"
#include "c_print.h"

typedef struct c_export {
    const char *name;          /* of the function in the program, and in C */
    const char *stem;          /* NAME of NAME.h */
    const char *source;        /* the program's file, for comments */
    const char *signature;     /* as the user wrote it */
    const air_fun *fun;        /* function 0, which is exported */
    const char *const *params; /* names of its parameters */
    c_options print;
} c_export;

/* The file and its header, in the arena. False with *error set: there is something that C code without a
 * library has not; *loc is where, or 0. */
bool c_export_text(arena *a, const lir_module *m, const c_export *x, const char **c,
                   const char **header, const char **error, int32_t *loc);

#endif
