/* Takes the types of operands, gives the dtypes that an operation computes in and returns.
 *
 * NumPy picks a ufunc's loop by searching its loops in order for the first one that every operand
 * can be cast to safely; a Python number takes the dtype of what it meets (NEP 50). So a ufunc is
 * described by its list of loops, in NumPy's type characters:
 *   sqrt "efdFD", one dtype in and out:  int8 -> e (float16), int16 -> f, int32 -> d
 * Numba types operators on scalars by rules of its own: the last column of the table. */
#include "promote.h"

/* NumPy's type characters, by dtype. */
static const char codes[HPC_DTYPE_COUNT + 1] = "?bBhHiIlLefdFD";

#define INTS "bBhHiIlL"
#define REALS "efd"
#define NUMBERS INTS REALS "FD"
#define ALL "?" NUMBERS

/* How Numba types an operator on scalars. */
typedef enum numba_rule {
    LOOPS,    /* by NumPy's loops: functions, and operators on arrays */
    ARITH,    /* 64-bit integers, signed when either is; floats as wide as needed */
    TRUE_DIV, /* the same, but integers give float64 */
    POWER,    /* the same, but a float base keeps its width under an integer exponent */
    BITS,     /* ARITH on integers; bool with bool stays bool */
    SHIFT,    /* as the left operand, 64 bits wide */
    COMPARE,  /* computed as ARITH would */
    WIDEN,    /* one operand: an integer becomes 64 bits wide */
    KEEP      /* one operand, of its own dtype */
} numba_rule;

