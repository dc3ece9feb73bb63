/* Takes a scalar MAP, gives the constant or older node that it is equal to, or 0.
 *
 *   add i64 (%x, const 0) -> %x        mul f64 (const 2.0, const 0.5) -> const 1.0
 *
 * A fold must give the bits of the compiled code: integers wrap at their width, checked operations
 * that overflow stay, floats are folded only where IEEE arithmetic decides the result, and never to
 * a NaN (its bits are the machine's affair). Arrays are not folded: `b = a * 1` is a new storage. */
#include "air_internal.h"

#include <math.h>

#include "../../runtime/cast.h"
#include "../../runtime/fpenv.h"

typedef struct folding {
    air_builder *b;
    const air_node *n;
    const air_node *args[3]; /* valid until a node is made */
    bool constant[3];
    hpc_dtype from; /* the dtype of the operands (of the last one, for SELECT) */
} folding;

static air_id make(const folding *o, air_fn fn, hpc_dtype dtype, air_id x, air_id y)
{
    air_id args[2] = {x, y};
    return air_map(o->b, fn, dtype, args, y ? 2 : 1, 0, NULL);
}

/* ---- Constants as element bytes -------------------------------------------------------------- */

static void to_bytes(const air_node *n, char bytes[16])
{
    size_t size = (size_t)hpc_dtype_size((hpc_dtype)n->type.dtype);
    if (hpc_dtype_kind((hpc_dtype)n->type.dtype) == 'c') {
        memcpy(bytes, &n->imm, size / 2);
        memcpy(bytes + size / 2, &n->imm2, size / 2);
    } else {
        memcpy(bytes, &n->imm, size);
    }
}

static air_id from_bytes(air_builder *b, hpc_dtype dtype, const char bytes[16])
{
    air_node n = air_blank(AIR_OP_CONST, air_scalar_type(dtype));
    size_t size = (size_t)hpc_dtype_size(dtype);
    if (hpc_dtype_kind(dtype) == 'c') {
        memcpy(&n.imm, bytes, size / 2);
        memcpy(&n.imm2, bytes + size / 2, size / 2);
    } else if (hpc_dtype_kind(dtype) == 'i') {
        hpc_value value = hpc_element_load(bytes, dtype);
        n.imm = value.i;
    } else {
        memcpy(&n.imm, bytes, size);
    }
    return air_emit_entry(b, &n);
}

static air_id fold_cast(const folding *o)
{
    hpc_dtype to = (hpc_dtype)o->n->type.dtype;
    if (o->n->fn == AIR_CAST && to == o->from)
        return o->n->args[0];
    if (!o->constant[0])
        return 0;
    char in[16] = {0}, out[16] = {0};
    to_bytes(o->args[0], in);
    if (o->n->fn == AIR_BITCAST) {
        if (hpc_dtype_size(to) != hpc_dtype_size(o->from))
            return 0;
        return from_bytes(o->b, to, in);
    }
    fpenv saved = fpenv_enter();
    hpc_cast_loop(to, o->from)(out, 0, in, 0, 1);
    fpenv_leave(saved);
    return from_bytes(o->b, to, out);
}

/* ---- Integers -------------------------------------------------------------------------------- */

static bool fold_checked(air_fn fn, hpc_dtype dtype, int64_t x, int64_t y, int64_t *r)
{
    bool over = dtype == HPC_U64;
    switch (fn) {
    case AIR_ADD_CHECKED: over |= __builtin_add_overflow(x, y, r); break;
    case AIR_SUB_CHECKED: over |= __builtin_sub_overflow(x, y, r); break;
    case AIR_MUL_CHECKED: over |= __builtin_mul_overflow(x, y, r); break;
    default: over |= __builtin_sub_overflow((int64_t)0, x, r); break;
    }
    if (over)
        return false;
    int64_t bits = hpc_dtype_size(dtype) * 8;
    if (bits == 64)
        return true;
    if (hpc_dtype_kind(dtype) == 'u')
        return *r >= 0 && *r < INT64_C(1) << bits;
    return *r >= -(INT64_C(1) << (bits - 1)) && *r < INT64_C(1) << (bits - 1);
}

