/* Joining arrays: concatenate, stack and their kin.
 *
 * A tuple or list display of arrays becomes one fresh array and a store for each part; a list that
 * only a run fills is joined by the runtime. All take their parts through a transformation of axes
 * that gives every part the rank of the whole:
 *
 *   np.vstack((a, b)), a of (3,), b of (2, 3)  ->  out = empty(3, 3); out[0:1] = a[newaxis]; ...
 */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

enum { CONCATENATE, STACK, VSTACK, HSTACK, DSTACK, COLUMN_STACK };

typedef struct joining {
    int how;
    val *parts; /* arrays of one rank */
    uint32_t count, rank;
    unsigned axis;
    hpc_dtype dtype;
    bool adds_axis; /* the parts have no axis of their own to be joined along */
    bool fortran;   /* all parts are known to be in Fortran order and not in C order */
    span where;
} joining;

/* A number as an array of rank 0. */
static val whole_array(elab *e, val v)
{
    return v.ty->kind == TY_ARRAY ? v : val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
}

static val newaxis(elab *e, val v, unsigned at)
{
    return val_array(e, air_newaxis(&e->b, v.node, at));
}

/* A part with at least the axes that the function gives it. */
static val prepared(elab *e, int how, val v, unsigned axis)
{
    uint32_t rank = val_rank(&v);
    switch (how) {
    case STACK: return newaxis(e, v, axis);
    case VSTACK:
        for (; rank < 2; rank++)
            v = newaxis(e, v, 0);
        return v;
    case HSTACK: return rank ? v : newaxis(e, v, 0);
    case DSTACK:
        for (; rank < 2; rank++)
            v = newaxis(e, v, 0);
        return rank == 2 ? newaxis(e, v, 2) : v;
    case COLUMN_STACK:
        for (; rank < 2; rank++)
            v = newaxis(e, v, rank);
        return v;
    default: return v;
    }
}

/* The axis along which parts of the rank are joined; false after an error. */
static bool joined_axis(elab *e, int how, const val *axis, uint32_t rank, span where, unsigned *out)
{
    switch (how) {
    case VSTACK: *out = 0; return true;
    case HSTACK: *out = rank == 1 ? 0 : 1; return true;
    case DSTACK: *out = 2; return true;
    case COLUMN_STACK: *out = 1; return true;
    default: return val_axis(e, axis, rank, where, out);
    }
}

static bool in_fortran(const val *part)
{
    unsigned facts = part->ty->facts;
    return val_rank(part) > 1 && (facts & AIR_F_ORDER) && !(facts & AIR_C_ORDER);
}

static bool check_rank(elab *e, const joining *j, const val *part, uint32_t i)
{
    uint32_t rank = val_rank(part);
    if (rank == 0) {
        elab_error(e, j->where, "ValueError", "zero-dimensional arrays cannot be concatenated");
        return false;
    }
    if (rank == j->rank)
        return true;
    if (j->how == STACK)
        elab_error(e, j->where, "ValueError", "all input arrays must have the same shape");
    else
        elab_error(e, j->where, "ValueError",
                   "all the input arrays must have same number of dimensions, but the array at "
                   "index 0 has %u dimension(s) and the array at index %u has %u dimension(s)",
                   j->rank, i, rank);
    return false;
}

/* The parts as arrays of one rank, and the axis. */
static bool read_parts(elab *e, joining *j, const val *items, const val *axis)
{
    bool flat = j->how == CONCATENATE && val_is_none(axis);
    unsigned at = 0;
    j->parts = ARENA_ARRAY(e->arena, val, j->count);
    for (uint32_t i = 0; i < j->count; i++) {
        val v = elab_asarray(e, &items[i], HPC_DTYPE_COUNT, j->where);
        if (val_bad(v))
            return false;
        v = whole_array(e, v);
        if (flat)
            v = elab_call_named(e, "numpy.ravel", &v, 1, j->where);
        if (j->how == STACK && !val_axis(e, axis, val_rank(&v) + 1, j->where, &at))
            return false;
        j->fortran &= in_fortran(&v);
        j->adds_axis = j->how == STACK || (j->how == DSTACK && val_rank(&v) == 2);
        j->parts[i] = prepared(e, j->how, v, at);
        if (i == 0)
            j->rank = val_rank(&j->parts[0]);
        if (!check_rank(e, j, &j->parts[i], i))
            return false;
        hpc_dtype dtype = ty_dtype_of(j->parts[i].ty);
        j->dtype = i ? pr_promote(j->dtype, dtype) : dtype;
    }
    val first = val_int(e, 0);
    return joined_axis(e, j->how, flat ? &first : axis, j->rank, j->where, &j->axis);
}

