/* Numbers from text, as NumPy's text reader takes them: no underscores, no hexadecimal digits. */
#ifndef HPC_NUMBER_PARSE_H
#define HPC_NUMBER_PARSE_H

#include "rt.h"

/* Parse [text, end), white space around it allowed, into one element. False: it is no number of
 * that dtype. text[...] must be followed by a byte that ends a number (a NUL or a delimiter). */
bool hpc_parse_element(char *element, hpc_dtype dtype, const char *text, const char *end);

#endif
