/* hpcc emit --stage=c|header FILE FUNC [SIG] [-o NAME.c] */
#include <stdio.h>

#include "backend/c_export.h"
#include "driver.h"
#include "loop/lower.h"

/* ---- Lines for comments ---------------------------------------------------------------------- */

typedef struct lines {
    const hpc_program *program;
    const source *src; /* the user's file */
} lines;

static bool locate(void *user, int32_t loc, uint32_t *line, const char **text, size_t *length)
{
    const lines *l = user;
    const elab_loc *place = program_loc(l->program->program, loc);
    while (place && strcmp(place->src->name, l->src->name) != 0) /* inlined code of another file */
        place = program_loc(l->program->program, place->parent);
    if (!place)
        return false;
    const char *begin = place->src->text + place->where.begin;
    while (begin > place->src->text && begin[-1] != '\n')
        begin--;
    *line = place->where.line;
    *text = begin;
    *length = strcspn(begin, "\r\n");
    return *line != 0;
}

/* ---- Names ----------------------------------------------------------------------------------- */

static const char *const *names_of(hpc_program *p, const ast_params *params)
{
    const char **names = ARENA_ARRAY(p->arena, const char *, params->len + 1);
    for (uint32_t i = 0; i < params->len; i++)
        names[i] = params->items[i].name;
    return names;
}

/* A parameter of loop IR for each of a function's, where no complex number or array result comes between. */
static const char *const *lir_names(hpc_program *p, const air_fun *fun, const lir_fn *f,
                                    const char *function)
{
    const char **names = ARENA_ARRAY(p->arena, const char *, f->params.len + 1);
    if (!program_has_function(p->program, function))
        return names;
    const ast_params *params = program_params(p->program, function);
    uint32_t at = 0;
    for (uint32_t i = 0; i < fun->params.len && fun->params.len <= params->len; i++) {
        air_type t = fun->params.items[i];
        bool two = t.kind == AIR_SCALAR && (t.dtype == HPC_C64 || t.dtype == HPC_C128);
        const char *name = params->items[i].name;
        names[at++] = two ? arena_printf(p->arena, "%s_re", name) : name;
        if (two)
            names[at++] = arena_printf(p->arena, "%s_im", name);
    }
    return names;
}

static const char *stem_of(arena *a, const char *output, const char *function)
{
    if (!output)
        return function;
    const char *slash = strrchr(output, '/'), *base = slash ? slash + 1 : output;
    size_t length = strlen(base);
    if (length > 2 && strcmp(base + length - 2, ".c") == 0)
        length -= 2;
    return arena_strndup(a, base, length);
}

/* ---- The files ------------------------------------------------------------------------------- */

static int report_missing(hpc_program *p, const source *src, int32_t loc, const char *error)
{
    lines l = {p, src};
    uint32_t line;
    const char *text;
    size_t length;
    if (locate(&l, loc, &line, &text, &length))
        return session_error("%s\n%s:%u: %.*s", error, src->name, line, (int)length, text);
    return session_error("%s", error);
}

static int write_files(session *s, const char *output, const char *stem, const char *c,
                       const char *header)
{
    const char *slash = strrchr(output, '/');
    const char *folder = slash ? arena_strndup(s->arena, output, (size_t)(slash - output) + 1) : "";
    bool written = file_write(s, arena_printf(s->arena, "%s%s.c", folder, stem), c) &&
                   file_write(s, arena_printf(s->arena, "%s%s.h", folder, stem), header);
    return written ? 0 : 1;
}

static bool passes_plainly(const ty *t)
{
    bool good = t->kind != TY_UNION && t->kind != TY_OPTIONAL;
    for (uint32_t i = 0; good && t->kind == TY_TUPLE && i < t->count; i++)
        good = passes_plainly(t->items[i]);
    return good;
}

int emit_c(session *s, hpc_program *p, const source *src, const program_chunk *chunk,
           const char *function, const char *signature, bool header_only)
{
    const char *error = pipeline_array(&s->context->pipeline, p->arena, chunk->air);
    const char *output = s->options->given[OPTION_OUTPUT], *c, *header;
    if (error)
        return session_error("%s", error);
    lower_options plain = {.no_vectors = true};
    lir_module *m = lower_module(p->arena, chunk->air, &plain, &error);
    if (!m)
        return session_error("%s", error);
    const air_fun *fun = chunk->air->funs.items[0];
    const ast_params *params = program_params(p->program, function);
    if (fun->params.len > params->len)
        return session_error("NotImplementedError: C code passes numbers and arrays, no tuples");
    if (!passes_plainly(chunk->result))
        return session_error(
            "NotImplementedError: C code gives numbers, arrays and tuples of them, but this "
            "gives %s",
            ty_name(p->arena, chunk->result));
    lines l = {p, src};
    const char *const **names = ARENA_ARRAY(p->arena, const char *const *, m->fns.len + 1);
    for (uint32_t i = 0; i < m->fns.len; i++) {
        bool known = i < chunk->air->funs.len;
        const char *name = i == 0 ? function : m->fns.items[i]->name;
        names[i] = known ? lir_names(p, chunk->air->funs.items[i], m->fns.items[i], name) : NULL;
    }
    c_export x = {.name = c_identifier(p->arena, function),
                  .stem = stem_of(p->arena, output, function),
                  .source = src->name,
                  .signature = signature,
                  .fun = fun,
                  .params = names_of(p, params),
                  .print = {.locate = locate, .user = &l, .param_names = names}};
    int32_t loc;
    if (!c_export_text(p->arena, m, &x, &c, &header, &error, &loc))
        return report_missing(p, src, loc, error);
    if (output)
        return write_files(s, output, x.stem, c, header);
    return source_print(s, header_only ? header : c);
}
