/* Takes a function, answers questions about its memory; see air_alias.h. Cost: building is linear in
 * the nodes (times the rounds that variables need), a question linear in the effects between. */
#include "air_alias.h"

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "air_internal.h"

typedef VEC(air_id) origin_list; /* sorted */

struct air_alias {
    const air_module *module;
    const air_fun *fun;
    arena *arena;
    uint32_t *place, *end; /* preorder; end: of the last node inside a control node */
    air_id *control;
    bool *escaped, *touched;
    origin_list *vars;    /* fresh roots that a variable may hold */
    bool *var_external;   /* it may hold external memory */
    VEC(air_id) effects;  /* in program order */
    uint32_t next, nodes; /* nodes: how many there were; of later ones nothing is known */
};

static const air_node *at(const air_alias *al, air_id id)
{
    return air_at(al->fun, id);
}

air_id air_root(const air_fun *f, air_id array)
{
    const air_node *n = air_at(f, array);
    while (n->op == AIR_OP_VIEW || n->op == AIR_OP_RESHAPE) {
        array = n->args[0];
        n = air_at(f, array);
    }
    return array;
}

void air_mark_nested(const air_fun *f, const air_region *r, bool *marks, bool value)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(f, r->items[i]);
        marks[r->items[i]] = value;
        air_mark_nested(f, n->other, marks, value);
        air_mark_nested(f, n->body, marks, value);
    }
}

bool air_is_fresh(const air_fun *f, air_id root)
{
    switch (air_at(f, root)->op) {
    case AIR_OP_PARAM:
    case AIR_OP_GET:
    case AIR_OP_GLOBAL_GET:
    case AIR_OP_FIELD_GET:
    case AIR_OP_RT:
    case AIR_OP_CALL:
    case AIR_OP_PROJ: return false;
    default: return true;
    }
}

void air_check_stores(air_builder *b, air_id array, air_id times_or_0)
{
    const air_node *n = air_at(b->fun, array);
    if (air_is_fresh(b->fun, air_root(b->fun, array)) || n->type.facts & AIR_WRITABLE)
        return;
    air_type type = air_scalar_type(HPC_I64);
    air_id can = air_rt(b, HPC_RT_view_writeable, &array, 1, &type, 1);
    can = air_map2(b, AIR_NE, HPC_BOOL, can, air_i64(b, 0));
    if (times_or_0) {
        air_id never = air_map2(b, AIR_LE, HPC_BOOL, times_or_0, air_i64(b, 0));
        can = air_map2(b, AIR_OR, HPC_BOOL, never, can);
    }
    air_check(b, can, HPC_CHECK_READ_ONLY, NULL, 0);
}

/* ---- Numbering ------------------------------------------------------------------------------- */

static void number(air_alias *al, const air_region *r, air_id control)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(al, id);
        al->place[id] = al->next++;
        al->control[id] = control;
        if (air_op_writes((air_op)n->op))
            vec_push(al->arena, &al->effects, id);
        if (n->op == AIR_OP_WHILE)
            number(al, n->other, id);
        number(al, n->body, id);
        if (n->op != AIR_OP_WHILE)
            number(al, n->other, id);
        al->end[id] = al->next - 1;
    }
}

uint32_t air_place(const air_alias *al, air_id id)
{
    return al->place[id];
}

/* ---- What variables hold, what escapes ------------------------------------------------------- */

static bool insert(arena *a, origin_list *list, air_id id)
{
    uint32_t k = list->len;
    while (k > 0 && list->items[k - 1] > id)
        k--;
    if (k > 0 && list->items[k - 1] == id)
        return false;
    vec_push(a, list, id);
    memmove(list->items + k + 1, list->items + k, (list->len - 1 - k) * sizeof id);
    list->items[k] = id;
    return true;
}

