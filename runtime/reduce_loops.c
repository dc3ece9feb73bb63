/* Kernels of the reductions: fold a run of elements into one result, or elementwise into results.
 * Float sums are pairwise: under 8 elements in order, up to 128 in 8 accumulators, above that split
 * in half at a multiple of 8. Complex numbers count twice, with their parts side by side. */
#include <math.h>

#include "cast.h"
#include "reduce_parts.h"

#define AT(type, base, step, i) (*(type *)((base) + (i) * (step)))

/* ---- Pairwise sums -------------------------------------------------------------------------- */

#define PAIRWISE(name, type, work, load)                                                           \
    static work pairwise_##name(const char *in, int64_t step, int64_t n)                           \
    {                                                                                              \
        if (n > 128) {                                                                             \
            int64_t half = n / 2 - n / 2 % 8;                                                      \
            return pairwise_##name(in, step, half) +                                               \
                   pairwise_##name(in + half * step, step, n - half);                              \
        }                                                                                          \
        int64_t i = 0;                                                                             \
        work sum = (work)-0.0; /* so that a run of -0.0 keeps its sign */                          \
        if (n >= 8) {                                                                              \
            work r[8];                                                                             \
            for (int k = 0; k < 8; k++)                                                            \
                r[k] = load(AT(const type, in, step, k));                                          \
            for (i = 8; i < n - n % 8; i += 8)                                                     \
                for (int k = 0; k < 8; k++)                                                        \
                    r[k] += load(AT(const type, in, step, i + k));                                 \
            sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));               \
        }                                                                                          \
        for (; i < n; i++)                                                                         \
            sum += load(AT(const type, in, step, i));                                              \
        return sum;                                                                                \
    }

#define SAME(x) (x)
PAIRWISE(f32, float, float, SAME)
PAIRWISE(f64, double, double, SAME)
PAIRWISE(f16, uint16_t, float, hpc_half_to_float)

