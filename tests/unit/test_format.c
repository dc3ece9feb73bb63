/* format(): fixed cases of each part of the spec and of each message. tests/numpy/format_oracle.py
 * compares random ones with CPython's. */
#include "rt_fixture.h"

#include <math.h>
#include <stdio.h>

typedef struct format_case {
    hpc_value value;
    const char *spec, *text; /* a text that begins with '!' is the class and message of a failure */
} format_case;

#define INT(n)                                                                                     \
    {                                                                                              \
        .kind = HPC_PYINT, .i = (n)                                                                \
    }
#define FLOAT(x)                                                                                   \
    {                                                                                              \
        .kind = HPC_PYFLOAT, .f = (x)                                                              \
    }
#define COMPLEX(re, im)                                                                            \
    {                                                                                              \
        .kind = HPC_PYCOMPLEX, .c = {(re), (im) }                                                  \
    }
#define BOOL(b)                                                                                    \
    {                                                                                              \
        .kind = HPC_PYBOOL, .i = (b)                                                               \
    }
#define NP(type, n)                                                                                \
    {                                                                                              \
        .kind = HPC_SCALAR, .dtype = HPC_##type, .i = (n)                                          \
    }
#define NPF(type, x)                                                                               \
    {                                                                                              \
        .kind = HPC_SCALAR, .dtype = HPC_##type, .f = (x)                                          \
    }

static const format_case cases[] = {
    {INT(1234), "", "1234"},
    {INT(1234), "08,", "0,001,234"},
    {INT(1234), "#012_x", "0x0_0000_04d2"},
    {INT(-255), "#010x", "-0x00000ff"},
    {INT(INT64_MIN), ",", "-9,223,372,036,854,775,808"},
    {INT(65), "5c", "    A"},
    {INT(8364), "c", "\xe2\x82\xac"},
    {INT(8364), "\xc3\xa9^5c", "\xc3\xa9\xc3\xa9\xe2\x82\xac\xc3\xa9\xc3\xa9"},
    {INT(1), "e", "1.000000e+00"},
    {INT(1), "+%", "+100.000000%"},
    {BOOL(1), "", "True"},
    {BOOL(1), "5", "    1"},
    {NP(BOOL, 1), "", "True"},
    {NP(U64, -1), "x", "ffffffffffffffff"},
    {NP(U64, -1), "", "18446744073709551615"},
    {NPF(F32, 0.1f), "", "0.10000000149011612"},
    {NPF(F32, 0.1f), ".3f", "0.100"},
    {FLOAT(2.5), ".0f", "2"},
    {FLOAT(0.5), "#.0f", "0."},
    {FLOAT(12), ".2", "1.2e+01"},
    {FLOAT(123), ".4", "123.0"},
    {FLOAT(1e16), "#", "1.e+16"},
    {FLOAT(12.5), "012,.2f", "0,000,012.50"},
    {FLOAT(12.5), "=+12", "+       12.5"},
    {FLOAT(-0.001), "z.1f", "0.0"},
    {FLOAT(-INFINITY), "010F", "-000000INF"},
    {FLOAT(INFINITY), "010,", "0000000inf"},
    {FLOAT(NAN), "+G", "+NAN"},
    {FLOAT(0), "#g", "0.00000"},
    {FLOAT(5e-324), ".3e", "4.941e-324"},
    {FLOAT(1.7976931348623157e308), ".0f",
     "179769313486231570814527423731704356798070567525844996598917476803157260780028538760589558"
     "632766878171540458953514382464234321326889464182768467546703537516986049910576551282076245"
     "490090389328944075868508455133942304583236903222948165808559332123348274797826204144723168"
     "738177180919299881250404026184124858368"},
    {COMPLEX(1, 1), "_^30,.2f", "__________1.00+1.00j__________"},
    {COMPLEX(0, 1), "20", "                  1j"},
    {{.kind = HPC_NONE}, "", "None"},
    {INT(1), "qq", "!ValueError: Invalid format specifier 'qq' for object of type 'int'"},
    {INT(1), "s", "!ValueError: Unknown format code 's' for object of type 'int'"},
    {FLOAT(1), "d", "!ValueError: Unknown format code 'd' for object of type 'float'"},
    {FLOAT(1), "\xc3\xa9", "!ValueError: Unknown format code '\\xe9' for object of type 'float'"},
    {INT(1), ".3", "!ValueError: Precision not allowed in integer format specifier"},
    {INT(1), "5.", "!ValueError: Format specifier missing precision"},
    {INT(1), ",_", "!ValueError: Cannot specify both ',' and '_'."},
    {INT(1), ",x", "!ValueError: Cannot specify ',' with 'x'."},
    {INT(1), "99999999999999999999", "!ValueError: Too many decimal digits in format string"},
    {INT(1), "z",
     "!ValueError: Negative zero coercion (z) not allowed in integer format specifier"},
    {INT(-1), "c", "!OverflowError: %c arg not in range(0x110000)"},
    {FLOAT(1), ".2147483648f", "!ValueError: precision too big"},
    {COMPLEX(0, 1), "020", "!ValueError: Zero padding is not allowed in complex format specifier"},
    {{.kind = HPC_NONE},
     "5",
     "!TypeError: unsupported format string passed to NoneType.__format__"},
};

