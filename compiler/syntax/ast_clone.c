/* Deep copies of trees. A node is copied whole, then each pointer to a child is replaced by the
 * child's copy; names, texts and spans are shared. */
#include "ast.h"

typedef struct cloner {
    arena *a;
    uint32_t *ids;
} cloner;

#define COPY_LIST(c, list)                                                                         \
    ((list)->items =                                                                               \
         copy_items((c)->a, (list)->items, sizeof *(list)->items * (size_t)(list)->len),           \
     (list)->cap = (list)->len)

static void *copy_items(arena *a, const void *items, size_t size)
{
    return size ? memcpy(arena_alloc(a, size), items, size) : NULL;
}

static void stmt(cloner *c, ast_stmt **slot);

static void expr(cloner *c, ast_expr **slot);

static void exprs(cloner *c, ast_exprs *list)
{
    COPY_LIST(c, list);
    for (uint32_t i = 0; i < list->len; i++)
        expr(c, &list->items[i]);
}

static void block(cloner *c, ast_block *b)
{
    COPY_LIST(c, b);
    for (uint32_t i = 0; i < b->len; i++)
        stmt(c, &b->items[i]);
}

static void keywords(cloner *c, ast_keywords *list)
{
    COPY_LIST(c, list);
    for (uint32_t i = 0; i < list->len; i++)
        expr(c, &list->items[i].value);
}

static void params(cloner *c, ast_params *list)
{
    COPY_LIST(c, list);
    for (uint32_t i = 0; i < list->len; i++) {
        list->items[i].id = ++*c->ids;
        expr(c, &list->items[i].annotation);
        expr(c, &list->items[i].value);
    }
}

static void fparts(cloner *c, ast_fparts *parts)
{
    COPY_LIST(c, parts);
    for (uint32_t i = 0; i < parts->len; i++) {
        expr(c, &parts->items[i].value);
        fparts(c, &parts->items[i].spec);
    }
}

static void comprehension(cloner *c, ast_expr *e)
{
    expr(c, &e->comprehension.element);
    expr(c, &e->comprehension.value);
    ast_comp_fors *fors = &e->comprehension.fors;
    COPY_LIST(c, fors);
    for (uint32_t i = 0; i < fors->len; i++) {
        expr(c, &fors->items[i].target);
        expr(c, &fors->items[i].iterable);
        exprs(c, &fors->items[i].conditions);
    }
}

static void operators(cloner *c, ast_expr *e)
{
    switch (e->kind) {
    case AST_UNARY: expr(c, &e->unary.operand); break;
    case AST_BINARY:
        expr(c, &e->binary.left);
        expr(c, &e->binary.right);
        break;
    case AST_BOOLOP: exprs(c, &e->boolop.values); break;
    case AST_COMPARE:
        expr(c, &e->compare.first);
        COPY_LIST(c, &e->compare.ops);
        exprs(c, &e->compare.rest);
        break;
    case AST_CONDITIONAL:
        expr(c, &e->conditional.test);
        expr(c, &e->conditional.body);
        expr(c, &e->conditional.orelse);
        break;
    case AST_WALRUS:
        expr(c, &e->walrus.target);
        expr(c, &e->walrus.value);
        break;
    case AST_STARRED:
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT: expr(c, &e->operand); break;
    default: break; /* a leaf */
    }
}

static void inside(cloner *c, ast_expr *e)
{
    switch (e->kind) {
    case AST_FSTRING: fparts(c, &e->fstring); break;
    case AST_CALL:
        expr(c, &e->call.callee);
        exprs(c, &e->call.args);
        keywords(c, &e->call.keywords);
        break;
    case AST_ATTRIBUTE: expr(c, &e->attribute.value); break;
    case AST_SUBSCRIPT:
        expr(c, &e->subscript.value);
        expr(c, &e->subscript.index);
        break;
    case AST_SLICE:
        expr(c, &e->slice.lower);
        expr(c, &e->slice.upper);
        expr(c, &e->slice.step);
        break;
    case AST_TUPLE:
    case AST_LIST:
    case AST_SET: exprs(c, &e->elements); break;
    case AST_DICT:
        exprs(c, &e->dict.keys);
        exprs(c, &e->dict.values);
        break;
    case AST_COMPREHENSION: comprehension(c, e); break;
    case AST_LAMBDA:
        params(c, &e->lambda.params);
        expr(c, &e->lambda.body);
        break;
    default: operators(c, e); break;
    }
}

