/* What compiled code needs of Python's numbers beyond arithmetic: numbers from texts, texts in other
 * bases, decimal rounding, modular powers: functions of the table. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digits.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(text_of_int);
DECLARE(parse_int);
DECLARE(parse_float);
DECLARE(float_round);
DECLARE(int_round);
DECLARE(int_power_mod);
#undef DECLARE

/* ---- Other bases ----------------------------------------------------------------------------- */

hpc_code rtf_text_of_int(hpc_frame *frame, hpc_word *words)
{
    char text[72], *at = text + sizeof text;
    int64_t n = words[0].i, base = words[1].i;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do
        *--at = "0123456789abcdef"[rest % (uint64_t)base];
    while (rest /= (uint64_t)base);
    *--at = base == 2 ? 'b' : base == 8 ? 'o' : 'x';
    *--at = '0';
    if (n < 0)
        *--at = '-';
    hpc_str *made;
    hpc_code code = hpc_str_new(frame, &made, at, (size_t)(text + sizeof text - at));
    words[2].p = made;
    return code;
}

/* ---- Numbers from texts ---------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int digit_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

static hpc_code bad_text(hpc_frame *frame, const char *says, const hpc_str *text)
{
    hpc_value value = {.kind = HPC_STR, .object = (hpc_object *)(void *)(uintptr_t)text};
    hpc_str *shown = NULL;
    hpc_code code = hpc_repr_of(frame, &shown, &value);
    if (code == HPC_OK)
        code = hpc_fail(frame, HPC_VALUE_ERROR, "%s%s", says, shown->text);
    if (shown)
        hpc_object_release(&shown->head);
    return code;
}

static hpc_code bad_int(hpc_frame *frame, int64_t base, const hpc_str *text)
{
    char says[64];
    snprintf(says, sizeof says, "invalid literal for int() with base %d: ", (int)base);
    return bad_text(frame, says, text);
}

/* A prefix 0x, 0o or 0b that goes with the base; base 0 takes its base from it. */
static const char *after_prefix(const char *at, int64_t *base)
{
    int of = at[0] != '0'                   ? 0
             : at[1] == 'x' || at[1] == 'X' ? 16
             : at[1] == 'o' || at[1] == 'O' ? 8
             : at[1] == 'b' || at[1] == 'B' ? 2
                                            : 0;
    if (of && (*base == 0 || *base == of)) {
        *base = of;
        at += 2;
        return *at == '_' ? at + 1 : at;
    }
    if (*base == 0)
        *base = 10;
    return at;
}

hpc_code rtf_parse_int(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    const char *at = s->text, *end = s->text + s->length;
    int64_t base = words[1].i, asked = base;
    words[2].i = 0;
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    bool negative = *at == '-', overflow = false;
    at += at < end && (*at == '-' || *at == '+');
    at = after_prefix(at, &base);
    const char *first = at;
    int64_t n = 0;
    for (; at < end; at++) {
        if (*at == '_' && at > first && at[-1] != '_' && at + 1 < end)
            continue;
        int digit = digit_value(*at);
        if (digit >= base)
            return bad_int(frame, asked, s);
        overflow = overflow || __builtin_mul_overflow(n, base, &n) ||
                   __builtin_sub_overflow(n, digit, &n); /* below 0: there is one more number */
    }
    if (first >= end || (asked == 0 && base == 10 && *first == '0' && n != 0))
        return bad_int(frame, asked, s);
    if (overflow || (!negative && n == INT64_MIN))
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "integer result does not fit 64 bits");
    words[2].i = negative ? n : -n;
    return HPC_OK;
}

/* Digits with single underscores between them; the end, or NULL where there is none. */
static const char *digits_end(const char *at, const char *end)
{
    if (at == end || !is_digit(*at))
        return NULL;
    while (at < end && (is_digit(*at) || (*at == '_' && at + 1 < end && is_digit(at[1]))))
        at++;
    return at;
}

/* The grammar of float(): [sign] (digits [. [digits]] | . digits) [e [sign] digits], inf, nan. */
static bool is_float(const char *at, const char *end)
{
    static const char *const words[] = {"inf", "infinity", "nan"};
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    for (int i = 0; i < 3; i++)
        if ((size_t)(end - at) == strlen(words[i]) &&
            strncasecmp(at, words[i], strlen(words[i])) == 0)
            return true;
    const char *whole = digits_end(at, end), *fraction = NULL;
    at = whole ? whole : at;
    if (at < end && *at == '.') {
        fraction = digits_end(++at, end);
        at = fraction ? fraction : at;
    }
    if (!whole && !fraction)
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '-' || *at == '+'))
            at++;
        at = digits_end(at, end);
    }
    return at == end;
}

