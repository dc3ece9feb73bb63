/* The command hpcc: finds the command and its options, and runs it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "driver.h"

/* X(name, mask of its options, synopsis, doc) */
#define COMMANDS(X)                                                                                \
    X(run, RUN, "FILE [ARG...]",                                                                   \
      "Compiles the module, checks it whole and runs its top level. 'hpcc FILE' is the same;\n"    \
      "FILE '-' is standard input. ARG... are the program's sys.argv.")                            \
    X(eval, EVAL, "EXPR [NAME=VALUE...] [-o OUT.npy]",                                             \
      "Evaluates one expression over named values; VALUE is a literal of Python or @FILE.npy.\n"   \
      "The names of numpy and math are in scope bare: sin(x), sum(x, axis=1). Without -o the\n"    \
      "result is printed as print() does.\n"                                                       \
      "\n"                                                                                         \
      "  hpcc eval --batch EXPRS.txt [NAME=VALUE...] -o DIR\n"                                     \
      "evaluates one expression a line. The results are DIR/0.npy, DIR/1.npy, ..., the message\n"  \
      "of a failure DIR/N.err. It goes on after a failure; the exit status is then 1.")            \
    X(call, CALL, "FILE FUNC [NAME=VALUE...] [--save DIR] [--repeat N] [--json]",                  \
      "Calls one function of a module, specialised for these arguments. The module is imported:\n" \
      "its top level runs. A name that is no parameter, that the module reads and lacks, is\n"     \
      "given as NAME=VALUE too. The result is printed as its repr unless --save or --json is\n"    \
      "given. --save DIR writes, after the first call, the result as DIR/return.npy (a tuple:\n"   \
      "return.0.npy, ...) and every array argument as DIR/NAME.npy. With --repeat, arrays are\n"   \
      "restored before each further call, outside of the timed part. --json prints as the last\n"  \
      "line {\"compile_s\": x, \"run_s\": [..]}.")                                                 \
    X(emit, EMIT, "--stage=STAGE FILE [FUNC SIG]",                                                 \
      "Prints a stage of compiling: of the module's top level, or of a function for a signature\n" \
      "in Numba's notation, such as '(float64[:], float64[:,:], int64)'.")                         \
    X(explain, EXPLAIN, "FILE [FUNC [SIG]]",                                                       \
      "Says what the compiler made of a function: what was fused into each loop nest, what "       \
      "became\n"                                                                                   \
      "a buffer and why, which loops are vector loops and how wide, what stands against the\n"     \
      "others, which checks remain. SIG is as emit's; a function with annotations or without\n"    \
      "parameters needs none. Without FUNC: what the module's top level makes of its functions.")  \
    X(doc, DOC, "NAME",                                                                            \
      "Prints signature and description of a builtin: sum, np.sum, numpy.sum, ndarray.sum.\n"      \
      "--all prints the reference of all of them in Markdown.")                                    \
    X(doctor, DOCTOR, "",                                                                          \
      "Says what of processor, LLVM, libgccjit, NVRTC, GPU, threads and cache is there, and\n"     \
      "what follows.")

