/* LOOKUP: elements of a small table by the lanes of an index.
 *
 *   lookup.f64x8[0](i)   AVX-512: one vpermpd (8 elements), one vpermi2pd (16), two and a blend (32)
 *   lookup.f32x8[0](i)   AVX2: one vpermps (8 elements)
 *   others               loads from the table in memory */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

typedef struct lookup {
    gb_fn *fb;
    lir_type part; /* of one register: unsigned integers */
    unsigned size, count;
    const char *table;
} lookup;

/* Elements [first, first + lanes) of the table, which begins anew after its end. */
static gj_value table_part(const lookup *t, unsigned first)
{
    gj_value items[LIR_MAX_LANES];
    for (unsigned i = 0; i < t->part.lanes; i++) {
        uint64_t bits = 0;
        memcpy(&bits, t->table + (size_t)((first + i) % t->count) * t->size, t->size);
        items[i] = gb_int(t->fb->u, (lir_elem)t->part.elem, bits);
    }
    return gb_pack(t->fb, t->part, items)->parts[0].value;
}

static gb_value *permuted(const lookup *t, gb_value *index, unsigned first, unsigned count)
{
    gb_unit *u = t->fb->u;
    bool f64 = t->size == 8;
    gb_value *r = gb_new(t->fb, t->part);
    gj_type type = gb_part_type(u, t->part);
    if (count <= t->part.lanes) {
        gb_in in[] = {{"v", index->parts[0].value}, {"vm", table_part(t, first)}};
        r->parts[0] =
            gb_asm(t->fb, f64 ? "vpermpd %2, %1, %0" : "vpermps %2, %1, %0", "=v", type, in, 2);
        return r;
    }
    if (count == 2 * t->part.lanes) {
        gb_in in[] = {{"0", index->parts[0].value},
                      {"v", table_part(t, first)},
                      {"vm", table_part(t, first + t->part.lanes)}};
        r->parts[0] =
            gb_asm(t->fb, f64 ? "vpermi2pd %3, %2, %0" : "vpermi2ps %3, %2, %0", "=v", type, in, 3);
        return r;
    }
    gb_value *low = permuted(t, index, first, count / 2);
    gb_value *high = permuted(t, index, first + count / 2, count / 2);
    gb_value *bit = gb_binary_parts(t->fb, GCC_JIT_BINARY_OP_BITWISE_AND, index,
                                    gb_constant(t->fb, t->part, count / 2));
    gb_value *none = gb_constant(t->fb, t->part, 0);
    return gb_select(t->fb, gb_compare_op(t->fb, LIR_NE, bit, none), high, low);
}

static gb_value *by_permutes(const lookup *t, gb_value *index)
{
    gb_value *pieces[LIR_MAX_LANES];
    unsigned n = t->part.lanes, count = index->type.lanes / n;
    for (unsigned i = 0; i < count; i++)
        pieces[i] = permuted(t, gb_slice(t->fb, index, i * n, n), 0, t->count);
    return gb_concat(t->fb, index->type, pieces, count);
}

static gb_value *from_memory(const lookup *t, gj_place data, gb_value *index)
{
    gb_fn *fb = t->fb;
    gb_unit *u = fb->u;
    lir_elem elem = (lir_elem)t->part.elem;
    gj_value lanes[LIR_MAX_LANES];
    gj_value base = gb_cast(u, u->api->lvalue_get_address(data, NULL), u->elems[LIR_PTR]);
    gb_value *masked = gb_binary_parts(fb, GCC_JIT_BINARY_OP_BITWISE_AND, index,
                                       gb_constant(fb, index->type, t->count - 1));
    for (unsigned i = 0; i < index->type.lanes; i++) {
        gj_value at = gb_cast(u, gb_lane(fb, masked, i), u->elems[LIR_I64]);
        at = gb_binary(u, GCC_JIT_BINARY_OP_MULT, u->elems[LIR_I64], at,
                       gb_int(u, LIR_I64, t->size));
        gj_place lane = gb_memory(fb, gb_address(fb, base, at), u->elems[elem]);
        lanes[i] = gb_keep(fb, u->elems[elem], gb_get(fb, lane)).value;
    }
    return gb_pack(fb, index->type, lanes);
}

gb_value *gb_lookup(gb_fn *fb, const lir_expr *e, gb_value *index)
{
    gb_unit *u = fb->u;
    const lir_data *data = &u->lir->data.items[e->imm];
    lookup t = {.fb = fb, .size = lir_elem_size((lir_elem)e->type.elem), .table = data->bytes};
    lir_elem word = gb_unsigned_of(t.size);
    t.count = (unsigned)(data->size / t.size);
    t.part = lir_vector(word, u->target.level->vector_bytes / t.size);
    index = gb_bitcast(fb, index, lir_vector(word, e->type.lanes));
    bool permutes = gb_fills_register(u, t.part) && e->type.lanes >= t.part.lanes &&
                    (u->target.avx512 || (t.size == 4 && t.count <= t.part.lanes));
    gb_value *r = permutes ? by_permutes(&t, index) : from_memory(&t, u->data[e->imm], index);
    return gb_bitcast(fb, r, e->type);
}

#endif
