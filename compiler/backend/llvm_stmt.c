/* Statements of loop IR to LLVM basic blocks.
 *
 *   for i = a to b step 4 { body }  ->  if (a < b) { i = a; do { body; i += 4 } while (i != end) }
 *
 * where end = a + 4 * ceil((b - a) / 4), so that the counter may wrap but never misses its end.
 * A function is: entry (allocas), body, cleanup (which every way out passes), return. */
#include <llvm-c/DebugInfo.h>

#include "../loop/lir_facts.h"
#include "llvm_internal.h"

/* ---- Blocks ---------------------------------------------------------------------------------- */

bool lb_terminated(const lb_fn *fb)
{
    return LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(fb->builder)) != NULL;
}

LLVMBasicBlockRef lb_new_block(lb_fn *fb, const char *name)
{
    return LLVMAppendBasicBlockInContext(fb->u->context, fb->fn, name);
}

void lb_position(lb_fn *fb, LLVMBasicBlockRef block)
{
    LLVMPositionBuilderAtEnd(fb->builder, block);
}

/* Goes on at target unless the block has ended. */
static void fall_through(lb_fn *fb, LLVMBasicBlockRef target)
{
    if (!lb_terminated(fb))
        LLVMBuildBr(fb->builder, target);
}

void lb_branch_likely(lb_fn *fb, LLVMValueRef good, LLVMBasicBlockRef failing)
{
    LLVMBasicBlockRef next = lb_new_block(fb, "");
    LLVMValueRef branch = LLVMBuildCondBr(fb->builder, good, next, failing);
    LLVMSetMetadata(branch, fb->u->weights_kind,
                    LLVMMetadataAsValue(fb->u->context, fb->u->unlikely_node));
    lb_position(fb, next);
}

LLVMValueRef lb_alloca_array(lb_fn *fb, LLVMTypeRef type, uint64_t count, unsigned alignment,
                             const char *name)
{
    LLVMBasicBlockRef here = LLVMGetInsertBlock(fb->builder);
    lb_position(fb, fb->entry);
    LLVMTypeRef array = LLVMArrayType2(type, count);
    LLVMValueRef slot = LLVMBuildAlloca(fb->builder, array, name);
    if (alignment)
        LLVMSetAlignment(slot, alignment);
    lb_position(fb, here);
    return slot;
}

LLVMValueRef lb_alloca(lb_fn *fb, LLVMTypeRef type, unsigned alignment, const char *name)
{
    LLVMBasicBlockRef here = LLVMGetInsertBlock(fb->builder);
    lb_position(fb, fb->entry);
    LLVMValueRef slot = LLVMBuildAlloca(fb->builder, type, name);
    if (alignment)
        LLVMSetAlignment(slot, alignment);
    lb_position(fb, here);
    return slot;
}

void lb_assign(lb_fn *fb, lir_var_id var, LLVMValueRef value)
{
    if (!fb->slots[var]) {
        fb->values[var] = value;
        return;
    }
    LLVMValueRef store = LLVMBuildStore(fb->builder, value, fb->slots[var]);
    LLVMSetVolatile(store, fb->kept[var]);
}

LLVMValueRef lb_read_slot(lb_fn *fb, lir_var_id var)
{
    LLVMTypeRef type = lb_type(fb->u, fb->lir->vars.items[var].type);
    LLVMValueRef load = LLVMBuildLoad2(fb->builder, type, fb->slots[var], "");
    LLVMSetVolatile(load, fb->kept[var]);
    return load;
}

/* ---- Control flow ---------------------------------------------------------------------------- */

static void if_statement(lb_fn *fb, const lir_stmt *s)
{
    lb_begin_statement(fb);
    LLVMValueRef condition = lb_expr(fb, s->a);
    LLVMBasicBlockRef then = lb_new_block(fb, "then"), after = lb_new_block(fb, "after");
    LLVMBasicBlockRef otherwise = s->other.len ? lb_new_block(fb, "else") : after;
    LLVMValueRef branch = LLVMBuildCondBr(fb->builder, condition, then, otherwise);
    if (s->flags & LIR_IF_UNLIKELY)
        LLVMSetMetadata(branch, fb->u->weights_kind,
                        LLVMMetadataAsValue(fb->u->context, fb->u->rare_node));
    lb_position(fb, then);
    lb_block(fb, &s->body);
    fall_through(fb, after);
    if (s->other.len) {
        lb_position(fb, otherwise);
        lb_block(fb, &s->other);
        fall_through(fb, after);
    }
    lb_position(fb, after);
}

