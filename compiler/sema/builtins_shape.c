/* Shape and memory of arrays: attributes, reshape, transpose, views. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "../array/air_alias.h"
#include "elab_scope.h"
#include "ops.h"

static val as_array(elab *e, const val *v, span where)
{
    return elab_asarray(e, v, HPC_DTYPE_COUNT, where);
}

/* ---- Attributes ----------------------------------------------------------------------------- */

static val shape_tuple(elab *e, const val *v)
{
    val items[HPC_MAX_RANK];
    for (uint32_t i = 0; i < val_rank(v); i++)
        items[i] = val_int_node(e, val_extent(e, v, i));
    return val_tuple(e, items, val_rank(v));
}

static air_id size_of(elab *e, const val *v)
{
    air_id size = op_int(e, 1);
    for (uint32_t i = 0; i < val_rank(v); i++)
        size = air_map2(&e->b, AIR_MUL, HPC_I64, size, val_extent(e, v, i));
    return size;
}

static val bi_shape(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    return val_bad(v) ? v : shape_tuple(e, &v);
}

static val bi_ndim(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    return val_bad(v) ? v : val_int(e, val_rank(&v));
}

static val bi_size(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    uint32_t axes;
    if (val_bad(v))
        return v;
    if (c->count < 2 || val_is_none(&c->args[1]))
        return val_int_node(e, size_of(e, &v));
    if (!val_axes(e, &c->args[1], val_rank(&v), c->where, &axes))
        return val_never(e);
    air_id size = op_int(e, 1);
    for (uint32_t i = 0; axes >> i; i++)
        if (axes >> i & 1)
            size = air_map2(&e->b, AIR_MUL, HPC_I64, size, val_extent(e, &v, i));
    return val_int_node(e, size);
}

static val bi_dtype(elab *e, const bi_call *c)
{
    return val_dtype(e, ty_dtype_of(c->args[0].ty));
}

/* For stdlib: functions that keep Fortran order, where it is known when compiling. */
static val bi_is_fortran(elab *e, const bi_call *c)
{
    const ty *t = c->args[0].ty;
    return val_bool(e, t->kind == TY_ARRAY && t->rank > 1 && (t->facts & AIR_F_ORDER) &&
                           !(t->facts & AIR_C_ORDER));
}

static val bi_itemsize(elab *e, const bi_call *c)
{
    return val_int(e, hpc_dtype_size(ty_dtype_of(c->args[0].ty)));
}

static val bi_nbytes(elab *e, const bi_call *c)
{
    air_id bytes = op_int(e, hpc_dtype_size(ty_dtype_of(c->args[0].ty)));
    return val_int_node(e, air_map2(&e->b, AIR_MUL, HPC_I64, size_of(e, &c->args[0]), bytes));
}

/* Arrays that NumPy makes empty have strides of zero, and so have views of them. */
static air_id is_empty_root(elab *e, air_id array)
{
    air_id root = air_root(e->b.fun, array), empty = air_const_int(&e->b, HPC_BOOL, 0);
    const air_node *n = air_at(e->b.fun, root);
    for (uint32_t i = 0; air_is_fresh(e->b.fun, root) && i < n->type.rank; i++) {
        empty = op_or(e, empty, op_test(e, AIR_EQ, air_dim(&e->b, root, i), op_int(e, 0)));
        n = air_at(e->b.fun, root);
    }
    return empty;
}

static val bi_strides(elab *e, const bi_call *c)
{
    const val *v = &c->args[0];
    val items[HPC_MAX_RANK];
    air_id empty = is_empty_root(e, v->node), zero = op_int(e, 0);
    for (uint32_t i = 0; i < val_rank(v); i++) {
        air_id node = air_raw(&e->b, AIR_OP_STRIDE, air_scalar_type(HPC_I64), &v->node, 1, i);
        items[i] = val_int_node(e, air_map3(&e->b, AIR_SELECT, HPC_I64, empty, zero, node));
    }
    return val_tuple(e, items, val_rank(v));
}

/* ---- Views ---------------------------------------------------------------------------------- */

static val permuted(elab *e, const val *v, const uint8_t *perm)
{
    return val_array(e, air_transpose(&e->b, v->node, perm));
}

