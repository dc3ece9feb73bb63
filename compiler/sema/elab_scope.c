/* Names, and values that cross control flow: bindings, components, AIR variables, coercion. */
#include <stdio.h>

#include "../../runtime/checks.h"
#include "classes.h"
#include "exceptions.h"

/* ---- Names ---------------------------------------------------------------------------------- */

enum { INDEXED_FROM = 16 }; /* names; fewer are found as fast one by one */

/* Where the name is in the table, or the free place for it. */
static uint32_t *place_in_index(const name_index *index, const env *names, const char *name)
{
    uint64_t hash = (uint64_t)(uintptr_t)name * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t at = (uint32_t)(hash >> 32) & (index->room - 1);
    while (index->slots[at] && names->items[index->slots[at] - 1].name != name)
        at = (at + 1) & (index->room - 1);
    return &index->slots[at];
}

/* After a name was added: names may also have been taken away meanwhile, where a round of elaboration
 * begins anew. */
static void keep_index(elab *e, scope *s)
{
    name_index *index = &s->index;
    if (s->names.len < INDEXED_FROM)
        return;
    if (index->count + 1 != s->names.len || 2 * s->names.len > index->room) {
        uint32_t room = 4 * INDEXED_FROM;
        while (room < 4 * s->names.len)
            room *= 2;
        *index = (name_index){ARENA_ARRAY(e->arena, uint32_t, room), room, 0};
    }
    for (; index->count < s->names.len; index->count++)
        *place_in_index(index, &s->names, s->names.items[index->count].name) = index->count + 1;
}

binding *scope_find(scope *s, const char *name)
{
    if (s->index.count && s->index.count == s->names.len) {
        uint32_t slot = *place_in_index(&s->index, &s->names, name);
        return slot ? &s->names.items[slot - 1] : NULL;
    }
    for (uint32_t i = 0; i < s->names.len; i++)
        if (s->names.items[i].name == name)
            return &s->names.items[i];
    return NULL;
}

uint32_t scope_slot(elab *e, scope *s, const char *name)
{
    binding *b = scope_find(s, name);
    if (b)
        return (uint32_t)(b - s->names.items);
    binding fresh = {.name = name, .v = val_never(e)};
    uint32_t slot = vec_push(e->arena, &s->names, fresh);
    keep_index(e, s);
    return slot;
}

scope *scope_module(scope *s)
{
    while (!s->is_module)
        s = s->lexical;
    return s;
}

void binding_keep_cells(binding *b, const binding *from)
{
    b->cell = from->cell;
    b->cell_type = from->cell_type;
    b->flag_cell = from->flag_cell;
}

binding binding_unbound(elab *e, const binding *from)
{
    binding b = {.name = from->name,
                 .v = val_never(e),
                 .read_unbound = from->read_unbound,
                 .read_where = from->read_where};
    binding_keep_cells(&b, from);
    return b;
}

env env_copy(elab *e, const env *from)
{
    env to = {ARENA_ARRAY(e->arena, binding, from->len), from->len, from->len};
    if (from->len)
        memcpy(to.items, from->items, from->len * sizeof *to.items);
    return to;
}

/* A literal list becomes an object when it gets a name: from then on it has an identity. */
val elab_named_value(elab *e, val v)
{
    if (v.is_literal_list) {
        air_id node = elab_object(e, &v, e->locs.items[e->b.loc].where);
        return node ? val_of(e, v.ty, node) : val_never(e);
    }
    if (v.ty->kind == TY_TUPLE)
        for (uint32_t i = 0; i < v.count; i++)
            if (v.items[i].is_literal_list) {
                val *items = ARENA_ARRAY(e->arena, val, v.count);
                for (uint32_t k = 0; k < v.count; k++)
                    items[k] = elab_named_value(e, v.items[k]);
                return val_tuple_like(e, v.ty, items);
            }
    return v;
}