static LLVMMetadataRef loop_option(lb_unit *u, const char *name, int value)
{
    LLVMMetadataRef parts[2] = {LLVMMDStringInContext2(u->context, name, strlen(name)), NULL};
    if (value < 0)
        return LLVMMDNodeInContext2(u->context, parts, 1);
    LLVMTypeRef type = value > 1 ? u->elems[LIR_I32] : u->elems[LIR_I1];
    parts[1] = LLVMValueAsMetadata(LLVMConstInt(type, (unsigned)value, false));
    return LLVMMDNodeInContext2(u->context, parts, 2);
}

static bool calls_math(const lir_fn *f)
{
    for (uint32_t i = 1; i < f->exprs.len; i++)
        if (f->exprs.items[i].op == LIR_MATH1 || f->exprs.items[i].op == LIR_MATH2)
            return true;
    return false;
}

/* Load, store, and hand the value on to the next turn: little more than moves. */
static bool only_hands_on(const lir_fn *f, const lir_stmt *loop)
{
    enum { SHORT = 3 };
    if (loop->body.len == 0 || loop->body.len > SHORT)
        return false;
    const lir_stmt *last = &f->stmts.items[loop->body.items[loop->body.len - 1]];
    return last->kind == LIR_S_SET && f->exprs.items[last->a].op == LIR_VAR;
}

/* Short vector loops are unrolled by two: it hides the counter's work (a quarter of the time when
 * the data is in L1), and saves the moves of a sweep, which hands what it loaded on to the next turn.
 * More only costs time to compile, and LLVM's own choice is eight. */
static LLVMMetadataRef vector_unrolling(lb_fn *fb, const lir_stmt *loop)
{
    enum { SHORT = 64 };
    bool is_short = fb->lir->exprs.len < SHORT || only_hands_on(fb->lir, loop);
    if (is_short && !calls_math(fb->lir))
        return loop_option(fb->u, "llvm.loop.unroll.count", 2);
    return loop_option(fb->u, "llvm.loop.unroll.disable", -1);
}

/* A few stores and what they are made of: the counter's work is most of such a loop. */
static bool is_short(const lb_fn *fb, const lir_stmt *s)
{
    enum { SHORT = 8 };
    for (uint32_t i = 0; i < s->body.len; i++) {
        lir_stmt_kind kind = (lir_stmt_kind)fb->lir->stmts.items[s->body.items[i]].kind;
        if (kind != LIR_S_LET && kind != LIR_S_SET && kind != LIR_S_STORE && kind != LIR_S_COMMENT)
            return false;
    }
    return s->kind == LIR_S_FOR && s->body.len <= SHORT;
}

/* A loop's identity is a node whose first operand is itself. */
static void describe_loop(lb_fn *fb, LLVMValueRef branch, const lir_stmt *s)
{
    LLVMMetadataRef parts[4], place = NULL;
    unsigned flags = s->flags;
    int64_t step = s->kind == LIR_S_FOR ? s->imm : 1;
    unsigned count = 1;
    lb_unit *u = fb->u;
    if (flags & (LIR_FOR_VECTOR | LIR_FOR_SPARE))
        parts[count++] = loop_option(u, "llvm.loop.vectorize.enable", 0);
    else
        place = lb_loop_place(u, fb->lir, s->loc);
    if (place)
        parts[count++] = place;
    if (flags & LIR_FOR_UNROLL)
        parts[count++] = loop_option(u, "llvm.loop.unroll.full", -1);
    else if (flags & (LIR_FOR_BLOCKS | LIR_FOR_SPARE))
        parts[count++] = loop_option(u, "llvm.loop.unroll.disable", -1);
    else if ((flags & LIR_FOR_VECTOR) && step > 1)
        parts[count++] = vector_unrolling(fb, s);
    else if (!flags && u->tier == BE_TIER_VECTOR && is_short(fb, s))
        parts[count++] = loop_option(u, "llvm.loop.unroll.count", 4);
    else if ((flags & LIR_FOR_VECTOR) || u->tier == BE_TIER_VECTOR) /* what these leave over */
        parts[count++] = loop_option(u, "llvm.loop.unroll.disable", -1);
    if (count == 1)
        return;
    LLVMMetadataRef self = LLVMTemporaryMDNode(u->context, NULL, 0);
    parts[0] = self;
    LLVMMetadataRef node = LLVMMDNodeInContext2(u->context, parts, count);
    LLVMMetadataReplaceAllUsesWith(self, node);
    LLVMSetMetadata(branch, u->loop_kind, LLVMMetadataAsValue(u->context, node));
}

