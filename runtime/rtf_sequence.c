/* What compiled code does with the items of lists and tuples: functions of the table. Positions may
 * be negative; one out of range fails with the check that the caller names. */
#include <string.h>

#include "cast.h"
#include "checks.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(list_position);
DECLARE(list_item_kind);
DECLARE(list_get_int);
DECLARE(list_get_float);
DECLARE(list_get_complex);
DECLARE(list_get_array);
DECLARE(list_get_object);
DECLARE(list_get_boxed);
DECLARE(list_set);
DECLARE(list_slice);
DECLARE(list_set_slice);
DECLARE(list_delete);
DECLARE(list_delete_slice);
DECLARE(list_append);
DECLARE(list_extend);
DECLARE(list_insert);
DECLARE(list_remove);
DECLARE(list_index);
DECLARE(list_count);
DECLARE(list_reverse);
DECLARE(list_copy);
DECLARE(tuple_of);
DECLARE(list_clear);
DECLARE(list_sort);
DECLARE(list_order);
DECLARE(array_list);
#undef DECLARE

/* ---- Positions ------------------------------------------------------------------------------- */

static hpc_code fail_check(hpc_frame *frame, int check)
{
    return hpc_fail(frame, hpc_check_code(check), "%s", hpc_check_format(check));
}

static hpc_code position(hpc_frame *frame, const hpc_seq *list, int64_t index, int check,
                         int64_t *at)
{
    *at = index < 0 ? index + list->length : index;
    if (*at >= 0 && *at < list->length)
        return HPC_OK;
    if (check == HPC_CHECK_POP_INDEX && list->length == 0)
        check = HPC_CHECK_POP_EMPTY;
    return fail_check(frame, check);
}

hpc_code rtf_list_position(hpc_frame *frame, hpc_word *words)
{
    return position(frame, words[0].p, words[1].i, (int)words[2].i, &words[3].i);
}

/* What list_item_kind says of an item. */
static int64_t kind_of(const hpc_value *item)
{
    return item->kind | (item->kind == HPC_SCALAR ? (int64_t)item->dtype << 8 : 0);
}

/* Inference says which kind an item is; a value is not read on trust of it. */
static hpc_code other_kind(hpc_frame *frame, const hpc_value *item)
{
    return hpc_fail(frame, HPC_TYPE_ERROR,
                    "an item of type %s in a container that was compiled for another type",
                    hpc_value_type_name(item));
}

/* The item at words[1] of the list words[0]; words[2] is the check and, 16 bits up, the kind that the
 * item must be of (0: any). */
static hpc_code item_of(hpc_frame *frame, const hpc_word *words, const hpc_value **item)
{
    const hpc_seq *list = words[0].p;
    int64_t at, kind = words[2].i >> 16;
    hpc_code code = position(frame, list, words[1].i, (int)(words[2].i & 0xFFFF), &at);
    *item = code == HPC_OK ? &list->items[at] : NULL;
    if (kind && *item && kind_of(*item) != kind) {
        code = other_kind(frame, *item);
        *item = NULL;
    }
    return code;
}

hpc_code rtf_list_item_kind(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words, &item);
    words[3].i = item ? kind_of(item) : 0;
    return code;
}

hpc_code rtf_list_get_int(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words, &item);
    words[3].i = item ? item->i : 0;
    return code;
}

hpc_code rtf_list_get_float(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words, &item);
    words[3].f = item ? item->f : 0;
    return code;
}

hpc_code rtf_list_get_complex(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words, &item);
    words[3].f = item ? item->c[0] : 0;
    words[4].f = item ? item->c[1] : 0;
    return code;
}

static bool is_object(const hpc_value *item)
{
    return item->kind == HPC_STR || item->kind == HPC_TUPLE || item->kind == HPC_LIST ||
           item->kind == HPC_SLICE || item->kind == HPC_DICT || item->kind == HPC_SET ||
           item->kind == HPC_OBJECT;
}

hpc_code rtf_list_get_array(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words + 1, &item);
    if (item && item->kind != HPC_ARRAY)
        return other_kind(frame, item);
    if (item) {
        hpc_view *out = words[0].p;
        *out = *item->view;
        hpc_view_retain(out);
    }
    return code;
}

hpc_code rtf_list_get_object(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_code code = item_of(frame, words, &item);
    words[3].p = NULL;
    if (item && !is_object(item))
        return other_kind(frame, item);
    words[3].p = item ? item->object : NULL;
    hpc_object_retain(words[3].p);
    return code;
}

