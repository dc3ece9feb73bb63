/* Arguments to words, words to results. The order of parameters and results is docs/abi.md's. */
#include "values.h"

#include "../runtime/rtf_python.h"

/* ---- Arguments ------------------------------------------------------------------------------ */

/* What of an array is part of its type. False with *error set for one that is not valid. */
static bool array_key(const hpc_arg *arg, values_key *key, const char **error)
{
    if (arg->rank < 0 || arg->rank > HPC_MAX_RANK || (unsigned)arg->type >= HPC_DTYPE_COUNT ||
        (arg->rank && !arg->shape)) {
        *error = "the array's description is not valid";
        return false;
    }
    int64_t expected = hpc_dtype_size((hpc_dtype)arg->type), f_expected = expected;
    bool empty = false;
    bool c_order = true, f_order = true;
    for (int i = arg->rank - 1; i >= 0; i--) {
        if (arg->shape[i] < 0) {
            *error = "the array's shape is not valid";
            return false;
        }
        empty = empty || arg->shape[i] == 0;
        c_order = c_order && (!arg->strides || arg->shape[i] == 1 || arg->strides[i] == expected);
        expected *= arg->shape[i];
    }
    for (int i = 0; i < arg->rank; i++) {
        f_order = f_order && ((!arg->strides && arg->rank <= 1) || arg->shape[i] == 1 ||
                              (arg->strides && arg->strides[i] == f_expected));
        f_expected *= arg->shape[i];
    }
    if (!arg->data && !empty) {
        *error = "the array has no data";
        return false;
    }
    unsigned facts = (c_order ? AIR_C_ORDER | AIR_UNIT_LAST : 0) | (f_order ? AIR_F_ORDER : 0) |
                     (arg->readonly ? 0 : AIR_WRITABLE);
    int64_t last = arg->rank > 0 ? arg->shape[arg->rank - 1] : 0;
    int64_t before = arg->rank > 1 ? arg->shape[arg->rank - 2] : 0;
    *key = (values_key){.kind = HPC_ARG_ARRAY,
                        .dtype = (uint8_t)arg->type,
                        .rank = (uint8_t)arg->rank,
                        .facts = (uint8_t)facts,
                        .ends = (uint8_t)ty_ends(last, before)};
    return true;
}

static const ty *array_argument(ty_table *t, const hpc_arg *arg, const char **error)
{
    values_key key;
    if (!array_key(arg, &key, error))
        return NULL;
    return ty_array(t, (hpc_dtype)key.dtype, key.rank, key.facts, key.ends);
}

bool values_key_of(const hpc_arg *arg, values_key *key)
{
    const char *error;
    if (arg->kind == HPC_ARG_ARRAY)
        return array_key(arg, key, &error);
    if (arg->kind == HPC_ARG_STRING && !arg->text)
        return false;
    *key = (values_key){.kind = (uint8_t)arg->kind};
    return true;
}

const ty *values_type(hpc_program *p, const hpc_arg *arg, const char **error)
{
    ty_table *t = program_types(p->program);
    switch (arg->kind) {
    case HPC_ARG_BOOL: return ty_basic(t, TY_BOOL);
    case HPC_ARG_INT: return ty_basic(t, TY_INT);
    case HPC_ARG_FLOAT: return ty_basic(t, TY_FLOAT);
    case HPC_ARG_COMPLEX: return ty_basic(t, TY_COMPLEX);
    case HPC_ARG_STRING:
        *error = "the string is missing";
        return arg->text ? ty_basic(t, TY_STR) : NULL;
    case HPC_ARG_NONE: return ty_basic(t, TY_NONE);
    case HPC_ARG_ARRAY: return array_argument(t, arg, error);
    }
    *error = "the argument's kind is not valid";
    return NULL;
}

/* The constant that a number, string or None is; NULL for an array. */
static const val *constant_of(hpc_program *p, const hpc_arg *arg, const ty *type)
{
    if (arg->kind == HPC_ARG_ARRAY)
        return NULL;
    val *v = ARENA_NEW(p->arena, val);
    *v = (val){.ty = type, .is_const = true};
    switch (arg->kind) {
    case HPC_ARG_BOOL:
    case HPC_ARG_INT: v->i = arg->i; break;
    case HPC_ARG_FLOAT: v->f = arg->f[0]; break;
    case HPC_ARG_COMPLEX:
        v->c[0] = arg->f[0];
        v->c[1] = arg->f[1];
        break;
    case HPC_ARG_STRING:
        v->length = (uint32_t)strlen(arg->text);
        v->text = arena_strndup(p->arena, arg->text, v->length);
        break;
    default: v->is_const = false; /* None has a type and nothing else */
    }
    return v;
}

