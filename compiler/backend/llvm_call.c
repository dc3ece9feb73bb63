/* The statements that can fail: CHECK, CALL, RT, POLL, and the depth check of recursive functions.
 *
 *   check %1, index, %2, %3   ->   br %1, next, failing, !unlikely
 *                                  failing: status = hpc_check_failed(frame, index, loc, values)
 *                                           br cleanup
 * A failure in the cleanup does not stop it; the first failure is the function's. */
#include <stddef.h>

#include "../../runtime/table.h"
#include "llvm_internal.h"
#include "symbols.h"

static LLVMValueRef int32(lb_fn *fb, int64_t value)
{
    return LLVMConstInt(fb->u->elems[LIR_I32], (uint64_t)value, true);
}

/* words[i] = the value of an expression. */
static void store_argument(lb_fn *fb, LLVMValueRef words, uint32_t i, lir_expr_id id)
{
    lb_store_word(fb, words, i, lb_expr(fb, id), (lir_elem)lb_expr_type(fb, id).elem);
}

/* A call of one of the functions that record a failure: what they return is never HPC_OK. */
static LLVMValueRef failure_call(lb_fn *fb, lb_callee fn, LLVMValueRef *args, unsigned count)
{
    LLVMValueRef code = LLVMBuildCall2(fb->builder, fn.type, fn.fn, args, count, "");
    LLVMSetMetadata(code, fb->u->range_kind,
                    LLVMMetadataAsValue(fb->u->context, fb->u->not_zero_node));
    return code;
}

/* ---- Words ---------------------------------------------------------------------------------- */

/* How many words the arguments and results of a call in that form take. */
static uint32_t word_count(const lb_fn *fb, const lir_stmt *s)
{
    bool words =
        s->kind == LIR_S_RT || (s->kind == LIR_S_CALL && lb_is_cold(fb->u, (uint32_t)s->imm));
    if (s->kind == LIR_S_FORK)
        return s->args.len + 2;
    return words ? s->args.len + s->outs.len : 0;
}

/* The words of all such calls of a function share one array, made when the largest is known: each
 * call uses the front of it. */
static LLVMValueRef words_of(lb_fn *fb, uint32_t count)
{
    LLVMTypeRef i64 = fb->u->elems[LIR_I64];
    if (!fb->words) {
        for (uint32_t i = 1; i < fb->lir->stmts.len; i++) {
            uint32_t used = word_count(fb, &fb->lir->stmts.items[i]);
            count = used > count ? used : count;
        }
        fb->words = lb_alloca_array(fb, i64, count ? count : 1, 16, "words");
    }
    return fb->words;
}

static LLVMValueRef store_arguments(lb_fn *fb, const lir_stmt *s)
{
    LLVMValueRef words = words_of(fb, word_count(fb, s));
    for (uint32_t i = 0; i < s->args.len; i++)
        store_argument(fb, words, i, s->args.items[i]);
    return words;
}

static void load_results(lb_fn *fb, const lir_stmt *s, LLVMValueRef words)
{
    for (uint32_t i = 0; i < s->outs.len; i++) {
        lir_var_id var = s->outs.items[i];
        lir_elem elem = (lir_elem)fb->lir->vars.items[var].type.elem;
        lb_assign(fb, var, lb_load_word(fb, words, s->args.len + i, elem));
    }
}

/* ---- CHECK ----------------------------------------------------------------------------------- */

/* Calls hpc_check_failed; ends the current block. */
static void fail_check(lb_fn *fb, int64_t check, int32_t loc, LLVMValueRef values,
                       LLVMBasicBlockRef next)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32], ptr = u->elems[LIR_PTR];
    LLVMTypeRef params[] = {ptr, i32, i32, ptr};
    lb_callee fn = lb_external(u, "hpc_check_failed", i32, params, 4, LB_COLD);
    LLVMValueRef args[] = {fb->frame, int32(fb, check), int32(fb, loc), values};
    lb_fail(fb, failure_call(fb, fn, args, 4), next);
}

static LLVMValueRef store_check_values(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    if (!s->args.len)
        return LLVMConstNull(u->elems[LIR_PTR]);
    if (!fb->check_values)
        fb->check_values = lb_alloca_array(fb, u->elems[LIR_I64], 4, 8, "values");
    for (uint32_t i = 0; i < 4; i++) {
        if (i < s->args.len)
            store_argument(fb, fb->check_values, i, s->args.items[i]);
        else
            lb_store_word(fb, fb->check_values, i, LLVMConstNull(u->elems[LIR_I64]), LIR_I64);
    }
    return fb->check_values;
}

void lb_check(lb_fn *fb, const lir_stmt *s)
{
    LLVMValueRef good = lb_expr(fb, s->a);
    LLVMBasicBlockRef failing = lb_new_block(fb, "failed");
    lb_branch_likely(fb, good, failing);
    LLVMBasicBlockRef next = LLVMGetInsertBlock(fb->builder);
    lb_position(fb, failing);
    /* The values are computed here, off the common path; what the condition computed is shared. */
    fail_check(fb, s->imm, s->loc, store_check_values(fb, s), next);
    lb_position(fb, next);
}

