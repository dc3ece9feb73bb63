/* Decodes a function: statements to instructions, jumps through labels, then places.
 *
 *   for i.1 = 0 to n.2 step 1 {body}        COPY8 counter, 0; COPY8 end, n
 *                                           FOR_BEGIN counter, end -> done
 *                                     body: ...
 *                                     next: FOR_NEXT counter, end -> body
 *                                     done:
 *
 * Temporaries lie after everything of fixed place, whose size is known last: while decoding they
 * are numbered from TEMP_BASE, and moved at the end. */
#include "interp.h"

#include "../../runtime/table.h"

enum { TEMP_BASE = 1 << 30, MAX_FRAME = 1 << 29 };

size_t in_size(lir_type type)
{
    return (size_t)lir_elem_size((lir_elem)type.elem) * type.lanes;
}

/* Every place is whole words: small values may be written as words. */
static uint32_t aligned(uint32_t offset, size_t size)
{
    uint32_t alignment = size > 8 ? 64 : 8;
    return (offset + alignment - 1) & ~(alignment - 1);
}

/* Room for `size` bytes counted in *top. */
static uint32_t reserve(in_decoder *d, uint32_t *top, size_t size)
{
    uint32_t offset = aligned(*top, size);
    size = (size + 7) & ~(size_t)7;
    if (size > MAX_FRAME || offset > MAX_FRAME - size) {
        d->problem = "the frame of a function is larger than 512 MiB";
        return 0;
    }
    *top = offset + (uint32_t)size;
    return offset;
}

static in_place fixed_place(in_decoder *d, size_t size)
{
    return reserve(d, &d->fixed, size) << 1;
}

in_place in_temp(in_decoder *d, size_t size)
{
    uint32_t offset = reserve(d, &d->temp, size);
    if (d->temp > d->temp_max)
        d->temp_max = d->temp;
    return (TEMP_BASE + offset) << 1;
}

in_place in_constant(in_decoder *d, const void *bytes, size_t size)
{
    while (d->constants.len % (size > 8 ? 64 : 8))
        vec_push(d->arena, &d->constants, 0);
    uint32_t offset = d->constants.len;
    if (size > MAX_FRAME - offset) {
        d->problem = "the constants of a function are larger than 512 MiB";
        return 1;
    }
    for (size_t k = 0; k < size; k++)
        vec_push(d->arena, &d->constants, ((const char *)bytes)[k]);
    return offset << 1 | 1;
}

in_ins *in_emit(in_decoder *d, in_code code)
{
    uint32_t index = vec_push(d->arena, &d->ins, ((in_ins){.code = (uint16_t)code}));
    return &d->ins.items[index];
}

/* ---- Labels ---------------------------------------------------------------------------------- */

static uint32_t new_label(in_decoder *d)
{
    return vec_push(d->arena, &d->labels, 0);
}

static void place_label(in_decoder *d, uint32_t label)
{
    d->labels.items[label] = d->ins.len;
}

static in_ins *emit_jump(in_decoder *d, in_code code, uint32_t label)
{
    in_ins *i = in_emit(d, code);
    i->target = label;
    return i;
}

static void jump_unless(in_decoder *d, lir_expr_id condition, uint32_t label)
{
    in_begin_statement(d);
    in_place a = in_expr(d, condition);
    emit_jump(d, IN_JUMP_UNLESS, label)->a = a;
}

/* ---- Statements ------------------------------------------------------------------------------ */

static void decode_block(in_decoder *d, const lir_block *block);

/* Would the instruction of `id` read the place that it writes, were that place var's? Operands
 * further down have been computed before. */
static bool reads_var(const in_decoder *d, lir_expr_id id, lir_var_id var)
{
    const lir_expr *e = &d->lir->exprs.items[id];
    if (e->op == LIR_VAR)
        return e->var == var;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++) {
        const lir_expr *arg = &d->lir->exprs.items[e->args[k]];
        if (arg->op == LIR_VAR && arg->var == var)
            return true;
    }
    return false;
}

static void decode_assign(in_decoder *d, const lir_stmt *s)
{
    in_place out = d->vars[s->var];
    if (!reads_var(d, s->a, s->var) || in_scalar_code(d, s->a)) {
        in_expr_into(d, s->a, out);
        return;
    }
    in_place value = in_expr(d, s->a);
    size_t size = in_size(d->lir->exprs.items[s->a].type);
    in_ins *i = in_emit(d, size == 8 ? IN_COPY8 : IN_COPY);
    i->imm = (int64_t)size;
    i->out = out;
    i->a = value;
}

