/* Parallel loops of the runtime: every part is run once whatever the threads and the schedule, the
 * lowest failure counts, loops inside of loops, several callers, children of fork. */
#include "rt_fixture.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/fpenv.h"
#include "runtime/openmp.h"
#include "runtime/parallel.h"

static int setup(void **state)
{
    fixture *f = malloc(sizeof *f);
    assert_non_null(f);
    fixture_init(f);
    f->runtime.parallel_from = 1;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

/* ---- Each part once -------------------------------------------------------------------------- */

typedef struct counted {
    int64_t from, to, step;
    _Atomic int32_t *seen; /* by iteration from `from` */
    _Atomic int32_t wrong;
} counted;

static hpc_code count(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    (void)frame;
    counted *c = params[2].p;
    bool good = !user && params[3].i == 7 && params[0].i < params[1].i && params[1].i <= c->to &&
                (params[0].i - c->from) % c->step == 0;
    atomic_fetch_add(&c->wrong, !good);
    for (int64_t i = params[0].i; i < params[1].i; i++)
        atomic_fetch_add(&c->seen[i - c->from], 1);
    return HPC_OK;
}

static void covers(fixture *f, int64_t from, int64_t to, int64_t step, int64_t cost)
{
    int64_t size = to > from ? to - from : 0;
    counted c = {.from = from, .to = to, .step = step};
    c.seen = calloc((size_t)size + 1, sizeof *c.seen);
    assert_non_null(c.seen);
    hpc_word words[] = {{.i = from}, {.i = to}, {.p = &c}, {.i = 7}};
    assert_int_equal(hpc_fork(&f->frame, count, NULL, words, 4, step, cost), HPC_OK);
    assert_int_equal(c.wrong, 0);
    for (int64_t i = 0; i < size; i++)
        assert_int_equal(c.seen[i], 1);
    free(c.seen);
}

static void every_part_is_run_once(void **state)
{
    fixture *f = *state;
    for (int threads = 0; threads <= 64; threads += threads < 5 ? 1 : 7) {
        f->runtime.threads = threads;
        covers(f, 0, 0, 1, 100);
        covers(f, 5, -5, 1, 100);
        covers(f, 0, 1, 1, 100);
        covers(f, -7, 20, 8, 100);
        covers(f, 0, 1000, 1, 10);
        covers(f, 100, 4196, 16, 100000);
        covers(f, 0, 777, 3, INT64_MAX);
    }
}

static void schedules_are_followed(void **state)
{
    static const char *const schedules[] = {"static", "dynamic", "guided,4", "auto", ""};
    fixture *f = *state;
    f->runtime.threads = 3;
    for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
        setenv("OMP_SCHEDULE", schedules[i], 1);
        covers(f, 0, 5000, 8, 10000);
    }
    unsetenv("OMP_SCHEDULE");
}

static void what_cannot_be_cut_is_refused(void **state)
{
    fixture *f = *state;
    hpc_word words[] = {{.i = INT64_MIN}, {.i = INT64_MAX}};
    assert_int_equal(hpc_fork(&f->frame, count, NULL, words, 2, 1, 1), HPC_RUNTIME_ERROR);
    words[0].i = 0;
    assert_int_equal(hpc_fork(&f->frame, count, NULL, words, 2, 0, 1), HPC_RUNTIME_ERROR);
    assert_int_equal(hpc_fork(&f->frame, count, NULL, words, 1, 1, 1), HPC_RUNTIME_ERROR);
}

static hpc_code note_thread(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    (void)frame, (void)user;
    _Atomic int32_t *alone = params[2].p;
    if (hpc_openmp_get() && hpc_openmp_get()->omp_in_parallel())
        atomic_store(alone, 0);
    return HPC_OK;
}

static bool runs_alone(fixture *f, int64_t to, int64_t cost)
{
    _Atomic int32_t alone = 1;
    hpc_word words[] = {{.i = 0}, {.i = to}, {.p = &alone}};
    assert_int_equal(hpc_fork(&f->frame, note_thread, NULL, words, 3, 1, cost), HPC_OK);
    return alone;
}

