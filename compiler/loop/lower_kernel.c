/* Loop nests: which loops, in which order, over which lanes.
 *
 *   for i: for j: out[i, j] = a[i, j] + b[j]   ->   for i: { for j by 8 vector: ...; for j: ... }
 *
 * The innermost loop becomes a vector loop and a scalar loop for the rest. Where it needs operands
 * of unit stride and the facts do not say so, the nest is made twice, under a test at entry. Arrays
 * that all are C-ordered and of one shape are one flat loop. A short innermost axis ((n, 2) arrays)
 * is unrolled, so that the next axis becomes the lanes; all values of a row are computed before the
 * first is stored. Where an operand is transposed (m + n.T), the vector loop goes over tiles of a few
 * rows, so that all of a cache line is used while it is there. */
#include "lower_sweep.h"

/* Bytes of a result from where on no cache is expected to hold it until it is read. */
enum { STREAM_FROM = 32 << 20 };

/* A tile: rows of two cache lines of float64, few enough that each can have a page of its own; and so many
 * columns that the lines of the operand that lies across stay in the nearest cache. Where its rows are a
 * multiple of 1,024 bytes apart they share few places there. */
enum { TILE_ROWS = 16, TILE_COLUMNS = 128, TILE_COLUMNS_FEW = 32, TILE_STRIDE = 1024 };

/* ---- Loops ----------------------------------------------------------------------------------- */

lw_block lw_level_block(const lw_kernel *k, int level)
{
    return level < 0 ? k->entry : k->level[level].body;
}

lir_expr_id lw_let_at(lw_kernel *k, int level, const char *name, lir_expr_id e)
{
    lower *l = k->l;
    if (level + 1 >= (int)k->nlevels && level >= 0)
        return lw_let(l, name, e);
    lw_block outer = l->cur;
    l->cur = lw_level_block(k, level);
    lir_expr_id var = lw_let(l, name, e);
    l->cur = outer;
    return var;
}

lir_expr_id lw_let_once(lw_kernel *k, int level, const char *name, lir_expr_id e)
{
    for (uint32_t i = 0; i < k->addresses.len; i++)
        if (k->addresses.items[i].e == e)
            return k->addresses.items[i].var;
    lw_address a = {e, lw_let_at(k, level, name, e), level};
    vec_push(k->l->a, &k->addresses, a);
    return a.var;
}

static lw_level *push_level(lw_kernel *k, lir_stmt_id stmt, lir_expr_id iv)
{
    lower *l = k->l;
    if (k->nlevels == LW_MAX_DIMS)
        lw_fail(l, "a loop nest is deeper than %d", LW_MAX_DIMS);
    lw_level *level = &k->level[k->nlevels++];
    *level = (lw_level){stmt, l->cur, iv, {stmt, false}};
    l->cur = level->body;
    return level;
}

void lw_loop_open(lw_kernel *k, const char *name, lir_expr_id from, lir_expr_id to, int64_t step,
                  unsigned lanes)
{
    lower *l = k->l;
    lir_var_id var = lir_var_new(l->m, l->f, name, lir_scalar(LIR_I64));
    lir_stmt_id loop = lw_detached(l, LIR_S_FOR);
    lir_stmt *s = lir_stmt_at(l->f, loop);
    s->var = var;
    s->a = from;
    s->b = to;
    s->imm = step;
    s->flags = lanes > 1 || k->done ? LIR_FOR_VECTOR : 0;
    push_level(k, loop, lw_get(l, var));
    if (lanes > 1) {
        lw_remark_vector(l, lanes);
        k->vdim = (int)k->nlevels - 1;
        k->lanes = lanes;
    }
}

void lw_while_open(lw_kernel *k, lir_var_id pos, lir_expr_id cond)
{
    lower *l = k->l;
    lir_stmt_id loop = lw_detached(l, LIR_S_WHILE);
    lir_stmt_at(l->f, loop)->a = cond;
    lir_stmt_at(l->f, loop)->flags = k->done ? LIR_FOR_VECTOR : 0;
    push_level(k, loop, lw_get(l, pos));
}

