/* Positions of a mask's true elements: every length, stride and axis against a plain loop. */
#include "rt_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/table.h"

enum { MOST = 100 };

static hpc_view mask_of(char *data, int64_t rows, int64_t columns, int64_t stride)
{
    return (hpc_view){.data = data,
                      .dtype = HPC_BOOL,
                      .rank = 2,
                      .shape = {rows, columns},
                      .strides = {columns * stride, stride}};
}

static hpc_code find(fixture *f, hpc_view *out, hpc_view *mask, int axis)
{
    hpc_word words[] = {{.p = out}, {.p = mask}, {.i = axis}};
    int row = axis < 0 ? HPC_RT_nonzero_table : HPC_RT_nonzero_axis;
    return hpc_rt_rows[row].fn(&f->frame, words);
}

/* The places along the axis, or (-1) those of both in turn; how many numbers. */
static int64_t plain(const hpc_view *mask, int axis, int64_t *to)
{
    int64_t count = 0;
    for (int64_t i = 0; i < mask->shape[0]; i++)
        for (int64_t j = 0; j < mask->shape[1]; j++) {
            if (!mask->data[i * mask->strides[0] + j * mask->strides[1]])
                continue;
            if (axis != 1)
                to[count++] = i;
            if (axis != 0)
                to[count++] = j;
        }
    return count;
}

static void compare(fixture *f, hpc_view *mask)
{
    static int64_t want[2 * MOST * 3];
    for (int axis = -1; axis < 2; axis++) {
        hpc_view out;
        assert_int_equal(find(f, &out, mask, axis), HPC_OK);
        int64_t count = plain(mask, axis, want);
        assert_int_equal(hpc_view_size(&out), count);
        if (count)
            assert_memory_equal(out.data, want, (size_t)count * sizeof *want);
        hpc_view_release(&out);
    }
}

static void finds_every_true_element(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    for (int64_t columns = 0; columns < MOST; columns++)
        for (int kind = 0; kind < 4; kind++)
            for (int64_t stride = 1; stride < 3; stride++) {
                int64_t size = 3 * columns * stride;
                char *data = malloc((size_t)size + 1); /* the sanitizer sees what is behind it */
                assert_non_null(data);
                for (int64_t i = 0; i < size; i++)
                    data[i] = (char)(kind == 0   ? 0
                                     : kind == 1 ? 1
                                     : kind == 2 ? rand() & 1
                                                 : rand());
                hpc_view mask = mask_of(data, 3, columns, stride);
                compare(&f, &mask);
                free(data);
            }
    assert_int_equal(f.heap.live, 0);
}

static hpc_code find_something(fixture *f)
{
    char data[20] = {0, 1, 1};
    hpc_view mask = mask_of(data, 2, 10, 1), out;
    hpc_code code = find(f, &out, &mask, -1);
    if (code == HPC_OK)
        hpc_view_release(&out);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, find_something) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_true_element),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
