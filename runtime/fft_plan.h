/* One-dimensional Fourier transforms by pocketfft, a C++ header: this is the C side of it. */
#ifndef HPC_FFT_PLAN_H
#define HPC_FFT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hpc_fft_plan hpc_fft_plan;

/* What a plan is for: n points, complex or real ones, in single or double precision. */
typedef struct hpc_fft_kind {
    size_t n; /* >= 1 */
    bool real, single;
} hpc_fft_kind;

/* NULL where there is no memory. The plan's memory comes from C++'s allocator. */
hpc_fft_plan *hpc_fft_plan_new(hpc_fft_kind kind);
void hpc_fft_plan_free(hpc_fft_plan *plan); /* NULL is fine */
hpc_fft_kind hpc_fft_plan_kind(const hpc_fft_plan *plan);

/* Transforms n points in place and multiplies them by factor; several threads may use one plan. The
 * spectrum of real points is r0 r1 i1 r2 i2 ... False where there is no memory. */
bool hpc_fft_run(const hpc_fft_plan *plan, void *points, double factor, bool forward);

/* The same for so many transforms at once, in the lanes of vectors: each number of a point stands
 * there `lanes` times, one beside the other. Points are aligned to 64 bytes. The bits are the same. */
int hpc_fft_lanes(const hpc_fft_plan *plan);
bool hpc_fft_run_lanes(const hpc_fft_plan *plan, void *points, double factor, bool forward);

#ifdef __cplusplus
}
#endif

#endif
