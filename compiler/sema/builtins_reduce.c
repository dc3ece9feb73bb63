/* Reductions and scans: sum, prod, min, max, any, all, mean, argmin, argmax, cumsum, cumprod.
 *
 * What array IR's REDUCE can say goes there, so that it fuses; what needs NumPy's buffered casts, a
 * mask, an initial value or a run-time axis goes to the runtime, which follows NumPy's order for
 * any layout.
 */
#include "../../runtime/checks.h"
#include "../../runtime/reduce.h"
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

/* Parameters of every row, by position: a, axis, dtype, out, keepdims, initial, where. */
enum { A, AXIS, DTYPE, OUT, KEEPDIMS, INITIAL, WHERE };

typedef struct request {
    int op; /* hpc_reduce_op */
    val a;
    bool has_mask; /* axes known when compiling */
    uint32_t mask;
    air_id axis; /* run-time axis, or 0 */
    bool keepdims;
    hpc_dtype dtype; /* of the result */
    bool dtype_given;
    const val *initial, *where, *out;
    span place;
} request;

static bool is_integer(hpc_dtype dtype)
{
    char kind = hpc_dtype_kind(dtype);
    return kind == 'b' || kind == 'i' || kind == 'u';
}

/* ---- Arguments ------------------------------------------------------------------------------ */

/* The mean fails where other reductions take axis 0 or -1 of no axes: it counts along the axis. */
static bool counted_axis_exists(elab *e, const request *r, const val *axis)
{
    unsigned at;
    return r->op != HPC_REDUCE_MEAN || val_rank(&r->a) != 0 || !ty_is_number(axis->ty) ||
           val_axis(e, axis, 0, r->place, &at);
}

static bool run_time_axis(elab *e, request *r, const val *axis)
{
    int64_t known;
    uint32_t rank = val_rank(&r->a);
    bool integer = ty_is_number(axis->ty) && is_integer(ty_dtype_of(axis->ty));
    if (!integer || val_const_int(axis, &known) || rank == 0)
        return false;
    air_id at = val_index_node(e, axis, r->place, "axis");
    if (!at || air_at(e->b.fun, at)->op == AIR_OP_PARAM)
        return false; /* a parameter: the function is specialised for its value */
    air_id values[] = {at, op_int(e, rank)};
    air_id low = air_map2(&e->b, AIR_GE, HPC_BOOL, at, op_int(e, -(int64_t)rank));
    air_id high = air_map2(&e->b, AIR_LT, HPC_BOOL, at, op_int(e, rank));
    air_check(&e->b, air_map2(&e->b, AIR_AND, HPC_BOOL, low, high), HPC_CHECK_AXIS, values, 2);
    air_id negative = air_map2(&e->b, AIR_LT, HPC_BOOL, at, op_int(e, 0));
    r->axis = air_map3(&e->b, AIR_SELECT, HPC_I64, negative,
                       air_map2(&e->b, AIR_ADD, HPC_I64, at, op_int(e, rank)), at);
    return true;
}

/* The dtype of a reduction that names none. With an output, sums and products do not widen: NumPy
 * takes the loop for the output's dtype and the operand's. */
static hpc_dtype natural_dtype(const request *r)
{
    hpc_dtype from = ty_dtype_of(r->a.ty);
    bool adds = r->op == HPC_REDUCE_SUM || r->op == HPC_REDUCE_PROD;
    if (adds && r->out && r->out->ty->kind == TY_ARRAY)
        return pr_promote(from, r->out->ty->dtype);
    return hpc_reduce_dtype((hpc_reduce_op)r->op, from);
}

static bool read_request(elab *e, const bi_call *c, request *r)
{
    r->op = c->row->data;
    r->place = c->where;
    r->a = elab_asarray(e, &c->args[A], HPC_DTYPE_COUNT, c->spans[A]);
    if (val_bad(r->a))
        return false;
    if (r->a.ty->kind != TY_ARRAY)
        r->a = val_array(e, air_fill(&e->b, val_node(e, &r->a), 0, NULL));
    if (!val_const_bool(&c->args[KEEPDIMS], &r->keepdims))
        return elab_need_constant(e, &c->args[KEEPDIMS], c->where, "keepdims"), false;
    const val *axis = &c->args[AXIS];
    r->has_mask = !run_time_axis(e, r, axis);
    if (r->has_mask && !counted_axis_exists(e, r, axis))
        return false;
    if (r->has_mask && !val_axes(e, axis, val_rank(&r->a), c->where, &r->mask))
        return false;
    r->out = val_is_none(&c->args[OUT]) || val_absent(&c->args[OUT]) ? NULL : &c->args[OUT];
    hpc_dtype natural = natural_dtype(r);
    r->dtype_given = !val_is_none(&c->args[DTYPE]) && !val_absent(&c->args[DTYPE]);
    if (!val_dtype_arg(e, &c->args[DTYPE], c->where, natural, &r->dtype))
        return false;
    r->dtype_given |= natural != hpc_reduce_dtype((hpc_reduce_op)r->op, ty_dtype_of(r->a.ty));
    r->initial =
        val_absent(&c->args[INITIAL]) || val_is_none(&c->args[INITIAL]) ? NULL : &c->args[INITIAL];
    bool all = false;
    bool where_true = val_absent(&c->args[WHERE]) || (val_const_bool(&c->args[WHERE], &all) && all);
    r->where = where_true ? NULL : &c->args[WHERE];
    return true;
}

