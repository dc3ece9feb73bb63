/* Takes values as keys, gives their hashes and the table that finds them: dict and set. */
#include <math.h>
#include <string.h>

#include "hash.h"
#include "rtf_python.h"

/* ---- Hashes of values ------------------------------------------------------------------------ */

enum { HASH_BITS = 61, HASH_INF = 314159, HASH_IMAG = 1000003 };
#define HASH_MODULUS ((UINT64_C(1) << HASH_BITS) - 1)

/* CPython has no hash of -1. */
static int64_t not_minus_one(int64_t hash)
{
    return hash == -1 ? -2 : hash;
}

static int64_t hash_unsigned(uint64_t x)
{
    uint64_t sum = (x & HASH_MODULUS) + (x >> HASH_BITS); /* modulo a Mersenne prime */
    return (int64_t)(sum >= HASH_MODULUS ? sum - HASH_MODULUS : sum);
}

int64_t hpc_hash_int(int64_t x)
{
    int64_t hash = hash_unsigned(x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
    return not_minus_one(x < 0 ? -hash : hash);
}

/* CPython's _Py_HashDouble: the value modulo the prime 2**61 - 1, taken 28 bits at a time. */
int64_t hpc_hash_double(double v)
{
    if (fabs(v) < 1e18 && (double)(int64_t)v == v)
        return hpc_hash_int((int64_t)v);
    if (isinf(v))
        return v > 0 ? HASH_INF : -HASH_INF;
    int e;
    double m = frexp(v, &e);
    bool negative = m < 0;
    uint64_t x = 0;
    m = negative ? -m : m;
    while (m != 0) {
        x = ((x << 28) & HASH_MODULUS) | x >> (HASH_BITS - 28);
        m *= 268435456.0;
        e -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        x += y;
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
    }
    e = e >= 0 ? e % HASH_BITS : HASH_BITS - 1 - ((-1 - e) % HASH_BITS);
    x = ((x << e) & HASH_MODULUS) | x >> (HASH_BITS - e);
    return not_minus_one(negative ? -(int64_t)x : (int64_t)x);
}

int64_t hpc_hash_text(const hpc_str *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int64_t i = 0; i < text->length; i++)
        hash = (hash ^ (unsigned char)text->text[i]) * UINT64_C(1099511628211);
    return not_minus_one((int64_t)(hash ^ hash >> 32));
}

/* CPython's tuplehash, after xxHash. */
static hpc_code hash_tuple(hpc_frame *frame, const hpc_seq *tuple, int64_t *hash)
{
    const uint64_t one = UINT64_C(11400714785074694791), two = UINT64_C(14029467366897019727),
                   five = UINT64_C(2870177450012600261);
    uint64_t all = five;
    for (int64_t i = 0; i < tuple->length; i++) {
        int64_t item;
        hpc_code code = hpc_hash_value(frame, &tuple->items[i], &item);
        if (code != HPC_OK)
            return code;
        all += (uint64_t)item * two;
        all = all << 31 | all >> 33;
        all *= one;
    }
    all += (uint64_t)tuple->length ^ (five ^ UINT64_C(3527539));
    *hash = all == UINT64_MAX ? 1546275796 : (int64_t)all;
    return HPC_OK;
}

hpc_code hpc_hash_refuse_nan(hpc_frame *frame)
{
    return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                    "NaN as a key of a dict or set is not supported: it is found by identity");
}

static hpc_code hash_float(hpc_frame *frame, double x, int64_t *hash)
{
    if (isnan(x))
        return hpc_hash_refuse_nan(frame);
    *hash = hpc_hash_double(x);
    return HPC_OK;
}

static hpc_code hash_complex(hpc_frame *frame, const double c[2], int64_t *hash)
{
    if (isnan(c[0]) || isnan(c[1]))
        return hpc_hash_refuse_nan(frame);
    uint64_t both = (uint64_t)hpc_hash_double(c[0]) + HASH_IMAG * (uint64_t)hpc_hash_double(c[1]);
    *hash = not_minus_one((int64_t)both);
    return HPC_OK;
}

static hpc_code hash_scalar(hpc_frame *frame, const hpc_value *value, int64_t *hash)
{
    switch (hpc_dtype_kind((hpc_dtype)value->dtype)) {
    case 'f': return hash_float(frame, value->f, hash);
    case 'c': return hash_complex(frame, value->c, hash);
    case 'u': *hash = hash_unsigned((uint64_t)value->i); return HPC_OK;
    default: *hash = hpc_hash_int(value->i); return HPC_OK;
    }
}

