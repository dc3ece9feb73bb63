/* The reference interpreter against plain C: every operation on every element type and several
 * numbers of lanes; conversions; memory; the example files, which also call. */
#include "lir_fixture.h"

#include <math.h>

#include "compiler/backend/math_table.h"
#include "runtime/checks.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

static const unsigned lane_counts[] = {1, 4, 8, 256};
enum { LANE_COUNTS = 4, MAX_BYTES = 256 * 8 };

/* ---- Running one expression over memory ------------------------------------------------------ */

typedef struct bench { /* out[0] = op(in[0], in[1], in[2], in[3]) */
    lir_fixture *f;
    lir_module *m;
    lir_fn *fn;
    lir_expr_id in[4];
    _Alignas(16) char inputs[4][MAX_BYTES];
    _Alignas(16) char out[MAX_BYTES + 64];
} bench;

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

/* Bits of all kinds: random, small, ends of the range, special floats. */
static uint64_t any_bits(lir_elem elem)
{
    uint64_t random = next_random(), mask = lir_elem_mask(elem), small = random >> 8 & 15;
    unsigned width = elem == LIR_I1 ? 1 : lir_elem_size(elem) * 8;
    if (lir_elem_is_float(elem)) {
        const double specials[] = {0.0, -0.0, 1,     -1,      INFINITY, -INFINITY, NAN,  0.5,
                                   2.5, -2.5, 1e300, -1e-310, 65504,    65520,     1e-7, 3};
        if ((random & 3) == 0)
            return lir_float_bits(elem, specials[small]);
        if ((random & 3) == 1)
            return lir_float_bits(elem, (double)(int64_t)next_random() * 0x1p-50);
        return next_random() & mask;
    }
    switch (random & 3) {
    case 0: return small & mask;
    case 1: return -small & mask;
    case 2: return ((UINT64_C(1) << (width - 1)) + small - 8) & mask;
    default: return next_random() & mask;
    }
}

static bench *bench_new(lir_fixture *f, const lir_type *types, unsigned count)
{
    bench *b = ARENA_NEW(f->a, bench);
    b->f = f;
    b->m = lir_module_new(f->a);
    b->fn = lir_fn_new(b->m, "f");
    lir_expr_id base = lir_get(b->m, b->fn, lir_param(b->m, b->fn, "p", lir_scalar(LIR_PTR)));
    for (unsigned k = 0; k < count; k++) {
        lir_elem elem = (lir_elem)types[k].elem;
        for (unsigned l = 0; l < types[k].lanes; l++) {
            uint64_t bits = any_bits(elem);
            memcpy(b->inputs[k] + l * lir_elem_size(elem), &bits, lir_elem_size(elem));
        }
        lir_expr_id offset = lir_const_int(b->m, b->fn, LIR_I64, b->inputs[k] - b->inputs[0]);
        b->in[k] = lir_load(b->m, b->fn, types[k], base, offset);
    }
    return b;
}

static void run_module(lir_fixture *f, const lir_module *m, const hpc_word *params,
                       hpc_word *results)
{
    const char *error = lir_verify(f->a, m);
    if (error)
        fail_msg("%s\n%s", error, lir_print(f->a, m));
    be_session *session = be_interp.open(&f->heap, &error);
    assert_non_null(session);
    be_code *code = be_interp.compile(session, m, &(be_options){0}, &error);
    if (!code)
        fail_msg("%s", error);
    assert_int_equal(be_interp.call(code, 0, &f->frame, params, results), HPC_OK);
    be_interp.release(session, code);
    be_interp.close(session);
}

static void bench_run(bench *b, lir_expr_id value)
{
    lir_expr_id out = lir_get(b->m, b->fn, lir_param(b->m, b->fn, "q", lir_scalar(LIR_PTR)));
    lir_stmt_id id = lir_stmt_new(b->m, b->fn, &b->fn->body, LIR_S_STORE);
    lir_stmt *store = lir_stmt_at(b->fn, id);
    store->a = out;
    store->b = lir_const_int(b->m, b->fn, LIR_I64, 0);
    store->c = value;
    memset(b->out, 0x55, sizeof b->out);
    hpc_word params[2] = {{.p = b->inputs[0]}, {.p = b->out}};
    run_module(b->f, b->m, params, NULL);
}

