/* Statements of loop IR as C. A failing statement sets `code` and goes to the handler of its try, else to
 * `done`, where the function's cleanup stands. */
#include "c_internal.h"

#include <inttypes.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"

static lir_type var_type(const c_writer *w, lir_var_id v)
{
    return w->f->vars.items[v].type;
}

/* ---- The program's lines --------------------------------------------------------------------- */

static uint32_t line_of(c_writer *w, int32_t loc)
{
    uint32_t line = 0;
    const char *text;
    size_t length;
    const c_options *o = w->file->options;
    if (loc && o->locate && o->locate(o->user, loc, &line, &text, &length))
        return line;
    return 0;
}

/* A comment where another line of the program begins. */
static void put_line(c_writer *w, int32_t loc)
{
    uint32_t line;
    const char *text;
    size_t length;
    c_buffer out = {0};
    const c_options *o = w->file->options;
    if (!loc || !o->locate || !o->locate(o->user, loc, &line, &text, &length) || line == w->line)
        return;
    w->line = line;
    for (; length && (*text == ' ' || *text == '\t'); length--)
        text++;
    for (size_t i = 0; i < length && i < 90; i++) {
        bool ends =
            i && ((text[i] == '/' && text[i - 1] == '*') || (text[i] == '*' && text[i - 1] == '/'));
        if (ends)
            vec_push(w->arena, &out, ' ');
        vec_push(w->arena, &out, text[i] == '\\' ? '|' : text[i]);
    }
    vec_push(w->arena, &out, '\0');
    c_line(w, "/* %u: %s%s */", line, out.items, length > 90 ? "..." : "");
}

/* ---- Failures -------------------------------------------------------------------------------- */

static void leave(c_writer *w)
{
    if (w->cleanup)
        return; /* a failure in the cleanup does not stop it */
    if (w->handler)
        w->handler_used = true;
    else
        w->done_used = true;
    c_line(w, "goto %s;", w->handler ? w->handler : "done");
}

static const char *code_name(hpc_code code)
{
    static const char *const names[] = {
#define X(name, text) #name,
        HPC_ERRORS(X)
#undef X
    };
    return names[code];
}

/* The check's text with the values that it names as printf has them. */
static void put_check(c_writer *w, const lir_stmt *s)
{
    w->frame_used = true;
    c_hoist(w, s->a);
    c_line(w, "if (%s) {", c_not(w, s->a));
    w->depth++;
    for (uint32_t i = 0; i < s->args.len; i++)
        c_hoist(w, s->args.items[i]);
    const char *values = "", *format = hpc_check_format((int)s->imm);
    uint32_t next = 0;
    for (const char *c = format; *c; c++) {
        if (*c != '%')
            continue;
        const char *value = next < s->args.len ? c_expr(w, s->args.items[next]) : "0";
        next++;
        values = c[1] == 's'
                     ? arena_printf(w->arena, "%s, (const char *)(intptr_t)%s", values, value)
                     : arena_printf(w->arena, "%s, (long long)(%s)", values, value);
    }
    bool plain = *format && !strchr(format, '%');
    c_line(w, "code = hpc_fail(frame, HPC_%s, %u, \"%s\"%s%s);",
           code_name(hpc_check_code((int)s->imm)), line_of(w, s->loc),
           *format ? (plain ? "%s" : format) : "%s",
           plain     ? arena_printf(w->arena, ", \"%s\"", format)
           : *format ? ""
                     : ", \"\"",
           values);
    leave(w);
    w->depth--;
    c_line(w, "}");
}

/* ---- Calls ----------------------------------------------------------------------------------- */

/* The argument that is a dtype, of the functions that printed C has most of; -1: none. */
static int dtype_argument(const lir_stmt *s)
{
    bool makes = s->imm == HPC_RT_view_new || s->imm == HPC_RT_view_renew;
    return s->kind == LIR_S_RT && makes ? 1 : -1;
}

static const char *dtype_name(uint64_t dtype)
{
    static const char *const names[] = {
#define X(name, text, size, kind, npy) "HPC_" #name,
        HPC_DTYPES(X)
#undef X
    };
    return names[dtype];
}

