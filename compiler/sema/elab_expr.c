/* Expressions: one case for each kind of syntax node. Operators, subscripts and calls are in files
 * of their own. */
#include "classes.h"
#include "exceptions.h"
#include "generators.h"
#include "hashed.h"
#include "keywords.h"
#include "numexpr.h"
#include "optional.h"
#include "sequence.h"

static val literal_int(elab *e, const ast_expr *x)
{
    if (x->integer.huge || x->integer.big)
        return elab_error(e, x->where, "OverflowError", "the integer %.40s does not fit 64 bits",
                          x->integer.text);
    return val_int(e, (int64_t)x->integer.magnitude);
}

static val imaginary(elab *e, const ast_expr *x)
{
    val v = {.ty = ty_basic(e->types, TY_COMPLEX), .is_const = true};
    v.c[1] = x->real;
    return v;
}

/* The items of a display. *x is spliced where its length is known; elsewhere its place holds a list
 * of its items, and spread says so. */
typedef struct display {
    VEC(val) items;
    VEC(bool) spread;
    bool spreads; /* some of them */
} display;

static bool display_items(elab *e, const ast_exprs *from, display *d)
{
    *d = (display){0};
    for (uint32_t i = 0; i < from->len; i++) {
        const ast_expr *x = from->items[i];
        bool starred = x->kind == AST_STARRED;
        val v = elab_expr(e, starred ? x->operand : x);
        bool known = v.ty->kind == TY_TUPLE || v.is_literal_list;
        if (starred && !known)
            v = seq_list_of(e, &v, x->where); /* as it is now */
        if (val_bad(v))
            return false;
        d->spreads = d->spreads || (starred && !known);
        for (uint32_t k = 0; starred && known && k < v.count; k++) {
            vec_push(e->arena, &d->items, v.items[k]);
            vec_push(e->arena, &d->spread, false);
        }
        if (starred && known)
            continue;
        vec_push(e->arena, &d->items, v);
        vec_push(e->arena, &d->spread, starred);
    }
    return true;
}

/* A list of what a display holds of which some places are lists of items. */
static val spread_list(elab *e, const display *d, span where)
{
    val list = elab_named_value(e, seq_empty(e, TY_LIST, where));
    for (uint32_t i = 0; i < d->items.len && !val_bad(list); i++) {
        const val *v = &d->items.items[i];
        if (d->spread.items[i])
            list = seq_extend(e, list, v, where);
        else if (!seq_append(e, &list, v, where))
            return val_never(e);
    }
    return list;
}

static val tuple_display(elab *e, const ast_expr *x)
{
    display d;
    if (!display_items(e, &x->elements, &d))
        return val_never(e);
    if (d.spreads)
        return elab_error(e, x->where, "TypeError",
                          "the length of a tuple must be known when compiling");
    return val_tuple(e, d.items.items, d.items.len);
}

/* [0] * n may hold floats later, [None] * n anything. */
static bool may_widen(const ty *item)
{
    return ty_is_number(item) || item->kind == TY_UNION || item->kind == TY_NONE ||
           item->kind == TY_OPTIONAL;
}

/* A list display keeps its items, so that np.array([[1, 2], [3, 4]]) sees them; it becomes an
 * object when it gets a name or is passed on. */
static val list_display(elab *e, const ast_expr *x)
{
    display d;
    if (!display_items(e, &x->elements, &d))
        return val_never(e);
    if (d.spreads)
        return spread_list(e, &d, x->where);
    uint32_t count = d.items.len;
    val fields;
    if (type_field_list(e, d.items.items, count, &fields))
        return fields;
    val list = count ? seq_display(e, d.items.items, count) : seq_empty(e, TY_LIST, x->where);
    if (!count || !may_widen(list.ty->items[0]))
        return list;
    const ty *item = list.ty->items[0];
    list.ty = ty_open(e->types, TY_LIST, seq_origin(e, x->where));
    ty_learn(e->types, list.ty, item, false, false);
    return list;
}

/* ---- Dicts and sets ------------------------------------------------------------------------- */

