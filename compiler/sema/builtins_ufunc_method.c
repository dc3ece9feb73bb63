/* Methods of ufuncs: np.add.reduce, np.maximum.accumulate, np.multiply.outer. `self` is the ufunc's
 * row, known when compiling. */
#include "ops.h"
#include "../../runtime/checks.h"

/* What a ufunc can be folded with. `named` is the function of numpy that reduces (or accumulates)
 * the same way, with the same dtype rules. */
typedef struct folding {
    const char *ufunc;
    air_fn fn;
    const char *reduces, *accumulates;
} folding;

static const folding foldings[] = {
    {"add", AIR_ADD, "numpy.sum", "numpy.cumsum"},
    {"multiply", AIR_MUL, "numpy.prod", "numpy.cumprod"},
    {"maximum", AIR_MAX, "numpy.max", NULL},
    {"minimum", AIR_MIN, "numpy.min", NULL},
    {"logical_and", AIR_AND, "numpy.all", NULL},
    {"logical_or", AIR_OR, "numpy.any", NULL},
    {"bitwise_and", AIR_AND, NULL, NULL},
    {"bitwise_or", AIR_OR, NULL, NULL},
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

/* bitwise_and and bitwise_or over axes, in the array's dtype. */
static val reduce_bits(elab *e, const folding *f, const val *array, const val *axis,
                       const val *keepdims, span where)
{
    uint32_t axes;
    bool keep = false;
    if (!val_axes(e, axis, val_rank(array), where, &axes))
        return val_never(e);
    val_const_bool(keepdims, &keep);
    return val_array(e, air_reduce(&e->b, f->fn, array->node, axes, keep));
}

static val ufunc_reduce(elab *e, const bi_call *call)
{
    static const char *const keys[] = {"axis", "dtype", "out", "keepdims", "initial", "where"};
    const folding *f = folding_of(call);
    if (!f)
        return elab_unsupported(e, call->where,
                                arena_printf(e->arena, "%s.reduce", ufunc_name(call)));
    val array = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    if (val_bad(array))
        return array;
    elab_at(e, call->where);
    val values[6];
    bool none = true;
    for (int i = 0; i < 6; i++)
        values[i] = call->args[2 + i];
    for (int i = 1; i < 6; i++) /* what is the default need not be understood by the function */
        if (val_is_none(&values[i]) || (i == 3 && values[i].is_const && !values[i].i) ||
            (i == 5 && values[i].is_const && values[i].i))
            values[i] = absent(e);
    if (val_rank(&array) == 0)
        values[0] = val_none(e);
    if (f->reduces)
        return call_with_keywords(e, f->reduces, &array, keys, values, 6, call->where);
    none = val_absent(&values[1]) && val_absent(&values[2]) && val_absent(&values[4]) &&
           val_absent(&values[5]);
    if (!none || val_rank(&array) == 0 || ty_dtype_of(array.ty) >= HPC_F16)
        return elab_unsupported(e, call->where, "this form of a bitwise reduce");
    return reduce_bits(e, f, &array, &values[0], &call->args[5], call->where);
}

static val ufunc_accumulate(elab *e, const bi_call *call)
{
    static const char *const keys[] = {"axis", "dtype", "out"};
    const folding *f = folding_of(call);
    if (!f || !f->accumulates)
        return elab_unsupported(e, call->where,
                                arena_printf(e->arena, "%s.accumulate", ufunc_name(call)));
    val array = elab_asarray(e, &call->args[1], HPC_DTYPE_COUNT, call->spans[1]);
    if (val_bad(array))
        return array;
    val values[3];
    for (int i = 0; i < 3; i++)
        values[i] = val_is_none(&call->args[2 + i]) ? absent(e) : call->args[2 + i];
    return call_with_keywords(e, f->accumulates, &array, keys, values, 3, call->where);
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

static const bi_row rows[] = {
    {"ufunc.reduce",
     "self, array, axis=0, dtype=None, out=None, keepdims=False, initial=..., where=True",
     ufunc_reduce, 0, BI_METHOD,
     "fold along axes: add, multiply, maximum, minimum, logical and bitwise and/or"},
    {"ufunc.accumulate", "self, array, axis=0, dtype=None, out=None", ufunc_accumulate, 0, BI_METHOD,
     "running sums (add) and products (multiply) along an axis"},
    {"ufunc.outer", "self, a, b, /", ufunc_outer, 0, BI_METHOD,
     "the ufunc of every pair: shape a.shape + b.shape"},
};

BI_TABLE(bi_ufunc_method, rows);
