/* The array IR builder: folding, hash-consing, views and their facts, rewinding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "compiler/array/air_alias.h"
#include "compiler/array/fuse.h"
#include "runtime/checks.h"
#include "runtime/table.h"

typedef struct fixture {
    hpc_heap heap;
    arena *a;
    air_builder b;
    air_id x;    /* parameter: f64[n, m]{C} */
    air_id i, f; /* parameters: i64, f64 */
} fixture;

static int setup(void **state)
{
    static fixture f;
    f = (fixture){0};
    f.a = arena_new(&f.heap);
    if (!f.a || setjmp(*arena_recovery(f.a)))
        return 1;
    air_module *m = air_module_new(f.a);
    air_fun *fun = air_fun_new(m, "f");
    vec_push(f.a, &fun->params, ((air_type){AIR_ARRAY, HPC_F64, 2, AIR_C_ORDER | AIR_WRITABLE}));
    vec_push(f.a, &fun->params, air_scalar_type(HPC_I64));
    vec_push(f.a, &fun->params, air_scalar_type(HPC_F64));
    f.b = (air_builder){.module = m, .fun = fun, .region = fun->body};
    f.x = air_param(&f.b, 0);
    f.i = air_param(&f.b, 1);
    f.f = air_param(&f.b, 2);
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    const char *error = air_verify(f->a, f->b.module);
    if (error)
        print_error("%s\n%s", error, air_print(f->a, f->b.module));
    arena_free(f->a);
    return error != NULL || f->heap.live != 0;
}

static air_id op2(fixture *f, air_fn fn, hpc_dtype dtype, air_id x, air_id y)
{
    return air_map2(&f->b, fn, dtype, x, y);
}

static air_id num(fixture *f, hpc_dtype dtype, int64_t value)
{
    return air_const_int(&f->b, dtype, value);
}

static air_id real(fixture *f, hpc_dtype dtype, double value)
{
    return air_const_float(&f->b, dtype, value);
}

static air_op op_of(const fixture *f, air_id id)
{
    return (air_op)air_at(f->b.fun, id)->op;
}

static uint8_t facts_of(const fixture *f, air_id id)
{
    return air_at(f->b.fun, id)->type.facts;
}

/* ---- Folding --------------------------------------------------------------------------------- */

static void integers_fold_with_the_width_of_the_dtype(void **state)
{
    fixture *f = *state;
    static const struct {
        air_fn fn;
        hpc_dtype dtype;
        int64_t x, y, result;
    } cases[] = {
        {AIR_ADD, HPC_I8, 127, 1, -128},
        {AIR_MUL, HPC_U8, 16, 17, 16},
        {AIR_SUB, HPC_U16, 0, 1, 65535},
        {AIR_ADD, HPC_I64, INT64_MAX, 1, INT64_MIN},
        {AIR_FLOORDIV, HPC_I32, -7, 2, -4},
        {AIR_FLOORDIV, HPC_I32, 7, 0, 0},
        {AIR_FLOORDIV, HPC_I64, INT64_MIN, -1, INT64_MIN},
        {AIR_FLOORDIV, HPC_I8, -128, -1, -128},
        {AIR_MOD, HPC_I64, -7, 3, 2},
        {AIR_MOD, HPC_I64, 7, -3, -2},
        {AIR_FMOD, HPC_I64, -7, 3, -1},
        {AIR_MOD, HPC_I64, INT64_MIN, -1, 0},
        {AIR_SHL, HPC_I32, 1, 32, 0},
        {AIR_SHL, HPC_I32, 1, 31, INT32_MIN},
        {AIR_SHR, HPC_I32, -8, 40, -1},
        {AIR_SHR, HPC_U8, 255, 3, 31},
        {AIR_SHL, HPC_I64, 5, -1, 0},
        {AIR_POW, HPC_I64, 3, 5, 243},
        {AIR_POW, HPC_U8, 3, 6, 217},
        {AIR_MIN, HPC_U64, -1, 5, 5},
        {AIR_MAX, HPC_I64, -1, 5, 5},
        {AIR_AND, HPC_I64, 12, 10, 8},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        hpc_dtype d = cases[k].dtype;
        assert_int_equal(op2(f, cases[k].fn, d, num(f, d, cases[k].x), num(f, d, cases[k].y)),
                         num(f, d, cases[k].result));
    }
}

