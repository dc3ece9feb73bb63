/* Texts made by a format string that is known when compiling. */
#ifndef HPC_TEXT_FORMAT_H
#define HPC_TEXT_FORMAT_H

#include "elab.h"

val text_format(elab *e, const bi_call *call); /* str.format: a handler */
val text_percent(elab *e, const val *format, const val *values, span where); /* format % values */

#endif
