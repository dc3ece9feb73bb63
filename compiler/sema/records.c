/* Takes calls of classes and uses of attributes, gives fields of objects (FIELD_GET, FIELD_SET).
 *
 * The fields of an object are found by elaborating its construction: what __init__ assigns, with the
 * types that it assigns, is added as it is met, and the round is repeated until nothing is new. A
 * field that not every path sets has a flag beside it. What later code assigns and the fields cannot
 * hold is a wish: the chunk is elaborated again with it (program_module). */
#include "../../runtime/checks.h"
#include "../../runtime/record.h"
#include "../../runtime/table.h"
#include "box.h"
#include "classes.h"
#include "named_tuple.h"
#include "ops.h"

enum { MAX_ROUNDS = 24, FIELDS_AT = sizeof(hpc_record), VIEW_BYTES = sizeof(hpc_view) };

/* Where the construction at hand has set a field. */
typedef struct field_event {
    const char *name;
    const air_fun *fun;
    const air_region *region;
} field_event;

typedef struct making {
    bool grew;
    VEC(field_event) events;
    VEC(const char *) maybe; /* fields that are read or left where they may not be set */
} making;

/* ---- Layout ------------------------------------------------------------------------------------- */

static uint32_t component_size(air_type t)
{
    if (t.kind == AIR_ARRAY)
        return (VIEW_BYTES + 15) / 16 * 16;
    return t.kind == AIR_SCALAR && hpc_dtype_kind((hpc_dtype)t.dtype) == 'c' ? 16 : 8;
}

static uint32_t place(record *r, air_type t)
{
    uint32_t size = component_size(t), at = size == 8 ? r->size : (r->size + 15) / 16 * 16;
    r->size = at + size;
    return at;
}

/* The offsets of a field's components; they follow from the first. */
static uint32_t field_places(const record_field *f, air_type *types, uint32_t *at)
{
    uint32_t count = ty_flatten(f->type, types, ELAB_MAX_COMPONENTS);
    record from = {.size = f->at};
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++)
        at[i] = place(&from, types[i]);
    return count;
}

static record_field *field_find(const record *r, const char *name)
{
    for (uint32_t i = 0; i < r->fields.len; i++)
        if (r->fields.items[i].name == name)
            return &r->fields.items[i];
    return NULL;
}

static void field_add(elab *e, record *r, const char *name, const ty *type, bool maybe)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t at[ELAB_MAX_COMPONENTS];
    record_field f = {.name = name, .type = type};
    if (maybe)
        f.flag = place(r, air_scalar_type(HPC_BOOL));
    r->size = (r->size + 15) / 16 * 16; /* where a view may begin */
    f.at = r->size;
    uint32_t count = field_places(&f, types, at);
    if (count)
        r->size = at[count - 1] + component_size(types[count - 1]);
    vec_push(e->arena, &r->fields, f);
}

static val layout_text(elab *e, const record *r)
{
    VEC(char) text = {0};
    for (uint32_t i = 0; i < r->fields.len; i++) {
        air_type types[ELAB_MAX_COMPONENTS];
        uint32_t at[ELAB_MAX_COMPONENTS];
        uint32_t count = field_places(&r->fields.items[i], types, at);
        for (uint32_t k = 0; k < count; k++) {
            if (types[k].kind == AIR_SCALAR)
                continue;
            vec_push(e->arena, &text,
                     types[k].kind == AIR_ARRAY ? HPC_LAYOUT_ARRAY : HPC_LAYOUT_OBJECT);
            for (int byte = 0; byte < 4; byte++)
                vec_push(e->arena, &text, (char)(at[k] >> 8 * byte));
        }
    }
    uint32_t length = text.len;
    vec_push(e->arena, &text, '\0');
    return val_str(e, text.items, length);
}

/* ---- Reading and writing ------------------------------------------------------------------------ */

static air_id name_node(elab *e, const char *text)
{
    val v = val_str(e, text, strlen(text));
    return val_node(e, &v);
}

/* True where the construction has set the field whenever this point is reached. */
static bool is_set_here(const elab *e, const making *m, const char *name)
{
    for (uint32_t i = 0; i < m->events.len; i++) {
        const field_event *event = &m->events.items[i];
        const air_region *from = e->b.region;
        if (event->name != name || event->fun != e->b.fun)
            continue;
        while (from && from != event->region)
            from = from->parent;
        if (from)
            return true;
    }
    return false;
}

