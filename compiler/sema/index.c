/* Subscripts of arrays: reading, writing, augmented assignment.
 *
 * Basic parts (integers, slices, ..., None) make a view. Index arrays gather from that view or
 * scatter into it. A mask of the view's first axes packs what it selects, or is a store's mask; among
 * other index arrays it is its nonzero positions.
 *
 * t[i, :, j] of shape (3, 4, 5) with arrays i, j  ->  gather t, first = 0 (apart: in front)
 */
#include "index.h"
#include "classes.h"

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "hashed.h"
#include "keywords.h"
#include "ops.h"
#include "optional.h"
#include "sequence.h"

typedef enum entry_kind { E_INT, E_SLICE, E_NEWAXIS, E_ARRAY, E_MASK } entry_kind;

typedef struct entry {
    entry_kind kind;
    val v;
} entry;

typedef struct entries {
    entry items[2 * HPC_MAX_RANK + 2];
    uint32_t count;
    uint32_t consumed; /* axes of the object */
    bool advanced, ellipsis;
} entries;

/* ---- What an index is made of ------------------------------------------------------------------ */

static bool classify(elab *e, const val *v, span where, entry *out)
{
    *out = (entry){E_INT, *v};
    if (v->ty->kind == TY_SLICE)
        return out->kind = E_SLICE, true;
    if (v->ty->kind == TY_NONE)
        return out->kind = E_NEWAXIS, true;
    if (union_of_integers(v)) {
        air_id node = val_index_node(e, v, where, "an index");
        out->v = node ? val_int_node(e, node) : val_never(e);
        return node != 0;
    }
    bool sequence = v->ty->kind == TY_TUPLE || v->ty->kind == TY_LIST || v->ty->kind == TY_RANGE;
    if (sequence) {
        out->v =
            elab_asarray(e, v, v->is_literal_list && !v->count ? HPC_I64 : HPC_DTYPE_COUNT, where);
        if (val_bad(out->v))
            return false;
    }
    char kind = ty_is_arraylike(out->v.ty) ? hpc_dtype_kind(ty_dtype_of(out->v.ty)) : 0;
    if (out->v.ty->kind == TY_ARRAY && (kind == 'i' || kind == 'u')) {
        out->kind = out->v.ty->rank ? E_ARRAY : E_INT;
        return true;
    }
    if (out->v.ty->kind == TY_ARRAY && kind == 'b' && out->v.ty->rank)
        return out->kind = E_MASK, true;
    if (kind == 'i' || kind == 'u')
        return true;
    if (kind == 'b')
        elab_unsupported(e, where, "a bool as an index");
    else
        elab_error(
            e, where, "IndexError",
            "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer "
            "or boolean arrays are valid indices, not %s",
            ty_name(e->arena, v->ty));
    return false;
}

static uint32_t axes_of(const entry *x)
{
    return x->kind == E_NEWAXIS ? 0 : x->kind == E_MASK ? x->v.ty->rank : 1;
}

static void add(entries *out, entry x)
{
    if (out->count < sizeof out->items / sizeof *out->items)
        out->items[out->count++] = x;
    out->consumed += axes_of(&x);
    out->advanced = out->advanced || x.kind == E_ARRAY || x.kind == E_MASK;
}

static val whole_slice(elab *e)
{
    val *items = ARENA_ARRAY(e->arena, val, 3);
    for (int i = 0; i < 3; i++)
        items[i] = val_none(e);
    return (val){.ty = ty_basic(e->types, TY_SLICE), .items = items, .count = 3};
}

