/* Random loop IR (lir_generate.h) on the interpreter and as C text, which the C compiler builds into one
 * library. HPC_SEED=N starts elsewhere; HPC_LONG_TESTS=1 prints more programs; the text of one that
 * disagrees is printed. */
#include <dlfcn.h>
#include <unistd.h>

#include "lir_generate.h"

#include "compiler/backend/c_export.h"
#include "compiler/backend/c_internal.h"

enum { PROGRAMS = 40, LONG_PROGRAMS = 400 };

typedef int32_t printed_fn(void *error, char *a, char *b, char *c, char *out, int64_t n);

/* The first bytes of hpc_error in C text. */
typedef struct printed_error {
    int32_t code, line;
    char text[512];
} printed_error;

static void write_program(generator *g, const char *folder, int number)
{
    char path[300];
    c_text text;
    const char *error;
    c_options options = {0};
    arena *a = g->b->arena;
    if (!c_print(a, g->m, &options, &text, &error))
        fail_msg("%s\n%s", error, lir_print(a, g->m));
    c_parts *parts = c_parts_new(a);
    snprintf(path, sizeof path, "%s/p%d.c", folder, number);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fprintf(out, "%s%s%s\n%s", c_types(a, parts), c_part(parts, "start"), text.parts,
            text.functions);
    fprintf(out,
            "int32_t entry_%d(hpc_error *e, char *a, char *b, char *c, char *o, int64_t n);\n"
            "int32_t entry_%d(hpc_error *e, char *a, char *b, char *c, char *o, int64_t n)\n"
            "{\n    hpc_frame frame = {e, NULL};\n    return %s(&frame, a, b, c, o, n);\n}\n",
            number, number, text.fn_names[0]);
    fclose(out);
}

static void build(const char *folder)
{
    char command[600];
    snprintf(command, sizeof command,
             "cd %s && for f in p*.c; do cc -O1 -fPIC -w -c $f || exit 1; done && "
             "cc -shared -o all.so p*.o -lm",
             folder);
    assert_int_equal(system(command), 0);
}

typedef struct memory {
    char in[3][ROWS * ROW_BYTES];
    char out[2][ROWS * VARIABLES * ROW_BYTES];
} memory;

static void run_program(generator *g, memory *m, void *library, int number)
{
    char name[40];
    bench *b = g->b;
    printed_error error = {0};
    memset(m, 0, sizeof *m);
    fill_inputs(b, m->in);
    hpc_word params[5] = {
        {.p = m->in[0]}, {.p = m->in[1]}, {.p = m->in[2]}, {.p = m->out[0]}, {.i = ROWS}};
    hpc_frame frame = bench_frame(b);
    hpc_code code = be_interp.call(b->code[0], 0, &frame, params, NULL);
    snprintf(name, sizeof name, "entry_%d", number);
    void *found = dlsym(library, name);
    printed_fn *fn;
    memcpy(&fn, &found, sizeof fn);
    int32_t printed = fn(&error, m->in[0], m->in[1], m->in[2], m->out[1], ROWS);
    bool agrees = (int32_t)code == printed;
    for (unsigned row = 0; agrees && row < ROWS * VARIABLES; row++)
        agrees = variable_agrees(g, m->out[0] + row * ROW_BYTES, m->out[1] + row * ROW_BYTES,
                                 row % VARIABLES);
    c_text text;
    const char *problem;
    if (!agrees && c_print(b->arena, g->m, &(c_options){0}, &text, &problem))
        fail_msg("program %d disagrees\n%s\n%s", number, lir_print(b->arena, b->module),
                 text.functions);
}

/* Every program is made twice, from one seed: it is printed, and when all are built it runs. */
static void test_programs(void **state)
{
    bench *b = *state;
    char folder[] = "/tmp/hpc-test-c-XXXXXX", command[100], library[100];
    int count = b->thorough ? LONG_PROGRAMS : PROGRAMS;
    uint64_t seed = b->seed;
    void *code = NULL;
    memory *m = malloc(sizeof *m);
    if (system("command -v cc >/dev/null") != 0)
        skip();
    assert_non_null(mkdtemp(folder));
    for (int turn = 0; turn < 2; turn++) {
        b->seed = seed;
        for (int i = 0; i < count; i++) {
            generator g = {.b = b};
            kernel k;
            bench_begin(b);
            make_program(&g, &k);
            uint64_t next = b->seed;
            if (turn == 0) {
                write_program(&g, folder, i);
            } else {
                bench_compile_next(b);
                run_program(&g, m, code, i);
            }
            b->seed = next;
            bench_end(b);
        }
        snprintf(library, sizeof library, "%s/all.so", folder);
        if (turn == 0) {
            build(folder);
            code = dlopen(library, RTLD_NOW);
            assert_non_null(code);
        }
    }
    dlclose(code);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_programs)};
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
