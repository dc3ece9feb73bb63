/* Takes the plan of a loop over arrays of rank 2 and more, builds the loops over bands of steps; see
 * pass_skew.c. */
#include "skew.h"

air_id skew_add(air_builder *b, air_id x, air_id y)
{
    return air_map2(b, AIR_ADD, HPC_I64, x, y);
}

air_id skew_plus(air_builder *b, air_id x, int64_t c)
{
    return c ? skew_add(b, x, air_i64(b, c)) : x;
}

air_id skew_times(air_builder *b, air_id x, int64_t c)
{
    return air_map2(b, AIR_MUL, HPC_I64, x, air_i64(b, c));
}

air_region *skew_open_for(air_builder *b, air_id *index)
{
    air_region *body = air_region_new(b);
    b->region = body;
    *index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    return body;
}

void skew_close_for(air_builder *b, air_region *around, air_region *body, air_id to)
{
    b->region = around;
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){air_i64(b, 0), to, air_i64(b, 1)};
    loop.nargs = 3;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
}

air_region *skew_open_if(air_builder *b)
{
    air_region *body = air_region_new(b);
    b->region = body;
    return body;
}

void skew_close_if(air_builder *b, air_region *around, air_id cond, air_region *body,
                   air_region *other)
{
    b->region = around;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = body;
    n.other = other;
    air_emit(b, &n, AIR_FRESH);
}

/* 0 <= row < rows */
static air_id is_row(air_builder *b, air_id row, air_id rows)
{
    air_id from = air_map2(b, AIR_GE, HPC_BOOL, row, air_i64(b, 0));
    return air_map2(b, AIR_AND, HPC_BOOL, from, air_map2(b, AIR_LT, HPC_BOOL, row, rows));
}

bool skew_inside(void *user, air_id id)
{
    const skew *z = user;
    return id < z->count && z->owner[id] == z->current;
}

void skew_store_row(skew *z, air_builder *b, air_id to, air_id row)
{
    air_store(b, to, row, 0);
    air_node *n = air_at(b->fun, b->region->items[b->region->len - 1]);
    if (z->p->ntests)
        n->flags |= AIR_STORE_APART;
}

static air_id ring_row(const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    int64_t rows = s->back + 1;
    air_id place = skew_times(b, x->number, rows);
    if (rows > 1)
        place = skew_add(b, place, air_map2(b, AIR_MOD, HPC_I64, row, air_i64(b, rows)));
    return air_row_of_memory(b, s->rows, place);
}

/* Row `row` of those kept, where target row `row` was or will be, from column `first` of it on. */
static air_id saved_row(const skew_nest *x, const skew_stage *s, air_id row, int64_t first,
                        air_id columns)
{
    air_builder *b = x->b;
    air_id place = skew_times(b, x->number, s->saved);
    if (s->saved > 1)
        place = skew_add(b, place, air_map2(b, AIR_MOD, HPC_I64, row, air_i64(b, s->saved)));
    air_view view = {.axis = {1}, .start = {place, air_i64(b, s->margin + first)}};
    return air_view_new(b, s->rows, &view, 1, &columns);
}

/* Before the first row: the rows above it. */
static void save_first(skew *z, const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = s->target;
    air_region *around = b->region, *body;
    air_id cond = air_map2(b, AIR_EQ, HPC_BOOL, row, air_i64(b, 0));
    body = skew_open_if(b);
    air_id columns = skew_plus(b, skew_at(z, target)->shape[1], s->left + s->right);
    for (int64_t d = 1; d <= s->saved; d++) {
        air_view above = {.axis = {1}, .start = {air_i64(b, -d), air_i64(b, -s->left)}};
        air_id to = saved_row(x, s, air_i64(b, -d), -s->left, columns);
        skew_store_row(z, b, to, air_view_new(b, target, &above, 1, &columns));
    }
    skew_close_if(b, around, cond, body, NULL);
}

/* What is read of rows above comes from those kept. */
static void read_saved(skew *z, const skew_nest *x, const skew_stage *s, air_rows *r)
{
    air_id target = s->target;
    for (air_id id = 1; id < z->count; id++) {
        int64_t rows = 0, columns = 0;
        air_id read = air_mapped(z->rewriter, id);
        if (z->read_by[id] != s->store ||
            !air_reads_near_row(z->fun, target, read, &rows, &columns) || rows >= 0)
            continue;
        /* The oldest row is the one that is overwritten: lowering must see that. */
        air_id above = rows == -s->saved ? r->index : skew_plus(x->b, r->index, rows);
        air_id row = saved_row(x, s, above, columns, skew_at(z, target)->shape[1]);
        vec_push(z->arena, &r->from, read);
        vec_push(z->arena, &r->to, row);
    }
}

/* The columns of the row beside those that were written are as they were. */
static void save_margins(skew *z, const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = s->target, columns = skew_at(z, target)->shape[1];
    air_id from = air_row_of_memory(b, target, row), to = saved_row(x, s, row, 0, columns);
    for (int64_t j = -s->left; j < s->right; j++) {
        air_id place = j < 0 ? air_i64(b, j) : skew_plus(b, columns, j);
        air_setelem(b, to, &place, air_elem(b, from, &place));
    }
}

