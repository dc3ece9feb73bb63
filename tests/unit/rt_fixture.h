/* What tests of the runtime share: a frame over a heap of its own, captured output, and the loop
 * that makes each allocation fail once. */
#ifndef RT_FIXTURE_H
#define RT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/text.h"

typedef struct fixture {
    hpc_heap heap;
    hpc_runtime runtime;
    hpc_frame frame;
    char output[4096];
    size_t output_length;
    int writes;
    bool refuse; /* writing fails */
} fixture;

static inline bool fixture_write(void *user, const char *text, size_t length)
{
    fixture *f = user;
    f->writes++;
    size_t room = sizeof f->output - 1 - f->output_length;
    size_t taken = length < room ? length : room;
    memcpy(f->output + f->output_length, text, taken);
    f->output_length += taken;
    f->output[f->output_length] = '\0';
    return !f->refuse;
}

static inline void fixture_init(fixture *f)
{
    memset(f, 0, sizeof *f);
    f->runtime.heap = &f->heap;
    f->runtime.write = fixture_write;
    f->runtime.write_user = f;
    f->frame.runtime = &f->runtime;
}

/* Run work(f) with its 1st, 2nd, ... allocation failing until it succeeds: it must report
 * MemoryError and leave nothing behind. Returns how many allocations a successful run makes. */
static inline int fixture_fail_each(fixture *f, hpc_code (*work)(fixture *f))
{
    int64_t before = f->heap.live;
    for (int at = 1; at < 10000; at++) {
        f->heap.fail_at = at;
        hpc_code code = work(f);
        bool reached = f->heap.fail_at == 0;
        f->heap.fail_at = 0;
        assert_int_equal(f->heap.live, before);
        if (!reached) {
            assert_int_equal(code, HPC_OK);
            return at - 1;
        }
        assert_int_equal(code, HPC_MEMORY_ERROR);
        assert_int_equal(f->frame.error.code, HPC_MEMORY_ERROR);
    }
    fail_msg("the work never succeeds");
    return 0;
}

#endif
