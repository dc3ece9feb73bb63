/* The addresses that compiled code refers to by name: runtime functions, what a failure calls,
 * elementary functions, and the C library's functions that a code generator may call. Nothing is looked
 * up in the process. */
#include "symbols.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../../runtime/checks.h"
#include "../../runtime/parallel.h"
#include "../../runtime/table.h"
#include "../loop/lir_kernels.h"
#include "math_table.h"
#include "native.h"

#if defined(__x86_64__)
/* libgcc's conversions of f16, for processors without F16C; only the addresses are used. */
extern void __extendhfsf2(void);
extern void __truncsfhf2(void);
#endif

static const char runtime_prefix[] = "rtf_";

typedef void (*any_function)(void);
typedef struct library_row {
    const char *name;
    any_function fn;
} library_row;

#define FN(name, fn)                                                                               \
    {                                                                                              \
        name, (any_function)(fn)                                                                   \
    }
static const library_row library[] = {
    FN("hpc_check_failed", hpc_check_failed),
    FN("be_rt_failed", be_rt_failed),
    FN("be_call_failed", be_call_failed),
    FN("be_poll_failed", be_poll_failed),
    FN("be_call_cold", be_call_cold),
    FN("hpc_fork", hpc_fork),
    FN("memcpy", memcpy),
    FN("memmove", memmove),
    FN("memset", memset),
    FN("memcmp", memcmp),
    FN("bcmp", memcmp),
    FN("fmod", fmod),
    FN("fmodf", fmodf),
    FN("fma", fma),
    FN("fmaf", fmaf),
    FN("floor", floor),
    FN("floorf", floorf),
    FN("ceil", ceil),
    FN("ceilf", ceilf),
    FN("trunc", trunc),
    FN("truncf", truncf),
    FN("rint", rint),
    FN("rintf", rintf),
    FN("sqrt", sqrt),
    FN("sqrtf", sqrtf),
    FN("lir_half_to_float", lir_half_to_float),
    FN("lir_float_to_half", lir_float_to_half),
    FN("lir_double_to_half", lir_double_to_half),
    FN("fmax", fmax), /* made of comparisons with constants */
    FN("fmaxf", fmaxf),
    FN("fmin", fmin),
    FN("fminf", fminf),
    FN("roundeven", rint), /* compiled code runs in round-to-nearest-even */
    FN("roundevenf", rintf),
#if defined(__x86_64__)
    FN("__extendhfsf2", __extendhfsf2),
    FN("__truncsfhf2", __truncsfhf2),
#endif
};

static const void *address_of(any_function fn)
{
    const void *address;
    memcpy(&address, &fn, sizeof address);
    return address;
}

static const void *find_library(const char *name)
{
    for (size_t i = 0; i < sizeof library / sizeof library[0]; i++)
        if (!strcmp(library[i].name, name))
            return address_of(library[i].fn);
    return NULL;
}

static const void *find_runtime(const char *name)
{
    for (unsigned i = 0; i < HPC_RT_COUNT; i++)
        if (!strcmp(hpc_rt_rows[i].name, name))
            return address_of((any_function)hpc_rt_rows[i].fn);
    return NULL;
}

void be_math_name(char name[BE_NAME_SIZE], lir_math fn, lir_elem elem, unsigned lanes)
{
    snprintf(name, BE_NAME_SIZE, "math_%s_%sx%u", lir_math_name(fn), lir_elem_name(elem), lanes);
}

/* The function that be_math_name names, of these elements. */
static const void *find_math(const char *name, lir_math fn, lir_elem elem)
{
    const math_row *row = &math_rows[fn][elem == LIR_F64 ? MATH_F64 : MATH_F32];
    char known[BE_NAME_SIZE];
    be_math_name(known, fn, elem, 1);
    if (!strcmp(known, name))
        return address_of(math_scalar(row));
    for (int i = 0; i < MATH_WIDTHS; i++) {
        be_math_name(known, fn, elem, (128u << i) / (8 * lir_elem_size(elem)));
        if (row->vector_fns[i] && !strcmp(known, name))
            return address_of(row->vector_fns[i]);
    }
    return NULL;
}

void be_runtime_name(char name[BE_NAME_SIZE], unsigned index)
{
    snprintf(name, BE_NAME_SIZE, "%s%s", runtime_prefix, hpc_rt_rows[index].name);
}

const void *be_resolve(const char *name)
{
    if (!strncmp(name, runtime_prefix, sizeof runtime_prefix - 1))
        return find_runtime(name + sizeof runtime_prefix - 1);
    const void *address = find_library(name);
    for (int fn = 0; fn < LIR_MATH_COUNT && !address; fn++) {
        address = find_math(name, (lir_math)fn, LIR_F32);
        if (!address)
            address = find_math(name, (lir_math)fn, LIR_F64);
    }
    return address;
}