#define PAIRWISE_COMPLEX(name, type)                                                               \
    typedef struct name##_pair {                                                                   \
        type re, im;                                                                               \
    } name##_pair;                                                                                 \
    static name##_pair pairwise_##name(const char *in, int64_t step, int64_t n)                    \
    {                                                                                              \
        if (n > 64) {                                                                              \
            int64_t half = (n - n % 8) / 2;                                                        \
            name##_pair a = pairwise_##name(in, step, half);                                       \
            name##_pair b = pairwise_##name(in + half * step, step, n - half);                     \
            return (name##_pair){a.re + b.re, a.im + b.im};                                        \
        }                                                                                          \
        int64_t i = 0;                                                                             \
        name##_pair sum = {(type)-0.0, (type)-0.0};                                                \
        if (n >= 4) {                                                                              \
            name##_pair r[4];                                                                      \
            for (int k = 0; k < 4; k++)                                                            \
                r[k] = AT(const name##_pair, in, step, k);                                         \
            for (i = 4; i < n - n % 4; i += 4)                                                     \
                for (int k = 0; k < 4; k++) {                                                      \
                    r[k].re += AT(const name##_pair, in, step, i + k).re;                          \
                    r[k].im += AT(const name##_pair, in, step, i + k).im;                          \
                }                                                                                  \
            sum.re = (r[0].re + r[1].re) + (r[2].re + r[3].re);                                    \
            sum.im = (r[0].im + r[1].im) + (r[2].im + r[3].im);                                    \
        }                                                                                          \
        for (; i < n; i++) {                                                                       \
            sum.re += AT(const name##_pair, in, step, i).re;                                       \
            sum.im += AT(const name##_pair, in, step, i).im;                                       \
        }                                                                                          \
        return sum;                                                                                \
    }

PAIRWISE_COMPLEX(c64, float)
PAIRWISE_COMPLEX(c128, double)

/* ---- Folds ---------------------------------------------------------------------------------- */

/* Contiguous runs have loops of their own, which compilers vectorise. */
#define FOLD_EACH(type, step_out, step_in, expression)                                             \
    for (int64_t i = 0; i < n; i++) {                                                              \
        type a = AT(type, out, step_out, i), b = AT(const type, in, step_in, i);                   \
        AT(type, out, step_out, i) = (type)(expression);                                           \
    }

#define FOLD_RUN(type, step_in, expression)                                                        \
    for (; i < n; i++) {                                                                           \
        type b = AT(const type, in, step_in, i);                                                   \
        a = (type)(expression);                                                                    \
    }

#define FOLD(name, type, expression)                                                               \
    static void name(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n)      \
    {                                                                                              \
        const int64_t size = sizeof(type);                                                         \
        if (out_step == 0) {                                                                       \
            type a = *(type *)out;                                                                 \
            int64_t i = 0;                                                                         \
            if (in_step == size)                                                                   \
                FOLD_RUN(type, size, expression)                                                   \
            else                                                                                   \
                FOLD_RUN(type, in_step, expression)                                                \
            *(type *)out = a;                                                                      \
        } else if (out_step == size && in_step == size) {                                          \
            FOLD_EACH(type, size, size, expression)                                                \
        } else {                                                                                   \
            FOLD_EACH(type, out_step, in_step, expression)                                         \
        }                                                                                          \
    }

/* The same for operations whose order does not show: 16 runs side by side. */
#define FOLD_ANY_ORDER(name, type, expression)                                                     \
    static void name(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n)      \
    {                                                                                              \
        const int64_t size = sizeof(type);                                                         \
        if (out_step == 0) {                                                                       \
            type all = *(type *)out, r[16];                                                        \
            int64_t i = 0;                                                                         \
            for (int k = 0; k < 16; k++)                                                           \
                r[k] = all;                                                                        \
            for (; in_step == size && i + 16 <= n; i += 16)                                        \
                for (int k = 0; k < 16; k++) {                                                     \
                    type a = r[k], b = AT(const type, in, size, i + k);                            \
                    r[k] = (type)(expression);                                                     \
                }                                                                                  \
            type a = all;                                                                          \
            for (int k = 0; k < 16; k++) {                                                         \
                type b = r[k];                                                                     \
                a = (type)(expression);                                                            \
            }                                                                                      \
            FOLD_RUN(type, in_step, expression)                                                    \
            *(type *)out = a;                                                                      \
        } else if (out_step == size && in_step == size) {                                          \
            FOLD_EACH(type, size, size, expression)                                                \
        } else {                                                                                   \
            FOLD_EACH(type, out_step, in_step, expression)                                         \
        }                                                                                          \
    }

#define FOLD_SUM(name, type, add)                                                                  \
    static void sum_##name(char *out, int64_t out_step, const char *in, int64_t in_step,           \
                           int64_t n)                                                              \
    {                                                                                              \
        if (out_step == 0) {                                                                       \
            *(type *)out = add(*(type *)out, pairwise_##name(in, in_step, n));                     \
            return;                                                                                \
        }                                                                                          \
        const int64_t size = sizeof(type);                                                         \
        if (out_step == size && in_step == size)                                                   \
            for (int64_t i = 0; i < n; i++)                                                        \
                AT(type, out, size, i) = add(AT(type, out, size, i), FIRST_##name(in + i * size)); \
        else                                                                                       \
            for (int64_t i = 0; i < n; i++)                                                        \
                AT(type, out, out_step, i) =                                                       \
                    add(AT(type, out, out_step, i), FIRST_##name(in + i * in_step));               \
    }

#define PLUS(a, b) ((a) + (b))
#define FIRST_f32(at) (*(const float *)(at))
#define FIRST_f64(at) (*(const double *)(at))
FOLD_SUM(f32, float, PLUS)
FOLD_SUM(f64, double, PLUS)

#define FIRST_f16(at) hpc_half_to_float(*(const uint16_t *)(at))
static uint16_t add_half(uint16_t a, float b)
{
    return hpc_float_to_half(hpc_half_to_float(a) + b);
}
FOLD_SUM(f16, uint16_t, add_half)

#define FIRST_c64(at) (*(const c64_pair *)(at))
#define FIRST_c128(at) (*(const c128_pair *)(at))

#define COMPLEX_OPS(name)                                                                          \
    static name##_pair add_##name(name##_pair a, name##_pair b)                                    \
    {                                                                                              \
        return (name##_pair){a.re + b.re, a.im + b.im};                                            \
    }                                                                                              \
    static name##_pair mul_##name(name##_pair a, name##_pair b)                                    \
    {                                                                                              \
        return (name##_pair){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};                \
    }                                                                                              \
    static bool nan_##name(name##_pair a)                                                          \
    {                                                                                              \
        return isnan(a.re) || isnan(a.im);                                                         \
    }                                                                                              \
    static bool less_##name(name##_pair a, name##_pair b)                                          \
    {                                                                                              \
        return (a.re < b.re && !isnan(a.im) && !isnan(b.im)) || (a.re == b.re && a.im <= b.im);    \
    }                                                                                              \
    FOLD_SUM(name, name##_pair, add_##name)                                                        \
    static void prod_##name(char *out, int64_t out_step, const char *in, int64_t in_step,          \
                            int64_t n)                                                             \
    {                                                                                              \
        for (int64_t i = 0; i < n; i++, out += out_step)                                           \
            *(name##_pair *)out =                                                                  \
                mul_##name(*(name##_pair *)out, AT(const name##_pair, in, in_step, i));            \
    }                                                                                              \
    static void min_##name(char *out, int64_t out_step, const char *in, int64_t in_step,           \
                           int64_t n)                                                              \
    {                                                                                              \
        for (int64_t i = 0; i < n; i++, out += out_step) {                                         \
            name##_pair a = *(name##_pair *)out, b = AT(const name##_pair, in, in_step, i);        \
            *(name##_pair *)out = nan_##name(a) || less_##name(a, b) ? a : b;                      \
        }                                                                                          \
    }                                                                                              \
    static void max_##name(char *out, int64_t out_step, const char *in, int64_t in_step,           \
                           int64_t n)                                                              \
    {                                                                                              \
        for (int64_t i = 0; i < n; i++, out += out_step) {                                         \
            name##_pair a = *(name##_pair *)out, b = AT(const name##_pair, in, in_step, i);        \
            *(name##_pair *)out = nan_##name(a) || less_##name(b, a) ? a : b;                      \
        }                                                                                          \
    }

COMPLEX_OPS(c64)
COMPLEX_OPS(c128)

/* Sums and products of integers wrap, so that the unsigned types serve both. The product of two
 * uint16_t would be one of signed ints: multiply as 64-bit numbers. */
#define WRAPPING(name, type)                                                                       \
    FOLD(sum_##name, type, a + b)                                                                  \
    FOLD(prod_##name, type, (uint64_t)a *b)
WRAPPING(i8, uint8_t)
WRAPPING(i16, uint16_t)
WRAPPING(i32, uint32_t)
WRAPPING(i64, uint64_t)

#define ORDERED(name, type)                                                                        \
    FOLD_ANY_ORDER(min_##name, type, a < b ? a : b)                                                \
    FOLD_ANY_ORDER(max_##name, type, a > b ? a : b)
ORDERED(i8, int8_t)
ORDERED(u8, uint8_t)
ORDERED(i16, int16_t)
ORDERED(u16, uint16_t)
ORDERED(i32, int32_t)
ORDERED(u32, uint32_t)
ORDERED(i64, int64_t)
ORDERED(u64, uint64_t)

#define FLOATS(name, type)                                                                         \
    FOLD(prod_##name, type, a *b)                                                                  \
    FOLD_ANY_ORDER(min_##name, type, a < b || isnan(a) ? a : b)                                    \
    FOLD_ANY_ORDER(max_##name, type, a > b || isnan(a) ? a : b)
FLOATS(f32, float)
FLOATS(f64, double)

FOLD_ANY_ORDER(or_bool, uint8_t, a | b)
FOLD_ANY_ORDER(and_bool, uint8_t, a &b)

/* Half: a product folds in float and rounds once a run; equal zeros keep the first. */
static void prod_f16(char *out, int64_t out_step, const char *in, int64_t in_step, int64_t n)
{
    if (out_step == 0) {
        float product = hpc_half_to_float(*(uint16_t *)out);
        for (int64_t i = 0; i < n; i++)
            product *= hpc_half_to_float(AT(const uint16_t, in, in_step, i));
        *(uint16_t *)out = hpc_float_to_half(product);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        float a = hpc_half_to_float(AT(uint16_t, out, out_step, i));
        AT(uint16_t, out, out_step, i) =
            hpc_float_to_half(a * hpc_half_to_float(AT(const uint16_t, in, in_step, i)));
    }
}

static bool half_keeps(uint16_t a, uint16_t b, bool wants_less)
{
    float x = hpc_half_to_float(a), y = hpc_half_to_float(b);
    return isnan(x) || (wants_less ? x <= y : x >= y);
}

FOLD(min_f16, uint16_t, half_keeps(a, b, true) ? a : b)
FOLD(max_f16, uint16_t, half_keeps(a, b, false) ? a : b)

hpc_fold_fn *hpc_fold_kernel(hpc_reduce_op op, hpc_dtype dtype)
{
    static hpc_fold_fn *const kernels[HPC_REDUCE_MAX + 1][HPC_DTYPE_COUNT] = {
        [HPC_REDUCE_SUM] = {or_bool, sum_i8, sum_i8, sum_i16, sum_i16, sum_i32, sum_i32, sum_i64,
                            sum_i64, sum_f16, sum_f32, sum_f64, sum_c64, sum_c128},
        [HPC_REDUCE_PROD] = {and_bool, prod_i8, prod_i8, prod_i16, prod_i16, prod_i32, prod_i32,
                             prod_i64, prod_i64, prod_f16, prod_f32, prod_f64, prod_c64, prod_c128},
        [HPC_REDUCE_MIN] = {and_bool, min_i8, min_u8, min_i16, min_u16, min_i32, min_u32, min_i64,
                            min_u64, min_f16, min_f32, min_f64, min_c64, min_c128},
        [HPC_REDUCE_MAX] = {or_bool, max_i8, max_u8, max_i16, max_u16, max_i32, max_u32, max_i64,
                            max_u64, max_f16, max_f32, max_f64, max_c64, max_c128},
    };
    if (op == HPC_REDUCE_ANY)
        return or_bool;
    if (op == HPC_REDUCE_ALL)
        return and_bool;
    return op <= HPC_REDUCE_MAX ? kernels[op][dtype] : NULL;
}
