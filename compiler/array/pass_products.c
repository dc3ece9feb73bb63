/* products. Needs: a function after simplify, with fastmath. Keeps: what it computes, but for the order
 * of sums. Drops: sums of products of arrays that lack axes of each other, where they are large: the
 * runtime's matrix products, which reuse what is in registers, compute those.
 *
 *   %3 = map mul (a[:, :, new], b[new, :, :])        if (large (n, k, m)) { set x (rt matmul (a, b)) }
 *   %4 = reduce add 2 (%3)                     ->    else { set x (reduce add 2 (map mul ...)) }
 *                                                    %4 = get x
 *
 * Factors without a summed axis are pulled out of the sum; others are multiplied first by those whose
 * axes they have. Extents are mostly known by the run alone, which chooses; where they are constant the
 * choice is made here. Matrix by vector stays a loop nest, that waits for memory as BLAS does. Squared
 * distances are no such products: taking (a - b)^2 apart cancels. */
#include "../../runtime/dtype.h"
#include "../../runtime/table.h"
#include "air_alias.h"
#include "air_clone.h"
#include "air_passes.h"
#include "air_rewrite.h"

/* Measured (docs/linear-algebra.md): from so many multiplications on, along axes of so many elements.
 * Products of more than two arrays have intermediate results, which pay later. An axis that the loop
 * nest would take as its lanes may be short. */
enum { MANY = 1 << 15, MANY_FOR_SEVERAL = 1 << 18, LONG = 8, LONG_LANES = 2 };
enum { MAX_FACTORS = 8, MAX_MAPS = 16 };

typedef uint32_t axes; /* of the product of elements */

typedef struct factor {
    air_id id;
    axes axes;    /* along which it varies */
    bool inverse; /* divides */
    uint8_t into; /* the factor that it is multiplied with first: itself, or one with its axes */
} factor;

typedef struct plan {
    factor factors[MAX_FACTORS];
    uint32_t count, operands; /* operands: factors that stay for the contraction */
    air_id maps[MAX_MAPS];    /* what computes the product, the outer ones first */
    uint32_t map_count;
    uint32_t rank; /* of the product of elements */
    axes summed;
    bool negative, loose; /* loose: some factor may be broadcast, which the run decides */
    bool always;          /* extents are constant and large */
} plan;

typedef struct products {
    arena *arena;
    air_module *module;
    air_fun *fun;
    air_alias *alias;
    uint32_t *uses;
    plan **plans;  /* by node: of a sum that may become a contraction */
    bool *dropped; /* by node: a map that only such a sum uses */
} products;

static const air_node *at(const products *p, air_id id)
{
    return air_at(p->fun, id);
}

static axes all_axes(uint32_t rank)
{
    return (UINT32_C(1) << rank) - 1;
}

static uint32_t count_of(axes set)
{
    return (uint32_t)__builtin_popcount(set);
}

/* ---- Factors ----------------------------------------------------------------------------------- */

static bool is_broadcast(const air_fun *f, const air_node *n, uint32_t axis)
{
    if (air_is_one(f, n->shape[axis]))
        return true;
    return n->op == AIR_OP_VIEW &&
           (n->view->axis[axis] == AIR_NEW_AXIS || n->view->broadcast >> axis & 1);
}

static bool add_factor(const products *p, plan *s, const air_node *product, air_id id, bool inverse)
{
    const air_node *n = at(p, id);
    if (s->count == MAX_FACTORS)
        return false;
    factor *made = &s->factors[s->count];
    *made = (factor){.id = id, .inverse = inverse, .into = (uint8_t)s->count};
    s->count++;
    for (uint32_t i = 0; i < n->type.rank; i++) {
        uint32_t axis = s->rank - n->type.rank + i;
        if (is_broadcast(p->fun, n, i))
            continue;
        made->axes |= UINT32_C(1) << axis;
        s->loose |= n->shape[i] != product->shape[axis];
    }
    return true;
}