static void checked_operations_fold_only_where_they_fit(void **state)
{
    fixture *f = *state;
    air_id big = num(f, HPC_I64, INT64_MAX), one = num(f, HPC_I64, 1);
    assert_int_equal(op_of(f, op2(f, AIR_ADD_CHECKED, HPC_I64, big, one)), AIR_OP_MAP);
    assert_int_equal(op2(f, AIR_SUB_CHECKED, HPC_I64, big, one), num(f, HPC_I64, INT64_MAX - 1));
    assert_int_equal(op_of(f, op2(f, AIR_MUL_CHECKED, HPC_I32, num(f, HPC_I32, 1 << 20),
                                  num(f, HPC_I32, 1 << 20))),
                     AIR_OP_MAP);
    air_id low = num(f, HPC_I64, INT64_MIN);
    assert_int_equal(op_of(f, air_map1(&f->b, AIR_NEG_CHECKED, HPC_I64, low)), AIR_OP_MAP);
    assert_int_equal(op2(f, AIR_ADD_CHECKED, HPC_I64, f->i, num(f, HPC_I64, 0)), f->i);
}

static void floats_fold_to_the_bits_of_the_dtype(void **state)
{
    fixture *f = *state;
    assert_int_equal(op2(f, AIR_ADD, HPC_F64, real(f, HPC_F64, 0.1), real(f, HPC_F64, 0.2)),
                     real(f, HPC_F64, 0.1 + 0.2));
    volatile float a = 0.1f, b = 0.2f;
    float product = a * b;
    assert_int_equal(op2(f, AIR_MUL, HPC_F32, real(f, HPC_F32, a), real(f, HPC_F32, b)),
                     real(f, HPC_F32, product));
    assert_int_equal(op2(f, AIR_DIV, HPC_F16, real(f, HPC_F16, 1), real(f, HPC_F16, 3)),
                     real(f, HPC_F16, 0.333251953125));
    assert_int_equal(air_map1(&f->b, AIR_SQRT, HPC_F64, real(f, HPC_F64, 2)),
                     real(f, HPC_F64, sqrt(2.0)));
    /* A NaN's bits are the machine's affair, x + 0.0 is not x for -0.0. */
    air_id inf = real(f, HPC_F64, INFINITY);
    assert_int_equal(op_of(f, op2(f, AIR_SUB, HPC_F64, inf, inf)), AIR_OP_MAP);
    assert_int_equal(op_of(f, op2(f, AIR_ADD, HPC_F64, f->f, real(f, HPC_F64, 0))), AIR_OP_MAP);
    assert_int_equal(op_of(f, op2(f, AIR_EQ, HPC_BOOL, f->f, f->f)), AIR_OP_MAP);
    assert_int_not_equal(real(f, HPC_F64, 0.0), real(f, HPC_F64, -0.0));
}

static void casts_fold_as_astype_does(void **state)
{
    fixture *f = *state;
    assert_int_equal(air_cast(&f->b, HPC_I64, f->i), f->i);
    assert_int_equal(air_cast(&f->b, HPC_I32, real(f, HPC_F64, 1e10)), num(f, HPC_I32, INT32_MIN));
    assert_int_equal(air_cast(&f->b, HPC_U8, num(f, HPC_I64, 300)), num(f, HPC_U8, 44));
    assert_int_equal(air_cast(&f->b, HPC_BOOL, real(f, HPC_F64, 0.5)), num(f, HPC_BOOL, 1));
    assert_int_equal(air_cast(&f->b, HPC_F32, real(f, HPC_F64, 0.1)), real(f, HPC_F32, 0.1));
    assert_int_equal(air_cast(&f->b, HPC_C128, real(f, HPC_F64, 2)),
                     air_const_complex(&f->b, HPC_C128, 2, 0));
    assert_int_equal(air_map1(&f->b, AIR_BITCAST, HPC_I64, real(f, HPC_F64, 1.0)),
                     num(f, HPC_I64, 0x3FF0000000000000));
    assert_int_equal(air_map1(&f->b, AIR_BITCAST, HPC_I32, real(f, HPC_F32, -1.0)),
                     num(f, HPC_I32, (int32_t)0xBF800000));
}

