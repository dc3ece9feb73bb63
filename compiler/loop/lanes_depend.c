/* Which loads and stores of different lanes may meet: takes the accesses of the loop at hand, gives
 * conditions under which none do, and the stores for which a variable can stand.
 *
 * An access is base + the sum of stride * index. Two of one base meet only where all indexes are
 * equal, since a stride is longer than all that the shorter ones reach: conditions that lanes.c tests
 * before the loop. So they are apart if one pair of indexes always differs. For lanes i1 < i2,
 *
 *   a[r, i1] and a[k2, i2], k2 < r   ->   r - k2 >= r - (r - 1) > 0
 *
 * is decided by putting bounds in the place of variables, one after the other, until a number is
 * left; what is not decided so is a test of ranges before the loop. */
#include "lanes.h"

/* ---- Addresses ------------------------------------------------------------------------------- */

static bool add_dim(ln_access *x, lir_expr_id stride, int64_t bytes, const ln_linear *index)
{
    for (uint32_t i = 0; i < x->ndims; i++)
        if (x->dims[i].stride == stride && x->dims[i].bytes == bytes) {
            x->dims[i].index = ln_sum(x->dims[i].index, *index, 1);
            return x->dims[i].index.ok;
        }
    if (x->ndims == LN_MAX_DIMS || !index->ok)
        return false;
    x->dims[x->ndims++] = (ln_dim){stride, bytes, *index};
    return true;
}

/* index * stride. Of a diagonal, index * (stride + stride), each for itself. */
static bool add_product(lanes *z, ln_access *x, lir_expr_id index, lir_expr_id stride)
{
    const lir_expr e = *ln_at(z, stride);
    int64_t size = lir_elem_size(x->elem);
    uint64_t bytes;
    if (e.op == LIR_ADD)
        return add_product(z, x, index, e.args[0]) && add_product(z, x, index, e.args[1]);
    ln_linear at = ln_of(z, index);
    if (!lir_is_const(z->f, stride, &bytes))
        return ln_is_fixed(z, stride) && add_dim(x, stride, 0, &at);
    return (int64_t)bytes > 0 && (int64_t)bytes < 1 << 28 && (int64_t)bytes % size == 0 &&
           add_dim(x, 0, (int64_t)bytes, &at);
}

/* A term of an offset. A number of bytes is an index of elements. */
static bool add_offset(lanes *z, ln_access *x, lir_expr_id offset)
{
    const lir_expr e = *ln_at(z, offset);
    int64_t size = lir_elem_size(x->elem);
    uint64_t bytes;
    if (e.op == LIR_ADD)
        return add_offset(z, x, e.args[0]) && add_offset(z, x, e.args[1]);
    ln_linear index;
    if (e.op == LIR_VAR && ln_var_at(z, e.var)->kind == LN_LET)
        return add_offset(z, x, ln_var_at(z, e.var)->def);
    if (lir_is_const(z->f, offset, &bytes)) {
        index = ln_constant((int64_t)bytes / size);
        return (int64_t)bytes % size == 0 && add_dim(x, 0, size, &index);
    }
    if (e.op == LIR_MUL && ln_is_fixed(z, e.args[1]))
        return add_product(z, x, e.args[0], e.args[1]);
    index = ln_of(z, offset);
    return size == 1 && add_dim(x, 0, 1, &index);
}

/* The longest stride first: those that only the run knows, in their order in the address, which is
 * that of the axes; then constants. */
static void sort_dims(ln_access *x)
{
    for (uint32_t i = 1; i < x->ndims; i++)
        for (uint32_t k = i; k > 0; k--) {
            const ln_dim a = x->dims[k - 1], b = x->dims[k];
            bool before = a.stride ? true : !b.stride && a.bytes > b.bytes;
            if (before)
                break;
            x->dims[k - 1] = b;
            x->dims[k] = a;
        }
}

static lir_expr_id i64(lanes *z, int64_t value)
{
    return lir_const_int(z->m, z->f, LIR_I64, value);
}

static lir_expr_id op2(lanes *z, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(z->m, z->f, op, a, b);
}

static lir_expr_id stride_of(lanes *z, const ln_dim *d)
{
    return d->stride ? d->stride : i64(z, d->bytes);
}

/* The last stride, where only the run knows it, is taken for an element's if the lanes or the turns
 * of the loop around go along it. */