static val reversed_axes(elab *e, const val *v)
{
    uint8_t perm[HPC_MAX_RANK];
    uint32_t rank = val_rank(v);
    if (rank < 2)
        return *v;
    for (uint32_t i = 0; i < rank; i++)
        perm[i] = (uint8_t)(rank - 1 - i);
    return permuted(e, v, perm);
}

static val bi_T(elab *e, const bi_call *c)
{
    return reversed_axes(e, &c->args[0]);
}

/* Axes given as one tuple, as several ints, or not at all. */
static const val *axes_argument(const val *given, uint32_t *count)
{
    if (given->ty->kind != TY_TUPLE && !given->is_literal_list) {
        *count = 1;
        return given;
    }
    bool nested = given->count == 1 &&
                  (given->items[0].ty->kind == TY_TUPLE || given->items[0].is_literal_list);
    if (nested)
        given = &given->items[0];
    *count = given->count;
    return given->items;
}

static val bi_transpose(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    uint32_t count, seen = 0;
    uint8_t perm[HPC_MAX_RANK];
    if (val_bad(v))
        return v;
    const val *axes = axes_argument(&c->args[1], &count);
    if (count == 0 || (count == 1 && val_is_none(&axes[0])))
        return reversed_axes(e, &v);
    if (count != val_rank(&v))
        return elab_error(e, c->where, "ValueError", "axes don't match array");
    for (uint32_t i = 0; i < count; i++) {
        unsigned axis;
        if (!val_axis(e, &axes[i], count, c->where, &axis))
            return val_never(e);
        if (seen >> axis & 1)
            return elab_error(e, c->where, "ValueError", "repeated axis in transpose");
        seen |= 1u << axis;
        perm[i] = (uint8_t)axis;
    }
    return permuted(e, &v, perm);
}

static val bi_swapaxes(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    unsigned a, b;
    uint8_t perm[HPC_MAX_RANK];
    if (val_bad(v) || !val_axis(e, &c->args[1], val_rank(&v), c->where, &a) ||
        !val_axis(e, &c->args[2], val_rank(&v), c->where, &b))
        return val_never(e);
    for (uint32_t i = 0; i < val_rank(&v); i++)
        perm[i] = (uint8_t)(i == a ? b : i == b ? a : i);
    return permuted(e, &v, perm);
}

/* The extents of reshape's argument: at most one -1, which the size decides. */
static bool reshape_extents(elab *e, const val *v, const val *items, uint32_t count, span where,
                            air_id *shape)
{
    int unknown = -1;
    air_id known = op_int(e, 1), size = size_of(e, v);
    for (uint32_t i = 0; i < count; i++) {
        int64_t value;
        shape[i] = val_index_node(e, &items[i], where, "a dimension");
        if (!shape[i])
            return false;
        if (air_is_const(e->b.fun, shape[i], &value) && value == -1) {
            if (unknown >= 0)
                return elab_error(e, where, "ValueError", "can only specify one unknown dimension"),
                       false;
            unknown = (int)i;
            continue;
        }
        known = air_map2(&e->b, AIR_MUL, HPC_I64, known, shape[i]);
    }
    if (unknown >= 0) {
        air_id some = op_test(e, AIR_NE, known, op_int(e, 0)); /* any extent would do otherwise */
        air_check(&e->b, some, HPC_CHECK_RESHAPE, &size, 1);
        shape[unknown] = air_map2(&e->b, AIR_FLOORDIV, HPC_I64, size, known);
        known = air_map2(&e->b, AIR_MUL, HPC_I64, known, shape[unknown]);
    }
    if (known != size) {
        air_id fits = air_map2(&e->b, AIR_EQ, HPC_BOOL, known, size);
        air_check(&e->b, fits, HPC_CHECK_RESHAPE, &size, 1);
    }
    return true;
}

/* The axes as they lie in memory, for ravel(order='K'), or as order='A' reads them. */
static val in_memory_order(elab *e, const val *v, bool reversed_only)
{
    air_type type = {AIR_ARRAY, (uint8_t)v->ty->dtype, v->ty->rank, v->ty->facts & AIR_WRITABLE};
    air_id args[] = {v->node, op_int(e, reversed_only)};
    return val_array(e, air_rt(&e->b, HPC_RT_view_in_order, args, 2, &type, 1));
}

