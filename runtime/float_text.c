/* Takes a float and a layout, gives its text: sign, padding, digits, point and exponent around the
 * decimal digits of digits.h. */
#include "float_text.h"

#include <math.h>

#include "digits.h"

static bool special_text(hpc_buffer *out, double value, bool plus)
{
    if (isnan(value)) {
        hpc_buffer_puts(out, "nan");
        return true;
    }
    if (isinf(value)) {
        hpc_buffer_puts(out, value < 0 ? "-inf" : plus ? "+inf" : "inf");
        return true;
    }
    return false;
}

/* The fraction of a number: `lead` zeros, then digits [start, start + count). */
typedef struct fraction {
    int lead, start, count;
} fraction;

static fraction fraction_of(const hpc_digits *digits, bool scientific)
{
    fraction f = {0, 1, digits->count - 1};
    if (!scientific) {
        int whole = digits->exponent + 1;
        f.lead = whole < 0 ? -whole : 0;
        f.start = whole < 0 ? 0 : whole;
        f.count = digits->count > f.start ? digits->count - f.start : 0;
    }
    return f;
}

/* Drop zeros at the end, where the layout does not keep them. */
static void fraction_trim(fraction *f, const hpc_digits *digits)
{
    while (f->count > 0 && digits->digit[f->start + f->count - 1] == '0') {
        f->count--;
    }
    if (f->count == 0) {
        f->lead = 0;
    }
}

/* Write the point and the fraction; returns how many digits the fraction has. */
static int fraction_text(hpc_buffer *out, const hpc_digits *digits, const hpc_float_layout *layout)
{
    fraction f = fraction_of(digits, layout->scientific);
    if (layout->trim != 'k') {
        fraction_trim(&f, digits);
    }
    int count = f.lead + f.count;
    int zeros = 0;
    if (layout->trim == 'k') {
        int wanted = layout->unique ? layout->min_digits : layout->precision;
        zeros = wanted > count ? wanted - count : 0;
    } else if (layout->trim == '0') {
        zeros = count == 0;
    }
    if (count + zeros > 0 || layout->trim != '-') {
        hpc_buffer_putc(out, '.');
    }
    hpc_buffer_fill(out, '0', f.lead);
    hpc_buffer_add(out, digits->digit + f.start, (size_t)f.count);
    hpc_buffer_fill(out, '0', zeros);
    return count + zeros;
}

static void whole_text(hpc_buffer *out, const hpc_digits *digits)
{
    int whole = digits->exponent + 1;
    if (whole <= 0) {
        hpc_buffer_putc(out, '0');
        return;
    }
    int count = digits->count < whole ? digits->count : whole;
    hpc_buffer_add(out, digits->digit, (size_t)count);
    hpc_buffer_fill(out, '0', whole - count);
}

static void exponent_text(hpc_buffer *out, int exponent, int least)
{
    hpc_buffer_putc(out, 'e');
    hpc_buffer_putc(out, exponent < 0 ? '-' : '+');
    int magnitude = exponent < 0 ? -exponent : exponent;
    hpc_buffer_printf(out, "%0*d", least < 0 ? 2 : least, magnitude);
}

void hpc_float_text(hpc_buffer *out, double value, hpc_dtype dtype, const hpc_float_layout *layout)
{
    if (special_text(out, value, layout->plus)) {
        return;
    }
    hpc_digit_rule rule = {.unique = layout->unique,
                           .fraction = !layout->scientific,
                           .max = layout->precision < 2000 ? layout->precision : 2000,
                           .min = layout->min_digits < 2000 ? layout->min_digits : 2000};
    if (layout->scientific) { /* counted with the digit before the point */
        rule.max += rule.max >= 0;
        rule.min += rule.min >= 0;
    }
    hpc_digits digits;
    hpc_digits_make(&digits, fabs(value), dtype, rule);

    const char *sign = signbit(value) ? "-" : layout->plus ? "+" : "";
    int whole = layout->scientific || digits.exponent < 0 ? 1 : digits.exponent + 1;
    hpc_buffer_fill(out, ' ', layout->pad_left - whole - (*sign != '\0'));
    hpc_buffer_puts(out, sign);
    if (layout->scientific) {
        hpc_buffer_putc(out, digits.digit[0]);
        fraction_text(out, &digits, layout);
        exponent_text(out, digits.exponent, layout->exp_digits);
        return;
    }
    whole_text(out, &digits);
    int written = fraction_text(out, &digits, layout);
    if (layout->pad_right >= written) {
        hpc_buffer_fill(out, ' ', layout->trim == '-' && written == 0); /* instead of the point */
        hpc_buffer_fill(out, ' ', layout->pad_right - written);
    }
}

void hpc_float_scalar_text(hpc_buffer *out, double value, hpc_dtype dtype, bool part, bool plus)
{
    double magnitude = fabs(value);
    double limit = dtype == HPC_F64 ? 1e16 : dtype == HPC_F32 ? 1e6 : 1e3;
    /* Compared as NumPy does: float32(1e-4) is less than 1e-4. */
    bool positional = magnitude == 0 || (magnitude >= 1e-4L && magnitude < limit);
    hpc_float_layout layout = {.scientific = !positional,
                               .unique = true,
                               .plus = plus,
                               .trim = positional && !part ? '0' : '-',
                               .precision = -1,
                               .min_digits = -1,
                               .pad_left = -1,
                               .pad_right = -1,
                               .exp_digits = -1};
    if (isnan(value) && plus) {
        hpc_buffer_putc(out, '+');
    }
    hpc_float_text(out, value, dtype, &layout);
}

void hpc_complex_scalar_text(hpc_buffer *out, const double value[2], hpc_dtype part_dtype,
                             bool parentheses)
{
    bool imaginary_only = value[0] == 0 && !signbit(value[0]);
    if (imaginary_only) {
        hpc_float_scalar_text(out, value[1], part_dtype, true, false);
        hpc_buffer_putc(out, 'j');
        return;
    }
    hpc_buffer_puts(out, parentheses ? "(" : "");
    hpc_float_scalar_text(out, value[0], part_dtype, true, false);
    hpc_float_scalar_text(out, value[1], part_dtype, true, true);
    hpc_buffer_puts(out, parentheses ? "j)" : "j");
}
