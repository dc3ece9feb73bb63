/* Takes values, gives their str() and repr(), and print's output. */
#include <inttypes.h>
#include <string.h>

#include "float_text.h"
#include "hash.h"
#include "text.h"

/* ---- Strings --------------------------------------------------------------------------------- */

/* The code point at text (advancing it), or -1 for a byte that is no UTF-8. */
static int32_t next_code_point(const unsigned char **text, const unsigned char *end)
{
    const unsigned char *at = *text;
    int more = *at < 0x80   ? 0
               : *at < 0xC2 ? -1
               : *at < 0xE0 ? 1
               : *at < 0xF0 ? 2
               : *at < 0xF5 ? 3
                            : -1;
    *text = at + 1;
    if (more < 0 || end - at <= more) {
        return -1;
    }
    int32_t code = more == 0 ? *at : *at & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return -1;
        }
        code = code << 6 | (at[i] & 0x3F);
    }
    *text = at + more + 1;
    return code;
}

/* Controls, formats, surrogates, private use and separators, which repr() escapes. Code points that
 * Unicode has not assigned are escaped by CPython, too; they are written as they are here. */
static bool is_printable(int32_t code)
{
    static const struct {
        int32_t first, last;
    } hidden[] = {{0x0, 0x1F},        {0x7F, 0xA0},       {0xAD, 0xAD},       {0x600, 0x605},
                  {0x61C, 0x61C},     {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},
                  {0x8E2, 0x8E2},     {0x1680, 0x1680},   {0x180E, 0x180E},   {0x2000, 0x200F},
                  {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000},   {0xD800, 0xF8FF},
                  {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD},
                  {0x110CD, 0x110CD}, {0x13430, 0x13438}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
                  {0xE0000, 0xE00FF}, {0xE01F0, 0x10FFFF}};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && code >= hidden[i].first; i++) {
        if (code <= hidden[i].last) {
            return false;
        }
    }
    return true;
}

static void escape(hpc_buffer *out, int32_t code, char quote)
{
    static const char letters[] = "\\\\\nn\rr\tt";
    for (const char *at = letters; *at != '\0'; at += 2) {
        if (code == *at) {
            hpc_buffer_putc(out, '\\');
            hpc_buffer_putc(out, at[1]);
            return;
        }
    }
    if (code == quote) {
        hpc_buffer_putc(out, '\\');
        hpc_buffer_putc(out, quote);
    } else {
        const char *form = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";
        hpc_buffer_printf(out, form, (unsigned)code);
    }
}

void hpc_string_repr(hpc_buffer *out, const char *text, size_t length)
{
    bool single = memchr(text, '\'', length) != NULL;
    char quote = single && memchr(text, '"', length) == NULL ? '"' : '\'';
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + length;
    hpc_buffer_putc(out, quote);
    while (at < end) {
        const unsigned char *start = at;
        int32_t code = next_code_point(&at, end);
        if (code < 0) {
            escape(out, *start, quote); /* a stray byte: shown, never lost */
        } else if (code == quote || code == '\\' || !is_printable(code)) {
            escape(out, code, quote);
        } else {
            hpc_buffer_add(out, (const char *)start, (size_t)(at - start));
        }
    }
    hpc_buffer_putc(out, quote);
}

/* ---- Scalars --------------------------------------------------------------------------------- */

static void int_text(hpc_buffer *out, int64_t value)
{
    hpc_buffer_printf(out, "%" PRId64, value);
}

/* str() of a NumPy scalar; repr() has it in parentheses, where complex numbers bring none. */
static void scalar_text(hpc_buffer *out, const hpc_value *value, bool parentheses)
{
    hpc_dtype dtype = (hpc_dtype)value->dtype;
    switch (hpc_dtype_kind(dtype)) {
    case 'b': hpc_buffer_puts(out, value->i ? "True" : "False"); break;
    case 'f': hpc_float_scalar_text(out, value->f, dtype, false, false); break;
    case 'c':
        hpc_complex_scalar_text(out, value->c, dtype == HPC_C64 ? HPC_F32 : HPC_F64, parentheses);
        break;
    case 'u': hpc_buffer_printf(out, "%" PRIu64, (uint64_t)value->i); break;
    default: int_text(out, value->i); break;
    }
}

