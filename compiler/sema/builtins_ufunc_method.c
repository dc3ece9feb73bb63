/* Methods of ufuncs: np.add.reduce, np.maximum.accumulate, np.multiply.outer, np.add.at. `self` is
 * the ufunc's row, known when compiling. */
#include <math.h>

#include "../../runtime/checks.h"
#include "ops.h"

/* The functions of numpy that reduce and accumulate as the ufunc does, dtype rules included. */
typedef struct folding {
    const char *ufunc;
    const char *reduces, *accumulates;
} folding;

static const folding foldings[] = {
    {"add", "numpy.sum", "numpy.cumsum"}, {"multiply", "numpy.prod", "numpy.cumprod"},
    {"maximum", "numpy.max", NULL},       {"minimum", "numpy.min", NULL},
    {"logical_and", "numpy.all", NULL},   {"logical_or", "numpy.any", NULL},
};

static const bi_row *ufunc_row(const bi_call *call)
{
    return call->args[0].ty->kind == TY_BUILTIN ? call->args[0].ty->ref : NULL;
}

static const char *ufunc_name(const bi_call *call)
{
    const bi_row *row = ufunc_row(call);
    return row ? strrchr(row->name, '.') + 1 : "";
}

static const folding *folding_of(const bi_call *call)
{
    for (size_t i = 0; i < sizeof foldings / sizeof *foldings; i++)
        if (strcmp(foldings[i].ufunc, ufunc_name(call)) == 0)
            return &foldings[i];
    return NULL;
}

static val absent(elab *e)
{
    return (val){.ty = ty_basic(e->types, TY_ABSENT)};
}

static val call_with_keywords(elab *e, const char *name, const val *array, const char *const *keys,
                              const val *values, uint32_t count, span where)
{
    const bi_row *row = bi_find(name);
    const char *names[6];
    val given[6];
    span spans[6];
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (val_absent(&values[i]))
            continue;
        names[n] = intern_text(e->names, keys[i]);
        given[n] = values[i];
        spans[n++] = where;
    }
    call_args args = {array, &where, 1, names, given, spans, n};
    if (row) {
        val callee = {.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
        return elab_call(e, callee, &args, where);
    }
    val numpy = {.ty = ty_named(e->types, TY_MODULE, intern_text(e->names, "numpy"))};
    return elab_call(e, elab_attribute(e, numpy, strrchr(name, '.') + 1, where), &args, where);
}

/* ---- Any binary ufunc, in order along one axis ----------------------------------------------- */

/* A fold along an axis: `out` gets fn(out[to], array[from]) step by step. */
typedef struct steps {
    air_fn fn;         /* where row is NULL */
    const bi_row *row; /* a ufunc of several nodes, or NULL */
    air_id mask;       /* reduce: elements that count, or 0 */
    hpc_dtype dtype;
    air_id array, out;
    uint32_t axis;
    air_id segment; /* reduceat: the element of out that is being computed */
    bool running;   /* accumulate: out[i] from out[i - 1] */
} steps;

/* array[..., start : start + length, ...] */
static air_id slice_of(elab *e, air_id array, uint32_t axis, air_id start, air_id length)
{
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = air_at(e->b.fun, array)->type.rank;
    for (uint32_t r = 0; r < rank; r++) {
        view.axis[r] = (int8_t)r;
        shape[r] = r == axis ? length : air_dim(&e->b, array, r);
    }
    view.start[axis] = start;
    return air_view_new(&e->b, array, &view, rank, shape);
}

static void store_at(elab *e, const steps *s, air_id at, air_id value)
{
    air_store(&e->b, slice_of(e, s->out, s->axis, at, op_int(e, 1)), value, 0);
}

static val fold(elab *e, const steps *s, const val *operands)
{
    if (!s->row)
        return op_ufunc(e, s->fn, "reduce", operands, 2, (span){0});
    val callee = {.ty = ty_ref(e->types, TY_BUILTIN, s->row->name, s->row)};
    return elab_call(e, callee, &(call_args){.args = operands, .count = 2}, (span){0});
}

static void step(elab *e, val element, void *user)
{
    const steps *s = user;
    air_id i = val_node(e, &element), one = op_int(e, 1);
    air_id to = s->running ? i : s->segment;
    air_id from = s->running ? op_map2(e, AIR_SUB, HPC_I64, i, one) : s->segment;
    val operands[2] = {val_array(e, slice_of(e, s->out, s->axis, from, one)),
                       val_array(e, slice_of(e, s->array, s->axis, i, one))};
    val made = fold(e, s, operands);
    if (val_bad(made))
        return;
    air_id node = air_cast(&e->b, s->dtype, val_node(e, &made));
    if (s->mask)
        node = air_map3(&e->b, AIR_SELECT, s->dtype, slice_of(e, s->mask, s->axis, i, one), node,
                        val_node(e, &operands[0]));
    store_at(e, s, to, node);
}

