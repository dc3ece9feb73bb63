/* Functions that hardly ever run (lir_fn.general) are compiled when they are first called.
 *
 * Code with such functions keeps their loop IR, as text. A call of one goes to be_call_cold, which
 * reads the text and compiles this function, with what it calls, like any other: at full speed, and
 * from the disk cache where that has it. A thread does so, since the caller may be deep in its stack. */
#include <pthread.h>
#include <stdatomic.h>

#include "cold.h"
#include "native.h"

struct cold_code {
    hpc_heap *heap;
    const be_backend *backend;
    be_session *session; /* of its own: the other one may be compiling */
    char *text;
    be_options options;
    pthread_mutex_t mutex; /* for all but reading `made` */
    uint32_t count;
    _Atomic(be_code *) made[]; /* by function */
};

/* ---- What is kept ----------------------------------------------------------------------------- */

static void need_function(const lir_module *m, bool *needed, uint32_t index)
{
    if (needed[index])
        return;
    needed[index] = true;
    const lir_fn *f = m->fns.items[index];
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_CALL || f->stmts.items[i].kind == LIR_S_FORK)
            need_function(m, needed, (uint32_t)f->stmts.items[i].imm);
}

static lir_fn *empty_function(arena *a, const lir_fn *f)
{
    lir_fn *empty = ARENA_NEW(a, lir_fn);
    empty->name = f->name;
    empty->index = f->index;
    vec_push(a, &empty->exprs, (lir_expr){0});
    vec_push(a, &empty->stmts, (lir_stmt){0});
    vec_push(a, &empty->vars, (lir_var){0});
    return empty;
}

/* The general functions and what they call; nothing is in the others. */
static const char *text_of(arena *a, const lir_module *m)
{
    bool *needed = ARENA_ARRAY(a, bool, m->fns.len), *used = ARENA_ARRAY(a, bool, m->data.len + 1);
    lir_module kept = {.arena = a};
    for (uint32_t i = 0; i < m->fns.len; i++)
        if (m->fns.items[i]->general)
            need_function(m, needed, i);
    for (uint32_t i = 0; i < m->fns.len; i++) {
        lir_fn *f = m->fns.items[i];
        vec_push(a, &kept.fns, needed[i] ? f : empty_function(a, f));
        for (uint32_t k = 1; k < f->exprs.len && needed[i]; k++)
            if (f->exprs.items[k].op == LIR_SYMBOL)
                used[f->exprs.items[k].imm] = true;
    }
    for (uint32_t i = 0; i < m->data.len; i++)
        vec_push(a, &kept.data, m->data.items[i]);
    for (uint32_t i = 0; i < m->data.len; i++)
        kept.data.items[i].size = used[i] ? kept.data.items[i].size : 0;
    return lir_print(a, &kept);
}

bool cold_is_needed(const lir_module *m)
{
    for (uint32_t i = 0; i < m->fns.len; i++)
        if (m->fns.items[i]->general)
            return true;
    return false;
}

cold_code *cold_new(hpc_heap *heap, const be_backend *backend, arena *a, const lir_module *m,
                    const be_options *options)
{
    const char *text = text_of(a, m);
    cold_code *c = hpc_heap_zalloc(heap, sizeof *c + m->fns.len * sizeof c->made[0]);
    if (!c)
        return NULL;
    c->heap = heap;
    c->backend = backend;
    c->count = m->fns.len;
    c->options = *options;
    c->options.native = NULL;
    c->options.remarks = NULL;
    c->options.skip_once = true;
    for (uint32_t i = 0; i < c->count; i++)
        atomic_init(&c->made[i], NULL);
    c->text = hpc_heap_alloc(heap, strlen(text) + 1);
    if (!c->text || pthread_mutex_init(&c->mutex, NULL) != 0) {
        hpc_heap_free(heap, c->text);
        hpc_heap_free(heap, c);
        return NULL;
    }
    memcpy(c->text, text, strlen(text) + 1);
    return c;
}

void cold_free(cold_code *c)
{
    if (!c)
        return;
    for (uint32_t i = 0; i < c->count; i++)
        c->backend->release(c->session, atomic_load(&c->made[i]));
    c->backend->close(c->session);
    pthread_mutex_destroy(&c->mutex);
    hpc_heap_free(c->heap, c->text);
    hpc_heap_free(c->heap, c);
}

/* ---- Compiling -------------------------------------------------------------------------------- */

typedef struct cold_job {
    cold_code *cold;
    uint32_t index;
    be_code *code; /* NULL: problem says why */
    const char *problem;
} cold_job;

/* As need_function, but the other general functions are called as they always are: but for workers,
 * which are called by nothing else. */
static void reach(lir_module *m, uint32_t index)
{
    lir_fn *f = m->fns.items[index];
    if (!f->once || f->general)
        return;
    f->once = false;
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        if (s->kind == LIR_S_FORK)
            m->fns.items[s->imm]->general = false;
        if (s->kind == LIR_S_CALL || s->kind == LIR_S_FORK)
            reach(m, (uint32_t)s->imm);
    }
}

static void compile_text(arena *a, cold_job *job)
{
    cold_code *c = job->cold;
    lir_module *m = lir_read(a, c->text, &job->problem);
    if (!m)
        return;
    for (uint32_t i = 0; i < m->fns.len; i++)
        m->fns.items[i]->once = true;
    m->fns.items[job->index]->general = false;
    reach(m, job->index);
    be_options options = c->options;
    options.part = true;
    options.tier = be_tier_of(m, true);
    job->code = c->backend->compile(c->session, m, &options, &job->problem);
}

static void *run_job(void *argument)
{
    cold_job *job = argument;
    arena *a = arena_new(job->cold->heap);
    if (a && !setjmp(*arena_recovery(a)))
        compile_text(a, job);
    arena_free(a);
    return NULL;
}

/* The mutex is held. */
static be_code *compile(cold_code *c, uint32_t index, const char **problem)
{
    enum { STACK = 8 << 20 };
    cold_job job = {.cold = c, .index = index, .problem = "out of memory"};
    pthread_attr_t attributes;
    pthread_t thread;
    if (!c->session)
        c->session = c->backend->open(c->heap, &job.problem);
    if (c->session && pthread_attr_init(&attributes) == 0) {
        if (pthread_attr_setstacksize(&attributes, STACK) == 0 &&
            pthread_create(&thread, &attributes, run_job, &job) == 0)
            pthread_join(thread, NULL);
        pthread_attr_destroy(&attributes);
    }
    *problem = job.problem;
    return job.code;
}

static be_code *code_of(cold_code *c, uint32_t index, hpc_frame *frame)
{
    pthread_mutex_lock(&c->mutex);
    be_code *code = atomic_load(&c->made[index]);
    const char *problem = NULL;
    if (!code)
        code = compile(c, index, &problem);
    if (code)
        atomic_store(&c->made[index], code);
    else
        hpc_fail(frame, HPC_RUNTIME_ERROR, "a part of this function can't be compiled: %s",
                 problem);
    pthread_mutex_unlock(&c->mutex);
    return code;
}

hpc_code cold_call(cold_code *c, uint32_t index, hpc_frame *frame, const hpc_word *params,
                   hpc_word *results)
{
    be_code *code = atomic_load_explicit(&c->made[index], memory_order_acquire);
    if (!code)
        code = code_of(c, index, frame);
    if (!code)
        return (hpc_code)frame->error.code;
    return native_entry(code, index)(frame, params, results);
}