program_arg *values_args(hpc_program *p, const hpc_arg *args, int count)
{
    program_arg *types = ARENA_ARRAY(p->arena, program_arg, count + 1);
    for (int i = 0; i < count; i++) {
        const char *error = "it has no name", *name = args[i].name ? args[i].name : "";
        const ty *type = args[i].name ? values_type(p, &args[i], &error) : NULL;
        if (!type) {
            context_set_message(p->context,
                                arena_printf(p->arena, "error: argument '%s': %s\n", name, error));
            return NULL;
        }
        types[i].name = arena_strndup(p->arena, name, strlen(name));
        types[i].type = type;
        types[i].constant = constant_of(p, &args[i], type);
    }
    return types;
}

static void keep_memory(hpc_storage *storage)
{
    hpc_heap_free(storage->heap, storage); /* the data is the host's */
}

/* The storage, whose reference the view takes over, and the view as the argument describes them. */
static void describe(const hpc_arg *arg, hpc_storage *storage, hpc_view *view)
{
    int64_t size = hpc_dtype_size((hpc_dtype)arg->type);
    view->storage = storage;
    view->data = storage->data = arg->data;
    view->dtype = (int32_t)arg->type;
    view->rank = (int16_t)arg->rank;
    view->flags = arg->readonly ? HPC_VIEW_READONLY : 0;
    for (int i = arg->rank - 1; i >= 0; i--) {
        view->shape[i] = arg->shape[i];
        view->strides[i] = arg->strides ? arg->strides[i] : size;
        size *= arg->shape[i];
    }
    storage->size = size;
}

bool values_borrow(hpc_heap *heap, const hpc_arg *arg, hpc_view *view)
{
    hpc_storage *storage = hpc_heap_alloc(heap, sizeof *storage);
    if (!storage)
        return false;
    *storage = (hpc_storage){.refs = 1, .heap = heap, .release = keep_memory};
    describe(arg, storage, view);
    return true;
}

/* The same with a storage that waits in the context, if there is one. */
static bool borrow(hpc_context *c, const hpc_arg *arg, hpc_view *view)
{
    if (!c->spare_count)
        return values_borrow(&c->heap, arg, view);
    describe(arg, c->spares[--c->spare_count], view);
    return true;
}

/* A storage that nothing else refers to waits for the next call. */
static void give_back(hpc_context *c, hpc_view *view)
{
    if (c->spare_count < CONTEXT_SPARES && atomic_load(&view->storage->refs) == 1)
        c->spares[c->spare_count++] = view->storage;
    else
        hpc_view_release(view);
}

bool values_words(hpc_program *p, const hpc_arg *args, const program_arg *types, int count,
                  hpc_view *views, hpc_word *words, uint32_t *used)
{
    hpc_context *c = p->context;
    hpc_frame frame = {.runtime = &c->runtime};
    for (int i = 0; i < count; i++) {
        const hpc_arg *arg = &args[i];
        if (types[i].folded)
            continue;
        switch (arg->kind) {
        case HPC_ARG_BOOL:
        case HPC_ARG_INT: words[(*used)++].i = arg->i; break;
        case HPC_ARG_FLOAT: words[(*used)++].f = arg->f[0]; break;
        case HPC_ARG_COMPLEX:
            words[(*used)++].f = arg->f[0];
            words[(*used)++].f = arg->f[1];
            break;
        case HPC_ARG_STRING: {
            hpc_str *text;
            if (hpc_str_new(&frame, &text, arg->text, strlen(arg->text)) != HPC_OK)
                return false;
            words[(*used)++].p = text;
            break;
        }
        case HPC_ARG_ARRAY:
            if (!borrow(c, arg, &views[i]))
                return false;
            words[(*used)++].p = &views[i];
            break;
        case HPC_ARG_NONE: break;
        }
    }
    return true;
}

void values_drop(hpc_context *c, const hpc_arg *args, const program_arg *types, int count,
                 hpc_view *views, hpc_word *words)
{
    uint32_t at = 0;
    for (int i = 0; i < count; i++) {
        if (types[i].folded)
            continue;
        if (args[i].kind == HPC_ARG_ARRAY && views[i].storage)
            give_back(c, &views[i]);
        if (args[i].kind == HPC_ARG_STRING)
            hpc_object_release(words[at].p);
        at += args[i].kind == HPC_ARG_NONE ? 0 : args[i].kind == HPC_ARG_COMPLEX ? 2 : 1;
    }
}

