/* Takes nodes, gives a function: modules, functions, regions, hash-consing, constants and nodes that
 * are not folded. The constructors with rules of their own are in air_build.c and air_view.c. */
#include "air_internal.h"

#include "../../runtime/cast.h"

/* ---- Tables ---------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint8_t arity;
    char rule;
} fn_rows[AIR_FN_COUNT] = {
#define X(name, text, arity, rule) {text, arity, rule},
    AIR_FNS(X)
#undef X
};

static const struct {
    const char *name;
    char class;
} op_rows[AIR_OP_COUNT] = {
#define X(name, text, class) {text, class},
    AIR_OPS(X)
#undef X
};

const char *air_fn_name(air_fn fn)
{
    return fn_rows[fn].name;
}

unsigned air_fn_arity(air_fn fn)
{
    return fn_rows[fn].arity;
}

char air_fn_rule(air_fn fn)
{
    return fn_rows[fn].rule;
}

const char *air_op_name(air_op op)
{
    return op_rows[op].name;
}

char air_op_class(air_op op)
{
    return op_rows[op].class;
}

bool air_op_writes(air_op op)
{
    switch (op) {
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
    case AIR_OP_SCATTER:
    case AIR_OP_UNPACK_MASK:
    case AIR_OP_SET:
    case AIR_OP_GLOBAL_SET:
    case AIR_OP_FIELD_SET:
    case AIR_OP_RT:
    case AIR_OP_CALL: return true;
    default: return false;
    }
}

bool air_fn_checked(air_fn fn)
{
    return fn == AIR_ADD_CHECKED || fn == AIR_SUB_CHECKED || fn == AIR_MUL_CHECKED ||
           fn == AIR_NEG_CHECKED;
}

/* ---- Hash-consing ----------------------------------------------------------------------------
 * Entries in the order of insertion, chained by hash with the newest first, so that forgetting the
 * newest (air_rewind) is popping. */

typedef struct entry {
    uint32_t hash, epoch, next; /* next: index + 1 */
    air_id id;
} entry;

struct air_cons {
    VEC(entry) entries;
    uint32_t *heads; /* index + 1 */
    uint32_t head_count;
    air_region *region; /* where the last node went: another one starts a new epoch */
    uint32_t entry_len; /* nodes at the head of the body */
    uint32_t epoch;     /* the last one given out */
};

static uint32_t mix(uint32_t hash, uint64_t value)
{
    uint64_t x = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(x >> 32 ^ x);
}

/* PARAM, GET and the like are found by what they name; their shape is made of themselves. */
static bool shape_is_own(air_op op)
{
    return op == AIR_OP_PARAM || op == AIR_OP_GET || op == AIR_OP_GLOBAL_GET ||
           op == AIR_OP_FIELD_GET || op == AIR_OP_PROJ;
}

static uint32_t source_rank(const air_fun *f, const air_node *n)
{
    return f->nodes.items[n->args[0]].type.rank;
}

static uint32_t hash_node(const air_fun *f, const air_node *n)
{
    uint32_t h = mix(n->op, (uint64_t)n->fn << 16 | (uint64_t)n->type.dtype << 8 | n->type.rank);
    h = mix(h, (uint64_t)n->imm);
    h = mix(h, (uint64_t)n->imm2);
    for (uint32_t i = 0; i < n->nargs; i++)
        h = mix(h, n->args[i]);
    for (uint32_t i = 0; n->shape && !shape_is_own((air_op)n->op) && i < n->type.rank; i++)
        h = mix(h, n->shape[i]);
    if (n->op == AIR_OP_VIEW) {
        for (uint32_t s = 0; s < source_rank(f, n); s++)
            h = mix(mix(h, n->view->start[s]), n->view->step[s]);
        for (uint32_t r = 0; r < n->type.rank; r++)
            h = mix(h, (uint8_t)n->view->axis[r]);
    }
    return h;
}

static bool same_view(const air_view *x, const air_view *y, uint32_t source, uint32_t rank)
{
    return x->broadcast == y->broadcast && x->maybe_broadcast == y->maybe_broadcast &&
           memcmp(x->axis, y->axis, rank * sizeof *x->axis) == 0 &&
           memcmp(x->start, y->start, source * sizeof *x->start) == 0 &&
           memcmp(x->step, y->step, source * sizeof *x->step) == 0;
}

