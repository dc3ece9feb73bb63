/* Sorting, searching and counting: rows over runtime/order.h. Sorts are stable, so that every `kind`
 * is satisfied. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

enum { FRESH = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE };

static val as_array(elab *e, const val *v, span where)
{
    val a = elab_asarray(e, v, HPC_DTYPE_COUNT, where);
    if (val_bad(a) || a.ty->kind == TY_ARRAY)
        return a;
    return val_array(e, air_fill(&e->b, val_node(e, &a), 0, NULL));
}

/* Elementwise nodes of rank 0 are scalars: the runtime is given an array again. */
static air_id cast_array(elab *e, const val *a, hpc_dtype dtype)
{
    if (a->ty->dtype == dtype)
        return a->node;
    if (val_rank(a))
        return air_cast(&e->b, dtype, a->node);
    return air_fill(&e->b, air_cast(&e->b, dtype, air_elem(&e->b, a->node, NULL)), 0, NULL);
}

/* An axis, or -1 for None (flattened). */
static bool sort_axis(elab *e, const val *axis, const val *a, span where, int64_t *out)
{
    unsigned at;
    *out = -1;
    if (val_is_none(axis))
        return true;
    if (!val_axis(e, axis, val_rank(a), where, &at))
        return false;
    *out = at;
    return true;
}

static air_type array_type(hpc_dtype dtype, uint32_t rank, unsigned facts)
{
    return (air_type){AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, (uint8_t)facts};
}

/* data: 0 sort, 1 argsort. (a, axis=-1, kind=None, order=None, *, stable=None) */
static val bi_sort(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    int64_t axis;
    if (val_bad(a))
        return a;
    if (c->row->data &&
        val_rank(&a) == 0) /* argsort, and only it, takes a number for one element */
        a = val_array(e,
                      air_fill(&e->b, air_elem(&e->b, a.node, NULL), 1, (air_id[]){op_int(e, 1)}));
    if (!sort_axis(e, &c->args[1], &a, c->where, &axis))
        return val_never(e);
    bool flat = axis < 0;
    hpc_dtype dtype = c->row->data ? HPC_I64 : a.ty->dtype;
    unsigned facts = flat || c->row->data || (a.ty->facts & AIR_C_ORDER) ? FRESH : AIR_WRITABLE;
    air_type type = array_type(dtype, flat ? 1 : val_rank(&a), facts);
    air_id args[] = {a.node, op_int(e, axis)};
    return val_array(
        e, air_rt(&e->b, c->row->data ? HPC_RT_argsort : HPC_RT_sorted, args, 2, &type, 1));
}

/* Checks that positions, ints or arrays of them, lie inside n elements of an array that has size of
 * them; false after an error. */
static bool check_kth(elab *e, const val *kth, air_id n, air_id size, span where)
{
    if (kth->ty->kind == TY_TUPLE || kth->is_literal_list) {
        for (uint32_t i = 0; i < kth->count; i++)
            if (!check_kth(e, &kth->items[i], n, size, where))
                return false;
        return true;
    }
    if (!ty_is_number(kth->ty))
        return true;
    air_id k = val_index_node(e, kth, where, "kth");
    if (!k)
        return false;
    air_id low = op_test(e, AIR_GE, k, air_map1(&e->b, AIR_NEG, HPC_I64, n));
    air_id inside = air_map2(&e->b, AIR_AND, HPC_BOOL, low, op_test(e, AIR_LT, k, n));
    air_id none = op_test(e, AIR_EQ, size, op_int(e, 0)); /* of no elements NumPy takes any place */
    inside = air_map2(&e->b, AIR_OR, HPC_BOOL, inside, none);
    air_check(&e->b, inside, HPC_CHECK_KTH, (air_id[]){k, n}, 2);
    return true;
}

static bool check_partition(elab *e, const val *a, const val *kth, const val *axis, span where)
{
    int64_t at;
    if (!sort_axis(e, axis, a, where, &at))
        return false;
    air_id size = op_int(e, 1);
    for (uint32_t k = 0; k < val_rank(a); k++)
        size = air_map2(&e->b, AIR_MUL, HPC_I64, size, val_extent(e, a, k));
    return check_kth(e, kth, at < 0 ? size : val_extent(e, a, (uint32_t)at), size, where);
}

/* data: the parameter of `axis`. np.partition: a sort puts every element where kth may want it. */
static val bi_partition(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    if (val_bad(a) || !check_partition(e, &a, &c->args[1], &c->args[2], c->where))
        return val_never(e);
    const val args[] = {a, c->args[2]};
    return elab_call_named(e, c->row->data ? "numpy.argsort" : "numpy.sort", args, 2, c->where);
}

