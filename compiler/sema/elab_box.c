/* Takes values whose types are known when compiling, gives what the runtime needs of them: packs of
 * boxed values, runtime objects (tuples, lists, strings) and texts; and back, a boxed value as a
 * value of a declared type. */
#include <inttypes.h>
#include <stdio.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "classes.h"
#include "collections.h"
#include "hashed.h"
#include "keywords.h"
#include "named_tuple.h"
#include "optional.h"
#include "sequence.h"

static const air_type object_type = {.kind = AIR_OBJECT};

air_id box_rt(elab *e, int row, const air_id *args, uint32_t count)
{
    return air_rt(&e->b, row, args, count, &object_type, 1);
}

/* ---- Boxes ---------------------------------------------------------------------------------- */

static air_id box_node(elab *e, hpc_kind kind, air_id value)
{
    return air_raw(&e->b, AIR_OP_BOX, object_type, &value, value ? 1 : 0, kind);
}

static air_id pack_node(elab *e, const air_id *boxes, uint32_t count)
{
    return air_raw(&e->b, AIR_OP_PACK, object_type, boxes, count, 0);
}

/* How many items a pack or the runtime is told of. */
static air_id count_node(elab *e, uint32_t count)
{
    return air_const_int(&e->b, HPC_I64, count);
}

static hpc_kind number_kind(const ty *type)
{
    switch (type->kind) {
    case TY_BOOL: return HPC_PYBOOL;
    case TY_INT: return HPC_PYINT;
    case TY_FLOAT: return HPC_PYFLOAT;
    case TY_COMPLEX: return HPC_PYCOMPLEX;
    default: return HPC_SCALAR;
    }
}

int64_t box_item_kind(const ty *type)
{
    hpc_kind kind = number_kind(type);
    return kind | (kind == HPC_SCALAR ? (int64_t)type->dtype << 8 : 0);
}

static air_id box_one(elab *e, const val *v, span where);

/* The alternative that the tag tells, as an object that holds the value. */
static air_id boxed_union(elab *e, const val *v, span where)
{
    air_id *boxes = ARENA_ARRAY(e->arena, air_id, v->ty->count);
    for (uint32_t i = 0; i < v->ty->count; i++) {
        val one = val_of(e, v->ty->items[i], v->items[1 + i].node);
        if (!(boxes[i] = box_one(e, &one, where)))
            return 0;
    }
    air_id args[2] = {pack_node(e, boxes, v->ty->count), v->items[0].node};
    return box_rt(e, HPC_RT_box_pick, args, 2);
}

static air_id boxed_optional(elab *e, const val *v, span where)
{
    air_id boxes[2] = {box_node(e, HPC_NONE, 0), box_one(e, &v->items[1], where)};
    if (!boxes[1])
        return 0;
    air_id args[2] = {pack_node(e, boxes, 2), val_node(e, &v->items[0])};
    return box_rt(e, HPC_RT_box_pick, args, 2);
}

/* One box; 0 after an error. */
static air_id box_one(elab *e, const val *v, span where)
{
    switch (v->ty->kind) {
    case TY_NEVER: return 0;
    case TY_NONE: return box_node(e, HPC_NONE, 0);
    case TY_ELLIPSIS: return box_node(e, HPC_ELLIPSIS, 0);
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_COMPLEX:
    case TY_SCALAR: return box_node(e, number_kind(v->ty), val_node(e, v));
    case TY_ARRAY: return box_node(e, HPC_ARRAY, v->node);
    case TY_STR: return box_node(e, HPC_STR, val_node(e, v));
    case TY_DTYPE:
        if (v->i == 1) {
            elab_unsupported(e, where, "the class of a NumPy scalar as a value at run time");
            return 0;
        }
        return box_node(e, HPC_DTYPE, air_const_int(&e->b, HPC_I64, v->ty->dtype));
    case TY_TUPLE:
    case TY_LIST: {
        air_id object = elab_object(e, v, where);
        bool list = v->ty->kind == TY_LIST && !is_run_tuple(v->ty);
        return object ? box_node(e, list ? HPC_LIST : HPC_TUPLE, object) : 0;
    }
    case TY_OPTIONAL: {
        air_id object = boxed_optional(e, v, where);
        return object ? box_node(e, HPC_OBJECT, object) : 0;
    }
    case TY_DICT: return box_node(e, HPC_DICT, v->node);
    case TY_SET: return box_node(e, HPC_SET, v->node);
    case TY_UNION: {
        air_id object = boxed_union(e, v, where);
        return object ? box_node(e, HPC_OBJECT, object) : 0;
    }
    case TY_BOXED:
    case TY_RECORD:
    case TY_OBJECT:
        if (is_bytes(v)) {
            elab_unsupported(e, where, "bytes here (np.frombuffer makes an array of them)");
            return 0;
        }
        return box_node(e, HPC_OBJECT, v->node);
    default:
        elab_unsupported(
            e, where,
            arena_printf(e->arena, "a %s as a value at run time", ty_name(e->arena, v->ty)));
        return 0;
    }
}

