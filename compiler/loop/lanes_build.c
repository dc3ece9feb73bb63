/* The loops over lanes that lanes.c found to be right: takes its findings, gives
 *
 *   if (conditions) {
 *     for j = low to whole32 step 32 vector { lanes }      (without a triangle)
 *     for j = whole32 to whole8 step 8 vector { lanes; for l = j to j + 8 { the rest of a triangle } }
 *     for j = whole8 to high { as before, without checks }
 *   } else { the loop as it was }
 *
 * What is the same for all lanes stays one value, and addresses are made anew from linear forms. */
#include "lanes.h"

/* Vectors in flight, so that one's latency is another's work. */
enum { IN_FLIGHT = 4 };

typedef struct lane_builder {
    lanes *z;
    lir_module *m;
    lir_fn *f;
    unsigned lanes;
    lir_block *out;
    lir_expr_id *narrow, *wide; /* by expression: its copy in the statement at hand */
    uint32_t *narrow_stamp, *wide_stamp, stamp;
    lir_var_id held[LN_MAX_ACCESSES]; /* by promoted store: what stands for it, as lanes */
    lir_var_id one[LN_MAX_ACCESSES];  /* and without lanes; 0: not in its loop */
    lir_var_id *scratch;              /* by variable that is SET: where its lanes lie */
    int turn;                         /* of a block of turns; -1: not in one */
    lir_var_id columns[LN_MAX_ACCESSES][LN_MAX_TURNS]; /* by load that is taken apart, and turn */
} lane_builder;

static lir_expr_id op2(lane_builder *b, lir_op op, lir_expr_id x, lir_expr_id y)
{
    return lir_op2(b->m, b->f, op, x, y);
}

static lir_expr_id i64(lane_builder *b, int64_t value)
{
    return lir_const_int(b->m, b->f, LIR_I64, value);
}

static lir_expr_id get(lane_builder *b, lir_var_id var)
{
    return lir_get(b->m, b->f, var);
}

static lir_stmt *add(lane_builder *b, lir_stmt_kind kind, int32_t loc)
{
    lir_stmt *s = lir_stmt_at(b->f, lir_stmt_new(b->m, b->f, b->out, kind));
    s->loc = loc;
    b->stamp++;
    return s;
}

static void assign(lane_builder *b, lir_stmt_kind kind, lir_var_id var, lir_expr_id e, int32_t loc)
{
    lir_stmt *s = add(b, kind, loc);
    s->var = var;
    s->a = e;
}

static lir_var_id new_var(lane_builder *b, const char *name, lir_elem elem, unsigned count)
{
    return lir_var_new(b->m, b->f, name, lir_vector(elem, count));
}

static void store(lane_builder *b, lir_expr_id base, lir_expr_id offset, lir_expr_id value,
                  int32_t loc)
{
    lir_stmt *s = add(b, LIR_S_STORE, loc);
    s->a = base;
    s->b = offset;
    s->c = value;
}

/* ---- One value ------------------------------------------------------------------------------- */

/* The promoted store that an access is at the place of, in its loop; -1: none. */
static int promoted_for(const lane_builder *b, const ln_access *x)
{
    for (uint32_t i = 0; i < b->z->naccesses; i++) {
        const ln_access *y = &b->z->accesses[i];
        if (y->promoted >= 0 && y->promoted == x->loop && ln_same_place(x, y))
            return (int)i;
    }
    return -1;
}