static int64_t divide_signed(air_fn fn, int64_t x, int64_t y)
{
    if (y == 0)
        return 0;
    if (y == -1)
        return fn == AIR_FLOORDIV ? (int64_t)(0 - (uint64_t)x) : 0;
    int64_t quotient = x / y, rest = x % y;
    bool adjust = rest != 0 && (rest < 0) != (y < 0);
    switch (fn) {
    case AIR_FLOORDIV: return quotient - adjust;
    case AIR_MOD: return adjust ? rest + y : rest;
    default: return rest;
    }
}

static int64_t divide(const folding *o, int64_t x, int64_t y)
{
    if (hpc_dtype_kind(o->from) == 'i')
        return divide_signed((air_fn)o->n->fn, x, y);
    uint64_t ux = (uint64_t)x, uy = (uint64_t)y;
    if (uy == 0)
        return 0;
    return (int64_t)(o->n->fn == AIR_FLOORDIV ? ux / uy : ux % uy);
}

static int64_t shift(const folding *o, int64_t x, int64_t count)
{
    bool is_signed = hpc_dtype_kind(o->from) == 'i';
    bool far = (uint64_t)count >= (uint64_t)hpc_dtype_size(o->from) * 8;
    if (o->n->fn == AIR_SHL)
        return far ? 0 : (int64_t)((uint64_t)x << count);
    if (is_signed)
        return far ? -(x < 0) : x >> count;
    return far ? 0 : (int64_t)((uint64_t)x >> count);
}

static int64_t power(int64_t x, int64_t exponent)
{
    uint64_t base = (uint64_t)x, r = 1;
    for (uint64_t e = (uint64_t)exponent; e; e >>= 1) {
        if (e & 1)
            r *= base;
        base *= base;
    }
    return (int64_t)r;
}

static bool int_less(const folding *o, int64_t x, int64_t y)
{
    return hpc_dtype_kind(o->from) == 'i' ? x < y : (uint64_t)x < (uint64_t)y;
}

/* The value of an integer or bool function, before it wraps. False: it is not folded. */
static bool int_value(const folding *o, int64_t x, int64_t y, int64_t *r)
{
    bool less = int_less(o, x, y);
    switch (o->n->fn) {
    case AIR_ADD: *r = (int64_t)((uint64_t)x + (uint64_t)y); return true;
    case AIR_SUB: *r = (int64_t)((uint64_t)x - (uint64_t)y); return true;
    case AIR_MUL: *r = (int64_t)((uint64_t)x * (uint64_t)y); return true;
    case AIR_ADD_CHECKED:
    case AIR_SUB_CHECKED:
    case AIR_MUL_CHECKED:
    case AIR_NEG_CHECKED: return fold_checked((air_fn)o->n->fn, o->from, x, y, r);
    case AIR_FLOORDIV:
    case AIR_MOD:
    case AIR_FMOD: *r = divide(o, x, y); return true;
    case AIR_NEG: *r = (int64_t)(0 - (uint64_t)x); return true;
    case AIR_CONJ:
    case AIR_POS: *r = x; return true;
    case AIR_ABS:
        *r = hpc_dtype_kind(o->from) == 'i' && x < 0 ? (int64_t)(0 - (uint64_t)x) : x;
        return true;
    case AIR_SIGN: *r = hpc_dtype_kind(o->from) == 'i' ? (x > 0) - (x < 0) : x != 0; return true;
    case AIR_POW: *r = power(x, y); return hpc_dtype_kind(o->from) == 'u' || y >= 0;
    case AIR_AND: *r = x & y; return true;
    case AIR_OR: *r = x | y; return true;
    case AIR_XOR: *r = x ^ y; return true;
    case AIR_INVERT: *r = o->from == HPC_BOOL ? !x : ~x; return true;
    case AIR_SHL:
    case AIR_SHR: *r = shift(o, x, y); return true;
    case AIR_MIN:
    case AIR_FMIN: *r = less ? x : y; return true;
    case AIR_MAX:
    case AIR_FMAX: *r = less ? y : x; return true;
    case AIR_EQ: *r = x == y; return true;
    case AIR_NE: *r = x != y; return true;
    case AIR_LT: *r = less; return true;
    case AIR_LE: *r = !int_less(o, y, x); return true;
    case AIR_GT: *r = int_less(o, y, x); return true;
    case AIR_GE: *r = !less; return true;
    case AIR_NOT: *r = !x; return true;
    case AIR_ISFINITE: *r = 1; return true;
    case AIR_ISNAN:
    case AIR_ISINF: *r = 0; return true;
    default: return false;
    }
}