static void scalar_repr(hpc_buffer *out, const hpc_value *value)
{
    if (value->dtype == HPC_BOOL) {
        hpc_buffer_puts(out, value->i ? "np.True_" : "np.False_");
        return;
    }
    hpc_buffer_puts(out, "np.");
    hpc_buffer_puts(out, hpc_dtype_name((hpc_dtype)value->dtype));
    hpc_buffer_putc(out, '(');
    scalar_text(out, value, false);
    hpc_buffer_putc(out, ')');
}

/* ---- Any value ------------------------------------------------------------------------------- */

/* P(x=1, y=2) */
static void named_repr(hpc_buffer *out, const hpc_seq *seq, const hpc_print_options *options)
{
    const char *name = ((const hpc_str *)(const void *)seq->names)->text;
    for (int64_t i = -1; i < seq->length; i++) {
        size_t length = strcspn(name, " ");
        hpc_buffer_puts(out, i > 0 ? ", " : "");
        hpc_buffer_add(out, name, length);
        hpc_buffer_putc(out, i < 0 ? '(' : '=');
        if (i >= 0)
            hpc_text_repr(out, &seq->items[i], options);
        name += length + (name[length] == ' ');
    }
    hpc_buffer_putc(out, ')');
}

/* deque([1, 2], maxlen=3) */
static void deque_repr(hpc_buffer *out, const hpc_seq *seq, const hpc_print_options *options)
{
    hpc_buffer_puts(out, "deque([");
    for (int64_t i = 0; i < seq->length; i++) {
        hpc_buffer_puts(out, i > 0 ? ", " : "");
        hpc_text_repr(out, &seq->items[i], options);
    }
    hpc_buffer_putc(out, ']');
    if (seq->most) {
        hpc_buffer_puts(out, ", maxlen=");
        int_text(out, seq->most - 1);
    }
    hpc_buffer_putc(out, ')');
}

static void sequence_repr(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options)
{
    const hpc_seq *seq = (const hpc_seq *)(const void *)value->object;
    bool list = value->kind == HPC_LIST;
    if (seq->names && list) {
        deque_repr(out, seq, options);
        return;
    }
    if (seq->names) {
        named_repr(out, seq, options);
        return;
    }
    hpc_buffer_puts(out, value->kind == HPC_SLICE ? "slice" : "");
    hpc_buffer_putc(out, list ? '[' : '(');
    for (int64_t i = 0; i < seq->length; i++) {
        hpc_buffer_puts(out, i > 0 ? ", " : "");
        hpc_text_repr(out, &seq->items[i], options);
    }
    hpc_buffer_puts(out, value->kind == HPC_TUPLE && seq->length == 1 ? "," : "");
    hpc_buffer_putc(out, list ? ']' : ')');
}

static double count_of(const hpc_value *v)
{
    return v->kind == HPC_PYFLOAT || (v->kind == HPC_SCALAR && hpc_dtype_kind(v->dtype) == 'f')
               ? v->f
               : (double)v->i;
}

/* The entry with the next largest count behind the one given (-1: the first), the first of equal ones. */
static int64_t next_common(const hpc_hash *h, int64_t after)
{
    int64_t cursor = 0, entry, best = -1;
    while ((entry = hpc_hash_next(h, &cursor)) >= 0) {
        double count = count_of(hpc_hash_key(h, entry) + 1);
        double last = after < 0 ? 0 : count_of(hpc_hash_key(h, after) + 1);
        bool behind = after < 0 || count < last || (count == last && entry > after);
        if (behind && (best < 0 || count > count_of(hpc_hash_key(h, best) + 1)))
            best = entry;
    }
    return best;
}

static void pair_repr(hpc_buffer *out, const hpc_hash *h, int64_t entry, bool first,
                      const hpc_print_options *options)
{
    hpc_buffer_puts(out, first ? "" : ", ");
    hpc_text_repr(out, hpc_hash_key(h, entry), options);
    hpc_buffer_puts(out, ": ");
    hpc_text_repr(out, hpc_hash_key(h, entry) + 1, options);
}

/* Counter({'a': 2, 'b': 1}), the largest count first; defaultdict(<class 'int'>, {'a': 1}) */
static void class_repr(hpc_buffer *out, const hpc_hash *h, const hpc_print_options *options)
{
    const char *begin = ((const hpc_str *)(const void *)h->seq.names)->text;
    bool counter = *begin == 'C', first = true;
    int64_t cursor = 0, entry = -1;
    hpc_buffer_puts(out, begin);
    hpc_buffer_puts(out, counter && h->used == 0 ? "" : "{");
    while ((entry = counter ? next_common(h, entry) : hpc_hash_next(h, &cursor)) >= 0) {
        pair_repr(out, h, entry, first, options);
        first = false;
    }
    hpc_buffer_puts(out, counter && h->used == 0 ? ")" : "})");
}

