/* The tokens of ordinary code, as regular expressions. What needs memory (indentation, brackets,
 * strings, numbers' values) is in lex_layout.c, lex_string.c and lex_number.c.
 *
 *   re2c -W --no-generation-date -o lexer.c lexer.re
 *
 * Nothing else is generated. The text ends with a NUL and has no other, so that no rule can run past
 * its end. unicode_categories.re comes with re2c. */
#include "lex.h"

#include "grammar.h"

#include <stdio.h>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-label"
#endif

/* Keywords that can only begin a statement: one at the beginning of a line inside brackets means
 * that a bracket above was never closed. */
static bool begins_statement(int kind)
{
    switch (kind) {
    case TK_DEF: case TK_CLASS: case TK_RETURN: case TK_WHILE: case TK_TRY: case TK_WITH:
    case TK_IMPORT: case TK_ASSERT: case TK_RAISE: case TK_PASS: case TK_BREAK: case TK_CONTINUE:
    case TK_DEL: case TK_GLOBAL: case TK_NONLOCAL: case TK_ELIF: case TK_EXCEPT: case TK_FINALLY:
        return true;
    default:
        return false;
    }
}

static token keyword(lexer *lx, int kind, const char *begin)
{
    if (lx->bracket_len && !lx->fstring_len && lx->first && begins_statement(kind)) {
        lex_abandon_brackets(lx, lex_span(lx, begin, lx->cursor));
        return (token){.kind = LEX_NOTHING};
    }
    return lex_token(lx, kind, begin);
}

/* Moves the cursor behind the longest name that Unicode allows; false where there is none, then
 * behind the one character. Apart from the main automaton,
 * which the tables of letters would make fifty times as large. */
static bool unicode_name(lexer *lx)
{
    const char *marker;
    /*!include:re2c "unicode_categories.re" */
    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = "lx->cursor";
    re2c:define:YYMARKER = marker;
    re2c:define:YYPEEK = "(unsigned char)*lx->cursor";
    re2c:api = custom;
    re2c:api:style = free-form;
    re2c:define:YYSKIP = "++lx->cursor;";
    re2c:define:YYBACKUP = "marker = lx->cursor;";
    re2c:define:YYRESTORE = "lx->cursor = marker;";
    re2c:yyfill:enable = 0;
    re2c:flags:utf-8 = 1;

    unicode_start = [_a-zA-Z] | L | Nl | [\u2118\u212e\u309b\u309c];
    unicode_more  = unicode_start | [0-9] | Mn | Mc | Nd | Pc | [\u00b7\u0387\u1369-\u1371\u19da];

    unicode_start unicode_more* { return true; }
    [^]                         { return false; }
    *                           { return false; }
    */
}

static token with_op(lexer *lx, int kind, int op, const char *begin)
{
    token t = lex_token(lx, kind, begin);
    t.op = (uint8_t)op;
    return t;
}

/* Only the first in a line is worth a message. */
static token skip(lexer *lx, const char *begin, const char *message)
{
    if (!lx->silent)
        lex_error(lx, lex_span(lx, begin, lx->cursor), "SyntaxError", "%s", message);
    return (token){.kind = LEX_NOTHING};
}

static token bad_continuation(lexer *lx, const char *begin)
{
    bool at_end = lx->cursor == lx->limit;
    return skip(lx, begin, at_end ? "unexpected EOF while parsing"
                                  : "unexpected character after line continuation character");
}

/* The cursor is behind one character that begins no token. */
static token bad_character(lexer *lx, const char *begin)
{
    unsigned char c = (unsigned char)*begin;
    unsigned code = c;
    if (c >= 0x80) {
        int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
        code = c & (0x3fu >> more);
        for (int i = 1; i <= more; i++)
            code = code << 6 | ((unsigned char)begin[i] & 0x3f);
    }
    char text[80];
    if (c < 0x20 || (code >= 0x7f && code <= 0xa0))
        snprintf(text, sizeof text, "invalid non-printable character U+%04X", code);
    else if (c < 0x80)
        snprintf(text, sizeof text, "invalid character '%c'", c);
    else
        snprintf(text, sizeof text, "invalid character '%.*s' (U+%04X)", (int)(lx->cursor - begin),
                 begin, code);
    return skip(lx, begin, text);
}

/* not_ascii: the main automaton took any characters past ASCII for letters. */
static token name(lexer *lx, const char *begin, bool not_ascii)
{
    if (not_ascii) {
        lx->cursor = begin;
        if (!unicode_name(lx))
            return bad_character(lx, begin);
    }
    token t = lex_token(lx, TK_NAME, begin);
    t.name = intern_name(lx->names, begin, (size_t)(lx->cursor - begin));
    return t;
}