/* ---- Floats ----------------------------------------------------------------------------------
 * Computed in double, then rounded to the dtype: for + - * / and sqrt the second rounding changes
 * nothing, since double has more than twice the bits of float and two to spare. */

static bool float_test(air_fn fn, double x, double y, bool *r)
{
    switch (fn) {
    case AIR_EQ: *r = x == y; return true;
    case AIR_NE: *r = x != y; return true;
    case AIR_LT: *r = x < y; return true;
    case AIR_LE: *r = x <= y; return true;
    case AIR_GT: *r = x > y; return true;
    case AIR_GE: *r = x >= y; return true;
    case AIR_SIGNBIT: *r = signbit(x); return true;
    case AIR_ISNAN: *r = isnan(x); return true;
    case AIR_ISINF: *r = isinf(x); return true;
    case AIR_ISFINITE: *r = isfinite(x); return true;
    default: return false;
    }
}

static bool float_value(air_fn fn, double x, double y, double *r)
{
    switch (fn) {
    case AIR_ADD: *r = x + y; break;
    case AIR_SUB: *r = x - y; break;
    case AIR_MUL: *r = x * y; break;
    case AIR_DIV: *r = x / y; break;
    case AIR_SQRT: *r = sqrt(x); break;
    case AIR_NEG: *r = -x; break;
    case AIR_CONJ:
    case AIR_REAL:
    case AIR_POS: *r = x; break;
    case AIR_ABS: *r = fabs(x); break;
    case AIR_FLOOR: *r = floor(x); break;
    case AIR_CEIL: *r = ceil(x); break;
    case AIR_TRUNC: *r = trunc(x); break;
    case AIR_RINT: *r = rint(x); break;
    case AIR_COPYSIGN: *r = copysign(x, y); break;
    case AIR_MIN:
    case AIR_FMIN: *r = x < y ? x : y; return x < y || y < x;
    case AIR_MAX:
    case AIR_FMAX: *r = x < y ? y : x; return x < y || y < x;
    default: return false;
    }
    return !isnan(*r);
}

/* Behind a call, so that the arithmetic stays between entering and leaving the environment. */
static __attribute__((noinline)) bool float_compute(const folding *o, double x, double y, double *r,
                                                    bool *test, bool *is_test)
{
    *is_test = float_test((air_fn)o->n->fn, x, y, test);
    return *is_test || float_value((air_fn)o->n->fn, x, y, r);
}

static double double_of(const air_node *n)
{
    char bytes[16];
    to_bytes(n, bytes);
    return hpc_element_load(bytes, (hpc_dtype)n->type.dtype).f;
}

static air_id fold_float(const folding *o)
{
    double x = double_of(o->args[0]), y = o->n->nargs > 1 ? double_of(o->args[1]) : 0.0, r = 0.0;
    bool test = false, is_test = false;
    fpenv saved = fpenv_enter();
    bool folded = float_compute(o, x, y, &r, &test, &is_test);
    fpenv_leave(saved);
    if (!folded)
        return 0;
    if (is_test)
        return air_const_int(o->b, HPC_BOOL, test);
    if (o->n->fn == AIR_COMPLEX)
        return 0;
    return air_const_float(o->b, (hpc_dtype)o->n->type.dtype, r);
}