/* By what a team costs, where nothing else is said; the number is kept. */
static void short_loops_run_on_one_thread(void **state)
{
    fixture *f = *state;
    f->runtime.threads = 2;
    assert_false(runs_alone(f, 1000, 100));
    f->runtime.parallel_from = 0;
    assert_true(runs_alone(f, 10, 10));
    assert_int_equal(f->runtime.team_cost, 0); /* nothing was measured for that */
    assert_false(runs_alone(f, 1000, INT64_C(10000000000)));
    assert_true(f->runtime.team_cost > 0);
    f->runtime.team_cost = 1000000;
    assert_true(runs_alone(f, 1000, 30000));
    assert_false(runs_alone(f, 1000, 50000));
    f->runtime.parallel_from = 4000000;
    assert_true(runs_alone(f, 1000, 30000));
    assert_false(runs_alone(f, 1000, 50000));
    f->runtime.threads = 1;
    assert_true(runs_alone(f, 1000, 1000000));
    assert_int_equal(hpc_threads(NULL), 1);
    f->runtime.threads = 100000;
    assert_true(hpc_threads(&f->runtime) <= HPC_MAX_THREADS);
}

/* ---- Failures -------------------------------------------------------------------------------- */

typedef struct failing {
    int64_t first; /* all iterations from here on fail */
    _Atomic int32_t done[1000];
    _Atomic int32_t destroyed;
} failing;

static hpc_code fail_from(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    failing *x = (failing *)(void *)user;
    for (int64_t i = params[0].i; i < params[1].i; i++) {
        if (i >= x->first)
            return hpc_fail(frame, HPC_INDEX_ERROR, "iteration %d", (int)i);
        atomic_store(&x->done[i], 1);
    }
    return HPC_OK;
}

static void the_lowest_failure_counts(void **state)
{
    fixture *f = *state;
    for (int threads = 1; threads <= 64; threads += 9)
        for (int64_t first = 0; first < 1000; first += 111) {
            failing x = {.first = first};
            char expected[32];
            hpc_word words[] = {{.i = 0}, {.i = 1000}};
            f->runtime.threads = threads;
            f->frame.error.code = HPC_OK;
            hpc_code code =
                hpc_fork(&f->frame, fail_from, (hpc_word *)(void *)&x, words, 2, 1, 10000);
            snprintf(expected, sizeof expected, "iteration %d", (int)first);
            assert_int_equal(code, HPC_INDEX_ERROR);
            assert_int_equal(f->frame.error.code, HPC_INDEX_ERROR);
            assert_string_equal(f->frame.error.text, expected);
            for (int64_t i = 0; i < first; i++) /* as if one thread had run them in order */
                assert_int_equal(x.done[i], 1);
        }
}

static void destroy(hpc_object *object)
{
    failing *x = (failing *)(void *)object->heap; /* the test's own use of the field */
    atomic_fetch_add(&x->destroyed, 1);
    free(object);
}

static hpc_code raise_object(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    hpc_object *object = calloc(1, sizeof *object);
    atomic_init(&object->refs, 1);
    object->destroy = destroy;
    object->heap = (hpc_heap *)(void *)user;
    frame->raised = object;
    return hpc_fail(frame, HPC_VALUE_ERROR, "from %d", (int)params[0].i);
}

/* Of objects that were raised one is the caller's, the others are dropped. */
static void raised_objects_are_kept_once(void **state)
{
    fixture *f = *state;
    for (int threads = 1; threads < 9; threads++) {
        failing x = {.first = 0};
        hpc_word words[] = {{.i = 0}, {.i = 64}};
        f->runtime.threads = threads;
        assert_int_equal(
            hpc_fork(&f->frame, raise_object, (hpc_word *)(void *)&x, words, 2, 1, 100000),
            HPC_VALUE_ERROR);
        assert_string_equal(f->frame.error.text, "from 0");
        assert_non_null(f->frame.raised);
        int before = x.destroyed;
        hpc_object_release(f->frame.raised);
        f->frame.raised = NULL;
        assert_int_equal(x.destroyed, before + 1);
    }
}

static hpc_code ask_to_stop(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    (void)frame, (void)params;
    atomic_store((_Atomic int32_t *)(void *)user, HPC_KEYBOARD_INTERRUPT);
    return HPC_OK;
}

static void a_wish_to_stop_is_followed(void **state)
{
    fixture *f = *state;
    for (int threads = 1; threads < 4; threads++) {
        _Atomic int32_t poll = 0;
        hpc_word words[] = {{.i = 0}, {.i = 10000}};
        f->frame.poll = &poll;
        f->runtime.threads = threads;
        assert_int_equal(
            hpc_fork(&f->frame, ask_to_stop, (hpc_word *)(void *)&poll, words, 2, 1, 1000000),
            HPC_KEYBOARD_INTERRUPT);
    }
    f->frame.poll = NULL;
}

