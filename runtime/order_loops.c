/* Merge sort (by insertion up to 16 elements) and its indirect form, for every type of elements. */
#include "cast.h"
#include "order_parts.h"

enum { INSERTION_MAX = 16 };

/* Each is written, and stays where it begins a run: random numbers make no pattern of branches. */
#define DISTINCT(name, type, apart)                                                                \
    static int64_t distinct_##name(char *bytes, int64_t n)                                         \
    {                                                                                              \
        type *data = (type *)bytes, last;                                                          \
        int64_t count = n > 0;                                                                     \
        last = data[0];                                                                            \
        for (int64_t i = 1; i < n; i++) {                                                          \
            type next = data[i];                                                                   \
            data[count] = next;                                                                    \
            count += apart(last, next);                                                            \
            last = next;                                                                           \
        }                                                                                          \
        return count;                                                                              \
    }

#define LOOPS(name, type, less, apart)                                                             \
    static void sort_##name##_range(type *data, type *spare, int64_t n)                            \
    {                                                                                              \
        if (n <= INSERTION_MAX) {                                                                  \
            for (int64_t i = 1; i < n; i++) {                                                      \
                type moving = data[i];                                                             \
                int64_t j = i;                                                                     \
                for (; j > 0 && less(moving, data[j - 1]); j--)                                    \
                    data[j] = data[j - 1];                                                         \
                data[j] = moving;                                                                  \
            }                                                                                      \
            return;                                                                                \
        }                                                                                          \
        int64_t half = n / 2, i = 0, j = half, k = 0;                                              \
        sort_##name##_range(data, spare, half);                                                    \
        sort_##name##_range(data + half, spare, n - half);                                         \
        if (!less(data[half], data[half - 1]))                                                     \
            return;                                                                                \
        memcpy(spare, data, (size_t)half * sizeof *data);                                          \
        while (i < half && j < n)                                                                  \
            data[k++] = less(data[j], spare[i]) ? data[j++] : spare[i++];                          \
        memcpy(data + k, spare + i, (size_t)(half - i) * sizeof *data);                            \
    }                                                                                              \
    static void sort_##name(char *data, char *spare, int64_t n)                                    \
    {                                                                                              \
        sort_##name##_range((type *)data, (type *)spare, n);                                       \
    }                                                                                              \
    static void argsort_##name(const char *bytes, int64_t *index, int64_t *spare, int64_t n)       \
    {                                                                                              \
        const type *data = (const type *)bytes;                                                    \
        if (n <= INSERTION_MAX) {                                                                  \
            for (int64_t i = 1; i < n; i++) {                                                      \
                int64_t moving = index[i], j = i;                                                  \
                for (; j > 0 && less(data[moving], data[index[j - 1]]); j--)                       \
                    index[j] = index[j - 1];                                                       \
                index[j] = moving;                                                                 \
            }                                                                                      \
            return;                                                                                \
        }                                                                                          \
        int64_t half = n / 2, i = 0, j = half, k = 0;                                              \
        argsort_##name(bytes, index, spare, half);                                                 \
        argsort_##name(bytes, index + half, spare, n - half);                                      \
        memcpy(spare, index, (size_t)half * sizeof *index);                                        \
        while (i < half && j < n)                                                                  \
            index[k++] = less(data[index[j]], data[spare[i]]) ? index[j++] : spare[i++];           \
        memcpy(index + k, spare + i, (size_t)(half - i) * sizeof *index);                          \
    }                                                                                              \
    static bool differ_##name(const char *a, const char *b)                                        \
    {                                                                                              \
        return apart(*(const type *)a, *(const type *)b);                                          \
    }                                                                                              \
    DISTINCT(name, type, apart)

#define LESS(a, b) ((a) < (b))
LOOPS(i8, int8_t, LESS, LESS)
LOOPS(u8, uint8_t, LESS, LESS)
LOOPS(i16, int16_t, LESS, LESS)
LOOPS(u16, uint16_t, LESS, LESS)
LOOPS(i32, int32_t, LESS, LESS)
LOOPS(u32, uint32_t, LESS, LESS)
LOOPS(i64, int64_t, LESS, LESS)
LOOPS(u64, uint64_t, LESS, LESS)

LOOPS(f32, float, HPC_LESS_FLOAT, HPC_LESS_FLOAT)
LOOPS(f64, double, HPC_LESS_FLOAT, HPC_LESS_FLOAT)
LOOPS(f16, uint16_t, hpc_less_half, hpc_less_half)

#define COMPLEX(name)                                                                              \
    static bool apart_##name(hpc_##name##_pair a, hpc_##name##_pair b)                             \
    {                                                                                              \
        return a.re == a.re && a.im == a.im && hpc_less_##name(a, b);                              \
    }                                                                                              \
    LOOPS(name, hpc_##name##_pair, hpc_less_##name, apart_##name)
COMPLEX(c64)
COMPLEX(c128)

#define ROW(name)                                                                                  \
    {                                                                                              \
        sort_##name, argsort_##name, differ_##name, distinct_##name                                \
    }
const hpc_order_loops hpc_order_loops_of[HPC_DTYPE_COUNT] = {
    ROW(u8),  ROW(i8),  ROW(u8),  ROW(i16), ROW(u16), ROW(i32), ROW(u32),
    ROW(i64), ROW(u64), ROW(f16), ROW(f32), ROW(f64), ROW(c64), ROW(c128)};
