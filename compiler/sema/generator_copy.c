/* Copies of generators' bodies, for the loops that they are elaborated in.
 *
 *   for i in xs:                for .0.i in .0.xs:
 *       if i < 0:                   if .0.i < 0:
 *           return          ->          .0.returned = True; break
 *       yield i                     yield .0.i
 *   yield -1                    if .0.stopped: break
 *                               if .0.returned: break
 *                               yield -1
 *
 * The names that the generator binds get the loop's number before them; the others know the scope where
 * they are looked up. The copy stands in a loop of one turn: break leaves the generator. */
#include "generators.h"

typedef struct copier {
    elab *e;
    func *f;
    generator_copy *to;
    ast_names bound, free;
    uint32_t ids; /* nothing asks for those of copies */
    const char *refused;
    span where;
} copier;

static const char *hidden(elab *e, uint32_t depth, const char *name)
{
    return intern_text(e->names, arena_printf(e->arena, ".%u.%s", depth, name));
}

/* ---- Yields ---------------------------------------------------------------------------------- */

static bool yield_expr(void *user, ast_expr *x)
{
    bool *found = user;
    *found = *found || x->kind == AST_YIELD || x->kind == AST_YIELD_FROM;
    return x->kind != AST_LAMBDA;
}

static bool yield_stmt(void *user, ast_stmt *s)
{
    (void)user;
    return s->kind != AST_FUNCTION && s->kind != AST_CLASS;
}

bool generator_yields(const ast_block *block)
{
    bool found = false;
    ast_visitor visitor = {.user = &found, .expr = yield_expr, .stmt = yield_stmt};
    ast_walk_block(&visitor, block);
    return found;
}

static bool yields(const ast_stmt *s)
{
    bool found = false;
    ast_visitor visitor = {.user = &found, .expr = yield_expr, .stmt = yield_stmt};
    ast_walk_stmt(&visitor, (ast_stmt *)(uintptr_t)s);
    return found;
}

static bool return_stmt(void *user, ast_stmt *s)
{
    bool *found = user;
    *found = *found || s->kind == AST_RETURN;
    return s->kind != AST_FUNCTION && s->kind != AST_CLASS;
}

static bool returns(const ast_stmt *s)
{
    bool found = false;
    ast_visitor visitor = {.user = &found, .stmt = return_stmt};
    ast_walk_stmt(&visitor, (ast_stmt *)(uintptr_t)s);
    return found;
}

/* ---- Names ----------------------------------------------------------------------------------- */

static void refuse(copier *c, span where, const char *what)
{
    if (!c->refused)
        c->where = where;
    c->refused = c->refused ? c->refused : what;
}

static void rename(copier *c, const char **name)
{
    if (*name && ast_names_has(&c->bound, *name))
        *name = hidden(c->e, c->to->depth, *name);
}

/* A name of a scope inside must not be one that the generator looks up outside. */
static void inner_name(copier *c, const char **name, span where)
{
    if (*name && ast_names_has(&c->free, *name))
        refuse(c, where, "a generator with two meanings of one name");
    rename(c, name);
}

static void inner_params(copier *c, ast_params *params)
{
    for (uint32_t i = 0; i < params->len; i++)
        inner_name(c, &params->items[i].name, params->items[i].where);
}

static bool rename_expr(void *user, ast_expr *x)
{
    copier *c = user;
    if (x->kind == AST_NAME && ast_names_has(&c->free, x->name))
        x->home = c->f->lexical;
    else if (x->kind == AST_NAME)
        rename(c, &x->name);
    if (x->kind == AST_LAMBDA)
        inner_params(c, &x->lambda.params);
    if (x->kind != AST_COMPREHENSION)
        return true;
    ast_names targets = {0};
    for (uint32_t i = 0; i < x->comprehension.fors.len; i++)
        ast_target_names(c->e->arena, x->comprehension.fors.items[i].target, &targets);
    for (uint32_t i = 0; i < targets.len; i++)
        if (ast_names_has(&c->free, targets.items[i]))
            refuse(c, x->where, "a generator with two meanings of one name");
    return true;
}

static void rename_function(copier *c, ast_stmt *s)
{
    ast_scope inside = ast_scope_of_function(c->e->arena, s);
    for (uint32_t i = 0; i < inside.bound.len; i++)
        inner_name(c, &inside.bound.items[i], s->where);
    if (inside.nonlocals.len)
        refuse(c, s->where, "nonlocal in a generator's function");
    inner_params(c, &s->function.params);
    rename(c, &s->function.name);
}

