/* What the printer (air_print.c) and the reader (air_read.c) of array IR share. */
#ifndef HPC_AIR_TEXT_H
#define HPC_AIR_TEXT_H

#include "air_internal.h"

const char *air_dtype_text(hpc_dtype dtype);      /* "f64" */
bool air_op_has_imm(air_op op);                   /* imm is written after the name */
const char *air_imm_name(air_op op, int64_t imm); /* its name where it has one, else NULL */

#endif
