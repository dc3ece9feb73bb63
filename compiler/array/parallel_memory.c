/* Takes a loop, finds the arrays that its turns read and write, and what keeps the turns apart: for two
 * accesses of one array, an axis along which the indexes of different turns never meet.
 *
 *   setelem (%a, map add (map mul (%i, 2), 1), ...)    2 i + 1 and 2 i' are never equal
 *   store (view (%a) start [i k] to (i + 1) k, ...)    the turns' ranges follow each other, if 0 <= k
 *
 * What only the run can tell (k, whether two parameters overlap) becomes a test before the loop. Arrays
 * that all turns fold something into (`a[b[i]] += 1`) are told apart from conflicts. */
#include "parallel.h"

/* ---- Where an access goes -------------------------------------------------------------------- */

static const parallel_axis everything = {.all = true};

/* min (x, n) is x, where a slice ends; where one starts it is, too, unless the slice is empty. */
static affine slice_end(parallel *p, air_id id, affine_conds *conds)
{
    const air_node *n = parallel_at(p, id);
    if (n->op == AIR_OP_MAP && n->fn == AIR_MIN) {
        affine x = affine_of(&p->affine, n->args[0], conds);
        if (x.known)
            return x;
        return affine_of(&p->affine, n->args[1], conds);
    }
    return affine_of(&p->affine, id, conds);
}

static parallel_axis bounded(parallel *p, const affine *low, const affine *high,
                             affine_conds *conds)
{
    parallel_axis axis = {0};
    axis.low = affine_bound(&p->affine, low, false, false, conds);
    axis.high = affine_bound(&p->affine, high, true, false, conds);
    axis.all = !axis.low.known || !axis.high.known;
    return axis;
}

static parallel_axis point(parallel *p, air_id index, affine_conds *conds)
{
    affine x = affine_of(&p->affine, index, conds);
    return x.known ? bounded(p, &x, &x, conds) : everything;
}

/* The elements from start on, so many and a step apart. */
static parallel_axis slice(parallel *p, air_id start, air_id extent, air_id step,
                           affine_conds *conds)
{
    const affine one = affine_const(1);
    const air_node *e = parallel_at(p, extent);
    affine low = start ? slice_end(p, start, conds) : affine_const(0), high;
    int64_t by = 1, zero = 1;
    if (step && (!air_is_const(p->fun, step, &by) || by < 1))
        return everything;
    const air_node *d = e->op == AIR_OP_MAP && e->fn == AIR_MAX &&
                                air_is_const(p->fun, e->args[1], &zero) && zero == 0
                            ? parallel_at(p, e->args[0])
                            : e;
    if (by == 1 && start && d->op == AIR_OP_MAP && d->fn == AIR_SUB && d->args[1] == start) {
        high = slice_end(p, d->args[0], conds);
    } else if (by == 1 && !start && e->fn == AIR_MAX && e->op == AIR_OP_MAP) {
        high = slice_end(p, e->args[0], conds);
    } else {
        affine count = affine_of(&p->affine, extent, conds);
        count = affine_add(&count, &one, -1);
        high = affine_add(&low, &count, by);
        high = affine_add(&high, &one, 1);
    }
    high = affine_add(&high, &one, -1);
    return low.known && high.known ? bounded(p, &low, &high, conds) : everything;
}

static void view_axes(parallel *p, const air_node *v, parallel_axis *axes, uint32_t rank,
                      affine_conds *conds)
{
    for (uint32_t s = 0; s < rank; s++) {
        air_id start = v->view->start[s];
        axes[s] = start ? point(p, start, conds) : everything;
        if (!start) {
            const affine zero = affine_const(0);
            axes[s] = (parallel_axis){.low = zero, .high = zero};
        }
        for (uint32_t r = 0; r < v->type.rank; r++)
            if (v->view->axis[r] == (int)s)
                axes[s] = slice(p, start, v->shape[r], v->view->step[s], conds);
    }
}

/* Conditions of indexes hold in all turns. */
static void need_all(parallel *p, const affine_conds *conds, parallel_access *a)
{
    affine_conds whole = {0};
    bool ok = !conds->too_many;
    for (uint32_t i = 0; i < conds->n && ok; i++) {
        affine low = affine_bound(&p->affine, &conds->c[i], false, true, &whole);
        ok = low.known && affine_need(&p->affine, &low, &whole);
    }
    ok = ok && !whole.too_many;
    for (uint32_t s = 0; !ok && s < a->rank; s++)
        a->axes[s] = everything;
    parallel_test test = {.count = 1};
    for (uint32_t i = 0; ok && i < whole.n; i++)
        vec_push(p->arena, &test.all[0], whole.c[i]);
    if (test.all[0].len)
        vec_push(p->arena, &p->plan->tests, test);
}

