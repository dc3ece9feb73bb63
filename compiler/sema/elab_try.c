/* try: a body, and what goes on where it fails.
 *
 *   try: x = f(a)             set x.0, ...          ; the names as they are before it
 *   except ValueError:   ->   try { %r = call f; set x.1, %r; ... } catch {
 *       g(x)                    %code, %e = exception_catch
 *                               if %code in (...) { ... x is get x.0 or x.1 ... } else { raise %e }
 *                             }
 *
 * Any statement of the body may be the last one that ran, so every name that the body binds is kept
 * in variables: one for each type that it takes, and a tag that tells which holds, 0 for none. Which
 * names and types those are one round of elaboration finds, and the next one sets the variables.
 *
 * `finally` is elaborated twice: for the end of the body, and for what fails or jumps out of it. A
 * jump (return, break, continue) notes where it goes in a variable and fails with HPC_CHECK_LEAVE,
 * which nothing but a finally catches. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "elab_flow.h"
#include "exceptions.h"

enum { MAX_ROUNDS = 12 };

/* One type that a name has in the body. */
typedef struct kept_type {
    const ty *type;
    uint32_t var;
} kept_type;

typedef struct kept_name {
    const char *name;
    VEC(kept_type) types;
    uint32_t tag; /* variable: which type holds, plus 1 */
} kept_name;

typedef struct attempt {
    struct attempt *outer;
    const ast_stmt *stmt;
    bool finally; /* the part that a finally guards */
    scope *scope;
    const air_fun *fun;
    VEC(kept_name) names;
    bool retry; /* a name or type is new */
} attempt;

/* A jump that waits for a finally. */
typedef struct departure {
    air_op op;
    int64_t id;
    const ty *type; /* of what is returned */
    uint32_t var;
    span where;
} departure;

struct unwinding {
    struct unwinding *outer;
    scope *scope;
    struct loop *loop; /* innermost where the try stands */
    uint32_t pending;  /* variable: which departure, 0 none */
    VEC(departure) departures;
    int64_t ids;
};

/* ---- Names of the body ------------------------------------------------------------------------ */

static kept_name *find_name(attempt *a, const char *name)
{
    for (uint32_t i = 0; i < a->names.len; i++)
        if (a->names.items[i].name == name)
            return &a->names.items[i];
    return NULL;
}

static void tag_set(elab *e, const kept_name *n, int64_t tag)
{
    air_set(&e->b, n->tag, air_const_int(&e->b, HPC_I64, tag));
}

static void keep_value(elab *e, attempt *a, const char *name, const val *v)
{
    kept_name *n = find_name(a, name);
    if (!n || !n->tag) { /* its variables are made where the next round begins */
        kept_name fresh = {.name = name};
        uint32_t at = n ? 0 : vec_push(e->arena, &a->names, fresh); /* may move the names */
        if (!n)
            n = &a->names.items[at];
        a->retry = true;
    }
    if (!v) {
        if (n->tag)
            tag_set(e, n, 0);
        return;
    }
    for (uint32_t i = 0; i < n->types.len; i++)
        if (n->types.items[i].type == v->ty) {
            if (!n->types.items[i].var) {
                a->retry = true;
                return;
            }
            vars_set(e, n->types.items[i].var - 1, v->ty, v, e->locs.items[e->b.loc].where);
            tag_set(e, n, i + 1);
            return;
        }
    kept_type fresh = {.type = v->ty};
    vec_push(e->arena, &n->types, fresh);
    a->retry = true;
}

void try_bound(elab *e, scope *s, const char *name, const val *v)
{
    if (strncmp(name, ELAB_FOUND, strlen(ELAB_FOUND)) == 0)
        return; /* of one expression, which has no handler inside: nothing reads it after a failure */
    for (attempt *a = e->attempts; a; a = a->outer)
        if (a->scope == s && a->fun == e->b.fun && !(v && val_bad(*v)))
            keep_value(e, a, name, v);
}

