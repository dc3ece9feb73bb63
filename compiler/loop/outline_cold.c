/* Takes loop IR with branches that hardly ever run (LIR_IF_COLD, LIR_IF_COLD_ELSE), gives each a
 * function of its own that is `general`: code that a backend makes when it is first called.
 *
 *   if fast { ... } else cold { ... n ... x ... }   ->   if fast { ... } else { call f.3(n, x) -> (x) }
 *
 * What the branch reads becomes parameters, what it sets and others read, results. A branch that
 * leaves the loops around it or returns, that shares vectors, or whose variables a cleanup or a
 * handler could see half-way stays where it is. */
#include "lir_passes.h"
#include "outline.h"

enum { MAX_WORDS = 64 }; /* parameters and results of a function that is made */

static const lir_stmt *stmt_of(const outliner *o, lir_stmt_id id)
{
    return &o->f->stmts.items[id];
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

/* ---- Variables of a branch -------------------------------------------------------------------- */

/* Gives each variable of the branch its name in the function; fills the call's arguments and outs.
 * False: one can't go over. */
static bool pass_variables(outliner *o, lir_stmt_id owner, const lir_block *branch, lir_stmt *call)
{
    for (uint32_t i = 0; i < o->used.len; i++) {
        lir_var_id var = o->used.items[i];
        const occurrence *v = &o->vars[var];
        if (outline_is_local(o, owner, branch, var)) {
            o->renamed[var] = outline_new_var(o, var);
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
        o->renamed[var] = outline_new_var(o, var);
        vec_push(o->a, &o->g->results, o->renamed[var]);
        vec_push(o->a, &call->outs, var);
        lir_expr_id given = lir_get(o->m, o->g, param);
        lir_stmt_id set = lir_stmt_new(o->m, o->g, &o->g->body, LIR_S_SET);
        lir_stmt_at(o->g, set)->var = o->renamed[var];
        lir_stmt_at(o->g, set)->a = given;
    }
    return true;
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
    outline_survey(o, branch);
    bool passed = pass_variables(o, owner, branch, call);
    if (passed) {
        lir_block body = outline_block(o, branch);
        for (uint32_t i = 0; i < body.len; i++)
            vec_push(o->a, &o->g->body, body.items[i]);
    } else {
        o->m->fns.len--;
    }
    outline_forget(o);
    return passed ? o->g : NULL;
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
    outline_clear(o, branch_of(o, owner, other));
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
    outliner o;
    outline_open(&o, m, f);
    walk(&o, &f->body);
}
