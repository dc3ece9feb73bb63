/* Folds of prange loops: neutral numbers, and two numbers (or arrays) folded. */
#ifndef HPC_PARALLEL_FOLD_H
#define HPC_PARALLEL_FOLD_H

#include "parallel.h"

/* x folded with it is x to the bit, for every x. */
air_id fold_neutral(air_builder *b, parallel_fold fold, hpc_dtype dtype);
air_id fold_pair(air_builder *b, parallel_fold fold, air_id x, air_id y);
/* The order makes a difference. */
bool fold_is_inexact(parallel_fold fold, hpc_dtype dtype);

#endif
