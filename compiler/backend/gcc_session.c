/* be_gcc: compiles loop IR with libgccjit.
 *
 * The library is asked for assembly, which LLVM's assembler makes an object file of: no other process is
 * started, and GCC's driver, which would take over the handling of signals, never runs. What is
 * global in GCC is behind the library's own lock, so that the process compiles one module at a time. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../loop/expand_math.h"
#include "llvm_assemble.h"
#include "native.h"

struct be_session {
    hpc_heap *heap;
    gj_api api;
    llvm_assembler *assembler; /* for the processor of the last compile; or NULL */
    char *asked;               /* its name */
    cpu cpu;
    math_files *math;
    char error[NATIVE_ERROR]; /* the text behind *error */
};

static const char *set_error(be_session *s, const char *text)
{
    snprintf(s->error, sizeof s->error, "%s", text);
    return s->error;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void forget_processor(be_session *s)
{
    assembler_close(s->assembler);
    hpc_heap_free(s->heap, s->asked);
    cpu_close(&s->cpu);
    s->assembler = NULL;
    s->asked = NULL;
}

static void gcc_close(be_session *s)
{
    if (!s)
        return;
    forget_processor(s);
    math_files_free(s->math);
    gj_close(&s->api);
    hpc_heap_free(s->heap, s);
}

static be_session *gcc_open(hpc_heap *heap, const char **error)
{
    be_session *s = hpc_heap_zalloc(heap, sizeof *s);
    math_files *math = s ? math_files_new(heap) : NULL;
    *error = "out of memory";
    if (!math) {
        hpc_heap_free(heap, s);
        return NULL;
    }
    s->heap = heap;
    s->math = math;
    *error = gj_open(&s->api);
    if (!*error)
        return s;
    gcc_close(s);
    return NULL;
}

static bool choose_processor(be_session *s, const char *name)
{
    name = name ? name : "native";
    if (s->asked && !strcmp(s->asked, name))
        return true;
    forget_processor(s);
    const char *problem = cpu_open(&s->cpu, name);
    s->asked = problem ? NULL : hpc_heap_alloc(s->heap, strlen(name) + 1);
    if (s->asked)
        memcpy(s->asked, name, strlen(name) + 1);
    else if (!problem)
        problem = "out of memory";
    if (problem)
        set_error(s, problem);
    return !problem;
}

/* ---- Translating ----------------------------------------------------------------------------- */

/* One compile: registered with the arena before anything is made. */
typedef struct job {
    const gj_api *api;
    gcc_jit_context *context;
    int file; /* in memory; -1: none */
    char *bytes;
    size_t size;
} job;

static void end_job(void *work)
{
    job *j = work;
    if (j->bytes)
        munmap(j->bytes, j->size);
    if (j->file >= 0)
        close(j->file);
    if (j->context)
        j->api->context_release(j->context);
}

/* The same bits as on every backend: integers wrap, every operation rounds, memory is bytes. */
static const char *const strict_flags[] = {
    "-fwrapv", "-fno-strict-aliasing", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math",
    "-fno-delete-null-pointer-checks",
    /* Nothing unwinds, nothing is told apart by its stack, sections are loaded one by one. */
    "-fno-asynchronous-unwind-tables", "-fno-exceptions", "-fno-stack-protector",
    "-fcf-protection=none", "-fno-ident", "-fno-zero-initialized-in-bss", "-w"};

/* -O1 to -O3. Passes of the higher levels take time that grows faster than the code: minutes for a
 * module of 17,000 lines of loop IR that takes 7 seconds at -O1. */
static int level_of(const gb_unit *u, be_tier tier)
{
    enum { LARGE = 6000 };
    uint64_t size = 0;
    for (uint32_t i = 0; i < u->lir->fns.len; i++)
        if (!gb_is_skipped(u, u->lir->fns.items[i]))
            size += u->lir->fns.items[i]->exprs.len;
    if (tier == BE_TIER_ONCE || size > LARGE)
        return 1;
    return tier == BE_TIER_VECTOR ? 2 : 3;
}

static void set_options(gb_unit *u, be_tier tier, const char *target_flags)
{
    const gj_api *api = u->api;
    api->context_set_bool_print_errors_to_stderr(u->context, 0);
    api->context_set_bool_allow_unreachable_blocks(u->context, 1);
    api->context_set_int_option(u->context, GCC_JIT_INT_OPTION_OPTIMIZATION_LEVEL,
                                level_of(u, tier));
    for (size_t i = 0; i < sizeof strict_flags / sizeof strict_flags[0]; i++)
        api->context_add_command_line_option(u->context, strict_flags[i]);
    for (const char *flag = target_flags; *flag; flag += strlen(flag) + 1)
        api->context_add_command_line_option(u->context, flag);
}

/* A unit in the arena, translated; NULL with the session's error set. */
static gb_unit *translate(be_session *s, arena *a, job *j, const lir_module *m,
                          const be_options *options, bool whole)
{
    const char *problem = NULL;
    char *flags = ARENA_ARRAY(a, char, GB_FLAGS_ROOM);
    gb_unit *u = ARENA_NEW(a, gb_unit);
    *u = (gb_unit){.arena = a, .api = &s->api, .skip_once = options->skip_once, .whole = whole};
    gb_target_of(&u->target, &s->cpu, flags);
    u->lir = u->target.level->fma ? lir_expand_math(a, m, whole, s->math, &problem) : m;
    if (!u->lir) {
        set_error(s, problem);
        return NULL;
    }
    j->context = u->context = s->api.context_acquire();
    if (!u->context) {
        set_error(s, "libgccjit: out of memory");
        return NULL;
    }
    set_options(u, options->tier, flags);
    gb_translate(u);
    const char *refused = s->api.context_get_first_error(u->context);
    if (refused)
        gb_problem(u, "libgccjit: %s", refused);
    if (!u->problem[0])
        return u;
    set_error(s, u->problem);
    return NULL;
}

/* What the library writes to the file, which it knows by a path. */
static bool read_output(be_session *s, job *j)
{
    struct stat about;
    if (fstat(j->file, &about) != 0 || about.st_size <= 0)
        return set_error(s, "libgccjit wrote nothing") == NULL;
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, j->file, 0);
    if (bytes == MAP_FAILED)
        return set_error(s, "out of memory") == NULL;
    j->bytes = bytes;
    j->size = (size_t)about.st_size;
    return true;
}