/* A product of elements that nothing but the sum uses, and that reads what is still there at the sum. */
static bool takes_apart(const products *p, const air_node *sum, air_id sum_id, air_id id)
{
    const air_node *n = at(p, id);
    if (n->op != AIR_OP_MAP || n->type.kind != AIR_ARRAY || n->home != sum->home ||
        p->uses[id] != 1 || air_is_touched(p->alias, id))
        return false;
    if (n->fn != AIR_MUL && n->fn != AIR_DIV && n->fn != AIR_NEG)
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(p, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(p->alias, id, sum_id, air_root(p->fun, n->args[i])))
            return false;
    return true;
}

static bool collect(const products *p, plan *s, air_id sum, air_id id, bool inverse)
{
    const air_node *n = at(p, id), *product = at(p, at(p, sum)->args[0]);
    if (!takes_apart(p, at(p, sum), sum, id))
        return n != product && add_factor(p, s, product, id, inverse);
    if (s->map_count == MAX_MAPS)
        return false;
    s->maps[s->map_count++] = id;
    s->negative ^= n->fn == AIR_NEG;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!collect(p, s, sum, n->args[i], inverse ^ (n->fn == AIR_DIV && i == 1)))
            return false;
    return true;
}

static bool is_outer(const plan *s, const factor *f)
{
    return !(f->axes & s->summed);
}

/* Each factor goes into the one with the fewest axes that has all of its own. */
static void merge_factors(plan *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        factor *f = &s->factors[i];
        for (uint32_t k = 0; k < s->count && !is_outer(s, f); k++) {
            const factor *g = &s->factors[k], *best = &s->factors[f->into];
            bool apart = k != i && g->into == k && !(f->axes & ~g->axes);
            if (apart && (best == f || count_of(g->axes) < count_of(best->axes)))
                f->into = (uint8_t)k;
        }
    }
}

static bool is_operand(const plan *s, uint32_t i)
{
    return !is_outer(s, &s->factors[i]) && s->factors[i].into == i;
}

/* What a factor went into may have gone into another one later. */
static uint32_t operand_of(const plan *s, uint32_t i)
{
    while (s->factors[i].into != i)
        i = s->factors[i].into;
    return i;
}

static void operands_of(const plan *s, const factor **operands)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (is_operand(s, i))
            *operands++ = &s->factors[i];
}

/* ---- Which sums -------------------------------------------------------------------------------- */

/* Axes by what a product of matrices does with them. */
typedef struct groups {
    axes both, left, right;
} groups;

static groups groups_of(const plan *s)
{
    const factor *x[MAX_FACTORS];
    operands_of(s, x);
    groups g = {.both = x[0]->axes & x[1]->axes & ~s->summed};
    g.left = x[0]->axes & ~s->summed & ~g.both;
    g.right = x[1]->axes & ~s->summed & ~g.both;
    return g;
}

/* Every axis is some factor's or of one element, and no operand has all of them. */
static bool has_form(const products *p, const plan *s, const air_id *shape)
{
    axes covered = 0, inner = 0;
    for (uint32_t i = 0; i < s->rank; i++)
        covered |= (axes)air_is_one(p->fun, shape[i]) << i;
    for (uint32_t i = 0; i < s->count; i++) {
        covered |= s->factors[i].axes;
        inner |= is_operand(s, i) ? s->factors[i].axes : 0;
    }
    if (covered != all_axes(s->rank) || s->summed & ~inner || s->operands < 2)
        return false;
    for (uint32_t i = 0; i < s->count; i++)
        if (is_operand(s, i) && s->factors[i].axes == inner)
            return false;
    const factor *x[MAX_FACTORS];
    operands_of(s, x);
    if (s->operands > 2)
        return true;
    groups g = groups_of(s);
    return g.left && g.right && !(s->summed & ~(x[0]->axes & x[1]->axes));
}

/* The strides of the result are the sum's: those of C, or what the layouts of two arrays give. */
static bool keeps_order(const plan *s, const air_node *sum)
{
    uint32_t arrays = 0;
    for (uint32_t i = 0; i < s->count; i++)
        arrays += s->factors[i].axes != 0;
    return sum->type.facts & AIR_C_ORDER || arrays == 2;
}

static bool is_dtype(uint8_t dtype)
{
    return dtype == HPC_F32 || dtype == HPC_F64 || dtype == HPC_C64 || dtype == HPC_C128;
}

/* ---- Cost -------------------------------------------------------------------------------------- */

