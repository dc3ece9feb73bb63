/* Facts of a function: see lir_facts.h. */
#include "lir_facts.h"

bool *lir_assigned(arena *a, const lir_fn *f)
{
    bool *assigned = ARENA_ARRAY(a, bool, f->vars.len);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        if (s->kind == LIR_S_SET)
            assigned[s->var] = true;
        for (uint32_t k = 0; k < s->outs.len; k++)
            assigned[s->outs.items[k]] = true;
    }
    for (uint32_t i = 0; i < f->results.len; i++)
        assigned[f->results.items[i]] = true;
    return assigned;
}

static void note_pointers(const lir_fn *f, bool *read, lir_expr_id id)
{
    const lir_expr *e = &f->exprs.items[id];
    if (!id)
        return;
    if (e->op == LIR_VAR && e->type.elem == LIR_PTR)
        read[e->var] = true;
    for (int i = 0; i < LIR_MAX_ARGS; i++)
        note_pointers(f, read, e->args[i]);
}

static void note_block(const lir_fn *f, bool *read, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &f->stmts.items[block->items[i]];
        const lir_expr_id roots[] = {s->a, s->b, s->c, s->d};
        for (int k = 0; k < 4; k++)
            note_pointers(f, read, roots[k]);
        for (uint32_t k = 0; k < s->args.len; k++)
            note_pointers(f, read, s->args.items[k]);
        note_block(f, read, &s->body);
        note_block(f, read, &s->other);
    }
}

bool *lir_read_by_cleanup(arena *a, const lir_fn *f)
{
    bool *read = ARENA_ARRAY(a, bool, f->vars.len);
    note_block(f, read, &f->cleanup);
    return read;
}

bool lir_is_strided(const lir_fn *f, lir_expr_id offsets, lir_expr_id *start, lir_expr_id *step)
{
    const lir_expr *exprs = f->exprs.items, *e = &exprs[offsets];
    *start = 0;
    if (e->op == LIR_ADD && exprs[e->args[0]].op == LIR_SPLAT) {
        *start = exprs[e->args[0]].args[0];
        e = &exprs[e->args[1]];
    }
    if (e->op != LIR_MUL || exprs[e->args[0]].op != LIR_IOTA || exprs[e->args[1]].op != LIR_SPLAT)
        return false;
    *step = exprs[e->args[1]].args[0];
    return true;
}