/* Variable `var` is set to a view of `root`. */
static bool flow_to_var(air_alias *al, uint32_t var, air_id root)
{
    const air_node *n = at(al, root);
    bool changed = false;
    if (air_is_fresh(al->fun, root))
        return insert(al->arena, &al->vars[var], root);
    if (n->op != AIR_OP_GET) {
        changed = !al->var_external[var];
        al->var_external[var] = true;
        return changed;
    }
    const origin_list *from = &al->vars[n->imm];
    for (uint32_t i = 0; i < from->len; i++)
        changed |= insert(al->arena, &al->vars[var], from->items[i]);
    changed |= al->var_external[n->imm] && !al->var_external[var];
    al->var_external[var] |= al->var_external[n->imm];
    return changed;
}

static void flow(air_alias *al)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < al->effects.len; i++) {
            const air_node *n = at(al, al->effects.items[i]);
            if (n->op == AIR_OP_SET && at(al, n->args[0])->type.kind == AIR_ARRAY)
                changed |= flow_to_var(al, (uint32_t)n->imm, air_root(al->fun, n->args[0]));
        }
    }
}

static void mark_root(air_alias *al, bool *marks, air_id array)
{
    air_id root = air_root(al->fun, array);
    const air_node *n = at(al, root);
    marks[root] = true;
    if (n->op == AIR_OP_GET)
        for (uint32_t i = 0; i < al->vars[n->imm].len; i++)
            marks[al->vars[n->imm].items[i]] = true;
}

/* Runtime functions that only read their arrays and keep none of them. */
static bool rt_only_reads(int64_t function)
{
    switch (function) {
    case HPC_RT_view_copy:
    case HPC_RT_view_overlaps:
    case HPC_RT_view_writeable:
    case HPC_RT_reduce:
    case HPC_RT_raise:
    case HPC_RT_watch:
    case HPC_RT_print:
    case HPC_RT_str_of:
    case HPC_RT_repr_of:
    case HPC_RT_format_of: return true;
    default: /* texts and numbers hold no arrays */
        return (function >= HPC_RT_int_true_divide && function <= HPC_RT_text_contains) ||
               (function >= HPC_RT_text_get && function <= HPC_RT_clock_process) ||
               (function >= HPC_RT_matmul && function <= HPC_RT_linalg_lstsq);
    }
}

/* Those whose result is a view of an array: they keep it, and write nothing. */
static bool rt_makes_view(int64_t function)
{
    return function == HPC_RT_part_view || function == HPC_RT_view_in_order;
}

static void mark_args(air_alias *al, bool *marks, const air_node *n)
{
    for (uint32_t i = 0; i < n->nargs; i++) {
        if (!n->args[i])
            continue;
        const air_node *x = at(al, n->args[i]);
        if (x->type.kind == AIR_ARRAY)
            mark_root(al, marks, n->args[i]);
        if (x->op == AIR_OP_BOX || x->op == AIR_OP_PACK)
            mark_args(al, marks, x);
    }
}

/* A variable that may hold a fresh root of an object's or a global's array is external. */
static void mark_effects(air_alias *al)
{
    for (uint32_t i = 0; i < al->effects.len; i++) {
        const air_node *n = at(al, al->effects.items[i]);
        switch (n->op) {
        case AIR_OP_STORE:
            if (n->flags & AIR_STORE_SAVES)
                mark_root(al, al->touched, n->args[2]);
            mark_root(al, al->touched, n->args[0]);
            break;
        case AIR_OP_SETELEM:
        case AIR_OP_SCATTER:
        case AIR_OP_UNPACK_MASK: mark_root(al, al->touched, n->args[0]); break;
        case AIR_OP_SET:
            if (at(al, n->args[0])->type.kind == AIR_ARRAY)
                mark_root(al, al->touched, n->args[0]);
            break;
        case AIR_OP_RT:
            if (rt_only_reads(n->imm))
                break;
            /* fall through */
        default: mark_args(al, al->escaped, n); mark_args(al, al->touched, n);
        }
    }
}

