/* Expressions as source text. Reading the text gives the same tree again. */
#include "ast.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct writer {
    arena *a;
    VEC(char) out;
} writer;

/* How tightly an expression binds; an operand that binds less than its place asks is put in
 * parentheses. */
enum {
    ANY,
    WALRUS,
    CONDITIONAL,
    OR,
    AND,
    NOT,
    COMPARE,
    BITOR,
    BITXOR,
    BITAND,
    SHIFT,
    SUM,
    TERM,
    FACTOR,
    POWER,
    AWAIT,
    PRIMARY
};

static void expr(writer *w, const ast_expr *e, int place);

static void put(writer *w, const char *text)
{
    for (; *text; text++)
        vec_push(w->a, &w->out, *text);
}

static int binary_level(ast_binary_op op)
{
    switch (op) {
    case AST_POW: return POWER;
    case AST_LSHIFT:
    case AST_RSHIFT: return SHIFT;
    case AST_BITAND: return BITAND;
    case AST_BITXOR: return BITXOR;
    case AST_BITOR: return BITOR;
    case AST_ADD:
    case AST_SUB: return SUM;
    default: return TERM;
    }
}

static int level(const ast_expr *e)
{
    switch (e->kind) {
    case AST_YIELD:
    case AST_YIELD_FROM: return ANY;
    case AST_WALRUS: return WALRUS;
    case AST_LAMBDA:
    case AST_CONDITIONAL: return CONDITIONAL;
    case AST_BOOLOP: return e->boolop.op == AST_OR ? OR : AND;
    case AST_COMPARE: return COMPARE;
    case AST_UNARY: return e->unary.op == AST_NOT ? NOT : FACTOR;
    case AST_BINARY: return binary_level(e->binary.op);
    case AST_AWAIT: return AWAIT;
    case AST_INT: return POWER; /* 1.real would not be read so */
    default: return PRIMARY;
    }
}

/* ---- Literals -------------------------------------------------------------------------------------- */

static void put_byte(writer *w, char c, char quote)
{
    static const char from[] = "\n\r\t\\", to[] = "nrt\\";
    const char *known = c ? strchr(from, c) : NULL;
    if (known || c == quote) {
        put(w, "\\");
        vec_push(w->a, &w->out, known ? to[known - from] : c);
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        put(w, arena_printf(w->a, "\\x%02x", (unsigned char)c));
    } else {
        vec_push(w->a, &w->out, c);
    }
}

static void string(writer *w, const char *text, uint32_t length)
{
    bool single = memchr(text, '\'', length) && !memchr(text, '"', length);
    char quote = single ? '"' : '\'';
    vec_push(w->a, &w->out, quote);
    for (uint32_t i = 0; i < length; i++)
        put_byte(w, text[i], quote);
    vec_push(w->a, &w->out, quote);
}

const char *ast_quoted(arena *a, const char *text, uint32_t length)
{
    writer w = {.a = a};
    string(&w, text, length);
    vec_push(a, &w.out, '\0');
    return w.out.items;
}

/* The shortest digits that read back as the value. The C library writes the decimal point of the
 * host's locale; whatever it is becomes a point. */
static void real(writer *w, double value)
{
    if (value > 1.7976931348623157e308) {
        put(w, "1e999");
        return;
    }
    char text[64];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    bool whole = true;
    for (char *s = text; *s; s++) {
        bool plain = (*s >= '0' && *s <= '9') || *s == '-' || *s == '+';
        whole &= plain;
        if (!plain && *s != 'e')
            *s = '.';
    }
    put(w, text);
    if (whole)
        put(w, ".0");
}

static void fparts(writer *w, const ast_fparts *parts, bool spec)
{
    for (uint32_t i = 0; i < parts->len; i++) {
        const ast_fpart *f = &parts->items[i];
        for (uint32_t k = 0; !f->value && k < f->length; k++) {
            char c = f->text[k];
            if (!spec && (c == '{' || c == '}'))
                vec_push(w->a, &w->out, c);
            put_byte(w, c, '"');
        }
        if (!f->value)
            continue;
        put(w, "{");
        uint32_t before = w->out.len;
        expr(w, f->value, OR);             /* lambda, := and yield need parentheses here */
        if (w->out.items[before] == '{') { /* {{ would be a brace */
            vec_push(w->a, &w->out, '\0');
            memmove(w->out.items + before + 1, w->out.items + before, w->out.len - 1 - before);
            w->out.items[before] = ' ';
        }
        if (f->conversion)
            put(w, (char[]){'!', f->conversion, 0});
        if (f->has_spec) {
            put(w, ":");
            fparts(w, &f->spec, true);
        }
        put(w, "}");
    }
}

