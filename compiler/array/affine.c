/* Takes nodes of a loop, gives polynomials and what they need; see affine.h. */
#include "affine.h"

enum { DEPTH = 24 };

static const int64_t LARGEST = INT64_C(1) << 40;

static const affine unknown = {0};

/* ---- Arithmetic ------------------------------------------------------------------------------ */

affine affine_const(int64_t k)
{
    affine x = {.known = k < LARGEST && k > -LARGEST};
    if (k && x.known)
        x.t[x.n++] = (affine_term){.k = k};
    return x;
}

affine affine_var(air_id v)
{
    return (affine){.n = 1, .known = true, .t = {{1, {v}}}};
}

bool affine_is_const(const affine *x, int64_t *k)
{
    bool is = x->known && (x->n == 0 || (x->n == 1 && !x->t[0].v[0]));
    if (is)
        *k = x->n ? x->t[0].k : 0;
    return is;
}

static bool same_factors(const affine_term *a, const affine_term *b)
{
    return memcmp(a->v, b->v, sizeof a->v) == 0;
}

static void add_term(affine *x, affine_term t)
{
    for (uint32_t i = 0; i < x->n; i++) {
        if (!same_factors(&x->t[i], &t))
            continue;
        x->t[i].k += t.k;
        if (x->t[i].k == 0)
            x->t[i] = x->t[--x->n];
        else if (x->t[i].k >= LARGEST || x->t[i].k <= -LARGEST)
            x->known = false;
        return;
    }
    if (x->n == AFFINE_TERMS || t.k >= LARGEST || t.k <= -LARGEST) {
        x->known = false;
        return;
    }
    x->t[x->n++] = t;
}

affine affine_add(const affine *x, const affine *y, int64_t scale)
{
    affine sum = *x;
    if (!x->known || !y->known || scale >= LARGEST || scale <= -LARGEST)
        return unknown;
    for (uint32_t i = 0; i < y->n && sum.known; i++) {
        affine_term t = y->t[i];
        if (__builtin_mul_overflow(t.k, scale, &t.k))
            return unknown;
        if (t.k)
            add_term(&sum, t);
    }
    return sum.known ? sum : unknown;
}

static bool mul_terms(const affine_term *a, const affine_term *b, affine_term *out)
{
    uint32_t n = 0, i = 0, j = 0;
    *out = (affine_term){0};
    while ((i < AFFINE_DEGREE && a->v[i]) || (j < AFFINE_DEGREE && b->v[j])) {
        air_id x = i < AFFINE_DEGREE ? a->v[i] : 0, y = j < AFFINE_DEGREE ? b->v[j] : 0;
        if (n == AFFINE_DEGREE)
            return false;
        out->v[n++] = x >= y ? x : y;
        if (x >= y)
            i++;
        else
            j++;
    }
    return !__builtin_mul_overflow(a->k, b->k, &out->k);
}

affine affine_mul(const affine *x, const affine *y)
{
    affine product = {.known = x->known && y->known};
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t j = 0; j < y->n && product.known; j++) {
            affine_term t;
            if (mul_terms(&x->t[i], &y->t[j], &t))
                add_term(&product, t);
            else
                product.known = false;
        }
    return product.known ? product : unknown;
}

bool affine_split(const affine *x, air_id v, affine *coefficient, affine *rest)
{
    *coefficient = *rest = (affine){.known = x->known};
    for (uint32_t i = 0; i < x->n; i++) {
        affine_term t = x->t[i], left = {.k = t.k};
        uint32_t n = 0, found = 0;
        for (uint32_t j = 0; j < AFFINE_DEGREE; j++) {
            if (t.v[j] == v)
                found++;
            else if (t.v[j])
                left.v[n++] = t.v[j];
        }
        if (found > 1)
            return false;
        add_term(found ? coefficient : rest, left);
    }
    return x->known && coefficient->known && rest->known;
}

/* ---- From nodes ------------------------------------------------------------------------------ */

static const air_node *at(const affine_loop *l, air_id id)
{
    return air_at(l->fun, id);
}

static void push(affine_conds *conds, const affine *x)
{
    if (conds->n == AFFINE_CONDS)
        conds->too_many = true;
    else
        conds->c[conds->n++] = *x;
}

static affine of(const affine_loop *l, air_id id, affine_conds *conds, int depth);

