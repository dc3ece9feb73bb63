/* open() and the files that it gives; bytes that were read, for np.frombuffer. */
#include "../../runtime/table.h"
#include "box.h"
#include "generators.h"
#include "ops.h"
#include "sequence.h"

static val text_of(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_STR), node);
}

static bool is_binary(const val *file)
{
    return strchr(file->ty->name, 'B') != NULL;
}

/* What a file of this kind reads. */
static val read_val(elab *e, const val *file, air_id node)
{
    return is_binary(file) ? val_of(e, ty_named(e->types, TY_OBJECT, "bytes"), node)
                           : text_of(e, node);
}

static bool is_text(const val *v, const char *text)
{
    return v->ty->kind == TY_STR && v->is_const && strcmp(v->text, text) == 0;
}

/* Names of UTF-8, and of its part that files of other systems hold, too. */
static bool known_encoding(const val *v)
{
    static const char *const names[] = {"utf-8", "utf8", "UTF-8", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_text(v, names[i]))
            return true;
    return val_is_none(v);
}

static val py_open(elab *e, const bi_call *call)
{
    const val *path = &call->args[0], *mode = &call->args[1];
    if (path->ty->kind != TY_STR)
        return elab_error(e, call->spans[0], "TypeError",
                          "expected str, bytes or os.PathLike object, not %s",
                          op_type_name(e, path->ty));
    if (mode->ty->kind != TY_STR || !mode->is_const)
        return elab_need_constant(e, mode, call->spans[1], "the mode");
    if (strchr(mode->text, '+'))
        return elab_unsupported(e, call->spans[1], "a file that is both read and written");
    if (!known_encoding(&call->args[3]))
        return elab_unsupported(e, call->spans[3], "an encoding other than UTF-8");
    bool reads = strchr(mode->text, 'r') != NULL;
    if (!val_is_none(&call->args[5]) && !(is_text(&call->args[5], "") && !reads))
        return elab_unsupported(e, call->spans[5], "this newline");
    bool binary = strchr(mode->text, 'b') != NULL;
    const char *name = !binary ? "TextIOWrapper" : reads ? "BufferedReader" : "BufferedWriter";
    air_id args[2] = {val_node(e, path), val_node(e, mode)};
    return val_of(e, ty_named(e->types, TY_OBJECT, name), box_rt(e, HPC_RT_file_open, args, 2));
}

static val file_read(elab *e, const bi_call *call)
{
    val all = val_int(e, -1);
    const val *most = val_is_none(&call->args[1]) ? &all : &call->args[1];
    air_id args[2] = {call->args[0].node, val_index_node(e, most, call->where, "the size")};
    return args[1] ? read_val(e, &call->args[0], box_rt(e, HPC_RT_file_read, args, 2))
                   : val_never(e);
}

static val file_line(elab *e, const bi_call *call)
{
    return read_val(e, &call->args[0], box_rt(e, HPC_RT_file_line, &call->args[0].node, 1));
}

static val file_write(elab *e, const bi_call *call)
{
    const val *file = &call->args[0], *text = &call->args[1];
    if (is_binary(file) ? !is_bytes(text) : text->ty->kind != TY_STR)
        return elab_error(e, call->where, "TypeError",
                          is_binary(file) ? "a bytes-like object is required, not '%s'"
                                          : "write() argument must be str, not %s",
                          op_type_name(e, text->ty));
    air_id args[2] = {file->node, val_node(e, text)};
    air_rt(&e->b, HPC_RT_file_write, args, 2, NULL, 0);
    return val_int_node(e, seq_length(e, text, call->where));
}

static val file_do(elab *e, const bi_call *call)
{
    air_rt(&e->b, call->row->data, &call->args[0].node, 1, NULL, 0);
    return val_none(e);
}

static val file_lines(elab *e, const bi_call *call)
{
    val lines = elab_call_named(e, "io._lines", call->args, 1, call->where);
    return val_bad(lines) ? lines : seq_list_of(e, &lines, call->where);
}

static val file_write_lines(elab *e, const bi_call *call)
{
    return elab_call_named(e, "io._write_lines", call->args, 2, call->where);
}

/* ---- Bytes ------------------------------------------------------------------------------------- */

static val bytes_length(elab *e, const bi_call *call)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    return val_int_node(e, air_rt(&e->b, HPC_RT_bytes_length, &call->args[0].node, 1, &i64, 1));
}

/* np.frombuffer(buffer, dtype=float, count=-1, offset=0) */
static val from_buffer(elab *e, const bi_call *call)
{
    const val *bytes = &call->args[0];
    hpc_dtype dtype;
    if (!is_bytes(bytes))
        return elab_unsupported(e, call->spans[0],
                                "frombuffer of anything but bytes read from a file");
    if (!val_dtype_arg(e, &call->args[1], call->where, HPC_F64, &dtype))
        return val_never(e);
    air_id words[4] = {bytes->node, op_int(e, dtype),
                       val_index_node(e, &call->args[2], call->where, "count"),
                       val_index_node(e, &call->args[3], call->where, "offset")};
    if (!words[2] || !words[3])
        return val_never(e);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, 1, AIR_C_ORDER | AIR_F_ORDER | AIR_UNIT_LAST};
    return val_array(e, air_rt(&e->b, HPC_RT_array_from_bytes, words, 4, &type, 1));
}

#define FILE_ROWS(kind)                                                                            \
    {                                                                                              \
        kind ".close", "self, /", file_do, HPC_RT_file_close, BI_METHOD, "none; ends the file"     \
    }

static const bi_row rows[] = {
    {"open", "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None", py_open, 0,
     0, "file; for reading, writing, appending, of text (UTF-8) or bytes; OSError"},
    FILE_ROWS("TextIOWrapper"),
    {"TextIOWrapper.read", "self, size=None, /", file_read, 0, BI_METHOD,
     "str; the rest, or size characters"},
    {"TextIOWrapper.readline", "self, /", file_line, 0, BI_METHOD,
     "str; the next line with its end, or ''"},
    {"TextIOWrapper.readlines", "self, /", file_lines, 0, BI_METHOD,
     "list; the lines that are left"},
    {"TextIOWrapper.write", "self, text, /", file_write, 0, BI_METHOD,
     "int; writes a text, its length"},
    {"TextIOWrapper.writelines", "self, lines, /", file_write_lines, 0, BI_METHOD,
     "none; writes the texts"},
    {"TextIOWrapper.flush", "self, /", file_do, HPC_RT_file_flush, BI_METHOD,
     "none; writes what is kept"},
    FILE_ROWS("BufferedReader"),
    {"BufferedReader.read", "self, size=None, /", file_read, 0, BI_METHOD,
     "bytes; the rest, or size of them"},
    FILE_ROWS("BufferedWriter"),
    {"BufferedWriter.write", "self, data, /", file_write, 0, BI_METHOD,
     "int; writes bytes, their number"},
    {"bytes.__len__", "self, /", bytes_length, 0, BI_METHOD, "int; the number of bytes"},
    {"numpy.frombuffer", "buffer, dtype=None, count=-1, offset=0", from_buffer, 0, 0,
     "array; of bytes that were read from a file; not writable; ValueError"},
};

BI_TABLE(bi_open, rows);
