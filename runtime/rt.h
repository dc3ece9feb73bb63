/* What compiled code, the interpreter and the command share of the runtime: the frame, views,
 * values, errors. docs/abi.md describes the layouts; compiled code reads some fields by offset,
 * so that a change here is a change of the ABI (the static asserts in runtime/abi.c pin them).
 *
 * Conventions: functions that can fail return an hpc_code (0 is success) after filling
 * frame->error. Arguments are borrowed, results are owned by the caller. Nothing here aborts,
 * longjmps or writes to process globals. */
#ifndef HPC_RT_H
#define HPC_RT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dtype.h"

enum { HPC_MAX_RANK = 16, HPC_ALIGNMENT = 64, HPC_TRACE_MAX = 16, HPC_LINEAGE = 128 };

/* ---- Errors --------------------------------------------------------------------------------- */

/* X(enumerator, Python's class name). OK is 0. */
#define HPC_ERRORS(X)                                                                              \
    X(OK, "")                                                                                      \
    X(INDEX_ERROR, "IndexError")                                                                   \
    X(VALUE_ERROR, "ValueError")                                                                   \
    X(TYPE_ERROR, "TypeError")                                                                     \
    X(ZERO_DIVISION_ERROR, "ZeroDivisionError")                                                    \
    X(OVERFLOW_ERROR, "OverflowError")                                                             \
    X(MEMORY_ERROR, "MemoryError")                                                                 \
    X(ASSERTION_ERROR, "AssertionError")                                                           \
    X(KEY_ERROR, "KeyError")                                                                       \
    X(NAME_ERROR, "NameError")                                                                     \
    X(UNBOUND_LOCAL_ERROR, "UnboundLocalError")                                                    \
    X(ATTRIBUTE_ERROR, "AttributeError")                                                           \
    X(RECURSION_ERROR, "RecursionError")                                                           \
    X(RUNTIME_ERROR, "RuntimeError")                                                               \
    X(STOP_ITERATION, "StopIteration")                                                             \
    X(FILE_NOT_FOUND_ERROR, "FileNotFoundError")                                                   \
    X(PERMISSION_ERROR, "PermissionError")                                                         \
    X(OS_ERROR, "OSError")                                                                         \
    X(LINALG_ERROR, "LinAlgError")                                                                 \
    X(AXIS_ERROR, "AxisError")                                                                     \
    X(NOT_IMPLEMENTED_ERROR, "NotImplementedError")                                                \
    X(UFUNC_TYPE_ERROR, "UFuncTypeError")                                                          \
    X(EXCEPTION, "Exception")                                                                      \
    X(SYSTEM_EXIT, "SystemExit")                                                                   \
    X(KEYBOARD_INTERRUPT, "KeyboardInterrupt")                                                     \
    X(TIMEOUT_ERROR, "TimeoutError")                                                               \
    X(BASE_EXCEPTION, "BaseException")                                                             \
    X(ARITHMETIC_ERROR, "ArithmeticError")                                                         \
    X(FLOATING_POINT_ERROR, "FloatingPointError")                                                  \
    X(LOOKUP_ERROR, "LookupError")                                                                 \
    X(FILE_EXISTS_ERROR, "FileExistsError")                                                        \
    X(EOF_ERROR, "EOFError")                                                                       \
    X(STATISTICS_ERROR, "StatisticsError")

typedef enum hpc_code {
#define X(name, text) HPC_##name,
    HPC_ERRORS(X)
#undef X
        HPC_CODE_COUNT
} hpc_code;

const char *hpc_code_name(hpc_code code); /* "IndexError" */

typedef struct hpc_error {
    int32_t code;      /* hpc_code; HPC_OK when nothing failed */
    int32_t check;     /* index into the check table + 1 when compiled code failed, else 0 */
    int32_t trace_len; /* entries used in trace */
    int32_t loc;       /* source location id of the failing operation; 0 is unknown */
    int64_t values[4]; /* the values that the check's message names */
    int32_t trace[HPC_TRACE_MAX]; /* location ids of the calls, innermost first */
    char text[512];               /* the message without the class; formatted at failure */
    char lineage[HPC_LINEAGE];    /* "Mine#2;Its#1;": the program's own classes; empty: none */
} hpc_error;

/* ---- The per-context state ------------------------------------------------------------------ */

enum { HPC_SPARES = 8, HPC_FFT_PLANS = 8 };

