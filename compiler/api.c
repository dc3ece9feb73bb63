/* The calls of the public interface: each enters its context, sets the recovery point for failed
 * allocations, and leaves a message behind. */
#include "values.h"

#include "syntax/syntax.h"
#include "threads.h"

static hpc_status bad_argument(hpc_context *c, const char *text)
{
    context_set_message(c, text);
    return HPC_BAD_ARGUMENT;
}

/* False with a message where the options name a backend or a target that there is not. */
static bool has_backend(hpc_context *c)
{
    const char *name = c->options.backend, *problem = threads_problem(c);
    if (problem) {
        context_set_message(c, problem);
        return false;
    }
    if (!name || be_find(name))
        return true;
    context_set_message(c, "error: the backends are llvm, gcc and interp\n");
    return false;
}

/* False with a message where code for the processor that the options name can't be made, or not run. */
static bool has_processor(hpc_context *c, arena *a)
{
    bool interpreted = c->options.backend && strcmp(c->options.backend, "interp") == 0;
    if (!c->options.cpu)
        return true; /* this machine's */
    const char *problem = pipeline_processor(&c->pipeline, a, !interpreted);
    if (problem)
        context_set_message(c, arena_printf(a, "error: %s\n", problem));
    return !problem;
}

/* ---- eval ----------------------------------------------------------------------------------- */

static work_data data_of(const hpc_arg *args, int count)
{
    work_data data = {.known = true};
    for (int i = 0; i < count; i++) {
        int64_t elements = args[i].kind == HPC_ARG_ARRAY;
        for (int k = 0; elements && k < args[i].rank; k++) {
            data.extent = args[i].shape[k] > data.extent ? args[i].shape[k] : data.extent;
            elements *= args[i].shape[k];
        }
        data.elements += elements;
    }
    return data;
}

hpc_status values_eval(hpc_program *p, const char *text, const hpc_arg *args, int count,
                       program_wish wish, hpc_result **result)
{
    const ast_module *m = context_parse(p, "<expression>", text, strlen(text));
    if (!m)
        return HPC_COMPILE_ERROR;
    if (m->body.len != 1 || m->body.items[0]->kind != AST_EXPR_STMT) {
        context_set_message(p->context, "error: SyntaxError: one expression is expected\n");
        return HPC_COMPILE_ERROR;
    }
    program_arg *types = values_args(p, args, count);
    if (!types)
        return HPC_BAD_ARGUMENT;
    double begun = pipeline_now();
    program_chunk chunk = program_expr(p->program, m->src, m->body.items[0]->value, types,
                                       (uint32_t)count, true, wish);
    pipeline_timed(&p->context->pipeline, PIPELINE_ELABORATE, begun);
    pipeline_code code = {0};
    p->context->pipeline.data = data_of(args, count);
    hpc_status status = context_compile(p, &chunk, &code);
    if (status != HPC_SUCCESS)
        return status;
    status = values_call(p, &code, chunk.result, args, types, count, result);
    pipeline_release(&code);
    return status;
}

/* Work on a program of its own, inside the context's lock and with a recovery point. */
hpc_status values_eval_alone(hpc_context *c, const char *text, const hpc_arg *args, int count,
                             program_wish wish, hpc_result **result)
{
    if (!has_backend(c))
        return HPC_BAD_ARGUMENT;
    hpc_program *p = context_program(c);
    if (!p)
        return context_no_memory(c);
    hpc_status status;
    if (setjmp(*arena_recovery(p->arena)))
        status = context_no_memory(c);
    else if (!has_processor(c, p->arena))
        status = HPC_BAD_ARGUMENT;
    else
        status = values_eval(p, text, args, count, wish, result);
    c->pipeline.data = (work_data){0};
    hpc_program_free(p);
    return status;
}

hpc_status hpc_eval(hpc_context *c, const char *text, const hpc_arg *args, int count,
                    hpc_result **result)
{
    if (!c)
        return HPC_BAD_ARGUMENT;
    context_enter(c);
    if (result)
        *result = NULL;
    hpc_status status = !text || count < 0 || (count && !args)
                            ? bad_argument(c, "error: text and arguments must not be NULL\n")
                            : values_eval_alone(c, text, args, count, PROGRAM_VALUE, result);
    context_leave(c);
    return status;
}

