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
/* Look at files that the program names (np.load) through this runtime, as it allows. */
void program_set_runtime(program *p, hpc_runtime *runtime);
/* Loops over prange that are not proved to be parallel are watched by the run. */
void program_check_races(program *p, bool wanted);

/* A value that the host passes to a chunk: a parameter of function 0 under this name. Where the
 * host gives its constant too it may become part of the program instead of a parameter, as an axis
 * or a dtype's name must; `folded` then tells that it did. */
typedef struct program_arg {
    const char *name;
    const ty *type;
    const val *constant; /* or NULL */
    bool folded;
} program_arg;

typedef struct program_chunk {
    air_module *air;  /* NULL after errors (they are in the diags) */
    const ty *result; /* of function 0 */
} program_chunk;

/* Elaborate statements of a module, from *next on, as one chunk without parameters or result. The
 * chunk ends early, and *next says where, after a statement that gives a name a boxed value: once it
 * has run, the value's type is known, and the next chunk begins with the name unboxed. `cells` is
 * the globals' memory (read for that). `persist`: later chunks see the names. */
program_chunk program_module(program *p, const ast_module *m, uint32_t *next, const char *cells,
                             bool persist);
/* What becomes of an expression's value: it is returned, printed as print() does, or returned as
 * the array that numpy.asarray makes of it. */
typedef enum program_wish { PROGRAM_VALUE, PROGRAM_PRINT, PROGRAM_ARRAY } program_wish;

/* Elaborate one expression over arguments; numpy's and math's names are in scope bare when
 * `bare_names`. */
program_chunk program_expr(program *p, const source *src, const ast_expr *x, program_arg *args,
                           uint32_t count, bool bare_names, program_wish wish);
/* Elaborate a call of the module's function `name` with these arguments, by keyword. */
program_chunk program_call(program *p, const char *name, program_arg *args, uint32_t count);
/* Bind a name of the module to a constant. */
void program_define(program *p, const char *name, val v);
/* Bind a name of the module to a cell (its index) that the host fills with a value of the type. */
uint32_t program_define_cell(program *p, const char *name, const ty *type);
/* The parameter types that a signature in Numba's notation names, "(float64[:], int64)"; NULL with
 * a diagnostic. */
const ty **program_signature(program *p, const char *text, uint32_t *count);
/* The parameter types that the function itself declares, by annotations or its first signature; NULL
 * where it declares them not. */
const ty **program_annotated(program *p, const char *name, uint32_t *count);
/* Text: the functions of the last chunk as they were elaborated, a line each and their names'
 * types below it; then the module's names. */
const char *program_types_text(program *p);

ty_table *program_types(program *p);
uint32_t program_cell_count(const program *p);
/* The source place of a location id; NULL when there is none. */
const elab_loc *program_loc(const program *p, int32_t id);
/* Names of the module that are functions, for suggestions. */
bool program_has_function(program *p, const char *name);
/* Parameter names of a function: what `call` may be given. */
const ast_params *program_params(program *p, const char *name);

#endif
