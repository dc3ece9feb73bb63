/* What compiled code does with strings (UTF-8; positions count code points) and with texts of
 * numbers: functions of the table. Case and kinds of characters are those of ASCII. */
#include <string.h>

#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(text_get);
DECLARE(text_slice);
DECLARE(text_chars);
DECLARE(text_case);
DECLARE(text_strip);
DECLARE(text_split);
DECLARE(text_lines);
DECLARE(text_join);
DECLARE(text_starts);
DECLARE(text_ends);
DECLARE(text_find);
DECLARE(text_count);
DECLARE(text_replace);
DECLARE(text_pad);
DECLARE(text_is);
DECLARE(text_chr);
DECLARE(text_ord);
#undef DECLARE

/* ---- Bytes and characters -------------------------------------------------------------------- */

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static int64_t characters(const char *text, int64_t bytes)
{
    int64_t count = 0;
    for (int64_t i = 0; i < bytes; i++)
        count += starts_character(text[i]);
    return count;
}

/* The byte at which the nth character starts; the end for one past the last. */
static int64_t byte_of(const hpc_str *s, int64_t n)
{
    int64_t at = 0;
    if (n <= 0)
        return 0;
    for (at = 1; at < s->length; at++)
        if (starts_character(s->text[at]) && --n == 0)
            return at;
    return s->length;
}

static int64_t character_end(const hpc_str *s, int64_t at)
{
    do
        at++;
    while (at < s->length && !starts_character(s->text[at]));
    return at;
}

static hpc_code give(hpc_frame *frame, hpc_word *out, const char *text, int64_t length)
{
    hpc_str *made;
    hpc_code code = hpc_str_new(frame, &made, text, (size_t)length);
    out->p = made;
    return code;
}

/* The buffer's text as a string; the buffer is done. */
static hpc_code give_buffer(hpc_frame *frame, hpc_word *out, hpc_buffer *buffer)
{
    hpc_code code = hpc_buffer_status(frame, buffer);
    out->p = NULL;
    if (code == HPC_OK)
        code = give(frame, out, buffer->text, (int64_t)buffer->length);
    hpc_buffer_free(buffer);
    return code;
}

hpc_code rtf_text_get(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    int64_t length = characters(s->text, s->length), at = words[1].i;
    at += at < 0 ? length : 0;
    words[2].p = NULL;
    if (at < 0 || at >= length)
        return hpc_fail(frame, HPC_INDEX_ERROR, "string index out of range");
    int64_t begin = byte_of(s, at);
    return give(frame, &words[2], s->text + begin, character_end(s, begin) - begin);
}

hpc_code rtf_text_slice(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    hpc_span part;
    hpc_buffer out;
    words[5].p = NULL;
    int64_t length = characters(s->text, s->length);
    hpc_code code = hpc_slice_bounds(frame, length, words + 1, &part);
    if (code != HPC_OK)
        return code;
    hpc_buffer_init(&out, frame->runtime->heap);
    bool plain = length == s->length;
    for (int64_t i = 0; i < part.count; i++) {
        int64_t at = part.start + i * part.step, begin = plain ? at : byte_of(s, at);
        hpc_buffer_add(&out, s->text + begin, (size_t)(character_end(s, begin) - begin));
    }
    return give_buffer(frame, &words[5], &out);
}

/* ---- Lists of texts -------------------------------------------------------------------------- */

static hpc_code append_text(hpc_frame *frame, hpc_seq *list, const char *text, int64_t length)
{
    hpc_str *made;
    hpc_code code = hpc_str_new(frame, &made, text, (size_t)length);
    if (code != HPC_OK)
        return code;
    hpc_value value = {.kind = HPC_STR, .object = &made->head};
    code = hpc_seq_append(frame, list, &value);
    hpc_object_release(&made->head);
    return code;
}

static hpc_code give_list(hpc_code code, hpc_word *out, hpc_seq *list)
{
    if (code != HPC_OK && list) {
        hpc_object_release(&list->head);
        list = NULL;
    }
    out->p = list;
    return code;
}

