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
    VEC(uint32_t) cells;      /* by node: the first of the variables of its elements; 0: no cell */
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

/* Does the view select constant elements of `source`, all of them in it, for `part` (the view, or what an
 * OVERLAY puts there)? */
bool elements_known_places(const air_fun *f, const air_view *v, const air_node *part,
                           const air_node *source);
/* Are the indexes of an ELEM or SETELEM constant and in bounds of a few known extents? */
bool elements_constant_indexes(const air_fun *f, const air_node *n);
/* Where an element of a view lies in its source. */
void elements_source_index(const air_fun *f, const air_view *v, uint32_t rank, uint32_t source_rank,
                           const int64_t *source_shape, const int64_t *index, int64_t *at);
/* A fresh array in C order of scalars. */
air_id elements_literal(elements *e, air_type type, const air_id *scalars, uint32_t count,
                        air_id *extents);

/* ---- Cells (elements_cells.c) ------------------------------------------------------------------ */
bool elements_can_be_cell(const elements *e, air_id root);
/* Does the STORE or SETELEM set elements at known places? */
bool elements_cell_store(const elements *e, const air_node *n);
/* May n use operand k, an array that is a cell or a view of one? */
bool elements_cell_use(const elements *e, const air_node *n, uint32_t k);
bool elements_is_cell(const elements *e, air_id array); /* or a view of one */
void elements_begin_cell(elements *e, air_id root);
air_id elements_cell_element(elements *e, air_id array, const int64_t *index);
void elements_store_cell(elements *e, air_id id);
/* A node that stays reads LITERALs instead of cells. */
void elements_read_cells(elements *e, air_id id);

#endif
