/* The grammar's actions for expressions: each builds one node.
 *
 * A node that would be deeper than AST_MAX_DEPTH is reported (once a statement) and becomes an
 * AST_ERROR leaf, so that neither this file nor a later pass can run out of stack. */
#include "parse.h"

#include "grammar.h"

#include <errno.h>
#include <stdlib.h>

span parse_join_spans(span from, span to)
{
    if (to.end > from.end)
        from.end = to.end;
    return from;
}

static ast_expr *node(parser *p, ast_expr_kind kind, span where)
{
    return ast_expr_new(p->a, &p->ids, kind, where);
}

ast_expr *parse_error_node(parser *p, span where)
{
    return node(p, AST_ERROR, where);
}

static ast_expr *too_deep(parser *p, span where)
{
    if (!p->deep)
        diag_error(p->d, p->src, where, "SyntaxError",
                   "expression is nested too deeply (the limit is %d levels)", AST_MAX_DEPTH);
    p->deep = true;
    return parse_error_node(p, where);
}

static ast_expr *seal(parser *p, ast_expr *e)
{
    return ast_expr_seal(e) ? e : too_deep(p, e->where);
}

/* ---- Lists ---------------------------------------------------------------------------------------- */

ast_exprs *parse_exprs(parser *p, ast_expr *e)
{
    ast_exprs *list = ARENA_NEW(p->a, ast_exprs);
    vec_push(p->a, list, e);
    return list;
}

void parse_add(parser *p, ast_exprs *list, ast_expr *e)
{
    vec_push(p->a, list, e);
}

/* One expression, or a tuple where there is a comma. */
ast_expr *parse_list(parser *p, ast_exprs *list, bool comma)
{
    ast_expr *first = list->items[0];
    if (list->len == 1 && !comma)
        return first;
    ast_expr *e =
        node(p, AST_TUPLE, parse_join_spans(first->where, list->items[list->len - 1]->where));
    e->elements = *list;
    return seal(p, e);
}

/* ---- Operators ------------------------------------------------------------------------------------ */

ast_expr *parse_operand(parser *p, ast_expr_kind kind, token keyword, ast_expr *operand)
{
    span where = operand ? parse_join_spans(keyword.where, operand->where) : keyword.where;
    ast_expr *e = node(p, kind, where);
    e->operand = operand;
    return seal(p, e);
}

ast_expr *parse_as_pair(parser *p, ast_expr *value, token as, ast_expr *target)
{
    ast_expr *e = parse_error_node(p, parse_join_spans(value->where, target->where));
    vec_push(p->a, &p->as_pairs, ((parse_as){e, {value, target}, as.where}));
    return e;
}

ast_expr *parse_walrus(parser *p, ast_expr *target, ast_expr *value)
{
    ast_expr *e = node(p, AST_WALRUS, parse_join_spans(target->where, value->where));
    e->walrus.target = target;
    e->walrus.value = value;
    return seal(p, e);
}

ast_expr *parse_conditional(parser *p, ast_expr *body, ast_expr *test, ast_expr *orelse)
{
    ast_expr *e = node(p, AST_CONDITIONAL, parse_join_spans(body->where, orelse->where));
    e->conditional.test = test;
    e->conditional.body = body;
    e->conditional.orelse = orelse;
    return seal(p, e);
}

ast_expr *parse_lambda(parser *p, token keyword, parse_params *params, ast_expr *body)
{
    ast_expr *e = node(p, AST_LAMBDA, parse_join_spans(keyword.where, body->where));
    e->lambda.params = parse_finish_params(p, params);
    e->lambda.body = body;
    return seal(p, e);
}

/* A node that grows: sealing it anew for each operand would take quadratic time. */
static ast_expr *grown(parser *p, ast_expr *e, const ast_expr *operand)
{
    e->where = parse_join_spans(e->where, operand->where);
    return ast_expr_grow(e, operand) ? e : too_deep(p, e->where);
}

ast_expr *parse_bool(parser *p, ast_bool_op op, ast_expr *left, ast_expr *right)
{
    if (left->kind == AST_BOOLOP && left->boolop.op == op && !left->parenthesised) {
        vec_push(p->a, &left->boolop.values, right);
        return grown(p, left, right);
    }
    ast_expr *e = node(p, AST_BOOLOP, parse_join_spans(left->where, right->where));
    e->boolop.op = op;
    vec_push(p->a, &e->boolop.values, left);
    vec_push(p->a, &e->boolop.values, right);
    return seal(p, e);
}

