/* forward. Needs: any verified function. Keeps: what it computes. Drops: stores to arrays that
 * nothing else can see, which become values, so that fusion can dissolve the array.
 *
 *   %v = gather (%x, %i)               %v = gather (%x, %i)
 *   %c = view (%v) axes [0] ...        %c = view (%v) axes [0] ...
 *   %n = map neg (%c)           ->     %n = map neg (%c)
 *   store (%c, %n)                     %w = overlay (%v, %n) axes [0] ...
 *   use (%v)                           use (%w)
 *
 * An array qualifies when it is fresh, all stores to it stand in its own region, and nothing that
 * keeps its memory (a variable, a call, a return) comes before the last of them. Stores to a part
 * become values only where the array is a temporary: if it ends up in memory, storing in place is
 * the better code. Arrays of a few constant elements become LITERALs, their elements scalars. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

enum { MAX_PARTS = 8, MAX_ELEMENTS = 16, MAX_COLUMNS = 4 };

/* What happens to a fresh array. */
typedef struct fate {
    bool bad, kept; /* kept: its memory is seen by a variable, a call, a return */
    uint32_t stores, parts;
    uint32_t last_store, first_kept; /* places */
} fate;

typedef struct seen_view {
    air_id id, root; /* root: the array's first version */
} seen_view;

typedef struct forward {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    fate *fates;          /* by root */
    uint32_t *uses;       /* by node */
    VEC(seen_view) views; /* so far */
} forward;

static const air_node *at(const forward *w, air_id id)
{
    return air_at(w->fun, id);
}

/* ---- Which arrays qualify -------------------------------------------------------------------- */

static int64_t constant_size(const air_fun *f, const air_node *n)
{
    int64_t size = 1, extent;
    for (uint32_t r = 0; r < n->type.rank; r++) {
        if (!air_is_const(f, n->shape[r], &extent) || extent > MAX_ELEMENTS)
            return -1;
        size *= extent;
    }
    return size <= MAX_ELEMENTS ? size : -1;
}

static bool is_few_scalars(const forward *w, air_id id)
{
    const air_node *n = at(w, id);
    return (n->op == AIR_OP_FILL || n->op == AIR_OP_LITERAL) && constant_size(w->fun, n) >= 0;
}

static bool constant_indexes(const forward *w, const air_node *n, uint32_t count)
{
    int64_t index;
    for (uint32_t i = 0; i < count; i++)
        if (!air_is_const(w->fun, n->args[1 + i], &index))
            return false;
    return true;
}

/* Columns of an (n, 2) to (n, 4) array: which of them an element lies in is known when the loops over
 * the rows are made. Other parts would be a test for each element, and are better stored in place. */
static bool selects_columns(const forward *w, const air_node *v, const air_node *source)
{
    int64_t columns;
    uint32_t rank = source->type.rank;
    if (rank < 2 || v->type.rank < rank - 1 ||
        !air_is_const(w->fun, source->shape[rank - 1], &columns) || columns > MAX_COLUMNS)
        return false;
    for (uint32_t k = 0; k < v->type.rank; k++)
        if (v->view->axis[k] != (int)k || v->view->start[k] || v->view->step[k] ||
            v->shape[k] != source->shape[k])
            return false;
    return true;
}

static void meet_store(forward *w, air_id id, air_id root)
{
    const air_node *n = at(w, id), *r = at(w, root);
    fate *t = &w->fates[root];
    bool part = n->args[0] != root;
    t->stores++;
    t->last_store =
        air_place(w->alias, id) > t->last_store ? air_place(w->alias, id) : t->last_store;
    t->bad |= n->home != r->home;
    if (n->op == AIR_OP_SETELEM) {
        t->bad |= part || !is_few_scalars(w, root) || !constant_indexes(w, n, r->type.rank);
        return;
    }
    t->parts += part;
    t->bad |= n->nargs > 2 && r->op == AIR_OP_EMPTY;
    if (!part)
        return;
    const air_node *v = at(w, n->args[0]);
    t->bad |= n->nargs > 2 || v->op != AIR_OP_VIEW || v->args[0] != root || v->view->broadcast ||
              v->view->maybe_broadcast || r->op == AIR_OP_EMPTY;
    t->bad |= v->op == AIR_OP_VIEW && !selects_columns(w, v, r);
}

