/* Takes the remarks of a compilation, gives a report: function by function, loop nest by loop nest in
 * the order of the source, each with its line, and what was noted of it below.
 *
 *   score(a: float64[:, :])
 *
 *   f.py:4:9: loop nest: fills a buffer, float64, 8 bytes x a.shape[0]
 *       4 |     t = np.sqrt(a).sum(axis=1)
 *         |         ^~~~~~~~~~~~~~~~~~~~~~
 *     - in memory: the function returns it
 *     - vector loop: 8 lanes of float64 */
#include <stdlib.h>

#include "../../runtime/dtype.h"
#include "driver.h"

typedef struct group {
    const remark *head;
    const elab_loc *at;     /* in the user's file, where it is known */
    const elab_loc *inside; /* the place in stdlib that is inlined there; NULL: none */
    uint32_t order;
    VEC(const remark *) notes;
    const char *text; /* rendered */
} group;

typedef struct report {
    hpc_program *program;
    arena *arena;
    const air_module *m;
    uint32_t function;
    VEC(group) groups;
    uint32_t *by_subject;      /* node of array IR -> group + 1 */
    VEC(const remark *) whole; /* about the function */
} report;

/* ---- Places ---------------------------------------------------------------------------------- */

static bool is_stdlib(const elab_loc *loc)
{
    return strncmp(loc->src->name, "stdlib/", 7) == 0;
}

/* The user's own place: out of what was inlined from stdlib. */
static const elab_loc *place_of(const report *r, int32_t loc, const elab_loc **inside)
{
    const elab_loc *at = program_loc(r->program->program, loc);
    *inside = NULL;
    while (at && is_stdlib(at) && at->parent) {
        *inside = at;
        at = program_loc(r->program->program, at->parent);
    }
    return at;
}

static bool same_place(const elab_loc *a, const elab_loc *b)
{
    return a == b || (a && b && a->src == b->src && a->where.begin == b->where.begin &&
                      a->where.end == b->where.end);
}

/* "line 4", "lines 3, 4 and 7" */
static const char *lines_text(const report *r, const remark *x)
{
    VEC(uint32_t) lines = {0};
    for (uint32_t i = 0; i < x->place_count; i++) {
        const elab_loc *inside, *at = place_of(r, x->places[i], &inside);
        uint32_t k = 0;
        for (; at && k < lines.len && lines.items[k] < at->where.line; k++)
            ;
        if (!at || !at->where.line || (k < lines.len && lines.items[k] == at->where.line))
            continue;
        vec_push(r->arena, &lines, 0);
        memmove(lines.items + k + 1, lines.items + k, (lines.len - 1 - k) * sizeof *lines.items);
        lines.items[k] = at->where.line;
    }
    const char *text = lines.len > 1 ? "lines" : "line";
    for (uint32_t i = 0; i < lines.len; i++)
        text = arena_printf(r->arena, "%s%s %u", text,
                            i == 0               ? ""
                            : i + 1 == lines.len ? " and"
                                                 : ",",
                            lines.items[i]);
    return text;
}

static const char *words(const report *r, const remark *x)
{
    return remark_text(r->arena, x, lines_text(r, x));
}

/* ---- Groups ---------------------------------------------------------------------------------- */

static group *group_new(report *r, const remark *head, int32_t loc)
{
    group g = {.head = head, .order = r->groups.len};
    g.at = place_of(r, loc, &g.inside);
    uint32_t at = vec_push(r->arena, &r->groups, g); /* may move the items */
    return &r->groups.items[at];
}

static bool is_loop(const group *g)
{
    remark_code code = (remark_code)g->head->code;
    return code == REMARK_LOOP || code == REMARK_ROWS || code == REMARK_RING ||
           code == REMARK_BANDS;
}

/* The loop at the place: what passes made of a statement, or the source's own. */
static group *loop_at(report *r, int32_t loc)
{
    const elab_loc *inside, *at = place_of(r, loc, &inside);
    for (uint32_t i = 0; i < r->groups.len; i++)
        if (is_loop(&r->groups.items[i]) && same_place(r->groups.items[i].at, at))
            return &r->groups.items[i];
    return NULL;
}