static void decode_store(in_decoder *d, const lir_stmt *s)
{
    in_place a = in_expr(d, s->a), b = in_expr(d, s->b), c = in_expr(d, s->c);
    in_place mask = s->d ? in_expr(d, s->d) : IN_NO_PLACE;
    lir_type type = d->lir->exprs.items[s->c].type;
    size_t size = in_size(type);
    in_code code = s->kind == LIR_S_SCATTER ? IN_SCATTER
                   : s->d                   ? IN_STORE_MASK
                   : size == 8              ? IN_STORE8
                                            : IN_STORE;
    in_ins *i = in_emit(d, code);
    i->a = a;
    i->b = b;
    i->c = c;
    i->d = mask;
    i->imm = (int64_t)size;
    i->size = (uint8_t)lir_elem_size((lir_elem)type.elem);
    i->lanes = type.lanes;
}

static void decode_if(in_decoder *d, const lir_stmt *s)
{
    uint32_t other = new_label(d), done = new_label(d);
    jump_unless(d, s->a, other);
    decode_block(d, &s->body);
    if (s->other.len)
        emit_jump(d, IN_JUMP, done);
    place_label(d, other);
    decode_block(d, &s->other);
    place_label(d, done);
}

/* A failing instruction goes to the handler of the TRY around it; without one, to the cleanup. */
static void failing(in_decoder *d, in_ins *i)
{
    i->caught = d->handler != 0;
    i->target = d->handler ? d->handler - 1 : d->cleanup_label;
}

static void decode_try(in_decoder *d, const lir_stmt *s)
{
    uint32_t outer = d->handler, handler = new_label(d), done = new_label(d);
    d->handler = handler + 1;
    decode_block(d, &s->body);
    d->handler = outer;
    emit_jump(d, IN_JUMP, done);
    place_label(d, handler);
    decode_block(d, &s->other);
    place_label(d, done);
}

/* The bound of a loop as i64, in a place of its own: the body uses the temporaries anew. */
static in_place loop_bound(in_decoder *d, lir_expr_id id)
{
    in_place place = fixed_place(d, 8);
    lir_elem elem = (lir_elem)d->lir->exprs.items[id].type.elem;
    if (elem == LIR_I64)
        in_expr_into(d, id, place);
    else
        in_to_word(d, place, elem, in_expr(d, id));
    return place;
}

static void decode_for(in_decoder *d, const lir_stmt *s)
{
    in_loop loop = {d->loop, new_label(d), new_label(d)};
    uint32_t body = new_label(d);
    in_place counter = loop_bound(d, s->a), end = loop_bound(d, s->b);
    in_ins edge = {.a = counter, .b = end, .out = d->vars[s->var], .imm = s->imm};
    for (int next = 0; next < 2; next++) {
        if (next)
            place_label(d, loop.on_continue);
        edge.code = next ? IN_FOR_NEXT : IN_FOR_BEGIN;
        edge.target = next ? body : loop.on_break;
        *in_emit(d, IN_FOR_BEGIN) = edge;
        if (next)
            break;
        place_label(d, body);
        d->loop = &loop;
        decode_block(d, &s->body);
        d->loop = loop.outer;
    }
    place_label(d, loop.on_break);
}

static void decode_while(in_decoder *d, const lir_stmt *s)
{
    in_loop loop = {d->loop, new_label(d), new_label(d)};
    d->loop = &loop;
    place_label(d, loop.on_continue);
    decode_block(d, &s->other);
    jump_unless(d, s->a, loop.on_break);
    decode_block(d, &s->body);
    emit_jump(d, IN_JUMP, loop.on_continue);
    place_label(d, loop.on_break);
    d->loop = loop.outer;
}

/* The values are computed on failure only; the words without one are 0. */
static in_place decode_check_values(in_decoder *d, const lir_stmt *s)
{
    static const int64_t zero = 0;
    in_place values = in_temp(d, 4 * sizeof(hpc_word));
    for (uint32_t k = 0; k < 4; k++) {
        in_place word = values + (in_place)(k * sizeof(hpc_word) << 1);
        if (k < s->args.len) {
            lir_expr_id arg = s->args.items[k];
            in_to_word(d, word, (lir_elem)d->lir->exprs.items[arg].type.elem, in_expr(d, arg));
        } else {
            in_to_word(d, word, LIR_I64, in_constant(d, &zero, sizeof zero));
        }
    }
    return values;
}