static void run_steps(elab *e, steps *s, air_id first, air_id end, span where)
{
    val items[3] = {val_int_node(e, first), val_int_node(e, end), val_int(e, 1)};
    val range = {.ty = ty_basic(e->types, TY_RANGE), .items = items, .count = 3};
    elab_iterate(e, range, where, step, NULL, NULL, s);
}

/* A ufunc of several nodes computes in the dtype that two elements give. */
static bool prepare_row(elab *e, steps *s, const val *array, const ty *type)
{
    val zero = val_of(e, type, air_cast(&e->b, type->dtype, op_int(e, 0)));
    val made = fold(e, s, (val[]){zero, zero});
    if (val_bad(made))
        return false;
    s->dtype = ty_dtype_of(made.ty);
    s->array = air_cast(&e->b, s->dtype, array->node);
    return true;
}

/* Function, dtype and array of a fold by the ufunc; false after an error. */
static bool prepare(elab *e, const bi_call *call, const val *dtype, steps *s)
{
    const char *name = ufunc_name(call);
    const bi_row *row = ufunc_row(call);
    val array = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    pr_loop loop;
    if (val_bad(array) || !row)
        return false;
    elab_at(e, call->where);
    bool logical = true;
    if (strcmp(name, "logical_and") == 0)
        s->fn = AIR_AND;
    else if (strcmp(name, "logical_or") == 0)
        s->fn = AIR_OR;
    else if (strcmp(name, "logical_xor") == 0)
        s->fn = AIR_XOR;
    else
        logical = false;
    bool known = logical || (op_ufunc_of_row(row, &s->fn) && air_fn_arity(s->fn) == 2);
    s->row = known || !op_is_ufunc2(row) ? NULL : row;
    hpc_dtype given = logical ? HPC_BOOL : ty_dtype_of(array.ty);
    char kind = hpc_dtype_kind(given);
    if ((s->fn == AIR_ADD || s->fn == AIR_MUL) && kind != 'f' && kind != 'c')
        given = kind == 'u' ? HPC_U64 : HPC_I64;
    if (!val_dtype_arg(e, dtype, call->where, given, &given))
        return false;
    const ty *type = ty_scalar(e->types, given);
    if (s->row && val_rank(&array) > 0)
        return prepare_row(e, s, &array, type);
    if (!known || val_rank(&array) == 0 ||
        !pr_ufunc(s->fn, (const ty *[]){type, type}, 2, PR_NUMPY, &loop) ||
        loop.in[0] != loop.out) {
        elab_unsupported(e, call->where, arena_printf(e->arena, "this fold by %s", name));
        return false;
    }
    s->dtype = loop.out;
    s->array = air_cast(&e->b, s->dtype, array.node);
    return true;
}

static air_id empty_along(elab *e, const steps *s, air_id length)
{
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = air_at(e->b.fun, s->array)->type.rank;
    for (uint32_t r = 0; r < rank; r++)
        shape[r] = r == s->axis ? length : air_dim(&e->b, s->array, r);
    air_id zero = air_cast(&e->b, s->dtype, op_int(e, 0));
    return air_fill(&e->b, zero, rank, shape);
}

/* What a fold of nothing gives, by the ufunc's name. */
static bool identity_of(const char *name, double *value)
{
    static const struct {
        const char *name;
        double value;
    } identities[] = {
        {"bitwise_and", -1},
        {"bitwise_or", 0},
        {"bitwise_xor", 0},
        {"logical_and", 1},
        {"logical_or", 0},
        {"logical_xor", 0},
        {"logaddexp", -INFINITY},
        {"logaddexp2", -INFINITY},
        {"hypot", 0},
        {"gcd", 0},
        {"add", 0},
        {"multiply", 1},
    };
    for (size_t i = 0; i < sizeof identities / sizeof *identities; i++)
        if (strcmp(identities[i].name, name) == 0)
            return *value = identities[i].value, true;
    return false;
}

static air_id number_of(elab *e, hpc_dtype dtype, double value)
{
    char kind = hpc_dtype_kind(dtype);
    return kind == 'f' || kind == 'c' ? air_cast(&e->b, dtype, op_float(e, value))
                                      : air_cast(&e->b, dtype, op_int(e, (int64_t)value));
}

/* Along one axis, which stays with extent 1. It starts from `initial` or, without one, from the first
 * element: an axis of nothing is then an error. */
