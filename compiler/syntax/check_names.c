/* Declarations against use: a name must not be used before `global` or `nonlocal` declares it in
 * the same function, nor be a parameter too. Python says so when compiling. */
#include "nameset.h"
#include "parse.h"

typedef struct finder {
    arena *a;
    diags *d;
    const source *src;
    const ast_params *params;
    nameset seen; /* names used or bound so far */
} finder;

static void see(finder *f, const char *name)
{
    nameset_add(f->a, &f->seen, name);
}

static bool see_expr(void *user, ast_expr *e)
{
    if (e->kind == AST_NAME)
        see(user, e->name);
    return e->kind != AST_LAMBDA && e->kind != AST_COMPREHENSION;
}

static void check_declaration(finder *f, const ast_stmt *s)
{
    const char *word = s->kind == AST_GLOBAL ? "global" : "nonlocal";
    for (uint32_t i = 0; i < s->names.len; i++) {
        const char *name = s->names.items[i];
        bool param = false;
        for (uint32_t k = 0; k < f->params->len; k++)
            param |= f->params->items[k].name == name;
        if (param)
            diag_error(f->d, f->src, s->where, "SyntaxError", "name '%.200s' is parameter and %s",
                       name, word);
        else if (nameset_has(&f->seen, name))
            diag_error(f->d, f->src, s->where, "SyntaxError",
                       "name '%.200s' is used prior to %s declaration", name, word);
    }
}

static bool see_stmt(void *user, ast_stmt *s)
{
    finder *f = user;
    switch (s->kind) {
    case AST_GLOBAL:
    case AST_NONLOCAL: check_declaration(f, s); return false;
    case AST_FUNCTION: see(f, s->function.name); return false;
    case AST_CLASS: see(f, s->class_.name); return false;
    case AST_IMPORT:
    case AST_IMPORT_FROM:
        for (uint32_t i = 0; i < s->import.names.len; i++)
            see(f, s->import.names.items[i].binds);
        return false;
    default: return true;
    }
}

static bool find_declaration(void *user, ast_stmt *s)
{
    *(bool *)user |= s->kind == AST_GLOBAL || s->kind == AST_NONLOCAL;
    return s->kind != AST_FUNCTION && s->kind != AST_CLASS;
}

static bool skip_expr(void *user, ast_expr *e)
{
    (void)user, (void)e;
    return false;
}

void syntax_check_names(arena *a, diags *d, const source *src, const ast_stmt *function)
{
    bool declares = false; /* few functions do */
    ast_walk_block(&(ast_visitor){&declares, skip_expr, find_declaration},
                   &function->function.body);
    if (!declares)
        return;
    finder f = {.a = a, .d = d, .src = src, .params = &function->function.params};
    ast_walk_block(&(ast_visitor){&f, see_expr, see_stmt}, &function->function.body);
}