static void identities_hold_for_integers(void **state)
{
    fixture *f = *state;
    air_id zero = num(f, HPC_I64, 0), one = num(f, HPC_I64, 1);
    assert_int_equal(op2(f, AIR_MUL, HPC_I64, one, f->i), f->i);
    assert_int_equal(op2(f, AIR_MUL, HPC_I64, f->i, zero), zero);
    assert_int_equal(op2(f, AIR_SUB, HPC_I64, f->i, f->i), zero);
    air_id sum = op2(f, AIR_ADD, HPC_I64, f->i, num(f, HPC_I64, 3));
    assert_int_equal(op2(f, AIR_SUB, HPC_I64, sum, num(f, HPC_I64, 3)), f->i);
    assert_int_equal(op2(f, AIR_SUB, HPC_I64, sum, f->i), num(f, HPC_I64, 3));
    air_id less = op2(f, AIR_LT, HPC_BOOL, f->i, one);
    air_id not_less = air_map1(&f->b, AIR_NOT, HPC_BOOL, less);
    assert_int_equal(not_less, op2(f, AIR_GE, HPC_BOOL, f->i, one));
    assert_int_equal(air_map1(&f->b, AIR_NOT, HPC_BOOL, not_less), less);
    air_id below = op2(f, AIR_LT, HPC_BOOL, f->f, real(f, HPC_F64, 1));
    assert_int_equal(air_at(f->b.fun, air_map1(&f->b, AIR_NOT, HPC_BOOL, below))->fn, AIR_NOT);
    assert_int_equal(air_map3(&f->b, AIR_SELECT, HPC_I64, num(f, HPC_BOOL, 1), f->i, one), f->i);
}

/* ---- Hash-consing ---------------------------------------------------------------------------- */

static void equal_scalars_are_one_node_and_arrays_are_not(void **state)
{
    fixture *f = *state;
    air_id two = real(f, HPC_F64, 2);
    assert_int_equal(op2(f, AIR_MUL, HPC_F64, f->f, two), op2(f, AIR_MUL, HPC_F64, f->f, two));
    assert_int_not_equal(op2(f, AIR_MUL, HPC_F64, f->x, two), op2(f, AIR_MUL, HPC_F64, f->x, two));
    air_id shape[1] = {num(f, HPC_I64, 3)};
    assert_int_not_equal(air_fill(&f->b, two, 1, shape), air_fill(&f->b, two, 1, shape));
    assert_int_equal(air_param(&f->b, 0), f->x);
}

static void memory_is_read_again_after_a_store(void **state)
{
    fixture *f = *state;
    air_id index[2] = {num(f, HPC_I64, 0), num(f, HPC_I64, 1)};
    air_id first = air_elem(&f->b, f->x, index);
    assert_int_equal(air_elem(&f->b, f->x, index), first);
    air_setelem(&f->b, f->x, index, f->f);
    assert_int_not_equal(air_elem(&f->b, f->x, index), first);
}

