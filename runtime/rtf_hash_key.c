/* Takes a dict or set and a key that is a number or a string, finds or adds it without a box: what
 * loops of compiled code spend their time in. Keys of other kinds in the table are compared as
 * hpc_values_equal does. */
#include <math.h>
#include <string.h>

#include "hash.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(hash_find_int);
DECLARE(hash_find_float);
DECLARE(hash_find_text);
DECLARE(hash_place_int);
DECLARE(hash_place_float);
DECLARE(hash_place_text);
DECLARE(hash_store_int);
DECLARE(hash_store_float);
#undef DECLARE

/* ---- Searching ------------------------------------------------------------------------------- */

static bool is_int(const hpc_value *v)
{
    return v->kind == HPC_PYINT || (v->kind == HPC_SCALAR && v->dtype == HPC_I64);
}

static bool is_float(const hpc_value *v)
{
    return v->kind == HPC_PYFLOAT || (v->kind == HPC_SCALAR && v->dtype == HPC_F64);
}

/* Whether two keys of one hash are equal. */
static hpc_code keys_equal(hpc_frame *frame, const hpc_value *stored, const hpc_value *key,
                           bool *equal)
{
    if (key->kind == HPC_PYINT && is_int(stored)) {
        *equal = stored->i == key->i;
    } else if (key->kind == HPC_PYFLOAT && is_float(stored)) {
        *equal = stored->f == key->f;
    } else if (key->kind == HPC_STR && stored->kind == HPC_STR) {
        const hpc_str *a = hpc_as_str(stored), *b = hpc_as_str(key);
        *equal =
            a == b || (a->length == b->length && memcmp(a->text, b->text, (size_t)a->length) == 0);
    } else {
        return hpc_values_equal(frame, stored, key, equal);
    }
    return HPC_OK;
}

/* The slot of the key, or the free one that ends the search for it. */
static inline hpc_code find(hpc_frame *frame, const hpc_hash *h, const hpc_value *key, int64_t hash,
                            hpc_slot **slot)
{
    hpc_probe s = hpc_probe_begin(hash, h->mask);
    uint32_t tag = hpc_slot_tag(hash);
    for (;; hpc_probe_next(&s, h->mask)) {
        *slot = &h->slots[s.at];
        bool equal = false;
        if ((*slot)->at == 0)
            return HPC_OK;
        if ((*slot)->at < 0 || (*slot)->tag != tag)
            continue;
        hpc_code code = keys_equal(frame, hpc_hash_key(h, (*slot)->at - 1), key, &equal);
        if (code != HPC_OK || equal)
            return code;
    }
}

static int64_t position(const hpc_hash *h, int64_t entry)
{
    return entry < 0 ? -1 : entry * h->width + h->width - 1;
}

static inline hpc_code find_position(hpc_frame *frame, const hpc_hash *h, const hpc_value *key,
                                     int64_t hash, bool must, int64_t *out)
{
    hpc_slot *slot;
    hpc_code code = find(frame, h, key, hash, &slot);
    *out = code == HPC_OK ? position(h, slot->at - 1) : -1;
    return code == HPC_OK && *out < 0 && must ? hpc_hash_key_error(frame, key) : code;
}

hpc_code rtf_hash_find_int(hpc_frame *frame, hpc_word *words)
{
    hpc_value key = {.kind = HPC_PYINT, .i = words[1].i};
    return find_position(frame, words[0].p, &key, hpc_hash_int(key.i), words[2].i != 0,
                         &words[3].i);
}

hpc_code rtf_hash_find_float(hpc_frame *frame, hpc_word *words)
{
    hpc_value key = {.kind = HPC_PYFLOAT, .f = words[1].f};
    words[3].i = -1;
    if (isnan(key.f))
        return hpc_hash_refuse_nan(frame);
    return find_position(frame, words[0].p, &key, hpc_hash_double(key.f), words[2].i != 0,
                         &words[3].i);
}

hpc_code rtf_hash_find_text(hpc_frame *frame, hpc_word *words)
{
    hpc_value key = {.kind = HPC_STR, .object = words[1].p};
    return find_position(frame, words[0].p, &key, hpc_hash_text(words[1].p), words[2].i != 0,
                         &words[3].i);
}

/* ---- Adding ---------------------------------------------------------------------------------- */

/* `search` is the key as it is compared, `key` as it is kept. */
static inline hpc_code place(hpc_frame *frame, hpc_hash *h, const hpc_value *search,
                             const hpc_value *key, int64_t hash, int64_t *out)
{
    hpc_slot *slot;
    hpc_code code = find(frame, h, search, hash, &slot);
    int64_t entry = code == HPC_OK ? slot->at - 1 : -1;
    if (code == HPC_OK && entry < 0)
        code = hpc_hash_add_at(frame, h, key, hash, slot, &entry);
    *out = position(h, entry);
    return code;
}

/* A kind as list_item_kind says it. */
static void set_kind(hpc_value *v, int64_t kind)
{
    v->kind = (int32_t)(kind & 0xFF);
    v->dtype = (int32_t)(kind >> 8);
}

hpc_code rtf_hash_place_int(hpc_frame *frame, hpc_word *words)
{
    hpc_value search = {.kind = HPC_PYINT, .i = words[1].i}, key = search;
    set_kind(&key, words[2].i);
    return place(frame, words[0].p, &search, &key, hpc_hash_int(key.i), &words[3].i);
}

hpc_code rtf_hash_place_float(hpc_frame *frame, hpc_word *words)
{
    hpc_value search = {.kind = HPC_PYFLOAT, .f = words[1].f}, key = search;
    set_kind(&key, words[2].i);
    words[3].i = -1;
    if (isnan(key.f))
        return hpc_hash_refuse_nan(frame);
    return place(frame, words[0].p, &search, &key, hpc_hash_double(key.f), &words[3].i);
}

hpc_code rtf_hash_place_text(hpc_frame *frame, hpc_word *words)
{
    hpc_value key = {.kind = HPC_STR, .object = words[1].p};
    return place(frame, words[0].p, &key, &key, hpc_hash_text(words[1].p), &words[2].i);
}

/* ---- Storing ---------------------------------------------------------------------------------- */

static void store(hpc_hash *h, int64_t position, hpc_value value)
{
    hpc_value old = h->seq.items[position];
    h->seq.items[position] = value;
    hpc_value_release(h->seq.head.heap, &old);
}

hpc_code rtf_hash_store_int(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_value value = {.i = words[3].i};
    set_kind(&value, words[2].i);
    store(words[0].p, words[1].i, value);
    return HPC_OK;
}

hpc_code rtf_hash_store_float(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_value value = {.f = words[3].f};
    set_kind(&value, words[2].i);
    store(words[0].p, words[1].i, value);
    return HPC_OK;
}
