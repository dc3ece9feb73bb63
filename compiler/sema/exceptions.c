/* Takes names of exception classes, raise statements and tests of what was caught; gives values and
 * calls of runtime/exception.c.
 *
 *   class Mine(ValueError): pass      ->  a class of code VALUE_ERROR and lineage "Mine#1;"
 *   except (Mine, KeyError):          ->  exception_is %e, "#1;" or %code == KEY_ERROR */
#include "exceptions.h"

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"

/* ---- Python's own classes --------------------------------------------------------------------- */

/* Which class is derived from which: of each code its bases. */
static const struct {
    hpc_code code, base, other;
} bases[] = {
    {HPC_EXCEPTION, HPC_BASE_EXCEPTION, 0},
    {HPC_SYSTEM_EXIT, HPC_BASE_EXCEPTION, 0},
    {HPC_KEYBOARD_INTERRUPT, HPC_BASE_EXCEPTION, 0},
    {HPC_ARITHMETIC_ERROR, HPC_EXCEPTION, 0},
    {HPC_ZERO_DIVISION_ERROR, HPC_ARITHMETIC_ERROR, 0},
    {HPC_OVERFLOW_ERROR, HPC_ARITHMETIC_ERROR, 0},
    {HPC_FLOATING_POINT_ERROR, HPC_ARITHMETIC_ERROR, 0},
    {HPC_LOOKUP_ERROR, HPC_EXCEPTION, 0},
    {HPC_INDEX_ERROR, HPC_LOOKUP_ERROR, 0},
    {HPC_KEY_ERROR, HPC_LOOKUP_ERROR, 0},
    {HPC_VALUE_ERROR, HPC_EXCEPTION, 0},
    {HPC_LINALG_ERROR, HPC_VALUE_ERROR, 0},
    {HPC_STATISTICS_ERROR, HPC_VALUE_ERROR, 0},
    {HPC_AXIS_ERROR, HPC_VALUE_ERROR, HPC_INDEX_ERROR},
    {HPC_TYPE_ERROR, HPC_EXCEPTION, 0},
    {HPC_UFUNC_TYPE_ERROR, HPC_TYPE_ERROR, 0},
    {HPC_MEMORY_ERROR, HPC_EXCEPTION, 0},
    {HPC_ASSERTION_ERROR, HPC_EXCEPTION, 0},
    {HPC_NAME_ERROR, HPC_EXCEPTION, 0},
    {HPC_UNBOUND_LOCAL_ERROR, HPC_NAME_ERROR, 0},
    {HPC_ATTRIBUTE_ERROR, HPC_EXCEPTION, 0},
    {HPC_RUNTIME_ERROR, HPC_EXCEPTION, 0},
    {HPC_RECURSION_ERROR, HPC_RUNTIME_ERROR, 0},
    {HPC_NOT_IMPLEMENTED_ERROR, HPC_RUNTIME_ERROR, 0},
    {HPC_STOP_ITERATION, HPC_EXCEPTION, 0},
    {HPC_OS_ERROR, HPC_EXCEPTION, 0},
    {HPC_FILE_NOT_FOUND_ERROR, HPC_OS_ERROR, 0},
    {HPC_FILE_EXISTS_ERROR, HPC_OS_ERROR, 0},
    {HPC_PERMISSION_ERROR, HPC_OS_ERROR, 0},
    {HPC_TIMEOUT_ERROR, HPC_OS_ERROR, 0},
    {HPC_EOF_ERROR, HPC_EXCEPTION, 0},
};

static bool derives(hpc_code code, hpc_code from)
{
    if (code == from)
        return true;
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (bases[i].code == code)
            return derives(bases[i].base, from) ||
                   (bases[i].other && derives(bases[i].other, from));
    return false;
}

