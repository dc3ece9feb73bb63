/* Merge sort (by insertion up to 16 elements), its indirect form, and binary search, for every type
 * of elements. */
#include "cast.h"
#include "order_parts.h"

enum { INSERTION_MAX = 16, SEARCH_BLOCK = 8 };

#define LOOPS(name, type, less, truth)                                                               \
    static void sort_##name##_range(type *data, type *spare, int64_t n)                              \
    {                                                                                                \
        if (n <= INSERTION_MAX) {                                                                    \
            for (int64_t i = 1; i < n; i++) {                                                        \
                type moving = data[i];                                                               \
                int64_t j = i;                                                                       \
                for (; j > 0 && less(moving, data[j - 1]); j--)                                      \
                    data[j] = data[j - 1];                                                           \
                data[j] = moving;                                                                    \
            }                                                                                        \
            return;                                                                                  \
        }                                                                                            \
        int64_t half = n / 2, i = 0, j = half, k = 0;                                                \
        sort_##name##_range(data, spare, half);                                                      \
        sort_##name##_range(data + half, spare, n - half);                                           \
        if (!less(data[half], data[half - 1]))                                                       \
            return;                                                                                  \
        memcpy(spare, data, (size_t)half * sizeof *data);                                            \
        while (i < half && j < n)                                                                    \
            data[k++] = less(data[j], spare[i]) ? data[j++] : spare[i++];                            \
        memcpy(data + k, spare + i, (size_t)(half - i) * sizeof *data);                              \
    }                                                                                                \
    static void sort_##name(char *data, char *spare, int64_t n)                                      \
    {                                                                                                \
        sort_##name##_range((type *)data, (type *)spare, n);                                         \
    }                                                                                                \
    static void argsort_##name(const char *bytes, int64_t *index, int64_t *spare, int64_t n)         \
    {                                                                                                \
        const type *data = (const type *)bytes;                                                      \
        if (n <= INSERTION_MAX) {                                                                    \
            for (int64_t i = 1; i < n; i++) {                                                        \
                int64_t moving = index[i], j = i;                                                    \
                for (; j > 0 && less(data[moving], data[index[j - 1]]); j--)                         \
                    index[j] = index[j - 1];                                                         \
                index[j] = moving;                                                                   \
            }                                                                                        \
            return;                                                                                  \
        }                                                                                            \
        int64_t half = n / 2, i = 0, j = half, k = 0;                                                \
        argsort_##name(bytes, index, spare, half);                                                   \
        argsort_##name(bytes, index + half, spare, n - half);                                        \
        memcpy(spare, index, (size_t)half * sizeof *index);                                          \
        while (i < half && j < n)                                                                    \
            index[k++] = less(data[index[j]], data[spare[i]]) ? index[j++] : spare[i++];             \
        memcpy(index + k, spare + i, (size_t)(half - i) * sizeof *index);                            \
    }                                                                                                \
    static void search_##name(const char *sorted_bytes, int64_t n, const char *key_bytes,            \
                              int64_t count, bool right, int64_t *out)                               \
    {                                                                                                \
        const type *sorted = (const type *)sorted_bytes, *keys = (const type *)key_bytes;            \
        int64_t low = 0, high = n;                                                                   \
        for (int64_t i = 0; i < count; i++) {                                                        \
            type key = keys[i], last = keys[i ? i - 1 : 0];                                          \
            if (right ? !less(key, last) : less(last, key)) {                                        \
                high = n;                                                                            \
            } else {                                                                                 \
                low = 0;                                                                             \
                high = high < n ? high + 1 : n;                                                      \
            }                                                                                        \
            while (low < high) {                                                                     \
                int64_t middle = low + (high - low) / 2;                                             \
                if (right ? !less(key, sorted[middle]) : less(sorted[middle], key))                  \
                    low = middle + 1;                                                                \
                else                                                                                 \
                    high = middle;                                                                   \
            }                                                                                        \
            out[i] = low;                                                                            \
        }                                                                                            \
    }                                                                                                \
    static bool is_sorted_##name(const type *data, int64_t n)                                        \
    {                                                                                                \
        bool sorted = true;                                                                          \
        for (int64_t i = 1; i < n && sorted; i++)                                                    \
            sorted = !less(data[i], data[i - 1]);                                                    \
        return sorted;                                                                               \
    }                                                                                                \
    /* No branch depends on what is compared, and the keys of a block do not wait for each other. */ \
    static void search_block_##name(const type *sorted, int64_t n, const type *keys, bool right,     \
                                    int64_t *out)                                                    \
    {                                                                                                \
        int64_t at[SEARCH_BLOCK] = {0};                                                              \
        for (int64_t half; n > 0; n -= half) {                                                       \
            half = (n + 1) / 2;                                                                      \
            if (right)                                                                               \
                for (int k = 0; k < SEARCH_BLOCK; k++)                                               \
                    at[k] += half & -(int64_t)!less(keys[k], sorted[at[k] + half - 1]);              \
            else                                                                                     \
                for (int k = 0; k < SEARCH_BLOCK; k++)                                               \
                    at[k] += half & -(int64_t)(less(sorted[at[k] + half - 1], keys[k]));             \
        }                                                                                            \
        memcpy(out, at, sizeof at);                                                                  \
    }                                                                                                \
    static void search_many_##name(const char *sorted_bytes, int64_t n, const char *key_bytes,       \
                                   int64_t count, bool right, int64_t *out)                          \
    {                                                                                                \
        const type *sorted = (const type *)sorted_bytes, *keys = (const type *)key_bytes;            \
        int64_t done = 0;                                                                            \
        if (n <= count && is_sorted_##name(sorted, n))                                               \
            for (; done + SEARCH_BLOCK <= count; done += SEARCH_BLOCK)                               \
                search_block_##name(sorted, n, keys + done, right, out + done);                      \
        search_##name(sorted_bytes, n, (const char *)(keys + done), count - done, right,             \
                      out + done);                                                                   \
    }                                                                                                \
    static bool differ_##name(const char *a, const char *b)                                          \
    {                                                                                                \
        return less(*(const type *)a, *(const type *)b);                                             \
    }                                                                                                \
    static bool true_##name(const char *a)                                                           \
    {                                                                                                \
        return truth(*(const type *)a);                                                              \
    }

