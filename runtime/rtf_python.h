/* What the runtime functions of Python's builtins share. */
#ifndef HPC_RTF_PYTHON_H
#define HPC_RTF_PYTHON_H

#include "text.h"

/* A boxed value is an object of its own that holds one value, which is not boxed again. */
hpc_code hpc_box_new(hpc_frame *frame, hpc_object **out, const hpc_value *borrowed);
/* The value in a box; a value that is not one stays. The result is borrowed from the argument. */
const hpc_value *hpc_unboxed(const hpc_value *value);

static inline const hpc_str *hpc_as_str(const hpc_value *value)
{
    return (const hpc_str *)(const void *)value->object;
}
static inline hpc_seq *hpc_as_seq(const hpc_value *value)
{
    return (hpc_seq *)(void *)value->object;
}

#endif