hpc_code rtf_text_chars(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    hpc_seq *list;
    hpc_code code = hpc_seq_new(frame, &list, s->length);
    for (int64_t at = 0; at < s->length && code == HPC_OK;) {
        int64_t end = character_end(s, at);
        code = append_text(frame, list, s->text + at, end - at);
        at = end;
    }
    return give_list(code, &words[1], list);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

static const char *find_bytes(const char *text, int64_t length, const hpc_str *part)
{
    for (int64_t at = 0; at + part->length <= length; at++)
        if (memcmp(text + at, part->text, (size_t)part->length) == 0)
            return text + at;
    return NULL;
}

static hpc_code split_spaces(hpc_frame *frame, const hpc_str *s, int64_t most, hpc_seq *list)
{
    hpc_code code = HPC_OK;
    for (int64_t at = 0; code == HPC_OK; most--) {
        while (at < s->length && is_space(s->text[at]))
            at++;
        if (at == s->length)
            break;
        int64_t end = at;
        while (end < s->length && (most == 0 || !is_space(s->text[end])))
            end++;
        if (most == 0) /* the rest, without the white space at its end */
            while (is_space(s->text[end - 1]))
                end--;
        code = append_text(frame, list, s->text + at, end - at);
        at = most == 0 ? s->length : end;
    }
    return code;
}

static hpc_code split_at(hpc_frame *frame, const hpc_str *s, const hpc_str *separator, int64_t most,
                         hpc_seq *list)
{
    if (separator->length == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "empty separator");
    int64_t at = 0;
    const char *found;
    hpc_code code = HPC_OK;
    while (code == HPC_OK && most-- != 0 &&
           (found = find_bytes(s->text + at, s->length - at, separator))) {
        code = append_text(frame, list, s->text + at, found - (s->text + at));
        at = found - s->text + separator->length;
    }
    return code == HPC_OK ? append_text(frame, list, s->text + at, s->length - at) : code;
}

hpc_code rtf_text_split(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list;
    hpc_code code = hpc_seq_new(frame, &list, 4);
    if (code == HPC_OK)
        code = words[2].i ? split_at(frame, words[0].p, words[1].p, words[3].i, list)
                          : split_spaces(frame, words[0].p, words[3].i, list);
    return give_list(code, &words[4], list);
}

hpc_code rtf_text_lines(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    hpc_seq *list;
    hpc_code code = hpc_seq_new(frame, &list, 4);
    for (int64_t at = 0; at < s->length && code == HPC_OK;) {
        int64_t end = at, next;
        while (end < s->length && !(s->text[end] >= '\n' && s->text[end] <= '\r') &&
               !(s->text[end] >= 0x1C && s->text[end] <= 0x1E))
            end++;
        next = end < s->length ? end + 1 : end;
        if (end + 1 < s->length && s->text[end] == '\r' && s->text[end + 1] == '\n')
            next++;
        code = append_text(frame, list, s->text + at, (words[1].i ? next : end) - at);
        at = next;
    }
    return give_list(code, &words[2], list);
}

hpc_code rtf_text_join(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *separator = words[0].p;
    const hpc_seq *list = words[1].p;
    hpc_buffer out;
    hpc_code code = HPC_OK;
    hpc_buffer_init(&out, frame->runtime->heap);
    for (int64_t i = 0; i < list->length && code == HPC_OK; i++) {
        const hpc_value *item = &list->items[i];
        if (item->kind != HPC_STR) {
            code = hpc_fail(frame, HPC_TYPE_ERROR,
                            "sequence item %lld: expected str instance, %s found", (long long)i,
                            hpc_value_type_name(item));
            break;
        }
        if (i)
            hpc_buffer_add(&out, separator->text, (size_t)separator->length);
        hpc_buffer_add(&out, hpc_as_str(item)->text, (size_t)hpc_as_str(item)->length);
    }
    if (code == HPC_OK)
        return give_buffer(frame, &words[2], &out);
    hpc_buffer_free(&out);
    words[2].p = NULL;
    return code;
}

/* ---- Searching ------------------------------------------------------------------------------- */

hpc_code rtf_text_starts(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_str *s = words[0].p, *part = words[1].p;
    words[2].i =
        part->length <= s->length && memcmp(s->text, part->text, (size_t)part->length) == 0;
    return HPC_OK;
}

hpc_code rtf_text_ends(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_str *s = words[0].p, *part = words[1].p;
    words[2].i = part->length <= s->length &&
                 memcmp(s->text + s->length - part->length, part->text, (size_t)part->length) == 0;
    return HPC_OK;
}

enum { FIND_LAST = 1, FIND_MUST = 2 };

hpc_code rtf_text_find(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p, *part = words[1].p;
    const char *found = find_bytes(s->text, s->length, part);
    for (const char *next = found;
         (words[2].i & FIND_LAST) && next && next < s->text + s->length;) {
        next = find_bytes(next + 1, s->length - (next + 1 - s->text), part);
        found = next ? next : found;
    }
    if (!found && (words[2].i & FIND_MUST))
        return hpc_fail(frame, HPC_VALUE_ERROR, "substring not found");
    words[3].i = found ? characters(s->text, found - s->text) : -1;
    return HPC_OK;
}

hpc_code rtf_text_count(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    const hpc_str *s = words[0].p, *part = words[1].p;
    int64_t count = 0;
    const char *at = s->text, *end = s->text + s->length;
    if (part->length == 0) {
        words[2].i = characters(s->text, s->length) + 1;
        return HPC_OK;
    }
    for (; (at = find_bytes(at, end - at, part)); at += part->length)
        count++;
    words[2].i = count;
    return HPC_OK;
}

/* An empty `old` stands before every character and at the end. */
static void insert_everywhere(hpc_buffer *out, const hpc_str *s, const hpc_str *new, int64_t most)
{
    int64_t at = 0;
    while (most-- != 0) {
        hpc_buffer_add(out, new->text, (size_t) new->length);
        if (at == s->length)
            return;
        int64_t end = character_end(s, at);
        hpc_buffer_add(out, s->text + at, (size_t)(end - at));
        at = end;
    }
    hpc_buffer_add(out, s->text + at, (size_t)(s->length - at));
}

hpc_code rtf_text_replace(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p, *old = words[1].p, *new = words[2].p;
    int64_t most = words[3].i;
    hpc_buffer out;
    hpc_buffer_init(&out, frame->runtime->heap);
    if (old->length == 0) {
        insert_everywhere(&out, s, new, most);
        return give_buffer(frame, &words[4], &out);
    }
    const char *at = s->text, *end = s->text + s->length, *found;
    while (most-- != 0 && (found = find_bytes(at, end - at, old))) {
        hpc_buffer_add(&out, at, (size_t)(found - at));
        hpc_buffer_add(&out, new->text, (size_t) new->length);
        at = found + old->length;
    }
    hpc_buffer_add(&out, at, (size_t)(end - at));
    return give_buffer(frame, &words[4], &out);
}

/* ---- Changed copies -------------------------------------------------------------------------- */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static char upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}
static char lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

