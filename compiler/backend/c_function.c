/* Functions of loop IR as C functions.
 *
 *   fn f.1(x.1: ptr, n.2: i64) -> (s.3: f64)   ->   static int32_t f(hpc_frame *frame, hpc_array *x,
 *                                                                    int64_t n, double *s_result)
 */
#include "c_internal.h"

#include <inttypes.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"

enum { VIEW_SIZE = sizeof(hpc_view), AT_DATA = offsetof(hpc_view, data) };

/* ---- What variables are ---------------------------------------------------------------------- */

static const lir_expr *at(const lir_fn *f, lir_expr_id id)
{
    return &f->exprs.items[id];
}

static bool is_var(const lir_fn *f, lir_expr_id id, lir_var_id *v)
{
    *v = at(f, id)->var;
    return at(f, id)->op == LIR_VAR;
}

/* Marks the parameters that are read or passed on as descriptions of arrays; true where one is new. */
static bool mark_views(const lir_module *m, const lir_fn *f, bool **views)
{
    bool *mine = views[f->index], found = false;
    for (uint32_t p = 0; p < f->params.len; p++) {
        lir_var_id param = f->params.items[p], v;
        bool is = mine[p];
        for (uint32_t i = 1; !is && i < f->exprs.len; i++) {
            const lir_expr *e = &f->exprs.items[i];
            is = e->op == LIR_LOAD && e->type.elem == LIR_PTR && is_var(f, e->args[0], &v) &&
                 v == param && at(f, e->args[1])->op == LIR_CONST &&
                 at(f, e->args[1])->imm == AT_DATA;
        }
        for (uint32_t i = 1; !is && i < f->stmts.len; i++) {
            const lir_stmt *s = &f->stmts.items[i];
            for (uint32_t n = 0; n < s->args.len; n++) {
                if (!is_var(f, s->args.items[n], &v) || v != param)
                    continue;
                is |= s->kind == LIR_S_RT && hpc_rt_rows[s->imm].ins[n] == 'a';
                is |= s->kind == LIR_S_CALL && views[m->fns.items[s->imm]->index][n];
            }
        }
        found |= is && !mine[p];
        mine[p] = is;
    }
    return found;
}

static void find_views(c_writer *w)
{
    const lir_module *m = w->m;
    bool **views = ARENA_ARRAY(w->arena, bool *, m->fns.len + 1), more = true;
    for (uint32_t i = 0; i < m->fns.len; i++)
        views[i] = ARENA_ARRAY(w->arena, bool, m->fns.items[i]->params.len + 1);
    while (more) {
        more = false;
        for (uint32_t i = 0; i < m->fns.len; i++)
            more |= mark_views(m, m->fns.items[i], views);
    }
    w->views = (const bool **)views;
}

const bool *c_view_params(c_writer *w, const lir_fn *f)
{
    return w->views[f->index];
}

/* Memory of the function that is read and written as one element type only. */
static void look_at_memory(c_writer *w, lir_var_id var)
{
    const lir_fn *f = w->f;
    lir_elem elem = LIR_ELEM_COUNT;
    bool one = true;
    for (uint32_t i = 1; i < f->exprs.len + f->stmts.len; i++) {
        const lir_expr *e = i < f->exprs.len ? &f->exprs.items[i] : NULL;
        const lir_stmt *s = e ? NULL : &f->stmts.items[i - f->exprs.len];
        lir_expr_id p = 0;
        lir_elem used = LIR_ELEM_COUNT;
        if (e && (e->op == LIR_LOAD || e->op == LIR_GATHER || e->op == LIR_MLOAD)) {
            p = e->args[0];
            used = (lir_elem)e->type.elem;
        } else if (s && s->kind != 0 && (s->kind == LIR_S_STORE || s->kind == LIR_S_SCATTER)) {
            p = s->a;
            used = (lir_elem)at(f, s->c)->type.elem;
        }
        if (p && at(f, p)->op == LIR_PADD)
            p = at(f, p)->args[0];
        if (!p || at(f, p)->op != LIR_VAR || at(f, p)->var != var)
            continue;
        one = one && (elem == LIR_ELEM_COUNT || elem == used);
        elem = used;
    }
    if (one && elem != LIR_ELEM_COUNT && elem != LIR_I1 && elem != LIR_PTR) {
        w->vars[var].form = C_ITEMS;
        w->vars[var].elem = (uint8_t)elem;
    }
}

