/* Takes a failure, gives a filled frame->error: the classes' names, the check table, formatting. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "checks.h"

const char *hpc_code_name(hpc_code code)
{
    static const char *const names[] = {
#define X(name, text) text,
        HPC_ERRORS(X)
#undef X
    };
    return (unsigned)code < HPC_CODE_COUNT ? names[code] : "RuntimeError";
}

static void error_reset(hpc_error *error, hpc_code code)
{
    error->code = code;
    error->check = 0;
    error->trace_len = 0;
    error->loc = 0;
    memset(error->values, 0, sizeof error->values);
    error->text[0] = error->lineage[0] = '\0';
}

/* Cutting at the buffer's size must not leave half a UTF-8 character. */
static void trim_utf8(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0xC0) {
        unsigned char lead = (unsigned char)text[start - 1];
        size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (length - (start - 1) < need) {
            text[start - 1] = '\0';
        }
    }
}

hpc_code hpc_fail(hpc_frame *frame, hpc_code code, const char *format, ...)
{
    /* Formatted first: an argument may be the text of the error that is replaced. */
    char text[sizeof frame->error.text];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error_reset(&frame->error, code);
    if (length >= 0) {
        memcpy(frame->error.text, text, sizeof text);
    }
    if (length >= (int)sizeof text) {
        trim_utf8(frame->error.text, sizeof text - 1);
    }
    return code;
}

hpc_code hpc_fail_memory(hpc_frame *frame, size_t size)
{
    return hpc_fail(frame, HPC_MEMORY_ERROR, "Unable to allocate %zu bytes", size);
}

/* ---- The check table ------------------------------------------------------------------------ */

static const struct {
    hpc_code code;
    const char *text;
} checks[] = {
#define X(name, code, text) {HPC_##code, text},
    HPC_CHECKS(X)
#undef X
};

hpc_code hpc_check_code(int check)
{
    return (unsigned)check < HPC_CHECK_COUNT ? checks[check].code : HPC_RUNTIME_ERROR;
}

const char *hpc_check_format(int check)
{
    return (unsigned)check < HPC_CHECK_COUNT ? checks[check].text : "unknown check";
}

/* Append at most what fits; returns the new length. */
static size_t append(char *text, size_t capacity, size_t length, const char *piece, size_t size)
{
    size_t room = capacity - 1 - length;
    size_t taken = size < room ? size : room;
    memcpy(text + length, piece, taken);
    text[length + taken] = '\0';
    return length + taken;
}

/* The table's formats know %lld and %s only; each takes the next of the four values. */
static void check_text(char *text, size_t capacity, const char *format, const int64_t values[4])
{
    size_t length = 0;
    int next = 0;
    text[0] = '\0';
    while (*format != '\0') {
        char number[24];
        const char *piece = format;
        size_t size = 1;
        size_t step = 1;
        if (strncmp(format, "%lld", 4) == 0 && next < 4) {
            size = (size_t)snprintf(number, sizeof number, "%" PRId64, values[next++]);
            piece = number;
            step = 4;
        } else if (strncmp(format, "%s", 2) == 0 && next < 4) {
            piece = (const char *)(intptr_t)values[next++];
            piece = piece != NULL ? piece : "";
            size = strlen(piece);
            step = 2;
        }
        length = append(text, capacity, length, piece, size);
        format += step;
    }
    if (length == capacity - 1) {
        trim_utf8(text, length);
    }
}

hpc_code hpc_check_failed(hpc_frame *frame, int check, int loc, const int64_t values[4])
{
    static const int64_t none[4] = {0};
    if ((unsigned)check >= HPC_CHECK_COUNT) {
        return hpc_fail(frame, HPC_RUNTIME_ERROR, "unknown check %d", check);
    }
    hpc_error *error = &frame->error;
    error_reset(error, checks[check].code);
    values = values != NULL ? values : none;
    error->check = check + 1;
    error->loc = loc;
    memcpy(error->values, values, sizeof error->values);
    check_text(error->text, sizeof error->text, checks[check].text, values);
    return checks[check].code;
}
