/* The grammar's actions for statements: each builds one node. Targets are checked in check.c. */
#include "parse.h"

#include "grammar.h"

static ast_stmt *node(parser *p, ast_stmt_kind kind, span from, span to)
{
    return ast_stmt_new(p->a, &p->ids, kind, parse_join_spans(from, to));
}

static ast_block taken(const ast_block *block)
{
    return block ? *block : (ast_block){0};
}

/* ---- Blocks --------------------------------------------------------------------------------------- */

ast_block *parse_block(parser *p)
{
    return ARENA_NEW(p->a, ast_block);
}

ast_block *parse_one(parser *p, ast_stmt *s)
{
    ast_block *block = parse_block(p);
    vec_push(p->a, block, s);
    return block;
}

void parse_add_stmt(parser *p, ast_block *block, ast_stmt *s)
{
    vec_push(p->a, block, s);
}

void parse_add_stmts(parser *p, ast_block *block, const ast_block *more)
{
    for (uint32_t i = 0; i < more->len; i++)
        vec_push(p->a, block, more->items[i]);
}

/* ---- Simple statements ---------------------------------------------------------------------------- */

/* a = b = value; one element alone is an expression statement. */
ast_stmt *parse_assign(parser *p, ast_exprs *chain)
{
    ast_expr *value = chain->items[chain->len - 1];
    span from = chain->items[0]->where;
    if (chain->len == 1) {
        ast_stmt *s = node(p, AST_EXPR_STMT, from, from);
        s->value = value;
        return s;
    }
    ast_stmt *s = node(p, AST_ASSIGN, from, value->where);
    s->assign.targets = *chain;
    s->assign.targets.len--;
    s->assign.value = value;
    return s;
}

ast_stmt *parse_aug(parser *p, ast_expr *target, token op, ast_expr *value)
{
    ast_stmt *s = node(p, AST_AUG_ASSIGN, target->where, value->where);
    s->aug_assign.target = target;
    s->aug_assign.op = (ast_binary_op)op.op;
    s->aug_assign.value = value;
    return s;
}

ast_stmt *parse_ann(parser *p, ast_expr *target, ast_expr *annotation, ast_expr *value)
{
    ast_stmt *s = node(p, AST_ANN_ASSIGN, target->where, value ? value->where : annotation->where);
    s->ann_assign.target = target;
    s->ann_assign.annotation = annotation;
    s->ann_assign.value = value;
    return s;
}

ast_stmt *parse_stmt(parser *p, ast_stmt_kind kind, token keyword)
{
    return node(p, kind, keyword.where, keyword.where);
}

ast_stmt *parse_return(parser *p, token keyword, ast_expr *value)
{
    ast_stmt *s = node(p, AST_RETURN, keyword.where, value ? value->where : keyword.where);
    s->value = value;
    return s;
}

ast_stmt *parse_raise(parser *p, token keyword, ast_expr *exception, ast_expr *cause)
{
    const ast_expr *last = cause ? cause : exception;
    ast_stmt *s = node(p, AST_RAISE, keyword.where, last ? last->where : keyword.where);
    s->raise.exception = exception;
    s->raise.cause = cause;
    return s;
}

ast_stmt *parse_assert(parser *p, token keyword, ast_expr *test, ast_expr *message)
{
    ast_stmt *s = node(p, AST_ASSERT, keyword.where, message ? message->where : test->where);
    s->assertion.test = test;
    s->assertion.message = message;
    return s;
}

/* del a, b deletes two targets; a comma behind one changes nothing. */
ast_stmt *parse_delete(parser *p, token keyword, ast_exprs *targets, bool comma)
{
    (void)comma;
    ast_stmt *s = node(p, AST_DELETE, keyword.where, targets->items[targets->len - 1]->where);
    s->targets = *targets;
    return s;
}

ast_stmt *parse_names(parser *p, ast_stmt_kind kind, token keyword, ast_names *names)
{
    ast_stmt *s = node(p, kind, keyword.where, p->last.where);
    s->names = *names;
    return s;
}

ast_names *parse_name_list(parser *p, ast_names *names, token t)
{
    if (!names)
        names = ARENA_NEW(p->a, ast_names);
    vec_push(p->a, names, t.name);
    return names;
}

/* ---- Imports -------------------------------------------------------------------------------------- */

ast_stmt *parse_import(parser *p, token keyword, ast_aliases *names)
{
    ast_stmt *s = node(p, AST_IMPORT, keyword.where, names->items[names->len - 1].where);
    s->import.names = *names;
    return s;
}

ast_stmt *parse_from(parser *p, token keyword, int level, const ast_alias *module,
                     ast_aliases *names)
{
    ast_stmt *s = node(p, AST_IMPORT_FROM, keyword.where, p->last.where);
    s->import.level = (uint32_t)level;
    s->import.module = module ? module->path : NULL;
    s->import.star = !names;
    if (names)
        s->import.names = *names;
    return s;
}

ast_alias *parse_alias(parser *p, token name)
{
    ast_alias *alias = ARENA_NEW(p->a, ast_alias);
    alias->path = alias->binds = name.name;
    alias->where = name.where;
    return alias;
}

