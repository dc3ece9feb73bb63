/* Takes namedtuple("P", "x y") and classes of typing.NamedTuple, gives tuples whose items have names.
 *
 * The type of such a tuple is that of its items with `ref`, the names: plain tuples and those of other
 * names are other types. The class is a class_def whose __new__ is made as text:
 *
 *   P = namedtuple("P", "x y")   ->   def __new__(_cls, x, y): return (x, y)     and the names x, y */
#include "named_tuple.h"
#include "../../runtime/table.h"
#include "box.h"
#include "hashed.h"
#include "ops.h"

const tuple_names *names_of(const ty *type)
{
    return type->kind == TY_TUPLE ? type->ref : NULL;
}

bool tuple_has_text(const ty *type)
{
    const tuple_names *names = names_of(type);
    return names && names->class &&
           (class_find(names->class, "__repr__") || class_find(names->class, "__str__"));
}

/* One for each place that makes a class, so that rounds of elaboration agree on it. */
static tuple_names *names_made(elab *e, const char *name, span where)
{
    for (uint32_t i = 0; i < e->program->tuple_names.len; i++) {
        tuple_names *known = e->program->tuple_names.items[i];
        if (known->src == e->src && known->begin == where.begin && strcmp(known->name, name) == 0)
            return known;
    }
    tuple_names *names = ARENA_NEW(e->arena, tuple_names);
    *names = (tuple_names){.name = name, .src = e->src, .begin = where.begin};
    vec_push(e->arena, &e->program->tuple_names, names);
    return names;
}

static bool same_fields(const tuple_names *names, const class_def *c)
{
    bool same = names->count == c->fields.len;
    for (uint32_t i = 0; same && i < names->count; i++)
        same = names->fields[i] == c->fields.items[i].name;
    return same;
}

/* What the runtime does with tuples in containers, it does without asking the class. */
static void check_methods(elab *e, const class_def *c)
{
    static const char *const names[] = {"__eq__",   "__ne__",      "__lt__",       "__le__",
                                        "__gt__",   "__ge__",      "__hash__",     "__len__",
                                        "__iter__", "__getitem__", "__contains__", "__bool__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (class_find(c, names[i]))
            elab_unsupported(e, c->stmt->where,
                             arena_printf(e->arena, "%s of a named tuple", names[i]));
}

void tuple_class(elab *e, class_def *c, span where)
{
    check_methods(e, c);
    tuple_names *names = names_made(e, c->name, where);
    if (!same_fields(names, c)) {
        names->fields = ARENA_ARRAY(e->arena, const char *, c->fields.len + 1);
        names->count = c->fields.len;
        for (uint32_t i = 0; i < names->count; i++)
            names->fields[i] = c->fields.items[i].name;
    }
    names->class = c;
    c->tuple = names;
}

/* The text of __new__; a base's is found where the class has its fields from there. */
void tuple_methods(elab *e, class_def *c)
{
    const char *params = "_cls", *items = "";
    for (uint32_t i = 0; i < c->fields.len; i++) {
        const class_field *f = &c->fields.items[i];
        params = arena_printf(e->arena, "%s, %s%s", params, f->name, f->value ? "=None" : "");
        items = arena_printf(e->arena, "%s%s, ", items, f->name);
    }
    class_text_method(e, c,
                      arena_printf(e->arena, "def __new__(%s):\n    return (%s)\n", params, items));
}

val tuple_named(elab *e, const tuple_names *names, val v)
{
    if (!val_bad(v))
        v.ty = ty_tuple_named(e->types, v.ty, names->name, names);
    return v;
}

val tuple_new(elab *e, class_def *c, const call_args *args, span where)
{
    const class_member *m = class_find(c, "__new__");
    val *all = ARENA_ARRAY(e->arena, val, args->count + 1);
    all[0] = (val){.ty = ty_ref(e->types, TY_RECORD_CLASS, c->name, c)};
    if (args->count > 0)
        memcpy(all + 1, args->args, args->count * sizeof *all);
    call_args with_class = *args;
    with_class.args = all;
    with_class.spans = NULL;
    with_class.count = args->count + 1;
    val v = func_call(e, (func *)(uintptr_t)m->v.ty->ref, &with_class, where);
    return tuple_named(e, c->tuple, v);
}

/* ---- Attributes --------------------------------------------------------------------------------- */

static val field_names(elab *e, const tuple_names *names)
{
    val *texts = ARENA_ARRAY(e->arena, val, names->count + 1);
    for (uint32_t i = 0; i < names->count; i++)
        texts[i] = val_str(e, names->fields[i], strlen(names->fields[i]));
    return val_tuple(e, texts, names->count);
}

bool tuple_attribute(elab *e, const val *v, const char *name, val *out)
{
    const tuple_names *names = names_of(v->ty);
    for (uint32_t i = 0; names && i < names->count; i++)
        if (strcmp(names->fields[i], name) == 0)
            return *out = v->items[i], true;
    if (names && strcmp(name, "_fields") == 0)
        return *out = field_names(e, names), true;
    return false;
}

val tuple_class_fields(elab *e, const class_def *c)
{
    return field_names(e, c->tuple);
}

static val replaced(elab *e, const bi_call *call)
{
    val v = call->args[0], rest = call->args[1];
    const tuple_names *names = names_of(v.ty);
    val *items = ARENA_ARRAY(e->arena, val, v.count + 1);
    memcpy(items, v.items, v.count * sizeof *items);
    for (uint32_t k = 0; k < rest.count; k++) {
        const char *name = rest.items[k].items[0].text;
        uint32_t i = 0;
        while (i < names->count && strcmp(names->fields[i], name) != 0)
            i++;
        if (i == names->count)
            return elab_error(e, call->where, "ValueError", "Got unexpected field names: ['%s']",
                              name);
        items[i] = rest.items[k].items[1];
    }
    return tuple_named(e, names, val_tuple(e, items, v.count));
}

static val as_dict(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    val names = field_names(e, names_of(v->ty));
    return hashed_dict(e, names.items, v->items, v->count, call->where);
}

air_id tuple_names_text(elab *e, const tuple_names *names)
{
    const char *text = names->name;
    for (uint32_t i = 0; i < names->count; i++)
        text = arena_printf(e->arena, "%s %s", text, names->fields[i]);
    val v = val_str(e, text, strlen(text));
    return val_node(e, &v);
}

/* ---- namedtuple() --------------------------------------------------------------------------------- */

static bool is_identifier(const char *text, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        char c = text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '_' && i > 0);
        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return length > 0;
}

