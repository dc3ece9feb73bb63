/* The grammar's actions for strings: adjacent literals joined, f-strings in parts.
 *
 *   'a' f'{x=}' 'b'  ->  FSTRING [text "ax=", field x!r, text "b"] */
#include "parse.h"

#include "grammar.h"

static ast_fpart text_part(token t)
{
    return (ast_fpart){.text = t.string.text, .length = t.string.length, .where = t.where};
}

/* Adjacent texts become one. They are joined here, once, so that n literals take linear time. */
static ast_fparts joined(arena *a, const ast_fparts *parts)
{
    ast_fparts out = {0};
    for (uint32_t i = 0; i < parts->len;) {
        ast_fpart part = parts->items[i];
        uint32_t end = i + 1, length = part.length;
        for (; !part.value && end < parts->len && !parts->items[end].value; end++)
            length += parts->items[end].length;
        if (end > i + 1) {
            char *text = arena_alloc(a, (size_t)length + 1);
            part.text = text;
            part.length = length;
            for (uint32_t k = i; k < end; k++) {
                const ast_fpart *piece = &parts->items[k];
                memcpy(text, piece->text, piece->length);
                text += piece->length;
                part.where = parse_join_spans(part.where, piece->where);
            }
        }
        if (part.value || part.length)
            vec_push(a, &out, part);
        i = end;
    }
    return out;
}

ast_expr *parse_strings(parser *p, parse_text *text)
{
    ast_expr *e =
        ast_expr_new(p->a, &p->ids, text->formatted ? AST_FSTRING : AST_STRING, text->where);
    ast_fparts parts = joined(p->a, &text->parts);
    if (!text->formatted) {
        e->string.text = parts.len ? parts.items[0].text : "";
        e->string.length = parts.len ? parts.items[0].length : 0;
        return e;
    }
    e->fstring = parts;
    if (ast_expr_seal(e))
        return e;
    diag_error(p->d, p->src, e->where, "SyntaxError",
               "expression is nested too deeply (the limit is %d levels)", AST_MAX_DEPTH);
    return parse_error_node(p, e->where);
}

parse_text *parse_join(parser *p, parse_text *left, const parse_text *right)
{
    for (uint32_t i = 0; i < right->parts.len; i++)
        vec_push(p->a, &left->parts, right->parts.items[i]);
    left->formatted |= right->formatted;
    left->where = parse_join_spans(left->where, right->where);
    return left;
}

parse_text *parse_plain_text(parser *p, token t)
{
    parse_text *text = ARENA_NEW(p->a, parse_text);
    text->where = t.where;
    vec_push(p->a, &text->parts, text_part(t));
    return text;
}

parse_text *parse_ftext(parser *p, token begin, ast_fparts *parts, token end)
{
    parse_text *text = ARENA_NEW(p->a, parse_text);
    text->where = parse_join_spans(begin.where, end.where);
    text->formatted = true;
    text->parts = *parts;
    return text;
}

ast_fparts *parse_fparts(parser *p)
{
    return ARENA_NEW(p->a, ast_fparts);
}

void parse_add_ftext(parser *p, ast_fparts *parts, token t)
{
    vec_push(p->a, parts, text_part(t));
}

/* {x = }: the text from behind the brace to behind the = and the space after it. */
static void add_documentation(parser *p, ast_fparts *parts, token begin, token equal)
{
    const char *source = p->src->text;
    uint32_t from = begin.where.end, to = equal.where.end;
    while (source[to] == ' ' || source[to] == '\t' || source[to] == '\n' || source[to] == '\r')
        to++;
    ast_fpart part = {.length = to - from, .where = begin.where};
    part.text = arena_strndup(p->a, source + from, to - from);
    vec_push(p->a, parts, part);
}

static char conversion_of(parser *p, const token *t)
{
    static const char *const names[] = {"s", "r", "a"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(t->name, names[i]) == 0)
            return names[i][0];
    diag_error(p->d, p->src, t->where, "SyntaxError",
               "f-string: invalid conversion character '%.40s': expected 's', 'r', or 'a'",
               t->name);
    return 0;
}

void parse_add_field(parser *p, ast_fparts *parts, token begin, ast_expr *value, token equal,
                     token conversion, ast_fparts *spec, token end)
{
    if (equal.kind)
        add_documentation(p, parts, begin, equal);
    ast_fpart part = {.value = value, .where = parse_join_spans(begin.where, end.where)};
    if (conversion.kind)
        part.conversion = conversion_of(p, &conversion);
    else if (equal.kind && !spec)
        part.conversion = 'r';
    if (spec) {
        part.has_spec = true;
        part.spec = joined(p->a, spec);
    }
    vec_push(p->a, parts, part);
}
