/* A pass over loop IR: innermost loops are freed of checks that their bounds decide. */
#ifndef HPC_HOIST_CHECKS_H
#define HPC_HOIST_CHECKS_H

#include "../support/remark.h"
#include "lir.h"

/* `function` is what remarks call it; NULL remarks: none. */
void lir_hoist_checks(lir_module *m, lir_fn *f, remarks *remarks, uint32_t function);

#endif
