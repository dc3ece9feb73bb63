/* Functions: definitions, instances for argument types, recursion, inlined calls, returns.
 *
 * def f(x): return x * 2      f(np.arange(3))  ->  instance f(int64[:]), a function of array IR
 *
 * A recursive call needs the type of a result that is still being inferred. It takes what the
 * returns seen in earlier rounds gave; rounds repeat until that is what the body gives. */
#include <stdio.h>

#include "classes.h"
#include "generators.h"
#include "keywords.h"
#include "ops.h"
#include "sequence.h"

enum { MAX_ROUNDS = 12, INLINE_NODES = 48, MAX_GROWTH = 24 };

/* ---- Definitions ---------------------------------------------------------------------------- */

/* Defaults are evaluated where the function is defined. What only the run knows is kept there under
 * a name that no program can write. */
static void set_default(elab *e, func *f, uint32_t i)
{
    const ast_param *p = &f->params->items[i];
    f->defaults[i] = (val){.ty = ty_basic(e->types, TY_ABSENT)};
    if (!p->value)
        return;
    val v = elab_named_value(e, elab_expr(e, p->value));
    f->defaults[i] = v;
    if (val_bad(v) || v.is_const || ty_flatten(v.ty, NULL, 0) == 0)
        return;
    f->default_names[i] = intern_text(
        e->names, arena_printf(e->arena, ".%s.%s.%u", f->name, p->name, e->program->defaults++));
    scope_bind(e, e->scope, f->default_names[i], v);
}

static func *func_make(elab *e, const char *name, const ast_params *params)
{
    func *f = ARENA_NEW(e->arena, func);
    f->name = name;
    f->params = params;
    f->src = e->src;
    f->lexical = e->scope;
    f->mode = e->mode;
    f->fastmath = e->fastmath;
    f->is_stdlib = scope_module(e->scope)->is_stdlib;
    f->defaults = ARENA_ARRAY(e->arena, val, params->len);
    f->default_names = ARENA_ARRAY(e->arena, const char *, params->len);
    for (uint32_t i = 0; i < params->len; i++)
        set_default(e, f, i);
    return f;
}

/* A loop that defines a function again makes the same one: it sees the same variables. Defaults that
 * only the run knows make another. */
static func *made_before(elab *e, const func *f)
{
    for (uint32_t k = 0; k < e->program->functions.len; k++) {
        func *old = e->program->functions.items[k];
        bool same = old->params == f->params && old->lexical == f->lexical && old->mode == f->mode;
        for (uint32_t i = 0; same && i < f->params->len; i++)
            same = !f->default_names[i] && !old->default_names[i] &&
                   val_same(&old->defaults[i], &f->defaults[i]);
        if (same)
            return old;
    }
    return NULL;
}

func *func_new(elab *e, const ast_stmt *s)
{
    if (s->is_async) {
        elab_unsupported(e, s->where, "an async function");
        return NULL;
    }
    func *f = func_make(e, s->function.name, &s->function.params);
    f->definition = s;
    f->body = &s->function.body;
    f->is_generator = s->function.is_generator;
    func *old = s->function.decorators.len ? NULL : made_before(e, f);
    if (old)
        return old;
    f->uses = ast_scope_of_function(e->arena, s);
    f->cells = nonlocals_inside(e, f->body);
    vec_push(e->arena, &e->program->functions, f);
    func_decorate(e, f, &s->function.decorators);
    return f;
}

func *func_lambda(elab *e, const ast_expr *x)
{
    func *f = func_make(e, "<lambda>", &x->lambda.params);
    f->lambda = x->lambda.body;
    func *old = made_before(e, f);
    if (old)
        return old;
    f->uses = ast_scope_of_lambda(e->arena, x);
    vec_push(e->arena, &e->program->functions, f);
    return f;
}

func *func_generator(elab *e, const ast_expr *x)
{
    for (uint32_t k = 0; k < e->program->functions.len; k++) {
        func *old = e->program->functions.items[k];
        if (old->generator == x && old->lexical == e->scope)
            return old;
    }
    func *f = func_new(e, generator_function_of(e, x));
    if (f)
        f->generator = x;
    return f;
}

