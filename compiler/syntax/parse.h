/* What the driver (parse.c), the generated grammar, its actions and its error messages share.
 * Internal to syntax/. */
#ifndef HPC_PARSE_H
#define HPC_PARSE_H

#include "lex.h"

/* `e as t` between parentheses, until the `with` around it claims it. The node is a placeholder. */
typedef struct parse_as {
    const ast_expr *node;
    ast_with_item item;
    span where;
} parse_as;

/* The first words of the logical line being read: what error messages refer to. */
typedef struct parse_header {
    token first;     /* an `async` before it is passed over */
    uint32_t tokens; /* read so far */
} parse_header;

typedef struct parser {
    arena *a;
    intern *names;
    diags *d;
    const source *src;
    lexer lx;
    void *engine; /* Lemon's state */
    uint32_t ids;
    ast_block body;
    bool rejected;   /* set by the grammar: it can't take the token just fed */
    bool overflow;   /* set by the grammar: its stack is full */
    bool deep;       /* the depth of this statement was reported */
    bool skip_block; /* set by parse_report: the block of this header means nothing to us */
    token last;      /* the token fed before the current one */
    parse_header header;
    VEC(parse_as) as_pairs;
    const ast_expr *as_group; /* the parentheses that hold as_items */
    ast_with_items *as_items;
    span as_where;
} parser;

/* ---- In grammar.c --------------------------------------------------------------------------------- */

void *grammar_new(parser *p);
void grammar_feed(void *engine, token t);
bool grammar_takes(const void *engine, int kind);
void grammar_unwind(void *engine);

/* ---- parse_errors.c: the message for a token that the grammar rejected ------------------------------ */

void parse_report(parser *p, const token *t);
/* What t is instead of, where that can be put right by inserting it: */
bool parse_misses_colon(const parser *p, const token *t);
bool parse_misses_block(const parser *p, const token *t);
bool parse_misses_except(const parser *p, const token *t);

/* ---- parse_actions.c: expressions ------------------------------------------------------------------ */

typedef struct parse_param {
    char mark; /* 0, or * for *args, / , and p for **kwargs */
    const char *name;
    span where;
    ast_expr *annotation, *value;
} parse_param;

typedef struct parse_params {
    ast_params list;
    bool star, slash, named_after_star;
    span star_where;
} parse_params;

typedef struct parse_arg {
    ast_expr *value;
    const char *name; /* of name=value */
    span where;
    bool unpack;    /* **value */
    bool generator; /* f(x for x in y) */
} parse_arg;

typedef struct parse_args {
    ast_exprs args;
    ast_keywords keywords;
    ast_expr *generator; /* one without parentheses of its own */
    uint32_t count;
} parse_args;

/* String literals side by side: parts of text and fields. */
typedef struct parse_text {
    ast_fparts parts;
    bool formatted; /* an f-string is among them */
    span where;
} parse_text;

span parse_join_spans(span from, span to);
ast_expr *parse_error_node(parser *p, span where);
ast_exprs *parse_exprs(parser *p, ast_expr *e);
void parse_add(parser *p, ast_exprs *list, ast_expr *e);
ast_expr *parse_list(parser *p, ast_exprs *list, bool comma);
ast_expr *parse_operand(parser *p, ast_expr_kind kind, token keyword, ast_expr *operand);
ast_expr *parse_as_pair(parser *p, ast_expr *value, token as, ast_expr *target);
ast_expr *parse_walrus(parser *p, ast_expr *target, ast_expr *value);
ast_expr *parse_conditional(parser *p, ast_expr *body, ast_expr *test, ast_expr *orelse);
ast_expr *parse_lambda(parser *p, token keyword, parse_params *params, ast_expr *body);
ast_expr *parse_bool(parser *p, ast_bool_op op, ast_expr *left, ast_expr *right);
ast_expr *parse_unary(parser *p, ast_unary_op op, token t, ast_expr *operand);
ast_expr *parse_compare(parser *p, ast_expr *left, int op, ast_expr *right);
ast_expr *parse_binary(parser *p, int op, ast_expr *left, ast_expr *right);
ast_expr *parse_attribute(parser *p, ast_expr *value, token name);
ast_expr *parse_call(parser *p, ast_expr *callee, parse_args *args, token close);
ast_expr *parse_subscript(parser *p, ast_expr *value, ast_exprs *index, bool comma, token close);
ast_expr *parse_slice(parser *p, ast_expr *lower, token colon, ast_expr *upper, const token *second,
                      ast_expr *step);
ast_expr *parse_name(parser *p, token t);
ast_expr *parse_int(parser *p, token t);
ast_expr *parse_real(parser *p, ast_expr_kind kind, token t);
ast_expr *parse_constant(parser *p, ast_expr_kind kind, token t);
ast_expr *parse_display(parser *p, ast_expr_kind kind, token open, ast_exprs *items, token close);
ast_expr *parse_parentheses(parser *p, token open, ast_exprs *items, bool comma, token close);
ast_expr *parse_comprehension(parser *p, ast_comp_kind kind, token open, ast_expr *element,
                              ast_expr *value, ast_comp_fors *fors, token close);
