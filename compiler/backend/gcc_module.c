/* A loop IR module to a context of libgccjit: types, constant data, functions, entries.
 *
 * For `fn f(i64 n) -> f64` this makes
 *   static struct {int status; double r0;} f_0(frame, long n)
 *   int entry_0(frame, const word *params, word *results)     its be_entry form */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include <stdarg.h>

void gb_problem(gb_unit *u, const char *format, ...)
{
    va_list args;
    if (u->problem[0])
        return;
    va_start(args, format);
    vsnprintf(u->problem, sizeof u->problem, format, args);
    va_end(args);
}

/* ---- External functions ---------------------------------------------------------------------- */

gj_function gb_external_fn(gb_unit *u, const char *name, gj_type result, const gj_type *params,
                           unsigned count)
{
    gcc_jit_param *items[8];
    for (uint32_t i = 0; i < u->externals.len; i++)
        if (!strcmp(u->externals.items[i].name, name))
            return u->externals.items[i].fn;
    for (unsigned i = 0; i < count; i++)
        items[i] = u->api->context_new_param(u->context, NULL, params[i], "p");
    gb_external e = {arena_strndup(u->arena, name, strlen(name)),
                     u->api->context_new_function(u->context, NULL, GCC_JIT_FUNCTION_IMPORTED,
                                                  result, name, (int)count, items, 0)};
    vec_push(u->arena, &u->externals, e);
    return e.fn;
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* An element as a word has it: floats are f64, integers 64 bits. */
static lir_elem in_word(lir_elem elem)
{
    return elem == LIR_PTR ? LIR_PTR : lir_elem_is_float(elem) ? LIR_F64 : LIR_I64;
}

static gj_place word_at(gb_fn *fb, gj_value words, uint32_t i, lir_elem elem)
{
    gb_unit *u = fb->u;
    gj_value base = gb_cast(u, words, u->api->type_get_pointer(u->elems[in_word(elem)]));
    return u->api->context_new_array_access(u->context, NULL, base, gb_int(u, LIR_I64, i));
}

void gb_store_word(gb_fn *fb, gj_value words, uint32_t i, gb_value *value)
{
    lir_elem elem = (lir_elem)value->type.elem;
    gb_value *word = gb_convert(fb, value, in_word(elem));
    gb_set(fb, word_at(fb, words, i, elem), word->parts[0].value);
}

gb_value *gb_load_word(gb_fn *fb, gj_value words, uint32_t i, lir_elem elem)
{
    gb_value *word = gb_scalar(fb, in_word(elem), gb_get(fb, word_at(fb, words, i, elem)));
    return gb_convert(fb, word, elem);
}

/* ---- Types and data -------------------------------------------------------------------------- */

static void make_types(gb_unit *u)
{
    const gj_api *api = u->api;
    for (int e = LIR_I8; e <= LIR_U64; e++)
        u->elems[e] = api->context_get_int_type(u->context, (int)lir_elem_size((lir_elem)e),
                                                lir_elem_is_signed((lir_elem)e));
    u->elems[LIR_I1] = api->context_get_type(u->context, GCC_JIT_TYPE_BOOL);
    u->elems[LIR_F16] = u->elems[LIR_U16];
    u->elems[LIR_F32] = api->context_get_type(u->context, GCC_JIT_TYPE_FLOAT);
    u->elems[LIR_F64] = api->context_get_type(u->context, GCC_JIT_TYPE_DOUBLE);
    u->elems[LIR_PTR] = api->type_get_pointer(u->elems[LIR_U8]);
    u->void_type = api->context_get_type(u->context, GCC_JIT_TYPE_VOID_PTR);
}

/* Not const: libgccjit 12 forgets the initialisers of const arrays. */
static void make_data(gb_unit *u)
{
    const gj_api *api = u->api;
    u->data = ARENA_ARRAY(u->arena, gj_place, u->lir->data.len + 1);
    for (uint32_t i = 0; i < u->lir->data.len; i++) {
        const lir_data *d = &u->lir->data.items[i];
        gj_type bytes = api->context_new_array_type(u->context, NULL, u->elems[LIR_U8],
                                                    d->size ? (int)d->size : 1);
        char name[32];
        snprintf(name, sizeof name, "data_%u_", i);
        u->data[i] =
            api->context_new_global(u->context, NULL, GCC_JIT_GLOBAL_INTERNAL, bytes, name);
        api->lvalue_set_alignment(u->data[i], HPC_ALIGNMENT);
        if (d->size)
            api->global_set_initializer(u->data[i], d->bytes, d->size);
    }
}

/* ---- Functions ------------------------------------------------------------------------------- */

bool gb_is_cold(const gb_unit *u, uint32_t index)
{
    return u->lir->fns.items[index]->general && !u->whole;
}

bool gb_is_skipped(const gb_unit *u, const lir_fn *f)
{
    return (u->skip_once && f->once) || gb_is_cold(u, f->index);
}

static gj_type variable_type(gb_unit *u, const lir_fn *f, lir_var_id var)
{
    return u->elems[f->vars.items[var].type.elem];
}

static gcc_jit_param *new_param(gb_unit *u, gj_type type)
{
    return u->api->context_new_param(u->context, NULL, type, "p");
}

static void declare_function(gb_unit *u, const lir_fn *f)
{
    const gj_api *api = u->api;
    gb_function *out = &u->functions[f->index];
    char name[32];
    out->fields = ARENA_ARRAY(u->arena, gcc_jit_field *, f->results.len + 1);
    out->fields[0] = api->context_new_field(u->context, NULL, u->elems[LIR_I32], "status");
    for (uint32_t i = 0; i < f->results.len; i++) {
        snprintf(name, sizeof name, "r%u", i);
        gj_type type = variable_type(u, f, f->results.items[i]);
        out->fields[i + 1] = api->context_new_field(u->context, NULL, type, name);
    }
    snprintf(name, sizeof name, "result_%u", f->index);
    out->result = api->struct_as_type(
        api->context_new_struct_type(u->context, NULL, name, (int)f->results.len + 1, out->fields));
    gcc_jit_param **params = ARENA_ARRAY(u->arena, gcc_jit_param *, f->params.len + 1);
    params[0] = new_param(u, u->elems[LIR_PTR]);
    for (uint32_t i = 0; i < f->params.len; i++)
        params[i + 1] = new_param(u, variable_type(u, f, f->params.items[i]));
    snprintf(name, sizeof name, "f_%u_", f->index);
    out->fn = api->context_new_function(u->context, NULL, GCC_JIT_FUNCTION_INTERNAL, out->result,
                                        name, (int)f->params.len + 1, params, 0);
}

static void declare_entry(gb_unit *u, const lir_fn *f)
{
    gj_type ptr = u->elems[LIR_PTR];
    gcc_jit_param *params[] = {new_param(u, ptr), new_param(u, ptr), new_param(u, ptr)};
    char name[32];
    snprintf(name, sizeof name, "entry_%u", f->index);
    u->functions[f->index].entry = u->api->context_new_function(
        u->context, NULL, GCC_JIT_FUNCTION_EXPORTED, u->elems[LIR_I32], name, 3, params, 0);
}

/* Calls the internal form. */
static void make_entry(gb_unit *u, const lir_fn *f)
{
    const gj_api *api = u->api;
    const gb_function *callee = &u->functions[f->index];
    gb_fn fb = {.u = u, .lir = f, .fn = callee->entry};
    fb.block = gb_new_block(&fb);
    gj_value in = api->param_as_rvalue(api->function_get_param(fb.fn, 1));
    gj_value out = api->param_as_rvalue(api->function_get_param(fb.fn, 2));
    gj_value *args = ARENA_ARRAY(u->arena, gj_value, f->params.len + 1);
    args[0] = api->param_as_rvalue(api->function_get_param(fb.fn, 0));
    for (uint32_t i = 0; i < f->params.len; i++) {
        lir_elem elem = (lir_elem)f->vars.items[f->params.items[i]].type.elem;
        args[i + 1] = gb_load_word(&fb, in, i, elem)->parts[0].value;
    }
    gj_place result =
        gb_keep(&fb, callee->result, gb_call_fn(u, callee->fn, args, (int)f->params.len + 1)).place;
    for (uint32_t i = 0; i < f->results.len; i++) {
        lir_elem elem = (lir_elem)f->vars.items[f->results.items[i]].type.elem;
        gj_place field = api->lvalue_access_field(result, NULL, callee->fields[i + 1]);
        gb_store_word(&fb, out, i, gb_scalar(&fb, elem, gb_get(&fb, field)));
    }
    gj_place status = api->lvalue_access_field(result, NULL, callee->fields[0]);
    api->block_end_with_return(fb.block, NULL, gb_get(&fb, status));
}

void gb_translate(gb_unit *u)
{
    u->functions = ARENA_ARRAY(u->arena, gb_function, u->lir->fns.len);
    make_types(u);
    make_data(u);
    for (uint32_t i = 0; i < u->lir->fns.len; i++) {
        const lir_fn *f = u->lir->fns.items[i];
        if (gb_is_skipped(u, f))
            continue;
        declare_function(u, f);
        declare_entry(u, f);
    }
    for (uint32_t i = 0; i < u->lir->fns.len; i++) {
        const lir_fn *f = u->lir->fns.items[i];
        if (gb_is_skipped(u, f))
            continue;
        gb_translate_function(u, f);
        make_entry(u, f);
    }
}

#endif
