/* The lexer's frame: positions, lines, indentation, brackets, the end of the text. */
#include "lex.h"

#include "grammar.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const token_names[] = {
    [0] = "END",
    [TK_NEWLINE] = "NEWLINE",
    [TK_INDENT] = "INDENT",
    [TK_DEDENT] = "DEDENT",
    [TK_NAME] = "NAME",
    [TK_INT] = "INT",
    [TK_FLOAT] = "FLOAT",
    [TK_IMAGINARY] = "IMAGINARY",
    [TK_STRING] = "STRING",
    [TK_FSTRING_BEGIN] = "FSTRING_BEGIN",
    [TK_FSTRING_TEXT] = "FSTRING_TEXT",
    [TK_FSTRING_END] = "FSTRING_END",
    [TK_FIELD_BEGIN] = "FIELD_BEGIN",
    [TK_FIELD_COLON] = "FIELD_COLON",
    [TK_FIELD_END] = "FIELD_END",
    [TK_BANG] = "BANG",
};

const char *lex_token_name(int kind)
{
    if (kind >= 0 && (size_t)kind < sizeof token_names / sizeof *token_names && token_names[kind])
        return token_names[kind];
    return "OP";
}

/* ---- The text as a whole ------------------------------------------------------------------------ */

/* Length of the UTF-8 sequence at s, which may read up to the NUL behind the text; 0: malformed. */
static uint32_t sequence_length(const unsigned char *s)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4 || (s[1] & 0xc0) != 0x80)
        return 0;
    if (s[0] < 0xe0)
        return 2;
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool no_code_point = (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f);
    if (overlong || no_code_point || (s[2] & 0xc0) != 0x80)
        return 0;
    if (s[0] < 0xf0)
        return 3;
    return (s[3] & 0xc0) == 0x80 ? 4 : 0;
}

/* The place of a byte, all before it being valid. */
static span place(const source *src, uint32_t at)
{
    span where = {at, at + 1, 1, 1};
    for (uint32_t i = 0; i < at; i++) {
        char c = src->text[i];
        if (c == '\n' || (c == '\r' && src->text[i + 1] != '\n')) {
            where.line++;
            where.column = 1;
        } else if (((unsigned char)c & 0xc0) != 0x80) {
            where.column++;
        }
    }
    return where;
}

bool lex_check_text(diags *d, const source *src)
{
    if (src->length > SYNTAX_MAX_FILE) {
        diag_error(d, src, (span){0}, "SyntaxError", "the file is longer than %d MB",
                   SYNTAX_MAX_FILE / 1024 / 1024);
        return false;
    }
    const unsigned char *text = (const unsigned char *)src->text;
    for (uint32_t i = 0; i < src->length;) {
        uint32_t length = text[i] ? sequence_length(text + i) : 0;
        if (length) {
            i += length;
            continue;
        }
        if (text[i])
            diag_error(d, src, place(src, i), "SyntaxError",
                       "the file is not UTF-8: invalid byte 0x%02x", text[i]);
        else
            diag_error(d, src, place(src, i), "SyntaxError",
                       "source code cannot contain null bytes");
        return false;
    }
    return true;
}

void lex_init(lexer *lx, arena *a, intern *names, diags *d, const source *src)
{
    memset(lx, 0, sizeof *lx);
    lx->a = a;
    lx->names = names;
    lx->d = d;
    lx->src = src;
    lx->cursor = src->text;
    if (src->length >= 3 && memcmp(src->text, "\xef\xbb\xbf", 3) == 0)
        lx->cursor += 3; /* a byte order mark */
    lx->limit = src->text + src->length;
    lx->at = lx->line_begin = lx->cursor;
    lx->line = lx->column = 1;
    lx->line_start = lx->first = true;
    lx->indent_len = 1; /* column 0 */
    lx->last = TK_NEWLINE;
}

/* ---- Positions ---------------------------------------------------------------------------------- */

static void advance(lexer *lx, const char *to)
{
    for (const char *s = lx->at; s < to; s++) {
        if (*s == '\n' || (*s == '\r' && s[1] != '\n')) {
            lx->line++;
            lx->column = 1;
            lx->line_begin = s + 1;
        } else if (((unsigned char)*s & 0xc0) != 0x80) {
            lx->column++;
        }
    }
    if (to > lx->at)
        lx->at = to;
}

span lex_span(lexer *lx, const char *begin, const char *end)
{
    advance(lx, begin);
    const char *text = lx->src->text;
    return (span){(uint32_t)(begin - text), (uint32_t)(end - text), lx->line, lx->column};
}

void lex_error(lexer *lx, span where, const char *class_name, const char *format, ...)
{
    lx->silent = true;
    if (!lx->d)
        return;
    va_list args;
    va_start(args, format);
    char message[256];
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    diag_error(lx->d, lx->src, where, class_name, "%s", message);
}

