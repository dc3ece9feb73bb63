/* Types: one object for each, names, joins, the components that carry their values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/array/air.h"
#include "compiler/sema/ty.h"

typedef struct table {
    hpc_heap heap;
    arena *a;
    ty_table *t;
} table;

static int open_table(void **state)
{
    table *f = calloc(1, sizeof *f);
    f->a = arena_new(&f->heap);
    if (!f->a || setjmp(*arena_recovery(f->a)))
        return -1;
    f->t = ty_table_new(f->a);
    *state = f;
    return 0;
}

static int close_table(void **state)
{
    table *f = *state;
    arena_free(f->a);
    free(f);
    return 0;
}

static const ty *pair(const table *f, const ty *a, const ty *b)
{
    const ty *items[] = {a, b};
    return ty_tuple(f->t, items, 2);
}

static void test_one_object_for_each_type(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *x = ty_basic(f->t, TY_FLOAT);
    assert_ptr_equal(i, ty_basic(f->t, TY_INT));
    assert_ptr_not_equal(i, x);
    assert_ptr_not_equal(i, ty_scalar(f->t, HPC_I64));
    assert_ptr_equal(pair(f, i, x), pair(f, i, x));
    assert_ptr_not_equal(pair(f, i, x), pair(f, x, i));
    assert_ptr_equal(ty_list(f->t, i), ty_list(f->t, i));
    assert_ptr_not_equal(ty_list(f->t, i), ty_list(f->t, NULL));
    assert_ptr_equal(ty_array(f->t, HPC_F64, 2, 0, 3), ty_array(f->t, HPC_F64, 2, 0, 3));
    assert_ptr_not_equal(ty_array(f->t, HPC_F64, 2, 0, 3), ty_array(f->t, HPC_F64, 2, 0, 0));
    assert_ptr_not_equal(ty_array(f->t, HPC_F64, 2, AIR_C_ORDER, 0),
                         ty_array(f->t, HPC_F64, 2, AIR_F_ORDER, 0));
    assert_ptr_not_equal(ty_ref(f->t, TY_FUNC, "f", f), ty_ref(f->t, TY_FUNC, "f", f->t));
}

static void test_names(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *v = ty_array(f->t, HPC_F32, 2, AIR_C_ORDER, 3);
    assert_string_equal(ty_name(f->a, i), "int");
    assert_string_equal(ty_name(f->a, v), "float32[:, :]");
    assert_string_equal(ty_name(f->a, ty_array(f->t, HPC_I8, 0, 0, 0)), "int8[()]");
    assert_string_equal(ty_name(f->a, ty_scalar(f->t, HPC_C64)), "complex64");
    assert_string_equal(ty_name(f->a, pair(f, i, v)), "tuple(int, float32[:, :])");
}

static void test_joins(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *x = ty_basic(f->t, TY_FLOAT);
    const ty *c = ty_array(f->t, HPC_F64, 2, AIR_C_ORDER, 3),
             *d = ty_array(f->t, HPC_F64, 2, AIR_F_ORDER, 3);
    assert_ptr_equal(ty_join(f->t, i, i, false), i);
    assert_null(ty_join(f->t, i, x, false));
    const ty *both = ty_join(f->t, c, d, false);
    assert_non_null(both);
    assert_int_equal(both->facts & (AIR_C_ORDER | AIR_F_ORDER), 0);
    assert_int_equal(ty_end(both, 0), 3);
    assert_null(ty_join(f->t, c, ty_array(f->t, HPC_F64, 1, 0, 0), false));
    assert_null(ty_join(f->t, c, ty_array(f->t, HPC_F32, 2, 0, 0), false));
    assert_ptr_equal(ty_join(f->t, pair(f, i, c), pair(f, i, d), false), pair(f, i, both));
    assert_null(ty_join(f->t, pair(f, i, c), pair(f, x, c), false));
    const ty *list = ty_list(f->t, i); /* a list whose items nothing told yet is any list */
    assert_ptr_equal(ty_join(f->t, ty_list(f->t, NULL), list, false), list);
    assert_ptr_equal(ty_join(f->t, list, ty_list(f->t, NULL), false), list);
}

static void test_numba_unifies_numbers(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *x = ty_basic(f->t, TY_FLOAT);
    const ty *joined = ty_join(f->t, i, x, true);
    assert_non_null(joined);
    assert_int_equal(ty_dtype_of(joined), HPC_F64);
    joined = ty_join(f->t, ty_scalar(f->t, HPC_F32), ty_scalar(f->t, HPC_I64), true);
    assert_non_null(joined);
    assert_int_equal(ty_dtype_of(joined), HPC_F64);
}

