/* LLVM against the reference interpreter, one construct at a time: every operation, conversion,
 * elementary function, load and store, for every element and number of lanes, on special and random
 * values. */
#include "lir_compare.h"

#include "compiler/loop/lir_kernels.h"

enum { VALUES = 1024, BYTES = VALUES * 8 };

typedef struct operands {
    char a[BYTES], b[BYTES], c[BYTES];
    char out[ENGINES][BYTES];
} operands;

static const unsigned lane_counts[] = {1, 2, 8, 32, 4, 16, 64}; /* the last three in long runs */

static unsigned lane_count(const bench *b)
{
    return b->thorough ? 7 : 4;
}

/* Runs function fn over VALUES elements on every engine and compares what it stored. */
static void run_kernel(bench *b, operands *o, uint32_t fn, const char *what, lir_type result,
                       bool any_nan)
{
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        memset(o->out[e], 0x55, BYTES);
        hpc_word params[5] = {
            {.p = o->a}, {.p = o->b}, {.p = o->c}, {.p = o->out[e]}, {.i = VALUES / result.lanes}};
        assert_int_equal(bench_call(b, e, fn, params, NULL), HPC_OK);
        if (e > 0)
            check_same(b, what, result, e, o->out[0], o->out[e], VALUES, any_nan);
    }
}

/* ---- Operations ------------------------------------------------------------------------------ */

static unsigned arity(lir_op op)
{
    static const uint8_t arities[] = {
#define X(name, text, args, rule) args,
        LIR_OPS(X)
#undef X
    };
    return arities[op];
}

static bool is_comparison(lir_op op)
{
    return (op >= LIR_EQ && op <= LIR_GE) || (op >= LIR_ADDO && op <= LIR_MULO);
}

/* f(a, b, c): out = op(a, b, c) lane by lane. */
static void make_operation(bench *b, lir_op op, lir_elem elem, unsigned lanes)
{
    kernel k = kernel_begin(b, lir_op_name(op));
    lir_type type = lir_vector(elem, lanes), flags = lir_vector(LIR_I1, lanes);
    lir_type first = op == LIR_SELECT ? flags : type, result = is_comparison(op) ? flags : type;
    lir_expr_id args[3] = {kernel_load(&k, 0, first)};
    for (unsigned i = 1; i < arity(op); i++)
        args[i] = kernel_load(&k, (int)i, type);
    kernel_store(&k, lir_make(k.m, k.f, op, result, 0, args[0], args[1], args[2], 0), result, 0);
    kernel_end(&k);
}

static void compare_operations(bench *b, lir_elem elem, unsigned lanes)
{
    operands *o = calloc(1, sizeof *o);
    bench_begin(b);
    for (int op = 0; op < LIR_OP_COUNT; op++)
        if (lir_kernel_of((lir_op)op, elem) && op != LIR_RSQRTE) /* near, not equal */
            make_operation(b, (lir_op)op, elem, lanes);
    bench_compile_next(b);
    uint32_t fn = 0;
    for (int op = 0; op < LIR_OP_COUNT; op++) {
        if (!lir_kernel_of((lir_op)op, elem) || op == LIR_RSQRTE)
            continue;
        bool exact = op == LIR_SELECT || op == LIR_NEG || op == LIR_ABS || op == LIR_COPYSIGN;
        fill(b, op == LIR_SELECT ? LIR_I1 : elem, o->a, VALUES);
        fill(b, elem, o->b, VALUES);
        fill(b, elem, o->c, VALUES);
        lir_type result = lir_vector(is_comparison((lir_op)op) ? LIR_I1 : elem, lanes);
        run_kernel(b, o, fn++, lir_op_name((lir_op)op), result, !exact);
    }
    bench_end(b);
    free(o);
}

