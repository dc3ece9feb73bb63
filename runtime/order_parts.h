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

extern const hpc_order_loops hpc_order_loops_of[HPC_DTYPE_COUNT];

#endif
