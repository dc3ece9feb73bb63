/* For tests: the same loop IR on the interpreter, on LLVM and on libgccjit (where it is installed), with the
 * bits compared.
 *
 * HPC_SEED=N in the environment changes the random numbers; HPC_LONG_TESTS=1 runs every tier;
 * HPC_CPU=x86-64-v3 (or another) compiles for that processor. */
#ifndef LIR_COMPARE_H
#define LIR_COMPARE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/backend/backend.h"

/* The interpreter, then LLVM's tiers, then libgccjit. */
enum { ENGINES = 5, GCC_ENGINE = 4, TIERS_ALL = 7, GCC_BIT = 1 << (GCC_ENGINE - 1) };

typedef struct bench {
    hpc_heap heap;
    hpc_runtime runtime;
    _Atomic int32_t poll;
    be_session *interp, *llvm, *gcc; /* gcc: NULL where it is missing */
    arena *arena;                    /* of the module under test */
    lir_module *module;
    be_code *code[ENGINES]; /* NULL where the engine is left out */
    unsigned turn;          /* which of LLVM's tiers is next */
    bool thorough;          /* HPC_LONG_TESTS: every tier, every time */
    uint64_t seed;
} bench;

static inline uint64_t bench_random(bench *b)
{
    b->seed ^= b->seed << 13;
    b->seed ^= b->seed >> 7;
    b->seed ^= b->seed << 17;
    return b->seed * UINT64_C(0x2545F4914F6CDD1D);
}

static inline unsigned bench_below(bench *b, unsigned limit)
{
    return (unsigned)((bench_random(b) >> 33) % limit);
}

static inline const be_backend *engine(int i)
{
    return i == 0 ? &be_interp : i == GCC_ENGINE ? &be_gcc : &be_llvm;
}

static inline be_session *engine_session(bench *b, int i)
{
    return i == 0 ? b->interp : i == GCC_ENGINE ? b->gcc : b->llvm;
}

static inline int bench_open(void **state)
{
    bench *b = calloc(1, sizeof *b);
    const char *error = "no memory";
    b->runtime.heap = &b->heap;
    const char *seed = getenv("HPC_SEED");
    b->seed = seed ? strtoull(seed, NULL, 0) : 20260101; /* not 0 */
    b->thorough = getenv("HPC_LONG_TESTS") != NULL;
    b->interp = be_interp.open(&b->heap, &error);
    b->llvm = be_llvm.open(&b->heap, &error);
    b->gcc = be_gcc.open(&b->heap, &error);
    if (!b->gcc)
        print_message("without libgccjit: %s\n", error);
    if (!b->interp || !b->llvm) {
        print_error("%s\n", error);
        return 1;
    }
    *state = b;
    return 0;
}

static inline int bench_close(void **state)
{
    bench *b = *state;
    be_interp.close(b->interp);
    be_llvm.close(b->llvm);
    be_gcc.close(b->gcc);
    int64_t live = b->heap.live;
    free(b);
    if (live)
        print_error("%lld bytes leaked\n", (long long)live);
    return live != 0;
}

/* Begins an empty module. */
static inline void bench_begin(bench *b)
{
    b->arena = arena_new(&b->heap);
    assert_non_null(b->arena);
    b->module = lir_module_new(b->arena);
}

/* Begins a module read from its text. */
static inline void bench_read(bench *b, const char *text)
{
    const char *error = NULL;
    b->arena = arena_new(&b->heap);
    assert_non_null(b->arena);
    b->module = lir_read(b->arena, text, &error);
    if (!b->module)
        fail_msg("%s", error);
}

/* Compiles the module for the interpreter, for the LLVM tiers of the bits in `tiers` and, with GCC_BIT,
 * for libgccjit at the tiers in turn. */
static inline void bench_compile_tiers(bench *b, unsigned tiers)
{
    const char *wrong = lir_verify(b->arena, b->module);
    if (wrong)
        fail_msg("%s\n%s", wrong, lir_print(b->arena, b->module));
    for (int i = 0; i < ENGINES; i++) {
        be_tier tier = i == GCC_ENGINE ? (be_tier)(b->turn % 3) : (be_tier)(i > 0 ? i - 1 : 0);
        be_options options = {.tier = tier, .cpu = getenv("HPC_CPU")};
        const char *error = NULL;
        b->code[i] = NULL;
        if ((i > 0 && !(tiers >> (i - 1) & 1)) || (i == GCC_ENGINE && !b->gcc))
            continue;
        b->code[i] = engine(i)->compile(engine_session(b, i), b->module, &options, &error);
        if (!b->code[i])
            fail_msg("%s\n%s", error, lir_print(b->arena, b->module));
    }
}

