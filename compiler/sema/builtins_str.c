/* Methods of strings, and str, repr, chr, ord, bin, oct, hex. */
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"
#include "sequence.h"
#include "text_format.h"

static val text_val(elab *e, air_id node)
{
    return val_of(e, ty_basic(e->types, TY_STR), node);
}

static val rt_int(elab *e, int row, const air_id *args, uint32_t count, ty_kind kind)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id node = air_rt(&e->b, row, args, count, &i64, 1);
    if (kind == TY_BOOL)
        node = op_test(e, AIR_NE, node, op_int(e, 0));
    return val_of(e, ty_basic(e->types, kind), node);
}

/* The node of a string argument; 0 after an error. */
static air_id text_arg(elab *e, const bi_call *call, uint32_t i)
{
    const val *v = &call->args[i];
    if (v->ty->kind == TY_STR)
        return val_node(e, v);
    if (!val_bad(*v))
        elab_error(e, call->spans[i], "TypeError", "%s() argument %u must be str, not %s",
                   call->row->name, i, op_type_name(e, v->ty));
    return 0;
}

static air_id self_text(elab *e, const bi_call *call)
{
    return val_node(e, &call->args[0]);
}

/* ---- Copies ----------------------------------------------------------------------------------- */

static val text_case(elab *e, const bi_call *call)
{
    air_id args[2] = {self_text(e, call), op_int(e, call->row->data)};
    return text_val(e, box_rt(e, HPC_RT_text_case, args, 2));
}

static val text_strip(elab *e, const bi_call *call)
{
    bool given = !val_is_none(&call->args[1]);
    val none = val_str(e, "", 0);
    air_id set = given ? text_arg(e, call, 1) : val_node(e, &none);
    if (!set)
        return val_never(e);
    air_id args[4] = {self_text(e, call), set, op_int(e, given), op_int(e, call->row->data)};
    return text_val(e, box_rt(e, HPC_RT_text_strip, args, 4));
}

enum { PAD_ZERO = 3 };

static val text_pad(elab *e, const bi_call *call)
{
    bool zero = call->row->data == PAD_ZERO;
    val zeros = val_str(e, "0", 1);
    air_id width = val_index_node(e, &call->args[1], call->where, "the width");
    air_id with = zero ? val_node(e, &zeros) : text_arg(e, call, 2);
    if (!width || !with)
        return val_never(e);
    air_id args[4] = {self_text(e, call), width, with, op_int(e, call->row->data)};
    return text_val(e, box_rt(e, HPC_RT_text_pad, args, 4));
}

static val text_replace(elab *e, const bi_call *call)
{
    air_id most = val_index_node(e, &call->args[3], call->where, "replace()'s count");
    air_id args[4] = {self_text(e, call), text_arg(e, call, 1), text_arg(e, call, 2), most};
    return args[1] && args[2] && most ? text_val(e, box_rt(e, HPC_RT_text_replace, args, 4))
                                      : val_never(e);
}

/* ---- Lists of strings ------------------------------------------------------------------------- */

static val list_of_texts(elab *e, air_id node)
{
    return val_of(e, ty_list(e->types, ty_basic(e->types, TY_STR)), node);
}

static val text_split(elab *e, const bi_call *call)
{
    bool given = !val_is_none(&call->args[1]);
    val none = val_str(e, "", 0);
    air_id separator = given ? text_arg(e, call, 1) : val_node(e, &none);
    air_id most = val_index_node(e, &call->args[2], call->where, "split()'s maxsplit");
    if (!separator || !most)
        return val_never(e);
    air_id args[4] = {self_text(e, call), separator, op_int(e, given), most};
    return list_of_texts(e, box_rt(e, HPC_RT_text_split, args, 4));
}

static val text_lines(elab *e, const bi_call *call)
{
    air_id keep = elab_truth(e, &call->args[1], call->where);
    if (!keep)
        return val_never(e);
    air_id args[2] = {self_text(e, call), air_cast(&e->b, HPC_I64, keep)};
    return list_of_texts(e, box_rt(e, HPC_RT_text_lines, args, 2));
}

