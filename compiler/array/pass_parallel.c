/* parallel. Needs: a function after simplify. Keeps: what it computes, but for the order in which floats
 * are added and multiplied up over the turns. Drops: wishes (`prange`): loops whose turns are proved
 * independent are `parallel`, the others have turns that follow each other.
 *
 * Where a loop folds something, a *task* is some turns that follow each other, in order; what each task
 * folded lies in an array, and is folded pairwise when all are done:
 *
 *   for (0, %n, 1) prange {                  for (0, %tasks, 1) parallel { %t = indvar
 *     %s = get 1                               set 2 (the neutral number; %s at the head of task 0)
 *     set 1 (map add (%s, elem (%a, %i)))      for (%t * 1024, min(..., %n), 1) { %i = indvar
 *   }                                   ->       %s = get 2
 *                                                set 2 (map add (%s, elem (%a, %i)))
 *                                              }
 *                                              setelem (%parts, %t, get 2)
 *                                            }
 *                                            parts 0 += parts 1, 2 += 3, ...; 0 += 2, ...
 *                                            set 1 (elem (%parts, 0))
 *
 * docs/language.md says what the order is. Where it takes a test of the run that turns never meet, all
 * turns are one task if it fails. */
#include "air_passes.h"
#include "air_rewrite.h"
#include "parallel.h"
#include "parallel_fold.h"

#include "../../runtime/table.h"

enum {
    BLOCK = 1024,
    FEW = 32 * BLOCK,
    TASKS = 64,
    ARRAY_TASKS = 64,
    ARRAY_TURNS = 16,
    ARRAY_ELEMENTS = 1 << 24
};

typedef struct maker {
    arena *arena;
    parallel_plan *plans;
    uint32_t count;
    bool *nested; /* by node: a loop in one that is parallel */
    /* the loop at hand: */
    const parallel_plan *plan;
    int32_t loc;
    air_id from, step, trips, tasks, length, guard; /* guard 0: always */
    air_id *partial, *held;  /* by plan->vars: array; neutral or first value */
    uint32_t *inner, *block; /* by plan->vars: variables of a turn, of a task */
    air_id *pieces;          /* by plan->arrays: array of what the tasks fold */
} maker;

/* ---- Small things ---------------------------------------------------------------------------- */

static air_id i64_of(air_builder *b, air_fn fn, air_id x, air_id y)
{
    return air_map2(b, fn, HPC_I64, x, y);
}

static air_id times(air_builder *b, air_id x, int64_t k)
{
    return i64_of(b, AIR_MUL, x, air_i64(b, k));
}

static air_id up(air_builder *b, air_id x, air_id by) /* x / by, rounded up; x >= 0, by >= 1 */
{
    air_id less = i64_of(b, AIR_ADD, x, air_i64(b, -1)); /* x + by might wrap */
    return i64_of(b, AIR_ADD, i64_of(b, AIR_FLOORDIV, less, by), air_i64(b, 1));
}

static air_id choose(air_builder *b, air_id condition, air_id x, air_id y)
{
    return air_map3(b, AIR_SELECT, (hpc_dtype)air_at(b->fun, x)->type.dtype, condition, x, y);
}

static air_region *open_loop(air_builder *b, air_id *index)
{
    air_region *body = air_region_new(b);
    b->region = body;
    air_new_epoch(b);
    *index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    return body;
}

static void close_loop(air_builder *b, air_region *around, air_region *body, air_id from, air_id to,
                       air_id step, uint8_t flags)
{
    b->region = around;
    air_new_epoch(b);
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){from, to, step};
    loop.nargs = 3;
    loop.body = body;
    loop.flags = flags;
    air_emit(b, &loop, AIR_FRESH);
}

static void when(air_builder *b, air_region *around, air_region *then, air_id condition)
{
    b->region = around;
    air_new_epoch(b);
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &condition;
    n.nargs = 1;
    n.body = then;
    air_emit(b, &n, AIR_FRESH);
}

