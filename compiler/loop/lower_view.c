/* Descriptors: where the elements of an array lie, as expressions that registers can hold, and
 * hpc_views in memory where the runtime or another function needs one.
 *
 * An owning slot is a zeroed hpc_view on the stack that counts a storage; cleanup releases every
 * owning slot, so that a failing statement needs no code of its own. Other slots only describe. */
#include "lower_impl.h"

enum {
    VIEW_SIZE = sizeof(hpc_view),
    AT_STORAGE = offsetof(hpc_view, storage),
    AT_DATA = offsetof(hpc_view, data),
    AT_HEAD = offsetof(hpc_view, dtype), /* dtype, rank and flags: 8 bytes */
    AT_SHAPE = offsetof(hpc_view, shape),
    AT_STRIDES = offsetof(hpc_view, strides)
};

lw_desc *lw_desc_new(lower *l, hpc_dtype dtype, unsigned rank, unsigned facts)
{
    lw_desc *d = ARENA_NEW(l->a, lw_desc);
    d->dtype = (uint8_t)dtype;
    d->rank = (uint8_t)rank;
    d->facts = (uint8_t)facts;
    if (facts & AIR_C_ORDER)
        d->facts |= AIR_UNIT_LAST;
    bool reversed = (facts & AIR_F_ORDER) && !(facts & AIR_C_ORDER);
    d->inner = (int8_t)(reversed || rank == 0 ? 0 : rank - 1);
    return d;
}

/* Strides from the extents, for a C-ordered array; the last one for unit stride. */
void lw_desc_c_strides(lower *l, lw_desc *d)
{
    lir_expr_id stride = lw_i64(l, hpc_dtype_size((hpc_dtype)d->dtype));
    if (d->rank && (d->facts & (AIR_C_ORDER | AIR_UNIT_LAST)))
        d->stride[d->rank - 1] = stride;
    if (!(d->facts & AIR_C_ORDER))
        return;
    for (unsigned i = d->rank; i-- > 0;) {
        d->stride[i] = stride;
        if (i)
            stride = lw_let(l, "stride", lw_op(l, LIR_MUL, stride, d->extent[i]));
    }
}

static void f_strides(lower *l, lw_desc *d)
{
    lir_expr_id stride = lw_i64(l, hpc_dtype_size((hpc_dtype)d->dtype));
    for (unsigned i = 0; i < d->rank; i++) {
        d->stride[i] = stride;
        if (i + 1u < d->rank)
            stride = lw_let(l, "stride", lw_op(l, LIR_MUL, stride, d->extent[i]));
    }
}

/* Strides that the facts give, else those in the hpc_view. */
static void read_strides(lower *l, lw_desc *d, lir_expr_id view)
{
    bool f_order = (d->facts & AIR_F_ORDER) && !(d->facts & AIR_C_ORDER);
    if (f_order) {
        f_strides(l, d);
        return;
    }
    lw_desc_c_strides(l, d);
    for (unsigned i = 0; i < d->rank; i++)
        if (!d->stride[i])
            d->stride[i] = lw_let(l, "stride", lw_load(l, LIR_I64, view, AT_STRIDES + 8 * i));
}

lw_desc *lw_desc_of_view(lower *l, lir_expr_id view, air_type type, const air_id *shape)
{
    int64_t known;
    lw_desc *d = lw_desc_new(l, (hpc_dtype)type.dtype, type.rank, type.facts);
    d->owner = d->view = view;
    d->data = lw_let(l, "data", lw_load(l, LIR_PTR, view, AT_DATA));
    for (unsigned i = 0; i < type.rank; i++)
        d->extent[i] = shape && air_is_const(l->af, shape[i], &known)
                           ? lw_i64(l, known)
                           : lw_let(l, "extent", lw_load(l, LIR_I64, view, AT_SHAPE + 8 * i));
    read_strides(l, d, view);
    return d;
}

/* ---- Slots ----------------------------------------------------------------------------------- */

lir_expr_id lw_slot(lower *l, const char *name)
{
    return lw_alloca(l, name, VIEW_SIZE);
}

lir_expr_id lw_owning_slot(lower *l, const char *name)
{
    lir_expr_id slot = lw_slot(l, name);
    vec_push(l->a, &l->owned_views, slot);
    return slot;
}

