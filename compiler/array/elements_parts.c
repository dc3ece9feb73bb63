/* Takes a node whose extents are all known and few, makes a scalar for each of its elements, with the
 * bits that the array's elements would have.
 *
 *   %m = map mul (%a, %b) : f64[2]     ->     %a0 * %b0, %a1 * %b1 */
#include "elements.h"

int64_t elements_count(const air_fun *f, const air_node *n, int64_t most,
                       int64_t shape[HPC_MAX_RANK])
{
    int64_t count = 1;
    if (n->type.kind != AIR_ARRAY)
        return -1;
    for (uint32_t r = 0; r < n->type.rank; r++) {
        if (!air_is_const(f, n->shape[r], &shape[r]) || shape[r] < 1 || shape[r] > most)
            return -1;
        count *= shape[r];
        if (count > most)
            return -1;
    }
    return count;
}

void elements_index(const int64_t *shape, uint32_t rank, int64_t flat, int64_t *index)
{
    for (uint32_t r = rank; r-- > 0;) {
        index[r] = flat % shape[r];
        flat /= shape[r];
    }
}

int64_t elements_flat(const int64_t *shape, uint32_t rank, const int64_t *index)
{
    int64_t flat = 0;
    for (uint32_t r = 0; r < rank; r++)
        flat = flat * shape[r] + index[r];
    return flat;
}

/* ---- Which nodes ------------------------------------------------------------------------------- */

static bool is_real_float(hpc_dtype dtype)
{
    return dtype == HPC_F16 || dtype == HPC_F32 || dtype == HPC_F64;
}

static bool is_complex(hpc_dtype dtype)
{
    return dtype == HPC_C64 || dtype == HPC_C128;
}

/* A few sums whose order does not depend on the layout, as lowering has it (lower_reduce.c). */
static bool reduces_in_known_order(const air_fun *f, const air_node *n)
{
    const air_node *source = air_at(f, n->args[0]);
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    int64_t shape[HPC_MAX_RANK], count = 1;
    uint32_t reduced = 0, rank = source->type.rank;
    if (elements_count(f, source, ELEMENTS_BETWEEN, shape) < 0 || source->type.dtype != dtype ||
        dtype == HPC_F16)
        return false;
    bool trailing = true;
    for (uint32_t r = 0; r < rank; r++) {
        bool here = n->imm >> r & 1;
        trailing = trailing && (here || !reduced);
        reduced += here;
        count *= here ? shape[r] : 1;
    }
    if (count > ELEMENTS_MOST)
        return false;
    bool ordered = is_real_float(dtype) && (n->fn == AIR_MUL || n->fn == AIR_ADD);
    if (!ordered || (reduced == 1 && count < 8))
        return true;
    return trailing && (rank == 1 || source->type.facts & AIR_C_ORDER);
}

bool elements_known_places(const air_fun *f, const air_view *v, const air_node *part,
                           const air_node *source)
{
    int64_t shape[HPC_MAX_RANK] = {0}, whole[HPC_MAX_RANK] = {0};
    bool scalar = part->type.kind == AIR_SCALAR;
    if (elements_count(f, source, ELEMENTS_BETWEEN, whole) < 0 || v->maybe_broadcast ||
        (!scalar && elements_count(f, part, ELEMENTS_BETWEEN, shape) < 0))
        return false;
    for (uint32_t s = 0; s < source->type.rank; s++) {
        int64_t start = 0, step = 1, last;
        if ((v->start[s] && !air_is_const(f, v->start[s], &start)) ||
            (v->step[s] && !air_is_const(f, v->step[s], &step)))
            return false;
        last = start;
        for (uint32_t r = 0; !scalar && r < part->type.rank; r++)
            if (v->axis[r] == (int)s && whole[s] > 1 && !(v->broadcast >> r & 1))
                last += step * (shape[r] - 1);
        if (start < 0 || start >= whole[s] || last < 0 || last >= whole[s])
            return false;
    }
    return true;
}

/* All array operands are small, too: their extents are known. */
static bool small_operands(const air_fun *f, const air_node *n)
{
    int64_t shape[HPC_MAX_RANK];
    for (uint32_t k = 0; k < n->nargs; k++)
        if (air_at(f, n->args[k])->type.kind != AIR_SCALAR &&
            elements_count(f, air_at(f, n->args[k]), ELEMENTS_BETWEEN, shape) < 0)
            return false;
    return true;
}