/* What CPython's compiler knows as a constant. */
static bool is_literal(const ast_expr *x)
{
    switch (x->kind) {
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING:
    case AST_TRUE:
    case AST_FALSE:
    case AST_NONE: return true;
    case AST_UNARY: return x->unary.op != AST_NOT && is_literal(x->unary.operand);
    case AST_BINARY: return is_literal(x->binary.left) && is_literal(x->binary.right);
    case AST_TUPLE: break;
    default: return false;
    }
    for (uint32_t i = 0; i < x->elements.len; i++)
        if (!is_literal(x->elements.items[i]))
            return false;
    return true;
}

static val set_display(elab *e, const ast_expr *x)
{
    display d;
    bool constants = true;
    if (!display_items(e, &x->elements, &d))
        return val_never(e);
    if (d.spreads) {
        val list = spread_list(e, &d, x->where);
        return val_bad(list) ? list : hashed_set_of(e, &list, x->where);
    }
    for (uint32_t i = 0; i < x->elements.len; i++)
        constants = constants && is_literal(x->elements.items[i]);
    elab_at(e, x->where);
    return hashed_set(e, d.items.items, d.items.len, constants, x->where);
}

/* {k: v, **other, ...}: what stands before the first ** is made at once. */
static val dict_display(elab *e, const ast_expr *x)
{
    uint32_t len = x->dict.keys.len, at = 0;
    val *keys = ARENA_ARRAY(e->arena, val, len + 1), *values = ARENA_ARRAY(e->arena, val, len + 1);
    for (; at < len && x->dict.keys.items[at]; at++) {
        keys[at] = elab_expr(e, x->dict.keys.items[at]);
        values[at] = elab_expr(e, x->dict.values.items[at]);
    }
    elab_at(e, x->where);
    val fields;
    if (at == len && (type_field_dict(e, keys, values, at, &fields) ||
                      keywords_of_functions(e, keys, values, at, &fields)))
        return fields;
    val dict = at ? hashed_dict(e, keys, values, at, x->where) : hashed_empty(e, TY_DICT, x->where);
    for (; at < len && !val_bad(dict); at++) {
        const ast_expr *key = x->dict.keys.items[at];
        val k = key ? elab_expr(e, key) : val_none(e);
        val v = elab_expr(e, x->dict.values.items[at]);
        if (!key)
            v = keywords_plain(e, v, x->where);
        if (val_bad(k) || val_bad(v) || (!key && !hashed_update(e, &dict, &v, x->where)))
            return val_never(e);
        if (key)
            hashed_setitem(e, &dict, &k, &v, x->where);
    }
    return dict;
}

/* ---- f-strings ------------------------------------------------------------------------------ */

static val fstring(elab *e, const ast_fparts *parts, span where);

static val fstring_part(elab *e, const ast_fpart *part)
{
    if (!part->value)
        return val_str(e, part->text, part->length);
    val v = elab_expr(e, part->value);
    if (val_bad(v))
        return v;
    if (!part->has_spec)
        return elab_box_text(e, &v, part->conversion, NULL, part->where);
    val spec = fstring(e, &part->spec, part->where);
    if (val_bad(spec))
        return spec;
    return elab_box_text(e, &v, part->conversion, &spec, part->where);
}

static val fstring(elab *e, const ast_fparts *parts, span where)
{
    val *texts = ARENA_ARRAY(e->arena, val, parts->len);
    for (uint32_t i = 0; i < parts->len; i++) {
        texts[i] = fstring_part(e, &parts->items[i]);
        if (val_bad(texts[i]))
            return texts[i];
    }
    if (parts->len == 0)
        return val_str(e, "", 0);
    if (parts->len == 1)
        return texts[0];
    return elab_join_texts(e, texts, parts->len, where);
}

/* ---- Boolean operators, comparisons, conditional expressions ----------------------------------- */

typedef struct bool_rest {
    const ast_expr *x;
    uint32_t next;
    val left;
} bool_rest;

static val boolop_from(elab *e, const ast_expr *x, uint32_t next, val left);

