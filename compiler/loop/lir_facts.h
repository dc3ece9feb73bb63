/* What code generators ask of a function before they translate it. */
#ifndef HPC_LIR_FACTS_H
#define HPC_LIR_FACTS_H

#include "lir.h"

/* By variable: results, and all that SET or a call assigns. Those of LET and FOR are read only where
 * their value dominates, and need no memory. In the arena. */
bool *lir_assigned(arena *a, const lir_fn *f);
/* By variable: pointers that the cleanup reads. They stay in memory: as registers each of them would
 * meet at the cleanup with every failing statement, statements times pointers. In the arena. */
bool *lir_read_by_cleanup(arena *a, const lir_fn *f);
/* Are the offsets of lanes start + lane * step? *start 0: none. */
bool lir_is_strided(const lir_fn *f, lir_expr_id offsets, lir_expr_id *start, lir_expr_id *step);

#endif