/* Values computed inside a loop mean nothing after it. */
void lw_loop_close(lw_kernel *k)
{
    lower *l = k->l;
    int level = (int)--k->nlevels;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < k->memo.len; i++)
        if (k->memo.items[i].value.level < level)
            k->memo.items[kept++] = k->memo.items[i];
    k->memo.len = kept;
    kept = 0;
    for (uint32_t i = 0; i < k->groups.len; i++)
        if ((int)k->groups.items[i].level < level)
            k->groups.items[kept++] = k->groups.items[i];
    k->groups.len = kept;
    kept = 0;
    for (uint32_t i = 0; i < k->addresses.len; i++)
        if (k->addresses.items[i].level < level)
            k->addresses.items[kept++] = k->addresses.items[i];
    k->addresses.len = kept;
    l->cur = k->level[level].parent;
    lw_attach(l, l->cur, k->level[level].stmt);
    if (k->vdim == level) {
        k->vdim = -1;
        k->lanes = 1;
    }
}

/* The innermost open loop is one of the nest's own. */
static void mark(lw_kernel *k, const lw_nest *nest)
{
    lir_stmt *s = lir_stmt_at(k->l->f, k->level[k->nlevels - 1].stmt);
    if (!nest->independent || k->nlevels <= nest->in_order)
        return;
    s->flags |= LIR_FOR_PARALLEL;
    if (k->nlevels == nest->naxes)
        s->d = nest->cost;
}

/* ---- The nest -------------------------------------------------------------------------------- */

/* One place of the nest: the index of each unrolled position. In a tile the loops over tiles stand
 * before the last two. */
static void run_body_in(lw_kernel *k, lw_nest *nest, bool tile)
{
    lower *l = k->l;
    lw_index(*index)[HPC_MAX_RANK] =
        arena_alloc(l->a, sizeof(lw_index[HPC_MAX_RANK]) * nest->group);
    for (unsigned g = 0; g < nest->group; g++) {
        for (unsigned i = 0; i < HPC_MAX_RANK; i++)
            lw_index_const(l, &index[g][i], 0);
        for (unsigned i = 0; i < nest->naxes; i++) {
            bool inner = tile && i + 2 >= nest->naxes;
            lw_index_loop(l, &index[g][nest->axis[i]], inner ? i + 2 : i);
        }
        if (nest->unrolled >= 0)
            lw_index_const(l, &index[g][nest->unrolled], g);
    }
    nest->body(k, nest, (const lw_index(*)[HPC_MAX_RANK])index);
}

void lw_nest_body(lw_kernel *k, lw_nest *nest)
{
    run_body_in(k, nest, false);
}

/* The condition under which the nest's result is too large for the caches; 0: it never is. */
lir_expr_id lw_is_huge(lw_kernel *k, const lw_nest *nest, lir_expr_id whole)
{
    lower *l = k->l;
    int64_t known, huge = STREAM_FROM / (nest->streamed ? nest->streamed : 1);
    if (!nest->streamed || nest->naxes > 1 || (lw_is_const(l, whole, &known) && known < huge))
        return 0;
    lw_remark(l, REMARK_STREAMED, NULL, NULL);
    return lw_let_at(k, -1, "huge", lw_op(l, LIR_GE, whole, lw_i64(l, huge)));
}

/* The last vector ends where the elements do, over some that are done already: a scalar loop for the
 * rest, whose elementary functions cost as much as a vector's, is left to what is shorter than one. */