static val rest_of_boolop(elab *e, void *user)
{
    bool_rest *r = user;
    val right = elab_expr(e, r->x->boolop.values.items[r->next]);
    return val_bad(right) ? right : boolop_from(e, r->x, r->next + 1, right);
}

/* Of `or` it is true, hence not None. */
static val left_of_boolop(elab *e, void *user)
{
    (void)e;
    const bool_rest *r = user;
    bool present = r->x->boolop.op == AST_OR && r->left.ty->kind == TY_OPTIONAL;
    return present ? optional_inner(&r->left) : r->left;
}

/* `left and ...` gives left when it is false, else the rest; `or` the other way round. */
static val boolop_from(elab *e, const ast_expr *x, uint32_t next, val left)
{
    if (next == x->boolop.values.len || val_bad(left))
        return left;
    bool_rest rest = {x, next, left};
    bool is_and = x->boolop.op == AST_AND, known;
    if (val_const_bool(&left, &known))
        return known == is_and ? rest_of_boolop(e, &rest) : left;
    air_id truth = elab_truth(e, &left, x->boolop.values.items[next - 1]->where);
    if (!truth)
        return val_never(e);
    return is_and ? elab_choose(e, truth, rest_of_boolop, left_of_boolop, &rest, x->where)
                  : elab_choose(e, truth, left_of_boolop, rest_of_boolop, &rest, x->where);
}

/* ---- Conditions: only whether they hold is asked -------------------------------------------------- */

static val test_from(elab *e, const ast_expr *x, uint32_t next, val left);

static val rest_of_test(elab *e, void *user)
{
    bool_rest *r = user;
    val right = elab_test(e, r->x->boolop.values.items[r->next]);
    return test_from(e, r->x, r->next + 1, right);
}

static val test_decided(elab *e, void *user)
{
    const bool_rest *r = user;
    return val_bool(e, r->x->boolop.op == AST_OR);
}

static val test_from(elab *e, const ast_expr *x, uint32_t next, val left)
{
    bool is_and = x->boolop.op == AST_AND, known;
    bool_rest rest = {x, next, left};
    if (val_bad(left))
        return left;
    if (val_const_bool(&left, &known))
        return next < x->boolop.values.len && known == is_and ? rest_of_test(e, &rest)
                                                              : val_bool(e, known);
    air_id truth = elab_truth(e, &left, x->boolop.values.items[next - 1]->where);
    if (!truth)
        return val_never(e);
    if (next == x->boolop.values.len)
        return val_bool_node(e, truth);
    return is_and ? elab_choose(e, truth, rest_of_test, test_decided, &rest, x->where)
                  : elab_choose(e, truth, test_decided, rest_of_test, &rest, x->where);
}

val elab_test(elab *e, const ast_expr *x)
{
    return x->kind == AST_BOOLOP ? test_from(e, x, 1, elab_test(e, x->boolop.values.items[0]))
                                 : elab_expr(e, x);
}

typedef struct compare_rest {
    const ast_expr *x;
    uint32_t next;
    val left;
} compare_rest;

static val compare_false(elab *e, void *user)
{
    (void)user;
    return val_bool(e, false);
}

/* a < b < c: each operand once, stops at the first false. */
static val compare_from(elab *e, void *user)
{
    compare_rest *r = user;
    val right = elab_expr(e, r->x->compare.rest.items[r->next]);
    if (val_bad(right))
        return right;
    elab_at(e, r->x->where);
    val result = op_compare(e, r->x->compare.ops.items[r->next], r->left, right, r->x->where);
    if (val_bad(result) || r->next + 1 == r->x->compare.ops.len)
        return result;
    compare_rest more = {r->x, r->next + 1, right};
    bool known;
    if (val_const_bool(&result, &known))
        return known ? compare_from(e, &more) : result;
    air_id truth = elab_truth(e, &result, r->x->where);
    return truth ? elab_choose(e, truth, compare_from, compare_false, &more, r->x->where)
                 : val_never(e);
}

static val comparison(elab *e, const ast_expr *x)
{
    val first = elab_expr(e, x->compare.first);
    if (val_bad(first))
        return first;
    compare_rest all = {x, 0, first};
    return compare_from(e, &all);
}

