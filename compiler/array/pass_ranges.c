/* ranges. Needs: any verified function. Keeps: what it computes and in what order it fails. Drops:
 * index checks that hold by the bounds of the loop, overflow checks on loop indexes and of counters
 * (counters.c), the check of a square root whose operand cannot be negative.
 *
 *   for (0, %n, 1) {                          for (0, %n, 1) {
 *     %i = indvar                       ->      %i = indvar
 *     %k = index 0 (%i, %n)                     %e = elem (%a, %i)
 *     %e = elem (%a, %k)
 *
 * The loop index plus a constant lies in [from + c, to + c); the bounds are followed through sums
 * with constants. Extents are at least 0 and far from the largest integer (an array fits memory). */
#include "air_passes.h"
#include "air_rewrite.h"
#include "counters.h"

typedef struct ranges {
    air_fun *fun;
    air_id *loop; /* by INDVAR: its FOR */
    counters *counters;
    remarks *remarks;
} ranges;

/* base + offset; base 0: a constant. */
typedef struct sum {
    air_id base;
    int64_t offset;
} sum;

enum { FAR = 1 << 30 };

static const air_node *at(const ranges *r, air_id id)
{
    return air_at(r->fun, id);
}

static sum sum_of(const ranges *r, air_id id)
{
    sum s = {id, 0};
    int64_t c;
    while (s.base) {
        if (air_is_const(r->fun, s.base, &c)) {
            s = (sum){0, s.offset + (c > FAR || c < -FAR ? FAR : c)};
            if (c > FAR || c < -FAR)
                return (sum){id, 0};
            break;
        }
        const air_node *n = at(r, s.base);
        bool minus = n->op == AIR_OP_MAP && n->fn == AIR_SUB_CHECKED;
        bool plus = n->op == AIR_OP_MAP && (n->fn == AIR_ADD || n->fn == AIR_ADD_CHECKED);
        if ((!plus && !minus) || n->type.dtype != HPC_I64 ||
            !air_is_const(r->fun, n->args[1], &c) || c > FAR || c < -FAR || s.offset > FAR ||
            s.offset < -FAR)
            break;
        s.offset += minus ? -c : c;
        s.base = n->args[0];
    }
    return s;
}

static bool is_extent(const ranges *r, air_id id)
{
    uint8_t op = id ? at(r, id)->op : AIR_OP_CONST;
    return op == AIR_OP_CONST || op == AIR_OP_DIM;
}

/* The smallest and the largest value of a loop index: constants, or an extent plus a constant. */
typedef struct bounds {
    bool known, end_excluded; /* end_excluded: something larger than the index exists */
    int64_t low;
    sum high;
} bounds;

static bounds bounds_of(const ranges *r, air_id indvar)
{
    bounds b = {0};
    const air_node *loop = at(r, r->loop[indvar]);
    int64_t step;
    if (!r->loop[indvar] || !air_is_const(r->fun, loop->args[2], &step) || step == 0)
        return b;
    sum first = sum_of(r, loop->args[0]), end = sum_of(r, loop->args[1]);
    sum low = step > 0 ? first : end, high = step > 0 ? end : first;
    if (low.base)
        return b;
    b.known = true;
    b.end_excluded = step > 0;
    b.low = low.offset + (step < 0); /* the end is not reached */
    b.high = high;
    b.high.offset -= step > 0;
    return b;
}

static sum index_sum(const ranges *r, air_id id)
{
    sum s = sum_of(r, id);
    return s.base && at(r, s.base)->op == AIR_OP_INDVAR ? s : (sum){0, 0};
}

static bool in_range(const ranges *r, air_id index, air_id extent)
{
    sum i = index_sum(r, index), n = sum_of(r, extent);
    if (!i.base)
        return false;
    bounds b = bounds_of(r, i.base);
    return b.known && b.low + i.offset >= 0 && b.high.base == n.base &&
           b.high.offset + i.offset < n.offset;
}

