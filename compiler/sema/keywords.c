/* What the keywords that a **parameter has taken can do (keywords.h). */
#include "keywords.h"

#include "../../runtime/table.h"
#include "hashed.h"
#include "named_tuple.h"
#include "ops.h"

/* One for each list of names, so that equal calls have equal types. */
static const tuple_names *names_made(elab *e, const char *const *fields, uint32_t count)
{
    for (uint32_t i = 0; i < e->program->tuple_names.len; i++) {
        const tuple_names *known = e->program->tuple_names.items[i];
        bool same = !known->class && known->count == count;
        for (uint32_t k = 0; same && k < count; k++)
            same = known->fields[k] == fields[k];
        if (same)
            return known;
    }
    tuple_names *names = ARENA_NEW(e->arena, tuple_names);
    *names = (tuple_names){.name = "dict", .count = count};
    names->fields = ARENA_ARRAY(e->arena, const char *, count + 1);
    for (uint32_t k = 0; k < count; k++)
        names->fields[k] = fields[k];
    vec_push(e->arena, &e->program->tuple_names, names);
    return names;
}

val keywords_new(elab *e, const char *const *names, const val *values, uint32_t count)
{
    val *kept = ARENA_ARRAY(e->arena, val, count + 1);
    for (uint32_t i = 0; i < count; i++)
        kept[i] = elab_named_value(e, values[i]);
    return tuple_named(e, names_made(e, names, count), val_tuple(e, kept, count));
}

bool is_keywords(const val *v)
{
    const tuple_names *names = names_of(v->ty);
    return names && !names->class;
}

const char *keywords_name(const val *v, uint32_t i)
{
    return names_of(v->ty)->fields[i];
}

static val name_val(elab *e, const val *v, uint32_t i)
{
    const char *name = keywords_name(v, i);
    return val_str(e, name, strlen(name));
}

val keywords_names(elab *e, const val *v)
{
    val *names = ARENA_ARRAY(e->arena, val, v->count + 1);
    for (uint32_t i = 0; i < v->count; i++)
        names[i] = name_val(e, v, i);
    return val_tuple(e, names, v->count);
}

val keywords_dict(elab *e, const val *v, span where)
{
    val names = keywords_names(e, v);
    return v->count ? hashed_dict(e, names.items, v->items, v->count, where)
                    : hashed_empty(e, TY_DICT, where);
}

val keywords_plain(elab *e, val v, span where)
{
    return is_keywords(&v) ? keywords_dict(e, &v, where) : v;
}

val keywords_for(elab *e, val v, const char *row, span where)
{
    static const char *const names[] = {"list",      "sorted", "tuple", "set",
                                        "enumerate", "max",    "min"};
    if (!is_keywords(&v) || strcmp(row, "len") == 0)
        return v;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(row, names[i]) == 0)
            return keywords_names(e, &v);
    return keywords_dict(e, &v, where);
}

static bool is_function(const ty *t)
{
    return t->kind == TY_FUNC || t->kind == TY_BUILTIN || t->kind == TY_METHOD ||
           t->kind == TY_RECORD_CLASS;
}

bool keywords_of_functions(elab *e, const val *keys, const val *values, uint32_t count, val *made)
{
    bool all = count > 0;
    const char **names = ARENA_ARRAY(e->arena, const char *, count + 1);
    for (uint32_t i = 0; all && i < count; i++) {
        all = keys[i].ty->kind == TY_STR && keys[i].is_const && is_function(values[i].ty);
        names[i] = all ? intern_name(e->names, keys[i].text, keys[i].length) : NULL;
        for (uint32_t k = 0; all && k < i; k++)
            all = names[k] != names[i];
    }
    if (all)
        *made = keywords_new(e, names, values, count);
    return all;
}

static const val *find(const val *v, const val *key)
{
    for (uint32_t i = 0; i < v->count; i++) {
        const char *name = keywords_name(v, i);
        if (strlen(name) == key->length && memcmp(name, key->text, key->length) == 0)
            return &v->items[i];
    }
    return NULL;
}

static bool is_known_text(const val *key)
{
    return key->ty->kind == TY_STR && key->is_const;
}

