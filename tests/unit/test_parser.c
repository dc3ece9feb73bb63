/* The parser: each construct's tree, precedence, what each mistake is told, recovery, limits. */
#include "syntax_fixture.h"

/* ---- Trees ----------------------------------------------------------------------------------------- */

static void tree(const char *text, const char *expected)
{
    front f;
    front_parse(&f, text);
    assert_string_equal(front_errors(&f), "");
    assert_non_null(f.m);
    assert_string_equal(ast_print(f.a, f.m), expected);
    front_close(&f);
}

/* The text of an expression read and written again: parentheses show how it was read. */
static void reads(const char *text, const char *expected)
{
    front f;
    front_parse(&f, text);
    assert_string_equal(front_errors(&f), "");
    assert_int_equal(f.m->body.len, 1);
    assert_int_equal(f.m->body.items[0]->kind, AST_EXPR_STMT);
    assert_string_equal(ast_expr_text(f.a, f.m->body.items[0]->value), expected);
    front_close(&f);
}

static void same(const char *text)
{
    reads(text, text);
}

static void operators_bind_as_in_python(void **state)
{
    (void)state;
    reads("(a + b) * c", "(a + b) * c");
    reads("(a * b) + c", "a * b + c");
    reads("a - (b - c) - d", "a - (b - c) - d");
    reads("-a ** -b ** c", "-a ** -b ** c");
    reads("(-a) ** b", "(-a) ** b");
    reads("(a ** b) ** c", "(a ** b) ** c");
    reads("not (a == b)", "not a == b");
    reads("(not a) == b", "(not a) == b");
    reads("a or (b and c)", "a or b and c");
    reads("(a or b) and not c", "(a or b) and not c");
    reads("a | b ^ c & d << e + f * ~g", "a | b ^ c & d << e + f * ~g");
    reads("((a | b) ^ c) & d", "((a | b) ^ c) & d");
    reads("a @ b // c % d / e", "a @ b // c % d / e");
    reads("a if b else (c if d else e)", "a if b else c if d else e");
    reads("(a if b else c) if d else e", "(a if b else c) if d else e");
    reads("lambda: (lambda x: x)", "lambda: lambda x: x");
    reads("(await_ + 1).real", "(await_ + 1).real");
}

static void comparisons_chain(void **state)
{
    (void)state;
    same("a < b <= c != d is e is not f in g not in h == i > j >= k");
    reads("(a < b) < c", "(a < b) < c");
    tree("a < b is not c",
         "EXPR_STMT 1:1\n  value COMPARE 1:1\n    first NAME a 1:1\n    < NAME b 1:5\n"
         "    is not NAME c 1:14\n");
}

static void boolean_operators_are_flat(void **state)
{
    (void)state;
    tree("a and b and c", "EXPR_STMT 1:1\n  value BOOLOP and 1:1\n    value NAME a 1:1\n"
                          "    value NAME b 1:7\n    value NAME c 1:13\n");
    tree("(a and b) and c",
         "EXPR_STMT 1:1\n  value BOOLOP and 1:1\n    value BOOLOP and 1:1\n"
         "      value NAME a 1:2\n      value NAME b 1:8\n    value NAME c 1:15\n");
}

static void atoms(void **state)
{
    (void)state;
    static const char *const texts[] = {"x",
                                        "1",
                                        "0x1f",
                                        "1.5",
                                        "1e+100",
                                        "2.5j",
                                        "'a'",
                                        "True",
                                        "False",
                                        "None",
                                        "...",
                                        "()",
                                        "(a,)",
                                        "(a, b)",
                                        "[]",
                                        "[a]",
                                        "[a, *b]",
                                        "{a}",
                                        "{a, *b}",
                                        "{}",
                                        "{a: b}",
                                        "{a: b, **c}",
                                        "[x for x in y]",
                                        "{x for x in y if x if z}",
                                        "{k: v for (k, v) in y}",
                                        "(x for x in y for z in x)",
                                        "[(a, b) for (a, b) in c]",
                                        "[a if b else c for a in d]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same(texts[i]);
    reads("(a := 1)", "a := 1");
    reads("a, b", "(a, b)");
    reads("a,", "(a,)");
    reads("{**a}", "{**a}");
    reads("[a, b,]", "[a, b]");
    reads("1.0", "1.0");
    reads("1e16", "1e+16");
    reads("0.1", "0.1");
    reads("1e999", "1e999");
    reads("'a' \"b\" r'\\c'", "'ab\\\\c'");
    reads("\"it's\"", "\"it's\"");
    reads("'\\x00\\n'", "'\\x00\\n'");
}

static void calls_and_subscripts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "f()",          "f(a)",      "f(a, b=c)",     "f(*a, b, *c, d=e, **g)",
        "f(**a, b=c)",  "f(a := 1)", "a.b.c",         "a.b(c)[d].e",
        "a[b]",         "a[b, c]",   "a[b,]",         "a[:]",
        "a[b:]",        "a[:b]",     "a[b:c]",        "a[::b]",
        "a[b::c]",      "a[:b:c]",   "a[b:c:d]",      "a[..., None, 1:]",
        "a[:, ::2, b]", "a[-1]",     "(lambda: 0)()", "'a'.b",
        "1.5.real",     "(1).real",  "f(x)(y)(z)",    "a[b if c else d:]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same(texts[i]);
    reads("a[b:=1]", "a[b := 1]");
    reads("a[*b]", "a[*b,]");
    reads("a[::]", "a[:]");
    reads("a[(b, c)]", "a[b, c]");
    reads("a[()]", "a[()]");
    reads("f(a, b,)", "f(a, b)");
    reads("f(x for x in y)", "f((x for x in y))");
}

