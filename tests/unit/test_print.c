/* str(), repr() and print(): what tests/numpy/print_oracle.py cannot reach, and a few fixed texts of
 * each kind. The expected texts are CPython's and NumPy's. */
#include "rt_fixture.h"

#include <math.h>

static void assert_text(fixture *f, const hpc_value *value, const char *str, const char *repr)
{
    hpc_str *text;
    assert_int_equal(hpc_str_of(&f->frame, &text, value), HPC_OK);
    assert_string_equal(text->text, str);
    hpc_object_release(&text->head);
    assert_int_equal(hpc_repr_of(&f->frame, &text, value), HPC_OK);
    assert_string_equal(text->text, repr);
    hpc_object_release(&text->head);
}

static void scalars(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
#define BOTH(value, text) assert_text(&f, &(hpc_value)value, text, text)
#define V(...) {__VA_ARGS__}
    BOTH(V(.kind = HPC_NONE), "None");
    BOTH(V(.kind = HPC_PYBOOL, .i = 1), "True");
    BOTH(V(.kind = HPC_PYINT, .i = INT64_MIN), "-9223372036854775808");
    BOTH(V(.kind = HPC_PYFLOAT, .f = 0.1), "0.1");
    BOTH(V(.kind = HPC_PYFLOAT, .f = -0.0), "-0.0");
    BOTH(V(.kind = HPC_PYFLOAT, .f = 1e16), "1e+16");
    BOTH(V(.kind = HPC_PYFLOAT, .f = 1e22), "1e+22");
    BOTH(V(.kind = HPC_PYFLOAT, .f = 5e-324), "5e-324");
    BOTH(V(.kind = HPC_PYFLOAT, .f = -INFINITY), "-inf");
    BOTH(V(.kind = HPC_PYFLOAT, .f = NAN), "nan");
    BOTH(V(.kind = HPC_PYCOMPLEX, .c = {1, 2}), "(1+2j)");
    BOTH(V(.kind = HPC_PYCOMPLEX, .c = {0, -2.5}), "-2.5j");
    BOTH(V(.kind = HPC_PYCOMPLEX, .c = {-0.0, NAN}), "(-0+nanj)");
    BOTH(V(.kind = HPC_ELLIPSIS), "Ellipsis");
#undef BOTH
#define EACH(value, str, repr) assert_text(&f, &(hpc_value)value, str, repr)
    EACH(V(.kind = HPC_DTYPE, .i = HPC_F64), "float64", "dtype('float64')");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_BOOL, .i = 0), "False", "np.False_");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_U64, .i = -1), "18446744073709551615",
         "np.uint64(18446744073709551615)");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_F32, .f = 0.1f), "0.1", "np.float32(0.1)");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_F32, .f = 1e6), "1e+06", "np.float32(1e+06)");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_F16, .f = 65504), "6.55e+04", "np.float16(6.55e+04)");
    EACH(V(.kind = HPC_SCALAR, .dtype = HPC_C128, .c = {1, 2}), "(1+2j)", "np.complex128(1+2j)");
#undef EACH
#undef V
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *repr;
    } cases[] = {{"", "''"},
                 {"it's", "\"it's\""},
                 {"it's \"so\"", "'it\\'s \"so\"'"},
                 {"\"", "'\"'"},
                 {"a\tb\n\r\\", "'a\\tb\\n\\r\\\\'"},
                 {"\x01\x7f", "'\\x01\\x7f'"},
                 {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "'\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'"},
                 {"\xc2\xa0", "'\\xa0'"},
                 {"\xe2\x80\xa8", "'\\u2028'"},
                 {"\xf3\xa0\x80\x81", "'\\U000e0001'"},
                 {"\xff", "'\\xff'"}};
    fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hpc_str *str;
        size_t length = strlen(cases[i].text);
        assert_int_equal(hpc_str_new(&f.frame, &str, cases[i].text, length), HPC_OK);
        hpc_value value = {.kind = HPC_STR, .object = &str->head};
        assert_text(&f, &value, cases[i].text, cases[i].repr);
        hpc_object_release(&str->head);
    }
    assert_int_equal(f.heap.live, 0);
}

/* A tuple or list of the given items. */
static hpc_value sequence(fixture *f, hpc_kind kind, const hpc_value *items, int n)
{
    hpc_seq *seq;
    assert_int_equal(hpc_seq_new(&f->frame, &seq, n), HPC_OK);
    for (int i = 0; i < n; i++) {
        assert_int_equal(hpc_seq_append(&f->frame, seq, &items[i]), HPC_OK);
    }
    return (hpc_value){.kind = kind, .object = &seq->head};
}

static void sequences(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view;
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_I64, 1, (int64_t[]){3}), HPC_OK);
    memcpy(view.data, (int64_t[]){1, -20, 300}, 24);
    hpc_value numbers[] = {{.kind = HPC_PYFLOAT, .f = 0.5},
                           {.kind = HPC_SCALAR, .dtype = HPC_F64, .f = 0.1},
                           {.kind = HPC_ARRAY, .view = &view},
                           {.kind = HPC_NONE}};
    hpc_value tuple = sequence(&f, HPC_TUPLE, numbers, 1);
    assert_text(&f, &tuple, "(0.5,)", "(0.5,)");
    hpc_value empty = sequence(&f, HPC_TUPLE, NULL, 0);
    assert_text(&f, &empty, "()", "()");
    hpc_value mixed = sequence(&f, HPC_LIST, numbers, 4);
    const char *text = "[0.5, np.float64(0.1), array([  1, -20, 300]), None]";
    assert_text(&f, &mixed, text, text);
    hpc_value nested_items[] = {mixed, tuple, empty};
    hpc_value nested = sequence(&f, HPC_LIST, nested_items + 1, 2);
    assert_text(&f, &nested, "[(0.5,), ()]", "[(0.5,), ()]");
    hpc_value parts[] = {{.kind = HPC_PYINT, .i = 1}, {.kind = HPC_NONE}, {.kind = HPC_NONE}};
    hpc_value slice = sequence(&f, HPC_SLICE, parts, 3);
    assert_text(&f, &slice, "slice(1, None, None)", "slice(1, None, None)");
    hpc_value *made[] = {&tuple, &empty, &mixed, &nested, &slice};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        hpc_value_release(&f.heap, made[i]);
    }
    hpc_view_release(&view);
    assert_int_equal(f.heap.live, 0);
}

