/* The grammar of Python 3, less what syntax.h excludes. Actions only call parse_actions.c.
 *
 *   lemon -q -T/usr/share/lemon/lempar.c -d<dir> grammar.y      gives grammar.c and grammar.h
 *
 * The grammar takes more than the language (any expression may be assigned to, parameters come in
 * any order): what is wrong is then told by name in an action or in check.c. Recovery is the
 * driver's (parse.c): it feeds BAD for the rest of a broken statement. Lists grow to the left, so
 * that they take no stack. */
%name grammar
%token_prefix TK_
%token_type {token}
%default_type {ast_expr *}
%extra_context {parser *p}
%stack_size 5000
%start_symbol module

%include {
#include "parse.h"

#ifndef NDEBUG
#define NDEBUG /* Lemon's tracing would be a process global */
#endif
#define YYNOERRORRECOVERY 1
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-variable"
#endif
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wunused-but-set-variable"
#endif
}

%syntax_error { p->rejected = true; }
%stack_overflow { p->overflow = true; }

/* Terminals that no rule below mentions first; their order fixes their numbers. */
%token NEWLINE INDENT DEDENT NAME INT FLOAT IMAGINARY STRING.
%token FSTRING_BEGIN FSTRING_TEXT FSTRING_END FIELD_BEGIN FIELD_COLON FIELD_END BANG.
%token BAD.

/* ---- Statements ---- */

module ::= stmts(B). { p->body = *B; }

%type stmts {ast_block *}
stmts(L) ::= . { L = parse_block(p); }
stmts(L) ::= stmts(L) stmt(S). { parse_add_stmts(p, L, S); }

%type stmt {ast_block *}
%type simple_stmts {ast_block *}
stmt(L) ::= simple_stmts(L) NEWLINE.
stmt(L) ::= simple_stmts(L) SEMI NEWLINE.
stmt(L) ::= compound(S). { L = parse_one(p, S); }
stmt(L) ::= bad. { L = parse_block(p); }

simple_stmts(L) ::= simple(S). { L = parse_one(p, S); }
simple_stmts(L) ::= simple_stmts(L) SEMI simple(S). { parse_add_stmt(p, L, S); }

%type suite {ast_block *}
suite(L) ::= simple_stmts(L) NEWLINE.
suite(L) ::= simple_stmts(L) SEMI NEWLINE.
suite(L) ::= NEWLINE INDENT stmts(B) DEDENT. { L = B; }

/* A broken statement. What belongs to it, the block and the clauses that follow, is read for its
 * errors only. */
%type bad {int}
bad ::= BAD NEWLINE.
bad ::= BAD NEWLINE INDENT stmts DEDENT.
bad ::= bad ELIF namedexpr COLON suite.
bad ::= bad ELSE COLON suite.
bad ::= bad EXCEPT COLON suite.
bad ::= bad EXCEPT expr COLON suite.
bad ::= bad EXCEPT expr AS NAME COLON suite.
bad ::= bad FINALLY COLON suite.

%type simple {ast_stmt *}
%type chain {ast_exprs *}
simple(S) ::= chain(C). { S = parse_assign(p, C); }
simple(S) ::= list(T) AUG(O) rhs(V). { S = parse_aug(p, T, O, V); }
simple(S) ::= list(T) COLON expr(A). { S = parse_ann(p, T, A, NULL); }
simple(S) ::= list(T) COLON expr(A) EQUAL rhs(V). { S = parse_ann(p, T, A, V); }
simple(S) ::= PASS(K). { S = parse_stmt(p, AST_PASS, K); }
simple(S) ::= BREAK(K). { S = parse_stmt(p, AST_BREAK, K); }
simple(S) ::= CONTINUE(K). { S = parse_stmt(p, AST_CONTINUE, K); }
simple(S) ::= RETURN(K). { S = parse_return(p, K, NULL); }
simple(S) ::= RETURN(K) list(V). { S = parse_return(p, K, V); }
simple(S) ::= RAISE(K). { S = parse_raise(p, K, NULL, NULL); }
simple(S) ::= RAISE(K) expr(E). { S = parse_raise(p, K, E, NULL); }
simple(S) ::= RAISE(K) expr(E) FROM expr(C). { S = parse_raise(p, K, E, C); }
simple(S) ::= ASSERT(K) expr(T). { S = parse_assert(p, K, T, NULL); }
simple(S) ::= ASSERT(K) expr(T) COMMA expr(M). { S = parse_assert(p, K, T, M); }
simple(S) ::= DEL(K) targets(L). { S = parse_delete(p, K, L, false); }
simple(S) ::= DEL(K) targets(L) COMMA. { S = parse_delete(p, K, L, true); }
simple(S) ::= GLOBAL(K) names(L). { S = parse_names(p, AST_GLOBAL, K, L); }
simple(S) ::= NONLOCAL(K) names(L). { S = parse_names(p, AST_NONLOCAL, K, L); }

