/* CVT and BITCAST: conversions lane by lane, with NumPy's x86 results.
 *
 * Vectors are cut into pieces of as many lanes as fit a register on both sides, and put together again.
 * Float to integer is the instruction's truncation, which gives the most negative number where the value
 * does not fit; elsewhere C's is guarded. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

static unsigned size_of(lir_elem e)
{
    return lir_elem_size(e);
}

/* ---- BITCAST --------------------------------------------------------------------------------- */

static gb_value *retyped(gb_fn *fb, gb_value *v, lir_type to)
{
    gb_value *r = gb_new(fb, to);
    gj_type type = gb_part_type(fb->u, to);
    for (unsigned p = 0; p < r->count; p++)
        r->parts[p] = gb_keep(fb, type, gb_bits_as(fb->u, v->parts[p].value, type));
    return r;
}

static unsigned part_bytes(gb_fn *fb, lir_type t)
{
    unsigned lanes = gb_lanes_of_part(fb->u, t);
    return t.elem == LIR_I1 ? (lanes + 7) / 8 : size_of((lir_elem)t.elem) * lanes;
}

static unsigned part_count(gb_fn *fb, lir_type t)
{
    return t.lanes / gb_lanes_of_part(fb->u, t);
}

/* Through memory on the stack. */
static gb_value *through_memory(gb_fn *fb, gb_value *v, lir_type to)
{
    gb_unit *u = fb->u;
    unsigned from_size = part_bytes(fb, v->type), to_size = part_bytes(fb, to);
    gj_type bytes = u->api->context_new_array_type(u->context, NULL, u->elems[LIR_U8],
                                                   (int)(v->count * from_size));
    gj_place room = gb_local(fb, bytes);
    u->api->lvalue_set_alignment(room, 64);
    gj_value base = gb_cast(u, u->api->lvalue_get_address(room, NULL), u->elems[LIR_PTR]);
    for (unsigned p = 0; p < v->count; p++) {
        gj_value at = gb_address(fb, base, gb_int(u, LIR_I64, (uint64_t)p * from_size));
        gb_set(fb, gb_memory(fb, at, gb_part_type(u, v->type)), v->parts[p].value);
    }
    gb_value *r = gb_new(fb, to);
    for (unsigned p = 0; p < r->count; p++) {
        gj_value at = gb_address(fb, base, gb_int(u, LIR_I64, (uint64_t)p * to_size));
        r->parts[p] =
            gb_keep(fb, gb_part_type(u, to), gb_get(fb, gb_memory(fb, at, gb_part_type(u, to))));
    }
    return r;
}

/* An i1 is a bit: one of them beside another type has no bytes of its own. */
static gb_value *bit_scalar(gb_fn *fb, gb_value *v, lir_type to)
{
    return v->type.elem == to.elem ? v : gb_convert(fb, v, (lir_elem)to.elem);
}

gb_value *gb_bitcast(gb_fn *fb, gb_value *v, lir_type to)
{
    lir_type from = v->type;
    if (from.elem == to.elem && from.lanes == to.lanes)
        return v;
    if ((from.elem == LIR_I1 && from.lanes == 1) || (to.elem == LIR_I1 && to.lanes == 1))
        return bit_scalar(fb, v, to);
    if (from.elem == LIR_I1)
        gb_mask_bits(fb, v);
    if (part_count(fb, from) == part_count(fb, to) && part_bytes(fb, from) == part_bytes(fb, to))
        return retyped(fb, v, to);
    return through_memory(fb, v, to);
}

/* ---- Scalars --------------------------------------------------------------------------------- */

typedef struct conversion {
    lir_elem from, to;
} conversion;

/* A function of lir_kernels.h. */
static gj_value half_function(gb_fn *fb, const char *name, lir_elem result, lir_elem param,
                              gj_value x)
{
    gb_unit *u = fb->u;
    gj_function fn = gb_external_fn(u, name, u->elems[result], &u->elems[param], 1);
    return gb_keep(fb, u->elems[result], gb_call_fn(u, fn, &x, 1)).value;
}

static gj_value half_to_single(gb_fn *fb, gj_value x)
{
    gb_unit *u = fb->u;
    if (!u->target.f16c)
        return half_function(fb, "lir_half_to_float", LIR_F32, LIR_U16, x);
    gb_in in = {"v", gb_keep(fb, u->elems[LIR_F32],
                             gb_bits_as(u, gb_cast(u, x, u->elems[LIR_U32]), u->elems[LIR_F32]))
                         .value};
    return gb_asm(fb, "vcvtph2ps %1, %0", "=v", u->elems[LIR_F32], &in, 1).value;
}