/* indvar + c, or an extent + c, does not leave 64 bits. */
static bool stays_small(const ranges *r, air_id id)
{
    sum whole = sum_of(r, id), i = index_sum(r, id);
    if (whole.base && at(r, whole.base)->op == AIR_OP_DIM)
        return true;
    if (!i.base)
        return false;
    bounds b = bounds_of(r, i.base);
    if (!b.known || b.low < -(int64_t)FAR)
        return false;
    if (is_extent(r, b.high.base))
        return true;
    return at(r, id)->args[0] == i.base && i.offset <= b.end_excluded;
}

/* A check that the loop of this index decides is dropped. */
static void note_dropped(const ranges *r, air_id index)
{
    sum i = index_sum(r, index);
    if (r->remarks && i.base)
        remark_add(r->remarks, REMARK_CHECKS_DROPPED, r->fun->index, 0, at(r, r->loop[i.base])->loc,
                   NULL, NULL);
}

static air_visit visit_sum(air_rewriter *w, air_id id)
{
    ranges *r = w->user;
    const air_node n = *at(r, id);
    if (!stays_small(r, id) && !counters_fit(r->counters, id))
        return AIR_KEEP;
    note_dropped(r, id);
    air_fn fn = n.fn == AIR_ADD_CHECKED ? AIR_ADD : AIR_SUB;
    w->map[id] = air_map(&w->b, fn, HPC_I64, n.args, 2, 0, NULL);
    return AIR_DROP;
}

/* Not below zero, or not a number; -0.0 may be. */
static bool not_negative(const ranges *r, air_id id, int depth)
{
    const air_node *n = at(r, id);
    if (n->op == AIR_OP_CONST)
        return n->type.dtype == HPC_F64 && n->imm >= 0; /* the sign is the highest bit */
    if (n->op != AIR_OP_MAP || n->type.dtype != HPC_F64 || depth == 0)
        return false;
    switch ((air_fn)n->fn) {
    case AIR_ABS:
    case AIR_SQRT:
    case AIR_EXP: return true;
    case AIR_MUL:
        if (n->args[0] == n->args[1])
            return true;
        break;
    case AIR_ADD: break;
    default: return false;
    }
    return not_negative(r, n->args[0], depth - 1) && not_negative(r, n->args[1], depth - 1);
}

static const air_node *map_of(const ranges *r, air_id id, air_fn fn)
{
    const air_node *n = at(r, id);
    return n->op == AIR_OP_MAP && n->fn == fn ? n : NULL;
}

/* not (x == x and isnan(sqrt(x))): what math.sqrt checks. */
static bool root_exists(const ranges *r, air_id condition)
{
    enum { DEPTH = 8 };
    const air_node *none = map_of(r, condition, AIR_NOT);
    const air_node *both = none ? map_of(r, none->args[0], AIR_AND) : NULL;
    const air_node *number = both ? map_of(r, both->args[0], AIR_EQ) : NULL;
    const air_node *lost = both ? map_of(r, both->args[1], AIR_ISNAN) : NULL;
    const air_node *root = lost ? map_of(r, lost->args[0], AIR_SQRT) : NULL;
    return root && number && number->args[0] == number->args[1] &&
           number->args[0] == root->args[0] && not_negative(r, root->args[0], DEPTH);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    ranges *r = w->user;
    const air_node *n = at(r, id);
    if (n->op == AIR_OP_FOR) {
        r->loop[n->body->items[0]] = id;
    } else if (n->op == AIR_OP_CHECK && root_exists(r, n->args[0])) {
        return AIR_DROP;
    } else if (n->op == AIR_OP_INDEX && in_range(r, n->args[0], n->args[1])) {
        note_dropped(r, n->args[0]);
        w->map[id] = n->args[0];
        return AIR_DROP;
    } else if (n->op == AIR_OP_MAP && n->type.kind == AIR_SCALAR && n->type.dtype == HPC_I64 &&
               (n->fn == AIR_ADD_CHECKED || n->fn == AIR_SUB_CHECKED)) {
        return visit_sum(w, id);
    }
    return AIR_KEEP;
}

void air_pass_ranges(arena *a, air_module *m, air_fun *f)
{
    ranges r = {.fun = f, .loop = ARENA_ARRAY(a, air_id, f->nodes.len)};
    r.counters = counters_find(a, f);
    r.remarks = m->remarks;
    air_rewriter w = {.user = &r, .visit = visit};
    air_rewrite(m, f, &w);
}
