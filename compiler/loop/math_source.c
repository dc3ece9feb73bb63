/* The elaborator of stdlib/elementary: see math_source.h.
 *
 * Values are expressions of loop IR; literals without a type, which take that of what they meet;
 * and tuples. A name is a variable of loop IR that one LET sets. `if np.any(c):` is an IF, after
 * which the names that it assigns are variables with several SETs. */
#include "math_source.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "../support/embedded.h"
#include "../syntax/syntax.h"

enum { MAX_ITEMS = 8, MAX_DEPTH = 32 };

typedef enum value_kind { NOTHING, EXPR, REAL, INTEGER, TUPLE, TABLE } value_kind;

typedef struct value {
    value_kind kind;
    lir_expr_id expr;
    double real;
    uint64_t integer;
    struct value *items; /* TUPLE */
    uint32_t count;
    const ast_expr *table; /* TABLE: a tuple of numbers of a module */
} value;

typedef struct binding {
    const char *name;
    value v;
} binding;

typedef struct module {
    source src;
    ast_module *ast;
} module;

/* What a LET gave a name to, by expression: functions of one number share their steps, sin and cos the
 * whole reduction. */
typedef struct shared_step {
    lir_var_id var; /* 0: none */
    /* The statement, and the state of memory, while which it holds; 0: it holds on. */
    uint32_t statement, memory;
} shared_step;

typedef struct known_table {
    const ast_expr *table;
    lir_elem elem;
    uint64_t data; /* its index in the module */
} known_table;

struct math_files {
    hpc_heap *heap;
    arena *arena; /* NULL: nothing is parsed */
    intern *names;
    diags *diags;
    VEC(module *) modules;
};

struct math_source {
    lir_module *m;
    arena *arena;
    math_files *files;
    VEC(known_table) tables;
    VEC(shared_step) shared; /* by expression */
    VEC(bool) constant;      /* by variable: it has one value wherever it may be read */
    uint32_t statement, memory;
    int branches; /* that are being built: steps in them are not shared */
    /* Of the function that is built: */
    lir_fn *f;
    math_block into;
    unsigned lanes;
    lir_math fn;
    lir_expr_id args[2];
    math_rare rare;
    int depth;
    const char *error;
};

/* A call: the names of one function's body. */
typedef struct scope {
    math_source *s;
    module *in;
    VEC(binding) names;
    value result;
    bool returned;
} scope;

static value elaborate(scope *sc, const ast_expr *e);

/* ---- Errors ---------------------------------------------------------------------------------- */

static value wrong(scope *sc, span where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static value wrong(scope *sc, span where, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!sc->s->error)
        sc->s->error = arena_printf(sc->s->arena, "%s:%u: %s", sc->in->src.name, where.line, text);
    return (value){0};
}

/* ---- Files ----------------------------------------------------------------------------------- */

static const char folder[] = "elementary.";

static const hpc_embedded_file *file_defining(const char *name)
{
    size_t length = strlen(name);
    for (int i = 0; i < hpc_stdlib_file_count; i++) {
        const hpc_embedded_file *file = &hpc_stdlib_files[i];
        if (strncmp(file->module, folder, sizeof folder - 1) != 0)
            continue;
        for (const char *at = file->text; (at = strstr(at, "\ndef ")); at += 5)
            if (strncmp(at + 5, name, length) == 0 && at[5 + length] == '(')
                return file;
    }
    return NULL;
}

static module *module_of(math_source *s, const hpc_embedded_file *file)
{
    math_files *f = s->files;
    for (uint32_t i = 0; i < f->modules.len; i++)
        if (f->modules.items[i]->src.text == file->text)
            return f->modules.items[i];
    module *entry = ARENA_NEW(f->arena, module);
    entry->src = (source){file->path, file->text, (uint32_t)file->size};
    entry->ast = syntax_parse(f->arena, f->names, f->diags, &entry->src);
    if (!entry->ast || diag_count(f->diags)) {
        s->error = diag_render(f->diags, s->arena);
        return NULL;
    }
    vec_push(f->arena, &f->modules, entry);
    return entry;
}

