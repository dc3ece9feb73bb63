/* Strings, tuples, lists and ranges: their items. */
#ifndef HPC_SEQUENCE_H
#define HPC_SEQUENCE_H

#include "elab_scope.h"

/* object[index] of a list, tuple, string or range, and object[index] = value of a list. */
val seq_getitem(elab *e, val object, val index, span where);
void seq_setitem(elab *e, val object, val index, val value, span where);
void seq_delitem(elab *e, val object, val index, span where);

/* What is known of every item of a list: its item type without facts of arrays; NULL for a list
 * that has had no item yet. */
const ty *seq_item_type(elab *e, const ty *list);
/* The place of an expression, inlined calls and turns of unrolled loops included: see ty_open. */
uint64_t seq_origin(const elab *e, span where);
/* A display without items, made at `where`: what is stored into it tells the type of its items. */
val seq_empty(elab *e, ty_kind kind, span where);
/* The item at an index of a list or tuple object (an i64 node, may be negative); out of range is
 * the failure `check`. */
val seq_item(elab *e, air_id object, const ty *item, air_id index, int check, span where);
/* True when the list (a named object) may hold the value; an open one learns that it does.
 * `what` is for the message: "append". False after an error. */
bool seq_accept(elab *e, const val *list, const val *value, const char *what, span where);
/* A list display of these items (kept, not copied): its item type is one that they join to, a union
 * for unlike numbers, or boxed. */
val seq_display(elab *e, val *items, uint32_t count);
/* list.append(value). False after an error. */
bool seq_append(elab *e, const val *list, const val *value, span where);
/* list.extend(iterable), list += iterable: the list, with the item type that it may have learnt. */
val seq_extend(elab *e, val list, const val *iterable, span where);
/* A new list of the items of anything that can be iterated over. */
/* What a file opened with mode "rb" reads. */
static inline bool is_bytes(const val *v)
{
    return v->ty->kind == TY_OBJECT && strcmp(v->ty->name, "bytes") == 0;
}
val seq_list_of(elab *e, const val *iterable, span where);
/* len(v) as an i64 node; 0 after an error. */
air_id seq_length(elab *e, const val *v, span where);

#endif
