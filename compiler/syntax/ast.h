/* The abstract syntax tree of one module: what the parser gives and the elaborator takes.
 *
 * Expressions and statements are tagged unions with a span and an id. Ids are dense: they run from
 * 1 to module->node_count over expressions, statements and parameters together, so that a pass may
 * keep facts in an array indexed by id (0 means "no node"). Names are interned pointers and compare
 * by ==. Nodes live in the arena that parsed them; absent parts are NULL, absent lists have len 0.
 *
 *   x[1:] += 2  ->  AUG_ASSIGN(target SUBSCRIPT(NAME x, SLICE(INT 1, -, -)), ADD, INT 2)
 *
 * No path from an expression down to a leaf is longer than AST_MAX_DEPTH levels and blocks nest at
 * most AST_MAX_BLOCKS deep, so that a pass may recurse over the tree. The left operand of a binary
 * operation is a sixth of a level, so that a + b + c + ... may have thousands of terms: a pass that
 * needs much stack for a level goes down to the left without recursion. */
#ifndef HPC_AST_H
#define HPC_AST_H

#include "../support/diag.h"
#include "../support/intern.h"

enum { AST_MAX_DEPTH = 1000, AST_LEFT_PER_LEVEL = 6, AST_MAX_BLOCKS = 100 };

typedef struct ast_expr ast_expr;
typedef struct ast_stmt ast_stmt;

typedef struct ast_exprs {
    ast_expr **items;
    uint32_t len, cap;
} ast_exprs;

typedef struct ast_block {
    ast_stmt **items;
    uint32_t len, cap;
} ast_block;

typedef struct ast_names {
    const char **items; /* interned */
    uint32_t len, cap;
} ast_names;

/* ---- Operators ------------------------------------------------------------------------------ */

/* X(enumerator, text) */
#define AST_BINARY_OPS(X)                                                                          \
    X(ADD, "+")                                                                                    \
    X(SUB, "-")                                                                                    \
    X(MUL, "*")                                                                                    \
    X(DIV, "/")                                                                                    \
    X(FLOORDIV, "//")                                                                              \
    X(MOD, "%")                                                                                    \
    X(POW, "**")                                                                                   \
    X(MATMUL, "@")                                                                                 \
    X(LSHIFT, "<<")                                                                                \
    X(RSHIFT, ">>")                                                                                \
    X(BITAND, "&")                                                                                 \
    X(BITOR, "|")                                                                                  \
    X(BITXOR, "^")

#define AST_UNARY_OPS(X)                                                                           \
    X(POS, "+")                                                                                    \
    X(NEG, "-")                                                                                    \
    X(INVERT, "~")                                                                                 \
    X(NOT, "not")

#define AST_COMPARE_OPS(X)                                                                         \
    X(EQ, "==")                                                                                    \
    X(NE, "!=")                                                                                    \
    X(LT, "<")                                                                                     \
    X(LE, "<=")                                                                                    \
    X(GT, ">")                                                                                     \
    X(GE, ">=")                                                                                    \
    X(IS, "is")                                                                                    \
    X(IS_NOT, "is not")                                                                            \
    X(IN, "in")                                                                                    \
    X(NOT_IN, "not in")

#define X(name, text) AST_##name,
typedef enum ast_binary_op { AST_BINARY_OPS(X) AST_BINARY_OP_COUNT } ast_binary_op;
typedef enum ast_unary_op { AST_UNARY_OPS(X) AST_UNARY_OP_COUNT } ast_unary_op;
typedef enum ast_compare_op { AST_COMPARE_OPS(X) AST_COMPARE_OP_COUNT } ast_compare_op;
#undef X
typedef enum ast_bool_op { AST_AND, AST_OR } ast_bool_op;

const char *ast_binary_op_text(ast_binary_op op);   /* "+" */
const char *ast_unary_op_text(ast_unary_op op);     /* "not" */
const char *ast_compare_op_text(ast_compare_op op); /* "is not" */

