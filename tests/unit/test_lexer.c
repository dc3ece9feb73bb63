/* Tokens: kinds and places, layout, numbers, strings, f-strings, and each lexical error. */
#include "syntax_fixture.h"

#include "compiler/syntax/lex.h"
#include "grammar.h"

/* The tokens of a text without their places, joined by spaces: kind, or text for operators. */
static const char *tokens(front *f)
{
    const char *dump = syntax_tokens(f->a, f->names, f->d, &f->src);
    char *out = arena_alloc(f->a, strlen(dump) + 1);
    for (const char *s = dump; *s; s = strchr(s, '\n') + 1) {
        const char *kind = strchr(s, ' ') + 1, *end = strchr(s, '\n');
        if (strncmp(kind, "OP ", 3) == 0)
            kind += 3;
        strcat(out, *out ? " " : "");
        strncat(out, kind, (size_t)(end - kind));
    }
    return out;
}

static void check(const char *text, const char *expected)
{
    front f;
    front_open(&f, text);
    assert_string_equal(tokens(&f), expected);
    assert_string_equal(front_errors(&f), "");
    front_close(&f);
}

static void check_error(const char *text, const char *expected)
{
    front f;
    front_open(&f, text);
    tokens(&f);
    assert_string_equal(front_errors(&f), expected);
    front_close(&f);
}

/* The first token of the text. */
static token first(front *f, const char *text)
{
    front_open(f, text);
    lexer *lx = ARENA_NEW(f->a, lexer);
    lex_init(lx, f->a, f->names, f->d, &f->src);
    token t = lex_next(lx);
    assert_int_equal(diag_count(f->d), 0);
    return t;
}

static void places_are_lines_and_code_points(void **state)
{
    (void)state;
    front f;
    front_open(&f, "\xef\xbb\xbfh\xc3\xa9 = '\xe2\x82\xac' + x\r\n\ty\rz\n");
    assert_string_equal(syntax_tokens(f.a, f.names, f.d, &f.src),
                        "1:1 NAME h\xc3\xa9\n1:4 OP =\n1:6 STRING '\xe2\x82\xac'\n1:10 OP +\n"
                        "1:12 NAME x\n1:13 NEWLINE\n2:2 INDENT\n2:2 NAME y\n2:3 NEWLINE\n"
                        "3:1 DEDENT\n3:1 NAME z\n3:2 NEWLINE\n4:1 END\n");
    front_close(&f);
}

static void operators_and_keywords(void **state)
{
    (void)state;
    static const char *const ops[] = {
        "+",    "-",     "*",   "**",    "/",     "//",   "%",   "@",    "&",      "|",
        "^",    "~",     "<<",  ">>",    "==",    "!=",   "<",   "<=",   ">",      ">=",
        "+=",   "-=",    "*=",  "/=",    "%=",    "@=",   "&=",  "|=",   "^=",     "<<=",
        ">>=",  "**=",   "//=", ",",     ";",     ".",    "...", ":",    ":=",     "->",
        "=",    "and",   "or",  "not",   "is",    "in",   "if",  "else", "lambda", "None",
        "True", "False", "def", "class", "async", "await"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        char text[32], expected[64];
        snprintf(text, sizeof text, "%s", ops[i]);
        snprintf(expected, sizeof expected, "%s NEWLINE END", ops[i]);
        check(text, expected);
    }
    check("a<b>=c", "NAME a < NAME b >= NAME c NEWLINE END");
    check("iff notin", "NAME iff NAME notin NEWLINE END");
    check("match type _", "NAME match NAME type NAME _ NEWLINE END");
}

static void names_may_be_unicode(void **state)
{
    (void)state;
    check("\xce\xb1_1 = \xe5\x90\x8d", "NAME \xce\xb1_1 = NAME \xe5\x90\x8d NEWLINE END");
    check_error("x = a \xc3\x97 b", "1:7 SyntaxError: invalid character '\xc3\x97' (U+00D7)");
    check_error("x\xc2\xa0= 1", "1:2 SyntaxError: invalid non-printable character U+00A0");
}

