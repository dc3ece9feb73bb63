/* For tests: random functions of loop IR.
 *
 * A program is a function of three input arrays, an output array and a count: a loop whose body is
 * random statements over variables of random types (assignments, ifs, inner loops with break and
 * continue, masked stores, checks), and which stores what its variables hold at the end of each
 * iteration. */
#ifndef LIR_GENERATE_H
#define LIR_GENERATE_H

#include "lir_compare.h"

#include "compiler/loop/lir_kernels.h"
#include "runtime/checks.h"

enum { VARIABLES = 6, ROWS = 8, ROW_BYTES = 64 * 8 };

typedef struct generator {
    bench *b;
    lir_module *m;
    lir_fn *f;
    kernel *k;
    unsigned lanes;             /* of all vectors of this program */
    lir_var_id vars[VARIABLES]; /* SET variables */
    lir_block *block;
    int depth, loops;
} generator;

static inline lir_expr_id expression(generator *g, lir_type type, int depth);

static inline lir_elem random_elem(generator *g)
{
    return (lir_elem)bench_below(g->b, LIR_PTR);
}

static inline lir_type random_type(generator *g)
{
    return lir_vector(random_elem(g), bench_below(g->b, 3) ? g->lanes : 1);
}

static inline lir_type var_type(generator *g, unsigned i)
{
    return g->f->vars.items[g->vars[i]].type;
}

