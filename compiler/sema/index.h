/* Subscripts of arrays, resolved: what basic parts select and what index arrays gather. */
#ifndef HPC_INDEX_H
#define HPC_INDEX_H

#include "elab_scope.h"

/* The part of an index that one slice selects. */
typedef struct index_slice {
    air_id start, step, length;
} index_slice;

/* object[index] with the index evaluated: a view of the object, an element, or index arrays into
 * a view. */
typedef struct index_target {
    val object;
    bool ok;         /* false after an error */
    bool is_element; /* all axes have an integer: `element` */
    air_id element[HPC_MAX_RANK];
    val view; /* after the basic parts; integers beside arrays are still axes of it */
    bool is_gather;
    air_gather gather;
    air_id arrays[HPC_MAX_RANK]; /* checked i64 index arrays, by gather.index */
    uint32_t array_count;
    uint32_t rank; /* of the result of a gather, and its shape */
    air_id shape[HPC_MAX_RANK];
    air_id mask;  /* the one index array is a mask of the view's first axes: its node, or 0 */
    air_id count; /* of its true elements, when that was needed */
} index_target;

index_target index_resolve(elab *e, val object, val index, span where);
val index_read(elab *e, index_target *t);
void index_write(elab *e, index_target *t, val value, span where);
/* start:stop:step (each a val or None) over an extent. False after an error. */
bool index_slice_of(elab *e, const val parts[3], air_id extent, span where, index_slice *out);

#endif
