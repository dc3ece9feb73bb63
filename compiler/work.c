/* Takes loop IR that runs once and estimates, from the constants that bound its loops, how many
 * operations the interpreter would do. A wrong estimate costs time and changes no result.
 *
 *   for i = 0 to 1000 step 8 vector { store ... = add(mul(...)) }    about 125 x 6 operations
 *
 * Extents that only the run tells are guessed: the longest axis of the arguments or, in code that
 * makes all its arrays itself, the largest number that its shapes mention. Nothing is guessed for
 * loops of the user's own. */
#include "work.h"

#include <math.h>

#include "../runtime/table.h"

enum { SMALL_ELEMENTS = 250000, SMALL_OPERATIONS = 1500000, LARGEST_EXTENT = INT32_MAX };

typedef struct work {
    arena *a;
    const lir_module *m;
    lir_expr_id **defs; /* by function and variable: what its LET assigns */
    double guess;       /* of an extent */
    double operations;
    unsigned calls; /* walked so far: a limit on the walk itself */
} work;

/* ---- Bounds ---------------------------------------------------------------------------------- */

static double constant(const lir_expr *e)
{
    double value;
    if (e->type.elem == LIR_F64)
        memcpy(&value, &e->imm, sizeof value);
    else
        value = lir_elem_is_float((lir_elem)e->type.elem) ? INFINITY : (double)(int64_t)e->imm;
    return value;
}

/* At most so much; `unknown` stands for what only the run tells. */
static double bound(const work *w, const lir_fn *f, lir_expr_id id, double unknown, int depth)
{
    enum { DEEPEST = 12 };
    const lir_expr *e = &f->exprs.items[id];
    if (e->op == LIR_CONST)
        return constant(e);
    if (e->op == LIR_VAR && w->defs[f->index][e->var] && depth < DEEPEST)
        return bound(w, f, w->defs[f->index][e->var], unknown, depth + 1);
    if (depth >= DEEPEST || e->op == LIR_VAR || !e->args[0])
        return unknown;
    double a = bound(w, f, e->args[0], unknown, depth + 1);
    double b = e->args[1] ? bound(w, f, e->args[1], unknown, depth + 1) : 0;
    switch ((lir_op)e->op) {
    case LIR_ADD: return a + b;
    case LIR_MUL: return fmax(a, 0) * fmax(b, 0);
    case LIR_AND: return b >= 0 && b < a ? b : a;
    case LIR_MIN: return fmin(a, b);
    case LIR_MAX: return fmax(a, b);
    case LIR_SELECT: return fmax(b, bound(w, f, e->args[2], unknown, depth + 1));
    case LIR_SUB:
    case LIR_DIV:
    case LIR_SHR:
    case LIR_CVT: return a;
    default: return unknown;
    }
}

/* ---- The walk -------------------------------------------------------------------------------- */

static void walk(work *w, const lir_fn *f, const lir_block *block, double times);

/* Code that calls itself, or reads what may be of any size, is not small. */
static void call(work *w, const lir_stmt *s, double times)
{
    enum { MOST_CALLS = 200 };
    const lir_fn *callee = w->m->fns.items[s->imm];
    if (callee->in_cycle || ++w->calls > MOST_CALLS)
        w->operations = INFINITY;
    else
        walk(w, callee, &callee->body, times);
}

static bool reads_anything(int64_t function)
{
    switch (function) {
    case HPC_RT_npy_load:
    case HPC_RT_npy_load_boxed:
    case HPC_RT_image_read:
    case HPC_RT_image_read_boxed:
    case HPC_RT_loadtxt:
    case HPC_RT_loadtxt_boxed:
    case HPC_RT_arguments: return true;
    default: return false;
    }
}

static double turns(const work *w, const lir_fn *f, const lir_stmt *s)
{
    bool lowerings = s->flags & LIR_FOR_VECTOR;
    if (s->kind ==
        LIR_S_WHILE) /* lowering's walk the blocks of a sum, whose elements a for counts */
        return lowerings ? 1 : INFINITY;
    double unknown = lowerings ? w->guess : INFINITY;
    double size = s->imm > 0 ? bound(w, f, s->b, unknown, 0) - fmin(bound(w, f, s->a, 0, 0), 0)
                             : bound(w, f, s->a, unknown, 0);
    return fmax(size, 0) / fabs((double)s->imm) + 1;
}

static void walk(work *w, const lir_fn *f, const lir_block *block, double times)
{
    double each = (double)f->exprs.len / (double)f->stmts.len + 1;
    w->operations += times * (double)block->len * each;
    for (uint32_t i = 0; i < block->len && w->operations <= SMALL_OPERATIONS; i++) {
        const lir_stmt *s = &f->stmts.items[block->items[i]];
        bool loop = s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        if (s->kind == LIR_S_CALL)
            call(w, s, times);
        else if (s->kind == LIR_S_RT && reads_anything(s->imm))
            w->operations = INFINITY;
        double inner = loop ? times * turns(w, f, s) : times;
        walk(w, f, &s->body, inner);
        walk(w, f, &s->other, inner);
    }
}

/* ---- Guesses --------------------------------------------------------------------------------- */

static void mention(work *w, const lir_fn *f, lir_expr_id id)
{
    const lir_expr *e = &f->exprs.items[id];
    if (e->op == LIR_CONST && lir_elem_is_int((lir_elem)e->type.elem) &&
        (int64_t)e->imm <= LARGEST_EXTENT && (double)(int64_t)e->imm > w->guess)
        w->guess = (double)(int64_t)e->imm;
}

/* Numbers that are stored (shapes are) or given to the runtime; larger ones are headers of values. */
static void survey(work *w, const lir_fn *f, bool closed)
{
    w->defs[f->index] = ARENA_ARRAY(w->a, lir_expr_id, f->vars.len);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        if (s->kind == LIR_S_LET)
            w->defs[f->index][s->var] = s->a;
        if (!closed)
            continue;
        if (s->kind == LIR_S_STORE)
            mention(w, f, s->c);
        for (uint32_t k = 0; s->kind == LIR_S_RT && k < s->args.len; k++)
            mention(w, f, s->args.items[k]);
    }
}

bool work_is_small(arena *a, const lir_module *m, const work_data *data)
{
    if (!data->known || data->elements > SMALL_ELEMENTS || m->fns.len == 0)
        return false;
    work w = {.a = a, .m = m, .guess = (double)data->extent};
    w.defs = ARENA_ARRAY(a, lir_expr_id *, m->fns.len);
    for (uint32_t i = 0; i < m->fns.len; i++)
        survey(&w, m->fns.items[i], data->closed);
    walk(&w, m->fns.items[0], &m->fns.items[0]->body, 1);
    return w.operations <= SMALL_OPERATIONS;
}