static lir_expr_id narrow(lane_builder *b, lir_expr_id id)
{
    if (!id || id >= b->z->nexprs)
        return id;
    if (b->narrow_stamp[id] == b->stamp)
        return b->narrow[id];
    lir_expr e = *ln_at(b->z, id);
    int held = -1;
    if (e.op == LIR_LOAD && b->z->access_stamp[id] == b->z->stamp)
        held = promoted_for(b, &b->z->accesses[b->z->access_of[id] - 1]);
    if (held >= 0 && b->one[held])
        return get(b, b->one[held]);
    bool same = e.op != LIR_LOAD;
    if (e.op == LIR_VAR) {
        const ln_var *v = ln_var_at(b->z, e.var);
        if (v->kind == LN_LET || v->kind == LN_INDEX)
            return get(b, v->narrow);
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++) {
        lir_expr_id arg = narrow(b, e.args[i]);
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    b->narrow_stamp[id] = b->stamp;
    return b->narrow[id] = same ? id : lir_make_plain(b->m, b->f, &e);
}

/* A linear form where the loop at hand's variable is the first lane. */
static lir_expr_id narrow_linear(lane_builder *b, ln_linear x)
{
    for (uint32_t i = 0; i < b->z->nloops; i++) {
        const ln_loop *loop = &b->z->loops[i];
        if (ln_factor(&x, loop->atom) == 0)
            continue;
        ln_linear now = ln_atom(get(b, ln_var_at(b->z, loop->var)->narrow));
        x = ln_replace(x, loop->atom, &now);
    }
    return ln_expr(b->z, &x);
}

static lir_expr_id offset_of(lane_builder *b, const ln_access *x)
{
    lir_expr_id sum = 0;
    for (uint32_t i = 0; i < x->ndims; i++) {
        lir_expr_id stride = x->dims[i].stride ? x->dims[i].stride : i64(b, x->dims[i].bytes);
        lir_expr_id term = op2(b, LIR_MUL, narrow_linear(b, x->dims[i].index), stride);
        sum = sum ? op2(b, LIR_ADD, sum, term) : term;
    }
    return sum;
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static lir_expr_id splat(lane_builder *b, lir_expr_id e)
{
    uint64_t bits;
    lir_type type = b->f->exprs.items[e].type;
    if (lir_is_const(b->f, e, &bits))
        return lir_const_bits(b->m, b->f, lir_vector((lir_elem)type.elem, b->lanes), bits);
    return lir_splat(b->m, b->f, e, b->lanes);
}

static bool varies(lane_builder *b, lir_expr_id id)
{
    const lir_expr *e = ln_at(b->z, id);
    if (e->op == LIR_VAR) {
        const ln_var *v = ln_var_at(b->z, e->var);
        return v->varies || v->kind == LN_SET;
    }
    for (unsigned i = 0; i < lir_op_arity((lir_op)e->op); i++)
        if (varies(b, e->args[i]))
            return true;
    return false;
}

static lir_expr_id wide_linear(lane_builder *b, ln_linear x)
{
    int64_t factor = ln_factor(&x, b->z->loops[0].atom);
    lir_type type = lir_vector(LIR_I64, b->lanes);
    lir_expr_id iota = lir_make(b->m, b->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
    iota = op2(b, LIR_MUL, iota, splat(b, i64(b, factor)));
    return op2(b, LIR_ADD, splat(b, narrow_linear(b, x)), iota);
}

static lir_expr_id load_lanes(lane_builder *b, const ln_access *x)
{
    lir_expr_id offset = offset_of(b, x), all = 0;
    lir_type one = lir_scalar(x->elem), type = lir_vector(x->elem, b->lanes);
    if (b->turn >= 0 && x->columns == x->loop)
        return get(b, b->columns[x - b->z->accesses][b->turn]);
    if (x->unit)
        return lir_load(b->m, b->f, type, x->base, offset);
    if (!x->lane_stride)
        return splat(b, lir_load(b->m, b->f, one, x->base, offset));
    all = lir_const_bits(b->m, b->f, type, 0);
    for (unsigned i = 0; i < b->lanes; i++) {
        lir_expr_id at = op2(b, LIR_MUL, x->lane_stride, i64(b, i));
        lir_expr_id e = lir_load(b->m, b->f, one, x->base, op2(b, LIR_ADD, offset, at));
        all = lir_make(b->m, b->f, LIR_INSERT, type, i, all, e, 0, 0);
    }
    return all;
}

static lir_expr_id wide_load(lane_builder *b, lir_expr_id id)
{
    const ln_access *x = &b->z->accesses[b->z->access_of[id] - 1];
    int held = promoted_for(b, x);
    return held >= 0 ? get(b, b->held[held]) : load_lanes(b, x);
}

static lir_expr_id wide(lane_builder *b, lir_expr_id id);

static lir_expr_id wide_var(lane_builder *b, lir_expr_id id)
{
    const ln_var *v = ln_var_at(b->z, ln_at(b->z, id)->var);
    if (v->kind != LN_INDEX && v->wide)
        return get(b, v->wide);
    return wide_linear(b, ln_of(b->z, id));
}

static lir_expr_id wide(lane_builder *b, lir_expr_id id)
{
    if (b->wide_stamp[id] == b->stamp)
        return b->wide[id];
    const lir_expr e = *ln_at(b->z, id);
    lir_expr_id made;
    if (!varies(b, id)) {
        made = splat(b, narrow(b, id));
    } else if (e.op == LIR_VAR) {
        made = wide_var(b, id);
    } else if (e.op == LIR_LOAD) {
        made = wide_load(b, id);
    } else {
        lir_expr_id args[LIR_MAX_ARGS] = {0};
        for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
            args[i] = wide(b, e.args[i]);
        lir_type type = lir_vector((lir_elem)e.type.elem, b->lanes);
        made = lir_make(b->m, b->f, (lir_op)e.op, type, e.imm, args[0], args[1], args[2], args[3]);
    }
    b->wide_stamp[id] = b->stamp;
    return b->wide[id] = made;
}

/* ---- Statements without lanes ---------------------------------------------------------------- */

static void copy_block(lane_builder *b, const lir_block *block);

static lir_block copy_into(lane_builder *b, const lir_block *block)
{
    lir_block made = {0}, *out = b->out;
    b->out = &made;
    b->stamp++;
    copy_block(b, block);
    b->out = out;
    return made;
}

static int loop_of(const lanes *z, const lir_stmt *s)
{
    int i = (int)z->nloops - 1;
    while (i >= 0 && z->loops[i].var != s->var)
        i--;
    return i;
}

static bool has_promoted(const lane_builder *b, int loop)
{
    for (uint32_t i = 0; i < b->z->naccesses; i++)
        if (b->z->accesses[i].promoted == loop)
            return true;
    return false;
}

/* Elements are held only where there are turns: nothing says that they exist where there are none. */
static void add_if_any(lane_builder *b, lir_expr_id from, lir_expr_id to, lir_block inside,
                       int32_t loc)
{
    lir_expr_id any = op2(b, LIR_LT, from, to);
    lir_stmt *s = add(b, LIR_S_IF, loc);
    s->a = any;
    s->body = inside;
}

static void copy_turns(lane_builder *b, const lir_stmt *s, lir_expr_id from, lir_expr_id to)
{
    lir_var_id index = new_var(b, b->f->vars.items[s->var].name, LIR_I64, 1);
    ln_var_at(b->z, s->var)->narrow = index;
    lir_block body = copy_into(b, &s->body);
    lir_stmt *made = add(b, LIR_S_FOR, s->loc);
    made->flags = LIR_FOR_SPARE;
    made->var = index;
    made->a = from;
    made->b = to;
    made->imm = 1;
    made->body = body;
}

static void copy_for(lane_builder *b, const lir_stmt *s, lir_expr_id from)
{
    lanes *z = b->z;
    int loop = loop_of(z, s);
    lir_expr_id to = narrow(b, s->b);
    if (!has_promoted(b, loop)) {
        copy_turns(b, s, from, to);
        return;
    }
    lir_block inside = {0}, *out = b->out;
    b->out = &inside;
    for (uint32_t i = 0; i < z->naccesses; i++) {
        const ln_access *x = &z->accesses[i];
        if (x->promoted != loop || !x->whole)
            continue;
        lir_type type = lir_scalar(x->elem);
        lir_expr_id now = lir_load(b->m, b->f, type, x->base, offset_of(b, x));
        b->one[i] = new_var(b, "held", x->elem, 1);
        assign(b, LIR_S_SET, b->one[i], now, s->loc);
    }
    copy_turns(b, s, from, to);
    for (uint32_t i = 0; i < z->naccesses; i++) {
        const ln_access *x = &z->accesses[i];
        if (x->promoted == loop && x->whole)
            store(b, x->base, offset_of(b, x), get(b, b->one[i]), s->loc);
        if (x->promoted == loop)
            b->one[i] = 0;
    }
    b->out = out;
    add_if_any(b, from, to, inside, s->loc);
}

static void copy_let(lane_builder *b, const lir_stmt *s)
{
    lir_expr_id e = narrow(b, s->a);
    const lir_var v = b->f->vars.items[s->var];
    lir_var_id var = new_var(b, v.name, (lir_elem)v.type.elem, 1);
    ln_var_at(b->z, s->var)->narrow = var;
    assign(b, LIR_S_LET, var, e, s->loc);
}

static void copy_if(lane_builder *b, const lir_stmt *s)
{
    lir_expr_id cond = narrow(b, s->a);
    lir_block body = copy_into(b, &s->body), other = copy_into(b, &s->other);
    lir_stmt *made = add(b, LIR_S_IF, s->loc);
    made->a = cond;
    made->body = body;
    made->other = other;
}

static const ln_access *access_of_store(const lanes *z, lir_stmt_id id)
{
    const ln_access *x = z->accesses;
    while (x->stmt != id)
        x++;
    return x;
}

static void copy_store(lane_builder *b, lir_stmt_id id, const lir_stmt *s)
{
    lir_var_id one = b->one[access_of_store(b->z, id) - b->z->accesses];
    if (one)
        assign(b, LIR_S_SET, one, narrow(b, s->c), s->loc);
    else
        store(b, narrow(b, s->a), narrow(b, s->b), narrow(b, s->c), s->loc);
}

/* Checks hold. */
static void copy_block(lane_builder *b, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt s = *lir_stmt_at(b->f, block->items[i]);
        switch ((lir_stmt_kind)s.kind) {
        case LIR_S_LET: copy_let(b, &s); break;
        case LIR_S_SET: assign(b, LIR_S_SET, s.var, narrow(b, s.a), s.loc); break;
        case LIR_S_STORE: copy_store(b, block->items[i], &s); break;
        case LIR_S_FOR: copy_for(b, &s, narrow(b, s.a)); break;
        case LIR_S_IF: copy_if(b, &s); break;
        case LIR_S_POLL: add(b, LIR_S_POLL, s.loc); break;
        default: break;
        }
    }
}

/* ---- Statements of lanes --------------------------------------------------------------------- */

static void lanes_block(lane_builder *b, const lir_block *block);

static lir_block lanes_into(lane_builder *b, const lir_block *block)
{
    lir_block made = {0}, *out = b->out;
    b->out = &made;
    b->stamp++;
    lanes_block(b, block);
    b->out = out;
    return made;
}

/* ---- Turns that go along rows ---------------------------------------------------------------- */

static lir_expr_id shuffle(lane_builder *b, lir_expr_id x, lir_expr_id y, const uint16_t *list)
{
    lir_lane_list lanes = {0};
    for (unsigned i = 0; i < b->lanes; i++)
        vec_push(b->z->a, &lanes, list[i]);
    uint32_t index = vec_push(b->z->a, &b->f->shuffles, lanes);
    return lir_make(b->m, b->f, LIR_SHUFFLE, b->f->exprs.items[x].type, index, x, y, 0, 0);
}

static lir_var_id let_lanes(lane_builder *b, lir_elem elem, lir_expr_id e, int32_t loc)
{
    lir_var_id var = new_var(b, "row", elem, b->lanes);
    assign(b, LIR_S_LET, var, e, loc);
    return var;
}

/* Of two rows the elements whose number has the bit `by`, or those that have it not. */
static lir_var_id take_apart(lane_builder *b, const lir_var_id *rows, unsigned i, unsigned by,
                             int32_t loc)
{
    uint16_t list[LN_MAX_TURNS];
    unsigned first = i & by;
    for (unsigned k = 0; k < b->lanes; k++)
        list[k] = (uint16_t)((k & by) ? b->lanes + (k & ~by) + first : k + first);
    lir_expr_id x = get(b, rows[i & ~by]), y = get(b, rows[i | by]);
    return let_lanes(b, (lir_elem)b->f->exprs.items[x].type.elem, shuffle(b, x, y, list), loc);
}

/* As many turns as lanes: each lane's elements are loaded as a row, and turned into what all lanes
 * need in each turn. */
static void load_columns(lane_builder *b, const ln_access *x, int32_t loc)
{
    lir_var_id *rows = b->columns[x - b->z->accesses], before[LN_MAX_TURNS];
    lir_expr_id offset = offset_of(b, x);
    for (unsigned i = 0; i < b->lanes; i++) {
        lir_expr_id at = op2(b, LIR_ADD, offset, op2(b, LIR_MUL, x->lane_stride, i64(b, i)));
        lir_type type = lir_vector(x->elem, b->lanes);
        rows[i] = let_lanes(b, x->elem, lir_load(b->m, b->f, type, x->base, at), loc);
    }
    for (unsigned by = 1; by < b->lanes; by *= 2) {
        memcpy(before, rows, sizeof before);
        for (unsigned i = 0; i < b->lanes; i++)
            rows[i] = take_apart(b, before, i, by, loc);
    }
}

static bool has_columns(const lane_builder *b, int loop)
{
    for (uint32_t i = 0; i < b->z->naccesses; i++)
        if (b->z->accesses[i].columns == loop && b->lanes <= LN_MAX_TURNS)
            return true;
    return false;
}

static lir_block block_of_turns(lane_builder *b, int loop, lir_var_id first)
{
    lanes *z = b->z;
    const lir_stmt s = *lir_stmt_at(b->f, z->loops[loop].stmt);
    lir_block made = {0}, *out = b->out;
    b->out = &made;
    ln_var_at(z, s.var)->narrow = first;
    for (uint32_t i = 0; i < z->naccesses; i++)
        if (z->accesses[i].columns == loop)
            load_columns(b, &z->accesses[i], s.loc);
    for (unsigned i = 0; i < b->lanes; i++) {
        lir_var_id turn = new_var(b, b->f->vars.items[s.var].name, LIR_I64, 1);
        assign(b, LIR_S_LET, turn, op2(b, LIR_ADD, get(b, first), i64(b, i)), s.loc);
        ln_var_at(z, s.var)->narrow = turn;
        b->turn = (int)i;
        lanes_block(b, &s.body);
    }
    b->turn = -1;
    b->out = out;
    return made;
}

static lir_stmt *add_for(lane_builder *b, int32_t loc, lir_var_id var, lir_expr_id from,
                         lir_expr_id to, int64_t step)
{
    lir_stmt *s = add(b, LIR_S_FOR, loc);
    s->flags = LIR_FOR_VECTOR;
    s->var = var;
    s->a = from;
    s->b = to;
    s->imm = step;
    return s;
}

/* The turns of a loop inside; gives back where those of blocks have ended. */
static lir_expr_id add_blocks_of_turns(lane_builder *b, int loop, lir_expr_id from, lir_expr_id to)
{
    const lir_stmt s = *lir_stmt_at(b->f, b->z->loops[loop].stmt);
    lir_var_id end = new_var(b, "whole", LIR_I64, 1);
    lir_expr_id turns = op2(b, LIR_MAX, op2(b, LIR_SUB, to, from), i64(b, 0));
    turns = op2(b, LIR_AND, turns, i64(b, -(int64_t)b->lanes));
    assign(b, LIR_S_LET, end, op2(b, LIR_ADD, from, turns), s.loc);
    lir_var_id first = new_var(b, b->f->vars.items[s.var].name, LIR_I64, 1);
    lir_block body = block_of_turns(b, loop, first);
    add_for(b, s.loc, first, from, get(b, end), b->lanes)->body = body;
    return get(b, end);
}

static void lanes_turns(lane_builder *b, int loop, lir_expr_id from, lir_expr_id to)
{
    const lir_stmt s = *lir_stmt_at(b->f, b->z->loops[loop].stmt);
    if (has_columns(b, loop))
        from = add_blocks_of_turns(b, loop, from, to);
    lir_var_id index = new_var(b, b->f->vars.items[s.var].name, LIR_I64, 1);
    ln_var_at(b->z, s.var)->narrow = index;
    lir_block body = lanes_into(b, &s.body);
    add_for(b, s.loc, index, from, to, 1)->body = body;
}

static void lanes_for(lane_builder *b, const lir_stmt *s)
{
    lanes *z = b->z;
    int loop = loop_of(z, s);
    lir_expr_id from = narrow(b, s->a), to;
    if (loop == z->triangle)
        to = op2(b, LIR_ADD, get(b, ln_var_at(z, z->loops[0].var)->narrow), i64(b, z->until));
    else
        to = narrow(b, s->b);
    if (!has_promoted(b, loop)) {
        lanes_turns(b, loop, from, to);
        return;
    }
    lir_block inside = {0}, *out = b->out;
    b->out = &inside;
    for (uint32_t i = 0; i < z->naccesses; i++) {
        const ln_access *x = &z->accesses[i];
        if (x->promoted != loop)
            continue;
        b->held[i] = new_var(b, "held", x->elem, b->lanes);
        assign(b, LIR_S_SET, b->held[i], load_lanes(b, x), s->loc);
    }
    lanes_turns(b, loop, from, to);
    for (uint32_t i = 0; i < z->naccesses; i++) {
        const ln_access *x = &z->accesses[i];
        if (x->promoted == loop)
            store(b, x->base, offset_of(b, x), get(b, b->held[i]), s->loc);
    }
    b->out = out;
    add_if_any(b, from, to, inside, s->loc);
}

/* Indexes are made where they are used. */
static void lanes_let(lane_builder *b, const lir_stmt *s)
{
    ln_var *v = ln_var_at(b->z, s->var);
    if (!v->varies) {
        copy_let(b, s);
        return;
    }
    v->wide = 0;
    if (ln_of(b->z, s->a).ok)
        return;
    lir_expr_id e = wide(b, s->a);
    const lir_var var = b->f->vars.items[s->var];
    v->wide = new_var(b, var.name, (lir_elem)var.type.elem, b->lanes);
    assign(b, LIR_S_LET, v->wide, e, s->loc);
}

static void lanes_store(lane_builder *b, lir_stmt_id id, const lir_stmt *s)
{
    const ln_access *x = access_of_store(b->z, id);
    lir_expr_id value = wide(b, s->c);
    if (x->promoted >= 0) {
        assign(b, LIR_S_SET, b->held[x - b->z->accesses], value, s->loc);
        return;
    }
    lir_expr_id offset = offset_of(b, x);
    if (x->unit) {
        store(b, x->base, offset, value, s->loc);
        return;
    }
    lir_var_id all = new_var(b, "lanes", x->elem, b->lanes);
    assign(b, LIR_S_LET, all, value, s->loc);
    for (unsigned i = 0; i < b->lanes; i++) {
        lir_expr_id at = op2(b, LIR_ADD, offset, op2(b, LIR_MUL, x->lane_stride, i64(b, i)));
        lir_expr_id one =
            lir_make(b->m, b->f, LIR_EXTRACT, lir_scalar(x->elem), i, get(b, all), 0, 0, 0);
        store(b, x->base, at, one, s->loc);
    }
}

static void lanes_if(lane_builder *b, const lir_stmt *s)
{
    lir_expr_id cond = narrow(b, s->a);
    lir_block body = lanes_into(b, &s->body), other = lanes_into(b, &s->other);
    lir_stmt *made = add(b, LIR_S_IF, s->loc);
    made->a = cond;
    made->body = body;
    made->other = other;
}

static void lanes_block(lane_builder *b, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt_id id = block->items[i];
        const lir_stmt s = *lir_stmt_at(b->f, id);
        switch ((lir_stmt_kind)s.kind) {
        case LIR_S_LET: lanes_let(b, &s); break;
        case LIR_S_SET:
            assign(b, LIR_S_SET, ln_var_at(b->z, s.var)->wide, wide(b, s.a), s.loc);
            break;
        case LIR_S_STORE: lanes_store(b, id, &s); break;
        case LIR_S_FOR: lanes_for(b, &s); break;
        case LIR_S_IF: lanes_if(b, &s); break;
        case LIR_S_POLL: add(b, LIR_S_POLL, s.loc); break;
        default: break;
        }
        if (b->z->triangle >= 0 && id == b->z->loops[b->z->triangle].stmt)
            return; /* what follows is the rest */
    }
}

/* ---- What is left of a triangle -------------------------------------------------------------- */

static void make_scratch(lane_builder *b)
{
    lanes *z = b->z;
    for (uint32_t i = 0; i < z->sets.len; i++) {
        lir_type type = b->f->vars.items[z->sets.items[i]].type;
        b->scratch[i] = new_var(b, "lanes", LIR_PTR, 1);
        lir_stmt *s = lir_stmt_at(b->f, lir_stmt_new(b->m, b->f, &z->slots, LIR_S_ALLOCA));
        s->var = b->scratch[i];
        s->imm = (int64_t)b->lanes * lir_elem_size((lir_elem)type.elem);
    }
}

/* Values before the triangle are computed again, variables are what the lanes have made of them. */
static void rest_of_lane(lane_builder *b, lir_var_id first, const lir_block *block)
{
    lanes *z = b->z;
    const ln_loop *triangle = &z->loops[z->triangle];
    bool after = false;
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt s = *lir_stmt_at(b->f, block->items[i]);
        lir_block one = {0};
        if (block->items[i] == triangle->stmt) {
            lir_expr_id from = op2(b, LIR_ADD, get(b, first), i64(b, z->until));
            copy_for(b, &s, op2(b, LIR_MAX, from, narrow(b, s.a)));
            after = true;
        } else if (after || s.kind == LIR_S_LET) {
            vec_push(z->a, &one, block->items[i]);
            copy_block(b, &one);
        }
    }
}

