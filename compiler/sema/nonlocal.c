/* Variables that nested functions assign: each lives in an object of one field, a cell, which the
 * functions see, so that it does not matter where they are called and how long they live.
 *
 *   n = 0                               %c = rt record_new; fset (%c, 0)
 *   def inc(): nonlocal n; n += 1  ->   inc: %n = fget (%c); fset (%c, %n + 1)
 *
 * The binding of n holds the cell. The first value tells its type; where another is assigned, the
 * chunk is elaborated again with the type that both join to. */
#include "classes.h"

typedef struct search {
    elab *e;
    ast_names *names;
} search;

static bool find_nonlocals(void *user, ast_stmt *s)
{
    search *at = user;
    for (uint32_t i = 0; s->kind == AST_NONLOCAL && i < s->names.len; i++)
        if (!ast_names_has(at->names, s->names.items[i]))
            vec_push(at->e->arena, at->names, s->names.items[i]);
    return true;
}

ast_names nonlocals_inside(elab *e, const ast_block *body)
{
    ast_names names = {0};
    search at = {e, &names};
    ast_visitor visitor = {.user = &at, .stmt = find_nonlocals};
    ast_walk_block(&visitor, body);
    return names;
}

static const func *function_of(const scope *s)
{
    return s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
}

/* The scope's own variable, which a function inside assigns. */
static bool lives_in_cell(const scope *s, const char *name)
{
    const func *f = function_of(s);
    return f && !s->is_comprehension && ast_names_has(&f->cells, name) &&
           ast_names_has(&f->uses.bound, name);
}

bool is_cell(const val *v)
{
    const record *r = record_of(v->ty);
    return r && !r->class;
}

/* Arrays lose what is known of them: another may follow. */
static const ty *cell_type(elab *e, const ty *t)
{
    return t->kind == TY_ARRAY ? ty_array(e->types, t->dtype, t->rank, 0, 0) : t;
}

bool cell_bind(elab *e, scope *s, const char *name, val *v)
{
    if (val_bad(*v) || is_cell(v) || !lives_in_cell(s, name))
        return false;
    span where = e->locs.items[e->b.loc].where;
    const binding *b = scope_find(s, name);
    if (b && b->state == BOUND && is_cell(&b->v)) {
        cell_write(e, function_of(s)->params, &b->v, name, *v, where);
        return true;
    }
    const void *owner = function_of(s)->params;
    const ty *type = cell_type(e, v->ty), *wider = wished_type(e, owner, name);
    wider = wider ? elab_join(e, type, wider) : NULL;
    val cell = record_cell(e, wider ? wider : type, where);
    cell_write(e, owner, &cell, name, *v, where);
    *v = cell;
    return false;
}

bool scope_declares_nonlocal(const scope *s, const char *name)
{
    while (s->is_comprehension)
        s = s->lexical;
    const func *f = function_of(s);
    return f && ast_names_has(&f->uses.nonlocals, name);
}

bool nonlocal_assign(elab *e, const char *name, val v, span where)
{
    const scope *s = e->scope;
    if (!scope_declares_nonlocal(s, name))
        return false;
    while (s->is_comprehension)
        s = s->lexical;
    for (scope *at = s->lexical; at && !at->is_module; at = at->lexical) {
        const binding *b = scope_find(at, name);
        if (!b)
            continue;
        val cell = scope_read(e, at, name, where);
        if (!val_bad(cell) && !val_bad(v) && is_cell(&cell))
            cell_write(e, function_of(at)->params, &cell, name, elab_named_value(e, v), where);
        else if (!val_bad(cell) && !val_bad(v))
            elab_unsupported(e, where, "this nonlocal");
        return true;
    }
    elab_error(e, where, "NameError",
               "free variable '%s' referenced before assignment in enclosing "
               "scope",
               name);
    return true;
}
