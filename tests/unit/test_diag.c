/* Diagnostics: form, order, carets, long lines, bad bytes; interned names; suggestions. */
#include "syntax_fixture.h"

static span at(uint32_t begin, uint32_t end, uint32_t line, uint32_t column)
{
    return (span){begin, end, line, column};
}

static void check(front *f, const char *expected)
{
    assert_string_equal(diag_render(f->d, f->a), expected);
    front_close(f);
}

static void shows_place_line_and_caret(void **state)
{
    (void)state;
    front f;
    front_open(&f, "a = 1\nx = foo + y\n");
    diag_error(f.d, &f.src, at(10, 13, 2, 5), "NameError", "name '%s' is not defined", "foo");
    assert_int_equal(diag_count(f.d), 1);
    check(&f, "t.py:2:5: error: NameError: name 'foo' is not defined\n"
              "    2 | x = foo + y\n"
              "      |     ^~~\n");
}

static void sorts_by_place_and_drops_duplicates(void **state)
{
    (void)state;
    front f;
    front_open(&f, "ab\ncd\n");
    diag_error(f.d, &f.src, at(4, 5, 2, 2), "TypeError", "third");
    diag_error(f.d, &f.src, at(0, 1, 1, 1), "TypeError", "first");
    diag_error(f.d, &f.src, at(4, 5, 2, 2), "TypeError", "repeated");
    diag_error(f.d, &f.src, at(3, 4, 2, 1), "TypeError", "second");
    check(&f, "t.py:1:1: error: TypeError: first\n    1 | ab\n      | ^\n"
              "t.py:2:1: error: TypeError: second\n    2 | cd\n      | ^\n"
              "t.py:2:2: error: TypeError: third\n    2 | cd\n      |  ^\n");
}

static void notes_follow_their_error(void **state)
{
    (void)state;
    front f;
    front_open(&f, "ab\n");
    diag_note(f.d, &f.src, at(0, 1, 1, 1), "belongs to nothing");
    diag_error(f.d, &f.src, at(1, 2, 1, 2), "TypeError", "later");
    diag_error(f.d, &f.src, at(0, 1, 1, 1), "TypeError", "earlier");
    diag_note(f.d, &f.src, at(1, 2, 1, 2), "see here");
    diag_note(f.d, NULL, (span){0}, "no place");
    check(&f, "t.py:1:1: error: TypeError: earlier\n    1 | ab\n      | ^\n"
              "t.py:1:2: note: see here\n    1 | ab\n      |  ^\n"
              "note: no place\n"
              "t.py:1:2: error: TypeError: later\n    1 | ab\n      |  ^\n");
}

static void files_stay_together(void **state)
{
    (void)state;
    front f;
    front_open(&f, "a\n");
    source other = {"u.py", "b\n", 2};
    diag_error(f.d, &f.src, at(0, 1, 1, 1), "TypeError", "one");
    diag_error(f.d, &other, at(0, 1, 1, 1), "TypeError", "two");
    diag_error(f.d, NULL, (span){0}, "OSError", "three");
    diag_error(f.d, &f.src, (span){0}, "OSError", "four");
    check(&f, "t.py:1:1: error: TypeError: one\n    1 | a\n      | ^\n"
              "t.py: error: OSError: four\n"
              "u.py:1:1: error: TypeError: two\n    1 | b\n      | ^\n"
              "error: OSError: three\n");
}

static void tabs_stay_tabs_in_the_caret_line(void **state)
{
    (void)state;
    front f;
    front_open(&f, "\tif x\ty\n");
    diag_error(f.d, &f.src, at(6, 7, 1, 7), "SyntaxError", "m");
    check(&f, "t.py:1:7: error: SyntaxError: m\n    1 | \tif x\ty\n      | \t    \t^\n");
}

static void wide_and_combining_characters_are_counted(void **state)
{
    (void)state;
    front f;
    front_open(&f, "\xe6\x97\xa5 e\xcc\x81 x\n"); /* a wide one, an e with an accent */
    diag_error(f.d, &f.src, at(8, 9, 1, 6), "SyntaxError", "m");
    check(&f, "t.py:1:6: error: SyntaxError: m\n"
              "    1 | \xe6\x97\xa5 e\xcc\x81 x\n      |      ^\n");
}

static void bytes_that_are_no_text_are_escaped(void **state)
{
    (void)state;
    front f;
    front_open_bytes(&f, "a\0b\xff\x1b[ c\n", 9);
    diag_error(f.d, &f.src, at(7, 8, 1, 8), "SyntaxError", "m");
    check(&f, "t.py:1:8: error: SyntaxError: m\n"
              "    1 | a\\x00b\\xff\\x1b[ c\n      |                 ^\n");
}

