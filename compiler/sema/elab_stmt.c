/* Statements: assignment to targets of every form, branches, raise, assert, with. Loops are in
 * elab_loop.c, functions and imports in elab_func.c and elab_import.c. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "classes.h"
#include "exceptions.h"
#include "generators.h"
#include "hashed.h"
#include "optional.h"
#include "sequence.h"

#define UNPACK_AT_RUN_TIME UINT32_MAX /* the one item is the list */

/* ---- Targets -------------------------------------------------------------------------------- */

/* A list for targets of which one is starred: only the run knows its parts. */
static val *unpack_starred(elab *e, const val *list, const val *length, uint32_t expected,
                           uint32_t *count)
{
    air_id n = val_node(e, length), want = air_const_int(&e->b, HPC_I64, expected);
    air_id few[] = {want, n};
    air_check(&e->b, air_map2(&e->b, AIR_GE, HPC_BOOL, n, want), HPC_CHECK_UNPACK_AT_LEAST, few, 2);
    val *items = ARENA_ARRAY(e->arena, val, 1);
    items[0] = *list;
    *count = UNPACK_AT_RUN_TIME;
    return items;
}

/* The items of a value that is unpacked into `expected` targets (at least, when `least`). */
static val *unpack_items(elab *e, const val *v, uint32_t expected, bool least, span where,
                         uint32_t *count)
{
    val there = optional_operand(e, *v, "cannot unpack non-iterable NoneType object", where);
    v = &there;
    if (v->ty->kind == TY_ITER && strcmp(v->ty->name, "filter") == 0 && v->count)
        v = &v->items[0]; /* the iterator of a list or tuple */
    if (v->ty->kind == TY_TUPLE || v->is_literal_list) {
        *count = v->count;
        if (v->count == expected || (least && v->count > expected))
            return v->items;
        if (v->count > expected)
            elab_error(e, where, "ValueError", "too many values to unpack (expected %u)", expected);
        else
            elab_error(e, where, "ValueError",
                       "not enough values to unpack (expected %s%u, got %u)",
                       least ? "at least " : "", expected, v->count);
        return NULL;
    }
    bool sequence = (v->ty->kind == TY_ARRAY && v->ty->rank > 0) || v->ty->kind == TY_LIST ||
                    v->ty->kind == TY_STR;
    bool iterable = v->ty->kind == TY_RANGE || v->ty->kind == TY_ITER || is_hashed(v->ty);
    val list;
    if (!sequence && !iterable) {
        elab_error(e, where, "TypeError", "cannot unpack non-iterable %s object",
                   ty_name(e->arena, v->ty));
        return NULL;
    }
    if (iterable || (least && v->ty->kind != TY_LIST)) {
        list = seq_list_of(e, v, where);
        v = &list;
    }
    val length = val_bad(*v) ? *v : elab_call_named(e, "len", v, 1, where);
    if (val_bad(length))
        return NULL;
    if (least)
        return unpack_starred(e, v, &length, expected, count);
    air_id n = val_node(e, &length), want = air_const_int(&e->b, HPC_I64, expected);
    air_id few[] = {want, n};
    air_check(&e->b, air_map2(&e->b, AIR_GE, HPC_BOOL, n, want), HPC_CHECK_UNPACK_TOO_FEW, few, 2);
    air_check(&e->b, air_map2(&e->b, AIR_LE, HPC_BOOL, n, want), HPC_CHECK_UNPACK_TOO_MANY, &want,
              1);
    val *items = ARENA_ARRAY(e->arena, val, expected);
    for (uint32_t i = 0; i < expected; i++)
        items[i] = op_getitem(e, *v, val_int(e, i), where);
    *count = expected;
    return items;
}

/* A list, long enough, for targets of which one is starred. */
static void assign_parts(elab *e, const ast_exprs *targets, int starred, val list, span where)
{
    int after = (int)targets->len - starred - 1;
    for (int i = 0; i < (int)targets->len; i++) {
        if (i != starred) {
            int at = i < starred ? i : i - (int)targets->len;
            elab_assign(e, targets->items[i], op_getitem(e, list, val_int(e, at), where));
            continue;
        }
        val slice = {.ty = ty_basic(e->types, TY_SLICE), .count = 3};
        slice.items = ARENA_ARRAY(e->arena, val, 3);
        slice.items[0] = val_int(e, starred);
        slice.items[1] = after ? val_int(e, -after) : val_none(e);
        slice.items[2] = val_none(e);
        elab_assign(e, targets->items[i]->operand, op_getitem(e, list, slice, where));
    }
}

