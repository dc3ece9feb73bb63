/* Backends: turn a verified loop IR module into something that can be called.
 *
 * A backend is one row of `backends` (backend.c) and one file. All give the same bits. */
#ifndef HPC_BACKEND_H
#define HPC_BACKEND_H

#include "../loop/lir.h"
#include "../support/remark.h"

/* The entry form of every function, for all backends: one word for each parameter in, one for each
 * result out (f32 and f16 are widened to f64 in a word, integers and i1 to i64, pointers as p;
 * vectors do not cross a function boundary). Returns an hpc_code. */
typedef hpc_code (*be_entry)(hpc_frame *frame, const hpc_word *params, hpc_word *results);

typedef enum be_tier {
    BE_TIER_ONCE,   /* runs once: no codegen optimisation */
    BE_TIER_VECTOR, /* vector loops made by us: the light pass list */
    BE_TIER_SCALAR  /* scalar loops and calls: the O2 list */
} be_tier;

/* Functions that the interpreter calls instead of interpreting them: another backend's code for the
 * same module. */
typedef struct be_native {
    const struct be_backend *backend;
    struct be_code *code;
} be_native;

typedef struct be_options {
    be_tier tier;
    const char *cpu; /* NULL: the host's */
    bool fastmath;
    bool keep_text;          /* be_text can be asked for */
    const be_native *native; /* interp: runs the functions that are not `once`; or NULL */
    bool skip_once;      /* the functions that are `once` will not be called: no code for them */
    bool part;           /* of other code, which keeps the general functions */
    struct cache *cache; /* of compiled code (cache.h), or NULL */
    remarks *remarks;    /* text(): what became of the loops is noted there; or NULL */
} be_options;

typedef struct be_code be_code;       /* compiled module, owned by the caller */
typedef struct be_session be_session; /* a backend's state in a context */

typedef struct be_backend {
    const char *name; /* llvm, interp, gcc */
    be_session *(*open)(hpc_heap *heap, const char **error);
    void (*close)(be_session *session);
    /* Compiles m (borrowed until the code is released for `interp`, only during the call for the
     * others). NULL with *error set on failure. Thread safety: one compile a session at a time. */
    be_code *(*compile)(be_session *session, const lir_module *m, const be_options *options,
                        const char **error);
    void (*release)(be_session *session, be_code *code);
    /* Calls function `index`. Re-entrant; any thread. */
    hpc_code (*call)(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                     hpc_word *results);
    /* "llvm", "asm": the text of a stage, in the arena; NULL when the backend has none. */
    const char *(*text)(be_session *session, const lir_module *m, const be_options *options,
                        const char *stage, arena *a);
} be_backend;

/* Code with vector loops of our own making needs only the light pass list; loops and calls as the
 * user wrote them need O2. Functions that are skipped (with skip_once, `once`), or compiled when they
 * are called (`general`), don't count. */
be_tier be_tier_of(const lir_module *m, bool skip_once);

extern const be_backend be_interp;
extern const be_backend be_llvm;
extern const be_backend be_gcc; /* opening fails where libgccjit is missing */

/* What all backends do where a statement fails (failure.c); the functions return the code.
 * CHECK: hpc_check_failed. RT: the error gets the statement's location unless it has one; a
 * function that returned a code without an error gets an empty one. CALL: the location is added
 * to the trace (while there is room). POLL: the error for what *frame->poll holds. */
hpc_code be_rt_failed(hpc_frame *frame, hpc_code code, int32_t loc);
hpc_code be_call_failed(hpc_frame *frame, hpc_code code, int32_t loc);
hpc_code be_poll_failed(hpc_frame *frame, int32_t code, int32_t loc);

/* The backend of that name, or NULL. */
const be_backend *be_find(const char *name);

#endif
