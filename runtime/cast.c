/* Takes elements of one type, gives them in another: the 14 x 14 cast loops, half precision, and
 * elements as values. */
#include "cast.h"

/* ---- Half precision --------------------------------------------------------------------------
 * sign 1, exponent 5 (bias 15), fraction 10; the smallest subnormal is 2^-24. */

static uint32_t float_bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float bits_float(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t double_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

float hpc_half_to_float(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    uint32_t exponent = half >> 10 & 31u;
    uint32_t fraction = half & 0x3FFu;
    if (exponent == 31) { /* infinity or NaN */
        return bits_float(sign | 0x7F800000u | fraction << 13);
    }
    if (exponent == 0) {
        float value = (float)fraction * 0x1p-24f;
        return sign != 0 ? -value : value;
    }
    return bits_float(sign | (exponent + 112) << 23 | fraction << 13);
}

uint16_t hpc_double_to_half(double value)
{
    uint64_t bits = double_bits(value);
    uint16_t sign = (uint16_t)(bits >> 48 & 0x8000u);
    int exponent = (int)(bits >> 52 & 0x7FF);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    if (exponent == 0x7FF) { /* a NaN whose bits are all cut off must not become infinity */
        uint64_t payload = fraction >> 42;
        return (uint16_t)(sign | 0x7C00u | (payload + (fraction != 0 && payload == 0)));
    }
    int power = exponent - 1023;
    if (power > 15) {
        return sign | 0x7C00u;
    }
    if (power < -25 || exponent == 0) {
        return sign;
    }
    /* Keep 10 fraction bits (fewer below 2^-14) of 1.fraction, and round what is cut to even. A
     * carry out of the fraction moves on into the exponent, up to infinity. */
    int cut = power >= -14 ? 42 : 42 + (-14 - power);
    uint64_t mantissa = fraction | UINT64_C(1) << 52;
    uint64_t kept = mantissa >> cut;
    uint64_t rest = mantissa & ((UINT64_C(1) << cut) - 1);
    uint64_t middle = UINT64_C(1) << (cut - 1);
    kept += rest > middle || (rest == middle && (kept & 1));
    /* kept has the leading 1 at bit 10 for a normal number: adding it raises the exponent by one. */
    uint64_t base = power >= -14 ? (uint64_t)(power + 14) << 10 : 0;
    return (uint16_t)(sign | (base + kept));
}

uint16_t hpc_float_to_half(float value)
{
    uint32_t bits = float_bits(value);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) { /* the conversion to double may change a NaN */
        uint32_t payload = bits >> 13 & 0x3FFu;
        return (uint16_t)((bits >> 16 & 0x8000u) | 0x7C00u | (payload + (payload == 0)));
    }
    return hpc_double_to_half(value);
}

/* ---- Cast loops -------------------------------------------------------------------------------
 * A cast loads an element (its real part as an arithmetic type, and whether it is not zero), then
 * stores that. Which conversion a real part needs depends on the kinds of both sides only. */

typedef struct half_bits {
    uint16_t bits;
} half_bits;
typedef struct complex_float {
    float re, im;
} complex_float;
typedef struct complex_double {
    double re, im;
} complex_double;

typedef uint8_t elem_BOOL;
typedef int8_t elem_I8;
typedef uint8_t elem_U8;
typedef int16_t elem_I16;
typedef uint16_t elem_U16;
typedef int32_t elem_I32;
typedef uint32_t elem_U32;
typedef int64_t elem_I64;
typedef uint64_t elem_U64;
typedef half_bits elem_F16;
typedef float elem_F32;
typedef double elem_F64;
typedef complex_float elem_C64;
typedef complex_double elem_C128;

/* RE_S(x): the real part as a C number; IM_S(x): the imaginary part. */
#define RE_BOOL(x) ((uint8_t)((x) != 0))
#define RE_I8(x) (x)
#define RE_U8(x) (x)
#define RE_I16(x) (x)
#define RE_U16(x) (x)
#define RE_I32(x) (x)
#define RE_U32(x) (x)
#define RE_I64(x) (x)
#define RE_U64(x) (x)
#define RE_F16(x) hpc_half_to_float((x).bits)
#define RE_F32(x) (x)
#define RE_F64(x) (x)
#define RE_C64(x) ((x).re)
#define RE_C128(x) ((x).re)
#define IM_NONE(x) 0
#define IM_PART(x) ((x).im)

