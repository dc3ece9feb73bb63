/* Folds: runs of elements into one value, in NumPy's order.
 *
 * Float sums are pairwise: blocks of at most 128 in eight accumulators (one vector), joined along a
 * tree that splits at half, rounded down to a multiple of eight. The tree is walked with a small
 * stack. Integers, minima and maxima have the same bits in any order and use whole vectors. */
#include "lower_reduce.h"

enum { STACK = 64 };

/* Parts that threads fold: so many for any number of threads, each with a cache line of its own. */
enum { PART_LEVELS = 5, PARTS = 1 << PART_LEVELS, PART_SLOT = 64, PARTS_FROM = 65536 };

/* ---- Operations ------------------------------------------------------------------------------ */

lw_fold lw_fold_of(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_fold f = {l,     (air_fn)n->fn, (hpc_dtype)n->type.dtype, (hpc_dtype)n->type.dtype,
                 false, false};
    bool is_float = lir_elem_is_float(lw_elem(f.dtype));
    f.pairwise = is_float && f.fn == AIR_ADD;
    f.ordered = is_float && (f.fn == AIR_MUL || lw_complex(f.dtype)) && !f.pairwise;
    return f;
}

lw_value lw_combine(const lw_fold *f, lw_value a, lw_value b)
{
    lw_value args[2] = {a, b};
    lw_fn_use use = {f->fn, f->work, f->work, false};
    return lw_apply(f->l, use, args);
}

lw_value lw_fold_constant(const lw_fold *f, double re)
{
    lower *l = f->l;
    lir_elem elem = lw_elem(f->work);
    uint64_t bits = lir_elem_is_float(elem) ? lir_float_bits(elem, re) : (uint64_t)(int64_t)re;
    lw_value v = lw_constant(l, f->work, (int64_t)bits, 0);
    if (v.im && f->fn == AIR_ADD)
        v.im = v.re;
    return v;
}

/* The bits of the value that leaves every other as it is. */
lw_value lw_identity(const lw_fold *f)
{
    lir_elem elem = lw_elem(f->work);
    bool is_float = lir_elem_is_float(elem), least = f->fn == AIR_MIN;
    unsigned width = lir_elem_size(elem) * 8;
    switch (f->fn) {
    case AIR_ADD: return lw_fold_constant(f, -0.0);
    case AIR_MUL: return lw_fold_constant(f, 1);
    case AIR_AND: return lw_fold_constant(f, elem == LIR_I1 ? 1 : -1);
    case AIR_MIN:
    case AIR_MAX: {
        if (is_float)
            return lw_fold_constant(f,
                                    least ? (double)__builtin_inff() : -(double)__builtin_inff());
        uint64_t bits = least ? UINT64_MAX : 0;
        if (elem == LIR_I1)
            bits = least;
        else if (lir_elem_is_signed(elem))
            bits = least ? (UINT64_C(1) << (width - 1)) - 1 : ~((UINT64_C(1) << (width - 1)) - 1);
        return lw_constant(f->l, f->work, (int64_t)bits, 0);
    }
    default: return lw_fold_constant(f, 0);
    }
}

static lw_value splat(lower *l, lw_value v, unsigned lanes)
{
    v.re = lw_splat(l, v.re, lanes);
    v.im = v.im ? lw_splat(l, v.im, lanes) : 0;
    return v;
}

/* One half of the lanes: every second one, or the lower or upper ones, which lie in registers of
 * their own or can be had by one instruction. */
static lir_expr_id half_lanes(lower *l, lir_expr_id v, unsigned which, bool neighbours)
{
    uint16_t list[LIR_MAX_LANES];
    unsigned lanes = lw_type(l, v).lanes;
    if (lanes == 2)
        return lir_make(l->m, l->f, LIR_EXTRACT, lir_scalar((lir_elem)lw_type(l, v).elem), which, v,
                        0, 0, 0);
    for (unsigned i = 0; i < lanes / 2; i++)
        list[i] = (uint16_t)(neighbours ? 2 * i + which : i + which * lanes / 2);
    return lw_shuffle(l, v, v, lanes / 2, list);
}