static bool add_name(elab *e, class_def *c, const char *text, uint32_t length, span where)
{
    const char *name = intern_name(e->names, text, length);
    if (!is_identifier(text, length)) {
        elab_error(e, where, "ValueError",
                   "Type names and field names must be valid identifiers: '%s'", name);
        return false;
    }
    for (uint32_t i = 0; i < c->fields.len; i++)
        if (c->fields.items[i].name == name) {
            elab_error(e, where, "ValueError", "Encountered duplicate field name: '%s'", name);
            return false;
        }
    vec_push(e->arena, &c->fields, ((class_field){.name = name}));
    return true;
}

/* "x y", "x, y", ["x", "y"], [("x", int), ("y", float)] */
static bool add_names(elab *e, class_def *c, const val *v, span where)
{
    bool text = v->ty->kind == TY_STR && v->is_const, good = true;
    for (const char *at = text ? v->text : ""; good && *at;) {
        at += strspn(at, ", \t\n");
        size_t length = strcspn(at, ", \t\n");
        good = !length || add_name(e, c, at, (uint32_t)length, where);
        at += length;
    }
    if (text)
        return good;
    bool many = v->is_literal_list || v->ty->kind == TY_TUPLE || is_field_list(v);
    for (uint32_t i = 0; many && i < v->count; i++) {
        const val *item = is_field_list(v) ? &v->items[i].items[0] : &v->items[i];
        many = item->ty->kind == TY_STR && item->is_const;
        if (many && !add_name(e, c, item->text, item->length, where))
            return false;
    }
    if (!many)
        elab_unsupported(e, where, "a namedtuple whose names are not written out");
    return many;
}

static func *method_of(const class_def *c, const char *name)
{
    const class_member *m = class_find(c, name);
    return m ? (func *)(uintptr_t)m->v.ty->ref : NULL;
}

/* The last fields' defaults: of __new__'s parameters, which begin with _cls. */
static bool set_defaults(elab *e, class_def *c, const val *defaults, span where)
{
    func *f = method_of(c, "__new__");
    bool many = defaults->is_literal_list || defaults->ty->kind == TY_TUPLE;
    if (val_is_none(defaults) || !f)
        return f != NULL;
    if (!many || defaults->count > c->fields.len) {
        elab_error(e, where, "TypeError", "Got more default values than field names");
        return false;
    }
    for (uint32_t i = 0; i < defaults->count; i++) {
        const val *v = &defaults->items[i];
        if (!v->is_const && ty_flatten(v->ty, NULL, 0)) {
            elab_unsupported(e, where, "a default that is not known when compiling");
            return false;
        }
        f->defaults[1 + c->fields.len - defaults->count + i] = *v;
    }
    return true;
}

static val named_tuple(elab *e, const bi_call *call)
{
    const val *name = &call->args[0];
    if (name->ty->kind != TY_STR || !name->is_const)
        return elab_need_constant(e, name, call->where, "the name of a namedtuple");
    class_def *c = ARENA_NEW(e->arena, class_def);
    *c = (class_def){.name = intern_name(e->names, name->text, name->length), .lexical = e->scope};
    if (!add_names(e, c, &call->args[1], call->where))
        return val_never(e);
    tuple_class(e, c, call->where);
    tuple_methods(e, c);
    bool defaults = call->row->data == 0;
    if (defaults && !set_defaults(e, c, &call->args[2], call->where))
        return val_never(e);
    return (val){.ty = ty_ref(e->types, TY_RECORD_CLASS, c->name, c)};
}

static val in_annotations(elab *e, const bi_call *call)
{
    return elab_unsupported(e, call->where,
                            arena_printf(e->arena, "%s outside of annotations", call->row->name));
}

#define TYPE_NAME(name)                                                                            \
    {                                                                                              \
        "typing." name, "*args", in_annotations, 0, 0, "a name for annotations"                    \
    }

static const bi_row rows[] = {
    {"collections.namedtuple", "typename, field_names, *, defaults=None", named_tuple, 0, 0,
     "class of tuples whose items have names; names and defaults are known when compiling"},
    {"typing.NamedTuple", "typename, fields, /", named_tuple, 1, 0,
     "class of tuples whose items have names; also a base of classes"},
    {"namedtuple._replace", "self, /, **fields", replaced, 0, BI_METHOD,
     "tuple; a copy with other items under the names"},
    {"namedtuple._asdict", "self, /", as_dict, 0, BI_METHOD, "dict; the items by their names"},
    TYPE_NAME("Any"),
    TYPE_NAME("Callable"),
    TYPE_NAME("Dict"),
    TYPE_NAME("Iterable"),
    TYPE_NAME("Iterator"),
    TYPE_NAME("List"),
    TYPE_NAME("Optional"),
    TYPE_NAME("Sequence"),
    TYPE_NAME("Set"),
    TYPE_NAME("Tuple"),
    TYPE_NAME("Union"),
};

BI_TABLE(bi_named_tuple, rows);
