/* Objects of the program's classes (record.c). */
#ifndef HPC_RECORD_H
#define HPC_RECORD_H

#include "rt.h"

/* The layout is a text of entries: a letter and the offset, four bytes, of each field that owns
 * something. */
enum { HPC_LAYOUT_ENTRY = 5, HPC_LAYOUT_ARRAY = 'a', HPC_LAYOUT_OBJECT = 'o' };

typedef struct hpc_record {
    hpc_object head;
    const hpc_str *layout;
    int64_t unused; /* fields begin at a multiple of 16 */
} hpc_record;

#endif
