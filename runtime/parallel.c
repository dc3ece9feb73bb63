/* Takes a range and a function, gives the function's calls for parts of the range on several threads.
 *
 * The range is cut into blocks, and each thread is given as many that lie side by side, so that it
 * writes, and so places, its own part of an array; a thread that is done takes blocks from those that
 * are not. OMP_SCHEDULE, where it is set, says otherwise: static, nothing is taken from others;
 * dynamic, all take from one row of blocks. */
#include "parallel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checks.h"
#include "fpenv.h"
#include "openmp.h"

#if defined(__SANITIZE_THREAD__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
/* ThreadSanitizer does not see libgomp's own synchronisation. */
void __tsan_acquire(void *at);
void __tsan_release(void *at);
#else
#define __tsan_acquire(at) ((void)(at))
#define __tsan_release(at) ((void)(at))
#endif

enum {
    CACHE_LINE = 64,
    BLOCKS_EACH =
        8, /* per thread: what one that is late leaves to others is an eighth of its share */
    BLOCK_LEAST = 2000,    /* nanoseconds */
    BLOCK_MOST = 10000000, /* between two looks at the time limit */
    WORTH = 4,             /* a team must save so many times what it costs to start it */
    ALWAYS_ALONE = 2000,   /* nanoseconds: not worth measuring what a team costs */
    STACK_MARGIN = 256 * 1024
};

/* ---- The work -------------------------------------------------------------------------------- */

/* Blocks for one thread; others may take from it. */
typedef struct share {
    _Alignas(CACHE_LINE) _Atomic int64_t next;
    int64_t end;
} share;

typedef struct work {
    hpc_frame *frame; /* of the caller */
    hpc_worker worker;
    hpc_word *user;
    const hpc_word *words;
    uint32_t count;
    const hpc_openmp *openmp;
    int64_t step, steps, blocks;
    int shares;
    bool steals;
    _Atomic int64_t failed; /* the lowest block that failed; INT64_MAX: none */
    pthread_mutex_t mutex;  /* for what follows */
    hpc_code code;
    hpc_error error;
    hpc_object *raised;
    share *share;
} work;

/* The first step of a block: they differ by one at most in how many they have. */
static int64_t block_start(const work *w, int64_t block)
{
    int64_t more = w->steps % w->blocks;
    return block * (w->steps / w->blocks) + (block < more ? block : more);
}

static void set_bounds(const work *w, hpc_word *params, int64_t block)
{
    int64_t first = w->words[0].i, end = block_start(w, block + 1);
    params[0].i = first + block_start(w, block) * w->step;
    params[1].i = end == w->steps ? w->words[1].i : first + end * w->step;
}

/* The time limit, Ctrl-C or the host may have asked for an end. */
static hpc_code polled(hpc_frame *frame)
{
    int32_t wish = frame->poll ? atomic_load_explicit(frame->poll, memory_order_relaxed) : HPC_OK;
    if (wish == HPC_TIMEOUT_ERROR)
        return hpc_check_failed(frame, HPC_CHECK_TIME_LIMIT, 0, NULL);
    if (wish == HPC_KEYBOARD_INTERRUPT)
        return hpc_check_failed(frame, HPC_CHECK_INTERRUPTED, 0, NULL);
    return wish ? hpc_fail(frame, (hpc_code)wish, "%s", "") : HPC_OK;
}

/* Of two failures the one that stays is that of the lower block. */
static void note_failure(work *w, hpc_frame *frame, int64_t block, hpc_code code)
{
    pthread_mutex_lock(&w->mutex);
    if (block < atomic_load_explicit(&w->failed, memory_order_relaxed)) {
        hpc_object *lost = w->raised;
        atomic_store_explicit(&w->failed, block, memory_order_relaxed);
        w->code = code;
        w->error = frame->error;
        w->raised = frame->raised;
        frame->raised = lost;
    }
    pthread_mutex_unlock(&w->mutex);
    hpc_object_release(frame->raised);
    frame->raised = NULL;
    frame->error.code = HPC_OK;
    frame->error.loc = 0;
    frame->error.trace_len = 0;
}

/* False: the blocks above it need not run. */
static bool run_block(work *w, hpc_frame *frame, hpc_word *params, int64_t block)
{
    if (block > atomic_load_explicit(&w->failed, memory_order_relaxed))
        return false;
    set_bounds(w, params, block);
    hpc_code code = polled(frame);
    if (!code)
        code = w->worker(frame, params, w->user);
    if (code)
        note_failure(w, frame, block, code);
    return code == HPC_OK;
}