hpc_code hpc_hash_value(hpc_frame *frame, const hpc_value *boxed, int64_t *hash)
{
    const hpc_value *value = hpc_unboxed(boxed);
    switch (value->kind) {
    case HPC_PYBOOL:
    case HPC_PYINT: *hash = hpc_hash_int(value->i); return HPC_OK;
    case HPC_PYFLOAT: return hash_float(frame, value->f, hash);
    case HPC_PYCOMPLEX: return hash_complex(frame, value->c, hash);
    case HPC_SCALAR: return hash_scalar(frame, value, hash);
    case HPC_STR: *hash = hpc_hash_text(hpc_as_str(value)); return HPC_OK;
    case HPC_TUPLE: return hash_tuple(frame, hpc_as_seq(value), hash);
    case HPC_NONE: *hash = 0xfca86420; return HPC_OK;
    case HPC_DTYPE: *hash = value->i; return HPC_OK;
    default:
        return hpc_fail(frame, HPC_TYPE_ERROR, "unhashable type: '%s'", hpc_value_type_name(value));
    }
}

/* ---- Slots ----------------------------------------------------------------------------------- */

enum { LEAST_SLOTS = 8 };

/* The slot of the key, or the free one that ends the search for it. */
static hpc_code find_slot(hpc_frame *frame, const hpc_hash *h, const hpc_value *key, int64_t hash,
                          hpc_slot **slot)
{
    hpc_probe s = hpc_probe_begin(hash, h->mask);
    for (;; hpc_probe_next(&s, h->mask)) {
        *slot = &h->slots[s.at];
        bool equal = false;
        if ((*slot)->at == 0)
            return HPC_OK;
        if ((*slot)->at < 0 || (*slot)->tag != hpc_slot_tag(hash) ||
            h->hashes[(*slot)->at - 1] != hash)
            continue;
        hpc_code code =
            hpc_values_equal(frame, hpc_hash_key(h, (*slot)->at - 1), hpc_unboxed(key), &equal);
        if (code != HPC_OK || equal)
            return code;
    }
}

static hpc_slot *free_slot(hpc_slot *slots, int64_t mask, int64_t hash)
{
    hpc_probe s = hpc_probe_begin(hash, mask);
    while (slots[s.at].at != 0)
        hpc_probe_next(&s, mask);
    return &slots[s.at];
}

static int64_t entry_count(const hpc_hash *h)
{
    return h->seq.length / h->width;
}

/* Entries close up; moved[i] is where entry i went, plus 1. */
static void close_up(hpc_hash *h, int32_t *moved)
{
    int32_t to = 0;
    int64_t count = entry_count(h), width = h->width;
    for (int64_t i = 0; i < count; i++) {
        if (hpc_hash_key(h, i)->kind == HPC_REMOVED)
            continue;
        memmove(&h->seq.items[to * width], &h->seq.items[i * width],
                (size_t)width * sizeof(hpc_value));
        h->hashes[to] = h->hashes[i];
        moved[i] = ++to;
    }
    h->seq.length = to * width;
}

hpc_code hpc_hash_resize(hpc_frame *frame, hpc_hash *h, int64_t least)
{
    hpc_heap *heap = h->seq.head.heap;
    int64_t count = LEAST_SLOTS, old = h->slots ? h->mask + 1 : 0;
    while (count <= least)
        count <<= 1;
    hpc_slot *slots = hpc_heap_zalloc(heap, (size_t)count * sizeof *slots);
    bool gaps = h->used < entry_count(h);
    size_t size = gaps ? (size_t)entry_count(h) * sizeof(int32_t) : 0;
    int32_t *moved = slots && gaps ? hpc_heap_alloc(heap, size) : NULL;
    if (!slots || (gaps && !moved)) {
        hpc_heap_free(heap, slots);
        return hpc_fail_memory(frame, size + (size_t)count * sizeof *slots);
    }
    if (gaps)
        close_up(h, moved);
    for (int64_t i = 0; i < old; i++) { /* in the order of the old slots, as CPython */
        if (h->slots[i].at <= 0)
            continue;
        int32_t at = h->slots[i].at;
        at = gaps ? moved[at - 1] : at;
        hpc_slot *slot = free_slot(slots, count - 1, h->hashes[at - 1]);
        *slot = (hpc_slot){h->slots[i].tag, at};
    }
    hpc_heap_free(heap, moved);
    hpc_heap_free(heap, h->slots);
    h->slots = slots;
    h->mask = count - 1;
    h->fill = h->used;
    return HPC_OK;
}

