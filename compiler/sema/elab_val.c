/* Values during elaboration: making them, their nodes, and what arguments are asked for. */
#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/cast.h"
#include "../../runtime/checks.h"
#include "elab_scope.h"

/* ---- Errors and locations ------------------------------------------------------------------- */

val elab_error(elab *e, span where, const char *class_name, const char *format, ...)
{
    va_list args;
    char text[512];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    diag_error(e->diags, e->src, where, class_name, "%s", text);
    return val_never(e);
}

void elab_note(elab *e, span where, const char *format, ...)
{
    va_list args;
    char text[512];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    diag_note(e->diags, e->src, where, "%s", text);
}

val elab_unsupported(elab *e, span where, const char *what)
{
    return elab_error(e, where, "NotImplementedError", "%s is not supported", what);
}

int32_t elab_loc_new(elab *e, span where)
{
    if (e->locs.len > 1) {
        const elab_loc *last = &e->locs.items[e->locs.len - 1];
        if (last->src == e->src && last->where.begin == where.begin &&
            last->where.end == where.end && last->parent == e->inline_parent)
            return (int32_t)e->locs.len - 1;
    }
    elab_loc loc = {e->src, where, e->inline_parent};
    return (int32_t)vec_push(e->arena, &e->locs, loc);
}

void elab_at(elab *e, span where)
{
    e->b.loc = elab_loc_new(e, where);
}

/* ---- Making values -------------------------------------------------------------------------- */

val val_never(elab *e)
{
    return (val){.ty = ty_basic(e->types, TY_NEVER)};
}

val val_none(elab *e)
{
    return (val){.ty = ty_basic(e->types, TY_NONE)};
}

val val_bool(elab *e, bool value)
{
    return (val){.ty = ty_basic(e->types, TY_BOOL), .is_const = true, .i = value};
}

val val_int(elab *e, int64_t value)
{
    return (val){.ty = ty_basic(e->types, TY_INT), .is_const = true, .i = value};
}

val val_float(elab *e, double value)
{
    return (val){.ty = ty_basic(e->types, TY_FLOAT), .is_const = true, .f = value};
}

val val_str(elab *e, const char *text, size_t length)
{
    val v = {.ty = ty_basic(e->types, TY_STR), .is_const = true};
    v.text = arena_strndup(e->arena, text, length);
    v.length = (uint32_t)length;
    return v;
}

val val_tuple(elab *e, const val *items, uint32_t count)
{
    val v = {.count = count};
    v.items = ARENA_ARRAY(e->arena, val, count);
    const ty **types = ARENA_ARRAY(e->arena, const ty *, count);
    for (uint32_t i = 0; i < count; i++) {
        if (val_bad(items[i]))
            return items[i];
        v.items[i] = items[i];
        types[i] = items[i].ty;
    }
    v.ty = ty_tuple(e->types, types, count);
    return v;
}

val val_tuple_like(elab *e, const ty *like, const val *items)
{
    val v = val_tuple(e, items, like->count);
    if (!val_bad(v) && like->ref)
        v.ty = ty_tuple_named(e->types, v.ty, like->name, like->ref);
    return v;
}

val val_scalar_class(elab *e, hpc_dtype dtype)
{
    val v = val_dtype(e, dtype);
    v.i = 1;
    return v;
}

val val_parts(elab *e, const char *class_name, const val *items, uint32_t count)
{
    val v = {.ty = ty_named(e->types, TY_PARTS, intern_text(e->names, class_name)), .count = count};
    v.items = ARENA_ARRAY(e->arena, val, count + 1);
    if (count)
        memcpy(v.items, items, count * sizeof *items);
    return v;
}

val val_dtype(elab *e, hpc_dtype dtype)
{
    return (val){.ty = ty_dtype(e->types, dtype)};
}

