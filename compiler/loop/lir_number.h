/* Constants of loop IR in text. Neither printing nor reading depends on the locale, and what is
 * read has the bits of what was printed.
 *
 *   i1: true false        integers, ptr: decimal     floats: 1.5 -0.0 inf nan, else hexadecimal
 *   (0x1.8p+3), else (a NaN that is not the usual one) the bits: #7ff0000000000001 */
#ifndef HPC_LIR_NUMBER_H
#define HPC_LIR_NUMBER_H

#include "lir.h"

enum { LIR_NUMBER_MAX = 48 };

void lir_number_print(char out[LIR_NUMBER_MAX], lir_elem elem, uint64_t bits);
/* Reads a number of elem at text; the end of it, or NULL when there is none. */
const char *lir_number_read(const char *text, lir_elem elem, uint64_t *bits);

#endif
