/* Stores into arrays: whole views, scattered elements, single elements.
 *
 * A store behaves as if its right side were computed first. What the right side reads from memory
 * that the store writes, other than the very element, is copied before the loops; where only the
 * run can tell, a test at entry decides. */
#include "array/air_alias.h"
#include "lower_impl.h"

/* ---- Overlap --------------------------------------------------------------------------------- */

typedef struct copies {
    lower *l;
    air_id dest;
    const lw_desc *dest_desc;
    lir_expr_id dest_view; /* ptr to an hpc_view of it; 0 none yet */
    air_id root;           /* of the destination */
    bool rows;             /* a row of the destination is done at once */
    VEC(lw_replaced) items;
} copies;

/* Every element is read at the place where it is written: the same node, or a view that is equal. */
static bool same_elements(const copies *c, air_id id)
{
    const lw_desc *a = c->l->nodes[id].desc, *b = c->dest_desc;
    if (id == c->dest)
        return true;
    if (a->data != b->data || a->rank != b->rank)
        return false;
    for (unsigned i = 0; i < a->rank; i++)
        if (a->stride[i] != b->stride[i] || a->extent[i] != b->extent[i])
            return false;
    return true;
}

/* Can a value that is read from a variable, or that a call gives, be this array? */
static bool escapes(const lower *l, air_id root)
{
    for (air_id id = 1; id < l->af->nodes.len; id++) {
        const air_node *n = lw_air(l, id);
        bool lets_out = n->op == AIR_OP_SET || n->op == AIR_OP_GLOBAL_SET ||
                        n->op == AIR_OP_FIELD_SET || n->op == AIR_OP_BOX || n->op == AIR_OP_CALL ||
                        n->op == AIR_OP_RT;
        for (uint32_t i = 0; lets_out && i < n->nargs; i++)
            if (air_root(l->af, n->args[i]) == root)
                return true;
    }
    return false;
}

static bool may_share(const copies *c, air_id id)
{
    const lower *l = c->l;
    air_id root = air_root(l->af, id);
    if (lw_air(l, root)->op == AIR_OP_TABLE)
        return false;
    if (root == c->root)
        return true;
    bool fresh = air_is_fresh(l->af, root), to_fresh = air_is_fresh(l->af, c->root);
    if (fresh && to_fresh)
        return false;
    return (!fresh || escapes(l, root)) && (!to_fresh || escapes(l, c->root));
}

/* If the two overlap: a copy takes the operand's place. Constant strides stay (a copy of the same
 * strides needs C order), so that such operands are always copied into the layout they have. */
static void replace_if_overlapping(copies *c, air_id id)
{
    lower *l = c->l;
    const lw_desc *d = l->nodes[id].desc;
    lw_desc operand = *d, *r = lw_desc_new(l, (hpc_dtype)d->dtype, d->rank, 0);
    lir_expr_id copy = lw_owning_slot(l, "copy");
    if (!c->dest_view)
        c->dest_view = lw_desc_view(l, (lw_desc *)c->dest_desc);
    lir_expr_id args[3] = {copy, lw_desc_view(l, &operand), c->dest_view};
    lir_var_id copied = lir_var_new(l->m, l->f, "copied", lir_scalar(LIR_I64));
    lw_rt(l, HPC_RT_view_apart, args, 3, copied);
    lir_expr_id cond = lw_let(l, "apart", lw_op(l, LIR_NE, lw_get(l, copied), lw_i64(l, 0)));
    *r = *d;
    r->view = 0;
    r->facts = (uint8_t)(d->facts & AIR_C_ORDER ? d->facts & (AIR_C_ORDER | AIR_UNIT_LAST) : 0);
    r->data = lw_load(l, LIR_PTR, copy, offsetof(hpc_view, data));
    r->data = lw_let(l, "data", lw_select(l, cond, r->data, d->data));
    for (unsigned i = 0; !(d->facts & AIR_C_ORDER) && i < d->rank; i++) {
        int64_t at = (int64_t)offsetof(hpc_view, strides) + 8 * i;
        lir_expr_id stride = lw_load(l, LIR_I64, copy, at);
        r->stride[i] = lw_let(l, "stride", lw_select(l, cond, stride, d->stride[i]));
    }
    r->owner = copy; /* what release_copies drops: never the operand's own storage */
    lw_replaced item = {id, r};
    vec_push(l->a, &c->items, item);
}

