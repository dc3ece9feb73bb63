/* Takes a call of numexpr.evaluate, gives the value of the formula, elaborated in place so that it
 * fuses with what is around it.
 *
 *   ne.evaluate("where(a > 0, a * b, 0)")   ->   np.where(a > 0, a * b, 0)
 *
 * The text is parsed where it stands: a copy of the program's text in which everything before it is
 * blank has the same places, so that messages point into the string. Names are those in scope (or of
 * local_dict and global_dict, dict displays), functions are numexpr's, and types promote as NumPy's. */
#include "numexpr.h"

#include "../syntax/syntax.h"
#include "ops.h"

typedef struct formula {
    const ast_expr *locals, *globals; /* dict displays, or NULL */
    const source *src;                /* of the program */
    const ast_expr *outermost;        /* where alone a reduction may stand */
} formula;

static val formula_expr(elab *e, const formula *f, const ast_expr *x);

/* ---- Functions ----------------------------------------------------------------------------------- */

static const struct {
    const char *name, *numpy;
    uint32_t least, most;
} functions[] = {
    {"where", "numpy.where", 3, 3},
    {"sin", "numpy.sin", 1, 1},
    {"cos", "numpy.cos", 1, 1},
    {"tan", "numpy.tan", 1, 1},
    {"arcsin", "numpy.arcsin", 1, 1},
    {"arccos", "numpy.arccos", 1, 1},
    {"arctan", "numpy.arctan", 1, 1},
    {"arctan2", "numpy.arctan2", 2, 2},
    {"sinh", "numpy.sinh", 1, 1},
    {"cosh", "numpy.cosh", 1, 1},
    {"tanh", "numpy.tanh", 1, 1},
    {"arcsinh", "numpy.arcsinh", 1, 1},
    {"arccosh", "numpy.arccosh", 1, 1},
    {"arctanh", "numpy.arctanh", 1, 1},
    {"log", "numpy.log", 1, 1},
    {"log1p", "numpy.log1p", 1, 1},
    {"log10", "numpy.log10", 1, 1},
    {"log2", "numpy.log2", 1, 1},
    {"exp", "numpy.exp", 1, 1},
    {"expm1", "numpy.expm1", 1, 1},
    {"sqrt", "numpy.sqrt", 1, 1},
    {"abs", "numpy.absolute", 1, 1},
    {"absolute", "numpy.absolute", 1, 1},
    {"conj", "numpy.conj", 1, 1},
    {"real", "numpy.real", 1, 1},
    {"imag", "numpy.imag", 1, 1},
    {"floor", "numpy.floor", 1, 1},
    {"ceil", "numpy.ceil", 1, 1},
    {"trunc", "numpy.trunc", 1, 1},
    {"round", "numpy.round", 1, 1},
    {"sign", "numpy.sign", 1, 1},
    {"fmod", "numpy.fmod", 2, 2},
    {"hypot", "numpy.hypot", 2, 2},
    {"copysign", "numpy.copysign", 2, 2},
    {"isnan", "numpy.isnan", 1, 1},
    {"isinf", "numpy.isinf", 1, 1},
    {"isfinite", "numpy.isfinite", 1, 1},
    {"signbit", "numpy.signbit", 1, 1},
    {"ones_like", "numpy.ones_like", 1, 1},
    {"minimum", "numpy.minimum", 2, 2},
    {"maximum", "numpy.maximum", 2, 2},
    {"sum", "numpy.sum", 1, 2},
    {"prod", "numpy.prod", 1, 2},
    {"min", "numpy.min", 1, 2},
    {"max", "numpy.max", 1, 2},
    {"complex", "", 2, 2},
};

enum { FUNCTIONS = sizeof functions / sizeof *functions };