/* ---- The table ------------------------------------------------------------------------------- */

static void hash_destroy(hpc_object *object)
{
    hpc_hash *h = (hpc_hash *)(void *)object;
    hpc_heap *heap = object->heap;
    for (int64_t i = 0; i < h->seq.length; i++)
        hpc_value_release(heap, &h->seq.items[i]);
    hpc_object_release(h->seq.names);
    hpc_heap_free(heap, h->seq.items);
    hpc_heap_free(heap, h->hashes);
    hpc_heap_free(heap, h->slots);
    hpc_heap_free(heap, h);
}

hpc_code hpc_hash_new(hpc_frame *frame, hpc_hash **out, int width)
{
    *out = NULL;
    hpc_hash *h = hpc_heap_zalloc(frame->runtime->heap, sizeof *h);
    if (!h)
        return hpc_fail_memory(frame, sizeof *h);
    atomic_init(&h->seq.head.refs, 1);
    h->seq.head.heap = frame->runtime->heap;
    h->seq.head.destroy = hash_destroy;
    h->seq.head.type_name = width == 2 ? "dict" : "set";
    h->width = width;
    hpc_code code = hpc_hash_resize(frame, h, 0);
    if (code != HPC_OK)
        hpc_object_release(&h->seq.head);
    else
        *out = h;
    return code;
}

/* Room for one more entry. */
static hpc_code reserve(hpc_frame *frame, hpc_hash *h)
{
    hpc_heap *heap = h->seq.head.heap;
    int64_t count = entry_count(h), room = h->seq.capacity / h->width;
    if (count < room)
        return HPC_OK;
    if (count >= INT32_MAX - 1)
        return hpc_fail(frame, HPC_MEMORY_ERROR, "a dict or set of so many items");
    room = count < 4 ? 4 : count * 2;
    size_t size = (size_t)(room * h->width) * sizeof(hpc_value);
    int64_t *hashes = hpc_heap_realloc(heap, h->hashes, (size_t)room * sizeof *hashes);
    if (!hashes)
        return hpc_fail_memory(frame, size);
    h->hashes = hashes;
    hpc_value *items = hpc_heap_realloc(heap, h->seq.items, size);
    if (!items)
        return hpc_fail_memory(frame, size);
    h->seq.items = items;
    h->seq.capacity = room * h->width;
    return HPC_OK;
}

hpc_code hpc_hash_find(hpc_frame *frame, const hpc_hash *h, const hpc_value *key, int64_t hash,
                       int64_t *entry)
{
    hpc_slot *slot;
    hpc_code code = find_slot(frame, h, key, hash, &slot);
    *entry = code == HPC_OK ? slot->at - 1 : -1;
    return code;
}

/* An entry that takes a free slot. */
static hpc_code append(hpc_frame *frame, hpc_hash *h, const hpc_value *key, int64_t hash,
                       hpc_slot *slot)
{
    hpc_value owned;
    hpc_code code = hpc_value_own(frame, &owned, hpc_unboxed(key)); /* first: it may be an item
                                                                       that moves */
    if (code != HPC_OK)
        return code;
    code = reserve(frame, h);
    if (code != HPC_OK) {
        hpc_value_release(h->seq.head.heap, &owned);
        return code;
    }
    h->hashes[entry_count(h)] = hash;
    h->seq.items[h->seq.length++] = owned;
    if (h->width == 2)
        h->seq.items[h->seq.length++] = (hpc_value){.kind = HPC_NONE};
    *slot = (hpc_slot){hpc_slot_tag(hash), (int32_t)entry_count(h)};
    h->fill++;
    h->used++;
    return HPC_OK;
}

hpc_code hpc_hash_copy_slots(hpc_frame *frame, hpc_hash *to, const hpc_hash *from)
{
    hpc_code code = HPC_OK;
    for (int64_t i = 0; i <= from->mask && code == HPC_OK; i++)
        if (from->slots[i].at > 0)
            code = append(frame, to, hpc_hash_key(from, from->slots[i].at - 1),
                          from->hashes[from->slots[i].at - 1], &to->slots[i]);
    return code;
}