val func_val(elab *e, func *f)
{
    return (val){.ty = ty_ref(e->types, TY_FUNC, f->name, f)};
}

/* ---- Arguments ------------------------------------------------------------------------------ */

/* What annotations say of the arguments: arrays must have the dtype and rank, boxed values become
 * what is said. Numbers are not converted: Python does not either. */
static bool check_annotations(elab *e, func *f, val *bound, span where)
{
    const source *src = e->src;
    bool good = true;
    for (uint32_t i = 0; i < f->params->len; i++) {
        const ast_param *p = &f->params->items[i];
        bool plain = p->kind != AST_VAR_POSITIONAL && p->kind != AST_VAR_KEYWORD;
        e->src = f->src;
        const ty *type = plain ? type_from_annotation(e, p->annotation) : NULL;
        e->src = src;
        if (!type || val_is_none(&bound[i]))
            continue;
        if (bound[i].ty->kind == TY_BOXED)
            bound[i] = elab_unbox(e, bound[i], type, where);
        else if (type->kind == TY_ARRAY && !type_accepts(type, bound[i].ty)) {
            elab_error(e, where, "TypeError", "argument '%s' of %s() must be %s, not %s", p->name,
                       f->name, ty_name(e->arena, type), ty_name(e->arena, bound[i].ty));
            good = false;
        }
    }
    return good;
}

/* ---- Instances: the key --------------------------------------------------------------------- */

bool val_same(const val *a, const val *b)
{
    if (a->ty != b->ty)
        return false;
    if (!a->ty || !a->is_const)
        return true;
    if (a->ty->kind == TY_STR)
        return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
    return memcmp(a->c, b->c, a->ty->kind == TY_COMPLEX ? 16 : 8) == 0;
}

static bool same_globals(elab *e, const instance *i)
{
    scope *module = e->program->module;
    for (uint32_t k = 0; k < i->globals.len; k++) {
        const global_use *use = &i->globals.items[k];
        binding *b = &module->names.items[use->slot];
        if (b->state == UNBOUND || ty_closed(e->types, b->v.ty) != use->type ||
            (use->type->open && !i->in_progress))
            return false;
        bool constant = b->v.is_const || ty_flatten(b->v.ty, NULL, 0) == 0;
        if (constant != (use->constant.ty != NULL))
            return false;
        if (constant ? !val_same(&use->constant, &b->v) : global_cells(e, b) != use->cell)
            return false;
    }
    return true;
}

static bool same_key(elab *e, const instance *i, const instance *key)
{
    if (i->fn != key->fn || i->failed)
        return false;
    for (uint32_t p = 0; p < key->count; p++)
        if (i->params[p]->open &&
            !i->in_progress) /* what it told the container must be told anew */
            return false;
    for (uint32_t p = 0; p < key->count; p++)
        if (i->params[p] != key->params[p] || !val_same(&i->constants[p], &key->constants[p]))
            return false;
    return same_globals(e, i) && captures_match(e, i);
}

static void make_key(elab *e, func *f, val *args, instance *key)
{
    key->fn = f;
    key->count = f->params->len;
    key->params = ARENA_ARRAY(e->arena, const ty *, key->count);
    key->constants = ARENA_ARRAY(e->arena, val, key->count);
    for (uint32_t p = 0; p < key->count; p++) {
        bool wanted = p < 64 && (f->need_const >> p & 1);
        key->params[p] = ty_closed(e->types, args[p].ty);
        if (wanted && args[p].is_const)
            key->constants[p] = args[p];
    }
}

/* ---- Instances: elaboration ------------------------------------------------------------------ */

typedef struct context {
    air_builder b;
    scope *scope;
    const source *src;
    pr_mode mode;
    bool fastmath;
    int32_t inline_parent;
    instance *current;
    struct loop *loops;
    struct yielding *yielding;
} context;