static air_id fresh_array(air_builder *b, hpc_dtype dtype, uint32_t rank, const air_id *shape)
{
    uint8_t facts = air_facts_normal(rank, AIR_C_ORDER | AIR_WRITABLE);
    air_node n =
        air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, facts});
    n.shape = (air_id *)(uintptr_t)shape;
    return air_emit(b, &n, AIR_FRESH);
}

/* Part `at` of an array of parts. */
static air_id part_of(air_builder *b, air_id parts, air_id at)
{
    const air_node *n = air_at(b->fun, parts);
    uint32_t rank = n->type.rank;
    air_view view = {.start = {at}};
    air_id shape[HPC_MAX_RANK];
    for (uint32_t r = 1; r < rank; r++) {
        view.axis[r - 1] = (int8_t)r;
        shape[r - 1] = n->shape[r];
    }
    return air_view_new(b, parts, &view, rank - 1, shape);
}

/* ---- What the run tests ---------------------------------------------------------------------- */

static air_id both(air_builder *b, air_fn fn, air_id x, air_id y)
{
    return x && y ? air_map2(b, fn, HPC_BOOL, x, y) : x ? x : y;
}

static air_id build_test(air_builder *b, const parallel_test *test)
{
    air_id any = 0;
    for (uint32_t c = 0; c < test->count; c++) {
        air_id all = 0;
        for (uint32_t i = 0; i < test->all[c].len; i++) {
            air_id x = affine_build(b, &test->all[c].items[i]);
            all = both(b, AIR_AND, all, air_map2(b, AIR_GE, HPC_BOOL, x, air_i64(b, 0)));
        }
        any = both(b, AIR_OR, any, all);
    }
    return any;
}

static void mapped(const air_rewriter *w, affine *x)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t j = 0; j < AFFINE_DEGREE; j++)
            x->t[i].v[j] = air_mapped(w, x->t[i].v[j]);
}

/* What was planned names nodes that have been rebuilt since. */
static void map_plan(const air_rewriter *w, parallel_plan *p)
{
    for (uint32_t i = 0; i < p->tests.len; i++)
        for (uint32_t c = 0; c < p->tests.items[i].count; c++)
            for (uint32_t k = 0; k < p->tests.items[i].all[c].len; k++)
                mapped(w, &p->tests.items[i].all[c].items[k]);
    for (uint32_t i = 0; i < p->sizes.len; i++)
        mapped(w, &p->sizes.items[i]);
    for (uint32_t i = 0; i < p->apart.len; i++)
        p->apart.items[i] = air_mapped(w, p->apart.items[i]);
}

static air_id build_guard(air_builder *b, const parallel_plan *p)
{
    const double large = 2305843009213693952.0; /* 2^61: what is added to it does not wrap */
    air_type type = air_scalar_type(HPC_I64);
    air_id all = 0;
    for (uint32_t i = 0; i < p->tests.len; i++)
        all = both(b, AIR_AND, all, build_test(b, &p->tests.items[i]));
    for (uint32_t i = 0; i < p->sizes.len; i++) {
        air_id size = p->sizes.items[i].known ? affine_magnitude(b, &p->sizes.items[i])
                                              : air_const_float(b, HPC_F64, 2 * large);
        air_id fits = air_map2(b, AIR_LT, HPC_BOOL, size, air_const_float(b, HPC_F64, large));
        all = both(b, AIR_AND, all, fits);
    }
    for (uint32_t i = 0; i < p->apart.len; i += 2) {
        air_id meet = air_rt(b, HPC_RT_view_overlaps, p->apart.items + i, 2, &type, 1);
        all = both(b, AIR_AND, all, air_map2(b, AIR_EQ, HPC_BOOL, meet, air_i64(b, 0)));
    }
    return all;
}

/* ---- How many turns a task has --------------------------------------------------------------- */

static bool has_folds(const parallel_plan *p)
{
    bool found = p->arrays.len > 0;
    for (uint32_t i = 0; i < p->vars.len; i++)
        found |= p->vars.items[i].role == ROLE_FOLD;
    return found;
}

static air_id array_size(air_builder *b, air_id array)
{
    const air_node n = *air_at(b->fun, array);
    air_id size = air_i64(b, 1);
    for (uint32_t r = 0; r < n.type.rank; r++)
        size = i64_of(b, AIR_MUL, size, n.shape[r]);
    return i64_of(b, AIR_MAX, size, air_i64(b, 1));
}

