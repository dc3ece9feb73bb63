/* Operations on integers and i1. None traps: what C leaves undefined is guarded.
 *
 *   div.i64(a, b)  ->  q = 0; if (b == -1) q = -a; else if (b != 0) q = a / b; */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

static unsigned width_of(lir_type t)
{
    return 8 * lir_elem_size((lir_elem)t.elem);
}

static bool is_signed(lir_type t)
{
    return lir_elem_is_signed((lir_elem)t.elem);
}

/* Its bits where the argument is the same constant in each lane. */
static bool constant_argument(gb_fn *fb, const lir_expr *e, unsigned i, uint64_t *bits)
{
    const lir_fn *f = fb->lir;
    lir_expr_id id = e->args[i];
    if (f->exprs.items[id].op == LIR_SPLAT)
        id = f->exprs.items[id].args[0];
    return lir_is_const(f, id, bits);
}

/* One instruction for each part; `whole`: it may read the second argument from memory. */
static gb_value *instruction(gb_fn *fb, const char *text, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    gb_value *r = gb_new(fb, a->type);
    bool whole = gb_fills_register(u, a->type);
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"v", a->parts[p].value}, {whole ? "vm" : "v", b->parts[p].value}};
        r->parts[p] = gb_asm(fb, text, "=v", gb_part_type(u, a->type), in, 2);
    }
    return r;
}

/* ---- Division -------------------------------------------------------------------------------- */

static gj_value minus_one(gb_fn *fb, lir_type t)
{
    return gb_int(fb->u, (lir_elem)t.elem, UINT64_MAX);
}

static gb_value *divide_scalars(gb_fn *fb, enum gcc_jit_binary_op op, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    lir_elem elem = (lir_elem)a->type.elem;
    gj_type type = u->elems[elem];
    gj_value x = a->parts[0].value, y = b->parts[0].value;
    gb_value *r = gb_scalar(fb, elem, gb_int(u, elem, 0));
    gj_block done = gb_new_block(fb), divide = gb_new_block(fb), next;
    if (is_signed(a->type)) {
        gj_block negate = gb_new_block(fb);
        next = gb_new_block(fb);
        gb_branch(
            fb,
            gb_expect(fb, gb_compare(u, GCC_JIT_COMPARISON_EQ, y, minus_one(fb, a->type)), false),
            negate, next);
        fb->block = negate;
        if (op == GCC_JIT_BINARY_OP_DIVIDE)
            gb_set(fb, r->parts[0].place, gb_unary(u, GCC_JIT_UNARY_OP_MINUS, type, x));
        gb_jump(fb, done);
        fb->block = next;
    }
    gb_branch(fb, gb_expect(fb, gb_not_zero(u, elem, y), true), divide, done);
    fb->block = divide;
    gb_set(fb, r->parts[0].place, gb_binary(u, op, type, x, y));
    gb_jump(fb, done);
    fb->block = done;
    return r;
}

/* There are no vector instructions for integer division; for elements of up to 32 bits that of floats is
 * exact (llvm_integer.c has the proof). `safe` is neither 0 nor -1. */
static gb_value *quotient(gb_fn *fb, gb_value *a, gb_value *safe)
{
    lir_elem elem = (lir_elem)a->type.elem;
    if (lir_elem_size(elem) > 4)
        return gb_binary_parts(fb, GCC_JIT_BINARY_OP_DIVIDE, a, safe);
    lir_elem real = lir_elem_size(elem) <= 2 ? LIR_F32 : LIR_F64;
    gb_value *q = gb_binary_parts(fb, GCC_JIT_BINARY_OP_DIVIDE, gb_convert(fb, a, real),
                                  gb_convert(fb, safe, real));
    return gb_convert(fb, q, elem);
}

static gb_value *divide_lanes(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    lir_type t = a->type;
    gb_value *none = gb_constant(fb, t, 0), *one = gb_constant(fb, t, 1);
    gb_value *zero = gb_compare_op(fb, LIR_EQ, b, none), *minus = NULL;
    gb_value *safe = gb_select(fb, zero, one, b);
    if (is_signed(t)) {
        minus = gb_compare_op(fb, LIR_EQ, b, gb_constant(fb, t, UINT64_MAX));
        safe = gb_select(fb, minus, one, safe);
    }
    gb_value *q = quotient(fb, a, safe);
    if (op == LIR_REM)
        return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS, a,
                               gb_binary_parts(fb, GCC_JIT_BINARY_OP_MULT, q, safe));
    if (minus)
        q = gb_select(fb, minus, gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS, none, a), q);
    return gb_select(fb, zero, none, q);
}

