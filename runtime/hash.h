/* The hash table behind dict and set.
 *
 * Entries are kept in the order of insertion, as the items of a sequence: a dict's are key, value,
 * key, value, ..., so that who knows an entry's position reads it as an item of a list. Slots are
 * those of CPython's set, probed as there, because the order in which a set gives its items is the
 * order of its slots. */
#ifndef HPC_HASH_H
#define HPC_HASH_H

#include "rt.h"

enum { HPC_REMOVED = -1 }; /* kind of the items of an entry that was removed */

typedef struct hpc_slot {
    uint32_t tag; /* hpc_slot_tag of the hash */
    int32_t at;   /* entry, plus 1; 0 never used, -1 removed */
} hpc_slot;

/* Small slots are many in a cache line: what tells most hashes apart. */
static inline uint32_t hpc_slot_tag(int64_t hash)
{
    return (uint32_t)((uint64_t)hash ^ (uint64_t)hash >> 32);
}

typedef struct hpc_hash {
    hpc_seq seq;     /* the items of the entries, removed ones included */
    int64_t width;   /* items of an entry: 1 of a set, 2 of a dict */
    int64_t *hashes; /* by entry, as many as seq has room for */
    hpc_slot *slots;
    int64_t mask;   /* number of slots, less 1 */
    int64_t fill;   /* slots in use or removed */
    int64_t used;   /* entries that are there */
    int64_t finger; /* slot where set.pop begins to look */
} hpc_hash;

static inline hpc_hash *hpc_as_hash(const hpc_value *value)
{
    return (hpc_hash *)(void *)value->object;
}

/* The slots that CPython's set looks at for a hash, one after the other. */
typedef struct hpc_probe {
    size_t perturb, at, next;
    int linear; /* neighbours left to look at */
} hpc_probe;

enum { HPC_LINEAR_PROBES = 9, HPC_PERTURB_SHIFT = 5 };

static inline hpc_probe hpc_probe_begin(int64_t hash, int64_t mask)
{
    hpc_probe s = {.perturb = (size_t)hash, .next = (size_t)hash & (size_t)mask};
    s.at = s.next;
    s.linear = s.at + HPC_LINEAR_PROBES <= (size_t)mask ? HPC_LINEAR_PROBES : 0;
    return s;
}

static inline void hpc_probe_next(hpc_probe *s, int64_t mask)
{
    if (s->linear-- > 0) {
        s->at++;
        return;
    }
    s->perturb >>= HPC_PERTURB_SHIFT;
    s->at = s->next = (s->next * 5 + 1 + s->perturb) & (size_t)mask;
    s->linear = s->at + HPC_LINEAR_PROBES <= (size_t)mask ? HPC_LINEAR_PROBES : 0;
}

static inline const hpc_value *hpc_hash_key(const hpc_hash *h, int64_t entry)
{
    return &h->seq.items[entry * h->width];
}

hpc_code hpc_hash_new(hpc_frame *frame, hpc_hash **out, int width);
/* hash(value) as CPython's for numbers and tuples of them; those of strings are not random here.
 * TypeError for what has none. A NaN is refused: CPython tells NaNs apart by identity. */
hpc_code hpc_hash_value(hpc_frame *frame, const hpc_value *value, int64_t *hash);
/* The same of keys without a box. */
int64_t hpc_hash_int(int64_t x);
int64_t hpc_hash_double(double x); /* no NaN: */
hpc_code hpc_hash_refuse_nan(hpc_frame *frame);
int64_t hpc_hash_text(const hpc_str *text);
hpc_code hpc_hash_key_error(hpc_frame *frame, const hpc_value *key); /* KeyError */
/* The entry of a key, -1 where there is none. */
hpc_code hpc_hash_find(hpc_frame *frame, const hpc_hash *h, const hpc_value *key, int64_t hash,
                       int64_t *entry);
/* Adds the key, or finds it, and gives its entry; a dict's new entry has None for its value. */
hpc_code hpc_hash_add(hpc_frame *frame, hpc_hash *h, const hpc_value *key, int64_t hash,
                      int64_t *entry);
/* The same of a key that is not there, into the free slot that ended the search for it. */
hpc_code hpc_hash_add_at(hpc_frame *frame, hpc_hash *h, const hpc_value *key, int64_t hash,
                         hpc_slot *slot, int64_t *entry);
hpc_code hpc_hash_put(hpc_frame *frame, hpc_hash *h, const hpc_value *key, const hpc_value *value);
void hpc_hash_remove(hpc_hash *h, int64_t entry);
hpc_code hpc_hash_clear(hpc_frame *frame, hpc_hash *h);
/* Slots for `least` entries and more; removed ones are dropped. */
hpc_code hpc_hash_resize(hpc_frame *frame, hpc_hash *h, int64_t least);
/* An empty set gets the keys of a set of as many slots, none of them removed, into the same slots. */
hpc_code hpc_hash_copy_slots(hpc_frame *frame, hpc_hash *to, const hpc_hash *from);
/* The next entry in the order of iteration, -1 at the end. *cursor begins as 0. */
int64_t hpc_hash_next(const hpc_hash *h, int64_t *cursor);
/* Equality of two dicts or two sets. */
hpc_code hpc_hashes_equal(hpc_frame *frame, const hpc_hash *a, const hpc_hash *b, bool *equal);

/* ---- Sets (hash_set.c) ---------------------------------------------------------------------------
 * `other` is a set, dict, list or tuple; orders are CPython's. */

typedef enum hpc_set_op {
    HPC_SET_UNION,
    HPC_SET_INTERSECTION,
    HPC_SET_DIFFERENCE,
    HPC_SET_SYMMETRIC
} hpc_set_op;

hpc_code hpc_set_copy(hpc_frame *frame, const hpc_hash *set, hpc_hash **out);
hpc_code hpc_set_operation(hpc_frame *frame, hpc_hash *set, const hpc_value *other, hpc_set_op op,
                           hpc_hash **out);
/* The same into the set itself. */
hpc_code hpc_set_update(hpc_frame *frame, hpc_hash *set, const hpc_value *other, hpc_set_op op);
/* Whether all keys of a are in b. */
hpc_code hpc_set_within(hpc_frame *frame, const hpc_hash *a, const hpc_hash *b, bool *within);

#endif
