/* Counted objects: strings, lists and tuples, and who owns what. */
#include "rt_fixture.h"

static void strings_hold_bytes(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_str *str;
    assert_int_equal(hpc_str_new(&f.frame, &str, "a\0b", 3), HPC_OK);
    assert_int_equal(str->length, 3);
    assert_memory_equal(str->text, "a\0b", 4);
    hpc_object_retain(&str->head);
    hpc_object_release(&str->head);
    assert_true(f.heap.live > 0);
    hpc_object_release(&str->head);
    assert_int_equal(hpc_str_new(&f.frame, &str, NULL, 0), HPC_OK);
    assert_string_equal(str->text, "");
    hpc_object_release(&str->head);
    hpc_object_retain(NULL);
    hpc_object_release(NULL);
    assert_int_equal(f.heap.live, 0);
    assert_int_equal(hpc_str_new(&f.frame, &str, "", SIZE_MAX), HPC_MEMORY_ERROR);
    assert_null(str);
}

static void an_owned_array_has_its_own_view(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view;
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_F64, 1, (int64_t[]){3}), HPC_OK);
    hpc_value borrowed = {.kind = HPC_ARRAY, .view = &view};
    hpc_value owned;
    assert_int_equal(hpc_value_own(&f.frame, &owned, &borrowed), HPC_OK);
    assert_ptr_not_equal(owned.view, &view);
    assert_ptr_equal(owned.view->data, view.data);
    hpc_view_release(&view);
    memset(owned.view->data, 0, 24); /* still there */
    hpc_value_release(&f.heap, &owned);
    assert_int_equal(owned.kind, HPC_NONE);
    hpc_value_release(&f.heap, &owned);
    assert_int_equal(f.heap.live, 0);
}

static void sequences_grow_and_own_their_items(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_seq *list, *inner;
    hpc_str *str;
    assert_int_equal(hpc_seq_new(&f.frame, &list, 0), HPC_OK);
    assert_int_equal(hpc_seq_new(&f.frame, &inner, 2), HPC_OK);
    assert_int_equal(hpc_str_new(&f.frame, &str, "x", 1), HPC_OK);
    hpc_value text = {.kind = HPC_STR, .object = &str->head};
    assert_int_equal(hpc_seq_append(&f.frame, inner, &text), HPC_OK);
    hpc_object_release(&str->head);
    hpc_value tuple = {.kind = HPC_TUPLE, .object = &inner->head};
    for (int i = 0; i < 100; i++) {
        assert_int_equal(hpc_seq_append(&f.frame, list, &tuple), HPC_OK);
    }
    /* An item of the list itself, while the list moves. */
    while (list->length < list->capacity) {
        assert_int_equal(hpc_seq_append(&f.frame, list, &list->items[0]), HPC_OK);
    }
    assert_int_equal(hpc_seq_append(&f.frame, list, &list->items[0]), HPC_OK);
    assert_int_equal(inner->head.refs, list->length + 1);
    hpc_object_release(&inner->head);
    hpc_object_release(&list->head);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code build(fixture *f)
{
    hpc_seq *list = NULL;
    hpc_str *str = NULL;
    hpc_view view = {0};
    hpc_code code = hpc_seq_new(&f->frame, &list, 1);
    code = code != HPC_OK ? code : hpc_str_new(&f->frame, &str, "text", 4);
    code = code != HPC_OK ? code : hpc_view_new(&f->frame, &view, HPC_I32, 0, NULL);
    for (int i = 0; i < 20 && code == HPC_OK; i++) {
        hpc_value text = {.kind = HPC_STR, .object = &str->head};
        hpc_value array = {.kind = HPC_ARRAY, .view = &view};
        code = hpc_seq_append(&f->frame, list, i % 2 == 0 ? &text : &array);
    }
    hpc_view_release(&view);
    if (str != NULL) {
        hpc_object_release(&str->head);
    }
    if (list != NULL) {
        hpc_object_release(&list->head);
    }
    return code;
}

static void failed_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, build) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_hold_bytes),
        cmocka_unit_test(an_owned_array_has_its_own_view),
        cmocka_unit_test(sequences_grow_and_own_their_items),
        cmocka_unit_test(failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
