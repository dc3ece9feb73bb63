/* The hash table: CPython's hashes and orders, what is removed, failed allocations. */
#include "rt_fixture.h"

#include "runtime/hash.h"
#include "runtime/rtf_python.h"

static hpc_value int_value(int64_t i)
{
    return (hpc_value){.kind = HPC_PYINT, .i = i};
}

static hpc_value float_value(double f)
{
    return (hpc_value){.kind = HPC_PYFLOAT, .f = f};
}

static int64_t hash_of(fixture *f, hpc_value v)
{
    int64_t hash;
    assert_int_equal(hpc_hash_value(&f->frame, &v, &hash), HPC_OK);
    return hash;
}

static void numbers_hash_as_in_cpython(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_int_equal(hash_of(&f, int_value(-1)), -2);
    assert_int_equal(hash_of(&f, int_value(INT64_MAX)), 3);
    assert_int_equal(hash_of(&f, float_value(7)), 7);
    assert_int_equal(hash_of(&f, float_value(1.5)), 1152921504606846977);
    assert_int_equal(hash_of(&f, float_value(-2.25)), -576460752303423490);
    assert_int_equal(hash_of(&f, float_value(1e300)), 1224995262755759164);
    assert_int_equal(hash_of(&f, float_value(0.1)), 230584300921369408);
    assert_int_equal(hash_of(&f, (hpc_value){.kind = HPC_PYCOMPLEX, .c = {3, 4}}), 4000015);
    hpc_value nan = float_value(__builtin_nan("")), list = {.kind = HPC_LIST};
    int64_t hash;
    assert_int_equal(hpc_hash_value(&f.frame, &nan, &hash), HPC_NOT_IMPLEMENTED_ERROR);
    assert_int_equal(hpc_hash_value(&f.frame, &list, &hash), HPC_TYPE_ERROR);
    hpc_seq *tuple;
    assert_int_equal(hpc_seq_new(&f.frame, &tuple, 3), HPC_OK);
    hpc_value items[] = {int_value(1), float_value(2.5), int_value(-1)};
    hpc_value value = {.kind = HPC_TUPLE, .object = &tuple->head};
    assert_int_equal(hash_of(&f, value), 5740354900026072187);
    for (int i = 0; i < 3; i++)
        assert_int_equal(hpc_seq_append(&f.frame, tuple, &items[i]), HPC_OK);
    assert_int_equal(hash_of(&f, value), -1302100659107094140);
    hpc_object_release(&tuple->head);
    assert_int_equal(f.heap.live, 0);
}

static void expect_order(const hpc_hash *h, const int64_t *keys, int count)
{
    int64_t cursor = 0;
    for (int i = 0; i < count; i++) {
        int64_t entry = hpc_hash_next(h, &cursor);
        assert_true(entry >= 0);
        assert_int_equal(hpc_hash_key(h, entry)->i, keys[i]);
    }
}

static void sets_have_cpythons_order(void **state)
{
    (void)state;
    static const int64_t first[] = {147975,  27516039, 20547319, 741900, 3782796, 13919116,
                                    4139151, 13261839, 23041804, 21271,  -42081,  76704};
    static const int64_t second[] = {1,       2,       3,        147975, 27516039, 741900,
                                     3782796, 4139151, 13261839, -42081, 76704,    3117600};
    fixture f;
    fixture_init(&f);
    hpc_hash *set, *more, *both;
    int64_t entry;
    assert_int_equal(hpc_hash_new(&f.frame, &set, 1), HPC_OK);
    for (int64_t i = 0; i < 60; i++) {
        hpc_value key = int_value(i * i * 7919 - 50000);
        assert_int_equal(hpc_hash_add(&f.frame, set, &key, hash_of(&f, key), &entry), HPC_OK);
    }
    expect_order(set, first, 12);
    for (int64_t i = 0; i < 60; i += 3) {
        hpc_value key = int_value(i * i * 7919 - 50000);
        assert_int_equal(hpc_hash_find(&f.frame, set, &key, hash_of(&f, key), &entry), HPC_OK);
        hpc_hash_remove(set, entry);
    }
    assert_int_equal(set->used, 40);
    assert_int_equal(hpc_hash_new(&f.frame, &more, 1), HPC_OK);
    for (int64_t i = 0; i < 4; i++) {
        hpc_value key = int_value(i < 3 ? i + 1 : 100000);
        assert_int_equal(hpc_hash_add(&f.frame, more, &key, hash_of(&f, key), &entry), HPC_OK);
    }
    hpc_value other = {.kind = HPC_SET, .object = &more->seq.head};
    assert_int_equal(hpc_set_operation(&f.frame, set, &other, HPC_SET_UNION, &both), HPC_OK);
    expect_order(both, second, 12);
    hpc_object_release(&set->seq.head);
    hpc_object_release(&more->seq.head);
    hpc_object_release(&both->seq.head);
    assert_int_equal(f.heap.live, 0);
}

