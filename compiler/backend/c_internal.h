/* What the files of the C printer share. */
#ifndef HPC_C_INTERNAL_H
#define HPC_C_INTERNAL_H

#include <stdarg.h>

#include "c_print.h"

/* ---- Parts of the text (c_parts.c) ----------------------------------------------------------- */

typedef struct c_parts c_parts;

c_parts *c_parts_new(arena *a);
/* The text needs a part, for an element where its text has $N. False: there is none of that name. */
bool c_need(c_parts *p, const char *name, lir_elem elem);
/* The text of a part as it stands in its file. */
const char *c_part(c_parts *p, const char *name);
/* The types of a header (c_export.c). */
const char *c_types(arena *a, c_parts *p);
/* All that was needed, in the order of the files. */
const char *c_parts_text(c_parts *p);

/* ---- Writers --------------------------------------------------------------------------------- */

typedef VEC(char) c_buffer;

/* How a variable is declared. */
typedef enum c_form {
    C_PLAIN,    /* a number, a pointer to bytes, or lanes: an array of numbers */
    C_VIEW,     /* an hpc_array of its own */
    C_VIEW_PTR, /* a pointer to one */
    C_ITEMS     /* memory of the function, used as an array of one element type */
} c_form;

typedef struct c_var {
    const char *name;
    uint8_t form; /* c_form */
    uint8_t elem; /* C_ITEMS */
    uint8_t bits; /* integers: |value| < 2^bits; 0: nothing is known */
    uint8_t declared;
} c_var;

typedef struct c_data {
    uint8_t elem; /* of all its reads; LIR_ELEM_COUNT: they differ */
    bool used;
} c_data;

/* What is printed into one file. */
typedef struct c_file {
    arena *arena;
    const c_options *options;
    c_parts *parts;
    c_buffer math; /* elementary functions */
    bool math_done[LIR_MATH_COUNT][2];
    lir_module *math_module;
    struct math_source *math_source;
    uint32_t tables; /* numbers of constant data, of all modules */
    const char *missing;
    int32_t missing_loc;
    const char *error;
} c_file;

typedef struct c_writer {
    c_file *file;
    arena *arena;
    const lir_module *m;
    const lir_fn *f;
    const char *const *fn_names;
    const bool **views;  /* by function: c_view_params */
    c_data *data;        /* by constant data */
    uint32_t first_data; /* its number in the file */
    c_buffer out;
    int depth;
    c_var *vars;
    /* of a statement */
    uint32_t *uses, *stamps, *hoisted, stamp;
    VEC(lir_expr_id) lane_temps; /* names that end with the loop over lanes */
    const char **temps;          /* by expression: its name, valid in this statement (stamp) */
    const char *lane;            /* inside a loop over lanes: its variable */
    bool address;                /* inside the address of a load or store */
    lir_var_id target;           /* that the statement sets */
    uint32_t serial;             /* of temporaries */
    /* of the function */
    bool *live; /* by variable: something reads it */
    bool frame_used, done_used;
    bool pure; /* returns its value: no frame, nothing fails */
    const char *handler;
    bool handler_used, cleanup;
    uint32_t handlers;
    uint32_t line; /* that the last comment told */
} c_writer;

void c_put(c_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void c_line(c_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void c_append(arena *a, c_buffer *b, const char *text);
const char *c_format(arena *a, const char *format, va_list args);
const char *c_fail(c_writer *w, const char *what); /* "?", and the file's error is set */

/* ---- Names and constants (c_names.c) --------------------------------------------------------- */

const char *c_type(lir_elem elem);
const char *c_mem(lir_elem elem); /* "F64": F64(p) is memory at p as an array of the element */
const char *c_constant(c_writer *w, lir_elem elem, uint64_t bits);
void c_name_vars(c_writer *w, const char *const *params);

/* ---- Expressions (c_expr.c) ------------------------------------------------------------------ */

typedef struct c_code {
    const char *text;
    int precedence;
} c_code;

enum {
    C_PRIMARY = 15,
    C_UNARY = 14,
    C_MULTIPLY = 13,
    C_ADD = 12,
    C_SHIFT = 11,
    C_RELATION = 10,
    C_EQUALITY = 9,
    C_BITS = 8,
    C_LOGIC = 5,
    C_CHOICE = 3
};

const lir_expr *c_expr_at(const c_writer *w, lir_expr_id id);
/* A statement begins; then its expressions are counted, hoisted (which writes declarations of
 * temporaries) and printed. */
void c_begin(c_writer *w);
void c_count(c_writer *w, lir_expr_id id);
void c_hoist(c_writer *w, lir_expr_id id);
const char *c_expr(c_writer *w, lir_expr_id id); /* as an operand of = or an argument */
const char *c_not(c_writer *w, lir_expr_id id);  /* the condition's opposite */
/* An lvalue: elements at ptr + offset; in a loop over lanes that of the lane. */
const char *c_memory(c_writer *w, lir_elem elem, lir_expr_id ptr, lir_expr_id offset, bool lanes);
unsigned c_bits(const c_writer *w, lir_expr_id id);
/* Lane `index` of a vector that is a variable, an array or the same in all lanes. */
const char *c_lane_at(c_writer *w, lir_expr_id id, const char *index);

/* ---- Temporaries (c_temps.c) ----------------------------------------------------------------- */

/* Opens and closes a loop over lanes. Between, c_hoist_lane names the shared and long parts of a lane's
 * value, but not the value itself; the names end with the loop. */
void c_lanes_open(c_writer *w, unsigned lanes);
void c_lanes_close(c_writer *w);
void c_hoist_lane(c_writer *w, lir_expr_id id, lir_expr_id root);
/* A vector's value in an array of its own, whose name it gives. */
const char *c_materialise(c_writer *w, lir_expr_id id);
bool c_reads_memory(const c_writer *w, lir_expr_id id);
/* A pointer as the type that a parameter has: of an array's description, or of bytes. */
const char *c_pointer(c_writer *w, lir_expr_id id, bool view);
/* A pointer as void *, or as the array that it is the name of. */
const char *c_bytes(c_writer *w, lir_expr_id id);

/* ---- Elementary functions (c_math.c) --------------------------------------------------------- */

/* The name of the function, which is printed to the file where it is not there yet. */
const char *c_math_name(c_writer *w, lir_math fn, lir_elem elem);

/* ---- Statements and functions (c_stmt.c, c_function.c) --------------------------------------- */

void c_block(c_writer *w, const lir_block *block);
void c_function(c_writer *w, const lir_fn *f, const char *const *params);
/* By parameter of a function: does it describe an array? */
const bool *c_view_params(c_writer *w, const lir_fn *f);
const char *c_prototype(c_writer *w, const lir_fn *f);
/* May the function write elements of the array that this parameter describes (c_writes.c)? */
bool c_writes(const lir_module *m, const lir_fn *f, lir_var_id param);
/* A writer for the functions of a module. */
void c_writer_init(c_writer *w, c_file *file, const lir_module *m);
void c_put_data(c_writer *w, c_buffer *to);

#endif
