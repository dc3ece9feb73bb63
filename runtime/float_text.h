/* Texts of single floating-point numbers: NumPy's layouts, and Python's and NumPy's scalars. */
#ifndef HPC_FLOAT_TEXT_H
#define HPC_FLOAT_TEXT_H

#include "buffer.h"

/* How a number is laid out; the fields are those of NumPy's format_float_positional/scientific.
 * -1 stands for "not given". */
typedef struct hpc_float_layout {
    bool scientific;
    bool unique;    /* shortest digits that read back, else all digits up to precision */
    bool plus;      /* write '+' before what is not negative */
    char trim;      /* 'k' keep zeros, '.' trim zeros, '0' but leave one, '-' trim the point, too */
    int precision;  /* digits after the point, at most */
    int min_digits; /* digits after the point, at least (when unique) */
    int pad_left;   /* width before the point, sign included */
    int pad_right;  /* width after the point (positional only) */
    int exp_digits; /* least digits of the exponent; 2 when not given */
} hpc_float_layout;

/* value is exactly a number of dtype (HPC_F16, HPC_F32, HPC_F64); inf and nan are not padded. */
void hpc_float_text(hpc_buffer *out, double value, hpc_dtype dtype, const hpc_float_layout *layout);

/* How str() shows a float: positional from 1e-4 up to 1e16 (float32 1e6, float16 1e3), else with an
 * exponent. A Python float is dtype HPC_F64. `part` is for the parts of a complex number: no ".0"
 * after whole numbers. */
void hpc_float_scalar_text(hpc_buffer *out, double value, hpc_dtype dtype, bool part, bool plus);

/* How str() shows a complex number: (re+imj), or imj when the real part is +0. The parts are of
 * dtype HPC_F32 or HPC_F64. */
void hpc_complex_scalar_text(hpc_buffer *out, const double value[2], hpc_dtype part_dtype,
                             bool parentheses);

#endif