typedef struct ast_compare_ops {
    ast_compare_op *items;
    uint32_t len, cap;
} ast_compare_ops;

/* ---- Parts of nodes ------------------------------------------------------------------------- */

/* name=value of a call; name is NULL for **value. */
typedef struct ast_keyword {
    const char *name;
    span where;
    ast_expr *value;
} ast_keyword;

typedef struct ast_keywords {
    ast_keyword *items;
    uint32_t len, cap;
} ast_keywords;

typedef enum ast_param_kind {
    AST_POSITIONAL_ONLY,
    AST_POSITIONAL,     /* or by keyword */
    AST_VAR_POSITIONAL, /* *args */
    AST_KEYWORD_ONLY,
    AST_VAR_KEYWORD /* **kwargs */
} ast_param_kind;

typedef struct ast_param {
    ast_param_kind kind;
    uint32_t id;
    const char *name;
    span where;           /* of the name */
    ast_expr *annotation; /* or NULL */
    ast_expr *value;      /* the default, or NULL */
} ast_param;

typedef struct ast_params {
    ast_param *items; /* in source order */
    uint32_t len, cap;
} ast_params;

/* `for target in iterable if c1 if c2` of a comprehension. */
typedef struct ast_comp_for {
    ast_expr *target, *iterable;
    ast_exprs conditions;
    bool is_async;
    span where;
} ast_comp_for;

typedef struct ast_comp_fors {
    ast_comp_for *items;
    uint32_t len, cap;
} ast_comp_fors;

typedef enum ast_comp_kind {
    AST_LIST_COMP,
    AST_SET_COMP,
    AST_DICT_COMP,
    AST_GENERATOR
} ast_comp_kind;

typedef struct ast_fpart ast_fpart;

typedef struct ast_fparts {
    ast_fpart *items;
    uint32_t len, cap;
} ast_fparts;

/* Literal text (value NULL), or a replacement field {value!conversion:spec}. The text of the
 * self-documenting form {x=} is a literal part of its own before the field, whose conversion is
 * then already 'r' where Python says so (no conversion and no spec given). */
struct ast_fpart {
    const char *text; /* UTF-8, NUL-terminated; only of literal parts */
    uint32_t length;
    ast_expr *value;
    char conversion; /* 0, 's', 'r' or 'a' */
    bool has_spec;   /* a ':' was there */
    ast_fparts spec; /* nested one level, as Python allows */
    span where;
};

/* ---- Expressions ---------------------------------------------------------------------------- */

#define AST_EXPRS(X)                                                                               \
    X(NAME)                                                                                        \
    X(INT)                                                                                         \
    X(FLOAT)                                                                                       \
    X(IMAGINARY)                                                                                   \
    X(STRING)                                                                                      \
    X(FSTRING)                                                                                     \
    X(TRUE)                                                                                        \
    X(FALSE)                                                                                       \
    X(NONE)                                                                                        \
    X(ELLIPSIS)                                                                                    \
    X(UNARY)                                                                                       \
    X(BINARY)                                                                                      \
    X(BOOLOP)                                                                                      \
    X(COMPARE)                                                                                     \
    X(CALL)                                                                                        \
    X(ATTRIBUTE)                                                                                   \
    X(SUBSCRIPT)                                                                                   \
    X(SLICE)                                                                                       \
    X(TUPLE)                                                                                       \
    X(LIST)                                                                                        \
    X(SET)                                                                                         \
    X(DICT)                                                                                        \
    X(COMPREHENSION)                                                                               \
    X(LAMBDA)                                                                                      \
    X(CONDITIONAL)                                                                                 \
    X(STARRED)                                                                                     \
    X(WALRUS)                                                                                      \
    X(YIELD)                                                                                       \
    X(YIELD_FROM)                                                                                  \
    X(AWAIT)                                                                                       \
    X(ERROR) /* stands where a diagnostic was given; treat as an expression of unknown type */

