/* time_loops. Needs: functions as lowering made them, checks hoisted. Keeps: what they compute and
 * how they fail. Drops: the way of rows through memory in each step of a time loop.
 *
 *   for t = 0 to steps {                          let fits = (no two arrays overlap)
 *     check ...                                   check ...
 *     for i = 0 to n {                            if fits {
 *       store (x, 8 i) = f(load (x, 8 i))           for i = 0 to n step 32 vector blocks {
 *     }                                    ->         set x1 = load.f64x8(x, 8 i) ...
 *   }                                                 for t = 0 to steps { set x1 = f(x1) ... }
 *                                                     store (x, 8 i) = x1 ...
 *                                                   }
 *                                                 } else { as it was }
 *
 * Each row may depend on itself, on what is the same in each step, and on scalars that the step
 * computes for all rows. What a step repeats with the same result (tests, descriptors) is done
 * once, before. Row loops of one range may follow each other; conditions in a row become selects;
 * short loops in a row are unrolled. The scalar loop is read, lowering's vector loop before it does
 * the same (LIR_FOR_REST). Nothing in the blocks fails but POLL:
 * where a check would, the loop as it was runs and reports it. This file finds out;
 * time_loops_build.c builds. */
#include "time_loops.h"

#include "../../runtime/table.h"
#include "lir_passes.h"

enum { MAX_SIZE = 20000, MAX_TRIPS = 8 };

tl_var *tl_var_at(time_loop *z, lir_var_id var)
{
    static const tl_var outside = {0};
    tl_var *v = &z->vars[var];
    if (v->stamp != z->stamp) {
        *v = outside;
        v->stamp = z->stamp;
    }
    return v;
}

static tl_kind kind_of(time_loop *z, lir_var_id var)
{
    return var < z->nvars ? (tl_kind)tl_var_at(z, var)->kind : TL_OUTSIDE;
}

static lir_stmt stmt_of(const time_loop *z, lir_stmt_id id)
{
    return z->f->stmts.items[id];
}

static lir_expr_id op2(time_loop *z, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(z->m, z->f, op, a, b);
}

/* ---- What does not change from step to step -------------------------------------------------- */

/* Descriptors of arrays: parameters and slots. No store of a row goes there. */
static bool is_descriptor(const time_loop *z, lir_expr_id id)
{
    const lir_expr *e = tl_expr(z, id);
    return e->op == LIR_VAR && e->type.elem == LIR_PTR && e->var < z->nvars &&
           (z->f->vars.items[e->var].is_param || z->slots[e->var]);
}

static bool reads_rows(lir_op op)
{
    return op == LIR_MLOAD || op == LIR_GATHER;
}

lir_expr_id tl_fixed(time_loop *z, lir_expr_id id)
{
    lir_expr e = *tl_expr(z, id);
    if (++z->size > z->limit || reads_rows((lir_op)e.op))
        return 0;
    if (e.op == LIR_VAR) {
        tl_kind kind = kind_of(z, e.var);
        if (kind == TL_UNSEEN) /* the last step's value */
            tl_var_at(z, e.var)->kind = TL_CARRIED;
        return kind == TL_OUTSIDE ? id : kind == TL_FIXED ? tl_var_at(z, e.var)->def : 0;
    }
    if (e.op == LIR_LOAD &&
        (!is_descriptor(z, e.args[0]) || kind_of(z, tl_expr(z, e.args[0])->var) == TL_UNSEEN))
        return 0;
    bool same = true;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++) {
        lir_expr_id arg = tl_fixed(z, e.args[i]);
        if (!arg)
            return 0;
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    return same ? id : lir_make_plain(z->m, z->f, &e);
}

bool tl_uniform(time_loop *z, lir_expr_id id)
{
    const lir_expr e = *tl_expr(z, id);
    if (e.op == LIR_VAR) {
        tl_kind kind = kind_of(z, e.var);
        if (kind == TL_UNSEEN)
            tl_var_at(z, e.var)->kind = TL_CARRIED;
        return kind == TL_OUTSIDE || kind == TL_FIXED || kind == TL_STEP || kind == TL_CARRIED ||
               kind == TL_UNSEEN;
    }
    if (e.op == LIR_LOAD || reads_rows((lir_op)e.op))
        return tl_fixed(z, id) != 0;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (++z->size > z->limit || !tl_uniform(z, e.args[i]))
            return false;
    return true;
}

/* ---- Places ---------------------------------------------------------------------------------- */

/* base + rest + stride * row + offset; absent parts are 0. */
typedef struct affine {
    bool ok;
    lir_expr_id base, rest, stride;
    int64_t offset;
} affine;

static const affine no_affine = {0};

static lir_expr_id sum(time_loop *z, lir_expr_id a, lir_expr_id b)
{
    return a && b ? op2(z, LIR_ADD, a, b) : a ? a : b;
}