/* ---- Modules -------------------------------------------------------------------------------- */

/* The cell is filled before anything of the module runs. */
static bool define_array(hpc_program *p, const hpc_arg *global, const ty *type)
{
    uint32_t cell = program_define_cell(p->program, global->name, type);
    vec_push(p->arena, &p->cell_types, ((context_cell){cell, AIR_ARRAY}));
    if (!context_grow_cells(p))
        return false;
    hpc_view *view = (hpc_view *)(void *)(p->cells + (size_t)cell * AIR_CELL_SIZE);
    return values_borrow(&p->context->heap, global, view);
}

static hpc_status define_globals(hpc_program *p, const hpc_arg *globals, int count, bool imported)
{
    program_arg *types = values_args(p, globals, count);
    if (!types)
        return HPC_BAD_ARGUMENT;
    const char *name = imported ? "module" : "__main__";
    program_define(p->program, "__name__",
                   (val){.ty = ty_basic(program_types(p->program), TY_STR),
                         .is_const = true,
                         .text = name,
                         .length = (uint32_t)strlen(name)});
    for (int i = 0; i < count; i++)
        if (types[i].constant)
            program_define(p->program, types[i].name, *types[i].constant);
        else if (!define_array(p, &globals[i], types[i].type))
            return context_no_memory(p->context);
    return HPC_SUCCESS;
}

static hpc_status load_module(hpc_program *p, const char *name, const char *text, size_t length,
                              const hpc_arg *globals, int count, bool persist)
{
    const ast_module *m = context_parse(p, name, text, length);
    if (!m)
        return HPC_COMPILE_ERROR;
    hpc_status status = define_globals(p, globals, count, persist);
    if (status != HPC_SUCCESS)
        return status;
    uint32_t next = 0;
    bool first = true;
    do { /* one chunk, but for values whose type only the run tells */
        double begun = pipeline_now();
        program_chunk chunk = program_module(p->program, m, &next, p->cells, persist);
        pipeline_timed(&p->context->pipeline, PIPELINE_ELABORATE, begun);
        p->context->pipeline.data = (work_data){.known = first && count == 0, .closed = true};
        first = false;
        status = context_run_chunk(p, &chunk, NULL, NULL);
    } while (status == HPC_SUCCESS && next < m->body.len);
    return status;
}

static hpc_status load(hpc_context *c, const char *name, const char *text, size_t length,
                       const hpc_arg *globals, int count, bool persist, hpc_program **program)
{
    if (!has_backend(c))
        return HPC_BAD_ARGUMENT;
    hpc_program *p = context_program(c);
    if (!p)
        return context_no_memory(c);
    hpc_status status;
    if (setjmp(*arena_recovery(p->arena)))
        status = context_no_memory(c);
    else if (!has_processor(c, p->arena))
        status = HPC_BAD_ARGUMENT;
    else
        status = load_module(p, name, text, length, globals, count, persist);
    c->pipeline.data = (work_data){0};
    if (status == HPC_SUCCESS && program)
        *program = p;
    else
        hpc_program_free(p);
    return status;
}

hpc_status hpc_run(hpc_context *c, const char *name, const char *text, size_t length)
{
    if (!c || !name || !text)
        return HPC_BAD_ARGUMENT;
    context_enter(c);
    hpc_status status = load(c, name, text, length, NULL, 0, false, NULL);
    context_leave(c);
    return status;
}

hpc_status hpc_load(hpc_context *c, const char *name, const char *text, size_t length,
                    const hpc_arg *globals, int count, hpc_program **program)
{
    if (!c || !name || !text || !program || count < 0 || (count && !globals))
        return HPC_BAD_ARGUMENT;
    *program = NULL;
    context_enter(c);
    hpc_status status = load(c, name, text, length, globals, count, true, program);
    context_leave(c);
    return status;
}
