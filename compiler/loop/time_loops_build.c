/* The loop over blocks of rows that time_loops.c found to be right: takes its findings, gives
 *
 *   if from < to {
 *     prelude
 *     if (conditions) {
 *       for i = first to whole step 32 vector blocks { load; for t { steps }; store }
 *       for i = whole to rows step 32 vector blocks { gather; for t { steps }; scatter }
 *     } else { the loop as it was }
 *   }
 *
 * Several vectors are in flight in a block, so that one's latency is another's work; the second loop
 * does what they leave, its last block with lanes that repeat the last row and are not stored. */
#include "time_loops.h"

typedef struct block_builder {
    time_loop *z;
    lir_module *m;
    lir_fn *f;
    unsigned lanes, count; /* vectors in flight */
    unsigned u;            /* the one at hand */
    lir_expr_id mask;      /* its rows that the condition at hand selects; 0: all */
    bool rest;
    lir_stmt_id block, time;              /* the loops being filled */
    lir_expr_id index[TL_MAX_IN_FLIGHT];  /* rows, as vectors */
    lir_expr_id first[TL_MAX_IN_FLIGHT];  /* and the first of each */
    lir_expr_id inside[TL_MAX_IN_FLIGHT]; /* rest: the lanes that are rows */
    lir_expr_id from, to;                 /* the time loop's bounds */
    lir_var_id *saved;                    /* by carried variable: its value before the loop */
    bool refine;                          /* square roots by steps: see "Roots" */
    lir_expr_id rare;   /* then, the lanes of this step that the steps are not for */
    lir_var_id inverse; /* of the root that was computed last */
    lir_var_id again;   /* i1: the block is to be done with instructions */
} block_builder;

static lir_expr_id op2(block_builder *b, lir_op op, lir_expr_id x, lir_expr_id y)
{
    return lir_op2(b->m, b->f, op, x, y);
}

static lir_expr_id i64(block_builder *b, int64_t value)
{
    return lir_const_int(b->m, b->f, LIR_I64, value);
}

static lir_expr_id get(block_builder *b, lir_var_id var)
{
    return lir_get(b->m, b->f, var);
}

static lir_stmt *add(block_builder *b, lir_stmt_id owner, lir_stmt_kind kind)
{
    lir_stmt_id id = lir_stmt_new(b->m, b->f, &lir_stmt_at(b->f, owner)->body, kind);
    lir_stmt *s = lir_stmt_at(b->f, id);
    s->loc = lir_stmt_at(b->f, b->z->loop)->loc;
    return s;
}

static void assign(block_builder *b, lir_stmt_id owner, lir_stmt_kind kind, lir_var_id var,
                   lir_expr_id e)
{
    lir_stmt *s = add(b, owner, kind);
    s->var = var;
    s->a = e;
}

static lir_var_id let(block_builder *b, lir_stmt_id owner, const char *name, lir_expr_id e)
{
    lir_var_id var = lir_var_new(b->m, b->f, name, b->f->exprs.items[e].type);
    assign(b, owner, LIR_S_LET, var, e);
    return var;
}

static lir_expr_id splat(block_builder *b, lir_expr_id e)
{
    uint64_t bits;
    lir_type type = b->f->exprs.items[e].type;
    if (type.lanes == b->lanes)
        return e;
    if (lir_is_const(b->f, e, &bits))
        return lir_const_bits(b->m, b->f, lir_vector((lir_elem)type.elem, b->lanes), bits);
    return lir_splat(b->m, b->f, e, b->lanes);
}

/* ---- Expressions ----------------------------------------------------------------------------- */

