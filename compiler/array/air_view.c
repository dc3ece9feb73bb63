/* Takes views of arrays, gives canonical ones: a view of a view is one view of the root, a view that
 * changes nothing is its source, and what is known of the memory order is carried over.
 *
 *   view(view(%a, [1:, :]), [2:, 0]) -> view(%a, [3:, 0]) */
#include "air_internal.h"

static bool is_value(const air_fun *f, air_id id, int64_t value)
{
    int64_t known;
    return air_is_const(f, id, &known) && known == value;
}

static bool zero(const air_fun *f, air_id start)
{
    return !start || is_value(f, start, 0);
}

static bool one(const air_fun *f, air_id step)
{
    return !step || is_value(f, step, 1);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

typedef struct viewing {
    const air_fun *f;
    const air_node *source;
    const air_view *view;
    uint32_t rank;
    const air_id *shape;
    int8_t result_of[HPC_MAX_RANK]; /* by source axis: the result axis, -1 fixed */
} viewing;

static bool stretches(const viewing *v)
{
    if (v->view->broadcast | v->view->maybe_broadcast)
        return true;
    for (uint32_t r = 0; r < v->rank; r++)
        if (v->view->axis[r] == AIR_NEW_AXIS && !is_value(v->f, v->shape[r], 1))
            return true;
    return false;
}

static bool in_order(const viewing *v)
{
    int last = -1;
    for (uint32_t r = 0; r < v->rank; r++) {
        int s = v->view->axis[r];
        if (s == AIR_NEW_AXIS || is_value(v->f, v->source->shape[s], 1))
            continue;
        if (s < last)
            return false;
        last = s;
    }
    return true;
}

/* Whether the selected part of a contiguous source is contiguous: going from the axis that runs
 * fastest to the slowest, whole axes, then at most one part of an axis, then only fixed ones. */
static bool one_block(const viewing *v, bool c_order)
{
    bool open = true;
    uint32_t n = v->source->type.rank;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t s = c_order ? n - 1 - k : k;
        int r = v->result_of[s];
        if (is_value(v->f, v->source->shape[s], 1))
            continue;
        if (r < 0) {
            open = false;
            continue;
        }
        if (!open || !one(v->f, v->view->step[s]))
            return false;
        open = v->shape[r] == v->source->shape[s] && zero(v->f, v->view->start[s]);
    }
    return true;
}

/* Is the memory step of result axis r the size of an element? */
static bool unit(const viewing *v, uint32_t r)
{
    int s = v->view->axis[r];
    if (s == AIR_NEW_AXIS)
        return is_value(v->f, v->shape[r], 1);
    if (!one(v->f, v->view->step[s]) || v->view->broadcast >> r & 1 ||
        v->view->maybe_broadcast >> r & 1)
        return false;
    uint32_t n = v->source->type.rank;
    return ((uint32_t)s == n - 1 && v->source->type.facts & AIR_UNIT_LAST) ||
           (s == 0 && v->source->type.facts & AIR_F_ORDER);
}

/* Result axes in the reverse order of the source's (a transpose, perhaps of a part). */
static bool reversed(const viewing *v)
{
    int last = HPC_MAX_RANK;
    for (uint32_t r = 0; r < v->rank; r++) {
        int s = v->view->axis[r];
        if (s == AIR_NEW_AXIS || is_value(v->f, v->source->shape[s], 1))
            continue;
        if (s > last)
            return false;
        last = s;
    }
    return true;
}

