/* Takes operators, comparisons, builtins and texts of objects, gives calls of their methods. */
#include "../../runtime/table.h"
#include "box.h"
#include "collections.h"
#include "named_tuple.h"
#include "ops.h"

static const char *const binary_names[][3] = {
    [AST_ADD] = {"__add__", "__radd__", "__iadd__"},
    [AST_SUB] = {"__sub__", "__rsub__", "__isub__"},
    [AST_MUL] = {"__mul__", "__rmul__", "__imul__"},
    [AST_DIV] = {"__truediv__", "__rtruediv__", "__itruediv__"},
    [AST_FLOORDIV] = {"__floordiv__", "__rfloordiv__", "__ifloordiv__"},
    [AST_MOD] = {"__mod__", "__rmod__", "__imod__"},
    [AST_POW] = {"__pow__", "__rpow__", "__ipow__"},
    [AST_MATMUL] = {"__matmul__", "__rmatmul__", "__imatmul__"},
    [AST_LSHIFT] = {"__lshift__", "__rlshift__", "__ilshift__"},
    [AST_RSHIFT] = {"__rshift__", "__rrshift__", "__irshift__"},
    [AST_BITAND] = {"__and__", "__rand__", "__iand__"},
    [AST_BITOR] = {"__or__", "__ror__", "__ior__"},
    [AST_BITXOR] = {"__xor__", "__rxor__", "__ixor__"},
};

bool record_method(elab *e, const val *object, const char *name, const val *args, uint32_t count,
                   span where, val *out)
{
    const class_def *c = class_of_object(object->ty);
    const class_member *m = c ? class_find(c, name) : NULL;
    if (!m || m->kind == MEMBER_VALUE)
        return false;
    call_args call = {.args = args, .count = count};
    *out = elab_call(e, class_member_value(e, c, m, object, where), &call, where);
    return true;
}

bool record_binary(elab *e, ast_binary_op op, const val *a, const val *b, bool in_place, span where,
                   val *out)
{
    const class_def *left = class_of_object(a->ty), *right = class_of_object(b->ty);
    if (!left && !right)
        return false;
    if (in_place && record_method(e, a, binary_names[op][2], b, 1, where, out))
        return true;
    /* Python asks the right side first where its class derives from the left one's. */
    bool derived = left && right && left->stmt != right->stmt && class_derives(right, left);
    if (derived && record_method(e, b, binary_names[op][1], a, 1, where, out))
        return true;
    if (record_method(e, a, binary_names[op][0], b, 1, where, out))
        return true;
    if ((!left || left->stmt != (right ? right->stmt : NULL)) &&
        record_method(e, b, binary_names[op][1], a, 1, where, out))
        return true;
    if (!record_of(a->ty) && !record_of(b->ty))
        return false; /* tuples have operators of their own */
    *out = op_unsupported(e, op, a, b, where);
    return true;
}

bool record_unary(elab *e, ast_unary_op op, const val *v, span where, val *out)
{
    static const char *const names[] = {
        [AST_POS] = "__pos__", [AST_NEG] = "__neg__", [AST_INVERT] = "__invert__"};
    if (!class_of_object(v->ty) || op == AST_NOT)
        return false;
    if (!record_method(e, v, names[op], NULL, 0, where, out))
        *out = elab_error(e, where, "TypeError", "bad operand type for unary %s: '%s'",
                          ast_unary_op_text(op), v->ty->name);
    return true;
}

static val identity(elab *e, const val *a, const val *b, bool equal)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id objects[2] = {a->node, b->node};
    if (a->ty->kind != b->ty->kind)
        return val_bool(e, !equal);
    air_id same = air_rt(&e->b, HPC_RT_same_object, objects, 2, &i64, 1);
    return val_bool_node(
        e, op_test(e, equal ? AIR_NE : AIR_EQ, same, air_const_int(&e->b, HPC_I64, 0)));
}