/* The assembly of a translated unit or, `as_built`, what was built for the library as it prints it. */
static bool write_text(be_session *s, job *j, gb_unit *u, bool as_built)
{
    char path[64];
    j->file = memfd_create("hpc", MFD_CLOEXEC);
    if (j->file < 0)
        return set_error(s, "out of memory") == NULL;
    snprintf(path, sizeof path, "/proc/self/fd/%d", j->file);
    if (as_built)
        s->api.context_dump_to_file(u->context, path, 0);
    else
        s->api.context_compile_to_file(u->context, GCC_JIT_OUTPUT_KIND_ASSEMBLER, path);
    const char *refused = s->api.context_get_first_error(u->context);
    if (refused) {
        snprintf(s->error, sizeof s->error, "libgccjit: %s", refused);
        return false;
    }
    return read_output(s, j);
}

typedef enum wish { CODE, WHOLE_ASSEMBLY, AS_BUILT } wish;

/* Text in j->bytes. */
static bool text_of(be_session *s, arena *a, job *j, const lir_module *m, const be_options *options,
                    wish wanted)
{
    *j = (job){.api = &s->api, .file = -1};
    arena_defer(a, end_job, j);
    gb_unit *u = translate(s, a, j, m, options, wanted != CODE);
    return u && write_text(s, j, u, wanted == AS_BUILT);
}

/* ---- The interface --------------------------------------------------------------------------- */

