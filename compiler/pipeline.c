/* The order of the passes, verification after each, and the choice of backend and tier. */
#include "pipeline.h"

#include <time.h>

#include "array/air_passes.h"
#include "backend/cpu.h"
#include "loop/lower.h"

static const be_backend *const pipeline_backends[] = {&be_interp, &be_llvm, &be_gcc};

void pipeline_close(pipeline *p)
{
    for (int i = 0; i < PIPELINE_BACKENDS; i++) {
        if (p->sessions[i])
            pipeline_backends[i]->close(p->sessions[i]);
        p->sessions[i] = NULL;
    }
    cache_free(p->cache);
    p->cache = NULL;
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
    for (uint32_t i = 0; i < m->funs.len; i++)
        m->funs.items[i]->fastmath |= p->options.fastmath;
    air_pass_hooks hooks = {.after = pass_timed, .user = p, .verify = p->options.verify};
    return air_optimise(a, m, &hooks);
}

const char *pipeline_processor(pipeline *p, arena *a, bool runs)
{
    const char *name = p->options.cpu;
    if (p->level)
        return NULL;
    cpu c;
    const char *problem = cpu_open(&c, name);
    if (problem) {
        const char *near = cpu_suggest(name ? name : "");
        return arena_printf(a, "%s: '%s'%s%s%s", problem, name ? name : "native",
                            near ? ". Did you mean: '" : "", near ? near : "", near ? "'?" : "");
    }
    if (runs && c.lacks[0])
        problem = arena_printf(a, "this machine can't run code for %s: it lacks %s", name, c.lacks);
    p->level = problem ? NULL : c.level;
    p->divider = problem ? NULL : target_divider_of(c.name);
    cpu_close(&c);
    return problem;
}