static void note_maybe(elab *e, making *m, const char *name)
{
    for (uint32_t i = 0; i < m->maybe.len; i++)
        if (m->maybe.items[i] == name)
            return;
    vec_push(e->arena, &m->maybe, name);
    m->grew = true;
}

static val field_read(elab *e, const val *object, const record *r, const record_field *f,
                      span where)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t at[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    elab_at(e, where);
    if (r->making && !f->flag && !is_set_here(e, r->making, f->name))
        note_maybe(e, r->making, f->name);
    if (f->flag) {
        air_id set = air_field_get(&e->b, object->node, f->flag, air_scalar_type(HPC_BOOL));
        air_id names[2] = {name_node(e, r->class->name), name_node(e, f->name)};
        air_check(&e->b, set, HPC_CHECK_ATTRIBUTE, names, 2);
    }
    uint32_t count = field_places(f, types, at);
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = air_field_get(&e->b, object->node, at[i], types[i]);
    return val_from_components(e, f->type, nodes);
}

/* self.x += v of an array stores the array that the field holds: nothing to do, unless something
 * since may have set the field. */
static bool holds_already(const elab *e, const val *object, const record_field *f, const val *v)
{
    const air_fun *fun = e->b.fun;
    const air_node *n = v->ty->kind == TY_ARRAY && !v->is_const ? air_at(fun, v->node) : NULL;
    if (!n || n->op != AIR_OP_FIELD_GET || n->args[0] != object->node || n->imm != f->at)
        return false;
    for (air_id id = v->node + 1; id < fun->nodes.len; id++) {
        const air_node *since = air_at(fun, id);
        if (since->op == AIR_OP_CALL || (since->op == AIR_OP_FIELD_SET && since->imm == n->imm))
            return false;
    }
    return true;
}

static void field_write(elab *e, const val *object, const record *r, const record_field *f, val v,
                        span where)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t at[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    elab_at(e, where);
    val as = val_coerce(e, v, f->type, where);
    val_components(e, &as, f->type, nodes, where);
    uint32_t count = field_places(f, types, at);
    for (uint32_t i = 0; i < count; i++)
        air_field_set(&e->b, object->node, at[i], nodes[i]);
    if (f->flag)
        air_field_set(&e->b, object->node, f->flag, air_const_int(&e->b, HPC_BOOL, 1));
    if (r->making)
        vec_push(e->arena, &r->making->events, ((field_event){f->name, e->b.fun, e->b.region}));
}

/* ---- Wishes --------------------------------------------------------------------------------------- */

typedef struct field_wish {
    const void *owner; /* the statement of a class, the parameters of a function */
    const char *name;
    const ty *type;
    bool replaced;
} field_wish;

const ty *wished_type(const elab *e, const void *owner, const char *name)
{
    for (uint32_t i = 0; i < e->program->wishes.len; i++) {
        const field_wish *w = e->program->wishes.items[i];
        if (w->owner == owner && w->name == name)
            return w->type;
    }
    return NULL;
}

static void note_wish(elab *e, const void *owner, const char *name, const ty *type)
{
    const ty *old = wished_type(e, owner, name), *now = old ? elab_join(e, old, type) : type;
    if (!now || now == old)
        return;
    field_wish *w = ARENA_NEW(e->arena, field_wish);
    *w = (field_wish){owner, name, now, false};
    for (uint32_t i = 0; i < e->program->wishes.len; i++)
        if (e->program->wishes.items[i]->owner == owner &&
            e->program->wishes.items[i]->name == name)
            e->program->wishes.items[i]->type = now;
    if (!old)
        vec_push(e->arena, &e->program->wishes, w);
    e->program->wishes_grew = true;
}

/* The value of another wish was not known yet when this one was made, perhaps: once it is replaced. */
static void replace_wish(elab *e, const void *owner, const char *name, const ty *type)
{
    for (uint32_t i = 0; i < e->program->wishes.len; i++) {
        field_wish *w = e->program->wishes.items[i];
        if (w->owner != owner || w->name != name || w->replaced)
            continue;
        w->type = type;
        w->replaced = true;
        e->program->wishes_grew = true;
    }
}

/* Objects that were made before this point should have had a field of the type. */
static void wish(elab *e, const record *r, const char *name, const ty *type, span where)
{
    note_wish(e, r->class->stmt, name, type);
    const record_field *f = field_find(r, name);
    if (f)
        elab_error(e, where, "TypeError", "the attribute '%s' of %s objects is %s, the value is %s",
                   name, r->class->name, ty_name(e->arena, f->type), ty_name(e->arena, type));
    else
        elab_error(e, where, "NotImplementedError",
                   "the attribute '%s' of %s objects that exist already is not supported", name,
                   r->class->name);
}

