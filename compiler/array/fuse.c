/* Takes a function, decides for each array whether it is evaluated inside its consumers or becomes a
 * buffer (fuse.h; rules in docs/ir.md).
 *
 *   %d = sub(%x, %y)   one use          -> inline
 *   %q = mul(%d, %d)   one use          -> inline (both uses of %d are at the same element)
 *   %s = reduce add %q axis 2           -> inline where its consumer does not repeat it
 *   return (sqrt(%s))                   -> buffer: one loop nest for all of it
 *
 * Consumers are decided before what they consume, in one pass from the end of the function. */
#include "fuse.h"

#include "air_alias.h"
#include "air_internal.h"

enum { MAX_CHAIN = 8, MAX_DEPTH = 128, MAX_KERNELS = 4, REPEATS = 4, CHEAP = 4, ROW = 4 };

typedef struct use {
    air_id by;
    uint32_t arg;
} use;

/* How a kernel's element index becomes that of an operand: a list of steps, interned, so that equal
 * paths are equal numbers. 0 is the kernel's own index. */
typedef struct path_step {
    uint32_t parent, hash, len;
    const uint32_t *words;
} path_step;

typedef struct fuse {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    air_fusion result;
    VEC(air_id) order;
    use *uses; /* of node i: uses[first[i]] ... uses[first[i + 1]] */
    uint32_t *first;
    uint32_t *path;  /* of inlined nodes */
    uint16_t *depth; /* of inlined nodes: how deep in the tree that its kernel evaluates */
    bool *in_row;    /* of inlined nodes: evaluated for elements of the row that a STORE writes */
    bool *in_sum;    /* of inlined nodes: inside an inlined sum of floats */
    uint8_t *cost;   /* of cheap nodes: scalar operations; above CHEAP: not cheap */
    air_id *leader;  /* of reductions to scalars: the first of those folded in the same loops */
    VEC(path_step) paths;
} fuse;

static const air_node *at(const fuse *z, air_id id)
{
    return air_at(z->fun, id);
}

/* ---- Order and uses -------------------------------------------------------------------------- */

/* Whole reductions of arrays of one shape that follow each other (pass_adjoin.c) are one kernel. */
static void find_leader(fuse *z, const air_region *r, uint32_t i)
{
    const air_node *n = at(z, r->items[i]);
    if (n->op != AIR_OP_REDUCE || n->type.kind != AIR_SCALAR)
        return;
    z->leader[r->items[i]] = r->items[i];
    const air_node *before = i ? at(z, r->items[i - 1]) : NULL;
    if (!before || before->op != AIR_OP_REDUCE || before->type.kind != AIR_SCALAR)
        return;
    const air_node *x = at(z, n->args[0]), *y = at(z, before->args[0]);
    if (x->type.rank == y->type.rank &&
        memcmp(x->shape, y->shape, x->type.rank * sizeof *x->shape) == 0)
        z->leader[r->items[i]] = z->leader[r->items[i - 1]];
}

static void walk(fuse *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        vec_push(z->arena, &z->order, r->items[i]);
        find_leader(z, r, i);
        if (n->op == AIR_OP_WHILE)
            walk(z, n->other);
        walk(z, n->body);
        if (n->op != AIR_OP_WHILE)
            walk(z, n->other);
    }
}

/* DIM asks an array for nothing but its shape. */
static bool counts(const air_node *n)
{
    return n->op != AIR_OP_DIM;
}

static void list_uses(fuse *z)
{
    uint32_t count = z->fun->nodes.len;
    z->first = ARENA_ARRAY(z->arena, uint32_t, count + 2);
    for (uint32_t i = 0; i < z->order.len; i++) {
        const air_node *n = at(z, z->order.items[i]);
        for (uint32_t k = 0; counts(n) && k < n->nargs; k++)
            z->first[n->args[k] + 2]++;
    }
    for (uint32_t i = 2; i < count + 2; i++)
        z->first[i] += z->first[i - 1];
    z->uses = ARENA_ARRAY(z->arena, use, z->first[count + 1] + 1);
    for (uint32_t i = 0; i < z->order.len; i++) {
        air_id id = z->order.items[i];
        const air_node *n = at(z, id);
        for (uint32_t k = 0; counts(n) && k < n->nargs; k++)
            z->uses[z->first[n->args[k] + 1]++] = (use){id, k};
    }
}

