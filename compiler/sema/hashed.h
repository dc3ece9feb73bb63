/* Dicts and sets: what builds, reads and goes through them. The rows of their methods are in
 * builtins_dict.c and builtins_set.c. */
#ifndef HPC_HASHED_H
#define HPC_HASHED_H

#include "elab_scope.h"

static inline bool is_hashed(const ty *t)
{
    return t->kind == TY_DICT || t->kind == TY_SET;
}

/* Displays; `constants`: a set of three and more literals, whose order CPython fixes otherwise. */
val hashed_dict(elab *e, const val *keys, const val *values, uint32_t count, span where);
val hashed_set(elab *e, const val *items, uint32_t count, bool constants, span where);
val hashed_empty(elab *e, ty_kind kind, span where);

/* The types of a dict's keys and values; NULL while nothing is known. */
const ty *hashed_key_type(elab *e, const ty *t);
const ty *hashed_value_type(elab *e, const ty *t);
/* True when a dict (value given) or set (value NULL) may hold them; an open one learns that it does. */
bool hashed_accept(elab *e, const val *object, const val *key, const val *value, const char *what,
                   span where);

/* The i64 node of the position of a key's value (of the key, in a set). `must`: KeyError where there
 * is none, else -1. 0 after an error. */
/* The same, added where it is not there; 0 where the key must be boxed. */
air_id hashed_place(elab *e, const val *object, const val *key, span where);
air_id hashed_find(elab *e, const val *object, const val *key, bool must, span where);
val hashed_value_at(elab *e, const val *dict, air_id position, span where);
val hashed_key_at(elab *e, const val *object, air_id position, span where);

val hashed_getitem(elab *e, const val *dict, const val *key, span where);
void hashed_setitem(elab *e, const val *dict, const val *key, const val *value, span where);
void hashed_delitem(elab *e, const val *object, const val *key, span where);
void hashed_augitem(elab *e, ast_binary_op op, const val *dict, const val *key, const val *value,
                    span where);

air_id hashed_length(elab *e, const val *object);
val hashed_contains(elab *e, const val *key, const val *object, span where);
val hashed_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where);
/* a op b, in place where `into`. */
val hashed_binary(elab *e, ast_binary_op op, const val *a, const val *b, bool into, span where);
/* A list of a dict's keys (0), values (1) or pairs (2), or of a set's keys. */
val hashed_list(elab *e, const val *object, int what);
/* A set of the keys of anything that can be iterated over; a dict of pairs. */
val hashed_set_of(elab *e, const val *iterable, span where);
val hashed_dict_of(elab *e, const val *iterable, span where);
/* dict.update(other): a dict or pairs. */
bool hashed_update(elab *e, const val *dict, const val *other, span where);
/* A set method's argument as the runtime takes it: a set, dict, list or tuple in a pack. */
air_id hashed_operand(elab *e, const val *v, const val *set, bool adds, span where);

/* d.keys(), d.values(), d.items(): the dict is items[0]. */
bool is_dict_view(const val *v);
int dict_view_part(const val *view); /* as in hashed_list */

/* A dict, set or view that a loop goes through: with a cursor, and the length at the start. */
val hashed_iterator(elab *e, const val *v);
bool is_hashed_iterator(const val *v);
air_id hashed_iterator_length(elab *e, const val *it);
val hashed_iterator_next(elab *e, const val *it, span where);
void hashed_iterator_end(elab *e, const val *it, span where); /* after the last turn */

#endif