hpc_code hpc_hash_add(hpc_frame *frame, hpc_hash *h, const hpc_value *key, int64_t hash,
                      int64_t *entry)
{
    hpc_slot *slot;
    hpc_code code = find_slot(frame, h, key, hash, &slot);
    *entry = code == HPC_OK ? slot->at - 1 : -1;
    if (code != HPC_OK || *entry >= 0)
        return code;
    return hpc_hash_add_at(frame, h, key, hash, slot, entry);
}

hpc_code hpc_hash_add_at(hpc_frame *frame, hpc_hash *h, const hpc_value *key, int64_t hash,
                         hpc_slot *slot, int64_t *entry)
{
    hpc_code code = append(frame, h, key, hash, slot);
    if (code != HPC_OK)
        return code;
    *entry = entry_count(h) - 1;
    if (h->fill * 5 < h->mask * 3)
        return HPC_OK;
    bool sparse = h->width == 1 && h->used <= 50000; /* as CPython's sets, whose order shows it */
    code = hpc_hash_resize(frame, h, sparse ? h->used * 4 : h->used * 2);
    *entry = entry_count(h) - 1;
    return code;
}

hpc_code hpc_hash_put(hpc_frame *frame, hpc_hash *h, const hpc_value *key, const hpc_value *value)
{
    int64_t hash = 0, entry;
    hpc_value owned;
    hpc_code code = hpc_hash_value(frame, key, &hash);
    if (code == HPC_OK)
        code = hpc_value_own(frame, &owned, hpc_unboxed(value));
    if (code != HPC_OK)
        return code;
    code = hpc_hash_add(frame, h, key, hash, &entry);
    if (code != HPC_OK) {
        hpc_value_release(h->seq.head.heap, &owned);
        return code;
    }
    hpc_value old = h->seq.items[entry * 2 + 1];
    h->seq.items[entry * 2 + 1] = owned;
    hpc_value_release(h->seq.head.heap, &old);
    return HPC_OK;
}

void hpc_hash_remove(hpc_hash *h, int64_t entry)
{
    int64_t hash = h->hashes[entry];
    hpc_probe s = hpc_probe_begin(hash, h->mask);
    while (h->slots[s.at].at != entry + 1)
        hpc_probe_next(&s, h->mask);
    h->slots[s.at].at = -1;
    h->used--;
    for (int64_t i = 0; i < h->width; i++) {
        hpc_value old = h->seq.items[entry * h->width + i];
        h->seq.items[entry * h->width + i] = (hpc_value){.kind = HPC_REMOVED};
        hpc_value_release(h->seq.head.heap, &old);
    }
}

hpc_code hpc_hash_clear(hpc_frame *frame, hpc_hash *h)
{
    for (int64_t i = entry_count(h); i-- > 0;)
        if (hpc_hash_key(h, i)->kind != HPC_REMOVED)
            hpc_hash_remove(h, i);
    return hpc_hash_resize(frame, h, 0);
}

int64_t hpc_hash_next(const hpc_hash *h, int64_t *cursor)
{
    int64_t end = h->width == 2 ? entry_count(h) : h->mask + 1;
    while (*cursor < end) {
        int64_t at = (*cursor)++;
        if (h->width == 2 && hpc_hash_key(h, at)->kind != HPC_REMOVED)
            return at;
        if (h->width == 1 && h->slots[at].at > 0)
            return h->slots[at].at - 1;
    }
    return -1;
}

/* b's value under a's key is a's, and b has the key. */
static hpc_code entry_equal(hpc_frame *frame, const hpc_hash *a, int64_t entry, const hpc_hash *b,
                            bool *equal)
{
    int64_t other;
    const hpc_value *key = hpc_hash_key(a, entry);
    hpc_code code = hpc_hash_find(frame, b, key, a->hashes[entry], &other);
    *equal = code == HPC_OK && other >= 0;
    if (!*equal || a->width == 1)
        return code;
    return hpc_values_equal(frame, key + 1, hpc_hash_key(b, other) + 1, equal);
}

hpc_code hpc_hashes_equal(hpc_frame *frame, const hpc_hash *a, const hpc_hash *b, bool *equal)
{
    int64_t cursor = 0, entry;
    hpc_code code = HPC_OK;
    *equal = a->used == b->used;
    while (*equal && code == HPC_OK && (entry = hpc_hash_next(a, &cursor)) >= 0)
        code = entry_equal(frame, a, entry, b, equal);
    return code;
}