static val conditional_body(elab *e, void *user)
{
    return elab_expr(e, ((const ast_expr *)user)->conditional.body);
}

static val conditional_orelse(elab *e, void *user)
{
    return elab_expr(e, ((const ast_expr *)user)->conditional.orelse);
}

static val conditional(elab *e, const ast_expr *x)
{
    val test = elab_test(e, x->conditional.test);
    bool known;
    if (val_bad(test))
        return test;
    if (val_const_bool(&test, &known))
        return elab_expr(e, known ? x->conditional.body : x->conditional.orelse);
    air_id truth = elab_truth(e, &test, x->conditional.test->where);
    return truth ? elab_choose(e, truth, conditional_body, conditional_orelse, (void *)x, x->where)
                 : val_never(e);
}

/* ---- Subscripts and calls --------------------------------------------------------------------- */

static val slice(elab *e, const ast_expr *x)
{
    const ast_expr *parts[3] = {x->slice.lower, x->slice.upper, x->slice.step};
    val *items = ARENA_ARRAY(e->arena, val, 3);
    for (int i = 0; i < 3; i++) {
        items[i] = parts[i] ? elab_expr(e, parts[i]) : val_none(e);
        if (val_bad(items[i]))
            return items[i];
    }
    return (val){.ty = ty_basic(e->types, TY_SLICE), .items = items, .count = 3};
}

static val subscript(elab *e, const ast_expr *x)
{
    val special;
    if (exception_expr(e, x, &special))
        return special;
    val object = elab_expr(e, x->subscript.value);
    val index = elab_expr(e, x->subscript.index);
    if (val_bad(object) || val_bad(index))
        return val_never(e);
    elab_at(e, x->where);
    return op_getitem(e, object, index, x->where);
}

/* Functions that take items of a generator expression when they need them; the others get a list. */
static bool takes_items(const val *callee)
{
    static const char *const names[] = {"next", "iter", "enumerate", "zip", "map", "filter"};
    for (size_t i = 0; callee->ty->kind == TY_BUILTIN && i < sizeof names / sizeof *names; i++)
        if (strcmp(callee->ty->name, names[i]) == 0)
            return true;
    const func *f = callee->ty->kind == TY_FUNC ? callee->ty->ref : NULL;
    return f && f->module && strcmp(f->module, "itertools") == 0;
}

/* Positional arguments with *x spliced. False after an error. */
static bool positional_args(elab *e, const val *callee, const ast_exprs *from, call_args *out)
{
    VEC(val) args = {0};
    VEC(span) spans = {0};
    bool good = true;
    for (uint32_t i = 0; i < from->len; i++) {
        const ast_expr *x = from->items[i];
        bool starred = x->kind == AST_STARRED;
        bool lazy = !starred && ast_is_generator(x) && takes_items(callee);
        val v = lazy ? generator_of_expr(e, x) : elab_expr(e, starred ? x->operand : x);
        good = good && !val_bad(v);
        if (!starred || val_bad(v)) {
            vec_push(e->arena, &args, v);
            vec_push(e->arena, &spans, x->where);
            continue;
        }
        if (v.ty->kind != TY_TUPLE && !v.is_literal_list) {
            v = seq_list_of(e, &v, x->where); /* print's row takes it; others refuse it */
            v = val_bad(v) ? v : iter_new(e, ITER_SPREAD, &v, 1);
            vec_push(e->arena, &args, v);
            vec_push(e->arena, &spans, x->where);
            good = good && !val_bad(v);
            continue;
        }
        for (uint32_t k = 0; k < v.count; k++) {
            vec_push(e->arena, &args, v.items[k]);
            vec_push(e->arena, &spans, x->where);
        }
    }
    out->args = args.items;
    out->spans = spans.items;
    out->count = args.len;
    return good;
}

/* True where the callee's parameters are those of a function of the program or of stdlib. */
static bool has_parameters(const val *callee)
{
    return callee->ty->kind == TY_FUNC || callee->ty->kind == TY_RECORD_CLASS ||
           callee->ty->kind == TY_RECORD || (callee->ty->kind == TY_METHOD && callee->count == 2);
}

