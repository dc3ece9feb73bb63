/* Objects that are there to be indexed: np.mgrid, np.ogrid, np.r_, np.c_, np.s_, a.flat, a.flags[...]
 * and the parts of a slice. A subscript of an object calls the row NAME.__getitem__. */
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

/* ---- Index tricks ------------------------------------------------------------------------------ */

enum { MGRID, OGRID, R_, C_, S_, INDEX_EXP };

static const char *const trick_names[] = {"mgrid", "ogrid", "r_", "c_", "s_", "index_exp"};

static val trick(elab *e, const bi_call *c)
{
    return val_parts(e, trick_names[c->row->data], NULL, 0);
}

static val trick_item(elab *e, const bi_call *c)
{
    static const char *const functions[] = {"numpy._mgrid", "numpy._ogrid", "numpy._r", "numpy._c"};
    val key = c->args[1];
    int which = c->row->data;
    if (key.ty->kind != TY_TUPLE && which != S_ && (which >= R_))
        key = val_tuple(e, &key, 1);
    if (which == S_ || which == INDEX_EXP)
        return key;
    if (which >= R_ && key.count && key.items[0].ty->kind == TY_STR)
        return elab_unsupported(e, c->where, "a string in an index of np.r_ or np.c_");
    return elab_call_named(e, functions[which], &key, 1, c->where);
}

/* slice(...).start, .stop, .step */
static val slice_part(elab *e, const bi_call *c)
{
    (void)e;
    return c->args[0].items[c->row->data];
}

/* ---- flat ------------------------------------------------------------------------------------- */

static val flat(elab *e, const bi_call *c)
{
    return val_parts(e, "flatiter", &c->args[0], 1);
}

static bool in_order(const elab *e, const val *a)
{
    return val_rank(a) == 1 || air_at(e->b.fun, a->node)->type.facts & AIR_C_ORDER;
}

static air_id flat_size(elab *e, const val *a)
{
    air_id size = op_int(e, 1);
    for (uint32_t i = 0; i < val_rank(a); i++)
        size = op_map2(e, AIR_MUL, HPC_I64, size, val_extent(e, a, i));
    return size;
}

static val flattened(elab *e, const val *a)
{
    air_id size = flat_size(e, a);
    return val_array(e, air_reshape(&e->b, a->node, 1, &size));
}

static bool is_integer(const val *v)
{
    if (!ty_is_number(v->ty))
        return false;
    char kind = hpc_dtype_kind(ty_dtype_of(v->ty));
    return kind == 'i' || kind == 'u';
}

/* The index of every axis that stands for a position in C order. */
static val unravelled(elab *e, const val *a, const val *index, span where)
{
    air_id position = val_index_node(e, index, where, "an index");
    val items[HPC_MAX_RANK];
    if (!position)
        return val_never(e);
    position = air_index(&e->b, position, flat_size(e, a), 0);
    for (uint32_t i = val_rank(a); i-- > 0;) {
        air_id extent = val_extent(e, a, i);
        items[i] = val_int_node(e, op_map2(e, AIR_MOD, HPC_I64, position, extent));
        position = op_map2(e, AIR_FLOORDIV, HPC_I64, position, extent);
    }
    return val_tuple(e, items, val_rank(a));
}

static val flat_get(elab *e, const bi_call *c)
{
    const val *a = &c->args[0].items[0], *index = &c->args[1];
    if (is_integer(index) && !in_order(e, a)) {
        val at = unravelled(e, a, index, c->where);
        return val_bad(at) ? at : op_getitem(e, *a, at, c->where);
    }
    val got = op_getitem(e, flattened(e, a), *index, c->where);
    if (val_bad(got) || got.ty->kind != TY_ARRAY)
        return got;
    return val_array(e, air_copy(&e->b, got.node));
}

/* Values are used again from the first when there are too few, as np.put does. */
static val flat_set(elab *e, const bi_call *c)
{
    const val *a = &c->args[0].items[0], *index = &c->args[1];
    if (is_integer(index)) {
        val at = in_order(e, a) ? *index : unravelled(e, a, index, c->where);
        if (!val_bad(at))
            op_setitem(e, in_order(e, a) ? flattened(e, a) : *a, at, c->args[2], c->where);
        return val_none(e);
    }
    air_id size = flat_size(e, a);
    val places = val_array(e, air_coord(&e->b, 0, 1, &size));
    places = op_getitem(e, places, *index, c->where);
    if (val_bad(places))
        return places;
    return elab_call_named(e, "numpy.put", (val[]){*a, places, c->args[2]}, 3, c->where);
}

static val flat_length(elab *e, const bi_call *c)
{
    return val_int_node(e, flat_size(e, &c->args[0].items[0]));
}

static val flat_base(elab *e, const bi_call *c)
{
    (void)e;
    return c->args[0].items[0];
}

static val flat_copy(elab *e, const bi_call *c)
{
    val all = flattened(e, &c->args[0].items[0]);
    return val_array(e, air_copy(&e->b, all.node));
}