static void hash_repr(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options)
{
    const hpc_hash *h = hpc_as_hash(value);
    int64_t cursor = 0, entry;
    if (h->seq.names) {
        class_repr(out, h, options);
        return;
    }
    if (value->kind == HPC_SET && h->used == 0) {
        hpc_buffer_puts(out, "set()");
        return;
    }
    hpc_buffer_putc(out, '{');
    for (bool first = true; (entry = hpc_hash_next(h, &cursor)) >= 0; first = false) {
        hpc_buffer_puts(out, first ? "" : ", ");
        hpc_text_repr(out, hpc_hash_key(h, entry), options);
        if (value->kind == HPC_SET)
            continue;
        hpc_buffer_puts(out, ": ");
        hpc_text_repr(out, hpc_hash_key(h, entry) + 1, options);
    }
    hpc_buffer_putc(out, '}');
}

/* What str() and repr() have in common. */
static void plain_text(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options)
{
    switch (value->kind) {
    case HPC_NONE: hpc_buffer_puts(out, "None"); break;
    case HPC_PYBOOL: hpc_buffer_puts(out, value->i ? "True" : "False"); break;
    case HPC_PYINT: int_text(out, value->i); break;
    case HPC_PYFLOAT: hpc_float_scalar_text(out, value->f, HPC_F64, false, false); break;
    case HPC_PYCOMPLEX: hpc_complex_scalar_text(out, value->c, HPC_F64, true); break;
    case HPC_TUPLE:
    case HPC_LIST:
    case HPC_SLICE: sequence_repr(out, value, options); break;
    case HPC_DICT:
    case HPC_SET: hash_repr(out, value, options); break;
    case HPC_ELLIPSIS: hpc_buffer_puts(out, "Ellipsis"); break;
    case HPC_OBJECT: hpc_buffer_puts(out, value->object->type_name); break;
    default: break;
    }
}

void hpc_text_str(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options)
{
    const hpc_str *str;
    switch (value->kind) {
    case HPC_SCALAR: scalar_text(out, value, true); break;
    case HPC_ARRAY: hpc_array_str(out, value->view, options); break;
    case HPC_STR:
        str = (const hpc_str *)(const void *)value->object;
        hpc_buffer_add(out, str->text, (size_t)str->length);
        break;
    case HPC_DTYPE: hpc_buffer_puts(out, hpc_dtype_name((hpc_dtype)value->i)); break;
    case HPC_OBJECT:
        if (hpc_exception_str(out, value->object))
            break;
        /* fall through */
    default: plain_text(out, value, options); break;
    }
}

void hpc_text_repr(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options)
{
    const hpc_str *str;
    switch (value->kind) {
    case HPC_SCALAR: scalar_repr(out, value); break;
    case HPC_ARRAY: hpc_array_repr(out, value->view, options); break;
    case HPC_STR:
        str = (const hpc_str *)(const void *)value->object;
        hpc_string_repr(out, str->text, (size_t)str->length);
        break;
    case HPC_DTYPE:
        hpc_buffer_printf(out, "dtype('%s')", hpc_dtype_name((hpc_dtype)value->i));
        break;
    case HPC_OBJECT:
        if (hpc_exception_repr(out, value->object, options))
            break;
        /* fall through */
    default: plain_text(out, value, options); break;
    }
}