ast_expr *parse_dict(parser *p, token open, ast_exprs *pairs, token close);
ast_exprs *parse_pair(parser *p, ast_exprs *pairs, ast_expr *key, ast_expr *value);
ast_comp_fors *parse_add_for(parser *p, ast_comp_fors *fors, ast_comp_for *clause);
void parse_add_condition(parser *p, ast_comp_fors *fors, ast_expr *condition);
ast_comp_for *parse_for_clause(parser *p, token keyword, ast_expr *target, ast_expr *iterable,
                               bool is_async);

/* ---- parse_text.c: strings; parse_args.c: arguments and parameters ------------------------------- */

ast_expr *parse_strings(parser *p, parse_text *text);
parse_text *parse_join(parser *p, parse_text *left, const parse_text *right);
parse_text *parse_plain_text(parser *p, token t);
parse_text *parse_ftext(parser *p, token begin, ast_fparts *parts, token end);
ast_fparts *parse_fparts(parser *p);
void parse_add_ftext(parser *p, ast_fparts *parts, token t);
void parse_add_field(parser *p, ast_fparts *parts, token begin, ast_expr *value, token equal,
                     token conversion, ast_fparts *spec, token end);

parse_args *parse_add_arg(parser *p, parse_args *args, parse_arg arg);
void parse_args_comma(parse_args *args, token comma);
parse_arg parse_plain_arg(ast_expr *value);
parse_arg parse_unpack_arg(token stars, ast_expr *value);
parse_arg parse_generator_arg(parser *p, ast_expr *element, ast_comp_fors *fors);
parse_arg parse_keyword_arg(parser *p, ast_expr *name, token equal, ast_expr *value);
parse_params *parse_add_param(parser *p, parse_params *params, parse_param param);
parse_param parse_plain_param(token name, ast_expr *annotation, ast_expr *value);
parse_param parse_mark_param(token mark, const token *name, ast_expr *annotation);
ast_params parse_finish_params(parser *p, parse_params *params);

/* ---- parse_stmts.c: statements -------------------------------------------------------------------- */

ast_block *parse_block(parser *p);
ast_block *parse_one(parser *p, ast_stmt *s);
void parse_add_stmt(parser *p, ast_block *block, ast_stmt *s);
void parse_add_stmts(parser *p, ast_block *block, const ast_block *more);
ast_stmt *parse_assign(parser *p, ast_exprs *chain);
ast_stmt *parse_aug(parser *p, ast_expr *target, token op, ast_expr *value);
ast_stmt *parse_ann(parser *p, ast_expr *target, ast_expr *annotation, ast_expr *value);
ast_stmt *parse_stmt(parser *p, ast_stmt_kind kind, token keyword);
ast_stmt *parse_return(parser *p, token keyword, ast_expr *value);
ast_stmt *parse_raise(parser *p, token keyword, ast_expr *exception, ast_expr *cause);
ast_stmt *parse_assert(parser *p, token keyword, ast_expr *test, ast_expr *message);
ast_stmt *parse_delete(parser *p, token keyword, ast_exprs *targets, bool comma);
ast_stmt *parse_names(parser *p, ast_stmt_kind kind, token keyword, ast_names *names);
ast_names *parse_name_list(parser *p, ast_names *names, token t);
ast_stmt *parse_import(parser *p, token keyword, ast_aliases *names);
ast_stmt *parse_from(parser *p, token keyword, int level, const ast_alias *module,
                     ast_aliases *names);
ast_alias *parse_alias(parser *p, token name);
ast_alias *parse_dotted(parser *p, ast_alias *path, token name);
ast_alias *parse_alias_as(ast_alias *alias, token name);
ast_aliases *parse_alias_list(parser *p, ast_aliases *list, const ast_alias *alias);
ast_stmt *parse_if(parser *p, ast_branches *branches, ast_block *orelse);
ast_branches *parse_branch(parser *p, ast_branches *list, token keyword, ast_expr *test,
                           token colon, ast_block *body);
ast_stmt *parse_while(parser *p, token keyword, ast_expr *test, token colon, ast_block *body,
                      ast_block *orelse);
ast_stmt *parse_for(parser *p, token keyword, ast_expr *target, ast_expr *iterable, token colon,
                    ast_block *body, ast_block *orelse);
ast_stmt *parse_with(parser *p, token keyword, ast_with_items *items, token colon, ast_block *body);
ast_with_items *parse_with_item(parser *p, ast_with_items *list, ast_expr *context,
                                ast_expr *target);
ast_stmt *parse_try(parser *p, token keyword, token colon, ast_block *body, ast_handlers *handlers,
                    ast_block *orelse, ast_block *finally);
ast_handlers *parse_handler(parser *p, ast_handlers *list, token keyword, ast_expr *type,
                            const token *name, ast_block *body);
void parse_decorate(ast_stmt *s, const ast_exprs *decorators);
ast_stmt *parse_function(parser *p, token keyword, token name, parse_params *params,
                         ast_expr *returns, token colon, ast_block *body);
ast_stmt *parse_class(parser *p, token keyword, token name, parse_args *args, token colon,
                      ast_block *body);

/* Where the parentheses of `e as t` were no `with`'s: reported here, at the end of a statement. */
void parse_check_as(parser *p);

/* ---- check.c: what the grammar takes and Python does not ------------------------------------------- */

void syntax_check(arena *a, diags *d, ast_module *m);
/* check_names.c: global and nonlocal declarations of one function against its other names. */
void syntax_check_names(arena *a, diags *d, const source *src, const ast_stmt *function);

#endif