static air_id fold_parts(const folding *o)
{
    air_node n = air_blank(AIR_OP_CONST, air_scalar_type((hpc_dtype)o->n->type.dtype));
    switch (o->n->fn) {
    case AIR_COMPLEX:
        n.imm = o->args[0]->imm;
        n.imm2 = o->args[1]->imm;
        return air_emit_entry(o->b, &n);
    case AIR_REAL: n.imm = o->args[0]->imm; return air_emit_entry(o->b, &n);
    case AIR_IMAG: n.imm = o->args[0]->imm2; return air_emit_entry(o->b, &n);
    default: return 0;
    }
}

static air_id fold_constants(const folding *o)
{
    if (o->n->fn == AIR_COMPLEX || hpc_dtype_kind(o->from) == 'c')
        return fold_parts(o);
    if (hpc_dtype_kind(o->from) == 'f')
        return fold_float(o);
    int64_t r;
    if (!int_value(o, o->args[0]->imm, o->n->nargs > 1 ? o->args[1]->imm : 0, &r))
        return 0;
    return air_const_int(o->b, (hpc_dtype)o->n->type.dtype, r);
}

/* ---- Identities ------------------------------------------------------------------------------ */

static bool commutes(air_fn fn)
{
    switch (fn) {
    case AIR_ADD:
    case AIR_MUL:
    case AIR_ADD_CHECKED:
    case AIR_MUL_CHECKED:
    case AIR_AND:
    case AIR_OR:
    case AIR_XOR:
    case AIR_MIN:
    case AIR_MAX:
    case AIR_EQ:
    case AIR_NE: return true;
    default: return false;
    }
}

/* (x + c1) + c2 -> x + (c1 + c2), wrapping. */
static air_id add_twice(const folding *o)
{
    const air_node *inner = o->args[0];
    int64_t c1, c2 = o->args[1]->imm;
    if (inner->op != AIR_OP_MAP || inner->fn != AIR_ADD ||
        !air_is_const(o->b->fun, inner->args[1], &c1))
        return 0;
    air_id x = inner->args[0];
    int64_t sum = (int64_t)((uint64_t)c1 + (uint64_t)c2);
    return make(o, AIR_ADD, o->from, x, air_const_int(o->b, o->from, sum));
}

/* ---- Extents of slices -------------------------------------------------------------------------
 * With n an extent (at least 0, far from the ends of 64 bits) and constants a, b >= 0:
 *   max(max(x, a), b)                       -> max(x, max(a, b))
 *   n - min(n, b)                           -> max(n - b, 0)           of a[b:]
 *   max(max(n - a, 0) - min(n, b), 0)       -> max(n - (a + b), 0)     of a[b:-a]
 * so that a[1:-1], a[2:] and a[:-2] have one extent, and no check is needed between them. */

static bool small_constant(const folding *o, air_id id, int64_t *c)
{
    return air_is_const(o->b->fun, id, c) && *c >= 0 && *c < INT32_MAX;
}

static const air_node *i64_map(const folding *o, air_id id, air_fn fn)
{
    const air_node *n = air_at(o->b->fun, id);
    bool is = n->op == AIR_OP_MAP && n->fn == fn && n->type.kind == AIR_SCALAR &&
              n->type.dtype == HPC_I64;
    return is ? n : NULL;
}

static bool is_extent(const folding *o, air_id id)
{
    int64_t c;
    const air_node *n = air_at(o->b->fun, id), *max = i64_map(o, id, AIR_MAX);
    return n->op == AIR_OP_DIM || n->op == AIR_OP_BDIM ||
           (max && small_constant(o, max->args[1], &c));
}

/* id is n - c with a constant c >= 0. */
static bool less_by(const folding *o, air_id id, air_id n, int64_t *c)
{
    *c = 0;
    if (id == n)
        return true;
    const air_node *sum = i64_map(o, id, AIR_ADD);
    int64_t negative;
    if (!sum || sum->args[0] != n || !air_is_const(o->b->fun, sum->args[1], &negative) ||
        negative > 0 || negative <= -INT32_MAX)
        return false;
    *c = -negative;
    return true;
}

static air_id rest_of_extent(const folding *o, air_id n, int64_t taken)
{
    air_id rest = make(o, AIR_ADD, HPC_I64, n, air_i64(o->b, -taken));
    return make(o, AIR_MAX, HPC_I64, rest, air_i64(o->b, 0));
}