/* A new field, or an old one of another type: the construction is elaborated again. */
static void grow(elab *e, record *r, const char *name, const ty *type, bool maybe)
{
    record_field *f = field_find(r, name);
    const ty *wider = wished_type(e, r->class->stmt, name);
    if (wider)
        type = elab_join(e, type, wider) ? elab_join(e, type, wider) : type;
    if (f)
        f->type = type; /* the next round places it anew */
    else
        field_add(e, r, name, type, maybe);
    if (r->making)
        r->making->grew = true;
}

static val bound(elab *e, const val *self, const val *function)
{
    val method = {.ty = ty_ref(e->types, TY_METHOD, "", function->ty->ref), .count = 2};
    method.items = ARENA_ARRAY(e->arena, val, 2);
    method.items[0] = *self;
    method.items[1] = *function;
    return method;
}

void record_assign(elab *e, val object, const char *name, val v, span where)
{
    record *r = (record *)(uintptr_t)record_of(object.ty);
    if (!r) {
        if (!val_bad(object))
            elab_unsupported(e, where, "assigning to an attribute of this");
        return;
    }
    const class_member *m = class_find(r->class, name);
    if (m && m->setter.ty) {
        elab_call(e, bound(e, &object, &m->setter), &(call_args){.args = &v, .count = 1}, where);
        return;
    }
    if (m && m->kind == MEMBER_PROPERTY) {
        elab_error(e, where, "AttributeError", "property '%s' of '%s' object has no setter", name,
                   r->class->name);
        return;
    }
    if (r->class->frozen && !r->making) {
        elab_error(e, where, "FrozenInstanceError", "cannot assign to field '%s'", name);
        return;
    }
    v = elab_named_value(e, v);
    if (val_bad(v))
        return;
    const record_field *f = field_find(r, name);
    if (r->class->is_jit && !f)
        elab_error(e, where, "AttributeError", "the spec of %s has no field '%s'", r->class->name,
                   name);
    if (r->class->is_jit && (!f || !jit_value(e, r->class, name, f->type, &v, where)))
        return;
    const ty *type = f ? f->type : v.ty;
    if (f && f->type != v.ty && ty_join(e->types, f->type, v.ty, false) != f->type)
        type = elab_join(e, f->type, v.ty);
    if (!type) {
        replace_wish(e, r->class->stmt, name, v.ty);
        elab_error(e, where, "TypeError", "the attribute '%s' of %s objects is %s, the value is %s",
                   name, r->class->name, ty_name(e->arena, f->type), ty_name(e->arena, v.ty));
        return;
    }
    if (f && type == f->type && !f->flag && holds_already(e, &object, f, &v))
        return;
    if (f && type == f->type) {
        field_write(e, &object, r, f, v, where);
        return;
    }
    if (!r->making) {
        wish(e, r, name, type, where);
        return;
    }
    grow(e, r, name, type, false);
    if (!f)
        field_write(e, &object, r, field_find(r, name), v, where);
}

/* ---- Construction --------------------------------------------------------------------------------- */

static bool same_fields(const record *a, const record *b)
{
    if (a->fields.len != b->fields.len)
        return false;
    for (uint32_t i = 0; i < a->fields.len; i++) {
        const record_field *x = &a->fields.items[i], *y = &b->fields.items[i];
        if (x->name != y->name || x->type != y->type || x->at != y->at || x->flag != y->flag)
            return false;
    }
    return true;
}

static val object_new(elab *e, record *r, span where)
{
    val layout = layout_text(e, r);
    air_id args[2] = {air_const_int(&e->b, HPC_I64, r->size), val_node(e, &layout)};
    elab_at(e, where);
    val object = val_of(e, ty_ref(e->types, TY_RECORD, r->class ? r->class->name : "cell", r),
                        box_rt(e, HPC_RT_record_new, args, 2));
    for (uint32_t i = 0; i < r->fields.len; i++)
        if (r->fields.items[i].flag)
            air_field_set(&e->b, object.node, r->fields.items[i].flag,
                          air_const_int(&e->b, HPC_BOOL, 0));
    return object;
}

/* Fields that only some paths of the construction set. */
static void find_unset(elab *e, record *r)
{
    for (uint32_t i = 0; i < r->fields.len; i++)
        if (!r->fields.items[i].flag && !is_set_here(e, r->making, r->fields.items[i].name))
            note_maybe(e, r->making, r->fields.items[i].name);
}

