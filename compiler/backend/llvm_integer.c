/* Operations on integers and i1.
 *
 *   shl.i64(x, n)   ->   select (%n u< 64), (shl %x, %n), 0
 *
 * None traps or yields poison: what LLVM leaves undefined is guarded. */
#include "llvm_internal.h"

static LLVMValueRef compare_with(lb_fn *fb, LLVMIntPredicate p, lir_type t, LLVMValueRef a,
                                 uint64_t bits)
{
    return LLVMBuildICmp(fb->builder, p, a, lb_bits(fb->u, t, bits), "");
}

/* ---- Division -------------------------------------------------------------------------------- */

/* What a division needs: x / 0 is 0 and min / -1 wraps, as in NumPy, and neither may reach LLVM,
 * where they are undefined. */
typedef struct division {
    LLVMValueRef a, b;
    LLVMValueRef safe;        /* b, or 1 where b is 0 or -1 */
    LLVMValueRef zero, minus; /* i1: where it is 0, where it is -1 (NULL when unsigned) */
} division;

static division guard(lb_fn *fb, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMValueRef one = lb_bits(fb->u, t, 1);
    division d = {.a = a, .b = b, .zero = compare_with(fb, LLVMIntEQ, t, b, 0)};
    d.safe = LLVMBuildSelect(bd, d.zero, one, b, "");
    if (lir_elem_is_signed((lir_elem)t.elem)) {
        d.minus = compare_with(fb, LLVMIntEQ, t, b, UINT64_MAX);
        d.safe = LLVMBuildSelect(bd, d.minus, one, d.safe, "");
    }
    return d;
}

/* There are no vector instructions for integer division; for elements of up to 32 bits that of
 * floats is exact: the quotient's error, below 2^-53 of it, is less than its distance from the
 * next integer, at least 1/b, since the dividend is below 2^53 (24 bits and f32 for 16 bits). */
static LLVMValueRef quotient_by_floats(lb_fn *fb, lir_type t, const division *d)
{
    lir_elem elem = (lir_elem)t.elem, real = lir_elem_size(elem) <= 2 ? LIR_F32 : LIR_F64;
    LLVMValueRef x = lb_convert(fb, d->a, elem, real, t.lanes);
    LLVMValueRef y = lb_convert(fb, d->safe, elem, real, t.lanes);
    LLVMValueRef q = LLVMBuildFDiv(fb->builder, x, y, "");
    return lir_elem_is_signed(elem) ? LLVMBuildFPToSI(fb->builder, q, lb_type(fb->u, t), "")
                                    : LLVMBuildFPToUI(fb->builder, q, lb_type(fb->u, t), "");
}

static LLVMValueRef quotient(lb_fn *fb, lir_type t, const division *d)
{
    bool constant = LLVMIsConstant(d->b); /* LLVM multiplies instead */
    if (t.lanes > 1 && lir_elem_size((lir_elem)t.elem) <= 4 && !constant)
        return quotient_by_floats(fb, t, d);
    return d->minus ? LLVMBuildSDiv(fb->builder, d->a, d->safe, "")
                    : LLVMBuildUDiv(fb->builder, d->a, d->safe, "");
}

static LLVMValueRef divide(lb_fn *fb, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    LLVMBuilderRef bd = fb->builder;
    division d = guard(fb, t, a, b);
    LLVMValueRef q = quotient(fb, t, &d);
    if (d.minus)
        q = LLVMBuildSelect(bd, d.minus, LLVMBuildNeg(bd, a, ""), q, "");
    return LLVMBuildSelect(bd, d.zero, lb_bits(fb->u, t, 0), q, "");
}

/* Where b is 0 or -1 the divisor is 1 and the remainder 0. */
static LLVMValueRef remainder_of(lb_fn *fb, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    LLVMBuilderRef bd = fb->builder;
    division d = guard(fb, t, a, b);
    if (t.lanes > 1) {
        LLVMValueRef whole = LLVMBuildMul(bd, quotient(fb, t, &d), d.safe, "");
        return LLVMBuildSub(bd, a, whole, "");
    }
    return d.minus ? LLVMBuildSRem(bd, a, d.safe, "") : LLVMBuildURem(bd, a, d.safe, "");
}

