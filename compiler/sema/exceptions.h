/* Classes of exceptions, and exceptions as values. */
#ifndef HPC_EXCEPTIONS_H
#define HPC_EXCEPTIONS_H

#include "elab_scope.h"

/* A class: Python's and NumPy's own have a code each; one of the program has its base's code, a
 * number, and a lineage, "Mine#2;Its#1;", that the run compares. */
typedef struct exc_class {
    const char *name;
    hpc_code code;
    uint32_t id;         /* 0: not of the program */
    const char *lineage; /* or NULL */
} exc_class;

/* "ValueError" as a value; false: it is no such name. The module is "" or a module's name. */
bool exception_class_named(elab *e, const char *module, const char *name, val *out);
const exc_class *exception_class_of(const val *v); /* NULL: v is none */
/* class NAME(BASE): a class of the program's own. */
val exception_class_new(elab *e, const char *name, const exc_class *base, span where);
val exception_val(elab *e, air_id object);
bool is_exception(const val *v);
/* CLASS(args): an exception that nothing has raised. */
val exception_call(elab *e, const exc_class *class, const val *args, uint32_t count, span where);
/* A bool node: the caught exception is of a class, or of one of a tuple of classes; 0 after an error. */
air_id exception_test(elab *e, air_id code, air_id object, const val *type, span where);
/* e.args[i], type(e).__name__ and e.__class__.__name__; false: x is none of these. */
bool exception_expr(elab *e, const ast_expr *x, val *out);
/* isinstance(e, type). */
val exception_isinstance(elab *e, const val *v, const val *type, span where);

#endif