/* X(fn, loops, result: 's'ame, '?' bool, 'r'eal part's dtype, Numba's rule) */
#define PROMOTIONS(X)                                                                              \
    X(ADD, ALL, 's', ARITH)                                                                        \
    X(SUB, NUMBERS, 's', ARITH)                                                                    \
    X(MUL, ALL, 's', ARITH)                                                                        \
    X(ADD_CHECKED, "l", 's', ARITH)                                                                \
    X(SUB_CHECKED, "l", 's', ARITH)                                                                \
    X(MUL_CHECKED, "l", 's', ARITH)                                                                \
    X(NEG_CHECKED, "l", 's', WIDEN)                                                                \
    X(DIV, REALS "FD", 's', TRUE_DIV)                                                              \
    X(FLOORDIV, INTS REALS, 's', ARITH)                                                            \
    X(MOD, INTS REALS, 's', ARITH)                                                                 \
    X(FMOD, INTS REALS, 's', LOOPS)                                                                \
    X(NEG, NUMBERS, 's', WIDEN)                                                                    \
    X(POS, NUMBERS, 's', WIDEN)                                                                    \
    X(ABS, ALL, 'r', KEEP)                                                                         \
    X(SIGN, NUMBERS, 's', LOOPS)                                                                   \
    X(POW, NUMBERS, 's', POWER)                                                                    \
    X(AND, "?" INTS, 's', BITS)                                                                    \
    X(OR, "?" INTS, 's', BITS)                                                                     \
    X(XOR, "?" INTS, 's', BITS)                                                                    \
    X(INVERT, "?" INTS, 's', WIDEN)                                                                \
    X(SHL, INTS, 's', SHIFT)                                                                       \
    X(SHR, INTS, 's', SHIFT)                                                                       \
    X(MIN, ALL, 's', LOOPS)                                                                        \
    X(MAX, ALL, 's', LOOPS)                                                                        \
    X(FMIN, ALL, 's', LOOPS)                                                                       \
    X(FMAX, ALL, 's', LOOPS)                                                                       \
    X(EQ, ALL, '?', COMPARE)                                                                       \
    X(NE, ALL, '?', COMPARE)                                                                       \
    X(LT, ALL, '?', COMPARE)                                                                       \
    X(LE, ALL, '?', COMPARE)                                                                       \
    X(GT, ALL, '?', COMPARE)                                                                       \
    X(GE, ALL, '?', COMPARE)                                                                       \
    X(SQRT, REALS "FD", 's', LOOPS)                                                                \
    X(FMA, REALS, 's', LOOPS)                                                                      \
    X(FLOOR, "?" INTS REALS, 's', LOOPS)                                                           \
    X(CEIL, "?" INTS REALS, 's', LOOPS)                                                            \
    X(TRUNC, "?" INTS REALS, 's', LOOPS)                                                           \
    X(RINT, REALS "FD", 's', LOOPS)                                                                \
    X(COPYSIGN, REALS, 's', LOOPS)                                                                 \
    X(SIGNBIT, REALS, '?', LOOPS)                                                                  \
    X(ISNAN, ALL, '?', LOOPS)                                                                      \
    X(ISINF, ALL, '?', LOOPS)                                                                      \
    X(ISFINITE, ALL, '?', LOOPS)                                                                   \
    X(REAL, ALL, 'r', KEEP)                                                                        \
    X(IMAG, ALL, 'r', KEEP)                                                                        \
    X(CONJ, NUMBERS, 's', LOOPS)                                                                   \
    X(EXP, REALS "FD", 's', LOOPS)                                                                 \
    X(EXP2, REALS "FD", 's', LOOPS)                                                                \
    X(EXPM1, REALS "FD", 's', LOOPS)                                                               \
    X(LOG, REALS "FD", 's', LOOPS)                                                                 \
    X(LOG2, REALS "FD", 's', LOOPS)                                                                \
    X(LOG10, REALS "FD", 's', LOOPS)                                                               \
    X(LOG1P, REALS "FD", 's', LOOPS)                                                               \
    X(SIN, REALS "FD", 's', LOOPS)                                                                 \
    X(COS, REALS "FD", 's', LOOPS)                                                                 \
    X(TAN, REALS "FD", 's', LOOPS)                                                                 \
    X(ASIN, REALS "FD", 's', LOOPS)                                                                \
    X(ACOS, REALS "FD", 's', LOOPS)                                                                \
    X(ATAN, REALS "FD", 's', LOOPS)                                                                \
    X(SINH, REALS "FD", 's', LOOPS)                                                                \
    X(COSH, REALS "FD", 's', LOOPS)                                                                \
    X(TANH, REALS "FD", 's', LOOPS)                                                                \
    X(ASINH, REALS "FD", 's', LOOPS)                                                               \
    X(ACOSH, REALS "FD", 's', LOOPS)                                                               \
    X(ATANH, REALS "FD", 's', LOOPS)                                                               \
    X(CBRT, REALS, 's', LOOPS)                                                                     \
    X(ERF, REALS, 's', LOOPS)                                                                      \
    X(ERFC, REALS, 's', LOOPS)                                                                     \
    X(GAMMA, REALS, 's', LOOPS)                                                                    \
    X(LGAMMA, REALS, 's', LOOPS)                                                                   \
    X(ATAN2, REALS, 's', LOOPS)                                                                    \
    X(HYPOT, REALS, 's', LOOPS)                                                                    \
    X(NEXTAFTER, REALS, 's', LOOPS)                                                                \
    X(LDEXP, REALS, 's', LOOPS)

typedef struct promotion {
    const char *loops;
    char result;
    numba_rule numba;
} promotion;

static const promotion table[AIR_FN_COUNT] = {
#define X(fn, loops, result, numba) [AIR_##fn] = {loops, result, numba},
    PROMOTIONS(X)
#undef X
};

/* ---- Casts ---------------------------------------------------------------------------------- */

static bool is_integer(hpc_dtype d)
{
    return hpc_dtype_kind(d) == 'i' || hpc_dtype_kind(d) == 'u';
}

static bool is_inexact(hpc_dtype d)
{
    return hpc_dtype_kind(d) == 'f' || hpc_dtype_kind(d) == 'c';
}

/* Bytes of the smallest float that NumPy holds an integer of this many bytes to fit in. */
static int64_t float_for(int64_t int_size)
{
    return int_size >= 4 ? 8 : 2 * int_size;
}

static bool safe_cast(hpc_dtype from, hpc_dtype to)
{
    char f = hpc_dtype_kind(from), t = hpc_dtype_kind(to);
    int64_t have = hpc_dtype_size(from), room = hpc_dtype_size(to);
    if (from == to || f == 'b')
        return true;
    if (f == t)
        return have <= room;
    if (is_integer(from)) {
        if (t == 'i')
            return have < room; /* from unsigned */
        if (t == 'f' || t == 'c')
            return float_for(have) <= (t == 'c' ? room / 2 : room);
        return false;
    }
    return f == 'f' && t == 'c' && have <= room / 2;
}