static uint8_t view_facts(const air_fun *f, air_id source, const air_view *view, uint32_t rank,
                          const air_id *shape)
{
    viewing v = {.f = f, .source = air_at(f, source), .view = view, .rank = rank, .shape = shape};
    memset(v.result_of, -1, sizeof v.result_of);
    for (uint32_t r = 0; r < rank; r++)
        if (view->axis[r] != AIR_NEW_AXIS)
            v.result_of[view->axis[r]] = (int8_t)r;
    uint8_t facts = 0;
    if (rank && unit(&v, rank - 1))
        facts |= AIR_UNIT_LAST;
    if (!stretches(&v)) {
        facts |= v.source->type.facts & AIR_WRITABLE;
        bool c = v.source->type.facts & AIR_C_ORDER && one_block(&v, true);
        bool fortran = v.source->type.facts & AIR_F_ORDER && one_block(&v, false);
        if ((c && in_order(&v)) || (fortran && reversed(&v)))
            facts |= AIR_C_ORDER;
        if ((fortran && in_order(&v)) || (c && reversed(&v)))
            facts |= AIR_F_ORDER;
        if (rank == 0)
            facts |= AIR_C_ORDER;
    }
    return stretches(&v) ? facts : air_facts_normal(rank, facts);
}

/* ---- Composition ----------------------------------------------------------------------------- */

typedef struct composing {
    air_builder *b;
    const air_view *inner, *outer;
    uint32_t inner_rank, rank;
    air_view out;
} composing;

/* Whether an axis is broadcast, where the run decides, is a question to the extent that the source has
 * there: it must be that of the axis in between. */
static bool asks_the_same(const composing *c, const air_node *inner, const air_node *root)
{
    for (uint32_t r = 0; r < c->rank; r++) {
        int s = c->outer->axis[r], t = s == AIR_NEW_AXIS ? AIR_NEW_AXIS : c->inner->axis[s];
        if (c->outer->maybe_broadcast >> r & 1 && t != AIR_NEW_AXIS &&
            inner->shape[s] != root->shape[t])
            return false;
    }
    return true;
}

/* Where an inner axis may turn out to be broadcast its memory step is not known: only a whole axis
 * passes through. */
static bool composable(const composing *c, const air_id *shape, const air_node *inner)
{
    const air_id *inner_shape = inner->shape;
    if (!asks_the_same(c, inner, air_at(c->b->fun, inner->args[0])))
        return false;
    for (uint32_t s = 0; s < c->inner_rank; s++) {
        if (!(c->inner->maybe_broadcast >> s & 1))
            continue;
        bool kept = false;
        for (uint32_t r = 0; r < c->rank; r++)
            kept |= c->outer->axis[r] == (int)s && shape[r] == inner_shape[s];
        if (!kept || !zero(c->b->fun, c->outer->start[s]) || !one(c->b->fun, c->outer->step[s]))
            return false;
    }
    return true;
}

static void compose_axis(composing *c, uint32_t s)
{
    int t = c->inner->axis[s];
    if (t == AIR_NEW_AXIS || (c->inner->broadcast | c->inner->maybe_broadcast) >> s & 1)
        return;
    air_id offset = c->outer->start[s];
    if (offset)
        offset = air_index_mul(c->b, offset, c->inner->step[t]);
    c->out.start[t] = air_index_add(c->b, c->inner->start[t], offset);
    c->out.step[t] = air_index_mul(c->b, c->inner->step[t], c->outer->step[s]);
}

static air_view compose(composing *c)
{
    memcpy(c->out.start, c->inner->start, sizeof c->out.start);
    memcpy(c->out.step, c->inner->step, sizeof c->out.step);
    for (uint32_t s = 0; s < c->inner_rank; s++)
        compose_axis(c, s);
    for (uint32_t r = 0; r < c->rank; r++) {
        int s = c->outer->axis[r];
        c->out.axis[r] = s == AIR_NEW_AXIS ? AIR_NEW_AXIS : c->inner->axis[s];
        if (s == AIR_NEW_AXIS || c->out.axis[r] == AIR_NEW_AXIS)
            continue;
        c->out.broadcast |= (c->outer->broadcast >> r & 1) << r | (c->inner->broadcast >> s & 1)
                                                                      << r;
        c->out.maybe_broadcast |=
            (c->outer->maybe_broadcast >> r & 1) << r | (c->inner->maybe_broadcast >> s & 1) << r;
    }
    c->out.maybe_broadcast &= ~c->out.broadcast;
    return c->out;
}