static gb_value *divide(gb_fn *fb, lir_op op, gb_value *a, gb_value *b, const lir_expr *e)
{
    uint64_t bits, mask = lir_elem_mask((lir_elem)a->type.elem);
    enum gcc_jit_binary_op gcc_op =
        op == LIR_DIV ? GCC_JIT_BINARY_OP_DIVIDE : GCC_JIT_BINARY_OP_MODULO;
    if (constant_argument(fb, e, 1, &bits) && (bits & mask) != 0 &&
        (!is_signed(a->type) || (bits & mask) != mask))
        return gb_binary_parts(fb, gcc_op, a, b); /* GCC multiplies */
    if (a->type.lanes == 1)
        return divide_scalars(fb, gcc_op, a, b);
    return divide_lanes(fb, op, a, b);
}

/* ---- Shifts ---------------------------------------------------------------------------------- */

/* Instructions that shift each lane by its own count, with counts past the width as loop IR has them. */
static const char *shift_instruction(const gb_unit *u, lir_op op, lir_type t)
{
    unsigned size = lir_elem_size((lir_elem)t.elem);
    if (!gb_in_register(u, t) || size == 1 || (size == 2 && !u->target.avx512))
        return NULL;
    const char *left[] = {
        [2] = "vpsllvw %2, %1, %0", [4] = "vpsllvd %2, %1, %0", [8] = "vpsllvq %2, %1, %0"};
    const char *right[] = {
        [2] = "vpsrlvw %2, %1, %0", [4] = "vpsrlvd %2, %1, %0", [8] = "vpsrlvq %2, %1, %0"};
    const char *sign[] = {[2] = "vpsravw %2, %1, %0",
                          [4] = "vpsravd %2, %1, %0",
                          [8] = u->target.avx512 ? "vpsravq %2, %1, %0" : NULL};
    return op == LIR_SHL ? left[size] : is_signed(t) ? sign[size] : right[size];
}

static gb_value *shift(gb_fn *fb, lir_op op, gb_value *a, gb_value *count, const lir_expr *e)
{
    lir_type t = a->type;
    uint64_t bits, last = width_of(t) - 1;
    enum gcc_jit_binary_op gcc_op =
        op == LIR_SHL ? GCC_JIT_BINARY_OP_LSHIFT : GCC_JIT_BINARY_OP_RSHIFT;
    if (constant_argument(fb, e, 1, &bits) && (bits & lir_elem_mask((lir_elem)t.elem)) <= last)
        return gb_binary_parts(fb, gcc_op, a, count);
    const char *text = t.lanes > 1 ? shift_instruction(fb->u, op, t) : NULL;
    if (text)
        return instruction(fb, text, a, count);
    lir_type unsigned_type = lir_vector(gb_unsigned_of(lir_elem_size((lir_elem)t.elem)), t.lanes);
    gb_value *n = gb_bitcast(fb, count, unsigned_type);
    gb_value *limit = gb_constant(fb, unsigned_type, last);
    gb_value *in_range = gb_compare_op(fb, LIR_LE, n, limit);
    if (op == LIR_SHR && is_signed(t)) {
        n = gb_bitcast(fb, gb_select(fb, in_range, n, limit), t);
        return gb_binary_parts(fb, gcc_op, a, n);
    }
    n = gb_bitcast(fb, gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, n, limit), t);
    return gb_select(fb, in_range, gb_binary_parts(fb, gcc_op, a, n), gb_constant(fb, t, 0));
}

/* ---- Least, greatest, absolute --------------------------------------------------------------- */

static gb_value *least_or_greatest(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    lir_type t = a->type;
    unsigned size = lir_elem_size((lir_elem)t.elem);
    if (t.lanes > 1 && gb_in_register(u, t) && (size < 8 || u->target.avx512)) {
        static const char letters[] = {[1] = 'b', [2] = 'w', [4] = 'd', [8] = 'q'};
        char text[64];
        snprintf(text, sizeof text, "vp%s%c%c %%2, %%1, %%0", op == LIR_MIN ? "min" : "max",
                 is_signed(t) ? 's' : 'u', letters[size]);
        return instruction(fb, text, a, b);
    }
    return gb_select(fb, gb_compare_op(fb, op == LIR_MIN ? LIR_LT : LIR_GT, a, b), a, b);
}

/* (x ^ sign) - sign, where the sign is 0 or -1. */
static gb_value *absolute(gb_fn *fb, gb_value *a)
{
    if (!is_signed(a->type))
        return a;
    gb_value *last = gb_constant(fb, a->type, width_of(a->type) - 1);
    gb_value *sign = gb_binary_parts(fb, GCC_JIT_BINARY_OP_RSHIFT, a, last);
    return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS,
                           gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, a, sign), sign);
}