static const command commands[] = {
#define X(name, mask, synopsis, doc) {#name, synopsis, doc, FOR_##mask, command_##name},
    COMMANDS(X)
#undef X
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* ---- Help ----------------------------------------------------------------------------------- */

static int help(void)
{
    printf("hpcc: array expressions in a subset of Python with NumPy, compiled at run time.\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        printf("  hpcc %s %s\n", commands[i].name, commands[i].synopsis);
    printf("  hpcc FILE [ARG...]\n  hpcc help COMMAND\n\nOptions:\n");
    options_help(FOR_ALL);
    printf(
        "\nAn option's environment variable is its name, as in HPC_TIME_LIMIT; the option wins.\n"
        "Exit status: 0; 1 the program is wrong or failed; 2 the command line is wrong.\n");
    return 0;
}

static int help_command(const command *c)
{
    printf("usage: hpcc %s %s\n\n%s\n", c->name, c->synopsis, c->doc);
    printf("\nOptions:\n");
    options_help(c->mask);
    printf("\n'hpcc help' has the options of all commands.\n");
    return 0;
}

/* ---- Which command --------------------------------------------------------------------------- */

static const command *find_command(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool is_file(const char *text)
{
    return strcmp(text, "-") == 0 || strpbrk(text, "./") != NULL || access(text, F_OK) == 0;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT + 1];
    for (int i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    names[COMMAND_COUNT] = "help";
    const char *near = diag_suggest(name, names, COMMAND_COUNT + 1);
    if (strcmp(name, "repl") == 0)
        return usage_error("the REPL is not supported yet");
    if (name[0] == '-')
        return usage_error("unknown option '%s'", name);
    if (near)
        return usage_error("unknown command '%s'. Did you mean: '%s'?", name, near);
    return usage_error("'%s' is neither a command nor a file", name);
}

typedef struct line {
    options options;
    const command *command;
    int argc;
    char **argv; /* the positional arguments */
} line;

/* After run's FILE everything is the program's. */
static bool takes_rest(const line *l)
{
    return l->command && l->command->mask == FOR_RUN && l->argc > 0;
}

/* Take a word that is no option: the command, or an argument of it. Exit status or 0. */
static int take_word(line *l, char *word)
{
    if (!l->command) {
        l->command = find_command(word);
        if (l->command)
            return 0;
        if (!is_file(word))
            return unknown_command(word);
        l->command = &commands[0];
    } else if (word[0] == '-' && word[1] && l->command->mask != FOR_EVAL) {
        return usage_error("unknown option '%s'", word);
    }
    l->argv[l->argc++] = word;
    return 0;
}

static int parse(line *l, int argc, char **argv)
{
    bool words_only = false;
    for (int at = 1; at < argc;) {
        if (!words_only && !takes_rest(l)) {
            if (strcmp(argv[at], "--") == 0) {
                words_only = true;
                at++;
                continue;
            }
            int taken = options_take(&l->options, argv, argc, &at);
            if (taken < 0)
                return EXIT_USAGE;
            if (taken)
                continue;
        }
        if (takes_rest(l) || (words_only && l->command)) {
            l->argv[l->argc++] = argv[at++];
            continue;
        }
        int status = take_word(l, argv[at++]);
        if (status)
            return status;
    }
    return 0;
}

static int help_for(int argc, char **argv)
{
    if (argc < 3)
        return help();
    const command *c = find_command(argv[2]);
    return c ? help_command(c) : unknown_command(argv[2]);
}

/* ---- Running --------------------------------------------------------------------------------- */

/* A closed stdin, stdout or stderr must not become the number of a file that is opened later. */
static void fill_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != fd)
            _exit(1);
}

/* What was printed through stdio must have arrived. */
static int finish_output(int status)
{
    if (fflush(stdout) != 0 && status == 0)
        return session_error("OSError: [Errno %d] %s", errno, strerror(errno));
    return status;
}

/* What libraries read when they are opened. OpenBLAS: one thread, so that it starts none, and, for
 * AMD's processors with AVX-512, the kernels for these, which releases before 0.3.24 do not know to
 * take. The command is alone in its process; a library could not set this. */
static void prepare_libraries(void)
{
    const char *threads = getenv("OMP_NUM_THREADS"); /* libgomp complains of an empty one */
    if (threads && !threads[0])
        unsetenv("OMP_NUM_THREADS");
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
#ifdef __x86_64__
    __builtin_cpu_init();
    if (__builtin_cpu_is("amd") && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 0);
#endif
}

static int run_command(const line *l)
{
    prepare_libraries();
    hpc_heap heap = {0};
    session s = {.options = &l->options};
    s.arena = arena_new(&heap);
    if (!s.arena)
        return session_error("MemoryError: out of memory");
    if (setjmp(*arena_recovery(s.arena)))
        return session_error("MemoryError: out of memory"); /* the process ends: nothing is freed */
    s.names = intern_new(s.arena);
    int status = l->command->run(&s, l->argc, l->argv);
    arena_free(s.arena);
    return status;
}

int main(int argc, char **argv)
{
    line l = {0};
    char *words[argc + 1];
    l.argv = words;
    fill_standard_files();
    if (argc > 1 && strcmp(argv[1], "help") == 0)
        return finish_output(help_for(argc, argv));
    int status = parse(&l, argc, argv);
    if (status)
        return status;
    if (l.options.given[OPTION_VERSION]) {
        printf("hpcc %s\n", hpc_version());
        return finish_output(0);
    }
    if (l.options.given[OPTION_HELP])
        return finish_output(l.command ? help_command(l.command) : help());
    if (!l.command) {
        if (argc < 2 && isatty(STDIN_FILENO))
            return usage_error("the REPL is not supported yet; hpcc run FILE runs a file");
        return usage_error("a command or a file is missing");
    }
    if (!options_finish(&l.options, l.command->mask, l.command->name))
        return EXIT_USAGE;
    return finish_output(run_command(&l));
}
