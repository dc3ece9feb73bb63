/* Diagnostics: collected in order of discovery, rendered in order of place.
 *
 *   demo.py:2:7: error: NameError: name 'y' is not defined
 *       2 | x = 1 + y
 *         |         ^
 */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    WINDOW_BEFORE = 60, /* a long line is cut to so many characters before the caret ... */
    WINDOW_AFTER = 60,  /* ... and from the caret on */
    MAX_SUGGEST = 40    /* names longer than this get no suggestion */
};

typedef struct note {
    const source *src;
    span where;
    const char *message;
    struct note *next;
} note;

typedef struct error {
    const source *src;
    span where;
    const char *class_name, *message;
    note *notes, **notes_end;
    uint32_t order; /* of discovery */
    uint32_t group; /* the first error in the same file */
} error;

struct diags {
    arena *a;
    VEC(error *) errors;
    int total; /* with those past DIAG_LIMIT, which are only counted */
};

diags *diag_new(arena *a)
{
    diags *d = ARENA_NEW(a, diags);
    d->a = a;
    return d;
}

static const char *format_text(arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(a, length < 0 ? 1 : (size_t)length + 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void diag_error(diags *d, const source *src, span where, const char *class_name, const char *format,
                ...)
{
    if (d->total++ >= DIAG_LIMIT)
        return;
    error *e = ARENA_NEW(d->a, error);
    va_list args;
    va_start(args, format);
    e->message = format_text(d->a, format, args);
    va_end(args);
    e->src = src;
    e->where = where;
    e->class_name = class_name;
    e->notes_end = &e->notes;
    e->order = d->errors.len;
    vec_push(d->a, &d->errors, e);
}

void diag_note(diags *d, const source *src, span where, const char *format, ...)
{
    if (!d->errors.len || d->total > DIAG_LIMIT)
        return; /* it belongs to an error that is only counted */
    error *e = d->errors.items[d->errors.len - 1];
    note *n = ARENA_NEW(d->a, note);
    va_list args;
    va_start(args, format);
    n->message = format_text(d->a, format, args);
    va_end(args);
    n->src = src;
    n->where = where;
    *e->notes_end = n;
    e->notes_end = &n->next;
}

int diag_count(const diags *d)
{
    return d->total;
}

void diag_truncate(diags *d, int count)
{
    if (count < 0 || count >= d->total)
        return;
    d->total = count;
    if (d->errors.len > (uint32_t)count)
        d->errors.len = (uint32_t)count;
}

/* ---- Text that grows in the arena -------------------------------------------------------------- */

typedef struct text {
    arena *a;
    VEC(char) bytes;
} text;

static void put(text *t, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        vec_push(t->a, &t->bytes, bytes[i]);
}

static void puts_to(text *t, const char *bytes)
{
    put(t, bytes, strlen(bytes));
}

static void repeat(text *t, char c, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        vec_push(t->a, &t->bytes, c);
}

static const char *finish(text *t)
{
    vec_push(t->a, &t->bytes, '\0');
    return t->bytes.items;
}

/* ---- One source line with its caret ------------------------------------------------------------ */

/* One character of the line as it is shown. */
typedef struct glyph {
    uint32_t length;  /* bytes it takes in the source */
    uint32_t columns; /* that it takes on the terminal; a tab's is unknown */
    char shown[8];    /* what is printed */
} glyph;

/* Characters that terminals draw two columns wide (East Asian wide and emoji, roughly). */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

static bool is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Length of the well-formed UTF-8 sequence at s (at most room bytes) and its code point; 0: none. */
static uint32_t decode(const unsigned char *s, uint32_t room, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t length = s[0] < 0x80   ? 1
                      : s[0] < 0xc2 ? 0
                      : s[0] < 0xe0 ? 2
                      : s[0] < 0xf0 ? 3
                      : s[0] < 0xf5 ? 4
                                    : 0;
    if (!length || length > room)
        return 0;
    *code = length == 1 ? s[0] : s[0] & (0x7fu >> length);
    for (uint32_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3f);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < least[length] || *code > 0x10ffff || surrogate ? 0 : length;
}

/* Bytes that are no text are shown as \xNN, so that no control sequence reaches the terminal. */
static glyph glyph_at(const char *s, uint32_t room)
{
    glyph g = {.length = 1, .columns = 4};
    uint32_t code = 0, length = decode((const unsigned char *)s, room, &code);
    bool control = code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                   (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    if (length && (!control || code == '\t')) {
        g.length = length;
        g.columns = is_wide(code) ? 2 : is_combining(code) ? 0 : 1;
        memcpy(g.shown, s, length);
    } else if (length > 1) {
        g.length = length;
        g.columns = 6;
        snprintf(g.shown, sizeof g.shown, "\\u%04x", code & 0xffff);
    } else {
        snprintf(g.shown, sizeof g.shown, "\\x%02x", (unsigned char)*s);
    }
    return g;
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

static void line_bounds(const source *src, uint32_t at, uint32_t *begin, uint32_t *end)
{
    if (at > src->length)
        at = src->length;
    *begin = at;
    while (*begin > 0 && !is_newline(src->text[*begin - 1]))
        --*begin;
    *end = at;
    while (*end < src->length && !is_newline(src->text[*end]))
        ++*end;
}

/* So many characters back from (or on from) an offset, but not past the bound. Continuation bytes
 * do not count; more than three in a row do, so that garbage is cut too. */
static uint32_t step_back(const char *s, uint32_t from, uint32_t bound, uint32_t count)
{
    for (; from > bound && count; count--) {
        from--;
        for (int i = 0; i < 3 && from > bound && (s[from] & 0xc0) == 0x80; i++)
            from--;
    }
    return from;
}

static uint32_t step_on(const char *s, uint32_t from, uint32_t bound, uint32_t count)
{
    for (; from < bound && count; count--)
        from += glyph_at(s + from, bound - from).length;
    return from;
}

static void underline(text *t, bool first, uint32_t columns)
{
    if (first) {
        repeat(t, '^', 1);
        columns = columns ? columns - 1 : 0;
    }
    repeat(t, '~', columns);
}

/* The caret line grows beside the source line: a tab stays a tab in both, so that they align. */
static void show_line(text *t, const source *src, span where)
{
    uint32_t begin, end, at = where.begin > src->length ? src->length : where.begin;
    line_bounds(src, at, &begin, &end);
    uint32_t from = step_back(src->text, at, begin, WINDOW_BEFORE);
    uint32_t to = step_on(src->text, at, end, WINDOW_AFTER);
    if (end - to <= 20)
        to = end; /* cutting off less than this saves nothing */
    if (from - begin <= 20)
        from = begin;
    uint32_t span_end = where.end > at ? where.end : at + 1;

    text under = {.a = t->a};
    char margin[32];
    snprintf(margin, sizeof margin, "%5u | ", where.line);
    puts_to(t, margin);
    puts_to(&under, "      | ");
    for (size_t i = 8; i < strlen(margin); i++)
        repeat(&under, ' ', 1);
    if (from > begin) {
        puts_to(t, "...");
        puts_to(&under, "   ");
    }
    for (uint32_t i = from; i < to;) {
        glyph g = glyph_at(src->text + i, end - i);
        puts_to(t, g.shown);
        if (i < at)
            repeat(&under, g.shown[0] == '\t' ? '\t' : ' ', g.columns);
        else if (i < span_end)
            underline(&under, i == at, g.columns);
        i += g.length;
    }
    if (at >= to)
        puts_to(&under, "^");
    puts_to(t, to < end ? "...\n" : "\n");
    put(t, under.bytes.items, under.bytes.len);
    puts_to(t, "\n");
}

/* ---- Rendering ---------------------------------------------------------------------------------- */

static void show(text *t, const source *src, span where, const char *kind, const char *class_name,
                 const char *message)
{
    if (src && where.line)
        puts_to(t, arena_printf(t->a, "%s:%u:%u: ", src->name, where.line, where.column));
    else if (src)
        puts_to(t, arena_printf(t->a, "%s: ", src->name));
    puts_to(t, kind);
    puts_to(t, ": ");
    if (class_name && *class_name) {
        puts_to(t, class_name);
        puts_to(t, ": ");
    }
    puts_to(t, message);
    puts_to(t, "\n");
    if (src && where.line)
        show_line(t, src, where);
}

const char *diag_format(arena *a, const source *src, span where, const char *kind,
                        const char *class_name, const char *message)
{
    text t = {.a = a};
    show(&t, src, where, kind, class_name, message);
    return finish(&t);
}

/* File by file in order of first mention, then by place, then in order of discovery. */
static int compare(const void *left, const void *right)
{
    const error *a = *(error *const *)left, *b = *(error *const *)right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->where.begin != b->where.begin)
        return a->where.begin < b->where.begin ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void group_by_file(error **errors, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        uint32_t first = 0;
        while (errors[first]->src != errors[i]->src)
            first++;
        errors[i]->group = first;
    }
}

static bool same_place(const error *a, const error *b)
{
    return a->src && a->src == b->src && a->where.line && a->where.begin == b->where.begin &&
           a->where.line == b->where.line;
}

const char *diag_render(diags *d, arena *a)
{
    uint32_t len = d->errors.len;
    error **errors = ARENA_ARRAY(a, error *, len + 1);
    if (len)
        memcpy(errors, d->errors.items, len * sizeof *errors);
    group_by_file(errors, len);
    qsort(errors, len, sizeof *errors, compare);
    text t = {.a = a};
    for (uint32_t i = 0; i < len; i++) {
        const error *e = errors[i];
        if (i && same_place(errors[i - 1], e))
            continue; /* what follows from the first error at a place only confuses */
        show(&t, e->src, e->where, "error", e->class_name, e->message);
        for (const note *n = e->notes; n; n = n->next)
            show(&t, n->src, n->where, "note", NULL, n->message);
    }
    if (d->total > DIAG_LIMIT)
        puts_to(&t, arena_printf(a, "%d more errors are not shown\n", d->total - DIAG_LIMIT));
    return finish(&t);
}

/* ---- Suggestions -------------------------------------------------------------------------------- */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Edit distance in which a swap of neighbours counts once (optimal string alignment). */
static uint32_t distance(const char *a, size_t m, const char *b, size_t n)
{
    uint32_t rows[3][MAX_SUGGEST + 1];
    for (uint32_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= m; i++) {
        uint32_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (uint32_t j = 1; j <= n; j++) {
            uint32_t change = last[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(change, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

const char *diag_suggest(const char *name, const char *const *candidates, uint32_t count)
{
    size_t length = strlen(name);
    if (!length || length > MAX_SUGGEST)
        return NULL;
    /* One slip in a short name, about one in three characters in a longer one. */
    uint32_t nearest = least((uint32_t)length / 3 + 1, length < 3 ? 1 : 3) + 1;
    const char *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        size_t other = strlen(candidates[i]);
        if (!other || other > MAX_SUGGEST || strcmp(name, candidates[i]) == 0)
            continue;
        uint32_t d = distance(name, length, candidates[i], other);
        if (d < nearest && d < least((uint32_t)length, (uint32_t)other)) {
            nearest = d;
            best = candidates[i];
        }
    }
    return best;
}
