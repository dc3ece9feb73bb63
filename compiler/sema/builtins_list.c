/* Methods of lists and tuples. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "classes.h"
#include "ops.h"
#include "sequence.h"

/* The list object of `self`. */
static val self_of(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    return self->is_literal_list ? val_of(e, self->ty, elab_object(e, self, call->where)) : *self;
}

static val rt_none(elab *e, int row, const air_id *args, uint32_t count)
{
    air_rt(&e->b, row, args, count, NULL, 0);
    return val_none(e);
}

static val rt_int(elab *e, int row, const air_id *args, uint32_t count)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    return val_of(e, ty_basic(e->types, TY_INT), air_rt(&e->b, row, args, count, &i64, 1));
}

static val list_append(elab *e, const bi_call *call)
{
    val self = self_of(e, call);
    return seq_append(e, &self, &call->args[1], call->where) ? val_none(e) : val_never(e);
}

static val list_insert(elab *e, const bi_call *call)
{
    val self = self_of(e, call);
    air_id at = val_index_node(e, &call->args[1], call->where, "insert()'s index");
    if (!at || !seq_accept(e, &self, &call->args[2], "insert", call->where))
        return val_never(e);
    air_id args[3] = {self.node, at, elab_pack(e, &call->args[2], 1, call->where)};
    return args[2] ? rt_none(e, HPC_RT_list_insert, args, 3) : val_never(e);
}

static val list_extend(elab *e, const bi_call *call)
{
    val list = seq_extend(e, call->args[0], &call->args[1], call->where);
    return val_bad(list) ? list : val_none(e);
}

static val list_pop(elab *e, const bi_call *call)
{
    val self = self_of(e, call);
    const air_type i64 = air_scalar_type(HPC_I64);
    air_id index = val_index_node(e, &call->args[1], call->where, "pop()'s index");
    if (!index)
        return val_never(e);
    air_id args[3] = {self.node, index, op_int(e, HPC_CHECK_POP_INDEX)};
    args[1] = air_rt(&e->b, HPC_RT_list_position, args, 3, &i64, 1);
    val item = op_getitem(e, self, val_int_node(e, args[1]), call->where);
    air_rt(&e->b, HPC_RT_list_delete, args, 2, NULL, 0);
    return item;
}

static val with_value(elab *e, const bi_call *call, int row, bool gives_int)
{
    val self = self_of(e, call);
    air_id args[2] = {self.node, elab_pack(e, &call->args[1], 1, call->where)};
    if (!args[1])
        return val_never(e);
    return gives_int ? rt_int(e, row, args, 2) : rt_none(e, row, args, 2);
}

static val list_remove(elab *e, const bi_call *call)
{
    if (ty_holds_record(e, call->args[0].ty))
        return elab_call_named(e, "list._remove", call->args, 2, call->where);
    return with_value(e, call, HPC_RT_list_remove, false);
}

/* index and count, of lists and tuples. */
static val list_find(elab *e, const bi_call *call)
{
    if (ty_holds_record(e, call->args[0].ty) && call->args[0].ty->kind != TY_TUPLE) {
        const char *name = arena_printf(e->arena, "list._%s", strchr(call->row->name, '.') + 1);
        return elab_call_named(e, name, call->args, 2, call->where);
    }
    if (call->args[0].ty->kind != TY_TUPLE)
        return with_value(e, call, call->row->data, true);
    air_id args[2] = {elab_object(e, &call->args[0], call->where),
                      elab_pack(e, &call->args[1], 1, call->where)};
    return args[0] && args[1] ? rt_int(e, call->row->data, args, 2) : val_never(e);
}

static val list_alone(elab *e, const bi_call *call)
{
    val self = self_of(e, call);
    return rt_none(e, call->row->data, &self.node, 1);
}

static val list_copy(elab *e, const bi_call *call)
{
    return seq_list_of(e, &call->args[0], call->where);
}

