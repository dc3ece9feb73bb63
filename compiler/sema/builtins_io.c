/* np.load, save, loadtxt, savetxt and image.read, write. A file whose path is known when compiling is
 * looked at for its dtype and rank; else the array is a boxed value, which an annotation or a later
 * chunk of the program gives its type. */
#include "../../runtime/image.h"
#include "../../runtime/npz.h"
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

/* What is said of a file when compiling does not hold for one that the program itself writes. `array`
 * is what it writes, or NULL. */
static void note_written(elab *e, const val *path, const char *suffix, const char *member,
                         const val *array)
{
    written_file file = {.path = "", .member = member, .dtype = HPC_DTYPE_COUNT};
    if (path->is_const)
        file.path = arena_printf(e->arena, "%s%s", path->text, suffix);
    if (array && ty_is_arraylike(array->ty)) {
        file.dtype = ty_dtype_of(array->ty);
        file.rank = (int)val_rank(array);
    }
    vec_push(e->arena, &e->written, file);
}

static bool is_written(const elab *e, const char *path)
{
    for (uint32_t i = 0; i < e->written.len; i++)
        if (!*e->written.items[i].path || strcmp(e->written.items[i].path, path) == 0)
            return true;
    return false;
}

/* The type of the array that the program itself has put there: where all places agree. The run checks
 * that it is that. */
static bool written_type(const elab *e, const char *path, const char *member, hpc_dtype *dtype,
                         int *rank)
{
    bool found = false;
    for (uint32_t i = 0; i < e->written.len; i++) {
        const written_file *w = &e->written.items[i];
        bool here = strcmp(w->path, path) == 0 && strcmp(w->member, member) == 0;
        if (!*w->path || (here && (w->dtype == HPC_DTYPE_COUNT ||
                                   (found && (w->dtype != *dtype || w->rank != *rank)))))
            return false;
        if (here) {
            *dtype = w->dtype;
            *rank = w->rank;
            found = true;
        }
    }
    return found;
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

/* A path that says by its end that it is an archive: what np.load gives has no type of an array. */
static bool is_npz(const val *path)
{
    return path->is_const && path->length > 4 && strcmp(path->text + path->length - 4, ".npz") == 0;
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
    if (is_npz(&call->args[0]))
        return val_parts(e, "npz", &call->args[0], 1);
    if (peek(e, &call->args[0], false, &dtype, &rank) ||
        (call->args[0].is_const && written_type(e, call->args[0].text, "", &dtype, &rank)))
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
    note_written(e, &call->args[0], "", "", &call->args[1]);
    note_written(e, &call->args[0], ".npy", "", &call->args[1]);
    air_rt(&e->b, HPC_RT_npy_save, args, 2, NULL, 0);
    return val_none(e);
}

/* ---- .npz ------------------------------------------------------------------------------------- */

static val npz_item(elab *e, const bi_call *call)
{
    const val *path = &call->args[0].items[0], *name = &call->args[1];
    hpc_npy_info info;
    hpc_dtype dtype = HPC_DTYPE_COUNT;
    int rank = 0;
    if (name->ty->kind != TY_STR)
        return elab_error(e, call->where, "TypeError", "the name of an array must be a str, not %s",
                          op_type_name(e, name->ty));
    elab_at(e, call->where);
    air_id args[4] = {val_node(e, path), val_node(e, name)};
    hpc_frame frame = {.runtime = e->runtime};
    bool readable =
        name->is_const && !is_written(e, path->text) && e->runtime && e->runtime->files_allowed;
    if (readable && hpc_npz_peek(&frame, path->text, name->text, &info) == HPC_OK) {
        dtype = info.dtype;
        rank = info.rank;
    } else if (!name->is_const || !written_type(e, path->text, name->text, &dtype, &rank)) {
        return boxed(e, HPC_RT_npz_load_boxed, args, 2);
    }
    args[2] = op_int(e, dtype);
    args[3] = op_int(e, rank);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, AIR_WRITABLE};
    return val_array(e, air_rt(&e->b, HPC_RT_npz_load, args, 4, &type, 1));
}

static val npz_files(elab *e, const bi_call *call)
{
    air_id path = val_node(e, &call->args[0].items[0]);
    const ty *type = ty_list(e->types, ty_basic(e->types, TY_STR));
    return val_of(e, type, box_rt(e, HPC_RT_npz_files, &path, 1));
}

static val npz_close(elab *e, const bi_call *call)
{
    (void)call;
    return val_none(e); /* members are read from the file one by one */
}