/* How the place that is read relates to the one that is written. */
typedef enum reach {
    READ_ELEMENT, /* the same element */
    READ_ROW,     /* another element of the same row, which is done at once */
    READ_ANY
} reach;

/* The last axis of what is gathered is permuted, and nothing else. */
static bool permutes_columns(const lower *l, const air_node *n)
{
    unsigned last = lw_air(l, n->args[0])->type.rank - 1u;
    for (unsigned s = 0; s < last; s++)
        if (n->gather->index[s] >= 0)
            return false;
    return n->gather->index[last] >= 0 && n->gather->first == last && n->gather->index_rank == 1;
}

/* Element [i, ..., k] of a view x[..., newaxis] or of x[:, c] made a column: row i of x. */
static bool keeps_rows(const lower *l, const air_node *n)
{
    const air_node *s = lw_air(l, n->args[0]);
    const air_view *v = n->view;
    for (unsigned r = 0; r + 1u < n->type.rank || (n->type.rank == 1 && r == 0); r++)
        if (r >= s->type.rank || v->axis[r] != (int)r || v->start[r] || v->step[r] ||
            (v->broadcast | v->maybe_broadcast) >> r & 1)
            return false;
    return true;
}

/* What operand `arg` of an inlined node reads, when the node itself is read at `at`. */
static reach operand_reach(const copies *c, const air_node *n, uint32_t arg, reach at)
{
    const lower *l = c->l;
    const air_node *x = lw_air(l, n->args[arg]);
    if (at == READ_ANY)
        return READ_ANY;
    switch ((air_op)n->op) {
    case AIR_OP_MAP:
    case AIR_OP_COPY:
        if (x->type.kind == AIR_ARRAY && x->type.rank == n->type.rank)
            return at;
        return READ_ANY;
    case AIR_OP_OVERLAY: return c->rows ? READ_ROW : READ_ANY;
    case AIR_OP_GATHER: return c->rows && arg == 0 && permutes_columns(l, n) ? READ_ROW : READ_ANY;
    case AIR_OP_VIEW: return c->rows && keeps_rows(l, n) ? READ_ROW : READ_ANY;
    case AIR_OP_REDUCE: {
        bool last_only = n->imm == INT64_C(1) << (x->type.rank - 1);
        return c->rows && last_only && x->type.rank == c->dest_desc->rank ? READ_ROW : READ_ANY;
    }
    default: return READ_ANY;
    }
}

/* Walk the inlined tree to the arrays in memory. */
static void find_overlaps(copies *c, air_id id, reach at)
{
    lower *l = c->l;
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY)
        return;
    if (!l->nodes[id].desc) {
        for (uint32_t i = 0; i < n->nargs; i++)
            if (n->args[i])
                find_overlaps(c, n->args[i], operand_reach(c, lw_air(l, id), i, at));
        return;
    }
    for (uint32_t i = 0; i < c->items.len; i++)
        if (c->items.items[i].id == id)
            return;
    bool safe = at != READ_ANY && same_elements(c, id);
    if (may_share(c, id) && !safe) {
        lw_remark_overlap(l, id);
        replace_if_overlapping(c, id);
    }
}

static void release_copies(const copies *c)
{
    for (uint32_t i = 0; i < c->items.len; i++)
        if (c->l->loop_depth == 0)
            lw_release_slot(c->l, c->items.items[i].desc->owner);
}

/* ---- Whole views ----------------------------------------------------------------------------- */

lir_expr_id lw_is_writable(lower *l, const lw_desc *d)
{
    lir_expr_id flags = lw_load(l, LIR_I16, d->owner, offsetof(hpc_view, flags));
    lir_expr_id bit = lir_const_int(l->m, l->f, LIR_I16, HPC_VIEW_READONLY);
    lir_expr_id none = lir_const_int(l->m, l->f, LIR_I16, 0);
    return lw_op(l, LIR_EQ, lw_op(l, LIR_AND, flags, bit), none);
}

/* Parameters and globals may be read-only; everything made here can be written. */
void lw_check_writable(lower *l, air_id dest, const lw_desc *d)
{
    air_id root = air_root(l->af, dest);
    if (air_is_fresh(l->af, root) || (lw_air(l, dest)->type.facts & AIR_WRITABLE) || !d->owner)
        return;
    const lw_desc *whole = l->nodes[root].desc;
    lir_expr_id known = whole ? whole->writable : 0;
    lw_check(l, known ? known : lw_is_writable(l, d), HPC_CHECK_READ_ONLY, NULL, 0);
}