static lir_stmt_id if_open(lower *l, lir_expr_id cond, lw_block *outer)
{
    lir_stmt_id id = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, id)->a = cond;
    lw_attach(l, l->cur, id);
    *outer = l->cur;
    l->cur = (lw_block){id, false};
    return id;
}

void lw_release_slot(lower *l, lir_expr_id slot)
{
    lw_block outer;
    lir_expr_id storage = lw_load(l, LIR_I64, slot, AT_STORAGE);
    if_open(l, lw_op(l, LIR_NE, storage, lw_i64(l, 0)), &outer);
    lw_rt(l, HPC_RT_view_release, &slot, 1, 0);
    l->cur = outer;
}

/* Smaller storages are kept for the next turn, which saves allocating them again. */
enum { LARGE = 1 << 20 };

void lw_release_large(lower *l, lir_expr_id slot)
{
    lw_block outer, inner;
    lir_expr_id storage = lw_load(l, LIR_PTR, slot, AT_STORAGE), none = lw_i64(l, 0);
    if_open(l, lw_op(l, LIR_NE, lw_load(l, LIR_I64, slot, AT_STORAGE), none), &outer);
    lir_expr_id size = lw_load(l, LIR_I64, storage, offsetof(hpc_storage, size));
    if_open(l, lw_op(l, LIR_GE, size, lw_i64(l, LARGE)), &inner);
    lw_rt(l, HPC_RT_view_release, &slot, 1, 0);
    l->cur = outer;
}

/* Fill a slot with what a descriptor says. The flags are the owner's. */
static void describe(lower *l, const lw_desc *d, lir_expr_id slot)
{
    int64_t head = (int64_t)d->dtype | (int64_t)d->rank << 32;
    lir_expr_id storage = lw_i64(l, 0), flags = lw_i64(l, head);
    if (d->owner) {
        storage = lw_load(l, LIR_I64, d->owner, AT_STORAGE);
        lir_expr_id mask = lw_i64(l, (int64_t)((uint64_t)0xFFFF << 48));
        lir_expr_id old = lw_op(l, LIR_AND, lw_load(l, LIR_I64, d->owner, AT_HEAD), mask);
        flags = lw_op(l, LIR_OR, old, flags);
    } else {
        flags = lw_i64(l, head | (int64_t)HPC_VIEW_READONLY << 48);
    }
    if (d->readonly)
        flags = lw_op(l, LIR_OR, flags, lw_i64(l, (int64_t)HPC_VIEW_READONLY << 48));
    lw_store(l, slot, AT_STORAGE, storage);
    lw_store(l, slot, AT_DATA, d->data);
    lw_store(l, slot, AT_HEAD, flags);
    for (unsigned i = 0; i < d->rank; i++) {
        lw_store(l, slot, AT_SHAPE + 8 * i, d->extent[i]);
        lw_store(l, slot, AT_STRIDES + 8 * i, d->stride[i]);
    }
}

lir_expr_id lw_desc_view(lower *l, lw_desc *d)
{
    if (d->view)
        return d->view;
    lir_expr_id slot = lw_slot(l, "view");
    describe(l, d, slot);
    return slot; /* not kept: a later use may lie where this one does not dominate */
}

lir_expr_id lw_view_ptr(lower *l, air_id array)
{
    return lw_desc_view(l, lw_memory(l, array));
}

/* slot = array, counted; what the slot held is dropped. */
void lw_keep(lower *l, air_id array, lir_expr_id slot)
{
    lir_expr_id args[2] = {slot, lw_view_ptr(l, array)};
    lw_rt(l, HPC_RT_view_keep, args, 2, 0);
}

/* ---- Allocation ------------------------------------------------------------------------------ */

static lir_expr_id shape_in_memory(lower *l, const lir_expr_id *extent, unsigned rank)
{
    lir_expr_id shape = lw_alloca(l, "shape", 8 * (rank ? rank : 1));
    for (unsigned i = 0; i < rank; i++)
        lw_store(l, shape, 8 * i, extent[i]);
    return shape;
}

lir_expr_id lw_shape_array(lower *l, air_id array)
{
    const air_node *n = lw_air(l, array);
    lir_expr_id extent[HPC_MAX_RANK];
    for (unsigned i = 0; i < n->type.rank; i++)
        extent[i] = lw_scalar(l, n->shape[i]).re;
    return shape_in_memory(l, extent, n->type.rank);
}

