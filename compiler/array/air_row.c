/* Takes arrays and an index, gives rows; see air_row.h. */
#include "air_row.h"

static const air_node *at(const air_rows *r, air_id id)
{
    return air_at(r->b->fun, id);
}

/* ---- What has rows --------------------------------------------------------------------------- */

static bool same_extent(const air_fun *f, air_id x, air_id y)
{
    int64_t a, b;
    return x == y || (air_is_const(f, x, &a) && air_is_const(f, y, &b) && a == b);
}

/* Each operand has the row axis, or is known not to vary along it. (Complex scalars are not computed
 * as elements of arrays are.) */
static bool map_has_rows(const air_fun *f, const air_node *n)
{
    if (hpc_dtype_kind((hpc_dtype)n->type.dtype) == 'c')
        return false;
    for (uint32_t i = 0; i < n->nargs; i++) {
        const air_node *x = air_at(f, n->args[i]);
        if (hpc_dtype_kind((hpc_dtype)x->type.dtype) == 'c')
            return false;
        if (x->type.kind == AIR_ARRAY && x->type.rank == n->type.rank &&
            !air_is_one(f, x->shape[0]) && !same_extent(f, x->shape[0], n->shape[0]))
            return false;
    }
    return true;
}

/* Rows of a view of rows: the first axis stays what it is, and the others come from others. */
static bool view_has_rows(const air_node *n)
{
    const air_view *v = n->view;
    if (v->axis[0] != 0 || v->start[0] || v->step[0] || (v->broadcast | v->maybe_broadcast) & 1)
        return false;
    for (uint32_t r = 1; r < n->type.rank; r++)
        if (v->axis[r] == 0)
            return false;
    return true;
}

/* Sums of C-ordered elements go along runs within a row; extremes have no order. */
static bool reduce_has_rows(const air_fun *f, const air_node *n)
{
    const air_node *x = air_at(f, n->args[0]);
    bool any_order = n->fn == AIR_MIN || n->fn == AIR_MAX || !(x->type.dtype >= HPC_F16);
    uint32_t rank = x->type.rank, axes = (uint32_t)n->imm, all = (1u << rank) - 2u;
    if (hpc_dtype_kind((hpc_dtype)x->type.dtype) == 'c')
        return false;
    bool run = axes == all || axes == 1u << (rank - 1);
    return !(axes & 1) && axes && (any_order || (x->type.facts & AIR_C_ORDER && run));
}

bool air_has_rows(const air_fun *f, air_id id)
{
    const air_node *n = air_at(f, id);
    if (n->type.kind != AIR_ARRAY || n->type.rank == 0)
        return false;
    switch (n->op) {
    case AIR_OP_MAP: return map_has_rows(f, n);
    case AIR_OP_VIEW: return view_has_rows(n);
    case AIR_OP_REDUCE: return reduce_has_rows(f, n);
    case AIR_OP_COPY:
    case AIR_OP_FILL:
    case AIR_OP_COORD: return true;
    default: return false;
    }
}