static affine affine_of_fixed(time_loop *z, lir_expr_id id)
{
    const lir_expr e = *tl_expr(z, id);
    affine x = {.ok = true};
    uint64_t bits;
    if (e.type.elem == LIR_PTR)
        x.base = id;
    else if (lir_is_const(z->f, id, &bits))
        x.offset = (int64_t)bits;
    else if (e.op == LIR_ADD && lir_is_const(z->f, e.args[1], &bits)) {
        x.rest = e.args[0];
        x.offset = (int64_t)bits;
    } else
        x.rest = id;
    return x;
}

static affine affine_of(time_loop *z, lir_expr_id id);

static affine affine_sum(time_loop *z, const lir_expr *e)
{
    affine x = affine_of(z, e->args[0]), y = affine_of(z, e->args[1]);
    if (!x.ok || !y.ok || (x.base && y.base))
        return no_affine;
    int64_t offset = (int64_t)((uint64_t)x.offset + (uint64_t)y.offset);
    return (affine){true, x.base ? x.base : y.base, sum(z, x.rest, y.rest),
                    sum(z, x.stride, y.stride), offset};
}

static affine affine_product(time_loop *z, const lir_expr *e)
{
    unsigned second = tl_fixed(z, e->args[1]) ? 1 : 0;
    lir_expr_id by = tl_fixed(z, e->args[second]);
    affine x = by ? affine_of(z, e->args[1 - second]) : no_affine;
    uint64_t factor;
    if (!x.ok || x.base)
        return no_affine;
    if (x.rest)
        x.rest = op2(z, LIR_MUL, x.rest, by);
    if (x.stride)
        x.stride = op2(z, LIR_MUL, x.stride, by);
    if (x.offset && !lir_is_const(z->f, by, &factor)) {
        lir_expr_id more = lir_const_int(z->m, z->f, LIR_I64, x.offset);
        x.rest = sum(z, x.rest, op2(z, LIR_MUL, more, by));
        x.offset = 0;
    } else if (x.offset)
        x.offset = (int64_t)((uint64_t)x.offset * factor);
    return x;
}

static affine affine_of(time_loop *z, lir_expr_id id)
{
    lir_expr e = *tl_expr(z, id);
    bool integer = e.type.elem == LIR_I64 || e.type.elem == LIR_PTR;
    if (!integer || e.type.lanes != 1 || ++z->size > z->limit)
        return no_affine;
    lir_expr_id fixed = tl_fixed(z, id);
    if (fixed)
        return affine_of_fixed(z, fixed);
    switch ((lir_op)e.op) {
    case LIR_VAR: {
        tl_kind kind = kind_of(z, e.var);
        if (kind == TL_INDEX)
            return (affine){.ok = true, .stride = lir_const_int(z->m, z->f, LIR_I64, 1)};
        return kind == TL_ROW ? affine_of(z, tl_var_at(z, e.var)->def) : no_affine;
    }
    case LIR_ADD:
    case LIR_PADD: return affine_sum(z, &e);
    case LIR_MUL: return affine_product(z, &e);
    default: return no_affine;
    }
}

static bool same_family(const tl_family *x, const affine *y)
{
    return x->base == y->base && x->rest == y->rest && x->stride == y->stride;
}

static uint32_t family_of(time_loop *z, const affine *x, unsigned size)
{
    uint32_t i = 0;
    while (i < z->families.len && !same_family(&z->families.items[i], x))
        i++;
    if (i == z->families.len)
        vec_push(z->a, &z->families,
                 ((tl_family){x->base, x->rest, x->stride, x->offset, x->offset + size, false}));
    tl_family *f = &z->families.items[i];
    f->least = x->offset < f->least ? x->offset : f->least;
    f->end = x->offset + size > f->end ? x->offset + size : f->end;
    return i;
}