/* select (x < 0, x + n, x): an index or a slice's end that may count from the end. */
static air_id counted(const affine_loop *l, const air_node *n)
{
    int64_t zero = 1;
    const air_node *less = at(l, n->args[0]), *sum = at(l, n->args[1]);
    bool wraps = less->op == AIR_OP_MAP && less->fn == AIR_LT && less->args[0] == n->args[2] &&
                 air_is_const(l->fun, less->args[1], &zero) && zero == 0 && sum->op == AIR_OP_MAP &&
                 sum->fn == AIR_ADD && (sum->args[0] == n->args[2] || sum->args[1] == n->args[2]);
    return wraps ? n->args[2] : 0;
}

static affine not_negative(const affine_loop *l, air_id id, affine_conds *conds, int depth)
{
    affine x = of(l, id, conds, depth);
    int64_t k;
    if (affine_is_const(&x, &k) && k < 0)
        return unknown;
    if (x.known && !affine_is_const(&x, &k))
        push(conds, &x);
    return x;
}

/* max (x, 0) of what is not negative is x. min (x, n), a slice's end, is not more than x: which is what
 * the end of a slice, or the start of one that is not empty, is asked for. */
static affine of_map(const affine_loop *l, const air_node *n, affine_conds *conds, int depth)
{
    affine x, y;
    int64_t zero = 1;
    switch ((air_fn)n->fn) {
    case AIR_ADD:
    case AIR_ADD_CHECKED:
    case AIR_SUB:
    case AIR_SUB_CHECKED:
        x = of(l, n->args[0], conds, depth);
        y = of(l, n->args[1], conds, depth);
        return affine_add(&x, &y, n->fn == AIR_ADD || n->fn == AIR_ADD_CHECKED ? 1 : -1);
    case AIR_MUL:
    case AIR_MUL_CHECKED:
        x = of(l, n->args[0], conds, depth);
        y = of(l, n->args[1], conds, depth);
        return affine_mul(&x, &y);
    case AIR_NEG:
    case AIR_NEG_CHECKED:
        x = affine_const(0);
        y = of(l, n->args[0], conds, depth);
        return affine_add(&x, &y, -1);
    case AIR_CAST: /* of the same bits */
        if (at(l, n->args[0])->type.dtype == HPC_U64 || at(l, n->args[0])->type.dtype == HPC_I64)
            return of(l, n->args[0], conds, depth);
        return unknown;
    case AIR_SELECT: return counted(l, n) ? not_negative(l, counted(l, n), conds, depth) : unknown;
    case AIR_MAX:
        if (air_is_const(l->fun, n->args[1], &zero) && zero == 0)
            return not_negative(l, n->args[0], conds, depth);
        return unknown;
    default: return unknown;
    }
}

static affine of(const affine_loop *l, air_id id, affine_conds *conds, int depth)
{
    const air_node *n = at(l, id);
    int64_t k;
    if (depth == 0 || n->type.kind != AIR_SCALAR ||
        (n->type.dtype != HPC_I64 && n->type.dtype != HPC_U64))
        return unknown;
    if (n->op == AIR_OP_CONST && air_is_const(l->fun, id, &k))
        return affine_const(k);
    if (n->op == AIR_OP_MAP) {
        affine x = of_map(l, n, conds, depth - 1);
        if (x.known || l->inside[id])
            return x;
    }
    if (n->op == AIR_OP_INDEX)
        return not_negative(l, n->args[0], conds, depth - 1);
    if (id == l->index || !l->inside[id] || (n->op == AIR_OP_INDVAR && l->owner[id]))
        return affine_var(id);
    return unknown;
}

affine affine_of(const affine_loop *l, air_id id, affine_conds *conds)
{
    return of(l, id, conds, DEPTH);
}

/* ---- Bounds ---------------------------------------------------------------------------------- */

static bool is_extent(const affine_loop *l, air_id v)
{
    return at(l, v)->op == AIR_OP_DIM;
}

static bool only_extents(const affine_loop *l, const affine_term *t)
{
    for (uint32_t j = 0; j < AFFINE_DEGREE; j++)
        if (t->v[j] && !is_extent(l, t->v[j]))
            return false;
    return true;
}

bool affine_need(const affine_loop *l, const affine *x, affine_conds *conds)
{
    int64_t k, most = 0, least = 0;
    bool bounded = true, natural = true;
    if (!x->known)
        return false;
    if (affine_is_const(x, &k))
        return k >= 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const affine_term *t = &x->t[i];
        bool extents = only_extents(l, t), constant = !t->v[0];
        bounded &= extents && (constant || t->k < 0);
        natural &= extents && t->k > 0;
        for (uint32_t j = 0; j < AFFINE_DEGREE; j++)
            least += t->v[j] ? t->k : 0;
        most += constant ? t->k : 0;
    }
    if (natural)
        return true;
    if (bounded && most + 2 * least < 0)
        return false;
    push(conds, x);
    return true;
}

