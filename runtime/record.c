/* Objects of the program's classes: a head, the layout, then the fields, which compiled code reads and
 * writes by offset. A field is a scalar, an owned object or an owned hpc_view. */
#include "record.h"

#include <string.h>

hpc_code rtf_record_new(hpc_frame *frame, hpc_word *words);

static void destroy(hpc_object *object)
{
    hpc_record *record = (hpc_record *)(void *)object;
    const hpc_str *layout = record->layout;
    for (int64_t at = 0; at + HPC_LAYOUT_ENTRY <= layout->length; at += HPC_LAYOUT_ENTRY) {
        uint32_t offset;
        memcpy(&offset, layout->text + at + 1, sizeof offset);
        void *field = (char *)record + offset;
        if (layout->text[at] == HPC_LAYOUT_ARRAY) {
            hpc_view_release(field);
        } else {
            hpc_object *held;
            memcpy(&held, field, sizeof held);
            hpc_object_release(held);
        }
    }
    hpc_heap_free(object->heap, record);
}

hpc_code rtf_record_new(hpc_frame *frame, hpc_word *words)
{
    size_t size = (size_t)words[0].i;
    hpc_record *record = hpc_heap_zalloc(frame->runtime->heap, size);
    words[2].p = record;
    if (record == NULL)
        return hpc_fail_memory(frame, size);
    atomic_init(&record->head.refs, 1);
    record->head.heap = frame->runtime->heap;
    record->head.destroy = destroy;
    record->head.type_name = "object";
    record->layout = words[1].p; /* a constant of the program, which lives longer */
    return HPC_OK;
}
