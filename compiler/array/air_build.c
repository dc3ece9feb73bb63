/* Takes operands, gives canonical nodes: the constructors of air.h that have rules for shapes, facts
 * or folding. Views are in air_view.c. */
#include "air_internal.h"

#include "../../runtime/checks.h"

/* ---- Facts -----------------------------------------------------------------------------------
 * NumPy gives an elementwise result the K order of its operands: axes are sorted by the operands'
 * strides, axes that are broadcast do not vote, and where two operands disagree C order wins.
 * (Checked against NumPy 2.4 with random layouts.) Hence:
 *   an operand of the result's own shape in C order     -> C
 *   every operand in C order, whatever is broadcast     -> C
 *   one of the result's own shape in F order, the others the same, or with at most one axis that
 *   is not 1 -> F */

uint8_t air_facts_normal(uint32_t rank, uint8_t facts)
{
    if (rank <= 1 && facts & (AIR_C_ORDER | AIR_F_ORDER | AIR_UNIT_LAST))
        facts |= AIR_C_ORDER | AIR_F_ORDER;
    if (facts & AIR_C_ORDER)
        facts |= AIR_UNIT_LAST;
    return facts;
}

static bool same_shape(const air_node *n, uint32_t rank, const air_id *shape)
{
    return n->type.rank == rank && memcmp(n->shape, shape, rank * sizeof *shape) == 0;
}

bool air_votes(const air_fun *f, air_id operand)
{
    const air_node *n = air_at(f, operand);
    int64_t extent;
    uint32_t axes = 0;
    for (uint32_t r = 0; n->type.kind == AIR_ARRAY && r < n->type.rank; r++)
        axes += !(air_is_const(f, n->shape[r], &extent) && extent == 1);
    return axes > 1;
}

uint8_t air_map_facts(const air_fun *f, const air_id *args, uint32_t nargs, uint32_t rank,
                      const air_id *shape)
{
    if (rank <= 1)
        return air_facts_normal(rank, AIR_C_ORDER | AIR_WRITABLE);
    bool all_c = true, any_c = false, all_f = true, any_f = false;
    for (uint32_t i = 0; i < nargs; i++) {
        const air_node *n = air_at(f, args[i]);
        if (n->type.kind != AIR_ARRAY)
            continue;
        bool exact = same_shape(n, rank, shape);
        bool c = n->type.facts & AIR_C_ORDER, fortran = exact && n->type.facts & AIR_F_ORDER;
        all_c &= c;
        any_c |= c && exact;
        any_f |= fortran;
        all_f &= fortran || !air_votes(f, args[i]);
    }
    uint8_t facts = AIR_WRITABLE;
    if (all_c || any_c)
        facts |= AIR_C_ORDER;
    else if (all_f && any_f)
        facts |= AIR_F_ORDER;
    return air_facts_normal(rank, facts);
}

static air_type array_type(hpc_dtype dtype, uint32_t rank, uint8_t facts)
{
    return (air_type){AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, air_facts_normal(rank, facts)};
}

/* ---- Elementwise ----------------------------------------------------------------------------- */

air_id air_map(air_builder *b, air_fn fn, hpc_dtype dtype, const air_id *args, uint32_t nargs,
               uint32_t rank, const air_id *shape)
{
    air_node n = air_blank(AIR_OP_MAP, air_scalar_type(dtype));
    air_id inverse = fn == AIR_DIV ? air_exact_inverse(b, args[1]) : 0;
    n.fn = (uint8_t)(inverse ? AIR_MUL : fn);
    n.args = inverse ? (air_id[]){args[0], inverse} : (air_id *)args;
    n.nargs = nargs;
    if (rank) {
        n.type = array_type(dtype, rank, air_map_facts(b->fun, args, nargs, rank, shape));
        n.shape = (air_id *)shape;
        return air_emit(b, &n, AIR_FRESH);
    }
    air_id folded = air_fold_map(b, &n);
    return folded ? folded : air_emit(b, &n, air_reuse_of(b->fun, &n));
}

