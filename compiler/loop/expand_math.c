/* Expands elementary functions of vectors in place. Needs a verified module; keeps everything but
 * MATH1 and MATH2 of functions that stdlib/elementary defines (those of f16 go through f32). Scalars
 * stay calls: they are the rest of a vector loop, and code that would take longer to compile.
 *
 *   store (x, o) = exp.f64x8(y)   ->   let ... ; if any(...) { ... } ; store (x, o) = mul.f64x8(...)
 *
 * A function is built anew: within one statement each expression is copied once, and the statements
 * that an expansion needs come before it. */
#include "expand_math.h"

#include "math_source.h"

/* A read of memory, the same one in later statements as long as nothing is stored. */
typedef struct read {
    lir_expr read;
    lir_expr_id copy;
} read;

typedef struct expander {
    lir_module *m; /* the copy */
    const lir_fn *from;
    lir_fn *to;
    math_source *source;
    lir_expr_id *memo; /* by expression of `from` */
    uint32_t *stamps, stamp;
    VEC(read) reads;
    math_block into;
    int8_t known[LIR_MATH_COUNT]
                [2]; /* is there a source (f32, f64): 0 not looked for, 1 yes, -1 no */
    const char *error;
} expander;

/* The element that a call is computed in, or LIR_ELEM_COUNT when it stays a call. */
static lir_elem expands(expander *x, const lir_expr *e)
{
    if ((e->op != LIR_MATH1 && e->op != LIR_MATH2) || e->type.lanes == 1)
        return LIR_ELEM_COUNT;
    lir_elem elem = e->type.elem == LIR_F64 ? LIR_F64 : LIR_F32;
    int8_t *known = &x->known[e->imm][elem == LIR_F64];
    if (!*known)
        *known = math_source_has((lir_math)e->imm, elem) ? 1 : -1;
    return *known > 0 ? elem : LIR_ELEM_COUNT;
}

static bool has_math(expander *x, const lir_fn *f)
{
    for (uint32_t i = 1; i < f->exprs.len; i++)
        if (expands(x, &f->exprs.items[i]) != LIR_ELEM_COUNT)
            return true;
    return false;
}

static lir_expr_id copy_expr(expander *x, lir_expr_id id);

static lir_expr_id expand(expander *x, const lir_expr *e, lir_elem elem, const lir_expr_id *args)
{
    lir_expr_id wide[2] = {0};
    x->to->exact = true; /* fastmath may also be an option of the whole compile */
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        wide[k] = lir_cvt(x->m, x->to, elem, args[k]);
    lir_expr_id result = math_source_apply(x->source, x->to, x->into, (lir_math)e->imm, wide,
                                           MATH_RARE_CALLS, &x->error);
    if (result)
        result = lir_cvt(x->m, x->to, (lir_elem)e->type.elem, result);
    x->to->exact = false;
    return result;
}

static lir_expr_id copy_read(expander *x, const lir_expr *e)
{
    for (uint32_t i = 0; i < x->reads.len; i++) {
        const lir_expr *r = &x->reads.items[i].read;
        if (r->op == e->op && r->type.elem == e->type.elem && r->type.lanes == e->type.lanes &&
            memcmp(r->args, e->args, sizeof r->args) == 0)
            return x->reads.items[i].copy;
    }
    read made = {*e, lir_make_plain(x->m, x->to, e)};
    vec_push(x->m->arena, &x->reads, made);
    return made.copy;
}

static lir_expr_id copy_expr(expander *x, lir_expr_id id)
{
    if (!id || x->error || x->stamps[id] == x->stamp)
        return id && !x->error ? x->memo[id] : 0;
    lir_expr e = x->from->exprs.items[id];
    for (unsigned k = 0; k < lir_op_arity((lir_op)e.op); k++)
        e.args[k] = copy_expr(x, e.args[k]);
    lir_elem elem = expands(x, &e);
    lir_expr_id copy = 0;
    bool reads = e.op == LIR_LOAD || e.op == LIR_MLOAD || e.op == LIR_GATHER;
    if (!x->error && elem != LIR_ELEM_COUNT)
        copy = expand(x, &e, elem, e.args);
    else if (!x->error)
        copy = reads ? copy_read(x, &e) : lir_make_plain(x->m, x->to, &e);
    x->memo[id] = copy;
    x->stamps[id] = x->stamp;
    return copy;
}

static void copy_block(expander *x, const lir_block *from, math_block into);

static lir_block *block_at(expander *x, math_block into)
{
    return into.inside ? &lir_stmt_at(x->to, into.inside)->body : into.block;
}

static void changes_memory(expander *x)
{
    math_source_store(x->source);
    x->reads.len = 0;
}

/* Every field but the blocks. What the statement evaluates is evaluated where it stood: before it,
 * and at the end of a WHILE's head for its condition. */