static bool rename_stmt(void *user, ast_stmt *s)
{
    copier *c = user;
    switch (s->kind) {
    case AST_FUNCTION: rename_function(c, s); break;
    case AST_CLASS: refuse(c, s->where, "a class in a generator"); break;
    case AST_GLOBAL:
    case AST_NONLOCAL: refuse(c, s->where, "global or nonlocal names in a generator"); break;
    case AST_IMPORT:
    case AST_IMPORT_FROM: refuse(c, s->where, "an import in a generator"); break;
    case AST_TRY:
        if (yields(s))
            refuse(c, s->where, "yield inside of try");
        for (uint32_t i = 0; i < s->try_.handlers.len; i++)
            rename(c, &s->try_.handlers.items[i].name);
        break;
    default: break;
    }
    return true;
}

/* ---- Leaving --------------------------------------------------------------------------------- */

static ast_stmt *new_stmt(copier *c, ast_stmt_kind kind, span where)
{
    return ast_stmt_new(c->e->arena, &c->ids, kind, where);
}

static ast_expr *new_name(copier *c, const char *name, span where)
{
    ast_expr *x = ast_expr_new(c->e->arena, &c->ids, AST_NAME, where);
    x->name = name;
    ast_expr_seal(x);
    return x;
}

/* if NAME: break */
static ast_stmt *break_if(copier *c, const char *name, span where)
{
    ast_stmt *s = new_stmt(c, AST_IF, where);
    ast_branch branch = {.test = new_name(c, name, where), .where = where};
    vec_push(c->e->arena, &branch.body, new_stmt(c, AST_BREAK, where));
    vec_push(c->e->arena, &s->if_.branches, branch);
    return s;
}

static void leave(copier *c, ast_block *block, int loops);

/* The statement, and what follows it: after a loop that may have been broken off, the next one is. */
static void leave_stmt(copier *c, ast_block *out, ast_stmt *s, int loops)
{
    arena *a = c->e->arena;
    if (s->kind == AST_RETURN) {
        if (s->value) {
            ast_stmt *value = new_stmt(c, AST_EXPR_STMT, s->where);
            value->value = s->value;
            vec_push(a, out, value);
        }
        if (loops) {
            ast_stmt *set = new_stmt(c, AST_ASSIGN, s->where);
            vec_push(a, &set->assign.targets, new_name(c, c->to->returned, s->where));
            set->assign.value = ast_expr_new(a, &c->ids, AST_TRUE, s->where);
            vec_push(a, out, set);
        }
        vec_push(a, out, new_stmt(c, AST_BREAK, s->where));
        return;
    }
    bool loop = s->kind == AST_FOR || s->kind == AST_WHILE;
    bool stops = loop && yields(s), ends = loop && returns(s);
    switch (s->kind) {
    case AST_IF:
        for (uint32_t i = 0; i < s->if_.branches.len; i++)
            leave(c, &s->if_.branches.items[i].body, loops);
        leave(c, &s->if_.orelse, loops);
        break;
    case AST_FOR:
        leave(c, &s->for_.body, loops + 1);
        leave(c, &s->for_.orelse, loops);
        break;
    case AST_WHILE:
        leave(c, &s->while_.body, loops + 1);
        leave(c, &s->while_.orelse, loops);
        break;
    case AST_WITH: leave(c, &s->with.body, loops); break;
    case AST_TRY:
        if (returns(s))
            refuse(c, s->where, "return inside of a generator's try");
        break;
    default: break;
    }
    vec_push(a, out, s);
    if (stops)
        vec_push(a, out, break_if(c, c->to->stopped, s->where));
    if (ends)
        vec_push(a, out, break_if(c, c->to->returned, s->where));
}

/* yield from xs: for .from in xs: yield .from */
static ast_stmt *from_loop(copier *c, const ast_stmt *s)
{
    arena *a = c->e->arena;
    span where = s->value->operand->where;
    const char *name = hidden(c->e, c->to->depth, "from");
    ast_stmt *loop = new_stmt(c, AST_FOR, where);
    loop->for_.target = new_name(c, name, where);
    loop->for_.iterable = s->value->operand;
    ast_stmt *item = new_stmt(c, AST_EXPR_STMT, where);
    item->value = ast_expr_new(a, &c->ids, AST_YIELD, s->value->where);
    item->value->operand = new_name(c, name, where);
    vec_push(a, &loop->for_.body, item);
    return loop;
}