static context context_save(const elab *e)
{
    return (context){
        e->b,     e->scope,   e->src, e->mode, e->fastmath, e->inline_parent, e->program->current,
        e->loops, e->yielding};
}

static void context_restore(elab *e, const context *c)
{
    e->b = c->b;
    e->scope = c->scope;
    e->src = c->src;
    e->mode = c->mode;
    e->fastmath = c->fastmath;
    e->inline_parent = c->inline_parent;
    e->program->current = c->current;
    e->loops = c->loops;
    e->yielding = c->yielding;
}

/* An array whose type knows extents says so in its shape. */
void elab_own_ends(elab *e, const ty *type, air_id node)
{
    if (type->kind != TY_ARRAY)
        return;
    for (unsigned back = 0; back < type->rank && ty_end(type, back); back++) {
        air_id extent = air_const_int(&e->b, HPC_I64, ty_end(type, back));
        air_at(e->b.fun, node)->shape[type->rank - 1 - back] = extent;
    }
}

static val parameter_value(elab *e, const char *name, const ty *type, uint32_t *at)
{
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(type, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count; i++) {
        vec_push(e->arena, &e->b.fun->params, types[i]);
        vec_push(e->arena, &e->b.fun->param_names, name);
        nodes[i] = air_param(&e->b, (*at)++);
    }
    return val_from_components(e, type, nodes);
}

/* Extents that types know stand before the parameters, whose shapes name them. */
void elab_small_extents(elab *e)
{
    for (int64_t extent = 1; extent <= 4; extent++)
        air_const_int(&e->b, HPC_I64, extent);
}

static void instance_body(elab *e, instance *i, scope *s)
{
    func *f = i->fn;
    uint32_t at = 0;
    e->b.fun->params.len = e->b.fun->param_names.len = 0;
    elab_small_extents(e);
    captures_load(e, i);
    for (uint32_t p = 0; p < i->count; p++) {
        const char *name = f->params->items[p].name;
        bool constant = i->constants[p].ty != NULL;
        val v = constant ? i->constants[p] : parameter_value(e, name, i->params[p], &at);
        scope_bind(e, s, name, v);
    }
    if (f->lambda) {
        val v = elab_expr(e, f->lambda);
        func_result(e, v, f->lambda->where);
        return;
    }
    elab_block(e, f->body);
    if (s->reachable) {
        span end = f->body->items[f->body->len - 1]->where;
        func_result(e, val_none(e), end);
    }
}

static void instance_results(elab *e, instance *i)
{
    air_type types[ELAB_MAX_COMPONENTS];
    if (i->result)
        i->result = ty_closed(e->types, i->result);
    uint32_t count = i->result ? ty_flatten(i->result, types, ELAB_MAX_COMPONENTS) : 0;
    i->fun->results.len = 0;
    for (uint32_t k = 0; k < count; k++)
        vec_push(e->arena, &i->fun->results, types[k]);
}

/* One round; true when another one is needed. */
static bool instance_round(elab *e, instance *i, int diagnostics)
{
    scope *s = ARENA_NEW(e->arena, scope);
    *s = (scope){.lexical = i->fn->lexical, .reachable = true, .instance = i, .fun = i->fun};
    i->result = NULL;
    i->assumed_used = false;
    i->mixed = false;
    i->globals.len = 0;
    i->grew = false;
    e->scope = s;
    instance_body(e, i, s);
    i->names = s->names;
    s->done = true;
    if (i->restart)
        return false;
    if (i->grew && diag_count(e->diags) == diagnostics)
        return true;
    bool settled = i->result && (!i->assumed_used || i->result == i->assumed) && !i->mixed;
    if (settled || diag_count(e->diags) > diagnostics)
        return false;
    if (!i->result && !i->assumed_used) { /* it always raises */
        i->result = ty_basic(e->types, TY_NEVER);
        return false;
    }
    if (!i->result) {
        elab_error(
            e, i->fn->definition ? i->fn->definition->where : i->fn->lambda->where, "TypeError",
            "the type of %s()'s result cannot be inferred: every path calls it again", i->fn->name);
        return false;
    }
    i->assumed = i->declared = i->result;
    return true;
}