static void renew(lower *l, lir_expr_id slot, const lw_desc *d, int order)
{
    lir_expr_id args[5] = {slot, lw_i64(l, d->dtype), lw_i64(l, d->rank),
                           shape_in_memory(l, d->extent, d->rank), lw_i64(l, order)};
    lw_rt(l, HPC_RT_view_renew, args, 5, 0);
}

static lw_desc *virtual_layout(lower *l, air_id id);

/* Strides in the order that a gather's result lies in: the axes of the index arrays outside, the
 * others as in the source. */
static void gather_strides(lower *l, const air_node *n, lw_desc *d)
{
    lw_desc *source = virtual_layout(l, n->args[0]);
    unsigned first = n->gather->first, axis = 0;
    source = source ? source : lw_memory(l, n->args[0]);
    for (unsigned i = 0; i < d->rank; i++) {
        if (i >= first && i < first + n->gather->index_rank) {
            d->stride[i] = lw_i64(l, INT64_C(1) << (61 - (i - first)));
            continue;
        }
        while (n->gather->index[axis] >= 0)
            axis++;
        d->stride[i] = source->stride[axis++];
    }
}

/* What an array that is never in memory would lie like, where its facts say so: strides without
 * data. NULL where only computing it could tell. */
static lw_desc *virtual_layout(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    if (l->nodes[id].desc)
        return l->nodes[id].desc;
    if (n->op == AIR_OP_VIEW) {
        lw_desc *s = virtual_layout(l, n->args[0]);
        return s ? lw_desc_view_of(l, s, n) : NULL;
    }
    bool known = n->type.rank <= 1 || n->type.facts & (AIR_C_ORDER | AIR_F_ORDER);
    if (!known && n->op != AIR_OP_GATHER)
        return NULL;
    lw_desc *d = lw_desc_new(l, (hpc_dtype)n->type.dtype, n->type.rank, n->type.facts);
    if (n->type.rank <= 1)
        d->facts |= AIR_C_ORDER;
    d->data = lw_alloca(l, "layout", 8); /* never read */
    for (unsigned i = 0; i < n->type.rank; i++)
        d->extent[i] = lw_scalar(l, n->shape[i]).re;
    if (!known)
        gather_strides(l, n, d);
    else if (d->facts & AIR_C_ORDER)
        lw_desc_c_strides(l, d);
    else
        f_strides(l, d);
    return d;
}

/* The arrays that an inlined tree reads: what NumPy's K order looks at. */
typedef struct order_list {
    lw_desc *items[8];
    air_id nodes[8]; /* each stands once */
    unsigned count;
} order_list;

static bool is_listed(const order_list *list, air_id id)
{
    unsigned i = 0;
    while (i < list->count && list->nodes[i] != id)
        i++;
    return i < list->count;
}

static void order_operands(lower *l, air_id id, order_list *list)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY || n->type.rank < 2 || list->count == 8 || is_listed(list, id))
        return;
    if (l->nodes[id].desc ||
        (n->op != AIR_OP_MAP && n->op != AIR_OP_COPY && n->op != AIR_OP_INDEXES)) {
        lw_desc *d = virtual_layout(l, id);
        list->nodes[list->count] = id;
        list->items[list->count++] = d ? d : lw_memory(l, id);
        return;
    }
    for (uint32_t i = 0; i < n->nargs; i++)
        order_operands(l, n->args[i], list);
}

/* An operand of a reduction without the axes that the result lacks. */
static lw_desc *kept_axes(lower *l, const air_node *n, const lw_desc *d)
{
    unsigned missing = lw_air(l, n->args[0])->type.rank - d->rank, rank = 0;
    lw_desc *kept = lw_desc_new(l, (hpc_dtype)d->dtype, d->rank, 0);
    kept->data = d->data;
    for (unsigned i = 0; i < d->rank; i++) {
        bool reduced = n->imm >> (i + missing) & 1;
        if (reduced && !n->keepdims)
            continue;
        kept->extent[rank] = reduced ? lw_i64(l, 1) : d->extent[i];
        kept->stride[rank++] = d->stride[i];
    }
    kept->rank = (uint8_t)rank;
    return kept;
}

static void layout_operands(lower *l, air_id id, order_list *list)
{
    const air_node *n = lw_air(l, id);
    bool gathers = n->op == AIR_OP_GATHER;
    if (gathers && n->type.rank > n->gather->index_rank) {
        list->items[list->count++] = virtual_layout(l, id);
        return;
    }
    for (uint32_t i = gathers; i < n->nargs; i++)
        order_operands(l, n->args[i], list);
    for (unsigned i = 0; n->op == AIR_OP_REDUCE && i < list->count; i++)
        list->items[i] = kept_axes(l, n, list->items[i]);
}