static void test_operations(void **state)
{
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_operations(*state, (lir_elem)elem, lane_counts[i]);
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static void compare_conversions(bench *b, lir_elem from, unsigned lanes)
{
    operands *o = calloc(1, sizeof *o);
    char what[64];
    bench_begin(b);
    for (int to = 0; to < LIR_PTR; to++) {
        kernel k = kernel_begin(b, "convert");
        lir_type type = lir_vector((lir_elem)to, lanes);
        lir_expr_id value = kernel_load(&k, 0, lir_vector(from, lanes));
        kernel_store(&k, lir_cvt(k.m, k.f, (lir_elem)to, value), type, 0);
        kernel_end(&k);
    }
    bench_compile_next(b);
    for (int to = 0; to < LIR_PTR; to++) {
        snprintf(what, sizeof what, "cvt from %s", lir_elem_name(from));
        fill(b, from, o->a, VALUES);
        run_kernel(b, o, (uint32_t)to, what, lir_vector((lir_elem)to, lanes), true);
    }
    bench_end(b);
    free(o);
}

static void test_conversions(void **state)
{
    for (int from = 0; from < LIR_PTR; from++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_conversions(*state, (lir_elem)from, lane_counts[i]);
}

/* ---- Elementary functions -------------------------------------------------------------------- */

static void compare_functions(bench *b, lir_elem elem, unsigned lanes)
{
    static const uint8_t args[] = {
#define X(name, text, args) args,
        LIR_MATH(X)
#undef X
    };
    operands *o = calloc(1, sizeof *o);
    lir_type type = lir_vector(elem, lanes);
    bench_begin(b);
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++) {
        kernel k = kernel_begin(b, lir_math_name((lir_math)fn));
        lir_expr_id x = kernel_load(&k, 0, type);
        lir_expr_id y = args[fn] == 2 ? kernel_load(&k, 1, type) : 0;
        lir_op op = y ? LIR_MATH2 : LIR_MATH1;
        kernel_store(&k, lir_make(k.m, k.f, op, type, (uint64_t)fn, x, y, 0, 0), type, 0);
        kernel_end(&k);
    }
    bench_compile_next(b);
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++) {
        fill(b, elem, o->a, VALUES);
        fill(b, elem, o->b, VALUES);
        run_kernel(b, o, (uint32_t)fn, lir_math_name((lir_math)fn), type, true);
    }
    bench_end(b);
    free(o);
}