static void layout_gives_indents_and_dedents(void **state)
{
    (void)state;
    check("", "END");
    check("\n  \n# c\n", "END");
    check("x", "NAME x NEWLINE END");
    check("a:\n  b\n\n  # c\n  c\nd",
          "NAME a : NEWLINE INDENT NAME b NEWLINE NAME c NEWLINE DEDENT NAME d NEWLINE END");
    check("a\n b\n  c\nd", "NAME a NEWLINE INDENT NAME b NEWLINE INDENT NAME c NEWLINE DEDENT "
                           "DEDENT NAME d NEWLINE END");
    check("a\n b", "NAME a NEWLINE INDENT NAME b NEWLINE DEDENT END");
}

static void lines_join_in_brackets_and_after_backslashes(void **state)
{
    (void)state;
    check("f(a,\n   # c\n b)\n", "NAME f ( NAME a , NAME b ) NEWLINE END");
    check("[{\n(\n)\n}\n]", "[ { ( ) } ] NEWLINE END");
    check("a + \\\n  b", "NAME a + NAME b NEWLINE END");
    check("a + \\\r\n  b", "NAME a + NAME b NEWLINE END");
}

static void numbers_have_values(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } floats[] = {{"1.5", 1.5},
                  {"1.", 1},
                  {".5", .5},
                  {"1e3", 1000},
                  {"1_0.2_5", 10.25},
                  {"1E-2", .01},
                  {"1.7976931348623157e308", 1.7976931348623157e308},
                  {"5e-324", 5e-324},
                  {"0.1", 0.1},
                  {"2.5j", 2.5},
                  {"3J", 3},
                  {"0777j", 777},
                  {"1e3j", 1000}};
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++) {
        front f;
        token t = first(&f, floats[i].text);
        assert_true(t.real == floats[i].value);
        bool imaginary = strpbrk(floats[i].text, "jJ") != NULL;
        assert_int_equal(t.kind, imaginary ? TK_IMAGINARY : TK_FLOAT);
        front_close(&f);
    }
    static const char *const ints[][2] = {{"1_000", "1000"}, {"0x_fF", "0xfF"}, {"0b1_0", "0b10"},
                                          {"0o17", "0o17"},  {"000", "000"},    {"0_0", "00"}};
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++) {
        front f;
        token t = first(&f, ints[i][0]);
        assert_int_equal(t.kind, TK_INT);
        assert_string_equal(t.string.text, ints[i][1]);
        front_close(&f);
    }
    check("1if x else 2", "INT 1 if NAME x else INT 2 NEWLINE END");
    check("1..real", "FLOAT 1. . NAME real NEWLINE END");
}

static void bad_numbers_are_told_by_name(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"0b12", "invalid digit '2' in binary literal"},
        {"0o8", "invalid digit '8' in octal literal"},
        {"0b", "invalid binary literal"},
        {"0xg", "invalid hexadecimal literal"},
        {"0x", "invalid hexadecimal literal"},
        {"1_", "invalid decimal literal"},
        {"1__0", "invalid decimal literal"},
        {"1abc", "invalid decimal literal"},
        {"1e", "invalid decimal literal"},
        {"1.5x", "invalid decimal literal"},
        {"1jx", "invalid imaginary literal"},
        {"0123", "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                 "for octal integers"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "1:1 SyntaxError: %s", cases[i][1]);
        check_error(cases[i][0], expected);
    }
}

static void string_is(const char *text, const char *bytes, uint32_t length)
{
    front f;
    token t = first(&f, text);
    assert_int_equal(t.kind, TK_STRING);
    assert_int_equal(t.string.length, length);
    assert_memory_equal(t.string.text, bytes, length + 1);
    front_close(&f);
}

