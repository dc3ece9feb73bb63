/* Takes a float, gives its decimal digits: the free-format algorithm of Steele and White ("How to
 * print floating-point numbers accurately", 1990) in the form of Burger and Dybvig (1996), with
 * exact integers. The choices that are free (which side of a tie, what a cut-off does) are NumPy's.
 *
 * value = num / den; low and high are half the distances to the neighbours, over the same den. Each
 * step multiplies num, low and high by ten and takes the digit num / den away. */
#include "digits.h"

#include <math.h>
#include <string.h>

/* Little-endian 64-bit limbs; the largest number here has less than 1,100 bits. */
enum { LIMBS = 20 };
typedef struct big {
    int length; /* limbs in use: the highest is not zero */
    uint64_t limb[LIMBS];
} big;

static void big_set(big *b, uint64_t value)
{
    b->length = value != 0;
    b->limb[0] = value;
}

static void big_multiply(big *b, uint64_t factor)
{
    uint64_t carry = 0;
    for (int i = 0; i < b->length; i++) {
        unsigned __int128 product = (unsigned __int128)b->limb[i] * factor + carry;
        b->limb[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    if (carry != 0) {
        b->limb[b->length++] = carry;
    }
}

static void big_power10(big *b, int power)
{
    for (; power >= 19; power -= 19) {
        big_multiply(b, UINT64_C(10000000000000000000));
    }
    uint64_t rest = 1;
    while (power-- > 0) {
        rest *= 10;
    }
    big_multiply(b, rest);
}

static void big_shift_left(big *b, int bits)
{
    int limbs = bits / 64;
    int part = bits % 64;
    if (b->length == 0 || bits == 0) {
        return;
    }
    uint64_t above = part != 0 ? b->limb[b->length - 1] >> (64 - part) : 0;
    for (int i = b->length - 1; i >= 0; i--) {
        uint64_t below = part != 0 && i > 0 ? b->limb[i - 1] >> (64 - part) : 0;
        b->limb[i + limbs] = b->limb[i] << part | below;
    }
    memset(b->limb, 0, (size_t)limbs * sizeof *b->limb);
    b->length += limbs;
    if (above != 0) {
        b->limb[b->length++] = above;
    }
}

static int big_compare(const big *a, const big *b)
{
    if (a->length != b->length) {
        return a->length < b->length ? -1 : 1;
    }
    for (int i = a->length - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i] ? -1 : 1;
        }
    }
    return 0;
}

/* a + b compared with c. */
static int big_compare_sum(const big *a, const big *b, const big *c)
{
    big sum = *a;
    uint64_t carry = 0;
    int length = a->length > b->length ? a->length : b->length;
    for (int i = 0; i < length; i++) {
        unsigned __int128 s = (unsigned __int128)(i < a->length ? a->limb[i] : 0) +
                              (i < b->length ? b->limb[i] : 0) + carry;
        sum.limb[i] = (uint64_t)s;
        carry = (uint64_t)(s >> 64);
    }
    sum.length = length;
    if (carry != 0) {
        sum.limb[sum.length++] = carry;
    }
    return big_compare(&sum, c);
}

/* a -= b * factor, where the result is not negative. */
static void big_subtract(big *a, const big *b, uint64_t factor)
{
    uint64_t carry = 0;
    uint64_t borrow = 0;
    for (int i = 0; i < a->length; i++) {
        unsigned __int128 product =
            (unsigned __int128)(i < b->length ? b->limb[i] : 0) * factor + carry;
        carry = (uint64_t)(product >> 64);
        uint64_t taken = (uint64_t)product;
        uint64_t before = a->limb[i];
        a->limb[i] = before - taken - borrow;
        borrow = before < taken || (before == taken && borrow);
    }
    while (a->length > 0 && a->limb[a->length - 1] == 0) {
        a->length--;
    }
}

/* num / den, which is at most 9, leaving the remainder in num. The top limb of den is at least
 * 2^59, and num has no more limbs: dividing the top limbs is short by one at most. */
static int divide_digit(big *num, const big *den)
{
    if (num->length < den->length) {
        return 0;
    }
    int top = den->length - 1;
    int digit = (int)(num->limb[top] / (den->limb[top] + 1));
    if (digit > 0) {
        big_subtract(num, den, (uint64_t)digit);
    }
    while (big_compare(num, den) >= 0) {
        big_subtract(num, den, 1);
        digit++;
    }
    return digit;
}

typedef struct ratio {
    big num, den, low, high;
    bool even; /* a number half way to the neighbour reads back as this one */
} ratio;

/* value = mantissa * 2^exponent, as dtype stores it; returns its first digit's exponent, raised to
 * `least` where that is more. Sets the ratio so that num / den is the first digit and a rest. */
