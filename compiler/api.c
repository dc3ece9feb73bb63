/* The calls of the public interface: each enters its context, sets the recovery point for failed
 * allocations, and leaves a message behind. */
#include "values.h"

#include "syntax/syntax.h"

static hpc_status no_memory(hpc_context *c)
{
    context_set_message(c, "error: MemoryError: out of memory\n");
    return HPC_NO_MEMORY;
}

static hpc_status bad_argument(hpc_context *c, const char *text)
{
    context_set_message(c, text);
    return HPC_BAD_ARGUMENT;
}

/* The arguments' types; NULL with a message. */
static program_arg *argument_types(hpc_program *p, const hpc_arg *args, int count)
{
    program_arg *types = ARENA_ARRAY(p->arena, program_arg, count + 1);
    for (int i = 0; i < count; i++) {
        const char *error = NULL;
        types[i].name = args[i].name;
        types[i].type = values_type(p, &args[i], &error);
        if (!types[i].type) {
            context_set_message(p->context, arena_printf(p->arena, "error: argument '%s': %s\n",
                                                         args[i].name, error));
            return NULL;
        }
    }
    return types;
}

/* Run compiled code on the arguments; the result is the caller's. */
hpc_status values_call(hpc_program *p, pipeline_code *code, const ty *type, const hpc_arg *args,
                       int count, hpc_result **result)
{
    hpc_context *c = p->context;
    enum { MOST = VALUES_MAX_WORDS / 2 - 2 };
    if (count > MOST)
        return bad_argument(c, "error: too many arguments\n");
    hpc_word in[VALUES_MAX_WORDS] = {0}, out[VALUES_MAX_WORDS] = {0};
    hpc_view *views = hpc_heap_zalloc(&c->heap, (size_t)(count + VALUES_MAX_WORDS) * sizeof *views);
    uint32_t used = 0;
    if (!views)
        return no_memory(c);
    hpc_status status = HPC_NO_MEMORY;
    if (values_words(p, args, count, views, in, &used)) {
        values_result_params(type, views + count, in, used);
        status = context_call_code(p, code, in, out);
        if (status == HPC_SUCCESS) {
            hpc_result *made = values_result(c, type, views + count, out);
            status = made ? HPC_SUCCESS : HPC_NO_MEMORY;
            if (result)
                *result = made;
            else
                hpc_result_free(made);
        }
    } else {
        no_memory(c);
    }
    values_drop(args, count, views, in);
    hpc_heap_free(&c->heap, views);
    return status;
}

/* ---- eval ----------------------------------------------------------------------------------- */

hpc_status values_eval(hpc_program *p, const char *text, const hpc_arg *args, int count, bool print,
                       hpc_result **result)
{
    const ast_module *m = context_parse(p, "<expression>", text, strlen(text));
    if (!m)
        return HPC_COMPILE_ERROR;
    if (m->body.len != 1 || m->body.items[0]->kind != AST_EXPR_STMT) {
        context_set_message(p->context, "error: SyntaxError: one expression is expected\n");
        return HPC_COMPILE_ERROR;
    }
    program_arg *types = argument_types(p, args, count);
    if (!types)
        return HPC_BAD_ARGUMENT;
    program_chunk chunk = program_expr(p->program, m->src, m->body.items[0]->value, types,
                                       (uint32_t)count, true, print);
    pipeline_code code = {0};
    hpc_status status = context_compile(p, &chunk, &code);
    if (status != HPC_SUCCESS)
        return status;
    status = values_call(p, &code, chunk.result, args, count, result);
    pipeline_release(&code);
    return status;
}

/* Work on a program of its own, inside the context's lock and with a recovery point. */
static hpc_status eval_alone(hpc_context *c, const char *text, const hpc_arg *args, int count,
                             hpc_result **result)
{
    hpc_program *p = context_program(c);
    if (!p)
        return no_memory(c);
    hpc_status status;
    if (setjmp(*arena_recovery(p->arena)))
        status = no_memory(c);
    else
        status = values_eval(p, text, args, count, false, result);
    hpc_program_free(p);
    return status;
}

hpc_status hpc_eval(hpc_context *c, const char *text, const hpc_arg *args, int count,
                    hpc_result **result)
{
    if (!c)
        return HPC_BAD_ARGUMENT;
    pthread_mutex_lock(&c->mutex);
    if (result)
        *result = NULL;
    hpc_status status = !text || count < 0 || (count && !args)
                            ? bad_argument(c, "error: text and arguments must not be NULL\n")
                            : eval_alone(c, text, args, count, result);
    pthread_mutex_unlock(&c->mutex);
    return status;
}

/* ---- Modules -------------------------------------------------------------------------------- */

