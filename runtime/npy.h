/* np.load and np.save of .npy files. */
#ifndef HPC_NPY_H
#define HPC_NPY_H

#include <stdio.h>

#include "rt.h"

/* What the header of a .npy file says. */
typedef struct hpc_npy_info {
    hpc_dtype dtype;
    int rank;
    bool fortran; /* the elements are in Fortran order */
    bool swapped; /* the elements are in the other byte order */
    int64_t shape[HPC_MAX_RANK];
    int64_t offset; /* of the first element */
} hpc_npy_info;

/* Read the header of formats 1.0 to 3.0 from the start of `file`; ValueError for anything else. */
hpc_code hpc_npy_read_header(hpc_frame *frame, FILE *file, hpc_npy_info *out);

/* The header of the file at `path`, without its data: what the compiler asks of a constant path. */
hpc_code hpc_npy_peek(hpc_frame *frame, const char *path, hpc_npy_info *out);
/* np.load(path): a fresh array, Fortran-ordered where the file is. The size is checked against the
 * file's before anything is allocated. */
hpc_code hpc_npy_load(hpc_frame *frame, hpc_view *out, const char *path);
/* The same of an open file of `size` bytes (-1: not a regular file). */
hpc_code hpc_npy_load_file(hpc_frame *frame, FILE *file, int64_t size, hpc_view *out);
/* The bytes of the .npy file of a view, on the runtime's heap. */
hpc_code hpc_npy_encode(hpc_frame *frame, const hpc_view *view, char **out, int64_t *size);
/* np.save(path, view): the bytes that NumPy writes; ".npy" is added to a path without it. */
hpc_code hpc_npy_save(hpc_frame *frame, const char *path, const hpc_view *view);

#endif
