/* Takes a loop whose iterations are independent, with loops inside that add floats up one after the
 * other; gives loops in which one iteration does several of the old ones as lanes. Each lane keeps
 * its order, so the bits stay.
 *
 *   for j = 0 to n {                           for j = 0 to n - n % 8 step 8 {
 *     for k = 0 to m {                           v = c[i, j..j+8]
 *       c[i, j] += a[i, k] * b[k, j]      ->     for k = 0 to m { v += a[i, k] * b[k, j..j+8] }
 *     }                                          c[i, j..j+8] = v
 *   }                                          }
 *                                              for j = n - n % 8 to n { as before }
 *
 * A triangular loop, `for k = 0 to j`, is cut where a block of lanes begins: all lanes have the turns
 * before, and what is left of each iteration is done one after the other.
 *
 *   for j = 0 to i {                           for j = 0 to whole step 8 {
 *     for k = 0 to j { a[i, j] -= ... }   ->     for k = 0 to j { v -= ... }
 *     a[i, j] /= a[j, j]                         for l = j to j + 8 {
 *   }                                              for k = j to l { a[i, l] -= ... }
 *                                                  a[i, l] /= a[l, l] } }
 *
 * All under one test before the loop: that indexes are inside of the arrays, that arrays written do
 * not overlap others, that elements lie side by side. Where it fails, the loop is as it was. Needs
 * lowered loop IR with its checks; keeps the rules of lir_verify. */
#include "lanes.h"

#include "lir_passes.h"

enum { MAX_SIZE = 120, MAX_SETS = 32 };

ln_var *ln_var_at(lanes *z, lir_var_id var)
{
    ln_var *v = &z->vars[var < z->nvars ? var : 0]; /* the pass's own: outside of the loop */
    if (v->stamp != z->stamp)
        *v = (ln_var){.stamp = z->stamp};
    return v;
}

void ln_need(lanes *z, lir_expr_id cond)
{
    uint64_t bits;
    if (lir_is_const(z->f, cond, &bits)) {
        z->refused |= bits == 0;
        return;
    }
    for (uint32_t i = 0; i < z->conds.len; i++)
        if (z->conds.items[i] == cond)
            return;
    vec_push(z->a, &z->conds, cond);
}

static const lir_stmt *stmt_at(const lanes *z, lir_stmt_id id)
{
    return &z->f->stmts.items[id];
}

/* ---- What the loop assigns ------------------------------------------------------------------- */

/* False: it has a statement that is not for lanes, or is too large. */
static bool note_assigned(lanes *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(z, block->items[i]);
        ln_var *v = s->var ? ln_var_at(z, s->var) : NULL;
        switch ((lir_stmt_kind)s->kind) {
        case LIR_S_LET:
            v->kind = LN_LET;
            v->def = s->a;
            break;
        case LIR_S_SET:
            if (v->kind != LN_SET)
                vec_push(z->a, &z->sets, s->var);
            v->kind = LN_SET;
            break;
        case LIR_S_FOR: v->kind = LN_INDEX; break;
        case LIR_S_STORE:
        case LIR_S_CHECK:
        case LIR_S_COMMENT:
        case LIR_S_POLL:
        case LIR_S_IF: break;
        default: return false;
        }
        if (++z->size > MAX_SIZE || z->sets.len > MAX_SETS || !note_assigned(z, &s->body) ||
            !note_assigned(z, &s->other))
            return false;
    }
    return true;
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static bool has_lanes(const lanes *z, const lir_expr *e)
{
    switch ((lir_op)e->op) {
    case LIR_DIV:
    case LIR_REM: return lir_elem_is_float((lir_elem)e->type.elem) && e->op == LIR_DIV;
    case LIR_CONST:
    case LIR_VAR:
    case LIR_LOAD:
    case LIR_SELECT:
    case LIR_CVT:
    case LIR_SQRT:
    case LIR_FMA:
    case LIR_FLOOR:
    case LIR_CEIL:
    case LIR_TRUNC:
    case LIR_RINT:
    case LIR_COPYSIGN: break;
    default:
        if (e->op > LIR_GE)
            return false;
    }
    lir_elem from = e->args[0] ? (lir_elem)ln_at(z, e->args[0])->type.elem : LIR_I64;
    return e->type.elem != LIR_F16 && e->type.elem != LIR_PTR && e->type.lanes == 1 &&
           from != LIR_F16;
}

