/* Neighbours along a row: each element is loaded once and held in registers.
 *
 *   b[i] = a[i - 1] + a[i] + a[i + 1]      ->      held = ..., a[-1], a[0]
 *                                                  for i by 8 vector {
 *                                                    next = load a[i + 1 ...]
 *                                                    store b[i] = (held ++ next)[6...13] +
 *                                                                 (held ++ next)[7...14] + next
 *                                                    held = next
 *                                                  }
 *
 * A *stream* is a row that a kernel reads at several places, its *taps*, `low` to `high` elements
 * from the first of them. One load for each vector is enough; loads of neighbours would straddle
 * cache lines. What was read stays as it was, so that a store may update a row from its own
 * neighbours in place (AIR_STORE_SWEEP): each element is read before it is written. The scalar loop
 * for the rest goes on with the last elements, the *window*, in scalar variables. */
#include "lower_sweep.h"

#include "array/air_alias.h"

static unsigned width(const lw_stream *s)
{
    return (unsigned)(s->high - s->low);
}

/* ---- Which rows ------------------------------------------------------------------------------ */

static void add_tap(lower *l, lw_stream *s, air_id id, int64_t shift)
{
    lw_tap tap = {id, shift};
    vec_push(l->a, &s->taps, tap);
    s->low = shift < s->low ? shift : s->low;
    s->high = shift > s->high ? shift : s->high;
}

static void add_leaf(lower *l, lw_sweep *w, air_id id)
{
    int64_t shift = 0;
    hpc_dtype dtype = (hpc_dtype)lw_air(l, id)->type.dtype;
    if (lw_air(l, id)->op != AIR_OP_VIEW || lw_complex(dtype))
        return;
    for (uint32_t i = 0; i < w->streams.len; i++) {
        lw_stream *s = &w->streams.items[i];
        if (s->taps.items[0].id == id)
            return;
        if (air_view_shift(l->af, s->taps.items[0].id, id, &shift)) {
            add_tap(l, s, id, shift);
            return;
        }
    }
    lw_stream s = {.dtype = dtype};
    add_tap(l, &s, id, 0);
    vec_push(l->a, &w->streams, s);
}

/* The leaves that are read at the kernel's own element. */
static void find_leaves(lower *l, lw_sweep *w, air_id id, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY || n->type.rank != w->rank || lw_met(l, id, walk))
        return;
    if (l->nodes[id].desc) {
        add_leaf(l, w, id);
        return;
    }
    if (n->op == AIR_OP_MAP || n->op == AIR_OP_COPY)
        for (uint32_t i = 0; i < n->nargs; i++)
            find_leaves(l, w, lw_air(l, id)->args[i], walk);
}

/* A row that is written: what is read of it must be held. */
static void add_written(lower *l, lw_sweep *w, air_id id)
{
    add_leaf(l, w, id);
    if (w->streams.len)
        w->streams.items[w->streams.len - 1].written = true;
}

lw_sweep *lw_sweep_of(lower *l, const lw_job *job, unsigned *lanes)
{
    lw_sweep *w = ARENA_NEW(l->a, lw_sweep);
    w->rank = lw_air(l, job->shape_of)->type.rank;
    w->in_place = job->sweep || job->save;
    if (job->sweep)
        add_written(l, w, job->shape_of);
    if (job->save)
        add_written(l, w, job->save);
    find_leaves(l, w, job->value, ++l->walks);
    for (uint32_t i = 0; i < w->streams.len; i++)
        if (w->streams.items[i].written && width(&w->streams.items[i]) > *lanes)
            *lanes = 1;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->streams.len; i++) {
        const lw_stream s = w->streams.items[i];
        unsigned most = *lanes > 1 ? *lanes : 0;
        most = most < LW_MAX_WINDOW ? most : LW_MAX_WINDOW;
        if (width(&s) > 0 && (s.written || width(&s) <= most))
            w->streams.items[kept++] = s;
    }
    w->streams.len = kept;
    return kept ? w : NULL;
}

/* ---- What is read ---------------------------------------------------------------------------- */

/* Vectors are held as integers: LLVM moves lanes of two registers of 512 bits in one instruction
 * (valignq) for those alone. */
static hpc_dtype held_as(hpc_dtype dtype)
{
    switch (dtype) {
    case HPC_BOOL: return HPC_U8;
    case HPC_F32: return HPC_I32;
    case HPC_F64: return HPC_I64;
    default: return dtype;
    }
}

