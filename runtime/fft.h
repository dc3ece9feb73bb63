/* The plans of Fourier transforms that a context keeps. */
#ifndef HPC_FFT_H
#define HPC_FFT_H

#include "rt.h"

/* Frees the plans that the context keeps (hpc_runtime.fft_plans). */
void hpc_fft_drain(hpc_runtime *runtime);

#endif
