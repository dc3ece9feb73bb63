/* What the files of the LLVM backend share (nothing outside them includes this).
 *
 *   llvm_session.c   be_llvm: compiles, loads, releases
 *   llvm_emit.cpp    code generation with fewer passes, for the vector tier
 *   llvm_target.c    target machines, pass lists by tier
 *   llvm_module.c    loop IR module -> LLVM module: declarations, entries, constant data
 *   llvm_stmt.c      statements;  llvm_call.c  the statements that can fail
 *   llvm_expr.c      expressions; llvm_integer.c  those on integers; llvm_convert.c  CVT;
 *   llvm_memory.c    loads and stores; llvm_lookup.c  tables in registers; llvm_math.c  elementary functions
 *
 * Values: a scalar is its LLVM scalar, lanes are an LLVM vector; f16 is half, i1 is i1 (a byte in
 * memory), ptr is ptr. Loop IR variables that one LET assigns are SSA values, the others slots
 * (allocas) that sroa promotes.
 *
 * Functions: an internal one in LLVM's fast convention takes (frame, parameters by value) and
 * returns {i32 status, results by value}; a public one in the form of be_entry wraps it. */
#ifndef HPC_LLVM_INTERNAL_H
#define HPC_LLVM_INTERNAL_H

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>
#include <stdio.h>

#include "../../runtime/checks.h"
#include "backend.h"
#include "cpu.h"

enum { LB_TIERS = BE_TIER_SCALAR + 1 };

/* A target machine for each tier, made at first use. */
typedef struct lb_target {
    char *asked;  /* the processor as it was asked for; NULL: not open */
    char *triple; /* like it, of LLVM (LLVMDisposeMessage) */
    cpu cpu;
    LLVMTargetMachineRef machines[LB_TIERS];
} lb_target;

/* NULL, or what failed (a constant text). */
const char *lb_target_open(lb_target *target, const char *asked);
void lb_target_close(lb_target *target);
/* NULL when LLVM can't make it. */
LLVMTargetMachineRef lb_target_machine(lb_target *target, be_tier tier);
/* Runs the tier's passes; false with *error (for LLVMDisposeErrorMessage) on failure. */
bool lb_run_passes(LLVMModuleRef module, LLVMTargetMachineRef machine, be_tier tier, char **error);

static inline bool lb_is_x86(const lb_target *target)
{
    return target->cpu.level->arch == TARGET_X86_64;
}

/* ---- One module being translated ------------------------------------------------------------- */

typedef struct lb_callee {
    LLVMValueRef fn;
    LLVMTypeRef type;
} lb_callee;

/* The internal form of one loop IR function. levels[0] is the function; a function that calls
 * itself has more: levels[k]'s self calls go to levels[k + 1], the last one's to levels[0], and
 * all but the first are inlined into their callers. */
enum { LB_MAX_LEVELS = 6 };
typedef struct lb_function {
    LLVMTypeRef type, result_type;
    LLVMValueRef levels[LB_MAX_LEVELS];
    unsigned level_count;
    LLVMValueRef entry; /* in be_entry's form; NULL: not asked for yet */
    bool called;        /* by the module's functions; else its entry is all there is of it */
} lb_function;

typedef struct lb_unit {
    arena *arena;
    const lir_module *lir;
    LLVMContextRef context;
    LLVMModuleRef module;
    LLVMBuilderRef builder;
    LLVMTypeRef elems[LIR_ELEM_COUNT];
    LLVMTypeRef void_type;
    LLVMTypeRef entry_type;
    lb_function *functions;
    LLVMValueRef *data;
    LLVMMetadataRef empty_node, one_node;
    LLVMMetadataRef unlikely_node; /* branch weights: the second edge is rare */
    LLVMMetadataRef rare_node;     /* branch weights: the first edge is rare */
    LLVMMetadataRef not_zero_node; /* a range of i32 */
    VEC(LLVMValueRef) kept;        /* declarations that a pass may come to need */
    unsigned weights_kind, range_kind, invariant_kind, nontemporal_kind, loop_kind;
    const lb_target *target;
    be_tier tier;
    bool fastmath;
    bool skip_once;               /* be_options.skip_once */
    bool whole;                   /* a text for readers: general functions are there, too */
    remarks *remarks;             /* about loops; or NULL */
    LLVMMetadataRef scope;        /* of the places of loops, where remarks are asked for */
    char *text;                   /* of LLVM: what text() copies; the unit disposes of it */
    LLVMMemoryBufferRef assembly; /* the same */
    char problem[256];            /* what could not be translated; empty when all went well */
} lb_unit;