tl_place *tl_place_of(time_loop *z, lir_expr_id base, lir_expr_id offset, lir_elem elem)
{
    enum { FAR = 1 << 20 };
    affine p = affine_of(z, base), o = affine_of(z, offset);
    if (!p.ok || !o.ok || !p.base || o.base)
        return NULL;
    affine x = {true, p.base, sum(z, p.rest, o.rest), sum(z, p.stride, o.stride), 0};
    x.offset = (int64_t)((uint64_t)p.offset + (uint64_t)o.offset);
    if (!x.stride)
        x.stride = lir_const_int(z->m, z->f, LIR_I64, 0);
    if (x.offset < -FAR || x.offset > FAR)
        return NULL;
    uint32_t family = family_of(z, &x, lir_elem_size(elem));
    for (uint32_t i = 0; i < z->places.len; i++) {
        tl_place *q = &z->places.items[i];
        if (q->family == family && q->offset == x.offset)
            return q->elem == elem ? q : NULL;
    }
    if (z->places.len == TL_MAX_PLACES || z->families.len > TL_MAX_FAMILIES)
        return NULL;
    vec_push(z->a, &z->places, ((tl_place){.family = family, .offset = x.offset, .elem = elem}));
    return &z->places.items[z->places.len - 1];
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static bool meet_row_expr(time_loop *z, lir_expr_id id);

static bool meet_row_var(time_loop *z, lir_var_id var)
{
    tl_kind kind = kind_of(z, var);
    return kind == TL_ROW || kind == TL_INDEX || (kind == TL_ROW_SET && tl_var_at(z, var)->defined);
}

static bool meet_load(time_loop *z, const lir_expr *e)
{
    tl_place *p = tl_place_of(z, e->args[0], e->args[1], (lir_elem)e->type.elem);
    if (!p)
        return false;
    p->read |= !p->written;
    p->always |= z->depth == 0;
    return true;
}

static void count_operation(time_loop *z, const lir_expr *e)
{
    if (e->type.elem != LIR_F64)
        return;
    z->divisions += e->op == LIR_DIV;
    z->roots += e->op == LIR_SQRT;
    z->others += e->op != LIR_DIV && lir_op_arity((lir_op)e->op) > 1;
}

static bool meet_row_expr(time_loop *z, lir_expr_id id)
{
    const lir_expr e = *tl_expr(z, id);
    if (++z->size > z->limit || e.type.lanes != 1)
        return false;
    if (tl_uniform(z, id))
        return true;
    switch ((lir_op)e.op) {
    case LIR_VAR: return meet_row_var(z, e.var);
    case LIR_LOAD: return meet_load(z, &e);
    case LIR_PADD: return affine_of(z, id).ok;
    case LIR_MLOAD:
    case LIR_GATHER:
    case LIR_EXTRACT:
    case LIR_INSERT:
    case LIR_SHUFFLE:
    case LIR_LOOKUP:
    case LIR_ANY: return false;
    default: count_operation(z, &e); break;
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (!meet_row_expr(z, e.args[i]))
            return false;
    return true;
}

static bool meet_store(time_loop *z, const lir_stmt *s)
{
    if (!meet_row_expr(z, s->c) || (s->d && !meet_row_expr(z, s->d)))
        return false;
    tl_place *p = tl_place_of(z, s->a, s->b, (lir_elem)tl_expr(z, s->c)->type.elem);
    if (!p || is_descriptor(z, z->families.items[p->family].base))
        return false;
    bool whole = z->depth == 0 && !s->d;
    p->read |= !whole && !p->written;
    p->written |= whole;
    p->always |= z->depth == 0; /* a mask selects of an array's rows: all are there */
    z->families.items[p->family].written = true;
    return true;
}

static bool meet_row_set(time_loop *z, const lir_stmt *s)
{
    tl_var *v = tl_var_at(z, s->var);
    if (!meet_row_expr(z, s->a) || (v->kind != TL_UNSEEN && v->kind != TL_ROW_SET))
        return false;
    if (v->kind == TL_UNSEEN) {
        vec_push(z->a, &z->row_sets, s->var);
        z->lasting++;
    }
    v->kind = TL_ROW_SET;
    v->defined |= z->depth == 0;
    return v->defined;
}

bool tl_unrolls(const time_loop *z, const lir_stmt *loop, int64_t *from, int64_t *to)
{
    uint64_t a, b;
    if (!lir_is_const(z->f, loop->a, &a) || !lir_is_const(z->f, loop->b, &b) || loop->imm != 1)
        return false;
    *from = (int64_t)a;
    *to = (int64_t)b;
    return *from >= -MAX_TRIPS && *to <= MAX_TRIPS && *from <= *to;
}

static bool meet_rows(time_loop *z, const lir_block *block);

static bool meet_unrolled(time_loop *z, const lir_stmt *s)
{
    int64_t from, to;
    if (!tl_unrolls(z, s, &from, &to))
        return false;
    tl_var *v = tl_var_at(z, s->var);
    v->kind = TL_ROW;
    for (int64_t i = from; i < to; i++) {
        v->def = lir_const_int(z->m, z->f, LIR_I64, i);
        if (!meet_rows(z, &s->body))
            return false;
    }
    return true;
}

static void need(time_loop *z, lir_expr_id cond)
{
    uint64_t bits;
    if (!lir_is_const(z->f, cond, &bits) || !bits)
        vec_push(z->a, &z->conds, cond);
}

/* 0 <= row + offset < n for all rows, where nothing wraps around (as hoist_checks.c has it). */
static void need_rows_inside(time_loop *z, int64_t offset, lir_expr_id n)
{
    lir_expr_id by = lir_const_int(z->m, z->f, LIR_I64, offset);
    lir_expr_id zero = lir_const_int(z->m, z->f, LIR_I64, 0);
    lir_expr_id limit = lir_const_int(z->m, z->f, LIR_I64, INT64_C(1) << 40);
    need(z, op2(z, LIR_GE, op2(z, LIR_ADD, z->from, by), zero));
    need(z, op2(z, LIR_LE, op2(z, LIR_ADD, z->to, by), n));
    need(z, op2(z, LIR_LT, z->from, limit));
    need(z, op2(z, LIR_LT, z->to, limit));
}

bool tl_is_decided(const time_loop *z, lir_expr_id cond)
{
    for (uint32_t i = 0; i < z->decided.len; i++)
        if (z->decided.items[i] == cond)
            return true;
    return false;
}

/* Is there a test of all rows at once under which the condition holds for each? */
static bool decide(time_loop *z, lir_expr_id id)
{
    const lir_expr cond = *tl_expr(z, id);
    lir_expr_id fixed = tl_fixed(z, id);
    if (fixed) {
        need(z, fixed);
        return true;
    }
    if (cond.op == LIR_AND)
        return decide(z, cond.args[0]) && decide(z, cond.args[1]);
    const lir_expr e = *tl_expr(z, cond.args[0]);
    if (cond.op != LIR_LT || e.op != LIR_CVT || e.type.elem != LIR_U64)
        return false;
    lir_expr_id n = tl_fixed(z, cond.args[1]);
    affine x = affine_of(z, e.args[0]);
    uint64_t factor;
    if (!n || !x.ok || x.base || x.rest || !x.stride || !lir_is_const(z->f, x.stride, &factor) ||
        factor != 1 || x.offset < -MAX_TRIPS || x.offset > MAX_TRIPS)
        return false;
    need_rows_inside(z, x.offset, lir_cvt(z->m, z->f, LIR_I64, n));
    return true;
}

/* Tests of bounds hold for all rows; the side where they do not is left to the loop as it was. */
static bool meet_row_if(time_loop *z, const lir_stmt *s)
{
    if (!tl_uniform(z, s->a) && decide(z, s->a)) {
        vec_push(z->a, &z->decided, s->a);
        return meet_rows(z, &s->body);
    }
    if (!meet_row_expr(z, s->a))
        return false;
    z->depth++;
    bool fine = meet_rows(z, &s->body) && meet_rows(z, &s->other);
    z->depth--;
    return fine;
}

static bool meet_row_stmt(time_loop *z, const lir_stmt *s)
{
    switch ((lir_stmt_kind)s->kind) {
    case LIR_S_COMMENT:
    case LIR_S_POLL: return true; /* the steps poll */
    case LIR_S_CHECK: return decide(z, s->a);
    case LIR_S_LET:
        tl_var_at(z, s->var)->kind = TL_ROW;
        tl_var_at(z, s->var)->def = s->a;
        return meet_row_expr(z, s->a);
    case LIR_S_SET: return meet_row_set(z, s);
    case LIR_S_STORE: return meet_store(z, s);
    case LIR_S_IF: return meet_row_if(z, s);
    case LIR_S_FOR: return meet_unrolled(z, s);
    default: return false;
    }
}

static bool meet_rows(time_loop *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = stmt_of(z, block->items[i]);
        if (!meet_row_stmt(z, &s))
            return false;
    }
    return true;
}

/* The rows of all loops are the same. */
static bool meet_range(time_loop *z, const lir_stmt *loop)
{
    lir_expr_id from = tl_fixed(z, loop->a), to = tl_fixed(z, loop->b);
    if (loop->flags & LIR_FOR_REST)
        from = lir_const_int(z->m, z->f, LIR_I64, 0);
    if (!from || !to || loop->imm != 1)
        return false;
    if (!z->to) {
        z->from = from;
        z->to = to;
        return true;
    }
    if (from != z->from)
        need(z, op2(z, LIR_EQ, from, z->from));
    if (to != z->to)
        need(z, op2(z, LIR_EQ, to, z->to));
    return true;
}

static bool meet_row_loop(time_loop *z, lir_stmt_id id)
{
    lir_stmt loop = stmt_of(z, id);
    if ((loop.flags & LIR_FOR_PARALLEL) || !meet_range(z, &loop))
        return false;
    for (uint32_t i = 0; i < z->row_sets.len; i++)
        tl_var_at(z, z->row_sets.items[i])->defined = false;
    tl_var_at(z, loop.var)->kind = TL_INDEX;
    vec_push(z->a, &z->steps, id);
    return meet_rows(z, &loop.body);
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static bool meet_steps(time_loop *z, const lir_block *block);

/* A copy in the prelude, whose expressions are what the statement's are in each step. */
static lir_stmt_id repeat(time_loop *z, const lir_stmt *s)
{
    lir_stmt c = *s;
    memset(&c.args, 0, sizeof c.args);
    lir_expr_id *parts[] = {&c.a, &c.b, &c.c, &c.d};
    for (unsigned i = 0; i < 4; i++)
        if (*parts[i] && !(*parts[i] = tl_fixed(z, *parts[i])))
            return 0;
    for (uint32_t i = 0; i < s->args.len; i++) {
        lir_expr_id arg = tl_fixed(z, s->args.items[i]);
        if (!arg)
            return 0;
        vec_push(z->a, &c.args, arg);
    }
    lir_stmt_id id = lir_stmt_new(z->m, z->f, &z->prelude, (lir_stmt_kind)s->kind);
    *lir_stmt_at(z->f, id) = c;
    return id;
}

/* A LET of the prelude, for what is used more than once or read memory. */
static lir_expr_id keep(time_loop *z, const char *name, lir_expr_id e)
{
    uint8_t op = tl_expr(z, e)->op;
    if (op == LIR_CONST || op == LIR_VAR)
        return e;
    lir_var_id var = lir_var_new(z->m, z->f, name, tl_expr(z, e)->type);
    lir_stmt_id id = lir_stmt_new(z->m, z->f, &z->prelude, LIR_S_LET);
    lir_stmt_at(z->f, id)->var = var;
    lir_stmt_at(z->f, id)->a = e;
    return lir_get(z->m, z->f, var);
}

static void fix(time_loop *z, lir_var_id var, lir_expr_id value)
{
    tl_var *v = tl_var_at(z, var);
    v->kind = TL_FIXED;
    v->def = value;
}

static bool meet_let(time_loop *z, lir_stmt_id id, const lir_stmt *s)
{
    lir_expr_id fixed = tl_fixed(z, s->a);
    if (fixed)
        fix(z, s->var, keep(z, z->f->vars.items[s->var].name, fixed));
    else
        tl_var_at(z, s->var)->kind = TL_STEP;
    if (!fixed)
        vec_push(z->a, &z->steps, id);
    return fixed || tl_uniform(z, s->a);
}

static bool meet_set(time_loop *z, lir_stmt_id id, const lir_stmt *s)
{
    lir_expr_id fixed = tl_fixed(z, s->a);
    tl_kind kind = kind_of(z, s->var);
    z->lasting++;
    if (fixed && kind == TL_UNSEEN) {
        fix(z, s->var, keep(z, z->f->vars.items[s->var].name, fixed));
        vec_push(z->a, &z->finals, s->var);
        return true;
    }
    if ((kind != TL_UNSEEN && kind != TL_CARRIED) || !tl_uniform(z, s->a))
        return false;
    tl_var_at(z, s->var)->kind = TL_CARRIED;
    vec_push(z->a, &z->carried, s->var);
    vec_push(z->a, &z->steps, id);
    return true;
}

/* Stores and runtime calls that do the same in each step; slots that they write are read only
 * after them. */
static bool meet_effect(time_loop *z, const lir_stmt *s);

/* What is copied where it overlaps is copied anew in each step: blocks are for arrays that do not. */
static bool meet_apart(time_loop *z, const lir_stmt *s)
{
    lir_stmt asks = *s;
    asks.imm = HPC_RT_view_overlaps;
    memset(&asks.args, 0, sizeof asks.args);
    vec_push(z->a, &asks.args, s->args.items[1]);
    vec_push(z->a, &asks.args, s->args.items[2]);
    lir_expr_id slot = s->args.items[0], zero = lir_const_int(z->m, z->f, LIR_I64, 0);
    if (!is_descriptor(z, slot) || !meet_effect(z, &asks))
        return false;
    fix(z, tl_expr(z, slot)->var, slot);
    need(z, op2(z, LIR_EQ, lir_get(z->m, z->f, s->outs.items[0]), zero));
    return true;
}

static bool meet_effect(time_loop *z, const lir_stmt *s)
{
    if (s->kind == LIR_S_RT && s->imm == HPC_RT_view_apart)
        return meet_apart(z, s);
    bool store = s->kind == LIR_S_STORE;
    lir_var_id slot = store ? tl_expr(z, s->a)->var : 0;
    if (store && (tl_expr(z, s->a)->op != LIR_VAR || slot >= z->nvars || !z->slots[slot]))
        return false;
    bool query = s->imm == HPC_RT_view_overlaps;
    if (!store && !query && (s->imm != HPC_RT_view_renew || z->branches))
        return false;
    z->lasting++;
    if (store)
        fix(z, slot, s->a);
    for (uint32_t i = 0; i < s->args.len; i++) {
        const lir_expr e = *tl_expr(z, s->args.items[i]);
        if (e.op == LIR_VAR && e.var < z->nvars && z->slots[e.var])
            fix(z, e.var, s->args.items[i]);
    }
    for (uint32_t i = 0; i < s->outs.len; i++) {
        if (kind_of(z, s->outs.items[i]) != TL_UNSEEN)
            return false;
        fix(z, s->outs.items[i], lir_get(z->m, z->f, s->outs.items[i]));
    }
    return repeat(z, s) != 0;
}

static bool has_loop(const time_loop *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &z->f->stmts.items[block->items[i]];
        if (s->kind == LIR_S_FOR || has_loop(z, &s->body) || has_loop(z, &s->other))
            return true;
    }
    return false;
}

/* What a side of a condition that turns out to be the wrong one is taken back to. */
typedef struct mark {
    uint32_t prelude, conds, steps, families, places, lasting;
    tl_family family[TL_MAX_FAMILIES + 1];
    tl_place place[TL_MAX_PLACES];
    lir_expr_id from, to;
} mark;

static mark *mark_here(const time_loop *z)
{
    mark *k = ARENA_NEW(z->a, mark);
    k->prelude = z->prelude.len;
    k->conds = z->conds.len;
    k->steps = z->steps.len;
    k->families = z->families.len;
    k->places = z->places.len;
    k->lasting = z->lasting;
    k->from = z->from;
    k->to = z->to;
    if (k->families)
        memcpy(k->family, z->families.items, k->families * sizeof *k->family);
    if (k->places)
        memcpy(k->place, z->places.items, k->places * sizeof *k->place);
    return k;
}

/* False: it has changed what is known of variables. */
static bool go_back(time_loop *z, const mark *k)
{
    z->prelude.len = k->prelude;
    z->conds.len = k->conds;
    z->steps.len = k->steps;
    z->families.len = k->families;
    z->places.len = k->places;
    z->from = k->from;
    z->to = k->to;
    z->depth = 0;
    if (k->families)
        memcpy(z->families.items, k->family, k->families * sizeof *k->family);
    if (k->places)
        memcpy(z->places.items, k->place, k->places * sizeof *k->place);
    return z->lasting == k->lasting;
}

/* One side of a condition that holds in each step or in none: the loop over blocks is for that side
 * which it can do. A side with no loop is taken for the rare one. */
static bool meet_if(time_loop *z, const lir_stmt *s)
{
    lir_expr_id cond = tl_fixed(z, s->a);
    if (!cond)
        return false;
    cond = keep(z, "holds", cond);
    bool met = false, back = true;
    z->branches++;
    if (has_loop(z, &s->body)) {
        const mark *here = mark_here(z);
        need(z, cond);
        met = meet_steps(z, &s->body);
        back = met || go_back(z, here);
    }
    if (!met && back) {
        need(z, lir_op1(z->m, z->f, LIR_NOT, cond));
        met = meet_steps(z, &s->other);
    }
    z->branches--;
    return met;
}

/* lowering's vector loop, which the scalar loop after it explains */
static bool is_explained(const time_loop *z, const lir_block *block, uint32_t i)
{
    const lir_stmt *s = &z->f->stmts.items[block->items[i]];
    if (i + 1 == block->len || s->imm <= 1 || !(s->flags & LIR_FOR_VECTOR))
        return false;
    const lir_stmt *next = &z->f->stmts.items[block->items[i + 1]];
    uint64_t from;
    return next->kind == LIR_S_FOR && (next->flags & LIR_FOR_REST) && next->a == s->b &&
           lir_is_const(z->f, s->a, &from) && from == 0;
}

/* The loop as it was reports what fails. */
static bool meet_check(time_loop *z, const lir_stmt *s)
{
    lir_expr_id cond = tl_fixed(z, s->a);
    if (cond)
        need(z, keep(z, "holds", cond));
    return cond != 0;
}

static bool meet_step(time_loop *z, const lir_block *block, uint32_t i)
{
    lir_stmt_id id = block->items[i];
    lir_stmt s = stmt_of(z, id);
    switch ((lir_stmt_kind)s.kind) {
    case LIR_S_COMMENT: return true;
    case LIR_S_POLL: vec_push(z->a, &z->steps, id); return true;
    case LIR_S_LET: return meet_let(z, id, &s);
    case LIR_S_SET: return meet_set(z, id, &s);
    case LIR_S_CHECK: return meet_check(z, &s);
    case LIR_S_STORE:
    case LIR_S_RT: return meet_effect(z, &s);
    case LIR_S_IF: return meet_if(z, &s);
    case LIR_S_FOR: return is_explained(z, block, i) || meet_row_loop(z, id);
    default: return false;
    }
}

static bool meet_steps(time_loop *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++)
        if (!meet_step(z, block, i))
            return false;
    return true;
}

