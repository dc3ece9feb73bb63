/* Array creation: np.array, zeros, full, arange, ... */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

/* A fresh array of the same elements: np.array, copy. */
static val fresh_copy(elab *e, val v)
{
    if (v.ty->kind != TY_ARRAY) {
        air_id fill = air_fill(&e->b, val_node(e, &v), 0, NULL);
        return val_array(e, fill);
    }
    return val_array(e, air_copy_keep(&e->b, v.node));
}

static bool is_fresh(elab *e, const val *v)
{
    air_op op = v->ty->kind == TY_ARRAY ? (air_op)air_at(e->b.fun, v->node)->op : AIR_OP_CONST;
    return op == AIR_OP_LITERAL || op == AIR_OP_EMPTY; /* a TABLE is constant: it is copied */
}

/* ---- Order in memory ------------------------------------------------------------------------- */

static val turned(elab *e, const val *v)
{
    uint8_t perm[HPC_MAX_RANK];
    uint32_t rank = val_rank(v);
    for (uint32_t i = 0; i < rank; i++)
        perm[i] = (uint8_t)(rank - 1 - i);
    return rank < 2 ? *v : val_array(e, air_transpose(&e->b, v->node, perm));
}

/* A fresh copy in Fortran order: a C-ordered one of the transposed array, transposed back. */
static val fortran_copy(elab *e, val v)
{
    val t = turned(e, &v);
    t = val_array(e, air_copy(&e->b, t.node));
    return turned(e, &t);
}

/* The letter of an order argument ('K' for None); 0 after an error. */
static char order_of(elab *e, const val *order, span where)
{
    if (val_is_none(order))
        return 'K';
    if (order->ty->kind != TY_STR || !order->is_const)
        return elab_need_constant(e, order, where, "order"), 0;
    if (order->length != 1 || !strchr("CFAKcfak", order->text[0]))
        return elab_error(e, where, "ValueError", "order must be one of 'C', 'F', 'A', or 'K'"), 0;
    return order->text[0] & ~0x20;
}

/* Orders 'A' and 'K' of an array: 'F' or 'C' where its order is known, else they stay. */
static char order_like(const elab *e, char order, const val *a)
{
    if (order == 'C' || order == 'F' || a->ty->kind != TY_ARRAY || val_rank(a) < 2)
        return order == 'F' ? 'F' : 'C';
    uint8_t facts = air_at(e->b.fun, a->node)->type.facts;
    if (facts & AIR_C_ORDER)
        return 'C';
    return facts & AIR_F_ORDER ? 'F' : order;
}

/* order='A': in Fortran order where the run finds the array so, else in C order. */
static val copy_as_found(elab *e, val v)
{
    air_type type = air_at(e->b.fun, v.node)->type;
    type.facts = AIR_WRITABLE;
    air_id args[] = {v.node, op_int(e, 2)};
    return val_array(e, air_rt(&e->b, HPC_RT_view_copy, args, 2, &type, 1));
}

static val copy_in_order(elab *e, val v, char order)
{
    if (v.ty->kind != TY_ARRAY)
        return fresh_copy(e, v);
    if (order == 'F')
        return fortran_copy(e, v);
    if (order == 'A')
        return copy_as_found(e, v);
    return order == 'C' ? val_array(e, air_copy(&e->b, v.node)) : fresh_copy(e, v);
}

/* The array itself where it is in the order, else a copy. */
static val in_order(elab *e, val v, char order)
{
    uint8_t wanted = order == 'C' ? AIR_C_ORDER : order == 'F' ? AIR_F_ORDER : 0;
    if (v.ty->kind != TY_ARRAY || !val_rank(&v) || !wanted ||
        air_at(e->b.fun, v.node)->type.facts & wanted)
        return v;
    if (val_rank(&v) == 1) /* a view of what is contiguous already */
        return val_array(e, air_ravel(&e->b, v.node, val_extent(e, &v, 0)));
    return copy_in_order(e, v, order);
}

static bool known_order(const elab *e, const val *v)
{
    return val_rank(v) < 2 || air_at(e->b.fun, v->node)->type.facts & (AIR_C_ORDER | AIR_F_ORDER);
}

