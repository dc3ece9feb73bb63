/* numexpr.evaluate: formulas as text. */
#ifndef HPC_NUMEXPR_H
#define HPC_NUMEXPR_H

#include "elab_scope.h"

/* True where the callee is numexpr's evaluate: out is the value of the call x. */
bool numexpr_call(elab *e, const val *callee, const ast_expr *x, val *out);

#endif
