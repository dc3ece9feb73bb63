/* numpy's constants, types and settings. */
#include <math.h>

#include "elab_scope.h"

static val bi_constant(elab *e, const bi_call *c)
{
    static const double values[] = {3.141592653589793, 2.718281828459045, INFINITY, NAN,
                                    0.5772156649015329};
    return val_float(e, values[c->row->data]);
}

static val bi_newaxis(elab *e, const bi_call *c)
{
    (void)c;
    return val_none(e);
}

static val bi_truth(elab *e, const bi_call *c)
{
    val v = val_bool(e, c->row->data != 0);
    v.ty = ty_scalar(e->types, HPC_BOOL);
    return v;
}

/* np.dtype("f4"), np.dtype(float) */
static val bi_dtype(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    return val_dtype_arg(e, &c->args[0], c->where, HPC_F64, &dtype) ? val_dtype(e, dtype)
                                                                    : val_never(e);
}

static val bi_errstate(elab *e, const bi_call *c)
{
    (void)c;
    return val_parts(e, "errstate", NULL, 0);
}

static val bi_dtype_name(elab *e, const bi_call *c)
{
    const char *name = hpc_dtype_name(c->args[0].ty->dtype);
    return val_str(e, name, strlen(name));
}

static val bi_dtype_kind(elab *e, const bi_call *c)
{
    char kind = hpc_dtype_kind(c->args[0].ty->dtype);
    return val_str(e, &kind, 1);
}

static val bi_result_type(elab *e, const bi_call *c)
{
    const val *given = &c->args[0];
    const ty **types = ARENA_ARRAY(e->arena, const ty *, given->count + 1);
    for (uint32_t i = 0; i < given->count; i++) {
        hpc_dtype dtype;
        types[i] = given->items[i].ty;
        if (ty_is_arraylike(types[i]))
            continue;
        if (!val_dtype_arg(e, &given->items[i], c->where, HPC_F64, &dtype))
            return val_never(e);
        types[i] = ty_scalar(e->types, dtype);
    }
    if (given->count == 0)
        return elab_error(e, c->where, "ValueError", "at least one array or dtype is required");
    return val_dtype(e, pr_result(types, given->count, PR_NUMPY));
}

static const bi_row rows[] = {
    {"numpy.pi", "", bi_constant, 0, BI_CONSTANT, "Circumference over diameter."},
    {"numpy.e", "", bi_constant, 1, BI_CONSTANT, "Base of the natural logarithm."},
    {"numpy.inf", "", bi_constant, 2, BI_CONSTANT, "Positive infinity."},
    {"numpy.nan", "", bi_constant, 3, BI_CONSTANT, "Not a number."},
    {"numpy.euler_gamma", "", bi_constant, 4, BI_CONSTANT, "Euler's constant."},
    {"numpy.newaxis", "", bi_newaxis, 0, BI_CONSTANT, "None: a new axis in an index."},
    {"numpy.True_", "", bi_truth, 1, BI_CONSTANT, "NumPy's true."},
    {"numpy.False_", "", bi_truth, 0, BI_CONSTANT, "NumPy's false."},
    {"numpy.dtype", "dtype", bi_dtype, 0, 0, "The dtype that a name or type stands for."},
    {"numpy.errstate", "all=None, divide=None, over=None, under=None, invalid=None", bi_errstate, 0,
     0, "Accepted: floating-point warnings are never printed."},
    {"numpy.result_type", "*arrays_and_dtypes", bi_result_type, 0, 0,
     "The dtype that an operation on these would compute in."},
    {"dtype.name", "self", bi_dtype_name, 0, BI_METHOD | BI_ATTRIBUTE, "\"float64\", ..."},
    {"dtype.kind", "self", bi_dtype_kind, 0, BI_METHOD | BI_ATTRIBUTE, "One of b i u f c."},
};

const bi_table bi_numpy = {rows, sizeof rows / sizeof *rows};
