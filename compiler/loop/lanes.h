/* What the files of the pass `lanes` share: lanes.c finds loops whose iterations can be lanes,
 * lanes_linear.c has linear forms of indexes and their bounds, lanes_depend.c tells which accesses may
 * meet, lanes_build.c makes the loops over lanes. */
#ifndef HPC_LANES_H
#define HPC_LANES_H

#include "../support/remark.h"
#include "lir.h"

enum {
    LN_MAX_TERMS = 6,
    LN_MAX_DIMS = 4,
    LN_MAX_ACCESSES = 24,
    LN_MAX_LOOPS = 8,
    LN_MAX_TURNS = 16
};

/* The sum of constant and by * atom for each term. An atom is an i64 expression of variables that the
 * loop does not assign, or of a loop's variable alone. */
typedef struct ln_term {
    lir_expr_id atom;
    int64_t by;
} ln_term;

typedef struct ln_linear {
    bool ok;
    uint8_t count;
    int64_t constant;
    ln_term terms[LN_MAX_TERMS];
} ln_linear;

/* A loop inside the one at hand, or (the first) that one. */
typedef struct ln_loop {
    lir_var_id var;
    lir_expr_id atom;    /* its variable */
    ln_linear low, last; /* of the variable */
    lir_stmt_id stmt;
    int parent; /* index in time order; -1: none */
} ln_loop;

typedef struct ln_dim {
    lir_expr_id stride; /* 0: constant */
    int64_t bytes;      /* then, the stride */
    ln_linear index;
} ln_dim;

/* One load or store: base + the sum of stride * index, the longest stride first. */
typedef struct ln_access {
    lir_expr_id base;
    lir_stmt_id stmt; /* a STORE's; 0: a load */
    lir_elem elem;
    uint32_t ndims;
    ln_dim dims[LN_MAX_DIMS];
    int loop;                /* the innermost around it */
    bool after;              /* the triangular loop, in the body of the loop at hand */
    lir_expr_id lane_stride; /* bytes from lane to lane; 0: the same address for all lanes */
    bool unit;               /* lanes lie side by side */
    bool whole;              /* promoted also where iterations go one after the other */
    int columns;  /* a load's: the loop whose turns go along what the lanes lie across; else -1 */
    int promoted; /* a STORE's: the loop for which a variable stands for it; else -1 */
} ln_access;

typedef enum ln_kind { LN_OUTSIDE, LN_LET, LN_SET, LN_INDEX } ln_kind;

typedef struct ln_var {
    uint32_t stamp; /* of the loop that the rest is about */
    uint8_t kind;
    bool varies;             /* from lane to lane */
    bool defined;            /* a SET's: in each iteration before it is read */
    lir_expr_id def;         /* a LET's */
    lir_var_id wide, narrow; /* in the loop being built: lanes; one value */
} ln_var;

typedef struct lanes {
    lir_module *m;
    lir_fn *f;
    arena *a;
    unsigned vector_bytes;
    remarks *remarks;
    ln_var *vars;
    uint32_t nvars, nexprs, stamp;
    uint8_t *access_of; /* by expression: 1 + its access; of this stamp only */
    uint32_t *access_stamp;

    lir_stmt_id loop; /* at hand */
    unsigned lanes;   /* of one vector */
    unsigned size;
    ln_loop loops[LN_MAX_LOOPS];
    uint32_t nloops;
    int triangle;  /* the loop that runs up to the loop at hand's variable; -1: none */
    int64_t until; /* it ends before that variable + until */
    bool columns;  /* some load has them */
    bool chain;    /* a loop inside carries floats from turn to turn */
    ln_access accesses[LN_MAX_ACCESSES];
    uint32_t naccesses;
    VEC(lir_expr_id) conds; /* under which all of this holds */
    VEC(lir_var_id) sets;
    lir_block slots;    /* ALLOCAs of all loops so far */
    bool passing;       /* before the triangle, a LET reads a variable that is SET */
    bool assumes_units; /* strides that only the run knows are taken for an element's */
    bool refused, building;
} lanes;

static inline const lir_expr *ln_at(const lanes *z, lir_expr_id id)
{
    return &z->f->exprs.items[id];
}
ln_var *ln_var_at(lanes *z, lir_var_id var);
/* A condition of the loop over lanes; one that never holds refuses it. */
void ln_need(lanes *z, lir_expr_id cond);

/* ---- lanes_linear.c -------------------------------------------------------------------------- */

ln_linear ln_constant(int64_t value);
ln_linear ln_atom(lir_expr_id atom);
/* x + scale * y */
ln_linear ln_sum(ln_linear x, ln_linear y, int64_t scale);
int64_t ln_factor(const ln_linear *x, lir_expr_id atom);
ln_linear ln_replace(ln_linear x, lir_expr_id atom, const ln_linear *by);
/* The linear form of an i64 expression in the loop at hand. */
ln_linear ln_of(lanes *z, lir_expr_id id);
lir_expr_id ln_expr(lanes *z, const ln_linear *x);
/* Its largest or smallest value over all iterations, in terms of what stands before the loop. */
ln_linear ln_extreme(const lanes *z, ln_linear x, bool largest);
/* In terms of variables that no statement of the loop assigns, without reading memory? */
bool ln_is_fixed(lanes *z, lir_expr_id id);
bool ln_is_wrapped(const lanes *z, lir_expr_id id, lir_expr_id *plain);

/* ---- lanes_depend.c -------------------------------------------------------------------------- */

/* Record an access at this address. False: its address has another form. */
bool ln_note_access(lanes *z, lir_stmt_id stmt, lir_expr_id load, lir_expr_id base,
                    lir_expr_id offset, lir_elem elem, int loop, bool after);
/* Can iterations be lanes? Finds stores to promote, adds conditions. */
bool ln_independent(lanes *z);
/* Are both accesses of one and the same element, in each iteration? */
bool ln_same_place(const ln_access *x, const ln_access *y);

/* ---- lanes_build.c --------------------------------------------------------------------------- */

/* The statement that takes the loop's place. */
lir_stmt_id ln_build(lanes *z);

#endif