/* One form for equal views: constants 0 and 1 are written as none; a fixed axis has no step. */
static void normalise(const air_fun *f, air_view *view, uint32_t rank, uint32_t source_rank)
{
    uint32_t named = 0;
    for (uint32_t r = 0; r < rank; r++)
        if (view->axis[r] != AIR_NEW_AXIS)
            named |= 1u << view->axis[r];
    for (uint32_t s = 0; s < source_rank; s++) {
        if (zero(f, view->start[s]))
            view->start[s] = 0;
        if (one(f, view->step[s]) || !(named >> s & 1))
            view->step[s] = 0;
    }
}

static bool is_identity(const viewing *v)
{
    if (v->rank != v->source->type.rank || v->view->broadcast || v->view->maybe_broadcast)
        return false;
    for (uint32_t r = 0; r < v->rank; r++)
        if (v->view->axis[r] != (int)r || v->view->start[r] || v->view->step[r] ||
            v->shape[r] != v->source->shape[r])
            return false;
    return true;
}

/* A slice's start min(dim, c) is c wherever its extent max(dim - k, 0) with c <= k + 1 is not zero;
 * and where it is zero, no element is there to start at. */
static void settle_starts(const air_fun *f, air_view *view, uint32_t rank, const air_id *shape)
{
    for (uint32_t r = 0; r < rank; r++) {
        int s = view->axis[r];
        if (s == AIR_NEW_AXIS || !view->start[s] || view->step[s])
            continue;
        const air_node *start = air_at(f, view->start[s]), *extent = air_at(f, shape[r]);
        if (start->op != AIR_OP_MAP || start->fn != AIR_MIN || extent->op != AIR_OP_MAP ||
            extent->fn != AIR_MAX || !is_value(f, extent->args[1], 0))
            continue;
        const air_node *less = air_at(f, extent->args[0]);
        int64_t c, minus;
        if (less->op == AIR_OP_MAP && less->fn == AIR_ADD && less->args[0] == start->args[0] &&
            air_is_const(f, less->args[1], &minus) && air_is_const(f, start->args[1], &c) &&
            c >= 0 && c <= 1 - minus)
            view->start[s] = start->args[1];
    }
}

air_id air_view_new(air_builder *b, air_id array, const air_view *view, uint32_t rank,
                    const air_id *shape)
{
    air_view made = *view;
    settle_starts(b->fun, &made, rank, shape);
    uint8_t facts = view_facts(b->fun, array, &made, rank, shape);
    uint8_t writable =
        facts & AIR_WRITABLE; /* a view of a read-only view is one, whatever its root */
    const air_node *source = air_at(b->fun, array);
    while (source->op == AIR_OP_VIEW) {
        composing c = {.b = b,
                       .inner = source->view,
                       .outer = &made,
                       .inner_rank = source->type.rank,
                       .rank = rank};
        if (!composable(&c, shape, source))
            break;
        air_id root = source->args[0];
        air_view composed = compose(&c);
        made = composed;
        array = root;
        source = air_at(b->fun, array);
        facts |= view_facts(b->fun, array, &made, rank, shape);
    }
    normalise(b->fun, &made, rank, source->type.rank);
    viewing v = {.f = b->fun, .source = source, .view = &made, .rank = rank, .shape = shape};
    facts = (uint8_t)((facts & ~AIR_WRITABLE) | writable);
    if (is_identity(&v) && writable == (source->type.facts & AIR_WRITABLE))
        return array;
    air_node n =
        air_blank(AIR_OP_VIEW, (air_type){AIR_ARRAY, source->type.dtype, (uint8_t)rank, facts});
    n.args = &array;
    n.nargs = 1;
    n.view = &made;
    n.shape = (air_id *)shape;
    return air_emit(b, &n, AIR_VISIBLE);
}

air_id air_transpose(air_builder *b, air_id array, const uint8_t *perm)
{
    const air_node *source = air_at(b->fun, array);
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    for (uint32_t r = 0; r < source->type.rank; r++) {
        view.axis[r] = (int8_t)perm[r];
        shape[r] = source->shape[perm[r]];
    }
    return air_view_new(b, array, &view, source->type.rank, shape);
}

