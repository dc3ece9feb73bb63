/* The table of modules. What is in them: the builtins table, and the files of stdlib. */
#include "modules.h"

#include <string.h>

/* A module of two names is listed by both. */
static const struct {
    const char *name, *same_as;
} modules[] = {
    {"bisect", NULL},
    {"collections", NULL},
    {"dataclasses", NULL},
    {"functools", NULL},
    {"heapq", NULL},
    {"image", NULL},
    {"itertools", NULL},
    {"math", NULL},
    {"numba", NULL},
    {"numba.cuda", NULL},
    {"numba.experimental", NULL},
    {"numba.types", NULL},
    {"numexpr", NULL},
    {"numpy", NULL},
    {"numpy.emath", NULL},
    {"numpy.exceptions", NULL},
    {"numpy.fft", NULL},
    {"numpy.lib", NULL},
    {"numpy.lib.scimath", "numpy.emath"},
    {"numpy.lib.stride_tricks", NULL},
    {"numpy.linalg", NULL},
    {"numpy.polynomial", NULL},
    {"numpy.polynomial.polynomial", NULL},
    {"numpy.random", NULL},
    {"numpy.testing", NULL},
    {"operator", NULL},
    {"random", NULL},
    {"statistics", NULL},
    {"string", NULL},
    {"sys", NULL},
    {"time", NULL},
    {"typing", NULL},
};

const char *module_find(const char *name)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (strcmp(modules[i].name, name) == 0)
            return modules[i].same_as ? modules[i].same_as : modules[i].name;
    return NULL;
}

/* Whether the path begins with all of the module's components. */
static bool begins_with(const char *path, const char *module)
{
    size_t length = strlen(module);
    return strncmp(path, module, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

const char *module_of_file(const char *file)
{
    const char *found = NULL;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (begins_with(file, modules[i].name) &&
            (!found || strlen(modules[i].name) > strlen(found)))
            found = modules[i].name;
    return found;
}

bool module_has_file(const char *module, const char *file)
{
    const char *own = module_of_file(file);
    return own ? strcmp(own, module) == 0 : begins_with(file, module);
}