static void expr(cloner *c, ast_expr **slot)
{
    if (!*slot)
        return;
    ast_expr *e = ARENA_NEW(c->a, ast_expr);
    *e = **slot;
    e->id = ++*c->ids;
    *slot = e;
    inside(c, e);
}

static void simple(cloner *c, ast_stmt *s)
{
    switch (s->kind) {
    case AST_EXPR_STMT:
    case AST_RETURN: expr(c, &s->value); break;
    case AST_ASSIGN:
        exprs(c, &s->assign.targets);
        expr(c, &s->assign.value);
        break;
    case AST_AUG_ASSIGN:
        expr(c, &s->aug_assign.target);
        expr(c, &s->aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        expr(c, &s->ann_assign.target);
        expr(c, &s->ann_assign.annotation);
        expr(c, &s->ann_assign.value);
        break;
    case AST_RAISE:
        expr(c, &s->raise.exception);
        expr(c, &s->raise.cause);
        break;
    case AST_ASSERT:
        expr(c, &s->assertion.test);
        expr(c, &s->assertion.message);
        break;
    case AST_DELETE: exprs(c, &s->targets); break;
    default: break; /* names and aliases are shared */
    }
}

static void try_(cloner *c, ast_stmt *s)
{
    block(c, &s->try_.body);
    COPY_LIST(c, &s->try_.handlers);
    for (uint32_t i = 0; i < s->try_.handlers.len; i++) {
        expr(c, &s->try_.handlers.items[i].type);
        block(c, &s->try_.handlers.items[i].body);
    }
    block(c, &s->try_.orelse);
    block(c, &s->try_.finally);
}

static void if_(cloner *c, ast_stmt *s)
{
    COPY_LIST(c, &s->if_.branches);
    for (uint32_t i = 0; i < s->if_.branches.len; i++) {
        expr(c, &s->if_.branches.items[i].test);
        block(c, &s->if_.branches.items[i].body);
    }
    block(c, &s->if_.orelse);
}

static void with(cloner *c, ast_stmt *s)
{
    COPY_LIST(c, &s->with.items);
    for (uint32_t i = 0; i < s->with.items.len; i++) {
        expr(c, &s->with.items.items[i].context);
        expr(c, &s->with.items.items[i].target);
    }
    block(c, &s->with.body);
}

static void compound(cloner *c, ast_stmt *s)
{
    switch (s->kind) {
    case AST_IF: if_(c, s); break;
    case AST_WHILE:
        expr(c, &s->while_.test);
        block(c, &s->while_.body);
        block(c, &s->while_.orelse);
        break;
    case AST_FOR:
        expr(c, &s->for_.target);
        expr(c, &s->for_.iterable);
        block(c, &s->for_.body);
        block(c, &s->for_.orelse);
        break;
    case AST_WITH: with(c, s); break;
    case AST_TRY: try_(c, s); break;
    case AST_FUNCTION:
        exprs(c, &s->function.decorators);
        params(c, &s->function.params);
        expr(c, &s->function.returns);
        block(c, &s->function.body);
        break;
    case AST_CLASS:
        exprs(c, &s->class_.decorators);
        exprs(c, &s->class_.bases);
        keywords(c, &s->class_.keywords);
        block(c, &s->class_.body);
        break;
    default: simple(c, s); break;
    }
}

static void stmt(cloner *c, ast_stmt **slot)
{
    ast_stmt *s = ARENA_NEW(c->a, ast_stmt);
    *s = **slot;
    s->id = ++*c->ids;
    *slot = s;
    compound(c, s);
}

ast_block ast_clone_block(arena *a, uint32_t *ids, ast_block b)
{
    block(&(cloner){a, ids}, &b);
    return b;
}