/* ---- The loop as a whole --------------------------------------------------------------------- */

static void note_assigned(time_loop *z, lir_var_id var)
{
    tl_var_at(z, var)->kind = TL_UNSEEN;
}

/* Slots that a statement may change count as assigned. */
static void note_slot(time_loop *z, lir_expr_id id)
{
    const lir_expr *e = tl_expr(z, id);
    if (e->op == LIR_VAR && e->var < z->nvars && z->slots[e->var])
        note_assigned(z, e->var);
}

/* All that the loop assigns. False: it is too large, or has what no step may have. */
static bool survey(time_loop *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &z->f->stmts.items[block->items[i]];
        if (++z->size > z->limit || s->kind == LIR_S_WHILE || s->kind == LIR_S_TRY ||
            s->kind == LIR_S_CALL)
            return false;
        if (s->kind == LIR_S_LET || s->kind == LIR_S_SET || s->kind == LIR_S_FOR)
            note_assigned(z, s->var);
        if (s->kind == LIR_S_STORE)
            note_slot(z, s->a);
        for (uint32_t k = 0; s->kind == LIR_S_RT && k < s->args.len; k++)
            note_slot(z, s->args.items[k]);
        for (uint32_t k = 0; k < s->outs.len; k++)
            note_assigned(z, s->outs.items[k]);
        if (!survey(z, &s->body) || !survey(z, &s->other))
            return false;
    }
    return true;
}

