/* Prints loop IR. lir_read.c reads the same form back:
 *
 *   data 0 = 3f00
 *   fn scale.0(x.1: ptr, n.2: i64) -> (s.3: f64) in_cycle {
 *     var t.4: f64
 *     for i.5: i64 = 0 to n.2 step 8 vector @12 {
 *       let o.6: i64 = mul.i64(i.5, 8)
 *       store (x.1, o.6) = mul.f64x8($1=load.f64x8(x.1, o.6), $1)
 *     }
 *     check lt.i64(n.2, 8) else INDEX(n.2, 0, 8) @13
 *   } cleanup {
 *     rt view_release(x.1) -> ()
 *   }
 *
 * Variables and functions are name.id. An expression that one statement uses more than once is
 * written where it comes first, as $k=, and is $k from then on. @n is a source location. A constant
 * has its type after it (3:i32, 1.5:f64x8) unless it is a scalar i64, f64 or i1. The type after an
 * operation is the result's, except for comparisons, where it is that of the arguments. */
#include "lir.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "lir_number.h"
#include "lir_text.h"

typedef struct printer {
    arena *arena;
    const lir_module *m;
    const lir_fn *f;
    VEC(char) out;
    uint32_t *uses;   /* by expression: in this statement */
    uint32_t *stamps; /* by expression: the statement that uses is of */
    uint32_t *labels; /* by expression: 0 or its number in this statement */
    uint32_t stamp, label_count;
    int depth;
} printer;

static const char *const stmt_names[LIR_STMT_COUNT] = {
#define X(name, text) text,
    LIR_STMTS(X)
#undef X
};

static const char *const check_names[] = {
#define X(name, code, text) #name,
    HPC_CHECKS(X)
#undef X
};

const char *lir_check_name(int64_t check)
{
    return check >= 0 && check < HPC_CHECK_COUNT ? check_names[check] : NULL;
}

const char *lir_stmt_name(lir_stmt_kind kind)
{
    return (unsigned)kind < LIR_STMT_COUNT ? stmt_names[kind] : "?";
}

