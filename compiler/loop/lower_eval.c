/* What one element of an array node is: the tree of inlined nodes, evaluated at an index.
 *
 * An index is affine in the loop variables of the nest (plus a computed part, for gathers). Views
 * change the index, maps pass it on, buffers are loaded. Every (node, index) is computed once in a
 * loop body, in the outermost loop that it depends on. */
#include "lower_sweep.h"

/* ---- Indexes --------------------------------------------------------------------------------- */

void lw_index_const(lower *l, lw_index *x, int64_t c)
{
    memset(x, 0, sizeof *x);
    x->c = lw_i64(l, c);
    x->gen_level = -1;
}

void lw_index_loop(lower *l, lw_index *x, unsigned dim)
{
    lw_index_const(l, x, 0);
    x->coef[dim] = lw_i64(l, 1);
}

int lw_index_level(const lw_index *x, unsigned nlevels)
{
    int level = x->gen ? x->gen_level : -1;
    for (unsigned i = 0; i < nlevels; i++)
        if (x->coef[i] && (int)i > level)
            level = (int)i;
    return level;
}

/* by * x + plus (0: 1 and 0); both invariant in the nest. */
lw_index lw_index_scale(lower *l, const lw_index *x, lir_expr_id by, lir_expr_id plus)
{
    lw_index r = *x;
    if (by && !lw_is_i64(l, by, 1)) {
        r.c = lw_mul(l, x->c, by);
        r.gen = lw_mul(l, x->gen, by);
        for (unsigned i = 0; i < LW_MAX_DIMS; i++)
            r.coef[i] = lw_mul(l, x->coef[i], by);
    }
    r.c = lw_add(l, r.c, plus);
    if (!r.c)
        r.c = lw_i64(l, 0);
    if (!r.gen)
        r.gen_level = -1;
    return r;
}

lw_value lw_index_value(lw_kernel *k, const lw_index *x)
{
    lower *l = k->l;
    lir_expr_id sum = x->c;
    for (unsigned i = 0; i < k->nlevels; i++)
        if (x->coef[i])
            sum = lw_add(l, sum, lw_mul(l, x->coef[i], k->level[i].iv));
    if (k->vdim >= 0 && k->lanes > 1 && x->coef[k->vdim]) {
        lir_type type = lir_vector(LIR_I64, k->lanes);
        lir_expr_id iota = lir_make(l->m, l->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
        sum = lw_add(l, sum, lw_mul(l, iota, x->coef[k->vdim]));
    }
    sum = lw_add(l, sum, x->gen);
    return (lw_value){sum ? sum : lw_i64(l, 0), 0, lw_index_level(x, k->nlevels)};
}

/* A value becomes an index: constants stay constant. */
static lw_index index_of_value(lower *l, lw_value v)
{
    lw_index x;
    lw_index_const(l, &x, 0);
    int64_t known;
    if (lw_type(l, v.re).lanes == 1 && lw_is_const(l, v.re, &known)) {
        x.c = lw_i64(l, known);
    } else if (v.level < 0 && lw_type(l, v.re).lanes == 1) {
        x.c = v.re;
    } else {
        x.gen = v.re;
        x.gen_level = v.level;
    }
    return x;
}

bool lw_same_extent(const lower *l, air_id x, air_id y)
{
    int64_t a, b;
    return x == y || (air_is_const(l->af, x, &a) && air_is_const(l->af, y, &b) && a == b);
}

/* May the operand's extent be taken for the result's? Where its axis runs over the lanes: another
 * extent than the result's would be 1, and the axis no vector's. Tested before the nest. */
static bool assume_whole(lw_kernel *k, lir_expr_id extent, lir_expr_id whole, const lw_index *index)
{
    lower *l = k->l;
    if (!k->assume)
        return false;
    lir_expr_id cond = lw_op(l, LIR_EQ, extent, whole);
    for (uint32_t i = 0; i < k->assumed.len; i++)
        if (k->assumed.items[i] == cond)
            return true;
    if (k->lanes == 1 || !index->coef[k->vdim])
        return false;
    vec_push(l->a, &k->assumed, cond);
    return true;
}

/* Trailing axes align; an operand's axis of extent 1 stays at 0 where the result's is longer. */
void lw_operand_index(lw_kernel *k, air_id arg, unsigned rank, const air_id *shape,
                      const lw_index *index, lw_index *out)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, arg);
    unsigned skip = rank - n->type.rank;
    for (unsigned i = 0; i < n->type.rank; i++) {
        out[i] = index[skip + i];
        if (k->flat_as || lw_same_extent(l, n->shape[i], shape[skip + i]))
            continue;
        int64_t known;
        lir_expr_id extent = lw_scalar(l, n->shape[i]).re;
        if (lw_is_const(l, extent, &known)) {
            if (known == 1)
                lw_index_const(l, &out[i], 0);
            continue;
        }
        if (assume_whole(k, extent, lw_scalar(l, shape[skip + i]).re, &out[i]))
            continue;
        lir_expr_id one = lw_i64(l, 1), zero = lw_i64(l, 0);
        lir_expr_id by = lw_select(l, lw_op(l, LIR_EQ, extent, one), zero, one);
        out[i] = lw_index_scale(l, &out[i], by, 0);
    }
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