token lex_code(lexer *lx)
{
    const char *begin, *marker;
#define OP(kind, op) return with_op(lx, TK_##kind, AST_##op, begin)
#define IS(kind) return lex_token(lx, TK_##kind, begin)
#define KEY(kind) return keyword(lx, TK_##kind, begin)
again:
    begin = lx->cursor;
    /*!re2c
    newline = "\r\n" | "\n" | "\r";
    letter  = [_a-zA-Z];
    start   = letter | [\x80-\U0010ffff];
    more    = start | [0-9];
    digits  = [0-9] ("_"? [0-9])*;
    exp     = [eE] [+-]? digits;
    float   = (digits? "." digits | digits ".") exp? | digits exp;
    based   = "0" [xX] ("_"? [0-9a-fA-F])+ | "0" [oO] ("_"? [0-7])+ | "0" [bB] ("_"? [01])+;
    prefix  = [rR] | [uU] | [bB] [rR]? | [rR] [bB] | [fF] [rR]? | [rR] [fF];

    "\x00"             { lx->cursor = begin; return lex_end(lx); }
    [ \t\f]+           { goto again; }
    "#" [^\n\r\x00]*   { goto again; }
    newline            { return lex_newline(lx, begin); }
    "\\" newline       { lx->first = true; goto again; }
    "\\"               { return bad_continuation(lx, begin); }

    "False"    { KEY(FALSE); }
    "None"     { KEY(NONE); }
    "True"     { KEY(TRUE); }
    "and"      { KEY(AND); }
    "as"       { KEY(AS); }
    "assert"   { KEY(ASSERT); }
    "async"    { KEY(ASYNC); }
    "await"    { KEY(AWAIT); }
    "break"    { KEY(BREAK); }
    "class"    { KEY(CLASS); }
    "continue" { KEY(CONTINUE); }
    "def"      { KEY(DEF); }
    "del"      { KEY(DEL); }
    "elif"     { KEY(ELIF); }
    "else"     { KEY(ELSE); }
    "except"   { KEY(EXCEPT); }
    "finally"  { KEY(FINALLY); }
    "for"      { KEY(FOR); }
    "from"     { KEY(FROM); }
    "global"   { KEY(GLOBAL); }
    "if"       { KEY(IF); }
    "import"   { KEY(IMPORT); }
    "in"       { KEY(IN); }
    "is"       { KEY(IS); }
    "lambda"   { KEY(LAMBDA); }
    "nonlocal" { KEY(NONLOCAL); }
    "not"      { KEY(NOT); }
    "or"       { KEY(OR); }
    "pass"     { KEY(PASS); }
    "raise"    { KEY(RAISE); }
    "return"   { KEY(RETURN); }
    "try"      { KEY(TRY); }
    "while"    { KEY(WHILE); }
    "with"     { KEY(WITH); }
    "yield"    { KEY(YIELD); }

    letter (letter | [0-9])* { return name(lx, begin, false); }
    start more*        { return name(lx, begin, true); }
    digits | based     { return lex_number(lx, TK_INT, begin); }
    float              { return lex_number(lx, TK_FLOAT, begin); }
    (digits | float) [jJ] { return lex_number(lx, TK_IMAGINARY, begin); }
    prefix? ["']       { return lex_string(lx, begin); }

    "("   { return lex_open(lx, TK_LPAR, begin, '('); }
    "["   { return lex_open(lx, TK_LSQB, begin, '['); }
    "{"   { return lex_open(lx, TK_LBRACE, begin, '{'); }
    ")"   { return lex_close(lx, TK_RPAR, begin); }
    "]"   { return lex_close(lx, TK_RSQB, begin); }
    "}"   { return lex_close(lx, TK_RBRACE, begin); }
    ":"   { if (lex_at_field_level(lx)) return lex_field_colon(lx, begin); IS(COLON); }
    ":="  { if (lex_at_field_level(lx)) return lex_field_colon(lx, begin); IS(WALRUS); }
    "!"   { if (lex_at_field_level(lx)) IS(BANG); return bad_character(lx, begin); }
    ","   { IS(COMMA); }
    ";"   { IS(SEMI); }
    "."   { IS(DOT); }
    "..." { IS(ELLIPSIS); }
    "->"  { IS(ARROW); }
    "="   { IS(EQUAL); }
    "+"   { IS(PLUS); }
    "-"   { IS(MINUS); }
    "*"   { IS(STAR); }
    "**"  { IS(POWER); }
    "/"   { IS(SLASH); }
    "//"  { IS(DOUBLESLASH); }
    "%"   { IS(PERCENT); }
    "@"   { IS(AT); }
    "&"   { IS(AMPERSAND); }
    "|"   { IS(BAR); }
    "^"   { IS(CARET); }
    "~"   { IS(TILDE); }
    "<<"  { OP(SHIFT, LSHIFT); }
    ">>"  { OP(SHIFT, RSHIFT); }
    "=="  { OP(COMPARE, EQ); }
    "!="  { OP(COMPARE, NE); }
    "<"   { OP(COMPARE, LT); }
    "<="  { OP(COMPARE, LE); }
    ">"   { OP(COMPARE, GT); }
    ">="  { OP(COMPARE, GE); }
    "+="  { OP(AUG, ADD); }
    "-="  { OP(AUG, SUB); }
    "*="  { OP(AUG, MUL); }
    "/="  { OP(AUG, DIV); }
    "//=" { OP(AUG, FLOORDIV); }
    "%="  { OP(AUG, MOD); }
    "**=" { OP(AUG, POW); }
    "@="  { OP(AUG, MATMUL); }
    "<<=" { OP(AUG, LSHIFT); }
    ">>=" { OP(AUG, RSHIFT); }
    "&="  { OP(AUG, BITAND); }
    "|="  { OP(AUG, BITOR); }
    "^="  { OP(AUG, BITXOR); }

    [^]   { return bad_character(lx, begin); }
    *     { return bad_character(lx, begin); }
    */
#undef OP
#undef IS
#undef KEY
}
