/* The modules time and sys, and what numba has beside dtypes: decorators and prange. */
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"

/* ---- time ------------------------------------------------------------------------------------- */

static air_id clock_node(elab *e, int row)
{
    const air_type f64 = air_scalar_type(HPC_F64);
    return air_rt(&e->b, row, NULL, 0, &f64, 1);
}

static val read_clock(elab *e, const bi_call *call)
{
    return val_of(e, ty_basic(e->types, TY_FLOAT), clock_node(e, call->row->data));
}

static val read_clock_ns(elab *e, const bi_call *call)
{
    air_id seconds = clock_node(e, call->row->data), scale = air_const_float(&e->b, HPC_F64, 1e9);
    air_id ns = op_map2(e, AIR_MUL, HPC_F64, seconds, scale);
    return val_of(e, ty_basic(e->types, TY_INT), air_cast(&e->b, HPC_I64, ns));
}

static val time_sleep(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    if (!ty_is_number(v->ty) || hpc_dtype_kind(ty_dtype_of(v->ty)) == 'c')
        return elab_error(e, call->where, "TypeError",
                          "'%s' object cannot be interpreted as an integer",
                          op_type_name(e, v->ty));
    air_id seconds = air_cast(&e->b, HPC_F64, val_node(e, v));
    air_rt(&e->b, HPC_RT_clock_sleep, &seconds, 1, NULL, 0);
    return val_none(e);
}

/* ---- sys -------------------------------------------------------------------------------------- */

static val sys_argv(elab *e, const bi_call *call)
{
    (void)call;
    const ty *type = ty_list(e->types, ty_basic(e->types, TY_STR));
    return val_of(e, type, box_rt(e, HPC_RT_arguments, NULL, 0));
}

static val sys_maxsize(elab *e, const bi_call *call)
{
    (void)call;
    return val_int(e, INT64_MAX);
}

/* Streams are names whose functions are rows: "sys.stdout.write". */
static val sys_stream(elab *e, const bi_call *call)
{
    return (val){.ty = ty_named(e->types, TY_MODULE, intern_text(e->names, call->row->name))};
}

static val stdout_write(elab *e, const bi_call *call)
{
    const val *text = &call->args[0];
    if (text->ty->kind != TY_STR)
        return elab_error(e, call->where, "TypeError", "write() argument must be str, not %s",
                          op_type_name(e, text->ty));
    val none = val_str(e, "", 0);
    air_id pack = elab_pack(e, text, 1, call->where);
    if (!pack)
        return val_never(e);
    air_id args[4] = {pack, op_int(e, 1), val_node(e, &none), val_node(e, &none)};
    air_rt(&e->b, HPC_RT_print, args, 4, NULL, 0);
    return val_int_node(e, op_object_length(e, text, call->where));
}

static val stdout_flush(elab *e, const bi_call *call)
{
    (void)call;
    return val_none(e); /* output is written in order, and whole at the end */
}

/* ---- numba ------------------------------------------------------------------------------------ */

static val only_decorates(elab *e, const bi_call *call)
{
    return elab_unsupported(
        e, call->where, arena_printf(e->arena, "%s other than as a decorator", call->row->name));
}

static val not_supported(elab *e, const bi_call *call)
{
    return elab_unsupported(e, call->where, call->row->name);
}

/* X.class_type.instance_type: X.class_type is used for nothing else. */
static val instance_type(elab *e, const bi_call *call)
{
    (void)e;
    return call->args[0];
}

/* A range, whose loop the pass `parallel` makes parallel in functions that ask for it. */
static val numba_prange(elab *e, const bi_call *call)
{
    uint32_t count = val_absent(&call->args[1]) ? 1 : val_absent(&call->args[2]) ? 2 : 3;
    const scope *s = e->scope;
    const func *f = s->inlined ? s->inlined : s->instance ? s->instance->fn : NULL;
    val range = elab_call_named(e, "range", call->args, count, call->where);
    range.is_prange = !val_bad(range) && f && f->parallel;
    return range;
}

static const bi_row rows[] = {
    {"time.time", "", read_clock, HPC_RT_clock_time, 0, "float; seconds since 1970"},
    {"time.perf_counter", "", read_clock, HPC_RT_clock_monotonic, 0,
     "float; seconds since some moment"},
    {"time.monotonic", "", read_clock, HPC_RT_clock_monotonic, 0,
     "float; seconds since some moment"},
    {"time.process_time", "", read_clock, HPC_RT_clock_process, 0,
     "float; seconds that the process has computed"},
    {"time.time_ns", "", read_clock_ns, HPC_RT_clock_time, 0, "int; nanoseconds since 1970"},
    {"time.perf_counter_ns", "", read_clock_ns, HPC_RT_clock_monotonic, 0,
     "int; nanoseconds since some moment"},
    {"time.sleep", "secs, /", time_sleep, 0, 0, "none; waits; ValueError for less than 0"},
    {"sys.argv", "", sys_argv, 0, BI_CONSTANT, "list; the program's name and its arguments"},
    {"sys.exit", "status=None, /", py_exit, 0, 0, "never; ends the program: SystemExit"},
    {"sys.maxsize", "", sys_maxsize, 0, BI_CONSTANT, "int; 2**63 - 1"},
    {"sys.stdout", "", sys_stream, 0, BI_CONSTANT, "the output that print writes to"},
    {"sys.stdout.write", "s, /", stdout_write, 0, 0, "int; writes a text; its length"},
    {"sys.stdout.flush", "", stdout_flush, 0, 0, "none"},
    {"sys.stderr", "", sys_stream, 0, BI_CONSTANT, "has no functions here"},
    {"numba.njit", "*args", only_decorates, 0, 0, "decorator; a function by Numba's rules"},
    {"numba.jit", "*args", only_decorates, 0, 0, "decorator; a function by Numba's rules"},
    {"numba.prange", "start, stop=..., step=..., /", numba_prange, 0, 0,
     "range; a loop under parallel=True whose turns are proved independent"},
    {"dataclasses.field", "*args", not_supported, 0, 0,
     "the options of an attribute of a dataclass"},
    {"dataclasses.dataclass", "*args", not_supported, 0, 0, "decorates a class"},
    {"numba.experimental.jitclass", "*args", only_decorates, 0, 0,
     "decorator; a class with typed fields, by Numba's rules"},
    {"numba.types.Type.instance_type", "self", instance_type, 0, BI_ATTRIBUTE,
     "type; of the objects of a jitclass, for a spec"},
    {"numba.vectorize", "*args", not_supported, 0, 0, "not supported"},
    {"numba.guvectorize", "*args", not_supported, 0, 0, "not supported"},
    {"numba.stencil", "*args", not_supported, 0, 0, "not supported"},
    {"numba.cfunc", "*args", not_supported, 0, 0, "not supported"},
    {"numba.cuda.jit", "*args", not_supported, 0, 0, "not supported"},
};

BI_TABLE(bi_system, rows);
