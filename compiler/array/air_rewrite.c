/* Takes a function and what to do at each node, rebuilds the function; see air_rewrite.h. */
#include "air_rewrite.h"

air_id air_mapped(const air_rewriter *w, air_id id)
{
    while (id && id < w->old_count && w->map[id])
        id = w->map[id];
    return id;
}

static void map_list(const air_rewriter *w, air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        ids[i] = air_mapped(w, ids[i]);
}

void air_map_operands(air_rewriter *w, air_id id)
{
    air_node *n = air_at(w->b.fun, id);
    map_list(w, n->args, n->nargs);
    if (n->type.kind == AIR_ARRAY && n->shape)
        map_list(w, n->shape, n->type.rank);
    if ((n->op == AIR_OP_VIEW || n->op == AIR_OP_OVERLAY) && n->view) {
        map_list(w, n->view->start, HPC_MAX_RANK);
        map_list(w, n->view->step, HPC_MAX_RANK);
    }
}

/* DIM of an array whose shape is not its own any more. */
static air_id dim_of(const air_rewriter *w, const air_node *n)
{
    const air_node *array = air_at(w->b.fun, n->args[0]);
    const air_node *extent = air_at(w->b.fun, array->shape[n->imm]);
    bool own = extent->op == AIR_OP_DIM && extent->args[0] == n->args[0] && extent->imm == n->imm;
    return own ? 0 : air_mapped(w, array->shape[n->imm]);
}

/* Indexes that are a constant table of numbers in range are that table. */
static air_id known_indexes(const air_rewriter *w, const air_node *n)
{
    const air_node *table = air_at(w->b.fun, n->args[0]);
    int64_t extent;
    if (table->op != AIR_OP_TABLE || table->type.dtype != HPC_I64 || !w->reusable ||
        n->args[0] >= w->old_count || !w->reusable[n->args[0]] ||
        !air_is_const(w->b.fun, n->args[1], &extent))
        return 0;
    for (int64_t i = 0; i < table->imm / 8; i++) {
        int64_t index;
        memcpy(&index, (const char *)table->table + 8 * i, sizeof index);
        if (index < 0 || index >= extent)
            return 0;
    }
    return n->args[0];
}

/* The element of an array of scalars that nothing stores to. */
static air_id known_element(const air_rewriter *w, const air_node *n)
{
    const air_fun *f = w->b.fun;
    const air_node *array = air_at(f, n->args[0]);
    if (!w->reusable || n->args[0] >= w->old_count || !w->reusable[n->args[0]])
        return 0;
    if (array->op == AIR_OP_FILL)
        return array->args[0];
    if (array->op != AIR_OP_LITERAL)
        return 0;
    int64_t flat = 0, index, extent;
    for (uint32_t r = 0; r < array->type.rank; r++) {
        if (!air_is_const(f, n->args[1 + r], &index) ||
            !air_is_const(f, array->shape[r], &extent) || index < 0 || index >= extent)
            return 0;
        flat = flat * extent + index;
    }
    return flat < array->nargs ? array->args[flat] : 0;
}

/* What the node is equal to now that its operands are known, or 0. */
static air_id simpler(air_rewriter *w, air_id id)
{
    const air_node n = *air_at(w->b.fun, id);
    switch (n.op) {
    case AIR_OP_MAP: return n.type.kind == AIR_SCALAR ? air_fold_map(&w->b, &n) : 0;
    case AIR_OP_VIEW: {
        air_id made = air_view_new(&w->b, n.args[0], n.view, n.type.rank, n.shape);
        if (air_at(w->b.fun, made)->op == AIR_OP_VIEW)
            air_at(w->b.fun, made)->type.facts |= n.type.facts;
        return made;
    }
    case AIR_OP_DIM: return dim_of(w, &n);
    case AIR_OP_INDEX: return air_index(&w->b, n.args[0], n.args[1], (uint32_t)n.imm);
    case AIR_OP_BDIM:
        if (n.args[0] == n.args[1] || air_is_one(w->b.fun, n.args[1]))
            return n.args[0];
        return air_is_one(w->b.fun, n.args[0]) ? n.args[1] : 0;
    case AIR_OP_INDEXES: return known_indexes(w, &n);
    case AIR_OP_ELEM: return known_element(w, &n);
    default: return 0;
    }
}

static bool always_holds(const air_rewriter *w, const air_node *n)
{
    int64_t value;
    return n->op == AIR_OP_CHECK && air_is_const(w->b.fun, n->args[0], &value) && value;
}

