/* Takes a call's arguments and gives one value for each parameter of the function.
 *
 *   def f(a, *rest, b=2, **more)      f(1, 2, c=3)  ->  a 1, rest (2,), b 2, more c=3
 *
 * A list behind * and a dict behind ** are as long as the run says: the parameters that they may fill take
 * their items where these are there, and whether all went somewhere is checked. */
#include "../../runtime/table.h"
#include "hashed.h"
#include "keywords.h"
#include "ops.h"

static val missing_arguments(elab *e, const func *f, const val *bound, span where)
{
    uint32_t missing = 0;
    const char *names = "";
    for (uint32_t i = 0; i < f->params->len; i++)
        if (val_absent(&bound[i]))
            names = arena_printf(e->arena, "%s%s'%s'", names, missing++ ? " and " : "",
                                 f->params->items[i].name);
    return elab_error(e, where, "TypeError", "%s() missing %u required positional argument%s: %s",
                      f->name, missing, missing > 1 ? "s" : "", names);
}

static int param_index(const func *f, const char *name)
{
    for (uint32_t i = 0; i < f->params->len; i++)
        if (f->params->items[i].name == name && f->params->items[i].kind != AST_VAR_POSITIONAL &&
            f->params->items[i].kind != AST_VAR_KEYWORD)
            return (int)i;
    return -1;
}

/* ---- **kwargs --------------------------------------------------------------------------------- */

typedef struct change_of {
    const char *name;
    bool found;
} change_of;

static bool is_name(const ast_expr *x, const char *name)
{
    return x->kind == AST_NAME && x->name == name;
}

static bool stores_into(const ast_exprs *targets, const char *name)
{
    for (uint32_t i = 0; i < targets->len; i++) {
        const ast_expr *t = targets->items[i];
        if (t->kind == AST_SUBSCRIPT && is_name(t->subscript.value, name))
            return true;
    }
    return false;
}

static bool change_expr(void *user, ast_expr *x)
{
    static const char *const names[] = {"pop", "popitem", "setdefault", "update", "clear"};
    change_of *c = user;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        c->found = c->found || (x->kind == AST_ATTRIBUTE && is_name(x->attribute.value, c->name) &&
                                strcmp(x->attribute.name, names[i]) == 0);
    return true;
}

static bool change_stmt(void *user, ast_stmt *s)
{
    change_of *c = user;
    const ast_expr *t = s->kind == AST_AUG_ASSIGN ? s->aug_assign.target : NULL;
    c->found = c->found || (s->kind == AST_ASSIGN && stores_into(&s->assign.targets, c->name)) ||
               (s->kind == AST_DELETE && stores_into(&s->targets, c->name)) ||
               (t && (is_name(t, c->name) ||
                      (t->kind == AST_SUBSCRIPT && is_name(t->subscript.value, c->name))));
    return true;
}

static bool changes(const func *f, const char *name)
{
    change_of c = {name, false};
    ast_visitor visitor = {.user = &c, .expr = change_expr, .stmt = change_stmt};
    if (f->body)
        ast_walk_block(&visitor, f->body);
    return c.found;
}

/* What no parameter has the name of. */
static val left_over(elab *e, const func *f, const call_args *args, const char *name, span where)
{
    const char **names = ARENA_ARRAY(e->arena, const char *, args->keyword_count + 1);
    val *values = ARENA_ARRAY(e->arena, val, args->keyword_count + 1);
    uint32_t count = 0;
    for (uint32_t k = 0; k < args->keyword_count; k++)
        if (param_index(f, args->keywords[k]) < 0) {
            names[count] = args->keywords[k];
            values[count++] = args->keyword_args[k];
        }
    val v = keywords_new(e, names, values, count);
    return changes(f, name) ? keywords_dict(e, &v, where) : v;
}

static int var_keyword(const func *f)
{
    uint32_t n = f->params->len;
    return n && f->params->items[n - 1].kind == AST_VAR_KEYWORD ? (int)n - 1 : -1;
}

