/* What masks select, one after the other in a buffer, and back: by the runtime, for which source,
 * mask and result lie in memory. Most masked stores never come here: pass_masks.c has made stores
 * under a mask of them. */
#include "lower_impl.h"

void lw_lower_pack_mask(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id source = lw_view_ptr(l, n->args[0]), mask = lw_view_ptr(l, n->args[1]);
    lw_desc *d = lw_new_buffer_of(l, id);
    lir_expr_id args[3] = {lw_desc_view(l, d), source, mask};
    lw_rt(l, HPC_RT_mask_pack, args, 3, 0);
    l->nodes[id].desc = d;
    l->nodes[id].inlined = false;
}

void lw_lower_unpack_mask(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_desc *d = lw_memory(l, n->args[0]);
    lw_check_writable(l, n->args[0], d);
    lir_expr_id args[3] = {lw_desc_view(l, d), lw_view_ptr(l, n->args[1]),
                           lw_view_ptr(l, n->args[2])};
    lw_rt(l, HPC_RT_mask_unpack, args, 3, 0);
}