static lir_expr_id bits_as(lower *l, lir_expr_id v, lir_elem elem)
{
    lir_type type = {.elem = (uint8_t)elem, .lanes = lw_type(l, v).lanes};
    if (lw_type(l, v).elem == type.elem)
        return v;
    return lir_make(l->m, l->f, LIR_BITCAST, type, 0, v, 0, 0, 0);
}

/* The element at `shift` of the stream, lanes of it in the vector loop; truth values as bytes. */
static lir_expr_id load(lw_kernel *k, const lw_stream *s, int64_t shift, const lw_index *index,
                        unsigned axis)
{
    lower *l = k->l;
    const lw_tap *tap = s->taps.items;
    while (tap->shift != s->high)
        tap++;
    lw_desc d = *lw_operand_desc(k, tap->id);
    if (s->dtype == HPC_BOOL || k->lanes > 1)
        d.dtype = (uint8_t)held_as(s->dtype);
    lw_index at[HPC_MAX_RANK];
    memcpy(at, index, d.rank * sizeof *at);
    at[axis].c = lw_i64(l, shift - s->high);
    return lw_leaf_load(k, &d, at).re;
}

static lir_expr_id tap_value(lw_kernel *k, const lw_stream *s, int64_t shift)
{
    lower *l = k->l;
    unsigned back = (unsigned)(s->high - shift);
    if (back == 0)
        return s->next;
    if (k->lanes == 1)
        return lw_get(l, s->window[shift - s->low]);
    uint16_t list[LIR_MAX_LANES];
    for (unsigned i = 0; i < k->lanes; i++)
        list[i] = (uint16_t)(k->lanes - back + i);
    return lw_shuffle(l, lw_get(l, s->held), s->next, k->lanes, list);
}

bool lw_sweep_value(lw_kernel *k, air_id id, const lw_index *index, lw_value *v)
{
    lower *l = k->l;
    const lw_sweep *w = k->sweep;
    if (!w || lw_air(l, id)->type.rank != w->rank ||
        memcmp(index, w->plain, w->rank * sizeof *index) != 0)
        return false;
    for (uint32_t i = 0; i < w->streams.len; i++) {
        const lw_stream *s = &w->streams.items[i];
        for (uint32_t t = 0; t < s->taps.len; t++) {
            if (s->taps.items[t].id != id)
                continue;
            *v = (lw_value){tap_value(k, s, s->taps.items[t].shift), 0, (int)k->nlevels - 1};
            if (s->dtype == HPC_BOOL)
                v->re = lw_op(l, LIR_NE, v->re, lir_const_int(l->m, l->f, LIR_U8, 0));
            else
                v->re = bits_as(l, v->re, lw_elem(s->dtype));
            return true;
        }
    }
    return false;
}

/* ---- The loops ------------------------------------------------------------------------------- */

static void open_window(lw_kernel *k, lw_stream *s, const lw_index *index, unsigned axis)
{
    lower *l = k->l;
    for (unsigned i = 0; i < width(s); i++) {
        lir_expr_id x = load(k, s, s->low + i, index, axis);
        s->window[i] = lir_var_new(l->m, l->f, "near", lw_type(l, x));
        lw_set(l, s->window[i], x);
    }
}

/* The window in the last lanes of the vector before the first. */
static void hold_window(lower *l, lw_stream *s, unsigned lanes)
{
    if (!width(s))
        return;
    lir_expr_id v = lw_splat(l, lw_get(l, s->window[0]), lanes);
    for (unsigned i = 0; i < width(s); i++)
        v = lir_make(l->m, l->f, LIR_INSERT, lw_type(l, v), lanes - width(s) + i, v,
                     lw_get(l, s->window[i]), 0, 0);
    v = bits_as(l, v, lw_elem(held_as(s->dtype)));
    s->held = lir_var_new(l->m, l->f, "held", lw_type(l, v));
    lw_set(l, s->held, v);
}

static void take_window(lower *l, const lw_stream *s, unsigned lanes)
{
    for (unsigned i = 0; i < width(s); i++) {
        lir_elem elem = s->dtype == HPC_BOOL ? LIR_U8 : lw_elem(s->dtype);
        lir_expr_id held = bits_as(l, lw_get(l, s->held), elem);
        lir_type type = lir_scalar(elem);
        lw_set(l, s->window[i],
               lir_make(l->m, l->f, LIR_EXTRACT, type, lanes - width(s) + i, held, 0, 0, 0));
    }
}