static void mark_returns(air_alias *al)
{
    for (air_id id = 1; id < al->fun->nodes.len; id++) {
        const air_node *n = at(al, id);
        if (al->place[id] && n->op == AIR_OP_RETURN)
            mark_args(al, al->touched, n);
    }
}

air_alias *air_alias_new(arena *a, const air_module *m, const air_fun *f)
{
    air_alias *al = ARENA_NEW(a, air_alias);
    uint32_t count = f->nodes.len;
    al->arena = a;
    al->nodes = count;
    al->module = m;
    al->fun = f;
    al->place = ARENA_ARRAY(a, uint32_t, count);
    al->end = ARENA_ARRAY(a, uint32_t, count);
    al->control = ARENA_ARRAY(a, air_id, count);
    al->escaped = ARENA_ARRAY(a, bool, count);
    al->touched = ARENA_ARRAY(a, bool, count);
    al->vars = ARENA_ARRAY(a, origin_list, f->vars.len);
    al->var_external = ARENA_ARRAY(a, bool, f->vars.len);
    al->next = 1;
    number(al, f->body, 0);
    flow(al);
    mark_effects(al);
    mark_returns(al);
    return al;
}

/* ---- Questions ------------------------------------------------------------------------------- */

bool air_escapes(const air_alias *al, air_id root)
{
    return !air_is_fresh(al->fun, root) || al->escaped[root];
}

bool air_is_touched(const air_alias *al, air_id root)
{
    return !air_is_fresh(al->fun, root) || al->touched[root];
}

static bool is_external(const air_alias *al, air_id root)
{
    const air_node *n = at(al, root);
    if (n->op != AIR_OP_GET)
        return air_escapes(al, root);
    if (al->var_external[n->imm])
        return true;
    for (uint32_t i = 0; i < al->vars[n->imm].len; i++)
        if (al->escaped[al->vars[n->imm].items[i]])
            return true;
    return false;
}

/* The fresh roots that a root may be. */
static uint32_t origins(const air_alias *al, const air_id *root, const air_id **items)
{
    const air_node *n = at(al, *root);
    if (n->op == AIR_OP_GET) {
        *items = al->vars[n->imm].items;
        return al->vars[n->imm].len;
    }
    *items = root;
    return air_is_fresh(al->fun, *root) ? 1 : 0;
}

bool air_may_alias(const air_alias *al, air_id a, air_id b)
{
    if (a == b || (is_external(al, a) && is_external(al, b)))
        return true;
    const air_id *x, *y;
    uint32_t nx = origins(al, &a, &x), ny = origins(al, &b, &y);
    for (uint32_t i = 0, j = 0; i < nx && j < ny;) {
        if (x[i] == y[j])
            return true;
        if (x[i] < y[j])
            i++;
        else
            j++;
    }
    return false;
}

/* The constant interval of source axis s that a view selects from. */
static bool interval(const air_fun *f, const air_node *v, uint32_t s, int64_t *low, int64_t *high)
{
    int64_t start = 0, step = 1, extent = 1;
    const air_view *view = v->view;
    if ((view->start[s] && !air_is_const(f, view->start[s], &start)) ||
        (view->step[s] && !air_is_const(f, view->step[s], &step)) || step < 1 || start < 0)
        return false;
    *low = start;
    *high = start + 1;
    for (uint32_t r = 0; r < v->type.rank; r++) {
        if (view->axis[r] != (int)s)
            continue;
        if ((view->broadcast | view->maybe_broadcast) >> r & 1 ||
            !air_is_const(f, v->shape[r], &extent) || extent > INT32_MAX || step > INT32_MAX)
            return false;
        *high = start + extent * step;
    }
    return true;
}

/* A start as a node (0: none) plus a constant. */
static air_id split_start(const air_fun *f, air_id start, int64_t *constant)
{
    *constant = 0;
    if (!start || air_is_const(f, start, constant))
        return 0;
    const air_node *n = air_at(f, start);
    if (n->op == AIR_OP_MAP && n->fn == AIR_ADD && air_is_const(f, n->args[1], constant))
        return n->args[0];
    return start;
}

