/* Attributes and calls: what a dotted name means, how arguments meet a builtin's signature, and
 * the functions of stdlib. */
#include <stdio.h>
#include <stdlib.h>

#include "../../runtime/checks.h"
#include "../support/embedded.h"
#include "../syntax/syntax.h"
#include "classes.h"
#include "collections.h"
#include "exceptions.h"
#include "keywords.h"
#include "missing.h"
#include "modules.h"
#include "named_tuple.h"
#include "ops.h"
#include "optional.h"

/* ---- Builtins: binding ------------------------------------------------------------------------ */

enum { MAX_PARAMS = 32 };

typedef struct bi_param {
    const char *name;
    uint32_t length;
    const char *fallback; /* text after '=', or NULL */
    uint32_t fallback_length;
    bool star, keyword_only, positional_only;
    bool keywords; /* **rest: tuples of name and value */
} bi_param;

/* Split "a, /, axis=None, *rest, keepdims=False" into parameters. */
static uint32_t parse_signature(const char *text, bi_param *out)
{
    uint32_t count = 0;
    bool keyword_only = false;
    while (*text && count < MAX_PARAMS) {
        text += strspn(text, " ,");
        size_t length = strcspn(text, ",");
        int nesting = 0;
        for (length = 0; text[length] && (nesting || text[length] != ','); length++)
            nesting += text[length] == '(' ? 1 : text[length] == ')' ? -1 : 0;
        if (length == 1 && *text == '/') {
            for (uint32_t i = 0; i < count; i++)
                out[i].positional_only = true;
        } else if (length == 1 && *text == '*') {
            keyword_only = true;
        } else if (length) {
            bi_param p = {.name = text, .keyword_only = keyword_only};
            p.star = *text == '*';
            const char *equals = memchr(text, '=', length);
            p.length = (uint32_t)(equals ? (size_t)(equals - text) : length);
            if (p.star && length > 1 && text[1] == '*') {
                p.star = false;
                p.keywords = true;
                p.name++;
                p.length--;
            }
            if (p.star || p.keywords) {
                p.name++;
                p.length--;
                keyword_only = true;
            }
            p.keyword_only = p.keyword_only || p.keywords;
            if (equals) {
                p.fallback = equals + 1;
                p.fallback_length = (uint32_t)(text + length - p.fallback);
            }
            out[count++] = p;
        }
        text += length;
    }
    return count;
}

static val fallback_value(elab *e, const bi_param *p)
{
    const char *text = arena_strndup(e->arena, p->fallback, p->fallback_length);
    if (strcmp(text, "None") == 0)
        return val_none(e);
    if (strcmp(text, "True") == 0 || strcmp(text, "False") == 0)
        return val_bool(e, text[0] == 'T');
    if (strcmp(text, "...") == 0)
        return (val){.ty = ty_basic(e->types, TY_ABSENT)};
    if (text[0] == '\'' && p->fallback_length >= 2)
        return val_str(e, text + 1, p->fallback_length - 2);
    if (strcspn(text, ".e") < strlen(text))
        return val_float(e, strtod(text, NULL));
    return val_int(e, strtoll(text, NULL, 10));
}

static const char *short_name(const bi_row *row)
{
    const char *dot = strrchr(row->name, '.');
    return dot ? dot + 1 : row->name;
}

static int keyword_param(const bi_param *params, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (!params[i].positional_only && !params[i].star && !params[i].keywords &&
            params[i].length == strlen(name) && memcmp(params[i].name, name, params[i].length) == 0)
            return (int)i;
    return -1;
}

static bool bind_positional(elab *e, const bi_row *row, const bi_param *params, uint32_t count,
                            const call_args *args, val *bound, span *spans, span where)
{
    uint32_t at = 0, most = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (params[i].star) {
            bound[i] = val_tuple(e, args->args + at, args->count - at);
            at = args->count;
        } else if (!params[i].keyword_only) {
            most++;
            if (at < args->count) {
                spans[i] = args->spans ? args->spans[at] : where;
                bound[i] = args->args[at++];
            }
        }
    }
    if (at == args->count)
        return true;
    elab_error(e, where, "TypeError", "%s() takes at most %u argument%s (%u given)",
               short_name(row), most, most == 1 ? "" : "s", args->count);
    return false;
}

