/* What the files of pass skew share. */
#ifndef HPC_SKEW_H
#define HPC_SKEW_H

#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"
#include "air_row.h"

enum {
    SKEW_MAX_STAGES = 8,
    SKEW_MAX_READS = 64,
    SKEW_MAX_ROOTS = 12,
    SKEW_MAX_BACK = 3,
    SKEW_MAX_LAG = 16,
    SKEW_MAX_BAND = 8,
    SKEW_BLOCK = 4096,      /* elements of rank 1 at a time, */
    SKEW_STRIDE = 64,       /* and what blocks move by, for the alignment */
    SKEW_LARGE = 32 * 1024, /* bytes that do not stay in a near cache by themselves */
    SKEW_LINE_BYTES = 64,
    SKEW_SHORT = 16,             /* columns that no loop for each row is worth */
    SKEW_BAND_BYTES = 512 * 1024 /* of the rows that are in use at a time */
};

/* Places are counted in rows of the written arrays: row `row` of the root, at place 0. Where a stage is
 * bound to the end of an array (u[-1] = ...), places are counted from an extent. */
typedef struct skew_read {
    air_id root;
    int64_t row;
} skew_read;

/* An extent (0: none) plus a constant. */
typedef struct skew_sum {
    air_id base;
    int64_t offset;
} skew_sum;

typedef enum skew_kind {
    SKEW_ROWS, /* rows of an array that has the rank of all of them */
    SKEW_LINE, /* the same with one axis less: a column */
    SKEW_ONE   /* a row, or an element */
} skew_kind;

typedef struct skew_stage {
    air_id store, root;
    air_id target, value; /* of a STORE, or of a SETELEM */
    skew_kind kind;
    bool placed;         /* `first` is known: */
    air_id first;        /* place of row 0; 0: 0 */
    bool aside;          /* its array is no other stage's, and its place in it is any */
    int64_t written;     /* the root's row that place 0 is stored to */
    int64_t back;        /* a row is stored so many rows after it was computed, */
    bool ring;           /* from a ring; */
    int64_t saved;       /* else rows that were overwritten are kept, so many, */
    int64_t left, right; /* with so many columns before and after the ones that are written */
    bool far;            /* columns are read that are not near */
    int64_t shift;       /* behind the first stage */
    skew_read reads[SKEW_MAX_READS];
    uint32_t nreads;
    air_id rows; /* the ring, or the rows kept; where their first column is */
    int64_t margin;
} skew_stage;

typedef struct skew_plan { /* of a loop */
    const air_region *body;
    uint32_t rank; /* of the arrays that its rows are of */
    skew_stage stages[SKEW_MAX_STAGES];
    uint32_t nstages;
    air_id roots[SKEW_MAX_ROOTS]; /* that it touches, the written ones first */
    int axis[SKEW_MAX_ROOTS];     /* that their rows lie along; -1: no stage writes rows */
    uint32_t nroots, nwritten;
    air_id test[SKEW_MAX_ROOTS * SKEW_MAX_ROOTS][2]; /* pairs that must not overlap, */
    uint32_t ntests;
    air_id cond; /* what tests it, and the region where it holds */
    air_region *then;
    int64_t lag;
    VEC(air_id) timed;  /* scalars that change from step to step and that stages need, */
    VEC(air_id) values; /* and for each the array of what it is in the steps of a band */
} skew_plan;

typedef struct skew {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    uint32_t count;       /* of nodes before the pass */
    uint32_t *uses, *met; /* by node; those that stages explain */
    air_id *owner;        /* by node: the store that it is computed for; 0 none */
    air_id *read_by;      /* by node: the store that reads it as rows of its target */
    air_id current;       /* that store, in `inside` */
    bool *steps;       /* by node: a scalar of the step: no array that is written has a say in it */
    skew_plan **plans; /* by node: of loops that change */
    skew_plan *p;      /* the one at hand */
    const air_rewriter *rewriter;
} skew;

typedef struct skew_nest {
    air_builder *b;
    air_id begin;                     /* the first place */
    air_id band, many, place, number; /* steps together, of this band; the row; the step in it */
} skew_nest;

static inline const air_node *skew_at(const skew *z, air_id id)
{
    return air_at(z->fun, id);
}

/* The stages of the loop (skew_stages.c), */
bool skew_find_stages(skew *z);
/* and with them the plan z->p; false where the loop has to stay as it is (skew_plan.c). */
bool skew_find_plan(skew *z, const air_node *loop);
/* What takes the place of the loop, at the builder's place (skew_rows.c, skew_blocks.c). */
void skew_build(skew *z, air_builder *b, air_id loop);
void skew_build_blocks(skew *z, skew_nest *x, air_id from, air_id steps);
/* Computes the scalars of all steps of the band that begins with step `done` (skew_steps.c); */
void skew_build_steps(skew *z, const skew_nest *x, air_id from, air_id done);
void skew_make_steps(skew *z, air_builder *b);
/* what one of them is in step x->number; any other node is itself. */
air_id skew_step_value(const skew *z, const skew_nest *x, air_id id);
/* The stage that is no loop: at its one place. */
void skew_build_one(skew *z, const skew_nest *x, const skew_stage *s);

/* ---- Building (skew_rows.c) ------------------------------------------------------------------ */

air_id skew_add(air_builder *b, air_id x, air_id y);
air_id skew_plus(air_builder *b, air_id x, int64_t c);
air_id skew_times(air_builder *b, air_id x, int64_t c);
/* for (0, to, 1); the region that was around it is current again after skew_close_for. */
air_region *skew_open_for(air_builder *b, air_id *index);
void skew_close_for(air_builder *b, air_region *around, air_region *body, air_id to);
air_region *skew_open_if(air_builder *b);
void skew_close_if(air_builder *b, air_region *around, air_id cond, air_region *body,
                   air_region *other);
/* Is the node computed for the stage at hand? */
bool skew_inside(void *user, air_id id);
void skew_store_row(skew *z, air_builder *b, air_id to, air_id row);
/* Places that one step takes: the first, and one after the last. */
air_id skew_begin_of(skew *z, air_builder *b);
air_id skew_end_of(skew *z, air_builder *b);
/* Row of the stage that is computed at the place. */
air_id skew_row_at(air_builder *b, const skew_stage *s, air_id place);

#endif
