/* Arrays of a few elements that are stored to at constant indexes become variables, one an element:
 *
 *   %a = fill (0) : f64[2]                         set $1 (0), set $2 (0)
 *   for ... {                                      for ... {
 *     %v = map add (%a, %x)               ->         set $1 (%a0 + %x0), set $2 (%a1 + %x1)
 *     store (%a, %v)                               }
 *   }
 *
 * Such an array (a cell) is fresh, no variable holds it, and nothing keeps its memory. Whatever needs it
 * as an array reads it where it stands: a LITERAL of what the variables hold there. */
#include "air_alias.h"
#include "elements.h"

static const air_node *at(const elements *e, air_id id)
{
    return air_at(e->fun, id);
}

/* ---- Which arrays ------------------------------------------------------------------------------ */

/* Views from the array down to its root select constant places, each element once. */
static bool known_view(const elements *e, air_id array)
{
    const air_node *n = at(e, array);
    for (; n->op == AIR_OP_VIEW; n = at(e, n->args[0]))
        if (n->view->broadcast || !elements_known_places(e->fun, n->view, n, at(e, n->args[0])))
            return false;
    return n->op != AIR_OP_RESHAPE;
}

static bool is_few(const elements *e, air_id array)
{
    int64_t shape[HPC_MAX_RANK];
    return elements_count(e->fun, at(e, array), ELEMENTS_MOST, shape) > 0;
}

bool elements_cell_store(const elements *e, const air_node *n)
{
    if (!is_few(e, n->args[0]) || !known_view(e, n->args[0]))
        return false;
    if (n->op == AIR_OP_SETELEM)
        return elements_constant_indexes(e->fun, n);
    return n->op == AIR_OP_STORE && n->nargs == 2 && !n->flags &&
           (at(e, n->args[1])->type.kind == AIR_SCALAR || is_few(e, n->args[1]));
}

bool elements_cell_use(const elements *e, const air_node *n, uint32_t k)
{
    air_id array = n->args[k];
    bool root = at(e, array)->op != AIR_OP_VIEW;
    if (!is_few(e, array) || !known_view(e, array))
        return false;
    switch (n->op) {
    case AIR_OP_DIM:
    case AIR_OP_BOX:
    case AIR_OP_REDUCE: return true;
    case AIR_OP_VIEW: return elements_known_places(e->fun, n->view, n, at(e, array));
    case AIR_OP_ELEM: return elements_constant_indexes(e->fun, n);
    case AIR_OP_SETELEM:
    case AIR_OP_STORE: return k > 0 || elements_cell_store(e, n);
    case AIR_OP_MAP:
    case AIR_OP_COPY:
    case AIR_OP_RETURN: return root || (at(e, array)->type.rank <= 1 && n->op != AIR_OP_RETURN);
    default: return false;
    }
}

bool elements_can_be_cell(const elements *e, air_id root)
{
    const air_node *n = at(e, root);
    bool ordered = n->type.rank <= 1 || n->type.facts & AIR_C_ORDER;
    return is_few(e, root) && ordered && n->type.dtype != HPC_C64 && n->type.dtype != HPC_C128 &&
           (n->op == AIR_OP_EMPTY ||
            (n->op != AIR_OP_VIEW && n->op != AIR_OP_RESHAPE && elements_computes(e->fun, n)));
}

/* ---- Rewriting --------------------------------------------------------------------------------- */

bool elements_is_cell(const elements *e, air_id array)
{
    air_id root = air_root(e->fun, array);
    return root < e->cells.len && e->cells.items[root];
}

static air_id zero(elements *e, hpc_dtype dtype)
{
    bool is_float = dtype == HPC_F16 || dtype == HPC_F32 || dtype == HPC_F64;
    return is_float ? air_const_float(e->b, dtype, 0) : air_const_int(e->b, dtype, 0);
}

