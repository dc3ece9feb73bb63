/* Expressions of loop IR to LLVM values.
 *
 *   add.f64x8(x, y)   ->   fadd <8 x double> %x, %y
 *
 * f16 arithmetic is f32 arithmetic rounded after each operation. No operation traps or yields
 * poison: what LLVM leaves undefined is guarded by a select (llvm_integer.c, llvm_convert.c). */
#include "llvm_internal.h"

LLVMTypeRef lb_vector_of(LLVMTypeRef elem, unsigned lanes)
{
    return lanes == 1 ? elem : LLVMVectorType(elem, lanes);
}

LLVMTypeRef lb_type(const lb_unit *u, lir_type t)
{
    return lb_vector_of(u->elems[t.elem], t.lanes);
}

lir_type lb_expr_type(const lb_fn *fb, lir_expr_id id)
{
    return fb->lir->exprs.items[id].type;
}

/* ---- Constants ------------------------------------------------------------------------------- */

static LLVMValueRef splat_constant(LLVMValueRef scalar, unsigned lanes)
{
    LLVMValueRef items[LIR_MAX_LANES];
    if (lanes == 1)
        return scalar;
    for (unsigned i = 0; i < lanes; i++)
        items[i] = scalar;
    return LLVMConstVector(items, lanes);
}

static LLVMTypeRef integer_of_size(const lb_unit *u, unsigned bytes)
{
    return LLVMIntTypeInContext(u->context, bytes * 8);
}

LLVMValueRef lb_bits(const lb_unit *u, lir_type t, uint64_t bits)
{
    LLVMTypeRef type = u->elems[t.elem];
    LLVMValueRef scalar;
    if (t.elem == LIR_I1) {
        scalar = LLVMConstInt(type, bits != 0, false);
    } else if (lir_elem_is_float((lir_elem)t.elem)) {
        unsigned size = lir_elem_size((lir_elem)t.elem);
        scalar = LLVMConstBitCast(LLVMConstInt(integer_of_size(u, size), bits, false), type);
    } else if (t.elem == LIR_PTR) {
        scalar = bits ? LLVMConstIntToPtr(LLVMConstInt(u->elems[LIR_I64], bits, false), type)
                      : LLVMConstNull(type);
    } else {
        scalar = LLVMConstInt(type, bits, false);
    }
    return splat_constant(scalar, t.lanes);
}

LLVMValueRef lb_real(const lb_unit *u, lir_elem elem, unsigned lanes, double value)
{
    return splat_constant(LLVMConstReal(u->elems[elem], value), lanes);
}

static LLVMValueRef iota(const lb_unit *u, lir_type t)
{
    LLVMValueRef items[LIR_MAX_LANES];
    for (unsigned i = 0; i < t.lanes; i++)
        items[i] = LLVMConstInt(u->elems[t.elem], i, false);
    return t.lanes == 1 ? items[0] : LLVMConstVector(items, t.lanes);
}

/* ---- Small builders -------------------------------------------------------------------------- */

/* f16 stays strict under fastmath: its rounding is the program's. */
LLVMValueRef lb_fast(lb_fn *fb, LLVMValueRef value)
{
    /* Everything but "no NaNs" and "no infinities", which would break isnan. */
    const LLVMFastMathFlags flags = LLVMFastMathAllowReassoc | LLVMFastMathNoSignedZeros |
                                    LLVMFastMathAllowReciprocal | LLVMFastMathAllowContract |
                                    LLVMFastMathApproxFunc;
    if (fb->fastmath && !fb->exact && LLVMIsAInstruction(value) &&
        LLVMCanValueUseFastMathFlags(value))
        LLVMSetFastMathFlags(value, flags);
    return value;
}

LLVMValueRef lb_intrinsic(lb_fn *fb, const char *name, LLVMTypeRef *types, unsigned type_count,
                          LLVMValueRef *args, unsigned arg_count)
{
    lb_unit *u = fb->u;
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef fn = LLVMGetIntrinsicDeclaration(u->module, id, types, type_count);
    LLVMTypeRef type = LLVMIntrinsicGetType(u->context, id, types, type_count);
    return lb_fast(fb, LLVMBuildCall2(fb->builder, type, fn, args, arg_count, ""));
}

