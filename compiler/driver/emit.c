/* hpcc emit --stage=STAGE FILE [FUNC SIG] */
#include <stdio.h>

#include "../../runtime/text.h"
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
    X(c, MISSING)                                                                                  \
    X(cuda, MISSING)                                                                               \
    X(ptx, MISSING)

typedef enum need { TEXT, SYNTAX, TYPES, ARRAY, FUSED, LOOP, CODE, MISSING } need;

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

static int print_text(session *s, const char *text)
{
    hpc_code code = hpc_write_text(&s->frame, text, strlen(text));
    if (code == HPC_OK)
        code = hpc_flush(&s->frame);
    return code == HPC_OK ? 0 : session_fail(s, code);
}

static int report_diags(hpc_program *p)
{
    fputs(diag_render(p->diags, p->arena), stderr);
    return 1;
}

static int emit_tokens(session *s, hpc_program *p, const source *src)
{
    int status = print_text(s, syntax_tokens(p->arena, p->names, p->diags, src));
    return diag_count(p->diags) ? report_diags(p) : status;
}

/* The chunk of the function FUNC for the types of SIG, after the module's own. */
static bool call_chunk(hpc_program *p, const char *function, const char *signature,
                       program_chunk *chunk)
{
    uint32_t count = 0;
    if (!program_has_function(p->program, function)) {
        session_error("NameError: the module has no function '%s'", function);
        return false;
    }
    const ast_params *params = program_params(p->program, function);
    const ty **types = program_signature(p->program, signature, &count);
    if (!types) {
        report_diags(p);
        return false;
    }
    if (count > params->len) {
        session_error("TypeError: the signature has %u parameters, %s() has %u", count, function,
                      params->len);
        return false;
    }
    program_arg *args = ARENA_ARRAY(p->arena, program_arg, count + 1);
    for (uint32_t i = 0; i < count; i++)
        args[i] = (program_arg){.name = params->items[i].name, .type = types[i]};
    *chunk = program_call(p->program, function, args, count);
    return true;
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
        return print_text(s, air_print(p->arena, chunk->air));
    if (wanted->need == FUSED)
        return print_text(s, air_print_fused(p->arena, chunk->air));
    lir_module *lir = pipeline_lower(line, p->arena, chunk->air, &error);
    if (!lir)
        return session_error("%s", error);
    if (wanted->need == LOOP)
        text = lir_print(p->arena, lir);
    else
        text = pipeline_text(line, p->arena, lir, wanted->name, &error);
    return text ? print_text(s, text) : session_error("%s", error);
}

static int emit(session *s, hpc_program *p, const stage *wanted, const source *src, int argc,
                char **argv)
{
    if (wanted->need == TEXT)
        return emit_tokens(s, p, src);
    const ast_module *m = context_parse(p, src->name, src->text, src->length);
    if (!m)
        return session_report(s, HPC_COMPILE_ERROR);
    if (wanted->need == SYNTAX)
        return print_text(s, ast_print(p->arena, m));
    uint32_t next = 0;
    program_chunk chunk = program_module(p->program, m, &next, p->cells, argc > 1);
    if (chunk.air && next < m->body.len)
        fprintf(stderr,
                "%s:%u: note: what follows is compiled when this line has run, which tells "
                "the value's type; it is not shown\n",
                src->name, m->body.items[next - 1]->where.line);
    const char *types = wanted->need == TYPES && argc == 1 ? program_types_text(p->program) : NULL;
    if (chunk.air && argc > 1 && !call_chunk(p, argv[1], argv[2], &chunk))
        return 1;
    if (!chunk.air)
        return report_diags(p);
    if (wanted->need == TYPES)
        return print_text(s, types ? types : program_types_text(p->program));
    return emit_code(s, p, wanted, &chunk);
}

/* ---- The command ----------------------------------------------------------------------------- */

static int emit_file(session *s, const stage *wanted, int argc, char **argv)
{
    size_t length;
    char *text = file_read(s, argv[0], &length);
    hpc_program *p = text ? context_program(s->context) : NULL;
    if (!p)
        return text ? session_error("MemoryError: out of memory") : 1;
    source src = {strcmp(argv[0], "-") == 0 ? "<stdin>" : argv[0], text, (uint32_t)length};
    int status;
    session_begin_call(s);
    if (setjmp(*arena_recovery(p->arena)))
        status = session_error("MemoryError: out of memory");
    else if (length > SYNTAX_MAX_FILE)
        status = session_error("%s: the file is larger than %d bytes", src.name, SYNTAX_MAX_FILE);
    else
        status = emit(s, p, wanted, &src, argc, argv);
    session_end_call(s);
    hpc_program_free(p);
    return status;
}

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
    if (argc != 1 && argc != 3)
        return usage_error("emit needs a file, or a file, a function and a signature: "
                           "hpcc emit --stage=loop f.py f '(float64[:], int64)'");
    if (!session_open(s, 1, (const char *const *)argv))
        return 1;
    int status = emit_file(s, wanted, argc, argv);
    session_close(s);
    return status;
}
