/* What compiled code does with dicts and sets: functions of the table. A position is that of an item
 * in the row of the entries (hash.h): key, value, key, value of a dict; list_get_* read it. */
#include "checks.h"
#include "hash.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(hash_new);
DECLARE(hash_length);
DECLARE(hash_find);
DECLARE(hash_put);
DECLARE(hash_add);
DECLARE(hash_remove_at);
DECLARE(hash_next);
DECLARE(hash_ended);
DECLARE(hash_last);
DECLARE(hash_clear);
DECLARE(hash_copy);
DECLARE(hash_update);
DECLARE(hash_list);
DECLARE(hash_equal);
DECLARE(hash_of);
DECLARE(set_of);
DECLARE(set_operation);
DECLARE(set_update);
DECLARE(set_within);
DECLARE(set_disjoint);
#undef DECLARE

hpc_code hpc_hash_key_error(hpc_frame *frame, const hpc_value *key)
{
    hpc_str *text = NULL;
    hpc_code code = hpc_repr_of(frame, &text, hpc_unboxed(key));
    if (code != HPC_OK)
        return code;
    code = hpc_fail(frame, HPC_KEY_ERROR, "%s", text->text);
    hpc_object_release(&text->head);
    return code;
}

static hpc_code give(hpc_code code, hpc_hash *made, void **out)
{
    if (code != HPC_OK && made) {
        hpc_object_release(&made->seq.head);
        made = NULL;
    }
    *out = made;
    return code;
}

/* ---- Making ---------------------------------------------------------------------------------- */

static hpc_code add_key(hpc_frame *frame, hpc_hash *set, const hpc_value *key)
{
    int64_t hash = 0, entry;
    hpc_code code = hpc_hash_value(frame, key, &hash);
    return code == HPC_OK ? hpc_hash_add(frame, set, key, hash, &entry) : code;
}

/* CPython keeps a display of three and more constants as a frozen set, which it makes twice (the
 * second from the first's order) and adds to an empty set: that order shows in the result. */
static hpc_code refold(hpc_frame *frame, hpc_hash **set)
{
    hpc_hash *second = NULL, *third = NULL;
    int64_t cursor = 0, entry, again;
    hpc_code code = hpc_hash_new(frame, &second, 1);
    while (code == HPC_OK && (entry = hpc_hash_next(*set, &cursor)) >= 0)
        code =
            hpc_hash_add(frame, second, hpc_hash_key(*set, entry), (*set)->hashes[entry], &again);
    if (code == HPC_OK)
        code = hpc_set_copy(frame, second, &third);
    if (second)
        hpc_object_release(&second->seq.head);
    hpc_object_release(&(*set)->seq.head);
    *set = third;
    return code;
}

hpc_code rtf_hash_new(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *values = words[0].p;
    int64_t count = words[1].i, how = words[2].i;
    hpc_hash *made;
    hpc_code code = hpc_hash_new(frame, &made, how == 2 ? 2 : 1);
    for (int64_t i = 0; i < count && code == HPC_OK; i += how == 2 ? 2 : 1)
        code = how == 2 ? hpc_hash_put(frame, made, &values[i], &values[i + 1])
                        : add_key(frame, made, &values[i]);
    if (code == HPC_OK && how == 3)
        code = refold(frame, &made);
    return give(code, made, &words[3].p);
}

hpc_code rtf_set_of(hpc_frame *frame, hpc_word *words)
{
    hpc_hash *made;
    hpc_code code = hpc_hash_new(frame, &made, 1);
    if (code == HPC_OK)
        code = hpc_set_update(frame, made, hpc_unboxed(words[0].p), HPC_SET_UNION);
    return give(code, made, &words[1].p);
}

