/* Takes pieces of text, gives one text on the heap. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void hpc_buffer_init(hpc_buffer *buffer, hpc_heap *heap)
{
    *buffer = (hpc_buffer){.heap = heap};
}

void hpc_buffer_free(hpc_buffer *buffer)
{
    hpc_heap_free(buffer->heap, buffer->text);
    buffer->text = NULL;
    buffer->length = buffer->capacity = 0;
}

bool hpc_buffer_reserve(hpc_buffer *buffer, size_t more)
{
    if (buffer->refused != 0) {
        return false;
    }
    size_t need = buffer->length + more;
    if (need >= buffer->length && need <= buffer->capacity) {
        return true;
    }
    size_t capacity = buffer->capacity + buffer->capacity / 2;
    capacity = capacity < 128 ? 128 : capacity;
    capacity = capacity < need ? need : capacity;
    char *text = need >= more ? hpc_heap_realloc(buffer->heap, buffer->text, capacity) : NULL;
    if (text == NULL) {
        buffer->refused = capacity;
        return false;
    }
    buffer->text = text;
    buffer->capacity = capacity;
    return true;
}

void hpc_buffer_add(hpc_buffer *buffer, const char *text, size_t length)
{
    if (length > 0 && hpc_buffer_reserve(buffer, length)) {
        memcpy(buffer->text + buffer->length, text, length);
        buffer->length += length;
    }
}

void hpc_buffer_puts(hpc_buffer *buffer, const char *text)
{
    hpc_buffer_add(buffer, text, strlen(text));
}

void hpc_buffer_putc(hpc_buffer *buffer, char c)
{
    hpc_buffer_add(buffer, &c, 1);
}

void hpc_buffer_fill(hpc_buffer *buffer, char c, int64_t count)
{
    if (count > 0 && hpc_buffer_reserve(buffer, (size_t)count)) {
        memset(buffer->text + buffer->length, c, (size_t)count);
        buffer->length += (size_t)count;
    }
}

void hpc_buffer_printf(hpc_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0 && hpc_buffer_reserve(buffer, (size_t)length + 1)) {
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

hpc_code hpc_buffer_status(hpc_frame *frame, const hpc_buffer *buffer)
{
    return buffer->refused == 0 ? HPC_OK : hpc_fail_memory(frame, buffer->refused);
}
