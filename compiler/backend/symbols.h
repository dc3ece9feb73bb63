/* The names by which compiled code refers to what is outside of it: one table for all backends that
 * make object files. Names are identifiers of C. */
#ifndef HPC_SYMBOLS_H
#define HPC_SYMBOLS_H

#include "../loop/lir.h"

enum { BE_NAME_SIZE = 64 };

/* The address of a name that compiled code refers to; NULL: there is none. */
const void *be_resolve(const char *name);
/* Of a row of hpc_rt_rows. */
void be_runtime_name(char name[BE_NAME_SIZE], unsigned index);
/* Of an elementary function on so many lanes. */
void be_math_name(char name[BE_NAME_SIZE], lir_math fn, lir_elem elem, unsigned lanes);

#endif