bool elements_computes(const air_fun *f, const air_node *n)
{
    int64_t shape[HPC_MAX_RANK], count = elements_count(f, n, ELEMENTS_BETWEEN, shape);
    if (is_complex((hpc_dtype)n->type.dtype)) /* NumPy's loops over arrays round otherwise */
        return false;
    if (n->type.kind == AIR_SCALAR ? n->op != AIR_OP_REDUCE : count < 0)
        return false;
    switch (n->op) {
    case AIR_OP_FILL:
    case AIR_OP_COORD: return true;
    case AIR_OP_LITERAL: return count == n->nargs;
    case AIR_OP_MAP: return small_operands(f, n);
    case AIR_OP_COPY:
    case AIR_OP_RESHAPE:
        return count == elements_count(f, air_at(f, n->args[0]), ELEMENTS_BETWEEN, shape);
    case AIR_OP_TABLE: return n->type.dtype != HPC_F16;
    case AIR_OP_VIEW:
        return small_operands(f, n) && elements_known_places(f, n->view, n, air_at(f, n->args[0]));
    case AIR_OP_OVERLAY:
        return small_operands(f, n) && elements_known_places(f, n->view, air_at(f, n->args[1]), n);
    case AIR_OP_REDUCE: return small_operands(f, n) && reduces_in_known_order(f, n);
    default: return false;
    }
}

air_id elements_literal(elements *e, air_type type, const air_id *scalars, uint32_t count,
                        air_id *extents)
{
    type.facts = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE;
    air_node n = air_blank(AIR_OP_LITERAL, type);
    n.type.facts = air_facts_normal(type.rank, type.facts);
    n.args = (air_id *)scalars;
    n.nargs = count;
    n.shape = extents;
    return air_emit(e->b, &n, AIR_FRESH);
}

/* ---- Their elements ---------------------------------------------------------------------------- */

bool elements_constant_indexes(const air_fun *f, const air_node *n)
{
    int64_t shape[HPC_MAX_RANK], index;
    const air_node *array = air_at(f, n->args[0]);
    if (elements_count(f, array, ELEMENTS_BETWEEN, shape) < 0)
        return false;
    for (uint32_t r = 0; r < array->type.rank; r++)
        if (!air_is_const(f, n->args[1 + r], &index) || index < 0 || index >= shape[r])
            return false;
    return true;
}

void elements_note(elements *e, air_id array, air_id *scalars)
{
    while (e->parts.len <= array)
        vec_push(e->arena, &e->parts, ((elements_list){NULL}));
    e->parts.items[array].scalars = scalars;
}

static air_id *loads(elements *e, air_id array)
{
    const air_node n = *air_at(e->fun, array);
    int64_t shape[HPC_MAX_RANK], index[HPC_MAX_RANK];
    int64_t count = elements_count(e->fun, &n, ELEMENTS_BETWEEN, shape);
    air_id *out = ARENA_ARRAY(e->arena, air_id, count + 1), at[HPC_MAX_RANK];
    bool cell = elements_is_cell(e, array);
    for (int64_t i = 0; i < count; i++) {
        elements_index(shape, n.type.rank, i, index);
        for (uint32_t r = 0; r < n.type.rank; r++)
            at[r] = air_i64(e->b, index[r]);
        out[i] = cell ? elements_cell_element(e, array, index) : air_elem(e->b, array, at);
    }
    return out;
}

air_id *elements_of(elements *e, air_id array)
{
    air_id *known = array < e->parts.len ? e->parts.items[array].scalars : NULL;
    return known ? known : loads(e, array);
}

/* An operand of an elementwise node at an element of the result. */
static air_id operand_at(elements *e, air_id operand, const int64_t *index, uint32_t rank)
{
    const air_node *n = air_at(e->fun, operand);
    int64_t shape[HPC_MAX_RANK], own[HPC_MAX_RANK];
    if (n->type.kind == AIR_SCALAR)
        return operand;
    uint32_t missing = rank - n->type.rank, own_rank = n->type.rank;
    elements_count(e->fun, n, ELEMENTS_BETWEEN, shape);
    for (uint32_t r = 0; r < own_rank; r++)
        own[r] = shape[r] == 1 ? 0 : index[missing + r];
    return elements_of(e, operand)[elements_flat(shape, own_rank, own)];
}