/* What the names stand for before the body; the variables of what earlier rounds found. */
static void keep_before(elab *e, attempt *a)
{
    const ty *i64 = ty_basic(e->types, TY_INT);
    for (uint32_t k = 0; k < a->names.len; k++) {
        kept_name *n = &a->names.items[k];
        uint32_t slot = scope_slot(e, a->scope, n->name); /* may move the names */
        binding b = a->scope->names.items[slot];
        bool known = false;
        for (uint32_t i = 0; i < n->types.len; i++)
            known = known || n->types.items[i].type == b.v.ty;
        if (!known && b.state != UNBOUND && !val_bad(b.v))
            vec_push(e->arena, &n->types, ((kept_type){.type = b.v.ty}));
        n->tag = vars_new(e, n->name, i64);
        for (uint32_t i = 0; i < n->types.len; i++)
            n->types.items[i].var = vars_new(e, n->name, n->types.items[i].type) + 1;
        tag_set(e, n, 0);
        if (b.state == UNBOUND || val_bad(b.v))
            continue;
        keep_value(e, a, n->name, &b.v);
        if (b.state == MAYBE_BOUND && b.flag) {
            air_id tag = air_get(&e->b, n->tag), none = air_const_int(&e->b, HPC_I64, 0);
            air_id flag = air_get(&e->b, b.flag - 1);
            air_set(&e->b, n->tag, air_map3(&e->b, AIR_SELECT, HPC_I64, flag, tag, none));
        }
    }
}

static bool sets_tag(const elab *e, const air_region *r, int64_t var, int64_t tag)
{
    int64_t value;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(e->b.fun, r->items[i]);
        bool set = n->op == AIR_OP_SET && n->imm == var;
        if ((set && air_is_const(e->b.fun, n->args[0], &value) && value == tag) ||
            sets_tag(e, n->body, var, tag) || sets_tag(e, n->other, var, tag))
            return true;
    }
    return false;
}

/* Types that only a discarded round of a loop gave are none. */
static uint32_t types_that_hold(elab *e, const attempt *a, const kept_name *n,
                                const air_region *body, uint32_t *held)
{
    uint32_t count = 0;
    const binding *b = scope_find(a->scope, n->name);
    for (uint32_t i = 0; i < n->types.len; i++) {
        bool before = b && b->state != UNBOUND && b->v.ty == n->types.items[i].type;
        if (before || sets_tag(e, body, n->tag, i + 1))
            held[count++] = i;
    }
    return count;
}

/* The value of a name of several types: what the tag says, as what they join to. */
static val joined_value(elab *e, const kept_name *n, const uint32_t *held, uint32_t count,
                        const ty *type, span where)
{
    uint32_t var = vars_new(e, n->name, type);
    air_region *outer = e->b.region, *regions[2];
    for (uint32_t i = 0; i < count; i++) {
        const kept_type *t = &n->types.items[held[i]];
        air_id tag = air_get(&e->b, n->tag), is = air_const_int(&e->b, HPC_I64, held[i] + 1);
        flow_regions(e, AIR_OP_IF, air_map2(&e->b, AIR_EQ, HPC_BOOL, tag, is), regions);
        e->b.region = regions[0];
        air_new_epoch(&e->b);
        val v = vars_get(e, t->var - 1, t->type);
        vars_set(e, var, type, &v, where);
        e->b.region = outer;
        air_new_epoch(&e->b);
    }
    return vars_get(e, var, type);
}

static void catch_name(elab *e, attempt *a, const kept_name *n, const air_region *body, span where)
{
    uint32_t *held = ARENA_ARRAY(e->arena, uint32_t, n->types.len + 1);
    uint32_t count = types_that_hold(e, a, n, body, held);
    if (!count)
        return;
    const ty *type = n->types.items[held[0]].type;
    const ty *first = type;
    for (uint32_t i = 1; i < count && type; i++)
        type = elab_join(e, first = type, n->types.items[held[i]].type);
    binding after = *scope_find(a->scope, n->name);
    bool maybe = after.state != BOUND || sets_tag(e, body, n->tag, 0);
    after.stored = 0;
    after.resident = false;
    if (!type) {
        after.state = UNBOUND; /* refused where it is read */
        after.conflict[0] = first;
        after.conflict[1] = n->types.items[held[count - 1]].type;
    } else {
        const kept_type *only = &n->types.items[held[0]];
        after.v = count == 1 ? vars_get(e, only->var - 1, only->type)
                             : joined_value(e, n, held, count, type, where);
        after.state = maybe ? MAYBE_BOUND : BOUND;
        after.flag = maybe ? vars_new(e, n->name, ty_basic(e->types, TY_BOOL)) + 1 : 0;
        air_id none = air_const_int(&e->b, HPC_I64, 0);
        if (maybe)
            air_set(&e->b, after.flag - 1,
                    air_map2(&e->b, AIR_NE, HPC_BOOL, air_get(&e->b, n->tag), none));
    }
    *scope_find(a->scope, n->name) = after;
}