/* Numbers that might wrap are compared by the run. */
static void need_small(parallel *p, const parallel_access *a)
{
    for (uint32_t s = 0; s < a->rank; s++)
        for (int high = 0; high < 2 && !a->axes[s].all; high++) {
            affine_conds none = {0};
            const affine *x = high ? &a->axes[s].high : &a->axes[s].low;
            if (affine_is_small(&p->affine, x))
                continue;
            affine whole = affine_bound(&p->affine, x, high, true, &none);
            vec_push(p->arena, &p->plan->sizes, whole);
            whole = affine_bound(&p->affine, x, !high, true, &none);
            vec_push(p->arena, &p->plan->sizes, whole);
        }
}

/* Variables that the loop does not set hold one array. */
static air_id same_root(parallel *p, air_id root)
{
    const air_node *n = parallel_at(p, root);
    if (n->op != AIR_OP_GET)
        return root;
    for (uint32_t i = 0; i < p->plan->accesses.len; i++) {
        const air_node *o = parallel_at(p, p->plan->accesses.items[i].root);
        if (o->op == AIR_OP_GET && o->imm == n->imm)
            return p->plan->accesses.items[i].root;
    }
    return root;
}

static bool is_set_inside(const parallel *p, int64_t var)
{
    for (uint32_t i = 0; i < p->plan->vars.len; i++)
        if (p->plan->vars.items[i].var == var)
            return true;
    return false;
}

/* Memory that a turn has made, and no other turn sees. */
static bool is_own(const parallel *p, air_id root)
{
    const air_node *n = parallel_at(p, root);
    if (!p->inside[root])
        return false;
    if (n->op == AIR_OP_CALL || n->op == AIR_OP_RT || n->op == AIR_OP_PROJ)
        return true; /* parallel_effects has looked at it */
    return air_is_fresh(p->fun, root);
}

static void add_access(parallel *p, air_id node, air_id array, const air_id *indexes, bool write)
{
    air_id root = air_root(p->fun, array);
    if (is_own(p, root))
        return;
    const air_node *r = parallel_at(p, root), *v = parallel_at(p, array);
    bool stays = r->op != AIR_OP_GET || !is_set_inside(p, r->imm);
    parallel_access a = {.root = stays ? same_root(p, root) : root,
                         .array = array,
                         .node = node,
                         .loc = parallel_at(p, node)->loc,
                         .write = write,
                         .rank = r->type.rank,
                         .axes = ARENA_ARRAY(p->arena, parallel_axis, r->type.rank + 1u)};
    affine_conds conds = {0};
    for (uint32_t s = 0; s < a.rank; s++)
        a.axes[s] = everything;
    if (indexes && array == root)
        for (uint32_t s = 0; s < a.rank; s++)
            a.axes[s] = point(p, indexes[s], &conds);
    else if (v->op == AIR_OP_VIEW && v->args[0] == root)
        view_axes(p, v, a.axes, a.rank, &conds);
    need_all(p, &conds, &a);
    vec_push(p->arena, &p->plan->accesses, a);
}

/* ---- Folds ----------------------------------------------------------------------------------- */

static uint32_t uses(const parallel *p, const air_region *r, air_id x)
{
    uint32_t count = 0;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = parallel_at(p, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            count += n->args[k] == x;
        count += uses(p, n->body, x) + uses(p, n->other, x);
    }
    return count;
}

/* The fold of `a[k] = a[k] + x` and `a[...] = a[...] + x`, else FOLD_NONE; *old: the node that reads. */
static parallel_fold fold_of_store(const parallel *p, air_id id, air_id *old)
{
    const air_node *n = parallel_at(p, id);
    const air_region *body = parallel_at(p, p->plan->loop)->body;
    air_id value = n->args[n->op == AIR_OP_SETELEM ? n->nargs - 1 : 1];
    const air_node *v = parallel_at(p, value);
    if ((n->op != AIR_OP_SETELEM && (n->op != AIR_OP_STORE || n->nargs != 2)) ||
        v->op != AIR_OP_MAP || uses(p, body, value) != 1)
        return FOLD_NONE;
    for (uint32_t k = 0; k < v->nargs; k++) {
        const air_node *x = parallel_at(p, v->args[k]);
        bool same = n->op == AIR_OP_STORE
                        ? v->args[k] == n->args[0]
                        : x->op == AIR_OP_ELEM &&
                              memcmp(x->args, n->args, (n->nargs - 1) * sizeof *n->args) == 0 &&
                              uses(p, body, v->args[k]) == (v->fn == AIR_SELECT ? 2 : 1);
        if (same) {
            *old = v->args[k];
            parallel_fold fold = parallel_fold_of(p, value, v->args[k]);
            return fold == FOLD_ORDERED ? FOLD_NONE : fold;
        }
    }
    return FOLD_NONE;
}