static void lambdas(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "lambda: 0",         "lambda x: x",       "lambda x, y=1: x",         "lambda *a, **k: a",
        "lambda x, *, y: y", "lambda x, /, y: y", "lambda x=1, /, *, y=2: y", "lambda *a, b: b"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same(texts[i]);
}

static void fstrings(void **state)
{
    (void)state;
    reads("f'a{x}b'", "f\"a{x}b\"");
    reads("f'{x!r}{y!s:>5}{z:{w}.{p}f}'", "f\"{x!r}{y!s:>5}{z:{w}.{p}f}\"");
    reads("f'{x=}'", "f\"x={x!r}\"");
    reads("f'{x = }'", "f\"x = {x!r}\"");
    reads("f'{x=!s}{x=:.2f}'", "f\"x={x!s}x={x:.2f}\"");
    reads("'a' f'{x}' 'b' 'c'", "f\"a{x}bc\"");
    reads("f'{{{x}}}'", "f\"{{{x}}}\"");
    reads("f'{ {1: 2}[1] }'", "f\"{ {1: 2}[1]}\"");
    reads("f'{(lambda: 0)()}{(a := 1)}'", "f\"{(lambda: 0)()}{(a := 1)}\"");
    reads("f'{x,}'", "f\"{(x,)}\"");
    reads("f'plain'", "f\"plain\"");
    reads("f'{a!r:^{w}}'", "f\"{a!r:^{w}}\"");
    tree("f'{x:>{w}}'", "EXPR_STMT 1:1\n  value FSTRING 1:1\n    field 1:3\n"
                        "      value NAME x 1:4\n      spec 1:3\n        text '>' 1:6\n"
                        "        field 1:7\n          value NAME w 1:8\n");
}

static void assignments(void **state)
{
    (void)state;
    tree("a = b = 1", "ASSIGN 1:1\n  target NAME a 1:1\n  target NAME b 1:5\n  value INT 1 1:9\n");
    tree("a, *b = c", "ASSIGN 1:1\n  target TUPLE 1:1\n    element NAME a 1:1\n"
                      "    element STARRED 1:4\n      value NAME b 1:5\n  value NAME c 1:9\n");
    tree("x[1:] += 2",
         "AUG_ASSIGN += 1:1\n  target SUBSCRIPT 1:1\n    value NAME x 1:1\n    index SLICE 1:3\n"
         "      lower INT 1 1:3\n  value INT 2 1:10\n");
    tree("a.b //= c", "AUG_ASSIGN //= 1:1\n  target ATTRIBUTE b 1:1\n    value NAME a 1:1\n"
                      "  value NAME c 1:9\n");
    tree("x: int", "ANN_ASSIGN 1:1\n  target NAME x 1:1\n  annotation NAME int 1:4\n");
    tree("x: 'f8[:]' = 1", "ANN_ASSIGN 1:1\n  target NAME x 1:1\n  annotation STRING 'f8[:]' 1:4\n"
                           "  value INT 1 1:14\n");
    tree("[a, (b, c)] = d",
         "ASSIGN 1:1\n  target LIST 1:1\n    element NAME a 1:2\n    element TUPLE 1:5\n"
         "      element NAME b 1:6\n      element NAME c 1:9\n  value NAME d 1:15\n");
}

static void simple_statements(void **state)
{
    (void)state;
    tree("pass; x\n", "PASS 1:1\nEXPR_STMT 1:7\n  value NAME x 1:7\n");
    tree("pass;", "PASS 1:1\n");
    tree("del a, b[0]", "DELETE 1:1\n  target NAME a 1:5\n  target SUBSCRIPT 1:8\n"
                        "    value NAME b 1:8\n    index INT 0 1:10\n");
    tree("assert a, 'm'", "ASSERT 1:1\n  test NAME a 1:8\n  message STRING 'm' 1:11\n");
    tree("raise", "RAISE 1:1\n");
    tree("raise A from b", "RAISE 1:1\n  exception NAME A 1:7\n  from NAME b 1:14\n");
    tree("global a, b", "GLOBAL 1:1\n  name a 1:1\n  name b 1:1\n");
}