/* The bindings where the body failed. */
static void catch_names(elab *e, attempt *a, const air_region *body, span where)
{
    for (uint32_t i = 0; i < a->names.len; i++)
        catch_name(e, a, &a->names.items[i], body, where);
}

/* ---- The two parts ---------------------------------------------------------------------------- */

/* It begins with the names and types that an earlier elaboration of the statement found. */
static attempt *attempt_new(elab *e, const ast_stmt *s, bool finally)
{
    attempt *a = ARENA_NEW(e->arena, attempt);
    *a = (attempt){.stmt = s, .finally = finally, .scope = e->scope, .fun = e->b.fun};
    for (uint32_t i = 0; i < e->program->attempts.len; i++) {
        attempt *old = e->program->attempts.items[i];
        if (old->stmt != s || old->finally != finally)
            continue;
        for (uint32_t k = 0; k < old->names.len; k++) {
            kept_name name = {.name = old->names.items[k].name};
            for (uint32_t t = 0; t < old->names.items[k].types.len; t++)
                vec_push(e->arena, &name.types,
                         ((kept_type){.type = old->names.items[k].types.items[t].type}));
            vec_push(e->arena, &a->names, name);
        }
        e->program->attempts.items[i] = a;
        return a;
    }
    vec_push(e->arena, &e->program->attempts, a);
    return a;
}

typedef struct guarded {
    const ast_stmt *stmt;
    attempt *attempt;
    air_region *regions[2];
    flow_saved saved;
    elab_part body;
    uint32_t ended; /* variable: the body came to its end */
    struct unwinding unwinding;
} guarded;

static void run_body(elab *e, void *user)
{
    guarded *g = user;
    attempt *outer = e->attempts;
    g->attempt->outer = outer;
    e->attempts = g->attempt;
    g->body(e, (void *)(uintptr_t)g->stmt);
    e->attempts = outer;
    if (g->ended && e->scope->reachable)
        air_set(&e->b, g->ended, air_const_int(&e->b, HPC_BOOL, 1));
}

/* In a call that is inlined at top level: the cells of globals hold what ran, whichever part did. */
static void forget_stored(elab *e)
{
    env *names = &e->program->module->names;
    for (uint32_t i = 0; e->scope != e->program->module && i < names->len; i++)
        names->items[i].stored = 0;
}

/* The TRY node with its body, elaborated until its names are known. */
static bool run_guarded(elab *e, guarded *g, bool finally)
{
    int diagnostics = diag_count(e->diags);
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    air_region *outer = e->b.region;
    attempt *a = g->attempt = attempt_new(e, g->stmt, finally);
    flow_save(e, &g->saved);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        a->retry = false;
        keep_before(e, a);
        if (finally) {
            g->unwinding.pending = vars_new(e, "pending", ty_basic(e->types, TY_INT));
            g->unwinding.departures.len = 0;
            air_set(&e->b, g->unwinding.pending, air_const_int(&e->b, HPC_I64, 0));
        } else if (g->stmt->try_.orelse.len) {
            g->ended = vars_new(e, "ended", ty_basic(e->types, TY_BOOL));
            air_set(&e->b, g->ended, air_const_int(&e->b, HPC_BOOL, 0));
        }
        flow_regions(e, AIR_OP_TRY, 0, g->regions);
        flow_side(e, &g->saved, 0, g->regions[0], run_body, g);
        e->b.region = outer;
        if (!a->retry)
            return true;
        mark.funs = e->air->funs.len;
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        forget_stored(e);
        diag_truncate(e->diags, diagnostics);
    }
    elab_error(e, g->stmt->where, "TypeError", "the types in this try do not settle");
    return false;
}

static air_id catch_exception(elab *e, bool finally, air_id *object)
{
    air_type results[] = {air_scalar_type(HPC_I64), {.kind = AIR_OBJECT}};
    air_id mode = air_const_int(&e->b, HPC_I64, finally);
    air_id caught = air_rt(&e->b, HPC_RT_exception_catch, &mode, 1, results, 2);
    *object = air_proj(&e->b, caught, 1);
    return air_proj(&e->b, caught, 0);
}

