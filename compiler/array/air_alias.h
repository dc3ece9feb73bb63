/* Which arrays may share memory, and what may be written between two places of a function.
 *
 * Memory is named by roots: the node at the bottom of a chain of views. A root is fresh (MAP, FILL,
 * EMPTY, ...: memory of its own) or external (parameters, results of calls, globals). Fresh memory
 * becomes external when it escapes: it is passed to a call that may keep it, stored in a global, or
 * put in an object. What a variable may hold is the set of roots that were ever set to it (flow
 * does not matter), so that two variables alias only where the sets meet.
 *
 * Storage versions: the version that a node reads of a root is the number of possible writes to it
 * before the node's place. It is never stored; air_may_write_between answers the one question that
 * passes ask about it, whether it is the same at two places. */
#ifndef HPC_AIR_ALIAS_H
#define HPC_AIR_ALIAS_H

#include "air.h"

typedef struct air_alias air_alias;

/* For the function as it is now; it stays valid until the function changes. */
air_alias *air_alias_new(arena *a, const air_module *m, const air_fun *f);

/* The array whose memory this one is a view of (RESHAPE counts as a view: it may be one). */
air_id air_root(const air_fun *f, air_id array);
/* Sets `marks`, by node, of all nodes of the region and of what is nested in it; NULL: nothing. */
void air_mark_nested(const air_fun *f, const air_region *r, bool *marks, bool value);
/* Fresh: the node's memory is its own. */
bool air_is_fresh(const air_fun *f, air_id root);

/* Before a store that is made a loop, which may have nothing to do: fails at run time (READ_ONLY) where
 * the array of a parameter, say, is read-only, unless the store is done `times` times and that is 0. */
void air_check_stores(air_builder *b, air_id array, air_id times_or_0);
/* Known by something outside of the function's own arrays and variables. */
bool air_escapes(const air_alias *al, air_id root);
/* Has an effect that may write it, or a way to get one (a variable, an escape). */
bool air_is_touched(const air_alias *al, air_id root);
bool air_may_alias(const air_alias *al, air_id root_a, air_id root_b);
/* Two views of one root that share no element, whatever the extents that are not constant. */
bool air_views_disjoint(const air_fun *f, air_id view_a, air_id view_b);
/* Two views of one root that differ by where they start along the last axis alone: element i of b is
 * element i + shift of a. */
bool air_view_shift(const air_fun *f, air_id a, air_id b, int64_t *shift);
/* The same, where they may start in different rows, too, and columns are near (see below). */
bool air_reads_near_row(const air_fun *f, air_id to, air_id x, int64_t *rows, int64_t *columns);
/* Does view x give, for each element that the store writes, one of the same row that is so near that
 * lowering holds it in a register when it is written? */
bool air_reads_near(const air_fun *f, const air_node *store, air_id x);
/* May anything in the function write memory that something outside of it knows? */
bool air_writes_external(const air_alias *al);
/* May effect node `effect` write the memory of `root`? */
bool air_may_write(const air_alias *al, air_id effect, air_id root);
/* May anything that runs after `from` and before `to` write the memory of `root`? `from` must be
 * visible from `to`. A loop around `to` that is not around `from` counts whole. */
bool air_may_write_between(const air_alias *al, air_id from, air_id to, air_id root);
/* The same for any effect: writes, output, calls. Checks do not count. */
bool air_effects_between(const air_alias *al, air_id from, air_id to);
/* Place in program order (preorder). */
uint32_t air_place(const air_alias *al, air_id id);

#endif
