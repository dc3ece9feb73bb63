/* What the grammar takes and Python does not: targets that can't be assigned to, misplaced starred
 * expressions, statements outside of the loop or function they belong to, contradicting
 * declarations. Needs a module from the parser; sets function.is_generator; adds diagnostics. */
#include "parse.h"

typedef struct checker {
    arena *a;
    diags *d;
    const source *src;
    ast_stmt *function; /* the innermost one; NULL in module and class bodies */
    uint32_t functions; /* enclosing functions and lambdas */
    uint32_t loops;     /* enclosing loops of the innermost function */
    uint32_t blocks;    /* enclosing functions and classes */
} checker;

static bool on_expr(void *user, ast_expr *e);
static bool on_stmt(void *user, ast_stmt *s);

static void error(checker *c, span where, const char *message)
{
    diag_error(c->d, c->src, where, "SyntaxError", "%s", message);
}

static void visit(checker *c, ast_expr *e)
{
    if (e)
        on_expr(c, e);
}

static void children(checker *c, ast_expr *e)
{
    ast_each_child_of_expr(&(ast_visitor){c, on_expr, NULL}, e);
}

static void block(checker *c, const ast_block *b)
{
    for (uint32_t i = 0; i < b->len; i++)
        on_stmt(c, b->items[i]);
}

/* ---- Targets --------------------------------------------------------------------------------------- */

/* What CPython calls an expression that is no target. */
static const char *described(const ast_expr *e)
{
    static const char *const comprehensions[] = {"list comprehension", "set comprehension",
                                                 "dict comprehension", "generator expression"};
    switch (e->kind) {
    case AST_NAME: return "name";
    case AST_ATTRIBUTE: return "attribute";
    case AST_SUBSCRIPT: return "subscript";
    case AST_STARRED: return "starred";
    case AST_LIST: return "list";
    case AST_TUPLE: return "tuple";
    case AST_LAMBDA: return "lambda";
    case AST_CALL: return "function call";
    case AST_BOOLOP:
    case AST_BINARY:
    case AST_UNARY: return "expression";
    case AST_COMPREHENSION: return comprehensions[e->comprehension.kind];
    case AST_YIELD:
    case AST_YIELD_FROM: return "yield expression";
    case AST_AWAIT: return "await expression";
    case AST_DICT: return "dict literal";
    case AST_SET: return "set display";
    case AST_FSTRING: return "f-string expression";
    case AST_NONE: return "None";
    case AST_TRUE: return "True";
    case AST_FALSE: return "False";
    case AST_ELLIPSIS: return "ellipsis";
    case AST_COMPARE: return "comparison";
    case AST_CONDITIONAL: return "conditional expression";
    case AST_WALRUS: return "named expression";
    default: return "literal";
    }
}

/* In `f() = 1` the = is likely a slip; not so where nobody would compare. */
static bool looks_compared(const ast_expr *e)
{
    switch (e->kind) {
    case AST_CALL:
    case AST_BINARY:
    case AST_UNARY:
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING:
    case AST_FSTRING:
    case AST_DICT:
    case AST_SET:
    case AST_ELLIPSIS:
    case AST_AWAIT: return true;
    default: return e->kind == AST_COMPREHENSION && e->comprehension.kind != AST_GENERATOR;
    }
}

static void check_elements(checker *c, ast_expr *e, const char *verb);

static void check_target(checker *c, ast_expr *e, const char *verb)
{
    switch (e->kind) {
    case AST_NAME:
    case AST_ERROR: break;
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT: children(c, e); break;
    case AST_TUPLE:
    case AST_LIST: check_elements(c, e, verb); break;
    default: diag_error(c->d, c->src, e->where, "SyntaxError", "cannot %s %s", verb, described(e));
    }
}

static void check_elements(checker *c, ast_expr *e, const char *verb)
{
    bool assigns = verb[0] == 'a', starred = false;
    for (uint32_t i = 0; i < e->elements.len; i++) {
        ast_expr *element = e->elements.items[i];
        if (element->kind != AST_STARRED || !assigns) {
            check_target(c, element, verb);
            continue;
        }
        if (starred)
            error(c, element->where, "multiple starred expressions in assignment");
        starred = true;
        check_target(c, element->operand, verb);
    }
}

static void check_assigned(checker *c, ast_expr *e)
{
    if (e->kind == AST_STARRED)
        error(c, e->where, "starred assignment target must be in a list or tuple");
    else
        check_target(c, e, "assign to");
}