chain(C) ::= rhs(E). { C = parse_exprs(p, E); }
chain(C) ::= chain(C) EQUAL rhs(E). { parse_add(p, C, E); }

rhs(E) ::= list(E).
rhs(E) ::= yield(E).

yield(E) ::= YIELD(K). { E = parse_operand(p, AST_YIELD, K, NULL); }
yield(E) ::= YIELD(K) list(V). { E = parse_operand(p, AST_YIELD, K, V); }
yield(E) ::= YIELD(K) FROM expr(V). { E = parse_operand(p, AST_YIELD_FROM, K, V); }

%type names {ast_names *}
names(L) ::= NAME(N). { L = parse_name_list(p, NULL, N); }
names(L) ::= names(M) COMMA NAME(N). { L = parse_name_list(p, M, N); }

/* ---- Imports ---- */

%type alias {ast_alias *}
%type aliases {ast_aliases *}
%type dotted {ast_alias *}
%type import_aliases {ast_aliases *}
%type dots {int}
simple(S) ::= IMPORT(K) import_aliases(L). { S = parse_import(p, K, L); }
simple(S) ::= FROM(K) dots(D) IMPORT aliases(L). { S = parse_from(p, K, D, NULL, L); }
simple(S) ::= FROM(K) dots(D) IMPORT LPAR aliases(L) RPAR. { S = parse_from(p, K, D, NULL, L); }
simple(S) ::= FROM(K) dots(D) IMPORT LPAR aliases(L) COMMA RPAR. { S = parse_from(p, K, D, NULL, L); }
simple(S) ::= FROM(K) dots(D) IMPORT STAR. { S = parse_from(p, K, D, NULL, NULL); }
simple(S) ::= FROM(K) dots0(D) dotted(M) IMPORT aliases(L). { S = parse_from(p, K, D, M, L); }
simple(S) ::= FROM(K) dots0(D) dotted(M) IMPORT LPAR aliases(L) RPAR. { S = parse_from(p, K, D, M, L); }
simple(S) ::= FROM(K) dots0(D) dotted(M) IMPORT LPAR aliases(L) COMMA RPAR. { S = parse_from(p, K, D, M, L); }
simple(S) ::= FROM(K) dots0(D) dotted(M) IMPORT STAR. { S = parse_from(p, K, D, M, NULL); }

%type dots0 {int}
dots0(D) ::= . { D = 0; }
dots0(D) ::= dots(D).
dots(D) ::= DOT. { D = 1; }
dots(D) ::= ELLIPSIS. { D = 3; }
dots(D) ::= dots(E) DOT. { D = E + 1; }
dots(D) ::= dots(E) ELLIPSIS. { D = E + 3; }

dotted(A) ::= NAME(N). { A = parse_alias(p, N); }
dotted(A) ::= dotted(B) DOT NAME(N). { A = parse_dotted(p, B, N); }

import_aliases(L) ::= dotted(A). { L = parse_alias_list(p, NULL, A); }
import_aliases(L) ::= dotted(A) AS NAME(N). { L = parse_alias_list(p, NULL, parse_alias_as(A, N)); }
import_aliases(L) ::= import_aliases(M) COMMA dotted(A). { L = parse_alias_list(p, M, A); }
import_aliases(L) ::= import_aliases(M) COMMA dotted(A) AS NAME(N). { L = parse_alias_list(p, M, parse_alias_as(A, N)); }

