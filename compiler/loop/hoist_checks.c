/* Takes lowered loop IR, gives loops without checks: an innermost FOR whose checks are decided by
 * its bounds is made twice, under a test of all of them at once.
 *
 *   for i = 0 to n { check i <u m; ... }   ->   if n > 0 and n - 1 < m { for i = 0 to n { ... } }
 *                                               else { for i = 0 to n { check i <u m; ... } }
 *
 * Decided are checks whose condition does not change in the loop, and `e <u n` where e is affine in
 * the loop's variable. The loop that keeps its checks reports failures in their order. Keeps the
 * rules of lir_verify: variables that are set by LET are renamed in the copy.
 *
 * Where nothing but arithmetic, loads and stores is left, the loop without checks is made twice in
 * turn, once with the strides that its variable is multiplied by taken for the size of an element:
 * LLVM vectorises that one. */
#include "lir_passes.h"

enum { MAX_BODY = 200, MAX_CHECKS = 32, MAX_FACTOR = 1 << 20 };

typedef struct hoister {
    lir_module *m;
    lir_fn *f;
    arena *a;
    lir_var_id index; /* of the loop at hand */
    lir_expr_id from, last;
    int64_t step;
    lir_expr_id *let; /* by variable: its definition inside the loop */
    uint8_t *changes; /* by variable: set inside the loop otherwise */
    uint32_t nvars;
    VEC(lir_expr_id) conds;
    VEC(lir_stmt_id) decided;  /* CHECKs */
    VEC(lir_var_id) unwrapped; /* LETs of wrapped indexes that are known not to be negative */
    VEC(lir_var_id) strides;   /* taken for unit strides */
    int64_t *unit;             /* by variable: the number that stands for it in the copy, or 0 */
    uint8_t *products;         /* by variable: the stride of a contiguous array's rows */
    uint32_t nproducts;
    lir_var_id *renamed;
    lir_expr_id *copied;
    uint32_t ncopied;
    /* The tables above stay from loop to loop: what a loop has put in is taken out again, so that
     * the time for all loops does not grow with their number times the function's size. */
    uint32_t var_room, expr_room;
    VEC(lir_var_id) touched;
    VEC(lir_expr_id) touched_exprs;
    unsigned size;
    bool steps; /* some index goes by a step that only the run knows */
    remarks *remarks;
    uint32_t function; /* in remarks */
} hoister;

static const lir_expr *at(const hoister *h, lir_expr_id id)
{
    return &h->f->exprs.items[id];
}

static lir_stmt *stmt_at(const hoister *h, lir_stmt_id id)
{
    return lir_stmt_at(h->f, id);
}

static lir_expr_id i64(hoister *h, int64_t value)
{
    return lir_const_int(h->m, h->f, LIR_I64, value);
}

static lir_expr_id op2(hoister *h, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(h->m, h->f, op, a, b);
}

/* ---- What changes ---------------------------------------------------------------------------- */

static lir_var_id touch(hoister *h, lir_var_id var)
{
    vec_push(h->a, &h->touched, var);
    return var;
}

/* Note what the body sets. False: it holds a loop or is too large. */
static bool survey(hoister *h, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        if (++h->size > MAX_BODY || s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE ||
            s->kind == LIR_S_TRY)
            return false;
        if (s->kind == LIR_S_LET)
            h->let[touch(h, s->var)] = s->a;
        else if (s->kind == LIR_S_SET)
            h->changes[touch(h, s->var)] = 1;
        for (uint32_t k = 0; k < s->outs.len; k++)
            h->changes[touch(h, s->outs.items[k])] = 1;
        if (s->kind == LIR_S_IF && (!survey(h, &s->body) || !survey(h, &s->other)))
            return false;
    }
    return true;
}

