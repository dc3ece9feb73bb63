/* Loads and stores: contiguous lanes, masked lanes, gathers and scatters.
 *
 * Addresses are a pointer and a byte offset and only as aligned as one element. An i1 is a byte in
 * memory: read as "!= 0", written as 0 or 1. */
#include "../loop/lir_facts.h"
#include "llvm_internal.h"

LLVMValueRef lb_address(lb_fn *fb, LLVMValueRef base, LLVMValueRef offset)
{
    return LLVMBuildGEP2(fb->builder, fb->u->elems[LIR_I8], base, &offset, 1, "");
}

/* The element as memory has it. */
static lir_elem stored(lir_elem elem)
{
    return elem == LIR_I1 ? LIR_U8 : elem;
}

static LLVMTypeRef stored_type(lb_fn *fb, lir_type t)
{
    return lb_vector_of(fb->u->elems[stored((lir_elem)t.elem)], t.lanes);
}

static LLVMValueRef from_memory(lb_fn *fb, LLVMValueRef value, lir_type t)
{
    return lb_convert(fb, value, stored((lir_elem)t.elem), (lir_elem)t.elem, t.lanes);
}

static LLVMValueRef to_memory(lb_fn *fb, LLVMValueRef value, lir_type t)
{
    return lb_convert(fb, value, (lir_elem)t.elem, stored((lir_elem)t.elem), t.lanes);
}

static unsigned alignment_of(lir_type t)
{
    return lir_elem_size((lir_elem)t.elem);
}

static LLVMValueRef alignment_value(lb_fn *fb, lir_type t)
{
    return LLVMConstInt(fb->u->elems[LIR_I32], alignment_of(t), false);
}

LLVMValueRef lb_load(lb_fn *fb, const lir_expr *e)
{
    LLVMValueRef address = lb_address(fb, lb_expr(fb, e->args[0]), lb_expr(fb, e->args[1]));
    LLVMValueRef value = LLVMBuildLoad2(fb->builder, stored_type(fb, e->type), address, "");
    LLVMSetAlignment(value, alignment_of(e->type));
    return from_memory(fb, value, e->type);
}

/* Masked intrinsics need vectors: a scalar becomes one lane. */
static LLVMValueRef to_lanes(lb_fn *fb, LLVMValueRef value, unsigned lanes)
{
    if (lanes != 1)
        return value;
    LLVMValueRef none = LLVMGetPoison(LLVMVectorType(LLVMTypeOf(value), 1));
    return LLVMBuildInsertElement(fb->builder, none, value,
                                  LLVMConstInt(fb->u->elems[LIR_I32], 0, false), "");
}

static LLVMValueRef from_lanes(lb_fn *fb, LLVMValueRef value, unsigned lanes)
{
    if (lanes != 1)
        return value;
    LLVMValueRef zero = LLVMConstInt(fb->u->elems[LIR_I32], 0, false);
    return LLVMBuildExtractElement(fb->builder, value, zero, "");
}

LLVMValueRef lb_masked_load(lb_fn *fb, const lir_expr *e)
{
    LLVMValueRef address = lb_address(fb, lb_expr(fb, e->args[0]), lb_expr(fb, e->args[1]));
    LLVMValueRef mask = to_lanes(fb, lb_expr(fb, e->args[2]), e->type.lanes);
    LLVMValueRef other = to_memory(fb, lb_expr(fb, e->args[3]), e->type);
    other = to_lanes(fb, other, e->type.lanes);
    LLVMTypeRef types[] = {LLVMTypeOf(other), fb->u->elems[LIR_PTR]};
    LLVMValueRef args[] = {address, alignment_value(fb, e->type), mask, other};
    LLVMValueRef value = lb_intrinsic(fb, "llvm.masked.load", types, 2, args, 4);
    return from_memory(fb, from_lanes(fb, value, e->type.lanes), e->type);
}

/* Loads of single elements: faster than gathers where no vector of addresses is at hand. */
static LLVMValueRef strided_load(lb_fn *fb, const lir_expr *e, lir_expr_id start, lir_expr_id step)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMTypeRef i64 = fb->u->elems[LIR_I64], type = stored_type(fb, e->type);
    LLVMValueRef base = lb_expr(fb, e->args[0]), by = lb_expr(fb, step), by_lanes[4];
    LLVMValueRef value = LLVMGetPoison(type);
    if (start)
        base = lb_address(fb, base, lb_expr(fb, start));
    for (unsigned i = 0; i < 4; i++)
        by_lanes[i] = LLVMBuildMul(bd, by, LLVMConstInt(i64, i + 1, false), "");
    for (unsigned lane = 0; lane < e->type.lanes; lane++) {
        if (lane && lane % 4 == 0)
            base = lb_address(fb, base, by_lanes[3]);
        LLVMValueRef at = lane % 4 ? lb_address(fb, base, by_lanes[lane % 4 - 1]) : base;
        LLVMValueRef one = LLVMBuildLoad2(bd, LLVMGetElementType(type), at, "");
        LLVMSetAlignment(one, alignment_of(e->type));
        value = LLVMBuildInsertElement(bd, value, one,
                                       LLVMConstInt(fb->u->elems[LIR_I32], lane, false), "");
    }
    return from_memory(fb, value, e->type);
}

