/* What the printer, the reader and the verifier of loop IR share. */
#ifndef HPC_LIR_TEXT_H
#define HPC_LIR_TEXT_H

#include "lir.h"

bool lir_name_char(char c);                /* may stand in a name */
const char *lir_check_name(int64_t check); /* of a row of the check table; NULL: no such row */
const char *lir_stmt_name(lir_stmt_kind kind);

#endif
