/* Instructions that libgccjit has no words for, as inline assembly. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

gb_part gb_asm(gb_fn *fb, const char *text, const char *out, gj_type type, const gb_in *in,
               unsigned count)
{
    const gj_api *api = fb->u->api;
    gb_part result = {.place = gb_local(fb, type)};
    gcc_jit_extended_asm *code = api->block_add_extended_asm(fb->block, NULL, text);
    api->extended_asm_add_output_operand(code, NULL, out, result.place);
    for (unsigned i = 0; i < count; i++)
        api->extended_asm_add_input_operand(code, NULL, in[i].constraint, in[i].value);
    result.value = gb_get(fb, result.place);
    return result;
}

static unsigned bytes_of_part(const gb_unit *u, lir_type t)
{
    return lir_elem_size((lir_elem)t.elem) * gb_lanes_of_part(u, t);
}

bool gb_fills_register(const gb_unit *u, lir_type t)
{
    return u->target.x86 && u->target.avx2 && t.lanes > 1 && bytes_of_part(u, t) >= 16;
}

bool gb_in_register(const gb_unit *u, lir_type t)
{
    return u->target.x86 && u->target.avx2 && t.lanes > 1 && bytes_of_part(u, t) >= 4;
}

#endif
