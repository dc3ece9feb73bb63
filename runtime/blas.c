/* Takes the names of shared libraries, gives the table of BLAS and LAPACK functions in them. */
#include "blas.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* OpenBLAS has both parts; the reference libraries, and what stands in for them by Debian's
 * alternatives, come as two. */
static const char *const default_names[] = {"libopenblas.so.0", "libopenblas.so",
                                            "libblas.so.3 liblapack.so.3", NULL};

typedef struct opened {
    void *parts[2];
    int count;
} opened;

static void close_parts(opened *o)
{
    while (o->count)
        dlclose(o->parts[--o->count]);
}

static bool open_part(opened *o, const char *name, char why[HPC_BLAS_MESSAGE])
{
    void *handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) {
        const char *message = dlerror();
        snprintf(why, HPC_BLAS_MESSAGE, "%s", message ? message : name);
        return false;
    }
    o->parts[o->count++] = handle;
    return true;
}

/* One name, or two with a space between. */
static bool open_parts(opened *o, const char *names, char why[HPC_BLAS_MESSAGE])
{
    const char *space = strchr(names, ' ');
    char first[64];
    if (!space)
        return open_part(o, names, why);
    snprintf(first, sizeof first, "%.*s", (int)(space - names), names);
    return open_part(o, first, why) && open_part(o, space + 1, why);
}

static void *find_symbol(const opened *o, const char *symbol)
{
    void *found = NULL;
    for (int i = 0; i < o->count && !found; i++)
        found = dlsym(o->parts[i], symbol);
    return found;
}

/* A function's address, as POSIX has dlsym give it. */
static bool load(const opened *o, const char *symbol, void *slot, char why[HPC_BLAS_MESSAGE])
{
    void *found = find_symbol(o, symbol);
    memcpy(slot, &found, sizeof found);
    if (!found)
        snprintf(why, HPC_BLAS_MESSAGE, "there is no %s in it", symbol);
    return found != NULL;
}

static bool load_all(const opened *o, hpc_blas *out, char why[HPC_BLAS_MESSAGE])
{
#define X(name)                                                                                    \
    if (!load(o, #name, &out->name, why))                                                          \
        return false;
    HPC_BLAS_SYMBOLS(X)
#undef X
    return true;
}

/* One thread a call: two give other bits than one (DESIGN, "The numerical contract"). A library that
 * the host itself has opened keeps the host's setting. */
static void use_one_thread(const opened *o, bool was_open)
{
    void (*set)(int) = NULL;
    void *found = find_symbol(o, "openblas_set_num_threads");
    memcpy(&set, &found, sizeof found);
    if (set && !was_open)
        set(1);
}

static bool is_open(const char *name)
{
    void *handle = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (handle)
        dlclose(handle);
    return handle != NULL;
}

bool hpc_blas_open(const char *const *names, hpc_blas *out, char why[HPC_BLAS_MESSAGE])
{
    snprintf(why, HPC_BLAS_MESSAGE, "no library is named");
    for (; *names; names++) {
        opened o = {.count = 0};
        bool was_open = is_open(*names);
        if (open_parts(&o, *names, why) && load_all(&o, out, why)) {
            use_one_thread(&o, was_open);
            return true;
        }
        close_parts(&o);
    }
    return false;
}

/* What is opened once for the process, as dlopen's own list of libraries is: written by the thread
 * that comes first, read by all others afterwards. */
static struct {
    pthread_once_t once;
    bool there;
    hpc_blas table;
    char why[HPC_BLAS_MESSAGE];
} process = {.once = PTHREAD_ONCE_INIT};

static void open_default(void)
{
    process.there = hpc_blas_open(default_names, &process.table, process.why);
}

const hpc_blas *hpc_blas_get(void)
{
    pthread_once(&process.once, open_default);
    return process.there ? &process.table : NULL;
}

const char *hpc_blas_missing(void)
{
    return hpc_blas_get() ? "" : process.why;
}

hpc_code hpc_blas_fail(hpc_frame *frame, const char *why)
{
    return hpc_fail(frame, HPC_RUNTIME_ERROR,
                    "numpy.linalg needs LAPACK, and no library has it (Debian: libopenblas0): %s",
                    why);
}

hpc_code hpc_blas_need(hpc_frame *frame, const hpc_blas **out)
{
    *out = hpc_blas_get();
    return *out ? HPC_OK : hpc_blas_fail(frame, hpc_blas_missing());
}
