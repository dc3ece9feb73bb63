/* The parser's driver: feeds tokens to the grammar and recovers from those that it rejects.
 *
 * Recovery, in this order: an unexpected indentation is ignored; a missing ':' or block is put in;
 * otherwise the rest of the logical line is skipped, and the grammar reads BAD NEWLINE in place of
 * the statement (with the block below it, if there is one). So each broken statement gives one
 * message and what follows it is read as usual. */
#include "parse.h"

#include "grammar.h"

static token synthetic(int kind, const token *near)
{
    token t = {.kind = kind, .silent = true, .where = near->where};
    t.where.end = t.where.begin;
    return t;
}

/* False where the token was rejected. */
static bool feed(parser *p, token t)
{
    p->rejected = false;
    grammar_feed(p->engine, t);
    return !p->rejected;
}

static bool begins_line(const parser *p)
{
    int kind = p->last.kind;
    return kind == TK_NEWLINE || kind == TK_INDENT || kind == TK_DEDENT;
}

/* After t was taken (or skipped). */
static void passed(parser *p, const token *t)
{
    if (t->kind == TK_NEWLINE) {
        parse_check_as(p);
        p->deep = false;
    } else if (t->kind != TK_INDENT && t->kind != TK_DEDENT) {
        bool async = p->header.tokens == 1 && p->header.first.kind == TK_ASYNC;
        if (begins_line(p) || async) {
            p->header.first = *t;
            p->header.tokens = 0;
        }
        p->header.tokens++;
    }
    p->last = *t;
}

/* The INDENT in hand up to its DEDENT. */
static void skip_block(parser *p)
{
    for (int depth = 1; depth && !p->lx.fatal;) {
        token t = lex_next(&p->lx);
        depth += (t.kind == TK_INDENT) - (t.kind == TK_DEDENT);
        if (t.kind == 0)
            return;
    }
}

static void step(parser *p, token t);
static void recover(parser *p, token t);

/* Replace the broken statement by BAD NEWLINE. t is the first token that did not fit. */
static void panic(parser *p, token t)
{
    bool line_ended = t.kind == TK_NEWLINE;
    bool next_line = t.kind == TK_DEDENT || t.kind == 0 || parse_misses_except(p, &t);
    grammar_unwind(p->engine);
    feed(p, synthetic(TK_BAD, &t));
    p->as_group = NULL;
    p->as_pairs.len = 0;
    token end = line_ended ? t : synthetic(TK_NEWLINE, &t);
    if (!line_ended && !next_line) {
        do {
            end = lex_next(&p->lx);
        } while (end.kind != TK_NEWLINE && end.kind != 0 && !p->lx.fatal);
    }
    feed(p, synthetic(TK_NEWLINE, &end));
    passed(p, &(token){.kind = TK_NEWLINE, .where = end.where});
    if (next_line && feed(p, t))
        passed(p, &t);
    else if (next_line && t.kind != TK_DEDENT && t.kind != 0)
        recover(p, t); /* as the first token of a statement; not this case again */
    if (!p->skip_block || p->lx.fatal)
        return;
    p->skip_block = false;
    token following = lex_next(&p->lx);
    if (following.kind == TK_INDENT)
        skip_block(p);
    else
        step(p, following);
}

static bool insert_block(parser *p, const token *t)
{
    return feed(p, synthetic(TK_INDENT, t)) && feed(p, synthetic(TK_PASS, t)) &&
           feed(p, synthetic(TK_NEWLINE, t)) && feed(p, synthetic(TK_DEDENT, t));
}

static void recover(parser *p, token t)
{
    bool colon = parse_misses_colon(p, &t), block = parse_misses_block(p, &t);
    parse_report(p, &t);
    if (t.kind == TK_INDENT && !block) {
        lex_ignore_indent(&p->lx);
        return;
    }
    if (colon && t.kind == TK_NEWLINE && feed(p, synthetic(TK_COLON, &t)) && feed(p, t)) {
        passed(p, &t);
        return;
    }
    if (block && insert_block(p, &t)) {
        p->last = synthetic(TK_NEWLINE, &t);
        if (feed(p, t))
            passed(p, &t);
        else if (t.kind)
            panic(p, t);
        return;
    }
    panic(p, t);
}