/* True where the run can order items of the type. */
static bool has_order(const ty *item)
{
    if (item->kind == TY_TUPLE || item->kind == TY_UNION || item->kind == TY_OPTIONAL) {
        for (uint32_t i = 0; i < item->count; i++)
            if (!has_order(item->items[i]))
                return false;
        return true;
    }
    return item->kind == TY_STR || item->kind == TY_BOXED || item->kind == TY_LIST ||
           (ty_is_number(item) && hpc_dtype_kind(ty_dtype_of(item)) != 'c');
}

static val sort_list(elab *e, const val *list, const val *reverse, span where)
{
    const ty *item = seq_item_type(e, list->ty);
    if (item && !has_order(item))
        return elab_error(e, where, "TypeError",
                          "'<' not supported between instances of '%s' and '%s'",
                          op_type_name(e, item), op_type_name(e, item));
    air_id down = elab_truth(e, reverse, where);
    if (!down)
        return val_never(e);
    air_id args[2] = {list->node, air_cast(&e->b, HPC_I64, down)};
    return rt_none(e, HPC_RT_list_sort, args, 2);
}

/* Objects of the program's classes have an order of their own. */
static bool holds_objects(elab *e, const ty *item)
{
    for (uint32_t i = 0; item && item->kind == TY_TUPLE && i < item->count; i++)
        if (holds_objects(e, item->items[i]))
            return true;
    return item && item->kind == TY_RECORD;
}

/* The list in order where the program says what that is, by a key or by the items' `<`: a new list. */
static bool sorted_by_program(elab *e, const val *list, const bi_call *call, val *sorted)
{
    bool key = !val_is_none(&call->args[1]);
    if (!key && !holds_objects(e, seq_item_type(e, list->ty)))
        return false;
    val named = elab_named_value(e, *list);
    *sorted = key ? elab_call_named(e, "numpy._sorted_by_key",
                                    (val[]){named, call->args[1], call->args[2]}, 3, call->where)
                  : elab_call_named(e, "numpy._sorted_by_order", (val[]){named, call->args[2]}, 2,
                                    call->where);
    return true;
}

static val list_sort(elab *e, const bi_call *call)
{
    val self = self_of(e, call), whole = {.ty = ty_basic(e->types, TY_SLICE), .count = 3}, sorted;
    if (!sorted_by_program(e, &self, call, &sorted))
        return sort_list(e, &self, &call->args[2], call->where);
    if (val_bad(sorted))
        return sorted;
    whole.items = ARENA_ARRAY(e->arena, val, 3);
    for (int i = 0; i < 3; i++)
        whole.items[i] = val_none(e);
    seq_setitem(e, self, whole, sorted, call->where);
    return val_none(e);
}

static val py_sorted(elab *e, const bi_call *call)
{
    val list = seq_list_of(e, &call->args[0], call->where), sorted;
    if (val_bad(list))
        return list;
    if (sorted_by_program(e, &list, call, &sorted))
        return sorted;
    val done = sort_list(e, &list, &call->args[2], call->where);
    return val_bad(done) ? done : list;
}

static val py_list(elab *e, const bi_call *call)
{
    if (val_absent(&call->args[0]))
        return seq_empty(e, TY_LIST, call->where);
    return seq_list_of(e, &call->args[0], call->where);
}

/* A tuple whose length only the run knows. */
static val run_tuple(elab *e, const val *v, span where)
{
    val list = elab_named_value(e, seq_list_of(e, v, where));
    if (val_bad(list))
        return list;
    const ty *type = ty_open_class(e->types, TY_LIST, TY_RUN_TUPLE, 0, seq_origin(e, where));
    val made = {.ty = type}, item = {.ty = seq_item_type(e, list.ty)};
    if (item.ty && !seq_accept(e, &made, &item, "tuple", where))
        return val_never(e);
    return val_of(e, type, box_rt(e, HPC_RT_tuple_of, &list.node, 1));
}

