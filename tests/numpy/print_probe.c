/* Reads lines "dtype shape hexbytes" ("float64 2,3 00ff...", shape "-" for none), prints the array's
 * str() and repr(), then, for arrays without axes, the scalar's str() and repr(). Each text is one
 * line: newlines are written as \n. print_oracle.py compares them with NumPy's.
 * Scalars of float64 and complex128 are shown once more as Python's float and complex.
 * A line "format KIND SPEC VALUE" (the last two in hex; SPEC "-" is empty) prints format(value, spec),
 * or !CLASS: MESSAGE; KIND is a dtype, or pybool, pyint, pyfloat, pycomplex, str.
 * A line "options precision threshold edgeitems linewidth suppress floatmode sign" sets the print
 * options from there on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/cast.h"
#include "runtime/text.h"

static hpc_print_options options;

static void show(const hpc_buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (text->text[i] == '\n') {
            fputs("\\n", stdout);
        } else {
            putchar(text->text[i]);
        }
    }
    putchar('\n');
}

static void show_value(hpc_frame *frame, const hpc_value *value)
{
    hpc_buffer text;
    hpc_buffer_init(&text, frame->runtime->heap);
    hpc_text_str(&text, value, &options);
    show(&text);
    text.length = 0;
    hpc_text_repr(&text, value, &options);
    show(&text);
    hpc_buffer_free(&text);
}

static int parse_shape(char *text, int64_t *shape)
{
    int rank = 0;
    if (*text == '-') {
        return 0;
    }
    for (char *part = strtok(text, ","); part != NULL; part = strtok(NULL, ",")) {
        shape[rank++] = strtoll(part, NULL, 10);
    }
    return rank;
}

static void set_options(const char *line)
{
    int suppress, mode;
    long long threshold, edge, width;
    options = hpc_print_defaults;
    if (sscanf(line, "options %d %lld %lld %lld %d %d %c", &options.precision, &threshold, &edge,
               &width, &suppress, &mode, &options.sign) == 7) {
        options.threshold = threshold;
        options.edgeitems = edge;
        options.linewidth = width;
        options.suppress = suppress != 0;
        options.floatmode = (hpc_floatmode)mode;
        options.sign = options.sign == '_' ? ' ' : options.sign;
    }
}

static void show_array(hpc_frame *frame, char *line)
{
    int64_t shape[HPC_MAX_RANK];
    char *name = strtok(line, " ");
    char *shape_text = strtok(NULL, " ");
    char *hex = strtok(NULL, " \n");
    hpc_view view;
    int rank = parse_shape(shape_text, shape);
    if (hpc_view_new(frame, &view, hpc_dtype_parse(name), rank, shape) != HPC_OK) {
        puts(frame->error.text);
        return;
    }
    for (int64_t i = 0; hex != NULL && hex[0] != '\0' && hex[1] != '\0'; i++, hex += 2) {
        char pair[3] = {hex[0], hex[1], '\0'};
        view.data[i] = (char)strtol(pair, NULL, 16);
    }
    hpc_value value = {.kind = HPC_ARRAY, .view = &view};
    show_value(frame, &value);
    if (rank == 0) {
        hpc_value scalar = hpc_element_load(view.data, (hpc_dtype)view.dtype);
        show_value(frame, &scalar);
        if (view.dtype == HPC_F64 || view.dtype == HPC_C128) {
            scalar.kind = view.dtype == HPC_F64 ? HPC_PYFLOAT : HPC_PYCOMPLEX;
            show_value(frame, &scalar);
        }
    }
    hpc_view_release(&view);
}

static size_t unhex(char *bytes, size_t capacity, const char *hex)
{
    size_t length = 0;
    for (; hex[0] != '\0' && hex[0] != '-' && hex[1] != '\0' && length < capacity; hex += 2) {
        char pair[3] = {hex[0], hex[1], '\0'};
        bytes[length++] = (char)strtol(pair, NULL, 16);
    }
    return length;
}

static hpc_value format_argument(hpc_frame *frame, const char *kind, const char *hex)
{
    static const char *const names[] = {"pybool", "pyint", "pyfloat", "pycomplex"};
    char bytes[256] = {0};
    size_t length = unhex(bytes, sizeof bytes, hex);
    hpc_value value = {.kind = HPC_NONE};
    if (strcmp(kind, "str") == 0) {
        hpc_str *str;
        value.kind = hpc_str_new(frame, &str, bytes, length) == HPC_OK ? HPC_STR : HPC_NONE;
        value.object = &str->head;
        return value;
    }
    for (int i = 0; i < 4; i++) {
        if (strcmp(kind, names[i]) == 0) {
            value.kind = HPC_PYBOOL + i;
            memcpy(value.c, bytes, sizeof value.c);
            return value;
        }
    }
    return hpc_element_load(bytes, hpc_dtype_parse(kind));
}

static void show_format(hpc_frame *frame, char *line)
{
    strtok(line, " ");
    char *kind = strtok(NULL, " ");
    char *spec_hex = strtok(NULL, " ");
    char *hex = strtok(NULL, " \n");
    char spec[256];
    size_t length = unhex(spec, sizeof spec, spec_hex);
    hpc_value value = format_argument(frame, kind, hex != NULL ? hex : "");
    hpc_buffer text;
    hpc_buffer_init(&text, frame->runtime->heap);
    hpc_code code = hpc_format_append(frame, &text, &value, spec, length);
    if (code != HPC_OK) {
        text.length = 0;
        hpc_buffer_printf(&text, "!%s: %s", hpc_code_name(code), frame->error.text);
    }
    show(&text);
    hpc_buffer_free(&text);
    if (value.kind == HPC_STR) {
        hpc_object_release(value.object);
    }
}

int main(void)
{
    hpc_heap heap = {0};
    hpc_runtime runtime = {.heap = &heap};
    hpc_frame frame = {.runtime = &runtime};
    char *line = NULL;
    size_t capacity = 0;
    options = hpc_print_defaults;
    while (getline(&line, &capacity, stdin) > 0) {
        if (strncmp(line, "options ", 8) == 0) {
            set_options(line);
        } else if (strncmp(line, "format ", 7) == 0) {
            line[strcspn(line, "\r\n")] = '\0';
            show_format(&frame, line);
        } else {
            line[strcspn(line, "\r\n")] = '\0';
            show_array(&frame, line);
        }
    }
    free(line);
    return 0;
}
