/* Statements of loop IR to blocks of libgccjit.
 *
 *   for i = a to b step 4 { body }  ->  if (a < b) { i = a; do { body; i += 4 } while (i != end) }
 *
 * where end = a + 4 * ceil((b - a) / 4), so that the counter may wrap but never misses its end.
 * A function is: entry, body, cleanup (which every way out passes), return. */
#include "../loop/lir_facts.h"
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT

void gb_branch_likely(gb_fn *fb, gj_value good, gj_block failing)
{
    gj_block next = gb_new_block(fb);
    gb_branch(fb, gb_expect(fb, good, true), next, failing);
    fb->block = next;
}

void gb_assign(gb_fn *fb, lir_var_id var, gb_value *value)
{
    gb_value *slot = fb->slots[var];
    if (!slot) {
        fb->values[var] = value;
        return;
    }
    if (value->type.elem == LIR_I1 && value->type.lanes > 1)
        gb_mask_bits(fb, value);
    for (unsigned p = 0; p < slot->count; p++)
        gb_set(fb, slot->parts[p].place, value->parts[p].value);
}

/* ---- Control flow ---------------------------------------------------------------------------- */

static void if_statement(gb_fn *fb, const lir_stmt *s)
{
    gb_begin_statement(fb);
    gj_value condition = gb_expr_scalar(fb, s->a);
    gj_block then = gb_new_block(fb), after = gb_new_block(fb);
    gj_block otherwise = s->other.len ? gb_new_block(fb) : after;
    if (s->flags & LIR_IF_UNLIKELY)
        condition = gb_expect(fb, condition, false);
    gb_branch(fb, condition, then, otherwise);
    fb->block = then;
    gb_block(fb, &s->body);
    gb_jump(fb, after);
    if (s->other.len) {
        fb->block = otherwise;
        gb_block(fb, &s->other);
        gb_jump(fb, after);
    }
    fb->block = after;
}

/* What `for` needs to know of its counter. */
typedef struct counter {
    lir_elem elem;
    gj_type type;
    gj_value first, end;
} counter;

/* In the unsigned type, where nothing is undefined. */
static gj_value end_of(gb_fn *fb, const lir_stmt *s, const counter *c, gj_value b)
{
    gb_unit *u = fb->u;
    bool up = s->imm > 0;
    lir_elem elem = gb_unsigned_of(lir_elem_size(c->elem));
    gj_type type = u->elems[elem];
    gj_value low = gb_cast(u, c->first, type), high = gb_cast(u, b, type);
    gj_value stride = gb_int(u, elem, up ? (uint64_t)s->imm : -(uint64_t)s->imm);
    gj_value one = gb_int(u, elem, 1);
    gj_value span = up ? gb_binary(u, GCC_JIT_BINARY_OP_MINUS, type, high, low)
                       : gb_binary(u, GCC_JIT_BINARY_OP_MINUS, type, low, high);
    gj_value trips = gb_binary(u, GCC_JIT_BINARY_OP_MINUS, type, span, one);
    trips = gb_binary(u, GCC_JIT_BINARY_OP_DIVIDE, type, trips, stride);
    trips = gb_binary(u, GCC_JIT_BINARY_OP_PLUS, type, trips, one);
    gj_value way =
        gb_binary(u, GCC_JIT_BINARY_OP_MULT, type, trips, gb_int(u, elem, (uint64_t)s->imm));
    gj_value end = gb_binary(u, GCC_JIT_BINARY_OP_PLUS, type, low, way);
    return gb_keep(fb, c->type, gb_cast(u, end, c->type)).value;
}

static void for_statement(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    lir_type t = fb->lir->vars.items[s->var].type;
    counter c = {.elem = (lir_elem)t.elem, .type = u->elems[t.elem]};
    gj_block start = gb_new_block(fb), body = gb_new_block(fb), next = gb_new_block(fb),
             after = gb_new_block(fb);
    gb_loop loop = {fb->loop, after, next};
    gb_begin_statement(fb);
    c.first = gb_expr_scalar(fb, s->a);
    c.end = gb_expr_scalar(fb, s->b);
    gj_value runs =
        gb_compare(u, s->imm > 0 ? GCC_JIT_COMPARISON_LT : GCC_JIT_COMPARISON_GT, c.first, c.end);
    gb_branch(fb, runs, start, after);
    fb->block = start;
    if (s->imm != 1 && s->imm != -1)
        c.end = end_of(fb, s, &c, c.end);
    gb_value *i = gb_scalar(fb, c.elem, c.first);
    gb_jump(fb, body);
    fb->block = body;
    gb_assign(fb, s->var, i);
    fb->loop = &loop;
    gb_block(fb, &s->body);
    fb->loop = loop.outer;
    gb_jump(fb, next);
    fb->block = next;
    gb_set(fb, i->parts[0].place,
           gb_binary(u, GCC_JIT_BINARY_OP_PLUS, c.type, i->parts[0].value,
                     gb_int(u, c.elem, (uint64_t)s->imm)));
    gb_branch(fb, gb_compare(u, GCC_JIT_COMPARISON_NE, i->parts[0].value, c.end), body, after);
    fb->block = after;
}

