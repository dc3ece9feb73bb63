/* x ** y of complex numbers, as NumPy computes it: exp(y log(x)), and by products where y is a whole
 * number of magnitude below 100. Which it is, is known where y is a literal; else each element tells. */
#include <math.h>
#include <string.h>

#include "ops.h"

enum { POWER_BITS = 7 }; /* of magnitudes below 100 */

typedef struct parts {
    air_id re, im;
} parts;

typedef struct powers {
    elab *e;
    hpc_dtype dtype, part;
} powers;

static hpc_dtype part_dtype(hpc_dtype dtype)
{
    return dtype == HPC_C64 ? HPC_F32 : HPC_F64;
}

/* A constant whole exponent of magnitude below 100: both NumPy and CPython multiply. */
static bool whole_exponent(elab *e, air_id y, int *n)
{
    const air_node *node = air_at(e->b.fun, y);
    int64_t whole;
    double re, im;
    if (node->op == AIR_OP_MAP && node->fn == AIR_CAST &&
        air_is_const(e->b.fun, node->args[0], &whole)) {
        *n = (int)whole;
        return whole > -100 && whole < 100;
    }
    if (node->op != AIR_OP_CONST || hpc_dtype_kind((hpc_dtype)node->type.dtype) != 'c')
        return false;
    if (node->type.dtype == HPC_C64) {
        uint32_t bits[2] = {(uint32_t)node->imm, (uint32_t)node->imm2};
        float single[2];
        memcpy(single, bits, sizeof single);
        re = single[0];
        im = single[1];
    } else {
        memcpy(&re, &node->imm, sizeof re);
        memcpy(&im, &node->imm2, sizeof im);
    }
    if (im != 0 || re != floor(re) || fabs(re) >= 100)
        return false;
    *n = (int)re;
    return true;
}

/* The product as C writes it: array IR's own follows NumPy's vector loops, which fuse. */
static parts product(const powers *p, parts a, parts b)
{
    elab *e = p->e;
    air_id rr = op_map2(e, AIR_MUL, p->part, a.re, b.re),
           ii = op_map2(e, AIR_MUL, p->part, a.im, b.im),
           ri = op_map2(e, AIR_MUL, p->part, a.re, b.im),
           ir = op_map2(e, AIR_MUL, p->part, a.im, b.re);
    return (parts){op_map2(e, AIR_SUB, p->part, rr, ii), op_map2(e, AIR_ADD, p->part, ri, ir)};
}

static parts choose(const powers *p, air_id condition, parts yes, parts no)
{
    air_builder *b = &p->e->b;
    return (parts){air_map3(b, AIR_SELECT, p->part, condition, yes.re, no.re),
                   air_map3(b, AIR_SELECT, p->part, condition, yes.im, no.im)};
}

static parts split(const powers *p, air_id z)
{
    return (parts){op_map1(p->e, AIR_REAL, p->part, z), op_map1(p->e, AIR_IMAG, p->part, z)};
}

static air_id join(const powers *p, parts z)
{
    return op_map2(p->e, AIR_COMPLEX, p->dtype, z.re, z.im);
}

static parts number(const powers *p, double re, double im)
{
    return (parts){air_const_float(&p->e->b, p->part, re), air_const_float(&p->e->b, p->part, im)};
}

/* 1 / power; no power of 0 has a reciprocal. */
static air_id reciprocal(const powers *p, air_id x, air_id power)
{
    elab *e = p->e;
    air_id one = air_const_complex(&e->b, p->dtype, 1, 0),
           zero = air_const_complex(&e->b, p->dtype, 0, 0),
           none = air_const_complex(&e->b, p->dtype, (double)NAN, (double)NAN);
    return air_map3(&e->b, AIR_SELECT, p->dtype, op_test(e, AIR_EQ, x, zero), none,
                    op_map2(e, AIR_DIV, p->dtype, one, power));
}

/* n is not 0. The first three powers are products alone, others begin with 1, which shows in the
 * signs of zeros. */
static air_id by_squaring(const powers *p, air_id x, int n)
{
    parts square = split(p, x), result = number(p, 1, 0);
    if (n == 1)
        return x;
    if (n == 2)
        return join(p, product(p, square, square));
    if (n == 3)
        return join(p, product(p, square, product(p, square, square)));
    for (unsigned left = (unsigned)(n < 0 ? -n : n); left; left >>= 1) {
        if (left & 1)
            result = product(p, result, square);
        if (left > 1)
            square = product(p, square, square);
    }
    return n < 0 ? reciprocal(p, x, join(p, result)) : join(p, result);
}

