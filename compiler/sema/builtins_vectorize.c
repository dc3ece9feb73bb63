/* np.vectorize: a function that is called for every element. The object keeps the function and the
 * dtypes of the results (None: those of the first call); stdlib has the loop. */
#include "elab_scope.h"
#include "ops.h"

/* otypes as a tuple of dtypes: a list of dtypes, or a str with a letter for each. */
static bool read_otypes(elab *e, const val *given, span where, val *out)
{
    *out = *given;
    if (val_is_none(given))
        return true;
    bool letters = given->ty->kind == TY_STR && given->is_const;
    bool listed = given->ty->kind == TY_TUPLE || given->is_literal_list;
    if (!letters && !listed) {
        elab_need_constant(e, given, where, "otypes");
        return false;
    }
    uint32_t count = letters ? given->length : given->count;
    val *items = ARENA_ARRAY(e->arena, val, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        val letter = letters ? val_str(e, given->text + i, 1) : given->items[i];
        hpc_dtype dtype;
        if (!val_dtype_arg(e, &letter, where, HPC_F64, &dtype))
            return false;
        items[i] = val_dtype(e, dtype);
    }
    *out = val_tuple(e, items, count);
    return true;
}

/* (pyfunc, otypes, doc, excluded, cache, signature) */
static val vectorize(elab *e, const bi_call *c)
{
    val parts[2] = {c->args[0]};
    if (!val_is_none(&c->args[3]) || !val_is_none(&c->args[5]))
        return elab_unsupported(e, c->where, "excluded= and signature= of np.vectorize");
    if (parts[0].ty->kind != TY_FUNC && parts[0].ty->kind != TY_BUILTIN)
        return elab_unsupported(e, c->where, "np.vectorize of what is no function known here");
    if (!read_otypes(e, &c->args[1], c->where, &parts[1]))
        return val_never(e);
    return val_parts(e, "vectorize", parts, 2);
}

static val vectorized_call(elab *e, const bi_call *c)
{
    const val *self = &c->args[0], *given = &c->args[1];
    val *args = ARENA_ARRAY(e->arena, val, given->count + 2);
    if (given->count == 0)
        return elab_error(e, c->where, "ValueError", "Missing arguments");
    args[0] = self->items[0];
    args[1] = self->items[1];
    for (uint32_t i = 0; i < given->count; i++)
        args[2 + i] = given->items[i];
    return elab_call_named(e, "numpy._vectorized", args, given->count + 2, c->where);
}

/* numba.vectorize of one signature of numbers: parts are the function and the result's dtype. */
static val numba_ufunc(elab *e, func *f, span where)
{
    const signature *s = f->signatures.len == 1 ? &f->signatures.items[0] : NULL;
    bool numbers = s && s->result && ty_is_number(s->result);
    for (uint32_t i = 0; numbers && i < s->count; i++)
        numbers = ty_is_number(s->params[i]);
    if (!numbers)
        return elab_unsupported(e, where,
                                "numba.vectorize without exactly one signature of numbers");
    val kind = val_dtype(e, ty_dtype_of(s->result));
    val parts[2] = {func_val(e, f), val_tuple(e, &kind, 1)};
    return val_parts(e, "numba.vectorize", parts, 2);
}

/* A ufunc: arguments are cast safely only; numbers give a NumPy scalar. */
static val numba_ufunc_call(elab *e, const bi_call *c)
{
    const val *self = &c->args[0], *given = &c->args[1];
    const func *f = self->items[0].ty->ref;
    const signature *s = &f->signatures.items[0];
    val *args = ARENA_ARRAY(e->arena, val, given->count + 2);
    bool scalars = true;
    if (given->count != s->count)
        return elab_error(e, c->where, "TypeError",
                          "%s() takes %u positional arguments but %u were given", f->name, s->count,
                          given->count);
    for (uint32_t i = 0; i < given->count; i++) {
        val v = elab_asarray(e, &given->items[i], HPC_DTYPE_COUNT, c->where);
        if (val_bad(v))
            return v;
        if (!pr_can_cast(ty_dtype_of(v.ty), ty_dtype_of(s->params[i]), 's'))
            return elab_error(e, c->where, "TypeError",
                              "ufunc '%s' not supported for the input types, and the inputs could "
                              "not be safely coerced to any supported types according to the "
                              "casting rule ''safe''",
                              f->name);
        if (val_rank(&v) > 1 && !(v.ty->facts & AIR_C_ORDER))
            return elab_unsupported(e, c->where,
                                    "a ufunc of numba.vectorize on an array that is not "
                                    "known to be in C order");
        scalars = scalars && val_rank(&v) == 0;
        args[2 + i] = v;
    }
    args[0] = self->items[0];
    args[1] = self->items[1];
    if (!scalars)
        return elab_call_named(e, "numpy._vectorized", args, given->count + 2, c->where);
    call_args call = {.args = args + 2, .count = given->count};
    val v = elab_call(e, self->items[0], &call, c->where);
    return val_bad(v) ? v : val_coerce(e, v, ty_scalar(e->types, ty_dtype_of(s->result)), c->where);
}

val elab_vectorized(elab *e, func *f)
{
    const ast_expr *x = f->vectorize;
    if (f->mode == PR_NUMBA)
        return numba_ufunc(e, f, x->where);
    val callee = elab_expr(e, x->kind == AST_CALL ? x->call.callee : x), self = func_val(e, f);
    enum { MOST = 8 };
    const char *names[MOST];
    val values[MOST];
    span spans[MOST];
    call_args args = {.args = &self, .spans = &x->where, .count = 1};
    if (x->kind == AST_CALL && x->call.args.len)
        return elab_unsupported(e, x->where, "positional arguments of this decorator");
    for (uint32_t i = 0; x->kind == AST_CALL && i < x->call.keywords.len && i < MOST; i++) {
        const ast_keyword *k = &x->call.keywords.items[i];
        names[i] = k->name ? k->name : "";
        values[i] = elab_expr(e, k->value);
        spans[i] = k->where;
        args.keyword_count++;
    }
    args.keywords = names;
    args.keyword_args = values;
    args.keyword_spans = spans;
    return elab_call(e, callee, &args, x->where);
}

static const bi_row rows[] = {
    {"numpy.vectorize", "pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None",
     vectorize, 0, 0, "A function that calls pyfunc for every element of its broadcast arguments."},
    {"numba.vectorize.__call__", "self, /, *args", numba_ufunc_call, 0, BI_METHOD,
     "The function of every element of its broadcast arguments; TypeError for unsafe casts."},
    {"vectorize.__call__", "self, /, *args", vectorized_call, 0, BI_METHOD,
     "An array of the results, or a tuple of arrays; ValueError for no elements without otypes."},
};

BI_TABLE(bi_vectorize, rows);