/* ---- Lists ----------------------------------------------------------------------------------------- */

static void items(writer *w, const ast_exprs *list, int place)
{
    for (uint32_t i = 0; i < list->len; i++) {
        if (i)
            put(w, ", ");
        expr(w, list->items[i], place);
    }
}

static void name(writer *w, const char *before, const char *text, const char *after)
{
    put(w, before);
    put(w, text);
    put(w, after);
}

static void call(writer *w, const ast_expr *e)
{
    expr(w, e->call.callee, PRIMARY);
    put(w, "(");
    items(w, &e->call.args, WALRUS);
    for (uint32_t i = 0; i < e->call.keywords.len; i++) {
        const ast_keyword *k = &e->call.keywords.items[i];
        if (i || e->call.args.len)
            put(w, ", ");
        if (k->name)
            name(w, "", k->name, "=");
        else
            put(w, "**");
        expr(w, k->value, CONDITIONAL);
    }
    put(w, ")");
}

static void params(writer *w, const ast_params *list)
{
    bool starred = false;
    for (uint32_t i = 0; i < list->len; i++) {
        const ast_param *param = &list->items[i];
        put(w, i ? ", " : " ");
        if (param->kind == AST_KEYWORD_ONLY && !starred) {
            put(w, "*, ");
            starred = true;
        }
        starred |= param->kind == AST_VAR_POSITIONAL;
        put(w, param->kind == AST_VAR_POSITIONAL ? "*"
               : param->kind == AST_VAR_KEYWORD  ? "**"
                                                 : "");
        put(w, param->name);
        if (param->value) {
            put(w, "=");
            expr(w, param->value, CONDITIONAL);
        }
        bool last = i + 1 == list->len || list->items[i + 1].kind != AST_POSITIONAL_ONLY;
        if (param->kind == AST_POSITIONAL_ONLY && last)
            put(w, ", /");
    }
}

static void tuple(writer *w, const ast_exprs *elements)
{
    put(w, "(");
    items(w, elements, WALRUS);
    put(w, elements->len == 1 ? ",)" : ")");
}

/* a[i, j]: the tuple of an index has no parentheses. */
static void subscript(writer *w, const ast_expr *e)
{
    const ast_expr *index = e->subscript.index;
    expr(w, e->subscript.value, PRIMARY);
    put(w, "[");
    if (index->kind == AST_TUPLE && index->elements.len) {
        items(w, &index->elements, WALRUS);
        put(w, index->elements.len == 1 ? "," : "");
    } else {
        expr(w, index, WALRUS);
    }
    put(w, "]");
}

static void slice(writer *w, const ast_expr *e)
{
    if (e->slice.lower)
        expr(w, e->slice.lower, CONDITIONAL);
    put(w, ":");
    if (e->slice.upper)
        expr(w, e->slice.upper, CONDITIONAL);
    if (e->slice.step) {
        put(w, ":");
        expr(w, e->slice.step, CONDITIONAL);
    }
}

static void dict(writer *w, const ast_expr *e)
{
    put(w, "{");
    for (uint32_t i = 0; i < e->dict.values.len; i++) {
        put(w, i ? ", " : "");
        if (e->dict.keys.items[i]) {
            expr(w, e->dict.keys.items[i], CONDITIONAL);
            put(w, ": ");
            expr(w, e->dict.values.items[i], CONDITIONAL);
        } else {
            put(w, "**");
            expr(w, e->dict.values.items[i], BITOR);
        }
    }
    put(w, "}");
}

static void comprehension(writer *w, const ast_expr *e)
{
    static const char *const open[] = {"[", "{", "{", "("}, *const close[] = {"]", "}", "}", ")"};
    put(w, open[e->comprehension.kind]);
    expr(w, e->comprehension.element, e->comprehension.value ? CONDITIONAL : WALRUS);
    if (e->comprehension.value) {
        put(w, ": ");
        expr(w, e->comprehension.value, CONDITIONAL);
    }
    for (uint32_t i = 0; i < e->comprehension.fors.len; i++) {
        const ast_comp_for *f = &e->comprehension.fors.items[i];
        put(w, f->is_async ? " async for " : " for ");
        expr(w, f->target, BITOR);
        put(w, " in ");
        expr(w, f->iterable, OR);
        for (uint32_t k = 0; k < f->conditions.len; k++) {
            put(w, " if ");
            expr(w, f->conditions.items[k], OR);
        }
    }
    put(w, close[e->comprehension.kind]);
}

/* ---- Operators ------------------------------------------------------------------------------------- */

