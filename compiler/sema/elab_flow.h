/* Paths that part and meet again: what `if` and `try` share. Each side is elaborated from the same
 * bindings; names that differ at the two ends meet in AIR variables. */
#ifndef HPC_ELAB_FLOW_H
#define HPC_ELAB_FLOW_H

#include "elab_scope.h"

enum { FLOW_SCOPES = 8 };

/* The bindings where the paths part, and at the end of each. */
typedef struct flow_saved {
    scope *scopes[FLOW_SCOPES];
    env before[FLOW_SCOPES];
    env after[2][FLOW_SCOPES];
    bool reachable[2]; /* the side's end */
    int count;
} flow_saved;

/* One side, after it was elaborated. */
typedef struct side {
    air_region *region;
    env names;
    bool reachable;
} side;

void flow_save(elab *e, flow_saved *s);
/* A node with two regions: an IF (with a condition) or a TRY. */
void flow_regions(elab *e, air_op op, air_id condition, air_region *regions[2]);
/* Elaborate side k in its region and keep the bindings at its end; the scopes get those before it
 * back, and e->b.region stays inside. */
void flow_side(elab *e, flow_saved *s, int k, air_region *region, elab_part part, void *user);
void flow_restore(elab *e, const flow_saved *s);
/* Go on in `into` with what the two sides leave; what differs is set at the ends of `regions`. */
void flow_join(elab *e, flow_saved *s, air_region *const regions[2], air_region *into, span where);

#endif