/* What `for` needs to know of its counter. */
typedef struct counter {
    LLVMTypeRef type;
    LLVMValueRef first, end, step;
    LLVMValueRef runs; /* i1: at least one iteration */
    bool by_one;       /* the counter cannot wrap */
} counter;

static counter counter_of(lb_fn *fb, const lir_stmt *s)
{
    LLVMBuilderRef bd = fb->builder;
    lir_type t = fb->lir->vars.items[s->var].type;
    bool is_signed = lir_elem_is_signed((lir_elem)t.elem), up = s->imm > 0;
    lb_begin_statement(fb);
    LLVMValueRef a = lb_expr(fb, s->a), b = lb_expr(fb, s->b);
    counter c = {.type = lb_type(fb->u, t), .first = a, .end = b};
    LLVMIntPredicate less = is_signed ? LLVMIntSLT : LLVMIntULT;
    c.runs = up ? LLVMBuildICmp(bd, less, a, b, "") : LLVMBuildICmp(bd, less, b, a, "");
    c.step = LLVMConstInt(c.type, (uint64_t)s->imm, true);
    c.by_one = s->imm == 1 || s->imm == -1;
    if (c.by_one)
        return c;
    uint64_t size = up ? (uint64_t)s->imm : -(uint64_t)s->imm;
    LLVMValueRef stride = LLVMConstInt(c.type, size, false);
    LLVMValueRef span = up ? LLVMBuildSub(bd, b, a, "") : LLVMBuildSub(bd, a, b, "");
    LLVMValueRef last = LLVMBuildSub(bd, span, LLVMConstInt(c.type, 1, false), "");
    LLVMValueRef trips =
        LLVMBuildAdd(bd, LLVMBuildUDiv(bd, last, stride, ""), LLVMConstInt(c.type, 1, false), "");
    c.end = LLVMBuildAdd(bd, a, LLVMBuildMul(bd, trips, c.step, ""), "");
    return c;
}

static void for_statement(lb_fn *fb, const lir_stmt *s)
{
    LLVMBuilderRef bd = fb->builder;
    counter c = counter_of(fb, s);
    LLVMBasicBlockRef before = LLVMGetInsertBlock(bd), body = lb_new_block(fb, "for");
    LLVMBasicBlockRef next = lb_new_block(fb, "next"), after = lb_new_block(fb, "done");
    lb_loop loop = {fb->loop, after, next};
    LLVMBuildCondBr(bd, c.runs, body, after);
    lb_position(fb, body);
    LLVMValueRef i = LLVMBuildPhi(bd, c.type, fb->lir->vars.items[s->var].name);
    LLVMAddIncoming(i, &c.first, &before, 1);
    lb_assign(fb, s->var, i);
    fb->loop = &loop;
    lb_block(fb, &s->body);
    fb->loop = loop.outer;
    fall_through(fb, next);
    lb_position(fb, next);
    LLVMValueRef following = LLVMBuildAdd(bd, i, c.step, "");
    if (c.by_one && lir_elem_is_signed((lir_elem)fb->lir->vars.items[s->var].type.elem))
        LLVMSetNSW(following, true);
    LLVMAddIncoming(i, &following, &next, 1);
    LLVMValueRef more = LLVMBuildICmp(bd, LLVMIntNE, following, c.end, "");
    describe_loop(fb, LLVMBuildCondBr(bd, more, body, after), s);
    lb_position(fb, after);
}

static void while_statement(lb_fn *fb, const lir_stmt *s)
{
    LLVMBasicBlockRef head = lb_new_block(fb, "while"), body = lb_new_block(fb, "do");
    LLVMBasicBlockRef after = lb_new_block(fb, "done");
    lb_loop loop = {fb->loop, after, head};
    LLVMBuildBr(fb->builder, head);
    lb_position(fb, head);
    fb->loop = &loop;
    lb_block(fb, &s->other);
    if (!lb_terminated(fb)) {
        lb_begin_statement(fb);
        LLVMBuildCondBr(fb->builder, lb_expr(fb, s->a), body, after);
    } else {
        LLVMBasicBlockRef dead = lb_new_block(fb, "dead");
        lb_position(fb, dead);
        LLVMBuildBr(fb->builder, body);
    }
    lb_position(fb, body);
    lb_block(fb, &s->body);
    fall_through(fb, head);
    fb->loop = loop.outer;
    lb_position(fb, after);
}

