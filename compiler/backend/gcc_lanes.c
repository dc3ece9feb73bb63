/* Values: what they consist of, their lanes, and operations lane by lane.
 *
 *   f64x16 with registers of 64 bytes: two parts of 8 lanes
 *   i1x16: one part, an unsigned short
 *
 * libgccjit has no access to a lane and no shuffles. A lane is read through the address of the local
 * that holds it, and vectors are made of lists of scalars; GCC turns these into registers, permutes and
 * conversions of whole vectors again. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

enum { BITS_OF_A_PART = 64 };

static unsigned log2_of(unsigned lanes)
{
    return (unsigned)__builtin_ctz(lanes);
}

lir_elem gb_unsigned_of(unsigned bytes)
{
    return bytes == 1 ? LIR_U8 : bytes == 2 ? LIR_U16 : bytes == 4 ? LIR_U32 : LIR_U64;
}

lir_elem gb_bits_elem(unsigned lanes)
{
    return gb_unsigned_of(lanes <= 8 ? 1 : lanes / 8);
}

/* ---- Types ----------------------------------------------------------------------------------- */

unsigned gb_lanes_of_part(const gb_unit *u, lir_type t)
{
    unsigned most = t.elem == LIR_I1
                        ? BITS_OF_A_PART
                        : u->target.level->vector_bytes / lir_elem_size((lir_elem)t.elem);
    return t.lanes < most ? t.lanes : most;
}

gj_type gb_vector_type(gb_unit *u, lir_elem elem, unsigned lanes)
{
    if (lanes == 1)
        return u->elems[elem];
    gj_type *type = &u->vectors[elem][log2_of(lanes)];
    if (!*type)
        *type = u->api->type_get_vector(u->elems[elem == LIR_PTR ? LIR_U64 : elem], lanes);
    return *type;
}

gj_type gb_memory_type(gb_unit *u, lir_elem elem, unsigned lanes)
{
    gj_type *type = &u->in_memory[elem][log2_of(lanes)];
    if (!*type)
        *type = u->api->type_get_aligned(gb_vector_type(u, elem, lanes), lir_elem_size(elem));
    return *type;
}

gj_type gb_part_type(gb_unit *u, lir_type t)
{
    unsigned lanes = gb_lanes_of_part(u, t);
    if (t.elem == LIR_I1 && t.lanes > 1)
        return u->elems[gb_bits_elem(lanes)];
    return gb_vector_type(u, (lir_elem)t.elem, lanes);
}

/* ---- Making ---------------------------------------------------------------------------------- */

gb_value *gb_new(gb_fn *fb, lir_type t)
{
    gb_value *v = ARENA_NEW(fb->u->arena, gb_value);
    v->type = t;
    v->lanes = (uint16_t)gb_lanes_of_part(fb->u, t);
    v->count = (uint16_t)(t.lanes / v->lanes);
    v->parts = ARENA_ARRAY(fb->u->arena, gb_part, v->count);
    return v;
}

gb_value *gb_scalar(gb_fn *fb, lir_elem elem, gj_value value)
{
    gb_value *v = gb_new(fb, lir_scalar(elem));
    v->parts[0] = gb_keep(fb, fb->u->elems[elem], value);
    return v;
}

gb_value *gb_constant(gb_fn *fb, lir_type t, uint64_t bits)
{
    gb_unit *u = fb->u;
    gb_value *v = gb_new(fb, t);
    gj_value part, lanes[LIR_MAX_LANES];
    if (t.lanes == 1) {
        part = gb_scalar_bits(u, (lir_elem)t.elem, bits);
    } else if (t.elem == LIR_I1) {
        part = gb_int(u, gb_bits_elem(v->lanes), bits ? ~UINT64_C(0) >> (64 - v->lanes) : 0);
    } else {
        for (unsigned i = 0; i < v->lanes; i++)
            lanes[i] = gb_scalar_bits(u, t.elem == LIR_PTR ? LIR_U64 : (lir_elem)t.elem, bits);
        part = u->api->context_new_rvalue_from_vector(u->context, NULL, gb_part_type(u, t),
                                                      v->lanes, lanes);
    }
    for (unsigned p = 0; p < v->count; p++)
        v->parts[p] = (gb_part){.value = part};
    return v;
}

gb_value *gb_real(gb_fn *fb, lir_elem elem, unsigned lanes, double value)
{
    return gb_constant(fb, lir_vector(elem, lanes), lir_float_bits(elem, value));
}

gb_value *gb_copy(gb_fn *fb, gb_value *v)
{
    gb_value *copy = gb_new(fb, v->type);
    for (unsigned p = 0; p < v->count; p++)
        copy->parts[p] = gb_keep(fb, gb_part_type(fb->u, v->type), v->parts[p].value);
    return copy;
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static gj_value bit_of(gb_fn *fb, gb_value *mask, unsigned i)
{
    gb_unit *u = fb->u;
    lir_elem elem = gb_bits_elem(mask->lanes);
    gj_value bits = gb_mask_bits(fb, mask)[i / mask->lanes].value;
    gj_value only = gb_int(u, elem, UINT64_C(1) << i % mask->lanes);
    return gb_not_zero(u, elem,
                       gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_AND, u->elems[elem], bits, only));
}

