/* Random loop IR (lir_generate.h) on the interpreter and on LLVM. HPC_SEED=N starts elsewhere; HPC_LONG_TESTS=1 runs more programs on every tier. The
 * seed and the program are printed on failure. */
#include "lir_generate.h"

enum { PROGRAMS = 150, LONG_PROGRAMS = 3000 };

/* ---- Running --------------------------------------------------------------------------------- */

typedef struct memory {
    char in[3][ROWS * ROW_BYTES];
    char out[ENGINES][ROWS * VARIABLES * ROW_BYTES];
    hpc_code code[ENGINES];
    hpc_error error[ENGINES];
} memory;

static bool engines_agree(generator *g, const memory *m, int e)
{
    if (m->code[e] != m->code[0] || m->error[e].loc != m->error[0].loc ||
        m->error[e].values[0] != m->error[0].values[0])
        return false;
    for (unsigned row = 0; row < ROWS * VARIABLES; row++)
        if (!variable_agrees(g, m->out[0] + row * ROW_BYTES, m->out[e] + row * ROW_BYTES,
                             row % VARIABLES))
            return false;
    return true;
}

static void run_program(generator *g, memory *m, uint64_t seed)
{
    bench *b = g->b;
    memset(m, 0, sizeof *m);
    fill_inputs(b, m->in);
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        hpc_word params[5] = {
            {.p = m->in[0]}, {.p = m->in[1]}, {.p = m->in[2]}, {.p = m->out[e]}, {.i = ROWS}};
        hpc_frame frame = bench_frame(b);
        m->code[e] = engine(e)->call(b->code[e], 0, &frame, params, NULL);
        m->error[e] = frame.error;
        if (!engines_agree(g, m, e))
            fail_msg("tier %d disagrees; HPC_SEED=%llu\n%s", e - 1, (unsigned long long)seed,
                     lir_print(b->arena, b->module));
    }
}

static void test_programs(void **state)
{
    bench *b = *state;
    memory *m = malloc(sizeof *m);
    for (int i = 0; i < (b->thorough ? LONG_PROGRAMS : PROGRAMS); i++) {
        uint64_t seed = b->seed;
        generator g = {.b = b};
        kernel k;
        bench_begin(b);
        make_program(&g, &k);
        bench_compile_next(b);
        run_program(&g, m, seed);
        bench_end(b);
    }
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_programs)};
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