/* ---- Results -------------------------------------------------------------------------------- */

void values_result_params(hpc_view *views, uint32_t count, hpc_word *words)
{
    for (uint32_t i = 0; i < count; i++) {
        views[i] = (hpc_view){0};
        words[i].p = &views[i];
    }
}

typedef struct reader {
    hpc_context *context;
    hpc_view *views;
    const hpc_word *words;
    bool failed;
} reader;

static void read_value(reader *r, const ty *type, hpc_result *out);
static void drop_result(hpc_result *r);

static bool make_items(hpc_result *out, int64_t count)
{
    out->items = hpc_heap_zalloc(out->heap, (size_t)(count + 1) * sizeof *out->items);
    out->count = out->items ? count : 0;
    for (int64_t i = 0; i < out->count; i++)
        out->items[i].heap = out->heap;
    return out->items != NULL;
}

/* Where there is no memory the items are read all the same, and dropped. */
static void read_items(reader *r, const ty *type, hpc_result *out)
{
    if (!make_items(out, type->count))
        r->failed = true;
    for (uint32_t i = 0; i < type->count; i++) {
        hpc_result lost = {.heap = out->heap};
        read_value(r, type->items[i], out->items ? &out->items[i] : &lost);
        drop_result(&lost);
    }
}

static void read_number(reader *r, const ty *type, hpc_result *out)
{
    out->value.dtype = (int32_t)ty_dtype_of(type);
    switch (hpc_dtype_kind(ty_dtype_of(type))) {
    case 'f': out->value.f = (r->words++)->f; break;
    case 'c':
        out->value.c[0] = (r->words++)->f;
        out->value.c[1] = (r->words++)->f;
        break;
    default: out->value.i = (r->words++)->i;
    }
}

/* The alternative that the tag names; the components of the others are dropped. */
static void read_union(reader *r, const ty *type, hpc_result *out)
{
    int64_t tag = (r->words++)->i;
    for (uint32_t i = 0; i < type->count; i++) {
        hpc_result other = {.heap = out->heap};
        read_value(r, type->items[i], (int64_t)i == tag ? out : &other);
        drop_result(&other);
    }
}

/* The item is read in any case, and dropped where the flag says None. */
static void read_optional(reader *r, const ty *type, hpc_result *out)
{
    bool there = (r->words++)->i != 0;
    hpc_result other = {.heap = out->heap};
    if (!there)
        out->value.kind = HPC_NONE;
    read_value(r, type->items[0], there ? out : &other);
    drop_result(&other);
}

/* Text is copied: constants lie in the code that returned them, which goes before the result. */
static bool copy_text(hpc_frame *frame, hpc_result *out)
{
    const hpc_str *text = (const hpc_str *)(const void *)out->value.object;
    hpc_str *copy = NULL;
    bool copied = hpc_str_new(frame, &copy, text->text, (size_t)text->length) == HPC_OK;
    out->value.object = copied ? &copy->head : NULL;
    return copied;
}

/* A runtime value, borrowed, as a result that owns what it needs. False without memory. */
static bool copy_value(hpc_frame *frame, hpc_result *out, const hpc_value *value)
{
    value = hpc_unboxed(value);
    out->value = *value;
    switch (value->kind) {
    case HPC_ARRAY:
        out->array = *value->view;
        hpc_view_retain(&out->array);
        out->value.view = NULL;
        return true;
    case HPC_PYBOOL: out->value.dtype = HPC_BOOL; return true;
    case HPC_PYINT: out->value.dtype = HPC_I64; return true;
    case HPC_PYFLOAT: out->value.dtype = HPC_F64; return true;
    case HPC_PYCOMPLEX: out->value.dtype = HPC_C128; return true;
    case HPC_STR: return copy_text(frame, out);
    case HPC_TUPLE:
    case HPC_LIST: {
        const hpc_seq *seq = (const hpc_seq *)(const void *)value->object;
        out->value.object = NULL; /* the items stand for it */
        if (!make_items(out, seq->length))
            return false;
        for (int64_t i = 0; i < seq->length; i++)
            if (!copy_value(frame, &out->items[i], &seq->items[i]))
                return false;
        return true;
    }
    case HPC_SCALAR:
    case HPC_NONE:
    case HPC_DTYPE:
    case HPC_ELLIPSIS: return true;
    default:
        out->value = (hpc_value){.kind = HPC_NONE};
        out->is_other = true;
        return true;
    }
}