static lw_value half_of(lower *l, lw_value v, unsigned which, bool neighbours)
{
    v.re = half_lanes(l, v.re, which, neighbours);
    v.im = v.im ? half_lanes(l, v.im, which, neighbours) : 0;
    return v;
}

/* ---- Variables that hold a value ------------------------------------------------------------- */

lw_cell lw_cell_new(lower *l, hpc_dtype dtype, unsigned lanes)
{
    lir_type type = lir_vector(lw_elem(dtype), lanes);
    lw_cell c = {lir_var_new(l->m, l->f, "sum", type), 0};
    if (lw_complex(dtype))
        c.im = lir_var_new(l->m, l->f, "sum", type);
    return c;
}

void lw_cell_set(lower *l, lw_cell c, lw_value v)
{
    if (c.im)
        v.im = lw_let(l, "im", v.im);
    lw_set(l, c.re, v.re);
    if (c.im)
        lw_set(l, c.im, v.im);
}

lw_value lw_cell_get(lower *l, lw_cell c)
{
    return (lw_value){lw_get(l, c.re), c.im ? lw_get(l, c.im) : 0, -1};
}

/* A variable's value now. */
lw_value lw_cell_read(lower *l, lw_cell c)
{
    lw_value v = lw_cell_get(l, c);
    v.re = lw_snapshot(l, v.re);
    v.im = v.im ? lw_snapshot(l, v.im) : 0;
    return v;
}

/* ---- Runs: elements of the sources along one index ------------------------------------------- */

/* One of the folds that go over a run together. */
typedef struct part {
    lw_fold *f;
    air_id source;
    lw_cell lanes, sum;
} part;

typedef struct parts {
    part *items;
    unsigned count;
} parts;

static lw_value element_in_loops(const lw_strip *r, const part *p)
{
    lw_kernel *k = r->k;
    lw_index index[HPC_MAX_RANK], at;
    lw_index_loop(k->l, &at, k->nlevels - 1);
    if (r->pos >= 0)
        at.coef[r->pos] = lw_i64(k->l, 1);
    memcpy(index, r->index, r->rank * sizeof *index);
    index[r->axis] = at;
    lw_value v = lw_eval(k, p->source, index);
    int level = v.level;
    v = lw_cast(k->l, p->f->work, p->f->dtype, v);
    v.level = level;
    return v;
}

/* any() or all(). */
static bool is_logical(const lw_fold *f)
{
    return f->work == HPC_BOOL && (f->fn == AIR_OR || f->fn == AIR_AND);
}

static lir_expr_id inverse(lower *l, lir_expr_id v)
{
    return lir_op1(l->m, l->f, LIR_NOT, v);
}

/* Whether nothing in the innermost loop can fail or shows outside of it. */
static bool computes_alone(lower *l)
{
    const lir_block *body = lw_block_at(l, l->cur);
    for (uint32_t i = 0; i < body->len; i++) {
        lir_stmt_kind kind = (lir_stmt_kind)lir_stmt_at(l->f, body->items[i])->kind;
        if (kind != LIR_S_LET && kind != LIR_S_SET && kind != LIR_S_COMMENT)
            return false;
    }
    return true;
}

/* What any() and all() look for ends the loop, where the elements that are left would not be missed. */
static void leave_when_settled(const lw_strip *r, const parts *all, unsigned lanes)
{
    const part *p = &all->items[0];
    air_fn fn = p->f->fn;
    lower *l = r->k->l;
    lw_block outer;
    if (all->count != 1 || lanes == 1 || !is_logical(p->f) || !computes_alone(l))
        return;
    lir_expr_id found = lw_get(l, p->lanes.re);
    lw_open_stmt(l, LIR_S_IF, lw_any_lane(l, fn == AIR_OR ? found : inverse(l, found)), &outer);
    lw_stmt(l, LIR_S_BREAK);
    l->cur = outer;
}

