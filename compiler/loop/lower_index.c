/* Indexes: wrapped, where negative ones count from the end, and checked.
 *
 * The lanes of an index vector that lies in memory are loaded once more as scalars, with the vector
 * for the check alone: `gather` by eight loads takes half of what the instruction takes (Zen 5: 0.22
 * and 0.43 ns an element in the first cache). */
#include "lower_impl.h"

void lw_lower_index(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id index = lw_scalar(l, n->args[0]).re, extent = lw_scalar(l, n->args[1]).re;
    if (lw_type(l, index).elem != LIR_I64)
        index = lw_let(l, "index", lir_cvt(l->m, l->f, LIR_I64, index));
    lir_expr_id wrapped = lw_wrap_index(l, index, extent, n->imm, lw_is_natural(l, n->args[0]));
    l->nodes[id].value = (lw_value){wrapped, 0, -1};
}

static const air_node *i64_map(const lower *l, air_id id, air_fn fn)
{
    const air_node *n = lw_air(l, id);
    return n->op == AIR_OP_MAP && n->fn == fn && n->type.dtype == HPC_I64 ? n : NULL;
}

/* x of min(max(select(x < 0, x + n, x), 0), n), a slice's end in an axis of extent n; 0: it is none. */
static air_id slice_end(const lower *l, const air_node *min)
{
    int64_t zero;
    const air_node *max = i64_map(l, min->args[0], AIR_MAX);
    if (!max || !air_is_const(l->af, max->args[1], &zero) || zero)
        return 0;
    const air_node *select = i64_map(l, max->args[0], AIR_SELECT);
    const air_node *below = select ? lw_air(l, select->args[0]) : NULL;
    const air_node *sum = select ? i64_map(l, select->args[1], AIR_ADD) : NULL;
    bool is_end = sum && below->op == AIR_OP_MAP && below->fn == AIR_LT &&
                  below->args[0] == select->args[2] && air_is_const(l->af, below->args[1], &zero) &&
                  !zero && sum->args[0] == select->args[2] && sum->args[1] == min->args[1];
    return is_end ? select->args[2] : 0;
}

/* In a loop most ends of slices lie inside of the axis: one comparison says so. */
bool lw_lower_slice_end(lower *l, air_id id)
{
    const air_node *n = i64_map(l, id, AIR_MIN);
    if (!n || l->loop_depth == 0 || lw_air(l, n->args[1])->op != AIR_OP_DIM)
        return false;
    air_id end = slice_end(l, n);
    if (!end)
        return false;
    lir_expr_id x = lw_scalar(l, end).re, extent = lw_scalar(l, n->args[1]).re;
    lir_var_id at = lir_var_new(l->m, l->f, "end", lir_scalar(LIR_I64));
    lw_set(l, at, x);
    lir_expr_id outside =
        lw_op(l, LIR_GT, lir_cvt(l->m, l->f, LIR_U64, x), lir_cvt(l->m, l->f, LIR_U64, extent));
    lw_block outer;
    lir_stmt_id branch = lw_open_stmt(l, LIR_S_IF, outside, &outer);
    lir_stmt_at(l->f, branch)->flags = LIR_IF_UNLIKELY;
    lir_expr_id zero = lw_i64(l, 0), from_end = lw_op(l, LIR_ADD, x, extent);
    lir_expr_id wrapped = lw_select(l, lw_op(l, LIR_LT, x, zero), from_end, x);
    lw_set(l, at, lw_op(l, LIR_MIN, lw_op(l, LIR_MAX, wrapped, zero), extent));
    l->cur = outer;
    l->nodes[id].value = (lw_value){lw_snapshot(l, lw_get(l, at)), 0, -1};
    return true;
}