static void take_head(report *r, const remark *x)
{
    group *g = x->code == REMARK_LOOP ? loop_at(r, x->loc) : NULL;
    if (!g)
        g = group_new(r, x, x->loc);
    if (x->subject)
        r->by_subject[x->subject] = (uint32_t)(g - r->groups.items) + 1;
}

static void take_note(report *r, const remark *x)
{
    group *g;
    if (x->subject)
        g = r->by_subject[x->subject] ? &r->groups.items[r->by_subject[x->subject] - 1] : NULL;
    else
        g = loop_at(r, x->loc);
    if (g)
        vec_push(r->arena, &g->notes, x);
}

/* Passes note what they made before lowering notes the loops: heads come first. */
static void collect(report *r)
{
    const remarks *all = r->m->remarks;
    uint32_t nodes = r->m->funs.items[r->function]->nodes.len;
    r->by_subject = ARENA_ARRAY(r->arena, uint32_t, nodes + 1);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < all->items.len; i++) {
            const remark *x = &all->items.items[i];
            if (x->function != r->function || x->subject > nodes)
                continue;
            remark_kind kind = remark_kind_of((remark_code)x->code);
            if (kind == REMARK_FUNCTION && round)
                vec_push(r->arena, &r->whole, x);
            else if (kind == REMARK_HEAD && !round)
                take_head(r, x);
            else if (kind == REMARK_NOTE && round)
                take_note(r, x);
        }
}

static int compare(const void *left, const void *right)
{
    const group *a = left, *b = right;
    uint32_t x = a->at ? a->at->where.begin : 0, y = b->at ? b->at->where.begin : 0;
    if (x != y)
        return x < y ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* ---- Text ------------------------------------------------------------------------------------ */

static const char *heading(const report *r, const char *name)
{
    const air_fun *f = r->m->funs.items[r->function];
    const char *text = r->function ? f->name : name;
    if (r->function == 0 && f->params.len == 0)
        return text;
    text = arena_printf(r->arena, "%s(", text);
    for (uint32_t i = 0; i < f->params.len; i++) {
        const air_type *t = &f->params.items[i];
        text = arena_printf(r->arena, "%s%s%s: %s", text, i ? ", " : "",
                            i < f->param_names.len ? f->param_names.items[i] : "_",
                            t->kind == AIR_OBJECT ? "object" : hpc_dtype_name((hpc_dtype)t->dtype));
        for (unsigned k = 0; t->kind == AIR_ARRAY && k < t->rank; k++)
            text = arena_printf(r->arena, "%s%s", text, k ? ", :" : "[:");
        if (t->kind == AIR_ARRAY)
            text = arena_printf(r->arena, "%s]", text);
    }
    return arena_printf(r->arena, "%s)", text);
}

static bool said_before(const group *g, uint32_t count, const report *r)
{
    const char *text = words(r, g->notes.items[count]);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(words(r, g->notes.items[i]), text) == 0)
            return true;
    return false;
}

/* The head in two parts, "loop nest" and what it does. */
static void split(const report *r, const group *g, const char **kind, const char **message)
{
    const char *text = words(r, g->head), *colon = strstr(text, ": ");
    *kind = arena_strndup(r->arena, text, (size_t)(colon - text));
    *message = colon + 2;
}

static const char *group_text(const report *r, const group *g)
{
    arena *a = r->arena;
    const char *kind, *message;
    split(r, g, &kind, &message);
    const char *text = g->at ? diag_format(a, g->at->src, g->at->where, kind, NULL, message)
                             : arena_printf(a, "%s: %s\n", kind, message);
    if (g->inside)
        text = arena_printf(a, "%s  - inlined from %s:%u\n", text, g->inside->src->name,
                            g->inside->where.line);
    for (uint32_t i = 0; i < g->notes.len; i++)
        if (!said_before(g, i, r))
            text = arena_printf(a, "%s  - %s\n", text, words(r, g->notes.items[i]));
    return text;
}

/* Loops whose turns are elaborated apart, and code that is made twice, say the same again. */
static bool is_repeated(const report *r, uint32_t at)
{
    const group *g = &r->groups.items[at];
    for (uint32_t i = at; i-- > 0 && same_place(r->groups.items[i].at, g->at);)
        if (strcmp(r->groups.items[i].text, g->text) == 0)
            return true;
    return false;
}