static inline void bench_compile(bench *b)
{
    bool with_gcc = b->thorough || b->turn++ % 16 == 0; /* which compiles slowly */
    bench_compile_tiers(b, TIERS_ALL | (with_gcc ? GCC_BIT : 0));
}

/* One tier after the other: for tests that compile a lot. */
static inline void bench_compile_next(bench *b)
{
    b->turn++;
    bench_compile_tiers(b, (b->thorough ? TIERS_ALL : 1u << b->turn % 3) | GCC_BIT);
}

static inline void bench_end(bench *b)
{
    for (int i = 0; i < ENGINES; i++)
        if (b->code[i])
            engine(i)->release(engine_session(b, i), b->code[i]);
    arena_free(b->arena);
}

static inline hpc_frame bench_frame(bench *b)
{
    hpc_frame frame = {.runtime = &b->runtime, .poll = &b->poll};
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    frame.stack_limit = (char *)(here - 256 * 1024);
    return frame;
}

static inline hpc_code bench_call(bench *b, int i, uint32_t fn, const hpc_word *params,
                                  hpc_word *results)
{
    hpc_frame frame = bench_frame(b);
    return engine(i)->call(b->code[i], fn, &frame, params, results);
}

/* Whether two elements agree. Which NaN an operation yields is open (x86 and constant folding
 * differ in its sign): with any_nan all are equal. */
static inline bool same_element(lir_elem elem, const void *a, const void *b, bool any_nan)
{
    unsigned size = lir_elem_size(elem);
    if (!memcmp(a, b, size))
        return true;
    if (!any_nan || !lir_elem_is_float(elem))
        return false;
    uint64_t x = 0, y = 0,
             limit = elem == LIR_F16   ? 0x7C00
                     : elem == LIR_F32 ? 0x7F800000
                                       : UINT64_C(0x7FF0000000000000);
    memcpy(&x, a, size);
    memcpy(&y, b, size);
    uint64_t rest = (UINT64_C(1) << (8 * size - 1)) - 1;
    return (x & rest) > limit && (y & rest) > limit;
}

static inline void check_same(bench *b, const char *what, lir_type type, int which,
                              const char *expected, const char *got, size_t count, bool any_nan)
{
    (void)b;
    unsigned size = lir_elem_size((lir_elem)type.elem);
    for (size_t i = 0; i < count; i++) {
        uint64_t x = 0, y = 0;
        if (same_element((lir_elem)type.elem, expected + i * size, got + i * size, any_nan))
            continue;
        memcpy(&x, expected + i * size, size);
        memcpy(&y, got + i * size, size);
        fail_msg("%s %sx%u, tier %d, element %zu: %llx, not %llx", what,
                 lir_elem_name((lir_elem)type.elem), type.lanes, which - 1, i,
                 (unsigned long long)y, (unsigned long long)x);
    }
}

