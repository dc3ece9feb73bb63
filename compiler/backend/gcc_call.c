/* The statements that can fail: CHECK, CALL, RT, POLL, and the depth check of recursive functions.
 *
 *   check %1, index, %2, %3   ->   if (!%1) { status = hpc_check_failed(frame, index, loc, values);
 *                                             goto cleanup; }
 * A failure in the cleanup does not stop it; the first failure is the function's. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include <stddef.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "symbols.h"

static gj_value int32(gb_fn *fb, int64_t value)
{
    return gb_int(fb->u, LIR_I32, (uint64_t)value);
}

static gj_place new_words(gb_fn *fb, uint32_t count)
{
    gb_unit *u = fb->u;
    return gb_local(fb, u->api->context_new_array_type(u->context, NULL, u->elems[LIR_U64],
                                                       (int)(count ? count : 1)));
}

static gj_value words_address(gb_fn *fb, gj_place words)
{
    gb_unit *u = fb->u;
    return gb_cast(u, u->api->lvalue_get_address(words, NULL), u->elems[LIR_PTR]);
}

/* How many words the arguments and results of a call in that form take. */
static uint32_t word_count(const gb_fn *fb, const lir_stmt *s)
{
    bool words =
        s->kind == LIR_S_RT || (s->kind == LIR_S_CALL && gb_is_cold(fb->u, (uint32_t)s->imm));
    if (s->kind == LIR_S_FORK)
        return s->args.len + 2;
    return words ? s->args.len + s->outs.len : 0;
}

/* All such calls of a function share one array. */
static gj_value words_of(gb_fn *fb)
{
    uint32_t count = 1;
    if (!fb->words) {
        for (uint32_t i = 1; i < fb->lir->stmts.len; i++) {
            uint32_t used = word_count(fb, &fb->lir->stmts.items[i]);
            count = used > count ? used : count;
        }
        fb->words = new_words(fb, count);
    }
    return words_address(fb, fb->words);
}

static gj_value store_arguments(gb_fn *fb, const lir_stmt *s)
{
    gj_value words = words_of(fb);
    for (uint32_t i = 0; i < s->args.len; i++)
        gb_store_word(fb, words, i, gb_expr(fb, s->args.items[i]));
    return words;
}

static void load_results(gb_fn *fb, const lir_stmt *s, gj_value words)
{
    for (uint32_t i = 0; i < s->outs.len; i++) {
        lir_var_id var = s->outs.items[i];
        lir_elem elem = (lir_elem)fb->lir->vars.items[var].type.elem;
        gb_assign(fb, var, gb_load_word(fb, words, s->args.len + i, elem));
    }
}

/* ---- CHECK ----------------------------------------------------------------------------------- */

/* Calls hpc_check_failed; ends the current block. */
static void fail_check(gb_fn *fb, int64_t check, int32_t loc, gj_value values, gj_block next)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32], ptr = u->elems[LIR_PTR], params[] = {ptr, i32, i32, ptr};
    gj_function fn = gb_external_fn(u, "hpc_check_failed", i32, params, 4);
    gj_value args[] = {fb->frame, int32(fb, check), int32(fb, loc), values};
    gb_fail(fb, gb_call_fn(u, fn, args, 4), next);
}

static gj_value store_check_values(gb_fn *fb, const lir_stmt *s)
{
    if (!s->args.len)
        return gb_scalar_bits(fb->u, LIR_PTR, 0);
    if (!fb->check_values)
        fb->check_values = new_words(fb, 4);
    gj_value values = words_address(fb, fb->check_values);
    for (uint32_t i = 0; i < 4; i++)
        gb_store_word(fb, values, i,
                      i < s->args.len ? gb_expr(fb, s->args.items[i])
                                      : gb_constant(fb, lir_scalar(LIR_I64), 0));
    return values;
}

void gb_check(gb_fn *fb, const lir_stmt *s)
{
    gj_value good = gb_expr_scalar(fb, s->a);
    gj_block failing = gb_new_block(fb);
    gb_branch_likely(fb, good, failing);
    gj_block next = fb->block;
    fb->block = failing;
    /* The values are computed here, off the common path; what the condition computed is shared. */
    fail_check(fb, s->imm, s->loc, store_check_values(fb, s), next);
    fb->block = next;
}

/* ---- CALL ------------------------------------------------------------------------------------ */

/* Goes on where code (kept) is HPC_OK, else fails with what failure.c's function says of it. */
static void leave_on_failure(gb_fn *fb, gj_value code, const char *notice, int32_t loc)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32], params[] = {u->elems[LIR_PTR], i32, i32};
    gj_block failing = gb_new_block(fb);
    gb_branch_likely(fb, gb_compare(u, GCC_JIT_COMPARISON_EQ, code, int32(fb, HPC_OK)), failing);
    gj_block next = fb->block;
    fb->block = failing;
    gj_value args[] = {fb->frame, code, int32(fb, loc)};
    gb_fail(fb, gb_call_fn(u, gb_external_fn(u, notice, i32, params, 3), args, 3), next);
    fb->block = next;
}

/* A function that is compiled when it is called. */
static void call_cold(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32], ptr = u->elems[LIR_PTR], params[] = {ptr, i32, ptr, ptr};
    gj_value words = store_arguments(fb, s);
    gj_value results = gb_address(fb, words, gb_int(u, LIR_I64, 8 * (uint64_t)s->args.len));
    gj_function fn = gb_external_fn(u, "be_call_cold", i32, params, 4);
    gj_value args[] = {fb->frame, int32(fb, s->imm), words, results};
    leave_on_failure(fb, gb_keep(fb, i32, gb_call_fn(u, fn, args, 4)).value, "be_call_failed",
                     s->loc);
    load_results(fb, s, words);
}

