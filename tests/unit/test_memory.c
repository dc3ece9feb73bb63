/* The heap, the text buffer, and how failures are reported. */
#include "rt_fixture.h"

#include "runtime/buffer.h"
#include "runtime/checks.h"

static void blocks_are_aligned_and_counted(void **state)
{
    (void)state;
    hpc_heap heap = {0};
    char *a = hpc_heap_alloc(&heap, 100);
    char *b = hpc_heap_zalloc(&heap, 1);
    char *c = hpc_heap_alloc(&heap, 0);
    assert_true(a != NULL && b != NULL && c != NULL);
    assert_int_equal((uintptr_t)a % HPC_ALIGNMENT, 0);
    assert_int_equal((uintptr_t)b % HPC_ALIGNMENT, 0);
    assert_int_equal(*b, 0);
    assert_int_equal(heap.live, 101);
    memset(a, 7, 100);
    hpc_heap_free(&heap, a);
    hpc_heap_free(&heap, b);
    hpc_heap_free(&heap, c);
    hpc_heap_free(&heap, NULL);
    assert_int_equal(heap.live, 0);
    assert_int_equal(heap.peak, 101);
}

static void realloc_keeps_the_content(void **state)
{
    (void)state;
    hpc_heap heap = {0};
    char *block = hpc_heap_realloc(&heap, NULL, 3);
    memcpy(block, "abc", 3);
    block = hpc_heap_realloc(&heap, block, 1000);
    assert_memory_equal(block, "abc", 3);
    block = hpc_heap_realloc(&heap, block, 2);
    assert_memory_equal(block, "ab", 2);
    assert_int_equal(heap.live, 2);
    hpc_heap_free(&heap, block);
    assert_int_equal(heap.live, 0);
}

static void large_blocks_come_zeroed(void **state)
{
    (void)state;
    hpc_heap heap = {0};
    size_t size = 6 << 20;
    char *block = hpc_heap_zalloc(&heap, size);
    for (size_t i = 0; i < size; i += 4096) {
        assert_int_equal(block[i], 0);
    }
    block[size - 1] = 1;
    hpc_heap_free(&heap, block);
}

static void freed_large_blocks_are_kept_for_the_next(void **state)
{
    (void)state;
    enum { SIZE = 8 << 20 };
    hpc_heap heap = {.keeps = true};
    char *a = hpc_heap_alloc(&heap, SIZE);
    memset(a, 7, SIZE);
    hpc_heap_free(&heap, a);
    assert_int_equal(heap.live, 0);
    assert_int_equal(heap.spare_bytes, SIZE);
    char *b = hpc_heap_zalloc(&heap, SIZE - 100);
    assert_ptr_equal(a, b);
    assert_int_equal(b[0] | b[SIZE - 101], 0);
    assert_int_equal(heap.live, SIZE - 100);
    hpc_heap_free(&heap, b);
    char *c = hpc_heap_alloc(&heap, SIZE / 2); /* much smaller; both would be more than the peak */
    assert_int_equal(heap.spare_bytes, 0);
    hpc_heap_free(&heap, c);
    hpc_heap_drain(&heap);
    assert_int_equal(heap.spare_bytes, 0);
    assert_int_equal(heap.peak, SIZE);
}

static void blocks_of_some_pages_are_kept_too(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20, SMALL = 1 << 15 };
    hpc_heap heap = {.keeps = true};
    char *a = hpc_heap_alloc(&heap, SIZE), *b = hpc_heap_alloc(&heap, SMALL);
    hpc_heap_free(&heap, a);
    hpc_heap_free(&heap, b);
    assert_int_equal(heap.spare_bytes, SIZE);
    char *c = hpc_heap_alloc(&heap, SIZE / 2); /* more than a quarter would be wasted */
    assert_int_equal(heap.live + heap.spare_bytes, SIZE / 2 + SIZE); /* a megabyte may be beyond */
    char *d = hpc_heap_alloc(&heap, SIZE / 2);
    hpc_heap_free(&heap, c);
    char *e = hpc_heap_alloc(&heap, SIZE / 2 - SIZE / 16);
    assert_ptr_equal(c, e);
    hpc_heap_free(&heap, d);
    hpc_heap_free(&heap, e);
    assert_int_equal(heap.live, 0);
    assert_true(heap.spare_bytes <= heap.peak + SIZE);
    hpc_heap_drain(&heap);
}