static bool take_for_units(lanes *z, const ln_access *x)
{
    const ln_dim *last = &x->dims[x->ndims - 1];
    lir_expr_id stride = last->stride;
    int64_t size = lir_elem_size(x->elem);
    if (!stride || (ln_factor(&last->index, z->loops[0].atom) != 1 &&
                    ln_factor(&last->index, z->loops[x->loop].atom) != 1))
        return true;
    z->assumes_units = true;
    ln_need(z, op2(z, LIR_EQ, stride, i64(z, size)));
    for (uint32_t i = 0; i < z->naccesses; i++) {
        ln_access *y = &z->accesses[i];
        for (uint32_t k = 0; k < y->ndims; k++) {
            if (y->dims[k].stride != stride)
                continue;
            if (k + 1 < y->ndims)
                return false;
            y->dims[k] = (ln_dim){0, size, y->dims[k].index};
        }
    }
    return true;
}

static void find_lane_stride(lanes *z, ln_access *x)
{
    int64_t size = lir_elem_size(x->elem);
    unsigned along = 0;
    x->unit = false;
    x->lane_stride = 0;
    for (uint32_t i = 0; i < x->ndims; i++) {
        const ln_dim *d = &x->dims[i];
        int64_t factor = ln_factor(&d->index, z->loops[0].atom);
        if (factor == 0)
            continue;
        along++;
        x->unit = !d->stride && d->bytes == size && factor == 1;
        lir_expr_id step = op2(z, LIR_MUL, stride_of(z, d), i64(z, factor));
        x->lane_stride = x->lane_stride ? op2(z, LIR_ADD, x->lane_stride, step) : step;
    }
    x->unit &= along == 1;
}

bool ln_note_access(lanes *z, lir_stmt_id stmt, lir_expr_id load, lir_expr_id base,
                    lir_expr_id offset, lir_elem elem, int loop, bool after)
{
    if (z->naccesses == LN_MAX_ACCESSES || ln_at(z, base)->op != LIR_VAR || !ln_is_fixed(z, base) ||
        (load && z->access_stamp[load] == z->stamp))
        return false;
    ln_access *x = &z->accesses[z->naccesses];
    *x = (ln_access){.base = base, .stmt = stmt, .elem = elem, .loop = loop, .after = after};
    x->promoted = x->columns = -1;
    if (!add_offset(z, x, offset))
        return false;
    sort_dims(x);
    z->naccesses++;
    if (load) {
        z->access_of[load] = (uint8_t)z->naccesses;
        z->access_stamp[load] = z->stamp;
    }
    return true;
}

static bool same_linear(const ln_linear *x, const ln_linear *y)
{
    ln_linear d = ln_sum(*x, *y, -1);
    return d.ok && d.count == 0 && d.constant == 0;
}

static bool same_shape(const ln_access *x, const ln_access *y)
{
    bool same = x->base == y->base && x->elem == y->elem && x->ndims == y->ndims;
    for (uint32_t i = 0; same && i < x->ndims; i++)
        same = x->dims[i].stride == y->dims[i].stride && x->dims[i].bytes == y->dims[i].bytes;
    return same;
}

bool ln_same_place(const ln_access *x, const ln_access *y)
{
    bool same = same_shape(x, y);
    for (uint32_t i = 0; same && i < x->ndims; i++)
        same = same_linear(&x->dims[i].index, &y->dims[i].index);
    return same;
}

/* ---- Is a difference positive? --------------------------------------------------------------- */

/* When an access is made: by the loop over lanes, by what is left of an iteration after it, or by an
 * iteration as it was. */
typedef enum part { LANES, REST, WHOLE } part;

enum { OTHER = 1u << 31, FIRST_LANE = 1u << 30, MAX_UNKNOWNS = 2 * LN_MAX_LOOPS + 3 };

/* A variable with the bounds that may stand for it. */
typedef struct unknown {
    lir_expr_id atom;
    uint8_t nlows, nhighs;
    ln_linear lows[2], highs[2];
} unknown;

typedef struct comparison {
    unknown unknowns[MAX_UNKNOWNS]; /* bounds name later ones only */
    unsigned count;
} comparison;

static void add_low(unknown *u, ln_linear x)
{
    u->lows[u->nlows++] = x;
}