static air_id map_broadcast(air_builder *b, air_fn fn, hpc_dtype dtype, const air_id *args,
                            uint32_t nargs)
{
    air_id shape[HPC_MAX_RANK], elements[3];
    uint32_t rank = air_broadcast(b, args, nargs, shape);
    if (rank)
        return air_map(b, fn, dtype, args, nargs, rank, shape);
    for (uint32_t i = 0; i < nargs; i++) { /* a scalar map takes no arrays of rank 0 */
        bool array = air_at(b->fun, args[i])->type.kind == AIR_ARRAY;
        elements[i] = array ? air_elem(b, args[i], NULL) : args[i];
    }
    return air_map(b, fn, dtype, elements, nargs, 0, NULL);
}

air_id air_map1(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x)
{
    return map_broadcast(b, fn, dtype, &x, 1);
}

air_id air_map2(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x, air_id y)
{
    return map_broadcast(b, fn, dtype, (air_id[]){x, y}, 2);
}

air_id air_map3(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x, air_id y, air_id z)
{
    return map_broadcast(b, fn, dtype, (air_id[]){x, y, z}, 3);
}

air_id air_cast(air_builder *b, hpc_dtype dtype, air_id x)
{
    return air_at(b->fun, x)->type.dtype == dtype ? x : air_map1(b, AIR_CAST, dtype, x);
}

/* ---- Shapes ---------------------------------------------------------------------------------- */

air_id air_i64(air_builder *b, int64_t value)
{
    return air_const_int(b, HPC_I64, value);
}

air_id air_index_add(air_builder *b, air_id x, air_id y)
{
    if (!x || !y)
        return x ? x : y;
    return air_map(b, AIR_ADD, HPC_I64, (air_id[]){x, y}, 2, 0, NULL);
}

air_id air_index_mul(air_builder *b, air_id x, air_id y)
{
    if (!x || !y)
        return x ? x : y;
    return air_map(b, AIR_MUL, HPC_I64, (air_id[]){x, y}, 2, 0, NULL);
}

/* The row of the check table that describes operands of these ranks, and the values that its text
 * names: NumPy's message lists the shapes. */
typedef struct mismatch {
    int check;
    uint32_t count;
    air_id values[4];
} mismatch;

static mismatch mismatch_of(const air_fun *f, const air_id *operands, uint32_t n, bool indexes)
{
    mismatch m = {.check = indexes ? HPC_CHECK_INDEX_BROADCAST : HPC_CHECK_BROADCAST};
    if (n != 2)
        return m;
    const air_node *x = air_at(f, operands[0]), *y = air_at(f, operands[1]);
    uint32_t rank = x->type.rank;
    if (rank != y->type.rank || rank < 1 || rank > 2)
        return m;
    if (rank == 1)
        m.check = indexes ? HPC_CHECK_INDEX_BROADCAST_1D : HPC_CHECK_BROADCAST_1D;
    else
        m.check = indexes ? HPC_CHECK_INDEX_BROADCAST_2D : HPC_CHECK_BROADCAST_2D;
    m.count = 2 * rank;
    memcpy(m.values, x->shape, rank * sizeof *m.values);
    memcpy(m.values + rank, y->shape, rank * sizeof *m.values);
    return m;
}

/* The extent that x and y have when broadcast together. */
static air_id join(air_builder *b, air_id x, air_id y, const mismatch *m)
{
    int64_t cx = 0, cy = 0;
    bool known_x = air_is_const(b->fun, x, &cx), known_y = air_is_const(b->fun, y, &cy);
    if (x == y || (known_y && cy == 1))
        return x;
    if (known_x && cx == 1)
        return y;
    if (known_x && known_y) {
        air_check(b, air_const_int(b, HPC_BOOL, 0), m->check, m->values, m->count);
        return x;
    }
    air_id args[6] = {x, y};
    memcpy(args + 2, m->values, m->count * sizeof *args);
    air_node n = air_blank(AIR_OP_BDIM, air_scalar_type(HPC_I64));
    n.args = args;
    n.nargs = 2 + m->count;
    n.imm = m->check;
    air_id joined = air_emit(b, &n, AIR_VISIBLE);
    /* A constant extent that is not 1 is the result, or the check fails. */
    return known_x ? x : known_y ? y : joined;
}

