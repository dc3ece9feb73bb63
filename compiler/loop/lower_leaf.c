/* Loads and stores of one element, or of the lanes of a vector.
 *
 * The address of element `index` is data + sum(index * stride). The part that an outer loop decides
 * is added to the pointer in that loop; the innermost loop adds one product and a constant. Lanes
 * that lie side by side are one load, backwards or a few steps apart a few; the columns of short rows ((n, 2) arrays) are loaded together
 * and taken apart by shuffles; anything else is gathered. */
#include "lower_impl.h"

enum { MAX_STEP = 4 }; /* the longest step that loads and shuffles beat a gather for */

typedef struct address {
    lir_expr_id base;   /* ptr, set outside of the innermost loop */
    lir_expr_id offset; /* i64 in the innermost loop; 0 none */
    int64_t constant;   /* bytes */
    lir_expr_id lanes;  /* i64 x lanes: data-dependent offsets; 0 none */
    lir_expr_id step;   /* byte distance of neighbouring lanes; 0 none */
    lir_expr_id
        chosen; /* the lanes' indexes, if `lanes` is their product with `by`; 0: it is not */
    lir_expr_id by;
    int level;
} address;

/* Byte distance of loop `dim`, over all axes. */
static lir_expr_id dim_stride(lower *l, const lw_desc *d, const lw_index *index, unsigned dim)
{
    lir_expr_id sum = 0;
    for (unsigned s = 0; s < d->rank; s++)
        if (index[s].coef[dim])
            sum = lw_add(l, sum, lw_mul(l, index[s].coef[dim], d->stride[s]));
    return sum && lw_is_i64(l, sum, 0) ? 0 : sum;
}

static void add_constants(lw_kernel *k, const lw_desc *d, const lw_index *index, address *at)
{
    lower *l = k->l;
    lir_expr_id sum = 0;
    for (unsigned s = 0; s < d->rank; s++) {
        lir_expr_id part = index[s].c ? lw_mul(l, index[s].c, d->stride[s]) : 0;
        int64_t known;
        if (lw_is_const(l, part, &known))
            at->constant += known;
        else
            sum = lw_add(l, sum, part);
    }
    at->base = d->data;
    if (sum)
        at->base = lw_let_once(k, -1, "base", lw_padd(l, at->base, sum));
}

static void add_computed(lw_kernel *k, const lw_desc *d, const lw_index *index, address *at)
{
    lower *l = k->l;
    for (unsigned s = 0; s < d->rank; s++) {
        if (!index[s].gen)
            continue;
        lir_expr_id part = lw_mul(l, index[s].gen, d->stride[s]);
        if (index[s].gen_level > at->level)
            at->level = index[s].gen_level;
        if (part && lw_type(l, part).lanes > 1) {
            at->chosen = at->lanes ? 0 : index[s].gen;
            at->by = d->stride[s];
            at->lanes = lw_add(l, at->lanes, part);
        } else
            at->offset = lw_add(l, at->offset, part);
    }
}

/* The stride along loop `dim`. Where it is unknown, the lanes' is assumed to be that of neighbours
 * (and tested before the nest); then it is known in the loop for the rest, too. */
static lir_expr_id assumed_stride(lw_kernel *k, const lw_desc *d, const lw_index *index,
                                  lir_expr_id stride, unsigned dim)
{
    lower *l = k->l;
    int64_t known;
    if (!k->assume || lw_is_const(l, stride, &known))
        return stride;
    for (int s = 0; s < d->rank; s++) /* along another axis it would be a vain hope */
        if (index[s].coef[dim] && s != d->inner)
            return stride;
    lir_expr_id unit = lw_i64(l, hpc_dtype_size((hpc_dtype)d->dtype));
    lir_expr_id cond = lw_op(l, LIR_EQ, stride, unit);
    for (uint32_t i = 0; i < k->assumed.len; i++)
        if (k->assumed.items[i] == cond)
            return unit;
    if ((int)dim != k->vdim || k->lanes == 1)
        return stride;
    vec_push(l->a, &k->assumed, cond);
    return unit;
}

