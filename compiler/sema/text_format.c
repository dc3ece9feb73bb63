/* Takes format strings that are known when compiling, gives the texts that fill them: str.format and
 * the operator %. */
#include "text_format.h"
#include "ops.h"

/* ---- str.format ------------------------------------------------------------------------------- */

/* A replacement field: {[number or name][!conversion][:spec]}. */
typedef struct field {
    const char *name, *spec;
    uint32_t name_length, spec_length;
    char conversion;
} field;

/* What is being filled in. */
typedef struct filling {
    const bi_call *call;
    uint32_t next; /* argument that the next field without a number takes */
} filling;

/* Reads the field that starts after '{'; NULL when it has no end. A spec may hold fields. */
static const char *read_field(const char *at, const char *end, field *f)
{
    int depth = 0;
    *f = (field){.name = at};
    while (at < end && *at != '}' && *at != '!' && *at != ':')
        at++;
    f->name_length = (uint32_t)(at - f->name);
    if (at + 1 < end && *at == '!') {
        f->conversion = at[1];
        at += 2;
    }
    if (at < end && *at == ':') {
        f->spec = ++at;
        for (; at < end && (depth || *at != '}'); at++)
            depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        f->spec_length = (uint32_t)(at - f->spec);
    }
    return at < end && *at == '}' ? at + 1 : NULL;
}

static const val *keyword_value(const val *keywords, const field *f)
{
    for (uint32_t i = 0; i < keywords->count; i++) {
        const val *name = &keywords->items[i].items[0];
        if (name->length == f->name_length && memcmp(name->text, f->name, f->name_length) == 0)
            return &keywords->items[i].items[1];
    }
    return NULL;
}

/* The argument that a field names: by number, by name, or the next one. */
static const val *field_value(const field *f, filling *fill)
{
    const val *values = &fill->call->args[1];
    uint32_t at = 0;
    if (f->name_length == 0)
        at = fill->next++;
    for (uint32_t i = 0; i < f->name_length; i++) {
        if (f->name[i] < '0' || f->name[i] > '9' || at > 1000)
            return keyword_value(&fill->call->args[2], f);
        at = at * 10 + (uint32_t)(f->name[i] - '0');
    }
    return at < values->count ? &values->items[at] : NULL;
}

static val bad_format(elab *e, const bi_call *call)
{
    return elab_error(e, call->where, "ValueError",
                      "this format string is not supported: fields are {}, {0}, {name}, {!r} and "
                      "{:spec}, one for each argument");
}

static val filled(elab *e, filling *fill, const char *at, const char *end);

static val field_text(elab *e, filling *fill, const field *f, const val *v)
{
    span where = fill->call->where;
    if (!f->spec)
        return elab_box_text(e, v, f->conversion, NULL, where);
    val spec = memchr(f->spec, '{', f->spec_length)
                   ? filled(e, fill, f->spec, f->spec + f->spec_length)
                   : val_str(e, f->spec, f->spec_length);
    return val_bad(spec) ? spec : elab_box_text(e, v, f->conversion, &spec, where);
}

static val filled(elab *e, filling *fill, const char *at, const char *end)
{
    VEC(val) texts = {0};
    while (at < end) {
        const char *plain = at;
        while (at < end && *at != '{' && *at != '}')
            at++;
        bool doubled = at + 1 < end && at[0] == at[1];
        if (at > plain || doubled)
            vec_push(e->arena, &texts, val_str(e, plain, (size_t)(at - plain) + doubled));
        at += doubled ? 2 : 0;
        if (doubled || at == end)
            continue;
        field f;
        if (*at == '}' || !(at = read_field(at + 1, end, &f)))
            return bad_format(e, fill->call);
        const val *v = field_value(&f, fill);
        if (!v)
            return bad_format(e, fill->call);
        val text = field_text(e, fill, &f, v);
        if (val_bad(text))
            return text;
        vec_push(e->arena, &texts, text);
    }
    return texts.len ? elab_join_texts(e, texts.items, texts.len, fill->call->where)
                     : val_str(e, "", 0);
}