static uint64_t lane(const char *bytes, lir_elem elem, unsigned l)
{
    uint64_t bits = 0;
    memcpy(&bits, bytes + l * lir_elem_size(elem), lir_elem_size(elem));
    return bits;
}

/* ---- What the operations mean, in other words ------------------------------------------------ */

/* Half precision by the definition: the nearest of all halves, ties to the even one. */
static double half_value(uint64_t bits)
{
    int exponent = (int)(bits >> 10 & 31), fraction = bits & 1023;
    double size = exponent == 31  ? (fraction ? NAN : INFINITY)
                  : exponent == 0 ? ldexp(fraction, -24)
                                  : ldexp(1024 + fraction, exponent - 25);
    return bits >> 15 ? -size : size;
}

static uint64_t nearest_half(double value)
{
    uint64_t sign = signbit(value) ? 0x8000 : 0;
    double size = fabs(value);
    if (isnan(value))
        return 0x7E00 | sign;
    if (size >= 65520)
        return 0x7C00 | sign;
    uint64_t low = 0, high = 0x7C00; /* value is in [low, high) */
    while (high - low > 1) {
        uint64_t middle = (low + high) / 2;
        if (half_value(middle) <= size)
            low = middle;
        else
            high = middle;
    }
    double below = size - half_value(low);
    double above = (high == 0x7C00 ? 65536 : half_value(high)) - size;
    return sign | (below < above || (below == above && low % 2 == 0) ? low : high);
}

static double float_of(lir_elem elem, uint64_t bits)
{
    float narrow;
    double value;
    memcpy(&narrow, &bits, sizeof narrow);
    memcpy(&value, &bits, sizeof value);
    return elem == LIR_F16 ? half_value(bits) : elem == LIR_F32 ? (double)narrow : value;
}

static uint64_t bits_of(lir_elem elem, double value)
{
    float narrow = (float)value;
    uint64_t bits = 0;
    if (elem == LIR_F16)
        return nearest_half(value);
    if (elem == LIR_F32)
        memcpy(&bits, &narrow, sizeof narrow);
    else
        memcpy(&bits, &value, sizeof value);
    return bits;
}

static i128 int_of(lir_elem elem, uint64_t bits)
{
    unsigned unused = 64 - lir_elem_size(elem) * 8;
    if (elem == LIR_I1 || elem == LIR_PTR || !lir_elem_is_signed(elem))
        return (i128)bits;
    return (i128)((int64_t)(bits << unused) >> unused);
}

static i128 wrapped(lir_elem elem, i128 value)
{
    return int_of(elem, (uint64_t)value & lir_elem_mask(elem));
}

static uint64_t int_result(lir_op op, lir_elem elem, i128 x, i128 y)
{
    unsigned width = lir_elem_size(elem) * 8;
    bool past = y < 0 || y >= width;
    i128 r = 0;
    switch (op) {
    case LIR_ADD: r = x + y; break;
    case LIR_SUB: r = x - y; break;
    case LIR_MUL: r = (i128)((u128)x * (u128)y); break;
    case LIR_DIV: r = y ? x / y : 0; break;
    case LIR_REM: r = y ? x % y : 0; break;
    case LIR_NEG: r = -x; break;
    case LIR_ABS: r = x < 0 ? -x : x; break;
    case LIR_AND: r = x & y; break;
    case LIR_OR: r = x | y; break;
    case LIR_XOR: r = x ^ y; break;
    case LIR_NOT: r = elem == LIR_I1 ? !x : ~x; break;
    case LIR_SHL: r = past ? 0 : (i128)((u128)x << y); break;
    case LIR_SHR: r = past ? (x < 0 ? -1 : 0) : x >> y; break;
    case LIR_MIN: r = x < y ? x : y; break;
    case LIR_MAX: r = x > y ? x : y; break;
    case LIR_EQ: return x == y;
    case LIR_NE: return x != y;
    case LIR_LT: return x < y;
    case LIR_LE: return x <= y;
    case LIR_GT: return x > y;
    case LIR_GE: return x >= y;
    case LIR_ADDO: return wrapped(elem, x + y) != x + y;
    case LIR_SUBO: return wrapped(elem, x - y) != x - y;
    case LIR_MULO: return wrapped(elem, x * y) != x * y;
    default: fail_msg("no reference for %s", lir_op_name(op));
    }
    return (uint64_t)r & lir_elem_mask(elem);
}

