/* usage: elementary f32|f64 OUT.inc
 *
 * A program of the build: prints the elementary functions of one type as C, from the same sources
 * and through the same loop IR as compiled code gets them. backend/math_own*.c include what it
 * writes, once for each number of lanes:
 *
 *   log.f64 in loop IR   ->   static inline T_f64 FN(log_f64)(T_f64 v1)
 *                             {
 *                                 const T_i64 e2 = VIEW_f64_i64(v1);
 *                                 ...
 *
 * backend/math_lanes.h says what the macros are. A condition has the width of what was compared. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../loop/math_source.h"

enum { LANES = 2 }; /* any number but one: the text does not depend on it */

typedef struct printer {
    FILE *out;
    const lir_module *m;
    const lir_fn *f;
    unsigned *stamps, stamp; /* by expression: printed in this statement */
    unsigned *widths;        /* by expression, of I1: bits of the mask's lanes */
    unsigned *var_widths;
    unsigned serial; /* names of temporaries differ between statements */
    unsigned *names;
    const char *type; /* of the function */
    bool failed;
} printer;

static const lir_expr *expr_at(const printer *p, lir_expr_id id)
{
    return &p->f->exprs.items[id];
}

static unsigned bits_of(lir_type type)
{
    return 8 * lir_elem_size((lir_elem)type.elem);
}

static void put_type(printer *p, lir_type type, unsigned width)
{
    if (type.elem == LIR_I1)
        fprintf(p->out, "T_m%u", width);
    else
        fprintf(p->out, "T_%s", lir_elem_name((lir_elem)type.elem));
}

static void put_constant(printer *p, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    fprintf(p->out, "C_%s(", lir_elem_name(elem));
    if (lir_elem_is_float(elem)) {
        double value;
        float narrow;
        uint32_t bits = (uint32_t)e->imm;
        memcpy(&value, &e->imm, 8);
        memcpy(&narrow, &bits, 4);
        value = elem == LIR_F64 ? value : (double)narrow;
        if (isfinite(value))
            fprintf(p->out, "%a)", value);
        else
            fprintf(p->out, "%s)", isnan(value) ? "NAN" : value > 0 ? "INFINITY" : "-INFINITY");
    } else {
        bool is_signed = lir_elem_is_signed(elem);
        fprintf(p->out, "(%sint%u_t)UINT64_C(%" PRIu64 "))", is_signed ? "" : "u", bits_of(e->type),
                e->imm);
    }
}

static void put_operand(printer *p, lir_expr_id id)
{
    const lir_expr *e = expr_at(p, id);
    if (e->op == LIR_CONST)
        put_constant(p, e);
    else if (e->op == LIR_VAR)
        fprintf(p->out, "v%u", e->var);
    else
        fprintf(p->out, "e%u", p->names[id]);
}

static unsigned width_of(const printer *p, lir_expr_id id)
{
    const lir_expr *e = expr_at(p, id);
    return e->op == LIR_VAR ? p->var_widths[e->var] : p->widths[id];
}

/* A mask as one of other width. */
static void put_mask(printer *p, lir_expr_id id, unsigned width)
{
    unsigned from = width_of(p, id);
    if (from != width)
        fprintf(p->out, "MASK_%u_%u(", from, width);
    put_operand(p, id);
    if (from != width)
        fprintf(p->out, ")");
}

static const char *infix(uint8_t op)
{
    switch (op) {
    case LIR_ADD: return "+";
    case LIR_SUB: return "-";
    case LIR_MUL: return "*";
    case LIR_DIV: return "/";
    case LIR_AND: return "&";
    case LIR_OR: return "|";
    case LIR_XOR: return "^";
    case LIR_SHL: return "<<";
    case LIR_SHR: return ">>";
    default: return NULL;
    }
}

static const char *compare_name(uint8_t op)
{
    static const char *const names[] = {"==", "!=", "<", "<=", ">", ">="};
    return op >= LIR_EQ && op <= LIR_GE ? names[op - LIR_EQ] : NULL;
}

static void put_infix(printer *p, const lir_expr *e, unsigned width)
{
    for (unsigned k = 0; k < 2; k++) {
        if (k)
            fprintf(p->out, " %s ", infix(e->op));
        if (width)
            put_mask(p, e->args[k], width);
        else
            put_operand(p, e->args[k]);
    }
}

static void put_call(printer *p, const lir_expr *e, const char *name, const char *suffix)
{
    fprintf(p->out, "%s_%s(", name, suffix);
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++) {
        fprintf(p->out, k ? ", " : "");
        put_operand(p, e->args[k]);
    }
    fprintf(p->out, ")");
}

