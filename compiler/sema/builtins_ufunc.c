/* NumPy's ufuncs that are one function of array IR: a row each. All share one handler, which knows
 * out=, where= and dtype=. */
#include "../../runtime/checks.h"
#include "ops.h"

/* The functions of several nodes. */
/* clang-format off */
typedef enum composite {
    SQUARE, RECIPROCAL, FABS, DEG2RAD, RAD2DEG, SPACING, LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR,
    HEAVISIDE, LOGADDEXP, LOGADDEXP2, FLOAT_POWER, DIVMOD, MODF, FREXP,
    BITWISE_COUNT, GCD, LCM
} composite;
/* clang-format on */

/* ---- The arguments that every ufunc has ------------------------------------------------------ */

typedef struct ufunc_call {
    const char *name; /* without "numpy." */
    val args[2];
    uint32_t count;
    val out, out2;   /* TY_NONE: none */
    const val *mask; /* NULL: everywhere */
    bool unsafe;     /* casting='unsafe' */
    hpc_dtype asked; /* dtype=, HPC_DTYPE_COUNT: none */
    span where;
} ufunc_call;

static const char *short_name(const bi_row *row)
{
    const char *dot = strrchr(row->name, '.');
    return dot ? dot + 1 : row->name;
}

static bool is_output(elab *e, const val *v, span where)
{
    if (val_is_none(v) || v->ty->kind == TY_ARRAY)
        return true;
    elab_error(e, where, "TypeError", "return arrays must be of ArrayType");
    return false;
}

/* out=(a,) is out=a. */
static bool read_out(elab *e, const val *given, span where, val *out)
{
    *out = given->ty->kind == TY_TUPLE && given->count == 1 ? given->items[0] : *given;
    return is_output(e, out, where);
}

/* casting='same_kind' and 'unsafe' are about what is stored in out= and about dtype=. */
static bool read_casting(elab *e, const val *casting, span where, bool *unsafe)
{
    const char *rule = casting->ty->kind == TY_STR && casting->is_const ? casting->text : "";
    *unsafe = strcmp(rule, "unsafe") == 0;
    if (*unsafe || strcmp(rule, "same_kind") == 0)
        return true;
    if (!*rule)
        elab_need_constant(e, casting, where, "casting");
    else
        elab_unsupported(e, where, arena_printf(e->arena, "casting='%s'", rule));
    return false;
}

/* An operand as dtype= asks for it. Python's numbers go to any dtype. */
static val as_asked(elab *e, const ufunc_call *u, const val *v, hpc_dtype dtype, span where)
{
    hpc_dtype from = ty_is_arraylike(v->ty) ? ty_dtype_of(v->ty) : dtype;
    bool strong = v->ty->kind == TY_ARRAY || v->ty->kind == TY_SCALAR;
    if (strong && !u->unsafe && !pr_can_cast(from, dtype, 'k'))
        return elab_error(e, where, "TypeError",
                          "Cannot cast ufunc '%s' input from dtype('%s') to dtype('%s') with "
                          "casting rule 'same_kind'",
                          u->name, hpc_dtype_name(from), hpc_dtype_name(dtype));
    return op_astype(e, *v, dtype, where);
}

static val composite2(elab *e, const bi_call *call);

static bool is_logical(const bi_row *row)
{
    return row->handler == composite2 &&
           (row->data == LOGICAL_AND || row->data == LOGICAL_OR || row->data == LOGICAL_XOR);
}

/* The dtype that a row's result has for these arguments without dtype=. False: not known. */
static bool natural_dtype(elab *e, const bi_row *row, const ufunc_call *u, hpc_dtype *dtype)
{
    const ty *types[2] = {u->args[0].ty, u->args[1].ty};
    air_fn fn;
    pr_loop loop;
    *dtype = HPC_BOOL;
    if (is_logical(row))
        return true;
    if (!op_ufunc_of_row(row, &fn) || !pr_ufunc(fn, types, u->count, e->mode, &loop))
        return false;
    *dtype = loop.out;
    return true;
}

/* The arguments from position `out` on: out, where, dtype, casting. dtype= chooses a loop by its
 * result: where the arguments' own loop has another one, they are cast. */