/* Is the array of a parameter stored to? */
bool lw_is_stored_to(const lower *l, air_id array)
{
    for (uint32_t i = 1; i < l->af->nodes.len; i++) {
        uint8_t op = lw_air(l, i)->op;
        bool stores = op == AIR_OP_STORE || op == AIR_OP_SETELEM || op == AIR_OP_SCATTER;
        if (stores && l->nodes[i].pos && air_root(l->af, lw_air(l, i)->args[0]) == array)
            return true;
    }
    return false;
}

/* A short innermost axis is done at once: reading other columns of the same row is safe then. */
static bool rows_at_once(const lower *l, const lw_desc *d)
{
    int64_t last;
    bool reversed = (d->facts & AIR_F_ORDER) && !(d->facts & AIR_C_ORDER);
    return d->rank >= 2 && !reversed && lw_is_const(l, d->extent[d->rank - 1], &last) &&
           last <= LW_MAX_GROUP;
}

/* Index arrays are checked before anything is written, as NumPy does. */
static void check_first(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    if (!lw_has_checks(l, id))
        return;
    if (n->op == AIR_OP_INDEXES)
        l->nodes[id].desc = lw_memory(l, id);
    else
        for (uint32_t i = 0; i < n->nargs; i++)
            if (n->args[i])
                check_first(l, n->args[i]);
}

/* Does the inlined tree read memory of this root? */
static bool reads_root(const lower *l, air_id id, air_id root)
{
    const air_node *n = lw_air(l, id);
    if (n->type.kind != AIR_ARRAY)
        return false;
    if (l->nodes[id].desc)
        return air_root(l->af, id) == root;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (n->args[i] && reads_root(l, n->args[i], root))
            return true;
    return false;
}

void lw_lower_store(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    bool saves = n->flags & AIR_STORE_SAVES;
    air_id dest = n->args[0], value = n->args[1], mask = n->nargs > 2 && !saves ? n->args[2] : 0;
    lw_desc *d = lw_memory(l, dest);
    copies c = {.l = l, .dest = dest, .dest_desc = d, .root = air_root(l->af, dest)};
    lw_check_writable(l, dest, d);
    if (saves)
        lw_memory(l, n->args[2]);
    if (l->has_try) {
        check_first(l, value);
        if (mask)
            check_first(l, mask);
    }
    if (!(n->flags & AIR_STORE_EXACT)) {
        c.rows = rows_at_once(l, d);
        bool same_rank = lw_air(l, value)->type.rank == d->rank;
        find_overlaps(&c, value, same_rank ? READ_ELEMENT : READ_ANY);
        if (mask)
            find_overlaps(&c, mask, READ_ELEMENT);
    }
    lw_job job = {.value = value, .shape_of = dest, .mask = mask, .dest = d};
    job.replaced = c.items.items;
    job.nreplaced = c.items.len;
    job.sweep = n->flags & AIR_STORE_SWEEP;
    job.save = saves ? n->args[2] : 0;
    job.again = (n->flags & AIR_STORE_EXACT) && air_is_fresh(l->af, c.root) &&
                !reads_root(l, value, c.root);
    lw_run(l, &job);
    release_copies(&c);
}

/* ---- Overlays -------------------------------------------------------------------------------- */

/* One kernel can do it: the part is whole along every axis but short ones, which are unrolled. */
static bool overlays_rows(lower *l, const air_node *n)
{
    const air_node *value = lw_air(l, n->args[1]);
    int64_t known, last;
    bool reversed = (n->type.facts & AIR_F_ORDER) && !(n->type.facts & AIR_C_ORDER);
    if (n->type.rank < 2 || reversed || value->type.kind != AIR_ARRAY ||
        !air_is_const(l->af, n->shape[n->type.rank - 1], &last) || last < 1 || last > LW_MAX_GROUP)
        return false;
    for (unsigned s = 0; s < n->type.rank; s++) {
        bool taken = false;
        for (unsigned r = 0; r < value->type.rank; r++)
            taken |= n->view->axis[r] == (int)s;
        air_id start = n->view->start[s];
        if (taken ? start || n->view->step[s]
                  : s + 1u < n->type.rank || (start && !air_is_const(l->af, start, &known)))
            return false;
    }
    return true;
}