LLVMValueRef lb_gather(lb_fn *fb, const lir_expr *e)
{
    lir_expr_id start, step;
    if (e->type.lanes > 1 && lir_is_strided(fb->lir, e->args[1], &start, &step))
        return strided_load(fb, e, start, step);
    LLVMValueRef addresses = lb_address(fb, lb_expr(fb, e->args[0]), lb_expr(fb, e->args[1]));
    LLVMTypeRef type = stored_type(fb, e->type);
    if (e->type.lanes == 1) {
        LLVMValueRef value = LLVMBuildLoad2(fb->builder, type, addresses, "");
        LLVMSetAlignment(value, alignment_of(e->type));
        return from_memory(fb, value, e->type);
    }
    LLVMTypeRef types[] = {type, LLVMTypeOf(addresses)};
    LLVMValueRef all = lb_bits(fb->u, lir_vector(LIR_I1, e->type.lanes), 1);
    LLVMValueRef args[] = {addresses, alignment_value(fb, e->type), all, LLVMGetPoison(type)};
    return from_memory(fb, lb_intrinsic(fb, "llvm.masked.gather", types, 2, args, 4), e->type);
}

static void masked_store(lb_fn *fb, LLVMValueRef value, LLVMValueRef address, lir_type t,
                         LLVMValueRef mask)
{
    value = to_lanes(fb, value, t.lanes);
    LLVMTypeRef types[] = {LLVMTypeOf(value), fb->u->elems[LIR_PTR]};
    LLVMValueRef args[] = {value, address, alignment_value(fb, t), to_lanes(fb, mask, t.lanes)};
    lb_intrinsic(fb, "llvm.masked.store", types, 2, args, 4);
}

static void plain_store(lb_fn *fb, LLVMValueRef value, LLVMValueRef address, unsigned alignment)
{
    LLVMSetAlignment(LLVMBuildStore(fb->builder, value, address), alignment);
}

/* Streaming stores exist only for whole aligned vectors, and the address may be any: test it. The
 * test costs nothing beside the memory traffic that makes streaming worthwhile. */
static void streaming_store(lb_fn *fb, LLVMValueRef value, LLVMValueRef address, lir_type t)
{
    LLVMBuilderRef bd = fb->builder;
    LLVMTypeRef i64 = fb->u->elems[LIR_I64];
    unsigned size = alignment_of(t) * t.lanes;
    unsigned alignment = size < 64 ? size : 64;
    LLVMBasicBlockRef aligned = lb_new_block(fb, "stream"), other = lb_new_block(fb, "unaligned"),
                      done = lb_new_block(fb, "stored");
    LLVMValueRef low = LLVMBuildAnd(bd, LLVMBuildPtrToInt(bd, address, i64, ""),
                                    LLVMConstInt(i64, alignment - 1, false), "");
    LLVMValueRef yes = LLVMBuildICmp(bd, LLVMIntEQ, low, LLVMConstInt(i64, 0, false), "");
    LLVMBuildCondBr(bd, yes, aligned, other);
    lb_position(fb, aligned);
    LLVMValueRef store = LLVMBuildStore(bd, value, address);
    LLVMSetAlignment(store, alignment);
    LLVMSetMetadata(store, fb->u->nontemporal_kind,
                    LLVMMetadataAsValue(fb->u->context, fb->u->one_node));
    LLVMBuildBr(bd, done);
    lb_position(fb, other);
    plain_store(fb, value, address, alignment_of(t));
    LLVMBuildBr(bd, done);
    lb_position(fb, done);
    fb->streams = true;
}

void lb_store(lb_fn *fb, const lir_stmt *s)
{
    lir_type t = lb_expr_type(fb, s->c);
    LLVMValueRef base = lb_expr(fb, s->a), offset = lb_expr(fb, s->b);
    LLVMValueRef value = to_memory(fb, lb_expr(fb, s->c), t);
    LLVMValueRef mask = s->d ? lb_expr(fb, s->d) : NULL;
    LLVMValueRef address = lb_address(fb, base, offset);
    if (mask)
        masked_store(fb, value, address, t, mask);
    else if ((s->flags & LIR_NONTEMPORAL) && alignment_of(t) * t.lanes >= 16)
        streaming_store(fb, value, address, t);
    else
        plain_store(fb, value, address, alignment_of(t));
}

/* One lane after the other: lanes with equal addresses leave the last one's value. */
void lb_scatter(lb_fn *fb, const lir_stmt *s)
{
    lir_type t = lb_expr_type(fb, s->c);
    LLVMValueRef addresses = lb_address(fb, lb_expr(fb, s->a), lb_expr(fb, s->b));
    LLVMValueRef value = to_memory(fb, lb_expr(fb, s->c), t);
    LLVMValueRef mask = s->d ? lb_expr(fb, s->d) : NULL;
    if (t.lanes == 1) {
        if (mask)
            masked_store(fb, value, addresses, t, mask);
        else
            plain_store(fb, value, addresses, alignment_of(t));
        return;
    }
    /* llvm.masked.scatter stores overlapping lanes from the least to the most significant. */
    LLVMTypeRef types[] = {LLVMTypeOf(value), LLVMTypeOf(addresses)};
    if (!mask)
        mask = lb_bits(fb->u, lir_vector(LIR_I1, t.lanes), 1);
    LLVMValueRef args[] = {value, addresses, alignment_value(fb, t), mask};
    lb_intrinsic(fb, "llvm.masked.scatter", types, 2, args, 4);
}