static bool read_call(elab *e, const bi_call *call, uint32_t count, uint32_t out, ufunc_call *u)
{
    bool everywhere;
    hpc_dtype natural;
    *u = (ufunc_call){.name = short_name(call->row), .count = count, .where = call->where};
    u->out = u->out2 = val_none(e);
    const val *mask = &call->args[out + 1], *as = mask + 1, *casting = as + 1;
    if (!read_casting(e, casting, call->where, &u->unsafe) ||
        !val_dtype_arg(e, as, call->spans[out + 2], HPC_DTYPE_COUNT, &u->asked))
        return false;
    u->mask = val_const_bool(mask, &everywhere) && everywhere ? NULL : mask;
    for (uint32_t i = 0; i < count; i++) {
        u->args[i] = op_arraylike(e, &call->args[i], call->spans[i]);
        if (val_bad(u->args[i]))
            return false;
    }
    if (u->asked == HPC_DTYPE_COUNT ||
        (natural_dtype(e, call->row, u, &natural) && natural == u->asked))
        return true;
    for (uint32_t i = 0; i < count; i++) {
        u->args[i] = as_asked(e, u, &u->args[i], u->asked, call->spans[i]);
        if (val_bad(u->args[i]))
            return false;
    }
    return true;
}

/* False after an error: there is no loop with the result that dtype= asks for. */
static bool has_loop(elab *e, const ufunc_call *u, hpc_dtype dtype)
{
    if (u->asked == HPC_DTYPE_COUNT || u->asked == dtype)
        return true;
    elab_error(e, u->where, "TypeError",
               "No loop matching the specified signature and casting was found for ufunc %s",
               u->name);
    return false;
}

/* What was computed, into out= where one is given. */
static val stored(elab *e, const ufunc_call *u, val made, val out)
{
    if (val_bad(made) || !has_loop(e, u, ty_dtype_of(made.ty)))
        return val_never(e);
    if (val_is_none(&out))
        return made;
    if (u->unsafe)
        made = op_astype(e, made, out.ty->dtype, u->where);
    return op_store_result(e, u->name, made, out, u->mask, u->where);
}

/* Where the mask is false the elements stay as they were: unset in a fresh array. */
static val fresh_output(elab *e, const ufunc_call *u, hpc_dtype dtype)
{
    air_id nodes[3];
    for (uint32_t i = 0; i < u->count; i++)
        nodes[i] = val_node(e, &u->args[i]);
    nodes[u->count] = val_node(e, u->mask);
    return op_empty_like(e, dtype, nodes, u->count + 1);
}

static val ufunc(elab *e, const bi_call *call)
{
    air_fn fn = (air_fn)call->row->data;
    ufunc_call u;
    pr_loop loop;
    hpc_dtype natural;
    elab_at(e, call->where);
    uint32_t count = air_fn_arity(fn);
    if (!read_call(e, call, count, count, &u) ||
        !read_out(e, &call->args[count], call->spans[count], &u.out))
        return val_never(e);
    if (val_is_none(&u.out) && u.mask) {
        const ty *types[2] = {u.args[0].ty, u.args[1].ty};
        if (!pr_ufunc(fn, types, u.count, e->mode, &loop))
            return op_ufunc(e, fn, u.name, u.args, u.count, u.where); /* says what is wrong */
        u.out = fresh_output(e, &u, loop.out);
    }
    if (fn == AIR_POW)
        return stored(e, &u, op_power(e, &u.args[0], &u.args[1], false, u.where), u.out);
    if (natural_dtype(e, call->row, &u, &natural) && !has_loop(e, &u, natural))
        return val_never(e);
    if (val_is_none(&u.out) || u.unsafe)
        return stored(e, &u, op_ufunc(e, fn, u.name, u.args, u.count, u.where), u.out);
    return op_ufunc_into(e, fn, u.name, u.args, u.count, u.out, u.mask, u.where);
}

/* a.conj(): only of complex numbers another array. */
static val conjugate_method(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    bool plain = val_is_none(&call->args[1]) && self->ty->kind == TY_ARRAY;
    return plain && hpc_dtype_kind(self->ty->dtype) != 'c' ? *self : ufunc(e, call);
}

bool op_ufunc_of_row(const bi_row *row, air_fn *fn)
{
    *fn = (air_fn)row->data;
    return row->handler == ufunc;
}

/* ---- Functions of several nodes -------------------------------------------------------------- */

