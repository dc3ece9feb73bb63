/* A C peer: the same work as a program of bench/programs, as plain C. peer_main.c times it. */
#ifndef HPC_BENCH_PEER_H
#define HPC_BENCH_PEER_H

#include <stdint.h>
#include <stdlib.h>

/* Makes the inputs; false when memory is out. */
int peer_setup(void);
/* Restores what peer_run changes; not timed. */
void peer_reset(void);
/* The timed work. */
void peer_run(void);
/* A number that depends on the whole result, so that no work can be left out. */
double peer_check(void);

#endif
