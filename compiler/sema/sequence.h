/* Strings, tuples and lists: their items. */
#ifndef HPC_SEQUENCE_H
#define HPC_SEQUENCE_H

#include "elab_scope.h"

/* object[index] of a list, tuple, string or range, and object[index] = value of a list. */
val seq_getitem(elab *e, val object, val index, span where);
void seq_setitem(elab *e, val object, val index, val value, span where);

#endif