LLVMValueRef lb_intrinsic1(lb_fn *fb, const char *name, LLVMValueRef a)
{
    LLVMTypeRef type = LLVMTypeOf(a);
    return lb_intrinsic(fb, name, &type, 1, &a, 1);
}

LLVMValueRef lb_intrinsic2(lb_fn *fb, const char *name, LLVMValueRef a, LLVMValueRef b)
{
    LLVMTypeRef type = LLVMTypeOf(a);
    return lb_intrinsic(fb, name, &type, 1, (LLVMValueRef[]){a, b}, 2);
}

LLVMValueRef lb_splat(lb_fn *fb, LLVMValueRef scalar, unsigned lanes)
{
    if (lanes == 1)
        return scalar;
    LLVMTypeRef i32 = fb->u->elems[LIR_I32];
    if (LLVMIsConstant(scalar))
        return splat_constant(scalar, lanes);
    LLVMValueRef undefined = LLVMGetPoison(LLVMVectorType(LLVMTypeOf(scalar), lanes));
    LLVMValueRef first =
        LLVMBuildInsertElement(fb->builder, undefined, scalar, LLVMConstInt(i32, 0, false), "");
    LLVMValueRef mask = LLVMConstNull(LLVMVectorType(i32, lanes));
    return LLVMBuildShuffleVector(fb->builder, first, undefined, mask, "");
}

static LLVMValueRef widen_half(lb_fn *fb, LLVMValueRef a, unsigned lanes)
{
    return LLVMBuildFPExt(fb->builder, a, lb_vector_of(fb->u->elems[LIR_F32], lanes), "");
}

static LLVMValueRef round_half(lb_fn *fb, LLVMValueRef a, unsigned lanes)
{
    return LLVMBuildFPTrunc(fb->builder, a, lb_vector_of(fb->u->elems[LIR_F16], lanes), "");
}

/* ---- Floats ---------------------------------------------------------------------------------- */

/* Sign operations act on bits: the conversions of f16 would make a signalling NaN quiet. */
static LLVMValueRef sign_bits(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    LLVMBuilderRef bd = fb->builder;
    static const uint8_t same_size[] = {[2] = LIR_U16, [4] = LIR_U32, [8] = LIR_U64};
    unsigned size = lir_elem_size((lir_elem)t.elem);
    lir_type bits = lir_vector((lir_elem)same_size[size], t.lanes);
    uint64_t top = UINT64_C(1) << (8 * size - 1);
    LLVMValueRef sign = lb_bits(fb->u, bits, top), rest = lb_bits(fb->u, bits, top - 1);
    LLVMValueRef x = LLVMBuildBitCast(bd, a, lb_type(fb->u, bits), ""), r;
    if (op == LIR_NEG) {
        r = LLVMBuildXor(bd, x, sign, "");
    } else {
        r = LLVMBuildAnd(bd, x, rest, "");
        if (op == LIR_COPYSIGN) {
            LLVMValueRef y = LLVMBuildBitCast(bd, b, lb_type(fb->u, bits), "");
            r = LLVMBuildOr(bd, r, LLVMBuildAnd(bd, y, sign, ""), "");
        }
    }
    return LLVMBuildBitCast(bd, r, lb_type(fb->u, t), "");
}

static LLVMValueRef float_sign(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    if (t.elem == LIR_F16)
        return sign_bits(fb, op, t, a, b);
    if (op == LIR_NEG)
        return lb_fast(fb, LLVMBuildFNeg(fb->builder, a, ""));
    if (op == LIR_ABS)
        return lb_intrinsic1(fb, "llvm.fabs", a);
    return lb_intrinsic2(fb, "llvm.copysign", a, b);
}