static int kind_order(hpc_dtype d)
{
    switch (hpc_dtype_kind(d)) {
    case 'b': return 0;
    case 'u': return 1;
    case 'i': return 2;
    case 'f': return 3;
    default: return 4;
    }
}

bool pr_can_cast(hpc_dtype from, hpc_dtype to, char casting)
{
    switch (casting) {
    case 'n':
    case 'e': return from == to;
    case 's': return safe_cast(from, to);
    case 'k': return safe_cast(from, to) || kind_order(from) <= kind_order(to);
    default: return true;
    }
}

/* The first dtype, in NumPy's order, that holds both. */
hpc_dtype pr_promote(hpc_dtype a, hpc_dtype b)
{
    for (int d = 0; d < HPC_DTYPE_COUNT; d++)
        if (safe_cast(a, (hpc_dtype)d) && safe_cast(b, (hpc_dtype)d))
            return (hpc_dtype)d;
    return HPC_C128;
}

bool pr_int_fits(int64_t value, hpc_dtype dtype)
{
    if (!is_integer(dtype))
        return true;
    int bits = (int)(8 * hpc_dtype_size(dtype));
    if (hpc_dtype_kind(dtype) == 'u')
        return value >= 0 && (bits == 64 || value >> bits == 0);
    return bits == 64 || (value >= -(INT64_C(1) << (bits - 1)) && value < INT64_C(1) << (bits - 1));
}

/* ---- Weak Python numbers -------------------------------------------------------------------- */

/* bool is not weak: it is NumPy's bool. */
static bool is_weak(const ty *t, pr_mode mode)
{
    return mode == PR_NUMPY && (t->kind == TY_INT || t->kind == TY_FLOAT || t->kind == TY_COMPLEX);
}

/* The dtype of a weak number beside operands whose promoted dtype is `other`. */
static hpc_dtype weak_beside(ty_kind weak, hpc_dtype other)
{
    char kind = hpc_dtype_kind(other);
    switch (weak) {
    case TY_INT: return kind == 'b' ? HPC_I64 : other;
    case TY_FLOAT: return kind == 'f' || kind == 'c' ? other : HPC_F64;
    default: /* complex */
        if (kind == 'c')
            return other;
        return other == HPC_F16 || other == HPC_F32 ? HPC_C64 : HPC_C128;
    }
}

enum { MOST_OPERANDS = 64 };

/* The dtypes that the operands have in promotion. */
static bool operand_dtypes(const ty *const *types, uint32_t count, pr_mode mode, hpc_dtype *out)
{
    bool any = false;
    hpc_dtype strong = HPC_BOOL;
    for (uint32_t i = 0; i < count; i++) {
        if (!ty_is_arraylike(types[i]))
            return false;
        out[i] = ty_dtype_of(types[i]);
        if (is_weak(types[i], mode))
            continue;
        strong = any ? pr_promote(strong, out[i]) : out[i];
        any = true;
    }
    for (uint32_t i = 0; any && i < count; i++)
        if (is_weak(types[i], mode))
            out[i] = weak_beside(types[i]->kind, strong);
    return true;
}

static hpc_dtype widened(hpc_dtype d)
{
    switch (hpc_dtype_kind(d)) {
    case 'b':
    case 'i': return HPC_I64;
    case 'u': return HPC_U64;
    default: return d;
    }
}

hpc_dtype pr_result(const ty *const *types, uint32_t count, pr_mode mode)
{
    hpc_dtype all[MOST_OPERANDS], result = HPC_F64;
    bool any_weak = false, any_strong = false;
    hpc_dtype strong = HPC_BOOL;
    for (uint32_t i = 0; i < count; i++) {
        bool weak = is_weak(types[i], mode);
        any_weak |= weak;
        if (weak)
            continue;
        hpc_dtype d = ty_dtype_of(types[i]);
        if (mode == PR_NUMBA && types[i]->kind != TY_ARRAY && is_integer(d))
            d = widened(d);
        strong = any_strong ? pr_promote(strong, d) : d;
        any_strong = true;
    }
    if (any_strong)
        result = strong;
    if (!any_weak || count > MOST_OPERANDS || !operand_dtypes(types, count, mode, all))
        return result;
    for (uint32_t i = 0; i < count; i++)
        if (is_weak(types[i], mode))
            result = any_strong || i ? pr_promote(result, all[i]) : all[i];
    return any_strong ? result : pr_promote(result, HPC_BOOL);
}