/* Each task has arrays of its own: no more than are worth it. That depends on extents alone. */
static air_id array_tasks(air_builder *b, const maker *m)
{
    air_id most = air_i64(b, ARRAY_TASKS);
    for (uint32_t i = 0; i < m->plan->arrays.len; i++) {
        const parallel_array *a = &m->plan->arrays.items[i];
        air_id size = array_size(b, a->root);
        air_id work = a->whole ? up(b, m->trips, air_i64(b, ARRAY_TURNS))
                               : i64_of(b, AIR_FLOORDIV, m->trips, size);
        air_id room = i64_of(b, AIR_FLOORDIV, air_i64(b, ARRAY_ELEMENTS), size);
        most = i64_of(b, AIR_MIN, most, i64_of(b, AIR_MIN, work, room));
    }
    return i64_of(b, AIR_MAX, most, air_i64(b, 1));
}

static void set_tasks(air_builder *b, maker *m)
{
    air_id one = air_i64(b, 1), block = air_i64(b, BLOCK);
    if (m->plan->arrays.len) {
        m->length = i64_of(b, AIR_MAX, up(b, m->trips, array_tasks(b, m)), one);
    } else if (m->plan->heavy && has_folds(m->plan)) {
        air_id few = air_map2(b, AIR_LT, HPC_BOOL, m->trips, air_i64(b, FEW));
        m->length = choose(b, few, one, block);
    } else if (m->plan->heavy) { /* some turns: several of them may be done as lanes */
        air_id share = i64_of(b, AIR_FLOORDIV, m->trips, air_i64(b, TASKS));
        m->length = i64_of(b, AIR_MIN, i64_of(b, AIR_MAX, share, one), block);
    } else {
        m->length = block;
    }
    if (m->guard && !has_folds(m->plan))
        m->length = choose(b, m->guard, m->length, i64_of(b, AIR_MAX, m->trips, one));
    m->tasks = up(b, m->trips, m->length);
}

/* ---- Folds ----------------------------------------------------------------------------------- */

static const air_type *var_type(const air_builder *b, const maker *m, uint32_t i)
{
    return &b->fun->vars.items[m->plan->vars.items[i].var].type;
}

static bool is_fold(const maker *m, uint32_t i)
{
    return m->plan->vars.items[i].role == ROLE_FOLD;
}

static bool buffers_turns(const maker *m) /* a task may be one turn of a block */
{
    return m->plan->heavy && !m->plan->arrays.len;
}

/* Each number of a turn is added to those of the turn, unless there is only one; and only then to those
 * of the block: so it does not matter whether a task is a turn or a block. */
static bool by_turns(const air_builder *b, const maker *m, uint32_t i)
{
    return m->plan->vars.items[i].twice &&
           fold_is_inexact((parallel_fold)m->plan->vars.items[i].fold,
                           (hpc_dtype)var_type(b, m, i)->dtype);
}

static void begin_folds(air_builder *b, maker *m)
{
    air_id size = i64_of(b, AIR_MAX, m->tasks, air_i64(b, 1)), zero = air_i64(b, 0);
    for (uint32_t i = 0; i < m->plan->vars.len; i++) {
        const parallel_var *v = &m->plan->vars.items[i];
        air_type type = *var_type(b, m, i);
        hpc_dtype dtype = (hpc_dtype)type.dtype;
        if (v->role != ROLE_FOLD && v->role != ROLE_LAST)
            continue;
        m->inner[i] = m->block[i] = air_var_new(b, b->fun->vars.items[v->var].name, type);
        m->partial[i] = fresh_array(b, dtype, 1, &(air_id){is_fold(m, i) ? size : air_i64(b, 1)});
        if (!is_fold(m, i))
            continue;
        m->held[i] = air_get(b, v->var);
        if (by_turns(b, m, i))
            m->block[i] = air_var_new(b, b->fun->vars.items[v->var].name, type);
        air_setelem(b, m->partial[i], &zero, m->held[i]);
    }
    for (uint32_t i = 0; i < m->plan->arrays.len; i++) {
        const parallel_array *a = &m->plan->arrays.items[i];
        const air_node root = *air_at(b->fun, a->root);
        air_id shape[HPC_MAX_RANK] = {size};
        for (uint32_t r = 0; r < root.type.rank; r++)
            shape[r + 1] = root.shape[r];
        air_id neutral = fold_neutral(b, (parallel_fold)a->fold, (hpc_dtype)root.type.dtype);
        m->pieces[i] = air_fill(b, neutral, root.type.rank + 1u, shape);
        air_store(b, part_of(b, m->pieces[i], zero), a->root, 0);
    }
}