/* The float dtype that NumPy's loops for floats only take these operands in. */
static bool float_dtype(elab *e, const ufunc_call *u, hpc_dtype *dtype)
{
    const ty *types[2] = {u->args[0].ty, u->args[1].ty};
    pr_loop loop;
    if (!pr_ufunc(u->count == 1 ? AIR_CBRT : AIR_HYPOT, types, u->count, e->mode, &loop)) {
        op_ufunc(e, u->count == 1 ? AIR_CBRT : AIR_HYPOT, u->name, u->args, u->count, u->where);
        return false;
    }
    *dtype = loop.in[0];
    return true;
}

static air_id constant(elab *e, hpc_dtype dtype, double value)
{
    return air_const_float(&e->b, dtype, value);
}

static air_id choose(elab *e, air_id condition, air_id yes, air_id no)
{
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, yes)->type.dtype;
    return air_map3(&e->b, AIR_SELECT, dtype, condition, yes, no);
}

/* 1 / z by Smith's method, as NumPy's loop writes it (of zero it is NaN). */
static val complex_reciprocal(elab *e, const val *v, hpc_dtype dtype, span where)
{
    hpc_dtype part = dtype == HPC_C64 ? HPC_F32 : HPC_F64;
    air_id z = op_operand(e, v, dtype, where), one = constant(e, part, 1);
    air_id re = op_map1(e, AIR_REAL, part, z), im = op_map1(e, AIR_IMAG, part, z);
    air_id wide = op_test(e, AIR_LE, op_map1(e, AIR_ABS, part, im), op_map1(e, AIR_ABS, part, re));
    air_id large = choose(e, wide, re, im), small = choose(e, wide, im, re);
    air_id ratio = op_map2(e, AIR_DIV, part, small, large);
    air_id d = op_map2(e, AIR_ADD, part, large, op_map2(e, AIR_MUL, part, small, ratio));
    air_id top = choose(e, wide, one, ratio), bottom = choose(e, wide, ratio, one);
    air_id real = op_map2(e, AIR_DIV, part, top, d);
    air_id imag = op_map2(e, AIR_DIV, part, op_map1(e, AIR_NEG, part, bottom), d);
    return val_array(e, op_map2(e, AIR_COMPLEX, dtype, real, imag));
}

static val reciprocal(elab *e, const ufunc_call *u)
{
    val x = u->args[0], one = val_int(e, 1);
    pr_loop loop;
    bool found = pr_ufunc(AIR_CONJ, &x.ty, 1, e->mode, &loop);
    if (found && loop.in[0] >= HPC_C64)
        return complex_reciprocal(e, &x, loop.in[0], u->where);
    if (!found || loop.in[0] >= HPC_F16)
        return op_ufunc(e, AIR_DIV, u->name, (val[]){one, x}, 2, u->where);
    /* as NumPy's C code: (T)(1.0 / x) */
    air_id wide = air_cast(&e->b, HPC_F64, op_operand(e, &x, loop.in[0], u->where));
    air_id inverse = op_map2(e, AIR_DIV, HPC_F64, op_float(e, 1), wide);
    return val_array(e, air_cast(&e->b, loop.in[0], inverse));
}

static val square(elab *e, const ufunc_call *u)
{
    pr_loop loop;
    val x = u->args[0];
    if (pr_ufunc(AIR_CONJ, &x.ty, 1, e->mode, &loop))
        x = val_array(e, op_operand(e, &x, loop.in[0], u->where));
    return op_ufunc(e, AIR_MUL, u->name, (val[]){x, x}, 2, u->where);
}

/* x times a constant in the loop's dtype; float16 is computed in float32. */
static val scaled(elab *e, const ufunc_call *u, double over, double under)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    hpc_dtype wide = dtype == HPC_F16 ? HPC_F32 : dtype;
    air_id x = air_cast(&e->b, wide, op_operand(e, &u->args[0], dtype, u->where));
    double factor = wide == HPC_F32 ? (double)((float)over / (float)under) : over / under;
    return val_array(
        e, air_cast(&e->b, dtype, op_map2(e, AIR_MUL, wide, x, constant(e, wide, factor))));
}