static hpc_code put_all(hpc_frame *frame, hpc_hash *to, const hpc_hash *from)
{
    int64_t cursor = 0, entry;
    hpc_code code = HPC_OK;
    if (to == from)
        return HPC_OK;
    while (code == HPC_OK && (entry = hpc_hash_next(from, &cursor)) >= 0)
        code = hpc_hash_put(frame, to, hpc_hash_key(from, entry), hpc_hash_key(from, entry) + 1);
    return code;
}

hpc_code rtf_hash_copy(hpc_frame *frame, hpc_word *words)
{
    const hpc_hash *from = words[0].p;
    hpc_hash *made = NULL;
    hpc_code code;
    if (from->width == 1) {
        code = hpc_set_copy(frame, from, &made);
    } else {
        code = hpc_hash_new(frame, &made, 2);
        if (code == HPC_OK)
            code = put_all(frame, made, from);
    }
    return give(code, made, &words[1].p);
}

/* ---- Keys and values ------------------------------------------------------------------------- */

hpc_code rtf_hash_length(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[1].i = ((const hpc_hash *)words[0].p)->used;
    return HPC_OK;
}

hpc_code rtf_hash_find(hpc_frame *frame, hpc_word *words)
{
    const hpc_hash *h = words[0].p;
    int64_t hash = 0, entry = -1;
    hpc_code code = hpc_hash_value(frame, words[1].p, &hash);
    if (code == HPC_OK)
        code = hpc_hash_find(frame, h, words[1].p, hash, &entry);
    words[3].i = entry < 0 ? -1 : entry * h->width + h->width - 1;
    if (code == HPC_OK && entry < 0 && words[2].i)
        return hpc_hash_key_error(frame, words[1].p);
    return code;
}

hpc_code rtf_hash_put(hpc_frame *frame, hpc_word *words)
{
    return hpc_hash_put(frame, words[0].p, words[1].p, words[2].p);
}

hpc_code rtf_hash_add(hpc_frame *frame, hpc_word *words)
{
    return add_key(frame, words[0].p, words[1].p);
}

hpc_code rtf_hash_remove_at(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_hash *h = words[0].p;
    if (words[1].i >= 0)
        hpc_hash_remove(h, words[1].i / h->width);
    return HPC_OK;
}

hpc_code rtf_hash_clear(hpc_frame *frame, hpc_word *words)
{
    return hpc_hash_clear(frame, words[0].p);
}

hpc_code rtf_hash_update(hpc_frame *frame, hpc_word *words)
{
    return put_all(frame, words[0].p, words[1].p);
}

/* The key that popitem() and set.pop() take. */
hpc_code rtf_hash_last(hpc_frame *frame, hpc_word *words)
{
    hpc_hash *h = words[0].p;
    words[1].i = 0;
    if (h->used == 0)
        return hpc_fail(frame, HPC_KEY_ERROR,
                        h->width == 2 ? "'popitem(): dictionary is empty'"
                                      : "'pop from an empty set'");
    if (h->width == 2) {
        int64_t entry = h->seq.length / 2 - 1;
        while (hpc_hash_key(h, entry)->kind == HPC_REMOVED)
            entry--;
        words[1].i = entry * 2;
        return HPC_OK;
    }
    int64_t slot = h->finger & h->mask;
    while (h->slots[slot].at <= 0)
        slot = slot == h->mask ? 0 : slot + 1;
    h->finger = slot + 1;
    words[1].i = h->slots[slot].at - 1;
    return HPC_OK;
}

/* ---- Going through --------------------------------------------------------------------------- */

static hpc_code changed(hpc_frame *frame, const hpc_hash *h, int64_t used)
{
    if (h->used != used)
        return hpc_fail(frame, HPC_RUNTIME_ERROR,
                        h->width == 2 ? "dictionary changed size during iteration"
                                      : "Set changed size during iteration");
    return hpc_fail(frame, HPC_RUNTIME_ERROR, "%s keys changed during iteration",
                    h->width == 2 ? "dictionary" : "Set");
}

