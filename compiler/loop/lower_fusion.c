/* Which array nodes are computed where they are used: array/fuse.c decides; here are the exceptions
 * that lowering makes. Constant tables lie in memory anyway; a view is a descriptor where its source
 * lies in memory, and an index function where not. */
#include "lower_impl.h"

void lw_fusion(lower *l)
{
    air_fusion fusion = air_fuse(l->a, l->am, (air_fun *)l->af);
    for (uint32_t i = 1; i < l->af->nodes.len; i++) {
        const air_node *n = lw_air(l, i);
        lw_node *s = &l->nodes[i];
        if (!s->pos)
            continue;
        s->unused = fusion.decision[i] == AIR_UNUSED;
        s->inlined = n->type.kind == AIR_ARRAY && fusion.decision[i] == AIR_INLINE &&
                     n->op != AIR_OP_TABLE && n->op != AIR_OP_VIEW;
        if (s->inlined && n->op == AIR_OP_REDUCE && !lw_reduce_can_inline(l, i))
            s->inlined = false;
    }
    for (uint32_t i = 1; i < l->af->nodes.len; i++) { /* operands come first in most programs */
        air_id root = i;
        while (lw_air(l, root)->op == AIR_OP_VIEW)
            root = lw_air(l, root)->args[0];
        if (root != i && l->nodes[root].inlined)
            l->nodes[i].inlined = true;
    }
    lw_remark_fusion(l, &fusion);
}