static air_id table_element(elements *e, const air_node *n, int64_t flat)
{
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    const char *at = (const char *)n->table + flat * hpc_dtype_size(dtype);
    switch (dtype) {
#define CASE(name, type, make)                                                                     \
    case name: {                                                                                   \
        type x;                                                                                    \
        memcpy(&x, at, sizeof x);                                                                  \
        return make;                                                                               \
    }
        CASE(HPC_F32, float, air_const_float(e->b, dtype, (double)x))
        CASE(HPC_F64, double, air_const_float(e->b, dtype, x))
        CASE(HPC_I8, int8_t, air_const_int(e->b, dtype, x))
        CASE(HPC_I16, int16_t, air_const_int(e->b, dtype, x))
        CASE(HPC_I32, int32_t, air_const_int(e->b, dtype, x))
        CASE(HPC_BOOL, uint8_t, air_const_int(e->b, dtype, x))
        CASE(HPC_U8, uint8_t, air_const_int(e->b, dtype, x))
        CASE(HPC_U16, uint16_t, air_const_int(e->b, dtype, x))
        CASE(HPC_U32, uint32_t, air_const_int(e->b, dtype, x))
    default: {
        int64_t x;
        memcpy(&x, at, sizeof x);
        return air_const_int(e->b, dtype, x);
    }
#undef CASE
    }
}

void elements_source_index(const air_fun *f, const air_view *v, uint32_t rank, uint32_t source_rank,
                           const int64_t *source_shape, const int64_t *index, int64_t *at)
{
    for (uint32_t s = 0; s < source_rank; s++) {
        at[s] = 0;
        if (v->start[s])
            air_is_const(f, v->start[s], &at[s]);
    }
    for (uint32_t r = 0; r < rank; r++) {
        int8_t s = v->axis[r];
        int64_t step = 1;
        if (s == AIR_NEW_AXIS || source_shape[s] == 1 || v->broadcast >> r & 1)
            continue;
        if (v->step[s])
            air_is_const(f, v->step[s], &step);
        at[s] += step * index[r];
    }
}

static air_id view_element(elements *e, const air_node *n, const int64_t *index)
{
    const air_node *source = air_at(e->fun, n->args[0]);
    int64_t shape[HPC_MAX_RANK], at[HPC_MAX_RANK];
    uint32_t rank = source->type.rank;
    elements_count(e->fun, source, ELEMENTS_BETWEEN, shape);
    elements_source_index(e->fun, n->view, n->type.rank, rank, shape, index, at);
    return elements_of(e, n->args[0])[elements_flat(shape, rank, at)];
}

/* As lw_sum_terms adds them: sums of floats begin with 0, and from eight terms on there are eight. */
static air_id fold(elements *e, const air_node *n, const air_id *x, int64_t count)
{
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    enum { WIDTH = 8 };
    bool pairwise = n->fn == AIR_ADD && is_real_float(dtype);
    int64_t whole = count / WIDTH * WIDTH;
    air_fn fn = (air_fn)n->fn;
    air_id part[WIDTH], sum = x[0];
    if (!pairwise || count < WIDTH) {
        for (int64_t i = 1; i < count; i++)
            sum = air_map2(e->b, fn, dtype, sum, x[i]);
    } else {
        memcpy(part, x, WIDTH * sizeof *x);
        for (int64_t i = WIDTH; i < whole; i++)
            part[i % WIDTH] = air_map2(e->b, fn, dtype, part[i % WIDTH], x[i]);
        for (int64_t m = WIDTH; m > 1; m /= 2)
            for (int64_t i = 0; i < m / 2; i++)
                part[i] = air_map2(e->b, fn, dtype, part[2 * i], part[2 * i + 1]);
        sum = part[0];
        for (int64_t i = whole; i < count; i++)
            sum = air_map2(e->b, fn, dtype, sum, x[i]);
    }
    return pairwise ? air_map2(e->b, fn, dtype, air_const_float(e->b, dtype, 0), sum) : sum;
}