air_id air_newaxis(air_builder *b, air_id array, uint32_t at)
{
    air_id one_extent = air_i64(b, 1), shape[HPC_MAX_RANK];
    const air_node *source = air_at(b->fun, array);
    air_view view = {0};
    uint32_t rank = source->type.rank + 1u;
    for (uint32_t r = 0, s = 0; r < rank; r++) {
        view.axis[r] = r == at ? AIR_NEW_AXIS : (int8_t)s;
        shape[r] = r == at ? one_extent : source->shape[s++];
    }
    return air_view_new(b, array, &view, rank, shape);
}

air_id air_broadcast_to(air_builder *b, air_id array, uint32_t rank, const air_id *shape)
{
    const air_node *source = air_at(b->fun, array);
    if (source->type.kind == AIR_SCALAR)
        return rank ? air_fill(b, array, rank, shape) : array;
    air_view view = {0};
    uint32_t added = rank - source->type.rank;
    for (uint32_t r = 0; r < rank; r++) {
        view.axis[r] = r < added ? AIR_NEW_AXIS : (int8_t)(r - added);
        if (r < added || shape[r] == source->shape[r - added])
            continue;
        if (is_value(b->fun, source->shape[r - added], 1))
            view.broadcast |= 1u << r;
        else
            view.maybe_broadcast |= 1u << r;
    }
    return air_view_new(b, array, &view, rank, shape);
}

/* A reshape that only adds and drops axes of extent 1 is a view, of any array. */
static bool reshape_is_view(const air_fun *f, const air_node *source, uint32_t rank,
                            const air_id *shape, air_view *view)
{
    uint32_t s = 0;
    for (uint32_t r = 0; r < rank; r++) {
        while (s < source->type.rank && source->shape[s] != shape[r] &&
               is_value(f, source->shape[s], 1))
            s++;
        if (s < source->type.rank && source->shape[s] == shape[r])
            view->axis[r] = (int8_t)s++;
        else if (is_value(f, shape[r], 1))
            view->axis[r] = AIR_NEW_AXIS;
        else
            return false;
    }
    while (s < source->type.rank && is_value(f, source->shape[s], 1))
        s++;
    return s == source->type.rank;
}

/* Else it is a view where NumPy's is one: always of C-ordered arrays, never known of others. */
air_id air_reshape(air_builder *b, air_id array, uint32_t rank, const air_id *shape)
{
    const air_node *source = air_at(b->fun, array);
    if (source->type.kind == AIR_SCALAR)
        return air_fill(b, array, rank, shape);
    if (source->type.rank == rank &&
        (!rank || memcmp(source->shape, shape, rank * sizeof *shape) == 0))
        return array;
    air_view view = {0};
    if (reshape_is_view(b->fun, source, rank, shape, &view))
        return air_view_new(b, array, &view, rank, shape);
    uint8_t facts = source->type.facts & AIR_WRITABLE;
    if (source->type.facts & AIR_C_ORDER)
        facts |= AIR_C_ORDER;
    air_node n = air_blank(AIR_OP_RESHAPE, (air_type){AIR_ARRAY, source->type.dtype, (uint8_t)rank,
                                                      air_facts_normal(rank, facts)});
    n.args = &array;
    n.nargs = 1;
    n.shape = (air_id *)shape;
    return air_emit(b, &n, AIR_FRESH);
}

air_id air_ravel(air_builder *b, air_id array, air_id size)
{
    const air_node *source = air_at(b->fun, array);
    if (source->type.kind == AIR_SCALAR || (source->type.facts & AIR_C_ORDER))
        return air_reshape(b, array, 1, &size);
    uint8_t facts = (source->type.facts & AIR_WRITABLE) | AIR_C_ORDER;
    air_node n = air_blank(
        AIR_OP_RESHAPE, (air_type){AIR_ARRAY, source->type.dtype, 1, air_facts_normal(1, facts)});
    n.args = &array;
    n.nargs = 1;
    n.shape = &size;
    n.imm = 1;
    return air_emit(b, &n, AIR_FRESH);
}