/* At the head of a task. The first one goes on from what the name held. */
static void begin_task(air_builder *b, maker *m, air_id task)
{
    air_id first = air_map2(b, AIR_EQ, HPC_BOOL, task, air_i64(b, 0));
    if (buffers_turns(m)) {
        air_id blocks = air_map2(b, AIR_GT, HPC_BOOL, m->length, air_i64(b, 1));
        first = air_map2(b, AIR_AND, HPC_BOOL, first, blocks);
    }
    for (uint32_t i = 0; i < m->plan->vars.len; i++) {
        if (!is_fold(m, i))
            continue;
        parallel_fold fold = (parallel_fold)m->plan->vars.items[i].fold;
        air_id neutral = fold_neutral(b, fold, (hpc_dtype)var_type(b, m, i)->dtype);
        air_set(b, m->block[i], choose(b, first, m->held[i], neutral));
    }
}

static void begin_turn(air_builder *b, maker *m)
{
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (is_fold(m, i) && m->inner[i] != m->block[i])
            air_set(b, m->inner[i],
                    fold_neutral(b, (parallel_fold)m->plan->vars.items[i].fold,
                                 (hpc_dtype)var_type(b, m, i)->dtype));
}

static void end_turn(air_builder *b, maker *m, air_id turn)
{
    air_id zero = air_i64(b, 0), last = 0;
    for (uint32_t i = 0; i < m->plan->vars.len; i++) {
        const parallel_var *v = &m->plan->vars.items[i];
        if (v->role == ROLE_LAST)
            last =
                air_map2(b, AIR_EQ, HPC_BOOL, turn, i64_of(b, AIR_ADD, m->trips, air_i64(b, -1)));
        if (v->role == ROLE_FOLD && m->inner[i] != m->block[i])
            air_set(b, m->block[i],
                    fold_pair(b, (parallel_fold)v->fold, air_get(b, m->block[i]),
                              air_get(b, m->inner[i])));
    }
    if (!last)
        return;
    air_region *around = b->region, *then = air_region_new(b);
    b->region = then;
    air_new_epoch(b);
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (m->plan->vars.items[i].role == ROLE_LAST)
            air_setelem(b, m->partial[i], &zero, air_get(b, m->inner[i]));
    when(b, around, then, last);
}

static void end_task(air_builder *b, maker *m, air_id task)
{
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (is_fold(m, i))
            air_setelem(b, m->partial[i], &task, air_get(b, m->block[i]));
}

/* ---- The loop -------------------------------------------------------------------------------- */

static void rename_vars(const air_builder *b, const maker *m, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_node *n = air_at(b->fun, r->items[i]);
        for (uint32_t k = 0; k < m->plan->vars.len; k++)
            if ((n->op == AIR_OP_GET || n->op == AIR_OP_SET) && m->inner[k] &&
                n->imm == m->plan->vars.items[k].var) {
                n->imm = m->inner[k];
                break;
            }
        rename_vars(b, m, n->body);
        rename_vars(b, m, n->other);
    }
}

/* The turn's own piece stands for each array that all turns change. */
static void map_arrays(air_rewriter *w, const maker *m, air_id task)
{
    for (uint32_t i = 0; i < m->plan->arrays.len; i++)
        w->map[m->plan->arrays.items[i].root] = part_of(&w->b, m->pieces[i], task);
}

static void unmap_arrays(air_rewriter *w, const maker *m)
{
    for (uint32_t i = 0; i < m->plan->arrays.len; i++)
        w->map[m->plan->arrays.items[i].root] = 0;
}

