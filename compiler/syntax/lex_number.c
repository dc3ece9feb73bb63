/* Numbers: what the automaton matched, checked to its end and with its value.
 *
 *   1_000 -> INT "1000"    0x_ff -> INT "0xff"    1.5e3 -> FLOAT 1500.0    2j -> IMAGINARY 2.0 */
#include "lex.h"

#include "grammar.h"

#include <locale.h>
#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_part(char c)
{
    return c == '_' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* `1if x else 2` is Python: these may follow a number at once. */
static bool keyword_follows(const char *s)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "or", "not"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if (strncmp(s, words[i], length) == 0 && !is_name_part(s[length]))
            return true;
    }
    return false;
}

/* The cursor is at a character that spoils the number. */
static void report(lexer *lx, int kind, const char *begin)
{
    const char *bad = lx->cursor;
    char base = kind == TK_INT && begin[0] == '0' ? (char)(begin[1] | 0x20) : 0;
    if (base && bad == begin + 1)
        bad++; /* 0b2: the automaton matched the 0 only */
    while (is_name_part(*lx->cursor))
        lx->cursor++;
    const char *name = base == 'x'            ? "hexadecimal"
                       : base == 'o'          ? "octal"
                       : base == 'b'          ? "binary"
                       : kind == TK_IMAGINARY ? "imaginary"
                                              : "decimal";
    span where = lex_span(lx, begin, lx->cursor);
    if ((base == 'o' || base == 'b') && is_digit(*bad))
        lex_error(lx, where, "SyntaxError", "invalid digit '%c' in %s literal", *bad, name);
    else
        lex_error(lx, where, "SyntaxError", "invalid %s literal", name);
}

static const char *without_underscores(lexer *lx, const char *begin, const char *end,
                                       uint32_t *length)
{
    char *text = arena_alloc(lx->a, (size_t)(end - begin) + 1);
    *length = 0;
    for (const char *s = begin; s < end; s++)
        if (*s != '_')
            text[(*length)++] = *s;
    return text;
}

static void check_leading_zero(lexer *lx, const token *t)
{
    const char *text = t->string.text;
    if (text[0] != '0' || !is_digit(text[1]) || strspn(text, "0") == t->string.length)
        return;
    lex_error(lx, t->where, "SyntaxError",
              "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
              "octal integers");
}

/* The host may have set a locale whose decimal point is a comma. In glibc the "C" locale is a
 * constant, so that this allocates nothing. */
static double to_double(const char *text)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c)
        return 0;
    double value = strtod_l(text, NULL, c);
    freelocale(c);
    return value;
}

token lex_number(lexer *lx, int kind, const char *begin)
{
    const char *end = lx->cursor;
    if (is_name_part(*end) && !keyword_follows(end))
        report(lx, kind, begin);
    token t = lex_token(lx, kind, begin);
    if (lx->fatal)
        return t;
    uint32_t length;
    const char *text = without_underscores(lx, begin, end, &length);
    if (kind == TK_INT) {
        t.string.text = text;
        t.string.length = length;
        check_leading_zero(lx, &t);
    } else {
        t.real = to_double(text); /* stops at the j of an imaginary number */
    }
    return t;
}