/* 'K' or 'A' of an array whose order only the run knows, or 0. */
static char run_time_order(elab *e, const val *v, const val *order)
{
    const char *text = order->ty->kind == TY_STR && order->is_const ? order->text : "";
    unsigned facts = air_at(e->b.fun, v->node)->type.facts;
    bool known = val_rank(v) < 2 || facts & (AIR_C_ORDER | AIR_F_ORDER);
    return !known && (strcmp(text, "K") == 0 || strcmp(text, "A") == 0) ? *text : 0;
}

/* The order argument: 'C', 'F', or 'A' and 'K', which ask for the array's own: false after an error. */
static bool order_argument(elab *e, const val *v, const val *order, span where, bool *fortran)
{
    const char *text = order->ty->kind == TY_STR && order->is_const ? order->text : "";
    *fortran = strcmp(text, "F") == 0;
    if (*fortran || strcmp(text, "C") == 0)
        return true;
    if (strcmp(text, "A") != 0 && strcmp(text, "K") != 0) {
        elab_error(e, where, "ValueError", "order must be one of 'C', 'F', 'A', or 'K'");
        return false;
    }
    unsigned facts = air_at(e->b.fun, v->node)->type.facts;
    bool in_c = val_rank(v) < 2 || (facts & AIR_C_ORDER);
    *fortran = !in_c && (facts & AIR_F_ORDER);
    if (in_c || *fortran)
        return true;
    elab_unsupported(e, where,
                     arena_printf(e->arena,
                                  "order='%s' of an array whose order in memory is "
                                  "known only at run time",
                                  text));
    return false;
}

static val reshape_to(elab *e, const val *v, const val *items, uint32_t count, const val *order,
                      span where)
{
    air_id shape[HPC_MAX_RANK];
    bool fortran;
    if (!order_argument(e, v, order, where, &fortran))
        return val_never(e);
    if (count > HPC_MAX_RANK)
        return elab_error(e, where, "ValueError", "the result has too many dimensions");
    if (!reshape_extents(e, v, items, count, where, shape))
        return val_never(e);
    if (!fortran)
        return val_array(e, air_reshape(&e->b, v->node, count, shape));
    /* F order: the transposed array reshaped to the reversed shape, transposed back */
    val turned = reversed_axes(e, v);
    air_id backwards[HPC_MAX_RANK];
    for (uint32_t i = 0; i < count; i++)
        backwards[i] = shape[count - 1 - i];
    val made = val_array(e, air_reshape(&e->b, turned.node, count, backwards));
    return reversed_axes(e, &made);
}

/* np.reshape(a, shape, order='C') and a.reshape(*shape, order='C') */
static val bi_reshape(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    uint32_t count;
    if (val_bad(v))
        return v;
    if (v.ty->kind != TY_ARRAY)
        v = val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    const val *items = axes_argument(&c->args[1], &count);
    return reshape_to(e, &v, items, count, &c->args[2], c->where);
}

/* data: 0 ravel (a view where possible), 1 flatten (a copy) */
static val bi_ravel(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    if (val_bad(v))
        return v;
    if (v.ty->kind != TY_ARRAY)
        v = val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    bool fortran = false;
    char order = run_time_order(e, &v, &c->args[1]);
    if (!order && !order_argument(e, &v, &c->args[1], c->where, &fortran))
        return val_never(e);
    if (order)
        v = in_memory_order(e, &v, order == 'A');
    if (fortran)
        v = reversed_axes(e, &v);
    if (c->row->data)
        return val_array(
            e, air_copy(&e->b, air_reshape(&e->b, v.node, 1, (air_id[]){size_of(e, &v)})));
    return val_array(e, air_ravel(&e->b, v.node, size_of(e, &v)));
}