/* The extents of the whole; the other axes of the parts are checked to agree. */
static void joined_shape(elab *e, const joining *j, air_id *shape)
{
    for (uint32_t k = 0; k < j->rank; k++)
        shape[k] = val_extent(e, &j->parts[0], k);
    for (uint32_t i = 1; i < j->count; i++) {
        for (uint32_t k = 0; k < j->rank; k++) {
            air_id extent = val_extent(e, &j->parts[i], k);
            if (k == j->axis) {
                shape[k] = air_map2(&e->b, AIR_ADD, HPC_I64, shape[k], extent);
            } else if (extent != shape[k]) {
                air_id values[] = {op_int(e, k), shape[k], op_int(e, i), extent};
                air_check(&e->b, air_map2(&e->b, AIR_EQ, HPC_BOOL, shape[k], extent),
                          j->how == STACK ? HPC_CHECK_INHOMOGENEOUS : HPC_CHECK_CONCATENATE, values,
                          j->how == STACK ? 0 : 4);
            }
        }
    }
}

/* The axes of parts in Fortran order, the outermost in memory first: NumPy's insertion sort by strides,
 * to which a new axis is equal to any other. */
static void memory_axes(const joining *j, uint8_t *axes)
{
    uint32_t added = j->adds_axis ? j->axis : j->rank;
    for (uint32_t k = 0; k < j->rank; k++) {
        uint32_t to = k;
        for (uint32_t i = k; i-- > 0 && k != added;)
            if (axes[i] != added)
                to = i;
        memmove(axes + to + 1, axes + to, k - to);
        axes[to] = (uint8_t)k;
    }
}

static val unset_whole(elab *e, const joining *j, const air_id *shape)
{
    if (!j->fortran) /* parts that all lie so give a whole that does, as in NumPy */
        return val_unset(e, j->dtype, j->rank, shape);
    air_id ordered[HPC_MAX_RANK];
    uint8_t axes[HPC_MAX_RANK], perm[HPC_MAX_RANK];
    memory_axes(j, axes);
    for (uint32_t k = 0; k < j->rank; k++) {
        ordered[k] = shape[axes[k]];
        perm[axes[k]] = (uint8_t)k;
    }
    val v = val_unset(e, j->dtype, j->rank, ordered);
    return val_array(e, air_transpose(&e->b, v.node, perm));
}

/* whole[..., offset : offset + extent, ...] = part for each part. */
static void store_parts(elab *e, const joining *j, val whole)
{
    air_id offset = op_int(e, 0);
    for (uint32_t i = 0; i < j->count; i++) {
        air_view view = {0};
        air_id shape[HPC_MAX_RANK];
        for (uint32_t k = 0; k < j->rank; k++) {
            view.axis[k] = (int8_t)k;
            shape[k] = k == j->axis ? val_extent(e, &j->parts[i], k) : val_extent(e, &whole, k);
        }
        view.start[j->axis] = offset;
        val place = val_array(e, air_view_new(&e->b, whole.node, &view, j->rank, shape));
        op_assign_array(e, place, j->parts[i], j->where);
        offset = air_map2(&e->b, AIR_ADD, HPC_I64, offset, shape[j->axis]);
    }
}

/* A few parts of one column each, in C order: rows of the whole are as short as there are parts. */
static bool few_columns(elab *e, const joining *j)
{
    if (j->rank < 2 || j->axis + 1 != j->rank || j->count < 2 || j->count > 4)
        return false;
    for (uint32_t i = 0; i < j->count; i++)
        if (!(j->parts[i].ty->facts & AIR_C_ORDER) ||
            !air_is_one(e->b.fun, val_extent(e, &j->parts[i], j->axis)))
            return false;
    return true;
}

