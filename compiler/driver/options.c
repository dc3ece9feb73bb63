/* Options: from argv and the environment to `options`. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../runtime/parallel.h"
#include "backend/cpu.h"
#include "support/diag.h"

const option option_table[OPTION_COUNT] = {
#define X(id, name, argument, environment, commands, doc)                                          \
    {name, argument, environment, commands, doc},
    DRIVER_OPTIONS(X)
#undef X
};

int usage_error(const char *format, ...)
{
    va_list args;
    fputs("hpcc: error: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputs("\nTry 'hpcc --help'.\n", stderr);
    return 2;
}

/* ---- argv ----------------------------------------------------------------------------------- */

static int unknown_option(const char *text, size_t length)
{
    const char *names[OPTION_COUNT];
    char name[64];
    for (int i = 0; i < OPTION_COUNT; i++)
        names[i] = option_table[i].name;
    snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), text);
    const char *near = diag_suggest(name, names, OPTION_COUNT);
    if (near)
        usage_error("unknown option '%s'. Did you mean: '%s'?", name, near);
    else
        usage_error("unknown option '%s'", name);
    return -1;
}

static int find_option(const char *text, size_t length)
{
    if (strcmp(text, "-h") == 0)
        return OPTION_HELP;
    if (strcmp(text, "-V") == 0)
        return OPTION_VERSION;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (strlen(option_table[i].name) == length &&
            strncmp(option_table[i].name, text, length) == 0)
            return i;
    return -1;
}

int options_take(options *o, char **argv, int argc, int *at)
{
    const char *text = argv[*at];
    size_t length = strcspn(text, "=");
    int id = find_option(text, length);
    if (id < 0)
        return strncmp(text, "--", 2) == 0 ? unknown_option(text, length) : 0;
    const option *row = &option_table[id];
    const char *argument = text[length] == '=' ? text + length + 1 : NULL;
    (*at)++;
    if (!row->argument[0] && argument) {
        usage_error("%s takes no argument", row->name);
        return -1;
    }
    if (row->argument[0] && !argument) {
        if (*at >= argc) {
            usage_error("%s needs an argument: %s", row->name, row->argument);
            return -1;
        }
        argument = argv[(*at)++];
    }
    o->given[id] = argument ? argument : "";
    return 1;
}

/* ---- Meaning -------------------------------------------------------------------------------- */

/* What to call an option in a message: by the variable where it came from the environment. */
static bool bad(option_id id, bool from_environment, const char *what)
{
    const option *row = &option_table[id];
    usage_error("%s: %s", from_environment ? row->environment : row->name, what);
    return false;
}

static bool one_of(const char *text, const char *words)
{
    size_t length = strlen(text);
    for (const char *at = words; length && (at = strstr(at, text)) != NULL; at++)
        if ((at == words || at[-1] == '|') && (at[length] == '|' || !at[length]))
            return true;
    return false;
}

static bool is_true(const char *text)
{
    return text && strcmp(text, "0") != 0;
}

static bool positive(const char *text, int64_t most, int64_t *value)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    *value = number;
    return isdigit((unsigned char)text[0]) && !*end && !errno && number > 0 && number <= most;
}

/* 512, 64K, 1.5G. */
static bool size_of(const char *text, int64_t *bytes)
{
    char *end;
    double number = strtod(text, &end);
    static const char units[] = "KMGT";
    const char *unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
    if (!isdigit((unsigned char)text[0]) ||
        (*end && (!unit || (end[1] && strcmp(end + 1, "B") != 0 && strcmp(end + 1, "iB") != 0))))
        return false;
    for (const char *u = units; unit && u <= unit; u++)
        number *= 1024;
    *bytes = number < 9e18 ? (int64_t)number : INT64_MAX;
    return number >= 1;
}

static bool seconds_of(const char *text, double *seconds)
{
    char *end;
    *seconds = strtod(text, &end);
    return *text && !*end && isfinite(*seconds) && *seconds > 0;
}

static bool check_target(options *o, bool env)
{
    const char *target = o->given[OPTION_TARGET];
    if (!target)
        return true;
    if (!one_of(target, option_table[OPTION_TARGET].argument))
        return bad(OPTION_TARGET, env, "the targets are auto, cpu, omp and cuda");
    if (strcmp(target, "cuda") == 0)
        return bad(OPTION_TARGET, env, "cuda is not supported yet; auto, cpu and omp are");
    o->target = target;
    return true;
}

static bool check_backend(options *o, bool env)
{
    const char *backend = o->given[OPTION_BACKEND];
    if (!backend)
        return true;
    if (!one_of(backend, option_table[OPTION_BACKEND].argument))
        return bad(OPTION_BACKEND, env, "the backends are llvm, gcc and interp");
    o->backend = backend;
    return true;
}

