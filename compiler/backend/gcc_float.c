/* Operations on floats. Those on the sign are on its bit, so that a NaN keeps its payload; f16 is f32,
 * rounded after each. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

static lir_type bits_type(lir_type t)
{
    return lir_vector(gb_unsigned_of(lir_elem_size((lir_elem)t.elem)), t.lanes);
}

/* ---- Signs ----------------------------------------------------------------------------------- */

static gb_value *sign_op(gb_fn *fb, lir_op op, gb_value **args)
{
    const enum gcc_jit_binary_op and = GCC_JIT_BINARY_OP_BITWISE_AND;
    lir_type t = args[0]->type, bits = bits_type(t);
    uint64_t top = UINT64_C(1) << (8 * lir_elem_size((lir_elem)t.elem) - 1);
    gb_value *x = gb_bitcast(fb, args[0], bits), *sign = gb_constant(fb, bits, top), *r;
    if (op == LIR_NEG) {
        r = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, x, sign);
    } else {
        r = gb_binary_parts(fb, and, x, gb_constant(fb, bits, top - 1));
        if (op == LIR_COPYSIGN) {
            gb_value *y = gb_bitcast(fb, args[1], bits);
            r = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_OR, r,
                                gb_binary_parts(fb, and, y, sign));
        }
    }
    return gb_bitcast(fb, r, t);
}

/* ---- Functions of C, lane by lane ------------------------------------------------------------ */

typedef struct c_function {
    const char *name; /* of f64; that of f32 ends in f */
    bool builtin;     /* or one of symbols.c */
    lir_elem elem;
    unsigned count;
} c_function;

static gj_value call_lane(gb_fn *fb, const void *context, gj_value *args)
{
    gb_unit *u = fb->u;
    const c_function *c = context;
    gj_type type = u->elems[c->elem], params[] = {type, type, type};
    const char *name = arena_printf(u->arena, "%s%s%s", c->builtin ? "__builtin_" : "", c->name,
                                    c->elem == LIR_F32 ? "f" : "");
    gj_function fn = c->builtin ? u->api->context_get_builtin_function(u->context, name)
                                : gb_external_fn(u, name, type, params, c->count);
    return gb_call_fn(u, fn, args, (int)c->count);
}

static gb_value *by_function(gb_fn *fb, const char *name, bool builtin, gb_value **args,
                             unsigned count)
{
    c_function c = {name, builtin, (lir_elem)args[0]->type.elem, count};
    return gb_by_lanes(fb, args[0]->type, args, count, call_lane, &c);
}

/* ---- Instructions ---------------------------------------------------------------------------- */

static gb_value *one_operand(gb_fn *fb, const char *text, gb_value *a)
{
    gb_unit *u = fb->u;
    gb_value *r = gb_new(fb, a->type);
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in = {gb_fills_register(u, a->type) ? "vm" : "v", a->parts[p].value};
        r->parts[p] = gb_asm(fb, text, "=v", gb_part_type(u, a->type), &in, 1);
    }
    return r;
}

static gb_value *fused(gb_fn *fb, gb_value **args)
{
    gb_unit *u = fb->u;
    lir_type t = args[0]->type;
    bool f64 = t.elem == LIR_F64;
    if (t.lanes == 1 || !gb_in_register(u, t))
        return by_function(fb, "fma", u->target.level->fma, args, 3);
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"0", args[2]->parts[p].value},
                      {"v", args[0]->parts[p].value},
                      {gb_fills_register(u, t) ? "vm" : "v", args[1]->parts[p].value}};
        r->parts[p] = gb_asm(fb, f64 ? "vfmadd231pd %3, %2, %0" : "vfmadd231ps %3, %2, %0", "=v",
                             gb_part_type(u, t), in, 3);
    }
    return r;
}

