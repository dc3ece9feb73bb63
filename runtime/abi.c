/* Takes nothing, gives nothing: pins the layouts that compiled code reads by offset (docs/abi.md).
 * An assert that fails here means that the ABI changed: the code generators must follow. */
#include "rt.h"

#define AT(type, field, offset)                                                                    \
    _Static_assert(offsetof(type, field) == (offset), #type "." #field " moved")

_Static_assert(sizeof(void *) == 8 && sizeof(double) == 8, "the ABI is one of 64-bit machines");

AT(hpc_view, storage, 0);
AT(hpc_view, data, 8);
AT(hpc_view, dtype, 16);
AT(hpc_view, rank, 20);
AT(hpc_view, flags, 22);
AT(hpc_view, shape, 24);
AT(hpc_view, strides, 152);
_Static_assert(sizeof(hpc_view) == 280, "hpc_view has no padding at its end");

AT(hpc_value, kind, 0);
AT(hpc_value, dtype, 4);
AT(hpc_value, i, 8);
AT(hpc_value, f, 8);
AT(hpc_value, c, 8);
AT(hpc_value, view, 8);
AT(hpc_value, object, 8);
_Static_assert(sizeof(hpc_value) == 24, "a value is three words");

_Static_assert(sizeof(hpc_word) == 8, "a word is one register");

AT(hpc_storage, refs, 0);
AT(hpc_storage, heap, 8);
AT(hpc_storage, data, 16);
AT(hpc_storage, size, 24);
AT(hpc_storage, release, 32);

AT(hpc_object, refs, 0);
AT(hpc_object, heap, 8);
AT(hpc_object, destroy, 16);
AT(hpc_object, type_name, 24);
_Static_assert(sizeof(hpc_object) == 32, "what follows an object's head starts at 32");
AT(hpc_str, length, 32);
AT(hpc_str, text, 40);
AT(hpc_seq, length, 32);
AT(hpc_seq, capacity, 40);
AT(hpc_seq, items, 48);

AT(hpc_frame, runtime, 0);
AT(hpc_frame, globals, 8);
AT(hpc_frame, stack_limit, 16);
AT(hpc_frame, poll, 24);
AT(hpc_frame, error, 32);
AT(hpc_error, code, 0);
AT(hpc_error, check, 4);
AT(hpc_error, trace_len, 8);
AT(hpc_error, loc, 12);
AT(hpc_error, values, 16);
AT(hpc_error, trace, 48);
AT(hpc_error, text, 112);
