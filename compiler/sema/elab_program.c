/* Programs and chunks; globals and their cells. */
#include "../../runtime/rtf_python.h"
#include "../../runtime/table.h"
#include "elab_parallel.h"
#include "elab_scope.h"

/* ---- Globals -------------------------------------------------------------------------------- */

/* Where the global had its cells when it last was of this type, or 0. */
static int32_t earlier_cells(const program *p, const binding *b)
{
    for (uint32_t k = 0; k < p->cell_homes.len; k++) {
        const cell_home *h = &p->cell_homes.items[k];
        if (h->name == b->name && h->type == b->v.ty)
            return h->cell;
    }
    return 0;
}

/* The cells of a global: one for each component of its type. A name that gets an earlier type again
 * has the cells that the functions read which were compiled for that type. */
int32_t global_cells(elab *e, binding *b)
{
    program *p = e->program;
    if (b->cell && b->cell_type == b->v.ty)
        return b->cell;
    b->cell = earlier_cells(p, b);
    b->cell_type = b->v.ty;
    b->stored = 0;
    if (b->cell)
        return b->cell;
    b->cell = (int32_t)p->cells + 1;
    p->cells += ty_flatten(b->v.ty, NULL, 0);
    vec_push(e->arena, &p->cell_homes, ((cell_home){b->name, b->v.ty, b->cell}));
    return b->cell;
}

uint32_t elab_global_index(elab *e, const char *name, air_type type, uint32_t cell)
{
    for (uint32_t i = 0; i < e->air->globals.len; i++)
        if (e->air->globals.items[i].cell == cell)
            return i;
    air_global g = {name, type, cell};
    return vec_push(e->arena, &e->air->globals, g);
}

