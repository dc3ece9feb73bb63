/* Values that are None or of a type, told at run time. */
#ifndef HPC_OPTIONAL_H
#define HPC_OPTIONAL_H

#include "elab_scope.h"

/* A bool node: it is not None. */
air_id optional_present(elab *e, const val *v);
/* The value where it is not None; what it is otherwise means nothing. */
val optional_inner(const val *v);
/* The value; None is the failure `check`, whose message `text` completes. Others as they are. */
val optional_value(elab *e, val v, int check, const char *text, span where);
/* The value as an operand, an iterable, ...: None is a TypeError with this message. */
val optional_operand(elab *e, val v, const char *message, span where);

#endif
