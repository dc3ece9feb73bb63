/* hpcc call FILE FUNC [NAME=VALUE...] [--save DIR] [--repeat N] [--json] */
#include <stdio.h>

#include "../../runtime/npy.h"
#include "../../runtime/text.h"
#include "driver.h"
#include "syntax/syntax.h"

typedef struct call {
    session *s;
    const char *path, *function;
    named_values values;
    hpc_arg *args, *globals; /* values.args, divided */
    int arg_count, global_count;
    char **pristine; /* by argument: what an array held before the first call */
    double compile_s, *run_s;
} call;

/* ---- What is an argument, and what a global --------------------------------------------------- */

static const ast_stmt *find_function(const ast_module *m, const char *name)
{
    const ast_stmt *found = NULL;
    for (uint32_t i = 0; i < m->body.len; i++)
        if (m->body.items[i]->kind == AST_FUNCTION &&
            strcmp(m->body.items[i]->function.name, name) == 0)
            found = m->body.items[i];
    return found;
}

static int no_function(session *s, const ast_module *m, const char *path, const char *name)
{
    const char **names = ARENA_ARRAY(s->arena, const char *, m->body.len + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->body.len; i++)
        if (m->body.items[i]->kind == AST_FUNCTION)
            names[count++] = m->body.items[i]->function.name;
    const char *near = diag_suggest(name, names, count);
    if (near)
        return session_error("NameError: %s has no function '%s'. Did you mean: '%s'?", path, name,
                             near);
    return session_error("NameError: %s has no function '%s'", path, name);
}

static bool is_param(const ast_stmt *function, const char *name)
{
    const ast_params *params = &function->function.params;
    for (uint32_t i = 0; i < params->len; i++)
        if (params->items[i].kind == AST_VAR_KEYWORD || params->items[i].name == name)
            return true;
    return false;
}

/* The names that something in the module reads and the module itself may lack. */
static bool is_read(session *s, const ast_module *m, const char *name)
{
    ast_scope uses = ast_scope_of_block(s->arena, &m->body);
    return ast_names_has(&uses.read, name) || ast_names_has(&uses.captured, name);
}

static bool is_bound(session *s, const ast_module *m, const char *name)
{
    ast_scope uses = ast_scope_of_block(s->arena, &m->body);
    return ast_names_has(&uses.bound, name);
}

static const char *params_text(session *s, const ast_stmt *function)
{
    const char *text = "";
    for (uint32_t i = 0; i < function->function.params.len; i++)
        text = arena_printf(s->arena, "%s%s%s", text, i ? ", " : "",
                            function->function.params.items[i].name);
    return text;
}

static int divide(call *c, const ast_module *m, const ast_stmt *function)
{
    session *s = c->s;
    c->args = ARENA_ARRAY(s->arena, hpc_arg, c->values.count + 1);
    c->globals = ARENA_ARRAY(s->arena, hpc_arg, c->values.count + 1);
    for (int i = 0; i < c->values.count; i++) {
        const char *name = intern_text(s->names, c->values.args[i].name);
        if (is_param(function, name))
            c->args[c->arg_count++] = c->values.args[i];
        else if (is_bound(s, m, name))
            return session_error("TypeError: %s() has no parameter '%s', and the module binds that "
                                 "name itself",
                                 c->function, name);
        else if (is_read(s, m, name))
            c->globals[c->global_count++] = c->values.args[i];
        else
            return session_error("TypeError: %s() got an unexpected keyword argument '%s'; its "
                                 "parameters: %s",
                                 c->function, name, params_text(s, function));
    }
    return 0;
}

/* ---- The calls ------------------------------------------------------------------------------ */

static size_t array_bytes(const hpc_arg *arg)
{
    size_t bytes = (size_t)hpc_dtype_size((hpc_dtype)arg->type);
    for (int i = 0; i < arg->rank; i++)
        bytes *= (size_t)arg->shape[i];
    return bytes;
}

/* Loaded arrays have no gaps: their bytes are all there is. */
static bool keep_arrays(call *c)
{
    hpc_heap *heap = &c->s->context->heap;
    c->pristine = ARENA_ARRAY(c->s->arena, char *, c->values.count + 1);
    if (c->s->options->repeat == 1)
        return true;
    for (int i = 0; i < c->values.count; i++) {
        const hpc_arg *arg = &c->values.args[i];
        if (arg->kind != HPC_ARG_ARRAY)
            continue;
        size_t bytes = array_bytes(arg);
        c->pristine[i] = hpc_heap_alloc(heap, bytes ? bytes : 1);
        if (!c->pristine[i])
            return false;
        memcpy(c->pristine[i], arg->data, bytes);
    }
    return true;
}

static void restore_arrays(call *c)
{
    for (int i = 0; i < c->values.count; i++)
        if (c->pristine[i])
            memcpy(c->values.args[i].data, c->pristine[i], array_bytes(&c->values.args[i]));
}

static void drop_arrays(call *c)
{
    for (int i = 0; c->pristine && i < c->values.count; i++)
        hpc_heap_free(&c->s->context->heap, c->pristine[i]);
}

static bool save(call *c, const hpc_result *result)
{
    session *s = c->s;
    const char *folder = s->options->given[OPTION_SAVE];
    if (!folder)
        return true;
    if (!folder_make(s, folder) ||
        !file_save_result(s, arena_printf(s->arena, "%s/return", folder), result))
        return false;
    for (int i = 0; i < c->values.count; i++) {
        const hpc_arg *arg = &c->values.args[i];
        if (arg->kind != HPC_ARG_ARRAY)
            continue;
        const char *path = arena_printf(s->arena, "%s/%s.npy", folder, arg->name);
        hpc_code code = hpc_npy_save(&s->frame, path, &c->values.views[i]);
        if (code != HPC_OK) {
            session_fail(s, code);
            return false;
        }
    }
    return true;
}