static void add_rest(lane_builder *b, lir_var_id first, const lir_stmt *loop)
{
    lanes *z = b->z;
    lir_block made = {0}, *out = b->out;
    lir_var_id lane = new_var(b, "lane", LIR_I64, 1);
    for (uint32_t i = 0; i < z->sets.len; i++)
        store(b, get(b, b->scratch[i]), i64(b, 0), get(b, ln_var_at(z, z->sets.items[i])->wide),
              loop->loc);
    b->out = &made;
    ln_var_at(z, loop->var)->narrow = lane;
    for (uint32_t i = 0; i < z->sets.len; i++) {
        lir_var_id var = z->sets.items[i];
        lir_type type = b->f->vars.items[var].type;
        lir_expr_id at = op2(b, LIR_MUL, op2(b, LIR_SUB, get(b, lane), get(b, first)),
                             i64(b, lir_elem_size((lir_elem)type.elem)));
        assign(b, LIR_S_SET, var, lir_load(b->m, b->f, type, get(b, b->scratch[i]), at), loop->loc);
    }
    rest_of_lane(b, first, &loop->body);
    b->out = out;
    lir_stmt *s = add(b, LIR_S_FOR, loop->loc);
    s->flags = LIR_FOR_SPARE;
    s->var = lane;
    s->a = get(b, first);
    s->b = op2(b, LIR_ADD, get(b, first), i64(b, b->lanes));
    s = lir_stmt_at(b->f, b->out->items[b->out->len - 1]);
    s->imm = 1;
    s->body = made;
}