/* The distance to the next float away from zero. */
static val spacing(elab *e, const ufunc_call *u)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    air_id x = op_operand(e, &u->args[0], dtype, u->where);
    air_id infinity = constant(e, dtype, __builtin_inf());
    air_id away = infinity; /* NumPy's float16 always looks upwards */
    if (dtype != HPC_F16)
        away = choose(e, op_test(e, AIR_LT, x, constant(e, dtype, 0)),
                      op_map1(e, AIR_NEG, dtype, infinity), infinity);
    val ends[2] = {val_array(e, x), val_array(e, away)};
    val moved = op_ufunc(e, AIR_NEXTAFTER, "nextafter", ends, 2, u->where);
    air_id next = val_node(e, &moved);
    return val_array(e, op_map2(e, AIR_SUB, dtype, next, x));
}

static val fabs_of(elab *e, const ufunc_call *u)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    air_id x = op_operand(e, &u->args[0], dtype, u->where);
    return val_array(e, op_map1(e, AIR_ABS, dtype, x));
}

static val logical(elab *e, const ufunc_call *u, air_fn fn)
{
    for (uint32_t i = 0; i < 2; i++)
        if (!ty_is_arraylike(u->args[i].ty))
            return op_ufunc(e, AIR_EQ, u->name, u->args, 2, u->where);
    air_id x = op_operand(e, &u->args[0], HPC_BOOL, u->where);
    return val_array(e,
                     op_map2(e, fn, HPC_BOOL, x, op_operand(e, &u->args[1], HPC_BOOL, u->where)));
}

static val heaviside(elab *e, const ufunc_call *u)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    air_id x = op_operand(e, &u->args[0], dtype, u->where);
    air_id at_zero = op_operand(e, &u->args[1], dtype, u->where);
    air_id zero = constant(e, dtype, 0), one = constant(e, dtype, 1);
    air_id side = choose(e, op_test(e, AIR_LT, x, zero), zero, one);
    side = choose(e, op_test(e, AIR_EQ, x, zero), at_zero, side);
    return val_array(e, choose(e, op_map1(e, AIR_ISNAN, HPC_BOOL, x), x, side));
}

/* larger + log1p(exp(-difference)), and its counterpart to the base 2. */
static val logaddexp(elab *e, const ufunc_call *u, bool base2)
{
    const double log2_e = 1.442695040888963407359924681001892137, ln_2 = 0.6931471805599453094;
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    hpc_dtype wide = dtype == HPC_F16 ? HPC_F32 : dtype;
    air_id x = air_cast(&e->b, wide, op_operand(e, &u->args[0], dtype, u->where));
    air_id y = air_cast(&e->b, wide, op_operand(e, &u->args[1], dtype, u->where));
    air_id d = op_map2(e, AIR_SUB, wide, x, y), zero = constant(e, wide, 0);
    air_id positive = op_test(e, AIR_GT, d, zero);
    air_id minus = op_map1(e, AIR_NEG, wide, op_map1(e, AIR_ABS, wide, d));
    air_id more = op_map1(e, AIR_LOG1P, wide, op_map1(e, base2 ? AIR_EXP2 : AIR_EXP, wide, minus));
    if (base2)
        more = op_map2(e, AIR_MUL, wide, constant(e, wide, log2_e), more);
    air_id sum = op_map2(e, AIR_ADD, wide, choose(e, positive, x, y), more);
    air_id known = op_or(e, positive, op_test(e, AIR_LE, d, zero)); /* else NaN */
    sum = choose(e, known, sum, d);
    air_id twice = op_map2(e, AIR_ADD, wide, x, constant(e, wide, base2 ? 1 : ln_2));
    sum = choose(e, op_test(e, AIR_EQ, x, y), twice, sum); /* equal infinities too */
    return val_array(e, air_cast(&e->b, dtype, sum));
}

static val float_power(elab *e, const ufunc_call *u)
{
    val args[2];
    bool complex = false;
    for (uint32_t i = 0; i < 2; i++)
        complex |=
            ty_is_arraylike(u->args[i].ty) && hpc_dtype_kind(ty_dtype_of(u->args[i].ty)) == 'c';
    for (uint32_t i = 0; i < 2; i++)
        args[i] = op_astype(e, u->args[i], complex ? HPC_C128 : HPC_F64, u->where);
    return val_bad(args[0]) || val_bad(args[1]) ? val_never(e)
                                                : op_power(e, &args[0], &args[1], false, u->where);
}

static val divmod_of(elab *e, const ufunc_call *u)
{
    val parts[2] = {op_ufunc(e, AIR_FLOORDIV, "floor_divide", u->args, 2, u->where),
                    op_ufunc(e, AIR_MOD, "remainder", u->args, 2, u->where)};
    return val_tuple(e, parts, 2);
}

