/* Vectors of i1, what makes them (comparisons) and takes them (SELECT).
 *
 * The lanes are bits of unsigned integers: with AVX-512 those are mask registers, and comparisons and
 * blends are one instruction. With AVX2 a comparison gives elements of all ones or none, which is what
 * its blends take: these stay beside the bits, which are made when something asks for them. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

static uint64_t low_bits(unsigned lanes)
{
    return ~UINT64_C(0) >> (64 - lanes);
}

static gb_value *as_integers(gb_fn *fb, gb_value *v)
{
    return gb_bitcast(
        fb, v, lir_vector(gb_unsigned_of(lir_elem_size((lir_elem)v->type.elem)), v->type.lanes));
}

/* ---- Between bits and elements --------------------------------------------------------------- */

static gj_value lane_of_wide(gb_fn *fb, gb_value *wide, unsigned i)
{
    return gb_not_zero(fb->u, (lir_elem)wide->type.elem, gb_lane(fb, wide, i));
}

/* The bits of one part of a wide mask. */
static gj_value bits_of_part(gb_fn *fb, gb_value *wide, unsigned p)
{
    gb_unit *u = fb->u;
    unsigned size = lir_elem_size((lir_elem)wide->type.elem), lanes = wide->lanes;
    const char *text = size == 8   ? "vmovmskpd %1, %0"
                       : size == 4 ? "vmovmskps %1, %0"
                       : size == 1 ? "vpmovmskb %1, %0"
                                   : NULL;
    if (text && gb_fills_register(u, wide->type)) {
        gb_in in = {"x", wide->parts[p].value};
        return gb_asm(fb, text, "=r", u->elems[LIR_U32], &in, 1).value;
    }
    gj_value bits = gb_int(u, LIR_U64, 0);
    gj_type type = u->elems[LIR_U64];
    for (unsigned i = 0; i < lanes; i++) {
        gj_value bit = gb_cast(u, lane_of_wide(fb, wide, p * lanes + i), type);
        bit = gb_binary(u, GCC_JIT_BINARY_OP_LSHIFT, type, bit, gb_int(u, LIR_U64, i));
        bits = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_OR, type, bits, bit);
    }
    return gb_keep(fb, type, bits).value;
}

/* `pieces`: the bits of n lanes each, unsigned integers of any size. */
static void gather_bits(gb_fn *fb, gb_value *mask, const gj_value *pieces, unsigned n)
{
    gb_unit *u = fb->u;
    lir_elem elem = gb_bits_elem(mask->lanes);
    gj_type type = u->elems[elem];
    unsigned of_part = mask->lanes / n;
    mask->parts = ARENA_ARRAY(u->arena, gb_part, mask->count);
    for (unsigned p = 0; p < mask->count; p++) {
        gj_value bits = gb_cast(u, pieces[p * of_part], type);
        for (unsigned i = 1; i < of_part; i++) {
            gj_value more = gb_binary(u, GCC_JIT_BINARY_OP_LSHIFT, type,
                                      gb_cast(u, pieces[p * of_part + i], type),
                                      gb_int(u, elem, (uint64_t)i * n));
            bits = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_OR, type, bits, more);
        }
        mask->parts[p] = gb_keep(fb, type, bits);
    }
}

gb_part *gb_mask_bits(gb_fn *fb, gb_value *mask)
{
    gj_value pieces[LIR_MAX_LANES];
    if (mask->parts)
        return mask->parts;
    for (unsigned p = 0; p < mask->wide->count; p++)
        pieces[p] = bits_of_part(fb, mask->wide, p);
    gather_bits(fb, mask, pieces, mask->wide->lanes);
    return mask->parts;
}

gb_part gb_mask_slice(gb_fn *fb, gb_value *mask, unsigned first, unsigned n)
{
    gb_unit *u = fb->u;
    lir_elem from = gb_bits_elem(mask->lanes), to = gb_bits_elem(n);
    gb_part part = gb_mask_bits(fb, mask)[first / mask->lanes];
    gj_value bits = part.value;
    if (n == mask->lanes)
        return part;
    if (first % mask->lanes)
        bits = gb_binary(u, GCC_JIT_BINARY_OP_RSHIFT, u->elems[from], bits,
                         gb_int(u, from, first % mask->lanes));
    bits = gb_cast(u, bits, u->elems[to]);
    if (n < 8)
        bits = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_AND, u->elems[to], bits,
                         gb_int(u, to, low_bits(n)));
    return gb_keep(fb, u->elems[to], bits);
}

/* A vector of t's elements with the same bits in each lane but its own one. */
static gb_value *own_bits(gb_fn *fb, lir_type t)
{
    gj_value lanes[LIR_MAX_LANES];
    for (unsigned i = 0; i < t.lanes; i++)
        lanes[i] = gb_int(fb->u, (lir_elem)t.elem, UINT64_C(1) << i);
    return gb_pack(fb, t, lanes);
}

