/* Folding at construction: what lir_make asks before it adds an expression. */
#ifndef HPC_LIR_FOLD_H
#define HPC_LIR_FOLD_H

#include "lir.h"

/* An expression of f equal to e, bit for bit, that is simpler than e; 0 when there is none. */
lir_expr_id lir_fold(lir_module *m, lir_fn *f, const lir_expr *e);

#endif
