/* Takes the process and the names of shared libraries, gives the table of OpenMP's functions. */
#include "openmp.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { PAUSE_SOFT = 1, TEXT_SIZE = 256 };

/* What is opened once for the process: written by the thread that comes first, read by all others
 * afterwards. */
static struct {
    pthread_once_t once;
    bool there;
    hpc_openmp table;
    char text[TEXT_SIZE];
} process = {.once = PTHREAD_ONCE_INIT};

/* A function's address, as POSIX has dlsym give it. */
static bool load(void *library, const char *symbol, void *slot)
{
    void *found = dlsym(library, symbol);
    memcpy(slot, &found, sizeof found);
    return found != NULL;
}

static bool load_all(void *library, hpc_openmp *out)
{
#define X(name, result, parameters)                                                                \
    if (!load(library, #name, &out->name))                                                         \
        return false;
    HPC_OPENMP_SYMBOLS(X)
#undef X
    load(library, "omp_pause_resource_all", &out->omp_pause_resource_all);
    return true;
}

/* A child has none of its parent's threads, and OpenMP would wait for them forever: the threads that
 * work for the one that forks end before, and both start new ones. (Inside of a parallel loop this
 * does nothing; no child computes from there.) */
static void before_fork(void)
{
    if (process.table.omp_pause_resource_all)
        process.table.omp_pause_resource_all(PAUSE_SOFT);
}

static bool open_library(const char *name)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library && load_all(library, &process.table)) {
        snprintf(process.text, sizeof process.text, "%s", name);
        return true;
    }
    const char *why = library ? "it lacks functions of OpenMP" : dlerror();
    snprintf(process.text, sizeof process.text, "%s", why ? why : name);
    if (library)
        dlclose(library);
    return false;
}

static void open_process(void)
{
    if (load_all(RTLD_DEFAULT, &process.table))
        snprintf(process.text, sizeof process.text, "of this process");
    else if (!open_library("libgomp.so.1"))
        return;
    process.there = pthread_atfork(before_fork, NULL, NULL) == 0;
}

const hpc_openmp *hpc_openmp_get(void)
{
    pthread_once(&process.once, open_process);
    return process.there ? &process.table : NULL;
}

const char *hpc_openmp_text(void)
{
    hpc_openmp_get();
    return process.text;
}
