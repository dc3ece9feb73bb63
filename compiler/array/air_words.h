/* Arrays and extents in the words of the program, for remarks. Texts are the arena's. */
#ifndef HPC_AIR_WORDS_H
#define HPC_AIR_WORDS_H

#include "air.h"

/* "x", "a part of x", "a new array": by the name that holds the memory. */
const char *air_array_name(arena *a, const air_module *m, const air_fun *f, air_id id);
/* "3", "x.shape[0]", "(x.shape[0] - 2)"; "?" where there are no few words for it. */
const char *air_extent_text(arena *a, const air_module *m, const air_fun *f, air_id id);
/* "8 x x.shape[0] x 3 bytes of float64" */
const char *air_shape_text(arena *a, const air_module *m, const air_fun *f, air_id id);

#endif