/* sum = sum op element, for i in [from, to) by lanes. */
static void accumulate(const lw_strip *r, const parts *all, lir_expr_id from, lir_expr_id to,
                       unsigned lanes)
{
    lower *l = r->k->l;
    if (from == to)
        return;
    lw_loop_open(r->k, "j", from, to, lanes, lanes);
    for (unsigned i = 0; i < all->count; i++) {
        const part *p = &all->items[i];
        lw_cell sum = lanes > 1 ? p->lanes : p->sum;
        lw_value x = element_in_loops(r, p);
        if (lanes > 1)
            x = splat(l, x, lanes);
        lw_cell_set(l, sum, lw_combine(p->f, lw_cell_get(l, sum), x));
    }
    leave_when_settled(r, all, lanes);
    lw_loop_close(r->k);
}

static lw_value keep(lower *l, lw_value v)
{
    v.re = lw_let(l, "part", v.re);
    v.im = v.im ? lw_let(l, "part", v.im) : 0;
    return v;
}

/* Float sums: ((0+1)+(2+3))+((4+5)+(6+7)), neighbours first, as NumPy does. */
static lw_value combine_lanes(const lw_fold *f, lw_value v, unsigned lanes)
{
    if (is_logical(f) && lanes > 1) {
        bool any = f->fn == AIR_OR;
        lir_expr_id found = lw_any_lane(f->l, any ? v.re : inverse(f->l, v.re));
        v.re = any ? found : inverse(f->l, found);
        return v;
    }
    for (; lanes > 1; lanes /= 2) {
        v = keep(f->l, v);
        v = lw_combine(f, half_of(f->l, v, 0, f->pairwise), half_of(f->l, v, 1, f->pairwise));
    }
    return v;
}

static void begin_lanes(const part *p, unsigned lanes)
{
    lw_cell_set(p->f->l, p->lanes, splat(p->f->l, lw_identity(p->f), lanes));
}

static void end_lanes(const part *p, unsigned lanes)
{
    lw_cell_set(p->f->l, p->sum, combine_lanes(p->f, lw_cell_get(p->f->l, p->lanes), lanes));
}

/* Elements [0, n) after the run's position, the accumulators in one vector; the rest in order. In the
 * blocks of a tree only sums begin anew. */
static void block(const lw_strip *r, const parts *all, bool in_tree, lir_expr_id n, unsigned lanes)
{
    lower *l = r->k->l;
    for (unsigned i = 0; i < all->count; i++)
        if (!in_tree || all->items[i].f->pairwise)
            begin_lanes(&all->items[i], lanes);
    lir_expr_id whole = lw_let(l, "whole", lw_op(l, LIR_AND, n, lw_i64(l, -(int64_t)lanes)));
    accumulate(r, all, lw_i64(l, 0), whole, lanes);
    for (unsigned i = 0; i < all->count; i++)
        if (!in_tree || all->items[i].f->pairwise)
            end_lanes(&all->items[i], lanes);
    accumulate(r, all, whole, n, 1);
}

/* ---- The pairwise tree ----------------------------------------------------------------------- */

typedef struct tree {
    lir_var_id pos, size, depth;
    lir_expr_id rest, have; /* stacks, from entry 1 on; have[0] stays 0 */
    lir_expr_id left[LW_MAX_FOLDS];
} tree;

static lir_var_id i64_var(lower *l, const char *name)
{
    return lir_var_new(l->m, l->f, name, lir_scalar(LIR_I64));
}

static lir_expr_id entry(lower *l, lir_expr_id stack, lir_var_id depth, int64_t size)
{
    return lw_padd(l, stack, lw_op(l, LIR_MUL, lw_get(l, depth), lw_i64(l, size)));
}

lir_stmt_id lw_open_stmt(lower *l, lir_stmt_kind kind, lir_expr_id cond, lw_block *outer)
{
    lir_stmt_id id = lw_detached(l, kind);
    lir_stmt_at(l->f, id)->a = cond;
    if (kind == LIR_S_WHILE)
        lir_stmt_at(l->f, id)->flags = LIR_FOR_VECTOR;
    lw_attach(l, l->cur, id);
    *outer = l->cur;
    l->cur = (lw_block){id, false};
    return id;
}

static lir_expr_id forever(lower *l)
{
    return lir_const_int(l->m, l->f, LIR_I1, 1);
}