static bool jumps(const air_builder *b, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(b->fun, r->items[i]);
        bool loop = n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE;
        if (n->op == AIR_OP_CONTINUE || (!loop && (jumps(b, n->body) || jumps(b, n->other))))
            return true;
    }
    return false;
}

/* The body, at a turn; a `continue` in it ends a loop of one turn of its own. */
static void build_turn(air_rewriter *w, maker *m, air_region *body, air_id turn)
{
    air_builder *b = &w->b;
    air_id index = i64_of(b, AIR_ADD, m->from, i64_of(b, AIR_MUL, turn, m->step)), once;
    air_region *around = b->region, *inside = NULL;
    begin_turn(b, m);
    bool alone = jumps(b, body);
    if (alone)
        inside = open_loop(b, &once);
    w->map[body->items[0]] = index;
    air_splice(w, body);
    b->loc = m->loc;
    if (alone)
        close_loop(b, around, inside, air_i64(b, 0), air_i64(b, 1), air_i64(b, 1), 0);
    end_turn(b, m, turn);
}

static void build_task(air_rewriter *w, maker *m, air_region *body, air_id task)
{
    air_builder *b = &w->b;
    air_id low = i64_of(b, AIR_MUL, task, m->length), turn, one = air_i64(b, 1);
    air_id high = i64_of(b, AIR_MIN, i64_of(b, AIR_ADD, low, m->length), m->trips);
    begin_task(b, m, task);
    map_arrays(w, m, task);
    air_region *around = b->region, *turns = open_loop(b, &turn);
    build_turn(w, m, body, turn);
    close_loop(b, around, turns, low, high, one, 0);
    unmap_arrays(w, m);
    end_task(b, m, task);
}

/* Tasks run one after the other where a test fails: they are one group then. */
static void build_tasks(air_rewriter *w, maker *m, air_region *body)
{
    air_builder *b = &w->b;
    air_id zero = air_i64(b, 0), one = air_i64(b, 1), group, task;
    air_region *around = b->region, *groups, *inside;
    if (!m->guard || !has_folds(m->plan)) {
        inside = open_loop(b, &task);
        build_task(w, m, body, task);
        close_loop(b, around, inside, zero, m->tasks, one, AIR_FOR_PARALLEL);
        return;
    }
    air_id size = choose(b, m->guard, one, i64_of(b, AIR_MAX, m->tasks, one));
    air_id count = up(b, m->tasks, size);
    groups = open_loop(b, &group);
    air_id low = i64_of(b, AIR_MUL, group, size);
    air_id high = i64_of(b, AIR_MIN, i64_of(b, AIR_ADD, low, size), m->tasks);
    inside = open_loop(b, &task);
    build_task(w, m, body, task);
    close_loop(b, groups, inside, low, high, one, 0);
    close_loop(b, around, groups, zero, count, one, AIR_FOR_PARALLEL);
}

/* ---- After it -------------------------------------------------------------------------------- */

/* Turns that were tasks: blocks of them in order. */
static air_id fold_blocks(air_builder *b, maker *m)
{
    air_id zero = air_i64(b, 0), one = air_i64(b, 1), block, k;
    air_id few = air_map2(b, AIR_EQ, HPC_BOOL, m->length, one);
    air_id size = choose(b, few, air_i64(b, BLOCK), one), count = up(b, m->tasks, size);
    air_region *around = b->region, *blocks = open_loop(b, &block);
    air_id low = i64_of(b, AIR_MUL, block, size);
    air_id high = i64_of(b, AIR_MIN, i64_of(b, AIR_ADD, low, size), m->tasks);
    air_id first = air_map2(b, AIR_EQ, HPC_BOOL, block, zero);
    first = air_map2(b, AIR_AND, HPC_BOOL, first, few);
    for (uint32_t i = 0; i < m->plan->vars.len; i++) {
        if (!is_fold(m, i))
            continue;
        parallel_fold fold = (parallel_fold)m->plan->vars.items[i].fold;
        air_type type = *var_type(b, m, i);
        air_id neutral = fold_neutral(b, fold, (hpc_dtype)type.dtype);
        m->block[i] = air_var_new(b, b->fun->vars.items[m->plan->vars.items[i].var].name, type);
        air_set(b, m->block[i], choose(b, first, m->held[i], neutral));
    }
    air_region *inside = open_loop(b, &k);
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (is_fold(m, i))
            air_set(b, m->block[i],
                    fold_pair(b, (parallel_fold)m->plan->vars.items[i].fold,
                              air_get(b, m->block[i]), air_elem(b, m->partial[i], &k)));
    close_loop(b, blocks, inside, low, high, one, 0);
    end_task(b, m, block);
    close_loop(b, around, blocks, zero, count, one, 0);
    return count;
}

