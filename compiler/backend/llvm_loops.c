/* Remarks about the loops that loop IR leaves scalar: what LLVM's vectoriser says of them.
 *
 * Takes the unit before and while its passes run, gives remarks with our own reasons. Loops get a
 * debug location whose line is the loop's location id and whose column the function's index, which
 * is what comes back; nothing else has one, and no code depends on it. */
#include <llvm-c/DebugInfo.h>

#include "llvm_internal.h"
#include "llvm_remarks.h"

/* LLVM 19's names of what stands against lanes. X(LLVM's name, reason) */
#define LB_OBSTACLES(X)                                                                            \
    X(CantVectorizeLibcall, LOOP_CALL)                                                             \
    X(CantVectorizeIntrinsic, LOOP_CALL)                                                           \
    X(CantVectorizeInstructionReturnType, LOOP_CALL)                                               \
    X(UnsafeDep, LOOP_DEPENDENCE)                                                                  \
    X(CantReorderMemOps, LOOP_DEPENDENCE)                                                          \
    X(CantVectorizeStoreToLoopInvariantAddress, LOOP_DEPENDENCE)                                   \
    X(NonSimpleLoad, LOOP_POLL)                                                                    \
    X(CantIdentifyArrayBounds, LOOP_BOUNDS)                                                        \
    X(NonReductionValueUsedOutsideLoop, LOOP_CARRIED)                                              \
    X(UnsupportedPhi, LOOP_CARRIED)                                                                \
    X(NoInductionVariable, LOOP_CARRIED)                                                           \
    X(CantReorderFPOps, LOOP_FLOATS)                                                               \
    X(CFGNotUnderstood, LOOP_EXITS)                                                                \
    X(CantComputeNumberOfIterations, LOOP_EXITS)                                                   \
    X(UnsupportedUncountableLoop, LOOP_EXITS)                                                      \
    X(LoopContainsSwitch, LOOP_EXITS)                                                              \
    X(NoCFGForSelect, LOOP_BRANCH)                                                                 \
    X(IfConversionDisabled, LOOP_BRANCH)                                                           \
    X(VectorizationNotBeneficial, LOOP_COST)

static remark_code reason_of(const char *name)
{
    static const struct {
        const char *name;
        remark_code code;
    } rows[] = {
#define X(name, code) {#name, REMARK_##code},
        LB_OBSTACLES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].code;
    return REMARK_LOOP_OTHER;
}

/* A loop with several versions says the best of them: what the others lack does not matter. */
static bool is_vector(const remarks *r, unsigned function, int32_t loc)
{
    for (uint32_t i = 0; i < r->items.len; i++) {
        const remark *x = &r->items.items[i];
        bool vector = x->code == REMARK_LOOP_VECTOR || x->code == REMARK_LOOP_LANES ||
                      x->code == REMARK_LOOP_SUMS;
        if (vector && x->function == function && x->loc == loc)
            return true;
    }
    return false;
}

static void forget_obstacles(remarks *r, unsigned function, int32_t loc)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->items.len; i++) {
        const remark *x = &r->items.items[i];
        bool obstacle = x->code >= REMARK_LOOP_CALL && x->code <= REMARK_LOOP_OTHER;
        if (!obstacle || x->function != function || x->loc != loc)
            r->items.items[kept++] = *x;
    }
    r->items.len = kept;
}

/* The version with the checks says that they may leave it: anything else says more, and takes its
 * place. */
static void note_obstacle(remarks *r, const char *name, unsigned function, int32_t loc)
{
    remark_code code = reason_of(name);
    const char *text =
        code == REMARK_LOOP_OTHER ? arena_strndup(r->arena, name, strlen(name)) : NULL;
    for (uint32_t i = 0; i < r->items.len; i++) {
        remark *x = &r->items.items[i];
        bool obstacle = x->code >= REMARK_LOOP_CALL && x->code <= REMARK_LOOP_OTHER;
        if (!obstacle || x->function != function || x->loc != loc)
            continue;
        if (x->code == REMARK_LOOP_EXITS) {
            x->code = (uint8_t)code;
            x->args[0] = text;
            return;
        }
        if (code == REMARK_LOOP_EXITS)
            return;
    }
    remark_add(r, code, function, 0, loc, text, NULL);
}

void lb_note_loop(remarks *r, const char *name, unsigned function, int32_t loc, unsigned lanes,
                  unsigned vectors)
{
    bool vector = strcmp(name, "Vectorized") == 0;
    if (is_vector(r, function, loc) || strcmp(name, "Interleaved") == 0 ||
        strcmp(name, "PartialUnrolled") == 0 || strcmp(name, "MissedDetails") == 0)
        return;
    if (strcmp(name, "FullyUnrolled") == 0) {
        remark_add(r, REMARK_LOOP_UNROLLED, function, 0, loc, NULL, NULL);
    } else if (vector) {
        forget_obstacles(r, function, loc);
        remark_add(r, REMARK_LOOP_VECTOR, function, 0, loc, arena_printf(r->arena, "%u", lanes),
                   arena_printf(r->arena, "%u", vectors));
    } else {
        note_obstacle(r, name, function, loc);
    }
}

static void tell(void *user, const char *name, unsigned function, unsigned loc, unsigned lanes,
                 unsigned vectors)
{
    lb_note_loop(user, name, function, (int32_t)loc, lanes, vectors);
}

/* The scope of all locations: one for the module is enough. */
static void make_scope(lb_unit *u)
{
    LLVMDIBuilderRef b = LLVMCreateDIBuilder(u->module);
    LLVMMetadataRef file = LLVMDIBuilderCreateFile(b, "hpc", 3, "", 0);
    LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(b, file, NULL, 0, LLVMDIFlagZero);
    LLVMDIBuilderCreateCompileUnit(b, LLVMDWARFSourceLanguageC, file, "hpc", 3, true, "", 0, 0, "",
                                   0, LLVMDWARFEmissionLineTablesOnly, 0, false, false, "", 0, "",
                                   0);
    u->scope = LLVMDIBuilderCreateFunction(b, file, "loops", 5, "", 0, file, 1, type, true, true, 1,
                                           LLVMDIFlagZero, true);
    LLVMDIBuilderFinalize(b);
    LLVMDisposeDIBuilder(b);
}

void lb_listen_to_loops(lb_unit *u)
{
    make_scope(u);
    lb_listen(u->context, tell, u->remarks);
}

/* For a loop's identity; NULL where nobody asks, or where its number does not fit. */
LLVMMetadataRef lb_loop_place(const lb_unit *u, const lir_fn *f, int32_t loc)
{
    enum { MOST = 65000 };
    if (!u->scope || loc <= 0 || f->index >= MOST)
        return NULL;
    return LLVMDIBuilderCreateDebugLocation(u->context, (unsigned)loc, f->index + 1, u->scope,
                                            NULL);
}