static void overlapping_loops(lw_kernel *k, lw_nest *nest)
{
    lower *l = k->l;
    lir_expr_id n = nest->extent[nest->axis[nest->naxes - 1]], zero = lw_i64(l, 0);
    lir_expr_id lanes = lw_i64(l, nest->lanes), fits = lw_op(l, LIR_GE, n, lanes);
    lir_expr_id vectors = lw_let_at(k, -1, "vectors", lw_select(l, fits, n, zero));
    lir_expr_id last = lw_let_at(k, -1, "last", lw_op(l, LIR_SUB, n, lanes));
    lw_loop_open(k, "i", zero, vectors, nest->lanes, nest->lanes);
    mark(k, nest);
    lw_level *level = &k->level[k->nlevels - 1];
    level->iv = lw_let(l, "i", lw_op(l, LIR_MIN, level->iv, last));
    lw_nest_body(k, nest);
    lw_loop_close(k);
    lw_loop_open(k, "i", zero, lw_let_at(k, -1, "few", lw_select(l, fits, zero, n)), 1, 1);
    lw_nest_body(k, nest);
    lw_loop_close(k);
}

static void inner_loops(lw_kernel *k, lw_nest *nest, bool vector)
{
    lower *l = k->l;
    lir_expr_id n = nest->extent[nest->axis[nest->naxes - 1]], from = lw_i64(l, 0);
    if (nest->sweep) {
        lw_sweep_loops(k, nest, vector);
        return;
    }
    if (vector && nest->again) {
        lw_remark(l, REMARK_LAST_VECTOR, NULL, NULL);
        overlapping_loops(k, nest);
        return;
    }
    if (vector) {
        lir_expr_id whole = lw_op(l, LIR_AND, n, lw_i64(l, -(int64_t)nest->lanes));
        whole = lw_let_at(k, -1, "whole", whole);
        if (!lw_is_i64(l, whole, 0)) {
            k->streams = lw_is_huge(k, nest, whole);
            lw_loop_open(k, "i", from, whole, nest->lanes, nest->lanes);
            mark(k, nest);
            lw_nest_body(k, nest);
            lw_loop_close(k);
            k->streams = 0;
        } else {
            int64_t known = 0;
            lw_is_const(l, n, &known);
            lw_remark_number(l, REMARK_SCALAR_SHORT, known, nest->lanes);
        }
        from = whole;
    }
    if (from == n)
        return;
    lw_loop_open(k, "i", from, n, 1, 1);
    if (vector)
        lir_stmt_at(l->f, k->level[k->nlevels - 1].stmt)->flags |= LIR_FOR_REST;
    else
        mark(k, nest);
    lw_nest_body(k, nest);
    lw_loop_close(k);
}

/* for i: for j by 8 -> for a by 16: for b by 128: for i from a to a + 16: for j by 8 from b to b + 128 */
static void tile_loops(lw_kernel *k, lw_nest *nest, lir_expr_id whole)
{
    lower *l = k->l;
    unsigned outer = nest->naxes - 2;
    lir_expr_id rows = nest->extent[nest->axis[outer]], zero = lw_i64(l, 0), one = lw_i64(l, 1);
    lir_expr_id few = lw_op(l, LIR_AND, nest->tiled, lw_i64(l, TILE_STRIDE - 1));
    few = lw_op(l, LIR_EQ, few, zero);
    lir_expr_id columns = lw_select(l, few, lw_i64(l, TILE_COLUMNS_FEW), lw_i64(l, TILE_COLUMNS));
    columns = lw_let_at(k, -1, "columns", columns);
    lir_expr_id tiles = lw_op(l, LIR_SUB, lw_add(l, whole, columns), one);
    tiles = lw_let_at(k, -1, "tiles", lw_op(l, LIR_DIV, tiles, columns));
    lw_loop_open(k, "tile", zero, rows, TILE_ROWS, 1);
    mark(k, nest);
    lir_expr_id first = k->level[outer].iv;
    lir_expr_id end = lw_op(l, LIR_MIN, lw_add(l, first, lw_i64(l, TILE_ROWS)), rows);
    end = lw_let(l, "end", end);
    lw_loop_open(k, "tile", zero, tiles, 1, 1);
    lir_expr_id left = lw_let(l, "left", lw_op(l, LIR_MUL, k->level[outer + 1].iv, columns));
    lir_expr_id right = lw_let(l, "right", lw_op(l, LIR_MIN, lw_add(l, left, columns), whole));
    lw_loop_open(k, "i", first, end, 1, 1);
    lw_loop_open(k, "i", left, right, nest->lanes, nest->lanes);
    run_body_in(k, nest, true);
    for (int i = 0; i < 4; i++)
        lw_loop_close(k);
}