static bool bind_keyword(elab *e, const bi_row *row, const bi_param *params, uint32_t count,
                         const call_args *args, uint32_t k, val *bound, span *spans)
{
    int i = keyword_param(params, count, args->keywords[k]);
    if (i < 0 && count && params[count - 1].keywords) {
        val pair[2] = {val_str(e, args->keywords[k], strlen(args->keywords[k])),
                       args->keyword_args[k]};
        val *rest = &bound[count - 1], *items = ARENA_ARRAY(e->arena, val, rest->count + 1);
        for (uint32_t n = 0; n < rest->count; n++)
            items[n] = rest->items[n];
        items[rest->count] = val_tuple(e, pair, 2);
        *rest = val_tuple(e, items, rest->count + 1);
        return !val_bad(*rest);
    }
    if (i < 0) {
        elab_error(e, args->keyword_spans[k], "TypeError",
                   "%s() got an unexpected keyword argument '%s'", short_name(row),
                   args->keywords[k]);
        return false;
    }
    if (bound[i].ty->kind != TY_ABSENT) {
        elab_error(e, args->keyword_spans[k], "TypeError",
                   "%s() got multiple values for argument '%s'", short_name(row),
                   args->keywords[k]);
        return false;
    }
    bound[i] = args->keyword_args[k];
    spans[i] = args->keyword_spans[k];
    return true;
}

/* Rows whose arguments may be None at run time: they keep it or print it. */
static bool takes_none(const bi_row *row)
{
    static const char *const names[] = {
        "print",           "str",         "repr",       "format",     "bool",         "isinstance",
        "list.append",     "list.insert", "list.index", "list.count", "list.remove",  "dict.get",
        "dict.setdefault", "dict.pop",    "set.add",    "str.format", "dict.fromkeys"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(row->name, names[i]) == 0)
            return true;
    return false;
}

/* The others get dicts. */
static bool takes_keywords(const bi_row *row)
{
    return strncmp(row->name, "keywords.", 9) == 0 || strcmp(row->name, "functools._merged") == 0;
}

static val plain_items(elab *e, val rest, const bi_row *row, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, rest.count + 1);
    for (uint32_t i = 0; i < rest.count; i++)
        items[i] = keywords_for(e, rest.items[i], row->name, where);
    return val_tuple(e, items, rest.count);
}

static val call_row(elab *e, const bi_row *row, const call_args *args, span where)
{
    bi_param params[MAX_PARAMS];
    val bound[MAX_PARAMS];
    span spans[MAX_PARAMS];
    uint32_t count = parse_signature(row->signature, params);
    for (uint32_t i = 0; i < count; i++) {
        bound[i] = (val){.ty = ty_basic(e->types, TY_ABSENT)};
        spans[i] = where;
        if (params[i].keywords)
            bound[i] = val_tuple(e, NULL, 0);
    }
    if (!bind_positional(e, row, params, count, args, bound, spans, where))
        return val_never(e);
    for (uint32_t k = 0; k < args->keyword_count; k++)
        if (!bind_keyword(e, row, params, count, args, k, bound, spans))
            return val_never(e);
    for (uint32_t i = 0; i < count; i++) {
        if (bound[i].ty->kind != TY_ABSENT)
            continue;
        if (!params[i].fallback)
            return elab_error(e, where, "TypeError", "%s() missing required argument '%.*s'",
                              short_name(row), (int)params[i].length, params[i].name);
        bound[i] = fallback_value(e, &params[i]);
    }
    for (uint32_t i = 0; i < count; i++)
        if (val_bad(bound[i]))
            return val_never(e);
    for (uint32_t i = 0; i < count && !takes_none(row); i++)
        if (!params[i].fallback)
            bound[i] =
                optional_operand(e, bound[i],
                                 arena_printf(e->arena, "%s() got None for '%.*s'", short_name(row),
                                              (int)params[i].length, params[i].name),
                                 where);
    for (uint32_t i = 0; i < count && !takes_keywords(row); i++)
        bound[i] = params[i].star ? plain_items(e, bound[i], row, where)
                                  : keywords_for(e, bound[i], row->name, where);
    val *kept = ARENA_ARRAY(e->arena, val, count + 1);
    span *places = ARENA_ARRAY(e->arena, span, count + 1);
    memcpy(kept, bound, count * sizeof *kept);
    memcpy(places, spans, count * sizeof *places);
    bi_call call = {row, kept, count, where, places};
    return row->handler(e, &call);
}

/* ---- Stdlib --------------------------------------------------------------------------------- */