enum { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP };

static char in_case(char c, int64_t how, bool first, bool starts_word)
{
    switch (how) {
    case CASE_UPPER: return upper(c);
    case CASE_LOWER: return lower(c);
    case CASE_TITLE: return starts_word ? upper(c) : lower(c);
    case CASE_CAPITALIZE: return first ? upper(c) : lower(c);
    default: return is_upper(c) ? lower(c) : upper(c);
    }
}

/* Which characters outside of ASCII are letters, and what their other case is, takes tables. */
static hpc_code only_ascii(hpc_frame *frame, const hpc_str *s)
{
    for (int64_t i = 0; i < s->length; i++)
        if ((unsigned char)s->text[i] >= 0x80)
            return hpc_fail(frame, HPC_NOT_IMPLEMENTED_ERROR,
                            "case and kind of characters outside of ASCII are not supported");
    return HPC_OK;
}

hpc_code rtf_text_case(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    hpc_code code = only_ascii(frame, s);
    if (code != HPC_OK)
        return code;
    hpc_buffer out;
    hpc_buffer_init(&out, frame->runtime->heap);
    bool in_word = false;
    for (int64_t i = 0; i < s->length; i++) {
        char c = s->text[i];
        hpc_buffer_putc(&out, in_case(c, words[1].i, i == 0, !in_word));
        in_word = is_upper(c) || is_lower(c);
    }
    return give_buffer(frame, &words[2], &out);
}

/* Whether the character at text[at .. end) is one that strip takes away. */
static bool stripped(const hpc_str *s, int64_t at, int64_t end, const hpc_str *set, bool given)
{
    if (!given)
        return end == at + 1 && is_space(s->text[at]);
    for (int64_t i = 0; i < set->length;) {
        int64_t next = character_end(set, i);
        if (next - i == end - at && memcmp(set->text + i, s->text + at, (size_t)(end - at)) == 0)
            return true;
        i = next;
    }
    return false;
}

