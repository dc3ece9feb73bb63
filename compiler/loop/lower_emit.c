/* Small makers of loop IR expressions and statements, used by all files of lowering. */
#include <stdarg.h>
#include <stdio.h>

#include "lower_impl.h"

void lw_fail(lower *l, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *l->error = arena_strndup(l->a, text, strlen(text));
    longjmp(l->failed, 1);
}

lir_block *lw_block_at(lower *l, lw_block b)
{
    if (!b.owner)
        return &l->f->body;
    lir_stmt *s = lir_stmt_at(l->f, b.owner);
    return b.other ? &s->other : &s->body;
}

lir_stmt *lw_stmt(lower *l, lir_stmt_kind kind)
{
    lir_stmt_id id = lir_stmt_new(l->m, l->f, lw_block_at(l, l->cur), kind);
    lir_stmt *s = lir_stmt_at(l->f, id);
    s->loc = l->loc;
    return s;
}

lir_stmt_id lw_detached(lower *l, lir_stmt_kind kind)
{
    lir_block nowhere = {0};
    lir_stmt_id id = lir_stmt_new(l->m, l->f, &nowhere, kind);
    lir_stmt_at(l->f, id)->loc = l->loc;
    return id;
}

void lw_attach(lower *l, lw_block b, lir_stmt_id id)
{
    vec_push(l->a, lw_block_at(l, b), id);
}

lir_type lw_type(const lower *l, lir_expr_id e)
{
    return l->f->exprs.items[e].type;
}

lir_expr_id lw_let(lower *l, const char *name, lir_expr_id e)
{
    uint8_t op = l->f->exprs.items[e].op;
    if (op == LIR_CONST || op == LIR_VAR || op == LIR_SYMBOL || op == LIR_FRAME)
        return e;
    lir_var_id var = lir_var_new(l->m, l->f, name, lw_type(l, e));
    lir_stmt *s = lw_stmt(l, LIR_S_LET);
    s->var = var;
    s->a = e;
    return lw_get(l, var);
}

void lw_set(lower *l, lir_var_id var, lir_expr_id e)
{
    lir_stmt *s = lw_stmt(l, LIR_S_SET);
    s->var = var;
    s->a = e;
}

lir_expr_id lw_get(lower *l, lir_var_id var)
{
    return lir_get(l->m, l->f, var);
}

lir_expr_id lw_i64(lower *l, int64_t value)
{
    return lir_const_int(l->m, l->f, LIR_I64, value);
}

bool lw_is_const(const lower *l, lir_expr_id e, int64_t *value)
{
    uint64_t bits;
    if (!e) {
        *value = 0;
        return true;
    }
    if (!lir_is_const(l->f, e, &bits))
        return false;
    *value = (int64_t)bits;
    return true;
}

bool lw_is_i64(const lower *l, lir_expr_id e, int64_t value)
{
    int64_t is;
    return lw_is_const(l, e, &is) && is == value;
}

lir_expr_id lw_op(lower *l, lir_op op, lir_expr_id a, lir_expr_id b)
{
    unsigned lanes = lw_type(l, a).lanes;
    if (lw_type(l, b).lanes > lanes)
        lanes = lw_type(l, b).lanes;
    return lir_op2(l->m, l->f, op, lw_splat(l, a, lanes), lw_splat(l, b, lanes));
}

lir_expr_id lw_add(lower *l, lir_expr_id a, lir_expr_id b)
{
    if (!a || !b)
        return a ? a : b;
    return lw_op(l, LIR_ADD, a, b);
}

lir_expr_id lw_mul(lower *l, lir_expr_id a, lir_expr_id b)
{
    if (!a || !b || lw_is_i64(l, a, 0) || lw_is_i64(l, b, 0))
        return 0;
    return lw_op(l, LIR_MUL, a, b);
}

lir_expr_id lw_padd(lower *l, lir_expr_id ptr, lir_expr_id bytes)
{
    if (!bytes || lw_is_i64(l, bytes, 0))
        return ptr;
    return lir_make(l->m, l->f, LIR_PADD, lir_scalar(LIR_PTR), 0, ptr, bytes, 0, 0);
}

