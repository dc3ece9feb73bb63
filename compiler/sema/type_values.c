/* Takes types that the program uses as values, gives their types: float32[:], types.unicode_type, a
 * list of fields.
 *
 *   spec = [("n", int32), ("a", float64[:])]   ->   parts "fields": ("n", int32), ("a", Type) */
#include "classes.h"
#include "ops.h"

static const char type_class[] = "numba.types.Type";

val type_val(elab *e, const ty *type)
{
    val v = val_parts(e, type_class, NULL, 0);
    v.ty = ty_ref(e->types, TY_PARTS, v.ty->name, type);
    return v;
}

static bool is_type_val(const val *v)
{
    return v->ty->kind == TY_PARTS && strcmp(v->ty->name, type_class) == 0;
}

const ty *type_in_numba(elab *e, const ty *type)
{
    if (type->kind != TY_SCALAR)
        return type;
    switch (type->dtype) {
    case HPC_BOOL: return ty_basic(e->types, TY_BOOL);
    case HPC_I64: return ty_basic(e->types, TY_INT);
    case HPC_F64: return ty_basic(e->types, TY_FLOAT);
    case HPC_C128: return ty_basic(e->types, TY_COMPLEX);
    default: return type;
    }
}

const ty *type_from_val(elab *e, const val *v)
{
    if (is_type_val(v))
        return v->ty->ref;
    const class_def *c = class_of(v);
    if (c)
        return c->is_jit ? ty_ref(e->types, TY_RECORD, c->name, c->made.items[0]) : NULL;
    if (v->ty->kind == TY_NONE)
        return v->ty;
    if (v->ty->kind == TY_DTYPE)
        return type_in_numba(e, ty_scalar(e->types, v->ty->dtype));
    bool named = v->ty->kind == TY_BUILTIN || v->ty->kind == TY_CLASS;
    return named ? type_named(e, v->ty->name) : NULL;
}

/* The facts that T[...] promises by the step of an axis; -1: this is no type. */
static int axis_facts(const val *axis, bool first, bool last)
{
    int64_t step;
    if (axis->ty->kind != TY_SLICE || !axis->items || !val_is_none(&axis->items[0]) ||
        !val_is_none(&axis->items[1]))
        return -1;
    if (val_is_none(&axis->items[2]))
        return 0;
    if (!val_const_int(&axis->items[2], &step) || step != 1 || !(first || last))
        return -1;
    return (last ? AIR_C_ORDER | AIR_UNIT_LAST : 0) | (first ? AIR_F_ORDER : 0);
}

val type_subscript(elab *e, const val *object, const val *index, span where)
{
    bool many = index->ty->kind == TY_TUPLE;
    uint32_t rank = many ? index->count : 1;
    int facts = 0;
    for (uint32_t i = 0; i < rank && facts >= 0; i++) {
        int more = axis_facts(many ? &index->items[i] : index, i == 0, i + 1 == rank);
        facts = more < 0 ? -1 : facts | more;
    }
    if (facts < 0 || !rank || rank > HPC_MAX_RANK)
        return elab_error(e, where, "TypeError", "this is no type of an array");
    return type_val(e, ty_array(e->types, object->ty->dtype, rank, (unsigned)facts, 0));
}

/* ---- Lists of fields ---------------------------------------------------------------------------- */

static bool is_type_like(elab *e, const val *v)
{
    return v->ty->kind != TY_NONE && type_from_val(e, v) != NULL;
}

static bool is_field(elab *e, const val *v)
{
    return v->ty->kind == TY_TUPLE && v->count == 2 && v->items[0].ty->kind == TY_STR &&
           v->items[0].is_const && is_type_like(e, &v->items[1]);
}

bool is_field_list(const val *v)
{
    return v->ty->kind == TY_PARTS && strcmp(v->ty->name, "fields") == 0;
}

bool type_field_list(elab *e, const val *items, uint32_t count, val *out)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_field(e, &items[i]))
            return false;
    *out = val_parts(e, "fields", items, count);
    return count != 0;
}

bool type_field_dict(elab *e, const val *keys, const val *values, uint32_t count, val *out)
{
    val *pairs = ARENA_ARRAY(e->arena, val, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (val_bad(keys[i]) || !is_type_like(e, &values[i]))
            return false;
        pairs[i] = val_tuple(e, (val[]){keys[i], values[i]}, 2);
    }
    return type_field_list(e, pairs, count, out);
}