static void store_saving(skew *z, const skew_nest *x, const skew_stage *s, air_id row, air_id made)
{
    air_builder *b = x->b;
    air_id target = s->target;
    air_id kept = saved_row(x, s, row, 0, skew_at(z, target)->shape[1]);
    air_store(b, air_row_of_memory(b, target, row), made, kept);
    air_node *n = air_at(b->fun, b->region->items[b->region->len - 1]);
    n->flags |= (uint8_t)(AIR_STORE_SAVES | (z->p->ntests ? AIR_STORE_APART : 0));
    save_margins(z, x, s, row);
}

/* Scalars of the step are known before rows are asked for. */
static void know_steps(const skew *z, const skew_nest *x, air_rows *r)
{
    for (uint32_t i = 0; i < z->p->timed.len; i++) {
        vec_push(z->arena, &r->from, z->p->timed.items[i]);
        vec_push(z->arena, &r->to, skew_step_value(z, x, z->p->timed.items[i]));
    }
}

static air_id row_of_value(skew *z, const skew_nest *x, const skew_stage *s, air_rows *r)
{
    bool array = skew_at(z, s->value)->type.kind == AIR_ARRAY;
    return array ? air_row(r, s->value) : skew_step_value(z, x, s->value);
}

static void store_new(skew *z, const skew_nest *x, const skew_stage *s, air_id row, air_id made)
{
    air_builder *b = x->b;
    if (s->saved) {
        store_saving(z, x, s, row, made);
    } else if (skew_at(z, s->target)->type.rank == 1) {
        air_setelem(b, s->target, &row, made);
    } else if (!s->ring) {
        skew_store_row(z, b, air_row_of_memory(b, s->target, row), made);
    } else {
        skew_store_row(z, b, ring_row(x, s, row), made);
        if (!s->back)
            skew_store_row(z, b, air_row_of_memory(b, s->target, row), ring_row(x, s, row));
    }
}

static void compute(skew *z, const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    air_region *around = b->region, *body;
    air_id cond = is_row(b, row, skew_at(z, s->target)->shape[0]);
    if (s->saved) /* no columns, no rows */
        cond =
            air_map2(b, AIR_AND, HPC_BOOL, cond,
                     air_map2(b, AIR_GT, HPC_BOOL, skew_at(z, s->target)->shape[1], air_i64(b, 0)));
    body = skew_open_if(b);
    air_rows r = {.b = b, .arena = z->arena, .index = row, .inside = skew_inside, .user = z};
    z->current = s->store;
    know_steps(z, x, &r);
    if (s->saved) {
        save_first(z, x, s, row);
        read_saved(z, x, s, &r);
    }
    store_new(z, x, s, row, row_of_value(z, x, s, &r));
    skew_close_if(b, around, cond, body, NULL);
}

static void compute_one(skew *z, const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    air_region *around = b->region;
    air_id cond = air_map2(b, AIR_EQ, HPC_BOOL, row, air_i64(b, 0));
    air_region *body = skew_open_if(b);
    skew_build_one(z, x, s);
    skew_close_if(b, around, cond, body, NULL);
}

static void write_back(skew *z, const skew_nest *x, const skew_stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = s->target;
    air_region *around = b->region, *body;
    row = skew_plus(b, row, -s->back);
    air_id cond = is_row(b, row, skew_at(z, target)->shape[0]);
    body = skew_open_if(b);
    skew_store_row(z, b, air_row_of_memory(b, target, row), ring_row(x, s, row));
    skew_close_if(b, around, cond, body, NULL);
}

air_id skew_row_at(air_builder *b, const skew_stage *s, air_id place)
{
    air_id row = skew_plus(b, place, -s->shift);
    return s->first ? skew_add(b, row, skew_times(b, s->first, -1)) : row;
}

/* All stages of step `number` of the band at one place. */
static void build_step(skew *z, const skew_nest *x)
{
    air_builder *b = x->b;
    air_id place = skew_add(b, x->place, x->begin);
    place = skew_add(b, place, skew_times(b, x->number, -z->p->lag));
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const skew_stage *s = &z->p->stages[i];
        b->loc = skew_at(z, s->store)->loc;
        air_id row = skew_row_at(b, s, place);
        if (s->kind == SKEW_ONE)
            compute_one(z, x, s, row);
        else
            compute(z, x, s, row);
        if (s->back)
            write_back(z, x, s, row);
    }
}

