/* The reference interpreter: the definition of what loop IR means, and the first tier for code
 * that runs once. Compiling is a linear predecoding; a module is borrowed until it is released.
 *
 * Where lir.h leaves a choice, this is the meaning:
 *   - i1 in memory is a byte; every byte but 0 is true, and 1 is written.
 *   - BITCAST between i1 lanes and integers: a lane is a bit, lane 0 the lowest.
 *   - ALLOCAs are made, zeroed, before anything else; then a function in a cycle checks the stack;
 *     the cleanup block runs once in any case. A failure inside the cleanup block does not stop
 *     it; the first failure is the function's.
 *   - A variable of a FOR has its last value after the loop; the loop also ends when the next
 *     value would overflow i64.
 *   - The values of a failing CHECK are evaluated when it fails. */
#include "interp.h"

#include "../../runtime/fpenv.h"

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 1024 * 1024 };

/* ---- Frames ---------------------------------------------------------------------------------- */

static in_chunk *chunk_new(in_stack *stack, size_t size)
{
    if (stack->spare && stack->spare->size >= size) {
        in_chunk *chunk = stack->spare;
        stack->spare = NULL;
        return chunk;
    }
    size_t room = size > stack->next_size ? size : stack->next_size;
    in_chunk *chunk = hpc_heap_alloc(stack->heap, sizeof *chunk + room);
    if (chunk)
        chunk->size = room;
    if (stack->next_size < LARGEST_CHUNK)
        stack->next_size *= 2;
    return chunk;
}

char *in_stack_push(in_stack *stack, size_t size)
{
    in_chunk *top = stack->top;
    if (!top || top->size - top->used < size) {
        in_chunk *chunk = chunk_new(stack, size);
        if (!chunk)
            return NULL;
        chunk->below = top;
        chunk->used = 0;
        stack->top = top = chunk;
    }
    char *frame = top->bytes + top->used;
    top->used += size;
    return frame;
}

void in_stack_pop(in_stack *stack, char *frame)
{
    in_chunk *top = stack->top;
    top->used = (size_t)(frame - top->bytes);
    if (top->used)
        return;
    stack->top = top->below;
    hpc_heap_free(stack->heap, stack->spare); /* one is kept: calls at a chunk's edge are many */
    stack->spare = top;
}

/* ---- The backend ----------------------------------------------------------------------------- */

static be_session *interp_open(hpc_heap *heap, const char **error)
{
    be_session *session = hpc_heap_zalloc(heap, sizeof *session);
    if (!session) {
        *error = "out of memory";
        return NULL;
    }
    session->heap = heap;
    return session;
}

static void interp_close(be_session *session)
{
    if (session)
        hpc_heap_free(session->heap, session);
}

/* The code object lives in its own arena a; *problem says why there is none. */
static be_code *decode_module(arena *a, hpc_heap *heap, const lir_module *m, const char **problem)
{
    be_code *code = ARENA_NEW(a, be_code);
    code->arena = a;
    code->heap = heap;
    code->module = m;
    code->fns = ARENA_ARRAY(a, in_fn, m->fns.len);
    for (uint32_t k = 0; k < m->fns.len; k++) {
        *problem = in_decode(code, m->fns.items[k]);
        if (*problem)
            return NULL;
    }
    return code;
}

static be_code *interp_compile(be_session *session, const lir_module *m, const be_options *options,
                               const char **error)
{
    arena *a = arena_new(session->heap);
    if (!a) {
        *error = "out of memory";
        return NULL;
    }
    if (setjmp(*arena_recovery(a))) {
        arena_free(a);
        *error = "out of memory";
        return NULL;
    }
    const char *problem = NULL;
    be_code *code = decode_module(a, session->heap, m, &problem);
    if (code && options && options->native) {
        code->native_copy = *options->native;
        code->native = &code->native_copy;
    }
    if (!code) {
        *error = problem;
        arena_free(a);
    }
    return code;
}

static void interp_release(be_session *session, be_code *code)
{
    (void)session;
    if (code)
        arena_free(code->arena);
}

static hpc_code interp_call(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                            hpc_word *results)
{
    in_stack stack = {.heap = code->heap, .next_size = FIRST_CHUNK};
    fpenv saved = fpenv_enter();
    hpc_code status = in_call(code, index, frame, &stack, params, results);
    fpenv_leave(saved);
    hpc_heap_free(stack.heap, stack.spare);
    return status;
}

static const char *interp_text(be_session *session, const lir_module *m, const be_options *options,
                               const char *stage, arena *a)
{
    (void)session, (void)m, (void)options, (void)stage, (void)a;
    return NULL;
}

const be_backend be_interp = {
    .name = "interp",
    .open = interp_open,
    .close = interp_close,
    .compile = interp_compile,
    .release = interp_release,
    .call = interp_call,
    .text = interp_text,
};