/* A module of stdlib, parsed and its definitions elaborated at its first use. */
static module_entry *stdlib_module(elab *e, const hpc_embedded_file *file)
{
    program *p = e->program;
    for (uint32_t i = 0; i < p->stdlib.len; i++)
        if (strcmp(p->stdlib.items[i].name, file->path) == 0)
            return &p->stdlib.items[i];
    source *src = ARENA_NEW(e->arena, source);
    *src = (source){file->path, file->text, (uint32_t)file->size};
    module_entry entry = {.name = file->path, .src = src};
    entry.ast = syntax_parse(e->arena, e->names, e->diags, src);
    entry.scope = ARENA_NEW(e->arena, scope);
    entry.scope->is_module = true;
    entry.scope->is_stdlib = true;
    entry.scope->reachable = true;
    uint32_t index = vec_push(e->arena, &p->stdlib, entry);
    if (!entry.ast)
        return NULL;
    scope *saved = e->scope;
    const source *saved_src = e->src;
    pr_mode mode = e->mode;
    e->scope = entry.scope;
    e->src = src;
    e->mode = PR_NUMPY;
    elab_block(e, &entry.ast->body);
    e->scope = saved;
    e->src = saved_src;
    e->mode = mode;
    return &p->stdlib.items[index];
}

/* True where the text of a module has "def name(" at the start of a line: modules are only parsed
 * when they define what is asked for. */
static bool defines(const hpc_embedded_file *file, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = file->text; (at = strstr(at, "def ")); at += 4)
        if ((at == file->text || at[-1] == '\n') && strncmp(at + 4, name, length) == 0 &&
            at[4 + length] == '(')
            return true;
    return false;
}

func *stdlib_function(elab *e, const char *module, const char *name)
{
    for (int i = 0; i < hpc_stdlib_file_count; i++) {
        const hpc_embedded_file *file = &hpc_stdlib_files[i];
        if (!module_has_file(module, file->module) || !defines(file, name))
            continue;
        module_entry *m = stdlib_module(e, file);
        binding *b = m ? scope_find(m->scope, intern_text(e->names, name)) : NULL;
        if (b && b->state == BOUND && b->v.ty->kind == TY_FUNC) {
            func *f = (func *)(uintptr_t)b->v.ty->ref;
            f->is_stdlib = true;
            f->module = module;
            return f;
        }
    }
    return NULL;
}

/* ---- Attributes ----------------------------------------------------------------------------- */

/* The names that a module's stdlib files define, but for private ones: at most `max` into near. */
static uint32_t stdlib_names(elab *e, const char *module, const char **near, uint32_t max)
{
    uint32_t count = 0;
    for (int i = 0; i < hpc_stdlib_file_count; i++) {
        const hpc_embedded_file *file = &hpc_stdlib_files[i];
        if (!module_has_file(module, file->module))
            continue;
        for (const char *at = file->text; count < max && (at = strstr(at, "def ")); at += 4)
            if ((at == file->text || at[-1] == '\n') && at[4] != '_')
                near[count++] = arena_strndup(e->arena, at + 4, strcspn(at + 4, "("));
    }
    return count;
}

static val no_attribute(elab *e, const val *object, const char *space, const char *name, span where)
{
    enum { MOST = 1024 };
    const char *reason = missing_reason(space, name);
    if (reason)
        return elab_error(e, where, "NotImplementedError", "%s.%s is not supported: %s", space,
                          name, reason);
    const char *near[MOST];
    uint32_t count = bi_names(space, near, MOST);
    if (object->ty->kind == TY_MODULE)
        count += stdlib_names(e, object->ty->name, near + count, MOST - count);
    if (object->ty->kind == TY_MODULE && strcmp(object->ty->name, "numpy") == 0)
        for (int i = 0; i < HPC_DTYPE_COUNT && count < MOST; i++)
            near[count++] = hpc_dtype_name((hpc_dtype)i);
    const char *suggestion = diag_suggest(name, near, count);
    const char *hint =
        suggestion ? arena_printf(e->arena, ". Did you mean: '%s'?", suggestion) : "";
    if (object->ty->kind == TY_MODULE)
        return elab_error(e, where, "AttributeError", "module '%s' has no attribute '%s'%s",
                          object->ty->name, name, hint);
    return elab_error(e, where, "AttributeError", "'%s' object has no attribute '%s'%s",
                      op_type_name(e, object->ty), name, hint);
}