static void assign_many(elab *e, const ast_expr *target, val v)
{
    const ast_exprs *targets = &target->elements;
    int starred = -1;
    for (uint32_t i = 0; i < targets->len; i++)
        if (targets->items[i]->kind == AST_STARRED)
            starred = (int)i;
    uint32_t expected = targets->len - (starred >= 0), count = 0;
    val *items = unpack_items(e, &v, expected, starred >= 0, target->where, &count);
    if (!items) {
        elab_assign(e, target, val_never(e));
        return;
    }
    if (count == UNPACK_AT_RUN_TIME) {
        assign_parts(e, targets, starred, items[0], target->where);
        return;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < targets->len; i++) {
        if ((int)i != starred) {
            elab_assign(e, targets->items[i], items[at++]);
            continue;
        }
        uint32_t rest = count - expected;
        val list = seq_display(e, items + at, rest);
        elab_assign(e, targets->items[i]->operand, list);
        at += rest;
    }
}

static void assign_name(elab *e, const char *name, val v, span where)
{
    scope *s = e->scope;
    if (nonlocal_assign(e, name, v, where))
        return;
    bool shared = s == e->program->module && ast_names_has(&e->program->shared, name) &&
                  (val_bad(v) || ty_flatten(v.ty, NULL, 0) > 0);
    if (shared || scope_declares_global(s, name))
        global_assign(e, name, elab_named_value(e, v), where);
    else
        scope_bind(e, s, name, v);
}

void elab_assign(elab *e, const ast_expr *target, val v)
{
    switch (target->kind) {
    case AST_NAME: assign_name(e, target->name, v, target->where); return;
    case AST_TUPLE:
    case AST_LIST:
        if (!val_bad(v)) {
            assign_many(e, target, v);
            return;
        }
        for (uint32_t i = 0; i < target->elements.len; i++)
            elab_assign(e, target->elements.items[i], v);
        return;
    case AST_STARRED: elab_assign(e, target->operand, v); return;
    case AST_SUBSCRIPT: {
        val object = elab_expr(e, target->subscript.value);
        val index = elab_expr(e, target->subscript.index);
        elab_at(e, target->where);
        if (!val_bad(object) && !val_bad(index) && !val_bad(v))
            op_setitem(e, object, index, v, target->where);
        return;
    }
    case AST_ATTRIBUTE: {
        val object = elab_expr(e, target->attribute.value);
        if (!val_bad(object) && !val_bad(v))
            elab_set_attribute(e, target, object, v);
        return;
    }
    case AST_ERROR: return;
    default: elab_unsupported(e, target->where, "this assignment target"); return;
    }
}

/* x, y = np.loadtxt(...): the boxed value is kept under a name that no program has, and unpacked where
 * the next chunk begins, which knows its type. */
static bool unpacks_later(elab *e, const ast_stmt *s, val v)
{
    const ast_expr *target = s->assign.targets.items[0];
    if (v.ty->kind != TY_BOXED || s != e->program->statement || s->assign.targets.len != 1 ||
        (target->kind != AST_TUPLE && target->kind != AST_LIST))
        return false;
    scope_bind(e, e->scope, intern_text(e->names, ".unpacked"), v);
    e->program->unpacked = target;
    return true;
}

void elab_unpack_boxed(elab *e)
{
    const ast_expr *target = e->program->unpacked;
    if (!target)
        return;
    e->program->unpacked = NULL;
    const char *name = intern_text(e->names, ".unpacked");
    val v = elab_name(e, name, target->where);
    if (!val_bad(v))
        elab_assign(e, target, v);
    scope_bind(e, e->scope, name, val_none(e));
}

static void assign(elab *e, const ast_stmt *s)
{
    const ast_expr *text = s->assign.value;
    val v = ast_is_generator(text) ? generator_of_expr(e, text) : elab_expr(e, text);
    if (!val_bad(v) && unpacks_later(e, s, v))
        return;
    if (s->assign.targets.len > 1)
        v = elab_named_value(e, v); /* they share it */
    for (uint32_t i = 0; i < s->assign.targets.len; i++)
        elab_assign(e, s->assign.targets.items[i], v);
}