static void leave(copier *c, ast_block *block, int loops)
{
    ast_block out = {0};
    for (uint32_t i = 0; i < block->len; i++) {
        ast_stmt *s = block->items[i];
        if (s->kind == AST_EXPR_STMT && s->value->kind == AST_YIELD_FROM)
            s = from_loop(c, s);
        leave_stmt(c, &out, s, loops);
    }
    *block = out;
}

/* ---- The copy -------------------------------------------------------------------------------- */

static void add_free(copier *c, const ast_names *names)
{
    for (uint32_t i = 0; i < names->len; i++)
        if (!ast_names_has(&c->bound, names->items[i]) && !ast_names_has(&c->free, names->items[i]))
            vec_push(c->e->arena, &c->free, names->items[i]);
}

static bool make(copier *c)
{
    elab *e = c->e;
    generator_copy *to = c->to;
    const ast_scope *uses = &c->f->uses;
    c->bound = uses->bound;
    add_free(c, &uses->read);
    add_free(c, &uses->captured);
    to->stopped = hidden(e, to->depth, "stopped");
    to->returned = hidden(e, to->depth, "returned");
    to->params = ARENA_ARRAY(e->arena, const char *, c->f->params->len + 1);
    for (uint32_t i = 0; i < c->f->params->len; i++)
        to->params[i] = hidden(e, to->depth, c->f->params->items[i].name);
    for (uint32_t i = 0; i < c->bound.len; i++)
        vec_push(e->arena, &to->names, hidden(e, to->depth, c->bound.items[i]));
    vec_push(e->arena, &to->names, hidden(e, to->depth, "from"));
    vec_push(e->arena, &to->names, to->stopped);
    vec_push(e->arena, &to->names, to->returned);
    to->body = ast_clone_block(e->arena, &c->ids, *c->f->body);
    ast_visitor visitor = {.user = c, .expr = rename_expr, .stmt = rename_stmt};
    ast_walk_block(&visitor, &to->body);
    leave(c, &to->body, 0);
    if (c->refused)
        elab_unsupported(e, c->where, c->refused);
    return !c->refused;
}

const generator_copy *generator_copy_of(elab *e, func *f, uint32_t depth)
{
    for (generator_copy *g = f->copies; g; g = g->next)
        if (g->depth == depth)
            return g;
    copier c = {.e = e, .f = f, .to = ARENA_NEW(e->arena, generator_copy)};
    c.to->depth = depth;
    const source *src = e->src;
    e->src = f->src;
    bool made = make(&c);
    e->src = src;
    if (!made)
        return NULL;
    c.to->next = f->copies;
    f->copies = c.to;
    return c.to;
}

/* ---- Generator expressions ------------------------------------------------------------------- */

/* The loop or condition around a statement. */
static ast_stmt *around(copier *c, const ast_expr *x, uint32_t clause, ast_stmt *inner)
{
    arena *a = c->e->arena;
    const ast_comp_for *from = &x->comprehension.fors.items[clause];
    for (uint32_t i = from->conditions.len; i-- > 0;) {
        ast_stmt *test = new_stmt(c, AST_IF, from->conditions.items[i]->where);
        ast_branch branch = {.test = from->conditions.items[i], .where = test->where};
        vec_push(a, &branch.body, inner);
        vec_push(a, &test->if_.branches, branch);
        inner = test;
    }
    ast_stmt *loop = new_stmt(c, AST_FOR, from->where);
    loop->for_.target = from->target;
    loop->for_.iterable =
        clause ? from->iterable
               : new_name(c, intern_text(c->e->names, ".iterable"), from->iterable->where);
    vec_push(a, &loop->for_.body, inner);
    return loop;
}

const ast_stmt *generator_function_of(elab *e, const ast_expr *x)
{
    copier c = {.e = e};
    ast_stmt *s = new_stmt(&c, AST_EXPR_STMT, x->comprehension.element->where);
    s->value = ast_expr_new(e->arena, &c.ids, AST_YIELD, s->where);
    s->value->operand = x->comprehension.element;
    for (uint32_t i = x->comprehension.fors.len; i-- > 0;)
        s = around(&c, x, i, s);
    ast_stmt *f = new_stmt(&c, AST_FUNCTION, x->where);
    f->function.name = intern_text(e->names, "<genexpr>");
    f->function.is_generator = true;
    ast_param param = {.kind = AST_POSITIONAL, .name = intern_text(e->names, ".iterable")};
    vec_push(e->arena, &f->function.params, param);
    vec_push(e->arena, &f->function.body, s);
    return f;
}