/* The entries of an index, the ellipsis (or the missing end) replaced by whole slices. */
static bool split_index(elab *e, const val *index, uint32_t rank, span where, entries *out)
{
    const val *items = index->ty->kind == TY_TUPLE ? index->items : index;
    uint32_t count = index->ty->kind == TY_TUPLE ? index->count : 1, consumed = 0;
    int ellipsis = -1;
    entry *kinds = ARENA_ARRAY(e->arena, entry, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].ty->kind == TY_ELLIPSIS) {
            if (ellipsis >= 0)
                return elab_error(e, where, "IndexError",
                                  "an index can only have a single ellipsis ('...')"),
                       false;
            ellipsis = (int)i;
            continue;
        }
        if (!classify(e, &items[i], where, &kinds[i]))
            return false;
        consumed += axes_of(&kinds[i]);
    }
    if (consumed > rank || count > 2 * HPC_MAX_RANK) {
        elab_error(e, where, "IndexError",
                   "too many indices for array: array is %u-dimensional, but %u were indexed", rank,
                   consumed);
        return false;
    }
    entry whole = {E_SLICE, whole_slice(e)};
    *out = (entries){.ellipsis = ellipsis >= 0};
    for (uint32_t i = 0; i < count; i++) {
        if ((int)i != ellipsis)
            add(out, kinds[i]);
        else
            for (uint32_t k = consumed; k < rank; k++)
                add(out, whole);
    }
    while (out->consumed < rank)
        add(out, whole);
    return true;
}

/* ---- Basic parts ------------------------------------------------------------------------------ */

static air_id checked_index(elab *e, const val *v, air_id extent, uint32_t axis, span where)
{
    air_id node = val_index_node(e, v, where, "an index");
    return node ? air_index(&e->b, node, extent, axis) : 0;
}

/* A view of the object after slices, new axes and (without index arrays) integers. Axes that an
 * index array takes stay whole. `at` gets, for each entry, its axis of the view. */
static bool basic_view(elab *e, index_target *t, const entries *x, uint32_t *at, span where)
{
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    uint32_t axis = 0, rank = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        const entry *entry = &x->items[i];
        at[i] = rank;
        if (rank + axes_of(entry) >= HPC_MAX_RANK)
            return elab_error(e, where, "IndexError", "the result has too many dimensions"), false;
        if (entry->kind == E_NEWAXIS) {
            view.axis[rank] = AIR_NEW_AXIS;
            shape[rank++] = op_int(e, 1);
            continue;
        }
        air_id extent = val_extent(e, &t->object, axis);
        if (entry->kind == E_SLICE) {
            index_slice s;
            if (!index_slice_of(e, entry->v.items, extent, where, &s))
                return false;
            view.axis[rank] = (int8_t)axis;
            view.start[axis] = s.start;
            view.step[axis] = s.step;
            shape[rank++] = s.length;
            axis++;
        } else if (entry->kind == E_INT && !x->advanced) {
            view.start[axis] = checked_index(e, &entry->v, extent, axis, where);
            if (!view.start[axis++])
                return false;
        } else {
            for (uint32_t k = axes_of(entry); k > 0; k--, axis++) {
                view.axis[rank] = (int8_t)axis;
                shape[rank++] = val_extent(e, &t->object, axis);
            }
        }
    }
    t->view = val_array(e, air_view_new(&e->b, t->object.node, &view, rank, shape));
    return true;
}

static bool all_integers(const entries *x)
{
    for (uint32_t i = 0; i < x->count; i++)
        if (x->items[i].kind != E_INT)
            return false;
    return true;
}

static bool element_indexes(elab *e, index_target *t, const entries *x, span where)
{
    t->is_element = true;
    for (uint32_t i = 0; i < x->count; i++) {
        t->element[i] = checked_index(e, &x->items[i].v, val_extent(e, &t->object, i), i, where);
        if (!t->element[i])
            return false;
    }
    return true;
}

/* ---- Index arrays ----------------------------------------------------------------------------- */

/* The mask's extents must be those of the axes it stands for. */
static void check_mask(elab *e, const val *mask, const val *view, uint32_t first)
{
    for (uint32_t k = 0; k < mask->ty->rank; k++) {
        air_id want = val_extent(e, view, first + k), have = val_extent(e, mask, k);
        if (want == have)
            continue;
        air_id values[] = {op_int(e, k), want, have};
        air_check(&e->b, air_map2(&e->b, AIR_EQ, HPC_BOOL, want, have), HPC_CHECK_BOOL_INDEX,
                  values, 3);
    }
}

