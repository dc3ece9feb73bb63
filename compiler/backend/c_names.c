/* Names, types and constants of printed C. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "../loop/lir_number.h"
#include "c_internal.h"

/* ---- Writing --------------------------------------------------------------------------------- */

void c_append(arena *a, c_buffer *b, const char *text)
{
    for (; *text; text++)
        vec_push(a, b, *text);
}

/* A text of any length: measured first. */
const char *c_format(arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = format ? vsnprintf(NULL, 0, format, again) : -1;
    va_end(again);
    if (length < 0)
        return "";
    char *text = arena_alloc(a, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

void c_put(c_writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    c_append(w->arena, &w->out, c_format(w->arena, format, args));
    va_end(args);
}

void c_line(c_writer *w, const char *format, ...)
{
    va_list args;
    for (int i = 0; i < w->depth; i++)
        c_append(w->arena, &w->out, "    ");
    va_start(args, format);
    c_append(w->arena, &w->out, c_format(w->arena, format, args));
    va_end(args);
    c_append(w->arena, &w->out, "\n");
}

const char *c_fail(c_writer *w, const char *what)
{
    if (!w->file->error)
        w->file->error =
            arena_printf(w->arena, "NotImplementedError: C text has no form of %s", what);
    return "?";
}

/* ---- Types and constants --------------------------------------------------------------------- */

static const char *const types[LIR_ELEM_COUNT] = {
    [LIR_I1] = "bool",      [LIR_I8] = "int8_t",   [LIR_I16] = "int16_t",  [LIR_I32] = "int32_t",
    [LIR_I64] = "int64_t",  [LIR_U8] = "uint8_t",  [LIR_U16] = "uint16_t", [LIR_U32] = "uint32_t",
    [LIR_U64] = "uint64_t", [LIR_F16] = "float16", [LIR_F32] = "float",    [LIR_F64] = "double",
    [LIR_PTR] = "char *",
};

const char *c_type(lir_elem elem)
{
    return types[elem];
}

const char *c_mem(lir_elem elem)
{
    static const char *const names[LIR_ELEM_COUNT] = {
        [LIR_I1] = "U8",   [LIR_I8] = "I8",   [LIR_I16] = "I16", [LIR_I32] = "I32",
        [LIR_I64] = "I64", [LIR_U8] = "U8",   [LIR_U16] = "U16", [LIR_U32] = "U32",
        [LIR_U64] = "U64", [LIR_F16] = "F16", [LIR_F32] = "F32", [LIR_F64] = "F64",
        [LIR_PTR] = "PTR",
    };
    return names[elem];
}

static const char *float_constant(c_writer *w, lir_elem elem, uint64_t bits)
{
    char text[LIR_NUMBER_MAX];
    const char *suffix = elem == LIR_F32 ? "f" : "";
    double value;
    float narrow;
    uint32_t low = (uint32_t)bits;
    memcpy(&value, &bits, sizeof value);
    memcpy(&narrow, &low, sizeof narrow);
    value = elem == LIR_F32 ? (double)narrow : value;
    if (isnan(value))
        return "NAN";
    if (isinf(value))
        return value > 0 ? "INFINITY" : "(-INFINITY)";
    uint64_t wide;
    memcpy(&wide, &value, sizeof wide);
    lir_number_print(text, LIR_F64, wide); /* decimals that are the number itself, or hexadecimal */
    return arena_printf(w->arena, value < 0 || signbit(value) ? "(%s%s)" : "%s%s", text, suffix);
}

const char *c_constant(c_writer *w, lir_elem elem, uint64_t bits)
{
    unsigned shift = 64 - 8 * lir_elem_size(elem);
    int64_t value = (int64_t)(bits << shift) >> shift;
    switch (elem) {
    case LIR_I1: return bits ? "true" : "false";
    case LIR_F32:
    case LIR_F64: return float_constant(w, elem, bits);
    case LIR_F16: return arena_printf(w->arena, "0x%04x", (unsigned)bits);
    case LIR_PTR: return bits ? arena_printf(w->arena, "(char *)%lldLL", (long long)bits) : "NULL";
    case LIR_U32: return arena_printf(w->arena, "%lluu", (unsigned long long)bits);
    case LIR_U64: return arena_printf(w->arena, "UINT64_C(%llu)", (unsigned long long)bits);
    case LIR_U8:
    case LIR_U16: return arena_printf(w->arena, "%llu", (unsigned long long)bits);
    default: break;
    }
    if (value == INT64_MIN)
        return "INT64_MIN";
    if (value == INT32_MIN)
        return elem == LIR_I64 ? "(int64_t)INT32_MIN" : "INT32_MIN";
    if (value > INT32_MAX || value < INT32_MIN)
        return arena_printf(w->arena, "INT64_C(%lld)", (long long)value);
    return arena_printf(w->arena, "%lld", (long long)value);
}

/* ---- Names ----------------------------------------------------------------------------------- */

/* Functions of the C library that the text calls, or whose headers it includes. */
static bool is_library(const char *name)
{
    static const char *const names[] = {
        "abort",     "abs",       "acos",      "acosh",         "asin",          "asinh",
        "atan",      "atan2",     "atanh",     "atexit",        "atof",          "atoi",
        "atol",      "bsearch",   "cbrt",      "ceil",          "clearenv",      "copysign",
        "cos",       "cosh",      "div",       "drand48",       "drem",          "erf",
        "erfc",      "exit",      "exp",       "exp2",          "expm1",         "fabs",
        "fdim",      "finite",    "floor",     "fma",           "fmax",          "fmin",
        "fmod",      "free",      "frexp",     "getenv",        "hypot",         "ilogb",
        "index",     "isalpha",   "isfinite",  "isinf",         "isnan",         "isnormal",
        "labs",      "ldexp",     "ldiv",      "lgamma",        "llabs",         "log",
        "log10",     "log1p",     "log2",      "logb",          "lrint",         "lround",
        "malloc",    "memcmp",    "memcpy",    "memmove",       "memset",        "modf",
        "nan",       "nearbyint", "nextafter", "pow",           "printf",        "puts",
        "qsort",     "rand",      "random",    "realloc",       "remainder",     "remove",
        "remquo",    "rename",    "rindex",    "rint",          "round",         "scalb",
        "scalbn",    "select",    "signbit",   "significand",   "sin",           "sinh",
        "sqrt",      "srand",     "srandom",   "strlen",        "system",        "tan",
        "tanh",      "tgamma",    "trunc",     "calloc",        "fmodf",         "sqrtf",
        "floorf",    "ceilf",     "truncf",    "rintf",         "fmaf",          "fabsf",
        "copysignf", "to_u64",    "to_i64",    "half_to_float", "float_to_half", "double_to_half",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* What the text uses itself, and C's words. */
static bool reserved(const char *name)
{
    static const char *const words[] = {
        "auto",    "break",    "case",     "char",      "const",    "continue", "default",
        "do",      "double",   "else",     "enum",      "extern",   "float",    "for",
        "goto",    "if",       "inline",   "int",       "long",     "register", "restrict",
        "return",  "short",    "signed",   "sizeof",    "static",   "struct",   "switch",
        "typedef", "union",    "unsigned", "void",      "volatile", "while",    "bool",
        "true",    "false",    "NULL",     "NAN",       "INFINITY", "main",     "code",
        "frame",   "done",     "error",    "unix",      "linux",    "errno",    "within",
        "j0",      "j1",       "jn",       "y0",        "y1",       "yn",       "gamma",
        "signgam", "asm",      "typeof",   "fortran",   "stdin",    "stdout",   "stderr",
        "I",       "complex",  "class",    "new",       "delete",   "this",     "private",
        "public",  "template", "operator", "namespace", "try",      "catch",    "throw",
        "using",   "virtual",  "float16",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    const char *under = strrchr(name, '_');
    for (int e = 0; under && e < LIR_ELEM_COUNT; e++) /* add_i64 */
        if (strcmp(under + 1, lir_elem_name((lir_elem)e)) == 0)
            return true;
    bool memory = *name && strchr("FIU", *name) && name[1] >= '0' && name[1] <= '9';
    if (memory || strcmp(name, "PTR") == 0 || is_library(name))
        return true;
    bool temporary = *name && strchr("tlvb", *name) && name[1];
    for (const char *c = name + 1; temporary && *c; c++)
        temporary = *c >= '0' && *c <= '9';
    return temporary || strncmp(name, "hpc_", 4) == 0 || strncmp(name, "table_", 6) == 0 ||
           strncmp(name, "failed_", 7) == 0 || (*name == '_' && name[1] == '_');
}

const char *c_identifier(arena *a, const char *name)
{
    c_buffer out = {0};
    if (*name >= '0' && *name <= '9')
        vec_push(a, &out, '_');
    for (const char *c = name; *c; c++) {
        bool good = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_' ||
                    (*c >= '0' && *c <= '9');
        vec_push(a, &out, good ? *c : '_');
    }
    vec_push(a, &out, '\0');
    return reserved(out.items) || !*name ? arena_printf(a, "%s_", out.items) : out.items;
}

enum { AT_DATA = 8, AT_SHAPE = 24, AT_STRIDES = 152, AT_END = 280 };

/* What reads a field of an array's description is called after the two. */
static const char *field_name(c_writer *w, const lir_stmt *s)
{
    const lir_expr *e = s->kind == LIR_S_LET ? c_expr_at(w, s->a) : NULL;
    if (!e || e->op != LIR_LOAD || c_expr_at(w, e->args[0])->op != LIR_VAR ||
        c_expr_at(w, e->args[1])->op != LIR_CONST)
        return NULL;
    const c_var *base = &w->vars[c_expr_at(w, e->args[0])->var];
    uint64_t at = c_expr_at(w, e->args[1])->imm;
    if ((base->form != C_VIEW && base->form != C_VIEW_PTR) || !base->name)
        return NULL;
    if (at == AT_DATA && e->type.elem == LIR_PTR)
        return arena_printf(w->arena, "%s_data", base->name);
    if (e->type.elem != LIR_I64 || at < AT_SHAPE || at >= AT_END)
        return NULL;
    bool stride = at >= AT_STRIDES;
    return arena_printf(w->arena, "%s_%c%u", base->name, stride ? 's' : 'n',
                        (unsigned)(at - (stride ? AT_STRIDES : AT_SHAPE)) / 8);
}

static bool is_function(const c_writer *w, const char *name)
{
    for (uint32_t i = 0; i < w->m->fns.len; i++)
        if (w->fn_names[i] && strcmp(w->fn_names[i], name) == 0)
            return true;
    return false;
}

static void make_unique(c_writer *w, const char **wanted)
{
    uint32_t count = w->f->vars.len;
    for (uint32_t v = 1; v < count; v++) {
        bool alone = true;
        for (uint32_t o = 1; alone && o < count; o++)
            alone = o == v || strcmp(wanted[o], wanted[v]) != 0;
        w->vars[v].name = alone ? wanted[v] : arena_printf(w->arena, "%s_%u", wanted[v], v);
    }
    for (uint32_t v = 1; v < count; v++)
        if (is_function(w, w->vars[v].name))
            w->vars[v].name = arena_printf(w->arena, "%s__%u", wanted[v], v);
    for (uint32_t v = 1; v < count; v++) /* x_3 may have been a name already */
        for (uint32_t o = 1; o < v; o++)
            if (strcmp(w->vars[o].name, w->vars[v].name) == 0)
                w->vars[v].name = arena_printf(w->arena, "%s__%u", wanted[v], v);
}

void c_name_vars(c_writer *w, const char *const *params)
{
    const lir_fn *f = w->f;
    const char **wanted = ARENA_ARRAY(w->arena, const char *, f->vars.len + 1);
    for (uint32_t v = 1; v < f->vars.len; v++)
        wanted[v] = c_identifier(w->arena, f->vars.items[v].name);
    for (uint32_t i = 0; params && i < f->params.len; i++)
        if (params[i])
            wanted[f->params.items[i]] = c_identifier(w->arena, params[i]);
    make_unique(w, wanted);
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const char *name = field_name(w, &f->stmts.items[i]);
        if (name)
            wanted[f->stmts.items[i].var] = name;
    }
    make_unique(w, wanted);
}