static void imports(void **state)
{
    (void)state;
    tree("import a.b as c, d", "IMPORT 1:1\n  name a.b as c 1:8\n  name d 1:18\n");
    tree("from a.b import c, d as e", "IMPORT_FROM a.b 1:1\n  name c 1:17\n  name d as e 1:20\n");
    tree("from ..a import (b,\n c,)", "IMPORT_FROM ..a 1:1\n  name b 1:18\n  name c 2:2\n");
    tree("from ... import a", "IMPORT_FROM ... 1:1\n  name a 1:17\n");
    tree("from a import *", "IMPORT_FROM a 1:1\n  name * 1:1\n");
    front f;
    front_parse(&f, "import a.b");
    assert_string_equal(f.m->body.items[0]->import.names.items[0].binds, "a");
    front_close(&f);
}

static void control_flow(void **state)
{
    (void)state;
    tree("if a: b\nelif c:\n  d\nelse:\n  pass",
         "IF 1:1\n  test NAME a 1:4\n  body\n    EXPR_STMT 1:7\n      value NAME b 1:7\n"
         "  test NAME c 2:6\n  body\n    EXPR_STMT 3:3\n      value NAME d 3:3\n"
         "  else\n    PASS 5:3\n");
    tree("while a:\n  break\nelse: pass",
         "WHILE 1:1\n  test NAME a 1:7\n  body\n    BREAK 2:3\n  else\n    PASS 3:7\n");
    tree("for i, in a, b:\n  continue\nelse:\n  pass",
         "FOR 1:1\n  target TUPLE 1:5\n    element NAME i 1:5\n  iterable TUPLE 1:11\n"
         "    element NAME a 1:11\n    element NAME b 1:14\n  body\n    CONTINUE 2:3\n"
         "  else\n    PASS 4:3\n");
    tree("with a as b, c: pass", "WITH 1:1\n  context NAME a 1:6\n  as NAME b 1:11\n"
                                 "  context NAME c 1:14\n  body\n    PASS 1:17\n");
    tree("with (a as b, c,): pass", "WITH 1:1\n  context NAME a 1:7\n  as NAME b 1:12\n"
                                    "  context NAME c 1:15\n  body\n    PASS 1:20\n");
    tree("with (a, b): pass",
         "WITH 1:1\n  context TUPLE 1:6\n    element NAME a 1:7\n    element NAME b 1:10\n"
         "  body\n    PASS 1:14\n");
    tree("try:\n  a\nexcept B as e:\n  c\nexcept:\n  d\nelse:\n  pass\nfinally:\n  pass",
         "TRY 1:1\n  body\n    EXPR_STMT 2:3\n      value NAME a 2:3\n  except e 3:1\n"
         "    type NAME B 3:8\n    body\n      EXPR_STMT 4:3\n        value NAME c 4:3\n"
         "  except 5:1\n    body\n      EXPR_STMT 6:3\n        value NAME d 6:3\n"
         "  else\n    PASS 8:3\n  finally\n    PASS 10:3\n");
    tree("try: pass\nfinally: pass", "TRY 1:1\n  body\n    PASS 1:6\n  finally\n    PASS 2:10\n");
}

static void definitions(void **state)
{
    (void)state;
    tree("@d\n@e(1)\ndef f(a, b: int = 1, /, c=2, *args, d, **k) -> r:\n  return a, b",
         "FUNCTION f 3:1\n  decorator NAME d 1:2\n  decorator CALL 2:2\n    callee NAME e 2:2\n"
         "    arg INT 1 2:4\n  param POSITIONAL_ONLY a 3:7\n  param POSITIONAL_ONLY b 3:10\n"
         "    annotation NAME int 3:13\n    default INT 1 3:19\n  param POSITIONAL c 3:25\n"
         "    default INT 2 3:27\n  param VAR_POSITIONAL args 3:31\n  param KEYWORD_ONLY d 3:37\n"
         "  param VAR_KEYWORD k 3:42\n  returns NAME r 3:48\n  body\n    RETURN 4:3\n"
         "      value TUPLE 4:10\n        element NAME a 4:10\n        element NAME b 4:13\n");
    tree("class A(B, m=C):\n  x: int = 1\n  def f(self): pass",
         "CLASS A 1:1\n  base NAME B 1:9\n  keyword m NAME C 1:14\n  body\n    ANN_ASSIGN 2:3\n"
         "      target NAME x 2:3\n      annotation NAME int 2:6\n      value INT 1 2:12\n"
         "    FUNCTION f 3:3\n      param POSITIONAL self 3:9\n      body\n        PASS 3:16\n");
    tree("def f(*, a): pass",
         "FUNCTION f 1:1\n  param KEYWORD_ONLY a 1:10\n  body\n    PASS 1:14\n");
    tree("async def f():\n  async for x in y: pass\n  await z",
         "ASYNC FUNCTION f 1:7\n  body\n    ASYNC FOR 2:9\n      target NAME x 2:13\n"
         "      iterable NAME y 2:18\n      body\n        PASS 2:21\n    EXPR_STMT 3:3\n"
         "      value AWAIT 3:3\n        value NAME z 3:9\n");
    front f;
    front_parse(&f, "def f():\n  x = yield 1\n  yield from y\ndef g():\n  return lambda: (yield)");
    assert_string_equal(front_errors(&f), "");
    assert_true(f.m->body.items[0]->function.is_generator);
    assert_false(f.m->body.items[1]->function.is_generator);
    front_close(&f);
}