/* ---- Cheap nodes: a few operations on no memory ---------------------------------------------- */

static bool is_simple(air_fn fn)
{
    switch (fn) {
    case AIR_ADD:
    case AIR_SUB:
    case AIR_MUL:
    case AIR_NEG:
    case AIR_POS:
    case AIR_ABS:
    case AIR_AND:
    case AIR_OR:
    case AIR_XOR:
    case AIR_INVERT:
    case AIR_NOT:
    case AIR_MIN:
    case AIR_MAX:
    case AIR_EQ:
    case AIR_NE:
    case AIR_LT:
    case AIR_LE:
    case AIR_GT:
    case AIR_GE:
    case AIR_SELECT:
    case AIR_CAST: return true;
    default: return false;
    }
}

static unsigned cost_of(const fuse *z, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_FILL:
    case AIR_OP_COORD:
    case AIR_OP_TABLE: return 0;
    case AIR_OP_LITERAL: return n->nargs <= 4 ? 2 : CHEAP + 1;
    case AIR_OP_MAP: break;
    default: return CHEAP + 1;
    }
    unsigned cost = is_simple((air_fn)n->fn) ? 1 : CHEAP + 1;
    for (uint32_t i = 0; i < n->nargs; i++) {
        if (at(z, n->args[i])->type.kind != AIR_ARRAY)
            continue;
        air_id root = air_root(z->fun, n->args[i]);
        /* One that is stored to, or that variables hold, is memory. */
        cost += air_is_touched(z->alias, root) ? CHEAP + 1 : z->cost[root];
    }
    return cost > CHEAP ? CHEAP + 1 : cost;
}

static void find_costs(fuse *z)
{
    z->cost = ARENA_ARRAY(z->arena, uint8_t, z->fun->nodes.len);
    for (uint32_t i = 0; i < z->order.len; i++)
        z->cost[z->order.items[i]] = (uint8_t)cost_of(z, at(z, z->order.items[i]));
}

/* ---- Paths ----------------------------------------------------------------------------------- */

static uint32_t extend(fuse *z, uint32_t parent, const uint32_t *words, uint32_t len)
{
    uint32_t hash = parent * 31u + len;
    for (uint32_t i = 0; i < len; i++)
        hash = (hash ^ words[i]) * 0x9E3779B1u;
    for (uint32_t i = z->paths.len; i-- > 1;) {
        const path_step *s = &z->paths.items[i];
        if (s->hash == hash && s->parent == parent && s->len == len &&
            memcmp(s->words, words, len * sizeof *words) == 0)
            return i;
    }
    uint32_t *kept = ARENA_ARRAY(z->arena, uint32_t, len);
    memcpy(kept, words, len * sizeof *words);
    return vec_push(z->arena, &z->paths, ((path_step){parent, hash, len, kept}));
}

/* What tells views apart: equal views of different arrays have equal words. */
static uint32_t view_words(const air_view *view, uint32_t rank, const air_id *shape,
                           uint32_t source, uint32_t *words)
{
    uint32_t len = 0;
    words[len++] = AIR_OP_VIEW;
    words[len++] = view->broadcast;
    words[len++] = view->maybe_broadcast;
    words[len++] = rank;
    for (uint32_t r = 0; r < rank; r++) {
        words[len++] = (uint32_t)view->axis[r];
        words[len++] = shape[r];
    }
    for (uint32_t s = 0; s < source; s++) {
        words[len++] = view->start[s];
        words[len++] = view->step[s];
    }
    return len;
}

enum { VIEW_WORDS = 4 + 4 * HPC_MAX_RANK };

/* Through a view to its source. The part of an OVERLAY that reads the same part of its base comes
 * back to the element that is overlaid. */
static uint32_t extend_view(fuse *z, uint32_t parent, const air_node *v)
{
    uint32_t words[VIEW_WORDS];
    uint32_t len = view_words(v->view, v->type.rank, v->shape, at(z, v->args[0])->type.rank, words);
    const path_step *last = &z->paths.items[parent];
    if (parent && last->len == len && last->words[0] == AIR_OP_OVERLAY &&
        memcmp(last->words + 1, words + 1, (len - 1) * sizeof *words) == 0)
        return last->parent;
    return extend(z, parent, words, len);
}

