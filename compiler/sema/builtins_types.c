/* Types as values: isinstance, and the names of NumPy's abstract types, which only it takes. */
#include "classes.h"
#include "collections.h"
#include "exceptions.h"
#include "ops.h"
#include "optional.h"

/* Which values a type's name stands for, told by type. */
typedef struct class_row {
    const char *name;
    bool (*holds)(const ty *t);
} class_row;

static char number_kind(const ty *t)
{
    return ty_is_number(t) ? hpc_dtype_kind(ty_dtype_of(t)) : 0;
}

static bool is_scalar_of(const ty *t, hpc_dtype dtype)
{
    return t->kind == TY_SCALAR && t->dtype == dtype;
}

static bool is_bool(const ty *t)
{
    return t->kind == TY_BOOL;
}

static bool is_int(const ty *t)
{
    return t->kind == TY_INT || t->kind == TY_BOOL;
}

static bool is_float(const ty *t)
{
    return t->kind == TY_FLOAT || is_scalar_of(t, HPC_F64);
}

static bool is_complex(const ty *t)
{
    return t->kind == TY_COMPLEX || is_scalar_of(t, HPC_C128);
}

static bool is_str(const ty *t)
{
    return t->kind == TY_STR;
}

static bool is_list(const ty *t)
{
    return t->kind == TY_LIST && !is_collection(t);
}

static bool is_deque(const ty *t)
{
    return t->kind == TY_LIST && t->rank == TY_DEQUE;
}

static bool is_counter(const ty *t)
{
    return t->kind == TY_DICT && t->rank == TY_COUNTER;
}

static bool is_defaultdict(const ty *t)
{
    return t->kind == TY_DICT && t->rank >= TY_DEFAULT;
}

static bool is_dict(const ty *t)
{
    return t->kind == TY_DICT;
}

static bool is_set(const ty *t)
{
    return t->kind == TY_SET;
}

static bool is_tuple(const ty *t)
{
    return t->kind == TY_TUPLE || is_run_tuple(t);
}

static bool is_range(const ty *t)
{
    return t->kind == TY_RANGE;
}

static bool is_slice(const ty *t)
{
    return t->kind == TY_SLICE;
}

static bool is_array(const ty *t)
{
    return t->kind == TY_ARRAY;
}

static bool is_generic(const ty *t)
{
    return t->kind == TY_SCALAR;
}

static bool is_number(const ty *t)
{
    return t->kind == TY_SCALAR && t->dtype != HPC_BOOL;
}

static bool is_integer(const ty *t)
{
    return t->kind == TY_SCALAR && (number_kind(t) == 'i' || number_kind(t) == 'u');
}

static bool is_signed(const ty *t)
{
    return t->kind == TY_SCALAR && number_kind(t) == 'i';
}

static bool is_unsigned(const ty *t)
{
    return t->kind == TY_SCALAR && number_kind(t) == 'u';
}

static bool is_floating(const ty *t)
{
    return t->kind == TY_SCALAR && number_kind(t) == 'f';
}

static bool is_complexfloating(const ty *t)
{
    return t->kind == TY_SCALAR && number_kind(t) == 'c';
}

static bool is_inexact(const ty *t)
{
    return is_floating(t) || is_complexfloating(t);
}

static const class_row classes[] = {
    {"bool", is_bool},
    {"int", is_int},
    {"float", is_float},
    {"complex", is_complex},
    {"str", is_str},
    {"list", is_list},
    {"dict", is_dict},
    {"collections.deque", is_deque},
    {"collections.Counter", is_counter},
    {"collections.defaultdict", is_defaultdict},
    {"set", is_set},
    {"tuple", is_tuple},
    {"range", is_range},
    {"slice", is_slice},
    {"numpy.ndarray", is_array},
    {"numpy.generic", is_generic},
    {"numpy.number", is_number},
    {"numpy.integer", is_integer},
    {"numpy.signedinteger", is_signed},
    {"numpy.unsignedinteger", is_unsigned},
    {"numpy.floating", is_floating},
    {"numpy.complexfloating", is_complexfloating},
    {"numpy.inexact", is_inexact},
};

/* 1 or 0, or -1 when `type` is no type that isinstance knows. */
static int holds(const ty *given, const val *type)
{
    if (type->ty->kind == TY_DTYPE)
        return is_scalar_of(given, type->ty->dtype);
    if (type->ty->kind == TY_RECORD_CLASS)
        return class_of_object(given) && class_derives(class_of_object(given), class_of(type));
    if (type->ty->kind == TY_NONE)
        return given->kind == TY_NONE;
    if (type->ty->kind == TY_TUPLE) {
        int any = 0;
        for (uint32_t i = 0; i < type->count; i++) {
            int one = holds(given, &type->items[i]);
            if (one < 0)
                return one;
            any |= one;
        }
        return any;
    }
    if (type->ty->kind != TY_BUILTIN && type->ty->kind != TY_CLASS)
        return -1;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, type->ty->name) == 0)
            return classes[i].holds(given);
    return -1;
}

static val instance_of(elab *e, val v, void *user)
{
    const bi_call *call = user;
    int result = holds(v.ty, &call->args[1]);
    if (result < 0)
        return elab_error(e, call->where, "TypeError",
                          "isinstance() arg 2 must be a type or a tuple of types known here");
    return val_bool(e, result);
}