/* The expression in terms of what does not change in the loop; 0 where there is none. */
static lir_expr_id invariant(hoister *h, lir_expr_id id)
{
    lir_expr e = *at(h, id);
    bool traps = (e.op == LIR_DIV || e.op == LIR_REM) && lir_elem_is_int((lir_elem)e.type.elem);
    if (e.op == LIR_LOAD || e.op == LIR_MLOAD || e.op == LIR_GATHER || traps)
        return 0;
    if (e.op == LIR_VAR) {
        if (e.var == h->index || h->changes[e.var])
            return 0;
        return h->let[e.var] ? invariant(h, h->let[e.var]) : id;
    }
    unsigned arity = lir_op_arity((lir_op)e.op);
    bool same = true;
    for (unsigned i = 0; i < arity; i++) {
        lir_expr_id arg = invariant(h, e.args[i]);
        if (!arg)
            return 0;
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    return same ? id : lir_make_plain(h->m, h->f, &e);
}

/* ---- Affine indexes -------------------------------------------------------------------------- */

/* factor * index + rest; where `by` is not 0, by * index + rest (and factor is 1, by is positive). */
typedef struct affine {
    bool ok;
    int64_t factor;
    lir_expr_id rest, by;
} affine;

static const affine no_affine = {false, 0, 0, 0};

static bool is_zero(const hoister *h, lir_expr_id id)
{
    uint64_t bits;
    return lir_is_const(h->f, id, &bits) && bits == 0;
}

/* select(x < 0, x + n, x): the x of a wrapped index, else 0. */
static lir_expr_id wrapped(const hoister *h, lir_expr_id id)
{
    const lir_expr *e = at(h, id);
    if (e->op != LIR_SELECT)
        return 0;
    const lir_expr *cond = at(h, e->args[0]);
    bool below = cond->op == LIR_LT && cond->args[0] == e->args[2] && is_zero(h, cond->args[1]);
    return below ? e->args[2] : 0;
}

static affine affine_of(hoister *h, lir_expr_id id);

static affine affine_sum(hoister *h, const lir_expr *e)
{
    affine x = affine_of(h, e->args[0]), y = affine_of(h, e->args[1]);
    if (!x.ok || !y.ok)
        return no_affine;
    bool minus = e->op == LIR_SUB;
    if ((x.by && y.factor) || (y.by && (x.factor || minus)))
        return no_affine;
    int64_t factor = minus ? x.factor - y.factor : x.factor + y.factor;
    return (affine){true, factor, op2(h, minus ? LIR_SUB : LIR_ADD, x.rest, y.rest),
                    x.by ? x.by : y.by};
}

static affine affine_product(hoister *h, const lir_expr *e)
{
    uint64_t by;
    affine x = affine_of(h, e->args[0]);
    if (!x.ok || x.by)
        return no_affine;
    if (lir_is_const(h->f, e->args[1], &by)) {
        if (by == 0 || by > MAX_FACTOR)
            return no_affine;
        return (affine){true, x.factor * (int64_t)by, op2(h, LIR_MUL, x.rest, e->args[1]), 0};
    }
    lir_expr_id fixed = invariant(h, e->args[1]);
    if (!fixed || x.factor != 1 || !is_zero(h, x.rest))
        return no_affine;
    return (affine){true, 1, i64(h, 0), fixed};
}

static affine affine_of(hoister *h, lir_expr_id id)
{
    const lir_expr e = *at(h, id);
    if (e.type.elem != LIR_I64 || e.type.lanes != 1)
        return no_affine;
    lir_expr_id fixed = invariant(h, id);
    if (fixed)
        return (affine){true, 0, fixed, 0};
    if (e.op == LIR_VAR) {
        if (e.var == h->index)
            return (affine){true, 1, i64(h, 0), 0};
        return h->let[e.var] ? affine_of(h, h->let[e.var]) : no_affine;
    }
    if (e.op == LIR_ADD || e.op == LIR_SUB)
        return affine_sum(h, &e);
    if (e.op == LIR_MUL)
        return affine_product(h, &e);
    lir_expr_id x = wrapped(h, id);
    return x ? affine_of(h, x) : no_affine;
}

static lir_expr_id value_at(hoister *h, const affine *x, lir_expr_id index)
{
    lir_expr_id factor = x->by ? x->by : i64(h, x->factor);
    return op2(h, LIR_ADD, op2(h, LIR_MUL, index, factor), x->rest);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static void need(hoister *h, lir_expr_id cond)
{
    uint64_t bits;
    if (lir_is_const(h->f, cond, &bits) && bits)
        return;
    for (uint32_t i = 0; i < h->conds.len; i++)
        if (h->conds.items[i] == cond)
            return;
    vec_push(h->a, &h->conds, cond);
}

/* e <u n for every index from `from` to `last`: neither end is outside, and nothing wraps around
 * (all that an index is made of lies within 2^40). */
static void need_range(hoister *h, const affine *x, lir_expr_id n)
{
    lir_expr_id limit = i64(h, INT64_C(1) << 40), below = i64(h, -(INT64_C(1) << 40));
    bool up = x->factor > 0;
    if (x->by) {
        h->steps = true;
        need(h, op2(h, LIR_GT, x->by, i64(h, 0)));
        need(h, op2(h, LIR_LE, x->by, i64(h, MAX_FACTOR)));
    }
    need(h, op2(h, LIR_GE, value_at(h, x, up ? h->from : h->last), i64(h, 0)));
    need(h, op2(h, LIR_LT, value_at(h, x, up ? h->last : h->from), n));
    need(h, op2(h, LIR_LT, h->last, limit));
    need(h, op2(h, LIR_GE, h->from, below));
    need(h, op2(h, LIR_LT, x->rest, limit));
    need(h, op2(h, LIR_GE, x->rest, below));
}

/* The LET of a wrapped index becomes the index itself where the check is decided. */
static void note_unwrapped(hoister *h, lir_expr_id id)
{
    const lir_expr *e = at(h, id);
    if (e->op == LIR_VAR && h->let[e->var] && wrapped(h, h->let[e->var]))
        vec_push(h->a, &h->unwrapped, e->var);
}

static bool decide(hoister *h, const lir_stmt *s)
{
    lir_expr_id fixed = invariant(h, s->a);
    if (fixed) {
        need(h, fixed);
        return true;
    }
    const lir_expr cond = *at(h, s->a);
    if (cond.op != LIR_LT)
        return false;
    const lir_expr e = *at(h, cond.args[0]), n = *at(h, cond.args[1]);
    if (e.op != LIR_CVT || e.type.elem != LIR_U64 || n.type.elem != LIR_U64)
        return false;
    uint64_t known;
    lir_expr_id bound = 0;
    if (n.op == LIR_CVT)
        bound = invariant(h, n.args[0]);
    else if (lir_is_const(h->f, cond.args[1], &known) && known < INT64_MAX)
        bound = i64(h, (int64_t)known);
    affine x = affine_of(h, e.args[0]);
    if (!bound || !x.ok || x.factor == 0 || at(h, bound)->type.elem != LIR_I64)
        return false;
    need_range(h, &x, bound);
    note_unwrapped(h, e.args[0]);
    return true;
}

static void find_checks(hoister *h, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len && h->decided.len < MAX_CHECKS; i++) {
        lir_stmt s = *stmt_at(h, block->items[i]);
        if (s.kind == LIR_S_CHECK && decide(h, &s))
            vec_push(h->a, &h->decided, block->items[i]);
        if (s.kind == LIR_S_IF) {
            find_checks(h, &s.body);
            find_checks(h, &s.other);
        }
    }
}

/* ---- Copying --------------------------------------------------------------------------------- */

static lir_expr_id note_copy(hoister *h, lir_expr_id id, lir_expr_id copy)
{
    vec_push(h->a, &h->touched_exprs, id);
    return h->copied[id] = copy;
}

static lir_expr_id copy_expr(hoister *h, lir_expr_id id)
{
    if (!id || id >= h->ncopied)
        return id;
    if (h->copied[id])
        return h->copied[id];
    lir_expr e = *at(h, id);
    bool same = e.op != LIR_LOAD && e.op != LIR_MLOAD && e.op != LIR_GATHER;
    if (e.op == LIR_VAR && e.var < h->nvars && h->unit[e.var])
        return note_copy(h, id, i64(h, h->unit[e.var]));
    if (e.op == LIR_VAR && e.var < h->nvars && h->renamed[e.var]) {
        e.var = h->renamed[e.var];
        same = false;
    }
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++) {
        lir_expr_id arg = copy_expr(h, e.args[i]);
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    return note_copy(h, id, same ? id : lir_make_plain(h->m, h->f, &e));
}

static lir_var_id rename_var(hoister *h, lir_var_id var)
{
    lir_var v = h->f->vars.items[var];
    h->renamed[touch(h, var)] = lir_var_new(h->m, h->f, v.name, v.type);
    return h->renamed[var];
}

static bool is_decided(const hoister *h, lir_stmt_id id)
{
    for (uint32_t i = 0; i < h->decided.len; i++)
        if (h->decided.items[i] == id)
            return true;
    return false;
}

static bool is_unwrapped(const hoister *h, lir_var_id var)
{
    for (uint32_t i = 0; i < h->unwrapped.len; i++)
        if (h->unwrapped.items[i] == var)
            return true;
    return false;
}

static lir_block copy_block(hoister *h, const lir_block *block);

static lir_stmt_id copy_stmt(hoister *h, lir_stmt_id id)
{
    lir_stmt s = *stmt_at(h, id), c = s;
    if (s.kind == LIR_S_LET && is_unwrapped(h, s.var))
        s.a = wrapped(h, s.a);
    c.a = copy_expr(h, s.a);
    c.b = copy_expr(h, s.b);
    c.c = copy_expr(h, s.c);
    c.d = copy_expr(h, s.d);
    memset(&c.args, 0, sizeof c.args);
    for (uint32_t i = 0; i < s.args.len; i++)
        vec_push(h->a, &c.args, copy_expr(h, s.args.items[i]));
    if (s.kind == LIR_S_LET || s.kind == LIR_S_FOR)
        c.var = rename_var(h, s.var);
    c.body = copy_block(h, &s.body);
    c.other = copy_block(h, &s.other);
    lir_block nowhere = {0};
    lir_stmt_id made = lir_stmt_new(h->m, h->f, &nowhere, (lir_stmt_kind)s.kind);
    *stmt_at(h, made) = c;
    return made;
}

static lir_block copy_block(hoister *h, const lir_block *block)
{
    lir_block copy = {0};
    for (uint32_t i = 0; i < block->len; i++)
        if (!is_decided(h, block->items[i]))
            vec_push(h->a, &copy, copy_stmt(h, block->items[i]));
    return copy;
}

/* ---- Loops ----------------------------------------------------------------------------------- */

static void begin(hoister *h, const lir_stmt *loop)
{
    for (uint32_t i = 0; i < h->touched.len; i++) {
        lir_var_id var = h->touched.items[i];
        h->let[var] = h->renamed[var] = h->changes[var] = 0;
        h->unit[var] = 0;
    }
    h->touched.len = 0;
    h->nvars = h->f->vars.len;
    if (h->nvars > h->var_room) {
        h->var_room = 2 * h->nvars;
        h->let = ARENA_ARRAY(h->a, lir_expr_id, h->var_room);
        h->changes = ARENA_ARRAY(h->a, uint8_t, h->var_room);
        h->renamed = ARENA_ARRAY(h->a, lir_var_id, h->var_room);
        h->unit = ARENA_ARRAY(h->a, int64_t, h->var_room);
    }
    h->strides.len = h->conds.len = h->decided.len = h->unwrapped.len = 0;
    h->size = 0;
    h->steps = false;
    h->index = loop->var;
    h->step = loop->imm;
}

/* The loop's bounds are evaluated where the loop stands: its own expressions serve. */
static void set_bounds(hoister *h, const lir_stmt *loop)
{
    lir_expr_id one = i64(h, 1);
    if (loop->imm > 0) {
        h->from = loop->a;
        h->last = op2(h, LIR_SUB, loop->b, one);
    } else {
        h->from = op2(h, LIR_ADD, loop->b, one);
        h->last = loop->a;
    }
}

/* Could LLVM vectorise the loop, all decided checks gone? */
static bool is_straight(const hoister *h, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        bool plain = s->kind == LIR_S_LET || s->kind == LIR_S_STORE || s->kind == LIR_S_COMMENT;
        if (!plain && !is_decided(h, block->items[i]))
            return false;
    }
    return true;
}

