/* How the body of one scope uses names: bound, declared, read, captured by scopes inside.
 *
 *   def f(a):            bound: a, t, g    read: a, g    captured: t
 *       t = a
 *       g = lambda: t
 *       return g() */
#include "nameset.h"

typedef struct sets {
    nameset bound, globals, nonlocals, read, captured;
} sets;

typedef struct collector {
    arena *a;
    sets *scope;
    sets *outer; /* in a comprehension: the scope around it, where a walrus binds */
    bool target; /* names stand where they are bound */
} collector;

static bool on_expr(void *user, ast_expr *e);
static bool on_stmt(void *user, ast_stmt *s);
static sets of_body(arena *a, const ast_params *params, const ast_block *body);
static sets of_lambda(arena *a, const ast_expr *e);

bool ast_names_has(const ast_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->len; i++)
        if (names->items[i] == name)
            return true;
    return false;
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
static void capture(collector *c, const sets *inner)
{
    const nameset *lists[] = {&inner->read, &inner->nonlocals, &inner->captured};
    for (int i = 0; i < 3; i++)
        for (uint32_t k = 0; k < lists[i]->names.len; k++) {
            const char *name = lists[i]->names.items[k];
            if (!nameset_has(&inner->bound, name) && !nameset_has(&inner->globals, name))
                nameset_add(c->a, &c->scope->captured, name);
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
    sets inner = {0};
    collector in = {c->a, &inner, c->outer ? c->outer : c->scope, false};
    for (uint32_t i = 0; i < fors->len; i++) {
        bind_target(&in, fors->items[i].target);
        if (i)
            visit(&in, fors->items[i].iterable);
        for (uint32_t k = 0; k < fors->items[i].conditions.len; k++)
            visit(&in, fors->items[i].conditions.items[k]);
    }
    visit(&in, e->comprehension.element);
    visit(&in, e->comprehension.value);
    capture(c, &inner);
}

static void walrus(collector *c, ast_expr *e)
{
    visit(c, e->walrus.value);
    if (!c->outer) {
        bind_target(c, e->walrus.target);
    } else if (e->walrus.target->kind == AST_NAME) {
        nameset_add(c->a, &c->outer->bound, e->walrus.target->name);
        nameset_add(c->a, &c->outer->captured, e->walrus.target->name);
    }
}

static bool on_target(collector *c, ast_expr *e)
{
    if (e->kind == AST_NAME)
        nameset_add(c->a, &c->scope->bound, e->name);
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
    case AST_NAME: nameset_add(c->a, &c->scope->read, e->name); return false;
    case AST_WALRUS: walrus(c, e); return false;
    case AST_LAMBDA: {
        outside_parts(c, &e->lambda.params);
        sets inner = of_lambda(c->a, e);
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
        nameset_add(c->a, &c->scope->bound, s->import.names.items[i].binds);
}

static void function(collector *c, ast_stmt *s)
{
    for (uint32_t i = 0; i < s->function.decorators.len; i++)
        visit(c, s->function.decorators.items[i]);
    outside_parts(c, &s->function.params);
    visit(c, s->function.returns);
    sets inner = of_body(c->a, &s->function.params, &s->function.body);
    capture(c, &inner);
    nameset_add(c->a, &c->scope->bound, s->function.name);
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
    sets inner = of_body(c->a, NULL, &s->class_.body);
    nameset from_methods = inner.captured;
    inner.captured = (nameset){0};
    capture(c, &inner);
    for (uint32_t i = 0; i < from_methods.names.len; i++)
        nameset_add(c->a, &c->scope->captured, from_methods.names.items[i]);
    nameset_add(c->a, &c->scope->bound, s->class_.name);
}

static void assign(collector *c, ast_stmt *s)
{
    visit(c, s->assign.value);
    for (uint32_t i = 0; i < s->assign.targets.len; i++)
        bind_target(c, s->assign.targets.items[i]);
}

static void all_names(collector *c, nameset *list, const ast_names *names)
{
    for (uint32_t i = 0; i < names->len; i++)
        nameset_add(c->a, list, names->items[i]);
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
                nameset_add(c->a, &c->scope->bound, s->try_.handlers.items[i].name);
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
            nameset_add(c->a, &c->scope->read, s->aug_assign.target->name);
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

static void add_params(arena *a, sets *scope, const ast_params *params)
{
    for (uint32_t i = 0; i < params->len; i++)
        nameset_add(a, &scope->bound, params->items[i].name);
}

/* A name that is declared global or nonlocal is not bound here. */
static void remove_declared(arena *a, sets *scope)
{
    nameset kept = {0};
    for (uint32_t i = 0; i < scope->bound.names.len; i++) {
        const char *name = scope->bound.names.items[i];
        if (!nameset_has(&scope->globals, name) && !nameset_has(&scope->nonlocals, name))
            nameset_add(a, &kept, name);
    }
    scope->bound = kept;
}

static sets of_body(arena *a, const ast_params *params, const ast_block *body)
{
    sets scope = {0};
    if (params)
        add_params(a, &scope, params);
    collector c = {a, &scope, NULL, false};
    ast_walk_block(&(ast_visitor){&c, on_expr, on_stmt}, body);
    if (scope.globals.names.len || scope.nonlocals.names.len)
        remove_declared(a, &scope);
    return scope;
}

static sets of_lambda(arena *a, const ast_expr *e)
{
    sets scope = {0};
    add_params(a, &scope, &e->lambda.params);
    collector c = {a, &scope, NULL, false};
    visit(&c, e->lambda.body);
    return scope;
}

static ast_scope finished(const sets *s)
{
    return (ast_scope){s->bound.names, s->globals.names, s->nonlocals.names, s->read.names,
                       s->captured.names};
}

ast_scope ast_scope_of_block(arena *a, const ast_block *body)
{
    sets scope = of_body(a, NULL, body);
    return finished(&scope);
}

ast_scope ast_scope_of_function(arena *a, const ast_stmt *s)
{
    sets scope = of_body(a, &s->function.params, &s->function.body);
    return finished(&scope);
}

ast_scope ast_scope_of_lambda(arena *a, const ast_expr *e)
{
    sets scope = of_lambda(a, e);
    return finished(&scope);
}

void ast_target_names(arena *a, const ast_expr *target, ast_names *out)
{
    if (target->kind == AST_NAME) {
        if (!ast_names_has(out, target->name))
            vec_push(a, out, target->name);
    } else if (target->kind == AST_STARRED) {
        ast_target_names(a, target->operand, out);
    } else if (target->kind == AST_TUPLE || target->kind == AST_LIST) {
        for (uint32_t i = 0; i < target->elements.len; i++)
            ast_target_names(a, target->elements.items[i], out);
    }
}
