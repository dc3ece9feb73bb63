/* Temporaries of printed C: what a statement uses more than once, what would make a line too long, and the arrays
 * of lanes that other lanes read.
 *
 *   set s = add.f64(extract.f64[0](add.f64x2(v, w)), 1.0)   ->   double v1[2];
 *                                                                for (int l2 = 0; l2 < 2; l2++) {
 *                                                                    v1[l2] = v[l2] + w[l2];
 *                                                                }
 *                                                                s = v1[0] + 1.0;
 */
#include "c_internal.h"

enum { LONG_TEXT = 64, MOST_DEPTH = 8 };

/* ---- Temporaries ----------------------------------------------------------------------------- */

void c_begin(c_writer *w)
{
    w->stamp++;
    w->target = 0;
}

void c_count(c_writer *w, lir_expr_id id)
{
    if (!id)
        return;
    if (w->stamps[id] == w->stamp) {
        w->uses[id]++;
        return;
    }
    w->stamps[id] = w->stamp;
    w->uses[id] = 1;
    w->temps[id] = NULL;
    const lir_expr *e = c_expr_at(w, id);
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        c_count(w, e->args[k]);
}

static bool reads_memory(const c_writer *w, lir_expr_id id, int depth)
{
    const lir_expr *e = c_expr_at(w, id);
    if (!id || e->op == LIR_LOAD || e->op == LIR_MLOAD || e->op == LIR_GATHER || depth > MOST_DEPTH)
        return id != 0;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        if (reads_memory(w, e->args[k], depth + 1))
            return true;
    return false;
}

bool c_reads_memory(const c_writer *w, lir_expr_id id)
{
    return reads_memory(w, id, 0);
}

/* Does the operation take lanes from elsewhere than where it puts them? */
static bool crosses_lanes(const c_writer *w, const lir_expr *e)
{
    switch ((lir_op)e->op) {
    case LIR_SHUFFLE:
    case LIR_EXTRACT: return true;
    case LIR_ANY: return (c_expr_at(w, e->args[0])->type.lanes > 1);
    case LIR_BITCAST: {
        const lir_expr *a = c_expr_at(w, e->args[0]);
        bool bits = (a->type.elem == LIR_I1) != (e->type.elem == LIR_I1);
        return bits || a->type.lanes != e->type.lanes;
    }
    default: return false;
    }
}

void c_lanes_open(c_writer *w, unsigned lanes)
{
    w->lane = arena_printf(w->arena, "l%u", ++w->serial);
    c_line(w, "for (int %s = 0; %s < %u; %s++) {", w->lane, w->lane, lanes, w->lane);
    w->depth++;
}

void c_lanes_close(c_writer *w)
{
    w->depth--;
    c_line(w, "}");
    w->lane = NULL;
    for (uint32_t i = 0; i < w->lane_temps.len; i++)
        w->temps[w->lane_temps.items[i]] = NULL;
    w->lane_temps.len = 0;
}

static const char *declare(c_writer *w, const char *prefix, lir_elem elem, unsigned lanes,
                           const char *value)
{
    const char *name = arena_printf(w->arena, "%s%u", prefix, ++w->serial);
    const char *space = elem == LIR_PTR ? "" : " ";
    if (lanes > 1)
        c_line(w, "%s%s%s[%u];", c_type(elem), space, name, lanes);
    else
        c_line(w, "%s%s%s = %s;", c_type(elem), space, name, value);
    return name;
}

/* Names for the shared and long parts of a lane's value, which hold inside of the loop. */
void c_hoist_lane(c_writer *w, lir_expr_id id, lir_expr_id root)
{
    const lir_expr *e = c_expr_at(w, id);
    if (e->type.lanes == 1 || w->temps[id] || e->op == LIR_VAR || e->op == LIR_CONST ||
        e->op == LIR_SPLAT || e->op == LIR_IOTA)
        return;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op) && !crosses_lanes(w, e); k++)
        c_hoist_lane(w, e->args[k], root);
    if (id == root)
        return;
    const char *text = c_expr(w, id);
    if (w->uses[id] > 1 || strlen(text) > LONG_TEXT) {
        w->temps[id] = declare(w, "t", (lir_elem)e->type.elem, 1, text);
        vec_push(w->arena, &w->lane_temps, id);
    }
}