static val text_join(elab *e, const bi_call *call)
{
    val list = call->args[1].ty->kind == TY_LIST ? call->args[1]
                                                 : seq_list_of(e, &call->args[1], call->where);
    if (val_bad(list))
        return list;
    air_id args[2] = {self_text(e, call), elab_object(e, &list, call->where)};
    return args[1] ? text_val(e, box_rt(e, HPC_RT_text_join, args, 2)) : val_never(e);
}

/* ---- Questions -------------------------------------------------------------------------------- */

/* The same between start and end, where they are given. */
static bool has_bounds(const bi_call *call)
{
    return !val_is_none(&call->args[2]) || !val_is_none(&call->args[3]);
}

static val between(elab *e, const bi_call *call)
{
    const char *name = arena_printf(e->arena, "str._%s_in", strchr(call->row->name, '.') + 1);
    return elab_call_named(e, name, call->args, 4, call->where);
}

/* Any of a tuple of prefixes. */
static val ends_with_any(elab *e, const bi_call *call)
{
    const val *tuple = &call->args[1];
    air_id any = air_const_int(&e->b, HPC_BOOL, 0);
    for (uint32_t i = 0; i < tuple->count; i++) {
        val args[4] = {call->args[0], tuple->items[i], call->args[2], call->args[3]};
        val one = elab_call_named(e, call->row->name, args, 4, call->where);
        if (val_bad(one))
            return one;
        any = op_or(e, any, val_node(e, &one));
    }
    return val_bool_node(e, any);
}

static val text_ends(elab *e, const bi_call *call)
{
    if (call->args[1].ty->kind == TY_TUPLE)
        return ends_with_any(e, call);
    if (has_bounds(call))
        return between(e, call);
    air_id args[2] = {self_text(e, call), text_arg(e, call, 1)};
    return args[1] ? rt_int(e, call->row->data, args, 2, TY_BOOL) : val_never(e);
}

static val text_find(elab *e, const bi_call *call)
{
    if (has_bounds(call))
        return between(e, call);
    air_id args[3] = {self_text(e, call), text_arg(e, call, 1), op_int(e, call->row->data)};
    return args[1] ? rt_int(e, HPC_RT_text_find, args, 3, TY_INT) : val_never(e);
}

static val text_count(elab *e, const bi_call *call)
{
    if (has_bounds(call))
        return between(e, call);
    air_id args[2] = {self_text(e, call), text_arg(e, call, 1)};
    return args[1] ? rt_int(e, HPC_RT_text_count, args, 2, TY_INT) : val_never(e);
}

static val text_is(elab *e, const bi_call *call)
{
    air_id args[2] = {self_text(e, call), op_int(e, call->row->data)};
    return rt_int(e, HPC_RT_text_is, args, 2, TY_BOOL);
}

/* ---- Translation ------------------------------------------------------------------------------ */

/* A dict as CPython's; with characters to delete, where CPython has None, only for translate. */
static val maketrans(elab *e, const bi_call *call)
{
    if (val_absent(&call->args[1]))
        return elab_call_named(e, "str._maketrans_of", call->args, 1, call->where);
    if (val_absent(&call->args[2]))
        return elab_call_named(e, "str._maketrans", call->args, 2, call->where);
    val table = elab_call_named(e, "str._maketrans_less", call->args, 3, call->where);
    return val_bad(table) ? table : val_parts(e, "translation", &table, 1);
}

static val translate(elab *e, const bi_call *call)
{
    val args[2] = {call->args[0], call->args[1]};
    if (args[1].ty->kind == TY_PARTS && strcmp(args[1].ty->name, "translation") == 0)
        args[1] = args[1].items[0];
    return elab_call_named(e, "str._translate", args, 2, call->where);
}

/* ---- Functions -------------------------------------------------------------------------------- */