lir_expr_id lw_select(lower *l, lir_expr_id c, lir_expr_id a, lir_expr_id b)
{
    unsigned lanes = lw_type(l, a).lanes;
    if (lw_type(l, b).lanes > lanes)
        lanes = lw_type(l, b).lanes;
    if (lw_type(l, c).lanes > lanes)
        lanes = lw_type(l, c).lanes;
    return lir_select(l->m, l->f, lw_splat(l, c, lanes), lw_splat(l, a, lanes),
                      lw_splat(l, b, lanes));
}

lir_expr_id lw_splat(lower *l, lir_expr_id e, unsigned lanes)
{
    uint64_t bits;
    lir_type type = lw_type(l, e);
    if (type.lanes == lanes)
        return e;
    if (lir_is_const(l->f, e, &bits))
        return lir_const_bits(l->m, l->f, lir_vector((lir_elem)type.elem, lanes), bits);
    return lir_splat(l->m, l->f, e, lanes);
}

lir_expr_id lw_load(lower *l, lir_elem elem, lir_expr_id ptr, int64_t offset)
{
    return lir_load(l->m, l->f, lir_scalar(elem), ptr, lw_i64(l, offset));
}

void lw_store(lower *l, lir_expr_id ptr, int64_t offset, lir_expr_id value)
{
    lir_expr_id at = lw_i64(l, offset);
    lir_stmt *s = lw_stmt(l, LIR_S_STORE);
    s->a = ptr;
    s->b = at;
    s->c = value;
}

lir_expr_id lw_alloca(lower *l, const char *name, int64_t bytes)
{
    lir_var_id var = lir_var_new(l->m, l->f, name, lir_scalar(LIR_PTR));
    lir_stmt_id id = lir_stmt_new(l->m, l->f, &l->pending, LIR_S_ALLOCA);
    lir_stmt *s = lir_stmt_at(l->f, id);
    s->var = var;
    s->imm = bytes;
    return lw_get(l, var);
}

lir_expr_id lw_alloca_shared(lower *l, const char *name, int64_t bytes)
{
    lir_expr_id memory = lw_alloca(l, name, bytes);
    lir_stmt_at(l->f, l->pending.items[l->pending.len - 1])->flags |= LIR_ALLOCA_SHARED;
    return memory;
}

void lw_check(lower *l, lir_expr_id cond, int check, const lir_expr_id *values, unsigned count)
{
    uint64_t bits;
    if (lir_is_const(l->f, cond, &bits) && bits)
        return;
    lir_stmt *s = lw_stmt(l, LIR_S_CHECK);
    s->a = cond;
    s->imm = check;
    for (unsigned i = 0; i < count; i++)
        vec_push(l->a, &s->args, values[i]);
}

void lw_rt(lower *l, int function, const lir_expr_id *args, unsigned count, lir_var_id out)
{
    lir_stmt *s = lw_stmt(l, LIR_S_RT);
    s->imm = function;
    for (unsigned i = 0; i < count; i++)
        vec_push(l->a, &s->args, args[i]);
    if (out)
        vec_push(l->a, &s->outs, out);
}

lir_elem lw_elem(hpc_dtype dtype)
{
    static const uint8_t elems[HPC_DTYPE_COUNT] = {
        [HPC_BOOL] = LIR_I1, [HPC_I8] = LIR_I8,   [HPC_U8] = LIR_U8,   [HPC_I16] = LIR_I16,
        [HPC_U16] = LIR_U16, [HPC_I32] = LIR_I32, [HPC_U32] = LIR_U32, [HPC_I64] = LIR_I64,
        [HPC_U64] = LIR_U64, [HPC_F16] = LIR_F16, [HPC_F32] = LIR_F32, [HPC_F64] = LIR_F64,
        [HPC_C64] = LIR_F32, [HPC_C128] = LIR_F64};
    return (lir_elem)elems[dtype];
}

bool lw_complex(hpc_dtype dtype)
{
    return dtype == HPC_C64 || dtype == HPC_C128;
}
