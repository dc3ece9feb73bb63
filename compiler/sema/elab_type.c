/* Types written in the program: annotations, Numba's signatures, decorators.
 *
 *   x: float   "float64[:, :]"   double[:, ::1]   @njit("float64(float64[:])")
 *
 * Type expressions are read from their syntax, so that strings and expressions take one path; names
 * of types need not be imported (a signature string sees Numba's names). */
#include "../syntax/syntax.h"
#include "elab_scope.h"

typedef struct type_name {
    const char *name;
    ty_kind kind; /* TY_SCALAR: dtype */
    hpc_dtype dtype;
} type_name;

/* Names beyond NumPy's own dtype names. */
/* clang-format off */
static const type_name type_names[] = {
    {"int", TY_INT, 0},          {"float", TY_FLOAT, 0},         {"bool", TY_BOOL, 0},
    {"complex", TY_COMPLEX, 0},  {"str", TY_STR, 0},             {"None", TY_NONE, 0},
    {"void", TY_NONE, 0},        {"none", TY_NONE, 0},           {"boolean", TY_SCALAR, HPC_BOOL},
    {"bool_", TY_SCALAR, HPC_BOOL}, {"int_", TY_SCALAR, HPC_I64}, {"intp", TY_SCALAR, HPC_I64},
    {"long_", TY_SCALAR, HPC_I64}, {"uintp", TY_SCALAR, HPC_U64}, {"byte", TY_SCALAR, HPC_U8},
    {"char", TY_SCALAR, HPC_I8}, {"uchar", TY_SCALAR, HPC_U8},    {"double", TY_SCALAR, HPC_F64},
};
/* clang-format on */

const ty *type_named(elab *e, const char *name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
        if (strcmp(type_names[i].name, name) == 0)
            return type_names[i].kind == TY_SCALAR ? ty_scalar(e->types, type_names[i].dtype)
                                                   : ty_basic(e->types, type_names[i].kind);
    hpc_dtype dtype = hpc_dtype_parse(name);
    return dtype == HPC_DTYPE_COUNT ? NULL : ty_scalar(e->types, dtype);
}

static const ty *type_expr(elab *e, const ast_expr *x);

/* T[:], T[:, :], T[:, ::1], T[::1, :], T[...]? (not a type). */
static const ty *array_type(elab *e, const ast_expr *x)
{
    const ty *item = type_expr(e, x->subscript.value);
    if (!item || !ty_is_number(item))
        return NULL;
    const ast_expr *index = x->subscript.index;
    bool many = index->kind == AST_TUPLE;
    uint32_t rank = many ? index->elements.len : 1;
    unsigned facts = 0;
    if (rank > HPC_MAX_RANK)
        return NULL;
    for (uint32_t i = 0; i < rank; i++) {
        const ast_expr *axis = many ? index->elements.items[i] : index;
        if (axis->kind != AST_SLICE || axis->slice.lower || axis->slice.upper)
            return NULL;
        bool unit = axis->slice.step && axis->slice.step->kind == AST_INT &&
                    axis->slice.step->integer.magnitude == 1;
        if (axis->slice.step && !unit)
            return NULL;
        if (unit && i + 1 == rank)
            facts |= AIR_C_ORDER | AIR_UNIT_LAST;
        if (unit && i == 0)
            facts |= AIR_F_ORDER;
    }
    if (rank > 1 && (facts & AIR_C_ORDER) && (facts & AIR_F_ORDER))
        return NULL;
    return ty_array(e->types, ty_dtype_of(item), rank, facts, 0);
}

/* One expression of a signature string or string annotation. */
static const ast_expr *parse_type(elab *e, const ast_expr *x)
{
    source *src = ARENA_NEW(e->arena, source);
    src->name = e->src->name;
    src->text = x->string.text;
    src->length = x->string.length;
    diags *quiet = diag_new(e->arena);
    ast_module *m = syntax_parse(e->arena, e->names, quiet, src);
    if (!m || diag_count(quiet) || m->body.len != 1 || m->body.items[0]->kind != AST_EXPR_STMT) {
        elab_error(e, x->where, "TypeError", "'%s' is not a type", x->string.text);
        return NULL;
    }
    return m->body.items[0]->value;
}