air_id elab_pack(elab *e, const val *values, uint32_t count, span where)
{
    air_id *boxes = ARENA_ARRAY(e->arena, air_id, count + 1);
    for (uint32_t i = 0; i < count; i++)
        if (!(boxes[i] = box_one(e, &values[i], where)))
            return 0;
    return pack_node(e, boxes, count);
}

air_id elab_object(elab *e, const val *v, span where)
{
    bool is_list = v->ty->kind == TY_LIST;
    if (v->ty->kind != TY_TUPLE && !v->is_literal_list)
        return v->is_const ? val_node(e, v) : v->node;
    air_id pack = elab_pack(e, v->items, v->count, where);
    if (!pack)
        return 0;
    if (names_of(v->ty)) {
        air_id named[3] = {pack, count_node(e, v->count), tuple_names_text(e, names_of(v->ty))};
        return box_rt(e, HPC_RT_named_tuple_new, named, 3);
    }
    air_id args[2] = {pack, count_node(e, v->count)};
    return box_rt(e, is_list ? HPC_RT_list_new : HPC_RT_tuple_new, args, 2);
}

/* ---- Texts ---------------------------------------------------------------------------------- */

static val text_val(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_STR), node);
}

static val printed(elab *e, const char *text)
{
    return val_str(e, text, strlen(text));
}

/* What need not wait for the run: texts of strings, whole numbers and None. */
static bool constant_text(elab *e, const val *v, char conversion, val *text)
{
    if (v->ty->kind == TY_STR && conversion != 'r' && conversion != 'a')
        return *text = *v, true;
    if (v->ty->kind == TY_NONE)
        return *text = printed(e, "None"), true;
    const char *type = type_val_name(e, v);
    if (type)
        return *text = printed(e, arena_printf(e->arena, "<class '%s'>", type)), true;
    if (!v->is_const)
        return false;
    if (v->ty->kind == TY_INT)
        *text = printed(e, arena_printf(e->arena, "%" PRId64, v->i));
    else if (v->ty->kind == TY_BOOL)
        *text = printed(e, v->i ? "True" : "False");
    else
        return false;
    return true;
}

static val range_text(elab *e, const val *v, span where)
{
    int64_t step;
    bool short_form = val_const_int(&v->items[2], &step) && step == 1;
    val texts[7];
    uint32_t at = 0;
    texts[at++] = printed(e, "range(");
    for (uint32_t i = 0; i < (short_form ? 2u : 3u); i++) {
        if (i)
            texts[at++] = printed(e, ", ");
        texts[at++] = elab_box_text(e, &v->items[i], 's', NULL, where);
    }
    texts[at++] = printed(e, ")");
    return elab_join_texts(e, texts, at, where);
}

/* dict_keys(['a', 'b']) */
static val view_text(elab *e, const val *v, span where)
{
    val list = seq_list_of(e, v, where);
    if (val_bad(list))
        return list;
    val texts[3] = {printed(e, arena_printf(e->arena, "%s(", v->ty->name)),
                    elab_box_text(e, &list, 'r', NULL, where), printed(e, ")")};
    return elab_join_texts(e, texts, 3, where);
}

static val formatted(elab *e, const val *v, const val *spec, span where)
{
    if (spec->ty->kind != TY_STR)
        return elab_error(e, where, "TypeError", "format() argument 2 must be str, not %s",
                          ty_name(e->arena, spec->ty));
    if (spec->is_const && spec->length == 0)
        return elab_box_text(e, v, 0, NULL, where);
    air_id args[2] = {elab_pack(e, v, 1, where), val_node(e, spec)};
    return args[0] ? text_val(e, box_rt(e, HPC_RT_format_of, args, 2)) : val_never(e);
}