/* As the interactive Python shows a result: its repr, None not at all. */
static bool show(call *c, const hpc_result *result)
{
    session *s = c->s;
    hpc_value value;
    if (s->options->given[OPTION_SAVE] || s->options->json ||
        hpc_result_kind_of(result) == HPC_RESULT_NONE)
        return true;
    hpc_code code = result->is_other
                        ? hpc_fail(&s->frame, HPC_NOT_IMPLEMENTED_ERROR,
                                   "showing a function, range or iterator is not supported")
                        : values_of_result(&s->frame, result, &value);
    hpc_buffer text;
    hpc_buffer_init(&text, &s->context->heap);
    if (code == HPC_OK) {
        hpc_text_repr(&text, &value, NULL);
        hpc_buffer_putc(&text, '\n');
        code = hpc_buffer_status(&s->frame, &text);
        hpc_value_release(&s->context->heap, &value);
    }
    if (code == HPC_OK)
        code = hpc_write_text(&s->frame, text.text, text.length);
    if (code == HPC_OK)
        code = hpc_flush(&s->frame);
    hpc_buffer_free(&text);
    if (code != HPC_OK)
        session_fail(s, code);
    return code == HPC_OK;
}

static int call_once(call *c, hpc_program *p, context_entry *entry, int64_t n)
{
    session *s = c->s;
    hpc_result *result = NULL;
    if (n)
        restore_arrays(c);
    session_begin_call(s);
    context_enter(s->context);
    double begun = pipeline_now();
    hpc_status status =
        values_call(p, &entry->code, entry->result, c->args, entry->args, c->arg_count, &result);
    c->run_s[n] = pipeline_now() - begun;
    context_leave(s->context);
    session_end_call(s);
    int exit_status = session_report(s, status);
    if (status == HPC_SUCCESS && n == 0 && !(save(c, result) && show(c, result)))
        exit_status = 1;
    hpc_result_free(result);
    return exit_status;
}

static hpc_status specialise(call *c, hpc_program *p, context_entry **entry)
{
    hpc_status status;
    context_enter(c->s->context);
    if (setjmp(*arena_recovery(p->arena)))
        status = context_no_memory(c->s->context);
    else
        status = values_specialise(p, c->function, c->args, c->arg_count, entry);
    context_leave(c->s->context);
    return status;
}

static void print_json(const call *c, int64_t count)
{
    printf("{\"compile_s\": %.9g, \"run_s\": [", c->compile_s);
    for (int64_t i = 0; i < count; i++)
        printf("%s%.9g", i ? ", " : "", c->run_s[i]);
    printf("]}\n");
}

static int call_loaded(call *c, hpc_program *p, double begun)
{
    session *s = c->s;
    context_entry *entry = NULL;
    session_begin_call(s);
    hpc_status status = specialise(c, p, &entry);
    session_end_call(s);
    c->compile_s = pipeline_now() - begun;
    if (status != HPC_SUCCESS)
        return session_report(s, status);
    if (!keep_arrays(c))
        return session_report(s, context_no_memory(s->context));
    c->run_s = ARENA_ARRAY(s->arena, double, s->options->repeat);
    int exit_status = 0;
    for (int64_t n = 0; n < s->options->repeat && !exit_status; n++)
        exit_status = call_once(c, p, entry, n);
    if (!exit_status && s->options->json)
        print_json(c, s->options->repeat);
    return exit_status;
}

static int call_text(call *c, const char *text, size_t length)
{
    session *s = c->s;
    hpc_program *p = NULL;
    diags *quiet = diag_new(s->arena);
    source *src = ARENA_NEW(s->arena, source);
    *src = (source){c->path, text, (uint32_t)length};
    double begun = pipeline_now();
    ast_module *m = length <= SYNTAX_MAX_FILE ? syntax_parse(s->arena, s->names, quiet, src) : NULL;
    if (m && !diag_count(quiet)) { /* errors are reported below */
        const ast_stmt *function = find_function(m, c->function);
        if (!function)
            return no_function(s, m, c->path, c->function);
        int status = divide(c, m, function);
        if (status)
            return status;
    }
    session_begin_call(s);
    hpc_status status =
        hpc_load(s->context, c->path, text, length, c->globals, c->global_count, &p);
    session_end_call(s);
    if (status != HPC_SUCCESS)
        return session_report(s, status);
    int exit_status = call_loaded(c, p, begun);
    hpc_program_free(p);
    return exit_status;
}

int command_call(session *s, int argc, char **argv)
{
    call c = {.s = s};
    size_t length;
    if (argc < 2)
        return usage_error("call needs a file and a function: hpcc call FILE FUNC [NAME=VALUE...]");
    c.path = argv[0];
    c.function = argv[1];
    if (!session_open(s, 1, (const char *const *)argv))
        return 1;
    int status = arguments_parse(s, argc - 2, argv + 2, &c.values);
    char *text = status ? NULL : file_read(s, c.path, &length);
    if (!status)
        status = text ? call_text(&c, text, length) : 1;
    drop_arrays(&c);
    arguments_free(&c.values);
    session_close(s);
    return status;
}