/* The value of a float constant, whose bits are in its own format. */
static double float_of_bits(hpc_dtype dtype, int64_t bits)
{
    float narrow;
    double wide;
    uint32_t low = (uint32_t)bits;
    switch (dtype) {
    case HPC_F16: return (double)hpc_half_to_float((uint16_t)bits);
    case HPC_F32: memcpy(&narrow, &low, sizeof narrow); return (double)narrow;
    default: memcpy(&wide, &bits, sizeof wide); return wide;
    }
}

/* A constant of the AIR node, when it is one and the type can say so. */
static void fold_constant(elab *e, val *v)
{
    const air_node *n = air_at(e->b.fun, v->node);
    if (n->op != AIR_OP_CONST || !ty_is_number(v->ty))
        return;
    v->is_const = true;
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    switch (hpc_dtype_kind(dtype)) {
    case 'f': v->f = float_of_bits(dtype, n->imm); break;
    case 'c':
        v->c[0] = float_of_bits(dtype == HPC_C64 ? HPC_F32 : HPC_F64, n->imm);
        v->c[1] = float_of_bits(dtype == HPC_C64 ? HPC_F32 : HPC_F64, n->imm2);
        break;
    default: v->i = n->imm;
    }
}

val val_of(elab *e, const ty *type, air_id node)
{
    val v = {.ty = type, .node = node};
    fold_constant(e, &v);
    return v;
}

val val_int_node(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_INT), node);
}

val val_bool_node(elab *e, air_id node)
{
    return node ? val_of(e, ty_basic(e->types, TY_BOOL), node) : val_never(e);
}

val val_unset(elab *e, hpc_dtype dtype, uint32_t rank, const air_id *shape)
{
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank,
                     AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE | (rank <= 1 ? AIR_F_ORDER : 0)};
    air_id node = air_raw(&e->b, AIR_OP_EMPTY, type, NULL, 0, 0);
    air_id *extents = ARENA_ARRAY(e->arena, air_id, rank + 1);
    memcpy(extents, shape, rank * sizeof *shape);
    air_at(e->b.fun, node)->shape = extents;
    return val_array(e, node);
}

val val_array(elab *e, air_id node)
{
    const air_node *n = air_at(e->b.fun, node);
    if (n->type.kind == AIR_SCALAR)
        return val_of(e, ty_scalar(e->types, n->type.dtype), node);
    int64_t last = 0, before = 0;
    if (n->type.rank > 0)
        air_is_const(e->b.fun, n->shape[n->type.rank - 1], &last);
    if (n->type.rank > 1)
        air_is_const(e->b.fun, n->shape[n->type.rank - 2], &before);
    const ty *type =
        ty_array(e->types, n->type.dtype, n->type.rank, n->type.facts, ty_ends(last, before));
    return (val){.ty = type, .node = node};
}

/* ---- Nodes ---------------------------------------------------------------------------------- */

static air_id constant_node(elab *e, const val *v)
{
    if (v->ty->kind == TY_STR) {
        air_id id =
            air_raw(&e->b, AIR_OP_STRING, (air_type){.kind = AIR_OBJECT}, NULL, 0, v->length);
        air_at(e->b.fun, id)->text = v->text;
        return id;
    }
    hpc_dtype dtype = ty_dtype_of(v->ty);
    switch (hpc_dtype_kind(dtype)) {
    case 'f': return air_const_float(&e->b, dtype, v->f);
    case 'c': return air_const_complex(&e->b, dtype, v->c[0], v->c[1]);
    default: return air_const_int(&e->b, dtype, v->i);
    }
}

air_id val_node(elab *e, const val *v)
{
    if (v->is_const)
        return constant_node(e, v);
    if (v->is_literal_list)
        return elab_object(e, v, (span){0});
    return v->node;
}

static val int_out_of_bounds(elab *e, span where, int64_t value, hpc_dtype dtype)
{
    return elab_error(e, where, "OverflowError", "Python integer %lld out of bounds for %s",
                      (long long)value, hpc_dtype_name(dtype));
}

