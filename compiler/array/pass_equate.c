/* equate. Needs: a function straight from elaboration. Keeps: what it computes. Drops: from the
 * common case, what broadcasting would need if extents of different parameters differed.
 *
 *   fun f (a, b) { ... }     ->    fun f (a, b) { if (dim(a) != dim(b)) return g (a, b) ... }
 *                                  fun g (a, b) { ... as f was }
 *
 * In what is left of f the two extents are one node, so that arrays of both parameters have one
 * shape: their maps need no checks, flatten, and fuse with each other. A function with few and simple
 * array operations gains nothing that a second version is worth, and is left alone. */
#include "air_internal.h"
#include "air_passes.h"
#include "air_rewrite.h"
#include "air_words.h"

enum { MAX_PAIRS = 8, MAX_DEPTH = 12, MANY_OPERATIONS = 4 };

typedef struct equality {
    air_id kept, dropped;
} equality;

typedef struct equate {
    arena *arena;
    air_fun *fun;
    equality pairs[MAX_PAIRS];
    uint32_t count;
    bool guarded; /* the test stands */
    uint32_t general;
} equate;

static const air_node *at(const equate *q, air_id id)
{
    return air_at(q->fun, id);
}

/* ---- Which extents are expected to be equal -------------------------------------------------- */

static bool known_at_entry(const equate *q, air_id id)
{
    const air_node *n = at(q, id);
    if (n->op == AIR_OP_DIM)
        return at(q, n->args[0])->op == AIR_OP_PARAM;
    return n->op == AIR_OP_PARAM && n->type.kind == AIR_SCALAR && n->type.dtype == HPC_I64;
}

static air_id kept_for(const equate *q, air_id id)
{
    for (uint32_t i = 0; i < q->count; i++)
        if (q->pairs[i].dropped == id)
            return kept_for(q, q->pairs[i].kept);
    return id;
}

static bool add_pair(equate *q, air_id x, air_id y)
{
    x = kept_for(q, x);
    y = kept_for(q, y);
    if (x == y)
        return true;
    if (q->count == MAX_PAIRS)
        return false;
    bool swap = at(q, x)->op != AIR_OP_DIM; /* extents stay what shapes are made of */
    q->pairs[q->count++] = swap ? (equality){y, x} : (equality){x, y};
    return true;
}

/* Makes x and y equal by equating what they are computed from, where both are computed alike. */
static bool make_equal(equate *q, air_id x, air_id y, unsigned depth)
{
    while (at(q, x)->op == AIR_OP_BDIM)
        x = at(q, x)->args[0];
    while (at(q, y)->op == AIR_OP_BDIM)
        y = at(q, y)->args[0];
    if (x == y)
        return true;
    if (known_at_entry(q, x) && known_at_entry(q, y))
        return add_pair(q, x, y);
    const air_node *a = at(q, x), *b = at(q, y);
    if (a->op != AIR_OP_MAP || b->op != AIR_OP_MAP || a->fn != b->fn || a->nargs != b->nargs ||
        a->type.kind != AIR_SCALAR || depth == MAX_DEPTH)
        return false;
    for (uint32_t i = 0; i < a->nargs; i++)
        if (!make_equal(q, a->args[i], b->args[i], depth + 1))
            return false;
    return true;
}

static void try_equal(equate *q, air_id x, air_id y)
{
    uint32_t before = q->count;
    if (!make_equal(q, x, y, 0))
        q->count = before;
}

/* Where the condition of a check asks whether extents are equal. */
static void meet_condition(equate *q, air_id cond)
{
    const air_node *n = at(q, cond);
    if (n->op != AIR_OP_MAP || n->type.kind != AIR_SCALAR)
        return;
    if (n->fn == AIR_OR || n->fn == AIR_AND) {
        meet_condition(q, n->args[0]);
        meet_condition(q, n->args[1]);
    } else if (n->fn == AIR_EQ) {
        try_equal(q, n->args[0], n->args[1]);
    }
}

/* Counts what a loop nest may be made of; in loops more, since they run often. */
static uint32_t meet_region(equate *q, const air_region *r, uint32_t weight)
{
    uint32_t operations = 0;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(q, r->items[i]);
        bool loop = n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE;
        if (n->op == AIR_OP_BDIM)
            try_equal(q, n->args[0], n->args[1]);
        else if (n->op == AIR_OP_CHECK)
            meet_condition(q, n->args[0]);
        else if (n->type.kind == AIR_ARRAY &&
                 (n->op == AIR_OP_MAP || n->op == AIR_OP_REDUCE || n->op == AIR_OP_ARG))
            operations += n->type.rank > 1 ? 2 * weight : weight;
        else if (n->op == AIR_OP_STORE)
            operations += weight;
        operations += meet_region(q, n->other, loop ? 2 : weight);
        operations += meet_region(q, n->body, loop ? 2 : weight);
    }
    return operations;
}

/* ---- A copy of the function ------------------------------------------------------------------ */

static void *copied(arena *a, const void *items, size_t size)
{
    return size && items ? memcpy(arena_alloc(a, size), items, size) : NULL;
}

static air_region *copy_region(arena *a, air_fun *to, const air_region *r, air_region *parent)
{
    air_region *made = ARENA_NEW(a, air_region);
    made->parent = parent;
    for (uint32_t i = 0; i < r->len; i++) {
        air_id id = r->items[i];
        vec_push(a, made, id);
        air_node *n = air_at(to, id);
        n->home = made;
        if (n->body)
            n->body = copy_region(a, to, n->body, made);
        if (n->other)
            n->other = copy_region(a, to, n->other, made);
    }
    return made;
}