/* numba.float32, numba.types.unicode_type. */
static bool numba_type(elab *e, const char *module, const char *name, val *out)
{
    if (strcmp(module, "numba") != 0 && strcmp(module, "numba.types") != 0)
        return false;
    const ty *type =
        strcmp(name, "unicode_type") == 0 ? ty_basic(e->types, TY_STR) : type_named(e, name);
    if (type && type->kind == TY_SCALAR) {
        *out = val_dtype(e, type->dtype);
        out->i = 2;
    } else if (type) {
        *out = type_val(e, type);
    }
    return type != NULL;
}

static val module_attribute(elab *e, const val *object, const char *name, span where)
{
    const char *full = arena_printf(e->arena, "%s.%s", object->ty->name, name);
    const bi_row *row = bi_find(full);
    if (row && (row->flags & BI_CONSTANT)) {
        call_args none = {0};
        return call_row(e, row, &none, where);
    }
    if (row)
        return (val){.ty = ty_ref(e->types, TY_BUILTIN, row->name, row)};
    const char *module = module_find(full);
    if (module)
        return (val){.ty = ty_named(e->types, TY_MODULE, intern_text(e->names, module))};
    bool numpy = strcmp(object->ty->name, "numpy") == 0;
    hpc_dtype dtype = numpy ? hpc_dtype_parse(name) : HPC_DTYPE_COUNT;
    if (dtype != HPC_DTYPE_COUNT)
        return val_scalar_class(e, dtype);
    val type;
    if (numba_type(e, object->ty->name, name, &type))
        return type;
    val class;
    if (exception_class_named(e, object->ty->name, name, &class))
        return class;
    func *f = stdlib_function(e, object->ty->name, name);
    return f ? func_val(e, f) : no_attribute(e, object, object->ty->name, name, where);
}

/* The namespace of a value's methods in the builtins table. */
static const char *method_space(const val *object)
{
    switch (object->ty->kind) {
    case TY_ARRAY:
    case TY_SCALAR: return "ndarray";
    case TY_BOOL:
    case TY_INT: return "int";
    case TY_FLOAT: return "float";
    case TY_COMPLEX: return "complex";
    case TY_LIST: return "list";
    case TY_DICT: return "dict";
    case TY_SET: return "set";
    case TY_TUPLE: return is_keywords(object) ? "keywords" : "tuple";
    case TY_STR: return "str";
    case TY_DTYPE: return "dtype";
    case TY_BUILTIN: return "ufunc";
    case TY_SLICE: return "slice";
    case TY_PARTS:
    case TY_OBJECT: return object->ty->name;
    default: return "";
    }
}

static val bound_method(elab *e, const bi_row *row, const val *self)
{
    val v = {.ty = ty_ref(e->types, TY_METHOD, row->name, row), .count = 1};
    v.items = ARENA_NEW(e->arena, val);
    v.items[0] = *self;
    return v;
}

/* Methods of arrays that stdlib gives: ndarray.x(...) is numpy.x(self, ...). */
static val stdlib_method(elab *e, const val *object, const char *module, const char *name)
{
    func *f = stdlib_function(e, module, name);
    if (!f)
        return val_never(e);
    val v = {.ty = ty_ref(e->types, TY_METHOD, "", f), .count = 2};
    v.items = ARENA_ARRAY(e->arena, val, 2);
    v.items[0] = *object;
    v.items[1] = func_val(e, f);
    return v;
}

