/* The table of processor levels. */
#include "target.h"

#include <string.h>

static const target_level levels[] = {
#define X(name, arch, llvm_name, bytes, fma, masked_size, features)                                \
    {name, llvm_name, TARGET_##arch, bytes, fma, masked_size, features},
    TARGET_LEVELS(X)
#undef X
};

enum { LEVEL_COUNT = sizeof levels / sizeof *levels };

static const target_divider dividers[] = {
#define X(cpu, division, root) {cpu, division, root},
    TARGET_DIVIDERS(X)
#undef X
};

const target_divider *target_divider_of(const char *cpu)
{
    for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++)
        if (strcmp(dividers[i].cpu, cpu) == 0)
            return &dividers[i];
    return NULL;
}

const target_level *target_level_named(const char *name)
{
    for (int i = 0; i < LEVEL_COUNT; i++)
        if (strcmp(levels[i].name, name) == 0)
            return &levels[i];
    return NULL;
}

static bool has(const char *features, const char *feature, size_t length)
{
    for (const char *at = features; (at = strchr(at, '+')) != NULL; at++)
        if (strncmp(at + 1, feature, length) == 0 &&
            (at[1 + length] == ',' || at[1 + length] == '\0'))
            return true;
    return false;
}

bool target_has(const char *features, const char *feature)
{
    return has(features, feature, strlen(feature));
}

static bool has_all(const char *features, const char *wanted)
{
    while (*wanted) {
        size_t length = strcspn(wanted, ",");
        if (!has(features, wanted, length))
            return false;
        wanted += length + (wanted[length] == ',');
    }
    return true;
}

const target_level *target_level_of(target_arch arch, const char *features)
{
    const target_level *found = NULL;
    for (int i = 0; i < LEVEL_COUNT; i++) {
        if (levels[i].arch != arch)
            continue;
        if (found && !has_all(features, levels[i].features))
            break;          /* a higher level would need what this one lacks */
        found = &levels[i]; /* the first is what every processor of the architecture has */
    }
    return found;
}