void scope_bind(elab *e, scope *s, const char *name, val v)
{
    scope_bind_value(e, s, name, elab_named_value(e, v));
}

void scope_bind_value(elab *e, scope *s, const char *name, val v)
{
    if (cell_bind(e, s, name, &v))
        return;
    uint32_t slot = scope_slot(e, s, name);
    binding *b = &s->names.items[slot];
    b->state = BOUND;
    b->v = v;
    e->program->bound_boxed |= v.ty->kind == TY_BOXED;
    b->stored = 0;
    b->flag = 0;
    b->resident = b->deleted = false;
    b->conflict[0] = NULL;
    try_bound(e, s, name, &v);
}

/* The run stops here unless `flag` says that the name is bound. */
static void emit_bound_check(elab *e, const char *name, air_id flag)
{
    val v = val_str(e, name, strlen(name));
    air_id text = val_node(e, &v);
    air_check(&e->b, flag, e->scope->is_module ? HPC_CHECK_UNBOUND_GLOBAL : HPC_CHECK_UNBOUND_LOCAL,
              &text, 1);
}

static val check_bound(elab *e, binding *b, span where)
{
    if (b->state == MAYBE_BOUND && b->flag) {
        elab_at(e, where);
        emit_bound_check(e, b->name, air_get(&e->b, b->flag - 1));
    }
    return b->v;
}

static val captured(elab *e, scope *s, binding *b, span where);

/* The global's value inside a function: its constant, or a read of its cell. */
static val read_global(elab *e, scope *module, binding *b, span where)
{
    instance *i = e->program->current;
    if (b->shared && !i)
        return global_read(e, b);
    if (!i || module != e->program->module)
        return check_bound(e, b, where);
    global_use use = {.slot = (uint32_t)(b - module->names.items),
                      .type = ty_closed(e->types, b->v.ty)};
    bool carried = ty_flatten(b->v.ty, NULL, 0) > 0 && !b->v.is_const;
    if (carried)
        use.cell = global_cells(e, b);
    else
        use.constant = b->v;
    bool seen = false;
    for (uint32_t k = 0; k < i->globals.len; k++)
        seen = seen || i->globals.items[k].slot == use.slot;
    if (!seen)
        vec_push(e->arena, &i->globals, use);
    if (!carried)
        return b->v;
    return global_read(e, b);
}

/* ---- Variables of functions around ------------------------------------------------------------ */

static bool is_carried(const val *v)
{
    return !v->is_const && ty_flatten(v->ty, NULL, 0) > 0;
}

bool scope_visible(const elab *e, const scope *s)
{
    const air_region *from = e->b.region;
    while (from && from != s->region)
        from = from->parent;
    return from != NULL;
}

/* A variable of a function that is not the one being compiled, or of a call that has ended. */
static val captured(elab *e, scope *s, binding *b, span where)
{
    instance *i = e->program->current;
    if (s->fun == e->b.fun)
        return !is_carried(&b->v) || scope_visible(e, s)
                   ? check_bound(e, b, where)
                   : elab_unsupported(e, where,
                                      "a function that outlives the branch or loop that made it");
    if (s->done && b->cell && is_carried(&b->v)) /* an earlier piece of the program put it there */
        return global_read(e, b);
    if (!i || (s->done && s->instance && is_carried(&b->v)))
        return is_carried(&b->v)
                   ? elab_unsupported(e, where, "a function that outlives the call that made it")
                   : b->v;
    for (uint32_t k = 0; k < i->captures.len; k++)
        if (i->captures.items[k].scope == s && i->captures.items[k].name == b->name)
            return i->captures.items[k].v.ty ? i->captures.items[k].v : elab_pending(e, b->v.ty);
    capture c = {.scope = s, .name = b->name, .type = ty_closed(e->types, b->v.ty)};
    if (!is_carried(&b->v)) {
        c.constant = c.v = b->v;
        vec_push(e->arena, &i->captures, c);
        return b->v;
    }
    c.cell = e->program->cells;
    e->program->cells += ty_flatten(b->v.ty, NULL, 0);
    i->grew = true; /* the next round takes it from the cell */
    vec_push(e->arena, &i->captures, c);
    return elab_pending(e, b->v.ty);
}