/* The base, and then the part over it. */
void lw_lower_overlay(lower *l, air_id id)
{
    if (overlays_rows(l, lw_air(l, id))) {
        lw_compute_buffer(l, id);
        return;
    }
    lw_desc *d = lw_new_buffer_of(l, id);
    const air_node *n = lw_air(l, id), *value = lw_air(l, n->args[1]);
    lw_job base = {.value = n->args[0], .shape_of = id, .dest = d};
    lw_run(l, &base);
    air_node part = *n;
    part.type = value->type;
    part.type.facts = 0;
    part.shape = value->shape;
    lw_job over = {.value = n->args[1], .shape_of = n->args[1]};
    over.dest = lw_desc_view_of(l, d, &part);
    lw_run(l, &over);
    l->nodes[id].desc = d;
    l->nodes[id].inlined = false;
}

/* ---- Scatter --------------------------------------------------------------------------------- */

typedef struct scatter {
    air_id id;
    const lw_desc *dest;
    air_id shape[HPC_MAX_RANK]; /* of what is written: result axes as GATHER's */
    lir_expr_id extent[HPC_MAX_RANK];
    unsigned rank;
} scatter;

/* Axis k (from the end) of the broadcast of the index arrays. */
static void index_extent(lower *l, const air_node *n, scatter *s, unsigned at, unsigned from_end)
{
    int64_t known;
    for (uint32_t i = 2; i < n->nargs; i++) {
        const air_node *array = lw_air(l, n->args[i]);
        if (array->type.rank <= from_end)
            continue;
        air_id id = array->shape[array->type.rank - 1u - from_end];
        lir_expr_id e = lw_scalar(l, id).re;
        bool is_one = air_is_const(l->af, id, &known) && known == 1;
        if (!s->extent[at]) {
            s->extent[at] = e;
            s->shape[at] = id;
        } else if (id != s->shape[at] && !is_one) {
            lir_expr_id one = lw_op(l, LIR_EQ, s->extent[at], lw_i64(l, 1));
            s->extent[at] = lw_select(l, one, e, s->extent[at]);
            if (air_is_const(l->af, s->shape[at], &known) && known == 1)
                s->shape[at] = id;
        }
    }
}

static void scatter_shape(lower *l, scatter *s)
{
    const air_node *n = lw_air(l, s->id);
    const air_gather *g = n->gather;
    const air_node *dest = lw_air(l, n->args[0]);
    unsigned rank = 0;
    for (unsigned i = 0; i <= dest->type.rank; i++) {
        if (rank == g->first) {
            for (unsigned k = 0; k < g->index_rank; k++)
                index_extent(l, n, s, rank + k, g->index_rank - 1u - k);
            rank += g->index_rank;
        }
        if (i == dest->type.rank || g->index[i] >= 0)
            continue;
        s->extent[rank] = s->dest->extent[i];
        s->shape[rank++] = dest->shape[i];
    }
    s->rank = rank;
}

static void scatter_body(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK])
{
    lower *l = k->l;
    const scatter *s = nest->user;
    const air_node *n = lw_air(l, s->id);
    const air_gather *g = n->gather;
    unsigned rank = lw_air(l, n->args[0])->type.rank, free_axis = 0;
    lw_index at[HPC_MAX_RANK], operand[HPC_MAX_RANK];
    for (unsigned axis = 0; axis < rank; axis++) {
        if (g->index[axis] < 0) {
            if (free_axis == g->first)
                free_axis += g->index_rank;
            at[axis] = index[0][free_axis++];
            continue;
        }
        air_id array = n->args[2 + g->index[axis]];
        lw_operand_index(k, array, g->index_rank, s->shape + g->first, index[0] + g->first,
                         operand);
        lw_value v = lw_eval(k, array, operand);
        int level = v.level;
        v = lw_cast(l, HPC_I64, (hpc_dtype)lw_air(l, array)->type.dtype, v);
        lw_index_const(l, &at[axis], 0);
        at[axis].gen = v.re;
        at[axis].gen_level = level;
    }
    lw_value v;
    if (lw_air(l, n->args[1])->type.kind == AIR_ARRAY) {
        lw_operand_index(k, n->args[1], s->rank, s->shape, index[0], operand);
        v = lw_eval(k, n->args[1], operand);
    } else {
        v = lw_scalar(l, n->args[1]);
    }
    lw_leaf_store(k, s->dest, at, v, 0);
}