/* Builds u->module from u->lir (the other fields of the head set by the caller). On failure
 * u->problem says why. */
void lb_translate(lb_unit *u);

/* No code is made for the function: nothing here calls it, or it is compiled when it is called. */
bool lb_is_skipped(const lb_unit *u, const lir_fn *f);
static inline bool lb_is_cold(const lb_unit *u, uint32_t index)
{
    return u->lir->fns.items[index]->general && !u->whole;
}

/* llvm_loops.c: what the vectoriser says of the unit's loops becomes remarks. */
void lb_listen_to_loops(lb_unit *u);
/* LLVM's name for what it found of the loop at a location. */
void lb_note_loop(remarks *r, const char *name, unsigned function, int32_t loc, unsigned lanes,
                  unsigned vectors);
LLVMMetadataRef lb_loop_place(const lb_unit *u, const lir_fn *f, int32_t loc);

/* ---- One function being translated ----------------------------------------------------------- */

typedef struct lb_loop {
    struct lb_loop *outer;
    LLVMBasicBlockRef on_break, on_continue;
} lb_loop;

typedef struct lb_fn {
    lb_unit *u;
    LLVMBuilderRef builder;
    const lir_fn *lir;
    unsigned level; /* which of lb_function.levels */
    LLVMValueRef fn, frame;
    LLVMValueRef *params;    /* values of the parameters */
    LLVMValueRef results;    /* words to fill where the function is its own entry, else NULL */
    LLVMBasicBlockRef entry; /* allocas only */
    LLVMBasicBlockRef cleanup;
    LLVMBasicBlockRef handler; /* of the innermost TRY being translated, or NULL */
    LLVMValueRef status;       /* slot of the code returned */
    LLVMValueRef *values;      /* by variable: SSA value, or NULL */
    LLVMValueRef *slots;       /* by variable: alloca, or NULL */
    bool *kept;                /* by variable: stays in memory, see lir_read_by_cleanup */
    LLVMValueRef *memo;        /* by expression: value in this statement */
    uint32_t *stamps;          /* by expression: statement whose value memo holds */
    uint32_t stamp;
    LLVMValueRef words; /* alloca shared by RT calls */
    uint32_t words_needed;
    LLVMValueRef check_values;
    LLVMBasicBlockRef rt_failing; /* where failing RT calls meet, or NULL: llvm_call.c */
    LLVMValueRef rt_code, rt_loc; /* its phis */
    lb_loop *loop;
    bool in_cleanup, fastmath;
    bool exact;   /* the expression at hand rounds as IEEE says, fastmath or not */
    bool streams; /* has streaming stores: fence before returning */
} lb_fn;

/* The body of the function into levels[level]. */
void lb_translate_function(lb_unit *u, const lir_fn *lir, unsigned level);
/* The body into a function in be_entry's form. */
void lb_translate_entry(lb_unit *u, const lir_fn *lir, LLVMValueRef entry);

/* llvm_stmt.c */
void lb_block(lb_fn *fb, const lir_block *block);
LLVMValueRef lb_read_slot(lb_fn *fb, lir_var_id var); /* of a variable that has one */
/* An alloca in the entry block. */
LLVMValueRef lb_alloca(lb_fn *fb, LLVMTypeRef type, unsigned alignment, const char *name);
LLVMValueRef lb_alloca_array(lb_fn *fb, LLVMTypeRef type, uint64_t count, unsigned alignment,
                             const char *name);
void lb_assign(lb_fn *fb, lir_var_id var, LLVMValueRef value);
bool lb_terminated(const lb_fn *fb);
LLVMBasicBlockRef lb_new_block(lb_fn *fb, const char *name);
void lb_position(lb_fn *fb, LLVMBasicBlockRef block);
/* The end of the function: stores code and goes on at the cleanup, from the current block. */
void lb_leave(lb_fn *fb, LLVMValueRef code);
/* A failure with this code: leaves; in the cleanup, which nothing stops, keeps the code unless there
 * is one already, and goes on at next. */
void lb_fail(lb_fn *fb, LLVMValueRef code, LLVMBasicBlockRef next);
/* if (good) goes on in a new block, else to `failing`; the second is marked rare. */
void lb_branch_likely(lb_fn *fb, LLVMValueRef good, LLVMBasicBlockRef failing);