static void integers_keep_their_value(void **state)
{
    (void)state;
    front f;
    front_parse(&f, "9223372036854775807, 9223372036854775808, 0xffffffffffffffff, "
                    "18446744073709551616, 0b101, 0o17, 007 if 0 else 00");
    assert_int_equal(diag_count(f.d), 1); /* 007 */
    const ast_exprs *e = &f.m->body.items[0]->value->elements;
    assert_true(e->items[0]->integer.magnitude == INT64_MAX && !e->items[0]->integer.big);
    assert_true(e->items[1]->integer.magnitude == (uint64_t)1 << 63 && e->items[1]->integer.big);
    assert_true(e->items[2]->integer.magnitude == UINT64_MAX && !e->items[2]->integer.huge);
    assert_true(e->items[3]->integer.huge && e->items[3]->integer.big);
    assert_string_equal(e->items[3]->integer.text, "18446744073709551616");
    assert_int_equal(e->items[4]->integer.magnitude, 5);
    assert_int_equal(e->items[5]->integer.magnitude, 15);
    front_close(&f);
}

/* ---- Errors ---------------------------------------------------------------------------------------- */

typedef struct mistake {
    const char *text, *expected;
} mistake;

static void check_mistakes(const mistake *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        front f;
        front_parse(&f, list[i].text);
        assert_non_null(f.m);
        const char *errors = front_errors(&f);
        if (strcmp(errors, list[i].expected) != 0)
            fail_msg("%s\n  gives    %s\n  expected %s", list[i].text, errors, list[i].expected);
        ast_print(f.a, f.m); /* what is left is still a tree */
        front_close(&f);
    }
}

#define CHECK(list) check_mistakes(list, sizeof(list) / sizeof *(list))

static void missing_parts(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"if x  # c\n  y", "1:5 SyntaxError: expected ':'"},
        {"for i in r(3)\n  y", "1:14 SyntaxError: expected ':'"},
        {"while x\n  y", "1:8 SyntaxError: expected ':'"},
        {"def f()\n  y", "1:8 SyntaxError: expected ':'"},
        {"class A\n  y", "1:8 SyntaxError: expected ':'"},
        {"with a as b\n  y", "1:12 SyntaxError: expected ':'"},
        {"if x: y\nelse\n  z", "2:5 SyntaxError: expected ':'"},
        {"if x:\n  y\nelse if z:\n  y", "3:6 SyntaxError: expected ':'"},
        {"def f:\n  y", "1:6 SyntaxError: expected '('"},
        {"x = 5 if y", "1:11 SyntaxError: expected 'else' after 'if' expression"},
        {"if x:\ny", "2:1 IndentationError: expected an indented block after 'if' statement on "
                     "line 1"},
        {"for i in y:\nz", "2:1 IndentationError: expected an indented block after 'for' "
                           "statement on line 1"},
        {"while x:", "1:9 IndentationError: expected an indented block after 'while' statement "
                     "on line 1"},
        {"def f():\nx", "2:1 IndentationError: expected an indented block after function "
                        "definition on line 1"},
        {"class A:\nx", "2:1 IndentationError: expected an indented block after class "
                        "definition on line 1"},
        {"if x:\n  y\nelse:\nz", "4:1 IndentationError: expected an indented block after 'else' "
                                 "statement on line 3"},
        {"try:\n  x\ny = 1\nz", "3:1 SyntaxError: expected 'except' or 'finally' block"},
        {"try:\n  x", "2:4 SyntaxError: expected 'except' or 'finally' block"},
        {"{1: 2, 3}", "1:9 SyntaxError: ':' expected after dictionary key"},
        {"{1: 2, 3: }", "1:11 SyntaxError: expression expected after dictionary key and ':'"},
        {"f'{}'", "1:4 SyntaxError: f-string: empty expression not allowed"},
        {"f'{x y}'", "1:6 SyntaxError: f-string: invalid syntax"},
        {"f'{x!z}'", "1:6 SyntaxError: f-string: invalid conversion character 'z': expected "
                     "'s', 'r', or 'a'"},
    };
    CHECK(list);
}

