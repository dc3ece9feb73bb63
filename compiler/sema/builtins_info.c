/* What is known of dtypes and values: finfo, iinfo, can_cast, issubdtype, iscomplexobj, ... All but
 * the sharing of memory are constants. */
#include <float.h>
#include <string.h>

#include "../../runtime/table.h"
#include "elab_scope.h"
#include "promote.h"

static val number(elab *e, hpc_dtype dtype, double value)
{
    return (val){.ty = ty_scalar(e->types, dtype), .is_const = true, .f = value};
}

/* ---- finfo, iinfo ----------------------------------------------------------------------------- */

/* A dtype or a value that has one. */
static bool dtype_of(elab *e, const val *v, span where, hpc_dtype *dtype)
{
    if (ty_is_arraylike(v->ty))
        return *dtype = ty_dtype_of(v->ty), true;
    return val_dtype_arg(e, v, where, HPC_F64, dtype);
}

static val info_object(elab *e, const char *name, hpc_dtype dtype)
{
    val part = val_dtype(e, dtype);
    return val_parts(e, name, &part, 1);
}

static val finfo(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    if (!dtype_of(e, &c->args[0], c->where, &dtype))
        return val_never(e);
    if (hpc_dtype_kind(dtype) == 'c')
        dtype = dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    if (hpc_dtype_kind(dtype) != 'f')
        return elab_error(e, c->where, "ValueError", "data type dtype('%s') not inexact",
                          hpc_dtype_name(dtype));
    return info_object(e, "finfo", dtype);
}

static val iinfo(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    if (!dtype_of(e, &c->args[0], c->where, &dtype))
        return val_never(e);
    char kind = hpc_dtype_kind(dtype);
    if (kind != 'i' && kind != 'u')
        return elab_error(e, c->where, "ValueError", "Invalid integer data type '%c'.", kind);
    return info_object(e, "iinfo", dtype);
}

/* clang-format off */
enum {
    EPS, EPSNEG, TINY, MAX, MIN, RESOLUTION, BITS, NMANT, PRECISION, SUBNORMAL,
    MACHEP, NEGEP, IEXP, MINEXP, MAXEXP, NEXP, PART_COUNT
};
/* clang-format on */

static const double floats[][PART_COUNT] = {
    /* eps, epsneg, tiny, max, min, resolution, bits, nmant, precision, smallest subnormal,
     * machep, negep, iexp, minexp, maxexp, nexp */
    {0x1p-10, 0x1p-11, 0x1p-14, 65504, -65504, 0x1.064p-10, 16, 10, 3, 0x1p-24, -10, -11, 5, -14,
     16, 5},
    {FLT_EPSILON, FLT_EPSILON / 2, FLT_MIN, FLT_MAX, -FLT_MAX, (float)1e-6, 32, 23, 6, 0x1p-149,
     -23, -24, 8, -126, 128, 8},
    {DBL_EPSILON, DBL_EPSILON / 2, DBL_MIN, DBL_MAX, -DBL_MAX, 1e-15, 64, 52, 15, 0x1p-1074, -52,
     -53, 11, -1022, 1024, 11},
};

static val finfo_part(elab *e, const bi_call *c)
{
    hpc_dtype dtype = c->args[0].items[0].ty->dtype;
    double value = floats[dtype == HPC_F16 ? 0 : dtype == HPC_F32 ? 1 : 2][c->row->data];
    bool whole = c->row->data == BITS || c->row->data == NMANT || c->row->data == PRECISION ||
                 c->row->data >= MACHEP;
    return whole ? val_int(e, (int64_t)value) : number(e, dtype, value);
}

static val iinfo_part(elab *e, const bi_call *c)
{
    hpc_dtype dtype = c->args[0].items[0].ty->dtype;
    bool is_signed = hpc_dtype_kind(dtype) == 'i';
    int bits = 8 * (int)hpc_dtype_size(dtype);
    if (c->row->data == BITS)
        return val_int(e, bits);
    if (c->row->data == MAX && !is_signed && bits == 64)
        return elab_error(e, c->where, "OverflowError",
                          "iinfo(uint64).max does not fit a 64-bit int");
    int64_t high = bits == 64 ? INT64_MAX : (INT64_C(1) << (bits - is_signed)) - 1;
    return val_int(e, c->row->data == MAX ? high : is_signed ? -high - 1 : 0);
}

static val info_dtype(elab *e, const bi_call *c)
{
    (void)e;
    return c->args[0].items[0];
}

/* ---- Questions about types -------------------------------------------------------------------- */

static val can_cast(elab *e, const bi_call *c)
{
    hpc_dtype from, to;
    const val *casting = &c->args[2];
    if (!dtype_of(e, &c->args[0], c->where, &from) ||
        !val_dtype_arg(e, &c->args[1], c->where, HPC_F64, &to))
        return val_never(e);
    if (casting->ty->kind != TY_STR || !casting->is_const)
        return elab_need_constant(e, casting, c->where, "casting");
    char rule = strcmp(casting->text, "same_kind") == 0 ? 'k' : casting->text[0];
    return val_bool(e, pr_can_cast(from, to, rule));
}

static val promote_types(elab *e, const bi_call *c)
{
    hpc_dtype a, b;
    if (!val_dtype_arg(e, &c->args[0], c->where, HPC_F64, &a) ||
        !val_dtype_arg(e, &c->args[1], c->where, HPC_F64, &b))
        return val_never(e);
    return val_dtype(e, pr_promote(a, b));
}

