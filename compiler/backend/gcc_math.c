/* MATH1 and MATH2: calls of the functions of math_table.h, on vectors as wide as the processor and the
 * table have them, else lane by lane. (Vectors are mostly expanded before: expand_math.h.) */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include "math_table.h"
#include "symbols.h"

typedef struct math_call {
    lir_math fn;
    lir_elem elem;
    unsigned count; /* of arguments */
} math_call;

static gj_value call_once(gb_fn *fb, const math_call *c, unsigned lanes, gj_value *args)
{
    gb_unit *u = fb->u;
    char name[BE_NAME_SIZE];
    be_math_name(name, c->fn, c->elem, lanes);
    gj_type type = gb_vector_type(u, c->elem, lanes), params[] = {type, type};
    return gb_call_fn(u, gb_external_fn(u, name, type, params, c->count), args, (int)c->count);
}

static gj_value call_lane(gb_fn *fb, const void *context, gj_value *args)
{
    return call_once(fb, context, 1, args);
}

/* Bits of the widest vectors that functions take and return. */
static unsigned widest(const gb_unit *u)
{
    return u->target.x86 && u->target.avx2 ? 8u * u->target.level->vector_bytes : 0;
}

/* Parts are as wide as the widest functions, or as all lanes. */
static gb_value *by_parts(gb_fn *fb, const math_call *c, lir_type t, gb_value **args)
{
    gb_value *r = gb_new(fb, t);
    for (unsigned p = 0; p < r->count; p++) {
        gj_value of_part[2] = {NULL};
        for (unsigned k = 0; k < c->count; k++)
            of_part[k] = args[k]->parts[p].value;
        r->parts[p] = gb_keep(fb, gb_part_type(fb->u, t), call_once(fb, c, r->lanes, of_part));
    }
    return r;
}

gb_value *gb_math(gb_fn *fb, const lir_expr *e, gb_value **args)
{
    bool half = e->type.elem == LIR_F16;
    math_call c = {(lir_math)e->imm, half ? LIR_F32 : (lir_elem)e->type.elem, e->args[1] ? 2 : 1};
    lir_type t = lir_vector(c.elem, e->type.lanes);
    gb_value *of[2] = {NULL}, *r;
    for (unsigned k = 0; k < c.count; k++)
        of[k] = gb_convert(fb, args[k], c.elem);
    unsigned lanes = gb_lanes_of_part(fb->u, t);
    if (t.lanes > 1 && math_lanes(c.fn, c.elem, lanes, widest(fb->u)) == lanes)
        r = by_parts(fb, &c, t, of);
    else
        r = gb_by_lanes(fb, t, of, c.count, call_lane, &c);
    return gb_convert(fb, r, (lir_elem)e->type.elem);
}

#endif