/* zip(*rows) */
static bool is_columns(const val *callee, const call_args *args)
{
    return callee->ty->kind == TY_BUILTIN && strcmp(callee->ty->name, "zip") == 0 &&
           args->count == 1 && is_spread(&args->args[0]);
}

/* Arguments whose number only the run knows: print takes them, functions as the last one. */
static bool takes_spread(elab *e, const val *callee, const call_args *args)
{
    bool prints = callee->ty->kind == TY_BUILTIN && strcmp(callee->ty->name, "print") == 0;
    prints = prints || is_columns(callee, args);
    for (uint32_t i = 0; i < args->count && !prints; i++)
        if (is_spread(&args->args[i]) && !(has_parameters(callee) && i + 1 == args->count)) {
            elab_unsupported(e, args->spans[i], "unpacking an argument whose length is not known");
            return false;
        }
    return true;
}

typedef struct keyword_list {
    VEC(const char *) names;
    VEC(val) values;
    VEC(span) spans;
} keyword_list;

static void add_keyword(elab *e, keyword_list *to, const char *name, val v, span where)
{
    vec_push(e->arena, &to->names, name);
    vec_push(e->arena, &to->values, v);
    vec_push(e->arena, &to->spans, where);
}

/* **{"a": 1}: as if they were written a=1. */
static bool unpack_display(elab *e, const ast_expr *x, keyword_list *to)
{
    for (uint32_t i = 0; i < x->dict.keys.len; i++)
        if (!x->dict.keys.items[i] || x->dict.keys.items[i]->kind != AST_STRING)
            return false;
    for (uint32_t i = 0; i < x->dict.keys.len; i++)
        add_keyword(e, to, intern_text(e->names, x->dict.keys.items[i]->string.text),
                    elab_expr(e, x->dict.values.items[i]), x->dict.keys.items[i]->where);
    return true;
}

/* **v: keywords under their names; a dict, whose keys only the run knows, without one. */
static void unpack_keywords(elab *e, const val *callee, const ast_keyword *k, keyword_list *to)
{
    if (k->value->kind == AST_DICT && unpack_display(e, k->value, to))
        return;
    val v = elab_expr(e, k->value);
    if (is_keywords(&v)) {
        for (uint32_t i = 0; i < v.count; i++)
            add_keyword(e, to, keywords_name(&v, i), v.items[i], k->where);
        return;
    }
    if (!val_bad(v) && v.ty->kind != TY_DICT)
        v = elab_error(e, k->where, "TypeError", "argument after ** must be a mapping, not %s",
                       ty_name(e->arena, v.ty));
    else if (!val_bad(v) && !has_parameters(callee))
        v = elab_unsupported(e, k->where, "unpacking a dict into this call");
    add_keyword(e, to, NULL, v, k->where);
}

static bool keyword_args(elab *e, const val *callee, const ast_keywords *from, call_args *args)
{
    keyword_list list = {0};
    bool good = true;
    for (uint32_t i = 0; i < from->len; i++) {
        const ast_keyword *k = &from->items[i];
        if (k->name)
            add_keyword(e, &list, k->name, elab_expr(e, k->value), k->where);
        else
            unpack_keywords(e, callee, k, &list);
    }
    for (uint32_t i = 0; i < list.values.len; i++)
        good = good && !val_bad(list.values.items[i]);
    args->keywords = list.names.items;
    args->keyword_args = list.values.items;
    args->keyword_spans = list.spans.items;
    args->keyword_count = list.names.len;
    return good;
}

static bool any_or_all(elab *e, const val *callee, const ast_expr *x, val *result);

