/* The calls of compiled functions: the code for an argument list, and its way through it. A call of
 * what is compiled already takes no memory of the program's arena, and little of the heap. */
#include "values.h"

/* ---- Which code ----------------------------------------------------------------------------- */

/* Is the constant that code was compiled for this argument? */
static bool same_constant(const val *v, const hpc_arg *arg)
{
    switch (arg->kind) {
    case HPC_ARG_BOOL:
    case HPC_ARG_INT: return v->i == arg->i;
    case HPC_ARG_FLOAT: return memcmp(&v->f, &arg->f[0], sizeof v->f) == 0;
    case HPC_ARG_COMPLEX: return memcmp(v->c, arg->f, sizeof v->c) == 0;
    case HPC_ARG_STRING:
        return strlen(arg->text) == v->length && memcmp(v->text, arg->text, v->length) == 0;
    default: return true;
    }
}

static bool same_argument(const context_entry *e, uint32_t i, const hpc_arg *arg)
{
    values_key key;
    if (!arg->name || strcmp(arg->name, e->args[i].name) != 0 || !values_key_of(arg, &key) ||
        memcmp(&key, &e->keys[i], sizeof key) != 0)
        return false;
    return !e->args[i].folded || same_constant(e->args[i].constant, arg);
}

static context_entry *find_entry(hpc_program *p, const char *function, const hpc_arg *args,
                                 int count)
{
    for (context_entry *e = p->entries; e; e = e->next) {
        uint32_t same = 0;
        if (e->count != (uint32_t)count || strcmp(e->function, function) != 0)
            continue;
        while (same < e->count && same_argument(e, same, &args[same]))
            same++;
        if (same == e->count)
            return e;
    }
    return NULL;
}

static hpc_status no_function(hpc_program *p, const char *function)
{
    context_set_message(
        p->context, arena_printf(p->arena, "error: no function '%s' in the module\n", function));
    return HPC_BAD_ARGUMENT;
}

static const values_key *keys_of(hpc_program *p, const hpc_arg *args, int count)
{
    values_key *keys = ARENA_ARRAY(p->arena, values_key, count + 1);
    for (int i = 0; i < count; i++)
        values_key_of(&args[i], &keys[i]);
    return keys;
}

static hpc_status compile_entry(hpc_program *p, const char *function, const hpc_arg *args,
                                int count, context_entry **entry)
{
    program_arg *types = values_args(p, args, count);
    if (!types)
        return HPC_BAD_ARGUMENT;
    if (!program_has_function(p->program, function))
        return no_function(p, function);
    context_entry *e = ARENA_NEW(p->arena, context_entry);
    *e = (context_entry){.function = arena_strndup(p->arena, function, strlen(function)),
                         .args = types,
                         .keys = keys_of(p, args, count),
                         .count = (uint32_t)count};
    double begun = pipeline_now();
    int errors = diag_count(p->diags);
    program_chunk chunk = program_call(p->program, function, types, (uint32_t)count);
    pipeline_timed(&p->context->pipeline, PIPELINE_ELABORATE, begun);
    hpc_status status = context_compile(p, &chunk, &e->code);
    diag_truncate(p->diags, errors); /* they are in the message */
    if (status != HPC_SUCCESS)
        return status;
    e->result = chunk.result;
    e->next = p->entries;
    p->entries = e;
    *entry = e;
    return HPC_SUCCESS;
}

/* The code for a call with these types: compiled at the first one. */
hpc_status values_specialise(hpc_program *p, const char *function, const hpc_arg *args, int count,
                             context_entry **entry)
{
    *entry = find_entry(p, function, args, count);
    return *entry ? HPC_SUCCESS : compile_entry(p, function, args, count, entry);
}

/* ---- Running -------------------------------------------------------------------------------- */

/* The memory of one call: its words and views, on the stack where there are few. */
enum { FEW_WORDS = 32, FEW_VIEWS = 8 };

typedef struct call_memory {
    hpc_word few_words[FEW_WORDS];
    hpc_view few_views[FEW_VIEWS];
    hpc_word *in, *out;
    hpc_view *views, *results;
    uint32_t result_arrays;
    void *block; /* on the heap, or NULL */
} call_memory;

/* How many views a result of this type is made of. */
static uint32_t count_arrays(const ty *type)
{
    uint32_t count = type->kind == TY_ARRAY;
    if (type->kind == TY_TUPLE || type->kind == TY_UNION || type->kind == TY_OPTIONAL)
        for (uint32_t i = 0; i < type->count; i++)
            count += count_arrays(type->items[i]);
    return count;
}

static bool make_memory(hpc_context *c, call_memory *m, const ty *type, int count)
{
    uint32_t out = ty_flatten(type, NULL, 0);
    m->result_arrays = count_arrays(type);
    uint32_t in = 2 * (uint32_t)count + m->result_arrays;
    uint32_t views = (uint32_t)count + m->result_arrays;
    m->in = m->few_words;
    m->views = m->few_views;
    m->block = NULL;
    if (in + out > FEW_WORDS || views > FEW_VIEWS) {
        m->block = hpc_heap_alloc(&c->heap, (in + out) * sizeof *m->in + views * sizeof *m->views);
        if (!m->block)
            return false;
        m->views = m->block;
        m->in = (hpc_word *)(void *)(m->views + views);
    }
    m->out = m->in + in;
    m->results = m->views + count;
    for (int i = 0; i < count; i++)
        m->views[i].storage = NULL;
    return true;
}

hpc_status values_call(hpc_program *p, pipeline_code *code, const ty *type, const hpc_arg *args,
                       const program_arg *types, int count, hpc_result **result)
{
    hpc_context *c = p->context;
    call_memory m;
    uint32_t used = 0;
    if (count > VALUES_MAX_ARGS) {
        context_set_message(c, "error: too many arguments\n");
        return HPC_BAD_ARGUMENT;
    }
    if (!make_memory(c, &m, type, count))
        return context_no_memory(c);
    hpc_status status = HPC_SUCCESS;
    bool made = values_words(p, args, types, count, m.views, m.in, &used);
    if (made) {
        values_result_params(m.results, m.result_arrays, m.in + used);
        status = context_call_code(p, code, m.in, m.out);
    }
    if (!made || (status == HPC_SUCCESS && !values_result(c, type, m.results, m.out, result)))
        status = context_no_memory(c);
    values_drop(c, args, types, count, m.views, m.in);
    hpc_heap_free(&c->heap, m.block);
    return status;
}

/* ---- The interface -------------------------------------------------------------------------- */

/* With a recovery point for the arena's memory. */
static hpc_status compile_new(hpc_program *p, const char *function, const hpc_arg *args, int count,
                              context_entry **entry)
{
    if (setjmp(*arena_recovery(p->arena)))
        return context_no_memory(p->context);
    return compile_entry(p, function, args, count, entry);
}

hpc_status hpc_call(hpc_program *p, const char *function, const hpc_arg *args, int count,
                    hpc_result **result)
{
    if (!p || !function || count < 0 || (count && !args))
        return HPC_BAD_ARGUMENT;
    hpc_context *c = p->context;
    context_enter(c);
    if (result)
        *result = NULL;
    hpc_status status = HPC_SUCCESS;
    context_entry *entry = find_entry(p, function, args, count);
    if (!entry)
        status = compile_new(p, function, args, count, &entry);
    if (status == HPC_SUCCESS)
        status = values_call(p, &entry->code, entry->result, args, entry->args, count, result);
    context_leave(c);
    return status;
}
