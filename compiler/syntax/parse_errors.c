/* The message for a token that the grammar rejected. The grammar tells which tokens it would have
 * taken; the rest is knowledge of common mistakes, in the words of CPython 3.11. */
#include "parse.h"

#include "grammar.h"

static void error_at(parser *p, span where, const char *class_name, const char *message)
{
    diag_error(p->d, p->src, where, class_name, "%s", message);
}

/* ---- Kinds of tokens ------------------------------------------------------------------------------- */

static bool begins_expression(int kind)
{
    switch (kind) {
    case TK_NAME:
    case TK_INT:
    case TK_FLOAT:
    case TK_IMAGINARY:
    case TK_STRING:
    case TK_FSTRING_BEGIN:
    case TK_TRUE:
    case TK_FALSE:
    case TK_NONE:
    case TK_ELLIPSIS:
    case TK_LAMBDA:
    case TK_LBRACE: return true;
    default: return false;
    }
}

static bool ends_expression(int kind)
{
    switch (kind) {
    case TK_NAME:
    case TK_INT:
    case TK_FLOAT:
    case TK_IMAGINARY:
    case TK_STRING:
    case TK_FSTRING_END:
    case TK_TRUE:
    case TK_FALSE:
    case TK_NONE:
    case TK_ELLIPSIS:
    case TK_RPAR:
    case TK_RSQB:
    case TK_RBRACE: return true;
    default: return false;
    }
}

static bool has_block(int kind)
{
    switch (kind) {
    case TK_IF:
    case TK_ELIF:
    case TK_ELSE:
    case TK_FOR:
    case TK_WHILE:
    case TK_WITH:
    case TK_DEF:
    case TK_CLASS:
    case TK_TRY:
    case TK_EXCEPT:
    case TK_FINALLY: return true;
    default: return false;
    }
}

static bool at_line_start(const parser *p)
{
    int last = p->last.kind;
    return last == TK_NEWLINE || last == TK_INDENT || last == TK_DEDENT;
}

/* The innermost bracket that was open before t. */
static const bracket *around(const parser *p, const token *t)
{
    uint32_t len = p->lx.bracket_len;
    bool opens = t->kind == TK_LPAR || t->kind == TK_LSQB || t->kind == TK_LBRACE;
    bool closes =
        t->kind == TK_RPAR || t->kind == TK_RSQB || t->kind == TK_RBRACE || t->kind == TK_FIELD_END;
    len = len - opens + closes; /* a bracket that was closed just now is still in its place */
    return len ? &p->lx.brackets[len - 1] : NULL;
}

static bool header_is(const parser *p, const char *name)
{
    return p->header.first.kind == TK_NAME && strcmp(p->header.first.name, name) == 0;
}

/* ---- What is missing ------------------------------------------------------------------------------- */

bool parse_misses_colon(const parser *p, const token *t)
{
    return !at_line_start(p) && !around(p, t) && has_block(p->header.first.kind) &&
           grammar_takes(p->engine, TK_COLON) && t->kind != TK_EQUAL;
}

bool parse_misses_block(const parser *p, const token *t)
{
    return t->kind != TK_INDENT && p->last.kind == TK_NEWLINE &&
           grammar_takes(p->engine, TK_INDENT);
}

bool parse_misses_except(const parser *p, const token *t)
{
    return t->kind != TK_INDENT && at_line_start(p) && grammar_takes(p->engine, TK_EXCEPT) &&
           !grammar_takes(p->engine, TK_PASS);
}

static void report_missing_block(parser *p, const token *t)
{
    const token *h = &p->header.first;
    uint32_t begin = h->where.begin, length = h->where.end - begin;
    const char *word = p->src->text + begin;
    uint32_t line = h->where.line;
    if (h->kind == TK_DEF || h->kind == TK_CLASS)
        diag_error(p->d, p->src, t->where, "IndentationError",
                   "expected an indented block after %s definition on line %u",
                   h->kind == TK_DEF ? "function" : "class", line);
    else
        diag_error(p->d, p->src, t->where, "IndentationError",
                   "expected an indented block after '%.*s' statement on line %u", (int)length,
                   word, line);
}

/* The place behind a token: there, and not behind the comment, belongs what is missing. */
static span behind(const parser *p, span where)
{
    for (uint32_t i = where.begin; i < where.end; i++) {
        char c = p->src->text[i];
        bool newline = c == '\n' || (c == '\r' && p->src->text[i + 1] != '\n');
        where.line += newline;
        where.column = newline ? 1 : where.column + (((unsigned char)c & 0xc0) != 0x80);
    }
    where.begin = where.end;
    return where;
}