static gj_value single_to_half(gb_fn *fb, gj_value x)
{
    gb_unit *u = fb->u;
    if (!u->target.f16c)
        return half_function(fb, "lir_float_to_half", LIR_U16, LIR_F32, x);
    gb_in in = {"v", x};
    gj_value bits = gb_asm(fb, "vcvtps2ph $0, %1, %0", "=v", u->elems[LIR_F32], &in, 1).value;
    return gb_cast(u, gb_bits_as(u, bits, u->elems[LIR_U32]), u->elems[LIR_U16]);
}

/* To i32 or i64 from f32 or f64. */
static gj_value truncate_scalar(gb_fn *fb, lir_elem from, lir_elem to, gj_value x)
{
    gb_unit *u = fb->u;
    if (u->target.x86) {
        char text[64];
        snprintf(text, sizeof text, "%scvtts%c2si %%1, %%0", u->target.avx2 ? "v" : "",
                 from == LIR_F64 ? 'd' : 's');
        gb_in in = {"vm", x};
        if (!u->target.avx2)
            in.constraint = "xm";
        return gb_asm(fb, text, "=r", u->elems[to], &in, 1).value;
    }
    uint64_t least = UINT64_C(1) << (8 * size_of(to) - 1);
    gj_value limit =
        gb_scalar_bits(u, from, lir_float_bits(from, size_of(to) == 4 ? 0x1p31 : 0x1p63));
    gb_value *r = gb_scalar(fb, to, gb_int(u, to, least));
    gj_block low = gb_new_block(fb), fits = gb_new_block(fb), done = gb_new_block(fb);
    gb_branch(fb, gb_compare(u, GCC_JIT_COMPARISON_LT, x, limit), low, done);
    fb->block = low;
    gj_value bottom = gb_unary(u, GCC_JIT_UNARY_OP_MINUS, u->elems[from], limit);
    gb_branch(fb, gb_compare(u, GCC_JIT_COMPARISON_GT, x, bottom), fits, done);
    fb->block = fits;
    gb_set(fb, r->parts[0].place, gb_cast(u, x, u->elems[to]));
    gb_jump(fb, done);
    fb->block = done;
    return r->parts[0].value;
}

static gj_value convert_scalar(gb_fn *fb, lir_elem from, lir_elem to, gj_value x);

/* Below 2^63 the signed conversion, above it that of x - 2^63 with the top bit flipped. */
static gj_value to_u64(gb_fn *fb, lir_elem from, gj_value x)
{
    gb_unit *u = fb->u;
    gj_value half = gb_scalar_bits(u, from, lir_float_bits(from, 0x1p63));
    gj_block high = gb_new_block(fb), low = gb_new_block(fb), done = gb_new_block(fb);
    gj_type type = u->elems[LIR_U64];
    gj_place r = gb_local(fb, type);
    gb_branch(fb, gb_compare(u, GCC_JIT_COMPARISON_GE, x, half), high, low);
    fb->block = high;
    gj_value rest =
        gb_keep(fb, u->elems[from], gb_binary(u, GCC_JIT_BINARY_OP_MINUS, u->elems[from], x, half))
            .value;
    gj_value bits = gb_cast(u, truncate_scalar(fb, from, LIR_I64, rest), type);
    gb_set(fb, r,
           gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_XOR, type, bits,
                     gb_int(u, LIR_U64, UINT64_C(1) << 63)));
    gb_jump(fb, done);
    fb->block = low;
    gb_set(fb, r, gb_cast(u, truncate_scalar(fb, from, LIR_I64, x), type));
    gb_jump(fb, done);
    fb->block = done;
    return gb_get(fb, r);
}

static gj_value float_to_int(gb_fn *fb, lir_elem from, lir_elem to, gj_value x)
{
    gb_unit *u = fb->u;
    if (to == LIR_I1)
        return gb_compare(u, GCC_JIT_COMPARISON_NE, x, gb_scalar_bits(u, from, 0));
    if (to == LIR_U64)
        return to_u64(fb, from, x);
    lir_elem first = to == LIR_I64 || to == LIR_U32 ? LIR_I64 : LIR_I32;
    return gb_cast(u, truncate_scalar(fb, from, first, x), u->elems[to]);
}