/* np.array(object, dtype=None, copy=True, ndmin=0, order='K', subok=False) */
static val bi_array(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    int64_t ndmin = 0;
    bool copy = true;
    char order = order_of(e, &c->args[4], c->where);
    if (!order || !val_dtype_arg(e, &c->args[1], c->where, HPC_DTYPE_COUNT, &dtype))
        return val_never(e);
    val v = elab_asarray(e, &c->args[0], dtype, c->where);
    if (val_bad(v))
        return v;
    if (!val_is_none(&c->args[2]) && !val_const_bool(&c->args[2], &copy))
        return elab_need_constant(e, &c->args[2], c->where, "copy");
    bool made = c->args[0].ty->kind != TY_ARRAY && v.ty->kind == TY_ARRAY;
    bool cast = c->args[0].ty->kind == TY_ARRAY && v.node != c->args[0].node;
    if (!val_is_none(&c->args[2]) && !copy && (cast || c->args[0].ty->kind != TY_ARRAY))
        return elab_error(e, c->where, "ValueError",
                          "Unable to avoid copy while creating an array as requested.");
    bool keeps = (val_is_none(&c->args[2]) || !copy) && c->args[0].ty->kind == TY_ARRAY;
    if (order == 'F' || (order == 'C' && !(v.ty->facts & AIR_C_ORDER)))
        v = keeps || cast ? in_order(e, v, order) : copy_in_order(e, v, order);
    else if (!keeps && !(made && is_fresh(e, &v)) && !cast)
        v = fresh_copy(e, v);
    if (!val_const_int(&c->args[3], &ndmin))
        return elab_need_constant(e, &c->args[3], c->where, "ndmin");
    air_id node = v.node;
    for (uint32_t rank = v.ty->rank; rank < (uint32_t)ndmin && rank < HPC_MAX_RANK; rank++)
        node = air_newaxis(&e->b, node, 0);
    return node == v.node ? v : val_array(e, node);
}

/* data: the order that the function asks for, 0: its argument's. An array stays itself. */
static val bi_asarray(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    bool copy = false;
    char order = c->row->data ? (char)c->row->data : order_of(e, &c->args[2], c->where);
    if (!order || !val_dtype_arg(e, &c->args[1], c->where, HPC_DTYPE_COUNT, &dtype))
        return val_never(e);
    val v = elab_asarray(e, &c->args[0], dtype, c->where);
    if (val_bad(v))
        return v;
    bool constant = c->args[0].ty->kind != TY_ARRAY && !is_fresh(e, &v);
    if (constant)
        v = fresh_copy(e, v);
    if (c->count > 3 && !val_is_none(&c->args[3])) {
        if (!val_const_bool(&c->args[3], &copy))
            return elab_need_constant(e, &c->args[3], c->where, "copy");
        if (!copy && v.node != c->args[0].node)
            return elab_error(e, c->where, "ValueError",
                              "Unable to avoid copy while creating an array as requested.");
        if (copy && v.node == c->args[0].node)
            return copy_in_order(e, v, order_like(e, order, &v));
    }
    if (order == 'F' && !known_order(e, &v))
        return elab_unsupported(e, c->where,
                                "Fortran order of an array whose order in memory is known only at "
                                "run time");
    if (c->row->data &&
        val_rank(&v) == 0) { /* ascontiguousarray, asfortranarray: one axis at least */
        air_id one = op_int(e, 1);
        return val_array(e, air_fill(&e->b, air_elem(&e->b, v.node, NULL), 1, &one));
    }
    return in_order(e, v, order);
}

/* data: nothing, the order's default says the rest (K for np.copy, C for the method). */
static val bi_copy(elab *e, const bi_call *c)
{
    char order = order_of(e, &c->args[1], c->where);
    val v = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(v) || !order)
        return val_never(e);
    if ((c->row->flags & BI_METHOD) && v.ty->kind != TY_ARRAY)
        return v; /* NumPy's scalars do not change */
    return copy_in_order(e, v, order_like(e, order, &v));
}

static air_id number_of(elab *e, hpc_dtype dtype, int64_t value)
{
    switch (hpc_dtype_kind(dtype)) {
    case 'f': return air_const_float(&e->b, dtype, (double)value);
    case 'c': return air_const_complex(&e->b, dtype, (double)value, 0);
    default: return air_const_int(&e->b, dtype, value);
    }
}

static val filled(elab *e, air_id scalar, uint32_t rank, const air_id *shape)
{
    return val_array(e, air_fill(&e->b, scalar, rank, shape));
}