static void raise_again(elab *e, air_id object)
{
    air_rt(&e->b, HPC_RT_exception_raise, &object, 1, NULL, 0);
    e->scope->reachable = false;
}

/* ---- except ----------------------------------------------------------------------------------- */

typedef struct handling {
    const ast_stmt *stmt;
    uint32_t handler;
    air_id code, object;
} handling;

static void try_handlers(elab *e, const handling *h);

static void run_handler(elab *e, void *user)
{
    const handling *h = user;
    const ast_handler *handler = &h->stmt->try_.handlers.items[h->handler];
    scope *s = e->scope;
    air_id outer = s->handled;
    if (handler->name)
        scope_bind(e, s, handler->name, exception_val(e, h->object));
    s->handled = h->object;
    elab_block(e, &handler->body);
    s->handled = outer;
    binding *b = handler->name ? scope_find(s, handler->name) : NULL;
    if (!b)
        return;
    b->state = UNBOUND; /* the name is deleted where the handler ends */
    b->deleted = true;
    if (s->reachable)
        try_bound(e, s, handler->name, NULL);
}

static void run_others(elab *e, void *user)
{
    handling next = *(const handling *)user;
    next.handler++;
    try_handlers(e, &next);
}

static void try_handlers(elab *e, const handling *h)
{
    if (h->handler == h->stmt->try_.handlers.len) {
        raise_again(e, h->object);
        return;
    }
    const ast_handler *handler = &h->stmt->try_.handlers.items[h->handler];
    if (!handler->type) {
        run_handler(e, (void *)(uintptr_t)h);
        return;
    }
    val type = elab_expr(e, handler->type);
    air_id is =
        val_bad(type) ? 0 : exception_test(e, h->code, h->object, &type, handler->type->where);
    if (!is) /* go on, for further messages */
        is = air_const_int(&e->b, HPC_BOOL, 1);
    elab_branch(e, is, run_handler, run_others, (void *)(uintptr_t)h, handler->where);
}

static void run_handlers(elab *e, void *user)
{
    guarded *g = user;
    handling h = {.stmt = g->stmt};
    catch_names(e, g->attempt, g->regions[0], g->stmt->where);
    elab_at(e, g->stmt->where);
    h.code = catch_exception(e, false, &h.object);
    try_handlers(e, &h);
}

static void body_of(elab *e, void *user)
{
    elab_block(e, &((const ast_stmt *)user)->try_.body);
}

/* else: where the body came to its end, outside of what the handlers guard. */
static void run_else(elab *e, guarded *g, air_region *outer, air_region *regions[2])
{
    flow_saved body = g->saved;
    air_region *branch[2], *parts[2] = {g->regions[0], g->regions[1]};
    flow_regions(e, AIR_OP_IF, air_get(&e->b, g->ended), branch);
    body.reachable[1] = false;
    flow_join(e, &body, parts, branch[0], g->stmt->where);
    elab_block(e, &g->stmt->try_.orelse);
    g->saved.reachable[0] = e->scope->reachable;
    for (int i = 0; i < g->saved.count; i++)
        g->saved.after[0][i] = env_copy(e, &g->saved.scopes[i]->names);
    flow_restore(e, &g->saved);
    e->b.region = outer;
    regions[0] = branch[0];
}

static void try_except(elab *e, const ast_stmt *s)
{
    guarded *g = ARENA_NEW(e->arena, guarded);
    *g = (guarded){.stmt = s, .body = body_of};
    air_region *outer = e->b.region;
    if (!run_guarded(e, g, false))
        return;
    air_region *ends[2] = {g->regions[0], g->regions[1]};
    flow_side(e, &g->saved, 1, g->regions[1], run_handlers, g);
    ends[1] = g->regions[1];
    e->b.region = outer;
    air_new_epoch(&e->b);
    if (s->try_.orelse.len && g->saved.reachable[0])
        run_else(e, g, outer, ends);
    flow_join(e, &g->saved, ends, outer, s->where);
}

/* ---- finally ---------------------------------------------------------------------------------- */

