/* Folds of runs of elements (lower_fold.c), for lower_reduce.c. */
#ifndef HPC_LOWER_REDUCE_H
#define HPC_LOWER_REDUCE_H

#include "lower_impl.h"

enum {
    SMALL = 16,
    ROWS = 4,         /* added to the result at once */
    LW_MAX_FOLDS = 4, /* of runs that are folded together */
    LW_FOLD_COST = 4  /* of an element, in tenths of nanoseconds */
};

typedef struct lw_fold {
    lower *l;
    air_fn fn;
    hpc_dtype dtype; /* of the elements and the result */
    hpc_dtype work;  /* of the accumulators: float32 for sums of float16 */
    bool pairwise;   /* float sums */
    bool ordered;    /* float products: strictly in order */
} lw_fold;

/* Variables that hold a value. */
typedef struct lw_cell {
    lir_var_id re, im;
} lw_cell;

/* A run of elements: the source at `index`, whose entry `axis` is what the loops give. */
typedef struct lw_strip {
    lw_kernel *k;
    air_id source;
    const lw_index *index;
    unsigned axis, rank;
    int pos;        /* the loop of the block's position, -1 none */
    unsigned lanes; /* of the vector loop; 1: as the kernel's */
    bool parts;     /* a long run is folded by parts, which threads do */
} lw_strip;

lw_fold lw_fold_of(lower *l, air_id id);
lw_value lw_combine(const lw_fold *f, lw_value a, lw_value b);
lw_value lw_fold_constant(const lw_fold *f, double re);
lw_value lw_identity(const lw_fold *f);
lw_cell lw_cell_new(lower *l, hpc_dtype dtype, unsigned lanes);
void lw_cell_set(lower *l, lw_cell c, lw_value v);
lw_value lw_cell_get(lower *l, lw_cell c);
lw_value lw_cell_read(lower *l, lw_cell c);
lw_value lw_sum_terms(const lw_fold *f, const lw_value *x, unsigned n);
lw_value lw_fold_finish(const lw_fold *f, lw_value v);
lw_value lw_fold_run(const lw_strip *r, lw_fold *f, lir_expr_id n);
void lw_fold_runs(const lw_strip *r, lw_fold *folds, const air_id *sources, unsigned count,
                  lir_expr_id n, lw_value *out); /* the strip's own source does not count */
/* lower_across.c: each lane folds along an axis that is not its own. */
bool lw_can_reduce_across(lower *l, air_id id);
void lw_reduce_across(lower *l, air_id id, const lw_desc *dest, lir_expr_id count);
/* Does memory that the tree reads vary along both axes of the node? (-1: the node has none.) */
bool lw_varies_along_both(lower *l, air_id id, int x, int y);

#endif