/* In tiles the whole vectors, then the rest of each row. */
static void tiled_loops(lw_kernel *k, lw_nest *nest)
{
    lower *l = k->l;
    unsigned outer = nest->naxes - 2;
    lir_expr_id n = nest->extent[nest->axis[outer + 1]], zero = lw_i64(l, 0);
    lir_expr_id whole = lw_op(l, LIR_AND, n, lw_i64(l, -(int64_t)nest->lanes));
    whole = lw_let_at(k, -1, "whole", whole);
    for (unsigned i = 0; i < outer; i++) {
        lw_loop_open(k, "i", zero, nest->extent[nest->axis[i]], 1, 1);
        mark(k, nest);
    }
    tile_loops(k, nest, whole);
    lw_loop_open(k, "i", zero, nest->extent[nest->axis[outer]], 1, 1);
    lw_loop_open(k, "i", whole, n, 1, 1);
    lw_nest_body(k, nest);
    for (unsigned i = 0; i < outer + 2; i++)
        lw_loop_close(k);
}

static void loops(lw_kernel *k, lw_nest *nest, bool vector)
{
    lower *l = k->l;
    if (nest->naxes == 0) {
        lw_nest_body(k, nest);
        return;
    }
    if (vector && nest->tiled) {
        tiled_loops(k, nest);
        return;
    }
    for (unsigned i = 0; i + 1 < nest->naxes; i++) {
        lw_loop_open(k, "i", i == 0 && nest->first ? nest->first : lw_i64(l, 0),
                     nest->extent[nest->axis[i]], i == 0 && nest->rows ? nest->rows : 1, 1);
        mark(k, nest);
    }
    inner_loops(k, nest, vector);
    for (unsigned i = 0; i + 1 < nest->naxes; i++)
        lw_loop_close(k);
}

static void version(lower *l, lw_kernel *k, lw_nest *nest, lw_block block, bool vector, bool assume)
{
    memset(k, 0, sizeof *k);
    k->l = l;
    k->entry = block;
    k->vdim = -1;
    k->lanes = 1;
    k->assume = assume;
    k->flat_as = nest->flat;
    k->keep_all = nest->group > 1;
    k->done = nest->lanes > 1 || nest->done;
    for (unsigned i = 0; i < nest->nreplaced; i++)
        vec_push(l->a, &k->replaced, nest->replaced[i]);
    lw_block outer = l->cur;
    l->cur = block;
    loops(k, nest, vector);
    l->cur = outer;
}

static void run_versions(lower *l, lw_nest *nest, bool vector, bool assume)
{
    lw_kernel *k = ARENA_NEW(l->a, lw_kernel);
    lir_stmt_id guard = lw_detached(l, LIR_S_IF);
    version(l, k, nest, (lw_block){guard, false}, vector, assume);
    if (k->assumed.len == 0) { /* no test is needed: the statements go where the guard would */
        lir_block made = lir_stmt_at(l->f, guard)->body;
        for (uint32_t i = 0; i < made.len; i++)
            lw_attach(l, l->cur, made.items[i]);
        return;
    }
    lw_remark(l, REMARK_UNIT_STRIDES, NULL, NULL);
    lir_expr_id cond = k->assumed.items[0];
    for (uint32_t i = 1; i < k->assumed.len; i++)
        cond = lw_op(l, LIR_AND, cond, k->assumed.items[i]);
    lir_stmt_at(l->f, guard)->a = cond;
    if (nest->slow) {
        lw_block outer = l->cur;
        l->cur = (lw_block){guard, true};
        nest->slow(l, nest);
        l->cur = outer;
    } else {
        version(l, k, nest, (lw_block){guard, true}, false, false);
    }
    lw_attach(l, l->cur, guard);
}