static void fixed_cases(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const format_case *c = &cases[i];
        hpc_str *text;
        hpc_code code = hpc_format_value(&f.frame, &text, &c->value, c->spec, strlen(c->spec));
        if (code == HPC_OK) {
            assert_string_equal(text->text, c->text);
            hpc_object_release(&text->head);
        } else {
            char message[600];
            snprintf(message, sizeof message, "!%s: %s", hpc_code_name(code), f.frame.error.text);
            assert_string_equal(message, c->text);
        }
    }
    assert_int_equal(f.heap.live, 0);
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *text;
    } pairs[] = {{"", "\xc3\xa9\xe2\x82\xac"},
                 {"5.1", "\xc3\xa9    "},
                 {">4", "  \xc3\xa9\xe2\x82\xac"},
                 {"05", "\xc3\xa9\xe2\x82\xac"
                        "000"},
                 {"x^5s", "x\xc3\xa9\xe2\x82\xacxx"},
                 {"+", "Sign not allowed in string format specifier"},
                 {"=5", "'=' alignment not allowed in string format specifier"},
                 {",", "Cannot specify ',' with 's'."},
                 {"d", "Unknown format code 'd' for object of type 'str'"}};
    fixture f;
    fixture_init(&f);
    hpc_str *str;
    assert_int_equal(hpc_str_new(&f.frame, &str, "\xc3\xa9\xe2\x82\xac", 5), HPC_OK);
    hpc_value value = {.kind = HPC_STR, .object = &str->head};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        hpc_str *text;
        hpc_code code =
            hpc_format_value(&f.frame, &text, &value, pairs[i].spec, strlen(pairs[i].spec));
        assert_string_equal(code == HPC_OK ? text->text : f.frame.error.text, pairs[i].text);
        if (code == HPC_OK) {
            hpc_object_release(&text->head);
        }
    }
    hpc_object_release(&str->head);
    assert_int_equal(f.heap.live, 0);
}

static void arrays(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    hpc_view view;
    hpc_str *text;
    hpc_value value = {.kind = HPC_ARRAY, .view = &view};
    assert_int_equal(hpc_view_new(&f.frame, &view, HPC_I64, 1, (int64_t[]){2}), HPC_OK);
    memcpy(view.data, (int64_t[]){1, 2}, 16);
    assert_int_equal(hpc_format_value(&f.frame, &text, &value, "", 0), HPC_OK);
    assert_string_equal(text->text, "[1 2]");
    hpc_object_release(&text->head);
    assert_int_equal(hpc_format_value(&f.frame, &text, &value, "5", 1), HPC_TYPE_ERROR);
    assert_string_equal(f.frame.error.text,
                        "unsupported format string passed to numpy.ndarray.__format__");
    view.rank = 0; /* a number in an array without axes formats as that number */
    assert_int_equal(hpc_format_value(&f.frame, &text, &value, "03d", 3), HPC_OK);
    assert_string_equal(text->text, "001");
    hpc_object_release(&text->head);
    hpc_view_release(&view);
    assert_int_equal(f.heap.live, 0);
}

static void huge_widths_are_a_memory_error(void **state)
{
    (void)state;
    static const char *const specs[] = {"9223372036854775807",          "09223372036854775807,",
                                        "x>4611686018427387904",        "02000000000000000000,d",
                                        "\xc3\xa9>2000000000000000000", "01000000000000,"};
    fixture f;
    fixture_init(&f);
    f.heap.limit = 1 << 20;
    hpc_value value = INT(1);
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        hpc_str *text;
        assert_int_equal(hpc_format_value(&f.frame, &text, &value, specs[i], strlen(specs[i])),
                         HPC_MEMORY_ERROR);
    }
    hpc_value number = FLOAT(1.5);
    hpc_str *text;
    assert_int_equal(hpc_format_value(&f.frame, &text, &number, ".2147483647f", 12),
                     HPC_MEMORY_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static hpc_code format_everything(fixture *f)
{
    hpc_code code = HPC_OK;
    for (size_t i = 0; i < sizeof cases / sizeof *cases && code != HPC_MEMORY_ERROR; i++) {
        hpc_str *text;
        code = hpc_format_value(&f->frame, &text, &cases[i].value, cases[i].spec,
                                strlen(cases[i].spec));
        if (code == HPC_OK) {
            hpc_object_release(&text->head);
        }
    }
    return code == HPC_MEMORY_ERROR ? code : HPC_OK;
}

static void failed_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    assert_true(fixture_fail_each(&f, format_everything) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_cases),
        cmocka_unit_test(strings),
        cmocka_unit_test(arrays),
        cmocka_unit_test(huge_widths_are_a_memory_error),
        cmocka_unit_test(failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