const lw_desc *lw_operand_desc(const lw_kernel *k, air_id id)
{
    for (uint32_t i = 0; i < k->replaced.len; i++)
        if (k->replaced.items[i].id == id)
            return k->replaced.items[i].desc;
    return k->l->nodes[id].desc;
}

static lw_value eval_map(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    lw_value args[3] = {{0}};
    lw_index at[HPC_MAX_RANK];
    for (uint32_t i = 0; i < n->nargs; i++) {
        const air_node *arg = lw_air(l, n->args[i]);
        if (arg->type.kind == AIR_ARRAY && !k->flat_as)
            lw_operand_index(k, n->args[i], n->type.rank, n->shape, index, at);
        else
            at[0] = index[0];
        args[i] = lw_eval(k, n->args[i], at);
    }
    int level = -1;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (args[i].level > level)
            level = args[i].level;
    hpc_dtype from = (hpc_dtype)lw_air(l, n->args[n->fn == AIR_SELECT])->type.dtype;
    lw_fn_use use = {(air_fn)n->fn, from, (hpc_dtype)n->type.dtype, false};
    lw_block outer = l->cur; /* loops of integer powers belong where the operands are */
    if (level + 1 < (int)k->nlevels)
        l->cur = lw_level_block(k, level);
    lw_value v = lw_apply(l, use, args);
    l->cur = outer;
    v.level = level;
    if (l->nodes[id].uses > 1 || k->keep_all || level + 1 < (int)k->nlevels) {
        v.re = lw_let_at(k, level, air_fn_name(use.fn), v.re);
        v.im = v.im ? lw_let_at(k, level, air_fn_name(use.fn), v.im) : 0;
    }
    return v;
}

static lw_value eval_view(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    const air_view *v = n->view;
    air_id source = n->args[0];
    const air_node *s = lw_air(l, source);
    lw_index at[HPC_MAX_RANK];
    for (unsigned i = 0; i < s->type.rank; i++) {
        lw_index_const(l, &at[i], 0);
        if (v->start[i])
            at[i].c = lw_scalar(l, v->start[i]).re;
    }
    for (unsigned r = 0; r < n->type.rank; r++) {
        int axis = v->axis[r];
        if (axis == AIR_NEW_AXIS || (v->broadcast >> r & 1))
            continue;
        lir_expr_id by = v->step[axis] ? lw_scalar(l, v->step[axis]).re : 0;
        if (v->maybe_broadcast >> r & 1) {
            lir_expr_id one = lw_i64(l, 1), zero = lw_i64(l, 0);
            lir_expr_id is_one = lw_op(l, LIR_EQ, lw_scalar(l, s->shape[axis]).re, one);
            by = lw_select(l, is_one, zero, by ? by : one);
        }
        at[axis] = lw_index_scale(l, &index[r], by, at[axis].c);
    }
    return lw_eval(k, source, at);
}

/* The only vector of indexes may be loaded as scalars: then so is what they choose. */
static lw_value eval_index_array(lw_kernel *k, air_id array, const lw_index *index, bool apart)
{
    bool outer = k->apart;
    k->apart = apart;
    lw_value v = lw_eval(k, array, index);
    if (apart && lw_type(k->l, v.re).lanes > 1)
        lw_take_apart(k, v.re);
    k->apart = outer;
    return lw_cast(k->l, HPC_I64, (hpc_dtype)lw_air(k->l, array)->type.dtype, v);
}