static void decode_check(in_decoder *d, const lir_stmt *s)
{
    in_place condition = in_expr(d, s->a), values = IN_NO_PLACE;
    uint32_t good = new_label(d);
    if (s->args.len) {
        uint32_t failing = new_label(d);
        emit_jump(d, IN_JUMP_UNLESS, failing)->a = condition;
        emit_jump(d, IN_JUMP, good);
        place_label(d, failing);
        values = decode_check_values(d, s);
    }
    in_ins *i = in_emit(d, IN_CHECK);
    i->a = condition;
    i->b = values;
    i->imm = s->imm;
    i->loc = s->loc;
    failing(d, i);
    place_label(d, good);
}

/* CALL and RT: the arguments as words, the call, the results from words. */
static void decode_call(in_decoder *d, const lir_stmt *s)
{
    uint32_t count = s->args.len;
    in_place words = in_temp(d, (count + s->outs.len + 1) * sizeof(hpc_word));
    in_place results = words + (count * sizeof(hpc_word) << 1);
    for (uint32_t k = 0; k < count; k++)
        in_to_word(d, words + (k * sizeof(hpc_word) << 1),
                   (lir_elem)d->lir->exprs.items[s->args.items[k]].type.elem,
                   in_expr(d, s->args.items[k]));
    in_ins *i = in_emit(d, s->kind == LIR_S_CALL ? IN_CALL : IN_RT);
    i->a = words;
    i->b = results;
    i->imm = s->imm;
    i->loc = s->loc;
    failing(d, i);
    for (uint32_t k = 0; k < s->outs.len; k++) {
        lir_var_id var = s->outs.items[k];
        in_from_word(d, d->vars[var], (lir_elem)d->lir->vars.items[var].type.elem,
                     results + (k * sizeof(hpc_word) << 1));
    }
}

/* The words are the worker's parameters; then come step and cost. */
static void decode_fork(in_decoder *d, const lir_stmt *s)
{
    uint32_t count = s->args.len + 2;
    const lir_expr_id bounds[] = {s->a, s->b}, more[] = {s->c, s->d};
    in_place words = in_temp(d, (count + 2) * sizeof(hpc_word));
    for (uint32_t k = 0; k < count + 2; k++) {
        lir_expr_id id = k < 2 ? bounds[k] : k < count ? s->args.items[k - 2] : more[k - count];
        in_to_word(d, words + (in_place)(k * sizeof(hpc_word) << 1),
                   (lir_elem)d->lir->exprs.items[id].type.elem, in_expr(d, id));
    }
    in_ins *i = in_emit(d, IN_FORK);
    i->a = words;
    i->b = words + (in_place)(count * sizeof(hpc_word) << 1);
    i->imm = s->imm;
    i->loc = s->loc;
    failing(d, i);
}

static void decode_poll(in_decoder *d, const lir_stmt *s)
{
    in_ins *i = in_emit(d, IN_POLL);
    i->loc = s->loc;
    failing(d, i);
}

static void decode_stmt(in_decoder *d, const lir_stmt *s)
{
    in_begin_statement(d);
    switch (s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: decode_assign(d, s); break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: decode_store(d, s); break;
    case LIR_S_IF: decode_if(d, s); break;
    case LIR_S_FOR: decode_for(d, s); break;
    case LIR_S_WHILE: decode_while(d, s); break;
    case LIR_S_BREAK: emit_jump(d, IN_JUMP, d->loop->on_break); break;
    case LIR_S_CONTINUE: emit_jump(d, IN_JUMP, d->loop->on_continue); break;
    case LIR_S_RETURN: emit_jump(d, IN_JUMP, d->cleanup_label); break;
    case LIR_S_CHECK: decode_check(d, s); break;
    case LIR_S_CALL:
    case LIR_S_RT: decode_call(d, s); break;
    case LIR_S_FORK: decode_fork(d, s); break;
    case LIR_S_POLL: decode_poll(d, s); break;
    case LIR_S_TRY: decode_try(d, s); break;
    default: break; /* COMMENT; ALLOCA is done at entry */
    }
}

static void decode_block(in_decoder *d, const lir_block *block)
{
    for (uint32_t k = 0; k < block->len && !d->problem; k++)
        decode_stmt(d, &d->lir->stmts.items[block->items[k]]);
}

/* ---- Functions ------------------------------------------------------------------------------- */

/* Parameters come as words at the frame's start; those that are not words are converted. */
static void place_variables(in_decoder *d)
{
    const lir_fn *f = d->lir;
    d->fixed = f->params.len * (uint32_t)sizeof(hpc_word);
    for (lir_var_id v = 1; v < f->vars.len; v++)
        d->vars[v] = fixed_place(d, in_size(f->vars.items[v].type));
    for (uint32_t k = 0; k < f->params.len; k++) {
        lir_var_id var = f->params.items[k];
        in_from_word(d, d->vars[var], (lir_elem)f->vars.items[var].type.elem,
                     (in_place)(k * sizeof(hpc_word) << 1));
    }
}

