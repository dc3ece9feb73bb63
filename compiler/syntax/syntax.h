/* From source text to the AST of a module.
 *
 * Limits, each met by a diagnostic: a file SYNTAX_MAX_FILE bytes, a token SYNTAX_MAX_TOKEN bytes,
 * brackets (and the fields of f-strings) SYNTAX_MAX_NESTING deep, blocks AST_MAX_BLOCKS deep, an
 * expression AST_MAX_DEPTH levels from root to leaf, a + b + c ... AST_LEFT_PER_LEVEL times as many
 * terms.
 *
 * The language is Python 3.11's with 3.12's f-strings. Not accepted, each with a message of its own:
 * bytes literals, match and type statements, except*, type parameters, \N{...} escapes. */
#ifndef HPC_SYNTAX_H
#define HPC_SYNTAX_H

#include "ast.h"

enum {
    SYNTAX_MAX_FILE = 64 * 1024 * 1024,
    SYNTAX_MAX_TOKEN = 1024 * 1024,
    SYNTAX_MAX_NESTING = 200
};

/* The module, also where errors were reported (broken statements are left out, broken expressions
 * are AST_ERROR); NULL when a limit was met, which is reported too. src is borrowed for the life of
 * the module. */
ast_module *syntax_parse(arena *a, intern *names, diags *d, const source *src);

/* `--stage=tokens`: LINE:COLUMN KIND text, a line a token. Lexical errors go to d. */
const char *syntax_tokens(arena *a, intern *names, diags *d, const source *src);

/* For the REPL: true where the text is the beginning of a longer input (an open bracket, triple
 * quote or block). Reports nothing. */
bool syntax_is_incomplete(arena *a, intern *names, const source *src);

#endif
