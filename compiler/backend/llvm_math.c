/* MATH1 and MATH2: calls of the functions of math_table.h.
 *
 * The table's vector symbols are used as wide as the target allows; more lanes are cut into such
 * vectors, and where the table or the target has none the scalar function is called a lane:
 *   exp.f64x16(x)   ->   two calls of math_exp_f64x8 and a shufflevector
 * The names are ours, not libm's, lest LLVM take a function for libm's and rewrite the call. */
#include "llvm_internal.h"
#include "math_table.h"
#include "symbols.h"

/* The widest vectors that the table's functions may be called with; they need AVX2 and FMA. */
static unsigned widest(const lb_unit *u)
{
    const target_level *level = u->target->cpu.level;
    return level->vector_bytes > 16 ? 8 * level->vector_bytes : 0;
}

static void keep(lb_unit *u, LLVMValueRef declaration)
{
    for (uint32_t i = 0; i < u->kept.len; i++)
        if (u->kept.items[i] == declaration)
            return;
    vec_push(u->arena, &u->kept, declaration);
}

/* Scalar loops: where LLVM vectorises one, it may call the vector forms in the place of the scalar
 * function. The attribute on the call names them, as the vector function ABI writes it:
 *   _ZGV_LLVM_N8v_math_exp_f64x1(math_exp_f64x8) */
static void offer_vector_forms(lb_fn *fb, lir_math fn, lir_elem elem, unsigned count,
                               LLVMValueRef call)
{
    static const char key[] = "vector-function-abi-variant";
    lb_unit *u = fb->u;
    const math_row *row = &math_rows[fn][elem == LIR_F64 ? MATH_F64 : MATH_F32];
    char scalar[BE_NAME_SIZE], name[BE_NAME_SIZE], text[4 * BE_NAME_SIZE * MATH_WIDTHS];
    size_t length = 0;
    be_math_name(scalar, fn, elem, 1);
    for (int i = 0; i < MATH_WIDTHS && row->vector_fns[i] && 128u << i <= widest(u); i++) {
        unsigned lanes = (128u << i) / (8 * lir_elem_size(elem));
        be_math_name(name, fn, elem, lanes);
        LLVMTypeRef type = lb_vector_of(u->elems[elem], lanes), params[] = {type, type};
        keep(u, lb_external(u, name, type, params, count, LB_PURE).fn);
        length += (size_t)snprintf(text + length, sizeof text - length, "%s_ZGV_LLVM_N%u%s_%s(%s)",
                                   length ? "," : "", lanes, count == 2 ? "vv" : "v", scalar, name);
    }
    if (length)
        LLVMAddCallSiteAttribute(
            call, LLVMAttributeFunctionIndex,
            LLVMCreateStringAttribute(u->context, key, sizeof key - 1, text, (unsigned)length));
}

static LLVMValueRef call_once(lb_fn *fb, lir_math fn, lir_elem elem, unsigned lanes,
                              LLVMValueRef *args, unsigned count)
{
    lb_unit *u = fb->u;
    char name[BE_NAME_SIZE];
    be_math_name(name, fn, elem, lanes);
    LLVMTypeRef type = lb_vector_of(u->elems[elem], lanes), params[] = {type, type};
    lb_callee callee = lb_external(u, name, type, params, count, LB_PURE);
    LLVMValueRef call = LLVMBuildCall2(fb->builder, callee.type, callee.fn, args, count, "");
    if (lanes == 1 && u->tier == BE_TIER_SCALAR)
        offer_vector_forms(fb, fn, elem, count, call);
    return call;
}

static LLVMValueRef lane_constant(lb_fn *fb, unsigned i)
{
    return LLVMConstInt(fb->u->elems[LIR_I32], i, false);
}

/* Lanes [first, first + count) of a vector. */
static LLVMValueRef part(lb_fn *fb, LLVMValueRef vector, unsigned first, unsigned count)
{
    LLVMValueRef mask[LIR_MAX_LANES];
    if (count == 1)
        return LLVMBuildExtractElement(fb->builder, vector, lane_constant(fb, first), "");
    for (unsigned i = 0; i < count; i++)
        mask[i] = lane_constant(fb, first + i);
    return LLVMBuildShuffleVector(fb->builder, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                  LLVMConstVector(mask, count), "");
}

static LLVMValueRef join(lb_fn *fb, LLVMValueRef low, LLVMValueRef high, unsigned lanes)
{
    LLVMValueRef mask[LIR_MAX_LANES];
    for (unsigned i = 0; i < 2 * lanes; i++)
        mask[i] = lane_constant(fb, i);
    return LLVMBuildShuffleVector(fb->builder, low, high, LLVMConstVector(mask, 2 * lanes), "");
}

/* Lanes [first, first + lanes) of the result. */
static LLVMValueRef compute(lb_fn *fb, const lir_expr *e, lir_elem elem, LLVMValueRef *args,
                            unsigned arg_count, unsigned first, unsigned lanes, unsigned chunk)
{
    if (lanes > chunk && chunk > 1) {
        LLVMValueRef low = compute(fb, e, elem, args, arg_count, first, lanes / 2, chunk);
        LLVMValueRef high =
            compute(fb, e, elem, args, arg_count, first + lanes / 2, lanes / 2, chunk);
        return join(fb, low, high, lanes / 2);
    }
    LLVMValueRef parts[2] = {NULL};
    if (lanes == chunk) {
        for (unsigned i = 0; i < arg_count; i++)
            parts[i] = lanes == e->type.lanes ? args[i] : part(fb, args[i], first, lanes);
        return call_once(fb, (lir_math)e->imm, elem, lanes, parts, arg_count);
    }
    LLVMValueRef result = LLVMGetPoison(LLVMVectorType(fb->u->elems[elem], lanes));
    for (unsigned i = 0; i < lanes; i++) {
        for (unsigned k = 0; k < arg_count; k++)
            parts[k] = part(fb, args[k], first + i, 1);
        LLVMValueRef value = call_once(fb, (lir_math)e->imm, elem, 1, parts, arg_count);
        result = LLVMBuildInsertElement(fb->builder, result, value, lane_constant(fb, i), "");
    }
    return result;
}

LLVMValueRef lb_math(lb_fn *fb, const lir_expr *e, LLVMValueRef a, LLVMValueRef b)
{
    lir_elem elem = (lir_elem)e->type.elem;
    unsigned lanes = e->type.lanes, count = b ? 2 : 1;
    LLVMValueRef args[] = {a, b};
    if (elem == LIR_F16) {
        elem = LIR_F32;
        for (unsigned i = 0; i < count; i++)
            args[i] = lb_convert(fb, args[i], LIR_F16, LIR_F32, lanes);
    }
    unsigned chunk = math_lanes((lir_math)e->imm, elem, lanes, widest(fb->u));
    LLVMValueRef result = compute(fb, e, elem, args, count, 0, lanes, chunk);
    return lb_convert(fb, result, elem, (lir_elem)e->type.elem, lanes);
}