static void place_allocas(in_decoder *d)
{
    const lir_block *body = &d->lir->body;
    for (uint32_t k = 0; k < body->len && !d->problem; k++) {
        const lir_stmt *s = &d->lir->stmts.items[body->items[k]];
        if (s->kind == LIR_S_COMMENT)
            continue;
        if (s->kind != LIR_S_ALLOCA)
            break;
        /* At least 64 bytes, for the alignment. */
        uint64_t size = s->imm < 64 ? 64 : (uint64_t)s->imm;
        in_place memory = fixed_place(d, size);
        in_ins *i = in_emit(d, IN_ADDRESS);
        i->out = d->vars[s->var];
        i->a = memory;
    }
}

static void decode_results(in_decoder *d, in_fn *fn)
{
    const lir_fn *f = d->lir;
    fn->result_count = f->results.len;
    fn->results = fixed_place(d, (f->results.len + 1) * sizeof(hpc_word));
    for (uint32_t k = 0; k < f->results.len; k++) {
        lir_var_id var = f->results.items[k];
        in_to_word(d, fn->results + (in_place)(k * sizeof(hpc_word) << 1),
                   (lir_elem)f->vars.items[var].type.elem, d->vars[var]);
    }
}

static void move_temp(in_place *place, uint32_t base)
{
    if (*place != IN_NO_PLACE && !(*place & 1) && *place >> 1 >= TEMP_BASE)
        *place = ((*place >> 1) - TEMP_BASE + base) << 1;
}

static bool has_target(uint16_t code)
{
    switch (code) {
    case IN_JUMP:
    case IN_JUMP_UNLESS:
    case IN_FOR_BEGIN:
    case IN_FOR_NEXT:
    case IN_CHECK:
    case IN_CALL:
    case IN_RT:
    case IN_FORK:
    case IN_POLL:
    case IN_DEPTH: return true;
    default: return false;
    }
}

static void resolve(in_decoder *d, in_fn *fn)
{
    uint32_t base = (d->fixed + 63) & ~UINT32_C(63);
    for (uint32_t k = 0; k < d->ins.len; k++) {
        in_ins *i = &d->ins.items[k];
        move_temp(&i->out, base);
        move_temp(&i->a, base);
        move_temp(&i->b, base);
        move_temp(&i->c, base);
        move_temp(&i->d, base);
        if (has_target(i->code))
            i->target = d->labels.items[i->target];
    }
    fn->code = d->ins.items;
    fn->cleanup = d->labels.items[d->cleanup_label];
    fn->frame_size = base + ((d->temp_max + 63) & ~UINT32_C(63)) + 64;
    /* Constants hold vectors: 64-byte aligned, as frames are. */
    char *constants = arena_alloc(d->code->arena, d->constants.len + 64);
    fn->constants = (char *)(((uintptr_t)constants + 63) & ~(uintptr_t)63);
    if (d->constants.len)
        memcpy(fn->constants, d->constants.items, d->constants.len);
}

const char *in_decode(be_code *code, const lir_fn *f)
{
    arena *a = code->arena;
    in_decoder d = {.code = code, .m = code->module, .lir = f, .arena = a};
    in_fn *fn = &code->fns[f->index];
    d.vars = ARENA_ARRAY(a, in_place, f->vars.len);
    d.memo = ARENA_ARRAY(a, in_place, f->exprs.len);
    d.stamps = ARENA_ARRAY(a, uint32_t, f->exprs.len);
    d.cleanup_label = new_label(&d);
    fn->lir = f;
    fn->param_count = f->params.len;
    in_begin_statement(&d);
    place_variables(&d);
    place_allocas(&d);
    fn->zeroed_size = d.fixed - fn->param_count * (uint32_t)sizeof(hpc_word);
    if (f->in_cycle)
        failing(&d, in_emit(&d, IN_DEPTH));
    decode_block(&d, &f->body);
    place_label(&d, d.cleanup_label);
    in_emit(&d, IN_CLEANUP);
    decode_block(&d, &f->cleanup);
    decode_results(&d, fn);
    in_emit(&d, IN_END);
    resolve(&d, fn);
    if (!d.problem && fn->frame_size > MAX_FRAME)
        d.problem = "the frame of a function is larger than 512 MiB";
    return d.problem;
}