/* Negative indexes count from the end. One unsigned comparison tests both bounds. */
lir_expr_id lw_wrap_index(lower *l, lir_expr_id index, lir_expr_id extent, int64_t axis,
                          bool natural)
{
    int64_t known;
    lir_expr_id zero = lw_i64(l, 0), wrapped = index;
    if (!natural && (!lw_is_const(l, index, &known) || known < 0))
        wrapped = lw_let(
            l, "index",
            lw_select(l, lw_op(l, LIR_LT, index, zero), lw_op(l, LIR_ADD, index, extent), index));
    lir_expr_id u = lir_cvt(l->m, l->f, LIR_U64, wrapped);
    lir_expr_id inside = lw_op(l, LIR_LT, u, lir_cvt(l->m, l->f, LIR_U64, extent));
    lir_expr_id values[3] = {index, lw_i64(l, axis), extent};
    lw_check(l, inside, HPC_CHECK_INDEX, values, 3);
    return wrapped;
}

lir_expr_id lw_any_lane(lower *l, lir_expr_id v)
{
    unsigned lanes = lw_type(l, v).lanes;
    uint16_t list[LIR_MAX_LANES];
    for (; lanes > 64 || (lanes > 1 && lanes < 8); lanes /= 2) {
        v = lw_let(l, "any", v);
        for (unsigned i = 0; i < lanes; i++)
            list[i] = (uint16_t)i;
        lir_expr_id low = lw_shuffle(l, v, v, lanes / 2, list);
        v = lw_op(l, LIR_OR, low, lw_shuffle(l, v, v, lanes / 2, list + lanes / 2));
    }
    if (lanes == 1)
        return v;
    lir_elem bits = lanes == 64 ? LIR_U64 : lanes == 32 ? LIR_U32 : lanes == 16 ? LIR_U16 : LIR_U8;
    v = lir_make(l->m, l->f, LIR_BITCAST, lir_scalar(bits), 0, v, 0, 0, 0);
    return lw_op(l, LIR_NE, v, lir_const_int(l->m, l->f, bits, 0));
}

/* Which is the first to fail is said by its value. */
static void check_lanes(lower *l, lir_expr_id copy, unsigned lanes, lir_expr_id extent,
                        int64_t axis)
{
    lw_block outer = l->cur;
    lir_var_id lane = lir_var_new(l->m, l->f, "lane", lir_scalar(LIR_I64));
    lir_stmt_id loop = lw_detached(l, LIR_S_FOR);
    lir_stmt *s = lir_stmt_at(l->f, loop);
    s->var = lane;
    s->a = lw_i64(l, 0);
    s->b = lw_i64(l, lanes);
    s->imm = 1;
    s->flags = LIR_FOR_VECTOR; /* cold: not to be made wider */
    lw_attach(l, l->cur, loop);
    l->cur = (lw_block){loop, false};
    lir_expr_id at = lw_padd(l, copy, lw_op(l, LIR_MUL, lw_get(l, lane), lw_i64(l, 8)));
    lw_wrap_index(l, lw_let(l, "index", lw_load(l, LIR_I64, at, 0)), extent, axis, false);
    l->cur = outer;
}

static lir_expr_id wrap(lower *l, lir_expr_id indexes, lir_expr_id extent)
{
    lir_expr_id below = lw_op(l, LIR_LT, indexes, lw_i64(l, 0));
    return lw_select(l, below, lw_op(l, LIR_ADD, indexes, extent), indexes);
}

static lir_expr_id any_outside(lower *l, lir_expr_id indexes, lir_expr_id extent)
{
    lir_expr_id u = lir_cvt(l->m, l->f, LIR_U64, indexes);
    return lw_any_lane(l, lw_op(l, LIR_GE, u, lir_cvt(l->m, l->f, LIR_U64, extent)));
}

/* ---- Lanes in memory ------------------------------------------------------------------------- */

static bool is_load(const lower *l, lir_expr_id e)
{
    return l->f->exprs.items[e].op == LIR_LOAD && lw_type(l, e).elem == LIR_I64;
}