/* 1: at least `least`, 0: not, -1: the run decides. */
static int known_to_reach(const air_fun *f, const air_id *shape, axes set, int64_t least)
{
    double known = 1;
    bool all = true;
    for (uint32_t i = 0; set >> i; i++) {
        int64_t extent;
        if (!(set >> i & 1))
            continue;
        if (!air_is_const(f, shape[i], &extent))
            all = false;
        else
            known *= (double)extent;
    }
    return all ? known >= (double)least : known == 0 ? 0 : -1;
}

typedef struct bound {
    axes set;
    int64_t least;
} bound;

/* A contraction pays where the extents of each set have such a product. */
static uint32_t bounds_of(const plan *s, bound bounds[4])
{
    if (s->operands > 2) {
        bounds[0] = (bound){all_axes(s->rank), MANY_FOR_SEVERAL};
        return 1;
    }
    groups g = groups_of(s);
    axes lanes = UINT32_C(1) << (s->rank - 1);
    bounds[0] = (bound){g.left, g.left & lanes ? LONG_LANES : LONG};
    bounds[1] = (bound){g.right, g.right & lanes ? LONG_LANES : LONG};
    bounds[2] = (bound){s->summed, LONG};
    bounds[3] = (bound){g.left | g.right | s->summed, MANY};
    return 4;
}

/* False where it is known not to pay. */
static bool may_pay(const products *p, plan *s, const air_id *shape)
{
    bound bounds[4];
    uint32_t count = bounds_of(s, bounds);
    s->always = true;
    for (uint32_t i = 0; i < count; i++) {
        int reaches = known_to_reach(p->fun, shape, bounds[i].set, bounds[i].least);
        if (!reaches)
            return false;
        s->always &= reaches > 0;
    }
    return true;
}

static air_id elements_of(air_builder *b, const air_id *shape, axes set)
{
    air_id product = 0;
    for (uint32_t i = 0; set >> i; i++)
        if (set >> i & 1)
            product = product ? air_map2(b, AIR_MUL, HPC_I64, product, shape[i]) : shape[i];
    return product;
}

static air_id guard(air_builder *b, const plan *s, const air_id *shape)
{
    bound bounds[4];
    air_id cond = 0;
    uint32_t count = bounds_of(s, bounds);
    for (uint32_t i = 0; i < count; i++) {
        air_id reaches = air_map2(b, AIR_GE, HPC_BOOL, elements_of(b, shape, bounds[i].set),
                                  air_const_int(b, HPC_I64, bounds[i].least));
        cond = cond ? air_map2(b, AIR_AND, HPC_BOOL, cond, reaches) : reaches;
    }
    return cond;
}

/* ---- The contraction --------------------------------------------------------------------------- */

typedef struct maker {
    air_rewriter *w;
    air_builder *b;
    const plan *s;
    air_node sum;        /* a copy, with its operands as they are now */
    const air_id *shape; /* of the product of elements */
    hpc_dtype dtype;
} maker;

/* The factor with the axes in `order`, and new ones for those that it lacks where order says so. */
static air_id arranged(const maker *k, const factor *f, const uint8_t *order, uint32_t count)
{
    air_id id = air_mapped(k->w, f->id), shape[HPC_MAX_RANK];
    uint32_t rank = air_at(k->b->fun, id)->type.rank;
    if (rank == 0 || !f->axes)
        return id;
    air_view view = {0};
    for (uint32_t i = 0; i < count; i++) {
        bool has = f->axes >> order[i] & 1;
        uint32_t own = order[i] - (k->s->rank - rank);
        view.axis[i] = has ? (int8_t)own : AIR_NEW_AXIS;
        shape[i] = has ? air_at(k->b->fun, id)->shape[own] : air_const_int(k->b, HPC_I64, 1);
    }
    return air_view_new(k->b, id, &view, count, shape);
}

static uint32_t list_axes(axes set, uint8_t *order)
{
    uint32_t count = 0;
    for (uint32_t i = 0; set >> i; i++)
        if (set >> i & 1)
            order[count++] = (uint8_t)i;
    return count;
}

static air_id times(const maker *k, air_id x, air_id y, bool inverse)
{
    return x ? air_map2(k->b, inverse ? AIR_DIV : AIR_MUL, k->dtype, x, y) : y;
}

