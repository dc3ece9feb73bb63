/* What a warm process needs to compile a new function and call it once, on arrays so short that
 * compiling is all there is; and what a call of a compiled function needs. WARM N prints
 * {"run_s": [...], "cpu_s": [...], "call_s": x}: wall time and processor time of each of N functions,
 * the first left out, and the time of one call, the least of several measurements. */
#define _POSIX_C_SOURCE 200809L
#include <hpc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static hpc_program *load(hpc_context *c, int count)
{
    size_t size = 64 * (size_t)count, used = 0;
    char *text = malloc(size);
    hpc_program *program = NULL;
    for (int i = 0; text && i < count; i++)
        used += (size_t)snprintf(text + used, size - used,
                                 "def f%d(a, b, s):\n    return s * a + b - %d.0\n\n", i, i);
    if (!text || hpc_load(c, "warm.py", text, used, NULL, 0, &program) != HPC_SUCCESS)
        fputs(hpc_message(c), stderr);
    free(text);
    return program;
}

static void print_times(const char *name, const double *times, int count)
{
    printf("\"%s\": [", name);
    for (int i = 1; i < count; i++)
        printf("%s%.9f", i > 1 ? ", " : "", times[i]);
    printf("]");
}

static int measure(hpc_program *program, double *wall, double *cpu, int count)
{
    double a[8] = {1.0, 2.0, 3.0}, b[8] = {0.5};
    int64_t length = 8;
    hpc_arg args[] = {hpc_arg_array("a", HPC_FLOAT64, 1, &length, NULL, a),
                      hpc_arg_array("b", HPC_FLOAT64, 1, &length, NULL, b),
                      hpc_arg_float("s", 2.0)};
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%d", i);
        double wall_start = now(CLOCK_MONOTONIC), cpu_start = now(CLOCK_PROCESS_CPUTIME_ID);
        if (hpc_call(program, name, args, 3, NULL) != HPC_SUCCESS)
            return 1;
        wall[i] = now(CLOCK_MONOTONIC) - wall_start;
        cpu[i] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
    }
    return 0;
}

/* f(out, a, s): no result to make; functions with loops are compiled. */
static double time_call(hpc_context *c)
{
    enum { ROUNDS = 10, CALLS = 20000 };
    static const char text[] =
        "def f(out, a, s):\n    for i in range(2):\n        out[i] = a[i] * s\n";
    double a[8] = {1.0}, out[8], least = 1.0;
    int64_t length = 8;
    hpc_arg args[] = {hpc_arg_array("out", HPC_FLOAT64, 1, &length, NULL, out),
                      hpc_arg_array("a", HPC_FLOAT64, 1, &length, NULL, a),
                      hpc_arg_float("s", 2.0)};
    hpc_program *program = NULL;
    if (hpc_load(c, "call.py", text, sizeof text - 1, NULL, 0, &program) != HPC_SUCCESS)
        return -1.0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now(CLOCK_MONOTONIC);
        for (int i = 0; i < CALLS; i++)
            if (hpc_call(program, "f", args, 3, NULL) != HPC_SUCCESS)
                least = -1.0;
        double each = (now(CLOCK_MONOTONIC) - start) / CALLS;
        least = each < least ? each : least;
    }
    hpc_program_free(program);
    return least;
}

int main(int argc, char **argv)
{
    int count = 1 + (argc > 1 ? atoi(argv[1]) : 1);
    double *wall = calloc((size_t)count, sizeof *wall), *cpu = calloc((size_t)count, sizeof *cpu);
    hpc_context *c = hpc_context_new(NULL);
    hpc_program *program = c && wall && cpu ? load(c, count) : NULL;
    int status = program ? measure(program, wall, cpu, count) : 1;
    if (status == 0) {
        printf("{");
        print_times("run_s", wall, count);
        printf(", ");
        print_times("cpu_s", cpu, count);
        printf(", \"call_s\": %.9f}\n", time_call(c));
    } else if (c) {
        fputs(hpc_message(c), stderr);
    }
    hpc_program_free(program);
    hpc_context_free(c);
    free(wall);
    free(cpu);
    return status;
}