static bool has_checks(lower *l, air_id id, uint32_t walk)
{
    const air_node *n = lw_air(l, id);
    if (l->nodes[id].desc || n->type.kind != AIR_ARRAY || lw_met(l, id, walk))
        return false;
    if (n->op == AIR_OP_INDEXES)
        return true;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (n->args[i] && has_checks(l, n->args[i], walk))
            return true;
    return false;
}

bool lw_has_checks(lower *l, air_id id)
{
    return has_checks(l, id, ++l->walks);
}

/* Index arrays that check are computed first, so that nothing is written when one fails. */
void lw_lower_scatter(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_desc *d = lw_memory(l, n->args[0]);
    lw_check_writable(l, n->args[0], d);
    for (uint32_t i = 2; i < n->nargs; i++)
        if (lw_has_checks(l, n->args[i]))
            l->nodes[n->args[i]].desc = lw_memory(l, n->args[i]);
    copies c = {.l = l, .dest = n->args[0], .dest_desc = d, .root = air_root(l->af, n->args[0])};
    for (uint32_t i = 1; i < n->nargs; i++)
        find_overlaps(&c, lw_air(l, id)->args[i], READ_ANY);
    scatter s = {.id = id, .dest = d};
    scatter_shape(l, &s);
    lw_nest nest = {.body = scatter_body, .user = &s, .unrolled = -1, .group = 1, .lanes = 1};
    nest.replaced = c.items.items;
    nest.nreplaced = c.items.len;
    for (unsigned i = 0; i < s.rank; i++) {
        nest.extent[i] = s.extent[i];
        nest.axis[nest.naxes++] = (uint8_t)i;
    }
    lw_nest_run(l, &nest);
    release_copies(&c);
}

/* ---- Elements -------------------------------------------------------------------------------- */

static void element_index(lower *l, const air_node *n, unsigned rank, lw_index *at)
{
    for (unsigned i = 0; i < rank; i++) {
        lw_index_const(l, &at[i], 0);
        at[i].c = lw_scalar(l, n->args[1 + i]).re;
    }
}

void lw_kernel_here(lower *l, lw_kernel *k)
{
    memset(k, 0, sizeof *k);
    k->l = l;
    k->entry = l->cur;
    k->vdim = -1;
    k->lanes = 1;
}

/* One address: base + i * stride0 + j * stride1, in one load. */
static lir_expr_id element_address(lower *l, const lw_desc *d, const air_node *n)
{
    lir_expr_id sum = 0;
    for (unsigned i = 0; i < d->rank; i++)
        sum = lw_add(l, sum, lw_mul(l, lw_scalar(l, n->args[1 + i]).re, d->stride[i]));
    return sum ? sum : lw_i64(l, 0);
}

void lw_lower_elem(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    const lw_desc *d = l->nodes[n->args[0]].desc;
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    lw_value v = {0, 0, -1};
    if (!d) {
        lw_kernel *k = ARENA_NEW(l->a, lw_kernel);
        lw_index at[HPC_MAX_RANK];
        lw_kernel_here(l, k);
        element_index(l, n, lw_air(l, n->args[0])->type.rank, at);
        v = lw_eval(k, n->args[0], at);
        v.re = lw_snapshot(l, v.re);
        v.im = v.im ? lw_snapshot(l, v.im) : 0;
    } else {
        lir_elem elem = lw_elem(dtype);
        lir_expr_id at = element_address(l, d, n);
        v.re = lw_let(l, "x", lir_load(l->m, l->f, lir_scalar(elem), d->data, at));
        if (lw_complex(dtype)) {
            lir_expr_id im = lw_add(l, at, lw_i64(l, lir_elem_size(elem)));
            v.im = lw_let(l, "x", lir_load(l->m, l->f, lir_scalar(elem), d->data, im));
        }
    }
    v.level = -1;
    l->nodes[id].value = v;
}

void lw_lower_setelem(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_desc *d = lw_memory(l, n->args[0]);
    lw_check_writable(l, n->args[0], d);
    lw_value v = lw_scalar(l, n->args[1 + d->rank]);
    lir_expr_id at = element_address(l, d, n);
    lir_stmt *s = lw_stmt(l, LIR_S_STORE);
    s->a = d->data;
    s->b = at;
    s->c = v.re;
    if (!v.im)
        return;
    lir_expr_id im = lw_add(l, at, lw_i64(l, lir_elem_size(lw_elem((hpc_dtype)d->dtype))));
    s = lw_stmt(l, LIR_S_STORE);
    s->a = d->data;
    s->b = im;
    s->c = v.im;
}