static void binary(writer *w, const ast_expr *e)
{
    int mine = binary_level(e->binary.op);
    bool power = e->binary.op == AST_POW; /* binds to the right: a ** -b ** c */
    expr(w, e->binary.left, power ? AWAIT : mine);
    name(w, " ", ast_binary_op_text(e->binary.op), " ");
    expr(w, e->binary.right, power ? FACTOR : mine + 1);
}

static void boolop(writer *w, const ast_expr *e)
{
    for (uint32_t i = 0; i < e->boolop.values.len; i++) {
        if (i)
            put(w, e->boolop.op == AST_AND ? " and " : " or ");
        expr(w, e->boolop.values.items[i], e->boolop.op == AST_AND ? NOT : AND);
    }
}

static void compare(writer *w, const ast_expr *e)
{
    expr(w, e->compare.first, BITOR);
    for (uint32_t i = 0; i < e->compare.rest.len; i++) {
        name(w, " ", ast_compare_op_text(e->compare.ops.items[i]), " ");
        expr(w, e->compare.rest.items[i], BITOR);
    }
}

static void operators(writer *w, const ast_expr *e)
{
    switch (e->kind) {
    case AST_UNARY:
        put(w, ast_unary_op_text(e->unary.op));
        put(w, e->unary.op == AST_NOT ? " " : "");
        expr(w, e->unary.operand, e->unary.op == AST_NOT ? NOT : FACTOR);
        break;
    case AST_BINARY: binary(w, e); break;
    case AST_BOOLOP: boolop(w, e); break;
    case AST_COMPARE: compare(w, e); break;
    case AST_CONDITIONAL:
        expr(w, e->conditional.body, OR);
        put(w, " if ");
        expr(w, e->conditional.test, OR);
        put(w, " else ");
        expr(w, e->conditional.orelse, CONDITIONAL);
        break;
    case AST_LAMBDA:
        put(w, "lambda");
        params(w, &e->lambda.params);
        put(w, ": ");
        expr(w, e->lambda.body, CONDITIONAL);
        break;
    case AST_WALRUS:
        expr(w, e->walrus.target, PRIMARY);
        put(w, " := ");
        expr(w, e->walrus.value, CONDITIONAL);
        break;
    case AST_STARRED:
        put(w, "*");
        expr(w, e->operand, BITOR);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
        put(w, e->kind == AST_YIELD ? "yield" : "yield from");
        put(w, e->operand ? " " : "");
        if (e->operand)
            expr(w, e->operand, WALRUS);
        break;
    case AST_AWAIT:
        put(w, "await ");
        expr(w, e->operand, PRIMARY);
        break;
    default: put(w, "<error>"); break;
    }
}

static void bare(writer *w, const ast_expr *e)
{
    switch (e->kind) {
    case AST_NAME: put(w, e->name); break;
    case AST_INT: put(w, e->integer.text); break;
    case AST_FLOAT: real(w, e->real); break;
    case AST_IMAGINARY:
        real(w, e->real);
        put(w, "j");
        break;
    case AST_STRING: string(w, e->string.text, e->string.length); break;
    case AST_FSTRING:
        put(w, "f\"");
        fparts(w, &e->fstring, false);
        put(w, "\"");
        break;
    case AST_TRUE: put(w, "True"); break;
    case AST_FALSE: put(w, "False"); break;
    case AST_NONE: put(w, "None"); break;
    case AST_ELLIPSIS: put(w, "..."); break;
    case AST_CALL: call(w, e); break;
    case AST_ATTRIBUTE:
        expr(w, e->attribute.value, PRIMARY);
        name(w, ".", e->attribute.name, "");
        break;
    case AST_SUBSCRIPT: subscript(w, e); break;
    case AST_SLICE: slice(w, e); break;
    case AST_TUPLE: tuple(w, &e->elements); break;
    case AST_LIST:
    case AST_SET:
        put(w, e->kind == AST_LIST ? "[" : "{");
        items(w, &e->elements, WALRUS);
        put(w, e->kind == AST_LIST ? "]" : "}");
        break;
    case AST_DICT: dict(w, e); break;
    case AST_COMPREHENSION: comprehension(w, e); break;
    default: operators(w, e); break;
    }
}

static void expr(writer *w, const ast_expr *e, int place)
{
    bool wrap = level(e) < place;
    put(w, wrap ? "(" : "");
    bare(w, e);
    put(w, wrap ? ")" : "");
}

const char *ast_expr_text(arena *a, const ast_expr *e)
{
    writer w = {.a = a};
    expr(&w, e, ANY);
    vec_push(a, &w.out, '\0');
    return w.out.items;
}
