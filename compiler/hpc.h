/* hpc: array expressions compiled at run time. The public interface of libhpc.
 *
 * A context holds everything: its memory, its limits, its compiled code. Contexts are independent
 * of each other; calls on one context may come from several threads, one at a time inside the
 * library (they wait for each other). Nothing here exits, aborts or prints on its own: print() of a
 * program goes to the context's write function. Functions return a hpc_status; after anything but
 * HPC_SUCCESS hpc_message gives the diagnostic text with source lines.
 *
 *   hpc_context *c = hpc_context_new(NULL);
 *   hpc_arg x = hpc_arg_array("x", HPC_FLOAT64, 1, &n, NULL, data);
 *   hpc_result *r = NULL;
 *   if (hpc_eval(c, "sum(x*x)", &x, 1, &r) == HPC_SUCCESS)
 *       printf("%g\n", hpc_result_double(r));
 *   hpc_result_free(r);
 *   hpc_context_free(c);
 */
#ifndef HPC_H
#define HPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hpc_status {
    HPC_SUCCESS,
    HPC_COMPILE_ERROR, /* the program is wrong; nothing of it ran */
    HPC_RUN_ERROR,     /* it failed while running */
    HPC_NO_MEMORY,     /* the host's or the context's limit */
    HPC_BAD_ARGUMENT   /* the call itself is wrong (NULL, unknown function, wrong backend name) */
} hpc_status;

typedef struct hpc_context hpc_context;
typedef struct hpc_program hpc_program;
typedef struct hpc_result hpc_result;

/* Element types of arrays and NumPy scalars. */
typedef enum hpc_type {
    HPC_BOOL8,
    HPC_INT8,
    HPC_UINT8,
    HPC_INT16,
    HPC_UINT16,
    HPC_INT32,
    HPC_UINT32,
    HPC_INT64,
    HPC_UINT64,
    HPC_FLOAT16,
    HPC_FLOAT32,
    HPC_FLOAT64,
    HPC_COMPLEX64,
    HPC_COMPLEX128
} hpc_type;

/* ---- Contexts -------------------------------------------------------------------------------- */

typedef struct hpc_options {
    const char *backend; /* "llvm", "gcc", "interp", or NULL: chosen for each piece of code */
    const char *target;  /* "omp": loops on several threads; "cpu" (default), NULL: on one */
    /* Threads for "omp": 1 to 256; 0: HPC_NUM_THREADS, else what OpenMP says (OMP_NUM_THREADS). Results
     * are the same for any number. */
    int threads;
    /* Nanoseconds that a loop is estimated to take, from where on it runs on several threads; 0: from
     * what starting threads costs, which is measured. */
    int64_t parallel_from;
    int64_t memory_limit; /* bytes of arrays and of the compiler's own memory; 0: none */
    bool allow_files;     /* np.load, np.save, image.read ... may use the file system */
    bool fastmath;        /* float arithmetic may be reordered and contracted */
    bool verify;          /* check the IRs after every pass */
    bool check_races; /* find iterations of prange that conflict when they run, in order, instead
                             of refusing what is not proved; slow */
    /* Processor to make code for: NULL or "native", a level ("x86-64-v3") or a name of LLVM's; calls
     * fail where there is none of that name or this machine can't run its code. Borrowed. */
    const char *cpu;
    double time_limit; /* seconds of a call, after which it stops with TimeoutError; 0: none */
    int argc;          /* sys.argv, borrowed */
    const char *const *argv;
    /* Where print() goes; NULL: standard output. False stops the program with OSError. */
    bool (*write)(void *user, const char *text, size_t length);
    void *write_user;
    /* Where compiled code is kept for later processes: NULL nowhere, "" in $XDG_CACHE_HOME/hpc (else
     * ~/.cache/hpc), else in this folder. Code found there is run: it must be the user's own, and is
     * not used where others can write to it. What fails there fails nothing. Borrowed until the
     * context is made. */
    const char *cache;
    int64_t cache_size; /* the most bytes kept there; 0: 256 MiB */
} hpc_options;

/* NULL options are all defaults. NULL when there is no memory. */
hpc_context *hpc_context_new(const hpc_options *options);
/* Threads for the calls that follow, as hpc_options.threads has them; HPC_BAD_ARGUMENT for other
 * numbers. */