static void run_share(work *w, hpc_frame *frame, hpc_word *params, share *s)
{
    int64_t block;
    do
        block = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed);
    while (block < s->end && run_block(w, frame, params, block));
}

/* ---- Threads --------------------------------------------------------------------------------- */

static char *stack_limit(void)
{
    pthread_attr_t attributes;
    void *base = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &base, &size);
        pthread_attr_destroy(&attributes);
    }
    char *here = __builtin_frame_address(0);
    return base && size > 2 * STACK_MARGIN ? (char *)base + STACK_MARGIN : here - STACK_MARGIN;
}

/* A frame of the thread's own, the caller's stack limit being its own stack's. */
static void open_frame(hpc_frame *frame, const work *w, bool caller)
{
    frame->runtime = w->frame->runtime;
    frame->globals = w->frame->globals;
    frame->poll = w->frame->poll;
    frame->code = w->frame->code;
    frame->raised = NULL;
    frame->inside = true;
    frame->stack_limit = caller ? w->frame->stack_limit : stack_limit();
    memset(&frame->error, 0, offsetof(hpc_error, text) + 1); /* the rest is not read */
    frame->error.lineage[0] = '\0';
}

/* One thread of the team, which may be smaller than was asked for. */
static void run_thread(void *data)
{
    work *w = data;
    hpc_word params[HPC_FORK_WORDS + 2];
    hpc_frame frame;
    __tsan_acquire(w);
    int me = w->openmp->omp_get_thread_num(), threads = w->openmp->omp_get_num_threads();
    fpenv saved = fpenv_enter();
    open_frame(&frame, w, me == 0);
    memcpy(params, w->words, w->count * sizeof *params);
    for (int i = 0; i < w->shares; i++) {
        int at = (me + i) % w->shares;
        if (i == 0 || w->steals || at >= threads)
            run_share(w, &frame, params, &w->share[at]);
    }
    fpenv_leave(saved);
    __tsan_release(w);
}

static void start_team(work *w, int threads)
{
    __tsan_release(w);
    w->openmp->GOMP_parallel(run_thread, w, (unsigned)threads, 0);
    __tsan_acquire(w);
}

/* ---- How many, and whether at all ------------------------------------------------------------ */

int hpc_threads(const hpc_runtime *runtime)
{
    int threads = runtime ? runtime->threads : 1;
    if (threads == 0 || threads == 1)
        return 1;
    const hpc_openmp *openmp = hpc_openmp_get();
    if (!openmp)
        return 1;
    int most = openmp->omp_get_thread_limit();
    if (threads == HPC_THREADS_DEFAULT)
        threads = openmp->omp_get_max_threads();
    threads = threads < most ? threads : most;
    threads = threads < HPC_MAX_THREADS ? threads : HPC_MAX_THREADS;
    return threads > 1 ? threads : 1;
}

static void run_nothing(void *data)
{
    (void)data;
}