static air_id reduced_element(elements *e, const air_node *n, const int64_t *index)
{
    const air_node *source = air_at(e->fun, n->args[0]);
    int64_t shape[HPC_MAX_RANK], at[HPC_MAX_RANK];
    uint32_t rank = source->type.rank, kept = 0;
    int64_t all = elements_count(e->fun, source, ELEMENTS_BETWEEN, shape), count = 0;
    air_id terms[ELEMENTS_BETWEEN] = {0}, *from = elements_of(e, n->args[0]);
    int64_t want[HPC_MAX_RANK];
    for (uint32_t r = 0; r < rank; r++) {
        bool here = n->imm >> r & 1;
        want[r] = here ? -1 : index[kept];
        kept += !here || n->keepdims;
    }
    for (int64_t i = 0; i < all; i++) {
        bool mine = true;
        elements_index(shape, rank, i, at);
        for (uint32_t r = 0; r < rank; r++)
            mine = mine && (want[r] < 0 || at[r] == want[r]);
        if (mine)
            terms[count++] = from[i];
    }
    return fold(e, n, terms, count);
}

static air_id *overlaid(elements *e, const air_node *n, const int64_t *shape, int64_t count)
{
    air_id *out = ARENA_ARRAY(e->arena, air_id, count);
    const air_node *value = air_at(e->fun, n->args[1]);
    int64_t part[HPC_MAX_RANK], index[HPC_MAX_RANK], at[HPC_MAX_RANK], parts = 1;
    bool scalar = value->type.kind == AIR_SCALAR;
    uint32_t rank = scalar ? 0 : value->type.rank;
    air_id *from = scalar ? &n->args[1] : elements_of(e, n->args[1]);
    if (!scalar)
        parts = elements_count(e->fun, air_at(e->fun, n->args[1]), ELEMENTS_BETWEEN, part);
    memcpy(out, elements_of(e, n->args[0]), (size_t)count * sizeof *out);
    for (int64_t i = 0; i < parts; i++) {
        elements_index(part, rank, i, index);
        elements_source_index(e->fun, n->view, rank, n->type.rank, shape, index, at);
        out[elements_flat(shape, n->type.rank, at)] = from[i];
    }
    return out;
}

static air_id mapped_element(elements *e, const air_node *n, const int64_t *index)
{
    air_id args[4];
    for (uint32_t k = 0; k < n->nargs; k++)
        args[k] = operand_at(e, n->args[k], index, n->type.rank);
    return air_map(e->b, (air_fn)n->fn, (hpc_dtype)n->type.dtype, args, n->nargs, 0, NULL);
}

static air_id element(elements *e, const air_node *n, const int64_t *index, int64_t flat)
{
    switch (n->op) {
    case AIR_OP_MAP: return mapped_element(e, n, index);
    case AIR_OP_FILL: return n->args[0];
    case AIR_OP_COORD: return air_i64(e->b, index[n->imm]);
    case AIR_OP_LITERAL: return n->args[flat];
    case AIR_OP_TABLE: return table_element(e, n, flat);
    case AIR_OP_VIEW: return view_element(e, n, index);
    case AIR_OP_REDUCE: return reduced_element(e, n, index);
    default: return elements_of(e, n->args[0])[flat]; /* copies and other shapes, both in C order */
    }
}

air_id *elements_of_node(elements *e, air_id id)
{
    const air_node n = *air_at(e->fun, id);
    int64_t shape[HPC_MAX_RANK] = {0}, index[HPC_MAX_RANK] = {0};
    bool scalar = n.type.kind == AIR_SCALAR;
    int64_t count = scalar ? 1 : elements_count(e->fun, &n, ELEMENTS_BETWEEN, shape);
    if (n.op == AIR_OP_OVERLAY)
        return overlaid(e, &n, shape, count);
    air_id *out = ARENA_ARRAY(e->arena, air_id, count);
    for (int64_t i = 0; i < count; i++) {
        if (!scalar)
            elements_index(shape, n.type.rank, i, index);
        out[i] = element(e, &n, index, i);
    }
    return out;
}