/* Instances elaborated while `root` was in progress may rest on an assumption of its result. */
static void drop_provisional(elab *e, uint32_t first)
{
    program *p = e->program;
    for (uint32_t k = first; k < p->instances.len; k++)
        if (p->instances.items[k]->provisional)
            p->instances.items[k]->failed = true;
}

static void instance_elaborate(elab *e, instance *i, span where)
{
    context saved = context_save(e);
    func *f = i->fn;
    int diagnostics = diag_count(e->diags);
    uint32_t first = e->program->instances.len;
    i->outer = e->program->current;
    e->program->current = i;
    i->fun = air_fun_new(e->air, f->name);
    i->fun->fastmath = f->fastmath;
    e->b = (air_builder){.module = e->air, .fun = i->fun, .region = i->fun->body};
    e->src = f->src;
    e->mode = f->mode;
    e->fastmath = f->fastmath;
    e->inline_parent = 0;
    e->loops = NULL;
    e->yielding = NULL;
    i->in_progress = true;
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    int round = 0;
    for (; round < MAX_ROUNDS && instance_round(e, i, diagnostics); round++) {
        drop_provisional(e, first);
        mark.funs = e->air->funs.len;
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        diag_truncate(e->diags, diagnostics);
    }
    if (round == MAX_ROUNDS)
        elab_error(e, where, "TypeError", "the types in %s() do not settle", f->name);
    i->in_progress = false;
    i->done = true;
    i->failed = i->restart || diag_count(e->diags) > diagnostics;
    instance_results(e, i);
    if (i->restart)
        diag_truncate(e->diags, diagnostics);
    context_restore(e, &saved);
    if (i->failed && !i->restart)
        elab_note(e, where, "in this call of %s()", f->name);
}

/* A recursive call rests on an assumption: so does every instance between it and the callee. */
static void mark_provisional(elab *e, const instance *root)
{
    for (instance *i = e->program->current; i && i != root; i = i->outer)
        i->provisional = true;
}

/* Types that grow from call to call (a tuple, a function made of another) never end. */
static bool too_recursive(const elab *e, const func *f)
{
    uint32_t count = 0;
    for (const instance *i = e->program->current; i; i = i->outer)
        count += i->fn == f;
    return count > MAX_GROWTH;
}

/* The instance for these arguments; NULL after an error. */
static instance *instance_for(elab *e, func *f, val *args, span where)
{
    for (int attempt = 0; attempt < 66; attempt++) {
        instance *key = ARENA_NEW(e->arena, instance);
        make_key(e, f, args, key);
        for (uint32_t k = 0; k < e->program->instances.len; k++)
            if (same_key(e, e->program->instances.items[k], key))
                return e->program->instances.items[k];
        if (too_recursive(e, f)) {
            elab_error(e, where, "RecursionError",
                       "each call of %s() in itself has arguments of other types", f->name);
            return NULL;
        }
        vec_push(e->arena, &e->program->instances, key);
        instance_elaborate(e, key, where);
        if (!key->restart)
            return key->failed ? NULL : key;
    }
    return NULL;
}

/* ---- Returns -------------------------------------------------------------------------------- */

static void inlined_result(elab *e, inlining *in, val v)
{
    if (in->returned || e->scope->loop || e->b.region != in->region)
        in->failed = true;
    in->result = v;
    in->returned = true;
    e->scope->reachable = false;
}