/* ---- The loops ------------------------------------------------------------------------------- */

/* Variables have their values from before in all lanes, and are the last lane's afterwards. */
static void begin_sets(lane_builder *b, int32_t loc)
{
    for (uint32_t i = 0; i < b->z->sets.len; i++) {
        lir_var_id var = b->z->sets.items[i];
        const lir_var v = b->f->vars.items[var];
        lir_var_id all = new_var(b, v.name, (lir_elem)v.type.elem, b->lanes);
        ln_var_at(b->z, var)->wide = all;
        assign(b, LIR_S_SET, all, splat(b, get(b, var)), loc);
    }
}

static void end_sets(lane_builder *b, int32_t loc)
{
    for (uint32_t i = 0; i < b->z->sets.len; i++) {
        lir_var_id var = b->z->sets.items[i];
        lir_expr_id all = get(b, ln_var_at(b->z, var)->wide);
        lir_type type = b->f->vars.items[var].type;
        assign(b, LIR_S_SET, var,
               lir_make(b->m, b->f, LIR_EXTRACT, type, b->lanes - 1, all, 0, 0, 0), loc);
    }
}

static void add_lanes(lane_builder *b, unsigned count, lir_expr_id from, lir_expr_id to)
{
    lanes *z = b->z;
    const lir_stmt loop = *lir_stmt_at(b->f, z->loop);
    lir_block made = {0}, *out = b->out;
    lir_var_id first = new_var(b, b->f->vars.items[loop.var].name, LIR_I64, 1);
    b->lanes = count;
    b->out = &made;
    ln_var_at(z, loop.var)->narrow = first;
    begin_sets(b, loop.loc);
    lanes_block(b, &loop.body);
    if (z->triangle >= 0)
        add_rest(b, first, &loop);
    else
        end_sets(b, loop.loc);
    b->out = out;
    lir_stmt *s = add(b, LIR_S_FOR, loop.loc);
    s->flags = LIR_FOR_VECTOR;
    s->var = first;
    s->a = from;
    s->b = to;
    s->imm = count;
    s->body = made;
}

