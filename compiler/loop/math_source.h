/* Elementary functions from their sources, the files of stdlib/elementary, to loop IR.
 *
 * A function there is straight-line code over numbers, one definition for scalars and for every
 * number of lanes:
 *
 *   def log_f64(x):                      ->   $1=bitcast.i64x8(x) ...
 *       k = x.view(np.int64) - ORIGIN         if any.i1x8(...) { ... }
 *       ...
 *       if np.any(rare): y = slow(x)
 *
 * docs/ir.md, "Elementary functions", lists what the sources may use. */
#ifndef HPC_MATH_SOURCE_H
#define HPC_MATH_SOURCE_H

#include "lir.h"

typedef struct math_source math_source; /* the parsed files; a builder of one function */

/* Files that stay parsed from module to module. One user at a time. NULL without memory. */
typedef struct math_files math_files;
math_files *math_files_new(hpc_heap *heap);
void math_files_free(math_files *files); /* NULL is fine */

/* Code goes into f of m: constant tables into m, statements to the end of what `block` names. The
 * files (borrowed) may be NULL: they are then parsed for this module. */
math_source *math_source_new(lir_module *m, math_files *files);

/* What is appended may name steps of what was appended before, where both are straight-line code of one
 * block. For that the user says: that it begins a function (else none of its variables counts as
 * constant); which variables have one value wherever they may be read; and that a statement of its own
 * begins, after which variables may have changed. `forget`: another block begins or has ended. _store: memory
 * has changed. */
void math_source_function(math_source *s, lir_fn *f);
void math_source_constant(math_source *s, lir_var_id var);
void math_source_statement(math_source *s, bool forget);
void math_source_store(math_source *s);

/* True where stdlib/elementary has the function for that element (F32 or F64). */
bool math_source_has(lir_math fn, lir_elem elem);

/* The block that statements are appended to. */
typedef struct math_block {
    lir_stmt_id inside; /* 0: `block`, else the body of this statement */
    lir_block *block;
} math_block;

/* What becomes of the rare case of a function, `if np.any(rare):` in its own body. */
typedef enum math_rare {
    MATH_RARE_INLINE,
    MATH_RARE_CALLS /* a call of the whole function for all lanes: the same bits, and little code */
} math_rare;

/* The value of fn (args, all of one type of F32 or F64), usable in statements that follow what was
 * appended to `into`. 0 with *error set (in the arena) when the source is wrong. */
lir_expr_id math_source_apply(math_source *s, lir_fn *f, math_block into, lir_math fn,
                              const lir_expr_id *args, math_rare rare, const char **error);

#endif