static uint32_t extend_overlay(fuse *z, uint32_t parent, const air_node *n)
{
    uint32_t words[VIEW_WORDS];
    const air_node *part = at(z, n->args[1]);
    uint32_t len = view_words(n->view, part->type.rank, part->shape, n->type.rank, words);
    words[0] = AIR_OP_OVERLAY;
    return extend(z, parent, words, len);
}

/* From an element of shape `outer` to that of operand x, which broadcasts to it. */
static uint32_t extend_broadcast(fuse *z, uint32_t parent, const air_node *x, uint32_t rank,
                                 const air_id *outer)
{
    if (x->type.rank == rank && memcmp(x->shape, outer, rank * sizeof *outer) == 0)
        return parent;
    uint32_t words[2 + 2 * HPC_MAX_RANK], len = 0;
    words[len++] = AIR_OP_MAP;
    words[len++] = rank - x->type.rank;
    for (uint32_t r = 0; r < x->type.rank; r++) {
        words[len++] = x->shape[r];
        words[len++] = outer[r + rank - x->type.rank];
    }
    return extend(z, parent, words, len);
}

static uint32_t extend_into(fuse *z, uint32_t parent, const air_node *c, air_id id, uint32_t arg)
{
    uint32_t words[3] = {c->op, id, arg};
    return extend(z, parent, words, 3);
}

/* ---- One use --------------------------------------------------------------------------------- */

/* What all uses of a node come to. */
typedef struct summary {
    air_id node;
    bool used, memory, differ;
    air_id needs; /* what needs it in memory; 0: too many views lie in between */
    air_id kernel;
    uint32_t path;
    bool repeated, in_row, in_sum;
    air_id chain[MAX_CHAIN]; /* the views between the node and the consumer at hand */
    uint32_t depth;
    struct {
        air_id kernel;
        uint32_t path;
        bool in_row;
    } uses[MAX_KERNELS];
    uint32_t count; /* of uses; more than MAX_KERNELS are not noted */
} summary;

/* Times that an element is evaluated again, as a product of constant extents; above REPEATS where
 * it is not known to be small. */
static void repeat(const fuse *z, unsigned *times, air_id extent)
{
    int64_t known;
    if (!air_is_const(z->fun, extent, &known) || known > REPEATS || known == 0)
        *times = REPEATS + 1;
    else if (known > 1 && *times <= REPEATS)
        *times *= (unsigned)known;
}

static void repeats_of_broadcast(const fuse *z, const air_node *x, uint32_t rank,
                                 const air_id *outer, unsigned *times)
{
    uint32_t missing = rank - x->type.rank;
    for (uint32_t r = 0; r < rank; r++)
        if (r < missing ||
            (air_is_one(z->fun, x->shape[r - missing]) && !air_is_one(z->fun, outer[r])))
            repeat(z, times, outer[r]);
}

static void repeats_of_view(const fuse *z, const air_node *v, unsigned *times)
{
    for (uint32_t r = 0; r < v->type.rank; r++)
        if (v->view->axis[r] == AIR_NEW_AXIS || v->view->broadcast >> r & 1)
            repeat(z, times, v->shape[r]);
}

static void repeats_of_gather(const fuse *z, const air_node *g, unsigned *times)
{
    for (uint32_t r = 0; r < g->type.rank; r++)
        if (r < g->gather->first || r >= (uint32_t)g->gather->first + g->gather->index_rank)
            repeat(z, times, g->shape[r]);
}

/* The path by which consumer c evaluates operand `arg`; false: it needs the operand in memory. */
static bool enter(fuse *z, air_id c, uint32_t arg, uint32_t from, uint32_t *path, unsigned *times)
{
    const air_node *n = at(z, c), *x = at(z, n->args[arg]);
    switch (n->op) {
    case AIR_OP_MAP:
        repeats_of_broadcast(z, x, n->type.rank, n->shape, times);
        *path = extend_broadcast(z, from, x, n->type.rank, n->shape);
        return true;
    case AIR_OP_INDEXES:
    case AIR_OP_COPY: *path = from; return true;
    case AIR_OP_REDUCE:
        *path = extend_into(z, from, n, z->leader[c] ? z->leader[c] : c, 0);
        return true;
    case AIR_OP_ARG:
    case AIR_OP_ELEM: *path = extend_into(z, from, n, c, 0); return true;
    case AIR_OP_OVERLAY: *path = arg ? extend_overlay(z, from, n) : from; return true;
    case AIR_OP_GATHER:
        if (arg == 0)
            return false;
        repeats_of_gather(z, n, times);
        *path = extend_into(z, from, n, c, x->type.rank == n->gather->index_rank ? 1 : arg + 1);
        return true;
    case AIR_OP_STORE:
        if (arg == 0)
            return false;
        repeats_of_broadcast(z, x, at(z, n->args[0])->type.rank, at(z, n->args[0])->shape, times);
        *path =
            extend_broadcast(z, from, x, at(z, n->args[0])->type.rank, at(z, n->args[0])->shape);
        return true;
    case AIR_OP_SCATTER:
        if (arg == 0)
            return false;
        *path = extend_into(z, from, n, c, arg);
        return true;
    default: return false;
    }
}

