/* Types of the language as elaboration sees them. Types are interned: equal types are one pointer,
 * so comparing is ==. They live as long as their table (a context). */
#ifndef HPC_TY_H
#define HPC_TY_H

#include "../array/air.h"
#include "../support/arena.h"

typedef enum ty_kind {
    TY_NEVER,  /* no value: an error was reported, or a result that recursion has not yet given */
    TY_ABSENT, /* an optional argument that was not given */
    TY_NONE,
    TY_BOOL, /* Python's bool, int, float, complex: weak in promotion, checked */
    TY_INT,
    TY_FLOAT,
    TY_COMPLEX,
    TY_SCALAR, /* a NumPy scalar of dtype */
    TY_ARRAY,  /* dtype, rank, facts (AIR_C_ORDER ...), ends */
    TY_TUPLE,  /* items; of a named tuple also name and ref, its tuple_names */
    TY_LIST,   /* homogeneous; item[0], or no item while none is known: ty_open.c */
    TY_DICT,   /* the same; its item is tuple(key, value) */
    TY_SET,    /* the same */
    TY_STR,
    TY_DTYPE,   /* the value is the type: dtype */
    TY_CLASS,   /* a Python type as a value (int, float, bool, ...): name */
    TY_MODULE,  /* name: "numpy", "numpy.random", ... */
    TY_FUNC,    /* a user's function or lambda: ref */
    TY_BUILTIN, /* a row of the builtins table: ref */
    TY_METHOD,  /* a builtin bound to a value: ref; the value is val.items[0] */
    TY_RANGE,   /* three ints in val.items */
    TY_SLICE,   /* three values in val.items, None where absent */
    TY_ELLIPSIS,
    TY_ITER,     /* enumerate, zip, reversed, ...: name; the parts are val.items */
    TY_PARTS,    /* an object that compiling alone knows (finfo, flat, np.mgrid): name, val.items */
    TY_UNION,    /* one of several scalar types, told by a run-time tag */
    TY_OPTIONAL, /* items[0] or None, told by a run-time flag; its values: optional.h */
    TY_BOXED,    /* known only at run time */
    TY_RECORD_CLASS, /* a class of the program: ref, class_def */
    TY_RECORD,       /* an object of one: ref, record */
    TY_OBJECT        /* an object of the runtime: name ("Generator", ...) */
} ty_kind;

/* The class of a list or dict (collections.h). A tuple whose length only the run knows is a list that
 * nothing changes. */
enum {
    TY_PLAIN = 0,
    TY_DEQUE = 1, /* of lists */
    TY_RUN_TUPLE = 2,
    TY_COUNTER = 1, /* of dicts */
    TY_DEFAULT = 2  /* and more: the factory's number */
};

typedef struct ty {
    ty_kind kind;
    hpc_dtype dtype;
    uint8_t rank;  /* of a list or dict: its class */
    uint8_t facts; /* of arrays: AIR_* facts */
    uint8_t ends;  /* of arrays: what ty_ends made. Of a defaultdict: 1 where its function has no
                      name that could be printed */
    uint32_t count;
    const struct ty **items;
    const char *name; /* interned or static */
    const void *ref;
    bool open; /* a container in it learns the type of its items, or may widen it */
} ty;

typedef struct ty_table ty_table;

enum { TY_MOST_UNITED = 4, TY_MOST_COMPONENTS = 128 };

ty_table *ty_table_new(arena *a);
const ty *ty_basic(ty_table *t, ty_kind kind); /* kinds without fields */
const ty *ty_scalar(ty_table *t, hpc_dtype dtype);
const ty *ty_array(ty_table *t, hpc_dtype dtype, unsigned rank, unsigned facts, unsigned ends);
/* What a type knows of extents: the last one where it is 1 to 4 and, of a small matrix, the one before
 * it. Others, and those that an array does not have, are given as 0 or as they are. */
