/* Lowering: array IR to loop IR.
 *
 * Takes a verified array IR module in which fusion has decided what becomes a buffer, gives loop IR:
 * one loop nest for each buffer, store and reduction, explicit lanes, flat addresses, and the
 * retain and release of storages. Every function keeps its index. docs/abi.md has the calling
 * convention of the functions it makes. */
#ifndef HPC_LOWER_H
#define HPC_LOWER_H

#include "../array/air.h"
#include "lir.h"
#include "target.h"

typedef struct lower_options {
    const target_divider *divider; /* of the target; NULL: not known */
    bool fastmath;                 /* of all functions */
    const target_level *target;    /* NULL: what every processor of this architecture has */
    unsigned
        lanes;    /* fixed number of lanes (256 for the interpreter); 0: from the target's width */
    bool threads; /* loops run on several threads where they can */
    bool no_vectors;  /* scalar loops only (tests) */
    bool keep_checks; /* no loops without checks beside those with them */
} lower_options;

/* NULL options are the defaults. Returns NULL with *error set (in the arena) where the module needs
 * something that lowering does not have. */
lir_module *lower_module(arena *a, const air_module *m, const lower_options *options,
                         const char **error);

#endif
