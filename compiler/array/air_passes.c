/* Takes a module, runs the table of passes over it. */
#include "air_passes.h"

#include <time.h>

const air_pass air_passes[] = {
#define X(name, doc) {#name, doc, air_pass_##name},
    AIR_PASSES(X)
#undef X
};

const unsigned air_pass_count = sizeof air_passes / sizeof *air_passes;

static double now(void)
{
    struct timespec t = {0};
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void run(arena *a, air_module *m, const air_pass *pass)
{
    for (uint32_t i = 0; i < m->funs.len; i++)
        pass->run(a, m, m->funs.items[i]);
}

const char *air_optimise(arena *a, air_module *m, const air_pass_hooks *hooks)
{
    bool verify = hooks && hooks->verify;
    const char *error = verify ? air_verify(a, m) : NULL;
    if (error)
        return arena_printf(a, "before the passes: %s", error);
    for (unsigned k = 0; k < air_pass_count; k++) {
        double start = now();
        run(a, m, &air_passes[k]);
        double seconds = now() - start;
        error = verify ? air_verify(a, m) : NULL;
        if (error)
            return arena_printf(a, "after %s: %s", air_passes[k].name, error);
        if (hooks && hooks->after)
            hooks->after(hooks->user, &air_passes[k], m, seconds);
    }
    return NULL;
}

bool air_run_pass(arena *a, air_module *m, const char *name)
{
    for (unsigned k = 0; k < air_pass_count; k++)
        if (strcmp(air_passes[k].name, name) == 0) {
            run(a, m, &air_passes[k]);
            return true;
        }
    return false;
}