static bool same_node(const air_fun *f, const air_node *x, const air_node *y)
{
    if (x->op != y->op || x->fn != y->fn || x->flags != y->flags || x->keepdims != y->keepdims ||
        x->type.kind != y->type.kind || x->type.dtype != y->type.dtype ||
        x->type.rank != y->type.rank || x->nargs != y->nargs || x->imm != y->imm ||
        x->imm2 != y->imm2)
        return false;
    if (x->nargs && memcmp(x->args, y->args, x->nargs * sizeof *x->args) != 0)
        return false;
    if (x->type.rank && !shape_is_own((air_op)x->op) &&
        memcmp(x->shape, y->shape, x->type.rank * sizeof *x->shape) != 0)
        return false;
    if (x->op == AIR_OP_VIEW) /* equal views of which one is read-only stay two */
        return (x->type.facts & AIR_WRITABLE) == (y->type.facts & AIR_WRITABLE) &&
               same_view(x->view, y->view, source_rank(f, x), x->type.rank);
    if (x->op == AIR_OP_COPY) /* the facts tell the order in memory that is asked for */
        return x->type.facts == y->type.facts;
    if (x->op == AIR_OP_STRING)
        return memcmp(x->text, y->text, (size_t)x->imm) == 0;
    return true;
}

static bool visible(const air_region *home, const air_region *from)
{
    while (from && from != home)
        from = from->parent;
    return from != NULL;
}

static air_id find(air_builder *b, const air_node *n, uint32_t hash, air_reuse reuse)
{
    struct air_cons *c = b->fun->cons;
    if (!c->head_count)
        return 0;
    for (uint32_t i = c->heads[hash & (c->head_count - 1)]; i; i = c->entries.items[i - 1].next) {
        const entry *e = &c->entries.items[i - 1];
        const air_node *other = air_at(b->fun, e->id);
        if (e->hash == hash && (reuse != AIR_EPOCH || e->epoch == b->epoch) &&
            visible(other->home, b->region) && same_node(b->fun, n, other))
            return e->id;
    }
    return 0;
}

static void rehash(arena *a, struct air_cons *c)
{
    c->head_count = c->head_count ? c->head_count * 4 : 64;
    c->heads = ARENA_ARRAY(a, uint32_t, c->head_count);
    for (uint32_t i = 0; i < c->entries.len; i++) {
        entry *e = &c->entries.items[i];
        uint32_t *head = &c->heads[e->hash & (c->head_count - 1)];
        e->next = *head;
        *head = i + 1;
    }
}

static void enter(air_builder *b, uint32_t hash, air_id id)
{
    struct air_cons *c = b->fun->cons;
    vec_push(b->module->arena, &c->entries, ((entry){hash, b->epoch, 0, id}));
    if (c->entries.len > c->head_count) {
        rehash(b->module->arena, c);
        return;
    }
    uint32_t *head = &c->heads[hash & (c->head_count - 1)];
    c->entries.items[c->entries.len - 1].next = *head;
    *head = c->entries.len;
}

void air_cons_reset(air_builder *b)
{
    struct air_cons *c = b->fun->cons;
    c->entries.len = 0;
    if (c->heads)
        memset(c->heads, 0, c->head_count * sizeof *c->heads);
    b->epoch = ++c->epoch;
    c->entry_len = 0;
}

static void sync_epoch(air_builder *b)
{
    struct air_cons *c = b->fun->cons;
    if (c->region != b->region) {
        c->region = b->region;
        b->epoch = ++c->epoch;
    }
}

void air_remember(air_builder *b, air_id id, air_reuse reuse)
{
    sync_epoch(b);
    if (reuse != AIR_FRESH)
        enter(b, hash_node(b->fun, air_at(b->fun, id)), id);
}

air_id air_find(air_builder *b, const air_node *n, air_reuse reuse)
{
    sync_epoch(b);
    return find(b, n, hash_node(b->fun, n), reuse);
}

air_reuse air_reuse_of(const air_fun *f, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_CONST:
    case AIR_OP_PARAM:
    case AIR_OP_DIM:
    case AIR_OP_STRIDE:
    case AIR_OP_VIEW:
    case AIR_OP_INDEX:
    case AIR_OP_BDIM:
    case AIR_OP_CHECK:
    case AIR_OP_PROJ:
    case AIR_OP_STRING: return AIR_VISIBLE;
    case AIR_OP_GET:
    case AIR_OP_GLOBAL_GET:
    case AIR_OP_FIELD_GET:
    case AIR_OP_ELEM: return AIR_EPOCH;
    case AIR_OP_ARG:
    case AIR_OP_REDUCE: return n->type.kind == AIR_SCALAR ? AIR_EPOCH : AIR_FRESH;
    case AIR_OP_MAP:
        if (n->type.kind != AIR_SCALAR)
            return AIR_FRESH;
        for (uint32_t i = 0; i < n->nargs; i++)
            if (f->nodes.items[n->args[i]].type.kind == AIR_ARRAY)
                return AIR_EPOCH;
        return AIR_VISIBLE;
    default: return AIR_FRESH;
    }
}