val global_read(elab *e, binding *b)
{
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    if (ty_flatten(b->v.ty, NULL, 0) > ELAB_MAX_COMPONENTS)
        return val_never(e); /* its store is refused */
    global_cells(e, b);
    uint32_t count = ty_flatten(b->v.ty, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = air_global_get(
            &e->b, elab_global_index(e, b->name, types[i], (uint32_t)b->cell - 1 + i));
    return val_from_components(e, b->v.ty, nodes);
}

/* ---- Globals that functions assign -------------------------------------------------------------- */

/* with open(...): a try that closes it. */
static bool opens_file(const ast_stmt *s)
{
    for (uint32_t i = 0; s->kind == AST_WITH && i < s->with.items.len; i++) {
        const ast_expr *x = s->with.items.items[i].context;
        bool opens = x->kind == AST_CALL && x->call.callee->kind == AST_NAME &&
                     strcmp(x->call.callee->name, "open") == 0;
        if (opens || x->kind == AST_NAME)
            return true;
    }
    return false;
}

static bool global_stmt(void *user, ast_stmt *s)
{
    program *p = user;
    p->has_try = p->has_try || s->kind == AST_TRY || opens_file(s);
    if (s->kind == AST_GLOBAL)
        for (uint32_t i = 0; i < s->names.len; i++)
            if (!ast_names_has(&p->shared, s->names.items[i]))
                vec_push(p->e->arena, &p->shared, s->names.items[i]);
    return true;
}

bool scope_declares_global(const scope *s, const char *name)
{
    while (s->is_comprehension)
        s = s->lexical;
    const func *f = s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
    return f && ast_names_has(&f->uses.globals, name);
}

/* The first value decides the type for good: functions are compiled for it. */
static bool bind_shared(elab *e, binding *b, const val *v, span where)
{
    if (e->program->current || e->b.region != e->b.fun->body || e->scope->loop) {
        elab_error(e, where, "NotImplementedError",
                   "'%s' is assigned by a function: its first value must come from a statement of "
                   "the top level",
                   b->name);
        return false;
    }
    const ty *t = v->ty;
    b->v = (val){.ty = t->kind == TY_ARRAY ? ty_array(e->types, t->dtype, t->rank, 0, 0) : t};
    b->state = BOUND;
    b->shared = true;
    e->program->bound_boxed |= t->kind == TY_BOXED;
    return true;
}

void global_assign(elab *e, const char *name, val v, span where)
{
    scope *module = e->program->module;
    uint32_t slot = scope_slot(e, module, name); /* may move the names */
    binding *b = &module->names.items[slot];
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    if (val_bad(v) || !val_has_place(e, v.ty, where) ||
        (!b->shared && !bind_shared(e, b, &v, where)))
        return;
    if (ty_join(e->types, b->v.ty, v.ty, false) != b->v.ty) {
        elab_error(e, where, "TypeError", "the global '%s' holds %s, the value is %s", name,
                   ty_name(e->arena, b->v.ty), ty_name(e->arena, v.ty));
        return;
    }
    global_cells(e, b);
    val as = val_coerce(e, v, b->v.ty, where);
    uint32_t count = val_components(e, &as, b->v.ty, nodes, where);
    ty_flatten(b->v.ty, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count; i++)
        air_global_set(&e->b, elab_global_index(e, b->name, types[i], (uint32_t)b->cell - 1 + i),
                       nodes[i]);
}

static void store_global(elab *e, binding *b, span where)
{
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    if (b->shared || !val_has_place(e, b->v.ty, where))
        return;
    global_cells(e, b);
    if (b->resident)
        return;
    uint32_t count = val_components(e, &b->v, b->v.ty, nodes, where);
    if (!count || b->stored == nodes[0])
        return;
    ty_flatten(b->v.ty, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count; i++)
        air_global_set(&e->b, elab_global_index(e, b->name, types[i], (uint32_t)b->cell - 1 + i),
                       nodes[i]);
    b->stored = nodes[0];
}

void globals_store(elab *e, const instance *i, span where)
{
    instance *caller = e->program->current;
    for (uint32_t k = 0; k < i->globals.len; k++) {
        const global_use *use = &i->globals.items[k];
        if (caller) { /* the caller needs them too: its own callers store them */
            bool seen = false;
            for (uint32_t n = 0; n < caller->globals.len; n++)
                seen = seen || caller->globals.items[n].slot == use->slot;
            if (!seen)
                vec_push(e->arena, &caller->globals, *use);
        } else if (!use->constant.ty) {
            binding *b = &e->program->module->names.items[use->slot];
            if (b->state == MAYBE_BOUND)
                scope_read(e, e->program->module, b->name, where); /* checks it */
            store_global(e, b, where);
        }
    }
}

/* Known without nodes: numbers, strings, what is its type, and tuples of such. */
static bool all_constant(const val *v)
{
    if (v->count == 0 || v->ty->kind == TY_UNION || v->ty->kind == TY_OPTIONAL)
        return v->is_const || ty_flatten(v->ty, NULL, 0) == 0;
    for (uint32_t i = 0; i < v->count; i++)
        if (!all_constant(&v->items[i]))
            return false;
    return true;
}

/* Cells carry it to another function: it has components, or nothing that would have to be carried. */
static bool can_be_carried(const val *v)
{
    if (all_constant(v))
        return true;
    if (v->ty->kind != TY_TUPLE)
        return ty_flatten(v->ty, NULL, 0) > 0;
    for (uint32_t i = 0; i < v->count; i++)
        if (!can_be_carried(&v->items[i]))
            return false;
    return true;
}

static uint32_t flag_global(elab *e, binding *b)
{
    if (!b->flag_cell)
        b->flag_cell = (int32_t)++e->program->cells;
    return elab_global_index(e, b->name, air_scalar_type(HPC_BOOL), (uint32_t)b->flag_cell - 1);
}

/* A name that may be unbound: its flag always, its value only where there is one. */
static void store_maybe(elab *e, binding *b)
{
    air_id flag = air_get(&e->b, b->flag - 1);
    air_global_set(&e->b, flag_global(e, b), flag);
    air_region *outer = e->b.region;
    air_id branch = air_raw(&e->b, AIR_OP_IF, (air_type){.kind = AIR_VOID}, &flag, 1, 0);
    air_region *body = air_region_new(&e->b), *other = air_region_new(&e->b);
    air_at(e->b.fun, branch)->body = body;
    air_at(e->b.fun, branch)->other = other;
    e->b.region = body;
    air_new_epoch(&e->b);
    store_global(e, b, (span){0});
    e->b.region = outer;
    air_new_epoch(&e->b);
}

static void store_closures(elab *e, const val *v);

/* The variables that a function sees of a call that has ended: they stay as they are. */
static void store_variables(elab *e, scope *s)
{
    const func *maker = s->inlined;
    for (uint32_t i = 0; i < s->names.len; i++) {
        binding *b = &s->names.items[i];
        bool seen = b->name[0] == '.' || (maker && ast_names_has(&maker->uses.captured, b->name));
        if (!seen || b->state != BOUND || val_bad(b->v) || b->cell)
            continue;
        store_closures(e, &b->v);
        if (!all_constant(&b->v))
            store_global(e, b, (span){0});
    }
}

static void store_closures(elab *e, const val *v)
{
    for (uint32_t i = 0; v->ty->kind == TY_TUPLE && i < v->count; i++)
        store_closures(e, &v->items[i]);
    if (v->ty->kind != TY_FUNC)
        return;
    for (scope *s = ((const func *)v->ty->ref)->lexical; s && !s->is_module; s = s->lexical)
        if (s->done && s->fun == e->b.fun && scope_visible(e, s))
            store_variables(e, s);
}

void globals_store_all(elab *e)
{
    scope *module = e->program->module;
    for (uint32_t i = 0; i < module->names.len; i++)
        if (module->names.items[i].state == BOUND)
            store_closures(e, &module->names.items[i].v);
    for (uint32_t i = 0; i < module->names.len; i++) {
        binding *b = &module->names.items[i];
        if (b->state == UNBOUND || val_bad(b->v) || ty_flatten(b->v.ty, NULL, 0) == 0)
            continue;
        if (b->shared || (b->state == BOUND && all_constant(&b->v)))
            continue; /* in its cell, or known to later chunks without one */
        if (b->state == MAYBE_BOUND && b->flag)
            store_maybe(e, b);
        else
            store_global(e, b, (span){0});
        b->resident = true;
        b->stored = 0;
    }
}

/* ---- Chunks --------------------------------------------------------------------------------- */

program *program_new(arena *a, intern *names, diags *d)
{
    program *p = ARENA_NEW(a, program);
    elab *e = ARENA_NEW(a, elab);
    p->e = e;
    e->arena = a;
    e->names = names;
    e->diags = d;
    e->types = ty_table_new(a);
    e->program = p;
    vec_push(a, &e->locs, (elab_loc){0});
    p->module = ARENA_NEW(a, scope);
    p->module->is_module = true;
    return p;
}

void program_check_races(program *p, bool wanted)
{
    p->e->check_races = wanted;
}

void program_set_runtime(program *p, hpc_runtime *runtime)
{
    p->e->runtime = runtime;
}

static void begin_chunk(program *p, const source *src)
{
    elab *e = p->e;
    e->src = src;
    e->mode = PR_NUMPY;
    e->scope = p->module;
    e->scope->reachable = true;
    e->inline_parent = 0;
    e->depth = 0;
    e->air = air_module_new(e->arena);
    air_fun *main = air_fun_new(e->air, "main");
    e->b = (air_builder){.module = e->air, .fun = main, .region = main->body};
    elab_small_extents(e);
    p->instances.len = 0;
    p->current = NULL;
    for (uint32_t i = 0; i < p->module->names.len;
         i++) { /* nodes of an earlier chunk mean nothing */
        binding *b = &p->module->names.items[i];
        b->resident = b->resident || (b->cell && b->stored);
        b->stored = 0;
    }
}

/* What earlier chunks left in cells is read where the chunk begins, so that all of it sees that. */
static void load_residents(program *p)
{
    for (uint32_t i = 0; i < p->module->names.len; i++) {
        binding *b = &p->module->names.items[i];
        air_id first[ELAB_MAX_COMPONENTS];
        if (!b->resident || b->state == UNBOUND)
            continue;
        b->v = global_read(p->e, b);
        if (b->state == MAYBE_BOUND) {
            b->flag = vars_new(p->e, b->name, ty_basic(p->e->types, TY_BOOL)) + 1;
            air_set(&p->e->b, b->flag - 1, air_global_get(&p->e->b, flag_global(p->e, b)));
        }
        val_components(p->e, &b->v, b->v.ty, first, (span){0});
        b->resident = false;
        b->stored = first[0];
    }
}

/* Functions that only discarded rounds called are dropped; the others are renumbered. */
static void mark_region(const air_fun *f, const air_region *r, bool *used, air_module *m);

static void mark_fun(uint32_t index, bool *used, air_module *m)
{
    if (used[index])
        return;
    used[index] = true;
    mark_region(m->funs.items[index], m->funs.items[index]->body, used, m);
}

static void mark_region(const air_fun *f, const air_region *r, bool *used, air_module *m)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(f, r->items[i]);
        if (n->op == AIR_OP_CALL)
            mark_fun((uint32_t)n->imm, used, m);
        mark_region(f, n->body, used, m);
        mark_region(f, n->other, used, m);
    }
}