/* Of the left part: a multiple of eight floats, of which a complex number has two. */
static lir_expr_id half_of_size(lower *l, lir_expr_id size, bool is_complex)
{
    lir_expr_id one = lw_i64(l, 1);
    if (!is_complex)
        return lw_op(l, LIR_AND, lw_op(l, LIR_SHR, size, one), lw_i64(l, -8));
    lir_expr_id over = lw_op(l, LIR_AND, size, lw_i64(l, 7));
    return lw_op(l, LIR_SHR, lw_op(l, LIR_SUB, size, over), one);
}

/* While the current part is larger than a block: put its right part aside. */
static void descend(lower *l, const tree *t, bool is_complex)
{
    lw_block outer;
    lir_expr_id size = lw_get(l, t->size);
    lw_open_stmt(l, LIR_S_WHILE, lw_op(l, LIR_GT, size, lw_i64(l, is_complex ? 64 : 128)), &outer);
    lir_expr_id one = lw_i64(l, 1);
    lir_expr_id half = lw_let(l, "half", half_of_size(l, size, is_complex));
    lw_set(l, t->depth, lw_op(l, LIR_ADD, lw_get(l, t->depth), one));
    lw_store(l, entry(l, t->rest, t->depth, 8), 0, lw_op(l, LIR_SUB, size, half));
    lw_store(l, entry(l, t->have, t->depth, 8), 0, lw_i64(l, 0));
    lw_set(l, t->size, half);
    l->cur = outer;
}

static lw_value load_left(lower *l, const lw_fold *f, const tree *t, unsigned i)
{
    lir_elem elem = lw_elem(f->work);
    lir_expr_id at = entry(l, t->left[i], t->depth, hpc_dtype_size(f->work));
    lw_value v = {lw_load(l, elem, at, 0), 0, -1};
    if (lw_complex(f->work))
        v.im = lw_load(l, elem, at, lir_elem_size(elem));
    return v;
}

static void store_left(lower *l, const part *p, const tree *t, unsigned i)
{
    lw_value v = lw_cell_get(l, p->sum);
    lir_expr_id at = entry(l, t->left[i], t->depth, hpc_dtype_size(p->f->work));
    lw_store(l, at, 0, v.re);
    if (v.im)
        lw_store(l, at, lir_elem_size(lw_elem(p->f->work)), v.im);
}

static void leave_at_the_top(lower *l, const tree *t)
{
    lw_block outer;
    lw_open_stmt(l, LIR_S_IF, lw_op(l, LIR_EQ, lw_get(l, t->depth), lw_i64(l, 0)), &outer);
    lw_stmt(l, LIR_S_BREAK);
    l->cur = outer;
}

/* While the left part is there: add. Then keep the sum as a left part, or leave the loop. A run of one
 * block leaves without a look at the stack. */
static void ascend(lower *l, const parts *all, const tree *t)
{
    lw_block outer;
    lir_expr_id zero = lw_i64(l, 0), one = lw_i64(l, 1);
    leave_at_the_top(l, t);
    lir_expr_id have = lw_load(l, LIR_I64, entry(l, t->have, t->depth, 8), 0);
    lw_open_stmt(l, LIR_S_WHILE, lw_op(l, LIR_NE, have, zero), &outer);
    for (unsigned i = 0; i < all->count; i++) {
        const part *p = &all->items[i];
        if (p->f->pairwise)
            lw_cell_set(l, p->sum,
                        lw_combine(p->f, load_left(l, p->f, t, i), lw_cell_get(l, p->sum)));
    }
    lw_set(l, t->depth, lw_op(l, LIR_SUB, lw_get(l, t->depth), one));
    l->cur = outer;
    leave_at_the_top(l, t);
    for (unsigned i = 0; i < all->count; i++)
        if (all->items[i].f->pairwise)
            store_left(l, &all->items[i], t, i);
    lw_store(l, entry(l, t->have, t->depth, 8), 0, one);
    lw_set(l, t->size, lw_load(l, LIR_I64, entry(l, t->rest, t->depth, 8), 0));
}

