/* Opens libgccjit and finds its functions. */
#include "gcc_api.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static const char missing[] = "libgccjit is not installed: --backend=gcc needs libgccjit.so.0 "
                              "(on Debian and Ubuntu: apt install libgccjit0)";
static const char too_old[] =
    "libgccjit is too old: --backend=gcc needs the one of GCC 12 or newer "
    "(on Debian and Ubuntu: apt install libgccjit0)";

const char *gj_open(gj_api *api)
{
    memset(api, 0, sizeof *api);
    api->library = dlopen("libgccjit.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!api->library)
        return missing;
    void *fn = api->library;
#define X(name)                                                                                    \
    if (fn && (fn = dlsym(api->library, "gcc_jit_" #name)) != NULL)                                \
        memcpy(&api->name, &fn, sizeof fn);
    GJ_FUNCTIONS(X)
#undef X
    if (fn)
        return NULL;
    gj_close(api);
    return too_old;
}

void gj_close(gj_api *api)
{
    if (api->library)
        dlclose(api->library);
    memset(api, 0, sizeof *api);
}

const char *gj_missing(void)
{
    gj_api api;
    const char *problem = gj_open(&api);
    gj_close(&api);
    return problem;
}

#else

const char *gj_missing(void)
{
    return "this hpc was built without libgccjit's header: install it (on Debian 12: apt install "
           "libgccjit-12-dev) and build again for --backend=gcc";
}
#endif