static air_id own_shape_copy(elab *e, air_id node, const air_id *shape, uint32_t rank)
{
    air_node *n = air_at(e->b.fun, node);
    n->shape = ARENA_ARRAY(e->arena, air_id, rank);
    memcpy(n->shape, shape, rank * sizeof *shape);
    return node;
}

static air_id checked_array(elab *e, air_id array, air_id extent, uint32_t axis)
{
    air_id args[] = {array, extent};
    air_type type = air_at(e->b.fun, array)->type;
    air_id node = air_raw(&e->b, AIR_OP_INDEXES, type, args, 2, axis);
    return own_shape_copy(e, node, air_at(e->b.fun, args[0])->shape, type.rank);
}

/* Positions of a mask's true elements along one of its axes. */
static air_id mask_positions(elab *e, const val *mask, uint32_t axis)
{
    air_type type = {AIR_ARRAY, HPC_I64, 1, AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    air_id args[] = {mask->node, op_int(e, axis)};
    return air_rt(&e->b, HPC_RT_nonzero_axis, args, 2, &type, 1);
}

static void add_array(index_target *t, air_id node, uint32_t axis)
{
    t->gather.index[axis] = (int8_t)t->array_count;
    t->arrays[t->array_count++] = node;
}

/* Where the broadcast index axes go: at the first index when all stand together, else in front. */
static void place_indexes(index_target *t, const entries *x, const uint32_t *at)
{
    int first = -1, last = -1;
    bool apart = false;
    uint32_t before = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        bool takes =
            x->items[i].kind == E_ARRAY || x->items[i].kind == E_MASK || x->items[i].kind == E_INT;
        if (!takes)
            continue;
        if (first < 0) {
            first = (int)i;
            before = at[i];
        }
        apart = apart || (last >= 0 && last + 1 != (int)i);
        last = (int)i;
    }
    t->gather.first = (uint8_t)(apart ? 0 : before);
}

static air_id any_zero(elab *e, const air_id *extents, uint32_t count)
{
    air_id some = air_const_int(&e->b, HPC_BOOL, 0);
    for (uint32_t k = 0; k < count; k++)
        some = op_or(e, some, op_test(e, AIR_EQ, extents[k], op_int(e, 0)));
    return some;
}

/* Index arrays whose broadcast is empty are not looked at: a[[], [99]]. */
static void check_arrays(elab *e, index_target *t, const entries *x, const uint32_t *at,
                         air_id empty)
{
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t axis = at[i];
        if (x->items[i].kind != E_ARRAY)
            continue;
        air_id *array = &t->arrays[t->gather.index[axis]], extent = val_extent(e, &t->view, axis);
        if (t->array_count > 1)
            extent = air_map3(&e->b, AIR_SELECT, HPC_I64, empty, op_int(e, INT64_MAX), extent);
        *array = checked_array(e, *array, extent, axis);
    }
}

