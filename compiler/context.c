/* Contexts and programs: creation, running chunks, and the text of failures. */
#include "context.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../runtime/fft.h"
#include "../runtime/text.h"
#include "syntax/syntax.h"
#include "threads.h"

enum { STACK_MARGIN = 256 * 1024, STACK_FALLBACK = 4 * 1024 * 1024 };

static bool write_stdout(void *user, const char *text, size_t length)
{
    (void)user;
    while (length) {
        ssize_t written = write(STDOUT_FILENO, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

hpc_context *hpc_context_new(const hpc_options *options)
{
    hpc_context *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    if (pthread_mutex_init(&c->mutex, NULL) != 0) {
        free(c);
        return NULL;
    }
    if (options)
        c->options = *options;
    if (c->options.time_limit > 0 && !watchdog_open(&c->watchdog, &c->stop, HPC_TIMEOUT_ERROR)) {
        pthread_mutex_destroy(&c->mutex);
        free(c);
        return NULL;
    }
    c->heap.limit = c->options.memory_limit;
    c->heap.keeps = true;
    c->pipeline.heap = &c->heap;
    c->pipeline.stop = &c->stop;
    c->pipeline.options = (pipeline_options){.backend = c->options.backend,
                                             .fastmath = c->options.fastmath,
                                             .verify = c->options.verify,
                                             .cpu = c->options.cpu};
    if (c->options.cache)
        c->pipeline.cache = cache_new(&c->heap, c->options.cache, c->options.cache_size);
    c->runtime = (hpc_runtime){.heap = &c->heap,
                               .write = c->options.write ? c->options.write : write_stdout,
                               .write_user = c->options.write_user,
                               .files_allowed = c->options.allow_files,
                               .argc = c->options.argc,
                               .argv = c->options.argv};
    threads_open(c);
    return c;
}

void hpc_context_free(hpc_context *c)
{
    if (!c)
        return;
    watchdog_close(&c->watchdog);
    threads_close(c);
    pipeline_close(&c->pipeline);
    while (c->spare_count)
        hpc_heap_free(&c->heap, c->spares[--c->spare_count]);
    hpc_output_free(&c->runtime);
    hpc_print_options_free(&c->runtime);
    if (c->runtime.python_random)
        hpc_object_release((hpc_object *)c->runtime.python_random);
    if (c->runtime.legacy)
        hpc_object_release((hpc_object *)c->runtime.legacy);
    hpc_heap_free(&c->heap, c->message);
    hpc_fft_drain(&c->runtime);
    hpc_heap_drain(&c->heap);
    pthread_mutex_destroy(&c->mutex);
    free(c);
}

const char *hpc_message(const hpc_context *c)
{
    if (c && c->message_lost)
        return "error: MemoryError: out of memory\n";
    return c && c->message ? c->message : "";
}

int64_t hpc_memory_used(const hpc_context *c)
{
    return c->heap.live;
}

int64_t hpc_memory_peak(const hpc_context *c)
{
    return c->heap.peak;
}

void hpc_interrupt(hpc_context *c)
{
    context_stop(c, HPC_KEYBOARD_INTERRUPT);
}

void context_stop(hpc_context *c, hpc_code code)
{
    atomic_store(&c->stop, (int32_t)code);
}

void context_enter(hpc_context *c)
{
    pthread_mutex_lock(&c->mutex);
    atomic_store(&c->stop, 0);
    c->failure = HPC_OK;
    if (c->options.time_limit > 0)
        watchdog_arm(&c->watchdog, c->options.time_limit);
}

void context_leave(hpc_context *c)
{
    watchdog_disarm(&c->watchdog);
    pthread_mutex_unlock(&c->mutex);
}

const char *hpc_version(void)
{
    return HPC_VERSION;
}

void context_set_message(hpc_context *c, const char *text)
{
    hpc_heap_free(&c->heap, c->message);
    size_t length = strlen(text);
    c->message = hpc_heap_alloc(&c->heap, length + 1);
    c->message_lost = c->message == NULL;
    if (c->message)
        memcpy(c->message, text, length + 1);
}

hpc_status context_no_memory(hpc_context *c)
{
    context_set_message(c, "error: MemoryError: out of memory\n");
    return HPC_NO_MEMORY;
}

/* ---- Programs ------------------------------------------------------------------------------- */

hpc_program *context_program(hpc_context *c)
{
    arena *a = arena_new(&c->heap);
    if (!a)
        return NULL;
    if (setjmp(*arena_recovery(a))) {
        arena_free(a);
        return NULL;
    }
    hpc_program *p = ARENA_NEW(a, hpc_program);
    p->context = c;
    p->arena = a;
    p->names = intern_new(a);
    p->diags = diag_new(a);
    p->program = program_new(a, p->names, p->diags);
    program_set_runtime(p->program, &c->runtime);
    program_check_races(p->program, c->options.check_races);
    return p;
}

static void release_cells(hpc_program *p)
{
    for (uint32_t i = 0; i < p->cell_types.len; i++) {
        char *cell = p->cells + (size_t)p->cell_types.items[i].cell * AIR_CELL_SIZE;
        if (p->cell_types.items[i].kind == AIR_ARRAY)
            hpc_view_release((hpc_view *)(void *)cell);
        else if (p->cell_types.items[i].kind == AIR_OBJECT)
            hpc_object_release(*(hpc_object **)(void *)cell);
    }
    hpc_heap_free(&p->context->heap, p->cells);
    p->cells = NULL;
}

void hpc_program_free(hpc_program *p)
{
    if (!p)
        return;
    release_cells(p); /* before the code whose constants they may hold */
    for (context_entry *e = p->entries; e; e = e->next)
        pipeline_release(&e->code);
    for (uint32_t i = 0; i < p->chunks.len; i++)
        pipeline_release(&p->chunks.items[i]);
    arena_free(p->arena);
}

const ast_module *context_parse(hpc_program *p, const char *name, const char *text, size_t length)
{
    if (length > SYNTAX_MAX_FILE) {
        context_set_message(p->context,
                            arena_printf(p->arena, "%s: error: the file is larger than %d bytes\n",
                                         name, SYNTAX_MAX_FILE));
        return NULL;
    }
    double begun = pipeline_now();
    source *src = ARENA_NEW(p->arena, source);
    src->name = arena_strndup(p->arena, name, strlen(name));
    src->text = arena_strndup(p->arena, text, length);
    src->length = (uint32_t)length;
    ast_module *m = syntax_parse(p->arena, p->names, p->diags, src);
    pipeline_timed(&p->context->pipeline, PIPELINE_PARSE, begun);
    if (m && !diag_count(p->diags))
        return m;
    context_set_message(p->context, diag_render(p->diags, p->arena));
    return NULL;
}

/* ---- Failures ------------------------------------------------------------------------------- */

enum { CHAIN_MAX = 64 };

/* The failing place and the calls that led there, innermost first. */
static int failure_chain(hpc_program *p, const hpc_error *error, const elab_loc *chain[CHAIN_MAX])
{
    int count = 0;
    for (int32_t i = -1; i < error->trace_len && i < HPC_TRACE_MAX; i++) {
        const elab_loc *at = program_loc(p->program, i < 0 ? error->loc : error->trace[i]);
        for (; at && count < CHAIN_MAX;
             at = at->parent ? program_loc(p->program, at->parent) : NULL)
            chain[count++] = at;
    }
    return count;
}

static bool is_stdlib(const elab_loc *loc)
{
    return strncmp(loc->src->name, "stdlib/", 7) == 0;
}

/* The failing place with its source line, then the calls that led there. A failure inside a function
 * of stdlib is shown at the program's own call of it. */
static const char *run_message(hpc_program *p, const hpc_error *error)
{
    arena *a = p->arena;
    const char *name = error->lineage[0]
                           ? arena_strndup(a, error->lineage, strcspn(error->lineage, "#"))
                           : hpc_code_name((hpc_code)error->code);
    const elab_loc *chain[CHAIN_MAX];
    int count = failure_chain(p, error, chain), first = 0;
    while (first < count && is_stdlib(chain[first]))
        first++;
    if (first == count)
        first = 0;
    if (count == 0)
        return arena_printf(a, "error: %s%s%s\n", name, error->text[0] ? ": " : "", error->text);
    const char *text =
        diag_format(a, chain[first]->src, chain[first]->where, "error", name, error->text);
    for (int i = first + 1; i < count; i++)
        text = arena_printf(a, "%s%s:%u:%u: called from here\n", text, chain[i]->src->name,
                            chain[i]->where.line, chain[i]->where.column);
    return text;
}

/* A recovery point of its own: the callers own results that a jump would lose. */
static hpc_status set_run_message(hpc_program *p, const hpc_error *error)
{
    jmp_buf outer;
    memcpy(&outer, arena_recovery(p->arena), sizeof outer);
    if (setjmp(*arena_recovery(p->arena)))
        context_no_memory(p->context);
    else
        context_set_message(p->context, run_message(p, error));
    memcpy(arena_recovery(p->arena), &outer, sizeof outer);
    return error->code == HPC_MEMORY_ERROR ? HPC_NO_MEMORY : HPC_RUN_ERROR;
}

static char *find_stack_limit(void)
{
    pthread_attr_t attributes;
    void *base = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &base, &size);
        pthread_attr_destroy(&attributes);
    }
    if (!base) {
        char *at = __builtin_frame_address(0);
        return at - STACK_FALLBACK;
    }
    return (char *)base + STACK_MARGIN;
}

/* A thread's stack stays where it is, and asking costs more than a small call: for the first
 * thread, the C library reads the process's memory map. (Of the thread, not of the process: it is
 * no state that contexts could share.) */
static char *stack_limit(void)
{
    static _Thread_local char *limit;
    if (!limit)
        limit = find_stack_limit();
    return limit;
}

/* ---- Running -------------------------------------------------------------------------------- */

static bool grow_cells(hpc_program *p, const air_module *m)
{
    for (uint32_t i = 0; i < m->globals.len; i++) {
        const air_global *g = &m->globals.items[i];
        bool known = false;
        for (uint32_t k = 0; k < p->cell_types.len; k++)
            known = known || p->cell_types.items[k].cell == g->cell;
        context_cell cell = {g->cell, g->type.kind};
        if (!known)
            vec_push(p->arena, &p->cell_types, cell);
    }
    return context_grow_cells(p);
}

bool context_grow_cells(hpc_program *p)
{
    uint32_t count = program_cell_count(p->program);
    if (count <= p->cell_count)
        return true;
    char *cells = hpc_heap_realloc(&p->context->heap, p->cells, (size_t)count * AIR_CELL_SIZE);
    if (!cells)
        return false;
    memset(cells + (size_t)p->cell_count * AIR_CELL_SIZE, 0,
           (size_t)(count - p->cell_count) * AIR_CELL_SIZE);
    p->cells = cells;
    p->cell_count = count;
    return true;
}

static hpc_status stopped(hpc_program *p)
{
    hpc_error error = {.code = atomic_load(&p->context->stop)};
    p->context->failure = (hpc_code)error.code;
    return set_run_message(p, &error);
}

/* Writes what was printed; of two failures the first counts. */
static hpc_code flush(hpc_context *c, hpc_frame *frame, hpc_code result)
{
    hpc_frame flushing = {.runtime = &c->runtime};
    hpc_code flushed = hpc_flush(&flushing);
    if (result != HPC_OK || flushed == HPC_OK)
        return result;
    frame->error = flushing.error;
    return flushed;
}

hpc_status context_call_code(hpc_program *p, pipeline_code *code, const hpc_word *in, hpc_word *out)
{
    hpc_context *c = p->context;
    hpc_frame frame;
    frame.runtime = &c->runtime;
    frame.globals = p->cells;
    frame.stack_limit = stack_limit();
    frame.poll = &c->stop;
    frame.raised = NULL;
    frame.code = NULL;
    frame.inside = false;
    memset(&frame.error, 0, offsetof(hpc_error, text) + 1); /* the rest of the text is not read */
    if (atomic_load_explicit(&c->stop, memory_order_relaxed))
        return stopped(p);
    double begun = c->pipeline.options.timed ? pipeline_now() : 0;
    hpc_code result = code->backend->call(code->code, 0, &frame, in, out);
    hpc_object_release(frame.raised);
    if (c->runtime.out_len)
        result = flush(c, &frame, result);
    pipeline_timed(&c->pipeline, PIPELINE_RUN, begun);
    if (result == HPC_OK)
        return HPC_SUCCESS;
    c->failure = result;
    return set_run_message(p, &frame.error);
}

hpc_status context_compile(hpc_program *p, const program_chunk *chunk, pipeline_code *code)
{
    hpc_context *c = p->context;
    const char *error = NULL;
    if (!chunk->air) {
        context_set_message(c, diag_render(p->diags, p->arena));
        return HPC_COMPILE_ERROR;
    }
    if (!grow_cells(p, chunk->air))
        return context_no_memory(c);
    if (pipeline_compile(&c->pipeline, p->arena, chunk->air, code, &error))
        return HPC_SUCCESS;
    if (atomic_load(&c->stop))
        return stopped(p);
    if (strcmp(error, "out of memory") == 0)
        return context_no_memory(c);
    context_set_message(c, arena_printf(p->arena, "error: %s\n", error));
    return HPC_COMPILE_ERROR;
}

hpc_status context_run_chunk(hpc_program *p, const program_chunk *chunk, const hpc_word *in,
                             hpc_word *out)
{
    uint32_t index = vec_push(p->arena, &p->chunks, (pipeline_code){0});
    hpc_status status = context_compile(p, chunk, &p->chunks.items[index]);
    if (status != HPC_SUCCESS)
        return status;
    return context_call_code(p, &p->chunks.items[index], in, out);
}
