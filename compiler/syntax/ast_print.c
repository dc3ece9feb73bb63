/* The AST as an indented tree, for `--stage=ast`.
 *
 *   x = a[1:]      ASSIGN 1:1
 *                    target NAME x 1:1
 *                    value SUBSCRIPT 1:5
 *                      value NAME a 1:5
 *                      index SLICE 1:7
 *                        lower INT 1 1:7 */
#include "ast.h"

typedef struct printer {
    arena *a;
    VEC(char) out;
    uint32_t depth;
} printer;

static void expr(printer *pr, const char *role, const ast_expr *e);
static void block(printer *pr, const char *role, const ast_block *b);

static void put(printer *pr, const char *text)
{
    for (; *text; text++)
        vec_push(pr->a, &pr->out, *text);
}

static void begin(printer *pr, const char *role)
{
    for (uint32_t i = 0; i < pr->depth; i++)
        put(pr, "  ");
    put(pr, role);
}

static void end(printer *pr, span where)
{
    put(pr, arena_printf(pr->a, " %u:%u\n", where.line, where.column));
}

/* One line for a part that is no node, with a word of its own. */
static void part(printer *pr, const char *role, const char *word, span where)
{
    begin(pr, role);
    if (word) {
        put(pr, " ");
        put(pr, word);
    }
    end(pr, where);
}

static void exprs(printer *pr, const char *role, const ast_exprs *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        expr(pr, role, list->items[i]);
}

static void keywords(printer *pr, const ast_keywords *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const ast_keyword *k = &list->items[i];
        expr(pr, k->name ? arena_printf(pr->a, "keyword %s", k->name) : "keywords", k->value);
    }
}

static void params(printer *pr, const ast_params *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const ast_param *param = &list->items[i];
        part(pr, arena_printf(pr->a, "param %s", ast_param_kind_name(param->kind)), param->name,
             param->where);
        pr->depth++;
        expr(pr, "annotation", param->annotation);
        expr(pr, "default", param->value);
        pr->depth--;
    }
}

static void fors(printer *pr, const ast_comp_fors *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const ast_comp_for *clause = &list->items[i];
        part(pr, clause->is_async ? "async for" : "for", NULL, clause->where);
        pr->depth++;
        expr(pr, "target", clause->target);
        expr(pr, "iterable", clause->iterable);
        exprs(pr, "if", &clause->conditions);
        pr->depth--;
    }
}

static void fparts(printer *pr, const ast_fparts *parts)
{
    for (uint32_t i = 0; i < parts->len; i++) {
        const ast_fpart *f = &parts->items[i];
        if (!f->value) {
            part(pr, "text", ast_quoted(pr->a, f->text, f->length), f->where);
            continue;
        }
        char conversion[3] = {f->conversion ? '!' : 0, f->conversion};
        part(pr, "field", f->conversion ? conversion : NULL, f->where);
        pr->depth++;
        expr(pr, "value", f->value);
        if (f->has_spec) {
            part(pr, "spec", NULL, f->where);
            pr->depth++;
            fparts(pr, &f->spec);
            pr->depth--;
        }
        pr->depth--;
    }
}

/* What stands on the node's own line: its name, literal or operator. */
static const char *detail(arena *a, const ast_expr *e)
{
    static const char *const comprehensions[] = {"list", "set", "dict", "generator"};
    switch (e->kind) {
    case AST_NAME:
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING: return ast_expr_text(a, e);
    case AST_UNARY: return ast_unary_op_text(e->unary.op);
    case AST_BINARY: return ast_binary_op_text(e->binary.op);
    case AST_BOOLOP: return e->boolop.op == AST_AND ? "and" : "or";
    case AST_ATTRIBUTE: return e->attribute.name;
    case AST_COMPREHENSION: return comprehensions[e->comprehension.kind];
    default: return NULL;
    }
}

static void compare(printer *pr, const ast_expr *e)
{
    expr(pr, "first", e->compare.first);
    for (uint32_t i = 0; i < e->compare.rest.len; i++)
        expr(pr, ast_compare_op_text(e->compare.ops.items[i]), e->compare.rest.items[i]);
}

