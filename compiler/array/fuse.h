/* Fusion: which array values become buffers. docs/ir.md, "Fusion", has the rules and their reasons.
 * An analysis: the function is not changed, except that STORE nodes proved free of overlap get the
 * flag AIR_STORE_EXACT. */
#ifndef HPC_FUSE_H
#define HPC_FUSE_H

#include "air.h"

typedef enum air_decision {
    AIR_UNUSED, /* nothing needs it: no code */
    AIR_INLINE, /* evaluated inside its consumers, at their place; views: an index function or a
                   descriptor, nothing is copied */
    AIR_BUFFER  /* computed at its place: arrays into a buffer, scalars into a variable, objects */
} air_decision;

typedef struct air_fusion {
    uint8_t *decision; /* air_decision by node id; f->nodes.len of them */
    air_id *kernel;    /* of inlined nodes that are not cheap: the one node whose loop nest
                          evaluates them (an array with a buffer, STORE, SCATTER, REDUCE, ELEM) */
    uint8_t *why;      /* of fresh arrays that are buffers: the remark_code that says so */
    air_id *needs;     /* of those: the node that needs memory, or 0 */
} air_fusion;

air_fusion air_fuse(arena *a, const air_module *m, air_fun *f);

/* Whether an array REDUCE may be evaluated inside its consumer's loops: the one place where the
 * target's costs enter. */
bool air_reduce_inlines(const air_fun *f, air_id reduce);

#endif
