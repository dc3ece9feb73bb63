/* Constants of loop IR to text and back (lir_number.h).
 *
 * A decimal m / 10^k with m < 2^53 and k <= 22 is one correctly rounded division of exact numbers;
 * the printer uses a decimal only where this division gives back the number. */
#include "lir_number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "../../runtime/fpenv.h"
#include "lir_kernels.h"

enum { MAX_DECIMALS = 9, MAX_POWER = 22 };

static double ten_to(int k)
{
    double power = 1;
    for (; k > 0; k--)
        power *= 10;
    return power;
}

static double float_value(lir_elem elem, uint64_t bits)
{
    double value;
    if (elem == LIR_F16)
        return lir_half_to_float((uint16_t)bits);
    if (elem == LIR_F32) {
        float narrow;
        memcpy(&narrow, &bits, sizeof narrow);
        return narrow;
    }
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* ---- Printing -------------------------------------------------------------------------------- */

static bool print_decimal(char *out, lir_elem elem, uint64_t bits, double value)
{
    double size = fabs(value);
    uint64_t sign = UINT64_C(1) << (lir_elem_size(elem) * 8 - 1);
    for (int k = 0; k <= MAX_DECIMALS; k++) {
        double scaled = rint(size * ten_to(k));
        if (scaled >= 0x1p49) /* one more digit, the 0 of 2.0, must fit too */
            return false;
        if (lir_float_bits(elem, scaled / ten_to(k)) != (bits & ~sign))
            continue;
        uint64_t m = (uint64_t)scaled, power = (uint64_t)ten_to(k);
        int written =
            snprintf(out, LIR_NUMBER_MAX, "%s%" PRIu64 ".", bits & sign ? "-" : "", m / power);
        snprintf(out + written, (size_t)(LIR_NUMBER_MAX - written), "%0*" PRIu64, k ? k : 1,
                 m % power);
        return true;
    }
    return false;
}

/* Through the bits of the double, which holds every f16 and f32. */
static void print_hex(char *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52 & 2047);
    char digits[16];
    snprintf(digits, sizeof digits, "%013" PRIx64, fraction);
    for (int n = 13; n > 1 && digits[n - 1] == '0'; n--)
        digits[n - 1] = 0;
    snprintf(out, LIR_NUMBER_MAX, "%s0x%d.%sp%+d", bits >> 63 ? "-" : "", exponent ? 1 : 0, digits,
             exponent ? exponent - 1023 : -1022);
}

static void print_float(char *out, lir_elem elem, uint64_t bits)
{
    double value = float_value(elem, bits);
    if (isnan(value)) {
        if (bits == lir_float_bits(elem, (double)NAN))
            snprintf(out, LIR_NUMBER_MAX, "nan");
        else
            snprintf(out, LIR_NUMBER_MAX, "#%0*" PRIx64, (int)lir_elem_size(elem) * 2, bits);
    } else if (isinf(value)) {
        snprintf(out, LIR_NUMBER_MAX, "%sinf", value < 0 ? "-" : "");
    } else {
        fpenv saved = fpenv_enter();
        bool decimal = print_decimal(out, elem, bits, value);
        fpenv_leave(saved);
        if (!decimal)
            print_hex(out, value);
    }
}

void lir_number_print(char out[LIR_NUMBER_MAX], lir_elem elem, uint64_t bits)
{
    if (elem == LIR_I1) {
        snprintf(out, LIR_NUMBER_MAX, "%s", bits ? "true" : "false");
    } else if (lir_elem_is_float(elem)) {
        print_float(out, elem, bits);
    } else if (lir_elem_is_signed(elem)) {
        unsigned unused = 64 - lir_elem_size(elem) * 8;
        snprintf(out, LIR_NUMBER_MAX, "%" PRId64, (int64_t)(bits << unused) >> unused);
    } else {
        snprintf(out, LIR_NUMBER_MAX, "%" PRIu64, bits);
    }
}

