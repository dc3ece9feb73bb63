/* Python's own functions: print, len, range, zip, ... The rows are at the end; those on numbers,
 * strings and lists are in builtins_number.c, builtins_str.c and builtins_list.c. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "classes.h"
#include "generators.h"
#include "hashed.h"
#include "ops.h"
#include "sequence.h"

/* ---- print ---------------------------------------------------------------------------------- */

/* What the runtime prints as it is; other values go as their text. */
static bool prints_itself(elab *e, const val *v)
{
    switch (v->ty->kind) {
    case TY_UNION:
    case TY_OPTIONAL:
    case TY_BOXED:
    case TY_ITER:
    case TY_BUILTIN:
    case TY_RECORD_CLASS:
    case TY_RANGE: return false;
    case TY_DTYPE: return v->i != 1; /* not the class */
    default: return !ty_holds_record(e, v->ty);
    }
}

static val separator(elab *e, const val *v, const char *fallback, const char *name, span where)
{
    if (val_is_none(v))
        return val_str(e, fallback, strlen(fallback));
    if (v->ty->kind != TY_STR)
        return elab_error(e, where, "TypeError", "%s must be None or a string, not %s", name,
                          ty_name(e->arena, v->ty));
    return *v;
}

static val print_values(elab *e, const val *shown, uint32_t count, const val *sep, const val *end,
                        span where)
{
    elab_at(e, where);
    air_id pack = elab_pack(e, shown, count, where);
    if (!pack)
        return val_never(e);
    air_id args[4] = {pack, op_int(e, count), val_node(e, sep), val_node(e, end)};
    air_rt(&e->b, HPC_RT_print, args, 4, NULL, 0);
    return val_none(e);
}

static bool spreads(const val *items)
{
    for (uint32_t i = 0; i < items->count; i++)
        if (is_spread(&items->items[i]))
            return true;
    return false;
}

typedef struct text_list {
    val list;
    span where;
} text_list;

static void append_text(elab *e, val element, void *user)
{
    const text_list *t = user;
    val text = elab_box_text(e, &element, 's', NULL, t->where);
    if (!val_bad(text))
        seq_append(e, &t->list, &text, t->where);
}

/* print(1, *xs): the texts in a list, joined. */
static val joined_texts(elab *e, const val *items, const val *sep, span where)
{
    text_list t = {elab_named_value(e, seq_empty(e, TY_LIST, where)), where};
    for (uint32_t i = 0; i < items->count; i++) {
        if (is_spread(&items->items[i]))
            elab_iterate(e, items->items[i].items[0], where, append_text, NULL, NULL, &t);
        else
            append_text(e, items->items[i], &t);
    }
    val args[2] = {*sep, t.list};
    return elab_call_named(e, "str.join", args, 2, where);
}

static val print_spread(elab *e, const val *items, const val *sep, const val *end, span where)
{
    val line = joined_texts(e, items, sep, where);
    return val_bad(line) ? line : print_values(e, &line, 1, sep, end, where);
}

/* print(..., file=f) */
static val print_into(elab *e, const val *file, const val *items, const val *sep, const val *end,
                      span where)
{
    val texts[2] = {joined_texts(e, items, sep, where), *end};
    if (val_bad(texts[0]))
        return texts[0];
    val args[2] = {*file, elab_join_texts(e, texts, 2, where)};
    val done = elab_call_named(e, "TextIOWrapper.write", args, 2, where);
    return val_bad(done) ? done : val_none(e);
}

static val py_print(elab *e, const bi_call *call)
{
    const val *items = &call->args[0];
    const ty *file = call->args[3].ty;
    bool to_stdout = file->kind == TY_MODULE && strcmp(file->name, "sys.stdout") == 0;
    bool to_file = file->kind == TY_OBJECT && strcmp(file->name, "TextIOWrapper") == 0;
    if (file->kind != TY_NONE && !to_stdout && !to_file)
        return elab_unsupported(e, call->spans[3], "print's file");
    val sep = separator(e, &call->args[1], " ", "sep", call->spans[1]);
    val end = separator(e, &call->args[2], "\n", "end", call->spans[2]);
    if (val_bad(sep) || val_bad(end))
        return val_never(e);
    if (to_file)
        return print_into(e, &call->args[3], items, &sep, &end, call->where);
    if (spreads(items))
        return print_spread(e, items, &sep, &end, call->where);
    val *shown = ARENA_ARRAY(e->arena, val, items->count + 1);
    for (uint32_t i = 0; i < items->count; i++) {
        shown[i] = prints_itself(e, &items->items[i])
                       ? items->items[i]
                       : elab_box_text(e, &items->items[i], 's', NULL, call->where);
        if (val_bad(shown[i]))
            return shown[i];
    }
    return print_values(e, shown, items->count, &sep, &end, call->where);
}