/* ---- Loops ---------------------------------------------------------------------------------- */

static hpc_dtype dtype_of_code(char code)
{
    return (hpc_dtype)(strchr(codes, code) - codes);
}

static hpc_dtype real_part(hpc_dtype d)
{
    return d == HPC_C64 ? HPC_F32 : d == HPC_C128 ? HPC_F64 : d;
}

static void fill_loop(const promotion *p, hpc_dtype in, uint32_t count, pr_loop *loop)
{
    for (uint32_t i = 0; i < count; i++)
        loop->in[i] = in;
    loop->out = p->result == '?' ? HPC_BOOL : p->result == 'r' ? real_part(in) : in;
}

static bool is_comparison(air_fn fn)
{
    return fn >= AIR_EQ && fn <= AIR_GE;
}

/* In Numba's mode an integer beside a float may take any float, and float16 is passed over. */
static bool loop_takes(hpc_dtype operand, hpc_dtype in, bool mixed)
{
    if (mixed && is_integer(operand) && is_inexact(in))
        return true;
    return safe_cast(operand, in);
}

static bool find_loop(const promotion *p, const hpc_dtype *operands, uint32_t count, pr_mode mode,
                      pr_loop *loop)
{
    bool integers = false, floats = false;
    for (uint32_t i = 0; i < count; i++) {
        integers |= is_integer(operands[i]);
        floats |= is_inexact(operands[i]);
    }
    bool mixed = mode == PR_NUMBA && integers && floats;
    for (const char *c = p->loops; *c; c++) {
        hpc_dtype in = dtype_of_code(*c);
        bool fits = !(mode == PR_NUMBA && in == HPC_F16);
        for (uint32_t i = 0; i < count && fits; i++)
            fits = loop_takes(operands[i], in, mixed);
        if (fits) {
            fill_loop(p, in, count, loop);
            return true;
        }
    }
    return false;
}

/* int64 and uint64 compare exactly: each keeps its own dtype. */
static bool mixed_signs(const hpc_dtype *d)
{
    return is_integer(d[0]) && is_integer(d[1]) && (d[0] == HPC_U64) != (d[1] == HPC_U64) &&
           (hpc_dtype_kind(d[0]) == 'i' || hpc_dtype_kind(d[1]) == 'i');
}

static bool find_mixed_comparison(const hpc_dtype *operands, pr_loop *loop)
{
    for (int i = 0; i < 2; i++)
        loop->in[i] = operands[i] == HPC_U64 ? HPC_U64 : HPC_I64;
    loop->out = HPC_BOOL;
    return true;
}

/* NumPy has no loop for bools here and does not look further. */
static bool lacks_bool(air_fn fn)
{
    return fn == AIR_SUB || fn == AIR_NEG || fn == AIR_POS || fn == AIR_SIGN;
}

static bool find_numpy(air_fn fn, const hpc_dtype *operands, uint32_t count, pr_mode mode,
                       pr_loop *loop)
{
    const promotion *p = &table[fn];
    if (is_comparison(fn) && mixed_signs(operands))
        return find_mixed_comparison(operands, loop);
    if (mode == PR_NUMPY && lacks_bool(fn) && operands[0] == HPC_BOOL &&
        operands[count - 1] == HPC_BOOL)
        return false;
    if (mode == PR_NUMPY && fn == AIR_DIV && !is_inexact(operands[0]) && !is_inexact(operands[1])) {
        fill_loop(p, HPC_F64, count, loop);
        return true;
    }
    return find_loop(p, operands, count, mode, loop);
}

/* (condition, x, y): where's result type. */
static bool find_select(const ty *const *types, pr_mode mode, pr_loop *loop)
{
    loop->in[0] = HPC_BOOL;
    loop->out = pr_result(types + 1, 2, mode);
    loop->in[1] = loop->in[2] = loop->out;
    return true;
}

/* (mantissa, exponent): the exponent is an integer of any width. A Python int as the mantissa beside
 * a NumPy exponent is a float16, by the order of NumPy's loops. */
