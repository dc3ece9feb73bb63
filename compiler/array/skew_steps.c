/* Takes the plan of a loop, builds what is no loop over rows: scalars that change from step to step, and
 * stages at one place; see pass_skew.c.
 *
 *   %t = get 1                            for (0, %many, 1) { %k = indvar
 *   store (%v, map mul (%x, %t))            %t = get 1
 *   set 1 (map add (%t, %dt))     ->        setelem (%ts, %k, %t)
 *                                           set 1 (map add (%t, %dt))
 *                                         }
 *                                         the loops over places and steps, with elem (%ts, %k) */
#include "skew.h"

/* ---- Scalars of the step --------------------------------------------------------------------- */

void skew_make_steps(skew *z, air_builder *b)
{
    for (uint32_t i = 0; i < z->p->timed.len; i++) {
        uint8_t facts = air_facts_normal(1, AIR_C_ORDER | AIR_WRITABLE);
        uint8_t dtype = skew_at(z, z->p->timed.items[i])->type.dtype;
        air_node made = air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, dtype, 1, facts});
        air_id size = air_i64(b, SKEW_MAX_BAND);
        made.shape = &size;
        vec_push(z->arena, &z->p->values, air_emit(b, &made, AIR_FRESH));
    }
}

static air_id copied(const air_id *copies, const skew *z, air_id id)
{
    return id < z->count && copies[id] ? copies[id] : id;
}

/* The node of the body once more, for the step `index`. */
static air_id copy_scalar(const skew *z, air_builder *b, const air_id *copies, air_id id,
                          air_id index)
{
    const air_node n = *skew_at(z, id);
    air_id args[2 + HPC_MAX_RANK] = {0};
    for (uint32_t i = 0; i < n.nargs; i++)
        args[i] = copied(copies, z, n.args[i]);
    b->loc = n.loc;
    switch (n.op) {
    case AIR_OP_INDVAR: return index;
    case AIR_OP_GET: return air_get(b, (uint32_t)n.imm);
    case AIR_OP_ELEM: return air_elem(b, args[0], args + 1);
    default: return air_map(b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, 0, NULL);
    }
}

static bool sets_any(const skew *z)
{
    for (uint32_t i = 0; i < z->p->body->len; i++)
        if (skew_at(z, z->p->body->items[i])->op == AIR_OP_SET)
            return true;
    return false;
}

void skew_build_steps(skew *z, const skew_nest *x, air_id from, air_id done)
{
    air_builder *b = x->b;
    air_id *copies = ARENA_ARRAY(z->arena, air_id, z->count), number;
    if (!z->p->timed.len && !sets_any(z))
        return;
    air_region *around = b->region, *body = skew_open_for(b, &number);
    air_id index = skew_add(b, from, skew_add(b, done, number));
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        air_id id = z->p->body->items[i];
        if (z->steps[id])
            copies[id] = copy_scalar(z, b, copies, id, index);
        else if (skew_at(z, id)->op == AIR_OP_SET)
            air_set(b, (uint32_t)skew_at(z, id)->imm, copied(copies, z, skew_at(z, id)->args[0]));
    }
    for (uint32_t i = 0; i < z->p->timed.len; i++)
        air_setelem(b, z->p->values.items[i], &number, copies[z->p->timed.items[i]]);
    skew_close_for(b, around, body, x->many);
}

air_id skew_step_value(const skew *z, const skew_nest *x, air_id id)
{
    for (uint32_t i = 0; i < z->p->timed.len; i++)
        if (z->p->timed.items[i] == id)
            return air_elem(x->b, z->p->values.items[i], &x->number);
    return id;
}

/* ---- Stages at one place --------------------------------------------------------------------- */

static air_id copy_view(const skew *z, const skew_nest *x, air_id id)
{
    const air_node n = *skew_at(z, id);
    air_view view = *n.view;
    for (uint32_t i = 0; i < HPC_MAX_RANK; i++)
        view.start[i] = skew_step_value(z, x, view.start[i]);
    return air_view_new(x->b, n.args[0], &view, n.type.rank, n.shape);
}

static air_id copy_value(const skew *z, const skew_nest *x, air_id id)
{
    const air_node n = *skew_at(z, id);
    air_id args[2 + HPC_MAX_RANK], known = skew_step_value(z, x, id);
    if (known != id || n.home != z->p->body)
        return known;
    if (n.op == AIR_OP_VIEW)
        return copy_view(z, x, id);
    if (n.op == AIR_OP_ELEM)
        return air_elem(x->b, n.args[0], n.args + 1);
    for (uint32_t i = 0; i < n.nargs; i++)
        args[i] = copy_value(z, x, n.args[i]);
    if (n.op == AIR_OP_COPY)
        return args[0];
    x->b->loc = n.loc;
    return air_map(x->b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, n.type.rank,
                   n.shape);
}

void skew_build_one(skew *z, const skew_nest *x, const skew_stage *s)
{
    air_builder *b = x->b;
    const air_node n = *skew_at(z, s->store);
    air_id value = copy_value(z, x, s->value), indexes[HPC_MAX_RANK] = {0};
    b->loc = n.loc;
    if (n.op == AIR_OP_STORE) {
        bool view = skew_at(z, s->target)->op == AIR_OP_VIEW;
        skew_store_row(z, b, view ? copy_view(z, x, s->target) : s->target, value);
        return;
    }
    for (uint32_t i = 0; i + 2 < n.nargs; i++)
        indexes[i] = skew_step_value(z, x, n.args[1 + i]);
    air_setelem(b, s->target, indexes, value);
}
