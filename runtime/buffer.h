/* A growable text on a heap. An append that cannot grow marks the buffer as failed and later ones
 * do nothing: code that writes text asks once, at its end (hpc_buffer_status). */
#ifndef HPC_BUFFER_H
#define HPC_BUFFER_H

#include "rt.h"

typedef struct hpc_buffer {
    hpc_heap *heap;
    char *text; /* length bytes, not NUL-terminated; NULL while nothing was added */
    size_t length, capacity;
    size_t refused; /* bytes that could not be allocated; 0 while all is well */
} hpc_buffer;

void hpc_buffer_init(hpc_buffer *buffer, hpc_heap *heap);
void hpc_buffer_free(hpc_buffer *buffer);
bool hpc_buffer_reserve(hpc_buffer *buffer, size_t more); /* room for more bytes; false: failed */
void hpc_buffer_add(hpc_buffer *buffer, const char *text, size_t length);
void hpc_buffer_puts(hpc_buffer *buffer, const char *text);
void hpc_buffer_putc(hpc_buffer *buffer, char c);
void hpc_buffer_fill(hpc_buffer *buffer, char c, int64_t count); /* nothing when count <= 0 */
void hpc_buffer_printf(hpc_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* HPC_OK, or MemoryError in frame->error when an append failed. */
hpc_code hpc_buffer_status(hpc_frame *frame, const hpc_buffer *buffer);

#endif
