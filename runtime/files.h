/* Opening files for the runtime's readers and writers: the host's permission, CPython's error
 * texts, and output that appears under its name whole or not at all. */
#ifndef HPC_FILES_H
#define HPC_FILES_H

#include <stdio.h>

#include "rt.h"

/* The error of a failed call on `path` with the errno `number`: FileNotFoundError,
 * PermissionError or OSError with "[Errno 2] No such file or directory: 'x'". */
hpc_code hpc_fail_errno(hpc_frame *frame, int number, const char *path);

/* Open for reading; *size is the length of a regular file, and -1 of a pipe or device. */
hpc_code hpc_file_open(hpc_frame *frame, const char *path, FILE **out, int64_t *size);

/* The file as fopen opens it in the mode. */
hpc_code hpc_file_stream(hpc_frame *frame, const char *path, const char *mode, FILE **out);

/* A file being written. Between begin and commit the data is in a temporary file beside the target
 * (a device or pipe is written directly). */
typedef struct hpc_file_writer {
    FILE *file;
    const char *path; /* as the user gave it; borrowed */
    char *target;     /* where it goes, links resolved */
    char *temporary;  /* NULL when the target is written directly */
} hpc_file_writer;

hpc_code hpc_file_begin(hpc_frame *frame, hpc_file_writer *writer, const char *path);
/* Flush and give the file its name. On failure nothing is left; either way the writer is done. */
hpc_code hpc_file_commit(hpc_frame *frame, hpc_file_writer *writer);
/* Drop what was written. */
void hpc_file_abandon(hpc_frame *frame, hpc_file_writer *writer);

#endif
