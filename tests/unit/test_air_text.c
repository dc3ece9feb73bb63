/* Array IR from text to text: each file of tests/ir/array is
 *
 *   ; pass: NAME
 *   a module
 *   ---
 *   the module as the pass leaves it
 *
 * NAME is a pass of compiler/array/air_passes.h, `all`, `none` (reader and printer only), `fuse` (what
 * fusion decides), `all-fuse` (all passes, then fuse), `verify` (the text after --- is the error) or
 * `lower LEVEL` (the loop IR for that level of compiler/loop/target.h). HPC_UPDATE_TESTS=1 rewrites
 * what follows ---. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>

#include "compiler/array/air_passes.h"
#include "compiler/loop/lower.h"

#define FOLDER "tests/ir/array"

typedef struct test_file {
    char path[512];
    char *text; /* whole */
    char pass[64], level[64];
    char *input, *expected;
} test_file;

static void load(test_file *t, const char *name)
{
    snprintf(t->path, sizeof t->path, FOLDER "/%s", name);
    FILE *f = fopen(t->path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    assert_true(size > 0);
    rewind(f);
    t->text = calloc(1, (size_t)size + 1);
    assert_non_null(t->text);
    assert_int_equal(fread(t->text, 1, (size_t)size, f), size);
    fclose(f);
    assert_true(sscanf(t->text, "; pass: %63s%*[ ]%63[^\n]", t->pass, t->level) >= 1);
    t->input = t->text;
    char *bar = strstr(t->text, "\n---\n");
    if (!bar)
        fail_msg("%s: no line ---", t->path);
    bar[1] = '\0';
    t->expected = bar + 5;
}

static const char *lowered(arena *a, const test_file *t, const air_module *m)
{
    const char *error = NULL;
    lower_options options = {.target = target_level_named(t->level)};
    if (!options.target)
        return arena_printf(a, "no level '%s'\n", t->level);
    lir_module *lir = lower_module(a, m, &options, &error);
    error = lir ? lir_verify(a, lir) : error;
    return error ? error : lir_print(a, lir);
}

static const char *outcome(arena *a, const test_file *t)
{
    const char *error = NULL;
    air_module *m = air_read(a, t->input, &error);
    if (!m)
        return arena_printf(a, "%s\n", error);
    error = air_verify(a, m);
    if (strcmp(t->pass, "verify") == 0 || error)
        return arena_printf(a, "%s\n", error ? error : "valid");
    if (strcmp(t->pass, "lower") == 0)
        return lowered(a, t, m);
    if (strcmp(t->pass, "fuse") == 0)
        return air_print_fused(a, m);
    if (strncmp(t->pass, "all", 3) == 0) {
        air_pass_hooks hooks = {.verify = true};
        error = air_optimise(a, m, &hooks);
        if (!error && strcmp(t->pass, "all-fuse") == 0)
            return air_print_fused(a, m);
    } else if (strcmp(t->pass, "none") != 0 && !air_run_pass(a, m, t->pass)) {
        return arena_printf(a, "no pass %s\n", t->pass);
    }
    error = error ? error : air_verify(a, m);
    return error ? arena_printf(a, "%s\n%s", error, air_print(a, m)) : air_print(a, m);
}

static void update(const test_file *t, const char *result)
{
    FILE *f = fopen(t->path, "wb");
    assert_non_null(f);
    assert_true(fprintf(f, "%s---\n%s", t->input, result) > 0);
    assert_int_equal(fclose(f), 0);
}

/* Printing what was read from a print gives the same text. */
static void check_round_trip(arena *a, const test_file *t, const char *text)
{
    const char *error = NULL;
    if (strncmp(text, "fun", 3) != 0 && strncmp(text, "global", 6) != 0)
        return;
    air_module *m = air_read(a, text, &error);
    if (!m)
        fail_msg("%s: the result cannot be read back: %s", t->path, error);
    const char *again = strstr(t->pass, "fuse") ? air_print_fused(a, m) : air_print(a, m);
    assert_string_equal(again, text);
}

static void run_file(const char *name)
{
    test_file t = {0};
    hpc_heap heap = {0};
    load(&t, name);
    arena *a = arena_new(&heap);
    assert_non_null(a);
    if (setjmp(*arena_recovery(a)))
        fail_msg("out of memory");
    const char *result = outcome(a, &t);
    if (getenv("HPC_UPDATE_TESTS"))
        update(&t, result);
    else if (strcmp(result, t.expected) != 0)
        fail_msg("%s: expected\n%s\ngot\n%s", t.path, t.expected, result);
    check_round_trip(a, &t, result);
    arena_free(a);
    free(t.text);
    assert_int_equal(heap.live, 0);
}

/* Damaged text is refused, or is a module that obeys the rules and that the passes can take. */
static void read_damaged(const char *text)
{
    hpc_heap heap = {0};
    arena *a = arena_new(&heap);
    assert_non_null(a);
    if (setjmp(*arena_recovery(a)))
        fail_msg("out of memory");
    const char *error = NULL;
    air_module *m = air_read(a, text, &error);
    if (m && !air_verify(a, m)) {
        air_pass_hooks hooks = {.verify = true};
        error = air_optimise(a, m, &hooks);
        if (error)
            fail_msg("%s\n%s", error, text);
        air_print_fused(a, m);
    } else if (!m) {
        assert_non_null(error);
    }
    arena_free(a);
    assert_int_equal(heap.live, 0);
}

static void damage_file(const char *name)
{
    static const char replacements[] = "0 1,)]}%-a";
    test_file t = {0};
    load(&t, name);
    size_t length = strlen(t.input);
    for (size_t k = 0; k < length; k++) {
        char kept = t.input[k];
        t.input[k] = replacements[k * 7 % (sizeof replacements - 1)];
        read_damaged(t.input);
        t.input[k] = kept;
        if (k % 5 == 0) {
            t.input[k] = '\0';
            read_damaged(t.input);
            t.input[k] = kept;
        }
    }
    free(t.text);
}

static void each_file(void (*visit)(const char *name))
{
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    unsigned count = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        size_t length = strlen(e->d_name);
        if (length > 4 && strcmp(e->d_name + length - 4, ".air") == 0) {
            visit(e->d_name);
            count++;
        }
    }
    closedir(folder);
    assert_true(count > 10);
}

static void test_files(void **state)
{
    (void)state;
    each_file(run_file);
}

static void test_damaged(void **state)
{
    (void)state;
    if (!getenv("HPC_UPDATE_TESTS"))
        each_file(damage_file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files),
                                       cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