static lw_value eval_gather(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    const air_gather *g = n->gather;
    unsigned rank = lw_air(l, n->args[0])->type.rank, free_axis = 0;
    bool apart = n->nargs == 2;
    lw_index at[HPC_MAX_RANK];
    for (unsigned s = 0; s < rank; s++) {
        if (g->index[s] < 0) {
            if (free_axis == g->first)
                free_axis += g->index_rank;
            at[s] = index[free_axis++];
            continue;
        }
        air_id array = n->args[1 + g->index[s]];
        lw_index operand[HPC_MAX_RANK];
        lw_operand_index(k, array, g->index_rank, n->shape + g->first, index + g->first, operand);
        at[s] = index_of_value(l, eval_index_array(k, array, operand, apart));
    }
    return lw_eval(k, n->args[0], at);
}

/* Wrap and check an index; the check lies in the loop that the index depends on. */
static lw_value eval_indexes(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    lw_index at[HPC_MAX_RANK];
    lw_operand_index(k, n->args[0], n->type.rank, n->shape, index, at);
    bool apart = k->apart;
    k->apart = false;
    lw_value v = lw_eval(k, n->args[0], at);
    k->apart = apart;
    int level = v.level;
    v = lw_cast(l, HPC_I64, (hpc_dtype)lw_air(l, n->args[0])->type.dtype, v);
    v.level = level;
    if (lw_type(l, v.re).lanes > 1) {
        v.re = lw_wrap_indexes(k, v.re, lw_scalar(l, n->args[1]).re, n->imm, apart);
        return v;
    }
    lw_block outer = l->cur;
    if (level + 1 < (int)k->nlevels)
        l->cur = lw_level_block(k, level);
    v.re = lw_let(l, "index", v.re);
    v.re = lw_wrap_index(l, v.re, lw_scalar(l, n->args[1]).re, n->imm, false);
    l->cur = outer;
    return v;
}

/* Where `view` selects this element of the base: the condition (0: always) and the index there.
 * False when it never does. */
static bool overlay_index(lw_kernel *k, const air_node *n, const lw_index *index, lw_index *at,
                          lir_expr_id *cond)
{
    lower *l = k->l;
    const air_view *v = n->view;
    unsigned value_rank = lw_air(l, n->args[1])->type.rank;
    bool is_array = lw_air(l, n->args[1])->type.kind == AIR_ARRAY;
    *cond = 0;
    for (unsigned s = 0; s < n->type.rank; s++) {
        int axis = -1;
        for (unsigned r = 0; is_array && r < value_rank; r++)
            if (v->axis[r] == (int)s)
                axis = (int)r;
        lir_expr_id start = v->start[s] ? lw_scalar(l, v->start[s]).re : lw_i64(l, 0);
        bool whole = !v->start[s] && !v->step[s];
        if (axis >= 0 && whole) {
            at[axis] = index[s];
            continue;
        }
        if (axis >= 0)
            lw_fail(l, "lowering does not have overlays of slices");
        if (lw_index_level(&index[s], k->nlevels) >= 0)
            lw_fail(l, "lowering does not have overlays at a varying index");
        lir_expr_id here = lw_op(l, LIR_EQ, index[s].c, start);
        uint64_t known;
        if (lir_is_const(l->f, here, &known)) {
            if (!known)
                return false;
            continue;
        }
        *cond = *cond ? lw_op(l, LIR_AND, *cond, here) : here;
    }
    return true;
}

static lw_value eval_overlay(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    lw_index at[HPC_MAX_RANK];
    lir_expr_id cond;
    for (unsigned i = 0; i < HPC_MAX_RANK; i++)
        lw_index_const(l, &at[i], 0);
    if (!overlay_index(k, n, index, at, &cond))
        return lw_eval(k, n->args[0], index);
    lw_value v = lw_eval(k, n->args[1], at);
    if (!cond)
        return v;
    lw_value base = lw_eval(k, n->args[0], index);
    v.re = lw_select(l, cond, v.re, base.re);
    v.im = v.im ? lw_select(l, cond, v.im, base.im) : 0;
    v.level = v.level > base.level ? v.level : base.level;
    return v;
}

