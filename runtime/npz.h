/* np.load, np.savez and np.savez_compressed of .npz files: zip archives of .npy files. Members and
 * archives of 4 GiB and more are refused when writing. */
#ifndef HPC_NPZ_H
#define HPC_NPZ_H

#include "npy.h"

/* Write count arrays under their names (without ".npy"); ".npz" is added to a path without it. */
hpc_code hpc_npz_save(hpc_frame *frame, const char *path, const char *const *names,
                      const hpc_view *const *views, int64_t count, bool compressed);
/* The array of that name; KeyError where there is none. */
hpc_code hpc_npz_load(hpc_frame *frame, hpc_view *out, const char *path, const char *name);
hpc_code hpc_npz_peek(hpc_frame *frame, const char *path, const char *name, hpc_npy_info *out);
/* Calls `each` with the name of every member, ".npy" cut off. */
typedef hpc_code (*hpc_npz_each)(hpc_frame *frame, const char *name, size_t length, void *user);
hpc_code hpc_npz_files(hpc_frame *frame, const char *path, hpc_npz_each each, void *user);

#endif
