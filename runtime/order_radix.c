/* Radix sort for long lanes of real types: elements become 64-bit keys whose unsigned order is the
 * sort's order, and equal elements (both zeros, all NaNs) get equal keys, so that the order is the
 * stable one. Bytes that are the same in all keys cost no pass. */
#include <math.h>
#include <string.h>

#include "cast.h"
#include "order_parts.h"

#define TOP (UINT64_C(1) << 63)

static uint64_t key_of_f64(double x)
{
    uint64_t bits;
    x = x == 0.0 ? 0.0 : x;
    memcpy(&bits, &x, sizeof bits);
    return x != x ? UINT64_MAX : bits & TOP ? ~bits : bits | TOP;
}

#define KEYS(type, expression)                                                                     \
    for (int64_t i = 0; i < n; i++) {                                                              \
        type x = ((const type *)data)[i];                                                          \
        keys[i] = (expression);                                                                    \
    }                                                                                              \
    return

static void make_keys(hpc_dtype dtype, const void *data, uint64_t *keys, int64_t n)
{
    switch (dtype) {
    case HPC_I8: KEYS(int8_t, (uint64_t)x ^ TOP);
    case HPC_I16: KEYS(int16_t, (uint64_t)x ^ TOP);
    case HPC_I32: KEYS(int32_t, (uint64_t)x ^ TOP);
    case HPC_I64: KEYS(int64_t, (uint64_t)x ^ TOP);
    case HPC_BOOL:
    case HPC_U8: KEYS(uint8_t, x);
    case HPC_U16: KEYS(uint16_t, x);
    case HPC_U32: KEYS(uint32_t, x);
    case HPC_U64: KEYS(uint64_t, x);
    case HPC_F16: KEYS(uint16_t, key_of_f64(hpc_half_to_float(x)));
    case HPC_F32: KEYS(float, key_of_f64(x));
    default: KEYS(double, key_of_f64(x));
    }
}

/* How often each value of each byte occurs. */
static void count_bytes(const uint64_t *keys, int64_t n, int64_t counts[8][256])
{
    memset(counts, 0, 8 * sizeof counts[0]);
    for (int64_t i = 0; i < n; i++)
        for (int byte = 0; byte < 8; byte++)
            counts[byte][keys[i] >> 8 * byte & 0xff]++;
}

/* Turn counts into places; false where all keys share the byte. */
static bool make_places(int64_t counts[256], uint64_t any_key, int byte, int64_t n)
{
    if (counts[any_key >> 8 * byte & 0xff] == n)
        return false;
    int64_t place = 0;
    for (int value = 0; value < 256; value++) {
        int64_t count = counts[value];
        counts[value] = place;
        place += count;
    }
    return true;
}

bool hpc_radix_fits(hpc_dtype dtype, int64_t n)
{
    return n >= (hpc_vector_sorts() ? 64 : 1024) && hpc_dtype_kind(dtype) != 'c';
}

size_t hpc_radix_room(int64_t n)
{
    return (size_t)n * 3 * sizeof(uint64_t);
}

void hpc_radix_argsort(hpc_dtype dtype, const char *data, int64_t *order, int64_t n, void *room)
{
    uint64_t *keys = room, *other_keys = keys + n;
    int64_t *from = order, *to = (int64_t *)(other_keys + n), counts[8][256];
    make_keys(dtype, data, keys, n);
    if (hpc_packed_argsort(keys, order, n))
        return;
    count_bytes(keys, n, counts);
    for (int64_t i = 0; i < n; i++)
        from[i] = i;
    for (int byte = 0; byte < 8; byte++) {
        if (!make_places(counts[byte], keys[0], byte, n))
            continue;
        for (int64_t i = 0; i < n; i++) {
            int64_t place = counts[byte][keys[i] >> 8 * byte & 0xff]++;
            other_keys[place] = keys[i];
            to[place] = from[i];
        }
        uint64_t *held_keys = keys;
        int64_t *held = from;
        keys = other_keys;
        other_keys = held_keys;
        from = to;
        to = held;
    }
    if (from != order)
        memcpy(order, from, (size_t)n * sizeof *order);
}

/* Does some zero have a sign, or is there a NaN? A key does not give these back. */
static bool loses_bits(hpc_dtype dtype, const char *data, int64_t n)
{
    bool lost = false;
    for (int64_t i = 0; dtype == HPC_F64 && i < n; i++) {
        double x = ((const double *)(const void *)data)[i];
        lost |= x != x || (x == 0.0 && signbit(x));
    }
    for (int64_t i = 0; dtype == HPC_F32 && i < n; i++) {
        float x = ((const float *)(const void *)data)[i];
        lost |= x != x || (x == 0.0f && signbit(x));
    }
    return lost;
}

#define ELEMENTS(type, expression)                                                                 \
    for (int64_t i = 0; i < n; i++) {                                                              \
        uint64_t key = keys[i];                                                                    \
        ((type *)data)[i] = (type)(expression);                                                    \
    }                                                                                              \
    return

static double f64_of_key(uint64_t key)
{
    double x;
    key = key & TOP ? key ^ TOP : ~key;
    memcpy(&x, &key, sizeof x);
    return x;
}

static void take_elements(hpc_dtype dtype, void *data, const uint64_t *keys, int64_t n)
{
    switch (dtype) {
    case HPC_F32: ELEMENTS(float, f64_of_key(key));
    case HPC_F64: ELEMENTS(double, f64_of_key(key));
    default: break;
    }
    switch (hpc_dtype_size(dtype)) { /* the key's low bits are the integer's */
    case 1: ELEMENTS(uint8_t, key);
    case 2: ELEMENTS(uint16_t, key);
    case 4: ELEMENTS(uint32_t, key);
    default: ELEMENTS(uint64_t, hpc_dtype_kind(dtype) == 'i' ? key ^ TOP : key);
    }
}

bool hpc_radix_sort(hpc_dtype dtype, char *data, int64_t n, void *room)
{
    uint64_t *keys = room, *other = keys + n;
    int64_t counts[8][256];
    if (dtype == HPC_F16 || loses_bits(dtype, data, n))
        return false;
    make_keys(dtype, data, keys, n);
    if (hpc_vector_sort(keys, n)) {
        take_elements(dtype, data, keys, n);
        return true;
    }
    count_bytes(keys, n, counts);
    for (int byte = 0; byte < 8; byte++) {
        if (!make_places(counts[byte], keys[0], byte, n))
            continue;
        for (int64_t i = 0; i < n; i++)
            other[counts[byte][keys[i] >> 8 * byte & 0xff]++] = keys[i];
        uint64_t *held = keys;
        keys = other;
        other = held;
    }
    take_elements(dtype, data, keys, n);
    return true;
}

bool hpc_radix_select(hpc_dtype dtype, char *data, int64_t n, int64_t first, int64_t end,
                      void *room)
{
    uint64_t *keys = room;
    if (dtype == HPC_F16 || first < 0 || end > n || loses_bits(dtype, data, n))
        return false;
    make_keys(dtype, data, keys, n);
    if (!hpc_vector_select(keys, n, first, end))
        return false;
    take_elements(dtype, data, keys, n);
    return true;
}
