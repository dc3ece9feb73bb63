/* Takes a loop, says what each variable is that a turn sets: private (set before it is read), with its
 * last value wanted or not; a fold, of which a turn only does `v = v + x` with an x that does not depend
 * on v; or carried from turn to turn, which is refused.
 *
 *   for (0, %n, 1) prange {               %s : fold add
 *     %g = get 1                          %t : private
 *     set 2 (elem (%a, %i))
 *     set 1 (map add (%g, get 2))
 *   } */
#include "parallel.h"

typedef struct scalars {
    parallel *p;
    air_id *exposed; /* by variable: a GET that may read what an earlier turn set */
    air_id *set;     /* by variable: a SET in the loop */
    bool *ends;      /* by variable: each turn sets it */
    bool *read_outside;
    bool *part; /* by variable, of the fold at hand */
    bool *sum;  /* by node: x folded with something, or x */
} scalars;

static const air_node *at(const scalars *s, air_id id)
{
    return parallel_at(s->p, id);
}

static uint32_t var_count(const scalars *s)
{
    return s->p->fun->vars.len;
}

/* ---- What is read before it is set ----------------------------------------------------------- */

/* `set`: by variable, in: set on all ways here; out: the same at the end. False where the end is not
 * reached. */
static bool walk(scalars *s, const air_region *r, bool *set);

static bool walk_branch(scalars *s, const air_node *n, bool *set)
{
    uint32_t count = var_count(s);
    bool *other = ARENA_ARRAY(s->p->arena, bool, count);
    memcpy(other, set, count);
    bool ends = walk(s, n->body, set), other_ends = walk(s, n->other, other);
    for (uint32_t v = 0; v < count; v++)
        set[v] = ends && other_ends ? set[v] && other[v] : ends ? set[v] : other[v];
    return ends || other_ends;
}

static void walk_loop(scalars *s, const air_node *n, bool *set)
{
    uint32_t count = var_count(s);
    bool *inside = ARENA_ARRAY(s->p->arena, bool, count);
    memcpy(inside, set, count);
    if (n->op == AIR_OP_WHILE || n->op == AIR_OP_TRY) /* the head of a WHILE always runs */
        walk(s, n->other, n->op == AIR_OP_WHILE ? set : inside);
    if (n->op == AIR_OP_WHILE)
        memcpy(inside, set, count);
    walk(s, n->body, inside);
}

static bool walk(scalars *s, const air_region *r, bool *set)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(s, id);
        switch (n->op) {
        case AIR_OP_GET:
            if (!set[n->imm] && !s->exposed[n->imm])
                s->exposed[n->imm] = id;
            break;
        case AIR_OP_SET:
            set[n->imm] = true;
            s->set[n->imm] = id;
            break;
        case AIR_OP_IF:
            if (!walk_branch(s, n, set))
                return false;
            break;
        case AIR_OP_FOR:
        case AIR_OP_WHILE:
        case AIR_OP_TRY: walk_loop(s, n, set); break;
        case AIR_OP_CONTINUE:
        case AIR_OP_BREAK:
            for (uint32_t v = 0; v < var_count(s); v++)
                s->ends[v] = s->ends[v] && set[v]; /* of this loop or of one inside */
            return false;
        case AIR_OP_RETURN:
        case AIR_OP_RAISE: return false;
        default: break;
        }
    }
    return true;
}

/* ---- Folds ----------------------------------------------------------------------------------- */

static bool is_float(hpc_dtype dtype)
{
    char kind = hpc_dtype_kind(dtype);
    return kind == 'f' || kind == 'c';
}

/* select (y > x, y, x): Python's max(x, y), which keeps x where y is not a number. The other way round
 * only where there are no such numbers. */
static parallel_fold fold_of_select(const parallel *p, const air_node *n, air_id x)
{
    const air_node *c = parallel_at(p, n->args[0]);
    bool second = n->args[2] == x, floats = is_float((hpc_dtype)n->type.dtype);
    air_id y = second ? n->args[1] : n->args[2];
    if (c->op != AIR_OP_MAP || y == x || (!second && n->args[1] != x))
        return FOLD_NONE;
    bool y_first = c->args[0] == y && c->nargs == 2 && c->args[1] == x;
    bool x_first = c->args[0] == x && c->nargs == 2 && c->args[1] == y;
    bool greater = c->fn == AIR_GT || c->fn == AIR_GE, less = c->fn == AIR_LT || c->fn == AIR_LE;
    if ((!y_first && !x_first) || (!greater && !less))
        return FOLD_NONE;
    if (floats && (!second || c->fn == AIR_GE || c->fn == AIR_LE))
        return FOLD_ORDERED;
    bool takes_greater = y_first == greater; /* y where the comparison holds */
    return takes_greater == second ? FOLD_SELECT_MAX : FOLD_SELECT_MIN;
}

