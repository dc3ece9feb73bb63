/* argsort by one sort of 64-bit numbers: the leading bits of an element's key, as many as its place
 * leaves room for, and its place. Where leading bits are equal and the rest is not, what is so close
 * together is put in order afterwards. The order is the stable one.
 *
 *     keys 7 3 3 9 -> 7|0 3|1 3|2 9|3 -> 3|1 3|2 7|0 9|3 -> 1 2 0 3 */
#include "order_parts.h"

enum { SHORT = 16 }; /* runs up to this length are sorted by insertion */

typedef struct packing {
    uint64_t *packed;
    const uint64_t *keys;
    int64_t n;
    int place_bits, lost_bits; /* how far the places reach up; what of a key is left out */
} packing;

static int bits_of(uint64_t x)
{
    return x ? 64 - __builtin_clzll(x) : 0;
}

static packing pack(uint64_t *packed, const uint64_t *keys, int64_t n)
{
    uint64_t low = keys[0], high = keys[0];
    for (int64_t i = 1; i < n; i++) {
        low = keys[i] < low ? keys[i] : low;
        high = keys[i] > high ? keys[i] : high;
    }
    packing p = {packed, keys, n, bits_of((uint64_t)n - 1), 0};
    int over = bits_of(high - low) + p.place_bits - 64;
    p.lost_bits = over > 0 ? over : 0;
    for (int64_t i = 0; i < n; i++)
        packed[i] = (keys[i] - low) >> p.lost_bits << p.place_bits | (uint64_t)i;
    return p;
}

static uint64_t place(const packing *p, int64_t i)
{
    return p->packed[i] & ((UINT64_C(1) << p->place_bits) - 1);
}

static uint64_t key(const packing *p, int64_t i)
{
    return p->keys[place(p, i)];
}

/* Stable, and the places of equal keys are in order already. */
static void insert(const packing *p, int64_t begin, int64_t end)
{
    for (int64_t i = begin + 1; i < end; i++) {
        uint64_t moving = p->packed[i], its_key = key(p, i);
        int64_t to = i;
        for (; to > begin && key(p, to - 1) > its_key; to--)
            p->packed[to] = p->packed[to - 1];
        p->packed[to] = moving;
    }
}

/* The end of the run of equal leading bits that begins at i. */
static int64_t run_end(const packing *p, int64_t i, bool *ordered)
{
    uint64_t leading = p->packed[i] >> p->place_bits;
    int64_t end = i + 1;
    *ordered = true;
    for (; end < p->n && p->packed[end] >> p->place_bits == leading; end++)
        *ordered &= key(p, end - 1) <= key(p, end);
    return end;
}

/* False: a long run would have to be sorted, where other ways are as good. */
static bool order_runs(const packing *p)
{
    for (int64_t i = 0, end; i < p->n; i = end) {
        bool ordered;
        end = run_end(p, i, &ordered);
        if (!ordered && end - i > SHORT)
            return false;
        if (!ordered)
            insert(p, i, end);
    }
    return true;
}

bool hpc_packed_argsort(const uint64_t *keys, int64_t *order, int64_t n)
{
    packing p = pack((uint64_t *)order, keys, n);
    if (p.place_bits + p.lost_bits > 63 || !hpc_vector_sort(p.packed, n))
        return false;
    if (p.lost_bits && !order_runs(&p))
        return false;
    for (int64_t i = 0; i < n; i++)
        order[i] = (int64_t)place(&p, i);
    return true;
}
