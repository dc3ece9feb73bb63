/* Classes of the program and their objects. */
#ifndef HPC_CLASSES_H
#define HPC_CLASSES_H

#include "elab_scope.h"

typedef enum member_kind {
    MEMBER_METHOD,
    MEMBER_STATIC,
    MEMBER_CLASS,
    MEMBER_PROPERTY,
    MEMBER_VALUE
} member_kind;

typedef struct class_member {
    const char *name;
    member_kind kind;
    val v;
    val setter;         /* of a property, or no type */
    const char *hidden; /* the name in the class's scope that keeps a value of the run, or NULL */
} class_member;

/* A field that a class declares: of a dataclass or of a jitclass's spec. */
typedef struct class_field {
    const char *name;
    const ast_expr *value;             /* the default, or NULL */
    const ast_expr *factory;           /* of a dataclass: field(default_factory=...) */
    bool no_init, no_repr, no_compare; /* field(init=False), ... */
    const ty *type;                    /* of a spec, or NULL */
} class_field;

typedef struct class_def {
    const char *name;
    const ast_stmt *stmt;
    scope *lexical;
    VEC(const struct class_def *) order; /* where attributes are looked for, itself first */
    VEC(class_member) members;
    VEC(class_field) fields;
    const struct tuple_names *tuple; /* its objects are tuples with these names, or NULL */
    bool is_data, frozen, compares, orders, shows;
    bool is_tuple;                   /* its base is typing.NamedTuple */
    bool is_jit;                     /* the one item of `made` is the layout of its spec */
    VEC(const struct record *) made; /* what constructions gave */
} class_def;

/* A field of an object: components in order of ty_flatten, each at an offset. */
typedef struct record_field {
    const char *name;
    const ty *type;
    uint32_t at;   /* offset of the first component */
    uint32_t flag; /* offset of the bool that tells whether it is set; 0: it always is */
} record_field;

typedef VEC(record_field) record_fields;

/* What objects of one class with fields of given types are: TY_RECORD's ref. */
typedef struct record {
    class_def *class;
    record_fields fields;
    uint32_t size;
    struct making *making; /* being constructed: fields may still be found */
} record;

/* ---- Definitions (classes.c) ---- */
void elab_class(elab *e, const ast_stmt *s);
bool class_set_order(elab *e, class_def *c, const class_def **bases, uint32_t count);
/* The i-th class that attributes are looked for in, NULL after the last; a member there; the same
 * behind another class of the order. */
const class_def *class_in_order(const class_def *c, uint32_t i);
const class_member *class_find(const class_def *c, const char *name);
const class_member *class_find_after(const class_def *c, const class_def *after, const char *name);
class_def *class_of(const val *v);       /* TY_RECORD_CLASS, else NULL */
const record *record_of(const ty *type); /* TY_RECORD, else NULL */
/* The class of the program that values of the type are of, named tuples included, or NULL. */
const class_def *class_of_object(const ty *type);
bool class_derives(const class_def *c, const class_def *from);
/* def ... of a dataclass, from its text; NULL after an error. */
func *class_text_method(elab *e, class_def *c, const char *text);

/* ---- Types as values (type_values.c, builtins_types.c) ---- */
/* The name of a type that the program uses as a value, with its module ("numpy.float64"); NULL: v is
 * none. */
const char *type_val_name(elab *e, const val *v);
val type_val(elab *e, const ty *type);
const ty *type_in_numba(elab *e, const ty *type); /* int64 is Python's int there, ... */
/* T[:, ::1] of a type of numbers. */
val type_subscript(elab *e, const val *object, const val *index, span where);
/* True for a display of names and types, which stays one: parts "fields". */
bool type_field_list(elab *e, const val *items, uint32_t count, val *out);
bool type_field_dict(elab *e, const val *keys, const val *values, uint32_t count, val *out);
bool is_field_list(const val *v);

/* ---- Classes with a spec (jitclass.c) ---- */
void jit_spec(elab *e, class_def *c, const ast_expr *decorator);
void jit_annotated(elab *e, class_def *c, const ast_stmt *s);
/* v as a value of the field; false after an error. */
bool jit_value(elab *e, const class_def *c, const char *name, const ty *type, val *v, span where);
void record_of_spec(elab *e, class_def *c); /* when its fields are known: records.c */

/* ---- Objects (records.c) ---- */
val record_new(elab *e, class_def *c, const call_args *args, span where);
val record_attribute(elab *e, val object, const char *name, span where);
val class_attribute(elab *e, val object, const char *name, span where);
/* A member as an attribute of an object (self) or, without one, of the class. */
val class_member_value(elab *e, const class_def *c, const class_member *m, const val *self,
                       span where);
void record_assign(elab *e, val object, const char *name, val v, span where);
/* super().NAME inside a method; false: x is none. */
bool super_attribute(elab *e, const ast_expr *x, val *out);

/* A cell (nonlocal.c): an object without a class, of one field. */
val record_cell(elab *e, const ty *type, span where);
val cell_read(elab *e, const val *cell, span where);
/* The owner is what stands for the function in wishes: its parameters. */
void cell_write(elab *e, const void *owner, const val *cell, const char *name, val v, span where);
/* What the chunk has to be elaborated again for: the type of a class's attribute or a cell. */
const ty *wished_type(const elab *e, const void *owner, const char *name);
bool is_cell(const val *v);
/* name = v of a variable that lives in a cell: true where the cell exists, else v becomes one. */
bool cell_bind(elab *e, scope *s, const char *name, val *v);
/* name = v where the function declares the name nonlocal. */
bool nonlocal_assign(elab *e, const char *name, val v, span where);
/* Names that functions inside declare nonlocal. */
ast_names nonlocals_inside(elab *e, const ast_block *body);

/* ---- Operators (records_ops.c): false where no object takes part ---- */
bool record_binary(elab *e, ast_binary_op op, const val *a, const val *b, bool in_place, span where,
                   val *out);
bool record_unary(elab *e, ast_unary_op op, const val *v, span where, val *out);
bool record_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where, val *out);
bool record_builtin(elab *e, const char *name, const call_args *args, span where, val *out);
/* object.NAME(args) where the class has it. */
bool record_method(elab *e, const val *object, const char *name, const val *args, uint32_t count,
                   span where, val *out);
val record_text(elab *e, const val *v, char conversion, span where);
bool ty_holds_record(elab *e, const ty *t);

#endif
