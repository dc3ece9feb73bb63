/* How the body of one scope uses names: bound, declared, read, captured by scopes inside.
 *
 *   def f(a):            bound: a, t, g    read: a, g    captured: t
 *       t = a
 *       g = lambda: t
 *       return g() */
#include "ast.h"

typedef struct collector {
    arena *a;
    ast_scope *scope;
    bool target; /* names stand where they are bound */
} collector;

static bool on_expr(void *user, ast_expr *e);
static bool on_stmt(void *user, ast_stmt *s);

bool ast_names_has(const ast_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->len; i++)
        if (names->items[i] == name)
            return true;
    return false;
}

static void add(arena *a, ast_names *names, const char *name)
{
    if (!ast_names_has(names, name))
        vec_push(a, names, name);
}

static void visit(collector *c, ast_expr *e)
{
    ast_walk_expr(&(ast_visitor){c, on_expr, NULL}, e);
}

static void bind_target(collector *c, ast_expr *e)
{
    bool before = c->target;
    c->target = true;
    visit(c, e);
    c->target = before;
}

/* What a nested scope uses and does not bind is captured from here (or from further out). */
static void capture(collector *c, const ast_scope *inner)
{
    const ast_names *lists[] = {&inner->read, &inner->nonlocals, &inner->captured};
    for (int i = 0; i < 3; i++)
        for (uint32_t k = 0; k < lists[i]->len; k++) {
            const char *name = lists[i]->items[k];
            if (!ast_names_has(&inner->bound, name) && !ast_names_has(&inner->globals, name))
                add(c->a, &c->scope->captured, name);
        }
}

static void outside_parts(collector *c, const ast_params *params)
{
    for (uint32_t i = 0; i < params->len; i++) {
        visit(c, params->items[i].annotation);
        visit(c, params->items[i].value);
    }
}

/* The first iterable belongs to this scope; the rest is a scope of its own, except that a walrus
 * binds here. */
static void comprehension(collector *c, const ast_expr *e)
{
    const ast_comp_fors *fors = &e->comprehension.fors;
    visit(c, fors->items[0].iterable);
    ast_scope inner = {0};
    collector in = {c->a, &inner, false};
    for (uint32_t i = 0; i < fors->len; i++)
        bind_target(&in, fors->items[i].target);
    ast_names loop_names = inner.bound;
    for (uint32_t i = 0; i < fors->len; i++) {
        if (i)
            visit(&in, fors->items[i].iterable);
        for (uint32_t k = 0; k < fors->items[i].conditions.len; k++)
            visit(&in, fors->items[i].conditions.items[k]);
    }
    visit(&in, e->comprehension.element);
    visit(&in, e->comprehension.value);
    for (uint32_t i = loop_names.len; i < inner.bound.len; i++) {
        add(c->a, &c->scope->bound, inner.bound.items[i]);
        add(c->a, &inner.captured, inner.bound.items[i]);
    }
    inner.bound.len = loop_names.len;
    capture(c, &inner);
}

static bool on_target(collector *c, ast_expr *e)
{
    if (e->kind == AST_NAME)
        add(c->a, &c->scope->bound, e->name);
    if (e->kind != AST_ATTRIBUTE && e->kind != AST_SUBSCRIPT)
        return true;
    c->target = false; /* the parts of d[i] and o.x are read */
    visit(c, e->kind == AST_ATTRIBUTE ? e->attribute.value : e->subscript.value);
    if (e->kind == AST_SUBSCRIPT)
        visit(c, e->subscript.index);
    c->target = true;
    return false;
}

static bool on_expr(void *user, ast_expr *e)
{
    collector *c = user;
    if (c->target)
        return on_target(c, e);
    switch (e->kind) {
    case AST_NAME: add(c->a, &c->scope->read, e->name); return false;
    case AST_WALRUS:
        visit(c, e->walrus.value);
        bind_target(c, e->walrus.target);
        return false;
    case AST_LAMBDA: {
        outside_parts(c, &e->lambda.params);
        ast_scope inner = ast_scope_of_lambda(c->a, e);
        capture(c, &inner);
        return false;
    }
    case AST_COMPREHENSION: comprehension(c, e); return false;
    default: return true;
    }
}

static void bind_aliases(collector *c, const ast_stmt *s)
{
    for (uint32_t i = 0; i < s->import.names.len; i++)
        add(c->a, &c->scope->bound, s->import.names.items[i].binds);
}

static void function(collector *c, ast_stmt *s)
{
    for (uint32_t i = 0; i < s->function.decorators.len; i++)
        visit(c, s->function.decorators.items[i]);
    outside_parts(c, &s->function.params);
    visit(c, s->function.returns);
    ast_scope inner = ast_scope_of_function(c->a, s);
    capture(c, &inner);
    add(c->a, &c->scope->bound, s->function.name);
}