/* What np.empty holds is anything. */
void elements_begin_cell(elements *e, air_id root)
{
    const air_node n = *at(e, root);
    int64_t shape[HPC_MAX_RANK], count = elements_count(e->fun, &n, ELEMENTS_MOST, shape);
    hpc_dtype dtype = (hpc_dtype)n.type.dtype;
    air_id *scalars = n.op == AIR_OP_EMPTY ? NULL : elements_of_node(e, root);
    uint32_t first = 0;
    for (int64_t i = 0; i < count; i++) {
        uint32_t made = air_var_new(e->b, "element", air_scalar_type(dtype));
        first = i ? first : made;
    }
    while (e->cells.len <= root)
        vec_push(e->arena, &e->cells, 0);
    e->cells.items[root] = first;
    for (int64_t i = 0; i < count; i++)
        air_set(e->b, first + (uint32_t)i, scalars ? scalars[i] : zero(e, dtype));
}

/* The variable of an element of a cell or of a view of one. */
static uint32_t variable_at(const elements *e, air_id array, const int64_t *index)
{
    int64_t here[HPC_MAX_RANK], below[HPC_MAX_RANK], shape[HPC_MAX_RANK];
    const air_node *n = at(e, array);
    memcpy(here, index, n->type.rank * sizeof *here);
    while (n->op == AIR_OP_VIEW) {
        const air_node *source = at(e, n->args[0]);
        elements_count(e->fun, source, ELEMENTS_MOST, shape);
        elements_source_index(e->fun, n->view, n->type.rank, source->type.rank, shape, here, below);
        memcpy(here, below, sizeof here);
        array = n->args[0];
        n = source;
    }
    elements_count(e->fun, n, ELEMENTS_MOST, shape);
    return e->cells.items[array] + (uint32_t)elements_flat(shape, n->type.rank, here);
}

air_id elements_cell_element(elements *e, air_id array, const int64_t *index)
{
    return air_get(e->b, variable_at(e, array, index));
}

void elements_store_cell(elements *e, air_id id)
{
    const air_node n = *at(e, id), to = *at(e, n.args[0]);
    int64_t shape[HPC_MAX_RANK] = {0}, from[HPC_MAX_RANK] = {0}, index[HPC_MAX_RANK] = {0};
    if (n.op == AIR_OP_SETELEM) {
        for (uint32_t r = 0; r < to.type.rank; r++)
            air_is_const(e->fun, n.args[1 + r], &index[r]);
        air_set(e->b, variable_at(e, n.args[0], index), n.args[1 + to.type.rank]);
        return;
    }
    bool scalar = at(e, n.args[1])->type.kind == AIR_SCALAR;
    int64_t count = elements_count(e->fun, &to, ELEMENTS_MOST, shape);
    uint32_t rank = to.type.rank, own = scalar ? 0 : at(e, n.args[1])->type.rank;
    if (!scalar)
        elements_count(e->fun, at(e, n.args[1]), ELEMENTS_MOST, from);
    air_id *scalars = scalar ? NULL : elements_of(e, n.args[1]);
    for (int64_t i = 0; i < count; i++) {
        int64_t value[HPC_MAX_RANK] = {0};
        elements_index(shape, rank, i, index);
        for (uint32_t r = 0; r < own; r++)
            value[r] = from[r] == 1 ? 0 : index[rank - own + r];
        air_set(e->b, variable_at(e, n.args[0], index),
                scalar ? n.args[1] : scalars[elements_flat(from, own, value)]);
    }
}

void elements_read_cells(elements *e, air_id id)
{
    for (uint32_t k = 0; k < at(e, id)->nargs; k++) {
        air_id array = at(e, id)->args[k];
        if (!array || at(e, array)->type.kind != AIR_ARRAY || !elements_is_cell(e, array))
            continue;
        const air_node n = *at(e, array);
        int64_t shape[HPC_MAX_RANK], count = elements_count(e->fun, &n, ELEMENTS_MOST, shape);
        air_id made = elements_literal(e, n.type, elements_of(e, array), (uint32_t)count, n.shape);
        air_at(e->fun, id)->args[k] = made;
    }
}
