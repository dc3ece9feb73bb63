/* The bytes of arrays: fill, view, strides, files of bare elements. */
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

/* ---- fill, view ------------------------------------------------------------------------------- */

static val fill(elab *e, const bi_call *c)
{
    val value = elab_asarray(e, &c->args[1], HPC_DTYPE_COUNT, c->where);
    if (val_bad(value))
        return value;
    if (c->args[0].ty->kind != TY_ARRAY)
        return elab_unsupported(e, c->where, "fill of a scalar");
    if (val_rank(&value) > 0)
        return elab_error(e, c->where, "ValueError", "setting an array element with a sequence.");
    op_assign_array(e, c->args[0], value, c->where);
    return val_none(e);
}

/* A number of the same size: its bits. */
static val scalar_view(elab *e, const val *v, hpc_dtype dtype, span where)
{
    hpc_dtype from = ty_dtype_of(v->ty);
    bool complex = hpc_dtype_kind(from) == 'c' || hpc_dtype_kind(dtype) == 'c';
    if (hpc_dtype_size(from) != hpc_dtype_size(dtype))
        return elab_error(e, where, "ValueError",
                          "Changing the dtype of a 0d array is only supported if the itemsize is "
                          "unchanged");
    if (complex || from == HPC_BOOL || dtype == HPC_BOOL)
        return elab_unsupported(e, where, "this view of a scalar");
    return val_array(e, air_map1(&e->b, AIR_BITCAST, dtype, val_node(e, v)));
}

static val view(elab *e, const bi_call *c)
{
    const val *v = &c->args[0], *as = &c->args[1];
    hpc_dtype dtype, from = ty_dtype_of(v->ty);
    bool array_type = as->ty->kind == TY_BUILTIN && strcmp(as->ty->name, "numpy.ndarray") == 0;
    if (array_type || val_absent(as))
        dtype = from;
    else if (!val_dtype_arg(e, as, c->where, from, &dtype))
        return val_never(e);
    elab_at(e, c->where);
    if (v->ty->kind != TY_ARRAY)
        return dtype == from ? *v : scalar_view(e, v, dtype, c->where);
    if (dtype == HPC_BOOL && from != HPC_BOOL)
        return elab_unsupported(e, c->where, "a view of bytes as bool");
    air_id args[] = {v->node, op_int(e, dtype)};
    air_type type = {AIR_ARRAY, (uint8_t)dtype, v->ty->rank, air_at(e->b.fun, v->node)->type.facts};
    return val_array(e, air_rt(&e->b, HPC_RT_view_as, args, 2, &type, 1));
}

/* The last two axes exchanged. */
static val matrix_transposed(elab *e, const bi_call *c)
{
    if (val_rank(&c->args[0]) < 2)
        return elab_error(e, c->where, "ValueError", "matrix transpose with ndim < 2 is undefined");
    val args[] = {c->args[0], val_int(e, -1), val_int(e, -2)};
    return elab_call_named(e, "numpy.swapaxes", args, 3, c->where);
}

/* ---- Strides ---------------------------------------------------------------------------------- */

/* A tuple of ints as an int64 array of rank 1. */
static air_id numbers(elab *e, const val *v, span where, uint32_t *count)
{
    val one = *v;
    if (ty_is_number(v->ty))
        one = val_tuple(e, v, 1);
    if (one.ty->kind != TY_TUPLE && !one.is_literal_list) {
        elab_need_constant(e, v, where, "the number of axes");
        return 0;
    }
    *count = one.count;
    val array = elab_asarray(e, &one, HPC_I64, where);
    return val_bad(array) ? 0 : array.node;
}

/* x[shape, strides]: the run checks that every element lies in the array's memory. */
static val as_strided(elab *e, const bi_call *c)
{
    val x = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    uint32_t rank = 0, strides = 0;
    bool writeable = true;
    if (val_bad(x))
        return x;
    if (x.ty->kind != TY_ARRAY)
        return elab_unsupported(e, c->where, "as_strided of a scalar");
    if (!val_const_bool(&c->args[4], &writeable))
        return elab_need_constant(e, &c->args[4], c->where, "writeable");
    val shape = val_is_none(&c->args[1]) ? elab_attribute(e, x, "shape", c->where) : c->args[1];
    val steps = val_is_none(&c->args[2]) ? elab_attribute(e, x, "strides", c->where) : c->args[2];
    air_id args[4] = {x.node, numbers(e, &shape, c->where, &rank),
                      numbers(e, &steps, c->where, &strides), op_int(e, !writeable)};
    if (!args[1] || !args[2])
        return val_never(e);
    if (rank != strides || rank > HPC_MAX_RANK)
        return elab_error(e, c->where, "ValueError", "mismatch in length of strides and shape");
    uint8_t facts = writeable ? air_at(e->b.fun, x.node)->type.facts & AIR_WRITABLE : 0;
    air_type type = {AIR_ARRAY, (uint8_t)x.ty->dtype, (uint8_t)rank, facts};
    return val_array(e, air_rt(&e->b, HPC_RT_view_strided, args, 4, &type, 1));
}

