/* elements. Needs: any verified function. Keeps: what it computes. Drops: arrays of a few elements,
 * whose extents are all known, and variables that hold such: their elements become scalars.
 *
 *   %m = literal (%a, %b, %c, %d) : f64[2, 2]
 *   %p = map mul (%m, %v) : f64[2, 2]                     %0 = map mul (%a, %v0)
 *   %w = reduce add 2 (%p) : f64[2]               ->      ...
 *   set $1 (%w)                                           set $2 (%w0)
 *                                                         set $3 (%w1)
 *
 * Such arrays are values here, so an array that something may write in place, or that something outside
 * of the function may see, stays one; variables that may hold the same memory are looked at together (a
 * class). Where an array is needed in memory, too (a call, a larger array's loop), a LITERAL makes it
 * from the scalars. A function that runs once is left alone: the interpreter does whole arrays faster. */
#include "air_alias.h"
#include "air_passes.h"
#include "elements.h"

typedef struct variable {
    int64_t count; /* of elements; 0: not set yet, -1: not few or not always as many */
    int64_t shape[HPC_MAX_RANK];
    uint32_t first; /* of the variables that stand for it; 0: none yet */
} variable;

typedef struct dissolve {
    elements e;
    air_module *module;
    air_fun *fun;
    air_alias *alias;
    uint32_t *parent; /* classes: union-find over nodes, then variables */
    uint32_t nodes;   /* how many there were */
    bool *kept;       /* by class: stays in memory */
    bool *can;        /* by node: becomes scalars */
    bool *memory;     /* by node: is needed in memory, too */
    variable *vars;
    bool *cell; /* by node: a root whose elements are variables, where its class is not kept */
    bool writes_external, parallel, again;
} dissolve;

static const air_node *at(const dissolve *d, air_id id)
{
    return air_at(d->fun, id);
}

static bool is_array(const dissolve *d, air_id id)
{
    return id && at(d, id)->type.kind == AIR_ARRAY;
}

/* ---- Classes ----------------------------------------------------------------------------------- */

static uint32_t class_of(dissolve *d, uint32_t x)
{
    while (d->parent[x] != x)
        x = d->parent[x] = d->parent[d->parent[x]];
    return x;
}

static uint32_t class_of_array(dissolve *d, air_id array)
{
    return class_of(d, air_root(d->fun, array));
}

static uint32_t class_of_var(dissolve *d, int64_t var)
{
    return class_of(d, d->nodes + (uint32_t)var);
}

static void unite(dissolve *d, air_id array, int64_t var)
{
    d->parent[class_of_array(d, array)] = class_of_var(d, var);
}

static void meet_variable(dissolve *d, int64_t var, air_id value)
{
    variable *v = &d->vars[var];
    const air_node *n = at(d, value);
    int64_t shape[HPC_MAX_RANK] = {0}, count = elements_count(d->fun, n, ELEMENTS_MOST, shape);
    size_t bytes = n->type.rank * sizeof *shape;
    if (v->count == 0)
        memcpy(v->shape, shape, sizeof shape);
    if (v->count != 0 && (count != v->count || memcmp(shape, v->shape, bytes) != 0))
        count = -1;
    v->count = count;
    unite(d, value, var);
}

static void find_variables(dissolve *d, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(d, id);
        if (n->op == AIR_OP_GET && n->type.kind == AIR_ARRAY)
            meet_variable(d, n->imm, id);
        if (n->op == AIR_OP_SET && is_array(d, n->args[0]))
            meet_variable(d, n->imm, n->args[0]);
        find_variables(d, n->other);
        find_variables(d, n->body);
    }
}

static void keep(dissolve *d, uint32_t class)
{
    d->again |= !d->kept[class];
    d->kept[class] = true;
}

/* Two names of one array must not become two arrays where something could tell. */
static void keep_seen_twice(dissolve *d, const air_node *n)
{
    for (uint32_t i = 0; i < n->nargs; i++)
        for (uint32_t k = i + 1; k < n->nargs; k++)
            if (is_array(d, n->args[i]) && is_array(d, n->args[k]) &&
                class_of_array(d, n->args[i]) == class_of_array(d, n->args[k]))
                keep(d, class_of_array(d, n->args[i]));
}