static void siblings_do_not_share(void **state)
{
    fixture *f = *state;
    air_id cond = op2(f, AIR_GT, HPC_BOOL, f->i, num(f, HPC_I64, 0));
    air_id branch = air_raw(&f->b, AIR_OP_IF, (air_type){0}, &cond, 1, 0);
    air_region *body = air_region_new(&f->b), *other = air_region_new(&f->b), *outer = f->b.region;
    air_at(f->b.fun, branch)->body = body;
    air_at(f->b.fun, branch)->other = other;
    f->b.region = body;
    air_id inner = air_map1(&f->b, AIR_EXP, HPC_F64, f->f);
    assert_int_equal(air_map1(&f->b, AIR_EXP, HPC_F64, f->f), inner);
    f->b.region = other;
    assert_int_not_equal(air_map1(&f->b, AIR_EXP, HPC_F64, f->f), inner);
    f->b.region = outer;
    assert_int_not_equal(air_map1(&f->b, AIR_EXP, HPC_F64, f->f), inner);
}

static void rewinding_forgets(void **state)
{
    fixture *f = *state;
    air_mark mark = air_mark_here(&f->b);
    const char *before = air_print(f->a, f->b.module);
    air_id made = 0;
    for (int k = 0; k < 300; k++)
        made = op2(f, AIR_MUL, HPC_F64, f->f, real(f, HPC_F64, k + 0.5));
    air_store(&f->b, f->x, made, 0);
    air_rewind(&f->b, mark);
    assert_string_equal(air_print(f->a, f->b.module), before);
    air_id again = op2(f, AIR_MUL, HPC_F64, f->f, real(f, HPC_F64, 299.5));
    assert_true(again < made);
    assert_int_equal(op_of(f, again), AIR_OP_MAP);
}

/* ---- Views ----------------------------------------------------------------------------------- */

/* x[from:from+n, :] */
static air_id rows(fixture *f, air_id array, air_id from, air_id count, air_id step)
{
    air_view view = {.axis = {0, 1}, .start = {from}, .step = {step}};
    return air_view_new(&f->b, array, &view, 2, (air_id[]){count, air_dim(&f->b, array, 1)});
}

static void views_of_views_are_views_of_the_root(void **state)
{
    fixture *f = *state;
    air_id n = op2(f, AIR_SUB, HPC_I64, air_dim(&f->b, f->x, 0), num(f, HPC_I64, 3));
    air_id once =
        rows(f, f->x, num(f, HPC_I64, 1), op2(f, AIR_ADD, HPC_I64, n, num(f, HPC_I64, 2)), 0);
    air_id twice = rows(f, once, num(f, HPC_I64, 2), n, 0);
    assert_int_equal(twice, rows(f, f->x, num(f, HPC_I64, 3), n, 0));
    air_id turned = air_transpose(&f->b, twice, (uint8_t[]){1, 0});
    assert_int_equal(air_at(f->b.fun, turned)->args[0], f->x);
    assert_int_equal(air_transpose(&f->b, turned, (uint8_t[]){1, 0}), twice);
    assert_int_equal(rows(f, f->x, num(f, HPC_I64, 0), air_dim(&f->b, f->x, 0), 0), f->x);
    air_id index[2] = {f->i, num(f, HPC_I64, 1)};
    air_id element = air_elem(&f->b, turned, (air_id[]){index[1], index[0]});
    assert_int_equal(element, air_elem(&f->b, twice, index));
    assert_int_equal(air_at(f->b.fun, element)->args[0], f->x);
}

static void views_carry_the_memory_order(void **state)
{
    fixture *f = *state;
    const uint8_t c = AIR_C_ORDER | AIR_UNIT_LAST, w = AIR_WRITABLE;
    air_id n = f->i;
    assert_int_equal(facts_of(f, f->x), c | w);
    assert_int_equal(facts_of(f, rows(f, f->x, n, n, 0)), c | w);
    assert_int_equal(facts_of(f, rows(f, f->x, n, n, num(f, HPC_I64, 2))), AIR_UNIT_LAST | w);
    assert_int_equal(facts_of(f, air_transpose(&f->b, f->x, (uint8_t[]){1, 0})), AIR_F_ORDER | w);
    assert_int_equal(facts_of(f, air_newaxis(&f->b, f->x, 1)), c | w);
    air_view column = {.axis = {0}, .start = {0, n}};
    air_id extent = air_dim(&f->b, f->x, 0), last = air_dim(&f->b, f->x, 1);
    assert_int_equal(facts_of(f, air_view_new(&f->b, f->x, &column, 1, &extent)), w);
    air_view row = {.axis = {1}, .start = {n}};
    assert_int_equal(facts_of(f, air_view_new(&f->b, f->x, &row, 1, &last)), c | AIR_F_ORDER | w);
    air_view inner = {.axis = {0, 1}, .start = {0, n}};
    air_id part[2] = {extent, n};
    assert_int_equal(facts_of(f, air_view_new(&f->b, f->x, &inner, 2, part)), AIR_UNIT_LAST | w);
    air_id deep[3] = {n, extent, last};
    assert_int_equal(facts_of(f, air_broadcast_to(&f->b, f->x, 3, deep)), AIR_UNIT_LAST);
}