static void meet_use(forward *w, air_id id, uint32_t arg)
{
    const air_node *n = at(w, id);
    air_id root = air_root(w->fun, n->args[arg]);
    if (!air_is_fresh(w->fun, root))
        return;
    fate *t = &w->fates[root];
    uint32_t place = air_place(w->alias, id);
    switch (n->op) {
    case AIR_OP_VIEW: t->bad |= n->args[arg] != root; return;
    case AIR_OP_DIM:
    case AIR_OP_MAP:
    case AIR_OP_REDUCE:
    case AIR_OP_ARG:
    case AIR_OP_GATHER:
    case AIR_OP_PACK_MASK:
    case AIR_OP_COPY:
    case AIR_OP_OVERLAY:
    case AIR_OP_INDEXES:
    case AIR_OP_ELEM: return;
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
        if (arg == 0)
            meet_store(w, id, root);
        return;
    case AIR_OP_SCATTER:
    case AIR_OP_UNPACK_MASK: t->bad |= arg == 0; return;
    case AIR_OP_RESHAPE:
    case AIR_OP_STRIDE: t->bad = true; return;
    default:
        if (!t->kept || place < t->first_kept)
            t->first_kept = place;
        t->kept = true;
    }
}

static void meet_region(forward *w, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(w, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++) {
            if (!n->args[k])
                continue;
            w->uses[n->args[k]]++;
            if (at(w, n->args[k])->type.kind == AIR_ARRAY)
                meet_use(w, r->items[i], k);
        }
        meet_region(w, n->other);
        meet_region(w, n->body);
    }
}

static bool qualifies(const forward *w, air_id root)
{
    const fate *t = &w->fates[root];
    if (!t->stores || t->bad || t->parts > MAX_PARTS)
        return false;
    return !t->kept || (t->first_kept > t->last_store && !t->parts);
}

/* ---- Stores as values ------------------------------------------------------------------------ */

static bool same_shape(const air_node *x, const air_node *y)
{
    return x->type.kind == AIR_ARRAY && x->type.rank == y->type.rank &&
           memcmp(x->shape, y->shape, y->type.rank * sizeof *y->shape) == 0;
}

/* An elementwise result of the array and of operands that have no say has the array's order. */
static bool follows(const forward *w, air_id value, air_id array, uint32_t depth)
{
    const air_node *n = at(w, value);
    if (value == array)
        return true;
    if (n->op != AIR_OP_MAP || depth > 20 || !same_shape(n, at(w, array)))
        return false;
    bool any = false;
    for (uint32_t i = 0; i < n->nargs; i++) {
        if (!air_votes(w->fun, n->args[i]))
            continue;
        if (!follows(w, n->args[i], array, depth + 1))
            return false;
        any = true;
    }
    return any;
}

/* The new contents must have the memory order that the array has. */
static bool same_order(const forward *w, air_id value, air_id array)
{
    const air_node *x = at(w, value), *y = at(w, array);
    return y->type.rank <= 1 || x->type.facts & y->type.facts & (AIR_C_ORDER | AIR_F_ORDER) ||
           follows(w, value, array, 0);
}

/* The root, before this pass, of what an operand now is: versions keep the name of the first. */
static air_id first_version(const forward *w, const air_rewriter *rw, air_id now)
{
    for (air_id id = 1; id < rw->old_count; id++)
        if (w->fates[id].stores && air_mapped(rw, id) == now)
            return id;
    return 0;
}

static air_id whole(air_rewriter *rw, air_id array, air_id value)
{
    forward *w = rw->user;
    const air_node *a = at(w, array), *x = at(w, value);
    if (x->type.kind == AIR_SCALAR)
        return a->type.rank <= 1 || a->type.facts & AIR_C_ORDER
                   ? air_fill(&rw->b, value, a->type.rank, a->shape)
                   : 0;
    bool own = x->op == AIR_OP_MAP || x->op == AIR_OP_GATHER || x->op == AIR_OP_REDUCE;
    if (own && same_shape(x, a) && same_order(w, value, array) && value < rw->old_count &&
        w->uses[value] == 1 && x->home == rw->b.region && !first_version(w, rw, value))
        return value; /* no other array's contents, which may change */
    if (!(a->type.facts & AIR_C_ORDER))
        return 0;
    air_id full = air_broadcast_to(&rw->b, value, a->type.rank, a->shape);
    return air_copy(&rw->b, full);
}

static air_id masked(air_rewriter *rw, air_id array, air_id value, air_id mask)
{
    forward *w = rw->user;
    const air_node a = *at(w, array);
    air_id args[3] = {mask, value, array};
    if (a.type.rank == 0 || (a.type.rank > 1 && !(a.type.facts & AIR_C_ORDER)))
        return 0; /* a map of rank 0 is a number, and no array */
    return air_map(&rw->b, AIR_SELECT, (hpc_dtype)a.type.dtype, args, 3, a.type.rank, a.shape);
}