parallel_fold parallel_fold_of(const parallel *p, air_id id, air_id x)
{
    const air_node *n = parallel_at(p, id);
    if (n->op != AIR_OP_MAP || n->nargs < 2)
        return FOLD_NONE;
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    bool first = n->args[0] == x, once = first != (n->args[1] == x);
    bool complex = hpc_dtype_kind(dtype) == 'c';
    if (n->fn == AIR_SELECT)
        return complex ? FOLD_NONE : fold_of_select(p, n, x);
    if (n->nargs != 2 || !once)
        return FOLD_NONE;
    switch ((air_fn)n->fn) {
    case AIR_ADD: return FOLD_ADD;
    case AIR_SUB: return first ? FOLD_ADD : FOLD_NONE;
    case AIR_MUL: return complex ? FOLD_ORDERED : FOLD_MUL; /* 1 * z is not z for infinite parts */
    case AIR_DIV: return !first ? FOLD_NONE : complex ? FOLD_ORDERED : FOLD_MUL;
    case AIR_MIN: return complex ? FOLD_NONE : FOLD_MIN;
    case AIR_MAX: return complex ? FOLD_NONE : FOLD_MAX;
    case AIR_FMIN: return FOLD_FMIN;
    case AIR_FMAX: return FOLD_FMAX;
    case AIR_AND: return FOLD_AND;
    case AIR_OR: return FOLD_OR;
    case AIR_XOR: return FOLD_XOR;
    default: return FOLD_NONE;
    }
}

static bool join_fold(parallel_var *v, parallel_fold fold)
{
    if (v->fold == FOLD_NONE)
        v->fold = (uint8_t)fold;
    return fold != FOLD_NONE && v->fold == fold;
}

/* The comparison of a select that folds. */
static bool only_selects(const scalars *s, const air_region *r, air_id compare, air_id x)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(s, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            if (n->args[k] == compare && (k != 0 || n->op != AIR_OP_MAP || n->fn != AIR_SELECT ||
                                          fold_of_select(s->p, n, x) == FOLD_NONE))
                return false;
        if (!only_selects(s, n->body, compare, x) || !only_selects(s, n->other, compare, x))
            return false;
    }
    return true;
}

static bool is_compare(const air_node *n)
{
    return n->op == AIR_OP_MAP && n->nargs == 2 &&
           (n->fn == AIR_GT || n->fn == AIR_LT || n->fn == AIR_GE || n->fn == AIR_LE);
}

/* What a node does with the fold's value: nothing, the next value, or something else (false). */
static bool follow_node(scalars *s, parallel_var *v, air_id id, uint32_t loops, bool *changed)
{
    const air_node *n = at(s, id);
    const air_region *body = at(s, s->p->plan->loop)->body;
    for (uint32_t k = 0; k < n->nargs; k++) {
        air_id x = n->args[k];
        if (!x || !s->sum[x])
            continue;
        if (n->op == AIR_OP_SET) {
            *changed |= !s->part[n->imm];
            s->part[n->imm] = true;
            continue;
        }
        if (is_compare(n) && only_selects(s, body, id, x))
            continue;
        if (!join_fold(v, parallel_fold_of(s->p, id, x))) {
            v->other = id;
            return false;
        }
        v->twice |= loops > 0;
        if (!s->sum[id]) {
            *changed = s->sum[id] = true;
            v->folds++;
        }
    }
    return true;
}

static bool follow(scalars *s, parallel_var *v, const air_region *r, uint32_t loops, bool *changed)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(s, id);
        if (n->op == AIR_OP_GET && s->part[n->imm] && !s->sum[id])
            *changed = s->sum[id] = true;
        if (!follow_node(s, v, id, loops, changed))
            return false;
        uint32_t deep = loops + (n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE);
        if (!follow(s, v, n->other, deep, changed) || !follow(s, v, n->body, deep, changed))
            return false;
    }
    return true;
}