/* Allocation of a context: every byte of our own goes through it. `live` and `peak` count bytes;
 * `limit` 0 is unlimited; `fail_at` > 0 makes the fail_at-th allocation from now fail (tests). With
 * `keeps`, a few large blocks that were freed wait for the next allocation of about their size. */
typedef struct hpc_heap {
    _Atomic int64_t live, peak;
    int64_t limit;
    _Atomic int64_t fail_at;
    bool keeps;
    _Atomic int64_t spare_bytes;
    void *_Atomic spares[HPC_SPARES];
} hpc_heap;

void *hpc_heap_alloc(hpc_heap *heap, size_t size);  /* 64-byte aligned, NULL on failure */
void *hpc_heap_zalloc(hpc_heap *heap, size_t size); /* the same, zeroed */
void *hpc_heap_realloc(hpc_heap *heap, void *old, size_t size); /* old may be NULL */
void hpc_heap_free(hpc_heap *heap, void *block);                /* NULL is fine */
void hpc_heap_drain(hpc_heap *heap);                            /* frees what it keeps */

typedef struct hpc_runtime {
    hpc_heap *heap;
    /* Text output (print). Called with whole buffers; returns false on failure. */
    bool (*write)(void *user, const char *text, size_t length);
    void *write_user;
    char *out; /* pending output, out_len bytes of out_cap */
    size_t out_len, out_cap;
    bool files_allowed; /* the host granted file access */
    int argc;           /* sys.argv */
    const char *const *argv;
    void *_Atomic fft_plans[HPC_FFT_PLANS];        /* of the last transforms: fft.h */
    struct hpc_legacy_rng *legacy;                 /* np.random's global state, made at first use */
    struct hpc_rng *python_random;                 /* that of Python's module random */
    const struct hpc_print_options *print_options; /* text.h; NULL: NumPy's defaults */
    int32_t
        threads; /* of parallel loops; 0 is 1, HPC_THREADS_DEFAULT (parallel.h): OpenMP's number */
    int64_t
        parallel_from; /* nanoseconds of a loop, from where on threads run it; 0: as team_cost says */
    _Atomic int64_t team_cost; /* nanoseconds: hpc_team_cost; 0: not measured yet */
} hpc_runtime;

typedef struct hpc_frame {
    hpc_runtime *runtime;
    void *globals;               /* module's global cells */
    char *stack_limit;           /* compiled code below this address raises RecursionError */
    const _Atomic int32_t *poll; /* non-zero: stop with the hpc_code it holds */
    hpc_error error;
    struct hpc_object *raised; /* the exception object that the program raised last, owned */
    void *code;  /* the be_code that runs, for functions that are compiled when they are called */
    bool inside; /* of a parallel loop: others inside of it run on this thread alone */
} hpc_frame;