static const ty *tuple_type(elab *e, const ast_exprs *items)
{
    const ty **types = ARENA_ARRAY(e->arena, const ty *, items->len);
    for (uint32_t i = 0; i < items->len; i++)
        if (!(types[i] = type_expr(e, items->items[i])))
            return NULL;
    return ty_tuple(e->types, types, items->len);
}

/* The type that an expression names; NULL when it names none (nothing is reported). */
static const ty *type_expr(elab *e, const ast_expr *x)
{
    switch (x->kind) {
    case AST_NONE: return ty_basic(e->types, TY_NONE);
    case AST_NAME: return type_named(e, x->name);
    case AST_ATTRIBUTE: return type_named(e, x->attribute.name);
    case AST_SUBSCRIPT:
        if (x->subscript.value->kind == AST_NAME &&
            strcmp(x->subscript.value->name, "tuple") == 0 && x->subscript.index->kind == AST_TUPLE)
            return tuple_type(e, &x->subscript.index->elements);
        return array_type(e, x);
    case AST_TUPLE: return tuple_type(e, &x->elements);
    case AST_STRING: {
        const ast_expr *parsed = parse_type(e, x);
        return parsed ? type_expr(e, parsed) : NULL;
    }
    default: return NULL;
    }
}

/* Annotations that say nothing we can use ("np.ndarray", "Callable", a class) are ignored, as
 * Python ignores them. */
const ty *type_from_annotation(elab *e, const ast_expr *annotation)
{
    return annotation ? type_expr(e, annotation) : NULL;
}

bool type_accepts(const ty *wanted, const ty *given)
{
    if (wanted == given || given->kind == TY_NEVER || given->kind == TY_UNION)
        return true;
    if (given->kind == TY_OPTIONAL)
        return type_accepts(wanted, given->items[0]);
    if (wanted->kind == TY_ARRAY)
        return given->kind == TY_ARRAY && wanted->dtype == given->dtype &&
               wanted->rank == given->rank;
    if (ty_is_number(wanted))
        return ty_is_number(given); /* Python does not check: float takes an int */
    return wanted->kind == given->kind;
}

bool signature_accepts(const ty *wanted, const ty *given, bool exact)
{
    if (wanted->kind == TY_ARRAY) {
        unsigned order = wanted->facts & (AIR_C_ORDER | AIR_F_ORDER);
        return given->kind == TY_ARRAY && wanted->dtype == given->dtype &&
               wanted->rank == given->rank && (given->facts & order) == order;
    }
    if (!ty_is_number(wanted))
        return type_accepts(wanted, given);
    if (!ty_is_number(given))
        return false;
    return !exact || ty_dtype_of(wanted) == ty_dtype_of(given);
}

/* ---- Signatures ----------------------------------------------------------------------------- */

/* R(A, B), (A, B): a call or tuple of types. */
static bool add_signature(elab *e, func *f, const ast_expr *x)
{
    signature s = {0};
    const ast_exprs *params = NULL;
    if (x->kind == AST_STRING && !(x = parse_type(e, x)))
        return false;
    if (x->kind == AST_CALL) {
        s.result = type_expr(e, x->call.callee);
        params = &x->call.args;
    } else if (x->kind == AST_TUPLE) {
        params = &x->elements;
    } else {
        elab_error(e, x->where, "TypeError", "this is not a signature");
        return false;
    }
    s.count = params->len;
    s.params = ARENA_ARRAY(e->arena, const ty *, s.count);
    for (uint32_t i = 0; i < s.count; i++)
        if (!(s.params[i] = type_expr(e, params->items[i]))) {
            elab_error(e, x->where, "TypeError", "parameter %u of this signature is not a type",
                       i + 1);
            return false;
        }
    if (s.count != f->params->len) {
        elab_error(e, x->where, "TypeError", "the signature has %u parameters, %s() has %u",
                   s.count, f->name, f->params->len);
        return false;
    }
    vec_push(e->arena, &f->signatures, s);
    return true;
}