/* (fractional part, whole part), both with the sign of x. */
static val modf_of(elab *e, const ufunc_call *u)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    air_id x = op_operand(e, &u->args[0], dtype, u->where);
    air_id whole = op_map1(e, AIR_TRUNC, dtype, x);
    air_id rest = op_map2(e, AIR_SUB, dtype, x, whole);
    rest = choose(e, op_map1(e, AIR_ISINF, HPC_BOOL, x), constant(e, dtype, 0), rest);
    rest = op_map2(e, AIR_COPYSIGN, dtype, rest, x);
    val parts[2] = {val_array(e, rest), val_array(e, whole)};
    return val_tuple(e, parts, 2);
}

static air_id bits_with(elab *e, air_fn fn, air_id x, int64_t constant_bits)
{
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, x)->type.dtype;
    return op_map2(e, fn, dtype, x, air_const_int(&e->b, dtype, constant_bits));
}

/* (mantissa in [0.5, 1), exponent): the exponent field of the float64 that holds x exactly. */
static val frexp_of(elab *e, const ufunc_call *u)
{
    hpc_dtype dtype;
    if (!float_dtype(e, u, &dtype))
        return val_never(e);
    air_id x = air_cast(&e->b, HPC_F64, op_operand(e, &u->args[0], dtype, u->where));
    air_id tiny = op_test(e, AIR_LT, op_map1(e, AIR_ABS, HPC_F64, x), op_float(e, 0x1p-1022));
    air_id normal = choose(e, tiny, op_map2(e, AIR_MUL, HPC_F64, x, op_float(e, 0x1p54)), x);
    air_id special = op_or(e, op_not(e, op_map1(e, AIR_ISFINITE, HPC_BOOL, x)),
                           op_test(e, AIR_EQ, x, op_float(e, 0)));
    air_id bits = op_map1(e, AIR_BITCAST, HPC_I64, normal);
    air_id exponent = bits_with(e, AIR_AND, bits_with(e, AIR_SHR, bits, 52), 0x7ff);
    exponent = bits_with(e, AIR_SUB, exponent, 1022);
    exponent = choose(e, tiny, bits_with(e, AIR_SUB, exponent, 54), exponent);
    exponent = choose(e, special, op_int(e, 0), exponent);
    bits = bits_with(e, AIR_AND, bits, ~(INT64_C(0x7ff) << 52));
    bits = bits_with(e, AIR_OR, bits, INT64_C(1022) << 52);
    air_id mantissa = choose(e, special, x, op_map1(e, AIR_BITCAST, HPC_F64, bits));
    val parts[2] = {val_array(e, air_cast(&e->b, dtype, mantissa)),
                    val_array(e, air_cast(&e->b, HPC_I32, exponent))};
    return val_tuple(e, parts, 2);
}

/* One bits of |x|, added up in parallel: pairs, nibbles, bytes, then all bytes by a product. */
static val bitwise_count(elab *e, const ufunc_call *u)
{
    pr_loop loop;
    if (!pr_ufunc(AIR_SHL, (const ty *[]){u->args[0].ty, u->args[0].ty}, 2, e->mode, &loop))
        return op_ufunc(e, AIR_INVERT, u->name, u->args, 1, u->where);
    air_id x = op_operand(e, &u->args[0], loop.in[0], u->where);
    if (hpc_dtype_kind(loop.in[0]) == 'i') /* in 64 bits the magnitude of every x is right */
        x = op_map1(e, AIR_ABS, HPC_I64, air_cast(&e->b, HPC_I64, x));
    x = air_cast(&e->b, HPC_U64, x);
    air_id odd = bits_with(e, AIR_AND, bits_with(e, AIR_SHR, x, 1), INT64_C(0x5555555555555555));
    x = op_map2(e, AIR_SUB, HPC_U64, x, odd);
    const int64_t pairs = INT64_C(0x3333333333333333), nibbles = INT64_C(0x0f0f0f0f0f0f0f0f);
    air_id high = bits_with(e, AIR_AND, bits_with(e, AIR_SHR, x, 2), pairs);
    x = op_map2(e, AIR_ADD, HPC_U64, bits_with(e, AIR_AND, x, pairs), high);
    x = op_map2(e, AIR_ADD, HPC_U64, x, bits_with(e, AIR_SHR, x, 4));
    x = bits_with(e, AIR_MUL, bits_with(e, AIR_AND, x, nibbles), INT64_C(0x0101010101010101));
    return val_array(e, air_cast(&e->b, HPC_U8, bits_with(e, AIR_SHR, x, 56)));
}