bool elab_is_array_method(const char *name)
{
    static const char *const names[] = {
        "argpartition", "argsort",      "choose",  "conj",    "conjugate", "cumprod", "cumsum",
        "diagonal",     "dot",          "mean",    "nonzero", "partition", "put",     "repeat",
        "round",        "searchsorted", "squeeze", "std",     "swapaxes",  "take",    "trace",
        "var",          "clip",         "argmax",  "argmin",  "all",       "any",     "sum",
        "prod",         "min",          "max",     "ravel"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* What a named tuple has beyond tuples. */
static bool named_attribute(elab *e, const val *object, const char *name, span where, val *out)
{
    const tuple_names *names = names_of(object->ty);
    if (!names || !names->class)
        return false;
    if (tuple_attribute(e, object, name, out))
        return true;
    const class_member *m = class_find(names->class, name);
    const bi_row *row = bi_find(arena_printf(e->arena, "namedtuple.%s", name));
    if (m)
        *out = class_member_value(e, names->class, m, object, where);
    else if (row)
        *out = bound_method(e, row, object);
    return m || row;
}

static val collection_attribute(elab *e, const val *object, const char *name, span where)
{
    const bi_row *row = collection_method(e, object->ty, name);
    if (row)
        return bound_method(e, row, object);
    val method = val_never(e);
    if (object->ty->kind == TY_DICT && object->ty->rank == TY_COUNTER)
        method = stdlib_method(e, object, "Counter", name);
    return val_bad(method) ? no_attribute(e, object, collection_name(object->ty), name, where)
                           : method;
}

/* int.__name__, type(x).__name__, f.__name__. */
static bool name_of_type(elab *e, const val *v, const char *name, val *out)
{
    bool function = v->ty->kind == TY_FUNC || v->ty->kind == TY_BUILTIN;
    const char *text = type_val_name(e, v);
    text = !text && function ? v->ty->name : text;
    if (!text || strcmp(name, "__name__") != 0)
        return false;
    const char *dot = strrchr(text, '.');
    text = dot ? dot + 1 : text;
    *out = val_str(e, text, strlen(text));
    return true;
}

val elab_attribute(elab *e, val object, const char *name, span where)
{
    if (val_bad(object))
        return object;
    object = optional_value(e, object, HPC_CHECK_NONE_ATTRIBUTE, name, where);
    if (object.ty->kind == TY_MODULE)
        return module_attribute(e, &object, name, where);
    if (object.ty->kind == TY_RECORD)
        return record_attribute(e, object, name, where);
    if (object.ty->kind == TY_RECORD_CLASS)
        return class_attribute(e, object, name, where);
    val special;
    if (named_attribute(e, &object, name, where, &special) ||
        name_of_type(e, &object, name, &special))
        return special;
    if (is_collection(object.ty))
        return collection_attribute(e, &object, name, where);
    bool one_of = union_of_arrays(&object);
    const char *space = one_of ? "ndarray" : method_space(&object);
    if (object.ty->kind == TY_BUILTIN) { /* str.upper: a method as a function of self */
        const bi_row *of_class = bi_find(arena_printf(e->arena, "%s.%s", object.ty->name, name));
        if (of_class && !(of_class->flags & BI_ATTRIBUTE))
            return (val){.ty = ty_ref(e->types, TY_BUILTIN, of_class->name, of_class)};
    }
    const bi_row *row = bi_find(arena_printf(e->arena, "%s.%s", space, name));
    if (object.ty->kind == TY_UNION && !row) { /* of numbers: what each of them has */
        const bi_row *of_each = bi_find(arena_printf(e->arena, "ndarray.%s", name));
        if (of_each && (of_each->flags & BI_ATTRIBUTE))
            return union_attribute(e, object, name, where);
    }
    if (one_of && (row ? row->flags & BI_ATTRIBUTE : !elab_is_array_method(name)))
        return union_attribute(e, object, name, where);
    if (row && (row->flags & BI_ATTRIBUTE)) {
        call_args self = {.args = &object, .spans = &where, .count = 1};
        return call_row(e, row, &self, where);
    }
    if (row)
        return bound_method(e, row, &object);
    if (strcmp(space, "ndarray") == 0 && elab_is_array_method(name)) {
        val method = stdlib_method(e, &object, "numpy", name);
        if (!val_bad(method))
            return method;
    }
    if (object.ty->kind == TY_FUNC) { /* chain.from_iterable */
        const func *of = object.ty->ref;
        const char *full = arena_printf(e->arena, "_%s_%s", of->name, name);
        func *f = of->is_stdlib && of->module ? stdlib_function(e, of->module, full) : NULL;
        if (f)
            return func_val(e, f);
    }
    if (object.ty->kind == TY_OBJECT && strcmp(space, "Random") == 0) {
        val method = stdlib_method(e, &object, "random", arena_printf(e->arena, "_%s", name));
        if (!val_bad(method))
            return method;
    }
    if (object.ty->kind == TY_STR) {
        val method = stdlib_method(e, &object, "str", name);
        if (!val_bad(method))
            return method;
    }
    return no_attribute(e, &object, space, name, where);
}

/* ---- Calls ---------------------------------------------------------------------------------- */

static val call_method(elab *e, const val *method, const call_args *args, span where)
{
    val *all = ARENA_ARRAY(e->arena, val, args->count + 1);
    span *spans = ARENA_ARRAY(e->arena, span, args->count + 1);
    all[0] = method->items[0];
    spans[0] = where;
    for (uint32_t i = 0; i < args->count; i++) {
        all[i + 1] = args->args[i];
        spans[i + 1] = args->spans ? args->spans[i] : where;
    }
    call_args with_self = *args;
    with_self.args = all;
    with_self.spans = spans;
    with_self.count = args->count + 1;
    if (method->count == 2)
        return elab_call(e, method->items[1], &with_self, where);
    return call_row(e, method->ty->ref, &with_self, where);
}

/* np.float32(x): a NumPy scalar, or an array for an array. */
static val call_dtype(elab *e, const val *callee, const call_args *args, span where)
{
    if (args->keyword_count || args->count > 1)
        return elab_error(e, where, "TypeError", "%s() takes at most 1 argument",
                          hpc_dtype_name(callee->ty->dtype));
    val zero = val_int(e, 0);
    const val *v = args->count ? &args->args[0] : &zero;
    val read;
    char kind = hpc_dtype_kind(callee->ty->dtype);
    if (v->ty->kind == TY_STR &&
        (kind == 'f' || kind == 'i' || kind == 'u')) { /* a number's text */
        read = elab_call_named(e, kind == 'f' ? "float" : "int", v, 1, where);
        v = &read;
        if (val_bad(read))
            return read;
    }
    val as = elab_asarray(e, v, HPC_DTYPE_COUNT, where);
    return val_bad(as) ? as : op_astype(e, as, callee->ty->dtype, where);
}

/* `hpcc eval`: where numpy's names are in scope beside Python's, sum and its like are numpy's for an
 * array and for parameters that only numpy's have. */
static const bi_row *bare_row(elab *e, const bi_row *row, const call_args *args)
{
    bool array = args->count && args->args[0].ty->kind == TY_ARRAY;
    bool axis = false;
    for (uint32_t i = 0; i < args->keyword_count; i++)
        axis = axis || strcmp(args->keywords[i], "axis") == 0;
    if (!e->program->bare_names || strchr(row->name, '.') || !(array || axis))
        return row;
    const bi_row *numpy = bi_find(arena_printf(e->arena, "numpy.%s", row->name));
    return numpy ? numpy : row;
}

val elab_call(elab *e, val callee, const call_args *args, span where)
{
    if (val_bad(callee))
        return callee;
    for (uint32_t i = 0; i < args->count; i++)
        if (val_bad(args->args[i]))
            return val_never(e);
    val special;
    if (union_spread_call(e, &callee, args, where, &special))
        return special;
    if (callee.ty->kind == TY_BUILTIN && record_builtin(e, callee.ty->name, args, where, &special))
        return special;
    switch (callee.ty->kind) {
    case TY_FUNC: return func_call(e, (func *)(uintptr_t)callee.ty->ref, args, where);
    case TY_RECORD_CLASS: return record_new(e, class_of(&callee), args, where);
    case TY_RECORD: {
        val method = record_attribute(e, callee, "__call__", where);
        return elab_call(e, method, args, where);
    }
    case TY_BUILTIN: return call_row(e, bare_row(e, callee.ty->ref, args), args, where);
    case TY_METHOD: return call_method(e, &callee, args, where);
    case TY_DTYPE: return call_dtype(e, &callee, args, where);
    case TY_PARTS: {
        val method = elab_attribute(e, callee, "__call__", where);
        return val_bad(method) ? method : call_method(e, &method, args, where);
    }
    case TY_CLASS:
        if (exception_class_of(&callee) && !args->keyword_count)
            return exception_call(e, exception_class_of(&callee), args->args, args->count, where);
        /* fall through */
    case TY_ITER:
        if (strcmp(callee.ty->name, ITER_CHOICE) == 0)
            return keywords_call(e, &callee, args, where);
        /* fall through */
    default:
        return elab_error(e, where, "TypeError", "'%s' object is not callable",
                          ty_name(e->arena, callee.ty));
    }
}

val elab_call_named(elab *e, const char *name, const val *args, uint32_t count, span where)
{
    call_args call = {.args = args, .count = count};
    const bi_row *row = bi_find(name);
    if (row)
        return call_row(e, row, &call, where);
    const char *dot = strrchr(name, '.');
    const char *module = dot ? arena_strndup(e->arena, name, (size_t)(dot - name)) : "";
    func *f = stdlib_function(e, module, dot ? dot + 1 : name);
    if (!f)
        return elab_error(e, where, "NotImplementedError", "%s is not supported", name);
    return func_call(e, f, &call, where);
}
