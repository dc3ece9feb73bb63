/* CVT: conversions between elements, lane by lane, with NumPy's x86 results.
 *
 * Float to integer is the hardware's truncation, which gives the most negative number where the
 * value does not fit; LLVM's fptosi is poison there, so a select guards it:
 *   cvt.i64(x) of f64   ->   select (|%x| < 2^63), fptosi %x, -2^63 */
#include "llvm_internal.h"

static bool is_float(lir_elem e)
{
    return lir_elem_is_float(e);
}

static LLVMTypeRef type_of(lb_fn *fb, lir_elem elem, unsigned lanes)
{
    return lb_vector_of(fb->u->elems[elem], lanes);
}

/* f64 to f16 in one rounding: f32 with the last bit set when it is inexact ("round to odd"), then
 * f16, which has fewer than half of its digits. */
static LLVMValueRef double_to_half(lb_fn *fb, LLVMValueRef x, unsigned lanes)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMTypeRef f32 = type_of(fb, LIR_F32, lanes), i32 = type_of(fb, LIR_I32, lanes);
    LLVMValueRef single = LLVMBuildFPTrunc(bd, x, f32, "");
    LLVMValueRef back = LLVMBuildFPExt(bd, single, type_of(fb, LIR_F64, lanes), "");
    LLVMValueRef inexact = LLVMBuildFCmp(bd, LLVMRealONE, back, x, "");
    LLVMValueRef above = LLVMBuildFCmp(bd, LLVMRealOGT, lb_intrinsic1(fb, "llvm.fabs", back),
                                       lb_intrinsic1(fb, "llvm.fabs", x), "");
    LLVMValueRef bits = LLVMBuildBitCast(bd, single, i32, "");
    bits = LLVMBuildAdd(bd, bits, LLVMBuildSExt(bd, above, i32, ""), "");
    bits = LLVMBuildOr(bd, bits, LLVMBuildZExt(bd, inexact, i32, ""), "");
    single = LLVMBuildBitCast(bd, bits, f32, "");
    return LLVMBuildFPTrunc(bd, single, type_of(fb, LIR_F16, lanes), "");
}

static LLVMValueRef float_to_float(lb_fn *fb, LLVMValueRef x, lir_elem from, lir_elem to,
                                   unsigned lanes)
{
    if (from == LIR_F64 && to == LIR_F16)
        return double_to_half(fb, x, lanes);
    if (lir_elem_size(to) < lir_elem_size(from))
        return LLVMBuildFPTrunc(fb->builder, x, type_of(fb, to, lanes), "");
    return LLVMBuildFPExt(fb->builder, x, type_of(fb, to, lanes), "");
}

/* Truncation to i32 or i64; what does not fit gives the most negative number. from: f32, f64. */
static LLVMValueRef truncate(lb_fn *fb, LLVMValueRef x, lir_elem from, lir_elem to, unsigned lanes)
{
    LLVMBuilderRef bd = fb->builder;
    unsigned width = 8 * lir_elem_size(to);
    /* 2^31 is not the first f64 that fails: the fractions above 2^31 - 1 truncate to a fit, and
     * those below -2^31 to the result of a failure. */
    LLVMValueRef limit = lb_real(fb->u, from, lanes, width == 32 ? 0x1p31 : 0x1p63);
    LLVMValueRef fits =
        LLVMBuildFCmp(bd, LLVMRealOLT, lb_intrinsic1(fb, "llvm.fabs", x), limit, "");
    LLVMValueRef value = LLVMBuildFPToSI(bd, x, type_of(fb, to, lanes), "");
    LLVMValueRef least = lb_bits(fb->u, lir_vector(to, lanes), UINT64_C(1) << (width - 1));
    return LLVMBuildSelect(bd, fits, value, least, "");
}

/* Below 2^63 the signed conversion, above it that of x - 2^63 with the top bit flipped. */
static LLVMValueRef to_u64(lb_fn *fb, LLVMValueRef x, lir_elem from, unsigned lanes)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMValueRef half = lb_real(fb->u, from, lanes, 0x1p63);
    LLVMValueRef large = LLVMBuildFCmp(bd, LLVMRealOGE, x, half, "");
    LLVMValueRef low = truncate(fb, x, from, LIR_I64, lanes);
    LLVMValueRef high = truncate(fb, LLVMBuildFSub(bd, x, half, ""), from, LIR_I64, lanes);
    LLVMValueRef top = lb_bits(fb->u, lir_vector(LIR_I64, lanes), UINT64_C(1) << 63);
    return LLVMBuildSelect(bd, large, LLVMBuildXor(bd, high, top, ""), low, "");
}

static LLVMValueRef float_to_int(lb_fn *fb, LLVMValueRef x, lir_elem from, lir_elem to,
                                 unsigned lanes)
{
    LLVMTypeRef type = type_of(fb, to, lanes);
    if (from == LIR_F16) {
        x = LLVMBuildFPExt(fb->builder, x, type_of(fb, LIR_F32, lanes), "");
        from = LIR_F32;
    }
    if (to == LIR_I1) {
        LLVMValueRef zero = lb_real(fb->u, from, lanes, 0.0);
        return LLVMBuildFCmp(fb->builder, LLVMRealUNE, x, zero, "");
    }
    if (to == LIR_U64)
        return to_u64(fb, x, from, lanes);
    if (to == LIR_I64 || to == LIR_I32)
        return truncate(fb, x, from, to, lanes);
    LLVMValueRef wide = truncate(fb, x, from, to == LIR_U32 ? LIR_I64 : LIR_I32, lanes);
    return LLVMBuildTrunc(fb->builder, wide, type, "");
}

static LLVMValueRef int_to_float(lb_fn *fb, LLVMValueRef x, lir_elem from, lir_elem to,
                                 unsigned lanes)
{
    /* To f16 through f32: integers up to f16's largest are exact in f32, so one rounding. */
    LLVMTypeRef type = type_of(fb, to == LIR_F16 ? LIR_F32 : to, lanes);
    LLVMValueRef r = lir_elem_is_signed(from) ? LLVMBuildSIToFP(fb->builder, x, type, "")
                                              : LLVMBuildUIToFP(fb->builder, x, type, "");
    if (to == LIR_F16)
        r = LLVMBuildFPTrunc(fb->builder, r, type_of(fb, LIR_F16, lanes), "");
    return r;
}

static LLVMValueRef int_to_int(lb_fn *fb, LLVMValueRef x, lir_elem from, lir_elem to,
                               unsigned lanes)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMTypeRef type = type_of(fb, to, lanes);
    if (to == LIR_I1)
        return LLVMBuildICmp(bd, LLVMIntNE, x, LLVMConstNull(LLVMTypeOf(x)), "");
    if (from == LIR_I1)
        return LLVMBuildZExt(bd, x, type, "");
    if (lir_elem_size(to) <= lir_elem_size(from))
        return lir_elem_size(to) == lir_elem_size(from) ? x : LLVMBuildTrunc(bd, x, type, "");
    return lir_elem_is_signed(from) ? LLVMBuildSExt(bd, x, type, "")
                                    : LLVMBuildZExt(bd, x, type, "");
}

LLVMValueRef lb_convert(lb_fn *fb, LLVMValueRef value, lir_elem from, lir_elem to, unsigned lanes)
{
    if (from == to)
        return value;
    if (is_float(from))
        return is_float(to) ? float_to_float(fb, value, from, to, lanes)
                            : float_to_int(fb, value, from, to, lanes);
    return is_float(to) ? int_to_float(fb, value, from, to, lanes)
                        : int_to_int(fb, value, from, to, lanes);
}
