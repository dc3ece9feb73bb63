/* Takes a node and what its operands became, makes it again; see air_clone.h. */
#include "air_clone.h"

air_clone air_clone_new(arena *a, const air_fun *f)
{
    return (air_clone){
        .arena = a, .count = f->nodes.len, .copies = ARENA_ARRAY(a, air_id, f->nodes.len)};
}

bool air_can_clone(const air_node *n)
{
    switch (n->op) {
    case AIR_OP_INDVAR:
    case AIR_OP_MAP:
    case AIR_OP_FILL:
    case AIR_OP_EMPTY:
    case AIR_OP_COORD:
    case AIR_OP_TABLE:
    case AIR_OP_LITERAL:
    case AIR_OP_VIEW:
    case AIR_OP_REDUCE:
    case AIR_OP_ARG:
    case AIR_OP_COPY:
    case AIR_OP_ELEM:
    case AIR_OP_DIM:
    case AIR_OP_INDEX:
    case AIR_OP_BDIM:
    case AIR_OP_CHECK:
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
    case AIR_OP_GET:
    case AIR_OP_SET: return true;
    default: return false;
    }
}

air_id air_cloned(const air_clone *c, air_id id)
{
    return id < c->count && c->copies[id] ? c->copies[id] : id;
}

static void copy_list(const air_clone *c, air_id *to, const air_id *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = air_cloned(c, from[i]);
}

void air_clone_node(air_clone *c, air_id id)
{
    air_builder *b = c->b;
    air_node n = *air_at(b->fun, id);
    air_id shape[HPC_MAX_RANK], *args = ARENA_ARRAY(c->arena, air_id, n.nargs + 1);
    air_view view;
    copy_list(c, args, n.args, n.nargs);
    n.args = args;
    b->loc = n.loc;
    if (n.op == AIR_OP_DIM || n.op == AIR_OP_GET) {
        c->copies[id] =
            n.op == AIR_OP_DIM ? air_dim(b, args[0], (uint32_t)n.imm) : air_get(b, (uint32_t)n.imm);
        return;
    }
    if (n.type.kind == AIR_ARRAY) {
        copy_list(c, shape, n.shape, n.type.rank);
        n.shape = shape;
    }
    if (n.op == AIR_OP_VIEW) {
        view = *n.view;
        copy_list(c, view.start, n.view->start, HPC_MAX_RANK);
        copy_list(c, view.step, n.view->step, HPC_MAX_RANK);
        n.view = &view;
    }
    c->copies[id] = air_emit(b, &n, air_reuse_of(b->fun, &n));
}