/* TO_D_INT(re) and TO_D_FLOAT(re): the element that an integer or floating real part becomes. */
#define TO_I8_INT(re) ((int8_t)(re))
#define TO_U8_INT(re) ((uint8_t)(re))
#define TO_I16_INT(re) ((int16_t)(re))
#define TO_U16_INT(re) ((uint16_t)(re))
#define TO_I32_INT(re) ((int32_t)(re))
#define TO_U32_INT(re) ((uint32_t)(re))
#define TO_I64_INT(re) ((int64_t)(re))
#define TO_U64_INT(re) ((uint64_t)(re))
#define TO_F16_INT(re) ((half_bits){hpc_double_to_half((double)(re))})
#define TO_F32_INT(re) ((float)(re))
#define TO_F64_INT(re) ((double)(re))
#define TO_I8_FLOAT(re) ((int8_t)hpc_f64_to_i32(re))
#define TO_U8_FLOAT(re) ((uint8_t)hpc_f64_to_i32(re))
#define TO_I16_FLOAT(re) ((int16_t)hpc_f64_to_i32(re))
#define TO_U16_FLOAT(re) ((uint16_t)hpc_f64_to_i32(re))
#define TO_I32_FLOAT(re) hpc_f64_to_i32(re)
#define TO_U32_FLOAT(re) hpc_f64_to_u32(re)
#define TO_I64_FLOAT(re) hpc_f64_to_i64(re)
#define TO_U64_FLOAT(re) hpc_f64_to_u64(re)
#define TO_F16_FLOAT(re)                                                                           \
    ((half_bits){_Generic((re), float : hpc_float_to_half, default : hpc_double_to_half)(re)})
#define TO_F32_FLOAT(re) ((float)(re))
#define TO_F64_FLOAT(re) ((double)(re))

#define LOOP(from, to, expression)                                                                 \
    static void cast_##from##_##to(char *dst, int64_t dst_step, const char *src, int64_t src_step, \
                                   int64_t n)                                                      \
    {                                                                                              \
        for (int64_t i = 0; i < n; i++) {                                                          \
            elem_##from x;                                                                         \
            memcpy(&x, src, sizeof x);                                                             \
            elem_##to y = expression;                                                              \
            memcpy(dst, &y, sizeof y);                                                             \
            dst += dst_step;                                                                       \
            src += src_step;                                                                       \
        }                                                                                          \
    }