static void add_high(unknown *u, ln_linear x)
{
    u->highs[u->nhighs++] = x;
}

static ln_linear plus(ln_linear x, int64_t value)
{
    return ln_sum(x, ln_constant(value), 1);
}

/* Is x above 0 whatever the unknowns are? */
static bool positive(const comparison *c, ln_linear x, unsigned from)
{
    while (x.ok && from < c->count && ln_factor(&x, c->unknowns[from].atom) == 0)
        from++;
    if (!x.ok || from == c->count)
        return x.ok && x.count == 0 && x.constant > 0;
    const unknown *u = &c->unknowns[from];
    bool up = ln_factor(&x, u->atom) > 0;
    for (unsigned i = 0; i < (up ? u->nlows : u->nhighs); i++)
        if (positive(c, ln_replace(x, u->atom, up ? &u->lows[i] : &u->highs[i]), from + 1))
            return true;
    return false;
}

/* Variables of one of the two accesses are told apart by a bit of their atoms. */
static ln_linear renamed(const lanes *z, ln_linear x, bool other)
{
    for (uint32_t i = 0; i < z->nloops && other; i++) {
        ln_linear name = ln_atom(z->loops[i].atom | OTHER);
        x = ln_replace(x, z->loops[i].atom, &name);
    }
    return x;
}

/* The loops around an access, from the inside; the triangular one is cut where the lanes begin. */
static void add_loops(const lanes *z, comparison *c, const ln_access *x, part p, bool other)
{
    for (int i = x->loop; i > 0; i = z->loops[i].parent) {
        const ln_loop *loop = &z->loops[i];
        unknown *u = &c->unknowns[c->count++];
        *u = (unknown){.atom = other ? loop->atom | OTHER : loop->atom};
        ln_linear cut = plus(ln_atom(FIRST_LANE), z->until);
        bool cuts = i == z->triangle;
        add_low(u, cuts && p == REST ? cut : renamed(z, loop->low, other));
        add_high(u, cuts && p == LANES ? plus(cut, -1) : renamed(z, loop->last, other));
    }
}

/* The lanes i1 < i2 or, `equal`, i1 = i2 of one block; without a triangle all of the loop's. */
static void add_lanes(const lanes *z, comparison *c, bool equal)
{
    const ln_loop *loop = &z->loops[0];
    bool blocks = z->triangle >= 0;
    ln_linear low = blocks ? ln_atom(FIRST_LANE) : loop->low;
    ln_linear last = blocks ? plus(low, z->lanes - 1) : loop->last;
    unknown *first = &c->unknowns[c->count++], *second = &c->unknowns[c->count++];
    *first = (unknown){.atom = loop->atom};
    *second = (unknown){.atom = loop->atom | OTHER};
    ln_linear same = ln_atom(second->atom);
    add_low(first, equal ? same : low);
    add_high(first, equal ? same : plus(same, -1));
    if (!equal)
        add_high(first, plus(last, -1));
    add_low(second, equal ? low : plus(low, 1));
    add_high(second, last);
    if (!blocks)
        return;
    unknown *block = &c->unknowns[c->count++];
    *block = (unknown){.atom = FIRST_LANE};
    add_low(block, loop->low);
    add_high(block, plus(loop->last, 1 - (int64_t)z->lanes));
}

static bool always_apart(const lanes *z, const ln_access *x, part px, const ln_access *y, part py,
                         bool equal)
{
    comparison c = {.count = 0};
    add_loops(z, &c, x, px, false);
    add_loops(z, &c, y, py, true);
    add_lanes(z, &c, equal);
    for (uint32_t i = 0; i < x->ndims; i++) {
        ln_linear other = renamed(z, y->dims[i].index, true);
        if (positive(&c, ln_sum(x->dims[i].index, other, -1), 0) ||
            positive(&c, ln_sum(other, x->dims[i].index, -1), 0))
            return true;
    }
    return false;
}

/* ---- Tests before the loop ------------------------------------------------------------------- */