static void wrong_tokens(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"x = = 1", "1:5 SyntaxError: invalid syntax"},
        {"x = 1 +", "1:8 SyntaxError: invalid syntax"},
        {"x = 1 1", "1:7 SyntaxError: invalid syntax"},
        {"class = 3", "1:7 SyntaxError: invalid syntax"},
        {"else:\n  x", "1:1 SyntaxError: invalid syntax"},
        {"a = 1;; b", "1:7 SyntaxError: invalid syntax"},
        {"x := 3", "1:3 SyntaxError: invalid syntax"},
        {"x = (a as b)", "1:8 SyntaxError: invalid syntax"},
        {"from x import", "1:14 SyntaxError: invalid syntax"},
        {"a[]", "1:3 SyntaxError: invalid syntax"},
        {"x = 1\n  y = 2", "2:3 IndentationError: unexpected indent"},
        {"f(a b)", "1:3 SyntaxError: invalid syntax. Perhaps you forgot a comma?"},
        {"x = [1,\n 2\n 3]", "2:2 SyntaxError: invalid syntax. Perhaps you forgot a comma?"},
        {"if x = 3:\n  y", "1:6 SyntaxError: invalid syntax. Maybe you meant '==' or ':=' "
                           "instead of '='?"},
        {"print 'a'", "1:7 SyntaxError: Missing parentheses in call to 'print'. Did you mean "
                      "print(...)?"},
        {"from x import a,", "1:17 SyntaxError: trailing comma not allowed without surrounding "
                             "parentheses"},
        {"try:\n  x\nexcept A, B:\n  y", "3:9 SyntaxError: multiple exception types must be "
                                         "parenthesized"},
        {"foo(1, 2\ny = 3", "1:4 SyntaxError: '(' was never closed"},
        {"x = [a for a in\ny = 2", "1:5 SyntaxError: '[' was never closed"},
        {"def f(a, b:\n  return 1", "1:6 SyntaxError: '(' was never closed"},
    };
    CHECK(list);
}

static void not_supported(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"match x:\n  case 1:\n    y\n  case _:\n    z\nw = 1",
         "1:7 SyntaxError: match statements are not supported"},
        {"match (x):\n  case 1: y\nw", "1:11 SyntaxError: match statements are not supported"},
        {"match = 1\nmatch(match)\nmatch[0] = 2\ntype = 3", ""},
        {"type X = int", "1:6 SyntaxError: type statements are not supported"},
        {"try: x\nexcept* A: y", "2:7 SyntaxError: except* is not supported"},
        {"def f[T](x): pass", "1:6 SyntaxError: type parameters are not supported"},
    };
    CHECK(list);
}

static void targets(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"f() = 1", "1:1 SyntaxError: cannot assign to function call here. Maybe you meant '==' "
                    "instead of '='?"},
        {"1 = x", "1:1 SyntaxError: cannot assign to literal here. Maybe you meant '==' instead "
                  "of '='?"},
        {"a + b = c", "1:1 SyntaxError: cannot assign to expression here. Maybe you meant '==' "
                      "instead of '='?"},
        {"None = 3", "1:1 SyntaxError: cannot assign to None"},
        {"(a, 1) = x", "1:5 SyntaxError: cannot assign to literal"},
        {"a if b else c = 1", "1:1 SyntaxError: cannot assign to conditional expression"},
        {"a < b = 1", "1:1 SyntaxError: cannot assign to comparison"},
        {"for 1 in x: pass", "1:5 SyntaxError: cannot assign to literal"},
        {"with a as f(): pass", "1:11 SyntaxError: cannot assign to function call"},
        {"[x for 1 in y]", "1:8 SyntaxError: cannot assign to literal"},
        {"(a.b := 3)", "1:2 SyntaxError: cannot use assignment expressions with attribute"},
        {"del f()", "1:5 SyntaxError: cannot delete function call"},
        {"a, b += 1", "1:1 SyntaxError: 'tuple' is an illegal expression for augmented "
                      "assignment"},
        {"[a, b]: int", "1:1 SyntaxError: only single target (not list) can be annotated"},
        {"f(): int", "1:1 SyntaxError: illegal target for annotation"},
        {"*a = x", "1:1 SyntaxError: starred assignment target must be in a list or tuple"},
        {"*a, *b = x", "1:5 SyntaxError: multiple starred expressions in assignment"},
        {"*a", "1:1 SyntaxError: can't use starred expression here"},
        {"x = (*a)", "1:6 SyntaxError: cannot use starred expression here"},
        {"[*a for a in b]", "1:2 SyntaxError: iterable unpacking cannot be used in comprehension"},
        {"def f(): a = yield = 1", "1:14 SyntaxError: assignment to yield expression not "
                                   "possible"},
    };
    CHECK(list);
}