void lex_limit(lexer *lx, span where, const char *class_name, const char *message)
{
    lex_error(lx, where, class_name, "%s", message);
    lx->fatal = true;
}

token lex_token(lexer *lx, int kind, const char *begin)
{
    token t = {.kind = kind, .where = lex_span(lx, begin, lx->cursor)};
    if (lx->cursor - begin > SYNTAX_MAX_TOKEN)
        lex_limit(lx, t.where, "SyntaxError", "token is longer than 1 MB");
    return t;
}

/* ---- Lines and indentation ------------------------------------------------------------------------ */

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

/* Over blank lines and comments to the first token; its indentation is filled. */
static void measure(lexer *lx, indent *in)
{
    const char *s = lx->cursor;
    for (;;) {
        in->column = in->characters = 0;
        for (; *s == ' ' || *s == '\t' || *s == '\f'; s++) {
            if (*s == '\f') {
                in->column = in->characters = 0;
                continue;
            }
            in->column = *s == '\t' ? (in->column / 8 + 1) * 8 : in->column + 1;
            in->characters++;
        }
        if (*s == '#')
            s += strcspn(s, "\r\n");
        if (!is_newline(*s))
            break;
        s++;
    }
    lx->cursor = s;
}

static void push_indent(lexer *lx, const indent *in)
{
    if (lx->indent_len > AST_MAX_BLOCKS) {
        lex_limit(lx, lex_span(lx, lx->cursor, lx->cursor + 1), "IndentationError",
                  "too many levels of indentation");
        return;
    }
    lx->indents[lx->indent_len++] = *in;
}

/* Leave the blocks that this line is not part of. */
static void leave_blocks(lexer *lx, indent *in)
{
    while (lx->indents[lx->indent_len - 1].column > in->column)
        lx->dedents += !lx->indents[--lx->indent_len].silent;
    const indent *top = &lx->indents[lx->indent_len - 1];
    if (top->column == in->column)
        return;
    lex_error(lx, lex_span(lx, lx->cursor, lx->cursor + 1), "IndentationError",
              "unindent does not match any outer indentation level");
    in->silent = true;
    push_indent(lx, in);
}

static bool give_dedent(lexer *lx, token *t)
{
    if (!lx->dedents)
        return false;
    lx->dedents--;
    *t = (token){.kind = TK_DEDENT, .where = lex_span(lx, lx->cursor, lx->cursor)};
    return true;
}

bool lex_layout(lexer *lx, token *t)
{
    if (!lx->line_start)
        return give_dedent(lx, t);
    lx->line_start = false;
    indent in = {0};
    measure(lx, &in);
    if (lx->cursor == lx->limit)
        return false;
    const indent *top = &lx->indents[lx->indent_len - 1];
    bool deeper = in.column > top->column, same = in.column == top->column;
    if (same ? in.characters != top->characters : deeper && in.characters <= top->characters)
        lex_error(lx, lex_span(lx, lx->cursor, lx->cursor + 1), "TabError",
                  "inconsistent use of tabs and spaces in indentation");
    if (same)
        return false;
    if (deeper) {
        push_indent(lx, &in);
        *t = (token){.kind = TK_INDENT, .where = lex_span(lx, lx->cursor, lx->cursor)};
        return !lx->fatal;
    }
    leave_blocks(lx, &in);
    return give_dedent(lx, t);
}

void lex_ignore_indent(lexer *lx)
{
    lx->indents[lx->indent_len - 1].silent = true;
}

token lex_newline(lexer *lx, const char *begin)
{
    lx->first = true;
    if (lx->bracket_len) {
        const bracket *top = &lx->brackets[lx->bracket_len - 1];
        bool broken = top->open == 'f' && !lx->fstrings[lx->fstring_len - 1].triple;
        if (!broken)
            return (token){.kind = LEX_NOTHING};
        lx->cursor = begin;
        lex_fstring_broken(lx);
        lx->cursor = begin + (begin[0] == '\r' && begin[1] == '\n') + 1;
        if (lx->bracket_len)
            return (token){.kind = LEX_NOTHING};
    }
    lx->line_start = true;
    return lex_token(lx, TK_NEWLINE, begin);
}

static void report_unclosed(lexer *lx)
{
    const bracket *top = &lx->brackets[lx->bracket_len - 1];
    if (top->open == 'f')
        lex_error(lx, top->where, "SyntaxError", "f-string: expecting '}'");
    else
        lex_error(lx, top->where, "SyntaxError", "'%c' was never closed", top->open);
}

