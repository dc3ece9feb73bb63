/* Takes class statements, gives class values: methods, properties, constants, and the fields that a
 * dataclass or a jitclass declares.
 *
 *   @dataclass                            def __init__(self, x, y=0.0): self.x = x; self.y = y
 *   class P:                              def __repr__(self): return f"P(x={self.x!r}, y={self.y!r})"
 *       x: float                    ->    def __eq__(self, other): return (self.x, ...) == (other.x, ...)
 *       y: float = 0.0
 */
#include "classes.h"

#include "../syntax/syntax.h"
#include "exceptions.h"
#include "named_tuple.h"
#include "ops.h"

class_def *class_of(const val *v)
{
    return v->ty->kind == TY_RECORD_CLASS ? (class_def *)(uintptr_t)v->ty->ref : NULL;
}

const record *record_of(const ty *type)
{
    return type->kind == TY_RECORD ? type->ref : NULL;
}

const class_def *class_of_object(const ty *type)
{
    const tuple_names *names = names_of(type);
    return names ? names->class : record_of(type) ? record_of(type)->class : NULL;
}

/* ---- Members ----------------------------------------------------------------------------------- */

static void add_member(elab *e, class_def *c, class_member m)
{
    vec_push(e->arena, &c->members, m);
}

/* @NAME.setter of the property NAME of the class. */
static class_member *setter_of(class_def *c, const ast_stmt *s)
{
    const ast_exprs *decorators = &s->function.decorators;
    const ast_expr *x = decorators->len == 1 ? decorators->items[0] : NULL;
    if (!x || x->kind != AST_ATTRIBUTE || strcmp(x->attribute.name, "setter") != 0 ||
        x->attribute.value->kind != AST_NAME || x->attribute.value->name != s->function.name)
        return NULL;
    for (uint32_t i = c->members.len; i-- > 0;)
        if (c->members.items[i].name == s->function.name)
            return c->members.items[i].kind == MEMBER_PROPERTY ? &c->members.items[i] : NULL;
    return NULL;
}

static member_kind decorated(elab *e, const ast_stmt *s, ast_exprs *rest)
{
    static const char *const names[] = {"", "staticmethod", "classmethod", "property"};
    member_kind kind = MEMBER_METHOD;
    for (uint32_t i = 0; i < s->function.decorators.len; i++) {
        ast_expr *x = s->function.decorators.items[i];
        member_kind found = MEMBER_METHOD;
        for (int k = 1; x->kind == AST_NAME && k < 4; k++)
            if (strcmp(x->name, names[k]) == 0)
                found = (member_kind)k;
        if (found == MEMBER_METHOD)
            vec_push(e->arena, rest, x);
        else
            kind = found;
    }
    return kind;
}

/* A method sees the names around the class, not the class's. */
static void method(elab *e, class_def *c, const ast_stmt *s)
{
    ast_stmt *plain = ARENA_NEW(e->arena, ast_stmt);
    *plain = *s;
    plain->function.decorators = (ast_exprs){0};
    class_member *property = setter_of(c, s);
    member_kind kind = property ? MEMBER_METHOD : decorated(e, s, &plain->function.decorators);
    func *f = func_new(e, plain);
    if (!f)
        return;
    f->owner = c;
    if (c->is_jit)
        f->mode = PR_NUMBA;
    if (property) {
        property->setter = func_val(e, f);
        return;
    }
    class_member m = {.name = s->function.name, .kind = kind, .v = func_val(e, f)};
    add_member(e, c, m);
}

func *class_text_method(elab *e, class_def *c, const char *text)
{
    source *src = ARENA_NEW(e->arena, source);
    *src =
        (source){arena_printf(e->arena, "<dataclass %s>", c->name), text, (uint32_t)strlen(text)};
    const ast_module *m = syntax_parse(e->arena, e->names, e->diags, src);
    if (!m || !m->body.len || m->body.items[0]->kind != AST_FUNCTION)
        return NULL;
    ast_params *params = &m->body.items[0]->function.params;
    for (uint32_t i = 0; i < params->len; i++) /* defaults are those of the class's text */
        for (uint32_t k = 0; k < c->fields.len; k++)
            if (params->items[i].name == c->fields.items[k].name && params->items[i].value &&
                c->fields.items[k].value)
                params->items[i].value = (ast_expr *)(uintptr_t)c->fields.items[k].value;
    func *f = func_new(e, m->body.items[0]);
    if (!f)
        return NULL;
    f->src = src;
    f->owner = c;
    add_member(e, c, (class_member){.name = f->name, .v = func_val(e, f)});
    return f;
}