static void while_statement(gb_fn *fb, const lir_stmt *s)
{
    gj_block head = gb_new_block(fb), body = gb_new_block(fb), after = gb_new_block(fb);
    gb_loop loop = {fb->loop, after, head};
    gb_jump(fb, head);
    fb->block = head;
    fb->loop = &loop;
    gb_block(fb, &s->other);
    if (fb->block) {
        gb_begin_statement(fb);
        gj_value more = gb_expr_scalar(fb, s->a);
        gb_branch(fb, more, body, after);
    }
    fb->block = body;
    gb_block(fb, &s->body);
    gb_jump(fb, head);
    fb->loop = loop.outer;
    fb->block = after;
}

/* The error is in the frame when the handler begins. */
static void try_statement(gb_fn *fb, const lir_stmt *s)
{
    gj_block outer = fb->handler, after = gb_new_block(fb), handler = gb_new_block(fb);
    fb->handler = handler;
    gb_block(fb, &s->body);
    gb_jump(fb, after);
    fb->handler = outer;
    fb->block = handler;
    gb_block(fb, &s->other);
    gb_jump(fb, after);
    fb->block = after;
}

/* Stores code and goes on at the cleanup. */
static void leave(gb_fn *fb, gj_value code)
{
    gb_set(fb, fb->status, code);
    gb_jump(fb, fb->cleanup);
}

void gb_fail(gb_fn *fb, gj_value code, gj_block next)
{
    gb_unit *u = fb->u;
    if (fb->handler) {
        u->api->block_add_eval(fb->block, NULL, code); /* a call, which fills in the error */
        gb_jump(fb, fb->handler);
        return;
    }
    if (!fb->in_cleanup) {
        leave(fb, code);
        return;
    }
    /* Nothing stops the cleanup, and the first failure is the function's. */
    gj_value failure = gb_keep(fb, u->elems[LIR_I32], code).value;
    gj_block first = gb_new_block(fb);
    gb_branch(fb, gb_not_zero(u, LIR_I32, gb_get(fb, fb->status)), next, first);
    fb->block = first;
    gb_set(fb, fb->status, failure);
    gb_jump(fb, next);
}

/* ---- The walk -------------------------------------------------------------------------------- */

/* A build of its own leaves the checks out, to measure what they cost (CMakeLists.txt). */
static void check_statement(gb_fn *fb, const lir_stmt *s)
{
#ifdef HPC_UNCHECKED
    (void)fb;
    (void)s;
#else
    gb_check(fb, s);
#endif
}

static void simple_statement(gb_fn *fb, const lir_stmt *s)
{
    gb_begin_statement(fb);
    switch ((lir_stmt_kind)s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: gb_assign(fb, s->var, gb_expr(fb, s->a)); break;
    case LIR_S_STORE: gb_store(fb, s); break;
    case LIR_S_SCATTER: gb_scatter(fb, s); break;
    case LIR_S_BREAK: gb_jump(fb, fb->loop->on_break); break;
    case LIR_S_CONTINUE: gb_jump(fb, fb->loop->on_continue); break;
    case LIR_S_RETURN: leave(fb, gb_int(fb->u, LIR_I32, HPC_OK)); break;
    case LIR_S_CHECK: check_statement(fb, s); break;
    case LIR_S_CALL: gb_call(fb, s); break;
    case LIR_S_RT: gb_runtime_call(fb, s); break;
    case LIR_S_FORK: gb_fork(fb, s); break;
    case LIR_S_ALLOCA: break; /* made at the start of the function */
    case LIR_S_POLL: gb_poll(fb, s); break;
    case LIR_S_COMMENT: break;
    default: gb_problem(fb->u, "GCC backend: unknown statement %d", s->kind); break;
    }
}

void gb_block(gb_fn *fb, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &fb->lir->stmts.items[block->items[i]];
        if (!fb->block)
            return; /* what follows a break or return never runs */
        switch ((lir_stmt_kind)s->kind) {
        case LIR_S_IF: if_statement(fb, s); break;
        case LIR_S_FOR: for_statement(fb, s); break;
        case LIR_S_WHILE: while_statement(fb, s); break;
        case LIR_S_TRY: try_statement(fb, s); break;
        default: simple_statement(fb, s); break;
        }
    }
}

/* ---- Functions ------------------------------------------------------------------------------- */

