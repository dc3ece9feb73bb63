/* What the commands share: the session (a context, the limits, messages), named values, files. */
#ifndef HPC_DRIVER_H
#define HPC_DRIVER_H

#include "../context.h"
#include "../values.h"
#include "options.h"

enum { EXIT_USAGE = 2, EXIT_INTERRUPTED = 130, SESSION_TIMES = 64 };

typedef struct session_time {
    pipeline_stage stage;
    const char *name;
    int count;
    double seconds;
} session_time;

/* What one command works with. A failed allocation of the arena continues in main(). */
typedef struct session {
    const options *options;
    hpc_context *context;
    hpc_frame frame; /* for runtime functions that the command itself calls */
    arena *arena;
    intern *names;
    session_time times[SESSION_TIMES];
    int time_count;
    int status; /* of the process, where a program chose it */
} session;

/* A command: its positional arguments (without options and its name). */
typedef struct command {
    const char *name, *synopsis, *doc;
    unsigned mask;
    int (*run)(session *s, int argc, char **argv);
} command;

int command_run(session *s, int argc, char **argv);
int command_eval(session *s, int argc, char **argv);
int command_call(session *s, int argc, char **argv);
int command_emit(session *s, int argc, char **argv);
int command_explain(session *s, int argc, char **argv);
int command_doc(session *s, int argc, char **argv);
int command_doctor(session *s, int argc, char **argv);

/* ---- session.c ------------------------------------------------------------------------------ */

/* Make the context; sys.argv is argv. False when there is no memory. */
bool session_open(session *s, int argc, const char *const *argv);
void session_close(session *s);
/* Exit status for a call's status; its message goes to stderr. */
int session_report(session *s, hpc_status status);
/* The same for a runtime function's code, whose error is in s->frame. */
int session_fail(session *s, hpc_code code);
/* "error: ..." on stderr; 1. */
int session_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Before a call that the limits hold for: the backstop is set anew. */
void session_begin_call(session *s);
/* After it. */
void session_end_call(session *s);

/* ---- source.c ------------------------------------------------------------------------------- */

/* Read a file ("-": stdin) into a program of its own and do something with it, under the limits.
 * The exit status: that of `body`, or 1 after a report. */
typedef int source_body(session *s, hpc_program *p, const source *src, void *user);
int source_with_program(session *s, const char *path, source_body *body, void *user);
/* Parse the file and elaborate its top level; false after a report. */
bool source_module(session *s, hpc_program *p, const source *src, bool persist,
                   const ast_module **module, program_chunk *chunk);
/* The chunk of a call of FUNC for the types of SIG, or for those that it declares (NULL); false after
 * a report. The module comes first. */
bool source_call(hpc_program *p, const char *function, const char *signature, program_chunk *chunk);
int source_report_diags(hpc_program *p); /* to stderr; 1 */
int source_print(session *s, const char *text);

/* ---- emit_c.c ------------------------------------------------------------------------------- */

/* Print or write (-o) the C file of a chunk that calls `function`, or its header. */
int emit_c(session *s, hpc_program *p, const source *src, const program_chunk *chunk,
           const char *function, const char *signature, bool header_only);

/* ---- report.c ------------------------------------------------------------------------------- */

/* What remarks say of the functions of a module, function 0 being called `name`: text, or an array of
 * JSON objects without its brackets. Functions that nothing was noted of are left out. */
const char *report_text(hpc_program *p, const air_module *m, const char *name);
const char *report_json(hpc_program *p, const air_module *m, const char *name);

/* ---- files.c -------------------------------------------------------------------------------- */

/* The bytes of a file ("-": stdin), in the arena, NUL-terminated; NULL after a report. */
char *file_read(session *s, const char *path, size_t *length);
bool file_write(session *s, const char *path, const char *text); /* whole or not at all */
bool file_remove(session *s, const char *path);                  /* if it is there */
bool folder_make(session *s, const char *path);                  /* if it is not there */
/* Write a result as .npy; parts of a tuple as PREFIX.0.npy, ...; None as nothing. */
bool file_save_result(session *s, const char *prefix, const hpc_result *result);

/* ---- arguments.c ---------------------------------------------------------------------------- */

/* NAME=VALUE arguments. Arrays are loaded and owned here. */
typedef struct named_values {
    hpc_arg *args;
    hpc_view *views; /* of arrays; zeroed for the others */
    int count;
} named_values;

/* 0, or the exit status after a report. */
int arguments_parse(session *s, int argc, char **argv, named_values *out);
void arguments_free(named_values *values);

#endif