static void call_init(elab *e, const val *object, class_def *c, const call_args *args, span where)
{
    const class_member *init = class_find(c, "__init__");
    if (!init) {
        if (args->count || args->keyword_count)
            elab_error(e, where, "TypeError", "%s() takes no arguments", c->name);
        return;
    }
    val method = {.ty = ty_ref(e->types, TY_METHOD, "", init->v.ty->ref), .count = 2};
    method.items = ARENA_ARRAY(e->arena, val, 2);
    method.items[0] = *object;
    method.items[1] = init->v;
    elab_call(e, method, args, where);
}

/* The record of the next round: what this one found, placed anew. */
static record *next_record(elab *e, const record *r, const making *m)
{
    record *next = ARENA_NEW(e->arena, record);
    *next = (record){.class = r->class, .size = FIELDS_AT};
    for (uint32_t i = 0; i < r->fields.len; i++) {
        bool maybe = r->fields.items[i].flag != 0;
        for (uint32_t k = 0; k < m->maybe.len; k++)
            maybe = maybe || m->maybe.items[k] == r->fields.items[i].name;
        field_add(e, next, r->fields.items[i].name, r->fields.items[i].type, maybe);
    }
    return next;
}

static record *first_record(elab *e, class_def *c)
{
    record *r = ARENA_NEW(e->arena, record);
    *r = (record){.class = c, .size = FIELDS_AT};
    if (c->made.len) { /* most constructions of a class are alike */
        making none = {0};
        return next_record(e, c->made.items[c->made.len - 1], &none);
    }
    return r;
}

static record *made_alike(const class_def *c, const record *r)
{
    for (uint32_t i = 0; i < c->made.len; i++)
        if (same_fields(c->made.items[i], r))
            return (record *)(uintptr_t)c->made.items[i];
    return NULL;
}

/* Fields that no construction sets but later code does. */
static void add_wishes(elab *e, record *r)
{
    for (uint32_t i = 0; i < e->program->wishes.len; i++) {
        const field_wish *w = e->program->wishes.items[i];
        if (w->owner == r->class->stmt && !field_find(r, w->name)) {
            field_add(e, r, w->name, w->type, true);
            r->making->grew = true;
        }
    }
}

/* Types of an earlier guess that this construction does not give are dropped. */
static bool gave_other(const record *r, const making *m)
{
    for (uint32_t i = 0; i < r->fields.len; i++) {
        bool set = false;
        for (uint32_t k = 0; k < m->events.len; k++)
            set = set || m->events.items[k].name == r->fields.items[i].name;
        if (!set && !r->fields.items[i].flag)
            return true;
    }
    return false;
}

/* ---- Objects of a spec ------------------------------------------------------------------------ */

/* A text or an object that is not set is found when it is read; the rest has a zero. */
static bool has_zero(const ty *t)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(t, types, ELAB_MAX_COMPONENTS);
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++)
        if (types[i].kind == AIR_OBJECT)
            return false;
    return true;
}

void record_of_spec(elab *e, class_def *c)
{
    record *r = ARENA_NEW(e->arena, record);
    *r = (record){.class = c, .size = FIELDS_AT};
    for (uint32_t i = 0; i < c->fields.len; i++)
        field_add(e, r, c->fields.items[i].name, c->fields.items[i].type,
                  !has_zero(c->fields.items[i].type));
    vec_push(e->arena, &c->made, r);
}

static void set_zero(elab *e, const val *object, const record_field *f)
{
    air_type types[ELAB_MAX_COMPONENTS];
    uint32_t at[ELAB_MAX_COMPONENTS];
    uint32_t count = field_places(f, types, at);
    for (uint32_t i = 0; i < count && i < ELAB_MAX_COMPONENTS; i++)
        air_field_set(&e->b, object->node, at[i], val_zero_node(e, types[i]));
}

static bool is_maybe(const making *m, const char *name)
{
    for (uint32_t i = 0; i < m->maybe.len; i++)
        if (m->maybe.items[i] == name)
            return true;
    return false;
}

/* Fields that are read before they are set, or that not every path sets, begin as zero: the second
 * round knows which. */