/* A list, string, boxed or other object, owned by its word. */
static void read_object(reader *r, int32_t kind, hpc_result *out)
{
    hpc_object *object = (r->words++)->p;
    hpc_value value = {.kind = object ? kind : HPC_NONE, .object = object};
    hpc_frame frame = {.runtime = &r->context->runtime};
    if (!copy_value(&frame, out, &value))
        r->failed = true;
    hpc_object_release(object);
}

/* A view of a constant table, which lies in the code, is copied. */
static void read_array(reader *r, hpc_result *out)
{
    hpc_frame frame = {.runtime = &r->context->runtime};
    out->array = *r->views++;
    bool made = out->array.data || out->array.storage; /* an empty array may have no data */
    out->value.kind = made ? HPC_ARRAY : HPC_NONE;
    if (!made || out->array.storage)
        return;
    hpc_view table = out->array;
    if (hpc_view_copy(&frame, &out->array, &table) == HPC_OK)
        return;
    out->value.kind = HPC_NONE;
    r->failed = true;
}

static void read_value(reader *r, const ty *type, hpc_result *out)
{
    switch (type->kind) {
    case TY_BOOL:
        out->value.kind = HPC_PYBOOL;
        read_number(r, type, out);
        return;
    case TY_INT:
        out->value.kind = HPC_PYINT;
        read_number(r, type, out);
        return;
    case TY_FLOAT:
        out->value.kind = HPC_PYFLOAT;
        read_number(r, type, out);
        return;
    case TY_COMPLEX:
        out->value.kind = HPC_PYCOMPLEX;
        read_number(r, type, out);
        return;
    case TY_SCALAR:
        out->value.kind = HPC_SCALAR;
        read_number(r, type, out);
        return;
    case TY_ARRAY: read_array(r, out); return;
    case TY_TUPLE:
        out->value.kind = HPC_TUPLE;
        read_items(r, type, out);
        return;
    case TY_UNION: read_union(r, type, out); return;
    case TY_OPTIONAL: read_optional(r, type, out); return;
    case TY_STR: read_object(r, HPC_STR, out); return;
    case TY_LIST: read_object(r, type->rank == TY_RUN_TUPLE ? HPC_TUPLE : HPC_LIST, out); return;
    case TY_DICT: read_object(r, HPC_DICT, out); return;
    case TY_SET: read_object(r, HPC_SET, out); return;
    case TY_BOXED:
    case TY_OBJECT: read_object(r, HPC_OBJECT, out); return;
    case TY_DTYPE:
        out->value.kind = HPC_DTYPE;
        out->value.i = type->dtype;
        return;
    default:
        out->value.kind = HPC_NONE;
        out->is_other = type->kind != TY_NONE;
        for (uint32_t i = ty_flatten(type, NULL, 0); i > 0; i--)
            r->words++;
        return;
    }
}

bool values_result(hpc_context *c, const ty *type, hpc_view *views, const hpc_word *words,
                   hpc_result **result)
{
    hpc_result lost = {.heap = &c->heap}, *out = NULL;
    if (result)
        out = *result = hpc_heap_zalloc(&c->heap, sizeof *out);
    reader r = {c, views, words, result && !out};
    if (out)
        out->heap = &c->heap;
    read_value(&r, type, out ? out : &lost);
    drop_result(&lost);
    if (!r.failed)
        return true;
    hpc_result_free(out);
    if (result)
        *result = NULL;
    return false;
}

static hpc_code sequence_of(hpc_frame *frame, const hpc_result *r, hpc_value *out)
{
    hpc_seq *seq = NULL;
    hpc_code code = hpc_seq_new(frame, &seq, r->count);
    for (int64_t i = 0; i < r->count && code == HPC_OK; i++) {
        hpc_value item;
        code = values_of_result(frame, &r->items[i], &item);
        if (code != HPC_OK)
            break;
        code = hpc_seq_append(frame, seq, &item);
        hpc_value_release(frame->runtime->heap, &item);
    }
    if (code != HPC_OK && seq)
        hpc_object_release(&seq->head);
    else
        *out = (hpc_value){.kind = r->value.kind, .object = seq ? &seq->head : NULL};
    return code;
}