static tree new_tree(lower *l, const parts *all, lir_expr_id from, lir_expr_id n)
{
    tree t = {.pos = i64_var(l, "pos"), .size = i64_var(l, "size"), .depth = i64_var(l, "depth")};
    for (unsigned i = 0; i < all->count; i++)
        if (all->items[i].f->pairwise)
            t.left[i] = lw_alloca(l, "left", STACK * 16);
    t.rest = lw_alloca(l, "rest", STACK * 8);
    t.have = lw_alloca(l, "have", STACK * 8);
    lw_set(l, t.pos, from);
    lw_set(l, t.size, n);
    lw_set(l, t.depth, lw_i64(l, 0));
    return t;
}

/* What is folded in any order goes along in the blocks, and is joined at the end. */
static void pairwise(const lw_strip *r, const parts *all, lir_expr_id from, lir_expr_id n,
                     unsigned lanes)
{
    lower *l = r->k->l;
    tree t = new_tree(l, all, from, n);
    for (unsigned i = 0; i < all->count; i++) {
        const part *p = &all->items[i];
        if (p->f->pairwise)
            continue;
        begin_lanes(p, lanes);
        lw_cell_set(l, p->sum, lw_identity(p->f));
    }
    lw_while_open(r->k, t.pos, forever(l));
    descend(l, &t, lanes == 4);
    lw_strip here = *r;
    here.pos = (int)r->k->nlevels - 1;
    lir_expr_id size = lw_snapshot(l, lw_get(l, t.size));
    block(&here, all, true, size, lanes);
    lw_set(l, t.pos, lw_op(l, LIR_ADD, lw_get(l, t.pos), size));
    ascend(l, all, &t);
    lw_loop_close(r->k);
    for (unsigned i = 0; i < all->count; i++) {
        const part *p = &all->items[i];
        if (p->f->pairwise)
            continue;
        lw_value rest = lw_cell_read(l, p->sum);
        end_lanes(p, lanes);
        lw_cell_set(l, p->sum, lw_combine(p->f, lw_cell_get(l, p->sum), rest));
    }
}

/* ---- One result ------------------------------------------------------------------------------ */

/* A sum of a few terms, as NumPy adds them. */
lw_value lw_sum_terms(const lw_fold *f, const lw_value *x, unsigned n)
{
    unsigned width = lw_complex(f->work) ? 4 : 8;
    if (n == 0)
        return lw_fold_constant(f, 0);
    if (!f->pairwise || n < width) {
        lw_value s = x[0];
        for (unsigned i = 1; i < n; i++)
            s = lw_combine(f, s, x[i]);
        return s;
    }
    lw_value part[8];
    unsigned whole = n / width * width;
    for (unsigned i = 0; i < width; i++)
        part[i] = x[i];
    for (unsigned i = width; i < whole; i++)
        part[i % width] = lw_combine(f, part[i % width], x[i]);
    for (unsigned m = width; m > 1; m /= 2)
        for (unsigned i = 0; i < m / 2; i++)
            part[i] = lw_combine(f, part[2 * i], part[2 * i + 1]);
    for (unsigned i = whole; i < n; i++)
        part[0] = lw_combine(f, part[0], x[i]);
    return part[0];
}

/* NumPy starts float sums from +0: a sum of negative zeros is +0. */
lw_value lw_fold_finish(const lw_fold *f, lw_value v)
{
    int level = v.level;
    if (f->pairwise) {
        lw_value zero = lw_fold_constant(f, 0);
        v = lw_combine(f, zero, v);
    }
    v = lw_cast(f->l, f->dtype, f->work, v);
    v.level = level;
    return v;
}

/* The lanes of the folds together: sums have eight (complex: four) accumulators. */
static unsigned fold_lanes(const lw_strip *r, const parts *all)
{
    for (unsigned i = 0; i < all->count; i++)
        if (all->items[i].f->pairwise)
            return lw_complex(all->items[i].f->work) ? 4 : 8;
    return r->lanes;
}

static bool any_pairwise(const parts *all)
{
    bool any = false;
    for (unsigned i = 0; i < all->count; i++)
        any |= all->items[i].f->pairwise;
    return any;
}

/* ---- Runs and their parts -------------------------------------------------------------------- */

static void any_order(const lw_strip *r, const parts *all, lir_expr_id n, unsigned lanes)
{
    if (lanes == 1)
        accumulate(r, all, lw_i64(r->k->l, 0), n, 1);
    else
        block(r, all, false, n, lanes);
}