static void a_span_past_the_line_is_cut(void **state)
{
    (void)state;
    front f;
    front_open(&f, "abc\ndef");
    diag_error(f.d, &f.src, at(1, 7, 1, 2), "SyntaxError", "to the end of the line");
    diag_error(f.d, &f.src, at(7, 7, 2, 4), "SyntaxError", "at the end of the text");
    check(&f, "t.py:1:2: error: SyntaxError: to the end of the line\n"
              "    1 | abc\n      |  ^~\n"
              "t.py:2:4: error: SyntaxError: at the end of the text\n"
              "    2 | def\n      |    ^\n");
}

static void a_long_line_is_cut_around_the_caret(void **state)
{
    (void)state;
    enum { LENGTH = 10 * 1000 * 1000, AT = 5 * 1000 * 1000 };
    char *text = repeated("", "x", LENGTH, "");
    text[AT] = 'Y';
    front f;
    front_open(&f, text);
    free(text);
    diag_error(f.d, &f.src, at(AT, AT + 1, 1, AT + 1), "SyntaxError", "m");
    const char *out = diag_render(f.d, f.a);
    assert_true(strlen(out) < 400);
    const char *line = strstr(out, "    1 | ..."), *caret = strstr(out, "      | ");
    assert_true(line && caret);
    assert_int_equal(strchr(line, 'Y') - line, strchr(caret, '^') - caret);
    front_close(&f);
}

static void only_so_many_are_shown(void **state)
{
    (void)state;
    front f;
    front_open(&f, "a\n");
    for (int i = 0; i < DIAG_LIMIT + 7; i++)
        diag_error(f.d, NULL, (span){0}, "TypeError", "number %d", i);
    assert_int_equal(diag_count(f.d), DIAG_LIMIT + 7);
    const char *out = diag_render(f.d, f.a);
    assert_non_null(strstr(out, "number 19\n"));
    assert_null(strstr(out, "number 20\n"));
    assert_non_null(strstr(out, "7 more errors are not shown\n"));
    front_close(&f);
}

static void a_speculation_can_be_forgotten(void **state)
{
    (void)state;
    front f;
    front_open(&f, "a\n");
    diag_error(f.d, NULL, (span){0}, "TypeError", "kept");
    diag_error(f.d, NULL, (span){0}, "TypeError", "forgotten");
    diag_truncate(f.d, 1);
    diag_truncate(f.d, 5);
    assert_int_equal(diag_count(f.d), 1);
    check(&f, "error: TypeError: kept\n");
}

static void formats_run_time_failures(void **state)
{
    (void)state;
    front f;
    front_open(&f, "a[12]\n");
    assert_string_equal(
        diag_format(f.a, &f.src, at(0, 5, 1, 1), "error", "IndexError", "index 12 is out"),
        "t.py:1:1: error: IndexError: index 12 is out\n    1 | a[12]\n      | ^~~~~\n");
    assert_string_equal(diag_format(f.a, NULL, (span){0}, "warning", NULL, "text"),
                        "warning: text\n");
    front_close(&f);
}

static void suggests_near_names(void **state)
{
    (void)state;
    const char *const names[] = {"zeros", "ones", "arange", "linspace", "x"};
    assert_string_equal(diag_suggest("zeroes", names, 5), "zeros");
    assert_string_equal(diag_suggest("aragne", names, 5), "arange");
    assert_string_equal(diag_suggest("linspce", names, 5), "linspace");
    assert_null(diag_suggest("histogram", names, 5));
    assert_null(diag_suggest("y", names, 5));
    assert_null(diag_suggest("", names, 5));
    char *long_name = repeated("", "n", 100000, "");
    assert_null(diag_suggest(long_name, names, 5));
    free(long_name);
}

static void equal_names_share_a_pointer(void **state)
{
    (void)state;
    front f;
    front_open(&f, "");
    const char *first = intern_text(f.names, "name0");
    char text[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "name%d", i);
        intern_text(f.names, text);
    }
    assert_ptr_equal(intern_text(f.names, "name0"), first);
    assert_ptr_equal(intern_name(f.names, "name0123", 5), first);
    assert_ptr_not_equal(intern_text(f.names, "name1"), first);
    assert_string_equal(intern_name(f.names, "", 0), "");
    assert_int_equal(memcmp(intern_name(f.names, "a\0b", 3), "a\0b", 4), 0);
    front_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_place_line_and_caret),
        cmocka_unit_test(sorts_by_place_and_drops_duplicates),
        cmocka_unit_test(notes_follow_their_error),
        cmocka_unit_test(files_stay_together),
        cmocka_unit_test(tabs_stay_tabs_in_the_caret_line),
        cmocka_unit_test(wide_and_combining_characters_are_counted),
        cmocka_unit_test(bytes_that_are_no_text_are_escaped),
        cmocka_unit_test(a_span_past_the_line_is_cut),
        cmocka_unit_test(a_long_line_is_cut_around_the_caret),
        cmocka_unit_test(only_so_many_are_shown),
        cmocka_unit_test(a_speculation_can_be_forgotten),
        cmocka_unit_test(formats_run_time_failures),
        cmocka_unit_test(suggests_near_names),
        cmocka_unit_test(equal_names_share_a_pointer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