hpc_code values_of_result(hpc_frame *frame, const hpc_result *r, hpc_value *out)
{
    hpc_view array = r->array;
    hpc_value borrowed = r->value;
    if (r->value.kind == HPC_TUPLE || r->value.kind == HPC_LIST)
        return sequence_of(frame, r, out);
    if (r->value.kind == HPC_ARRAY)
        borrowed.view = &array;
    return hpc_value_own(frame, out, &borrowed);
}

/* ---- The public accessors ------------------------------------------------------------------- */

static void drop_result(hpc_result *r)
{
    for (int64_t i = 0; i < r->count; i++)
        drop_result(&r->items[i]);
    hpc_heap_free(r->heap, r->items);
    if (r->value.kind == HPC_ARRAY)
        hpc_view_release(&r->array);
    else if (r->value.kind == HPC_STR)
        hpc_object_release(r->value.object);
    r->items = NULL;
    r->count = 0;
}

void hpc_result_free(hpc_result *r)
{
    if (!r)
        return;
    drop_result(r);
    hpc_heap_free(r->heap, r);
}

hpc_result_kind hpc_result_kind_of(const hpc_result *r)
{
    switch (r ? r->value.kind : HPC_NONE) {
    case HPC_PYBOOL: return HPC_RESULT_BOOL;
    case HPC_PYINT: return HPC_RESULT_INT;
    case HPC_PYFLOAT: return HPC_RESULT_FLOAT;
    case HPC_PYCOMPLEX: return HPC_RESULT_COMPLEX;
    case HPC_SCALAR: return HPC_RESULT_SCALAR;
    case HPC_ARRAY: return HPC_RESULT_ARRAY;
    case HPC_TUPLE: return HPC_RESULT_TUPLE;
    case HPC_STR: return HPC_RESULT_STRING;
    case HPC_LIST: return HPC_RESULT_LIST;
    case HPC_NONE: return r && r->is_other ? HPC_RESULT_OTHER : HPC_RESULT_NONE;
    default: return HPC_RESULT_OTHER;
    }
}

static char number_kind(const hpc_result *r)
{
    bool number = r && r->value.kind >= HPC_PYBOOL && r->value.kind <= HPC_SCALAR;
    return number ? hpc_dtype_kind((hpc_dtype)r->value.dtype) : 0;
}

int64_t hpc_result_int(const hpc_result *r)
{
    char kind = number_kind(r);
    return kind == 'b' || kind == 'i' || kind == 'u' ? r->value.i : 0;
}

double hpc_result_double(const hpc_result *r)
{
    switch (number_kind(r)) {
    case 'b':
    case 'i': return (double)r->value.i;
    case 'u': return (double)(uint64_t)r->value.i;
    case 'f': return r->value.f;
    default: return 0;
    }
}

void hpc_result_complex(const hpc_result *r, double out[2])
{
    bool complex = number_kind(r) == 'c';
    out[0] = complex ? r->value.c[0] : hpc_result_double(r);
    out[1] = complex ? r->value.c[1] : 0;
}

const char *hpc_result_text(const hpc_result *r)
{
    return r && r->value.kind == HPC_STR ? ((const hpc_str *)r->value.object)->text : "";
}

hpc_type hpc_result_type(const hpc_result *r)
{
    return (hpc_type)(r->value.kind == HPC_ARRAY ? r->array.dtype : r->value.dtype);
}

int hpc_result_rank(const hpc_result *r)
{
    return r->array.rank;
}

const int64_t *hpc_result_shape(const hpc_result *r)
{
    return r->array.shape;
}

const int64_t *hpc_result_strides(const hpc_result *r)
{
    return r->array.strides;
}

void *hpc_result_data(const hpc_result *r)
{
    return r->array.data;
}

int64_t hpc_result_count(const hpc_result *r)
{
    return r->count;
}

const hpc_result *hpc_result_item(const hpc_result *r, int64_t index)
{
    return index >= 0 && index < r->count ? &r->items[index] : NULL;
}

hpc_arg hpc_arg_int(const char *name, int64_t value)
{
    return (hpc_arg){.name = name, .kind = HPC_ARG_INT, .i = value};
}

hpc_arg hpc_arg_float(const char *name, double value)
{
    return (hpc_arg){.name = name, .kind = HPC_ARG_FLOAT, .f = {value, 0}};
}

hpc_arg hpc_arg_array(const char *name, hpc_type type, int rank, const int64_t *shape,
                      const int64_t *strides, void *data)
{
    return (hpc_arg){.name = name,
                     .kind = HPC_ARG_ARRAY,
                     .type = type,
                     .rank = rank,
                     .shape = shape,
                     .strides = strides,
                     .data = data};
}
