/* Lists and dicts of the module collections: deque, Counter, defaultdict. Their types are those of
 * lists and dicts with a class (ty.rank) beside. */
#ifndef HPC_COLLECTIONS_H
#define HPC_COLLECTIONS_H

#include "hashed.h"

static inline bool is_collection(const ty *t)
{
    return (t->kind == TY_LIST || t->kind == TY_DICT) && t->rank != TY_PLAIN;
}

static inline bool is_run_tuple(const ty *t)
{
    return t->kind == TY_LIST && t->rank == TY_RUN_TUPLE;
}

/* A tuple as one of run-time length, others as they are. */
val collection_of_tuple(elab *e, const val *v, span where);
/* "deque", "tuple", "Counter" or "defaultdict". */
const char *collection_name(const ty *t);
/* The row of a method: the class's own, or one of lists and dicts that it shares; NULL: neither. */
const bi_row *collection_method(elab *e, const ty *t, const char *name);
/* d[key] of a Counter or defaultdict: what is there, else what the class gives. */
val collection_getitem(elab *e, const val *dict, const val *key, span where);
/* A text with an address, which is another in every run. */
bool collection_has_no_text(const ty *t);

#endif