/* ---- The others ------------------------------------------------------------------------------ */

static LLVMValueRef shift(lb_fn *fb, bool left, lir_type t, LLVMValueRef a, LLVMValueRef count)
{
    LLVMBuilderRef bd = fb->builder;
    unsigned width = t.elem == LIR_I1 ? 1 : 8 * lir_elem_size((lir_elem)t.elem);
    if (!left && lir_elem_is_signed((lir_elem)t.elem)) {
        LLVMValueRef last = lb_bits(fb->u, t, width - 1);
        return LLVMBuildAShr(bd, a, lb_intrinsic2(fb, "llvm.umin", count, last), "");
    }
    LLVMValueRef shifted = left ? LLVMBuildShl(bd, a, count, "") : LLVMBuildLShr(bd, a, count, "");
    if (t.elem == LIR_I1)
        return LLVMBuildSelect(bd, count, lb_bits(fb->u, t, 0), a, "");
    LLVMValueRef in_range = compare_with(fb, LLVMIntULT, t, count, width);
    return LLVMBuildSelect(bd, in_range, shifted, lb_bits(fb->u, t, 0), "");
}

/* NULL when op is not an operation on integers. */
static LLVMValueRef integer_binary(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    LLVMBuilderRef bd = fb->builder;
    bool is_signed = lir_elem_is_signed((lir_elem)t.elem);
    switch (op) {
    case LIR_ADD: return LLVMBuildAdd(bd, a, b, "");
    case LIR_SUB: return LLVMBuildSub(bd, a, b, "");
    case LIR_MUL: return LLVMBuildMul(bd, a, b, "");
    case LIR_DIV: return divide(fb, t, a, b);
    case LIR_REM: return remainder_of(fb, t, a, b);
    case LIR_AND: return LLVMBuildAnd(bd, a, b, "");
    case LIR_OR: return LLVMBuildOr(bd, a, b, "");
    case LIR_XOR: return LLVMBuildXor(bd, a, b, "");
    case LIR_SHL: return shift(fb, true, t, a, b);
    case LIR_SHR: return shift(fb, false, t, a, b);
    case LIR_MIN: return lb_intrinsic2(fb, is_signed ? "llvm.smin" : "llvm.umin", a, b);
    case LIR_MAX: return lb_intrinsic2(fb, is_signed ? "llvm.smax" : "llvm.umax", a, b);
    default: return NULL;
    }
}

static LLVMValueRef integer_unary(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef a)
{
    LLVMBuilderRef bd = fb->builder;
    switch (op) {
    case LIR_NEG: return LLVMBuildNeg(bd, a, "");
    case LIR_NOT: return LLVMBuildNot(bd, a, "");
    case LIR_ABS: {
        if (!lir_elem_is_signed((lir_elem)t.elem))
            return a;
        LLVMTypeRef type = LLVMTypeOf(a);
        LLVMValueRef wraps = LLVMConstInt(fb->u->elems[LIR_I1], 0, false);
        return lb_intrinsic(fb, "llvm.abs", &type, 1, (LLVMValueRef[]){a, wraps}, 2);
    }
    default: return NULL;
    }
}

/* True where a op b does not fit the signed type. */
static LLVMValueRef overflows(lb_fn *fb, lir_op op, LLVMValueRef a, LLVMValueRef b)
{
    const char *name = op == LIR_ADDO   ? "llvm.sadd.with.overflow"
                       : op == LIR_SUBO ? "llvm.ssub.with.overflow"
                                        : "llvm.smul.with.overflow";
    return LLVMBuildExtractValue(fb->builder, lb_intrinsic2(fb, name, a, b), 1, "");
}

LLVMValueRef lb_integer_op(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef *args, unsigned count)
{
    if (op >= LIR_ADDO && op <= LIR_MULO)
        return overflows(fb, op, args[0], args[1]);
    if (count == 1)
        return integer_unary(fb, op, t, args[0]);
    return integer_binary(fb, op, t, args[0], args[1]);
}