static void test_functions(void **state)
{
    for (int elem = LIR_F16; elem <= LIR_F64; elem++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_functions(*state, (lir_elem)elem, lane_counts[i]);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

enum { MEMORY_KERNELS = 5 };

/* Byte offsets of lanes: from the small numbers in b, so that some are equal. */
static lir_expr_id random_offsets(kernel *k, lir_type type)
{
    lir_type bytes = lir_vector(LIR_U8, type.lanes);
    lir_expr_id small = lir_cvt(k->m, k->f, LIR_I64, kernel_load(k, 1, bytes));
    lir_expr_id size = lir_const_bits(k->m, k->f, lir_vector(LIR_I64, type.lanes),
                                      lir_elem_size((lir_elem)type.elem));
    return lir_op2(k->m, k->f, LIR_MUL, small, size);
}

static void make_memory_kernel(bench *b, int which, lir_type type)
{
    kernel k = kernel_begin(b, "memory");
    lir_expr_id value = kernel_load(&k, 0, type);
    lir_expr_id mask = kernel_load(&k, 2, lir_vector(LIR_I1, type.lanes));
    if (which == 0) { /* masked store */
        kernel_store(&k, value, type, mask);
    } else if (which == 1) { /* masked load */
        lir_expr_id p = lir_get(k.m, k.f, k.pointers[1]), offset = kernel_offset(&k, type);
        kernel_store(&k, lir_make(k.m, k.f, LIR_MLOAD, type, 0, p, offset, mask, value), type, 0);
    } else if (which == 2) { /* gather */
        lir_expr_id p = lir_get(k.m, k.f, k.pointers[0]), offsets = random_offsets(&k, type);
        kernel_store(&k, lir_make(k.m, k.f, LIR_GATHER, type, 0, p, offsets, 0, 0), type, 0);
    } else { /* scatter, scatter with a mask */
        lir_expr_id p = lir_get(k.m, k.f, k.pointers[3]), offsets = random_offsets(&k, type);
        lir_stmt *s = lir_stmt_at(k.f, lir_stmt_new(k.m, k.f, &k.body, LIR_S_SCATTER));
        s->a = p;
        s->b = offsets;
        s->c = value;
        s->d = which == 4 ? mask : 0;
    }
    kernel_end(&k);
}

static void compare_memory(bench *b, lir_type type)
{
    static const char *const names[] = {"masked store", "mload", "gather", "scatter",
                                        "masked scatter"};
    operands *o = calloc(1, sizeof *o);
    bench_begin(b);
    for (int i = 0; i < MEMORY_KERNELS; i++)
        make_memory_kernel(b, i, type);
    bench_compile_next(b);
    for (int i = 0; i < MEMORY_KERNELS; i++) {
        fill(b, (lir_elem)type.elem, o->a, VALUES);
        fill(b, i == 1 ? (lir_elem)type.elem : LIR_U8, o->b, VALUES);
        fill(b, LIR_I1, o->c, VALUES);
        run_kernel(b, o, (uint32_t)i, names[i], type, false);
    }
    bench_end(b);
    free(o);
}

static void test_memory(void **state)
{
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_memory(*state, lir_vector((lir_elem)elem, lane_counts[i]));
}

static void test_streaming_stores(void **state)
{
    bench *b = *state;
    operands *o = calloc(1, sizeof *o);
    lir_type type = lir_vector(LIR_F64, 8);
    bench_begin(b);
    kernel k = kernel_begin(b, "stream");
    kernel_store(&k, kernel_load(&k, 0, type), type, 0);
    lir_stmt_at(k.f, k.body.items[0])->flags = LIR_NONTEMPORAL;
    kernel_end(&k);
    bench_compile(b);
    fill(b, LIR_F64, o->a, VALUES);
    for (int shift = 0; shift < 64; shift += 8) { /* any alignment */
        for (int e = 0; e < ENGINES; e++) {
            if (!b->code[e])
                continue;
            memset(o->out[e], 0, BYTES);
            hpc_word params[5] = {{.p = o->a},
                                  {.p = o->b},
                                  {.p = o->c},
                                  {.p = o->out[e] + shift},
                                  {.i = VALUES / 8 - 8}};
            assert_int_equal(bench_call(b, e, 0, params, NULL), HPC_OK);
            assert_memory_equal(o->out[e] + shift, o->a, BYTES - 512);
        }
    }
    bench_end(b);
    free(o);
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

static void make_lane_kernel(bench *b, int which, lir_type type)
{
    kernel k = kernel_begin(b, "lanes");
    lir_module *m = k.m;
    lir_type one = lir_scalar((lir_elem)type.elem);
    lir_expr_id x = kernel_load(&k, 0, type), y = kernel_load(&k, 1, type), r = 0;
    if (which == 0) {
        lir_lane_list list = {0};
        for (unsigned i = 0; i < type.lanes; i++)
            vec_push(b->arena, &list, (uint16_t)bench_below(b, 2u * type.lanes));
        uint32_t index = vec_push(b->arena, &k.f->shuffles, list);
        r = lir_make(m, k.f, LIR_SHUFFLE, type, index, x, y, 0, 0);
    } else if (which == 1) {
        unsigned lane = bench_below(b, type.lanes);
        lir_expr_id scalar = lir_make(m, k.f, LIR_EXTRACT, one, lane, x, 0, 0, 0);
        lane = bench_below(b, type.lanes);
        r = lir_make(m, k.f, LIR_INSERT, type, lane, y, scalar, 0, 0);
    } else {
        lir_expr_id scalar = lir_make(m, k.f, LIR_EXTRACT, one, type.lanes - 1u, x, 0, 0, 0);
        r = lir_splat(m, k.f, scalar, type.lanes);
    }
    kernel_store(&k, r, type, 0);
    kernel_end(&k);
}

static void compare_lanes(bench *b, lir_type type)
{
    static const char *const names[] = {"shuffle", "extract, insert", "splat"};
    operands *o = calloc(1, sizeof *o);
    bench_begin(b);
    for (int i = 0; i < 3; i++)
        make_lane_kernel(b, i, type);
    bench_compile_next(b);
    for (int i = 0; i < 3; i++) {
        fill(b, (lir_elem)type.elem, o->a, VALUES);
        fill(b, (lir_elem)type.elem, o->b, VALUES);
        run_kernel(b, o, (uint32_t)i, names[i], type, false);
    }
    bench_end(b);
    free(o);
}

static void test_lanes(void **state)
{
    for (int elem = 0; elem < LIR_ELEM_COUNT; elem++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_lanes(*state, lir_vector((lir_elem)elem, lane_counts[i]));
}

/* Tables of 2, 4, ... elements by any integers. */
enum { LOOKUP_KERNELS = 5 };

static void make_lookup_kernel(bench *b, unsigned which, lir_type type)
{
    kernel k = kernel_begin(b, "lookup");
    unsigned size = lir_elem_size((lir_elem)type.elem), count = 2u << which;
    char *bytes = ARENA_ARRAY(b->arena, char, LIR_MAX_TABLE * 8);
    fill(b, (lir_elem)type.elem, bytes, count);
    uint64_t data = vec_push(b->arena, &k.m->data, ((lir_data){bytes, (uint64_t)count * size}));
    lir_elem integer = size == 8 ? LIR_I64 : which % 2 ? LIR_U32 : LIR_I32;
    lir_expr_id index = kernel_load(&k, 0, lir_vector(integer, type.lanes));
    kernel_store(&k, lir_make(k.m, k.f, LIR_LOOKUP, type, data, index, 0, 0, 0), type, 0);
    kernel_end(&k);
}

static void compare_lookup(bench *b, lir_type type)
{
    operands *o = calloc(1, sizeof *o);
    bench_begin(b);
    for (unsigned i = 0; i < LOOKUP_KERNELS; i++)
        make_lookup_kernel(b, i, type);
    bench_compile_next(b);
    for (unsigned i = 0; i < LOOKUP_KERNELS; i++) {
        fill(b, lir_elem_size((lir_elem)type.elem) == 8 ? LIR_I64 : LIR_I32, o->a, VALUES);
        run_kernel(b, o, i, "lookup", type, false);
    }
    bench_end(b);
    free(o);
}

static void test_lookups(void **state)
{
    static const lir_elem elems[] = {LIR_F32, LIR_F64, LIR_I32, LIR_I64, LIR_U32, LIR_U64};
    for (unsigned e = 0; e < sizeof elems / sizeof *elems; e++)
        for (unsigned i = 0; i < lane_count(*state); i++)
            compare_lookup(*state, lir_vector(elems[e], lane_counts[i]));
}

/* Bits of one type seen as another of the same size. */
static void compare_bitcast(bench *b, lir_type from, lir_type to)
{
    operands *o = calloc(1, sizeof *o);
    bench_begin(b);
    kernel k = kernel_begin(b, "bitcast");
    lir_expr_id x = kernel_load(&k, 0, from);
    kernel_store(&k, lir_make(k.m, k.f, LIR_BITCAST, to, 0, x, 0, 0, 0), to, 0);
    kernel_end(&k);
    bench_compile(b);
    fill(b, (lir_elem)from.elem, o->a, VALUES);
    for (int e = 0; e < ENGINES; e++) {
        if (!b->code[e])
            continue;
        hpc_word params[5] = {{.p = o->a}, {.p = o->b}, {.p = o->c}, {.p = o->out[e]}, {.i = 8}};
        assert_int_equal(bench_call(b, e, 0, params, NULL), HPC_OK);
        check_same(b, "bitcast", to, e, o->out[0], o->out[e], 8u * to.lanes, false);
    }
    bench_end(b);
    free(o);
}

static void test_bitcasts(void **state)
{
    static const lir_type pairs[][2] = {
        {{LIR_F64, 8}, {LIR_I64, 8}}, {{LIR_I64, 1}, {LIR_F64, 1}}, {{LIR_F32, 16}, {LIR_U32, 16}},
        {{LIR_F64, 4}, {LIR_U32, 8}}, {{LIR_F16, 8}, {LIR_U64, 2}}, {{LIR_U8, 8}, {LIR_U64, 1}},
        {{LIR_I1, 8}, {LIR_U8, 1}},   {{LIR_U16, 1}, {LIR_I1, 16}}, {{LIR_I1, 64}, {LIR_U64, 1}},
        {{LIR_I1, 32}, {LIR_U16, 2}}, {{LIR_F16, 1}, {LIR_I16, 1}}, {{LIR_PTR, 1}, {LIR_I64, 1}},
        {{LIR_U64, 4}, {LIR_PTR, 4}}, {{LIR_PTR, 2}, {LIR_U32, 4}}};
    for (unsigned i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        compare_bitcast(*state, pairs[i][0], pairs[i][1]);
}

/* ---- Main ------------------------------------------------------------------------------------ */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operations),       cmocka_unit_test(test_conversions),
        cmocka_unit_test(test_functions),        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_streaming_stores), cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_lookups),          cmocka_unit_test(test_bitcasts),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
