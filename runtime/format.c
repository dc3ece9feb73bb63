/* Takes a value and a format spec, gives the text that CPython's format() makes:
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 *
 * A number is laid out as  sign prefix digits point fraction-and-exponent  with padding at one of
 * three places; grouping and zero padding concern the digits only. */
#include <math.h>
#include <string.h>

#include "cast.h"
#include "digits.h"
#include "float_text.h"
#include "text.h"

/* ---- The spec -------------------------------------------------------------------------------- */

typedef struct spec {
    char fill[5]; /* one character of UTF-8, NUL-terminated */
    char align;   /* < > = ^ */
    bool fill_given, align_given;
    char sign; /* + - or blank; NUL: not given */
    bool no_negative_zero, alternate;
    int64_t width, precision; /* -1: not given */
    char grouping;            /* , or _ or NUL */
    int32_t type;             /* a code point; 0: not given */
} spec;

/* What is parsed, and for messages: whose format() this is. */
typedef struct parser {
    hpc_frame *frame;
    const char *at, *end;
    const char *type_name;
} parser;

/* Bytes of the UTF-8 character at text; specs come from source that was checked to be UTF-8. */
static size_t character_size(const char *text, const char *end)
{
    size_t size = 1;
    while (text + size < end && ((unsigned char)text[size] & 0xC0) == 0x80 && size < 4) {
        size++;
    }
    return size;
}

static int64_t count_characters(const char *text, size_t length)
{
    int64_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

static bool is_align(const char *at, const char *end)
{
    return at < end && *at != '\0' && strchr("<>=^", *at) != NULL;
}

static bool take(parser *p, char c)
{
    if (p->at < p->end && *p->at == c) {
        p->at++;
        return true;
    }
    return false;
}

/* A number, or -1 when there is none. */
static hpc_code parse_count(parser *p, int64_t *out)
{
    int64_t value = 0;
    *out = -1;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9') {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *p->at - '0', &value)) {
            return hpc_fail(p->frame, HPC_VALUE_ERROR, "Too many decimal digits in format string");
        }
        *out = value;
        p->at++;
    }
    return HPC_OK;
}

static void parse_align(parser *p, spec *s)
{
    size_t size = p->at < p->end ? character_size(p->at, p->end) : 0;
    if (size > 0 && is_align(p->at + size, p->end)) {
        memcpy(s->fill, p->at, size);
        s->fill[size] = '\0';
        s->fill_given = s->align_given = true;
        s->align = p->at[size];
        p->at += size + 1;
    } else if (is_align(p->at, p->end)) {
        s->align = *p->at++;
        s->align_given = true;
    }
}

static void parse_flags(parser *p, spec *s)
{
    if (p->at < p->end && (*p->at == '+' || *p->at == '-' || *p->at == ' ')) {
        s->sign = *p->at++;
    }
    s->no_negative_zero = take(p, 'z');
    s->alternate = take(p, '#');
    if (!s->fill_given && take(p, '0')) {
        memcpy(s->fill, "0", 2);
        if (!s->align_given && s->align == '>') {
            s->align = '=';
        }
    }
}