/* Lanes of i1 are bits, lane 0 the lowest; others are bytes in memory. */
static void copy_bits(c_writer *w, const lir_expr *e, const char *name, const char *from)
{
    lir_type a = c_expr_at(w, e->args[0])->type;
    const char *amp = e->type.lanes > 1 ? "" : "&";
    if (a.elem != LIR_I1 && e->type.elem != LIR_I1) {
        c_line(w, "memcpy(%s%s, %s%s, sizeof %s);", amp, name, a.lanes > 1 ? "" : "&", from, name);
        return;
    }
    lir_elem wide = a.elem == LIR_I1 ? (lir_elem)e->type.elem : (lir_elem)a.elem;
    unsigned width = 8 * lir_elem_size(wide), lanes = a.elem == LIR_I1 ? a.lanes : e->type.lanes;
    const char *bytes = arena_printf(w->arena, "b%u", ++w->serial);
    if (a.elem == LIR_I1) {
        c_line(w, "unsigned char %s[%u] = {0};", bytes, e->type.lanes * width / 8);
        c_line(w, "for (int l = 0; l < %u; l++)", lanes);
        c_line(w,
               a.lanes > 1 ? "    %s[l / 8] |= (unsigned char)(%s[l] << l %% 8);"
                           : "    %s[l / 8] |= (unsigned char)(%s << l %% 8);",
               bytes, from);
        c_line(w, "memcpy(%s%s, %s, sizeof %s);", amp, name, bytes, name);
        return;
    }
    c_line(w, "unsigned char %s[%u];", bytes, a.lanes * width / 8);
    c_line(w, "memcpy(%s, %s%s, sizeof %s);", bytes, a.lanes > 1 ? "" : "&", from, bytes);
    c_line(w, "for (int l = 0; l < %u; l++)", lanes);
    c_line(w,
           e->type.lanes > 1 ? "    %s[l] = %s[l / 8] >> l %% 8 & 1;"
                             : "    %s = %s[l / 8] >> l & 1;",
           name, bytes);
}

static const char *materialise_bits(c_writer *w, const lir_expr *e)
{
    const lir_expr *a = c_expr_at(w, e->args[0]);
    const char *from = a->type.lanes > 1 ? c_materialise(w, e->args[0]) : NULL;
    lir_elem elem = (lir_elem)e->type.elem;
    if (!from && a->op != LIR_VAR)
        from = declare(w, "t", (lir_elem)a->type.elem, 1, c_expr(w, e->args[0]));
    else if (!from)
        from = c_expr(w, e->args[0]);
    const char *name = declare(w, e->type.lanes > 1 ? "v" : "t", elem, e->type.lanes,
                               elem == LIR_PTR ? "NULL" : "0");
    copy_bits(w, e, name, from);
    return name;
}

/* Where a lane of it could be read after it was written, a variable is copied, too. */
const char *c_materialise(c_writer *w, lir_expr_id id)
{
    const lir_expr *e = c_expr_at(w, id);
    if (w->temps[id] && w->temps[id][0] == 'v')
        return w->temps[id];
    if (e->op == LIR_VAR && e->var != w->target)
        return w->vars[e->var].name;
    c_hoist(w, id);
    if (w->temps[id] && w->temps[id][0] == 'v')
        return w->temps[id];
    lir_elem elem = (lir_elem)e->type.elem;
    const char *name = declare(w, "v", elem, e->type.lanes, NULL), *outer = w->lane;
    c_lanes_open(w, e->type.lanes);
    c_hoist_lane(w, id, id);
    c_line(w, "%s[%s] = %s;", name, w->lane, c_expr(w, id));
    c_lanes_close(w);
    w->lane = outer;
    return w->temps[id] = name;
}

static bool needs_array(const c_writer *w, const lir_expr *e)
{
    return e->type.lanes > 1 && e->op != LIR_CONST && e->op != LIR_SPLAT &&
           (e->op != LIR_VAR || e->var == w->target);
}

static void hoist_across(c_writer *w, lir_expr_id id, const lir_expr *e)
{
    if (e->op == LIR_BITCAST) {
        w->temps[id] = materialise_bits(w, e);
        return;
    }
    if (e->op == LIR_ANY) {
        const char *from =
            needs_array(w, c_expr_at(w, e->args[0])) ? c_materialise(w, e->args[0]) : NULL;
        const char *name = declare(w, "t", LIR_I1, 1, "false");
        unsigned lanes = c_expr_at(w, e->args[0])->type.lanes;
        c_line(w, "for (int l = 0; l < %u; l++)", lanes);
        c_line(w, "    %s |= %s;", name,
               from ? arena_printf(w->arena, "%s[l]", from) : c_lane_at(w, e->args[0], "l"));
        w->temps[id] = name;
        return;
    }
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        if (needs_array(w, c_expr_at(w, e->args[k])))
            c_materialise(w, e->args[k]);
}

static bool is_simple(const lir_expr *e)
{
    return e->op == LIR_VAR || e->op == LIR_CONST || e->op == LIR_SYMBOL || e->op == LIR_FRAME ||
           e->op == LIR_IOTA;
}

/* An offset stays where it is read, so that it can be written as an index; others get a name where they
 * are used again or are long. */
void c_hoist(c_writer *w, lir_expr_id id)
{
    const lir_expr *e = c_expr_at(w, id);
    if (!id || w->temps[id] || is_simple(e) || w->hoisted[id] == w->stamp)
        return;
    w->hoisted[id] = w->stamp;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        c_hoist(w, e->args[k]);
    if (crosses_lanes(w, e))
        hoist_across(w, id, e);
    if (w->temps[id] || e->type.lanes > 1 || e->op == LIR_SPLAT)
        return;
    const char *outer = w->lane;
    w->lane = NULL;
    const char *text = c_expr(w, id);
    size_t length = strlen(text);
    bool offset = e->op == LIR_MUL && e->type.elem == LIR_I64 && length < LONG_TEXT / 2;
    if ((w->uses[id] > 1 && !offset && length > 3) || length > LONG_TEXT)
        w->temps[id] = declare(w, "t", (lir_elem)e->type.elem, 1, text);
    w->lane = outer;
}
