/* Expressions of loop IR to values. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

void gb_begin_statement(gb_fn *fb)
{
    fb->stamp++;
}

static gb_value *iota(gb_fn *fb, lir_type t)
{
    gj_value lanes[LIR_MAX_LANES];
    for (unsigned i = 0; i < t.lanes; i++)
        lanes[i] = gb_int(fb->u, (lir_elem)t.elem, i);
    return gb_pack(fb, t, lanes);
}

static gb_value *variable(gb_fn *fb, lir_var_id var)
{
    if (fb->values[var])
        return fb->values[var];
    if (fb->slots[var])
        return gb_copy(fb, fb->slots[var]);
    return gb_constant(fb, fb->lir->vars.items[var].type, 0); /* never assigned */
}

static gb_value *leaf(gb_fn *fb, const lir_expr *e)
{
    gb_unit *u = fb->u;
    switch ((lir_op)e->op) {
    case LIR_CONST: return gb_constant(fb, e->type, e->imm);
    case LIR_VAR: return variable(fb, e->var);
    case LIR_IOTA: return iota(fb, e->type);
    case LIR_SYMBOL:
        return gb_scalar(
            fb, LIR_PTR,
            gb_cast(u, u->api->lvalue_get_address(u->data[e->imm], NULL), u->elems[LIR_PTR]));
    case LIR_FRAME: return gb_scalar(fb, LIR_PTR, fb->frame);
    case LIR_LOAD: return gb_load(fb, e);
    case LIR_MLOAD: return gb_masked_load(fb, e);
    case LIR_GATHER: return gb_gather(fb, e);
    default: return NULL;
    }
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static gb_value *shuffle(gb_fn *fb, const lir_expr *e, gb_value *a, gb_value *b)
{
    const lir_lane_list *list = &fb->lir->shuffles.items[e->imm];
    gj_value lanes[LIR_MAX_LANES];
    for (unsigned i = 0; i < e->type.lanes; i++) {
        unsigned from = list->items[i];
        lanes[i] =
            from < a->type.lanes ? gb_lane(fb, a, from) : gb_lane(fb, b, from - a->type.lanes);
    }
    return gb_pack(fb, e->type, lanes);
}

static gb_value *extract(gb_fn *fb, const lir_expr *e, gb_value *a)
{
    return a->type.lanes == 1
               ? a
               : gb_scalar(fb, (lir_elem)e->type.elem, gb_lane(fb, a, (unsigned)e->imm));
}

static gb_value *insert(gb_fn *fb, const lir_expr *e, gb_value *a, gb_value *b)
{
    gj_value lanes[LIR_MAX_LANES];
    if (e->type.lanes == 1)
        return b;
    for (unsigned i = 0; i < e->type.lanes; i++)
        lanes[i] = i == e->imm ? b->parts[0].value : gb_lane(fb, a, i);
    return gb_pack(fb, e->type, lanes);
}

/* ---- The walk -------------------------------------------------------------------------------- */

/* Operations whose arguments are not all of one type. */
static gb_value *mixed(gb_fn *fb, const lir_expr *e, gb_value **args)
{
    switch ((lir_op)e->op) {
    case LIR_SELECT: return gb_select(fb, args[0], args[1], args[2]);
    case LIR_CVT: return gb_convert(fb, args[0], (lir_elem)e->type.elem);
    case LIR_BITCAST: return gb_bitcast(fb, args[0], e->type);
    case LIR_PADD:
        return gb_scalar(fb, LIR_PTR,
                         gb_address(fb, args[0]->parts[0].value, args[1]->parts[0].value));
    case LIR_SPLAT: return gb_splat(fb, args[0], e->type.lanes);
    case LIR_EXTRACT: return extract(fb, e, args[0]);
    case LIR_INSERT: return insert(fb, e, args[0], args[1]);
    case LIR_SHUFFLE: return shuffle(fb, e, args[0], args[1]);
    case LIR_LOOKUP: return gb_lookup(fb, e, args[0]);
    case LIR_ANY: return gb_scalar(fb, LIR_I1, gb_mask_any(fb, args[0]));
    case LIR_MATH1:
    case LIR_MATH2: return gb_math(fb, e, args);
    default: return NULL;
    }
}

static gb_value *uniform(gb_fn *fb, const lir_expr *e, gb_value **args, unsigned count)
{
    lir_op op = (lir_op)e->op;
    if (op >= LIR_EQ && op <= LIR_GE)
        return gb_compare_op(fb, op, args[0], args[1]);
    if (lir_elem_is_float((lir_elem)args[0]->type.elem))
        return gb_float_op(fb, op, args, count);
    return gb_integer_op(fb, op, args, e);
}

static gb_value *evaluate(gb_fn *fb, const lir_expr *e)
{
    gb_value *value = leaf(fb, e), *args[LIR_MAX_ARGS] = {NULL};
    unsigned count = 0;
    if (value)
        return value;
    for (; count < LIR_MAX_ARGS && e->args[count]; count++)
        args[count] = gb_expr(fb, e->args[count]);
    value = mixed(fb, e, args);
    if (!value && count)
        value = uniform(fb, e, args, count);
    if (value)
        return value;
    gb_problem(fb->u, "GCC backend: %s of %s is not supported", lir_op_name((lir_op)e->op),
               lir_elem_name((lir_elem)e->type.elem));
    return gb_constant(fb, e->type, 0);
}

gb_value *gb_expr(gb_fn *fb, lir_expr_id id)
{
    if (fb->stamps[id] == fb->stamp)
        return fb->memo[id];
    gb_value *value = evaluate(fb, &fb->lir->exprs.items[id]);
    fb->memo[id] = value;
    fb->stamps[id] = fb->stamp;
    return value;
}

gj_value gb_expr_scalar(gb_fn *fb, lir_expr_id id)
{
    return gb_expr(fb, id)->parts[0].value;
}

#endif
