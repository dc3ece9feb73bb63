/* Runs predecoded functions: one loop over instructions for each call. */
#include "interp.h"

#include "../../runtime/checks.h"
#include "../../runtime/parallel.h"
#include "../../runtime/table.h"

/* Operands are read and written as raw memory: a place may hold another type before. */
#define ALIASED __attribute__((may_alias))
typedef int64_t ALIASED in_i64;
typedef uint64_t ALIASED in_u64;
typedef uint8_t ALIASED in_i1;
typedef double ALIASED in_f64;
typedef char *ALIASED in_ptr;

/* ---- The rare instructions ------------------------------------------------------------------- */

static void pack_bits(char *out, const char *a, unsigned lanes)
{
    memset(out, 0, (lanes + 7) / 8);
    for (unsigned l = 0; l < lanes; l++)
        out[l / 8] = (char)(out[l / 8] | (a[l] & 1) << l % 8);
}

static void unpack_bits(char *out, const char *a, unsigned lanes)
{
    for (unsigned l = 0; l < lanes; l++)
        out[l] = a[l / 8] >> l % 8 & 1;
}

/* Everything without control flow that the main loop leaves to this function. */
static void run_rare(const in_ins *i, hpc_frame *frame, char *const bases[2])
{
#define AT(place) (bases[(place)&1] + ((place) >> 1))
    char *out = AT(i->out), *a = AT(i->a), *b = AT(i->b);
    bool is_i1 = i->imm == LIR_I1; /* the element, where it matters */
    switch (i->code) {
    case IN_MLOAD:
        in_mload(out, *(in_ptr *)a + *(in_i64 *)b, (in_i1 *)AT(i->c), AT(i->d), i->size, i->lanes,
                 is_i1);
        break;
    case IN_GATHER: in_gather(out, *(in_ptr *)a, (int64_t *)b, i->size, i->lanes, is_i1); break;
    case IN_STORE_MASK:
        in_store_mask(*(in_ptr *)a + *(in_i64 *)b, AT(i->c), (in_i1 *)AT(i->d), i->size, i->lanes);
        break;
    case IN_SCATTER:
        in_scatter(*(in_ptr *)a, (int64_t *)b, AT(i->c),
                   i->d == IN_NO_PLACE ? NULL : (in_i1 *)AT(i->d), i->size, i->lanes);
        break;
    case IN_LOAD_I1:
        for (int64_t l = 0; l < i->imm; l++)
            out[l] = (*(in_ptr *)a)[*(in_i64 *)b + l] != 0;
        break;
    case IN_SPLAT: in_splat(out, a, i->size, i->lanes); break;
    case IN_EXTRACT: memcpy(out, a + i->imm * i->size, i->size); break;
    case IN_INSERT:
        memcpy(out, a, (size_t)i->size * i->lanes);
        memcpy(out + i->imm * i->size, b, i->size);
        break;
    case IN_SHUFFLE: in_shuffle(out, a, b, i->pointer, (unsigned)i->imm, i->size, i->lanes); break;
    case IN_LOOKUP: in_lookup(out, a, i->pointer, (uint64_t)i->imm, i->size, i->lanes); break;
    case IN_PACK_BITS: pack_bits(out, a, i->lanes); break;
    case IN_UNPACK_BITS: unpack_bits(out, a, i->lanes); break;
    case IN_ANY: *out = memchr(a, 1, i->lanes) != NULL; break;
    case IN_FRAME: memcpy(out, &frame, sizeof frame); break;
    case IN_ADDRESS: memcpy(out, &a, sizeof a); break;
    default: in_math(i, out, a, b); break; /* IN_MATH1_F16 to IN_MATH2_F64 */
    }
}

/* What a worker on another thread needs to call a function of this code. */
typedef struct forked {
    be_code *code;
    uint32_t index;
} forked;

static hpc_code run_part(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    const forked *f = (const forked *)(const void *)user;
    return be_interp.call(f->code, f->index, frame, params, NULL);
}

static hpc_code run_fork(const in_ins *i, be_code *code, hpc_frame *frame, const hpc_word *words,
                         const hpc_word *more)
{
    forked f = {code, (uint32_t)i->imm};
    return hpc_fork(frame, run_part, (hpc_word *)(void *)&f, words, code->fns[i->imm].param_count,
                    more[0].i, more[1].i);
}

