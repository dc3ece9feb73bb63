/* The function that C code calls, around function 0 of a module: it checks its arguments, calls, and gives
 * the results by value.
 *
 *   fn total.0(x.1: ptr) -> (result.2: f64)   ->   double total(const hpc_array *x, hpc_error *error)
 */
#include "c_export.h"

#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/table.h"
#include "c_internal.h"

typedef struct exporter {
    arena *a;
    const c_export *x;
    const lir_module *m;
    c_buffer out;
    c_parts *parts;
} exporter;

static void put(exporter *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(exporter *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    c_append(p->a, &p->out, c_format(p->a, format, args));
    va_end(args);
}

/* ---- Types ----------------------------------------------------------------------------------- */

static const char *const dtype_names[HPC_DTYPE_COUNT] = {
#define X(name, text, size, kind, npy) "HPC_" #name,
    HPC_DTYPES(X)
#undef X
};

static const char *scalar_type(uint8_t dtype)
{
    static const char *const names[HPC_DTYPE_COUNT] = {
        "bool",    "int8_t",   "uint8_t",       "int16_t",       "uint16_t",
        "int32_t", "uint32_t", "int64_t",       "uint64_t",      "uint16_t",
        "float",   "double",   "hpc_complex64", "hpc_complex128"};
    return names[dtype];
}

static const char *value_type(air_type t)
{
    return t.kind == AIR_ARRAY ? "hpc_array" : scalar_type(t.dtype);
}

static bool is_complex(air_type t)
{
    return t.kind == AIR_SCALAR && (t.dtype == HPC_C64 || t.dtype == HPC_C128);
}

static const char *result_type(const exporter *p)
{
    const air_fun *f = p->x->fun;
    if (!f->results.len)
        return "void";
    if (f->results.len == 1)
        return value_type(f->results.items[0]);
    return arena_printf(p->a, "%s_result", p->x->name);
}

static const char *param_name(const exporter *p, uint32_t i)
{
    return c_identifier(p->a, p->x->params[i] ? p->x->params[i] : "x");
}

static const char *prototype(const exporter *p)
{
    const air_fun *f = p->x->fun;
    const char *text = "";
    for (uint32_t i = 0; i < f->params.len; i++) {
        bool array = f->params.items[i].kind == AIR_ARRAY;
        text = arena_printf(p->a, "%s%s %s%s, ", text,
                            array ? "const hpc_array" : value_type(f->params.items[i]),
                            array ? "*" : "", param_name(p, i));
    }
    return arena_printf(p->a, "%s %s(%shpc_error *error)", result_type(p), p->x->name, text);
}

/* ---- What is written ------------------------------------------------------------------------- */

/* The first parameter of loop IR that is the i-th of the function. */
static uint32_t lir_param_of(const air_fun *f, uint32_t i)
{
    uint32_t at = 0;
    for (uint32_t k = 0; k < i; k++)
        at += is_complex(f->params.items[k]) ? 2 : 1;
    return at;
}

static bool is_written(const exporter *p, uint32_t i)
{
    const lir_fn *f = p->m->fns.items[0];
    return c_writes(p->m, f, f->params.items[lir_param_of(p->x->fun, i)]);
}

/* ---- The header ------------------------------------------------------------------------------ */

static const char *describe(const exporter *p, air_type t)
{
    const char *order = t.facts & AIR_C_ORDER   ? t.rank > 1 ? ", C-contiguous" : ", contiguous"
                        : t.facts & AIR_F_ORDER ? ", Fortran-contiguous"
                                                : "";
    if (t.kind != AIR_ARRAY)
        return hpc_dtype_name((hpc_dtype)t.dtype);
    return arena_printf(p->a, "%s, rank %u%s", hpc_dtype_name((hpc_dtype)t.dtype), t.rank, order);
}

const char *c_types(arena *a, c_parts *parts)
{
    static const char *const names[] = {
#define X(name, text) #name,
        HPC_ERRORS(X)
#undef X
    };
    const char *types = c_part(parts, "header"), *mark = strstr(types, "$CODES");
    c_buffer out = {0};
    c_append(a, &out, arena_strndup(a, types, (size_t)(mark - types)));
    c_append(a, &out, "enum hpc_code {");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        c_append(
            a, &out,
            arena_printf(a, "%s%sHPC_%s = %zu", i ? "," : "", i % 3 ? " " : "\n    ", names[i], i));
    c_append(a, &out, "\n};\n");
    c_append(a, &out, mark + sizeof "$CODES" - 1);
    vec_push(a, &out, '\0');
    return out.items;
}

static void put_result_line(exporter *p, uint32_t i)
{
    air_type t = p->x->fun->results.items[i];
    const char *owned =
        t.kind == AIR_ARRAY ? "; the caller's, who gives it back by hpc_array_free" : "";
    const char *label = p->x->fun->results.len > 1 ? arena_printf(p->a, "result.r%u", i) : "result";
    put(p, " *   %-10s %s%s\n", label, describe(p, t), owned);
}

static const char *make_header(exporter *p)
{
    const air_fun *f = p->x->fun;
    const char *guard = c_identifier(p->a, arena_printf(p->a, "HPC_EMIT_%s_H", p->x->stem));
    p->out = (c_buffer){0};
    put(p, "/* %s of %s%s%s: what %s.c defines. Printed by hpcc %s. */\n", p->x->name, p->x->source,
        p->x->signature ? " for " : "", p->x->signature ? p->x->signature : "", p->x->stem,
        HPC_VERSION);
    put(p, "#ifndef %s\n#define %s\n\n", guard, guard);
    c_append(p->a, &p->out, c_types(p->a, p->parts));
    put(p, "\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
    if (f->results.len > 1) {
        put(p, "typedef struct %s_result {\n", p->x->name);
        for (uint32_t i = 0; i < f->results.len; i++)
            put(p, "    %s r%u;\n", value_type(f->results.items[i]), i);
        put(p, "} %s_result;\n\n", p->x->name);
    }
    put(p, "/* %s%s of %s.\n *\n", p->x->name, p->x->signature ? p->x->signature : "",
        p->x->source);
    for (uint32_t i = 0; i < f->params.len; i++)
        put(p, " *   %-10s %s%s\n", param_name(p, i), describe(p, f->params.items[i]),
            f->params.items[i].kind != AIR_ARRAY ? ""
            : is_written(p, i)                   ? "; elements may be written"
                                                 : "; only read");
    for (uint32_t i = 0; i < f->results.len; i++)
        put_result_line(p, i);
    put(p, " *   %-10s NULL, or where to say why it failed; code is 0 where it did not\n *\n",
        "error");
    put(p,
        " * After a failure results are zero and own nothing. Any thread may call it; it expects "
        "rounding to\n"
        " * nearest, and gives the bits that hpcc gives. */\n%s;\n",
        prototype(p));
    put(p, "\n#ifdef __cplusplus\n}\n#endif\n#endif\n");
    vec_push(p->a, &p->out, '\0');
    return p->out.items;
}

/* ---- The function ---------------------------------------------------------------------------- */

static void put_check(exporter *p, uint32_t i)
{
    air_type t = p->x->fun->params.items[i];
    const char *order = t.facts & AIR_C_ORDER ? "'C'" : t.facts & AIR_F_ORDER ? "'F'" : "0";
    put(p,
        "    if (!code)\n        code = hpc_check_argument(&frame, %s, \"%s\", %s, %u, %s, %s);\n",
        param_name(p, i), param_name(p, i), dtype_names[t.dtype], t.rank, order,
        is_written(p, i) && t.facts & AIR_WRITABLE ? "true" : "false");
}

static const char *result_place(const exporter *p, uint32_t i)
{
    return p->x->fun->results.len == 1 ? "result" : arena_printf(p->a, "result.r%u", i);
}

static void put_call(exporter *p, const char *name)
{
    const air_fun *f = p->x->fun;
    put(p, "    if (!code)\n        code = %s(&frame", name);
    for (uint32_t i = 0; i < f->params.len; i++) {
        const char *param = param_name(p, i);
        if (is_complex(f->params.items[i]))
            put(p, ", %s.re, %s.im", param, param);
        else
            put(p, f->params.items[i].kind == AIR_ARRAY ? ", (void *)(uintptr_t)%s" : ", %s",
                param);
    }
    for (uint32_t i = 0; i < f->results.len; i++)
        if (f->results.items[i].kind == AIR_ARRAY)
            put(p, ", &%s", result_place(p, i));
    for (uint32_t i = 0; i < f->results.len; i++) {
        const char *place = result_place(p, i);
        if (is_complex(f->results.items[i]))
            put(p, ", &%s.re, &%s.im", place, place);
        else if (f->results.items[i].kind != AIR_ARRAY)
            put(p, ", &%s", place);
    }
    put(p, ");\n");
}

static void put_exported(exporter *p, const char *name)
{
    const air_fun *f = p->x->fun;
    put(p, "%s\n{\n    hpc_error ignored;\n    int32_t code = 0;\n", prototype(p));
    put(p, "    hpc_frame frame = {error ? error : &ignored, NULL};\n"
           "    frame.stack_limit = (const char *)__builtin_frame_address(0) - HPC_STACK_BYTES;\n"
           "    frame.error->code = frame.error->line = 0;\n    frame.error->text[0] = '\\0';\n");
    if (f->results.len)
        put(p, "    %s result;\n    memset(&result, 0, sizeof result);\n", result_type(p));
    for (uint32_t i = 0; i < f->params.len; i++)
        if (f->params.items[i].kind == AIR_ARRAY)
            put_check(p, i);
    put_call(p, name);
    if (f->results.len)
        put(p, "    if (code)\n        memset(&result, 0, sizeof result);\n    return result;\n");
    put(p, "}\n");
}

/* ---- All of it ------------------------------------------------------------------------------- */

static bool is_plain(const air_type *types, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (types[i].kind != AIR_ARRAY && types[i].kind != AIR_SCALAR)
            return false;
    return true;
}

static bool uses_frame(const lir_module *m)
{
    for (uint32_t i = 0; i < m->fns.len; i++)
        for (uint32_t k = 1; k < m->fns.items[i]->exprs.len; k++)
            if (m->fns.items[i]->exprs.items[k].op == LIR_FRAME)
                return true;
    return false;
}

bool c_export_text(arena *a, const lir_module *m, const c_export *x, const char **c,
                   const char **header, const char **error, int32_t *loc)
{
    exporter p = {.a = a, .x = x, .m = m, .parts = c_parts_new(a)};
    c_text text;
    *loc = 0;
    *error = NULL;
    if (!is_plain(x->fun->params.items, x->fun->params.len) ||
        !is_plain(x->fun->results.items, x->fun->results.len))
        *error = "NotImplementedError: C code passes numbers and arrays, no lists, strings or "
                 "other objects";
    else if (uses_frame(m))
        *error = "NotImplementedError: C code can't read what the module's top level computes: "
                 "make it a "
                 "parameter";
    if (*error || !c_print(a, m, &x->print, &text, error))
        return false;
    if (text.missing) {
        *loc = text.missing_loc;
        *error =
            arena_printf(a,
                         "NotImplementedError: this needs the runtime's function %s, which C code "
                         "without a library has not",
                         text.missing);
        return false;
    }
    *header = make_header(&p);
    p.out = (c_buffer){0};
    put(&p, "/* %s%s of %s. Printed by hpcc %s.\n *\n", x->name, x->signature ? x->signature : "",
        x->source, HPC_VERSION);
    put(&p,
        " *   cc -O3 -march=native -fno-math-errno -c %s.c      and -lm where it is linked\n *\n"
        " * gcc and clang, any level of optimisation but no -ffast-math: the bits are those of "
        "hpcc.\n"
        " * Names end in the number that tells them apart in loop IR (hpcc emit --stage=loop); a "
        "comment\n"
        " * gives the line of the program that follows. */\n#include \"%s.h\"\n\n",
        x->stem, x->stem);
    c_append(a, &p.out, c_part(p.parts, "start"));
    c_append(a, &p.out, text.parts);
    c_append(a, &p.out, "\n");
    c_append(a, &p.out, text.functions);
    put_exported(&p, text.fn_names[0]);
    vec_push(a, &p.out, '\0');
    *c = p.out.items;
    return true;
}
