/* Decimal digits of binary floating-point numbers, exactly. */
#ifndef HPC_DIGITS_H
#define HPC_DIGITS_H

#include "rt.h"

enum { HPC_DIGITS_MAX = 800 }; /* no float64 has more than 767 significant digits */

/* The value is d1.d2d3... times 10^exponent. */
typedef struct hpc_digits {
    int count;                  /* at least 1 */
    int exponent;               /* decimal exponent of the first digit */
    char digit[HPC_DIGITS_MAX]; /* '0' .. '9', not NUL-terminated */
} hpc_digits;

/* Which digits to make. With `unique`, as many as tell the number from its neighbours of the same
 * type (the shortest that reads back), but at least `min`; else all of them; never more than `max`,
 * rounding to nearest, ties to even. The counts are of digits after the decimal point when
 * `fraction` is set, else of all digits; -1 is no bound. */
typedef struct hpc_digit_rule {
    bool unique, fraction;
    int max, min;
} hpc_digit_rule;

/* value is finite and >= 0, exactly a number of dtype (HPC_F16, HPC_F32 or HPC_F64). */
void hpc_digits_make(hpc_digits *out, double value, hpc_dtype dtype, hpc_digit_rule rule);

#endif
