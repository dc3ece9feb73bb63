/* np.loadtxt and np.savetxt. Files are UTF-8; compressed ones (.gz, .bz2, .xz) are refused. */
#ifndef HPC_TEXTIO_H
#define HPC_TEXTIO_H

#include "rt.h"

typedef struct hpc_loadtxt_options {
    hpc_dtype dtype;
    const char *delimiter; /* one character; NULL: runs of white space */
    const char *comments;  /* what starts a comment; NULL: nothing does */
    int64_t skiprows;
    int64_t max_rows; /* -1: all */
    const int64_t *usecols;
    int usecols_count; /* -1: every column */
    int ndmin;         /* 0, 1 or 2 */
    bool unpack;       /* transpose the result */
    bool missing;      /* what is no number is NaN (of float dtypes): np.genfromtxt */
} hpc_loadtxt_options;

#define HPC_LOADTXT_DEFAULTS                                                                       \
    {                                                                                              \
        HPC_F64, NULL, "#", 0, -1, NULL, -1, 0, false, false                                       \
    }

/* A fresh array of rank 0, 1 or 2. ValueError with NumPy's words for what is no number, rows of
 * unlike length and the rest. */
hpc_code hpc_loadtxt(hpc_frame *frame, hpc_view *out, const char *path,
                     const hpc_loadtxt_options *options);

typedef struct hpc_savetxt_options {
    const char *const *formats;
    int format_count; /* of a list of formats, one a column; 0: formats[0] is for all columns, or
                         for the whole row */
    const char *delimiter, *newline, *header, *footer, *comments;
} hpc_savetxt_options;

/* Write a view of rank 1 (as a column) or 2; the file appears whole or not at all. A NULL field
 * takes NumPy's default ("%.18e", " ", "\n", "", "", "# "). */
hpc_code hpc_savetxt(hpc_frame *frame, const char *path, const hpc_view *x,
                     const hpc_savetxt_options *options);

#endif