/* `from .name import a, b` for a name that the module does not define itself. */
static module *imported(math_source *s, const module *from, const char *name)
{
    for (uint32_t i = 0; i < from->ast->body.len; i++) {
        const ast_stmt *st = from->ast->body.items[i];
        for (uint32_t k = 0; st->kind == AST_IMPORT_FROM && k < st->import.names.len; k++)
            if (st->import.level && st->import.names.items[k].binds == name)
                for (int n = 0; n < hpc_stdlib_file_count; n++)
                    if (strncmp(hpc_stdlib_files[n].module, folder, sizeof folder - 1) == 0 &&
                        strcmp(hpc_stdlib_files[n].module + sizeof folder - 1, st->import.module) ==
                            0)
                        return module_of(s, &hpc_stdlib_files[n]);
    }
    return NULL;
}

static const ast_stmt *function_in(const module *m, const char *name)
{
    for (uint32_t i = 0; i < m->ast->body.len; i++) {
        const ast_stmt *st = m->ast->body.items[i];
        if (st->kind == AST_FUNCTION && st->function.name == name)
            return st;
    }
    return NULL;
}

/* The value of a module's constant. */
static const ast_expr *constant_in(const module *m, const char *name)
{
    for (uint32_t i = 0; i < m->ast->body.len; i++) {
        const ast_stmt *st = m->ast->body.items[i];
        if (st->kind == AST_ASSIGN && st->assign.targets.items[0]->kind == AST_NAME &&
            st->assign.targets.items[0]->name == name)
            return st->assign.value;
    }
    return NULL;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static value of_expr(lir_expr_id id)
{
    return (value){.kind = EXPR, .expr = id};
}

static value of_real(double real)
{
    return (value){.kind = REAL, .real = real};
}

static value of_integer(uint64_t integer)
{
    return (value){.kind = INTEGER, .integer = integer};
}

static lir_type type_of(const math_source *s, lir_expr_id id)
{
    return s->f->exprs.items[id].type;
}

static bool is_literal(value v)
{
    return v.kind == REAL || v.kind == INTEGER;
}

/* A literal as an element of that type, on all lanes. */
static lir_expr_id literal(math_source *s, value v, lir_elem elem)
{
    lir_type type = lir_vector(elem, s->lanes);
    double real = v.kind == REAL ? v.real : (double)(int64_t)v.integer;
    return lir_const_bits(s->m, s->f, type,
                          lir_elem_is_float(elem) ? lir_float_bits(elem, real) : v.integer);
}

static lir_expr_id make(math_source *s, lir_op op, lir_type type, uint64_t imm, lir_expr_id a,
                        lir_expr_id b, lir_expr_id c)
{
    return lir_make(s->m, s->f, op, type, imm, a, b, c, 0);
}

static value op2(math_source *s, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return of_expr(lir_op2(s->m, s->f, op, a, b));
}

/* Both as expressions of one type. */
static bool meet(scope *sc, span where, value *a, value *b)
{
    math_source *s = sc->s;
    if (a->kind == EXPR && is_literal(*b))
        *b = of_expr(literal(s, *b, (lir_elem)type_of(s, a->expr).elem));
    else if (b->kind == EXPR && is_literal(*a))
        *a = of_expr(literal(s, *a, (lir_elem)type_of(s, b->expr).elem));
    if (a->kind != EXPR || b->kind != EXPR ||
        type_of(s, a->expr).elem != type_of(s, b->expr).elem) {
        wrong(sc, where, "the operands differ in type");
        return false;
    }
    return true;
}

/* ---- Operators ------------------------------------------------------------------------------- */

static value literal_operation(scope *sc, const ast_expr *e, value a, value b)
{
    bool ints = a.kind == INTEGER && b.kind == INTEGER;
    double x = a.kind == REAL ? a.real : (double)(int64_t)a.integer;
    double y = b.kind == REAL ? b.real : (double)(int64_t)b.integer;
    switch (e->binary.op) {
    case AST_ADD: return ints ? of_integer(a.integer + b.integer) : of_real(x + y);
    case AST_SUB: return ints ? of_integer(a.integer - b.integer) : of_real(x - y);
    case AST_MUL: return ints ? of_integer(a.integer * b.integer) : of_real(x * y);
    case AST_DIV: return of_real(x / y);
    case AST_POW: return of_real(pow(x, y));
    case AST_LSHIFT:
        if (ints)
            return of_integer(a.integer << (b.integer & 63));
        break;
    default: break;
    }
    return wrong(sc, e->where, "an operator that literals do not have");
}

static value binary(scope *sc, const ast_expr *e)
{
    static const uint8_t ops[AST_BINARY_OP_COUNT] = {
        [AST_ADD] = LIR_ADD,    [AST_SUB] = LIR_SUB,    [AST_MUL] = LIR_MUL,
        [AST_DIV] = LIR_DIV,    [AST_LSHIFT] = LIR_SHL, [AST_RSHIFT] = LIR_SHR,
        [AST_BITAND] = LIR_AND, [AST_BITOR] = LIR_OR,   [AST_BITXOR] = LIR_XOR,
    };
    value a = elaborate(sc, e->binary.left), b = elaborate(sc, e->binary.right);
    if (is_literal(a) && is_literal(b))
        return literal_operation(sc, e, a, b);
    if (!ops[e->binary.op])
        return wrong(sc, e->where, "an operator that elementary functions do not have");
    return meet(sc, e->where, &a, &b) ? op2(sc->s, (lir_op)ops[e->binary.op], a.expr, b.expr) : a;
}

static value unary(scope *sc, const ast_expr *e)
{
    value a = elaborate(sc, e->unary.operand);
    if (e->unary.op == AST_NEG && a.kind == REAL)
        return of_real(-a.real);
    if (e->unary.op == AST_NEG && a.kind == INTEGER)
        return of_integer(-a.integer);
    if (a.kind != EXPR || (e->unary.op != AST_NEG && e->unary.op != AST_INVERT))
        return wrong(sc, e->where, "an operator that elementary functions do not have");
    return of_expr(lir_op1(sc->s->m, sc->s->f, e->unary.op == AST_NEG ? LIR_NEG : LIR_NOT, a.expr));
}

static value compare(scope *sc, const ast_expr *e)
{
    static const uint8_t ops[AST_COMPARE_OP_COUNT] = {
        [AST_EQ] = LIR_EQ, [AST_NE] = LIR_NE, [AST_LT] = LIR_LT,
        [AST_LE] = LIR_LE, [AST_GT] = LIR_GT, [AST_GE] = LIR_GE,
    };
    if (e->compare.ops.len != 1 || !ops[e->compare.ops.items[0]])
        return wrong(sc, e->where, "a comparison that elementary functions do not have");
    value a = elaborate(sc, e->compare.first), b = elaborate(sc, e->compare.rest.items[0]);
    return meet(sc, e->where, &a, &b)
               ? op2(sc->s, (lir_op)ops[e->compare.ops.items[0]], a.expr, b.expr)
               : a;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

static lir_elem element_named(const char *name)
{
    static const struct {
        const char *name;
        lir_elem elem;
    } rows[] = {
        {"float64", LIR_F64}, {"float32", LIR_F32}, {"int64", LIR_I64},
        {"int32", LIR_I32},   {"uint64", LIR_U64},  {"uint32", LIR_U32},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].elem;
    return LIR_ELEM_COUNT;
}

/* The last part of `np.where`, `where`. */
static const char *callee_name(const ast_expr *e)
{
    return e->kind == AST_NAME ? e->name : e->kind == AST_ATTRIBUTE ? e->attribute.name : "";
}

static value convert(scope *sc, span where, value v, lir_elem elem, bool bits)
{
    math_source *s = sc->s;
    lir_type type = lir_vector(elem, s->lanes);
    if (elem == LIR_ELEM_COUNT)
        return wrong(sc, where, "not a type of elementary functions");
    if (is_literal(v) && !bits)
        return of_expr(literal(s, v, elem));
    if (v.kind != EXPR)
        return wrong(sc, where, "not a number to convert");
    if (bits && lir_elem_size(elem) != lir_elem_size((lir_elem)type_of(s, v.expr).elem))
        return wrong(sc, where, "a view of another size");
    return of_expr(make(s, bits ? LIR_BITCAST : LIR_CVT, type, 0, v.expr, 0, 0));
}

/* X(name, operation, arguments) */
#define PRIMITIVES(X)                                                                              \
    X("fma", FMA, 3)                                                                               \
    X("sqrt", SQRT, 1)                                                                             \
    X("rint", RINT, 1)                                                                             \
    X("floor", FLOOR, 1)                                                                           \
    X("trunc", TRUNC, 1)                                                                           \
    X("abs", ABS, 1)                                                                               \
    X("copysign", COPYSIGN, 2)                                                                     \
    X("where", SELECT, 3)                                                                          \
    X("any", ANY, 1)

static value primitive(scope *sc, const ast_expr *e, lir_op op, value *args)
{
    math_source *s = sc->s;
    unsigned first = op == LIR_SELECT, arity = lir_op_arity(op);
    for (unsigned i = first; i + 1 < arity; i++) /* literals take the type of any other argument */
        for (unsigned k = i + 1; k < arity; k++)
            if (!(is_literal(args[i]) && is_literal(args[k])) &&
                !meet(sc, e->where, &args[i], &args[k]))
                return args[i];
    for (unsigned i = 0; i < arity; i++)
        if (args[i].kind != EXPR)
            return wrong(sc, e->where, "an argument of %s has no type", lir_op_name(op));
    lir_type type = type_of(s, args[first].expr);
    if (op == LIR_ANY)
        return of_expr(s->lanes == 1 ? args[0].expr
                                     : make(s, op, lir_scalar(LIR_I1), 0, args[0].expr, 0, 0));
    return of_expr(make(s, op, type, 0, args[0].expr, arity > 1 ? args[1].expr : 0,
                        arity > 2 ? args[2].expr : 0));
}

static value call_function(math_source *s, module *in, const ast_stmt *fn, const value *args,
                           uint32_t count);

static value call(scope *sc, const ast_expr *e)
{
    static const struct {
        const char *name;
        lir_op op;
        uint32_t arity;
    } rows[] = {
#define X(name, op, arity) {name, LIR_##op, arity},
        PRIMITIVES(X)
#undef X
    };
    const ast_expr *callee = e->call.callee;
    const char *name = callee_name(callee);
    value args[MAX_ITEMS];
    uint32_t count = e->call.args.len;
    if (count > MAX_ITEMS || e->call.keywords.len)
        return wrong(sc, e->where, "too many arguments");
    if (callee->kind == AST_ATTRIBUTE &&
        (strcmp(name, "view") == 0 || strcmp(name, "astype") == 0) && count == 1)
        return convert(sc, e->where, elaborate(sc, callee->attribute.value),
                       element_named(callee_name(e->call.args.items[0])), *name == 'v');
    for (uint32_t i = 0; i < count; i++)
        args[i] = elaborate(sc, e->call.args.items[i]);
    if (sc->s->error)
        return (value){0};
    if (element_named(name) != LIR_ELEM_COUNT && count == 1)
        return convert(sc, e->where, args[0], element_named(name), false);
    if (callee->kind == AST_NAME) {
        module *in = sc->in;
        const ast_stmt *fn = function_in(in, name);
        if (!fn && (in = imported(sc->s, sc->in, name)))
            fn = function_in(in, name);
        if (fn)
            return call_function(sc->s, in, fn, args, count);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0 && rows[i].arity == count)
            return primitive(sc, e, rows[i].op, args);
    return wrong(sc, e->where, "there is no %s of %u arguments", name, count);
}

/* ---- Names and tables ------------------------------------------------------------------------ */

static value name_value(scope *sc, const ast_expr *e)
{
    for (uint32_t i = sc->names.len; i-- > 0;)
        if (sc->names.items[i].name == e->name)
            return sc->names.items[i].v;
    module *in = sc->in;
    const ast_expr *constant = constant_in(in, e->name);
    if (!constant && (in = imported(sc->s, sc->in, e->name)))
        constant = constant_in(in, e->name);
    if (!constant)
        return wrong(sc, e->where, "%s is not defined", e->name);
    if (constant->kind == AST_TUPLE)
        return (value){.kind = TABLE, .table = constant};
    scope global = {.s = sc->s, .in = in};
    return elaborate(&global, constant);
}

/* The table as data of the module, of elements as the subscript's context wants. */
static uint64_t table_data(scope *sc, const ast_expr *table, lir_elem elem)
{
    math_source *s = sc->s;
    for (uint32_t i = 0; i < s->tables.len; i++)
        if (s->tables.items[i].table == table && s->tables.items[i].elem == elem)
            return s->tables.items[i].data;
    uint32_t count = table->elements.len;
    unsigned size = lir_elem_size(elem);
    char *bytes = (char *)ARENA_ARRAY(s->arena, uint64_t, count);
    for (uint32_t i = 0; i < count; i++) {
        value v = elaborate(sc, table->elements.items[i]);
        uint64_t bits = v.kind == REAL ? lir_float_bits(elem, v.real) : v.integer;
        memcpy(bytes + (size_t)i * size, &bits, size);
    }
    lir_data data = {bytes, (uint64_t)count * size};
    known_table known = {table, elem, vec_push(s->arena, &s->m->data, data)};
    vec_push(s->arena, &s->tables, known);
    return known.data;
}

/* TABLE[i & 15] of a table of 16, and so on: a LOOKUP, which leaves out the other bits itself. */
static value lookup(scope *sc, const ast_expr *e, const ast_expr *table)
{
    math_source *s = sc->s;
    value index = elaborate(sc, e->subscript.index->binary.left);
    if (s->error)
        return (value){0};
    lir_type type = index.kind == EXPR ? type_of(s, index.expr) : lir_scalar(LIR_I1);
    if (type.elem != LIR_I64 && type.elem != LIR_I32)
        return wrong(sc, e->where, "the index is no int64 or int32");
    bool wide = type.elem == LIR_I64;
    value first = elaborate(sc, table->elements.items[0]);
    lir_elem elem = (lir_elem)type.elem;
    if (first.kind == REAL)
        elem = wide ? LIR_F64 : LIR_F32;
    uint64_t data = table_data(sc, table, elem);
    return of_expr(make(s, LIR_LOOKUP, lir_vector(elem, s->lanes), data, index.expr, 0, 0));
}

static bool is_masked(const ast_expr *index, uint32_t count)
{
    return index->kind == AST_BINARY && index->binary.op == AST_BITAND &&
           index->binary.right->kind == AST_INT && count <= LIR_MAX_TABLE &&
           (count & (count - 1)) == 0 && index->binary.right->integer.magnitude == count - 1;
}

/* TABLE[3], a literal; TABLE[i], i an int64 within the table, which is read from memory. */
static value subscript(scope *sc, const ast_expr *e)
{
    math_source *s = sc->s;
    value base = elaborate(sc, e->subscript.value);
    if (base.kind == TABLE && is_masked(e->subscript.index, base.table->elements.len))
        return lookup(sc, e, base.table);
    value index = elaborate(sc, e->subscript.index);
    if (base.kind == TABLE && index.kind == INTEGER && index.integer < base.table->elements.len)
        return elaborate(sc, base.table->elements.items[index.integer]);
    if (base.kind != TABLE || index.kind != EXPR || type_of(s, index.expr).elem != LIR_I64)
        return wrong(sc, e->where, "not a table by an int64");
    value first = elaborate(sc, base.table->elements.items[0]);
    lir_elem elem = first.kind == REAL ? LIR_F64 : LIR_I64;
    uint64_t data = table_data(sc, base.table, elem);
    lir_expr_id address = make(s, LIR_SYMBOL, lir_scalar(LIR_PTR), data, 0, 0, 0);
    value three = of_integer(3);
    lir_expr_id offset = lir_op2(s->m, s->f, LIR_SHL, index.expr, literal(s, three, LIR_I64));
    lir_op op = s->lanes == 1 ? LIR_LOAD : LIR_GATHER;
    return of_expr(make(s, op, lir_vector(elem, s->lanes), 0, address, offset, 0));
}

static value tuple(scope *sc, const ast_expr *e)
{
    value v = {.kind = TUPLE, .count = e->elements.len};
    v.items = ARENA_ARRAY(sc->s->arena, value, v.count);
    for (uint32_t i = 0; i < v.count; i++)
        v.items[i] = elaborate(sc, e->elements.items[i]);
    return v;
}

static value elaborate(scope *sc, const ast_expr *e)
{
    if (sc->s->error)
        return (value){0};
    switch (e->kind) {
    case AST_NAME: return name_value(sc, e);
    case AST_INT: return of_integer(e->integer.magnitude);
    case AST_FLOAT: return of_real(e->real);
    case AST_UNARY: return unary(sc, e);
    case AST_BINARY: return binary(sc, e);
    case AST_COMPARE: return compare(sc, e);
    case AST_CALL: return call(sc, e);
    case AST_SUBSCRIPT: return subscript(sc, e);
    case AST_TUPLE: return tuple(sc, e);
    case AST_ATTRIBUTE:
        if (strcmp(e->attribute.name, "inf") == 0)
            return of_real(INFINITY);
        if (strcmp(e->attribute.name, "nan") == 0)
            return of_real(NAN);
        break;
    default: break;
    }
    return wrong(sc, e->where, "an expression that elementary functions do not have");
}

/* ---- Statements ------------------------------------------------------------------------------ */

static lir_block *block_at(math_source *s)
{
    return s->into.inside ? &lir_stmt_at(s->f, s->into.inside)->body : s->into.block;
}

static void assign(math_source *s, lir_stmt_kind kind, lir_var_id var, lir_expr_id v)
{
    lir_stmt *st = lir_stmt_at(s->f, lir_stmt_new(s->m, s->f, block_at(s), kind));
    st->var = var;
    st->a = v;
}

/* What the value depends on beside constants. */
static void note_dependence(const math_source *s, lir_expr_id v, shared_step *step)
{
    const lir_expr *e = &s->f->exprs.items[v];
    if (e->op == LIR_VAR && !(e->var < s->constant.len && s->constant.items[e->var]))
        step->statement = s->statement;
    if (e->op == LIR_LOAD || e->op == LIR_MLOAD || e->op == LIR_GATHER)
        step->memory = s->memory;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        note_dependence(s, e->args[k], step);
}

static shared_step *shared_at(math_source *s, lir_expr_id v)
{
    while (s->shared.len <= v)
        vec_push(s->arena, &s->shared, ((shared_step){0}));
    return &s->shared.items[v];
}

/* Names are variables: each step is written once, and shared by the statements that follow. */
static lir_expr_id in_variable(math_source *s, const char *name, lir_expr_id v)
{
    lir_op op = (lir_op)s->f->exprs.items[v].op;
    if (op == LIR_CONST || op == LIR_VAR)
        return v;
    shared_step *step = s->branches ? NULL : shared_at(s, v);
    if (step && step->var && (!step->statement || step->statement == s->statement) &&
        (!step->memory || step->memory == s->memory))
        return lir_get(s->m, s->f, step->var);
    lir_var_id var = lir_var_new(s->m, s->f, name, type_of(s, v));
    assign(s, LIR_S_LET, var, v);
    if (step) {
        *step = (shared_step){.var = var};
        note_dependence(s, v, step);
        math_source_constant(s, var);
    }
    return lir_get(s->m, s->f, var);
}

static void bind(scope *sc, const ast_expr *target, value v)
{
    if (target->kind == AST_TUPLE) {
        if (v.kind != TUPLE || v.count != target->elements.len) {
            wrong(sc, target->where, "not a tuple of that length");
            return;
        }
        for (uint32_t i = 0; i < v.count; i++)
            bind(sc, target->elements.items[i], v.items[i]);
        return;
    }
    if (target->kind != AST_NAME) {
        wrong(sc, target->where, "not a name to assign to");
        return;
    }
    if (v.kind == EXPR)
        v.expr = in_variable(sc->s, target->name, v.expr);
    for (uint32_t i = 0; i < sc->names.len; i++)
        if (sc->names.items[i].name == target->name) {
            sc->names.items[i].v = v;
            return;
        }
    vec_push(sc->s->arena, &sc->names, ((binding){target->name, v}));
}

/* if np.any(c): names that exist are assigned anew. */
static void conditional(scope *sc, const ast_stmt *st);

static void run(scope *sc, const ast_block *body)
{
    for (uint32_t i = 0; i < body->len && !sc->returned && !sc->s->error; i++) {
        const ast_stmt *st = body->items[i];
        switch (st->kind) {
        case AST_ASSIGN:
            bind(sc, st->assign.targets.items[0], elaborate(sc, st->assign.value));
            break;
        case AST_IF: conditional(sc, st); break;
        case AST_EXPR_STMT: break; /* the docstring */
        case AST_RETURN:
            sc->result = elaborate(sc, st->value);
            sc->returned = true;
            break;
        default: wrong(sc, st->where, "a statement that elementary functions do not have"); break;
        }
    }
}

/* The names that the branch assigns and that exist before it get variables; returns those by name,
 * or 0. */
static lir_var_id *branch_variables(scope *sc, const ast_block *body)
{
    math_source *s = sc->s;
    lir_var_id *vars = ARENA_ARRAY(s->arena, lir_var_id, sc->names.len);
    ast_names changed = {0};
    for (uint32_t i = 0; i < body->len; i++)
        if (body->items[i]->kind == AST_ASSIGN)
            ast_target_names(s->arena, body->items[i]->assign.targets.items[0], &changed);
    for (uint32_t i = 0; i < sc->names.len; i++) {
        const binding *b = &sc->names.items[i];
        if (!ast_names_has(&changed, b->name) || b->v.kind != EXPR)
            continue;
        vars[i] = lir_var_new(s->m, s->f, b->name, type_of(s, b->v.expr));
        assign(s, LIR_S_SET, vars[i], b->v.expr);
    }
    return vars;
}

static void branch(scope *sc, const ast_block *body, const lir_var_id *vars, uint32_t count)
{
    math_source *s = sc->s;
    bool calls = s->rare == MATH_RARE_CALLS && s->depth == 1;
    if (!calls)
        run(sc, body);
    for (uint32_t i = 0; i < count && !s->error; i++) {
        if (!vars[i])
            continue;
        lir_op op = lir_math_arity(s->fn) == 1 ? LIR_MATH1 : LIR_MATH2;
        lir_expr_id whole = 0;
        if (calls)
            whole = make(s, op, s->f->vars.items[vars[i]].type, s->fn, s->args[0], s->args[1], 0);
        assign(s, LIR_S_SET, vars[i], calls ? whole : sc->names.items[i].v.expr);
    }
}

static void conditional(scope *sc, const ast_stmt *st)
{
    math_source *s = sc->s;
    uint32_t count = sc->names.len;
    if (st->if_.branches.len != 1 || st->if_.orelse.len) {
        wrong(sc, st->where, "if with a branch too many");
        return;
    }
    const ast_block *body = &st->if_.branches.items[0].body;
    value test = elaborate(sc, st->if_.branches.items[0].test);
    if (test.kind != EXPR) {
        wrong(sc, st->where, "not a condition");
        return;
    }
    lir_var_id *vars = branch_variables(sc, body);
    lir_stmt_id id = lir_stmt_new(s->m, s->f, block_at(s), LIR_S_IF);
    lir_stmt_at(s->f, id)->a = test.expr;
    lir_stmt_at(s->f, id)->flags = LIR_IF_UNLIKELY;
    math_block outer = s->into;
    s->into = (math_block){id, NULL};
    s->branches++;
    branch(sc, body, vars, count);
    s->branches--;
    s->into = outer;
    sc->names.len = count; /* what the branch made is its own */
    for (uint32_t i = 0; i < count; i++)
        if (vars[i])
            sc->names.items[i].v = of_expr(lir_get(s->m, s->f, vars[i]));
}

static value call_function(math_source *s, module *in, const ast_stmt *fn, const value *args,
                           uint32_t count)
{
    scope sc = {.s = s, .in = in};
    if (fn->function.params.len != count || s->depth >= MAX_DEPTH)
        return wrong(&sc, fn->where, "%s called with %u arguments", fn->function.name, count);
    for (uint32_t i = 0; i < count; i++) {
        const char *name = fn->function.params.items[i].name;
        value v = args[i];
        if (v.kind == EXPR)
            v.expr = in_variable(s, name, v.expr);
        vec_push(s->arena, &sc.names, ((binding){name, v}));
    }
    s->depth++;
    run(&sc, &fn->function.body);
    s->depth--;
    if (!sc.returned && !s->error)
        return wrong(&sc, fn->where, "%s returns nothing", fn->function.name);
    return sc.result;
}

/* ---- The interface --------------------------------------------------------------------------- */

math_files *math_files_new(hpc_heap *heap)
{
    math_files *f = hpc_heap_zalloc(heap, sizeof *f);
    if (f)
        f->heap = heap;
    return f;
}

/* Nothing is parsed any more: an allocation has failed somewhere in the middle. */
static void forget_files(math_files *f)
{
    hpc_heap *heap = f->heap;
    arena_free(f->arena);
    *f = (math_files){.heap = heap};
}

void math_files_free(math_files *f)
{
    if (!f)
        return;
    forget_files(f);
    hpc_heap_free(f->heap, f);
}

math_source *math_source_new(lir_module *m, math_files *files)
{
    math_source *s = ARENA_NEW(m->arena, math_source);
    s->m = m;
    s->arena = m->arena;
    s->statement = s->memory = 1;
    s->files = files ? files : ARENA_NEW(m->arena, math_files);
    if (!files)
        s->files->arena = m->arena;
    return s;
}

void math_source_constant(math_source *s, lir_var_id var)
{
    while (s->constant.len <= var)
        vec_push(s->arena, &s->constant, false);
    s->constant.items[var] = true;
}

void math_source_statement(math_source *s, bool forget)
{
    s->statement++;
    if (forget)
        s->shared.len = 0;
}

void math_source_store(math_source *s)
{
    s->memory++;
}

void math_source_function(math_source *s, lir_fn *f)
{
    math_source_statement(s, true);
    s->constant.len = 0;
    s->f = f;
}

static void open_files(math_files *f)
{
    if (f->names)
        return;
    f->names = intern_new(f->arena);
    f->diags = diag_new(f->arena);
}

static void function_name(char name[32], lir_math fn, lir_elem elem)
{
    snprintf(name, 32, "%s_%s", lir_math_name(fn), lir_elem_name(elem));
}

bool math_source_has(lir_math fn, lir_elem elem)
{
    char name[32];
    function_name(name, fn, elem);
    return file_defining(name) != NULL;
}

static lir_expr_id apply(math_source *s, lir_fn *f, math_block into, lir_math fn,
                         const lir_expr_id *args, math_rare rare, const char **error)
{
    open_files(s->files);
    value values[2] = {of_expr(args[0]), {0}};
    char name[32];
    if (s->f != f)
        math_source_function(s, f);
    s->into = into;
    s->lanes = type_of(s, args[0]).lanes;
    s->fn = fn;
    s->rare = rare;
    s->args[0] = args[0];
    s->args[1] = lir_math_arity(fn) == 2 ? args[1] : 0;
    s->error = NULL;
    function_name(name, fn, (lir_elem)type_of(s, args[0]).elem);
    if (lir_math_arity(fn) == 2)
        values[1] = of_expr(args[1]);
    const hpc_embedded_file *file = file_defining(name);
    module *in = file ? module_of(s, file) : NULL;
    const ast_stmt *def = in ? function_in(in, intern_text(s->files->names, name)) : NULL;
    value result = {0};
    if (def)
        result = call_function(s, in, def, values, lir_math_arity(fn));
    if (!s->error && result.kind != EXPR)
        s->error = arena_printf(s->arena, "%s does not give a number", name);
    *error = s->error;
    return s->error ? 0 : result.expr;
}

/* An allocation of the files' arena that fails is one of the module's that fails. */
lir_expr_id math_source_apply(math_source *s, lir_fn *f, math_block into, lir_math fn,
                              const lir_expr_id *args, math_rare rare, const char **error)
{
    math_files *files = s->files;
    if (files->arena == s->arena)
        return apply(s, f, into, fn, args, rare, error);
    if (!files->arena)
        files->arena = arena_new(files->heap);
    if (!files->arena)
        longjmp(*arena_recovery(s->arena), 1);
    if (setjmp(*arena_recovery(files->arena))) {
        forget_files(s->files);
        longjmp(*arena_recovery(s->arena), 1);
    }
    return apply(s, f, into, fn, args, rare, error);
}