/* (a, axis, first, end): np.sort as far as some ranks need it, for stdlib. */
static val bi_selected(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    unsigned axis;
    if (val_bad(a) || !val_axis(e, &c->args[1], val_rank(&a), c->where, &axis))
        return val_never(e);
    air_id args[] = {a.node, op_int(e, axis), val_index_node(e, &c->args[2], c->where, "a rank"),
                     val_index_node(e, &c->args[3], c->where, "a rank")};
    air_type type =
        array_type(a.ty->dtype, val_rank(&a), a.ty->facts & AIR_C_ORDER ? FRESH : AIR_WRITABLE);
    return val_array(e, air_rt(&e->b, HPC_RT_selected, args, 4, &type, 1));
}

/* a.sort(axis=-1, ...): in place. */
static val bi_sort_in_place(elab *e, const bi_call *c)
{
    const val *a = &c->args[0];
    unsigned axis;
    if (a->ty->kind != TY_ARRAY ||
        !val_axis(e, &c->args[c->row->data], val_rank(a), c->where, &axis))
        return a->ty->kind == TY_ARRAY ? val_never(e) : val_none(e);
    bool partition = c->row->data == 2;
    if (partition && !check_partition(e, a, &c->args[1], &c->args[2], c->where))
        return val_never(e);
    air_id args[] = {a->node, op_int(e, axis)};
    air_rt(&e->b, HPC_RT_sort_in_place, args, 2, NULL, 0);
    return val_none(e);
}

/* np.searchsorted(a, v, side='left', sorter=None) */
static val bi_searchsorted(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where), v = as_array(e, &c->args[1], c->where);
    if (val_bad(a) || val_bad(v))
        return val_never(e);
    const val *side = &c->args[2];
    if (side->ty->kind != TY_STR || !side->is_const)
        return elab_need_constant(e, side, c->where, "side");
    if (strcmp(side->text, "left") != 0 && strcmp(side->text, "right") != 0)
        return elab_error(e, c->where, "ValueError",
                          "search side must be one of 'left' or 'right'");
    if (val_rank(&a) != 1)
        return elab_error(e, c->where, "ValueError", "object too deep for desired array");
    if (!val_is_none(&c->args[3])) {
        a = op_getitem(e, a, c->args[3], c->where);
        if (val_bad(a))
            return a;
    }
    hpc_dtype dtype = pr_promote(a.ty->dtype, v.ty->dtype);
    air_id args[] = {cast_array(e, &a, dtype), cast_array(e, &v, dtype),
                     op_int(e, side->text[0] == 'r')};
    air_type type = array_type(HPC_I64, val_rank(&v), FRESH);
    air_id found = air_rt(&e->b, HPC_RT_searchsorted, args, 3, &type, 1);
    return val_array(e, val_rank(&v) ? found : air_elem(&e->b, found, NULL));
}

/* np.unique(ar, return_index, return_inverse, return_counts, axis=None, equal_nan=True) */
static val bi_unique(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    int64_t wanted = 0;
    if (val_bad(a))
        return a;
    bool plain;
    if (!val_const_bool(&c->args[5], &plain) ||
        (!plain && strchr("fc", hpc_dtype_kind(ty_dtype_of(a.ty)))))
        return elab_unsupported(e, c->where, "equal_nan=False");
    if (!val_const_bool(&c->args[6], &plain) || !plain)
        return elab_unsupported(e, c->where, "sorted=False (NumPy gives no order that is told)");
    if (!val_is_none(&c->args[4]))
        return elab_call_named(e, "numpy._unique_along", c->args, 5, c->where);
    for (uint32_t i = 0; i < 3; i++) {
        bool flag;
        if (!val_const_bool(&c->args[1 + i], &flag))
            return elab_need_constant(e, &c->args[1 + i], c->where, "what unique() returns");
        wanted |= (int64_t)flag << i;
    }
    air_type types[] = {array_type(a.ty->dtype, 1, FRESH), array_type(HPC_I64, 1, FRESH),
                        array_type(HPC_I64, val_rank(&a), FRESH), array_type(HPC_I64, 1, FRESH)};
    air_id args[] = {a.node, op_int(e, wanted)};
    air_id node = air_rt(&e->b, HPC_RT_unique, args, 2, types, 4);
    val items[4] = {val_array(e, air_proj(&e->b, node, 0))};
    uint32_t count = 1;
    for (uint32_t i = 0; i < 3; i++)
        if (wanted >> i & 1)
            items[count++] = val_array(e, air_proj(&e->b, node, 1 + i));
    return count == 1 ? items[0] : val_tuple(e, items, count);
}