static void aug_assign(elab *e, const ast_stmt *s)
{
    const ast_expr *target = s->aug_assign.target;
    if (target->kind == AST_SUBSCRIPT) {
        val object = elab_expr(e, target->subscript.value);
        val index = elab_expr(e, target->subscript.index);
        val v = elab_expr(e, s->aug_assign.value);
        elab_at(e, s->where);
        if (!val_bad(object) && !val_bad(index) && !val_bad(v))
            op_augitem(e, s->aug_assign.op, object, index, v, s->where);
        return;
    }
    if (target->kind ==
        AST_ATTRIBUTE) { /* z.real += x: the part is an array that changes in place */
        val object = elab_expr(e, target->attribute.value);
        val old = elab_attribute(e, object, target->attribute.name, target->where);
        val v = elab_expr(e, s->aug_assign.value);
        elab_at(e, s->where);
        if (val_bad(old) || val_bad(v))
            return;
        val made = op_inplace(e, s->aug_assign.op, old, v, s->where);
        if (!val_bad(made))
            elab_set_attribute(e, target, object, made);
        return;
    }
    if (target->kind != AST_NAME) {
        elab_unsupported(e, target->where, "augmented assignment to this target");
        return;
    }
    val old = elab_name(e, target->name, target->where);
    val v = elab_expr(e, s->aug_assign.value);
    elab_at(e, s->where);
    val result = val_bad(old) || val_bad(v) ? val_never(e)
                                            : op_inplace(e, s->aug_assign.op, old, v, s->where);
    assign_name(e, target->name, result, s->where);
}

/* x: T = v. The annotation is checked: numbers are not converted, as in Python, but a boxed value
 * is unboxed by it. */
static void ann_assign(elab *e, const ast_stmt *s)
{
    const ty *type = type_from_annotation(e, s->ann_assign.annotation);
    if (!s->ann_assign.value)
        return;
    val v = elab_expr(e, s->ann_assign.value);
    if (type && !val_bad(v) && v.ty->kind == TY_BOXED)
        v = elab_unbox(e, v, type, s->where);
    else if (type && !val_bad(v) && !type_accepts(type, v.ty))
        elab_error(e, s->ann_assign.value->where, "TypeError",
                   "the annotation says %s, the value is %s", ty_name(e->arena, type),
                   ty_name(e->arena, v.ty));
    elab_assign(e, s->ann_assign.target, v);
}

static void delete_target(elab *e, const ast_expr *target)
{
    if (target->kind == AST_TUPLE) {
        for (uint32_t i = 0; i < target->elements.len; i++)
            delete_target(e, target->elements.items[i]);
        return;
    }
    if (target->kind == AST_SUBSCRIPT) {
        val object = elab_expr(e, target->subscript.value);
        val index = elab_expr(e, target->subscript.index);
        elab_at(e, target->where);
        seq_delitem(e, object, index, target->where);
        return;
    }
    if (target->kind != AST_NAME) {
        elab_unsupported(e, target->where, "deleting this");
        return;
    }
    val v = elab_name(e, target->name, target->where);
    (void)v;
    binding *b = scope_find(e->scope, target->name);
    if (b) {
        b->state = UNBOUND;
        b->deleted = true;
        try_bound(e, e->scope, target->name, NULL);
    }
}

/* ---- Branches ------------------------------------------------------------------------------- */

typedef struct if_rest {
    const ast_stmt *s;
    uint32_t branch;
} if_rest;

static void if_from(elab *e, const ast_stmt *s, uint32_t branch);

static void if_body(elab *e, void *user)
{
    if_rest *r = user;
    elab_block(e, &r->s->if_.branches.items[r->branch].body);
}

static void if_others(elab *e, void *user)
{
    if_rest *r = user;
    if_from(e, r->s, r->branch + 1);
}

static void if_from(elab *e, const ast_stmt *s, uint32_t branch)
{
    if (branch == s->if_.branches.len) {
        elab_block(e, &s->if_.orelse);
        return;
    }
    const ast_branch *b = &s->if_.branches.items[branch];
    val test = elab_test(e, b->test);
    if_rest rest = {s, branch};
    bool known;
    if (!val_bad(test) && val_const_bool(&test, &known)) {
        if (known)
            if_body(e, &rest);
        else
            if_others(e, &rest);
        return;
    }
    air_id truth = val_bad(test) ? 0 : elab_truth(e, &test, b->test->where);
    if (!truth) /* go on, for further messages and for the types of what is returned */
        truth = air_const_int(&e->b, HPC_BOOL, 1);
    elab_at(e, b->test->where);
    elab_branch(e, truth, if_body, if_others, &rest, s->where);
}

/* ---- Leaving -------------------------------------------------------------------------------- */