static void prune(elab *e)
{
    air_module *m = e->air;
    bool *used = ARENA_ARRAY(e->arena, bool, m->funs.len);
    uint32_t *renamed = ARENA_ARRAY(e->arena, uint32_t, m->funs.len), count = 0;
    mark_fun(0, used, m);
    for (uint32_t i = 0; i < m->funs.len; i++)
        if (used[i]) {
            renamed[i] = count;
            m->funs.items[i]->index = count;
            m->funs.items[count++] = m->funs.items[i];
        }
    m->funs.len = count;
    for (uint32_t i = 0; i < count; i++) {
        air_fun *f = m->funs.items[i];
        for (uint32_t n = 1; n < f->nodes.len; n++)
            if (f->nodes.items[n].op == AIR_OP_CALL)
                f->nodes.items[n].imm = renamed[f->nodes.items[n].imm];
    }
}

static program_chunk end_chunk(program *p, int diagnostics, const ty *result)
{
    elab *e = p->e;
    if (diag_count(e->diags) > diagnostics)
        return (program_chunk){0};
    prune(e);
    elab_check_parallel(e);
    if (diag_count(e->diags) > diagnostics)
        return (program_chunk){0};
    return (program_chunk){e->air, result};
}

static void emit_return(elab *e, const air_id *nodes, uint32_t count)
{
    air_raw(&e->b, AIR_OP_RETURN, (air_type){.kind = AIR_VOID}, nodes, count, 0);
}