static val spec_object(elab *e, class_def *c, const call_args *args, span where)
{
    record *r = (record *)(uintptr_t)c->made.items[0];
    making m = {0}, *outer = r->making;
    int diagnostics = diag_count(e->diags);
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    val object;
    for (int round = 0;; round++) {
        object = object_new(e, r, where);
        for (uint32_t i = 0; i < r->fields.len; i++)
            if (is_maybe(&m, r->fields.items[i].name))
                set_zero(e, &object, &r->fields.items[i]);
        m.grew = false;
        m.events.len = 0;
        r->making = &m;
        call_init(e, &object, c, args, where);
        find_unset(e, r);
        r->making = outer;
        if (!m.grew || round == 1)
            break;
        mark.funs = e->air->funs.len;
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        diag_truncate(e->diags, diagnostics);
    }
    return diag_count(e->diags) > diagnostics ? val_never(e) : object;
}

static record copied(elab *e, const record *r)
{
    record copy = *r;
    copy.fields.items = ARENA_ARRAY(e->arena, record_field, r->fields.len + 1);
    copy.fields.cap = r->fields.len + 1;
    if (r->fields.len)
        memcpy(copy.fields.items, r->fields.items, r->fields.len * sizeof *r->fields.items);
    return copy;
}

val record_new(elab *e, class_def *c, const call_args *args, span where)
{
    if (c->tuple)
        return tuple_new(e, c, args, where);
    int diagnostics = diag_count(e->diags);
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    record *r = first_record(e, c);
    if (e->depth > 2 * ELAB_MAX_DEPTH)
        return elab_error(e, where, "RecursionError", "objects are made in each other without end");
    e->depth++;
    if (c->is_jit) {
        val object = spec_object(e, c, args, where);
        e->depth--;
        return object;
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
        record *known = made_alike(c, r);
        making m = {0};
        r = known ? known : r;
        record before = copied(e, r);
        making *outer = r->making;
        r->making = &m;
        val object = object_new(e, r, where);
        call_init(e, &object, c, args, where);
        find_unset(e, r);
        add_wishes(e, r);
        r->making = outer;
        if (known) { /* what grew is another type: objects of this one are there */
            r = ARENA_NEW(e->arena, record);
            *r = *known;
            *known = before;
        }
        if (gave_other(r, &m) && round == 0 && c->made.len) {
            *(r = ARENA_NEW(e->arena, record)) = (record){.class = c, .size = FIELDS_AT};
        } else if (!m.grew) {
            if (!known)
                vec_push(e->arena, &c->made, r);
            e->depth--;
            return diag_count(e->diags) > diagnostics ? val_never(e) : object;
        } else {
            r = next_record(e, r, &m);
        }
        mark.funs = e->air->funs.len;
        air_rewind(&e->b, mark);
        ty_rewind(e->types, types);
        diag_truncate(e->diags, diagnostics);
    }
    e->depth--;
    return elab_error(e, where, "TypeError", "the types of the attributes of %s do not settle",
                      c->name);
}

/* ---- Attributes ------------------------------------------------------------------------------------ */

val class_member_value(elab *e, const class_def *c, const class_member *m, const val *self,
                       span where)
{
    val class = {.ty = ty_ref(e->types, TY_RECORD_CLASS, c->name, c)};
    switch (m->kind) {
    case MEMBER_STATIC: return m->v;
    case MEMBER_CLASS: return bound(e, &class, &m->v);
    case MEMBER_METHOD: return self ? bound(e, self, &m->v) : m->v;
    case MEMBER_PROPERTY:
        if (!self)
            return elab_unsupported(e, where, "a property of a class");
        call_args none = {0};
        return elab_call(e, bound(e, self, &m->v), &none, where);
    default: break;
    }
    const class_def *at;
    for (uint32_t k = 0; m->hidden && (at = class_in_order(c, k)); k++)
        for (uint32_t i = 0; i < at->members.len; i++)
            if (&at->members.items[i] == m)
                return scope_read(e, at->lexical, m->hidden, where);
    return m->v;
}

static val no_attribute(elab *e, const class_def *c, const record *r, const char *name, span where)
{
    enum { MOST = 256 };
    const char *near[MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; r && i < r->fields.len && count < MOST; i++)
        near[count++] = r->fields.items[i].name;
    const class_def *at;
    for (uint32_t k = 0; (at = class_in_order(c, k)); k++)
        for (uint32_t i = 0; i < at->members.len && count < MOST; i++)
            near[count++] = at->members.items[i].name;
    const char *suggestion = diag_suggest(name, near, count);
    const char *hint =
        suggestion ? arena_printf(e->arena, ". Did you mean: '%s'?", suggestion) : "";
    return elab_error(e, where, "AttributeError",
                      r ? "'%s' object has no attribute '%s'%s"
                        : "type object '%s' has no attribute '%s'%s",
                      c->name, name, hint);
}