aliases(L) ::= alias(A). { L = parse_alias_list(p, NULL, A); }
aliases(L) ::= aliases(M) COMMA alias(A). { L = parse_alias_list(p, M, A); }
alias(A) ::= NAME(N). { A = parse_alias(p, N); }
alias(A) ::= NAME(N) AS NAME(M). { A = parse_alias_as(parse_alias(p, N), M); }

/* ---- Compound statements ---- */

%type compound {ast_stmt *}
%type branches {ast_branches *}
%type orelse {ast_block *}
compound(S) ::= branches(B) orelse(E). { S = parse_if(p, B, E); }
branches(B) ::= IF(K) namedexpr(T) COLON(C) suite(L). { B = parse_branch(p, NULL, K, T, C, L); }
branches(B) ::= branches(A) ELIF(K) namedexpr(T) COLON(C) suite(L). { B = parse_branch(p, A, K, T, C, L); }

orelse(L) ::= . { L = NULL; }
orelse(L) ::= ELSE COLON suite(B). { L = B; }

compound(S) ::= WHILE(K) namedexpr(T) COLON(C) suite(B) orelse(E). { S = parse_while(p, K, T, C, B, E); }
compound(S) ::= for(S).
%type for {ast_stmt *}
for(S) ::= FOR(K) target_list(T) IN list(I) COLON(C) suite(B) orelse(E). { S = parse_for(p, K, T, I, C, B, E); }
compound(S) ::= with(S).
%type with {ast_stmt *}
%type with_items {ast_with_items *}
with(S) ::= WITH(K) with_items(I) COLON(C) suite(B). { S = parse_with(p, K, I, C, B); }
with_items(L) ::= expr(E). { L = parse_with_item(p, NULL, E, NULL); }
with_items(L) ::= expr(E) AS or(T). { L = parse_with_item(p, NULL, E, T); }
with_items(L) ::= with_items(M) COMMA expr(E). { L = parse_with_item(p, M, E, NULL); }
with_items(L) ::= with_items(M) COMMA expr(E) AS or(T). { L = parse_with_item(p, M, E, T); }

%type handlers {ast_handlers *}
compound(S) ::= TRY(K) COLON(C) suite(B) handlers(H) orelse(E). { S = parse_try(p, K, C, B, H, E, NULL); }
compound(S) ::= TRY(K) COLON(C) suite(B) handlers(H) orelse(E) FINALLY COLON suite(F). { S = parse_try(p, K, C, B, H, E, F); }
compound(S) ::= TRY(K) COLON(C) suite(B) FINALLY COLON suite(F). { S = parse_try(p, K, C, B, NULL, NULL, F); }
handlers(H) ::= EXCEPT(K) handler_type(T) COLON suite(B). { H = parse_handler(p, NULL, K, T, NULL, B); }
handlers(H) ::= EXCEPT(K) expr(T) AS NAME(N) COLON suite(B). { H = parse_handler(p, NULL, K, T, &N, B); }
handlers(H) ::= handlers(G) EXCEPT(K) handler_type(T) COLON suite(B). { H = parse_handler(p, G, K, T, NULL, B); }
handlers(H) ::= handlers(G) EXCEPT(K) expr(T) AS NAME(N) COLON suite(B). { H = parse_handler(p, G, K, T, &N, B); }
handler_type(T) ::= . { T = NULL; }
handler_type(T) ::= expr(T).

compound(S) ::= ASYNC for(A). { S = A; S->is_async = true; }
compound(S) ::= ASYNC with(A). { S = A; S->is_async = true; }
compound(S) ::= definition(S).
compound(S) ::= decorators(D) definition(A). { S = A; parse_decorate(S, D); }

%type decorators {ast_exprs *}
decorators(D) ::= AT namedexpr(E) NEWLINE. { D = parse_exprs(p, E); }
decorators(D) ::= decorators(D) AT namedexpr(E) NEWLINE. { parse_add(p, D, E); }

%type definition {ast_stmt *}
%type function {ast_stmt *}
definition(S) ::= function(S).
definition(S) ::= ASYNC function(A). { S = A; S->is_async = true; }
function(S) ::= DEF(K) NAME(N) LPAR params0(P) RPAR returns(R) COLON(C) suite(B). { S = parse_function(p, K, N, P, R, C, B); }
returns(R) ::= . { R = NULL; }
returns(R) ::= ARROW expr(E). { R = E; }
definition(S) ::= CLASS(K) NAME(N) COLON(C) suite(B). { S = parse_class(p, K, N, NULL, C, B); }
definition(S) ::= CLASS(K) NAME(N) LPAR args0(A) RPAR COLON(C) suite(B). { S = parse_class(p, K, N, A, C, B); }

