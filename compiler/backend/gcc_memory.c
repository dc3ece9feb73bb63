/* Loads and stores: contiguous lanes, lanes under a mask, gathers and scatters.
 *
 * Addresses are a pointer and a byte offset and only as aligned as one element. An i1 is a byte in
 * memory: read as "!= 0", written as 0 or 1. */
#include "../loop/lir_facts.h"
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

/* The element as memory has it. */
static lir_type stored(lir_type t)
{
    return t.elem == LIR_I1 ? lir_vector(LIR_U8, t.lanes) : t;
}

static gb_value *from_memory(gb_fn *fb, gb_value *v, lir_type t)
{
    return t.elem == LIR_I1 ? gb_convert(fb, v, LIR_I1) : v;
}

static gb_value *to_memory(gb_fn *fb, gb_value *v)
{
    return v->type.elem == LIR_I1 ? gb_convert(fb, v, LIR_U8) : v;
}

static gj_value address_of(gb_fn *fb, lir_expr_id base, lir_expr_id offset)
{
    gj_value pointer = gb_expr_scalar(fb, base);
    return gb_address(fb, pointer, gb_expr_scalar(fb, offset));
}

/* Where part p of a value of type t lies. */
static gj_place part_at(gb_fn *fb, gj_value address, lir_type t, unsigned p)
{
    unsigned lanes = gb_lanes_of_part(fb->u, t), size = lir_elem_size((lir_elem)t.elem);
    if (p)
        address = gb_address(fb, address, gb_int(fb->u, LIR_I64, (uint64_t)p * lanes * size));
    return gb_memory(fb, address, gb_memory_type(fb->u, (lir_elem)t.elem, lanes));
}

static gj_place lane_at(gb_fn *fb, gj_value address, lir_type t, unsigned i)
{
    unsigned size = lir_elem_size((lir_elem)t.elem);
    if (i)
        address = gb_address(fb, address, gb_int(fb->u, LIR_I64, (uint64_t)i * size));
    return gb_memory(fb, address, gb_memory_type(fb->u, (lir_elem)t.elem, 1));
}

static gb_value *load_parts(gb_fn *fb, gj_value address, lir_type t)
{
    gb_value *v = gb_new(fb, t);
    for (unsigned p = 0; p < v->count; p++)
        v->parts[p] = gb_keep(fb, gb_part_type(fb->u, t), gb_get(fb, part_at(fb, address, t, p)));
    return v;
}

gb_value *gb_load(gb_fn *fb, const lir_expr *e)
{
    gj_value address = address_of(fb, e->args[0], e->args[1]);
    return from_memory(fb, load_parts(fb, address, stored(e->type)), e->type);
}

/* ---- Under a mask ---------------------------------------------------------------------------- */

/* Instructions for elements of this type under a mask; AVX-512 has them in all sizes. */
static bool has_masked(const gb_unit *u, lir_type t)
{
    unsigned size = lir_elem_size((lir_elem)t.elem);
    return u->target.avx512 ? gb_in_register(u, t) : size >= 4 && gb_fills_register(u, t);
}

static const char *masked_move(lir_type t)
{
    static const char *const of_size[] = {
        [1] = "vmovdqu8", [2] = "vmovdqu16", [4] = "vmovups", [8] = "vmovupd"};
    return of_size[lir_elem_size((lir_elem)t.elem)];
}

static gb_value *load_by_bits(gb_fn *fb, gj_value address, gb_value *mask, gb_value *other)
{
    lir_type t = other->type;
    gb_value *r = gb_new(fb, t);
    char text[64];
    snprintf(text, sizeof text, "%s %%2, %%0 %%{%%3%%}", masked_move(t));
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"0", other->parts[p].value},
                      {"m", gb_get(fb, part_at(fb, address, t, p))},
                      {"Yk", gb_mask_slice(fb, mask, p * r->lanes, r->lanes).value}};
        r->parts[p] = gb_asm(fb, text, "=v", gb_part_type(fb->u, t), in, 3);
    }
    return r;
}

/* AVX2: zeros where the mask is not set. */
static gb_value *load_by_wide(gb_fn *fb, gj_value address, gb_value *mask, gb_value *other)
{
    lir_type t = other->type;
    unsigned size = lir_elem_size((lir_elem)t.elem);
    gb_value *r = gb_new(fb, t), *wide = gb_mask_wide(fb, mask, size);
    const char *text = size == 8 ? "vmaskmovpd %1, %2, %0" : "vmaskmovps %1, %2, %0";
    for (unsigned p = 0; p < r->count; p++) {
        gb_in in[] = {{"m", gb_get(fb, part_at(fb, address, t, p))}, {"x", wide->parts[p].value}};
        r->parts[p] = gb_asm(fb, text, "=x", gb_part_type(fb->u, t), in, 2);
    }
    return gb_select(fb, mask, r, other);
}