/* False where it is likelier that something else is wrong. */
static bool report_missing_colon(parser *p, const token *t)
{
    int header = p->header.first.kind;
    bool forced = header == TK_DEF || header == TK_ELSE || header == TK_TRY || header == TK_FINALLY;
    if (t->kind != TK_NEWLINE && !forced)
        return false;
    span where = t->kind == TK_NEWLINE ? behind(p, p->last.where) : t->where;
    error_at(p, where, "SyntaxError", "expected ':'");
    if (header == TK_ELSE && t->kind == TK_IF)
        diag_note(p->d, p->src, p->header.first.where, "'else if' is written 'elif'");
    return true;
}

/* ---- Particular mistakes; each gives its message, or NULL ------------------------------------------ */

static const char *not_supported(parser *p, const token *t)
{
    bool second = p->header.tokens == 1;
    int header = p->header.first.kind;
    bool after_colon = p->last.kind == TK_COLON && t->kind == TK_NEWLINE;
    if (header_is(p, "match") && ((second && t->kind != TK_NEWLINE) || after_colon)) {
        p->skip_block = true;
        return "match statements are not supported";
    }
    if (header_is(p, "type") && second && t->kind == TK_NAME)
        return "type statements are not supported";
    if (header == TK_EXCEPT && second && t->kind == TK_STAR)
        return "except* is not supported";
    if ((header == TK_DEF || header == TK_CLASS) && p->header.tokens == 2 && t->kind == TK_LSQB)
        return "type parameters are not supported";
    return NULL;
}

static const char *in_statement(const parser *p, const token *t)
{
    int header = p->header.first.kind, last = p->last.kind;
    if (p->header.tokens == 1 && (header_is(p, "print") || header_is(p, "exec")) &&
        begins_expression(t->kind))
        return header_is(p, "print")
                   ? "Missing parentheses in call to 'print'. Did you mean print(...)?"
                   : "Missing parentheses in call to 'exec'. Did you mean exec(...)?";
    if (header == TK_FROM && last == TK_COMMA && t->kind == TK_NEWLINE)
        return "trailing comma not allowed without surrounding parentheses";
    if (header == TK_EXCEPT && t->kind == TK_COMMA)
        return "multiple exception types must be parenthesized";
    if (header == TK_DEF && p->header.tokens == 2)
        return "expected '('";
    if (grammar_takes(p->engine, TK_ELSE) && ends_expression(last))
        return "expected 'else' after 'if' expression";
    return NULL;
}

static const char *in_brackets(const parser *p, const token *t, const bracket *b)
{
    int last = p->last.kind;
    bool ends = t->kind == TK_COMMA || t->kind == TK_RBRACE;
    if (b->open == '{' && ends && last == TK_COLON)
        return "expression expected after dictionary key and ':'";
    if (b->open == '{' && ends && grammar_takes(p->engine, TK_COLON))
        return "':' expected after dictionary key";
    if (b->open == 'f' && last == TK_FIELD_BEGIN)
        return "f-string: empty expression not allowed";
    if (b->open == 'f')
        return "f-string: invalid syntax";
    return NULL;
}

static const char *assignment(const parser *p, const token *t)
{
    if (t->kind == TK_EQUAL && ends_expression(p->last.kind))
        return "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    return NULL;
}

/* An open bracket that nothing closes explains any later error. */
static bool report_unclosed(parser *p, const token *t)
{
    if (!p->lx.bracket_len || t->kind == TK_NEWLINE || lex_bracket_closes(&p->lx))
        return false;
    lex_abandon_brackets(&p->lx, t->where);
    return true;
}

static void report_general(parser *p, const token *t)
{
    const bracket *b = around(p, t);
    const char *message = not_supported(p, t);
    if (!message && b)
        message = in_brackets(p, t, b);
    if (!message)
        message = in_statement(p, t);
    if (!message)
        message = assignment(p, t);
    span where = t->where;
    if (!message && b && ends_expression(p->last.kind) && begins_expression(t->kind)) {
        message = "invalid syntax. Perhaps you forgot a comma?";
        where = parse_join_spans(p->last.where, where);
    }
    error_at(p, where, "SyntaxError", message ? message : "invalid syntax");
}

void parse_report(parser *p, const token *t)
{
    if (t->silent) {
        if (p->lx.bracket_len && !lex_bracket_closes(&p->lx))
            lex_abandon_brackets(&p->lx, t->where);
        return;
    }
    if (parse_misses_block(p, t))
        report_missing_block(p, t);
    else if (t->kind == TK_INDENT)
        error_at(p, t->where, "IndentationError", "unexpected indent");
    else if (parse_misses_except(p, t))
        error_at(p, t->where, "SyntaxError", "expected 'except' or 'finally' block");
    else if (report_unclosed(p, t))
        return;
    else if (!parse_misses_colon(p, t) || !report_missing_colon(p, t))
        report_general(p, t);
}
