/* Strings: bodies, escapes, and the text and fields of f-strings.
 *
 *   'a\n' -> STRING of 2 bytes
 *   f"x={x:>{w}}" -> FSTRING_BEGIN TEXT "x=" FIELD_BEGIN NAME FIELD_COLON TEXT ">" FIELD_BEGIN NAME
 *                    FIELD_END FIELD_END FSTRING_END */
#include "lex.h"

#include "grammar.h"

typedef struct bytes {
    VEC(char) v;
} bytes;

static void put(lexer *lx, bytes *out, char c)
{
    vec_push(lx->a, &out->v, c);
}

static void put_code(lexer *lx, bytes *out, uint32_t c)
{
    if (c < 0x80) {
        put(lx, out, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint32_t lead[4] = {0, 0xc0, 0xe0, 0xf0};
    put(lx, out, (char)(lead[more] | c >> (6 * more)));
    while (more--)
        put(lx, out, (char)(0x80 | (c >> (6 * more) & 0x3f)));
}

static void take(lexer *lx, bytes *out, token *t)
{
    put(lx, out, '\0');
    t->string.text = out->v.items;
    t->string.length = out->v.len - 1;
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

/* ---- Escapes -------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* s is behind \x, \u or \U; gives where the digits end. */
static const char *hex_escape(lexer *lx, const char *s, int digits, bytes *out)
{
    const char *begin = s - 2;
    uint32_t code = 0;
    for (int i = 0; i < digits; i++, s++) {
        int digit = hex_digit(*s);
        if (digit < 0) {
            static const char *const forms[] = {
                [2] = "\\xXX", [4] = "\\uXXXX", [8] = "\\UXXXXXXXX"};
            lex_error(lx, lex_span(lx, begin, s), "SyntaxError", "truncated %s escape",
                      forms[digits]);
            return s;
        }
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10ffff)
        lex_error(lx, lex_span(lx, begin, s), "SyntaxError", "illegal Unicode character");
    else if (code >= 0xd800 && code <= 0xdfff)
        lex_error(lx, lex_span(lx, begin, s), "SyntaxError",
                  "surrogate code points in strings are not supported");
    else
        put_code(lx, out, code);
    return s;
}

static const char *octal_escape(lexer *lx, const char *s, bytes *out)
{
    uint32_t code = 0;
    for (int i = 0; i < 3 && *s >= '0' && *s <= '7'; i++)
        code = code * 8 + (uint32_t)(*s++ - '0');
    put_code(lx, out, code);
    return s;
}

static const char *named_escape(lexer *lx, const char *s)
{
    const char *begin = s - 2;
    if (*s == '{') {
        s += strcspn(s, "}\r\n\"'");
        s += *s == '}';
    }
    lex_error(lx, lex_span(lx, begin, s), "SyntaxError",
              "\\N{...} escapes are not supported; write the character or \\u and its number");
    return s;
}

/* s is at a backslash; appends what the escape stands for and gives where it ends. An escape that
 * Python does not know keeps its backslash. */
static const char *escape(lexer *lx, const char *s, bytes *out)
{
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    char c = *++s;
    if (c == '\r' && s[1] == '\n')
        return s + 2;
    if (is_newline(c))
        return s + 1;
    if (c >= '0' && c <= '7')
        return octal_escape(lx, s, out);
    if (c == 'x')
        return hex_escape(lx, s + 1, 2, out);
    if (c == 'u')
        return hex_escape(lx, s + 1, 4, out);
    if (c == 'U')
        return hex_escape(lx, s + 1, 8, out);
    if (c == 'N')
        return named_escape(lx, s + 1);
    const char *known = c ? strchr(from, c) : NULL;
    put(lx, out, known ? to[known - from] : '\\');
    return known ? s + 1 : s;
}

/* One character of text at s, newlines as \n; gives where it ends. */
static const char *literal(lexer *lx, const char *s, bytes *out)
{
    if (*s == '\r') {
        put(lx, out, '\n');
        return s + 1 + (s[1] == '\n');
    }
    put(lx, out, *s);
    return s + 1;
}

/* In a raw string a backslash stays, and keeps a quote after it from ending the string. */
static const char *raw_backslash(lexer *lx, const char *s, bytes *out)
{
    put(lx, out, '\\');
    s++;
    return *s == '\'' || *s == '"' || *s == '\\' || is_newline(*s) ? literal(lx, s, out) : s;
}

/* ---- Plain strings -------------------------------------------------------------------------------- */

typedef struct form {
    char quote;
    bool triple, raw, bytes, format;
} form;

static form form_of(lexer *lx, const char *begin)
{
    form f = {.quote = lx->cursor[-1]};
    for (const char *s = begin; s < lx->cursor - 1; s++) {
        char letter = (char)(*s | 0x20);
        f.raw |= letter == 'r';
        f.bytes |= letter == 'b';
        f.format |= letter == 'f';
    }
    f.triple = lx->cursor[0] == f.quote && lx->cursor[1] == f.quote;
    if (f.triple)
        lx->cursor += 2;
    return f;
}

static bool ends_at(const char *s, char quote, bool triple)
{
    return s[0] == quote && (!triple || (s[1] == quote && s[2] == quote));
}

/* The cursor is behind the opening quotes. The end of the body, at its closing quotes, or where the
 * line or the text ends. */
static const char *body_end(const lexer *lx, const form *f)
{
    const char *s = lx->cursor;
    while (s < lx->limit && !ends_at(s, f->quote, f->triple)) {
        if (!f->triple && is_newline(*s))
            break;
        if (*s == '\\' && s + 1 < lx->limit)
            s += s[1] == '\r' && s[2] == '\n' ? 2 : 1;
        s++;
    }
    return s;
}

static uint32_t line_of(const lexer *lx, const char *at)
{
    uint32_t line = lx->line;
    for (const char *s = lx->at; s < at; s++)
        line += *s == '\n' || (*s == '\r' && s[1] != '\n');
    return line;
}

static void report_unterminated(lexer *lx, const char *begin, const char *end, const form *f)
{
    span where = lex_span(lx, begin, lx->cursor);
    bool in_field = lx->fstring_len && !f->triple && !lx->fstrings[lx->fstring_len - 1].triple;
    if (in_field) /* f"{x" : the quote was meant to end the f-string */
        lex_error(lx, lx->brackets[lx->bracket_len - 1].where, "SyntaxError",
                  "f-string: expecting '}'");
    else
        lex_error(lx, where, "SyntaxError", "unterminated %sstring literal (detected at line %u)",
                  f->triple ? "triple-quoted " : "", line_of(lx, end));
    lx->incomplete |= f->triple;
}

static void decode_body(lexer *lx, const char *s, const char *end, const form *f, bytes *out)
{
    while (s < end) {
        if (*s != '\\')
            s = literal(lx, s, out);
        else
            s = f->raw ? raw_backslash(lx, s, out) : escape(lx, s, out);
    }
}

token lex_string(lexer *lx, const char *begin)
{
    form f = form_of(lx, begin);
    if (f.format) {
        token t = lex_token(lx, TK_FSTRING_BEGIN, begin);
        if (lx->fstring_len == SYNTAX_MAX_NESTING)
            lex_limit(lx, t.where, "SyntaxError", "too many nested f-strings");
        else
            lx->fstrings[lx->fstring_len++] =
                (fstring){f.quote, f.triple, f.raw, true, lx->bracket_len, t.where};
        return t;
    }
    const char *body = lx->cursor, *end = body_end(lx, &f);
    bool closed = end < lx->limit && *end == f.quote;
    if (!closed)
        report_unterminated(lx, begin, end, &f);
    lx->cursor = closed ? end + (f.triple ? 3 : 1) : end;
    if (f.bytes)
        lex_error(lx, lex_span(lx, begin, lx->cursor), "SyntaxError",
                  "bytes literals are not supported");
    token t = lex_token(lx, TK_STRING, begin);
    if (lx->fatal)
        return t;
    bytes out = {0};
    decode_body(lx, body, end, &f, &out);
    take(lx, &out, &t);
    return t;
}

/* ---- f-strings ------------------------------------------------------------------------------------- */

static fstring *innermost(lexer *lx)
{
    return &lx->fstrings[lx->fstring_len - 1];
}

bool lex_at_field_level(const lexer *lx)
{
    return lx->bracket_len && lx->brackets[lx->bracket_len - 1].open == 'f';
}

token lex_field_colon(lexer *lx, const char *begin)
{
    lx->cursor = begin + 1;
    innermost(lx)->in_text = true;
    return lex_token(lx, TK_FIELD_COLON, begin);
}

token lex_field_end(lexer *lx, const char *begin)
{
    lx->cursor = begin + 1;
    lx->bracket_len--;
    innermost(lx)->in_text = true;
    return lex_token(lx, TK_FIELD_END, begin);
}

static token field_begin(lexer *lx, const char *begin)
{
    fstring *f = innermost(lx);
    lx->cursor = begin + 1;
    token t = lex_open(lx, TK_FIELD_BEGIN, begin, 'f');
    if (lx->bracket_len - f->brackets > 2)
        lex_error(lx, t.where, "SyntaxError", "f-string: expressions nested too deeply");
    f->in_text = false;
    return t;
}

static token fstring_end(lexer *lx, const char *begin, const char *end)
{
    lx->cursor = end;
    lx->bracket_len = innermost(lx)->brackets;
    lx->fstring_len--;
    return lex_token(lx, TK_FSTRING_END, begin);
}

/* The line (or the text, or within a spec the string) ends where the f-string does not. */
static token unterminated(lexer *lx, const char *at)
{
    const fstring *f = innermost(lx);
    if (lx->bracket_len > f->brackets)
        lex_error(lx, lx->brackets[lx->bracket_len - 1].where, "SyntaxError",
                  "f-string: expecting '}'");
    else
        lex_error(lx, f->where, "SyntaxError",
                  "unterminated %sf-string literal (detected at line %u)",
                  f->triple ? "triple-quoted " : "", line_of(lx, at));
    lx->incomplete |= f->triple;
    return fstring_end(lx, at, ends_at(at, f->quote, f->triple) ? at + (f->triple ? 3 : 1) : at);
}

void lex_fstring_broken(lexer *lx)
{
    unterminated(lx, lx->cursor);
}

/* What stands at s, which is no text: a field, the end of a spec, or the end of the f-string. */
static token delimiter(lexer *lx, const char *s, bool in_spec)
{
    const fstring *f = innermost(lx);
    if (s < lx->limit && *s == '{')
        return field_begin(lx, s);
    if (in_spec && *s == '}')
        return lex_field_end(lx, s);
    if (!in_spec && ends_at(s, f->quote, f->triple))
        return fstring_end(lx, s, s + (f->triple ? 3 : 1));
    return unterminated(lx, s);
}

static bool ends_text(const lexer *lx, const fstring *f, const char *s, bool in_spec)
{
    if (s >= lx->limit || ends_at(s, f->quote, f->triple) || (!f->triple && is_newline(*s)))
        return true;
    if (*s == '{')
        return in_spec || s[1] != '{';
    return *s == '}' && in_spec;
}

token lex_fstring_text(lexer *lx)
{
    const fstring *f = innermost(lx);
    const char *begin = lx->cursor, *s = begin;
    bool in_spec = lx->bracket_len > f->brackets;
    span where = lex_span(lx, begin, begin); /* before an error inside moves the count on */
    bytes out = {0};
    while (!ends_text(lx, f, s, in_spec)) {
        if (*s == '\\') {
            s = f->raw ? raw_backslash(lx, s, &out) : escape(lx, s, &out);
            continue;
        }
        if (*s == '{' || *s == '}') {
            if (s[1] != *s)
                lex_error(lx, lex_span(lx, s, s + 1), "SyntaxError",
                          "f-string: single '}' is not allowed");
            else
                s++;
        }
        s = literal(lx, s, &out);
    }
    if (s == begin)
        return delimiter(lx, s, in_spec);
    lx->cursor = s;
    token t = lex_token(lx, TK_FSTRING_TEXT, begin);
    where.end = t.where.end;
    t.where = where;
    if (!lx->fatal)
        take(lx, &out, &t);
    return t;
}