/* ---- CALL ------------------------------------------------------------------------------------ */

/* Calls one of failure.c's functions with (frame, code, loc); what it returns is the failure. */
static void fail_with(lb_fn *fb, const char *name, LLVMValueRef code, int32_t loc,
                      LLVMBasicBlockRef next)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32], params[] = {u->elems[LIR_PTR], i32, i32};
    lb_callee fn = lb_external(u, name, i32, params, 3, LB_COLD);
    LLVMValueRef args[] = {fb->frame, code, int32(fb, loc)};
    lb_fail(fb, failure_call(fb, fn, args, 3), next);
}

/* Goes on where code is HPC_OK, else fails with it. */
static void leave_on_failure(lb_fn *fb, LLVMValueRef code, const char *notice, int32_t loc)
{
    LLVMBasicBlockRef failing = lb_new_block(fb, "failed");
    LLVMValueRef ok = LLVMBuildICmp(fb->builder, LLVMIntEQ, code, int32(fb, HPC_OK), "");
    lb_branch_likely(fb, ok, failing);
    LLVMBasicBlockRef next = LLVMGetInsertBlock(fb->builder);
    lb_position(fb, failing);
    fail_with(fb, notice, code, loc, next);
    lb_position(fb, next);
}

static LLVMValueRef target_of(lb_fn *fb, const lb_function *callee, uint32_t index)
{
    if (index != fb->lir->index)
        return callee->levels[0];
    return callee->levels[fb->level + 1 < callee->level_count ? fb->level + 1 : 0];
}

/* A function that is compiled when it is called. */
static void call_cold(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32], i64 = u->elems[LIR_I64], ptr = u->elems[LIR_PTR];
    LLVMValueRef words = store_arguments(fb, s);
    LLVMValueRef size = LLVMConstInt(i64, 8 * (uint64_t)s->args.len, false);
    LLVMTypeRef params[] = {ptr, i32, ptr, ptr};
    lb_callee fn = lb_external(u, "be_call_cold", i32, params, 4, LB_COLD);
    LLVMValueRef args[] = {fb->frame, int32(fb, s->imm), words, lb_address(fb, words, size)};
    LLVMValueRef status = LLVMBuildCall2(fb->builder, fn.type, fn.fn, args, 4, "");
    leave_on_failure(fb, status, "be_call_failed", s->loc);
    load_results(fb, s, words);
}

void lb_call(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    uint32_t index = (uint32_t)s->imm;
    if (lb_is_cold(u, index)) {
        call_cold(fb, s);
        return;
    }
    const lb_function *callee = &u->functions[index];
    LLVMValueRef *args = ARENA_ARRAY(u->arena, LLVMValueRef, s->args.len + 1);
    args[0] = fb->frame;
    for (uint32_t i = 0; i < s->args.len; i++)
        args[i + 1] = lb_expr(fb, s->args.items[i]);
    LLVMValueRef result = LLVMBuildCall2(fb->builder, callee->type, target_of(fb, callee, index),
                                         args, s->args.len + 1, "");
    LLVMSetInstructionCallConv(result, LLVMFastCallConv);
    leave_on_failure(fb, LLVMBuildExtractValue(fb->builder, result, 0, ""), "be_call_failed",
                     s->loc);
    for (uint32_t i = 0; i < s->outs.len; i++)
        lb_assign(fb, s->outs.items[i], LLVMBuildExtractValue(fb->builder, result, i + 1, ""));
}

/* ---- FORK ------------------------------------------------------------------------------------ */

/* The worker in the form of be_entry is what the runtime calls. */
void lb_fork(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32], i64 = u->elems[LIR_I64], ptr = u->elems[LIR_PTR];
    uint32_t count = word_count(fb, s);
    LLVMValueRef words = words_of(fb, count);
    store_argument(fb, words, 0, s->a);
    store_argument(fb, words, 1, s->b);
    for (uint32_t i = 0; i < s->args.len; i++)
        store_argument(fb, words, i + 2, s->args.items[i]);
    LLVMTypeRef params[] = {ptr, ptr, ptr, ptr, i32, i64, i64};
    lb_callee fn = lb_external(u, "hpc_fork", i32, params, 7, LB_PLAIN);
    LLVMValueRef args[] = {fb->frame,          lb_entry_function(u, (uint32_t)s->imm),
                           LLVMConstNull(ptr), words,
                           int32(fb, count),   lb_expr(fb, s->c),
                           lb_expr(fb, s->d)};
    LLVMValueRef status = LLVMBuildCall2(fb->builder, fn.type, fn.fn, args, 7, "");
    leave_on_failure(fb, status, "be_rt_failed", s->loc);
}

/* ---- RT -------------------------------------------------------------------------------------- */

/* Where all failing runtime calls of a function meet, outside of handlers and the cleanup: a block
 * with a call for each would be half of the code of a function that has many. */
