/* What the tests of loop IR and its backends share: a heap, an arena and a frame; the example
 * files of tests/ir/loop, whose first lines say what is expected of them:
 *
 *   ; call 0 10 = 55 1.5          function 0 of (10) gives 55 and 1.5
 *   ; call 0 11 = !IndexError ... it fails with this class, and the text, if any
 *   ; verify: TEXT                the verifier's message ends with TEXT
 *   ; read: TEXT                  the reader's message is TEXT */
#ifndef HPC_LIR_FIXTURE_H
#define HPC_LIR_FIXTURE_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/backend/backend.h"

typedef struct lir_fixture {
    hpc_heap heap;
    hpc_runtime runtime;
    hpc_frame frame;
    arena *a;
} lir_fixture;

static inline int lir_setup(void **state)
{
    lir_fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->runtime.heap = &f->heap;
    f->runtime.threads = 3;
    f->runtime.parallel_from = 1;
    f->frame.runtime = &f->runtime;
    f->a = arena_new(&f->heap);
    assert_non_null(f->a);
    *state = f;
    return 0;
}

/* Checks that every byte was given back. */
static inline int lir_teardown(void **state)
{
    lir_fixture *f = *state;
    arena_free(f->a);
    int64_t live = f->heap.live;
    free(f);
    return live == 0 ? 0 : -1;
}

/* The file's text in the arena. */
static inline char *lir_file(arena *a, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("can't open %s", path);
    char buffer[32768];
    size_t length = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    assert_true(length < sizeof buffer);
    return arena_strndup(a, buffer, length);
}

/* Calls visit(f, path, text) for each .lir file of a folder. */
static inline void lir_each_file(lir_fixture *f, const char *folder,
                                 void (*visit)(lir_fixture *f, const char *path, char *text))
{
    DIR *dir = opendir(folder);
    if (!dir)
        fail_msg("can't open %s", folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!strstr(entry->d_name, ".lir"))
            continue;
        const char *path = arena_printf(f->a, "%s/%s", folder, entry->d_name);
        visit(f, path, lir_file(f->a, path));
        count++;
    }
    closedir(dir);
    assert_true(count > 0);
}

static inline const char *lir_after_header(const char *text)
{
    while (*text == ';')
        text = strchr(text, '\n') + 1;
    return text;
}

static inline lir_module *lir_must_read(lir_fixture *f, const char *path, const char *text)
{
    const char *error = NULL;
    lir_module *m = lir_read(f->a, text, &error);
    if (!m)
        fail_msg("%s: %s", path, error);
    error = lir_verify(f->a, m);
    if (error)
        fail_msg("%s: %s", path, error);
    return m;
}

#endif