/* ---- Emission -------------------------------------------------------------------------------- */

air_node air_blank(air_op op, air_type type)
{
    return (air_node){.op = (uint8_t)op, .type = type};
}

static void *copy(arena *a, const void *items, size_t size)
{
    return size ? memcpy(arena_alloc(a, size), items, size) : NULL;
}

/* Place the node in the function's table; its operands move into the arena. */
static air_id adopt(air_builder *b, const air_node *n, air_region *home)
{
    arena *a = b->module->arena;
    air_node made = *n;
    made.home = home;
    made.loc = b->loc;
    made.args = copy(a, n->args, n->nargs * sizeof *n->args);
    if (n->shape)
        made.shape = copy(a, n->shape, n->type.rank * sizeof *n->shape);
    if (n->op == AIR_OP_VIEW || n->op == AIR_OP_OVERLAY)
        made.view = n->view ? copy(a, n->view, sizeof *n->view) : NULL;
    if ((n->op == AIR_OP_RT || n->op == AIR_OP_CALL) && n->nresults)
        made.results = copy(a, n->results, n->nresults * sizeof *n->results);
    return vec_push(a, &b->fun->nodes, made);
}

void air_append(air_builder *b, air_id id)
{
    sync_epoch(b);
    air_node *n = air_at(b->fun, id);
    n->home = b->region;
    vec_push(b->module->arena, b->region, id);
    if (air_op_writes((air_op)n->op))
        b->epoch = ++b->fun->cons->epoch;
}

air_id air_emit(air_builder *b, const air_node *n, air_reuse reuse)
{
    sync_epoch(b);
    uint32_t hash = 0;
    if (reuse != AIR_FRESH) {
        hash = hash_node(b->fun, n);
        air_id old = find(b, n, hash, reuse);
        if (old)
            return old;
    }
    air_id id = adopt(b, n, b->region);
    if (reuse != AIR_FRESH)
        enter(b, hash, id);
    air_append(b, id);
    return id;
}

static void insert_at(arena *a, air_region *r, uint32_t at, air_id id)
{
    vec_push(a, r, id);
    memmove(r->items + at + 1, r->items + at, (r->len - 1 - at) * sizeof *r->items);
    r->items[at] = id;
}

air_id air_emit_entry(air_builder *b, const air_node *n)
{
    uint32_t hash = hash_node(b->fun, n);
    air_id old = find(b, n, hash, AIR_VISIBLE);
    if (old)
        return old;
    air_region *body = b->fun->body;
    air_id id = adopt(b, n, body);
    enter(b, hash, id);
    insert_at(b->module->arena, body, b->fun->cons->entry_len++, id);
    return id;
}

air_id air_raw(air_builder *b, air_op op, air_type type, const air_id *args, uint32_t nargs,
               int64_t imm)
{
    air_node n = air_blank(op, type);
    n.args = (air_id *)args;
    n.nargs = nargs;
    n.imm = imm;
    return air_emit(b, &n, AIR_FRESH);
}

/* ---- Modules, functions, regions ------------------------------------------------------------- */

air_module *air_module_new(arena *a)
{
    air_module *m = ARENA_NEW(a, air_module);
    m->arena = a;
    return m;
}

air_fun *air_fun_new(air_module *m, const char *name)
{
    air_fun *f = ARENA_NEW(m->arena, air_fun);
    f->name = arena_strndup(m->arena, name, strlen(name));
    f->index = m->funs.len;
    f->body = ARENA_NEW(m->arena, air_region);
    f->cons = ARENA_NEW(m->arena, struct air_cons);
    vec_push(m->arena, &f->nodes, (air_node){0});
    vec_push(m->arena, &f->vars, (air_var){0});
    vec_push(m->arena, &m->funs, f);
    return f;
}

uint32_t air_var_new(air_builder *b, const char *name, air_type type)
{
    return vec_push(b->module->arena, &b->fun->vars, ((air_var){name, type}));
}

air_node *air_at(const air_fun *f, air_id id)
{
    return &f->nodes.items[id];
}

air_region *air_region_new(air_builder *b)
{
    air_region *r = ARENA_NEW(b->module->arena, air_region);
    r->parent = b->region;
    return r;
}

