/* What the generated elementary functions are made of, for LANES lanes (1: plain numbers).
 *
 * Included for each number of lanes that a file makes; vectors are those of GCC and clang. T_f64 is
 * the type of LANES doubles, T_m64 and T_m32 are masks beside 64 and 32 bits: lanes of 0 or -1
 * (LANES 1: an int, 0 or 1). FMA, SQRT and roundings of vectors are the processor's instructions. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LANES_PASTE2(a, b) a##b
#define LANES_PASTE(a, b) LANES_PASTE2(a, b)
#define LN(name) LANES_PASTE(name##_x, LANES)
#define LANES_INLINE static inline __attribute__((always_inline, unused))

#if LANES == 1
typedef double LN(f64);
typedef float LN(f32);
typedef int64_t LN(i64);
typedef uint64_t LN(u64);
typedef int32_t LN(i32);
typedef uint32_t LN(u32);
typedef int LN(m64);
typedef int LN(m32);
#else
typedef double LN(f64) __attribute__((vector_size(8 * LANES)));
typedef float LN(f32) __attribute__((vector_size(4 * LANES)));
typedef int64_t LN(i64) __attribute__((vector_size(8 * LANES)));
typedef uint64_t LN(u64) __attribute__((vector_size(8 * LANES)));
typedef int32_t LN(i32) __attribute__((vector_size(4 * LANES)));
typedef uint32_t LN(u32) __attribute__((vector_size(4 * LANES)));
typedef LN(i64) LN(m64);
typedef LN(i32) LN(m32);
#endif

#ifndef HPC_MATH_LANES_MACROS
#define HPC_MATH_LANES_MACROS

#define T_f64 LN(f64)
#define T_f32 LN(f32)
#define T_i64 LN(i64)
#define T_u64 LN(u64)
#define T_i32 LN(i32)
#define T_u32 LN(u32)
#define T_m64 LN(m64)
#define T_m32 LN(m32)

#define C_f64(x) LN(splat_f64)(x)
#define C_f32(x) LN(splat_f32)(x)
#define C_i64(x) LN(splat_i64)(x)
#define C_u64(x) LN(splat_u64)(x)
#define C_i32(x) LN(splat_i32)(x)
#define C_u32(x) LN(splat_u32)(x)

#define VIEW_f64_i64(x) LN(f64_as_i64)(x)
#define VIEW_i64_f64(x) LN(i64_as_f64)(x)
#define VIEW_f64_u64(x) LN(f64_as_u64)(x)
#define VIEW_u64_f64(x) LN(u64_as_f64)(x)
#define VIEW_f32_i32(x) LN(f32_as_i32)(x)
#define VIEW_i32_f32(x) LN(i32_as_f32)(x)
#define VIEW_f32_u32(x) LN(f32_as_u32)(x)
#define VIEW_u32_f32(x) LN(u32_as_f32)(x)
#define VIEW_i64_u64(x) ((T_u64)(x))
#define VIEW_u64_i64(x) ((T_i64)(x))
#define VIEW_i32_u32(x) ((T_u32)(x))
#define VIEW_u32_i32(x) ((T_i32)(x))

#define CVT_f64_f32(x) LN(f64_to_f32)(x)
#define CVT_f32_f64(x) LN(f32_to_f64)(x)
#define CVT_i32_i64(x) LN(i32_to_i64)(x)
#define CVT_i64_i32(x) LN(i64_to_i32)(x)
#define CVT_i64_f64(x) LN(i64_to_f64)(x)
#define CVT_i32_f32(x) LN(i32_to_f32)(x)
#define CVT_i32_f64(x) LN(i32_to_f64)(x)

#define CMP_64(a, op, b) ((T_m64)((a)op(b)))
#define CMP_32(a, op, b) ((T_m32)((a)op(b)))
#define MASK_32_64(m) LN(m32_to_m64)(m)
#define MASK_64_32(m) LN(m64_to_m32)(m)
#define ANY_64(m) LN(any_64)(m)
#define ANY_32(m) LN(any_32)(m)

#define SELECT_f64(c, a, b) LN(select_f64)(c, a, b)
#define SELECT_f32(c, a, b) LN(select_f32)(c, a, b)
#define SELECT_i64(c, a, b) LN(select_i64)(c, a, b)
#define SELECT_i32(c, a, b) LN(select_i32)(c, a, b)
#define FMA_f64(a, b, c) LN(fma_f64)(a, b, c)
#define FMA_f32(a, b, c) LN(fma_f32)(a, b, c)
#define SQRT_f64(a) LN(sqrt_f64)(a)
#define SQRT_f32(a) LN(sqrt_f32)(a)
#define RINT_f64(a) LN(rint_f64)(a)
#define RINT_f32(a) LN(rint_f32)(a)
#define ABS_f64(a) LN(abs_f64)(a)
#define ABS_f32(a) LN(abs_f32)(a)
#define COPYSIGN_f64(a, b) LN(copysign_f64)(a, b)
#define COPYSIGN_f32(a, b) LN(copysign_f32)(a, b)
#define GATHER_f64(table, i) LN(gather_f64)(table, i)
#define GATHER_i64(table, i) LN(gather_i64)(table, i)
#define LOOKUP_f64(table, i, count) LN(lookup_f64)(table, i, count)
#define LOOKUP_f32(table, i, count) LN(lookup_f32)(table, i, count)
#define LOOKUP_i64(table, i, count) VIEW_f64_i64(LOOKUP_f64(table, i, count))
#define LOOKUP_i32(table, i, count) VIEW_f32_i32(LOOKUP_f32(table, i, count))

/* Lane by lane, where C has no vector form. */
#define EACH_LANE for (int l = 0; l < LANES; l++)
#endif

