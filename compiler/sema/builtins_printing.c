/* np.set_printoptions, np.printoptions, np.array2string and its like: settings go to the runtime as
 * a pack, None for what is not given. */
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"

enum {
    SETTINGS = 9
}; /* precision threshold edgeitems linewidth suppress nanstr infstr sign floatmode */

/* What cannot be: a formatter is a dict of functions. */
static bool refused(elab *e, const bi_call *c, uint32_t at, const char *name)
{
    if (val_is_none(&c->args[at]))
        return false;
    elab_unsupported(e, c->where, arena_printf(e->arena, "%s=", name));
    return true;
}

/* (precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, floatmode,
 * legacy): the settings among them. */
static bool settings_of(elab *e, const bi_call *c, val *settings)
{
    for (uint32_t i = 0; i < 7; i++)
        settings[i] = c->args[i];
    settings[7] = c->args[8];
    settings[8] = c->args[9];
    return !refused(e, c, 7, "formatter") && !refused(e, c, 10, "legacy") &&
           !refused(e, c, 11, "override_repr");
}

void elab_set_print_options(elab *e, const val *settings, span where)
{
    air_id pack = elab_pack(e, settings, SETTINGS, where);
    if (pack)
        air_rt(&e->b, HPC_RT_print_options_set, &pack, 1, NULL, 0);
}

static val set_printoptions(elab *e, const bi_call *c)
{
    val settings[SETTINGS];
    if (!settings_of(e, c, settings))
        return val_never(e);
    elab_at(e, c->where);
    elab_set_print_options(e, settings, c->where);
    return val_none(e);
}

/* A context manager: `with` sets and restores. */
static val printoptions(elab *e, const bi_call *c)
{
    val settings[SETTINGS];
    return settings_of(e, c, settings) ? val_parts(e, "printoptions", settings, SETTINGS)
                                       : val_never(e);
}

static air_id text_node(elab *e, const val *v, span where)
{
    if (v->ty->kind == TY_STR)
        return val_node(e, v);
    elab_error(e, where, "TypeError", "a str is wanted, not %s", op_type_name(e, v->ty));
    return 0;
}

static val array_text(elab *e, const bi_call *c, const val *settings, const val *texts, int kind)
{
    val a = elab_asarray(e, &c->args[0], HPC_DTYPE_COUNT, c->where);
    if (val_bad(a))
        return a;
    elab_at(e, c->where);
    air_id array = a.ty->kind == TY_ARRAY ? a.node : air_fill(&e->b, val_node(e, &a), 0, NULL);
    air_id words[6] = {array, elab_pack(e, settings, SETTINGS, c->where)};
    for (int i = 0; i < 3; i++)
        if (!(words[2 + i] = text_node(e, &texts[i], c->where)))
            return val_never(e);
    words[5] = op_int(e, kind);
    if (!words[1])
        return val_never(e);
    return val_of(e, ty_basic(e->types, TY_STR), box_rt(e, HPC_RT_array_text, words, 6));
}

/* (a, max_line_width, precision, suppress_small, separator, prefix, formatter, threshold, edgeitems,
 * sign, floatmode, suffix, legacy) */
static val array2string(elab *e, const bi_call *c)
{
    const val *a = c->args;
    val none = val_none(e);
    val settings[SETTINGS] = {a[2], a[7], a[8], a[1], a[3], none, none, a[9], a[10]};
    if (refused(e, c, 6, "formatter") || refused(e, c, 12, "legacy"))
        return val_never(e);
    return array_text(e, c, settings, (val[]){a[4], a[5], a[11]}, 0);
}

/* data: 1 array_str, 2 array_repr. (a, max_line_width, precision, suppress_small) */
static val array_str(elab *e, const bi_call *c)
{
    const val *a = c->args;
    val none = val_none(e), empty = val_str(e, "", 0);
    val settings[SETTINGS] = {a[2], none, none, a[1], a[3], none, none, none, none};
    return array_text(e, c, settings, (val[]){empty, empty, empty}, c->row->data);
}

#define OPTIONS                                                                                    \
    "precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, " \
    "infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None"

static const bi_row rows[] = {
    {"numpy.set_printoptions", OPTIONS, set_printoptions, 0, 0,
     "How arrays are printed from now on; None leaves a setting."},
    {"numpy.printoptions", OPTIONS, printoptions, 0, 0, "The same for the statements of a `with`."},
    {"numpy.array2string",
     "a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, "
     "formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', "
     "legacy=None",
     array2string, 0, 0, "The text of an array."},
    {"numpy.array_str", "a, max_line_width=None, precision=None, suppress_small=None", array_str, 1,
     0, "What print() writes of an array."},
    {"numpy.array_repr", "arr, max_line_width=None, precision=None, suppress_small=None", array_str,
     2, 0, "What repr() gives of an array."},
};

BI_TABLE(bi_printing, rows);
