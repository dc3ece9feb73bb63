/* The passes over array IR, in the order in which they run. */
#ifndef HPC_AIR_PASSES_H
#define HPC_AIR_PASSES_H

#include "air.h"

/* X(name, doc): the function is air_pass_NAME. Order is the table's; a pass may stand twice. */
#define AIR_PASSES(X)                                                                              \
    X(records, "dissolve objects that nothing else sees into variables")                           \
    X(simplify, "fold, merge equal nodes, forward variables, drop what is not used")               \
    X(records, "")                                                                                 \
    X(parallel, "make turns of prange loops independent of each other, as is proved of them")      \
    X(elements, "make arrays of a few known elements scalars")                                     \
    X(parts, "read the parts of complex arrays by functions, not through views")                   \
    X(renew, "compute the next value of a name in a loop in the place of the last one")            \
    X(swaps, "do turns of loops that exchange arrays together until these are back")               \
    X(equate, "take extents of parameters that should be equal for equal, under a test")           \
    X(forward, "turn stores to local arrays into values")                                          \
    X(masks, "store under a mask what the same mask selected")                                     \
    X(forward, "")                                                                                 \
    X(elements, "")                                                                                \
    X(simplify, "")                                                                                \
    X(borrow, "read what was copied instead of the copy where nothing can tell")                   \
    X(ranges, "drop index and overflow checks that a loop's bounds decide")                        \
    X(checks, "check indexes before loops over arrays where the bounds decide them")               \
    X(hoist, "move what does not change out of loops")                                             \
    X(simplify, "")                                                                                \
    X(products, "under fastmath, make large sums of products of arrays matrix products")           \
    X(rows, "do reductions of rows and what follows them row by row")                              \
    X(skew, "run several steps of a time loop over the rows together")                             \
    X(roll, "store over what is read row by row, through a ring of rows")                          \
    X(simplify, "")                                                                                \
    X(adjoin, "move reductions of one shape next to each other")

typedef void air_pass_fn(arena *a, air_module *m, air_fun *f);
air_pass_fn air_pass_adjoin, air_pass_borrow, air_pass_checks, air_pass_elements, air_pass_equate,
    air_pass_forward, air_pass_hoist, air_pass_masks, air_pass_parallel, air_pass_parts,
    air_pass_products, air_pass_ranges, air_pass_records, air_pass_renew, air_pass_roll,
    air_pass_rows, air_pass_simplify, air_pass_skew, air_pass_swaps;

typedef struct air_pass {
    const char *name, *doc;
    air_pass_fn *run;
} air_pass;

extern const air_pass air_passes[];
extern const unsigned air_pass_count;

/* Called after each pass has run over all functions. */
typedef struct air_pass_hooks {
    void (*after)(void *user, const air_pass *pass, const air_module *m, double seconds);
    void *user;
    bool verify;
} air_pass_hooks;

/* Run all passes. hooks may be NULL. NULL, or (with verify) what a pass broke. Scratch memory and
 * the message come from a. */
const char *air_optimise(arena *a, air_module *m, const air_pass_hooks *hooks);
/* Run the pass of that name over all functions; false when there is none. */
bool air_run_pass(arena *a, air_module *m, const char *name);

#endif