static bool gather_parts(elab *e, index_target *t, const entries *x, const uint32_t *at, span where)
{
    t->is_gather = true;
    memset(t->gather.index, -1, sizeof t->gather.index);
    for (uint32_t i = 0; i < x->count; i++) {
        const entry *entry = &x->items[i];
        uint32_t axis = at[i];
        if (entry->kind == E_INT) {
            air_id node = checked_index(e, &entry->v, val_extent(e, &t->view, axis), axis, where);
            if (!node)
                return false;
            add_array(t, node, axis);
        } else if (entry->kind == E_ARRAY) {
            add_array(t, air_cast(&e->b, HPC_I64, entry->v.node), axis);
        } else if (entry->kind == E_MASK) {
            check_mask(e, &entry->v, &t->view, axis);
            for (uint32_t k = 0; k < entry->v.ty->rank; k++)
                add_array(t, mask_positions(e, &entry->v, k), axis + k);
        }
    }
    place_indexes(t, x, at);
    air_id indexes[HPC_MAX_RANK];
    t->gather.index_rank =
        (uint8_t)air_broadcast_indexes(&e->b, t->arrays, t->array_count, indexes);
    check_arrays(e, t, x, at, any_zero(e, indexes, t->gather.index_rank));
    t->rank = 0;
    uint32_t view_rank = t->view.ty->rank, source = 0;
    if (view_rank - t->array_count + t->gather.index_rank > HPC_MAX_RANK)
        return elab_error(e, where, "IndexError", "the result has too many dimensions"), false;
    for (uint32_t n = 0; source < view_rank || n == t->gather.first; n++) {
        if (n == t->gather.first)
            for (uint32_t k = 0; k < t->gather.index_rank; k++)
                t->shape[t->rank++] = indexes[k];
        while (source < view_rank && t->gather.index[source] >= 0)
            source++;
        if (source < view_rank)
            t->shape[t->rank++] = val_extent(e, &t->view, source++);
    }
    return true;
}

/* ---- A mask of the first axes ------------------------------------------------------------------ */

/* Alone among slices, and what it selects lies in C order, as NumPy's result does. */
static bool is_leading_mask(const elab *e, const index_target *t, const entries *x)
{
    if (x->items[0].kind != E_MASK)
        return false;
    for (uint32_t i = 1; i < x->count; i++)
        if (x->items[i].kind != E_SLICE && x->items[i].kind != E_NEWAXIS)
            return false;
    uint32_t others = t->view.ty->rank - x->items[0].v.ty->rank;
    return others <= 1 || air_at(e->b.fun, t->view.node)->type.facts & AIR_C_ORDER;
}

static void take_mask(elab *e, index_target *t, const val *mask)
{
    check_mask(e, mask, &t->view, 0);
    t->mask = mask->node;
    t->rank = t->view.ty->rank - mask->ty->rank + 1;
    for (uint32_t k = 1; k < t->rank; k++)
        t->shape[k] = val_extent(e, &t->view, mask->ty->rank + k - 1);
}

/* How many elements of the mask are true: the first extent of what it selects. */
static void count_mask(elab *e, index_target *t)
{
    uint32_t rank = air_at(e->b.fun, t->mask)->type.rank;
    air_id as_int = air_cast(&e->b, HPC_I64, t->mask);
    if (!t->count)
        t->count = air_reduce(&e->b, AIR_ADD, as_int, (UINT32_C(1) << rank) - 1, false);
    t->shape[0] = t->count;
}

static val pack_mask(elab *e, index_target *t)
{
    count_mask(e, t);
    air_id args[] = {t->view.node, t->mask, t->count};
    uint8_t facts = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE;
    air_type type = {AIR_ARRAY, (uint8_t)t->object.ty->dtype, (uint8_t)t->rank, facts};
    air_id node = air_raw(&e->b, AIR_OP_PACK_MASK, type, args, 3, 0);
    return val_array(e, own_shape_copy(e, node, t->shape, t->rank));
}

/* The mask with the other axes of the view behind it. */
static air_id full_mask(elab *e, const index_target *t)
{
    uint32_t rank = air_at(e->b.fun, t->mask)->type.rank;
    air_id mask = t->mask, shape[HPC_MAX_RANK];
    for (uint32_t k = 0; k < t->view.ty->rank; k++) {
        shape[k] = val_extent(e, &t->view, k);
        if (k >= rank)
            mask = air_newaxis(&e->b, mask, k);
    }
    return t->rank == 1 ? mask : air_broadcast_to(&e->b, mask, t->view.ty->rank, shape);
}