ast_expr *parse_unary(parser *p, ast_unary_op op, token t, ast_expr *operand)
{
    ast_expr *e = node(p, AST_UNARY, parse_join_spans(t.where, operand->where));
    e->unary.op = op;
    e->unary.operand = operand;
    return seal(p, e);
}

ast_expr *parse_compare(parser *p, ast_expr *left, int op, ast_expr *right)
{
    bool chained = left->kind == AST_COMPARE && !left->parenthesised;
    ast_expr *e = left;
    if (!chained) {
        e = node(p, AST_COMPARE, parse_join_spans(left->where, right->where));
        e->compare.first = left;
    }
    vec_push(p->a, &e->compare.ops, (ast_compare_op)op);
    vec_push(p->a, &e->compare.rest, right);
    return chained ? grown(p, e, right) : seal(p, e);
}

ast_expr *parse_binary(parser *p, int op, ast_expr *left, ast_expr *right)
{
    ast_expr *e = node(p, AST_BINARY, parse_join_spans(left->where, right->where));
    e->binary.op = (ast_binary_op)op;
    e->binary.left = left;
    e->binary.right = right;
    return seal(p, e);
}

/* ---- Primaries ------------------------------------------------------------------------------------ */

ast_expr *parse_attribute(parser *p, ast_expr *value, token name)
{
    ast_expr *e = node(p, AST_ATTRIBUTE, parse_join_spans(value->where, name.where));
    e->attribute.value = value;
    e->attribute.name = name.name;
    e->attribute.name_where = name.where;
    return seal(p, e);
}

static void check_lone_generator(parser *p, const parse_args *args)
{
    if (args->generator && args->count > 1)
        diag_error(p->d, p->src, args->generator->where, "SyntaxError",
                   "Generator expression must be parenthesized");
}

ast_expr *parse_call(parser *p, ast_expr *callee, parse_args *args, token close)
{
    ast_expr *e = node(p, AST_CALL, parse_join_spans(callee->where, close.where));
    e->call.callee = callee;
    if (args) {
        check_lone_generator(p, args);
        e->call.args = args->args;
        e->call.keywords = args->keywords;
    }
    return seal(p, e);
}

ast_expr *parse_subscript(parser *p, ast_expr *value, ast_exprs *index, bool comma, token close)
{
    ast_expr *e = node(p, AST_SUBSCRIPT, parse_join_spans(value->where, close.where));
    e->subscript.value = value;
    bool starred = index->items[0]->kind == AST_STARRED; /* a[*b] is a[(*b,)] */
    e->subscript.index = parse_list(p, index, comma || starred);
    return seal(p, e);
}

ast_expr *parse_slice(parser *p, ast_expr *lower, token colon, ast_expr *upper, const token *second,
                      ast_expr *step)
{
    span where = lower ? lower->where : colon.where;
    where = parse_join_spans(where, colon.where);
    if (upper)
        where = parse_join_spans(where, upper->where);
    if (second)
        where = parse_join_spans(where, second->where);
    if (step)
        where = parse_join_spans(where, step->where);
    ast_expr *e = node(p, AST_SLICE, where);
    e->slice.lower = lower;
    e->slice.upper = upper;
    e->slice.step = step;
    return seal(p, e);
}

/* ---- Atoms ---------------------------------------------------------------------------------------- */

ast_expr *parse_name(parser *p, token t)
{
    ast_expr *e = node(p, AST_NAME, t.where);
    e->name = t.name;
    return e;
}

