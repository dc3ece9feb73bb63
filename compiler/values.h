/* Between the host's arguments and results and the words of compiled code. Internal. */
#ifndef HPC_VALUES_H
#define HPC_VALUES_H

#include "context.h"

enum { VALUES_MAX_ARGS = 126 };

struct hpc_result {
    hpc_heap *heap;
    hpc_value value; /* numbers and strings, owned */
    hpc_view array;  /* of a HPC_ARRAY */
    bool is_other;   /* a value that has no form here: a function, a range; its kind is HPC_NONE */
    int64_t count;   /* tuples and lists: their items stand for them */
    struct hpc_result *items;
};

/* The type that an argument has in the language. NULL with a message for a bad one. */
const ty *values_type(hpc_program *p, const hpc_arg *arg, const char **error);
/* What of an argument chooses the code for it, constants aside. False for a bad one. */
bool values_key_of(const hpc_arg *arg, values_key *key);
/* Names, types and, of all but arrays, constants of the arguments; NULL with a message. */
program_arg *values_args(hpc_program *p, const hpc_arg *args, int count);
/* Words of the arguments that are parameters; `views` (count of them) back the arrays. Storages are
 * made for borrowed memory; values_drop releases them. False without memory. */
bool values_words(hpc_program *p, const hpc_arg *args, const program_arg *types, int count,
                  hpc_view *views, hpc_word *words, uint32_t *used);
void values_drop(hpc_context *c, const hpc_arg *args, const program_arg *types, int count,
                 hpc_view *views, hpc_word *words);
/* A view of the host's memory, with a storage of its own; false without memory. */
bool values_borrow(hpc_heap *heap, const hpc_arg *arg, hpc_view *view);
/* The parameters that stand for array results: the views are zeroed, words are their addresses. */
void values_result_params(hpc_view *views, uint32_t count, hpc_word *words);
/* The result (NULL: it is not wanted) from its words and views, which are moved or dropped; false
 * without memory. */
bool values_result(hpc_context *c, const ty *type, hpc_view *views, const hpc_word *words,
                   hpc_result **result);

/* A result as a runtime value that owns what it needs; release it with hpc_value_release. */
hpc_code values_of_result(hpc_frame *frame, const hpc_result *result, hpc_value *out);

/* The steps of the public calls, for the command: between context_enter and context_leave, inside a
 * recovery point of the program's arena. The wish says what becomes of an expression's value. */
hpc_status values_eval(hpc_program *p, const char *text, const hpc_arg *args, int count,
                       program_wish wish, hpc_result **result);
hpc_status values_specialise(hpc_program *p, const char *function, const hpc_arg *args, int count,
                             context_entry **entry);
hpc_status values_call(hpc_program *p, pipeline_code *code, const ty *type, const hpc_arg *args,
                       const program_arg *types, int count, hpc_result **result);
/* eval in a program of its own: hpc_eval's work, and the command's. */
hpc_status values_eval_alone(hpc_context *c, const char *text, const hpc_arg *args, int count,
                             program_wish wish, hpc_result **result);

#endif