static void fold_two(air_builder *b, maker *m, air_id k, air_id next)
{
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (is_fold(m, i)) {
            air_id x = air_elem(b, m->partial[i], &k), y = air_elem(b, m->partial[i], &next);
            air_setelem(b, m->partial[i], &k,
                        fold_pair(b, (parallel_fold)m->plan->vars.items[i].fold, x, y));
        }
    for (uint32_t i = 0; i < m->plan->arrays.len; i++) {
        air_id x = part_of(b, m->pieces[i], k), y = part_of(b, m->pieces[i], next);
        parallel_fold fold = (parallel_fold)m->plan->arrays.items[i].fold;
        air_store(b, x, fold_pair(b, fold, x, y), 0);
    }
}

/* 0 with 1, 2 with 3, ...; then 0 with 2, 4 with 6, ... */
static void fold_tree(air_builder *b, maker *m, air_id count)
{
    uint32_t apart = air_var_new(b, "apart", air_scalar_type(HPC_I64));
    air_id k;
    air_set(b, apart, air_i64(b, 1));
    air_region *around = b->region, *head = air_region_new(b), *body = air_region_new(b);
    b->region = head;
    air_new_epoch(b);
    air_id more = air_map2(b, AIR_LT, HPC_BOOL, air_get(b, apart), count);
    air_raw(b, AIR_OP_COND, (air_type){.kind = AIR_VOID}, &more, 1, 0);
    b->region = body;
    air_new_epoch(b);
    air_id by = air_get(b, apart), twice = times(b, by, 2);
    air_id end = i64_of(b, AIR_ADD, count, times(b, by, -1));
    air_region *pairs = open_loop(b, &k);
    fold_two(b, m, k, i64_of(b, AIR_ADD, k, by));
    close_loop(b, body, pairs, air_i64(b, 0), end, twice, 0);
    air_set(b, apart, twice);
    b->region = around;
    air_new_epoch(b);
    air_node loop = air_blank(AIR_OP_WHILE, (air_type){0});
    loop.other = head;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
}

/* Names and arrays get what was folded, where there was a turn. */
static void hand_out(air_builder *b, maker *m)
{
    air_id zero = air_i64(b, 0), any = air_map2(b, AIR_GT, HPC_BOOL, m->trips, zero);
    air_region *around = b->region, *then = air_region_new(b);
    bool other = m->plan->arrays.len > 0;
    for (uint32_t i = 0; i < m->plan->vars.len; i++) {
        const parallel_var *v = &m->plan->vars.items[i];
        if (v->role == ROLE_FOLD)
            air_set(b, v->var, air_elem(b, m->partial[i], &zero));
        other |= v->role == ROLE_LAST;
    }
    if (!other)
        return;
    b->region = then;
    air_new_epoch(b);
    for (uint32_t i = 0; i < m->plan->vars.len; i++)
        if (m->plan->vars.items[i].role == ROLE_LAST)
            air_set(b, m->plan->vars.items[i].var, air_elem(b, m->partial[i], &zero));
    for (uint32_t i = 0; i < m->plan->arrays.len; i++)
        air_store(b, m->plan->arrays.items[i].root, part_of(b, m->pieces[i], zero), 0);
    when(b, around, then, any);
}

/* ---- Rewriting ------------------------------------------------------------------------------- */

static bool keeps_last(const parallel_plan *p)
{
    for (uint32_t i = 0; i < p->vars.len; i++)
        if (p->vars.items[i].role == ROLE_LAST)
            return true;
    return false;
}