/* a.astype(dtype, order='K', casting='unsafe', subok=True, copy=True) */
static val bi_astype(elab *e, const bi_call *c)
{
    hpc_dtype dtype, from = ty_dtype_of(c->args[0].ty);
    bool copy = true;
    const val *casting = &c->args[3];
    if (!val_dtype_arg(e, &c->args[1], c->where, from, &dtype))
        return val_never(e);
    if (!val_const_bool(&c->args[5], &copy))
        return elab_need_constant(e, &c->args[5], c->where, "copy");
    if (casting->ty->kind != TY_STR || !casting->is_const)
        return elab_need_constant(e, casting, c->where, "casting");
    if (!pr_can_cast(from, dtype, strcmp(casting->text, "same_kind") ? casting->text[0] : 'k'))
        return elab_error(e, c->where, "TypeError",
                          "Cannot cast array data from dtype('%s') to dtype('%s') according to the "
                          "rule '%s'",
                          hpc_dtype_name(from), hpc_dtype_name(dtype), casting->text);
    bool keeps_order = val_is_none(&c->args[2]) ||
                       (c->args[2].is_const && c->args[2].length == 1 && c->args[2].text[0] == 'K');
    if (!copy && from == dtype && keeps_order && c->args[0].ty->kind == TY_ARRAY)
        return c->args[0];
    val v = op_astype(e, c->args[0], dtype, c->where);
    if (val_bad(v) || v.ty->kind != TY_ARRAY)
        return v;
    bool same = v.node == c->args[0].node;
    if (!keeps_order)
        return elab_call_named(e, same && copy ? "numpy.copy" : "numpy.asarray",
                               (val[]){v, same && copy ? c->args[2] : val_none(e), c->args[2]},
                               same && copy ? 2 : 3, c->where);
    return same && copy ? val_array(e, air_copy_keep(&e->b, v.node)) : v;
}

static val bi_expand_dims(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    const val *axis = &c->args[1];
    bool several = axis->ty->kind == TY_TUPLE || axis->is_literal_list;
    const val *items = several ? axis->items : axis;
    uint32_t count = several ? axis->count : 1, places = 0;
    if (val_bad(v))
        return v;
    for (uint32_t i = 0; i < count; i++) {
        unsigned at;
        if (!val_axis(e, &items[i], val_rank(&v) + count, c->where, &at))
            return val_never(e);
        if (places >> at & 1)
            return elab_error(e, c->where, "ValueError", "repeated axis");
        places |= 1u << at;
    }
    if (v.ty->kind != TY_ARRAY)
        v = val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    for (uint32_t at = 0; places >> at; at++)
        if (places >> at & 1)
            v = val_array(e, air_newaxis(&e->b, v.node, at));
    return v;
}

static val bi_squeeze(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    uint32_t mask = 0, rank = 0;
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    if (val_bad(v))
        return v;
    if (!val_is_none(&c->args[1]) && !val_axes(e, &c->args[1], val_rank(&v), c->where, &mask))
        return val_never(e);
    for (uint32_t i = 0; i < val_rank(&v); i++) {
        int64_t value;
        air_id extent = val_extent(e, &v, i);
        bool known = air_is_const(e->b.fun, extent, &value);
        if (val_is_none(&c->args[1])) {
            if (!known)
                return elab_error(
                    e, c->where, "TypeError",
                    "the rank of squeeze()'s result is not known when compiling: give axis");
            mask |= value == 1 ? 1u << i : 0;
        }
        if (mask >> i & 1) {
            air_id one = air_map2(&e->b, AIR_EQ, HPC_BOOL, extent, op_int(e, 1));
            air_check(&e->b, one, HPC_CHECK_SQUEEZE, NULL, 0);
            continue;
        }
        view.axis[rank] = (int8_t)i;
        shape[rank++] = extent;
    }
    return val_array(e, air_view_new(&e->b, v.node, &view, rank, shape));
}

