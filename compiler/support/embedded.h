/* The modules of stdlib/ as the build embeds them (cmake/embed.cmake), sorted by path. */
#ifndef HPC_EMBEDDED_H
#define HPC_EMBEDDED_H

#include <stddef.h>

typedef struct hpc_embedded_file {
    const char *module; /* "numpy.core"; "numpy" for stdlib/numpy/__init__.hpc */
    const char *path;   /* "stdlib/numpy/core.hpc", for diagnostics */
    const char *text;   /* the file's bytes and a NUL that `size` does not count */
    size_t size;
} hpc_embedded_file;

extern const hpc_embedded_file hpc_stdlib_files[];
extern const int hpc_stdlib_file_count;

#endif