static air_id reduce_axis(elab *e, steps *s, air_id initial, span where)
{
    air_id n = air_dim(&e->b, s->array, s->axis), one = op_int(e, 1), zero = op_int(e, 0);
    s->out = empty_along(e, s, one);
    s->segment = zero;
    if (initial) {
        air_store(&e->b, s->out, initial, 0);
        run_steps(e, s, zero, n, where);
        return s->out;
    }
    int row = s->fn == AIR_MAX   ? HPC_CHECK_ZERO_SIZE_MAXIMUM
              : s->fn == AIR_MIN ? HPC_CHECK_ZERO_SIZE_MINIMUM
                                 : HPC_CHECK_ZERO_SIZE_FOLD;
    air_check(&e->b, op_test(e, AIR_GT, n, zero), row, NULL, 0);
    store_at(e, s, zero, slice_of(e, s->array, s->axis, zero, one));
    run_steps(e, s, one, n, where);
    return s->out;
}

static val drop_axes(elab *e, air_id node, uint32_t axes)
{
    air_view view = {0};
    air_id shape[HPC_MAX_RANK], zeros[HPC_MAX_RANK];
    uint32_t rank = air_at(e->b.fun, node)->type.rank, kept = 0;
    for (uint32_t r = 0; r < rank; r++) {
        zeros[r] = op_int(e, 0);
        if (axes >> r & 1)
            continue;
        view.axis[kept] = (int8_t)r;
        shape[kept++] = air_dim(&e->b, node, r);
    }
    if (!kept)
        return val_array(e, air_elem(&e->b, node, zeros));
    return val_array(e, air_view_new(&e->b, node, &view, kept, shape));
}

/* Where the mask is false the element does not count; broadcast to the array's shape. */
static bool read_mask(elab *e, const bi_call *call, const val *given, steps *s)
{
    if (val_absent(given))
        return true;
    val mask = elab_asarray(e, given, HPC_BOOL, call->where);
    if (val_bad(mask))
        return false;
    uint32_t rank = air_at(e->b.fun, s->array)->type.rank;
    air_id shape[HPC_MAX_RANK];
    for (uint32_t r = 0; r < rank; r++)
        shape[r] = air_dim(&e->b, s->array, r);
    air_id node =
        mask.ty->kind == TY_ARRAY ? mask.node : air_fill(&e->b, val_node(e, &mask), 0, NULL);
    if (val_rank(&mask) > rank)
        return elab_unsupported(e, call->where, "a mask of more axes than the array"), false;
    op_check_axes(e, node, s->array, HPC_CHECK_BROADCAST);
    s->mask = air_broadcast_to(&e->b, node, rank, shape);
    return true;
}

/* The value that the fold starts from; 0: the first element. False after an error. */
static bool read_initial(elab *e, const bi_call *call, const val *given, steps *s, air_id *initial)
{
    double identity;
    *initial = 0;
    if (!val_absent(given) && !val_is_none(given)) {
        val value = elab_asarray(e, given, HPC_DTYPE_COUNT, call->where);
        if (val_bad(value) || val_rank(&value) > 0)
            return false;
        *initial = val_cast_node(e, &value, s->dtype, call->where);
        return *initial != 0;
    }
    if (identity_of(ufunc_name(call), &identity)) {
        *initial = number_of(e, s->dtype, identity);
        return true;
    }
    if (s->mask)
        elab_error(e, call->where, "ValueError",
                   "reduction operation '%s' does not have an identity, so to use a where mask one "
                   "has to specify 'initial'",
                   ufunc_name(call));
    return !s->mask;
}

/* NumPy's SIMD loops of these take the first operand once for several elements: the fold's result is
 * none that follows from the function. */
static bool folds_by_simd(const steps *s)
{
    return !s->row && (s->fn == AIR_ATAN2 || (s->fn == AIR_POW && s->dtype >= HPC_F16));
}

/* Rounding depends on the order of a fold over several axes, which is that of the memory: known for
 * all axes in C order. */
static bool as_one_axis(elab *e, steps *s, uint32_t *axes, bool more)
{
    air_type type = air_at(e->b.fun, s->array)->type;
    if (more || *axes != (UINT32_C(1) << type.rank) - 1 || !(type.facts & AIR_C_ORDER))
        return false;
    air_id size = op_int(e, 1);
    for (uint32_t r = 0; r < type.rank; r++)
        size = op_map2(e, AIR_MUL, HPC_I64, size, air_dim(&e->b, s->array, r));
    s->array = air_reshape(&e->b, s->array, 1, &size);
    *axes = 1;
    return true;
}