/* At so many lanes, or (0) at the target's. */
static lir_module *lower_for(pipeline *p, arena *a, air_module *m, unsigned lanes,
                             const char **error)
{
    double begun = pipeline_now();
    *error = lanes ? NULL : pipeline_processor(p, a, false); /* which takes a while */
    if (*error)
        return NULL;
    lower_options options = {.target = p->level,
                             .divider = p->divider,
                             .lanes = lanes,
                             .fastmath = p->options.fastmath,
                             .threads = p->options.threads};
    lir_module *lir = lower_module(a, m, &options, error);
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

lir_module *pipeline_lower(pipeline *p, arena *a, air_module *m, const char **error)
{
    return lower_for(p, a, m, 0, error);
}

/* ---- Tiers ---------------------------------------------------------------------------------- */

enum { INTERP, LLVM, GCC, INTERP_LANES = 256 };

/* The one that makes native code. */
static int native_backend(const pipeline *p)
{
    return p->options.backend && strcmp(p->options.backend, "gcc") == 0 ? GCC : LLVM;
}

typedef enum plan {
    PLAN_INTERP, /* all of it interpreted, many lanes at a time */
    PLAN_NATIVE, /* all of it compiled */
    PLAN_MIXED   /* what runs once is interpreted and calls what is compiled */
} plan;

/* The top level runs once: interpreting its kernels at 256 lanes costs less than compiling them.
 * Functions, and statements with loops of their own (elab_program.c makes functions of them), are
 * compiled. */
static plan choose_plan(const pipeline *p, const air_module *m)
{
    uint32_t once = 0;
    for (uint32_t i = 0; i < m->funs.len; i++)
        once += m->funs.items[i]->once;
    if (p->options.backend)
        return strcmp(p->options.backend, "interp") == 0 ? PLAN_INTERP : PLAN_NATIVE;
    if (!m->funs.items[0]->once || (p->data.known && !p->data.closed))
        return PLAN_NATIVE; /* or interpreted, where there are few numbers */
    return once == m->funs.len ? PLAN_INTERP : PLAN_MIXED;
}

static bool compile_on(pipeline *p, int index, const lir_module *lir, const be_options *options,
                       be_session **session, be_code **code, const char **error)
{
    *error = "stopped";
    if (stopped(p))
        return false;
    double begun = pipeline_now();
    *session = session_of(p, index, error);
    *code = *session ? pipeline_backends[index]->compile(*session, lir, options, error) : NULL;
    pipeline_timed(p, PIPELINE_BACKEND, begun);
    return *code != NULL;
}

static bool compile_native(pipeline *p, arena *a, air_module *m, pipeline_code *code,
                           const char **error)
{
    lir_module *lir = lower_for(p, a, m, 0, error);
    if (!lir)
        return false;
    be_options options = {
        .cpu = p->options.cpu, .fastmath = p->options.fastmath, .cache = p->cache};
    options.tier = be_tier_of(lir, false);
    bool light = options.tier == BE_TIER_ONCE || (!m->large && work_is_small(a, lir, &p->data));
    int index = light && !p->options.backend ? INTERP : native_backend(p);
    code->backend = pipeline_backends[index];
    return compile_on(p, index, lir, &options, &code->session, &code->code, error);
}

static bool compile_interpreted(pipeline *p, arena *a, air_module *m, pipeline_code *code,
                                const be_native *native, const char **error)
{
    bool forced =
        p->options.backend != NULL; /* then it is what tests compare: the target's lanes */
    lir_module *lir = lower_for(p, a, m, forced ? 0 : INTERP_LANES, error);
    if (!lir)
        return false;
    be_options options = {.native = native};
    code->backend = pipeline_backends[INTERP];
    return compile_on(p, INTERP, lir, &options, &code->session, &code->code, error);
}

static bool compile_mixed(pipeline *p, arena *a, air_module *m, pipeline_code *code,
                          const char **error)
{
    lir_module *lir = lower_for(p, a, m, 0, error);
    if (!lir)
        return false;
    if (!m->large && work_is_small(a, lir, &p->data)) /* the functions too */
        return compile_interpreted(p, a, m, code, NULL, error);
    be_options options = {.cpu = p->options.cpu,
                          .fastmath = p->options.fastmath,
                          .skip_once = true,
                          .cache = p->cache};
    options.tier = be_tier_of(lir, true);
    code->native.backend = pipeline_backends[LLVM];
    return compile_on(p, LLVM, lir, &options, &code->native_session, &code->native.code, error) &&
           compile_interpreted(p, a, m, code, &code->native, error);
}

bool pipeline_compile(pipeline *p, arena *a, air_module *m, pipeline_code *code, const char **error)
{
    *error = pipeline_array(p, a, m);
    if (*error)
        return false;
    bool made = false;
    switch (choose_plan(p, m)) {
    case PLAN_INTERP: made = compile_interpreted(p, a, m, code, NULL, error); break;
    case PLAN_NATIVE: made = compile_native(p, a, m, code, error); break;
    case PLAN_MIXED: made = compile_mixed(p, a, m, code, error); break;
    }
    if (!made)
        pipeline_release(code);
    return made;
}

void pipeline_release(pipeline_code *code)
{
    if (code->code)
        code->backend->release(code->session, code->code);
    if (code->native.code)
        code->native.backend->release(code->native_session, code->native.code);
    code->code = code->native.code = NULL;
}

/* Loops in which no other one lies, of a tier without LLVM's vectoriser. */
static bool remark_light(const lir_fn *f, const lir_block *block, remarks *found)
{
    bool loops = false;
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &f->stmts.items[block->items[i]];
        bool inside = remark_light(f, &s->body, found);
        inside |= remark_light(f, &s->other, found);
        bool loop = s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        if (loop && !inside && !(s->flags & (LIR_FOR_VECTOR | LIR_FOR_SPARE)))
            remark_add(found, REMARK_LOOP_LIGHT, f->index, 0, s->loc, NULL, NULL);
        loops |= loop || inside;
    }
    return loops;
}

const char *pipeline_loop_remarks(pipeline *p, arena *a, lir_module *m, remarks *found)
{
    const char *error = NULL;
    be_session *session = session_of(p, LLVM, &error);
    be_options options = {.cpu = p->options.cpu,
                          .fastmath = p->options.fastmath,
                          .skip_once = true,
                          .tier = be_tier_of(m, true),
                          .remarks = found};
    if (!session)
        return error;
    if (options.tier == BE_TIER_SCALAR)
        return be_llvm.text(session, m, &options, "llvm", a) ? NULL : "LLVM refuses the code";
    for (uint32_t i = 0; i < m->fns.len; i++)
        if (!m->fns.items[i]->once)
            remark_light(m->fns.items[i], &m->fns.items[i]->body, found);
    return NULL;
}

const char *pipeline_text(pipeline *p, arena *a, lir_module *m, const char *stage,
                          const char **error)
{
    int index = native_backend(p);
    be_session *session = session_of(p, index, error);
    if (!session)
        return NULL;
    be_options options = {.cpu = p->options.cpu, .fastmath = p->options.fastmath};
    options.tier = be_tier_of(m, false);
    const char *text = pipeline_backends[index]->text(session, m, &options, stage, a);
    if (!text)
        *error = "the backend has no such stage";
    return text;
}
