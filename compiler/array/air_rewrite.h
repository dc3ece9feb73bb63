/* Rebuilding a function in place: what most passes are made of.
 *
 * Each region's list is emptied and built again in order. Operands are replaced by what earlier
 * nodes became; then `visit` says what becomes of the node itself, and may build other nodes before
 * it with the builder. Kept nodes keep their ids. Nodes that equal an earlier visible one are
 * dropped in favour of it, and scalar MAPs and checks fold, as when they were first built. */
#ifndef HPC_AIR_REWRITE_H
#define HPC_AIR_REWRITE_H

#include "air_internal.h"

typedef enum air_visit {
    AIR_KEEP,
    AIR_DROP,     /* nothing uses its value any more, or map[id] was set to what replaces it */
    AIR_DROP_REST /* the same, and nothing that follows in its region runs */
} air_visit;

typedef struct air_rewriter air_rewriter;
struct air_rewriter {
    air_builder b;
    air_id *map; /* by old id: what it became; 0: itself */
    uint32_t old_count;
    void *user;
    const bool *reusable; /* fresh arrays that may be merged with equal ones; NULL: none */
    /* Before the regions of a control node are rebuilt; NULL: keep. */
    air_visit (*visit)(air_rewriter *w, air_id id);
    /* After its regions were rebuilt (before the node is appended); NULL: keep. */
    air_visit (*leave)(air_rewriter *w, air_id id);
    /* Before each region of a control node, and before the function's body (control 0); NULL:
     * nothing. `which` 0 body, 1 other. */
    void (*enter)(air_rewriter *w, air_id control, int which);
};

/* w: visit, leave, enter, reusable and user are set by the caller, the rest here. */
void air_rewrite(air_module *m, air_fun *f, air_rewriter *w);
/* Rebuild the nodes of a region into the current one (a branch that is always taken). False when
 * it ended in a node that leaves the region. */
bool air_splice(air_rewriter *w, air_region *r);
air_id air_mapped(const air_rewriter *w, air_id id);
/* Operands of a node become what they were mapped to; done for each node before `visit`. */
void air_map_operands(air_rewriter *w, air_id id);

#endif
