/* How much work of LLVM's a module is worth. */
#include "backend.h"

typedef struct loop_count {
    uint32_t vector, scalar, blocks, calls;
} loop_count;

/* Calls outside of loops whose callee does the work count only where that is one function: what is
 * called once is not worth inlining. */
static void count_loops(const lir_fn *f, loop_count *count)
{
    uint32_t calls = 0, loops = 0;
    for (uint32_t i = 1; i < f->stmts.len; i++) {
        const lir_stmt *s = &f->stmts.items[i];
        bool loop = s->kind == LIR_S_FOR || s->kind == LIR_S_WHILE;
        loops += loop;
        if (loop && (s->flags & LIR_FOR_SPARE)) /* beside the loop that was there */
            continue;
        if (loop && (s->flags & LIR_FOR_BLOCKS)) /* instead of the loop that was there */
            count->blocks++;
        else if (loop && (s->flags & LIR_FOR_VECTOR))
            count->vector++;
        else if (loop)
            count->scalar++;
        else if (s->kind == LIR_S_CALL && s->loc)
            calls++;
    }
    if (loops || f->index)
        count->calls += calls;
}

be_tier be_tier_of(const lir_module *m, bool skip_once)
{
    loop_count count = {0};
    for (uint32_t i = 0; i < m->fns.len; i++)
        if (!m->fns.items[i]->general && (!skip_once || !m->fns.items[i]->once))
            count_loops(m->fns.items[i], &count);
    if (count.scalar > 2 * count.vector || count.calls)
        return BE_TIER_SCALAR;
    return count.vector || count.scalar || count.blocks ? BE_TIER_VECTOR : BE_TIER_ONCE;
}