/* A root that no variable holds is a class of its own. */
static void meet_store(dissolve *d, const air_node *n)
{
    air_id root = air_root(d->fun, n->args[0]);
    bool cell = class_of(d, root) == root && air_is_fresh(d->fun, root) &&
                elements_can_be_cell(&d->e, root) && elements_cell_store(&d->e, n);
    if (cell)
        d->cell[root] = true;
    else
        keep(d, class_of(d, root));
}

static void find_kept(dissolve *d, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(d, id);
        switch (n->op) {
        case AIR_OP_STORE:
            if (n->flags & AIR_STORE_SAVES)
                keep(d, class_of_array(d, n->args[2]));
            meet_store(d, n);
            break;
        case AIR_OP_SETELEM: meet_store(d, n); break;
        case AIR_OP_SCATTER:
        case AIR_OP_UNPACK_MASK: keep(d, class_of_array(d, n->args[0])); break;
        case AIR_OP_RETURN:
        case AIR_OP_RT: keep_seen_twice(d, n); break;
        default: break;
        }
        if (n->type.kind == AIR_ARRAY && n->op != AIR_OP_VIEW && n->op != AIR_OP_RESHAPE &&
            n->op != AIR_OP_GET && air_escapes(d->alias, id) &&
            (air_is_fresh(d->fun, id) || d->writes_external))
            keep(d, class_of(d, id));
        find_kept(d, n->other);
        find_kept(d, n->body);
    }
}

static void find_cells(dissolve *d, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(d, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            if (is_array(d, n->args[k]) && d->cell[air_root(d->fun, n->args[k])] &&
                !elements_cell_use(&d->e, n, k))
                keep(d, class_of_array(d, n->args[k]));
        d->parallel |= n->op == AIR_OP_FOR && n->flags & AIR_FOR_PARALLEL;
        find_cells(d, n->other);
        find_cells(d, n->body);
    }
}

/* No operation on complex arrays is done element by element (elements_parts.c). */
static bool is_complex_var(const dissolve *d, uint32_t var)
{
    uint8_t dtype = d->fun->vars.items[var].type.dtype;
    return dtype == HPC_C64 || dtype == HPC_C128;
}

static void find_classes(dissolve *d)
{
    d->nodes = d->fun->nodes.len;
    uint32_t count = d->nodes + d->fun->vars.len;
    d->parent = ARENA_ARRAY(d->e.arena, uint32_t, count);
    d->kept = ARENA_ARRAY(d->e.arena, bool, count);
    d->cell = ARENA_ARRAY(d->e.arena, bool, d->nodes);
    d->vars = ARENA_ARRAY(d->e.arena, variable, d->fun->vars.len);
    for (uint32_t i = 0; i < count; i++)
        d->parent[i] = i;
    find_variables(d, d->fun->body);
    d->writes_external = air_writes_external(d->alias);
    find_kept(d, d->fun->body);
    find_cells(d, d->fun->body);
    for (air_id id = 1; d->parallel && id < d->nodes; id++)
        if (d->cell[id]) /* what threads share stays in memory */
            keep(d, class_of(d, id));
    for (uint32_t v = 1; v < d->fun->vars.len; v++)
        if (d->vars[v].count < 0 || is_complex_var(d, v))
            keep(d, class_of_var(d, v));
}

/* ---- Which arrays ------------------------------------------------------------------------------ */