unsigned ty_ends(int64_t last, int64_t before);
/* The known extent of the last axis (back 0) or of the one before it (back 1); 0: unknown. */
static inline unsigned ty_end(const ty *t, unsigned back)
{
    return back > 1 ? 0 : t->ends >> 4 * back & 15;
}
const ty *ty_tuple(ty_table *t, const ty *const *items, uint32_t count);
/* The same items as the tuple `like` has them: under its names. */
const ty *ty_tuple_like(ty_table *t, const ty *like, const ty *const *items);
/* The tuple's items under names (named_tuple.h). */
const ty *ty_tuple_named(ty_table *t, const ty *tuple, const char *name, const void *names);
const ty *ty_list(ty_table *t, const ty *item_or_null);
const ty *ty_container(ty_table *t, ty_kind kind, const ty *item_or_null);
const ty *ty_optional(ty_table *t, const ty *item);
const ty *ty_union(ty_table *t, const ty *const *items, uint32_t count);
const ty *ty_dtype(ty_table *t, hpc_dtype dtype);
const ty *ty_named(ty_table *t, ty_kind kind, const char *name);
const ty *ty_ref(ty_table *t, ty_kind kind, const char *name, const void *ref);

/* As messages and SIG write it: "float64[:, :]", "int", "tuple(int, float64)". */
const char *ty_name(arena *a, const ty *t);

bool ty_is_python_number(const ty *t); /* TY_BOOL TY_INT TY_FLOAT TY_COMPLEX */
bool ty_is_number(const ty *t);        /* those and TY_SCALAR */
bool ty_is_arraylike(const ty *t);     /* numbers and arrays */
bool ty_is_container(const ty *t);     /* TY_LIST TY_DICT TY_SET */
/* The dtype of a number or array: Python's int is int64, float is float64, ... */
hpc_dtype ty_dtype_of(const ty *t);
/* The type that holds values of both, or NULL when they do not join. Arrays of one dtype and rank
 * join by dropping facts; equal types join; tuples item by item. With `numba`, numbers join to
 * the promoted type, as Numba unifies them. */
const ty *ty_join(ty_table *t, const ty *a, const ty *b, bool numba);

/* The join of two types, or for unlike numbers a union of at most TY_MOST_UNITED, or with None an
 * optional; tuples item by item.
 * NULL: none. */
const ty *ty_unite(ty_table *t, const ty *a, const ty *b, bool numba);

/* ---- Containers whose items' type is not known where they are made (ty_open.c) ------------------
 * `[]` has an origin, the place that makes it; what is stored into one of its containers tells the
 * origin, for all of them. A round of elaboration that is rewound takes back what it told, but the
 * next round can ask for it: an item may be read, in a loop, before the text that stores it. */
const ty *ty_open(ty_table *t, ty_kind kind, uint64_t origin);
const ty *ty_open_class(ty_table *t, ty_kind kind, unsigned class, unsigned last, uint64_t origin);
/* The type of a container's items as it is known here, or NULL; it counts as read. */
const ty *ty_item(ty_table *t, const ty *container);
/* An item of the type is stored: false where the container cannot hold it. With `again`, a round
 * around will be repeated where ty_learnt has changed. */
bool ty_learn(ty_table *t, const ty *container, const ty *item, bool widens, bool again);
/* Grows when something was learnt that an earlier reader would have needed. */
uint32_t ty_learnt(const ty_table *t);
/* The type without what can still be learnt, but for origins that know nothing. */
const ty *ty_closed(ty_table *t, const ty *type);
/* The type with origins that know nothing replaced by others, made of `origin`. */
const ty *ty_renewed(ty_table *t, const ty *type, uint64_t origin);
/* A value of the type is stored under a text that the program writes out, and what is known to be
 * there (NULL: nothing; it is to be checked at run time). A closed dict keeps what it knows. */
void ty_set_field(ty_table *t, const ty *dict, const char *name, const ty *type);
const ty *ty_get_field(const ty *dict, const char *name);
uint32_t ty_mark(const ty_table *t);
void ty_rewind(ty_table *t, uint32_t mark);

/* How a value of the type is carried: its scalar, array and object components, in order
 * (a tuple is its items'; None, functions, modules and dtypes have none; a union is the tag, i64,
 * then the components of every alternative; an optional is its flag, i64, 0 for None, then its
 * item's). Returns the number, fills at most max. */
uint32_t ty_flatten(const ty *t, air_type *out, uint32_t max);

#endif
