/* hpcc run FILE [ARG...] */
#include "driver.h"

int command_run(session *s, int argc, char **argv)
{
    size_t length;
    if (argc < 1)
        return usage_error("run needs a file: hpcc run FILE [ARG...]");
    const char *path = argv[0], *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
    const char **program_argv = ARENA_ARRAY(s->arena, const char *, argc + 1);
    for (int i = 0; i < argc; i++)
        program_argv[i] = argv[i];
    if (!session_open(s, argc, program_argv))
        return 1;
    int status = 1;
    char *text = file_read(s, path, &length);
    if (text) {
        session_begin_call(s);
        status = session_report(s, hpc_run(s->context, name, text, length));
        session_end_call(s);
    }
    session_close(s);
    return status;
}
