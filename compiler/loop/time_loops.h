/* What the two halves of the pass time_loops share: time_loops.c finds out what a time loop does to
 * its rows, time_loops_build.c makes the loop over blocks of rows. */
#ifndef HPC_TIME_LOOPS_H
#define HPC_TIME_LOOPS_H

#include "../support/remark.h"
#include "lir.h"
#include "target.h"

enum { TL_MAX_PLACES = 24, TL_MAX_FAMILIES = 12, TL_MAX_IN_FLIGHT = 8 };

/* How a variable is known inside the time loop at hand. */
typedef enum tl_kind {
    TL_OUTSIDE, /* not assigned in it */
    TL_UNSEEN,  /* assigned, but not met yet: who reads it now reads the last step's value */
    TL_FIXED,   /* the same in each step: `def` is its value in terms of what stands before */
    TL_STEP,    /* a LET of the step, or its number: the same for all rows */
    TL_CARRIED, /* SET by the step and carried to the next: the same for all rows */
    TL_ROW,     /* a LET of a row: `def` is what it assigns */
    TL_ROW_SET, /* SET in a row and read in the same row only */
    TL_INDEX    /* the row's number */
} tl_kind;

typedef struct tl_var {
    uint32_t stamp; /* of the loop that the rest is about */
    uint8_t kind;
    bool defined;    /* TL_ROW_SET: in this row */
    unsigned ready;  /* a row's: time_loops_cost.c */
    bool varies;     /* a row's value that is not the same in each step */
    lir_expr_id def; /* TL_FIXED, TL_ROW */
    lir_var_id
        inverse[TL_MAX_IN_FLIGHT];     /* of the square root that a row's LET is, under fastmath */
    lir_var_id copy[TL_MAX_IN_FLIGHT]; /* what holds it in the loop being built, by vector */
} tl_var;

/* Rows of an array: row i is the element at base + rest + stride * i + offset. */
typedef struct tl_family {
    lir_expr_id base, rest, stride; /* rest may be 0 */
    int64_t least, end;             /* offsets: the lowest, and behind the highest element */
    bool written;
} tl_family;

typedef struct tl_place {
    uint32_t family;
    int64_t offset;
    lir_elem elem;
    unsigned ready;                    /* time_loops_cost.c */
    bool read;                         /* before it is written in the same step */
    bool written;                      /* in every step */
    bool always;                       /* for every row, not under a condition only */
    lir_var_id vars[TL_MAX_IN_FLIGHT]; /* what holds it, by vector */
} tl_place;

typedef struct time_loop {
    lir_module *m;
    lir_fn *f;
    arena *a;
    unsigned vector_bytes;
    const target_divider *divider; /* NULL: not known */
    bool fastmath;
    remarks *remarks;
    tl_var *vars; /* by variable */
    bool *slots;  /* by variable: of an ALLOCA */
    uint32_t nvars, stamp;

    uint32_t *cost_stamps, *cost_memo, costs_room, cost_stamp; /* time_loops_cost.c */

    lir_stmt_id loop;  /* the time loop */
    lir_block prelude; /* what each step repeats with the same result, once */
    VEC(lir_expr_id) conds;
    VEC(lir_expr_id) decided; /* conditions of rows that hold for all of them */
    VEC(lir_stmt_id) steps;   /* LET, SET, POLL, FOR: what is left of a step, in order */
    VEC(lir_var_id) carried, row_sets;
    VEC(lir_var_id) finals; /* SET to what is the same in each step */
    VEC(tl_family) families;
    VEC(tl_place) places;
    lir_expr_id from, to;              /* the rows */
    unsigned divisions, roots, others; /* operations on f64 of a row */
    unsigned size, limit;              /* expressions met; at most */
    unsigned depth;                    /* of conditions around the row's statement at hand */
    unsigned branches;                 /* of conditions around the step's statement at hand */
    unsigned lasting; /* changes to what is known of variables that outlive a branch */
} time_loop;

static inline const lir_expr *tl_expr(const time_loop *z, lir_expr_id id)
{
    return &z->f->exprs.items[id];
}

tl_var *tl_var_at(time_loop *z, lir_var_id var);
/* The expression in terms of what is the same in each step; 0 where it is not. */
lir_expr_id tl_fixed(time_loop *z, lir_expr_id id);
/* Is it the same for all rows of a step? */
bool tl_uniform(time_loop *z, lir_expr_id id);
/* The place that a load or store of a row is about; NULL: no row's own. */
tl_place *tl_place_of(time_loop *z, lir_expr_id base, lir_expr_id offset, lir_elem elem);
/* Does a condition of rows hold for all of them? */
bool tl_is_decided(const time_loop *z, lir_expr_id cond);
/* Bounds of a FOR that is unrolled inside a row; false where it is not. */
bool tl_unrolls(const time_loop *z, const lir_stmt *loop, int64_t *from, int64_t *to);

/* Is a row's value not the same in each step? LETs before it have been asked. */
bool tl_varies(time_loop *z, lir_expr_id id);
/* Are blocks faster than the loop as it was, with roots by multiplications or not? How many vectors. */
bool tl_gains(time_loop *z, bool refines, unsigned *in_flight);
/* Are square roots by multiplications faster than the instruction? */
bool tl_refines(const time_loop *z);

/* The statement that takes the loop's place. */
lir_stmt_id tl_build(time_loop *z, unsigned in_flight);

#endif