typedef enum ast_expr_kind {
#define X(name) AST_##name,
    AST_EXPRS(X)
#undef X
        AST_EXPR_KIND_COUNT
} ast_expr_kind;

struct ast_expr {
    ast_expr_kind kind;
    uint32_t id;
    span where;
    uint16_t depth;     /* 1 for a leaf */
    bool parenthesised; /* (e) in the source */
    union {
        struct {
            const char *name; /* NAME: interned */
            const void *home; /* the scope where it is looked up (copies of generators), or NULL */
        };
        struct {
            uint64_t magnitude; /* INT: the value; literals have no sign */
            bool big;         /* exceeds INT64_MAX: only -2**63 and uint64 can use the magnitude */
            bool huge;        /* exceeds UINT64_MAX: the magnitude is unset */
            const char *text; /* as written, without underscores */
        } integer;
        double real; /* FLOAT, IMAGINARY (the factor of 1j) */
        struct {
            const char *text; /* STRING: decoded UTF-8, NUL-terminated, may hold NULs */
            uint32_t length;
        } string;
        ast_fparts fstring; /* FSTRING: adjacent literals are joined */
        struct {
            ast_unary_op op;
            ast_expr *operand;
        } unary;
        struct {
            ast_binary_op op;
            ast_expr *left, *right;
        } binary;
        struct {
            ast_bool_op op;
            ast_exprs values; /* two or more: a and b and c is one node */
        } boolop;
        struct {
            ast_expr *first;
            ast_compare_ops ops;
            ast_exprs rest; /* first ops[0] rest[0] ops[1] rest[1] ...; as many as ops */
        } compare;
        struct {
            ast_expr *callee;
            ast_exprs args; /* STARRED for *x */
            ast_keywords keywords;
        } call;
        struct {
            ast_expr *value;
            const char *name; /* interned */
            span name_where;
        } attribute;
        struct {
            ast_expr *value;
            ast_expr *index; /* TUPLE for a[i, j]; a[(i, j)] is the same but parenthesised */
        } subscript;
        struct {
            ast_expr *lower, *upper, *step; /* each or NULL */
        } slice;                            /* SLICE: only inside an index */
        ast_exprs elements;                 /* TUPLE, LIST, SET */
        struct {
            ast_exprs keys; /* NULL entry: **value */
            ast_exprs values;
        } dict;
        struct {
            ast_comp_kind kind;
            ast_expr *element; /* the key of a DICT_COMP */
            ast_expr *value;   /* DICT_COMP only */
            ast_comp_fors fors;
        } comprehension;
        struct {
            ast_params params;
            ast_expr *body;
        } lambda;
        struct {
            ast_expr *test, *body, *orelse; /* body if test else orelse */
        } conditional;
        ast_expr *operand; /* STARRED, YIELD (or NULL), YIELD_FROM, AWAIT */
        struct {
            ast_expr *target; /* NAME */
            ast_expr *value;
        } walrus;
    };
};

/* (x * x for x in xs) */
static inline bool ast_is_generator(const ast_expr *e)
{
    return e->kind == AST_COMPREHENSION && e->comprehension.kind == AST_GENERATOR;
}

/* ---- Statements ----------------------------------------------------------------------------- */

#define AST_STMTS(X)                                                                               \
    X(EXPR_STMT)                                                                                   \
    X(ASSIGN)                                                                                      \
    X(AUG_ASSIGN)                                                                                  \
    X(ANN_ASSIGN)                                                                                  \
    X(RETURN)                                                                                      \
    X(RAISE)                                                                                       \
    X(ASSERT)                                                                                      \
    X(DELETE)                                                                                      \
    X(PASS)                                                                                        \
    X(BREAK)                                                                                       \
    X(CONTINUE)                                                                                    \
    X(GLOBAL)                                                                                      \
    X(NONLOCAL)                                                                                    \
    X(IMPORT)                                                                                      \
    X(IMPORT_FROM)                                                                                 \
    X(IF)                                                                                          \
    X(WHILE)                                                                                       \
    X(FOR)                                                                                         \
    X(WITH)                                                                                        \
    X(TRY)                                                                                         \
    X(FUNCTION)                                                                                    \
    X(CLASS)

