/* Generator functions. A call makes a TY_ITER "generator" of the function and its arguments; a loop over
 * it elaborates a copy of the body in the place of the loop, in which each `yield v` is the loop's body
 * with v for its element:
 *
 *   def evens(n):                    for x in evens(9): print(x)
 *       for i in range(n):     ->    .0.n = 9
 *           yield 2 * i              for .0.i in range(.0.n): x = 2 * .0.i; print(x)
 *
 * So it is lazy, its variables are the loop's, and nothing of it is left at run time. */
#ifndef HPC_GENERATORS_H
#define HPC_GENERATORS_H

#include "elab_loop.h"

#define ITER_GENERATOR "generator"
static inline bool is_generator(const val *v)
{
    return v->ty->kind == TY_ITER && strcmp(v->ty->name, ITER_GENERATOR) == 0;
}

/* A loop over a generator that is being elaborated: what its yields do. */
typedef struct yielding {
    struct yielding *outer; /* the one whose body the loop stands in */
    const func *fn;
    scope *scope; /* and the rest of the state of the loop's place */
    const source *src;
    pr_mode mode;
    bool fastmath;
    int32_t inline_parent;
    span where;
    elab_element body;
    const ast_names *assigned; /* what the loop's body may bind */
    bool jumps;                /* it has break or continue */
    const char *stopped;       /* the name that tells that it broke off */
    void *user;
} yielding;

/* The iterator that a call with the arguments gives, one value for each parameter. */
val generator_new(elab *e, func *f, const val *bound, span where);
/* The same of a generator expression: (x * x for x in xs). */
val generator_of_expr(elab *e, const ast_expr *x);
/* `for` over a generator; jumps: the body may break or continue. */
void generator_iterate(elab *e, const val *it, span where, elab_element body,
                       const ast_names *assigned, const ast_block *orelse, bool jumps, void *user);
val generator_yield(elab *e, const ast_expr *x);
/* The names that a block of a generator's body binds by its yields, appended. */
void generator_assigned(elab *e, const ast_block *block, ast_names *names);
/* enumerate, zip, map and filter with a generator among the iterables: generators of stdlib. False: there
 * is none. */
bool generator_among(elab *e, const char *name, const val *items, uint32_t count, span where,
                     val *made);

/* The generator's body for a loop that stands in `depth` others, its names apart from theirs
 * (generator_copy.c). NULL after an error. */
typedef struct generator_copy {
    struct generator_copy *next;
    uint32_t depth;
    ast_block body;
    ast_names names;     /* all that it binds */
    const char **params; /* by parameter */
    const char *stopped, *returned;
} generator_copy;

const generator_copy *generator_copy_of(elab *e, func *f, uint32_t depth);
/* A generator function with the text of a generator expression, its first iterable the parameter. */
const ast_stmt *generator_function_of(elab *e, const ast_expr *x);
bool generator_yields(const ast_block *block);

#endif