/* The version of the library is part of it. */
static cache_key key_of(const be_session *s, const lir_module *m, const be_options *options)
{
    char version[48];
    snprintf(version, sizeof version, "%d.%d.%d", s->api.version_major(), s->api.version_minor(),
             s->api.version_patchlevel());
    return native_key("gcc", version, &s->cpu, m, options);
}

static be_code *assemble(be_session *s, const job *j, const be_options *options,
                         const cache_key *key, uint32_t count)
{
    if (!s->assembler)
        s->assembler = assembler_open(s->heap, s->asked);
    if (!s->assembler) {
        set_error(s, "LLVM has no assembler for this machine");
        return NULL;
    }
    size_t size;
    const char *problem;
    const void *bytes = assembler_run(s->assembler, j->bytes, j->size, &size, &problem);
    be_code *code = bytes ? native_load(s->heap, bytes, size, count, &problem) : NULL;
    if (!code)
        set_error(s, problem);
    else if (options->cache)
        cache_put(options->cache, key, bytes, size);
    assembler_clear(s->assembler);
    return code;
}

static be_code *compile_in(be_session *s, arena *a, const lir_module *m, const be_options *options)
{
    cache_key key = {{0}};
    be_code *code = NULL;
    job *j = ARENA_NEW(a, job);
    if (!choose_processor(s, options->cpu))
        return NULL;
    if (s->cpu.lacks[0]) {
        snprintf(s->error, sizeof s->error, "this machine can't run code for %s: it lacks %s",
                 s->asked, s->cpu.lacks);
        return NULL;
    }
    if (options->cache) {
        key = key_of(s, m, options);
        code = native_cached(s->heap, options->cache, &key, m->fns.len);
    }
    if (!code && text_of(s, a, j, m, options, CODE))
        code = assemble(s, j, options, &key, m->fns.len);
    return code;
}

static be_code *gcc_compile(be_session *s, const lir_module *m, const be_options *options,
                            const char **error)
{
    *error = s->error;
    return native_compile(&be_gcc, s, s->heap, s->error, compile_in, m, options);
}

static void gcc_release(be_session *s, be_code *code)
{
    (void)s;
    native_release(code);
}

static const char *text_in(be_session *s, arena *work, const lir_module *m,
                           const be_options *options, const char *stage, arena *a)
{
    job *j = ARENA_NEW(work, job);
    wish wanted = strcmp(stage, "asm") == 0 ? WHOLE_ASSEMBLY : AS_BUILT;
    if (!choose_processor(s, options->cpu) || !text_of(s, work, j, m, options, wanted))
        return NULL;
    return arena_strndup(a, j->bytes, j->size);
}

static const char *gcc_text(be_session *s, const lir_module *m, const be_options *options,
                            const char *stage, arena *a)
{
    if (strcmp(stage, "asm") != 0 && strcmp(stage, "gimple") != 0)
        return NULL;
    return native_text(s, s->heap, text_in, m, options, stage, a);
}

#else
#include "native.h"

/* Built without the header: opening says so, and nothing else is ever called. */
static be_session *gcc_open(hpc_heap *heap, const char **error)
{
    (void)heap;
    *error = gj_missing();
    return NULL;
}

static void gcc_close(be_session *s)
{
    (void)s;
}

static be_code *gcc_compile(be_session *s, const lir_module *m, const be_options *options,
                            const char **error)
{
    (void)s, (void)m, (void)options;
    *error = gj_missing();
    return NULL;
}

static void gcc_release(be_session *s, be_code *code)
{
    (void)s;
    native_release(code);
}

static const char *gcc_text(be_session *s, const lir_module *m, const be_options *options,
                            const char *stage, arena *a)
{
    (void)s, (void)m, (void)options, (void)stage, (void)a;
    return NULL;
}
#endif

const be_backend be_gcc = {
    .name = "gcc",
    .open = gcc_open,
    .close = gcc_close,
    .compile = gcc_compile,
    .release = gcc_release,
    .call = native_call,
    .text = gcc_text,
};