/* The error is in the frame when the handler begins. */
static void try_statement(lb_fn *fb, const lir_stmt *s)
{
    LLVMBasicBlockRef outer = fb->handler, after = lb_new_block(fb, "after");
    LLVMBasicBlockRef handler = lb_new_block(fb, "catch");
    fb->handler = handler;
    lb_block(fb, &s->body);
    fall_through(fb, after);
    fb->handler = outer;
    lb_position(fb, handler);
    lb_block(fb, &s->other);
    fall_through(fb, after);
    lb_position(fb, after);
}

void lb_leave(lb_fn *fb, LLVMValueRef code)
{
    LLVMBuildStore(fb->builder, code, fb->status);
    LLVMBuildBr(fb->builder, fb->cleanup);
}

void lb_fail(lb_fn *fb, LLVMValueRef code, LLVMBasicBlockRef next)
{
    LLVMBuilderRef bd = fb->builder;
    if (fb->handler) {
        LLVMBuildBr(bd, fb->handler);
        return;
    }
    if (!fb->in_cleanup) {
        lb_leave(fb, code);
        return;
    }
    LLVMTypeRef i32 = fb->u->elems[LIR_I32];
    LLVMValueRef first = LLVMBuildLoad2(bd, i32, fb->status, "");
    LLVMValueRef none = LLVMBuildICmp(bd, LLVMIntEQ, first, LLVMConstInt(i32, HPC_OK, false), "");
    LLVMBuildStore(bd, LLVMBuildSelect(bd, none, code, first, ""), fb->status);
    LLVMBuildBr(bd, next);
}

/* ---- The walk -------------------------------------------------------------------------------- */

/* A build of its own leaves the checks out, to measure what they cost (CMakeLists.txt). */
static void check_statement(lb_fn *fb, const lir_stmt *s)
{
#ifdef HPC_UNCHECKED
    (void)fb;
    (void)s;
#else
    lb_check(fb, s);
#endif
}

static void simple_statement(lb_fn *fb, const lir_stmt *s)
{
    lb_begin_statement(fb);
    switch ((lir_stmt_kind)s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: lb_assign(fb, s->var, lb_expr(fb, s->a)); break;
    case LIR_S_STORE: lb_store(fb, s); break;
    case LIR_S_SCATTER: lb_scatter(fb, s); break;
    case LIR_S_BREAK: LLVMBuildBr(fb->builder, fb->loop->on_break); break;
    case LIR_S_CONTINUE: LLVMBuildBr(fb->builder, fb->loop->on_continue); break;
    case LIR_S_RETURN: lb_leave(fb, LLVMConstInt(fb->u->elems[LIR_I32], HPC_OK, false)); break;
    case LIR_S_CHECK: check_statement(fb, s); break;
    case LIR_S_CALL: lb_call(fb, s); break;
    case LIR_S_RT: lb_runtime_call(fb, s); break;
    case LIR_S_FORK: lb_fork(fb, s); break;
    case LIR_S_ALLOCA: break; /* made at the start of the function */
    case LIR_S_POLL: lb_poll(fb, s); break;
    case LIR_S_COMMENT: break;
    default: lb_problem(fb->u, "LLVM backend: unknown statement %d", s->kind); break;
    }
}

void lb_block(lb_fn *fb, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &fb->lir->stmts.items[block->items[i]];
        if (lb_terminated(fb))
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

static void make_slots(lb_fn *fb)
{
    const lir_fn *f = fb->lir;
    const bool *assigned = lir_assigned(fb->u->arena, f);
    for (lir_var_id v = 1; v < f->vars.len; v++) {
        if (!assigned[v])
            continue;
        LLVMTypeRef type = lb_type(fb->u, f->vars.items[v].type);
        fb->slots[v] = lb_alloca(fb, type, 0, f->vars.items[v].name);
    }
}

static void stack_memory(lb_fn *fb, const lir_stmt *s)
{
    LLVMTypeRef i8 = fb->u->elems[LIR_I8];
    LLVMValueRef slot =
        lb_alloca_array(fb, i8, (uint64_t)s->imm, HPC_ALIGNMENT, fb->lir->vars.items[s->var].name);
    LLVMBuildMemSet(fb->builder, slot, LLVMConstInt(i8, 0, false),
                    LLVMConstInt(fb->u->elems[LIR_I64], (uint64_t)s->imm, false), HPC_ALIGNMENT);
    lb_assign(fb, s->var, slot);
}

/* Zero all slots, make the stack memory (the cleanup may run before its statements would), then
 * store the parameters. */
static void initialise(lb_fn *fb)
{
    const lir_fn *f = fb->lir;
    for (lir_var_id v = 1; v < f->vars.len; v++)
        if (fb->slots[v])
            lb_assign(fb, v, LLVMConstNull(lb_type(fb->u, f->vars.items[v].type)));
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_ALLOCA)
            stack_memory(fb, &f->stmts.items[i]);
    for (uint32_t i = 0; i < f->params.len; i++)
        lb_assign(fb, f->params.items[i], fb->params[i]);
    LLVMBuildStore(fb->builder, LLVMConstInt(fb->u->elems[LIR_I32], HPC_OK, false), fb->status);
}