/* ---- Numbers and their bits ------------------------------------------------------------------ */

#if LANES == 1
#define SPLAT(name, T)                                                                             \
    LANES_INLINE LN(name) LN(splat_##name)(T x)                                                    \
    {                                                                                              \
        return x;                                                                                  \
    }
#else
#define SPLAT(name, T)                                                                             \
    LANES_INLINE LN(name) LN(splat_##name)(T x)                                                    \
    {                                                                                              \
        LN(name) r = {0};                                                                          \
        EACH_LANE r[l] = x;                                                                        \
        return r;                                                                                  \
    }
#endif
SPLAT(f64, double)
SPLAT(f32, float)
SPLAT(i64, int64_t)
SPLAT(u64, uint64_t)
SPLAT(i32, int32_t)
SPLAT(u32, uint32_t)
#undef SPLAT

#define AS(from, to)                                                                               \
    LANES_INLINE LN(to) LN(from##_as_##to)(LN(from) x)                                             \
    {                                                                                              \
        LN(to) r;                                                                                  \
        memcpy(&r, &x, sizeof r);                                                                  \
        return r;                                                                                  \
    }
AS(f64, i64)
AS(i64, f64)
AS(f64, u64)
AS(u64, f64)
AS(f32, i32)
AS(i32, f32)
AS(f32, u32)
AS(u32, f32)
#undef AS

#if LANES == 1
#define TO(from, to)                                                                               \
    LANES_INLINE LN(to) LN(from##_to_##to)(LN(from) x)                                             \
    {                                                                                              \
        return (LN(to))x;                                                                          \
    }
#define CHOOSE(name, mask)                                                                         \
    LANES_INLINE LN(name) LN(select_##name)(LN(mask) c, LN(name) a, LN(name) b)                    \
    {                                                                                              \
        return c ? a : b;                                                                          \
    }
#else
#define TO(from, to)                                                                               \
    LANES_INLINE LN(to) LN(from##_to_##to)(LN(from) x)                                             \
    {                                                                                              \
        return __builtin_convertvector(x, LN(to));                                                 \
    }
#define CHOOSE(name, mask)                                                                         \
    LANES_INLINE LN(name) LN(select_##name)(LN(mask) c, LN(name) a, LN(name) b)                    \
    {                                                                                              \
        return (LN(name))((c & (LN(mask))a) | (~c & (LN(mask))b));                                 \
    }
#endif
TO(f64, f32)
TO(f32, f64)
TO(i32, i64)
TO(i64, i32)
TO(i64, f64)
TO(i32, f32)
TO(i32, f64)
TO(m32, m64)
TO(m64, m32)
CHOOSE(f64, m64)
CHOOSE(f32, m32)
CHOOSE(i64, m64)
CHOOSE(i32, m32)
#undef TO
#undef CHOOSE

/* ---- Masks ----------------------------------------------------------------------------------- */

#undef NOT_m
#if LANES == 1
#define NOT_m(m) (!(m))
LANES_INLINE int LN(any_64)(LN(m64) m)
{
    return m;
}
LANES_INLINE int LN(any_32)(LN(m32) m)
{
    return m;
}
#else
#define NOT_m(m) (~(m))
LANES_INLINE int LN(any_64)(LN(m64) m)
{
    int64_t r = 0;
    EACH_LANE r |= m[l];
    return r != 0;
}
LANES_INLINE int LN(any_32)(LN(m32) m)
{
    int32_t r = 0;
    EACH_LANE r |= m[l];
    return r != 0;
}
#endif

/* ---- Signs ----------------------------------------------------------------------------------- */

#define SIGNS(name, unsigned_name, top)                                                            \
    LANES_INLINE LN(name) LN(abs_##name)(LN(name) a)                                               \
    {                                                                                              \
        return LN(unsigned_name##_as_##name)(LN(name##_as_##unsigned_name)(a) & ~(top));           \
    }                                                                                              \
    LANES_INLINE LN(name) LN(copysign_##name)(LN(name) a, LN(name) b)                              \
    {                                                                                              \
        return LN(unsigned_name##_as_##name)((LN(name##_as_##unsigned_name)(a) & ~(top)) |         \
                                             (LN(name##_as_##unsigned_name)(b) & (top)));          \
    }
SIGNS(f64, u64, UINT64_C(1) << 63)
SIGNS(f32, u32, UINT32_C(1) << 31)
#undef SIGNS

/* ---- Tables ---------------------------------------------------------------------------------- */

/* Words of a table at offsets in bytes. */
#if LANES == 1
LANES_INLINE double LN(gather_f64)(const uint64_t *table, int64_t offset)
{
    return LN(u64_as_f64)(*(const uint64_t *)((const char *)table + offset));
}
LANES_INLINE int64_t LN(gather_i64)(const uint64_t *table, int64_t offset)
{
    return (int64_t) * (const uint64_t *)((const char *)table + offset);
}
#else
LANES_INLINE LN(i64) LN(gather_i64)(const uint64_t *table, LN(i64) offset)
{
    LN(i64) r = {0};
    EACH_LANE r[l] = (int64_t) * (const uint64_t *)((const char *)table + offset[l]);
    return r;
}
LANES_INLINE LN(f64) LN(gather_f64)(const uint64_t *table, LN(i64) offset)
{
    return LN(i64_as_f64)(LN(gather_i64)(table, offset));
}
#endif

/* ---- Instructions ---------------------------------------------------------------------------- */

#if LANES == 1
LANES_INLINE double LN(fma_f64)(double a, double b, double c)
{
    return fma(a, b, c);
}
LANES_INLINE float LN(fma_f32)(float a, float b, float c)
{
    return fmaf(a, b, c);
}
LANES_INLINE double LN(sqrt_f64)(double a)
{
    return sqrt(a);
}
LANES_INLINE float LN(sqrt_f32)(float a)
{
    return sqrtf(a);
}
LANES_INLINE double LN(rint_f64)(double a)
{
    return rint(a);
}
LANES_INLINE float LN(rint_f32)(float a)
{
    return rintf(a);
}
#elif defined(__AVX2__)
#include <immintrin.h>
/* Vectors wider than the registers are done in parts: X(name, register, lanes of it, suffix). */
#define PARTS(name, R, part, fma, sqrt, rint)                                                      \
    typedef union LN(parts_##name) {                                                               \
        LN(name) all;                                                                              \
        R parts[LANES / (part)];                                                                   \
    } LN(parts_##name);                                                                            \
    LANES_INLINE LN(name) LN(fma_##name)(LN(name) a, LN(name) b, LN(name) c)                       \
    {                                                                                              \
        LN(parts_##name) x = {a}, y = {b}, z = {c};                                                \
        for (int i = 0; i < LANES / (part); i++)                                                   \
            x.parts[i] = fma(x.parts[i], y.parts[i], z.parts[i]);                                  \
        return x.all;                                                                              \
    }                                                                                              \
    LANES_INLINE LN(name) LN(sqrt_##name)(LN(name) a)                                              \
    {                                                                                              \
        LN(parts_##name) x = {a};                                                                  \
        for (int i = 0; i < LANES / (part); i++)                                                   \
            x.parts[i] = sqrt(x.parts[i]);                                                         \
        return x.all;                                                                              \
    }                                                                                              \
    LANES_INLINE LN(name) LN(rint_##name)(LN(name) a)                                              \
    {                                                                                              \
        LN(parts_##name) x = {a};                                                                  \
        for (int i = 0; i < LANES / (part); i++)                                                   \
            x.parts[i] = rint(x.parts[i]);                                                         \
        return x.all;                                                                              \
    }
#define RINT_128d(x) _mm_round_pd(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define RINT_256d(x) _mm256_round_pd(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define RINT_512d(x) _mm512_roundscale_pd(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define RINT_128f(x) _mm_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define RINT_256f(x) _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define RINT_512f(x) _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#if LANES == 2
PARTS(f64, __m128d, 2, _mm_fmadd_pd, _mm_sqrt_pd, RINT_128d)
#elif LANES == 4 || !defined(__AVX512F__)
PARTS(f64, __m256d, 4, _mm256_fmadd_pd, _mm256_sqrt_pd, RINT_256d)
#else
PARTS(f64, __m512d, 8, _mm512_fmadd_pd, _mm512_sqrt_pd, RINT_512d)
#endif
#if LANES == 4
PARTS(f32, __m128, 4, _mm_fmadd_ps, _mm_sqrt_ps, RINT_128f)
#elif LANES == 8
PARTS(f32, __m256, 8, _mm256_fmadd_ps, _mm256_sqrt_ps, RINT_256f)
#elif LANES == 16
PARTS(f32, __m512, 16, _mm512_fmadd_ps, _mm512_sqrt_ps, RINT_512f)
#endif
#undef PARTS
#undef RINT_128d
#undef RINT_256d
#undef RINT_512d
#undef RINT_128f
#undef RINT_256f
#undef RINT_512f
#endif

/* ---- Tables of 2, 4, ... 32 numbers, by an index of which the low bits count ------------------ */

#define TABLE_ITEM(name, T)                                                                        \
    LANES_INLINE T LN(item_##name)(const uint64_t *table, unsigned index)                          \
    {                                                                                              \
        T x;                                                                                       \
        memcpy(&x, (const char *)table + sizeof x * index, sizeof x);                              \
        return x;                                                                                  \
    }
TABLE_ITEM(f64, double)
TABLE_ITEM(f32, float)
#undef TABLE_ITEM

#if LANES == 1
LANES_INLINE double LN(lookup_f64)(const uint64_t *table, int64_t index, int count)
{
    return LN(item_f64)(table, (unsigned)index & (unsigned)(count - 1));
}
LANES_INLINE float LN(lookup_f32)(const uint64_t *table, int32_t index, int count)
{
    return LN(item_f32)(table, (unsigned)index & (unsigned)(count - 1));
}
#else
#ifdef __AVX512F__
#ifndef HPC_MATH_LANES_LOOKUP
#define HPC_MATH_LANES_LOOKUP
/* 8 or 16, 16 or 32, or more numbers: one register, two, four. */
#define LOOKUP_512(name, R, load, one, two, lanes, blend, test, splat)                             \
    LANES_INLINE R lookup_512_##name(const uint64_t *table, __m512i i, int count)                  \
    {                                                                                              \
        const char *t = (const char *)table;                                                       \
        if (count == (lanes))                                                                      \
            return one(i, load(t));                                                                \
        R low = two(load(t), i, load(t + 64));                                                     \
        if (count == 2 * (lanes))                                                                  \
            return low;                                                                            \
        return blend(test(i, splat(2 * (lanes))), low, two(load(t + 128), i, load(t + 192)));      \
    }
LOOKUP_512(f64, __m512d, _mm512_loadu_pd, _mm512_permutexvar_pd, _mm512_permutex2var_pd, 8,
           _mm512_mask_blend_pd, _mm512_test_epi64_mask, _mm512_set1_epi64)
LOOKUP_512(f32, __m512, _mm512_loadu_ps, _mm512_permutexvar_ps, _mm512_permutex2var_ps, 16,
           _mm512_mask_blend_ps, _mm512_test_epi32_mask, _mm512_set1_epi32)
#undef LOOKUP_512
#endif
#define IN_REGISTERS(name, R, part, count) (LANES >= (part) && (count) >= (part))
#define BY_REGISTERS(name, R, r, table, index, count)                                              \
    for (int i = 0; i < LANES * (int)sizeof r[0] / 64; i++) {                                      \
        __m512i at;                                                                                \
        memcpy(&at, (const char *)&index + 64 * i, 64);                                            \
        R value = lookup_512_##name(table, at, count);                                             \
        memcpy((char *)&r + 64 * i, &value, 64);                                                   \
    }
#else
#define IN_REGISTERS(name, R, part, count) 0
#define BY_REGISTERS(name, R, r, table, index, count) ;
#endif
#define LOOKUP(name, integer, R, part)                                                             \
    LANES_INLINE LN(name) LN(lookup_##name)(const uint64_t *table, LN(integer) index, int count)   \
    {                                                                                              \
        LN(name) r = {0};                                                                          \
        if (IN_REGISTERS(name, R, part, count))                                                    \
            BY_REGISTERS(name, R, r, table, index, count)                                          \
        else                                                                                       \
            EACH_LANE r[l] = LN(item_##name)(table, (unsigned)index[l] & (unsigned)(count - 1));   \
        return r;                                                                                  \
    }
LOOKUP(f64, i64, __m512d, 8)
LOOKUP(f32, i32, __m512, 16)
#undef LOOKUP
#undef IN_REGISTERS
#undef BY_REGISTERS
#endif
