#ifndef HPC_ELAB_PARALLEL_H
#define HPC_ELAB_PARALLEL_H

#include "elab.h"

/* At the end of a chunk: loops over prange that can't be parallel are errors. */
void elab_check_parallel(elab *e);

#endif
