/* What commands that look at a source file share: reading, parsing, elaborating it. */
#include <stdio.h>

#include "../../runtime/text.h"
#include "driver.h"
#include "syntax/syntax.h"

int source_print(session *s, const char *text)
{
    hpc_code code = hpc_write_text(&s->frame, text, strlen(text));
    if (code == HPC_OK)
        code = hpc_flush(&s->frame);
    return code == HPC_OK ? 0 : session_fail(s, code);
}

int source_report_diags(hpc_program *p)
{
    fputs(diag_render(p->diags, p->arena), stderr);
    return 1;
}

int source_with_program(session *s, const char *path, source_body *body, void *user)
{
    size_t length;
    char *text = file_read(s, path, &length);
    hpc_program *p = text ? context_program(s->context) : NULL;
    if (!p)
        return text ? session_error("MemoryError: out of memory") : 1;
    source src = {strcmp(path, "-") == 0 ? "<stdin>" : path, text, (uint32_t)length};
    int status;
    session_begin_call(s);
    if (setjmp(*arena_recovery(p->arena)))
        status = session_error("MemoryError: out of memory");
    else if (length > SYNTAX_MAX_FILE)
        status = session_error("%s: the file is larger than %d bytes", src.name, SYNTAX_MAX_FILE);
    else
        status = body(s, p, &src, user);
    session_end_call(s);
    hpc_program_free(p);
    return status;
}

bool source_module(session *s, hpc_program *p, const source *src, bool persist,
                   const ast_module **module, program_chunk *chunk)
{
    const ast_module *m = context_parse(p, src->name, src->text, src->length);
    uint32_t next = 0;
    *module = m;
    if (!m)
        return session_report(s, HPC_COMPILE_ERROR) == 0;
    *chunk = program_module(p->program, m, &next, p->cells, persist);
    if (!chunk->air)
        return source_report_diags(p) == 0;
    if (next < m->body.len)
        fprintf(stderr,
                "%s:%u: note: what follows is compiled when this line has run, which tells "
                "the value's type; it is not shown\n",
                src->name, m->body.items[next - 1]->where.line);
    return true;
}

bool source_call(hpc_program *p, const char *function, const char *signature, program_chunk *chunk)
{
    uint32_t count = 0;
    if (!program_has_function(p->program, function))
        return session_error("NameError: the module has no function '%s'", function) == 0;
    const ast_params *params = program_params(p->program, function);
    const ty **types = signature ? program_signature(p->program, signature, &count)
                                 : program_annotated(p->program, function, &count);
    if (!types && diag_count(p->diags))
        return source_report_diags(p) == 0;
    if (!types)
        return session_error("%s() needs a signature: its parameters have no annotations",
                             function) == 0;
    if (count > params->len) {
        session_error("TypeError: the signature has %u parameters, %s() has %u", count, function,
                      params->len);
        return false;
    }
    program_arg *args = ARENA_ARRAY(p->arena, program_arg, count + 1);
    for (uint32_t i = 0; i < count; i++)
        args[i] = (program_arg){.name = params->items[i].name, .type = types[i]};
    *chunk = program_call(p->program, function, args, count);
    return chunk->air || source_report_diags(p) == 0;
}