/* ---- Overflow -------------------------------------------------------------------------------- */

typedef struct overflow {
    lir_op op;
    lir_elem elem;
} overflow;

static enum gcc_jit_binary_op arithmetic_of(lir_op op)
{
    return op == LIR_ADDO   ? GCC_JIT_BINARY_OP_PLUS
           : op == LIR_SUBO ? GCC_JIT_BINARY_OP_MINUS
                            : GCC_JIT_BINARY_OP_MULT;
}

/* Of up to 16 bits: in 32 bits, where nothing overflows. */
static gj_value overflows_small(gb_fn *fb, const overflow *o, gj_value a, gj_value b)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32];
    gj_value exact =
        gb_keep(fb, i32,
                gb_binary(u, arithmetic_of(o->op), i32, gb_cast(u, a, i32), gb_cast(u, b, i32)))
            .value;
    gj_value back = gb_cast(u, gb_cast(u, exact, u->elems[o->elem]), i32);
    return gb_compare(u, GCC_JIT_COMPARISON_NE, back, exact);
}

static gj_value overflows(gb_fn *fb, const void *context, gj_value *args)
{
    gb_unit *u = fb->u;
    const overflow *o = context;
    bool is_long = o->elem == LIR_I64;
    if (lir_elem_size(o->elem) < 4)
        return overflows_small(fb, o, args[0], args[1]);
    char name[64];
    snprintf(name, sizeof name, "__builtin_s%s%s_overflow",
             o->op == LIR_ADDO   ? "add"
             : o->op == LIR_SUBO ? "sub"
                                 : "mul",
             is_long ? "l" : "");
    gj_type type =
        u->api->context_get_type(u->context, is_long ? GCC_JIT_TYPE_LONG : GCC_JIT_TYPE_INT);
    gj_place sum = gb_local(fb, type);
    gj_value of[] = {gb_cast(u, args[0], type), gb_cast(u, args[1], type),
                     u->api->lvalue_get_address(sum, NULL)};
    gj_function fn = u->api->context_get_builtin_function(u->context, name);
    return gb_keep(fb, u->elems[LIR_I1], gb_call_fn(u, fn, of, 3)).value;
}

/* Sums and differences: the result's sign is wrong. */
static gb_value *lanes_overflow(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    const enum gcc_jit_binary_op xor = GCC_JIT_BINARY_OP_BITWISE_XOR;
    gb_value *r = gb_binary_parts(fb, arithmetic_of(op), a, b);
    gb_value *first = gb_binary_parts(fb, xor, a, r);
    gb_value *second =
        op == LIR_ADDO ? gb_binary_parts(fb, xor, b, r) : gb_binary_parts(fb, xor, a, b);
    gb_value *both = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, first, second);
    return gb_compare_op(fb, LIR_LT, both, gb_constant(fb, a->type, 0));
}

/* ---- All of them ----------------------------------------------------------------------------- */

static gb_value *plain(gb_fn *fb, lir_op op, gb_value **args)
{
    switch (op) {
    case LIR_ADD: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_PLUS, args[0], args[1]);
    case LIR_SUB: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS, args[0], args[1]);
    case LIR_MUL: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MULT, args[0], args[1]);
    case LIR_AND: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, args[0], args[1]);
    case LIR_OR: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_OR, args[0], args[1]);
    case LIR_XOR: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, args[0], args[1]);
    case LIR_NEG: return gb_unary_parts(fb, GCC_JIT_UNARY_OP_MINUS, args[0]);
    case LIR_NOT: return gb_unary_parts(fb, GCC_JIT_UNARY_OP_BITWISE_NEGATE, args[0]);
    default: return NULL;
    }
}

gb_value *gb_integer_op(gb_fn *fb, lir_op op, gb_value **args, const lir_expr *e)
{
    lir_type t = args[0]->type;
    overflow o = {op, (lir_elem)t.elem};
    if (t.elem == LIR_I1)
        return gb_mask_op(fb, op, args);
    switch (op) {
    case LIR_DIV:
    case LIR_REM: return divide(fb, op, args[0], args[1], e);
    case LIR_SHL:
    case LIR_SHR: return shift(fb, op, args[0], args[1], e);
    case LIR_MIN:
    case LIR_MAX: return least_or_greatest(fb, op, args[0], args[1]);
    case LIR_ABS: return absolute(fb, args[0]);
    case LIR_ADDO:
    case LIR_SUBO:
        if (t.lanes > 1)
            return lanes_overflow(fb, op, args[0], args[1]);
        /* fall through */
    case LIR_MULO: return gb_by_lanes(fb, lir_vector(LIR_I1, t.lanes), args, 2, overflows, &o);
    default: return plain(fb, op, args);
    }
}

#endif
