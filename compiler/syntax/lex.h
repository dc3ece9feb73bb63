/* The lexer: source text to tokens, one a call. Internal to syntax/.
 *
 * Gives INDENT, DEDENT and NEWLINE as Python does; an f-string is FSTRING_BEGIN, FSTRING_TEXT and
 * fields FIELD_BEGIN ... [BANG NAME] [FIELD_COLON FSTRING_TEXT ...] FIELD_END, then FSTRING_END.
 * Each lexical error is reported here and repaired (the token is given with some value, the bad
 * character skipped), so that the parser sees no error tokens. Expects valid UTF-8 without NULs
 * (lex_check_text). */
#ifndef HPC_LEX_H
#define HPC_LEX_H

#include "syntax.h"

typedef struct token {
    int kind;    /* TK_* of grammar.h; 0 at the end */
    bool silent; /* an error was reported here: what the parser thinks of this token is noise */
    bool first;  /* the first on its line of text */
    uint8_t op;  /* of COMPARE, SHIFT and AUG: the ast_..._op */
    span where;
    union {
        const char *name; /* NAME: interned */
        struct {
            const char *text; /* STRING, FSTRING_TEXT: decoded; INT: digits */
            uint32_t length;
        } string;
        double real; /* FLOAT, IMAGINARY */
    };
} token;

typedef struct bracket {
    char open; /* ( [ {, or f for the field of an f-string */
    span where;
} bracket;

typedef struct fstring {
    char quote;
    bool triple, raw;
    bool in_text;      /* between fields, or in the spec of the innermost field */
    uint32_t brackets; /* open brackets where the f-string began */
    span where;
} fstring;

typedef struct indent {
    uint32_t column;     /* tabs go to the next multiple of 8 */
    uint32_t characters; /* tabs are 1: both must agree in order */
    bool silent;         /* an unexpected indent: no DEDENT is due */
} indent;

typedef struct lexer {
    arena *a;
    intern *names;
    diags *d; /* NULL: report nothing */
    const source *src;
    const char *cursor, *limit;

    /* Where a counted position is: columns are counted on from there. */
    const char *at;
    const char *line_begin;
    uint32_t line, column;

    bool line_start; /* indentation is due */
    bool first;      /* no token on this line of text yet */
    bool silent;     /* an error was reported in this logical line */
    bool abandoned;  /* brackets were given up: a NEWLINE is due */
    bool fatal;      /* a limit was met: only end tokens follow */
    bool incomplete; /* the input ends inside a bracket or triple quote */
    int last;        /* kind of the last token */

    uint32_t dedents; /* still to give */
    uint32_t indent_len, bracket_len, fstring_len;
    indent indents[AST_MAX_BLOCKS + 2];
    bracket brackets[SYNTAX_MAX_NESTING];
    fstring fstrings[SYNTAX_MAX_NESTING];
} lexer;

/* False, with a diagnostic, where the text is too long, has NUL bytes or is not UTF-8. */
bool lex_check_text(diags *d, const source *src);
void lex_init(lexer *lx, arena *a, intern *names, diags *d, const source *src);
token lex_next(lexer *lx);
const char *lex_token_name(int kind); /* "NAME", "(", "INDENT" */

/* The parser did not expect the INDENT just given: its DEDENT will not come. */
void lex_ignore_indent(lexer *lx);
/* Whether the innermost open bracket is closed later on. Where it is not: report it and give up on
 * all brackets. The line of `where` (the token in hand) is read again as a new logical line, after
 * a silent NEWLINE; if the bracket stands in it, the logical line after it comes next. */
bool lex_bracket_closes(const lexer *lx);
void lex_abandon_brackets(lexer *lx, span where);

/* ---- Shared by lexer.re, lex_layout.c, lex_string.c and lex_number.c ------------------------------ */

/* The span from begin to the cursor, counting lines and columns up to begin. Calls come in order
 * of begin. */
span lex_span(lexer *lx, const char *begin, const char *end);
void lex_error(lexer *lx, span where, const char *class_name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Report, and end the input here. */
void lex_limit(lexer *lx, span where, const char *class_name, const char *message);
token lex_token(lexer *lx, int kind, const char *begin);

/* One token of ordinary code at the cursor. Where there is none (a skipped newline, a bad
 * character) the kind is LEX_NOTHING. */
enum { LEX_NOTHING = -1 };
token lex_code(lexer *lx);
bool lex_layout(lexer *lx, token *t); /* INDENT, DEDENT: true when t was filled */
token lex_newline(lexer *lx, const char *begin);
token lex_end(lexer *lx); /* at the end of the text */
token lex_open(lexer *lx, int kind, const char *begin, char open);
token lex_close(lexer *lx, int kind, const char *begin);
token lex_number(lexer *lx, int kind, const char *begin);
token lex_string(lexer *lx, const char *begin); /* the cursor is behind the opening quote */
token lex_fstring_text(lexer *lx);              /* text, field or end of the innermost f-string */
/* In a field of an f-string, outside of further brackets: where ! : and } are the f-string's. */
bool lex_at_field_level(const lexer *lx);
token lex_field_colon(lexer *lx, const char *begin);
token lex_field_end(lexer *lx, const char *begin);
/* A single-quoted f-string whose line ends inside a field: report it and give it up. */
void lex_fstring_broken(lexer *lx);

#endif
