/* What a loop IR module means to a backend, as a hash: equal for modules that compile to the same
 * code. Names and comments don't count. */
#ifndef HPC_LIR_DIGEST_H
#define HPC_LIR_DIGEST_H

#include "../support/blake2b.h"
#include "lir.h"

/* Adds the module; with skip_once, of functions that are `once` only what their callers see. */
void lir_digest(blake2b *h, const lir_module *m, bool skip_once);

#endif