static val reduce_in_order(elab *e, const bi_call *call, const val *values)
{
    steps s = {.running = false};
    uint32_t axes;
    air_id initial;
    bool keep = false;
    if (!prepare(e, call, &values[1], &s) ||
        !val_axes(e, &values[0], air_at(e->b.fun, s.array)->type.rank, call->where, &axes) ||
        !read_mask(e, call, &values[5], &s) || !read_initial(e, call, &values[4], &s, &initial))
        return val_never(e);
    val_const_bool(&call->args[5], &keep);
    bool several = (axes & (axes - 1)) != 0, initial_given = !val_absent(&values[4]);
    double identity;
    if (folds_by_simd(&s))
        return elab_unsupported(e, call->where, "this fold");
    bool reorderable = s.fn == AIR_HYPOT || identity_of(ufunc_name(call), &identity) ||
                       s.fn == AIR_FMIN || s.fn == AIR_FMAX || s.fn == AIR_MAX || s.fn == AIR_MIN;
    if (several && !reorderable)
        return elab_error(e, call->where, "ValueError",
                          "reduction operation '%s' is not reorderable, so at most one axis may be "
                          "specified",
                          ufunc_name(call));
    if (several && (s.row || s.fn == AIR_HYPOT) &&
        !as_one_axis(e, &s, &axes, keep || s.mask || initial_given))
        return elab_unsupported(e, call->where, "this reduce of several axes");
    several = (axes & (axes - 1)) != 0;
    if (several && (s.mask || initial_given))
        return elab_unsupported(e, call->where,
                                "where= or initial= of this reduce of several axes");
    for (uint32_t r = 0; axes >> r; r++) {
        s.axis = r;
        if (axes >> r & 1)
            s.array = reduce_axis(e, &s, initial, call->where);
    }
    val made = keep ? val_array(e, s.array) : drop_axes(e, s.array, axes);
    return val_absent(&values[2])
               ? made
               : op_store_result(e, "reduce", made, values[2], NULL, call->where);
}

/* ---- Methods --------------------------------------------------------------------------------- */

static val ufunc_reduce(elab *e, const bi_call *call)
{
    static const char *const keys[] = {"axis", "dtype", "out", "keepdims", "initial", "where"};
    const folding *f = folding_of(call);
    val values[6];
    for (int i = 0; i < 6; i++)
        values[i] = call->args[2 + i];
    for (int i = 1; i < 6; i++) /* what is the default need not be understood by the function */
        if (val_is_none(&values[i]) || (i == 3 && values[i].is_const && !values[i].i) ||
            (i == 5 && values[i].is_const && values[i].i))
            values[i] = absent(e);
    if (!f || !f->reduces)
        return reduce_in_order(e, call, values);
    val array = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    if (val_bad(array))
        return array;
    elab_at(e, call->where);
    if (val_rank(&array) == 0)
        values[0] = val_none(e);
    return call_with_keywords(e, f->reduces, &array, keys, values, 6, call->where);
}

static val accumulate_in_order(elab *e, const bi_call *call, const val *values)
{
    steps s = {.running = true};
    if (!prepare(e, call, &values[1], &s))
        return val_never(e);
    unsigned axis;
    uint32_t rank = air_at(e->b.fun, s.array)->type.rank;
    if (rank == 0)
        return elab_error(e, call->where, "TypeError", "cannot accumulate on a scalar");
    if (!val_axis(e, &values[0], rank, call->where, &axis))
        return val_never(e);
    s.axis = axis;
    air_id n = air_dim(&e->b, s.array, axis);
    s.out = air_copy_keep(&e->b, air_cast(&e->b, s.dtype, s.array)); /* the first is in its place */
    run_steps(e, &s, op_int(e, 1), n, call->where);
    val made = val_array(e, s.out);
    return val_absent(&values[2])
               ? made
               : op_store_result(e, "accumulate", made, values[2], NULL, call->where);
}

static val ufunc_accumulate(elab *e, const bi_call *call)
{
    static const char *const keys[] = {"axis", "dtype", "out"};
    const folding *f = folding_of(call);
    val values[3];
    for (int i = 0; i < 3; i++)
        values[i] = val_is_none(&call->args[2 + i]) ? absent(e) : call->args[2 + i];
    if (!f || !f->accumulates)
        return accumulate_in_order(e, call, values);
    val array = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    if (val_bad(array))
        return array;
    if (val_rank(&array) == 0)
        return elab_error(e, call->where, "TypeError", "cannot accumulate on a scalar");
    return call_with_keywords(e, f->accumulates, &array, keys, values, 3, call->where);
}

typedef struct segments {
    steps s;
    air_id indices, count, n;
    span where;
} segments;