static void add_signatures(elab *e, func *f, const ast_expr *x)
{
    if (x->kind != AST_LIST) {
        add_signature(e, f, x);
        return;
    }
    for (uint32_t i = 0; i < x->elements.len; i++)
        if (!add_signature(e, f, x->elements.items[i]))
            return;
}

/* ---- Decorators ----------------------------------------------------------------------------- */

static void jit_option(elab *e, func *f, const ast_keyword *k)
{
    static const char *const ignored[] = {"nopython", "cache",  "nogil",    "inline", "boundscheck",
                                          "forceobj", "locals", "parallel", "debug",  "signature"};
    bool value = false;
    if (strcmp(k->name, "fastmath") == 0) {
        val v = elab_expr(e, k->value);
        f->fastmath = !val_const_bool(&v, &value) || value;
        return;
    }
    if (strcmp(k->name, "parallel") == 0) {
        val v = elab_expr(e, k->value);
        f->parallel = val_const_bool(&v, &value) && value;
    }
    if (strcmp(k->name, "error_model") == 0) {
        val v = elab_expr(e, k->value);
        f->numpy_errors = v.is_const && v.ty->kind == TY_STR && strcmp(v.text, "numpy") == 0;
        return;
    }
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        if (strcmp(k->name, ignored[i]) == 0)
            return;
    elab_unsupported(e, k->where, arena_printf(e->arena, "the option '%s'", k->name));
}

static void decorate(elab *e, func *f, const ast_expr *x)
{
    bool called = x->kind == AST_CALL;
    val decorator = elab_expr(e, called ? x->call.callee : x);
    if (val_bad(decorator))
        return;
    const bi_row *row = decorator.ty->kind == TY_BUILTIN ? decorator.ty->ref : NULL;
    if (row && strcmp(row->name, "numpy.vectorize") == 0) {
        f->vectorize = x;
        return;
    }
    bool ufunc = row && strcmp(row->name, "numba.vectorize") == 0;
    if (ufunc)
        f->vectorize = x;
    bool jit = row && (ufunc || strcmp(row->name, "numba.njit") == 0 ||
                       strcmp(row->name, "numba.jit") == 0);
    if (row && strcmp(row->name, "functools.wraps") == 0 && called && x->call.args.len == 1) {
        val wrapped = elab_expr(e, x->call.args.items[0]);
        f->name = wrapped.ty->kind == TY_FUNC ? wrapped.ty->name : f->name;
        return;
    }
    if (!jit) {
        if (row)
            elab_unsupported(e, x->where, "this decorator");
        return; /* func_decorated calls it */
    }
    f->mode = PR_NUMBA;
    if (!called)
        return;
    for (uint32_t i = 0; i < x->call.keywords.len; i++)
        if (x->call.keywords.items[i].name)
            jit_option(e, f, &x->call.keywords.items[i]);
    if (x->call.args.len)
        add_signatures(e, f, x->call.args.items[0]);
}

void func_decorate(elab *e, func *f, const ast_exprs *decorators)
{
    for (uint32_t i = 0; i < decorators->len; i++)
        decorate(e, f, decorators->items[i]);
}

val func_decorated(elab *e, func *f, const ast_exprs *decorators)
{
    val v = func_val(e, f);
    for (uint32_t i = decorators->len; i-- > 0 && !val_bad(v);) {
        const ast_expr *x = decorators->items[i];
        val callee = elab_expr(e, x->kind == AST_CALL ? x->call.callee : x);
        if (callee.ty->kind == TY_BUILTIN)
            continue;
        val decorator = x->kind == AST_CALL ? elab_expr(e, x) : callee;
        call_args args = {.args = &v, .spans = &x->where, .count = 1};
        v = val_bad(decorator) ? decorator : elab_call(e, decorator, &args, x->where);
    }
    return v;
}