static val call(elab *e, const ast_expr *x)
{
    val callee = elab_expr(e, x->call.callee);
    val formula;
    if (numexpr_call(e, &callee, x, &formula) || any_or_all(e, &callee, x, &formula))
        return formula;
    call_args args = {0};
    bool good = positional_args(e, &callee, &x->call.args, &args);
    good = keyword_args(e, &callee, &x->call.keywords, &args) && good;
    if (!good || val_bad(callee) || !takes_spread(e, &callee, &args))
        return val_never(e);
    elab_at(e, x->where);
    if (is_columns(&callee, &args))
        return elab_call_named(e, "itertools._columns", &args.args[0].items[0], 1, x->where);
    return elab_call(e, callee, &args, x->where);
}

static val attribute(elab *e, const ast_expr *x)
{
    val special;
    if (exception_expr(e, x, &special) || super_attribute(e, x, &special))
        return special;
    val object = elab_expr(e, x->attribute.value);
    if (val_bad(object))
        return object;
    elab_at(e, x->where);
    return elab_attribute(e, object, x->attribute.name, x->attribute.name_where);
}

/* ---- Comprehensions ------------------------------------------------------------------------- */

typedef struct comp_state {
    const ast_expr *x;
    uint32_t clause;
    val list;
    ast_names bound;   /* by := */
    const char *found; /* of any() and all(): the name of the flag that ends the loop; NULL */
    bool decides;      /* the truth of an element that sets it */
} comp_state;

static void comp_clause(elab *e, comp_state *state);

typedef struct comp_test {
    comp_state *state;
    uint32_t condition;
} comp_test;

static void comp_conditions(elab *e, void *user);

static void comp_nothing(elab *e, void *user)
{
    (void)e, (void)user;
}

/* The scope in which names of a comprehension are bound that loops carry. */
static scope *comp_around(const elab *e)
{
    scope *s = e->scope;
    while (s->is_comprehension)
        s = s->lexical;
    return s;
}