/* Note the variables that are an extent times a size: the stride of rows that lie one after the
 * other. It is the size of an element only where a row has a single one. */
static void find_products(hoister *h)
{
    const lir_fn *f = h->f;
    h->nproducts = f->vars.len;
    h->products = ARENA_ARRAY(h->a, uint8_t, h->nproducts);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        const lir_expr *e = s->kind == LIR_S_LET ? at(h, s->a) : NULL;
        if (e && e->op == LIR_MUL && e->type.elem == LIR_I64 && at(h, e->args[0])->op == LIR_VAR)
            h->products[s->var] = at(h, e->args[1])->op == LIR_CONST;
    }
}

/* The offset of an access by elements of this size: a factor of the loop's variable in it that is a
 * variable itself is its stride. False where the offset has another form, or the loop goes from row
 * to row. */
static bool find_strides(hoister *h, lir_expr_id offset, int64_t size)
{
    if (invariant(h, offset))
        return true;
    const lir_expr e = *at(h, offset);
    if (e.op == LIR_ADD)
        return find_strides(h, e.args[0], size) && find_strides(h, e.args[1], size);
    if (e.op != LIR_MUL || at(h, e.args[1])->op != LIR_VAR) /* a constant stride is as it is */
        return e.op == LIR_MUL && at(h, e.args[1])->op == LIR_CONST;
    lir_var_id stride = at(h, e.args[1])->var;
    affine x = affine_of(h, e.args[0]);
    if (!x.ok || x.by || x.factor != 1 || h->changes[stride] || h->let[stride] ||
        stride == h->index || (stride < h->nproducts && h->products[stride]) ||
        (h->unit[stride] && h->unit[stride] != size))
        return false;
    if (!h->unit[stride])
        vec_push(h->a, &h->strides, stride);
    h->unit[touch(h, stride)] = size;
    return true;
}

