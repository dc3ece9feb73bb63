/* Making the nodes of a straight body once more, with other nodes in the place of some operands: for
 * passes that take loops apart. */
#ifndef HPC_AIR_CLONE_H
#define HPC_AIR_CLONE_H

#include "air_internal.h"

typedef struct air_clone {
    air_builder *b;
    arena *arena;   /* scratch */
    uint32_t count; /* of nodes that may have a copy */
    air_id *copies; /* by node: what it is now; 0: itself */
} air_clone;

air_clone air_clone_new(arena *a, const air_fun *f); /* b is the caller's to set */
/* Has no regions, calls nothing, is no array that only knows its own extents (but GET). */
bool air_can_clone(const air_node *n);
air_id air_cloned(const air_clone *c, air_id id);
/* Make the node again (a GET, a SET or any other that can be cloned). */
void air_clone_node(air_clone *c, air_id id);

#endif