static void choose_forms(c_writer *w)
{
    const lir_fn *f = w->f;
    for (uint32_t i = 0; i < f->params.len; i++) {
        lir_var_id v = f->params.items[i];
        w->vars[v].declared = true;
        if (f->vars.items[v].type.elem == LIR_PTR && w->views[f->index][i])
            w->vars[v].form = C_VIEW_PTR;
    }
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        if (s->kind == LIR_S_LET || s->kind == LIR_S_FOR || s->kind == LIR_S_ALLOCA)
            w->vars[s->var].declared = true;
        if (s->kind == LIR_S_ALLOCA && s->imm == VIEW_SIZE)
            w->vars[s->var].form = C_VIEW;
        else if (s->kind == LIR_S_ALLOCA)
            look_at_memory(w, s->var);
    }
}

/* ---- What is read ---------------------------------------------------------------------------- */

/* True where a variable is new. Expressions that were seen are done with: nothing becomes unread. */
static bool mark_reads(const lir_fn *f, lir_expr_id id, bool *live, bool *seen)
{
    const lir_expr *e = at(f, id);
    if (!id || seen[id])
        return false;
    seen[id] = true;
    bool found = e->op == LIR_VAR && !live[e->var];
    if (found)
        live[e->var] = true;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        found |= mark_reads(f, e->args[k], live, seen);
    return found;
}

/* Until nothing changes: what an assignment reads counts where its variable is read. */
static void find_live(c_writer *w)
{
    const lir_fn *f = w->f;
    bool more = true, *seen = ARENA_ARRAY(w->arena, bool, f->exprs.len + 1);
    w->live = ARENA_ARRAY(w->arena, bool, f->vars.len + 1);
    for (uint32_t i = 0; i < f->results.len; i++)
        w->live[f->results.items[i]] = true;
    while (more) {
        more = false;
        for (uint32_t i = 1; i < f->stmts.len; i++) {
            const lir_stmt *s = &f->stmts.items[i];
            if ((s->kind == LIR_S_LET || s->kind == LIR_S_SET) && !w->live[s->var])
                continue;
            lir_expr_id roots[] = {s->a, s->b, s->c, s->d};
            for (unsigned k = 0; k < 4; k++)
                more |= mark_reads(f, roots[k], w->live, seen);
            for (uint32_t n = 0; n < s->args.len; n++)
                more |= mark_reads(f, s->args.items[n], w->live, seen);
        }
    }
}

/* ---- Data ------------------------------------------------------------------------------------ */

/* The element that all reads of constant data have. */
static void look_at_data(c_writer *w)
{
    for (uint32_t d = 0; d < w->m->data.len; d++)
        w->data[d].elem = LIR_PTR; /* not read */
    for (uint32_t k = 0; k < w->m->fns.len; k++) {
        const lir_fn *f = w->m->fns.items[k];
        for (uint32_t i = 1; i < f->exprs.len; i++) {
            const lir_expr *e = &f->exprs.items[i];
            const lir_expr *p = e->args[0] ? at(f, e->args[0]) : e;
            bool reads = (e->op == LIR_LOAD || e->op == LIR_GATHER || e->op == LIR_MLOAD) &&
                         p->op == LIR_SYMBOL;
            if (!reads && e->op != LIR_LOOKUP)
                continue;
            c_data *d = &w->data[reads ? p->imm : e->imm];
            d->elem = d->elem == LIR_PTR || d->elem == e->type.elem ? e->type.elem : LIR_ELEM_COUNT;
        }
    }
    for (uint32_t d = 0; d < w->m->data.len; d++)
        if (w->data[d].elem == LIR_PTR || w->data[d].elem == LIR_I1 ||
            (w->data[d].elem < LIR_ELEM_COUNT &&
             w->m->data.items[d].size % lir_elem_size((lir_elem)w->data[d].elem)))
            w->data[d].elem = LIR_ELEM_COUNT;
}

void c_put_data(c_writer *w, c_buffer *to)
{
    for (uint32_t d = 0; d < w->m->data.len; d++) {
        const lir_data *x = &w->m->data.items[d];
        lir_elem elem = w->data[d].elem == LIR_ELEM_COUNT ? LIR_U8 : (lir_elem)w->data[d].elem;
        unsigned size = lir_elem_size(elem), per_line = size >= 4 ? 6 : 16;
        uint64_t count = x->size / size;
        if (!w->data[d].used)
            continue;
        c_append(w->arena, to,
                 arena_printf(w->arena, "static const _Alignas(16) %s table_%u[%" PRIu64 "] = {",
                              c_type(elem), w->first_data + d, count ? count : 1));
        for (uint64_t i = 0; i < count; i++) {
            uint64_t bits = 0;
            memcpy(&bits, (const char *)x->bytes + i * size, size);
            c_append(w->arena, to, i % per_line ? " " : "\n    ");
            c_append(w->arena, to, c_constant(w, elem, bits));
            c_append(w->arena, to, ",");
        }
        c_append(w->arena, to, count ? "\n};\n\n" : "0};\n\n");
    }
}

