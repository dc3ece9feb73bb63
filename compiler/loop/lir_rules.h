/* Algebraic rules over loop IR expressions: a table of patterns, which lir_fold asks after its own
 * foldings. Terms are written in prefix order, as in the table: {LIR_NEG, LIR_NEG, TERM_X}. */
#ifndef HPC_LIR_RULES_H
#define HPC_LIR_RULES_H

#include "lir.h"

enum { LIR_TERM_MAX = 8 };

/* What stands in a term besides operations. */
enum {
    TERM_END = 0,
    TERM_MATH = 256, /* + an elementary function */
    TERM_X = 512,    /* any expression; the same one wherever the letter stands */
    TERM_Y,
    TERM_Z,
    TERM_C,
    TERM_ZERO = 768, /* constants of the element: see lir_term_value */
    TERM_MINUS_ZERO,
    TERM_ONE,
    TERM_TWO,
    TERM_THREE,
    TERM_FOUR,
    TERM_HALF,
    TERM_THREE_HALVES,
    TERM_MINUS_HALF,
    TERM_MINUS_ONE,
    TERM_MINUS_TWO,
    TERM_ONES, /* all bits */
    TERM_LIMIT
};

enum { /* of which elements */
       RULE_BOOL = 1,
       RULE_SIGNED = 2,
       RULE_UNSIGNED = 4,
       RULE_FLOAT = 8,
       RULE_FAST = 16 /* under fastmath alone, and not for f16, whose rounding is the program's */
};

typedef struct lir_rule {
    uint8_t domain;
    uint16_t from[LIR_TERM_MAX], to[LIR_TERM_MAX]; /* TERM_END where they are shorter */
} lir_rule;

typedef struct lir_rule_set {
    const lir_rule *rules;
    unsigned count;
} lir_rule_set;

/* Those whose term begins with the operation (MATH1, MATH2: with any function). */
lir_rule_set lir_rules_of(lir_op root);

/* RULE_BOOL ... of an element; 0 for pointers. */
unsigned lir_rule_domain(lir_elem elem);
/* The bits of a constant term. */
uint64_t lir_term_bits(lir_elem elem, unsigned term);
unsigned lir_term_arity(unsigned term);
/* Every value of `narrow` is one of `wide`, in the same order. Not for pointers. */
bool lir_elem_holds(lir_elem wide, lir_elem narrow);
/* CVT from `inner` to `middle` to `outer` gives the bits that CVT from inner to outer does (signalling
 * NaNs apart). */
bool lir_cvt_passes(lir_elem inner, lir_elem middle, lir_elem outer);
/* What the first rule that fits makes of e; 0 where none does. */
lir_expr_id lir_apply_rules(lir_module *m, lir_fn *f, const lir_expr *e);

#endif