static void check_assign(checker *c, ast_stmt *s)
{
    visit(c, s->assign.value);
    for (uint32_t i = 0; i < s->assign.targets.len; i++) {
        ast_expr *target = s->assign.targets.items[i];
        if (target->kind == AST_YIELD || target->kind == AST_YIELD_FROM)
            error(c, target->where, "assignment to yield expression not possible");
        else if (s->assign.targets.len == 1 && looks_compared(target))
            diag_error(c->d, c->src, target->where, "SyntaxError",
                       "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                       described(target));
        else
            check_assigned(c, target);
    }
}

static bool is_single_target(const ast_expr *e)
{
    return e->kind == AST_NAME || e->kind == AST_ATTRIBUTE || e->kind == AST_SUBSCRIPT ||
           e->kind == AST_ERROR;
}

static void check_aug(checker *c, ast_stmt *s)
{
    ast_expr *target = s->aug_assign.target;
    if (is_single_target(target))
        check_target(c, target, "assign to");
    else
        diag_error(c->d, c->src, target->where, "SyntaxError",
                   "'%s' is an illegal expression for augmented assignment", described(target));
    visit(c, s->aug_assign.value);
}

static void check_ann(checker *c, ast_stmt *s)
{
    ast_expr *target = s->ann_assign.target;
    if (is_single_target(target))
        check_target(c, target, "assign to");
    else if (target->kind == AST_TUPLE || target->kind == AST_LIST)
        diag_error(c->d, c->src, target->where, "SyntaxError",
                   "only single target (not %s) can be annotated", described(target));
    else
        error(c, target->where, "illegal target for annotation");
    visit(c, s->ann_assign.annotation);
    visit(c, s->ann_assign.value);
}

/* ---- Expressions ----------------------------------------------------------------------------------- */

static void check_display(checker *c, const ast_exprs *elements)
{
    for (uint32_t i = 0; i < elements->len; i++) {
        ast_expr *e = elements->items[i];
        visit(c, e->kind == AST_STARRED ? e->operand : e);
    }
}

static void check_walrus(checker *c, ast_expr *e)
{
    const ast_expr *target = e->walrus.target;
    if (target->kind != AST_NAME && target->kind != AST_ERROR)
        diag_error(c->d, c->src, target->where, "SyntaxError",
                   "cannot use assignment expressions with %s", described(target));
    visit(c, e->walrus.value);
}

static void check_comprehension(checker *c, ast_expr *e)
{
    const ast_comp_fors *fors = &e->comprehension.fors;
    for (uint32_t i = 0; i < fors->len; i++) {
        check_assigned(c, fors->items[i].target);
        visit(c, fors->items[i].iterable);
        for (uint32_t k = 0; k < fors->items[i].conditions.len; k++)
            visit(c, fors->items[i].conditions.items[k]);
    }
    ast_expr *element = e->comprehension.element;
    if (element->kind == AST_STARRED)
        error(c, element->where, "iterable unpacking cannot be used in comprehension");
    else
        visit(c, element);
    visit(c, e->comprehension.value);
}

static void check_params(checker *c, const ast_params *params)
{
    for (uint32_t i = 0; i < params->len; i++) {
        visit(c, params->items[i].annotation);
        visit(c, params->items[i].value);
    }
}

static void check_lambda(checker *c, ast_expr *e)
{
    check_params(c, &e->lambda.params);
    ast_stmt *outer = c->function;
    c->function = NULL; /* a yield in here makes no generator of the function around it */
    c->functions++;
    visit(c, e->lambda.body);
    c->functions--;
    c->function = outer;
}

static void check_yield(checker *c, ast_expr *e)
{
    const char *word = e->kind == AST_AWAIT ? "await" : "yield";
    if (!c->functions)
        diag_error(c->d, c->src, e->where, "SyntaxError", "'%s' outside function", word);
    if (c->function && e->kind != AST_AWAIT)
        c->function->function.is_generator = true;
    visit(c, e->operand);
}

static bool on_expr(void *user, ast_expr *e)
{
    checker *c = user;
    switch (e->kind) {
    case AST_STARRED: error(c, e->where, "can't use starred expression here"); break;
    case AST_TUPLE:
    case AST_LIST:
    case AST_SET: check_display(c, &e->elements); break;
    case AST_CALL:
        visit(c, e->call.callee);
        check_display(c, &e->call.args);
        for (uint32_t i = 0; i < e->call.keywords.len; i++)
            visit(c, e->call.keywords.items[i].value);
        break;
    case AST_WALRUS: check_walrus(c, e); break;
    case AST_COMPREHENSION: check_comprehension(c, e); break;
    case AST_LAMBDA: check_lambda(c, e); break;
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT: check_yield(c, e); break;
    default: children(c, e); break;
    }
    return true;
}

/* ---- Statements ------------------------------------------------------------------------------------ */

static void check_loop(checker *c, const ast_block *body, const ast_block *orelse)
{
    c->loops++;
    block(c, body);
    c->loops--;
    block(c, orelse);
}

static void check_with(checker *c, ast_stmt *s)
{
    for (uint32_t i = 0; i < s->with.items.len; i++) {
        visit(c, s->with.items.items[i].context);
        if (s->with.items.items[i].target)
            check_assigned(c, s->with.items.items[i].target);
    }
    block(c, &s->with.body);
}

static void check_try(checker *c, ast_stmt *s)
{
    block(c, &s->try_.body);
    for (uint32_t i = 0; i < s->try_.handlers.len; i++) {
        const ast_handler *h = &s->try_.handlers.items[i];
        if (!h->type && i + 1 < s->try_.handlers.len)
            error(c, h->where, "default 'except:' must be last");
        visit(c, h->type);
        block(c, &h->body);
    }
    block(c, &s->try_.orelse);
    block(c, &s->try_.finally);
}

static void check_function(checker *c, ast_stmt *s)
{
    check_display(c, &s->function.decorators);
    check_params(c, &s->function.params);
    visit(c, s->function.returns);
    checker inner = *c;
    inner.function = s;
    inner.functions++;
    inner.blocks++;
    inner.loops = 0;
    block(&inner, &s->function.body);
    syntax_check_names(c->a, c->d, c->src, s);
}

static void check_class(checker *c, ast_stmt *s)
{
    check_display(c, &s->class_.decorators);
    check_display(c, &s->class_.bases);
    for (uint32_t i = 0; i < s->class_.keywords.len; i++)
        visit(c, s->class_.keywords.items[i].value);
    checker inner = *c;
    inner.function = NULL;
    inner.functions = 0;
    inner.blocks++;
    inner.loops = 0;
    block(&inner, &s->class_.body);
}

static void check_return(checker *c, ast_stmt *s)
{
    if (!c->function)
        error(c, s->where, "'return' outside function");
    visit(c, s->value);
}

static void compound(checker *c, ast_stmt *s)
{
    switch (s->kind) {
    case AST_FOR:
        check_assigned(c, s->for_.target);
        visit(c, s->for_.iterable);
        check_loop(c, &s->for_.body, &s->for_.orelse);
        break;
    case AST_WHILE:
        visit(c, s->while_.test);
        check_loop(c, &s->while_.body, &s->while_.orelse);
        break;
    case AST_WITH: check_with(c, s); break;
    case AST_TRY: check_try(c, s); break;
    case AST_FUNCTION: check_function(c, s); break;
    case AST_CLASS: check_class(c, s); break;
    default: ast_each_child_of_stmt(&(ast_visitor){c, on_expr, on_stmt}, s); break;
    }
}

static bool on_stmt(void *user, ast_stmt *s)
{
    checker *c = user;
    switch (s->kind) {
    case AST_ASSIGN: check_assign(c, s); break;
    case AST_AUG_ASSIGN: check_aug(c, s); break;
    case AST_ANN_ASSIGN: check_ann(c, s); break;
    case AST_DELETE:
        for (uint32_t i = 0; i < s->targets.len; i++)
            check_target(c, s->targets.items[i], "delete");
        break;
    case AST_RETURN: check_return(c, s); break;
    case AST_BREAK:
        if (!c->loops)
            error(c, s->where, "'break' outside loop");
        break;
    case AST_CONTINUE:
        if (!c->loops)
            error(c, s->where, "'continue' not properly in loop");
        break;
    case AST_NONLOCAL:
        if (!c->blocks)
            error(c, s->where, "nonlocal declaration not allowed at module level");
        break;
    case AST_IMPORT_FROM:
        if (s->import.star && c->blocks)
            error(c, s->where, "import * only allowed at module level");
        break;
    default: compound(c, s); break;
    }
    return true;
}

void syntax_check(arena *a, diags *d, ast_module *m)
{
    checker c = {.a = a, .d = d, .src = m->src};
    block(&c, &m->body);
}