/* The sum along an axis by runs, whatever the memory order: of C-ordered elements with the axis last. */
static air_id sum_of_runs(elab *e, air_id array, uint32_t axis)
{
    uint32_t rank = air_at(e->b.fun, array)->type.rank;
    uint8_t last[HPC_MAX_RANK], back[HPC_MAX_RANK];
    for (uint32_t r = 0; r < rank; r++) {
        last[r] = (uint8_t)(r < axis ? r : r + 1 < rank ? r + 1 : axis);
        back[last[r]] = (uint8_t)r;
    }
    air_id moved = rank > 1 ? air_copy(&e->b, air_transpose(&e->b, array, last)) : array;
    air_id sum = air_reduce(&e->b, AIR_ADD, moved, UINT32_C(1) << (rank - 1), true);
    return rank > 1 ? air_transpose(&e->b, sum, back) : sum;
}

/* A segment's sum in NumPy's order: its first element, and that plus the pairwise sum of the others. */
static air_id segment_sum(elab *e, const steps *s, air_id start, air_id length)
{
    hpc_dtype dtype = s->dtype == HPC_F16 ? HPC_F32 : s->dtype; /* rounded once, at the end */
    air_id array = air_cast(&e->b, dtype, s->array);
    air_id first = slice_of(e, array, s->axis, start, op_int(e, 1));
    air_id rest = op_map2(e, AIR_SUB, HPC_I64, length, op_int(e, 1));
    air_id after = op_map2(e, AIR_ADD, HPC_I64, start, op_int(e, 1));
    air_id others = sum_of_runs(e, slice_of(e, array, s->axis, after, rest), s->axis);
    const air_node *n = air_at(e->b.fun, first);
    uint32_t rank = n->type.rank;
    air_id shape[HPC_MAX_RANK];
    memcpy(shape, n->shape, rank * sizeof *shape);
    air_id added[] = {first, others};
    air_id sum = air_map(&e->b, AIR_ADD, dtype, added, 2, rank, shape);
    air_id chosen[] = {op_test(e, AIR_GT, rest, op_int(e, 0)), sum, first};
    return air_cast(&e->b, s->dtype, air_map(&e->b, AIR_SELECT, dtype, chosen, 3, rank, shape));
}

/* out[k] = fn over array[indices[k] : indices[k + 1]], or array[indices[k]] where that is empty. */
static void one_segment(elab *e, val element, void *user)
{
    segments *g = user;
    air_id k = val_node(e, &element), one = op_int(e, 1);
    air_id last = op_map2(e, AIR_SUB, HPC_I64, g->count, one);
    air_id is_last = op_test(e, AIR_EQ, k, last);
    air_id next =
        air_map3(&e->b, AIR_SELECT, HPC_I64, is_last, k, op_map2(e, AIR_ADD, HPC_I64, k, one));
    air_id start = air_cast(&e->b, HPC_I64, air_elem(&e->b, g->indices, &k));
    air_id values[] = {start, op_int(e, g->s.axis), g->n};
    air_check(&e->b, op_test(e, AIR_GE, start, op_int(e, 0)), HPC_CHECK_INDEX, values, 3);
    start = air_index(&e->b, start, g->n, g->s.axis);
    air_id end = air_cast(&e->b, HPC_I64, air_elem(&e->b, g->indices, &next));
    end = air_map3(&e->b, AIR_SELECT, HPC_I64, is_last, g->n, end);
    g->s.segment = k;
    air_fn fn = g->s.fn;
    bool reduces = !g->s.row && (fn == AIR_ADD || fn == AIR_MUL || fn == AIR_MIN || fn == AIR_MAX);
    if (reduces) {
        air_id length = op_map2(e, AIR_SUB, HPC_I64, end, start);
        length = air_map3(&e->b, AIR_SELECT, HPC_I64, op_test(e, AIR_GT, length, one), length, one);
        char kind = hpc_dtype_kind(g->s.dtype);
        if (fn == AIR_ADD && (kind == 'f' || kind == 'c')) {
            store_at(e, &g->s, k, segment_sum(e, &g->s, start, length));
            return;
        }
        air_id part = slice_of(e, g->s.array, g->s.axis, start, length);
        if (g->s.dtype == HPC_F16)
            part = air_cast(&e->b, HPC_F32, part);
        air_id made = air_reduce(&e->b, fn, part, UINT32_C(1) << g->s.axis, true);
        store_at(e, &g->s, k, air_cast(&e->b, g->s.dtype, made));
        return;
    }
    store_at(e, &g->s, k, slice_of(e, g->s.array, g->s.axis, start, one));
    run_steps(e, &g->s, op_map2(e, AIR_ADD, HPC_I64, start, one), end, g->where);
}