static int64_t nanoseconds(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    int64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* The median of a few teams, after one that makes the threads. */
static int64_t measure_team(int threads)
{
    enum { TIMES = 15 };
    const hpc_openmp *openmp = hpc_openmp_get();
    int64_t took[TIMES];
    openmp->GOMP_parallel(run_nothing, NULL, (unsigned)threads, 0);
    for (int i = 0; i < TIMES; i++) {
        int64_t begun = nanoseconds();
        openmp->GOMP_parallel(run_nothing, NULL, (unsigned)threads, 0);
        took[i] = nanoseconds() - begun;
    }
    qsort(took, TIMES, sizeof *took, compare);
    return took[TIMES / 2] > 0 ? took[TIMES / 2] : 1;
}

int64_t hpc_team_cost(hpc_runtime *runtime)
{
    int64_t cost = atomic_load_explicit(&runtime->team_cost, memory_order_relaxed);
    if (cost)
        return cost;
    int threads = hpc_threads(runtime);
    cost = threads > 1 ? measure_team(threads) : 1;
    atomic_store_explicit(&runtime->team_cost, cost, memory_order_relaxed);
    return cost;
}

/* Nanoseconds for the whole loop; never more than fits. */
static int64_t whole_cost(int64_t steps, int64_t cost)
{
    int64_t total;
    if (cost < 1)
        cost = 1;
    return __builtin_mul_overflow(steps, cost, &total) ? INT64_MAX / 10 : total / 10;
}

/* Threads for a loop of this many steps and nanoseconds; 1: the caller alone. */
static int team_for(hpc_frame *frame, int64_t steps, int64_t total)
{
    hpc_runtime *runtime = frame->runtime;
    if (frame->inside || !runtime || runtime->threads == 0 || runtime->threads == 1 || steps < 2)
        return 1;
    int64_t from = runtime->parallel_from;
    if (total < (from ? from : ALWAYS_ALONE))
        return 1;
    int threads = hpc_threads(runtime);
    if (threads == 1 || hpc_openmp_get()->omp_in_parallel() ||
        (!from && total < WORTH * hpc_team_cost(runtime)))
        return 1;
    return steps < threads ? (int)steps : threads;
}

/* ---- Cutting --------------------------------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Blocks that are long enough to be worth a call, and short enough for the time limit. */
static int64_t blocks_for(int64_t steps, int64_t total, int threads)
{
    int64_t blocks = threads;
    if (threads > 1)
        blocks *= total / threads > BLOCKS_EACH * BLOCK_LEAST ? BLOCKS_EACH : 1;
    if (blocks < total / BLOCK_MOST)
        blocks = total / BLOCK_MOST;
    return least(blocks, steps);
}

/* What OMP_SCHEDULE asks for, where it is set. */
static void schedule(work *w, int threads)
{
    const char *asked = getenv("OMP_SCHEDULE");
    int kind = HPC_OPENMP_AUTO, chunk = 0;
    w->shares = threads;
    w->steals = true;
    if (!asked || !asked[0] || threads == 1)
        return;
    w->openmp->omp_get_schedule(&kind, &chunk);
    kind &= 0xFFFF; /* without the modifier monotonic */
    if (kind == HPC_OPENMP_STATIC)
        w->steals = false;
    else if (kind == HPC_OPENMP_DYNAMIC || kind == HPC_OPENMP_GUIDED)
        w->shares = 1;
}

static void cut(work *w)
{
    for (int i = 0; i < w->shares; i++) {
        atomic_init(&w->share[i].next, w->blocks * i / w->shares);
        w->share[i].end = w->blocks * (i + 1) / w->shares;
    }
}

/* ---- The loop -------------------------------------------------------------------------------- */

static hpc_code run_alone(work *w)
{
    hpc_word params[HPC_FORK_WORDS + 2];
    memcpy(params, w->words, w->count * sizeof *params);
    for (int64_t block = 0; block < w->blocks; block++) {
        set_bounds(w, params, block);
        hpc_code code = w->blocks > 1 ? polled(w->frame) : HPC_OK;
        if (!code)
            code = w->worker(w->frame, params, w->user);
        if (code)
            return code;
    }
    return HPC_OK;
}

/* The failure is the caller's now. */
static hpc_code take_failure(work *w)
{
    hpc_object_release(w->frame->raised);
    w->frame->error = w->error;
    w->frame->raised = w->raised;
    return w->code;
}

static hpc_code run_team(work *w, int threads)
{
    share shares[HPC_MAX_THREADS];
    w->openmp = hpc_openmp_get();
    w->share = shares;
    schedule(w, threads);
    cut(w);
    if (pthread_mutex_init(&w->mutex, NULL) != 0)
        return run_alone(w);
    start_team(w, threads);
    pthread_mutex_destroy(&w->mutex);
    return w->code ? take_failure(w) : HPC_OK;
}

hpc_code hpc_fork(hpc_frame *frame, hpc_worker worker, hpc_word *user, const hpc_word *words,
                  uint32_t count, int64_t step, int64_t cost)
{
    uint64_t span = (uint64_t)words[1].i - (uint64_t)words[0].i;
    if (words[1].i <= words[0].i)
        return HPC_OK;
    if (step < 1 || count < 2 || count > HPC_FORK_WORDS + 2 || span > INT64_MAX)
        return hpc_fail(frame, HPC_RUNTIME_ERROR, "a parallel loop that the runtime can't cut");
    work w = {.frame = frame, .worker = worker, .user = user, .words = words, .count = count};
    w.step = step;
    w.steps = (int64_t)((span - 1) / (uint64_t)step) + 1;
    int64_t total = whole_cost(w.steps, cost);
    int threads = team_for(frame, w.steps, total);
    w.blocks = blocks_for(w.steps, total, threads);
    atomic_init(&w.failed, INT64_MAX);
    return threads > 1 ? run_team(&w, threads) : run_alone(&w);
}