static int ratio_set(ratio *r, double value, hpc_dtype dtype, int least)
{
    int bits = dtype == HPC_F64 ? 53 : dtype == HPC_F32 ? 24 : 11;
    int lowest = dtype == HPC_F64 ? -1074 : dtype == HPC_F32 ? -149 : -24;
    int exponent = ilogb(value) - (bits - 1);
    exponent = exponent < lowest ? lowest : exponent;
    uint64_t mantissa = (uint64_t)ldexp(value, -exponent);
    bool uneven = mantissa == UINT64_C(1) << (bits - 1) && exponent != lowest;
    r->even = (mantissa & 1) == 0;

    /* Four times everything, so that a quarter unit (the low margin of a power of two) is whole. */
    int up = exponent > 0 ? exponent : 0;
    big_set(&r->num, mantissa);
    big_shift_left(&r->num, up + 2);
    big_set(&r->den, 1);
    big_shift_left(&r->den, up - exponent + 2);
    big_set(&r->low, uneven ? 1 : 2);
    big_shift_left(&r->low, up);
    big_set(&r->high, 2);
    big_shift_left(&r->high, up);

    int first = (int)floor((exponent + (63 - __builtin_clzll(mantissa))) * 0.30102999566398120);
    first = first < least ? least : first; /* the estimate is right or one too small */
    if (first > 0) {
        big_power10(&r->den, first);
    } else {
        big_power10(&r->num, -first);
        big_power10(&r->low, -first);
        big_power10(&r->high, -first);
    }
    big tenfold = r->den;
    big_multiply(&tenfold, 10);
    if (big_compare(&r->num, &tenfold) >= 0) {
        r->den = tenfold;
        first++;
    }
    int shift = (__builtin_clzll(r->den.limb[r->den.length - 1]) + 60) % 64;
    big_shift_left(&r->num, shift);
    big_shift_left(&r->den, shift);
    big_shift_left(&r->low, shift);
    big_shift_left(&r->high, shift);
    return first;
}

/* Add one unit in the last place to the digits; a carry out makes a 1 at the next exponent. */
static void round_up(hpc_digits *out)
{
    while (out->count > 0 && out->digit[out->count - 1] == '9') {
        out->count--;
    }
    if (out->count == 0) {
        out->digit[out->count++] = '1';
        out->exponent++;
    } else {
        out->digit[out->count - 1]++;
    }
}

static void generate(hpc_digits *out, ratio *r, bool unique, int last_max, int last_min)
{
    bool low = false, high = false;
    bool settled = !unique; /* the margins have nothing more to say: they only grow */
    int exponent = out->exponent;
    int digit;
    out->count = 0;
    for (;; exponent--) {
        digit = divide_digit(&r->num, &r->den);
        if (!settled) {
            int below = big_compare(&r->num, &r->low);
            int above = big_compare_sum(&r->num, &r->high, &r->den);
            low = below < (r->even ? 1 : 0);
            high = above > (r->even ? -1 : 0);
            settled = low && high;
        }
        bool done = ((low || high) && exponent <= last_min) || exponent == last_max;
        if (done || r->num.length == 0 || out->count == HPC_DIGITS_MAX - 1) {
            break;
        }
        out->digit[out->count++] = (char)('0' + digit);
        big_multiply(&r->num, 10);
        if (!settled) {
            big_multiply(&r->low, 10);
            big_multiply(&r->high, 10);
        }
    }
    bool up = high;
    if (low == high) { /* both neighbours are far or both near: the nearer digit, ties to even */
        big_shift_left(&r->num, 1);
        int half = big_compare(&r->num, &r->den);
        up = half > 0 || (half == 0 && (digit & 1));
    }
    out->digit[out->count++] = (char)('0' + digit);
    if (up) {
        round_up(out);
    }
}

/* An integer below 2^bits is its own shortest text: no other number with fewer digits is near. */
static bool make_integer(hpc_digits *out, double value, hpc_dtype dtype, hpc_digit_rule rule)
{
    double limit = dtype == HPC_F64 ? 0x1p53 : dtype == HPC_F32 ? 0x1p24 : 0x1p11;
    if (!(value < limit) || value != floor(value)) {
        return false;
    }
    char reversed[24];
    int count = 0;
    for (uint64_t rest = (uint64_t)value; rest > 0; rest /= 10) {
        reversed[count++] = (char)('0' + rest % 10);
    }
    if (!rule.fraction && rule.max >= 0 && rule.max < count) {
        return false;
    }
    out->exponent = count - 1;
    out->count = count;
    for (int i = 0; i < count; i++) {
        out->digit[i] = reversed[count - 1 - i];
    }
    while (out->count > 1 && out->digit[out->count - 1] == '0') {
        out->count--;
    }
    return true;
}

void hpc_digits_make(hpc_digits *out, double value, hpc_dtype dtype, hpc_digit_rule rule)
{
    ratio r;
    if (value == 0) {
        out->count = 1;
        out->exponent = 0;
        out->digit[0] = '0';
        return;
    }
    if (make_integer(out, value, dtype, rule)) {
        return;
    }
    int least = rule.fraction && rule.max >= 0 ? -rule.max : INT32_MIN;
    int first = ratio_set(&r, value, dtype, least);
    out->exponent = first;
    int last_max = first - HPC_DIGITS_MAX;
    int last_min = first;
    if (rule.max >= 0) {
        int wanted = rule.fraction ? -rule.max : first + 1 - rule.max;
        last_max = wanted > last_max ? wanted : last_max;
    }
    if (rule.min >= 0) {
        int wanted = rule.fraction ? -rule.min : first + 1 - rule.min;
        last_min = wanted < last_min ? wanted : last_min;
    }
    generate(out, &r, rule.unique, last_max, last_min);
}