hpc_code rtf_text_strip(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p, *set = words[1].p;
    bool given = words[2].i != 0;
    int64_t begin = 0, end = s->length;
    while ((words[3].i & 1) && begin < end &&
           stripped(s, begin, character_end(s, begin), set, given))
        begin = character_end(s, begin);
    while ((words[3].i & 2) && begin < end) {
        int64_t last = end - 1;
        while (last > begin && !starts_character(s->text[last]))
            last--;
        if (!stripped(s, last, end, set, given))
            break;
        end = last;
    }
    return give(frame, &words[4], s->text + begin, end - begin);
}

static void fill(hpc_buffer *out, const hpc_str *with, int64_t count)
{
    for (int64_t i = 0; i < count && !out->refused; i++)
        hpc_buffer_add(out, with->text, (size_t)with->length);
}

enum { PAD_LEFT, PAD_RIGHT, PAD_CENTRE, PAD_ZERO };

hpc_code rtf_text_pad(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p, *with = words[2].p;
    int64_t width = words[1].i, how = words[3].i;
    int64_t missing = width - characters(s->text, s->length), before = 0;
    hpc_buffer out;
    hpc_buffer_init(&out, frame->runtime->heap);
    if (how != PAD_ZERO && characters(with->text, with->length) != 1)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "The fill character must be exactly one character long");
    missing = missing < 0 ? 0 : missing;
    if (how == PAD_RIGHT || how == PAD_ZERO)
        before = missing;
    if (how == PAD_CENTRE)
        before = missing / 2 + (missing & width & 1);
    bool is_signed = how == PAD_ZERO && s->length && (s->text[0] == '-' || s->text[0] == '+');
    if (is_signed)
        hpc_buffer_putc(&out, s->text[0]);
    fill(&out, with, before);
    hpc_buffer_add(&out, s->text + is_signed, (size_t)(s->length - is_signed));
    fill(&out, with, missing - before);
    return give_buffer(frame, &words[4], &out);
}

/* ---- Questions ------------------------------------------------------------------------------- */

enum { IS_DIGIT, IS_ALPHA, IS_ALNUM, IS_SPACE, IS_UPPER, IS_LOWER };

static bool is_kind(char c, int64_t kind)
{
    switch (kind) {
    case IS_DIGIT: return is_digit(c);
    case IS_ALPHA: return is_upper(c) || is_lower(c);
    case IS_ALNUM: return is_upper(c) || is_lower(c) || is_digit(c);
    default: return is_space(c);
    }
}

hpc_code rtf_text_is(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    int64_t kind = words[1].i;
    hpc_code code = only_ascii(frame, s);
    if (code != HPC_OK)
        return code;
    bool all = s->length > 0, cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        char c = s->text[i];
        if (kind == IS_UPPER || kind == IS_LOWER) {
            all = all && !(kind == IS_UPPER ? is_lower(c) : is_upper(c));
            cased = cased || is_upper(c) || is_lower(c);
        } else {
            all = all && is_kind(c, kind);
        }
    }
    words[2].i = all && (cased || (kind != IS_UPPER && kind != IS_LOWER));
    return HPC_OK;
}

hpc_code rtf_text_chr(hpc_frame *frame, hpc_word *words)
{
    int64_t c = words[0].i;
    char text[4];
    int length;
    words[1].p = NULL;
    if (c < 0 || c > 0x10FFFF)
        return hpc_fail(frame, HPC_VALUE_ERROR, "chr() arg not in range(0x110000)");
    if (c < 0x80) {
        text[0] = (char)c;
        length = 1;
    } else {
        length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (int i = length - 1; i > 0; i--, c >>= 6)
            text[i] = (char)(0x80 | (c & 0x3F));
        text[0] = (char)((0xF00 >> length) | c);
    }
    return give(frame, &words[1], text, length);
}

hpc_code rtf_text_ord(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *s = words[0].p;
    int64_t count = characters(s->text, s->length);
    words[1].i = 0;
    if (count != 1)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "ord() expected a character, but string of length %lld found",
                        (long long)count);
    unsigned char lead = (unsigned char)s->text[0];
    int64_t c = s->length == 1 ? lead : lead & (0xFF >> (s->length + 1));
    for (int64_t i = 1; i < s->length; i++)
        c = c << 6 | ((unsigned char)s->text[i] & 0x3F);
    words[1].i = c;
    return HPC_OK;
}