/* Notes the loads; false where the expression is not for lanes. */
static bool meet_expr(lanes *z, lir_expr_id id, int loop, bool after)
{
    const lir_expr e = *ln_at(z, id);
    lir_expr_id plain;
    if (!has_lanes(z, &e))
        return ln_is_fixed(z, id);
    if (e.op == LIR_VAR) {
        const ln_var *v = ln_var_at(z, e.var);
        return v->kind != LN_SET || v->defined;
    }
    if (e.op == LIR_LOAD)
        return ln_note_access(z, 0, id, e.args[0], e.args[1], (lir_elem)e.type.elem, loop, after);
    if (ln_is_wrapped(z, id, &plain) && ln_of(z, id).ok)
        return true;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (!meet_expr(z, e.args[i], loop, after))
            return false;
    return true;
}

static bool reads_sets(lanes *z, lir_expr_id id)
{
    const lir_expr *e = ln_at(z, id);
    if (e->op == LIR_VAR)
        return ln_var_at(z, e->var)->kind == LN_SET;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (reads_sets(z, e->args[i]))
            return true;
    return false;
}

/* Is the value another one from lane to lane? */
static bool varies(lanes *z, lir_expr_id id)
{
    const lir_expr *e = ln_at(z, id);
    if (e->op == LIR_VAR) {
        const ln_var *v = ln_var_at(z, e->var);
        return v->varies || v->kind == LN_SET;
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (varies(z, e->args[i]))
            return true;
    return false;
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static bool need_inside(lanes *z, lir_expr_id index, lir_expr_id bound)
{
    ln_linear x = ln_of(z, index);
    ln_linear low = ln_extreme(z, x, false), high = ln_extreme(z, x, true);
    if (!low.ok || !high.ok)
        return false;
    lir_expr_id zero = lir_const_int(z->m, z->f, LIR_I64, 0);
    ln_need(z, lir_op2(z->m, z->f, LIR_GE, ln_expr(z, &low), zero));
    ln_need(z, lir_op2(z->m, z->f, LIR_LT, ln_expr(z, &high), bound));
    return true;
}

/* Conditions that do not change, and indexes against extents. */
static bool decide(lanes *z, lir_expr_id cond)
{
    if (ln_is_fixed(z, cond)) {
        ln_need(z, cond);
        return true;
    }
    const lir_expr e = *ln_at(z, cond);
    if (e.op == LIR_VAR && ln_var_at(z, e.var)->kind == LN_LET)
        return decide(z, ln_var_at(z, e.var)->def);
    if (e.op != LIR_LT)
        return false;
    const lir_expr index = *ln_at(z, e.args[0]), n = *ln_at(z, e.args[1]);
    if (index.op != LIR_CVT || index.type.elem != LIR_U64 || n.type.elem != LIR_U64)
        return false;
    uint64_t bits;
    if (lir_is_const(z->f, e.args[1], &bits) && bits < 1 << 30)
        return need_inside(z, index.args[0], lir_const_int(z->m, z->f, LIR_I64, (int64_t)bits));
    if (n.op != LIR_CVT || !ln_is_fixed(z, n.args[0]) || ln_at(z, n.args[0])->type.elem != LIR_I64)
        return false;
    return need_inside(z, index.args[0], n.args[0]);
}

/* ---- Statements ------------------------------------------------------------------------------ */

static bool meet_block(lanes *z, const lir_block *block, int loop, bool nested);

static bool runs_always(const lanes *z, const ln_loop *loop)
{
    ln_linear turns = ln_sum(loop->last, loop->low, -1);
    (void)z;
    return turns.ok && turns.count == 0 && turns.constant >= 0;
}

static void get_defined(lanes *z, bool *defined)
{
    for (uint32_t i = 0; i < z->sets.len; i++)
        defined[i] = ln_var_at(z, z->sets.items[i])->defined;
}

static void set_defined(lanes *z, const bool *x, const bool *y)
{
    for (uint32_t i = 0; i < z->sets.len; i++)
        ln_var_at(z, z->sets.items[i])->defined = x[i] && y[i];
}

/* Its bounds are the same for all lanes, or it ends at the loop at hand's variable. */
static bool meet_bounds(lanes *z, int inner, bool nested)
{
    const ln_loop *loop = &z->loops[inner];
    lir_expr_id lane = z->loops[0].atom;
    if (!loop->low.ok || !loop->last.ok || ln_factor(&loop->low, lane))
        return false;
    if (ln_factor(&loop->last, lane) == 0)
        return true;
    if (nested || loop->parent != 0 || z->triangle >= 0 || ln_factor(&loop->last, lane) != 1 ||
        loop->last.count != 1)
        return false;
    z->triangle = inner;
    z->until = loop->last.constant + 1;
    return true;
}

static bool meet_for(lanes *z, lir_stmt_id id, int parent, bool nested)
{
    const lir_stmt s = *stmt_at(z, id);
    if (s.imm != 1 || s.flags || z->nloops == LN_MAX_LOOPS)
        return false;
    int inner = (int)z->nloops++;
    z->loops[inner] = (ln_loop){.var = s.var,
                                .atom = lir_get(z->m, z->f, s.var),
                                .low = ln_of(z, s.a),
                                .last = ln_sum(ln_of(z, s.b), ln_constant(-1), 1),
                                .stmt = id,
                                .parent = parent};
    bool before[MAX_SETS + 1], all[MAX_SETS + 1];
    memset(all, 1, sizeof all);
    get_defined(z, before);
    if (!meet_bounds(z, inner, nested) || !meet_block(z, &s.body, inner, true))
        return false;
    if (!runs_always(z, &z->loops[inner]))
        set_defined(z, before, all);
    return true;
}

static bool meet_if(lanes *z, const lir_stmt *s, int loop)
{
    bool before[MAX_SETS + 1], body[MAX_SETS + 1], other[MAX_SETS + 1];
    if (varies(z, s->a) || !meet_expr(z, s->a, loop, z->triangle >= 0))
        return false;
    get_defined(z, before);
    if (!meet_block(z, &s->body, loop, true))
        return false;
    get_defined(z, body);
    set_defined(z, before, before);
    if (!meet_block(z, &s->other, loop, true))
        return false;
    get_defined(z, other);
    set_defined(z, body, other);
    return true;
}

static bool meet_statement(lanes *z, lir_stmt_id id, int loop, bool nested)
{
    const lir_stmt s = *stmt_at(z, id);
    bool after = z->triangle >= 0 && loop == 0;
    switch ((lir_stmt_kind)s.kind) {
    case LIR_S_LET:
        ln_var_at(z, s.var)->varies = varies(z, s.a);
        z->passing |= loop == 0 && !after && reads_sets(z, s.a);
        return meet_expr(z, s.a, loop, after);
    case LIR_S_SET:
        if (!meet_expr(z, s.a, loop, after))
            return false;
        ln_var_at(z, s.var)->defined = true;
        z->chain |= loop > 0 && lir_elem_is_float((lir_elem)ln_at(z, s.a)->type.elem) &&
                    !runs_always(z, &z->loops[loop]);
        return true;
    case LIR_S_STORE:
        return !s.d && meet_expr(z, s.c, loop, after) &&
               ln_note_access(z, id, 0, s.a, s.b, (lir_elem)ln_at(z, s.c)->type.elem, loop, after);
    case LIR_S_CHECK: return decide(z, s.a);
    case LIR_S_FOR: return !after && meet_for(z, id, loop, nested);
    case LIR_S_IF: return !after && meet_if(z, &s, loop);
    default: return true;
    }
}

static bool meet_block(lanes *z, const lir_block *block, int loop, bool nested)
{
    for (uint32_t i = 0; i < block->len; i++)
        if (!meet_statement(z, block->items[i], loop, nested))
            return false;
    return true;
}

/* ---- The loop as a whole --------------------------------------------------------------------- */

static void begin(lanes *z, lir_stmt_id id)
{
    z->stamp++;
    z->loop = id;
    z->size = 0;
    z->nloops = z->naccesses = 0;
    z->conds.len = z->sets.len = 0;
    z->triangle = -1;
    z->assumes_units = false;
    z->until = 0;
    z->columns = z->chain = z->refused = z->building = z->passing = false;
}

/* As many lanes as fill a register with the widest of what varies. */
static unsigned count_lanes(lanes *z)
{
    unsigned widest = 1;
    for (uint32_t i = 0; i < z->naccesses; i++)
        if (lir_elem_size(z->accesses[i].elem) > widest)
            widest = lir_elem_size(z->accesses[i].elem);
    return z->vector_bytes / widest;
}

static bool has_loop(const lanes *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_at(z, block->items[i]);
        if (s->kind == LIR_S_FOR || has_loop(z, &s->body) || has_loop(z, &s->other))
            return true;
    }
    return false;
}

/* There are enough iterations, and what the conditions are made of does not wrap around. */
static void need_work(lanes *z)
{
    const ln_loop *loop = &z->loops[0];
    ln_linear span = ln_sum(loop->last, loop->low, -1);
    lir_expr_id enough = lir_const_int(z->m, z->f, LIR_I64, (int64_t)z->lanes - 1);
    z->refused |= !span.ok;
    if (span.ok)
        ln_need(z, lir_op2(z->m, z->f, LIR_GE, ln_expr(z, &span), enough));
}

static bool fits(lanes *z, lir_stmt_id id)
{
    const lir_stmt s = *stmt_at(z, id);
    begin(z, id);
    if (s.imm != 1 || s.flags || !has_loop(z, &s.body) || !note_assigned(z, &s.body))
        return false;
    ln_var *v = ln_var_at(z, s.var);
    v->kind = LN_INDEX;
    v->varies = true;
    z->loops[z->nloops++] = (ln_loop){.var = s.var,
                                      .atom = lir_get(z->m, z->f, s.var),
                                      .low = ln_of(z, s.a),
                                      .last = ln_sum(ln_of(z, s.b), ln_constant(-1), 1),
                                      .stmt = id,
                                      .parent = -1};
    if (!z->loops[0].low.ok || !z->loops[0].last.ok || !meet_block(z, &s.body, 0, false))
        return false;
    z->lanes = count_lanes(z);
    if (z->refused || z->lanes < 2 || (z->triangle >= 0 && z->passing))
        return false;
    need_work(z);
    return !z->refused && ln_independent(z) && z->chain;
}

/* A loop that runs once was taken off another one: what is inside is not worth the code. */
static bool is_peeled(const lanes *z, const lir_stmt *s)
{
    uint64_t from, to;
    return s->kind == LIR_S_FOR && lir_is_const(z->f, s->a, &from) &&
           lir_is_const(z->f, s->b, &to) && to - from == 1;
}

static lir_block *block_of(lanes *z, lir_stmt_id owner, int which)
{
    if (owner == 0)
        return &z->f->body;
    return which == 0 ? &lir_stmt_at(z->f, owner)->body : &lir_stmt_at(z->f, owner)->other;
}

static bool walk(lanes *z, lir_stmt_id owner, int which)
{
    bool found = false;
    for (uint32_t i = 0;; i++) {
        const lir_block *block = block_of(z, owner, which);
        if (i >= block->len)
            return found;
        lir_stmt_id id = block->items[i];
        const lir_stmt s = *stmt_at(z, id);
        if (is_peeled(z, &s))
            continue;
        bool inside = walk(z, id, 0);
        inside |= walk(z, id, 1);
        if (s.kind == LIR_S_FOR && !inside && fits(z, id)) {
            lir_stmt_id now = ln_build(z);
            block_of(z, owner, which)->items[i] = now;
            inside = true;
        }
        found |= inside;
    }
}

void lir_pass_lanes(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    if (!options->vector_bytes || f->once || f->general || !has_loop(&(lanes){.f = f}, &f->body))
        return;
    lanes z = {.m = m,
               .f = f,
               .a = m->arena,
               .vector_bytes = options->vector_bytes,
               .remarks = options->remarks};
    z.nvars = f->vars.len;
    z.nexprs = f->exprs.len;
    z.vars = ARENA_ARRAY(z.a, ln_var, z.nvars);
    z.access_of = ARENA_ARRAY(z.a, uint8_t, z.nexprs);
    z.access_stamp = ARENA_ARRAY(z.a, uint32_t, z.nexprs);
    walk(&z, 0, 0);
    if (z.slots.len == 0)
        return;
    for (uint32_t i = 0; i < f->body.len; i++)
        vec_push(z.a, &z.slots, f->body.items[i]);
    f->body = z.slots;
}