/* Return v from function 0. */
static const ty *return_value(elab *e, val v, span where)
{
    air_id nodes[ELAB_MAX_COMPONENTS];
    air_type types[ELAB_MAX_COMPONENTS];
    if (val_bad(v))
        return v.ty;
    if (v.is_literal_list)
        v = val_of(e, v.ty, elab_object(e, &v, where));
    if (!val_has_place(e, v.ty, where))
        return val_never(e).ty;
    uint32_t count = val_components(e, &v, v.ty, nodes, where);
    ty_flatten(v.ty, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count; i++)
        vec_push(e->arena, &e->b.fun->results, types[i]);
    emit_return(e, nodes, count);
    return v.ty;
}

/* The type of a value that a run gave; NULL where the language has none for it. */
static const ty *type_of_value(elab *e, const hpc_value *v)
{
    ty_table *t = e->types;
    const ty *items[ELAB_MAX_COMPONENTS];
    switch (v->kind) {
    case HPC_NONE: return ty_basic(t, TY_NONE);
    case HPC_PYBOOL: return ty_basic(t, TY_BOOL);
    case HPC_PYINT: return ty_basic(t, TY_INT);
    case HPC_PYFLOAT: return ty_basic(t, TY_FLOAT);
    case HPC_PYCOMPLEX: return ty_basic(t, TY_COMPLEX);
    case HPC_SCALAR: return ty_scalar(t, (hpc_dtype)v->dtype);
    case HPC_ARRAY: return ty_array(t, (hpc_dtype)v->view->dtype, (unsigned)v->view->rank, 0, 0);
    case HPC_STR: return ty_basic(t, TY_STR);
    case HPC_TUPLE: {
        const hpc_seq *seq = (const hpc_seq *)v->object;
        if (seq->length > ELAB_MAX_COMPONENTS || seq->names)
            return NULL;
        for (int64_t i = 0; i < seq->length; i++)
            if (!(items[i] = type_of_value(e, &seq->items[i])))
                return NULL;
        return ty_tuple(t, items, (uint32_t)seq->length);
    }
    default: return NULL;
    }
}

static bool is_boxed(const binding *b)
{
    return b->state == BOUND && b->v.ty->kind == TY_BOXED;
}

/* Names that an earlier chunk left boxed get the type that their value turned out to have. */
static void settle_boxed(elab *e, const char *cells, span where)
{
    scope *module = e->program->module;
    for (uint32_t i = 0; i < module->names.len; i++) {
        binding *b = &module->names.items[i];
        if (!is_boxed(b) || !b->resident || !cells)
            continue;
        hpc_value boxed = {.kind = HPC_OBJECT};
        memcpy(&boxed.object, cells + (size_t)(b->cell - 1) * AIR_CELL_SIZE, sizeof boxed.object);
        const ty *type = type_of_value(e, hpc_unboxed(&boxed));
        if (type)
            scope_bind(e, module, b->name, elab_unbox(e, global_read(e, b), type, where));
    }
}

