/* Array creation: np.array, zeros, full, arange, ... */
#include "../../runtime/checks.h"
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

/* np.array(object, dtype=None, copy=True, ndmin=0) */
static val bi_array(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    int64_t ndmin = 0;
    if (!val_dtype_arg(e, &c->args[1], c->where, HPC_DTYPE_COUNT, &dtype))
        return val_never(e);
    val v = elab_asarray(e, &c->args[0], dtype, c->where);
    if (val_bad(v))
        return v;
    bool made = c->args[0].ty->kind != TY_ARRAY && v.ty->kind == TY_ARRAY;
    bool cast = c->args[0].ty->kind == TY_ARRAY && v.node != c->args[0].node;
    if (!(made && is_fresh(e, &v)) && !cast)
        v = fresh_copy(e, v);
    if (!val_const_int(&c->args[3], &ndmin))
        return elab_need_constant(e, &c->args[3], c->where, "ndmin");
    air_id node = v.node;
    for (uint32_t rank = v.ty->rank; rank < (uint32_t)ndmin && rank < HPC_MAX_RANK; rank++)
        node = air_newaxis(&e->b, node, 0);
    return node == v.node ? v : val_array(e, node);
}

static val bi_asarray(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    if (!val_dtype_arg(e, &c->args[1], c->where, HPC_DTYPE_COUNT, &dtype))
        return val_never(e);
    val v = elab_asarray(e, &c->args[0], dtype, c->where);
    bool constant = c->args[0].ty->kind != TY_ARRAY && !val_bad(v) && !is_fresh(e, &v);
    return val_bad(v) || !constant ? v : fresh_copy(e, v);
}

/* np.copy keeps the order of memory; the method (data 1) makes C order. */
static val bi_copy(elab *e, const bi_call *c)
{
    val v = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (c->row->data && !val_bad(v) && v.ty->kind == TY_ARRAY)
        return val_array(e, air_copy(&e->b, v.node));
    return val_bad(v) ? v : fresh_copy(e, v);
}

static val bi_array_contiguous(elab *e, const bi_call *c)
{
    val v = bi_asarray(e, c);
    if (val_bad(v) || (v.ty->facts & AIR_C_ORDER))
        return v;
    return val_array(e, air_copy(&e->b, v.node));
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

/* data: 0 zeros, 1 ones, 2 empty. (shape, dtype=float64) */
static val bi_zeros(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    uint32_t rank;
    air_id shape[HPC_MAX_RANK];
    if (!val_dtype_arg(e, &c->args[1], c->where, HPC_F64, &dtype) ||
        !val_shape(e, &c->args[0], c->spans[0], &rank, shape))
        return val_never(e);
    return c->row->data == 2 ? val_unset(e, dtype, rank, shape)
                             : filled(e, number_of(e, dtype, c->row->data), rank, shape);
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
    if (value.ty->kind == TY_ARRAY) {
        val out = val_unset(e, dtype, rank, shape);
        op_assign_array(e, out, value, c->where);
        return out;
    }
    return filled(e, val_cast_node(e, &value, dtype, c->where), rank, shape);
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

/* data: 0 zeros_like, 1 ones_like, 2 empty_like, 3 full_like. (a, [fill_value,] dtype=None, shape) */
static val bi_like(elab *e, const bi_call *c)
{
    bool full = c->row->data == 3;
    const val *dtype_arg = &c->args[full ? 2 : 1], *shape_arg = &c->args[full ? 3 : 2];
    hpc_dtype dtype;
    air_id shape[HPC_MAX_RANK];
    val a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(a) || !val_dtype_arg(e, dtype_arg, c->where, ty_dtype_of(a.ty), &dtype))
        return val_never(e);
    uint32_t rank = shape_of(e, &a, shape);
    if (!val_is_none(shape_arg) && !val_shape(e, shape_arg, c->where, &rank, shape))
        return val_never(e);
    if (val_is_none(shape_arg) && !is_ordered(e, &a)) {
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
    {"numpy.array", "object, dtype=None, copy=True, ndmin=0", bi_array, 0, 0,
     "A fresh array of the elements of nested sequences, numbers or an array; dtype: the common "
     "one."},
    {"numpy.asarray", "a, dtype=None", bi_asarray, 0, 0,
     "The array itself when it is one of the dtype, else a fresh one."},
    {"numpy.asanyarray", "a, dtype=None", bi_asarray, 0, 0, "Like asarray."},
    {"numpy.ascontiguousarray", "a, dtype=None", bi_array_contiguous, 0, 0,
     "A C-contiguous array with the elements of a."},
    {"numpy.copy", "a", bi_copy, 0, 0, "A fresh array with the elements of a."},
    {"ndarray.copy", "self", bi_copy, 1, BI_METHOD, "A fresh array with the same elements."},
    {"numpy.zeros", "shape, dtype=None", bi_zeros, 0, 0, "Zeros; float64 without a dtype."},
    {"numpy.ones", "shape, dtype=None", bi_zeros, 1, 0, "Ones; float64 without a dtype."},
    {"numpy.empty", "shape, dtype=None", bi_zeros, 2, 0,
     "Unset elements; float64 without a dtype."},
    {"numpy.full", "shape, fill_value, dtype=None", bi_full, 0, 0,
     "fill_value everywhere; its dtype unless one is given."},
    {"numpy.zeros_like", "a, dtype=None, shape=None", bi_like, 0, 0,
     "Zeros of a's shape and dtype."},
    {"numpy.ones_like", "a, dtype=None, shape=None", bi_like, 1, 0, "Ones of a's shape and dtype."},
    {"numpy.empty_like", "a, dtype=None, shape=None", bi_like, 2, 0,
     "Unset elements of a's shape and dtype."},
    {"numpy.full_like", "a, fill_value, dtype=None, shape=None", bi_like, 3, 0,
     "fill_value in a's shape and dtype."},
    {"numpy.arange", "start, stop=..., step=..., dtype=None", bi_arange, 0, 0,
     "Evenly spaced values from start (0) to before stop by step (1)."},
};

const bi_table bi_create = {rows, sizeof rows / sizeof *rows};
