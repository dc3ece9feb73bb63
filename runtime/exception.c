/* Exceptions as objects: what `except` catches, what the program makes, raises and prints.
 *
 * A failure is frame->error, without an object. Catching it makes one; an object that the program
 * raised waits in frame->raised until something catches it, so that its arguments survive. */
#include <string.h>

#include "checks.h"
#include "rtf_python.h"

hpc_code rtf_exception_catch(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_new(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_raise(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_is(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_code(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_class(hpc_frame *frame, hpc_word *words);
hpc_code rtf_exception_args(hpc_frame *frame, hpc_word *words);

typedef struct exception {
    hpc_object head;
    hpc_seq *args; /* NULL: a failure of the runtime, which has its text only */
    hpc_error error;
} exception;

static const char exception_type_name[] = "exception";

static void destroy(hpc_object *object)
{
    exception *x = (exception *)(void *)object;
    if (x->args)
        hpc_object_release(&x->args->head);
    hpc_heap_free(object->heap, x);
}

static exception *exception_make(hpc_frame *frame)
{
    exception *x = hpc_heap_zalloc(frame->runtime->heap, sizeof *x);
    if (!x) {
        hpc_fail_memory(frame, sizeof *x);
        return NULL;
    }
    atomic_init(&x->head.refs, 1);
    x->head.heap = frame->runtime->heap;
    x->head.destroy = destroy;
    x->head.type_name = exception_type_name;
    return x;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

static const exception *exception_of(const hpc_object *object)
{
    bool is_one = object && object->type_name == exception_type_name;
    return is_one ? (const exception *)(const void *)object : NULL;
}

/* The class's name and its length. */
static const char *class_name(const hpc_error *error, size_t *length)
{
    bool own = error->lineage[0] != '\0';
    const char *name = own ? error->lineage : hpc_code_name((hpc_code)error->code);
    *length = own ? strcspn(name, "#") : strlen(name);
    return name;
}

static void args_text(hpc_buffer *out, const exception *x, const hpc_print_options *options)
{
    hpc_value all = {.kind = HPC_TUPLE, .object = &x->args->head};
    if (x->args->length == 1 && x->error.code == HPC_KEY_ERROR)
        hpc_text_repr(out, x->args->items, options);
    else if (x->args->length == 1)
        hpc_text_str(out, x->args->items, options);
    else if (x->args->length > 1)
        hpc_text_repr(out, &all, options);
}

bool hpc_exception_str(hpc_buffer *out, const hpc_object *object)
{
    const exception *x = exception_of(object);
    if (x && x->args)
        args_text(out, x, &hpc_print_defaults);
    else if (x)
        hpc_buffer_puts(out, x->error.text);
    return x != NULL;
}

bool hpc_exception_repr(hpc_buffer *out, const hpc_object *object, const hpc_print_options *options)
{
    const exception *x = exception_of(object);
    size_t length;
    if (!x)
        return false;
    const char *name = class_name(&x->error, &length);
    hpc_buffer_add(out, name, length);
    hpc_buffer_putc(out, '(');
    for (int64_t i = 0; x->args && i < x->args->length; i++) {
        hpc_buffer_puts(out, i ? ", " : "");
        hpc_text_repr(out, &x->args->items[i], options);
    }
    if (!x->args && x->error.code == HPC_KEY_ERROR)
        hpc_buffer_puts(out, x->error.text); /* the key's repr already */
    else if (!x->args && x->error.text[0])
        hpc_string_repr(out, x->error.text, strlen(x->error.text));
    hpc_buffer_putc(out, ')');
    return true;
}

/* ---- Raising and catching -------------------------------------------------------------------- */

static hpc_code fill_args(hpc_frame *frame, exception *x, const hpc_value *values, int64_t count)
{
    hpc_code code = hpc_seq_new(frame, &x->args, count);
    for (int64_t i = 0; code == HPC_OK && i < count; i++)
        code = hpc_seq_append(frame, x->args, hpc_unboxed(&values[i]));
    return code;
}

static hpc_code fill_text(hpc_frame *frame, exception *x)
{
    hpc_buffer text;
    hpc_buffer_init(&text, frame->runtime->heap);
    args_text(&text, x, &hpc_print_defaults);
    hpc_code code = hpc_buffer_status(frame, &text);
    size_t length = text.length < sizeof x->error.text ? text.length : sizeof x->error.text - 1;
    while (length > 0 && length < text.length && (text.text[length] & 0xC0) == 0x80)
        length--; /* not half a character */
    if (code == HPC_OK && length)
        memcpy(x->error.text, text.text, length);
    hpc_buffer_free(&text);
    return code;
}

hpc_code rtf_exception_new(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *lineage = words[3].p;
    words[4].p = NULL;
    exception *x = exception_make(frame);
    if (!x)
        return HPC_MEMORY_ERROR;
    x->error.code = (int32_t)words[0].i;
    if (lineage && (size_t)lineage->length < sizeof x->error.lineage)
        memcpy(x->error.lineage, lineage->text, (size_t)lineage->length + 1);
    hpc_code code = fill_args(frame, x, words[1].p, words[2].i);
    if (code == HPC_OK)
        code = fill_text(frame, x);
    if (code == HPC_OK)
        words[4].p = x;
    else
        destroy(&x->head);
    return code;
}

/* An exception that is raised for the first time has no place yet: the failing statement's. */
hpc_code rtf_exception_raise(hpc_frame *frame, hpc_word *words)
{
    exception *x = words[0].p;
    hpc_object_retain(&x->head);
    hpc_object_release(frame->raised);
    frame->raised = &x->head;
    frame->error = x->error;
    return (hpc_code)x->error.code;
}

/* The object of the failure in the frame: the raised one when it is of that. */
static exception *caught(hpc_frame *frame)
{
    exception *raised = (exception *)(void *)frame->raised;
    const hpc_error *error = &frame->error;
    frame->raised = NULL;
    bool same = raised && raised->error.code == error->code &&
                strcmp(raised->error.text, error->text) == 0 &&
                strcmp(raised->error.lineage, error->lineage) == 0 && !error->check;
    if (!same) {
        hpc_object_release(raised ? &raised->head : NULL);
        hpc_error failure = *error;
        raised = exception_make(frame);
        if (!raised)
            return NULL;
        raised->error = failure;
        return raised;
    }
    raised->error = *error; /* where it was raised */
    return raised;
}

static bool is_catchable(const hpc_error *error, bool by_finally)
{
    switch (error->check - 1) {
    case HPC_CHECK_TIME_LIMIT:
    case HPC_CHECK_INTERRUPTED: return false; /* the host's word is final */
    case HPC_CHECK_LEAVE: return by_finally;
    default: return true;
    }
}

hpc_code rtf_exception_catch(hpc_frame *frame, hpc_word *words)
{
    words[1].i = HPC_OK;
    words[2].p = NULL;
    if (!is_catchable(&frame->error, words[0].i != 0))
        return (hpc_code)frame->error.code;
    if (frame->error.check - 1 != HPC_CHECK_LEAVE) {
        exception *x = caught(frame);
        if (!x)
            return HPC_MEMORY_ERROR;
        words[1].i = x->error.code;
        words[2].p = x;
    }
    frame->error.code = HPC_OK;
    frame->error.check = frame->error.loc = frame->error.trace_len = 0;
    return HPC_OK;
}

/* ---- Questions ------------------------------------------------------------------------------- */

hpc_code rtf_exception_is(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const exception *x = words[0].p;
    const hpc_str *wanted = words[1].p;
    words[2].i = strstr(x->error.lineage, wanted->text) != NULL;
    return HPC_OK;
}

hpc_code rtf_exception_code(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[1].i = ((const exception *)words[0].p)->error.code;
    return HPC_OK;
}

hpc_code rtf_exception_class(hpc_frame *frame, hpc_word *words)
{
    size_t length;
    hpc_str *text = NULL;
    const char *name = class_name(&((const exception *)words[0].p)->error, &length);
    hpc_code code = hpc_str_new(frame, &text, name, length);
    words[1].p = text;
    return code;
}

/* Some of CPython's exceptions hold more than their text: a key, a number and a file's name. */
static bool has_hidden_args(const exception *x)
{
    switch (x->error.code) {
    case HPC_KEY_ERROR:
    case HPC_OS_ERROR:
    case HPC_FILE_NOT_FOUND_ERROR:
    case HPC_FILE_EXISTS_ERROR:
    case HPC_PERMISSION_ERROR: return true;
    default: return false;
    }
}

hpc_code rtf_exception_args(hpc_frame *frame, hpc_word *words)
{
    const exception *x = words[0].p;
    hpc_seq *args = x->args;
    hpc_code code = HPC_OK;
    words[1].p = NULL;
    if (args) {
        hpc_object_retain(&args->head);
    } else if (has_hidden_args(x)) {
        return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR, "the arguments of this %s",
                        hpc_code_name((hpc_code)x->error.code));
    } else {
        hpc_str *text = NULL;
        code = hpc_str_new(frame, &text, x->error.text, strlen(x->error.text));
        hpc_value value = {.kind = HPC_STR, .object = text ? &text->head : NULL};
        if (code == HPC_OK)
            code = hpc_seq_new(frame, &args, 1);
        if (code == HPC_OK && text->length)
            code = hpc_seq_append(frame, args, &value);
        hpc_object_release(text ? &text->head : NULL);
    }
    hpc_object *box = NULL;
    hpc_value tuple = {.kind = HPC_TUPLE, .object = args ? &args->head : NULL};
    if (code == HPC_OK)
        code = hpc_box_new(frame, &box, &tuple);
    hpc_object_release(args ? &args->head : NULL);
    words[1].p = box;
    return code;
}