/* A kind (np.floating) is asked of a scalar of the dtype; anything else is a dtype itself. */
static val issubdtype(elab *e, const bi_call *c)
{
    hpc_dtype dtype, other;
    const val *kind = &c->args[1];
    if (!val_dtype_arg(e, &c->args[0], c->where, HPC_F64, &dtype))
        return val_never(e);
    bool is_kind = (kind->ty->kind == TY_CLASS || kind->ty->kind == TY_BUILTIN) && kind->ty->name &&
                   strncmp(kind->ty->name, "numpy.", 6) == 0;
    if (is_kind) {
        val args[] = {{.ty = ty_scalar(e->types, dtype)}, *kind};
        return elab_call_named(e, "isinstance", args, 2, c->where);
    }
    if (!val_dtype_arg(e, kind, c->where, HPC_F64, &other))
        return val_never(e);
    return val_bool(e, dtype == other);
}

static val is_complex(elab *e, const bi_call *c)
{
    val v = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(v))
        return v;
    return val_bool(e, (hpc_dtype_kind(ty_dtype_of(v.ty)) == 'c') == (c->row->data != 0));
}

static val is_scalar(elab *e, const bi_call *c)
{
    const ty *t = c->args[0].ty;
    return val_bool(e, ty_is_number(t) || t->kind == TY_STR);
}

/* data: 1 exact, 0 by bounds */
static val shares(elab *e, const bi_call *c)
{
    const val *a = &c->args[0], *b = &c->args[1];
    if (a->ty->kind != TY_ARRAY || b->ty->kind != TY_ARRAY)
        return val_bool(e, false);
    air_id args[] = {a->node, b->node};
    air_type type = air_scalar_type(HPC_I64);
    int row = c->row->data ? HPC_RT_view_shares : HPC_RT_view_overlaps;
    return val_of(e, ty_basic(e->types, TY_BOOL),
                  air_cast(&e->b, HPC_BOOL, air_rt(&e->b, row, args, 2, &type, 1)));
}

#define PART (BI_METHOD | BI_ATTRIBUTE)

static const bi_row rows[] = {
    {"numpy.finfo", "dtype", finfo, 0, 0,
     "Limits of a float dtype: eps, max, min, tiny, bits, ..."},
    {"finfo.eps", "self", finfo_part, EPS, PART, "The gap above 1."},
    {"finfo.epsneg", "self", finfo_part, EPSNEG, PART, "The gap below 1."},
    {"finfo.tiny", "self", finfo_part, TINY, PART, "The smallest normal number."},
    {"finfo.smallest_normal", "self", finfo_part, TINY, PART, "The smallest normal number."},
    {"finfo.smallest_subnormal", "self", finfo_part, SUBNORMAL, PART,
     "The smallest number above 0."},
    {"finfo.max", "self", finfo_part, MAX, PART, "The largest finite number."},
    {"finfo.min", "self", finfo_part, MIN, PART, "The smallest finite number."},
    {"finfo.resolution", "self", finfo_part, RESOLUTION, PART, "10 ** -precision."},
    {"finfo.bits", "self", finfo_part, BITS, PART, "int; bits of a number."},
    {"finfo.nmant", "self", finfo_part, NMANT, PART, "int; bits of the mantissa."},
    {"finfo.precision", "self", finfo_part, PRECISION, PART, "int; decimal digits that hold."},
    {"finfo.machep", "self", finfo_part, MACHEP, PART, "int; the exponent of eps."},
    {"finfo.negep", "self", finfo_part, NEGEP, PART, "int; the exponent of epsneg."},
    {"finfo.iexp", "self", finfo_part, IEXP, PART, "int; bits of the exponent."},
    {"finfo.nexp", "self", finfo_part, NEXP, PART, "int; bits of the exponent."},
    {"finfo.minexp", "self", finfo_part, MINEXP, PART, "int; the exponent of tiny."},
    {"finfo.maxexp", "self", finfo_part, MAXEXP, PART,
     "int; the smallest power of 2 that overflows."},
    {"finfo.dtype", "self", info_dtype, 0, PART, "The dtype."},
    {"numpy.iinfo", "type", iinfo, 0, 0, "Limits of an integer dtype: min, max, bits."},
    {"iinfo.max", "self", iinfo_part, MAX, PART, "int; the largest value."},
    {"iinfo.min", "self", iinfo_part, MIN, PART, "int; the smallest value."},
    {"iinfo.bits", "self", iinfo_part, BITS, PART, "int; bits of a value."},
    {"iinfo.dtype", "self", info_dtype, 0, PART, "The dtype."},
    {"numpy.can_cast", "from_, to, casting='safe'", can_cast, 0, 0,
     "bool; whether a cast between dtypes is allowed by the rule."},
    {"numpy.promote_types", "type1, type2", promote_types, 0, 0,
     "The dtype that both cast to safely."},
    {"numpy.issubdtype", "arg1, arg2", issubdtype, 0, 0,
     "bool; whether a dtype is another, or of a kind (np.integer, np.floating, ...)."},
    {"numpy.iscomplexobj", "x", is_complex, 1, 0, "bool; whether the dtype is complex."},
    {"numpy.isrealobj", "x", is_complex, 0, 0, "bool; whether the dtype is not complex."},
    {"numpy.isscalar", "element", is_scalar, 0, 0, "bool; whether it is a number or a string."},
    {"numpy.shares_memory", "a, b, /, max_work=None", shares, 1, 0,
     "bool; whether the arrays have an element in common."},
    {"numpy.may_share_memory", "a, b, /, max_work=None", shares, 0, 0,
     "bool; whether the arrays' bounds overlap."},
};

const bi_table bi_info = {rows, sizeof rows / sizeof *rows};