void air_new_epoch(air_builder *b)
{
    b->epoch = ++b->fun->cons->epoch;
}

air_mark air_mark_here(const air_builder *b)
{
    return (air_mark){b->fun->nodes.len, b->fun->vars.len, b->region->len, b->region,
                      b->module->funs.len};
}

/* Constants and parameters made since may lie at the head of the body, all else at the end of the
 * region: so drop by id, in the region and those around it. */
static void drop_newer(air_fun *f, air_region *r, uint32_t first)
{
    uint32_t kept = 0, dropped = 0;
    for (uint32_t i = 0; i < r->len; i++) {
        if (r->items[i] < first)
            r->items[kept++] = r->items[i];
        else if (r == f->body && i < f->cons->entry_len)
            dropped++;
    }
    r->len = kept;
    f->cons->entry_len -= dropped;
}

void air_rewind(air_builder *b, air_mark mark)
{
    struct air_cons *c = b->fun->cons;
    while (c->entries.len && c->entries.items[c->entries.len - 1].id >= mark.nodes) {
        const entry *e = &c->entries.items[c->entries.len - 1];
        c->heads[e->hash & (c->head_count - 1)] = e->next;
        c->entries.len--;
    }
    for (air_region *r = mark.region; r; r = r->parent)
        drop_newer(b->fun, r, mark.nodes);
    b->fun->nodes.len = mark.nodes;
    b->fun->vars.len = mark.vars;
    b->module->funs.len = mark.funs;
    b->region = mark.region;
    b->epoch = ++c->epoch;
}

/* ---- Constants ------------------------------------------------------------------------------- */

static int64_t wrap(hpc_dtype dtype, int64_t value)
{
    switch (dtype) {
    case HPC_BOOL: return value != 0;
    case HPC_I8: return (int8_t)value;
    case HPC_U8: return (uint8_t)value;
    case HPC_I16: return (int16_t)value;
    case HPC_U16: return (uint16_t)value;
    case HPC_I32: return (int32_t)value;
    case HPC_U32: return (uint32_t)value;
    default: return value;
    }
}

static int64_t double_bits(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static int64_t single_bits(double value)
{
    float single = (float)value;
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    return bits;
}

static air_id constant(air_builder *b, hpc_dtype dtype, int64_t imm, int64_t imm2)
{
    air_node n = air_blank(AIR_OP_CONST, air_scalar_type(dtype));
    n.imm = imm;
    n.imm2 = imm2;
    return air_emit_entry(b, &n);
}

air_id air_const_int(air_builder *b, hpc_dtype dtype, int64_t value)
{
    switch (hpc_dtype_kind(dtype)) {
    case 'f': return air_const_float(b, dtype, (double)value);
    case 'c': return air_const_complex(b, dtype, (double)value, 0.0);
    default: return constant(b, dtype, wrap(dtype, value), 0);
    }
}

air_id air_const_float(air_builder *b, hpc_dtype dtype, double value)
{
    switch (dtype) {
    case HPC_F16: return constant(b, dtype, hpc_double_to_half(value), 0);
    case HPC_F32: return constant(b, dtype, single_bits(value), 0);
    case HPC_F64: return constant(b, dtype, double_bits(value), 0);
    case HPC_C64:
    case HPC_C128: return air_const_complex(b, dtype, value, 0.0);
    default: return constant(b, dtype, wrap(dtype, hpc_f64_to_i64(value)), 0);
    }
}

air_id air_const_complex(air_builder *b, hpc_dtype dtype, double re, double im)
{
    if (dtype == HPC_C64)
        return constant(b, dtype, single_bits(re), single_bits(im));
    return constant(b, dtype, double_bits(re), double_bits(im));
}

bool air_is_const(const air_fun *f, air_id id, int64_t *value)
{
    const air_node *n = air_at(f, id);
    if (n->op != AIR_OP_CONST || n->type.dtype >= HPC_F16)
        return false;
    *value = n->imm;
    return true;
}

bool air_is_one(const air_fun *f, air_id id)
{
    int64_t value;
    return air_is_const(f, id, &value) && value == 1;
}

bool air_has_try(const air_fun *f)
{
    for (air_id id = 1; id < f->nodes.len; id++)
        if (f->nodes.items[id].op == AIR_OP_TRY)
            return true;
    return false;
}

bool air_any_try(const air_module *m)
{
    bool any = false;
    for (uint32_t i = 0; i < m->funs.len; i++)
        any |= air_has_try(m->funs.items[i]);
    return any;
}
