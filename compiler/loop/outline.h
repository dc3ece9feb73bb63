/* What passes share that make functions of parts of a function: where variables occur, which are the
 * part's own, and copies of its statements. */
#ifndef HPC_OUTLINE_H
#define HPC_OUTLINE_H

#include "lir.h"

/* Where a variable occurs: places are numbers of statements, in program order. */
typedef struct occurrence {
    uint32_t first, last; /* ALLOCAs don't count */
    uint32_t last_in_body;
    bool set;    /* inside the part at hand */
    bool fixed;  /* there, by a LET or a loop: defined before it is used */
    bool listed; /* in outliner.used */
} occurrence;

typedef struct outliner {
    lir_module *m;
    arena *a;
    lir_fn *f, *g; /* the function, and the one being made of a part */
    occurrence *vars;
    uint32_t *seen;  /* by expression: the number of the statement that was looked at last */
    uint32_t *first; /* by statement: its place; those of its blocks follow */
    uint32_t *last;
    uint32_t place, body_end;
    VEC(lir_var_id) used;
    lir_var_id *renamed;
    lir_expr_id *copied;
    VEC(lir_expr_id) copies; /* entries of `copied` to be cleared */
    lir_var_id sought;       /* and whether it was found */
    bool found, has_try;
} outliner;

/* Numbers the statements of f and where its variables occur. */
void outline_open(outliner *o, lir_module *m, lir_fn *f);
/* Lists the variables of a part in o->used, with what it sets, until outline_forget. */
void outline_survey(outliner *o, const lir_block *part);
void outline_forget(outliner *o);
/* Is the variable of the part, which is a block of the statement, seen by nothing else? */
bool outline_is_local(outliner *o, lir_stmt_id owner, const lir_block *part, lir_var_id var);
/* A variable of o->g like one of o->f. */
lir_var_id outline_new_var(outliner *o, lir_var_id var);
/* Copies from o->f to o->g, with variables as o->renamed has them. */
lir_expr_id outline_expr(outliner *o, lir_expr_id id);
lir_block outline_block(outliner *o, const lir_block *part);
/* What has moved is no statement of the function, for those who look at all of them. */
void outline_clear(outliner *o, const lir_block *part);

#endif