/* x is kept. */
static gj_value convert_scalar(gb_fn *fb, lir_elem from, lir_elem to, gj_value x)
{
    gb_unit *u = fb->u;
    if (from == to)
        return x;
    if (from == LIR_F16)
        return convert_scalar(fb, LIR_F32, to, half_to_single(fb, x));
    if (to == LIR_F16) {
        if (from == LIR_F64)
            return half_function(fb, "lir_double_to_half", LIR_U16, LIR_F64, x);
        x = gb_keep(fb, u->elems[LIR_F32], convert_scalar(fb, from, LIR_F32, x)).value;
        return single_to_half(fb, x);
    }
    if (lir_elem_is_float(from) && !lir_elem_is_float(to))
        return float_to_int(fb, from, to, x);
    if (from == LIR_I1 && lir_elem_is_float(to))
        x = gb_cast(u, x, u->elems[LIR_I32]);
    if (to == LIR_I1)
        return gb_not_zero(u, from, x);
    return gb_cast(u, x, u->elems[to]);
}

static gj_value convert_lane(gb_fn *fb, const void *context, gj_value *args)
{
    const conversion *c = context;
    return convert_scalar(fb, c->from, c->to, args[0]);
}

/* ---- Pieces ---------------------------------------------------------------------------------- */

/* One instruction from a register, or a part of one, to another. */
static gb_value *instruction(gb_fn *fb, const char *text, gb_value *v, lir_elem to)
{
    gb_unit *u = fb->u;
    gb_value *r = gb_new(fb, lir_vector(to, v->type.lanes));
    gb_in in = {"v", v->parts[0].value};
    r->parts[0] = gb_asm(fb, text, "=v", gb_part_type(u, r->type), &in, 1);
    return r;
}

/* NULL: there is none. */
static const char *float_instruction(const gb_unit *u, lir_elem from, lir_elem to)
{
    bool wide = u->target.avx512;
    switch (from) {
    case LIR_F32:
        return to == LIR_F64           ? "vcvtps2pd %1, %0"
               : to == LIR_F16         ? u->target.f16c ? "vcvtps2ph $0, %1, %0" : NULL
               : to == LIR_I32         ? "vcvttps2dq %1, %0"
               : to == LIR_I64 && wide ? "vcvttps2qq %1, %0"
                                       : NULL;
    case LIR_F64:
        return to == LIR_F32           ? "vcvtpd2ps %1, %0"
               : to == LIR_I32         ? "vcvttpd2dq %1, %0"
               : to == LIR_I64 && wide ? "vcvttpd2qq %1, %0"
                                       : NULL;
    case LIR_F16: return to == LIR_F32 && u->target.f16c ? "vcvtph2ps %1, %0" : NULL;
    case LIR_I32:
        return to == LIR_F64 ? "vcvtdq2pd %1, %0" : to == LIR_F32 ? "vcvtdq2ps %1, %0" : NULL;
    case LIR_U32:
        return !wide           ? NULL
               : to == LIR_F64 ? "vcvtudq2pd %1, %0"
               : to == LIR_F32 ? "vcvtudq2ps %1, %0"
                               : NULL;
    case LIR_I64:
        return !wide           ? NULL
               : to == LIR_F64 ? "vcvtqq2pd %1, %0"
               : to == LIR_F32 ? "vcvtqq2ps %1, %0"
                               : NULL;
    case LIR_U64:
        return !wide           ? NULL
               : to == LIR_F64 ? "vcvtuqq2pd %1, %0"
               : to == LIR_F32 ? "vcvtuqq2ps %1, %0"
                               : NULL;
    default: return NULL;
    }
}

static char letter(unsigned size)
{
    return size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'd' : 'q';
}

static bool integer_instruction(const gb_unit *u, lir_elem from, lir_elem to, char text[64])
{
    unsigned a = size_of(from), b = size_of(to);
    if (!lir_elem_is_int(from) || !lir_elem_is_int(to) || a == b || (b < a && !u->target.avx512))
        return false;
    if (b < a)
        snprintf(text, 64, "vpmov%c%c %%1, %%0", letter(a), letter(b));
    else
        snprintf(text, 64, "vpmov%cx%c%c %%1, %%0", lir_elem_is_signed(from) ? 's' : 'z', letter(a),
                 letter(b));
    return true;
}

/* Of as many lanes as a register has at most; NULL: lane by lane. The narrower side may be less than a
 * register, but not less than an element that GCC keeps in one. */