/* Whether more names of the module are boxed than were seen before. */
static bool more_boxed(program *p, uint32_t *seen)
{
    const scope *module = p->module;
    uint32_t count = 0;
    if (!p->bound_boxed)
        return false;
    p->bound_boxed = false;
    for (uint32_t i = 0; i < module->names.len; i++)
        count += is_boxed(&module->names.items[i]);
    bool more = count > *seen;
    *seen = count;
    return more;
}

/* ---- Pieces ---------------------------------------------------------------------------------- */

/* A long top level, or one with loops beside other statements, becomes several functions that
 * function 0 calls in turn; names pass from one to the next in cells. Statements with loops are
 * compiled; what runs once is interpreted. */
enum { PIECE_NODES = 1500, SMALL_MODULE = 8, LARGE_ARRAY = 100000 };

static bool loop_stmt(void *user, ast_stmt *s)
{
    bool *loops = user;
    *loops = *loops || s->kind == AST_FOR || s->kind == AST_WHILE;
    return s->kind != AST_FUNCTION && s->kind != AST_CLASS;
}

static bool has_loops(ast_stmt *s)
{
    bool loops = false;
    ast_visitor visitor = {.user = &loops, .stmt = loop_stmt};
    ast_walk_stmt(&visitor, s);
    return loops && s->kind != AST_FUNCTION && s->kind != AST_CLASS;
}

static void begin_function(elab *e, const char *name, bool once)
{
    air_fun *f = air_fun_new(e->air, name);
    f->once = once;
    e->b = (air_builder){.module = e->air, .fun = f, .region = f->body};
    elab_small_extents(e);
}

/* Function 0 calls the next piece, which is what is elaborated from now on. */
static void begin_piece(elab *e, air_builder *main, bool once)
{
    air_call(main, e->air->funs.len, NULL, 0, NULL, 0);
    begin_function(e, "<module>", once);
    load_residents(e->program);
}

/* Elements of an array whose extents are all known, else 0. */
static int64_t known_size(const air_fun *f, const air_node *n)
{
    int64_t size = 1, extent;
    for (uint32_t i = 0; i < n->type.rank; i++) {
        if (!air_is_const(f, n->shape[i], &extent))
            return 0;
        if (__builtin_mul_overflow(size, extent, &size))
            return INT64_MAX;
    }
    return n->type.rank ? size : 0;
}

static bool reads_file(const air_node *n)
{
    static const int rows[] = {HPC_RT_npy_load, HPC_RT_loadtxt, HPC_RT_image_read};
    for (size_t i = 0; n->op == AIR_OP_RT && i < sizeof rows / sizeof *rows; i++)
        if (n->imm == rows[i])
            return true;
    return false;
}

/* Large arrays are worth compiling for, from where they appear: known extents, and what files give. */
static void settle_tier(elab *e)
{
    const air_fun *f = e->b.fun;
    for (uint32_t i = 1; i < f->nodes.len && !e->program->large; i++) {
        const air_node *n = &f->nodes.items[i];
        bool array = n->type.kind == AIR_ARRAY && n->shape;
        e->program->large = reads_file(n) || (array && known_size(f, n) >= LARGE_ARRAY);
    }
    e->air->large = e->program->large;
    if (e->program->large)
        e->b.fun->once = false;
}

static void end_piece(elab *e)
{
    settle_tier(e);
    globals_store_all(e);
    emit_return(e, NULL, 0);
}

static bool can_split(const scope *module)
{
    for (uint32_t i = 0; i < module->names.len; i++) {
        const binding *b = &module->names.items[i];
        if (b->state != UNBOUND && !val_bad(b->v) && !can_be_carried(&b->v))
            return false;
    }
    return true;
}

/* Whether the statement begins another piece: where loops begin or end, or the piece is long. */
static bool wants_piece(elab *e, ast_stmt *s)
{
    bool loops = has_loops(s), other = !e->program->large && loops == e->b.fun->once;
    bool empty = e->b.fun->once && e->b.fun->body->len < 16;
    return ((other && !empty) || e->b.fun->nodes.len > PIECE_NODES) && e->scope->reachable &&
           can_split(e->program->module);
}