/* Names bound in a class's body are not seen from its methods. */
static void class_body(collector *c, ast_stmt *s)
{
    for (uint32_t i = 0; i < s->class_.decorators.len; i++)
        visit(c, s->class_.decorators.items[i]);
    for (uint32_t i = 0; i < s->class_.bases.len; i++)
        visit(c, s->class_.bases.items[i]);
    for (uint32_t i = 0; i < s->class_.keywords.len; i++)
        visit(c, s->class_.keywords.items[i].value);
    ast_scope inner = ast_scope_of_block(c->a, &s->class_.body);
    ast_names from_methods = inner.captured;
    inner.captured.len = 0;
    capture(c, &inner);
    for (uint32_t i = 0; i < from_methods.len; i++)
        add(c->a, &c->scope->captured, from_methods.items[i]);
    add(c->a, &c->scope->bound, s->class_.name);
}

static void assign(collector *c, ast_stmt *s)
{
    visit(c, s->assign.value);
    for (uint32_t i = 0; i < s->assign.targets.len; i++)
        bind_target(c, s->assign.targets.items[i]);
}

static void all_names(collector *c, ast_names *list, const ast_names *names)
{
    for (uint32_t i = 0; i < names->len; i++)
        add(c->a, list, names->items[i]);
}

/* Compound statements bind through some of their expressions and leave the rest to the walk. */
static bool compound(collector *c, ast_stmt *s)
{
    switch (s->kind) {
    case AST_FOR:
        visit(c, s->for_.iterable);
        bind_target(c, s->for_.target);
        ast_walk_block(&(ast_visitor){c, on_expr, on_stmt}, &s->for_.body);
        ast_walk_block(&(ast_visitor){c, on_expr, on_stmt}, &s->for_.orelse);
        return false;
    case AST_WITH:
        for (uint32_t i = 0; i < s->with.items.len; i++) {
            visit(c, s->with.items.items[i].context);
            if (s->with.items.items[i].target)
                bind_target(c, s->with.items.items[i].target);
        }
        ast_walk_block(&(ast_visitor){c, on_expr, on_stmt}, &s->with.body);
        return false;
    case AST_TRY:
        for (uint32_t i = 0; i < s->try_.handlers.len; i++)
            if (s->try_.handlers.items[i].name)
                add(c->a, &c->scope->bound, s->try_.handlers.items[i].name);
        return true;
    case AST_FUNCTION: function(c, s); return false;
    case AST_CLASS: class_body(c, s); return false;
    default: return true;
    }
}

static bool on_stmt(void *user, ast_stmt *s)
{
    collector *c = user;
    switch (s->kind) {
    case AST_ASSIGN: assign(c, s); return false;
    case AST_AUG_ASSIGN:
        if (s->aug_assign.target->kind == AST_NAME)
            add(c->a, &c->scope->read, s->aug_assign.target->name);
        bind_target(c, s->aug_assign.target);
        visit(c, s->aug_assign.value);
        return false;
    case AST_ANN_ASSIGN:
        visit(c, s->ann_assign.annotation);
        visit(c, s->ann_assign.value);
        bind_target(c, s->ann_assign.target);
        return false;
    case AST_DELETE:
        for (uint32_t i = 0; i < s->targets.len; i++)
            bind_target(c, s->targets.items[i]);
        return false;
    case AST_IMPORT:
    case AST_IMPORT_FROM: bind_aliases(c, s); return false;
    case AST_GLOBAL: all_names(c, &c->scope->globals, &s->names); return false;
    case AST_NONLOCAL: all_names(c, &c->scope->nonlocals, &s->names); return false;
    default: return compound(c, s);
    }
}

static void remove_declared(ast_scope *scope)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < scope->bound.len; i++) {
        const char *name = scope->bound.items[i];
        if (!ast_names_has(&scope->globals, name) && !ast_names_has(&scope->nonlocals, name))
            scope->bound.items[kept++] = name;
    }
    scope->bound.len = kept;
}

static void add_params(arena *a, ast_scope *scope, const ast_params *params)
{
    for (uint32_t i = 0; i < params->len; i++)
        add(a, &scope->bound, params->items[i].name);
}

static void collect_block(arena *a, ast_scope *scope, const ast_block *body)
{
    collector c = {a, scope, false};
    ast_walk_block(&(ast_visitor){&c, on_expr, on_stmt}, body);
    remove_declared(scope);
}

ast_scope ast_scope_of_block(arena *a, const ast_block *body)
{
    ast_scope scope = {0};
    collect_block(a, &scope, body);
    return scope;
}

ast_scope ast_scope_of_function(arena *a, const ast_stmt *s)
{
    ast_scope scope = {0};
    add_params(a, &scope, &s->function.params);
    collect_block(a, &scope, &s->function.body);
    return scope;
}

ast_scope ast_scope_of_lambda(arena *a, const ast_expr *e)
{
    ast_scope scope = {0};
    add_params(a, &scope, &e->lambda.params);
    collector c = {a, &scope, false};
    visit(&c, e->lambda.body);
    return scope;
}

void ast_target_names(arena *a, const ast_expr *target, ast_names *out)
{
    if (target->kind == AST_NAME) {
        add(a, out, target->name);
    } else if (target->kind == AST_STARRED) {
        ast_target_names(a, target->operand, out);
    } else if (target->kind == AST_TUPLE || target->kind == AST_LIST) {
        for (uint32_t i = 0; i < target->elements.len; i++)
            ast_target_names(a, target->elements.items[i], out);
    }
}
