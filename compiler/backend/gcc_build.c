/* The small builders: blocks, locals, constants, casts, addresses. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

/* ---- Blocks ---------------------------------------------------------------------------------- */

gj_block gb_new_block(gb_fn *fb)
{
    return fb->u->api->function_new_block(fb->fn, NULL);
}

void gb_jump(gb_fn *fb, gj_block to)
{
    if (fb->block)
        fb->u->api->block_end_with_jump(fb->block, NULL, to);
    fb->block = NULL;
}

void gb_branch(gb_fn *fb, gj_value condition, gj_block yes, gj_block no)
{
    fb->u->api->block_end_with_conditional(fb->block, NULL, condition, yes, no);
    fb->block = NULL;
}

/* ---- Locals ---------------------------------------------------------------------------------- */

gj_place gb_local(gb_fn *fb, gj_type type)
{
    return fb->u->api->function_new_local(fb->fn, NULL, type, "t");
}

void gb_set(gb_fn *fb, gj_place place, gj_value value)
{
    fb->u->api->block_add_assignment(fb->block, NULL, place, value);
}

gj_value gb_get(gb_fn *fb, gj_place place)
{
    return fb->u->api->lvalue_as_rvalue(place);
}

gb_part gb_keep(gb_fn *fb, gj_type type, gj_value value)
{
    gb_part part = {.place = gb_local(fb, type)};
    gb_set(fb, part.place, value);
    part.value = gb_get(fb, part.place);
    return part;
}

/* ---- Constants ------------------------------------------------------------------------------- */

gj_value gb_int(const gb_unit *u, lir_elem elem, uint64_t bits)
{
    unsigned width = 8 * lir_elem_size(elem);
    long value = (long)bits;
    if (width < 64) { /* as the type has it */
        value = (long)(bits << (64 - width)) >> (64 - width);
        if (!lir_elem_is_signed(elem))
            value = (long)(bits << (64 - width) >> (64 - width));
    }
    return u->api->context_new_rvalue_from_long(u->context, u->elems[elem], value);
}

gj_value gb_scalar_bits(const gb_unit *u, lir_elem elem, uint64_t bits)
{
    switch (elem) {
    case LIR_I1: return gb_int(u, LIR_I1, bits != 0);
    case LIR_F16: return gb_int(u, LIR_U16, bits);
    case LIR_F32: return gb_bits_as(u, gb_int(u, LIR_U32, bits), u->elems[LIR_F32]);
    case LIR_F64: return gb_bits_as(u, gb_int(u, LIR_U64, bits), u->elems[LIR_F64]);
    case LIR_PTR:
        return bits ? gb_bits_as(u, gb_int(u, LIR_U64, bits), u->elems[LIR_PTR])
                    : u->api->context_null(u->context, u->elems[LIR_PTR]);
    default: return gb_int(u, elem, bits);
    }
}

/* ---- Operations ------------------------------------------------------------------------------ */

gj_value gb_cast(const gb_unit *u, gj_value value, gj_type type)
{
    return u->api->context_new_cast(u->context, NULL, value, type);
}

gj_value gb_bits_as(const gb_unit *u, gj_value value, gj_type type)
{
    return u->api->context_new_bitcast(u->context, NULL, value, type);
}

gj_value gb_binary(const gb_unit *u, enum gcc_jit_binary_op op, gj_type type, gj_value a,
                   gj_value b)
{
    return u->api->context_new_binary_op(u->context, NULL, op, type, a, b);
}

gj_value gb_unary(const gb_unit *u, enum gcc_jit_unary_op op, gj_type type, gj_value a)
{
    return u->api->context_new_unary_op(u->context, NULL, op, type, a);
}

gj_value gb_compare(const gb_unit *u, enum gcc_jit_comparison op, gj_value a, gj_value b)
{
    return u->api->context_new_comparison(u->context, NULL, op, a, b);
}

gj_value gb_not_zero(const gb_unit *u, lir_elem elem, gj_value a)
{
    return gb_compare(u, GCC_JIT_COMPARISON_NE, a, gb_int(u, elem, 0));
}

gj_value gb_call_fn(const gb_unit *u, gj_function fn, gj_value *args, int count)
{
    return u->api->context_new_call(u->context, NULL, fn, count, args);
}

gj_value gb_expect(gb_fn *fb, gj_value condition, bool expected)
{
    gb_unit *u = fb->u;
    gj_type long_type = u->api->context_get_type(u->context, GCC_JIT_TYPE_LONG);
    gj_function expect = u->api->context_get_builtin_function(u->context, "__builtin_expect");
    gj_value args[] = {gb_cast(u, condition, long_type),
                       u->api->context_new_rvalue_from_long(u->context, long_type, expected)};
    return gb_compare(u, GCC_JIT_COMPARISON_NE, gb_call_fn(u, expect, args, 2),
                      u->api->context_new_rvalue_from_long(u->context, long_type, 0));
}

/* ---- Memory ---------------------------------------------------------------------------------- */

gj_value gb_address(gb_fn *fb, gj_value base, gj_value offset)
{
    gb_unit *u = fb->u;
    gj_place at = u->api->context_new_array_access(u->context, NULL, base, offset);
    return gb_keep(fb, u->elems[LIR_PTR], u->api->lvalue_get_address(at, NULL)).value;
}

gj_place gb_memory(gb_fn *fb, gj_value address, gj_type type)
{
    gb_unit *u = fb->u;
    return u->api->rvalue_dereference(gb_cast(u, address, u->api->type_get_pointer(type)), NULL);
}

#endif