static gj_value all_or_none(gb_fn *fb, const void *context, gj_value *args)
{
    const lir_elem *elem = context;
    gj_type type = fb->u->elems[*elem];
    return gb_unary(fb->u, GCC_JIT_UNARY_OP_MINUS, type, gb_cast(fb->u, args[0], type));
}

static gb_value *compare_wide(gb_fn *fb, lir_op op, gb_value *a, gb_value *b);

/* For the lanes of one part: each lane's own bit is tested. */
static gb_value *spread(gb_fn *fb, gb_value *mask, lir_type t, unsigned first)
{
    lir_elem elem = (lir_elem)t.elem;
    gj_value bits = gb_mask_slice(fb, mask, first, t.lanes).value;
    gb_value *all =
        gb_splat(fb, gb_scalar(fb, elem, gb_cast(fb->u, bits, fb->u->elems[elem])), t.lanes);
    gb_value *own = own_bits(fb, t);
    return compare_wide(fb, LIR_EQ, gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, all, own),
                        own);
}

gb_value *gb_mask_wide(gb_fn *fb, gb_value *mask, unsigned size)
{
    gb_unit *u = fb->u;
    lir_elem elem = gb_unsigned_of(size);
    lir_type t = lir_vector(elem, mask->type.lanes);
    if (mask->wide && lir_elem_size((lir_elem)mask->wide->type.elem) == size)
        return mask->wide;
    unsigned lanes = gb_lanes_of_part(u, t);
    lir_type of_part = lir_vector(elem, lanes);
    if (lanes > 8 * size || !gb_fills_register(u, t))
        return gb_by_lanes(fb, t, &mask, 1, all_or_none, &elem);
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < r->count; p++)
        r->parts[p] = spread(fb, mask, of_part, p * lanes)->parts[0];
    return r;
}

/* ---- Comparisons ----------------------------------------------------------------------------- */

static unsigned predicate(lir_op op, bool real)
{
    static const uint8_t of_reals[] = {0, 4, 1, 2, 14, 13};  /* eq neq lt le gt ge */
    static const uint8_t of_integers[] = {0, 4, 1, 2, 6, 5}; /* eq ne lt le nle nlt */
    return real ? of_reals[op - LIR_EQ] : of_integers[op - LIR_EQ];
}

/* AVX-512: into the bits. */
static gb_value *compare_bits(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    lir_elem elem = (lir_elem)a->type.elem;
    unsigned size = lir_elem_size(elem), lanes = a->lanes;
    bool real = lir_elem_is_float(elem), is_signed = lir_elem_is_signed(elem);
    bool whole = gb_fills_register(u, a->type);
    static const char *const letters[] = {[1] = "b", [2] = "w", [4] = "d", [8] = "q"};
    char text[64];
    snprintf(text, sizeof text, "%s%s%s $%u, %%2, %%1, %%0", real ? "vcmpp" : "vpcmp",
             real || is_signed ? "" : "u", real ? size == 8 ? "d" : "s" : letters[size],
             predicate(op, real));
    gj_value pieces[LIR_MAX_LANES];
    gj_type type = u->elems[gb_bits_elem(lanes)];
    for (unsigned p = 0; p < a->count; p++) {
        gb_in in[] = {{"v", a->parts[p].value}, {whole ? "vm" : "v", b->parts[p].value}};
        pieces[p] = gb_asm(fb, text, "=Yk", type, in, 2).value;
        if (!whole || lanes < 8)
            pieces[p] = gb_keep(fb, type,
                                gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_AND, type, pieces[p],
                                          gb_int(u, gb_bits_elem(lanes), low_bits(lanes))))
                            .value;
    }
    gb_value *mask = gb_new(fb, lir_vector(LIR_I1, a->type.lanes));
    gather_bits(fb, mask, pieces, lanes);
    return mask;
}

static gb_value *invert_wide(gb_fn *fb, gb_value *v)
{
    return gb_unary_parts(fb, GCC_JIT_UNARY_OP_BITWISE_NEGATE, v);
}

static gb_value *instruction_parts(gb_fn *fb, const char *text, lir_type t, gb_value *a,
                                   gb_value *b)
{
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"x", a->parts[p].value}, {"xm", b->parts[p].value}};
        r->parts[p] = gb_asm(fb, text, "=x", gb_part_type(fb->u, t), in, 2);
    }
    return r;
}

/* AVX2: elements of all ones or none, of the unsigned integer. There are instructions for "equal" and
 * "greater, signed" only. */
