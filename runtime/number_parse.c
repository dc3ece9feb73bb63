/* Numbers from text. strtod of glibc rounds correctly; it is given only text whose syntax was
 * checked here, under the C locale of its caller. */
#include "number_parse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cast.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The end of a decimal literal at `at`, or NULL. */
static const char *skip_decimal(const char *at, const char *end)
{
    bool digits = false;
    for (; at < end && is_digit(*at); at++)
        digits = true;
    if (at < end && *at == '.')
        for (at++; at < end && is_digit(*at); at++)
            digits = true;
    if (!digits)
        return NULL;
    if (at < end && (*at == 'e' || *at == 'E')) {
        const char *power = at + 1;
        if (power < end && (*power == '+' || *power == '-'))
            power++;
        if (power < end && is_digit(*power)) {
            while (power < end && is_digit(*power))
                power++;
            at = power;
        }
    }
    return at;
}

static bool starts_with(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && strncasecmp(at, word, length) == 0;
}

/* A float at `at`: where it ends, or NULL. */
static const char *parse_double(const char *at, const char *end, double *out)
{
    const char *start = at;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (starts_with(at, end, "nan")) {
        *out = negative ? -NAN : NAN;
        return at + 3;
    }
    if (starts_with(at, end, "inf")) {
        *out = negative ? -INFINITY : INFINITY;
        return at + (starts_with(at, end, "infinity") ? 8 : 3);
    }
    const char *stop = skip_decimal(at, end);
    if (stop)
        *out = strtod(start, NULL);
    return stop;
}

/* re, imj, re+imj, with or without parentheses. */
static const char *parse_complex(const char *at, const char *end, double out[2])
{
    bool open = at < end && *at == '(';
    if (open)
        for (at++; at < end && is_space(*at);)
            at++;
    out[0] = out[1] = 0.0;
    at = parse_double(at, end, &out[0]);
    if (at && at < end && *at == 'j') {
        out[1] = out[0];
        out[0] = 0.0;
        at++;
    } else if (at && at < end && (*at == '+' || *at == '-')) {
        at = parse_double(at, end, &out[1]);
        if (!at || at == end || *at++ != 'j')
            return NULL;
    }
    if (!open || !at)
        return at;
    while (at < end && is_space(*at))
        at++;
    return at < end && *at == ')' ? at + 1 : NULL;
}

/* An integer that fits the dtype; uint64 takes no sign but '+'. */
static bool parse_integer(const char *at, const char *end, hpc_dtype dtype, uint64_t *out)
{
    int bits = (int)hpc_dtype_size(dtype) * 8;
    bool is_signed = hpc_dtype_kind(dtype) != 'u', negative = at < end && *at == '-';
    uint64_t value = 0, limit;
    if (dtype == HPC_BOOL)
        bits = 64;
    limit = UINT64_MAX >> (64 - bits + is_signed);
    if (negative && !is_signed)
        return false;
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    limit += negative;
    if (at == end)
        return false;
    for (; at < end; at++) {
        if (!is_digit(*at) || __builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*at - '0'), &value) || value > limit)
            return false;
    }
    *out = negative ? -value : value;
    return true;
}

bool hpc_parse_element(char *element, hpc_dtype dtype, const char *text, const char *end)
{
    while (text < end && is_space(*text))
        text++;
    while (end > text && is_space(end[-1]))
        end--;
    double number[2] = {0.0, 0.0};
    switch (hpc_dtype_kind(dtype)) {
    case 'f':
        if (parse_double(text, end, number) != end)
            return false;
        hpc_cast_loop(dtype, HPC_F64)(element, 16, (const char *)number, 16, 1);
        return true;
    case 'c':
        if (parse_complex(text, end, number) != end)
            return false;
        hpc_cast_loop(dtype, HPC_C128)(element, 16, (const char *)number, 16, 1);
        return true;
    default: {
        uint64_t bits = 0;
        if (!parse_integer(text, end, dtype, &bits))
            return false;
        hpc_cast_loop(dtype, HPC_I64)(element, 16, (const char *)&bits, 16, 1);
        return true;
    }
    }
}
