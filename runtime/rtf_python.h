/* What the runtime functions of Python's builtins share. */
#ifndef HPC_RTF_PYTHON_H
#define HPC_RTF_PYTHON_H

#include "text.h"

/* A boxed value is an object of its own that holds one value, which is not boxed again. */
hpc_code hpc_box_new(hpc_frame *frame, hpc_object **out, const hpc_value *borrowed);
/* The value in a box; a value that is not one stays. The result is borrowed from the argument. */
const hpc_value *hpc_unboxed(const hpc_value *value);

/* a == b of two values; ValueError where an array has no one truth (rtf_operators.c). */
hpc_code hpc_values_equal(hpc_frame *frame, const hpc_value *a, const hpc_value *b, bool *equal);

/* Positions start, start + step, ...: what a slice selects (rtf_sequence.c). parts: start, stop,
 * step and which of start (1) and stop (2) the program wrote. */
typedef struct hpc_span {
    int64_t start, step, count;
} hpc_span;
hpc_code hpc_slice_bounds(hpc_frame *frame, int64_t length, const hpc_word parts[4], hpc_span *out);

static inline const hpc_str *hpc_as_str(const hpc_value *value)
{
    return (const hpc_str *)(const void *)value->object;
}
static inline hpc_seq *hpc_as_seq(const hpc_value *value)
{
    return (hpc_seq *)(void *)value->object;
}

#endif
