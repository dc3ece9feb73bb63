/* Parallel loops: a function is run for the parts of a range, on the threads of OpenMP.
 *
 * Which thread does which part is nobody's business: results must not depend on it, and those that
 * are combined from parts must cut these by the range alone. */
#ifndef HPC_PARALLEL_H
#define HPC_PARALLEL_H

#include "rt.h"

/* Words that a worker may get besides the two bounds; threads that may be asked for; hpc_runtime's
 * number of threads where OpenMP says how many. */
enum { HPC_FORK_WORDS = 126, HPC_MAX_THREADS = 256, HPC_THREADS_DEFAULT = -1 };

/* Runs the iterations from params[0].i up to params[1].i, which begin at a multiple of the step from
 * the range's start; the other words are the same for all. */
typedef hpc_code (*hpc_worker)(hpc_frame *frame, const hpc_word *params, hpc_word *user);

/* Runs the worker over [words[0].i, words[1].i) by steps, `count` words in all. `cost` is an estimate
 * of a step's time in tenths of nanoseconds: a loop that is done before threads have started is run
 * by the caller alone. The parts run in any order and at the same time, each thread with a frame of
 * its own. Of failures the one of the lowest part is the caller's, as if one thread had run the loop;
 * parts above it may have run or not. Inside of a worker, and in a parallel loop of the host's, the
 * caller runs it alone. Any thread. */
hpc_code hpc_fork(hpc_frame *frame, hpc_worker worker, hpc_word *user, const hpc_word *words,
                  uint32_t count, int64_t step, int64_t cost);

/* How many threads loops of the runtime run on: at least 1. */
int hpc_threads(const hpc_runtime *runtime);
/* Nanoseconds to start a team of these threads and to wait for it, measured at the first call. */
int64_t hpc_team_cost(hpc_runtime *runtime);

#endif