bool try_leaves(elab *e, air_op op, const val *result, span where)
{
    struct unwinding *l = e->unwinding;
    const scope *here = e->scope;
    while (here->is_comprehension)
        here = here->lexical;
    if (!l || l->scope != here || (op != AIR_OP_RETURN && l->loop != here->loop))
        return false;
    departure d = {.op = op, .id = ++l->ids, .where = where};
    if (result) {
        val v = elab_named_value(e, *result);
        d.type = v.ty;
        d.var = vars_new(e, "returned", v.ty);
        vars_set(e, d.var, v.ty, &v, where);
    }
    vec_push(e->arena, &l->departures, d);
    air_set(&e->b, l->pending, air_const_int(&e->b, HPC_I64, d.id));
    air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), HPC_CHECK_LEAVE, NULL, 0);
    e->scope->reachable = false;
    return true;
}

typedef struct departing {
    guarded *g;
    uint32_t next;
    air_id object;
} departing;

static void depart(elab *e, const departing *d);

static void depart_here(elab *e, void *user)
{
    const departing *at = user;
    const departure *d = &at->g->unwinding.departures.items[at->next];
    if (d->op == AIR_OP_RETURN) {
        val v = vars_get(e, d->var, d->type);
        if (!try_leaves(e, d->op, &v, d->where))
            func_result(e, v, d->where);
    } else if (!try_leaves(e, d->op, NULL, d->where)) {
        loop_edge(e, d->where, d->op == AIR_OP_BREAK);
        air_raw(&e->b, d->op, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
        e->scope->reachable = false;
    }
}

static void depart_later(elab *e, void *user)
{
    departing next = *(const departing *)user;
    next.next++;
    depart(e, &next);
}

/* After the finally: to where the jump was going, else on with the failure. */
static void depart(elab *e, const departing *d)
{
    struct unwinding *l = &d->g->unwinding;
    departing at = *d;
    while (at.next < l->departures.len &&
           !sets_tag(e, d->g->regions[0], l->pending, l->departures.items[at.next].id))
        at.next++; /* of a round that was discarded */
    if (at.next == l->departures.len) {
        raise_again(e, d->object);
        return;
    }
    air_id id = air_const_int(&e->b, HPC_I64, l->departures.items[at.next].id);
    air_id is = air_map2(&e->b, AIR_EQ, HPC_BOOL, air_get(&e->b, l->pending), id);
    elab_branch(e, is, depart_here, depart_later, &at, d->g->stmt->where);
}

static void run_finally(elab *e, void *user)
{
    guarded *g = user;
    departing d = {.g = g};
    catch_names(e, g->attempt, g->regions[0], g->stmt->where);
    elab_at(e, g->stmt->where);
    catch_exception(e, true, &d.object);
    elab_block(e, &g->stmt->try_.finally);
    if (e->scope->reachable)
        depart(e, &d);
}

static void body_and_handlers(elab *e, void *user)
{
    const ast_stmt *s = user;
    if (s->try_.handlers.len)
        try_except(e, s);
    else
        elab_block(e, &s->try_.body);
}

static void try_finally(elab *e, const ast_stmt *s)
{
    guarded *g = ARENA_NEW(e->arena, guarded);
    *g = (guarded){.stmt = s, .body = body_and_handlers};
    g->unwinding =
        (struct unwinding){.outer = e->unwinding, .scope = e->scope, .loop = e->scope->loop};
    air_region *outer = e->b.region;
    e->unwinding = &g->unwinding;
    bool settled = run_guarded(e, g, true);
    e->unwinding = g->unwinding.outer;
    if (!settled)
        return;
    flow_side(e, &g->saved, 1, g->regions[1], run_finally, g);
    flow_join(e, &g->saved, g->regions, outer, s->where);
    if (g->saved.reachable[0])
        elab_block(e, &s->try_.finally);
}

typedef struct restoring {
    elab_part restore;
    void *user;
} restoring;

static void restore_and_raise(elab *e, void *user)
{
    const restoring *r = user;
    air_id object;
    catch_exception(e, false, &object);
    r->restore(e, r->user);
    raise_again(e, object);
}

void try_restoring(elab *e, elab_part body, elab_part restore, void *user, span where)
{
    air_region *outer = e->b.region, *regions[2];
    restoring r = {restore, user};
    flow_saved saved;
    flow_save(e, &saved);
    flow_regions(e, AIR_OP_TRY, 0, regions);
    flow_side(e, &saved, 0, regions[0], body, user);
    flow_side(e, &saved, 1, regions[1], restore_and_raise, &r);
    flow_join(e, &saved, regions, outer, where);
}

void elab_try(elab *e, const ast_stmt *s)
{
    if (s->try_.finally.len)
        try_finally(e, s);
    else
        try_except(e, s);
    forget_stored(e);
}