static gb_value *compare_wide(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    lir_elem elem = (lir_elem)a->type.elem;
    unsigned size = lir_elem_size(elem);
    lir_type t = lir_vector(gb_unsigned_of(size), a->type.lanes);
    static const char *const letters[] = {[1] = "b", [2] = "w", [4] = "d", [8] = "q"};
    char text[64];
    if (lir_elem_is_float(elem)) {
        snprintf(text, sizeof text, "vcmpp%s $%u, %%2, %%1, %%0", size == 8 ? "d" : "s",
                 predicate(op, true));
        return instruction_parts(fb, text, t, a, b);
    }
    bool equal = op == LIR_EQ || op == LIR_NE;
    if (!equal && !lir_elem_is_signed(elem)) { /* the order of the signed, from the other end */
        gb_value *top = gb_constant(fb, a->type, UINT64_C(1) << (8 * size - 1));
        a = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, a, top);
        b = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, b, top);
    }
    snprintf(text, sizeof text, "vpcmp%s%s %%2, %%1, %%0", equal ? "eq" : "gt", letters[size]);
    bool swapped = op == LIR_LT || op == LIR_GE;
    gb_value *r = instruction_parts(fb, text, t, swapped ? b : a, swapped ? a : b);
    return op == LIR_NE || op == LIR_LE || op == LIR_GE ? invert_wide(fb, r) : r;
}

typedef struct comparison {
    enum gcc_jit_comparison op;
    lir_op lir;
} comparison;

static comparison comparison_of(lir_op op)
{
    static const enum gcc_jit_comparison of[] = {GCC_JIT_COMPARISON_EQ, GCC_JIT_COMPARISON_NE,
                                                 GCC_JIT_COMPARISON_LT, GCC_JIT_COMPARISON_LE,
                                                 GCC_JIT_COMPARISON_GT, GCC_JIT_COMPARISON_GE};
    return (comparison){of[op - LIR_EQ], op};
}

static gj_value compare_lane(gb_fn *fb, const void *context, gj_value *args)
{
    const comparison *c = context;
    return gb_compare(fb->u, c->op, args[0], args[1]);
}

static gb_value *compare_masks(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    gb_value *pair[] = {a, b}, *r;
    switch (op) {
    case LIR_NE: return gb_mask_op(fb, LIR_XOR, pair);
    case LIR_EQ: r = gb_mask_op(fb, LIR_XOR, pair); return gb_mask_op(fb, LIR_NOT, &r);
    case LIR_LT: pair[0] = gb_mask_op(fb, LIR_NOT, &a); return gb_mask_op(fb, LIR_AND, pair);
    case LIR_LE: pair[0] = gb_mask_op(fb, LIR_NOT, &a); return gb_mask_op(fb, LIR_OR, pair);
    case LIR_GT: pair[1] = gb_mask_op(fb, LIR_NOT, &b); return gb_mask_op(fb, LIR_AND, pair);
    default: pair[1] = gb_mask_op(fb, LIR_NOT, &b); return gb_mask_op(fb, LIR_OR, pair);
    }
}

static gb_value *compare_scalars(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    gj_value x = a->parts[0].value, y = b->parts[0].value;
    if (a->type.elem == LIR_I1) {
        x = gb_cast(u, x, u->elems[LIR_U8]);
        y = gb_cast(u, y, u->elems[LIR_U8]);
    } else if (a->type.elem == LIR_PTR) {
        x = gb_bits_as(u, x, u->elems[LIR_U64]);
        y = gb_bits_as(u, y, u->elems[LIR_U64]);
    }
    return gb_scalar(fb, LIR_I1, gb_compare(u, comparison_of(op).op, x, y));
}

gb_value *gb_compare_op(gb_fn *fb, lir_op op, gb_value *a, gb_value *b)
{
    gb_unit *u = fb->u;
    lir_type t = lir_vector(LIR_I1, a->type.lanes);
    if (a->type.elem == LIR_F16) {
        a = gb_convert(fb, a, LIR_F32);
        b = gb_convert(fb, b, LIR_F32);
    }
    if (t.lanes == 1)
        return compare_scalars(fb, op, a, b);
    if (a->type.elem == LIR_I1)
        return compare_masks(fb, op, a, b);
    if (u->target.avx512 && gb_in_register(u, a->type))
        return compare_bits(fb, op, a, b);
    if (gb_fills_register(u, a->type)) {
        gb_value *mask = gb_new(fb, t);
        mask->parts = NULL;
        mask->wide = compare_wide(fb, op, a, b);
        return mask;
    }
    comparison c = comparison_of(op);
    return gb_by_lanes(fb, t, (gb_value *[]){a, b}, 2, compare_lane, &c);
}

/* ---- Logic ----------------------------------------------------------------------------------- */

static enum gcc_jit_binary_op logic_of(lir_op op)
{
    return op == LIR_AND || op == LIR_MIN  ? GCC_JIT_BINARY_OP_BITWISE_AND
           : op == LIR_OR || op == LIR_MAX ? GCC_JIT_BINARY_OP_BITWISE_OR
                                           : GCC_JIT_BINARY_OP_BITWISE_XOR;
}