static lir_expr_id keep(lane_builder *b, const char *name, lir_expr_id e)
{
    lir_var_id var = new_var(b, name, LIR_I64, 1);
    assign(b, LIR_S_LET, var, e, lir_stmt_at(b->f, b->z->loop)->loc);
    return get(b, var);
}

/* from + (to - from) rounded down to a multiple of count */
static lir_expr_id whole(lane_builder *b, lir_expr_id from, lir_expr_id to, unsigned count)
{
    lir_expr_id turns = op2(b, LIR_AND, op2(b, LIR_SUB, to, from), i64(b, -(int64_t)count));
    return keep(b, "whole", op2(b, LIR_ADD, from, turns));
}

static void add_loops(lane_builder *b)
{
    const lir_stmt loop = *lir_stmt_at(b->f, b->z->loop);
    lir_expr_id from = loop.a;
    if (b->z->triangle < 0 && !b->z->columns) { /* which have the registers filled */
        lir_expr_id end = whole(b, from, loop.b, IN_FLIGHT * b->z->lanes);
        add_lanes(b, IN_FLIGHT * b->z->lanes, from, end);
        from = end;
    }
    lir_expr_id end = whole(b, from, loop.b, b->z->lanes);
    add_lanes(b, b->z->lanes, from, end);
    copy_for(b, &loop, end);
}

