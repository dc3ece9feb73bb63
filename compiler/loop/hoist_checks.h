/* A pass over loop IR: innermost loops are freed of checks that their bounds decide. */
#ifndef HPC_HOIST_CHECKS_H
#define HPC_HOIST_CHECKS_H

#include "lir.h"

void lir_hoist_checks(lir_module *m, lir_fn *f);

#endif