/* ---- By the runtime --------------------------------------------------------------------------- */

static uint32_t result_rank(const request *r)
{
    uint32_t rank = val_rank(&r->a);
    if (r->keepdims)
        return rank;
    return r->has_mask ? rank - (uint32_t)__builtin_popcount(r->mask) : rank - 1;
}

static val scalar_of(elab *e, val v)
{
    return v.ty->rank ? v : val_array(e, air_elem(&e->b, v.node, NULL));
}

static val by_runtime(elab *e, const request *r)
{
    air_id mask =
        r->has_mask ? op_int(e, r->mask) : air_map2(&e->b, AIR_SHL, HPC_I64, op_int(e, 1), r->axis);
    air_type type = {AIR_ARRAY, (uint8_t)r->dtype, (uint8_t)result_rank(r), AIR_WRITABLE};
    val where = r->where ? elab_asarray(e, r->where, HPC_DTYPE_COUNT, r->place) : r->a;
    if (val_bad(where))
        return where;
    if (r->where && where.ty->kind != TY_ARRAY)
        where =
            val_array(e, air_fill(&e->b, val_cast_node(e, &where, HPC_BOOL, r->place), 0, NULL));
    if (r->where && where.ty->dtype != HPC_BOOL)
        return elab_error(e, r->place, "TypeError", "where must be an array of bool");
    val initial = r->initial ? elab_asarray(e, r->initial, HPC_DTYPE_COUNT, r->place) : val_none(e);
    if (val_bad(initial))
        return initial;
    int64_t dtype = r->dtype_given ? (int64_t)r->dtype : HPC_DTYPE_DEFAULT;
    air_id args[] = {r->a.node,
                     op_int(e, r->op),
                     mask,
                     op_int(e, r->keepdims),
                     op_int(e, dtype),
                     op_int(e, r->where != NULL),
                     where.node,
                     op_int(e, r->initial != NULL),
                     elab_pack(e, &initial, 1, r->place)};
    return scalar_of(e, val_array(e, air_rt(&e->b, HPC_RT_reduce_more, args, 9, &type, 1)));
}

/* ---- By array IR ------------------------------------------------------------------------------ */

/* The REDUCE function, and whether its order is one that it keeps: sums that cast floats go by
 * NumPy's buffers, float16 and complex numbers are the runtime's. */
static bool ir_function(const request *r, air_fn *fn)
{
    hpc_dtype from = ty_dtype_of(r->a.ty);
    bool plain = r->dtype == from || is_integer(from);
    bool wide = from != HPC_F16 && hpc_dtype_kind(from) != 'c';
    if (!r->has_mask || r->initial || r->where)
        return false;
    switch (r->op) {
    case HPC_REDUCE_SUM:
        *fn = AIR_ADD;
        return plain && wide && (is_integer(r->dtype) || r->dtype == from);
    case HPC_REDUCE_PROD:
        *fn = AIR_MUL;
        return plain && wide && (is_integer(r->dtype) || r->dtype == from);
    case HPC_REDUCE_MIN: *fn = AIR_MIN; return wide && r->dtype == from;
    case HPC_REDUCE_MAX: *fn = AIR_MAX; return wide && r->dtype == from;
    case HPC_REDUCE_ANY: *fn = AIR_OR; return wide;
    case HPC_REDUCE_ALL: *fn = AIR_AND; return wide;
    default: return false;
    }
}

static air_id nonzero(elab *e, air_id array)
{
    return air_cast(&e->b, HPC_BOOL, array);
}

