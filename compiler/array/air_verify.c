/* Takes a module, gives NULL or the first rule of docs/ir.md ("Rules of array IR") that it breaks:
 * order and scope here, the rules of single operations in air_verify_ops.c. */
#include "air_verify.h"

bool air_broken(air_verifier *v, const char *what)
{
    if (!v->error) {
        const air_node *n = air_at(v->fun, v->node);
        v->error =
            arena_printf(v->arena, "%s: node %u (%s%s%s): %s", v->fun->name, v->node,
                         v->node ? air_op_name((air_op)n->op) : "function",
                         n->op == AIR_OP_MAP && v->node ? " " : "",
                         n->op == AIR_OP_MAP && v->node ? air_fn_name((air_fn)n->fn) : "", what);
    }
    return false;
}

static bool is_defined(const air_verifier *v, air_id id)
{
    return id && id < v->fun->nodes.len && v->defined[id];
}

static void check_operands(air_verifier *v, const air_node *n)
{
    for (uint32_t i = 0; i < n->nargs; i++) {
        bool may_be_none = !n->args[i] && (n->op == AIR_OP_RT || n->op == AIR_OP_RAISE);
        if (!may_be_none && !is_defined(v, n->args[i])) {
            air_broken(v, "an operand is not defined before it, in its region or around it");
            return;
        }
    }
}

/* An extent is a node defined before, or DIM of the array itself, which follows it, or a constant
 * (for a parameter that has a constant extent: both stand at the head of the body). */
static void check_shape(air_verifier *v, air_id id, const air_node *n)
{
    if (n->type.kind != AIR_ARRAY)
        return;
    if (n->type.rank > HPC_MAX_RANK || (n->type.rank && !n->shape)) {
        air_broken(v, "an array without a shape");
        return;
    }
    for (uint32_t r = 0; r < n->type.rank; r++) {
        air_id e = n->shape[r];
        if (!e || e >= v->fun->nodes.len) {
            air_broken(v, "an extent is missing");
            return;
        }
        const air_node *extent = air_at(v->fun, e);
        bool own = extent->op == AIR_OP_DIM && extent->nargs == 1 && extent->args[0] == id &&
                   extent->imm == (int64_t)r;
        bool constant = extent->op == AIR_OP_CONST && extent->home == v->fun->body;
        if (!own && !constant && !is_defined(v, e))
            air_broken(v, "an extent is not defined before it");
        if (extent->type.kind != AIR_SCALAR || extent->type.dtype != HPC_I64)
            air_broken(v, "an extent is not an i64 scalar");
    }
}

static bool ends_region(air_op op)
{
    return op == AIR_OP_BREAK || op == AIR_OP_CONTINUE || op == AIR_OP_RETURN ||
           op == AIR_OP_RAISE || op == AIR_OP_COND;
}

/* Where control nodes may stand. */
static void check_place(air_verifier *v, const air_node *n, const air_region *r, uint32_t at,
                        air_op owner, bool head)
{
    if (ends_region((air_op)n->op) && at + 1 != r->len)
        air_broken(v, "nodes follow it in its region");
    if (n->op == AIR_OP_INDVAR && (owner != AIR_OP_FOR || at != 0))
        air_broken(v, "not the first node of a loop's body");
    if (n->op == AIR_OP_COND && !(owner == AIR_OP_WHILE && head))
        air_broken(v, "not at the end of a while's head");
    if ((n->op == AIR_OP_BREAK || n->op == AIR_OP_CONTINUE) && !v->loops)
        air_broken(v, "outside of a loop");
}

static void check_region(air_verifier *v, const air_region *r, air_op owner, bool head);

static void check_regions(air_verifier *v, const air_node *n)
{
    bool loop = n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE;
    if (!loop && n->op != AIR_OP_IF && n->op != AIR_OP_TRY) {
        if (n->body || n->other)
            air_broken(v, "has regions");
        return;
    }
    if (!n->body || (n->op == AIR_OP_WHILE && (!n->other || !n->other->len))) {
        air_broken(v, "has no regions");
        return;
    }
    air_op owner = (air_op)n->op;
    const air_region *body = n->body, *other = n->other;
    if (owner == AIR_OP_FOR &&
        (!body->len || air_at(v->fun, body->items[0])->op != AIR_OP_INDVAR)) {
        air_broken(v, "the body does not begin with indvar");
        return;
    }
    if (owner == AIR_OP_WHILE && air_at(v->fun, other->items[other->len - 1])->op != AIR_OP_COND) {
        air_broken(v, "the head does not end with cond");
        return;
    }
    v->loops += loop;
    if (other)
        check_region(v, other, owner, true);
    check_region(v, body, owner, false);
    v->loops -= loop;
}

static void check_region(air_verifier *v, const air_region *r, air_op owner, bool head)
{
    for (uint32_t i = 0; i < r->len && !v->error; i++) {
        air_id id = v->node = r->items[i];
        if (!id || id >= v->fun->nodes.len || v->listed[id]) {
            air_broken(v, "listed twice, or no node");
            return;
        }
        const air_node *n = air_at(v->fun, id);
        v->listed[id] = true;
        if (n->op >= AIR_OP_COUNT || n->home != r)
            air_broken(v, "not of the region that lists it");
        check_place(v, n, r, i, owner, head);
        check_operands(v, n);
        check_shape(v, id, n);
        if (!v->error)
            air_verify_op(v, n);
        if (!v->error)
            check_regions(v, n);
        v->defined[id] = true;
    }
    for (uint32_t i = 0; i < r->len && !v->error; i++)
        v->defined[r->items[i]] = false;
}

const char *air_verify(arena *a, const air_module *m)
{
    air_verifier v = {.arena = a, .module = m};
    for (uint32_t i = 0; i < m->funs.len && !v.error; i++) {
        v.fun = m->funs.items[i];
        v.node = 0;
        v.defined = ARENA_ARRAY(a, bool, v.fun->nodes.len);
        v.listed = ARENA_ARRAY(a, bool, v.fun->nodes.len);
        if (v.fun->index != i)
            air_broken(&v, "its index is not its place in the module");
        else
            check_region(&v, v.fun->body, AIR_OP_COUNT, false);
    }
    return v.error;
}