static const char *arguments(c_writer *w, const lir_stmt *s, const char *letters, const bool *views)
{
    const char *text = "";
    for (uint32_t i = 0; i < s->args.len; i++) {
        bool view = letters ? letters[i] == 'a' : views[i];
        const lir_expr *e = c_expr_at(w, s->args.items[i]);
        const char *value = e->type.elem == LIR_PTR ? c_pointer(w, s->args.items[i], view)
                                                    : c_expr(w, s->args.items[i]);
        if ((int)i == dtype_argument(s) && e->op == LIR_CONST && e->imm < HPC_DTYPE_COUNT)
            value = dtype_name(e->imm);
        if (letters && letters[i] == 'p')
            value = c_bytes(w, s->args.items[i]);
        if (letters && letters[i] == 'i' && e->type.elem == LIR_PTR)
            value = arena_printf(w->arena, "(int64_t)(intptr_t)%s", value);
        text = arena_printf(w->arena, "%s%s%s", text, *text ? ", " : "", value);
    }
    return text;
}

static void hoist_arguments(c_writer *w, const lir_stmt *s)
{
    for (uint32_t i = 0; i < s->args.len; i++)
        c_hoist(w, s->args.items[i]);
}

static void put_call(c_writer *w, const lir_stmt *s)
{
    const lir_fn *callee = w->m->fns.items[s->imm];
    hoist_arguments(w, s);
    const char *text = arguments(w, s, NULL, c_view_params(w, callee));
    w->frame_used = true;
    for (uint32_t i = 0; i < s->outs.len; i++)
        text = arena_printf(w->arena, "%s%s&%s", text, *text ? ", " : "",
                            w->vars[s->outs.items[i]].name);
    if (w->cleanup) {
        c_line(w, "%s(frame%s%s);", w->fn_names[s->imm], *text ? ", " : "", text);
        return;
    }
    c_line(w, "code = %s(frame%s%s);", w->fn_names[s->imm], *text ? ", " : "", text);
    c_line(w, "if (code)");
    w->depth++;
    leave(w);
    w->depth--;
}

static void put_runtime(c_writer *w, const lir_stmt *s)
{
    const hpc_rt_row *row = &hpc_rt_rows[s->imm];
    if (!c_need(w->file->parts, row->name, LIR_I64) && !w->file->missing) {
        w->file->missing = row->name;
        w->file->missing_loc = s->loc;
    }
    hoist_arguments(w, s);
    const char *text = arguments(w, s, row->ins, NULL);
    for (uint32_t i = 0; i < s->outs.len; i++)
        text = arena_printf(w->arena, "%s%s&%s", text, *text ? ", " : "",
                            w->vars[s->outs.items[i]].name);
    if (hpc_rt_never_fails(s->imm)) {
        c_line(w, "hpc_%s(%s);", row->name, text);
        return;
    }
    w->frame_used = true;
    c_line(w, "%shpc_%s(frame, %s);", w->cleanup ? "" : "code = ", row->name, text);
    if (w->cleanup)
        return;
    c_line(w, "if (code) {");
    w->depth++;
    c_line(w, "hpc_fail_at(frame, code, %u);", line_of(w, s->loc));
    leave(w);
    w->depth--;
    c_line(w, "}");
}

/* ---- Assignments ----------------------------------------------------------------------------- */

static const char *declarator(c_writer *w, lir_var_id v)
{
    lir_type type = var_type(w, v);
    return arena_printf(w->arena, "%s%s", c_type((lir_elem)type.elem),
                        type.elem == LIR_PTR ? "" : " ");
}

static void put_lanes(c_writer *w, const char *name, lir_expr_id value)
{
    c_lanes_open(w, c_expr_at(w, value)->type.lanes);
    c_hoist_lane(w, value, value);
    c_line(w, "%s[%s] = %s;", name, w->lane, c_expr(w, value));
    c_lanes_close(w);
}

