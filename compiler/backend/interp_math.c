/* Elementary functions of the interpreter: the table's vector forms where the CPU has them and
 * there are enough lanes, the scalar function for the rest; the bits are the same. */
#include "interp.h"

#define ALIASED __attribute__((may_alias))
typedef float ALIASED in_f32;
typedef double ALIASED in_f64;
typedef uint16_t ALIASED in_f16;

typedef float (*math_f32)(float);
typedef float (*math_f32x2)(float, float);
typedef double (*math_f64)(double);
typedef double (*math_f64x2)(double, double);

/* ---- Vectors --------------------------------------------------------------------------------- */

#if defined(__x86_64__)
typedef double in_v256 __attribute__((vector_size(32)));
typedef double in_v512 __attribute__((vector_size(64)));

/* Whole vectors of `bytes`; f32 lanes travel in the same registers. Gives the bytes done. */
#define VECTOR_LOOP(V, features)                                                                   \
    __attribute__((target(features))) static size_t loop_##V(                                      \
        math_symbol fn, bool two, char *out, const char *a, const char *b, size_t bytes)           \
    {                                                                                              \
        size_t at = 0;                                                                             \
        for (; at + sizeof(V) <= bytes; at += sizeof(V)) {                                         \
            V x, y, r;                                                                             \
            memcpy(&x, a + at, sizeof x);                                                          \
            memcpy(&y, b + at, sizeof y);                                                          \
            r = two ? ((V(*)(V, V))fn)(x, y) : ((V(*)(V))fn)(x);                                   \
            memcpy(out + at, &r, sizeof r);                                                        \
        }                                                                                          \
        return at;                                                                                 \
    }
VECTOR_LOOP(in_v256, "avx2,fma")
VECTOR_LOOP(in_v512, "avx512f")

static size_t vector_part(const math_row *row, bool two, char *out, const char *a, const char *b,
                          size_t bytes)
{
    if (bytes < 32 || !row->vector_fns[1])
        return 0;
    if (bytes >= 64 && __builtin_cpu_supports("avx512f"))
        return loop_in_v512(row->vector_fns[2], two, out, a, b, bytes);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return loop_in_v256(row->vector_fns[1], two, out, a, b, bytes);
    return 0;
}
#else
static size_t vector_part(const math_row *row, bool two, char *out, const char *a, const char *b,
                          size_t bytes)
{
    (void)row, (void)two, (void)out, (void)a, (void)b, (void)bytes;
    return 0;
}
#endif

/* ---- Lanes ----------------------------------------------------------------------------------- */

static void math_lane(const in_ins *i, math_symbol fn, char *out, const char *a, const char *b)
{
    switch (i->code) {
    case IN_MATH1_F64: *(in_f64 *)out = ((math_f64)fn)(*(in_f64 *)a); break;
    case IN_MATH1_F32: *(in_f32 *)out = ((math_f32)fn)(*(in_f32 *)a); break;
    case IN_MATH1_F16:
        *(in_f16 *)out = lir_float_to_half(((math_f32)fn)(lir_half_to_float(*(in_f16 *)a)));
        break;
    case IN_MATH2_F64: *(in_f64 *)out = ((math_f64x2)fn)(*(in_f64 *)a, *(in_f64 *)b); break;
    case IN_MATH2_F32: *(in_f32 *)out = ((math_f32x2)fn)(*(in_f32 *)a, *(in_f32 *)b); break;
    default: /* IN_MATH2_F16 */
        *(in_f16 *)out = lir_float_to_half(
            ((math_f32x2)fn)(lir_half_to_float(*(in_f16 *)a), lir_half_to_float(*(in_f16 *)b)));
        break;
    }
}

void in_math(const in_ins *i, char *out, const char *a, const char *b)
{
    const math_row *row = i->pointer;
    bool two = i->code >= IN_MATH2_F16, half = i->code == IN_MATH1_F16 || i->code == IN_MATH2_F16;
    size_t size = i->size, bytes = size * i->lanes;
    if (!two)
        b = a;
    math_symbol fn = math_scalar(row);
    size_t at = half ? 0 : vector_part(row, two, out, a, b, bytes);
    for (; at < bytes; at += size)
        math_lane(i, fn, out + at, a + at, b + at);
}