static hpc_code code_named(const char *module, const char *name)
{
    if (strcmp(name, "IOError") == 0 || strcmp(name, "EnvironmentError") == 0)
        name = "OSError";
    for (int c = 1; c < HPC_CODE_COUNT; c++) {
        if (strcmp(hpc_code_name((hpc_code)c), name) != 0)
            continue;
        const char *home = c == HPC_LINALG_ERROR       ? "numpy.linalg"
                           : c == HPC_AXIS_ERROR       ? "numpy.exceptions"
                           : c == HPC_UFUNC_TYPE_ERROR ? "numpy.exceptions"
                           : c == HPC_STATISTICS_ERROR ? "statistics"
                                                       : "";
        return strcmp(home, module) == 0 ? (hpc_code)c : HPC_OK;
    }
    return HPC_OK;
}

static val class_val(elab *e, const exc_class *class)
{
    return (val){.ty = ty_ref(e->types, TY_CLASS, class->name, class)};
}

static exc_class *class_new(elab *e, exc_class made)
{
    exc_class *class = ARENA_NEW(e->arena, exc_class);
    *class = made;
    vec_push(e->arena, &e->program->exceptions, class);
    return class;
}

bool exception_class_named(elab *e, const char *module, const char *name, val *out)
{
    hpc_code code = code_named(module, name);
    if (!code)
        return false;
    for (uint32_t i = 0; i < e->program->exceptions.len; i++) {
        const exc_class *class = e->program->exceptions.items[i];
        if (!class->id && class->code == code)
            return *out = class_val(e, class), true;
    }
    *out = class_val(e, class_new(e, (exc_class){.name = hpc_code_name(code), .code = code}));
    return true;
}

const exc_class *exception_class_of(const val *v)
{
    return v->ty->kind == TY_CLASS ? v->ty->ref : NULL;
}

val exception_class_new(elab *e, const char *name, const exc_class *base, span where)
{
    uint32_t id = e->program->exceptions.len + 1;
    const char *lineage =
        arena_printf(e->arena, "%s#%u;%s", name, id, base->lineage ? base->lineage : "");
    if (strlen(lineage) >= HPC_LINEAGE)
        return elab_unsupported(e, where, "so long a chain of exception classes");
    exc_class class = {.name = name, .code = base->code, .id = id, .lineage = lineage};
    return class_val(e, class_new(e, class));
}

/* ---- Exceptions as values --------------------------------------------------------------------- */

static const char exception_name[] = "exception";

val exception_val(elab *e, air_id object)
{
    return val_of(e, ty_named(e->types, TY_OBJECT, exception_name), object);
}

bool is_exception(const val *v)
{
    return v->ty->kind == TY_OBJECT && strcmp(v->ty->name, exception_name) == 0;
}

static air_id text_node(elab *e, const char *text)
{
    val v = val_str(e, text, strlen(text));
    return val_node(e, &v);
}

val exception_call(elab *e, const exc_class *class, const val *args, uint32_t count, span where)
{
    air_id words[4] = {air_const_int(&e->b, HPC_I64, class->code), 0,
                       air_const_int(&e->b, HPC_I64, count), 0};
    elab_at(e, where);
    if (!(words[1] = elab_pack(e, args, count, where)))
        return val_never(e);
    words[3] = class->lineage ? text_node(e, class->lineage) : 0;
    return exception_val(e, box_rt(e, HPC_RT_exception_new, words, 4));
}

static uint64_t codes_of(hpc_code base)
{
    uint64_t mask = 0;
    _Static_assert(HPC_CODE_COUNT <= 64, "a mask has a bit for each code");
    for (int c = 1; c < HPC_CODE_COUNT; c++)
        if (derives((hpc_code)c, base))
            mask |= UINT64_C(1) << c;
    return mask;
}

static air_id is_of_codes(elab *e, air_id code, uint64_t mask)
{
    air_id bits = air_const_int(&e->b, HPC_I64, (int64_t)mask);
    air_id bit = air_map2(&e->b, AIR_SHR, HPC_I64, bits, code);
    air_id one = air_const_int(&e->b, HPC_I64, 1);
    return air_map2(&e->b, AIR_EQ, HPC_BOOL, air_map2(&e->b, AIR_AND, HPC_I64, bit, one), one);
}

static air_id is_of_class(elab *e, air_id object, const exc_class *class)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id args[2] = {object, text_node(e, arena_printf(e->arena, "#%u;", class->id))};
    air_id is = air_rt(&e->b, HPC_RT_exception_is, args, 2, &i64, 1);
    return air_map2(&e->b, AIR_NE, HPC_BOOL, is, air_const_int(&e->b, HPC_I64, 0));
}