/* x - y where y is min(n, b). */
static air_id fold_slice_sub(const folding *o)
{
    const air_node *min = i64_map(o, o->n->args[1], AIR_MIN);
    int64_t b;
    if (o->n->fn != AIR_SUB || !min || !is_extent(o, min->args[0]) ||
        !small_constant(o, min->args[1], &b) || o->n->args[0] != min->args[0])
        return 0;
    return rest_of_extent(o, min->args[0], b);
}

static air_id fold_max_const(const folding *o, int64_t c)
{
    const air_node *inner = i64_map(o, o->n->args[0], AIR_MAX);
    int64_t a, b, zero;
    if (inner && air_is_const(o->b->fun, inner->args[1], &a))
        return a >= c ? o->n->args[0] : make(o, AIR_MAX, HPC_I64, inner->args[0], o->n->args[1]);
    const air_node *sub = i64_map(o, o->n->args[0], AIR_SUB);
    if (c != 0 || !sub)
        return 0;
    const air_node *min = i64_map(o, sub->args[1], AIR_MIN),
                   *max = i64_map(o, sub->args[0], AIR_MAX);
    if (!min || !max || !is_extent(o, min->args[0]) || !small_constant(o, min->args[1], &b) ||
        !air_is_const(o->b->fun, max->args[1], &zero) || zero != 0 ||
        !less_by(o, max->args[0], min->args[0], &a))
        return 0;
    return rest_of_extent(o, min->args[0], a + b);
}

/* Integers with the constant c on the right. */
static air_id int_right(const folding *o, int64_t c)
{
    air_id x = o->n->args[0];
    switch (o->n->fn) {
    case AIR_ADD: return c == 0 ? x : o->from == HPC_BOOL ? 0 : add_twice(o);
    case AIR_SUB:
        if (c == 0)
            return x;
        return make(o, AIR_ADD, o->from, x,
                    air_const_int(o->b, o->from, (int64_t)(0 - (uint64_t)c)));
    case AIR_ADD_CHECKED:
    case AIR_SUB_CHECKED:
    case AIR_SHL:
    case AIR_SHR: return c == 0 ? x : 0;
    case AIR_XOR: return c == 0 ? x : 0;
    case AIR_OR: return c == 0 ? x : o->from == HPC_BOOL ? o->n->args[1] : 0;
    case AIR_MAX: return o->from == HPC_I64 ? fold_max_const(o, c) : 0;
    case AIR_AND: return c == 0 ? o->n->args[1] : o->from == HPC_BOOL ? x : 0;
    case AIR_MUL:
    case AIR_MUL_CHECKED: return c == 1 ? x : c == 0 ? o->n->args[1] : 0;
    case AIR_FLOORDIV: return c == 1 ? x : 0;
    case AIR_EQ: return o->from == HPC_BOOL && c ? x : 0;
    case AIR_NE: return o->from == HPC_BOOL && !c ? x : 0;
    default: return 0;
    }
}

/* Integers where both operands are one node. */
static air_id int_twins(const folding *o)
{
    switch (o->n->fn) {
    case AIR_SUB:
    case AIR_SUB_CHECKED:
    case AIR_XOR: return air_const_int(o->b, o->from, 0);
    case AIR_AND:
    case AIR_OR:
    case AIR_MIN:
    case AIR_MAX:
    case AIR_FMIN:
    case AIR_FMAX: return o->n->args[0];
    case AIR_EQ:
    case AIR_LE:
    case AIR_GE: return air_const_int(o->b, HPC_BOOL, 1);
    case AIR_NE:
    case AIR_LT:
    case AIR_GT: return air_const_int(o->b, HPC_BOOL, 0);
    default: return 0;
    }
}

/* (x + y) - x -> y: the extents of slices a[i:i+n]. */
static air_id sub_of_sum(const folding *o)
{
    const air_node *sum = o->args[0];
    if (o->n->fn != AIR_SUB || sum->op != AIR_OP_MAP ||
        (sum->fn != AIR_ADD && sum->fn != AIR_ADD_CHECKED))
        return 0;
    if (sum->args[0] == o->n->args[1])
        return sum->args[1];
    return sum->args[1] == o->n->args[1] ? sum->args[0] : 0;
}