static void copy_stmt(expander *x, const lir_stmt *from, math_block into)
{
    lir_stmt copy = *from;
    lir_block head = {0};
    bool nests = from->body.len || from->other.len;
    bool stores = nests || (from->kind != LIR_S_LET && from->kind != LIR_S_SET);
    math_source_statement(x->source, nests);
    if (nests)
        changes_memory(x);
    x->stamp++;
    x->into = into;
    copy.body = copy.other = (lir_block){0};
    memset(&copy.args, 0, sizeof copy.args);
    if (from->kind == LIR_S_WHILE) {
        copy_block(x, &from->other, (math_block){0, &head});
        math_source_statement(x->source, true);
        x->stamp++;
        x->into = (math_block){0, &head};
    }
    copy.a = copy_expr(x, from->a);
    copy.b = copy_expr(x, from->b);
    copy.c = copy_expr(x, from->c);
    copy.d = copy_expr(x, from->d);
    for (uint32_t k = 0; k < from->args.len; k++)
        vec_push(x->m->arena, &copy.args, copy_expr(x, from->args.items[k]));
    lir_stmt_id id = lir_stmt_new(x->m, x->to, block_at(x, into), (lir_stmt_kind)from->kind);
    *lir_stmt_at(x->to, id) = copy;
    lir_stmt_at(x->to, id)->other = head;
    copy_block(x, &from->body, (math_block){id, NULL});
    if (from->kind != LIR_S_WHILE) { /* the else of an IF, the handler of a TRY */
        lir_block other = {0};
        copy_block(x, &from->other, (math_block){0, &other});
        lir_stmt_at(x->to, id)->other = other;
    }
    if (nests)
        math_source_statement(x->source, true);
    if (stores)
        changes_memory(x);
}

static void copy_block(expander *x, const lir_block *from, math_block into)
{
    for (uint32_t i = 0; i < from->len && !x->error; i++)
        copy_stmt(x, &x->from->stmts.items[from->items[i]], into);
}

/* LET and FOR variables, and parameters that nothing sets. */
static void note_constants(expander *x)
{
    const lir_fn *f = x->from;
    bool *set = ARENA_ARRAY(x->m->arena, bool, f->vars.len);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        for (uint32_t k = 0; k < s->outs.len; k++)
            set[s->outs.items[k]] = true;
        if (s->kind == LIR_S_SET)
            set[s->var] = true;
        else if (s->kind == LIR_S_LET || s->kind == LIR_S_FOR)
            math_source_constant(x->source, s->var);
    }
    for (uint32_t i = 0; i < f->params.len; i++)
        if (!set[f->params.items[i]])
            math_source_constant(x->source, f->params.items[i]);
}

static lir_fn *copy_fn(expander *x, const lir_fn *from)
{
    arena *a = x->m->arena;
    lir_fn *to = ARENA_NEW(a, lir_fn);
    x->from = from;
    x->to = to;
    x->memo = ARENA_ARRAY(a, lir_expr_id, from->exprs.len);
    x->stamps = ARENA_ARRAY(a, uint32_t, from->exprs.len);
    x->stamp = 0;
    *to = *from;
    memset(&to->exprs, 0, sizeof to->exprs);
    memset(&to->stmts, 0, sizeof to->stmts);
    memset(&to->vars, 0, sizeof to->vars);
    to->body = to->cleanup = (lir_block){0};
    to->cons = NULL;
    to->cons_len = to->cons_cap = 0;
    vec_push(a, &to->exprs, (lir_expr){0});
    vec_push(a, &to->stmts, (lir_stmt){0});
    for (uint32_t i = 0; i < from->vars.len; i++)
        vec_push(a, &to->vars, from->vars.items[i]);
    x->reads.len = 0;
    math_source_function(x->source, to);
    note_constants(x);
    copy_block(x, &from->body, (math_block){0, &to->body});
    math_source_statement(x->source, true);
    copy_block(x, &from->cleanup, (math_block){0, &to->cleanup});
    return to;
}

const lir_module *lir_expand_math(arena *a, const lir_module *m, bool whole, math_files *files,
                                  const char **error)
{
    expander x = {0};
    bool any = false;
    for (uint32_t i = 0; i < m->fns.len && !any; i++)
        any = (whole || !m->fns.items[i]->general) && has_math(&x, m->fns.items[i]);
    if (!any)
        return m;
    x.m = lir_module_new(a);
    x.source = math_source_new(x.m, files);
    for (uint32_t i = 0; i < m->data.len; i++)
        vec_push(a, &x.m->data, m->data.items[i]);
    for (uint32_t i = 0; i < m->fns.len && !x.error; i++) {
        lir_fn *f = m->fns.items[i];
        bool expands = (whole || !f->general) && has_math(&x, f);
        vec_push(a, &x.m->fns, expands ? copy_fn(&x, f) : f);
    }
    *error = x.error;
    return x.error ? NULL : x.m;
}
