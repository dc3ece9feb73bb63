/* Loop IR to C text.
 *
 *   fn total.0(p.1: ptr) -> (result.2: f64)    ->    static int32_t total(hpc_frame *frame, hpc_array *x,
 *                                                                         double *result)
 *
 * The text compiles with gcc and clang and gives the bits that every backend gives: nothing in it is
 * contracted or reassociated, integers wrap, shifts and conversions are defined. A vector of loop IR is
 * an array and a loop over its lanes, which the C compiler makes vectors of; so that there are few,
 * what is printed is lowered without vectors, but for the accumulators of sums, which are NumPy's.
 *
 * What the code needs beside itself is written before it, and no more: parts of runtime/emit (c_parts.c)
 * and elementary functions, printed from their sources. Runtime functions that have no part there come
 * from a library; without one c_print says which they are. */
#ifndef HPC_C_PRINT_H
#define HPC_C_PRINT_H

#include "../loop/lir.h"

/* A line of the program, for a comment: its number and text; false where there is none. */
typedef bool c_locate(void *user, int32_t loc, uint32_t *line, const char **text, size_t *length);

typedef struct c_options {
    c_locate *locate; /* or NULL */
    void *user;
    /* Names of the parameters of each function, NULL or a list as long as its params; an entry may be
     * NULL. */
    const char *const *const *param_names;
} c_options;

/* The parts of a file, each in the arena. */
typedef struct c_text {
    const char *parts;     /* what the functions need */
    const char *functions; /* static functions named fn_names[index] */
    const char *const *fn_names;
    const char *missing; /* a runtime function that no part defines, and where: or NULL */
    int32_t missing_loc;
} c_text;

/* False with *error set (in the arena) where the module has something that C text has no form of. */
bool c_print(arena *a, const lir_module *m, const c_options *options, c_text *out,
             const char **error);
/* The identifier that a name of the program gives: itself, where C has no other meaning for it. */
const char *c_identifier(arena *a, const char *name);

#endif