static bool is_cast(const air_node *n)
{
    return n->op == AIR_OP_MAP && n->fn == AIR_CAST;
}

/* What a copy or a cast is of, as it lies in memory: its layout is a rule apart. NULL for anything
 * else, and where the operand is computed. */
static lw_desc *copied(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id), *source = n;
    if (n->op != AIR_OP_COPY && !is_cast(n))
        return NULL;
    do {
        id = source->args[0];
        source = lw_air(l, id);
    } while (!l->nodes[id].desc && is_cast(source));
    if (source->type.kind != AIR_ARRAY || source->type.rank != n->type.rank ||
        (!l->nodes[id].desc && source->op == AIR_OP_MAP))
        return NULL;
    order_list list = {.count = 0};
    order_operands(l, id, &list);
    return list.count == 1 && list.items[0]->rank == n->type.rank ? list.items[0] : NULL;
}

static void new_as(lower *l, lir_expr_id slot, const lw_desc *d, lw_desc *source)
{
    lir_expr_id view = lw_desc_view(l, source);
    lw_release_slot(l, slot);
    lir_expr_id args[] = {slot, lw_i64(l, d->dtype), view};
    lw_rt(l, HPC_RT_view_new_as, args, 3, 0);
}

static void new_like(lower *l, air_id id, lir_expr_id slot, const lw_desc *d)
{
    order_list list = {.count = 0};
    lw_desc *source = copied(l, id);
    if (source) {
        new_as(l, slot, d, source);
        return;
    }
    layout_operands(l, id, &list);
    lir_expr_id memory = lw_alloca(l, "operands", 8 * (list.count ? list.count : 1));
    for (unsigned i = 0; i < list.count; i++)
        lw_store(l, memory, 8 * i, lw_desc_view(l, list.items[i]));
    lw_release_slot(l, slot);
    lir_expr_id args[6] = {slot,
                           lw_i64(l, d->dtype),
                           lw_i64(l, d->rank),
                           shape_in_memory(l, d->extent, d->rank),
                           lw_i64(l, list.count),
                           memory};
    lw_rt(l, HPC_RT_view_new_like, args, 6, 0);
}

lw_desc *lw_new_buffer_of(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    unsigned facts = n->type.facts;
    if (n->type.rank <= 1)
        facts |= AIR_C_ORDER | AIR_F_ORDER;
    lir_expr_id slot = lw_owning_slot(l, air_op_name((air_op)n->op));
    lw_desc *d = lw_desc_new(l, (hpc_dtype)n->type.dtype, n->type.rank, facts);
    for (unsigned i = 0; i < n->type.rank; i++)
        d->extent[i] = lw_scalar(l, n->shape[i]).re;
    if (facts & (AIR_C_ORDER | AIR_F_ORDER))
        renew(l, slot, d, facts & AIR_C_ORDER ? 0 : 1);
    else
        new_like(l, id, slot, d);
    d->owner = d->view = slot;
    d->data = lw_let(l, "data", lw_load(l, LIR_PTR, slot, AT_DATA));
    read_strides(l, d, slot);
    l->nodes[id].slot = slot;
    lw_owns(l, id, slot, facts & (AIR_C_ORDER | AIR_F_ORDER));
    return d;
}

/* An array as memory: one that was inlined is computed into a buffer here. */
lw_desc *lw_memory(lower *l, air_id array)
{
    if (!l->nodes[array].desc) {
        const air_node *n = lw_air(l, array);
        if (n->op == AIR_OP_VIEW) {
            lw_desc *d = lw_desc_view_of(l, lw_memory(l, n->args[0]), n);
            return d;
        }
        lw_remark_layout(l, array);
        lw_desc *d = lw_new_buffer_of(l, array);
        lw_elementwise(l, array, d, 0);
        return d; /* not kept: inlined where it is used again */
    }
    return l->nodes[array].desc;
}

/* ---- Views ----------------------------------------------------------------------------------- */

