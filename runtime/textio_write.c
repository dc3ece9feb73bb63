/* np.savetxt: each row is formatted by Python's % operator with the joined formats.
 *
 * Example: formats {"%.2f"}, delimiter ",": the row [1, 2] becomes "1.00,2.00\n". */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "cast.h"
#include "files.h"
#include "text.h"
#include "textio.h"

/* One conversion of a format: %[flags][width][.precision]letter. */
typedef struct conversion {
    bool left, plus, space, alternate, zero;
    int width, precision; /* precision -1: none */
    char letter;
} conversion;

enum { WIDTH_MAX = 4096 };

static hpc_code fail_format(hpc_frame *frame, const char *format)
{
    return hpc_fail(frame, HPC_VALUE_ERROR, "invalid fmt: '%s'", format);
}

static bool parse_count(const char **at, int *out)
{
    for (*out = 0; **at >= '0' && **at <= '9'; (*at)++) {
        *out = *out * 10 + (**at - '0');
        if (*out > WIDTH_MAX)
            return false;
    }
    return true;
}

/* Parse the conversion after a '%'; false for what Python refuses or we do not have. */
static bool parse_conversion(const char **at, conversion *out)
{
    *out = (conversion){.precision = -1};
    for (;; (*at)++) {
        if (**at == '-')
            out->left = true;
        else if (**at == '+')
            out->plus = true;
        else if (**at == ' ')
            out->space = true;
        else if (**at == '#')
            out->alternate = true;
        else if (**at == '0')
            out->zero = true;
        else
            break;
    }
    if (!parse_count(at, &out->width))
        return false;
    if (**at == '.') {
        (*at)++;
        if (!parse_count(at, &out->precision))
            return false;
    }
    while (**at == 'h' || **at == 'l' || **at == 'L')
        (*at)++;
    out->letter = **at;
    if (!out->letter || !strchr("diuoxXeEfFgGsr", out->letter))
        return false;
    (*at)++;
    return true;
}

/* ---- One value ------------------------------------------------------------------------------ */

/* Pad sign + body to the width; zeros go between the two. */
static void add_padded(hpc_buffer *out, const conversion *how, const char *sign, const char *body,
                       bool zeros)
{
    int64_t fill = how->width - (int64_t)strlen(sign) - (int64_t)strlen(body);
    if (!how->left && !zeros)
        hpc_buffer_fill(out, ' ', fill);
    hpc_buffer_puts(out, sign);
    if (!how->left && zeros)
        hpc_buffer_fill(out, '0', fill);
    hpc_buffer_puts(out, body);
    if (how->left)
        hpc_buffer_fill(out, ' ', fill);
}

static const char *sign_of(const conversion *how, bool negative)
{
    return negative ? "-" : how->plus ? "+" : how->space ? " " : "";
}

static void add_float(hpc_buffer *out, const conversion *how, double value)
{
    char text[WIDTH_MAX + 400], format[8];
    int precision = how->precision < 0 ? 6 : how->precision;
    if (isfinite(value)) {
        snprintf(format, sizeof format, "%%%s.*%c", how->alternate ? "#" : "", how->letter);
        snprintf(text, sizeof text, format, precision, fabs(value));
    } else {
        bool upper = how->letter < 'a';
        strcpy(text, isnan(value) ? upper ? "NAN" : "nan" : upper ? "INF" : "inf");
    }
    add_padded(out, how, sign_of(how, signbit(value) && !isnan(value)), text, how->zero);
}

/* %d of any integer, and the others of integers: magnitude and sign apart, as Python shows them. */
static void add_integer(hpc_buffer *out, const conversion *how, uint64_t magnitude, bool negative)
{
    char digits[WIDTH_MAX + 80], sign[8];
    char letter = how->letter == 'i' || how->letter == 'u' ? 'd' : how->letter;
    const char *prefix = "";
    int precision = how->precision < 0 ? 1 : how->precision;
    unsigned long long shown = magnitude;
    if (letter == 'd')
        snprintf(digits, sizeof digits, "%.*llu", precision, shown);
    else if (letter == 'o')
        snprintf(digits, sizeof digits, "%.*llo", precision, shown);
    else
        snprintf(digits, sizeof digits, letter == 'x' ? "%.*llx" : "%.*llX", precision, shown);
    if (how->alternate && letter != 'd')
        prefix = letter == 'o' ? "0o" : letter == 'x' ? "0x" : "0X";
    if (magnitude == 0 && precision == 0)
        strcpy(digits, "0"); /* Python shows a zero here, C nothing */
    snprintf(sign, sizeof sign, "%s%s", sign_of(how, negative), prefix);
    add_padded(out, how, sign, digits, how->zero);
}

static void add_text(hpc_buffer *out, const conversion *how, const hpc_value *value)
{
    hpc_buffer text;
    hpc_buffer_init(&text, out->heap);
    if (how->letter == 'r')
        hpc_text_repr(&text, value, NULL);
    else
        hpc_text_str(&text, value, NULL);
    int64_t length = (int64_t)text.length;
    if (how->precision >= 0 && length > how->precision)
        length = how->precision;
    if (!how->left)
        hpc_buffer_fill(out, ' ', how->width - length);
    if (length > 0)
        hpc_buffer_add(out, text.text, (size_t)length);
    if (how->left)
        hpc_buffer_fill(out, ' ', how->width - length);
    if (text.refused)
        out->refused = text.refused;
    hpc_buffer_free(&text);
}