/* All that is set to the variables that hold the fold's value is such a value. */
static bool only_sums(const scalars *s, const parallel_var *v, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(s, r->items[i]);
        bool part = n->op == AIR_OP_SET && s->part[n->imm];
        if (part && (!s->sum[n->args[0]] || (n->imm != v->var && s->exposed[n->imm])))
            return false;
        if (part && n->imm != v->var && s->read_outside[n->imm])
            return false;
        if (!only_sums(s, v, n->body) || !only_sums(s, v, n->other))
            return false;
    }
    return true;
}

static bool is_fold(scalars *s, parallel_var *v)
{
    const air_region *body = at(s, s->p->plan->loop)->body;
    const air_var *var = &s->p->fun->vars.items[v->var];
    bool changed = true;
    if (var->type.kind != AIR_SCALAR)
        return false;
    memset(s->part, 0, var_count(s));
    memset(s->sum, 0, s->p->fun->nodes.len);
    s->part[v->var] = true;
    while (changed) {
        changed = false;
        if (!follow(s, v, body, 0, &changed))
            return false;
    }
    v->twice |= v->folds > 1;
    return v->fold != FOLD_NONE && only_sums(s, v, body);
}

/* ---- Roles ----------------------------------------------------------------------------------- */

static void find_outside(scalars *s, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(s, r->items[i]);
        if (r->items[i] == s->p->plan->loop)
            continue;
        if (n->op == AIR_OP_GET)
            s->read_outside[n->imm] = true;
        find_outside(s, n->body);
        find_outside(s, n->other);
    }
}

static bool carried(scalars *s, const parallel_var *v)
{
    const char *name = s->p->fun->vars.items[v->var].name;
    const air_node *value = at(s, at(s, s->set[v->var])->args[0]);
    int32_t read = at(s, v->other ? v->other : s->exposed[v->var])->loc;
    int32_t set = value->loc && value->op == AIR_OP_MAP ? value->loc : at(s, s->set[v->var])->loc;
    const char *what = arena_printf(s->p->arena,
                                    "'%s' goes from one iteration to the next, and is no sum, "
                                    "product, minimum, maximum or the like",
                                    name ? name : "a name");
    return parallel_refuse(s->p, set, what, read,
                           "here it is needed as the iterations before leave it");
}

static bool assign_role(scalars *s, uint32_t var)
{
    parallel_var v = {.var = var, .role = ROLE_PRIVATE};
    const air_var *type = &s->p->fun->vars.items[var];
    if (type->type.kind == AIR_OBJECT)
        return parallel_stay(s->p, "an object is bound to a name");
    if (s->exposed[var]) {
        v.role = ROLE_FOLD;
        if (!is_fold(s, &v))
            return carried(s, &v);
        if (v.fold == FOLD_ORDERED)
            return parallel_stay(s->p, "complex products, and extremes of floats that are not "
                                       "'s = max(s, x)', are those of the order of the iterations");
    } else if (s->read_outside[var]) {
        v.role = ROLE_LAST;
        if (type->type.kind != AIR_SCALAR || !s->ends[var])
            return parallel_stay(s->p, "its last value is used after the loop");
    }
    vec_push(s->p->arena, &s->p->plan->vars, v);
    return true;
}

bool parallel_scalars(parallel *p)
{
    uint32_t count = p->fun->vars.len;
    scalars s = {.p = p,
                 .exposed = ARENA_ARRAY(p->arena, air_id, count),
                 .set = ARENA_ARRAY(p->arena, air_id, count),
                 .ends = ARENA_ARRAY(p->arena, bool, count),
                 .read_outside = ARENA_ARRAY(p->arena, bool, count),
                 .part = ARENA_ARRAY(p->arena, bool, count),
                 .sum = ARENA_ARRAY(p->arena, bool, p->fun->nodes.len)};
    bool *set = ARENA_ARRAY(p->arena, bool, count), ok = true;
    memset(s.ends, 1, count);
    bool ends = walk(&s, parallel_at(p, p->plan->loop)->body, set);
    for (uint32_t v = 0; v < count; v++)
        s.ends[v] = s.ends[v] && (!ends || set[v]);
    find_outside(&s, p->fun->body);
    for (uint32_t v = 1; v < count && ok; v++)
        if (s.set[v])
            ok = assign_role(&s, v);
    return ok;
}