static bool find_strides_of_loads(hoister *h, lir_expr_id id)
{
    const lir_expr e = *at(h, id);
    if (e.op == LIR_LOAD &&
        (e.type.lanes != 1 || !find_strides(h, e.args[1], lir_elem_size((lir_elem)e.type.elem))))
        return false;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (e.args[i] && !find_strides_of_loads(h, e.args[i]))
            return false;
    return true;
}

/* Every access of the loop; true when there are strides to assume. */
static bool find_all_strides(hoister *h, const lir_block *block)
{
    bool found = true;
    for (uint32_t i = 0; found && i < block->len; i++) {
        const lir_stmt s = *stmt_at(h, block->items[i]);
        if (is_decided(h, block->items[i]) || s.kind == LIR_S_COMMENT)
            continue;
        if (s.kind == LIR_S_STORE)
            found = !s.d && find_strides(h, s.b, lir_elem_size((lir_elem)at(h, s.c)->type.elem)) &&
                    find_strides_of_loads(h, s.c);
        else
            found = find_strides_of_loads(h, s.a);
    }
    return found && h->strides.len > 0;
}

static lir_stmt_id branch_to(hoister *h, lir_expr_id cond, lir_stmt_id then, lir_stmt_id other,
                             int32_t loc)
{
    lir_block nowhere = {0};
    lir_stmt_id branch = lir_stmt_new(h->m, h->f, &nowhere, LIR_S_IF);
    lir_stmt *s = stmt_at(h, branch);
    s->a = cond;
    s->loc = loc;
    vec_push(h->a, &s->body, then);
    vec_push(h->a, &s->other, other);
    return branch;
}