/* ---- The body -------------------------------------------------------------------------------- */

static bool only_looks(const air_node *n)
{
    return n->op == AIR_OP_VIEW || n->op == AIR_OP_RESHAPE || n->op == AIR_OP_DIM ||
           n->op == AIR_OP_STRIDE || n->op == AIR_OP_SET || n->op == AIR_OP_FILL;
}

static void add_reads(parallel *p, air_id id, const air_node *n, uint32_t first)
{
    for (uint32_t k = first; k < n->nargs; k++) {
        air_id x = n->args[k];
        if (x && parallel_at(p, x)->type.kind == AIR_ARRAY)
            add_access(p, id, x, n->op == AIR_OP_ELEM && k == 0 ? n->args + 1 : NULL, false);
    }
}

static void mark_fold(parallel *p, air_id node, air_id array, parallel_fold fold)
{
    for (uint32_t i = 0; i < p->plan->accesses.len; i++)
        if (p->plan->accesses.items[i].node == node && p->plan->accesses.items[i].array == array)
            p->plan->accesses.items[i].fold = (uint8_t)fold;
}

static void collect(parallel *p, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i], old = 0;
        const air_node *n = parallel_at(p, id);
        bool writes = n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM || n->op == AIR_OP_SCATTER ||
                      n->op == AIR_OP_UNPACK_MASK;
        if (writes) {
            bool element = n->op == AIR_OP_SETELEM;
            add_access(p, id, n->args[0], element ? n->args + 1 : NULL, true);
            add_reads(p, id, n, 1);
            parallel_fold fold = fold_of_store(p, id, &old);
            if (fold != FOLD_NONE) {
                mark_fold(p, id, n->args[0], fold);
                mark_fold(p, element ? old : n->args[1], n->args[0], fold);
            }
        } else if (n->op == AIR_OP_CALL && parallel_callee_writes(p, n)) {
            for (uint32_t k = 0; k < n->nargs; k++)
                if (parallel_at(p, n->args[k])->type.kind == AIR_ARRAY)
                    add_access(p, id, n->args[k], NULL, true);
        } else if (!only_looks(n)) {
            add_reads(p, id, n, 0);
        }
        collect(p, n->body);
        collect(p, n->other);
    }
}

/* ---- Do turns meet? -------------------------------------------------------------------------- */

static bool need(parallel *p, const affine *x, affine_conds *conds)
{
    return affine_need(&p->affine, x, conds) && !conds->too_many;
}

static bool need_difference(parallel *p, const affine *x, const affine *y, int64_t less,
                            affine_conds *conds)
{
    affine d = affine_add(x, y, -1), c = affine_const(less);
    d = affine_add(&d, &c, -1);
    return need(p, &d, conds);
}

typedef struct line { /* low to high, both plus k times the loop's index */
    affine k, low, high;
} line;

static bool line_of(const parallel *p, const parallel_axis *a, line *l)
{
    affine k;
    int64_t zero;
    if (a->all || !affine_split(&a->low, p->affine.index, &l->k, &l->low) ||
        !affine_split(&a->high, p->affine.index, &k, &l->high))
        return false;
    k = affine_add(&k, &l->k, -1);
    return affine_is_const(&k, &zero) && zero == 0;
}

/* The ranges of a turn lie before those of the next one: they go on by k a turn, which is at least the
 * distance between the ends. */
static bool step_apart(parallel *p, const line *a, const line *b, affine_conds *conds)
{
    affine k = affine_add(&a->k, &b->k, -1), by = affine_const(p->affine.step), gap;
    int64_t known;
    if (!affine_is_const(&k, &known) || known != 0)
        return false;
    k = affine_mul(&a->k, &by);
    if (affine_is_const(&k, &known) && known <= 0)
        k = affine_const(-known);
    if (affine_is_const(&k, &known) && known == 0)
        return false;
    gap = affine_add(&a->high, &b->low, -1);
    if (!need_difference(p, &k, &gap, 1, conds))
        return false;
    gap = affine_add(&b->high, &a->low, -1);
    return need_difference(p, &k, &gap, 1, conds) && need(p, &k, conds);
}