/* What is allocated beside them is at the peak already. */
static void small_allocations_leave_kept_blocks(void **state)
{
    (void)state;
    enum { SIZE = 2 << 20 };
    hpc_heap heap = {.keeps = true};
    char *a = hpc_heap_alloc(&heap, SIZE);
    hpc_heap_free(&heap, a);
    char *small = hpc_heap_alloc(&heap, 100);
    assert_int_equal(heap.spare_bytes, SIZE);
    char *again = hpc_heap_alloc(&heap, SIZE);
    assert_ptr_equal(a, again);
    hpc_heap_free(&heap, again);
    hpc_heap_free(&heap, small);
    hpc_heap_drain(&heap);
    assert_int_equal(heap.live, 0);
}

static void the_limit_holds(void **state)
{
    (void)state;
    hpc_heap heap = {.limit = 1000};
    char *a = hpc_heap_alloc(&heap, 600);
    assert_non_null(a);
    assert_null(hpc_heap_alloc(&heap, 401));
    assert_null(hpc_heap_realloc(&heap, a, 500)); /* both exist for a moment */
    assert_int_equal(heap.live, 600);
    char *b = hpc_heap_alloc(&heap, 400);
    assert_non_null(b);
    hpc_heap_free(&heap, a);
    hpc_heap_free(&heap, b);
    assert_null(hpc_heap_alloc(&heap, SIZE_MAX));
    assert_null(hpc_heap_alloc(&heap, SIZE_MAX - 100));
    assert_int_equal(heap.live, 0);
}

static void a_chosen_allocation_fails(void **state)
{
    (void)state;
    hpc_heap heap = {.fail_at = 2};
    char *a = hpc_heap_alloc(&heap, 1);
    assert_non_null(a);
    assert_null(hpc_heap_alloc(&heap, 1));
    char *b = hpc_heap_alloc(&heap, 1);
    assert_non_null(b);
    hpc_heap_free(&heap, a);
    hpc_heap_free(&heap, b);
}

static void buffers_grow_and_remember_failure(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_buffer buffer;
    hpc_buffer_init(&buffer, &f.heap);
    for (int i = 0; i < 1000; i++) {
        hpc_buffer_printf(&buffer, "%d,", i % 10);
    }
    hpc_buffer_fill(&buffer, '-', 3);
    hpc_buffer_fill(&buffer, '-', -3);
    assert_int_equal(buffer.length, 2003);
    assert_memory_equal(buffer.text + 1990, "5,6,7,8,9,---", 13);
    assert_int_equal(hpc_buffer_status(&f.frame, &buffer), HPC_OK);
    f.heap.limit = 1;
    hpc_buffer_fill(&buffer, 'x', 100000);
    hpc_buffer_puts(&buffer, "y");
    assert_int_equal(buffer.length, 2003);
    assert_int_equal(hpc_buffer_status(&f.frame, &buffer), HPC_MEMORY_ERROR);
    hpc_buffer_free(&buffer);
    assert_int_equal(f.heap.live, 0);
}

static void failures_fill_the_frame(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_int_equal(hpc_fail(&f.frame, HPC_VALUE_ERROR, "bad %d", 7), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text, "bad 7");
    assert_string_equal(hpc_code_name(HPC_VALUE_ERROR), "ValueError");
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text + sizeof f.frame.error.text - 2, "\xc3\xa9", 2); /* a letter across the cut */
    hpc_fail(&f.frame, HPC_TYPE_ERROR, "%s", text);
    assert_int_equal(strlen(f.frame.error.text), sizeof f.frame.error.text - 2);
    hpc_fail(&f.frame, HPC_TYPE_ERROR, "again: %s", f.frame.error.text);
    assert_memory_equal(f.frame.error.text, "again: xxx", 10);
}