/* ---- Things to iterate over --------------------------------------------------------------------- */

static val py_len(elab *e, const bi_call *call)
{
    air_id length = seq_length(e, &call->args[0], call->where);
    return length ? val_int_node(e, length) : val_never(e);
}

/* An int of range(): its node may be of any integer type. */
static bool range_part(elab *e, const val *v, span where, val *out)
{
    char kind = ty_is_number(v->ty) ? hpc_dtype_kind(ty_dtype_of(v->ty)) : 0;
    bool zero_d = v->ty->kind == TY_ARRAY && v->ty->rank == 0;
    if (kind != 'b' && kind != 'i' && kind != 'u' && !zero_d) {
        if (!val_bad(*v))
            elab_error(e, where, "TypeError", "'%s' object cannot be interpreted as an integer",
                       op_type_name(e, v->ty));
        return false;
    }
    air_id node = val_index_node(e, v, where, "range()'s argument");
    if (node)
        *out = val_int_node(e, node);
    return node != 0;
}

static val py_range(elab *e, const bi_call *call)
{
    const val *args = call->args;
    val *parts = ARENA_ARRAY(e->arena, val, 3);
    bool one = val_absent(&args[1]);
    parts[0] = val_int(e, 0);
    parts[2] = val_int(e, 1);
    if (!range_part(e, &args[0], call->spans[0], &parts[one ? 1 : 0]) ||
        (!one && !range_part(e, &args[1], call->spans[1], &parts[1])) ||
        (!val_absent(&args[2]) && !range_part(e, &args[2], call->spans[2], &parts[2])))
        return val_never(e);
    int64_t step;
    if (val_const_int(&parts[2], &step) && step == 0)
        return elab_error(e, call->where, "ValueError", "range() arg 3 must not be zero");
    if (!parts[2].is_const)
        air_check(&e->b, op_test(e, AIR_NE, parts[2].node, op_int(e, 0)), HPC_CHECK_RANGE_STEP_ZERO,
                  NULL, 0);
    return (val){.ty = ty_basic(e->types, TY_RANGE), .items = parts, .count = 3};
}

static val py_enumerate(elab *e, const bi_call *call)
{
    val items[2] = {call->args[0], val_never(e)}, made;
    if (generator_among(e, "enumerate", call->args, 2, call->where, &made))
        return made;
    if (!iter_can(e, &items[0], call->where) ||
        !range_part(e, &call->args[1], call->where, &items[1]))
        return val_never(e);
    return iter_new(e, "enumerate", items, 2);
}

static val py_zip(elab *e, const bi_call *call)
{
    val zipped = iter_new(e, "zip", call->args[0].items, call->args[0].count);
    for (uint32_t i = 0; i < zipped.count; i++)
        if (!iter_can(e, &zipped.items[i], call->where))
            return val_never(e);
    val made;
    return generator_among(e, "zip", zipped.items, zipped.count, call->where, &made) ? made
                                                                                     : zipped;
}

/* range(a, b, s) backwards is a range, too: from its last number, which may be past its start. */
static val reversed_range(elab *e, const val *range, span where)
{
    val *parts = ARENA_ARRAY(e->arena, val, 3);
    air_id start = val_node(e, &range->items[0]), step = val_node(e, &range->items[2]);
    air_id turns = op_map2(e, AIR_SUB, HPC_I64, seq_length(e, range, where), op_int(e, 1));
    air_id last = op_map2(e, AIR_ADD, HPC_I64, start, op_map2(e, AIR_MUL, HPC_I64, turns, step));
    parts[0] = val_int_node(e, last);
    parts[1] = val_int_node(e, op_map2(e, AIR_SUB, HPC_I64, start, step));
    parts[2] = val_int_node(e, op_map1(e, AIR_NEG, HPC_I64, step));
    return (val){.ty = range->ty, .items = parts, .count = 3};
}