static air_id one_over(const maker *k, air_id x)
{
    bool complex = k->dtype == HPC_C64 || k->dtype == HPC_C128;
    air_id one =
        complex ? air_const_complex(k->b, k->dtype, 1, 0) : air_const_float(k->b, k->dtype, 1);
    return air_map2(k->b, AIR_DIV, k->dtype, one, x);
}

/* An operand with all that goes into it, its axes in the given order. */
static air_id operand(const maker *k, const factor *f, const uint8_t *order, uint32_t count)
{
    const plan *s = k->s;
    air_id made = arranged(k, f, order, count);
    made = f->inverse ? one_over(k, made) : made;
    for (uint32_t i = 0; i < s->count; i++) {
        const factor *g = &s->factors[i];
        if (g != f && !is_outer(s, g) && &s->factors[operand_of(s, i)] == f)
            made = times(k, made, arranged(k, g, order, count), g->inverse);
    }
    return made;
}

/* Two stacks of matrices as they are, C-ordered: [both, left, sum] times [both, sum, right]. */
static bool is_matmul(const maker *k, const groups *g)
{
    const plan *s = k->s;
    axes low = g->left < g->right ? g->left : g->right;
    return k->sum.type.facts & AIR_C_ORDER && !s->loose && count_of(g->left) == 1 &&
           count_of(g->right) == 1 && count_of(s->summed) == 1 && g->both < low;
}

static air_id matmul(const maker *k, groups g, const air_type *type)
{
    const factor *x[MAX_FACTORS];
    operands_of(k->s, x);
    if (g.right < g.left) {
        const factor *first = x[0];
        x[0] = x[1];
        x[1] = first;
        g = (groups){g.both, g.right, g.left};
    }
    uint8_t order[HPC_MAX_RANK];
    uint32_t stack = list_axes(g.both, order);
    list_axes(g.left, order + stack);
    list_axes(k->s->summed, order + stack + 1);
    air_id args[2];
    args[0] = operand(k, x[0], order, stack + 2);
    list_axes(k->s->summed, order + stack);
    list_axes(g.right, order + stack + 1);
    args[1] = operand(k, x[1], order, stack + 2);
    return air_rt(k->b, HPC_RT_matmul, args, 2, type, 1);
}

static air_id boxed(air_builder *b, air_op op, const air_id *args, uint32_t count, int64_t kind)
{
    return air_raw(b, op, (air_type){.kind = AIR_OBJECT}, args, count, kind);
}

/* By labels, which are the numbers of axes: "01,12->02". */
static air_id by_labels(const maker *k, axes kept, const air_type *type)
{
    const plan *s = k->s;
    char *text = arena_alloc(k->b->module->arena, (MAX_FACTORS + 1) * (HPC_MAX_RANK + 2)),
         *end = text;
    air_id boxes[MAX_FACTORS];
    uint8_t order[HPC_MAX_RANK];
    const factor *x[MAX_FACTORS];
    operands_of(s, x);
    for (uint32_t i = 0; i <= s->operands; i++) {
        uint32_t count = list_axes(i < s->operands ? x[i]->axes : kept, order);
        for (uint32_t a = 0; a < count; a++)
            *end++ = (char)('0' + order[a]);
        end = stpcpy(end, i + 1 < s->operands ? "," : i < s->operands ? "->" : "");
        if (i < s->operands) {
            air_id made = operand(k, x[i], order, count);
            boxes[i] = boxed(k->b, AIR_OP_BOX, &made, 1, HPC_ARRAY);
        }
    }
    air_id labels = boxed(k->b, AIR_OP_STRING, NULL, 0, end - text);
    air_at(k->b->fun, labels)->text = text;
    air_id args[] = {boxed(k->b, AIR_OP_PACK, boxes, s->operands, 0),
                     air_const_int(k->b, HPC_I64, s->operands), labels,
                     air_const_int(k->b, HPC_I64, k->dtype)};
    bool c_order = k->sum.type.facts & AIR_C_ORDER;
    return air_rt(k->b, c_order ? HPC_RT_einsum : HPC_RT_contraction, args, 4, type, 1);
}