gj_value gb_lane(gb_fn *fb, gb_value *v, unsigned i)
{
    gb_unit *u = fb->u;
    if (v->type.lanes == 1)
        return v->parts[0].value;
    if (v->type.elem == LIR_I1)
        return bit_of(fb, v, i);
    gb_part *part = &v->parts[i / v->lanes];
    if (!part->place)
        *part = gb_keep(fb, gb_part_type(u, v->type), part->value);
    bool pointers = v->type.elem == LIR_PTR;
    gj_type elem = u->elems[pointers ? LIR_U64 : v->type.elem];
    gj_value lanes =
        gb_cast(u, u->api->lvalue_get_address(part->place, NULL), u->api->type_get_pointer(elem));
    gj_place lane =
        u->api->context_new_array_access(u->context, NULL, lanes, gb_int(u, LIR_I64, i % v->lanes));
    return pointers ? gb_bits_as(u, gb_get(fb, lane), u->elems[LIR_PTR]) : gb_get(fb, lane);
}

static gb_part pack_bits(gb_fn *fb, unsigned lanes, const gj_value *items)
{
    gb_unit *u = fb->u;
    lir_elem elem = gb_bits_elem(lanes);
    gj_type type = u->elems[elem];
    gj_value bits = gb_cast(u, items[0], type);
    for (unsigned i = 1; i < lanes; i++) {
        gj_value bit = gb_binary(u, GCC_JIT_BINARY_OP_LSHIFT, type, gb_cast(u, items[i], type),
                                 gb_int(u, elem, i));
        bits = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_OR, type, bits, bit);
    }
    return gb_keep(fb, type, bits);
}

static gb_part pack_vector(gb_fn *fb, lir_type t, unsigned lanes, const gj_value *items)
{
    gb_unit *u = fb->u;
    gj_type type = gb_part_type(u, t);
    gj_value of_vector[LIR_MAX_LANES];
    for (unsigned i = 0; i < lanes; i++)
        of_vector[i] = t.elem == LIR_PTR ? gb_bits_as(u, items[i], u->elems[LIR_U64]) : items[i];
    return gb_keep(
        fb, type, u->api->context_new_rvalue_from_vector(u->context, NULL, type, lanes, of_vector));
}

gb_value *gb_pack(gb_fn *fb, lir_type t, const gj_value *lanes)
{
    gb_value *v = gb_new(fb, t);
    for (unsigned p = 0; p < v->count; p++) {
        const gj_value *items = lanes + p * v->lanes;
        if (t.lanes == 1)
            v->parts[p] = gb_keep(fb, gb_part_type(fb->u, t), items[0]);
        else if (t.elem == LIR_I1)
            v->parts[p] = pack_bits(fb, v->lanes, items);
        else
            v->parts[p] = pack_vector(fb, t, v->lanes, items);
    }
    return v;
}

static gb_value *splat_bits(gb_fn *fb, gj_value bit, unsigned lanes)
{
    gb_unit *u = fb->u;
    gb_value *v = gb_new(fb, lir_vector(LIR_I1, lanes));
    lir_elem elem = gb_bits_elem(v->lanes);
    gj_type type = u->elems[elem];
    gj_value all = gb_unary(u, GCC_JIT_UNARY_OP_MINUS, type, gb_cast(u, bit, type));
    gj_value ours = gb_int(u, elem, ~UINT64_C(0) >> (64 - v->lanes));
    v->parts[0] = gb_keep(fb, type, gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_AND, type, all, ours));
    for (unsigned p = 1; p < v->count; p++)
        v->parts[p] = v->parts[0];
    return v;
}

gb_value *gb_splat(gb_fn *fb, gb_value *scalar, unsigned lanes)
{
    lir_type t = lir_vector((lir_elem)scalar->type.elem, lanes);
    gj_value items[LIR_MAX_LANES], one = scalar->parts[0].value;
    if (lanes == 1)
        return scalar;
    if (t.elem == LIR_I1)
        return splat_bits(fb, one, lanes);
    gb_value *v = gb_new(fb, t);
    for (unsigned i = 0; i < v->lanes; i++)
        items[i] = one;
    v->parts[0] = pack_vector(fb, t, v->lanes, items);
    for (unsigned p = 1; p < v->count; p++)
        v->parts[p] = v->parts[0];
    return v;
}

/* ---- Slices ---------------------------------------------------------------------------------- */

static gb_value *half_of_register(gb_fn *fb, gb_value *v, unsigned first, unsigned n)
{
    gb_unit *u = fb->u;
    unsigned bytes = lir_elem_size((lir_elem)v->type.elem) * n;
    unsigned from = first % v->lanes / n;
    gb_value *r;
    if (!u->target.avx512 || bytes != 32 || v->lanes != 2 * n)
        return NULL;
    char text[64];
    snprintf(text, sizeof text, "vextracti64x4 $%u, %%1, %%0", from);
    r = gb_new(fb, lir_vector((lir_elem)v->type.elem, n));
    gb_in in = {"v", v->parts[first / v->lanes].value};
    r->parts[0] = gb_asm(fb, text, "=v", gb_part_type(u, r->type), &in, 1);
    return r;
}