/* np.bincount(x, weights=None, minlength=0) */
static val bi_bincount(elab *e, const bi_call *c)
{
    val x = as_array(e, &c->args[0], c->where);
    bool weighted = !val_is_none(&c->args[1]);
    if (val_bad(x))
        return x;
    if (hpc_dtype_kind(x.ty->dtype) == 'f' || hpc_dtype_kind(x.ty->dtype) == 'c')
        return elab_error(e, c->where, "TypeError",
                          "Cannot cast array data from dtype('%s') to dtype('int64') according to "
                          "the rule 'safe'",
                          hpc_dtype_name(x.ty->dtype));
    if (val_rank(&x) != 1)
        return elab_error(e, c->where, "ValueError", "object too deep for desired array");
    val w = weighted ? as_array(e, &c->args[1], c->where) : x;
    air_id least = val_index_node(e, &c->args[2], c->where, "minlength");
    if (val_bad(w) || !least)
        return val_never(e);
    bool bytes = !weighted && (x.ty->dtype == HPC_U8 || x.ty->dtype == HPC_BOOL);
    air_id args[] = {bytes ? x.node : air_cast(&e->b, HPC_I64, x.node),
                     weighted ? air_cast(&e->b, HPC_F64, w.node) : x.node, op_int(e, weighted),
                     least};
    air_type type = array_type(weighted ? HPC_F64 : HPC_I64, 1, FRESH);
    return val_array(e, air_rt(&e->b, HPC_RT_bincount, args, 4, &type, 1));
}

/* (a, edges, width, places): the counts of even bins, or the place of each element, for stdlib. */
static val bi_even_bins(elab *e, const bi_call *c)
{
    const val *a = &c->args[0], *edges = &c->args[1], *width = &c->args[2];
    bool places;
    if (!val_const_bool(&c->args[3], &places))
        return elab_need_constant(e, &c->args[3], c->where, "places");
    bool wide = ty_dtype_of(width->ty) == HPC_F64 && edges->ty->dtype != HPC_F64;
    air_id args[] = {a->node, edges->node, val_cast_node(e, width, HPC_F64, c->where),
                     op_int(e, wide), op_int(e, places)};
    air_type type = array_type(HPC_I64, 1, FRESH);
    return val_array(e, air_rt(&e->b, HPC_RT_even_bins, args, 5, &type, 1));
}

/* (x, xp, fp, left, right): np.interp of float64, for stdlib. */
static val bi_interp(elab *e, const bi_call *c)
{
    val x = as_array(e, &c->args[0], c->where);
    const val *xp = &c->args[1], *fp = &c->args[2];
    if (val_bad(x))
        return x;
    air_id args[] = {x.node, xp->node, fp->node, val_cast_node(e, &c->args[3], HPC_F64, c->where),
                     val_cast_node(e, &c->args[4], HPC_F64, c->where)};
    air_type type = array_type(HPC_F64, val_rank(&x), FRESH);
    return val_array(e, air_rt(&e->b, HPC_RT_interp, args, 5, &type, 1));
}

/* np.nonzero(a): a tuple of positions, one array for each axis; of several axes columns of one table. */
static val bi_nonzero(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    val items[HPC_MAX_RANK];
    if (val_bad(a))
        return a;
    if (val_rank(&a) == 0)
        return elab_error(e, c->where, "ValueError",
                          "Calling nonzero on 0d arrays is not allowed. "
                          "Use np.atleast_1d(scalar).nonzero() instead.");
    uint32_t rank = val_rank(&a);
    air_type type = array_type(HPC_I64, rank > 1 ? 2 : 1, FRESH);
    air_id args[] = {a.node, op_int(e, 0)};
    if (a.ty->dtype != HPC_BOOL)
        args[0] = op_test(e, AIR_NE, a.node, val_zero_node(e, air_scalar_type(a.ty->dtype)));
    if (rank == 1) {
        items[0] = val_array(e, air_rt(&e->b, HPC_RT_nonzero_axis, args, 2, &type, 1));
        return val_tuple(e, items, 1);
    }
    val table = val_array(e, air_rt(&e->b, HPC_RT_nonzero_table, args, 1, &type, 1));
    air_id count = val_extent(e, &table, 0);
    for (uint32_t i = 0; i < rank; i++) {
        air_view column = {.axis = {0}, .start = {0, op_int(e, i)}};
        items[i] = val_array(e, air_view_new(&e->b, table.node, &column, 1, &count));
    }
    return val_tuple(e, items, rank);
}

