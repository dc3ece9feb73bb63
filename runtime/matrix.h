/* Copies of strided matrices, for products (rows) and LAPACK (columns). */
#ifndef HPC_MATRIX_H
#define HPC_MATRIX_H

#include "rt.h"

/* A matrix where it lies; strides in bytes, of any sign. */
typedef struct hpc_matrix {
    char *data;
    int64_t rows, columns;
    int64_t row, column; /* strides */
} hpc_matrix;

/* out's elements = in's, both of `size` bytes (1, 2, 4, 8 or 16) and of out's extents; the two must
 * not overlap. Tile by tile where the two run in different directions. */
void hpc_matrix_copy(const hpc_matrix *out, const hpc_matrix *in, int size);

#endif