static uint32_t copy_function(air_module *m, const air_fun *f)
{
    arena *a = m->arena;
    air_fun *g = air_fun_new(m, f->name);
    g->nodes.len = 0;
    g->vars.len = 0;
    g->recursive = f->recursive;
    g->fastmath = f->fastmath;
    g->general = true;
    for (uint32_t i = 0; i < f->nodes.len; i++) {
        air_node n = f->nodes.items[i];
        n.args = copied(a, n.args, n.nargs * sizeof *n.args);
        n.shape = copied(a, n.shape, n.type.rank * sizeof *n.shape);
        if (n.op == AIR_OP_VIEW || n.op == AIR_OP_OVERLAY)
            n.view = copied(a, n.view, sizeof *n.view);
        vec_push(a, &g->nodes, n);
    }
    for (uint32_t i = 0; i < f->vars.len; i++)
        vec_push(a, &g->vars, f->vars.items[i]);
    for (uint32_t i = 0; i < f->params.len; i++)
        vec_push(a, &g->params, f->params.items[i]);
    for (uint32_t i = 0; i < f->results.len; i++)
        vec_push(a, &g->results, f->results.items[i]);
    g->body = copy_region(a, g, f->body, NULL);
    return g->index;
}

/* ---- The pass -------------------------------------------------------------------------------- */

static air_id guard(air_rewriter *w)
{
    equate *q = w->user;
    air_id cond = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        air_id differ = air_map2(&w->b, AIR_NE, HPC_BOOL, q->pairs[i].kept, q->pairs[i].dropped);
        cond = cond ? air_map2(&w->b, AIR_OR, HPC_BOOL, cond, differ) : differ;
    }
    return cond;
}

/* if (cond) return general (parameters). No location: it is no call of the program's. */
static void call_general(air_rewriter *w, air_id cond)
{
    equate *q = w->user;
    uint32_t nparams = q->fun->params.len, nresults = q->fun->results.len;
    air_id *args = ARENA_ARRAY(q->arena, air_id, nparams + nresults + 1);
    for (uint32_t i = 0; i < nparams; i++)
        args[i] = air_param(&w->b, i);
    air_region *outer = w->b.region, *inner = air_region_new(&w->b);
    w->b.region = inner;
    w->b.loc = 0;
    air_id call = air_call(&w->b, q->general, args, nparams, q->fun->results.items, nresults);
    for (uint32_t i = 0; i < nresults; i++)
        args[i] = air_proj(&w->b, call, i);
    air_raw(&w->b, AIR_OP_RETURN, (air_type){0}, args, nresults, 0);
    w->b.region = outer;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = inner;
    air_emit(&w->b, &n, AIR_FRESH);
}

static bool is_entry(const equate *q, air_id id)
{
    const air_node *n = at(q, id);
    return n->op == AIR_OP_CONST || n->op == AIR_OP_PARAM || known_at_entry(q, id);
}

/* From here on the parameter is seen with the extents that were kept. Its memory order stays. */
static void rename_extents(air_rewriter *w, air_id param)
{
    equate *q = w->user;
    const air_node *n = at(q, param);
    air_id shape[HPC_MAX_RANK];
    air_view view = {0};
    for (uint32_t r = 0; r < n->type.rank; r++) {
        shape[r] = kept_for(q, n->shape[r]);
        view.axis[r] = (int8_t)r;
    }
    if (memcmp(shape, n->shape, n->type.rank * sizeof *shape) == 0)
        return;
    uint8_t facts = n->type.facts;
    air_id seen = air_view_new(&w->b, param, &view, n->type.rank, shape);
    air_at(q->fun, seen)->type.facts |= facts;
    w->map[param] = seen;
}

static void begin(air_rewriter *w)
{
    equate *q = w->user;
    int32_t loc = w->b.loc;
    q->guarded = true;
    call_general(w, guard(w));
    w->b.loc = loc;
    uint32_t count = w->old_count;
    for (air_id id = 1; id < count; id++)
        if (at(q, id)->op == AIR_OP_PARAM && at(q, id)->type.kind == AIR_ARRAY)
            rename_extents(w, id);
    for (uint32_t i = 0; i < q->count; i++)
        w->map[q->pairs[i].dropped] = kept_for(q, q->pairs[i].kept);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    equate *q = w->user;
    if (!q->guarded && !is_entry(q, id)) {
        begin(w);
        air_map_operands(w, id);
    }
    return AIR_KEEP;
}

static void note_general(const equate *q, const air_module *m)
{
    const char *text = NULL;
    for (uint32_t i = 0; m->remarks && i < q->count; i++)
        text = arena_printf(q->arena, "%s%s%s and %s", text ? text : "", text ? "; " : "",
                            air_extent_text(q->arena, m, q->fun, q->pairs[i].kept),
                            air_extent_text(q->arena, m, q->fun, q->pairs[i].dropped));
    remark_add(m->remarks, REMARK_GENERAL, q->fun->index, 0, 0, text, NULL);
}

void air_pass_equate(arena *a, air_module *m, air_fun *f)
{
    equate q = {.arena = a, .fun = f};
    if (f->once || f->general || f->recursive || f->params.len < 2)
        return;
    if (meet_region(&q, f->body, 1) < MANY_OPERATIONS || !q.count)
        return;
    note_general(&q, m);
    q.general = copy_function(m, f);
    air_rewriter w = {.user = &q, .visit = visit};
    air_rewrite(m, f, &w);
}