/* Fill frame->error and return code. The text is cut at the buffer's size. */
hpc_code hpc_fail(hpc_frame *frame, hpc_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
hpc_code hpc_fail_memory(hpc_frame *frame, size_t size);

/* ---- Arrays --------------------------------------------------------------------------------- */

/* A block of elements with an atomic reference count. Foreign memory is freed by `release`. */
typedef struct hpc_storage {
    _Atomic int64_t refs;
    hpc_heap *heap;
    char *data;
    int64_t size; /* bytes */
    void (*release)(struct hpc_storage *storage);
    void *user;
} hpc_storage;

enum { HPC_VIEW_READONLY = 1 };

/* A strided view of a storage. Strides are in bytes and may be zero or negative; extents are >= 0.
 * A zeroed view is the empty view, which owns nothing. Only [0, rank) of shape and strides count. */
typedef struct hpc_view {
    hpc_storage *storage;          /* offset 0; counted by this view when it is owned */
    char *data;                    /* offset 8: address of element [0, ..., 0] */
    int32_t dtype;                 /* offset 16: hpc_dtype */
    int16_t rank;                  /* offset 20 */
    int16_t flags;                 /* offset 22: HPC_VIEW_* */
    int64_t shape[HPC_MAX_RANK];   /* offset 24 */
    int64_t strides[HPC_MAX_RANK]; /* offset 152 */
} hpc_view;

int64_t hpc_view_size(const hpc_view *view); /* number of elements */
bool hpc_view_c_contiguous(const hpc_view *view);
bool hpc_view_f_contiguous(const hpc_view *view);
/* A new C-ordered array, elements unset; *out is overwritten. MemoryError or ValueError
 * (negative dimensions, too large). */
hpc_code hpc_view_new(hpc_frame *frame, hpc_view *out, hpc_dtype dtype, int rank,
                      const int64_t *shape);
void hpc_view_retain(const hpc_view *view);
void hpc_view_release(hpc_view *view); /* drops the reference and zeroes the view */
/* True where the two views may share a byte (bounds only). */
bool hpc_view_overlaps(const hpc_view *a, const hpc_view *b);
/* dst[...] = src with broadcasting and casting; handles overlap as NumPy does. */
hpc_code hpc_view_assign(hpc_frame *frame, const hpc_view *dst, const hpc_view *src);
/* A C-ordered copy. */
hpc_code hpc_view_copy(hpc_frame *frame, hpc_view *out, const hpc_view *src);

/* ---- Values whose type only the run knows; print, format, lists and runtime functions use them - */

typedef enum hpc_kind {
    HPC_NONE,
    HPC_PYBOOL,    /* i */
    HPC_PYINT,     /* i */
    HPC_PYFLOAT,   /* f */
    HPC_PYCOMPLEX, /* c */
    HPC_SCALAR,    /* a NumPy scalar of `dtype`: bool/ints in i (u64 as bits), f16/f32/f64 in f
                      (exact as double), complex in c */
    HPC_ARRAY,     /* view: borrowed, or owned inside an object */
    HPC_STR,       /* object: hpc_str */
    HPC_TUPLE,     /* object: hpc_seq */
    HPC_LIST,      /* object: hpc_seq */
    HPC_DTYPE,     /* i: hpc_dtype; prints as dtype('float64') in repr, float64 in str */
    HPC_SLICE,     /* object: hpc_seq of three */
    HPC_ELLIPSIS,
    HPC_OBJECT, /* any other object (random generator, ...) */
    HPC_DICT,   /* object: hpc_hash (hash.h) */
    HPC_SET     /* object: hpc_hash */
} hpc_kind;

#define HPC_IMMORTAL (INT64_C(1) << 62) /* count of objects that are never freed */

/* Counted objects. `destroy` frees the object and what it owns. */
typedef struct hpc_object {
    _Atomic int64_t refs;
    hpc_heap *heap;
    void (*destroy)(struct hpc_object *object);
    const char *type_name;
} hpc_object;

typedef struct hpc_value {
    int32_t kind;  /* offset 0: hpc_kind */
    int32_t dtype; /* offset 4: hpc_dtype of a HPC_SCALAR */
    union {        /* offset 8 */
        int64_t i;
        double f;
        double c[2];
        hpc_view *view;
        hpc_object *object;
    };
} hpc_value; /* 24 bytes */

typedef struct hpc_str {
    hpc_object head;
    int64_t length; /* bytes of UTF-8 */
    char text[];    /* NUL-terminated */
} hpc_str;

/* A list or tuple. Elements are owned. */
typedef struct hpc_seq {
    hpc_object head;
    int64_t length, capacity;
    hpc_value *items;
    hpc_object *names; /* of a named tuple: hpc_str "NAME FIELD FIELD ..."; of a deque, Counter or
                          defaultdict what its text begins with; owned; or NULL */
    int64_t front;     /* of a deque: free places before items, which the block begins with */
    int64_t most;      /* of a deque: maxlen, plus 1; 0: none */
} hpc_seq;

void hpc_object_retain(hpc_object *object);  /* NULL is fine */
void hpc_object_release(hpc_object *object); /* NULL is fine */
/* Retain/release what a value refers to. A HPC_ARRAY value inside an object owns a heap-allocated
 * hpc_view; hpc_value_own turns a borrowed value into an owned one. */
hpc_code hpc_value_own(hpc_frame *frame, hpc_value *out, const hpc_value *borrowed);
void hpc_value_release(hpc_heap *heap, hpc_value *owned);
hpc_code hpc_str_new(hpc_frame *frame, hpc_str **out, const char *text, size_t length);
hpc_code hpc_seq_new(hpc_frame *frame, hpc_seq **out, int64_t capacity);
hpc_code hpc_seq_append(hpc_frame *frame, hpc_seq *seq, const hpc_value *borrowed);

/* ---- Functions that compiled code calls ----------------------------------------------------- */

/* One argument or result of a runtime function. */
typedef union hpc_word {
    int64_t i;
    double f;
    void *p;
} hpc_word;

/* Every runtime function has this form: `words` holds the inputs in order, then the results in
 * order (out). What each position holds is said in the table of runtime/table.h. */
typedef hpc_code (*hpc_rt_fn)(hpc_frame *frame, hpc_word *words);

#endif