static address address_of(lw_kernel *k, const lw_desc *d, const lw_index *index)
{
    lower *l = k->l;
    address at = {.level = -1};
    add_constants(k, d, index, &at);
    for (unsigned dim = 0; dim < k->nlevels; dim++) {
        lir_expr_id stride = dim_stride(l, d, index, dim);
        if (!stride)
            continue;
        stride = assumed_stride(k, d, index, stride, dim);
        lir_expr_id part = lw_mul(l, k->level[dim].iv, stride);
        at.level = (int)dim;
        if ((int)dim == k->vdim)
            at.step = stride;
        if (dim + 1 < k->nlevels)
            at.base = lw_let_once(k, (int)dim, "row", lw_padd(l, at.base, part));
        else
            at.offset = lw_add(l, at.offset, part);
    }
    add_computed(k, d, index, &at);
    return at;
}

static lir_expr_id byte_offset(lower *l, const address *at, int64_t plus)
{
    lir_expr_id constant = at->constant + plus ? lw_i64(l, at->constant + plus) : 0;
    lir_expr_id sum = lw_add(l, at->offset, constant);
    return sum ? sum : lw_i64(l, 0);
}

static lir_expr_id lane_offsets(lw_kernel *k, const address *at, int64_t plus)
{
    lower *l = k->l;
    lir_expr_id sum = lw_splat(l, byte_offset(l, at, plus), k->lanes);
    if (at->step) {
        lir_type type = lir_vector(LIR_I64, k->lanes);
        lir_expr_id iota = lir_make(l->m, l->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
        sum = lw_add(l, sum, lw_mul(l, iota, at->step));
    }
    return at->lanes ? lw_add(l, sum, at->lanes) : sum;
}

/* Do neighbouring lanes lie `size` bytes apart? */
static bool is_unit(lw_kernel *k, const address *at, int64_t size)
{
    return !at->lanes && at->step && lw_is_i64(k->l, at->step, size);
}

/* ---- Shuffles -------------------------------------------------------------------------------- */

lir_expr_id lw_shuffle(lower *l, lir_expr_id a, lir_expr_id b, unsigned lanes, const uint16_t *list)
{
    lir_lane_list copy = {0};
    for (unsigned i = 0; i < lanes; i++)
        vec_push(l->a, &copy, list[i]);
    uint32_t index = vec_push(l->a, &l->f->shuffles, copy);
    lir_type type = lir_vector((lir_elem)lw_type(l, a).elem, lanes);
    return lir_make(l->m, l->f, LIR_SHUFFLE, type, index, a, b, 0, 0);
}

/* Lanes first, first + step, ... of a ++ b. */
static lir_expr_id take(lower *l, lir_expr_id a, lir_expr_id b, unsigned first, unsigned step)
{
    uint16_t list[LIR_MAX_LANES];
    unsigned lanes = lw_type(l, a).lanes;
    for (unsigned i = 0; i < lanes; i++)
        list[i] = (uint16_t)(first + i * step);
    return lw_shuffle(l, a, b, lanes, list);
}

/* a0 b0 a1 b1 ...: the first (half 0) or second half. */
static lir_expr_id zip(lower *l, lir_expr_id a, lir_expr_id b, unsigned half)
{
    uint16_t list[LIR_MAX_LANES];
    unsigned lanes = lw_type(l, a).lanes;
    for (unsigned i = 0; i < lanes; i++)
        list[i] = (uint16_t)(half * lanes / 2 + i / 2 + (i & 1) * lanes);
    return lw_shuffle(l, a, b, lanes, list);
}

/* Rows of 3: column c out of three vectors, in two steps. */
static lir_expr_id take3(lower *l, const lir_expr_id *v, unsigned c)
{
    uint16_t list[LIR_MAX_LANES];
    unsigned lanes = lw_type(l, v[0]).lanes;
    for (unsigned i = 0; i < lanes; i++) {
        unsigned at = 3 * i + c;
        list[i] = (uint16_t)(at < 2 * lanes ? at : 0);
    }
    lir_expr_id low = lw_shuffle(l, v[0], v[1], lanes, list);
    for (unsigned i = 0; i < lanes; i++) {
        unsigned at = 3 * i + c;
        list[i] = (uint16_t)(at < 2 * lanes ? i : at - lanes);
    }
    return lw_shuffle(l, low, v[2], lanes, list);
}

/* The inverse: vector i of the rows. */
static lir_expr_id weave3(lower *l, const lir_expr_id *column, unsigned i)
{
    uint16_t list[LIR_MAX_LANES];
    unsigned lanes = lw_type(l, column[0]).lanes, first = i * lanes;
    for (unsigned j = 0; j < lanes; j++) {
        unsigned row = (first + j) / 3, c = (first + j) % 3;
        list[j] = (uint16_t)(c == 1 ? lanes + row : row);
    }
    lir_expr_id two = lw_shuffle(l, column[0], column[1], lanes, list);
    for (unsigned j = 0; j < lanes; j++)
        list[j] = (uint16_t)((first + j) % 3 < 2 ? j : lanes + (first + j) / 3);
    return lw_shuffle(l, two, column[2], lanes, list);
}

static void deinterleave(lower *l, const lir_expr_id *v, unsigned count, lir_expr_id *column)
{
    if (count == 2) {
        column[0] = take(l, v[0], v[1], 0, 2);
        column[1] = take(l, v[0], v[1], 1, 2);
    } else if (count == 3) {
        for (unsigned c = 0; c < 3; c++)
            column[c] = take3(l, v, c);
    } else {
        lir_expr_id even0 = take(l, v[0], v[1], 0, 2), even1 = take(l, v[2], v[3], 0, 2);
        lir_expr_id odd0 = take(l, v[0], v[1], 1, 2), odd1 = take(l, v[2], v[3], 1, 2);
        column[0] = take(l, even0, even1, 0, 2);
        column[1] = take(l, odd0, odd1, 0, 2);
        column[2] = take(l, even0, even1, 1, 2);
        column[3] = take(l, odd0, odd1, 1, 2);
    }
}

static void interleave(lower *l, const lir_expr_id *column, unsigned count, lir_expr_id *v)
{
    if (count == 2) {
        v[0] = zip(l, column[0], column[1], 0);
        v[1] = zip(l, column[0], column[1], 1);
    } else if (count == 3) {
        for (unsigned i = 0; i < 3; i++)
            v[i] = weave3(l, column, i);
    } else {
        lir_expr_id even[2] = {zip(l, column[0], column[2], 0), zip(l, column[0], column[2], 1)};
        lir_expr_id odd[2] = {zip(l, column[1], column[3], 0), zip(l, column[1], column[3], 1)};
        for (unsigned i = 0; i < 4; i++)
            v[i] = zip(l, even[i / 2], odd[i / 2], i % 2);
    }
}

/* ---- Row groups ------------------------------------------------------------------------------ */

/* A C-ordered array of short rows, read down a column: the row's length, else 0. */
static unsigned row_group(lw_kernel *k, const lw_desc *d, const lw_index *index, int64_t *column)
{
    lower *l = k->l;
    int64_t length;
    if (k->lanes == 1 || d->rank < 2 || !(d->facts & AIR_C_ORDER) ||
        lw_complex((hpc_dtype)d->dtype))
        return 0;
    unsigned last = d->rank - 1u, size = (unsigned)hpc_dtype_size((hpc_dtype)d->dtype);
    if (!lw_is_const(l, d->extent[last], &length) || length < 2 || length > LW_MAX_GROUP)
        return 0;
    if (!lw_is_const(l, index[last].c, column) || index[last].gen)
        return 0;
    for (unsigned i = 0; i < k->nlevels; i++)
        if (index[last].coef[i])
            return 0;
    lir_expr_id step = dim_stride(l, d, index, (unsigned)k->vdim);
    for (unsigned s = 0; s < d->rank; s++)
        if (index[s].gen)
            return 0;
    return step && lw_is_i64(l, step, length * size) ? (unsigned)length : 0;
}

static lw_group *find_group(lw_kernel *k, lir_expr_id base, lir_expr_id offset)
{
    for (uint32_t i = 0; i < k->groups.len; i++)
        if (k->groups.items[i].base == base && k->groups.items[i].offset == offset)
            return &k->groups.items[i];
    return NULL;
}

static lw_value load_group(lw_kernel *k, const lw_desc *d, address *at, unsigned count,
                           int64_t column)
{
    lower *l = k->l;
    lir_elem elem = lw_elem((hpc_dtype)d->dtype);
    int64_t size = lir_elem_size(elem), first = -column * size;
    lir_expr_id offset = byte_offset(l, at, first);
    lw_group *known = find_group(k, at->base, offset);
    if (!known) {
        lw_group g = {at->base, offset, count, (unsigned)at->level, {0}};
        lir_expr_id v[LW_MAX_GROUP];
        lir_type type = lir_vector(elem, k->lanes);
        for (unsigned i = 0; i < count; i++) {
            lir_expr_id o = byte_offset(l, at, first + (int64_t)(i * k->lanes) * size);
            v[i] = lw_let_at(k, at->level, "rows", lir_load(l->m, l->f, type, at->base, o));
        }
        deinterleave(l, v, count, g.part);
        for (unsigned i = 0; i < count; i++)
            g.part[i] = lw_let_at(k, at->level, "column", g.part[i]);
        vec_push(l->a, &k->groups, g);
        known = &k->groups.items[k->groups.len - 1];
    }
    return (lw_value){known->part[column], 0, at->level};
}

bool lw_group_store(lw_kernel *k, const lw_desc *d, const lw_index *index, unsigned count,
                    const lw_value *values)
{
    lower *l = k->l;
    int64_t column;
    if (row_group(k, d, index, &column) != count || column != 0)
        return false;
    lir_elem elem = lw_elem((hpc_dtype)d->dtype);
    address at = address_of(k, d, index);
    k->index_lanes.len = 0;
    lir_expr_id c[LW_MAX_GROUP], v[LW_MAX_GROUP];
    for (unsigned i = 0; i < count; i++)
        c[i] = lw_splat(l, values[i].re, k->lanes);
    interleave(l, c, count, v);
    for (unsigned i = 0; i < count; i++) {
        lir_expr_id o = byte_offset(l, &at, (int64_t)(i * k->lanes * lir_elem_size(elem)));
        lir_stmt *s = lw_stmt(l, LIR_S_STORE);
        s->a = at.base;
        s->b = o;
        s->c = v[i];
    }
    return true;
}

/* ---- Elements -------------------------------------------------------------------------------- */

static lw_value load_scalar(lw_kernel *k, const lw_desc *d, const address *at)
{
    lower *l = k->l;
    lir_elem elem = lw_elem((hpc_dtype)d->dtype);
    lw_value v = {lir_load(l->m, l->f, lir_scalar(elem), at->base, byte_offset(l, at, 0)), 0,
                  at->level};
    if (lw_complex((hpc_dtype)d->dtype))
        v.im = lir_load(l->m, l->f, lir_scalar(elem), at->base,
                        byte_offset(l, at, lir_elem_size(elem)));
    return v;
}

/* Lanes whose places are known one by one are loaded one by one. */
static lir_expr_id load_each(lw_kernel *k, const address *at, lir_elem elem, int64_t plus)
{
    lower *l = k->l;
    lir_type type = lir_vector(elem, k->lanes);
    lir_expr_id all = lw_splat(l, lir_const_bits(l->m, l->f, lir_scalar(elem), 0), k->lanes);
    for (unsigned i = 0; i < k->lanes; i++) {
        lir_expr_id place = lw_mul(l, lw_index_lane(k, at->chosen, i), at->by);
        place = lw_add(l, place, byte_offset(l, at, plus));
        lir_expr_id x = lir_load(l->m, l->f, lir_scalar(elem), at->base, place);
        all = lir_make(l->m, l->f, LIR_INSERT, type, i, all, x, 0, 0);
    }
    return all;
}

static lir_expr_id gather(lw_kernel *k, const address *at, lir_elem elem, int64_t plus)
{
    lower *l = k->l;
    if (at->chosen && !at->step && lw_is_apart(k, at->chosen))
        return load_each(k, at, elem, plus);
    return lir_make(l->m, l->f, LIR_GATHER, lir_vector(elem, k->lanes), 0, at->base,
                    lane_offsets(k, at, plus), 0, 0);
}

/* Every `step`th element, or all of them backwards: as many loads as the step, shuffled. None reads
 * past the last lane's element. 0 where a gather is better. */
static lir_expr_id load_steps(lw_kernel *k, const address *at, lir_elem elem)
{
    lower *l = k->l;
    int64_t bytes, size = lir_elem_size(elem);
    unsigned lanes = k->lanes;
    if (at->lanes || !at->step || !lw_is_const(l, at->step, &bytes) || bytes % size)
        return 0;
    int64_t step = bytes / size;
    if (step != -1 && (step < 2 || step > MAX_STEP))
        return 0;
    unsigned loads = step < 0 ? 1 : (unsigned)step, last = loads * (lanes - 1);
    lir_expr_id v = 0;
    for (unsigned i = 0; i < loads; i++) {
        unsigned first = i + 1 < loads ? i * lanes : last + 1 - lanes;
        int64_t from = step < 0 ? -(int64_t)(lanes - 1) : (int64_t)first;
        lir_expr_id part = lir_load(l->m, l->f, lir_vector(elem, lanes), at->base,
                                    byte_offset(l, at, from * size));
        part = lw_let_at(k, at->level, "part", part);
        uint16_t list[LIR_MAX_LANES];
        for (unsigned j = 0; j < lanes; j++) {
            unsigned element = step < 0 ? lanes - 1 - j : (unsigned)step * j;
            bool here = element >= first && element < first + lanes;
            bool raw = i == 1 && element < lanes; /* the first part is still in its own order */
            list[j] = (uint16_t)(i && here   ? lanes + element - first
                                 : raw || !i ? element % lanes
                                             : j);
        }
        v = i || loads == 1 ? lw_shuffle(l, v ? v : part, part, lanes, list) : part;
    }
    return v;
}

static lw_value load_lanes(lw_kernel *k, const lw_desc *d, const address *at)
{
    lower *l = k->l;
    hpc_dtype dtype = (hpc_dtype)d->dtype;
    lir_elem elem = lw_elem(dtype);
    lir_type type = lir_vector(elem, k->lanes);
    int64_t part = lir_elem_size(elem);
    lw_value v = {0, 0, at->level};
    bool unit = is_unit(k, at, hpc_dtype_size(dtype));
    if (!lw_complex(dtype)) {
        v.re = unit ? lir_load(l->m, l->f, type, at->base, byte_offset(l, at, 0))
                    : load_steps(k, at, elem);
        v.re = v.re ? v.re : gather(k, at, elem, 0);
        return v;
    }
    if (!unit) {
        v.re = gather(k, at, elem, 0);
        v.im = gather(k, at, elem, part);
        return v;
    }
    lir_expr_id pair[2], column[2];
    for (unsigned i = 0; i < 2; i++)
        pair[i] = lw_let_at(
            k, at->level, "pairs",
            lir_load(l->m, l->f, type, at->base, byte_offset(l, at, (int64_t)i * k->lanes * part)));
    deinterleave(l, pair, 2, column);
    v.re = column[0];
    v.im = column[1];
    return v;
}

lw_value lw_leaf_load(lw_kernel *k, const lw_desc *d, const lw_index *index)
{
    int64_t column;
    address at = address_of(k, d, index);
    unsigned group = row_group(k, d, index, &column);
    lw_value v;
    if (group)
        v = load_group(k, d, &at, group, column);
    else if (k->lanes == 1 || (!at.step && !at.lanes))
        v = load_scalar(k, d, &at);
    else
        v = load_lanes(k, d, &at);
    if (v.level + 1 < (int)k->nlevels || k->nlevels == 0) { /* outside of the innermost loop */
        v.re = lw_let_at(k, v.level, "x", v.re);
        v.im = v.im ? lw_let_at(k, v.level, "x", v.im) : 0;
    }
    return v;
}

static lir_stmt *store_at(lower *l, lir_stmt_kind kind, lir_expr_id base, lir_expr_id offset,
                          lir_expr_id value)
{
    lir_stmt *s = lw_stmt(l, kind);
    s->a = base;
    s->b = offset;
    s->c = value;
    return s;
}

/* Which kind of store is the better one only the run knows. */
static void store_streaming(lw_kernel *k, const address *at, lir_expr_id offset, lir_expr_id value)
{
    lower *l = k->l;
    lw_block outer = l->cur;
    value = lw_let(l, "v", value);
    lir_stmt_id choice = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, choice)->a = k->streams;
    l->cur = (lw_block){choice, false};
    store_at(l, LIR_S_STORE, at->base, offset, value)->flags = LIR_NONTEMPORAL;
    l->cur = (lw_block){choice, true};
    store_at(l, LIR_S_STORE, at->base, offset, value);
    l->cur = outer;
    lw_attach(l, outer, choice);
}

