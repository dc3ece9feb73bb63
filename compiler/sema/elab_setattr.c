/* Assignment to attributes: a.shape = (2, 3), z.real = x, a.flat = v.
 *
 * An array's shape is part of its type here, so that a.shape = s makes the name a stand for the
 * reshaped view: the same to see as Python's change of the object as long as nothing else stands for
 * the object. Where something may (a parameter, a second name, an item of a list), it is refused. */
#include "../../runtime/table.h"
#include "named_tuple.h"
#include "ops.h"

/* ---- Who else holds an array ------------------------------------------------------------------ */

static bool holds(const val *v, air_id node)
{
    if (v->ty->kind == TY_ARRAY)
        return v->node == node;
    for (uint32_t i = 0; v->items && i < v->count; i++)
        if (holds(&v->items[i], node))
            return true;
    return false;
}

/* Inlined calls share their callers' nodes. */
static bool other_name_holds(const elab *e, const char *name, air_id node)
{
    for (const scope *s = e->scope; s; s = s->inlining ? s->caller : NULL)
        for (uint32_t i = 0; i < s->names.len; i++) {
            const binding *b = &s->names.items[i];
            bool self = s == e->scope && b->name == name;
            if (!self && b->state != UNBOUND && holds(&b->v, node))
                return true;
        }
    return false;
}

/* Values that came from an earlier piece of the top level are known by their types only. */
static bool may_be_of(const ty *t, const ty *array)
{
    if (t->kind == TY_ARRAY)
        return t->dtype == array->dtype && t->rank == array->rank;
    if (t->kind == TY_LIST || t->kind == TY_BOXED || t->kind == TY_RECORD)
        return true;
    for (uint32_t i = 0; i < t->count; i++)
        if (may_be_of(t->items[i], array))
            return true;
    return false;
}

static bool other_global_may_hold(const elab *e, const char *name, const ty *array)
{
    for (uint32_t i = 0; i < e->scope->names.len; i++) {
        const binding *b = &e->scope->names.items[i];
        if (b->name != name && b->state != UNBOUND && may_be_of(b->v.ty, array))
            return true;
    }
    return false;
}

static bool keeps_values(int64_t row)
{
    static const int rows[] = {HPC_RT_tuple_new,   HPC_RT_named_tuple_new, HPC_RT_list_new,
                               HPC_RT_list_append, HPC_RT_list_insert,     HPC_RT_list_set};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i] == row)
            return true;
    return false;
}

static bool pack_has(const air_fun *f, air_id pack, air_id node)
{
    const air_node *p = air_at(f, pack);
    for (uint32_t i = 0; p->op == AIR_OP_PACK && i < p->nargs; i++) {
        const air_node *box = air_at(f, p->args[i]);
        if (box->op == AIR_OP_BOX && box->nargs && box->args[0] == node)
            return true;
    }
    return false;
}

static bool object_holds(const air_fun *f, air_id node)
{
    for (air_id id = 1; id < f->nodes.len; id++) {
        const air_node *n = air_at(f, id);
        if (n->op == AIR_OP_FIELD_SET && n->args[1] == node)
            return true;
        if (n->op != AIR_OP_RT || !keeps_values(n->imm))
            continue;
        for (uint32_t i = 0; i < n->nargs; i++)
            if (pack_has(f, n->args[i], node))
                return true;
    }
    return false;
}

/* The node is an object that this function made (a view is one of its own), or that an earlier
 * piece of the top level made and no other name may hold. */
static bool made_here(const elab *e, const char *name, const val *array)
{
    switch (air_at(e->b.fun, array->node)->op) {
    case AIR_OP_GLOBAL_GET:
        return e->scope->is_module && !other_global_may_hold(e, name, array->ty);
    case AIR_OP_PARAM:
    case AIR_OP_FIELD_GET:
    case AIR_OP_GET:
    case AIR_OP_CALL:
    case AIR_OP_PROJ: return false;
    default: return true;
    }
}

/* ---- shape ------------------------------------------------------------------------------------ */

static void set_shape(elab *e, const ast_expr *target, val array, val shape)
{
    const ast_expr *owner = target->attribute.value;
    if (owner->kind != AST_NAME || !made_here(e, owner->name, &array) ||
        other_name_holds(e, owner->name, array.node) || object_holds(e->b.fun, array.node)) {
        elab_unsupported(e, target->where,
                         "assigning the shape of an array that something else may stand for "
                         "(write a = a.reshape(...))");
        return;
    }
    if (array.ty->rank > 1 && !(array.ty->facts & AIR_C_ORDER)) {
        elab_unsupported(e, target->where,
                         "assigning the shape of an array that is not in C order");
        return;
    }
    val made = elab_call_named(e, "numpy.reshape", (val[]){array, shape}, 2, target->where);
    if (!val_bad(made))
        elab_assign(e, owner, made);
}

/* ---- The attributes --------------------------------------------------------------------------- */

static void set_part(elab *e, val array, const char *name, val v, span where)
{
    char kind = hpc_dtype_kind(array.ty->dtype);
    if (kind != 'c' && strcmp(name, "imag") == 0) {
        elab_error(e, where, "TypeError", "array does not have imaginary part to set");
        return;
    }
    val part = kind == 'c' ? elab_attribute(e, array, name, where) : array;
    if (!val_bad(part))
        op_assign_array(e, part, v, where);
}

static void set_flat(elab *e, val array, val v, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, 3);
    for (int i = 0; i < 3; i++)
        items[i] = val_none(e);
    val all = {.ty = ty_basic(e->types, TY_SLICE), .items = items, .count = 3};
    op_setitem(e, elab_attribute(e, array, "flat", where), all, v, where);
}

void elab_set_attribute(elab *e, const ast_expr *target, val object, val v)
{
    const char *name = target->attribute.name;
    elab_at(e, target->where);
    if (object.ty->kind == TY_RECORD)
        record_assign(e, object, name, v, target->where);
    else if (names_of(object.ty))
        elab_error(e, target->where, "AttributeError", "can't set attribute");
    else if (object.ty->kind != TY_ARRAY)
        elab_unsupported(e, target->where, "assigning to an attribute of this value");
    else if (strcmp(name, "shape") == 0)
        set_shape(e, target, object, v);
    else if (strcmp(name, "real") == 0 || strcmp(name, "imag") == 0)
        set_part(e, object, name, v, target->where);
    else if (strcmp(name, "flat") == 0)
        set_flat(e, object, v, target->where);
    else
        elab_unsupported(e, target->where, "assigning to this attribute of an array");
}