static bool may_take_apart(const lower *l, lir_expr_id indexes)
{
    return !l->options->lanes && lw_type(l, indexes).lanes <= LW_MAX_INDEX_LANES;
}

static void remember(lw_kernel *k, lir_expr_id indexes, lir_expr_id base, lir_expr_id offset)
{
    lw_index_lanes known = {indexes, base, offset};
    vec_push(k->l->a, &k->index_lanes, known);
}

/* Indexes that need no check. */
void lw_take_apart(lw_kernel *k, lir_expr_id indexes)
{
    lir_expr e = k->l->f->exprs.items[indexes];
    if (is_load(k->l, indexes) && may_take_apart(k->l, indexes))
        remember(k, indexes, e.args[0], e.args[1]);
}

bool lw_is_apart(const lw_kernel *k, lir_expr_id indexes)
{
    for (uint32_t i = 0; i < k->index_lanes.len; i++)
        if (k->index_lanes.items[i].indexes == indexes)
            return true;
    return false;
}

lir_expr_id lw_index_lane(lw_kernel *k, lir_expr_id indexes, unsigned lane)
{
    lower *l = k->l;
    uint32_t i = 0;
    while (k->index_lanes.items[i].indexes != indexes)
        i++;
    lw_index_lanes known = k->index_lanes.items[i];
    lir_expr_id place = lw_add(l, known.offset, lw_i64(l, 8 * (int64_t)lane));
    return lir_load(l->m, l->f, lir_scalar(LIR_I64), known.base, place);
}

/* Checked where they lie; only where one is outside they are wrapped, into a copy. */
static lir_expr_id wrap_in_memory(lw_kernel *k, lir_expr_id load, lir_expr_id extent, int64_t axis)
{
    lower *l = k->l;
    unsigned lanes = lw_type(l, load).lanes;
    lir_expr e = l->f->exprs.items[load];
    lir_var_id at = lir_var_new(l->m, l->f, "at", lir_scalar(LIR_PTR));
    lw_set(l, at, lw_padd(l, e.args[0], e.args[1]));
    lir_expr_id indexes = lw_let(l, "index", load);
    lir_expr_id copy = lw_alloca(l, "indexes", (int64_t)lanes * 8);
    lw_block outer, inner;
    lw_open_stmt(l, LIR_S_IF, any_outside(l, indexes, extent), &outer);
    lir_expr_id wrapped = lw_let(l, "wrapped", wrap(l, indexes, extent));
    lw_store(l, copy, 0, indexes);
    lw_open_stmt(l, LIR_S_IF, any_outside(l, wrapped, extent), &inner);
    check_lanes(l, copy, lanes, extent, axis);
    l->cur = inner;
    lw_store(l, copy, 0, wrapped);
    lw_set(l, at, copy);
    l->cur = outer;
    /* A vector of its own: who only gathers has no use for it. */
    wrapped = lw_let(l, "indexes", wrap(l, indexes, extent));
    remember(k, wrapped, lw_snapshot(l, lw_get(l, at)), lw_i64(l, 0));
    return wrapped;
}

lir_expr_id lw_wrap_indexes(lw_kernel *k, lir_expr_id indexes, lir_expr_id extent, int64_t axis,
                            bool apart)
{
    lower *l = k->l;
    if (apart && is_load(l, indexes) && may_take_apart(l, indexes))
        return wrap_in_memory(k, indexes, extent, axis);
    indexes = lw_let(l, "index", indexes);
    unsigned lanes = lw_type(l, indexes).lanes;
    lir_expr_id wrapped = lw_let(l, "indexes", wrap(l, indexes, extent));
    lw_block outer;
    lw_open_stmt(l, LIR_S_IF, any_outside(l, wrapped, extent), &outer);
    lir_expr_id copy = lw_alloca(l, "indexes", (int64_t)lanes * 8);
    lw_store(l, copy, 0, indexes);
    check_lanes(l, copy, lanes, extent, axis);
    l->cur = outer;
    return wrapped;
}
