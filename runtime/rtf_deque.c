/* Takes deques: sequences with free places in front of their items, so that both ends give and take in
 * constant time. `names` marks them, `most` is their maxlen, plus 1. */
#include <string.h>

#include "hash.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(deque_new);
DECLARE(deque_push);
DECLARE(deque_extend);
DECLARE(deque_check);
DECLARE(deque_drop);
DECLARE(deque_rotate);
DECLARE(deque_clear);
DECLARE(hash_name);
#undef DECLARE

static void drop(hpc_seq *deque, bool left)
{
    hpc_value old = deque->items[left ? 0 : deque->length - 1];
    deque->length--;
    if (left) {
        deque->items++;
        deque->front++;
        deque->capacity--;
    }
    hpc_value_release(deque->head.heap, &old);
}

/* At least one free place in front. */
static hpc_code make_front(hpc_frame *frame, hpc_seq *deque)
{
    if (deque->front)
        return HPC_OK;
    int64_t front = deque->length < 4 ? 4 : deque->length;
    size_t size = (size_t)(front + deque->capacity) * sizeof(hpc_value);
    hpc_value *items = hpc_heap_alloc(deque->head.heap, size);
    if (!items)
        return hpc_fail_memory(frame, size);
    if (deque->length)
        memcpy(items + front, deque->items, (size_t)deque->length * sizeof *items);
    hpc_heap_free(deque->head.heap, deque->items);
    deque->items = items + front;
    deque->front = front;
    return HPC_OK;
}

static hpc_code push_left(hpc_frame *frame, hpc_seq *deque, const hpc_value *borrowed)
{
    hpc_value item;
    hpc_code code = hpc_value_own(frame, &item, borrowed);
    if (code != HPC_OK)
        return code;
    code = make_front(frame, deque);
    if (code != HPC_OK) {
        hpc_value_release(deque->head.heap, &item);
        return code;
    }
    *--deque->items = item;
    deque->front--;
    deque->capacity++;
    deque->length++;
    return HPC_OK;
}

static hpc_code push(hpc_frame *frame, hpc_seq *deque, const hpc_value *item, bool left)
{
    hpc_code code = left ? push_left(frame, deque, item) : hpc_seq_append(frame, deque, item);
    if (code == HPC_OK && deque->most && deque->length >= deque->most)
        drop(deque, !left);
    return code;
}

hpc_code rtf_deque_new(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *from = words[0].p;
    hpc_seq *made = NULL;
    hpc_str *name = NULL;
    words[2].p = NULL;
    if (words[1].i < 0 || words[1].i == INT64_MIN)
        return hpc_fail(frame, HPC_VALUE_ERROR, "maxlen must be non-negative");
    hpc_code code = hpc_seq_new(frame, &made, from->length);
    if (code == HPC_OK)
        code = hpc_str_new(frame, &name, "deque", 5);
    if (code == HPC_OK) {
        made->head.type_name = "collections.deque";
        made->names = &name->head;
        made->most = words[1].i;
    }
    for (int64_t i = 0; i < from->length && code == HPC_OK; i++)
        code = push(frame, made, &from->items[i], false);
    if (code != HPC_OK && made) {
        hpc_object_release(&made->head);
        made = NULL;
    }
    words[2].p = made;
    return code;
}

hpc_code rtf_deque_push(hpc_frame *frame, hpc_word *words)
{
    return push(frame, words[0].p, hpc_unboxed(words[1].p), words[2].i != 0);
}

hpc_code rtf_deque_extend(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *from = words[1].p;
    hpc_code code = HPC_OK;
    for (int64_t i = 0; i < from->length && code == HPC_OK; i++)
        code = push(frame, words[0].p, &from->items[i], words[2].i != 0);
    return code;
}

hpc_code rtf_deque_check(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *deque = words[0].p;
    return deque->length ? HPC_OK : hpc_fail(frame, HPC_INDEX_ERROR, "pop from an empty deque");
}

hpc_code rtf_deque_drop(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    drop(words[0].p, words[1].i != 0);
    return HPC_OK;
}

static void reverse(hpc_value *items, int64_t count)
{
    for (int64_t i = 0, k = count - 1; i < k; i++, k--) {
        hpc_value item = items[i];
        items[i] = items[k];
        items[k] = item;
    }
}

hpc_code rtf_deque_rotate(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_seq *deque = words[0].p;
    int64_t length = deque->length;
    if (length == 0)
        return HPC_OK;
    int64_t steps = words[1].i % length;
    steps += steps < 0 ? length : 0;
    reverse(deque->items, length);
    reverse(deque->items, steps);
    reverse(deque->items + steps, length - steps);
    return HPC_OK;
}

hpc_code rtf_deque_clear(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_seq *deque = words[0].p;
    while (deque->length)
        drop(deque, false);
    return HPC_OK;
}

/* The name is copied: the dict may outlive the program that it is a constant of. */
hpc_code rtf_hash_name(hpc_frame *frame, hpc_word *words)
{
    hpc_hash *h = words[0].p;
    const hpc_str *text = words[1].p;
    hpc_str *name;
    hpc_code code = hpc_str_new(frame, &name, text->text, (size_t)text->length);
    if (code == HPC_OK)
        h->seq.names = &name->head;
    return code;
}
