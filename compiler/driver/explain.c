/* hpcc explain FILE [FUNC [SIG]]: compiles with a collector of remarks, and prints them. */
#include <stdio.h>

#include "driver.h"

typedef struct request {
    int argc;
    char **argv;
    const char *text; /* so far */
} request;

/* The passes and lowering run with the collector on; what they note is appended. */
static bool explain_chunk(session *s, hpc_program *p, program_chunk *chunk, const char *name,
                          request *r)
{
    pipeline *line = &s->context->pipeline;
    remarks *found = ARENA_NEW(p->arena, remarks);
    found->arena = p->arena;
    chunk->air->remarks = found;
    const char *error = pipeline_array(line, p->arena, chunk->air);
    lir_module *lir = error ? NULL : pipeline_lower(line, p->arena, chunk->air, &error);
    if (lir)
        error = pipeline_loop_remarks(line, p->arena, lir, found);
    if (error)
        return session_error("%s", error) == 0;
    bool json = s->options->json;
    const char *text = json ? report_json(p, chunk->air, name) : report_text(p, chunk->air, name);
    const char *between = !*r->text || !*text ? "" : json ? ",\n" : "\n";
    r->text = arena_printf(p->arena, "%s%s%s", r->text, between, text);
    return true;
}

/* Has the chunk a function of that name, specialised for some call? */
static bool has_instance(const air_module *m, const char *name)
{
    for (uint32_t i = 0; i < m->funs.len; i++)
        if (strcmp(m->funs.items[i]->name, name) == 0)
            return true;
    return false;
}

/* Functions that the top level does not call, and that say what their parameters are. */
static bool explain_others(session *s, hpc_program *p, const ast_module *m, const air_module *top,
                           request *r)
{
    for (uint32_t i = 0; i < m->body.len; i++) {
        const ast_stmt *d = m->body.items[i];
        uint32_t count;
        if (d->kind != AST_FUNCTION || has_instance(top, d->function.name) ||
            !program_has_function(p->program, d->function.name))
            continue;
        if (!program_annotated(p->program, d->function.name, &count)) {
            fprintf(stderr,
                    "%s:%u: note: %s() is not shown: it has no annotations, give a "
                    "signature\n",
                    m->src->name, d->where.line, d->function.name);
            continue;
        }
        program_chunk chunk;
        if (!source_call(p, d->function.name, NULL, &chunk) ||
            !explain_chunk(s, p, &chunk, d->function.name, r))
            return false;
    }
    return true;
}

static int explain(session *s, hpc_program *p, const source *src, void *user)
{
    request *r = user;
    const ast_module *m;
    program_chunk chunk;
    if (!source_module(s, p, src, true, &m, &chunk))
        return 1;
    bool done;
    if (r->argc > 1)
        done = source_call(p, r->argv[1], r->argc > 2 ? r->argv[2] : NULL, &chunk) &&
               explain_chunk(s, p, &chunk, r->argv[1], r);
    else
        done = explain_chunk(s, p, &chunk, "the top level", r) &&
               explain_others(s, p, m, chunk.air, r);
    if (!done)
        return 1;
    if (s->options->json)
        r->text = arena_printf(p->arena, "[%s]\n", r->text);
    return source_print(s, r->text);
}

int command_explain(session *s, int argc, char **argv)
{
    if (argc < 1 || argc > 3)
        return usage_error("explain needs a file, perhaps a function, perhaps a signature: "
                           "hpcc explain f.py f '(float64[:], int64)'");
    if (!session_open(s, 1, (const char *const *)argv))
        return 1;
    request r = {argc, argv, ""};
    int status = source_with_program(s, argv[0], explain, &r);
    session_close(s);
    return status;
}