/* Where the processor has no such stores a branch a lane would stand for one: what is not to be
 * stored to is stored as it was. */
static void store_masked(lw_kernel *k, const address *at, lir_expr_id offset, lir_expr_id value,
                         lir_expr_id mask)
{
    lower *l = k->l;
    lir_type type = lw_type(l, value);
    unsigned least = l->target->masked_size;
    bool has = l->options->lanes || (least && lir_elem_size((lir_elem)type.elem) >= least);
    if (!has) {
        lir_expr_id old = lir_load(l->m, l->f, type, at->base, offset);
        store_at(l, LIR_S_STORE, at->base, offset, lw_select(l, mask, value, old));
    } else {
        store_at(l, LIR_S_STORE, at->base, offset, value)->d = mask;
    }
}

static void store_lanes(lw_kernel *k, const address *at, bool unit, int64_t plus, lir_expr_id value,
                        lir_expr_id mask)
{
    lower *l = k->l;
    lir_expr_id o = unit ? byte_offset(l, at, plus) : lane_offsets(k, at, plus);
    value = lw_splat(l, value, k->lanes);
    mask = mask ? lw_splat(l, mask, k->lanes) : 0;
    if (!unit)
        store_at(l, LIR_S_SCATTER, at->base, o, value)->d = mask;
    else if (mask)
        store_masked(k, at, o, value, mask);
    else if (k->streams)
        store_streaming(k, at, o, value);
    else
        store_at(l, LIR_S_STORE, at->base, o, value);
}

