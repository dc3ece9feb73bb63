/* What LLVM's loop vectoriser says of loops: its remarks, which LLVM's C interface does not turn on. */
#include "llvm_remarks.h"

#include <llvm/IR/BasicBlock.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/DiagnosticHandler.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/LLVMContext.h>

#include <memory>

using namespace llvm;

namespace {

unsigned number(const DiagnosticInfoOptimizationBase &info, StringRef key)
{
    unsigned value = 0;
    for (const DiagnosticInfoOptimizationBase::Argument &a : info.getArgs())
        if (a.Key == key && !StringRef(a.Val).getAsInteger(10, value))
            return value;
    return 1;
}

bool is_watched(StringRef pass)
{
    return pass == "loop-vectorize" || pass == "loop-unroll";
}

/* The place that the loop around a block has: that of the first end of a loop met from there. */
const DILocation *place_of(const BasicBlock *block)
{
    constexpr size_t most = 64;
    SmallVector<const BasicBlock *, most> seen = {block};
    for (size_t i = 0; i < seen.size() && i < most; i++) {
        const Instruction *end = seen[i]->getTerminator();
        if (const MDNode *loop = end ? end->getMetadata(LLVMContext::MD_loop) : nullptr)
            for (const MDOperand &operand : loop->operands())
                if (const auto *place = dyn_cast<DILocation>(operand.get()))
                    return place;
        for (const BasicBlock *next : successors(seen[i]))
            if (!is_contained(seen, next))
                seen.push_back(next);
    }
    return nullptr;
}

/* Everything but remarks goes to the handler that the context had before. */
struct listener : DiagnosticHandler {
    lb_remark_fn *tell;
    void *user;

    listener(LLVMContext &context, lb_remark_fn *fn, void *data)
        : DiagnosticHandler(context.getDiagnosticContext()), tell(fn), user(data)
    {
        DiagHandlerCallback = context.getDiagnosticHandlerCallBack();
    }
    void hear(const DiagnosticInfoIROptimization &remark) const
    {
        DiagnosticLocation at = remark.getLocation();
        unsigned line = at.isValid() ? at.getLine() : 0, column = at.isValid() ? at.getColumn() : 0;
        const auto *block = dyn_cast_or_null<BasicBlock>(remark.getCodeRegion());
        if (const DILocation *place = !line && block ? place_of(block) : nullptr) {
            line = place->getLine();
            column = place->getColumn();
        }
        if (line && column)
            tell(user, remark.getRemarkName().data(), column - 1, line,
                 number(remark, "VectorizationFactor"), number(remark, "InterleaveCount"));
    }
    bool handleDiagnostics(const DiagnosticInfo &info) override
    {
        if (!isa<DiagnosticInfoIROptimization>(info))
            return DiagnosticHandler::handleDiagnostics(info);
        const auto &remark = cast<DiagnosticInfoIROptimization>(info);
        if (is_watched(remark.getPassName()))
            hear(remark);
        return true;
    }
    bool isAnalysisRemarkEnabled(StringRef pass) const override
    {
        return pass == "loop-vectorize";
    }
    bool isMissedOptRemarkEnabled(StringRef) const override
    {
        return false;
    }
    bool isPassedOptRemarkEnabled(StringRef pass) const override
    {
        return is_watched(pass);
    }
    bool isAnyRemarkEnabled() const override
    {
        return true;
    }
};

} /* namespace */

void lb_listen(LLVMContextRef context, lb_remark_fn *tell, void *user)
{
    LLVMContext &c = *unwrap(context);
    c.setDiagnosticHandler(std::make_unique<listener>(c, tell, user));
}
