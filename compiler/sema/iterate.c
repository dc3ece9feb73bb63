/* What can be iterated over, as a length and a way to get the element at a position. */
#include "classes.h"
#include "generators.h"
#include "hashed.h"
#include "keywords.h"
#include "ops.h"
#include "optional.h"
#include "sequence.h"

val iter_of_object(elab *e, val it, span where)
{
    val made;
    if (is_keywords(&it))
        return keywords_names(e, &it);
    if (it.ty->kind == TY_OBJECT && strcmp(it.ty->name, "TextIOWrapper") == 0)
        return elab_call_named(e, "io._lines", &it, 1, where);
    if (!record_method(e, &it, "__iter__", NULL, 0, where, &made))
        return it;
    if (made.ty->kind == TY_RECORD)
        return elab_unsupported(e, where, "an object with __next__ as an iterator");
    return made;
}

val iter_begin(elab *e, val it, span where)
{
    it = iter_of_object(e, it, where);
    if (val_bad(it))
        return it;
    it = optional_operand(e, it, "'NoneType' object is not iterable", where);
    if (is_generator(&it))
        return it;
    if (it.ty->kind != TY_ITER || is_dict_view(&it))
        return hashed_iterator(e, &it);
    val *items = ARENA_ARRAY(e->arena, val, it.count + 1);
    for (uint32_t i = 0; i < it.count; i++)
        items[i] = iter_begin(e, it.items[i], where);
    it.items = items;
    return it;
}

/* The iterable that is asked for one more item at the end: the first. */
static const val *asked(const val *it)
{
    uint32_t first = it->ty->kind == TY_ITER && strcmp(it->ty->name, "map") == 0;
    return it->ty->kind == TY_ITER && it->count > first ? &it->items[first] : NULL;
}

void iter_end(elab *e, const val *it, span where)
{
    if (is_hashed_iterator(it))
        hashed_iterator_end(e, it, where);
    else if (asked(it))
        iter_end(e, asked(it), where);
}

bool iter_has_end(const val *it)
{
    return is_hashed_iterator(it) || (asked(it) && iter_has_end(asked(it)));
}

/* The shortest of zip's iterables, or of map's, which follow its function. */
static bool zip_length(elab *e, const val *it, uint32_t first, span where, air_id *length)
{
    *length = 0;
    for (uint32_t i = first; i < it->count; i++) {
        air_id one;
        if (!iter_length(e, &it->items[i], where, &one))
            return false;
        *length = *length ? op_map2(e, AIR_MIN, HPC_I64, *length, one) : one;
    }
    if (!*length)
        *length = op_int(e, 0);
    return true;
}

bool iter_length(elab *e, const val *it, span where, air_id *length)
{
    switch (it->ty->kind) {
    case TY_RANGE: *length = seq_length(e, it, where); return *length != 0;
    case TY_ARRAY:
        if (it->ty->rank == 0) {
            elab_error(e, where, "TypeError", "iteration over a 0-d array");
            return false;
        }
        *length = val_extent(e, it, 0);
        return true;
    case TY_LIST:
        if (!it->is_literal_list) {
            val n = elab_call_named(e, "len", it, 1, where);
            *length = val_bad(n) ? 0 : val_node(e, &n);
            return *length != 0;
        }
        /* fall through */
    case TY_TUPLE: *length = op_int(e, it->count); return true;
    case TY_PARTS:
    case TY_STR: *length = seq_length(e, it, where); return *length != 0;
    case TY_ITER: /* enumerate: the iterable and the start; zip; reversed: the iterable */
        if (is_hashed_iterator(it)) {
            *length = hashed_iterator_length(e, it);
            return true;
        }
        if (is_generator(it)) {
            elab_unsupported(e, where, "a generator here (make a list of it)");
            return false;
        }
        if (strcmp(it->ty->name, "zip") == 0)
            return zip_length(e, it, 0, where, length);
        if (strcmp(it->ty->name, "map") == 0)
            return zip_length(e, it, 1, where, length);
        return iter_length(e, &it->items[0], where, length);
    default:
        elab_error(e, where, "TypeError", "'%s' object is not iterable", ty_name(e->arena, it->ty));
        return false;
    }
}

static bool is_growing(const val *it)
{
    return it->ty->kind == TY_LIST && !it->is_literal_list;
}

/* The parts that are gone through side by side: of a reversed list none, it ends at its start. */
static uint32_t parts_of(const val *it, uint32_t *first)
{
    *first = 0;
    if (it->ty->kind != TY_ITER || is_hashed_iterator(it))
        return 0;
    if (strcmp(it->ty->name, "enumerate") == 0)
        return 1;
    if (strcmp(it->ty->name, "zip") == 0)
        return it->count;
    *first = strcmp(it->ty->name, "map") == 0;
    return *first ? it->count : 0;
}

air_id iter_bound(elab *e, const val *it, span where)
{
    uint32_t first, end = parts_of(it, &first);
    air_id least = 0, one;
    bool grows = is_growing(it);
    for (uint32_t i = first; i < end; i++) {
        if ((one = iter_bound(e, &it->items[i], where)))
            grows = true;
        else if (!iter_length(e, &it->items[i], where, &one))
            return 0;
        least = least ? op_map2(e, AIR_MIN, HPC_I64, least, one) : one;
    }
    return !grows ? 0 : least ? least : op_int(e, INT64_MAX);
}