static void test_components(void **state)
{
    const table *f = *state;
    air_type types[8];
    const ty *i = ty_basic(f->t, TY_INT), *x = ty_basic(f->t, TY_FLOAT);
    const ty *v = ty_array(f->t, HPC_F32, 2, AIR_C_ORDER, 0), *none = ty_basic(f->t, TY_NONE);
    assert_int_equal(ty_flatten(none, types, 8), 0);
    assert_int_equal(ty_flatten(ty_dtype(f->t, HPC_F32), types, 8), 0);
    assert_int_equal(ty_flatten(pair(f, none, pair(f, i, v)), types, 8), 2);
    assert_int_equal(types[0].kind, AIR_SCALAR);
    assert_int_equal(types[0].dtype, HPC_I64);
    assert_int_equal(types[1].kind, AIR_ARRAY);
    assert_int_equal(types[1].rank, 2);
    const ty *either[] = {i, x};
    assert_int_equal(ty_flatten(ty_union(f->t, either, 2), types, 8), 3);
    assert_int_equal(types[0].dtype, HPC_I64); /* the tag */
    assert_int_equal(types[2].dtype, HPC_F64);
    assert_int_equal(ty_flatten(pair(f, pair(f, i, i), pair(f, i, i)), types, 2),
                     4); /* counts on */
}

/* a = []; a.append([]); a[0].append(1); a[0].append(2.5) */
static void test_open_containers_learn(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *x = ty_basic(f->t, TY_FLOAT);
    const ty *outer = ty_open(f->t, TY_LIST, 1), *inner = ty_open(f->t, TY_LIST, 2);
    assert_ptr_equal(ty_open(f->t, TY_LIST, 1), outer);
    assert_null(ty_item(f->t, outer));
    assert_true(ty_learn(f->t, outer, inner, true, false));
    assert_int_equal(ty_learnt(f->t), 1); /* it had been asked for */
    assert_ptr_equal(ty_item(f->t, outer), inner);
    assert_true(ty_learn(f->t, inner, i, true, false));
    assert_ptr_equal(ty_closed(f->t, outer), ty_list(f->t, ty_list(f->t, i)));
    assert_false(ty_learn(f->t, inner, x, false, false)); /* not under Numba */
    assert_true(ty_learn(f->t, inner, x, true, false));
    assert_int_equal(ty_item(f->t, inner)->kind, TY_UNION);
    assert_false(ty_learn(f->t, inner, ty_basic(f->t, TY_STR), true, false));
}

static void test_rewound_rounds_leave_hints(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *list = ty_open(f->t, TY_LIST, 7);
    uint32_t mark = ty_mark(f->t);
    assert_null(ty_item(f->t, list));
    assert_true(ty_learn(f->t, list, i, true, true));
    uint32_t learnt = ty_learnt(f->t);
    ty_rewind(f->t, mark);
    assert_ptr_equal(ty_item(f->t, list), i); /* known before it is stored again */
    assert_true(ty_learn(f->t, list, i, true, true));
    assert_int_equal(ty_learnt(f->t), learnt); /* nothing new: the rounds end */
}

static void test_open_containers_join(void **state)
{
    const table *f = *state;
    const ty *i = ty_basic(f->t, TY_INT), *a = ty_open(f->t, TY_LIST, 3);
    const ty *b = ty_open(f->t, TY_LIST, 4), *ints = ty_list(f->t, i);
    assert_ptr_equal(ty_join(f->t, a, b, false), a);
    assert_true(ty_learn(f->t, b, i, true, false));
    assert_ptr_equal(ty_item(f->t, a), i); /* they are one */
    assert_ptr_equal(ty_join(f->t, a, ints, false), ints);
    assert_false(ty_learn(f->t, a, ty_basic(f->t, TY_FLOAT), true, false)); /* relied upon */
    assert_ptr_equal(ty_unite(f->t, i, ty_basic(f->t, TY_NONE), false), ty_optional(f->t, i));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_table, close_table)
    const struct CMUnitTest tests[] = {
        TEST(test_one_object_for_each_type),
        TEST(test_names),
        TEST(test_joins),
        TEST(test_numba_unifies_numbers),
        TEST(test_components),
        TEST(test_open_containers_learn),
        TEST(test_rewound_rounds_leave_hints),
        TEST(test_open_containers_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
