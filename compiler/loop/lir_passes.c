/* The table of passes over loop IR. */
#include "lir_passes.h"

const lir_pass lir_passes[] = {
#define X(name, doc) {#name, doc, lir_pass_##name},
    LIR_PASSES(X)
#undef X
};

const unsigned lir_pass_count = sizeof lir_passes / sizeof *lir_passes;

bool lir_run_pass(lir_module *m, const char *name, const lir_pass_options *options)
{
    for (unsigned i = 0; i < lir_pass_count; i++) {
        if (strcmp(lir_passes[i].name, name) != 0)
            continue;
        for (uint32_t k = 0; k < m->fns.len; k++)
            lir_passes[i].run(m, m->fns.items[k], options);
        return true;
    }
    return false;
}
