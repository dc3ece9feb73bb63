/* Arrays of a few elements as scalars: what pass_elements.c and elements_parts.c share. */
#ifndef HPC_ELEMENTS_H
#define HPC_ELEMENTS_H

#include "air_rewrite.h"

enum {
    ELEMENTS_MOST = 16, /* of an array that a variable holds, or that lies in memory, too */
    ELEMENTS_BETWEEN =
        64 /* of one that is only between others: the products that a 4 x 4 sums up */
};

typedef struct elements_list {
    air_id *scalars; /* in C order; NULL: the array is no scalars */
} elements_list;

typedef struct elements {
    arena *arena;
    air_fun *fun;
    air_builder *b;
    VEC(elements_list) parts; /* by node */
} elements;

/* How many elements an array has where all of its extents are known, and the shape; -1: not known, none,
 * or more than `most`. */
int64_t elements_count(const air_fun *f, const air_node *n, int64_t most,
                       int64_t shape[HPC_MAX_RANK]);
/* Can the elements of this node be computed one by one as scalars? (Of what operands they are is
 * another question.) */
bool elements_computes(const air_fun *f, const air_node *n);
/* Computes them at the builder's place. */
air_id *elements_of_node(elements *e, air_id id);
/* The scalars of an array with a few known extents: those that it became, or loads. */
air_id *elements_of(elements *e, air_id array);
void elements_note(elements *e, air_id array, air_id *scalars);
/* The indexes of the element at a place in C order. */
void elements_index(const int64_t *shape, uint32_t rank, int64_t flat, int64_t *index);
int64_t elements_flat(const int64_t *shape, uint32_t rank, const int64_t *index);

#endif