static val bi_broadcast_to(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    uint32_t rank;
    air_id shape[HPC_MAX_RANK];
    if (val_bad(v) || !val_shape(e, &c->args[1], c->where, &rank, shape))
        return val_never(e);
    if (v.ty->kind != TY_ARRAY)
        v = val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    if (val_rank(&v) > rank)
        return elab_error(e, c->where, "ValueError",
                          "input operand has more dimensions than allowed by the axis remapping");
    for (uint32_t i = 0; i < val_rank(&v); i++) {
        air_id have = val_extent(e, &v, i), want = shape[rank - val_rank(&v) + i];
        if (have == want)
            continue;
        air_id ok = air_map2(&e->b, AIR_OR, HPC_BOOL, air_map2(&e->b, AIR_EQ, HPC_BOOL, have, want),
                             air_map2(&e->b, AIR_EQ, HPC_BOOL, have, op_int(e, 1)));
        air_check(&e->b, ok, HPC_CHECK_BROADCAST, NULL, 0);
    }
    air_id made = air_broadcast_to(&e->b, v.node, rank, shape);
    if (made == v.node) { /* its own shape: still a read-only view */
        air_type type = air_at(e->b.fun, made)->type;
        type.facts &= (uint8_t)~AIR_WRITABLE;
        made = air_rt(&e->b, HPC_RT_view_readonly, &v.node, 1, &type, 1);
    }
    return val_array(e, made);
}

/* The element of an array of size 1 as a Python scalar; or at an index. */
/* The element at a position in C order. */
static val flat_item(elab *e, const val *v, const val *position, span where)
{
    air_id at[HPC_MAX_RANK], size = size_of(e, v), zero = op_int(e, 0);
    air_id i = val_index_node(e, position, where, "an index");
    if (!i)
        return val_never(e);
    air_id low = op_test(e, AIR_GE, i, air_map1(&e->b, AIR_NEG, HPC_I64, size));
    air_id inside = air_map2(&e->b, AIR_AND, HPC_BOOL, low, op_test(e, AIR_LT, i, size));
    air_check(&e->b, inside, HPC_CHECK_INDEX, (air_id[]){i, zero, size}, 3);
    i = air_map3(&e->b, AIR_SELECT, HPC_I64, op_test(e, AIR_LT, i, zero),
                 air_map2(&e->b, AIR_ADD, HPC_I64, i, size), i);
    for (uint32_t k = val_rank(v); k-- > 0;) {
        air_id extent = val_extent(e, v, k);
        at[k] = air_map2(&e->b, AIR_MOD, HPC_I64, i, extent);
        i = air_map2(&e->b, AIR_FLOORDIV, HPC_I64, i, extent);
    }
    return val_array(e, air_elem(&e->b, v->node, at));
}

static val bi_item(elab *e, const bi_call *c)
{
    val v = c->args[0];
    bool flat = v.ty->kind == TY_ARRAY && val_rank(&v) > 1 && c->args[1].count == 1 &&
                c->args[1].items[0].ty->kind != TY_TUPLE;
    if (flat)
        v = flat_item(e, &v, &c->args[1].items[0], c->where);
    else if (c->args[1].count)
        v = op_getitem(e, v, c->args[1].count == 1 ? c->args[1].items[0] : c->args[1], c->where);
    if (val_bad(v))
        return v;
    if (v.ty->kind == TY_ARRAY) {
        air_id indexes[HPC_MAX_RANK];
        air_id one = air_map2(&e->b, AIR_EQ, HPC_BOOL, size_of(e, &v), op_int(e, 1));
        air_check(&e->b, one, HPC_CHECK_NOT_SIZE_ONE, NULL, 0);
        for (uint32_t i = 0; i < val_rank(&v); i++)
            indexes[i] = op_int(e, 0);
        v = val_array(e, air_elem(&e->b, v.node, indexes));
    }
    static const ty_kind kinds[] = {
        ['b'] = TY_BOOL, ['i'] = TY_INT, ['u'] = TY_INT, ['f'] = TY_FLOAT, ['c'] = TY_COMPLEX};
    const ty *type = ty_basic(e->types, kinds[(int)hpc_dtype_kind(ty_dtype_of(v.ty))]);
    if (ty_dtype_of(v.ty) == HPC_U64)
        return val_of(e, type, op_int_of_u64(e, val_node(e, &v)));
    return val_of(e, type, air_cast(&e->b, ty_dtype_of(type), val_node(e, &v)));
}