static gb_value *load_by_lanes(gb_fn *fb, gj_value address, gb_value *mask, gb_value *other)
{
    gj_value lanes[LIR_MAX_LANES];
    lir_type t = other->type;
    gj_type elem = fb->u->elems[t.elem];
    for (unsigned i = 0; i < t.lanes; i++) {
        gb_part lane = gb_keep(fb, elem, gb_lane(fb, other, i));
        gj_block load = gb_new_block(fb), after = gb_new_block(fb);
        gb_branch(fb, gb_lane(fb, mask, i), load, after);
        fb->block = load;
        gb_set(fb, lane.place, gb_get(fb, lane_at(fb, address, t, i)));
        gb_jump(fb, after);
        fb->block = after;
        lanes[i] = lane.value;
    }
    return gb_pack(fb, t, lanes);
}

gb_value *gb_masked_load(gb_fn *fb, const lir_expr *e)
{
    gj_value address = address_of(fb, e->args[0], e->args[1]);
    gb_value *mask = gb_expr(fb, e->args[2]), *other = to_memory(fb, gb_expr(fb, e->args[3])), *r;
    if (has_masked(fb->u, other->type) && fb->u->target.avx512)
        r = load_by_bits(fb, address, mask, other);
    else if (has_masked(fb->u, other->type))
        r = load_by_wide(fb, address, mask, other);
    else
        r = load_by_lanes(fb, address, mask, other);
    return from_memory(fb, r, e->type);
}

static void store_by_instruction(gb_fn *fb, gj_value address, gb_value *v, gb_value *mask)
{
    gb_unit *u = fb->u;
    const gj_api *api = u->api;
    lir_type t = v->type;
    unsigned size = lir_elem_size((lir_elem)t.elem);
    bool bits = u->target.avx512;
    gb_value *wide = bits ? NULL : gb_mask_wide(fb, mask, size);
    char text[64];
    if (bits)
        snprintf(text, sizeof text, "%s %%1, %%0 %%{%%2%%}", masked_move(t));
    else
        snprintf(text, sizeof text, "vmaskmovp%c %%1, %%2, %%0", size == 8 ? 'd' : 's');
    for (unsigned p = 0; p < v->count; p++) {
        gj_place at = part_at(fb, address, t, p);
        gj_value by =
            bits ? gb_mask_slice(fb, mask, p * v->lanes, v->lanes).value : wide->parts[p].value;
        gcc_jit_extended_asm *code = api->block_add_extended_asm(fb->block, NULL, text);
        /* What the mask leaves is what was there. */
        api->extended_asm_add_output_operand(code, NULL, "+m", at);
        api->extended_asm_add_input_operand(code, NULL, bits ? "v" : "x", v->parts[p].value);
        api->extended_asm_add_input_operand(code, NULL, bits ? "Yk" : "x", by);
    }
}

static void store_lane_if(gb_fn *fb, gj_value condition, gj_place at, gj_value lane)
{
    gj_block store = gb_new_block(fb), after = gb_new_block(fb);
    gb_branch(fb, condition, store, after);
    fb->block = store;
    gb_set(fb, at, lane);
    gb_jump(fb, after);
    fb->block = after;
}

static void masked_store(gb_fn *fb, gj_value address, gb_value *v, gb_value *mask)
{
    if (has_masked(fb->u, v->type)) {
        store_by_instruction(fb, address, v, mask);
        return;
    }
    for (unsigned i = 0; i < v->type.lanes; i++)
        store_lane_if(fb, gb_lane(fb, mask, i), lane_at(fb, address, v->type, i),
                      gb_lane(fb, v, i));
}

/* ---- Stores ---------------------------------------------------------------------------------- */

static void store_parts(gb_fn *fb, gj_value address, gb_value *v)
{
    for (unsigned p = 0; p < v->count; p++)
        gb_set(fb, part_at(fb, address, v->type, p), v->parts[p].value);
}