/* ---- Functions ------------------------------------------------------------------------------- */

const char *c_prototype(c_writer *w, const lir_fn *f)
{
    const char *text = w->pure ? "" : "hpc_frame *frame";
    for (uint32_t i = 0; i < f->params.len; i++) {
        lir_var_id v = f->params.items[i];
        const c_var *x = &w->vars[v];
        lir_elem elem = (lir_elem)f->vars.items[v].type.elem;
        const char *type = x->form == C_VIEW_PTR ? "hpc_array *" : c_type(elem);
        text = arena_printf(w->arena, "%s%s%s%s%s", text, *text ? ", " : "", type,
                            elem == LIR_PTR ? "" : " ", x->name);
    }
    for (uint32_t i = 0; i < f->results.len && !w->pure; i++) {
        lir_var_id v = f->results.items[i];
        text = arena_printf(w->arena, "%s, %s%s*%s_out", text,
                            c_type((lir_elem)f->vars.items[v].type.elem),
                            f->vars.items[v].type.elem == LIR_PTR ? "" : " ", w->vars[v].name);
    }
    const char *type =
        w->pure ? c_type((lir_elem)f->vars.items[f->results.items[0]].type.elem) : "int32_t";
    return arena_printf(w->arena, "static %s %s(%s)", type, w->fn_names[f->index], text);
}

static void declare_memory(c_writer *w, const lir_stmt *s)
{
    const c_var *v = &w->vars[s->var];
    if (v->form == C_VIEW)
        c_line(w, "hpc_array %s = {0};", v->name);
    else if (v->form == C_ITEMS)
        c_line(w, "%s %s[%" PRId64 "] = {0};", c_type((lir_elem)v->elem), v->name,
               (s->imm + lir_elem_size((lir_elem)v->elem) - 1) / lir_elem_size((lir_elem)v->elem));
    else
        c_line(w, "_Alignas(64) char %s[%" PRId64 "] = {0};", v->name, s->imm ? s->imm : 1);
}

/* What statements set, which is zero until then. */
static void declare_variables(c_writer *w)
{
    const lir_fn *f = w->f;
    bool *used = ARENA_ARRAY(w->arena, bool, f->vars.len + 1);
    memcpy(used, w->live, f->vars.len);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        for (uint32_t n = 0; n < s->outs.len; n++)
            used[s->outs.items[n]] = true;
        if (s->kind == LIR_S_ALLOCA && w->live[s->var])
            declare_memory(w, s);
    }
    for (lir_var_id v = 1; v < f->vars.len; v++) {
        lir_type type = f->vars.items[v].type;
        if (!used[v] || w->vars[v].declared)
            continue;
        const char *space = type.elem == LIR_PTR ? "" : " ";
        if (type.lanes > 1)
            c_line(w, "%s%s%s[%u] = {0};", c_type((lir_elem)type.elem), space, w->vars[v].name,
                   type.lanes);
        else
            c_line(w, "%s%s%s = %s;", c_type((lir_elem)type.elem), space, w->vars[v].name,
                   type.elem == LIR_PTR  ? "NULL"
                   : type.elem == LIR_I1 ? "false"
                                         : "0");
    }
}

static void void_unread(c_writer *w)
{
    const lir_fn *f = w->f;
    for (uint32_t i = 0; i < f->params.len; i++)
        if (!w->live[f->params.items[i]])
            c_line(w, "(void)%s;", w->vars[f->params.items[i]].name);
    if (!w->pure && !w->frame_used)
        c_line(w, "(void)frame;");
}

static void put_ending(c_writer *w)
{
    const lir_fn *f = w->f;
    if (w->done_used)
        c_append(w->arena, &w->out, "done:;\n");
    w->cleanup = true;
    c_block(w, &f->cleanup);
    w->cleanup = false;
    for (uint32_t i = 0; i < f->results.len; i++) {
        const char *name = w->vars[f->results.items[i]].name;
        c_line(w, "*%s_out = %s;", name, name);
    }
    c_line(w, "return code;");
}

static void writer_begin(c_writer *w, const lir_fn *f)
{
    arena *a = w->arena;
    w->f = f;
    w->vars = ARENA_ARRAY(a, c_var, f->vars.len + 1);
    w->uses = ARENA_ARRAY(a, uint32_t, f->exprs.len + 1);
    w->stamps = ARENA_ARRAY(a, uint32_t, f->exprs.len + 1);
    w->hoisted = ARENA_ARRAY(a, uint32_t, f->exprs.len + 1);
    w->temps = ARENA_ARRAY(a, const char *, f->exprs.len + 1);
    w->stamp = w->serial = w->handlers = w->line = 0;
    w->lane = w->handler = NULL;
    w->frame_used = w->done_used = w->handler_used = false;
    for (uint32_t i = 1; i < f->exprs.len; i++)
        if (f->exprs.items[i].type.elem == LIR_F16)
            c_need(w->file->parts, "half", LIR_I64);
    choose_forms(w);
    find_live(w);
}

