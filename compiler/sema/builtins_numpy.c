/* numpy's constants, types and settings. */
#include <math.h>

#include "elab_scope.h"
#include "ops.h"

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

/* Floating-point errors say nothing: NumPy's warnings are not printed. Errors are not raised. */
static val bi_errstate(elab *e, const bi_call *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        const val *how = &c->args[i];
        bool quiet = val_is_none(how) ||
                     (how->ty->kind == TY_STR && how->is_const &&
                      (strcmp(how->text, "ignore") == 0 || strcmp(how->text, "warn") == 0));
        if (!quiet)
            return elab_unsupported(e, c->where,
                                    "floating-point errors other than 'ignore' and 'warn'");
    }
    return val_parts(e, "errstate", NULL, 0);
}

static val bi_true(elab *e, const bi_call *c)
{
    (void)c;
    return val_bool(e, true);
}

/* A float of the dtype holds the number's magnitude. */
static bool float_holds(hpc_dtype dtype, double x)
{
    double most = dtype == HPC_F16 ? 65000 : dtype == HPC_F32 ? 3.4e38 : INFINITY;
    return !isfinite(x) || (x > -most && x < most);
}

static hpc_dtype smallest_integer(int64_t value)
{
    static const hpc_dtype signeds[] = {HPC_I8, HPC_I16, HPC_I32, HPC_I64};
    static const hpc_dtype unsigneds[] = {HPC_U8, HPC_U16, HPC_U32, HPC_U64};
    for (int i = 0; i < 3; i++) {
        int bits = 8 << i;
        if (value >= 0 ? value >> bits == 0 : value >= -(INT64_C(1) << (bits - 1)))
            return value >= 0 ? unsigneds[i] : signeds[i];
    }
    return value >= 0 ? HPC_U64 : HPC_I64;
}

static val bi_min_scalar_type(elab *e, const bi_call *c)
{
    const val *v = &c->args[0];
    if (v->ty->kind == TY_ARRAY)
        return v->ty->rank ? val_dtype(e, v->ty->dtype)
                           : elab_unsupported(e, c->where, "min_scalar_type of a 0-d array");
    if (!ty_is_number(v->ty) || !v->is_const)
        return elab_need_constant(e, v, c->where, "the number of min_scalar_type()");
    hpc_dtype dtype = ty_dtype_of(v->ty);
    switch (hpc_dtype_kind(dtype)) {
    case 'b': return val_dtype(e, HPC_BOOL);
    case 'f':
        return val_dtype(e, float_holds(HPC_F16, v->f)   ? HPC_F16
                            : float_holds(HPC_F32, v->f) ? HPC_F32
                                                         : HPC_F64);
    case 'c':
        return val_dtype(
            e, float_holds(HPC_F32, v->c[0]) && float_holds(HPC_F32, v->c[1]) ? HPC_C64 : HPC_C128);
    default: return val_dtype(e, dtype == HPC_U64 && v->i < 0 ? HPC_U64 : smallest_integer(v->i));
    }
}

/* 1 or 0, -1 for a kind that is none. */
static int is_of_kind(elab *e, hpc_dtype dtype, const val *kind, span where)
{
    static const char *const kinds[][2] = {
        {"bool", "b"},       {"signed integer", "i"}, {"unsigned integer", "u"},
        {"integral", "iu"},  {"real floating", "f"},  {"complex floating", "c"},
        {"numeric", "iufc"},
    };
    hpc_dtype other;
    if (kind->ty->kind == TY_TUPLE) {
        int any = 0;
        for (uint32_t i = 0; i < kind->count; i++) {
            int one = is_of_kind(e, dtype, &kind->items[i], where);
            if (one < 0)
                return one;
            any |= one;
        }
        return any;
    }
    if (kind->ty->kind == TY_STR && kind->is_const) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strcmp(kinds[i][0], kind->text) == 0)
                return strchr(kinds[i][1], hpc_dtype_kind(dtype)) != NULL;
        elab_error(e, where, "ValueError",
                   "kind argument is a string, but '%s' is not a known kind", kind->text);
        return -1;
    }
    return val_dtype_arg(e, kind, where, HPC_F64, &other) ? other == dtype : -1;
}

static val bi_isdtype(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    if (!val_dtype_arg(e, &c->args[0], c->where, HPC_F64, &dtype))
        return val_never(e);
    int is = is_of_kind(e, dtype, &c->args[1], c->where);
    return is < 0 ? val_never(e) : val_bool(e, is);
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

/* NumPy's letters of types and their numbers, by hpc_dtype. */
static const char dtype_chars[] = "?bBhHiIlLefdFD";
static const uint8_t dtype_numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 23, 11, 12, 14, 15};

