/* Which array parameters a printed function may write: what its header says of them. Found in loop IR, where
 * a store goes to an address; in doubt a parameter counts as written. */
#include "../../runtime/table.h"
#include "c_internal.h"

/* What a pointer leads to: the descriptor of an array that may be the parameter's, or its elements. */
typedef enum reach { NOTHING, VIEW, ELEMENTS } reach;

typedef struct tracing {
    const lir_module *m;
    const lir_fn *f;
    uint8_t *vars; /* reach, by variable */
    int depth;
    bool more, written;
} tracing;

static bool is_written(const lir_module *m, const lir_fn *f, lir_var_id from, int depth);

static reach reach_of(const tracing *t, lir_expr_id id)
{
    const lir_expr *e = &t->f->exprs.items[id];
    if (!id || e->type.elem != LIR_PTR)
        return NOTHING;
    switch ((lir_op)e->op) {
    case LIR_VAR: return (reach)t->vars[e->var];
    case LIR_PADD: return reach_of(t, e->args[0]);
    case LIR_LOAD: return reach_of(t, e->args[0]) ? ELEMENTS : NOTHING;
    case LIR_SELECT: {
        reach a = reach_of(t, e->args[1]), b = reach_of(t, e->args[2]);
        return a > b ? a : b;
    }
    default: return NOTHING;
    }
}

static void raise(tracing *t, lir_var_id var, reach to)
{
    if (t->f->vars.items[var].type.elem != LIR_PTR || t->vars[var] >= to)
        return;
    t->vars[var] = (uint8_t)to;
    t->more = true;
}

/* The variable at the start of an address: a descriptor on the stack, say. */
static void raise_base(tracing *t, lir_expr_id id, reach to)
{
    const lir_expr *e = &t->f->exprs.items[id];
    for (; e->op == LIR_PADD; e = &t->f->exprs.items[e->args[0]])
        ;
    if (e->op == LIR_VAR)
        raise(t, e->var, to);
}

/* A field of a descriptor gets the pointer that is stored; elements are written. */
static void trace_store(tracing *t, const lir_stmt *s)
{
    if (reach_of(t, s->a) == ELEMENTS)
        t->written = true;
    else if (reach_of(t, s->c))
        raise_base(t, s->a, VIEW);
}

static void trace_call(tracing *t, const lir_stmt *s)
{
    const lir_fn *g = t->m->fns.items[s->imm];
    for (uint32_t n = 0; n < s->args.len && !t->written; n++)
        if (reach_of(t, s->args.items[n]))
            t->written = t->depth > 6 || is_written(t->m, g, g->params.items[n], t->depth + 1);
}

static bool leaves_arrays_apart(int64_t rt)
{
    switch (rt) {
    case HPC_RT_view_new:
    case HPC_RT_view_new_like:
    case HPC_RT_view_new_as:
    case HPC_RT_view_renew:
    case HPC_RT_view_copy:
    case HPC_RT_view_apart:
    case HPC_RT_view_overlaps:
    case HPC_RT_view_shares:
    case HPC_RT_view_release:
    case HPC_RT_view_retain:
    case HPC_RT_view_writeable: return true;
    default: return false;
    }
}

static bool gives_views(int64_t rt)
{
    switch (rt) {
    case HPC_RT_view_keep:
    case HPC_RT_view_swap:
    case HPC_RT_view_reshape:
    case HPC_RT_view_in_order:
    case HPC_RT_view_readonly:
    case HPC_RT_view_diagonal:
    case HPC_RT_view_as:
    case HPC_RT_view_strided: return true;
    default: return false;
    }
}

/* Any array that the function gets may be one of the others behind it. */
static void trace_runtime(tracing *t, const lir_stmt *s)
{
    bool reached = false;
    if (leaves_arrays_apart(s->imm))
        return;
    uint32_t count = s->imm == HPC_RT_view_assign ? 1 : s->args.len; /* it writes its first */
    for (uint32_t n = 0; n < count; n++)
        reached |= reach_of(t, s->args.items[n]) != NOTHING;
    if (reached && !gives_views(s->imm))
        t->written = true;
    for (uint32_t n = 0; n < count && reached; n++)
        raise_base(t, s->args.items[n], VIEW);
}

static void trace_statement(tracing *t, const lir_stmt *s)
{
    switch ((lir_stmt_kind)s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: raise(t, s->var, reach_of(t, s->a)); break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: trace_store(t, s); break;
    case LIR_S_CALL: trace_call(t, s); break;
    case LIR_S_RT: trace_runtime(t, s); break;
    case LIR_S_FORK: t->written = true; break;
    default: break;
    }
}

static bool is_written(const lir_module *m, const lir_fn *f, lir_var_id from, int depth)
{
    tracing t = {.m = m, .f = f, .depth = depth, .more = true};
    t.vars = ARENA_ARRAY(m->arena, uint8_t, f->vars.len);
    t.vars[from] = VIEW;
    while (t.more && !t.written) {
        t.more = false;
        for (uint32_t i = 1; i < f->stmts.len; i++)
            trace_statement(&t, &f->stmts.items[i]);
    }
    return t.written;
}

bool c_writes(const lir_module *m, const lir_fn *f, lir_var_id param)
{
    return is_written(m, f, param, 0);
}