index_target index_resolve(elab *e, val object, val index, span where)
{
    index_target t = {.object = object};
    entries x;
    uint32_t at[2 * HPC_MAX_RANK + 2];
    if (!split_index(e, &index, object.ty->rank, where, &x))
        return t;
    if (all_integers(&x) && x.count == object.ty->rank && !x.ellipsis) {
        t.ok = element_indexes(e, &t, &x, where);
        return t;
    }
    if (!basic_view(e, &t, &x, at, where))
        return t;
    t.is_gather = x.advanced;
    t.ok = true;
    if (x.advanced && is_leading_mask(e, &t, &x))
        take_mask(e, &t, &x.items[0].v);
    else if (x.advanced)
        t.ok = gather_parts(e, &t, &x, at, where);
    return t;
}

/* ---- Reading and writing ---------------------------------------------------------------------- */

/* In NumPy's memory the axes of index arrays lie outside the others, wherever the shape has them; the
 * others keep the order that they have in the source. Alone they are laid out as a ufunc's result. */
static uint8_t gather_facts(const elab *e, const index_target *t)
{
    unsigned others = t->rank - t->gather.index_rank;
    if (others == 0)
        return air_map_facts(e->b.fun, t->arrays, t->array_count, t->rank, t->shape);
    bool ordered = others <= 1 || air_at(e->b.fun, t->view.node)->type.facts & AIR_C_ORDER;
    if (ordered && (t->gather.first == 0 || t->gather.index_rank == 0))
        return AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE;
    return t->rank == 2 ? AIR_F_ORDER | AIR_WRITABLE : AIR_WRITABLE;
}

val index_read(elab *e, index_target *t)
{
    if (t->is_element)
        return val_array(e, air_elem(&e->b, t->object.node, t->element));
    if (!t->is_gather)
        return t->view;
    if (t->mask)
        return pack_mask(e, t);
    air_id args[HPC_MAX_RANK + 1];
    args[0] = t->view.node;
    memcpy(args + 1, t->arrays, t->array_count * sizeof *args);
    air_type type = {AIR_ARRAY, (uint8_t)t->object.ty->dtype, (uint8_t)t->rank, gather_facts(e, t)};
    air_id node = air_raw(&e->b, AIR_OP_GATHER, type, args, t->array_count + 1, 0);
    own_shape_copy(e, node, t->shape, t->rank);
    air_gather *gather = ARENA_NEW(e->arena, air_gather);
    *gather = t->gather;
    air_at(e->b.fun, node)->gather = gather;
    return val_array(e, node);
}

/* value, cast to the object's dtype and broadcast to the shape that the index selects. */
static air_id fitted_value(elab *e, index_target *t, const val *value, span where)
{
    hpc_dtype dtype = t->object.ty->dtype;
    val as = elab_asarray(e, value, HPC_DTYPE_COUNT, where);
    if (val_bad(as))
        return 0;
    if (as.ty->kind != TY_ARRAY)
        return val_cast_node(e, &as, dtype, where);
    uint32_t rank = as.ty->rank;
    air_id node = air_cast(&e->b, dtype, as.node);
    for (; rank > t->rank; rank--) { /* leading axes of extent 1 go */
        air_id one = air_map2(&e->b, AIR_EQ, HPC_BOOL, air_dim(&e->b, node, 0), op_int(e, 1));
        air_check(&e->b, one, HPC_CHECK_BROADCAST_ASSIGN, NULL, 0);
        air_view drop = {0};
        air_id shape[HPC_MAX_RANK];
        for (uint32_t i = 1; i < rank; i++) {
            drop.axis[i - 1] = (int8_t)i;
            shape[i - 1] = air_dim(&e->b, node, i);
        }
        node = air_view_new(&e->b, node, &drop, rank - 1, shape);
    }
    for (uint32_t i = 0; i < rank; i++) {
        air_id have = air_dim(&e->b, node, i), want = t->shape[t->rank - rank + i];
        int64_t one;
        if (have == want || (air_is_const(e->b.fun, have, &one) && one == 1))
            continue;
        air_id same = air_map2(&e->b, AIR_EQ, HPC_BOOL, have, want);
        air_id single = air_map2(&e->b, AIR_EQ, HPC_BOOL, have, op_int(e, 1));
        air_check(&e->b, air_map2(&e->b, AIR_OR, HPC_BOOL, same, single),
                  HPC_CHECK_BROADCAST_ASSIGN, NULL, 0);
    }
    return air_broadcast_to(&e->b, node, t->rank, t->shape);
}