bool air_first_axis(const air_fun *f, air_id array, int *axis, int64_t *start)
{
    const air_node *n = air_at(f, array);
    *axis = 0;
    *start = 0;
    if (n->op != AIR_OP_VIEW)
        return n->op != AIR_OP_RESHAPE;
    if (air_at(f, n->args[0])->op == AIR_OP_RESHAPE)
        return false;
    *axis = n->view->axis[0];
    if (*axis < 0 || (n->view->broadcast | n->view->maybe_broadcast) & 1 || n->view->step[*axis])
        return false;
    return !n->view->start[*axis] || air_is_const(f, n->view->start[*axis], start);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

air_id air_row_of_memory(air_builder *b, air_id array, air_id index)
{
    const air_node *n = air_at(b->fun, array);
    uint32_t rank = n->type.rank;
    if (rank == 1)
        return air_elem(b, array, &index);
    air_view view = {.start = {index}};
    for (uint32_t r = 0; r + 1 < rank; r++)
        view.axis[r] = (int8_t)(r + 1);
    return air_view_new(b, array, &view, rank - 1, n->shape + 1);
}

/* What was made before, or given; else the node itself. */
static air_id known_row(const air_rows *r, air_id id)
{
    for (uint32_t i = 0; i < r->from.len; i++)
        if (r->from.items[i] == id)
            return r->to.items[i];
    return id;
}

/* An operand of row `index`, of an array of rank `rank`. */
static air_id operand_row(air_rows *r, air_id x, uint32_t rank)
{
    const air_node *n = at(r, x);
    if (n->type.kind != AIR_ARRAY)
        return known_row(r, x);
    if (n->type.rank < rank)
        return x;
    if (air_is_one(r->b->fun, n->shape[0]) && !r->inside(r->user, x))
        return air_row_of_memory(r->b, x, air_i64(r->b, 0));
    return air_row(r, x);
}

static air_id row_of_map(air_rows *r, air_id id)
{
    air_id args[3];
    uint32_t nargs = at(r, id)->nargs, rank = at(r, id)->type.rank;
    for (uint32_t i = 0; i < nargs; i++)
        args[i] = operand_row(r, at(r, id)->args[i], rank);
    bool any = false;
    for (uint32_t i = 0; i < nargs; i++)
        any |= at(r, args[i])->type.kind == AIR_ARRAY;
    const air_node n = *at(r, id);
    air_fn fn = (air_fn)n.fn;
    return air_map(r->b, fn, (hpc_dtype)n.type.dtype, args, nargs, any ? rank - 1 : 0, n.shape + 1);
}

static air_id row_of_view(air_rows *r, air_id id)
{
    air_id row = air_row(r, at(r, id)->args[0]);
    const air_node n = *at(r, id);
    if (at(r, row)->type.kind != AIR_ARRAY)
        return row; /* the axes left are new ones: they broadcast */
    air_view view = {.broadcast = n.view->broadcast >> 1,
                     .maybe_broadcast = n.view->maybe_broadcast >> 1};
    for (uint32_t s = 1; s < HPC_MAX_RANK; s++) {
        view.start[s - 1] = n.view->start[s];
        view.step[s - 1] = n.view->step[s];
    }
    for (uint32_t k = 1; k < n.type.rank; k++)
        view.axis[k - 1] =
            (int8_t)(n.view->axis[k] == AIR_NEW_AXIS ? AIR_NEW_AXIS : n.view->axis[k] - 1);
    return air_view_new(r->b, row, &view, n.type.rank - 1u, n.shape + 1);
}

static air_id row_of_reduce(air_rows *r, air_id id)
{
    air_id row = air_row(r, at(r, id)->args[0]);
    const air_node n = *at(r, id);
    if (at(r, row)->type.kind != AIR_ARRAY) { /* what broadcasts in a row has that shape again */
        const air_node *x = at(r, n.args[0]);
        row = air_fill(r->b, row, x->type.rank - 1u, x->shape + 1);
    }
    uint32_t rank = at(r, row)->type.rank, axes = (uint32_t)n.imm >> 1;
    bool whole = axes == (1u << rank) - 1;
    return air_reduce(r->b, (air_fn)n.fn, row, axes, n.keepdims && !whole);
}

static air_id make_row(air_rows *r, air_id id)
{
    const air_node n = *at(r, id);
    uint32_t rank = n.type.rank;
    if (!r->inside(r->user, id))
        return air_row_of_memory(r->b, id, r->index);
    switch (n.op) {
    case AIR_OP_MAP: return row_of_map(r, id);
    case AIR_OP_VIEW: return row_of_view(r, id);
    case AIR_OP_REDUCE: return row_of_reduce(r, id);
    case AIR_OP_COPY: return air_row(r, n.args[0]);
    case AIR_OP_FILL: return n.args[0];
    default: /* COORD */
        return n.imm == 0 ? r->index : air_coord(r->b, (uint32_t)n.imm - 1, rank - 1, n.shape + 1);
    }
}

air_id air_row(air_rows *r, air_id id)
{
    for (uint32_t i = 0; i < r->from.len; i++)
        if (r->from.items[i] == id)
            return r->to.items[i];
    int32_t loc = r->b->loc;
    r->b->loc = at(r, id)->loc; /* what fails in a row fails where the whole would */
    air_id row = make_row(r, id);
    r->b->loc = loc;
    vec_push(r->arena, &r->from, id);
    vec_push(r->arena, &r->to, row);
    return row;
}
