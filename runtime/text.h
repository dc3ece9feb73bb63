/* Text of values: print, str, repr and format, exactly as CPython 3.11 and NumPy 2 write them. */
#ifndef HPC_TEXT_H
#define HPC_TEXT_H

#include "buffer.h"

typedef enum hpc_floatmode {
    HPC_FLOAT_FIXED,
    HPC_FLOAT_UNIQUE,
    HPC_FLOAT_MAXPREC,
    HPC_FLOAT_MAXPREC_EQUAL
} hpc_floatmode;

/* What np.set_printoptions sets. They matter for arrays of one and more dimensions (and for the
 * repr of arrays without any). */
typedef struct hpc_print_options {
    int precision;     /* digits after the point, at most; >= 0 */
    int64_t threshold; /* arrays of more elements are summarised */
    int64_t edgeitems; /* to this many items at each end of an axis; >= 0 */
    int64_t linewidth; /* characters */
    bool suppress;     /* no exponents for small numbers */
    char sign;         /* '-', '+' or ' ' */
    hpc_floatmode floatmode;
    const char *nanstr, *infstr;
} hpc_print_options;

extern const hpc_print_options hpc_print_defaults;

/* np.array2string(view, separator=..., prefix=..., suffix=...): prefix and suffix count by their
 * lengths only. */
typedef struct hpc_array_style {
    const char *separator;  /* " " for str(), ", " for repr() */
    int64_t prefix, suffix; /* characters */
} hpc_array_style;

/* Append a text to out; options may be NULL (the defaults). A failed allocation shows in
 * hpc_buffer_status. */
void hpc_text_str(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options);
void hpc_text_repr(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options);
void hpc_array_str(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options);
void hpc_array_repr(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options);
void hpc_array2string(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options,
                      const hpc_array_style *style);
void hpc_string_repr(hpc_buffer *out, const char *text, size_t length); /* 'it' of UTF-8 text */

/* The texts of an exception; false: the object is none (exception.c). */
bool hpc_exception_str(hpc_buffer *out, const hpc_object *object);
bool hpc_exception_repr(hpc_buffer *out, const hpc_object *object,
                        const hpc_print_options *options);

/* str(value), repr(value) and format(value, spec) as new strings. They use the runtime's print
 * options. format fails with ValueError, TypeError or OverflowError in CPython's words. */
hpc_code hpc_str_of(hpc_frame *frame, hpc_str **out, const hpc_value *value);
hpc_code hpc_repr_of(hpc_frame *frame, hpc_str **out, const hpc_value *value);
hpc_code hpc_format_value(hpc_frame *frame, hpc_str **out, const hpc_value *value, const char *spec,
                          size_t spec_length);
/* The same into a buffer (an f-string appends piece after piece). */
hpc_code hpc_format_append(hpc_frame *frame, hpc_buffer *out, const hpc_value *value,
                           const char *spec, size_t spec_length);

/* The name that CPython's messages have for the type of a value ("int", "numpy.ndarray", ...). */
const char *hpc_value_type_name(const hpc_value *value);

/* print(*items, sep=sep, end=end): NULL stands for the defaults. The text goes to the runtime's
 * pending output, which is written whenever it passes 64 KiB and by hpc_flush. */
hpc_code hpc_print(hpc_frame *frame, const hpc_value *items, int64_t n, const char *sep,
                   const char *end);
hpc_code hpc_write_text(hpc_frame *frame, const char *text, size_t length);
hpc_code hpc_flush(hpc_frame *frame);              /* OSError when the runtime's write fails */
void hpc_print_options_free(hpc_runtime *runtime); /* for the runtime's end */
void hpc_output_free(hpc_runtime *runtime); /* drops what is pending; for the runtime's end */

#endif
