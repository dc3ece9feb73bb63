/* Binary search without its branches, for every type of elements.
 *
 * Many keys in a sorted array: a table of buckets, evenly spaced between the ends, says where in the array
 * each begins. The bucket of a number never falls where the number rises, so that elements of lower buckets
 * are less than a key and those of higher ones greater; with one element in a bucket or none, one comparison
 * is left. Where elements crowd in few buckets, blocks of keys halve the array side by side; keys that are
 * sorted themselves walk along it. All else is searched as NumPy does, which shows where the array is not
 * sorted. */
#include "order_search.h"

#include <math.h>

#include "cast.h"

enum { SEARCH_BLOCK = 4, SMALL_TABLE = 4096, MOST_ELEMENTS = 1 << 29 };

#define SAME(x) (x)

/* ---- Every type ------------------------------------------------------------------------------- */

#define LOOPS(name, type, less)                                                                    \
    static void hinted_##name(const hpc_search *s, const char *key_bytes, int64_t count,           \
                              int64_t *out)                                                        \
    {                                                                                              \
        const type *sorted = (const type *)s->sorted, *keys = (const type *)key_bytes;             \
        int64_t low = 0, high = s->n;                                                              \
        for (int64_t i = 0; i < count; i++) {                                                      \
            type key = keys[i], last = keys[i ? i - 1 : 0];                                        \
            if (s->right ? !less(key, last) : less(last, key)) {                                   \
                high = s->n;                                                                       \
            } else {                                                                               \
                low = 0;                                                                           \
                high = high < s->n ? high + 1 : s->n;                                              \
            }                                                                                      \
            while (low < high) {                                                                   \
                int64_t middle = low + (high - low) / 2;                                           \
                if (s->right ? !less(key, sorted[middle]) : less(sorted[middle], key))             \
                    low = middle + 1;                                                              \
                else                                                                               \
                    high = middle;                                                                 \
            }                                                                                      \
            out[i] = low;                                                                          \
        }                                                                                          \
    }                                                                                              \
    static bool is_sorted_##name(const char *bytes, int64_t n)                                     \
    {                                                                                              \
        const type *data = (const type *)bytes;                                                    \
        for (int64_t i = 1; i < n; i++)                                                            \
            if (less(data[i], data[i - 1]))                                                        \
                return false;                                                                      \
        return true;                                                                               \
    }                                                                                              \
    static void merged_##name(const hpc_search *s, const char *key_bytes, int64_t count,           \
                              int64_t *out)                                                        \
    {                                                                                              \
        const type *sorted = (const type *)s->sorted, *keys = (const type *)key_bytes;             \
        int64_t at = 0;                                                                            \
        for (int64_t i = 0; i < count; i++) {                                                      \
            type key = keys[i];                                                                    \
            while (at < s->n && (s->right ? !less(key, sorted[at]) : less(sorted[at], key)))       \
                at++;                                                                              \
            out[i] = at;                                                                           \
        }                                                                                          \
    }                                                                                              \
    /* The keys of a block do not wait for each other. */                                          \
    static void block_##name(const type *sorted, int64_t n, const type *keys, bool right,          \
                             int64_t *out)                                                         \
    {                                                                                              \
        const type *a = sorted, *b = a, *c = a, *d = a;                                            \
        const type key0 = keys[0], key1 = keys[1], key2 = keys[2], key3 = keys[3];                 \
        for (int64_t half; n > 0; n -= half) {                                                     \
            half = (n + 1) / 2;                                                                    \
            if (right) {                                                                           \
                a += half & -(int64_t)!less(key0, a[half - 1]);                                    \
                b += half & -(int64_t)!less(key1, b[half - 1]);                                    \
                c += half & -(int64_t)!less(key2, c[half - 1]);                                    \
                d += half & -(int64_t)!less(key3, d[half - 1]);                                    \
            } else {                                                                               \
                a += half & -(int64_t)(less(a[half - 1], key0));                                   \
                b += half & -(int64_t)(less(b[half - 1], key1));                                   \
                c += half & -(int64_t)(less(c[half - 1], key2));                                   \
                d += half & -(int64_t)(less(d[half - 1], key3));                                   \
            }                                                                                      \
        }                                                                                          \
        out[0] = a - sorted;                                                                       \
        out[1] = b - sorted;                                                                       \
        out[2] = c - sorted;                                                                       \
        out[3] = d - sorted;                                                                       \
    }                                                                                              \
    static void halved_##name(const hpc_search *s, const char *key_bytes, int64_t count,           \
                              int64_t *out)                                                        \
    {                                                                                              \
        const type *sorted = (const type *)s->sorted, *keys = (const type *)key_bytes;             \
        int64_t done = 0;                                                                          \
        for (; done + SEARCH_BLOCK <= count; done += SEARCH_BLOCK)                                 \
            block_##name(sorted, s->n, keys + done, s->right, out + done);                         \
        hinted_##name(s, (const char *)(keys + done), count - done, out + done);                   \
    }

/* ---- Buckets, of real numbers ----------------------------------------------------------------- */

static inline int64_t bucket_of(const hpc_search *s, double x)
{
    double f = (x - s->low) * s->scale;
    f = f < s->top ? f : s->top; /* NaN is above all */
    return (int64_t)(f > 0 ? f : 0);
}