/* A run-time Python int for a narrower dtype: it must lie in the dtype's range. */
static void check_int_range(elab *e, air_id node, hpc_dtype dtype)
{
    int64_t size = hpc_dtype_size(dtype);
    bool is_signed = hpc_dtype_kind(dtype) == 'i';
    if (is_signed && size == 8)
        return;
    int64_t high = size == 8 ? INT64_MAX : (INT64_C(1) << (8 * size - (is_signed ? 1 : 0))) - 1;
    int64_t low = is_signed ? -high - 1 : 0;
    val name = val_str(e, hpc_dtype_name(dtype), strlen(hpc_dtype_name(dtype)));
    air_id values[] = {node, val_node(e, &name)};
    air_id at_least = air_map2(&e->b, AIR_GE, HPC_BOOL, node, air_const_int(&e->b, HPC_I64, low));
    air_id at_most = air_map2(&e->b, AIR_LE, HPC_BOOL, node, air_const_int(&e->b, HPC_I64, high));
    air_check(&e->b, air_map2(&e->b, AIR_AND, HPC_BOOL, at_least, at_most), HPC_CHECK_INT_RANGE,
              values, 2);
}

/* A union of numbers as one number of the dtype: the alternative that the tag names. */
static air_id union_as(elab *e, const val *v, hpc_dtype dtype)
{
    air_id node = 0;
    uint32_t at = 1;
    for (uint32_t i = 0; i < v->ty->count; i++) {
        air_id one = air_cast(&e->b, dtype, v->items[at].node);
        at += ty_flatten(v->ty->items[i], NULL, 0);
        air_id tag = air_const_int(&e->b, HPC_I64, i);
        air_id chosen = air_map2(&e->b, AIR_EQ, HPC_BOOL, v->items[0].node, tag);
        node = node ? air_map3(&e->b, AIR_SELECT, dtype, chosen, one, node) : one;
    }
    return node;
}

air_id val_cast_node(elab *e, const val *v, hpc_dtype dtype, span where)
{
    if (v->ty->kind == TY_UNION)
        return union_as(e, v, dtype);
    bool integer = hpc_dtype_kind(dtype) == 'i' || hpc_dtype_kind(dtype) == 'u';
    if (v->ty->kind == TY_INT && integer && e->mode == PR_NUMPY) {
        if (v->is_const && !pr_int_fits(v->i, dtype)) {
            int_out_of_bounds(e, where, v->i, dtype);
            return air_const_int(&e->b, dtype, 0);
        }
        if (!v->is_const)
            check_int_range(e, v->node, dtype);
    }
    return air_cast(&e->b, dtype, val_node(e, v));
}

uint32_t val_rank(const val *v)
{
    return v->ty->kind == TY_ARRAY ? v->ty->rank : 0;
}

air_id val_extent(elab *e, const val *v, uint32_t axis)
{
    return air_dim(&e->b, v->node, axis);
}

/* ---- Constants ------------------------------------------------------------------------------ */

bool val_const_int(const val *v, int64_t *value)
{
    if (!v->is_const)
        return false;
    bool integer = v->ty->kind == TY_INT || v->ty->kind == TY_BOOL ||
                   (v->ty->kind == TY_SCALAR && hpc_dtype_kind(v->ty->dtype) != 'f' &&
                    hpc_dtype_kind(v->ty->dtype) != 'c');
    if (integer)
        *value = v->i;
    return integer;
}

bool val_const_bool(const val *v, bool *value)
{
    if (v->ty->kind == TY_NONE)
        return *value = false, true;
    if (v->ty->kind == TY_TUPLE || v->is_literal_list)
        return *value = v->count != 0, true;
    if (!v->is_const)
        return false;
    if (v->ty->kind == TY_STR)
        return *value = v->length != 0, true;
    switch (hpc_dtype_kind(ty_dtype_of(v->ty))) {
    case 'f': *value = v->f != 0; break;
    case 'c': *value = v->c[0] != 0 || v->c[1] != 0; break;
    default: *value = v->i != 0;
    }
    return true;
}

