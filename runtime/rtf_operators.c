/* What operators on Python's numbers, texts and lists need at run time: functions of the table. */
#include <math.h>
#include <string.h>

#include "hash.h"
#include "rtf_python.h"

hpc_code rtf_int_true_divide(hpc_frame *frame, hpc_word *words);
hpc_code rtf_int_power(hpc_frame *frame, hpc_word *words);
hpc_code rtf_text_length(hpc_frame *frame, hpc_word *words);
hpc_code rtf_text_repeat(hpc_frame *frame, hpc_word *words);
hpc_code rtf_text_compare(hpc_frame *frame, hpc_word *words);
hpc_code rtf_text_contains(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_length(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_concat(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_repeat(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_equal(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_contains(hpc_frame *frame, hpc_word *words);

/* ---- Numbers --------------------------------------------------------------------------------- */

static uint64_t magnitude(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

static int bit_length(uint64_t x)
{
    int bits = 0;
    for (; x; x >>= 1)
        bits++;
    return bits;
}

/* x / y rounded once, as CPython's long_true_divide: the quotient is computed with 55 significant
 * bits or more, the last of which also tells whether anything was left, then rounded to 53. */
static double divide_magnitudes(uint64_t x, uint64_t y)
{
    if (x == 0)
        return 0;
    int shift = 55 - (bit_length(x) - bit_length(y)); /* makes a quotient of 55 or 56 bits */
    unsigned __int128 n = x, d = y;
    if (shift >= 0)
        n <<= shift;
    else
        d <<= -shift;
    uint64_t q = (uint64_t)(n / d);
    bool inexact = n % d != 0;
    int extra = bit_length(q) - 53;
    uint64_t rest = q & ((UINT64_C(1) << extra) - 1), half = UINT64_C(1) << (extra - 1);
    q >>= extra;
    if (rest > half || (rest == half && (inexact || (q & 1))))
        q++;
    return ldexp((double)q, extra - shift);
}

hpc_code rtf_int_true_divide(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    int64_t x = words[0].i, y = words[1].i;
    double quotient = divide_magnitudes(magnitude(x), magnitude(y));
    words[2].f = (x < 0) != (y < 0) ? -quotient : quotient;
    return HPC_OK;
}

hpc_code rtf_int_power(hpc_frame *frame, hpc_word *words)
{
    int64_t base = words[0].i, n = words[1].i, result = 1;
    bool overflow = false;
    for (; n > 0 && !overflow; n >>= 1) {
        if (n & 1)
            overflow = __builtin_mul_overflow(result, base, &result);
        if (n > 1 && !overflow)
            overflow = __builtin_mul_overflow(base, base, &base);
    }
    if (overflow)
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "integer result does not fit 64 bits");
    words[2].i = result;
    return HPC_OK;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

hpc_code rtf_text_length(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_str *s = words[0].p;
    int64_t count = 0;
    for (int64_t i = 0; i < s->length; i++)
        count += ((unsigned char)s->text[i] & 0xC0) != 0x80;
    words[1].i = count;
    return HPC_OK;
}

hpc_code rtf_text_repeat(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    int64_t count = words[1].i > 0 ? words[1].i : 0, length;
    if (__builtin_mul_overflow(s->length, count, &length) || length > INT64_MAX / 2)
        return hpc_fail(frame, HPC_MEMORY_ERROR, "repeated string is too long");
    char *all = hpc_heap_alloc(frame->runtime->heap, (size_t)length + 1);
    if (!all)
        return hpc_fail_memory(frame, (size_t)length + 1);
    for (int64_t i = 0; i < count && s->length; i++)
        memcpy(all + i * s->length, s->text, (size_t)s->length);
    hpc_str *made = NULL;
    hpc_code code = hpc_str_new(frame, &made, all, (size_t)length);
    hpc_heap_free(frame->runtime->heap, all);
    words[2].p = made;
    return code;
}

/* Code points order as bytes of UTF-8 do. */
static int text_order(const hpc_str *a, const hpc_str *b)
{
    int64_t shared = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, (size_t)shared);
    if (order == 0)
        order = (a->length > b->length) - (a->length < b->length);
    return (order > 0) - (order < 0);
}

hpc_code rtf_text_compare(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[2].i = text_order(words[0].p, words[1].p);
    return HPC_OK;
}

hpc_code rtf_text_contains(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_str *text = words[0].p, *part = words[1].p;
    bool found = false;
    for (int64_t at = 0; at + part->length <= text->length && !found; at++)
        found = memcmp(text->text + at, part->text, (size_t)part->length) == 0;
    words[2].i = found;
    return HPC_OK;
}

/* ---- Lists ----------------------------------------------------------------------------------- */

hpc_code rtf_list_length(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_seq *list = words[0].p;
    words[1].i = list->length;
    return HPC_OK;
}

static hpc_code append_all(hpc_frame *frame, hpc_seq *to, const hpc_seq *from)
{
    hpc_code code = HPC_OK;
    for (int64_t i = 0; i < from->length && code == HPC_OK; i++)
        code = hpc_seq_append(frame, to, &from->items[i]);
    return code;
}

/* A fresh list of `count` copies of a's items, then b's (b may be NULL). */
static hpc_code build_list(hpc_frame *frame, const hpc_seq *a, int64_t count, const hpc_seq *b,
                           hpc_seq **out)
{
    int64_t length;
    *out = NULL;
    if (__builtin_mul_overflow(a->length, count, &length) ||
        length > INT64_MAX / (int64_t)sizeof(hpc_value) / 2)
        return hpc_fail(frame, HPC_MEMORY_ERROR, "out of memory");
    length += b ? b->length : 0;
    hpc_code code = hpc_seq_new(frame, out, length);
    for (int64_t i = 0; i < count && code == HPC_OK; i++)
        code = append_all(frame, *out, a);
    if (code == HPC_OK && b)
        code = append_all(frame, *out, b);
    if (code != HPC_OK && *out) {
        hpc_object_release(&(*out)->head);
        *out = NULL;
    }
    return code;
}

hpc_code rtf_list_concat(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *made;
    hpc_code code = build_list(frame, words[0].p, 1, words[1].p, &made);
    words[2].p = made;
    return code;
}

hpc_code rtf_list_repeat(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *made;
    int64_t count = words[1].i > 0 ? words[1].i : 0;
    hpc_code code = build_list(frame, words[0].p, count, NULL, &made);
    words[2].p = made;
    return code;
}

/* ---- Equality -------------------------------------------------------------------------------- */

typedef struct number {
    bool is_int, is_complex, is_unsigned;
    int64_t i;
    double re, im;
} number;

static bool to_number(const hpc_value *v, number *n)
{
    *n = (number){0};
    char kind = v->kind == HPC_SCALAR ? hpc_dtype_kind((hpc_dtype)v->dtype) : 0;
    if (v->kind == HPC_PYBOOL || v->kind == HPC_PYINT || kind == 'b' || kind == 'i' ||
        kind == 'u') {
        n->is_int = true;
        n->is_unsigned = kind == 'u' && v->i < 0; /* a uint64 above int64's range */
        n->i = v->i;
        n->re = n->is_unsigned ? (double)(uint64_t)v->i : (double)v->i;
        return true;
    }
    if (v->kind == HPC_PYFLOAT || kind == 'f') {
        n->re = v->f;
        return true;
    }
    if (v->kind != HPC_PYCOMPLEX && kind != 'c')
        return false;
    n->is_complex = true;
    n->re = v->c[0];
    n->im = v->c[1];
    return true;
}

static bool numbers_equal(const number *a, const number *b)
{
    if (a->is_int && b->is_int)
        return a->i == b->i && a->is_unsigned == b->is_unsigned;
    if (a->re != b->re || a->im != b->im)
        return false;
    const number *whole = a->is_int ? a : b->is_int ? b : NULL;
    if (!whole || whole->is_unsigned)
        return true;
    double f = a->is_int ? b->re : a->re;
    return f < 9223372036854775808.0 && (int64_t)f == whole->i;
}

static hpc_code sequences_equal(hpc_frame *frame, const hpc_seq *a, const hpc_seq *b, bool *equal)
{
    hpc_code code = HPC_OK;
    *equal = a->length == b->length;
    for (int64_t i = 0; i < a->length && *equal && code == HPC_OK; i++)
        code = hpc_values_equal(frame, &a->items[i], &b->items[i], equal);
    return code;
}

hpc_code hpc_values_equal(hpc_frame *frame, const hpc_value *a, const hpc_value *b, bool *equal)
{
    number x, y;
    *equal = false;
    if (a->kind == HPC_ARRAY || b->kind == HPC_ARRAY)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "The truth value of an array with more than one element is ambiguous. Use "
                        "a.any() or a.all()");
    if (to_number(a, &x) && to_number(b, &y)) {
        *equal = numbers_equal(&x, &y);
        return HPC_OK;
    }
    if (a->kind != b->kind)
        return HPC_OK;
    switch (a->kind) {
    case HPC_NONE:
    case HPC_ELLIPSIS: *equal = true; break;
    case HPC_DTYPE: *equal = a->i == b->i; break;
    case HPC_STR:
        *equal = text_order((const hpc_str *)(const void *)a->object,
                            (const hpc_str *)(const void *)b->object) == 0;
        break;
    case HPC_TUPLE:
    case HPC_LIST:
    case HPC_SLICE:
        return sequences_equal(frame, (const hpc_seq *)(const void *)a->object,
                               (const hpc_seq *)(const void *)b->object, equal);
    case HPC_DICT:
    case HPC_SET: return hpc_hashes_equal(frame, hpc_as_hash(a), hpc_as_hash(b), equal);
    default: *equal = a->object == b->object;
    }
    return HPC_OK;
}

hpc_code rtf_list_equal(hpc_frame *frame, hpc_word *words)
{
    bool equal;
    hpc_code code = sequences_equal(frame, words[0].p, words[1].p, &equal);
    words[2].i = equal;
    return code;
}

hpc_code rtf_list_contains(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item = words[0].p;
    const hpc_seq *list = words[1].p;
    bool found = false;
    hpc_code code = HPC_OK;
    for (int64_t i = 0; i < list->length && !found && code == HPC_OK; i++)
        code = hpc_values_equal(frame, item, &list->items[i], &found);
    words[2].i = found;
    return code;
}