/* One place: load what comes, compute and store, move on. */
static void step(lw_kernel *k, lw_nest *nest)
{
    lower *l = k->l;
    lw_sweep *w = nest->sweep;
    unsigned axis = nest->axis[nest->naxes - 1];
    lw_index_loop(l, &w->plain[axis], nest->naxes - 1);
    for (uint32_t i = 0; i < w->streams.len; i++) {
        lw_stream *s = &w->streams.items[i];
        s->next = lw_let(l, "next", load(k, s, s->high, w->plain, axis));
    }
    k->sweep = w;
    lw_nest_body(k, nest);
    k->sweep = NULL;
    for (uint32_t i = 0; i < w->streams.len; i++) {
        const lw_stream *s = &w->streams.items[i];
        if (k->lanes > 1 && width(s))
            lw_set(l, s->held, s->next);
        for (unsigned j = 0; k->lanes == 1 && j < width(s); j++)
            lw_set(l, s->window[j], j + 1 < width(s) ? lw_get(l, s->window[j + 1]) : s->next);
    }
}

static void scalar_loop(lw_kernel *k, lw_nest *nest, lir_expr_id from, bool rest)
{
    lir_expr_id n = nest->extent[nest->axis[nest->naxes - 1]];
    lw_loop_open(k, "i", from, n, 1, 1);
    if (rest)
        lir_stmt_at(k->l->f, k->level[k->nlevels - 1].stmt)->flags |= LIR_FOR_REST;
    step(k, nest);
    lw_loop_close(k);
}

/* What the vectors leave over, if anything, goes on with the last elements that they held. */
static void rest_of_vectors(lw_kernel *k, lw_nest *nest, lir_expr_id whole)
{
    lower *l = k->l;
    const lw_sweep *w = nest->sweep;
    lir_expr_id n = nest->extent[nest->axis[nest->naxes - 1]];
    lw_block outer = l->cur;
    lir_stmt_id some = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, some)->a = lw_op(l, LIR_LT, whole, n);
    l->cur = (lw_block){some, false};
    for (uint32_t i = 0; i < w->streams.len; i++)
        take_window(l, &w->streams.items[i], nest->lanes);
    scalar_loop(k, nest, whole, true);
    l->cur = outer;
    lw_attach(l, outer, some);
}

static void run_loops(lw_kernel *k, lw_nest *nest, bool vector, lir_expr_id n)
{
    lower *l = k->l;
    lw_sweep *w = nest->sweep;
    lir_expr_id from = lw_i64(l, 0);
    if (vector) {
        unsigned lanes = nest->lanes;
        lir_expr_id whole = lw_op(l, LIR_AND, n, lw_i64(l, -(int64_t)lanes));
        whole = lw_let_at(k, -1, "whole", whole);
        for (uint32_t i = 0; i < w->streams.len; i++)
            hold_window(l, &w->streams.items[i], lanes);
        k->streams = w->in_place ? 0 : lw_is_huge(k, nest, whole);
        lw_loop_open(k, "i", from, whole, lanes, lanes);
        step(k, nest);
        lw_loop_close(k);
        k->streams = 0;
        rest_of_vectors(k, nest, whole);
        return;
    }
    scalar_loop(k, nest, from, false);
}

void lw_sweep_loops(lw_kernel *k, lw_nest *nest, bool vector)
{
    lower *l = k->l;
    lw_sweep *w = nest->sweep;
    unsigned inner = nest->naxes - 1, axis = nest->axis[inner];
    lir_expr_id n = nest->extent[axis];
    for (unsigned i = 0; i < HPC_MAX_RANK; i++)
        lw_index_const(l, &w->plain[i], 0);
    for (unsigned i = 0; i < inner; i++)
        lw_index_loop(l, &w->plain[nest->axis[i]], i);
    lw_block outer = l->cur; /* an empty row has no first elements */
    lir_stmt_id some = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, some)->a = lw_op(l, LIR_GT, n, lw_i64(l, 0));
    l->cur = (lw_block){some, false};
    if (inner == 0)
        k->entry = l->cur; /* loads at level -1 belong here, too */
    for (uint32_t i = 0; i < w->streams.len; i++)
        open_window(k, &w->streams.items[i], w->plain, axis);
    run_loops(k, nest, vector, n);
    if (inner == 0)
        k->entry = outer;
    l->cur = outer;
    lw_attach(l, outer, some);
}