/* For order='F' the shape is turned round: the array made of it will be transposed. */
static bool reverse_for(elab *e, const val *order, span where, uint32_t rank, air_id *shape,
                        bool *fortran)
{
    char letter = order_of(e, order, where);
    *fortran = letter == 'F' && rank > 1;
    for (uint32_t i = 0; *fortran && i < rank / 2; i++) {
        air_id other = shape[rank - 1 - i];
        shape[rank - 1 - i] = shape[i];
        shape[i] = other;
    }
    return letter != 0;
}

/* data: 0 zeros, 1 ones, 2 empty. (shape, dtype=float64, order='C') */
static val bi_zeros(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    uint32_t rank;
    air_id shape[HPC_MAX_RANK];
    if (!val_dtype_arg(e, &c->args[1], c->where, HPC_F64, &dtype) ||
        !val_shape(e, &c->args[0], c->spans[0], &rank, shape))
        return val_never(e);
    bool fortran;
    if (!reverse_for(e, &c->args[2], c->where, rank, shape, &fortran))
        return val_never(e);
    val v = c->row->data == 2 ? val_unset(e, dtype, rank, shape)
                              : filled(e, number_of(e, dtype, c->row->data), rank, shape);
    return fortran ? turned(e, &v) : v;
}

static val bi_full(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    uint32_t rank;
    air_id shape[HPC_MAX_RANK];
    val value = elab_asarray(e, &c->args[1], HPC_DTYPE_COUNT, c->where);
    if (val_bad(value) || !val_dtype_arg(e, &c->args[2], c->where, ty_dtype_of(value.ty), &dtype) ||
        !val_shape(e, &c->args[0], c->spans[0], &rank, shape))
        return val_never(e);
    bool fortran;
    if (!reverse_for(e, &c->args[3], c->where, rank, shape, &fortran))
        return val_never(e);
    if (value.ty->kind == TY_ARRAY) {
        val out = val_unset(e, dtype, rank, shape);
        out = fortran ? turned(e, &out) : out;
        op_assign_array(e, out, value, c->where);
        return out;
    }
    val out = filled(e, val_cast_node(e, &value, dtype, c->where), rank, shape);
    return fortran ? turned(e, &out) : out;
}

static uint32_t shape_of(elab *e, const val *v, air_id *shape)
{
    for (uint32_t i = 0; i < val_rank(v); i++)
        shape[i] = val_extent(e, v, i);
    return val_rank(v);
}

/* Does NumPy's K order of this array come out as C order? */
static bool is_ordered(const elab *e, const val *a)
{
    uint8_t facts = val_rank(a) > 1 ? air_at(e->b.fun, a->node)->type.facts : AIR_C_ORDER;
    return facts & AIR_C_ORDER || (facts & AIR_UNIT_LAST && val_rank(a) == 2);
}

/* Unset elements in the order of a. */
static val unset_like(elab *e, const val *a, hpc_dtype dtype)
{
    air_type type = air_at(e->b.fun, a->node)->type;
    if (!(type.facts & AIR_F_ORDER)) /* only the copy will know */
        return val_array(e, air_copy_keep(&e->b, air_cast(&e->b, dtype, a->node)));
    air_id made = val_unset(e, dtype, type.rank, air_at(e->b.fun, a->node)->shape).node;
    air_at(e->b.fun, made)->type.facts = AIR_F_ORDER | AIR_WRITABLE;
    return val_array(e, made);
}

/* An array of the shape in Fortran order with what the row asks for. */
static val filled_like(elab *e, const bi_call *c, hpc_dtype dtype, uint32_t rank, air_id *shape)
{
    bool fortran;
    val letter = val_str(e, "F", 1), one = val_int(e, c->row->data);
    reverse_for(e, &letter, c->where, rank, shape, &fortran);
    val out = val_unset(e, dtype, rank, shape);
    out = fortran ? turned(e, &out) : out;
    if (c->row->data != 2)
        op_assign_array(e, out, c->row->data == 3 ? c->args[1] : one, c->where);
    return out;
}

