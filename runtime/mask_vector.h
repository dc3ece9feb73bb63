/* The vector loops behind boolean indexes (rtf_mask.c). */
#ifndef HPC_MASK_VECTOR_H
#define HPC_MASK_VECTOR_H

#include <stdbool.h>
#include <stdint.h>

/* Contiguous elements, a byte of mask for each, and the place among the packed ones. */
typedef struct hpc_masked {
    char *full, *packed;
    const char *end, *mask; /* the end of the packed elements */
} hpc_masked;

/* Packs the elements of `size` bytes where the mask holds, or the other way where `expand`. Returns how many
 * of n were gone through; `packed` has moved on. The rest (all of it on most processors) is the caller's. */
int64_t hpc_mask_vectors(hpc_masked *m, int64_t size, int64_t n, bool expand);

#endif