/* The innermost loop's index in x; 0: none. */
static air_id deepest(const affine_loop *l, const affine *x)
{
    air_id found = 0;
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t j = 0; j < AFFINE_DEGREE; j++) {
            air_id v = x->t[i].v[j];
            if (v && v != l->index && l->inside[v] && (!found || l->deep[v] > l->deep[found]))
                found = v;
        }
    return found;
}

/* The range of the index of a loop inside. */
static bool range_of(const affine_loop *l, air_id v, affine *low, affine *high, affine_conds *conds)
{
    const air_node *loop = at(l, l->owner[v]);
    const affine one = affine_const(1);
    int64_t step;
    if (!air_is_const(l->fun, loop->args[2], &step) || step == 0)
        return false;
    *low = affine_of(l, loop->args[0], conds);
    *high = affine_of(l, loop->args[1], conds);
    if (step < 0) {
        affine first = *low;
        *low = affine_add(high, &one, 1);
        *high = first;
    } else {
        *high = affine_add(high, &one, -1);
    }
    return low->known && high->known;
}

static affine replace(const affine_loop *l, const affine *x, air_id v, const affine *low,
                      const affine *high, bool greatest, affine_conds *conds)
{
    affine k, rest, by;
    int64_t known;
    if (!affine_split(x, v, &k, &rest))
        return unknown;
    bool down = affine_is_const(&k, &known) && known < 0;
    if (!affine_is_const(&k, &known) && !affine_need(l, &k, conds))
        return unknown;
    by = greatest != down ? *high : *low;
    by = affine_mul(&k, &by);
    return affine_add(&rest, &by, 1);
}

affine affine_bound(const affine_loop *l, const affine *x, bool greatest, bool whole,
                    affine_conds *conds)
{
    affine low, high, bound = *x;
    for (air_id v = deepest(l, &bound); v && bound.known; v = deepest(l, &bound)) {
        if (!range_of(l, v, &low, &high, conds))
            return unknown;
        bound = replace(l, &bound, v, &low, &high, greatest, conds);
    }
    if (whole && bound.known)
        bound = replace(l, &bound, l->index, &l->low, &l->high, greatest, conds);
    return bound;
}

/* ---- Before the loop ------------------------------------------------------------------------- */

air_id affine_build(air_builder *b, const affine *x)
{
    air_id sum = air_i64(b, 0);
    for (uint32_t i = 0; i < x->n; i++) {
        air_id term = air_i64(b, x->t[i].k);
        for (uint32_t j = 0; j < AFFINE_DEGREE && x->t[i].v[j]; j++)
            term = air_map2(b, AIR_MUL, HPC_I64, air_cast(b, HPC_I64, x->t[i].v[j]), term);
        sum = air_map2(b, AIR_ADD, HPC_I64, term, sum);
    }
    return sum;
}

air_id affine_magnitude(air_builder *b, const affine *x)
{
    air_id sum = air_const_float(b, HPC_F64, 0.0);
    for (uint32_t i = 0; i < x->n; i++) {
        double k = (double)x->t[i].k;
        air_id term = air_const_float(b, HPC_F64, k < 0 ? -k : k);
        for (uint32_t j = 0; j < AFFINE_DEGREE && x->t[i].v[j]; j++) {
            air_id v = air_cast(b, HPC_F64, x->t[i].v[j]);
            term = air_map2(b, AIR_MUL, HPC_F64, term, air_map1(b, AIR_ABS, HPC_F64, v));
        }
        sum = air_map2(b, AIR_ADD, HPC_F64, sum, term);
    }
    return sum;
}

/* One index or invariant and a small constant: should it wrap, it is far out of any bounds. Extents
 * (less than 2^48) and small numbers add up to nothing large. */
bool affine_is_small(const affine_loop *l, const affine *x)
{
    enum { SMALL = 1 << 12 };
    int64_t others = 0, sum = 0;
    bool extents = true;
    for (uint32_t i = 0; i < x->n; i++) {
        int64_t k = x->t[i].k < 0 ? -x->t[i].k : x->t[i].k;
        sum += k;
        others += x->t[i].v[0] ? k : 0;
        extents &= only_extents(l, &x->t[i]) && !x->t[i].v[1];
    }
    return others <= 1 || (extents && sum < SMALL);
}