/* Whether each bit of the magnitude, as a float, is set. */
static void bits_of(const powers *p, air_id magnitude, air_id *bits)
{
    elab *e = p->e;
    for (int k = 0; k < POWER_BITS; k++) {
        air_id bit = op_map2(e, AIR_AND, HPC_I32, op_map1(e, AIR_CAST, HPC_I32, magnitude),
                             air_const_int(&e->b, HPC_I32, 1 << k));
        bits[k] = op_test(e, AIR_NE, bit, air_const_int(&e->b, HPC_I32, 0));
    }
}

/* x to the power of n, a whole number below 100 in magnitude in each element. */
static air_id by_bits(const powers *p, air_id x, air_id n)
{
    elab *e = p->e;
    air_id bits[POWER_BITS];
    bits_of(p, op_map1(e, AIR_ABS, p->part, n), bits);
    parts first = split(p, x), square = first, result = number(p, 1, 0), second = first;
    for (int k = 0; k < POWER_BITS; k++) {
        result = choose(p, bits[k], product(p, result, square), result);
        if (k + 1 < POWER_BITS)
            square = product(p, square, square);
        if (k == 0)
            second = square;
    }
    const parts small[] = {first, second, product(p, first, second)};
    air_id power = join(p, result);
    air_id negative = op_test(e, AIR_LT, n, air_const_float(&e->b, p->part, 0));
    power = air_map3(&e->b, AIR_SELECT, p->dtype, negative, reciprocal(p, x, power), power);
    for (int k = 0; k < 3; k++)
        power = air_map3(&e->b, AIR_SELECT, p->dtype,
                         op_test(e, AIR_EQ, n, air_const_float(&e->b, p->part, k + 1)),
                         join(p, small[k]), power);
    return power;
}

/* exp(y log(x)); 0 ** y is 0 where y has a positive real part, 1 for 0, NaN otherwise. */
static air_id by_logarithm(elab *e, air_id x, air_id y, hpc_dtype dtype)
{
    air_id log = op_complex_function(e, AIR_LOG, x);
    air_id power = op_complex_function(e, AIR_EXP, op_map2(e, AIR_MUL, dtype, y, log));
    air_id re = op_map1(e, AIR_REAL, part_dtype(dtype), y);
    air_id zero = air_const_complex(&e->b, dtype, 0, 0);
    air_id one = air_const_complex(&e->b, dtype, 1, 0);
    air_id none = air_const_complex(&e->b, dtype, (double)NAN, (double)NAN);
    air_id positive = op_test(e, AIR_GT, re, air_const_float(&e->b, part_dtype(dtype), 0));
    air_id of_zero = air_map3(&e->b, AIR_SELECT, dtype, positive, zero, none);
    air_id result = air_map3(&e->b, AIR_SELECT, dtype, op_test(e, AIR_EQ, x, zero), of_zero, power);
    return air_map3(&e->b, AIR_SELECT, dtype, op_test(e, AIR_EQ, y, zero), one, result);
}

/* Each element tells whether its exponent is whole. */
static air_id by_either(const powers *p, air_id x, air_id y)
{
    elab *e = p->e;
    parts exponent = split(p, y);
    air_id zero = air_const_float(&e->b, p->part, 0), limit = air_const_float(&e->b, p->part, 100),
           real = op_test(e, AIR_EQ, exponent.im, zero),
           small = op_test(e, AIR_LT, op_map1(e, AIR_ABS, p->part, exponent.re), limit),
           same = op_test(e, AIR_EQ, exponent.re, op_map1(e, AIR_FLOOR, p->part, exponent.re)),
           other = op_test(e, AIR_NE, exponent.re, zero),
           whole = op_and(e, op_and(e, real, small), op_and(e, same, other)),
           n = air_map3(&e->b, AIR_SELECT, p->part, whole, exponent.re, limit);
    return air_map3(&e->b, AIR_SELECT, p->dtype, whole, by_bits(p, x, n),
                    by_logarithm(e, x, y, p->dtype));
}

air_id op_complex_power(elab *e, air_id x, air_id y)
{
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, x)->type.dtype;
    powers p = {e, dtype, part_dtype(dtype)};
    int n;
    if (!whole_exponent(e, y, &n))
        return by_either(&p, x, y);
    return n ? by_squaring(&p, x, n) : by_logarithm(e, x, y, dtype);
}
