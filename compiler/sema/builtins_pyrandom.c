/* What stdlib/random.hpc is made of: the generators of Python's module random. */
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"

static val of_object(elab *e, air_id node)
{
    return val_of(e, ty_named(e->types, TY_OBJECT, "Random"), node);
}

static val global(elab *e, const bi_call *call)
{
    (void)call;
    return of_object(e, box_rt(e, HPC_RT_pyrandom_global, NULL, 0));
}

/* None is the operating system's, which a new generator has. */
static bool reseed(elab *e, air_id rng, const val *seed, span where)
{
    if (seed->ty->kind == TY_BOOL || seed->ty->kind == TY_INT) {
        air_id args[2] = {rng, val_index_node(e, seed, where, "a seed")};
        air_rt(&e->b, HPC_RT_pyrandom_seed, args, 2, NULL, 0);
        return true;
    }
    if (!val_bad(*seed))
        elab_unsupported(e, where, "a seed that is no int");
    return false;
}

static val seed(elab *e, const bi_call *call)
{
    const val *given = &call->args[1];
    if (val_is_none(given)) { /* any seed will do that nobody knows */
        const air_type i64 = air_scalar_type(HPC_I64);
        air_id fresh = box_rt(e, HPC_RT_pyrandom_new, NULL, 0);
        air_id bits[2] = {fresh, op_int(e, 63)};
        air_id args[2] = {call->args[0].node,
                          air_rt(&e->b, HPC_RT_pyrandom_bits, bits, 2, &i64, 1)};
        air_rt(&e->b, HPC_RT_pyrandom_seed, args, 2, NULL, 0);
        return val_none(e);
    }
    return reseed(e, call->args[0].node, given, call->where) ? val_none(e) : val_never(e);
}

static val make(elab *e, const bi_call *call)
{
    air_id rng = box_rt(e, HPC_RT_pyrandom_new, NULL, 0);
    if (!val_is_none(&call->args[0]) && !reseed(e, rng, &call->args[0], call->where))
        return val_never(e);
    return of_object(e, rng);
}

/* generator, int: an int. */
static val integer(elab *e, const bi_call *call)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id args[2] = {call->args[0].node,
                      val_index_node(e, &call->args[1], call->where, "the argument")};
    return args[1] ? val_int_node(e, air_rt(&e->b, call->row->data, args, 2, &i64, 1))
                   : val_never(e);
}

static val draw(elab *e, const bi_call *call)
{
    const air_type f64 = air_scalar_type(HPC_F64);
    air_id args[4] = {call->args[0].node, val_node(e, &call->args[1])};
    for (int i = 2; i < 4; i++) {
        if (!ty_is_number(call->args[i].ty))
            return elab_error(e, call->where, "TypeError", "must be real number, not %s",
                              ty_name(e->arena, call->args[i].ty));
        args[i] = val_cast_node(e, &call->args[i], HPC_F64, call->where);
        if (!args[i])
            return val_never(e);
    }
    return val_of(e, ty_basic(e->types, TY_FLOAT),
                  air_rt(&e->b, HPC_RT_pyrandom_draw, args, 4, &f64, 1));
}

static const bi_row rows[] = {
    {"random.Random", "x=None, /", make, 0, 0,
     "Random; a generator with the module's functions as methods, seeded by an int"},
    {"random._global", "", global, 0, 0, "Random; the module's generator"},
    {"random._reseed", "rng, a, /", seed, 0, 0, "none; seeds the generator"},
    {"random._bits", "rng, k, /", integer, HPC_RT_pyrandom_bits, 0, "int; k random bits"},
    {"random._below", "rng, n, /", integer, HPC_RT_pyrandom_below, 0, "int; below n"},
    {"random._draw", "rng, kind, a, b, /", draw, 0, 0, "float; of the distribution"},
};

BI_TABLE(bi_pyrandom, rows);