static void comp_break(elab *e, void *user)
{
    const comp_state *state = user;
    loop_edge(e, state->x->where, true);
    air_raw(&e->b, AIR_OP_BREAK, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    e->scope->reachable = false;
}

static void comp_found(elab *e, void *user)
{
    const comp_state *state = user;
    scope_bind(e, comp_around(e), state->found, val_bool(e, true));
    comp_break(e, user);
}

/* An element of any() or all() ends the loop where it decides. */
static void comp_decide(elab *e, comp_state *state)
{
    const ast_expr *element = state->x->comprehension.element;
    val v = elab_test(e, element);
    bool known;
    if (val_bad(v))
        return;
    if (val_const_bool(&v, &known)) {
        if (known == state->decides)
            comp_found(e, state);
        return;
    }
    air_id truth = elab_truth(e, &v, element->where);
    if (truth)
        elab_branch(e, truth, state->decides ? comp_found : comp_nothing,
                    state->decides ? comp_nothing : comp_found, state, element->where);
}

/* After the loop of an inner clause: the outer one ends, too. */
static void comp_leave_outer(elab *e, comp_state *state)
{
    if (!state->found || state->clause + 1 >= state->x->comprehension.fors.len ||
        !e->scope->reachable)
        return;
    val found = scope_find(comp_around(e), state->found)->v;
    elab_branch(e, val_node(e, &found), comp_break, comp_nothing, state, state->x->where);
}

/* One more item of what the comprehension makes. */
static void comp_append(elab *e, comp_state *state)
{
    const ast_expr *x = state->x;
    if (state->found) {
        comp_decide(e, state);
        return;
    }
    val v = elab_expr(e, x->comprehension.element);
    if (val_bad(v))
        return;
    if (x->comprehension.kind == AST_DICT_COMP) {
        val value = elab_expr(e, x->comprehension.value);
        if (!val_bad(value))
            hashed_setitem(e, &state->list, &v, &value, x->where);
        return;
    }
    val args[] = {state->list, v};
    const char *method = x->comprehension.kind == AST_SET_COMP ? "add" : "append";
    val append = elab_attribute(e, state->list, method, x->where);
    call_args call = {.args = &args[1], .spans = &x->comprehension.element->where, .count = 1};
    if (!val_bad(append))
        elab_call(e, append, &call, x->where);
}

static void comp_conditions(elab *e, void *user)
{
    comp_test *t = user;
    const ast_comp_for *clause = &t->state->x->comprehension.fors.items[t->state->clause];
    if (t->condition == clause->conditions.len) {
        t->state->clause++;
        comp_clause(e, t->state);
        t->state->clause--;
        comp_leave_outer(e, t->state);
        return;
    }
    const ast_expr *condition = clause->conditions.items[t->condition];
    val test = elab_test(e, condition);
    if (val_bad(test))
        return;
    comp_test next = {t->state, t->condition + 1};
    bool known;
    if (val_const_bool(&test, &known)) {
        if (known)
            comp_conditions(e, &next);
        return;
    }
    air_id truth = elab_truth(e, &test, condition->where);
    if (truth)
        elab_branch(e, truth, comp_conditions, comp_nothing, &next, condition->where);
}

static void comp_element(elab *e, val element, void *user)
{
    comp_state *state = user;
    elab_assign(e, state->x->comprehension.fors.items[state->clause].target, element);
    comp_test test = {state, 0};
    comp_conditions(e, &test);
}

static void comp_clause(elab *e, comp_state *state)
{
    if (state->clause == state->x->comprehension.fors.len) {
        comp_append(e, state);
        return;
    }
    const ast_comp_for *clause = &state->x->comprehension.fors.items[state->clause];
    val iterable = elab_expr(e, clause->iterable);
    if (!val_bad(iterable))
        elab_iterate_comprehension(e, iterable, clause->where, comp_element, &state->bound,
                                   state->x, state->found != NULL, state);
}

/* What a comprehension begins with; its place tells what it will hold. */
static val comp_empty(elab *e, const ast_expr *x)
{
    switch (x->comprehension.kind) {
    case AST_DICT_COMP: return hashed_empty(e, TY_DICT, x->where);
    case AST_SET_COMP: return hashed_empty(e, TY_SET, x->where);
    default: return seq_empty(e, TY_LIST, x->where);
    }
}

/* In a scope of its own. What it makes is bound to a hidden name: loops around carry it. */
static val comp_run(elab *e, comp_state *state, const char *hidden, val start)
{
    scope *outer = e->scope;
    scope *inner = ARENA_NEW(e->arena, scope);
    *inner = (scope){.lexical = outer,
                     .reachable = true,
                     .is_comprehension = true,
                     .fun = e->b.fun,
                     .region = e->b.region};
    e->scope = inner;
    scope *home = state->found ? comp_around(e) : inner;
    scope_bind(e, home, hidden, start);
    state->list = scope_find(home, hidden)->v;
    elab_walrus_names(e, state->x, &state->bound);
    comp_clause(e, state);
    binding *hides = scope_find(home, hidden);
    val made = hides->v;
    if (state->found) /* nothing reads it again: what follows need not carry it */
        hides->state = UNBOUND;
    inner->done = true;
    e->scope = outer;
    return made;
}

/* A generator is a list that is made at once. */
static val comprehension(elab *e, const ast_expr *x)
{
    comp_state state = {.x = x};
    return comp_run(e, &state, intern_text(e->names, ".list"), comp_empty(e, x));
}

/* any(f(x) for x in a): the loop ends with the element that decides. */
static bool any_or_all(elab *e, const val *callee, const ast_expr *x, val *result)
{
    const ast_exprs *args = &x->call.args;
    bool one = callee->ty->kind == TY_BUILTIN && args->len == 1 && x->call.keywords.len == 0;
    const ast_expr *text = one ? args->items[0] : NULL;
    bool any = one && strcmp(callee->ty->name, "any") == 0;
    if (!any && !(one && strcmp(callee->ty->name, "all") == 0))
        return false;
    if (text->kind != AST_COMPREHENSION || text->comprehension.kind != AST_GENERATOR)
        return false;
    const char *name = arena_printf(e->arena, ELAB_FOUND "%u", text->where.begin);
    comp_state state = {.x = text, .decides = any, .found = intern_text(e->names, name)};
    vec_push(e->arena, &state.bound, state.found);
    val found = comp_run(e, &state, state.found, val_bool(e, false));
    *result = any || val_bad(found) ? found : op_unary(e, AST_NOT, found, x->where);
    return true;
}

/* ---- All kinds ------------------------------------------------------------------------------ */

static val walrus(elab *e, const ast_expr *x)
{
    val v = elab_expr(e, x->walrus.value);
    v = elab_named_value(e, v);
    scope_bind(e, comp_around(e), x->walrus.target->name, v); /* it binds in the scope around */
    return v;
}

static val unary(elab *e, const ast_expr *x)
{
    const ast_expr *operand = x->unary.operand;
    bool smallest = x->unary.op == AST_NEG && operand->kind == AST_INT && operand->integer.big &&
                    operand->integer.magnitude == UINT64_C(1) << 63;
    if (smallest)
        return val_int(e, INT64_MIN);
    val v = x->unary.op == AST_NOT ? elab_test(e, operand) : elab_expr(e, operand);
    if (val_bad(v))
        return v;
    elab_at(e, x->where);
    return op_unary(e, x->unary.op, v, x->where);
}

static val binary_with(elab *e, const ast_expr *x, val a)
{
    val b = elab_expr(e, x->binary.right);
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    elab_at(e, x->where);
    return op_binary(e, x->binary.op, a, b, x->where);
}

/* a + b + c + ... may have thousands of terms: from the left without recursion. */
static val binary(elab *e, const ast_expr *x)
{
    uint32_t count = 1;
    for (const ast_expr *y = x->binary.left; y->kind == AST_BINARY; y = y->binary.left)
        count++;
    if (count == 1)
        return binary_with(e, x, elab_expr(e, x->binary.left));
    const ast_expr **chain = ARENA_ARRAY(e->arena, const ast_expr *, count);
    for (uint32_t i = count; i-- > 0; x = x->binary.left)
        chain[i] = x;
    val a = elab_expr(e, x);
    for (uint32_t i = 0; i < count; i++)
        a = binary_with(e, chain[i], a);
    return a;
}

val elab_expr(elab *e, const ast_expr *x)
{
    switch (x->kind) {
    case AST_NAME:
        return elab_name_from(e, x->home ? (scope *)(uintptr_t)x->home : e->scope, x->name,
                              x->where);
    case AST_INT: return literal_int(e, x);
    case AST_FLOAT: return val_float(e, x->real);
    case AST_IMAGINARY: return imaginary(e, x);
    case AST_STRING: return val_str(e, x->string.text, x->string.length);
    case AST_FSTRING: return fstring(e, &x->fstring, x->where);
    case AST_TRUE: return val_bool(e, true);
    case AST_FALSE: return val_bool(e, false);
    case AST_NONE: return val_none(e);
    case AST_ELLIPSIS: return (val){.ty = ty_basic(e->types, TY_ELLIPSIS)};
    case AST_UNARY: return unary(e, x);
    case AST_BINARY: return binary(e, x);
    case AST_BOOLOP: return boolop_from(e, x, 1, elab_expr(e, x->boolop.values.items[0]));
    case AST_COMPARE: return comparison(e, x);
    case AST_CALL: return call(e, x);
    case AST_ATTRIBUTE: return attribute(e, x);
    case AST_SUBSCRIPT: return subscript(e, x);
    case AST_SLICE: return slice(e, x);
    case AST_TUPLE: return tuple_display(e, x);
    case AST_LIST: return list_display(e, x);
    case AST_COMPREHENSION: return comprehension(e, x);
    case AST_LAMBDA: return func_val(e, func_lambda(e, x));
    case AST_CONDITIONAL: return conditional(e, x);
    case AST_WALRUS: return walrus(e, x);
    case AST_SET: return set_display(e, x);
    case AST_DICT: return dict_display(e, x);
    case AST_STARRED: return elab_unsupported(e, x->where, "unpacking here");
    case AST_YIELD: return generator_yield(e, x);
    case AST_YIELD_FROM: return elab_unsupported(e, x->where, "the value of yield from");
    case AST_AWAIT: return elab_unsupported(e, x->where, "await");
    default: return val_never(e);
    }
}
