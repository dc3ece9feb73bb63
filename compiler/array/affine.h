/* Integers of a loop as polynomials: sums of products of what does not change in the loop, its index,
 * and the indexes of loops inside.
 *
 *   %k = map add (map mul (%i, %w), %j)   ->   i w + j
 *
 * Machine integers wrap, polynomials do not: affine_is_small says which of them cannot, for the others
 * affine_magnitude is what the run compares. */
#ifndef HPC_AFFINE_H
#define HPC_AFFINE_H

#include "air_internal.h"

enum { AFFINE_TERMS = 12, AFFINE_DEGREE = 4, AFFINE_CONDS = 24 };

typedef struct affine_term {
    int64_t k;
    air_id v[AFFINE_DEGREE]; /* factors, the largest first; 0: none */
} affine_term;

typedef struct affine {
    uint32_t n;
    bool known; /* else nothing is said */
    affine_term t[AFFINE_TERMS];
} affine;

/* What must not be negative for what was said to hold. */
typedef struct affine_conds {
    uint32_t n;
    bool too_many;
    affine c[AFFINE_CONDS];
} affine_conds;

/* A loop whose turns are looked at. */
typedef struct affine_loop {
    const air_fun *fun;
    const bool *inside;   /* by node: it stands in the loop */
    const air_id *owner;  /* by INDVAR inside: its FOR */
    const uint32_t *deep; /* by INDVAR inside: loops around it */
    air_id index;         /* the loop's own INDVAR */
    affine low, high;     /* its smallest and its largest value */
    int64_t step;         /* values lie so far apart; > 0 */
} affine_loop;

affine affine_const(int64_t k);
affine affine_var(air_id v);
affine affine_add(const affine *x, const affine *y, int64_t scale); /* x + scale y */
affine affine_mul(const affine *x, const affine *y);
bool affine_is_const(const affine *x, int64_t *k);
/* What a scalar i64 node is. Where it is only for numbers that are not negative (an index that may
 * count from the end), these are added to conds. */
affine affine_of(const affine_loop *l, air_id id, affine_conds *conds);
/* The coefficient of v, and what is left without it; false where v has another power. */
bool affine_split(const affine *x, air_id v, affine *coefficient, affine *rest);
/* The least (or the greatest) value for all turns of the loops inside, and with `whole` of this loop. */
affine affine_bound(const affine_loop *l, const affine *x, bool greatest, bool whole,
                    affine_conds *conds);
/* x must not be negative: false where it surely is, for arrays of two elements and more. */
bool affine_need(const affine_loop *l, const affine *x, affine_conds *conds);
/* Its value before the loop. */
air_id affine_build(air_builder *b, const affine *x);
bool affine_is_small(const affine_loop *l, const affine *x);
/* Its terms without signs, added up: a float64. */
air_id affine_magnitude(air_builder *b, const affine *x);

#endif