/* Minimum and maximum of nothing fail, also where nobody uses the result. */
static void check_not_empty(elab *e, air_id array, uint32_t mask, int check)
{
    air_id some = air_const_int(&e->b, HPC_BOOL, 1);
    for (uint32_t k = 0; k < air_at(e->b.fun, array)->type.rank; k++)
        if (mask >> k & 1)
            some = op_and(e, some, op_test(e, AIR_NE, air_dim(&e->b, array, k), op_int(e, 0)));
    air_check(&e->b, some, check, NULL, 0);
}

static val by_ir(elab *e, const request *r, air_fn fn)
{
    bool logical = fn == AIR_OR || fn == AIR_AND;
    air_id a = val_rank(&r->a) ? r->a.node : air_elem(&e->b, r->a.node, NULL);
    air_id operand = logical ? nonzero(e, a) : air_cast(&e->b, r->dtype, a);
    if (val_rank(&r->a) == 0) {
        bool adds = fn == AIR_ADD && hpc_dtype_kind(r->dtype) == 'f'; /* 0 + -0.0 is 0.0 */
        return val_array(
            e, adds ? op_map2(e, AIR_ADD, r->dtype, air_const_float(&e->b, r->dtype, 0.0), operand)
                    : operand);
    }
    if (r->mask == 0)
        return val_array(e, air_copy(&e->b, operand));
    if (fn == AIR_MIN || fn == AIR_MAX)
        check_not_empty(e, operand, r->mask,
                        fn == AIR_MIN ? HPC_CHECK_ZERO_SIZE_MINIMUM : HPC_CHECK_ZERO_SIZE_MAXIMUM);
    return val_array(e, air_reduce(&e->b, fn, operand, r->mask, r->keepdims));
}

/* The dtype in which the mean's sum is NumPy's in any order, or in the order that array IR keeps: the
 * element's, and for integers of at most two bytes int64, as their sums are whole numbers that float64
 * has too, of 2^37 elements. HPC_DTYPE_COUNT: there is none. */
static hpc_dtype sum_of_mean(const request *r, hpc_dtype from)
{
    if (!r->has_mask || r->where)
        return HPC_DTYPE_COUNT;
    if (r->dtype == HPC_F64 && is_integer(from) && hpc_dtype_size(from) <= 2)
        return HPC_I64;
    return r->dtype == from && (from == HPC_F32 || from == HPC_F64) ? from : HPC_DTYPE_COUNT;
}

/* The sum over the count, as NumPy divides. */
static val mean(elab *e, request *r)
{
    hpc_dtype from = ty_dtype_of(r->a.ty), through = sum_of_mean(r, from);
    if (through == HPC_DTYPE_COUNT)
        return by_runtime(e, r);
    air_id count = op_int(e, 1);
    for (uint32_t axis = 0; axis < val_rank(&r->a); axis++)
        if (r->mask >> axis & 1)
            count = air_map2(&e->b, AIR_MUL, HPC_I64, count, val_extent(e, &r->a, axis));
    request sum = *r;
    sum.op = HPC_REDUCE_SUM;
    sum.dtype = through;
    air_id total = air_cast(&e->b, r->dtype, by_ir(e, &sum, AIR_ADD).node);
    air_id divisor = air_cast(&e->b, r->dtype, count);
    return val_array(e, air_map2(&e->b, AIR_DIV, r->dtype, total, divisor));
}

static val into_out(elab *e, const request *r, val made)
{
    if (!r->out || val_bad(made))
        return made;
    if (r->out->ty->kind != TY_ARRAY)
        return elab_error(e, r->place, "TypeError", "return arrays must be of ArrayType");
    uint32_t rank = val_rank(&made);
    if (val_rank(r->out) != rank)
        return elab_error(e, r->place, "ValueError",
                          "output parameter for reduction operation has the wrong number of "
                          "dimensions: Found %u but expected %u",
                          val_rank(r->out), rank);
    for (uint32_t k = 0; k < rank; k++) {
        air_id fits = op_test(e, AIR_EQ, val_extent(e, r->out, k), val_extent(e, &made, k));
        air_check(&e->b, fits, HPC_CHECK_BROADCAST_OUTPUT, NULL, 0);
    }
    op_assign_array(e, *r->out, made, r->place);
    return *r->out;
}

static val numba_scalar(elab *e, val v)
{
    return e->mode == PR_NUMBA && v.ty->kind == TY_SCALAR ? op_numba_result(e, v.node) : v;
}

static val bi_reduce(elab *e, const bi_call *c)
{
    request r = {0};
    air_fn fn;
    if (!read_request(e, c, &r))
        return val_never(e);
    if (r.op == HPC_REDUCE_MEAN)
        return into_out(e, &r, numba_scalar(e, mean(e, &r)));
    val made = ir_function(&r, &fn) ? by_ir(e, &r, fn) : by_runtime(e, &r);
    return into_out(e, &r, numba_scalar(e, made));
}