typedef enum ast_stmt_kind {
#define X(name) AST_##name,
    AST_STMTS(X)
#undef X
        AST_STMT_KIND_COUNT
} ast_stmt_kind;

/* `import a.b as c`: path "a.b", as "c", binds "c". `import a.b`: as NULL, binds "a".
 * `from m import f as g`: path "f", as "g", binds "g". All are interned. */
typedef struct ast_alias {
    const char *path;
    const char *as; /* or NULL */
    const char *binds;
    span where;
} ast_alias;

typedef struct ast_aliases {
    ast_alias *items;
    uint32_t len, cap;
} ast_aliases;

/* if/elif: one branch each. */
typedef struct ast_branch {
    ast_expr *test;
    ast_block body;
    span where;
} ast_branch;

typedef struct ast_branches {
    ast_branch *items;
    uint32_t len, cap;
} ast_branches;

typedef struct ast_with_item {
    ast_expr *context;
    ast_expr *target; /* or NULL */
} ast_with_item;

typedef struct ast_with_items {
    ast_with_item *items;
    uint32_t len, cap;
} ast_with_items;

typedef struct ast_handler {
    ast_expr *type;   /* NULL for a bare except */
    const char *name; /* interned, or NULL */
    ast_block body;
    span where;
} ast_handler;

typedef struct ast_handlers {
    ast_handler *items;
    uint32_t len, cap;
} ast_handlers;

struct ast_stmt {
    ast_stmt_kind kind;
    uint32_t id;
    span where;    /* of a compound statement: its first line, up to the colon */
    bool is_async; /* FOR, WITH, FUNCTION */
    union {
        ast_expr *value; /* EXPR_STMT; RETURN (or NULL) */
        struct {
            ast_exprs targets; /* a = b = 3: a, b */
            ast_expr *value;
        } assign;
        struct {
            ast_expr *target;
            ast_binary_op op;
            ast_expr *value;
        } aug_assign;
        struct {
            ast_expr *target, *annotation;
            ast_expr *value; /* or NULL */
        } ann_assign;
        struct {
            ast_expr *exception, *cause; /* each or NULL */
        } raise;
        struct {
            ast_expr *test, *message; /* message or NULL */
        } assertion;
        ast_exprs targets; /* DELETE */
        ast_names names;   /* GLOBAL, NONLOCAL */
        struct {
            uint32_t level;     /* IMPORT_FROM: leading dots */
            const char *module; /* IMPORT_FROM: interned, or NULL for `from . import x` */
            bool star;          /* from m import *: names is empty */
            ast_aliases names;
        } import; /* IMPORT, IMPORT_FROM */
        struct {
            ast_branches branches;
            ast_block orelse;
        } if_;
        struct {
            ast_expr *test;
            ast_block body, orelse;
        } while_;
        struct {
            ast_expr *target, *iterable;
            ast_block body, orelse;
        } for_;
        struct {
            ast_with_items items;
            ast_block body;
        } with;
        struct {
            ast_block body;
            ast_handlers handlers;
            ast_block orelse, finally;
        } try_;
        struct {
            const char *name; /* interned */
            span name_where;
            ast_exprs decorators; /* top to bottom */
            ast_params params;
            ast_expr *returns; /* or NULL */
            ast_block body;    /* a docstring is its first statement */
            bool is_generator; /* contains yield */
        } function;
        struct {
            const char *name; /* interned */
            span name_where;
            ast_exprs decorators;
            ast_exprs bases;
            ast_keywords keywords;
            ast_block body;
        } class_;
    };
};