static bool is_reduction(const char *name)
{
    static const char *const names[] = {"sum", "prod", "min", "max"};
    for (int i = 0; i < 4; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static val unknown_function(elab *e, const char *name, span where)
{
    const char *near[FUNCTIONS];
    for (int i = 0; i < FUNCTIONS; i++)
        near[i] = functions[i].name;
    const char *suggestion = diag_suggest(name, near, FUNCTIONS);
    return elab_error(e, where, "TypeError", "numexpr has no function '%s'%s", name,
                      suggestion ? arena_printf(e->arena, ". Did you mean: '%s'?", suggestion)
                                 : "");
}

/* x + 1j * y */
static val complex_of(elab *e, const val *parts, span where)
{
    val unit = {.ty = ty_basic(e->types, TY_COMPLEX), .is_const = true};
    unit.c[1] = 1;
    val scaled = op_binary(e, AST_MUL, unit, parts[1], where);
    return op_binary(e, AST_ADD, parts[0], scaled, where);
}

static val function_call(elab *e, const formula *f, const ast_expr *x)
{
    const ast_expr *callee = x->call.callee;
    int at = 0;
    if (callee->kind != AST_NAME)
        return elab_error(e, callee->where, "TypeError",
                          "a formula calls numexpr's functions only");
    while (at < FUNCTIONS && strcmp(functions[at].name, callee->name) != 0)
        at++;
    if (at == FUNCTIONS)
        return unknown_function(e, callee->name, callee->where);
    if (x != f->outermost && is_reduction(callee->name))
        return elab_error(e, x->where, "RuntimeError",
                          "invalid program: reduction operations must occur last");
    uint32_t count = x->call.args.len, named = x->call.keywords.len;
    if (count < functions[at].least || count + named > functions[at].most)
        return elab_error(e, x->where, "TypeError", "%s() takes %u argument%s, %u given",
                          callee->name, functions[at].most, functions[at].most > 1 ? "s" : "",
                          count + named);
    val args[3], axis;
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        args[i] = formula_expr(e, f, x->call.args.items[i]);
        good = good && !val_bad(args[i]);
    }
    const char *keyword = NULL;
    for (uint32_t i = 0; i < named; i++) {
        keyword = x->call.keywords.items[i].name;
        axis = elab_expr(e, x->call.keywords.items[i].value);
        good = good && !val_bad(axis);
        if (!keyword || strcmp(keyword, "axis") != 0)
            return elab_error(e, x->call.keywords.items[i].where, "TypeError",
                              "%s() got an unexpected keyword argument", callee->name);
    }
    if (!good)
        return val_never(e);
    elab_at(e, x->where);
    if (!*functions[at].numpy)
        return complex_of(e, args, x->where);
    const char *name = functions[at].numpy + strlen("numpy.");
    val module = {.ty = ty_named(e->types, TY_MODULE, "numpy")};
    call_args call = {.args = args, .count = count};
    if (named) {
        call.keywords = &keyword;
        call.keyword_args = &axis;
        call.keyword_spans = &x->where;
        call.keyword_count = 1;
    }
    return elab_call(e, elab_attribute(e, module, name, x->where), &call, x->where);
}

/* ---- Expressions --------------------------------------------------------------------------------- */

static const ast_expr *in_display(const ast_expr *dict, const char *name)
{
    for (uint32_t i = 0; dict && i < dict->dict.keys.len; i++) {
        const ast_expr *key = dict->dict.keys.items[i];
        if (key && key->kind == AST_STRING && strcmp(key->string.text, name) == 0)
            return dict->dict.values.items[i];
    }
    return NULL;
}

static val formula_name(elab *e, const formula *f, const ast_expr *x)
{
    const ast_expr *given = in_display(f->locals, x->name);
    given = given ? given : in_display(f->globals, x->name);
    if (f->locals && !given)
        return elab_error(e, x->where, "KeyError", "'%s'", x->name);
    val v;
    if (given) {
        const source *src = e->src;
        e->src = f->src;
        v = elab_expr(e, given);
        e->src = src;
    } else {
        v = elab_name(e, x->name, x->where);
    }
    return val_bad(v) || ty_is_number(v.ty) ? v : elab_asarray(e, &v, HPC_DTYPE_COUNT, x->where);
}

static val formula_compare(elab *e, const formula *f, const ast_expr *x)
{
    val left = formula_expr(e, f, x->compare.first), all = {0};
    for (uint32_t i = 0; i < x->compare.ops.len; i++) {
        ast_compare_op op = x->compare.ops.items[i];
        if (op > AST_GE)
            return elab_error(e, x->where, "TypeError", "a formula has no '%s'",
                              ast_compare_op_text(op));
        if (i)
            return elab_error(e, x->where, "TypeError",
                              "a formula has no chained comparisons: use (a < b) & (b < c)");
        val right = formula_expr(e, f, x->compare.rest.items[i]);
        if (val_bad(left) || val_bad(right))
            return val_never(e);
        all = op_compare(e, op, left, right, x->where);
    }
    return all;
}

static val formula_expr(elab *e, const formula *f, const ast_expr *x)
{
    switch (x->kind) {
    case AST_NAME: return formula_name(e, f, x);
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_TRUE:
    case AST_FALSE: return elab_expr(e, x);
    case AST_UNARY: {
        if (x->unary.op == AST_NOT)
            return elab_error(e, x->where, "TypeError", "a formula has no 'not': use ~");
        val v = formula_expr(e, f, x->unary.operand);
        return val_bad(v) ? v : op_unary(e, x->unary.op, v, x->where);
    }
    case AST_BINARY: {
        val a = formula_expr(e, f, x->binary.left), b = formula_expr(e, f, x->binary.right);
        if (x->binary.op == AST_MATMUL)
            return elab_error(e, x->where, "TypeError", "a formula has no '@'");
        return val_bad(a) || val_bad(b) ? val_never(e) : op_binary(e, x->binary.op, a, b, x->where);
    }
    case AST_COMPARE: return formula_compare(e, f, x);
    case AST_CALL: return function_call(e, f, x);
    case AST_BOOLOP:
        return elab_error(e, x->where, "TypeError", "a formula has no 'and' and 'or': use & and |");
    case AST_ATTRIBUTE:
        if (strcmp(x->attribute.name, "real") == 0 || strcmp(x->attribute.name, "imag") == 0) {
            val v = formula_expr(e, f, x->attribute.value);
            return val_bad(v) ? v : elab_attribute(e, v, x->attribute.name, x->where);
        }
        break;
    case AST_ERROR: return val_never(e);
    default: break;
    }
    return elab_error(e, x->where, "TypeError", "this is not supported in a formula");
}

/* ---- The text ------------------------------------------------------------------------------------ */

/* The program's text up to the end of a plain string literal, blank but for what is inside it. NULL:
 * the literal is not plain (escapes, prefixes, several parts). */
static char *text_in_place(elab *e, const ast_expr *x)
{
    const char *text = e->src->text;
    uint32_t begin = x->where.begin, length = x->string.length, quotes = 1;
    if (x->where.end > e->src->length || (text[begin] != '"' && text[begin] != '\''))
        return NULL;
    if (text[begin + 1] == text[begin] && text[begin + 2] == text[begin])
        quotes = 3;
    if (x->where.end - begin != length + 2 * quotes ||
        memcmp(text + begin + quotes, x->string.text, length) != 0)
        return NULL;
    char *copy = arena_alloc(e->arena, x->where.end + 2);
    uint32_t line = 0;
    for (uint32_t i = 0; i < x->where.end; i++) {
        bool inside = i >= begin + quotes && i < x->where.end - quotes;
        copy[i] = inside || text[i] == '\n' ? text[i] : ' ';
        if (text[i] == '\n' && i < begin)
            line = i + 1;
    }
    copy[line] = '('; /* the line of a statement begins without spaces */
    copy[x->where.end - 1] = ')';
    copy[x->where.end] = '\n';
    copy[x->where.end + 1] = '\0';
    return copy;
}

/* The whole formula without the brackets that took the place of the quotes. */
static void unwrap(const ast_expr *text, const ast_expr *formula)
{
    span *where = &((ast_expr *)(uintptr_t)formula)->where;
    uint32_t quotes = (text->where.end - text->where.begin - text->string.length) / 2;
    if (where->begin >= text->where.begin + quotes)
        return;
    *where = text->where;
    where->begin += quotes;
    where->column += quotes;
    where->end -= quotes;
}

static const ast_expr *parsed(elab *e, const char *text, source *src)
{
    src->text = text;
    src->length = (uint32_t)strlen(text);
    const ast_module *m = syntax_parse(e->arena, e->names, e->diags, src);
    bool one = m && m->body.len == 1 && m->body.items[0]->kind == AST_EXPR_STMT;
    return one ? m->body.items[0]->value : NULL;
}

static val formula_value(elab *e, formula *f, const ast_expr *text)
{
    const source *outer = e->src;
    int diagnostics = diag_count(e->diags);
    source *src = ARENA_NEW(e->arena, source);
    *src = *e->src;
    const char *in_place = text->kind == AST_STRING ? text_in_place(e, text) : NULL;
    const ast_expr *x;
    if (in_place) {
        x = parsed(e, in_place, src);
        *src = *outer; /* messages show the program's line */
        if (x)
            unwrap(text, x);
    } else {
        val v = elab_expr(e, text);
        if (val_bad(v))
            return v;
        if (!v.is_const || v.ty->kind != TY_STR)
            return elab_need_constant(e, &v, text->where, "the formula");
        src->name = "<formula>";
        x = parsed(e, arena_printf(e->arena, "(%s)\n", v.text), src);
    }
    if (!x)
        return diag_count(e->diags) > diagnostics
                   ? val_never(e)
                   : elab_error(e, text->where, "SyntaxError", "this is no formula");
    e->src = src;
    f->outermost = x;
    val v = formula_expr(e, f, x);
    if (!val_bad(v) && ty_is_number(v.ty)) /* evaluate() gives arrays */
        v = val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    e->src = outer;
    return v;
}

/* ---- The call ------------------------------------------------------------------------------------ */

static val into_out(elab *e, val v, const ast_expr *out, char casting)
{
    val dest = elab_expr(e, out);
    if (val_bad(dest) || val_is_none(&dest))
        return val_bad(dest) ? dest : v;
    if (dest.ty->kind != TY_ARRAY)
        return elab_error(e, out->where, "TypeError", "out must be an array");
    hpc_dtype from = ty_dtype_of(v.ty);
    if (!pr_can_cast(from, dest.ty->dtype, casting))
        return elab_error(e, out->where, "TypeError",
                          "Cannot cast array data from dtype('%s') to dtype('%s') according to the "
                          "rule in casting",
                          hpc_dtype_name(from), hpc_dtype_name(dest.ty->dtype));
    op_assign_array(e, dest, v, out->where);
    return dest;
}

static const ast_expr *display_of(elab *e, const ast_expr *x)
{
    if (x->kind == AST_DICT)
        return x;
    if (x->kind != AST_NONE)
        elab_unsupported(e, x->where, "a dict of names that is no display {\"a\": x}");
    return NULL;
}

static val evaluate(elab *e, const ast_expr *x)
{
    static const char *const names[] = {"ex",  "local_dict", "global_dict",
                                        "out", "order",      "casting"};
    const ast_expr *given[6] = {0};
    for (uint32_t i = 0; i < x->call.args.len && i < 6; i++)
        given[i] = x->call.args.items[i];
    for (uint32_t i = 0; i < x->call.keywords.len; i++) {
        const ast_keyword *k = &x->call.keywords.items[i];
        int at = 0;
        while (at < 6 && !(k->name && strcmp(k->name, names[at]) == 0))
            at++;
        bool ignored =
            k->name && (strcmp(k->name, "optimization") == 0 || strcmp(k->name, "truediv") == 0 ||
                        strcmp(k->name, "sanitize") == 0);
        if (at < 6)
            given[at] = k->value;
        else if (!ignored)
            return elab_error(e, k->where, "TypeError",
                              "evaluate() got an unexpected keyword "
                              "argument '%s'",
                              k->name ? k->name : "**");
    }
    if (!given[0])
        return elab_error(e, x->where, "TypeError",
                          "evaluate() missing 1 required positional argument: 'ex'");
    formula f = {.src = e->src};
    f.locals = given[1] ? display_of(e, given[1]) : NULL;
    f.globals = given[2] ? display_of(e, given[2]) : NULL;
    char casting = 's';
    if (given[5]) {
        val rule = elab_expr(e, given[5]);
        if (!rule.is_const || rule.ty->kind != TY_STR)
            return elab_unsupported(e, given[5]->where, "a casting that is not a known string");
        casting = strcmp(rule.text, "same_kind") == 0 ? 'k' : rule.text[0];
    }
    if (given[4] && !(given[4]->kind == AST_STRING && strchr("KACkac", given[4]->string.text[0])))
        return elab_unsupported(e, given[4]->where, "this order of a formula's result");
    val v = formula_value(e, &f, given[0]);
    return val_bad(v) || !given[3] ? v : into_out(e, v, given[3], casting);
}

bool numexpr_call(elab *e, const val *callee, const ast_expr *x, val *out)
{
    if (callee->ty->kind != TY_BUILTIN || strcmp(callee->ty->name, "numexpr.evaluate") != 0)
        return false;
    *out = evaluate(e, x);
    return true;
}

static val only_called(elab *e, const bi_call *c)
{
    return elab_unsupported(e, c->where, "evaluate as a value");
}

static val threads(elab *e, const bi_call *c)
{
    (void)c;
    return val_int(e, 1);
}

static const bi_row rows[] = {
    {"numexpr.evaluate",
     "ex, local_dict=None, global_dict=None, out=None, order='K', casting='safe', **kwargs",
     only_called, 0, 0,
     "the value of a formula, a string known when compiling, over the names in scope; NumPy's "
     "promotion"},
    {"numexpr.set_num_threads", "nthreads", threads, 0, 0, "accepted"},
};

BI_TABLE(bi_numexpr, rows);