/* Turns where end - first may not fit 64 bits. (More than most_turns of them would never end.) */
static air_id wide_trips(air_builder *b, air_id first, air_id end, int64_t step)
{
    const int64_t most_turns = INT64_C(1) << 62;
    air_id any = air_map2(b, AIR_LT, HPC_BOOL, first, end), zero = air_i64(b, 0);
    air_id low = air_cast(b, HPC_U64, first), high = air_cast(b, HPC_U64, end);
    air_id span = air_map2(b, AIR_SUB, HPC_U64, high, low);
    span = air_map2(b, AIR_SUB, HPC_U64, span, air_const_int(b, HPC_U64, 1));
    span = air_map2(b, AIR_FLOORDIV, HPC_U64, span, air_const_int(b, HPC_U64, step));
    span = air_map2(b, AIR_MIN, HPC_U64, span, air_const_int(b, HPC_U64, most_turns));
    return choose(b, any, i64_of(b, AIR_ADD, air_cast(b, HPC_I64, span), air_i64(b, 1)), zero);
}

static void set_trips(air_builder *b, maker *m, const air_node *loop)
{
    int64_t step = 1, low = -1;
    air_is_const(b->fun, loop->args[2], &step);
    m->from = loop->args[0];
    m->step = loop->args[2];
    air_id first = step > 0 ? loop->args[0] : loop->args[1];
    air_id end = step > 0 ? loop->args[1] : loop->args[0];
    if (!air_is_const(b->fun, first, &low) || low < 0) {
        m->trips = wide_trips(b, first, end, step > 0 ? step : -step);
        return;
    }
    bool extent = low == 0 && air_at(b->fun, end)->op == AIR_OP_DIM;
    air_id span = i64_of(b, AIR_ADD, end, times(b, first, -1));
    span = extent ? end : i64_of(b, AIR_MAX, span, air_i64(b, 0));
    m->trips = step == 1 ? span : up(b, span, air_i64(b, step > 0 ? step : -step));
}

static void make_loop(air_rewriter *w, maker *m, const air_node *loop, parallel_plan *plan)
{
    air_builder *b = &w->b;
    uint32_t vars = plan->vars.len + 1, arrays = plan->arrays.len + 1;
    m->plan = plan;
    m->loc = b->loc;
    map_plan(w, plan);
    m->partial = ARENA_ARRAY(m->arena, air_id, vars);
    m->held = ARENA_ARRAY(m->arena, air_id, vars);
    m->inner = ARENA_ARRAY(m->arena, uint32_t, vars);
    m->block = ARENA_ARRAY(m->arena, uint32_t, vars);
    m->pieces = ARENA_ARRAY(m->arena, air_id, arrays);
    m->guard = build_guard(b, plan);
    set_trips(b, m, loop);
    set_tasks(b, m);
    begin_folds(b, m);
    rename_vars(b, m, loop->body);
    build_tasks(w, m, loop->body);
    if (has_folds(plan)) {
        air_id count = buffers_turns(m) ? fold_blocks(b, m) : m->tasks;
        fold_tree(b, m, count);
    }
    hand_out(b, m);
}

/* ---- What is said of it ---------------------------------------------------------------------- */

/* A private part of what is said of a name of more than one variable. */
static bool is_part(const air_builder *b, const parallel_plan *p, uint32_t i)
{
    const char *name = b->fun->vars.items[p->vars.items[i].var].name;
    bool found = false;
    for (uint32_t k = 0; name && k < p->vars.len; k++) {
        const char *other = b->fun->vars.items[p->vars.items[k].var].name;
        bool said = p->vars.items[k].role != ROLE_PRIVATE || k < i;
        found |= k != i && said && other && strcmp(name, other) == 0;
    }
    return found && p->vars.items[i].role == ROLE_PRIVATE;
}