static val inner_instance(elab *e, void *user)
{
    const bi_call *call = user;
    bi_call inner = *call;
    val args[2] = {optional_inner(&call->args[0]), call->args[1]};
    inner.args = args;
    return inner.row->handler(e, &inner);
}

static val none_instance(elab *e, void *user)
{
    return instance_of(e, val_none(e), user);
}

static val py_isinstance(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    if (is_exception(v))
        return exception_isinstance(e, v, &call->args[1], call->where);
    if (v->ty->kind == TY_BOXED)
        return elab_unsupported(e, call->where, "isinstance() of a value known only at run time");
    if (v->ty->kind == TY_OPTIONAL)
        return elab_choose(e, optional_present(e, v), inner_instance, none_instance,
                           (void *)(uintptr_t)call, call->where);
    if (v->ty->kind == TY_UNION)
        return elab_distribute(e, *v, instance_of, (void *)(uintptr_t)call, call->where);
    return instance_of(e, *v, (void *)(uintptr_t)call);
}

/* ---- type(), and the names of types ------------------------------------------------------------- */

static const char *builtin_class(arena *a, const ty *t)
{
    switch (t->kind) {
    case TY_BOOL: return "bool";
    case TY_INT: return "int";
    case TY_FLOAT: return "float";
    case TY_COMPLEX: return "complex";
    case TY_STR: return "str";
    case TY_LIST: return is_run_tuple(t) ? "tuple" : is_deque(t) ? "collections.deque" : "list";
    case TY_DICT:
        return !is_collection(t) ? "dict" : arena_printf(a, "collections.%s", collection_name(t));
    case TY_SET: return "set";
    case TY_TUPLE: return "tuple";
    case TY_RANGE: return "range";
    case TY_SLICE: return "slice";
    case TY_ARRAY: return "numpy.ndarray";
    default: return NULL;
    }
}

static val py_type(elab *e, const bi_call *call)
{
    const ty *type = call->args[0].ty;
    const class_def *c = class_of_object(type);
    if (c)
        return (val){.ty = ty_ref(e->types, TY_RECORD_CLASS, c->name, c)};
    if (type->kind == TY_SCALAR)
        return val_scalar_class(e, type->dtype);
    const char *name = builtin_class(e->arena, type);
    const bi_row *row = name ? bi_find(name) : NULL;
    if (!row)
        return elab_unsupported(e, call->where,
                                arena_printf(e->arena, "type() of a %s", op_type_name(e, type)));
    return (val){.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
}

const char *type_val_name(elab *e, const val *v)
{
    if (v->ty->kind == TY_DTYPE && v->i == 1)
        return arena_printf(e->arena, "numpy.%s", hpc_dtype_name(v->ty->dtype));
    if (class_of(v))
        return arena_printf(e->arena, "__main__.%s", v->ty->name);
    for (size_t i = 0; v->ty->kind == TY_BUILTIN && i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, v->ty->name) == 0)
            return v->ty->name;
    return NULL;
}

static val object_init(elab *e, const bi_call *call)
{
    (void)call;
    return val_none(e);
}

static val issubclass(elab *e, const bi_call *call)
{
    const class_def *c = class_of(&call->args[0]), *from = class_of(&call->args[1]);
    if (!c || !from)
        return elab_unsupported(e, call->where, "issubclass() of these types");
    return val_bool(e, class_derives(c, from));
}

static val no_instances(elab *e, const bi_call *call)
{
    return elab_unsupported(e, call->where,
                            arena_printf(e->arena, "making a %s by its type", call->row->name));
}

static val new_array(elab *e, const bi_call *call)
{
    if (!val_is_none(&call->args[2]) || !val_is_none(&call->args[4]))
        return elab_unsupported(e, call->where, "ndarray() of a buffer or with strides");
    val order = val_is_none(&call->args[5]) ? val_str(e, "C", 1) : call->args[5];
    return elab_call_named(e, "numpy.empty", (val[]){call->args[0], call->args[1], order}, 3,
                           call->where);
}

#define ABSTRACT(name)                                                                             \
    {                                                                                              \
        "numpy." name, "*args", no_instances, 0, 0, "a type, for isinstance"                       \
    }

static const bi_row rows[] = {
    {"isinstance", "object, classinfo, /", py_isinstance, 0, 0,
     "bool; whether the value is of the type or one of the types; known when compiling"},
    {"object.__init__", "", object_init, 0, 0, "what super().__init__() comes to at last"},
    {"issubclass", "cls, classinfo, /", issubclass, 0, 0,
     "bool; whether a class of the program derives from another"},
    {"type", "object, /", py_type, 0, 0, "the type of a value, known when compiling"},
    {"numpy.ndarray", "shape, dtype=None, buffer=None, offset=0, strides=None, order=None",
     new_array, 0, 0, "An array whose elements are not set; a type, for isinstance."},
    ABSTRACT("generic"),
    ABSTRACT("number"),
    ABSTRACT("integer"),
    ABSTRACT("signedinteger"),
    ABSTRACT("unsignedinteger"),
    ABSTRACT("floating"),
    ABSTRACT("complexfloating"),
    ABSTRACT("inexact"),
};

BI_TABLE(bi_types, rows);
