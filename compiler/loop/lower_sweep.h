/* Rows that a kernel reads at several neighbouring places; see lower_sweep.c. */
#ifndef HPC_LOWER_SWEEP_H
#define HPC_LOWER_SWEEP_H

#include "lower_impl.h"

enum { LW_MAX_WINDOW = 2 * AIR_SWEEP_REACH };

typedef struct lw_tap { /* a view, and how far its element is from the stream's first tap's */
    air_id id;
    int64_t shift;
} lw_tap;

typedef struct lw_stream {
    VEC(lw_tap) taps;
    int64_t low, high;
    bool written; /* the row is written, too */
    hpc_dtype dtype;
    lir_var_id
        window[LW_MAX_WINDOW]; /* the elements from low on, below high, of the place at hand */
    lir_var_id held;           /* the vector that was loaded last */
    lir_expr_id next;          /* what is loaded at high */
} lw_stream;

struct lw_sweep {
    VEC(lw_stream) streams;
    bool in_place;                /* the first is the row that is written */
    lw_index plain[HPC_MAX_RANK]; /* the kernel's own element */
    unsigned rank;
};

/* The streams of an elementwise job. NULL: there are none. May lower *lanes, where what must be held
 * is too much for a vector. */
lw_sweep *lw_sweep_of(lower *l, const lw_job *job, unsigned *lanes);
/* The loops over the innermost axis, inside the others. */
void lw_sweep_loops(lw_kernel *k, lw_nest *nest, bool vector);
/* What node `id` is at `index`, where a stream knows it. */
bool lw_sweep_value(lw_kernel *k, air_id id, const lw_index *index, lw_value *v);

#endif