/* Of items that are known where there are few of them. */
static val py_tuple(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    if (val_absent(v))
        return val_tuple(e, NULL, 0);
    if (v->ty->kind == TY_TUPLE)
        return *v;
    if (v->is_literal_list)
        return val_tuple(e, v->items, v->count);
    enum { MOST = 64 };
    int64_t count;
    bool sized = v->ty->kind == TY_ARRAY || v->ty->kind == TY_STR || v->ty->kind == TY_RANGE;
    air_id length = sized ? seq_length(e, v, call->where) : 0;
    if (sized && !length)
        return val_never(e);
    if (!sized || !air_is_const(e->b.fun, length, &count) || count > MOST)
        return run_tuple(e, v, call->where);
    val items[MOST];
    for (int64_t i = 0; i < count; i++)
        items[i] = op_getitem(e, *v, val_int(e, i), call->where);
    return val_tuple(e, items, (uint32_t)count);
}

/* The Python type of an array's elements. */
static const ty *element_type(elab *e, hpc_dtype dtype)
{
    switch (hpc_dtype_kind(dtype)) {
    case 'b': return ty_basic(e->types, TY_BOOL);
    case 'f': return ty_basic(e->types, TY_FLOAT);
    case 'c': return ty_basic(e->types, TY_COMPLEX);
    default: return ty_basic(e->types, TY_INT);
    }
}

static val array_tolist(elab *e, const bi_call *call)
{
    const val *self = &call->args[0];
    const ty *type = element_type(e, ty_dtype_of(self->ty));
    if (val_rank(self) == 0) {
        air_id node =
            self->ty->kind == TY_ARRAY ? air_elem(&e->b, self->node, NULL) : val_node(e, self);
        if (ty_dtype_of(self->ty) == HPC_U64)
            return val_of(e, type, op_int_of_u64(e, node));
        return val_of(e, type, air_cast(&e->b, ty_dtype_of(type), node));
    }
    for (uint32_t i = 0; i < self->ty->rank; i++)
        type = ty_list(e->types, type);
    return val_of(e, type, box_rt(e, HPC_RT_array_list, &self->node, 1));
}

static const bi_row rows[] = {
    {"list", "iterable=..., /", py_list, 0, 0, "list; the items of an iterable"},
    {"tuple", "iterable=..., /", py_tuple, 0, 0,
     "tuple; the items of an iterable whose length is known when compiling"},
    {"sorted", "iterable, /, *, key=None, reverse=False", py_sorted, 0, 0,
     "list; the items in order, by their keys; equal ones as they come"},
    {"list.append", "self, object, /", list_append, 0, BI_METHOD,
     "none; one more item at the end, of the list's item type"},
    {"list.insert", "self, index, object, /", list_insert, 0, BI_METHOD,
     "none; one more item before the one at index"},
    {"list.extend", "self, iterable, /", list_extend, 0, BI_METHOD,
     "none; the items of an iterable at the end"},
    {"list.pop", "self, index=-1, /", list_pop, 0, BI_METHOD,
     "item; takes the item at index away; IndexError"},
    {"list.remove", "self, value, /", list_remove, 0, BI_METHOD,
     "none; takes the first equal item away; ValueError"},
    {"list.index", "self, value, /", list_find, HPC_RT_list_index, BI_METHOD,
     "int; position of the first equal item; ValueError"},
    {"list.count", "self, value, /", list_find, HPC_RT_list_count, BI_METHOD,
     "int; number of equal items"},
    {"list.reverse", "self, /", list_alone, HPC_RT_list_reverse, BI_METHOD,
     "none; the items the other way round"},
    {"list.clear", "self, /", list_alone, HPC_RT_list_clear, BI_METHOD, "none; no item is left"},
    {"list.copy", "self, /", list_copy, 0, BI_METHOD, "list; of the same items"},
    {"list.sort", "self, *, key=None, reverse=False", list_sort, 0, BI_METHOD,
     "none; the items in order, by their keys; equal ones as they were"},
    {"ndarray.tolist", "self", array_tolist, 0, BI_METHOD,
     "nested lists of Python numbers; of a scalar or 0-d array the number"},
    {"tuple.index", "self, value, /", list_find, HPC_RT_list_index, BI_METHOD,
     "int; position of the first equal item; ValueError"},
    {"tuple.count", "self, value, /", list_find, HPC_RT_list_count, BI_METHOD,
     "int; number of equal items"},
};

BI_TABLE(bi_list, rows);