gb_value *gb_slice(gb_fn *fb, gb_value *v, unsigned first, unsigned n)
{
    lir_type t = lir_vector((lir_elem)v->type.elem, n);
    gj_value lanes[LIR_MAX_LANES];
    if (n == v->type.lanes)
        return v;
    if (t.elem != LIR_I1 && n % v->lanes == 0 && first % v->lanes == 0) {
        gb_value *r = gb_new(fb, t);
        for (unsigned p = 0; p < r->count; p++)
            r->parts[p] = v->parts[first / v->lanes + p];
        return r;
    }
    if (t.elem == LIR_I1 && n > 1 && n <= BITS_OF_A_PART) {
        gb_value *r = gb_new(fb, t);
        r->parts[0] = gb_mask_slice(fb, v, first, n);
        return r;
    }
    gb_value *half = n > 1 && t.elem != LIR_I1 ? half_of_register(fb, v, first, n) : NULL;
    if (half)
        return half;
    for (unsigned i = 0; i < n; i++)
        lanes[i] = gb_lane(fb, v, first + i);
    return gb_pack(fb, t, lanes);
}

static gb_value *concat_parts(gb_fn *fb, lir_type t, gb_value **pieces, unsigned count)
{
    gb_value *r = gb_new(fb, t);
    unsigned p = 0;
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < pieces[i]->count; k++)
            r->parts[p++] = pieces[i]->parts[k];
    return r;
}

/* Two halves of a register of 64 bytes. */
static gb_value *join_halves(gb_fn *fb, lir_type t, gb_value **pieces, unsigned count)
{
    gb_unit *u = fb->u;
    unsigned lanes = gb_lanes_of_part(u, t), size = lir_elem_size((lir_elem)t.elem);
    if (!u->target.avx512 || lanes * size != 64 || pieces[0]->type.lanes * size != 32)
        return NULL;
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < count / 2; p++) {
        gb_in in[] = {{"v", pieces[2 * p]->parts[0].value},
                      {"v", pieces[2 * p + 1]->parts[0].value}};
        r->parts[p] = gb_asm(fb, "vinserti64x4 $1, %2, %g1, %0", "=v", gb_part_type(u, t), in, 2);
    }
    return r;
}

gb_value *gb_concat(gb_fn *fb, lir_type t, gb_value **pieces, unsigned count)
{
    gj_value lanes[LIR_MAX_LANES];
    if (count == 1)
        return pieces[0];
    if (t.elem != LIR_I1 && pieces[0]->lanes == gb_lanes_of_part(fb->u, t))
        return concat_parts(fb, t, pieces, count);
    gb_value *joined = t.elem != LIR_I1 ? join_halves(fb, t, pieces, count) : NULL;
    if (joined)
        return joined;
    unsigned n = t.lanes / count;
    for (unsigned i = 0; i < t.lanes; i++)
        lanes[i] = gb_lane(fb, pieces[i / n], i % n);
    return gb_pack(fb, t, lanes);
}

/* ---- Operations ------------------------------------------------------------------------------ */

gb_value *gb_by_lanes(gb_fn *fb, lir_type t, gb_value **args, unsigned count, gb_lane_fn fn,
                      const void *context)
{
    gb_unit *u = fb->u;
    gj_value lanes[LIR_MAX_LANES], of_lane[LIR_MAX_ARGS];
    for (unsigned i = 0; i < t.lanes; i++) {
        for (unsigned k = 0; k < count; k++) {
            lir_elem elem = (lir_elem)args[k]->type.elem;
            of_lane[k] = gb_lane(fb, args[k], i);
            if (t.lanes > 1)
                of_lane[k] = gb_keep(fb, u->elems[elem], of_lane[k]).value;
        }
        lanes[i] = fn(fb, context, of_lane);
        if (t.lanes > 1)
            lanes[i] = gb_keep(fb, u->elems[t.elem], lanes[i]).value;
    }
    return gb_pack(fb, t, lanes);
}

gb_value *gb_binary_parts(gb_fn *fb, enum gcc_jit_binary_op op, gb_value *a, gb_value *b)
{
    gb_value *r = gb_new(fb, a->type);
    gj_type type = gb_part_type(fb->u, a->type);
    for (unsigned p = 0; p < r->count; p++)
        r->parts[p] =
            gb_keep(fb, type, gb_binary(fb->u, op, type, a->parts[p].value, b->parts[p].value));
    return r;
}

gb_value *gb_unary_parts(gb_fn *fb, enum gcc_jit_unary_op op, gb_value *a)
{
    gb_value *r = gb_new(fb, a->type);
    gj_type type = gb_part_type(fb->u, a->type);
    for (unsigned p = 0; p < r->count; p++)
        r->parts[p] = gb_keep(fb, type, gb_unary(fb->u, op, type, a->parts[p].value));
    return r;
}

#endif