/* A value of the class: a constant, or kept under a name that no program can write. */
static void value_member(elab *e, class_def *c, const char *name, val v)
{
    if (val_bad(v))
        return;
    if (c->is_jit) {
        elab_error(e, c->stmt->where, "TypeError", "class members are not yet supported: %s", name);
        return;
    }
    class_member m = {.name = name, .kind = MEMBER_VALUE, .v = v};
    if (!v.is_const && ty_flatten(v.ty, NULL, 0)) {
        m.hidden = intern_text(e->names, arena_printf(e->arena, ".%s.%s", c->name, name));
        scope_bind(e, c->lexical, m.hidden, v);
    }
    add_member(e, c, m);
}

static void take_field(elab *e, class_def *c, class_field f)
{
    for (uint32_t i = 0; i < c->fields.len; i++)
        if (c->fields.items[i].name == f.name) {
            c->fields.items[i] = f;
            return;
        }
    vec_push(e->arena, &c->fields, f);
}

static bool is_field_call(elab *e, const ast_expr *x)
{
    if (!x || x->kind != AST_CALL)
        return false;
    val callee = elab_expr(e, x->call.callee);
    return callee.ty->kind == TY_BUILTIN && strcmp(callee.ty->name, "dataclasses.field") == 0;
}

/* field(default=v, default_factory=f, init=False, repr=False, compare=False) */
static void field_options(elab *e, class_field *f)
{
    const ast_expr *x = f->value;
    f->value = NULL;
    for (uint32_t i = 0; i < x->call.keywords.len; i++) {
        const ast_keyword *k = &x->call.keywords.items[i];
        const char *name = k->name ? k->name : "";
        bool *off = strcmp(name, "init") == 0      ? &f->no_init
                    : strcmp(name, "repr") == 0    ? &f->no_repr
                    : strcmp(name, "compare") == 0 ? &f->no_compare
                                                   : NULL;
        if (strcmp(name, "default") == 0)
            f->value = k->value;
        else if (strcmp(name, "default_factory") == 0)
            f->factory = k->value;
        else if (off && (k->value->kind == AST_TRUE || k->value->kind == AST_FALSE))
            *off = k->value->kind == AST_FALSE;
        else
            elab_unsupported(e, k->where, "this option of field()");
    }
    if (x->call.args.len)
        elab_error(e, x->where, "TypeError", "field() takes 0 positional arguments but %u given",
                   x->call.args.len);
}

static void annotated(elab *e, class_def *c, const ast_stmt *s)
{
    const ast_expr *target = s->ann_assign.target;
    if (target->kind != AST_NAME) {
        elab_unsupported(e, target->where, "this in a class");
        return;
    }
    if (c->is_jit) {
        jit_annotated(e, c, s);
        return;
    }
    if (c->is_data || c->is_tuple) {
        class_field f = {.name = target->name, .value = s->ann_assign.value};
        if (c->is_data && is_field_call(e, f.value))
            field_options(e, &f);
        take_field(e, c, f);
        if (f.value && !c->is_tuple)
            value_member(e, c, target->name, elab_expr(e, f.value));
        return;
    }
    if (s->ann_assign.value)
        value_member(e, c, target->name, elab_expr(e, s->ann_assign.value));
}

/* What earlier lines of the class bound is found before the names around it. */
static val class_expr(elab *e, class_def *c, const ast_expr *x)
{
    scope *inner = ARENA_NEW(e->arena, scope), *outer = e->scope;
    *inner =
        (scope){.lexical = outer, .reachable = true, .fun = e->b.fun, .is_comprehension = true};
    for (uint32_t i = 0; i < c->members.len; i++)
        if (c->members.items[i].kind == MEMBER_VALUE)
            scope_bind_value(e, inner, c->members.items[i].name, c->members.items[i].v);
    e->scope = inner;
    val v = elab_expr(e, x);
    e->scope = outer;
    return v;
}

/* __rmul__ = __mul__: a method under a second name; false where the line is none. */
static bool method_again(elab *e, class_def *c, const char *name, const ast_expr *value)
{
    for (uint32_t i = 0; value->kind == AST_NAME && i < c->members.len; i++) {
        class_member m = c->members.items[i];
        if (m.name != value->name || m.kind == MEMBER_VALUE)
            continue;
        m.name = name;
        add_member(e, c, m);
        return true;
    }
    return false;
}

static void class_assignment(elab *e, class_def *c, const char *name, const ast_expr *value)
{
    if (!method_again(e, c, name, value))
        value_member(e, c, name, class_expr(e, c, value));
}