static bool find_ldexp(const ty *const *types, const hpc_dtype *operands, pr_mode mode,
                       pr_loop *loop)
{
    bool weak_first = is_weak(types[0], mode), weak_second = is_weak(types[1], mode);
    bool narrow = types[0]->kind == TY_INT && !weak_second && operands[1] != HPC_BOOL;
    hpc_dtype mantissa = !weak_first ? ty_dtype_of(types[0]) : narrow ? HPC_F16 : operands[0];
    bool whole =
        weak_second ? types[1]->kind == TY_INT : !is_inexact(operands[1]) && operands[1] != HPC_U64;
    if (!whole || !find_loop(&table[AIR_LDEXP], &mantissa, 1, mode, loop))
        return false;
    loop->in[1] = HPC_I64;
    return true;
}

/* (re, im) -> complex */
static bool find_complex(const hpc_dtype *operands, pr_loop *loop)
{
    hpc_dtype part = pr_promote(operands[0], operands[1]);
    if (hpc_dtype_kind(part) == 'c')
        return false;
    part = part == HPC_F16 || part == HPC_F32 ? HPC_F32 : HPC_F64;
    loop->in[0] = loop->in[1] = part;
    loop->out = part == HPC_F32 ? HPC_C64 : HPC_C128;
    return true;
}

/* ---- Numba's operators on scalars ------------------------------------------------------------ */

/* The dtype in which Numba adds two scalars. bool counts as int64 beside an integer; beside a float
 * the integers up to int16, but not uint16, fit float32. */
static hpc_dtype numba_pair(hpc_dtype a, hpc_dtype b)
{
    if (is_inexact(a) == is_inexact(b)) {
        if (is_inexact(a))
            return pr_promote(a, b);
        return widened(a) == HPC_U64 && widened(b) == HPC_U64 ? HPC_U64 : HPC_I64;
    }
    hpc_dtype inexact = is_inexact(a) ? a : b, other = is_inexact(a) ? b : a;
    return pr_promote(inexact, other == HPC_U16 ? HPC_F64 : other);
}

static bool numba_operator(air_fn fn, const hpc_dtype *d, uint32_t count, pr_loop *loop)
{
    const promotion *p = &table[fn];
    hpc_dtype in = count == 2 ? numba_pair(d[0], d[1]) : d[0];
    bool bools = d[0] == HPC_BOOL && (count == 1 || d[1] == HPC_BOOL);
    if (p->numba == COMPARE && mixed_signs(d))
        return find_mixed_comparison(d, loop);
    switch (p->numba) {
    case TRUE_DIV: in = is_inexact(in) ? in : HPC_F64; break;
    case POWER:
        if (d[0] == HPC_F32 && !is_inexact(d[1]))
            in = HPC_F32;
        break;
    case SHIFT:
    case BITS:
        if (is_inexact(in))
            return false;
        in = p->numba == SHIFT ? widened(d[0]) : bools ? HPC_BOOL : in;
        break;
    case WIDEN: in = fn == AIR_INVERT && bools ? HPC_BOOL : widened(in); break;
    default: break;
    }
    if (!strchr(p->loops, codes[in]) && !strchr(p->loops, 'l'))
        return false;
    if (hpc_dtype_kind(in) == 'c' && !strchr(p->loops, 'D'))
        return false;
    fill_loop(p, in, count, loop);
    return true;
}

bool pr_ufunc(air_fn fn, const ty *const *types, uint32_t count, pr_mode mode, pr_loop *loop)
{
    hpc_dtype operands[3];
    if (count > 3 || !operand_dtypes(types, count, mode, operands))
        return false;
    bool arrays = false;
    for (uint32_t i = 0; i < count; i++)
        arrays |= types[i]->kind == TY_ARRAY;
    switch (fn) {
    case AIR_SELECT: return find_select(types, mode, loop);
    case AIR_COMPLEX: return find_complex(operands, loop);
    case AIR_LDEXP: return find_ldexp(types, operands, mode, loop);
    case AIR_NOT: loop->in[0] = loop->out = HPC_BOOL; return true;
    default: break;
    }
    if (!table[fn].loops)
        return false;
    if (mode == PR_NUMBA && !arrays && table[fn].numba != LOOPS)
        return numba_operator(fn, operands, count, loop);
    return find_numpy(fn, operands, count, mode, loop);
}
