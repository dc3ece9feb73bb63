/* Takes a class and its bases, gives the order in which attributes are looked for: Python's, C3.
 *
 *   class C(A, B)   ->   C, A, what A derives from, B, ..., each after all that derives from it */
#include "classes.h"

const class_def *class_in_order(const class_def *c, uint32_t i)
{
    return i == 0 ? c : i < c->order.len ? c->order.items[i] : NULL;
}

static bool same(const class_def *a, const class_def *b)
{
    return a->stmt == b->stmt && a->tuple == b->tuple;
}

bool class_derives(const class_def *c, const class_def *from)
{
    for (uint32_t i = 0; class_in_order(c, i); i++)
        if (same(class_in_order(c, i), from))
            return true;
    return false;
}

static const class_member *own_member(const class_def *c, const char *name)
{
    for (uint32_t i = c->members.len; i-- > 0;)
        if (strcmp(c->members.items[i].name, name) == 0)
            return &c->members.items[i];
    return NULL;
}

const class_member *class_find(const class_def *c, const char *name)
{
    const class_member *m = NULL;
    for (uint32_t i = 0; !m && class_in_order(c, i); i++)
        m = own_member(class_in_order(c, i), name);
    return m;
}

const class_member *class_find_after(const class_def *c, const class_def *after, const char *name)
{
    const class_member *m = NULL;
    uint32_t i = 0;
    while (class_in_order(c, i) && !same(class_in_order(c, i), after))
        i++;
    for (i++; !m && class_in_order(c, i); i++)
        m = own_member(class_in_order(c, i), name);
    return m;
}

/* ---- C3 ------------------------------------------------------------------------------------------ */

typedef VEC(const class_def *) classes;

static bool in_tail(const classes *line, uint32_t from, const class_def *c)
{
    for (uint32_t i = from + 1; i < line->len; i++)
        if (same(line->items[i], c))
            return true;
    return false;
}

/* The first head of a line that stands behind the head of no line; NULL: there is none. */
static const class_def *next_class(const classes *lines, const uint32_t *at, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (at[i] == lines[i].len)
            continue;
        const class_def *c = lines[i].items[at[i]];
        bool free = true;
        for (uint32_t k = 0; k < count; k++)
            free = free && !in_tail(&lines[k], at[k], c);
        if (free)
            return c;
    }
    return NULL;
}

static bool all_done(const classes *lines, const uint32_t *at, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (at[i] < lines[i].len)
            return false;
    return true;
}

bool class_set_order(elab *e, class_def *c, const class_def **bases, uint32_t count)
{
    classes *lines = ARENA_ARRAY(e->arena, classes, count + 1);
    uint32_t *at = ARENA_ARRAY(e->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; class_in_order(bases[i], k); k++)
            vec_push(e->arena, &lines[i], class_in_order(bases[i], k));
        vec_push(e->arena, &lines[count], bases[i]);
    }
    vec_push(e->arena, &c->order, c);
    while (!all_done(lines, at, count + 1)) {
        const class_def *next = next_class(lines, at, count + 1);
        if (!next)
            return false;
        vec_push(e->arena, &c->order, next);
        for (uint32_t i = 0; i <= count; i++)
            if (at[i] < lines[i].len && same(lines[i].items[at[i]], next))
                at[i]++;
    }
    return true;
}
