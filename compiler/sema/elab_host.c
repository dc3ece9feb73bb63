/* What the command asks of elaboration beyond chunks: signatures as text, and the types it found. */
#include "../syntax/syntax.h"
#include "elab_scope.h"

/* ---- Signatures ----------------------------------------------------------------------------- */

static const ty **signature_error(program *p, const source *src, span where, const char *text)
{
    diag_error(p->e->diags, src, where, "TypeError", "%s", text);
    return NULL;
}

/* The parts of (A, B); a lone (A) is one parameter, () none. */
static ast_exprs signature_parts(arena *a, ast_expr *x)
{
    ast_exprs parts = {0};
    if (x->kind == AST_TUPLE)
        return x->elements;
    vec_push(a, &parts, x);
    return parts;
}

const ty **program_signature(program *p, const char *text, uint32_t *count)
{
    elab *e = p->e;
    source *src = ARENA_NEW(e->arena, source);
    *src = (source){"<signature>", arena_strndup(e->arena, text, strlen(text)),
                    (uint32_t)strlen(text)};
    int before = diag_count(e->diags);
    ast_module *m = syntax_parse(e->arena, e->names, e->diags, src);
    if (!m || diag_count(e->diags) > before)
        return NULL;
    if (m->body.len != 1 || m->body.items[0]->kind != AST_EXPR_STMT)
        return signature_error(p, src, (span){.line = 1, .column = 1},
                               "a signature is like (float64[:], int64)");
    ast_exprs parts = signature_parts(e->arena, m->body.items[0]->value);
    const ty **types = ARENA_ARRAY(e->arena, const ty *, parts.len + 1);
    for (uint32_t i = 0; i < parts.len; i++)
        if (!(types[i] = type_from_annotation(e, parts.items[i])))
            return signature_error(p, src, parts.items[i]->where, "this is not a type");
    *count = parts.len;
    return types;
}

/* A signature of the decorator's, or what the annotations say. */
const ty **program_annotated(program *p, const char *name, uint32_t *count)
{
    elab *e = p->e;
    const binding *b = scope_find(p->module, intern_text(e->names, name));
    if (!b || b->state != BOUND || b->v.ty->kind != TY_FUNC)
        return NULL;
    const func *f = (const func *)b->v.ty->ref;
    const ty **types = ARENA_ARRAY(e->arena, const ty *, f->params->len + 1);
    const signature *given = f->signatures.len ? &f->signatures.items[0] : NULL;
    for (*count = 0; *count < f->params->len; ++*count) {
        const ast_param *x = &f->params->items[*count];
        const ty *type = type_from_annotation(e, x->annotation);
        if (given && *count < given->count)
            type = given->params[*count];
        if (!type && f->defaults[*count].ty->kind != TY_ABSENT)
            break; /* this and what follows keep their defaults */
        if (!type)
            return NULL;
        types[*count] = type;
    }
    return types;
}

/* ---- Types ---------------------------------------------------------------------------------- */

static const char *names_text(elab *e, const char *text, const env *names, const char *indent)
{
    for (uint32_t i = 0; i < names->len; i++) {
        const binding *b = &names->items[i];
        if (b->state == UNBOUND || val_bad(b->v) || b->name[0] == '.')
            continue;
        text = arena_printf(e->arena, "%s%s%s: %s%s\n", text, indent, b->name,
                            ty_name(e->arena, b->v.ty),
                            b->state == MAYBE_BOUND ? " (on some paths)" : "");
    }
    return text;
}

static const char *instance_text(elab *e, const char *text, const instance *i)
{
    text = arena_printf(e->arena, "%sdef %s(", text, i->fn->name);
    for (uint32_t p = 0; p < i->count; p++)
        text = arena_printf(e->arena, "%s%s%s: %s%s", text, p ? ", " : "",
                            i->fn->params->items[p].name, ty_name(e->arena, i->params[p]),
                            i->constants[p].ty ? " (its value is part of the key)" : "");
    text = arena_printf(e->arena, "%s) -> %s\n", text,
                        i->result ? ty_name(e->arena, i->result) : "never");
    return names_text(e, text, &i->names, "    ");
}

const char *program_types_text(program *p)
{
    elab *e = p->e;
    const char *text = "";
    for (uint32_t i = 0; i < p->instances.len; i++)
        if (!p->instances.items[i]->failed)
            text = instance_text(e, text, p->instances.items[i]);
    return names_text(e, text, &p->module->names, "");
}
