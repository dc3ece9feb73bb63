/* How much a piece of code that runs once has to do: is it worth opening a compiler for? */
#ifndef HPC_WORK_H
#define HPC_WORK_H

#include "loop/lir.h"

/* What is known of the arrays that the code is given. */
typedef struct work_data {
    bool known;               /* false: the code may run often, or on anything */
    bool closed;              /* it is given none: all it works on, it makes */
    int64_t elements, extent; /* of all its arrays; the longest axis */
} work_data;

/* True where interpreting m once takes less time than opening LLVM, as far as one can see. */
bool work_is_small(arena *a, const lir_module *m, const work_data *data);

#endif