token lex_end(lexer *lx)
{
    if (lx->bracket_len) {
        report_unclosed(lx);
        lx->incomplete = true;
        lx->bracket_len = lx->fstring_len = 0;
    }
    if (lx->last != TK_NEWLINE && lx->last != TK_INDENT && lx->last != TK_DEDENT)
        return lex_token(lx, TK_NEWLINE, lx->cursor);
    while (lx->indent_len > 1)
        lx->dedents += !lx->indents[--lx->indent_len].silent;
    token t;
    if (give_dedent(lx, &t))
        return t;
    return lex_token(lx, 0, lx->cursor);
}

/* ---- Brackets --------------------------------------------------------------------------------------- */

token lex_open(lexer *lx, int kind, const char *begin, char open)
{
    token t = lex_token(lx, kind, begin);
    if (lx->bracket_len == SYNTAX_MAX_NESTING)
        lex_limit(lx, t.where, "SyntaxError", "too many nested parentheses");
    else
        lx->brackets[lx->bracket_len++] = (bracket){open, t.where};
    return t;
}

static token unmatched(lexer *lx, span where, char close)
{
    if (!lx->silent) /* only the first in a line */
        lex_error(lx, where, "SyntaxError", "unmatched '%c'", close);
    return (token){.kind = LEX_NOTHING};
}

static void report_mismatch(lexer *lx, span where, const bracket *top, char close)
{
    if (top->where.line == where.line)
        lex_error(lx, where, "SyntaxError",
                  "closing parenthesis '%c' does not match opening parenthesis '%c'", close,
                  top->open);
    else
        lex_error(lx, where, "SyntaxError",
                  "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u",
                  close, top->open, top->where.line);
}

/* A bracket of the wrong shape is taken for the right one: one error, and the nesting holds. */
token lex_close(lexer *lx, int kind, const char *begin)
{
    static const char *const pairs[] = {"()", "[]", "{}"};
    static const int kinds[] = {TK_RPAR, TK_RSQB, TK_RBRACE};
    span where = lex_span(lx, begin, lx->cursor);
    if (!lx->bracket_len)
        return unmatched(lx, where, *begin);
    const bracket *top = &lx->brackets[lx->bracket_len - 1];
    if (top->open == 'f')
        return *begin == '}' ? lex_field_end(lx, begin) : unmatched(lx, where, *begin);
    for (int i = 0; i < 3; i++) {
        if (pairs[i][0] != top->open)
            continue;
        if (pairs[i][1] != *begin)
            report_mismatch(lx, where, top, *begin);
        kind = kinds[i];
    }
    lx->bracket_len--;
    return lex_token(lx, kind, begin);
}

/* A copy of the lexer runs ahead, until the bracket closes or the text (or, by the rule of keywords
 * in lexer.re, the logical line) ends. */
bool lex_bracket_closes(const lexer *lx)
{
    lexer *ahead = arena_alloc(lx->a, sizeof *ahead);
    *ahead = *lx;
    ahead->d = NULL;
    while (ahead->bracket_len >= lx->bracket_len && ahead->last != TK_NEWLINE && !ahead->fatal)
        lex_next(ahead);
    return ahead->last != TK_NEWLINE && !ahead->fatal;
}

/* Where the bracket stands on the line itself, only the rest of that line is given up. */
void lex_abandon_brackets(lexer *lx, span where)
{
    bool same_line = lx->brackets[lx->bracket_len - 1].where.line == where.line;
    report_unclosed(lx);
    lx->bracket_len = lx->fstring_len = 0;
    const char *text = lx->src->text, *s = text + where.begin;
    if (same_line) {
        lx->cursor = s + strcspn(s, "\r\n");
        return;
    }
    while (s > text && !is_newline(s[-1]))
        s--;
    lx->cursor = lx->at = lx->line_begin = s;
    lx->line = where.line;
    lx->column = 1;
    lx->abandoned = true;
}

/* ---- One token -------------------------------------------------------------------------------------- */

static token next(lexer *lx)
{
    for (;;) {
        token t;
        if (lx->fatal)
            return lex_token(lx, 0, lx->cursor);
        if (lx->abandoned) {
            lx->abandoned = false;
            lx->line_start = lx->first = true;
            t = (token){.kind = TK_NEWLINE, .where = lex_span(lx, lx->cursor, lx->cursor)};
            return t;
        }
        if (lx->fstring_len && lx->fstrings[lx->fstring_len - 1].in_text)
            t = lex_fstring_text(lx);
        else if (!lex_layout(lx, &t))
            t = lex_code(lx);
        if (t.kind != LEX_NOTHING)
            return t;
    }
}

token lex_next(lexer *lx)
{
    token t = next(lx);
    t.silent = lx->silent;
    bool layout = t.kind == TK_INDENT || t.kind == TK_DEDENT;
    t.first = lx->first && !layout;
    if (!layout && t.kind != TK_NEWLINE)
        lx->first = false;
    if (t.kind == TK_NEWLINE) {
        lx->silent = false;
        lx->first = true;
    }
    lx->last = t.kind;
    return t;
}
