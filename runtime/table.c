/* The rows of runtime functions, made from the one list in table.h. */
#include "table.h"

#define X(name, arrays, ins, outs, doc) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words);
HPC_RT_FUNCTIONS(X)
#undef X

const hpc_rt_row hpc_rt_rows[HPC_RT_COUNT] = {
#define X(name, arrays, ins, outs, doc) {#name, arrays, arrays ins, outs, rtf_##name},
    HPC_RT_FUNCTIONS(X)
#undef X
};