static inline bool same_type(lir_type a, lir_type b)
{
    return a.elem == b.elem && a.lanes == b.lanes;
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static inline lir_expr_id constant(generator *g, lir_type type)
{
    char bits[8] = {0};
    uint64_t value;
    fill(g->b, (lir_elem)type.elem, bits, 1);
    memcpy(&value, bits, 8);
    return lir_const_bits(g->m, g->f, type, value);
}

static inline lir_expr_id leaf(generator *g, lir_type type)
{
    unsigned first = bench_below(g->b, VARIABLES);
    for (unsigned i = 0; i < VARIABLES; i++)
        if (same_type(var_type(g, (first + i) % VARIABLES), type) && bench_below(g->b, 2))
            return lir_get(g->m, g->f, g->vars[(first + i) % VARIABLES]);
    if (bench_below(g->b, 3))
        return kernel_load(g->k, (int)bench_below(g->b, 3), type);
    if (type.elem == LIR_I64 && type.lanes == 1 && bench_below(g->b, 2))
        return lir_get(g->m, g->f, g->k->i);
    if (type.lanes > 1 && type.elem > LIR_I1 && type.elem < LIR_F16 && bench_below(g->b, 4) == 0)
        return lir_make(g->m, g->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
    return constant(g, type);
}

static inline unsigned arity(lir_op op)
{
    static const uint8_t arities[] = {
#define X(name, text, args, rule) args,
        LIR_OPS(X)
#undef X
    };
    return arities[op];
}

static inline bool is_comparison(lir_op op)
{
    return (op >= LIR_EQ && op <= LIR_GE) || (op >= LIR_ADDO && op <= LIR_MULO);
}

/* The bits of a NaN are open: nothing may look at them. Conversions to integers are fine, and
 * COPYSIGN and NEG of a NaN keep it a NaN; only a sign that is copied from a NaN shows. */
static inline bool hides_nan(lir_op op)
{
    return op != LIR_COPYSIGN;
}

/* An operation with a kernel on elem; the comparisons if `flags`. */
static inline lir_op random_op(generator *g, lir_elem elem, bool flags)
{
    for (;;) {
        lir_op op = (lir_op)bench_below(g->b, LIR_OP_COUNT);
        if (op != LIR_SELECT && op != LIR_RSQRTE && lir_kernel_of(op, elem) &&
            is_comparison(op) == flags && hides_nan(op))
            return op;
    }
}

static inline lir_expr_id operation(generator *g, lir_type type, int depth)
{
    bool flags = type.elem == LIR_I1 && bench_below(g->b, 3);
    lir_elem elem = flags ? random_elem(g) : (lir_elem)type.elem;
    lir_op op = random_op(g, elem, flags);
    lir_expr_id args[3] = {0};
    for (unsigned i = 0; i < arity(op); i++)
        args[i] = expression(g, lir_vector(elem, type.lanes), depth - 1);
    return lir_make(g->m, g->f, op, type, 0, args[0], args[1], args[2], 0);
}

static inline lir_expr_id select_of(generator *g, lir_type type, int depth)
{
    lir_expr_id condition = expression(g, lir_vector(LIR_I1, type.lanes), depth - 1);
    lir_expr_id a = expression(g, type, depth - 1);
    return lir_select(g->m, g->f, condition, a, expression(g, type, depth - 1));
}

static inline lir_expr_id conversion(generator *g, lir_type type, int depth)
{
    lir_expr_id value = expression(g, lir_vector(random_elem(g), type.lanes), depth - 1);
    return lir_cvt(g->m, g->f, (lir_elem)type.elem, value);
}

static inline lir_expr_id lanes_of(generator *g, lir_type type, int depth)
{
    lir_type one = lir_scalar((lir_elem)type.elem), all = lir_vector(one.elem, g->lanes);
    if (type.lanes == 1) {
        uint64_t lane = bench_below(g->b, g->lanes);
        if (g->lanes == 1)
            return leaf(g, type);
        if (type.elem == LIR_I1 && bench_below(g->b, 2))
            return lir_make(g->m, g->f, LIR_ANY, one, 0, expression(g, all, depth - 1), 0, 0, 0);
        return lir_make(g->m, g->f, LIR_EXTRACT, one, lane, expression(g, all, depth - 1), 0, 0, 0);
    }
    if (bench_below(g->b, 2))
        return lir_splat(g->m, g->f, expression(g, one, depth - 1), type.lanes);
    lir_expr_id a = expression(g, type, depth - 1), b = expression(g, type, depth - 1);
    lir_lane_list list = {0};
    for (unsigned i = 0; i < type.lanes; i++)
        vec_push(g->b->arena, &list, (uint16_t)bench_below(g->b, 2u * type.lanes));
    uint32_t index = vec_push(g->b->arena, &g->f->shuffles, list);
    return lir_make(g->m, g->f, LIR_SHUFFLE, type, index, a, b, 0, 0);
}

static inline lir_expr_id gather(generator *g, lir_type type, int depth)
{
    lir_expr_id p = lir_get(g->m, g->f, g->k->pointers[bench_below(g->b, 3)]);
    lir_type wide = lir_vector(LIR_I64, type.lanes);
    lir_expr_id index = expression(g, wide, depth - 1);
    index = lir_op2(g->m, g->f, LIR_AND, index, lir_const_bits(g->m, g->f, wide, 63));
    lir_expr_id size = lir_const_bits(g->m, g->f, wide, lir_elem_size((lir_elem)type.elem));
    index = lir_op2(g->m, g->f, LIR_MUL, index, size);
    return lir_make(g->m, g->f, LIR_GATHER, type, 0, p, index, 0, 0);
}

static inline lir_expr_id expression(generator *g, lir_type type, int depth)
{
    if (depth <= 0)
        return leaf(g, type);
    switch (bench_below(g->b, 10)) {
    case 0: return leaf(g, type);
    case 1: return select_of(g, type, depth);
    case 2: return conversion(g, type, depth);
    case 3: return lanes_of(g, type, depth);
    case 4: return gather(g, type, depth);
    default: return operation(g, type, depth);
    }
}

/* ---- Statements ------------------------------------------------------------------------------ */

static inline void statements(generator *g, int count);

/* The id of a new statement; its expressions must exist already. */
static inline lir_stmt *statement(generator *g, lir_stmt_kind kind)
{
    return lir_stmt_at(g->f, lir_stmt_new(g->m, g->f, g->block, kind));
}

static inline lir_block inner_block(generator *g, int count)
{
    lir_block block = {0}, *outer = g->block;
    g->block = &block;
    g->depth++;
    statements(g, count);
    g->depth--;
    g->block = outer;
    return block;
}

static inline void set_statement(generator *g)
{
    unsigned i = bench_below(g->b, VARIABLES);
    lir_expr_id value = expression(g, var_type(g, i), 4);
    lir_stmt *s = statement(g, LIR_S_SET);
    s->var = g->vars[i];
    s->a = value;
}

static inline void if_statement(generator *g)
{
    lir_expr_id condition = expression(g, lir_scalar(LIR_I1), 3);
    lir_block body = inner_block(g, 3), other = inner_block(g, (int)bench_below(g->b, 3));
    lir_stmt *s = statement(g, LIR_S_IF);
    s->a = condition;
    s->body = body;
    s->other = other;
}

static inline void for_statement(generator *g)
{
    lir_var_id var = lir_var_new(g->m, g->f, "j", lir_scalar(LIR_I64));
    int64_t step = (int64_t)bench_below(g->b, 7) - 3;
    lir_expr_id a = lir_const_int(g->m, g->f, LIR_I64, (int64_t)bench_below(g->b, 9) - 4);
    lir_expr_id b = expression(g, lir_scalar(LIR_I64), 2);
    b = lir_op2(g->m, g->f, LIR_AND, b, lir_const_int(g->m, g->f, LIR_I64, 7));
    g->loops++;
    lir_block body = inner_block(g, 3);
    g->loops--;
    lir_stmt *s = statement(g, LIR_S_FOR);
    s->var = var;
    s->imm = step ? step : 4;
    s->a = a;
    s->b = b;
    s->body = body;
}

static inline void leave_statement(generator *g)
{
    lir_expr_id condition = expression(g, lir_scalar(LIR_I1), 2);
    lir_block block = {0}, *outer = g->block;
    g->block = &block;
    statement(g, bench_below(g->b, 2) ? LIR_S_BREAK : LIR_S_CONTINUE);
    g->block = outer;
    lir_stmt *s = statement(g, LIR_S_IF);
    s->a = condition;
    s->body = block;
}

/* Rarely false, so that most programs run on. */
static inline void check_statement(generator *g)
{
    lir_expr_id x = expression(g, lir_scalar(LIR_I8), 3);
    lir_expr_id good = lir_op2(g->m, g->f, LIR_NE, x, lir_const_int(g->m, g->f, LIR_I8, 77));
    lir_expr_id value = expression(g, lir_scalar(LIR_I32), 2);
    lir_stmt *s = statement(g, LIR_S_CHECK);
    s->a = good;
    s->imm = HPC_CHECK_RESHAPE;
    s->loc = (int32_t)bench_below(g->b, 1000);
    vec_push(g->b->arena, &s->args, value);
}

static inline void statements(generator *g, int count)
{
    for (int i = 0; i < count; i++) {
        unsigned kind = bench_below(g->b, 12);
        if (kind == 0 && g->depth < 3)
            if_statement(g);
        else if (kind == 1 && g->depth < 2)
            for_statement(g);
        else if (kind == 2 && g->loops)
            leave_statement(g);
        else if (kind == 3)
            check_statement(g);
        else
            set_statement(g);
    }
}

/* out[(i * VARIABLES + v) * ROW_BYTES] = variable v, some with a mask. */
static inline void store_variables(generator *g)
{
    for (unsigned v = 0; v < VARIABLES; v++) {
        lir_type type = var_type(g, v);
        lir_expr_id i = lir_get(g->m, g->f, g->k->i), mask = 0;
        i = lir_op2(g->m, g->f, LIR_MUL, i,
                    lir_const_int(g->m, g->f, LIR_I64, VARIABLES * ROW_BYTES));
        i = lir_op2(g->m, g->f, LIR_ADD, i, lir_const_int(g->m, g->f, LIR_I64, v * ROW_BYTES));
        lir_expr_id out = lir_get(g->m, g->f, g->k->pointers[3]);
        lir_expr_id value = lir_get(g->m, g->f, g->vars[v]);
        if (bench_below(g->b, 3) == 0)
            mask = expression(g, lir_vector(LIR_I1, type.lanes), 2);
        lir_stmt *s = statement(g, LIR_S_STORE);
        s->a = out;
        s->b = i;
        s->c = value;
        s->d = mask;
    }
}

static inline void make_program(generator *g, kernel *k)
{
    static const unsigned lanes[] = {1, 2, 4, 8, 16, 32};
    *k = kernel_begin(g->b, "random");
    g->m = k->m;
    g->f = k->f;
    g->k = k;
    g->lanes = lanes[bench_below(g->b, 6)];
    for (unsigned v = 0; v < VARIABLES; v++)
        g->vars[v] = lir_var_new(g->m, g->f, "v", random_type(g));
    g->block = &k->body;
    g->loops = 0;
    statements(g, 6);
    store_variables(g);
    kernel_end(k);
}

/* ---- Running --------------------------------------------------------------------------------- */

static inline bool variable_agrees(generator *g, const char *a, const char *b, unsigned v)
{
    lir_type type = var_type(g, v);
    unsigned size = lir_elem_size((lir_elem)type.elem);
    for (unsigned i = 0; i < type.lanes; i++)
        if (!same_element((lir_elem)type.elem, a + i * size, b + i * size, true))
            return false;
    return true;
}

static inline void fill_inputs(bench *b, char in[3][ROWS * ROW_BYTES])
{
    for (int i = 0; i < 3; i++)
        fill(b,
             i == 0   ? LIR_F64
             : i == 1 ? LIR_I32
                      : LIR_F16,
             in[i],
             i == 0   ? ROWS * ROW_BYTES / 8
             : i == 1 ? ROWS * ROW_BYTES / 4
                      : ROWS * ROW_BYTES / 2);
}

#endif
