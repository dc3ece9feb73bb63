/* Takes loop IR with branches that hardly ever run (LIR_IF_COLD, LIR_IF_COLD_ELSE), gives each a
 * function of its own that is `general`: code that a backend makes when it is first called.
 *
 *   if fast { ... } else cold { ... n ... x ... }   ->   if fast { ... } else { call f.3(n, x) -> (x) }
 *
 * What the branch reads becomes parameters, what it sets and others read, results. A branch that
 * leaves the loops around it or returns, that shares vectors, or whose variables a cleanup or a
 * handler could see half-way stays where it is. */
#include "lir_passes.h"

enum { MAX_WORDS = 64 }; /* parameters and results of a function that is made */

/* Where a variable occurs: places are numbers of statements, in program order. */
typedef struct occurrence {
    uint32_t first, last;
    bool set;    /* inside the branch at hand */
    bool fixed;  /* there, by a LET or a loop: defined before it is used */
    bool listed; /* in outliner.used */
} occurrence;

typedef struct outliner {
    lir_module *m;
    arena *a;
    lir_fn *f, *g; /* the function, and the one being made of a branch */
    occurrence *vars;
    uint32_t *seen;  /* by expression: the number of the statement that was looked at last */
    uint32_t *first; /* by statement: its place; those of its blocks follow */
    uint32_t *last;
    uint32_t place, body_end;
    VEC(lir_var_id) used;
    lir_var_id *renamed;
    lir_expr_id *copied;
    VEC(lir_expr_id) copies; /* entries of `copied` to be cleared */
    lir_var_id sought;       /* and whether it was found */
    bool found, has_try;
} outliner;

static const lir_stmt *stmt_of(const outliner *o, lir_stmt_id id)
{
    return &o->f->stmts.items[id];
}

/* ---- Occurrences ------------------------------------------------------------------------------ */

typedef void var_fn(outliner *o, lir_var_id var);

static void each_var_of_expr(outliner *o, lir_expr_id id, uint32_t stamp, var_fn *use)
{
    if (!id || o->seen[id] == stamp)
        return;
    o->seen[id] = stamp;
    const lir_expr *e = &o->f->exprs.items[id];
    if (e->op == LIR_VAR)
        use(o, e->var);
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++)
        each_var_of_expr(o, e->args[i], stamp, use);
}

/* The variables that a statement itself reads. */
static void each_read(outliner *o, const lir_stmt *s, uint32_t stamp, var_fn *use)
{
    const lir_expr_id own[] = {s->a, s->b, s->c, s->d};
    for (unsigned i = 0; i < 4; i++)
        each_var_of_expr(o, own[i], stamp, use);
    for (uint32_t i = 0; i < s->args.len; i++)
        each_var_of_expr(o, s->args.items[i], stamp, use);
}

static void each_written(outliner *o, const lir_stmt *s, var_fn *use)
{
    if (s->var)
        use(o, s->var);
    for (uint32_t i = 0; i < s->outs.len; i++)
        use(o, s->outs.items[i]);
}

static void note_place(outliner *o, lir_var_id var)
{
    occurrence *v = &o->vars[var];
    if (!v->first)
        v->first = o->place;
    v->last = o->place;
}

static void number_block(outliner *o, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(o, block->items[i]);
        o->first[block->items[i]] = ++o->place;
        each_read(o, s, o->place, note_place);
        each_written(o, s, note_place);
        o->has_try |= s->kind == LIR_S_TRY;
        number_block(o, &s->other);
        number_block(o, &s->body);
        o->last[block->items[i]] = o->place;
    }
}

/* Parameters and results occur outside of every branch. */
static void number_function(outliner *o)
{
    lir_fn *f = o->f;
    o->place = 1;
    for (uint32_t i = 0; i < f->params.len; i++)
        note_place(o, f->params.items[i]);
    for (uint32_t i = 0; i < f->results.len; i++)
        note_place(o, f->results.items[i]);
    number_block(o, &f->body);
    o->body_end = o->place;
    number_block(o, &f->cleanup);
}

/* ---- Branches --------------------------------------------------------------------------------- */

/* The statements of a branch that can be a function's: no jump goes out of it. */
static bool stays_inside(const outliner *o, const lir_block *block, bool in_loop)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(o, block->items[i]);
        bool loop = in_loop || s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        if (s->kind == LIR_S_RETURN || s->kind == LIR_S_ALLOCA || s->kind == LIR_S_TRY ||
            (!in_loop && (s->kind == LIR_S_BREAK || s->kind == LIR_S_CONTINUE)) ||
            !stays_inside(o, &s->body, loop) || !stays_inside(o, &s->other, loop))
            return false;
    }
    return true;
}

static void list(outliner *o, lir_var_id var)
{
    occurrence *v = &o->vars[var];
    if (!v->listed)
        vec_push(o->a, &o->used, var);
    v->listed = true;
}

static void note_set(outliner *o, lir_var_id var)
{
    list(o, var);
    o->vars[var].set = true;
}

