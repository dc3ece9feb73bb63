/* hpcc emit --stage=STAGE FILE [FUNC SIG]; C is emit_c.c's. */
#include <stdio.h>

#include "driver.h"
#include "loop/lir.h"
#include "syntax/syntax.h"

/* X(name, what it needs): a stage is printed as soon as what it needs is there. */
#define STAGES(X)                                                                                  \
    X(tokens, TEXT)                                                                                \
    X(ast, SYNTAX)                                                                                 \
    X(types, TYPES)                                                                                \
    X(array, ARRAY)                                                                                \
    X(fused, FUSED)                                                                                \
    X(loop, LOOP)                                                                                  \
    X(llvm, CODE)                                                                                  \
    X(asm, CODE)                                                                                   \
    X(gimple, CODE)                                                                                \
    X(c, C)                                                                                        \
    X(header, C)                                                                                   \
    X(cuda, MISSING)                                                                               \
    X(ptx, MISSING)

typedef enum need { TEXT, SYNTAX, TYPES, ARRAY, FUSED, LOOP, CODE, C, MISSING } need;

typedef struct stage {
    const char *name;
    need need;
} stage;

static const stage stages[] = {
#define X(name, need) {#name, need},
    STAGES(X)
#undef X
};

enum { STAGE_COUNT = sizeof stages / sizeof *stages };

static const stage *find_stage(const char *name)
{
    const char *names[STAGE_COUNT];
    for (int i = 0; i < STAGE_COUNT; i++) {
        names[i] = stages[i].name;
        if (strcmp(stages[i].name, name) == 0)
            return &stages[i];
    }
    const char *near = diag_suggest(name, names, STAGE_COUNT);
    usage_error("--stage: no stage '%s'%s%s%s", name, near ? ". Did you mean: '" : "",
                near ? near : "", near ? "'?" : "");
    return NULL;
}

/* ---- From source to the stage ----------------------------------------------------------------- */

static int emit_tokens(session *s, hpc_program *p, const source *src)
{
    int status = source_print(s, syntax_tokens(p->arena, p->names, p->diags, src));
    return diag_count(p->diags) ? source_report_diags(p) : status;
}

static int emit_code(session *s, hpc_program *p, const stage *wanted, program_chunk *chunk)
{
    pipeline *line = &s->context->pipeline;
    const char *error = NULL, *text = NULL;
    if (!s->options->no_passes)
        error = pipeline_array(line, p->arena, chunk->air);
    if (error)
        return session_error("%s", error);
    if (wanted->need == ARRAY)
        return source_print(s, air_print(p->arena, chunk->air));
    if (wanted->need == FUSED)
        return source_print(s, air_print_fused(p->arena, chunk->air));
    lir_module *lir = pipeline_lower(line, p->arena, chunk->air, &error);
    if (!lir)
        return session_error("%s", error);
    if (wanted->need == LOOP)
        text = lir_print(p->arena, lir);
    else
        text = pipeline_text(line, p->arena, lir, wanted->name, &error);
    return text ? source_print(s, text) : session_error("%s", error);
}

typedef struct request {
    const stage *wanted;
    int argc;
    char **argv;
} request;

static int emit(session *s, hpc_program *p, const source *src, void *user)
{
    const request *r = user;
    const ast_module *m;
    program_chunk chunk;
    if (r->wanted->need == TEXT)
        return emit_tokens(s, p, src);
    if (r->wanted->need == SYNTAX) {
        m = context_parse(p, src->name, src->text, src->length);
        return m ? source_print(s, ast_print(p->arena, m)) : session_report(s, HPC_COMPILE_ERROR);
    }
    if (!source_module(s, p, src, r->argc > 1, &m, &chunk))
        return 1;
    bool types = r->wanted->need == TYPES;
    const char *text = types && r->argc == 1 ? program_types_text(p->program) : NULL;
    const char *signature = r->argc > 2 ? r->argv[2] : NULL;
    if (r->argc > 1 && !source_call(p, r->argv[1], signature, &chunk))
        return 1;
    if (r->wanted->need == C)
        return emit_c(s, p, src, &chunk, r->argv[1], signature,
                      strcmp(r->wanted->name, "header") == 0);
    if (types)
        return source_print(s, text ? text : program_types_text(p->program));
    return emit_code(s, p, r->wanted, &chunk);
}

/* ---- The command ----------------------------------------------------------------------------- */

int command_emit(session *s, int argc, char **argv)
{
    const char *name = s->options->given[OPTION_STAGE];
    if (!name)
        return usage_error("emit needs --stage=STAGE");
    const stage *wanted = find_stage(name);
    if (!wanted)
        return EXIT_USAGE;
    if (wanted->need == MISSING)
        return usage_error("--stage=%s is not supported yet", name);
    if (wanted->need == C && argc != 2 && argc != 3)
        return usage_error(
            "--stage=%s needs a function: hpcc emit --stage=c f.py f '(float64[:], int64)'; "
            "the signature may be left out where the function declares it",
            name);
    if (wanted->need != C && s->options->given[OPTION_OUTPUT])
        return usage_error("emit writes to a file (-o) with --stage=c only");
    if (wanted->need != C && argc != 1 && argc != 3)
        return usage_error("emit needs a file, or a file, a function and a signature: "
                           "hpcc emit --stage=loop f.py f '(float64[:], int64)'");
    if (!session_open(s, 1, (const char *const *)argv))
        return 1;
    request r = {wanted, argc, argv};
    int status = source_with_program(s, argv[0], emit, &r);
    session_close(s);
    return status;
}