static uint32_t broadcast(air_builder *b, const air_id *operands, uint32_t n, air_id *shape,
                          bool indexes)
{
    uint32_t rank = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t own = air_at(b->fun, operands[i])->type.rank;
        rank = own > rank ? own : rank;
    }
    mismatch m = mismatch_of(b->fun, operands, n, indexes);
    for (uint32_t r = 0; r < rank; r++) {
        shape[r] = 0;
        for (uint32_t i = 0; i < n; i++) {
            const air_node *x = air_at(b->fun, operands[i]);
            if (x->type.rank + r < rank)
                continue;
            air_id extent = x->shape[x->type.rank + r - rank];
            shape[r] = shape[r] ? join(b, shape[r], extent, &m) : extent;
        }
    }
    return rank;
}

uint32_t air_broadcast(air_builder *b, const air_id *operands, uint32_t n, air_id *shape)
{
    return broadcast(b, operands, n, shape, false);
}

uint32_t air_broadcast_indexes(air_builder *b, const air_id *arrays, uint32_t n, air_id *shape)
{
    return broadcast(b, arrays, n, shape, true);
}

air_id air_dim(air_builder *b, air_id array, uint32_t axis)
{
    return air_at(b->fun, array)->shape[axis];
}

void air_own_shape(air_builder *b, air_id array)
{
    const air_node *a = air_at(b->fun, array);
    uint32_t rank = a->type.rank;
    if (a->type.kind != AIR_ARRAY || a->shape)
        return;
    bool param = a->op == AIR_OP_PARAM;
    air_id *shape = ARENA_ARRAY(b->module->arena, air_id, rank);
    for (uint32_t r = 0; r < rank; r++) {
        air_node n = air_blank(AIR_OP_DIM, air_scalar_type(HPC_I64));
        n.args = &array;
        n.nargs = 1;
        n.imm = r;
        shape[r] = param ? air_emit_entry(b, &n) : air_emit(b, &n, AIR_VISIBLE);
    }
    air_at(b->fun, array)->shape = shape;
}

/* ---- Sources --------------------------------------------------------------------------------- */

static air_type normal_type(air_type type)
{
    if (type.kind == AIR_ARRAY)
        type.facts = air_facts_normal(type.rank, type.facts);
    return type;
}

air_id air_param(air_builder *b, uint32_t index)
{
    air_node n = air_blank(AIR_OP_PARAM, normal_type(b->fun->params.items[index]));
    n.imm = index;
    air_id id = air_emit_entry(b, &n);
    air_own_shape(b, id);
    return id;
}

air_id air_get(air_builder *b, uint32_t var)
{
    air_node n = air_blank(AIR_OP_GET, normal_type(b->fun->vars.items[var].type));
    n.imm = var;
    air_id id = air_emit(b, &n, AIR_EPOCH);
    air_own_shape(b, id);
    return id;
}

air_id air_global_get(air_builder *b, uint32_t global)
{
    air_node n = air_blank(AIR_OP_GLOBAL_GET, normal_type(b->module->globals.items[global].type));
    n.imm = global;
    air_id id = air_emit(b, &n, AIR_EPOCH);
    air_own_shape(b, id);
    return id;
}

air_id air_field_get(air_builder *b, air_id object, int64_t offset, air_type type)
{
    air_node n = air_blank(AIR_OP_FIELD_GET, normal_type(type));
    n.args = &object;
    n.nargs = 1;
    n.imm = offset;
    air_id id = air_emit(b, &n, AIR_EPOCH);
    air_own_shape(b, id);
    return id;
}