val text_format(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    filling fill = {call, 0};
    if (!self->is_const)
        return elab_need_constant(e, self, call->where, "the format string");
    return filled(e, &fill, self->text, self->text + self->length);
}

/* ---- The operator % --------------------------------------------------------------------------- */

/* %[(name)][flags][width][.precision]conversion */
typedef struct conversion {
    const char *name;
    uint32_t name_length;
    bool left, zero, plus, space, alternate;
    val width, precision; /* ty NULL: not given */
    char kind;
} conversion;

typedef struct percent {
    const char *at, *end;
    const val *values;
    uint32_t next;
    span where;
    bool failed;
} percent;

static val percent_error(elab *e, percent *p, const char *text)
{
    p->failed = true;
    return elab_error(e, p->where, "TypeError", "%s", text);
}

static const val *next_value(elab *e, percent *p)
{
    const val *v = p->values;
    uint32_t count = v->ty->kind == TY_TUPLE ? v->count : 1;
    if (p->next >= count) {
        percent_error(e, p, "not enough arguments for format string");
        return NULL;
    }
    return v->ty->kind == TY_TUPLE ? &v->items[p->next++] : (p->next++, v);
}

/* Digits, or * for the next value. */
static val size_part(elab *e, percent *p)
{
    val size = {0};
    int64_t n = 0;
    if (p->at < p->end && *p->at == '*') {
        p->at++;
        const val *given = next_value(e, p);
        return given ? *given : val_never(e);
    }
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++) {
        n = n < 100000 ? n * 10 + (*p->at - '0') : n;
        size = val_int(e, n);
    }
    return size;
}

static conversion read_conversion(elab *e, percent *p)
{
    conversion c = {0};
    if (p->at < p->end && *p->at == '(') {
        c.name = ++p->at;
        while (p->at < p->end && *p->at != ')')
            p->at++;
        c.name_length = (uint32_t)(p->at - c.name);
        p->at += p->at < p->end;
    }
    for (; p->at < p->end && memchr("-+ #0", *p->at, 5); p->at++) {
        c.left = c.left || *p->at == '-';
        c.plus = c.plus || *p->at == '+';
        c.space = c.space || *p->at == ' ';
        c.alternate = c.alternate || *p->at == '#';
        c.zero = c.zero || *p->at == '0';
    }
    c.width = size_part(e, p);
    if (p->at < p->end && *p->at == '.') {
        p->at++;
        c.precision = size_part(e, p);
        if (!c.precision.ty)
            c.precision = val_int(e, 0);
    }
    if (p->at < p->end)
        c.kind = *p->at++;
    return c;
}

/* The specification of format() that does the same; numbers stand on the right, texts too. */
static val spec_of(elab *e, const conversion *c, char kind, span where)
{
    char flags[8];
    size_t at = 0;
    if (c->left)
        flags[at++] = '<';
    else if (kind == 's' && c->width.ty)
        flags[at++] = '>';
    if (kind != 's' && (c->plus || c->space))
        flags[at++] = c->plus ? '+' : ' ';
    if (kind != 's' && c->alternate)
        flags[at++] = '#';
    if (kind != 's' && c->zero && !c->left)
        flags[at++] = '0';
    val texts[5];
    uint32_t count = 0;
    texts[count++] = val_str(e, flags, at);
    if (c->width.ty)
        texts[count++] = elab_box_text(e, &c->width, 's', NULL, where);
    if (c->precision.ty) {
        texts[count++] = val_str(e, ".", 1);
        texts[count++] = elab_box_text(e, &c->precision, 's', NULL, where);
    }
    texts[count++] = val_str(e, &kind, 1);
    return elab_join_texts(e, texts, count, where);
}