ast_expr *parse_int(parser *p, token t)
{
    ast_expr *e = node(p, AST_INT, t.where);
    const char *digits = e->integer.text = t.string.text;
    int base = 10;
    if (digits[0] == '0' && digits[1]) {
        char letter = (char)(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
        digits += base == 10 ? 0 : 2;
    }
    errno = 0;
    uint64_t value = strtoull(digits, NULL, base);
    e->integer.huge = errno == ERANGE;
    e->integer.big = e->integer.huge || value > INT64_MAX;
    e->integer.magnitude = e->integer.huge ? 0 : value;
    return e;
}

ast_expr *parse_real(parser *p, ast_expr_kind kind, token t)
{
    ast_expr *e = node(p, kind, t.where);
    e->real = t.real;
    return e;
}

ast_expr *parse_constant(parser *p, ast_expr_kind kind, token t)
{
    return node(p, kind, t.where);
}

ast_expr *parse_display(parser *p, ast_expr_kind kind, token open, ast_exprs *items, token close)
{
    ast_expr *e = node(p, kind, parse_join_spans(open.where, close.where));
    if (items)
        e->elements = *items;
    e->parenthesised = kind == AST_TUPLE;
    return seal(p, e);
}

/* The items of `with (a as b, c)`: kept beside the tree until the `with` asks for them. */
static void group_as_pairs(parser *p, const ast_exprs *items, const ast_expr *group)
{
    if (p->as_group)
        parse_check_as(p); /* the one before found no `with` */
    ast_with_items *list = ARENA_NEW(p->a, ast_with_items);
    uint32_t next = 0;
    for (uint32_t i = 0; i < items->len; i++) {
        ast_with_item item = {items->items[i], NULL};
        if (next < p->as_pairs.len && p->as_pairs.items[next].node == items->items[i])
            item = p->as_pairs.items[next++].item;
        vec_push(p->a, list, item);
    }
    p->as_where = p->as_pairs.items[0].where;
    if (next == p->as_pairs.len)
        p->as_pairs.len = 0;
    p->as_group = group;
    p->as_items = list;
}

static ast_expr *misplaced_star(parser *p, const ast_expr *e)
{
    diag_error(p->d, p->src, e->where, "SyntaxError", "cannot use starred expression here");
    return parse_error_node(p, e->where);
}

ast_expr *parse_parentheses(parser *p, token open, ast_exprs *items, bool comma, token close)
{
    ast_expr *e = items->items[0];
    if (items->len > 1 || comma)
        e = parse_display(p, AST_TUPLE, open, items, close);
    else if (e->kind == AST_STARRED)
        e = misplaced_star(p, e);
    if (p->as_pairs.len) {
        e = parse_error_node(p, parse_join_spans(open.where, close.where));
        group_as_pairs(p, items, e);
    }
    e->parenthesised = true;
    e->where = parse_join_spans(open.where, close.where);
    return e;
}

ast_expr *parse_comprehension(parser *p, ast_comp_kind kind, token open, ast_expr *element,
                              ast_expr *value, ast_comp_fors *fors, token close)
{
    ast_expr *e = node(p, AST_COMPREHENSION, parse_join_spans(open.where, close.where));
    e->comprehension.kind = kind;
    e->comprehension.element = element;
    e->comprehension.value = value;
    e->comprehension.fors = *fors;
    e->parenthesised = kind == AST_GENERATOR;
    return seal(p, e);
}

ast_expr *parse_dict(parser *p, token open, ast_exprs *pairs, token close)
{
    ast_expr *e = node(p, AST_DICT, parse_join_spans(open.where, close.where));
    for (uint32_t i = 0; pairs && i < pairs->len; i += 2) {
        vec_push(p->a, &e->dict.keys, pairs->items[i]);
        vec_push(p->a, &e->dict.values, pairs->items[i + 1]);
    }
    return seal(p, e);
}

ast_exprs *parse_pair(parser *p, ast_exprs *pairs, ast_expr *key, ast_expr *value)
{
    if (!pairs)
        pairs = ARENA_NEW(p->a, ast_exprs);
    vec_push(p->a, pairs, key);
    vec_push(p->a, pairs, value);
    return pairs;
}

ast_comp_fors *parse_add_for(parser *p, ast_comp_fors *fors, ast_comp_for *clause)
{
    if (!fors)
        fors = ARENA_NEW(p->a, ast_comp_fors);
    vec_push(p->a, fors, *clause);
    return fors;
}

void parse_add_condition(parser *p, ast_comp_fors *fors, ast_expr *condition)
{
    vec_push(p->a, &fors->items[fors->len - 1].conditions, condition);
}

ast_comp_for *parse_for_clause(parser *p, token keyword, ast_expr *target, ast_expr *iterable,
                               bool is_async)
{
    ast_comp_for *clause = ARENA_NEW(p->a, ast_comp_for);
    clause->target = target;
    clause->iterable = iterable;
    clause->is_async = is_async;
    clause->where = parse_join_spans(keyword.where, iterable->where);
    return clause;
}