/* llvm_call.c */
void lb_check(lb_fn *fb, const lir_stmt *s);
void lb_call(lb_fn *fb, const lir_stmt *s);
void lb_fork(lb_fn *fb, const lir_stmt *s);
void lb_runtime_call(lb_fn *fb, const lir_stmt *s);
void lb_poll(lb_fn *fb, const lir_stmt *s);
void lb_check_depth(lb_fn *fb);

/* llvm_expr.c */
LLVMTypeRef lb_type(const lb_unit *u, lir_type t);
LLVMTypeRef lb_vector_of(LLVMTypeRef elem, unsigned lanes); /* elem itself when lanes is 1 */
/* The value of an expression; begin a statement first. */
void lb_begin_statement(lb_fn *fb);
LLVMValueRef lb_expr(lb_fn *fb, lir_expr_id id);
lir_type lb_expr_type(const lb_fn *fb, lir_expr_id id);
LLVMValueRef lb_bits(const lb_unit *u, lir_type t, uint64_t bits); /* splat constant */
LLVMValueRef lb_real(const lb_unit *u, lir_elem elem, unsigned lanes, double value);
LLVMValueRef lb_splat(lb_fn *fb, LLVMValueRef scalar, unsigned lanes);
/* Calls an intrinsic overloaded on the given types. */
LLVMValueRef lb_intrinsic(lb_fn *fb, const char *name, LLVMTypeRef *types, unsigned type_count,
                          LLVMValueRef *args, unsigned arg_count);
LLVMValueRef lb_intrinsic1(lb_fn *fb, const char *name, LLVMValueRef a);
LLVMValueRef lb_intrinsic2(lb_fn *fb, const char *name, LLVMValueRef a, LLVMValueRef b);
LLVMValueRef lb_fast(lb_fn *fb, LLVMValueRef value); /* fast-math flags where they are wanted */

/* llvm_integer.c: on integers and i1 of type t (t is the arguments'); NULL when there is no such. */
LLVMValueRef lb_integer_op(lb_fn *fb, lir_op op, lir_type t, LLVMValueRef *args, unsigned count);

/* llvm_convert.c */
LLVMValueRef lb_convert(lb_fn *fb, LLVMValueRef value, lir_elem from, lir_elem to, unsigned lanes);

/* llvm_memory.c */
LLVMValueRef lb_address(lb_fn *fb, LLVMValueRef base, LLVMValueRef offset);
LLVMValueRef lb_load(lb_fn *fb, const lir_expr *e);
LLVMValueRef lb_masked_load(lb_fn *fb, const lir_expr *e);
LLVMValueRef lb_gather(lb_fn *fb, const lir_expr *e);
void lb_store(lb_fn *fb, const lir_stmt *s);
void lb_scatter(lb_fn *fb, const lir_stmt *s);

/* llvm_lookup.c: LOOKUP. */
LLVMValueRef lb_lookup(lb_fn *fb, const lir_expr *e, LLVMValueRef index);

/* llvm_math.c */
LLVMValueRef lb_math(lb_fn *fb, const lir_expr *e, LLVMValueRef a, LLVMValueRef b);

/* llvm_module.c */
typedef enum lb_effect {
    LB_PLAIN,
    LB_COLD, /* called on failure only */
    LB_PURE  /* neither reads nor writes memory */
} lb_effect;
/* A function outside of the module, declared at its first use. */
lb_callee lb_external(lb_unit *u, const char *name, LLVMTypeRef result, LLVMTypeRef *params,
                      unsigned count, lb_effect effect);
/* The function in be_entry's form. */
LLVMValueRef lb_entry_function(lb_unit *u, uint32_t index);
/* Words of a be_entry: parameters out of them, results into them. */
LLVMValueRef *lb_load_params(lb_fn *fb, LLVMValueRef words);
void lb_store_result(lb_fn *fb, LLVMValueRef words, uint32_t i, LLVMValueRef value);
/* words[i] of an array of hpc_word from and to a scalar: integers extended, floats as f64. */
void lb_store_word(lb_fn *fb, LLVMValueRef words, uint32_t i, LLVMValueRef value, lir_elem elem);
LLVMValueRef lb_load_word(lb_fn *fb, LLVMValueRef words, uint32_t i, lir_elem elem);
/* Notes the first thing that could not be translated. Allocates nothing: LLVM calls it, too. */
void lb_problem(lb_unit *u, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
