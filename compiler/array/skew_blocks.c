/* Takes the plan of a loop over arrays of rank 1, builds the loops over blocks; see pass_skew.c. */
#include "skew.h"

static air_id part_of_memory(air_builder *b, air_id array, air_id start, air_id size)
{
    air_view view = {.axis = {0}, .start = {start}};
    return air_view_new(b, array, &view, 1, &size);
}

/* Elements [start, start + size) of what the stage computes. */
static air_id part_of(skew *z, const skew_nest *x, air_id id, air_id start, air_id size)
{
    air_builder *b = x->b;
    air_id args[3];
    const air_node n = *skew_at(z, id);
    if (n.type.kind != AIR_ARRAY)
        return skew_step_value(z, x, id);
    if (!skew_inside(z, id))
        return air_is_one(z->fun, n.shape[0]) ? id : part_of_memory(b, id, start, size);
    for (uint32_t i = 0; i < n.nargs; i++)
        args[i] = part_of(z, x, n.args[i], start, size);
    if (n.op == AIR_OP_COPY)
        return args[0];
    return air_map(b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, 1, &size);
}

/* The elements before a block as they were before the stage wrote them; gives what they are now. */
static void put_back(const skew *z, const skew_nest *x, const skew_stage *s, air_id from,
                     air_id *now)
{
    air_builder *b = x->b;
    air_id target = s->target, first = skew_times(b, x->number, s->saved);
    hpc_dtype dtype = (hpc_dtype)skew_at(z, target)->type.dtype;
    air_id later = air_map2(b, AIR_GT, HPC_BOOL, from, air_i64(b, 0));
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = skew_plus(b, from, j - s->saved);
        now[j] = air_elem(b, target, &place);
    }
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = skew_plus(b, from, j - s->saved), kept = skew_plus(b, first, j);
        air_id old[] = {later, air_elem(b, s->rows, &kept), now[j]};
        air_setelem(b, target, &place, air_map(b, AIR_SELECT, dtype, old, 3, 0, NULL));
    }
}

/* The last elements of the block, for the next one. */
static void keep_last(const skew_nest *x, const skew_stage *s, air_id to)
{
    air_builder *b = x->b;
    air_id first = skew_times(b, x->number, s->saved);
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = skew_plus(b, to, j - s->saved), kept = skew_plus(b, first, j);
        air_setelem(b, s->rows, &kept, air_elem(b, s->target, &place));
    }
}

/* Elements [row, row + block) of the stage, as far as there are any. */
static void compute_block(skew *z, const skew_nest *x, const skew_stage *s, air_id row,
                          air_id block)
{
    air_builder *b = x->b;
    air_id target = s->target, now[AIR_SWEEP_REACH] = {0};
    bool one = s->kind == SKEW_ONE;
    air_id size = one ? air_i64(b, 1) : skew_at(z, target)->shape[0];
    air_id from = air_map2(b, AIR_MAX, HPC_I64, row, air_i64(b, 0));
    air_id to = air_map2(b, AIR_MIN, HPC_I64, skew_add(b, row, block), size);
    air_id cond = air_map2(b, AIR_LT, HPC_BOOL, from, to);
    air_region *around = b->region, *body = skew_open_if(b);
    z->current = s->store;
    if (one) {
        skew_build_one(z, x, s);
        skew_close_if(b, around, cond, body, NULL);
        return;
    }
    size = skew_add(b, to, skew_times(b, from, -1));
    put_back(z, x, s, from, now);
    keep_last(x, s, to);
    air_id made = part_of(z, x, s->value, from, size);
    skew_store_row(z, b, part_of_memory(b, target, from, size), made);
    for (int64_t j = 0; j < s->saved; j++) {
        air_id before = skew_plus(b, from, j - s->saved);
        air_setelem(b, target, &before, now[j]);
    }
    skew_close_if(b, around, cond, body, NULL);
}

static void make_kept(skew *z, air_builder *b)
{
    uint8_t facts = air_facts_normal(1, AIR_C_ORDER | AIR_WRITABLE);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        skew_stage *s = &z->p->stages[i];
        uint8_t dtype = skew_at(z, s->target)->type.dtype;
        air_node made = air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, dtype, 1, facts});
        air_id size = air_i64(b, SKEW_MAX_BAND * s->saved);
        made.shape = &size;
        if (s->saved)
            s->rows = air_emit(b, &made, AIR_FRESH);
    }
}

/* Small arrays: one step at a time, in one block. */
static air_id block_of(const skew *z, skew_nest *x, air_id places)
{
    air_builder *b = x->b;
    air_id bytes = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const air_node t = *skew_at(z, z->p->stages[i].target);
        if (z->p->stages[i].kind != SKEW_ROWS)
            continue;
        bytes =
            skew_add(b, bytes, skew_times(b, t.shape[0], hpc_dtype_size((hpc_dtype)t.type.dtype)));
    }
    air_id large = air_map2(b, AIR_GT, HPC_BOOL, bytes, air_i64(b, SKEW_LARGE));
    air_id all = air_map2(b, AIR_MAX, HPC_I64, places, air_i64(b, 1));
    air_id bands[] = {large, air_i64(b, SKEW_MAX_BAND), air_i64(b, 1)};
    air_id blocks[] = {large, air_i64(b, SKEW_BLOCK), all};
    x->band = air_map(b, AIR_SELECT, HPC_I64, bands, 3, 0, NULL);
    return air_map(b, AIR_SELECT, HPC_I64, blocks, 3, 0, NULL);
}

void skew_build_blocks(skew *z, skew_nest *x, air_id from, air_id steps)
{
    air_builder *b = x->b;
    air_id places = skew_add(b, skew_end_of(z, b), skew_times(b, x->begin, -1)), number;
    air_id block = block_of(z, x, places);
    make_kept(z, b);
    air_id count = skew_plus(b, skew_add(b, steps, x->band), -1);
    count = air_map2(b, AIR_FLOORDIV, HPC_I64, count, x->band);
    air_region *around = b->region, *bands = skew_open_for(b, &number);
    air_id done = air_map2(b, AIR_MUL, HPC_I64, number, x->band);
    x->many = air_map2(b, AIR_MIN, HPC_I64, skew_add(b, steps, skew_times(b, done, -1)), x->band);
    skew_build_steps(z, x, from, done);
    air_id end = skew_add(b, places, skew_times(b, skew_plus(b, x->many, -1), z->p->lag));
    end = air_map2(b, AIR_FLOORDIV, HPC_I64, skew_plus(b, skew_add(b, end, block), -1), block);
    air_region *over = skew_open_for(b, &x->place), *step = skew_open_for(b, &x->number);
    air_id place = air_map2(b, AIR_MUL, HPC_I64, x->place, block);
    place = skew_add(b, place, x->begin);
    place = skew_add(b, place, skew_times(b, x->number, -z->p->lag));
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const skew_stage *s = &z->p->stages[i];
        b->loc = skew_at(z, s->store)->loc;
        compute_block(z, x, s, skew_row_at(b, s, place), block);
    }
    skew_close_for(b, over, step, x->many);
    skew_close_for(b, bands, over, end);
    skew_close_for(b, around, bands, count);
}