/* n elements: what is special about the type, mixed with random bits. */
static inline void fill(bench *b, lir_elem elem, char *out, size_t n)
{
    static const double reals[] = {0.0,
                                   -0.0,
                                   1.0,
                                   -1.0,
                                   0.5,
                                   -0.5,
                                   1.5,
                                   2.5,
                                   -2.5,
                                   3.0,
                                   0x1p-24,
                                   0x1p-14,
                                   0x1.8p-25,
                                   65504.0,
                                   65519.0,
                                   65520.0,
                                   -65520.0,
                                   127.0,
                                   128.0,
                                   -128.5,
                                   -129.0,
                                   255.5,
                                   256.0,
                                   32768.0,
                                   65536.0,
                                   0x1p31,
                                   -0x1p31,
                                   0x1.fffffffcp30,
                                   -2147483648.5,
                                   -2147483649.0,
                                   0x1p32,
                                   0x1.fffffffep31,
                                   0x1p53,
                                   0x1p63,
                                   -0x1p63,
                                   0x1.fffffffffffffp62,
                                   0x1p64,
                                   0x1.fffffffffffffp63,
                                   -0x1p64,
                                   1e300,
                                   -1e300,
                                   1e-310,
                                   5e-324,
                                   0x1.fffffep127,
                                   0x1.ffffffp127,
                                   0x1p-126,
                                   0x1p-149,
                                   1e38,
                                   1e-45,
                                   0.1,
                                   3.14159,
                                   2049.0,
                                   1.00048828125,
                                   1.000488281250001,
                                   1e10,
                                   710.0,
                                   -745.2,
                                   88.8};
    static const uint16_t halves[12] = {0,      0x8000, 0x3C00, 0xBC00, 0x7BFF, 0x7C00,
                                        0xFC00, 0x7E00, 1,      0x3FF,  0x400,  0x3555};
    enum { REALS = sizeof reals / sizeof reals[0] };
    unsigned size = lir_elem_size(elem);
    for (size_t i = 0; i < n; i++, out += size) {
        uint64_t bits = bench_random(b);
        unsigned kind = bench_below(b, 4);
        double real = reals[bench_below(b, REALS)];
        if (kind == 1)
            real = (double)(int64_t)bits / 0x1p60;
        if (kind == 0 && bench_below(b, 8) == 0)
            real = bits & 1 ? __builtin_inf() : -__builtin_inf();
        if (kind == 0 && bench_below(b, 8) == 0)
            real = __builtin_nan("");
        if (elem == LIR_I1) {
            bits &= 1;
        } else if (elem == LIR_PTR) {
            bits = bits & 1 ? UINT64_C(0x7000) : bits;
        } else if (elem == LIR_F64 && kind < 3) {
            memcpy(&bits, &real, 8);
        } else if (elem == LIR_F32 && kind < 3) {
            float single = (float)real;
            memcpy(&bits, &single, 4);
        } else if (elem == LIR_F16 && kind < 2) {
            bits = halves[bits % 12];
        } else if (!lir_elem_is_float(elem)) {
            uint64_t top = UINT64_C(1) << (8 * size - 1);
            if (kind == 0)
                bits = bits % 70;
            else if (kind == 1)
                bits = (uint64_t[]){0, 1, UINT64_MAX, top, top - 1, top + 1, 2, 7}[bits & 7];
            else if (kind == 2)
                bits = -(bits % 70);
        }
        /* A signalling f16 becomes quiet in hardware conversions and not in the interpreter's. */
        if (elem == LIR_F16 && (bits & 0x7C00) == 0x7C00 && (bits & 0x3FF))
            bits |= 0x200;
        memcpy(out, &bits, size);
    }
}

/* ---- Building -------------------------------------------------------------------------------- */

/* A function of four pointers (a, b, c, out) and a count n whose body is for i in range(n). */
typedef struct kernel {
    bench *b;
    lir_module *m;
    lir_fn *f;
    lir_var_id pointers[4], i;
    lir_block body;
} kernel;

static inline kernel kernel_begin(bench *b, const char *name)
{
    kernel k = {.b = b, .m = b->module};
    k.f = lir_fn_new(k.m, name);
    for (int i = 0; i < 4; i++)
        k.pointers[i] =
            lir_param(k.m, k.f, (const char *[]){"a", "b", "c", "out"}[i], lir_scalar(LIR_PTR));
    lir_param(k.m, k.f, "n", lir_scalar(LIR_I64));
    k.i = lir_var_new(k.m, k.f, "i", lir_scalar(LIR_I64));
    return k;
}

/* Byte offset of element i * lanes of size. */
static inline lir_expr_id kernel_offset(kernel *k, lir_type type)
{
    lir_expr_id i = lir_get(k->m, k->f, k->i);
    int64_t size = (int64_t)lir_elem_size((lir_elem)type.elem) * type.lanes;
    return lir_op2(k->m, k->f, LIR_MUL, i, lir_const_int(k->m, k->f, LIR_I64, size));
}

static inline lir_expr_id kernel_load(kernel *k, int which, lir_type type)
{
    return lir_load(k->m, k->f, type, lir_get(k->m, k->f, k->pointers[which]),
                    kernel_offset(k, type));
}

static inline void kernel_store(kernel *k, lir_expr_id value, lir_type type, lir_expr_id mask)
{
    lir_expr_id out = lir_get(k->m, k->f, k->pointers[3]), offset = kernel_offset(k, type);
    lir_stmt *s = lir_stmt_at(k->f, lir_stmt_new(k->m, k->f, &k->body, LIR_S_STORE));
    s->a = out;
    s->b = offset;
    s->c = value;
    s->d = mask;
}

static inline void kernel_end(kernel *k)
{
    lir_expr_id zero = lir_const_int(k->m, k->f, LIR_I64, 0);
    lir_expr_id n = lir_get(k->m, k->f, k->f->params.items[4]);
    lir_stmt *s = lir_stmt_at(k->f, lir_stmt_new(k->m, k->f, &k->f->body, LIR_S_FOR));
    s->var = k->i;
    s->a = zero;
    s->b = n;
    s->imm = 1;
    s->body = k->body;
}

#endif