static val format_plain(elab *e, const val *v, span where);

static val format_inner(elab *e, void *user)
{
    val inner = optional_inner(user);
    return format_plain(e, &inner, e->locs.items[e->b.loc].where);
}

static val format_none(elab *e, void *user)
{
    (void)user;
    return printed(e, "None");
}

/* format(x, "") is str(x), but NumPy's narrow floats become Python's first. */
static val format_plain(elab *e, const val *v, span where)
{
    val wide = *v;
    if (v->ty->kind == TY_OPTIONAL)
        return elab_choose(e, optional_present(e, v), format_inner, format_none,
                           (void *)(uintptr_t)v, where);
    if (v->ty->kind == TY_SCALAR && hpc_dtype_kind(v->ty->dtype) == 'f')
        wide = val_of(e, ty_basic(e->types, TY_FLOAT), air_cast(&e->b, HPC_F64, val_node(e, v)));
    if (v->ty->kind == TY_SCALAR && hpc_dtype_kind(v->ty->dtype) == 'c')
        wide = val_of(e, ty_basic(e->types, TY_COMPLEX), air_cast(&e->b, HPC_C128, val_node(e, v)));
    return elab_box_text(e, &wide, 's', NULL, where);
}

val elab_box_text(elab *e, const val *v, char conversion, const val *spec, span where)
{
    val text;
    if (val_bad(*v))
        return val_never(e);
    elab_at(e, where);
    val plain = keywords_plain(e, *v, where);
    v = &plain;
    if (ty_holds_record(e, v->ty) && !spec)
        return record_text(e, v, conversion, where);
    if (ty_holds_record(e, v->ty)) { /* format() of the text, or refused */
        bool none = spec->is_const && spec->length == 0;
        text = conversion || none ? record_text(e, v, conversion, where)
                                  : elab_unsupported(e, where, "__format__ with a format");
        return val_bad(text) || none ? text : formatted(e, &text, spec, where);
    }
    if (spec && conversion) {
        text = elab_box_text(e, v, conversion, NULL, where);
        return val_bad(text) ? text : formatted(e, &text, spec, where);
    }
    if (spec)
        return formatted(e, v, spec, where);
    if (!conversion)
        return format_plain(e, v, where);
    if (v->ty->kind == TY_RANGE)
        return range_text(e, v, where);
    if (is_dict_view(v))
        return view_text(e, v, where);
    if (constant_text(e, v, conversion, &text))
        return text;
    air_id pack = elab_pack(e, v, 1, where);
    int row = conversion == 'r' || conversion == 'a' ? HPC_RT_repr_of : HPC_RT_str_of;
    return pack ? text_val(e, box_rt(e, row, &pack, 1)) : val_never(e);
}

static bool all_constant(const val *texts, uint32_t count, size_t *length)
{
    *length = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!texts[i].is_const)
            return false;
        *length += texts[i].length;
    }
    return true;
}

val elab_join_texts(elab *e, const val *texts, uint32_t count, span where)
{
    size_t length, at = 0;
    if (count == 1)
        return texts[0];
    if (!all_constant(texts, count, &length)) {
        air_id args[2] = {elab_pack(e, texts, count, where), count_node(e, count)};
        return args[0] ? text_val(e, box_rt(e, HPC_RT_text_concat, args, 2)) : val_never(e);
    }
    char *all = arena_alloc(e->arena, length + 1);
    for (uint32_t i = 0; i < count; at += texts[i++].length)
        memcpy(all + at, texts[i].text, texts[i].length);
    return val_str(e, all, length);
}

/* ---- Unboxing ------------------------------------------------------------------------------- */

