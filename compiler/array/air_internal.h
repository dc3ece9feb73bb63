/* What the files of the array IR builder share. */
#ifndef HPC_AIR_INTERNAL_H
#define HPC_AIR_INTERNAL_H

#include "air.h"

/* A node under construction: args, shape and views may lie in the caller's memory; air_emit copies
 * them into the arena. */
air_node air_blank(air_op op, air_type type);

typedef enum air_reuse {
    AIR_FRESH,   /* always a new node */
    AIR_VISIBLE, /* reuse an equal node of this region or an enclosing one */
    AIR_EPOCH    /* the same, made since the last effect */
} air_reuse;

air_id air_emit(air_builder *b, const air_node *n, air_reuse reuse);
/* The same, at the head of the function's body; reused wherever it is. */
air_id air_emit_entry(air_builder *b, const air_node *n);
/* Append an existing node to the current region (passes that rebuild a region). Effects end the
 * epoch as they do when built. */
void air_append(air_builder *b, air_id id);
/* Enter an existing node into the hash-consing table, as if it had just been built. */
void air_remember(air_builder *b, air_id id, air_reuse reuse);
/* The visible node that equals n, or 0. */
air_id air_find(air_builder *b, const air_node *n, air_reuse reuse);
/* Forget what can be reused: passes call it before they rebuild regions. */
void air_cons_reset(air_builder *b);
/* How the builder reuses a node of this form. */
air_reuse air_reuse_of(const air_fun *f, const air_node *n);
/* True for operations after which memory or variables may differ. */
bool air_op_writes(air_op op);

/* Folding (air_fold.c): the node that n is equal to, or 0. n's operands are in the function. Only
 * scalars: identities must not make two arrays one. */
air_id air_fold_map(air_builder *b, const air_node *n);
/* The constant 1 / x where y / x is y * (1 / x) to the bit for every y: x is a power of two and its
 * inverse is normal. Else 0. */
air_id air_exact_inverse(air_builder *b, air_id x);

/* Has more than one axis that is not 1: it has a say in the memory order of a result. */
bool air_votes(const air_fun *f, air_id operand);
uint8_t air_facts_normal(uint32_t rank, uint8_t facts); /* close facts under implication */

/* i64 index arithmetic; 0 stands for `zero` where said. */
air_id air_i64(air_builder *b, int64_t value);
air_id air_index_add(air_builder *b, air_id x, air_id y); /* 0 is the constant 0 */
air_id air_index_mul(air_builder *b, air_id x, air_id y); /* 0 is the constant 1 */

#endif