static void make_runtime_failure(lb_fn *fb)
{
    LLVMTypeRef i32 = fb->u->elems[LIR_I32];
    LLVMBasicBlockRef here = LLVMGetInsertBlock(fb->builder);
    fb->rt_failing = lb_new_block(fb, "failed");
    lb_position(fb, fb->rt_failing);
    fb->rt_code = LLVMBuildPhi(fb->builder, i32, "");
    fb->rt_loc = LLVMBuildPhi(fb->builder, i32, "");
    lb_callee fn = lb_external(fb->u, "be_rt_failed", i32,
                               (LLVMTypeRef[]){fb->u->elems[LIR_PTR], i32, i32}, 3, LB_COLD);
    LLVMValueRef args[] = {fb->frame, fb->rt_code, fb->rt_loc};
    lb_leave(fb, failure_call(fb, fn, args, 3));
    lb_position(fb, here);
}

static void leave_on_runtime_failure(lb_fn *fb, LLVMValueRef code, int32_t loc)
{
    if (fb->handler || fb->in_cleanup) {
        leave_on_failure(fb, code, "be_rt_failed", loc);
        return;
    }
    if (!fb->rt_failing)
        make_runtime_failure(fb);
    LLVMValueRef ok = LLVMBuildICmp(fb->builder, LLVMIntEQ, code, int32(fb, HPC_OK), "");
    LLVMValueRef place = int32(fb, loc);
    LLVMBasicBlockRef here = LLVMGetInsertBlock(fb->builder);
    lb_branch_likely(fb, ok, fb->rt_failing);
    LLVMAddIncoming(fb->rt_code, &code, &here, 1);
    LLVMAddIncoming(fb->rt_loc, &place, &here, 1);
}

void lb_runtime_call(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32], ptr = u->elems[LIR_PTR];
    LLVMValueRef words = store_arguments(fb, s);
    char name[BE_NAME_SIZE];
    be_runtime_name(name, (unsigned)s->imm);
    lb_callee fn = lb_external(u, name, i32, (LLVMTypeRef[]){ptr, ptr}, 2, LB_PLAIN);
    LLVMValueRef status =
        LLVMBuildCall2(fb->builder, fn.type, fn.fn, (LLVMValueRef[]){fb->frame, words}, 2, "");
    if (!hpc_rt_never_fails(s->imm))
        leave_on_runtime_failure(fb, status, s->loc);
    load_results(fb, s, words);
}

/* ---- POLL and depth -------------------------------------------------------------------------- */

static LLVMValueRef frame_pointer_field(lb_fn *fb, size_t offset)
{
    lb_unit *u = fb->u;
    LLVMValueRef at = LLVMConstInt(u->elems[LIR_I64], offset, false);
    LLVMValueRef field =
        LLVMBuildLoad2(fb->builder, u->elems[LIR_PTR], lb_address(fb, fb->frame, at), "");
    /* Set before the code is entered, and the same until it returns. */
    LLVMSetMetadata(field, u->invariant_kind, LLVMMetadataAsValue(u->context, u->empty_node));
    return field;
}

void lb_poll(lb_fn *fb, const lir_stmt *s)
{
    lb_unit *u = fb->u;
    LLVMTypeRef i32 = u->elems[LIR_I32];
    LLVMValueRef flag = frame_pointer_field(fb, offsetof(hpc_frame, poll));
    LLVMValueRef code = LLVMBuildLoad2(fb->builder, i32, flag, "");
    LLVMSetOrdering(code, LLVMAtomicOrderingMonotonic);
    LLVMSetAlignment(code, 4);
    leave_on_failure(fb, code, "be_poll_failed", s->loc);
}

/* Reads the stack pointer: llvm.frameaddress would cost a frame pointer in every function. */
static LLVMValueRef stack_pointer(lb_fn *fb)
{
    lb_unit *u = fb->u;
    const char *name = lb_is_x86(u->target) ? "rsp" : "sp";
    LLVMMetadataRef text = LLVMMDStringInContext2(u->context, name, strlen(name));
    LLVMMetadataRef node = LLVMMDNodeInContext2(u->context, &text, 1);
    LLVMValueRef arg = LLVMMetadataAsValue(u->context, node);
    return lb_intrinsic(fb, "llvm.read_register", &u->elems[LIR_I64], 1, &arg, 1);
}

void lb_check_depth(lb_fn *fb)
{
    lb_unit *u = fb->u;
    LLVMValueRef limit = frame_pointer_field(fb, offsetof(hpc_frame, stack_limit));
    limit = LLVMBuildPtrToInt(fb->builder, limit, u->elems[LIR_I64], "");
    LLVMValueRef good = LLVMBuildICmp(fb->builder, LLVMIntUGE, stack_pointer(fb), limit, "");
    LLVMBasicBlockRef failing = lb_new_block(fb, "deep");
    lb_branch_likely(fb, good, failing);
    LLVMBasicBlockRef next = LLVMGetInsertBlock(fb->builder);
    lb_position(fb, failing);
    fail_check(fb, HPC_CHECK_RECURSION, 0, LLVMConstNull(u->elems[LIR_PTR]), next);
    lb_position(fb, next);
}
