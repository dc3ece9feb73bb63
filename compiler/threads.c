/* Takes options and environment, gives the threads of parallel loops and what starting them costs. */
#include "threads.h"

#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "../runtime/parallel.h"

static bool in_range(long threads)
{
    return threads >= 1 && threads <= HPC_MAX_THREADS;
}

static bool is_parallel(const hpc_context *c)
{
    return c->options.target && strcmp(c->options.target, "omp") == 0;
}

/* An unusable HPC_NUM_THREADS is no reason to fail a host that did not set it: OpenMP's number. */
static int32_t threads_of(int asked)
{
    const char *text = asked ? NULL : getenv("HPC_NUM_THREADS");
    char *end = NULL;
    long number = text && text[0] ? strtol(text, &end, 10) : 0;
    if (asked)
        return asked;
    return number && !*end && in_range(number) ? (int32_t)number : HPC_THREADS_DEFAULT;
}

const char *threads_problem(const hpc_context *c)
{
    const char *target = c->options.target;
    if (target && strcmp(target, "omp") != 0 && strcmp(target, "cpu") != 0 &&
        strcmp(target, "auto") != 0)
        return "error: the targets are auto, cpu and omp\n";
    if (c->options.threads && !in_range(c->options.threads))
        return "error: threads are a number from 1 to 256\n";
    return NULL;
}

/* ---- What a team costs ------------------------------------------------------------------------ */

/* The machine and the number of threads; homes may be shared by machines. */
static cache_key key_of(int threads)
{
    struct utsname machine = {0};
    long numbers[] = {sysconf(_SC_NPROCESSORS_ONLN), threads};
    cache_key key;
    blake2b h;
    uname(&machine);
    blake2b_begin(&h);
    blake2b_add(&h, "team", sizeof "team");
    blake2b_add(&h, machine.nodename, strlen(machine.nodename) + 1);
    blake2b_add(&h, machine.machine, strlen(machine.machine) + 1);
    blake2b_add(&h, numbers, sizeof numbers);
    blake2b_end(&h, key.bytes);
    return key;
}

static int64_t kept_cost(cache *c, hpc_heap *heap, int threads)
{
    cache_key key = key_of(threads);
    size_t size = 0;
    int64_t cost = 0;
    void *bytes = c ? cache_get(c, &key, &size) : NULL;
    if (bytes && size == sizeof cost)
        memcpy(&cost, bytes, sizeof cost);
    hpc_heap_free(heap, bytes);
    return cost > 0 ? cost : 0;
}

/* ---- A context -------------------------------------------------------------------------------- */

static void set_threads(hpc_context *c, int asked)
{
    c->runtime.threads = is_parallel(c) ? threads_of(asked) : 1;
    c->kept_team_cost = 0;
    if (c->runtime.threads != 1 && hpc_threads(&c->runtime) > 1)
        c->kept_team_cost = kept_cost(c->pipeline.cache, &c->heap, hpc_threads(&c->runtime));
    atomic_store(&c->runtime.team_cost, c->kept_team_cost);
}

void threads_open(hpc_context *c)
{
    c->pipeline.options.threads = is_parallel(c);
    c->runtime.parallel_from = c->options.parallel_from > 0 ? c->options.parallel_from : 0;
    if (!threads_problem(c))
        set_threads(c, c->options.threads);
}

void threads_close(hpc_context *c)
{
    int64_t cost = atomic_load(&c->runtime.team_cost);
    if (!c->pipeline.cache || cost == c->kept_team_cost)
        return;
    cache_key key = key_of(hpc_threads(&c->runtime));
    cache_put(c->pipeline.cache, &key, &cost, sizeof cost);
}

hpc_status hpc_set_threads(hpc_context *c, int threads)
{
    if (!c)
        return HPC_BAD_ARGUMENT;
    context_enter(c);
    bool good = threads == 0 || in_range(threads);
    if (good) {
        threads_close(c);
        set_threads(c, threads);
    } else {
        context_set_message(c, "error: threads are a number from 1 to 256\n");
    }
    context_leave(c);
    return good ? HPC_SUCCESS : HPC_BAD_ARGUMENT;
}