/* A longer stride is longer than what the shorter one reaches. */
static bool need_strides(lanes *z, const ln_access *x, const ln_access *y)
{
    for (uint32_t i = 0; i < x->ndims; i++) {
        lir_expr_id stride = stride_of(z, &x->dims[i]);
        ln_need(z, op2(z, LIR_GE, stride, i64(z, lir_elem_size(x->elem))));
        if (x->dims[i].stride)
            ln_need(z, op2(z, LIR_LT, stride, i64(z, 1 << 28)));
        if (i + 1 == x->ndims)
            break;
        const ln_dim *a = &x->dims[i + 1], *b = &y->dims[i + 1];
        const ln_linear ends[] = {ln_extreme(z, a->index, true), ln_extreme(z, b->index, true),
                                  ln_extreme(z, a->index, false), ln_extreme(z, b->index, false)};
        for (unsigned k = 0; k < 4; k++) {
            ln_linear span = ln_sum(ends[k / 2], ends[2 + k % 2], -1);
            if (!span.ok)
                return false;
            lir_expr_id bytes = op2(z, LIR_MUL, ln_expr(z, &span), stride_of(z, a));
            bytes = op2(z, LIR_ADD, bytes, stride_of(z, a));
            ln_need(z, op2(z, LIR_LE, bytes, stride));
        }
    }
    return true;
}

/* Some index of x is always above, or always below, that of y. */
static bool need_ranges_apart(lanes *z, const ln_access *x, const ln_access *y)
{
    lir_expr_id any = 0;
    for (uint32_t i = 0; i < x->ndims; i++) {
        const ln_linear *a = &x->dims[i].index, *b = &y->dims[i].index;
        ln_linear above = ln_sum(ln_extreme(z, *a, false), ln_extreme(z, *b, true), -1);
        ln_linear below = ln_sum(ln_extreme(z, *b, false), ln_extreme(z, *a, true), -1);
        for (unsigned k = 0; k < 2; k++) {
            const ln_linear *d = k ? &below : &above;
            if (!d->ok)
                return false;
            lir_expr_id apart = op2(z, LIR_GT, ln_expr(z, d), i64(z, 0));
            any = any ? op2(z, LIR_OR, any, apart) : apart;
        }
    }
    if (!any)
        return false;
    ln_need(z, any);
    return !z->refused;
}

/* First byte that an access reaches, or behind the last. */
static lir_expr_id reach(lanes *z, const ln_access *x, bool last)
{
    lir_expr_id at = lir_make(z->m, z->f, LIR_BITCAST, lir_scalar(LIR_I64), 0, x->base, 0, 0, 0);
    for (uint32_t i = 0; i < x->ndims; i++) {
        ln_linear end = ln_extreme(z, x->dims[i].index, last);
        z->refused |= !end.ok;
        lir_expr_id bytes = op2(z, LIR_MUL, ln_expr(z, &end), stride_of(z, &x->dims[i]));
        at = op2(z, LIR_ADD, at, bytes);
    }
    return last ? op2(z, LIR_ADD, at, i64(z, lir_elem_size(x->elem))) : at;
}

static void need_arrays_apart(lanes *z, const ln_access *x, const ln_access *y)
{
    const ln_access *both[] = {x, y};
    for (unsigned k = 0; k < 2; k++)
        for (uint32_t i = 0; i < both[k]->ndims; i++)
            if (both[k]->dims[i].stride) {
                ln_need(z, op2(z, LIR_GE, both[k]->dims[i].stride, i64(z, 0)));
                ln_need(z, op2(z, LIR_LT, both[k]->dims[i].stride, i64(z, 1 << 28)));
            }
    ln_need(z, op2(z, LIR_OR, op2(z, LIR_LE, reach(z, x, true), reach(z, y, false)),
                   op2(z, LIR_LE, reach(z, y, true), reach(z, x, false))));
}

/* ---- All pairs ------------------------------------------------------------------------------- */

static bool apart(lanes *z, const ln_access *x, part px, const ln_access *y, part py, bool equal)
{
    if (!x->stmt && !y->stmt)
        return true;
    if (x->base != y->base)
        return true; /* tested below */
    if (!same_shape(x, y))
        return false;
    return need_strides(z, x, y) &&
           (always_apart(z, x, px, y, py, equal) || (x != y && need_ranges_apart(z, x, y)));
}

static bool inside(const lanes *z, int loop, int outer)
{
    while (loop > outer)
        loop = z->loops[loop].parent;
    return loop == outer;
}

/* In the order of the source, lanes i1 < i2: what is left of i1 is moved behind the lanes of i2. So is
 * what i1 reads before its triangle, also behind the lanes of i1. */
