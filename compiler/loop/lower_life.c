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

/* After node `at` of a region outside of loops: drop the buffers that nothing reads any more. */
void lw_release_dead(lower *l, air_id at)
{
    if (l->loop_depth > 0)
        return;
    const air_node *n = lw_air(l, at);
    uint32_t pos = l->nodes[at].pos;
    for (uint32_t i = 0; i < l->releasable.len; i++) {
        air_id id = l->releasable.items[i];
        if (l->nodes[id].last != pos || lw_air(l, id)->home != n->home)
            continue;
        lw_release_slot(l, l->nodes[id].slot);
        l->releasable.items[i--] = l->releasable.items[--l->releasable.len];
    }
}
