/* Takes an innermost loop that only adds integers up, gives a loop over vectors before it, which adds
 * up as lanes: sums of integers wrap around, so that any order gives the same bits. The loop as it was
 * does the last elements, at least one, and sets whatever else it sets.
 *
 *   for i = 0 to n {                     for i = 0 to (n - 1) - (n - 1) % 32 step 32 vector {
 *     let was = count                      sums = sums + select(mask[i..i+32], 1, 0)
 *     if mask[i] { t = was + 1 }    ->   }
 *     else { t = was }                   count = count + sums[0] + ... + sums[31]
 *     count = t                          for i = ... to n { as before }
 *   }
 *
 * Needs a body of LET, SET and IF: no checks (hoist_checks has run), nothing that writes memory. */
#include "lir_passes.h"

enum { MAX_SIZE = 60, MAX_SETS = 8, IN_FLIGHT = 4 };

typedef struct sum_var {
    uint32_t stamp;
    bool assigned;     /* in the loop at hand */
    lir_expr_id value; /* of a LET, or of a SET as far as the body has been gone through */
} sum_var;

typedef struct summer {
    lir_module *m;
    lir_fn *f;
    arena *a;
    unsigned lanes;
    remarks *remarks;
    sum_var *vars;
    uint32_t nvars, stamp, size;
    unsigned depth;          /* of branches around the statement at hand */
    lir_var_id index, first; /* the loop's variable, and that of the loop over vectors */
    lir_expr_id units;       /* true where elements lie side by side; 0: they do */
    VEC(lir_var_id) sets;
} summer;

static const lir_expr *at(const summer *z, lir_expr_id id)
{
    return &z->f->exprs.items[id];
}

static lir_expr_id op2(summer *z, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(z->m, z->f, op, a, b);
}

static lir_expr_id i64(summer *z, int64_t value)
{
    return lir_const_int(z->m, z->f, LIR_I64, value);
}

static sum_var *var_at(summer *z, lir_var_id var)
{
    sum_var *v = &z->vars[var < z->nvars ? var : 0]; /* the pass's own: outside of the loop */
    if (v->stamp != z->stamp)
        *v = (sum_var){.stamp = z->stamp};
    return v;
}

/* ---- What an iteration makes of each variable ------------------------------------------------ */

/* In terms of what variables are when the iteration begins; 0: too large. In a branch nothing may be
 * read from memory: lanes that do not take it would read it, too. */
static lir_expr_id value_of(summer *z, lir_expr_id id)
{
    lir_expr e = *at(z, id);
    if (++z->size > 8 * MAX_SIZE || (e.op == LIR_LOAD && z->depth))
        return 0;
    if (e.op == LIR_VAR) {
        const sum_var *v = var_at(z, e.var);
        return v->assigned && v->value ? v->value : id;
    }
    bool same = true;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++) {
        lir_expr_id arg = value_of(z, e.args[i]);
        if (!arg)
            return 0;
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    return same ? id : lir_make_plain(z->m, z->f, &e);
}

static bool note_sets(summer *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &z->f->stmts.items[block->items[i]];
        bool plain = s->kind == LIR_S_LET || s->kind == LIR_S_SET || s->kind == LIR_S_IF ||
                     s->kind == LIR_S_COMMENT;
        if (!plain || ++z->size > MAX_SIZE)
            return false;
        if (s->kind == LIR_S_SET && !var_at(z, s->var)->assigned)
            vec_push(z->a, &z->sets, s->var);
        if (s->kind == LIR_S_SET || s->kind == LIR_S_LET)
            var_at(z, s->var)->assigned = true;
        if (!note_sets(z, &s->body) || !note_sets(z, &s->other))
            return false;
    }
    return z->sets.len <= MAX_SETS;
}

static bool go_through(summer *z, const lir_block *block);

/* A variable is afterwards what the one or the other side has made of it. */
static bool go_through_if(summer *z, const lir_stmt *s)
{
    lir_expr_id before[MAX_SETS + 1], then[MAX_SETS + 1], cond = value_of(z, s->a);
    for (uint32_t i = 0; i < z->sets.len; i++)
        before[i] = var_at(z, z->sets.items[i])->value;
    z->depth++;
    if (!cond || !go_through(z, &s->body))
        return false;
    for (uint32_t i = 0; i < z->sets.len; i++) {
        then[i] = var_at(z, z->sets.items[i])->value;
        var_at(z, z->sets.items[i])->value = before[i];
    }
    if (!go_through(z, &s->other))
        return false;
    z->depth--;
    for (uint32_t i = 0; i < z->sets.len; i++) {
        lir_var_id var = z->sets.items[i];
        lir_expr_id was = lir_get(z->m, z->f, var);
        lir_expr_id x = then[i] ? then[i] : was, y = var_at(z, var)->value;
        y = y ? y : was;
        if (x != y)
            var_at(z, var)->value = lir_select(z->m, z->f, cond, x, y);
    }
    return true;
}