static LLVMValueRef root_estimate(lb_fn *fb, LLVMValueRef a)
{
    lb_unit *u = fb->u;
    LLVMTypeRef type = LLVMTypeOf(a);
    if (lb_is_x86(u->target) && u->target->cpu.level->vector_bytes == 64 &&
        type == lb_type(u, lir_vector(LIR_F64, 8))) {
        LLVMValueRef args[] = {a, a, LLVMConstInt(u->elems[LIR_I8], 0xff, false)};
        return lb_intrinsic(fb, "llvm.x86.avx512.rsqrt14.pd.512", NULL, 0, args, 3);
    }
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    LLVMTypeRef elem = vector ? LLVMGetElementType(type) : type;
    LLVMValueRef one = lb_splat(fb, LLVMConstReal(elem, 1), vector ? LLVMGetVectorSize(type) : 1);
    return LLVMBuildFDiv(fb->builder, one, lb_intrinsic1(fb, "llvm.sqrt", a), "");
}

/* Not for f16. NULL when op is not an operation on floats. */
static LLVMValueRef float_arithmetic(lb_fn *fb, lir_op op, LLVMValueRef a, LLVMValueRef b,
                                     LLVMValueRef c)
{
    LLVMBuilderRef bd = fb->builder;
    switch (op) {
    case LIR_ADD: return lb_fast(fb, LLVMBuildFAdd(bd, a, b, ""));
    case LIR_SUB: return lb_fast(fb, LLVMBuildFSub(bd, a, b, ""));
    case LIR_MUL: return lb_fast(fb, LLVMBuildFMul(bd, a, b, ""));
    case LIR_DIV: return lb_fast(fb, LLVMBuildFDiv(bd, a, b, ""));
    case LIR_REM: return lb_fast(fb, LLVMBuildFRem(bd, a, b, ""));
    case LIR_SQRT: return lb_intrinsic1(fb, "llvm.sqrt", a);
    case LIR_RSQRTE: return root_estimate(fb, a);
    case LIR_FLOOR: return lb_intrinsic1(fb, "llvm.floor", a);
    case LIR_CEIL: return lb_intrinsic1(fb, "llvm.ceil", a);
    case LIR_TRUNC: return lb_intrinsic1(fb, "llvm.trunc", a);
    case LIR_RINT: return lb_intrinsic1(fb, "llvm.roundeven", a);
    case LIR_FMA: {
        LLVMTypeRef type = LLVMTypeOf(a);
        return lb_intrinsic(fb, "llvm.fma", &type, 1, (LLVMValueRef[]){a, b, c}, 3);
    }
    default: return NULL;
    }
}

static LLVMValueRef float_op(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef *args, unsigned count)
{
    if (op == LIR_NEG || op == LIR_ABS || op == LIR_COPYSIGN)
        return float_sign(fb, op, t, args[0], args[1]);
    if (t.elem != LIR_F16)
        return float_arithmetic(fb, op, args[0], args[1], args[2]);
    LLVMValueRef wide[LIR_MAX_ARGS] = {NULL};
    if (op == LIR_FMA) {
        /* The product of two f16 is exact in f32; its sum is rounded once, from f64. */
        for (unsigned i = 0; i < count; i++)
            wide[i] = lb_convert(fb, args[i], LIR_F16, LIR_F64, t.lanes);
        LLVMValueRef r = float_arithmetic(fb, op, wide[0], wide[1], wide[2]);
        return lb_convert(fb, r, LIR_F64, LIR_F16, t.lanes);
    }
    for (unsigned i = 0; i < count; i++)
        wide[i] = widen_half(fb, args[i], t.lanes);
    LLVMValueRef r = float_arithmetic(fb, op, wide[0], wide[1], wide[2]);
    return r ? round_half(fb, r, t.lanes) : NULL;
}

/* ---- Comparisons ----------------------------------------------------------------------------- */

