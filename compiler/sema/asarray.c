/* np.asarray of values that are not arrays: nested displays, lists of arrays, run-time lists.
 *
 * [[1, 2], [3, x]]  ->  LITERAL of shape (2, 2); constants only: TABLE
 */
#include "elab_scope.h"

#include "../../runtime/cast.h"
#include "../../runtime/checks.h"
#include "../../runtime/table.h"

enum { LITERAL_FACTS = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE };

typedef struct nested {
    uint32_t rank;
    int64_t shape[HPC_MAX_RANK]; /* of the display itself */
    VEC(val) leaves;             /* numbers, or arrays of one rank */
    uint32_t leaf_rank;
} nested;

static bool is_display(const val *v)
{
    return v->ty->kind == TY_TUPLE || v->is_literal_list;
}

static bool ragged(elab *e, span where)
{
    elab_error(e, where, "ValueError",
               "setting an array element with a sequence. The requested array has an inhomogeneous "
               "shape");
    return false;
}

/* Collect the leaves of a display; every branch must have the same shape. */
static bool collect(elab *e, const val *v, uint32_t depth, nested *out, span where)
{
    if (!is_display(v)) {
        val leaf = v->ty->kind == TY_LIST || v->ty->kind == TY_RANGE
                       ? elab_asarray(e, v, HPC_DTYPE_COUNT, where)
                       : *v;
        if (val_bad(leaf))
            return false;
        if (!ty_is_arraylike(leaf.ty)) {
            elab_unsupported(e, where,
                             arena_printf(e->arena, "an array of %s", ty_name(e->arena, v->ty)));
            return false;
        }
        if (out->leaves.len == 0) {
            out->rank = depth;
            out->leaf_rank = val_rank(&leaf);
        }
        if (depth + val_rank(&leaf) != out->rank + out->leaf_rank)
            return ragged(e, where);
        vec_push(e->arena, &out->leaves, leaf);
        return depth == out->rank || ragged(e, where);
    }
    if (depth >= HPC_MAX_RANK)
        return elab_error(e, where, "ValueError", "the array has too many dimensions"), false;
    if (out->shape[depth] < 0)
        out->shape[depth] = v->count;
    if (out->shape[depth] != v->count)
        return ragged(e, where);
    for (uint32_t i = 0; i < v->count; i++)
        if (!collect(e, &v->items[i], depth + 1, out, where))
            return false;
    if (v->count == 0 && out->leaves.len == 0)
        out->rank = depth + 1;
    return true;
}

/* Leaves that mix numbers and arrays or displays at one depth: nested displays become arrays. */
static bool mixes_arrays(const val *v)
{
    bool display = false, array = false;
    for (uint32_t i = 0; i < v->count; i++) {
        display = display || is_display(&v->items[i]);
        array = array || v->items[i].ty->kind == TY_ARRAY;
    }
    return display && array;
}

static hpc_dtype common_dtype(elab *e, const nested *x)
{
    hpc_dtype dtype = HPC_F64;
    for (uint32_t i = 0; i < x->leaves.len; i++) {
        hpc_dtype one = ty_dtype_of(x->leaves.items[i].ty);
        dtype = i ? pr_promote(dtype, one) : one;
    }
    (void)e;
    return dtype;
}

static bool all_constant(const nested *x)
{
    for (uint32_t i = 0; i < x->leaves.len; i++)
        if (!x->leaves.items[i].is_const)
            return false;
    return x->leaves.len > 0;
}

static hpc_value constant_value(const val *v)
{
    hpc_value out = {.kind = HPC_SCALAR, .dtype = (int32_t)ty_dtype_of(v->ty)};
    memcpy(out.c, v->c, sizeof out.c);
    return out;
}