static double as_double(const hpc_value *value)
{
    switch (hpc_dtype_kind((hpc_dtype)value->dtype)) {
    case 'f': return value->f;
    case 'u': return (double)(uint64_t)value->i;
    default: return (double)value->i;
    }
}

/* A whole number of either kind; what does not fit 64 bits is an error of ours, not of Python's. */
static hpc_code add_whole(hpc_frame *frame, hpc_buffer *out, const conversion *how,
                          const hpc_value *value)
{
    char kind = hpc_dtype_kind((hpc_dtype)value->dtype);
    if (kind != 'f') {
        bool negative = kind == 'i' && value->i < 0;
        add_integer(out, how, negative ? -(uint64_t)value->i : (uint64_t)value->i, negative);
        return HPC_OK;
    }
    if (isnan(value->f))
        return hpc_fail(frame, HPC_VALUE_ERROR, "cannot convert float NaN to integer");
    if (isinf(value->f))
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    if (fabs(value->f) < 0x1p64) {
        double whole = trunc(value->f);
        add_integer(out, how, (uint64_t)fabs(whole), whole < 0);
        return HPC_OK;
    }
    conversion large = *how; /* exact digits of a number too large for 64 bits */
    large.letter = 'f';
    large.precision = 0;
    add_float(out, &large, value->f);
    return HPC_OK;
}

/* Returns HPC_TYPE_ERROR, without a message, where Python's % does not take the value. */
static hpc_code add_value(hpc_frame *frame, hpc_buffer *out, const conversion *how,
                          const hpc_value *value)
{
    switch (how->letter) {
    case 's':
    case 'r': add_text(out, how, value); return HPC_OK;
    case 'd':
    case 'i':
    case 'u': return add_whole(frame, out, how, value);
    case 'o':
    case 'x':
    case 'X':
        if (value->dtype == HPC_BOOL || hpc_dtype_kind((hpc_dtype)value->dtype) == 'f')
            return HPC_TYPE_ERROR;
        return add_whole(frame, out, how, value);
    default: add_float(out, how, as_double(value)); return HPC_OK;
    }
}

/* ---- Rows ----------------------------------------------------------------------------------- */

typedef struct writer {
    hpc_frame *frame;
    const hpc_view *x; /* rank 2 */
    hpc_buffer format; /* of a whole row, NUL-terminated */
    hpc_buffer line;
    const char *newline;
    FILE *file;
} writer;

/* Argument k of row i; a complex column gives two. */
static hpc_value argument(const writer *to, int64_t i, int64_t k)
{
    const hpc_view *x = to->x;
    bool complex = hpc_dtype_kind((hpc_dtype)x->dtype) == 'c';
    int64_t column = complex ? k / 2 : k;
    hpc_value value =
        hpc_element_load(x->data + i * x->strides[0] + column * x->strides[1], (hpc_dtype)x->dtype);
    if (complex) {
        double part = value.c[k % 2];
        value.dtype = x->dtype == HPC_C64 ? HPC_F32 : HPC_F64;
        value.f = part;
    }
    return value;
}

static hpc_code fail_mismatch(const writer *to)
{
    return hpc_fail(to->frame, HPC_TYPE_ERROR,
                    "Mismatch between array dtype ('%s') and format specifier ('%s')",
                    hpc_dtype_name((hpc_dtype)to->x->dtype), to->format.text);
}

static hpc_code format_row(writer *to, int64_t i)
{
    bool complex = hpc_dtype_kind((hpc_dtype)to->x->dtype) == 'c';
    int64_t arguments = to->x->shape[1] * (complex ? 2 : 1), used = 0;
    hpc_code code = HPC_OK;
    to->line.length = 0;
    for (const char *at = to->format.text; *at && code == HPC_OK;) {
        size_t plain = strcspn(at, "%");
        hpc_buffer_add(&to->line, at, plain);
        at += plain;
        if (!*at)
            break;
        if (at[1] == '%') {
            hpc_buffer_putc(&to->line, '%');
            at += 2;
            continue;
        }
        conversion how;
        at++;
        if (!parse_conversion(&at, &how))
            return fail_format(to->frame, to->format.text);
        if (used == arguments)
            return fail_mismatch(to);
        hpc_value value = argument(to, i, used++);
        code = add_value(to->frame, &to->line, &how, &value);
        if (code == HPC_TYPE_ERROR)
            return fail_mismatch(to);
    }
    if (code == HPC_OK && used != arguments)
        return fail_mismatch(to);
    return code;
}

/* "1+-2j" is written "1-2j". */
static void mend_complex(hpc_buffer *line)
{
    size_t kept = 0;
    for (size_t i = 0; i < line->length; i++)
        if (!(line->text[i] == '+' && i + 1 < line->length && line->text[i + 1] == '-'))
            line->text[kept++] = line->text[i];
    line->length = kept;
}