#define LESS(a, b) ((a) < (b))
#define NOT_ZERO(a) ((a) != 0)
LOOPS(i8, int8_t, LESS, NOT_ZERO)
LOOPS(u8, uint8_t, LESS, NOT_ZERO)
LOOPS(i16, int16_t, LESS, NOT_ZERO)
LOOPS(u16, uint16_t, LESS, NOT_ZERO)
LOOPS(i32, int32_t, LESS, NOT_ZERO)
LOOPS(u32, uint32_t, LESS, NOT_ZERO)
LOOPS(i64, int64_t, LESS, NOT_ZERO)
LOOPS(u64, uint64_t, LESS, NOT_ZERO)

/* No short circuit: searching must not branch. */
#define LESS_FLOAT(a, b) (((a) < (b)) | (((b) != (b)) & ((a) == (a))))
LOOPS(f32, float, LESS_FLOAT, NOT_ZERO)
LOOPS(f64, double, LESS_FLOAT, NOT_ZERO)

static bool less_half(uint16_t a, uint16_t b)
{
    float x = hpc_half_to_float(a), y = hpc_half_to_float(b);
    return LESS_FLOAT(x, y);
}
#define NOT_ZERO_HALF(a) (((a)&0x7fff) != 0)
LOOPS(f16, uint16_t, less_half, NOT_ZERO_HALF)

/* NumPy's order: numbers, then those with a NaN as imaginary part, then those with a NaN as real
 * part, then both; within each by the part that is a number. */
#define COMPLEX(name, type)                                                                        \
    typedef struct name##_pair {                                                                   \
        type re, im;                                                                               \
    } name##_pair;                                                                                 \
    static bool less_##name(name##_pair a, name##_pair b)                                          \
    {                                                                                              \
        bool a_nan = a.im != a.im, b_nan = b.im != b.im;                                           \
        if (a.re < b.re)                                                                           \
            return !a_nan || b_nan;                                                                \
        if (a.re > b.re)                                                                           \
            return b_nan && !a_nan;                                                                \
        if (a.re == b.re || (a.re != a.re && b.re != b.re))                                        \
            return LESS_FLOAT(a.im, b.im);                                                         \
        return b.re != b.re;                                                                       \
    }                                                                                              \
    static bool truth_##name(name##_pair a)                                                        \
    {                                                                                              \
        return a.re != 0 || a.im != 0;                                                             \
    }                                                                                              \
    LOOPS(name, name##_pair, less_##name, truth_##name)                                            \
    static bool distinct_##name(const char *a, const char *b)                                      \
    {                                                                                              \
        name##_pair x = *(const name##_pair *)a;                                                   \
        return x.re == x.re && x.im == x.im && differ_##name(a, b);                                \
    }
COMPLEX(c64, float)
COMPLEX(c128, double)

#define ROW(name)                                                                                  \
    {                                                                                              \
        sort_##name, argsort_##name, search_many_##name, differ_##name, true_##name                \
    }
#define ROW_COMPLEX(name)                                                                          \
    {                                                                                              \
        sort_##name, argsort_##name, search_many_##name, distinct_##name, true_##name              \
    }
const hpc_order_loops hpc_order_loops_of[HPC_DTYPE_COUNT] = {
    ROW(u8),  ROW(i8),  ROW(u8),  ROW(i16), ROW(u16), ROW(i32),         ROW(u32),
    ROW(i64), ROW(u64), ROW(f16), ROW(f32), ROW(f64), ROW_COMPLEX(c64), ROW_COMPLEX(c128)};