hpc_code rtf_list_get_boxed(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *item;
    hpc_object *box = NULL;
    hpc_code code = item_of(frame, words, &item);
    if (item)
        code = hpc_box_new(frame, &box, item);
    words[3].p = box;
    return code;
}

/* ---- Changing items -------------------------------------------------------------------------- */

hpc_code rtf_list_set(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list = words[0].p;
    int64_t at;
    hpc_value item;
    hpc_code code = position(frame, list, words[1].i, HPC_CHECK_LIST_ASSIGN_INDEX, &at);
    if (code == HPC_OK)
        code = hpc_value_own(frame, &item, hpc_unboxed(words[2].p));
    if (code != HPC_OK)
        return code;
    hpc_value old = list->items[at];
    list->items[at] = item;
    hpc_value_release(list->head.heap, &old);
    return HPC_OK;
}

hpc_code rtf_list_append(hpc_frame *frame, hpc_word *words)
{
    return hpc_seq_append(frame, words[0].p, hpc_unboxed(words[1].p));
}

static hpc_code append_items(hpc_frame *frame, hpc_seq *list, const hpc_seq *from, int64_t count)
{
    hpc_code code = HPC_OK;
    for (int64_t i = 0; i < count && code == HPC_OK; i++)
        code = hpc_seq_append(frame, list, &from->items[i]);
    return code;
}

hpc_code rtf_list_extend(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *from = words[1].p;
    return append_items(frame, words[0].p, from, from->length);
}

/* The last item moves to `at`, those after it one up. */
static void last_to(hpc_seq *list, int64_t at)
{
    hpc_value item = list->items[list->length - 1];
    memmove(&list->items[at + 1], &list->items[at],
            (size_t)(list->length - 1 - at) * sizeof *list->items);
    list->items[at] = item;
}

hpc_code rtf_list_insert(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list = words[0].p;
    int64_t length = list->length, at = words[1].i < 0 ? words[1].i + length : words[1].i;
    hpc_code code = hpc_seq_append(frame, list, hpc_unboxed(words[2].p));
    if (code == HPC_OK)
        last_to(list, at < 0 ? 0 : at > length ? length : at);
    return code;
}

static void delete_at(hpc_seq *list, int64_t at)
{
    hpc_value old = list->items[at];
    list->length--;
    memmove(&list->items[at], &list->items[at + 1],
            (size_t)(list->length - at) * sizeof *list->items);
    hpc_value_release(list->head.heap, &old);
}

hpc_code rtf_list_delete(hpc_frame *frame, hpc_word *words)
{
    int64_t at;
    hpc_code code = position(frame, words[0].p, words[1].i, HPC_CHECK_LIST_ASSIGN_INDEX, &at);
    if (code == HPC_OK)
        delete_at(words[0].p, at);
    return code;
}

hpc_code rtf_list_clear(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_seq *list = words[0].p;
    while (list->length > 0)
        delete_at(list, list->length - 1);
    return HPC_OK;
}

hpc_code rtf_list_reverse(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    hpc_seq *list = words[0].p;
    for (int64_t i = 0, k = list->length - 1; i < k; i++, k--) {
        hpc_value item = list->items[i];
        list->items[i] = list->items[k];
        list->items[k] = item;
    }
    return HPC_OK;
}

/* ---- Slices ---------------------------------------------------------------------------------- */

/* start:stop:step over `length` items as CPython adjusts slice indices; bits of `given` tell which
 * of start (1) and stop (2) the program wrote. */
hpc_code hpc_slice_bounds(hpc_frame *frame, int64_t length, const hpc_word parts[4], hpc_span *out)
{
    int64_t start = parts[0].i, stop = parts[1].i, step = parts[2].i, given = parts[3].i;
    if (step == 0)
        return fail_check(frame, HPC_CHECK_SLICE_STEP_ZERO);
    if (step < -INT64_MAX)
        step = -INT64_MAX;
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
    if (!(given & 1))
        start = step < 0 ? high : low;
    else if ((start += start < 0 ? length : 0) < low)
        start = low;
    if (!(given & 2))
        stop = step < 0 ? low : high;
    else if ((stop += stop < 0 ? length : 0) < low)
        stop = low;
    start = start > high ? high : start;
    stop = stop > high ? high : stop;
    int64_t count = 0;
    if (step > 0 && start < stop)
        count = (stop - start - 1) / step + 1;
    if (step < 0 && stop < start)
        count = (start - stop - 1) / -step + 1;
    *out = (hpc_span){start, step, count};
    return HPC_OK;
}