static LLVMValueRef result_value(lb_fn *fb, uint32_t i)
{
    return lb_read_slot(fb, fb->lir->results.items[i]);
}

static void return_results(lb_fn *fb)
{
    const lir_fn *f = fb->lir;
    LLVMBuilderRef bd = fb->builder;
    if (fb->streams && lb_is_x86(fb->u->target))
        lb_intrinsic(fb, "llvm.x86.sse.sfence", NULL, 0, NULL, 0);
    LLVMValueRef status = LLVMBuildLoad2(bd, fb->u->elems[LIR_I32], fb->status, "");
    if (fb->results) {
        for (uint32_t i = 0; i < f->results.len; i++)
            lb_store_result(fb, fb->results, i, result_value(fb, i));
        LLVMBuildRet(bd, status);
        return;
    }
    LLVMValueRef result = LLVMGetPoison(fb->u->functions[f->index].result_type);
    result = LLVMBuildInsertValue(bd, result, status, 0, "");
    for (uint32_t i = 0; i < f->results.len; i++)
        result = LLVMBuildInsertValue(bd, result, result_value(fb, i), i + 1, "");
    LLVMBuildRet(bd, result);
}

static lb_fn new_function(lb_unit *u, const lir_fn *lir, LLVMValueRef fn)
{
    lb_fn fb = {.u = u, .builder = u->builder, .lir = lir, .fn = fn};
    fb.frame = LLVMGetParam(fn, 0);
    fb.fastmath = u->fastmath || lir->fastmath;
    fb.values = ARENA_ARRAY(u->arena, LLVMValueRef, lir->vars.len);
    fb.slots = ARENA_ARRAY(u->arena, LLVMValueRef, lir->vars.len);
    fb.kept = lir_read_by_cleanup(u->arena, lir);
    fb.memo = ARENA_ARRAY(u->arena, LLVMValueRef, lir->exprs.len);
    fb.stamps = ARENA_ARRAY(u->arena, uint32_t, lir->exprs.len);
    fb.entry = lb_new_block(&fb, "entry");
    fb.cleanup = lb_new_block(&fb, "cleanup");
    return fb;
}

/* With the builder at the start of the code, and fb->params known. */
static void translate_body(lb_fn *fb, LLVMBasicBlockRef start)
{
    fb->status = lb_alloca(fb, fb->u->elems[LIR_I32], 0, "status");
    make_slots(fb);
    initialise(fb);
    if (fb->lir->in_cycle && fb->level == 0)
        lb_check_depth(fb);
    lb_block(fb, &fb->lir->body);
    fall_through(fb, fb->cleanup);
    lb_position(fb, fb->cleanup);
    fb->in_cleanup = true;
    lb_block(fb, &fb->lir->cleanup);
    if (!lb_terminated(fb))
        return_results(fb);
    lb_position(fb, fb->entry);
    LLVMBuildBr(fb->builder, start);
}

void lb_translate_function(lb_unit *u, const lir_fn *lir, unsigned level)
{
    lb_fn fb = new_function(u, lir, u->functions[lir->index].levels[level]);
    fb.level = level;
    fb.params = ARENA_ARRAY(u->arena, LLVMValueRef, lir->params.len);
    for (uint32_t i = 0; i < lir->params.len; i++)
        fb.params[i] = LLVMGetParam(fb.fn, i + 1);
    LLVMBasicBlockRef start = lb_new_block(&fb, "start");
    lb_position(&fb, start);
    translate_body(&fb, start);
}

void lb_translate_entry(lb_unit *u, const lir_fn *lir, LLVMValueRef entry)
{
    lb_fn fb = new_function(u, lir, entry);
    LLVMBasicBlockRef start = lb_new_block(&fb, "start");
    lb_position(&fb, start);
    fb.params = lb_load_params(&fb, LLVMGetParam(entry, 1));
    fb.results = LLVMGetParam(entry, 2);
    translate_body(&fb, start);
}