static hpc_code parse_grouping(parser *p, spec *s)
{
    if (take(p, ',')) {
        s->grouping = ',';
    }
    if (take(p, '_')) {
        if (s->grouping != '\0') {
            return hpc_fail(p->frame, HPC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
        }
        s->grouping = '_';
    }
    if (s->grouping == '_' && p->at < p->end && *p->at == ',') {
        return hpc_fail(p->frame, HPC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
    }
    return HPC_OK;
}

/* The code point of one whole character. */
static int32_t code_point(const char *text, size_t size)
{
    static const unsigned char mask[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    int32_t code = (unsigned char)text[0] & mask[size];
    for (size_t i = 1; i < size; i++) {
        code = code << 6 | ((unsigned char)text[i] & 0x3F);
    }
    return code;
}

/* A character as the messages show it: itself when it is plain, else its number in hex. */
static void show_type(char text[16], int32_t type)
{
    static const char hex[] = "0123456789abcdef";
    if (type > 32 && type < 128) {
        text[0] = (char)type;
        text[1] = '\0';
        return;
    }
    int shift = 28;
    size_t length = 0;
    text[length++] = '\\';
    text[length++] = 'x';
    while (shift > 0 && (type >> shift & 15) == 0) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        text[length++] = hex[type >> shift & 15];
    }
    text[length] = '\0';
}

static hpc_code check_grouping(parser *p, const spec *s)
{
    const char *allowed = s->grouping == '_' ? "defgEG%FboxX" : "defgEG%F";
    bool known = s->type == 0 || (s->type < 128 && strchr(allowed, (char)s->type) != NULL);
    if (s->grouping == '\0' || known) {
        return HPC_OK;
    }
    char type[16];
    show_type(type, s->type);
    return hpc_fail(p->frame, HPC_VALUE_ERROR, "Cannot specify '%c' with '%s'.", s->grouping, type);
}

static hpc_code parse_type(parser *p, spec *s, const char *whole, char default_type)
{
    s->type = (unsigned char)default_type;
    if (p->at < p->end) {
        size_t size = character_size(p->at, p->end);
        if (p->at + size < p->end) {
            return hpc_fail(p->frame, HPC_VALUE_ERROR,
                            "Invalid format specifier '%.*s' for object of type '%s'",
                            (int)(p->end - whole < 300 ? p->end - whole : 300), whole,
                            p->type_name);
        }
        s->type = code_point(p->at, size);
        p->at = p->end;
    }
    return check_grouping(p, s);
}

static hpc_code parse_spec(parser *p, spec *s, char default_type, char default_align)
{
    const char *whole = p->at;
    *s = (spec){.fill = " ", .align = default_align, .width = -1, .precision = -1};
    parse_align(p, s);
    parse_flags(p, s);
    hpc_code code = parse_count(p, &s->width);
    if (code == HPC_OK) {
        code = parse_grouping(p, s);
    }
    if (code == HPC_OK && take(p, '.')) {
        code = parse_count(p, &s->precision);
        if (code == HPC_OK && s->precision < 0) {
            code = hpc_fail(p->frame, HPC_VALUE_ERROR, "Format specifier missing precision");
        }
    }
    return code == HPC_OK ? parse_type(p, s, whole, default_type) : code;
}

static hpc_code fail_type(parser *p, const spec *s)
{
    char type[16];
    show_type(type, s->type);
    return hpc_fail(p->frame, HPC_VALUE_ERROR, "Unknown format code '%s' for object of type '%s'",
                    type, p->type_name);
}

static hpc_code fail_value(parser *p, const char *message)
{
    return hpc_fail(p->frame, HPC_VALUE_ERROR, "%s", message);
}

/* ---- Layout ---------------------------------------------------------------------------------- */

static void fill_text(hpc_buffer *out, const spec *s, int64_t count)
{
    size_t size = strlen(s->fill);
    if (size <= 1) { /* a NUL as fill character is a character, too */
        hpc_buffer_fill(out, s->fill[0], count);
        return;
    }
    if (count > 0) {
        hpc_buffer_reserve(out, (size_t)count * size);
    }
    while (count-- > 0 && out->refused == 0) {
        hpc_buffer_add(out, s->fill, size);
    }
}

/* A number in pieces, each a slice of a text. */
typedef struct number {
    char sign; /* NUL: none */
    const char *prefix;
    const char *digits; /* before the point; these are grouped */
    int64_t digit_count;
    const char *rest; /* point, fraction, exponent, percent sign */
    int64_t rest_count;
    int group; /* digits a group */
} number;

/* Write digits in groups from the right, with zeros in front up to min_width characters, so that
 * no group is cut and no separator comes first. Returns the width; writes nothing without out. */
static int64_t grouped(hpc_buffer *out, const spec *s, const number *n, int64_t min_width)
{
    int64_t zeros = min_width > n->digit_count ? min_width - n->digit_count : 0;
    if (s->grouping != '\0') {
        /* w digits take w + (w - 1) / group characters, so at most w * (group + 1) / group: start
         * below the least w that fills min_width, and count up */
        int64_t group = n->group;
        int64_t least = min_width > 0 ? min_width / (group + 1) * group : 0;
        zeros = least > n->digit_count ? least - n->digit_count : 0;
        while (n->digit_count + zeros + (n->digit_count + zeros - 1) / group < min_width) {
            zeros++;
        }
    }
    int64_t total = n->digit_count + zeros;
    int64_t width = total + (s->grouping != '\0' ? (total - 1) / n->group : 0);
    if (out != NULL) {
        hpc_buffer_reserve(out, (size_t)width);
    }
    for (int64_t i = 0; out != NULL && i < total && out->refused == 0; i++) {
        if (s->grouping != '\0' && i > 0 && (total - i) % n->group == 0) {
            hpc_buffer_putc(out, s->grouping);
        }
        hpc_buffer_putc(out, i < zeros ? '0' : n->digits[i - zeros]);
    }
    return width;
}

/* What is limited so that a width or a precision cannot overflow sums. */
static bool too_wide(const spec *s)
{
    return s->width > INT64_MAX / 4;
}

static void write_number(hpc_buffer *out, const spec *s, const number *n)
{
    int64_t fixed = (n->sign != '\0') + (int64_t)strlen(n->prefix) + n->rest_count;
    bool zero_fill = strcmp(s->fill, "0") == 0 && s->align == '=';
    int64_t min_width = zero_fill ? s->width - fixed : 0;
    int64_t digits = n->digit_count == 0 ? 0 : grouped(NULL, s, n, min_width);
    int64_t padding = s->width - fixed - digits;
    padding = padding > 0 ? padding : 0;
    int64_t left = s->align == '>' ? padding : s->align == '^' ? padding / 2 : 0;

    fill_text(out, s, left);
    if (n->sign != '\0') {
        hpc_buffer_putc(out, n->sign);
    }
    hpc_buffer_puts(out, n->prefix);
    fill_text(out, s, s->align == '=' ? padding : 0);
    if (n->digit_count > 0) {
        grouped(out, s, n, min_width);
    }
    hpc_buffer_add(out, n->rest, (size_t)n->rest_count);
    fill_text(out, s, s->align == '<' || s->align == '^' ? padding - left : 0);
}

/* The sign to write for a number that is or is not negative. */
static char sign_of(const spec *s, bool negative)
{
    return negative ? '-' : s->sign == '+' || s->sign == ' ' ? s->sign : '\0';
}

/* ---- Strings --------------------------------------------------------------------------------- */

static hpc_code format_string(parser *p, hpc_buffer *out, const char *text, size_t length)
{
    spec s;
    hpc_code code = parse_spec(p, &s, 's', '<');
    if (code != HPC_OK) {
        return code;
    }
    if (too_wide(&s)) {
        return hpc_fail_memory(p->frame, (size_t)s.width);
    }
    if (s.type != 's') {
        return fail_type(p, &s);
    }
    if (s.sign != '\0') {
        return fail_value(p, s.sign == ' ' ? "Space not allowed in string format specifier"
                                           : "Sign not allowed in string format specifier");
    }
    if (s.no_negative_zero) {
        return fail_value(p, "Negative zero coercion (z) not allowed in string format specifier");
    }
    if (s.alternate) {
        return fail_value(p, "Alternate form (#) not allowed in string format specifier");
    }
    if (s.align == '=') {
        return fail_value(p, "'=' alignment not allowed in string format specifier");
    }
    int64_t count = count_characters(text, length);
    if (s.precision >= 0 && count > s.precision) {
        const char *end = text;
        for (count = 0; count < s.precision; count++) {
            end += character_size(end, text + length);
        }
        length = (size_t)(end - text);
    }
    int64_t padding = s.width > count ? s.width - count : 0;
    int64_t left = s.align == '>' ? padding : s.align == '^' ? padding / 2 : 0;
    fill_text(out, &s, left);
    hpc_buffer_add(out, text, length);
    fill_text(out, &s, padding - left);
    return HPC_OK;
}

/* ---- Floats ---------------------------------------------------------------------------------- */

/* How the digits of a float are chosen, from the spec. */
typedef struct float_form {
    char type;                           /* r (repr), e, f, g */
    bool upper, percent, add_point_zero; /* "12" is shown as "12.0" */
    int precision;
} float_form;

static void general_text(hpc_buffer *out, double value, const spec *s, const float_form *form)
{
    int precision = form->precision > 0 ? form->precision : 1;
    hpc_digits digits;
    hpc_digit_rule rule = {.max = precision, .min = -1};
    hpc_digits_make(&digits, value, HPC_F64, rule);
    int exponent = digits.exponent;
    bool scientific = exponent < -4 || exponent >= precision - form->add_point_zero;
    hpc_float_layout layout = {.scientific = scientific,
                               .trim = s->alternate ? 'k' : '-',
                               .precision = precision - 1 - (scientific ? 0 : exponent),
                               .min_digits = -1,
                               .pad_left = -1,
                               .pad_right = -1,
                               .exp_digits = -1};
    if (form->add_point_zero && !scientific && !s->alternate) {
        layout.trim = '0';
    }
    hpc_float_text(out, value, HPC_F64, &layout);
}

static void repr_text(hpc_buffer *out, double value, const spec *s, const float_form *form)
{
    size_t start = out->length;
    hpc_float_scalar_text(out, value, HPC_F64, !form->add_point_zero, false);
    bool has_point = out->refused != 0 || memchr(out->text + start, '.', out->length - start);
    if (!s->alternate || has_point) {
        return;
    }
    /* The alternate form has a point always: before the exponent, or at the end. */
    char tail[16];
    const char *e = memchr(out->text + start, 'e', out->length - start);
    size_t tail_length = e != NULL ? out->length - (size_t)(e - out->text) : 0;
    memcpy(tail, out->text + out->length - tail_length, tail_length);
    out->length -= tail_length;
    hpc_buffer_putc(out, '.');
    hpc_buffer_add(out, tail, tail_length);
}

/* The text of |value|, without sign. */
static void magnitude_text(hpc_buffer *out, double value, const spec *s, const float_form *form)
{
    if (!isfinite(value)) {
        hpc_buffer_puts(out, isnan(value) ? "nan" : "inf");
    } else if (form->type == 'r') {
        repr_text(out, value, s, form);
    } else if (form->type == 'g') {
        general_text(out, value, s, form);
    } else {
        bool bare = form->precision == 0 && !s->alternate;
        hpc_float_layout layout = {.scientific = form->type == 'e',
                                   .trim = bare ? '-' : 'k',
                                   .precision = form->precision,
                                   .min_digits = -1,
                                   .pad_left = -1,
                                   .pad_right = -1,
                                   .exp_digits = -1};
        hpc_float_text(out, value, HPC_F64, &layout);
    }
}

static hpc_code float_form_of(parser *p, const spec *s, float_form *form)
{
    int32_t type = s->type;
    if (s->precision > INT32_MAX) {
        return fail_value(p, "precision too big");
    }
    *form = (float_form){.precision = s->precision < 0 ? 6 : (int)s->precision};
    if (type == 0) {
        form->type = s->precision < 0 ? 'r' : 'g';
        form->add_point_zero = true;
        return HPC_OK;
    }
    form->upper = type == 'E' || type == 'F' || type == 'G';
    form->percent = type == '%';
    if (type == 'n') {
        form->type = 'g';
    } else if (type == '%') {
        form->type = 'f';
    } else if (type < 128 && strchr("eEfFgG", (char)type) != NULL) {
        form->type = (char)(form->upper ? type - 'A' + 'a' : type);
    } else {
        return fail_type(p, s);
    }
    return HPC_OK;
}

/* True when a text has no digit but 0 before its exponent: "-0.00" is a negative zero. */
static bool shows_zero(const char *text, size_t length)
{
    for (size_t i = 0; i < length && text[i] != 'e'; i++) {
        if (text[i] != '0' && text[i] != '.' && text[i] != '%') {
            return false;
        }
    }
    return true;
}

/* One float (or part of a complex number) in the layout of s. */
static hpc_code write_float(parser *p, hpc_buffer *out, double value, const spec *s,
                            const float_form *form)
{
    hpc_buffer text;
    hpc_buffer_init(&text, out->heap);
    value = form->percent ? value * 100 : value;
    magnitude_text(&text, fabs(value), s, form);
    hpc_buffer_puts(&text, form->percent ? "%" : "");
    hpc_code code = hpc_buffer_status(p->frame, &text);
    if (code == HPC_OK) {
        bool negative = signbit(value) && !isnan(value);
        if (s->no_negative_zero && shows_zero(text.text, text.length)) {
            negative = false;
        }
        int64_t digits = 0;
        while (digits < (int64_t)text.length && text.text[digits] >= '0' &&
               text.text[digits] <= '9') {
            digits++;
        }
        for (size_t i = 0; form->upper && i < text.length; i++) {
            char c = text.text[i];
            text.text[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        number n = {.sign = sign_of(s, negative),
                    .prefix = "",
                    .digits = text.text,
                    .digit_count = digits,
                    .rest = text.text + digits,
                    .rest_count = (int64_t)text.length - digits,
                    .group = 3};
        write_number(out, s, &n);
    }
    hpc_buffer_free(&text);
    return code;
}

static hpc_code format_float(parser *p, hpc_buffer *out, double value, const spec *s)
{
    float_form form;
    hpc_code code = float_form_of(p, s, &form);
    return code == HPC_OK ? write_float(p, out, value, s, &form) : code;
}

static hpc_code format_complex(parser *p, hpc_buffer *out, const double value[2], const spec *s)
{
    float_form form;
    if (s->type == '%') {
        return fail_type(p, s);
    }
    hpc_code code = float_form_of(p, s, &form);
    if (code != HPC_OK) {
        return code;
    }
    if (strcmp(s->fill, "0") == 0) {
        return fail_value(p, "Zero padding is not allowed in complex format specifier");
    }
    if (s->align == '=') {
        return fail_value(p, "'=' alignment flag is not allowed in complex format specifier");
    }
    bool bare = s->type == 0;
    bool skip_real = bare && value[0] == 0 && !signbit(value[0]);
    form.add_point_zero = false;
    spec part = *s;
    part.width = -1;
    part.align = '<';
    hpc_buffer text;
    hpc_buffer_init(&text, out->heap);
    if (!skip_real) {
        hpc_buffer_puts(&text, bare ? "(" : "");
        code = write_float(p, &text, value[0], &part, &form);
        part.sign = '+';
    }
    if (code == HPC_OK) {
        code = write_float(p, &text, value[1], &part, &form);
    }
    hpc_buffer_puts(&text, bare && !skip_real ? "j)" : "j");
    code = code == HPC_OK ? hpc_buffer_status(p->frame, &text) : code;
    if (code == HPC_OK) {
        number n = {.prefix = "", .rest = text.text, .rest_count = (int64_t)text.length};
        write_number(out, s, &n);
    }
    hpc_buffer_free(&text);
    return code;
}

/* ---- Integers -------------------------------------------------------------------------------- */

/* Digits of a magnitude in a base, most significant first; returns their count. */
static int based_digits(char digits[64], uint64_t magnitude, unsigned base, bool upper)
{
    const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    int at = 64;
    do {
        digits[--at] = letters[magnitude % base];
        magnitude /= base;
    } while (magnitude > 0);
    memmove(digits, digits + at, (size_t)(64 - at));
    return 64 - at;
}

static size_t encode_utf8(char text[4], int64_t code)
{
    if (code < 0x80) {
        text[0] = (char)code;
        return 1;
    }
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        text[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    text[0] = (char)(lead[size] | code);
    return size;
}

static hpc_code format_character(parser *p, hpc_buffer *out, uint64_t magnitude, bool negative,
                                 const spec *s)
{
    if (s->sign != '\0') {
        return fail_value(p, "Sign not allowed with integer format specifier 'c'");
    }
    if (s->alternate) {
        return fail_value(p, "Alternate form (#) not allowed with integer format specifier 'c'");
    }
    if (!negative && magnitude > INT64_MAX) {
        return hpc_fail(p->frame, HPC_OVERFLOW_ERROR, "Python int too large to convert to C long");
    }
    if ((negative && magnitude > 0) || magnitude > 0x10FFFF) {
        return hpc_fail(p->frame, HPC_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    }
    char text[4];
    size_t size = encode_utf8(text, (int64_t)magnitude);
    spec shifted = *s; /* the layout counts bytes where it should count one character */
    shifted.width += shifted.width >= 0 ? (int64_t)size - 1 : 0;
    number n = {.prefix = "", .rest = text, .rest_count = (int64_t)size};
    write_number(out, &shifted, &n);
    return HPC_OK;
}

/* magnitude and sign, so that both signed and unsigned 64-bit numbers fit. */
static hpc_code format_int(parser *p, hpc_buffer *out, uint64_t magnitude, bool negative,
                           const spec *s)
{
    static const struct {
        char type;
        unsigned char base;
        const char *prefix;
    } bases[] = {{'d', 10, ""},  {'n', 10, ""},   {'b', 2, "0b"},
                 {'o', 8, "0o"}, {'x', 16, "0x"}, {'X', 16, "0X"}};
    if (s->type < 128 && s->type != 0 && strchr("eEfFgG%", (char)s->type) != NULL) {
        double value = (double)magnitude;
        return format_float(p, out, negative ? -value : value, s);
    }
    size_t row = 0;
    while (row < sizeof bases / sizeof *bases && bases[row].type != s->type) {
        row++;
    }
    if (row == sizeof bases / sizeof *bases && s->type != 'c') {
        return fail_type(p, s);
    }
    if (s->precision >= 0) {
        return fail_value(p, "Precision not allowed in integer format specifier");
    }
    if (s->no_negative_zero) {
        return fail_value(p, "Negative zero coercion (z) not allowed in integer format specifier");
    }
    if (s->type == 'c') {
        return format_character(p, out, magnitude, negative, s);
    }
    char digits[64];
    int count = based_digits(digits, magnitude, bases[row].base, s->type == 'X');
    number n = {.sign = sign_of(s, negative),
                .prefix = s->alternate ? bases[row].prefix : "",
                .digits = digits,
                .digit_count = count,
                .rest = "",
                .group = bases[row].base == 10 ? 3 : 4};
    write_number(out, s, &n);
    return HPC_OK;
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* NumPy's scalars, and arrays without axes, are formatted as the Python number that they hold. */
static hpc_value python_number(const hpc_value *value)
{
    hpc_value plain = *value;
    if (value->kind == HPC_ARRAY && value->view->rank == 0 && value->view->data != NULL) {
        plain = hpc_element_load(value->view->data, (hpc_dtype)value->view->dtype);
    }
    if (plain.kind != HPC_SCALAR) {
        plain.dtype = HPC_I64;
        return plain;
    }
    switch (hpc_dtype_kind((hpc_dtype)plain.dtype)) {
    case 'b': plain.kind = HPC_PYBOOL; break;
    case 'f': plain.kind = HPC_PYFLOAT; break;
    case 'c': plain.kind = HPC_PYCOMPLEX; break;
    default: /* dtype HPC_U64 goes on to say that the bits may be past int64 */
        plain.kind = HPC_PYINT;
        break;
    }
    return plain;
}

static hpc_code format_number(parser *p, hpc_buffer *out, const hpc_value *value)
{
    bool is_float = value->kind == HPC_PYFLOAT || value->kind == HPC_PYCOMPLEX;
    spec s;
    hpc_code code = parse_spec(p, &s, is_float ? '\0' : 'd', '>');
    if (code != HPC_OK) {
        return code;
    }
    if (too_wide(&s)) {
        return hpc_fail_memory(p->frame, (size_t)s.width);
    }
    if (value->kind == HPC_PYFLOAT) {
        return format_float(p, out, value->f, &s);
    }
    if (value->kind == HPC_PYCOMPLEX) {
        return format_complex(p, out, value->c, &s);
    }
    bool is_unsigned = value->kind == HPC_PYINT && value->dtype == HPC_U64;
    bool negative = !is_unsigned && value->i < 0;
    uint64_t bits = (uint64_t)value->i;
    return format_int(p, out, negative ? -bits : bits, negative, &s);
}

hpc_code hpc_format_append(hpc_frame *frame, hpc_buffer *out, const hpc_value *value,
                           const char *text, size_t length)
{
    hpc_value plain = python_number(value);
    const hpc_str *str;
    parser p = {.frame = frame, .at = text, .end = text + length};
    hpc_code code;
    p.type_name = hpc_value_type_name(&plain);
    switch (plain.kind) {
    case HPC_PYBOOL:
    case HPC_PYINT:
    case HPC_PYFLOAT:
    case HPC_PYCOMPLEX:
        if (length > 0 || plain.kind != value->kind) {
            break;
        }
        hpc_text_str(out, &plain, frame->runtime->print_options);
        return hpc_buffer_status(frame, out);
    case HPC_STR:
        str = (const hpc_str *)(const void *)plain.object;
        code = format_string(&p, out, str->text, (size_t)str->length);
        return code == HPC_OK ? hpc_buffer_status(frame, out) : code;
    default:
        if (length > 0) {
            return hpc_fail(frame, HPC_TYPE_ERROR,
                            "unsupported format string passed to %s.__format__", p.type_name);
        }
        hpc_text_str(out, value, frame->runtime->print_options);
        return hpc_buffer_status(frame, out);
    }
    if (length == 0 && plain.kind == HPC_PYBOOL) {
        hpc_buffer_puts(out, plain.i ? "True" : "False");
        return hpc_buffer_status(frame, out);
    }
    code = format_number(&p, out, &plain);
    return code == HPC_OK ? hpc_buffer_status(frame, out) : code;
}

hpc_code hpc_format_value(hpc_frame *frame, hpc_str **out, const hpc_value *value, const char *spec,
                          size_t spec_length)
{
    hpc_buffer buffer;
    *out = NULL;
    hpc_buffer_init(&buffer, frame->runtime->heap);
    hpc_code code = hpc_format_append(frame, &buffer, value, spec, spec_length);
    if (code == HPC_OK) {
        code = hpc_str_new(frame, out, buffer.text, buffer.length);
    }
    hpc_buffer_free(&buffer);
    return code;
}