/* In double, then rounded once: exact for halves (and so for f32's +, -, *, /, sqrt: 53 bits are
 * more than twice 24 and 2, so that rounding twice is rounding once). */
static uint64_t float_result(lir_op op, lir_elem elem, uint64_t xb, uint64_t yb, uint64_t zb)
{
    double x = float_of(elem, xb), y = float_of(elem, yb), z = float_of(elem, zb);
    uint64_t sign = UINT64_C(1) << (lir_elem_size(elem) * 8 - 1);
    switch (op) {
    case LIR_ADD: return bits_of(elem, x + y);
    case LIR_SUB: return bits_of(elem, x - y);
    case LIR_MUL: return bits_of(elem, x * y);
    case LIR_DIV: return bits_of(elem, x / y);
    case LIR_REM: return bits_of(elem, fmod(x, y));
    case LIR_NEG: return xb ^ sign;
    case LIR_ABS: return xb & ~sign;
    case LIR_SQRT: return bits_of(elem, sqrt(x));
    case LIR_FMA:
        return elem == LIR_F32 ? bits_of(elem, (double)fmaf((float)x, (float)y, (float)z))
                               : bits_of(elem, fma(x, y, z));
    case LIR_FLOOR: return bits_of(elem, floor(x));
    case LIR_CEIL: return bits_of(elem, ceil(x));
    case LIR_TRUNC: return bits_of(elem, trunc(x));
    case LIR_RINT: return bits_of(elem, nearbyint(x));
    case LIR_COPYSIGN: return (xb & ~sign) | (yb & sign);
    case LIR_EQ: return x == y;
    case LIR_NE: return x != y;
    case LIR_LT: return x < y;
    case LIR_LE: return x <= y;
    case LIR_GT: return x > y;
    case LIR_GE: return x >= y;
    default: fail_msg("no reference for %s", lir_op_name(op));
    }
    return 0;
}

static bool is_nan(lir_elem elem, uint64_t bits)
{
    return lir_elem_is_float(elem) && isnan(float_of(elem, bits));
}

/* ---- Every operation ------------------------------------------------------------------------- */

static bool defined_for(lir_op op, lir_elem elem)
{
    bool integer = lir_elem_is_int(elem), floating = lir_elem_is_float(elem);
    switch (lir_op_rule(op)) {
    case 'S': return integer || floating;
    case 'F': return floating;
    case 'I': return integer || (elem == LIR_I1 && op != LIR_SHL && op != LIR_SHR);
    case 'C': return op < LIR_ADDO || (integer && lir_elem_is_signed(elem));
    default: return false;
    }
}

static void check_op(lir_fixture *f, lir_op op, lir_elem elem, unsigned lanes)
{
    lir_type type = lir_vector(elem, lanes), types[3] = {type, type, type}, result = type;
    if (lir_op_rule(op) == 'C')
        result.elem = LIR_I1;
    unsigned arity = lir_op_arity(op);
    bench *b = bench_new(f, types, 3);
    bench_run(b, lir_make(b->m, b->fn, op, result, 0, b->in[0], arity > 1 ? b->in[1] : 0,
                          arity > 2 ? b->in[2] : 0, 0));
    for (unsigned l = 0; l < lanes; l++) {
        uint64_t x = lane(b->inputs[0], elem, l), y = lane(b->inputs[1], elem, l);
        uint64_t z = lane(b->inputs[2], elem, l), got = lane(b->out, (lir_elem)result.elem, l);
        uint64_t wanted = lir_elem_is_float(elem)
                              ? float_result(op, elem, x, y, z)
                              : int_result(op, elem, int_of(elem, x), int_of(elem, y));
        if (got == wanted || (is_nan((lir_elem)result.elem, got) && is_nan(elem, wanted)))
            continue;
        fail_msg("%s.%s x %u (%llx, %llx, %llx): %llx, not %llx", lir_op_name(op),
                 lir_elem_name(elem), lanes, (unsigned long long)x, (unsigned long long)y,
                 (unsigned long long)z, (unsigned long long)got, (unsigned long long)wanted);
    }
    assert_int_equal(b->out[lanes * lir_elem_size((lir_elem)result.elem)], 0x55);
}