static bool go_through(summer *z, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt s = z->f->stmts.items[block->items[i]];
        lir_expr_id value = s.kind == LIR_S_COMMENT || s.kind == LIR_S_IF ? 0 : value_of(z, s.a);
        if (s.kind == LIR_S_IF ? !go_through_if(z, &s) : s.kind != LIR_S_COMMENT && !value)
            return false;
        if (value)
            var_at(z, s.var)->value = value;
    }
    return true;
}

/* ---- Sums ------------------------------------------------------------------------------------ */

static bool reads_assigned(summer *z, lir_expr_id id)
{
    const lir_expr *e = at(z, id);
    if (e->op == LIR_VAR)
        return var_at(z, e->var)->assigned;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (reads_assigned(z, e->args[i]))
            return true;
    return false;
}

/* The x of value = var + x, in which no variable of the loop occurs; 0: it has another form. */
static lir_expr_id added(summer *z, lir_expr_id value, lir_var_id var)
{
    const lir_expr e = *at(z, value);
    if (e.op == LIR_VAR && e.var == var)
        return lir_const_bits(z->m, z->f, e.type, 0);
    if (e.op == LIR_ADD && !reads_assigned(z, e.args[1])) {
        lir_expr_id x = added(z, e.args[0], var);
        return x ? op2(z, LIR_ADD, x, e.args[1]) : 0;
    }
    if (e.op == LIR_ADD && !reads_assigned(z, e.args[0])) {
        lir_expr_id x = added(z, e.args[1], var);
        return x ? op2(z, LIR_ADD, e.args[0], x) : 0;
    }
    if (e.op == LIR_SUB && !reads_assigned(z, e.args[1])) {
        lir_expr_id x = added(z, e.args[0], var);
        return x ? op2(z, LIR_SUB, x, e.args[1]) : 0;
    }
    if (e.op != LIR_SELECT || reads_assigned(z, e.args[0]))
        return 0;
    lir_expr_id x = added(z, e.args[1], var), y = x ? added(z, e.args[2], var) : 0;
    return y ? lir_select(z->m, z->f, e.args[0], x, y) : 0;
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static bool is_fixed(summer *z, lir_expr_id id)
{
    const lir_expr *e = at(z, id);
    if (e->op == LIR_VAR)
        return e->var != z->index && !var_at(z, e->var)->assigned;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (!is_fixed(z, e->args[i]))
            return false;
    return true;
}

/* The offset of elements side by side: the index times their size, and what does not change. */
static bool goes_by(summer *z, lir_expr_id offset, int64_t size, bool *found)
{
    const lir_expr *e = at(z, offset);
    uint64_t by;
    if (is_fixed(z, offset))
        return true;
    if (e->op == LIR_ADD)
        return goes_by(z, e->args[0], size, found) && goes_by(z, e->args[1], size, found);
    bool index = e->op == LIR_VAR && e->var == z->index && size == 1;
    if (e->op == LIR_MUL) {
        lir_expr_id stride = e->args[1];
        const lir_expr *x = at(z, e->args[0]);
        bool constant = lir_is_const(z->f, stride, &by);
        index = x->op == LIR_VAR && x->var == z->index && is_fixed(z, stride) &&
                (!constant || (int64_t)by == size);
        if (index && !constant) {
            lir_expr_id same = op2(z, LIR_EQ, stride, i64(z, size));
            z->units = z->units ? op2(z, LIR_AND, z->units, same) : same;
        }
    }
    bool first = !*found;
    *found = true;
    return index && first;
}

/* The loop's variable is that of the first lane. */
static lir_expr_id first_lane(summer *z, lir_expr_id id)
{
    lir_expr e = *at(z, id);
    if (e.op == LIR_VAR)
        return e.var == z->index ? lir_get(z->m, z->f, z->first) : id;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        e.args[i] = first_lane(z, e.args[i]);
    return lir_make_plain(z->m, z->f, &e);
}

static bool has_lanes(const lir_expr *e)
{
    bool arithmetic = e->op <= LIR_GE && e->op != LIR_REM &&
                      (e->op != LIR_DIV || lir_elem_is_float((lir_elem)e->type.elem));
    return (arithmetic || e->op == LIR_SELECT || e->op == LIR_CVT) && e->type.lanes == 1 &&
           e->type.elem != LIR_F16 && e->type.elem != LIR_PTR;
}

/* The value in all lanes; 0: it has none. */
static lir_expr_id wide(summer *z, lir_expr_id id)
{
    const lir_expr e = *at(z, id);
    lir_type type = lir_vector((lir_elem)e.type.elem, z->lanes);
    bool found = false;
    if (e.op == LIR_LOAD)
        return e.type.elem != LIR_F16 && is_fixed(z, e.args[0]) &&
                       goes_by(z, e.args[1], lir_elem_size((lir_elem)e.type.elem), &found) && found
                   ? lir_load(z->m, z->f, type, e.args[0], first_lane(z, e.args[1]))
                   : 0;
    if (!has_lanes(&e))
        return 0;
    if (e.op == LIR_CONST)
        return lir_const_bits(z->m, z->f, type, e.imm);
    if (e.op == LIR_VAR && e.var == z->index) {
        lir_expr_id iota = lir_make(z->m, z->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
        return op2(z, LIR_ADD, lir_splat(z->m, z->f, first_lane(z, id), z->lanes), iota);
    }
    if (e.op == LIR_VAR)
        return lir_splat(z->m, z->f, id, z->lanes);
    lir_expr_id args[LIR_MAX_ARGS] = {0};
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (!(args[i] = wide(z, e.args[i])))
            return 0;
    return lir_make(z->m, z->f, (lir_op)e.op, type, e.imm, args[0], args[1], args[2], args[3]);
}

/* ---- The loop over vectors ------------------------------------------------------------------- */

static lir_stmt *add(summer *z, lir_block *into, lir_stmt_kind kind, int32_t loc)
{
    lir_stmt *s = lir_stmt_at(z->f, lir_stmt_new(z->m, z->f, into, kind));
    s->loc = loc;
    return s;
}

static void assign(summer *z, lir_block *into, lir_stmt_kind kind, lir_var_id var, lir_expr_id e,
                   int32_t loc)
{
    lir_stmt *s = add(z, into, kind, loc);
    s->var = var;
    s->a = e;
}

/* Half of the lanes, from this one on. */
static lir_expr_id half(summer *z, lir_expr_id x, unsigned lanes, unsigned first)
{
    lir_lane_list list = {0};
    for (unsigned i = 0; i < lanes / 2; i++)
        vec_push(z->a, &list, (uint16_t)(first + i));
    uint32_t index = vec_push(z->a, &z->f->shuffles, list);
    lir_type type = lir_vector((lir_elem)at(z, x)->type.elem, lanes / 2);
    return lir_make(z->m, z->f, LIR_SHUFFLE, type, index, x, x, 0, 0);
}

/* var = var + all lanes */
static void add_up(summer *z, lir_block *into, lir_var_id var, lir_var_id sums, int32_t loc)
{
    lir_expr_id all = lir_get(z->m, z->f, sums);
    for (unsigned lanes = z->lanes; lanes > 2; lanes /= 2)
        all = op2(z, LIR_ADD, half(z, all, lanes, 0), half(z, all, lanes, lanes / 2));
    lir_type type = z->f->vars.items[var].type;
    lir_expr_id sum = lir_get(z->m, z->f, var);
    for (unsigned i = 0; i < 2; i++)
        sum = op2(z, LIR_ADD, sum, lir_make(z->m, z->f, LIR_EXTRACT, type, i, all, 0, 0, 0));
    assign(z, into, LIR_S_SET, var, sum, loc);
}

static bool reads_others(summer *z, lir_expr_id id, const lir_expr_id *wides)
{
    const lir_expr *e = at(z, id);
    if (e->op == LIR_VAR && var_at(z, e->var)->assigned) {
        for (uint32_t i = 0; i < z->sets.len; i++)
            if (z->sets.items[i] == e->var && wides[i])
                return false;
        return true;
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (reads_others(z, e->args[i], wides))
            return true;
    return false;
}

/* Each variable is a sum, or what the last iteration makes of it. */
static bool find_sums(summer *z, lir_expr_id *wides)
{
    bool any = false;
    for (uint32_t i = 0; i < z->sets.len; i++) {
        lir_var_id var = z->sets.items[i];
        lir_expr_id value = var_at(z, var)->value, x = value ? added(z, value, var) : 0;
        bool integer = lir_elem_is_int((lir_elem)z->f->vars.items[var].type.elem);
        wides[i] = x && integer ? wide(z, x) : 0;
        any |= wides[i] != 0;
    }
    for (uint32_t i = 0; i < z->sets.len; i++) {
        lir_expr_id value = var_at(z, z->sets.items[i])->value;
        if (!wides[i] && (!value || reads_others(z, value, wides)))
            return false;
    }
    return any;
}

/* The iterations but the last ones, where there are enough. */
static void add_vectors(summer *z, lir_block *out, const lir_stmt *loop, lir_expr_id end,
                        const lir_expr_id *wides)
{
    lir_block body = {0}, after = {0};
    for (uint32_t i = 0; i < z->sets.len; i++) {
        if (!wides[i])
            continue;
        lir_type type = at(z, wides[i])->type;
        lir_var_id sums = lir_var_new(z->m, z->f, "sums", type);
        assign(z, out, LIR_S_SET, sums, lir_const_bits(z->m, z->f, type, 0), loop->loc);
        lir_expr_id sum = op2(z, LIR_ADD, lir_get(z->m, z->f, sums), wides[i]);
        assign(z, &body, LIR_S_SET, sums, sum, loop->loc);
        add_up(z, &after, z->sets.items[i], sums, loop->loc);
    }
    lir_stmt *s = add(z, out, LIR_S_FOR, loop->loc);
    s->flags = LIR_FOR_VECTOR;
    s->var = z->first;
    s->a = loop->a;
    s->b = end;
    s->imm = z->lanes;
    s->body = body;
    for (uint32_t i = 0; i < after.len; i++)
        vec_push(z->a, out, after.items[i]);
}

/* The statements that take the loop's place. */
static void build(summer *z, lir_block *out, lir_stmt_id id, const lir_expr_id *wides)
{
    const lir_stmt loop = *lir_stmt_at(z->f, id);
    lir_block vectors = {0};
    lir_var_id whole = lir_var_new(z->m, z->f, "whole", lir_scalar(LIR_I64));
    lir_expr_id count = op2(z, LIR_SUB, op2(z, LIR_SUB, loop.b, loop.a), i64(z, 1));
    count = op2(z, LIR_AND, op2(z, LIR_MAX, count, i64(z, 0)), i64(z, -(int64_t)z->lanes));
    if (z->units)
        count = lir_select(z->m, z->f, z->units, count, i64(z, 0));
    assign(z, out, LIR_S_LET, whole, op2(z, LIR_ADD, loop.a, count), loop.loc);
    lir_expr_id end = lir_get(z->m, z->f, whole);
    add_vectors(z, &vectors, &loop, end, wides);
    lir_stmt *s = add(z, out, LIR_S_IF, loop.loc);
    s->a = op2(z, LIR_LT, loop.a, end);
    s->body = vectors;
    lir_stmt_at(z->f, id)->a = end;
    if (!z->units)
        lir_stmt_at(z->f, id)->flags |= LIR_FOR_SPARE;
    vec_push(z->a, out, id);
}

static bool fits(summer *z, lir_stmt_id id, lir_expr_id *wides)
{
    const lir_stmt s = *lir_stmt_at(z->f, id);
    uint64_t from, to;
    if (s.kind != LIR_S_FOR || s.flags || s.imm != 1 ||
        (lir_is_const(z->f, s.a, &from) && lir_is_const(z->f, s.b, &to)))
        return false;
    z->stamp++;
    z->size = 0;
    z->sets.len = 0;
    z->index = s.var;
    if (!note_sets(z, &s.body) || z->sets.len == 0)
        return false;
    z->size = z->depth = 0;
    z->units = 0;
    if (!go_through(z, &s.body))
        return false;
    z->first = lir_var_new(z->m, z->f, z->f->vars.items[s.var].name, lir_scalar(LIR_I64));
    return find_sums(z, wides);
}

static void walk(summer *z, lir_block *block)
{
    lir_block made = {0};
    bool changed = false;
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt_id id = block->items[i];
        lir_expr_id wides[MAX_SETS + 1];
        if (fits(z, id, wides)) {
            build(z, &made, id, wides);
            remark_add(z->remarks, REMARK_LOOP_SUMS, z->f->index, 0, lir_stmt_at(z->f, id)->loc,
                       arena_printf(z->a, "%u", z->lanes), NULL);
            changed = true;
            continue;
        }
        vec_push(z->a, &made, id);
        lir_block body = lir_stmt_at(z->f, id)->body, other = lir_stmt_at(z->f, id)->other;
        walk(z, &body);
        walk(z, &other);
        lir_stmt_at(z->f, id)->body = body;
        lir_stmt_at(z->f, id)->other = other;
    }
    if (changed)
        *block = made;
}

static bool has_loop(const lir_fn *f)
{
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_FOR && !f->stmts.items[i].flags)
            return true;
    return false;
}

void lir_pass_sums(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    if (!options->vector_bytes || f->once || f->general || !has_loop(f))
        return;
    summer z = {.m = m,
                .f = f,
                .a = m->arena,
                .lanes = IN_FLIGHT * options->vector_bytes / 8,
                .remarks = options->remarks,
                .nvars = f->vars.len};
    z.vars = ARENA_ARRAY(z.a, sum_var, z.nvars);
    walk(&z, &f->body);
}