static void checks_have_their_texts(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    int64_t values[4] = {-5, 1, 3, 0};
    hpc_code code = hpc_check_failed(&f.frame, HPC_CHECK_INDEX, 42, values);
    assert_int_equal(code, HPC_INDEX_ERROR);
    assert_string_equal(f.frame.error.text, "index -5 is out of bounds for axis 1 with size 3");
    assert_int_equal(f.frame.error.check, HPC_CHECK_INDEX + 1);
    assert_int_equal(f.frame.error.loc, 42);
    assert_int_equal(f.frame.error.values[0], -5);
    values[0] = (int64_t)(intptr_t) "total";
    assert_int_equal(hpc_check_failed(&f.frame, HPC_CHECK_UNBOUND_LOCAL, 1, values),
                     HPC_UNBOUND_LOCAL_ERROR);
    assert_string_equal(
        f.frame.error.text,
        "cannot access local variable 'total' where it is not associated with a value");
    assert_int_equal(hpc_check_failed(&f.frame, HPC_CHECK_PY_INT_DIVISION, 1, NULL),
                     HPC_ZERO_DIVISION_ERROR);
    assert_string_equal(f.frame.error.text, "integer division or modulo by zero");
    assert_int_equal(hpc_check_failed(&f.frame, HPC_CHECK_COUNT, 1, NULL), HPC_RUNTIME_ERROR);
    int64_t none[4] = {0};
    for (int i = 0; i < HPC_CHECK_COUNT; i++) { /* every row: a class, and a text that formats */
        assert_int_not_equal(hpc_check_failed(&f.frame, i, 0, none), HPC_OK);
        assert_null(strstr(f.frame.error.text, "%l"));
    }
}

static void dtypes_parse_as_in_numpy(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int dtype;
    } cases[] = {{"f4", HPC_F32},
                 {"float", HPC_F64},
                 {"int", HPC_I64},
                 {"<i8", HPC_I64},
                 {"double", HPC_F64},
                 {"bool", HPC_BOOL},
                 {"?", HPC_BOOL},
                 {"|b1", HPC_BOOL},
                 {"complex", HPC_C128},
                 {"D", HPC_C128},
                 {"F", HPC_C64},
                 {"e", HPC_F16},
                 {"longlong", HPC_I64},
                 {"uint", HPC_U64},
                 {">u1", HPC_U8},
                 {">i8", HPC_DTYPE_COUNT},
                 {"float_", HPC_DTYPE_COUNT},
                 {"", HPC_DTYPE_COUNT},
                 {"<float64", HPC_DTYPE_COUNT},
                 {"f", HPC_F32},
                 {"f8 ", HPC_DTYPE_COUNT},
                 {"ong", HPC_DTYPE_COUNT},
                 {"int_ long", HPC_DTYPE_COUNT},
                 {"n", HPC_I64}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(hpc_dtype_parse(cases[i].text), cases[i].dtype);
    }
    for (int i = 0; i < HPC_DTYPE_COUNT; i++) {
        assert_int_equal(hpc_dtype_parse(hpc_dtype_name((hpc_dtype)i)), i);
        assert_int_equal(hpc_dtype_parse(hpc_dtype_npy((hpc_dtype)i)), i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_aligned_and_counted),
        cmocka_unit_test(realloc_keeps_the_content),
        cmocka_unit_test(large_blocks_come_zeroed),
        cmocka_unit_test(freed_large_blocks_are_kept_for_the_next),
        cmocka_unit_test(blocks_of_some_pages_are_kept_too),
        cmocka_unit_test(small_allocations_leave_kept_blocks),
        cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(a_chosen_allocation_fails),
        cmocka_unit_test(buffers_grow_and_remember_failure),
        cmocka_unit_test(failures_fill_the_frame),
        cmocka_unit_test(checks_have_their_texts),
        cmocka_unit_test(dtypes_parse_as_in_numpy),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
