/* The options of the command: one table, from which parsing, the environment and help come. */
#ifndef HPC_OPTIONS_H
#define HPC_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Which commands an option means something for. */
enum {
    FOR_RUN = 1,
    FOR_EVAL = 2,
    FOR_CALL = 4,
    FOR_EMIT = 8,
    FOR_DOC = 16,
    FOR_DOCTOR = 32,
    FOR_EXPLAIN = 64,
    FOR_CODE = FOR_RUN | FOR_EVAL | FOR_CALL | FOR_EMIT | FOR_EXPLAIN,
    FOR_ALL = 127
};

/* X(enumerator, name, argument or "", environment variable or "", commands, doc) */
#define DRIVER_OPTIONS(X)                                                                          \
    X(TARGET, "--target", "auto|cpu|omp|cuda", "HPC_TARGET", FOR_ALL,                              \
      "where the code runs: cpu, on one thread (auto, the default, is that); omp, on several. "    \
      "cuda is not supported yet")                                                                 \
    X(BACKEND, "--backend", "llvm|gcc|interp", "HPC_BACKEND", FOR_ALL,                             \
      "the code generator; by default what the code needs. gcc needs libgccjit")                   \
    X(THREADS, "--threads", "N", "HPC_NUM_THREADS", FOR_ALL,                                       \
      "at most N threads for --target=omp; by default OMP_NUM_THREADS, else one for each "         \
      "processor. Results are the same for any N")                                                 \
    X(PARALLEL_FROM, "--parallel-from", "NS", "HPC_PARALLEL_FROM", FOR_ALL,                        \
      "for --target=omp: threads run the loops that are estimated to take so many nanoseconds; "   \
      "by default four times what starting threads takes here ('hpcc doctor')")                    \
    X(FASTMATH, "--fastmath", "", "HPC_FASTMATH", FOR_ALL,                                         \
      "float arithmetic may be reordered and contracted")                                          \
    X(CPU, "--cpu", "NAME", "HPC_CPU", FOR_ALL,                                                    \
      "code for this processor: native (the default), x86-64 to x86-64-v4, or a name of LLVM's")   \
    X(EMULATE, "--emulate", "", "HPC_EMULATE", FOR_ALL,                                            \
      "run cuda kernels on the host. Not supported yet")                                           \
    X(ARCH, "--arch", "sm_NN", "HPC_ARCH", FOR_ALL,                                                \
      "GPU architecture of cuda code. Not supported yet")                                          \
    X(TIME_PASSES, "--time-passes", "", "HPC_TIME_PASSES", FOR_CODE,                               \
      "print to stderr what each stage and pass took")                                             \
    X(MEM_LIMIT, "--mem-limit", "SIZE", "HPC_MEM_LIMIT", FOR_ALL,                                  \
      "bytes for arrays and the compiler's own memory, with K, M or G: MemoryError beyond")        \
    X(TIME_LIMIT, "--time-limit", "SECONDS", "HPC_TIME_LIMIT", FOR_ALL,                            \
      "for the program; for eval --batch and call each expression, call: TimeoutError beyond")     \
    X(NO_CACHE, "--no-cache", "", "HPC_NO_CACHE", FOR_ALL,                                         \
      "neither use compiled code of earlier processes nor keep any")                               \
    X(CACHE_DIR, "--cache-dir", "DIR", "HPC_CACHE_DIR", FOR_ALL,                                   \
      "keep compiled code there; by default in $XDG_CACHE_HOME/hpc, else ~/.cache/hpc")            \
    X(CACHE_SIZE, "--cache-size", "SIZE", "HPC_CACHE_SIZE", FOR_ALL,                               \
      "the most bytes of it, with K, M or G: 256M by default")                                     \
    X(CHECK_RACES, "--check-races", "", "HPC_CHECK_RACES", FOR_ALL,                                \
      "look while it runs, slowly, whether iterations of prange conflict that are not proved to "  \
      "be apart")                                                                                  \
    X(VERIFY, "--verify", "", "HPC_VERIFY", FOR_ALL, "check the IRs after every pass")             \
    X(BATCH, "--batch", "FILE", "", FOR_EVAL, "evaluate each line of FILE; needs -o DIR")          \
    X(OUTPUT, "-o", "PATH", "", FOR_EVAL | FOR_EMIT,                                               \
      "eval: write the result to PATH (.npy), or to folder PATH; emit --stage=c: write PATH "      \
      "(NAME.c) and its header NAME.h")                                                            \
    X(SAVE, "--save", "DIR", "", FOR_CALL,                                                         \
      "after the first call, write the result and every array argument to DIR as .npy")            \
    X(REPEAT, "--repeat", "N", "", FOR_CALL, "call N times")                                       \
    X(JSON, "--json", "", "", FOR_CALL | FOR_EXPLAIN,                                              \
      "call: print times as a last line of JSON; explain: print all of it as JSON")                \
    X(STAGE, "--stage", "STAGE", "", FOR_EMIT,                                                     \
      "tokens, ast, types, array, fused, loop, llvm, asm, c or header (cuda, ptx: not supported "  \
      "yet)")                                                                                      \
    X(NO_PASSES, "--no-passes", "", "", FOR_EMIT, "array IR as it was elaborated")                 \
    X(EVERYTHING, "--all", "", "", FOR_DOC, "the whole reference, in Markdown")                    \
    X(NAMES, "--list", "", "", FOR_DOC, "names and signatures, a line each, for tools")            \
    X(HELP, "--help", "", "", FOR_ALL, "say what there is")                                        \
    X(VERSION, "--version", "", "", FOR_ALL, "print the version")

typedef enum option_id {
#define X(id, name, argument, environment, commands, doc) OPTION_##id,
    DRIVER_OPTIONS(X)
#undef X
        OPTION_COUNT
} option_id;

typedef struct option {
    const char *name, *argument, *environment;
    unsigned commands;
    const char *doc;
} option;

extern const option option_table[OPTION_COUNT];

/* What was given, and what it means. Texts are borrowed from argv and the environment. */
typedef struct options {
    const char
        *given[OPTION_COUNT];  /* the argument, "" of an option without one; NULL: not given */
    const char *backend, *cpu; /* NULL: the default */
    bool fastmath, verify, check_races, time_passes, json, no_passes;
    const char *cache; /* hpc_options.cache */
    int64_t cache_size;
    int64_t memory_limit; /* bytes; 0: none */
    double time_limit;    /* seconds; 0: none */
    int64_t repeat;
    const char *target;
    int threads;           /* 0: the default */
    int64_t parallel_from; /* nanoseconds; 0: the default */
} options;

/* Take argv[*at] when it is an option (*at moves past it): 1 taken, 0 not an option, -1 reported. */
int options_take(options *o, char **argv, int argc, int *at);
/* Read the environment, check everything for the command; false after an error was reported. */
bool options_finish(options *o, unsigned command, const char *command_name);
/* "hpcc: error: ..." on stderr; the exit status of a wrong command line. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The option table as help shows it, for a set of commands, general options too or not. */
void options_help(unsigned command);

#endif
