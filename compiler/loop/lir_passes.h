/* The passes over loop IR, in the order in which they run on each function that lowering makes. */
#ifndef HPC_LIR_PASSES_H
#define HPC_LIR_PASSES_H

#include "../support/remark.h"
#include "lir.h"
#include "target.h"

/* X(name, doc): the function is lir_pass_NAME. */
#define LIR_PASSES(X)                                                                              \
    X(lanes,                                                                                       \
      "do several iterations of a loop as lanes, where loops inside go one after the other")       \
    X(hoist_checks, "make loops a second time without the checks that their bounds decide")        \
    X(time_loops, "run time loops for a block of rows at a time, the rows held in registers")      \
    X(sums, "add integers up as lanes")                                                            \
    X(tails, "do what vector loops leave over as one vector under a mask")                         \
    X(outline_cold, "make functions, compiled when they are called, of branches that hardly run")  \
    X(parallel, "make functions of parallel loops, which threads run for parts of their range")

typedef struct lir_pass_options {
    unsigned vector_bytes;         /* of a register; 0: no vectors are made */
    unsigned masked_size;          /* of the target: the least element under a mask; 0: none */
    const target_divider *divider; /* of the target; NULL: not known */
    bool fastmath;                 /* of all functions */
    bool threads;                  /* of the target: parallel loops are run by several */
    remarks *remarks;              /* NULL: none are made */
} lir_pass_options;

typedef void lir_pass_fn(lir_module *m, lir_fn *f, const lir_pass_options *options);
lir_pass_fn lir_pass_sums, lir_pass_lanes, lir_pass_hoist_checks, lir_pass_time_loops,
    lir_pass_tails, lir_pass_outline_cold, lir_pass_parallel;

typedef struct lir_pass {
    const char *name, *doc;
    lir_pass_fn *run;
} lir_pass;

extern const lir_pass lir_passes[];
extern const unsigned lir_pass_count;

/* Run the pass of that name over all functions; false when there is none. */
bool lir_run_pass(lir_module *m, const char *name, const lir_pass_options *options);

#endif