static void strings_are_decoded(void **state)
{
    (void)state;
    string_is("''", "", 0);
    string_is("'a\"b'", "a\"b", 3);
    string_is("\"a'b\"", "a'b", 3);
    string_is("'\\n\\t\\\\\\'\\\"\\a\\b\\f\\r\\v'", "\n\t\\'\"\a\b\f\r\v", 10);
    string_is("'\\0\\101\\x41\\u20ac\\U0001F600'", "\0AA\xe2\x82\xac\xf0\x9f\x98\x80", 10);
    string_is("'\\q\\d'", "\\q\\d", 4);
    string_is("'a\\\nb'", "ab", 2);
    string_is("r'\\n\\''", "\\n\\'", 4);
    string_is("R\"\\\\\"", "\\\\", 2);
}

static void triple_quotes_hold_lines(void **state)
{
    (void)state;
    string_is("'''a\n'b''c\r\nd'''", "a\n'b''c\nd", 9);
    string_is("\"\"\"\\\"\"\"\"", "\"", 1);
    string_is("u'x'", "x", 1);
    check("'''a\nb''' x", "STRING '''a\\nb''' NAME x NEWLINE END");
}

static void bad_strings(void **state)
{
    (void)state;
    check_error("x = 'abc\ny", "1:5 SyntaxError: unterminated string literal (detected at line 1)");
    check_error("'abc\\", "1:1 SyntaxError: unterminated string literal (detected at line 1)");
    check_error("\n'''a\n\nb",
                "2:1 SyntaxError: unterminated triple-quoted string literal (detected at line 4)");
    check_error("'\\x4'", "1:2 SyntaxError: truncated \\xXX escape");
    check_error("'\\u12'", "1:2 SyntaxError: truncated \\uXXXX escape");
    check_error("'\\U0000004'", "1:2 SyntaxError: truncated \\UXXXXXXXX escape");
    check_error("'\\U99999999'", "1:2 SyntaxError: illegal Unicode character");
    check_error("'\\ud800'", "1:2 SyntaxError: surrogate code points in strings are not supported");
    check_error("'\\N{DASH}'", "1:2 SyntaxError: \\N{...} escapes are not supported; write the "
                               "character or \\u and its number");
    check_error("b'x'", "1:1 SyntaxError: bytes literals are not supported");
    check_error("rB'x'", "1:1 SyntaxError: bytes literals are not supported");
}

static void fstrings_are_texts_and_fields(void **state)
{
    (void)state;
    check("f'a{x}b'", "FSTRING_BEGIN f' FSTRING_TEXT a FIELD_BEGIN { NAME x FIELD_END } "
                      "FSTRING_TEXT b FSTRING_END ' NEWLINE END");
    check("f'{{}}'", "FSTRING_BEGIN f' FSTRING_TEXT {{}} FSTRING_END ' NEWLINE END");
    check("f'{x!r:>{w}}'", "FSTRING_BEGIN f' FIELD_BEGIN { NAME x BANG ! NAME r FIELD_COLON : "
                           "FSTRING_TEXT > FIELD_BEGIN { NAME w FIELD_END } FIELD_END } "
                           "FSTRING_END ' NEWLINE END");
    check("f'{a[1:2]}{ {1:2} }'",
          "FSTRING_BEGIN f' FIELD_BEGIN { NAME a [ INT 1 : INT 2 ] FIELD_END } FIELD_BEGIN { { "
          "INT 1 : INT 2 } FIELD_END } FSTRING_END ' NEWLINE END");
    check("f'{x!=y}{x:=5}'", "FSTRING_BEGIN f' FIELD_BEGIN { NAME x != NAME y FIELD_END } "
                             "FIELD_BEGIN { NAME x FIELD_COLON : FSTRING_TEXT =5 FIELD_END } "
                             "FSTRING_END ' NEWLINE END");
    check("f'{d['k']}'", "FSTRING_BEGIN f' FIELD_BEGIN { NAME d [ STRING 'k' ] FIELD_END } "
                         "FSTRING_END ' NEWLINE END");
    check("rf'\\{x}'", "FSTRING_BEGIN rf' FSTRING_TEXT \\ FIELD_BEGIN { NAME x FIELD_END } "
                       "FSTRING_END ' NEWLINE END");
    check("f'''{\nx\n}'''", "FSTRING_BEGIN f''' FIELD_BEGIN { NAME x FIELD_END } FSTRING_END ''' "
                            "NEWLINE END");
}