bool val_is_none(const val *v)
{
    return v->ty->kind == TY_NONE;
}

bool val_absent(const val *v)
{
    return v->ty->kind == TY_ABSENT;
}

val elab_need_constant(elab *e, const val *v, span where, const char *what)
{
    scope *s = e->scope;
    while (s && !s->instance)
        s = s->inlining ? s->lexical : NULL;
    if (s && v->node && air_at(e->b.fun, v->node)->op == AIR_OP_PARAM) {
        instance *i = s->instance;
        uint32_t at = 0;
        for (uint32_t p = 0; p < i->count && p < 64; p++) {
            uint32_t width = ty_flatten(i->params[p], NULL, 0);
            if (at == (uint32_t)air_at(e->b.fun, v->node)->imm && width == 1) {
                i->fn->need_const |= UINT64_C(1) << p;
                i->restart = true;
                return val_never(e);
            }
            at += i->constants[p].ty ? 0 : width;
        }
    }
    const air_node *n = v->node ? air_at(e->b.fun, v->node) : NULL;
    if (!s && n && n->op == AIR_OP_PARAM && n->imm < 64) /* of the chunk: the host may know it */
        e->program->need_const |= UINT64_C(1) << n->imm;
    if (loop_wants_constant(e, where, what))
        return val_never(e);
    return elab_error(e, where, "TypeError", "%s must be known when compiling", what);
}

bool union_of_integers(const val *v)
{
    for (uint32_t i = 0; v->ty->kind == TY_UNION && i < v->ty->count; i++) {
        char kind = hpc_dtype_kind(ty_dtype_of(v->ty->items[i]));
        if (kind != 'i' && kind != 'u')
            return false;
    }
    return v->ty->kind == TY_UNION;
}

/* ---- Arguments ------------------------------------------------------------------------------ */

air_id val_index_node(elab *e, const val *v, span where, const char *what)
{
    if (val_bad(*v))
        return 0;
    char kind = ty_is_number(v->ty) ? hpc_dtype_kind(ty_dtype_of(v->ty)) : 'f';
    bool zero_d = v->ty->kind == TY_ARRAY && v->ty->rank == 0 &&
                  (hpc_dtype_kind(v->ty->dtype) == 'i' || hpc_dtype_kind(v->ty->dtype) == 'u');
    if (union_of_integers(v))
        return union_as(e, v, HPC_I64);
    if (zero_d)
        return air_cast(&e->b, HPC_I64, air_elem(&e->b, v->node, NULL));
    if (kind == 'i' || kind == 'u' || v->ty->kind == TY_BOOL)
        return air_cast(&e->b, HPC_I64, val_node(e, v));
    elab_error(e, where, "TypeError", "%s must be an integer, not '%s'", what,
               ty_name(e->arena, v->ty));
    return 0;
}

bool val_axis(elab *e, const val *v, uint32_t rank, span where, unsigned *axis)
{
    int64_t value;
    if (val_bad(*v))
        return false;
    if (!val_const_int(v, &value)) {
        elab_need_constant(e, v, where, "axis");
        return false;
    }
    if (value < -(int64_t)rank || value >= (int64_t)rank) {
        elab_error(e, where, "AxisError", "axis %lld is out of bounds for array of dimension %u",
                   (long long)value, rank);
        return false;
    }
    *axis = (unsigned)(value < 0 ? value + rank : value);
    return true;
}

bool val_axes(elab *e, const val *v, uint32_t rank, span where, uint32_t *mask)
{
    *mask = 0;
    if (val_is_none(v) || val_absent(v)) {
        *mask = rank ? (UINT32_C(1) << rank) - 1 : 0;
        return true;
    }
    const val *items = v->ty->kind == TY_TUPLE ? v->items : v;
    uint32_t count = v->ty->kind == TY_TUPLE ? v->count : 1;
    int64_t only;
    if (rank == 0 && v->ty->kind != TY_TUPLE && val_const_int(v, &only) &&
        (only == 0 || only == -1))
        return true; /* NumPy reduces a number along axis 0 and -1 */
    for (uint32_t i = 0; i < count; i++) {
        unsigned axis;
        if (!val_axis(e, &items[i], rank, where, &axis))
            return false;
        if (*mask & 1u << axis) {
            elab_error(e, where, "ValueError", "duplicate value in 'axis'");
            return false;
        }
        *mask |= 1u << axis;
    }
    return true;
}

