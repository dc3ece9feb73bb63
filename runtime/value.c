/* Takes and gives values whose type only the run knows: counted objects, strings, lists, tuples.
 *
 * Ownership: a borrowed value points at things of others; an owned one holds a reference to what it
 * points at, and for an array a view of its own on the heap. */
#include <string.h>

#include "rt.h"

/* Constants of compiled code lie in memory that may be read-only: their count never changes. */
static bool is_counted(hpc_object *object)
{
    return object != NULL &&
           atomic_load_explicit(&object->refs, memory_order_relaxed) < HPC_IMMORTAL / 2;
}

void hpc_object_retain(hpc_object *object)
{
    if (is_counted(object)) {
        atomic_fetch_add_explicit(&object->refs, 1, memory_order_relaxed);
    }
}

void hpc_object_release(hpc_object *object)
{
    if (is_counted(object) &&
        atomic_fetch_sub_explicit(&object->refs, 1, memory_order_acq_rel) == 1) {
        object->destroy(object);
    }
}

static bool holds_object(const hpc_value *value)
{
    switch (value->kind) {
    case HPC_STR:
    case HPC_TUPLE:
    case HPC_LIST:
    case HPC_SLICE:
    case HPC_DICT:
    case HPC_SET:
    case HPC_OBJECT: return true;
    default: return false;
    }
}

hpc_code hpc_value_own(hpc_frame *frame, hpc_value *out, const hpc_value *borrowed)
{
    hpc_value value = *borrowed;
    if (value.kind == HPC_ARRAY) {
        hpc_view *view = hpc_heap_alloc(frame->runtime->heap, sizeof *view);
        if (view == NULL) {
            *out = (hpc_value){.kind = HPC_NONE};
            return hpc_fail_memory(frame, sizeof *view);
        }
        *view = *borrowed->view;
        hpc_view_retain(view);
        value.view = view;
    } else if (holds_object(&value)) {
        hpc_object_retain(value.object);
    }
    *out = value;
    return HPC_OK;
}

void hpc_value_release(hpc_heap *heap, hpc_value *owned)
{
    hpc_value value = *owned;
    *owned = (hpc_value){.kind = HPC_NONE};
    if (value.kind == HPC_ARRAY) {
        hpc_view_release(value.view);
        hpc_heap_free(heap, value.view);
    } else if (holds_object(&value)) {
        hpc_object_release(value.object);
    }
}

static void str_destroy(hpc_object *object)
{
    hpc_heap_free(object->heap, object);
}

hpc_code hpc_str_new(hpc_frame *frame, hpc_str **out, const char *text, size_t length)
{
    *out = NULL;
    size_t size = sizeof(hpc_str) + length + 1;
    hpc_str *str = size > length ? hpc_heap_alloc(frame->runtime->heap, size) : NULL;
    if (str == NULL) {
        return hpc_fail_memory(frame, size);
    }
    atomic_init(&str->head.refs, 1);
    str->head.heap = frame->runtime->heap;
    str->head.destroy = str_destroy;
    str->head.type_name = "str";
    str->length = (int64_t)length;
    if (length > 0) {
        memcpy(str->text, text, length);
    }
    str->text[length] = '\0';
    *out = str;
    return HPC_OK;
}

static void seq_destroy(hpc_object *object)
{
    hpc_seq *seq = (hpc_seq *)(void *)object;
    for (int64_t i = 0; i < seq->length; i++) {
        hpc_value_release(object->heap, &seq->items[i]);
    }
    hpc_object_release(seq->names);
    hpc_heap_free(object->heap, seq->items ? seq->items - seq->front : NULL);
    hpc_heap_free(object->heap, seq);
}

/* The items move to the beginning of their block, or of a larger one. */
static hpc_code drop_front(hpc_frame *frame, hpc_seq *seq, int64_t capacity)
{
    hpc_value *block = seq->items - seq->front, *items = block;
    size_t size = (size_t)capacity * sizeof *items, used = (size_t)seq->length * sizeof *items;
    if (seq->front < seq->length && !(items = hpc_heap_alloc(seq->head.heap, size)))
        return hpc_fail_memory(frame, size);
    memcpy(items, seq->items, used);
    seq->capacity = items == block ? seq->capacity + seq->front : capacity;
    if (items != block)
        hpc_heap_free(seq->head.heap, block);
    seq->items = items;
    seq->front = 0;
    return HPC_OK;
}

static hpc_code seq_reserve(hpc_frame *frame, hpc_seq *seq, int64_t capacity)
{
    if (seq->front && capacity > seq->capacity) {
        hpc_code code = drop_front(frame, seq, capacity);
        if (code != HPC_OK)
            return code;
    }
    if (capacity <= seq->capacity) {
        return HPC_OK;
    }
    size_t size = 0;
    hpc_value *items = NULL;
    if (!__builtin_mul_overflow((size_t)capacity, sizeof *items, &size)) {
        items = hpc_heap_realloc(seq->head.heap, seq->items, size);
    }
    if (items == NULL) {
        return hpc_fail_memory(frame, size);
    }
    seq->items = items;
    seq->capacity = capacity;
    return HPC_OK;
}

hpc_code hpc_seq_new(hpc_frame *frame, hpc_seq **out, int64_t capacity)
{
    *out = NULL;
    hpc_seq *seq = hpc_heap_zalloc(frame->runtime->heap, sizeof *seq);
    if (seq == NULL) {
        return hpc_fail_memory(frame, sizeof *seq);
    }
    atomic_init(&seq->head.refs, 1);
    seq->head.heap = frame->runtime->heap;
    seq->head.destroy = seq_destroy;
    seq->head.type_name = "list";
    hpc_code code = seq_reserve(frame, seq, capacity);
    if (code != HPC_OK) {
        hpc_object_release(&seq->head);
        return code;
    }
    *out = seq;
    return HPC_OK;
}

hpc_code hpc_seq_append(hpc_frame *frame, hpc_seq *seq, const hpc_value *borrowed)
{
    hpc_value item; /* owned first: borrowed may be an element of seq, which moves */
    hpc_code code = hpc_value_own(frame, &item, borrowed);
    if (code != HPC_OK) {
        return code;
    }
    if (seq->length == seq->capacity) {
        int64_t capacity = seq->capacity < 4 ? 4 : seq->capacity + seq->capacity / 2;
        code = seq_reserve(frame, seq, capacity);
        if (code != HPC_OK) {
            hpc_value_release(seq->head.heap, &item);
            return code;
        }
    }
    seq->items[seq->length++] = item;
    return HPC_OK;
}