/* ---- Parameters ---- */

%type params0 {parse_params *}
%type params {parse_params *}
%type param {parse_param}
params0(L) ::= . { L = NULL; }
params0(L) ::= params(L).
params0(L) ::= params(L) COMMA.
params(L) ::= param(P). { L = parse_add_param(p, NULL, P); }
params(L) ::= params(M) COMMA param(P). { L = parse_add_param(p, M, P); }
param(P) ::= NAME(N). { P = parse_plain_param(N, NULL, NULL); }
param(P) ::= NAME(N) COLON expr(A). { P = parse_plain_param(N, A, NULL); }
param(P) ::= NAME(N) EQUAL expr(D). { P = parse_plain_param(N, NULL, D); }
param(P) ::= NAME(N) COLON expr(A) EQUAL expr(D). { P = parse_plain_param(N, A, D); }
param(P) ::= STAR(K). { P = parse_mark_param(K, NULL, NULL); }
param(P) ::= SLASH(K). { P = parse_mark_param(K, NULL, NULL); }
param(P) ::= STAR(K) NAME(N). { P = parse_mark_param(K, &N, NULL); }
param(P) ::= STAR(K) NAME(N) COLON expr(A). { P = parse_mark_param(K, &N, A); }
param(P) ::= POWER(K) NAME(N). { P = parse_mark_param(K, &N, NULL); }
param(P) ::= POWER(K) NAME(N) COLON expr(A). { P = parse_mark_param(K, &N, A); }

%type lambda_params0 {parse_params *}
%type lambda_params {parse_params *}
%type lambda_param {parse_param}
lambda_params0(L) ::= . { L = NULL; }
lambda_params0(L) ::= lambda_params(L).
lambda_params0(L) ::= lambda_params(L) COMMA.
lambda_params(L) ::= lambda_param(P). { L = parse_add_param(p, NULL, P); }
lambda_params(L) ::= lambda_params(M) COMMA lambda_param(P). { L = parse_add_param(p, M, P); }
lambda_param(P) ::= NAME(N). { P = parse_plain_param(N, NULL, NULL); }
lambda_param(P) ::= NAME(N) EQUAL expr(D). { P = parse_plain_param(N, NULL, D); }
lambda_param(P) ::= STAR(K). { P = parse_mark_param(K, NULL, NULL); }
lambda_param(P) ::= SLASH(K). { P = parse_mark_param(K, NULL, NULL); }
lambda_param(P) ::= STAR(K) NAME(N). { P = parse_mark_param(K, &N, NULL); }
lambda_param(P) ::= POWER(K) NAME(N). { P = parse_mark_param(K, &N, NULL); }

/* ---- Lists of expressions ---- */

/* a, *b: a tuple where there is a comma. Without parentheses, hence without :=. */
%type list_items {ast_exprs *}
list(E) ::= list_items(L). { E = parse_list(p, L, false); }
list(E) ::= list_items(L) COMMA. { E = parse_list(p, L, true); }
list_items(L) ::= list_item(E). { L = parse_exprs(p, E); }
list_items(L) ::= list_items(L) COMMA list_item(E). { parse_add(p, L, E); }
list_item(E) ::= expr(E).
list_item(E) ::= starred(E).
starred(E) ::= STAR(K) or(V). { E = parse_operand(p, AST_STARRED, K, V); }

/* Targets of for and del end before `in`. */
%type targets {ast_exprs *}
target_list(E) ::= targets(L). { E = parse_list(p, L, false); }
target_list(E) ::= targets(L) COMMA. { E = parse_list(p, L, true); }
targets(L) ::= target(E). { L = parse_exprs(p, E); }
targets(L) ::= targets(L) COMMA target(E). { parse_add(p, L, E); }
target(E) ::= or(E).
target(E) ::= starred(E).

