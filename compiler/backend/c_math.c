/* Elementary functions in printed C: from their sources (stdlib/elementary), through loop IR of one lane.
 *
 *   exp.f64   ->   static double exp_f64(double x) { ... }
 *
 * gamma and lgamma are the C of math_gamma.c itself; nextafter is the C library's. */
#include "../loop/math_source.h"
#include "c_internal.h"

static lir_fn *build(c_writer *w, lir_math fn, lir_elem elem)
{
    c_file *file = w->file;
    const char *error = NULL;
    lir_expr_id args[2] = {0};
    if (!file->math_module) {
        file->math_module = lir_module_new(file->arena);
        file->math_source = math_source_new(file->math_module, NULL);
    }
    lir_module *m = file->math_module;
    lir_fn *f = lir_fn_new(m, lir_math_name(fn));
    for (unsigned k = 0; k < lir_math_arity(fn); k++)
        args[k] = lir_get(m, f, lir_param(m, f, k ? "y" : "x", lir_scalar(elem)));
    lir_var_id result = lir_var_new(m, f, "result", lir_scalar(elem));
    math_block into = {0, &f->body};
    math_source_function(file->math_source, f);
    lir_expr_id value =
        math_source_apply(file->math_source, f, into, fn, args, MATH_RARE_INLINE, &error);
    if (!value) {
        c_fail(w, error ? error : lir_math_name(fn));
        return NULL;
    }
    lir_stmt *s = lir_stmt_at(f, lir_stmt_new(m, f, &f->body, LIR_S_SET));
    s->var = result;
    s->a = value;
    vec_push(m->arena, &f->results, result);
    return f;
}

static void put_function(c_writer *w, const char *name, lir_math fn, lir_elem elem)
{
    c_file *file = w->file;
    lir_fn *f = build(w, fn, elem);
    if (!f)
        return;
    c_writer inner;
    c_writer_init(&inner, file, file->math_module);
    inner.pure = true;
    const char **names = ARENA_ARRAY(file->arena, const char *, file->math_module->fns.len);
    names[f->index] = name;
    inner.fn_names = names;
    c_function(&inner, f, NULL);
    c_put_data(&inner, &file->math);
    vec_push(file->arena, &inner.out, '\0');
    c_append(file->arena, &file->math, inner.out.items);
}

const char *c_math_name(c_writer *w, lir_math fn, lir_elem elem)
{
    bool wide = elem == LIR_F64, *done = &w->file->math_done[fn][wide];
    if (fn == LIR_NEXTAFTER_FN)
        return wide ? "nextafter" : "nextafterf";
    if (fn == LIR_LDEXP_FN) {
        c_need(w->file->parts, "ldexp", LIR_I64);
        return wide ? "ldexp_f64" : "ldexp_f32";
    }
    if (fn == LIR_GAMMA_FN || fn == LIR_LGAMMA_FN) {
        c_need(w->file->parts, "gamma", LIR_I64);
        return fn == LIR_GAMMA_FN ? wide ? "math_gamma" : "math_gammaf"
               : wide             ? "math_lgamma"
                                  : "math_lgammaf";
    }
    const char *name = arena_printf(w->arena, "%s_%s", lir_math_name(fn), lir_elem_name(elem));
    if (!*done) {
        *done = true;
        put_function(w, name, fn, elem);
    }
    return name;
}
