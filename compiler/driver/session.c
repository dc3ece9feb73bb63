/* One command's context, its limits and signals, and how failures are told. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "driver.h"

/* ---- Signals -------------------------------------------------------------------------------- */

/* A handler has no argument: the one context of the process, and what has happened to it. */
static hpc_context *_Atomic signalled;
static atomic_int interrupts;

static void say(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

/* The first Ctrl-C asks the program to stop; the second does not ask. */
static void on_interrupt(int number)
{
    (void)number;
    hpc_context *c = atomic_load(&signalled);
    if (c)
        hpc_interrupt(c);
    if (atomic_fetch_add(&interrupts, 1) > 0 || !c) {
        say("error: KeyboardInterrupt\n");
        _exit(EXIT_INTERRUPTED);
    }
}

/* The library's own limit has passed, and the call, in something that does not poll, did not end. */
static void on_alarm(int number)
{
    (void)number;
    say("error: TimeoutError: the time limit was reached\n");
    _exit(1);
}

static void catch_signals(hpc_context *c)
{
    struct sigaction interrupt = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    struct sigaction alarm_action = {.sa_handler = on_alarm};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    atomic_store(&signalled, c);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGALRM, &alarm_action, NULL);
    sigaction(SIGPIPE, &ignore, NULL); /* print then fails with OSError */
    sigaction(SIGXFSZ, &ignore, NULL); /* so does np.save */
}

static void set_alarm(double seconds)
{
    const double most = 1e9;
    seconds = seconds < most ? seconds : most;
    struct itimerval timer = {.it_value = {.tv_sec = (time_t)seconds}};
    timer.it_value.tv_usec = (suseconds_t)((seconds - (double)timer.it_value.tv_sec) * 1e6);
    setitimer(ITIMER_REAL, &timer, NULL);
}

void session_begin_call(session *s)
{
    enum { GRACE_S = 1 };
    if (s->options->time_limit > 0)
        set_alarm(s->options->time_limit + GRACE_S);
}

void session_end_call(session *s)
{
    if (s->options->time_limit > 0)
        set_alarm(0);
}

/* ---- Times ---------------------------------------------------------------------------------- */

static void timed(void *user, pipeline_stage stage, const char *name, double seconds)
{
    session *s = user;
    for (int i = 0; i < s->time_count; i++)
        if (s->times[i].stage == stage && strcmp(s->times[i].name, name) == 0) {
            s->times[i].count++;
            s->times[i].seconds += seconds;
            return;
        }
    if (s->time_count < SESSION_TIMES)
        s->times[s->time_count++] = (session_time){stage, name, 1, seconds};
}

static void print_times(const session *s)
{
    double total = 0;
    fprintf(stderr, "%12s %6s  stage\n", "ms", "times");
    for (int i = 0; i < s->time_count; i++) {
        const session_time *t = &s->times[i];
        const char *indent = t->stage == PIPELINE_PASS ? "array IR: " : "";
        total += t->seconds;
        fprintf(stderr, "%12.3f %6d  %s%s\n", 1e3 * t->seconds, t->count, indent, t->name);
    }
    fprintf(stderr, "%12.3f         total\n", 1e3 * total);
}

/* ---- Opening and closing --------------------------------------------------------------------- */

bool session_open(session *s, int argc, const char *const *argv)
{
    const options *o = s->options;
    hpc_options wanted = {.backend = o->backend,
                          .target = o->target,
                          .threads = o->threads,
                          .parallel_from = o->parallel_from,
                          .memory_limit = o->memory_limit,
                          .allow_files = true,
                          .fastmath = o->fastmath,
                          .verify = o->verify,
                          .check_races = o->check_races,
                          .cpu = o->cpu,
                          .cache = o->cache,
                          .cache_size = o->cache_size,
                          .time_limit = o->time_limit,
                          .argc = argc,
                          .argv = argv};
    s->context = hpc_context_new(&wanted);
    if (!s->context) {
        session_error("MemoryError: out of memory");
        return false;
    }
    s->frame.runtime = &s->context->runtime;
    if (o->time_passes) {
        s->context->pipeline.options.timed = timed;
        s->context->pipeline.options.timed_user = s;
    }
    catch_signals(s->context);
    return true;
}

void session_close(session *s)
{
    atomic_store(&signalled, NULL);
    if (s->options->time_passes && s->time_count)
        print_times(s);
    hpc_context_free(s->context);
    s->context = NULL;
}

/* ---- Failures ------------------------------------------------------------------------------- */

int session_error(const char *format, ...)
{
    va_list args;
    fflush(stdout);
    fputs("error: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return 1;
}

/* sys.exit(): nothing and numbers are the exit status, other values are printed. */
static int exit_status(const char *message)
{
    const char *text = strstr(message, "SystemExit");
    const char *end = text ? text + strcspn(text, "\n") : NULL;
    const char *value =
        text && text[strlen("SystemExit")] == ':' ? text + strlen("SystemExit: ") : end;
    if (value >= end || (end - value == 5 && strncmp(value, "False", 5) == 0))
        return 0;
    char *rest;
    long number = strtol(value, &rest, 10);
    if (rest == end)
        return (int)(number & 0xff);
    if (strncmp(value, "True\n", 5) != 0)
        fprintf(stderr, "%.*s\n", (int)(end - value), value);
    return 1;
}

int session_report(session *s, hpc_status status)
{
    if (status == HPC_SUCCESS)
        return 0;
    const char *message = hpc_message(s->context);
    hpc_code failure = status == HPC_RUN_ERROR ? s->context->failure : HPC_OK;
    fflush(stdout);
    if (failure == HPC_SYSTEM_EXIT)
        return exit_status(message);
    fputs(message, stderr);
    return failure == HPC_KEYBOARD_INTERRUPT ? EXIT_INTERRUPTED : 1;
}

int session_fail(session *s, hpc_code code)
{
    return session_error("%s: %s", hpc_code_name(code), s->frame.error.text);
}
