/* Takes a part of a function, gives what a function of its own needs: its variables and copies of its
 * statements (outline.h). */
#include "outline.h"

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
        if (s->kind != LIR_S_ALLOCA)
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
    for (uint32_t i = 1; i < f->vars.len; i++)
        o->vars[i].last_in_body = o->vars[i].last;
    number_block(o, &f->cleanup);
}

/* ---- A part ------------------------------------------------------------------------------------ */

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
void outline_survey(outliner *o, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = stmt_of(o, block->items[i]);
        each_read(o, s, ++o->place, list);
        each_written(o, s, note_set);
        if (s->kind == LIR_S_LET || s->kind == LIR_S_FOR)
            o->vars[s->var].fixed = true;
        outline_survey(o, &s->other);
        outline_survey(o, &s->body);
    }
}

void outline_forget(outliner *o)
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

/* ---- Its variables ---------------------------------------------------------------------------- */

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

typedef enum first_use { NEITHER, SET_FIRST, READ_FIRST } first_use;

static bool is_assigned(const lir_stmt *s, lir_var_id var)
{
    bool found = s->kind == LIR_S_SET && s->var == var;
    for (uint32_t i = 0; i < s->outs.len; i++)
        found |= s->outs.items[i] == var;
    return found;
}

static first_use use_in(outliner *o, const lir_block *block, lir_var_id var);

/* What the parts of a statement do: only where both branches of an IF set it, it is set. */
static first_use use_inside(outliner *o, const lir_stmt *s, lir_var_id var)
{
    first_use other = use_in(o, &s->other, var), body = use_in(o, &s->body, var);
    if (other == READ_FIRST || body == READ_FIRST)
        return READ_FIRST;
    bool both = other == SET_FIRST && body == SET_FIRST;
    return s->kind == LIR_S_IF && both ? SET_FIRST : NEITHER;
}

static first_use use_in(outliner *o, const lir_block *block, lir_var_id var)
{
    const occurrence *v = &o->vars[var];
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt_id id = block->items[i];
        const lir_stmt *s = stmt_of(o, id);
        if (v->first > o->last[id] || v->last < o->first[id])
            continue;
        if (reads(o, s, var))
            return READ_FIRST;
        first_use use = is_assigned(s, var) ? SET_FIRST : use_inside(o, s, var);
        if (use != NEITHER)
            return use;
    }
    return NEITHER;
}

/* Is the variable, which occurs in this block alone, set before it is read each time that runs? */
static bool set_first(outliner *o, const lir_block *block, lir_var_id var)
{
    return use_in(o, block, var) != READ_FIRST;
}

bool outline_is_local(outliner *o, lir_stmt_id owner, const lir_block *branch, lir_var_id var)
{
    const occurrence *v = &o->vars[var];
    bool inside = v->first > o->first[owner] && v->last <= o->last[owner];
    return v->fixed || (inside && v->set && set_first(o, branch, var));
}

lir_var_id outline_new_var(outliner *o, lir_var_id var)
{
    lir_var v = o->f->vars.items[var];
    return lir_var_new(o->m, o->g, v.name, v.type);
}

/* ---- Copying ---------------------------------------------------------------------------------- */

lir_expr_id outline_expr(outliner *o, lir_expr_id id)
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
        e.args[i] = outline_expr(o, e.args[i]);
    vec_push(o->a, &o->copies, id);
    return o->copied[id] = lir_make_plain(o->m, o->g, &e);
}

static lir_stmt_id copy_stmt(outliner *o, lir_stmt_id id)
{
    lir_stmt s = *stmt_of(o, id), c = s;
    c.a = outline_expr(o, s.a);
    c.b = outline_expr(o, s.b);
    c.c = outline_expr(o, s.c);
    c.d = outline_expr(o, s.d);
    memset(&c.args, 0, sizeof c.args);
    memset(&c.outs, 0, sizeof c.outs);
    for (uint32_t i = 0; i < s.args.len; i++)
        vec_push(o->a, &c.args, outline_expr(o, s.args.items[i]));
    for (uint32_t i = 0; i < s.outs.len; i++)
        vec_push(o->a, &c.outs, o->renamed[s.outs.items[i]]);
    if (s.var)
        c.var = o->renamed[s.var];
    if (s.kind == LIR_S_IF)
        c.flags &= (uint8_t) ~(LIR_IF_COLD | LIR_IF_COLD_ELSE);
    c.other = outline_block(o, &s.other);
    c.body = outline_block(o, &s.body);
    lir_block nowhere = {0};
    lir_stmt_id made = lir_stmt_new(o->m, o->g, &nowhere, (lir_stmt_kind)s.kind);
    *lir_stmt_at(o->g, made) = c;
    return made;
}

lir_block outline_block(outliner *o, const lir_block *block)
{
    lir_block copy = {0};
    for (uint32_t i = 0; i < block->len; i++)
        vec_push(o->a, &copy, copy_stmt(o, block->items[i]));
    return copy;
}

void outline_clear(outliner *o, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt *s = lir_stmt_at(o->f, block->items[i]), moved = *s;
        *s = (lir_stmt){.kind = LIR_S_COMMENT, .text = ""};
        outline_clear(o, &moved.body);
        outline_clear(o, &moved.other);
    }
}

void outline_open(outliner *o, lir_module *m, lir_fn *f)
{
    *o = (outliner){.m = m, .a = m->arena, .f = f};
    o->vars = ARENA_ARRAY(o->a, occurrence, f->vars.len);
    o->renamed = ARENA_ARRAY(o->a, lir_var_id, f->vars.len);
    o->seen = ARENA_ARRAY(o->a, uint32_t, f->exprs.len);
    o->copied = ARENA_ARRAY(o->a, lir_expr_id, f->exprs.len);
    o->first = ARENA_ARRAY(o->a, uint32_t, f->stmts.len);
    o->last = ARENA_ARRAY(o->a, uint32_t, f->stmts.len);
    number_function(o);
}