/* The right side of a temporary. */
static void put_value(printer *p, lir_expr_id id)
{
    const lir_expr *e = expr_at(p, id);
    const char *type = lir_elem_name((lir_elem)e->type.elem);
    const char *from = e->args[0] ? lir_elem_name((lir_elem)expr_at(p, e->args[0])->type.elem) : "";
    unsigned width = e->type.elem == LIR_I1 ? p->widths[id] : 0;
    if (infix(e->op)) {
        put_infix(p, e, width);
    } else if (compare_name(e->op)) {
        fprintf(p->out, "CMP_%u(", width);
        put_operand(p, e->args[0]);
        fprintf(p->out, ", %s, ", compare_name(e->op));
        put_operand(p, e->args[1]);
        fprintf(p->out, ")");
    } else if (e->op == LIR_SELECT && !width) {
        fprintf(p->out, "SELECT_%s(", type);
        put_mask(p, e->args[0], bits_of(e->type));
        for (unsigned k = 1; k < 3; k++) {
            fprintf(p->out, ", ");
            put_operand(p, e->args[k]);
        }
        fprintf(p->out, ")");
    } else if (e->op == LIR_NOT && width) {
        fprintf(p->out, "NOT_m(");
        put_operand(p, e->args[0]);
        fprintf(p->out, ")");
    } else if (e->op == LIR_ANY) {
        fprintf(p->out, "ANY_%u(", width_of(p, e->args[0]));
        put_operand(p, e->args[0]);
        fprintf(p->out, ")");
    } else if (e->op == LIR_GATHER) {
        fprintf(p->out, "GATHER_%s(LN(%s_data%" PRIu64 "), ", type, p->type,
                expr_at(p, e->args[0])->imm);
        put_operand(p, e->args[1]);
        fprintf(p->out, ")");
    } else if (e->op == LIR_LOOKUP) {
        fprintf(p->out, "LOOKUP_%s(LN(%s_data%" PRIu64 "), ", type, p->type, e->imm);
        put_operand(p, e->args[0]);
        fprintf(p->out, ", %u)",
                (unsigned)(p->m->data.items[e->imm].size / lir_elem_size((lir_elem)e->type.elem)));
    } else if ((e->op == LIR_CVT || e->op == LIR_BITCAST) && strcmp(from, "i1") != 0) {
        fprintf(p->out, "%s_%s_%s(", e->op == LIR_CVT ? "CVT" : "VIEW", from, type);
        put_operand(p, e->args[0]);
        fprintf(p->out, ")");
    } else if (e->op == LIR_NEG || e->op == LIR_NOT) {
        fprintf(p->out, "%s", e->op == LIR_NEG ? "-" : "~");
        put_operand(p, e->args[0]);
    } else if (e->op == LIR_FMA || e->op == LIR_SQRT || e->op == LIR_ABS || e->op == LIR_COPYSIGN ||
               e->op == LIR_RINT || e->op == LIR_FLOOR || e->op == LIR_TRUNC) {
        char name[16] = {0};
        for (unsigned k = 0; lir_op_name((lir_op)e->op)[k]; k++)
            name[k] = (char)(lir_op_name((lir_op)e->op)[k] - 'a' + 'A');
        put_call(p, e, name, type);
    } else {
        fprintf(stderr, "elementary: C has no form of %s\n", lir_op_name((lir_op)e->op));
        p->failed = true;
    }
}

static unsigned mask_width(printer *p, const lir_expr *e)
{
    if (e->type.elem != LIR_I1)
        return 0;
    const lir_expr *a = expr_at(p, e->args[0]);
    return compare_name(e->op) ? bits_of(a->type) : width_of(p, e->args[0]);
}

/* Temporaries for what e needs, then for e. */
static void put_expr(printer *p, lir_expr_id id, int depth)
{
    const lir_expr *e = expr_at(p, id);
    if (e->op == LIR_CONST || e->op == LIR_VAR || e->op == LIR_SYMBOL || p->stamps[id] == p->stamp)
        return;
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        put_expr(p, e->args[k], depth);
    p->stamps[id] = p->stamp;
    p->names[id] = ++p->serial;
    p->widths[id] = mask_width(p, e);
    fprintf(p->out, "%*sconst ", 4 * depth, "");
    if (e->op == LIR_ANY)
        fprintf(p->out, "int");
    else
        put_type(p, e->type, p->widths[id]);
    fprintf(p->out, " e%u = ", p->names[id]);
    put_value(p, id);
    fprintf(p->out, ";\n");
}

static void put_block(printer *p, const lir_block *block, int depth)
{
    for (uint32_t i = 0; i < block->len; i++) {
        const lir_stmt *s = &p->f->stmts.items[block->items[i]];
        p->stamp++;
        put_expr(p, s->a, depth);
        fprintf(p->out, "%*s", 4 * depth, "");
        if (s->kind == LIR_S_IF) {
            fprintf(p->out, "if (__builtin_expect(");
            put_operand(p, s->a);
            fprintf(p->out, ", 0)) {\n");
            put_block(p, &s->body, depth + 1);
            fprintf(p->out, "%*s}\n", 4 * depth, "");
            continue;
        }
        if (s->kind == LIR_S_LET) {
            lir_type type = p->f->vars.items[s->var].type;
            p->var_widths[s->var] = type.elem == LIR_I1 ? width_of(p, s->a) : 0;
            fprintf(p->out, "const ");
            put_type(p, type, p->var_widths[s->var]);
            fprintf(p->out, " ");
        }
        fprintf(p->out, "v%u = ", s->var);
        put_operand(p, s->a);
        fprintf(p->out, ";\n");
    }
}