enum { CHAR, STR, NUM, BYTEORDER, ISNATIVE, ALIGNMENT, NDIM, SHAPE, NAMES, TYPE, BASE, HASOBJECT };

static val bi_dtype_part(elab *e, const bi_call *c)
{
    hpc_dtype dtype = c->args[0].ty->dtype;
    int64_t size = hpc_dtype_size(dtype);
    switch (c->row->data) {
    case CHAR: return val_str(e, &dtype_chars[dtype], 1);
    case STR: return val_str(e, hpc_dtype_npy(dtype), strlen(hpc_dtype_npy(dtype)));
    case NUM: return val_int(e, dtype_numbers[dtype]);
    case BYTEORDER: return val_str(e, size == 1 ? "|" : "=", 1);
    case ISNATIVE: return val_bool(e, true);
    case ALIGNMENT: return val_int(e, hpc_dtype_kind(dtype) == 'c' ? size / 2 : size);
    case NDIM: return val_int(e, 0);
    case SHAPE: return val_tuple(e, NULL, 0);
    case NAMES: return val_none(e);
    case HASOBJECT: return val_bool(e, false);
    case TYPE: return val_scalar_class(e, dtype);
    default: return val_dtype(e, dtype);
    }
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

#define DTYPE_PART(name, part, doc)                                                                \
    {                                                                                              \
        "dtype." name, "self", bi_dtype_part, part, BI_METHOD | BI_ATTRIBUTE, doc                  \
    }

/* flag, x, y: x or y, of other dtypes, as the run tells. */
static val bi_either(elab *e, const bi_call *c)
{
    const val *x = &c->args[1], *y = &c->args[2];
    const ty *items[] = {x->ty, y->ty};
    bool arrays = x->ty->kind == TY_ARRAY && y->ty->kind == TY_ARRAY;
    const ty *type = arrays ? union_join_arrays(e, x->ty, y->ty) : ty_union(e->types, items, 2);
    air_id flag = op_operand(e, &c->args[0], HPC_BOOL, c->where);
    air_id nodes[] = {op_map1(e, AIR_CAST, HPC_I64, op_not(e, flag)), x->node, y->node};
    return val_from_components(e, type, nodes);
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
    {"numpy.seterr", "all=None, divide=None, over=None, under=None, invalid=None", bi_errstate, 0,
     0, "Accepted: floating-point warnings are never printed."},
    {"numpy.little_endian", "", bi_true, 0, BI_CONSTANT, "True."},
    {"numpy._either", "flag, x, y, /", bi_either, 0, 0,
     "x where the flag holds, else y, of another dtype: the run tells"},
    {"numpy.min_scalar_type", "a, /", bi_min_scalar_type, 0, 0,
     "The smallest dtype that holds the number; an array's own dtype."},
    {"numpy.isdtype", "dtype, kind", bi_isdtype, 0, 0,
     "bool; whether the dtype is another or of a kind ('integral', 'real floating', ...)."},
    {"numpy.result_type", "*arrays_and_dtypes", bi_result_type, 0, 0,
     "The dtype that an operation on these would compute in."},
    {"dtype.name", "self", bi_dtype_name, 0, BI_METHOD | BI_ATTRIBUTE, "\"float64\", ..."},
    {"dtype.kind", "self", bi_dtype_kind, 0, BI_METHOD | BI_ATTRIBUTE, "One of b i u f c."},
    DTYPE_PART("char", CHAR, "One letter: ? b B h H i I l L e f d F D."),
    DTYPE_PART("str", STR, "\"<f8\", ..."),
    DTYPE_PART("num", NUM, "NumPy's number of the type."),
    DTYPE_PART("byteorder", BYTEORDER, "= or, for bytes, |."),
    DTYPE_PART("isnative", ISNATIVE, "True."),
    DTYPE_PART("alignment", ALIGNMENT, "Bytes that addresses are multiples of."),
    DTYPE_PART("ndim", NDIM, "0."),
    DTYPE_PART("shape", SHAPE, "()."),
    DTYPE_PART("names", NAMES, "None: there are no fields."),
    DTYPE_PART("hasobject", HASOBJECT, "False."),
    DTYPE_PART("base", BASE, "The dtype."),
    DTYPE_PART("type", TYPE, "The type of its scalars."),
};

const bi_table bi_numpy = {rows, sizeof rows / sizeof *rows};