/* ---- Rows ------------------------------------------------------------------------------------
 * Lowering computes a short constant last axis at once: a kernel runs over rows. So inside a STORE
 * other elements of the same row may be read, and which part of an OVERLAY an element lies in is
 * known. What keeps to the row is decided here as in loop/lower_store.c, which copies what does
 * not. */

static uint32_t kernel_rank(const fuse *z, air_id kernel)
{
    const air_node *k = at(z, kernel);
    bool other = k->op == AIR_OP_STORE || k->op == AIR_OP_REDUCE || k->op == AIR_OP_ARG;
    return other ? at(z, k->args[0])->type.rank : k->type.rank;
}

static bool short_rows(const fuse *z, const air_node *n)
{
    int64_t last;
    bool reversed = n->type.facts & AIR_F_ORDER && !(n->type.facts & AIR_C_ORDER);
    return n->type.kind == AIR_ARRAY && n->type.rank >= 2 && !reversed &&
           air_is_const(z->fun, n->shape[n->type.rank - 1], &last) && last <= ROW;
}

/* Does the kernel take operand `arg` row by row? */
static bool runs_over_rows(const fuse *z, air_id kernel, uint32_t arg)
{
    const air_node *k = at(z, kernel), *x = at(z, k->args[arg]);
    switch (k->op) {
    case AIR_OP_STORE: {
        const air_node *to = at(z, k->args[0]);
        return arg == 1 && short_rows(z, to) && x->type.rank == to->type.rank;
    }
    case AIR_OP_REDUCE: return short_rows(z, x) && k->imm == INT64_C(1) << (x->type.rank - 1);
    case AIR_OP_MAP:
    case AIR_OP_COPY:
    case AIR_OP_OVERLAY: {
        bool part = k->op == AIR_OP_OVERLAY && arg == 1;
        return short_rows(z, k) && (part || x->type.rank == k->type.rank);
    }
    default: return false;
    }
}

static bool permutes_columns(const fuse *z, const air_node *g)
{
    unsigned last = at(z, g->args[0])->type.rank - 1u;
    for (unsigned s = 0; s < last; s++)
        if (g->gather->index[s] >= 0)
            return false;
    return g->gather->index[last] >= 0 && g->gather->first == last && g->gather->index_rank == 1;
}

/* Element [i, ..., k] of the view lies in row i of its source. */
static bool view_keeps_rows(const fuse *z, const air_node *v)
{
    uint32_t source = at(z, v->args[0])->type.rank;
    for (uint32_t r = 0; r + 1u < v->type.rank || (v->type.rank == 1 && r == 0); r++)
        if (r >= source || v->view->axis[r] != (int)r || v->view->start[r] || v->view->step[r] ||
            (v->view->broadcast | v->view->maybe_broadcast) >> r & 1)
            return false;
    return true;
}

/* Does n, evaluated in row i, read its operand in row i? */
static bool keeps_rows(const fuse *z, const air_node *n, uint32_t arg, uint32_t rank)
{
    const air_node *x = at(z, n->args[arg]);
    switch (n->op) {
    case AIR_OP_MAP:
    case AIR_OP_COPY: return x->type.rank == n->type.rank;
    case AIR_OP_OVERLAY: return true;
    case AIR_OP_GATHER: return arg == 0 && permutes_columns(z, n);
    case AIR_OP_REDUCE: return n->imm == INT64_C(1) << (x->type.rank - 1) && x->type.rank == rank;
    default: return false;
    }
}