static void bad_fstrings(void **state)
{
    (void)state;
    check_error("f'}'", "1:3 SyntaxError: f-string: single '}' is not allowed");
    check_error("f'abc", "1:1 SyntaxError: unterminated f-string literal (detected at line 1)");
    check_error(
        "f'''abc\n",
        "1:1 SyntaxError: unterminated triple-quoted f-string literal (detected at line 2)");
    check_error("f'{x'", "1:3 SyntaxError: f-string: expecting '}'");
    check_error("f'{x\ny = 1", "1:3 SyntaxError: f-string: expecting '}'");
    check_error("f'{x:>5'", "1:3 SyntaxError: f-string: expecting '}'");
    check_error("f'{a:{b:{c}}}'", "1:9 SyntaxError: f-string: expressions nested too deeply");
}

static void bad_layout(void **state)
{
    (void)state;
    check_error("a\n    b\n  c",
                "3:3 IndentationError: unindent does not match any outer indentation level");
    check_error("a\n\tb\n        c",
                "3:9 TabError: inconsistent use of tabs and spaces in indentation");
    check_error("x = 1 \\ 2",
                "1:7 SyntaxError: unexpected character after line continuation character");
    check_error("x = 1 \\", "1:7 SyntaxError: unexpected EOF while parsing");
}

static void bad_brackets(void **state)
{
    (void)state;
    check_error("x = )", "1:5 SyntaxError: unmatched ')'");
    check_error("(]", "1:2 SyntaxError: closing parenthesis ']' does not match opening "
                      "parenthesis '('");
    check_error("(\n]", "2:1 SyntaxError: closing parenthesis ']' does not match opening "
                        "parenthesis '(' on line 1");
    check_error("x = [1, (2", "1:9 SyntaxError: '(' was never closed");
    check_error("x = (1\ndef f(): pass\n", "1:5 SyntaxError: '(' was never closed");
}

static void bad_characters(void **state)
{
    (void)state;
    check_error("a ? b $ c", "1:3 SyntaxError: invalid character '?'");
    check_error("a\x01", "1:2 SyntaxError: invalid non-printable character U+0001");
    front f;
    front_open_bytes(&f, "x\ny = \0", 7);
    syntax_tokens(f.a, f.names, f.d, &f.src);
    assert_string_equal(front_errors(&f), "2:5 SyntaxError: source code cannot contain null bytes");
    front_close(&f);
    check_error("x\n\xff", "2:1 SyntaxError: the file is not UTF-8: invalid byte 0xff");
    check_error("'\xed\xa0\x80'", "1:2 SyntaxError: the file is not UTF-8: invalid byte 0xed");
    check_error("# \xc0\x80", "1:3 SyntaxError: the file is not UTF-8: invalid byte 0xc0");
}

static void limits(void **state)
{
    (void)state;
    char *text = repeated("", "(", 100000, "");
    check_error(text, "1:201 SyntaxError: too many nested parentheses");
    free(text);
    text = repeated("x = '", "a", SYNTAX_MAX_TOKEN, "'");
    check_error(text, "1:5 SyntaxError: token is longer than 1 MB");
    free(text);
    text = repeated("", "a", SYNTAX_MAX_TOKEN + 1, "");
    check_error(text, "1:1 SyntaxError: token is longer than 1 MB");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_lines_and_code_points),
        cmocka_unit_test(operators_and_keywords),
        cmocka_unit_test(names_may_be_unicode),
        cmocka_unit_test(layout_gives_indents_and_dedents),
        cmocka_unit_test(lines_join_in_brackets_and_after_backslashes),
        cmocka_unit_test(numbers_have_values),
        cmocka_unit_test(bad_numbers_are_told_by_name),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(triple_quotes_hold_lines),
        cmocka_unit_test(bad_strings),
        cmocka_unit_test(fstrings_are_texts_and_fields),
        cmocka_unit_test(bad_fstrings),
        cmocka_unit_test(bad_layout),
        cmocka_unit_test(bad_brackets),
        cmocka_unit_test(bad_characters),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