/* 2 i and 2 i + 5: both are single elements, and the distance is no multiple of the step. */
static bool no_multiple(parallel *p, const line *a, const line *b)
{
    affine d = affine_add(&a->low, &b->low, -1), by = affine_const(p->affine.step);
    affine k = affine_mul(&a->k, &by), same = affine_add(&a->k, &b->k, -1);
    affine wide_a = affine_add(&a->high, &a->low, -1), wide_b = affine_add(&b->high, &b->low, -1);
    int64_t distance, step, zero;
    return affine_is_const(&same, &zero) && zero == 0 && affine_is_const(&wide_a, &zero) &&
           zero == 0 && affine_is_const(&wide_b, &zero) && zero == 0 &&
           affine_is_const(&d, &distance) && affine_is_const(&k, &step) && step != 0 &&
           distance % step != 0;
}

/* A constant distance away: only a run with hardly any turns or elements could tell them apart. */
static bool is_near(const line *a, const line *b)
{
    affine k = affine_add(&a->k, &b->k, -1), d = affine_add(&a->low, &b->low, -1);
    int64_t known;
    return affine_is_const(&k, &known) && known == 0 && affine_is_const(&d, &known);
}

/* All of a lies before all of b, whatever the turns. */
static bool all_before(parallel *p, const parallel_axis *a, const parallel_axis *b,
                       affine_conds *conds)
{
    affine last = affine_bound(&p->affine, &a->high, true, true, conds);
    affine first = affine_bound(&p->affine, &b->low, false, true, conds);
    if (!last.known || !first.known)
        return false;
    affine d = affine_add(&first, &last, -1), one = affine_const(1);
    affine turns = affine_add(&p->affine.high, &p->affine.low, -1);
    affine whole = affine_add(&d, &turns, 1); /* constant: it would hold for that many turns */
    int64_t most;
    if (affine_is_const(&whole, &most) && !affine_is_const(&d, &most))
        return false;
    d = affine_add(&d, &one, -1);
    return need(p, &d, conds);
}

static void add_case(parallel *p, parallel_test *test, const affine_conds *conds)
{
    enum { CASES = sizeof test->all / sizeof *test->all };
    for (uint32_t i = 0; test->count < CASES && i < conds->n; i++)
        vec_push(p->arena, &test->all[test->count], conds->c[i]);
    test->count += test->count < CASES;
}

/* Different turns never meet along the axis: for sure (true), or where a case of the test holds. */
static bool axis_apart(parallel *p, const parallel_axis *a, const parallel_axis *b,
                       parallel_test *test)
{
    line x, y;
    bool lines = line_of(p, a, &x) && line_of(p, b, &y);
    if (a->all || b->all)
        return false;
    if (lines && no_multiple(p, &x, &y))
        return true;
    for (int which = 0; which < 3; which++) {
        affine_conds conds = {0};
        bool found = which == 0   ? lines && step_apart(p, &x, &y, &conds)
                     : which == 1 ? all_before(p, a, b, &conds)
                                  : all_before(p, b, a, &conds);
        if (which > 0 && found && conds.n && lines && is_near(&x, &y))
            continue;
        if (found && !conds.n)
            return true;
        if (found)
            add_case(p, test, &conds);
    }
    return false;
}

typedef enum meeting { NEVER, TESTED, MAYBE } meeting;

static meeting meets(parallel *p, const parallel_access *a, const parallel_access *b)
{
    parallel_test test = {0};
    for (uint32_t s = 0; s < a->rank; s++)
        if (axis_apart(p, &a->axes[s], &b->axes[s], &test))
            return NEVER;
    if (!test.count)
        return MAYBE;
    vec_push(p->arena, &p->plan->tests, test);
    return TESTED;
}

/* ---- Pairs ----------------------------------------------------------------------------------- */

const char *parallel_array_name(const air_fun *f, air_id root)
{
    const air_node *n = air_at(f, root);
    if (n->op == AIR_OP_PARAM && (uint64_t)n->imm < f->param_names.len)
        return f->param_names.items[n->imm];
    return n->op == AIR_OP_GET ? f->vars.items[n->imm].name : NULL;
}

static const char *array_name(const parallel *p, air_id root)
{
    const char *name = parallel_array_name(p->fun, root);
    return name ? arena_printf(p->arena, " of '%s'", name) : "";
}

static bool watch(parallel *p, const parallel_access *a, const parallel_access *b)
{
    if (p->watches) {
        vec_push(p->arena, &p->plan->watched, a->root);
        vec_push(p->arena, &p->plan->watched, b->root);
    }
    return p->watches;
}

