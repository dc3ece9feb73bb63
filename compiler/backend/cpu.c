/* Finds the processor that was asked for, its level, and whether its code runs on this machine. */
#include "cpu.h"

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>
#include <stdio.h>
#include <string.h>

#include "../support/diag.h"
#include "llvm_cpu.h"

enum { FEATURES_ROOM = 2048, NAMES_ROOM = 256 };

static const char no_memory[] = "out of memory";
static const char unknown[] = "no such processor";

/* What no code of ours consists of: instructions of operating systems, and those that only a program
 * that asks for them gets. Virtual machines tend to hide them. */
static const char *const never_used[] = {
    "x87",      "pku",       "sgx",      "ptwrite",  "pconfig",    "wbnoinvd",  "rdpru",
    "mwaitx",   "movdir64b", "movdiri",  "cldemote", "enqcmd",     "serialize", "tsxldtrk",
    "waitpkg",  "hreset",    "kl",       "widekl",   "uintr",      "prefetchi", "lwp",
    "amx-tile", "amx-int8",  "amx-bf16", "amx-fp16", "amx-complex"};

static bool is_used(const char *feature)
{
    for (size_t i = 0; i < sizeof never_used / sizeof *never_used; i++)
        if (strcmp(never_used[i], feature) == 0)
            return false;
    return true;
}

/* The first of the features, "+a,+b", that code may use and the host does not have. */
static void find_lack(cpu *c, const char *features, const char *host)
{
    for (const char *at = features; *at;) {
        size_t length = strcspn(at, ",");
        char name[sizeof c->lacks];
        snprintf(name, sizeof name, "%.*s", (int)(length ? length - 1 : 0), at + 1);
        if (*at == '+' && is_used(name) && !target_has(host, name)) {
            snprintf(c->lacks, sizeof c->lacks, "%s", name);
            return;
        }
        at += length + (at[length] == ',');
    }
}

#if defined(__aarch64__)
/* The system tells only some of the features there: a name is taken when it is this machine's. */
static void compare(cpu *c, const char *features, const char *host_features)
{
    char *host = LLVMGetHostCPUName();
    if (strcmp(c->name, c->level->llvm_name) != 0 && (!host || strcmp(c->name, host) != 0))
        find_lack(c, features, host_features);
    LLVMDisposeMessage(host);
}
#else
static void compare(cpu *c, const char *features, const char *host_features)
{
    find_lack(c, features, host_features);
}
#endif

static const char *open_host(cpu *c)
{
    c->name = LLVMGetHostCPUName();
    c->features = LLVMGetHostCPUFeatures();
    if (!c->name || !c->features)
        return no_memory;
    c->level = target_level_of(TARGET_HOST_ARCH, c->features);
    return NULL;
}

static const char *open_named(cpu *c, const char *asked)
{
    char features[FEATURES_ROOM];
    const target_level *level = target_level_named(asked);
    if (level && level->arch != TARGET_HOST_ARCH)
        return unknown;
    const char *name = level ? level->llvm_name : asked;
    if (!llvm_cpu_features(name, features, sizeof features))
        return unknown;
    c->level = level ? level : target_level_of(TARGET_HOST_ARCH, features);
    c->name = LLVMCreateMessage(name);
    c->features = LLVMCreateMessage(""); /* those of the name */
    char *host = LLVMGetHostCPUFeatures();
    if (c->name && c->features && host)
        compare(c, features, host);
    LLVMDisposeMessage(host);
    return host && c->name && c->features ? NULL : no_memory;
}

const char *cpu_open(cpu *c, const char *asked)
{
    memset(c, 0, sizeof *c);
    const char *problem =
        !asked || strcmp(asked, "native") == 0 ? open_host(c) : open_named(c, asked);
    if (problem)
        cpu_close(c);
    return problem;
}

void cpu_close(cpu *c)
{
    LLVMDisposeMessage(c->name);
    LLVMDisposeMessage(c->features);
    memset(c, 0, sizeof *c);
}

const char *cpu_suggest(const char *name)
{
    const char *names[NAMES_ROOM] = {"native"};
    size_t count = 1 + llvm_cpu_names(names + 1, NAMES_ROOM - 1);
    return diag_suggest(name, names, (uint32_t)(count < NAMES_ROOM ? count : NAMES_ROOM));
}
