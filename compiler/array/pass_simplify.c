/* simplify. Needs: any verified function. Keeps: what it computes and in what order it fails.
 * Drops: nodes that nothing uses, equal nodes, branches never taken, loops and branches without
 * effect, variables that are known or never read.
 *
 *   set $1 (%a)               set $1 (%a)
 *   %b = get $1        ->     %c = map add (%a, 1)
 *   %c = map add (%b, 1)
 *
 * A checked integer operation that nothing uses goes, too: Python would not fail there. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

typedef struct simplify {
    arena *arena;
    air_fun *fun;
    bool *live;       /* by node */
    air_id *control;  /* by node: the control node around it */
    air_id *last_set; /* by variable: a SET of it */
    air_id *next_set; /* by SET: another one of the same variable */
    VEC(air_id) work;
    air_id *known; /* by variable: its value here; 0 unknown */
    VEC(air_id *) saved;
} simplify;

static const air_node *at(const simplify *s, air_id id)
{
    return air_at(s->fun, id);
}

/* ---- What is used ---------------------------------------------------------------------------- */

static void need(simplify *s, air_id id)
{
    if (!id || s->live[id])
        return;
    s->live[id] = true;
    vec_push(s->arena, &s->work, id);
}

/* A node that is needed for what it does: it must be reached, too. */
static void need_effect(simplify *s, air_id id)
{
    for (; id && !s->live[id]; id = s->control[id])
        need(s, id);
}

/* Needs the nodes that have to stay whatever their values are used for. Setting a variable is
 * needed when a GET of it is. */
static void find_effects(simplify *s, const air_region *r, air_id control)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(s, id);
        char class = air_op_class((air_op)n->op);
        s->control[id] = control;
        if (n->op == AIR_OP_SET) {
            s->next_set[id] = s->last_set[n->imm];
            s->last_set[n->imm] = id;
        } else if (n->op == AIR_OP_INDVAR) {
            need(s, id);
        } else if (class == 'e' || n->op == AIR_OP_WHILE || (class == 'c' && !n->body)) {
            need_effect(s, id);
        }
        find_effects(s, n->other, id);
        find_effects(s, n->body, id);
    }
}

static void need_all(simplify *s, const air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        need(s, ids[i]);
}

static void find_live(simplify *s)
{
    find_effects(s, s->fun->body, 0);
    while (s->work.len) {
        const air_node *n = at(s, s->work.items[--s->work.len]);
        if (n->op == AIR_OP_GET)
            for (air_id set = s->last_set[n->imm]; set; set = s->next_set[set])
                need_effect(s, set);
        need_all(s, n->args, n->nargs);
        if (n->type.kind == AIR_ARRAY)
            need_all(s, n->shape, n->type.rank);
        if (n->op == AIR_OP_VIEW || n->op == AIR_OP_OVERLAY) {
            need_all(s, n->view->start, HPC_MAX_RANK);
            need_all(s, n->view->step, HPC_MAX_RANK);
        }
    }
}

/* ---- Variables ------------------------------------------------------------------------------- */

static void save_known(simplify *s)
{
    air_id *copy = ARENA_ARRAY(s->arena, air_id, s->fun->vars.len);
    memcpy(copy, s->known, s->fun->vars.len * sizeof *copy);
    vec_push(s->arena, &s->saved, copy);
}

static void restore_known(simplify *s)
{
    memcpy(s->known, s->saved.items[s->saved.len - 1], s->fun->vars.len * sizeof *s->known);
}

static void forget_set(simplify *s, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(s, r->items[i]);
        if (n->op == AIR_OP_SET)
            s->known[n->imm] = 0;
        forget_set(s, n->other);
        forget_set(s, n->body);
    }
}

static air_visit visit_variable(air_rewriter *w, air_id id)
{
    simplify *s = w->user;
    const air_node *n = at(s, id);
    air_id known = s->known[n->imm];
    if (n->op == AIR_OP_SET) {
        if (known == n->args[0])
            return AIR_DROP;
        s->known[n->imm] = n->args[0];
        return AIR_KEEP;
    }
    if (known) {
        w->map[id] = known;
        return AIR_DROP;
    }
    s->known[n->imm] = id;
    return AIR_KEEP;
}

/* ---- Control --------------------------------------------------------------------------------- */

static bool never_runs(const simplify *s, const air_node *n)
{
    int64_t from, to, step;
    return n->op == AIR_OP_FOR && air_is_const(s->fun, n->args[0], &from) &&
           air_is_const(s->fun, n->args[1], &to) && air_is_const(s->fun, n->args[2], &step) &&
           (step > 0 ? from >= to : step < 0 && from <= to);
}

static bool leaves_loop(const simplify *s, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(s, r->items[i]);
        bool inner = n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE;
        if (n->op == AIR_OP_BREAK || n->op == AIR_OP_CONTINUE ||
            (!inner && (leaves_loop(s, n->body) || leaves_loop(s, n->other))))
            return true;
    }
    return false;
}

/* A first turn that was taken out of a loop. */
static bool runs_once(const simplify *s, const air_node *n)
{
    int64_t from, to, step;
    return n->op == AIR_OP_FOR && air_is_const(s->fun, n->args[0], &from) &&
           air_is_const(s->fun, n->args[1], &to) && air_is_const(s->fun, n->args[2], &step) &&
           step == 1 && to - from == 1 && !leaves_loop(s, n->body);
}

