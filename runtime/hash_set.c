/* Set algebra. Which of two sets is gone through, and when a table is made larger, decide the order
 * of the result: both are CPython's (Objects/setobject.c). */
#include <string.h>

#include "hash.h"
#include "rtf_python.h"

/* The keys of another container, one after the other. */
typedef struct keys {
    const hpc_value *of;
    int64_t cursor;
} keys;

static bool is_hash(const hpc_value *v)
{
    return v->kind == HPC_SET || v->kind == HPC_DICT;
}

/* False at the end. */
static bool next_key(hpc_frame *frame, keys *k, const hpc_value **key, int64_t *hash,
                     hpc_code *code)
{
    *code = HPC_OK;
    if (is_hash(k->of)) {
        const hpc_hash *h = hpc_as_hash(k->of);
        int64_t entry = hpc_hash_next(h, &k->cursor);
        if (entry < 0)
            return false;
        *key = hpc_hash_key(h, entry);
        *hash = h->hashes[entry];
        return true;
    }
    const hpc_seq *seq = hpc_as_seq(k->of);
    if (k->cursor >= seq->length)
        return false;
    *key = &seq->items[k->cursor++];
    *code = hpc_hash_value(frame, *key, hash);
    return *code == HPC_OK;
}

static hpc_code add(hpc_frame *frame, hpc_hash *set, const hpc_value *key, int64_t hash)
{
    int64_t entry;
    return hpc_hash_add(frame, set, key, hash, &entry);
}

static hpc_code add_keys(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    keys k = {other, 0};
    const hpc_value *key;
    int64_t hash;
    hpc_code code;
    while (next_key(frame, &k, &key, &hash, &code))
        if ((code = add(frame, set, key, hash)) != HPC_OK)
            break;
    return code;
}

/* CPython's set_merge and set_update_internal. */
static hpc_code add_all(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    if (!is_hash(other))
        return add_keys(frame, set, other);
    const hpc_hash *h = hpc_as_hash(other);
    hpc_code code = HPC_OK;
    if (h == set || h->used == 0)
        return HPC_OK;
    if ((set->fill + h->used) * 5 >= set->mask * 3)
        code = hpc_hash_resize(frame, set, (set->used + h->used) * 2);
    if (code != HPC_OK)
        return code;
    bool alike = other->kind == HPC_SET && set->fill == 0 && set->mask == h->mask;
    return alike && h->fill == h->used ? hpc_hash_copy_slots(frame, set, h)
                                       : add_keys(frame, set, other);
}

static hpc_value set_value(const hpc_hash *set)
{
    return (hpc_value){.kind = HPC_SET, .object = (hpc_object *)(uintptr_t)&set->seq.head};
}

/* *out, or NULL where `code` is a failure. */
static hpc_code finish(hpc_code code, hpc_hash **out)
{
    if (code != HPC_OK && *out) {
        hpc_object_release(&(*out)->seq.head);
        *out = NULL;
    }
    return code;
}

hpc_code hpc_set_copy(hpc_frame *frame, const hpc_hash *set, hpc_hash **out)
{
    hpc_value from = set_value(set);
    hpc_code code = hpc_hash_new(frame, out, 1);
    if (code == HPC_OK)
        code = add_all(frame, *out, &from);
    return finish(code, out);
}

/* ---- Parts of a set -------------------------------------------------------------------------- */

static hpc_code found_in(hpc_frame *frame, const hpc_hash *h, const hpc_value *key, int64_t hash,
                         bool *found)
{
    int64_t entry;
    hpc_code code = hpc_hash_find(frame, h, key, hash, &entry);
    *found = entry >= 0;
    return code;
}

/* The keys of `from` that are (or, with `without`, are not) in `in`, into out. */
static hpc_code pick(hpc_frame *frame, const hpc_value *from, const hpc_hash *in, bool without,
                     hpc_hash *out)
{
    keys k = {from, 0};
    const hpc_value *key;
    int64_t hash;
    hpc_code code;
    while (next_key(frame, &k, &key, &hash, &code)) {
        bool found;
        code = found_in(frame, in, key, hash, &found);
        if (code == HPC_OK && found != without)
            code = add(frame, out, key, hash);
        if (code != HPC_OK)
            break;
    }
    return code;
}

static hpc_code intersection(hpc_frame *frame, const hpc_hash *set, const hpc_value *other,
                             hpc_hash **out)
{
    hpc_value from = *other;
    const hpc_hash *in = set;
    if (other->kind == HPC_SET && hpc_as_hash(other) == set)
        return hpc_set_copy(frame, set, out);
    if (other->kind == HPC_SET && hpc_as_hash(other)->used > set->used) {
        from = set_value(set); /* the smaller is gone through */
        in = hpc_as_hash(other);
    }
    hpc_code code = hpc_hash_new(frame, out, 1);
    if (code == HPC_OK)
        code = pick(frame, &from, in, false, *out);
    return finish(code, out);
}

static hpc_code discard_keys(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    keys k = {other, 0};
    const hpc_value *key;
    int64_t hash, entry;
    hpc_code code;
    while (next_key(frame, &k, &key, &hash, &code)) {
        code = hpc_hash_find(frame, set, key, hash, &entry);
        if (code != HPC_OK)
            break;
        if (entry >= 0)
            hpc_hash_remove(set, entry);
    }
    return code;
}