void func_result(elab *e, val v, span where)
{
    scope *s = e->scope;
    if (s->inlining) {
        inlined_result(e, s->inlining, v);
        return;
    }
    instance *i = s->instance;
    if (v.ty->kind == TY_ITER && strcmp(i->fn->name, "__iter__") == 0)
        v = seq_list_of(e, &v, where); /* who asked goes through it once */
    s->reachable = false;
    if (val_bad(v))
        return;
    if (v.is_literal_list)
        v = val_of(e, v.ty, elab_object(e, &v, where));
    if (!val_has_place(e, v.ty, where))
        return;
    const ty *type = i->result ? elab_join(e, i->result, v.ty) : v.ty;
    const ty *target = i->declared ? i->declared : v.ty;
    if (type && i->declared)
        type = elab_join(e, i->declared, type);
    if (!type) {
        elab_error(e, where, "TypeError", "%s() returns %s here and %s elsewhere", i->fn->name,
                   ty_name(e->arena, v.ty),
                   ty_name(e->arena, i->declared ? i->declared : i->result));
        return;
    }
    i->mixed = i->mixed || (i->result && type != i->result) || type != target;
    i->result = type;
    if (i->declared && type != i->declared)
        return; /* the next round coerces to the wider type */
    air_id nodes[ELAB_MAX_COMPONENTS];
    val as = val_coerce(e, v, target, where);
    uint32_t count = val_components(e, &as, target, nodes, where);
    elab_at(e, where);
    air_raw(&e->b, AIR_OP_RETURN, (air_type){.kind = AIR_VOID}, nodes, count, 0);
}

void func_return(elab *e, const ast_stmt *s)
{
    scope *at = e->scope;
    if (!at->instance && !at->inlining) {
        elab_error(e, s->where, "SyntaxError", "'return' outside function");
        return;
    }
    val v = s->value ? elab_expr(e, s->value) : val_none(e);
    if (val_bad(v) || !try_leaves(e, AIR_OP_RETURN, &v, s->where))
        func_result(e, v, s->where);
}

/* ---- Calls ---------------------------------------------------------------------------------- */

typedef struct inline_test {
    uint32_t nodes;
    bool loops;
    bool branches;
    bool tries;
} inline_test;

static bool inline_expr(void *user, ast_expr *x)
{
    inline_test *t = user;
    t->nodes++;
    t->loops = t->loops || x->kind == AST_COMPREHENSION;
    t->branches = t->branches || x->kind == AST_CONDITIONAL || x->kind == AST_BOOLOP;
    return true;
}

static bool inline_stmt(void *user, ast_stmt *s)
{
    inline_test *t = user;
    t->nodes++;
    t->loops = t->loops || s->kind == AST_FOR || s->kind == AST_WHILE;
    t->branches = t->branches || s->kind == AST_IF;
    t->tries = t->tries || s->kind == AST_TRY;
    return s->kind != AST_FUNCTION; /* its body is not run here */
}

static bool is_running(elab *e, const func *f)
{
    for (const scope *s = e->scope; s; s = s->caller)
        if (s->inlined == f)
            return true;
    for (const instance *i = e->program->current; i; i = i->outer)
        if (i->fn == f)
            return true;
    return e->depth > ELAB_MAX_DEPTH;
}

/* An iterator among the arguments is known where the call is elaborated. */
static bool takes_parts(const func *f, const val *args)
{
    for (uint32_t p = 0; p < f->params->len; p++)
        if (args[p].ty->kind == TY_ITER)
            return true;
    return false;
}

/* Stdlib's functions and short straight-line ones are elaborated in the caller, so that they fuse
 * with it; so are closures, which see the variables around them. */
static bool wants_inlining(elab *e, const func *f)
{
    if (is_running(e, f))
        return false;
    inline_test test = {0};
    ast_visitor visitor = {.user = &test, .expr = inline_expr, .stmt = inline_stmt};
    if (f->is_stdlib)
        return true;
    if (f->lambda)
        ast_walk_expr(&visitor, (ast_expr *)(uintptr_t)f->lambda);
    else
        ast_walk_block(&visitor, f->body);
    if (f->mode == PR_NUMBA && test.branches)
        return false; /* arguments are not constants there: both sides' types count */
    if (f->lambda || !f->lexical->is_module)
        return true;
    if (f->signatures.len || f->fastmath != e->fastmath)
        return false; /* fastmath is a function's */
    return !test.loops && !test.tries && test.nodes <= INLINE_NODES;
}