static bool same_width(const gb_value *a, const gb_value *b)
{
    return a->wide && b->wide &&
           lir_elem_size((lir_elem)a->wide->type.elem) ==
               lir_elem_size((lir_elem)b->wide->type.elem);
}

gb_value *gb_mask_op(gb_fn *fb, lir_op op, gb_value **args)
{
    lir_type t = args[0]->type;
    gb_value *other = op == LIR_NOT ? gb_constant(fb, t, 1) : args[1], *a = args[0];
    if (op == LIR_SHL || op == LIR_SHR) { /* a count of 1 is the width: 0 */
        gb_value *pair[] = {a, gb_mask_op(fb, LIR_NOT, &args[1])};
        return gb_mask_op(fb, LIR_AND, pair);
    }
    if (t.lanes > 1 && !a->parts && (op == LIR_NOT || same_width(a, other))) {
        gb_value *r = gb_new(fb, t);
        r->parts = NULL;
        r->wide = op == LIR_NOT ? invert_wide(fb, a->wide)
                                : gb_binary_parts(fb, logic_of(op), a->wide, other->wide);
        return r;
    }
    if (t.lanes > 1) {
        gb_mask_bits(fb, a);
        gb_mask_bits(fb, other);
    }
    return gb_binary_parts(fb, logic_of(op), a, other);
}

gj_value gb_mask_any(gb_fn *fb, gb_value *mask)
{
    gb_unit *u = fb->u;
    lir_elem elem = gb_bits_elem(mask->lanes);
    if (mask->type.lanes == 1)
        return mask->parts[0].value;
    gb_part *parts = gb_mask_bits(fb, mask);
    gj_value all = parts[0].value;
    for (unsigned p = 1; p < mask->count; p++)
        all = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_OR, u->elems[elem], all, parts[p].value);
    return gb_not_zero(u, elem, all);
}

/* ---- SELECT ---------------------------------------------------------------------------------- */

static gb_value *select_scalar(gb_fn *fb, gb_value *condition, gb_value *yes, gb_value *no)
{
    gb_value *r = gb_scalar(fb, (lir_elem)no->type.elem, no->parts[0].value);
    gj_block then = gb_new_block(fb), after = gb_new_block(fb);
    gb_branch(fb, condition->parts[0].value, then, after);
    fb->block = then;
    gb_set(fb, r->parts[0].place, yes->parts[0].value);
    gb_jump(fb, after);
    fb->block = after;
    return r;
}

/* (mask & yes) | (~mask & no), all of them unsigned integers. */
static gb_value *select_bits(gb_fn *fb, gb_value *mask, gb_value *yes, gb_value *no)
{
    gb_value *ours = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, mask, yes);
    gb_value *theirs =
        gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND,
                        gb_unary_parts(fb, GCC_JIT_UNARY_OP_BITWISE_NEGATE, mask), no);
    return gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_OR, ours, theirs);
}

static gb_value *blend(gb_fn *fb, gb_value *mask, gb_value *yes, gb_value *no)
{
    gb_unit *u = fb->u;
    lir_type t = no->type;
    static const char *const of_size[] = {
        [1] = "vpblendmb", [2] = "vpblendmw", [4] = "vblendmps", [8] = "vblendmpd"};
    char text[64];
    snprintf(text, sizeof text, "%s %%2, %%1, %%0 %%{%%3%%}",
             of_size[lir_elem_size((lir_elem)t.elem)]);
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"v", no->parts[p].value},
                      {gb_fills_register(u, t) ? "vm" : "v", yes->parts[p].value},
                      {"Yk", gb_mask_slice(fb, mask, p * r->lanes, r->lanes).value}};
        r->parts[p] = gb_asm(fb, text, "=v", gb_part_type(u, t), in, 3);
    }
    return r;
}

gb_value *gb_select(gb_fn *fb, gb_value *mask, gb_value *yes, gb_value *no)
{
    gb_unit *u = fb->u;
    lir_type t = no->type;
    if (t.lanes == 1)
        return select_scalar(fb, mask, yes, no);
    if (t.elem == LIR_I1) {
        gb_mask_bits(fb, mask);
        gb_mask_bits(fb, yes);
        gb_mask_bits(fb, no);
        return select_bits(fb, mask, yes, no);
    }
    if (u->target.avx512 && gb_in_register(u, t))
        return blend(fb, mask, yes, no);
    gb_value *wide = gb_mask_wide(fb, mask, lir_elem_size((lir_elem)t.elem));
    return gb_bitcast(fb, select_bits(fb, wide, as_integers(fb, yes), as_integers(fb, no)), t);
}

#endif