/* data: 0 real, 1 imag. A view of a complex array's parts; of real numbers themselves and zeros. */
static val bi_part(elab *e, const bi_call *c)
{
    val v = as_array(e, &c->args[0], c->where);
    if (val_bad(v))
        return v;
    hpc_dtype dtype = ty_dtype_of(v.ty), part = dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    bool complex = hpc_dtype_kind(dtype) == 'c', imag = c->row->data == 1;
    if (v.ty->kind == TY_ARRAY && complex) {
        air_type type = {AIR_ARRAY, (uint8_t)part, v.ty->rank, v.ty->facts & AIR_WRITABLE};
        air_id args[] = {v.node, op_int(e, c->row->data)};
        return val_array(e, air_rt(&e->b, HPC_RT_part_view, args, 2, &type, 1));
    }
    if (!complex && !imag)
        return v;
    if (!complex && v.ty->kind == TY_ARRAY) { /* zeros in C order */
        air_id shape[HPC_MAX_RANK];
        for (uint32_t i = 0; i < v.ty->rank; i++)
            shape[i] = val_extent(e, &v, i);
        return val_array(e,
                         air_fill(&e->b, air_cast(&e->b, dtype, op_int(e, 0)), v.ty->rank, shape));
    }
    air_id node =
        air_map1(&e->b, imag ? AIR_IMAG : AIR_REAL, complex ? part : dtype, val_node(e, &v));
    bool python = ty_is_python_number(v.ty);
    const ty *number = ty_basic(e->types, complex || v.ty->kind == TY_FLOAT ? TY_FLOAT : TY_INT);
    return python ? val_of(e, number, air_cast(&e->b, ty_dtype_of(number), node))
                  : val_array(e, node);
}

/* a.flags.c_contiguous and f_contiguous, by extents and strides. */
static val bi_flags(elab *e, const bi_call *c)
{
    return val_parts(e, "flags", &c->args[0], 1);
}

static val bi_contiguous(elab *e, const bi_call *c)
{
    const val *v = &c->args[0].items[0];
    air_id expected = op_int(e, hpc_dtype_size(v->ty->dtype)), all = 0;
    air_id empty = air_map2(&e->b, AIR_EQ, HPC_BOOL, size_of(e, v), op_int(e, 0));
    for (uint32_t n = 0; n < val_rank(v); n++) {
        uint32_t axis = c->row->data ? n : val_rank(v) - 1 - n;
        air_id extent = val_extent(e, v, axis);
        air_id stride = air_raw(&e->b, AIR_OP_STRIDE, air_scalar_type(HPC_I64), &v->node, 1, axis);
        air_id ok =
            air_map2(&e->b, AIR_OR, HPC_BOOL, air_map2(&e->b, AIR_EQ, HPC_BOOL, stride, expected),
                     air_map2(&e->b, AIR_EQ, HPC_BOOL, extent, op_int(e, 1)));
        all = all ? air_map2(&e->b, AIR_AND, HPC_BOOL, all, ok) : ok;
        expected = air_map2(&e->b, AIR_MUL, HPC_I64, expected, extent);
    }
    if (!all)
        return val_bool(e, true);
    return val_of(e, ty_basic(e->types, TY_BOOL), air_map2(&e->b, AIR_OR, HPC_BOOL, all, empty));
}