static void module_statement(elab *e, air_builder *main, ast_stmt *s)
{
    if (main->fun && wants_piece(e, s)) {
        end_piece(e);
        begin_piece(e, main, !has_loops(s) && !e->program->large);
    } else if (has_loops(s)) {
        e->b.fun->once = false;
    }
    elab_stmt(e, s);
}

/* One function does for a short module, and for a longer one without loops. */
static bool wants_pieces(const ast_module *m, uint32_t from)
{
    bool loops = false;
    for (uint32_t i = from; i < m->body.len; i++)
        loops = loops || has_loops(m->body.items[i]);
    return m->body.len - from > (loops ? SMALL_MODULE : 10 * SMALL_MODULE);
}

static program_chunk module_once(program *p, const ast_module *m, uint32_t *next, const char *cells,
                                 bool persist)
{
    elab *e = p->e;
    int diagnostics = diag_count(e->diags);
    uint32_t boxed = 0;
    begin_chunk(p, m->src);
    ast_visitor globals = {.user = p, .stmt = global_stmt};
    ast_walk_block(&globals, &m->body);
    if (*next && *next < m->body.len)
        settle_boxed(e, cells, m->body.items[*next]->where);
    load_residents(p);
    p->bound_boxed = true;
    more_boxed(p, &boxed);
    e->b.fun->once = true;
    air_builder main = {0};
    if (wants_pieces(m, *next)) {
        globals_store_all(e);
        main = e->b;
        begin_piece(e, &main, true);
    }
    if (*next)
        elab_unpack_boxed(e);
    while (*next < m->body.len) {
        p->statement = *next + 1 < m->body.len ? m->body.items[*next] : NULL;
        if (e->scope->reachable)
            module_statement(e, &main, m->body.items[*next]);
        ++*next;
        if (*next < m->body.len && more_boxed(p, &boxed))
            break;
    }
    p->statement = NULL;
    settle_tier(e);
    bool done = *next == m->body.len;
    if (e->scope->reachable) {
        if (persist || !done)
            globals_store_all(e);
        emit_return(e, NULL, 0);
    }
    if (main.fun)
        air_raw(&main, AIR_OP_RETURN, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    return end_chunk(p, diagnostics, ty_basic(e->types, TY_NONE));
}

/* Objects whose fields turn out to hold more are made again from the beginning of the chunk. */
program_chunk program_module(program *p, const ast_module *m, uint32_t *next, const char *cells,
                             bool persist)
{
    enum { MOST = 40 };
    uint32_t first = *next;
    int diagnostics = diag_count(p->e->diags);
    env names = env_copy(p->e, &p->module->names);
    for (int round = 0;; round++) {
        p->wishes_grew = false;
        program_chunk chunk = module_once(p, m, next, cells, persist);
        if (!p->wishes_grew || round == MOST)
            return chunk;
        *next = first;
        p->module->names = env_copy(p->e, &names);
        diag_truncate(p->e->diags, diagnostics);
    }
}

static val argument_value(elab *e, const program_arg *arg, uint32_t *at)
{
    if (arg->folded)
        return *arg->constant;
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(arg->type, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++) {
        vec_push(e->arena, &e->b.fun->params, types[i]);
        vec_push(e->arena, &e->b.fun->param_names, arg->name);
        nodes[i] = air_param(&e->b, (*at)++);
    }
    return val_from_components(e, arg->type, nodes);
}

program_chunk program_expr(program *p, const source *src, const ast_expr *x, program_arg *args,
                           uint32_t count, bool bare_names, program_wish wish)
{
    elab *e = p->e;
    int diagnostics = diag_count(e->diags);
    begin_chunk(p, src);
    load_residents(p);
    scope s = {.lexical = p->module, .reachable = true, .fun = e->b.fun};
    e->scope = &s;
    p->bare_names = bare_names;
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        args[i].folded = args[i].constant != NULL; /* it runs once */
        scope_bind(e, &s, intern_text(e->names, args[i].name), argument_value(e, &args[i], &at));
    }
    val v = elab_expr(e, x);
    if (wish == PROGRAM_ARRAY && !val_bad(v) && v.ty->kind != TY_ARRAY)
        v = elab_call_named(e, "numpy.array", &v, 1, x->where);
    if (wish == PROGRAM_PRINT && !val_bad(v)) {
        elab_call_named(e, "print", &v, 1, x->where);
        v = val_none(e);
    }
    const ty *result = return_value(e, v, x->where);
    p->bare_names = false;
    return end_chunk(p, diagnostics, result);
}

