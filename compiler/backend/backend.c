/* The table of backends. */
#include "backend.h"

static const be_backend *const backends[] = {&be_llvm, &be_gcc, &be_interp};

const be_backend *be_find(const char *name)
{
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++)
        if (!strcmp(backends[i]->name, name))
            return backends[i];
    return NULL;
}