static void dict(printer *pr, const ast_expr *e)
{
    for (uint32_t i = 0; i < e->dict.values.len; i++) {
        expr(pr, "key", e->dict.keys.items[i]);
        expr(pr, e->dict.keys.items[i] ? "value" : "unpack", e->dict.values.items[i]);
    }
}

static void operands(printer *pr, const ast_expr *e)
{
    switch (e->kind) {
    case AST_UNARY: expr(pr, "operand", e->unary.operand); break;
    case AST_BINARY:
        expr(pr, "left", e->binary.left);
        expr(pr, "right", e->binary.right);
        break;
    case AST_BOOLOP: exprs(pr, "value", &e->boolop.values); break;
    case AST_COMPARE: compare(pr, e); break;
    case AST_CONDITIONAL:
        expr(pr, "test", e->conditional.test);
        expr(pr, "body", e->conditional.body);
        expr(pr, "else", e->conditional.orelse);
        break;
    case AST_WALRUS:
        expr(pr, "target", e->walrus.target);
        expr(pr, "value", e->walrus.value);
        break;
    case AST_STARRED:
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT: expr(pr, "value", e->operand); break;
    default: break;
    }
}

static void inside(printer *pr, const ast_expr *e)
{
    switch (e->kind) {
    case AST_CALL:
        expr(pr, "callee", e->call.callee);
        exprs(pr, "arg", &e->call.args);
        keywords(pr, &e->call.keywords);
        break;
    case AST_ATTRIBUTE: expr(pr, "value", e->attribute.value); break;
    case AST_SUBSCRIPT:
        expr(pr, "value", e->subscript.value);
        expr(pr, "index", e->subscript.index);
        break;
    case AST_SLICE:
        expr(pr, "lower", e->slice.lower);
        expr(pr, "upper", e->slice.upper);
        expr(pr, "step", e->slice.step);
        break;
    case AST_TUPLE:
    case AST_LIST:
    case AST_SET: exprs(pr, "element", &e->elements); break;
    case AST_DICT: dict(pr, e); break;
    case AST_FSTRING: fparts(pr, &e->fstring); break;
    case AST_COMPREHENSION:
        expr(pr, e->comprehension.value ? "key" : "element", e->comprehension.element);
        expr(pr, "value", e->comprehension.value);
        fors(pr, &e->comprehension.fors);
        break;
    case AST_LAMBDA:
        params(pr, &e->lambda.params);
        expr(pr, "body", e->lambda.body);
        break;
    default: operands(pr, e); break;
    }
}

static void expr(printer *pr, const char *role, const ast_expr *e)
{
    if (!e)
        return;
    begin(pr, role);
    put(pr, " ");
    put(pr, ast_expr_kind_name(e->kind));
    const char *more = detail(pr->a, e);
    if (more) {
        put(pr, " ");
        put(pr, more);
    }
    end(pr, e->where);
    pr->depth++;
    inside(pr, e);
    pr->depth--;
}

/* ---- Statements ------------------------------------------------------------------------------------ */

static void aliases(printer *pr, const ast_stmt *s)
{
    if (s->import.star)
        part(pr, "name", "*", s->where);
    for (uint32_t i = 0; i < s->import.names.len; i++) {
        const ast_alias *alias = &s->import.names.items[i];
        const char *word =
            alias->as ? arena_printf(pr->a, "%s as %s", alias->path, alias->as) : alias->path;
        part(pr, "name", word, alias->where);
    }
}

static void handlers(printer *pr, const ast_handlers *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const ast_handler *h = &list->items[i];
        part(pr, "except", h->name, h->where);
        pr->depth++;
        expr(pr, "type", h->type);
        block(pr, "body", &h->body);
        pr->depth--;
    }
}

