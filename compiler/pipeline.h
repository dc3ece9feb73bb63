/* From an elaborated chunk to code that runs: the pass table, and the chunk's life.
 *
 *   array IR -> passes -> lowering -> loop IR -> backend
 */
#ifndef HPC_PIPELINE_H
#define HPC_PIPELINE_H

#include "array/air.h"
#include "backend/backend.h"
#include "backend/cache.h"
#include "loop/lir.h"
#include "work.h"

/* What takes time. PASSES is array IR's; each pass of it is reported by name too. */
#define PIPELINE_STAGES(X)                                                                         \
    X(PARSE, "parse")                                                                              \
    X(ELABORATE, "elaborate")                                                                      \
    X(PASS, "")                                                                                    \
    X(LOWER, "lower")                                                                              \
    X(BACKEND, "backend")                                                                          \
    X(RUN, "run")

typedef enum pipeline_stage {
#define X(name, text) PIPELINE_##name,
    PIPELINE_STAGES(X)
#undef X
} pipeline_stage;

typedef struct pipeline_options {
    const char *backend; /* NULL: by what the code is */
    bool fastmath;
    bool verify;     /* after every pass */
    bool threads;    /* loops run on several where they can */
    const char *cpu; /* NULL: the host's */
    /* Told how long each stage took, when it is over; `name` is a pass's or the stage's. */
    void (*timed)(void *user, pipeline_stage stage, const char *name, double seconds);
    void *timed_user;
} pipeline_options;

enum { PIPELINE_BACKENDS = 3 };

/* The sessions of a context, opened at first use. */
typedef struct pipeline {
    hpc_heap *heap;
    pipeline_options options;
    be_session *sessions[PIPELINE_BACKENDS]; /* interp, llvm, gcc: by pipeline_backends */
    const struct target_level *level; /* of the processor that code is made for; NULL: not known */
    const struct target_divider *divider; /* its costs, where they are known */
    cache *cache;                         /* of compiled code, owned; or NULL */
    work_data data;                       /* of the chunk being compiled */
    const _Atomic int32_t *stop;          /* not 0: give up between stages; may be NULL */
} pipeline;

typedef struct pipeline_code {
    const be_backend *backend;
    be_session *session;
    be_code *code;
    be_native native; /* what the interpreter calls: the functions that are not run once */
    be_session *native_session;
} pipeline_code;

void pipeline_close(pipeline *p);
/* Finds the processor that the options name. NULL, or (in the arena) what is wrong: there is none of that name
 * or, where the code is to run here, this machine lacks what it needs. */
const char *pipeline_processor(pipeline *p, arena *a, bool runs);
/* Seconds of a steady clock; and the report of a stage begun at that time. */
double pipeline_now(void);
void pipeline_timed(const pipeline *p, pipeline_stage stage, double begun);
/* Run the array IR passes in place. NULL, or what a verifier found (in the arena). */
const char *pipeline_array(pipeline *p, arena *a, air_module *m);
/* Array IR after its passes to verified loop IR; NULL with *error set. */
lir_module *pipeline_lower(pipeline *p, arena *a, air_module *m, const char **error);
/* All of it. False with *error set. The loop IR stays in the arena, which must outlive the code. */
bool pipeline_compile(pipeline *p, arena *a, air_module *m, pipeline_code *code,
                      const char **error);
void pipeline_release(pipeline_code *code);
/* What LLVM makes of the loops that are left to it, noted in the collector. NULL, or what failed. */
const char *pipeline_loop_remarks(pipeline *p, arena *a, lir_module *m, remarks *found);
/* The text of a backend stage ("llvm", "asm"); NULL with *error set. */
const char *pipeline_text(pipeline *p, arena *a, lir_module *m, const char *stage,
                          const char **error);

#endif