/* CALL, RT, FORK, CHECK, POLL, DEPTH: HPC_OK or the code of the failure, whose error is filled in. */
static hpc_code run_failing(const in_ins *i, be_code *code, hpc_frame *frame, in_stack *stack,
                            char *const bases[2])
{
    hpc_code status;
    switch (i->code) {
    case IN_CALL:
        if (code->native && !code->module->fns.items[i->imm]->once)
            status = code->native->backend->call(code->native->code, (uint32_t)i->imm, frame,
                                                 (hpc_word *)AT(i->a), (hpc_word *)AT(i->b));
        else
            status = in_call(code, (uint32_t)i->imm, frame, stack, (hpc_word *)AT(i->a),
                             (hpc_word *)AT(i->b));
        return status ? be_call_failed(frame, status, i->loc) : HPC_OK;
    case IN_RT:
        status = hpc_rt_rows[i->imm].fn(frame, (hpc_word *)AT(i->a));
        return status ? be_rt_failed(frame, status, i->loc) : HPC_OK;
    case IN_FORK:
        status = run_fork(i, code, frame, (hpc_word *)AT(i->a), (hpc_word *)AT(i->b));
        return status ? be_rt_failed(frame, status, i->loc) : HPC_OK;
    case IN_CHECK:
        return hpc_check_failed(frame, (int)i->imm, i->loc,
                                i->b == IN_NO_PLACE ? NULL : (int64_t *)AT(i->b));
    case IN_POLL: {
        int32_t wish = frame->poll ? atomic_load_explicit(frame->poll, memory_order_relaxed) : 0;
        return wish ? be_poll_failed(frame, wish, i->loc) : HPC_OK;
    }
    default: /* IN_DEPTH */
        return (uintptr_t)__builtin_frame_address(0) < (uintptr_t)frame->stack_limit
                   ? hpc_check_failed(frame, HPC_CHECK_RECURSION, i->loc, NULL)
                   : HPC_OK;
    }
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Makes `cur` the loop's variable; false when it is past the end. */
static bool for_enter(const in_ins *i, char *const bases[2])
{
    int64_t cur = *(in_i64 *)AT(i->a), end = *(in_i64 *)AT(i->b);
    if (i->imm > 0 ? cur >= end : cur <= end)
        return false;
    *(in_i64 *)AT(i->out) = cur; /* a narrow variable has a whole word too: little-endian */
    return true;
}

static bool for_next(const in_ins *i, char *const bases[2])
{
    int64_t cur = *(in_i64 *)AT(i->a);
    if (__builtin_add_overflow(cur, i->imm, &cur))
        return false;
    *(in_i64 *)AT(i->a) = cur;
    return for_enter(i, bases);
}

#define BINARY(name, R, T, expression)                                                             \
    case IN_##name: {                                                                              \
        T x = *(T *)AT(i->a), y = *(T *)AT(i->b);                                                  \
        *(R *)AT(i->out) = (R)(expression);                                                        \
        break;                                                                                     \
    }