static bool dissolves(dissolve *d, air_id id)
{
    const air_node *n = at(d, id);
    if (n->type.kind == AIR_ARRAY && d->kept[class_of_array(d, id)])
        return false;
    if (n->type.kind == AIR_ARRAY && d->cell[air_root(d->fun, id)])
        return false;
    if (n->op == AIR_OP_GET)
        return n->type.kind == AIR_ARRAY;
    if (n->op == AIR_OP_REDUCE && n->type.kind == AIR_SCALAR && !d->can[n->args[0]])
        return false;
    /* A view of memory is read where it is used, not where it is made. */
    if ((n->op == AIR_OP_VIEW || n->op == AIR_OP_RESHAPE) && !d->can[n->args[0]])
        return false;
    return elements_computes(d->fun, n);
}

static void find_dissolved(dissolve *d, const air_region *r, bool *any)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(d, r->items[i]);
        d->can[r->items[i]] = dissolves(d, r->items[i]);
        *any |= d->can[r->items[i]];
        if (n->op == AIR_OP_WHILE)
            find_dissolved(d, n->other, any);
        find_dissolved(d, n->body, any);
        if (n->op != AIR_OP_WHILE)
            find_dissolved(d, n->other, any);
    }
}

/* A store of a few elements becomes stores of one each. */
static bool is_few_stores(const dissolve *d, const air_node *n)
{
    int64_t shape[HPC_MAX_RANK];
    return n->op == AIR_OP_STORE && n->nargs == 2 && !n->flags &&
           elements_count(d->fun, at(d, n->args[0]), ELEMENTS_MOST, shape) > 0 &&
           is_array(d, n->args[1]) && d->can[n->args[1]];
}

/* Does the node need its operand in memory? */
static bool needs_memory(dissolve *d, air_id id, uint32_t k)
{
    const air_node *n = at(d, id);
    if (n->op == AIR_OP_DIM || (d->can[id] && n->op != AIR_OP_VIEW))
        return false;
    switch (n->op) {
    case AIR_OP_VIEW: return !d->can[id] || d->memory[id];
    case AIR_OP_ELEM: return !elements_constant_indexes(d->fun, n);
    case AIR_OP_SET: return d->kept[class_of_var(d, n->imm)];
    case AIR_OP_STORE: return k != 1 || !is_few_stores(d, n);
    default: return true;
    }
}

/* A LITERAL has C order; F order is its transposed view. What has neither, or does not hold as many
 * elements as are put in memory, is computed as it was. */
static bool becomes_literal(const dissolve *d, const air_node *n)
{
    int64_t shape[HPC_MAX_RANK];
    return elements_count(d->fun, n, ELEMENTS_MOST, shape) > 0 &&
           (n->type.rank <= 1 || n->type.facts & AIR_C_ORDER ||
            (n->type.rank == 2 && n->type.facts & AIR_F_ORDER));
}

static bool stays(const dissolve *d, air_id id)
{
    const air_node *n = at(d, id);
    switch (n->op) {
    case AIR_OP_VIEW:
    case AIR_OP_TABLE:
    case AIR_OP_FILL:
    case AIR_OP_COORD:
    case AIR_OP_LITERAL: return d->memory[id];
    default: return d->memory[id] && !becomes_literal(d, n);
    }
}

static void find_memory(dissolve *d, const air_region *r)
{
    for (uint32_t i = r ? r->len : 0; i-- > 0;) {
        air_id id = r->items[i];
        const air_node *n = at(d, id);
        if (n->op != AIR_OP_WHILE)
            find_memory(d, n->other);
        find_memory(d, n->body);
        if (n->op == AIR_OP_WHILE)
            find_memory(d, n->other);
        bool whole = d->can[id] && stays(d, id);
        if (whole && n->op == AIR_OP_GET)
            keep(d, class_of_array(d, id));
        for (uint32_t k = 0; k < n->nargs; k++)
            if (is_array(d, n->args[k]) && (whole || needs_memory(d, id, k)))
                d->memory[n->args[k]] = true;
    }
}

/* What stays in memory decides what can dissolve, and the other way round. */
static bool find_all(dissolve *d)
{
    bool any = false;
    uint32_t count = d->nodes;
    do {
        d->again = any = false;
        d->can = ARENA_ARRAY(d->e.arena, bool, count);
        d->memory = ARENA_ARRAY(d->e.arena, bool, count);
        find_dissolved(d, d->fun->body, &any);
        find_memory(d, d->fun->body);
    } while (d->again);
    for (air_id id = 1; id < d->nodes; id++)
        any |= d->cell[id] && !d->kept[class_of(d, id)];
    return any;
}