static bool lanes_apart(lanes *z)
{
    for (uint32_t i = 0; i < z->naccesses; i++)
        for (uint32_t k = 0; k < z->naccesses; k++) {
            const ln_access *x = &z->accesses[i], *y = &z->accesses[k];
            bool before = x->loop == 0 && !x->after;
            if (y->after)
                continue;
            if (!x->after && !apart(z, x, LANES, y, LANES, false))
                return false;
            if (z->triangle < 0)
                continue;
            if (before && x->stmt) /* it would be done twice */
                return false;
            if (before && !apart(z, x, REST, y, LANES, true))
                return false;
            if ((before || x->after || inside(z, x->loop, z->triangle)) &&
                !apart(z, x, REST, y, LANES, false))
                return false;
        }
    return true;
}

static void need_bases_apart(lanes *z)
{
    for (uint32_t i = 0; i < z->naccesses; i++)
        for (uint32_t k = 0; k < i; k++) {
            const ln_access *x = &z->accesses[i], *y = &z->accesses[k];
            if (x->base != y->base && (x->stmt || y->stmt))
                need_arrays_apart(z, x, y);
        }
}

/* A store at the same address in each turn of its loop becomes a variable: nothing else that the loop
 * reads or writes may be that element. */
static bool promote(lanes *z, ln_access *x)
{
    for (uint32_t i = 0; i < x->ndims; i++)
        if (ln_factor(&x->dims[i].index, z->loops[x->loop].atom))
            return true;
    if (!x->unit)
        return false;
    bool whole = true;
    for (uint32_t i = 0; i < z->naccesses; i++) {
        const ln_access *y = &z->accesses[i];
        if (y == x || !inside(z, y->loop, x->loop))
            continue;
        bool here = y->loop == x->loop && ln_same_place(x, y);
        if (here ? y->stmt != 0 : !apart(z, x, LANES, y, LANES, true))
            return false;
        whole &= here || x->base != y->base || always_apart(z, x, WHOLE, y, WHOLE, true);
    }
    x->promoted = x->loop;
    x->whole = whole;
    z->chain |= lir_elem_is_float(x->elem);
    return true;
}

/* The turns of its loop go along rows, the lanes across: rows are loaded some turns ahead, which needs
 * a short body that stores nothing. */
static void find_columns(lanes *z, ln_access *x)
{
    enum { MAX_BODY = 16 };
    const ln_loop *loop = &z->loops[x->loop];
    const ln_dim *last = &x->dims[x->ndims - 1];
    bool along = !last->stride && last->bytes == lir_elem_size(x->elem) &&
                 ln_factor(&last->index, loop->atom) == 1 &&
                 ln_factor(&last->index, z->loops[0].atom) == 0;
    for (uint32_t i = 0; i + 1 < x->ndims; i++)
        along &= ln_factor(&x->dims[i].index, loop->atom) == 0;
    if (x->stmt || x->loop == 0 || !x->lane_stride || !along || z->lanes > LN_MAX_TURNS)
        return;
    const lir_block *body = &z->f->stmts.items[loop->stmt].body;
    for (uint32_t i = 0; i < body->len; i++) {
        const lir_stmt *s = &z->f->stmts.items[body->items[i]];
        if (s->kind == LIR_S_FOR || s->kind == LIR_S_IF || body->len > MAX_BODY)
            return;
    }
    for (uint32_t i = 0; i < z->naccesses; i++)
        if (z->accesses[i].loop == x->loop && z->accesses[i].stmt && z->accesses[i].promoted < 0)
            return;
    x->columns = x->loop;
    z->columns = true;
}

bool ln_independent(lanes *z)
{
    for (uint32_t i = 0; i < z->naccesses; i++)
        if (!take_for_units(z, &z->accesses[i]))
            return false;
    for (uint32_t i = 0; i < z->naccesses; i++)
        find_lane_stride(z, &z->accesses[i]);
    for (uint32_t i = 0; i < z->naccesses; i++) {
        ln_access *x = &z->accesses[i];
        if (x->stmt && x->loop > 0 && (!promote(z, x) || (x->promoted < 0 && !x->unit)))
            return false;
    }
    if (!lanes_apart(z) || z->refused)
        return false;
    for (uint32_t i = 0; i < z->naccesses; i++)
        find_columns(z, &z->accesses[i]);
    need_bases_apart(z);
    return !z->refused;
}
