/* Python's own functions: print, len, range, int, ... The rows are at the end. */
#include "box.h"
#include "ops.h"
#include "../../runtime/table.h"

/* ---- print ---------------------------------------------------------------------------------- */

/* What the runtime prints as it is; other values go as their text. */
static bool prints_itself(const val *v)
{
    switch (v->ty->kind) {
    case TY_UNION:
    case TY_BOXED:
    case TY_RANGE: return false;
    default: return true;
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

static val py_print(elab *e, const bi_call *call)
{
    const val *items = &call->args[0];
    if (!val_is_none(&call->args[3]))
        return elab_unsupported(e, call->spans[3], "print's file");
    val sep = separator(e, &call->args[1], " ", "sep", call->spans[1]);
    val end = separator(e, &call->args[2], "\n", "end", call->spans[2]);
    if (val_bad(sep) || val_bad(end))
        return val_never(e);
    val *shown = ARENA_ARRAY(e->arena, val, items->count + 1);
    for (uint32_t i = 0; i < items->count; i++) {
        shown[i] = prints_itself(&items->items[i])
                       ? items->items[i]
                       : elab_box_text(e, &items->items[i], 's', NULL, call->where);
        if (val_bad(shown[i]))
            return shown[i];
    }
    elab_at(e, call->where);
    air_id pack = elab_pack(e, shown, items->count, call->where);
    if (!pack)
        return val_never(e);
    air_id args[4] = {pack, op_int(e, items->count), val_node(e, &sep), val_node(e, &end)};
    air_rt(&e->b, HPC_RT_print, args, 4, NULL, 0);
    return val_none(e);
}

static const bi_row rows[] = {
    {"print", "*args, sep=' ', end='\n', file=None, flush=False", py_print, 0, 0,
     "none; writes str of the values, sep between them and end after them"},
};

BI_TABLE(bi_python, rows);