val record_attribute(elab *e, val object, const char *name, span where)
{
    const record *r = record_of(object.ty);
    const record_field *f = field_find(r, name);
    if (f) {
        val v = field_read(e, &object, r, f, where);
        return r->class->is_jit && e->mode == PR_NUMPY ? func_to_python(e, v, where) : v;
    }
    const class_member *m = class_find(r->class, name);
    if (m)
        return class_member_value(e, r->class, m, &object, where);
    if (strcmp(name, "__class__") == 0)
        return (val){.ty = ty_ref(e->types, TY_RECORD_CLASS, r->class->name, r->class)};
    return no_attribute(e, r->class, r, name, where);
}

val class_attribute(elab *e, val object, const char *name, span where)
{
    const class_def *c = class_of(&object);
    const class_member *m = class_find(c, name);
    if (m)
        return class_member_value(e, c, m, NULL, where);
    if (c->tuple && strcmp(name, "_fields") == 0)
        return tuple_class_fields(e, c);
    if (strcmp(name, "__name__") == 0)
        return val_str(e, c->name, strlen(c->name));
    if (c->is_jit && strcmp(name, "class_type") == 0)
        return type_val(e, type_from_val(e, &object));
    return no_attribute(e, c, NULL, name, where);
}

/* ---- Cells ----------------------------------------------------------------------------------------- */

val record_cell(elab *e, const ty *type, span where)
{
    static const char name[] = "cell";
    record *r = NULL;
    for (uint32_t i = 0; i < e->program->cell_records.len && !r; i++)
        if (e->program->cell_records.items[i]->fields.items[0].type == type)
            r = e->program->cell_records.items[i];
    if (!r) {
        r = ARENA_NEW(e->arena, record);
        *r = (record){.size = FIELDS_AT};
        field_add(e, r, name, type, false);
        vec_push(e->arena, &e->program->cell_records, r);
    }
    return object_new(e, r, where);
}

val cell_read(elab *e, const val *cell, span where)
{
    const record *r = record_of(cell->ty);
    return field_read(e, cell, r, r->fields.items, where);
}

void cell_write(elab *e, const void *owner, const val *cell, const char *name, val v, span where)
{
    const record *r = record_of(cell->ty);
    const ty *type = r->fields.items[0].type;
    bool fits = v.ty == type || ty_join(e->types, type, v.ty, false) == type ||
                elab_join(e, type, v.ty) == type;
    const ty *both = fits ? type : elab_join(e, type, v.ty);
    if (both && !fits)
        note_wish(e, owner, name, both);
    if (!fits)
        elab_error(e, where, "TypeError",
                   "'%s', which a nested function assigns, holds %s, the value is %s", name,
                   ty_name(e->arena, type), ty_name(e->arena, v.ty));
    else
        field_write(e, cell, r, r->fields.items, v, where);
}

/* The class whose method is being elaborated, and what its first parameter holds. */
static const class_def *method_class(elab *e, val *self, span where)
{
    scope *s = e->scope;
    while (s->is_comprehension)
        s = s->lexical;
    const func *f = s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
    if (!f || !f->owner || !f->params->len)
        return NULL;
    *self = scope_read(e, s, f->params->items[0].name, where);
    return f->owner;
}

bool super_attribute(elab *e, const ast_expr *x, val *out)
{
    const ast_expr *call = x->attribute.value;
    bool is_super = call->kind == AST_CALL && call->call.callee->kind == AST_NAME &&
                    strcmp(call->call.callee->name, "super") == 0;
    val self;
    const class_def *c = is_super ? method_class(e, &self, x->where) : NULL;
    if (!c)
        return false;
    const class_def *of = val_bad(self) ? NULL : class_of_object(self.ty);
    of = of ? of : class_of(&self); /* of a class method */
    of = of && class_derives(of, c) ? of : c;
    const class_member *m = class_find_after(of, c, x->attribute.name);
    if (val_bad(self))
        *out = self;
    else if (m)
        *out = class_member_value(e, of, m, &self, x->where);
    else if (strcmp(x->attribute.name, "__init__") == 0) /* object's does nothing */
        *out = (val){
            .ty = ty_ref(e->types, TY_BUILTIN, "object.__init__", bi_find("object.__init__"))};
    else
        *out = elab_error(e, x->attribute.name_where, "AttributeError",
                          "'super' object has no attribute '%s'", x->attribute.name);
    return true;
}