typedef struct ast_module {
    const source *src;
    ast_block body;
    uint32_t node_count; /* ids run from 1 to node_count */
} ast_module;

const char *ast_expr_kind_name(ast_expr_kind kind); /* "NAME" */
const char *ast_stmt_kind_name(ast_stmt_kind kind); /* "AUG_ASSIGN" */
const char *ast_param_kind_name(ast_param_kind kind);

/* ---- Construction ---------------------------------------------------------------------------- */

/* A fresh node of that kind, of one level, its id ++*ids. ast_expr_seal computes the depth from the
 * children once they are set and returns false where it exceeds AST_MAX_DEPTH levels; ast_expr_grow
 * does that for a node that gets one more operand. */
ast_expr *ast_expr_new(arena *a, uint32_t *ids, ast_expr_kind kind, span where);
ast_stmt *ast_stmt_new(arena *a, uint32_t *ids, ast_stmt_kind kind, span where);
bool ast_expr_seal(ast_expr *e);
bool ast_expr_grow(ast_expr *e, const ast_expr *operand);

/* A deep copy with ids of its own (++*ids; pass &module->node_count). Names stay shared. */
ast_block ast_clone_block(arena *a, uint32_t *ids, ast_block block);

/* ---- Walking --------------------------------------------------------------------------------- */

/* Called for each node before its children, which come in order of evaluation; false: skip the children. Either
 * function may be NULL (nothing to say, go on down). Decorators, defaults and annotations of a
 * FUNCTION or LAMBDA count as its children, before its body. */
typedef struct ast_visitor {
    void *user;
    bool (*expr)(void *user, ast_expr *e);
    bool (*stmt)(void *user, ast_stmt *s);
} ast_visitor;

void ast_walk_expr(const ast_visitor *v, ast_expr *e); /* NULL is fine */
void ast_walk_stmt(const ast_visitor *v, ast_stmt *s);
void ast_walk_block(const ast_visitor *v, const ast_block *block);
/* The same over the direct children of one node only (the node itself is not passed; descent is up
 * to the callbacks, whose results are ignored). */
void ast_each_child_of_expr(const ast_visitor *v, ast_expr *e);
void ast_each_child_of_stmt(const ast_visitor *v, ast_stmt *s);

/* How a block, being the body of one scope (module or function), uses names. Nested functions,
 * lambdas and comprehensions are scopes of their own: what they bind is not bound here, but a walrus
 * in a comprehension is. Each list is without duplicates, in order of first appearance. */
typedef struct ast_scope {
    ast_names bound;   /* assigned, imported, defined, deleted, loop targets; not the next two */
    ast_names globals; /* declared global */
    ast_names nonlocals;
    ast_names read;     /* read in this scope itself; bound ones too */
    ast_names captured; /* read or nonlocal in a nested scope and not bound there */
} ast_scope;

ast_scope ast_scope_of_block(arena *a, const ast_block *body);
/* The same for a function: its parameters are bound too (first); defaults, decorators and
 * annotations are not looked at, for they belong to the scope around it. */
ast_scope ast_scope_of_function(arena *a, const ast_stmt *function);
ast_scope ast_scope_of_lambda(arena *a, const ast_expr *lambda);
bool ast_names_has(const ast_names *names, const char *name);
/* The names that a target binds: a, (b, *c), d[0] binds a, b, c. Appended to out. */
void ast_target_names(arena *a, const ast_expr *target, ast_names *out);

/* ---- Printing -------------------------------------------------------------------------------- */

/* `--stage=ast`: one node a line, indented, with LINE:COLUMN. In the arena. */
const char *ast_print(arena *a, const ast_module *m);
/* One expression as source text, parenthesised where needed ("a + b * (c - 1)"). */
const char *ast_expr_text(arena *a, const ast_expr *e);
/* A string as a literal on one line, quotes included. */
const char *ast_quoted(arena *a, const char *text, uint32_t length);

#endif