/* Before another copy of the same loop, with its strides as they are. */
static void forget_copies(hoister *h)
{
    for (uint32_t i = 0; i < h->touched.len; i++) {
        h->unit[h->touched.items[i]] = 0;
        h->renamed[h->touched.items[i]] = 0;
    }
}

static void begin_copy(hoister *h)
{
    for (uint32_t i = 0; i < h->touched_exprs.len; i++)
        h->copied[h->touched_exprs.items[i]] = 0;
    h->touched_exprs.len = 0;
    h->ncopied = h->f->exprs.len;
    if (h->ncopied > h->expr_room) {
        h->expr_room = 2 * h->ncopied;
        h->copied = ARENA_ARRAY(h->a, lir_expr_id, h->expr_room);
    }
}

static lir_stmt_id copy_loop(hoister *h, lir_stmt_id id)
{
    begin_copy(h);
    return copy_stmt(h, id);
}

/* The loop without checks, or both of its versions under a test of the strides. */
static lir_stmt_id copy_versions(hoister *h, lir_stmt_id id)
{
    lir_stmt loop = *stmt_at(h, id);
    bool unit = loop.imm == 1 && is_straight(h, &loop.body) && find_all_strides(h, &loop.body);
    if (!unit) {
        forget_copies(h);
        return copy_loop(h, id);
    }
    lir_expr_id cond = 0;
    for (uint32_t i = 0; i < h->strides.len; i++) {
        lir_var_id stride = h->strides.items[i];
        lir_expr_id same = op2(h, LIR_EQ, lir_get(h->m, h->f, stride), i64(h, h->unit[stride]));
        cond = cond ? op2(h, LIR_AND, cond, same) : same;
    }
    lir_stmt_id fast = copy_loop(h, id);
    forget_copies(h);
    return branch_to(h, cond, fast, copy_loop(h, id), loop.loc);
}