static void note_vars(const air_builder *b, const parallel_plan *p, int32_t loc)
{
    static const char *const texts[] = {[FOLD_ADD] = "a sum",
                                        [FOLD_MUL] = "a product",
                                        [FOLD_MIN] = "a minimum",
                                        [FOLD_MAX] = "a maximum",
                                        [FOLD_FMIN] = "a minimum",
                                        [FOLD_FMAX] = "a maximum",
                                        [FOLD_SELECT_MIN] = "a minimum",
                                        [FOLD_SELECT_MAX] = "a maximum",
                                        [FOLD_AND] = "a conjunction of bits",
                                        [FOLD_OR] = "a disjunction of bits",
                                        [FOLD_XOR] = "an exclusive or of bits"};
    remarks *r = b->module->remarks;
    for (uint32_t i = 0; i < p->vars.len; i++) {
        const parallel_var *v = &p->vars.items[i];
        const char *name = b->fun->vars.items[v->var].name;
        remark_code code = v->role == ROLE_FOLD   ? REMARK_PARALLEL_FOLD
                           : v->role == ROLE_LAST ? REMARK_PARALLEL_LAST
                                                  : REMARK_PARALLEL_PRIVATE;
        if (name && !is_part(b, p, i) && b->fun->vars.items[v->var].type.dtype != HPC_BOOL)
            remark_add(r, code, b->fun->index, 0, loc, name, texts[v->fold]);
    }
    for (uint32_t i = 0; i < p->arrays.len; i++) {
        const char *name = parallel_array_name(b->fun, p->arrays.items[i].root);
        remark_add(r, REMARK_PARALLEL_FOLD, b->fun->index, 0, loc, name ? name : "an array",
                   texts[p->arrays.items[i].fold]);
    }
}

static void note_plan(const air_builder *b, const parallel_plan *p, int32_t loc)
{
    remarks *r = b->module->remarks;
    const char *where = NULL;
    if (!r)
        return;
    if (!p->ok) {
        remark_add(r, REMARK_SERIAL, b->fun->index, 0, loc, p->serial, NULL);
        return;
    }
    if (p->tests.len || p->sizes.len)
        where = p->apart.len ? "indexes of iterations differ and arrays do not overlap"
                             : "indexes of iterations differ";
    else if (p->apart.len)
        where = "the arrays do not overlap";
    remark_add(r, where ? REMARK_PARALLEL_WHERE : REMARK_PARALLEL, b->fun->index, 0, loc, where,
               NULL);
    note_vars(b, p, loc);
}

static parallel_plan *plan_of(const maker *m, air_id loop)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (m->plans[i].loop == loop)
            return &m->plans[i];
    return NULL;
}

/* Arrays that all turns change are still the nodes that they were. */
static bool arrays_found(const air_rewriter *w, const parallel_plan *p)
{
    for (uint32_t i = 0; i < p->arrays.len; i++)
        if (air_mapped(w, p->arrays.items[i].root) != p->arrays.items[i].root)
            return false;
    return true;
}

static air_visit visit(air_rewriter *w, air_id id)
{
    maker *m = w->user;
    air_node *n = air_at(w->b.fun, id);
    if (n->op == AIR_OP_INDVAR && id < w->old_count && w->map[id])
        return AIR_DROP;
    if (n->op != AIR_OP_FOR || !(n->flags & AIR_FOR_PRANGE))
        return AIR_KEEP;
    parallel_plan *plan = plan_of(m, id);
    n->flags &= (uint8_t)~AIR_FOR_PRANGE;
    if (plan)
        note_plan(&w->b, plan, n->loc);
    if (!plan || !plan->ok)
        return AIR_KEEP;
    bool tested = plan->tests.len || plan->sizes.len || plan->apart.len;
    if (!tested && !has_folds(plan) && !keeps_last(plan)) {
        n->flags |= AIR_FOR_PARALLEL;
        return AIR_KEEP;
    }
    const air_node loop = *n;
    if (!arrays_found(w, plan))
        return AIR_KEEP;
    make_loop(w, m, &loop, plan);
    return AIR_DROP;
}

void air_pass_parallel(arena *a, air_module *m, air_fun *f)
{
    maker x = {.arena = a};
    if (!parallel_wanted(f))
        return;
    parallel_prepare(a, m, f);
    x.plans = parallel_plans(a, m, f, NULL, false, &x.count);
    air_rewriter w = {.user = &x, .visit = visit};
    air_rewrite(m, f, &w);
}
