/* LOOKUP: elements of a small table by the lanes of an index.
 *
 *   lookup.f64x8[0](i)    AVX-512: one vpermpd (8 elements), one vpermi2pd (16), two and a blend (32)
 *   lookup.f32x8[0](i)    AVX2: a vpermps for each 8 elements, and blends
 *   others                loads from the table in memory
 *
 * Where permutes do it, the table is constants, which loops keep in registers. */
#include "llvm_internal.h"

/* How a processor permutes: a register of `bytes`, and an intrinsic for tables of one register and of
 * two (NULL: there is none), by bytes of an element. */
typedef struct permutes {
    unsigned bytes;
    const char *one, *two;
} permutes;

static permutes permutes_of(const lb_unit *u, unsigned size)
{
    unsigned bytes = lb_is_x86(u->target) ? u->target->cpu.level->vector_bytes : 0;
    if (bytes == 64 && size == 8)
        return (permutes){64, "llvm.x86.avx512.permvar.df.512",
                          "llvm.x86.avx512.vpermi2var.pd.512"};
    if (bytes == 64)
        return (permutes){64, "llvm.x86.avx512.permvar.sf.512",
                          "llvm.x86.avx512.vpermi2var.ps.512"};
    if (bytes == 32 && size == 4)
        return (permutes){32, "llvm.x86.avx2.permps", NULL};
    return (permutes){0};
}

typedef struct lookup {
    lb_fn *fb;
    permutes by;
    unsigned size, count; /* of an element; elements of the table */
    unsigned lanes;       /* of a register */
    const char *table;
    LLVMTypeRef elem, word; /* f32 or f64, and the integer of its size */
} lookup;

static LLVMValueRef word_constant(const lookup *t, uint64_t value)
{
    return LLVMConstInt(t->word, value, false);
}

/* Elements [first, first + lanes) of the table, which begins anew after its end. */
static LLVMValueRef table_part(const lookup *t, unsigned first)
{
    LLVMValueRef items[16];
    for (unsigned i = 0; i < t->lanes; i++) {
        uint64_t bits = 0;
        memcpy(&bits, t->table + (size_t)((first + i) % t->count) * t->size, t->size);
        items[i] = word_constant(t, bits);
    }
    return LLVMConstBitCast(LLVMConstVector(items, t->lanes), LLVMVectorType(t->elem, t->lanes));
}

/* Of `count` elements from `first`; the index is one register. */
static LLVMValueRef permuted(const lookup *t, LLVMValueRef index, unsigned first, unsigned count)
{
    LLVMBuilderRef bd = t->fb->builder;
    if (count <= t->lanes) {
        LLVMValueRef args[] = {table_part(t, first), index};
        return lb_intrinsic(t->fb, t->by.one, NULL, 0, args, 2);
    }
    if (count == 2 * t->lanes && t->by.two) {
        LLVMValueRef args[] = {table_part(t, first), index, table_part(t, first + t->lanes)};
        return lb_intrinsic(t->fb, t->by.two, NULL, 0, args, 3);
    }
    unsigned half = count / 2, shift = 8 * t->size - 1;
    LLVMValueRef low = permuted(t, index, first, half);
    LLVMValueRef high = permuted(t, index, first + half, half);
    while (half >>= 1)
        shift--;
    /* The bit as the sign, from where blends take it. */
    LLVMValueRef by = lb_splat(t->fb, word_constant(t, shift), t->lanes);
    LLVMValueRef sign = LLVMBuildShl(bd, index, by, "");
    LLVMValueRef zero = LLVMConstNull(LLVMTypeOf(sign));
    return LLVMBuildSelect(bd, LLVMBuildICmp(bd, LLVMIntSLT, sign, zero, ""), high, low, "");
}