static void class_statement(elab *e, class_def *c, const ast_stmt *s)
{
    switch (s->kind) {
    case AST_PASS: return;
    case AST_FUNCTION: method(e, c, s); return;
    case AST_ANN_ASSIGN: annotated(e, c, s); return;
    case AST_ASSIGN:
        if (s->assign.targets.len == 1 && s->assign.targets.items[0]->kind == AST_NAME) {
            class_assignment(e, c, s->assign.targets.items[0]->name, s->assign.value);
            return;
        }
        break;
    case AST_EXPR_STMT:
        if (s->value->kind == AST_STRING || s->value->kind == AST_ELLIPSIS)
            return;
        break;
    default: break;
    }
    elab_unsupported(e, s->where, "this statement in a class");
}

/* ---- Dataclasses -------------------------------------------------------------------------------- */

static const char *joined(elab *e, const class_def *c, const char *before, const char *after)
{
    const char *text = "";
    for (uint32_t i = 0; i < c->fields.len; i++)
        if (!c->fields.items[i].no_compare)
            text =
                arena_printf(e->arena, "%s%s%s%s, ", text, before, c->fields.items[i].name, after);
    return text;
}

static bool defines(const class_def *c, const char *name)
{
    for (uint32_t i = 0; i < c->members.len; i++)
        if (strcmp(c->members.items[i].name, name) == 0)
            return true;
    return false;
}

static void data_init(elab *e, class_def *c)
{
    const char *params = "self", *body = "";
    for (uint32_t i = 0; i < c->fields.len; i++) {
        const class_field *f = &c->fields.items[i];
        const char *made = f->factory ? ast_expr_text(e->arena, f->factory) : "";
        if (!f->no_init)
            params = arena_printf(e->arena, "%s, %s%s", params, f->name,
                                  f->factory ? "=..."
                                  : f->value ? "=None"
                                             : "");
        if (f->no_init && f->factory)
            body = arena_printf(e->arena, "%s    self.%s = (%s)()\n", body, f->name, made);
        else if (f->no_init && f->value)
            body = arena_printf(e->arena, "%s    self.%s = %s\n", body, f->name,
                                ast_expr_text(e->arena, f->value));
        else if (!f->no_init && f->factory)
            body = arena_printf(e->arena, "%s    self.%s = (%s)() if %s is ... else %s\n", body,
                                f->name, made, f->name, f->name);
        else if (!f->no_init)
            body = arena_printf(e->arena, "%s    self.%s = %s\n", body, f->name, f->name);
    }
    if (class_find(c, "__post_init__"))
        body = arena_printf(e->arena, "%s    self.__post_init__()\n", body);
    class_text_method(e, c,
                      arena_printf(e->arena, "def __init__(%s):\n%s    pass\n", params, body));
}

static void data_repr(elab *e, class_def *c)
{
    const char *text = "";
    for (uint32_t i = 0; i < c->fields.len; i++)
        if (!c->fields.items[i].no_repr)
            text = arena_printf(e->arena, "%s%s%s={self.%s!r}", text, *text ? ", " : "",
                                c->fields.items[i].name, c->fields.items[i].name);
    class_text_method(
        e, c,
        arena_printf(e->arena, "def __repr__(self):\n    return f\"%s(%s)\"\n", c->name, text));
}

static void data_methods(elab *e, class_def *c)
{
    static const struct {
        const char *name, *op;
    } orders[] = {{"__lt__", "<"}, {"__le__", "<="}, {"__gt__", ">"}, {"__ge__", ">="}};
    const char *own = joined(e, c, "self.", ""), *other = joined(e, c, "other.", "");
    const char *form = "def %s(self, other):\n    return (%s) %s (%s)\n";
    if (!defines(c, "__init__"))
        data_init(e, c);
    if (c->shows && !defines(c, "__repr__"))
        data_repr(e, c);
    if (c->compares && !defines(c, "__eq__"))
        class_text_method(e, c, arena_printf(e->arena, form, "__eq__", own, "==", other));
    for (int i = 0; c->orders && i < 4; i++)
        class_text_method(e, c,
                          arena_printf(e->arena, form, orders[i].name, own, orders[i].op, other));
}

static void data_options(elab *e, class_def *c, const ast_expr *x)
{
    c->is_data = c->compares = c->shows = true;
    for (uint32_t i = 0; x->kind == AST_CALL && i < x->call.keywords.len; i++) {
        const ast_keyword *k = &x->call.keywords.items[i];
        val v = elab_expr(e, k->value);
        bool on = false, known = !val_bad(v) && val_const_bool(&v, &on);
        const char *name = k->name ? k->name : "";
        bool *option = strcmp(name, "frozen") == 0  ? &c->frozen
                       : strcmp(name, "order") == 0 ? &c->orders
                       : strcmp(name, "eq") == 0    ? &c->compares
                       : strcmp(name, "repr") == 0  ? &c->shows
                                                    : NULL;
        if (option && known)
            *option = on;
        else if (strcmp(name, "slots") != 0)
            elab_unsupported(e, k->where, "this option of dataclass");
    }
}