static void arguments_and_parameters(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"f(a=1, 2)", "1:8 SyntaxError: positional argument follows keyword argument"},
        {"f(**k, 2)", "1:8 SyntaxError: positional argument follows keyword argument unpacking"},
        {"f(**k, *a)", "1:8 SyntaxError: iterable argument unpacking follows keyword argument "
                       "unpacking"},
        {"f(a=1, a=2)", "1:8 SyntaxError: keyword argument repeated: a"},
        {"f(a.b=1)", "1:3 SyntaxError: expression cannot contain assignment, perhaps you meant "
                     "\"==\"?"},
        {"f(True=1)", "1:3 SyntaxError: cannot assign to True"},
        {"f(x for x in y, 1)", "1:3 SyntaxError: Generator expression must be parenthesized"},
        {"def f(a, a): pass", "1:10 SyntaxError: duplicate argument 'a' in function definition"},
        {"def f(a=1, b): pass", "1:12 SyntaxError: non-default argument follows default "
                                "argument"},
        {"def f(a=1, *, b): pass", ""},
        {"def f(*): pass", "1:7 SyntaxError: named arguments must follow bare *"},
        {"def f(*a, *b): pass", "1:12 SyntaxError: * argument may appear only once"},
        {"def f(**k, a): pass", "1:12 SyntaxError: arguments cannot follow var-keyword argument"},
        {"def f(a, /, b, /): pass", "1:16 SyntaxError: / may appear only once"},
        {"def f(*a, /): pass", "1:11 SyntaxError: / must be ahead of *"},
        {"def f(/): pass", "1:7 SyntaxError: at least one argument must precede /"},
    };
    CHECK(list);
}

static void places_of_statements(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"return 3", "1:1 SyntaxError: 'return' outside function"},
        {"class A:\n  return", "2:3 SyntaxError: 'return' outside function"},
        {"break", "1:1 SyntaxError: 'break' outside loop"},
        {"continue", "1:1 SyntaxError: 'continue' not properly in loop"},
        {"for x in y:\n  def f():\n    break", "3:5 SyntaxError: 'break' outside loop"},
        {"while x:\n  y\nelse:\n  break", "4:3 SyntaxError: 'break' outside loop"},
        {"yield 3", "1:1 SyntaxError: 'yield' outside function"},
        {"await x", "1:1 SyntaxError: 'await' outside function"},
        {"nonlocal x", "1:1 SyntaxError: nonlocal declaration not allowed at module level"},
        {"def f():\n  from x import *", "2:3 SyntaxError: import * only allowed at module level"},
        {"try: x\nexcept: y\nexcept A: z", "2:1 SyntaxError: default 'except:' must be last"},
        {"def f():\n  x = 1\n  global x", "3:3 SyntaxError: name 'x' is used prior to global "
                                          "declaration"},
        {"def f(x):\n  global x", "2:3 SyntaxError: name 'x' is parameter and global"},
        {"def f():\n  global x\n  x = 1", ""},
    };
    CHECK(list);
}

static void several_errors_are_reported(void **state)
{
    (void)state;
    static const mistake list[] = {
        {"x = = 1\ny = 2\nz = )\nif a\n  b = = 2\n  c = 1\nd",
         "1:5 SyntaxError: invalid syntax; 3:5 SyntaxError: unmatched ')'; "
         "4:5 SyntaxError: expected ':'; 5:7 SyntaxError: invalid syntax"},
        {"for x im y:\n  a = = 1\nelse:\n  b = = 1\nc",
         "1:7 SyntaxError: invalid syntax; 2:7 SyntaxError: invalid syntax; "
         "4:7 SyntaxError: invalid syntax"},
        {"def f(:\n  return 1\nx = $\n",
         "1:6 SyntaxError: '(' was never closed; 3:5 SyntaxError: invalid character '$'"},
        {"a = 'x\nb = 'y\n", "1:5 SyntaxError: unterminated string literal (detected at line 1); "
                             "2:5 SyntaxError: unterminated string literal (detected at line 2)"},
    };
    CHECK(list);
    front f;
    front_parse(&f, "x = = 1\ny = 2\n");
    assert_int_equal(f.m->body.len, 1); /* what is sound stays */
    front_close(&f);
    char *text = repeated("", "x = = 1\n", 100000, "");
    front_parse(&f, text);
    free(text);
    assert_int_equal(diag_count(f.d), DIAG_LIMIT);
    front_close(&f);
}

/* ---- Limits ---------------------------------------------------------------------------------------- */

static void limit(char *text, const char *expected, bool module)
{
    front f;
    front_parse(&f, text);
    free(text);
    const char *errors = front_errors(&f);
    if (*expected == '*') /* anywhere: the place depends on Lemon's version */
        errors = strchr(errors, ' '), expected++;
    assert_string_equal(errors, expected);
    assert_true(!f.m == !module);
    if (f.m) {
        ast_print(f.a, f.m);
        uint32_t ids = f.m->node_count;
        ast_clone_block(f.a, &ids, f.m->body);
        ast_scope_of_block(f.a, &f.m->body);
        for (uint32_t i = 0; i < f.m->body.len; i++)
            if (f.m->body.items[i]->kind == AST_EXPR_STMT)
                ast_expr_text(f.a, f.m->body.items[i]->value);
    }
    front_close(&f);
}

