/* roll. Needs: a function after simplify. Keeps: what it computes. Drops: whole-array temporaries of
 * stores that read other rows of what they write.
 *
 *   a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + ...)
 *
 * NumPy computes the right side for the whole array first. Here it is done row by row: row i goes into
 * a ring of D + 1 rows, and row i - D from there into the array, where D rows back is the furthest
 * that a row reads. What a row reads is then still as it was.
 *
 *   %r = empty : f64[2, m]
 *   for (0, %n, 1) { %i = indvar
 *     store (row i & 1 of %r, right side for row i)
 *     if (%i >= 1) { store (row i - 1 of the target, row (i - 1) & 1 of %r) }
 *   }
 *   for (max (%n - 1, 0), %n, 1) { the rest of the rows }
 *
 * Arrays of rank 1 go the same way by blocks of 1,024 elements, the ring being two blocks. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"
#include "air_row.h"

enum { MAX_BACK = 3, SHORT = 16, BLOCK = 1024 };

typedef struct roll {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    uint32_t count;  /* of nodes before the pass */
    uint32_t *uses;  /* by node */
    bool *inlined;   /* by node: part of the right side at hand */
    air_id store;    /* at hand */
    int64_t back;    /* rows back that it reads at most */
    bool overlaps;   /* it reads other elements of what it writes */
    bool *is_rolled; /* by node: stores to rewrite */
    int64_t *backs;
} roll;

static const air_node *at(const roll *z, air_id id)
{
    return air_at(z->fun, id);
}

/* ---- Distances ------------------------------------------------------------------------------- */

/* Reads of the array that is written: how far back? */
static bool meet_own(roll *z, air_id x)
{
    const air_node *s = at(z, z->store), *n = at(z, x), *t = at(z, s->args[0]);
    int from, to;
    int64_t read, written;
    if (x == s->args[0])
        return true;
    if (air_reads_near(z->fun, s, x))
        return true; /* the store sweeps over it in place */
    if (air_views_disjoint(z->fun, x, s->args[0]))
        return true;
    if (n->type.rank != t->type.rank || n->shape[0] != t->shape[0] ||
        !air_first_axis(z->fun, x, &from, &read) ||
        !air_first_axis(z->fun, s->args[0], &to, &written) || from != to)
        return false;
    z->overlaps = true;
    if (written - read > z->back)
        z->back = written - read;
    return true;
}

/* ---- Right sides ----------------------------------------------------------------------------- */

static bool meet(roll *z, air_id x);

static bool meet_memory(roll *z, air_id x)
{
    air_id root = air_root(z->fun, x), target = air_root(z->fun, at(z, z->store)->args[0]);
    return root == target ? meet_own(z, x) : !air_may_alias(z->alias, root, target);
}

/* Elementwise operations of the store's own: they are computed in its loop. */
static bool is_part(const roll *z, air_id x)
{
    const air_node *n = at(z, x), *s = at(z, z->store);
    if ((n->op != AIR_OP_MAP && n->op != AIR_OP_COPY) || n->home != s->home || z->uses[x] != 1 ||
        !air_has_rows(z->fun, x) || n->shape[0] != at(z, s->args[0])->shape[0])
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, x, z->store, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static bool meet(roll *z, air_id x)
{
    const air_node *n = at(z, x);
    if (n->type.kind != AIR_ARRAY)
        return true;
    if (!is_part(z, x))
        return meet_memory(z, x);
    z->inlined[x] = true;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!meet(z, n->args[i]))
            return false;
    return true;
}

static void meet_store(roll *z, air_id id)
{
    const air_node *n = at(z, id), *t = at(z, n->args[0]), *value = at(z, n->args[1]);
    if (n->nargs != 2 || t->type.rank < 1 || value->type.kind != AIR_ARRAY ||
        value->type.rank != t->type.rank || value->shape[0] != t->shape[0])
        return;
    int64_t columns;
    if (air_is_const(z->fun, t->shape[t->type.rank - 1], &columns) &&
        columns <= (t->type.rank == 1 ? BLOCK : SHORT))
        return; /* a loop for each row would cost more than it saves */
    z->store = id;
    z->back = 0;
    z->overlaps = false;
    int axis;
    int64_t start;
    if (!is_part(z, n->args[1]) || !meet(z, n->args[1]) || !z->overlaps ||
        z->back > (t->type.rank == 1 ? BLOCK : MAX_BACK) ||
        !air_first_axis(z->fun, n->args[0], &axis, &start))
        return;
    z->is_rolled[id] = true;
    z->backs[id] = z->back;
}

