/* Construction of loop IR: facts of types and ops, expressions with their types computed, shared
 * where they are pure, and folded (lir_fold.c); statements. */
#include "lir.h"

#include "lir_fold.h"

static const char *const elem_names[LIR_ELEM_COUNT] = {
#define X(name, text, size) text,
    LIR_ELEMS(X)
#undef X
};

static const uint8_t elem_sizes[LIR_ELEM_COUNT] = {
#define X(name, text, size) size,
    LIR_ELEMS(X)
#undef X
};

static const char *const op_names[LIR_OP_COUNT] = {
#define X(name, text, args, rule) text,
    LIR_OPS(X)
#undef X
};

static const uint8_t op_arities[LIR_OP_COUNT] = {
#define X(name, text, args, rule) args,
    LIR_OPS(X)
#undef X
};

static const char op_rules[LIR_OP_COUNT] = {
#define X(name, text, args, rule) rule,
    LIR_OPS(X)
#undef X
};

static const char *const math_names[LIR_MATH_COUNT] = {
#define X(name, text, args) text,
    LIR_MATH(X)
#undef X
};

static const uint8_t math_arities[LIR_MATH_COUNT] = {
#define X(name, text, args) args,
    LIR_MATH(X)
#undef X
};

const char *lir_elem_name(lir_elem elem)
{
    return (unsigned)elem < LIR_ELEM_COUNT ? elem_names[elem] : "?";
}

unsigned lir_elem_size(lir_elem elem)
{
    return (unsigned)elem < LIR_ELEM_COUNT ? elem_sizes[elem] : 0;
}

bool lir_elem_is_float(lir_elem elem)
{
    return elem == LIR_F16 || elem == LIR_F32 || elem == LIR_F64;
}

bool lir_elem_is_signed(lir_elem elem)
{
    return (elem >= LIR_I8 && elem <= LIR_I64) || lir_elem_is_float(elem);
}

bool lir_elem_is_int(lir_elem elem)
{
    return elem >= LIR_I8 && elem <= LIR_U64;
}

const char *lir_op_name(lir_op op)
{
    return (unsigned)op < LIR_OP_COUNT ? op_names[op] : "?";
}

unsigned lir_op_arity(lir_op op)
{
    return (unsigned)op < LIR_OP_COUNT ? op_arities[op] : 0;
}

char lir_op_rule(lir_op op)
{
    return (unsigned)op < LIR_OP_COUNT ? op_rules[op] : 0;
}

const char *lir_math_name(lir_math fn)
{
    return (unsigned)fn < LIR_MATH_COUNT ? math_names[fn] : "?";
}

unsigned lir_math_arity(lir_math fn)
{
    return (unsigned)fn < LIR_MATH_COUNT ? math_arities[fn] : 0;
}

uint64_t lir_elem_mask(lir_elem elem)
{
    unsigned size = lir_elem_size(elem);
    if (elem == LIR_I1)
        return 1;
    return size >= 8 ? UINT64_MAX : (UINT64_C(1) << size * 8) - 1;
}

/* ---- Modules, functions, variables ----------------------------------------------------------- */

lir_module *lir_module_new(arena *a)
{
    lir_module *m = ARENA_NEW(a, lir_module);
    m->arena = a;
    return m;
}

lir_fn *lir_fn_new(lir_module *m, const char *name)
{
    arena *a = m->arena;
    lir_fn *f = ARENA_NEW(a, lir_fn);
    f->name = arena_strndup(a, name, strlen(name));
    f->index = m->fns.len;
    vec_push(a, &f->exprs, (lir_expr){0});
    vec_push(a, &f->stmts, (lir_stmt){0});
    vec_push(a, &f->vars, (lir_var){0});
    vec_push(a, &m->fns, f);
    return f;
}

lir_var_id lir_var_new(lir_module *m, lir_fn *f, const char *name, lir_type type)
{
    lir_var var = {arena_strndup(m->arena, name, strlen(name)), type, false};
    return vec_push(m->arena, &f->vars, var);
}