static void define_constants(hpc_program *p, const hpc_arg *globals, int count)
{
    ty_table *t = program_types(p->program);
    for (int i = 0; i < count; i++) {
        const hpc_arg *g = &globals[i];
        val v = {.is_const = true};
        switch (g->kind) {
        case HPC_ARG_BOOL: v.ty = ty_basic(t, TY_BOOL), v.i = g->i; break;
        case HPC_ARG_INT: v.ty = ty_basic(t, TY_INT), v.i = g->i; break;
        case HPC_ARG_FLOAT: v.ty = ty_basic(t, TY_FLOAT), v.f = g->f[0]; break;
        case HPC_ARG_COMPLEX:
            v.ty = ty_basic(t, TY_COMPLEX);
            v.c[0] = g->f[0];
            v.c[1] = g->f[1];
            break;
        case HPC_ARG_STRING:
            v.ty = ty_basic(t, TY_STR);
            v.length = (uint32_t)strlen(g->text);
            v.text = arena_strndup(p->arena, g->text, v.length);
            break;
        default: continue; /* arrays: see hpc_load */
        }
        program_define(p->program, g->name, v);
    }
}

static hpc_status load_module(hpc_program *p, const char *name, const char *text, size_t length,
                              const hpc_arg *globals, int count, bool persist)
{
    const ast_module *m = context_parse(p, name, text, length);
    if (!m)
        return HPC_COMPILE_ERROR;
    define_constants(p, globals, count);
    program_chunk chunk = program_module(p->program, m, persist);
    return context_run_chunk(p, &chunk, NULL, NULL);
}

static hpc_status load(hpc_context *c, const char *name, const char *text, size_t length,
                       const hpc_arg *globals, int count, bool persist, hpc_program **program)
{
    hpc_program *p = context_program(c);
    if (!p)
        return no_memory(c);
    hpc_status status;
    if (setjmp(*arena_recovery(p->arena)))
        status = no_memory(c);
    else
        status = load_module(p, name, text, length, globals, count, persist);
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
    pthread_mutex_lock(&c->mutex);
    hpc_status status = load(c, name, text, length, NULL, 0, false, NULL);
    pthread_mutex_unlock(&c->mutex);
    return status;
}

hpc_status hpc_load(hpc_context *c, const char *name, const char *text, size_t length,
                    const hpc_arg *globals, int count, hpc_program **program)
{
    if (!c || !name || !text || !program || count < 0 || (count && !globals))
        return HPC_BAD_ARGUMENT;
    *program = NULL;
    for (int i = 0; i < count; i++)
        if (globals[i].kind == HPC_ARG_ARRAY || globals[i].kind == HPC_ARG_NONE)
            return bad_argument(c, "error: a global must be a number or a string\n");
    pthread_mutex_lock(&c->mutex);
    hpc_status status = load(c, name, text, length, globals, count, true, program);
    pthread_mutex_unlock(&c->mutex);
    return status;
}

/* ---- Calls ---------------------------------------------------------------------------------- */

static bool same_types(const context_entry *e, const char *function, const program_arg *types,
                       uint32_t count)
{
    if (e->count != count || strcmp(e->function, function) != 0)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (e->args[i].type != types[i].type || strcmp(e->args[i].name, types[i].name) != 0)
            return false;
    return true;
}

/* The code for a call with these types: compiled at the first one. */
hpc_status values_specialise(hpc_program *p, const char *function, const hpc_arg *args, int count,
                             context_entry **entry)
{
    program_arg *types = argument_types(p, args, count);
    if (!types)
        return HPC_BAD_ARGUMENT;
    for (context_entry *e = p->entries; e; e = e->next)
        if (same_types(e, function, types, (uint32_t)count)) {
            *entry = e;
            return HPC_SUCCESS;
        }
    if (!program_has_function(p->program, function))
        return bad_argument(p->context, arena_printf(p->arena, "error: no function '%s' in the module\n",
                                                     function));
    for (int i = 0; i < count; i++)
        types[i].name = arena_strndup(p->arena, types[i].name, strlen(types[i].name));
    context_entry *e = ARENA_NEW(p->arena, context_entry);
    *e = (context_entry){.function = arena_strndup(p->arena, function, strlen(function)),
                         .args = types, .count = (uint32_t)count};
    program_chunk chunk = program_call(p->program, function, types, (uint32_t)count);
    hpc_status status = context_compile(p, &chunk, &e->code);
    if (status != HPC_SUCCESS)
        return status;
    e->result = chunk.result;
    e->next = p->entries;
    p->entries = e;
    *entry = e;
    return HPC_SUCCESS;
}

hpc_status hpc_call(hpc_program *p, const char *function, const hpc_arg *args, int count,
                    hpc_result **result)
{
    if (!p || !function || count < 0 || (count && !args))
        return HPC_BAD_ARGUMENT;
    hpc_context *c = p->context;
    pthread_mutex_lock(&c->mutex);
    if (result)
        *result = NULL;
    hpc_status status;
    context_entry *entry = NULL;
    if (setjmp(*arena_recovery(p->arena)))
        status = no_memory(c);
    else if ((status = values_specialise(p, function, args, count, &entry)) == HPC_SUCCESS)
        status = values_call(p, &entry->code, entry->result, args, count, result);
    pthread_mutex_unlock(&c->mutex);
    return status;
}