/* (file, *args, **kwds): args are named arr_0, arr_1, ..., after those with names. data: compressed. */
static val np_savez(elab *e, const bi_call *call)
{
    const val *given = &call->args[1], *named = &call->args[3];
    uint32_t count = given->count + named->count;
    air_id path = path_arg(e, call);
    val *values = ARENA_ARRAY(e->arena, val, 2 * count + 1);
    if (!path)
        return val_never(e);
    for (uint32_t i = 0; i < count; i++) {
        bool by_name = i < named->count;
        uint32_t n = i - named->count;
        const char *name = by_name ? "" : arena_printf(e->arena, "arr_%u", n);
        const val *array = by_name ? &named->items[i].items[1] : &given->items[n];
        for (uint32_t k = 0; !by_name && k < named->count; k++)
            if (strcmp(named->items[k].items[0].text, name) == 0)
                return elab_error(e, call->where, "ValueError",
                                  "Cannot use un-named variables and keyword %s", name);
        air_id node = array_arg(e, array, call->where);
        if (!node)
            return val_never(e);
        values[2 * i] = by_name ? named->items[i].items[0] : val_str(e, name, strlen(name));
        values[2 * i + 1] = val_array(e, node);
        const char *member = by_name ? named->items[i].items[0].text : name;
        note_written(e, &call->args[0], "", member, &values[2 * i + 1]);
        note_written(e, &call->args[0], ".npz", member, &values[2 * i + 1]);
    }
    air_id words[4] = {path, elab_pack(e, values, 2 * count, call->where), op_int(e, count),
                       op_int(e, call->row->data)};
    if (words[1])
        air_rt(&e->b, HPC_RT_npz_save, words, 4, NULL, 0);
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
    note_written(e, &call->args[0], "", "", NULL);
    air_rt(&e->b, HPC_RT_image_write, args, 2, NULL, 0);
    return val_none(e);
}

/* ---- Text tables ------------------------------------------------------------------------------ */

enum {
    HAS_DELIMITER = 1,
    HAS_COMMENTS = 2,
    UNPACK = 4,
    HAS_COLUMNS = 8,
    MISSING = 16
}; /* rtf_files.c */

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
        !only_none(e, call, 4, "converters") ||
        (call->count > 11 && !only_none(e, call, 11, "quotechar")))
        return val_never(e);
    if (!val_const_bool(&a[7], &unpack))
        return elab_need_constant(e, &a[7], call->where, "unpack");
    if (!val_const_int(&a[8], &ndmin) || ndmin < 0 || ndmin > 2)
        return elab_error(e, call->where, "ValueError", "Illegal value of ndmin keyword");
    flags |= (unpack ? UNPACK : 0) | (call->row->data ? MISSING : 0);
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

/* (fname, dtype, comments, delimiter, skip_header, skip_footer, converters, missing_values,
 * filling_values, usecols, names, unpack, ndmin, encoding, max_rows): loadtxt that takes what is no
 * number for NaN. */
static val np_genfromtxt(elab *e, const bi_call *call)
{
    static const int refused[] = {6, 7, 8, 10};
    const val *a = call->args;
    int64_t footer;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!val_is_none(&a[refused[i]]))
            return elab_unsupported(e, call->spans[refused[i]], "this argument of genfromtxt");
    if (val_is_none(&a[1]))
        return elab_unsupported(e, call->where, "genfromtxt with dtype=None");
    if (!val_const_int(&a[5], &footer) || footer)
        return elab_unsupported(e, call->where, "skip_footer");
    val unpack = val_is_none(&a[11]) ? val_bool(e, false) : a[11];
    val args[] = {a[0], a[1], a[2], a[3], a[6], a[4], a[9], unpack, a[12], a[13], a[14]};
    bi_call load = *call;
    load.args = args;
    load.count = sizeof args / sizeof *args;
    return np_loadtxt(e, &load);
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
    {"numpy.load",
     "file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding='ASCII', *, "
     "max_header_size=10000",
     np_load, 0, 0,
     "array of a .npy file, or the arrays of a .npz file by name; FileNotFoundError, ValueError"},
    {"numpy.save", "file, arr, allow_pickle=True", np_save, 0, 0,
     "none; writes a .npy file, its name ending in .npy; OSError"},
    {"numpy.savez", "file, /, *args, allow_pickle=True, **kwds", np_savez, 0, 0,
     "none; writes arrays under names to a .npz file"},
    {"numpy.savez_compressed", "file, /, *args, allow_pickle=True, **kwds", np_savez, 1, 0,
     "none; the same with compression"},
    {"npz.__getitem__", "self, key, /", npz_item, 0, BI_METHOD,
     "array; the one of that name in a .npz file; KeyError"},
    {"npz.files", "self", npz_files, 0, BI_METHOD | BI_ATTRIBUTE, "list of the names"},
    {"npz.keys", "self", npz_files, 0, BI_METHOD, "list of the names"},
    {"npz.close", "self", npz_close, 0, BI_METHOD, "none"},
    {"numpy.loadtxt",
     "fname, dtype=None, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None, "
     "unpack=False, ndmin=0, encoding=None, max_rows=None, *, quotechar=None",
     np_loadtxt, 0, 0, "array; of a text file, of two dimensions with ndmin=2; ValueError"},
    {"numpy.genfromtxt",
     "fname, dtype='float64', comments='#', delimiter=None, skip_header=0, skip_footer=0, "
     "converters=None, missing_values=None, filling_values=None, usecols=None, names=None, *, "
     "unpack=None, ndmin=0, encoding=None, max_rows=None, autostrip=False, loose=True, "
     "invalid_raise=True",
     np_genfromtxt, 1, 0, "array; of a text file, what is no number is NaN; ValueError"},
    {"numpy.savetxt",
     "fname, X, fmt='%.18e', delimiter=' ', newline='\n', header='', footer='', comments='# '",
     np_savetxt, 0, 0, "none; writes an array of one or two dimensions as text"},
    {"image.read", "path", image_read, 0, 0,
     "array of uint8 or uint16; a PNG picture, (height, width) or (height, width, channels)"},
    {"image.write", "path, image", image_write, 0, 0, "none; writes a PNG picture"},
};

BI_TABLE(bi_io, rows);