/* All loops from one type; kind is INT or FLOAT, IM tells how to find an imaginary part. */
#define LOOPS_FROM(from, kind, IM)                                                                 \
    LOOP(from, BOOL, (uint8_t)((RE_##from(x) != 0) | (IM(x) != 0)))                                \
    LOOP(from, I8, TO_I8_##kind(RE_##from(x)))                                                     \
    LOOP(from, U8, TO_U8_##kind(RE_##from(x)))                                                     \
    LOOP(from, I16, TO_I16_##kind(RE_##from(x)))                                                   \
    LOOP(from, U16, TO_U16_##kind(RE_##from(x)))                                                   \
    LOOP(from, I32, TO_I32_##kind(RE_##from(x)))                                                   \
    LOOP(from, U32, TO_U32_##kind(RE_##from(x)))                                                   \
    LOOP(from, I64, TO_I64_##kind(RE_##from(x)))                                                   \
    LOOP(from, U64, TO_U64_##kind(RE_##from(x)))                                                   \
    LOOP(from, F16, TO_F16_##kind(RE_##from(x)))                                                   \
    LOOP(from, F32, TO_F32_##kind(RE_##from(x)))                                                   \
    LOOP(from, F64, TO_F64_##kind(RE_##from(x)))                                                   \
    LOOP(from, C64, ((complex_float){TO_F32_##kind(RE_##from(x)), (float)IM(x)}))                  \
    LOOP(from, C128, ((complex_double){TO_F64_##kind(RE_##from(x)), (double)IM(x)}))

LOOPS_FROM(BOOL, INT, IM_NONE)
LOOPS_FROM(I8, INT, IM_NONE)
LOOPS_FROM(U8, INT, IM_NONE)
LOOPS_FROM(I16, INT, IM_NONE)
LOOPS_FROM(U16, INT, IM_NONE)
LOOPS_FROM(I32, INT, IM_NONE)
LOOPS_FROM(U32, INT, IM_NONE)
LOOPS_FROM(I64, INT, IM_NONE)
LOOPS_FROM(U64, INT, IM_NONE)
LOOPS_FROM(F16, FLOAT, IM_NONE)
LOOPS_FROM(F32, FLOAT, IM_NONE)
LOOPS_FROM(F64, FLOAT, IM_NONE)
LOOPS_FROM(C64, FLOAT, IM_PART)
LOOPS_FROM(C128, FLOAT, IM_PART)

/* Between the same types bits are copied: a NaN's payload and a bool's byte stay as they are. */
#define COPY(size)                                                                                 \
    static void copy_##size(char *dst, int64_t dst_step, const char *src, int64_t src_step,        \
                            int64_t n)                                                             \
    {                                                                                              \
        if (dst_step == size && src_step == size) {                                                \
            memcpy(dst, src, (size_t)n *size);                                                     \
            return;                                                                                \
        }                                                                                          \
        for (int64_t i = 0; i < n; i++) {                                                          \
            memcpy(dst, src, size);                                                                \
            dst += dst_step;                                                                       \
            src += src_step;                                                                       \
        }                                                                                          \
    }

COPY(1)
COPY(2)
COPY(4)
COPY(8)
COPY(16)

static hpc_cast_fn *copy_loop(int64_t size)
{
    switch (size) {
    case 1: return copy_1;
    case 2: return copy_2;
    case 4: return copy_4;
    case 8: return copy_8;
    default: return copy_16;
    }
}

#define ROW(from)                                                                                  \
    {                                                                                              \
        cast_##from##_BOOL, cast_##from##_I8, cast_##from##_U8, cast_##from##_I16,                 \
            cast_##from##_U16, cast_##from##_I32, cast_##from##_U32, cast_##from##_I64,            \
            cast_##from##_U64, cast_##from##_F16, cast_##from##_F32, cast_##from##_F64,            \
            cast_##from##_C64, cast_##from##_C128                                                  \
    }

static hpc_cast_fn *const loops[HPC_DTYPE_COUNT][HPC_DTYPE_COUNT] = {
#define X(name, text, size, kind, npy) ROW(name),
    HPC_DTYPES(X)
#undef X
};

hpc_cast_fn *hpc_cast_loop(hpc_dtype to, hpc_dtype from)
{
    return to == from ? copy_loop(hpc_dtype_size(to)) : loops[from][to];
}

/* ---- Elements as values ---------------------------------------------------------------------- */

/* The type in which a HPC_SCALAR of this dtype keeps its number: int64, float64 or complex128. */
static hpc_dtype value_dtype(hpc_dtype dtype)
{
    switch (hpc_dtype_kind(dtype)) {
    case 'f': return HPC_F64;
    case 'c': return HPC_C128;
    default: return HPC_I64;
    }
}

hpc_value hpc_element_load(const char *element, hpc_dtype dtype)
{
    hpc_value value = {.kind = HPC_SCALAR, .dtype = (int32_t)dtype, .c = {0, 0}};
    hpc_cast_loop(value_dtype(dtype), dtype)((char *)value.c, 0, element, 0, 1);
    return value;
}

void hpc_element_store(char *element, hpc_dtype dtype, const hpc_value *value)
{
    hpc_dtype from = HPC_I64;
    double real = (double)value->i;
    const char *source = (const char *)value->c;
    switch (value->kind) {
    case HPC_PYINT: /* NumPy turns a Python int into a float by way of double */
        if (hpc_dtype_kind(dtype) == 'f' || hpc_dtype_kind(dtype) == 'c') {
            from = HPC_F64;
            source = (const char *)&real;
        }
        break;
    case HPC_PYFLOAT: from = HPC_F64; break;
    case HPC_PYCOMPLEX: from = HPC_C128; break;
    case HPC_SCALAR:
        from = value->dtype == HPC_U64 ? HPC_U64 : value_dtype((hpc_dtype)value->dtype);
        break;
    default: break;
    }
    hpc_cast_loop(dtype, from)(element, 0, source, 0, 1);
}