/* Both stay at one place along source axis s, and those places differ by a constant. */
static bool fixed_apart(const air_fun *f, const air_node *a, const air_node *b, uint32_t s)
{
    int64_t x, y;
    for (uint32_t r = 0; r < a->type.rank; r++)
        if (a->view->axis[r] == (int)s)
            return false;
    for (uint32_t r = 0; r < b->type.rank; r++)
        if (b->view->axis[r] == (int)s)
            return false;
    return split_start(f, a->view->start[s], &x) == split_start(f, b->view->start[s], &y) && x != y;
}

bool air_views_disjoint(const air_fun *f, air_id view_a, air_id view_b)
{
    const air_node *a = air_at(f, view_a), *b = air_at(f, view_b);
    if (a->op != AIR_OP_VIEW || b->op != AIR_OP_VIEW || a->args[0] != b->args[0])
        return false;
    for (uint32_t s = 0; s < air_at(f, a->args[0])->type.rank; s++) {
        int64_t low_a, high_a, low_b, high_b;
        if (fixed_apart(f, a, b, s))
            return true;
        if (interval(f, a, s, &low_a, &high_a) && interval(f, b, s, &low_b, &high_b) &&
            (high_a <= low_b || high_b <= low_a))
            return true;
    }
    return false;
}

static bool view_offset(const air_fun *f, air_id a, air_id b, int64_t *rows, int64_t *columns)
{
    const air_node *x = air_at(f, a), *y = air_at(f, b);
    if (x->op != AIR_OP_VIEW || y->op != AIR_OP_VIEW || x->args[0] != y->args[0] ||
        x->type.rank != y->type.rank || !x->type.rank)
        return false;
    const air_view *v = x->view, *w = y->view;
    uint32_t rank = x->type.rank;
    int first = v->axis[0], last = v->axis[rank - 1];
    if (v->broadcast | v->maybe_broadcast | w->broadcast | w->maybe_broadcast ||
        memcmp(v->axis, w->axis, rank) != 0)
        return false;
    for (uint32_t r = 0; r < rank; r++)
        if (v->axis[r] == AIR_NEW_AXIS)
            return false;
    *rows = *columns = 0;
    for (uint32_t s = 0; s < air_at(f, x->args[0])->type.rank; s++) {
        int64_t from = 0, to = 0;
        if (v->step[s] != w->step[s] ||
            split_start(f, v->start[s], &from) != split_start(f, w->start[s], &to))
            return false;
        if ((int)s == last)
            *columns = to - from;
        else if ((int)s == first)
            *rows = to - from;
        else if (from != to)
            return false;
    }
    return !v->step[first] && !v->step[last];
}

bool air_view_shift(const air_fun *f, air_id a, air_id b, int64_t *shift)
{
    int64_t rows = 0;
    return view_offset(f, a, b, &rows, shift) && rows == 0;
}

/* How many elements of the row are near. */
static int64_t near_reach(hpc_dtype dtype)
{
    int64_t most = AIR_SWEEP_BYTES / hpc_dtype_size(dtype);
    return most < AIR_SWEEP_REACH ? most : AIR_SWEEP_REACH;
}

bool air_reads_near_row(const air_fun *f, air_id to, air_id x, int64_t *rows, int64_t *columns)
{
    int64_t most = near_reach((hpc_dtype)air_at(f, to)->type.dtype);
    return view_offset(f, to, x, rows, columns) && *columns >= -most && *columns <= most;
}

