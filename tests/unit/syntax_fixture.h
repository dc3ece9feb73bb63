/* What tests of the front end share: one compilation over a heap of its own. */
#ifndef SYNTAX_FIXTURE_H
#define SYNTAX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/syntax/syntax.h"

typedef struct front {
    hpc_heap heap;
    arena *a;
    intern *names;
    diags *d;
    source src;
    ast_module *m;
} front;

static inline void front_open_bytes(front *f, const char *text, size_t length)
{
    memset(f, 0, sizeof *f);
    f->a = arena_new(&f->heap);
    assert_non_null(f->a);
    if (setjmp(*arena_recovery(f->a)))
        fail_msg("out of memory");
    f->names = intern_new(f->a);
    f->d = diag_new(f->a);
    f->src = (source){"t.py", arena_strndup(f->a, text, length), (uint32_t)length};
}

static inline void front_open(front *f, const char *text)
{
    front_open_bytes(f, text, strlen(text));
}

static inline void front_parse(front *f, const char *text)
{
    front_open(f, text);
    f->m = syntax_parse(f->a, f->names, f->d, &f->src);
}

static inline void front_close(front *f)
{
    arena_free(f->a);
    assert_int_equal(f->heap.live, 0);
}

/* The headlines of all errors, "LINE:COLUMN CLASS: message" joined by "; ". */
static inline const char *front_errors(front *f)
{
    const char *rendered = diag_render(f->d, f->a);
    char *out = arena_alloc(f->a, strlen(rendered) + 1);
    for (const char *s = rendered; *s;) {
        const char *end = strchr(s, '\n');
        const char *mark = strstr(s, ": error: ");
        if (strncmp(s, "t.py:", 5) == 0 && mark && mark < end) {
            strcat(out, *out ? "; " : "");
            strncat(out, s + 5, (size_t)(mark - s - 5));
            strcat(out, " ");
            strncat(out, mark + 9, (size_t)(end - mark - 9));
        }
        s = end + 1;
    }
    return out;
}

/* A text of count copies of part between head and tail; free it. */
static inline char *repeated(const char *head, const char *part, size_t count, const char *tail)
{
    size_t length = strlen(part);
    char *text = malloc(strlen(head) + length * count + strlen(tail) + 1), *at = text;
    assert_non_null(text);
    at = stpcpy(at, head);
    for (size_t i = 0; i < count; i++, at += length)
        memcpy(at, part, length);
    strcpy(at, tail);
    return text;
}

#endif