/* ---- Around it ------------------------------------------------------------------------------- */

static hpc_code inner(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    (void)user;
    assert_true(frame->inside);
    atomic_fetch_add((_Atomic int64_t *)params[2].p, params[1].i - params[0].i);
    return HPC_OK;
}

static hpc_code outer(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    for (int64_t i = params[0].i; i < params[1].i; i++) {
        hpc_word words[] = {{.i = 0}, {.i = 100}, params[2]};
        hpc_code code = hpc_fork(frame, inner, user, words, 3, 1, 1000);
        if (code)
            return code;
    }
    return HPC_OK;
}

static void loops_inside_run_on_their_thread(void **state)
{
    fixture *f = *state;
    _Atomic int64_t total = 0;
    hpc_word words[] = {{.i = 0}, {.i = 50}, {.p = &total}};
    f->runtime.threads = 4;
    assert_int_equal(hpc_fork(&f->frame, outer, NULL, words, 3, 1, 1000), HPC_OK);
    assert_int_equal(total, 5000);
    assert_false(f->frame.inside);
}

static hpc_code look_at_frame(hpc_frame *frame, const hpc_word *params, hpc_word *user)
{
    (void)user;
    volatile double tiny = 1e-310, third = 1.0, three = 3.0;
    char *here = __builtin_frame_address(0);
    bool good = tiny * 1.0 != 0 && third / three == 0x1.5555555555555p-2 &&
                frame->stack_limit < here && here - frame->stack_limit > 64 * 1024;
    if (!good)
        atomic_fetch_add((_Atomic int64_t *)params[2].p, 1);
    return HPC_OK;
}

#ifdef __x86_64__
/* The host computes with denormals as zero and rounds up; so would its OpenMP threads. */
static void threads_compute_as_ieee_says(void **state)
{
    fixture *f = *state;
    _Atomic int64_t wrong = 0;
    unsigned host = _mm_getcsr();
    hpc_word words[] = {{.i = 0}, {.i = 64}, {.p = &wrong}};
    f->runtime.threads = 4;
    f->frame.stack_limit = (char *)__builtin_frame_address(0) - 1024 * 1024;
    _mm_setcsr(host | 0x8040 | 0x4000);
    hpc_code code = hpc_fork(&f->frame, look_at_frame, NULL, words, 3, 1, 100000);
    unsigned after = _mm_getcsr();
    _mm_setcsr(host);
    assert_int_equal(code, HPC_OK);
    assert_int_equal(wrong, 0);
    assert_int_equal(after & 0xE040, (host | 0x8040 | 0x4000) & 0xE040);
}
#endif

static void *call_often(void *user)
{
    const fixture *shared = user;
    fixture own;
    fixture_init(&own);
    own.runtime.threads = 3;
    own.runtime.parallel_from = shared->runtime.parallel_from;
    for (int i = 0; i < 20; i++) {
        _Atomic int64_t total = 0;
        hpc_word words[] = {{.i = 0}, {.i = 50}, {.p = &total}};
        if (hpc_fork(&own.frame, outer, NULL, words, 3, 1, 1000) || total != 5000)
            return user;
    }
    return NULL;
}

static void several_threads_may_call(void **state)
{
    enum { CALLERS = 4 };
    pthread_t threads[CALLERS];
    for (int i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_often, *state), 0);
    for (int i = 0; i < CALLERS; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
}

/* libgomp's threads are not in the child: without the handler of openmp.c this waits for ever. */
static void a_child_goes_on_computing(void **state)
{
    fixture *f = *state;
    f->runtime.threads = 3;
    covers(f, 0, 1000, 1, 1000);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(20);
        _exit(call_often(f) ? 1 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    covers(f, 0, 1000, 1, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_part_is_run_once),        TEST(schedules_are_followed),
        TEST(what_cannot_be_cut_is_refused), TEST(short_loops_run_on_one_thread),
        TEST(the_lowest_failure_counts),     TEST(raised_objects_are_kept_once),
        TEST(a_wish_to_stop_is_followed),    TEST(loops_inside_run_on_their_thread),
#ifdef __x86_64__
        TEST(threads_compute_as_ieee_says),
#endif
        TEST(several_threads_may_call),      TEST(a_child_goes_on_computing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
