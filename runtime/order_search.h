/* Searching a sorted vector for many keys. */
#ifndef HPC_ORDER_SEARCH_H
#define HPC_ORDER_SEARCH_H

#include "order_parts.h"

typedef struct hpc_search hpc_search;
/* The place of each key. */
typedef void hpc_search_fn(const hpc_search *s, const char *keys, int64_t count, int64_t *out);

struct hpc_search {
    const char *sorted; /* contiguous, as the keys are */
    int64_t n;
    bool right;
    hpc_search_fn *run;
    double low, scale, top; /* of the buckets */
    int32_t *first;         /* the first element of each bucket, and of the one behind the last */
};

/* Choose how to search for all of the keys; they are given to `run` in their order, in any pieces. Never
 * fails: without memory for a table another way is taken. */
void hpc_search_begin(hpc_search *s, hpc_heap *heap, hpc_dtype dtype, const char *sorted, int64_t n,
                      const char *keys, int64_t count, bool right);
void hpc_search_end(hpc_search *s, hpc_heap *heap);

#endif