hpc_code rtf_list_slice(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *list = words[0].p;
    hpc_span s = {0};
    hpc_seq *made = NULL;
    hpc_code code = hpc_slice_bounds(frame, list->length, words + 1, &s);
    if (code == HPC_OK)
        code = hpc_seq_new(frame, &made, s.count);
    for (int64_t i = 0; i < s.count && code == HPC_OK; i++)
        code = hpc_seq_append(frame, made, &list->items[s.start + i * s.step]);
    if (code != HPC_OK && made) {
        hpc_object_release(&made->head);
        made = NULL;
    }
    words[5].p = made;
    return code;
}

hpc_code rtf_list_copy(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *list = words[0].p;
    hpc_seq *made;
    hpc_code code = hpc_seq_new(frame, &made, list->length);
    if (code == HPC_OK)
        code = append_items(frame, made, list, list->length);
    if (code != HPC_OK && made) {
        hpc_object_release(&made->head);
        made = NULL;
    }
    words[1].p = made;
    return code;
}

hpc_code rtf_tuple_of(hpc_frame *frame, hpc_word *words)
{
    hpc_code code = rtf_list_copy(frame, words);
    hpc_seq *tuple = words[1].p;
    if (code == HPC_OK)
        tuple->head.type_name = "tuple";
    return code;
}

hpc_code rtf_list_delete_slice(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list = words[0].p;
    hpc_span s;
    hpc_code code = hpc_slice_bounds(frame, list->length, words + 1, &s);
    for (int64_t i = 0; code == HPC_OK && i < s.count; i++) /* the highest position first */
        delete_at(list, s.step < 0 ? s.start + i * s.step : s.start + (s.count - 1 - i) * s.step);
    return code;
}

static void swap_items(hpc_seq *a, hpc_seq *b)
{
    hpc_seq old = *a;
    a->items = b->items;
    a->length = b->length;
    a->capacity = b->capacity;
    b->items = old.items;
    b->length = old.length;
    b->capacity = old.capacity;
}

/* list[start:stop] = from, of any length: a new row of items takes the old one's place. */
static hpc_code replace_part(hpc_frame *frame, hpc_seq *list, const hpc_span *s,
                             const hpc_seq *from)
{
    hpc_seq *made;
    hpc_seq rest = *list;
    hpc_code code = hpc_seq_new(frame, &made, list->length + from->length);
    if (code == HPC_OK)
        code = append_items(frame, made, list, s->start);
    if (code == HPC_OK)
        code = append_items(frame, made, from, from->length);
    rest.items += s->start + s->count;
    if (code == HPC_OK)
        code = append_items(frame, made, &rest, list->length - s->start - s->count);
    if (code == HPC_OK)
        swap_items(list, made);
    if (made)
        hpc_object_release(&made->head);
    return code;
}

hpc_code rtf_list_set_slice(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list = words[0].p;
    const hpc_seq *from = words[5].p;
    hpc_span s;
    hpc_code code = hpc_slice_bounds(frame, list->length, words + 1, &s);
    if (code != HPC_OK)
        return code;
    if (s.step == 1)
        return replace_part(frame, list, &s, from);
    if (s.count != from->length)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "attempt to assign sequence of size %lld to extended slice of size %lld",
                        (long long)from->length, (long long)s.count);
    for (int64_t i = 0; i < s.count && code == HPC_OK; i++) {
        hpc_value item, old;
        code = hpc_value_own(frame, &item, &from->items[i]);
        if (code != HPC_OK)
            break;
        old = list->items[s.start + i * s.step];
        list->items[s.start + i * s.step] = item;
        hpc_value_release(list->head.heap, &old);
    }
    return code;
}

/* ---- Searching ------------------------------------------------------------------------------- */

/* The first item equal to the value; -1 where there is none. */
static hpc_code find(hpc_frame *frame, const hpc_seq *list, const hpc_value *value, int64_t *at)
{
    bool equal = false;
    hpc_code code = HPC_OK;
    *at = -1;
    for (int64_t i = 0; i < list->length && code == HPC_OK && *at < 0; i++) {
        code = hpc_values_equal(frame, &list->items[i], value, &equal);
        if (code == HPC_OK && equal)
            *at = i;
    }
    return code;
}

hpc_code rtf_list_index(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *value = hpc_unboxed(words[1].p);
    hpc_str *text = NULL;
    hpc_code code = find(frame, words[0].p, value, &words[2].i);
    if (code != HPC_OK || words[2].i >= 0)
        return code;
    code = hpc_repr_of(frame, &text, value);
    if (code == HPC_OK)
        code = hpc_fail(frame, HPC_VALUE_ERROR, "%s is not in list", text->text);
    if (text)
        hpc_object_release(&text->head);
    return code;
}

