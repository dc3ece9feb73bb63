/* Takes the spec and the annotations of a class under @jitclass, gives the layout of its objects and
 * what assignments to their fields do.
 *
 *   @jitclass([("n", int32), ("a", float64[:])])   ->   fields n: int32, a: float64[:], in this order
 *
 * All objects of the class have these fields, whatever constructs them: what __init__ leaves out is
 * zero, an array without elements. Methods follow Numba's rules, and code outside of Numba's functions
 * sees numbers as Python's. */
#include "classes.h"
#include "ops.h"

void jit_field(elab *e, class_def *c, const char *name, const ty *type)
{
    for (uint32_t i = 0; i < c->fields.len; i++)
        if (c->fields.items[i].name == name)
            return; /* the spec comes before the annotation */
    vec_push(e->arena, &c->fields, ((class_field){.name = name, .type = type}));
}

static bool spec_field(elab *e, class_def *c, const val *item, span where)
{
    const val *name = &item->items[0];
    const ty *type = type_from_val(e, &item->items[1]);
    if (!type || type->kind == TY_NONE) {
        elab_unsupported(e, where, "a field of this type");
        return false;
    }
    jit_field(e, c, intern_name(e->names, name->text, name->length), type);
    return true;
}

static void spec(elab *e, class_def *c, const ast_expr *x)
{
    val v = elab_expr(e, x);
    if (val_bad(v))
        return;
    if (!is_field_list(&v) && !((v.is_literal_list || v.ty->kind == TY_TUPLE) && !v.count)) {
        elab_error(
            e, x->where, "TypeError",
            "the spec of a jitclass is a list of names and types that the program writes out");
        return;
    }
    for (uint32_t i = 0; i < v.count; i++)
        if (!spec_field(e, c, &v.items[i], x->where))
            return;
}

void jit_spec(elab *e, class_def *c, const ast_expr *decorator)
{
    c->is_jit = true;
    if (decorator->kind != AST_CALL)
        return;
    for (uint32_t i = 0; i < decorator->call.args.len && i < 1; i++)
        spec(e, c, decorator->call.args.items[i]);
    for (uint32_t i = 0; i < decorator->call.keywords.len; i++) {
        const ast_keyword *k = &decorator->call.keywords.items[i];
        if (k->name && strcmp(k->name, "spec") == 0)
            spec(e, c, k->value);
        else
            elab_unsupported(e, k->where, "this option of jitclass");
    }
    if (decorator->call.args.len > 1)
        elab_unsupported(e, decorator->where, "jitclass() of a class");
}

void jit_annotated(elab *e, class_def *c, const ast_stmt *s)
{
    const ast_expr *target = s->ann_assign.target;
    const ty *type = type_from_annotation(e, s->ann_assign.annotation);
    if (s->ann_assign.value) {
        elab_error(e, s->where, "TypeError", "class members are not yet supported: %s",
                   target->name);
        return;
    }
    if (type) {
        type = type_in_numba(e, type);
    } else {
        val v = elab_expr(e, s->ann_assign.annotation);
        type = val_bad(v) ? NULL : type_from_val(e, &v);
        if (!type && !val_bad(v))
            elab_unsupported(e, s->ann_assign.annotation->where, "a field of this type");
    }
    if (type)
        jit_field(e, c, target->name, type);
}

/* ---- Assignment --------------------------------------------------------------------------------- */

static bool is_complex(const ty *t)
{
    return hpc_dtype_kind(ty_dtype_of(t)) == 'c';
}

/* Numba converts numbers, but for complex ones to others. */
static bool takes(const ty *type, const ty *given)
{
    if (ty_is_number(type) && given->kind == TY_UNION)
        return true;
    if (ty_is_number(type))
        return ty_is_number(given) && (is_complex(type) || !is_complex(given));
    if (type->kind == TY_ARRAY)
        return signature_accepts(type, given, true);
    if (type->kind == TY_TUPLE && given->kind == TY_TUPLE && type->count == given->count) {
        for (uint32_t i = 0; i < type->count; i++)
            if (!takes(type->items[i], given->items[i]))
                return false;
        return true;
    }
    return type == given;
}

bool jit_value(elab *e, const class_def *c, const char *name, const ty *type, val *v, span where)
{
    if (!takes(type, v->ty)) {
        elab_error(e, where, "TypeError", "the field '%s' of %s is %s, the value is %s", name,
                   c->name, ty_name(e->arena, type), ty_name(e->arena, v->ty));
        return false;
    }
    if (ty_is_number(type) && v->ty->kind == TY_UNION)
        *v = val_of(e, type, val_cast_node(e, v, ty_dtype_of(type), where));
    else
        *v = val_coerce(e, *v, type, where);
    return !val_bad(*v);
}