/* Fills o->used. Numbers of statements are stamps here, too: above those of the numbering. */
static void survey(outliner *o, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(o, block->items[i]);
        each_read(o, s, ++o->place, list);
        each_written(o, s, note_set);
        if (s->kind == LIR_S_LET || s->kind == LIR_S_FOR)
            o->vars[s->var].fixed = true;
        survey(o, &s->other);
        survey(o, &s->body);
    }
}

static void forget(outliner *o)
{
    for (uint32_t i = 0; i < o->used.len; i++) {
        lir_var_id var = o->used.items[i];
        o->vars[var].set = o->vars[var].fixed = o->vars[var].listed = false;
        o->renamed[var] = 0;
    }
    for (uint32_t i = 0; i < o->copies.len; i++)
        o->copied[o->copies.items[i]] = 0;
    o->used.len = o->copies.len = 0;
}

/* ---- Variables of a branch -------------------------------------------------------------------- */

static void seek(outliner *o, lir_var_id var)
{
    o->found |= var == o->sought;
}

static bool reads(outliner *o, const lir_stmt *s, lir_var_id var)
{
    o->sought = var;
    o->found = false;
    each_read(o, s, ++o->place, seek);
    return o->found;
}

/* Is the variable, which occurs in this block alone, set before it is read each time that runs? */
static bool set_first(outliner *o, const lir_block *block, lir_var_id var)
{
    const occurrence *v = &o->vars[var];
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt_id id = block->items[i];
        const lir_stmt *s = stmt_of(o, id);
        if (v->first > o->last[id])
            continue;
        if (v->first == o->first[id])
            return (s->kind == LIR_S_SET || s->outs.len) && !reads(o, s, var);
        return v->last <= o->last[id] &&
               (set_first(o, &s->body, var) || set_first(o, &s->other, var));
    }
    return false;
}

/* Does nothing outside of the branch, which is a block of the statement, see the variable? */
static bool is_local(outliner *o, lir_stmt_id owner, const lir_block *branch, lir_var_id var)
{
    const occurrence *v = &o->vars[var];
    bool inside = v->first > o->first[owner] && v->last <= o->last[owner];
    return v->fixed || (inside && v->set && set_first(o, branch, var));
}

static lir_var_id new_var(outliner *o, lir_var_id var)
{
    lir_var v = o->f->vars.items[var];
    return lir_var_new(o->m, o->g, v.name, v.type);
}

/* Gives each variable of the branch its name in the function; fills the call's arguments and outs.
 * False: one can't go over. */
static bool pass_variables(outliner *o, lir_stmt_id owner, const lir_block *branch, lir_stmt *call)
{
    for (uint32_t i = 0; i < o->used.len; i++) {
        lir_var_id var = o->used.items[i];
        const occurrence *v = &o->vars[var];
        if (is_local(o, owner, branch, var)) {
            o->renamed[var] = new_var(o, var);
            continue;
        }
        lir_var outer = o->f->vars.items[var];
        bool seen_half_way = o->has_try || v->last > o->body_end;
        if (outer.type.lanes != 1 || (v->set && seen_half_way) ||
            call->args.len + call->outs.len + 2 > MAX_WORDS)
            return false;
        lir_var_id param = lir_param(o->m, o->g, outer.name, outer.type);
        vec_push(o->a, &call->args, lir_get(o->m, o->f, var));
        o->renamed[var] = param;
        if (!v->set)
            continue;
        o->renamed[var] = new_var(o, var);
        vec_push(o->a, &o->g->results, o->renamed[var]);
        vec_push(o->a, &call->outs, var);
        lir_expr_id given = lir_get(o->m, o->g, param);
        lir_stmt_id set = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_SET);
        lir_stmt_at(o->g, set)->var = o->renamed[var];
        lir_stmt_at(o->g, set)->a = given;
    }
    return true;
}

/* ---- Copying ---------------------------------------------------------------------------------- */

static lir_expr_id copy_expr(outliner *o, lir_expr_id id)
{
    if (!id || o->copied[id])
        return o->copied[id];
    lir_expr e = o->f->exprs.items[id];
    if (e.op == LIR_VAR)
        e.var = o->renamed[e.var];
    if (e.op == LIR_SHUFFLE) {
        vec_push(o->a, &o->g->shuffles, o->f->shuffles.items[e.imm]);
        e.imm = o->g->shuffles.len - 1;
    }
    for (unsigned i = 0; i < LIR_MAX_ARGS; i++)
        e.args[i] = copy_expr(o, e.args[i]);
    vec_push(o->a, &o->copies, id);
    return o->copied[id] = lir_make_plain(o->m, o->g, &e);
}

static lir_block copy_block(outliner *o, const lir_block *block);