hpc_code rtf_list_remove(hpc_frame *frame, hpc_word *words)
{
    int64_t at;
    hpc_code code = find(frame, words[0].p, hpc_unboxed(words[1].p), &at);
    if (code != HPC_OK)
        return code;
    if (at < 0)
        return fail_check(frame, HPC_CHECK_NOT_IN_LIST_REMOVE);
    delete_at(words[0].p, at);
    return HPC_OK;
}

hpc_code rtf_list_count(hpc_frame *frame, hpc_word *words)
{
    const hpc_seq *list = words[0].p;
    const hpc_value *value = hpc_unboxed(words[1].p);
    hpc_code code = HPC_OK;
    words[2].i = 0;
    for (int64_t i = 0; i < list->length && code == HPC_OK; i++) {
        bool equal = false;
        code = hpc_values_equal(frame, &list->items[i], value, &equal);
        words[2].i += equal;
    }
    return code;
}

/* ---- Sorting --------------------------------------------------------------------------------- */

static bool as_number(const hpc_value *v, double *f, int64_t *i, bool *is_int)
{
    char kind = v->kind == HPC_SCALAR ? hpc_dtype_kind((hpc_dtype)v->dtype) : 0;
    *is_int =
        v->kind == HPC_PYBOOL || v->kind == HPC_PYINT || kind == 'b' || kind == 'i' || kind == 'u';
    bool is_float = v->kind == HPC_PYFLOAT || kind == 'f';
    *i = *is_int ? v->i : 0;
    *f = *is_int ? (kind == 'u' ? (double)(uint64_t)v->i : (double)v->i) : is_float ? v->f : 0;
    return *is_int || is_float;
}

static hpc_code less(hpc_frame *frame, const hpc_value *a, const hpc_value *b, bool *is_less)
{
    double x, y;
    int64_t i, k;
    bool a_int, b_int;
    if (as_number(a, &x, &i, &a_int) && as_number(b, &y, &k, &b_int)) {
        bool whole = a_int && b_int && a->kind != HPC_SCALAR && b->kind != HPC_SCALAR;
        *is_less = whole ? i < k : x < y || (a_int && b_int && x == y && i < k);
        return HPC_OK;
    }
    if (a->kind == HPC_STR && b->kind == HPC_STR) {
        *is_less = strcmp(hpc_as_str(a)->text, hpc_as_str(b)->text) < 0;
        return HPC_OK;
    }
    if (a->kind != b->kind || (a->kind != HPC_TUPLE && a->kind != HPC_LIST))
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "'<' not supported between instances of '%s' and '%s'",
                        hpc_value_type_name(a), hpc_value_type_name(b));
    const hpc_seq *s = hpc_as_seq(a), *t = hpc_as_seq(b);
    for (int64_t at = 0; at < s->length && at < t->length; at++) {
        bool equal;
        hpc_code code = hpc_values_equal(frame, &s->items[at], &t->items[at], &equal);
        if (code != HPC_OK)
            return code;
        if (!equal)
            return less(frame, &s->items[at], &t->items[at], is_less);
    }
    *is_less = s->length < t->length;
    return HPC_OK;
}

static bool ordered(int64_t op, double x, double y)
{
    switch (op) {
    case 0: return x < y;
    case 1: return x <= y;
    case 2: return x > y;
    default: return x >= y;
    }
}

/* The first unequal items decide; if there are none, the lengths do. */
static hpc_code sequence_order(hpc_frame *frame, const hpc_seq *a, const hpc_seq *b, int64_t op,
                               bool *result)
{
    for (int64_t at = 0; at < a->length && at < b->length; at++) {
        const hpc_value *x = &a->items[at], *y = &b->items[at];
        double f, g;
        int64_t i, k;
        bool whole[2], equal;
        hpc_code code = hpc_values_equal(frame, x, y, &equal);
        if (code != HPC_OK)
            return code;
        if (equal)
            continue;
        if (as_number(x, &f, &i, &whole[0]) && as_number(y, &g, &k, &whole[1])) {
            bool exact = whole[0] && whole[1] && f == g;
            *result = exact ? ordered(op, (double)(i > k), (double)(i < k)) : ordered(op, f, g);
            return HPC_OK;
        }
        if ((x->kind == HPC_LIST || x->kind == HPC_TUPLE) && x->kind == y->kind)
            return sequence_order(frame, hpc_as_seq(x), hpc_as_seq(y), op, result);
        return op & 2 ? less(frame, y, x, result) : less(frame, x, y, result);
    }
    *result = ordered(op, (double)a->length, (double)b->length);
    return HPC_OK;
}