static bool check_cpu(options *o, bool env, unsigned command)
{
    const char *name = o->given[OPTION_CPU];
    const option *row = &option_table[OPTION_CPU];
    const char *option = env ? row->environment : row->name;
    bool runs = (command & (FOR_RUN | FOR_EVAL | FOR_CALL)) &&
                (!o->backend || strcmp(o->backend, "interp") != 0);
    cpu c;
    o->cpu = name;
    if (!name)
        return true;
    const char *problem = cpu_open(&c, name), *near = problem ? cpu_suggest(name) : NULL;
    if (near)
        usage_error("%s: %s: '%s'. Did you mean: '%s'?", option, problem, name, near);
    else if (problem)
        usage_error("%s: %s: '%s'", option, problem, name);
    else if (runs && c.lacks[0])
        usage_error(
            "%s: this machine can't run code for %s: it lacks %s. 'hpcc emit' shows such code",
            option, name, c.lacks);
    bool good = !problem && !(runs && c.lacks[0]);
    cpu_close(&c);
    return good;
}

static bool check_limits(options *o, const bool *env)
{
    const char *memory = o->given[OPTION_MEM_LIMIT], *time = o->given[OPTION_TIME_LIMIT];
    const char *threads = o->given[OPTION_THREADS], *repeat = o->given[OPTION_REPEAT];
    int64_t number;
    if (memory && !size_of(memory, &o->memory_limit))
        return bad(OPTION_MEM_LIMIT, env[OPTION_MEM_LIMIT], "a size is like 500M, 2G or 65536");
    const char *cache = o->given[OPTION_CACHE_SIZE];
    if (cache && !size_of(cache, &o->cache_size))
        return bad(OPTION_CACHE_SIZE, env[OPTION_CACHE_SIZE], "a size is like 500M, 2G or 65536");
    if (time && !seconds_of(time, &o->time_limit))
        return bad(OPTION_TIME_LIMIT, env[OPTION_TIME_LIMIT], "seconds are a number above 0");
    if (threads && !positive(threads, HPC_MAX_THREADS, &number))
        return bad(OPTION_THREADS, env[OPTION_THREADS], "threads are a number from 1 to 256");
    o->threads = threads ? (int)number : 0;
    const char *from = o->given[OPTION_PARALLEL_FROM];
    if (from && !positive(from, INT64_MAX, &o->parallel_from))
        return bad(OPTION_PARALLEL_FROM, env[OPTION_PARALLEL_FROM],
                   "nanoseconds are a number above 0");
    o->repeat = 1;
    if (repeat && !positive(repeat, 1000000000, &o->repeat))
        return bad(OPTION_REPEAT, false, "repetitions are a number from 1 to 1000000000");
    return true;
}

static void read_environment(options *o, unsigned command, bool *env)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const option *row = &option_table[i];
        const char *value = row->environment[0] ? getenv(row->environment) : NULL;
        bool flag = !row->argument[0];
        if (o->given[i] || !value || !value[0] || !(row->commands & command))
            continue;
        if (flag && !is_true(value))
            continue;
        o->given[i] = value;
        env[i] = true;
    }
}

/* What build this is decides whether the IRs are verified; --verify and HPC_VERIFY=0 decide first. */
static bool verify_wanted(const options *o)
{
#ifdef NDEBUG
    return o->given[OPTION_VERIFY] != NULL;
#else
    const char *value = getenv("HPC_VERIFY");
    return o->given[OPTION_VERIFY] || !value || is_true(value);
#endif
}

bool options_finish(options *o, unsigned command, const char *command_name)
{
    bool env[OPTION_COUNT] = {false};
    for (int i = 0; i < OPTION_COUNT; i++)
        if (o->given[i] && !(option_table[i].commands & command)) {
            usage_error("%s means nothing for '%s'", option_table[i].name, command_name);
            return false;
        }
    read_environment(o, command, env);
    if (!check_target(o, env[OPTION_TARGET]) || !check_backend(o, env[OPTION_BACKEND]) ||
        !check_cpu(o, env[OPTION_CPU], command) || !check_limits(o, env))
        return false;
    if (o->given[OPTION_EMULATE])
        return bad(OPTION_EMULATE, env[OPTION_EMULATE], "cuda is not supported yet");
    if (o->given[OPTION_ARCH])
        return bad(OPTION_ARCH, env[OPTION_ARCH], "cuda is not supported yet");
    if (!o->given[OPTION_NO_CACHE])
        o->cache = o->given[OPTION_CACHE_DIR] ? o->given[OPTION_CACHE_DIR] : "";
    o->fastmath = o->given[OPTION_FASTMATH] != NULL;
    o->verify = verify_wanted(o);
    o->check_races = o->given[OPTION_CHECK_RACES] != NULL;
    o->time_passes = o->given[OPTION_TIME_PASSES] != NULL;
    o->json = o->given[OPTION_JSON] != NULL;
    o->no_passes = o->given[OPTION_NO_PASSES] != NULL;
    return true;
}

/* ---- Help ----------------------------------------------------------------------------------- */

static void option_help(const option *row)
{
    char head[64];
    bool word = row->name[1] == '-';
    snprintf(head, sizeof head, "%s%s%s", row->name,
             !row->argument[0] ? ""
             : word            ? "="
                               : " ",
             row->argument);
    if (strlen(head) > 23)
        printf("  %s\n%26s%s\n", head, "", row->doc);
    else
        printf("  %-23s %s\n", head, row->doc);
}

void options_help(unsigned command)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].commands & command && option_table[i].commands != FOR_ALL)
            option_help(&option_table[i]);
    if (command != FOR_ALL)
        return;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].commands == FOR_ALL)
            option_help(&option_table[i]);
}