static void step(parser *p, token t)
{
    if (p->lx.fatal || p->overflow)
        return;
    if (feed(p, t))
        passed(p, &t);
    else
        recover(p, t);
    if (p->overflow)
        diag_error(p->d, p->src, t.where, "SyntaxError", "too many nested expressions");
}

static parser *parser_new(arena *a, intern *names, diags *d, const source *src)
{
    parser *p = ARENA_NEW(a, parser);
    p->a = a;
    p->names = names;
    p->d = d;
    p->src = src;
    p->last.kind = TK_NEWLINE;
    lex_init(&p->lx, a, names, d, src);
    p->engine = grammar_new(p);
    return p;
}

ast_module *syntax_parse(arena *a, intern *names, diags *d, const source *src)
{
    ast_module *m = ARENA_NEW(a, ast_module);
    m->src = src;
    if (!lex_check_text(d, src))
        return src->length > SYNTAX_MAX_FILE ? NULL : m;
    parser *p = parser_new(a, names, d, src);
    int before = diag_count(d); /* of other modules */
    token t;
    do {
        t = lex_next(&p->lx);
        step(p, t);
        if (p->lx.fatal || p->overflow)
            return NULL;
    } while (t.kind && diag_count(d) - before < DIAG_LIMIT);
    m->body = p->body;
    m->node_count = p->ids;
    syntax_check(a, d, m);
    return m;
}

/* ---- Tokens as text; is there more to come? --------------------------------------------------------- */

/* A printable form of a token's source text, on one line. */
static const char *shown(arena *a, const source *src, span where)
{
    enum { LONGEST = 200 };
    uint32_t length = where.end - where.begin, used = 0;
    char *out = arena_alloc(a, LONGEST + 8);
    for (uint32_t i = 0; i < length && used < LONGEST; i++) {
        char c = src->text[where.begin + i];
        if (c == '\n' || c == '\r' || c == '\t') {
            out[used++] = '\\';
            c = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
        }
        out[used++] = c;
    }
    if (used >= LONGEST)
        memcpy(out + used, "...", 3);
    return out;
}

const char *syntax_tokens(arena *a, intern *names, diags *d, const source *src)
{
    VEC(char) out = {0};
    if (!lex_check_text(d, src))
        return "";
    lexer *lx = ARENA_NEW(a, lexer);
    lex_init(lx, a, names, d, src);
    token t;
    do {
        t = lex_next(lx);
        const char *line =
            arena_printf(a, "%u:%u %s %s\n", t.where.line, t.where.column, lex_token_name(t.kind),
                         t.kind == TK_NEWLINE ? "" : shown(a, src, t.where));
        size_t length = strlen(line);
        bool bare = line[length - 2] == ' '; /* no text: no space at the line's end */
        for (size_t i = 0; i < length; i++)
            if (!(bare && i == length - 2))
                vec_push(a, &out, line[i]);
    } while (t.kind);
    vec_push(a, &out, '\0');
    return out.items;
}

bool syntax_is_incomplete(arena *a, intern *names, const source *src)
{
    diags *ignored = diag_new(a);
    if (!lex_check_text(ignored, src))
        return false;
    lexer *lx = ARENA_NEW(a, lexer);
    lex_init(lx, a, names, NULL, src);
    int last = TK_NEWLINE;
    bool block = false;
    for (token t = lex_next(lx); t.kind; t = lex_next(lx)) {
        block |= t.kind == TK_INDENT;
        if (t.kind == TK_NEWLINE || t.kind == TK_DEDENT || t.kind == TK_INDENT)
            continue;
        last = t.kind;
    }
    bool blank_end = src->length >= 2 && src->text[src->length - 1] == '\n' &&
                     src->text[src->length - 2] == '\n';
    return lx->incomplete || ((last == TK_COLON || block) && !blank_end);
}
