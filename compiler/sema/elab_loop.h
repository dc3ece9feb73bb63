/* What the files of loops share:
 *   elab_loop.c   names that are carried, rounds, the first turn apart, `while`
 *   elab_for.c    `for`: counted loops, loops whose turns are elaborated one by one
 *   iterate.c     what can be iterated over, as a length and elements by position */
#ifndef HPC_ELAB_LOOP_H
#define HPC_ELAB_LOOP_H

#include "elab_scope.h"

/* What a loop is made of; parts may be called once a round. */
typedef struct loop_spec {
    span where;
    const ast_names *assigned;
    const ast_block *orelse;
    /* Emits the control node and everything inside; calls loop_body in its region. */
    void (*emit)(elab *e, struct loop_spec *spec);
    void (*body)(elab *e, struct loop_spec *spec);
    bool runs_once;           /* the body runs at least once */
    bool peeled;              /* its first turn was elaborated apart */
    bool straight;            /* exactly once: what edges bring does not flow back to the head */
    uint32_t broke;           /* out: variable that a break set, plus 1 (straight loops) */
    bool endless;             /* only a break leaves it */
    bool test_binds;          /* of a WHILE: its test has := */
    air_id start, stop, step; /* of a FOR */
    val index;
    const ast_block *block; /* the body's text, or NULL */
    const ast_stmt *stmt;
    val iterable;
    bool has_end; /* the iterable is looked at after the last turn */
    air_id
        bound; /* of a list that turns may change: most turns; each looks whether there is an item */
    elab_element element;
    void *user;
} loop_spec;

/* The rounds of a loop, until the types at its head hold. */
void loop_run(elab *e, loop_spec *spec);
/* For spec.emit: the body in its region, with the names at their head values, and the edge back. */
void loop_body(elab *e, loop_spec *spec);
/* The body, as a loop that has exactly one turn. Gives the variable that a break set, plus 1; 0: it has
 * none. */
uint32_t loop_once(elab *e, span where, const ast_names *assigned, elab_part body, void *user);
/* The names of the innermost loop at its head. */
void loop_head(elab *e);
void loop_enter(elab *e, air_region *region);
void loop_nothing(elab *e, void *user); /* an empty side of a branch */
/* Names that the loop binds: those of its body and its target (or NULL). */
ast_names loop_assigned(elab *e, const ast_block *body, const ast_expr *target);

/* The number of turns of a `for` that is known and short, else 0: where the types of the turns
 * differ (a tuple that grows), each turn is elaborated with its own. */
uint32_t for_short(elab *e, const loop_spec *spec);
void for_unroll_short(elab *e, loop_spec *spec, uint32_t turns);

/* An argument *x whose length only the run knows: the list of its items. */
#define ITER_SPREAD "*"
static inline bool is_spread(const val *v)
{
    return v->ty->kind == TY_ITER && strcmp(v->ty->name, ITER_SPREAD) == 0;
}
/* One of several functions in a dict, by a name that the run tells: only to be called. */
#define ITER_CHOICE "function of a dict"
/* The iterator of a builtin: its parts. */
val iter_new(elab *e, const char *name, const val *items, uint32_t count);
/* An iterator as the value of a parameter: the name that it was handed over by is used up. */
val iter_handed(elab *e, val v);
bool iter_can(elab *e, const val *v, span where); /* TypeError where it is not iterable */
/* An iterable at the start of a loop: dicts and sets get a cursor. */
/* What __iter__ of an object gives; other values as they are. */
val iter_of_object(elab *e, val it, span where);
val iter_begin(elab *e, val it, span where);
/* After the last turn: a dict must not have changed its size. Nothing where iter_has_end is false. */
void iter_end(elab *e, const val *it, span where);
bool iter_has_end(const val *it);
/* An iterable as a length and a way to get an element by position. False after an error. */
bool iter_length(elab *e, const val *it, span where, air_id *length);
val iter_element(elab *e, const val *it, air_id at, span where);
/* The most turns of a loop whose turns may change the lists in the iterable; 0 where it has none. */
air_id iter_bound(elab *e, const val *it, span where);
/* A bool node: the lists in the iterable have an item at the position. 0 where it has none. */
air_id iter_alive(elab *e, const val *it, air_id at);
/* The result of map's function for one element of each of its iterables. */
val iter_mapped(elab *e, const val *it, const val *args, span where);

#endif