air_id air_fill(air_builder *b, air_id scalar, uint32_t rank, const air_id *shape)
{
    hpc_dtype dtype = (hpc_dtype)air_at(b->fun, scalar)->type.dtype;
    air_node n = air_blank(AIR_OP_FILL, array_type(dtype, rank, AIR_C_ORDER | AIR_WRITABLE));
    n.args = &scalar;
    n.nargs = 1;
    n.shape = (air_id *)shape;
    return air_emit(b, &n, AIR_FRESH);
}

air_id air_coord(air_builder *b, uint32_t axis, uint32_t rank, const air_id *shape)
{
    air_node n = air_blank(AIR_OP_COORD, array_type(HPC_I64, rank, AIR_C_ORDER | AIR_WRITABLE));
    n.imm = axis;
    n.shape = (air_id *)shape;
    return air_emit(b, &n, AIR_FRESH);
}

air_id air_table(air_builder *b, hpc_dtype dtype, uint32_t rank, const int64_t *shape,
                 const void *bytes)
{
    air_id extents[HPC_MAX_RANK];
    int64_t size = hpc_dtype_size(dtype);
    for (uint32_t r = 0; r < rank; r++) {
        extents[r] = air_i64(b, shape[r]);
        size *= shape[r];
    }
    air_node n = air_blank(AIR_OP_TABLE, array_type(dtype, rank, AIR_C_ORDER | AIR_WRITABLE));
    void *copy = arena_alloc(b->module->arena, (size_t)size);
    if (size)
        memcpy(copy, bytes, (size_t)size);
    n.table = copy;
    n.imm = size;
    n.shape = extents;
    return air_emit(b, &n, AIR_FRESH);
}

/* ---- Reductions, copies, elements ------------------------------------------------------------ */

air_id air_reduce(air_builder *b, air_fn fn, air_id array, uint32_t axes, bool keepdims)
{
    const air_node *source = air_at(b->fun, array);
    air_type type = source->type;
    const air_id *extents = source->shape;
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = 0;
    for (uint32_t s = 0; s < type.rank; s++) {
        if (!(axes >> s & 1))
            shape[rank++] = extents[s];
        else if (keepdims)
            shape[rank++] = air_i64(b, 1);
    }
    uint8_t facts = (uint8_t)(type.facts & (AIR_C_ORDER | AIR_F_ORDER)) | AIR_WRITABLE;
    if (rank <= 1)
        facts |= AIR_C_ORDER;
    air_node n = air_blank(AIR_OP_REDUCE, rank ? array_type((hpc_dtype)type.dtype, rank, facts)
                                               : air_scalar_type((hpc_dtype)type.dtype));
    n.fn = (uint8_t)fn;
    n.args = &array;
    n.nargs = 1;
    n.imm = axes;
    n.keepdims = keepdims;
    n.shape = rank ? shape : NULL;
    return air_emit(b, &n, air_reuse_of(b->fun, &n));
}

/* NumPy makes the result in C order. */
air_id air_arg(air_builder *b, air_fn fn, air_id array, uint32_t axis, bool keepdims)
{
    const air_node *source = air_at(b->fun, array);
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = 0;
    for (uint32_t s = 0; s < source->type.rank; s++) {
        if (s != axis)
            shape[rank++] = source->shape[s];
        else if (keepdims)
            shape[rank++] = air_i64(b, 1);
        source = air_at(b->fun, array);
    }
    air_node n = air_blank(AIR_OP_ARG, rank ? array_type(HPC_I64, rank, AIR_C_ORDER | AIR_WRITABLE)
                                            : air_scalar_type(HPC_I64));
    n.fn = (uint8_t)fn;
    n.args = &array;
    n.nargs = 1;
    n.imm = axis;
    n.keepdims = keepdims;
    n.shape = rank ? shape : NULL;
    return air_emit(b, &n, air_reuse_of(b->fun, &n));
}