static air_visit visit_control(air_rewriter *w, air_id id)
{
    simplify *s = w->user;
    const air_node *n = at(s, id);
    int64_t taken;
    if (never_runs(s, n))
        return AIR_DROP;
    if (runs_once(s, n)) {
        w->map[n->body->items[0]] = n->args[0];
        return air_splice(w, n->body) ? AIR_DROP : AIR_DROP_REST;
    }
    if (n->op == AIR_OP_IF && air_is_const(s->fun, n->args[0], &taken)) {
        air_region *r = taken ? n->body : n->other;
        return !r || air_splice(w, r) ? AIR_DROP : AIR_DROP_REST;
    }
    save_known(s);
    if (n->op != AIR_OP_IF) {
        forget_set(s, n->other);
        forget_set(s, n->body);
        s->saved.len--;
        save_known(s);
    }
    return AIR_KEEP;
}

static void enter(air_rewriter *w, air_id control, int which)
{
    (void)which;
    if (control)
        restore_known(w->user);
}

static air_visit leave(air_rewriter *w, air_id id)
{
    simplify *s = w->user;
    const air_node *n = at(s, id);
    restore_known(s);
    s->saved.len--;
    forget_set(s, n->other);
    forget_set(s, n->body);
    return AIR_KEEP;
}

/* ---- Axes ------------------------------------------------------------------------------------ */

/* The array in C order whose axes, all of them and whole, this view shows in another order; 0: none. */
static air_id permuted(const simplify *s, const air_node *n)
{
    if (n->op != AIR_OP_VIEW)
        return 0;
    const air_node *source = at(s, n->args[0]);
    if (source->type.rank != n->type.rank || !(source->type.facts & AIR_C_ORDER))
        return 0;
    for (uint32_t r = 0; r < n->type.rank; r++)
        if (n->view->axis[r] == AIR_NEW_AXIS || n->shape[r] != source->shape[n->view->axis[r]] ||
            n->view->broadcast >> r & 1 || n->view->maybe_broadcast >> r & 1 || n->view->start[r] ||
            n->view->step[r])
            return 0;
    return n->args[0];
}

/* A map of arrays that all show their axes in the same other order is that map of the arrays as they
 * lie in memory, shown in the other order: its loops go along memory. NumPy's result has that order,
 * too. Orders C and Fortran are for lowering, which knows more of both. */
static bool map_in_memory_order(air_rewriter *w, air_id id)
{
    const simplify *s = w->user;
    const air_node *n = at(s, id);
    if (n->op != AIR_OP_MAP || n->type.kind != AIR_ARRAY || n->type.rank < 3 ||
        n->type.facts & (AIR_C_ORDER | AIR_F_ORDER))
        return false;
    air_id args[3];
    const air_node *first = NULL;
    for (uint32_t i = 0; i < n->nargs; i++) {
        const air_node *arg = at(s, n->args[i]);
        args[i] = n->args[i];
        if (arg->type.kind != AIR_ARRAY)
            continue;
        args[i] = permuted(s, arg);
        if (!args[i])
            return false;
        first = first ? first : arg;
        for (uint32_t r = 0; r < n->type.rank; r++)
            if (arg->view->axis[r] != first->view->axis[r] || arg->shape[r] != n->shape[r])
                return false;
    }
    if (!first)
        return false;
    uint8_t axes[HPC_MAX_RANK];
    air_id shape[HPC_MAX_RANK];
    for (uint32_t r = 0; r < n->type.rank; r++) {
        axes[r] = (uint8_t)first->view->axis[r];
        shape[axes[r]] = n->shape[r];
    }
    air_id straight = air_map(&w->b, (air_fn)n->fn, (hpc_dtype)n->type.dtype, args, n->nargs,
                              n->type.rank, shape);
    w->map[id] = air_transpose(&w->b, straight, axes);
    return true;
}

static air_visit visit(air_rewriter *w, air_id id)
{
    simplify *s = w->user;
    if (id < w->old_count && !s->live[id])
        return AIR_DROP;
    const air_node *n = at(s, id);
    if (n->op == AIR_OP_INDVAR && id < w->old_count && w->map[id])
        return AIR_DROP;
    if (n->op == AIR_OP_GET || n->op == AIR_OP_SET)
        return visit_variable(w, id);
    if (map_in_memory_order(w, id))
        return AIR_DROP;
    return n->body ? visit_control(w, id) : AIR_KEEP;
}

static bool *untouched(arena *a, const air_module *m, const air_fun *f)
{
    air_alias *al = air_alias_new(a, m, f);
    bool *out = ARENA_ARRAY(a, bool, f->nodes.len);
    for (air_id id = 1; id < f->nodes.len; id++)
        out[id] = f->nodes.items[id].type.kind == AIR_ARRAY && !air_is_touched(al, id);
    return out;
}

void air_pass_simplify(arena *a, air_module *m, air_fun *f)
{
    simplify s = {.arena = a, .fun = f};
    s.live = ARENA_ARRAY(a, bool, f->nodes.len);
    s.control = ARENA_ARRAY(a, air_id, f->nodes.len);
    s.next_set = ARENA_ARRAY(a, air_id, f->nodes.len);
    s.last_set = ARENA_ARRAY(a, air_id, f->vars.len);
    s.known = ARENA_ARRAY(a, air_id, f->vars.len);
    find_live(&s);
    air_rewriter w = {
        .user = &s, .visit = visit, .leave = leave, .enter = enter, .reusable = untouched(a, m, f)};
    air_rewrite(m, f, &w);
}