static void put_assign(c_writer *w, const lir_stmt *s)
{
    lir_type type = var_type(w, s->var);
    const char *name = w->vars[s->var].name;
    bool let = s->kind == LIR_S_LET;
    w->target = let ? 0 : s->var;
    c_hoist(w, s->a);
    if (let && lir_elem_is_int((lir_elem)type.elem) && type.lanes == 1) {
        unsigned bits = c_bits(w, s->a);
        w->vars[s->var].bits = (uint8_t)(bits < 64 ? bits ? bits : 1 : 0);
    }
    if (type.lanes > 1) {
        if (let)
            c_line(w, "%s%s[%u];", declarator(w, s->var), name, type.lanes);
        put_lanes(w, name, s->a);
        return;
    }
    const lir_expr *e = c_expr_at(w, s->a);
    bool step = !let &&
                (e->op == LIR_ADD || e->op == LIR_SUB || e->op == LIR_MUL || e->op == LIR_DIV) &&
                (type.elem == LIR_F64 || type.elem == LIR_F32) && !w->temps[s->a] &&
                c_expr_at(w, e->args[0])->op == LIR_VAR && c_expr_at(w, e->args[0])->var == s->var;
    static const char signs[] = {
        [LIR_ADD] = '+', [LIR_SUB] = '-', [LIR_MUL] = '*', [LIR_DIV] = '/'};
    if (step)
        c_line(w, "%s %c= %s;", name, signs[e->op], c_expr(w, e->args[1]));
    else
        c_line(w, "%s%s = %s;", let ? declarator(w, s->var) : "", name, c_expr(w, s->a));
}

/* Stores of lanes: what is read from memory is read before anything is written. */
static void put_store(c_writer *w, const lir_stmt *s)
{
    lir_type type = c_expr_at(w, s->c)->type;
    bool scatter = s->kind == LIR_S_SCATTER;
    c_hoist(w, s->a);
    c_hoist(w, s->b);
    c_hoist(w, s->c);
    c_hoist(w, s->d);
    if (type.lanes == 1) {
        const char *to = c_memory(w, (lir_elem)type.elem, s->a, s->b, false);
        const char *value = c_expr(w, s->c);
        if (s->d)
            c_line(w, "if (%s)", c_expr(w, s->d));
        w->depth += s->d != 0;
        c_line(w, "%s = %s;", to, value);
        w->depth -= s->d != 0;
        return;
    }
    if (c_reads_memory(w, s->c))
        c_materialise(w, s->c);
    if (s->d && c_reads_memory(w, s->d))
        c_materialise(w, s->d);
    if (scatter && c_reads_memory(w, s->b))
        c_materialise(w, s->b);
    c_lanes_open(w, type.lanes);
    c_hoist_lane(w, s->c, s->c);
    const char *to = c_memory(w, (lir_elem)type.elem, s->a, s->b, !scatter);
    if (s->d)
        c_line(w, "if (%s)", c_expr(w, s->d));
    w->depth += s->d != 0;
    c_line(w, "%s = %s;", to, c_expr(w, s->c));
    w->depth -= s->d != 0;
    c_lanes_close(w);
}

/* ---- Control --------------------------------------------------------------------------------- */

static void put_body(c_writer *w, const lir_block *block)
{
    w->depth++;
    c_block(w, block);
    w->depth--;
}

static void put_if(c_writer *w, const lir_stmt *s)
{
    c_hoist(w, s->a);
    bool only_else = !s->body.len && s->other.len;
    c_line(w, "if (%s) {", only_else ? c_not(w, s->a) : c_expr(w, s->a));
    put_body(w, only_else ? &s->other : &s->body);
    if (s->other.len && !only_else) {
        c_line(w, "} else {");
        put_body(w, &s->other);
    }
    c_line(w, "}");
}

/* Bounds are evaluated once; the variable never steps past the end of its type. */
static void put_for(c_writer *w, const lir_stmt *s)
{
    lir_elem elem = (lir_elem)var_type(w, s->var).elem;
    c_var *v = &w->vars[s->var];
    c_hoist(w, s->a);
    c_hoist(w, s->b);
    const lir_expr *b = c_expr_at(w, s->b);
    bool fixed =
        b->op == LIR_CONST || w->temps[s->b] || (b->op == LIR_VAR && w->vars[b->var].declared);
    const char *end = c_expr(w, s->b), *begin = c_expr(w, s->a);
    unsigned bits = c_bits(w, s->a), more = c_bits(w, s->b);
    bits = bits > more ? bits : more;
    v->bits = (uint8_t)(bits < 64 ? bits ? bits : 1 : 0);
    const char *name = v->name, *relation = s->imm > 0 ? "<" : ">", *next;
    if (s->imm == 1 || s->imm == -1) {
        next = arena_printf(w->arena, s->imm > 0 ? "%s++" : "%s--", name);
    } else if (bits < 62 && s->imm > -(1 << 30) && s->imm < 1 << 30 && lir_elem_size(elem) == 8) {
        next = arena_printf(w->arena, s->imm > 0 ? "%s += %lld" : "%s -= %lld", name,
                            (long long)(s->imm > 0 ? s->imm : -s->imm));
    } else {
        c_need(w->file->parts, lir_elem_is_signed(elem) ? "advance" : "uadvance", elem);
        next = arena_printf(w->arena, "%s = advance_%s(%s, %s)", name, lir_elem_name(elem), name,
                            c_constant(w, elem, (uint64_t)s->imm & lir_elem_mask(elem)));
    }
    if (!fixed) {
        const char *held = arena_printf(w->arena, "t%u", ++w->serial);
        c_line(w, "%s %s = %s;", c_type(elem), held, end);
        end = held;
    }
    c_line(w, "for (%s %s = %s; %s %s %s; %s) {", c_type(elem), name, begin, name, relation, end,
           next);
    put_body(w, &s->body);
    c_line(w, "}");
}