ast_alias *parse_dotted(parser *p, ast_alias *path, token name)
{
    enum { LONGEST = 4096 }; /* each further part copies the path: keep that from being quadratic */
    size_t length = strlen(path->path) + 1 + strlen(name.name);
    path->where = parse_join_spans(path->where, name.where);
    if (length > LONGEST)
        diag_error(p->d, p->src, path->where, "SyntaxError", "module name is too long");
    else
        path->path =
            intern_name(p->names, arena_printf(p->a, "%s.%s", path->path, name.name), length);
    return path;
}

ast_alias *parse_alias_as(ast_alias *alias, token name)
{
    alias->as = alias->binds = name.name;
    alias->where = parse_join_spans(alias->where, name.where);
    return alias;
}

ast_aliases *parse_alias_list(parser *p, ast_aliases *list, const ast_alias *alias)
{
    if (!list)
        list = ARENA_NEW(p->a, ast_aliases);
    vec_push(p->a, list, *alias);
    return list;
}

/* ---- Compound statements -------------------------------------------------------------------------- */

ast_stmt *parse_if(parser *p, ast_branches *branches, ast_block *orelse)
{
    ast_stmt *s = node(p, AST_IF, branches->items[0].where, branches->items[0].where);
    s->if_.branches = *branches;
    s->if_.orelse = taken(orelse);
    return s;
}

ast_branches *parse_branch(parser *p, ast_branches *list, token keyword, ast_expr *test,
                           token colon, ast_block *body)
{
    if (!list)
        list = ARENA_NEW(p->a, ast_branches);
    span where = parse_join_spans(keyword.where, colon.where);
    vec_push(p->a, list, ((ast_branch){test, *body, where}));
    return list;
}

ast_stmt *parse_while(parser *p, token keyword, ast_expr *test, token colon, ast_block *body,
                      ast_block *orelse)
{
    ast_stmt *s = node(p, AST_WHILE, keyword.where, colon.where);
    s->while_.test = test;
    s->while_.body = *body;
    s->while_.orelse = taken(orelse);
    return s;
}

ast_stmt *parse_for(parser *p, token keyword, ast_expr *target, ast_expr *iterable, token colon,
                    ast_block *body, ast_block *orelse)
{
    ast_stmt *s = node(p, AST_FOR, keyword.where, colon.where);
    s->for_.target = target;
    s->for_.iterable = iterable;
    s->for_.body = *body;
    s->for_.orelse = taken(orelse);
    return s;
}

ast_stmt *parse_with(parser *p, token keyword, ast_with_items *items, token colon, ast_block *body)
{
    ast_stmt *s = node(p, AST_WITH, keyword.where, colon.where);
    s->with.items = *items;
    s->with.body = *body;
    return s;
}

ast_with_items *parse_with_item(parser *p, ast_with_items *list, ast_expr *context,
                                ast_expr *target)
{
    if (!list && !target && p->as_group == context) {
        p->as_group = NULL; /* with (a as b, c) */
        return p->as_items;
    }
    if (!list)
        list = ARENA_NEW(p->a, ast_with_items);
    vec_push(p->a, list, ((ast_with_item){context, target}));
    return list;
}

void parse_check_as(parser *p)
{
    if (!p->as_group && !p->as_pairs.len)
        return;
    span where = p->as_group ? p->as_where : p->as_pairs.items[0].where;
    diag_error(p->d, p->src, where, "SyntaxError", "invalid syntax");
    p->as_group = NULL;
    p->as_pairs.len = 0;
}

ast_stmt *parse_try(parser *p, token keyword, token colon, ast_block *body, ast_handlers *handlers,
                    ast_block *orelse, ast_block *finally)
{
    ast_stmt *s = node(p, AST_TRY, keyword.where, colon.where);
    s->try_.body = *body;
    if (handlers)
        s->try_.handlers = *handlers;
    s->try_.orelse = taken(orelse);
    s->try_.finally = taken(finally);
    return s;
}

ast_handlers *parse_handler(parser *p, ast_handlers *list, token keyword, ast_expr *type,
                            const token *name, ast_block *body)
{
    if (!list)
        list = ARENA_NEW(p->a, ast_handlers);
    ast_handler handler = {type, name ? name->name : NULL, *body, keyword.where};
    if (name)
        handler.where = parse_join_spans(handler.where, name->where);
    else if (type)
        handler.where = parse_join_spans(handler.where, type->where);
    vec_push(p->a, list, handler);
    return list;
}

void parse_decorate(ast_stmt *s, const ast_exprs *decorators)
{
    if (s->kind == AST_FUNCTION)
        s->function.decorators = *decorators;
    else
        s->class_.decorators = *decorators;
}

ast_stmt *parse_function(parser *p, token keyword, token name, parse_params *params,
                         ast_expr *returns, token colon, ast_block *body)
{
    ast_stmt *s = node(p, AST_FUNCTION, keyword.where, colon.where);
    s->function.name = name.name;
    s->function.name_where = name.where;
    s->function.params = parse_finish_params(p, params);
    s->function.returns = returns;
    s->function.body = *body;
    return s;
}

ast_stmt *parse_class(parser *p, token keyword, token name, parse_args *args, token colon,
                      ast_block *body)
{
    ast_stmt *s = node(p, AST_CLASS, keyword.where, colon.where);
    s->class_.name = name.name;
    s->class_.name_where = name.where;
    if (args) {
        s->class_.bases = args->args;
        s->class_.keywords = args->keywords;
    }
    s->class_.body = *body;
    return s;
}