static void operations_are_exact(void **state)
{
    int checked = 0;
    for (int op = 0; op < LIR_OP_COUNT; op++)
        for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
            for (int n = 0; n < LANE_COUNTS; n++)
                if (op != LIR_MATH1 && op != LIR_MATH2 && op != LIR_RSQRTE &&
                    defined_for((lir_op)op, (lir_elem)elem))
                    for (unsigned k = 0; k < 256 / lane_counts[n] + 4; k += 8, checked++)
                        check_op(*state, (lir_op)op, (lir_elem)elem, lane_counts[n]);
    assert_true(checked > 1000);
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static uint64_t convert_result(lir_elem from, lir_elem to, uint64_t bits)
{
    if (!lir_elem_is_float(from)) {
        i128 x = int_of(from, bits);
        if (to == LIR_I1)
            return x != 0;
        if (to == LIR_F32) {
            float once = from == LIR_U64 ? (float)(uint64_t)x : (float)(int64_t)x;
            return bits_of(to, (double)once);
        }
        if (lir_elem_is_float(to))
            return bits_of(to, from == LIR_U64 ? (double)(uint64_t)x : (double)(int64_t)x);
        return (uint64_t)x & lir_elem_mask(to);
    }
    double x = float_of(from, bits), whole = trunc(x);
    if (to == LIR_I1)
        return x != 0;
    if (lir_elem_is_float(to))
        return bits_of(to, x);
    if (to == LIR_U64 && whole >= 0x1p63)
        return whole < 0x1p64 ? (uint64_t)whole : 0;
    bool wide = to == LIR_I64 || to == LIR_U64 || to == LIR_U32;
    double limit = wide ? 0x1p63 : 0x1p31;
    int64_t indefinite = wide ? INT64_MIN : INT32_MIN;
    int64_t value = whole >= -limit && whole < limit ? (int64_t)whole : indefinite;
    return (uint64_t)value & lir_elem_mask(to);
}

static void check_conversion(lir_fixture *f, lir_elem from, lir_elem to, unsigned lanes)
{
    lir_type type = lir_vector(from, lanes);
    bench *b = bench_new(f, &type, 1);
    bench_run(b, lir_make(b->m, b->fn, LIR_CVT, lir_vector(to, lanes), 0, b->in[0], 0, 0, 0));
    for (unsigned l = 0; l < lanes; l++) {
        uint64_t x = lane(b->inputs[0], from, l), got = lane(b->out, to, l);
        uint64_t wanted = convert_result(from, to, x);
        if (got != wanted && !(is_nan(to, got) && is_nan(to, wanted)))
            fail_msg("cvt %s to %s x %u (%llx): %llx, not %llx", lir_elem_name(from),
                     lir_elem_name(to), lanes, (unsigned long long)x, (unsigned long long)got,
                     (unsigned long long)wanted);
    }
}

static void conversions_are_numpys(void **state)
{
    for (int from = 0; from < LIR_PTR; from++)
        for (int to = 0; to < LIR_PTR; to++)
            for (int n = 0; n < LANE_COUNTS; n++)
                for (int k = 0; k < 4; k++)
                    check_conversion(*state, (lir_elem)from, (lir_elem)to, lane_counts[n]);
    /* What NumPy 2.4.6 gave for scalars of float64, one row a value. */
    static const struct {
        double x;
        int8_t i8;
        uint16_t u16;
        int32_t i32;
        uint32_t u32;
        int64_t i64;
        uint64_t u64;
    } rows[] = {
        {-129, 127, 65407, -129, 4294967167, -129, UINT64_MAX - 128},
        {-70000, -112, 61072, -70000, 4294897296, -70000, UINT64_MAX - 69999},
        {3e9, 0, 0, INT32_MIN, 3000000000, 3000000000, 3000000000},
        {-3e9, 0, 0, INT32_MIN, 1294967296, -3000000000, 18446744070709551616u},
        {1e19, 0, 0, INT32_MIN, 0, INT64_MIN, 10000000000000000000u},
        {2e19, 0, 0, INT32_MIN, 0, INT64_MIN, 0},
        {NAN, 0, 0, INT32_MIN, 0, INT64_MIN, UINT64_C(1) << 63},
        {INFINITY, 0, 0, INT32_MIN, 0, INT64_MIN, 0},
        {-INFINITY, 0, 0, INT32_MIN, 0, INT64_MIN, UINT64_C(1) << 63},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        uint64_t x = bits_of(LIR_F64, rows[k].x);
        assert_int_equal(convert_result(LIR_F64, LIR_I8, x), (uint8_t)rows[k].i8);
        assert_int_equal(convert_result(LIR_F64, LIR_U16, x), rows[k].u16);
        assert_int_equal(convert_result(LIR_F64, LIR_I32, x), (uint32_t)rows[k].i32);
        assert_int_equal(convert_result(LIR_F64, LIR_U32, x), rows[k].u32);
        assert_int_equal(convert_result(LIR_F64, LIR_I64, x), (uint64_t)rows[k].i64);
        assert_int_equal(convert_result(LIR_F64, LIR_U64, x), rows[k].u64);
    }
}

/* ---- Select, lanes, memory ------------------------------------------------------------------- */

static void check_moves(lir_fixture *f, lir_elem elem, unsigned lanes)
{
    lir_type t = lir_vector(elem, lanes), mask = lir_vector(LIR_I1, lanes);
    lir_type types[4] = {mask, t, t, lir_scalar(elem)};
    unsigned at = lanes / 3;
    for (int kind = 0; kind < 6; kind++) {
        bench *b = bench_new(f, types, 4);
        lir_expr_id id, *in = b->in;
        lir_lane_list list = {0};
        for (unsigned l = 0; l < lanes; l++)
            vec_push(f->a, &list, (uint16_t)((l * 5 + 1) % (2 * lanes)));
        uint64_t shuffle = vec_push(f->a, &b->fn->shuffles, list);
        lir_expr_id base = b->fn->exprs.items[in[0]].args[0];
        lir_expr_id second = lir_const_int(b->m, b->fn, LIR_I64, b->inputs[1] - b->inputs[0]);
        switch (kind) {
        case 0: id = lir_select(b->m, b->fn, in[0], in[1], in[2]); break;
        case 1: id = lir_splat(b->m, b->fn, in[3], lanes); break;
        case 2: id = lir_make(b->m, b->fn, LIR_INSERT, t, at, in[1], in[3], 0, 0); break;
        case 3: id = lir_make(b->m, b->fn, LIR_EXTRACT, types[3], at, in[1], 0, 0, 0); break;
        case 4: id = lir_make(b->m, b->fn, LIR_SHUFFLE, t, shuffle, in[1], in[2], 0, 0); break;
        default: id = lir_make(b->m, b->fn, LIR_MLOAD, t, 0, base, second, in[0], in[2]); break;
        }
        bench_run(b, id);
        for (unsigned l = 0; l < (kind == 3 ? 1 : lanes); l++) {
            bool m = b->inputs[0][l];
            uint64_t x = lane(b->inputs[1], elem, l), y = lane(b->inputs[2], elem, l);
            uint64_t s = lane(b->inputs[3], elem, 0);
            unsigned from = list.items[l];
            const uint64_t wanted[] = {m ? x : y,
                                       s,
                                       l == at ? s : x,
                                       lane(b->inputs[1], elem, at),
                                       from < lanes ? lane(b->inputs[1], elem, from)
                                                    : lane(b->inputs[2], elem, from - lanes),
                                       m ? x : y};
            assert_int_equal(lane(b->out, elem, l), wanted[kind]);
        }
    }
}

static void lanes_move(void **state)
{
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
        for (int n = 0; n < LANE_COUNTS; n++)
            check_moves(*state, (lir_elem)elem, lane_counts[n]);
}

static void tables_are_read(void **state)
{
    lir_fixture *f = *state;
    for (unsigned count = 2; count <= LIR_MAX_TABLE; count *= 2)
        for (int wide = 0; wide < 2; wide++) {
            lir_elem elem = wide ? LIR_F64 : LIR_F32;
            lir_type type = lir_vector(wide ? LIR_I64 : LIR_I32, 16);
            unsigned size = lir_elem_size(elem);
            bench *b = bench_new(f, &type, 1);
            char table[LIR_MAX_TABLE * 8];
            for (unsigned i = 0; i < count; i++) {
                uint64_t bits = any_bits(elem);
                memcpy(table + (size_t)i * size, &bits, size);
            }
            uint64_t data =
                vec_push(f->a, &b->m->data, ((lir_data){table, (uint64_t)count * size}));
            bench_run(b, lir_make(b->m, b->fn, LIR_LOOKUP, lir_vector(elem, 16), data, b->in[0], 0,
                                  0, 0));
            for (unsigned l = 0; l < 16; l++) {
                uint64_t at = lane(b->inputs[0], elem, l) % count;
                assert_int_equal(lane(b->out, elem, l), lane(table, elem, (unsigned)at));
            }
        }
}

/* Elements of `elem` copied in reverse by gather, then in place by a masked scatter. */
static void check_gather(lir_fixture *f, lir_elem elem, unsigned lanes)
{
    lir_type t = lir_vector(elem, lanes), types[3] = {t, lir_vector(LIR_I1, lanes), t};
    bench *b = bench_new(f, types, 3);
    lir_expr_id base = b->fn->exprs.items[b->in[0]].args[0];
    int64_t size = lir_elem_size(elem);
    lir_expr_id iota = lir_make(b->m, b->fn, LIR_IOTA, lir_vector(LIR_I64, lanes), 0, 0, 0, 0, 0);
    lir_type wide = lir_vector(LIR_I64, lanes);
    lir_expr_id last = lir_const_bits(b->m, b->fn, wide, lanes - 1);
    lir_expr_id reversed = lir_op2(b->m, b->fn, LIR_MUL, lir_op2(b->m, b->fn, LIR_SUB, last, iota),
                                   lir_const_bits(b->m, b->fn, wide, (uint64_t)size));
    lir_expr_id gathered = lir_make(b->m, b->fn, LIR_GATHER, t, 0, base, reversed, 0, 0);
    lir_stmt_id id = lir_stmt_new(b->m, b->fn, &b->fn->body, LIR_S_SCATTER);
    lir_stmt *scatter = lir_stmt_at(b->fn, id);
    scatter->a = lir_make(b->m, b->fn, LIR_PADD, lir_scalar(LIR_PTR), 0, base,
                          lir_const_int(b->m, b->fn, LIR_I64, MAX_BYTES * 2), 0, 0);
    scatter->b = reversed;
    scatter->c = b->in[0];
    scatter->d = b->in[1];
    char before[MAX_BYTES];
    memcpy(before, b->inputs[2], sizeof before);
    bench_run(b, gathered);
    for (unsigned l = 0; l < lanes; l++) {
        unsigned other = lanes - 1 - l;
        assert_int_equal(lane(b->out, elem, l), lane(b->inputs[0], elem, other));
        assert_int_equal(lane(b->inputs[2], elem, l), b->inputs[1][other]
                                                          ? lane(b->inputs[0], elem, other)
                                                          : lane(before, elem, l));
    }
}

static void gathers_and_scatters(void **state)
{
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
        for (int n = 0; n < LANE_COUNTS; n++)
            check_gather(*state, (lir_elem)elem, lane_counts[n]);
}

/* ---- Elementary functions: lanes agree with the function of the table ------------------------ */

static void check_math(lir_fixture *f, lir_math fn, lir_elem elem, unsigned lanes)
{
    lir_type t = lir_vector(elem, lanes), types[2] = {t, t};
    bool two = lir_math_arity(fn) == 2;
    bench *b = bench_new(f, types, 2);
    bench_run(b, lir_make(b->m, b->fn, two ? LIR_MATH2 : LIR_MATH1, t, fn, b->in[0],
                          two ? b->in[1] : 0, 0, 0));
    math_symbol scalar = math_rows[fn][elem == LIR_F64 ? MATH_F64 : MATH_F32].fn;
    for (unsigned l = 0; l < lanes; l++) {
        double x = float_of(elem, lane(b->inputs[0], elem, l)), wanted;
        double y = float_of(elem, lane(b->inputs[1], elem, l));
        if (elem == LIR_F64)
            wanted =
                two ? ((double (*)(double, double))scalar)(x, y) : ((double (*)(double))scalar)(x);
        else
            wanted = (double)(two ? ((float (*)(float, float))scalar)((float)x, (float)y)
                                  : ((float (*)(float))scalar)((float)x));
        uint64_t got = lane(b->out, elem, l), bits = bits_of(elem, wanted);
        if (got != bits && !(is_nan(elem, got) && isnan(wanted)))
            fail_msg("%s.%s(%a, %a) x %u: %llx, not %llx", lir_math_name(fn), lir_elem_name(elem),
                     x, y, lanes, (unsigned long long)got, (unsigned long long)bits);
    }
}

static void functions_are_those_of_the_table(void **state)
{
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        for (int elem = LIR_F16; elem <= LIR_F64; elem++)
            for (int n = 0; n < LANE_COUNTS; n++)
                check_math(*state, (lir_math)fn, (lir_elem)elem, lane_counts[n]);
}

/* ---- The example files ----------------------------------------------------------------------- */

/* One number of a "; call" line as the word of a parameter or result of that type. */
static hpc_word number_word(const char *text, lir_elem elem)
{
    hpc_word word = {.i = 0};
    if (lir_elem_is_float(elem))
        word.f = strtod(text, NULL);
    else if (*text == '-')
        word.i = strtoll(text, NULL, 10);
    else
        word.i = (int64_t)strtoull(text, NULL, 10);
    return word;
}

static void check_failure(lir_fixture *f, const char *path, hpc_code status, const char *wanted)
{
    const char *class = hpc_code_name(status);
    size_t length = strlen(class);
    if (status == HPC_OK || strncmp(wanted, class, length) ||
        (wanted[length] && strcmp(wanted + length + 1, f->frame.error.text)))
        fail_msg("%s: failed with %s: %s", path, class, f->frame.error.text);
    assert_int_equal(f->frame.error.code, status);
}

/* INDEX ARG... = RESULT... */
static void run_call_line(lir_fixture *f, const char *path, const lir_module *m, be_code *code,
                          char *line)
{
    char *wanted = strstr(line, " = ") + 3, *rest = line;
    wanted[-3] = 0;
    uint32_t index = (uint32_t)strtoul(line, &rest, 10);
    const lir_fn *fn = m->fns.items[index];
    hpc_word params[8] = {{0}}, results[8] = {{0}};
    for (uint32_t k = 0; k < fn->params.len; k++) {
        char *token = strtok_r(rest, " ", &rest);
        assert_non_null(token);
        params[k] = number_word(token, (lir_elem)fn->vars.items[fn->params.items[k]].type.elem);
    }
    f->frame.stack_limit = (char *)((uintptr_t)__builtin_frame_address(0) - 256 * 1024);
    memset(&f->frame.error, 0, sizeof f->frame.error);
    hpc_code status = be_interp.call(code, index, &f->frame, params, results);
    if (*wanted == '!') {
        check_failure(f, path, status, wanted + 1);
        return;
    }
    if (status)
        fail_msg("%s: %s: %s", path, hpc_code_name(status), f->frame.error.text);
    for (uint32_t k = 0; k < fn->results.len; k++) {
        char *token = strtok_r(wanted, " ", &wanted);
        assert_non_null(token);
        lir_elem elem = (lir_elem)fn->vars.items[fn->results.items[k]].type.elem;
        hpc_word word = number_word(token, elem);
        double got = results[k].f;
        if (lir_elem_is_float(elem) && isfinite(word.f) ? got != word.f : results[k].i != word.i)
            fail_msg("%s: function %u: result %u is %lld (%g), not %s", path, index, k,
                     (long long)results[k].i, got, token);
    }
}

static void run_example(lir_fixture *f, const char *path, char *text)
{
    const char *error = NULL;
    lir_module *m = lir_must_read(f, path, text);
    be_session *session = be_interp.open(&f->heap, &error);
    be_code *code = be_interp.compile(session, m, &(be_options){0}, &error);
    if (!code)
        fail_msg("%s: %s", path, error);
    for (char *line = text; *line == ';'; line = line + strlen(line) + 1) {
        *strchr(line, '\n') = 0;
        if (!strncmp(line, "; call ", 7)) {
            char *copy = arena_strndup(f->a, line + 7, strlen(line + 7));
            run_call_line(f, path, m, code, copy);
        }
    }
    be_interp.release(session, code);
    be_interp.close(session);
}

static void examples_run(void **state)
{
    lir_each_file(*state, "tests/ir/loop", run_example);
}

/* ---- Failures -------------------------------------------------------------------------------- */

static const char nested[] = "fn outer.0(n.1: i64) -> (r.2: i64) {\n"
                             "  call inner.1(n.1) -> (r.2) @11\n"
                             "}\n"
                             "fn inner.1(n.1: i64) -> (r.2: i64) {\n"
                             "  poll @21\n"
                             "  check lt.i64(n.1, 5) else INDEX(n.1, 0, 5) @22\n"
                             "}\n";

static void errors_name_places(void **state)
{
    lir_fixture *f = *state;
    const char *error = NULL;
    lir_module *m = lir_must_read(f, "nested", nested);
    be_session *session = be_interp.open(&f->heap, &error);
    be_code *code = be_interp.compile(session, m, &(be_options){0}, &error);
    hpc_word param = {.i = 7}, result;
    assert_int_equal(be_interp.call(code, 0, &f->frame, &param, &result), HPC_INDEX_ERROR);
    const hpc_error *e = &f->frame.error;
    assert_int_equal(e->loc, 22);
    assert_int_equal(e->trace_len, 1);
    assert_int_equal(e->trace[0], 11);
    assert_int_equal(e->values[0], 7);
    assert_int_equal(e->values[2], 5);
    assert_int_equal(e->values[3], 0);
    assert_int_equal(e->check, HPC_CHECK_INDEX + 1);
    _Atomic int32_t poll = HPC_KEYBOARD_INTERRUPT;
    f->frame.poll = &poll;
    assert_int_equal(be_interp.call(code, 0, &f->frame, &param, &result), HPC_KEYBOARD_INTERRUPT);
    assert_int_equal(e->loc, 21);
    f->frame.poll = NULL;
    be_interp.release(session, code);
    be_interp.close(session);
}

/* Each allocation of opening, compiling and running fails in turn: an error, and nothing leaks. */
static void memory_may_run_out(void **state)
{
    lir_fixture *f = *state;
    lir_module *m = lir_must_read(f, "nested", nested);
    bool done = false;
    for (int64_t n = 1; !done && n < 100; n++) {
        const char *error = NULL;
        int64_t live = f->heap.live;
        f->heap.fail_at = n;
        be_session *session = be_interp.open(&f->heap, &error);
        be_code *code = session ? be_interp.compile(session, m, &(be_options){0}, &error) : NULL;
        hpc_word param = {.i = 1}, result;
        if (!code)
            assert_non_null(error);
        else
            done = be_interp.call(code, 0, &f->frame, &param, &result) == HPC_OK;
        if (code && !done)
            assert_int_equal(f->frame.error.code, HPC_MEMORY_ERROR);
        f->heap.fail_at = 0;
        be_interp.release(session, code);
        be_interp.close(session);
        assert_int_equal(f->heap.live, live);
    }
    assert_true(done);
}

#if defined(__x86_64__)
#include <xmmintrin.h>

/* The host may flush denormals and round upwards: inside, nothing of it shows. */
static void the_hosts_floating_point_modes_do_not_matter(void **state)
{
    static const char text[] = "fn f.0(x.1: f64, y.2: f64) -> (r.3: f64) {\n"
                               "  set r.3 = div.f64(x.1, y.2)\n"
                               "}\n";
    lir_fixture *f = *state;
    lir_module *m = lir_must_read(f, "modes", text);
    unsigned host = 0x1F80 | 0x8040 | 0x4000; /* FTZ, DAZ, upwards */
    hpc_word small[2] = {{.f = 0x1p-1074}, {.f = 1}}, third[2] = {{.f = 1}, {.f = 3}}, result[2];
    unsigned before = _mm_getcsr();
    _mm_setcsr(host);
    run_module(f, m, small, &result[0]);
    run_module(f, m, third, &result[1]);
    unsigned after = _mm_getcsr();
    _mm_setcsr(before);
    assert_int_equal(after & ~0x3Fu, host);
    assert_int_equal(result[0].i, small[0].i);
    assert_true(result[1].f == 1.0 / 3.0);
}
#endif

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, lir_setup, lir_teardown)
    const struct CMUnitTest tests[] = {
        TEST(operations_are_exact),
        TEST(conversions_are_numpys),
        TEST(lanes_move),
        TEST(tables_are_read),
        TEST(gathers_and_scatters),
        TEST(functions_are_those_of_the_table),
        TEST(examples_run),
        TEST(errors_name_places),
        TEST(memory_may_run_out),
#if defined(__x86_64__)
        TEST(the_hosts_floating_point_modes_do_not_matter),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