/* Inside brackets. `e AS t` is only for `with (...)`, which a comma too late tells apart. */
%type items {ast_exprs *}
items(L) ::= item(E). { L = parse_exprs(p, E); }
items(L) ::= items(L) COMMA item(E). { parse_add(p, L, E); }
item(E) ::= namedexpr(E).
item(E) ::= starred(E).
item(E) ::= expr(V) AS(K) or(T). { E = parse_as_pair(p, V, K, T); }

/* ---- Expressions ---- */

namedexpr(E) ::= expr(E).
namedexpr(E) ::= expr(T) WALRUS expr(V). { E = parse_walrus(p, T, V); }

expr(E) ::= disjunction(E).
expr(E) ::= disjunction(B) IF disjunction(T) ELSE expr(O). { E = parse_conditional(p, B, T, O); }
expr(E) ::= LAMBDA(K) lambda_params0(P) COLON expr(B). { E = parse_lambda(p, K, P, B); }

disjunction(E) ::= conjunction(E).
disjunction(E) ::= disjunction(A) OR conjunction(B). { E = parse_bool(p, AST_OR, A, B); }
conjunction(E) ::= inversion(E).
conjunction(E) ::= conjunction(A) AND inversion(B). { E = parse_bool(p, AST_AND, A, B); }
inversion(E) ::= comparison(E).
inversion(E) ::= NOT(K) inversion(A). { E = parse_unary(p, AST_NOT, K, A); }

comparison(E) ::= or(E).
comparison(E) ::= comparison(A) compare_op(O) or(B). { E = parse_compare(p, A, O, B); }
%type compare_op {int}
compare_op(O) ::= COMPARE(T). { O = T.op; }
compare_op(O) ::= IN. { O = AST_IN; }
compare_op(O) ::= NOT IN. { O = AST_NOT_IN; }
compare_op(O) ::= IS. { O = AST_IS; }
compare_op(O) ::= IS NOT. { O = AST_IS_NOT; }

or(E) ::= xor(E).
or(E) ::= or(A) BAR xor(B). { E = parse_binary(p, AST_BITOR, A, B); }
xor(E) ::= and(E).
xor(E) ::= xor(A) CARET and(B). { E = parse_binary(p, AST_BITXOR, A, B); }
and(E) ::= shift(E).
and(E) ::= and(A) AMPERSAND shift(B). { E = parse_binary(p, AST_BITAND, A, B); }
shift(E) ::= sum(E).
shift(E) ::= shift(A) SHIFT(O) sum(B). { E = parse_binary(p, O.op, A, B); }
sum(E) ::= term(E).
sum(E) ::= sum(A) PLUS term(B). { E = parse_binary(p, AST_ADD, A, B); }
sum(E) ::= sum(A) MINUS term(B). { E = parse_binary(p, AST_SUB, A, B); }
term(E) ::= factor(E).
term(E) ::= term(A) STAR factor(B). { E = parse_binary(p, AST_MUL, A, B); }
term(E) ::= term(A) SLASH factor(B). { E = parse_binary(p, AST_DIV, A, B); }
term(E) ::= term(A) DOUBLESLASH factor(B). { E = parse_binary(p, AST_FLOORDIV, A, B); }
term(E) ::= term(A) PERCENT factor(B). { E = parse_binary(p, AST_MOD, A, B); }
term(E) ::= term(A) AT factor(B). { E = parse_binary(p, AST_MATMUL, A, B); }
factor(E) ::= power(E).
factor(E) ::= PLUS(K) factor(A). { E = parse_unary(p, AST_POS, K, A); }
factor(E) ::= MINUS(K) factor(A). { E = parse_unary(p, AST_NEG, K, A); }
factor(E) ::= TILDE(K) factor(A). { E = parse_unary(p, AST_INVERT, K, A); }
power(E) ::= awaited(E).
power(E) ::= awaited(A) POWER factor(B). { E = parse_binary(p, AST_POW, A, B); }
awaited(E) ::= primary(E).
awaited(E) ::= AWAIT(K) primary(A). { E = parse_operand(p, AST_AWAIT, K, A); }

primary(E) ::= atom(E).
primary(E) ::= primary(V) DOT NAME(N). { E = parse_attribute(p, V, N); }
primary(E) ::= primary(F) LPAR args0(A) RPAR(C). { E = parse_call(p, F, A, C); }
primary(E) ::= primary(V) LSQB subscripts(I) RSQB(C). { E = parse_subscript(p, V, I, false, C); }
primary(E) ::= primary(V) LSQB subscripts(I) COMMA RSQB(C). { E = parse_subscript(p, V, I, true, C); }

