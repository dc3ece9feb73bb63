/* Rows: element `index` of an array's first axis, as values of their own, for passes that make one
 * loop over the first axis out of several whole-array operations.
 *
 *   %2 = map sub (%x, %m) : f64[n, k]      row i      %5 = view (%x) axes [1] start [i, _] : f64[k]
 *   (%m : f64[n, 1], memory)              ------>     %6 = elem (%m, i, 0) : f64
 *                                                     %7 = map sub (%5, %6) : f64[k]
 *
 * The row of an array of rank 1, and of what only broadcasts, is a scalar. */
#ifndef HPC_AIR_ROW_H
#define HPC_AIR_ROW_H

#include "air_internal.h"

typedef struct air_rows air_rows;
struct air_rows {
    air_builder *b;
    arena *arena;                          /* scratch */
    air_id index;                          /* i64 scalar: the row */
    bool (*inside)(void *user, air_id id); /* is the array computed row by row, or memory? */
    void *user;
    VEC(air_id) from, to; /* rows that are made already; scalars that are others in a row */
};

/* Can row i of the node be computed from rows i of its array operands (0: all of them are asked for
 * by air_row, too) and of arrays that do not depend on the row? Operands are not looked at. */
bool air_has_rows(const air_fun *f, air_id id);
/* Row `index` of an array, at the builder's place. */
air_id air_row(air_rows *r, air_id id);
/* The part [index] of an array in memory as a view; a scalar for rank 1. */
air_id air_row_of_memory(air_builder *b, air_id array, air_id index);

/* Source axis and start (a constant) of an array's first axis; false where rows are no rows of the
 * root. */
bool air_first_axis(const air_fun *f, air_id array, int *axis, int64_t *start);

#endif