/* ---- The statement ------------------------------------------------------------------------------- */

static bool class_decorator(elab *e, class_def *c, const ast_expr *x)
{
    val v = elab_expr(e, x->kind == AST_CALL ? x->call.callee : x);
    if (val_bad(v))
        return false;
    const char *name = v.ty->kind == TY_BUILTIN ? v.ty->name : "";
    if (strcmp(name, "dataclasses.dataclass") == 0)
        data_options(e, c, x);
    else if (strcmp(name, "numba.experimental.jitclass") == 0)
        jit_spec(e, c, x);
    else
        elab_unsupported(e, x->where, "this decorator of a class");
    return true;
}

/* class Mine(ValueError): pass */
static bool exception_class(elab *e, const ast_stmt *s, const exc_class *base)
{
    for (uint32_t i = 0; i < s->class_.body.len; i++) {
        const ast_stmt *part = s->class_.body.items[i];
        bool text = part->kind == AST_EXPR_STMT && part->value->kind == AST_STRING;
        if (!text && part->kind != AST_PASS) {
            elab_unsupported(e, part->where, "this in a class of exceptions");
            return false;
        }
    }
    scope_bind(e, e->scope, s->class_.name, exception_class_new(e, s->class_.name, base, s->where));
    return true;
}

/* One base; true where the class is complete already (or an error was told). */
static bool class_base(elab *e, class_def *c, const ast_stmt *s, const ast_expr *x,
                       const class_def **out)
{
    *out = NULL;
    if (x->kind == AST_NAME && strcmp(x->name, "object") == 0)
        return false;
    val base = elab_expr(e, x);
    if (val_bad(base))
        return true;
    bool only = s->class_.bases.len == 1;
    if (only && exception_class_of(&base))
        return exception_class(e, s, exception_class_of(&base)), true;
    if (only && base.ty->kind == TY_BUILTIN && strcmp(base.ty->name, "typing.NamedTuple") == 0) {
        c->is_tuple = true;
        return false;
    }
    *out = class_of(&base);
    if (!*out)
        elab_unsupported(e, x->where, "a base of this kind");
    else if (!only && (*out)->tuple)
        elab_unsupported(e, x->where, "a named tuple among several bases");
    return !*out || (!only && (*out)->tuple);
}

/* True where the class is complete already (or an error was told). */
static bool class_bases(elab *e, class_def *c, const ast_stmt *s)
{
    const class_def **bases = ARENA_ARRAY(e->arena, const class_def *, s->class_.bases.len + 1);
    uint32_t count = 0;
    if (s->class_.keywords.len) {
        elab_unsupported(e, s->where, "a class with keywords");
        return true;
    }
    for (uint32_t i = 0; i < s->class_.bases.len; i++) {
        if (class_base(e, c, s, s->class_.bases.items[i], &bases[count]))
            return true;
        count += bases[count] != NULL;
    }
    if (!class_set_order(e, c, bases, count)) {
        elab_error(e, s->where, "TypeError",
                   "Cannot create a consistent method resolution order (MRO) for bases");
        return true;
    }
    for (uint32_t i = c->order.len; i-- > 1;)
        for (uint32_t k = 0; k < c->order.items[i]->fields.len; k++)
            take_field(e, c, c->order.items[i]->fields.items[k]);
    return false;
}

void elab_class(elab *e, const ast_stmt *s)
{
    class_def *c = ARENA_NEW(e->arena, class_def);
    *c = (class_def){.name = s->class_.name, .stmt = s, .lexical = e->scope};
    int diagnostics = diag_count(e->diags);
    bool done = class_bases(e, c, s);
    for (uint32_t i = 0; !done && i < s->class_.decorators.len; i++)
        class_decorator(e, c, s->class_.decorators.items[i]);
    const class_def *base = class_in_order(c, 1);
    if (!done && base && (c->is_jit || base->is_jit)) {
        elab_unsupported(e, s->class_.bases.items[0]->where,
                         "a base of a jitclass, or one as a base");
        done = true;
    }
    for (uint32_t i = 0; !done && i < s->class_.body.len; i++)
        class_statement(e, c, s->class_.body.items[i]);
    if (!done && c->is_jit)
        record_of_spec(e, c);
    if (!done && c->is_tuple)
        tuple_methods(e, c);
    if (!done && (c->is_tuple || (base && base->tuple)))
        tuple_class(e, c, s->where);
    if (!done && c->is_data)
        data_methods(e, c);
    if (diag_count(e->diags) > diagnostics) /* told once, not at each use */
        scope_bind(e, e->scope, s->class_.name, val_never(e));
    else if (!done)
        scope_bind(e, e->scope, s->class_.name,
                   (val){.ty = ty_ref(e->types, TY_RECORD_CLASS, c->name, c)});
}