static void deep_input_is_refused(void **state)
{
    (void)state;
#define DEEP " SyntaxError: expression is nested too deeply (the limit is 1000 levels)"
    limit(repeated("", "(", 100000, ""), "1:201 SyntaxError: too many nested parentheses", false);
    limit(repeated("", "[{(", 33333, ""), "1:201 SyntaxError: too many nested parentheses", false);
    limit(repeated("1", "+1", 100000, ""), "1:1" DEEP, true);
    limit(repeated("x", ".a", 100000, ""), "1:1" DEEP, true);
    limit(repeated("f", "()", 100000, ""), "1:1" DEEP, true);
    limit(repeated("f", "[0]", 100000, ""), "1:1" DEEP, true);
    limit(repeated("", "-", 2000, "1"), "1:1001" DEEP, true);
    limit(repeated("", "-", 100000, "1"), "* SyntaxError: too many nested expressions", false);
    limit(repeated("", "lambda:", 1100, "1"), "1:701" DEEP, true);
    limit(repeated("", "a if b else ", 1100, "c"), "1:1201" DEEP, true);
}

static void long_input_is_fine(void **state)
{
    (void)state;
    limit(repeated("1", "+1", AST_MAX_DEPTH * AST_LEFT_PER_LEVEL - AST_LEFT_PER_LEVEL - 5, ""), "",
          true);
    limit(repeated("a", " and a", 100000, ""), "", true);
    limit(repeated("a", " < a", 100000, ""), "", true);
    limit(repeated("[", "1, ", 100000, "]"), "", true);
    limit(repeated("if a: b\n", "elif c: d\n", 20000, ""), "", true);
    limit(repeated("", "a = ", 20000, "1"), "", true);
    limit(repeated("", "'a' f'{b}'", 20000, ""), "", true);
    limit(repeated("[x ", "for x in y if z ", 20000, "]"), "", true);
    limit(repeated("", "@a\n", 20000, "def f(): pass"), "", true);
    char *inside = repeated("", ")", SYNTAX_MAX_NESTING, "");
    limit(repeated("", "(", SYNTAX_MAX_NESTING, ""), "1:200 SyntaxError: '(' was never closed",
          true);
    char *whole = repeated("", "(", SYNTAX_MAX_NESTING, "1");
    whole = realloc(whole, strlen(whole) + strlen(inside) + 1);
    strcat(whole, inside);
    free(inside);
    limit(whole, "", true);
}

static char *nested_blocks(int depth)
{
    char *text = calloc(1, (size_t)(depth + 2) * (size_t)(depth + 10)), *at = text;
    for (int i = 0; i <= depth; i++) {
        memset(at, ' ', (size_t)i);
        at = stpcpy(at + i, i < depth ? "if a:\n" : "pass\n");
    }
    return text;
}

static void blocks_nest_so_far(void **state)
{
    (void)state;
    limit(nested_blocks(AST_MAX_BLOCKS), "", true);
    limit(nested_blocks(AST_MAX_BLOCKS + 1),
          "102:102 IndentationError: too many levels of indentation", false);
}

static int parse_within(hpc_heap *heap, const char *text)
{
    arena *a = arena_new(heap);
    if (!a)
        return 1;
    if (setjmp(*arena_recovery(a))) {
        arena_free(a);
        return 1;
    }
    intern *names = intern_new(a);
    diags *d = diag_new(a);
    source *src = ARENA_NEW(a, source);
    *src = (source){"t.py", text, (uint32_t)strlen(text)};
    ast_module *m = syntax_parse(a, names, d, src);
    if (m)
        ast_print(a, m);
    diag_render(d, a);
    arena_free(a);
    return 0;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    char *text =
        repeated("def f(a, *b):\n", "  x = [f'{a!r:>{b}}' for c in d]; y = = 1\n", 200, "");
    bool failed = true;
    for (int at = 1; failed && at < 1000; at++) {
        hpc_heap heap = {0};
        heap.fail_at = at;
        failed = parse_within(&heap, text);
        assert_int_equal(heap.live, 0);
    }
    assert_false(failed);
    free(text);
}

/* ---- Tools over the tree --------------------------------------------------------------------------- */

static const char *joined(front *f, const ast_names *names)
{
    char *out = arena_alloc(f->a, 1000);
    for (uint32_t i = 0; i < names->len; i++)
        strcat(strcat(out, i ? " " : ""), names->items[i]);
    return out;
}

