/* LLVM's tables of processors, which have no C interface. Names in them are constant strings. */
#include "llvm_cpu.h"

#include <cstdio>
#include <cstring>

#if defined(__aarch64__)
#include <llvm/TargetParser/AArch64TargetParser.h>
#else
#include <llvm/TargetParser/X86TargetParser.h>
#endif

using namespace llvm;

namespace {

bool is_known(StringRef name)
{
#if defined(__aarch64__)
    return AArch64::parseCpu(name).has_value();
#else
    return X86::parseArchX86(name, true) != X86::CK_None;
#endif
}

/* With their plus signs. */
void features_of(StringRef name, SmallVectorImpl<StringRef> &features)
{
#if defined(__aarch64__)
    std::vector<StringRef> found;
    AArch64::getExtensionFeatures(AArch64::parseCpu(name)->getImpliedExtensions(), found);
    features.append(found.begin(), found.end());
#else
    X86::getFeaturesForCPU(name, features, true);
#endif
}

void all_names(SmallVectorImpl<StringRef> &names)
{
#if defined(__aarch64__)
    AArch64::fillValidCPUArchList(names);
#else
    X86::fillValidCPUArchList(names, true);
#endif
}

} // namespace

bool llvm_cpu_features(const char *name, char *out, size_t room)
{
    if (!is_known(name))
        return false;
    SmallVector<StringRef, 96> features;
    features_of(name, features);
    size_t used = 0;
    out[0] = '\0';
    for (StringRef feature : features) {
        if (used + feature.size() + 2 > room)
            break;
        used += (size_t)snprintf(out + used, room - used, "%s%.*s", used ? "," : "",
                                 (int)feature.size(), feature.data());
    }
    return true;
}

size_t llvm_cpu_names(const char **names, size_t room)
{
    SmallVector<StringRef, 96> known;
    all_names(known);
    for (size_t i = 0; i < known.size() && i < room; i++)
        names[i] = known[i].data();
    return known.size();
}
