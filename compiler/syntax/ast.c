/* Construction of nodes and walking over them. ast_each_child_* is the one place that knows which
 * children a node has; depth, walks and scopes all go through it. */
#include "ast.h"

/* ---- Names ----------------------------------------------------------------------------------------- */

const char *ast_binary_op_text(ast_binary_op op)
{
    static const char *const texts[] = {
#define X(name, text) text,
        AST_BINARY_OPS(X)
#undef X
    };
    return texts[op];
}

const char *ast_unary_op_text(ast_unary_op op)
{
    static const char *const texts[] = {
#define X(name, text) text,
        AST_UNARY_OPS(X)
#undef X
    };
    return texts[op];
}

const char *ast_compare_op_text(ast_compare_op op)
{
    static const char *const texts[] = {
#define X(name, text) text,
        AST_COMPARE_OPS(X)
#undef X
    };
    return texts[op];
}

const char *ast_expr_kind_name(ast_expr_kind kind)
{
    static const char *const names[] = {
#define X(name) #name,
        AST_EXPRS(X)
#undef X
    };
    return names[kind];
}

const char *ast_stmt_kind_name(ast_stmt_kind kind)
{
    static const char *const names[] = {
#define X(name) #name,
        AST_STMTS(X)
#undef X
    };
    return names[kind];
}

const char *ast_param_kind_name(ast_param_kind kind)
{
    static const char *const names[] = {"POSITIONAL_ONLY", "POSITIONAL", "VAR_POSITIONAL",
                                        "KEYWORD_ONLY", "VAR_KEYWORD"};
    return names[kind];
}

/* ---- Construction ---------------------------------------------------------------------------------- */

ast_expr *ast_expr_new(arena *a, uint32_t *ids, ast_expr_kind kind, span where)
{
    ast_expr *e = ARENA_NEW(a, ast_expr);
    e->kind = kind;
    e->id = ++*ids;
    e->where = where;
    e->depth = AST_LEFT_PER_LEVEL;
    return e;
}

ast_stmt *ast_stmt_new(arena *a, uint32_t *ids, ast_stmt_kind kind, span where)
{
    ast_stmt *s = ARENA_NEW(a, ast_stmt);
    s->kind = kind;
    s->id = ++*ids;
    s->where = where;
    return s;
}

enum { DEEPEST = AST_MAX_DEPTH * AST_LEFT_PER_LEVEL };

static bool deepest(void *user, ast_expr *e)
{
    uint16_t *depth = user;
    if (e->depth > *depth)
        *depth = e->depth;
    return false;
}

bool ast_expr_seal(ast_expr *e)
{
    if (e->kind == AST_BINARY) {
        const ast_expr *left = e->binary.left, *right = e->binary.right;
        unsigned above = left->depth + 1u, beside = right->depth + AST_LEFT_PER_LEVEL;
        e->depth = (uint16_t)(above > beside ? above : beside);
        return e->depth <= DEEPEST;
    }
    uint16_t below = 0;
    ast_each_child_of_expr(&(ast_visitor){&below, deepest, NULL}, e);
    e->depth = (uint16_t)(below + AST_LEFT_PER_LEVEL);
    return e->depth <= DEEPEST;
}

bool ast_expr_grow(ast_expr *e, const ast_expr *operand)
{
    unsigned depth = operand->depth + AST_LEFT_PER_LEVEL;
    if (depth > e->depth)
        e->depth = (uint16_t)depth;
    return e->depth <= DEEPEST;
}

/* ---- Children of expressions ----------------------------------------------------------------------- */

static void expr(const ast_visitor *v, ast_expr *e)
{
    if (e && v->expr)
        v->expr(v->user, e);
}

static void exprs(const ast_visitor *v, const ast_exprs *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        expr(v, list->items[i]);
}

static void keywords(const ast_visitor *v, const ast_keywords *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        expr(v, list->items[i].value);
}

static void params(const ast_visitor *v, const ast_params *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        expr(v, list->items[i].annotation);
        expr(v, list->items[i].value);
    }
}

static void fparts(const ast_visitor *v, const ast_fparts *parts)
{
    for (uint32_t i = 0; i < parts->len; i++) {
        const ast_fpart *part = &parts->items[i];
        expr(v, part->value);
        for (uint32_t k = 0; k < part->spec.len; k++)
            expr(v, part->spec.items[k].value); /* specs nest one level */
    }
}

/* In the order of evaluation: first clauses, then the element. */
static void comprehension(const ast_visitor *v, const ast_expr *e)
{
    const ast_comp_fors *fors = &e->comprehension.fors;
    for (uint32_t i = 0; i < fors->len; i++) {
        expr(v, fors->items[i].iterable);
        expr(v, fors->items[i].target);
        exprs(v, &fors->items[i].conditions);
    }
    expr(v, e->comprehension.element);
    expr(v, e->comprehension.value);
}

static void dict(const ast_visitor *v, const ast_expr *e)
{
    for (uint32_t i = 0; i < e->dict.values.len; i++) {
        expr(v, e->dict.keys.items[i]);
        expr(v, e->dict.values.items[i]);
    }
}