/* As many steps as keep the rows that they work on in a near cache. */
static air_id band_of(skew *z, air_builder *b)
{
    air_id bytes = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const skew_stage *s = &z->p->stages[i];
        const air_node t = *skew_at(z, s->target);
        if (s->kind != SKEW_ROWS)
            continue;
        air_id row = air_i64(b, hpc_dtype_size((hpc_dtype)t.type.dtype));
        for (uint32_t r = 1; r < t.type.rank; r++)
            row = air_map2(b, AIR_MUL, HPC_I64, row, t.shape[r]);
        bytes = skew_add(b, bytes,
                         skew_times(b, row, z->p->lag + (s->ring ? s->back + 1 : s->saved) + 1));
    }
    bytes = air_map2(b, AIR_MAX, HPC_I64, bytes, air_i64(b, 1));
    air_id fit = air_map2(b, AIR_FLOORDIV, HPC_I64, air_i64(b, SKEW_BAND_BYTES), bytes);
    fit = air_map2(b, AIR_MIN, HPC_I64, fit, air_i64(b, SKEW_MAX_BAND));
    return air_map2(b, AIR_MAX, HPC_I64, fit, air_i64(b, 1));
}

static air_id skew_empty_rows(air_builder *b, const air_node *like, air_id rows, air_id columns)
{
    uint8_t facts = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE;
    air_node made =
        air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, like->type.dtype, like->type.rank, facts});
    air_id shape[HPC_MAX_RANK];
    memcpy(shape, like->shape, like->type.rank * sizeof *shape);
    shape[0] = rows;
    if (columns)
        shape[like->type.rank - 1] = columns;
    made.shape = shape;
    return air_emit(b, &made, AIR_FRESH);
}

/* Kept rows begin at cache lines where rows are written. */
static void make_rings(skew *z, const skew_nest *x)
{
    air_builder *b = x->b;
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        skew_stage *s = &z->p->stages[i];
        const air_node t = *skew_at(z, s->target);
        if (s->ring)
            s->rows = skew_empty_rows(b, &t, skew_times(b, x->band, s->back + 1), 0);
        if (!s->saved)
            continue;
        int64_t line = SKEW_LINE_BYTES / hpc_dtype_size((hpc_dtype)t.type.dtype);
        s->margin = s->left ? line : 0;
        air_id columns = skew_plus(b, t.shape[1], s->margin + s->right + line - 1);
        columns =
            skew_times(b, air_map2(b, AIR_FLOORDIV, HPC_I64, columns, air_i64(b, line)), line);
        s->rows = skew_empty_rows(b, &t, skew_times(b, x->band, s->saved), columns);
    }
}

air_id skew_begin_of(skew *z, air_builder *b)
{
    air_id begin = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        air_id first = z->p->stages[i].first;
        if (first && skew_at(z, first)->op != AIR_OP_DIM)
            begin = air_map2(b, AIR_MIN, HPC_I64, begin, first);
    }
    return begin;
}

air_id skew_end_of(skew *z, air_builder *b)
{
    air_id end = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const skew_stage *s = &z->p->stages[i];
        bool one = s->kind == SKEW_ONE;
        air_id rows = one ? air_i64(b, 1) : skew_at(z, s->target)->shape[0];
        rows = s->first ? skew_add(b, rows, s->first) : rows;
        end = air_map2(b, AIR_MAX, HPC_I64, end, skew_plus(b, rows, s->shift + s->back));
    }
    return end;
}

/* Read-only targets fail as in the first step, where there is one. */
static void check_targets(const skew *z, air_builder *b, air_id steps)
{
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const skew_stage *s = &z->p->stages[i];
        b->loc = skew_at(z, s->store)->loc;
        air_check_stores(b, s->target, steps);
    }
}

void skew_build(skew *z, air_builder *b, air_id loop)
{
    skew_nest x = {.b = b};
    air_id from = skew_at(z, loop)->args[0], steps = skew_at(z, loop)->args[1], number;
    steps = skew_add(b, steps, skew_times(b, from, -1));
    check_targets(z, b, steps);
    x.begin = skew_begin_of(z, b);
    skew_make_steps(z, b);
    if (z->p->rank == 1) {
        skew_build_blocks(z, &x, from, steps);
        return;
    }
    x.band = band_of(z, b);
    make_rings(z, &x);
    air_id places = skew_add(b, skew_end_of(z, b), skew_times(b, x.begin, -1));
    air_id count = skew_plus(b, skew_add(b, steps, x.band), -1);
    count = air_map2(b, AIR_FLOORDIV, HPC_I64, count, x.band);
    air_region *around = b->region, *bands = skew_open_for(b, &number);
    air_id done = air_map2(b, AIR_MUL, HPC_I64, number, x.band);
    air_id left = skew_add(b, steps, skew_times(b, done, -1));
    x.many = air_map2(b, AIR_MIN, HPC_I64, left, x.band);
    skew_build_steps(z, &x, from, done);
    air_id end = skew_add(b, places, skew_times(b, skew_plus(b, x.many, -1), z->p->lag));
    air_region *over = skew_open_for(b, &x.place), *step = skew_open_for(b, &x.number);
    build_step(z, &x);
    skew_close_for(b, over, step, x.many);
    skew_close_for(b, bands, over, end);
    skew_close_for(b, around, bands, count);
}