hpc_code rtf_list_order(hpc_frame *frame, hpc_word *words)
{
    bool result = false;
    hpc_code code = sequence_order(frame, words[0].p, words[1].p, words[2].i, &result);
    words[3].i = result;
    return code;
}

/* Stable; `reverse` keeps equal items in their order, as CPython does. from is merged into to. */
static hpc_code merge(hpc_frame *frame, const hpc_value *from, hpc_value *to, int64_t middle,
                      int64_t length, bool reverse)
{
    int64_t a = 0, b = middle;
    for (int64_t i = 0; i < length; i++) {
        bool second = a == middle;
        if (!second && b < length) {
            hpc_code code = reverse ? less(frame, &from[a], &from[b], &second)
                                    : less(frame, &from[b], &from[a], &second);
            if (code != HPC_OK)
                return code;
        }
        to[i] = from[second ? b++ : a++];
    }
    return HPC_OK;
}

/* Sorts runs of doubling widths between the two rows; *sorted is the one that holds the result. */
static hpc_code sort_values(hpc_frame *frame, hpc_value *rows[2], int64_t length, bool reverse,
                            int *sorted)
{
    hpc_code code = HPC_OK;
    *sorted = 0;
    for (int64_t width = 1; width < length; width *= 2) {
        for (int64_t at = 0; at < length; at += 2 * width) {
            int64_t both = length - at < 2 * width ? length - at : 2 * width;
            code = merge(frame, rows[*sorted] + at, rows[!*sorted] + at,
                         width < both ? width : both, both, reverse);
            if (code != HPC_OK)
                return code;
        }
        *sorted = !*sorted;
    }
    return code;
}

hpc_code rtf_list_sort(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list = words[0].p;
    size_t size = (size_t)list->length * sizeof *list->items;
    if (list->length < 2)
        return HPC_OK;
    hpc_value *both = hpc_heap_alloc(frame->runtime->heap, 2 * size);
    if (!both)
        return hpc_fail_memory(frame, 2 * size);
    hpc_value *rows[2] = {both, both + list->length};
    memcpy(rows[0], list->items, size);
    int sorted;
    hpc_code code = sort_values(frame, rows, list->length, words[1].i != 0, &sorted);
    if (code == HPC_OK)
        memcpy(list->items, rows[sorted], size);
    hpc_heap_free(frame->runtime->heap, both);
    return code;
}

/* ---- Lists of arrays ------------------------------------------------------------------------- */

static hpc_code list_of_view(hpc_frame *frame, const hpc_view *view, hpc_seq **out);

static hpc_code append_part(hpc_frame *frame, hpc_seq *list, const hpc_view *part)
{
    if (part->rank > 0) {
        hpc_seq *inner;
        hpc_code code = list_of_view(frame, part, &inner);
        if (code != HPC_OK)
            return code;
        hpc_value value = {.kind = HPC_LIST, .object = &inner->head};
        code = hpc_seq_append(frame, list, &value);
        hpc_object_release(&inner->head);
        return code;
    }
    hpc_value value = hpc_element_load(part->data, (hpc_dtype)part->dtype);
    if (part->dtype == HPC_U64 && value.i < 0)
        return hpc_fail(frame, HPC_OVERFLOW_ERROR, "integer result does not fit 64 bits");
    switch (hpc_dtype_kind((hpc_dtype)part->dtype)) {
    case 'b': value.kind = HPC_PYBOOL; break;
    case 'f': value.kind = HPC_PYFLOAT; break;
    case 'c': value.kind = HPC_PYCOMPLEX; break;
    default: value.kind = HPC_PYINT;
    }
    return hpc_seq_append(frame, list, &value);
}

static hpc_code list_of_view(hpc_frame *frame, const hpc_view *view, hpc_seq **out)
{
    hpc_code code = hpc_seq_new(frame, out, view->shape[0]);
    hpc_view part = *view;
    part.rank--;
    memmove(part.shape, part.shape + 1, (size_t)part.rank * sizeof *part.shape);
    memmove(part.strides, part.strides + 1, (size_t)part.rank * sizeof *part.strides);
    for (int64_t i = 0; i < view->shape[0] && code == HPC_OK; i++, part.data += view->strides[0])
        code = append_part(frame, *out, &part);
    if (code != HPC_OK && *out) {
        hpc_object_release(&(*out)->head);
        *out = NULL;
    }
    return code;
}

/* An array of one and more dimensions. */
hpc_code rtf_array_list(hpc_frame *frame, hpc_word *words)
{
    hpc_seq *list;
    hpc_code code = list_of_view(frame, words[0].p, &list);
    words[1].p = list;
    return code;
}