/* strtod with the decimal point of the C locale, whatever the host's is. */
static bool read_double(const char *text, double *out)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0)
        return false;
    locale_t before = uselocale(plain);
    *out = strtod(text, NULL);
    uselocale(before);
    freelocale(plain);
    return true;
}

hpc_code rtf_parse_float(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    const char *at = s->text, *end = s->text + s->length;
    words[1].f = 0;
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    if (!is_float(at, end))
        return bad_text(frame, "could not convert string to float: ", s);
    char *plain = hpc_heap_alloc(frame->runtime->heap, (size_t)(end - at) + 1);
    if (!plain)
        return hpc_fail_memory(frame, (size_t)(end - at) + 1);
    char *to = plain;
    for (; at < end; at++)
        if (*at != '_')
            *to++ = *at;
    *to = '\0';
    bool good = read_double(plain, &words[1].f);
    hpc_heap_free(frame->runtime->heap, plain);
    return good ? HPC_OK : hpc_fail_memory(frame, 0);
}

/* ---- Rounding -------------------------------------------------------------------------------- */

/* All digits of |x|, cut after the first `keep`, ties to even. */
static void round_digits(hpc_digits *d, int keep)
{
    bool any = false;
    for (int i = keep + 1; i < d->count; i++)
        any = any || (i >= 0 && d->digit[i] != '0');
    int next = keep >= 0 && keep < d->count ? d->digit[keep] - '0' : 0;
    bool odd = keep > 0 && (d->digit[keep - 1] - '0') % 2 != 0;
    bool up = keep >= 0 && (next > 5 || (next == 5 && (any || odd)));
    int count = keep < 0 ? 0 : keep < d->count ? keep : d->count;
    for (int i = count; up && i-- > 0;) {
        up = d->digit[i] == '9';
        d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
    }
    d->count = count;
    if (up || count == 0) { /* one more digit before the others, 1 or 0 */
        d->digit[0] = up ? '1' : '0';
        d->exponent += up;
        d->count = count ? count : 1;
    }
}

hpc_code rtf_float_round(hpc_frame *frame, hpc_word *words)
{
    enum { MOST = 323, LEAST = -309 };
    double x = words[0].f;
    int64_t places = words[1].i;
    words[2].f = x;
    if (!isfinite(x) || x == 0 || places > MOST)
        return HPC_OK;
    if (places < LEAST) {
        words[2].f = copysign(0, x);
        return HPC_OK;
    }
    hpc_digits d;
    char text[HPC_DIGITS_MAX + 16];
    hpc_digits_make(&d, fabs(x), HPC_F64, (hpc_digit_rule){false, false, -1, -1});
    round_digits(&d, d.exponent + 1 + (int)places);
    snprintf(text, sizeof text, "%.*se%d", d.count, d.digit, d.exponent - d.count + 1);
    double rounded;
    if (!read_double(text, &rounded))
        return hpc_fail_memory(frame, 0);
    if (isinf(rounded))
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "rounded value too large to represent");
    words[2].f = copysign(rounded, x);
    return HPC_OK;
}

hpc_code rtf_int_round(hpc_frame *frame, hpc_word *words)
{
    int64_t n = words[0].i, places = words[1].i;
    words[2].i = n;
    if (places >= 0)
        return HPC_OK;
    words[2].i = 0;
    if (places < -19)
        return HPC_OK;
    __extension__ typedef __int128 wide;
    wide whole = n, step = 1;
    for (; places < 0; places++)
        step *= 10;
    wide rest = whole % step;
    rest += rest < 0 ? step : 0;
    wide low = whole - rest, half = step / 2;
    if (rest > half || (rest == half && (low / step) % 2 != 0))
        low += step;
    if (low < INT64_MIN || low > INT64_MAX)
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "integer result does not fit 64 bits");
    words[2].i = (int64_t)low;
    return HPC_OK;
}

hpc_code rtf_int_power_mod(hpc_frame *frame, hpc_word *words)
{
    __extension__ typedef __int128 wide;
    int64_t n = words[1].i, m = words[2].i;
    words[3].i = 0;
    if (m == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    if (n < 0)
        return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                        "pow() with a negative exponent and a modulus is not supported");
    wide modulus = m < 0 ? -(wide)m : m, base = words[0].i % modulus, result = 1 % modulus;
    for (; n > 0; n >>= 1) {
        if (n & 1)
            result = result * base % modulus;
        base = base * base % modulus;
    }
    if (result && (result < 0) != (m < 0))
        result += m;
    words[3].i = (int64_t)result;
    return HPC_OK;
}
