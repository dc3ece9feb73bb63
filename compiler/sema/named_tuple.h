/* Tuples whose items have names. */
#ifndef HPC_NAMED_TUPLE_H
#define HPC_NAMED_TUPLE_H

#include "classes.h"

/* What the types of one class's tuples refer to. */
typedef struct tuple_names {
    const char *name;
    const char **fields; /* interned */
    uint32_t count;
    class_def *class;
    const source *src; /* of the place that makes the class */
    uint32_t begin;
} tuple_names;

const tuple_names *names_of(const ty *type); /* NULL: it is no tuple, or a plain one */
bool tuple_has_text(const ty *type);         /* its class defines __repr__ or __str__ */
val tuple_named(elab *e, const tuple_names *names, val v); /* a tuple under these names */
void tuple_class(elab *e, class_def *c, span where); /* makes c a class of tuples of its fields */
void tuple_methods(elab *e, class_def *c);
val tuple_new(elab *e, class_def *c, const call_args *args, span where);
/* v.NAME of an item or _fields; false: it has none. */
bool tuple_attribute(elab *e, const val *v, const char *name, val *out);
val tuple_class_fields(elab *e, const class_def *c);
/* "P x y": what the runtime prints the tuple by. */
air_id tuple_names_text(elab *e, const tuple_names *names);

#endif