/* The elements [0, n) after `from`: a loop of one turn is what counts the position. */
static void any_order_from(const lw_strip *r, const parts *all, lir_expr_id from, lir_expr_id n,
                           unsigned lanes)
{
    lower *l = r->k->l;
    if (lw_is_i64(l, from, 0)) {
        any_order(r, all, n, lanes);
        return;
    }
    lir_var_id pos = i64_var(l, "pos");
    lw_set(l, pos, from);
    lw_while_open(r->k, pos, forever(l));
    lw_strip here = *r;
    here.pos = (int)r->k->nlevels - 1;
    any_order(&here, all, n, lanes);
    lw_stmt(l, LIR_S_BREAK);
    lw_loop_close(r->k);
}

/* Folds the elements [from, from + n) into the parts' variables, which are made anew. */
static void fold_from(const lw_strip *r, const parts *all, lir_expr_id from, lir_expr_id n,
                      unsigned lanes)
{
    lower *l = r->k->l;
    for (unsigned i = 0; i < all->count; i++) {
        part *p = &all->items[i];
        p->sum = lw_cell_new(l, p->f->work, 1);
        if (lanes == 1 || l->options->threads) /* so that no earlier turn of a loop is seen */
            lw_cell_set(l, p->sum, lw_identity(p->f));
        if (lanes > 1)
            p->lanes = lw_cell_new(l, p->f->work, lanes);
    }
    if (any_pairwise(all))
        pairwise(r, all, from, n, lanes);
    else
        any_order_from(r, all, from, n, lanes);
}

/* Where a part begins, and how many elements it has. Those of sums are the nodes of NumPy's tree at one
 * level, from the left. */
static void place_part(lower *l, const parts *all, lir_expr_id which, bool is_complex,
                       lir_expr_id *pos, lir_expr_id *size)
{
    lir_expr_id n = *size, one = lw_i64(l, 1), zero = lw_i64(l, 0);
    *pos = zero;
    for (int level = PART_LEVELS - 1; level >= 0 && any_pairwise(all); level--) {
        lir_expr_id bit = lw_op(l, LIR_AND, lw_op(l, LIR_SHR, which, lw_i64(l, level)), one);
        lir_expr_id right = lw_op(l, LIR_NE, bit, zero);
        lir_expr_id half = lw_let(l, "half", half_of_size(l, *size, is_complex));
        *pos = lw_let(l, "from", lw_select(l, right, lw_op(l, LIR_ADD, *pos, half), *pos));
        *size = lw_let(l, "size", lw_select(l, right, lw_op(l, LIR_SUB, *size, half), half));
    }
    if (any_pairwise(all))
        return;
    lir_expr_id each = lw_op(l, LIR_SHR, n, lw_i64(l, PART_LEVELS));
    lir_expr_id last = lw_op(l, LIR_EQ, which, lw_i64(l, PARTS - 1));
    *pos = lw_let(l, "from", lw_op(l, LIR_MUL, which, each));
    *size = lw_let(l, "size", lw_select(l, last, lw_op(l, LIR_SUB, n, *pos), each));
}

/* The parts' values, joined as the tree joins its nodes. */
static lw_value join_parts(lower *l, const part *p, lir_expr_id slots)
{
    lir_elem elem = lw_elem(p->f->work);
    lw_value v[PARTS];
    for (unsigned i = 0; i < PARTS; i++) {
        v[i] = (lw_value){lw_load(l, elem, slots, (int64_t)i * PART_SLOT), 0, -1};
        if (lw_complex(p->f->work))
            v[i].im = lw_load(l, elem, slots, (int64_t)i * PART_SLOT + lir_elem_size(elem));
    }
    for (unsigned count = PARTS / 2; count; count /= 2)
        for (unsigned i = 0; i < count; i++)
            v[i] = keep(l, lw_combine(p->f, v[2 * i], v[2 * i + 1]));
    return v[0];
}