/* A list display stays one for stdlib, which makes arrays of its items; a user's function may change
 * it, so that it is an object there, where it can be. */
static void bind_argument(elab *e, scope *s, const func *f, uint32_t p, val v)
{
    v = iter_handed(e, v);
    bool mixed = v.is_literal_list && v.ty->count && v.ty->items[0]->kind == TY_BOXED;
    if (f->is_stdlib || mixed)
        scope_bind_value(e, s, f->params->items[p].name, v);
    else
        scope_bind(e, s, f->params->items[p].name, v);
}

/* What a rewound call stored in the cells of globals is not there. */
static void forget_stored(elab *e, const env *before)
{
    env *names = &e->program->module->names;
    for (uint32_t k = 0; k < names->len; k++)
        names->items[k].stored = k < before->len ? before->items[k].stored : 0;
}

/* The call elaborated in place. False: it cannot be, and everything was rewound. */
static bool call_inline(elab *e, func *f, val *args, span where, val *result)
{
    context saved = context_save(e);
    int diagnostics = diag_count(e->diags);
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    env globals = env_copy(e, &e->program->module->names);
    inlining in = {.region = e->b.region};
    scope *s = ARENA_NEW(e->arena, scope);
    *s = (scope){.lexical = f->lexical,
                 .reachable = true,
                 .inlining = &in,
                 .inlined = f,
                 .fun = e->b.fun,
                 .caller = e->scope};
    e->inline_parent = elab_loc_new(e, where);
    e->src = f->src;
    e->mode = f->mode;
    e->scope = s;
    e->depth++;
    for (uint32_t p = 0; p < f->params->len; p++)
        bind_argument(e, s, f, p, args[p]);
    if (f->lambda)
        inlined_result(e, &in, elab_expr(e, f->lambda));
    else
        elab_block(e, f->body);
    e->depth--;
    air_region *ended_in = e->b.region;
    context_restore(e, &saved);
    e->b.region = s->region = ended_in;
    s->done = true;
    air_new_epoch(&e->b);
    if (in.failed || (s->reachable && in.returned)) {
        mark.funs = e->air->funs.len;
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        forget_stored(e, &globals);
        diag_truncate(e->diags, diagnostics);
        return false;
    }
    *result = in.returned ? in.result : s->reachable ? val_none(e) : val_never(e);
    e->scope->stops = e->scope->stops || (!in.returned && !s->reachable);
    if (diag_count(e->diags) > diagnostics)
        elab_note(e, where, "in this call of %s()", f->name);
    return true;
}

/* What a Numba function gives back to Python: its scalars become Python's. */
val func_to_python(elab *e, val v, span where)
{
    if (v.ty->kind == TY_TUPLE) {
        val *items = ARENA_ARRAY(e->arena, val, v.count);
        for (uint32_t i = 0; i < v.count; i++)
            items[i] = func_to_python(e, v.items[i], where);
        return val_tuple_like(e, v.ty, items);
    }
    if (v.ty->kind != TY_SCALAR)
        return v;
    switch (hpc_dtype_kind(v.ty->dtype)) {
    case 'b': return val_coerce(e, v, ty_basic(e->types, TY_BOOL), where);
    case 'f': return val_coerce(e, v, ty_basic(e->types, TY_FLOAT), where);
    case 'c': return val_coerce(e, v, ty_basic(e->types, TY_COMPLEX), where);
    default: break;
    }
    const ty *result = ty_basic(e->types, TY_INT);
    if (v.ty->dtype == HPC_U64)
        return val_of(e, result, op_int_of_u64(e, val_node(e, &v)));
    return val_coerce(e, v, result, where);
}

