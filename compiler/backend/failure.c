/* What every backend does at a failing statement: fills in locations, so that the error is the
 * same whichever backend ran the program. */
#include "backend.h"

#include "../../runtime/checks.h"

hpc_code be_rt_failed(hpc_frame *frame, hpc_code code, int32_t loc)
{
    if (frame->error.code == HPC_OK)
        hpc_fail(frame, code, "%s", "");
    if (frame->error.loc == 0)
        frame->error.loc = loc;
    return code;
}

hpc_code be_call_failed(hpc_frame *frame, hpc_code code, int32_t loc)
{
    hpc_error *error = &frame->error;
    if (loc && error->trace_len < HPC_TRACE_MAX) /* else a call of the compiler's own */
        error->trace[error->trace_len++] = loc;
    return code;
}

hpc_code be_poll_failed(hpc_frame *frame, int32_t code, int32_t loc)
{
    if (code == HPC_TIMEOUT_ERROR)
        return hpc_check_failed(frame, HPC_CHECK_TIME_LIMIT, loc, NULL);
    if (code == HPC_KEYBOARD_INTERRUPT)
        return hpc_check_failed(frame, HPC_CHECK_INTERRUPTED, loc, NULL);
    hpc_fail(frame, (hpc_code)code, "%s", "");
    frame->error.loc = loc;
    return (hpc_code)code;
}