/* for part = 0 to 32 parallel { slots[part] = fold of the part }; then the join. */
static void fold_parts(const lw_strip *r, const parts *all, lir_expr_id n, unsigned lanes,
                       const lw_cell *result)
{
    lower *l = r->k->l;
    lir_expr_id slots[LW_MAX_FOLDS], pos, size = n, cost = lw_i64(l, LW_FOLD_COST);
    for (unsigned i = 0; i < all->count; i++)
        slots[i] = lw_alloca_shared(l, "slots", PARTS * PART_SLOT);
    lw_loop_open(r->k, "part", lw_i64(l, 0), lw_i64(l, PARTS), 1, 1);
    lw_level *level = &r->k->level[r->k->nlevels - 1];
    lir_stmt_at(l->f, level->stmt)->flags |= LIR_FOR_PARALLEL;
    cost = lw_op(l, LIR_MUL, lw_op(l, LIR_SHR, n, lw_i64(l, PART_LEVELS)), cost);
    lir_stmt_at(l->f, level->stmt)->d = cost;
    lir_expr_id which = level->iv, slot = lw_op(l, LIR_MUL, which, lw_i64(l, PART_SLOT));
    place_part(l, all, which, lanes == 4, &pos, &size);
    fold_from(r, all, pos, size, lanes);
    for (unsigned i = 0; i < all->count; i++) {
        lw_value v = lw_cell_get(l, all->items[i].sum);
        lir_expr_id at = lw_padd(l, slots[i], slot);
        lw_store(l, at, 0, v.re);
        if (v.im)
            lw_store(l, at, lir_elem_size(lw_elem(all->items[i].f->work)), v.im);
    }
    lw_loop_close(r->k);
    for (unsigned i = 0; i < all->count; i++)
        lw_cell_set(l, result[i], join_parts(l, &all->items[i], slots[i]));
}

/* if (long) { by parts } else { as one } */
static void fold_split(const lw_strip *r, const parts *all, lir_expr_id n, unsigned lanes)
{
    lower *l = r->k->l;
    lw_cell result[LW_MAX_FOLDS];
    lw_block outer = l->cur;
    for (unsigned i = 0; i < all->count; i++)
        result[i] = lw_cell_new(l, all->items[i].f->work, 1);
    lir_stmt_id choice = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, choice)->a = lw_op(l, LIR_GE, n, lw_i64(l, PARTS_FROM));
    l->cur = (lw_block){choice, false};
    fold_parts(r, all, n, lanes, result);
    l->cur = (lw_block){choice, true};
    fold_from(r, all, lw_i64(l, 0), n, lanes);
    for (unsigned i = 0; i < all->count; i++) {
        lw_cell_set(l, result[i], lw_cell_get(l, all->items[i].sum));
        all->items[i].sum = result[i];
    }
    l->cur = outer;
    lw_attach(l, outer, choice);
}

/* Fold n elements along the run into one value for each of the sources, at the kernel's current place
 * (lanes 1). Several folds are none that is ordered, and no complex sums. */
void lw_fold_runs(const lw_strip *r, lw_fold *folds, const air_id *sources, unsigned count,
                  lir_expr_id n, lw_value *out)
{
    lower *l = r->k->l;
    part items[LW_MAX_FOLDS];
    parts all = {items, count};
    int64_t known;
    for (unsigned i = 0; i < count; i++) {
        lw_fold *f = &folds[i];
        if (f->pairwise && f->work == HPC_F16)
            f->work = HPC_F32;
        items[i] = (part){.f = f, .source = sources[i]};
    }
    unsigned lanes = folds[0].ordered ? 1 : fold_lanes(r, &all);
    if (r->parts && !(lw_is_const(l, n, &known) && known < PARTS_FROM))
        fold_split(r, &all, n, lanes);
    else
        fold_from(r, &all, lw_i64(l, 0), n, lanes);
    for (unsigned i = 0; i < count; i++) {
        out[i] = lw_cell_read(l, items[i].sum);
        out[i].level = (int)r->k->nlevels - 1;
        out[i] = lw_fold_finish(&folds[i], out[i]);
    }
}

lw_value lw_fold_run(const lw_strip *r, lw_fold *f, lir_expr_id n)
{
    lw_value v;
    lw_fold_runs(r, f, &r->source, 1, n, &v);
    return v;
}
