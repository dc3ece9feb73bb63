/* np.load, save, loadtxt, savetxt and image.read, write. A file whose path is known when compiling is
 * looked at for its dtype and rank; else the array is a boxed value, which an annotation or a later
 * chunk of the program gives its type. */
#include "../../runtime/image.h"
#include "../../runtime/npy.h"
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"

/* The node of a path; 0 after an error. */
static air_id path_arg(elab *e, const bi_call *call)
{
    const val *path = &call->args[0];
    if (path->ty->kind == TY_STR)
        return val_node(e, path);
    if (!val_bad(*path))
        elab_error(e, call->spans[0], "TypeError", "%s() wants a path as a str, not %s",
                   call->row->name, op_type_name(e, path->ty));
    return 0;
}

static val boxed(elab *e, int row, const air_id *args, uint32_t count)
{
    return (val){.ty = ty_basic(e->types, TY_BOXED), .node = box_rt(e, row, args, count)};
}

static val known_array(elab *e, int row, air_id path, hpc_dtype dtype, int rank)
{
    air_type result = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, AIR_WRITABLE};
    air_id args[3] = {path, op_int(e, dtype), op_int(e, rank)};
    return val_array(e, air_rt(&e->b, row, args, 3, &result, 1));
}

/* What is said of a file when compiling does not hold for one that the program itself writes. */
static void note_written(elab *e, const val *path, const char *suffix)
{
    const char *name = path->is_const ? arena_printf(e->arena, "%s%s", path->text, suffix) : "";
    vec_push(e->arena, &e->written, name);
}

static bool is_written(const elab *e, const char *path)
{
    for (uint32_t i = 0; i < e->written.len; i++)
        if (!*e->written.items[i] || strcmp(e->written.items[i], path) == 0)
            return true;
    return false;
}

/* What the file at a constant path holds now; false where that cannot be told (the run will say
 * what is wrong, or finds a file that the program has written). */
static bool peek(elab *e, const val *path, bool image, hpc_dtype *dtype, int *rank)
{
    if (!path->is_const || is_written(e, path->text) || !e->runtime || !e->runtime->files_allowed)
        return false;
    hpc_frame frame = {.runtime = e->runtime};
    if (image) {
        hpc_image_info info;
        if (hpc_image_peek(&frame, path->text, &info) != HPC_OK)
            return false;
        *dtype = info.dtype;
        *rank = info.rank;
        return true;
    }
    hpc_npy_info info;
    if (hpc_npy_peek(&frame, path->text, &info) != HPC_OK)
        return false;
    *dtype = info.dtype;
    *rank = info.rank;
    return true;
}

static val np_load(elab *e, const bi_call *call)
{
    hpc_dtype dtype;
    int rank;
    air_id path = path_arg(e, call);
    if (!path)
        return val_never(e);
    if (!val_is_none(&call->args[1]))
        return elab_unsupported(e, call->where, "mmap_mode");
    if (peek(e, &call->args[0], false, &dtype, &rank))
        return known_array(e, HPC_RT_npy_load, path, dtype, rank);
    return boxed(e, HPC_RT_npy_load_boxed, &path, 1);
}

/* An argument as an array node (numbers as 0-d arrays); 0 after an error. */
static air_id array_arg(elab *e, const val *v, span where)
{
    val array = elab_asarray(e, v, HPC_DTYPE_COUNT, where);
    if (val_bad(array))
        return 0;
    return array.ty->kind == TY_ARRAY ? array.node : air_fill(&e->b, val_node(e, &array), 0, NULL);
}

static val np_save(elab *e, const bi_call *call)
{
    air_id args[2] = {path_arg(e, call), array_arg(e, &call->args[1], call->where)};
    if (!args[0] || !args[1])
        return val_never(e);
    note_written(e, &call->args[0], "");
    note_written(e, &call->args[0], ".npy");
    air_rt(&e->b, HPC_RT_npy_save, args, 2, NULL, 0);
    return val_none(e);
}

static val image_read(elab *e, const bi_call *call)
{
    hpc_dtype dtype;
    int rank;
    air_id path = path_arg(e, call);
    if (!path)
        return val_never(e);
    if (peek(e, &call->args[0], true, &dtype, &rank))
        return known_array(e, HPC_RT_image_read, path, dtype, rank);
    return boxed(e, HPC_RT_image_read_boxed, &path, 1);
}

static val image_write(elab *e, const bi_call *call)
{
    air_id args[2] = {path_arg(e, call), array_arg(e, &call->args[1], call->where)};
    if (!args[0] || !args[1])
        return val_never(e);
    note_written(e, &call->args[0], "");
    air_rt(&e->b, HPC_RT_image_write, args, 2, NULL, 0);
    return val_none(e);
}

/* ---- Text tables ------------------------------------------------------------------------------ */

enum { HAS_DELIMITER = 1, HAS_COMMENTS = 2, UNPACK = 4, HAS_COLUMNS = 8 }; /* rtf_files.c */

/* A str or None: its node (of "" for None), and a bit for a str. False after an error. */
static bool optional_text(elab *e, const val *v, span where, air_id *node, int64_t *flags, int bit)
{
    val empty = val_str(e, "", 0);
    if (val_is_none(v))
        return *node = val_node(e, &empty), true;
    if (v->ty->kind != TY_STR) {
        elab_error(e, where, "TypeError", "a str or None is wanted, not %s",
                   op_type_name(e, v->ty));
        return false;
    }
    *node = val_node(e, v);
    *flags |= bit;
    return true;
}