static val py_str(elab *e, const bi_call *call)
{
    return elab_box_text(e, &call->args[0], (char)call->row->data, NULL, call->where);
}

static val py_format(elab *e, const bi_call *call)
{
    return elab_box_text(e, &call->args[0], 0, &call->args[1], call->where);
}

static val py_chr(elab *e, const bi_call *call)
{
    air_id code = val_index_node(e, &call->args[0], call->where, "chr()'s argument");
    return code ? text_val(e, box_rt(e, HPC_RT_text_chr, &code, 1)) : val_never(e);
}

static val py_ord(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    if (v->ty->kind != TY_STR)
        return elab_error(e, call->where, "TypeError",
                          "ord() expected string of length 1, but %s found",
                          op_type_name(e, v->ty));
    air_id text = val_node(e, v);
    return rt_int(e, HPC_RT_text_ord, &text, 1, TY_INT);
}

static val py_base(elab *e, const bi_call *call)
{
    air_id args[2] = {val_index_node(e, &call->args[0], call->where, "the argument"),
                      op_int(e, call->row->data)};
    return args[0] ? text_val(e, box_rt(e, HPC_RT_text_of_int, args, 2)) : val_never(e);
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define PUNCTUATION "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
#define SPACE " \t\n\r\v\f"

/* The module string. */
static val letters(elab *e, const bi_call *call)
{
    static const char *const texts[] = {LOWER UPPER,
                                        LOWER,
                                        UPPER,
                                        "0123456789",
                                        "0123456789abcdefABCDEF",
                                        "01234567",
                                        PUNCTUATION,
                                        SPACE,
                                        "0123456789" LOWER UPPER PUNCTUATION SPACE};
    const char *text = texts[call->row->data];
    return val_str(e, text, strlen(text));
}

static const bi_row rows[] = {
    {"str", "object='', /", py_str, 's', 0, "str; the value as print writes it"},
    {"repr", "object, /", py_str, 'r', 0, "str; the value as an expression"},
    {"format", "value, format_spec='', /", py_format, 0, 0,
     "str; the value by a format specification; ValueError"},
    {"chr", "i, /", py_chr, 0, 0, "str; the character of a code point; ValueError"},
    {"ord", "c, /", py_ord, 0, 0, "int; the code point of a character; TypeError"},
    {"bin", "number, /", py_base, 2, 0, "str; 0b and binary digits"},
    {"oct", "number, /", py_base, 8, 0, "str; 0o and octal digits"},
    {"hex", "number, /", py_base, 16, 0, "str; 0x and hexadecimal digits"},
    {"str.upper", "self, /", text_case, 0, BI_METHOD, "str; in capital letters (ASCII)"},
    {"str.lower", "self, /", text_case, 1, BI_METHOD, "str; in small letters (ASCII)"},
    {"str.title", "self, /", text_case, 2, BI_METHOD, "str; words start with a capital (ASCII)"},
    {"str.capitalize", "self, /", text_case, 3, BI_METHOD,
     "str; the first letter a capital, the others small (ASCII)"},
    {"str.swapcase", "self, /", text_case, 4, BI_METHOD, "str; small for capital and back (ASCII)"},
    {"str.strip", "self, chars=None, /", text_strip, 3, BI_METHOD,
     "str; without white space, or the characters given, at both ends"},
    {"str.lstrip", "self, chars=None, /", text_strip, 1, BI_METHOD, "str; strip at the start"},
    {"str.rstrip", "self, chars=None, /", text_strip, 2, BI_METHOD, "str; strip at the end"},
    {"str.ljust", "self, width, fillchar=' ', /", text_pad, 0, BI_METHOD,
     "str; filled to the width at the end"},
    {"str.rjust", "self, width, fillchar=' ', /", text_pad, 1, BI_METHOD,
     "str; filled to the width at the start"},
    {"str.center", "self, width, fillchar=' ', /", text_pad, 2, BI_METHOD,
     "str; filled to the width at both ends"},
    {"str.zfill", "self, width, /", text_pad, PAD_ZERO, BI_METHOD,
     "str; filled to the width with zeros after the sign"},
    {"str.replace", "self, old, new, count=-1, /", text_replace, 0, BI_METHOD,
     "str; the first count (all) occurrences of old replaced"},
    {"str.split", "self, sep=None, maxsplit=-1", text_split, 0, BI_METHOD,
     "list; the parts between separators, or between white space"},
    {"str.splitlines", "self, keepends=False", text_lines, 0, BI_METHOD, "list; the lines"},
    {"str.join", "self, iterable, /", text_join, 0, BI_METHOD,
     "str; the strings of an iterable with self between them; TypeError"},
    {"str.startswith", "self, prefix, start=None, end=None, /", text_ends, HPC_RT_text_starts,
     BI_METHOD, "bool; whether it starts with prefix"},
    {"str.endswith", "self, suffix, start=None, end=None, /", text_ends, HPC_RT_text_ends,
     BI_METHOD, "bool; whether it ends with suffix"},
    {"str.find", "self, sub, start=None, end=None, /", text_find, 0, BI_METHOD,
     "int; position of the first occurrence, or -1"},
    {"str.rfind", "self, sub, start=None, end=None, /", text_find, 1, BI_METHOD,
     "int; position of the last occurrence, or -1"},
    {"str.index", "self, sub, start=None, end=None, /", text_find, 2, BI_METHOD,
     "int; position of the first occurrence, which there must be"},
    {"str.rindex", "self, sub, start=None, end=None, /", text_find, 3, BI_METHOD,
     "int; position of the last occurrence, which there must be"},
    {"str.count", "self, sub, start=None, end=None, /", text_count, 0, BI_METHOD,
     "int; number of occurrences"},
    {"str.isdigit", "self, /", text_is, 0, BI_METHOD, "bool; only digits (ASCII)"},
    {"str.isdecimal", "self, /", text_is, 0, BI_METHOD, "bool; only digits (ASCII)"},
    {"str.isnumeric", "self, /", text_is, 0, BI_METHOD, "bool; only digits (ASCII)"},
    {"str.isalpha", "self, /", text_is, 1, BI_METHOD, "bool; only letters (ASCII)"},
    {"str.isalnum", "self, /", text_is, 2, BI_METHOD, "bool; only letters and digits (ASCII)"},
    {"str.isspace", "self, /", text_is, 3, BI_METHOD, "bool; only white space"},
    {"str.isupper", "self, /", text_is, 4, BI_METHOD, "bool; letters are capitals (ASCII)"},
    {"str.islower", "self, /", text_is, 5, BI_METHOD, "bool; letters are small (ASCII)"},
    {"str.maketrans", "x, y=..., z=..., /", maketrans, 0, 0,
     "dict; for translate: of two strings (and one to delete), or of a dict of characters"},
    {"str.translate", "self, table, /", translate, 0, BI_METHOD,
     "str; each character replaced by what the table has for it"},
    {"string.ascii_letters", "", letters, 0, BI_CONSTANT, "str; small letters, then capitals"},
    {"string.ascii_lowercase", "", letters, 1, BI_CONSTANT, "str"},
    {"string.ascii_uppercase", "", letters, 2, BI_CONSTANT, "str"},
    {"string.digits", "", letters, 3, BI_CONSTANT, "str"},
    {"string.hexdigits", "", letters, 4, BI_CONSTANT, "str"},
    {"string.octdigits", "", letters, 5, BI_CONSTANT, "str"},
    {"string.punctuation", "", letters, 6, BI_CONSTANT, "str"},
    {"string.whitespace", "", letters, 7, BI_CONSTANT, "str"},
    {"string.printable", "", letters, 8, BI_CONSTANT, "str"},
    {"str.format", "self, *args, **keywords", text_format, 0, BI_METHOD,
     "str; fields replaced by arguments; the string must be known when compiling"},
};

BI_TABLE(bi_str, rows);