/* data: 0 zeros_like, 1 ones_like, 2 empty_like, 3 full_like. (a, [fill_value,] dtype=None, shape) */
static val bi_like(elab *e, const bi_call *c)
{
    bool full = c->row->data == 3;
    const val *dtype_arg = &c->args[full ? 2 : 1], *order_arg = dtype_arg + 1,
              *shape_arg = dtype_arg + 3;
    hpc_dtype dtype;
    air_id shape[HPC_MAX_RANK];
    val a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(a) || !val_dtype_arg(e, dtype_arg, c->where, ty_dtype_of(a.ty), &dtype))
        return val_never(e);
    uint32_t rank = shape_of(e, &a, shape);
    if (!val_is_none(shape_arg) && !val_shape(e, shape_arg, c->where, &rank, shape))
        return val_never(e);
    char order = order_of(e, order_arg, c->where);
    if (!order)
        return val_never(e);
    if (order == 'F' || (val_is_none(shape_arg) && order != 'C' && order_like(e, order, &a) == 'F'))
        return filled_like(e, c, dtype, rank, shape);
    if (val_is_none(shape_arg) && order != 'C' && !is_ordered(e, &a)) {
        val out = unset_like(e, &a, dtype), one = val_int(e, c->row->data);
        if (c->row->data != 2)
            op_assign_array(e, out, full ? c->args[1] : one, c->where);
        return out;
    }
    if (!full)
        return c->row->data == 2 ? val_unset(e, dtype, rank, shape)
                                 : filled(e, number_of(e, dtype, c->row->data), rank, shape);
    val value = elab_asarray(e, &c->args[1], HPC_DTYPE_COUNT, c->where);
    if (val_bad(value))
        return value;
    if (value.ty->kind == TY_ARRAY) {
        val out = val_unset(e, dtype, rank, shape);
        op_assign_array(e, out, value, c->where);
        return out;
    }
    /* astype's cast, unlike full's: np.full_like(uint8 array, -1) is refused as well */
    return filled(e, val_cast_node(e, &value, dtype, c->where), rank, shape);
}

/* ---- arange --------------------------------------------------------------------------------- */

static air_id map2(elab *e, air_fn fn, hpc_dtype dtype, air_id a, air_id b)
{
    return air_map2(&e->b, fn, dtype, a, b);
}

/* ceil((stop - start) / step), at least 0: exact for integers, in float64 otherwise. */
static air_id arange_length(elab *e, air_id start, air_id stop, air_id step, bool integer)
{
    if (!integer) {
        air_id ratio = map2(e, AIR_DIV, HPC_F64, map2(e, AIR_SUB, HPC_F64, stop, start), step);
        air_id whole = air_cast(&e->b, HPC_I64, air_map1(&e->b, AIR_CEIL, HPC_F64, ratio));
        return map2(e, AIR_MAX, HPC_I64, whole, op_int(e, 0));
    }
    air_id up = map2(e, AIR_GT, HPC_BOOL, step, op_int(e, 0));
    air_id one = air_map3(&e->b, AIR_SELECT, HPC_I64, up, op_int(e, -1), op_int(e, 1));
    air_id reach = map2(e, AIR_ADD, HPC_I64, map2(e, AIR_SUB, HPC_I64, stop, start),
                        map2(e, AIR_ADD, HPC_I64, step, one));
    return map2(e, AIR_MAX, HPC_I64, map2(e, AIR_FLOORDIV, HPC_I64, reach, step), op_int(e, 0));
}

static bool is_integer(const val *v)
{
    char kind = hpc_dtype_kind(ty_dtype_of(v->ty));
    return kind == 'i' || kind == 'u' || kind == 'b';
}

/* start + i * delta in the dtype, delta being the rounded (start + step) - start, as NumPy fills. */
static val arange_fill(elab *e, hpc_dtype dtype, air_id start, air_id step, air_id length)
{
    hpc_dtype work = dtype == HPC_F16 ? HPC_F32 : dtype;
    air_id index = air_coord(&e->b, 0, 1, &length);
    air_id second =
        map2(e, AIR_ADD, ty_dtype_of(ty_scalar(e->types, air_at(e->b.fun, start)->type.dtype)),
             start, step);
    air_id first = air_cast(&e->b, work, air_cast(&e->b, dtype, start));
    air_id delta =
        map2(e, AIR_SUB, work, air_cast(&e->b, work, air_cast(&e->b, dtype, second)), first);
    air_id values =
        map2(e, AIR_ADD, work, first, map2(e, AIR_MUL, work, air_cast(&e->b, work, index), delta));
    return val_array(e, air_cast(&e->b, dtype, values));
}

