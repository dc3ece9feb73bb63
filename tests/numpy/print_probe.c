/* Reads lines "dtype shape hexbytes" ("float64 2,3 00ff...", shape "-" for none), prints the array's
 * str() and repr(), then, for arrays without axes, the scalar's str() and repr(). Each text is one
 * line: newlines are written as \n. print_oracle.py compares them with NumPy's.
 * Scalars of float64 and complex128 are shown once more as Python's float and complex.
 * A line "options precision threshold edgeitems linewidth suppress floatmode sign" sets the print
 * options from there on. */
#define _POSIX_C_SOURCE 200809L /* getline */
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
        } else {
            line[strcspn(line, "\r\n")] = '\0';
            show_array(&frame, line);
        }
    }
    free(line);
    return 0;
}