/* The same for signatures without a dtype; those of argmin have no initial and where either. */
static val without_dtype(elab *e, const bi_call *c, const val *initial, const val *where)
{
    val args[7] = {c->args[0], c->args[1], val_none(e), c->args[2], c->args[3], *initial, *where};
    span spans[7];
    for (int i = 0; i < 7; i++)
        spans[i] = c->where;
    bi_call call = {c->row, args, 7, c->where, spans};
    return bi_reduce(e, &call);
}

static val bi_extremum(elab *e, const bi_call *c)
{
    return without_dtype(e, c, &c->args[4], &c->args[5]);
}

/* What array IR's ARG can say: real numbers but float16, one axis known when compiling, or all of
 * an array whose elements in C order are a view of it. */
static bool arg_by_ir(elab *e, const bi_call *c, val *made)
{
    request r = {.op = c->row->data, .place = c->where};
    r.a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->spans[0]);
    *made = val_never(e);
    if (val_bad(r.a))
        return true;
    if (r.a.ty->kind != TY_ARRAY || val_rank(&r.a) == 0 ||
        !val_const_bool(&c->args[3], &r.keepdims))
        return false;
    hpc_dtype from = ty_dtype_of(r.a.ty);
    bool flat = val_is_none(&c->args[1]);
    if (from == HPC_F16 || hpc_dtype_kind(from) == 'c')
        return false;
    uint32_t axis = 0, rank = val_rank(&r.a);
    air_id array = r.a.node;
    if (flat && rank > 1) {
        if (r.keepdims || !(air_at(e->b.fun, array)->type.facts & AIR_C_ORDER))
            return false;
        air_id size = val_extent(e, &r.a, 0);
        for (uint32_t s = 1; s < rank; s++)
            size = air_map2(&e->b, AIR_MUL, HPC_I64, size, val_extent(e, &r.a, s));
        array = air_reshape(&e->b, array, 1, &size);
    } else if (!flat && run_time_axis(e, &r, &c->args[1])) {
        return false;
    } else if (!flat && !val_axis(e, &c->args[1], rank, c->where, &axis)) {
        return true;
    }
    if (from == HPC_BOOL)
        array = air_cast(&e->b, HPC_U8, array);
    bool least = r.op == HPC_REDUCE_ARGMIN;
    air_fn fn = least ? AIR_MIN : AIR_MAX;
    check_not_empty(e, array, UINT32_C(1) << axis,
                    least ? HPC_CHECK_ARGMIN_EMPTY : HPC_CHECK_ARGMAX_EMPTY);
    val v = val_array(e, air_arg(&e->b, fn, array, axis, r.keepdims));
    r.out = val_is_none(&c->args[2]) || val_absent(&c->args[2]) ? NULL : &c->args[2];
    *made = into_out(e, &r, numba_scalar(e, v));
    return true;
}

static val bi_arg(elab *e, const bi_call *c)
{
    val made;
    if (arg_by_ir(e, c, &made))
        return made;
    val initial = val_none(e), where = val_bool(e, true);
    return without_dtype(e, c, &initial, &where);
}

/* np.cumsum(a, axis=None, dtype=None, out=None) */
static val bi_scan(elab *e, const bi_call *c)
{
    request r = {.op = c->row->data, .place = c->where};
    unsigned axis = 0;
    val a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(a))
        return a;
    if (a.ty->kind != TY_ARRAY)
        a = val_array(e, air_fill(&e->b, val_node(e, &a), 0, NULL));
    const val *along = &c->args[1];
    bool flat = val_is_none(along);
    uint32_t rank = val_rank(&a) ? val_rank(&a) : 1; /* a number is scanned as one element */
    if (!flat && !val_axis(e, along, rank, c->where, &axis))
        return val_never(e);
    flat |= val_rank(&a) == 0;
    hpc_dtype natural = hpc_reduce_dtype((hpc_reduce_op)r.op, ty_dtype_of(a.ty)), dtype;
    if (!val_dtype_arg(e, &c->args[2], c->where, natural, &dtype))
        return val_never(e);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)(flat ? 1 : val_rank(&a)), AIR_WRITABLE};
    air_id args[] = {a.node, op_int(e, r.op), op_int(e, flat ? -1 : (int64_t)axis),
                     op_int(e, dtype)};
    r.out = val_is_none(&c->args[3]) ? NULL : &c->args[3];
    return into_out(e, &r, val_array(e, air_rt(&e->b, HPC_RT_scan, args, 4, &type, 1)));
}