static lir_stmt_id copy_stmt(outliner *o, lir_stmt_id id)
{
    lir_stmt s = *stmt_of(o, id), c = s;
    c.a = copy_expr(o, s.a);
    c.b = copy_expr(o, s.b);
    c.c = copy_expr(o, s.c);
    c.d = copy_expr(o, s.d);
    memset(&c.args, 0, sizeof c.args);
    memset(&c.outs, 0, sizeof c.outs);
    for (uint32_t i = 0; i < s.args.len; i++)
        vec_push(o->a, &c.args, copy_expr(o, s.args.items[i]));
    for (uint32_t i = 0; i < s.outs.len; i++)
        vec_push(o->a, &c.outs, o->renamed[s.outs.items[i]]);
    if (s.var)
        c.var = o->renamed[s.var];
    if (s.kind == LIR_S_IF)
        c.flags &= (uint8_t) ~(LIR_IF_COLD | LIR_IF_COLD_ELSE);
    c.other = copy_block(o, &s.other);
    c.body = copy_block(o, &s.body);
    lir_block nowhere = {0};
    lir_stmt_id made = lir_stmt_new(o->m, o->g, &nowhere, (lir_stmt_kind)s.kind);
    *lir_stmt_at(o->g, made) = c;
    return made;
}

static lir_block copy_block(outliner *o, const lir_block *block)
{
    lir_block copy = {0};
    for (uint32_t i = 0; i < block->len; i++)
        vec_push(o->a, &copy, copy_stmt(o, block->items[i]));
    return copy;
}

/* ---- The pass --------------------------------------------------------------------------------- */

/* Is the branch worth a function: a loop, or much code? */
static bool is_large(const outliner *o, const lir_block *block, unsigned *count)
{
    enum { LARGE = 12 }; /* statements */
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(o, block->items[i]);
        if (++*count >= LARGE || s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE ||
            is_large(o, &s->body, count) || is_large(o, &s->other, count))
            return true;
    }
    return false;
}

static lir_block *branch_of(outliner *o, lir_stmt_id owner, bool other)
{
    lir_stmt *s = lir_stmt_at(o->f, owner);
    return other ? &s->other : &s->body;
}

/* The function of the branch, with the call that goes in its place. NULL: it must stay. */
static lir_fn *make_function(outliner *o, lir_stmt_id owner, const lir_block *branch,
                             lir_stmt *call)
{
    unsigned count = 0;
    if (!stays_inside(o, branch, false) || !is_large(o, branch, &count))
        return NULL;
    o->g = lir_fn_new(o->m, o->f->name);
    o->g->fastmath = o->f->fastmath;
    o->g->general = true;
    survey(o, branch);
    bool passed = pass_variables(o, owner, branch, call);
    if (passed) {
        lir_block body = copy_block(o, branch);
        for (uint32_t i = 0; i < body.len; i++)
            vec_push(o->a, &o->g->body, body.items[i]);
    } else {
        o->m->fns.len--;
    }
    forget(o);
    return passed ? o->g : NULL;
}

/* What has moved is no statement of the function, for those who look at all of them. */
static void clear(outliner *o, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt *s = lir_stmt_at(o->f, block->items[i]), moved = *s;
        *s = (lir_stmt){.kind = LIR_S_COMMENT, .text = ""};
        clear(o, &moved.body);
        clear(o, &moved.other);
    }
}

/* Replaces the branch by a call of its function; false where it stays. */
static bool outline(outliner *o, lir_stmt_id owner, bool other)
{
    lir_stmt call = {.kind = LIR_S_CALL}; /* no location: it is no call of the program's */
    lir_fn *g = make_function(o, owner, branch_of(o, owner, other), &call);
    if (!g)
        return false;
    call.imm = g->index;
    lir_block with_call = {0};
    lir_stmt_id made = lir_stmt_new(o->m, o->f, &with_call, LIR_S_CALL);
    *lir_stmt_at(o->f, made) = call;
    clear(o, branch_of(o, owner, other));
    *branch_of(o, owner, other) = with_call;
    return true;
}

static void walk(outliner *o, const lir_block *block)
{
    lir_stmt_id *items = block->items; /* the list stays where it is, unlike what holds it */
    for (uint32_t i = 0, len = block->len; i < len; i++) {
        lir_stmt s = *stmt_of(o, items[i]);
        bool branch = s.kind == LIR_S_IF;
        if (!(branch && s.flags & LIR_IF_COLD && outline(o, items[i], false)))
            walk(o, &s.body);
        if (!(branch && s.flags & LIR_IF_COLD_ELSE && outline(o, items[i], true)))
            walk(o, &s.other);
    }
}

static bool any_cold(const lir_fn *f)
{
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_IF &&
            f->stmts.items[i].flags & (LIR_IF_COLD | LIR_IF_COLD_ELSE))
            return true;
    return false;
}

void lir_pass_outline_cold(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    if (!options->vector_bytes || f->once || f->general || !any_cold(f))
        return;
    outliner o = {.m = m, .a = m->arena, .f = f};
    o.vars = ARENA_ARRAY(o.a, occurrence, f->vars.len);
    o.renamed = ARENA_ARRAY(o.a, lir_var_id, f->vars.len);
    o.seen = ARENA_ARRAY(o.a, uint32_t, f->exprs.len);
    o.copied = ARENA_ARRAY(o.a, lir_expr_id, f->exprs.len);
    o.first = ARENA_ARRAY(o.a, uint32_t, f->stmts.len);
    o.last = ARENA_ARRAY(o.a, uint32_t, f->stmts.len);
    number_function(&o);
    walk(&o, &f->body);
}