/* ---- Rewriting --------------------------------------------------------------------------------- */

/* The array in memory, in its own order. */
static air_id in_memory(dissolve *d, const air_node *n, air_id *scalars)
{
    int64_t shape[HPC_MAX_RANK] = {0};
    uint32_t count = (uint32_t)elements_count(d->fun, n, ELEMENTS_MOST, shape);
    if (n->type.rank <= 1 || n->type.facts & AIR_C_ORDER)
        return elements_literal(&d->e, n->type, scalars, count, n->shape);
    air_id turned[ELEMENTS_MOST], extents[] = {n->shape[1], n->shape[0]};
    for (int64_t i = 0; i < shape[0]; i++)
        for (int64_t j = 0; j < shape[1]; j++)
            turned[j * shape[0] + i] = scalars[i * shape[1] + j];
    air_id made = elements_literal(&d->e, n->type, turned, count, extents);
    return air_transpose(d->e.b, made, (const uint8_t[]){1, 0});
}

static uint32_t variables_of(dissolve *d, int64_t var)
{
    variable *v = &d->vars[var];
    const air_var old = d->fun->vars.items[var];
    for (int64_t i = 0; !v->first && i < v->count; i++) {
        uint32_t made = air_var_new(d->e.b, old.name, air_scalar_type((hpc_dtype)old.type.dtype));
        if (i + 1 == v->count)
            v->first = made - (uint32_t)i;
    }
    return v->first;
}

static air_id *variable_elements(dissolve *d, const air_node *get)
{
    int64_t count = d->vars[get->imm].count;
    uint32_t first = variables_of(d, get->imm);
    air_id *out = ARENA_ARRAY(d->e.arena, air_id, count);
    for (int64_t i = 0; i < count; i++)
        out[i] = air_get(d->e.b, first + (uint32_t)i);
    return out;
}

static air_visit visit_dissolved(air_rewriter *w, air_id id)
{
    dissolve *d = w->user;
    const air_node n = *at(d, id);
    air_id *scalars = n.op == AIR_OP_GET ? variable_elements(d, &n) : elements_of_node(&d->e, id);
    if (n.type.kind == AIR_SCALAR) {
        w->map[id] = scalars[0];
        return AIR_DROP;
    }
    elements_note(&d->e, id, scalars);
    if (stays(d, id))
        return AIR_KEEP;
    if (d->memory[id]) {
        air_id made = in_memory(d, &n, scalars);
        elements_note(&d->e, made, scalars);
        if (made != id)
            w->map[id] = made;
    }
    return AIR_DROP;
}

static air_visit visit_set(dissolve *d, air_id id)
{
    const air_node n = *at(d, id);
    uint32_t first = variables_of(d, n.imm);
    air_id *scalars = elements_of(&d->e, n.args[0]);
    for (int64_t i = 0; i < d->vars[n.imm].count; i++)
        air_set(d->e.b, first + (uint32_t)i, scalars[i]);
    return AIR_DROP;
}

static bool of_cell(const dissolve *d, air_id array)
{
    return is_array(d, array) && elements_is_cell(&d->e, array);
}

static air_visit visit_element(air_rewriter *w, air_id id)
{
    dissolve *d = w->user;
    const air_node *n = at(d, id), *array = at(d, n->args[0]);
    int64_t shape[HPC_MAX_RANK] = {0}, index[HPC_MAX_RANK] = {0};
    bool parts = n->args[0] < d->e.parts.len && d->e.parts.items[n->args[0]].scalars;
    if (!elements_constant_indexes(d->fun, n) || (!parts && !of_cell(d, n->args[0])))
        return AIR_KEEP;
    elements_count(d->fun, array, ELEMENTS_BETWEEN, shape);
    for (uint32_t r = 0; r < array->type.rank; r++)
        air_is_const(d->fun, n->args[1 + r], &index[r]);
    w->map[id] = elements_of(&d->e, n->args[0])[elements_flat(shape, array->type.rank, index)];
    return AIR_DROP;
}