static void dicts_keep_the_order_of_insertion(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_hash *dict;
    int64_t entry, cursor = 0;
    assert_int_equal(hpc_hash_new(&f.frame, &dict, 2), HPC_OK);
    for (int64_t i = 0; i < 1000; i++) {
        hpc_value key = int_value(i * 31 % 1000), value = int_value(i);
        assert_int_equal(hpc_hash_put(&f.frame, dict, &key, &value), HPC_OK);
        if (i % 2 == 0)
            continue;
        assert_int_equal(hpc_hash_find(&f.frame, dict, &key, hash_of(&f, key), &entry), HPC_OK);
        hpc_hash_remove(dict, entry);
    }
    assert_int_equal(dict->used, 500);
    for (int64_t i = 0; i < 1000; i += 2) {
        entry = hpc_hash_next(dict, &cursor);
        assert_int_equal(hpc_hash_key(dict, entry)->i, i * 31 % 1000);
        assert_int_equal(hpc_hash_key(dict, entry)[1].i, i);
    }
    assert_int_equal(hpc_hash_next(dict, &cursor), -1);
    hpc_value key = float_value(62); /* equal keys of another type */
    assert_int_equal(hpc_hash_find(&f.frame, dict, &key, hash_of(&f, key), &entry), HPC_OK);
    assert_int_equal(hpc_hash_key(dict, entry)[1].i, 2);
    assert_int_equal(hpc_hash_clear(&f.frame, dict), HPC_OK);
    assert_int_equal(dict->used, 0);
    hpc_object_release(&dict->seq.head);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code build(fixture *f)
{
    hpc_hash *dict = NULL, *set = NULL, *other = NULL;
    hpc_str *text = NULL;
    hpc_code code = hpc_hash_new(&f->frame, &dict, 2);
    code = code != HPC_OK ? code : hpc_hash_new(&f->frame, &set, 1);
    for (int i = 0; i < 30 && code == HPC_OK; i++) {
        char name[8] = {(char)('a' + i), '\0'};
        hpc_value number = int_value(i);
        int64_t entry;
        code = hpc_str_new(&f->frame, &text, name, 1);
        if (code != HPC_OK)
            break;
        hpc_value key = {.kind = HPC_STR, .object = &text->head};
        code = hpc_hash_put(&f->frame, dict, &key, &number);
        if (code == HPC_OK)
            code = hpc_hash_add(&f->frame, set, &number, i, &entry);
        hpc_object_release(&text->head);
    }
    for (int op = HPC_SET_UNION; op <= HPC_SET_SYMMETRIC && code == HPC_OK; op++) {
        hpc_value with = {.kind = HPC_SET, .object = &set->seq.head};
        code = hpc_set_operation(&f->frame, set, &with, (hpc_set_op)op, &other);
        if (other)
            hpc_object_release(&other->seq.head);
        other = NULL;
    }
    if (dict)
        hpc_object_release(&dict->seq.head);
    if (set)
        hpc_object_release(&set->seq.head);
    return code;
}

static void failed_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, build) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_hash_as_in_cpython),
        cmocka_unit_test(sets_have_cpythons_order),
        cmocka_unit_test(dicts_keep_the_order_of_insertion),
        cmocka_unit_test(failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