static bool goes_on_early(const hoister *h, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        if (s->kind == LIR_S_CONTINUE || goes_on_early(h, &s->body) || goes_on_early(h, &s->other))
            return true;
    }
    return false;
}

/* A LET of the loop that grows by a step from turn to turn. */
typedef struct step_up {
    uint32_t place;   /* in the body, checks that were decided left out */
    lir_var_id let;   /* its variable in the loop with checks */
    lir_var_id sum;   /* what it is in this turn, */
    lir_expr_id from; /* and in the first */
    lir_expr_id by;
} step_up;

enum { MOST_STEPS = 4, TURNS = 4 };

typedef struct step_list {
    step_up items[MOST_STEPS];
    unsigned count;
} step_list;

static bool is_fixed_var(const hoister *h, lir_expr_id id)
{
    const lir_expr *e = at(h, id);
    return e->op == LIR_VAR && e->var < h->nvars && !h->let[e->var] && !h->changes[e->var];
}

/* The loop's variable times a step that only the run knows, or a fixed number and what grows so. */
static void find_step(hoister *h, const lir_stmt *loop, const lir_stmt *s, uint32_t place,
                      step_list *steps)
{
    lir_expr e = *at(h, s->a);
    step_up found = {.place = place, .let = s->var};
    if (e.op != LIR_MUL && e.op != LIR_ADD)
        return;
    lir_expr x = *at(h, e.args[0]), y = *at(h, e.args[1]);
    if (e.op == LIR_MUL && x.op == LIR_VAR && x.var == loop->var && is_fixed_var(h, e.args[1])) {
        found.by = e.args[1];
        found.from = op2(h, LIR_MUL, loop->a, found.by);
    }
    for (unsigned i = 0; e.op == LIR_ADD && i < steps->count; i++)
        if (y.op == LIR_VAR && y.var == steps->items[i].let && is_fixed_var(h, e.args[0])) {
            found.by = steps->items[i].by;
            found.from = op2(h, LIR_ADD, e.args[0], steps->items[i].from);
        }
    if (!found.by)
        return;
    found.sum = lir_var_new(h->m, h->f, "at", lir_scalar(LIR_I64));
    steps->items[steps->count++] = found;
}

static step_list find_steps(hoister *h, lir_stmt_id id)
{
    step_list steps = {.count = 0};
    const lir_stmt loop = *stmt_at(h, id);
    for (uint32_t i = 0, place = 0; i < loop.body.len && steps.count < MOST_STEPS; i++) {
        if (is_decided(h, loop.body.items[i]))
            continue;
        const lir_stmt s = *stmt_at(h, loop.body.items[i]);
        if (s.kind == LIR_S_LET)
            find_step(h, &loop, &s, place, &steps);
        place++;
    }
    return steps;
}

/* A few loads and stores, of which no turn hands anything to the next. */
static bool is_simple(const hoister *h, const lir_block *block)
{
    enum { SHORT = 8 };
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        if (s->kind != LIR_S_LET && s->kind != LIR_S_STORE && !is_decided(h, block->items[i]))
            return false;
    }
    return block->len <= SHORT;
}

