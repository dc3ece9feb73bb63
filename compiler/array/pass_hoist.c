/* hoist. Needs: any verified function. Keeps: what it computes and in what order it fails. Drops:
 * nothing; moves what does not change in a loop before it: scalar operations that cannot fail,
 * extents, elements and variables that the loop does not write, views, constant sources.
 *
 *   for (0, %n, 1) {                      %2 = elem (%a, 0)
 *     %i = indvar                         for (0, %n, 1) {
 *     %2 = elem (%a, 0)          ->         %i = indvar
 *     ...                                   ...
 *
 * Inner loops first, so that a node moves out of as many loops as it can. Nodes inside a branch
 * stay. */
#include "air_alias.h"
#include "air_internal.h"
#include "air_passes.h"

typedef struct hoist {
    arena *arena;
    air_fun *fun;
    air_alias *alias; /* as it was before the pass: what is written where stays true */
    bool *inside;     /* by node: in the loop at hand */
    remarks *remarks;
} hoist;

static const air_node *at(const hoist *h, air_id id)
{
    return air_at(h->fun, id);
}

static bool all_outside(const hoist *h, const air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] && h->inside[ids[i]])
            return false;
    return true;
}

static bool sets(const hoist *h, const air_region *r, int64_t var)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(h, r->items[i]);
        if ((n->op == AIR_OP_SET && n->imm == var) || sets(h, n->other, var) ||
            sets(h, n->body, var))
            return true;
    }
    return false;
}

static bool writes(const hoist *h, const air_region *r, air_id root)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(h, r->items[i]);
        if ((air_op_writes((air_op)n->op) && air_may_write(h->alias, r->items[i], root)) ||
            writes(h, n->other, root) || writes(h, n->body, root))
            return true;
    }
    return false;
}

/* Nothing in the loop sets a field at that offset, of whatever object. */
static bool keeps_fields(const hoist *h, const air_region *r, int64_t offset)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(h, r->items[i]);
        if (n->op == AIR_OP_CALL || (n->op == AIR_OP_FIELD_SET && n->imm == offset) ||
            !keeps_fields(h, n->body, offset) || !keeps_fields(h, n->other, offset))
            return false;
    }
    return true;
}

/* The object is there: a name's may have to be checked first. */
static bool field_stays(const hoist *h, const air_node *n, const air_node *loop)
{
    uint8_t from = at(h, n->args[0])->op;
    return from != AIR_OP_GET && from != AIR_OP_GLOBAL_GET && keeps_fields(h, loop->body, n->imm) &&
           keeps_fields(h, loop->other, n->imm);
}

static bool loop_writes(const hoist *h, const air_node *loop, air_id array)
{
    air_id root = air_root(h->fun, array);
    return writes(h, loop->body, root) || writes(h, loop->other, root);
}

static bool is_scalar_map(const hoist *h, const air_node *n)
{
    if (n->op != AIR_OP_MAP || n->type.kind != AIR_SCALAR || air_fn_checked((air_fn)n->fn))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(h, n->args[i])->type.kind != AIR_SCALAR)
            return false;
    return true;
}

static bool may_move(const hoist *h, air_id id, const air_node *loop)
{
    const air_node *n = at(h, id);
    switch (n->op) {
    case AIR_OP_MAP: return is_scalar_map(h, n);
    case AIR_OP_DIM:
    case AIR_OP_STRIDE:
    case AIR_OP_STRING:
    case AIR_OP_VIEW: return true;
    case AIR_OP_FILL:
    case AIR_OP_COORD:
    case AIR_OP_TABLE: return !air_is_touched(h->alias, id);
    case AIR_OP_GET: return !sets(h, loop->body, n->imm) && !sets(h, loop->other, n->imm);
    case AIR_OP_FIELD_GET: return field_stays(h, n, loop);
    case AIR_OP_ELEM: return !loop_writes(h, loop, n->args[0]);
    default: return false;
    }
}

static bool is_invariant(const hoist *h, air_id id, const air_node *loop)
{
    const air_node *n = at(h, id);
    if (!may_move(h, id, loop) || !all_outside(h, n->args, n->nargs))
        return false;
    /* A variable's extents are nodes after it, which move right after it. */
    if (n->type.kind == AIR_ARRAY && n->op != AIR_OP_GET && n->op != AIR_OP_FIELD_GET &&
        !all_outside(h, n->shape, n->type.rank))
        return false;
    return n->op != AIR_OP_VIEW || (all_outside(h, n->view->start, HPC_MAX_RANK) &&
                                    all_outside(h, n->view->step, HPC_MAX_RANK));
}

/* Move the invariant nodes of one of the loop's regions to the end of `outer`. */
static void empty_into(hoist *h, air_region *r, const air_node *loop, air_region *outer)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        if (is_invariant(h, id, loop)) {
            uint8_t op = at(h, id)->op;
            if (op == AIR_OP_MAP || op == AIR_OP_ELEM || op == AIR_OP_FIELD_GET)
                remark_add(h->remarks, REMARK_HOISTED, h->fun->index, 0, loop->loc, NULL, NULL);
            h->inside[id] = false;
            air_at(h->fun, id)->home = outer;
            vec_push(h->arena, outer, id);
        } else {
            r->items[kept++] = id;
        }
    }
    if (r)
        r->len = kept;
}

static void hoist_region(hoist *h, air_region *r)
{
    air_id *items = r->items;
    uint32_t count = r->len;
    r->items = NULL;
    r->len = r->cap = 0;
    for (uint32_t i = 0; i < count; i++) {
        const air_node *n = at(h, items[i]);
        if (n->other)
            hoist_region(h, n->other);
        if (n->body)
            hoist_region(h, n->body);
        if (n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE) {
            air_mark_nested(h->fun, n->other, h->inside, true);
            air_mark_nested(h->fun, n->body, h->inside, true);
            empty_into(h, n->other, n, r);
            empty_into(h, n->body, n, r);
            air_mark_nested(h->fun, n->other, h->inside, false);
            air_mark_nested(h->fun, n->body, h->inside, false);
        }
        vec_push(h->arena, r, items[i]);
    }
}

void air_pass_hoist(arena *a, air_module *m, air_fun *f)
{
    hoist h = {.arena = m->arena, .fun = f, .alias = air_alias_new(a, m, f), .remarks = m->remarks};
    h.inside = ARENA_ARRAY(a, bool, f->nodes.len);
    hoist_region(&h, f->body);
}