static bool bind_keywords(elab *e, func *f, const call_args *args, val *bound, span where)
{
    int rest = var_keyword(f);
    if (rest >= 0)
        bound[rest] = left_over(e, f, args, f->params->items[rest].name, where);
    for (uint32_t k = 0; k < args->keyword_count; k++) {
        if (!args->keywords[k]) {
            if (rest < 0)
                continue;
            elab_unsupported(e, args->keyword_spans[k], "a dict for a parameter of all keywords");
            return false;
        }
        int i = param_index(f, args->keywords[k]);
        span at = args->keyword_spans[k];
        if (i < 0 && rest >= 0)
            continue;
        if (i >= 0 && f->params->items[i].kind == AST_POSITIONAL_ONLY) {
            elab_error(e, at, "TypeError",
                       "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                       f->name, args->keywords[k]);
            return false;
        }
        if (i < 0) {
            elab_error(e, at, "TypeError", "%s() got an unexpected keyword argument '%s'", f->name,
                       args->keywords[k]);
            return false;
        }
        if (!val_absent(&bound[i])) {
            elab_error(e, at, "TypeError", "%s() got multiple values for argument '%s'", f->name,
                       args->keywords[k]);
            return false;
        }
        bound[i] = args->keyword_args[k];
    }
    return true;
}

/* ---- What only the run knows ------------------------------------------------------------------- */

static void raise_type_error(elab *e, void *user)
{
    val message = val_str(e, user, strlen(user));
    air_id args[2] = {op_int(e, HPC_TYPE_ERROR), val_node(e, &message)};
    air_rt(&e->b, HPC_RT_raise, args, 2, NULL, 0);
}

static void check(elab *e, air_id good, const char *message, span where)
{
    elab_branch(e, good, loop_nothing, raise_type_error, (void *)(uintptr_t)message, where);
}

typedef struct item_or {
    val container, key, fallback;
    span where;
} item_or;

static val take_item(elab *e, void *user)
{
    const item_or *u = user;
    return op_getitem(e, u->container, u->key, u->where);
}

static val take_fallback(elab *e, void *user)
{
    (void)e;
    return ((const item_or *)user)->fallback;
}

static val default_of(elab *e, const func *f, uint32_t i, span where)
{
    return f->default_names[i] ? scope_read(e, f->lexical, f->default_names[i], where)
                               : f->defaults[i];
}

/* The item under the key where `there` says so; else the parameter's default, or a TypeError. */
static val item_for(elab *e, const func *f, uint32_t i, val container, val key, air_id there,
                    span where)
{
    item_or u = {container, key, default_of(e, f, i, where), where};
    if (!val_absent(&u.fallback))
        return elab_choose(e, there, take_item, take_fallback, &u, where);
    check(e, there,
          arena_printf(e->arena, "%s() missing 1 required positional argument: '%s'", f->name,
                       f->params->items[i].name),
          where);
    return take_item(e, &u);
}

static bool takes_position(const func *f, uint32_t i)
{
    ast_param_kind kind = f->params->items[i].kind;
    return kind == AST_POSITIONAL || kind == AST_POSITIONAL_ONLY;
}

/* f(1, *xs): the list fills the parameters by position that are left. */
static bool bind_spread(elab *e, func *f, const val *list, uint32_t first, val *bound, span where)
{
    air_id length = op_object_length(e, list, where);
    int64_t at = 0;
    for (uint32_t i = first; i < f->params->len && takes_position(f, i); i++) {
        if (!val_absent(&bound[i]))
            continue;
        air_id there = op_test(e, AIR_LT, op_int(e, at), length);
        bound[i] = item_for(e, f, i, *list, val_int(e, at++), there, where);
        if (val_bad(bound[i]))
            return false;
    }
    check(e, op_test(e, AIR_LE, length, op_int(e, at)),
          arena_printf(e->arena, "%s() was given too many positional arguments", f->name), where);
    return true;
}

/* f(**options): what the dict has for the parameters that are left. */
static bool bind_dict(elab *e, func *f, const val *dict, val *bound, span where)
{
    air_id used = op_int(e, 0);
    for (uint32_t i = 0; i < f->params->len; i++) {
        const ast_param *p = &f->params->items[i];
        if (!val_absent(&bound[i]) || (p->kind != AST_POSITIONAL && p->kind != AST_KEYWORD_ONLY))
            continue;
        val key = val_str(e, p->name, strlen(p->name));
        val has = hashed_contains(e, &key, dict, where);
        if (val_bad(has))
            return false;
        air_id there = val_node(e, &has);
        bound[i] = item_for(e, f, i, *dict, key, there, where);
        if (val_bad(bound[i]))
            return false;
        used = op_map2(e, AIR_ADD, HPC_I64, used, air_cast(&e->b, HPC_I64, there));
    }
    check(e, op_test(e, AIR_EQ, used, hashed_length(e, dict)),
          arena_printf(e->arena, "%s() got an unexpected keyword argument", f->name), where);
    return true;
}

static bool bind_dicts(elab *e, func *f, const call_args *args, val *bound)
{
    bool seen = false;
    for (uint32_t k = 0; k < args->keyword_count; k++) {
        if (args->keywords[k])
            continue;
        if (seen) {
            elab_unsupported(e, args->keyword_spans[k], "unpacking two dicts in one call");
            return false;
        }
        seen = true;
        if (!bind_dict(e, f, &args->keyword_args[k], bound, args->keyword_spans[k]))
            return false;
    }
    return true;
}

/* ---- All of them ------------------------------------------------------------------------------- */

/* *rest of what follows the first `at` arguments. */
static val rest_of(elab *e, const call_args *args, uint32_t at, const val *spread, span where)
{
    if (!spread)
        return val_tuple(e, args->args + at, args->count - at);
    if (at + 1 < args->count)
        return elab_unsupported(e, where, "arguments beside a list for one *parameter");
    return elab_call_named(e, "tuple", &spread->items[0], 1, where);
}

bool func_bind(elab *e, func *f, const call_args *args, val *bound, span where)
{
    uint32_t n = f->params->len, at = 0, positional = 0;
    const val *last = args->count ? &args->args[args->count - 1] : NULL;
    const val *spread = last && is_spread(last) ? last : NULL;
    uint32_t known = args->count - (spread != NULL), filled = 0;
    for (uint32_t i = 0; i < n; i++)
        bound[i] = (val){.ty = ty_basic(e->types, TY_ABSENT)};
    for (uint32_t i = 0; i < n; i++) {
        ast_param_kind kind = f->params->items[i].kind;
        if (kind == AST_VAR_POSITIONAL) {
            if (spread && at < positional) {
                elab_unsupported(e, where, "a list for other parameters than one *parameter");
                return false;
            }
            bound[i] = rest_of(e, args, at, spread, where);
            if (val_bad(bound[i]))
                return false;
            at = args->count;
            spread = NULL;
        } else if (kind == AST_POSITIONAL || kind == AST_POSITIONAL_ONLY) {
            positional++;
            if (at < known) {
                bound[i] = args->args[at++];
                filled = i + 1;
            }
        }
    }
    if (spread && at == known)
        at = args->count;
    if (at < args->count) {
        elab_error(e, where, "TypeError", "%s() takes %u positional argument%s but %u %s given",
                   f->name, positional, positional == 1 ? "" : "s", args->count,
                   args->count == 1 ? "was" : "were");
        return false;
    }
    if (!bind_keywords(e, f, args, bound, where) ||
        (spread && !bind_spread(e, f, &spread->items[0], filled, bound, where)) ||
        !bind_dicts(e, f, args, bound))
        return false;
    bool missing = false;
    for (uint32_t i = 0; i < n; i++) {
        if (val_absent(&bound[i]))
            bound[i] = default_of(e, f, i, where);
        missing = missing || val_absent(&bound[i]);
        if (val_bad(bound[i]))
            return false;
    }
    if (missing)
        missing_arguments(e, f, bound, where);
    return !missing;
}