/* Rows of one array that are written must not overlap: neither its columns nor its rows. */
static bool keeps_rows_apart(time_loop *z, uint32_t family)
{
    const tl_family f = z->families.items[family];
    for (uint32_t i = 0; i < z->places.len; i++)
        for (uint32_t k = 0; k < z->places.len; k++) {
            const tl_place *p = &z->places.items[i], *q = &z->places.items[k];
            int64_t apart = q->offset - p->offset;
            if (p->family == family && q->family == family && apart > 0 &&
                apart < lir_elem_size(p->elem))
                return false;
        }
    lir_expr_id span = lir_const_int(z->m, z->f, LIR_I64, f.end - f.least);
    lir_expr_id minus = lir_const_int(z->m, z->f, LIR_I64, f.least - f.end);
    uint64_t stride;
    if (!lir_is_const(z->f, f.stride, &stride)) {
        need(z, op2(z, LIR_OR, op2(z, LIR_GE, f.stride, span), op2(z, LIR_LE, f.stride, minus)));
        return true;
    }
    int64_t s = (int64_t)stride;
    return s >= f.end - f.least || s <= f.least - f.end;
}

/* First and last byte (behind it) that the family's rows reach. */
static void reach(time_loop *z, const tl_family *f, lir_expr_id *low, lir_expr_id *high)
{
    lir_type i64 = lir_scalar(LIR_I64);
    lir_expr_id zero = lir_const_int(z->m, z->f, LIR_I64, 0);
    lir_expr_id one = lir_const_int(z->m, z->f, LIR_I64, 1);
    lir_expr_id at = lir_make(z->m, z->f, LIR_BITCAST, i64, 0, f->base, 0, 0, 0);
    lir_expr_id first = op2(z, LIR_MUL, f->stride, z->from);
    lir_expr_id more = op2(z, LIR_SUB, op2(z, LIR_SUB, z->to, z->from), one);
    at = sum(z, op2(z, LIR_ADD, at, first), f->rest);
    more = op2(z, LIR_MUL, f->stride, more);
    *low = op2(z, LIR_ADD, at, op2(z, LIR_MIN, more, zero));
    *high = op2(z, LIR_ADD, at, op2(z, LIR_MAX, more, zero));
    *low = op2(z, LIR_ADD, *low, lir_const_int(z->m, z->f, LIR_I64, f->least));
    *high = op2(z, LIR_ADD, *high, lir_const_int(z->m, z->f, LIR_I64, f->end));
    *low = keep(z, "low", *low);
    *high = keep(z, "high", *high);
}

