/* MATH1 and MATH2 replaced by the code of the elementary functions. */
#ifndef HPC_EXPAND_MATH_H
#define HPC_EXPAND_MATH_H

#include "math_source.h"

/* m itself where it has nothing to expand, else a copy in the arena, in which those calls of
 * elementary functions of vectors that stdlib/elementary defines are expressions and statements. NULL with
 * *error set (in the arena) when a source is wrong. General functions are left as they are, unless
 * it is the whole module that is asked for. */
const lir_module *lir_expand_math(arena *a, const lir_module *m, bool whole, math_files *files,
                                  const char **error);

#endif