static LLVMValueRef compare(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef a, LLVMValueRef b)
{
    static const LLVMIntPredicate signed_of[] = {LLVMIntEQ,  LLVMIntNE,  LLVMIntSLT,
                                                 LLVMIntSLE, LLVMIntSGT, LLVMIntSGE};
    static const LLVMIntPredicate unsigned_of[] = {LLVMIntEQ,  LLVMIntNE,  LLVMIntULT,
                                                   LLVMIntULE, LLVMIntUGT, LLVMIntUGE};
    static const LLVMRealPredicate real_of[] = {LLVMRealOEQ, LLVMRealUNE, LLVMRealOLT,
                                                LLVMRealOLE, LLVMRealOGT, LLVMRealOGE};
    unsigned i = (unsigned)(op - LIR_EQ);
    if (t.elem == LIR_F16) {
        a = widen_half(fb, a, t.lanes);
        b = widen_half(fb, b, t.lanes);
    }
    if (lir_elem_is_float((lir_elem)t.elem))
        return LLVMBuildFCmp(fb->builder, real_of[i], a, b, "");
    bool is_signed = lir_elem_is_signed((lir_elem)t.elem);
    return LLVMBuildICmp(fb->builder, is_signed ? signed_of[i] : unsigned_of[i], a, b, "");
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static LLVMValueRef index_constant(lb_fn *fb, uint64_t i)
{
    return LLVMConstInt(fb->u->elems[LIR_I32], i, false);
}

/* A scalar as a vector of one lane. */
static LLVMValueRef as_vector(lb_fn *fb, LLVMValueRef value, unsigned lanes)
{
    if (lanes != 1)
        return value;
    LLVMValueRef none = LLVMGetPoison(LLVMVectorType(LLVMTypeOf(value), 1));
    return LLVMBuildInsertElement(fb->builder, none, value, index_constant(fb, 0), "");
}

static LLVMValueRef shuffle(lb_fn *fb, const lir_expr *e, LLVMValueRef a, LLVMValueRef b)
{
    const lir_lane_list *list = &fb->lir->shuffles.items[e->imm];
    unsigned lanes = lb_expr_type(fb, e->args[0]).lanes;
    LLVMValueRef mask[LIR_MAX_LANES];
    for (unsigned i = 0; i < e->type.lanes; i++)
        mask[i] = index_constant(fb, list->items[i]);
    LLVMValueRef r =
        LLVMBuildShuffleVector(fb->builder, as_vector(fb, a, lanes), as_vector(fb, b, lanes),
                               LLVMConstVector(mask, e->type.lanes), "");
    if (e->type.lanes == 1)
        r = LLVMBuildExtractElement(fb->builder, r, index_constant(fb, 0), "");
    return r;
}

static LLVMValueRef extract(lb_fn *fb, const lir_expr *e, LLVMValueRef a)
{
    if (lb_expr_type(fb, e->args[0]).lanes == 1)
        return a;
    return LLVMBuildExtractElement(fb->builder, a, index_constant(fb, e->imm), "");
}

static LLVMValueRef insert(lb_fn *fb, const lir_expr *e, LLVMValueRef a, LLVMValueRef b)
{
    if (e->type.lanes == 1)
        return b;
    return LLVMBuildInsertElement(fb->builder, a, b, index_constant(fb, e->imm), "");
}

static LLVMValueRef any(lb_fn *fb, unsigned lanes, LLVMValueRef a)
{
    if (lanes == 1)
        return a;
    LLVMTypeRef bits = LLVMIntTypeInContext(fb->u->context, lanes);
    a = LLVMBuildBitCast(fb->builder, a, bits, "");
    return LLVMBuildICmp(fb->builder, LLVMIntNE, a, LLVMConstNull(bits), "");
}

static LLVMValueRef bitcast(lb_fn *fb, const lir_expr *e, LLVMValueRef a)
{
    lir_type from = lb_expr_type(fb, e->args[0]);
    LLVMTypeRef to = lb_type(fb->u, e->type);
    LLVMTypeRef words = lb_vector_of(fb->u->elems[LIR_I64], from.lanes);
    if (from.elem == e->type.elem && from.lanes == e->type.lanes)
        return a;
    if (from.elem == LIR_PTR) {
        a = LLVMBuildPtrToInt(fb->builder, a, words, "");
        return LLVMTypeOf(a) == to ? a : LLVMBuildBitCast(fb->builder, a, to, "");
    }
    if (e->type.elem == LIR_PTR) {
        words = lb_vector_of(fb->u->elems[LIR_I64], e->type.lanes);
        a = LLVMTypeOf(a) == words ? a : LLVMBuildBitCast(fb->builder, a, words, "");
        return LLVMBuildIntToPtr(fb->builder, a, to, "");
    }
    return LLVMBuildBitCast(fb->builder, a, to, ""); /* a lane of i1 is a bit, lane 0 the lowest */
}

/* ---- The walk -------------------------------------------------------------------------------- */

void lb_begin_statement(lb_fn *fb)
{
    fb->stamp++;
}

static LLVMValueRef variable(lb_fn *fb, lir_var_id var)
{
    if (fb->values[var])
        return fb->values[var];
    if (fb->slots[var])
        return lb_read_slot(fb, var);
    return LLVMConstNull(lb_type(fb->u, fb->lir->vars.items[var].type)); /* never assigned: zero */
}

static LLVMValueRef leaf(lb_fn *fb, const lir_expr *e)
{
    switch ((lir_op)e->op) {
    case LIR_CONST: return lb_bits(fb->u, e->type, e->imm);
    case LIR_VAR: return variable(fb, e->var);
    case LIR_IOTA: return iota(fb->u, e->type);
    case LIR_SYMBOL: return fb->u->data[e->imm];
    case LIR_FRAME: return fb->frame;
    case LIR_LOAD: return lb_load(fb, e);
    case LIR_MLOAD: return lb_masked_load(fb, e);
    case LIR_GATHER: return lb_gather(fb, e);
    default: return NULL;
    }
}

/* Operations whose arguments are not all of one type. */
static LLVMValueRef mixed(lb_fn *fb, const lir_expr *e, const LLVMValueRef *args)
{
    lir_type from = e->args[0] ? lb_expr_type(fb, e->args[0]) : e->type;
    switch ((lir_op)e->op) {
    case LIR_SELECT: return LLVMBuildSelect(fb->builder, args[0], args[1], args[2], "");
    case LIR_CVT:
        return lb_convert(fb, args[0], (lir_elem)from.elem, (lir_elem)e->type.elem, from.lanes);
    case LIR_BITCAST: return bitcast(fb, e, args[0]);
    case LIR_PADD: return lb_address(fb, args[0], args[1]);
    case LIR_SPLAT: return lb_splat(fb, args[0], e->type.lanes);
    case LIR_EXTRACT: return extract(fb, e, args[0]);
    case LIR_INSERT: return insert(fb, e, args[0], args[1]);
    case LIR_SHUFFLE: return shuffle(fb, e, args[0], args[1]);
    case LIR_LOOKUP: return lb_lookup(fb, e, args[0]);
    case LIR_ANY: return any(fb, from.lanes, args[0]);
    case LIR_MATH1:
    case LIR_MATH2: return lb_math(fb, e, args[0], args[1]);
    default: return NULL;
    }
}

static LLVMValueRef uniform(lb_fn *fb, const lir_expr *e, LLVMValueRef *args, unsigned count)
{
    lir_op op = (lir_op)e->op;
    lir_type from = lb_expr_type(fb, e->args[0]);
    if (op >= LIR_EQ && op <= LIR_GE)
        return compare(fb, op, from, args[0], args[1]);
    if (lir_elem_is_float((lir_elem)from.elem))
        return float_op(fb, op, from, args, count);
    return lb_integer_op(fb, op, from, args, count);
}

static LLVMValueRef evaluate(lb_fn *fb, const lir_expr *e)
{
    LLVMValueRef value = leaf(fb, e), args[LIR_MAX_ARGS] = {NULL};
    unsigned count = 0;
    if (value)
        return value;
    for (; count < LIR_MAX_ARGS && e->args[count]; count++)
        args[count] = lb_expr(fb, e->args[count]);
    fb->exact = e->exact;
    value = mixed(fb, e, args);
    if (!value && count)
        value = uniform(fb, e, args, count);
    fb->exact = false;
    if (value)
        return value;
    lb_problem(fb->u, "LLVM backend: %s of %s is not supported", lir_op_name((lir_op)e->op),
               lir_elem_name((lir_elem)e->type.elem));
    return LLVMConstNull(lb_type(fb->u, e->type));
}

LLVMValueRef lb_expr(lb_fn *fb, lir_expr_id id)
{
    if (fb->stamps[id] == fb->stamp)
        return fb->memo[id];
    LLVMValueRef value = evaluate(fb, &fb->lir->exprs.items[id]);
    fb->memo[id] = value;
    fb->stamps[id] = fb->stamp;
    return value;
}