static void results_have_the_order_of_their_operands(void **state)
{
    fixture *f = *state;
    air_id turned = air_transpose(&f->b, f->x, (uint8_t[]){1, 0});
    air_id two = real(f, HPC_F64, 2);
    const uint8_t orders = AIR_C_ORDER | AIR_F_ORDER;
    air_id a = op2(f, AIR_MUL, HPC_F64, f->x, two), b = op2(f, AIR_MUL, HPC_F64, turned, two);
    assert_int_equal(facts_of(f, a) & orders, AIR_C_ORDER);
    assert_int_equal(facts_of(f, b) & orders, AIR_F_ORDER);
    air_id strided = rows(f, f->x, f->i, f->i, num(f, HPC_I64, 2));
    assert_int_equal(facts_of(f, op2(f, AIR_MUL, HPC_F64, strided, two)) & orders, 0);
    assert_int_equal(facts_of(f, air_reduce(&f->b, AIR_ADD, strided, 2, false)) & orders, orders);
}

static void broadcasting_checks_at_run_time(void **state)
{
    fixture *f = *state;
    air_id two = num(f, HPC_I64, 2), three = num(f, HPC_I64, 3), n = f->i;
    air_id a = air_fill(&f->b, f->f, 1, &two), b = air_fill(&f->b, f->f, 1, &three);
    air_id c = air_fill(&f->b, f->f, 1, &n), one = num(f, HPC_I64, 1), shape[HPC_MAX_RANK];
    air_id d = air_fill(&f->b, f->f, 1, &one);
    uint32_t before = f->b.region->len;
    assert_int_equal(air_broadcast(&f->b, (air_id[]){a, d}, 2, shape), 1);
    assert_int_equal(shape[0], two);
    assert_int_equal(f->b.region->len, before);
    air_broadcast(&f->b, (air_id[]){a, c}, 2, shape);
    assert_int_equal(shape[0], two);
    assert_int_equal(op_of(f, f->b.region->items[before]), AIR_OP_BDIM);
    air_broadcast(&f->b, (air_id[]){a, c}, 2, shape);
    assert_int_equal(f->b.region->len, before + 1);
    air_broadcast(&f->b, (air_id[]){a, b}, 2, shape);
    const air_node *check = air_at(f->b.fun, f->b.region->items[f->b.region->len - 1]);
    assert_int_equal(check->op, AIR_OP_CHECK);
    assert_int_equal(check->imm, HPC_CHECK_BROADCAST_1D);
}

static air_id slice_extent(fixture *f, air_id n, int64_t start, int64_t end)
{
    air_id zero = num(f, HPC_I64, 0);
    air_id from = op2(f, AIR_MIN, HPC_I64, n, num(f, HPC_I64, start));
    air_id to = op2(f, AIR_ADD, HPC_I64, n, num(f, HPC_I64, -end));
    to = end ? op2(f, AIR_MAX, HPC_I64, to, zero) : n;
    air_id size = start ? op2(f, AIR_SUB, HPC_I64, to, from) : to;
    return op2(f, AIR_MAX, HPC_I64, size, zero);
}