static bool use_in_row(const fuse *z, const summary *s, use u, bool inlined)
{
    bool in_row;
    if (inlined)
        in_row = z->in_row[u.by] && z->result.kernel[u.by] &&
                 keeps_rows(z, at(z, u.by), u.arg, kernel_rank(z, z->result.kernel[u.by]));
    else
        in_row = runs_over_rows(z, u.by, u.arg);
    for (uint32_t i = 0; i < s->depth && in_row; i++)
        in_row = view_keeps_rows(z, at(z, s->chain[i]));
    return in_row;
}

/* Summed by NumPy's eight accumulators, which are lanes. */
static bool is_float_sum(const air_node *n)
{
    return n->op == AIR_OP_REDUCE && n->fn == AIR_ADD &&
           hpc_dtype_kind((hpc_dtype)n->type.dtype) == 'f';
}

static void meet_use(fuse *z, summary *s, use u)
{
    bool inlined = z->result.decision[u.by] == AIR_INLINE;
    air_id kernel = inlined ? z->result.kernel[u.by] : z->leader[u.by] ? z->leader[u.by] : u.by;
    uint32_t path = 0;
    unsigned times = 1;
    if (!enter(z, u.by, u.arg, inlined ? z->path[u.by] : 0, &path, &times)) {
        s->memory = true;
        s->needs = u.by;
        return;
    }
    for (uint32_t i = s->depth; i-- > 0;) {
        const air_node *v = at(z, s->chain[i]);
        repeats_of_view(z, v, &times);
        path = extend_view(z, path, v);
    }
    s->repeated |= times > REPEATS;
    bool in_row = use_in_row(z, s, u, inlined);
    s->in_row &= in_row;
    s->in_sum |= inlined && (z->in_sum[u.by] || is_float_sum(at(z, u.by)));
    if (s->count < MAX_KERNELS) {
        s->uses[s->count].kernel = kernel;
        s->uses[s->count].path = path;
        s->uses[s->count].in_row = in_row;
    }
    s->count++;
    s->differ |= s->used && (s->kernel != kernel || s->path != path);
    s->kernel = kernel;
    s->path = path;
}

/* All uses of x, which is the node or a view of it. */
static void meet_uses(fuse *z, summary *s, air_id x)
{
    for (uint32_t i = z->first[x]; i < z->first[x + 1]; i++) {
        use u = z->uses[i];
        if (z->result.decision[u.by] == AIR_UNUSED)
            continue;
        if (at(z, u.by)->op != AIR_OP_VIEW) {
            meet_use(z, s, u);
        } else if (s->depth == MAX_CHAIN) {
            s->memory = true;
        } else {
            s->chain[s->depth++] = u.by;
            meet_uses(z, s, u.by);
            s->depth--;
        }
        s->used = true;
    }
}

/* ---- Legality -------------------------------------------------------------------------------- */

