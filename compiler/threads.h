/* The threads of a context: how many the host and the environment ask for, and what a team of them
 * costs, which is measured once and kept beside compiled code. */
#ifndef HPC_THREADS_H
#define HPC_THREADS_H

#include "context.h"

/* Sets the runtime's threads from the options; the context is new. */
void threads_open(hpc_context *c);
/* Keeps a team's cost for later processes. */
void threads_close(hpc_context *c);
/* NULL, or what is wrong with the options' target or threads. */
const char *threads_problem(const hpc_context *c);

#endif