static bool class_dtype(const char *name, hpc_dtype *dtype)
{
    static const struct {
        const char *name;
        hpc_dtype dtype;
    } classes[] = {{"int", HPC_I64}, {"float", HPC_F64}, {"bool", HPC_BOOL}, {"complex", HPC_C128}};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(name, classes[i].name) == 0)
            return *dtype = classes[i].dtype, true;
    return false;
}

/* [("x", "f8"), ("y", np.int32)] or a dict of the parts of one. */
static bool is_fields(const val *v)
{
    const ty *item = v->ty->kind == TY_LIST && v->ty->count ? v->ty->items[0] : NULL;
    bool tuples = item && item->kind == TY_TUPLE && item->count >= 2;
    bool mixed = v->is_literal_list && v->count && v->items[0].ty->kind == TY_TUPLE;
    bool parts = v->ty->kind == TY_PARTS && strcmp(v->ty->name, "fields") == 0;
    return tuples || mixed || parts || v->ty->kind == TY_DICT;
}

bool val_dtype_arg(elab *e, const val *v, span where, hpc_dtype fallback, hpc_dtype *dtype)
{
    *dtype = fallback;
    if (val_bad(*v))
        return false;
    if (val_absent(v) || val_is_none(v))
        return true;
    if (v->ty->kind == TY_DTYPE)
        return *dtype = v->ty->dtype, true;
    if ((v->ty->kind == TY_CLASS || v->ty->kind == TY_BUILTIN) && class_dtype(v->ty->name, dtype))
        return true;
    if (v->ty->kind == TY_STR && v->is_const) {
        *dtype = hpc_dtype_parse(v->text);
        if (*dtype != HPC_DTYPE_COUNT)
            return true;
        elab_error(e, where, "TypeError", "data type '%s' not understood", v->text);
        return false;
    }
    if (is_fields(v)) {
        elab_unsupported(e, where, "a structured dtype (use an array for each field)");
        return false;
    }
    elab_error(e, where, "TypeError", "Cannot interpret '%s' as a data type",
               ty_name(e->arena, v->ty));
    return false;
}

static bool one_extent(elab *e, const val *v, span where, air_id *extent)
{
    *extent = val_index_node(e, v, where, "a dimension");
    if (!*extent)
        return false;
    int64_t value;
    if (air_is_const(e->b.fun, *extent, &value) && value >= 0)
        return true;
    air_id ok = air_map2(&e->b, AIR_GE, HPC_BOOL, *extent, air_const_int(&e->b, HPC_I64, 0));
    air_check(&e->b, ok, HPC_CHECK_NEGATIVE_DIMENSIONS, NULL, 0);
    return true;
}

bool val_shape(elab *e, const val *v, span where, uint32_t *rank, air_id shape[HPC_MAX_RANK])
{
    if (val_bad(*v))
        return false;
    bool many = v->ty->kind == TY_TUPLE || v->is_literal_list;
    if (!many && !ty_is_arraylike(v->ty)) {
        elab_error(e, where, "TypeError", "'%s' cannot be interpreted as a shape",
                   ty_name(e->arena, v->ty));
        return false;
    }
    *rank = many ? v->count : 1;
    if (*rank > HPC_MAX_RANK) {
        elab_error(e, where, "ValueError", "maximum supported dimension is %d, found %u",
                   HPC_MAX_RANK, *rank);
        return false;
    }
    for (uint32_t i = 0; i < *rank; i++)
        if (!one_extent(e, many ? &v->items[i] : v, where, &shape[i]))
            return false;
    return true;
}
