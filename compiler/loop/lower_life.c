/* Lifetimes: where in program order each node is used last, and which nodes own memory.
 *
 * Places are post-order numbers: a control node comes after all that is inside it. A use inside a
 * loop or branch counts as a use by the outermost control node that the definition lies outside
 * of. Inlined nodes and views pass their uses on to what they read. */
#include "lower_impl.h"

typedef struct use {
    air_id of, by; /* `by` lies in the region of `of` */
} use;

typedef struct walker {
    lower *l;
    VEC(air_id) order;   /* preorder */
    VEC(air_id) control; /* the control nodes around the current place */
    uint16_t *depth;     /* of each node: control.len at its place */
    VEC(use) uses;
    uint32_t post;
} walker;

static void walk_region(walker *w, const air_region *r);

static void walk_node(walker *w, air_id id)
{
    lower *l = w->l;
    const air_node *n = lw_air(l, id);
    w->depth[id] = (uint16_t)w->control.len;
    vec_push(l->a, &w->order, id);
    for (uint32_t i = 0; i < n->nargs; i++) {
        air_id arg = n->args[i];
        if (!arg)
            continue;
        l->nodes[arg].uses++;
        air_id by = w->depth[arg] < w->control.len ? w->control.items[w->depth[arg]] : id;
        use u = {arg, by};
        vec_push(l->a, &w->uses, u);
    }
    if (n->body || n->other) {
        vec_push(l->a, &w->control, id);
        if (n->other && n->op == AIR_OP_WHILE)
            walk_region(w, n->other);
        if (n->body)
            walk_region(w, n->body);
        if (n->other && n->op != AIR_OP_WHILE)
            walk_region(w, n->other);
        w->control.len--;
    }
    l->nodes[id].pos = ++w->post;
}

static void walk_region(walker *w, const air_region *r)
{
    for (uint32_t i = 0; i < r->len; i++)
        walk_node(w, r->items[i]);
}

/* Reads through its operand when it is itself read. */
static bool passes_on(const lower *l, air_id id)
{
    uint8_t op = lw_air(l, id)->op;
    return l->nodes[id].inlined || op == AIR_OP_VIEW || op == AIR_OP_PROJ || op == AIR_OP_BOX ||
           op == AIR_OP_PACK || op == AIR_OP_RESHAPE;
}

static void pass_on(walker *w)
{
    lower *l = w->l;
    for (uint32_t i = w->order.len; i-- > 0;) {
        air_id id = w->order.items[i];
        const air_node *n = lw_air(l, id);
        if (!passes_on(l, id))
            continue;
        for (uint32_t a = 0; a < n->nargs; a++)
            if (n->args[a] && lw_air(l, n->args[a])->home == n->home &&
                l->nodes[n->args[a]].last < l->nodes[id].last)
                l->nodes[n->args[a]].last = l->nodes[id].last;
    }
}

/* ---- Variables --------------------------------------------------------------------------------- */

/* Where the accesses to a variable are: the innermost region around all of them, and the places of the
 * first and the last of its nodes that hold some. */
typedef struct var_life {
    const air_region *region;
    air_id first;
    uint32_t last;
    bool in_loop;
} var_life;

static bool is_access(const lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    return (n->op == AIR_OP_GET || n->op == AIR_OP_SET) &&
           l->af->vars.items[n->imm].type.kind == AIR_ARRAY;
}

static uint32_t region_depth(const air_region *r)
{
    uint32_t depth = 0;
    while ((r = r->parent))
        depth++;
    return depth;
}

static const air_region *around_both(const air_region *a, const air_region *b)
{
    uint32_t depth_a = region_depth(a), depth_b = region_depth(b);
    for (; depth_a > depth_b; depth_a--)
        a = a->parent;
    for (; depth_b > depth_a; depth_b--)
        b = b->parent;
    while (a != b) {
        a = a->parent;
        b = b->parent;
    }
    return a;
}

/* Does the node set the variable whichever way it goes? */
static bool always_sets(const lower *l, air_id id, int64_t var)
{
    const air_node *n = lw_air(l, id);
    if (n->op == AIR_OP_SET)
        return n->imm == var;
    if (n->op != AIR_OP_IF || !n->body || !n->other)
        return false;
    const air_region *sides[] = {n->body, n->other};
    for (unsigned k = 0; k < 2; k++) {
        bool sets = false;
        for (uint32_t i = 0; i < sides[k]->len && !sets; i++)
            sets = always_sets(l, sides[k]->items[i], var);
        if (!sets)
            return false;
    }
    return true;
}