/* A slot for each variable that is not assigned by one LET or FOR alone, all bits zero. */
static void make_slots(gb_fn *fb)
{
    gb_unit *u = fb->u;
    const lir_fn *f = fb->lir;
    const bool *assigned = lir_assigned(u->arena, f), *kept = lir_read_by_cleanup(u->arena, f);
    for (lir_var_id v = 1; v < f->vars.len; v++) {
        lir_type t = f->vars.items[v].type;
        if (!assigned[v])
            continue;
        gj_type type = gb_part_type(u, t);
        gb_value *slot = gb_new(fb, t);
        for (unsigned p = 0; p < slot->count; p++) {
            slot->parts[p].place = gb_local(fb, kept[v] ? u->api->type_get_volatile(type) : type);
            slot->parts[p].value = gb_get(fb, slot->parts[p].place);
        }
        fb->slots[v] = slot;
        gb_assign(fb, v, gb_constant(fb, t, 0));
    }
}

static void stack_memory(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    gj_type bytes = u->api->context_new_array_type(u->context, NULL, u->elems[LIR_U8],
                                                   s->imm ? (int)s->imm : 1);
    gj_place room = gb_local(fb, bytes);
    u->api->lvalue_set_alignment(room, HPC_ALIGNMENT);
    gj_value base = gb_cast(u, u->api->lvalue_get_address(room, NULL), u->elems[LIR_PTR]);
    gb_value *pointer = gb_scalar(fb, LIR_PTR, base);
    gj_function clear = u->api->context_get_builtin_function(u->context, "__builtin_memset");
    gj_type size = u->api->context_get_type(u->context, GCC_JIT_TYPE_SIZE_T);
    gj_type integer = u->api->context_get_type(u->context, GCC_JIT_TYPE_INT);
    gj_value args[] = {gb_cast(u, pointer->parts[0].value, u->void_type),
                       u->api->context_new_rvalue_from_long(u->context, integer, 0),
                       u->api->context_new_rvalue_from_long(u->context, size, (long)s->imm)};
    u->api->block_add_eval(fb->block, NULL, gb_call_fn(u, clear, args, 3));
    gb_assign(fb, s->var, pointer);
}

/* The cleanup may run before the statements that would make the stack memory do. */
static void initialise(gb_fn *fb)
{
    gb_unit *u = fb->u;
    const lir_fn *f = fb->lir;
    make_slots(fb);
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_ALLOCA)
            stack_memory(fb, &f->stmts.items[i]);
    for (uint32_t i = 0; i < f->params.len; i++) {
        lir_var_id var = f->params.items[i];
        gb_value *v = gb_new(fb, f->vars.items[var].type);
        v->parts[0].place = u->api->param_as_lvalue(u->api->function_get_param(fb->fn, (int)i + 1));
        v->parts[0].value = gb_get(fb, v->parts[0].place);
        gb_assign(fb, var, v);
    }
    fb->status = gb_keep(fb, u->elems[LIR_I32], gb_int(u, LIR_I32, HPC_OK)).place;
}

static void return_results(gb_fn *fb)
{
    gb_unit *u = fb->u;
    const lir_fn *f = fb->lir;
    const gb_function *own = &u->functions[f->index];
    if (fb->streams) {
        gcc_jit_extended_asm *fence = u->api->block_add_extended_asm(fb->block, NULL, "sfence");
        u->api->extended_asm_set_volatile_flag(fence, 1);
        u->api->extended_asm_add_clobber(fence, "memory");
    }
    gj_place result = gb_local(fb, own->result);
    gb_set(fb, u->api->lvalue_access_field(result, NULL, own->fields[0]), gb_get(fb, fb->status));
    for (uint32_t i = 0; i < f->results.len; i++)
        gb_set(fb, u->api->lvalue_access_field(result, NULL, own->fields[i + 1]),
               fb->slots[f->results.items[i]]->parts[0].value);
    u->api->block_end_with_return(fb->block, NULL, gb_get(fb, result));
    fb->block = NULL;
}

void gb_translate_function(gb_unit *u, const lir_fn *lir)
{
    gb_fn fb = {.u = u, .lir = lir, .fn = u->functions[lir->index].fn};
    fb.values = ARENA_ARRAY(u->arena, gb_value *, lir->vars.len);
    fb.slots = ARENA_ARRAY(u->arena, gb_value *, lir->vars.len);
    fb.memo = ARENA_ARRAY(u->arena, gb_value *, lir->exprs.len);
    fb.stamps = ARENA_ARRAY(u->arena, uint32_t, lir->exprs.len);
    fb.frame = u->api->param_as_rvalue(u->api->function_get_param(fb.fn, 0));
    fb.block = gb_new_block(&fb);
    fb.cleanup = gb_new_block(&fb);
    initialise(&fb);
    if (lir->in_cycle)
        gb_check_depth(&fb);
    gb_block(&fb, &lir->body);
    gb_jump(&fb, fb.cleanup);
    fb.block = fb.cleanup;
    fb.in_cleanup = true;
    gb_block(&fb, &lir->cleanup);
    if (fb.block)
        return_results(&fb);
}

#endif