/* a.compress(condition, axis) is np.compress(condition, a, axis). */
static val compress(elab *e, const bi_call *c)
{
    return elab_call_named(e, "numpy.compress",
                           (val[]){c->args[1], c->args[0], c->args[2], c->args[3]}, 4, c->where);
}

/* ---- flags ------------------------------------------------------------------------------------ */

static val flags_item(elab *e, const bi_call *c)
{
    static const char *const names[][2] = {
        {"C_CONTIGUOUS", "c_contiguous"},
        {"C", "c_contiguous"},
        {"CONTIGUOUS", "c_contiguous"},
        {"F_CONTIGUOUS", "f_contiguous"},
        {"F", "f_contiguous"},
        {"FORTRAN", "f_contiguous"},
        {"WRITEABLE", "writeable"},
        {"W", "writeable"},
        {"ALIGNED", "aligned"},
        {"A", "aligned"},
        {"FNC", "fnc"},
        {"FORC", "forc"},
    };
    const val *key = &c->args[1];
    if (key->ty->kind != TY_STR || !key->is_const)
        return elab_need_constant(e, key, c->spans[1], "the name of a flag");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], key->text) == 0)
            return elab_attribute(e, c->args[0], names[i][1], c->where);
    if (strcmp(key->text, "OWNDATA") == 0 || strcmp(key->text, "O") == 0)
        return elab_unsupported(e, c->where, "the flag OWNDATA");
    return elab_error(e, c->where, "KeyError", "Unknown flag");
}

/* What the array's type says of writing is what a store would be checked for. */
static val flags_writeable(elab *e, const bi_call *c)
{
    air_id args[] = {c->args[0].items[0].node};
    air_type type = air_scalar_type(HPC_I64);
    return val_of(
        e, ty_basic(e->types, TY_BOOL),
        air_cast(&e->b, HPC_BOOL, air_rt(&e->b, HPC_RT_view_writeable, args, 1, &type, 1)));
}

static val flags_aligned(elab *e, const bi_call *c)
{
    (void)c;
    return val_bool(e, true); /* every array is */
}

/* fnc: F and not C; forc: F or C */
static val flags_pair(elab *e, const bi_call *c)
{
    val in_c = elab_attribute(e, c->args[0], "c_contiguous", c->where);
    val in_f = elab_attribute(e, c->args[0], "f_contiguous", c->where);
    air_id cs = val_node(e, &in_c), fs = val_node(e, &in_f);
    return val_bool_node(e, c->row->data ? op_or(e, fs, cs) : op_and(e, fs, op_not(e, cs)));
}

#define TRICK(name, number, text)                                                                  \
    {"numpy." name, "", trick, number, BI_CONSTANT, text},                                         \
    {                                                                                              \
        name ".__getitem__", "self, key, /", trick_item, number, BI_METHOD, text                   \
    }
#define PART (BI_METHOD | BI_ATTRIBUTE)

static const bi_row rows[] = {
    TRICK("mgrid", MGRID, "np.mgrid[0:3, 0:1:5j]: the coordinates of a full grid, an array."),
    TRICK("ogrid", OGRID, "np.ogrid[0:3, 0:1:5j]: the coordinates of an open grid, a tuple."),
    TRICK("r_", R_, "np.r_[a, 0, 1:4]: joined along the first axis; slices are ranges."),
    TRICK("c_", C_, "np.c_[a, b]: joined as columns."),
    TRICK("s_", S_, "np.s_[1:3]: the index itself."),
    TRICK("index_exp", INDEX_EXP, "np.index_exp[1:3]: the index itself, as a tuple."),
    {"slice.start", "self", slice_part, 0, PART, "Where the slice starts, or None."},
    {"slice.stop", "self", slice_part, 1, PART, "Where the slice stops, or None."},
    {"slice.step", "self", slice_part, 2, PART, "The slice's step, or None."},
    {"ndarray.flat", "self", flat, 0, PART,
     "The elements in C order: to be gone through, read and written by position."},
    {"ndarray.compress", "self, condition, axis=None, out=None", compress, 0, BI_METHOD,
     "numpy.compress"},
    {"flatiter.__getitem__", "self, key, /", flat_get, 0, BI_METHOD, "Elements by position."},
    {"flatiter.__setitem__", "self, key, value, /", flat_set, 0, BI_METHOD,
     "Elements by position; too few values are repeated."},
    {"flatiter.__len__", "self, /", flat_length, 0, BI_METHOD, "Number of elements."},
    {"flatiter.base", "self", flat_base, 0, PART, "The array."},
    {"flatiter.copy", "self", flat_copy, 0, BI_METHOD, "The elements in a fresh array."},
    {"flags.__getitem__", "self, key, /", flags_item, 0, BI_METHOD, "A flag by its name."},
    {"flags.writeable", "self", flags_writeable, 0, PART, "Elements can be assigned."},
    {"flags.aligned", "self", flags_aligned, 0, PART, "Elements lie at multiples of their size."},
    {"flags.fnc", "self", flags_pair, 0, PART, "In Fortran order and not in C order."},
    {"flags.forc", "self", flags_pair, 1, PART, "In Fortran or in C order."},
};

BI_TABLE(bi_items, rows);
