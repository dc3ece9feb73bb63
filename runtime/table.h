/* The runtime functions that compiled code may call: one row each. The index of a row is what
 * LIR's RT statement holds; words are listed as in -> out (p pointer, i int64, f double).
 * Rows are grouped by the file that implements them; add rows at the end of a group. */
#ifndef HPC_RT_TABLE_H
#define HPC_RT_TABLE_H

#include "rt.h"

/* X(name, inputs, outputs, doc) ; the C function is rtf_<name>. */
#define HPC_RT_FUNCTIONS(X)                                                                        \
    /* rtf_array.c */                                                                              \
    X(view_new, "piip", "", "view* out, dtype, rank, i64* shape: fresh C-ordered array")           \
    X(view_new_like, "piipip", "", "view* out, dtype, rank, i64* shape, count, view** operands: "  \
                                   "fresh array in NumPy's K order of the operands")               \
    X(view_release, "p", "", "release a view (zeroes it)")                                         \
    X(view_retain, "p", "", "retain a view")                                                       \
    X(view_copy, "pp", "", "out view*, in view*: C-ordered copy")                                  \
    X(view_assign, "pp", "", "dst view*, src view*: dst[...] = src")

typedef enum hpc_rt_index {
#define X(name, ins, outs, doc) HPC_RT_##name,
    HPC_RT_FUNCTIONS(X)
#undef X
        HPC_RT_COUNT
} hpc_rt_index;

typedef struct hpc_rt_row {
    const char *name, *ins, *outs;
    hpc_rt_fn fn;
} hpc_rt_row;

extern const hpc_rt_row hpc_rt_rows[HPC_RT_COUNT];

#endif