static gb_value *rounded(gb_fn *fb, lir_op op, gb_value *a)
{
    gb_unit *u = fb->u;
    static const char *const names[] = {"floor", "ceil", "trunc", "rint"};
    static const uint8_t modes[] = {9, 10, 11, 8}; /* without exceptions */
    unsigned i = (unsigned)(op - LIR_FLOOR);
    bool f64 = a->type.elem == LIR_F64;
    char text[64];
    if (a->type.lanes == 1 && u->target.x86 && u->target.sse41) {
        snprintf(text, sizeof text, "%srounds%c $%u, %%1, %s%%0", u->target.avx2 ? "v" : "",
                 f64 ? 'd' : 's', modes[i], u->target.avx2 ? "%1, " : "");
        gb_in in = {"x", a->parts[0].value};
        gb_value *r = gb_new(fb, a->type);
        r->parts[0] = gb_asm(fb, text, "=x", u->elems[a->type.elem], &in, 1);
        return r;
    }
    if (a->type.lanes == 1 || !gb_in_register(u, a->type))
        return by_function(fb, names[i], !u->target.x86 || u->target.sse41, &a, 1);
    snprintf(text, sizeof text, "%s%c $%u, %%1, %%0", u->target.avx512 ? "vrndscalep" : "vroundp",
             f64 ? 'd' : 's', modes[i]);
    return one_operand(fb, text, a);
}

static gb_value *root(gb_fn *fb, gb_value *a)
{
    gb_unit *u = fb->u;
    if (a->type.lanes == 1 || !gb_in_register(u, a->type))
        return by_function(fb, "sqrt", true, &a, 1);
    return one_operand(fb, a->type.elem == LIR_F64 ? "vsqrtpd %1, %0" : "vsqrtps %1, %0", a);
}

static gb_value *root_estimate(gb_fn *fb, gb_value *a)
{
    if (a->type.elem == LIR_F64 && fb->u->target.avx512 && gb_fills_register(fb->u, a->type))
        return one_operand(fb, "vrsqrt14pd %1, %0", a);
    gb_value *one = gb_real(fb, (lir_elem)a->type.elem, a->type.lanes, 1.0);
    return gb_binary_parts(fb, GCC_JIT_BINARY_OP_DIVIDE, one, root(fb, a));
}

/* ---- All of them ----------------------------------------------------------------------------- */

/* Of f32 and f64. */
static gb_value *arithmetic(gb_fn *fb, lir_op op, gb_value **args)
{
    switch (op) {
    case LIR_ADD: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_PLUS, args[0], args[1]);
    case LIR_SUB: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS, args[0], args[1]);
    case LIR_MUL: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_MULT, args[0], args[1]);
    case LIR_DIV: return gb_binary_parts(fb, GCC_JIT_BINARY_OP_DIVIDE, args[0], args[1]);
    case LIR_REM: return by_function(fb, "fmod", false, args, 2);
    case LIR_SQRT: return root(fb, args[0]);
    case LIR_RSQRTE: return root_estimate(fb, args[0]);
    case LIR_FMA: return fused(fb, args);
    case LIR_FLOOR:
    case LIR_CEIL:
    case LIR_TRUNC:
    case LIR_RINT: return rounded(fb, op, args[0]);
    default: return NULL;
    }
}

gb_value *gb_float_op(gb_fn *fb, lir_op op, gb_value **args, unsigned count)
{
    lir_type t = args[0]->type;
    if (op == LIR_NEG || op == LIR_ABS || op == LIR_COPYSIGN)
        return sign_op(fb, op, args);
    if (t.elem != LIR_F16)
        return arithmetic(fb, op, args);
    /* The product of two f16 is exact in f32; its sum with a third is rounded once, from f64. */
    gb_value *wide[LIR_MAX_ARGS] = {NULL};
    for (unsigned i = 0; i < count; i++)
        wide[i] = gb_convert(fb, args[i], op == LIR_FMA ? LIR_F64 : LIR_F32);
    gb_value *r = arithmetic(fb, op, wide);
    return r ? gb_convert(fb, r, LIR_F16) : NULL;
}

#endif