%type args0 {parse_args *}
%type args {parse_args *}
args0(L) ::= . { L = NULL; }
args0(L) ::= args(L).
args0(L) ::= args(L) COMMA(K). { parse_args_comma(L, K); }
args(L) ::= arg(A). { L = parse_add_arg(p, NULL, A); }
args(L) ::= args(M) COMMA arg(A). { L = parse_add_arg(p, M, A); }
%type arg {parse_arg}
arg(A) ::= namedexpr(E). { A = parse_plain_arg(E); }
arg(A) ::= namedexpr(E) fors(F). { A = parse_generator_arg(p, E, F); }
arg(A) ::= expr(N) EQUAL(Q) expr(E). { A = parse_keyword_arg(p, N, Q, E); }
arg(A) ::= STAR(K) expr(E). { A = parse_plain_arg(parse_operand(p, AST_STARRED, K, E)); }
arg(A) ::= POWER(K) expr(E). { A = parse_unpack_arg(K, E); }

%type subscripts {ast_exprs *}
subscripts(L) ::= subscript(E). { L = parse_exprs(p, E); }
subscripts(L) ::= subscripts(L) COMMA subscript(E). { parse_add(p, L, E); }
subscript(E) ::= namedexpr(E).
subscript(E) ::= starred(E).
subscript(E) ::= bound(A) COLON(C) bound(B). { E = parse_slice(p, A, C, B, NULL, NULL); }
subscript(E) ::= bound(A) COLON(C) bound(B) COLON(D) bound(S). { E = parse_slice(p, A, C, B, &D, S); }
bound(E) ::= . { E = NULL; }
bound(E) ::= expr(E).

/* ---- Atoms ---- */

atom(E) ::= NAME(N). { E = parse_name(p, N); }
atom(E) ::= INT(T). { E = parse_int(p, T); }
atom(E) ::= FLOAT(T). { E = parse_real(p, AST_FLOAT, T); }
atom(E) ::= IMAGINARY(T). { E = parse_real(p, AST_IMAGINARY, T); }
atom(E) ::= TRUE(T). { E = parse_constant(p, AST_TRUE, T); }
atom(E) ::= FALSE(T). { E = parse_constant(p, AST_FALSE, T); }
atom(E) ::= NONE(T). { E = parse_constant(p, AST_NONE, T); }
atom(E) ::= ELLIPSIS(T). { E = parse_constant(p, AST_ELLIPSIS, T); }
atom(E) ::= strings(S). { E = parse_strings(p, S); }

atom(E) ::= LPAR(K) RPAR(C). { E = parse_display(p, AST_TUPLE, K, NULL, C); }
atom(E) ::= LPAR(K) items(L) RPAR(C). { E = parse_parentheses(p, K, L, false, C); }
atom(E) ::= LPAR(K) items(L) COMMA RPAR(C). { E = parse_parentheses(p, K, L, true, C); }
atom(E) ::= LPAR(K) yield(Y) RPAR(C). { E = parse_parentheses(p, K, parse_exprs(p, Y), false, C); }
atom(E) ::= LPAR(K) item(V) fors(F) RPAR(C). { E = parse_comprehension(p, AST_GENERATOR, K, V, NULL, F, C); }
atom(E) ::= LSQB(K) RSQB(C). { E = parse_display(p, AST_LIST, K, NULL, C); }
atom(E) ::= LSQB(K) items(L) RSQB(C). { E = parse_display(p, AST_LIST, K, L, C); }
atom(E) ::= LSQB(K) items(L) COMMA RSQB(C). { E = parse_display(p, AST_LIST, K, L, C); }
atom(E) ::= LSQB(K) item(V) fors(F) RSQB(C). { E = parse_comprehension(p, AST_LIST_COMP, K, V, NULL, F, C); }
atom(E) ::= LBRACE(K) items(L) RBRACE(C). { E = parse_display(p, AST_SET, K, L, C); }
atom(E) ::= LBRACE(K) items(L) COMMA RBRACE(C). { E = parse_display(p, AST_SET, K, L, C); }
atom(E) ::= LBRACE(K) item(V) fors(F) RBRACE(C). { E = parse_comprehension(p, AST_SET_COMP, K, V, NULL, F, C); }
atom(E) ::= LBRACE(K) RBRACE(C). { E = parse_dict(p, K, NULL, C); }
atom(E) ::= LBRACE(K) pairs(L) RBRACE(C). { E = parse_dict(p, K, L, C); }
atom(E) ::= LBRACE(K) pairs(L) COMMA RBRACE(C). { E = parse_dict(p, K, L, C); }
atom(E) ::= LBRACE(K) expr(A) COLON expr(B) fors(F) RBRACE(C). { E = parse_comprehension(p, AST_DICT_COMP, K, A, B, F, C); }