/* Lanes [first, first + count) of a vector; those beyond its end are anything. */
static LLVMValueRef part(const lookup *t, LLVMValueRef vector, unsigned first, unsigned count)
{
    unsigned length = LLVMGetVectorSize(LLVMTypeOf(vector));
    LLVMTypeRef i32 = t->fb->u->elems[LIR_I32];
    LLVMValueRef mask[LIR_MAX_LANES];
    for (unsigned i = 0; i < count; i++)
        mask[i] = first + i < length ? LLVMConstInt(i32, first + i, false) : LLVMGetPoison(i32);
    return LLVMBuildShuffleVector(t->fb->builder, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                  LLVMConstVector(mask, count), "");
}

/* Two vectors, one after the other. */
static LLVMValueRef join(const lookup *t, LLVMValueRef low, LLVMValueRef high, unsigned lanes)
{
    LLVMValueRef mask[LIR_MAX_LANES];
    for (unsigned i = 0; i < 2 * lanes; i++)
        mask[i] = LLVMConstInt(t->fb->u->elems[LIR_I32], i, false);
    return LLVMBuildShuffleVector(t->fb->builder, low, high, LLVMConstVector(mask, 2 * lanes), "");
}

/* For `lanes` lanes of the index, at least a register's, from `first`. */
static LLVMValueRef in_parts(const lookup *t, LLVMValueRef index, unsigned first, unsigned lanes)
{
    if (lanes == t->lanes) {
        bool whole = LLVMGetVectorSize(LLVMTypeOf(index)) == lanes;
        return permuted(t, whole ? index : part(t, index, first, lanes), 0, t->count);
    }
    LLVMValueRef low = in_parts(t, index, first, lanes / 2);
    return join(t, low, in_parts(t, index, first + lanes / 2, lanes / 2), lanes / 2);
}

/* Loads of single elements: lookups by one index share what takes it out of its vector, and gathers are
 * hardly faster. */
static LLVMValueRef from_memory(const lookup *t, LLVMValueRef global, LLVMValueRef index,
                                unsigned lanes)
{
    LLVMBuilderRef bd = t->fb->builder;
    LLVMTypeRef i32 = t->fb->u->elems[LIR_I32];
    index = LLVMBuildAnd(bd, index, lb_splat(t->fb, word_constant(t, t->count - 1), lanes), "");
    LLVMValueRef all = lanes > 1 ? LLVMGetPoison(LLVMVectorType(t->elem, lanes)) : NULL;
    for (unsigned l = 0; l < lanes; l++) {
        LLVMValueRef lane = LLVMConstInt(i32, l, false), at = index;
        if (all)
            at = LLVMBuildExtractElement(bd, index, lane, "");
        at = LLVMBuildZExt(bd, at, t->fb->u->elems[LIR_I64], "");
        LLVMValueRef address = LLVMBuildInBoundsGEP2(bd, t->elem, global, &at, 1, "");
        LLVMValueRef value = LLVMBuildLoad2(bd, t->elem, address, "");
        LLVMSetAlignment(value, t->size);
        if (!all)
            return value;
        all = LLVMBuildInsertElement(bd, all, value, lane, "");
    }
    return all;
}

LLVMValueRef lb_lookup(lb_fn *fb, const lir_expr *e, LLVMValueRef index)
{
    lb_unit *u = fb->u;
    unsigned lanes = e->type.lanes, size = lir_elem_size((lir_elem)e->type.elem);
    const lir_data *data = &u->lir->data.items[e->imm];
    lookup t = {.fb = fb, .by = permutes_of(u, size), .size = size, .table = data->bytes};
    t.count = (unsigned)(data->size / size);
    t.elem = u->elems[size == 8 ? LIR_F64 : LIR_F32];
    t.word = u->elems[size == 8 ? LIR_I64 : LIR_I32];
    LLVMValueRef value;
    if (lanes == 1 || !t.by.bytes) {
        value = from_memory(&t, u->data[e->imm], index, lanes);
    } else {
        t.lanes = t.by.bytes / size;
        value = lanes < t.lanes
                    ? part(&t, permuted(&t, part(&t, index, 0, t.lanes), 0, t.count), 0, lanes)
                    : in_parts(&t, index, 0, lanes);
    }
    return LLVMBuildBitCast(fb->builder, value, lb_type(u, e->type), "");
}