static void meet_access(walker *w, var_life *lives, const air_id *controls, uint32_t depth,
                        air_id id)
{
    lower *l = w->l;
    const air_node *n = lw_air(l, id);
    var_life *v = &lives[n->imm];
    uint32_t own = region_depth(v->region);
    air_id item = depth > own ? controls[own] : id;
    uint32_t last = l->nodes[item].pos;
    if (item == id && n->op == AIR_OP_GET && l->nodes[id].last > last)
        last = l->nodes[id].last;
    v->last = last > v->last ? last : v->last;
    if (v->first)
        return;
    v->first = item;
    for (uint32_t i = 0; i < own; i++)
        v->in_loop |= lw_air(l, controls[i])->op != AIR_OP_IF;
}

static void meet_accesses(walker *w, var_life *lives, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = lw_air(w->l, r->items[i]);
        if (is_access(w->l, r->items[i]))
            meet_access(w, lives, w->control.items, w->control.len, r->items[i]);
        if (!n->body && !n->other)
            continue;
        vec_push(w->l->a, &w->control, r->items[i]);
        if (n->op == AIR_OP_WHILE)
            meet_accesses(w, lives, n->other);
        meet_accesses(w, lives, n->body);
        if (n->op != AIR_OP_WHILE)
            meet_accesses(w, lives, n->other);
        w->control.len--;
    }
}

/* An array variable is dropped after the last node that has to do with it, in a loop where each turn sets
 * it before it is read: else the next turn reads what this one left. */
static void lifetimes_of_vars(walker *w)
{
    lower *l = w->l;
    uint32_t count = l->af->vars.len;
    var_life *lives = ARENA_ARRAY(l->a, var_life, count + 1);
    l->vars_at = ARENA_ARRAY(l->a, uint32_t, w->post + 1);
    l->next_var = ARENA_ARRAY(l->a, uint32_t, count + 1);
    for (uint32_t i = 0; i < w->order.len; i++) {
        const air_node *n = lw_air(l, w->order.items[i]);
        if (is_access(l, w->order.items[i])) {
            var_life *v = &lives[n->imm];
            v->region = v->region ? around_both(v->region, n->home) : n->home;
        }
    }
    meet_accesses(w, lives, l->af->body);
    for (uint32_t var = 1; var < count; var++) {
        const var_life *v = &lives[var];
        if (!v->first || (v->in_loop && !always_sets(l, v->first, var)))
            continue;
        l->next_var[var] = l->vars_at[v->last];
        l->vars_at[v->last] = var;
    }
}

void lw_lifetimes(lower *l)
{
    walker w = {.l = l};
    w.depth = ARENA_ARRAY(l->a, uint16_t, l->af->nodes.len);
    walk_region(&w, l->af->body);
    for (uint32_t i = 0; i < w.uses.len; i++) {
        use u = w.uses.items[i];
        if (l->nodes[u.of].last < l->nodes[u.by].pos)
            l->nodes[u.of].last = l->nodes[u.by].pos;
    }
    lw_fusion(l);
    pass_on(&w);
    lifetimes_of_vars(&w);
}

/* True where variable `var` is set after node `id` has read it and before the last use. */
bool lw_is_overwritten(const lower *l, air_id id, int64_t var)
{
    const lw_node *s = &l->nodes[id];
    for (uint32_t i = 1; i < l->af->nodes.len; i++) {
        const air_node *n = lw_air(l, i);
        if (n->op == AIR_OP_SET && n->imm == var && l->nodes[i].pos > s->pos &&
            l->nodes[i].pos < s->last)
            return true;
    }
    return false;
}

void lw_owns(lower *l, air_id id, lir_expr_id slot, bool renews)
{
    lw_owner owner = {id, slot, renews};
    vec_push(l->a, &l->owners, owner);
    if (l->loop_depth)
        vec_push(l->a, &l->reused, slot);
}

static void release(lower *l, lir_expr_id slot, bool renews)
{
    if (renews && l->loop_depth)
        lw_release_large(l, slot);
    else
        lw_release_slot(l, slot);
}

/* After node `at`: drop the arrays that nothing reads any more. */
void lw_release_dead(lower *l, air_id at)
{
    const air_node *n = lw_air(l, at);
    uint32_t pos = l->nodes[at].pos;
    for (uint32_t i = 0; i < l->owners.len; i++) {
        lw_owner owner = l->owners.items[i];
        if (l->nodes[owner.id].last != pos || lw_air(l, owner.id)->home != n->home)
            continue;
        release(l, owner.slot, owner.renews);
        l->owners.items[i--] = l->owners.items[--l->owners.len];
    }
    for (uint32_t var = l->vars_at[pos]; var; var = l->next_var[var])
        if (l->var_slot[var])
            release(l, l->var_slot[var], true);
}
