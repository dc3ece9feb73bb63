/* A processor, as LLVM describes it, in GCC's words. Only x86-64 has instructions of its own here; other
 * architectures get what GCC makes of plain operations. */
#include "gcc_internal.h"

#ifdef HPC_HAVE_LIBGCCJIT
#include "llvm_cpu.h"

/* Features that make a difference to code of ours and that both know, under GCC's name where it is
 * another one. */
static const char *const features[][2] = {
    {"sse3", "sse3"},
    {"ssse3", "ssse3"},
    {"sse4.1", "sse4.1"},
    {"sse4.2", "sse4.2"},
    {"popcnt", "popcnt"},
    {"avx", "avx"},
    {"avx2", "avx2"},
    {"fma", "fma"},
    {"f16c", "f16c"},
    {"bmi", "bmi"},
    {"bmi2", "bmi2"},
    {"lzcnt", "lzcnt"},
    {"movbe", "movbe"},
    {"avx512f", "avx512f"},
    {"avx512cd", "avx512cd"},
    {"avx512bw", "avx512bw"},
    {"avx512dq", "avx512dq"},
    {"avx512vl", "avx512vl"},
    {"avx512vbmi", "avx512vbmi"},
    {"avx512ifma", "avx512ifma"},
};

static size_t add_flag(char flags[GB_FLAGS_ROOM], size_t used, const char *start, const char *rest)
{
    int length = snprintf(flags + used, GB_FLAGS_ROOM - 1 - used, "%s%s", start, rest);
    return length > 0 && used + (size_t)length + 2 < GB_FLAGS_ROOM ? used + (size_t)length + 1
                                                                   : used;
}

void gb_target_of(gb_target *target, const cpu *c, char flags[GB_FLAGS_ROOM])
{
    char named[GB_FLAGS_ROOM];
    const char *known = c->features;
    size_t used = 0;
    memset(target, 0, sizeof *target);
    memset(flags, 0, GB_FLAGS_ROOM);
    target->level = c->level;
    if (c->level->arch != TARGET_X86_64)
        return;
    if (!known[0] && llvm_cpu_features(c->name, named, sizeof named)) /* those of a name */
        known = named;
    target->x86 = true;
    target->sse41 = target_has(known, "sse4.1");
    target->avx2 = c->level->vector_bytes >= 32;
    target->avx512 = c->level->vector_bytes == 64;
    target->f16c = target->avx2 && target_has(known, "f16c");
    used = add_flag(flags, used, "-march=", "x86-64");
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
        if (target_has(known, features[i][0]))
            used = add_flag(flags, used, "-m", features[i][1]);
    if (target->avx512)
        add_flag(flags, used, "-mprefer-vector-width=", "512");
}

#endif