static air_id table(elab *e, const nested *x, hpc_dtype dtype)
{
    size_t size = (size_t)hpc_dtype_size(dtype);
    char *bytes = ARENA_ARRAY(e->arena, char, x->leaves.len *size);
    for (uint32_t i = 0; i < x->leaves.len; i++) {
        hpc_value value = constant_value(&x->leaves.items[i]);
        hpc_element_store(bytes + i * size, dtype, &value);
    }
    return air_table(&e->b, dtype, x->rank, x->shape, bytes);
}

static air_id literal(elab *e, const nested *x, hpc_dtype dtype, span where)
{
    air_id *nodes = ARENA_ARRAY(e->arena, air_id, x->leaves.len + 1);
    air_id *shape = ARENA_ARRAY(e->arena, air_id, x->rank + 1);
    for (uint32_t i = 0; i < x->leaves.len; i++)
        nodes[i] = val_cast_node(e, &x->leaves.items[i], dtype, where);
    for (uint32_t i = 0; i < x->rank; i++)
        shape[i] = air_const_int(&e->b, HPC_I64, x->shape[i]);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)x->rank, LITERAL_FACTS};
    air_op op = x->leaves.len ? AIR_OP_LITERAL : AIR_OP_EMPTY;
    air_id node = air_raw(&e->b, op, type, nodes, x->leaves.len, 0);
    air_at(e->b.fun, node)->shape = shape;
    return node;
}

/* Arrays side by side: a fresh array whose leading axes are the display's. */
static val stacked(elab *e, const nested *x, hpc_dtype dtype, span where)
{
    uint32_t rank = x->rank + x->leaf_rank;
    if (rank > HPC_MAX_RANK)
        return elab_error(e, where, "ValueError", "the array has too many dimensions");
    air_id *shape = ARENA_ARRAY(e->arena, air_id, rank);
    for (uint32_t i = 0; i < x->rank; i++)
        shape[i] = air_const_int(&e->b, HPC_I64, x->shape[i]);
    for (uint32_t i = x->rank; i < rank; i++)
        shape[i] = val_extent(e, &x->leaves.items[0], i - x->rank);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, LITERAL_FACTS};
    air_id node = air_raw(&e->b, AIR_OP_EMPTY, type, NULL, 0, 0);
    air_at(e->b.fun, node)->shape = shape;
    val whole = val_array(e, node);
    for (uint32_t i = 0; i < x->leaves.len; i++) {
        air_view view = {0};
        uint32_t rest = i;
        for (uint32_t k = x->rank; k-- > 0; rest /= (uint32_t)x->shape[k])
            view.start[k] = air_const_int(&e->b, HPC_I64, rest % (uint32_t)x->shape[k]);
        for (uint32_t k = 0; k < x->leaf_rank; k++)
            view.axis[k] = (int8_t)(x->rank + k);
        val part = val_array(e, air_view_new(&e->b, node, &view, x->leaf_rank, shape + x->rank));
        for (uint32_t k = 0; k < x->leaf_rank; k++) {
            air_id have = val_extent(e, &x->leaves.items[i], k), want = shape[x->rank + k];
            if (have != want)
                air_check(&e->b, air_map2(&e->b, AIR_EQ, HPC_BOOL, have, want),
                          HPC_CHECK_INHOMOGENEOUS, NULL, 0);
        }
        op_assign_array(e, part, x->leaves.items[i], where);
    }
    return whole;
}

/* The dtype and rank of an array of items of this type; false where there is none. */
static bool item_array(elab *e, const ty *item, hpc_dtype *dtype, uint32_t *rank)
{
    *rank = 0;
    if (ty_is_arraylike(item)) {
        *dtype = ty_dtype_of(item);
        *rank = item->kind == TY_ARRAY ? item->rank : 0;
        return true;
    }
    *dtype = HPC_F64;
    if (item->kind == TY_LIST) {
        const ty *one = ty_item(e->types, item); /* none: it is empty */
        bool good = !one || item_array(e, one, dtype, rank);
        *rank += 1;
        return good;
    }
    if (item->kind != TY_TUPLE && item->kind != TY_UNION)
        return false;
    for (uint32_t i = 0; i < item->count; i++) {
        hpc_dtype one;
        uint32_t depth;
        if (!item_array(e, item->items[i], &one, &depth) || (i && depth != *rank))
            return false;
        *dtype = i ? pr_promote(*dtype, one) : one;
        *rank = depth;
    }
    *rank += item->kind != TY_UNION;
    return true;
}

