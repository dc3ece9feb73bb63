/* hpcc doctor: what this machine has of what hpc can use, and what follows. */
#include <dlfcn.h>
#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>
#include <stdio.h>
#include <unistd.h>

#include "../../runtime/blas.h"
#include "../../runtime/openmp.h"
#include "../../runtime/parallel.h"
#include "../backend/cpu.h"
#include "../backend/gcc_api.h"
#include "driver.h"

enum { LABEL_WIDTH = 11 };

static void row(const char *label, const char *what)
{
    printf("%-*s %s\n", LABEL_WIDTH, label, what);
}

/* ---- Processor -------------------------------------------------------------------------------- */

static void model_name(char *out, size_t room)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    snprintf(out, room, "unknown");
    while (file && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || !colon)
            continue;
        snprintf(out, room, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
        break;
    }
    if (file)
        fclose(file);
}

/* The level of the processor that code would be made for, and what follows from it. */
static void level_row(const options *o)
{
    cpu c;
    if (cpu_open(&c, o->cpu))
        return;
    printf("%-*s -> level %s%s%s: vectors of %d bytes%s%s\n", LABEL_WIDTH, "", c.level->name,
           o->cpu ? " for --cpu=" : "", o->cpu ? o->cpu : "", c.level->vector_bytes,
           c.level->masked_size ? ", stores under masks" : "",
           c.level->fma ? "" : "; fused multiply-add is emulated");
    if (c.lacks[0])
        printf("%-*s -> such code does not run here, without %s\n", LABEL_WIDTH, "", c.lacks);
    cpu_close(&c);
}

static void processor(const options *o)
{
    static const char *const known[] = {"sse4.2",     "avx",        "avx2",     "fma",
                                        "f16c",       "avx512f",    "avx512vl", "avx512dq",
                                        "avx512bf16", "avx512fp16", "neon",     "sve"};
    char model[128], have[256] = "";
    char *name = LLVMGetHostCPUName(), *features = LLVMGetHostCPUFeatures();
    model_name(model, sizeof model);
    size_t used = 0;
    for (size_t i = 0; features && i < sizeof known / sizeof *known; i++)
        if (target_has(features, known[i]))
            used += (size_t)snprintf(have + used, sizeof have - used, "%s%s", used ? " " : "",
                                     known[i]);
    printf("%-*s %s (LLVM: %s)\n", LABEL_WIDTH, "CPU", model, name ? name : "unknown");
    row("", have[0] ? have : "none of the features that hpc looks for");
    level_row(o);
    LLVMDisposeMessage(name);
    LLVMDisposeMessage(features);
}

/* ---- Libraries -------------------------------------------------------------------------------- */

/* The first of the names that can be opened, or NULL. It stays open: the process ends soon. */
static const char *find_library(const char *const *names)
{
    for (; *names; names++)
        if (dlopen(*names, RTLD_LAZY | RTLD_LOCAL))
            return *names;
    return NULL;
}

static void library(const char *label, const char *const *names, const char *with,
                    const char *without)
{
    const char *found = find_library(names);
    if (found)
        printf("%-*s found (%s)\n%-*s -> %s\n", LABEL_WIDTH, label, found, LABEL_WIDTH, "", with);
    else
        printf("%-*s not found\n%-*s -> %s\n", LABEL_WIDTH, label, LABEL_WIDTH, "", without);
}

static void gpu(void)
{
    void *handle = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    int (*init)(unsigned) = NULL, (*count)(int *) = NULL;
    int devices = 0;
    if (handle) {
        *(void **)&init = dlsym(handle, "cuInit");
        *(void **)&count = dlsym(handle, "cuDeviceGetCount");
    }
    if (!init || !count || init(0) != 0 || count(&devices) != 0)
        devices = 0;
    printf("%-*s ", LABEL_WIDTH, "GPU");
    if (devices)
        printf("%d device%s\n", devices, devices > 1 ? "s" : "");
    else
        printf("%s\n", handle ? "driver found, no device" : "no driver");
    row("", "-> code runs on the CPU: --target=cuda is not supported yet");
}

/* ---- The disk cache --------------------------------------------------------------------------- */

static void disk_cache(const options *o)
{
    hpc_heap heap = {0};
    cache_report r = {0};
    cache *c = o->cache ? cache_new(&heap, o->cache, o->cache_size) : NULL;
    const double mib = 1024.0 * 1024.0;
    if (!c) {
        row("cache", "off (--no-cache)");
        return;
    }
    cache_describe(c, &r);
    row("cache", r.folder ? r.folder : "none");
    if (r.problem)
        printf("%-*s -> not used: %s\n", LABEL_WIDTH, "", r.problem);
    else
        printf("%-*s %lld entries, %.1f of at most %.0f MiB; %lld hits, %lld misses so far\n",
               LABEL_WIDTH, "", (long long)r.entries, (double)r.bytes / mib, (double)r.limit / mib,
               (long long)r.hits, (long long)r.misses);
    cache_free(c);
}

static void linear_algebra(void)
{
    if (hpc_blas_get())
        printf("%-*s found\n", LABEL_WIDTH, "BLAS");
    else
        printf("%-*s not found: %s\n", LABEL_WIDTH, "BLAS", hpc_blas_missing());
    row("", hpc_blas_get() ? "-> matrix products and numpy.linalg use it"
                           : "-> matrix products are our own loops; numpy.linalg fails");
}

/* What --target=omp would do. */
static void threads(const session *s)
{
    hpc_runtime asked = {.threads =
                             s->options->threads ? s->options->threads : HPC_THREADS_DEFAULT};
    printf("%-*s %ld processors online; OpenMP: %s\n", LABEL_WIDTH, "threads",
           sysconf(_SC_NPROCESSORS_ONLN), hpc_openmp_text());
    int count = hpc_threads(&asked);
    if (!hpc_openmp_get())
        row("", "-> --target=omp runs on one thread (Debian: libgomp1)");
    else if (count == 1)
        row("", "-> --target=omp runs on one thread");
    else
        printf("%-*s -> --target=omp runs on %d threads; a team starts and ends in %.1f us\n",
               LABEL_WIDTH, "", count, (double)hpc_team_cost(&asked) / 1000);
}

static void libgccjit(void)
{
    const char *problem = gj_missing();
    printf("%-*s %s\n", LABEL_WIDTH, "libgccjit", problem ? "not found" : "found");
    printf("%-*s -> %s\n", LABEL_WIDTH, "", problem ? problem : "--backend=gcc");
}

int command_doctor(session *s, int argc, char **argv)
{
    static const char *const nvrtc[] = {"libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12",
                                        "libnvrtc.so.11.2", NULL};
    unsigned major, minor, patch;
    (void)argv;
    if (argc)
        return usage_error("doctor takes no arguments");
    printf("%-*s %s\n", LABEL_WIDTH, "hpcc", hpc_version());
    processor(s->options);
    LLVMGetVersion(&major, &minor, &patch);
    printf("%-*s %u.%u.%u, linked in\n%-*s -> --backend=llvm, the default\n", LABEL_WIDTH, "LLVM",
           major, minor, patch, LABEL_WIDTH, "");
    libgccjit();
    library("NVRTC", nvrtc, "not used: --target=cuda is not supported yet",
            "nothing: --target=cuda is not supported yet");
    gpu();
    linear_algebra();
    threads(s);
    disk_cache(s->options);
    return 0;
}