static hpc_code write_rows(writer *to)
{
    bool complex = hpc_dtype_kind((hpc_dtype)to->x->dtype) == 'c';
    hpc_code code = HPC_OK;
    for (int64_t i = 0; code == HPC_OK && i < to->x->shape[0]; i++) {
        code = format_row(to, i);
        hpc_buffer_puts(&to->line, to->newline);
        if (complex)
            mend_complex(&to->line);
        if (code == HPC_OK)
            code = hpc_buffer_status(to->frame, &to->line);
        size_t length = to->line.length;
        if (code == HPC_OK && fwrite(to->line.text, 1, length, to->file) != length)
            break; /* found again when the file is committed */
    }
    return code;
}

/* ---- The whole file ------------------------------------------------------------------------- */

static int64_t count_percents(const char *format)
{
    int64_t count = 0;
    for (; *format; format++)
        count += *format == '%';
    return count;
}

/* One format for all columns is repeated; one a column are joined; else it is the row's. */
static hpc_code make_format(writer *to, const hpc_savetxt_options *options, const char *delimiter)
{
    const char *single = options->formats ? options->formats[0] : "%.18e";
    bool listed = options->formats && options->format_count > 0;
    bool complex = hpc_dtype_kind((hpc_dtype)to->x->dtype) == 'c';
    int64_t columns = to->x->shape[1], percents = listed ? 0 : count_percents(single);
    if (listed && options->format_count != columns)
        return hpc_fail(to->frame, HPC_ATTRIBUTE_ERROR,
                        "fmt has wrong shape.  %d formats for %lld columns", options->format_count,
                        (long long)columns);
    if (!listed && percents != 1) {
        if (percents != columns * (complex ? 2 : 1))
            return hpc_fail(to->frame, HPC_VALUE_ERROR, "fmt has wrong number of %% formats:  %s",
                            single);
        hpc_buffer_puts(&to->format, single);
    }
    for (int64_t k = 0; (listed || percents == 1) && k < columns; k++) {
        const char *format = listed ? options->formats[k] : single;
        hpc_buffer_puts(&to->format, k > 0 ? delimiter : "");
        hpc_buffer_puts(&to->format, complex && !listed ? " (" : "");
        hpc_buffer_puts(&to->format, format);
        if (complex && !listed) {
            hpc_buffer_putc(&to->format, '+');
            hpc_buffer_puts(&to->format, format);
            hpc_buffer_puts(&to->format, "j)");
        }
    }
    hpc_buffer_putc(&to->format, '\0');
    return hpc_buffer_status(to->frame, &to->format);
}

/* A header or footer: `comments` before each of its lines. */
static void write_note(FILE *file, const char *note, const char *comments, const char *newline)
{
    if (!note || !*note)
        return;
    fputs(comments, file);
    for (; *note; note++) {
        fputc(*note, file);
        if (*note == '\n')
            fputs(comments, file);
    }
    fputs(newline, file);
}

static hpc_code write_file(writer *to, const char *path, const hpc_savetxt_options *options)
{
    const char *comments = options->comments ? options->comments : "# ";
    hpc_file_writer file;
    hpc_code code = make_format(to, options, options->delimiter ? options->delimiter : " ");
    if (code == HPC_OK)
        code = hpc_file_begin(to->frame, &file, path);
    if (code != HPC_OK)
        return code;
    to->file = file.file;
    to->newline = options->newline ? options->newline : "\n";
    write_note(to->file, options->header, comments, to->newline);
    code = write_rows(to);
    if (code != HPC_OK) {
        hpc_file_abandon(to->frame, &file);
        return code;
    }
    write_note(to->file, options->footer, comments, to->newline);
    return hpc_file_commit(to->frame, &file);
}

hpc_code hpc_savetxt(hpc_frame *frame, const char *path, const hpc_view *x,
                     const hpc_savetxt_options *options)
{
    const char *dot = strrchr(path, '.');
    if (dot && (!strcmp(dot, ".gz") || !strcmp(dot, ".bz2") || !strcmp(dot, ".xz")))
        return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                        "compressed text files are not supported");
    if (x->rank != 1 && x->rank != 2)
        return hpc_fail(frame, HPC_VALUE_ERROR, "Expected 1D or 2D array, got %dD array instead",
                        x->rank);
    hpc_view table = *x;
    if (x->rank == 1) {
        table.rank = 2;
        table.shape[1] = 1;
        table.strides[1] = 0;
    }
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return hpc_fail_memory(frame, 0);
    locale_t before = uselocale(plain); /* printf writes the thread's decimal point */
    writer to = {.frame = frame, .x = &table};
    hpc_buffer_init(&to.format, frame->runtime->heap);
    hpc_buffer_init(&to.line, frame->runtime->heap);
    hpc_code code = write_file(&to, path, options);
    hpc_buffer_free(&to.format);
    hpc_buffer_free(&to.line);
    uselocale(before);
    freelocale(plain);
    return code;
}
