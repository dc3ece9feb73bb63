/* Reads the header of a .npy file: magic, version, length, and a Python dict with the keys descr,
 * fortran_order and shape.
 *
 * Example: "\x93NUMPY\1\0v\0{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }   \n". */
#include <string.h>

#include "npy.h"

enum { HEADER_MAX = 10000 }; /* NumPy's own limit */

typedef struct parser {
    const char *at, *end;
} parser;

static void skip_space(parser *in)
{
    while (in->at < in->end && strchr(" \t\n\r\f", *in->at) && *in->at)
        in->at++;
}

static bool accept(parser *in, char c)
{
    skip_space(in);
    if (in->at == in->end || *in->at != c)
        return false;
    in->at++;
    return true;
}

static bool accept_word(parser *in, const char *word)
{
    size_t length = strlen(word);
    skip_space(in);
    if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length) != 0)
        return false;
    in->at += length;
    return true;
}

/* A string literal of printable ASCII without escapes. */
static bool parse_string(parser *in, char *to, size_t room)
{
    skip_space(in);
    if (in->at == in->end || (*in->at != '\'' && *in->at != '"'))
        return false;
    char quote = *in->at++;
    size_t used = 0;
    while (in->at < in->end && *in->at != quote) {
        if (*in->at == '\\' || *in->at < ' ' || *in->at > '~' || used + 1 >= room)
            return false;
        to[used++] = *in->at++;
    }
    to[used] = '\0';
    return accept(in, quote);
}

static bool parse_extent(parser *in, int64_t *out)
{
    int64_t value = 0;
    skip_space(in);
    const char *start = in->at;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *in->at - '0', &value))
            return false;
    bool any = in->at > start;
    if (any && in->at < in->end && *in->at == 'L') /* Python 2 wrote longs so */
        in->at++;
    *out = value;
    return any;
}

static bool parse_shape(parser *in, hpc_npy_info *info)
{
    info->rank = 0;
    if (!accept(in, '('))
        return false;
    while (!accept(in, ')')) {
        if (info->rank == HPC_MAX_RANK || !parse_extent(in, &info->shape[info->rank]))
            return false;
        info->rank++;
        bool comma = accept(in, ',');
        if (!comma && (info->rank == 1 || !accept(in, ')')))
            return false;
        if (!comma)
            break;
    }
    return true;
}

/* "<f8" and the like; '|' and '=' and no mark mean the machine's order. */
static bool parse_descr(const char *text, hpc_npy_info *info)
{
    bool marked = *text && strchr("<>|=", *text);
    const char *code = marked ? text + 1 : text;
    info->dtype = hpc_dtype_parse(code);
    if (info->dtype == HPC_DTYPE_COUNT)
        return false;
    info->swapped = *text == '>' && hpc_dtype_size(info->dtype) > 1;
    return true;
}

enum { SEEN_DESCR = 1, SEEN_ORDER = 2, SEEN_SHAPE = 4, SEEN_ALL = 7 };

static hpc_code fail_header(hpc_frame *frame, const parser *in, const char *what)
{
    char shown[61];
    size_t length = 0;
    for (const char *at = in->at; at < in->end && length < sizeof shown - 1; at++)
        shown[length++] = *at < ' ' || *at > '~' ? '?' : *at;
    shown[length] = '\0';
    return hpc_fail(frame, HPC_VALUE_ERROR, "%s: '%s'", what, shown);
}

static hpc_code parse_descr_entry(hpc_frame *frame, parser *in, hpc_npy_info *info)
{
    char text[64];
    parser start = *in;
    if (accept(in, '['))
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "structured dtypes in .npy files are not supported");
    if (!parse_string(in, text, sizeof text))
        return fail_header(frame, &start, "descr is not a valid dtype descriptor");
    if (strcmp(text, "|O") == 0 || strcmp(text, "O") == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "Object arrays cannot be loaded when allow_pickle=False");
    if (!parse_descr(text, info))
        return hpc_fail(frame, HPC_VALUE_ERROR, "descr is not a valid dtype descriptor: '%s'",
                        text);
    return HPC_OK;
}

