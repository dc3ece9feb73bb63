/* What holds for every backend that makes object files: code for any processor, allocations
 * that fail, threads that compile. */
#ifndef BACKEND_CHECKS_H
#define BACKEND_CHECKS_H

#include <pthread.h>

#include "compiler/loop/target.h"
#include "lir_compare.h"

static const char fib_text[] = "fn fib.0(n.1: i64) -> (r.2: i64) in_cycle {\n"
                               "  var x.3: i64\n"
                               "  var y.4: i64\n"
                               "  if lt.i64(n.1, 2) {\n"
                               "    set r.2 = n.1\n"
                               "    return\n"
                               "  }\n"
                               "  check not.i1(subo.i64(n.1, 1)) else INT_OVERFLOW()\n"
                               "  call fib.0(sub.i64(n.1, 1)) -> (x.3) @1\n"
                               "  call fib.0(sub.i64(n.1, 2)) -> (y.4) @2\n"
                               "  check not.i1(addo.i64(x.3, y.4)) else INT_OVERFLOW()\n"
                               "  set r.2 = add.i64(x.3, y.4)\n"
                               "}\n";

/* Code for the least processor of the architecture gives the same bits. */
static inline void check_other_processor(bench *b, const be_backend *backend, be_session *session)
{
    be_options options = {.tier = BE_TIER_VECTOR,
                          .cpu = target_level_of(TARGET_HOST_ARCH, "")->name};
    const char *error;
    bench_read(b, "fn f.0(p.1: ptr, o.2: ptr) -> () {\n"
                  "  let x.3: f64x8 = load.f64x8(p.1, 0)\n"
                  "  store (o.2, 0) = fma.f64x8(x.3, x.3, exp.f64x8(x.3))\n"
                  "  store (o.2, 64) = rem.f64x8(floor.f64x8(x.3), rint.f64x8(x.3))\n"
                  "  store (o.2, 128) = cvt.f16x8(x.3)\n"
                  "}\n");
    be_code *old = backend->compile(session, b->module, &options, &error);
    options.cpu = NULL;
    be_code *host = backend->compile(session, b->module, &options, &error);
    assert_non_null(old);
    assert_non_null(host);
    double x[8] = {0.1, -2.5, 3.75, 1e-5, 700.0, -700.0, 0.5, 1.0 / 3}, out[2][24] = {{0}};
    for (int i = 0; i < 2; i++) {
        hpc_frame frame = bench_frame(b);
        hpc_word params[2] = {{.p = x}, {.p = out[i]}};
        assert_int_equal(backend->call(i ? host : old, 0, &frame, params, NULL), HPC_OK);
    }
    assert_memory_equal(out[0], out[1], sizeof out[0]);
    backend->release(session, old);
    backend->release(session, host);
    arena_free(b->arena);
}

static inline void check_unknown_processor(bench *b, const be_backend *backend, be_session *session)
{
    be_options options = {.tier = BE_TIER_VECTOR, .cpu = "no-such-cpu"};
    const char *error = NULL;
    bench_read(b, fib_text);
    assert_null(backend->compile(session, b->module, &options, &error));
    assert_string_equal(error, "no such processor");
    arena_free(b->arena);
}

/* Each allocation of ours fails once: the compile fails or succeeds, and nothing is lost. */
static inline void check_allocation_failures(bench *b, const be_backend *backend,
                                             be_session *session)
{
    be_options options = {.tier = BE_TIER_ONCE};
    const char *error;
    bench_read(b, fib_text);
    /* What a session makes at its first compile stays. */
    backend->release(session, backend->compile(session, b->module, &options, &error));
    int64_t live = b->heap.live;
    bool done = false;
    for (int64_t k = 1; !done && k < 1000; k++) {
        error = NULL;
        b->heap.fail_at = k;
        be_code *code = backend->compile(session, b->module, &options, &error);
        done = b->heap.fail_at > 0;
        b->heap.fail_at = 0;
        assert_true(done ? code != NULL : code != NULL || error != NULL);
        backend->release(session, code);
        assert_int_equal(b->heap.live, live);
    }
    assert_true(done);
    for (int64_t k = 1; k < 20; k++) {
        b->heap.fail_at = k;
        be_session *opened = backend->open(&b->heap, &error);
        b->heap.fail_at = 0;
        backend->close(opened);
        assert_int_equal(b->heap.live, live);
    }
    arena_free(b->arena);
}

typedef struct compiler_thread {
    const be_backend *backend;
    pthread_t thread;
    int64_t sum; /* of what was computed, and of what was lost */
} compiler_thread;

enum { COMPILER_THREADS = 4, COMPILES = 6 };

static inline void *compile_and_run(void *user)
{
    compiler_thread *t = user;
    const be_backend *backend = t->backend;
    hpc_heap heap = {0};
    const char *error;
    arena *a = arena_new(&heap);
    lir_module *m = lir_read(a, fib_text, &error);
    be_session *session = backend->open(&heap, &error);
    for (int i = 0; session && m && i < COMPILES; i++) {
        be_options options = {.tier = (be_tier)(i % 3)};
        be_code *code = backend->compile(session, m, &options, &error);
        hpc_frame frame = {0};
        hpc_word params[1] = {{.i = 15}}, results[1] = {{0}};
        if (code && backend->call(code, 0, &frame, params, results) == HPC_OK)
            t->sum += results[0].i;
        backend->release(session, code);
    }
    backend->close(session);
    arena_free(a);
    t->sum += heap.live;
    return NULL;
}

/* Sessions are independent: one in each thread. */
static inline void check_threads(const be_backend *backend)
{
    compiler_thread threads[COMPILER_THREADS];
    for (int i = 0; i < COMPILER_THREADS; i++) {
        threads[i] = (compiler_thread){.backend = backend};
        assert_int_equal(pthread_create(&threads[i].thread, NULL, compile_and_run, &threads[i]), 0);
    }
    for (int i = 0; i < COMPILER_THREADS; i++) {
        pthread_join(threads[i].thread, NULL);
        assert_int_equal(threads[i].sum, COMPILES * 610);
    }
}

#endif
