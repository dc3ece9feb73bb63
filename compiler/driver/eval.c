/* hpcc eval EXPR [NAME=VALUE...] [-o OUT.npy], hpcc eval --batch FILE [NAME=VALUE...] -o DIR */
#include <stdio.h>

#include "driver.h"

static hpc_status evaluate(session *s, const char *text, const named_values *values,
                           program_wish wish, hpc_result **result)
{
    session_begin_call(s);
    context_enter(s->context);
    hpc_status status =
        values_eval_alone(s->context, text, values->args, values->count, wish, result);
    context_leave(s->context);
    session_end_call(s);
    return status;
}

static const char *without_suffix(session *s, const char *path)
{
    size_t length = strlen(path);
    bool suffixed = length > 4 && strcmp(path + length - 4, ".npy") == 0;
    return arena_strndup(s->arena, path, suffixed ? length - 4 : length);
}

static int eval_one(session *s, const char *text, const named_values *values)
{
    const char *out = s->options->given[OPTION_OUTPUT];
    hpc_result *result = NULL;
    if (!out)
        return session_report(s, evaluate(s, text, values, PROGRAM_PRINT, NULL));
    hpc_status status = evaluate(s, text, values, PROGRAM_ARRAY, &result);
    int exit_status = session_report(s, status);
    if (status == HPC_SUCCESS && !file_save_result(s, without_suffix(s, out), result))
        exit_status = 1;
    hpc_result_free(result);
    return exit_status;
}

/* ---- Batches -------------------------------------------------------------------------------- */

/* The result or the message of line n; what an earlier run left under the other name goes. True
 * when the expression had a result; *broken when the files could not be written. */
static bool batch_line(session *s, const char *folder, int64_t n, const char *text,
                       const named_values *values, bool *broken)
{
    hpc_result *result = NULL;
    hpc_status status = evaluate(s, text, values, PROGRAM_ARRAY, &result);
    const char *prefix = arena_printf(s->arena, "%s/%lld", folder, (long long)n);
    const char *data = arena_printf(s->arena, "%s.npy", prefix);
    const char *message = arena_printf(s->arena, "%s.err", prefix);
    bool done;
    if (status == HPC_SUCCESS)
        done = file_save_result(s, prefix, result) && file_remove(s, message);
    else
        done = file_write(s, message, hpc_message(s->context)) && file_remove(s, data);
    hpc_result_free(result);
    *broken = !done || s->context->failure == HPC_KEYBOARD_INTERRUPT;
    return status == HPC_SUCCESS;
}

static int eval_batch(session *s, const char *path, const named_values *values)
{
    const char *folder = s->options->given[OPTION_OUTPUT];
    size_t length;
    char *text = file_read(s, path, &length);
    if (!text || !folder_make(s, folder))
        return 1;
    int status = 0;
    bool broken = false;
    int64_t n = 0;
    for (char *line = text, *end; line < text + length && !broken; line = end + 1, n++) {
        end = memchr(line, '\n', (size_t)(text + length - line));
        end = end ? end : text + length;
        *end = '\0';
        if (end > line && end[-1] == '\r')
            end[-1] = '\0';
        if (!batch_line(s, folder, n, line, values, &broken))
            status = 1;
    }
    if (s->context->failure == HPC_KEYBOARD_INTERRUPT)
        return EXIT_INTERRUPTED;
    return broken ? 1 : status;
}

static int eval(session *s, int argc, char **argv)
{
    const char *batch = s->options->given[OPTION_BATCH];
    int first = batch ? 0 : 1;
    named_values values = {0};
    int status = arguments_parse(s, argc - first, argv + first, &values);
    if (!status)
        status = batch ? eval_batch(s, batch, &values) : eval_one(s, argv[0], &values);
    arguments_free(&values);
    return status;
}

int command_eval(session *s, int argc, char **argv)
{
    bool batch = s->options->given[OPTION_BATCH] != NULL;
    if (!batch && argc < 1)
        return usage_error("eval needs an expression: hpcc eval EXPR [NAME=VALUE...]");
    if (batch && !s->options->given[OPTION_OUTPUT])
        return usage_error("eval --batch needs -o DIR");
    if (!session_open(s, 0, NULL))
        return 1;
    int status = eval(s, argc, argv);
    session_close(s);
    return status;
}
