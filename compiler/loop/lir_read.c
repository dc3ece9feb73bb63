/* Reads the text form of loop IR (lir_text.c) by recursive descent over characters. Nothing is
 * folded: the module printed is the module read. From ; to the end of a line is a comment of the
 * file, not of the module. The first error stops the reading: it moves to
 * the end of the text, where every loop ends. */
#include "lir.h"

#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "lir_number.h"
#include "lir_text.h"

typedef struct reader {
    arena *arena;
    const char *text, *at, *end;
    const char *error;
    lir_module *m;
    lir_fn *f;
    VEC(bool) declared;      /* by variable */
    VEC(lir_expr_id) labels; /* $k of this statement */
} reader;

/* ---- Characters ------------------------------------------------------------------------------ */

static void fail(reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fail(reader *r, const char *format, ...)
{
    char message[200];
    va_list args;
    if (r->error)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    unsigned line = 1, column = 1;
    for (const char *c = r->text; c < r->at; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    r->error = arena_printf(r->arena, "%u:%u: %s", line, column, message);
    r->at = r->end;
}

/* White space, and from a semicolon to the end of the line: what a person noted. */
static void skip_space(reader *r)
{
    for (;; r->at++) {
        if (*r->at == ';')
            while (r->at[1] && r->at[1] != '\n')
                r->at++;
        else if (*r->at != ' ' && *r->at != '\n' && *r->at != '\t' && *r->at != '\r')
            return;
    }
}

/* Takes the characters of `token` when they come next. */
static bool accept(reader *r, const char *token)
{
    skip_space(r);
    size_t length = strlen(token);
    if (strncmp(r->at, token, length))
        return false;
    r->at += length;
    return true;
}

/* Takes the word when it comes next, whole. */
static bool accept_word(reader *r, const char *word)
{
    skip_space(r);
    size_t length = strlen(word);
    if (strncmp(r->at, word, length) || lir_name_char(r->at[length]) || r->at[length] == '.')
        return false;
    r->at += length;
    return true;
}

static void expect(reader *r, const char *token)
{
    if (!accept(r, token))
        fail(r, "expected %s", token);
}

/* A word of name characters, which may be empty, in the arena. */
static const char *take_word(reader *r)
{
    skip_space(r);
    const char *start = r->at;
    while (lir_name_char(*r->at))
        r->at++;
    return arena_strndup(r->arena, start, (size_t)(r->at - start));
}

static int64_t take_int(reader *r)
{
    uint64_t bits = 0;
    skip_space(r);
    const char *end = lir_number_read(r->at, LIR_I64, &bits);
    if (end)
        r->at = end;
    else
        fail(r, "expected an integer");
    return (int64_t)bits;
}

static uint32_t take_uint(reader *r, int64_t max)
{
    int64_t value = take_int(r);
    if (value < 0 || value > max)
        fail(r, "%lld is out of range", (long long)value);
    return r->error ? 0 : (uint32_t)value;
}

/* Ids are dense: none is larger than the text is long. */
static uint32_t take_id(reader *r)
{
    return take_uint(r, r->end - r->text);
}

/* ---- Types and names ------------------------------------------------------------------------- */

static int elem_named(const char *word, size_t length)
{
    for (int e = 0; e < LIR_ELEM_COUNT; e++)
        if (strlen(lir_elem_name((lir_elem)e)) == length &&
            !strncmp(lir_elem_name((lir_elem)e), word, length))
            return e;
    return -1;
}

/* f64 or f64x8 */
static lir_type take_type(reader *r)
{
    const char *word = take_word(r), *times = strchr(word, 'x');
    uint64_t lanes = 1;
    int elem = elem_named(word, times ? (size_t)(times - word) : strlen(word));
    if (times) {
        const char *end = lir_number_read(times + 1, LIR_U16, &lanes);
        if (!end || *end)
            elem = -1;
    }
    if (elem < 0) {
        fail(r, "unknown type %s", word);
        elem = LIR_I64;
    }
    return lir_vector((lir_elem)elem, (unsigned)lanes);
}

/* name.id; *name in the arena. */
static uint32_t take_name(reader *r, const char **name)
{
    *name = take_word(r);
    expect(r, ".");
    return take_id(r);
}

static bool starts_name(reader *r)
{
    skip_space(r);
    const char *c = r->at;
    while (lir_name_char(*c))
        c++;
    return *c == '.' && c[1] >= '0' && c[1] <= '9' && !(*r->at >= '0' && *r->at <= '9');
}

static lir_var_id take_var(reader *r)
{
    skip_space(r);
    const char *name, *start = r->at;
    uint32_t id = take_name(r, &name);
    if (r->error)
        return 0;
    if (id >= r->declared.len || !r->declared.items[id]) {
        r->at = start;
        fail(r, "unknown variable %s.%u", name, id);
        return 0;
    }
    return id;
}

/* name.id: type */
static lir_var_id take_typed_var(reader *r)
{
    const char *name;
    uint32_t id = take_name(r, &name);
    expect(r, ":");
    lir_type type = take_type(r);
    if (id == 0)
        fail(r, "a variable's id is at least 1");
    if (r->error)
        return 0;
    while (r->declared.len <= id)
        vec_push(r->arena, &r->declared, false);
    while (r->f->vars.len <= id)
        vec_push(r->arena, &r->f->vars, ((lir_var){.name = "", .type = type}));
    lir_var *var = &r->f->vars.items[id];
    if (r->declared.items[id] && (var->type.elem != type.elem || var->type.lanes != type.lanes))
        fail(r, "%s.%u has another type above", name, id);
    r->declared.items[id] = true;
    var->name = name;
    var->type = type;
    return id;
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static lir_expr_id take_expr(reader *r);

static lir_expr_id take_label(reader *r)
{
    uint32_t label = take_id(r);
    if (*r->at == '=' && label == r->labels.len + 1) {
        r->at++;
        vec_push(r->arena, &r->labels, 0);
        lir_expr_id id = take_expr(r);
        r->labels.items[label - 1] = id;
        return id;
    }
    if (label == 0 || label > r->labels.len || !r->labels.items[label - 1]) {
        fail(r, "unknown label $%u", label);
        return 0;
    }
    return r->labels.items[label - 1];
}

/* The type that a number has: what comes after it, or the default of its form. */
static lir_type number_type(reader *r)
{
    const char *c = r->at;
    bool point = false;
    while (lir_name_char(*c) || *c == '.' || *c == '-' || *c == '+' || *c == '#')
        point |= *c++ == '.';
    if (*c == ':') {
        const char *number = r->at;
        r->at = c + 1;
        lir_type type = take_type(r);
        if (!r->error)
            r->at = number;
        return type;
    }
    const char *start = r->at + (*r->at == '-');
    bool named = !strncmp(start, "inf", 3) || !strncmp(start, "nan", 3);
    bool truth = *r->at == 't' || *r->at == 'f';
    return lir_scalar(truth ? LIR_I1 : point || named ? LIR_F64 : LIR_I64);
}

static lir_expr_id take_number(reader *r)
{
    lir_type type = number_type(r);
    lir_expr e = {.op = LIR_CONST, .type = type};
    if (r->error)
        return 0;
    const char *end = lir_number_read(r->at, (lir_elem)type.elem, &e.imm);
    if (!end || lir_name_char(*end)) {
        fail(r, "expected an expression");
        return 0;
    }
    r->at = end;
    if (accept(r, ":"))
        take_type(r);
    return lir_make_plain(r->m, r->f, &e);
}

static bool find_op(const char *word, lir_expr *e)
{
    for (int op = 0; op < LIR_OP_COUNT; op++)
        if (!strcmp(lir_op_name((lir_op)op), word)) {
            e->op = (uint8_t)op;
            return op != LIR_CONST && op != LIR_VAR && op != LIR_MATH1 && op != LIR_MATH2;
        }
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        if (!strcmp(lir_math_name((lir_math)fn), word)) {
            e->op = lir_math_arity((lir_math)fn) == 1 ? LIR_MATH1 : LIR_MATH2;
            e->imm = (uint64_t)fn;
            return true;
        }
    return false;
}

/* [0 4 1 5] */
static uint64_t take_lane_list(reader *r)
{
    lir_lane_list lanes = {0};
    expect(r, "[");
    while (!accept(r, "]") && !r->error)
        vec_push(r->arena, &lanes, (uint16_t)take_uint(r, UINT16_MAX));
    return vec_push(r->arena, &r->f->shuffles, lanes);
}

static void take_brackets(reader *r, lir_expr *e)
{
    if (e->op == LIR_SHUFFLE) {
        e->imm = take_lane_list(r);
    } else if (e->op == LIR_EXTRACT || e->op == LIR_INSERT || e->op == LIR_SYMBOL ||
               e->op == LIR_LOOKUP) {
        expect(r, "[");
        e->imm = take_uint(r, UINT32_MAX);
        expect(r, "]");
    }
}

/* start is where the word begins. */
static lir_expr_id take_operation(reader *r, const char *word, const char *start)
{
    lir_expr e = {0};
    if (!find_op(word, &e)) {
        r->at = start;
        fail(r, "unknown operation %s", word);
        return 0;
    }
    e.exact = accept(r, "!");
    e.type = lir_scalar(LIR_PTR);
    if (e.op != LIR_SYMBOL && e.op != LIR_FRAME) {
        expect(r, ".");
        e.type = take_type(r);
    }
    take_brackets(r, &e);
    unsigned arity = lir_op_arity((lir_op)e.op);
    for (unsigned k = 0; k < arity; k++) {
        expect(r, k ? "," : "(");
        e.args[k] = take_expr(r);
    }
    if (arity)
        expect(r, ")");
    if (lir_op_rule((lir_op)e.op) == 'C')
        e.type.elem = LIR_I1;
    return r->error ? 0 : lir_make_plain(r->m, r->f, &e);
}

static lir_expr_id take_expr(reader *r)
{
    if (starts_name(r)) {
        lir_var_id var = take_var(r);
        return r->error ? 0 : lir_get(r->m, r->f, var);
    }
    if (accept(r, "$"))
        return take_label(r);
    const char *start = r->at;
    if (*start == '-' || *start == '#' || (*start >= '0' && *start <= '9'))
        return take_number(r);
    const char *word = take_word(r);
    if (!strcmp(word, "true") || !strcmp(word, "false") || !strcmp(word, "inf") ||
        !strcmp(word, "nan")) {
        r->at = start;
        return take_number(r);
    }
    if (!*word) {
        fail(r, "expected an expression");
        return 0;
    }
    return take_operation(r, word, start);
}

/* ---- Statements ------------------------------------------------------------------------------ */

static void take_block(reader *r, lir_block *into);

static void take_location(reader *r, lir_stmt *s)
{
    if (accept(r, "@"))
        s->loc = (int32_t)take_int(r);
}

static void take_args(reader *r, lir_stmt *s)
{
    expect(r, "(");
    while (!accept(r, ")") && !r->error) {
        if (s->args.len)
            expect(r, ",");
        lir_expr_id arg = take_expr(r);
        vec_push(r->arena, &s->args, arg);
    }
}

static void take_outs(reader *r, lir_stmt *s)
{
    expect(r, "->");
    expect(r, "(");
    while (!accept(r, ")") && !r->error) {
        if (s->outs.len)
            expect(r, ",");
        lir_var_id out = take_var(r);
        vec_push(r->arena, &s->outs, out);
    }
}

static void take_assign(reader *r, lir_stmt *s)
{
    s->var = s->kind == LIR_S_LET ? take_typed_var(r) : take_var(r);
    expect(r, "=");
    s->a = take_expr(r);
}

static void take_store(reader *r, lir_stmt *s)
{
    expect(r, "(");
    s->a = take_expr(r);
    expect(r, ",");
    s->b = take_expr(r);
    expect(r, ")");
    expect(r, "=");
    s->c = take_expr(r);
    if (accept_word(r, "mask"))
        s->d = take_expr(r);
    if (accept_word(r, "nontemporal"))
        s->flags |= LIR_NONTEMPORAL;
}

static void take_if(reader *r, lir_stmt *s)
{
    s->a = take_expr(r);
    if (accept_word(r, "unlikely"))
        s->flags |= LIR_IF_UNLIKELY;
    if (accept_word(r, "cold"))
        s->flags |= LIR_IF_COLD;
    take_location(r, s);
    take_block(r, &s->body);
    if (!accept_word(r, "else"))
        return;
    if (accept_word(r, "cold"))
        s->flags |= LIR_IF_COLD_ELSE;
    take_block(r, &s->other);
}

static void take_try(reader *r, lir_stmt *s)
{
    take_location(r, s);
    take_block(r, &s->body);
    if (!accept_word(r, "catch"))
        fail(r, "expected catch");
    take_block(r, &s->other);
}

static void take_for(reader *r, lir_stmt *s)
{
    s->var = take_typed_var(r);
    expect(r, "=");
    s->a = take_expr(r);
    expect(r, "to");
    s->b = take_expr(r);
    expect(r, "step");
    s->imm = take_int(r);
    if (accept_word(r, "parallel"))
        s->flags |= LIR_FOR_PARALLEL;
    if (accept_word(r, "vector"))
        s->flags |= LIR_FOR_VECTOR;
    if (accept_word(r, "unroll"))
        s->flags |= LIR_FOR_UNROLL;
    if (accept_word(r, "rest"))
        s->flags |= LIR_FOR_REST;
    if (accept_word(r, "blocks"))
        s->flags |= LIR_FOR_BLOCKS;
    if (accept_word(r, "spare"))
        s->flags |= LIR_FOR_SPARE;
    if (accept_word(r, "cost"))
        s->d = take_expr(r);
    take_location(r, s);
    take_block(r, &s->body);
}

static void take_while(reader *r, lir_stmt *s)
{
    skip_space(r);
    if (*r->at == '{') {
        take_block(r, &s->other);
        if (!accept_word(r, "test"))
            fail(r, "expected test");
        r->labels.len = 0;
    }
    s->a = take_expr(r);
    take_location(r, s);
    take_block(r, &s->body);
}

static void take_check(reader *r, lir_stmt *s)
{
    s->a = take_expr(r);
    expect(r, "else");
    skip_space(r);
    if (*r->at >= '0' && *r->at <= '9') {
        s->imm = take_int(r);
    } else {
        const char *word = take_word(r);
        for (s->imm = 0; s->imm < HPC_CHECK_COUNT; s->imm++)
            if (!strcmp(lir_check_name(s->imm), word))
                break;
        if (s->imm == HPC_CHECK_COUNT)
            fail(r, "unknown check %s", word);
    }
    take_args(r, s);
}

static void take_rt(reader *r, lir_stmt *s)
{
    const char *word = take_word(r);
    for (s->imm = 0; s->imm < HPC_RT_COUNT; s->imm++)
        if (!strcmp(hpc_rt_rows[s->imm].name, word))
            break;
    if (s->imm == HPC_RT_COUNT)
        fail(r, "unknown runtime function %s", word);
    take_args(r, s);
    take_outs(r, s);
}

static void take_call(reader *r, lir_stmt *s)
{
    const char *name;
    s->imm = take_name(r, &name);
    take_args(r, s);
    take_outs(r, s);
}

static void take_fork(reader *r, lir_stmt *s)
{
    const char *name;
    s->imm = take_name(r, &name);
    expect(r, "from");
    s->a = take_expr(r);
    expect(r, "to");
    s->b = take_expr(r);
    expect(r, "step");
    s->c = take_expr(r);
    expect(r, "cost");
    s->d = take_expr(r);
    take_args(r, s);
}

static void take_comment(reader *r, lir_stmt *s)
{
    if (*r->at == ' ')
        r->at++;
    const char *start = r->at;
    while (*r->at && *r->at != '\n')
        r->at++;
    s->text = arena_strndup(r->arena, start, (size_t)(r->at - start));
}

static int take_keyword(reader *r)
{
    if (accept(r, lir_stmt_name(LIR_S_COMMENT)))
        return LIR_S_COMMENT;
    for (int kind = 0; kind < LIR_STMT_COUNT; kind++)
        if (kind != LIR_S_COMMENT && accept_word(r, lir_stmt_name((lir_stmt_kind)kind)))
            return kind;
    return -1;
}

static void take_stmt(reader *r, lir_stmt *s)
{
    r->labels.len = 0;
    switch (s->kind) {
    case LIR_S_LET:
    case LIR_S_SET: take_assign(r, s); break;
    case LIR_S_STORE:
    case LIR_S_SCATTER: take_store(r, s); break;
    case LIR_S_IF: take_if(r, s); return;
    case LIR_S_FOR: take_for(r, s); return;
    case LIR_S_WHILE: take_while(r, s); return;
    case LIR_S_TRY: take_try(r, s); return;
    case LIR_S_CHECK: take_check(r, s); break;
    case LIR_S_CALL: take_call(r, s); break;
    case LIR_S_FORK: take_fork(r, s); break;
    case LIR_S_RT: take_rt(r, s); break;
    case LIR_S_ALLOCA:
        s->var = take_typed_var(r);
        expect(r, "=");
        s->imm = take_int(r);
        if (accept_word(r, "shared"))
            s->flags |= LIR_ALLOCA_SHARED;
        break;
    case LIR_S_COMMENT: take_comment(r, s); return;
    default: break;
    }
    take_location(r, s);
}

/* Statements up to }. One is read into a local, since its blocks add statements. */
static void take_statements(reader *r, lir_block *into)
{
    while (!accept(r, "}") && !r->error) {
        int kind = take_keyword(r);
        if (kind < 0) {
            fail(r, "expected a statement or }");
            return;
        }
        lir_stmt s = {.kind = (uint8_t)kind};
        take_stmt(r, &s);
        lir_stmt_id id = vec_push(r->arena, &r->f->stmts, s);
        vec_push(r->arena, into, id);
    }
}

static void take_block(reader *r, lir_block *into)
{
    expect(r, "{");
    take_statements(r, into);
}

/* ---- Functions and data ---------------------------------------------------------------------- */

static void take_signature(reader *r)
{
    lir_fn *f = r->f;
    expect(r, "(");
    while (!accept(r, ")") && !r->error) {
        if (f->params.len)
            expect(r, ",");
        lir_var_id id = take_typed_var(r);
        f->vars.items[id].is_param = true;
        vec_push(r->arena, &f->params, id);
    }
    expect(r, "->");
    expect(r, "(");
    while (!accept(r, ")") && !r->error) {
        if (f->results.len)
            expect(r, ",");
        lir_var_id id = take_typed_var(r);
        vec_push(r->arena, &f->results, id);
    }
    f->in_cycle = accept_word(r, "in_cycle");
    f->fastmath = accept_word(r, "fastmath");
    f->general = accept_word(r, "general");
}

static void take_fn(reader *r)
{
    const char *name;
    uint32_t index = take_name(r, &name);
    if (index != r->m->fns.len)
        fail(r, "expected function %u here", r->m->fns.len);
    r->f = lir_fn_new(r->m, name);
    r->declared.len = 0;
    take_signature(r);
    expect(r, "{");
    while (accept_word(r, "var"))
        take_typed_var(r);
    take_statements(r, &r->f->body);
    if (accept_word(r, "cleanup"))
        take_block(r, &r->f->cleanup);
}

static void take_data(reader *r)
{
    lir_data data = {0};
    VEC(char) bytes = {0};
    if (take_id(r) != r->m->data.len)
        fail(r, "expected data %u here", r->m->data.len);
    expect(r, "=");
    while (*r->at == ' ')
        r->at++;
    const char *digits = "0123456789abcdef";
    for (; *r->at && *r->at != '\n'; r->at += 2) {
        const char *high = strchr(digits, r->at[0]);
        const char *low = high && r->at[1] ? strchr(digits, r->at[1]) : NULL;
        if (!low) {
            fail(r, "expected two hexadecimal digits for each byte");
            return;
        }
        vec_push(r->arena, &bytes, (char)((high - digits) << 4 | (low - digits)));
    }
    data.size = bytes.len;
    char *copy = arena_alloc(r->arena, bytes.len); /* 16-byte aligned */
    if (bytes.len)
        memcpy(copy, bytes.items, bytes.len);
    data.bytes = copy;
    vec_push(r->arena, &r->m->data, data);
}

lir_module *lir_read(arena *a, const char *text, const char **error)
{
    reader r = {.arena = a, .text = text, .at = text, .end = text + strlen(text)};
    r.m = lir_module_new(a);
    while (skip_space(&r), *r.at) {
        if (accept_word(&r, "fn"))
            take_fn(&r);
        else if (accept_word(&r, "data"))
            take_data(&r);
        else
            fail(&r, "expected fn or data");
    }
    *error = r.error;
    return r.error ? NULL : r.m;
}