/* Function 0 may be nothing but the call of the function that was asked for. */
static bool is_wrapper(const report *r, const char *name)
{
    const group *g = r->groups.items;
    return r->function == 0 && r->groups.len == 1 && g->head->code == REMARK_CALL &&
           strcmp(g->head->args[0], name) == 0;
}

static bool prepare(report *r, hpc_program *p, const air_module *m, uint32_t function,
                    const char *name)
{
    *r = (report){.program = p, .arena = p->arena, .m = m, .function = function};
    if (m->funs.items[function]->general)
        return false;
    collect(r);
    if (r->groups.len)
        qsort(r->groups.items, r->groups.len, sizeof *r->groups.items, compare);
    for (uint32_t i = 0; i < r->groups.len; i++)
        r->groups.items[i].text = group_text(r, &r->groups.items[i]);
    return !is_wrapper(r, name) && (r->groups.len || r->whole.len);
}

const char *report_text(hpc_program *p, const air_module *m, const char *name)
{
    const char *text = "";
    report r;
    for (uint32_t f = 0; f < m->funs.len; f++) {
        if (!prepare(&r, p, m, f, name))
            continue;
        text = arena_printf(p->arena, "%s%s%s\n", text, *text ? "\n" : "", heading(&r, name));
        for (uint32_t i = 0; i < r.whole.len; i++)
            text = arena_printf(p->arena, "%s  - %s\n", text, words(&r, r.whole.items[i]));
        for (uint32_t i = 0; i < r.groups.len; i++)
            if (!is_repeated(&r, i))
                text = arena_printf(p->arena, "%s\n%s", text, r.groups.items[i].text);
    }
    return text;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static const char *quoted(arena *a, const char *text)
{
    const char *made = "\"";
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (*s == '"' || *s == '\\')
            made = arena_printf(a, "%s\\%c", made, *s);
        else if (*s < 0x20)
            made = arena_printf(a, "%s\\u%04x", made, *s);
        else
            made = arena_printf(a, "%s%c", made, *s);
    }
    return arena_printf(a, "%s\"", made);
}

static const char *remark_json(const report *r, const remark *x)
{
    return arena_printf(r->arena, "{\"code\": \"%s\", \"text\": %s}",
                        remark_name((remark_code)x->code), quoted(r->arena, words(r, x)));
}

static const char *list_json(const report *r, const remark *const *items, uint32_t count)
{
    const char *text = "[";
    for (uint32_t i = 0; i < count; i++)
        text = arena_printf(r->arena, "%s%s%s", text, i ? ", " : "", remark_json(r, items[i]));
    return arena_printf(r->arena, "%s]", text);
}

static const char *group_json(const report *r, const group *g)
{
    const char *place = "";
    if (g->at)
        place = arena_printf(r->arena, "\"file\": %s, \"line\": %u, \"column\": %u, ",
                             quoted(r->arena, g->at->src->name), g->at->where.line,
                             g->at->where.column);
    return arena_printf(r->arena, "{%s\"code\": \"%s\", \"text\": %s, \"notes\": %s}", place,
                        remark_name((remark_code)g->head->code),
                        quoted(r->arena, words(r, g->head)),
                        list_json(r, g->notes.items, g->notes.len));
}

const char *report_json(hpc_program *p, const air_module *m, const char *name)
{
    const char *text = "";
    report r;
    for (uint32_t f = 0; f < m->funs.len; f++) {
        if (!prepare(&r, p, m, f, name))
            continue;
        text = arena_printf(p->arena, "%s%s{\"function\": %s, \"notes\": %s, \"nests\": [", text,
                            *text ? ",\n" : "", quoted(p->arena, heading(&r, name)),
                            list_json(&r, r.whole.items, r.whole.len));
        bool first = true;
        for (uint32_t i = 0; i < r.groups.len; i++) {
            if (is_repeated(&r, i))
                continue;
            text = arena_printf(p->arena, "%s%s%s", text, first ? "\n  " : ",\n  ",
                                group_json(&r, &r.groups.items[i]));
            first = false;
        }
        text = arena_printf(p->arena, "%s]}", text);
    }
    return text;
}