/* The kept axes of the sum, by number; new ones, of one element, for summed ones that it keeps. */
static uint32_t result_axes(const maker *k, axes has, int8_t *axis, air_id *shape)
{
    uint32_t count = 0, own = 0;
    for (uint32_t i = 0; i < k->s->rank; i++) {
        bool summed = k->s->summed >> i & 1, there = has >> i & 1 && !summed;
        if (summed && !k->sum.keepdims)
            continue;
        axis[count] = there ? (int8_t)own++ : AIR_NEW_AXIS;
        shape[count++] = there ? k->shape[i] : air_const_int(k->b, HPC_I64, 1);
    }
    return count;
}

/* The same array, of extents that are known and of whose layout no fact is lost. */
static air_id seen_as(air_builder *b, air_id array, const air_view *view, uint32_t rank,
                      const air_id *shape)
{
    uint8_t facts = air_at(b->fun, array)->type.facts;
    air_id made = air_view_new(b, array, view, rank, shape);
    air_at(b->fun, made)->type.facts |= air_facts_normal(rank, facts);
    return made;
}

/* The contraction of all operands, with the sum's axes. */
static air_id contracted(const maker *k)
{
    const plan *s = k->s;
    axes inner = 0;
    for (uint32_t i = 0; i < s->count; i++)
        inner |= is_operand(s, i) ? s->factors[i].axes : 0;
    axes kept = inner & ~s->summed;
    air_type type = k->sum.type;
    type.rank = (uint8_t)count_of(kept);
    groups g = s->operands == 2 ? groups_of(s) : (groups){0};
    air_id made = g.left && is_matmul(k, &g) ? matmul(k, g, &type) : by_labels(k, kept, &type);
    remark_add(k->b->module->remarks, REMARK_PRODUCT, k->b->fun->index, made, k->sum.loc, NULL,
               NULL);
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = result_axes(k, inner, view.axis, shape);
    return seen_as(k->b, made, &view, rank, shape);
}

/* An outer factor with the sum's axes. */
static air_id outer_factor(const maker *k, const factor *f)
{
    uint8_t order[HPC_MAX_RANK];
    uint32_t count = 0;
    for (uint32_t i = 0; i < k->s->rank; i++)
        if (k->sum.keepdims || !(k->s->summed >> i & 1))
            order[count++] = (uint8_t)i;
    air_id id = air_mapped(k->w, f->id);
    if (f->axes || air_at(k->b->fun, id)->type.kind == AIR_SCALAR)
        return arranged(k, f, order, count);
    air_view view = {0}; /* one element, whatever its rank */
    return air_view_new(k->b, id, &view, 0, NULL);
}

static air_id multiply_outer(const maker *k, air_id made)
{
    const plan *s = k->s;
    const air_node *sum = &k->sum;
    for (uint32_t i = 0; i < s->count; i++) {
        const factor *f = &s->factors[i];
        if (!is_outer(s, f))
            continue;
        air_id args[] = {made, outer_factor(k, f)};
        made = air_map(k->b, f->inverse ? AIR_DIV : AIR_MUL, k->dtype, args, 2, sum->type.rank,
                       sum->shape);
    }
    if (s->negative)
        made = air_map(k->b, AIR_NEG, k->dtype, &made, 1, sum->type.rank, sum->shape);
    return made;
}

static air_id contraction(const maker *k)
{
    return multiply_outer(k, contracted(k));
}

/* ---- Rebuilding -------------------------------------------------------------------------------- */

/* The sum as it was. */
static air_id loop_nest(products *p, const maker *k, air_id id)
{
    air_clone c = air_clone_new(p->arena, p->fun);
    c.b = k->b;
    for (uint32_t i = k->s->map_count; i-- > 0;)
        air_clone_node(&c, k->s->maps[i]);
    air_clone_node(&c, id);
    return air_cloned(&c, id);
}