/* The value as the conversion takes it. */
static val converted(elab *e, percent *p, const conversion *c, const val *v)
{
    char kind = ty_is_number(v->ty) ? hpc_dtype_kind(ty_dtype_of(v->ty)) : 0;
    bool real = (kind && kind != 'c') || v->ty->kind == TY_UNION;
    switch (c->kind) {
    case 'd':
        if (!real)
            return percent_error(e, p,
                                 arena_printf(e->arena,
                                              "%%d format: a real number is required, not %s",
                                              op_type_name(e, v->ty)));
        return v->ty->kind == TY_INT ? *v : elab_call_named(e, "int", v, 1, p->where);
    case 'x':
    case 'X':
    case 'o':
        if (!real || kind == 'f')
            return percent_error(e, p,
                                 arena_printf(e->arena,
                                              "%%%c format: an integer is required, not %s",
                                              c->kind, op_type_name(e, v->ty)));
        return v->ty->kind == TY_INT ? *v : elab_call_named(e, "int", v, 1, p->where);
    case 's':
    case 'r': return elab_box_text(e, v, c->kind, NULL, p->where);
    default:
        if (!real)
            return percent_error(
                e, p,
                arena_printf(e->arena, "must be real number, not %s", op_type_name(e, v->ty)));
        return v->ty->kind == TY_FLOAT ? *v : elab_call_named(e, "float", v, 1, p->where);
    }
}

static val conversion_text(elab *e, percent *p)
{
    conversion c = read_conversion(e, p);
    if (p->failed)
        return val_never(e);
    if (c.kind == 'i' || c.kind == 'u')
        c.kind = 'd';
    if (!c.kind || !memchr("dxXosrfFeEgG", c.kind, 12)) {
        p->failed = true;
        return elab_unsupported(e, p->where, "this conversion of a format string");
    }
    if (memchr("dxXo", c.kind, 4) && c.precision.ty) {
        p->failed = true;
        return elab_unsupported(e, p->where, "a precision of an integer conversion");
    }
    const val *v = NULL;
    val named;
    if (c.name) {
        named = op_getitem(e, *p->values, val_str(e, c.name, c.name_length), p->where);
        v = &named;
        p->next = 1;
    } else if (!(v = next_value(e, p))) {
        return val_never(e);
    }
    val value = val_bad(*v) ? *v : converted(e, p, &c, v);
    if (val_bad(value))
        return value;
    char kind = c.kind == 'r' ? 's' : c.kind;
    if (kind == 's' && !c.width.ty && !c.precision.ty)
        return value;
    val spec = spec_of(e, &c, kind, p->where);
    return val_bad(spec) ? spec : elab_box_text(e, &value, 0, &spec, p->where);
}

val text_percent(elab *e, const val *format, const val *values, span where)
{
    VEC(val) texts = {0};
    if (!format->is_const)
        return elab_need_constant(e, format, where, "the format string");
    percent p = {format->text, format->text + format->length, values, 0, where, false};
    while (p.at < p.end) {
        const char *plain = p.at;
        while (p.at < p.end && *p.at != '%')
            p.at++;
        bool doubled = p.at + 1 < p.end && p.at[1] == '%';
        if (p.at > plain || doubled)
            vec_push(e->arena, &texts, val_str(e, plain, (size_t)(p.at - plain) + doubled));
        if (p.at == p.end)
            break;
        p.at += doubled ? 2 : 1;
        if (doubled)
            continue;
        val text = conversion_text(e, &p);
        if (val_bad(text))
            return text;
        vec_push(e->arena, &texts, text);
    }
    bool mapping = values->ty->kind == TY_DICT;
    if (p.next < (values->ty->kind == TY_TUPLE ? values->count : mapping ? 0u : 1u))
        return percent_error(e, &p, "not all arguments converted during string formatting");
    return texts.len ? elab_join_texts(e, texts.items, texts.len, where) : val_str(e, "", 0);
}
