/* Source files, spans and diagnostics. A diagnostic is collected, not printed: the owner of the
 * compilation renders all of them (diag_render) and hands the text to the host. */
#ifndef HPC_DIAG_H
#define HPC_DIAG_H

#include "arena.h"

/* Half-open byte range of the source; line and column (1-based, column in code points) of begin. */
typedef struct span {
    uint32_t begin, end;
    uint32_t line, column;
} span;

typedef struct source {
    const char *name; /* as the user wrote it: FILE in FILE:LINE:COLUMN */
    const char *text; /* NUL-terminated copy */
    uint32_t length;
} source;

typedef struct diags diags; /* one collection a compilation */

diags *diag_new(arena *a);
/* Add an error. class_name is the exception's class ("SyntaxError", "TypeError", "NameError", ...).
 * After DIAG_LIMIT errors further ones are only counted. */
void diag_error(diags *d, const source *src, span where, const char *class_name, const char *format,
                ...) __attribute__((format(printf, 5, 6)));
/* Add a note to the last error: a related place (src may be NULL for a note without place). */
void diag_note(diags *d, const source *src, span where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
int diag_count(const diags *d);
/* Forget the errors past the first `count` (a speculative attempt that failed). */
void diag_truncate(diags *d, int count);
/* All of them as text: FILE:LINE:COLUMN: error: CLASS: message, the source line, a caret line. */
const char *diag_render(diags *d, arena *a);
/* The same form for one run-time failure: append to a text in the arena. */
const char *diag_format(arena *a, const source *src, span where, const char *kind,
                        const char *class_name, const char *message);
/* The candidate nearest to name by edit distance, or NULL when none is near. */
const char *diag_suggest(const char *name, const char *const *candidates, uint32_t count);

enum { DIAG_LIMIT = 20 };

#endif