static bool conflict(parallel *p, const parallel_access *a, const parallel_access *b)
{
    if (watch(p, a, b))
        return true;
    const parallel_access *write = a->write ? a : b, *other = a->write ? b : a;
    const char *name = array_name(p, write->root);
    const char *what, *with;
    if (other == write) {
        what = arena_printf(p->arena, "iterations of prange may write the same element%s", name);
        return parallel_refuse(p, write->loc, what, 0, NULL);
    }
    what = arena_printf(p->arena, "iterations of prange may write an element%s that others %s",
                        name, other->write ? "write, too" : "read");
    with = other->write ? "the other one writes it here" : "the other one reads it here";
    return parallel_refuse(p, write->loc, what, other->loc, with);
}

static bool keep_apart(parallel *p, const parallel_access *a, const parallel_access *b)
{
    if (p->inside[a->root] || p->inside[b->root])
        return conflict(p, a, b);
    if (watch(p, a, b))
        return true;
    for (uint32_t i = 0; i < p->plan->apart.len; i += 2)
        if ((p->plan->apart.items[i] == a->root && p->plan->apart.items[i + 1] == b->root) ||
            (p->plan->apart.items[i] == b->root && p->plan->apart.items[i + 1] == a->root))
            return true;
    vec_push(p->arena, &p->plan->apart, a->root);
    vec_push(p->arena, &p->plan->apart, b->root);
    return true;
}

static parallel_array *find_array(parallel *p, air_id root)
{
    for (uint32_t i = 0; i < p->plan->arrays.len; i++)
        if (p->plan->arrays.items[i].root == root)
            return &p->plan->arrays.items[i];
    return NULL;
}

/* All accesses of the array in the loop fold into it, in the same way. */
static bool folds_all(parallel *p, air_id root, parallel_fold fold)
{
    bool whole = true;
    for (uint32_t i = 0; i < p->plan->accesses.len; i++) {
        const parallel_access *a = &p->plan->accesses.items[i];
        if (a->root != root)
            continue;
        if (a->fold != fold)
            return false;
        whole &= parallel_at(p, a->node)->op != AIR_OP_SETELEM &&
                 parallel_at(p, a->node)->op != AIR_OP_ELEM;
    }
    if (!find_array(p, root)) {
        parallel_array made = {.root = root, .fold = (uint8_t)fold, .whole = whole};
        vec_push(p->arena, &p->plan->arrays, made);
    }
    return true;
}

static bool pair(parallel *p, uint32_t i, uint32_t k)
{
    const parallel_access *a = &p->plan->accesses.items[i], *b = &p->plan->accesses.items[k];
    if ((!a->write && !b->write) || !air_may_alias(p->alias, a->root, b->root))
        return true;
    if (a->root != b->root)
        return keep_apart(p, a, b);
    if (p->inside[a->root] && is_set_inside(p, parallel_at(p, a->root)->imm))
        return conflict(p, a, b);
    if (find_array(p, a->root))
        return true;
    uint32_t tests = p->plan->tests.len;
    meeting m = meets(p, a, b);
    if (m == NEVER)
        return true;
    if (a->fold && folds_all(p, a->root, (parallel_fold)a->fold)) {
        p->plan->tests.len = tests;
        return true;
    }
    return m == TESTED ? watch(p, a, b) || true : conflict(p, a, b);
}

static bool set_bounds(parallel *p, const air_node *loop)
{
    affine_conds conds = {0};
    const affine one = affine_const(1);
    int64_t step;
    if (!air_is_const(p->fun, loop->args[2], &step) || step == 0 || step == INT64_MIN)
        return parallel_stay(p, "its step is known to the run alone");
    affine from = affine_of(&p->affine, loop->args[0], &conds);
    affine to = affine_of(&p->affine, loop->args[1], &conds);
    if (conds.n) { /* a bound that counts from the end: as it is */
        from = affine_var(loop->args[0]);
        to = affine_var(loop->args[1]);
    }
    p->affine.step = step < 0 ? -step : step;
    p->affine.low = step < 0 ? affine_add(&to, &one, 1) : from;
    p->affine.high = step < 0 ? from : affine_add(&to, &one, -1);
    return true;
}

bool parallel_memory(parallel *p)
{
    const air_node *loop = parallel_at(p, p->plan->loop);
    if (!set_bounds(p, loop))
        return false;
    collect(p, loop->body);
    for (uint32_t i = 0; i < p->plan->accesses.len; i++)
        for (uint32_t k = i; k < p->plan->accesses.len; k++)
            if (!pair(p, i, k))
                return false;
    for (uint32_t i = 0; i < p->plan->accesses.len; i++)
        need_small(p, &p->plan->accesses.items[i]);
    return true;
}