/* A run-time list: its type says rank and dtype. */
static val from_list(elab *e, const val *v, hpc_dtype dtype, span where)
{
    hpc_dtype natural;
    uint32_t rank;
    if (!item_array(e, v->ty, &natural, &rank) || rank > HPC_MAX_RANK)
        return elab_unsupported(e, where,
                                arena_printf(e->arena, "an array of %s", ty_name(e->arena, v->ty)));
    air_type type = {AIR_ARRAY, (uint8_t)natural, (uint8_t)rank, LITERAL_FACTS};
    air_id args[] = {val_node(e, v), air_const_int(&e->b, HPC_I64, natural),
                     air_const_int(&e->b, HPC_I64, rank)};
    val made = val_array(e, air_rt(&e->b, HPC_RT_list_array, args, 3, &type, 1));
    return dtype == HPC_DTYPE_COUNT || dtype == natural ? made : op_astype(e, made, dtype, where);
}

static val from_range(elab *e, const val *v, hpc_dtype dtype, span where)
{
    val made = elab_call_named(e, "numpy.arange", v->items, 3, where);
    return val_bad(made) || dtype == HPC_DTYPE_COUNT ? made : op_astype(e, made, dtype, where);
}

static val from_display(elab *e, const val *v, hpc_dtype dtype, span where)
{
    val as = *v;
    if (mixes_arrays(v)) {
        as.items = ARENA_ARRAY(e->arena, val, v->count);
        for (uint32_t i = 0; i < v->count; i++) {
            as.items[i] = elab_asarray(e, &v->items[i], HPC_DTYPE_COUNT, where);
            if (val_bad(as.items[i]))
                return as.items[i];
        }
    }
    nested x = {0};
    memset(x.shape, -1, sizeof x.shape);
    if (!collect(e, &as, 0, &x, where))
        return val_never(e);
    if (dtype == HPC_DTYPE_COUNT)
        dtype = common_dtype(e, &x);
    if (x.leaf_rank)
        return stacked(e, &x, dtype, where);
    for (uint32_t i = 0; i < x.leaves.len; i++)
        if (x.leaves.items[i].ty->kind == TY_ARRAY)
            x.leaves.items[i] = val_array(e, air_elem(&e->b, x.leaves.items[i].node, NULL));
    /* integers are checked against the dtype, which a table's cast would not do */
    bool plain =
        all_constant(&x) && (hpc_dtype_kind(dtype) == 'f' || hpc_dtype_kind(dtype) == 'c' ||
                             dtype == HPC_I64 || dtype == HPC_BOOL);
    return val_array(e, plain ? table(e, &x, dtype) : literal(e, &x, dtype, where));
}

val elab_asarray(elab *e, const val *v, hpc_dtype dtype, span where)
{
    if (val_bad(*v))
        return *v;
    if (is_display(v))
        return from_display(e, v, dtype, where);
    if (v->ty->kind == TY_LIST)
        return from_list(e, v, dtype, where);
    if (v->ty->kind == TY_RANGE)
        return from_range(e, v, dtype, where);
    if (v->ty->kind == TY_PARTS && strcmp(v->ty->name, "flatiter") == 0) {
        val copy = elab_call_named(e, "flatiter.copy", v, 1, where);
        return elab_asarray(e, &copy, dtype, where);
    }
    if (!ty_is_arraylike(v->ty))
        return elab_unsupported(e, where,
                                arena_printf(e->arena, "an array of %s", ty_name(e->arena, v->ty)));
    if (dtype == HPC_DTYPE_COUNT || ty_dtype_of(v->ty) == dtype)
        return *v;
    return op_astype(e, *v, dtype, where);
}
