/* What the files of order.h share: loops on contiguous elements of one type. */
#ifndef HPC_ORDER_PARTS_H
#define HPC_ORDER_PARTS_H

#include "cast.h"
#include "order.h"

/* NaN is last. No short circuit: searching must not branch. */
#define HPC_LESS_FLOAT(a, b) (((a) < (b)) | (((b) != (b)) & ((a) == (a))))

static inline bool hpc_less_half(uint16_t a, uint16_t b)
{
    float x = hpc_half_to_float(a), y = hpc_half_to_float(b);
    return HPC_LESS_FLOAT(x, y);
}

/* NumPy's order: numbers, then those with a NaN as imaginary part, then those with a NaN as real
 * part, then both; within each by the part that is a number. */
#define HPC_LESS_COMPLEX(name, type)                                                               \
    typedef struct hpc_##name##_pair {                                                             \
        type re, im;                                                                               \
    } hpc_##name##_pair;                                                                           \
    static inline bool hpc_less_##name(hpc_##name##_pair a, hpc_##name##_pair b)                   \
    {                                                                                              \
        bool a_nan = a.im != a.im, b_nan = b.im != b.im;                                           \
        if (a.re < b.re)                                                                           \
            return !a_nan || b_nan;                                                                \
        if (a.re > b.re)                                                                           \
            return b_nan && !a_nan;                                                                \
        if (a.re == b.re || (a.re != a.re && b.re != b.re))                                        \
            return HPC_LESS_FLOAT(a.im, b.im);                                                     \
        return b.re != b.re;                                                                       \
    }
HPC_LESS_COMPLEX(c64, float)
HPC_LESS_COMPLEX(c128, double)

typedef struct hpc_order_loops {
    void (*sort)(char *data, char *spare, int64_t n);
    void (*argsort)(const char *data, int64_t *index, int64_t *spare, int64_t n);
    /* Is b, which follows a in sorted order, another value? NaNs are one value. */
    bool (*differ)(const char *a, const char *b);
    /* The first of each run of equal ones to the front of sorted elements; how many these are. */
    int64_t (*distinct)(char *sorted, int64_t n);
} hpc_order_loops;

/* Radix sort of long lanes (order_radix.c). `room` is hpc_radix_room(n) bytes; hpc_radix_sort
 * returns false, with nothing done, where keys would lose bits of the elements. */
bool hpc_radix_fits(hpc_dtype dtype, int64_t n);
size_t hpc_radix_room(int64_t n);
void hpc_radix_argsort(hpc_dtype dtype, const char *data, int64_t *order, int64_t n, void *room);
bool hpc_radix_sort(hpc_dtype dtype, char *data, int64_t n, void *room);
/* The same for the ranks [first, end) alone, and false also where sorting all is the way. */
bool hpc_radix_select(hpc_dtype dtype, char *data, int64_t n, int64_t first, int64_t end,
                      void *room);

/* Vector quicksort of keys, or of elements in their place (order_vector.c); false where this CPU, the
 * dtype or some values are none for it: the keys are then as before, in some other order; elements that
 * are equal and differ are in the same order. hpc_vector_select puts the keys of the ranks [first, end)
 * in their places, none that is greater before each and none that is less behind. */
bool hpc_vector_sorts(void); /* whether this CPU can */
bool hpc_vector_sort(uint64_t *keys, int64_t n);
bool hpc_vector_sort_elements(hpc_dtype dtype, char *elements, int64_t n);
bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t first, int64_t end);
/* The ranks [first, end) of elements in their place. */
bool hpc_vector_select_elements(hpc_dtype dtype, char *elements, int64_t n, int64_t first,
                                int64_t end);

/* The stable order of keys by one vector quicksort; false, with nothing in `order`, where it is no way. */
bool hpc_packed_argsort(const uint64_t *keys, int64_t *order, int64_t n);

/* How often each value occurs in a vector of bytes. */
void hpc_count_bytes(int64_t counts[256], const hpc_view *x);

extern const hpc_order_loops hpc_order_loops_of[HPC_DTYPE_COUNT];

#endif