/* Each element is that of the part that its column says. Lowering makes whole rows of that at once,
 * where stores of one column after the other would leave gaps. */
static val choose_column(elab *e, const joining *j, const air_id *shape)
{
    air_id column = air_coord(&e->b, j->axis, j->rank, shape), out = 0;
    for (uint32_t i = j->count; i-- > 0;) {
        air_id part = air_broadcast_to(&e->b, j->parts[i].node, j->rank, shape);
        part = air_cast(&e->b, j->dtype, part);
        air_id here = air_map2(&e->b, AIR_EQ, HPC_BOOL, column, op_int(e, i));
        out = out ? air_map3(&e->b, AIR_SELECT, j->dtype, here, part, out) : part;
    }
    return val_array(e, out);
}

/* A list that a run fills: its type gives rank and dtype of the parts. */
static val join_list(elab *e, int how, const val *list, const val *axis, span where)
{
    const ty *item = ty_item(e->types, list->ty);
    if (!item || item->kind != TY_ARRAY)
        return elab_unsupported(
            e, where,
            arena_printf(e->arena, "joining the items of %s", ty_name(e->arena, list->ty)));
    uint32_t rank = item->rank;
    bool stacks = how == STACK || (how == VSTACK && rank == 1) ||
                  (how == COLUMN_STACK && rank == 1) || (how == DSTACK && rank == 2);
    bool odd =
        rank == 0 || (how == DSTACK && rank == 1) || (how == CONCATENATE && val_is_none(axis));
    unsigned at;
    if (odd && !stacks)
        return elab_unsupported(e, where, "joining a list of these arrays so");
    if (!joined_axis(e, how, axis, rank + stacks, where, &at))
        return val_never(e);
    air_type type = {AIR_ARRAY, item->dtype, (uint8_t)(rank + stacks),
                     AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    air_id args[] = {val_node(e, list), op_int(e, item->dtype), op_int(e, rank + stacks),
                     op_int(e, at), op_int(e, stacks)};
    return val_array(e, air_rt(&e->b, HPC_RT_list_join, args, 5, &type, 1));
}

/* The rows of one array, joined again: np.concatenate(a) of (n, m, ...) gives (n * m, ...). */
static val join_array(elab *e, int how, val a, const val *axis, span where)
{
    int64_t at = 0;
    bool outer = how == CONCATENATE && val_const_int(axis, &at) && at == 0;
    if ((how == VSTACK && val_rank(&a) == 2) ||
        (how == STACK && val_const_int(axis, &at) && at == 0))
        return val_array(e, air_copy(&e->b, a.node));
    if (!outer || val_rank(&a) < 2)
        return elab_unsupported(e, where, "joining the rows of an array so");
    air_id shape[HPC_MAX_RANK];
    shape[0] = air_map2(&e->b, AIR_MUL, HPC_I64, val_extent(e, &a, 0), val_extent(e, &a, 1));
    for (uint32_t k = 2; k < val_rank(&a); k++)
        shape[k - 1] = val_extent(e, &a, k);
    air_id copy = air_copy(&e->b, a.node);
    return val_array(e, air_reshape(&e->b, copy, val_rank(&a) - 1, shape));
}

static val join(elab *e, int how, const val *arrays, const val *axis, const val *dtype, span where)
{
    joining j = {.how = how, .where = where, .count = arrays->count, .fortran = true};
    if (arrays->ty->kind == TY_ARRAY)
        return join_array(e, how, *arrays, axis, where);
    if (arrays->ty->kind == TY_LIST && !arrays->is_literal_list)
        return join_list(e, how, arrays, axis, where);
    if (arrays->ty->kind != TY_TUPLE && !arrays->is_literal_list)
        return elab_error(e, where, "TypeError",
                          "arrays to join must be in a sequence, not in '%s'",
                          ty_name(e->arena, arrays->ty));
    if (arrays->count == 0)
        return elab_error(e, where, "ValueError", "need at least one array to %s",
                          how == STACK ? "stack" : "concatenate");
    if (!read_parts(e, &j, arrays->items, axis))
        return val_never(e);
    hpc_dtype common = j.dtype;
    if (!val_dtype_arg(e, dtype, where, common, &j.dtype))
        return val_never(e);
    if (!pr_can_cast(common, j.dtype, 'k'))
        return elab_error(e, where, "TypeError",
                          "Cannot cast array data from dtype('%s') to dtype('%s') according to the "
                          "rule 'same_kind'",
                          hpc_dtype_name(common), hpc_dtype_name(j.dtype));
    air_id shape[HPC_MAX_RANK];
    joined_shape(e, &j, shape);
    if (few_columns(e, &j))
        return choose_column(e, &j, shape);
    val whole = unset_whole(e, &j, shape);
    store_parts(e, &j, whole);
    return whole;
}

/* dtype= and casting=: what is joined is cast to the dtype, where the rule allows it. */
static val join_as(elab *e, const bi_call *c, const val *axis, const val *dtype, const val *casting)
{
    hpc_dtype wanted;
    if (!val_dtype_arg(e, dtype, c->where, HPC_DTYPE_COUNT, &wanted))
        return val_never(e);
    if (wanted == HPC_DTYPE_COUNT)
        return join(e, c->row->data, &c->args[0], axis, dtype, c->where);
    if (casting && (casting->ty->kind != TY_STR || !casting->is_const))
        return elab_need_constant(e, casting, c->where, "casting");
    const char *rule = casting ? casting->text : "same_kind";
    val none = val_none(e);
    val made = join(e, c->row->data, &c->args[0], axis, &none, c->where);
    if (val_bad(made))
        return made;
    hpc_dtype from = ty_dtype_of(made.ty);
    if (!pr_can_cast(from, wanted, strcmp(rule, "same_kind") ? rule[0] : 'k'))
        return elab_error(e, c->where, "TypeError",
                          "Cannot cast array data from dtype('%s') to dtype('%s') according to the "
                          "rule '%s'",
                          hpc_dtype_name(from), hpc_dtype_name(wanted), rule);
    return op_astype(e, made, wanted, c->where);
}

/* (arrays, axis=0, out=None, dtype=None, casting='same_kind') */
static val bi_concatenate(elab *e, const bi_call *c)
{
    val made = join_as(e, c, &c->args[1], &c->args[3], &c->args[4]);
    if (val_bad(made) || val_is_none(&c->args[2]))
        return made;
    if (c->args[2].ty->kind != TY_ARRAY)
        return elab_error(e, c->where, "TypeError", "'out' must be an array");
    op_assign_array(e, c->args[2], made, c->where);
    return c->args[2];
}

/* (tup, dtype=None, casting='same_kind') */
static val bi_stack_of(elab *e, const bi_call *c)
{
    val axis = val_int(e, 0);
    return join_as(e, c, &axis, &c->args[1], c->count > 2 ? &c->args[2] : NULL);
}

static const bi_row rows[] = {
    {"numpy.concatenate", "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'",
     bi_concatenate, CONCATENATE, 0,
     "Arrays joined along an axis (None: flattened); dtype: the common one. ValueError for "
     "shapes."},
    {"numpy.concat", "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'", bi_concatenate,
     CONCATENATE, 0, "The same as concatenate."},
    {"numpy.stack", "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'", bi_concatenate,
     STACK, 0, "Arrays of one shape joined along a new axis."},
    {"numpy.vstack", "tup, *, dtype=None, casting='same_kind'", bi_stack_of, VSTACK, 0,
     "Arrays joined as rows."},
    {"numpy.hstack", "tup, *, dtype=None, casting='same_kind'", bi_stack_of, HSTACK, 0,
     "Arrays joined along the second axis, the first for rank 1."},
    {"numpy.dstack", "tup, dtype=None", bi_stack_of, DSTACK, 0,
     "Arrays joined along the third axis."},
    {"numpy.column_stack", "tup, dtype=None", bi_stack_of, COLUMN_STACK, 0,
     "Arrays joined as columns."},
};

const bi_table bi_join = {rows, sizeof rows / sizeof *rows};