static void scatter(elab *e, index_target *t, const val *value, span where)
{
    air_id args[HPC_MAX_RANK + 2];
    air_check_writable(&e->b, t->view.node);
    args[0] = t->view.node;
    args[1] = fitted_value(e, t, value, where);
    if (!args[1])
        return;
    memcpy(args + 2, t->arrays, t->array_count * sizeof *args);
    air_id node =
        air_raw(&e->b, AIR_OP_SCATTER, (air_type){.kind = AIR_VOID}, args, t->array_count + 2, 0);
    air_gather *gather = ARENA_NEW(e->arena, air_gather);
    *gather = t->gather;
    air_at(e->b.fun, node)->gather = gather;
}

/* A number is stored under the mask; an array is unpacked to where the mask holds. */
static void write_mask(elab *e, index_target *t, const val *value, span where)
{
    if (ty_is_number(value->ty)) {
        air_id node = val_cast_node(e, value, t->object.ty->dtype, where);
        air_store(&e->b, t->view.node, node, full_mask(e, t));
        return;
    }
    count_mask(e, t);
    air_id args[] = {t->view.node, fitted_value(e, t, value, where), t->mask};
    if (!args[1])
        return;
    if (air_at(e->b.fun, args[1])->type.kind != AIR_ARRAY) {
        air_store(&e->b, t->view.node, args[1], full_mask(e, t));
        return;
    }
    air_check_writable(&e->b, t->view.node);
    air_raw(&e->b, AIR_OP_UNPACK_MASK, (air_type){.kind = AIR_VOID}, args, 3, 0);
}

void index_write(elab *e, index_target *t, val value, span where)
{
    hpc_dtype dtype = t->object.ty->dtype;
    if (value.ty->kind == TY_UNION) /* whichever it is, it is cast to the array's dtype */
        value = val_of(e, ty_scalar(e->types, dtype), val_cast_node(e, &value, dtype, where));
    if (t->is_element) {
        val as = elab_asarray(e, &value, HPC_DTYPE_COUNT, where);
        if (val_bad(as))
            return;
        if (as.ty->kind == TY_ARRAY && as.ty->rank) {
            elab_error(e, where, "ValueError", "setting an array element with a sequence.");
            return;
        }
        if (as.ty->kind == TY_ARRAY)
            as = val_array(e, air_elem(&e->b, as.node, NULL));
        air_setelem(&e->b, t->object.node, t->element,
                    val_cast_node(e, &as, t->object.ty->dtype, where));
        return;
    }
    if (!t->is_gather)
        op_assign_array(e, t->view, value, where);
    else if (t->mask)
        write_mask(e, t, &value, where);
    else
        scatter(e, t, &value, where);
}

/* ---- The three forms of a subscript ------------------------------------------------------------ */

static val not_subscriptable(elab *e, const val *object, span where)
{
    return elab_error(e, where, "TypeError", "'%s' object is not subscriptable",
                      ty_name(e->arena, object->ty));
}

/* The row of an object's method, or NULL. */
static const bi_row *item_row(elab *e, const val *object, const char *name)
{
    bool parts = object->ty->kind == TY_PARTS || object->ty->kind == TY_OBJECT;
    return parts ? bi_find(arena_printf(e->arena, "%s.%s", object->ty->name, name)) : NULL;
}