static bool survey(roll *z, const air_region *r, bool stores)
{
    bool any = false;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        for (uint32_t k = 0; !stores && k < n->nargs; k++)
            z->uses[n->args[k]] += n->op != AIR_OP_DIM;
        if (stores && n->op == AIR_OP_STORE)
            meet_store(z, r->items[i]);
        any |= n->op == AIR_OP_STORE;
        any |= survey(z, n->other, stores);
        any |= survey(z, n->body, stores);
    }
    return any;
}

/* ---- The loops ------------------------------------------------------------------------------- */

static bool inside(void *user, air_id id)
{
    const roll *z = user;
    return id < z->count && z->inlined[id];
}

static air_region *open_loop(air_builder *b, air_id *index)
{
    air_region *body = air_region_new(b);
    b->region = body;
    *index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    return body;
}

static void close_loop(air_builder *b, air_region *outer, air_region *body, air_id from, air_id to)
{
    b->region = outer;
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){from, to, air_i64(b, 1)};
    loop.nargs = 3;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
}

static air_id ring_row(air_builder *b, air_id ring, air_id index, int64_t rows)
{
    if (rows == 1)
        return air_row_of_memory(b, ring, air_i64(b, 0));
    return air_row_of_memory(b, ring, air_map2(b, AIR_MOD, HPC_I64, index, air_i64(b, rows)));
}

static void put_row(air_builder *b, air_id target, air_id ring, air_id index, int64_t rows)
{
    air_store(b, air_row_of_memory(b, target, index), ring_row(b, ring, index, rows), 0);
}

/* if (index >= back) target[index - back] = ring[...] */
static void put_earlier(air_builder *b, air_id target, air_id ring, air_id index, int64_t back)
{
    air_id cond = air_map2(b, AIR_GE, HPC_BOOL, index, air_i64(b, back));
    air_region *outer = b->region, *then = air_region_new(b);
    b->region = then;
    put_row(b, target, ring, air_map2(b, AIR_ADD, HPC_I64, index, air_i64(b, -back)), back + 1);
    b->region = outer;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = then;
    air_emit(b, &n, AIR_FRESH);
}

/* ---- Rank 1: blocks -------------------------------------------------------------------------- */

static air_id part_of_memory(air_builder *b, air_id array, air_id start, air_id size)
{
    air_view view = {.axis = {0}, .start = {start}};
    return air_view_new(b, array, &view, 1, &size);
}

/* Elements [start, start + size) of the right side. */
static air_id part_of(air_rewriter *w, air_id x, air_id start, air_id size)
{
    roll *z = w->user;
    if (at(z, x)->type.kind != AIR_ARRAY || air_is_one(z->fun, at(z, x)->shape[0]))
        return x;
    if (!(x < z->count && z->inlined[x]))
        return part_of_memory(&w->b, x, start, size);
    air_id args[3];
    const air_node n = *at(z, x);
    for (uint32_t i = 0; i < n.nargs; i++)
        args[i] = part_of(w, n.args[i], start, size);
    if (n.op == AIR_OP_COPY)
        return args[0];
    return air_map(&w->b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, 1, &size);
}

typedef struct block {
    air_id target, ring, index, size;
} block;

/* Block `index` of the ring goes into the target. */
static void put_block(air_builder *b, const block *k)
{
    air_id at = air_map2(b, AIR_MOD, HPC_I64, k->index, air_i64(b, 2));
    at = air_map2(b, AIR_MUL, HPC_I64, at, air_i64(b, BLOCK));
    air_id start = air_map2(b, AIR_MUL, HPC_I64, k->index, air_i64(b, BLOCK));
    air_store(b, part_of_memory(b, k->target, start, k->size),
              part_of_memory(b, k->ring, at, k->size), 0);
}

static void put_block_if(air_builder *b, air_id cond, const block *k)
{
    air_region *outer = b->region, *then = air_region_new(b);
    b->region = then;
    put_block(b, k);
    b->region = outer;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = then;
    air_emit(b, &n, AIR_FRESH);
}

static air_id block_size(air_builder *b, air_id count, air_id index)
{
    air_id less = air_map2(b, AIR_MUL, HPC_I64, index, air_i64(b, -BLOCK));
    air_id left = air_map2(b, AIR_ADD, HPC_I64, count, less);
    return air_map2(b, AIR_MIN, HPC_I64, left, air_i64(b, BLOCK));
}