/* May the kernel evaluate the node at the kernel's place? */
static bool can_wait(const fuse *z, air_id id, air_id kernel)
{
    const air_node *n = at(z, id);
    if (n->home != at(z, kernel)->home)
        return false;
    if (n->op == AIR_OP_INDEXES && air_effects_between(z->alias, id, kernel))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (n->args[i] && at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, id, kernel, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

/* Does operand x, evaluated at element `path` of the store, read exactly the element that the store
 * writes next? */
static bool is_target(const fuse *z, const air_node *store, air_id x, bool at_own_element)
{
    return at_own_element && x == store->args[0] &&
           at(z, x)->type.rank == at(z, store->args[0])->type.rank;
}

/* Inside a STORE, reading another element of what is stored to would see the new value: NumPy reads
 * everything first. Arrays that only may be the same are left to a check at run time. */
static bool reads_ahead(const fuse *z, air_id id, const summary *s)
{
    const air_node *k = at(z, s->kernel), *n = at(z, id);
    if (k->op != AIR_OP_STORE && k->op != AIR_OP_SCATTER)
        return false;
    air_id target = air_root(z->fun, k->args[0]);
    uint32_t rank = at(z, k->args[0])->type.rank;
    for (uint32_t i = 0; i < n->nargs; i++) {
        const air_node *x = at(z, n->args[i]);
        if (x->type.kind != AIR_ARRAY || air_root(z->fun, n->args[i]) != target)
            continue;
        if (k->op == AIR_OP_STORE && air_views_disjoint(z->fun, n->args[i], k->args[0]))
            continue;
        bool elementwise = n->op == AIR_OP_MAP || n->op == AIR_OP_COPY;
        bool own = k->op == AIR_OP_STORE && elementwise && s->path == 0;
        bool row = k->op == AIR_OP_STORE && s->in_row && keeps_rows(z, n, i, rank);
        bool here = own && x->type.rank == n->type.rank;
        if (here && k->op == AIR_OP_STORE && air_reads_near(z->fun, k, n->args[i]))
            continue;
        if (!row && !is_target(z, k, n->args[i], here))
            return true;
        if (row && n->args[i] != k->args[0])
            return true;
    }
    return false;
}

bool air_reduce_inlines(const air_fun *f, air_id reduce)
{
    const air_node *n = air_at(f, reduce), *x = air_at(f, n->args[0]);
    int64_t size = 1, extent;
    uint32_t axes = (uint32_t)n->imm, rank = x->type.rank;
    for (uint32_t s = 0; s < rank; s++)
        if (axes >> s & 1)
            size = air_is_const(f, x->shape[s], &extent) && extent <= 16 ? size * extent : 1000;
    if (size >= 1 && size <= 16)
        return true;
    /* Along the last axes a row is summed at once. Along others NumPy goes row after row, which a
     * loop nest of its own does with unit strides. */
    uint32_t count = (uint32_t)__builtin_popcount(axes);
    bool trailing = axes == ((1u << count) - 1) << (rank - count);
    return trailing && x->type.facts & AIR_C_ORDER;
}

/* ---- Decisions ------------------------------------------------------------------------------- */

static bool is_broadcast_to(const fuse *z, const air_node *x, const air_node *n)
{
    if (x->type.rank < n->type.rank)
        return true;
    for (uint32_t r = 0; r < n->type.rank; r++)
        if (air_is_one(z->fun, x->shape[r]) && !air_is_one(z->fun, n->shape[r]))
            return true;
    return false;
}

/* One simple operation on at most one array in memory and what broadcasts to it: reading the array again
 * costs less than writing the result and reading that. */
static bool is_slight(const fuse *z, const air_node *n)
{
    uint32_t arrays = 0;
    if (n->op != AIR_OP_MAP || !is_simple((air_fn)n->fn))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++) {
        const air_node *x = at(z, n->args[i]);
        if (x->type.kind != AIR_ARRAY || is_broadcast_to(z, x, n) ||
            (i > 0 && n->args[i] == n->args[0]))
            continue;
        air_id root = air_root(z->fun, n->args[i]);
        bool memory = air_is_touched(z->alias, root) || at(z, root)->op == AIR_OP_EMPTY;
        arrays += memory && n->type.dtype == x->type.dtype ? 1 : 2;
    }
    return arrays <= 1;
}

/* May each of several kernels evaluate the node for itself? */
static bool each_kernel_may(const fuse *z, air_id id, const summary *s)
{
    if (s->count > MAX_KERNELS)
        return false;
    for (uint32_t i = 0; i < s->count; i++) {
        summary one = {
            .kernel = s->uses[i].kernel, .path = s->uses[i].path, .in_row = s->uses[i].in_row};
        if (!one.kernel || !can_wait(z, id, one.kernel) || reads_ahead(z, id, &one))
            return false;
    }
    return true;
}

/* Lowering walks a kernel's tree by recursion, and code that is too long fits no cache. */
static uint32_t depth_of(const fuse *z, air_id id)
{
    uint32_t depth = 0;
    for (uint32_t i = z->first[id]; i < z->first[id + 1]; i++) {
        air_id by = z->uses[i].by;
        uint32_t above = z->result.decision[by] == AIR_INLINE ? z->depth[by] : 0;
        depth = above > depth ? above : depth;
    }
    return depth < UINT16_MAX ? depth + 1 : depth;
}

/* Why what uses the array needs it in memory. */
static remark_code why_memory(const fuse *z, air_id needs)
{
    switch (needs ? (air_op)at(z, needs)->op : AIR_OP_VIEW) {
    case AIR_OP_VIEW: return REMARK_BUFFER_DEPTH;
    case AIR_OP_RETURN: return REMARK_BUFFER_RETURNED;
    case AIR_OP_SET: return REMARK_BUFFER_VARIABLE;
    case AIR_OP_GLOBAL_SET: return REMARK_BUFFER_GLOBAL;
    case AIR_OP_FIELD_SET: return REMARK_BUFFER_FIELD;
    case AIR_OP_CALL: return REMARK_BUFFER_ARGUMENT;
    case AIR_OP_RT: return REMARK_BUFFER_RUNTIME;
    case AIR_OP_BOX: return REMARK_BUFFER_BOXED;
    case AIR_OP_RESHAPE: return REMARK_BUFFER_RESHAPED;
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
    case AIR_OP_SCATTER: return REMARK_BUFFER_STORED;
    default: return REMARK_BUFFER_GATHERED;
    }
}

static air_decision buffer(fuse *z, air_id id, remark_code why)
{
    z->result.why[id] = (uint8_t)why;
    return AIR_BUFFER;
}

/* The kernel at hand would evaluate the node: what stands against it? REMARK_COUNT: nothing. */
static remark_code why_not_inline(const fuse *z, air_id id, const summary *s)
{
    const air_node *n = at(z, id);
    if (n->op == AIR_OP_REDUCE && !air_reduce_inlines(z->fun, id))
        return REMARK_BUFFER_REDUCTION;
    if (n->op == AIR_OP_OVERLAY && !s->in_row)
        return REMARK_BUFFER_PARTS;
    if (n->op == AIR_OP_INDEXES && s->in_sum) /* no check stands among lanes */
        return REMARK_BUFFER_CHECKED;
    if (!can_wait(z, id, s->kernel))
        return n->home != at(z, s->kernel)->home ? REMARK_BUFFER_REGION : REMARK_BUFFER_WRITTEN;
    if (reads_ahead(z, id, s))
        return REMARK_BUFFER_AHEAD;
    return depth_of(z, id) > MAX_DEPTH ? REMARK_BUFFER_DEPTH : REMARK_COUNT;
}

/* Operations whose result is memory whoever uses it. */
static remark_code why_always(const air_node *n)
{
    switch (n->op) {
    case AIR_OP_EMPTY: return REMARK_BUFFER_STORED;
    case AIR_OP_RESHAPE: return REMARK_BUFFER_RESHAPED;
    case AIR_OP_ARG: return REMARK_BUFFER_PLACES;
    case AIR_OP_PACK_MASK: return REMARK_BUFFER_PACKED;
    default: return REMARK_COUNT;
    }
}

static remark_code why_several(const summary *s)
{
    if (s->repeated && !s->differ)
        return REMARK_BUFFER_REPEATED;
    for (uint32_t i = 1; i < s->count && i < MAX_KERNELS; i++)
        if (s->uses[i].kernel != s->uses[0].kernel)
            return REMARK_BUFFER_TWICE;
    return s->differ && s->kernel ? REMARK_BUFFER_SHIFTED : REMARK_BUFFER_TWICE;
}

static air_decision decide_fresh(fuse *z, air_id id)
{
    const air_node *n = at(z, id);
    summary s = {.node = id, .in_row = true};
    meet_uses(z, &s, id);
    if (!s.used)
        return n->op == AIR_OP_INDEXES ? AIR_BUFFER : AIR_UNUSED;
    if (s.memory) {
        z->result.needs[id] = s.needs;
        return buffer(z, id, why_memory(z, s.needs));
    }
    remark_code why = why_always(n);
    if (why != REMARK_COUNT)
        return buffer(z, id, why);
    if (z->cost[id] <= CHEAP && !air_is_touched(z->alias, id))
        return AIR_INLINE;
    if (s.differ && !s.repeated && is_slight(z, n) && each_kernel_may(z, id, &s)) {
        z->result.why[id] = REMARK_RECOMPUTED;
        return AIR_INLINE; /* its operands see no kernel: they are memory */
    }
    if (s.differ || s.repeated || !s.kernel)
        return buffer(z, id, why_several(&s));
    why = why_not_inline(z, id, &s);
    if (why != REMARK_COUNT)
        return buffer(z, id, why);
    z->result.kernel[id] = s.kernel;
    z->path[id] = s.path;
    z->in_row[id] = s.in_row;
    z->in_sum[id] = s.in_sum;
    return AIR_INLINE;
}

static bool has_live_use(const fuse *z, air_id id)
{
    for (uint32_t i = z->first[id]; i < z->first[id + 1]; i++)
        if (z->result.decision[z->uses[i].by] != AIR_UNUSED)
            return true;
    return false;
}

static air_decision decide(fuse *z, air_id id)
{
    const air_node *n = at(z, id);
    if (n->type.kind != AIR_ARRAY || !air_is_fresh(z->fun, id))
        return AIR_BUFFER;
    if (n->op == AIR_OP_VIEW)
        return has_live_use(z, id) ? AIR_INLINE : AIR_UNUSED;
    return decide_fresh(z, id);
}

/* ---- Stores free of overlap ------------------------------------------------------------------ */

/* Does nothing that evaluating x reads overlap the target, but for the element written next, or
 * neighbours of it (*sweeps)? */
static bool is_clear(const fuse *z, const air_node *store, air_id x, bool at_own_element,
                     bool *sweeps)
{
    const air_node *n = at(z, x);
    if (n->type.kind != AIR_ARRAY)
        return true;
    air_id root = air_root(z->fun, x), target = air_root(z->fun, store->args[0]);
    if (z->result.decision[root] != AIR_INLINE && x != store->args[0] && at_own_element &&
        air_reads_near(z->fun, store, x)) {
        *sweeps = true;
        return true;
    }
    if (z->result.decision[root] != AIR_INLINE && store->flags & AIR_STORE_APART && root != target)
        return true;
    if (z->result.decision[root] != AIR_INLINE)
        return !air_may_alias(z->alias, root, target) || is_target(z, store, x, at_own_element) ||
               air_views_disjoint(z->fun, x, store->args[0]);
    const air_node *r = at(z, root);
    bool own = at_own_element && x == root && (r->op == AIR_OP_MAP || r->op == AIR_OP_COPY);
    for (uint32_t i = 0; i < r->nargs; i++) {
        const air_node *y = at(z, r->args[i]);
        bool same = y->type.kind == AIR_ARRAY && y->type.rank == r->type.rank &&
                    memcmp(y->shape, r->shape, r->type.rank * sizeof *r->shape) == 0;
        if (!is_clear(z, store, r->args[i], own && same, sweeps))
            return false;
    }
    return true;
}

static void mark_exact(fuse *z)
{
    for (uint32_t i = 0; i < z->order.len; i++) {
        air_node *n = air_at(z->fun, z->order.items[i]);
        if (n->op != AIR_OP_STORE)
            continue;
        const air_node *to = at(z, n->args[0]);
        bool clear = true, sweeps = false;
        for (uint32_t k = 1; k < n->nargs; k++) {
            const air_node *x = at(z, n->args[k]);
            bool same = x->type.kind == AIR_ARRAY && x->type.rank == to->type.rank &&
                        memcmp(x->shape, to->shape, to->type.rank * sizeof *to->shape) == 0;
            clear &= is_clear(z, n, n->args[k], same, &sweeps);
        }
        n->flags &= (uint8_t) ~(AIR_STORE_EXACT | AIR_STORE_SWEEP);
        n->flags |= (uint8_t)(clear ? AIR_STORE_EXACT | (sweeps ? AIR_STORE_SWEEP : 0) : 0);
    }
}

air_fusion air_fuse(arena *a, const air_module *m, air_fun *f)
{
    fuse z = {.arena = a, .fun = f, .alias = air_alias_new(a, m, f)};
    z.result.decision = ARENA_ARRAY(a, uint8_t, f->nodes.len);
    z.result.kernel = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.result.why = ARENA_ARRAY(a, uint8_t, f->nodes.len);
    z.result.needs = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.path = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    z.depth = ARENA_ARRAY(a, uint16_t, f->nodes.len);
    z.in_row = ARENA_ARRAY(a, bool, f->nodes.len);
    z.in_sum = ARENA_ARRAY(a, bool, f->nodes.len);
    z.leader = ARENA_ARRAY(a, air_id, f->nodes.len);
    vec_push(a, &z.paths, (path_step){0});
    walk(&z, f->body);
    list_uses(&z);
    find_costs(&z);
    for (uint32_t i = z.order.len; i-- > 0;) {
        air_id id = z.order.items[i];
        air_decision decision = decide(&z, id);
        z.result.decision[id] = (uint8_t)decision;
        z.depth[id] = decision == AIR_INLINE ? (uint16_t)depth_of(&z, id) : 0;
    }
    mark_exact(&z);
    return z.result;
}
