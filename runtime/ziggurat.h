/* Tables of the 256-strip ziggurats (see ziggurat.c): k, w and f of the normal (nor) and the
 * exponential (exp) density, for double and, with a final f, for float. */
#ifndef HPC_ZIGGURAT_H
#define HPC_ZIGGURAT_H

#include <stdint.h>

extern const uint64_t hpc_zig_nor_k[256];
extern const double hpc_zig_nor_w[256];
extern const double hpc_zig_nor_f[256];
extern const uint32_t hpc_zig_nor_kf[256];
extern const float hpc_zig_nor_wf[256];
extern const float hpc_zig_nor_ff[256];
extern const uint64_t hpc_zig_exp_k[256];
extern const double hpc_zig_exp_w[256];
extern const double hpc_zig_exp_f[256];
extern const uint32_t hpc_zig_exp_kf[256];
extern const float hpc_zig_exp_wf[256];
extern const float hpc_zig_exp_ff[256];

#endif