static void build_blocks(air_rewriter *w, air_id store)
{
    roll *z = w->user;
    air_builder *b = &w->b;
    air_id target = at(z, store)->args[0], value = at(z, store)->args[1], index;
    air_id count = at(z, target)->shape[0], two = air_i64(b, 2 * BLOCK);
    air_type type = {AIR_ARRAY, at(z, target)->type.dtype, 1, AIR_C_ORDER | AIR_WRITABLE};
    air_node made = air_blank(AIR_OP_EMPTY, type);
    made.shape = &two;
    made.type.facts = air_facts_normal(1, made.type.facts);
    air_id ring = air_emit(b, &made, AIR_FRESH);
    air_id blocks = air_map2(b, AIR_ADD, HPC_I64, count, air_i64(b, BLOCK - 1));
    blocks = air_map2(b, AIR_FLOORDIV, HPC_I64, blocks, air_i64(b, BLOCK));
    air_region *outer = b->region, *body = open_loop(b, &index);
    air_id size = block_size(b, count, index);
    air_id start = air_map2(b, AIR_MUL, HPC_I64, index, air_i64(b, BLOCK));
    air_id at_ring = air_map2(b, AIR_MOD, HPC_I64, index, air_i64(b, 2));
    at_ring = air_map2(b, AIR_MUL, HPC_I64, at_ring, air_i64(b, BLOCK));
    air_store(b, part_of_memory(b, ring, at_ring, size), part_of(w, value, start, size), 0);
    block before = {target, ring, air_map2(b, AIR_ADD, HPC_I64, index, air_i64(b, -1)),
                    air_i64(b, BLOCK)};
    put_block_if(b, air_map2(b, AIR_GE, HPC_BOOL, index, air_i64(b, 1)), &before);
    close_loop(b, outer, body, air_i64(b, 0), blocks);
    block last = {target, ring, air_map2(b, AIR_ADD, HPC_I64, blocks, air_i64(b, -1)), 0};
    last.size = block_size(b, count, last.index);
    put_block_if(b, air_map2(b, AIR_GT, HPC_BOOL, count, air_i64(b, 0)), &last);
}

static void note_ring(air_builder *b, bool blocks, int32_t loc)
{
    const char *how = blocks ? "block by block through a ring of two blocks"
                             : "row by row through a ring of a few rows";
    remark_add(b->module->remarks, REMARK_RING, b->fun->index, 0, loc, how, NULL);
}

static void build(air_rewriter *w, air_id store)
{
    roll *z = w->user;
    air_builder *b = &w->b;
    air_id target = at(z, store)->args[0], value = at(z, store)->args[1], index;
    note_ring(b, at(z, target)->type.rank == 1, at(z, store)->loc);
    air_check_stores(b, target, 0);
    if (at(z, target)->type.rank == 1) {
        build_blocks(w, store);
        return;
    }
    int64_t back = z->backs[store];
    const air_node t = *at(z, target);
    air_id shape[HPC_MAX_RANK];
    memcpy(shape, t.shape, t.type.rank * sizeof *shape);
    shape[0] = air_i64(b, back + 1);
    air_node made = air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, t.type.dtype, t.type.rank,
                                                       AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE});
    made.shape = shape;
    air_id ring = air_emit(b, &made, AIR_FRESH), count = t.shape[0];
    air_region *outer = b->region, *body = open_loop(b, &index);
    air_rows r = {.b = b, .arena = z->arena, .index = index, .inside = inside, .user = z};
    air_store(b, ring_row(b, ring, index, back + 1), air_row(&r, value), 0);
    if (back)
        put_earlier(b, target, ring, index, back);
    else
        put_row(b, target, ring, index, 1);
    close_loop(b, outer, body, air_i64(b, 0), count);
    if (!back)
        return;
    air_id from = air_map2(b, AIR_ADD, HPC_I64, count, air_i64(b, -back));
    from = air_map2(b, AIR_MAX, HPC_I64, from, air_i64(b, 0));
    body = open_loop(b, &index);
    put_row(b, target, ring, index, back + 1);
    close_loop(b, outer, body, from, count);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    roll *z = w->user;
    if (id >= w->old_count || !z->is_rolled[id])
        return AIR_KEEP;
    build(w, id);
    return AIR_DROP;
}

void air_pass_roll(arena *a, air_module *m, air_fun *f)
{
    roll z = {.arena = a, .fun = f, .count = f->nodes.len};
    z.uses = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    if (f->once || f->general || !survey(&z, f->body, false))
        return;
    z.alias = air_alias_new(a, m, f);
    z.inlined = ARENA_ARRAY(a, bool, f->nodes.len);
    z.is_rolled = ARENA_ARRAY(a, bool, f->nodes.len);
    z.backs = ARENA_ARRAY(a, int64_t, f->nodes.len);
    survey(&z, f->body, true);
    air_rewriter w = {.user = &z, .visit = visit};
    air_rewrite(m, f, &w);
}