void lw_nest_run(lower *l, lw_nest *nest)
{
    bool vector = nest->lanes > 1 && nest->naxes > 0;
    run_versions(l, nest, vector, vector);
}

void lw_nest_run_assuming(lower *l, lw_nest *nest)
{
    run_versions(l, nest, false, true);
}

/* ---- Facts of trees -------------------------------------------------------------------------- */

static bool is_leaf(const lower *l, air_id id)
{
    return lw_air(l, id)->type.kind != AIR_ARRAY || l->nodes[id].desc;
}

static unsigned widest(lower *l, air_id id, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    unsigned size = n->type.kind == AIR_OBJECT ? 1 : lir_elem_size(lw_elem(dtype));
    if (is_leaf(l, id) || n->type.kind != AIR_ARRAY || lw_met(l, id, walk))
        return size;
    for (uint32_t i = 0; i < n->nargs; i++) {
        unsigned arg = n->args[i] ? widest(l, n->args[i], walk) : 1;
        bool is_index = n->op == AIR_OP_GATHER && i > 0;
        if (arg > size && !is_index)
            size = arg;
    }
    return n->op == AIR_OP_COORD ? 8 : size;
}

unsigned lw_lanes_for(lower *l, air_id value, hpc_dtype dest)
{
    if (l->options->no_vectors)
        return 1;
    if (l->options->lanes)
        return l->options->lanes;
    unsigned size = widest(l, value, ++l->walks), own = lir_elem_size(lw_elem(dest));
    return l->target->vector_bytes / (own > size ? own : size);
}

static unsigned half_ops(lower *l, air_id id, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (is_leaf(l, id) || lw_met(l, id, walk))
        return 0;
    unsigned count = n->op == AIR_OP_MAP && n->type.dtype == HPC_F16;
    for (uint32_t i = 0; i < n->nargs; i++)
        count += n->args[i] ? half_ops(l, n->args[i], walk) : 0;
    return count;
}

/* The lanes of a map. One operation of float16 takes some 15 cycles until the next can begin (to
 * float32 and back); in longer chains several vectors side by side fill the time. */
static unsigned lanes_of_map(lower *l, air_id value, hpc_dtype dest)
{
    enum { CHAIN = 4, SIDE_BY_SIDE = 2, REGISTERS = 64 /* as wide: there are 32 */ };
    unsigned lanes = lw_lanes_for(l, value, dest);
    bool full = lanes * 2 == REGISTERS && l->target->vector_bytes == REGISTERS;
    return full && half_ops(l, value, ++l->walks) >= CHAIN ? SIDE_BY_SIDE * lanes : lanes;
}

/* Complex functions go through the runtime. */
static bool calls_by_element(lower *l, const air_node *n)
{
    hpc_dtype dtype = (hpc_dtype)lw_air(l, n->args[0])->type.dtype;
    if (n->fn != AIR_POW || !lw_complex(dtype))
        return lw_fn_scalar_only((air_fn)n->fn, dtype);
    if (lw_air(l, n->args[1])->type.kind != AIR_SCALAR)
        return true;
    lw_value y = lw_scalar(l, n->args[1]);
    return !lw_complex_power_is_simple(l, y.re, y.im);
}

/* UNROLLED: tables of a few columns are taken apart. CHECKED: indexes are checked among lanes. */
enum { UNROLLED = 1, CHECKED = 2, MOST_CHECKED = 16 /* lanes */ };