/* np.arange([start,] stop[, step], dtype=None) */
static val bi_arange(elab *e, const bi_call *c)
{
    val parts[3] = {val_int(e, 0), c->args[0], val_int(e, 1)};
    if (!val_absent(&c->args[1]) && !val_is_none(&c->args[1])) {
        parts[0] = c->args[0];
        parts[1] = c->args[1];
    }
    if (!val_absent(&c->args[2]) && !val_is_none(&c->args[2]))
        parts[2] = c->args[2];
    bool integer = true;
    hpc_dtype natural = HPC_I64, dtype;
    for (int i = 0; i < 3; i++) {
        parts[i] = elab_asarray(e, &parts[i], HPC_DTYPE_COUNT, c->where);
        if (val_bad(parts[i]))
            return parts[i];
        if (parts[i].ty->kind == TY_ARRAY && parts[i].ty->rank == 0)
            parts[i] = val_array(e, air_elem(&e->b, parts[i].node, NULL));
        if (!ty_is_number(parts[i].ty) || hpc_dtype_kind(ty_dtype_of(parts[i].ty)) == 'c')
            return elab_error(e, c->where, "TypeError", "arange() needs real numbers");
        integer = integer && is_integer(&parts[i]);
        if (hpc_dtype_kind(ty_dtype_of(parts[i].ty)) != 'b')
            natural = pr_promote(natural, ty_dtype_of(parts[i].ty));
    }
    if (!val_dtype_arg(e, &c->args[3], c->where, natural, &dtype))
        return val_never(e);
    hpc_dtype work = integer ? HPC_I64 : HPC_F64;
    air_id nodes[3];
    for (int i = 0; i < 3; i++)
        nodes[i] = air_cast(&e->b, work, val_node(e, &parts[i]));
    air_id zero = integer ? op_int(e, 0) : air_const_float(&e->b, HPC_F64, 0);
    air_check(&e->b, map2(e, AIR_NE, HPC_BOOL, nodes[2], zero), HPC_CHECK_PY_TRUE_DIVISION, NULL,
              0);
    air_id length = arange_length(e, nodes[0], nodes[1], nodes[2], integer);
    return arange_fill(e, dtype, nodes[0], nodes[2], length);
}

static const bi_row rows[] = {
    {"numpy.array", "object, dtype=None, *, copy=True, ndmin=0, order='K', subok=False", bi_array,
     0, 0,
     "A fresh array of the elements of nested sequences, numbers or an array; dtype: the common "
     "one."},
    {"numpy.asarray", "a, dtype=None, order=None, *, copy=None", bi_asarray, 0, 0,
     "The array itself when it is one of the dtype, else a fresh one."},
    {"numpy.asanyarray", "a, dtype=None, order=None, *, copy=None", bi_asarray, 0, 0,
     "Like asarray."},
    {"numpy.ascontiguousarray", "a, dtype=None", bi_asarray, 'C', 0,
     "A C-contiguous array with the elements of a."},
    {"numpy.asfortranarray", "a, dtype=None", bi_asarray, 'F', 0,
     "An array in Fortran order with the elements of a."},
    {"numpy.copy", "a, order='K', subok=False", bi_copy, 0, 0,
     "A fresh array with the elements of a."},
    {"ndarray.copy", "self, order='C'", bi_copy, 1, BI_METHOD,
     "A fresh array with the same elements."},
    {"numpy.zeros", "shape, dtype=None, order='C'", bi_zeros, 0, 0,
     "Zeros; float64 without a dtype."},
    {"numpy.ones", "shape, dtype=None, order='C'", bi_zeros, 1, 0,
     "Ones; float64 without a dtype."},
    {"numpy.empty", "shape, dtype=None, order='C'", bi_zeros, 2, 0,
     "Unset elements; float64 without a dtype."},
    {"numpy.full", "shape, fill_value, dtype=None, order='C'", bi_full, 0, 0,
     "fill_value everywhere; its dtype unless one is given."},
    {"numpy.zeros_like", "a, dtype=None, order='K', subok=True, shape=None", bi_like, 0, 0,
     "Zeros of a's shape and dtype."},
    {"numpy.ones_like", "a, dtype=None, order='K', subok=True, shape=None", bi_like, 1, 0,
     "Ones of a's shape and dtype."},
    {"numpy.empty_like", "a, dtype=None, order='K', subok=True, shape=None", bi_like, 2, 0,
     "Unset elements of a's shape and dtype."},
    {"numpy.full_like", "a, fill_value, dtype=None, order='K', subok=True, shape=None", bi_like, 3,
     0, "fill_value in a's shape and dtype."},
    {"numpy.arange", "start, stop=..., step=..., dtype=None", bi_arange, 0, 0,
     "Evenly spaced values from start (0) to before stop by step (1)."},
};

const bi_table bi_create = {rows, sizeof rows / sizeof *rows};