static void simple(printer *pr, const ast_stmt *s)
{
    switch (s->kind) {
    case AST_EXPR_STMT:
    case AST_RETURN: expr(pr, "value", s->value); break;
    case AST_ASSIGN:
        exprs(pr, "target", &s->assign.targets);
        expr(pr, "value", s->assign.value);
        break;
    case AST_AUG_ASSIGN:
        expr(pr, "target", s->aug_assign.target);
        expr(pr, "value", s->aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        expr(pr, "target", s->ann_assign.target);
        expr(pr, "annotation", s->ann_assign.annotation);
        expr(pr, "value", s->ann_assign.value);
        break;
    case AST_RAISE:
        expr(pr, "exception", s->raise.exception);
        expr(pr, "from", s->raise.cause);
        break;
    case AST_ASSERT:
        expr(pr, "test", s->assertion.test);
        expr(pr, "message", s->assertion.message);
        break;
    case AST_DELETE: exprs(pr, "target", &s->targets); break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        for (uint32_t i = 0; i < s->names.len; i++)
            part(pr, "name", s->names.items[i], s->where);
        break;
    case AST_IMPORT:
    case AST_IMPORT_FROM: aliases(pr, s); break;
    default: break;
    }
}

static void with_items(printer *pr, const ast_with_items *items)
{
    for (uint32_t i = 0; i < items->len; i++) {
        expr(pr, "context", items->items[i].context);
        expr(pr, "as", items->items[i].target);
    }
}

static void definition(printer *pr, const ast_stmt *s)
{
    if (s->kind == AST_FUNCTION) {
        exprs(pr, "decorator", &s->function.decorators);
        params(pr, &s->function.params);
        expr(pr, "returns", s->function.returns);
        block(pr, "body", &s->function.body);
        return;
    }
    exprs(pr, "decorator", &s->class_.decorators);
    exprs(pr, "base", &s->class_.bases);
    keywords(pr, &s->class_.keywords);
    block(pr, "body", &s->class_.body);
}

static void compound(printer *pr, const ast_stmt *s)
{
    switch (s->kind) {
    case AST_IF:
        for (uint32_t i = 0; i < s->if_.branches.len; i++) {
            expr(pr, "test", s->if_.branches.items[i].test);
            block(pr, "body", &s->if_.branches.items[i].body);
        }
        block(pr, "else", &s->if_.orelse);
        break;
    case AST_WHILE:
        expr(pr, "test", s->while_.test);
        block(pr, "body", &s->while_.body);
        block(pr, "else", &s->while_.orelse);
        break;
    case AST_FOR:
        expr(pr, "target", s->for_.target);
        expr(pr, "iterable", s->for_.iterable);
        block(pr, "body", &s->for_.body);
        block(pr, "else", &s->for_.orelse);
        break;
    case AST_WITH:
        with_items(pr, &s->with.items);
        block(pr, "body", &s->with.body);
        break;
    case AST_TRY:
        block(pr, "body", &s->try_.body);
        handlers(pr, &s->try_.handlers);
        block(pr, "else", &s->try_.orelse);
        block(pr, "finally", &s->try_.finally);
        break;
    case AST_FUNCTION:
    case AST_CLASS: definition(pr, s); break;
    default: simple(pr, s); break;
    }
}

static const char *stmt_detail(arena *a, const ast_stmt *s)
{
    switch (s->kind) {
    case AST_AUG_ASSIGN: return arena_printf(a, " %s=", ast_binary_op_text(s->aug_assign.op));
    case AST_FUNCTION: return arena_printf(a, " %s", s->function.name);
    case AST_CLASS: return arena_printf(a, " %s", s->class_.name);
    case AST_IMPORT_FROM:
        return arena_printf(a, " %.*s%s", (int)s->import.level, "................................",
                            s->import.module ? s->import.module : "");
    default: return "";
    }
}

static void stmt(printer *pr, const ast_stmt *s)
{
    begin(pr, s->is_async ? "ASYNC " : "");
    put(pr, ast_stmt_kind_name(s->kind));
    put(pr, stmt_detail(pr->a, s));
    end(pr, s->where);
    pr->depth++;
    compound(pr, s);
    pr->depth--;
}

static void block(printer *pr, const char *role, const ast_block *b)
{
    if (!b->len)
        return;
    begin(pr, role);
    put(pr, "\n");
    pr->depth++;
    for (uint32_t i = 0; i < b->len; i++)
        stmt(pr, b->items[i]);
    pr->depth--;
}

const char *ast_print(arena *a, const ast_module *m)
{
    printer pr = {.a = a};
    for (uint32_t i = 0; i < m->body.len; i++)
        stmt(&pr, m->body.items[i]);
    vec_push(a, &pr.out, '\0');
    return pr.out.items;
}
