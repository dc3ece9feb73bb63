/* OpenMP's runtime library, opened at first use: libgomp, or what the host process has loaded.
 *
 * It is not linked in: that costs every process start, would bind the library to one compiler's
 * OpenMP, and libgomp complains at start of an empty OMP_NUM_THREADS. What is called here is what
 * compilers make of `#pragma omp parallel`, whose form is part of libgomp's stable interface, and
 * which LLVM's libomp has, too. */
#ifndef HPC_OPENMP_H
#define HPC_OPENMP_H

#include <stdbool.h>

/* X(name, result, parameters) */
#define HPC_OPENMP_SYMBOLS(X)                                                                      \
    X(GOMP_parallel, void, (void (*run)(void *), void *data, unsigned threads, unsigned flags))    \
    X(omp_get_thread_num, int, (void))                                                             \
    X(omp_get_num_threads, int, (void))                                                            \
    X(omp_get_max_threads, int, (void))                                                            \
    X(omp_get_thread_limit, int, (void))                                                           \
    X(omp_in_parallel, int, (void))                                                                \
    X(omp_get_schedule, void, (int *kind, int *chunk))

typedef struct hpc_openmp {
#define X(name, result, parameters) result(*name) parameters;
    HPC_OPENMP_SYMBOLS(X)
#undef X
    int (*omp_pause_resource_all)(int kind); /* OpenMP 5; NULL: there is none */
} hpc_openmp;

enum { HPC_OPENMP_STATIC = 1, HPC_OPENMP_DYNAMIC, HPC_OPENMP_GUIDED, HPC_OPENMP_AUTO };

/* NULL where there is no such library. Any thread. */
const hpc_openmp *hpc_openmp_get(void);
/* What was found, or why nothing was. */
const char *hpc_openmp_text(void);

#endif