static uint32_t capture_cells(elab *e, const capture *c, uint32_t *globals)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(c->type, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++)
        globals[i] = elab_global_index(e, c->name, types[i], c->cell + i);
    return count;
}

void captures_load(elab *e, instance *i)
{
    uint32_t globals[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    for (uint32_t k = 0; k < i->captures.len; k++) {
        capture *c = &i->captures.items[k];
        if (c->constant.ty)
            continue;
        uint32_t count = capture_cells(e, c, globals);
        for (uint32_t n = 0; n < count; n++)
            nodes[n] = air_global_get(&e->b, globals[n]);
        c->v = val_from_components(e, c->type, nodes);
    }
}

void captures_store(elab *e, const instance *i, span where)
{
    uint32_t globals[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    for (uint32_t k = 0; k < i->captures.len; k++) {
        const capture *c = &i->captures.items[k];
        val v = scope_read(e, c->scope, c->name, where);
        if (c->constant.ty || val_bad(v))
            continue;
        uint32_t count = capture_cells(e, c, globals);
        val_components(e, &v, c->type, nodes, where);
        for (uint32_t n = 0; n < count; n++)
            air_global_set(&e->b, globals[n], nodes[n]);
    }
}

bool captures_match(elab *e, const instance *i)
{
    for (uint32_t k = 0; k < i->captures.len; k++) {
        const capture *c = &i->captures.items[k];
        const binding *b = scope_find(c->scope, c->name);
        if (!b || b->state == UNBOUND || ty_closed(e->types, b->v.ty) != c->type ||
            (c->type->open && !i->in_progress))
            return false;
        if (is_carried(&b->v) != !c->constant.ty ||
            (c->constant.ty && !val_same(&c->constant, &b->v)))
            return false;
    }
    return true;
}

static val unknown_name(elab *e, const char *name, span where)
{
    const char *near[256];
    uint32_t count = 0;
    for (scope *s = e->scope; s; s = s->lexical)
        for (uint32_t i = 0; i < s->names.len && count < 200; i++)
            if (s->names.items[i].state != UNBOUND)
                near[count++] = s->names.items[i].name;
    count += bi_names("", near + count, 256 - count);
    const char *suggestion = diag_suggest(name, near, count);
    if (suggestion)
        return elab_error(e, where, "NameError", "name '%s' is not defined. Did you mean: '%s'?",
                          name, suggestion);
    return elab_error(e, where, "NameError", "name '%s' is not defined", name);
}

/* `hpcc eval`: sin is numpy.sin, and what numpy lacks is looked for in math. */
static val bare_name(elab *e, const char *name, span where)
{
    static const char *const modules[] = {"numpy", "math"};
    int before = diag_count(e->diags);
    for (int i = 0; i < 2; i++) {
        val module = {.ty = ty_named(e->types, TY_MODULE, modules[i])};
        val v = elab_attribute(e, module, name, where);
        if (!val_bad(v))
            return v;
        diag_truncate(e->diags, before);
    }
    return val_never(e);
}

/* The function whose body the scope is; NULL: none. */
static const func *function_of(const scope *s)
{
    return s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
}

/* A name that a function binds anywhere is its own everywhere. */
static bool is_local(const scope *s, const char *name)
{
    const func *f = function_of(s);
    return f && ast_names_has(&f->uses.bound, name);
}

/* The name as the program writes it: those of generators have a number before them. */
static const char *written(const char *name)
{
    const char *end =
        name[0] == '.' && name[1] >= '0' && name[1] <= '9' ? strchr(name + 1, '.') : NULL;
    return end ? end + 1 : name;
}

static val unbound_local(elab *e, const scope *s, const char *name, span where)
{
    const scope *at = e->scope;
    while (at != s && at->is_comprehension)
        at = at->lexical;
    if (at == s)
        return elab_error(e, where, "UnboundLocalError",
                          "local variable '%s' referenced before assignment", written(name));
    return elab_error(e, where, "NameError",
                      "free variable '%s' referenced before assignment in enclosing scope", name);
}

val scope_unbound(elab *e, const scope *s, const char *name, span where)
{
    return s->is_module && written(name) == name ? unknown_name(e, name, where)
                                                 : unbound_local(e, s, name, where);
}

/* True in a loop's first turn that is elaborated apart, where only later turns find the name bound. */
static bool in_first_turn(const scope *at, const scope *s, const binding *b)
{
    uint32_t slot = (uint32_t)(b - s->names.items);
    for (const loop *l = at->loop; l && !b->deleted; l = l->outer)
        for (uint32_t i = 0; l->scope == s && i < l->carried.len; i++)
            if (l->carried.items[i].slot == slot && l->carried.items[i].bound)
                return true;
    return false;
}

/* A name without a value at this point; false: it may be another scope's. */
static bool read_unbound(elab *e, scope *s, binding *b, span where)
{
    if (b->conflict[0]) {
        bool same = b->conflict[0]->kind == b->conflict[1]->kind && b->conflict[0]->kind == TY_FUNC;
        elab_error(e, where, "TypeError",
                   same ? "'%s' is one %s on one path and another %s on another"
                        : "'%s' is %s on one path and %s on another",
                   b->name, ty_name(e->arena, b->conflict[0]), ty_name(e->arena, b->conflict[1]));
        return true;
    }
    if (loop_may_bind(e->scope, s, (uint32_t)(b - s->names.items))) {
        if (!b->read_unbound)
            b->read_where = where; /* the first is what CPython names */
        b->read_unbound = true;
        return true;
    }
    if (in_first_turn(e->scope, s, b)) {
        elab_at(e, where);
        emit_bound_check(e, b->name, air_const_int(&e->b, HPC_BOOL, 0));
        e->scope->stops = true;
        return true;
    }
    if (is_local(s, b->name)) {
        unbound_local(e, s, b->name, where);
        return true;
    }
    return false;
}

static val bound_value(elab *e, scope *s, binding *b, span where)
{
    if (s->is_module)
        return s == e->scope && !b->shared ? check_bound(e, b, where) : read_global(e, s, b, where);
    return s->fun == e->b.fun && !s->done ? check_bound(e, b, where) : captured(e, s, b, where);
}

val scope_read(elab *e, scope *s, const char *name, span where)
{
    binding *b = scope_find(s, name);
    return b && b->state != UNBOUND ? bound_value(e, s, b, where)
                                    : unbound_local(e, s, name, where);
}

/* A slice, range or iterator is its parts, which a join of two paths or a turn of a loop loses. */
bool val_lost_parts(const val *v)
{
    if (v->ty->kind == TY_TUPLE)
        for (uint32_t i = 0; i < v->count; i++)
            if (val_lost_parts(&v->items[i]))
                return true;
    bool of_parts = v->ty->kind == TY_SLICE || v->ty->kind == TY_RANGE || v->ty->kind == TY_ITER ||
                    v->ty->kind == TY_METHOD || v->ty->kind == TY_PARTS;
    return of_parts && !v->items;
}

static bool is_used_up(elab *e, const val *v, span where)
{
    iter_use *use = v->ty->kind == TY_ITER ? v->use : NULL;
    if (!use)
        return false;
    if (use->src && (use->src != e->src || use->begin != where.begin || use->turns != e->turns))
        return true;
    use->src = e->src;
    use->turns = e->turns;
    use->begin = where.begin;
    return loops_around(e) > use->loops;
}

val elab_name(elab *e, const char *name, span where)
{
    return elab_name_from(e, e->scope, name, where);
}

val elab_name_from(elab *e, scope *from, const char *name, span where)
{
    for (scope *s = from; s; s = s->lexical) {
        binding *b = scope_find(s, name);
        if (b && b->state != UNBOUND) {
            val v = bound_value(e, s, b, where);
            if (is_cell(&v))
                v = cell_read(e, &v, where);
            if (is_used_up(e, &v, where))
                return elab_error(
                    e, where, "NotImplementedError",
                    "going through the iterator '%s' in more than one place or turn is "
                    "not supported (make a list of it)",
                    written(name));
            return val_lost_parts(&v)
                       ? elab_error(e, where, "NotImplementedError",
                                    "'%s' is a %s that only a run can tell: not supported", name,
                                    ty_name(e->arena, v.ty))
                       : v;
        }
        if (b && read_unbound(e, s, b, where))
            return val_never(e);
        if (!b && is_local(s, name))
            return unbound_local(e, s, name, where);
    }
    const bi_row *row = bi_find(name);
    if (row && !strchr(name, '.'))
        return (val){.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
    val class;
    if (exception_class_named(e, "", name, &class))
        return class;
    if (e->program->bare_names) {
        val v = bare_name(e, name, where);
        if (!val_bad(v))
            return v;
    }
    return unknown_name(e, name, where);
}

/* ---- Components ----------------------------------------------------------------------------- */

static uint32_t union_components(elab *e, const val *v, const ty *as, air_id *out, span where);

/* An empty array with the facts of the type. */
static air_id empty_node(elab *e, air_type type)
{
    air_id shape[HPC_MAX_RANK] = {0};
    uint8_t reversed[HPC_MAX_RANK];
    for (uint32_t r = 0; r < type.rank; r++) {
        shape[r] = air_const_int(&e->b, HPC_I64, 0);
        reversed[r] = (uint8_t)(type.rank - 1 - r);
    }
    air_id empty = val_unset(e, (hpc_dtype)type.dtype, type.rank, shape).node;
    bool in_c = type.rank < 2 || !(type.facts & AIR_F_ORDER);
    return in_c ? empty : air_transpose(&e->b, empty, reversed);
}

/* A value of the type that nothing looks at. */
air_id val_zero_node(elab *e, air_type type)
{
    if (type.kind == AIR_ARRAY)
        return empty_node(e, type);
    if (type.kind == AIR_SCALAR)
        return hpc_dtype_kind(type.dtype) == 'c'   ? air_const_complex(&e->b, type.dtype, 0, 0)
               : hpc_dtype_kind(type.dtype) == 'f' ? air_const_float(&e->b, type.dtype, 0)
                                                   : air_const_int(&e->b, type.dtype, 0);
    air_id id = air_raw(&e->b, AIR_OP_STRING, (air_type){.kind = AIR_OBJECT}, NULL, 0, 0);
    air_at(e->b.fun, id)->text = "";
    return id;
}

bool val_has_place(elab *e, const ty *type, span where)
{
    if (ty_flatten(type, NULL, 0) <= ELAB_MAX_COMPONENTS)
        return true;
    elab_unsupported(e, where, "passing, returning or keeping so many values as one tuple");
    return false;
}

uint32_t val_components(elab *e, const val *v, const ty *as, air_id *out, span where)
{
    uint32_t at = 0;
    switch (as->kind) {
    case TY_TUPLE:
        for (uint32_t i = 0; i < as->count; i++)
            at += val_components(e, &v->items[i], as->items[i], out + at, where);
        return at;
    case TY_RANGE:
        for (uint32_t i = 0; i < 3; i++)
            out[at++] = val_node(e, &v->items[i]);
        return at;
    case TY_UNION: return union_components(e, v, as, out, where);
    case TY_OPTIONAL: {
        val whole = val_coerce(e, *v, as, where);
        out[0] = val_node(e, &whole.items[0]);
        return 1 + val_components(e, &whole.items[1], as->items[0], out + 1, where);
    }
    default:
        if (ty_flatten(as, NULL, 0) == 0)
            return 0;
        out[0] = val_node(e, v);
        return 1;
    }
}

static int alternative_of(const ty *as, const ty *type)
{
    for (uint32_t i = 0; i < as->count; i++)
        if (as->items[i] == type)
            return (int)i;
    return -1;
}

/* A union as a union of more alternatives: the tag is renumbered, the components change places. */
static uint32_t widen_union(elab *e, const val *v, const ty *as, air_id *out)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(as, types, ELAB_MAX_COMPONENTS), from = 1;
    for (uint32_t i = 1; i < count; i++)
        out[i] = 0;
    out[0] = air_const_int(&e->b, HPC_I64, 0);
    for (uint32_t i = 0; i < v->ty->count; i++) {
        uint32_t width = ty_flatten(v->ty->items[i], NULL, 0), to = 1;
        int chosen = alternative_of(as, v->ty->items[i]);
        for (int k = 0; k < chosen; k++)
            to += ty_flatten(as->items[k], NULL, 0);
        for (uint32_t k = 0; k < width; k++)
            out[to + k] = v->items[from + k].node;
        from += width;
        air_id is =
            air_map2(&e->b, AIR_EQ, HPC_BOOL, v->items[0].node, air_const_int(&e->b, HPC_I64, i));
        out[0] =
            air_map3(&e->b, AIR_SELECT, HPC_I64, is, air_const_int(&e->b, HPC_I64, chosen), out[0]);
    }
    for (uint32_t i = 1; i < count; i++)
        out[i] = out[i] ? out[i] : val_zero_node(e, types[i]);
    return count;
}

static uint32_t union_components(elab *e, const val *v, const ty *as, air_id *out, span where)
{
    if (v->ty == as) {
        for (uint32_t i = 0; i < v->count; i++)
            out[i] = v->items[i].node;
        return v->count;
    }
    if (v->ty->kind == TY_UNION)
        return widen_union(e, v, as, out);
    int chosen = alternative_of(as, v->ty);
    out[0] = air_const_int(&e->b, HPC_I64, chosen);
    uint32_t at = 1;
    for (uint32_t i = 0; i < as->count; i++) {
        air_type types[ELAB_MAX_COMPONENTS];
        uint32_t count = ty_flatten(as->items[i], types, ELAB_MAX_COMPONENTS);
        if ((int)i == chosen)
            val_components(e, v, as->items[i], out + at, where);
        else
            for (uint32_t k = 0; k < count; k++)
                out[at + k] = val_zero_node(e, types[k]);
        at += count;
    }
    return at;
}

static val from_components(elab *e, const ty *type, const air_id *nodes, uint32_t *at)
{
    if (type->kind == TY_TUPLE) {
        val *items = ARENA_ARRAY(e->arena, val, type->count);
        for (uint32_t i = 0; i < type->count; i++)
            items[i] = from_components(e, type->items[i], nodes, at);
        return (val){.ty = type, .items = items, .count = type->count};
    }
    if (type->kind == TY_OPTIONAL) {
        val *parts = ARENA_ARRAY(e->arena, val, 2);
        parts[0] = val_int_node(e, nodes[(*at)++]);
        parts[1] = from_components(e, type->items[0], nodes, at);
        return (val){.ty = type, .items = parts, .count = 2};
    }
    if (type->kind == TY_RANGE || type->kind == TY_UNION) {
        uint32_t count = ty_flatten(type, NULL, 0);
        val *items = ARENA_ARRAY(e->arena, val, count);
        for (uint32_t i = 0; i < count; i++)
            items[i] = type->kind == TY_RANGE ? val_int_node(e, nodes[(*at)++])
                                              : (val){.ty = type, .node = nodes[(*at)++]};
        return (val){.ty = type, .items = items, .count = count};
    }
    if (ty_flatten(type, NULL, 0) == 0)
        return (val){.ty = type};
    elab_own_ends(e, type, nodes[*at]);
    return val_of(e, type, nodes[(*at)++]);
}

val val_from_components(elab *e, const ty *type, const air_id *nodes)
{
    uint32_t at = 0;
    return from_components(e, type, nodes, &at);
}

/* None is a flag of 0 beside an item that nothing looks at. */
static val coerce_optional(elab *e, val v, const ty *type, span where)
{
    val *parts = ARENA_ARRAY(e->arena, val, 2);
    if (v.ty->kind == TY_NONE) {
        air_type types[ELAB_MAX_COMPONENTS];
        air_id nodes[ELAB_MAX_COMPONENTS];
        uint32_t count = ty_flatten(type->items[0], types, ELAB_MAX_COMPONENTS);
        for (uint32_t i = 0; i < count; i++)
            nodes[i] = val_zero_node(e, types[i]);
        parts[0] = val_int(e, 0);
        parts[1] = val_from_components(e, type->items[0], nodes);
    } else if (v.ty->kind == TY_OPTIONAL) {
        parts[0] = v.items[0];
        parts[1] = val_coerce(e, v.items[1], type->items[0], where);
    } else {
        parts[0] = val_int(e, 1);
        parts[1] = val_coerce(e, v, type->items[0], where);
    }
    return (val){.ty = type, .items = parts, .count = 2};
}

val val_coerce(elab *e, val v, const ty *type, span where)
{
    if (v.ty == type || val_bad(v))
        return v;
    if (type->kind == TY_OPTIONAL)
        return coerce_optional(e, v, type, where);
    if (type->kind == TY_UNION) {
        air_id nodes[ELAB_MAX_COMPONENTS];
        union_components(e, &v, type, nodes, where);
        return val_from_components(e, type, nodes);
    }
    if (type->kind == TY_TUPLE && v.ty->kind == TY_TUPLE) {
        val *items = ARENA_ARRAY(e->arena, val, v.count);
        for (uint32_t i = 0; i < v.count; i++)
            items[i] = val_coerce(e, v.items[i], type->items[i], where);
        return (val){.ty = type, .items = items, .count = v.count};
    }
    if (ty_is_number(type) && ty_is_number(v.ty))
        return val_of(e, type, air_cast(&e->b, ty_dtype_of(type), val_node(e, &v)));
    if (v.is_literal_list)
        v = val_of(e, v.ty, elab_object(e, &v, where));
    v.ty = type; /* facts dropped; a list's item type learnt */
    return v;
}

/* ---- Variables ------------------------------------------------------------------------------ */

uint32_t vars_new(elab *e, const char *name, const ty *type)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(type, types, ELAB_MAX_COMPONENTS);
    uint32_t first = e->b.fun->vars.len;
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++)
        air_var_new(&e->b, name, types[i]);
    return first;
}

void vars_set(elab *e, uint32_t first, const ty *type, const val *v, span where)
{
    air_id nodes[ELAB_MAX_COMPONENTS];
    if (!val_has_place(e, type, where))
        return;
    val as = val_bad(*v) ? elab_pending(e, type) : val_coerce(e, *v, type, where);
    uint32_t count = val_components(e, &as, type, nodes, where);
    for (uint32_t i = 0; i < count; i++)
        air_set(&e->b, first + i, nodes[i]);
}

val vars_get(elab *e, uint32_t first, const ty *type)
{
    air_id nodes[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(type, NULL, 0);
    if (count > ELAB_MAX_COMPONENTS)
        return val_never(e); /* vars_set refused it */
    e->program->bound_boxed |= type->kind == TY_BOXED;
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = air_get(&e->b, first + i);
    return val_from_components(e, type, nodes);
}