static void store_scalar(lw_kernel *k, const address *at, int64_t plus, lir_expr_id value,
                         lir_expr_id mask)
{
    lower *l = k->l;
    lir_expr_id o = byte_offset(l, at, plus);
    lir_stmt *s = lw_stmt(l, LIR_S_STORE);
    s->a = at->base;
    s->b = o;
    s->c = value;
    s->d = mask;
}

void lw_leaf_store(lw_kernel *k, const lw_desc *d, const lw_index *index, lw_value v,
                   lir_expr_id mask)
{
    lower *l = k->l;
    hpc_dtype dtype = (hpc_dtype)d->dtype;
    int64_t part = lir_elem_size(lw_elem(dtype));
    address at = address_of(k, d, index);
    k->index_lanes.len = 0;
    if (v.im) { /* in two stores: the first must not change what the second reads */
        v.re = lw_let(l, "re", v.re);
        v.im = lw_let(l, "im", v.im);
        mask = mask ? lw_let(l, "mask", mask) : 0;
    }
    if (k->lanes == 1) {
        store_scalar(k, &at, 0, v.re, mask);
        if (v.im)
            store_scalar(k, &at, part, v.im, mask);
        return;
    }
    bool unit = is_unit(k, &at, hpc_dtype_size(dtype));
    if (!v.im) {
        store_lanes(k, &at, unit, 0, v.re, mask);
        return;
    }
    v.re = lw_splat(l, v.re, k->lanes);
    v.im = lw_splat(l, v.im, k->lanes);
    if (!unit) {
        store_lanes(k, &at, false, 0, v.re, mask);
        store_lanes(k, &at, false, part, v.im, mask);
        return;
    }
    mask = mask ? lw_splat(l, mask, k->lanes) : 0;
    for (unsigned half = 0; half < 2; half++)
        store_lanes(k, &at, true, (int64_t)half * k->lanes * part, zip(l, v.re, v.im, half),
                    mask ? zip(l, mask, mask, half) : 0);
}