static void put(printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(printer *p, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (const char *c = text; *c; c++)
        vec_push(p->arena, &p->out, *c);
}

bool lir_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Other characters become _, so that the name reads back as one. */
static void put_name(printer *p, const char *name, uint32_t id)
{
    if (*name >= '0' && *name <= '9')
        put(p, "_");
    for (; *name; name++)
        vec_push(p->arena, &p->out, lir_name_char(*name) ? *name : '_');
    put(p, ".%u", id);
}

static void put_type(printer *p, lir_type type)
{
    put(p, "%s", lir_elem_name((lir_elem)type.elem));
    if (type.lanes != 1)
        put(p, "x%u", type.lanes);
}

static void put_var(printer *p, lir_var_id id)
{
    put_name(p, id < p->f->vars.len ? p->f->vars.items[id].name : "", id);
}

static void put_typed_var(printer *p, lir_var_id id)
{
    put_var(p, id);
    put(p, ": ");
    put_type(p, id < p->f->vars.len ? p->f->vars.items[id].type : (lir_type){0});
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static bool is_leaf(const lir_expr *e)
{
    return lir_op_arity((lir_op)e->op) == 0;
}

static void begin_statement(printer *p)
{
    p->stamp++;
    p->label_count = 0;
}

static void count_uses(printer *p, lir_expr_id id)
{
    if (!id)
        return;
    if (p->stamps[id] == p->stamp) {
        p->uses[id]++;
        return;
    }
    p->stamps[id] = p->stamp;
    p->uses[id] = 1;
    p->labels[id] = 0;
    const lir_expr *e = &p->f->exprs.items[id];
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        count_uses(p, e->args[k]);
}

static void put_const(printer *p, const lir_expr *e)
{
    char number[LIR_NUMBER_MAX];
    lir_elem elem = (lir_elem)e->type.elem;
    lir_number_print(number, elem, e->imm);
    put(p, "%s", number);
    bool plain = elem == LIR_I1 || elem == LIR_I64 || elem == LIR_F64;
    if (plain && e->type.lanes == 1 && number[0] != '#')
        return;
    put(p, ":");
    put_type(p, e->type);
}

static void put_index_list(printer *p, uint64_t list)
{
    put(p, "[");
    if (list < p->f->shuffles.len) {
        const lir_lane_list *lanes = &p->f->shuffles.items[list];
        for (uint32_t k = 0; k < lanes->len; k++)
            put(p, "%s%u", k ? " " : "", lanes->items[k]);
    }
    put(p, "]");
}

/* The operation, the type after it, and what else it holds. */
static void put_head(printer *p, const lir_expr *e)
{
    if (e->op == LIR_MATH1 || e->op == LIR_MATH2)
        put(p, "%s", lir_math_name((lir_math)e->imm));
    else
        put(p, "%s", lir_op_name((lir_op)e->op));
    if (e->exact)
        put(p, "!");
    if (e->op == LIR_SYMBOL)
        put(p, "[%" PRIu64 "]", e->imm);
    if (e->op == LIR_SYMBOL || e->op == LIR_FRAME)
        return;
    put(p, ".");
    put_type(p, lir_op_rule((lir_op)e->op) == 'C' ? p->f->exprs.items[e->args[0]].type : e->type);
    if (e->op == LIR_EXTRACT || e->op == LIR_INSERT || e->op == LIR_LOOKUP)
        put(p, "[%" PRIu64 "]", e->imm);
    if (e->op == LIR_SHUFFLE)
        put_index_list(p, e->imm);
}

static void put_expr(printer *p, lir_expr_id id)
{
    const lir_expr *e = &p->f->exprs.items[id];
    if (e->op == LIR_CONST) {
        put_const(p, e);
        return;
    }
    if (e->op == LIR_VAR) {
        put_var(p, e->var);
        return;
    }
    if (!is_leaf(e) && p->uses[id] > 1) {
        bool seen = p->labels[id] != 0;
        if (!seen)
            p->labels[id] = ++p->label_count;
        put(p, seen ? "$%u" : "$%u=", p->labels[id]);
        if (seen)
            return;
    }
    put_head(p, e);
    if (is_leaf(e))
        return;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++) {
        put(p, k ? ", " : "(");
        put_expr(p, e->args[k]);
    }
    put(p, ")");
}

static void put_args(printer *p, const lir_stmt *s)
{
    put(p, "(");
    for (uint32_t k = 0; k < s->args.len; k++) {
        put(p, "%s", k ? ", " : "");
        put_expr(p, s->args.items[k]);
    }
    put(p, ")");
}

static void put_outs(printer *p, const lir_stmt *s)
{
    put(p, " -> (");
    for (uint32_t k = 0; k < s->outs.len; k++) {
        put(p, "%s", k ? ", " : "");
        put_var(p, s->outs.items[k]);
    }
    put(p, ")");
}

/* ---- Statements ------------------------------------------------------------------------------ */

static void put_block(printer *p, const lir_block *block);

static void indent(printer *p)
{
    for (int k = 0; k < p->depth; k++)
        put(p, "  ");
}

static void put_location(printer *p, const lir_stmt *s)
{
    if (s->loc)
        put(p, " @%d", s->loc);
}

/* { ... } after a location. */
static void put_body(printer *p, const lir_block *block)
{
    put(p, " {\n");
    p->depth++;
    put_block(p, block);
    p->depth--;
    indent(p);
    put(p, "}");
}

static void put_assign(printer *p, const lir_stmt *s)
{
    put(p, "%s ", lir_stmt_name((lir_stmt_kind)s->kind));
    if (s->kind == LIR_S_LET)
        put_typed_var(p, s->var);
    else
        put_var(p, s->var);
    put(p, " = ");
    put_expr(p, s->a);
}

static void put_store(printer *p, const lir_stmt *s)
{
    put(p, "%s (", lir_stmt_name((lir_stmt_kind)s->kind));
    put_expr(p, s->a);
    put(p, ", ");
    put_expr(p, s->b);
    put(p, ") = ");
    put_expr(p, s->c);
    if (s->d) {
        put(p, " mask ");
        put_expr(p, s->d);
    }
    if (s->flags & LIR_NONTEMPORAL)
        put(p, " nontemporal");
}

static void put_if(printer *p, const lir_stmt *s)
{
    put(p, "if ");
    put_expr(p, s->a);
    if (s->flags & LIR_IF_UNLIKELY)
        put(p, " unlikely");
    if (s->flags & LIR_IF_COLD)
        put(p, " cold");
    put_location(p, s);
    put_body(p, &s->body);
    if (s->other.len) {
        put(p, s->flags & LIR_IF_COLD_ELSE ? " else cold" : " else");
        put_body(p, &s->other);
    }
}

static void put_try(printer *p, const lir_stmt *s)
{
    put(p, "try");
    put_location(p, s);
    put_body(p, &s->body);
    put(p, " catch");
    put_body(p, &s->other);
}

static void put_for(printer *p, const lir_stmt *s)
{
    put(p, "for ");
    put_typed_var(p, s->var);
    put(p, " = ");
    put_expr(p, s->a);
    put(p, " to ");
    put_expr(p, s->b);
    put(p, " step %" PRId64 "%s%s%s%s%s%s", s->imm, s->flags & LIR_FOR_PARALLEL ? " parallel" : "",
        s->flags & LIR_FOR_VECTOR ? " vector" : "", s->flags & LIR_FOR_UNROLL ? " unroll" : "",
        s->flags & LIR_FOR_REST ? " rest" : "", s->flags & LIR_FOR_BLOCKS ? " blocks" : "",
        s->flags & LIR_FOR_SPARE ? " spare" : "");
    if (s->d) {
        put(p, " cost ");
        put_expr(p, s->d);
    }
    put_location(p, s);
    put_body(p, &s->body);
}

static void put_while(printer *p, const lir_stmt *s)
{
    put(p, "while");
    if (s->other.len) {
        put_body(p, &s->other);
        begin_statement(p);
        count_uses(p, s->a);
        put(p, " test");
    }
    put(p, " ");
    put_expr(p, s->a);
    put_location(p, s);
    put_body(p, &s->body);
}

static void put_check(printer *p, const lir_stmt *s)
{
    const char *name = lir_check_name(s->imm);
    put(p, "check ");
    put_expr(p, s->a);
    put(p, " else ");
    if (name)
        put(p, "%s", name);
    else
        put(p, "%" PRId64, s->imm);
    put_args(p, s);
}

static void put_call(printer *p, const lir_stmt *s)
{
    put(p, "%s ", lir_stmt_name((lir_stmt_kind)s->kind));
    if (s->kind == LIR_S_CALL)
        put_name(p, (uint64_t)s->imm < p->m->fns.len ? p->m->fns.items[s->imm]->name : "",
                 (uint32_t)s->imm);
    else if ((uint64_t)s->imm < HPC_RT_COUNT)
        put(p, "%s", hpc_rt_rows[s->imm].name);
    else
        put(p, "%" PRId64, s->imm);
    put_args(p, s);
    put_outs(p, s);
}

static void put_fork(printer *p, const lir_stmt *s)
{
    put(p, "fork ");
    put_name(p, (uint64_t)s->imm < p->m->fns.len ? p->m->fns.items[s->imm]->name : "",
             (uint32_t)s->imm);
    put(p, " from ");
    put_expr(p, s->a);
    put(p, " to ");
    put_expr(p, s->b);
    put(p, " step ");
    put_expr(p, s->c);
    put(p, " cost ");
    put_expr(p, s->d);
    put(p, " ");
    put_args(p, s);
}

static void put_comment(printer *p, const char *text)
{
    put(p, "#");
    if (text && *text)
        put(p, " ");
    for (; text && *text; text++)
        vec_push(p->arena, &p->out, *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void put_stmt(printer *p, const lir_stmt *s)
{
    switch (s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: put_assign(p, s); break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: put_store(p, s); break;
    case LIR_S_IF: put_if(p, s); return;
    case LIR_S_FOR: put_for(p, s); return;
    case LIR_S_WHILE: put_while(p, s); return;
    case LIR_S_TRY: put_try(p, s); return;
    case LIR_S_CHECK: put_check(p, s); break;
    case LIR_S_CALL:
    case LIR_S_RT: put_call(p, s); break;
    case LIR_S_FORK: put_fork(p, s); break;
    case LIR_S_ALLOCA:
        put(p, "alloca ");
        put_typed_var(p, s->var);
        put(p, " = %" PRId64 "%s", s->imm, s->flags & LIR_ALLOCA_SHARED ? " shared" : "");
        break;
    case LIR_S_COMMENT: put_comment(p, s->text); return;
    default: put(p, "%s", lir_stmt_name((lir_stmt_kind)s->kind)); break;
    }
    put_location(p, s);
}

static void put_block(printer *p, const lir_block *block)
{
    for (uint32_t k = 0; k < block->len; k++) {
        const lir_stmt *s = &p->f->stmts.items[block->items[k]];
        begin_statement(p);
        count_uses(p, s->a);
        count_uses(p, s->b);
        count_uses(p, s->c);
        count_uses(p, s->d);
        for (uint32_t n = 0; n < s->args.len; n++)
            count_uses(p, s->args.items[n]);
        indent(p);
        put_stmt(p, s);
        put(p, "\n");
    }
}

/* ---- Functions ------------------------------------------------------------------------------- */

/* Marks the variables whose type a statement of the block says. */
static void mark_said(const lir_fn *f, const lir_block *block, bool *said)
{
    for (uint32_t k = 0; k < block->len; k++) {
        const lir_stmt *s = &f->stmts.items[block->items[k]];
        if (s->kind == LIR_S_LET || s->kind == LIR_S_FOR || s->kind == LIR_S_ALLOCA)
            said[s->var] = true;
        mark_said(f, &s->body, said);
        mark_said(f, &s->other, said);
    }
}

/* Variables whose type is said nowhere else. */
static void put_var_list(printer *p)
{
    const lir_fn *f = p->f;
    bool *said = ARENA_ARRAY(p->arena, bool, f->vars.len + 1);
    for (uint32_t k = 0; k < f->params.len; k++)
        said[f->params.items[k]] = true;
    for (uint32_t k = 0; k < f->results.len; k++)
        said[f->results.items[k]] = true;
    mark_said(f, &f->body, said);
    mark_said(f, &f->cleanup, said);
    for (lir_var_id v = 1; v < f->vars.len; v++) {
        if (said[v])
            continue;
        put(p, "  var ");
        put_typed_var(p, v);
        put(p, "\n");
    }
}

static void put_fn(printer *p, const lir_fn *f)
{
    p->f = f;
    p->uses = ARENA_ARRAY(p->arena, uint32_t, f->exprs.len + 1);
    p->stamps = ARENA_ARRAY(p->arena, uint32_t, f->exprs.len + 1);
    p->labels = ARENA_ARRAY(p->arena, uint32_t, f->exprs.len + 1);
    p->stamp = 0;
    put(p, "fn ");
    put_name(p, f->name, f->index);
    put(p, "(");
    for (uint32_t k = 0; k < f->params.len; k++) {
        put(p, "%s", k ? ", " : "");
        put_typed_var(p, f->params.items[k]);
    }
    put(p, ") -> (");
    for (uint32_t k = 0; k < f->results.len; k++) {
        put(p, "%s", k ? ", " : "");
        put_typed_var(p, f->results.items[k]);
    }
    put(p, ")%s%s%s {\n", f->in_cycle ? " in_cycle" : "", f->fastmath ? " fastmath" : "",
        f->general ? " general" : "");
    put_var_list(p);
    p->depth = 1;
    put_block(p, &f->body);
    put(p, "}");
    p->depth = 0;
    if (f->cleanup.len) {
        put(p, " cleanup");
        put_body(p, &f->cleanup);
    }
    put(p, "\n");
}

const char *lir_print(arena *a, const lir_module *m)
{
    printer p = {.arena = a, .m = m};
    for (uint32_t k = 0; k < m->data.len; k++) {
        put(&p, "data %u = ", k);
        for (uint64_t n = 0; n < m->data.items[k].size; n++)
            put(&p, "%02x", ((const uint8_t *)m->data.items[k].bytes)[n]);
        put(&p, "\n");
    }
    for (uint32_t k = 0; k < m->fns.len; k++)
        put_fn(&p, m->fns.items[k]);
    vec_push(a, &p.out, '\0');
    return p.out.items;
}
