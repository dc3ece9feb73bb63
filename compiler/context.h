/* What a context and a loaded program hold. Internal to the library and the command. */
#ifndef HPC_CONTEXT_H
#define HPC_CONTEXT_H

#include <pthread.h>

#include "hpc.h"
#include "pipeline.h"
#include "sema/elaborate.h"
#include "watchdog.h"

enum { CONTEXT_SPARES = 8 };

struct hpc_context {
    hpc_heap heap;
    hpc_options options;
    hpc_runtime runtime;
    pipeline pipeline;
    pthread_mutex_t mutex; /* one call inside at a time */
    _Atomic int32_t stop;  /* what POLL reads: an hpc_code, or 0 */
    watchdog watchdog;
    int64_t kept_team_cost;              /* as the disk cache has it; 0: it has none */
    char *message;                       /* on the heap, or NULL */
    bool message_lost;                   /* there was one, and no memory for it */
    hpc_code failure;                    /* of the last run that failed */
    hpc_storage *spares[CONTEXT_SPARES]; /* for the arguments of the next call */
    uint32_t spare_count;
};

/* Of an argument: its kind and, of an array, what its type says. */
typedef struct values_key {
    uint8_t kind; /* hpc_arg_kind */
    uint8_t dtype, rank, facts, ends;
} values_key;

/* A function compiled for argument types. */
typedef struct context_entry {
    struct context_entry *next;
    const char *function;
    const program_arg *args;
    const values_key *keys;
    uint32_t count;
    const ty *result;
    pipeline_code code;
} context_entry;

typedef struct context_cell {
    uint32_t cell;
    uint8_t kind; /* air_kind */
} context_cell;

struct hpc_program {
    hpc_context *context;
    arena *arena;
    intern *names;
    diags *diags;
    program *program;
    char *cells; /* globals: AIR_CELL_SIZE bytes each, zeroed */
    uint32_t cell_count;
    VEC(context_cell) cell_types; /* what each cell holds, for its release */
    context_entry *entries;
    VEC(pipeline_code) chunks; /* that ran: cells may hold their constants */
};

/* A public call begins and ends: its lock, its limits. */
void context_enter(hpc_context *c);
void context_leave(hpc_context *c);
/* Ask what runs to stop with this code. Async-signal-safe. */
void context_stop(hpc_context *c, hpc_code code);
/* A program without anything in it; NULL without memory. */
hpc_program *context_program(hpc_context *c);
hpc_status context_no_memory(hpc_context *c); /* sets the message */
/* Cells for all globals given so far; false without memory. */
bool context_grow_cells(hpc_program *p);
void context_set_message(hpc_context *c, const char *text);
/* Parse the module (kept in the program's arena); NULL after errors, which are in the message. */
const ast_module *context_parse(hpc_program *p, const char *name, const char *text, size_t length);
/* Compile a chunk; the code is the caller's. Call function 0 of it. */
hpc_status context_compile(hpc_program *p, const program_chunk *chunk, pipeline_code *code);
hpc_status context_call_code(hpc_program *p, pipeline_code *code, const hpc_word *in,
                             hpc_word *out);
/* Compile a chunk and run its function 0. words_in and words_out are as the backend's entry form. */
hpc_status context_run_chunk(hpc_program *p, const program_chunk *chunk, const hpc_word *in,
                             hpc_word *out);

#endif
