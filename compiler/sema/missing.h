/* What NumPy has and this language has not, and why: what a message says of such a name. */
#ifndef HPC_MISSING_H
#define HPC_MISSING_H

#include <stdint.h>

/* Names of one space that are missing for one reason. */
typedef struct missing_row {
    const char *space;  /* "numpy", "ndarray", "dtype" */
    const char *names;  /* separated by spaces */
    const char *reason; /* what follows "NAME is not supported: " */
} missing_row;

extern const missing_row missing_rows[];
extern const uint32_t missing_row_count;

/* Why the name of the space is missing, or NULL where nothing is said of it. */
const char *missing_reason(const char *space, const char *name);

#endif