static lir_expr_id view_stride(lower *l, const lw_desc *s, const air_view *v, unsigned r,
                               const lir_expr_id *extent)
{
    int axis = v->axis[r];
    if (axis == AIR_NEW_AXIS || (v->broadcast >> r & 1))
        return lw_i64(l, 0);
    lir_expr_id stride = s->stride[axis];
    if (v->step[axis])
        stride = lw_op(l, LIR_MUL, stride, lw_scalar(l, v->step[axis]).re);
    if (v->maybe_broadcast >> r & 1) {
        lir_expr_id one = lw_op(l, LIR_EQ, s->extent[axis], lw_i64(l, 1));
        lir_expr_id grows = lw_op(l, LIR_NE, extent[r], lw_i64(l, 1));
        stride = lw_select(l, lw_op(l, LIR_AND, one, grows), lw_i64(l, 0), stride);
    }
    return stride;
}

lw_desc *lw_desc_view_of(lower *l, const lw_desc *s, const air_node *n)
{
    const air_view *v = n->view;
    lw_desc *d = lw_desc_new(l, (hpc_dtype)n->type.dtype, n->type.rank, n->type.facts);
    d->owner = s->owner;
    d->readonly = s->readonly || ((s->facts & AIR_WRITABLE) && !(n->type.facts & AIR_WRITABLE)) ||
                  v->broadcast || v->maybe_broadcast;
    lir_expr_id offset = 0;
    for (unsigned axis = 0; axis < s->rank; axis++)
        if (v->start[axis])
            offset = lw_add(l, offset, lw_mul(l, s->stride[axis], lw_scalar(l, v->start[axis]).re));
    d->data = lw_let(l, "data", lw_padd(l, s->data, offset));
    d->inner = -1;
    for (unsigned r = 0; r < n->type.rank; r++) {
        d->extent[r] = lw_scalar(l, n->shape[r]).re;
        int axis = v->axis[r];
        if (axis >= 0 && axis == s->inner && (!v->step[axis] || air_is_one(l->af, v->step[axis])))
            d->inner = (int8_t)r;
    }
    if (n->type.facts & (AIR_C_ORDER | AIR_UNIT_LAST))
        lw_desc_c_strides(l, d);
    for (unsigned r = 0; r < n->type.rank; r++)
        if (!d->stride[r])
            d->stride[r] = lw_let(l, "stride", view_stride(l, s, v, r, d->extent));
    return d;
}

void lw_lower_view(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    l->nodes[id].desc = lw_desc_view_of(l, lw_memory(l, n->args[0]), n);
}

/* A view of the same storage where NumPy's is one: known for C order, else the runtime decides. */
void lw_lower_reshape(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_desc *s = lw_memory(l, n->args[0]);
    if (s->facts & AIR_C_ORDER) {
        lw_desc *d = lw_desc_new(l, (hpc_dtype)n->type.dtype, n->type.rank, AIR_C_ORDER);
        d->owner = s->owner;
        d->data = s->data;
        for (unsigned i = 0; i < n->type.rank; i++)
            d->extent[i] = lw_scalar(l, n->shape[i]).re;
        lw_desc_c_strides(l, d);
        l->nodes[id].desc = d;
        return;
    }
    lir_expr_id slot = lw_owning_slot(l, "reshape");
    lir_expr_id source = lw_desc_view(l, s), shape = lw_shape_array(l, id);
    lw_release_slot(l, slot);
    lir_expr_id args[5] = {slot, source, lw_i64(l, n->type.rank), shape, lw_i64(l, n->imm)};
    lw_rt(l, HPC_RT_view_reshape, args, 5, 0);
    l->nodes[id].desc = lw_desc_of_view(l, slot, n->type, n->shape);
    l->nodes[id].slot = slot;
    lw_owns(l, id, slot, false);
}

void lw_lower_copy(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_desc *s = l->nodes[n->args[0]].desc;
    if (!s || (s->facts & (AIR_C_ORDER | AIR_UNIT_LAST)) || n->type.rank <= 1 ||
        !(n->type.facts & AIR_C_ORDER)) {
        lw_compute_buffer(l, id);
        return;
    }
    lir_expr_id slot = lw_owning_slot(l, "copy"), source = lw_desc_view(l, s);
    lw_release_slot(l, slot);
    lir_expr_id args[3] = {slot, source, lw_i64(l, n->imm)};
    lw_rt(l, HPC_RT_view_copy, args, 3, 0);
    l->nodes[id].desc = lw_desc_of_view(l, slot, n->type, n->shape);
    l->nodes[id].slot = slot;
    lw_owns(l, id, slot, false);
}