/* Of a step, the same for all rows. */
static lir_expr_id uniform(block_builder *b, lir_expr_id id)
{
    lir_expr_id fixed = tl_fixed(b->z, id);
    if (fixed)
        return fixed;
    lir_expr e = *tl_expr(b->z, id);
    if (e.op == LIR_VAR) {
        const tl_var *v = tl_var_at(b->z, e.var);
        return get(b, v->kind == TL_STEP ? v->copy[0] : e.var);
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        e.args[i] = uniform(b, e.args[i]);
    return lir_make_plain(b->m, b->f, &e);
}

bool tl_varies(time_loop *z, lir_expr_id id)
{
    const lir_expr e = *tl_expr(z, id);
    if (e.op == LIR_VAR && e.var < z->nvars) {
        const tl_var *v = tl_var_at(z, e.var);
        return v->kind == TL_STEP || v->kind == TL_CARRIED || v->kind == TL_ROW_SET ||
               (v->kind == TL_ROW && v->varies);
    }
    if (e.op == LIR_LOAD && !tl_fixed(z, id))
        return z->families
            .items[tl_place_of(z, e.args[0], e.args[1], (lir_elem)e.type.elem)->family]
            .written;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (tl_varies(z, e.args[i]))
            return true;
    return false;
}

static lir_expr_id row_var(block_builder *b, const lir_expr *e)
{
    const tl_var *v = tl_var_at(b->z, e->var);
    if (v->kind == TL_INDEX)
        return b->index[b->u];
    if (v->kind == TL_ROW && !v->copy[b->u]) /* the variable of an unrolled loop */
        return splat(b, v->def);
    return get(b, v->copy[b->u]);
}

/* ---- Roots -----------------------------------------------------------------------------------
 *
 * Where a loop waits for the divider, square roots are computed by multiplications and additions, with
 * the instruction's bits: from an estimate of 1/sqrt(x), two steps for g = sqrt(x), h = 1/(2 sqrt(x)),
 *
 *   root = fma(fma(-g, g, x), h, g)
 *
 * which rounds correctly (P. Markstein, "Computation of elementary functions on the IBM RISC
 * System/6000 processor", 1990): h is off by less than 1.25 * 2^-52 of itself, and sqrt(x) is never
 * nearer to the middle of two numbers than that decides, but where x is 1 + 2^-52 or 4 - 2^-51 times
 * a power of four. tests/unit/test_root.c tries these, the next hardest cases and millions of others.
 * The remainder is exact for exponents that are not extreme. For zero, infinities, negative numbers,
 * NaN and extreme exponents the loop is left, and the block, nothing of which is stored yet, is done
 * again with instructions. Under fastmath a division by the root becomes a multiplication. */

static lir_expr_id step(block_builder *b, lir_op op, lir_expr_id x, lir_expr_id y, lir_expr_id z)
{
    bool exact = b->f->exact;
    b->f->exact = true; /* fastmath does not change the steps */
    lir_expr_id e = lir_make(b->m, b->f, op, b->f->exprs.items[x].type, 0, x, y, z, 0);
    b->f->exact = exact;
    return get(b, let(b, b->time, "step", e));
}

/* c - x * y */
static lir_expr_id less(block_builder *b, lir_expr_id x, lir_expr_id y, lir_expr_id c)
{
    return step(b, LIR_FMA, lir_op1(b->m, b->f, LIR_NEG, x), y, c);
}

static lir_expr_id real(block_builder *b, double value)
{
    lir_type type = lir_vector(LIR_F64, b->lanes);
    return lir_const_bits(b->m, b->f, type, lir_float_bits(LIR_F64, value));
}

/* Lanes outside of [2^-900, 2^900). */
static void note_rare(block_builder *b, lir_expr_id x)
{
    const uint64_t first = (UINT64_C(1023) - 900) << 52, count = UINT64_C(1800) << 52;
    lir_type type = lir_vector(LIR_U64, b->lanes);
    lir_expr_id bits = lir_make(b->m, b->f, LIR_BITCAST, type, 0, x, 0, 0, 0);
    bits = op2(b, LIR_SUB, bits, lir_const_bits(b->m, b->f, type, first));
    lir_expr_id rare = op2(b, LIR_GE, bits, lir_const_bits(b->m, b->f, type, count));
    rare = b->rare ? op2(b, LIR_OR, b->rare, rare) : rare;
    b->rare = get(b, let(b, b->time, "rare", rare));
}

static lir_expr_id refine(block_builder *b, lir_expr_id x)
{
    x = get(b, let(b, b->time, "x", x));
    note_rare(b, x);
    lir_expr_id half = real(b, 0.5), y = step(b, LIR_RSQRTE, x, 0, 0);
    lir_expr_id g = step(b, LIR_MUL, x, y, 0), h = step(b, LIR_MUL, y, half, 0);
    for (int i = 0; i < 2; i++) {
        lir_expr_id rest = less(b, g, h, half);
        g = b->z->fastmath && i == 1 ? g : step(b, LIR_FMA, g, rest, g);
        h = step(b, LIR_FMA, h, rest, h);
    }
    if (!b->z->fastmath)
        return step(b, LIR_FMA, less(b, g, g, x), h, g);
    b->inverse = b->f->exprs.items[step(b, LIR_ADD, h, h, 0)].var;
    return step(b, LIR_MUL, x, get(b, b->inverse), 0);
}

static lir_expr_id of_row(block_builder *b, lir_expr_id id);

/* Of a root of this row, under fastmath; 0: of no root. */
static lir_var_id inverse_of(block_builder *b, lir_expr_id id)
{
    const lir_expr *e = tl_expr(b->z, id);
    if (!b->refine || !b->z->fastmath || (e->op != LIR_VAR && e->op != LIR_SQRT))
        return 0;
    if (e->op == LIR_VAR && e->var < b->z->nvars)
        return tl_var_at(b->z, e->var)->inverse[b->u];
    b->inverse = 0;
    of_row(b, id);
    return b->inverse;
}

/* ---- Expressions of rows --------------------------------------------------------------------- */

/* The vector of a row's expression. */
static lir_expr_id of_row(block_builder *b, lir_expr_id id)
{
    time_loop *z = b->z;
    if (tl_uniform(z, id))
        return splat(b, uniform(b, id));
    lir_expr e = *tl_expr(z, id);
    if (e.op == LIR_VAR)
        return row_var(b, &e);
    if (e.op == LIR_LOAD) {
        tl_place *p = tl_place_of(z, e.args[0], e.args[1], (lir_elem)e.type.elem);
        return get(b, p->vars[b->u]);
    }
    bool is_root = e.op == LIR_SQRT && e.type.elem == LIR_F64;
    if (b->refine && is_root && tl_varies(b->z, id))
        return refine(b, of_row(b, e.args[0]));
    lir_var_id inverse = e.op == LIR_DIV ? inverse_of(b, e.args[1]) : 0;
    if (inverse)
        return op2(b, LIR_MUL, of_row(b, e.args[0]), get(b, inverse));
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        e.args[i] = of_row(b, e.args[i]);
    e.type.lanes = (uint16_t)b->lanes;
    return lir_make_plain(b->m, b->f, &e);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static void build_rows(block_builder *b, const lir_block *block);

static void build_let(block_builder *b, const lir_stmt *s)
{
    tl_var *v = tl_var_at(b->z, s->var);
    lir_var var = b->f->vars.items[s->var];
    v->kind = TL_ROW;
    v->def = s->a;
    if (var.type.elem == LIR_PTR)
        return;
    v->varies = tl_varies(b->z, s->a);
    b->inverse = 0;
    lir_expr_id value = of_row(b, s->a);
    v->inverse[b->u] = tl_expr(b->z, s->a)->op == LIR_SQRT ? b->inverse : 0;
    v->copy[b->u] = let(b, v->varies ? b->time : b->block, var.name, value);
}

/* Under a condition the other rows keep what they have. */
static void build_assign(block_builder *b, lir_var_id var, lir_expr_id value, lir_expr_id mask)
{
    if (mask)
        value = lir_select(b->m, b->f, mask, value, get(b, var));
    assign(b, b->time, LIR_S_SET, var, value);
}

static void build_set(block_builder *b, const lir_stmt *s)
{
    lir_var_id *copy = &tl_var_at(b->z, s->var)->copy[b->u];
    lir_type type = lir_vector((lir_elem)b->f->vars.items[s->var].type.elem, b->lanes);
    lir_expr_id value = of_row(b, s->a);
    if (!*copy)
        *copy = lir_var_new(b->m, b->f, b->f->vars.items[s->var].name, type);
    build_assign(b, *copy, value, b->mask);
}

static lir_expr_id both(block_builder *b, lir_expr_id x, lir_expr_id y)
{
    return x && y ? op2(b, LIR_AND, x, y) : x ? x : y;
}

static void build_store(block_builder *b, const lir_stmt *s)
{
    lir_elem elem = (lir_elem)tl_expr(b->z, s->c)->type.elem;
    lir_expr_id value = of_row(b, s->c), mask = b->mask;
    if (s->d)
        mask = both(b, mask, of_row(b, s->d));
    build_assign(b, tl_place_of(b->z, s->a, s->b, elem)->vars[b->u], value, mask);
}

static void build_if(block_builder *b, const lir_stmt *s)
{
    if (tl_is_decided(b->z, s->a)) {
        build_rows(b, &s->body);
        return;
    }
    lir_expr_id outer = b->mask, cond = get(b, let(b, b->time, "holds", of_row(b, s->a)));
    b->mask = both(b, outer, cond);
    build_rows(b, &s->body);
    b->mask = both(b, outer, lir_op1(b->m, b->f, LIR_NOT, cond));
    build_rows(b, &s->other);
    b->mask = outer;
}

static void build_unrolled(block_builder *b, const lir_stmt *s)
{
    int64_t from, to;
    if (!tl_unrolls(b->z, s, &from, &to))
        return;
    for (int64_t i = from; i < to; i++) {
        tl_var *v = tl_var_at(b->z, s->var);
        v->def = i64(b, i);
        v->varies = false;
        v->copy[b->u] = 0;
        build_rows(b, &s->body);
    }
}

static void build_rows(block_builder *b, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = b->f->stmts.items[block->items[i]];
        if (s.kind == LIR_S_LET)
            build_let(b, &s);
        else if (s.kind == LIR_S_SET)
            build_set(b, &s);
        else if (s.kind == LIR_S_STORE)
            build_store(b, &s);
        else if (s.kind == LIR_S_IF)
            build_if(b, &s);
        else if (s.kind == LIR_S_FOR)
            build_unrolled(b, &s);
    }
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static void build_steps(block_builder *b)
{
    time_loop *z = b->z;
    for (uint32_t i = 0; i < z->steps.len; i++) {
        lir_stmt s = b->f->stmts.items[z->steps.items[i]];
        if (s.kind == LIR_S_POLL) {
            add(b, b->time, LIR_S_POLL)->loc = s.loc;
        } else if (s.kind == LIR_S_LET) {
            lir_var_id var = let(b, b->time, b->f->vars.items[s.var].name, uniform(b, s.a));
            tl_var_at(z, s.var)->copy[0] = var;
        } else if (s.kind == LIR_S_SET) {
            assign(b, b->time, LIR_S_SET, s.var, uniform(b, s.a));
        } else {
            tl_var_at(z, s.var)->kind = TL_INDEX;
            for (b->u = 0; b->u < b->count; b->u++)
                build_rows(b, &s.body);
        }
    }
}

/* ---- Loads and stores of a block ------------------------------------------------------------- */

typedef struct address {
    lir_expr_id base, offset; /* offset: of the first row, or of each lane */
    bool unit;                /* rows are neighbours */
} address;

static address address_of(block_builder *b, const tl_place *p, unsigned u)
{
    const tl_family f = b->z->families.items[p->family];
    uint64_t stride;
    bool known = lir_is_const(b->f, f.stride, &stride);
    address x = {f.base, 0, known && stride == lir_elem_size(p->elem) && !b->rest};
    lir_expr_id fixed = i64(b, p->offset);
    if (f.rest)
        fixed = op2(b, LIR_ADD, f.rest, fixed);
    if (x.unit)
        x.offset = op2(b, LIR_ADD, op2(b, LIR_MUL, b->first[u], f.stride), fixed);
    else
        x.offset =
            op2(b, LIR_ADD, op2(b, LIR_MUL, b->index[u], splat(b, f.stride)), splat(b, fixed));
    return x;
}

/* What memory has of a place. */
static void fill_place(block_builder *b, lir_stmt_id into, uint32_t place, unsigned u)
{
    const tl_place *p = &b->z->places.items[place];
    const tl_family f = b->z->families.items[p->family];
    lir_type type = lir_vector(p->elem, b->lanes);
    uint64_t stride;
    lir_expr_id value;
    if (!p->read)
        return;
    if (lir_is_const(b->f, f.stride, &stride) && stride == 0) {
        lir_expr_id offset = i64(b, p->offset);
        offset = f.rest ? op2(b, LIR_ADD, f.rest, offset) : offset;
        value = splat(b, lir_load(b->m, b->f, lir_scalar(p->elem), f.base, offset));
    } else {
        address x = address_of(b, p, u);
        lir_op op = x.unit ? LIR_LOAD : LIR_GATHER;
        value = lir_make(b->m, b->f, op, type, 0, x.base, x.offset, 0, 0);
    }
    assign(b, into, f.written ? LIR_S_SET : LIR_S_LET, p->vars[u], value);
}

static void load_place(block_builder *b, uint32_t place, unsigned u)
{
    tl_place *p = &b->z->places.items[place];
    p->vars[u] = lir_var_new(b->m, b->f, "row", lir_vector(p->elem, b->lanes));
    fill_place(b, b->block, place, u);
}

/* Columns of a row that are loaded and not stored stay as they are in memory. */
static bool is_stored(const block_builder *b, uint32_t place)
{
    return b->z->families.items[b->z->places.items[place].family].written;
}

static void store_place(block_builder *b, uint32_t place, unsigned u)
{
    const tl_place *p = &b->z->places.items[place];
    address x = address_of(b, p, u);
    lir_stmt *s = add(b, b->block, x.unit ? LIR_S_STORE : LIR_S_SCATTER);
    s->a = x.base;
    s->b = x.offset;
    s->c = get(b, p->vars[u]);
    s->d = b->rest ? b->inside[u] : 0;
}

/* ---- The loops ------------------------------------------------------------------------------- */

/* Row numbers as vectors; the rest repeats its last row. */
static void number_rows(block_builder *b, lir_expr_id first)
{
    lir_type type = lir_vector(LIR_I64, b->lanes);
    lir_expr_id iota = lir_make(b->m, b->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
    for (unsigned u = 0; u < b->count; u++) {
        b->first[u] = op2(b, LIR_ADD, first, i64(b, (int64_t)u * b->lanes));
        b->index[u] = op2(b, LIR_ADD, splat(b, b->first[u]), iota);
        if (b->rest) {
            lir_expr_id to = splat(b, b->z->to), one = splat(b, i64(b, 1));
            b->inside[u] = get(b, let(b, b->block, "inside", op2(b, LIR_LT, b->index[u], to)));
            b->index[u] = op2(b, LIR_MIN, b->index[u], op2(b, LIR_SUB, to, one));
        }
        b->index[u] = get(b, let(b, b->block, "rows", b->index[u]));
    }
}

static lir_stmt_id new_if(block_builder *b, lir_expr_id cond)
{
    lir_block nowhere = {0};
    lir_stmt_id id = lir_stmt_new(b->m, b->f, &nowhere, LIR_S_IF);
    lir_stmt_at(b->f, id)->a = cond;
    lir_stmt_at(b->f, id)->loc = lir_stmt_at(b->f, b->z->loop)->loc;
    return id;
}

static lir_stmt_id open_loop(block_builder *b, const char *name, lir_expr_id from, lir_expr_id to,
                             int64_t step)
{
    lir_block nowhere = {0};
    lir_var_id var = lir_var_new(b->m, b->f, name, lir_scalar(LIR_I64));
    lir_stmt_id id = lir_stmt_new(b->m, b->f, &nowhere, LIR_S_FOR);
    lir_stmt *s = lir_stmt_at(b->f, id);
    s->var = var;
    s->a = from;
    s->b = to;
    s->imm = step;
    s->flags = LIR_FOR_VECTOR | LIR_FOR_BLOCKS;
    s->loc = lir_stmt_at(b->f, b->z->loop)->loc;
    return id;
}

static void forget_copies(block_builder *b)
{
    for (lir_var_id v = 1; v < b->z->nvars; v++)
        memset(tl_var_at(b->z, v)->copy, 0, sizeof(lir_var_id[TL_MAX_IN_FLIGHT]));
}

static void restore_carried(block_builder *b, lir_stmt_id into)
{
    for (uint32_t i = 0; i < b->z->carried.len; i++)
        assign(b, into, LIR_S_SET, b->z->carried.items[i], get(b, b->saved[i]));
}

/* The time loop, at the end of a statement's body. */
static void build_time(block_builder *b, lir_stmt_id into)
{
    time_loop *z = b->z;
    lir_stmt loop = *lir_stmt_at(b->f, z->loop);
    b->time = open_loop(b, b->f->vars.items[loop.var].name, b->from, b->to, loop.imm);
    tl_var_at(z, loop.var)->copy[0] = lir_stmt_at(b->f, b->time)->var;
    b->rare = 0;
    build_steps(b);
    if (b->rare) {
        lir_expr_id any = lir_make(b->m, b->f, LIR_ANY, lir_scalar(LIR_I1), 0, b->rare, 0, 0, 0);
        lir_stmt_id leave = new_if(b, any);
        lir_stmt_at(b->f, leave)->flags = LIR_IF_UNLIKELY;
        assign(b, leave, LIR_S_SET, b->again, lir_const_bits(b->m, b->f, lir_scalar(LIR_I1), 1));
        add(b, leave, LIR_S_BREAK);
        vec_push(z->a, &lir_stmt_at(b->f, b->time)->body, leave);
    }
    vec_push(z->a, &lir_stmt_at(b->f, into)->body, b->time);
}

/* The rows from `row` on are loaded and run, at the end of b->block's body. */
static void run_rows(block_builder *b, lir_expr_id row)
{
    time_loop *z = b->z;
    forget_copies(b);
    number_rows(b, row);
    for (uint32_t i = 0; i < z->places.len; i++)
        for (unsigned u = 0; u < b->count; u++)
            load_place(b, i, u);
    restore_carried(b, b->block);
    build_time(b, b->block);
}

static void store_rows(block_builder *b)
{
    for (uint32_t i = 0; i < b->z->places.len; i++)
        for (unsigned u = 0; u < b->count && is_stored(b, i); u++)
            store_place(b, i, u);
}

/* The rows, which steps for roots were tried on, are stored; where a lane needs instructions, they
 * are run from their beginning instead. */
static void build_again(block_builder *b, lir_expr_id row)
{
    lir_stmt_id block = b->block;
    lir_expr_id no = lir_const_bits(b->m, b->f, lir_scalar(LIR_I1), 0);
    lir_stmt_id done = new_if(b, op2(b, LIR_EQ, get(b, b->again), no));
    b->block = done;
    store_rows(b);
    lir_stmt_id again = new_if(b, get(b, b->again));
    lir_stmt_at(b->f, again)->flags = LIR_IF_UNLIKELY | LIR_IF_COLD;
    b->block = again;
    b->refine = false;
    run_rows(b, row);
    store_rows(b);
    b->block = block;
    vec_push(b->z->a, &lir_stmt_at(b->f, block)->body, done);
    vec_push(b->z->a, &lir_stmt_at(b->f, block)->body, again);
}

static void build_block(block_builder *b, lir_stmt_id into, lir_expr_id from, lir_expr_id to)
{
    b->block = open_loop(b, "i", from, to, (int64_t)b->lanes * b->count);
    lir_stmt_at(b->f, b->block)->flags |= LIR_FOR_PARALLEL;
    lir_expr_id row = get(b, lir_stmt_at(b->f, b->block)->var);
    lir_expr_id no = lir_const_bits(b->m, b->f, lir_scalar(LIR_I1), 0);
    bool tries = b->refine;
    if (tries)
        assign(b, b->block, LIR_S_SET, b->again, no);
    run_rows(b, row);
    if (tries)
        build_again(b, row);
    else
        store_rows(b);
    vec_push(b->z->a, &lir_stmt_at(b->f, into)->body, b->block);
}

/* Lanes of the widest element: what fills a register with rows. */
static unsigned lanes_of(const time_loop *z)
{
    unsigned widest = 1;
    for (uint32_t i = 0; i < z->places.len; i++) {
        unsigned size = lir_elem_size(z->places.items[i].elem);
        widest = size > widest ? size : widest;
    }
    return z->vector_bytes / widest;
}

/* The divider works beside the rest: the longer of the two is a step's time. */
bool tl_refines(const time_loop *z)
{
    enum { STEPS = 12 };
    const target_divider *d = z->divider;
    if (!d || !z->roots || z->vector_bytes != 64 || lanes_of(z) != 8)
        return false;
    unsigned divisions = z->fastmath ? 0 : z->divisions * d->division;
    unsigned steps = z->others + z->roots * STEPS;
    return (divisions > steps ? divisions : steps) <
           z->divisions * d->division + z->roots * d->root;
}

static void build_blocks(block_builder *b, lir_stmt_id into)
{
    enum { REST = 4 };
    time_loop *z = b->z;
    b->lanes = lanes_of(z);
    b->refine = tl_refines(z);
    if (b->refine)
        b->again = lir_var_new(b->m, b->f, "again", lir_scalar(LIR_I1));
    for (uint32_t i = 0; i < z->finals.len; i++)
        assign(b, into, LIR_S_SET, z->finals.items[i], tl_var_at(z, z->finals.items[i])->def);
    b->saved = ARENA_ARRAY(z->a, lir_var_id, z->carried.len + 1);
    for (uint32_t i = 0; i < z->carried.len; i++)
        b->saved[i] = let(b, into, "before", get(b, z->carried.items[i]));
    lir_expr_id rows = op2(b, LIR_SUB, z->to, z->from);
    rows = op2(b, LIR_AND, rows, i64(b, -(int64_t)b->lanes * b->count));
    lir_expr_id whole = get(b, let(b, into, "whole", op2(b, LIR_ADD, z->from, rows)));
    build_block(b, into, z->from, whole);
    if (z->remarks)
        remark_add(z->remarks, REMARK_BLOCKS, z->f->index, 0, lir_stmt_at(z->f, z->loop)->loc,
                   arena_printf(z->a, "%u", b->count), arena_printf(z->a, "%u", b->lanes));
    b->rest = true;
    b->refine = false;
    b->count = b->count < REST ? b->count : REST; /* one would wait as long */
    build_block(b, into, whole, z->to);
}

lir_stmt_id tl_build(time_loop *z, unsigned in_flight)
{
    block_builder b = {.z = z, .m = z->m, .f = z->f, .count = in_flight};
    lir_stmt loop = *lir_stmt_at(z->f, z->loop);
    lir_expr_id cond = lir_const_bits(z->m, z->f, lir_scalar(LIR_I1), 1);
    lir_stmt_id any = new_if(&b, op2(&b, loop.imm > 0 ? LIR_LT : LIR_GT, loop.a, loop.b));
    b.from = get(&b, let(&b, any, "from", loop.a));
    b.to = get(&b, let(&b, any, "to", loop.b));
    for (uint32_t i = 0; i < z->prelude.len; i++)
        vec_push(z->a, &lir_stmt_at(z->f, any)->body, z->prelude.items[i]);
    for (uint32_t i = 0; i < z->conds.len; i++)
        cond = i ? op2(&b, LIR_AND, cond, z->conds.items[i]) : z->conds.items[0];
    lir_stmt_id fits = new_if(&b, cond);
    build_blocks(&b, fits);
    lir_stmt_at(z->f, fits)->flags = LIR_IF_COLD_ELSE; /* few steps, or rows that are not apart */
    vec_push(z->a, &lir_stmt_at(z->f, fits)->other, z->loop);
    vec_push(z->a, &lir_stmt_at(z->f, any)->body, fits);
    return any;
}