static void put_depth_check(c_writer *w)
{
    w->frame_used = w->done_used = true;
    c_line(w, "if ((const char *)__builtin_frame_address(0) < frame->stack_limit) {");
    c_line(w, "    code = hpc_fail(frame, %d, 0, \"%s\");", HPC_RECURSION_ERROR,
           hpc_check_format(HPC_CHECK_RECURSION));
    c_line(w, "    goto done;");
    c_line(w, "}");
}

/* The body is written first: it tells what has to be declared. */
void c_function(c_writer *w, const lir_fn *f, const char *const *params)
{
    c_buffer before = w->out;
    writer_begin(w, f);
    c_name_vars(w, params);
    w->out = (c_buffer){0};
    w->depth = 1;
    if (!w->pure && f->in_cycle)
        put_depth_check(w);
    c_block(w, &f->body);
    if (w->pure)
        c_line(w, "return %s;", w->vars[f->results.items[0]].name);
    else
        put_ending(w);
    vec_push(w->arena, &w->out, '\0');
    const char *body = w->out.items;
    w->out = before;
    c_put(w, "%s\n{\n", c_prototype(w, f));
    if (!w->pure)
        c_line(w, "int32_t code = 0;");
    declare_variables(w);
    void_unread(w);
    w->depth = 0;
    c_append(w->arena, &w->out, body);
    c_put(w, "}\n\n");
}

void c_writer_init(c_writer *w, c_file *file, const lir_module *m)
{
    *w = (c_writer){.file = file, .arena = file->arena, .m = m};
    w->data = ARENA_ARRAY(file->arena, c_data, m->data.len + 1);
    w->first_data = file->tables;
    file->tables += m->data.len;
    look_at_data(w);
    find_views(w);
}

/* ---- Modules --------------------------------------------------------------------------------- */

static const char *const *name_functions(arena *a, const lir_module *m)
{
    const char **names = ARENA_ARRAY(a, const char *, m->fns.len + 1);
    for (uint32_t i = 0; i < m->fns.len; i++) {
        const char *name = c_identifier(a, m->fns.items[i]->name);
        names[i] = arena_printf(a, "%s_%u", name, i);
    }
    return names;
}

static void mark_called(const lir_module *m, uint32_t index, bool *called)
{
    const lir_fn *f = m->fns.items[index];
    if (called[index])
        return;
    called[index] = true;
    for (uint32_t i = 1; i < f->stmts.len; i++)
        if (f->stmts.items[i].kind == LIR_S_CALL)
            mark_called(m, (uint32_t)f->stmts.items[i].imm, called);
}

/* Functions that function 0 does not come to are left out. */
static void put_functions(c_writer *w, c_buffer *prototypes)
{
    const lir_module *m = w->m;
    const c_options *o = w->file->options;
    bool *called = ARENA_ARRAY(w->arena, bool, m->fns.len + 1);
    mark_called(m, 0, called);
    for (uint32_t i = m->fns.len; i-- > 0;) {
        if (!called[i])
            continue;
        c_function(w, m->fns.items[i], o->param_names ? o->param_names[i] : NULL);
        if (i > 0) /* calls may come before */
            c_append(w->arena, prototypes,
                     arena_printf(w->arena, "%s;\n", c_prototype(w, m->fns.items[i])));
    }
    if (prototypes->len)
        c_append(w->arena, prototypes, "\n");
}

bool c_print(arena *a, const lir_module *m, const c_options *options, c_text *out,
             const char **error)
{
    c_file file = {.arena = a, .options = options, .parts = c_parts_new(a)};
    c_writer w;
    c_buffer prototypes = {0}, functions = {0};
    c_need(file.parts, "argument", LIR_I64);
    c_writer_init(&w, &file, m);
    w.fn_names = name_functions(a, m);
    put_functions(&w, &prototypes);
    vec_push(a, &w.out, '\0');
    vec_push(a, &file.math, '\0');
    vec_push(a, &prototypes, '\0');
    c_append(a, &functions, file.math.items);
    c_put_data(&w, &functions);
    c_append(a, &functions, prototypes.items);
    c_append(a, &functions, w.out.items);
    vec_push(a, &functions, '\0');
    *out = (c_text){.parts = c_parts_text(file.parts),
                    .functions = functions.items,
                    .fn_names = w.fn_names,
                    .missing = file.missing,
                    .missing_loc = file.missing_loc};
    *error = file.error;
    return !file.error;
}