static gb_value *by_instruction(gb_fn *fb, gb_value *v, lir_elem to)
{
    gb_unit *u = fb->u;
    lir_elem from = (lir_elem)v->type.elem;
    unsigned lanes = v->type.lanes,
             least = size_of(from) < size_of(to) ? size_of(from) : size_of(to);
    char text[64];
    if (!u->target.x86 || !u->target.avx2 || least * lanes < 4)
        return NULL;
    const char *found = float_instruction(u, from, to);
    if (!found && integer_instruction(u, from, to, text))
        found = text;
    return found ? instruction(fb, found, v, to) : NULL;
}

static gb_value *convert_piece(gb_fn *fb, gb_value *v, lir_elem to);

/* Through another element, or NULL. */
static gb_value *in_two_steps(gb_fn *fb, gb_value *v, lir_elem to)
{
    lir_elem from = (lir_elem)v->type.elem, between = to;
    bool real = lir_elem_is_float(from);
    if (from == LIR_F16 || (to == LIR_F16 && from != LIR_F64 && from != LIR_F32))
        between = LIR_F32;
    else if (real && (to == LIR_I8 || to == LIR_U8 || to == LIR_I16 || to == LIR_U16))
        between = LIR_I32;
    else if (real && to == LIR_U32)
        between = LIR_I64;
    else if (lir_elem_is_float(to) && size_of(from) < 4)
        between = LIR_I32;
    return between == to ? NULL : gb_convert(fb, gb_convert(fb, v, between), to);
}

static gb_value *to_u64_lanes(gb_fn *fb, gb_value *v)
{
    lir_elem from = (lir_elem)v->type.elem;
    lir_type t = lir_vector(LIR_U64, v->type.lanes);
    gb_value *half = gb_real(fb, from, t.lanes, 0x1p63);
    gb_value *large = gb_compare_op(fb, LIR_GE, v, half);
    gb_value *low = gb_bitcast(fb, gb_convert(fb, v, LIR_I64), t);
    gb_value *rest = gb_binary_parts(fb, GCC_JIT_BINARY_OP_MINUS, v, half);
    gb_value *high = gb_bitcast(fb, gb_convert(fb, rest, LIR_I64), t);
    high = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_XOR, high,
                           gb_constant(fb, t, UINT64_C(1) << 63));
    return gb_select(fb, large, high, low);
}

static gb_value *convert_piece(gb_fn *fb, gb_value *v, lir_elem to)
{
    lir_elem from = (lir_elem)v->type.elem;
    conversion c = {from, to};
    gb_value *r = by_instruction(fb, v, to);
    if (r)
        return r;
    if (lir_elem_is_int(from) && lir_elem_is_int(to) && size_of(from) == size_of(to))
        return gb_bitcast(fb, v, lir_vector(to, v->type.lanes));
    r = in_two_steps(fb, v, to);
    if (r)
        return r;
    if (lir_elem_is_float(from) && to == LIR_U64 && fb->u->target.avx512)
        return to_u64_lanes(fb, v);
    return gb_by_lanes(fb, lir_vector(to, v->type.lanes), &v, 1, convert_lane, &c);
}

/* ---- All of them ----------------------------------------------------------------------------- */

/* From and to lanes of i1: selects and comparisons. */
static gb_value *convert_mask(gb_fn *fb, gb_value *v, lir_elem to)
{
    lir_type from = v->type, t = lir_vector(to, from.lanes);
    if (to == LIR_I1)
        return gb_compare_op(fb, LIR_NE, v, gb_constant(fb, from, 0));
    uint64_t one = lir_elem_is_float(to) ? lir_float_bits(to, 1.0) : 1;
    return gb_select(fb, v, gb_constant(fb, t, one), gb_constant(fb, t, 0));
}

gb_value *gb_convert(gb_fn *fb, gb_value *v, lir_elem to)
{
    gb_unit *u = fb->u;
    lir_type t = lir_vector(to, v->type.lanes);
    gb_value *pieces[LIR_MAX_LANES];
    if (v->type.elem == to)
        return v;
    if (t.lanes == 1)
        return gb_scalar(fb, to, convert_scalar(fb, (lir_elem)v->type.elem, to, v->parts[0].value));
    if (v->type.elem == LIR_I1 || to == LIR_I1)
        return convert_mask(fb, v, to);
    unsigned n = gb_lanes_of_part(u, v->type), count;
    if (gb_lanes_of_part(u, t) < n)
        n = gb_lanes_of_part(u, t);
    count = t.lanes / n;
    for (unsigned i = 0; i < count; i++)
        pieces[i] = convert_piece(fb, gb_slice(fb, v, i * n, n), to);
    return gb_concat(fb, t, pieces, count);
}

#endif