/* Text is part of the key, and what an earlier round found that it must know: a parameter of the
 * function, or, where it was inlined, of the chunk. */
static void fold_arguments(const program *p, const func *f, program_arg *args, uint32_t count)
{
    uint64_t wanted = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t width = args[i].folded ? 0 : ty_flatten(args[i].type, NULL, 0);
        if (width == 1 && at < 64 && i < 64 && (p->need_const >> at & 1))
            wanted |= UINT64_C(1) << i;
        at += width;
    }
    for (uint32_t i = 0; i < count; i++) {
        bool fold = args[i].folded || args[i].type->kind == TY_STR || (i < 64 && (wanted >> i & 1));
        for (uint32_t k = 0; k < f->params->len && k < 64; k++)
            fold = fold || ((f->need_const >> k & 1) &&
                            strcmp(f->params->items[k].name, args[i].name) == 0);
        args[i].folded = fold && args[i].constant;
    }
}

static uint32_t folded_count(const program_arg *args, uint32_t count)
{
    uint32_t folded = 0;
    for (uint32_t i = 0; i < count; i++)
        folded += args[i].folded;
    return folded;
}

static val call_by_keyword(elab *e, func *f, const program_arg *args, uint32_t count, span where)
{
    val *values = ARENA_ARRAY(e->arena, val, count);
    const char **names = ARENA_ARRAY(e->arena, const char *, count);
    span *spans = ARENA_ARRAY(e->arena, span, count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        values[i] = argument_value(e, &args[i], &at);
        names[i] = intern_text(e->names, args[i].name);
        spans[i] = where;
    }
    call_args call = {
        .keywords = names, .keyword_args = values, .keyword_spans = spans, .keyword_count = count};
    return func_call(e, f, &call, where);
}

static func *module_function(program *p, const char *name)
{
    const binding *b = scope_find(p->module, intern_text(p->e->names, name));
    return b && b->state == BOUND && b->v.ty->kind == TY_FUNC ? (func *)(uintptr_t)b->v.ty->ref
                                                              : NULL;
}

program_chunk program_call(program *p, const char *name, program_arg *args, uint32_t count)
{
    elab *e = p->e;
    int diagnostics = diag_count(e->diags);
    func *f = module_function(p, name);
    if (!f)
        return (program_chunk){0};
    span where = f->definition ? f->definition->where : (span){.line = 1, .column = 1};
    val v;
    scope s;
    uint32_t folded;
    p->need_const = 0;
    fold_arguments(p, f, args, count);
    do {
        diag_truncate(e->diags, diagnostics);
        folded = folded_count(args, count);
        p->need_const = 0;
        begin_chunk(p, f->src);
        load_residents(p);
        s = (scope){.lexical = p->module, .reachable = true, .fun = e->b.fun};
        e->scope = &s;
        v = call_by_keyword(e, f, args, count, where);
        fold_arguments(p, f, args, count);
    } while (folded_count(args, count) > folded);
    if (val_bad(v) && diag_count(e->diags) == diagnostics && (f->need_const || p->need_const))
        elab_error(e, where, "TypeError", "an argument of %s() must be known when compiling", name);
    return end_chunk(p, diagnostics, return_value(e, v, where));
}

void program_define(program *p, const char *name, val v)
{
    scope_bind(p->e, p->module, intern_text(p->e->names, name), v);
}

uint32_t program_define_cell(program *p, const char *name, const ty *type)
{
    scope_bind(p->e, p->module, intern_text(p->e->names, name), (val){.ty = type});
    binding *b = scope_find(p->module, intern_text(p->e->names, name));
    global_cells(p->e, b);
    b->resident = true;
    return (uint32_t)b->cell - 1;
}

ty_table *program_types(program *p)
{
    return p->e->types;
}

uint32_t program_cell_count(const program *p)
{
    return p->cells;
}

const elab_loc *program_loc(const program *p, int32_t id)
{
    return id > 0 && (uint32_t)id < p->e->locs.len ? &p->e->locs.items[id] : NULL;
}

bool program_has_function(program *p, const char *name)
{
    return module_function(p, name) != NULL;
}

const ast_params *program_params(program *p, const char *name)
{
    func *f = module_function(p, name);
    return f ? f->params : NULL;
}