static val emit_call(elab *e, instance *i, val *args, span where)
{
    air_id nodes[ELAB_MAX_COMPONENTS], results[ELAB_MAX_COMPONENTS];
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t count = 0;
    for (uint32_t p = 0; p < i->count; p++) {
        if (count + ty_flatten(i->params[p], NULL, 0) > ELAB_MAX_COMPONENTS)
            return elab_unsupported(e, where, "a call with so many values");
        if (!i->constants[p].ty)
            count += val_components(e, &args[p], i->params[p], nodes + count, where);
    }
    const ty *result =
        i->in_progress ? i->assumed : ty_renewed(e->types, i->result, seq_origin(e, where));
    uint32_t n = ty_flatten(result, types, ELAB_MAX_COMPONENTS);
    elab_at(e, where);
    air_id call = air_call(&e->b, i->fun->index, nodes, count, types, n);
    for (uint32_t k = 0; k < n; k++)
        results[k] = n == 1 ? call : air_proj(&e->b, call, k);
    if (result->kind == TY_NEVER)
        e->scope->reachable = false;
    val v = val_from_components(e, result, results);
    if (val_lost_parts(&v))
        return elab_unsupported(e, where,
                                arena_printf(e->arena, "a %s as the result of %s()",
                                             ty_name(e->arena, v.ty), i->fn->name));
    return v;
}

static val call_instance(elab *e, func *f, val *args, span where)
{
    for (uint32_t p = 0; p < f->params->len; p++) {
        if (args[p].is_literal_list)
            args[p] = val_of(e, args[p].ty, elab_object(e, &args[p], where));
        if (!args[p].is_const && !val_has_place(e, args[p].ty, where))
            return val_never(e);
    }
    instance *i = instance_for(e, f, args, where);
    if (!i)
        return val_never(e);
    if (i->in_progress) {
        i->fun->recursive = true;
        i->assumed_used = true;
        mark_provisional(e, i);
        if (!i->assumed)
            return val_never(e);
    }
    globals_store(e, i, where);
    captures_store(e, i, where);
    return emit_call(e, i, args, where);
}

/* The declared types of a signature, where one accepts the arguments: numbers are converted. */
static bool apply_signature(elab *e, func *f, val *args, span where, const signature **chosen)
{
    *chosen = NULL;
    for (int exact = 1; exact >= 0 && !*chosen; exact--)
        for (uint32_t k = 0; k < f->signatures.len && !*chosen; k++) {
            const signature *s = &f->signatures.items[k];
            bool fits = s->count == f->params->len;
            for (uint32_t p = 0; fits && p < s->count; p++)
                fits = !s->params[p] || signature_accepts(s->params[p], args[p].ty, exact);
            if (fits)
                *chosen = s;
        }
    if (!*chosen) {
        elab_error(e, where, "TypeError", "No matching definition for argument types of %s()",
                   f->name);
        return false;
    }
    for (uint32_t p = 0; p < (*chosen)->count; p++)
        if ((*chosen)->params[p] && ty_is_number((*chosen)->params[p]))
            args[p] = val_coerce(e, args[p], (*chosen)->params[p], where);
    return true;
}

val func_call(elab *e, func *f, const call_args *args, span where)
{
    val *bound = ARENA_ARRAY(e->arena, val, f->params->len + 1);
    val result;
    if (e->depth > 2 * ELAB_MAX_DEPTH)
        return elab_error(e, where, "RecursionError", "calls are nested too deeply to be compiled");
    if (!func_bind(e, f, args, bound, where))
        return val_never(e);
    if (!check_annotations(e, f, bound, where))
        return val_never(e);
    if (f->is_generator)
        return generator_new(e, f, bound, where);
    const signature *chosen = NULL;
    if (f->signatures.len && !apply_signature(e, f, bound, where, &chosen))
        return val_never(e);
    e->depth++;
    bool inlines = takes_parts(f, bound) ? !is_running(e, f) : wants_inlining(e, f);
    if (!(inlines && call_inline(e, f, bound, where, &result)))
        result = call_instance(e, f, bound, where);
    e->depth--;
    if (val_bad(result))
        return result;
    if (chosen && chosen->result && ty_is_number(chosen->result))
        result = val_coerce(e, result, chosen->result, where);
    return f->mode == PR_NUMBA && e->mode == PR_NUMPY ? func_to_python(e, result, where) : result;
}