static val ufunc_reduceat(elab *e, const bi_call *call)
{
    segments g = {.where = call->where};
    unsigned axis;
    val indices = elab_asarray(e, &call->args[2], HPC_DTYPE_COUNT, call->spans[2]);
    if (val_bad(indices) || !prepare(e, call, &call->args[4], &g.s) ||
        !val_axis(e, &call->args[3], air_at(e->b.fun, g.s.array)->type.rank, call->where, &axis))
        return val_never(e);
    if (folds_by_simd(&g.s))
        return elab_unsupported(e, call->where, "this fold");
    char kind = hpc_dtype_kind(ty_dtype_of(indices.ty));
    if (val_rank(&indices) != 1 || (kind != 'i' && kind != 'u'))
        return elab_error(e, call->where, "TypeError", "reduceat takes an array of int indices");
    g.s.axis = axis;
    g.indices = indices.node;
    g.n = air_dim(&e->b, g.s.array, axis);
    g.count = air_dim(&e->b, indices.node, 0);
    g.s.out = empty_along(e, &g.s, g.count);
    val items[3] = {val_int(e, 0), val_int_node(e, g.count), val_int(e, 1)};
    val range = {.ty = ty_basic(e->types, TY_RANGE), .items = items, .count = 3};
    elab_iterate(e, range, call->where, one_segment, NULL, NULL, &g);
    val made = val_array(e, g.s.out);
    return val_is_none(&call->args[5])
               ? made
               : op_store_result(e, "reduceat", made, call->args[5], NULL, call->where);
}

/* ---- at -------------------------------------------------------------------------------------- */

typedef struct scatter {
    const bi_row *row;
    val target, value; /* value TY_ABSENT: a ufunc of one argument */
    val indices[HPC_MAX_RANK];
    uint32_t count;
    bool tuple;
    span where;
} scatter;

/* target[index[k]] = fn(target[index[k]], value[k]): repeated indexes add up. */
static void one_at(elab *e, val element, void *user)
{
    scatter *s = user;
    val parts[HPC_MAX_RANK];
    for (uint32_t i = 0; i < s->count; i++)
        parts[i] = val_rank(&s->indices[i]) ? op_getitem(e, s->indices[i], element, s->where)
                                            : s->indices[i];
    val index = s->tuple ? val_tuple(e, parts, s->count) : parts[0];
    bool alone = val_absent(&s->value);
    val value =
        !alone && val_rank(&s->value) ? op_getitem(e, s->value, element, s->where) : s->value;
    val old = op_getitem(e, s->target, index, s->where);
    if (val_bad(index) || val_bad(value) || val_bad(old))
        return;
    val callee = {.ty = ty_ref(e->types, TY_BUILTIN, s->row->name, s->row)};
    call_args args = {.args = (val[]){old, value}, .count = alone ? 1 : 2};
    val made = elab_call(e, callee, &args, s->where);
    if (!val_bad(made))
        op_setitem(e, s->target, index, made, s->where);
}

static bool read_indices(elab *e, const bi_call *call, scatter *s)
{
    const val *given = &call->args[2];
    s->tuple = given->ty->kind == TY_TUPLE;
    s->count = s->tuple ? given->count : 1;
    if (s->count < 1 || s->count > HPC_MAX_RANK)
        return false;
    for (uint32_t i = 0; i < s->count; i++) {
        const val *one = s->tuple ? &given->items[i] : given;
        s->indices[i] = elab_asarray(e, one, HPC_DTYPE_COUNT, call->spans[2]);
        if (val_bad(s->indices[i]))
            return false;
        char kind = hpc_dtype_kind(ty_dtype_of(s->indices[i].ty));
        if (kind != 'i' && kind != 'u') {
            elab_unsupported(e, call->spans[2], "at with these indices");
            return false;
        }
    }
    return true;
}

/* node with the shape, as one axis in C order */
static air_id flattened(elab *e, air_id node, uint32_t rank, const air_id *shape, air_id total)
{
    return air_reshape(&e->b, air_broadcast_to(&e->b, node, rank, shape), 1, &total);
}

/* Index arrays of several axes: they and the value broadcast and become one axis. */
static bool flatten_indices(elab *e, scatter *s)
{
    air_id nodes[HPC_MAX_RANK], shape[HPC_MAX_RANK], total = op_int(e, 1);
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        nodes[i] = s->indices[i].node;
        uint32_t rank = val_rank(&s->indices[i]);
        deepest = rank > deepest ? rank : deepest;
    }
    if (deepest < 2)
        return true;
    if (s->count != s->target.ty->rank || val_rank(&s->value) > deepest) {
        elab_unsupported(e, s->where, "at with these indices");
        return false;
    }
    uint32_t rank = air_broadcast(&e->b, nodes, s->count, shape);
    for (uint32_t r = 0; r < rank; r++)
        total = op_map2(e, AIR_MUL, HPC_I64, total, shape[r]);
    for (uint32_t i = 0; i < s->count; i++)
        if (val_rank(&s->indices[i]))
            s->indices[i] = val_array(e, flattened(e, nodes[i], rank, shape, total));
    if (val_rank(&s->value))
        s->value = val_array(e, flattened(e, s->value.node, rank, shape, total));
    return true;
}