/* Variables that SET assigns are declared first; they hold numbers. */
static void put_variables(printer *p)
{
    for (uint32_t i = 1; i < p->f->stmts.len; i++) {
        const lir_stmt *s = &p->f->stmts.items[i];
        bool seen = false;
        for (uint32_t k = 1; k < i; k++)
            seen |= p->f->stmts.items[k].kind == LIR_S_SET && p->f->stmts.items[k].var == s->var;
        if (s->kind != LIR_S_SET || seen)
            continue;
        fprintf(p->out, "    ");
        put_type(p, p->f->vars.items[s->var].type, 0);
        fprintf(p->out, " v%u;\n", s->var);
    }
}

static void put_data(printer *p, uint64_t from)
{
    for (uint64_t i = from; i < p->m->data.len; i++) {
        const uint64_t *words = p->m->data.items[i].bytes;
        fprintf(p->out, "static const uint64_t LN(%s_data%" PRIu64 ")[] = {", p->type, i);
        for (uint64_t k = 0; k < p->m->data.items[i].size / 8; k++)
            fprintf(p->out, "%s%#" PRIx64 ",", k % 4 ? " " : "\n    ", words[k]);
        fprintf(p->out, "\n};\n\n");
    }
}

static bool print_function(FILE *out, arena *a, lir_module *m, math_source *source, lir_math fn,
                           lir_elem elem)
{
    const char *error = NULL;
    uint64_t data = m->data.len;
    lir_fn *f = lir_fn_new(m, lir_math_name(fn));
    lir_var_id params[2];
    lir_expr_id args[2];
    for (unsigned k = 0; k < lir_math_arity(fn); k++) {
        params[k] = lir_var_new(m, f, "x", lir_vector(elem, LANES));
        args[k] = lir_get(m, f, params[k]);
    }
    lir_expr_id result =
        math_source_apply(source, f, (math_block){0, &f->body}, fn, args, MATH_RARE_INLINE, &error);
    if (!result) {
        fprintf(stderr, "elementary: %s\n", error);
        return false;
    }
    printer p = {.out = out, .m = m, .f = f, .type = lir_elem_name(elem)};
    p.stamps = ARENA_ARRAY(a, unsigned, f->exprs.len);
    p.widths = ARENA_ARRAY(a, unsigned, f->exprs.len);
    p.names = ARENA_ARRAY(a, unsigned, f->exprs.len);
    p.var_widths = ARENA_ARRAY(a, unsigned, f->vars.len);
    put_data(&p, data);
    const char *type = p.type;
    fprintf(out, "static inline __attribute__((always_inline)) T_%s FN(%s_%s)(", type,
            lir_math_name(fn), type);
    for (unsigned k = 0; k < lir_math_arity(fn); k++)
        fprintf(out, "%sT_%s v%u", k ? ", " : "", type, params[k]);
    fprintf(out, ")\n{\n");
    put_variables(&p);
    put_block(&p, &f->body, 1);
    p.stamp++;
    put_expr(&p, result, 1);
    fprintf(out, "    return ");
    put_operand(&p, result);
    fprintf(out, ";\n}\nEXPORT%u(%s_%s, %s)\n\n", lir_math_arity(fn), lir_math_name(fn), type,
            type);
    return !p.failed;
}

static bool print_all(FILE *out, arena *a, lir_elem elem)
{
    lir_module *m = lir_module_new(a);
    math_source *source = math_source_new(m, NULL);
    bool good = true;
    fprintf(out, "/* Generated by compiler/generate/elementary.c from stdlib/elementary. */\n\n");
    for (int fn = 0; fn < LIR_MATH_COUNT; fn++)
        if (math_source_has((lir_math)fn, elem))
            good &= print_function(out, a, m, source, (lir_math)fn, elem);
    return good;
}

int main(int argc, char **argv)
{
    if (argc != 3 || (strcmp(argv[1], "f32") != 0 && strcmp(argv[1], "f64") != 0)) {
        fprintf(stderr, "usage: elementary f32|f64 OUT.inc\n");
        return 2;
    }
    hpc_heap heap = {0};
    arena *a = arena_new(&heap);
    FILE *out = fopen(argv[2], "w");
    bool good = a && out;
    if (good && setjmp(*arena_recovery(a)) == 0)
        good = print_all(out, a, strcmp(argv[1], "f32") == 0 ? LIR_F32 : LIR_F64);
    else
        good = false;
    good &= !out || fclose(out) == 0;
    arena_free(a);
    if (!good)
        remove(argv[2]);
    return good ? 0 : 1;
}