static val compute(elab *e, composite which, const ufunc_call *u)
{
    const double pi = 3.14159265358979323846;
    switch (which) {
    case SQUARE: return square(e, u);
    case RECIPROCAL: return reciprocal(e, u);
    case FABS: return fabs_of(e, u);
    case DEG2RAD: return scaled(e, u, pi, 180);
    case RAD2DEG: return scaled(e, u, 180, pi);
    case SPACING: return spacing(e, u);
    case LOGICAL_AND: return logical(e, u, AIR_AND);
    case LOGICAL_OR: return logical(e, u, AIR_OR);
    case LOGICAL_XOR: return logical(e, u, AIR_XOR);
    case HEAVISIDE: return heaviside(e, u);
    case LOGADDEXP: return logaddexp(e, u, false);
    case LOGADDEXP2: return logaddexp(e, u, true);
    case FLOAT_POWER: return float_power(e, u);
    case DIVMOD: return divmod_of(e, u);
    case FREXP: return frexp_of(e, u);
    case BITWISE_COUNT: return bitwise_count(e, u);
    case GCD: return elab_call_named(e, "numpy._gcd", u->args, 2, u->where);
    case LCM: return elab_call_named(e, "numpy._lcm", u->args, 2, u->where);
    default: return modf_of(e, u);
    }
}

static val composite_with(elab *e, const bi_call *call, uint32_t count)
{
    ufunc_call u;
    elab_at(e, call->where);
    if (!read_call(e, call, count, count, &u) ||
        !read_out(e, &call->args[count], call->spans[count], &u.out))
        return val_never(e);
    val made = compute(e, (composite)call->row->data, &u);
    if (val_bad(made))
        return made;
    if (val_is_none(&u.out) && u.mask)
        u.out = fresh_output(e, &u, ty_dtype_of(made.ty));
    return stored(e, &u, made, u.out);
}

/* Two results: into the third and fourth positions or out=(a, b). Both are computed before one is
 * stored, for an output may be an operand. */
static val pair_with(elab *e, const bi_call *call, uint32_t count)
{
    ufunc_call u;
    elab_at(e, call->where);
    if (!read_call(e, call, count, count + 2, &u))
        return val_never(e);
    val outs[2] = {call->args[count], call->args[count + 1]};
    const val *pair = &call->args[count + 2];
    if (pair->ty->kind == TY_TUPLE && pair->count == 2) {
        outs[0] = pair->items[0];
        outs[1] = pair->items[1];
    } else if (!val_is_none(pair)) {
        return elab_error(e, call->where, "TypeError", "'out' must be a tuple of arrays");
    }
    for (int i = 0; i < 2; i++)
        if (!is_output(e, &outs[i], call->where))
            return val_never(e);
    val made = compute(e, (composite)call->row->data, &u);
    if (val_bad(made))
        return made;
    bool some = !val_is_none(&outs[0]) || !val_is_none(&outs[1]);
    if (u.mask && !some)
        return elab_unsupported(e, call->where, "where= of two results without out=");
    for (int i = 0; some && i < 2; i++)
        if (made.items[i].ty->kind == TY_ARRAY)
            made.items[i] = val_array(e, air_copy_keep(&e->b, made.items[i].node));
    for (int i = 0; i < 2; i++)
        made.items[i] = stored(e, &u, made.items[i], outs[i]);
    return val_bad(made.items[0]) || val_bad(made.items[1]) ? val_never(e)
                                                            : val_tuple(e, made.items, 2);
}

static val pair1(elab *e, const bi_call *call)
{
    return pair_with(e, call, 1);
}

static val pair2(elab *e, const bi_call *call)
{
    return pair_with(e, call, 2);
}

static val composite1(elab *e, const bi_call *call)
{
    return composite_with(e, call, 1);
}

static val composite2(elab *e, const bi_call *call)
{
    return composite_with(e, call, 2);
}

bool op_is_ufunc2(const bi_row *row)
{
    air_fn fn;
    return row->handler == composite2 || (op_ufunc_of_row(row, &fn) && air_fn_arity(fn) == 2);
}