static air_id copy_of(air_builder *b, air_id array, uint8_t facts)
{
    const air_node *source = air_at(b->fun, array);
    air_node n =
        air_blank(AIR_OP_COPY, array_type((hpc_dtype)source->type.dtype, source->type.rank, facts));
    n.args = &array;
    n.nargs = 1;
    n.shape = source->shape;
    return air_emit(b, &n, AIR_FRESH);
}

air_id air_copy(air_builder *b, air_id array)
{
    return copy_of(b, array, AIR_C_ORDER | AIR_WRITABLE);
}

air_id air_copy_keep(air_builder *b, air_id array)
{
    const air_node *source = air_at(b->fun, array);
    return copy_of(b, array, air_map_facts(b->fun, &array, 1, source->type.rank, source->shape));
}

/* Indexes of a view's element as indexes of its source; false where the run decides. */
static bool through_view(air_builder *b, air_id *array, const air_id *indexes, air_id *out)
{
    const air_node *v = air_at(b->fun, *array);
    if (v->op != AIR_OP_VIEW || v->view->maybe_broadcast)
        return false;
    const air_view *view = v->view;
    air_id source = v->args[0];
    uint32_t rank = v->type.rank, source_rank = air_at(b->fun, source)->type.rank;
    for (uint32_t s = 0; s < source_rank; s++)
        out[s] = view->start[s];
    for (uint32_t r = 0; r < rank; r++) {
        int s = view->axis[r];
        if (s != AIR_NEW_AXIS && !(view->broadcast >> r & 1))
            out[s] = air_index_add(b, view->start[s], air_index_mul(b, indexes[r], view->step[s]));
    }
    for (uint32_t s = 0; s < source_rank; s++)
        out[s] = out[s] ? out[s] : air_i64(b, 0);
    *array = source;
    return true;
}

air_id air_elem(air_builder *b, air_id array, const air_id *indexes)
{
    air_id args[1 + HPC_MAX_RANK], inner[HPC_MAX_RANK];
    if (through_view(b, &array, indexes, inner))
        indexes = inner;
    air_type type = air_at(b->fun, array)->type;
    args[0] = array;
    if (type.rank)
        memcpy(args + 1, indexes, type.rank * sizeof *args);
    air_node n = air_blank(AIR_OP_ELEM, air_scalar_type((hpc_dtype)type.dtype));
    n.args = args;
    n.nargs = 1u + type.rank;
    return air_emit(b, &n, AIR_EPOCH);
}

air_id air_index(air_builder *b, air_id index, air_id extent, uint32_t axis)
{
    int64_t i, n;
    if (air_is_const(b->fun, index, &i) && air_is_const(b->fun, extent, &n) && i < n && i >= -n)
        return i >= 0 ? index : air_i64(b, i + n);
    const air_node *inner = air_at(b->fun, index);
    if (inner->op == AIR_OP_INDEX && inner->args[1] == extent)
        return index;
    air_node made = air_blank(AIR_OP_INDEX, air_scalar_type(HPC_I64));
    made.args = (air_id[]){index, extent};
    made.nargs = 2;
    made.imm = axis;
    return air_emit(b, &made, AIR_VISIBLE);
}

/* ---- Effects --------------------------------------------------------------------------------- */

static void effect(air_builder *b, air_op op, const air_id *args, uint32_t nargs, int64_t imm)
{
    air_raw(b, op, (air_type){0}, args, nargs, imm);
}

/* A broadcast view repeats elements: NumPy makes it read-only. */
static bool is_broadcast(const air_fun *f, const air_node *n)
{
    int64_t extent;
    if (n->view->broadcast || n->view->maybe_broadcast)
        return true;
    for (uint32_t r = 0; r < n->type.rank; r++)
        if (n->view->axis[r] == AIR_NEW_AXIS &&
            !(air_is_const(f, n->shape[r], &extent) && extent == 1))
            return true;
    return false;
}

