/* The order of the passes, verification after each, and the choice of backend and tier. */
#include "pipeline.h"

#include <time.h>

#include "array/air_passes.h"
#include "loop/lower.h"

static const be_backend *const pipeline_backends[] = {&be_interp, &be_llvm};

void pipeline_close(pipeline *p)
{
    for (int i = 0; i < 2; i++)
        if (p->sessions[i])
            pipeline_backends[i]->close(p->sessions[i]);
    p->sessions[0] = p->sessions[1] = NULL;
}

double pipeline_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void pipeline_timed(const pipeline *p, pipeline_stage stage, double begun)
{
    static const char *const names[] = {
#define X(name, text) text,
        PIPELINE_STAGES(X)
#undef X
    };
    if (p->options.timed)
        p->options.timed(p->options.timed_user, stage, names[stage], pipeline_now() - begun);
}

static bool stopped(const pipeline *p)
{
    return p->stop && atomic_load_explicit(p->stop, memory_order_relaxed) != 0;
}

static be_session *session_of(pipeline *p, int index, const char **error)
{
    if (!p->sessions[index])
        p->sessions[index] = pipeline_backends[index]->open(p->heap, error);
    return p->sessions[index];
}

static void pass_timed(void *user, const air_pass *pass, const air_module *m, double seconds)
{
    const pipeline *p = user;
    (void)m;
    if (p->options.timed)
        p->options.timed(p->options.timed_user, PIPELINE_PASS, pass->name, seconds);
}

const char *pipeline_array(pipeline *p, arena *a, air_module *m)
{
    const char *problem = p->options.verify ? air_verify(a, m) : NULL;
    if (problem)
        return arena_printf(a, "elaboration: %s", problem);
    air_pass_hooks hooks = {.after = pass_timed, .user = p, .verify = p->options.verify};
    return air_optimise(a, m, &hooks);
}

lir_module *pipeline_lower(pipeline *p, arena *a, air_module *m, const char **error)
{
    double begun = pipeline_now();
    lir_module *lir = lower_module(a, m, NULL, error);
    if (!lir)
        return NULL;
    pipeline_timed(p, PIPELINE_LOWER, begun);
    const char *problem = p->options.verify ? lir_verify(a, lir) : NULL;
    if (problem) {
        *error = arena_printf(a, "lowering: %s", problem);
        return NULL;
    }
    return lir;
}

/* ---- Tiers ---------------------------------------------------------------------------------- */

typedef struct loop_count {
    uint32_t vector, scalar, calls;
} loop_count;

static void count_loops(const lir_fn *f, loop_count *count)
{
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        bool loop = s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        if (loop && (s->flags & LIR_FOR_VECTOR))
            count->vector++;
        else if (loop)
            count->scalar++;
        else if (s->kind == LIR_S_CALL)
            count->calls++;
    }
}

enum { SMALL_WORK = 250000 };

/* How often the innermost loop turns at most, where data says how long axes are. (A while of an
 * expression is lowering's: it walks the blocks of a sum, whose elements a for counts.) */
typedef struct work {
    int64_t extent;
    int depth;
    bool unbounded;
} work;

static void measure(const lir_fn *f, const lir_block *block, int depth, work *w)
{
    w->depth = depth > w->depth ? depth : w->depth;
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &f->stmts.items[block->items[i]];
        const lir_expr *end = s->kind == LIR_S_FOR ? &f->exprs.items[s->b] : NULL;
        w->unbounded = w->unbounded || s->kind == LIR_S_CALL;
        if (end && end->op == LIR_CONST && (int64_t)end->imm > w->extent)
            w->extent = (int64_t)end->imm;
        measure(f, &s->body, depth + (end != NULL), w);
        measure(f, &s->other, depth, w);
    }
}

/* True where interpreting takes less than opening LLVM: an expression over few numbers. */
static bool is_small(const pipeline *p, const lir_module *m)
{
    work w = {.extent = p->data.extent};
    if (!p->data.known || p->data.elements > SMALL_WORK)
        return false;
    for (uint32_t i = 0; i < m->fns.len; i++)
        measure(m->fns.items[i], &m->fns.items[i]->body, 0, &w);
    int64_t turns = 1;
    for (int i = 0; i < w.depth && turns <= SMALL_WORK; i++)
        turns = w.extent > SMALL_WORK ? SMALL_WORK + 1 : turns * (w.extent + 1);
    return !w.unbounded && turns <= SMALL_WORK;
}

/* Straight-line code that runs once is interpreted, and so are loops of few turns. Code with vector loops of our own making needs
 * only the light pass list; loops and calls as the user wrote them need O2. */
static int choose(const pipeline *p, const lir_module *m, be_tier *tier)
{
    loop_count count = {0};
    for (uint32_t i = 0; i < m->fns.len; i++)
        count_loops(m->fns.items[i], &count);
    *tier = count.scalar > 2 * count.vector || count.calls ? BE_TIER_SCALAR
            : count.vector || count.scalar                 ? BE_TIER_VECTOR
                                                           : BE_TIER_ONCE;
    if (p->options.backend)
        return strcmp(p->options.backend, "interp") == 0 ? 0 : 1;
    return *tier == BE_TIER_ONCE || is_small(p, m) ? 0 : 1;
}

bool pipeline_compile(pipeline *p, arena *a, air_module *m, pipeline_code *code, const char **error)
{
    *error = pipeline_array(p, a, m);
    if (*error)
        return false;
    lir_module *lir = pipeline_lower(p, a, m, error);
    if (!lir)
        return false;
    *error = "stopped";
    if (stopped(p))
        return false;
    be_options options = {.cpu = p->options.cpu, .fastmath = p->options.fastmath};
    int index = choose(p, lir, &options.tier);
    double begun = pipeline_now();
    code->backend = pipeline_backends[index];
    code->session = session_of(p, index, error);
    if (!code->session)
        return false;
    code->code = code->backend->compile(code->session, lir, &options, error);
    pipeline_timed(p, PIPELINE_BACKEND, begun);
    return code->code != NULL;
}

void pipeline_release(pipeline_code *code)
{
    if (code->code)
        code->backend->release(code->session, code->code);
    code->code = NULL;
}

const char *pipeline_text(pipeline *p, arena *a, lir_module *m, const char *stage,
                          const char **error)
{
    be_session *session = session_of(p, 1, error);
    if (!session)
        return NULL;
    be_options options = {.cpu = p->options.cpu, .fastmath = p->options.fastmath};
    choose(p, m, &options.tier);
    const char *text = be_llvm.text(session, m, &options, stage, a);
    if (!text)
        *error = "the backend has no such stage";
    return text;
}