static lir_expr_id sum_at(hoister *h, const step_up *step, int64_t turn)
{
    lir_expr_id now = lir_get(h->m, h->f, step->sum);
    return turn ? op2(h, LIR_ADD, now, op2(h, LIR_MUL, step->by, i64(h, turn))) : now;
}

static void set_sum(hoister *h, lir_block *block, lir_var_id sum, lir_expr_id value)
{
    lir_stmt *s = stmt_at(h, lir_stmt_new(h->m, h->f, block, LIR_S_SET));
    s->var = sum;
    s->a = value;
}

/* One turn of the loop `id` at `index`, without checks. */
static void copy_turn(hoister *h, lir_stmt_id id, int64_t turn, lir_expr_id index,
                      const step_list *steps, lir_block *into)
{
    const lir_stmt loop = *stmt_at(h, id);
    forget_copies(h);
    begin_copy(h);
    lir_var_id here = rename_var(h, loop.var);
    lir_stmt *s = stmt_at(h, lir_stmt_new(h->m, h->f, into, LIR_S_LET));
    s->var = here;
    s->a = index;
    for (uint32_t i = 0, n = 0, place = 0; i < loop.body.len; i++) {
        if (is_decided(h, loop.body.items[i]))
            continue;
        lir_stmt_id copy = copy_stmt(h, loop.body.items[i]);
        if (n < steps->count && steps->items[n].place == place++)
            stmt_at(h, copy)->a = sum_at(h, &steps->items[n++], turn);
        vec_push(h->a, into, copy);
    }
}

/* Four turns at a time: their places are the first one's and multiples of the step, so that one of four
 * waits for an addition. `rest` does what is left. */
static void do_turns_together(hoister *h, lir_stmt_id id, lir_stmt_id rest, const step_list *steps,
                              lir_block *before)
{
    const lir_stmt loop = *stmt_at(h, id);
    lir_var_id index =
        lir_var_new(h->m, h->f, h->f->vars.items[loop.var].name, lir_scalar(LIR_I64));
    lir_expr_id i = lir_get(h->m, h->f, index);
    lir_expr_id count = op2(h, LIR_MAX, op2(h, LIR_SUB, loop.b, loop.a), i64(h, 0));
    lir_var_id end = lir_var_new(h->m, h->f, "whole", lir_scalar(LIR_I64));
    lir_stmt *s = stmt_at(h, lir_stmt_new(h->m, h->f, before, LIR_S_LET));
    s->var = end;
    s->a = op2(h, LIR_ADD, loop.a, op2(h, LIR_AND, count, i64(h, -TURNS)));
    lir_block body = {0};
    for (int64_t turn = 0; turn < TURNS; turn++)
        copy_turn(h, id, turn, turn ? op2(h, LIR_ADD, i, i64(h, turn)) : i, steps, &body);
    for (unsigned n = 0; n < steps->count; n++)
        set_sum(h, &body, steps->items[n].sum, sum_at(h, &steps->items[n], TURNS));
    s = stmt_at(h, lir_stmt_new(h->m, h->f, before, LIR_S_FOR));
    s->var = index;
    s->a = loop.a;
    s->b = lir_get(h->m, h->f, end);
    s->imm = TURNS;
    s->loc = loop.loc;
    s->body = body;
    stmt_at(h, rest)->a = lir_get(h->m, h->f, end);
    stmt_at(h, rest)->flags |= LIR_FOR_SPARE;
}

/* An index that goes by a step is added up from turn to turn: a product for each would be most of a
 * short loop. The loop, a copy of `id`, is the first statement of the branch. */
static void add_steps_up(hoister *h, lir_stmt_id id, lir_stmt_id branch)
{
    lir_block before = {0};
    lir_stmt_id loop = stmt_at(h, branch)->body.items[0];
    const lir_stmt copy = *stmt_at(h, loop);
    if (copy.kind != LIR_S_FOR || copy.imm != 1 || goes_on_early(h, &copy.body))
        return;
    const step_list steps = find_steps(h, id);
    for (unsigned n = 0; n < steps.count; n++) {
        const step_up *step = &steps.items[n];
        stmt_at(h, copy.body.items[step->place])->a = lir_get(h->m, h->f, step->sum);
        set_sum(h, &before, step->sum, step->from);
        set_sum(h, &stmt_at(h, loop)->body, step->sum, sum_at(h, step, 1));
    }
    if (steps.count && is_simple(h, &stmt_at(h, id)->body))
        do_turns_together(h, id, loop, &steps, &before);
    vec_push(h->a, &before, loop);
    stmt_at(h, branch)->body = before;
}

