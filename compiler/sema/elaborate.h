/* Programs: what the pipeline asks of elaboration.
 *
 * A program is a module whose names live on between chunks. A chunk is a piece of its top level, an
 * expression, or a call of one of its functions, elaborated into an array IR module of its own;
 * function 0 of that module is the chunk. Globals pass from chunk to chunk in cells.
 * Everything is allocated in the program's arena; not thread-safe. */
#ifndef HPC_ELABORATE_H
#define HPC_ELABORATE_H

#include "elab.h"

typedef struct program program;

program *program_new(arena *a, intern *names, diags *d);

/* A value that the host passes to a chunk: a parameter of function 0 under this name. */
typedef struct program_arg {
    const char *name;
    const ty *type;
} program_arg;

typedef struct program_chunk {
    air_module *air;  /* NULL after errors (they are in the diags) */
    const ty *result; /* of function 0 */
} program_chunk;

/* Elaborate the statements of a module as one chunk without parameters or result. `persist`: later
 * chunks see its names. */
program_chunk program_module(program *p, const ast_module *m, bool persist);
/* Elaborate one expression over arguments; numpy's and math's names are in scope bare when
 * `bare_names`. With print, the value is printed (as print() does) instead of returned. */
program_chunk program_expr(program *p, const source *src, const ast_expr *x, const program_arg *args,
                           uint32_t count, bool bare_names, bool print);
/* Elaborate a call of the module's function `name` with these arguments, by keyword. */
program_chunk program_call(program *p, const char *name, const program_arg *args, uint32_t count);
/* Bind a name of the module to a constant or (type with components) to a cell the host fills. */
void program_define(program *p, const char *name, val v);

ty_table *program_types(program *p);
uint32_t program_cell_count(const program *p);
/* The source place of a location id; NULL when there is none. */
const elab_loc *program_loc(const program *p, int32_t id);
/* Names of the module that are functions, for suggestions. */
bool program_has_function(program *p, const char *name);
/* Parameter names of a function: what `call` may be given. */
const ast_params *program_params(program *p, const char *name);

#endif