air_id exception_test(elab *e, air_id code, air_id object, const val *type, span where)
{
    if (type->ty->kind == TY_TUPLE) {
        air_id any = air_const_int(&e->b, HPC_BOOL, 0);
        for (uint32_t i = 0; i < type->count; i++) {
            air_id one = exception_test(e, code, object, &type->items[i], where);
            if (!one)
                return 0;
            any = air_map2(&e->b, AIR_OR, HPC_BOOL, any, one);
        }
        return any;
    }
    const exc_class *class = exception_class_of(type);
    if (!class) {
        elab_error(e, where, "TypeError",
                   "catching classes that do not inherit from BaseException is not allowed");
        return 0;
    }
    return class->id ? is_of_class(e, object, class) : is_of_codes(e, code, codes_of(class->code));
}

static air_id code_of(elab *e, const val *v)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    return air_rt(&e->b, HPC_RT_exception_code, &v->node, 1, &i64, 1);
}

val exception_isinstance(elab *e, const val *v, const val *type, span where)
{
    elab_at(e, where);
    return val_bool_node(e, exception_test(e, code_of(e, v), v->node, type, where));
}

/* ---- raise ------------------------------------------------------------------------------------- */

static void raise_object(elab *e, air_id object, span where)
{
    elab_at(e, where);
    air_rt(&e->b, HPC_RT_exception_raise, &object, 1, NULL, 0);
    e->scope->reachable = false;
}

/* A class of Python's with a text or nothing: the failure needs no object. */
static void raise_text(elab *e, int code, const val *message, span where)
{
    air_id text = 0;
    elab_at(e, where);
    if (message)
        text = val_node(e, message);
    const inlining *in = e->scope->inlining;
    if (in && e->b.region == in->region) { /* what the caller computes may follow */
        air_id args[] = {air_const_int(&e->b, HPC_I64, code), text};
        air_rt(&e->b, HPC_RT_raise, args, 2, NULL, 0);
    } else {
        air_raw(&e->b, AIR_OP_RAISE, (air_type){.kind = AIR_VOID}, &text, text ? 1 : 0, code);
    }
    e->scope->reachable = false;
}

static void raise_class(elab *e, const exc_class *class, const val *args, uint32_t count,
                        span where)
{
    /* A text of 512 bytes and more would be cut. */
    bool short_text = count == 1 && args[0].ty->kind == TY_STR && args[0].is_const &&
                      args[0].length && args[0].length < 500;
    bool simple = !class->id && class->code != HPC_KEY_ERROR && (!count || short_text);
    if (simple) {
        raise_text(e, class->code, count ? args : NULL, where);
        return;
    }
    val made = exception_call(e, class, args, count, where);
    if (!val_bad(made))
        raise_object(e, made.node, where);
}

void raise_assertion(elab *e, const val *message, span where)
{
    val class;
    exception_class_named(e, "", "AssertionError", &class);
    raise_class(e, exception_class_of(&class), message, message != NULL, where);
}

static void raise_again(elab *e, span where)
{
    const scope *s = e->scope;
    while (s && !s->handled && s->is_comprehension)
        s = s->lexical;
    if (s && s->handled)
        raise_object(e, s->handled, where);
    else
        elab_unsupported(e, where, "raise without an exception outside of a handler");
}

/* raise CLASS(args): no object where none is needed. */
static bool raise_call(elab *e, const ast_expr *x, span where)
{
    if (x->kind != AST_CALL || x->call.keywords.len)
        return false;
    for (uint32_t i = 0; i < x->call.args.len; i++)
        if (x->call.args.items[i]->kind == AST_STARRED)
            return false;
    ast_expr_kind kind = x->call.callee->kind;
    if (kind != AST_NAME && kind != AST_ATTRIBUTE)
        return false;
    val callee = elab_expr(e, x->call.callee);
    const exc_class *class = val_bad(callee) ? NULL : exception_class_of(&callee);
    if (!class)
        return val_bad(callee);
    val *args = ARENA_ARRAY(e->arena, val, x->call.args.len + 1);
    for (uint32_t i = 0; i < x->call.args.len; i++) {
        args[i] = elab_expr(e, x->call.args.items[i]);
        if (val_bad(args[i]))
            return true;
    }
    raise_class(e, class, args, x->call.args.len, where);
    return true;
}

