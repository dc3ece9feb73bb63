/* What compiled code asks of the system: clocks and the command's arguments: functions of the
 * table. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "rtf_python.h"

hpc_code rtf_clock_time(hpc_frame *frame, hpc_word *words);
hpc_code rtf_clock_monotonic(hpc_frame *frame, hpc_word *words);
hpc_code rtf_clock_process(hpc_frame *frame, hpc_word *words);
hpc_code rtf_clock_sleep(hpc_frame *frame, hpc_word *words);
hpc_code rtf_arguments(hpc_frame *frame, hpc_word *words);

static hpc_code read_clock(hpc_frame *frame, clockid_t clock, double *seconds)
{
    struct timespec now;
    if (clock_gettime(clock, &now) != 0)
        return hpc_fail(frame, HPC_OS_ERROR, "%s", strerror(errno));
    *seconds = (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
    return HPC_OK;
}

hpc_code rtf_clock_time(hpc_frame *frame, hpc_word *words)
{
    return read_clock(frame, CLOCK_REALTIME, &words[0].f);
}

hpc_code rtf_clock_monotonic(hpc_frame *frame, hpc_word *words)
{
    return read_clock(frame, CLOCK_MONOTONIC, &words[0].f);
}

hpc_code rtf_clock_process(hpc_frame *frame, hpc_word *words)
{
    return read_clock(frame, CLOCK_PROCESS_CPUTIME_ID, &words[0].f);
}

/* Sleeps in short parts, so that a time limit or an interrupt ends it. */
hpc_code rtf_clock_sleep(hpc_frame *frame, hpc_word *words)
{
    double left = words[0].f;
    if (!(left >= 0))
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        isnan(left) ? "Invalid value NaN (not a number)"
                                    : "sleep length must be non-negative");
    while (left > 0) {
        int32_t stop = frame->poll ? atomic_load_explicit(frame->poll, memory_order_relaxed) : 0;
        if (stop)
            return hpc_fail(frame, (hpc_code)stop, "%s",
                            stop == HPC_TIMEOUT_ERROR ? "time limit exceeded" : "");
        double part = left < 0.05 ? left : 0.05;
        struct timespec wait = {0, (long)(part * 1e9)};
        nanosleep(&wait, NULL);
        left -= part;
    }
    return HPC_OK;
}

hpc_code rtf_arguments(hpc_frame *frame, hpc_word *words)
{
    const hpc_runtime *runtime = frame->runtime;
    hpc_seq *list;
    hpc_code code = hpc_seq_new(frame, &list, runtime->argc);
    for (int i = 0; i < runtime->argc && code == HPC_OK; i++) {
        hpc_str *text;
        code = hpc_str_new(frame, &text, runtime->argv[i], strlen(runtime->argv[i]));
        if (code != HPC_OK)
            break;
        hpc_value value = {.kind = HPC_STR, .object = &text->head};
        code = hpc_seq_append(frame, list, &value);
        hpc_object_release(&text->head);
    }
    if (code != HPC_OK && list) {
        hpc_object_release(&list->head);
        list = NULL;
    }
    words[0].p = list;
    return code;
}