/* ---- Files and texts -------------------------------------------------------------------------- */

static air_id text_node(elab *e, const val *v, span where, const char *what)
{
    if (v->ty->kind == TY_STR)
        return val_node(e, v);
    elab_error(e, where, "TypeError", "%s must be a str, not %s", what, op_type_name(e, v->ty));
    return 0;
}

static val tofile(elab *e, const bi_call *c)
{
    val a = c->args[0];
    const val *format = &c->args[3];
    if (a.ty->kind != TY_ARRAY)
        return elab_unsupported(e, c->where, "tofile of a scalar");
    if (format->ty->kind != TY_STR || !format->is_const || strcmp(format->text, "%s") != 0)
        return elab_unsupported(e, c->where, "tofile's format");
    elab_at(e, c->where);
    air_id words[3] = {text_node(e, &c->args[1], c->where, "the file"), air_copy(&e->b, a.node),
                       text_node(e, &c->args[2], c->where, "sep")};
    if (!words[0] || !words[2])
        return val_never(e);
    air_rt(&e->b, HPC_RT_array_to_file, words, 3, NULL, 0);
    return val_none(e);
}

/* data: 0 fromfile(file, dtype, count, sep, offset), 1 fromstring(string, dtype, count, sep) */
static val from_outside(elab *e, const bi_call *c)
{
    hpc_dtype dtype;
    bool file = c->row->data == 0;
    if (!val_dtype_arg(e, &c->args[1], c->where, HPC_F64, &dtype))
        return val_never(e);
    elab_at(e, c->where);
    air_id words[5];
    uint32_t count = 0;
    words[count++] = text_node(e, &c->args[0], c->where, file ? "the file" : "the string");
    words[count++] = op_int(e, dtype);
    words[count++] = val_index_node(e, &c->args[2], c->where, "count");
    if (file)
        words[count++] = val_index_node(e, &c->args[4], c->where, "offset");
    words[count++] = text_node(e, &c->args[3], c->where, "sep");
    for (uint32_t i = 0; i < count; i++)
        if (!words[i])
            return val_never(e);
    if (!file && c->args[3].is_const && c->args[3].length == 0)
        return elab_error(e, c->where, "ValueError",
                          "The binary mode of fromstring is removed, use frombuffer instead");
    air_type type = {AIR_ARRAY, (uint8_t)dtype, 1, AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    int row = file ? HPC_RT_array_from_file : HPC_RT_array_from_text;
    return val_array(e, air_rt(&e->b, row, words, count, &type, 1));
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static const bi_row rows[] = {
    {"ndarray.fill", "self, value, /", fill, 0, BI_METHOD, "value everywhere, in place."},
    {"ndarray.view", "self, dtype=..., type=None", view, 0, BI_METHOD,
     "The same bytes as another dtype; ValueError where the last axis does not fit."},
    {"ndarray.mT", "self", matrix_transposed, 0, BI_METHOD | BI_ATTRIBUTE,
     "A view with the last two axes exchanged."},
    {"numpy.lib.stride_tricks.as_strided",
     "x, shape=None, strides=None, subok=False, writeable=True", as_strided, 0, 0,
     "A view with the shape and byte strides; ValueError where it would reach other memory."},
    {"ndarray.tofile", "self, fid, sep='', format='%s'", tofile, 0, BI_METHOD,
     "The elements in C order, bare or as text, into a file named by a str."},
    {"numpy.fromfile", "file, dtype=None, count=-1, sep='', offset=0", from_outside, 0, 0,
     "An array of the elements of a file, bare or as text."},
    {"numpy.fromstring", "string, dtype=None, count=-1, sep=''", from_outside, 1, 0,
     "An array of the numbers in a text."},
};

BI_TABLE(bi_memory, rows);