/* Two arrays, one of which is written, have no byte in common. */
static void need_apart(time_loop *z)
{
    lir_expr_id low[TL_MAX_FAMILIES], high[TL_MAX_FAMILIES];
    uint32_t count = z->families.len;
    for (uint32_t i = 0; i < count && count > 1; i++)
        reach(z, &z->families.items[i], &low[i], &high[i]);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++)
            if (z->families.items[i].written || z->families.items[k].written)
                need(z, op2(z, LIR_OR, op2(z, LIR_LE, high[i], low[k]),
                            op2(z, LIR_LE, high[k], low[i])));
}

static bool reads_var(const time_loop *z, lir_expr_id id, lir_var_id var)
{
    const lir_expr *e = tl_expr(z, id);
    if (e->op == LIR_VAR)
        return e->var == var;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (reads_var(z, e->args[i], var))
            return true;
    return false;
}

static void note_statements(time_loop *z, const lir_block *block, bool *inside)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &z->f->stmts.items[block->items[i]];
        inside[block->items[i]] = true;
        note_statements(z, &s->body, inside);
        note_statements(z, &s->other, inside);
    }
}

static bool statement_reads(const time_loop *z, const lir_stmt *s, lir_var_id var)
{
    bool reads = (s->a && reads_var(z, s->a, var)) || (s->b && reads_var(z, s->b, var)) ||
                 (s->c && reads_var(z, s->c, var)) || (s->d && reads_var(z, s->d, var));
    for (uint32_t i = 0; !reads && i < s->args.len; i++)
        reads = reads_var(z, s->args.items[i], var);
    return reads;
}