/* Element of a constant array at a constant index. */
static bool table_constant(lw_kernel *k, air_id id, const lw_index *index, lw_value *v)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    int64_t flat = 0, c, extent;
    for (unsigned i = 0; i < n->type.rank; i++) {
        if (lw_index_level(&index[i], k->nlevels) >= 0 || !lw_is_const(l, index[i].c, &c) ||
            !air_is_const(l->af, n->shape[i], &extent) || c < 0 || c >= extent)
            return false;
        flat = flat * extent + c;
    }
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    int64_t size = hpc_dtype_size(dtype), part = lw_complex(dtype) ? size / 2 : size;
    const char *at = (const char *)l->nodes[id].table + flat * size;
    int64_t bits[2] = {0, 0};
    memcpy(&bits[0], at, (size_t)part);
    if (lw_complex(dtype))
        memcpy(&bits[1], at + part, (size_t)part);
    *v = lw_constant(l, dtype, bits[0], bits[1]);
    return true;
}

/* The scalar itself at a constant index; else a chain of choices on the flat index. */
static lw_value eval_literal(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    lir_expr_id flat = lw_i64(l, 0);
    int level = -1;
    for (unsigned i = 0; i < n->type.rank; i++) {
        lw_value x = lw_index_value(k, &index[i]);
        level = x.level > level ? x.level : level;
        flat = lw_add(l, lw_mul(l, flat, lw_scalar(l, n->shape[i]).re), x.re);
        if (!flat)
            flat = lw_i64(l, 0);
    }
    int64_t known;
    if (lw_type(l, flat).lanes == 1 && lw_is_const(l, flat, &known)) {
        bool inside = known >= 0 && known < n->nargs; /* else a check before has failed */
        return lw_scalar(l, n->args[inside ? known : 0]);
    }
    lw_value v = lw_scalar(l, n->args[0]);
    for (uint32_t i = 1; i < n->nargs; i++) {
        lw_value x = lw_scalar(l, n->args[i]);
        lir_expr_id here = lw_op(l, LIR_EQ, flat, lw_i64(l, i));
        v.re = lw_select(l, here, x.re, v.re);
        v.im = v.im ? lw_select(l, here, x.im, v.im) : 0;
    }
    v.level = level;
    return v;
}

static lw_value eval_node(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    lw_value v;
    if (l->nodes[id].table && !k->flat_as && table_constant(k, id, index, &v))
        return v;
    const lw_desc *d = lw_operand_desc(k, id);
    if (lw_sweep_value(k, id, index, &v))
        return v;
    if (d) {
        if (!k->flat_as)
            return lw_leaf_load(k, d, index);
        lw_desc flat = *d;
        flat.rank = 1;
        flat.stride[0] = lw_i64(l, hpc_dtype_size((hpc_dtype)d->dtype));
        flat.facts |= AIR_C_ORDER;
        return lw_leaf_load(k, &flat, index);
    }
    switch ((air_op)n->op) {
    case AIR_OP_MAP: return eval_map(k, id, index);
    case AIR_OP_FILL: return lw_scalar(l, n->args[0]);
    case AIR_OP_COORD: return lw_index_value(k, &index[n->imm]);
    case AIR_OP_VIEW: return eval_view(k, id, index);
    case AIR_OP_GATHER: return eval_gather(k, id, index);
    case AIR_OP_INDEXES: return eval_indexes(k, id, index);
    case AIR_OP_OVERLAY: return eval_overlay(k, id, index);
    case AIR_OP_LITERAL: return eval_literal(k, id, index);
    case AIR_OP_REDUCE: return lw_reduce_inline(k, id, index);
    case AIR_OP_COPY: return lw_eval(k, n->args[0], index);
    default: lw_fail(l, "lowering cannot inline %s", air_op_name((air_op)n->op));
    }
}

/* ---- Each once ------------------------------------------------------------------------------- */

lw_value lw_eval(lw_kernel *k, air_id id, const lw_index *index)
{
    lower *l = k->l;
    const air_node *n = lw_air(l, id);
    if (n->type.kind == AIR_SCALAR)
        return lw_scalar(l, id);
    unsigned rank = k->flat_as ? 1 : n->type.rank;
    size_t size = rank * sizeof *index;
    for (uint32_t i = k->memo.len; i-- > 0;) {
        const lw_memo *m = &k->memo.items[i];
        if (m->id == id && m->rank == rank && !memcmp(m->index, index, size))
            return m->value;
    }
    lw_index *copy = ARENA_ARRAY(l->a, lw_index, rank ? rank : 1);
    memcpy(copy, index, size);
    lw_value v = eval_node(k, id, index);
    lw_memo m = {id, rank, copy, v};
    vec_push(l->a, &k->memo, m);
    return v;
}