static const bi_row rows[] = {
    {"numpy._is_fortran", "a, /", bi_is_fortran, 0, 0,
     "Is the array known to be in Fortran order alone? (for stdlib)"},
    {"ndarray.shape", "self", bi_shape, 0, BI_METHOD | BI_ATTRIBUTE, "Extents, a tuple of int."},
    {"numpy.shape", "a", bi_shape, 0, 0, "Extents, a tuple of int."},
    {"ndarray.ndim", "self", bi_ndim, 0, BI_METHOD | BI_ATTRIBUTE, "Number of axes; a constant."},
    {"numpy.ndim", "a", bi_ndim, 0, 0, "Number of axes; a constant."},
    {"ndarray.size", "self", bi_size, 0, BI_METHOD | BI_ATTRIBUTE, "Number of elements."},
    {"numpy.size", "a, axis=None", bi_size, 0, 0, "Number of elements, of all axes or some."},
    {"ndarray.dtype", "self", bi_dtype, 0, BI_METHOD | BI_ATTRIBUTE, "The dtype; a constant."},
    {"ndarray.real", "self", bi_part, 0, BI_METHOD | BI_ATTRIBUTE,
     "Real parts: a view of complex arrays."},
    {"ndarray.imag", "self", bi_part, 1, BI_METHOD | BI_ATTRIBUTE,
     "Imaginary parts: a view of complex arrays."},
    {"complex.real", "self", bi_part, 0, BI_METHOD | BI_ATTRIBUTE, "Real part."},
    {"complex.imag", "self", bi_part, 1, BI_METHOD | BI_ATTRIBUTE, "Imaginary part."},
    {"numpy.real", "val", bi_part, 0, 0, "Real parts."},
    {"numpy.imag", "val", bi_part, 1, 0, "Imaginary parts."},
    {"ndarray.itemsize", "self", bi_itemsize, 0, BI_METHOD | BI_ATTRIBUTE, "Bytes of an element."},
    {"dtype.itemsize", "self", bi_itemsize, 0, BI_METHOD | BI_ATTRIBUTE, "Bytes of an element."},
    {"ndarray.nbytes", "self", bi_nbytes, 0, BI_METHOD | BI_ATTRIBUTE, "Bytes of all elements."},
    {"ndarray.strides", "self", bi_strides, 0, BI_METHOD | BI_ATTRIBUTE, "Byte strides, a tuple."},
    {"ndarray.flags", "self", bi_flags, 0, BI_METHOD | BI_ATTRIBUTE,
     "c_contiguous and f_contiguous."},
    {"flags.c_contiguous", "self", bi_contiguous, 0, BI_METHOD | BI_ATTRIBUTE, "In C order."},
    {"flags.f_contiguous", "self", bi_contiguous, 1, BI_METHOD | BI_ATTRIBUTE, "In Fortran order."},
    {"ndarray.T", "self", bi_T, 0, BI_METHOD | BI_ATTRIBUTE, "A view with the axes reversed."},
    {"numpy.transpose", "a, axes=None", bi_transpose, 0, 0, "A view with the axes permuted."},
    {"ndarray.transpose", "self, *axes", bi_transpose, 0, BI_METHOD,
     "A view with the axes permuted."},
    {"numpy.swapaxes", "a, axis1, axis2", bi_swapaxes, 0, 0, "A view with two axes exchanged."},
    {"ndarray.swapaxes", "self, axis1, axis2", bi_swapaxes, 0, BI_METHOD,
     "A view with two axes exchanged."},
    {"numpy.reshape", "a, shape, order='C'", bi_reshape, 0, 0,
     "The elements in another shape: a view where the memory allows. ValueError where sizes "
     "differ."},
    {"ndarray.reshape", "self, *shape, order='C'", bi_reshape, 0, BI_METHOD,
     "The elements in another shape: a view where the memory allows."},
    {"numpy.ravel", "a, order='C'", bi_ravel, 0, 0,
     "All elements in one axis: a view where possible."},
    {"ndarray.ravel", "self, order='C'", bi_ravel, 0, BI_METHOD,
     "All elements in one axis: a view where possible."},
    {"ndarray.flatten", "self, order='C'", bi_ravel, 1, BI_METHOD, "A copy with one axis."},
    {"ndarray.astype", "self, dtype, order='K', casting='unsafe', subok=True, copy=True", bi_astype,
     0, BI_METHOD, "The elements converted: integers wrap, floats to integers truncate as on x86."},
    {"numpy.expand_dims", "a, axis", bi_expand_dims, 0, 0, "A view with a new axis of extent 1."},
    {"numpy.squeeze", "a, axis=None", bi_squeeze, 0, 0, "A view without axes of extent 1."},
    {"ndarray.squeeze", "self, axis=None", bi_squeeze, 0, BI_METHOD,
     "A view without axes of extent 1."},
    {"numpy.broadcast_to", "array, shape", bi_broadcast_to, 0, 0,
     "A read-only view of the shape, axes of extent 1 repeated. ValueError where it cannot be."},
    {"ndarray.item", "self, *args", bi_item, 0, BI_METHOD, "An element as a Python number."},
};

const bi_table bi_shapes = {rows, sizeof rows / sizeof *rows};