/* Checks that are made each time the body runs; those of loops inside are theirs. */
static void remark_checks(hoister *h, const lir_block *block, int32_t loc)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        if (s->kind == LIR_S_CHECK && !is_decided(h, block->items[i]))
            remark_add(h->remarks, REMARK_CHECKS_INSIDE, h->function, 0, loc, NULL, NULL);
        if (s->kind == LIR_S_IF) {
            remark_checks(h, &s->body, loc);
            remark_checks(h, &s->other, loc);
        }
    }
}

/* Does the loop surely fail where what was decided does not hold? Then no check stands in a branch,
 * and nothing leaves the loop before one. */
static bool only_fails(const hoister *h, const lir_block *block, bool branch)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(h, block->items[i]);
        if (s->kind == LIR_S_BREAK || s->kind == LIR_S_CONTINUE || s->kind == LIR_S_RETURN ||
            (branch && is_decided(h, block->items[i])) || !only_fails(h, &s->body, true) ||
            !only_fails(h, &s->other, true))
            return false;
    }
    return true;
}

/* The statement that takes the loop's place, or the loop. */
static lir_stmt_id version(hoister *h, lir_stmt_id id)
{
    lir_stmt loop = *stmt_at(h, id);
    if (loop.flags & LIR_FOR_VECTOR) /* before anything is made for it: they are many */
        return id;
    begin(h, &loop);
    if (!survey(h, &loop.body))
        return id;
    set_bounds(h, &loop);
    find_checks(h, &loop.body);
    for (uint32_t i = 0; i < h->decided.len; i++)
        remark_add(h->remarks, REMARK_CHECKS_BEFORE, h->function, 0, loop.loc, NULL, NULL);
    if (h->decided.len == 0)
        return id;
    lir_expr_id cond = lir_const_bits(h->m, h->f, lir_scalar(LIR_I1), 1);
    for (uint32_t i = 0; i < h->conds.len; i++)
        cond = i ? op2(h, LIR_AND, cond, h->conds.items[i]) : h->conds.items[0];
    lir_stmt_id branch = branch_to(h, cond, copy_versions(h, id), id, loop.loc);
    if (h->steps)
        add_steps_up(h, id, branch);
    else if (only_fails(h, &loop.body, false))
        stmt_at(h, branch)->flags = LIR_IF_COLD_ELSE;
    return branch;
}

static void hoist_block(hoister *h, lir_stmt_id owner, int which)
{
    for (uint32_t i = 0;; i++) {
        lir_block *block = owner == 0   ? &h->f->body
                           : which == 0 ? &stmt_at(h, owner)->body
                                        : &stmt_at(h, owner)->other;
        if (i >= block->len)
            return;
        lir_stmt_id *items = block->items, id = items[i];
        uint8_t kind = stmt_at(h, id)->kind;
        if (kind != LIR_S_IF && kind != LIR_S_WHILE && kind != LIR_S_FOR && kind != LIR_S_TRY)
            continue;
        if (kind == LIR_S_FOR && (stmt_at(h, id)->flags & LIR_FOR_SPARE))
            continue;
        hoist_block(h, id, 0);
        hoist_block(h, id, 1);
        lir_stmt loop = *stmt_at(h, id);
        h->decided.len = 0;
        if (kind == LIR_S_FOR)
            items[i] = version(h, id);
        if (h->remarks && kind != LIR_S_IF && kind != LIR_S_TRY && !(loop.flags & LIR_FOR_VECTOR))
            remark_checks(h, &loop.body, loop.loc);
    }
}

void lir_pass_hoist_checks(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    hoister h = {.m = m, .f = f, .a = m->arena, .remarks = options->remarks, .function = f->index};
    find_products(&h);
    hoist_block(&h, 0, 0);
}
