/* What the files of prange share:
 *
 *   parallel_scalars.c   variables: private, sums and the like, carried
 *   parallel_memory.c    accesses of arrays: which turns meet in an element
 *   parallel_calls.c     effects with an order of their own
 *   parallel_plan.c      all of that, for each loop
 *   pass_parallel.c      the loop that is made
 *   parallel_watch.c     accesses that the run watches
 */
#ifndef HPC_PARALLEL_H
#define HPC_PARALLEL_H

#include "affine.h"
#include "air_alias.h"

/* Why a loop is not parallel: two places of the program. */
typedef struct parallel_conflict {
    int32_t loop, first, second; /* locations; second 0: none */
    const char *what, *with;     /* texts; `with` names the second place */
    bool array;                  /* in an array, not in a name */
} parallel_conflict;

typedef VEC(parallel_conflict) parallel_conflicts;

typedef enum parallel_fold {
    FOLD_NONE,
    FOLD_ADD,
    FOLD_MUL,
    FOLD_MIN,
    FOLD_MAX,
    FOLD_FMIN,
    FOLD_FMAX,
    FOLD_SELECT_MIN,
    FOLD_SELECT_MAX,
    FOLD_AND,
    FOLD_OR,
    FOLD_XOR,
    FOLD_ORDERED /* one that only gives the same in the order of the turns */
} parallel_fold;

typedef enum parallel_role {
    ROLE_NONE,
    ROLE_PRIVATE,
    ROLE_LAST,
    ROLE_FOLD,
    ROLE_CARRIED
} parallel_role;

typedef struct parallel_var {
    uint32_t var;
    uint8_t role, fold;
    bool twice;     /* a turn may fold several numbers in */
    uint32_t folds; /* places of the body that do */
    air_id other;   /* what it is used by that is none */
} parallel_var;

typedef struct parallel_array {
    air_id root;
    uint8_t fold;
    bool whole; /* all elements in each turn */
} parallel_array;

typedef struct parallel_axis {
    bool all;         /* no more is known */
    affine low, high; /* of the indexes, in a turn */
} parallel_axis;

typedef struct parallel_access {
    air_id root, array, node;
    int32_t loc;
    bool write;
    uint8_t rank, fold; /* fold: part of `a[i] += x` */
    parallel_axis *axes;
} parallel_access;

/* Holds where one of the lists does, none of which is negative. */
typedef struct parallel_test {
    VEC(affine) all[3];
    uint32_t count;
} parallel_test;

typedef struct parallel_plan {
    air_id loop;
    bool ok, heavy;     /* heavy: a turn has loops or calls */
    const char *serial; /* it stays a loop whose turns follow each other, for this reason */
    VEC(parallel_var) vars;
    VEC(parallel_array) arrays;
    VEC(parallel_test) tests;
    VEC(affine) sizes;   /* must be small */
    VEC(air_id) apart;   /* pairs of arrays that must not overlap */
    VEC(air_id) watched; /* roots of which nothing is proved; where the run watches */
    VEC(parallel_access) accesses;
} parallel_plan;

typedef struct parallel {
    arena *arena;
    const air_module *module;
    const air_fun *fun;
    air_alias *alias;
    affine_loop affine;
    bool *inside;
    air_id *owner;
    uint32_t *deep;
    uint8_t *summaries; /* by function */
    parallel_plan *plan;
    parallel_conflicts *conflicts; /* or NULL */
    bool watches;                  /* the run finds which iterations meet */
} parallel;

static inline const air_node *parallel_at(const parallel *p, air_id id)
{
    return air_at(p->fun, id);
}

/* Each fills its part of the plan; false where the loop conflicts or has an order, which was noted. */
bool parallel_scalars(parallel *p);
bool parallel_memory(parallel *p);
bool parallel_effects(parallel *p);
bool parallel_refuse(parallel *p, int32_t first, const char *what, int32_t second,
                     const char *with);
bool parallel_stay(parallel *p, const char *why);

/* The fold that a node does with one operand, or FOLD_NONE. */
parallel_fold parallel_fold_of(const parallel *p, air_id id, air_id operand);
/* Does the function write arrays that it gets? */
bool parallel_callee_writes(const parallel *p, const air_node *call);
bool parallel_rt_is_free(int64_t function); /* reads arrays, makes fresh ones, and has no order */

/* The name that a parameter or a variable has in the source; NULL. */
const char *parallel_array_name(const air_fun *f, air_id root);
/* The plans of all loops of the function that the program wants to be parallel; NULL: none. Conflicts
 * are added to the list (or NULL). */
parallel_plan *parallel_plans(arena *a, const air_module *m, const air_fun *f,
                              parallel_conflicts *conflicts, bool watches, uint32_t *count);
bool parallel_wanted(const air_fun *f); /* has such a loop, perhaps */
void parallel_prepare(arena *a, air_module *m, air_fun *f);
/* Before the passes, over all functions that have such loops: simplifies them. */
void air_parallel_check(arena *a, air_module *m, parallel_conflicts *conflicts);
/* The same, but where iterations may meet in an array, the run looks whether they do. `place` gives a
 * location's text. */
typedef const char *parallel_place_fn(void *user, int32_t loc);
void air_parallel_watch(arena *a, air_module *m, parallel_conflicts *conflicts,
                        parallel_place_fn *place, void *user);

#endif