static air_id obstacle(lower *l, air_id id, unsigned allowed, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (is_leaf(l, id) || lw_met(l, id, walk))
        return 0;
    if (n->op == AIR_OP_INDEXES && !(allowed & CHECKED)) {
        int64_t length;
        bool fixed = allowed & UNROLLED && lw_air(l, n->args[0])->op == AIR_OP_TABLE &&
                     n->type.rank == 1 && air_is_const(l->af, n->shape[0], &length) &&
                     length <= LW_MAX_GROUP;
        return fixed ? 0 : id;
    }
    if (n->op == AIR_OP_REDUCE && !lw_reduce_is_small(l, id))
        return id;
    if (n->op == AIR_OP_MAP && (calls_by_element(l, n) || air_fn_checked((air_fn)n->fn)))
        return id;
    for (uint32_t i = 0; i < n->nargs; i++) {
        air_id found = n->args[i] ? obstacle(l, n->args[i], allowed, walk) : 0;
        if (found)
            return found;
    }
    return 0;
}

air_id lw_obstacle(lower *l, air_id id, bool unrolled)
{
    return obstacle(l, id, unrolled ? UNROLLED : 0, ++l->walks);
}

air_id lw_obstacle_but_checks(lower *l, air_id id)
{
    return obstacle(l, id, CHECKED, ++l->walks);
}

/* Indexes have 64 bits: a vector of bytes would need too many of them. */
bool lw_checks_in_lanes(lower *l, air_id value, hpc_dtype dest)
{
    return !lw_has_checks(l, value) || lw_lanes_for(l, value, dest) <= MOST_CHECKED;
}

bool lw_can_vectorise(lower *l, air_id id, bool unrolled)
{
    return lw_obstacle(l, id, unrolled) == 0;
}

static bool same_shape(const lower *l, air_id x, air_id y)
{
    const air_node *a = lw_air(l, x), *b = lw_air(l, y);
    if (a->type.rank != b->type.rank)
        return false;
    for (unsigned i = 0; i < a->type.rank; i++)
        if (!lw_same_extent(l, a->shape[i], b->shape[i]))
            return false;
    return true;
}

/* Is every array of the tree C-ordered and of the shape of `shape_of`? */
static bool can_flatten(lower *l, air_id id, air_id shape_of, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY || lw_met(l, id, walk))
        return true;
    if (!same_shape(l, id, shape_of))
        return false;
    if (l->nodes[id].desc)
        return l->nodes[id].desc->facts & AIR_C_ORDER;
    if (n->op == AIR_OP_FILL)
        return true;
    if (n->op != AIR_OP_MAP && n->op != AIR_OP_COPY)
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!can_flatten(l, n->args[i], shape_of, walk))
            return false;
    return true;
}

bool lw_can_flatten(lower *l, air_id id, air_id shape_of)
{
    return can_flatten(l, id, shape_of, ++l->walks);
}

/* ---- Elementwise jobs ------------------------------------------------------------------------ */

static void job_body(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    lower *l = k->l;
    const lw_job *job = nest->user;
    const air_node *shape_of = lw_air(l, job->shape_of);
    lw_value values[LW_MAX_GROUP], masks[LW_MAX_GROUP] = {{0}};
    lw_desc flat = *job->dest;
    for (unsigned g = 0; g < nest->group; g++) {
        lw_index at[HPC_MAX_RANK];
        at[0] = index[g][0];
        if (!nest->flat)
            lw_operand_index(k, job->value, shape_of->type.rank, shape_of->shape, index[g], at);
        values[g] = lw_eval(k, job->value, at);
        if (job->mask) {
            at[0] = index[g][0];
            if (!nest->flat)
                lw_operand_index(k, job->mask, shape_of->type.rank, shape_of->shape, index[g], at);
            masks[g] = lw_eval(k, job->mask, at);
        }
        if (nest->group > 1 || job->save) {
            int level = (int)k->nlevels - 1;
            values[g].re = lw_let_at(k, level, "v", values[g].re);
            values[g].im = values[g].im ? lw_let_at(k, level, "v", values[g].im) : 0;
        }
    }
    if (job->save) /* after the value has been read, and before the element is overwritten */
        lw_leaf_store(k, l->nodes[job->save].desc, index[0], lw_eval(k, job->shape_of, index[0]),
                      0);
    if (nest->flat) {
        flat.rank = 1;
        flat.stride[0] = lw_i64(l, hpc_dtype_size((hpc_dtype)flat.dtype));
    }
    if (nest->group > 1 && !job->mask && k->lanes > 1 &&
        lw_group_store(k, &flat, index[0], nest->group, values))
        return;
    for (unsigned g = 0; g < nest->group; g++)
        lw_leaf_store(k, &flat, index[g], values[g], masks[g].re);
}

