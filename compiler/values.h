/* Between the host's arguments and results and the words of compiled code. Internal. */
#ifndef HPC_VALUES_H
#define HPC_VALUES_H

#include "context.h"

enum { VALUES_MAX_WORDS = 256 };

struct hpc_result {
    hpc_heap *heap;
    const ty *type;          /* NULL: by `value` alone */
    hpc_value value;         /* owned; arrays: view points to `array` */
    hpc_view array;
    int64_t count;           /* tuples and lists */
    struct hpc_result *items;
};

/* The type that an argument has in the language. NULL with a message for a bad one. */
const ty *values_type(hpc_program *p, const hpc_arg *arg, const char **error);
/* Words of the arguments; `views` (count of them) back the arrays. Storages are made for borrowed
 * memory; values_drop releases them. False without memory. */
bool values_words(hpc_program *p, const hpc_arg *args, int count, hpc_view *views, hpc_word *words,
                  uint32_t *used);
void values_drop(const hpc_arg *args, int count, hpc_view *views, hpc_word *words);
/* The parameters that stand for the array results of a function with this result type: views in
 * `results` are zeroed and their addresses appended to words. */
uint32_t values_result_params(const ty *result, hpc_view *views, hpc_word *words, uint32_t used);
/* The result from its words and views (moved out of them); NULL without memory. */
hpc_result *values_result(hpc_context *c, const ty *type, hpc_view *views, const hpc_word *words);

/* The steps of the public calls, for the command: inside a recovery point of the program's arena. */
hpc_status values_eval(hpc_program *p, const char *text, const hpc_arg *args, int count, bool print,
                       hpc_result **result);
hpc_status values_specialise(hpc_program *p, const char *function, const hpc_arg *args, int count,
                             context_entry **entry);
hpc_status values_call(hpc_program *p, pipeline_code *code, const ty *type, const hpc_arg *args,
                       int count, hpc_result **result);

#endif