hpc_status hpc_set_threads(hpc_context *context, int threads);
void hpc_context_free(hpc_context *context); /* NULL is fine; results and programs go first */
/* The text of the last failure on the context; "" when there was none. Valid until the next call. */
const char *hpc_message(const hpc_context *context);
/* Bytes in use and the most that were, of the context's own allocations. */
int64_t hpc_memory_used(const hpc_context *context);
int64_t hpc_memory_peak(const hpc_context *context);
/* From any thread: the running call stops with KeyboardInterrupt soon. */
void hpc_interrupt(hpc_context *context);
const char *hpc_version(void);

/* ---- Values ---------------------------------------------------------------------------------- */

typedef enum hpc_arg_kind {
    HPC_ARG_BOOL,
    HPC_ARG_INT,
    HPC_ARG_FLOAT,
    HPC_ARG_COMPLEX,
    HPC_ARG_STRING,
    HPC_ARG_NONE,
    HPC_ARG_ARRAY
} hpc_arg_kind;

/* An argument. Array memory is borrowed for the call; the program may write to it unless it is marked
 * readonly. Strides are in bytes; NULL means C order. A result may be a view of an argument (x[1:3]):
 * then the argument's memory must live as long as the result. */
typedef struct hpc_arg {
    const char *name;
    hpc_arg_kind kind;
    hpc_type type; /* arrays */
    int rank;
    const int64_t *shape, *strides;
    void *data;
    bool readonly;
    int64_t i;        /* BOOL, INT */
    double f[2];      /* FLOAT, COMPLEX */
    const char *text; /* STRING */
} hpc_arg;

hpc_arg hpc_arg_int(const char *name, int64_t value);
hpc_arg hpc_arg_float(const char *name, double value);
hpc_arg hpc_arg_array(const char *name, hpc_type type, int rank, const int64_t *shape,
                      const int64_t *strides, void *data);

typedef enum hpc_result_kind {
    HPC_RESULT_NONE,
    HPC_RESULT_BOOL, /* Python's bool, int, float, complex */
    HPC_RESULT_INT,
    HPC_RESULT_FLOAT,
    HPC_RESULT_COMPLEX,
    HPC_RESULT_SCALAR, /* a NumPy scalar */
    HPC_RESULT_ARRAY,
    HPC_RESULT_TUPLE,
    HPC_RESULT_STRING,
    HPC_RESULT_LIST,
    HPC_RESULT_OTHER /* what has no form here: a dtype, range, slice, function */
} hpc_result_kind;

hpc_result_kind hpc_result_kind_of(const hpc_result *result);
int64_t hpc_result_int(const hpc_result *result);   /* BOOL, INT, integer SCALAR; else 0 */
double hpc_result_double(const hpc_result *result); /* any real number; else 0 */
void hpc_result_complex(const hpc_result *result, double out[2]);
const char *hpc_result_text(const hpc_result *result); /* STRING; else "" */
hpc_type hpc_result_type(const hpc_result *result);    /* SCALAR, ARRAY */
int hpc_result_rank(const hpc_result *result);
const int64_t *hpc_result_shape(const hpc_result *result);
const int64_t *hpc_result_strides(const hpc_result *result); /* bytes */
void *hpc_result_data(const hpc_result *result);
int64_t hpc_result_count(const hpc_result *result); /* items of a TUPLE or LIST */
const hpc_result *hpc_result_item(const hpc_result *result, int64_t index); /* owned by result */
void hpc_result_free(hpc_result *result);                                   /* NULL is fine */

/* ---- Running --------------------------------------------------------------------------------- */

/* Evaluate one expression over named values; numpy's and math's names are in scope bare. */
hpc_status hpc_eval(hpc_context *context, const char *text, const hpc_arg *args, int count,
                    hpc_result **result);
/* Compile a module (text of `length` bytes; name for messages), check it whole, run its top level. */
hpc_status hpc_run(hpc_context *context, const char *name, const char *text, size_t length);
/* The same, keeping it: its functions can be called. `globals` are names that its functions may
 * read and that the text lacks; arrays among them are borrowed for the life of the program. Its
 * __name__ is not "__main__", as in an import. */
hpc_status hpc_load(hpc_context *context, const char *name, const char *text, size_t length,
                    const hpc_arg *globals, int count, hpc_program **program);
void hpc_program_free(hpc_program *program); /* NULL is fine */
/* Call a function by keyword, compiled for these types at the first such call. */
hpc_status hpc_call(hpc_program *program, const char *function, const hpc_arg *args, int count,
                    hpc_result **result);

#ifdef __cplusplus
}
#endif
#endif