static val bi_count_nonzero(elab *e, const bi_call *c)
{
    val a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    bool keepdims = false;
    uint32_t mask;
    if (val_bad(a))
        return a;
    if (!val_const_bool(&c->args[2], &keepdims) ||
        !val_axes(e, &c->args[1], val_rank(&a), c->where, &mask))
        return val_never(e);
    bool element = a.ty->kind == TY_ARRAY && val_rank(&a) == 0;
    air_id items = element ? air_elem(&e->b, a.node, NULL) : val_node(e, &a);
    air_id ones = air_cast(&e->b, HPC_I64, nonzero(e, items));
    if (val_rank(&a) == 0)
        return val_array(e, ones);
    return val_array(e, air_reduce(&e->b, AIR_ADD, ones, mask, keepdims));
}

#define SUM_SIGNATURE "a, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=True"
#define SUM_METHOD "self, axis=None, dtype=None, out=None, keepdims=False, initial=..., where=True"

#define MIN_SIGNATURE "a, axis=None, out=None, keepdims=False, initial=..., where=True"
#define MIN_METHOD "self, axis=None, out=None, keepdims=False, initial=..., where=True"

/* clang-format off */
#define MIN_ROW(name, op, doc)                                                                     \
    {"numpy." name, MIN_SIGNATURE, bi_extremum, op, 0, doc},                                       \
        {"ndarray." name, MIN_METHOD, bi_extremum, op, BI_METHOD, doc}
#define SUM_ROW(name, op, doc)                                                                     \
    {"numpy." name, SUM_SIGNATURE, bi_reduce, op, 0, doc},                                         \
        {"ndarray." name, SUM_METHOD, bi_reduce, op, BI_METHOD, doc}
/* clang-format on */

static const bi_row rows[] = {
    SUM_ROW("sum", HPC_REDUCE_SUM,
            "Sum over axes, in NumPy's order; small integers widen to 64 bits."),
    SUM_ROW("prod", HPC_REDUCE_PROD, "Product over axes; small integers widen to 64 bits."),
    SUM_ROW("mean", HPC_REDUCE_MEAN, "Arithmetic mean over axes; float64 for integers."),
    MIN_ROW("min", HPC_REDUCE_MIN, "Smallest element; NaN spreads. ValueError when empty."),
    MIN_ROW("max", HPC_REDUCE_MAX, "Largest element; NaN spreads. ValueError when empty."),
    MIN_ROW("any", HPC_REDUCE_ANY, "Whether any element is not zero; bool."),
    MIN_ROW("all", HPC_REDUCE_ALL, "Whether no element is zero; bool."),
    {"numpy.amin", MIN_SIGNATURE, bi_extremum, HPC_REDUCE_MIN, 0, "min."},
    {"numpy.amax", MIN_SIGNATURE, bi_extremum, HPC_REDUCE_MAX, 0, "max."},
    {"numpy.argmin", "a, axis=None, out=None, keepdims=False", bi_arg, HPC_REDUCE_ARGMIN, 0,
     "Index of the first smallest element, in the flattened array or along an axis."},
    {"numpy.argmax", "a, axis=None, out=None, keepdims=False", bi_arg, HPC_REDUCE_ARGMAX, 0,
     "Index of the first largest element, in the flattened array or along an axis."},
    {"ndarray.argmin", "self, axis=None, out=None, keepdims=False", bi_arg, HPC_REDUCE_ARGMIN,
     BI_METHOD, "Index of the first smallest element."},
    {"ndarray.argmax", "self, axis=None, out=None, keepdims=False", bi_arg, HPC_REDUCE_ARGMAX,
     BI_METHOD, "Index of the first largest element."},
    {"numpy.cumsum", "a, axis=None, dtype=None, out=None", bi_scan, HPC_REDUCE_SUM, 0,
     "Running sums along an axis, or of all elements in C order."},
    {"numpy.cumprod", "a, axis=None, dtype=None, out=None", bi_scan, HPC_REDUCE_PROD, 0,
     "Running products along an axis, or of all elements in C order."},
    {"ndarray.cumsum", "self, axis=None, dtype=None, out=None", bi_scan, HPC_REDUCE_SUM, BI_METHOD,
     "Running sums."},
    {"ndarray.cumprod", "self, axis=None, dtype=None, out=None", bi_scan, HPC_REDUCE_PROD,
     BI_METHOD, "Running products."},
    {"numpy.count_nonzero", "a, axis=None, keepdims=False", bi_count_nonzero, 0, 0,
     "Number of elements that are not zero."},
};

const bi_table bi_reduces = {rows, sizeof rows / sizeof *rows};