/* ---- Reading --------------------------------------------------------------------------------- */

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *read_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) ? NULL : text + length;
}

static const char *read_uint(const char *text, unsigned base, uint64_t *value)
{
    const char *start = text;
    *value = 0;
    for (; digit_of(*text) >= 0 && (unsigned)digit_of(*text) < base; text++)
        if (__builtin_mul_overflow(*value, base, value) ||
            __builtin_add_overflow(*value, (uint64_t)digit_of(*text), value))
            return NULL;
    return text == start ? NULL : text;
}

static const char *read_int(const char *text, lir_elem elem, uint64_t *bits)
{
    bool negative = *text == '-';
    const char *end = read_uint(text + negative, 10, bits);
    uint64_t mask = lir_elem_mask(elem), top = mask / 2 + 1;
    bool is_signed = lir_elem_is_signed(elem);
    uint64_t limit = !is_signed ? mask : negative ? top : top - 1;
    if (!end || *bits > limit || (negative && !is_signed))
        return NULL;
    if (negative)
        *bits = -*bits & mask;
    return end;
}

/* 1.5: m = 15, k = 1 */
static const char *read_decimal(const char *text, double *value)
{
    uint64_t m = 0;
    int k = 0;
    const char *start = text;
    bool after_point = false;
    for (; digit_of(*text) >= 0 && digit_of(*text) < 10; text++) {
        m = m * 10 + (uint64_t)digit_of(*text);
        k += after_point;
        if (m >= UINT64_C(1) << 53 || k > MAX_POWER)
            return NULL;
        if (!after_point && text[1] == '.' && digit_of(text[2]) >= 0) {
            after_point = true;
            text++;
        }
    }
    *value = (double)m / ten_to(k);
    return text == start ? NULL : text;
}

/* 0x1.8p+3, as printed: at most 13 digits after the point. */
static const char *read_hex(const char *text, double *value)
{
    uint64_t m = 0;
    int digits = 0;
    text += 2;
    if ((*text != '0' && *text != '1') || text[1] != '.')
        return NULL;
    m = (uint64_t)(*text - '0');
    for (text += 2; digit_of(*text) >= 0; text++, digits++)
        m = m << 4 | (uint64_t)digit_of(*text);
    if (digits > 13 || *text != 'p' || (text[1] != '+' && text[1] != '-'))
        return NULL;
    bool negative = text[1] == '-';
    uint64_t exponent;
    text = read_uint(text + 2, 10, &exponent);
    if (!text || exponent > 1100)
        return NULL;
    *value = ldexp((double)m, (negative ? -(int)exponent : (int)exponent) - 4 * digits);
    return text;
}

static const char *read_float(const char *text, lir_elem elem, uint64_t *bits)
{
    if (*text == '#') {
        const char *end = read_uint(text + 1, 16, bits);
        return end && *bits <= lir_elem_mask(elem) ? end : NULL;
    }
    bool negative = *text == '-';
    text += negative;
    const char *end;
    double value;
    if ((end = read_word(text, "nan")) || (end = read_word(text, "inf")))
        value = *text == 'n' ? (double)NAN : (double)INFINITY;
    else if (text[0] == '0' && text[1] == 'x')
        end = read_hex(text, &value);
    else
        end = read_decimal(text, &value);
    if (!end)
        return NULL;
    *bits = lir_float_bits(elem, value);
    if (negative)
        *bits ^= UINT64_C(1) << (lir_elem_size(elem) * 8 - 1);
    return end;
}

const char *lir_number_read(const char *text, lir_elem elem, uint64_t *bits)
{
    const char *end;
    if (elem == LIR_I1) {
        end = read_word(text, "true");
        *bits = end != NULL;
        return end ? end : read_word(text, "false");
    }
    if (!lir_elem_is_float(elem))
        return read_int(text, elem, bits);
    fpenv saved = fpenv_enter();
    end = read_float(text, elem, bits);
    fpenv_leave(saved);
    return end;
}