static void plan_axes(lower *l, const lw_job *job, lw_nest *nest)
{
    const lw_desc *d = job->dest;
    int64_t last;
    nest->unrolled = -1;
    nest->group = 1;
    memcpy(nest->extent, d->extent, sizeof nest->extent);
    if (d->rank >= 2 && (d->facts & AIR_C_ORDER) && lw_can_flatten(l, job->value, job->shape_of) &&
        (!job->mask || lw_can_flatten(l, job->mask, job->shape_of)) &&
        (lw_air(l, job->value)->type.kind == AIR_ARRAY || d->rank)) {
        lir_expr_id total = d->extent[0];
        for (unsigned i = 1; i < d->rank; i++)
            total = lw_op(l, LIR_MUL, total, d->extent[i]);
        nest->extent[0] = lw_let(l, "total", total);
        nest->naxes = 1;
        nest->flat = true;
        return;
    }
    bool reversed = (d->facts & AIR_F_ORDER) && !(d->facts & AIR_C_ORDER);
    if (d->rank >= 2 && !reversed && lw_is_const(l, d->extent[d->rank - 1], &last) && last >= 1 &&
        last <= LW_MAX_GROUP) {
        nest->unrolled = d->rank - 1;
        nest->group = (unsigned)last;
    }
    for (unsigned i = 0; i < d->rank; i++) {
        unsigned axis = reversed ? d->rank - 1u - i : i;
        if ((int)axis != nest->unrolled)
            nest->axis[nest->naxes++] = (uint8_t)axis;
    }
}

/* May a large result be stored past the caches? Only arithmetic that waits for memory gains, and
 * not where the lines that are written have been read just before. */
static bool may_stream(lower *l, air_id id, const lw_desc *dest, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY || lw_met(l, id, walk))
        return true;
    if (l->nodes[id].desc)
        return l->nodes[id].desc->data != dest->data;
    switch ((air_op)n->op) {
    case AIR_OP_MAP:
        if (n->fn >= AIR_EXP || n->fn == AIR_POW || n->fn == AIR_MOD || n->fn == AIR_FMOD ||
            n->fn == AIR_FLOORDIV)
            return false;
        break;
    case AIR_OP_FILL:
    case AIR_OP_COPY: break;
    default: return false;
    }
    for (uint32_t i = 0; i < n->nargs; i++)
        if (n->args[i] && !may_stream(l, n->args[i], dest, walk))
            return false;
    return true;
}

/* The stride along the nest's last loop of an array in memory that has its neighbours along the second
 * last; 0: it is none. */
static lir_expr_id stride_across(const lower *l, const lw_desc *d, const lw_nest *nest, int rank)
{
    int missing = rank - d->rank; /* axes that are broadcast */
    int across = nest->axis[nest->naxes - 2] - missing;
    int along = nest->axis[nest->naxes - 1] - missing;
    bool lies_across = across >= 0 && along >= 0 &&
                       lw_is_i64(l, d->stride[across], hpc_dtype_size((hpc_dtype)d->dtype)) &&
                       !lw_is_i64(l, d->extent[along], 1) && !lw_is_i64(l, d->extent[across], 1);
    return lies_across ? d->stride[along] : 0;
}