/* The value is broadcast to what it is stored to. */
static air_visit visit_stores(dissolve *d, air_id id)
{
    const air_node n = *at(d, id), to = *at(d, n.args[0]), value = *at(d, n.args[1]);
    int64_t shape[HPC_MAX_RANK], from[HPC_MAX_RANK], index[HPC_MAX_RANK];
    air_id places[HPC_MAX_RANK], *scalars = elements_of(&d->e, n.args[1]);
    int64_t count = elements_count(d->fun, &to, ELEMENTS_MOST, shape);
    uint32_t rank = to.type.rank, missing = rank - value.type.rank;
    elements_count(d->fun, &value, ELEMENTS_MOST, from);
    for (int64_t i = 0; i < count; i++) {
        elements_index(shape, rank, i, index);
        for (uint32_t r = 0; r < rank; r++)
            places[r] = air_i64(d->e.b, index[r]);
        for (uint32_t r = missing; r < rank; r++)
            index[r] = from[r - missing] == 1 ? 0 : index[r];
        air_setelem(d->e.b, n.args[0], places,
                    scalars[elements_flat(from, value.type.rank, index + missing)]);
    }
    return AIR_DROP;
}

static air_visit visit_other(air_rewriter *w, air_id id)
{
    dissolve *d = w->user;
    const air_node *n = at(d, id);
    if (n->op == AIR_OP_SET && d->vars[n->imm].count > 0 && !d->kept[class_of_var(d, n->imm)])
        return visit_set(d, id);
    if (n->op == AIR_OP_ELEM)
        return visit_element(w, id);
    bool scalars = n->op == AIR_OP_STORE &&
                   (of_cell(d, n->args[1]) ||
                    (n->args[1] < d->e.parts.len && d->e.parts.items[n->args[1]].scalars));
    return scalars && n->nargs == 2 && !n->flags &&
                   elements_count(d->fun, at(d, n->args[0]), ELEMENTS_MOST,
                                  (int64_t[HPC_MAX_RANK]){0}) > 0
               ? visit_stores(d, id)
               : AIR_KEEP;
}

/* Cells, views of them, and stores to them. */
static bool visit_cell(dissolve *d, air_id id)
{
    const air_node *n = at(d, id);
    if (d->cell[id] && !d->kept[class_of(d, id)]) {
        elements_begin_cell(&d->e, id);
        return true;
    }
    if (n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM) {
        if (!of_cell(d, n->args[0]))
            return false;
        elements_store_cell(&d->e, id);
        return true;
    }
    return n->op == AIR_OP_VIEW && of_cell(d, n->args[0]);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    dissolve *d = w->user;
    if (id >= w->old_count)
        return AIR_KEEP;
    if (visit_cell(d, id))
        return AIR_DROP;
    air_visit what = d->can[id] ? visit_dissolved(w, id) : visit_other(w, id);
    if (what == AIR_KEEP)
        elements_read_cells(&d->e, id);
    return what;
}

static bool has_few(const air_fun *f)
{
    int64_t shape[HPC_MAX_RANK];
    for (air_id id = 1; id < f->nodes.len; id++)
        if (elements_count(f, air_at(f, id), ELEMENTS_BETWEEN, shape) > 0)
            return true;
    return false;
}

void air_pass_elements(arena *a, air_module *m, air_fun *f)
{
    if (f->once || !has_few(f))
        return;
    dissolve d = {.e = {.arena = a, .fun = f}, .module = m, .fun = f};
    d.alias = air_alias_new(a, m, f);
    find_classes(&d);
    if (!find_all(&d))
        return;
    air_rewriter w = {.user = &d, .visit = visit};
    d.e.b = &w.b;
    air_rewrite(m, f, &w);
}