/* An index that is more than arrays of integers: slices, masks, None. */
static bool is_general(const val *index)
{
    if (index->ty->kind == TY_TUPLE) {
        for (uint32_t i = 0; i < index->count; i++)
            if (is_general(&index->items[i]))
                return true;
        return false;
    }
    bool number = ty_is_arraylike(index->ty) && hpc_dtype_kind(ty_dtype_of(index->ty)) != 'b';
    bool list = index->ty->kind == TY_LIST &&
                (!index->count || (ty_is_arraylike(index->items[0].ty) &&
                                   ty_dtype_of(index->items[0].ty) != HPC_BOOL));
    return !number && !list;
}

/* Any index as the positions in C order that it selects, then as index arrays of rank 1, one an axis;
 * the value broadcasts to what is selected. */
static bool resolve_general(elab *e, const bi_call *call, scatter *s)
{
    uint32_t rank = s->target.ty->rank, selected_rank;
    air_id shape[HPC_MAX_RANK], size = op_int(e, 1), selected[HPC_MAX_RANK];
    for (uint32_t r = 0; r < rank; r++) {
        shape[r] = val_extent(e, &s->target, r);
        size = op_map2(e, AIR_MUL, HPC_I64, size, shape[r]);
    }
    air_id all = air_reshape(&e->b, air_coord(&e->b, 0, 1, &size), rank, shape);
    val places = op_getitem(e, val_array(e, all), call->args[2], call->where);
    if (val_bad(places))
        return false;
    if (places.ty->kind != TY_ARRAY)
        places = val_array(e, air_fill(&e->b, val_node(e, &places), 0, NULL));
    selected_rank = places.ty->rank;
    air_id total = op_int(e, 1);
    for (uint32_t r = 0; r < selected_rank; r++) {
        selected[r] = val_extent(e, &places, r);
        total = op_map2(e, AIR_MUL, HPC_I64, total, selected[r]);
    }
    if (!val_absent(&s->value) && val_rank(&s->value)) {
        if (val_rank(&s->value) > selected_rank)
            return elab_unsupported(e, s->where, "at with a value of this rank"), false;
        s->value = val_array(e, flattened(e, s->value.node, selected_rank, selected, total));
    }
    air_id rest = air_copy(&e->b, air_reshape(&e->b, places.node, 1, &total));
    s->tuple = true;
    s->count = rank;
    for (uint32_t r = rank; r-- > 0;) {
        s->indices[r] = val_array(e, op_map2(e, AIR_MOD, HPC_I64, rest, shape[r]));
        s->indices[r] = val_array(e, air_copy(&e->b, s->indices[r].node));
        rest = op_map2(e, AIR_FLOORDIV, HPC_I64, rest, shape[r]);
    }
    return rank > 0;
}

/* What is read while the target changes is read from a copy, as NumPy does where they overlap. */
static void keep_apart(elab *e, val *v)
{
    if (v->ty->kind == TY_ARRAY && v->ty->rank)
        *v = val_array(e, air_copy(&e->b, v->node));
}

static val ufunc_at(elab *e, const bi_call *call)
{
    scatter s = {.row = ufunc_row(call), .target = call->args[1], .where = call->where};
    air_id count = op_int(e, 1);
    s.value = call->args[3];
    bool alone = val_absent(&s.value);
    if (s.target.ty->kind != TY_ARRAY || !s.row)
        return elab_error(e, call->where, "TypeError", "first operand must be array");
    if (alone ? !op_is_ufunc1(s.row) : !op_is_ufunc2(s.row))
        return elab_error(e, call->where, "ValueError",
                          alone ? "second operand needed for ufunc"
                                : "second operand provided when ufunc is unary");
    elab_at(e, call->where);
    if (!alone) {
        s.value = elab_asarray(e, &call->args[3], HPC_DTYPE_COUNT, call->spans[3]);
        keep_apart(e, &s.value);
    }
    const val *index = &call->args[2];
    uint32_t entries = index->ty->kind == TY_TUPLE ? index->count : 1;
    uint32_t deep = alone || val_bad(s.value) ? 0 : val_rank(&s.value);
    bool general = is_general(index) || deep > 1 || (deep == 1 && entries < s.target.ty->rank);
    if (val_bad(s.value) || !(general ? resolve_general(e, call, &s) : read_indices(e, call, &s)))
        return val_never(e);
    for (uint32_t i = 0; !general && i < s.count; i++)
        keep_apart(e, &s.indices[i]);
    if (!general && !flatten_indices(e, &s))
        return val_never(e);
    for (uint32_t i = 0; i < s.count; i++)
        if (val_rank(&s.indices[i]))
            count = air_dim(&e->b, s.indices[i].node, 0);
    if (!alone && val_rank(&s.value) > 1 + s.target.ty->rank - s.count)
        return elab_unsupported(e, call->where, "at with a value of this rank");
    val items[3] = {val_int(e, 0), val_int_node(e, count), val_int(e, 1)};
    val range = {.ty = ty_basic(e->types, TY_RANGE), .items = items, .count = 3};
    elab_iterate(e, range, call->where, one_at, NULL, NULL, &s);
    return val_none(e);
}