/* CPython's set_difference_update_internal: many removed slots are dropped. */
static hpc_code discard_all(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    hpc_hash *both = NULL;
    hpc_value common = *other;
    hpc_code code = HPC_OK;
    if (is_hash(other) && hpc_as_hash(other) == set)
        return hpc_hash_clear(frame, set);
    if (other->kind == HPC_SET && hpc_as_hash(other)->used >> 3 > set->used) {
        code = intersection(frame, set, other, &both);
        common = (hpc_value){.kind = HPC_SET, .object = both ? &both->seq.head : NULL};
    }
    if (code == HPC_OK)
        code = discard_keys(frame, set, &common);
    if (both)
        hpc_object_release(&both->seq.head);
    if (code != HPC_OK || set->fill - set->used <= set->mask / 4)
        return code;
    return hpc_hash_resize(frame, set, set->used > 50000 ? set->used * 2 : set->used * 4);
}

static hpc_code difference(hpc_frame *frame, const hpc_hash *set, const hpc_value *other,
                           hpc_hash **out)
{
    hpc_value from = set_value(set);
    hpc_code code;
    if (is_hash(other) && set->used >> 2 <= hpc_as_hash(other)->used) {
        code = hpc_hash_new(frame, out, 1);
        if (code == HPC_OK)
            code = pick(frame, &from, hpc_as_hash(other), true, *out);
        return finish(code, out);
    }
    code = hpc_set_copy(frame, set, out);
    if (code == HPC_OK)
        code = discard_all(frame, *out, other);
    return finish(code, out);
}

/* Keys that are in one of the two only: those of other change sides. */
static hpc_code toggle_keys(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    keys k = {other, 0};
    const hpc_value *key;
    int64_t hash, entry;
    hpc_code code;
    while (next_key(frame, &k, &key, &hash, &code)) {
        code = hpc_hash_find(frame, set, key, hash, &entry);
        if (code == HPC_OK && entry >= 0)
            hpc_hash_remove(set, entry);
        else if (code == HPC_OK)
            code = add(frame, set, key, hash);
        if (code != HPC_OK)
            break;
    }
    return code;
}

static hpc_code toggle_all(hpc_frame *frame, hpc_hash *set, const hpc_value *other)
{
    hpc_hash *once = NULL;
    if (is_hash(other) && hpc_as_hash(other) == set)
        return hpc_hash_clear(frame, set);
    if (is_hash(other))
        return toggle_keys(frame, set, other);
    hpc_code code = hpc_hash_new(frame, &once, 1); /* a list may name a key twice */
    if (code == HPC_OK)
        code = add_all(frame, once, other);
    hpc_value keys_once = {.kind = HPC_SET, .object = once ? &once->seq.head : NULL};
    if (code == HPC_OK)
        code = toggle_keys(frame, set, &keys_once);
    if (once)
        hpc_object_release(&once->seq.head);
    return code;
}

static hpc_code symmetric(hpc_frame *frame, const hpc_hash *set, const hpc_value *other,
                          hpc_hash **out)
{
    hpc_value from = set_value(set);
    hpc_code code = hpc_hash_new(frame, out, 1);
    if (code == HPC_OK)
        code = add_all(frame, *out, other);
    if (code == HPC_OK)
        code = toggle_all(frame, *out, &from);
    return finish(code, out);
}

/* ---- The operations -------------------------------------------------------------------------- */

hpc_code hpc_set_operation(hpc_frame *frame, hpc_hash *set, const hpc_value *other, hpc_set_op op,
                           hpc_hash **out)
{
    hpc_code code;
    switch (op) {
    case HPC_SET_INTERSECTION: return intersection(frame, set, other, out);
    case HPC_SET_DIFFERENCE: return difference(frame, set, other, out);
    case HPC_SET_SYMMETRIC: return symmetric(frame, set, other, out);
    default:
        code = hpc_set_copy(frame, set, out);
        if (code == HPC_OK)
            code = add_all(frame, *out, other);
        return finish(code, out);
    }
}

/* What the two hold changes places; who has counted them stays. */
static void swap_contents(hpc_hash *a, hpc_hash *b)
{
    hpc_hash old = *a;
    *a = *b;
    *b = old;
    atomic_store_explicit(&b->seq.head.refs, atomic_load(&a->seq.head.refs), memory_order_relaxed);
    atomic_store_explicit(&a->seq.head.refs, atomic_load(&old.seq.head.refs), memory_order_relaxed);
}

hpc_code hpc_set_update(hpc_frame *frame, hpc_hash *set, const hpc_value *other, hpc_set_op op)
{
    hpc_hash *both;
    switch (op) {
    case HPC_SET_INTERSECTION: {
        hpc_code code = intersection(frame, set, other, &both);
        if (code != HPC_OK)
            return code;
        swap_contents(set, both);
        hpc_object_release(&both->seq.head);
        return HPC_OK;
    }
    case HPC_SET_DIFFERENCE: return discard_all(frame, set, other);
    case HPC_SET_SYMMETRIC: return toggle_all(frame, set, other);
    default: return add_all(frame, set, other);
    }
}

hpc_code hpc_set_within(hpc_frame *frame, const hpc_hash *a, const hpc_hash *b, bool *within)
{
    int64_t cursor = 0, entry;
    hpc_code code = HPC_OK;
    *within = a->used <= b->used;
    while (*within && code == HPC_OK && (entry = hpc_hash_next(a, &cursor)) >= 0)
        code = found_in(frame, b, hpc_hash_key(a, entry), a->hashes[entry], within);
    return code;
}