void ast_each_child_of_expr(const ast_visitor *v, ast_expr *e)
{
    switch (e->kind) {
    case AST_UNARY: expr(v, e->unary.operand); break;
    case AST_BINARY:
        expr(v, e->binary.left);
        expr(v, e->binary.right);
        break;
    case AST_BOOLOP: exprs(v, &e->boolop.values); break;
    case AST_COMPARE:
        expr(v, e->compare.first);
        exprs(v, &e->compare.rest);
        break;
    case AST_CALL:
        expr(v, e->call.callee);
        exprs(v, &e->call.args);
        keywords(v, &e->call.keywords);
        break;
    case AST_ATTRIBUTE: expr(v, e->attribute.value); break;
    case AST_SUBSCRIPT:
        expr(v, e->subscript.value);
        expr(v, e->subscript.index);
        break;
    case AST_SLICE:
        expr(v, e->slice.lower);
        expr(v, e->slice.upper);
        expr(v, e->slice.step);
        break;
    case AST_TUPLE:
    case AST_LIST:
    case AST_SET: exprs(v, &e->elements); break;
    case AST_DICT: dict(v, e); break;
    case AST_COMPREHENSION: comprehension(v, e); break;
    case AST_LAMBDA:
        params(v, &e->lambda.params);
        expr(v, e->lambda.body);
        break;
    case AST_CONDITIONAL:
        expr(v, e->conditional.test);
        expr(v, e->conditional.body);
        expr(v, e->conditional.orelse);
        break;
    case AST_FSTRING: fparts(v, &e->fstring); break;
    case AST_STARRED:
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT: expr(v, e->operand); break;
    case AST_WALRUS:
        expr(v, e->walrus.value);
        expr(v, e->walrus.target);
        break;
    default: break; /* a leaf */
    }
}

/* ---- Children of statements ------------------------------------------------------------------------ */

static void block(const ast_visitor *v, const ast_block *b)
{
    for (uint32_t i = 0; v->stmt && i < b->len; i++)
        v->stmt(v->user, b->items[i]);
}

static void compound(const ast_visitor *v, ast_stmt *s)
{
    switch (s->kind) {
    case AST_IF:
        for (uint32_t i = 0; i < s->if_.branches.len; i++) {
            expr(v, s->if_.branches.items[i].test);
            block(v, &s->if_.branches.items[i].body);
        }
        block(v, &s->if_.orelse);
        break;
    case AST_WHILE:
        expr(v, s->while_.test);
        block(v, &s->while_.body);
        block(v, &s->while_.orelse);
        break;
    case AST_FOR:
        expr(v, s->for_.iterable);
        expr(v, s->for_.target);
        block(v, &s->for_.body);
        block(v, &s->for_.orelse);
        break;
    case AST_WITH:
        for (uint32_t i = 0; i < s->with.items.len; i++) {
            expr(v, s->with.items.items[i].context);
            expr(v, s->with.items.items[i].target);
        }
        block(v, &s->with.body);
        break;
    case AST_TRY:
        block(v, &s->try_.body);
        for (uint32_t i = 0; i < s->try_.handlers.len; i++) {
            expr(v, s->try_.handlers.items[i].type);
            block(v, &s->try_.handlers.items[i].body);
        }
        block(v, &s->try_.orelse);
        block(v, &s->try_.finally);
        break;
    case AST_FUNCTION:
        exprs(v, &s->function.decorators);
        params(v, &s->function.params);
        expr(v, s->function.returns);
        block(v, &s->function.body);
        break;
    case AST_CLASS:
        exprs(v, &s->class_.decorators);
        exprs(v, &s->class_.bases);
        keywords(v, &s->class_.keywords);
        block(v, &s->class_.body);
        break;
    default: break;
    }
}

void ast_each_child_of_stmt(const ast_visitor *v, ast_stmt *s)
{
    switch (s->kind) {
    case AST_EXPR_STMT:
    case AST_RETURN: expr(v, s->value); break;
    case AST_ASSIGN:
        expr(v, s->assign.value);
        exprs(v, &s->assign.targets);
        break;
    case AST_AUG_ASSIGN:
        expr(v, s->aug_assign.target);
        expr(v, s->aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        expr(v, s->ann_assign.annotation);
        expr(v, s->ann_assign.value);
        expr(v, s->ann_assign.target);
        break;
    case AST_RAISE:
        expr(v, s->raise.exception);
        expr(v, s->raise.cause);
        break;
    case AST_ASSERT:
        expr(v, s->assertion.test);
        expr(v, s->assertion.message);
        break;
    case AST_DELETE: exprs(v, &s->targets); break;
    default: compound(v, s); break;
    }
}

/* ---- Walks ----------------------------------------------------------------------------------------- */

static bool walk_expr(void *user, ast_expr *e)
{
    ast_walk_expr(user, e);
    return true;
}

static bool walk_stmt(void *user, ast_stmt *s)
{
    ast_walk_stmt(user, s);
    return true;
}

void ast_walk_expr(const ast_visitor *v, ast_expr *e)
{
    if (!e || (v->expr && !v->expr(v->user, e)))
        return;
    ast_each_child_of_expr(&(ast_visitor){(void *)(uintptr_t)v, walk_expr, NULL}, e);
}

void ast_walk_stmt(const ast_visitor *v, ast_stmt *s)
{
    if (!s || (v->stmt && !v->stmt(v->user, s)))
        return;
    ast_each_child_of_stmt(&(ast_visitor){(void *)(uintptr_t)v, walk_expr, walk_stmt}, s);
}

void ast_walk_block(const ast_visitor *v, const ast_block *b)
{
    for (uint32_t i = 0; i < b->len; i++)
        ast_walk_stmt(v, b->items[i]);
}