static void arrays(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view;
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_F64, 2, (int64_t[]){2, 2}), HPC_OK);
    memcpy(view.data, (double[]){0.5, -1, NAN, 100}, 32);
    hpc_value value = {.kind = HPC_ARRAY, .view = &view};
    assert_text(&f, &value, "[[  0.5  -1. ]\n [  nan 100. ]]",
                "array([[  0.5,  -1. ],\n       [  nan, 100. ]])");
    hpc_view column = view; /* backwards, across */
    column.rank = 1;
    column.data += 3 * 8;
    column.strides[0] = -16;
    hpc_value column_value = {.kind = HPC_ARRAY, .view = &column};
    assert_text(&f, &column_value, "[100.  -1.]", "array([100.,  -1.])");
    hpc_print_options options = hpc_print_defaults;
    options.precision = 1;
    options.floatmode = HPC_FLOAT_FIXED;
    options.sign = '+';
    options.nanstr = "missing";
    f.runtime.print_options = &options;
    assert_text(&f, &value, "[[   +0.5    -1.0]\n [+missing  +100.0]]",
                "array([[   +0.5,    -1.0],\n       [+missing,  +100.0]])");
    hpc_view_release(&view);

    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_I16, 2, (int64_t[]){0, 3}), HPC_OK);
    assert_text(&f, &value, "[]", "array([], shape=(0, 3), dtype=int16)");
    hpc_view_release(&view);
    assert_int_equal(f.heap.live, 0);
}

static void print_collects_and_flushes(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_value items[] = {{.kind = HPC_PYINT, .i = 1}, {.kind = HPC_PYFLOAT, .f = 2.5}};
    assert_int_equal(hpc_print(&f.frame, items, 2, NULL, NULL), HPC_OK);
    assert_int_equal(hpc_print(&f.frame, items, 2, ", ", "!"), HPC_OK);
    assert_int_equal(hpc_print(&f.frame, NULL, 0, NULL, NULL), HPC_OK);
    assert_int_equal(f.writes, 0);
    assert_int_equal(hpc_flush(&f.frame), HPC_OK);
    assert_string_equal(f.output, "1 2.5\n1, 2.5!\n");
    assert_int_equal(hpc_flush(&f.frame), HPC_OK);
    assert_int_equal(f.writes, 1);
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(hpc_print(&f.frame, items, 2, NULL, NULL), HPC_OK);
    }
    assert_int_equal(f.writes, 2); /* 120,000 bytes */
    f.refuse = true;
    assert_int_equal(hpc_flush(&f.frame), HPC_OS_ERROR);
    assert_int_equal(hpc_flush(&f.frame), HPC_OK); /* what could not be written is gone */
    hpc_output_free(&f.runtime);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code print_everything(fixture *f)
{
    hpc_view view = {0};
    hpc_code code = hpc_view_new(&f->frame, &view, HPC_C128, 2, (int64_t[]){30, 40});
    if (code == HPC_OK) {
        memset(view.data, 0, 30 * 40 * 16);
        hpc_value items[] = {{.kind = HPC_ARRAY, .view = &view},
                             {.kind = HPC_PYFLOAT, .f = 0.1},
                             {.kind = HPC_PYINT, .i = 7}};
        hpc_str *text = NULL;
        code = hpc_print(&f->frame, items, 3, NULL, NULL);
        if (code == HPC_OK) {
            code = hpc_repr_of(&f->frame, &text, &items[0]);
        }
        if (text != NULL) {
            hpc_object_release(&text->head);
        }
    }
    hpc_view_release(&view);
    hpc_output_free(&f->runtime);
    return code;
}

static void failed_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, print_everything) > 5);
}

static void a_failed_print_leaves_no_half_line(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_value seven = {.kind = HPC_PYINT, .i = 7};
    assert_int_equal(hpc_print(&f.frame, &seven, 1, NULL, NULL), HPC_OK);
    hpc_view view;
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_I64, 1, (int64_t[]){100}), HPC_OK);
    memset(view.data, 0, 800);
    hpc_value items[] = {seven, {.kind = HPC_ARRAY, .view = &view}};
    f.heap.fail_at = 1;
    assert_int_equal(hpc_print(&f.frame, items, 2, NULL, NULL), HPC_MEMORY_ERROR);
    assert_int_equal(hpc_flush(&f.frame), HPC_OK);
    assert_string_equal(f.output, "7\n");
    hpc_view_release(&view);
    hpc_output_free(&f.runtime);
    assert_int_equal(f.heap.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars),
        cmocka_unit_test(strings),
        cmocka_unit_test(sequences),
        cmocka_unit_test(arrays),
        cmocka_unit_test(print_collects_and_flushes),
        cmocka_unit_test(failed_allocations_leave_nothing),
        cmocka_unit_test(a_failed_print_leaves_no_half_line),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