static void jump(elab *e, const ast_stmt *s, air_op op)
{
    if (!e->scope->loop) {
        elab_error(e, s->where, "SyntaxError",
                   op == AIR_OP_BREAK ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    if (try_leaves(e, op, NULL, s->where))
        return;
    loop_edge(e, s->where, op == AIR_OP_BREAK);
    air_raw(&e->b, op, (air_type){.kind = AIR_VOID}, NULL, 0, 0);
    e->scope->reachable = false;
}

static void assertion_fails(elab *e, void *user)
{
    const ast_stmt *s = user;
    val message = {0};
    if (s->assertion.message) {
        message = elab_expr(e, s->assertion.message);
        if (val_bad(message))
            return;
    }
    raise_assertion(e, s->assertion.message ? &message : NULL, s->where);
}

static void assertion_holds(elab *e, void *user)
{
    (void)e, (void)user;
}

static void assertion(elab *e, const ast_stmt *s)
{
    val test = elab_test(e, s->assertion.test);
    bool known;
    if (val_bad(test))
        return;
    if (val_const_bool(&test, &known)) {
        if (!known)
            assertion_fails(e, (void *)s);
        return;
    }
    air_id truth = elab_truth(e, &test, s->assertion.test->where);
    if (truth)
        elab_branch(e, truth, assertion_holds, assertion_fails, (void *)s, s->where);
}

/* ---- with ----------------------------------------------------------------------------------- */

/* Statements that leave a block from the middle: return, and the jumps of a loop around it. */
typedef struct leaving {
    bool found;
    int loops;
} leaving;

static bool leaves(void *user, ast_stmt *s)
{
    leaving *l = user;
    bool jump = s->kind == AST_BREAK || s->kind == AST_CONTINUE;
    if (s->kind == AST_RETURN || (jump && !l->loops))
        l->found = true;
    if (s->kind == AST_FUNCTION || s->kind == AST_CLASS)
        return false;
    if (s->kind != AST_FOR && s->kind != AST_WHILE)
        return true;
    leaving inside = {.loops = 1};
    ast_visitor visitor = {.user = &inside, .stmt = leaves};
    ast_walk_block(&visitor, s->kind == AST_FOR ? &s->for_.body : &s->while_.body);
    l->found = l->found || inside.found;
    return false;
}

static void with_from(elab *e, const ast_stmt *s, uint32_t at);

typedef struct print_options_use {
    const ast_stmt *stmt;
    uint32_t item;
    air_id saved;
} print_options_use;

static void with_rest(elab *e, void *user)
{
    const print_options_use *u = user;
    with_from(e, u->stmt, u->item + 1);
}

static void restore_options(elab *e, void *user)
{
    air_rt(&e->b, HPC_RT_print_options_restore, &((print_options_use *)user)->saved, 1, NULL, 0);
}

/* Set, the rest, set back. */
static void with_print_options(elab *e, const ast_stmt *s, uint32_t at, const val *context)
{
    leaving l = {0};
    ast_visitor visitor = {.user = &l, .stmt = leaves};
    ast_walk_block(&visitor, &s->with.body);
    if (l.found) {
        elab_unsupported(e, s->where, "leaving np.printoptions by return, break or continue");
        return;
    }
    air_type object = {.kind = AIR_OBJECT};
    air_id saved = air_rt(&e->b, HPC_RT_print_options_save, NULL, 0, &object, 1);
    elab_set_print_options(e, context->items, s->with.items.items[at].context->where);
    print_options_use u = {s, at, saved};
    if (e->program->has_try)
        try_restoring(e, with_rest, restore_options, &u, s->where);
    else
        with_rest(e, &u);
    if (e->scope->reachable)
        restore_options(e, &u);
}

static bool is_file(const val *v)
{
    return v->ty->kind == TY_OBJECT &&
           (strcmp(v->ty->name, "TextIOWrapper") == 0 || strncmp(v->ty->name, "Buffered", 8) == 0);
}

static ast_expr *name_node(elab *e, uint32_t *ids, const char *name, span where)
{
    ast_expr *x = ast_expr_new(e->arena, ids, AST_NAME, where);
    x->name = name;
    return x;
}

/* try: the rest; finally: NAME.close(), made once for each item of a with, as rounds of elaboration
 * know a try by its text. */
static const ast_stmt *closing(elab *e, const ast_stmt *s, uint32_t at, const char *name)
{
    for (const closing_text *c = e->program->closings; c; c = c->next)
        if (c->with == s && c->item == at)
            return c->stmt;
    uint32_t ids = 0;
    closing_text *made = ARENA_NEW(e->arena, closing_text);
    ast_stmt *outer = ast_stmt_new(e->arena, &ids, AST_TRY, s->where);
    if (at + 1 < s->with.items.len) {
        ast_stmt *rest = ast_stmt_new(e->arena, &ids, AST_WITH, s->where);
        for (uint32_t i = at + 1; i < s->with.items.len; i++)
            vec_push(e->arena, &rest->with.items, s->with.items.items[i]);
        rest->with.body = s->with.body;
        vec_push(e->arena, &outer->try_.body, rest);
    } else {
        outer->try_.body = s->with.body;
    }
    ast_expr *close = ast_expr_new(e->arena, &ids, AST_ATTRIBUTE, s->where);
    close->attribute.value = name_node(e, &ids, name, s->where);
    close->attribute.name = intern_text(e->names, "close");
    close->attribute.name_where = s->where;
    ast_expr *call = ast_expr_new(e->arena, &ids, AST_CALL, s->where);
    call->call.callee = close;
    ast_stmt *last = ast_stmt_new(e->arena, &ids, AST_EXPR_STMT, s->where);
    last->value = call;
    vec_push(e->arena, &outer->try_.finally, last);
    *made = (closing_text){e->program->closings, s, at, outer};
    e->program->closings = made;
    return outer;
}

/* with open(path) as f: the file is closed however the body ends. */
static void with_file(elab *e, const ast_stmt *s, uint32_t at, const val *file)
{
    const ast_with_item *item = &s->with.items.items[at];
    const char *name =
        intern_text(e->names, arena_printf(e->arena, ".with.%u.%u", s->where.begin, at));
    scope_bind(e, e->scope, name, *file);
    if (item->target)
        elab_assign(e, item->target, *file);
    elab_try(e, closing(e, s, at, name));
}

/* np.errstate says nothing to compiled code: there are no warnings. */
static void with_from(elab *e, const ast_stmt *s, uint32_t at)
{
    if (at == s->with.items.len) {
        elab_block(e, &s->with.body);
        return;
    }
    const ast_with_item *item = &s->with.items.items[at];
    val context = elab_expr(e, item->context);
    if (val_bad(context))
        return;
    const char *name = context.ty->kind == TY_PARTS ? context.ty->name : "";
    elab_at(e, s->where);
    if (strcmp(name, "errstate") == 0 && !item->target)
        with_from(e, s, at + 1);
    else if (strcmp(name, "printoptions") == 0 && !item->target)
        with_print_options(e, s, at, &context);
    else if (strcmp(name, "npz") == 0) { /* closing it does nothing */
        if (item->target)
            elab_assign(e, item->target, context);
        with_from(e, s, at + 1);
    } else if (is_file(&context))
        with_file(e, s, at, &context);
    else
        elab_unsupported(e, item->context->where, "this context manager");
}

/* ---- All kinds ------------------------------------------------------------------------------ */

static void define(elab *e, const ast_stmt *s)
{
    func *f = func_new(e, s);
    if (f)
        scope_bind(e, e->scope, s->function.name,
                   f->vectorize ? elab_vectorized(e, f)
                                : func_decorated(e, f, &s->function.decorators));
}

void elab_stmt(elab *e, const ast_stmt *s)
{
    elab_at(e, s->where);
    switch (s->kind) {
    case AST_EXPR_STMT: elab_expr(e, s->value); return;
    case AST_ASSIGN: assign(e, s); return;
    case AST_AUG_ASSIGN: aug_assign(e, s); return;
    case AST_ANN_ASSIGN: ann_assign(e, s); return;
    case AST_RETURN: func_return(e, s); return;
    case AST_RAISE: elab_raise(e, s); return;
    case AST_ASSERT: assertion(e, s); return;
    case AST_DELETE:
        for (uint32_t i = 0; i < s->targets.len; i++)
            delete_target(e, s->targets.items[i]);
        return;
    case AST_PASS: return;
    case AST_BREAK: jump(e, s, AIR_OP_BREAK); return;
    case AST_CONTINUE: jump(e, s, AIR_OP_CONTINUE); return;
    case AST_GLOBAL: return;   /* what it names was collected: program.shared */
    case AST_NONLOCAL: return; /* looked at where the name is assigned */
    case AST_IMPORT:
    case AST_IMPORT_FROM: elab_import(e, s); return;
    case AST_IF: if_from(e, s, 0); return;
    case AST_WHILE: elab_while(e, s); return;
    case AST_FOR: elab_for(e, s); return;
    case AST_WITH: with_from(e, s, 0); return;
    case AST_TRY: elab_try(e, s); return;
    case AST_FUNCTION: define(e, s); return;
    case AST_CLASS: elab_class(e, s); return;
    default: return;
    }
}

void elab_block(elab *e, const ast_block *block)
{
    for (uint32_t i = 0; i < block->len && e->scope->reachable; i++) {
        elab_stmt(e, block->items[i]);
        if (e->scope->stops)
            e->scope->reachable = e->scope->stops = false;
    }
}