void elab_raise(elab *e, const ast_stmt *s)
{
    const ast_expr *x = s->raise.exception;
    if (!x) {
        raise_again(e, s->where);
        return;
    }
    if (s->raise.cause) /* only the traceback would show it */
        elab_expr(e, s->raise.cause);
    if (raise_call(e, x, s->where))
        return;
    val v = elab_expr(e, x);
    if (val_bad(v))
        return;
    if (exception_class_of(&v))
        raise_class(e, exception_class_of(&v), NULL, 0, s->where);
    else if (is_exception(&v))
        raise_object(e, v.node, s->where);
    else
        elab_error(e, x->where, "TypeError", "exceptions must derive from BaseException");
}

/* ---- Attributes --------------------------------------------------------------------------------- */

static val args_of(elab *e, const bi_call *c)
{
    return val_of(e, ty_basic(e->types, TY_BOXED),
                  box_rt(e, HPC_RT_exception_args, &c->args[0].node, 1));
}

/* The name in type(NAME).__name__, NAME.__class__.__name__ or NAME.args[i]. */
static const ast_expr *name_inside(const ast_expr *x)
{
    const ast_expr *part = x->kind == AST_SUBSCRIPT   ? x->subscript.value
                           : x->kind == AST_ATTRIBUTE ? x->attribute.value
                                                      : NULL;
    if (!part)
        return NULL;
    if (x->kind == AST_SUBSCRIPT)
        return part->kind == AST_ATTRIBUTE && strcmp(part->attribute.name, "args") == 0
                   ? part->attribute.value
                   : NULL;
    if (strcmp(x->attribute.name, "__name__") != 0)
        return NULL;
    if (part->kind == AST_ATTRIBUTE && strcmp(part->attribute.name, "__class__") == 0)
        return part->attribute.value;
    bool type = part->kind == AST_CALL && part->call.callee->kind == AST_NAME &&
                strcmp(part->call.callee->name, "type") == 0 && part->call.args.len == 1;
    return type ? part->call.args.items[0] : NULL;
}

bool exception_expr(elab *e, const ast_expr *x, val *out)
{
    const ast_expr *name = name_inside(x);
    const binding *b = NULL;
    for (scope *s = e->scope; name && name->kind == AST_NAME && s && !b; s = s->lexical)
        b = scope_find(s, name->name);
    if (!b || b->state == UNBOUND || !is_exception(&b->v))
        return false;
    val v = elab_expr(e, name);
    *out = v;
    if (val_bad(v))
        return true;
    elab_at(e, x->where);
    if (x->kind == AST_ATTRIBUTE) {
        air_id text = box_rt(e, HPC_RT_exception_class, &v.node, 1);
        *out = val_of(e, ty_basic(e->types, TY_STR), text);
        return true;
    }
    val index = elab_expr(e, x->subscript.index);
    air_id at = val_bad(index) ? 0 : val_index_node(e, &index, x->where, "an index");
    if (!at)
        return *out = val_never(e), true;
    air_id tuple[] = {box_rt(e, HPC_RT_exception_args, &v.node, 1),
                      air_const_int(&e->b, HPC_I64, HPC_TUPLE)};
    air_id item[] = {box_rt(e, HPC_RT_unbox_object, tuple, 2), at,
                     air_const_int(&e->b, HPC_I64, HPC_CHECK_TUPLE_INDEX)};
    *out = val_of(e, ty_basic(e->types, TY_BOXED), box_rt(e, HPC_RT_list_get_boxed, item, 3));
    return true;
}

static const bi_row rows[] = {
    {"exception.args", "self", args_of, 0, BI_ATTRIBUTE | BI_METHOD,
     "the arguments, as a tuple that only the run knows the types of"},
};

BI_TABLE(bi_exceptions, rows);