val keywords_getitem(elab *e, const val *v, const val *index, span where)
{
    const val *found = is_known_text(index) ? find(v, index) : NULL;
    if (found)
        return *found;
    if (v->count && is_function(v->items[0].ty) && index->ty->kind == TY_STR)
        return is_known_text(index) ? elab_error(e, where, "KeyError", "'%s'", index->text)
                                    : iter_new(e, ITER_CHOICE, (val[]){*v, *index}, 2);
    val dict = keywords_dict(e, v, where); /* KeyError is the run's */
    return val_bad(dict) ? dict : op_getitem(e, dict, *index, where);
}

typedef struct choosing {
    const val *choice;
    const call_args *args;
    uint32_t at;
    span where;
} choosing;

static void no_such_name(elab *e, void *user)
{
    const choosing *c = user;
    val shown = elab_box_text(e, &c->choice->items[1], 'r', NULL, c->where);
    air_id args[2] = {op_int(e, HPC_KEY_ERROR), val_bad(shown) ? 0 : val_node(e, &shown)};
    if (args[1])
        air_rt(&e->b, HPC_RT_raise, args, 2, NULL, 0);
}

static val call_this(elab *e, void *user)
{
    const choosing *c = user;
    return elab_call(e, c->choice->items[0].items[c->at], c->args, c->where);
}

static val call_next(elab *e, void *user);

static val call_from(elab *e, choosing *c)
{
    const val *all = &c->choice->items[0];
    val name = name_val(e, all, c->at);
    val same = op_compare(e, AST_EQ, c->choice->items[1], name, c->where);
    if (val_bad(same))
        return same;
    if (c->at + 1 == all->count) { /* the last one, or none */
        elab_branch(e, val_node(e, &same), loop_nothing, no_such_name, c, c->where);
        return call_this(e, c);
    }
    return elab_choose(e, val_node(e, &same), call_this, call_next, c, c->where);
}

static val call_next(elab *e, void *user)
{
    choosing next = *(choosing *)user;
    next.at++;
    return call_from(e, &next);
}

val keywords_call(elab *e, const val *choice, const call_args *args, span where)
{
    choosing c = {choice, args, 0, where};
    return call_from(e, &c);
}

static val get(elab *e, const bi_call *call)
{
    const val *v = &call->args[0], *key = &call->args[1];
    if (is_known_text(key)) {
        const val *found = find(v, key);
        return found ? *found : call->args[2];
    }
    val args[3] = {keywords_dict(e, v, call->where), *key, call->args[2]};
    return val_bad(args[0]) ? args[0] : elab_call_named(e, "dict.get", args, 3, call->where);
}

static val items(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    val *pairs = ARENA_ARRAY(e->arena, val, v->count + 1);
    for (uint32_t i = 0; i < v->count; i++) {
        val pair[2] = {name_val(e, v, i), v->items[i]};
        pairs[i] = call->row->data == 'k'   ? pair[0]
                   : call->row->data == 'v' ? pair[1]
                                            : val_tuple(e, pair, 2);
    }
    val all = val_tuple(e, pairs, v->count);
    return iter_new(e, "filter", &all, 1);
}

/* Both; those of the second where both have one. */
static val merged(elab *e, const bi_call *call)
{
    const val *a = &call->args[0], *b = &call->args[1];
    const char **names = ARENA_ARRAY(e->arena, const char *, a->count + b->count + 1);
    val *values = ARENA_ARRAY(e->arena, val, a->count + b->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->count + b->count; i++) {
        const val *from = i < a->count ? a : b;
        uint32_t at = i < a->count ? i : i - a->count, k = 0;
        while (k < count && names[k] != keywords_name(from, at))
            k++;
        names[k] = keywords_name(from, at);
        values[k] = from->items[at];
        count = k == count ? k + 1 : count;
    }
    return keywords_new(e, names, values, count);
}

static val copy(elab *e, const bi_call *call)
{
    return keywords_dict(e, &call->args[0], call->where);
}

static const bi_row rows[] = {
    {"keywords.get", "self, key, default=None, /", get, 0, BI_METHOD,
     "value; of the keyword, or the default"},
    {"keywords.items", "self, /", items, 'i', BI_METHOD, "pairs of the keywords' names and values"},
    {"keywords.keys", "self, /", items, 'k', BI_METHOD, "the keywords' names"},
    {"keywords.values", "self, /", items, 'v', BI_METHOD, "the keywords' values"},
    {"functools._merged", "first, second, /", merged, 0, 0, "the keywords of both"},
    {"keywords.copy", "self, /", copy, 0, BI_METHOD, "dict; of the keywords"},
};

BI_TABLE(bi_keywords, rows);