static void build(air_rewriter *w, air_id id)
{
    products *p = w->user;
    const plan *s = p->plans[id];
    air_builder *b = &w->b;
    maker k = {.w = w, .b = b, .s = s, .sum = *at(p, id)};
    k.shape = at(p, k.sum.args[0])->shape;
    k.dtype = (hpc_dtype)k.sum.type.dtype;
    int32_t loc = b->loc = k.sum.loc;
    if (s->always) {
        w->map[id] = contraction(&k);
        return;
    }
    uint32_t var = air_var_new(b, "sum", k.sum.type);
    air_node branch = air_blank(AIR_OP_IF, (air_type){0});
    air_id cond = guard(b, s, k.shape);
    branch.args = &cond;
    branch.nargs = 1;
    air_region *outer = b->region;
    branch.body = air_region_new(b);
    branch.other = air_region_new(b);
    b->region = branch.body;
    air_set(b, var, contraction(&k));
    b->region = branch.other;
    air_set(b, var, loop_nest(p, &k, id));
    b->region = outer;
    b->loc = loc;
    air_emit(b, &branch, AIR_FRESH);
    air_view whole = {0};
    for (uint32_t r = 0; r < k.sum.type.rank; r++)
        whole.axis[r] = (int8_t)r;
    w->map[id] = seen_as(b, air_get(b, var), &whole, k.sum.type.rank, k.sum.shape);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    products *p = w->user;
    if (id >= w->old_count)
        return AIR_KEEP;
    if (p->plans[id])
        build(w, id);
    return p->plans[id] || p->dropped[id] ? AIR_DROP : AIR_KEEP;
}

/* ---- The pass ---------------------------------------------------------------------------------- */

static void note(const products *p, remark_code code, air_id id)
{
    remark_add(p->module->remarks, code, p->fun->index, id, at(p, id)->loc, NULL, NULL);
}

/* What the sum is made of; false where it is no sum of a product of matrices. */
static bool find(products *p, plan *s, air_id id)
{
    const air_node *sum = at(p, id), *product = at(p, sum->args[0]);
    *s = (plan){.rank = product->type.rank, .summed = (axes)sum->imm};
    if (sum->fn != AIR_ADD || sum->type.kind != AIR_ARRAY || product->op != AIR_OP_MAP ||
        !is_dtype(sum->type.dtype) || s->rank > HPC_MAX_RANK - 2 ||
        !collect(p, s, id, sum->args[0], false))
        return false;
    merge_factors(s);
    for (uint32_t i = 0; i < s->count; i++)
        s->operands += is_operand(s, i);
    return has_form(p, s, product->shape) && keeps_order(s, sum);
}

static bool consider(products *p, air_id id)
{
    plan s;
    if (at(p, id)->op != AIR_OP_REDUCE || !find(p, &s, id))
        return false;
    if (!may_pay(p, &s, at(p, at(p, id)->args[0])->shape)) {
        note(p, REMARK_PRODUCT_SMALL, id);
        return false;
    }
    if (!p->fun->fastmath) {
        note(p, REMARK_PRODUCT_STRICT, id);
        return false;
    }
    p->plans[id] = ARENA_NEW(p->arena, plan);
    *p->plans[id] = s;
    for (uint32_t i = 0; i < s.map_count; i++)
        p->dropped[s.maps[i]] = true;
    return true;
}

static void count_uses(products *p, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(p, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            p->uses[n->args[k]]++;
        count_uses(p, n->body);
        count_uses(p, n->other);
    }
}

static bool consider_region(products *p, const air_region *r)
{
    bool found = false;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(p, r->items[i]);
        found |= consider(p, r->items[i]);
        found |= consider_region(p, n->body);
        found |= consider_region(p, n->other);
    }
    return found;
}

void air_pass_products(arena *a, air_module *m, air_fun *f)
{
    bool sums = false;
    for (air_id id = 1; id < f->nodes.len && !sums; id++)
        sums = air_at(f, id)->op == AIR_OP_REDUCE && air_at(f, id)->type.kind == AIR_ARRAY;
    if (!sums || !(f->fastmath || m->remarks))
        return;
    products p = {.arena = a, .module = m, .fun = f, .alias = air_alias_new(a, m, f)};
    p.uses = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    p.plans = ARENA_ARRAY(a, plan *, f->nodes.len);
    p.dropped = ARENA_ARRAY(a, bool, f->nodes.len);
    count_uses(&p, f->body);
    if (!consider_region(&p, f->body))
        return;
    air_rewriter w = {.user = &p, .visit = visit};
    air_rewrite(m, f, &w);
}