const char *hpc_value_type_name(const hpc_value *value)
{
    static const char *const scalars[] = {
#define X(name, text, size, kind, npy) "numpy." text,
        HPC_DTYPES(X)
#undef X
    };
    static const char *const dtypes[] = {
        "numpy.dtypes.BoolDType",      "numpy.dtypes.Int8DType",      "numpy.dtypes.UInt8DType",
        "numpy.dtypes.Int16DType",     "numpy.dtypes.UInt16DType",    "numpy.dtypes.Int32DType",
        "numpy.dtypes.UInt32DType",    "numpy.dtypes.Int64DType",     "numpy.dtypes.UInt64DType",
        "numpy.dtypes.Float16DType",   "numpy.dtypes.Float32DType",   "numpy.dtypes.Float64DType",
        "numpy.dtypes.Complex64DType", "numpy.dtypes.Complex128DType"};
    _Static_assert(sizeof dtypes / sizeof *dtypes == HPC_DTYPE_COUNT, "a class for each dtype");
    switch (value->kind) {
    case HPC_NONE: return "NoneType";
    case HPC_PYBOOL: return "bool";
    case HPC_PYINT: return "int";
    case HPC_PYFLOAT: return "float";
    case HPC_PYCOMPLEX: return "complex";
    case HPC_SCALAR: return scalars[value->dtype];
    case HPC_ARRAY: return "numpy.ndarray";
    case HPC_STR: return "str";
    case HPC_TUPLE: return "tuple";
    case HPC_LIST: return "list";
    case HPC_DICT: return "dict";
    case HPC_SET: return "set";
    case HPC_DTYPE: return dtypes[value->i];
    case HPC_SLICE: return "slice";
    case HPC_ELLIPSIS: return "ellipsis";
    default: return value->object->type_name;
    }
}

typedef void text_fn(hpc_buffer *out, const hpc_value *value, const hpc_print_options *options);

static hpc_code text_of(hpc_frame *frame, hpc_str **out, const hpc_value *value, text_fn *text)
{
    hpc_buffer buffer;
    *out = NULL;
    hpc_buffer_init(&buffer, frame->runtime->heap);
    text(&buffer, value, frame->runtime->print_options);
    hpc_code code = hpc_buffer_status(frame, &buffer);
    if (code == HPC_OK) {
        code = hpc_str_new(frame, out, buffer.text, buffer.length);
    }
    hpc_buffer_free(&buffer);
    return code;
}

hpc_code hpc_str_of(hpc_frame *frame, hpc_str **out, const hpc_value *value)
{
    return text_of(frame, out, value, hpc_text_str);
}

hpc_code hpc_repr_of(hpc_frame *frame, hpc_str **out, const hpc_value *value)
{
    return text_of(frame, out, value, hpc_text_repr);
}

/* ---- Output ---------------------------------------------------------------------------------- */

enum { PENDING_MAX = 64 << 10 };

hpc_code hpc_flush(hpc_frame *frame)
{
    hpc_runtime *runtime = frame->runtime;
    size_t length = runtime->out_len;
    runtime->out_len = 0; /* dropped even when it fails: it must not fail again at exit */
    if (length > 0 &&
        (runtime->write == NULL || !runtime->write(runtime->write_user, runtime->out, length))) {
        return hpc_fail(frame, HPC_OS_ERROR, "cannot write the output");
    }
    return HPC_OK;
}

/* The pending output as a buffer, and back. */
static hpc_buffer pending_take(const hpc_runtime *runtime)
{
    return (hpc_buffer){.heap = runtime->heap,
                        .text = runtime->out,
                        .length = runtime->out_len,
                        .capacity = runtime->out_cap};
}

/* After an append that failed the output ends where it did before. */
static hpc_code pending_give(hpc_frame *frame, const hpc_buffer *buffer)
{
    hpc_runtime *runtime = frame->runtime;
    hpc_code code = hpc_buffer_status(frame, buffer);
    runtime->out = buffer->text;
    runtime->out_cap = buffer->capacity;
    if (code != HPC_OK) {
        return code;
    }
    runtime->out_len = buffer->length;
    return runtime->out_len >= PENDING_MAX ? hpc_flush(frame) : HPC_OK;
}

hpc_code hpc_write_text(hpc_frame *frame, const char *text, size_t length)
{
    hpc_buffer out = pending_take(frame->runtime);
    hpc_buffer_add(&out, text, length);
    return pending_give(frame, &out);
}

hpc_code hpc_print(hpc_frame *frame, const hpc_value *items, int64_t n, const char *sep,
                   const char *end)
{
    hpc_buffer out = pending_take(frame->runtime);
    for (int64_t i = 0; i < n; i++) {
        if (i > 0) {
            hpc_buffer_puts(&out, sep != NULL ? sep : " ");
        }
        hpc_text_str(&out, &items[i], frame->runtime->print_options);
    }
    hpc_buffer_puts(&out, end != NULL ? end : "\n");
    return pending_give(frame, &out);
}

void hpc_output_free(hpc_runtime *runtime)
{
    hpc_heap_free(runtime->heap, runtime->out);
    runtime->out = NULL;
    runtime->out_len = runtime->out_cap = 0;
}
