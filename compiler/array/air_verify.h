/* What the two files of the array IR verifier share. */
#ifndef HPC_AIR_VERIFY_H
#define HPC_AIR_VERIFY_H

#include "air_internal.h"

typedef struct air_verifier {
    arena *arena;
    const air_module *module;
    const air_fun *fun;
    air_id node;    /* the one that is being checked */
    bool *defined;  /* by node: visible now */
    bool *listed;   /* by node: seen in a region */
    uint32_t loops; /* around the node */
    const char *error;
} air_verifier;

bool air_broken(air_verifier *v, const char *what); /* keeps the first; false */
/* The rules of one operation; its operands are defined. */
void air_verify_op(air_verifier *v, const air_node *n);

#endif