/* Variables of a row must not be read after the loop, where they are the last row's. */
static bool row_sets_stay_inside(time_loop *z)
{
    const lir_fn *f = z->f;
    if (z->row_sets.len == 0)
        return true;
    bool *inside = ARENA_ARRAY(z->a, bool, f->stmts.len);
    note_statements(z, &f->stmts.items[z->loop].body, inside);
    for (uint32_t i = 0; i < z->row_sets.len; i++) {
        lir_var_id var = z->row_sets.items[i];
        for (uint32_t k = 0; k < f->results.len; k++)
            if (f->results.items[k] == var)
                return false;
        for (uint32_t k = 1; k < f->stmts.len; k++)
            if (!inside[k] && statement_reads(z, &f->stmts.items[k], var))
                return false;
    }
    return true;
}

static bool fits(time_loop *z)
{
    if (!z->to || !row_sets_stay_inside(z))
        return false;
    for (uint32_t i = 0; i < z->places.len; i++)
        if (!z->places.items[i].always)
            return false;
    bool written = false;
    for (uint32_t i = 0; i < z->families.len; i++) {
        written |= z->families.items[i].written;
        if (z->families.items[i].written && !keeps_rows_apart(z, i))
            return false;
    }
    return written;
}

/* A few steps gain nothing; scalars that are carried need a block that runs. */
static void need_work(time_loop *z, const lir_stmt *loop)
{
    enum { FEW = 3 };
    lir_expr_id few = lir_const_int(z->m, z->f, LIR_I64, FEW * loop->imm);
    need(z, op2(z, loop->imm > 0 ? LIR_GT : LIR_LT, op2(z, LIR_SUB, loop->b, loop->a), few));
    need(z, op2(z, LIR_LT, z->from, z->to));
}

