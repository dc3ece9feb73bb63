/* masks. Needs: any verified function. Keeps: what it computes. Drops: what a mask selects where it
 * goes back, elementwise, to where the same mask holds: the values are computed everywhere and stored
 * under the mask.
 *
 *   %n = reduce add 1 (cast %m)                   %s = map mul (%z, %z)
 *   %a = pack_mask (%z, %m, %n)                   %t = map add (%s, %c)
 *   %b = pack_mask (%c, %m, %n)           ->      store (%z, %t, %m)
 *   %s = map mul (%a, %a)
 *   %t = map add (%s, %b)
 *   unpack_mask (%z, %t, %m)
 *
 * Computing where the mask does not hold costs lanes that would wait anyway, and no elementwise
 * function can fail or be seen; the packed arrays, two passes over memory each, are gone. */
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

enum { MAX_NODES = 64 }; /* of one expression */

typedef struct masks {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    VEC(air_id) counts; /* of true elements of masks, the first of each mask and region */
} masks;

/* What is being moved to the place of one UNPACK_MASK. */
typedef struct move {
    air_rewriter *rw;
    air_id unpack, dest, mask;
    uint32_t others; /* axes behind the mask's */
    unsigned budget;
    struct {
        air_id from, to;
    } done[MAX_NODES];
    unsigned done_count;
} move;

static const air_node *at(const masks *w, air_id id)
{
    return air_at(w->fun, id);
}

static bool changes(const masks *w, air_id from, air_id to, air_id array)
{
    return air_may_write_between(w->alias, from, to, air_root(w->fun, array));
}

/* ---- Counts ---------------------------------------------------------------------------------- */

/* The mask whose true elements the node counts, or 0. */
static air_id counted_mask(const masks *w, const air_node *n)
{
    if (n->op != AIR_OP_REDUCE || n->fn != AIR_ADD || n->type.kind != AIR_SCALAR)
        return 0;
    const air_node *cast = at(w, n->args[0]);
    bool counts = cast->op == AIR_OP_MAP && cast->fn == AIR_CAST && cast->type.dtype == HPC_I64;
    return counts && at(w, cast->args[0])->type.dtype == HPC_BOOL ? cast->args[0] : 0;
}

/* Counts of one mask become one, so that extents are known to be equal. */
static air_visit visit_count(air_rewriter *rw, air_id id, air_id mask)
{
    masks *w = rw->user;
    for (uint32_t i = 0; i < w->counts.len; i++) {
        air_id other = w->counts.items[i];
        const air_node *o = at(w, other);
        if (o->home != at(w, id)->home || counted_mask(w, o) != mask || changes(w, other, id, mask))
            continue;
        rw->map[id] = air_mapped(rw, other);
        return AIR_DROP;
    }
    vec_push(w->arena, &w->counts, id);
    return AIR_KEEP;
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* A view of all elements in their places, made when extents were not yet known to be equal. */
static bool is_whole_view(const masks *w, const air_node *n)
{
    if (n->op != AIR_OP_VIEW || n->type.rank != at(w, n->args[0])->type.rank)
        return false;
    for (uint32_t r = 0; r < n->type.rank; r++)
        if (n->view->axis[r] != (int)r || n->view->start[r] || n->view->step[r] ||
            n->shape[r] != at(w, n->args[0])->shape[r])
            return false;
    return true;
}

static air_id moved(move *m, air_id id, air_id reader);

static air_id moved_map(move *m, air_id id)
{
    masks *w = m->rw->user;
    const air_node n = *at(w, id);
    air_id args[3];
    if (n.nargs > 3 || n.type.rank != m->others + 1)
        return 0;
    for (uint32_t i = 0; i < n.nargs; i++) {
        args[i] = moved(m, n.args[i], id);
        if (!args[i])
            return 0;
    }
    const air_node dest = *at(w, m->dest);
    return air_map(&m->rw->b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, dest.type.rank,
                   dest.shape);
}

/* The value, at the place of the UNPACK_MASK, of what `reader` reads at its own place; 0: it is none
 * that the mask selects. */
static air_id moved(move *m, air_id id, air_id reader)
{
    masks *w = m->rw->user;
    const air_node *n = at(w, id);
    if (n->type.kind == AIR_SCALAR)
        return id;
    for (unsigned i = 0; i < m->done_count; i++)
        if (m->done[i].from == id)
            return m->done[i].to;
    if (m->budget-- == 0)
        return 0;
    air_id to = 0;
    if (is_whole_view(w, n))
        to = moved(m, n->args[0], reader);
    else if (air_is_fresh(w->fun, id) && changes(w, id, m->unpack, id))
        to = 0; /* something was stored into it */
    else if (n->op == AIR_OP_PACK_MASK)
        to = n->args[1] == m->mask && !changes(w, id, m->unpack, n->args[0]) &&
                     !changes(w, id, m->unpack, m->mask)
                 ? n->args[0]
                 : 0;
    else if (n->type.rank <= m->others) /* the same for each selected block */
        to = changes(w, reader, m->unpack, id) ? 0 : id;
    else if (n->op == AIR_OP_MAP)
        to = moved_map(m, id);
    if (to) {
        m->done[m->done_count].from = id;
        m->done[m->done_count++].to = to;
    }
    return to;
}

/* The mask with the other axes of the array behind it. */
static air_id full_mask(air_rewriter *rw, air_id mask, air_id dest)
{
    masks *w = rw->user;
    const air_node d = *at(w, dest);
    uint32_t rank = at(w, mask)->type.rank;
    if (rank == d.type.rank)
        return mask;
    for (uint32_t k = rank; k < d.type.rank; k++)
        mask = air_newaxis(&rw->b, mask, k);
    return air_broadcast_to(&rw->b, mask, d.type.rank, d.shape);
}

static air_visit visit_unpack(air_rewriter *rw, air_id id)
{
    masks *w = rw->user;
    const air_node n = *at(w, id);
    move m = {.rw = rw, .unpack = id, .dest = n.args[0], .mask = n.args[2], .budget = MAX_NODES};
    m.others = at(w, m.dest)->type.rank - (uint32_t)at(w, m.mask)->type.rank;
    air_id value = moved(&m, n.args[1], id);
    if (!value)
        return AIR_KEEP;
    remark_add(rw->b.module->remarks, REMARK_MASKED, w->fun->index, 0, n.loc, NULL, NULL);
    air_store(&rw->b, m.dest, value, full_mask(rw, m.mask, m.dest));
    return AIR_DROP;
}

static air_visit visit(air_rewriter *rw, air_id id)
{
    masks *w = rw->user;
    const air_node *n = at(w, id);
    air_id mask = counted_mask(w, n);
    if (mask)
        return visit_count(rw, id, mask);
    return n->op == AIR_OP_UNPACK_MASK ? visit_unpack(rw, id) : AIR_KEEP;
}

void air_pass_masks(arena *a, air_module *m, air_fun *f)
{
    masks w = {.arena = a, .fun = f, .alias = air_alias_new(a, m, f)};
    air_rewriter rw = {.user = &w, .visit = visit};
    air_rewrite(m, f, &rw);
}