/* The columns to read as an int64 array of rank 1. */
static air_id columns_arg(elab *e, const val *v, span where, int64_t *flags)
{
    bool given = !val_is_none(v);
    bool many = v->ty->kind == TY_TUPLE || v->ty->kind == TY_LIST || v->ty->kind == TY_ARRAY;
    val one = given ? *v : val_int(e, 0);
    val list = {.is_literal_list = true, .items = &one, .count = 1};
    list.ty = ty_list(e->types, one.ty);
    if (many)
        list = *v;
    val array = elab_asarray(e, &list, HPC_I64, where);
    *flags |= given ? HAS_COLUMNS : 0;
    return val_bad(array) ? 0 : array.node;
}

static bool only_none(elab *e, const bi_call *call, uint32_t i, const char *name)
{
    if (val_is_none(&call->args[i]))
        return true;
    elab_unsupported(e, call->where, arena_printf(e->arena, "loadtxt's %s", name));
    return false;
}

/* (fname, dtype=float, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None,
 * unpack=False, ndmin=0, encoding=None, max_rows=None) */
static val np_loadtxt(elab *e, const bi_call *call)
{
    const val *a = call->args;
    hpc_dtype dtype;
    bool unpack;
    int64_t flags = 0, ndmin;
    air_id words[9] = {path_arg(e, call)};
    if (!words[0] || !val_dtype_arg(e, &a[1], call->where, HPC_F64, &dtype) ||
        !optional_text(e, &a[3], call->where, &words[2], &flags, HAS_DELIMITER) ||
        !optional_text(e, &a[2], call->where, &words[3], &flags, HAS_COMMENTS) ||
        !only_none(e, call, 4, "converters"))
        return val_never(e);
    if (!val_const_bool(&a[7], &unpack))
        return elab_need_constant(e, &a[7], call->where, "unpack");
    if (!val_const_int(&a[8], &ndmin) || ndmin < 0 || ndmin > 2)
        return elab_error(e, call->where, "ValueError", "Illegal value of ndmin keyword");
    flags |= unpack ? UNPACK : 0;
    words[1] = op_int(e, dtype);
    words[5] = val_index_node(e, &a[5], call->where, "skiprows");
    words[6] =
        val_is_none(&a[10]) ? op_int(e, -1) : val_index_node(e, &a[10], call->where, "max_rows");
    words[7] = op_int(e, ndmin);
    words[8] = columns_arg(e, &a[6], call->where, &flags);
    words[4] = op_int(e, flags);
    if (!words[5] || !words[6] || !words[8])
        return val_never(e);
    if (ndmin != 2)
        return boxed(e, HPC_RT_loadtxt_boxed, words, 9);
    air_type result = {AIR_ARRAY, (uint8_t)dtype, 2, AIR_WRITABLE};
    return val_array(e, air_rt(&e->b, HPC_RT_loadtxt, words, 9, &result, 1));
}

/* (fname, X, fmt='%.18e', delimiter=' ', newline='\n', header='', footer='', comments='# ') */
static val np_savetxt(elab *e, const bi_call *call)
{
    const val *a = call->args, *formats = &a[2];
    bool many = formats->ty->kind == TY_TUPLE || formats->is_literal_list;
    air_id words[9] = {path_arg(e, call), array_arg(e, &a[1], call->where)};
    int64_t given = 0;
    if (!words[0] || !words[1])
        return val_never(e);
    const val *texts = many ? formats->items : formats;
    for (uint32_t i = 0; i < (many ? formats->count : 1); i++)
        if (texts[i].ty->kind != TY_STR)
            return elab_error(e, call->where, "TypeError", "a format must be a str, not %s",
                              op_type_name(e, texts[i].ty));
    words[2] = elab_pack(e, texts, many ? formats->count : 1, call->where);
    words[3] = op_int(e, many ? formats->count : 0);
    for (int i = 0; i < 5; i++)
        if (!optional_text(e, &a[3 + i], call->where, &words[4 + i], &given, 1 << i))
            return val_never(e);
    air_rt(&e->b, HPC_RT_savetxt, words, 9, NULL, 0);
    return val_none(e);
}

static const bi_row rows[] = {
    {"numpy.load", "file, mmap_mode=None, allow_pickle=False", np_load, 0, 0,
     "array; of a .npy file; FileNotFoundError, ValueError"},
    {"numpy.save", "file, arr, allow_pickle=True", np_save, 0, 0,
     "none; writes a .npy file, its name ending in .npy; OSError"},
    {"numpy.loadtxt",
     "fname, dtype=None, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None, "
     "unpack=False, ndmin=0, encoding=None, max_rows=None",
     np_loadtxt, 0, 0, "array; of a text file, of two dimensions with ndmin=2; ValueError"},
    {"numpy.savetxt",
     "fname, X, fmt='%.18e', delimiter=' ', newline='\n', header='', footer='', comments='# '",
     np_savetxt, 0, 0, "none; writes an array of one or two dimensions as text"},
    {"image.read", "path", image_read, 0, 0,
     "array of uint8 or uint16; a PNG picture, (height, width) or (height, width, channels)"},
    {"image.write", "path, image", image_write, 0, 0, "none; writes a PNG picture"},
};

BI_TABLE(bi_io, rows);