static void begin(time_loop *z, lir_stmt_id id)
{
    z->stamp++;
    z->loop = id;
    z->prelude = (lir_block){0};
    z->conds.len = z->steps.len = z->carried.len = z->row_sets.len = 0;
    z->families.len = z->places.len = z->finals.len = z->decided.len = 0;
    z->from = z->to = 0;
    z->limit = MAX_SIZE;
    z->size = z->depth = z->branches = z->lasting = 0;
    z->divisions = z->roots = z->others = 0;
}

/* The statement that takes the loop's place, or the loop. */
static lir_stmt_id transform(time_loop *z, lir_stmt_id id)
{
    lir_stmt loop = stmt_of(z, id);
    if ((loop.flags & (LIR_FOR_PARALLEL | LIR_FOR_VECTOR)) || !has_loop(z, &loop.body))
        return id;
    begin(z, id);
    if (!survey(z, &loop.body))
        return id;
    tl_var_at(z, loop.var)->kind = TL_STEP;
    if (!meet_steps(z, &loop.body) || !fits(z))
        return id;
    unsigned in_flight;
    z->limit = UINT32_MAX; /* what was found out is found again */
    if (!tl_gains(z, tl_refines(z), &in_flight))
        return id;
    need_work(z, &loop);
    need_apart(z);
    return tl_build(z, in_flight);
}

static void walk(time_loop *z, lir_stmt_id owner, int which)
{
    for (uint32_t i = 0;; i++) {
        lir_block *block = owner == 0   ? &z->f->body
                           : which == 0 ? &lir_stmt_at(z->f, owner)->body
                                        : &lir_stmt_at(z->f, owner)->other;
        if (i >= block->len)
            return;
        lir_stmt_id *items = block->items, id = items[i], now = id;
        uint8_t kind = lir_stmt_at(z->f, id)->kind;
        if (kind == LIR_S_FOR)
            now = items[i] = transform(z, id);
        if (now == id &&
            (kind == LIR_S_IF || kind == LIR_S_WHILE || kind == LIR_S_FOR || kind == LIR_S_TRY)) {
            walk(z, id, 0);
            walk(z, id, 1);
        }
    }
}

void lir_pass_time_loops(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    if (!options->vector_bytes || f->once || f->general ||
        !has_loop(&(time_loop){.f = f}, &f->body))
        return;
    time_loop z = {.m = m,
                   .f = f,
                   .a = m->arena,
                   .vector_bytes = options->vector_bytes,
                   .remarks = options->remarks,
                   .divider = options->divider,
                   .fastmath = options->fastmath || f->fastmath};
    z.nvars = f->vars.len;
    z.vars = ARENA_ARRAY(z.a, tl_var, z.nvars);
    z.slots = ARENA_ARRAY(z.a, bool, z.nvars);
    for (uint32_t i = 0; i < f->body.len; i++) {
        const lir_stmt *s = &f->stmts.items[f->body.items[i]];
        if (s->kind == LIR_S_ALLOCA)
            z.slots[s->var] = true;
    }
    walk(&z, 0, 0);
}