static val py_reversed(elab *e, const bi_call *call)
{
    val v = call->args[0];
    if (v.ty->kind == TY_RANGE)
        return reversed_range(e, &v, call->where);
    if (!iter_can(e, &v, call->where))
        return val_never(e);
    if (is_dict_view(&v) || v.ty->kind == TY_DICT)
        v = seq_list_of(e, &v, call->where);
    if (val_bad(v))
        return v;
    if (v.ty->kind == TY_ITER || v.ty->kind == TY_SET)
        return elab_error(e, call->where, "TypeError", "'%s' object is not reversible",
                          op_type_name(e, v.ty));
    return iter_new(e, "reversed", &v, 1);
}

/* ---- Leaving, and what is refused --------------------------------------------------------------- */

/* A failing call and not a RAISE: what else the expression holds may be built after it. */
val py_exit(elab *e, const bi_call *call)
{
    val none = val_str(e, "", 0);
    val shown = val_is_none(&call->args[0])
                    ? none
                    : elab_box_text(e, &call->args[0], 's', NULL, call->where);
    if (val_bad(shown))
        return shown;
    elab_at(e, call->where);
    air_id args[2] = {op_int(e, HPC_SYSTEM_EXIT), val_node(e, &shown)};
    air_rt(&e->b, HPC_RT_raise, args, 2, NULL, 0);
    e->scope->reachable = false;
    return val_never(e);
}

/* slice([start,] stop[, step]): what a[start:stop:step] has for an index. */
static val py_slice(elab *e, const bi_call *call)
{
    bool single = val_absent(&call->args[1]);
    val *items = ARENA_ARRAY(e->arena, val, 3);
    items[0] = single ? val_none(e) : call->args[0];
    items[1] = single ? call->args[0] : call->args[1];
    items[2] = val_absent(&call->args[2]) ? val_none(e) : call->args[2];
    return (val){.ty = ty_basic(e->types, TY_SLICE), .items = items, .count = 3};
}

static val py_callable(elab *e, const bi_call *call)
{
    switch (call->args[0].ty->kind) {
    case TY_FUNC:
    case TY_BUILTIN:
    case TY_METHOD:
    case TY_CLASS:
    case TY_DTYPE:
    case TY_RECORD_CLASS: return val_bool(e, true);
    case TY_RECORD:
        return val_bool(e, class_find(record_of(call->args[0].ty)->class, "__call__") != NULL);
    case TY_BOXED:
    case TY_PARTS: return elab_unsupported(e, call->where, "callable() of this value");
    default: return val_bool(e, false);
    }
}

static val refused(elab *e, const bi_call *call)
{
    return elab_unsupported(e, call->where, arena_printf(e->arena, "%s()", call->row->name));
}

#define REFUSED(name)                                                                              \
    {                                                                                              \
        name, "*args", refused, 0, 0, "not supported"                                              \
    }

static const bi_row rows[] = {
    {"print", "*args, sep=' ', end='\n', file=None, flush=False", py_print, 0, 0,
     "none; writes str of the values, sep between them and end after them"},
    {"len", "obj, /", py_len, 0, 0, "int; the number of items; the first extent of an array"},
    {"range", "start, stop=..., step=..., /", py_range, 0, 0,
     "range; the ints from start (0) below stop by step (1); ValueError for step 0"},
    {"enumerate", "iterable, start=0", py_enumerate, 0, 0,
     "iterator; pairs of a count and an item"},
    {"zip", "*args", py_zip, 0, 0,
     "iterator; tuples of the items at one position, up to the shortest"},
    {"reversed", "sequence, /", py_reversed, 0, 0,
     "iterator; the items from the last to the first"},
    {"slice", "start, stop=..., step=..., /", py_slice, 0, 0,
     "slice; the index start:stop:step, None where not given"},
    {"exit", "code=None", py_exit, 0, 0, "never; ends the program: SystemExit"},
    {"quit", "code=None", py_exit, 0, 0, "never; ends the program: SystemExit"},
    {"functools.wraps", "wrapped, /", refused, 0, 0,
     "as a decorator: the function's name is that of wrapped"},
    {"callable", "obj, /", py_callable, 0, 0, "bool; whether it can be called"},
    REFUSED("id"),
    REFUSED("input"),
    REFUSED("frozenset"),
    REFUSED("getattr"),
    REFUSED("hasattr"),
    REFUSED("setattr"),
    REFUSED("eval"),
    REFUSED("exec"),
    REFUSED("vars"),
    REFUSED("dir"),
    REFUSED("globals"),
    REFUSED("locals"),
    REFUSED("bytes"),
    REFUSED("object"),
    REFUSED("super"),
};

BI_TABLE(bi_python, rows);