static air_id fold_int2(const folding *o)
{
    if (o->constant[0] && !o->constant[1] && commutes((air_fn)o->n->fn))
        return make(o, (air_fn)o->n->fn, (hpc_dtype)o->n->type.dtype, o->n->args[1], o->n->args[0]);
    if (o->constant[1])
        return int_right(o, o->args[1]->imm);
    if (o->n->args[0] == o->n->args[1])
        return int_twins(o);
    air_id folded = sub_of_sum(o);
    return folded ? folded : fold_slice_sub(o);
}

/* not (not x) -> x; not (x < y) -> x >= y for integers, and == and != for all. */
static air_id fold_not(const folding *o)
{
    static const uint8_t negated[AIR_FN_COUNT] = {
        [AIR_EQ] = AIR_NE, [AIR_NE] = AIR_EQ, [AIR_LT] = AIR_GE,
        [AIR_LE] = AIR_GT, [AIR_GT] = AIR_LE, [AIR_GE] = AIR_LT,
    };
    const air_node *inner = o->args[0];
    if (inner->op != AIR_OP_MAP)
        return 0;
    if (inner->fn == AIR_NOT || (inner->fn == AIR_INVERT && inner->type.dtype == HPC_BOOL))
        return inner->args[0];
    air_fn fn = (air_fn)negated[inner->fn];
    if (!fn)
        return 0;
    bool ints = air_at(o->b->fun, inner->args[0])->type.dtype < HPC_F16;
    if (!ints && fn != AIR_EQ && fn != AIR_NE)
        return 0;
    return make(o, fn, HPC_BOOL, inner->args[0], inner->args[1]);
}

static air_id fold_select(const folding *o)
{
    if (o->constant[0])
        return o->n->args[o->args[0]->imm ? 1 : 2];
    return o->n->args[1] == o->n->args[2] ? o->n->args[1] : 0;
}

air_id air_exact_inverse(air_builder *b, air_id x)
{
    const air_node *n = air_at(b->fun, x);
    bool wide = n->type.dtype == HPC_F64;
    if (n->op != AIR_OP_CONST || n->type.kind != AIR_SCALAR || (!wide && n->type.dtype != HPC_F32))
        return 0;
    unsigned fraction = wide ? 52 : 23, largest = wide ? 2046 : 254;
    uint64_t bits = (uint64_t)n->imm, exponent = bits >> fraction & (wide ? 0x7ff : 0xff);
    bool power = (bits & ((UINT64_C(1) << fraction) - 1)) == 0;
    if (!power || exponent == 0 || exponent >= largest)
        return 0;
    double inverse = ldexp(1.0, (int)(largest / 2) - (int)exponent);
    return air_const_float(b, (hpc_dtype)n->type.dtype,
                           bits >> (wide ? 63 : 31) & 1 ? -inverse : inverse);
}

air_id air_fold_map(air_builder *b, const air_node *n)
{
    folding o = {.b = b, .n = n};
    bool all = true;
    for (uint32_t i = 0; i < n->nargs; i++) {
        o.args[i] = air_at(b->fun, n->args[i]);
        if (o.args[i]->type.kind != AIR_SCALAR)
            return 0;
        o.constant[i] = o.args[i]->op == AIR_OP_CONST;
        all &= o.constant[i];
    }
    o.from = (hpc_dtype)o.args[n->nargs - 1]->type.dtype;
    if (n->fn == AIR_SELECT)
        return fold_select(&o);
    if (n->fn == AIR_CAST || n->fn == AIR_BITCAST)
        return fold_cast(&o);
    if (all && n->nargs < 3 && n->fn != AIR_LDEXP)
        return fold_constants(&o);
    if (n->fn == AIR_NOT)
        return fold_not(&o);
    if (n->fn == AIR_POS || (n->fn == AIR_CONJ && o.from < HPC_C64))
        return n->args[0];
    return n->nargs == 2 && o.from < HPC_F16 ? fold_int2(&o) : 0;
}