/* How many elements are less than the key (or equal, where `right`): none of the array is NaN. */
#define BUCKETS(name, type, value)                                                                 \
    static inline int64_t find_##name(const hpc_search *s, type element, bool right)               \
    {                                                                                              \
        const type *sorted = (const type *)s->sorted;                                              \
        int64_t bucket = bucket_of(s, (double)value(element));                                     \
        int64_t at = s->first[bucket], end = s->first[bucket + 1];                                 \
        bool crowded = end - at > 1;                                                               \
        at += right ? !(value(element) < value(sorted[at]))                                        \
                    : !(value(sorted[at]) >= value(element));                                      \
        while (crowded && at < end &&                                                              \
               (right ? !(value(element) < value(sorted[at]))                                      \
                      : !(value(sorted[at]) >= value(element))))                                   \
            at++;                                                                                  \
        return at;                                                                                 \
    }                                                                                              \
    static void bucketed_##name(const hpc_search *s, const char *key_bytes, int64_t count,         \
                                int64_t *out)                                                      \
    {                                                                                              \
        const type *keys = (const type *)key_bytes;                                                \
        if (s->right)                                                                              \
            for (int64_t i = 0; i < count; i++)                                                    \
                out[i] = find_##name(s, keys[i], true);                                            \
        else                                                                                       \
            for (int64_t i = 0; i < count; i++)                                                    \
                out[i] = find_##name(s, keys[i], false);                                           \
    }                                                                                              \
    static double number_##name(const char *bytes, int64_t i)                                      \
    {                                                                                              \
        return (double)value(((const type *)bytes)[i]);                                            \
    }

#define LESS(a, b) ((a) < (b))
#define REAL(name, type, less, value)                                                              \
    LOOPS(name, type, less)                                                                        \
    BUCKETS(name, type, value)
REAL(i8, int8_t, LESS, SAME)
REAL(u8, uint8_t, LESS, SAME)
REAL(i16, int16_t, LESS, SAME)
REAL(u16, uint16_t, LESS, SAME)
REAL(i32, int32_t, LESS, SAME)
REAL(u32, uint32_t, LESS, SAME)
REAL(i64, int64_t, LESS, SAME)
REAL(u64, uint64_t, LESS, SAME)
REAL(f32, float, HPC_LESS_FLOAT, SAME)
REAL(f64, double, HPC_LESS_FLOAT, SAME)
REAL(f16, uint16_t, hpc_less_half, hpc_half_to_float)
LOOPS(c64, hpc_c64_pair, hpc_less_c64)
LOOPS(c128, hpc_c128_pair, hpc_less_c128)

typedef struct search_loops {
    bool (*is_sorted)(const char *data, int64_t n);
    double (*number)(const char *data, int64_t i); /* NULL: no order of real numbers */
    hpc_search_fn *hinted, *merged, *halved, *bucketed;
} search_loops;

#define ROW(name)                                                                                  \
    {                                                                                              \
        is_sorted_##name, number_##name, hinted_##name, merged_##name, halved_##name,              \
            bucketed_##name                                                                        \
    }
#define ROW_COMPLEX(name)                                                                          \
    {                                                                                              \
        is_sorted_##name, NULL, hinted_##name, merged_##name, halved_##name, NULL                  \
    }
static const search_loops loops_of[HPC_DTYPE_COUNT] = {
    ROW(u8),  ROW(i8),  ROW(u8),  ROW(i16), ROW(u16), ROW(i32),         ROW(u32),
    ROW(i64), ROW(u64), ROW(f16), ROW(f32), ROW(f64), ROW_COMPLEX(c64), ROW_COMPLEX(c128)};

/* ---- Which way --------------------------------------------------------------------------------- */

/* The table of a sorted array; false where memory is short or elements crowd. */
static bool make_buckets(hpc_search *s, hpc_heap *heap, const search_loops *loops)
{
    int64_t n = s->n, count = (n <= SMALL_TABLE ? 4 : 2) * n, crowd = 0;
    double low = loops->number(s->sorted, 0), high = loops->number(s->sorted, n - 1);
    s->low = low;
    s->scale = (double)count / (high - low);
    s->top = (high - low) * s->scale;
    if (!(high > low) || !(s->scale > 0) || !isfinite(s->scale) || !isfinite(s->top))
        return false;
    int64_t last = (int64_t)s->top, filled = 0;
    s->first = hpc_heap_alloc(heap, (size_t)(last + 2) * sizeof *s->first);
    if (!s->first)
        return false;
    for (int64_t i = 0, run = 0; i < n; i++) {
        int64_t bucket = bucket_of(s, loops->number(s->sorted, i));
        run = filled > bucket ? run + 1 : 0; /* elements before it in its bucket */
        crowd += run;
        while (filled <= bucket)
            s->first[filled++] = (int32_t)i;
    }
    while (filled <= last + 1)
        s->first[filled++] = (int32_t)n;
    return crowd <= n;
}

void hpc_search_begin(hpc_search *s, hpc_heap *heap, hpc_dtype dtype, const char *sorted, int64_t n,
                      const char *keys, int64_t count, bool right)
{
    const search_loops *loops = &loops_of[dtype];
    *s = (hpc_search){.sorted = sorted, .n = n, .right = right, .run = loops->hinted};
    if (n < 2 || n / 8 > count || n > MOST_ELEMENTS || !loops->is_sorted(sorted, n))
        return;
    if (loops->is_sorted(keys, count))
        s->run = loops->merged;
    else if (loops->number && make_buckets(s, heap, loops))
        s->run = loops->bucketed;
    else
        s->run = loops->halved;
}

void hpc_search_end(hpc_search *s, hpc_heap *heap)
{
    hpc_heap_free(heap, s->first);
}