/* a[..., None, None] op b: as many new axes as b has. */
static val ufunc_outer(elab *e, const bi_call *call)
{
    const bi_row *row = ufunc_row(call);
    val a = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    val b = elab_asarray(e, &call->args[2], HPC_DTYPE_COUNT, call->spans[2]);
    if (val_bad(a) || val_bad(b) || !row)
        return val_never(e);
    elab_at(e, call->where);
    uint32_t rank = val_rank(&a), more = val_rank(&b);
    if (rank + more > HPC_MAX_RANK)
        return elab_error(e, call->where, "ValueError", "maximum supported dimension is %d",
                          HPC_MAX_RANK);
    if (rank > 0) {
        air_id node = a.node;
        for (uint32_t i = 0; i < more; i++)
            node = air_newaxis(&e->b, node, rank + i);
        a = val_array(e, node);
    }
    val callee = {.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
    call_args args = {.args = (val[]){a, b}, .spans = call->spans + 1, .count = 2};
    return elab_call(e, callee, &args, call->where);
}

/* nin, nout, nargs by the row's kind. */
static val ufunc_number(elab *e, const bi_call *call)
{
    const bi_row *row = ufunc_row(call);
    int one = row && op_is_ufunc1(row), two = row && op_is_ufunc2(row);
    if (!one && !two)
        return elab_unsupported(e, call->where, "this fact of the function");
    return val_int(e, call->row->data == 1 ? 1 : call->row->data == 0 ? 1 + two : 2 + two);
}

static val ufunc_identity(elab *e, const bi_call *call)
{
    double value;
    const bi_row *row = ufunc_row(call);
    if (!row || !(op_is_ufunc1(row) || op_is_ufunc2(row)))
        return elab_unsupported(e, call->where, "this fact of the function");
    if (!identity_of(ufunc_name(call), &value))
        return val_none(e);
    if (strncmp(ufunc_name(call), "logical", 7) == 0)
        return val_bool(e, value != 0);
    return isinf(value) ? val_float(e, value) : val_int(e, (int64_t)value);
}

static const bi_row rows[] = {
    {"ufunc.nin", "self", ufunc_number, 0, BI_METHOD | BI_ATTRIBUTE, "number of arguments"},
    {"ufunc.nout", "self", ufunc_number, 1, BI_METHOD | BI_ATTRIBUTE, "number of results"},
    {"ufunc.nargs", "self", ufunc_number, 2, BI_METHOD | BI_ATTRIBUTE, "both together"},
    {"ufunc.identity", "self", ufunc_identity, 0, BI_METHOD | BI_ATTRIBUTE,
     "what a fold of nothing gives, or None"},
    {"ufunc.reduce",
     "self, array, axis=0, dtype=None, out=None, keepdims=False, initial=..., where=True",
     ufunc_reduce, 0, BI_METHOD,
     "fold along axes; ufuncs without an order of their own along one axis, in order"},
    {"ufunc.accumulate", "self, array, axis=0, dtype=None, out=None", ufunc_accumulate, 0,
     BI_METHOD, "the running fold along an axis"},
    {"ufunc.reduceat", "self, array, indices, axis=0, dtype=None, out=None", ufunc_reduceat, 0,
     BI_METHOD, "fold array[indices[k]:indices[k + 1]] for every k"},
    {"ufunc.at", "self, a, indices, b=..., /", ufunc_at, 0, BI_METHOD,
     "a[indices] = ufunc(a[indices], b), once for every index"},
    {"ufunc.outer", "self, a, b, /", ufunc_outer, 0, BI_METHOD,
     "the ufunc of every pair: shape a.shape + b.shape"},
};

BI_TABLE(bi_ufunc_method, rows);