/* Streaming stores exist only for whole aligned vectors, and the address may be any: test it. */
static void streaming_store(gb_fn *fb, gj_value address, gb_value *v)
{
    gb_unit *u = fb->u;
    unsigned size = lir_elem_size((lir_elem)v->type.elem) * v->lanes;
    gj_type u64 = u->elems[LIR_U64];
    gj_block aligned = gb_new_block(fb), other = gb_new_block(fb), done = gb_new_block(fb);
    gj_value low = gb_binary(u, GCC_JIT_BINARY_OP_BITWISE_AND, u64, gb_bits_as(u, address, u64),
                             gb_int(u, LIR_U64, size - 1));
    gb_branch(fb, gb_not_zero(u, LIR_U64, low), other, aligned);
    fb->block = aligned;
    for (unsigned p = 0; p < v->count; p++) {
        gj_place at = part_at(fb, address, v->type, p); /* before the statement that names it */
        gcc_jit_extended_asm *code =
            u->api->block_add_extended_asm(fb->block, NULL, "vmovntps %1, %0");
        u->api->extended_asm_add_output_operand(code, NULL, "=m", at);
        u->api->extended_asm_add_input_operand(code, NULL, "v", v->parts[p].value);
    }
    gb_jump(fb, done);
    fb->block = other;
    store_parts(fb, address, v);
    gb_jump(fb, done);
    fb->block = done;
    fb->streams = true;
}

void gb_store(gb_fn *fb, const lir_stmt *s)
{
    gj_value base = gb_expr_scalar(fb, s->a), offset = gb_expr_scalar(fb, s->b);
    gb_value *v = to_memory(fb, gb_expr(fb, s->c));
    gb_value *mask = s->d ? gb_expr(fb, s->d) : NULL;
    gj_value address = gb_address(fb, base, offset);
    if (mask)
        masked_store(fb, address, v, mask);
    else if ((s->flags & LIR_NONTEMPORAL) && gb_fills_register(fb->u, v->type))
        streaming_store(fb, address, v);
    else
        store_parts(fb, address, v);
}

/* ---- Gathers and scatters -------------------------------------------------------------------- */

static gj_value load_at(gb_fn *fb, gj_value address, lir_type t)
{
    gj_type elem = fb->u->elems[t.elem];
    return gb_keep(fb, elem, gb_get(fb, lane_at(fb, address, t, 0))).value;
}

static gb_value *strided_load(gb_fn *fb, const lir_expr *e, lir_expr_id start, lir_expr_id step)
{
    gb_unit *u = fb->u;
    lir_type t = stored(e->type);
    gj_value lanes[LIR_MAX_LANES], at = gb_expr_scalar(fb, e->args[0]);
    gj_value by = gb_expr_scalar(fb, step);
    if (start)
        at = gb_address(fb, at, gb_expr_scalar(fb, start));
    for (unsigned i = 0; i < t.lanes; i++) {
        gj_value offset =
            gb_binary(u, GCC_JIT_BINARY_OP_MULT, u->elems[LIR_I64], by, gb_int(u, LIR_I64, i));
        lanes[i] = load_at(fb, i ? gb_address(fb, at, offset) : at, t);
    }
    return from_memory(fb, gb_pack(fb, t, lanes), e->type);
}

gb_value *gb_gather(gb_fn *fb, const lir_expr *e)
{
    lir_expr_id start, step;
    lir_type t = stored(e->type);
    gj_value lanes[LIR_MAX_LANES];
    if (t.lanes > 1 && lir_is_strided(fb->lir, e->args[1], &start, &step))
        return strided_load(fb, e, start, step);
    gj_value base = gb_expr_scalar(fb, e->args[0]);
    gb_value *offsets = gb_expr(fb, e->args[1]);
    for (unsigned i = 0; i < t.lanes; i++)
        lanes[i] = load_at(fb, gb_address(fb, base, gb_lane(fb, offsets, i)), t);
    return from_memory(fb, gb_pack(fb, t, lanes), e->type);
}

/* One lane after the other: lanes with equal addresses leave the last one's value. */
void gb_scatter(gb_fn *fb, const lir_stmt *s)
{
    gj_value base = gb_expr_scalar(fb, s->a);
    gb_value *offsets = gb_expr(fb, s->b), *v = to_memory(fb, gb_expr(fb, s->c));
    gb_value *mask = s->d ? gb_expr(fb, s->d) : NULL;
    for (unsigned i = 0; i < v->type.lanes; i++) {
        gj_place at = lane_at(fb, gb_address(fb, base, gb_lane(fb, offsets, i)), v->type, 0);
        if (mask)
            store_lane_if(fb, gb_lane(fb, mask, i), at, gb_lane(fb, v, i));
        else
            gb_set(fb, at, gb_lane(fb, v, i));
    }
}

#endif