bool air_reads_near(const air_fun *f, const air_node *store, air_id x)
{
    const air_node *to = air_at(f, store->args[0]);
    hpc_dtype dtype = (hpc_dtype)to->type.dtype;
    int64_t shift = 0, columns = 0, most = near_reach(dtype);
    bool reversed = to->type.facts & AIR_F_ORDER && !(to->type.facts & AIR_C_ORDER);
    if ((store->nargs != 2 && !(store->flags & AIR_STORE_SAVES)) || reversed ||
        hpc_dtype_kind(dtype) == 'c' || !air_view_shift(f, store->args[0], x, &shift) ||
        shift < -most || shift > most)
        return false;
    return !air_is_const(f, to->shape[to->type.rank - 1u], &columns) || columns > 4;
}

static bool args_may_alias(const air_alias *al, const air_node *n, air_id root)
{
    for (uint32_t i = 0; i < n->nargs; i++) {
        if (!n->args[i])
            continue;
        const air_node *x = at(al, n->args[i]);
        if (x->type.kind == AIR_ARRAY && air_may_alias(al, air_root(al->fun, n->args[i]), root))
            return true;
        if ((x->op == AIR_OP_BOX || x->op == AIR_OP_PACK) && args_may_alias(al, x, root))
            return true;
    }
    return false;
}

bool air_may_write(const air_alias *al, air_id effect, air_id root)
{
    const air_node *n = at(al, effect);
    switch (n->op) {
    case AIR_OP_STORE:
        if (n->flags & AIR_STORE_SAVES && air_may_alias(al, air_root(al->fun, n->args[2]), root))
            return true;
        return air_may_alias(al, air_root(al->fun, n->args[0]), root);
    case AIR_OP_SETELEM:
    case AIR_OP_SCATTER:
    case AIR_OP_UNPACK_MASK: return air_may_alias(al, air_root(al->fun, n->args[0]), root);
    case AIR_OP_RT:
        if (rt_only_reads(n->imm) || rt_makes_view(n->imm))
            return false;
        return is_external(al, root) || args_may_alias(al, n, root);
    case AIR_OP_CALL: return is_external(al, root) || args_may_alias(al, n, root);
    default: return false;
    }
}

bool air_writes_external(const air_alias *al)
{
    for (uint32_t i = 0; i < al->effects.len; i++) {
        const air_node *n = at(al, al->effects.items[i]);
        bool stores = n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM || n->op == AIR_OP_SCATTER ||
                      n->op == AIR_OP_UNPACK_MASK;
        if (n->op == AIR_OP_CALL ||
            (n->op == AIR_OP_RT && !rt_only_reads(n->imm) && !rt_makes_view(n->imm)) ||
            (stores && is_external(al, air_root(al->fun, n->args[0]))))
            return true;
    }
    return false;
}

/* The last place before `to` runs: the end of the outermost loop around it that is not around
 * `from`, else its own. */
static uint32_t limit(const air_alias *al, air_id from, air_id to)
{
    uint32_t last = al->place[to] - 1;
    air_id around = al->control[from];
    for (air_id c = al->control[to]; c && c != around; c = al->control[c])
        if (at(al, c)->op == AIR_OP_FOR || at(al, c)->op == AIR_OP_WHILE)
            last = al->end[c];
    return last;
}

static uint32_t first_after(const air_alias *al, uint32_t place)
{
    uint32_t low = 0, high = al->effects.len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (al->place[al->effects.items[middle]] <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool air_may_write_between(const air_alias *al, air_id from, air_id to, air_id root)
{
    if (from >= al->nodes || to >= al->nodes || root >= al->nodes)
        return true; /* a pass that asks has made it */
    uint32_t last = limit(al, from, to);
    for (uint32_t i = first_after(al, al->place[from]); i < al->effects.len; i++) {
        air_id effect = al->effects.items[i];
        if (al->place[effect] > last)
            return false;
        if (effect != to && air_may_write(al, effect, root))
            return true;
    }
    return false;
}

bool air_effects_between(const air_alias *al, air_id from, air_id to)
{
    if (from >= al->nodes || to >= al->nodes)
        return true;
    uint32_t last = limit(al, from, to), i = first_after(al, al->place[from]);
    return i < al->effects.len && al->place[al->effects.items[i]] <= last;
}
