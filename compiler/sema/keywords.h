/* Arguments bound to parameters, and what **kwargs and *args make of those that are left over.
 *
 * The keywords that a **parameter takes are a tuple whose type has their names: each value keeps its own
 * type. Reading one, get, in, items, len and handing them on with ** work on that; what stores into them
 * works on a dict, which the parameter is made where the function's text does so. */
#ifndef HPC_KEYWORDS_H
#define HPC_KEYWORDS_H

#include "elab_loop.h"

/* One value for each parameter, defaults filled in. False after an error. */
bool func_bind(elab *e, func *f, const call_args *args, val *bound, span where);

val keywords_new(elab *e, const char *const *names, const val *values, uint32_t count);
bool is_keywords(const val *v);
const char *keywords_name(const val *v, uint32_t i);
val keywords_names(elab *e, const val *v); /* a tuple of texts */
val keywords_dict(elab *e, const val *v, span where);
/* v, but a dict where it is keywords. */
val keywords_plain(elab *e, val v, span where);
/* A dict display whose values are functions, under names that are known: keywords, too. False: it is another
 * one. */
bool keywords_of_functions(elab *e, const val *keys, const val *values, uint32_t count, val *made);
/* The call of the one that has the name; KeyError. */
val keywords_call(elab *e, const val *choice, const call_args *args, span where);
/* The argument of a builtin: the names suffice for those that go through it. */
val keywords_for(elab *e, val v, const char *row, span where);
val keywords_getitem(elab *e, const val *v, const val *index, span where);

#endif