static void put_while(c_writer *w, const lir_stmt *s)
{
    uint32_t before = w->out.len;
    if (!s->other.len) { /* a condition that needs no temporaries may stand in the head */
        c_hoist(w, s->a);
        if (w->out.len == before) {
            c_line(w, "while (%s) {", c_expr(w, s->a));
            put_body(w, &s->body);
            c_line(w, "}");
            return;
        }
        w->out.len = before;
    }
    c_line(w, "for (;;) {");
    w->depth++;
    c_block(w, &s->other);
    c_begin(w);
    c_count(w, s->a);
    c_hoist(w, s->a);
    c_line(w, "if (%s)", c_not(w, s->a));
    c_line(w, "    break;");
    c_block(w, &s->body);
    w->depth--;
    c_line(w, "}");
}

static void put_try(c_writer *w, const lir_stmt *s)
{
    const char *outer = w->handler;
    bool outer_used = w->handler_used;
    uint32_t number = ++w->handlers;
    w->handler = arena_printf(w->arena, "failed_%u", number);
    w->handler_used = false;
    c_line(w, "{");
    put_body(w, &s->body);
    c_line(w, "}");
    bool used = w->handler_used;
    w->handler = outer;
    w->handler_used = outer_used;
    if (!used)
        return;
    c_line(w, "if (false) {");
    w->depth++;
    c_line(w, "failed_%u:", number);
    c_line(w, "code = 0;");
    c_block(w, &s->other);
    w->depth--;
    c_line(w, "}");
}

/* ---- The walk -------------------------------------------------------------------------------- */

/* Assignments of what nothing reads have no effect. */
static bool is_dead(const c_writer *w, const lir_stmt *s)
{
    return (s->kind == LIR_S_LET || s->kind == LIR_S_SET) && !w->live[s->var];
}

static void put_stmt(c_writer *w, const lir_stmt *s)
{
    switch (s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: put_assign(w, s); break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: put_store(w, s); break;
    case LIR_S_IF: put_if(w, s); break;
    case LIR_S_FOR: put_for(w, s); break;
    case LIR_S_WHILE: put_while(w, s); break;
    case LIR_S_TRY: put_try(w, s); break;
    case LIR_S_BREAK: c_line(w, "break;"); break;
    case LIR_S_CONTINUE: c_line(w, "continue;"); break;
    case LIR_S_RETURN:
        w->done_used = true;
        c_line(w, "goto done;");
        break;
    case LIR_S_CHECK: put_check(w, s); break;
    case LIR_S_CALL: put_call(w, s); break;
    case LIR_S_RT: put_runtime(w, s); break;
    case LIR_S_COMMENT:
    case LIR_S_ALLOCA: /* declared at the function's head */
    case LIR_S_POLL: /* nobody asks the program to stop */ break;
    default: c_fail(w, "a loop on several threads"); break;
    }
}

static bool prints(const lir_stmt *s)
{
    return s->kind != LIR_S_COMMENT && s->kind != LIR_S_ALLOCA && s->kind != LIR_S_POLL &&
           s->kind != LIR_S_RETURN;
}

void c_block(c_writer *w, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &w->f->stmts.items[block->items[i]];
        bool last = block == &w->f->body && i + 1 == block->len;
        if (is_dead(w, s) || (last && s->kind == LIR_S_RETURN))
            continue;
        c_begin(w);
        c_count(w, s->a);
        c_count(w, s->b);
        c_count(w, s->c);
        c_count(w, s->d);
        for (uint32_t n = 0; n < s->args.len; n++)
            c_count(w, s->args.items[n]);
        if (prints(s) && !w->cleanup && !w->pure)
            put_line(w, s->loc);
        put_stmt(w, s);
    }
}