static air_id part(air_rewriter *rw, air_id array, air_id region, air_id value)
{
    forward *w = rw->user;
    const air_node v = *at(w, region);
    if (v.op != AIR_OP_VIEW || v.args[0] != array)
        return 0;
    const air_node *x = at(w, value);
    if (v.type.rank > 0 && !same_shape(x, &v))
        value = air_broadcast_to(&rw->b, value, v.type.rank, v.shape);
    air_node n = air_blank(AIR_OP_OVERLAY, at(w, array)->type);
    n.args = (air_id[]){array, value};
    n.nargs = 2;
    n.shape = at(w, array)->shape;
    n.view = v.view;
    return air_emit(&rw->b, &n, AIR_FRESH);
}

static air_id element(air_rewriter *rw, const air_node *store)
{
    forward *w = rw->user;
    const air_node a = *at(w, store->args[0]);
    int64_t size = constant_size(w->fun, &a), flat = 0, index = 0, extent = 0;
    if (size < 0 || (a.op != AIR_OP_FILL && a.op != AIR_OP_LITERAL))
        return 0;
    for (uint32_t r = 0; r < a.type.rank; r++) {
        air_is_const(w->fun, store->args[1 + r], &index);
        air_is_const(w->fun, a.shape[r], &extent);
        flat = flat * extent + index;
    }
    air_id scalars[MAX_ELEMENTS];
    for (int64_t i = 0; i < size; i++)
        scalars[i] = a.op == AIR_OP_FILL ? a.args[0] : a.args[i];
    if (flat < 0 || flat >= size)
        return 0;
    scalars[flat] = store->args[1 + a.type.rank];
    air_node n = air_blank(AIR_OP_LITERAL, a.type);
    n.args = scalars;
    n.nargs = (uint32_t)size;
    n.shape = a.shape;
    return air_emit(&rw->b, &n, AIR_FRESH);
}

/* ---- The pass -------------------------------------------------------------------------------- */

/* Views of the old contents that later nodes use become views of the new ones. */
static void move_views(air_rewriter *rw, air_id root, air_id now)
{
    forward *w = rw->user;
    for (uint32_t i = 0; i < w->views.len; i++) {
        seen_view seen = w->views.items[i];
        const air_node v = *at(w, seen.id);
        if (seen.root != root || v.home != rw->b.region)
            continue;
        rw->map[seen.id] = air_view_new(&rw->b, now, v.view, v.type.rank, v.shape);
    }
}

static air_visit visit_store(air_rewriter *rw, air_id id)
{
    forward *w = rw->user;
    const air_node n = *at(w, id);
    air_id array = air_root(w->fun, n.args[0]);
    air_id root = first_version(w, rw, array);
    if (!root || !qualifies(w, root))
        return AIR_KEEP;
    air_id now;
    if (n.op == AIR_OP_SETELEM)
        now = element(rw, &n);
    else if (n.args[0] != array)
        now = part(rw, array, n.args[0], n.args[1]);
    else
        now = n.nargs > 2 ? masked(rw, array, n.args[1], n.args[2]) : whole(rw, array, n.args[1]);
    if (!now)
        return AIR_KEEP;
    remark_add(rw->b.module->remarks, REMARK_FORWARDED, w->fun->index, 0, n.loc, NULL, NULL);
    move_views(rw, root, now);
    rw->map[root] = now;
    return AIR_DROP;
}

static air_visit visit(air_rewriter *rw, air_id id)
{
    forward *w = rw->user;
    const air_node *n = at(w, id);
    if (n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM)
        return visit_store(rw, id);
    if (n->op == AIR_OP_VIEW) {
        air_id root = first_version(w, rw, n->args[0]);
        if (root)
            vec_push(w->arena, &w->views, ((seen_view){id, root}));
    }
    return AIR_KEEP;
}

void air_pass_forward(arena *a, air_module *m, air_fun *f)
{
    if (air_has_try(f)) /* a handler may look at what was stored before a failure */
        return;
    forward w = {.arena = a, .fun = f, .alias = air_alias_new(a, m, f)};
    w.fates = ARENA_ARRAY(a, fate, f->nodes.len);
    w.uses = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    meet_region(&w, f->body);
    air_rewriter rw = {.user = &w, .visit = visit};
    air_rewrite(m, f, &rw);
}