static air_reuse reuse_of(const air_rewriter *w, air_id id)
{
    const air_node *n = air_at(w->b.fun, id);
    air_reuse reuse = air_reuse_of(w->b.fun, n);
    bool array =
        n->type.kind == AIR_ARRAY && reuse == AIR_FRESH && air_op_class((air_op)n->op) != 'e';
    if (array && w->reusable && id < w->old_count && w->reusable[id] && n->op != AIR_OP_GATHER &&
        n->op != AIR_OP_OVERLAY && n->op != AIR_OP_TABLE && n->op != AIR_OP_RESHAPE &&
        n->op != AIR_OP_EMPTY)
        return AIR_EPOCH;
    return reuse;
}

/* The divisor may be known only now. */
static void multiply_instead(air_rewriter *w, air_id id)
{
    const air_node *n = air_at(w->b.fun, id);
    air_id inverse =
        n->op == AIR_OP_MAP && n->fn == AIR_DIV ? air_exact_inverse(&w->b, n->args[1]) : 0;
    if (!inverse)
        return;
    air_node *quotient = air_at(w->b.fun, id);
    quotient->fn = AIR_MUL;
    quotient->args[1] = inverse;
}

static void keep(air_rewriter *w, air_id id)
{
    multiply_instead(w, id);
    air_id same = simpler(w, id);
    air_reuse reuse = reuse_of(w, id);
    if (!same && reuse != AIR_FRESH)
        same = air_find(&w->b, air_at(w->b.fun, id), reuse);
    if (always_holds(w, air_at(w->b.fun, id)))
        return;
    if (same && same != id) {
        w->map[id] = same;
        return;
    }
    air_node *n = air_at(w->b.fun, id);
    if (n->op == AIR_OP_MAP && n->type.kind == AIR_ARRAY)
        n->type.facts |= air_map_facts(w->b.fun, n->args, n->nargs, n->type.rank, n->shape);
    air_append(&w->b, id);
    air_remember(&w->b, id, reuse);
}

static void rebuild(air_rewriter *w, air_id control, air_region *r, int which)
{
    air_region *outer = w->b.region;
    air_id *items = r->items;
    uint32_t count = r->len;
    r->items = NULL;
    r->len = r->cap = 0;
    r->parent = outer;
    w->b.region = r;
    if (w->enter)
        w->enter(w, control, which);
    air_region old = {.items = items, .len = count};
    air_splice(w, &old);
    w->b.region = outer;
}

static air_visit control(air_rewriter *w, air_id id)
{
    const air_node *n = air_at(w->b.fun, id);
    air_region *body = n->body, *other = n->other;
    if (n->op == AIR_OP_WHILE)
        rebuild(w, id, other, 1);
    if (body)
        rebuild(w, id, body, 0);
    if (other && air_at(w->b.fun, id)->op != AIR_OP_WHILE)
        rebuild(w, id, other, 1);
    return w->leave ? w->leave(w, id) : AIR_KEEP;
}

static bool leaves(const air_node *n)
{
    return n->op == AIR_OP_BREAK || n->op == AIR_OP_CONTINUE || n->op == AIR_OP_RETURN ||
           n->op == AIR_OP_RAISE;
}

bool air_splice(air_rewriter *w, air_region *r)
{
    for (uint32_t i = 0; i < r->len; i++) {
        air_id id = r->items[i];
        air_map_operands(w, id);
        air_node *n = air_at(w->b.fun, id);
        w->b.loc = n->loc;
        bool last = leaves(n);
        air_visit what = w->visit ? w->visit(w, id) : AIR_KEEP;
        if (what == AIR_KEEP && air_at(w->b.fun, id)->body)
            what = control(w, id);
        if (what == AIR_KEEP)
            keep(w, id);
        if (what == AIR_DROP_REST || (last && what == AIR_KEEP))
            return false;
    }
    return true;
}

void air_rewrite(air_module *m, air_fun *f, air_rewriter *w)
{
    w->b = (air_builder){.module = m, .fun = f, .region = f->body};
    w->old_count = f->nodes.len;
    w->map = ARENA_ARRAY(m->arena, air_id, f->nodes.len);
    air_cons_reset(&w->b);
    air_region old = {.items = f->body->items, .len = f->body->len};
    f->body->items = NULL;
    f->body->len = f->body->cap = 0;
    if (w->enter)
        w->enter(w, 0, 0);
    air_splice(w, &old);
}