bool record_compare(elab *e, ast_compare_op op, const val *a, const val *b, span where, val *out)
{
    static const char *const names[][2] = {
        [AST_EQ] = {"__eq__", "__eq__"}, [AST_NE] = {"__ne__", "__ne__"},
        [AST_LT] = {"__lt__", "__gt__"}, [AST_LE] = {"__le__", "__ge__"},
        [AST_GT] = {"__gt__", "__lt__"}, [AST_GE] = {"__ge__", "__le__"}};
    if ((!record_of(a->ty) && !record_of(b->ty)) || op > AST_GE)
        return false;
    const record *left = record_of(a->ty), *right = record_of(b->ty);
    bool data = left && left->class->is_data && op == AST_EQ &&
                (!right || left->class->stmt != right->class->stmt);
    if (data) { /* a dataclass equals nothing of another class */
        *out = val_bool(e, false);
        return true;
    }
    if (record_method(e, a, names[op][0], b, 1, where, out) ||
        record_method(e, b, names[op][1], a, 1, where, out))
        return true;
    if (op == AST_NE && record_compare(e, AST_EQ, a, b, where, out)) {
        air_id truth = val_bad(*out) ? 0 : elab_truth(e, out, where);
        if (truth)
            *out = val_bool_node(e, air_map1(&e->b, AIR_NOT, HPC_BOOL, truth));
    } else if (op == AST_EQ) {
        *out = identity(e, a, b, true);
    } else if (op != AST_NE) {
        *out = elab_error(e, where, "TypeError",
                          "'%s' not supported between instances of '%s' and '%s'",
                          ast_compare_op_text(op), op_type_name(e, a->ty), op_type_name(e, b->ty));
    }
    return true;
}

/* len(x) and the like are x's methods. */
bool record_builtin(elab *e, const char *name, const call_args *args, span where, val *out)
{
    static const char *const names[][2] = {{"len", "__len__"},         {"abs", "__abs__"},
                                           {"int", "__int__"},         {"float", "__float__"},
                                           {"complex", "__complex__"}, {"round", "__round__"},
                                           {"divmod", "__divmod__"},   {"hash", "__hash__"}};
    if (!args->count || !record_of(args->args[0].ty))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i][0]) == 0)
            return record_method(e, &args->args[0], names[i][1], args->args + 1, args->count - 1,
                                 where, out);
    return false;
}

static bool holds_record(const ty *t)
{
    if (t->kind == TY_RECORD || tuple_has_text(t) || collection_has_no_text(t))
        return true;
    for (uint32_t i = 0; i < t->count; i++)
        if (t->items[i] && holds_record(t->items[i]))
            return true;
    return false;
}

bool ty_holds_record(elab *e, const ty *t)
{
    return holds_record(ty_closed(e->types, t));
}

/* The reprs of the objects in a list, tuple or dict. */
static val container_text(elab *e, const val *v, span where)
{
    bool plain = v->ty->rank == TY_PLAIN;
    const char *name = v->ty->kind == TY_LIST && plain                  ? "list._text"
                       : v->ty->kind == TY_DICT && plain                ? "list._dict_text"
                       : v->ty->kind == TY_TUPLE || is_run_tuple(v->ty) ? "list._tuple_text"
                                                                        : NULL;
    if (!name || (v->ty->kind == TY_TUPLE && v->ty->ref))
        return elab_unsupported(e, where, "the text of a container of objects");
    return elab_call_named(e, name, v, 1, where);
}

val record_text(elab *e, const val *v, char conversion, span where)
{
    val text;
    if (!record_of(v->ty) && !tuple_has_text(v->ty))
        return container_text(e, v, where);
    bool done = (!conversion && record_method(e, v, "__format__", NULL, 0, where, &text)) ||
                (conversion != 'r' && record_method(e, v, "__str__", NULL, 0, where, &text)) ||
                record_method(e, v, "__repr__", NULL, 0, where, &text);
    if (!done)
        return elab_unsupported(e, where,
                                arena_printf(e->arena,
                                             "the text of a %s object without __repr__ (it would "
                                             "be an address)",
                                             v->ty->name));
    if (!val_bad(text) && text.ty->kind != TY_STR)
        return elab_error(e, where, "TypeError", "__str__ returned non-string (type %s)",
                          op_type_name(e, text.ty));
    return text;
}