hpc_code rtf_hash_next(hpc_frame *frame, hpc_word *words)
{
    const hpc_hash *h = words[0].p;
    int64_t cursor = words[1].i, entry = -1;
    if (h->used == words[2].i)
        entry = hpc_hash_next(h, &cursor);
    words[3].i = entry * h->width;
    words[4].i = cursor;
    return entry < 0 ? changed(frame, h, words[2].i) : HPC_OK;
}

hpc_code rtf_hash_ended(hpc_frame *frame, hpc_word *words)
{
    const hpc_hash *h = words[0].p;
    int64_t cursor = words[1].i;
    if (h->used == words[2].i && hpc_hash_next(h, &cursor) < 0)
        return HPC_OK;
    return changed(frame, h, words[2].i);
}

static hpc_code append_entry(hpc_frame *frame, hpc_seq *list, const hpc_value *entry, int64_t what)
{
    if (what < 2)
        return hpc_seq_append(frame, list, &entry[what]);
    hpc_seq *pair;
    hpc_code code = hpc_seq_new(frame, &pair, 2);
    if (code == HPC_OK)
        code = hpc_seq_append(frame, pair, &entry[0]);
    if (code == HPC_OK)
        code = hpc_seq_append(frame, pair, &entry[1]);
    if (code == HPC_OK) {
        pair->head.type_name = "tuple";
        hpc_value value = {.kind = HPC_TUPLE, .object = &pair->head};
        code = hpc_seq_append(frame, list, &value);
    }
    if (pair)
        hpc_object_release(&pair->head);
    return code;
}

hpc_code rtf_hash_list(hpc_frame *frame, hpc_word *words)
{
    const hpc_hash *h = words[0].p;
    int64_t cursor = 0, entry;
    hpc_seq *list;
    hpc_code code = hpc_seq_new(frame, &list, h->used);
    while (code == HPC_OK && (entry = hpc_hash_next(h, &cursor)) >= 0)
        code = append_entry(frame, list, hpc_hash_key(h, entry), words[1].i);
    if (code != HPC_OK && list) {
        hpc_object_release(&list->head);
        list = NULL;
    }
    words[2].p = list;
    return code;
}

/* ---- Comparing ------------------------------------------------------------------------------- */

hpc_code rtf_hash_equal(hpc_frame *frame, hpc_word *words)
{
    bool equal;
    hpc_code code = hpc_hashes_equal(frame, words[0].p, words[1].p, &equal);
    words[2].i = equal;
    return code;
}

hpc_code rtf_hash_of(hpc_frame *frame, hpc_word *words)
{
    return hpc_hash_value(frame, words[0].p, &words[1].i);
}

/* ---- Sets ------------------------------------------------------------------------------------ */

hpc_code rtf_set_operation(hpc_frame *frame, hpc_word *words)
{
    hpc_hash *made = NULL;
    hpc_code code = hpc_set_operation(frame, words[0].p, hpc_unboxed(words[1].p),
                                      (hpc_set_op)words[2].i, &made);
    return give(code, made, &words[3].p);
}

hpc_code rtf_set_update(hpc_frame *frame, hpc_word *words)
{
    return hpc_set_update(frame, words[0].p, hpc_unboxed(words[1].p), (hpc_set_op)words[2].i);
}

hpc_code rtf_set_within(hpc_frame *frame, hpc_word *words)
{
    bool within;
    hpc_code code = hpc_set_within(frame, words[0].p, words[1].p, &within);
    words[2].i = within;
    return code;
}

hpc_code rtf_set_disjoint(hpc_frame *frame, hpc_word *words)
{
    hpc_hash *both;
    hpc_code code =
        hpc_set_operation(frame, words[0].p, hpc_unboxed(words[1].p), HPC_SET_INTERSECTION, &both);
    words[2].i = code == HPC_OK && both->used == 0;
    if (both)
        hpc_object_release(&both->seq.head);
    return code;
}