lir_var_id lir_param(lir_module *m, lir_fn *f, const char *name, lir_type type)
{
    lir_var_id id = lir_var_new(m, f, name, type);
    f->vars.items[id].is_param = true;
    vec_push(m->arena, &f->params, id);
    return id;
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static bool reads_memory(uint8_t op)
{
    return op == LIR_LOAD || op == LIR_MLOAD || op == LIR_GATHER;
}

static uint32_t hash_expr(const lir_expr *e)
{
    uint64_t h = e->op | (uint64_t)e->exact << 7 | (uint64_t)e->type.elem << 8 |
                 (uint64_t)e->type.lanes << 16 | (uint64_t)e->var << 32;
    const uint64_t parts[] = {e->imm, (uint64_t)e->args[0] << 32 | e->args[1],
                              (uint64_t)e->args[2] << 32 | e->args[3]};
    for (int i = 0; i < 3; i++) {
        h = (h ^ parts[i]) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    return (uint32_t)(h ^ h >> 32);
}

static bool same_expr(const lir_expr *x, const lir_expr *y)
{
    return x->op == y->op && x->exact == y->exact && x->type.elem == y->type.elem &&
           x->type.lanes == y->type.lanes && x->var == y->var && x->imm == y->imm &&
           !memcmp(x->args, y->args, sizeof x->args);
}

/* The slot of an expression equal to e, or the empty slot where it belongs. */
static lir_expr_id *cons_slot(const lir_fn *f, const lir_expr *e)
{
    uint32_t mask = f->cons_cap - 1;
    for (uint32_t i = hash_expr(e) & mask;; i = (i + 1) & mask)
        if (!f->cons[i] || same_expr(&f->exprs.items[f->cons[i]], e))
            return &f->cons[i];
}

static void cons_grow(lir_module *m, lir_fn *f)
{
    lir_expr_id *old = f->cons;
    uint32_t old_cap = f->cons_cap;
    f->cons_cap = old_cap ? old_cap * 2 : 64;
    f->cons = ARENA_ARRAY(m->arena, lir_expr_id, f->cons_cap);
    for (uint32_t i = 0; i < old_cap; i++)
        if (old[i])
            *cons_slot(f, &f->exprs.items[old[i]]) = old[i];
}

lir_expr_id lir_make_plain(lir_module *m, lir_fn *f, const lir_expr *e)
{
    if (reads_memory(e->op))
        return vec_push(m->arena, &f->exprs, *e);
    if (f->cons_len * 2 >= f->cons_cap)
        cons_grow(m, f);
    lir_expr_id *slot = cons_slot(f, e);
    if (!*slot) {
        *slot = vec_push(m->arena, &f->exprs, *e);
        f->cons_len++;
    }
    return *slot;
}

lir_expr_id lir_make(lir_module *m, lir_fn *f, lir_op op, lir_type type, uint64_t imm,
                     lir_expr_id a, lir_expr_id b, lir_expr_id c, lir_expr_id d)
{
    lir_expr e = {(uint8_t)op, f->exact, type, 0, imm, {a, b, c, d}};
    if (op == LIR_CONST) {
        e.imm &= lir_elem_mask((lir_elem)type.elem);
        e.exact = false;
    }
    lir_expr_id folded = lir_fold(m, f, &e);
    return folded ? folded : lir_make_plain(m, f, &e);
}

bool lir_is_const(const lir_fn *f, lir_expr_id id, uint64_t *bits)
{
    const lir_expr *e = &f->exprs.items[id];
    if (e->op != LIR_CONST)
        return false;
    *bits = e->imm;
    return true;
}

lir_expr_id lir_const_bits(lir_module *m, lir_fn *f, lir_type type, uint64_t bits)
{
    return lir_make(m, f, LIR_CONST, type, bits, 0, 0, 0, 0);
}

lir_expr_id lir_const_int(lir_module *m, lir_fn *f, lir_elem elem, int64_t value)
{
    return lir_const_bits(m, f, lir_scalar(elem), (uint64_t)value);
}

lir_expr_id lir_const_float(lir_module *m, lir_fn *f, lir_elem elem, double value)
{
    return lir_const_bits(m, f, lir_scalar(elem), lir_float_bits(elem, value));
}

lir_expr_id lir_get(lir_module *m, lir_fn *f, lir_var_id var)
{
    lir_expr e = {LIR_VAR, false, f->vars.items[var].type, var, 0, {0}};
    return lir_make_plain(m, f, &e);
}

static lir_type type_of(const lir_fn *f, lir_expr_id e)
{
    return f->exprs.items[e].type;
}

lir_expr_id lir_op1(lir_module *m, lir_fn *f, lir_op op, lir_expr_id a)
{
    return lir_make(m, f, op, type_of(f, a), 0, a, 0, 0, 0);
}

lir_expr_id lir_op2(lir_module *m, lir_fn *f, lir_op op, lir_expr_id a, lir_expr_id b)
{
    lir_type type = type_of(f, a);
    if (lir_op_rule(op) == 'C')
        type.elem = LIR_I1;
    return lir_make(m, f, op, type, 0, a, b, 0, 0);
}

lir_expr_id lir_select(lir_module *m, lir_fn *f, lir_expr_id cond, lir_expr_id a, lir_expr_id b)
{
    return lir_make(m, f, LIR_SELECT, type_of(f, a), 0, cond, a, b, 0);
}

lir_expr_id lir_cvt(lir_module *m, lir_fn *f, lir_elem to, lir_expr_id a)
{
    return lir_make(m, f, LIR_CVT, lir_vector(to, type_of(f, a).lanes), 0, a, 0, 0, 0);
}

lir_expr_id lir_splat(lir_module *m, lir_fn *f, lir_expr_id a, unsigned lanes)
{
    lir_type type = lir_vector((lir_elem)type_of(f, a).elem, lanes);
    return lir_make(m, f, LIR_SPLAT, type, 0, a, 0, 0, 0);
}

lir_expr_id lir_load(lir_module *m, lir_fn *f, lir_type type, lir_expr_id ptr, lir_expr_id offset)
{
    return lir_make(m, f, LIR_LOAD, type, 0, ptr, offset, 0, 0);
}

/* ---- Statements ------------------------------------------------------------------------------ */

lir_stmt_id lir_stmt_new(lir_module *m, lir_fn *f, lir_block *into, lir_stmt_kind kind)
{
    /* A block inside a statement moves when the array of statements grows. */
    size_t offset = (size_t)((uintptr_t)into - (uintptr_t)f->stmts.items);
    bool inside = offset < f->stmts.len * sizeof *f->stmts.items;
    lir_stmt_id id = vec_push(m->arena, &f->stmts, ((lir_stmt){.kind = (uint8_t)kind}));
    if (inside)
        into = (lir_block *)((char *)f->stmts.items + offset);
    vec_push(m->arena, into, id);
    return id;
}

lir_stmt *lir_stmt_at(lir_fn *f, lir_stmt_id id)
{
    return &f->stmts.items[id];
}