static hpc_code parse_entry(hpc_frame *frame, parser *in, hpc_npy_info *info, int *seen)
{
    char key[32];
    parser start = *in;
    if (!parse_string(in, key, sizeof key) || !accept(in, ':'))
        return fail_header(frame, &start, "Cannot parse header");
    start = *in;
    if (strcmp(key, "descr") == 0) {
        *seen |= SEEN_DESCR;
        return parse_descr_entry(frame, in, info);
    }
    if (strcmp(key, "fortran_order") == 0) {
        *seen |= SEEN_ORDER;
        info->fortran = accept_word(in, "True");
        return info->fortran || accept_word(in, "False")
                   ? HPC_OK
                   : fail_header(frame, &start, "fortran_order is not a valid bool");
    }
    if (strcmp(key, "shape") == 0) {
        *seen |= SEEN_SHAPE;
        return parse_shape(in, info) ? HPC_OK : fail_header(frame, &start, "shape is not valid");
    }
    return hpc_fail(frame, HPC_VALUE_ERROR, "Header does not contain the correct keys: '%s'", key);
}

static hpc_code parse_header(hpc_frame *frame, parser *in, hpc_npy_info *info)
{
    int seen = 0;
    if (!accept(in, '{'))
        return fail_header(frame, in, "Header is not a dictionary");
    while (!accept(in, '}')) {
        hpc_code code = parse_entry(frame, in, info, &seen);
        if (code != HPC_OK)
            return code;
        if (accept(in, ','))
            continue;
        if (!accept(in, '}'))
            return fail_header(frame, in, "Cannot parse header");
        break;
    }
    skip_space(in);
    if (in->at != in->end)
        return fail_header(frame, in, "Cannot parse header");
    if (seen != SEEN_ALL)
        return hpc_fail(frame, HPC_VALUE_ERROR, "Header does not contain the correct keys");
    return HPC_OK;
}

/* The bytes of the array, extents of 0 left out, must be a number; nothing is allocated by it. */
static hpc_code check_size(hpc_frame *frame, const hpc_npy_info *info)
{
    int64_t bytes = hpc_dtype_size(info->dtype);
    for (int axis = 0; axis < info->rank; axis++) {
        int64_t extent = info->shape[axis] ? info->shape[axis] : 1;
        if (__builtin_mul_overflow(bytes, extent, &bytes))
            return hpc_fail(frame, HPC_VALUE_ERROR, "array is too big");
    }
    return HPC_OK;
}

hpc_code hpc_npy_read_header(hpc_frame *frame, FILE *file, hpc_npy_info *out)
{
    unsigned char start[12];
    char text[HEADER_MAX];
    size_t got = fread(start, 1, 8, file);
    if (got == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "No data left in file");
    if (got < 6 || memcmp(start, "\x93NUMPY", 6) != 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "This file contains pickled (object) data, or is not a .npy file");
    if (got < 8)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "EOF: reading magic string, expected 8 bytes got %d", (int)got);
    int major = start[6], minor = start[7], width = major == 1 ? 2 : 4;
    if (major < 1 || major > 3 || minor != 0)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "we only support format version (1,0), (2,0), and (3,0), not (%d, %d)",
                        major, minor);
    if (fread(start + 8, 1, (size_t)width, file) != (size_t)width)
        return hpc_fail(frame, HPC_VALUE_ERROR, "EOF: reading array header length");
    uint32_t length = 0;
    for (int i = 0; i < width; i++)
        length |= (uint32_t)start[8 + i] << 8 * i;
    if (length > HEADER_MAX)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "Header info length (%u) is large and may not be safe to load securely.",
                        length);
    got = fread(text, 1, length, file);
    if (got != length)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "EOF: reading array header, expected %u bytes got %d", length, (int)got);
    parser in = {text, text + length};
    hpc_npy_info info = {0};
    info.offset = 8 + width + (int64_t)length;
    hpc_code code = parse_header(frame, &in, &info);
    if (code == HPC_OK)
        code = check_size(frame, &info);
    if (code == HPC_OK)
        *out = info;
    return code;
}