void gb_call(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    uint32_t index = (uint32_t)s->imm;
    if (gb_is_cold(u, index)) {
        call_cold(fb, s);
        return;
    }
    const gb_function *callee = &u->functions[index];
    gj_value *args = ARENA_ARRAY(u->arena, gj_value, s->args.len + 1);
    args[0] = fb->frame;
    for (uint32_t i = 0; i < s->args.len; i++)
        args[i + 1] = gb_expr_scalar(fb, s->args.items[i]);
    gj_place result =
        gb_keep(fb, callee->result, gb_call_fn(u, callee->fn, args, (int)s->args.len + 1)).place;
    gj_place status = u->api->lvalue_access_field(result, NULL, callee->fields[0]);
    leave_on_failure(fb, gb_get(fb, status), "be_call_failed", s->loc);
    for (uint32_t i = 0; i < s->outs.len; i++) {
        lir_elem elem = (lir_elem)fb->lir->vars.items[s->outs.items[i]].type.elem;
        gj_place field = u->api->lvalue_access_field(result, NULL, callee->fields[i + 1]);
        gb_assign(fb, s->outs.items[i], gb_scalar(fb, elem, gb_get(fb, field)));
    }
}

/* ---- FORK ------------------------------------------------------------------------------------ */

/* The worker in the form of be_entry is what the runtime calls. */
void gb_fork(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32], i64 = u->elems[LIR_I64], ptr = u->elems[LIR_PTR];
    gj_type params[] = {ptr, ptr, ptr, ptr, i32, i64, i64};
    gj_value words = words_of(fb);
    gb_store_word(fb, words, 0, gb_expr(fb, s->a));
    gb_store_word(fb, words, 1, gb_expr(fb, s->b));
    for (uint32_t i = 0; i < s->args.len; i++)
        gb_store_word(fb, words, i + 2, gb_expr(fb, s->args.items[i]));
    gj_value entry = u->api->function_get_address(u->functions[s->imm].entry, NULL);
    gj_value args[] = {fb->frame,
                       gb_bits_as(u, entry, ptr),
                       gb_scalar_bits(u, LIR_PTR, 0),
                       words,
                       int32(fb, s->args.len + 2),
                       gb_expr_scalar(fb, s->c),
                       gb_expr_scalar(fb, s->d)};
    gj_function fn = gb_external_fn(u, "hpc_fork", i32, params, 7);
    leave_on_failure(fb, gb_keep(fb, i32, gb_call_fn(u, fn, args, 7)).value, "be_rt_failed",
                     s->loc);
}

/* ---- RT -------------------------------------------------------------------------------------- */

void gb_runtime_call(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    gj_type i32 = u->elems[LIR_I32], ptr = u->elems[LIR_PTR], params[] = {ptr, ptr};
    gj_value words = store_arguments(fb, s);
    char name[BE_NAME_SIZE];
    be_runtime_name(name, (unsigned)s->imm);
    gj_value args[] = {fb->frame, words};
    gj_value status =
        gb_keep(fb, i32, gb_call_fn(u, gb_external_fn(u, name, i32, params, 2), args, 2)).value;
    if (!hpc_rt_never_fails(s->imm))
        leave_on_failure(fb, status, "be_rt_failed", s->loc);
    load_results(fb, s, words);
}

/* ---- POLL and depth -------------------------------------------------------------------------- */

static gj_value frame_pointer_field(gb_fn *fb, size_t offset)
{
    gb_unit *u = fb->u;
    gj_value at = gb_address(fb, fb->frame, gb_int(u, LIR_I64, offset));
    return gb_keep(fb, u->elems[LIR_PTR], gb_get(fb, gb_memory(fb, at, u->elems[LIR_PTR]))).value;
}

void gb_poll(gb_fn *fb, const lir_stmt *s)
{
    gb_unit *u = fb->u;
    gj_value flag = frame_pointer_field(fb, offsetof(hpc_frame, poll));
    gj_place code = gb_memory(fb, flag, u->api->type_get_volatile(u->elems[LIR_I32]));
    leave_on_failure(fb, gb_keep(fb, u->elems[LIR_I32], gb_get(fb, code)).value, "be_poll_failed",
                     s->loc);
}

/* Reads the stack pointer: __builtin_frame_address would cost a frame pointer. */
static gj_value stack_pointer(gb_fn *fb)
{
    gb_unit *u = fb->u;
    gj_place here = gb_local(fb, u->elems[LIR_U64]);
    gcc_jit_extended_asm *code = u->api->block_add_extended_asm(
        fb->block, NULL, u->target.x86 ? "mov %%rsp, %0" : "mov %0, sp");
    u->api->extended_asm_set_volatile_flag(code, 1);
    u->api->extended_asm_add_output_operand(code, NULL, "=r", here);
    return gb_get(fb, here);
}

void gb_check_depth(gb_fn *fb)
{
    gb_unit *u = fb->u;
    gj_value limit = frame_pointer_field(fb, offsetof(hpc_frame, stack_limit));
    gj_value good = gb_compare(u, GCC_JIT_COMPARISON_GE, stack_pointer(fb),
                               gb_bits_as(u, limit, u->elems[LIR_U64]));
    gj_block failing = gb_new_block(fb);
    gb_branch_likely(fb, good, failing);
    gj_block next = fb->block;
    fb->block = failing;
    fail_check(fb, HPC_CHECK_RECURSION, 0, gb_scalar_bits(u, LIR_PTR, 0), next);
    fb->block = next;
}

#endif