static void slices_of_equal_size_have_one_extent(void **state)
{
    fixture *f = *state;
    air_id n = air_dim(&f->b, f->x, 0);
    air_id two_less = slice_extent(f, n, 1, 1);
    assert_int_equal(slice_extent(f, n, 2, 0), two_less);
    assert_int_equal(slice_extent(f, n, 0, 2), two_less);
    assert_int_not_equal(slice_extent(f, n, 1, 0), two_less);
    /* i may be negative. */
    assert_int_not_equal(slice_extent(f, f->i, 1, 1), slice_extent(f, f->i, 2, 0));
    air_id truth = num(f, HPC_BOOL, 1), other = op2(f, AIR_LT, HPC_BOOL, f->i, n);
    assert_int_equal(op2(f, AIR_OR, HPC_BOOL, truth, other), truth);
}

static void reshapes_by_ones_are_views(void **state)
{
    fixture *f = *state;
    air_id n = air_dim(&f->b, f->x, 0), m = air_dim(&f->b, f->x, 1), one = num(f, HPC_I64, 1);
    air_id wide = air_reshape(&f->b, f->x, 4, (air_id[]){one, n, one, m});
    assert_int_equal(op_of(f, wide), AIR_OP_VIEW);
    assert_int_equal(air_reshape(&f->b, wide, 2, (air_id[]){n, m}), f->x);
    air_id flat = air_reshape(&f->b, f->x, 1, (air_id[]){op2(f, AIR_MUL, HPC_I64, n, m)});
    assert_int_equal(op_of(f, flat), AIR_OP_RESHAPE);
    assert_true(facts_of(f, flat) & AIR_C_ORDER);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static void variables_alias_what_they_may_hold(void **state)
{
    fixture *f = *state;
    air_type type = {AIR_ARRAY, HPC_F64, 2, 0};
    uint32_t u = air_var_new(&f->b, "u", type), v = air_var_new(&f->b, "v", type);
    air_id a = op2(f, AIR_MUL, HPC_F64, f->x, f->f), b = op2(f, AIR_ADD, HPC_F64, f->x, f->f);
    air_id c = op2(f, AIR_SUB, HPC_F64, f->x, f->f);
    air_set(&f->b, u, a);
    air_set(&f->b, v, b);
    air_id gu = air_get(&f->b, u), gv = air_get(&f->b, v);
    air_store(&f->b, gu, f->f, 0);
    air_id store = f->b.region->items[f->b.region->len - 1];
    air_id last = op2(f, AIR_ADD, HPC_F64, c, f->f);
    air_alias *al = air_alias_new(f->a, f->b.module, f->b.fun);
    assert_true(air_may_alias(al, gu, a));
    assert_false(air_may_alias(al, gu, gv));
    assert_false(air_may_alias(al, gu, f->x));
    assert_false(air_may_alias(al, c, a));
    assert_true(air_may_write(al, store, a));
    assert_false(air_may_write(al, store, b));
    assert_true(air_may_write_between(al, a, last, a));
    assert_false(air_may_write_between(al, c, last, f->x));
    assert_false(air_is_touched(al, c));
    assert_true(air_is_touched(al, b));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(integers_fold_with_the_width_of_the_dtype),
        TEST(checked_operations_fold_only_where_they_fit),
        TEST(floats_fold_to_the_bits_of_the_dtype),
        TEST(casts_fold_as_astype_does),
        TEST(identities_hold_for_integers),
        TEST(equal_scalars_are_one_node_and_arrays_are_not),
        TEST(memory_is_read_again_after_a_store),
        TEST(siblings_do_not_share),
        TEST(rewinding_forgets),
        TEST(views_of_views_are_views_of_the_root),
        TEST(views_carry_the_memory_order),
        TEST(results_have_the_order_of_their_operands),
        TEST(broadcasting_checks_at_run_time),
        TEST(slices_of_equal_size_have_one_extent),
        TEST(reshapes_by_ones_are_views),
        TEST(variables_alias_what_they_may_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