static air_id unboxed_number(elab *e, air_id object, const ty *type)
{
    hpc_dtype dtype = ty_dtype_of(type);
    char kind = hpc_dtype_kind(dtype);
    const air_type i64 = air_scalar_type(HPC_I64),
                   f64[2] = {air_scalar_type(HPC_F64), air_scalar_type(HPC_F64)};
    air_id args[3] = {object, air_const_int(&e->b, HPC_I64, number_kind(type)),
                      air_const_int(&e->b, HPC_I64, dtype)};
    if (kind == 'f')
        return air_cast(&e->b, dtype, air_rt(&e->b, HPC_RT_unbox_float, args, 3, f64, 1));
    if (kind != 'c')
        return air_cast(&e->b, dtype, air_rt(&e->b, HPC_RT_unbox_int, args, 3, &i64, 1));
    air_id both = air_rt(&e->b, HPC_RT_unbox_complex, args, 3, f64, 2);
    air_id parts[2] = {air_proj(&e->b, both, 0), air_proj(&e->b, both, 1)};
    return air_cast(&e->b, dtype, air_map2(&e->b, AIR_COMPLEX, HPC_C128, parts[0], parts[1]));
}

static val unboxed_array(elab *e, air_id object, const ty *type)
{
    /* What the value's order is, only the run knows; a declared order is not taken on trust. */
    air_type result = {AIR_ARRAY, (uint8_t)type->dtype, type->rank, 0};
    air_id args[3] = {object, air_const_int(&e->b, HPC_I64, type->dtype),
                      air_const_int(&e->b, HPC_I64, type->rank)};
    air_id view = air_rt(&e->b, HPC_RT_unbox_array, args, 3, &result, 1);
    return val_array(e, view);
}

static val unboxed_tuple(elab *e, air_id object, const ty *type, span where)
{
    air_id args[2] = {object, air_const_int(&e->b, HPC_I64, type->count)};
    air_id tuple = box_rt(e, HPC_RT_unbox_tuple, args, 2);
    val *items = ARENA_ARRAY(e->arena, val, type->count);
    for (uint32_t i = 0; i < type->count; i++) {
        air_id at[3] = {tuple, air_const_int(&e->b, HPC_I64, i),
                        air_const_int(&e->b, HPC_I64, HPC_CHECK_TUPLE_INDEX)};
        val item = {.ty = ty_basic(e->types, TY_BOXED),
                    .node = box_rt(e, HPC_RT_list_get_boxed, at, 3)};
        items[i] = elab_unbox(e, item, type->items[i], where);
    }
    return val_tuple_like(e, type, items);
}

bool elab_can_unbox(const ty *type)
{
    for (uint32_t i = 0; type->kind == TY_TUPLE && i < type->count; i++)
        if (!elab_can_unbox(type->items[i]))
            return false;
    return ty_is_number(type) || type->kind == TY_ARRAY || type->kind == TY_STR ||
           type->kind == TY_TUPLE || type->kind == TY_NONE || type->kind == TY_LIST ||
           type->kind == TY_DICT || type->kind == TY_SET;
}

static air_id unboxed_object(elab *e, air_id box, hpc_kind kind)
{
    air_id args[2] = {box, air_const_int(&e->b, HPC_I64, kind)};
    return box_rt(e, HPC_RT_unbox_object, args, 2);
}

val elab_unbox(elab *e, val boxed, const ty *type, span where)
{
    if (val_bad(boxed))
        return boxed;
    elab_at(e, where);
    switch (type->kind) {
    case TY_BOXED: return boxed;
    case TY_NONE: return val_none(e);
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_COMPLEX:
    case TY_SCALAR: return val_of(e, type, unboxed_number(e, boxed.node, type));
    case TY_ARRAY: return unboxed_array(e, boxed.node, type);
    case TY_TUPLE: return unboxed_tuple(e, boxed.node, type, where);
    case TY_STR: return text_val(e, unboxed_object(e, boxed.node, HPC_STR));
    case TY_LIST:
        return val_of(e, type,
                      unboxed_object(e, boxed.node, is_run_tuple(type) ? HPC_TUPLE : HPC_LIST));
    case TY_DICT: return val_of(e, type, unboxed_object(e, boxed.node, HPC_DICT));
    case TY_SET: return val_of(e, type, unboxed_object(e, boxed.node, HPC_SET));
    default:
        return elab_unsupported(e, where,
                                arena_printf(e->arena, "a value of type %s known only at run time",
                                             ty_name(e->arena, type)));
    }
}

val elab_box(elab *e, const val *v, span where)
{
    if (v->ty->kind == TY_BOXED)
        return *v;
    air_id args[] = {elab_pack(e, v, 1, where), air_const_int(&e->b, HPC_I64, 0)};
    return val_of(e, ty_basic(e->types, TY_BOXED), box_rt(e, HPC_RT_box_pick, args, 2));
}