/* Keys and values by turns; a NULL key for **value. */
%type pairs {ast_exprs *}
pairs(L) ::= expr(A) COLON expr(B). { L = parse_pair(p, NULL, A, B); }
pairs(L) ::= POWER or(B). { L = parse_pair(p, NULL, NULL, B); }
pairs(L) ::= pairs(M) COMMA expr(A) COLON expr(B). { L = parse_pair(p, M, A, B); }
pairs(L) ::= pairs(M) COMMA POWER or(B). { L = parse_pair(p, M, NULL, B); }

%type fors {ast_comp_fors *}
fors(L) ::= for_clause(F). { L = parse_add_for(p, NULL, F); }
fors(L) ::= fors(M) for_clause(F). { L = parse_add_for(p, M, F); }
fors(L) ::= fors(L) IF disjunction(C). { parse_add_condition(p, L, C); }
%type for_clause {ast_comp_for *}
for_clause(F) ::= FOR(K) target_list(T) IN disjunction(I). { F = parse_for_clause(p, K, T, I, false); }
for_clause(F) ::= ASYNC(K) FOR target_list(T) IN disjunction(I). { F = parse_for_clause(p, K, T, I, true); }

/* ---- Strings ---- */

%type strings {parse_text *}
strings(S) ::= string(A). { S = A; }
strings(S) ::= strings(A) string(B). { S = parse_join(p, A, B); }
%type string {parse_text *}
string(S) ::= STRING(T). { S = parse_plain_text(p, T); }
string(S) ::= FSTRING_BEGIN(B) fparts(P) FSTRING_END(E). { S = parse_ftext(p, B, P, E); }

%type fparts {ast_fparts *}
fparts(L) ::= . { L = parse_fparts(p); }
fparts(L) ::= fparts(L) FSTRING_TEXT(T). { parse_add_ftext(p, L, T); }
fparts(L) ::= fparts(L) FIELD_BEGIN(B) rhs(V) documented(D) conversion(C) FIELD_END(E). { parse_add_field(p, L, B, V, D, C, NULL, E); }
fparts(L) ::= fparts(L) FIELD_BEGIN(B) rhs(V) documented(D) conversion(C) FIELD_COLON fparts(S) FIELD_END(E). { parse_add_field(p, L, B, V, D, C, S, E); }
%type documented {token}
documented(T) ::= . { T = (token){0}; }
documented(T) ::= EQUAL(T).
%type conversion {token}
conversion(T) ::= . { T = (token){0}; }
conversion(T) ::= BANG NAME(N). { T = N; }

%code {
/* Whether the grammar takes this token next. Exact where the last token was rejected: then no
 * default reduction is left to do. */
bool grammar_takes(const void *engine, int kind)
{
    const yyParser *y = engine;
    return yy_find_shift_action((YYCODETYPE)kind, y->yytos->stateno) != YY_ERROR_ACTION;
}

/* Give up what was read of the current statement. Further down the stack only a shift counts: a
 * state that reduces by default seems to take anything. */
void grammar_unwind(void *engine)
{
    yyParser *y = engine;
    while (y->yytos > y->yystack &&
           yy_find_shift_action(TK_BAD, y->yytos->stateno) > YY_MAX_SHIFTREDUCE)
        yy_pop_parser_stack(y);
}

void *grammar_new(parser *p)
{
    yyParser *y = ARENA_NEW(p->a, yyParser);
    grammarInit(y, p);
    return y;
}

void grammar_feed(void *engine, token t)
{
    grammar(engine, t.kind, t);
}
}