bool op_is_ufunc1(const bi_row *row)
{
    air_fn fn;
    return row->handler == composite1 || (op_ufunc_of_row(row, &fn) && air_fn_arity(fn) == 1);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

#define KEYWORDS "*, where=True, dtype=None, casting='same_kind', order='K', subok=True"
#define SIGNATURE1 "x, /, out=None, " KEYWORDS
#define SIGNATURE2 "x1, x2, /, out=None, " KEYWORDS
#define PAIR1 "x, out1=None, out2=None, /, *, out=None, " KEYWORDS
#define PAIR2 "x1, x2, out1=None, out2=None, /, *, out=None, " KEYWORDS
/* clang-format off */
#define U1(name, fn, doc) {"numpy." name, SIGNATURE1, ufunc, AIR_##fn, 0, doc}
#define U2(name, fn, doc) {"numpy." name, SIGNATURE2, ufunc, AIR_##fn, 0, doc}
#define C1(name, which, doc) {"numpy." name, SIGNATURE1, composite1, which, 0, doc}
#define C2(name, which, doc) {"numpy." name, SIGNATURE2, composite2, which, 0, doc}
/* clang-format on */

static const bi_row rows[] = {
    U1("negative", NEG, "-x; TypeError for bool"),
    U1("positive", POS, "+x, a copy; no loop for bool"),
    U1("absolute", ABS, "magnitude; a complex number's is a float"),
    U1("abs", ABS, "the same as absolute"),
    U1("sign", SIGN, "-1, 0 or 1 of x's dtype; x / |x| of complex numbers"),
    U1("invert", INVERT, "~x of integers, not of bool"),
    U1("bitwise_not", INVERT, "the same as invert"),
    U1("bitwise_invert", INVERT, "the same as invert"),
    U1("conjugate", CONJ, "complex conjugate"),
    U1("conj", CONJ, "the same as conjugate"),
    {"ndarray.conj", "self, /, out=None, " KEYWORDS, conjugate_method, AIR_CONJ, BI_METHOD,
     "complex conjugate"},
    {"ndarray.conjugate", "self, /, out=None, " KEYWORDS, conjugate_method, AIR_CONJ, BI_METHOD,
     "complex conjugate"},
    U1("logical_not", NOT, "bool: x is zero"),
    U1("sqrt", SQRT, "square root; NaN below zero"),
    U1("cbrt", CBRT, "cube root of reals"),
    U1("floor", FLOOR, "largest whole number <= x; integers stay"),
    U1("ceil", CEIL, "smallest whole number >= x; integers stay"),
    U1("trunc", TRUNC, "x towards zero; integers stay"),
    U1("rint", RINT, "nearest whole number, ties to even; a float"),
    U1("signbit", SIGNBIT, "bool: the sign bit is set"),
    U1("isnan", ISNAN, "bool"),
    U1("isinf", ISINF, "bool"),
    U1("isfinite", ISFINITE, "bool"),
    U1("exp", EXP, "e ** x"),
    U1("exp2", EXP2, "2 ** x"),
    U1("expm1", EXPM1, "e ** x - 1, exact near 0"),
    U1("log", LOG, "natural logarithm"),
    U1("log2", LOG2, "logarithm to the base 2"),
    U1("log10", LOG10, "logarithm to the base 10"),
    U1("log1p", LOG1P, "log(1 + x), exact near 0"),
    U1("sin", SIN, "sine of radians"),
    U1("cos", COS, "cosine of radians"),
    U1("tan", TAN, "tangent of radians"),
    U1("arcsin", ASIN, "inverse sine"),
    U1("asin", ASIN, "the same as arcsin"),
    U1("arccos", ACOS, "inverse cosine"),
    U1("acos", ACOS, "the same as arccos"),
    U1("arctan", ATAN, "inverse tangent"),
    U1("atan", ATAN, "the same as arctan"),
    U1("sinh", SINH, "hyperbolic sine"),
    U1("cosh", COSH, "hyperbolic cosine"),
    U1("tanh", TANH, "hyperbolic tangent"),
    U1("arcsinh", ASINH, "inverse hyperbolic sine"),
    U1("asinh", ASINH, "the same as arcsinh"),
    U1("arccosh", ACOSH, "inverse hyperbolic cosine"),
    U1("acosh", ACOSH, "the same as arccosh"),
    U1("arctanh", ATANH, "inverse hyperbolic tangent"),
    U1("atanh", ATANH, "the same as arctanh"),
    U2("add", ADD, "x1 + x2; `or` of bools"),
    U2("subtract", SUB, "x1 - x2; TypeError for bools"),
    U2("multiply", MUL, "x1 * x2; `and` of bools"),
    U2("divide", DIV, "true division; float64 of integers"),
    U2("true_divide", DIV, "the same as divide"),
    U2("floor_divide", FLOORDIV, "x1 // x2; an integer's by 0 is 0"),
    U2("remainder", MOD, "x1 % x2, with the sign of x2"),
    U2("mod", MOD, "the same as remainder"),
    U2("fmod", FMOD, "C's remainder, with the sign of x1"),
    U2("power", POW, "x1 ** x2; ValueError for an integer's negative integer power"),
    U2("pow", POW, "the same as power"),
    U2("minimum", MIN, "the smaller; NaN spreads"),
    U2("maximum", MAX, "the larger; NaN spreads"),
    U2("fmin", FMIN, "the smaller; NaN is ignored"),
    U2("fmax", FMAX, "the larger; NaN is ignored"),
    U2("equal", EQ, "x1 == x2"),
    U2("not_equal", NE, "x1 != x2"),
    U2("less", LT, "x1 < x2"),
    U2("less_equal", LE, "x1 <= x2"),
    U2("greater", GT, "x1 > x2"),
    U2("greater_equal", GE, "x1 >= x2"),
    U2("bitwise_and", AND, "x1 & x2 of integers and bools"),
    U2("bitwise_or", OR, "x1 | x2 of integers and bools"),
    U2("bitwise_xor", XOR, "x1 ^ x2 of integers and bools"),
    U2("left_shift", SHL, "x1 << x2 of integers"),
    U2("bitwise_left_shift", SHL, "the same as left_shift"),
    U2("right_shift", SHR, "x1 >> x2 of integers"),
    U2("bitwise_right_shift", SHR, "the same as right_shift"),
    U2("arctan2", ATAN2, "angle of the point (x2, x1)"),
    U2("atan2", ATAN2, "the same as arctan2"),
    U2("hypot", HYPOT, "sqrt(x1**2 + x2**2) without overflow"),
    U2("copysign", COPYSIGN, "x1 with the sign of x2"),
    U2("nextafter", NEXTAFTER, "the float next to x1 towards x2"),
    U2("ldexp", LDEXP, "x1 * 2 ** x2"),
    C1("square", SQUARE, "x * x"),
    C1("reciprocal", RECIPROCAL, "1 / x; of an integer, cut to an integer"),
    C1("fabs", FABS, "magnitude as a float"),
    C1("deg2rad", DEG2RAD, "degrees to radians"),
    C1("radians", DEG2RAD, "the same as deg2rad"),
    C1("rad2deg", RAD2DEG, "radians to degrees"),
    C1("degrees", RAD2DEG, "the same as rad2deg"),
    C1("spacing", SPACING, "distance to the next float away from zero"),
    {"numpy.modf", PAIR1, pair1, MODF, 0, "(fractional part, whole part)"},
    {"numpy.frexp", PAIR1, pair1, FREXP, 0, "(mantissa in [0.5, 1), int32 exponent)"},
    C2("gcd", GCD, "greatest common divisor of integers"),
    C2("lcm", LCM, "least common multiple of integers"),
    C1("bitwise_count", BITWISE_COUNT, "uint8: number of one bits of |x|"),
    C2("logical_and", LOGICAL_AND, "bool: both are nonzero"),
    C2("logical_or", LOGICAL_OR, "bool: one is nonzero"),
    C2("logical_xor", LOGICAL_XOR, "bool: exactly one is nonzero"),
    C2("heaviside", HEAVISIDE, "0 below zero, x2 at zero, 1 above"),
    C2("logaddexp", LOGADDEXP, "log(exp(x1) + exp(x2))"),
    C2("logaddexp2", LOGADDEXP2, "log2(2**x1 + 2**x2)"),
    C2("float_power", FLOAT_POWER, "x1 ** x2 in float64 or complex128"),
    {"numpy.divmod", PAIR2, pair2, DIVMOD, 0, "(x1 // x2, x1 % x2)"},
};

BI_TABLE(bi_ufunc, rows);
