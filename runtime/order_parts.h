/* What the files of order.h share: loops on contiguous elements of one type. */
#ifndef HPC_ORDER_PARTS_H
#define HPC_ORDER_PARTS_H

#include "order.h"

typedef struct hpc_order_loops {
    void (*sort)(char *data, char *spare, int64_t n);
    void (*argsort)(const char *data, int64_t *index, int64_t *spare, int64_t n);
    /* As NumPy searches: each key starts from where the last one ended. */
    void (*search)(const char *sorted, int64_t n, const char *keys, int64_t count, bool right,
                   int64_t *out);
    /* Is b, which follows a in sorted order, another value? NaNs are one value. */
    bool (*differ)(const char *a, const char *b);
    bool (*is_true)(const char *a);
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
 * are equal and differ are in the same order. hpc_vector_select puts the key of the rank in its place, none
 * that is greater before it and none that is less behind. */
bool hpc_vector_sort(uint64_t *keys, int64_t n);
bool hpc_vector_sort_elements(hpc_dtype dtype, char *elements, int64_t n);
bool hpc_vector_select(uint64_t *keys, int64_t n, int64_t rank);

/* The stable order of keys by one vector quicksort; false, with nothing in `order`, where it is no way. */
bool hpc_packed_argsort(const uint64_t *keys, int64_t *order, int64_t n);

/* How often each value occurs in a vector of bytes. */
void hpc_count_bytes(int64_t counts[256], const hpc_view *x);

extern const hpc_order_loops hpc_order_loops_of[HPC_DTYPE_COUNT];

#endif