void air_check_writable(air_builder *b, air_id array)
{
    const air_node *n = air_at(b->fun, array);
    while (!(n->type.facts & AIR_WRITABLE) && n->op == AIR_OP_VIEW) {
        const air_node *source = air_at(b->fun, n->args[0]);
        if (is_broadcast(b->fun, n) || (source->type.facts & AIR_WRITABLE)) {
            air_check(b, air_const_int(b, HPC_BOOL, 0), HPC_CHECK_READ_ONLY, NULL, 0);
            return;
        }
        n = source;
    }
}

void air_store(air_builder *b, air_id view, air_id value, air_id mask_or_0)
{
    air_check_writable(b, view);
    effect(b, AIR_OP_STORE, (air_id[]){view, value, mask_or_0}, mask_or_0 ? 3 : 2, 0);
}

void air_setelem(air_builder *b, air_id array, const air_id *indexes, air_id value)
{
    air_id args[2 + HPC_MAX_RANK], inner[HPC_MAX_RANK];
    air_check_writable(b, array);
    if (through_view(b, &array, indexes, inner))
        indexes = inner;
    uint32_t rank = air_at(b->fun, array)->type.rank;
    args[0] = array;
    memcpy(args + 1, indexes, rank * sizeof *args);
    args[1 + rank] = value;
    effect(b, AIR_OP_SETELEM, args, 2 + rank, 0);
}

void air_check(air_builder *b, air_id cond, int check, const air_id *values, uint32_t count)
{
    int64_t holds;
    if (air_is_const(b->fun, cond, &holds) && holds)
        return;
    air_id args[5] = {cond};
    count = count < 4 ? count : 4;
    if (count)
        memcpy(args + 1, values, count * sizeof *args);
    air_node n = air_blank(AIR_OP_CHECK, (air_type){0});
    n.args = args;
    n.nargs = 1 + count;
    n.imm = check;
    air_emit(b, &n, AIR_VISIBLE);
}

void air_set(air_builder *b, uint32_t var, air_id value)
{
    effect(b, AIR_OP_SET, &value, 1, var);
}

void air_global_set(air_builder *b, uint32_t global, air_id value)
{
    effect(b, AIR_OP_GLOBAL_SET, &value, 1, global);
}

void air_field_set(air_builder *b, air_id object, int64_t offset, air_id value)
{
    air_id args[2] = {object, value};
    effect(b, AIR_OP_FIELD_SET, args, 2, offset);
}

static air_id call(air_builder *b, air_op op, int64_t function, const air_id *args, uint32_t nargs,
                   const air_type *results, uint32_t nresults)
{
    air_node n = air_blank(op, nresults == 1 ? normal_type(results[0]) : (air_type){0});
    n.args = (air_id *)args;
    n.nargs = nargs;
    n.imm = function;
    n.results = (air_type *)results;
    n.nresults = nresults;
    air_id id = air_emit(b, &n, AIR_FRESH);
    air_own_shape(b, id);
    return id;
}

air_id air_rt(air_builder *b, int function, const air_id *args, uint32_t nargs,
              const air_type *results, uint32_t nresults)
{
    return call(b, AIR_OP_RT, function, args, nargs, results, nresults);
}

air_id air_call(air_builder *b, uint32_t function, const air_id *args, uint32_t nargs,
                const air_type *results, uint32_t nresults)
{
    return call(b, AIR_OP_CALL, function, args, nargs, results, nresults);
}

air_id air_proj(air_builder *b, air_id node, uint32_t index)
{
    const air_node *source = air_at(b->fun, node);
    if (source->nresults == 1)
        return node;
    air_node n = air_blank(AIR_OP_PROJ, normal_type(source->results[index]));
    n.args = &node;
    n.nargs = 1;
    n.imm = index;
    air_id id = air_emit(b, &n, AIR_VISIBLE);
    air_own_shape(b, id);
    return id;
}