air_id iter_alive(elab *e, const val *it, air_id at)
{
    uint32_t first, end = parts_of(it, &first);
    air_id all = 0, one;
    if (is_growing(it))
        return op_test(e, AIR_LT, at, op_object_length(e, it, (span){0}));
    for (uint32_t i = first; i < end; i++)
        if ((one = iter_alive(e, &it->items[i], at)))
            all = all ? op_and(e, all, one) : one;
    return all;
}

static val iter_array(elab *e, const val *it, air_id at)
{
    uint32_t rank = it->ty->rank;
    if (rank == 1) {
        air_id element = air_elem(&e->b, it->node, &at);
        return val_array(e, element);
    }
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    view.start[0] = at;
    for (uint32_t i = 1; i < rank; i++) {
        view.axis[i - 1] = (int8_t)i;
        shape[i - 1] = val_extent(e, it, i);
    }
    return val_array(e, air_view_new(&e->b, it->node, &view, rank - 1, shape));
}

/* An element of a tuple or literal list of numbers of one type, by a run-time position. */
static val iter_tuple(elab *e, const val *it, air_id at, span where)
{
    air_id *nodes = ARENA_ARRAY(e->arena, air_id, it->count);
    hpc_dtype dtype = it->count ? ty_dtype_of(it->items[0].ty) : HPC_I64;
    for (uint32_t i = 0; i < it->count; i++)
        nodes[i] = val_cast_node(e, &it->items[i], dtype, where);
    air_id extent = op_int(e, it->count);
    air_id table = air_raw(&e->b, AIR_OP_LITERAL,
                           (air_type){AIR_ARRAY, (uint8_t)dtype, 1, AIR_C_ORDER | AIR_UNIT_LAST},
                           nodes, it->count, 0);
    air_node *n = air_at(e->b.fun, table);
    n->shape = ARENA_ARRAY(e->arena, air_id, 1);
    n->shape[0] = extent;
    return val_of(e, it->items[0].ty, air_elem(&e->b, table, &at));
}

static val iter_zip(elab *e, const val *it, air_id at, span where)
{
    val *items = ARENA_ARRAY(e->arena, val, it->count);
    for (uint32_t i = 0; i < it->count; i++)
        items[i] = iter_element(e, &it->items[i], at, where);
    return val_tuple(e, items, it->count);
}

val iter_mapped(elab *e, const val *it, const val *args, span where)
{
    call_args all = {.args = args, .count = it->count - 1};
    elab_at(e, where);
    return elab_call(e, it->items[0], &all, where);
}

static val iter_map(elab *e, const val *it, air_id at, span where)
{
    val *args = ARENA_ARRAY(e->arena, val, it->count);
    for (uint32_t i = 1; i < it->count; i++) {
        args[i - 1] = iter_element(e, &it->items[i], at, where);
        if (val_bad(args[i - 1]))
            return args[i - 1];
    }
    return iter_mapped(e, it, args, where);
}

static val iter_iter(elab *e, const val *it, air_id at, span where)
{
    if (is_hashed_iterator(it))
        return hashed_iterator_next(e, it, where);
    if (strcmp(it->ty->name, "zip") == 0)
        return iter_zip(e, it, at, where);
    if (strcmp(it->ty->name, "map") == 0)
        return iter_map(e, it, at, where);
    if (strcmp(it->ty->name, "filter") == 0)
        return iter_element(e, &it->items[0], at, where);
    if (strcmp(it->ty->name, "enumerate") == 0) {
        val pair[2];
        pair[0] = val_int_node(e, op_map2(e, AIR_ADD, HPC_I64, at, val_node(e, &it->items[1])));
        pair[1] = iter_element(e, &it->items[0], at, where);
        return val_tuple(e, pair, 2);
    }
    air_id length;
    if (!iter_length(e, &it->items[0], where, &length))
        return val_never(e);
    air_id last = op_map2(e, AIR_SUB, HPC_I64, length, op_int(e, 1));
    return iter_element(e, &it->items[0], op_map2(e, AIR_SUB, HPC_I64, last, at), where);
}

val iter_element(elab *e, const val *it, air_id at, span where)
{
    switch (it->ty->kind) {
    case TY_RANGE: {
        air_id offset = op_map2(e, AIR_MUL, HPC_I64, at, val_node(e, &it->items[2]));
        return val_int_node(e, op_map2(e, AIR_ADD, HPC_I64, val_node(e, &it->items[0]), offset));
    }
    case TY_ARRAY: return iter_array(e, it, at);
    case TY_PARTS:
    case TY_STR: return op_getitem(e, *it, val_int_node(e, at), where);
    case TY_ITER: return iter_iter(e, it, at, where);
    case TY_LIST:
        if (!it->is_literal_list)
            return op_getitem(e, *it, val_int_node(e, at), where);
        /* fall through */
    default: return iter_tuple(e, it, at, where);
    }
}