static hpc_code run(be_code *code, const in_fn *fn, hpc_frame *frame, in_stack *stack, char *base)
{
    char *const bases[2] = {base, fn->constants};
    hpc_code status = HPC_OK, failed;
    bool in_cleanup = false;
    int64_t ignored;
    for (const in_ins *i = fn->code;; i++) {
        switch (i->code) {
        case IN_KERNEL: i->kernel(AT(i->out), AT(i->a), AT(i->b), AT(i->c), i->lanes); break;
        case IN_COPY: memcpy(AT(i->out), AT(i->a), (size_t)i->imm); break;
        case IN_COPY8: memcpy(AT(i->out), AT(i->a), 8); break;
        case IN_LOAD:
            memcpy(AT(i->out), *(in_ptr *)AT(i->a) + *(in_i64 *)AT(i->b), (size_t)i->imm);
            break;
        case IN_LOAD8: memcpy(AT(i->out), *(in_ptr *)AT(i->a) + *(in_i64 *)AT(i->b), 8); break;
        case IN_STORE:
            memcpy(*(in_ptr *)AT(i->a) + *(in_i64 *)AT(i->b), AT(i->c), (size_t)i->imm);
            break;
        case IN_STORE8: memcpy(*(in_ptr *)AT(i->a) + *(in_i64 *)AT(i->b), AT(i->c), 8); break;
        case IN_PADD: {
            char *moved = (char *)(uintptr_t)(*(in_u64 *)AT(i->a) + *(in_u64 *)AT(i->b));
            memcpy(AT(i->out), &moved, sizeof moved);
            break;
        }
        case IN_JUMP: i = fn->code + i->target - 1; break;
        case IN_JUMP_UNLESS:
            if (!*(in_i1 *)AT(i->a))
                i = fn->code + i->target - 1;
            break;
        case IN_FOR_BEGIN:
            if (!for_enter(i, bases))
                i = fn->code + i->target - 1;
            break;
        case IN_FOR_NEXT:
            if (for_next(i, bases))
                i = fn->code + i->target - 1;
            break;
        case IN_CHECK:
            if (*(in_i1 *)AT(i->a))
                break;
            /* fall through */
        case IN_CALL:
        case IN_RT:
        case IN_FORK:
        case IN_POLL:
        case IN_DEPTH:
            failed = run_failing(i, code, frame, stack, bases);
            if (!failed)
                break;
            if (!status && !i->caught)
                status = failed;
            if (!in_cleanup)
                i = fn->code + i->target - 1;
            break;
        case IN_CLEANUP: in_cleanup = true; break;
        case IN_END:
            return status;
            BINARY(ADD_I64, in_u64, in_u64, x + y)
            BINARY(SUB_I64, in_u64, in_u64, x - y)
            BINARY(MUL_I64, in_u64, in_u64, x * y)
            BINARY(EQ_I64, in_i1, in_i64, x == y)
            BINARY(NE_I64, in_i1, in_i64, x != y)
            BINARY(LT_I64, in_i1, in_i64, x < y)
            BINARY(LE_I64, in_i1, in_i64, x <= y)
            BINARY(GT_I64, in_i1, in_i64, x > y)
            BINARY(GE_I64, in_i1, in_i64, x >= y)
            BINARY(ADD_F64, in_f64, in_f64, x + y)
            BINARY(SUB_F64, in_f64, in_f64, x - y)
            BINARY(MUL_F64, in_f64, in_f64, x * y)
            BINARY(DIV_F64, in_f64, in_f64, x / y)
            BINARY(EQ_F64, in_i1, in_f64, x == y)
            BINARY(NE_F64, in_i1, in_f64, x != y)
            BINARY(LT_F64, in_i1, in_f64, x < y)
            BINARY(LE_F64, in_i1, in_f64, x <= y)
            BINARY(GT_F64, in_i1, in_f64, x > y)
            BINARY(GE_F64, in_i1, in_f64, x >= y)
            BINARY(AND_I1, in_i1, in_i1, x & y)
            BINARY(OR_I1, in_i1, in_i1, x | y)
            BINARY(ADDO_I64, in_i1, in_i64, __builtin_add_overflow(x, y, &ignored))
            BINARY(SUBO_I64, in_i1, in_i64, __builtin_sub_overflow(x, y, &ignored))
            BINARY(MULO_I64, in_i1, in_i64, __builtin_mul_overflow(x, y, &ignored))
        case IN_NOT_I1: *(in_i1 *)AT(i->out) = *(in_i1 *)AT(i->a) ^ 1; break;
        default: run_rare(i, frame, bases); break;
        }
    }
}

hpc_code in_call(be_code *code, uint32_t index, hpc_frame *frame, in_stack *stack,
                 const hpc_word *params, hpc_word *results)
{
    const in_fn *fn = &code->fns[index];
    char *base = in_stack_push(stack, fn->frame_size);
    if (!base)
        return hpc_fail_memory(frame, fn->frame_size);
    size_t param_size = fn->param_count * sizeof(hpc_word);
    if (param_size)
        memcpy(base, params, param_size);
    memset(base + param_size, 0, fn->zeroed_size);
    hpc_code status = run(code, fn, frame, stack, base);
    if (!status && fn->result_count)
        memcpy(results, base + (fn->results >> 1), fn->result_count * sizeof(hpc_word));
    in_stack_pop(stack, base);
    return status;
}