/* That of the first such array that the tree reads with the index of the nest; 0: there is none. */
static lir_expr_id reads_across(lower *l, air_id id, const lw_nest *nest, int rank, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id found = 0;
    if (n->type.kind != AIR_ARRAY || lw_met(l, id, walk))
        return 0;
    if (l->nodes[id].desc)
        return stride_across(l, l->nodes[id].desc, nest, rank);
    if (n->op == AIR_OP_MAP || n->op == AIR_OP_COPY)
        for (uint32_t i = 0; i < n->nargs && !found; i++)
            found = n->args[i] ? reads_across(l, n->args[i], nest, rank, walk) : 0;
    return found;
}

/* Is an elementary function computed? */
static bool is_costly(lower *l, air_id id, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (is_leaf(l, id) || lw_met(l, id, walk))
        return false;
    if (n->op == AIR_OP_MAP && ((n->fn >= AIR_EXP && n->fn <= AIR_HYPOT) || n->fn == AIR_POW))
        return true;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (n->args[i] && is_costly(l, n->args[i], walk))
            return true;
    return false;
}

/* Lanes that a mask leaves out must not be checked. */
static air_id job_obstacle(lower *l, const lw_job *job, bool unrolled)
{
    if (!job->mask && !unrolled && lw_checks_in_lanes(l, job->value, (hpc_dtype)job->dest->dtype))
        return lw_obstacle_but_checks(l, job->value);
    air_id found = lw_obstacle(l, job->value, unrolled);
    return found || !job->mask ? found : lw_obstacle(l, job->mask, unrolled);
}

void lw_run(lower *l, const lw_job *job)
{
    lw_nest nest = {.body = job_body, .user = job};
    nest.replaced = job->replaced;
    nest.nreplaced = job->nreplaced;
    plan_axes(l, job, &nest);
    bool unrolled = nest.unrolled >= 0;
    nest.lanes = 1;
    air_id obstacle = job_obstacle(l, job, unrolled);
    if (!obstacle)
        nest.lanes = lanes_of_map(l, job->value, (hpc_dtype)job->dest->dtype);
    lw_remark_scalar(l, obstacle);
    if (nest.flat)
        lw_remark(l, REMARK_FLAT, NULL, NULL);
    if (unrolled)
        lw_remark_number(l, REMARK_UNROLLED, nest.group, 0);
    if (!job->mask && !job->save && nest.group == 1 &&
        may_stream(l, job->value, job->dest, ++l->walks))
        nest.streamed = (uint8_t)hpc_dtype_size((hpc_dtype)job->dest->dtype);
    if (!job->sweep && nest.naxes >= 2 && nest.unrolled < 0 && nest.naxes + 2 <= LW_MAX_DIMS)
        nest.tiled = reads_across(l, job->value, &nest, job->dest->rank, ++l->walks);
    nest.again = !nest.tiled && job->again && !job->mask && nest.lanes > 1 &&
                 is_costly(l, job->value, ++l->walks);
    bool along_rows = nest.naxes && nest.axis[nest.naxes - 1] == job->dest->rank - 1;
    if (job->sweep || (along_rows && nest.unrolled < 0 && !nest.flat && !nest.again &&
                       !nest.tiled && !job->nreplaced))
        nest.sweep = lw_sweep_of(l, job, &nest.lanes);
    nest.independent =
        l->options->threads && nest.naxes && !job->save && (nest.naxes > 1 || !nest.sweep);
    if (nest.independent)
        lw_remark(l, REMARK_THREADS, NULL, NULL);
    lw_nest_run(l, &nest);
}

void lw_elementwise(lower *l, air_id value, const lw_desc *dest, air_id mask)
{
    lw_job job = {.value = value, .shape_of = value, .mask = mask, .dest = dest, .again = true};
    lw_run(l, &job);
}