/* np.diagonal(a, offset=0, axis1=0, axis2=1): a read-only view. */
static val bi_diagonal(elab *e, const bi_call *c)
{
    val a = as_array(e, &c->args[0], c->where);
    unsigned first, second;
    if (val_bad(a))
        return a;
    if (val_rank(&a) < 2)
        return elab_error(e, c->where, "ValueError",
                          "diag requires an array of at least two dimensions");
    air_id offset = val_index_node(e, &c->args[1], c->where, "offset");
    if (!offset || !val_axis(e, &c->args[2], val_rank(&a), c->where, &first) ||
        !val_axis(e, &c->args[3], val_rank(&a), c->where, &second))
        return val_never(e);
    if (first == second)
        return elab_error(e, c->where, "ValueError", "axis1 and axis2 cannot be the same");
    bool writable = c->row->data;
    uint8_t facts = writable ? air_at(e->b.fun, a.node)->type.facts & AIR_WRITABLE : 0;
    air_type type = array_type(a.ty->dtype, val_rank(&a) - 1, facts);
    air_id args[] = {a.node, offset, op_int(e, first), op_int(e, second), op_int(e, !writable)};
    return val_array(e, air_rt(&e->b, HPC_RT_view_diagonal, args, 5, &type, 1));
}

#define SORT "axis=-1, kind=None, order=None, *, stable=None"

static const bi_row rows[] = {
    {"numpy.sort", "a, " SORT, bi_sort, 0, 0,
     "A sorted copy along an axis (None: flattened); NaN last."},
    {"numpy.argsort", "a, " SORT, bi_sort, 1, 0, "int64; the indices that sort along an axis."},
    {"ndarray.argsort", "self, " SORT, bi_sort, 1, BI_METHOD, "int64; the indices that sort."},
    {"ndarray.sort", "self, " SORT, bi_sort_in_place, 1, BI_METHOD,
     "none; sorts along an axis in place."},
    {"numpy._selected", "a, axis, first, end, /", bi_selected, 0, 0,
     "A copy whose ranks [first, end) along the axis are in their places."},
    {"numpy.partition", "a, kth, axis=-1, kind=None, order=None", bi_partition, 0, 0,
     "A copy with element kth where sorting puts it, smaller ones before."},
    {"numpy.argpartition", "a, kth, axis=-1, kind=None, order=None", bi_partition, 1, 0,
     "int64; the indices that partition."},
    {"ndarray.argpartition", "self, kth, axis=-1, kind=None, order=None", bi_partition, 1,
     BI_METHOD, "int64; the indices that partition."},
    {"ndarray.partition", "self, kth, axis=-1, kind=None, order=None", bi_sort_in_place, 2,
     BI_METHOD, "none; partitions along an axis in place."},
    {"numpy.searchsorted", "a, v, side='left', sorter=None", bi_searchsorted, 0, 0,
     "int64; where v would go into the sorted a of rank 1."},
    {"ndarray.searchsorted", "self, v, side='left', sorter=None", bi_searchsorted, 0, BI_METHOD,
     "int64; where v would go into the sorted array."},
    {"numpy.unique",
     "ar, return_index=False, return_inverse=False, return_counts=False, axis=None, "
     "equal_nan=True, *, sorted=True",
     bi_unique, 0, 0,
     "Sorted distinct elements; and first index, inverse, counts where asked for."},
    {"numpy.bincount", "x, weights=None, minlength=0", bi_bincount, 0, 0,
     "int64 counts of each value, or float64 sums of weights. ValueError for negative values."},
    {"numpy._even_bins", "a, edges, width, places, /", bi_even_bins, 0, 0,
     "Counts of even bins (np.histogram), or the bin of each element."},
    {"numpy._interp", "x, xp, fp, left, right, /", bi_interp, 0, 0,
     "float64; np.interp of float64 arrays."},
    {"numpy._diagonal", "a, offset=0, axis1=0, axis2=1", bi_diagonal, 1, 0,
     "np.diagonal, through which elements can be assigned."},
    {"numpy.diagonal", "a, offset=0, axis1=0, axis2=1", bi_diagonal, 0, 0,
     "A read-only view of a diagonal of two axes; its axis is the last."},
    {"ndarray.diagonal", "self, offset=0, axis1=0, axis2=1", bi_diagonal, 0, BI_METHOD,
     "A read-only view of a diagonal of two axes."},
    {"numpy.nonzero", "a", bi_nonzero, 0, 0, "A tuple of int64 index arrays, one for each axis."},
    {"ndarray.nonzero", "self", bi_nonzero, 0, BI_METHOD, "A tuple of int64 index arrays."},
};

const bi_table bi_order = {rows, sizeof rows / sizeof *rows};