static val call_item_row(elab *e, const bi_row *row, const val *args, uint32_t count, span where)
{
    val callee = {.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
    return elab_call(e, callee, &(call_args){.args = args, .count = count}, where);
}

static bool is_sequence(const val *v)
{
    return v->ty->kind == TY_LIST || v->ty->kind == TY_TUPLE || v->ty->kind == TY_STR ||
           v->ty->kind == TY_RANGE;
}

val op_getitem(elab *e, val object, val index, span where)
{
    object = optional_operand(e, object, "'NoneType' object is not subscriptable", where);
    if (is_keywords(&object))
        return keywords_getitem(e, &object, &index, where);
    if (is_sequence(&object))
        return seq_getitem(e, object, index, where);
    if (union_of_arrays(&object))
        return union_getitem(e, object, index, where);
    val special;
    if (record_method(e, &object, "__getitem__", &index, 1, where, &special))
        return special;
    if (is_hashed(object.ty))
        return hashed_getitem(e, &object, &index, where);
    if (object.ty->kind == TY_SCALAR && index.ty->kind == TY_TUPLE && index.count == 0)
        return object; /* NumPy's scalars have an empty index */
    if (object.ty->kind == TY_SCALAR) {
        const val *first = index.ty->kind == TY_TUPLE ? index.items : &index;
        if (first->ty->kind != TY_ELLIPSIS && first->ty->kind != TY_NONE)
            return elab_error(e, where, "IndexError", "invalid index to scalar variable.");
        object = val_array(e, air_fill(&e->b, val_node(e, &object), 0, NULL));
    }
    const bi_row *row = item_row(e, &object, "__getitem__");
    if (row)
        return call_item_row(e, row, (val[]){object, index}, 2, where);
    if (object.ty->kind == TY_DTYPE && object.i == 2)
        return type_subscript(e, &object, &index, where);
    if (object.ty->kind != TY_ARRAY)
        return not_subscriptable(e, &object, where);
    index_target t = index_resolve(e, object, index, where);
    if (!t.ok)
        return val_never(e);
    val v = index_read(e, &t);
    return v.ty->kind == TY_SCALAR && e->mode == PR_NUMBA ? op_numba_result(e, v.node) : v;
}

void op_setitem(elab *e, val object, val index, val value, span where)
{
    object =
        optional_operand(e, object, "'NoneType' object does not support item assignment", where);
    if (is_sequence(&object)) {
        seq_setitem(e, object, index, value, where);
        return;
    }
    val special;
    if (record_method(e, &object, "__setitem__", (val[]){index, value}, 2, where, &special))
        return;
    if (is_hashed(object.ty)) {
        hashed_setitem(e, &object, &index, &value, where);
        return;
    }
    const bi_row *row = item_row(e, &object, "__setitem__");
    if (row) {
        call_item_row(e, row, (val[]){object, index, value}, 3, where);
        return;
    }
    if (object.ty->kind != TY_ARRAY) {
        elab_error(e, where, "TypeError", "'%s' object does not support item assignment",
                   ty_name(e->arena, object.ty));
        return;
    }
    air_check_writable(&e->b, object.node); /* NumPy asks before it looks at the index */
    index_target t = index_resolve(e, object, index, where);
    if (t.ok)
        index_write(e, &t, value, where);
}

void op_augitem(elab *e, ast_binary_op op, val object, val index, val value, span where)
{
    object = optional_operand(e, object, "'NoneType' object is not subscriptable", where);
    if (is_hashed(object.ty)) {
        hashed_augitem(e, op, &object, &index, &value, where);
        return;
    }
    if (object.ty->kind != TY_ARRAY) {
        val old = op_getitem(e, object, index, where);
        if (!val_bad(old))
            op_setitem(e, object, index, op_inplace(e, op, old, value, where), where);
        return;
    }
    index_target t = index_resolve(e, object, index, where);
    if (!t.ok)
        return;
    val old = index_read(e, &t);
    if (val_bad(old))
        return;
    if (old.ty->kind == TY_SCALAR && e->mode == PR_NUMBA)
        old = op_numba_result(e, old.node);
    val result = op_inplace(e, op, old, value, where);
    if (!val_bad(result) && (t.is_element || t.is_gather))
        index_write(e, &t, result, where);
}