static void scopes_know_their_names(void **state)
{
    (void)state;
    front f;
    front_parse(&f, "import a.b, c as d\n"
                    "def f(p, q=m):\n"
                    "  global g\n"
                    "  g = t = p + u\n"
                    "  for i, (j, *k) in t: pass\n"
                    "  with v as w.x: n[o] += 1\n"
                    "  [e for e in y if (z := e)]\n"
                    "  try: pass\n"
                    "  except r as s: pass\n"
                    "  def inner():\n"
                    "    nonlocal t\n"
                    "    return lambda l: l + p + outer\n"
                    "  del h\n");
    assert_string_equal(front_errors(&f), "");
    ast_scope module = ast_scope_of_block(f.a, &f.m->body);
    assert_string_equal(joined(&f, &module.bound), "a d f");
    assert_string_equal(joined(&f, &module.read), "m");
    ast_scope s = ast_scope_of_function(f.a, f.m->body.items[1]);
    assert_string_equal(joined(&f, &s.bound), "p q t i j k z s inner h");
    assert_string_equal(joined(&f, &s.globals), "g");
    assert_string_equal(joined(&f, &s.read), "p u t v w n o y r");
    assert_string_equal(joined(&f, &s.captured), "z t p outer");
    ast_names names = {0};
    ast_target_names(f.a, f.m->body.items[1]->function.body.items[2]->for_.target, &names);
    assert_string_equal(joined(&f, &names), "i j k");
    front_close(&f);
}

static bool see_id(void *user, ast_expr *e)
{
    bool *seen = user;
    assert_false(seen[e->id]);
    seen[e->id] = true;
    return true;
}

static bool see_stmt(void *user, ast_stmt *s)
{
    bool *seen = user;
    assert_false(seen[s->id]);
    seen[s->id] = true;
    return true;
}

static void clones_are_equal_and_apart(void **state)
{
    (void)state;
    front f;
    front_parse(&f, "@d(1)\ndef f(a, b: int = 2, *c, **k):\n"
                    "  if a < b: x = y = {1: [z for z in w if z], **v}\n"
                    "  elif not a: return f'{a!r:>{b}}' 'c'\n"
                    "  else:\n    for i in p: q.r[s:t, ...] += -u if v else (w := 1)\n"
                    "  with A() as g: del h\n"
                    "  try: raise X from y\n  except Z as e: pass\n  finally: assert a, b\n"
                    "  while 1: break\n"
                    "class B(C, m=D):\n  x: int = lambda o=1: o\n");
    assert_string_equal(front_errors(&f), "");
    const char *before = ast_print(f.a, f.m);
    uint32_t first = f.m->node_count;
    ast_module copy = *f.m;
    copy.body = ast_clone_block(f.a, &copy.node_count, f.m->body);
    assert_string_equal(ast_print(f.a, &copy), before);
    bool *seen = ARENA_ARRAY(f.a, bool, copy.node_count + 1);
    const ast_visitor v = {seen, see_id, see_stmt};
    ast_walk_block(&v, &f.m->body); /* no id occurs twice, in neither of the trees */
    for (uint32_t i = first + 1; i <= copy.node_count; i++)
        assert_false(seen[i]);
    ast_walk_block(&v, &copy.body);
    front_close(&f);
}

static void the_repl_can_ask_for_more(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool more;
    } cases[] = {{"x = 1\n", false}, {"f(1,\n", true},           {"'''a\n", true},
                 {"if x:\n", true},  {"if x:\n  y\n", true},     {"if x:\n  y\n\n", false},
                 {"x = )\n", false}, {"def f(): pass\n", false}, {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        front f;
        front_open(&f, cases[i].text);
        assert_int_equal(syntax_is_incomplete(f.a, f.names, &f.src), cases[i].more);
        front_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_in_python),
        cmocka_unit_test(comparisons_chain),
        cmocka_unit_test(boolean_operators_are_flat),
        cmocka_unit_test(atoms),
        cmocka_unit_test(calls_and_subscripts),
        cmocka_unit_test(lambdas),
        cmocka_unit_test(fstrings),
        cmocka_unit_test(assignments),
        cmocka_unit_test(simple_statements),
        cmocka_unit_test(imports),
        cmocka_unit_test(control_flow),
        cmocka_unit_test(definitions),
        cmocka_unit_test(integers_keep_their_value),
        cmocka_unit_test(missing_parts),
        cmocka_unit_test(wrong_tokens),
        cmocka_unit_test(not_supported),
        cmocka_unit_test(targets),
        cmocka_unit_test(arguments_and_parameters),
        cmocka_unit_test(places_of_statements),
        cmocka_unit_test(several_errors_are_reported),
        cmocka_unit_test(deep_input_is_refused),
        cmocka_unit_test(long_input_is_fine),
        cmocka_unit_test(blocks_nest_so_far),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(scopes_know_their_names),
        cmocka_unit_test(clones_are_equal_and_apart),
        cmocka_unit_test(the_repl_can_ask_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
