/* Takes packs of values, gives tuples, lists, boxed values and texts, and a boxed value back as what
 * the program declared it to be: functions of the table. */
#include <string.h>

#include "rtf_python.h"

hpc_code rtf_tuple_new(hpc_frame *frame, hpc_word *words);
hpc_code rtf_named_tuple_new(hpc_frame *frame, hpc_word *words);
hpc_code rtf_list_new(hpc_frame *frame, hpc_word *words);
hpc_code rtf_box_pick(hpc_frame *frame, hpc_word *words);
hpc_code rtf_str_of(hpc_frame *frame, hpc_word *words);
hpc_code rtf_repr_of(hpc_frame *frame, hpc_word *words);
hpc_code rtf_format_of(hpc_frame *frame, hpc_word *words);
hpc_code rtf_text_concat(hpc_frame *frame, hpc_word *words);
hpc_code rtf_same_object(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_int(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_float(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_complex(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_array(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_tuple(hpc_frame *frame, hpc_word *words);
hpc_code rtf_unbox_object(hpc_frame *frame, hpc_word *words);

/* ---- Boxes ----------------------------------------------------------------------------------- */

static const char box_type_name[] = "boxed";

const hpc_value *hpc_unboxed(const hpc_value *value)
{
    if (value->kind != HPC_OBJECT || value->object == NULL ||
        value->object->type_name != box_type_name)
        return value;
    return hpc_as_seq(value)->items;
}

hpc_code hpc_box_new(hpc_frame *frame, hpc_object **out, const hpc_value *borrowed)
{
    hpc_seq *box;
    hpc_code code = hpc_seq_new(frame, &box, 1);
    if (code == HPC_OK)
        code = hpc_seq_append(frame, box, hpc_unboxed(borrowed));
    if (code != HPC_OK && box) {
        hpc_object_release(&box->head);
        box = NULL;
    }
    if (box)
        box->head.type_name = box_type_name;
    *out = box ? &box->head : NULL;
    return code;
}

hpc_code rtf_box_pick(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *values = words[0].p;
    hpc_object *box;
    hpc_code code = hpc_box_new(frame, &box, &values[words[1].i]);
    words[2].p = box;
    return code;
}

hpc_code rtf_same_object(hpc_frame *frame, hpc_word *words)
{
    (void)frame;
    words[2].i = words[0].p == words[1].p;
    return HPC_OK;
}

/* ---- Tuples and lists ------------------------------------------------------------------------ */

static hpc_code sequence_new(hpc_frame *frame, const hpc_word *words, void **out)
{
    const hpc_value *values = words[0].p;
    int64_t count = words[1].i;
    hpc_seq *seq;
    hpc_code code = hpc_seq_new(frame, &seq, count);
    for (int64_t i = 0; i < count && code == HPC_OK; i++)
        code = hpc_seq_append(frame, seq, hpc_unboxed(&values[i]));
    if (code != HPC_OK && seq) {
        hpc_object_release(&seq->head);
        seq = NULL;
    }
    *out = seq;
    return code;
}

hpc_code rtf_tuple_new(hpc_frame *frame, hpc_word *words)
{
    hpc_code code = sequence_new(frame, words, &words[2].p);
    if (code == HPC_OK)
        ((hpc_seq *)words[2].p)->head.type_name = "tuple";
    return code;
}

/* The names are copied: the tuple may outlive the program that they are a constant of. */
hpc_code rtf_named_tuple_new(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *text = words[2].p;
    hpc_str *names = NULL;
    void *made = NULL;
    hpc_code code = sequence_new(frame, words, &made);
    if (code == HPC_OK)
        code = hpc_str_new(frame, &names, text->text, (size_t)text->length);
    hpc_seq *seq = made;
    if (code == HPC_OK) {
        seq->head.type_name = "tuple";
        seq->names = &names->head;
    } else if (seq) {
        hpc_object_release(&seq->head);
        seq = NULL;
    }
    words[3].p = seq;
    return code;
}

hpc_code rtf_list_new(hpc_frame *frame, hpc_word *words)
{
    return sequence_new(frame, words, &words[2].p);
}

/* ---- Texts ----------------------------------------------------------------------------------- */

hpc_code rtf_str_of(hpc_frame *frame, hpc_word *words)
{
    hpc_str *text = NULL;
    hpc_code code = hpc_str_of(frame, &text, hpc_unboxed(words[0].p));
    words[1].p = text;
    return code;
}

hpc_code rtf_repr_of(hpc_frame *frame, hpc_word *words)
{
    hpc_str *text = NULL;
    hpc_code code = hpc_repr_of(frame, &text, hpc_unboxed(words[0].p));
    words[1].p = text;
    return code;
}

hpc_code rtf_format_of(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *spec = words[1].p;
    hpc_str *text = NULL;
    hpc_code code =
        hpc_format_value(frame, &text, hpc_unboxed(words[0].p), spec->text, (size_t)spec->length);
    words[2].p = text;
    return code;
}

hpc_code rtf_text_concat(hpc_frame *frame, hpc_word *words)
{
    const hpc_value *texts = words[0].p;
    int64_t count = words[1].i;
    size_t length = 0;
    for (int64_t i = 0; i < count; i++)
        length += (size_t)hpc_as_str(&texts[i])->length;
    char *all = hpc_heap_alloc(frame->runtime->heap, length + 1);
    if (!all)
        return hpc_fail_memory(frame, length + 1);
    size_t at = 0;
    for (int64_t i = 0; i < count; i++) {
        const hpc_str *text = hpc_as_str(&texts[i]);
        memcpy(all + at, text->text, (size_t)text->length);
        at += (size_t)text->length;
    }
    hpc_str *made = NULL;
    hpc_code code = hpc_str_new(frame, &made, all, length);
    hpc_heap_free(frame->runtime->heap, all);
    words[2].p = made;
    return code;
}

/* ---- Unboxing -------------------------------------------------------------------------------- */

static const char *number_name(int64_t kind, int64_t dtype)
{
    switch (kind) {
    case HPC_PYBOOL: return "bool";
    case HPC_PYINT: return "int";
    case HPC_PYFLOAT: return "float";
    case HPC_PYCOMPLEX: return "complex";
    case HPC_STR: return "str";
    case HPC_LIST: return "list";
    case HPC_DICT: return "dict";
    case HPC_SET: return "set";
    case HPC_TUPLE: return "tuple";
    case HPC_SCALAR: return hpc_dtype_name((hpc_dtype)dtype);
    default: return "object";
    }
}

static hpc_code wrong_type(hpc_frame *frame, const char *wanted, const hpc_value *v)
{
    return hpc_fail(frame, HPC_TYPE_ERROR, "the declared type is %s, the value is %s", wanted,
                    hpc_value_type_name(v));
}

/* Finds the value in a box; it must be exactly of the kind (and dtype) that words 1 and 2 name. */
static hpc_code open_box(hpc_frame *frame, const hpc_word *words, hpc_value *out)
{
    hpc_value object = {.kind = HPC_OBJECT, .object = words[0].p};
    const hpc_value *v = hpc_unboxed(&object);
    *out = *v;
    bool same = v->kind == words[1].i && (v->kind != HPC_SCALAR || v->dtype == words[2].i);
    return same ? HPC_OK : wrong_type(frame, number_name(words[1].i, words[2].i), v);
}

hpc_code rtf_unbox_int(hpc_frame *frame, hpc_word *words)
{
    hpc_value v;
    hpc_code code = open_box(frame, words, &v);
    words[3].i = code == HPC_OK ? v.i : 0;
    return code;
}

hpc_code rtf_unbox_float(hpc_frame *frame, hpc_word *words)
{
    hpc_value v;
    hpc_code code = open_box(frame, words, &v);
    words[3].f = code == HPC_OK ? v.f : 0;
    return code;
}

hpc_code rtf_unbox_complex(hpc_frame *frame, hpc_word *words)
{
    hpc_value v;
    hpc_code code = open_box(frame, words, &v);
    words[3].f = code == HPC_OK ? v.c[0] : 0;
    words[4].f = code == HPC_OK ? v.c[1] : 0;
    return code;
}

hpc_code rtf_unbox_array(hpc_frame *frame, hpc_word *words)
{
    hpc_value object = {.kind = HPC_OBJECT, .object = words[1].p};
    const hpc_value *v = hpc_unboxed(&object);
    hpc_dtype dtype = (hpc_dtype)words[2].i;
    if (v->kind != HPC_ARRAY)
        return wrong_type(frame, "numpy.ndarray", v);
    if (v->view->dtype != (int32_t)dtype || v->view->rank != words[3].i)
        return hpc_fail(frame, HPC_TYPE_ERROR,
                        "the declared type is an array of %s with %lld dimensions, the value has "
                        "%s and %d",
                        hpc_dtype_name(dtype), (long long)words[3].i,
                        hpc_dtype_name((hpc_dtype)v->view->dtype), (int)v->view->rank);
    hpc_view *out = words[0].p;
    *out = *v->view;
    hpc_view_retain(out);
    return HPC_OK;
}

hpc_code rtf_unbox_tuple(hpc_frame *frame, hpc_word *words)
{
    hpc_value object = {.kind = HPC_OBJECT, .object = words[0].p};
    const hpc_value *v = hpc_unboxed(&object);
    if (v->kind != HPC_TUPLE)
        return wrong_type(frame, "tuple", v);
    if (hpc_as_seq(v)->length != words[1].i)
        return hpc_fail(frame, HPC_TYPE_ERROR, "the declared tuple has %lld items, the value %lld",
                        (long long)words[1].i, (long long)hpc_as_seq(v)->length);
    hpc_object_retain(v->object);
    words[2].p = v->object;
    return HPC_OK;
}

hpc_code rtf_unbox_object(hpc_frame *frame, hpc_word *words)
{
    hpc_value object = {.kind = HPC_OBJECT, .object = words[0].p};
    const hpc_value *v = hpc_unboxed(&object);
    if (v->kind != words[1].i)
        return wrong_type(frame, number_name(words[1].i, 0), v);
    hpc_object_retain(v->object);
    words[2].p = v->object;
    return HPC_OK;
}