/* Where only the run knows that elements lie side by side, the loop as it was may run long. */
static void make_spare(lanes *z, lir_stmt_id id)
{
    lir_stmt *s = lir_stmt_at(z->f, id);
    if (s->kind == LIR_S_FOR)
        s->flags |= LIR_FOR_SPARE;
    for (uint32_t i = 0; i < s->body.len; i++)
        make_spare(z, s->body.items[i]);
    for (uint32_t i = 0; i < s->other.len; i++)
        make_spare(z, s->other.items[i]);
}

static void tell(const lanes *z)
{
    for (uint32_t i = 0; i < z->nloops; i++)
        remark_add(z->remarks, REMARK_LOOP_LANES, z->f->index, 0,
                   z->f->stmts.items[z->loops[i].stmt].loc, arena_printf(z->a, "%u", z->lanes),
                   NULL);
}

lir_stmt_id ln_build(lanes *z)
{
    lir_block made = {0}, nowhere = {0};
    lane_builder b = {
        .z = z, .m = z->m, .f = z->f, .lanes = z->lanes, .out = &made, .stamp = 1, .turn = -1};
    b.narrow = ARENA_ARRAY(z->a, lir_expr_id, z->nexprs);
    b.wide = ARENA_ARRAY(z->a, lir_expr_id, z->nexprs);
    b.narrow_stamp = ARENA_ARRAY(z->a, uint32_t, z->nexprs);
    b.wide_stamp = ARENA_ARRAY(z->a, uint32_t, z->nexprs);
    b.scratch = ARENA_ARRAY(z->a, lir_var_id, z->sets.len + 1);
    z->building = true;
    if (z->triangle >= 0)
        make_scratch(&b);
    add_loops(&b);
    lir_expr_id cond = lir_const_bits(z->m, z->f, lir_scalar(LIR_I1), 1);
    for (uint32_t i = 0; i < z->conds.len; i++)
        cond = lir_op2(z->m, z->f, LIR_AND, cond, z->conds.items[i]);
    lir_stmt_id branch = lir_stmt_new(z->m, z->f, &nowhere, LIR_S_IF);
    lir_stmt *s = lir_stmt_at(z->f, branch);
    s->a = cond;
    s->loc = lir_stmt_at(z->f, z->loop)->loc;
    s->body = made;
    vec_push(z->a, &s->other, z->loop);
    if (!z->assumes_units)
        make_spare(z, z->loop);
    if (z->remarks)
        tell(z);
    return branch;
}
